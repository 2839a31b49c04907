"""An application for a new account (athelstan 5, unnamed-trust): senior leaders decide, and the administrator creates it.

Where a policy has no such process the same steps are Signpost's default, and said to be. What comes of it is an account of the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot import wording
from bot.account_course import Accounts
from bot.account_entries import faults_of_secrets, shown_day
from bot.accounts import after_school_days, find_same, today, zone
from bot.cards import Block, Fact, Facts, Line, visible
from bot.forms import FieldType, FormField
from bot.matters.cards import when
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, card_to, remind, shown_value, to_person
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reading import reader_of
from bot.reports import FieldError, Person, Role, RowKind

WITH_SLT, CHANGES, APPROVED = "with_slt", "changes", "approved"
CREATED, REJECTED, WITHDRAWN = "created", "rejected", "withdrawn"
REMIND_AFTER = 3
"""School days until those for whom it waits are reminded, and again as many later."""
LEAST = 2
"""People who have to be named."""
PROCESS = ("new-account-apply", "new-account-approval")
"""Topics on which a policy has clauses that say how a new account comes about."""
_AGAIN, _WAITING, _CREATE, _NOT_CREATED, _CHANGES = "again", "waiting", "create", "not_created", "changes"
_FIELDS = ("name", "network", "aim", "audience", "promotion", "people", "others", "open", "why")
_TYPES = {
    **dict.fromkeys(("aim", "audience", "promotion", "why", "reason", "what"), FieldType.LONG_TEXT),
    **dict.fromkeys(("people", "again"), FieldType.PEOPLE),
    "open": FieldType.CHOICE,
    "url": FieldType.LINK,
}
_OPTIONAL = frozenset(("others", "again", "url"))


def _asked(name: str) -> FormField:
    label, hint = wording.APPLICATION_FIELDS[name]
    choices = tuple(wording.ACCOUNT_OPEN_OR_CLOSED.items()) if name == "open" else ()
    return FormField(name, label, _TYPES.get(name, FieldType.TEXT), hint, name not in _OPTIONAL, choices)


_FORM = tuple(map(_asked, _FIELDS))
_PEOPLE = _asked("people")
_SLT, _BACK, _DECIDED = frozenset((WITH_SLT,)), frozenset((WITH_SLT, CHANGES)), frozenset((APPROVED,))


class Applications(Course):
    """How an application goes."""

    kind = MatterKind.APPLICATION
    name = wording.APPLICATION
    button = wording.APPLICATION_BUTTON
    topics = ("new-account-approval", "new-account-training", "new-account-two-staff", "new-account-apply", "post-without-authorisation")
    waits = frozenset((WITH_SLT, CHANGES, APPROVED))
    states = wording.APPLICATION_STATES
    events = wording.APPLICATION_EVENTS
    notices = wording.APPLICATION_NOTICES
    acts = (
        Act("approve", _SLT, wording.APPLICATION_APPROVE),
        Act("reject", _SLT | _DECIDED, wording.APPLICATION_REJECT, (_asked("reason"),)),
        Act("ask_changes", _SLT, wording.APPLICATION_ASK, (_asked("what"),)),
        Act("change", _BACK, wording.APPLICATION_CHANGE, tuple(_asked("again" if name == "people" else name) for name in _FIELDS)),
        Act("withdraw", _BACK | _DECIDED, wording.APPLICATION_WITHDRAW),
        Act("created", _DECIDED, wording.APPLICATION_CREATED, tuple(map(_asked, ("handle", "url", "password_place", "recovery")))),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form; where the policy has no process, that is said first."""
        return Question(wording.APPLICATION_TITLE, _FORM, _no_process(here))

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Refuse it with fewer than two people, and where one of them has not read the current policy or not been trained."""
        return _faults(here, said.people, "people")

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it before the senior leaders."""
        return Begun(WITH_SLT, _to_slt(here, 0, 0), fields={name: text.strip() for name, text in matter.fields.items() if text.strip()})

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Decide it, send it again, or confirm that the account exists."""
        match act:
            case "approve":
                return self._approved(here, matter, person)
            case "reject":
                return _change("reject", REJECTED)
            case "ask_changes":
                at, step = after_school_days(here.calendar, here.now, REMIND_AFTER), next_step(here.connection, matter.id, RowKind.REMIND)
                told = Owed(RowKind.REMIND, step, to_person(matter.raised_by, _CHANGES), at, here.calendar.civil(at))
                return _change("ask_changes", CHANGES, (told,))
            case "change":
                return self._sent_again(here, matter, said)
            case "created":
                return self._created(here, matter, person, said)
            case _:
                return _change("withdraw", WITHDRAWN)

    def _approved(self, here: Circumstances, matter: Matter, person: Person) -> Change | FieldError:
        """Approve it, unless somebody decides on their own, or who is named is no longer ready."""
        concerned = {matter.raised_by, *matter.people}
        if person.id in concerned and any(one.id not in concerned for one in here.holders(Role.SLT)):
            return FieldError("", wording.APPLICATION_OWN)
        faults = _faults(here, matter.people, "")
        if faults:
            return faults[0]
        card, step = (next_step(here.connection, matter.id, kind) for kind in (RowKind.CARD, RowKind.REMIND))
        return _change("approve", APPROVED, _to_admin(here, card, step))

    def _sent_again(self, here: Circumstances, matter: Matter, said: Said) -> Change | FieldError:
        people = said.people or matter.people
        faults = _faults(here, people, "again")
        if faults:
            return faults[0]
        fields = {name: said.get(name).strip() for name in _FIELDS if said.get(name).strip()}
        changed = [one.label for one in _FORM if fields.get(one.name) != matter.fields.get(one.name)]
        changed += [_PEOPLE.label] if set(people) != set(matter.people) else []
        if not changed and matter.state == WITH_SLT:
            return Change(wording.APPLICATION_UNCHANGED, tells_raiser=False, quiet=True)
        fields["sent_again"] = wording.application_sent_again(when(here, here.now), changed)
        card, step = (next_step(here.connection, matter.id, kind) for kind in (RowKind.CARD, RowKind.REMIND))
        return _change("change", WITH_SLT, _to_slt(here, card, step, _AGAIN), fields=fields, people=people, quiet=True)

    def _created(self, here: Circumstances, matter: Matter, person: Person, said: Said) -> Change | FieldError:
        """Put the account into the register. What tells where the password is kept stands there, and not in the history of the application."""
        faults = faults_of_secrets(said)
        same = find_same(here, matter.fields.get("network", ""), said.get("handle"))
        if same:
            return FieldError("handle", wording.APPLICATION_TAKEN.format(reference=same.reference))
        if faults:
            return faults[0]
        on = today(here).isoformat()
        fields = {**matter.fields, "handle": said.get("handle").strip(), "created_by": person.name, "created_on": on}
        return _change("created", CREATED, fields=fields, raises=(_account(here, matter, said),), quiet=True)

    def prefill(self, here: Circumstances, matter: Matter, act: str) -> Mapping[str, str]:
        """Return the application as it was sent."""
        return {name: matter.fields[name] for name in _FIELDS if matter.fields.get(name)} if act == "change" else {}

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Remind again, every three school days."""
        to = {_WAITING: Role.SLT, _NOT_CREATED: Role.ADMIN}.get(topic)
        return (_remind(here, to, topic, step + 1),) if to and kind is RowKind.REMIND else ()

    def is_owed(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, person_id: str) -> bool:
        """Say whether a message is still owed: a card that asks for something, and a reminder, as long as it waits there."""
        state = {_WAITING: WITH_SLT, _AGAIN: WITH_SLT, _CREATE: APPROVED, _NOT_CREATED: APPROVED, _CHANGES: CHANGES}.get(topic)
        return state in (None, matter.state)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return what is applied for, in short."""
        return wording.account_label(matter.fields.get("network", ""), "", matter.fields.get("name", ""))

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what is applied for, who is ready to run it, and what became of it."""
        fields, asked = matter.fields, {one.name: one for one in _FORM}
        shown = [Fact(asked[name].label, visible(_shown(here, matter, asked[name]))) for name in _FIELDS if _shown(here, matter, asked[name])]
        shown += [Fact(wording.APPLICATION_SHOWN["again"], visible(fields["sent_again"]))] if fields.get("sent_again") else []
        ready = " ".join(_unready(here, matter.people)) or wording.APPLICATION_PEOPLE_ALL_READY
        shown += [Fact(wording.APPLICATION_SHOWN["ready"], visible(ready))] if matter.state in self.waits else []
        if fields.get("created_by"):
            made = wording.application_created(fields["created_by"], shown_day(fields.get("created_on", "")))
            shown += [
                Fact(wording.APPLICATION_SHOWN["handle"], visible(fields.get("handle", ""))),
                Fact(wording.APPLICATION_SHOWN["created"], visible(made)),
            ]
        unknown = [Line(wording.APPLICATION_OTHERS_UNKNOWN)] if fields.get("others") and matter.state == WITH_SLT else []
        return (*_no_process(here), Facts(tuple(shown)), *unknown)


def _shown(here: Circumstances, matter: Matter, field: FormField) -> str:
    return ", ".join(map(here.name, matter.people)) if field.type is FieldType.PEOPLE else shown_value(field, matter.fields.get(field.name, ""))


def _no_process(here: Circumstances) -> tuple[Block, ...]:
    """Say that the policy has no such process, where it has none."""
    if any(topic in here.policy.answers for topic in PROCESS):
        return ()
    authorised = (Line(wording.APPLICATION_AUTHORISED),) if here.quote("post-without-authorisation") else ()
    return (Line(wording.APPLICATION_NO_PROCESS), *authorised)


def _faults(here: Circumstances, people: tuple[str, ...], field: str) -> tuple[FieldError, ...]:
    if len(people) < LEAST:
        return (FieldError(field, wording.application_two_people(len(people))),)
    unready = list(_unready(here, people))
    return (FieldError(field, " ".join((*unready, wording.APPLICATION_NEXT_STEP))),) if unready else ()


def _unready(here: Circumstances, people: Iterable[str]) -> Iterable[str]:
    """Yield what each of them still has to do who has not read the current policy, or not been trained."""
    for one in people:
        reader = reader_of(here, one)
        if not (reader.read and reader.trained):
            yield wording.application_not_ready(here.name(one), read=reader.read, trained=reader.trained)


def _change(
    act: str,
    state: str,
    owed: tuple[Owed, ...] = (),
    *,
    fields: Mapping[str, str] | None = None,
    people: tuple[str, ...] | None = None,
    raises: tuple[Raising, ...] = (),
    quiet: bool = False,
) -> Change:
    own = act in ("withdraw", "change")
    return Change(
        wording.APPLICATION_DONE[act],
        state,
        owed,
        fields=fields,
        people=people,
        raises=raises,
        quiet=quiet,
        tells_raiser=not own,
        ends_reminders=True,
    )


def _to_slt(here: Circumstances, card: int, step: int, topic: str = "") -> tuple[Owed, ...]:
    return card_to(Role.SLT, here.now, step=card, topic=topic), _remind(here, Role.SLT, _WAITING, step)


def _to_admin(here: Circumstances, card: int, step: int) -> tuple[Owed, ...]:
    return card_to(Role.ADMIN, here.now, step=card, topic=_CREATE), _remind(here, Role.ADMIN, _NOT_CREATED, step)


def _remind(here: Circumstances, role: Role, topic: str, step: int) -> Owed:
    at = after_school_days(here.calendar, here.now, REMIND_AFTER)
    return remind(role, at, topic, step=step, civil=here.calendar.civil(at))


def _account(here: Circumstances, matter: Matter, said: Said) -> Raising:
    """Return the account that comes of an application: nobody's own matter, so that it stands in nobody's list of what they asked for."""
    approved = matter.last("approve")
    written = {
        "network": matter.fields.get("network", ""),
        "name": matter.fields.get("name", ""),
        "open": matter.fields.get("open", ""),
        "managers": matter.fields.get("others", ""),
        "secondary": "yes" if "secondary-accounts" in here.policy.answers else "no",
        "approved_by": approved.person_name if approved else "",
        "approved_on": approved.at.astimezone(zone(here)).date().isoformat() if approved else "",
        **{name: said.get(name) for name in ("handle", "url", "password_place", "recovery")},
    }
    fields = {name: text.strip() for name, text in written.items() if text.strip()}
    return Raising(
        f"application:{matter.id}",
        MatterKind.ACCOUNT,
        matter.school,
        None,
        "",
        fields,
        matter.people,
        here.quote(*Accounts.topics, "secondary-accounts"),
    )
