"""How an account of the register goes: it is added, changed, checked, handed over when somebody leaves, closed, and taken up again.

Where its password is kept is shown to those who look after the accounts, and never on a card that others can open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import wording
from bot.account_entries import KEEPS_TIME, change_entry, entry, faults_of_secrets, owe_check, read_day, shown_day
from bot.accounts import (
    BY_FILE,
    BY_POLICY,
    CHECK,
    CHECK_DUE,
    CLOSED,
    LEAVER,
    LEAVING,
    NAMED,
    OPEN,
    REMIND_AFTER,
    USED,
    WEEK,
    YEAR,
    account_of,
    accounts_of,
    after_school_days,
    check_due,
    day_of,
    find_same,
    today,
)
from bot.cards import Block, Fact, Facts, Line, visible
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, remind, to_person, to_role
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.watching import ROTA_GAP, gap_notice, rota_fault, watch_line

_TYPES = {
    "people": FieldType.PEOPLE,
    "leaver": FieldType.PEOPLE,
    "to": FieldType.PEOPLE,
    "url": FieldType.LINK,
    "approved_on": FieldType.DAY,
    "next_check": FieldType.DAY,
    **dict.fromkeys(("may_post", "watch", "note", "why"), FieldType.LONG_TEXT),
}
_CHOICES: Mapping[str, Mapping[str, str]] = {"open": wording.ACCOUNT_OPEN_OR_CLOSED, "secondary": wording.ACCOUNT_YES_NO}
_REQUIRED = frozenset(("network", "open", "secondary", "leaver", "to", "why"))


def field_of(name: str, *, required: bool | None = None) -> FormField:
    """Return one of the questions about an account."""
    label, hint = wording.ACCOUNT_FIELDS[name]
    choices = tuple(_CHOICES.get(name, {}).items())
    type_ = FieldType.CHOICE if choices else _TYPES.get(name, FieldType.TEXT)
    return FormField(name, label, type_, hint, name in _REQUIRED if required is None else required, choices)


_ENTRY = ("network", "handle", "name", "url", "managers", "may_post", "open", "secondary", "watch", "approved_by", "approved_on", "next_check")
_SECRETS = ("password_place", "recovery")
_USED, _OPEN, _ANY = frozenset(USED), frozenset((OPEN,)), frozenset((*USED, CLOSED))


class Accounts(Course):
    """How an account of the register goes."""

    kind = MatterKind.ACCOUNT
    name = wording.ACCOUNT
    kept = wording.ACCOUNT_KEPT
    button = wording.ACCOUNT_BUTTON
    topics = ("post-without-authorisation", "monitor-accounts")
    waits = frozenset((LEAVING,))
    rests = _OPEN
    lists_resting = False
    states = wording.ACCOUNT_STATES
    events = wording.ACCOUNT_EVENTS
    notices = wording.ACCOUNT_NOTICES
    acts = (
        Act("checked", _OPEN, wording.ACCOUNT_CHECKED, (field_of("next_check"), field_of("note", required=False))),
        Act("edit", _OPEN, wording.ACCOUNT_EDIT, tuple(field_of(name) for name in _ENTRY)),
        Act("transfer", _USED, wording.ACCOUNT_TRANSFER, (field_of("to"), field_of("managers"), field_of("may_post"))),
        Act("leaves", _OPEN, wording.ACCOUNT_LEAVES, (field_of("leaver"),)),
        Act("stays", frozenset((LEAVING,)), wording.ACCOUNT_STAYS),
        Act("close", _USED, wording.ACCOUNT_CLOSE, (field_of("why"),)),
        Act("reopen", frozenset((CLOSED,)), wording.ACCOUNT_REOPEN),
        Act("safe", _USED, wording.ACCOUNT_SAFE, tuple(field_of(name, required=True) for name in _SECRETS)),
        Act("secrets", _ANY, wording.ACCOUNT_SECRETS),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form by which an account that the school has already comes into the register."""
        network, *others = _ENTRY
        return Question(wording.ACCOUNT_ADD, tuple(map(field_of, (network, "handle", "name", "url", "people", *others[3:], *_SECRETS))))

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Return what is wrong with an entry."""
        same = find_same(here, said.get("network"), said.get("handle"), said.get("name"))
        taken = (FieldError("handle", wording.account_taken(same.reference)),) if same else ()
        return (*taken, *self._faults(here, said), *faults_of_secrets(said))

    def _faults(self, here: Circumstances, said: Said) -> tuple[FieldError, ...]:
        next_check, read = said.get("next_check"), read_day(here, said.get("next_check"))
        past = (FieldError("next_check", wording.ACCOUNT_DAY_PAST),) if next_check.strip() and read and read < today(here) else ()
        rota = rota_fault(here, said.get("watch"))
        return (*past, *((FieldError("watch", rota),) if rota else ()))

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it into the register, and owe its next check; those who are named to run it hear of it."""
        fields = entry(here, matter.fields)
        one_of_many = matter.key.startswith((BY_POLICY, BY_FILE))
        told = () if one_of_many else tuple(Owed(RowKind.CARD, 0, to_person(one, NAMED), here.now) for one in matter.people)
        closed = matter.state == CLOSED
        return Begun(CLOSED if closed else OPEN, () if closed else (*told, owe_check(here, fields, 0)), fields=fields)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Do what the button says."""
        match act:
            case "secrets":
                shown = wording.account_secrets(matter.fields.get("password_place", ""), matter.fields.get("recovery", ""))
                return Change(visible(shown), tells_raiser=False, quiet=True)
            case "safe":
                faults = faults_of_secrets(said)
                return faults[0] if faults else self._change(here, matter, person, act, {name: said.get(name) for name in _SECRETS}, quiet=True)
            case "checked":
                return self._checked(here, matter, person, said)
            case "edit":
                return self._edited(here, matter, person, said)
            case "leaves":
                leaver = ", ".join(map(here.name, said.people))
                return self._change(here, matter, person, act, {"leaver": leaver}, LEAVING)
            case "transfer":
                done = wording.account_handed_over([here.name(one) for one in said.people])
                written = {"managers": said.get("managers"), "may_post": said.get("may_post"), "leaver": ""}
                return self._change(here, matter, person, act, written, OPEN, people=said.people, done=done)
            case "close":
                return self._change(here, matter, person, act, {"leaver": ""}, CLOSED)
            case _:
                return self._change(here, matter, person, act, {"leaver": ""}, OPEN)

    def _checked(self, here: Circumstances, matter: Matter, person: Person, said: Said) -> Change | FieldError:
        faults = self._faults(here, said)
        if faults:
            return faults[0]
        day = read_day(here, said.get("next_check")) or today(here) + YEAR
        done = wording.account_checked(f"{day:%d %B %Y}".lstrip("0"))
        return self._change(here, matter, person, "checked", {"next_check": day.isoformat()}, done=done)

    def _edited(self, here: Circumstances, matter: Matter, person: Person, said: Said) -> Change | FieldError:
        same = find_same(here, said.get("network"), said.get("handle"), said.get("name"))
        if same and same.matter_id != matter.id:
            return FieldError("handle", wording.account_taken(same.reference))
        faults = self._faults(here, said)
        return faults[0] if faults else self._change(here, matter, person, "edit", {name: said.get(name) for name in _ENTRY}, quiet=True)

    def _change(
        self,
        here: Circumstances,
        matter: Matter,
        person: Person,
        act: str,
        written: Mapping[str, str],
        state: str = "",
        *,
        people: tuple[str, ...] | None = None,
        done: str = "",
        quiet: bool = False,
    ) -> Change:
        return change_entry(here, matter, written, by=person.name, state=state, people=people, done=done or wording.ACCOUNT_DONE[act], quiet=quiet)

    def prefill(self, here: Circumstances, matter: Matter, act: str) -> Mapping[str, str]:
        """Return the entry as it stands."""
        if act == "checked":
            return {}
        shown = {**matter.fields, **{name: shown_day(matter.fields.get(name, "")) for name in ("approved_on", "next_check")}}
        names = _SECRETS if act == "safe" else ("managers", "may_post") if act == "transfer" else _ENTRY if act == "edit" else ()
        return {name: shown[name] for name in names if shown.get(name)}

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Ask for the check, and again a week later; remind the administrator of a leaver every three school days."""
        match kind, topic:
            case RowKind.REMIND, "check":
                asked = tuple(Owed(RowKind.REMIND, step, where, here.now) for where in self._checkers(here, matter))
                return (*asked, Owed(RowKind.REMIND, step + 1, KEEPS_TIME, check_due(here, today(here) + WEEK)))
            case RowKind.REMIND, "leaver":
                return (remind(Role.ADMIN, after_school_days(here.calendar, here.now, REMIND_AFTER), LEAVER, step=step + 1),)
            case _:
                return ()

    def _checkers(self, here: Circumstances, matter: Matter) -> Sequence[str]:
        return [to_role(Role.ADMIN, CHECK_DUE), *(to_person(one, CHECK_DUE) for one in matter.people)]

    def notice(self, here: Circumstances, matter: Matter, topic: str) -> str:
        """Return the sentence that stands first on a message; of a gap in the rotas it says where it is."""
        return gap_notice(here, accounts_of(here)) if topic == ROTA_GAP else Course.notice(self, here, matter, topic)

    def is_owed(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, person_id: str) -> bool:
        """Say whether a message is still owed: that of a check until it is checked, that of a leaver until it is handed over."""
        if kind is RowKind.REMIND and topic in (CHECK, CHECK_DUE):
            next_check = day_of(matter.fields.get("next_check", ""))
            return matter.state in USED and next_check is not None and next_check <= today(here)
        return Course.is_owed(self, here, matter, kind, topic, person_id)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return which account it is."""
        return account_of(here, matter).label

    def state_words(self, here: Circumstances, matter: Matter) -> str:
        """Return where it stands, and whether its check is overdue."""
        due = day_of(matter.fields.get("next_check", ""))
        late = wording.ACCOUNT_CHECK_OVERDUE.format(day=shown_day(due.isoformat())) if due and due < today(here) and matter.state in USED else ""
        return " ".join(filter(None, (self.states[matter.state], late)))

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return the entry, as everybody on the staff may see it."""
        one, fields = account_of(here, matter), matter.fields
        shown = {
            "account": wording.account_label(one.network, one.handle, ""),
            "name": one.name,
            "url": one.url,
            "managers": one.managers or wording.ACCOUNT_NOBODY_WRITTEN,
            "may_post": one.may_post or wording.ACCOUNT_NOBODY_WRITTEN,
            "open": wording.ACCOUNT_OPEN_OR_CLOSED.get(fields.get("open", ""), wording.ACCOUNT_NOT_WRITTEN),
            "secondary": wording.ACCOUNT_IS_SECONDARY if one.secondary else "",
            "watch": one.watch,
            "approved": wording.account_approved(one.approved_by, shown_day(one.approved_on)) or wording.ACCOUNT_NOT_WRITTEN,
            "next_check": shown_day(fields.get("next_check", "")) if matter.state in USED else "",
            "changed": fields.get("changed", ""),
            "leaver": fields.get("leaver", ""),
        }
        facts = tuple(Fact(wording.ACCOUNT_SHOWN[name], visible(text)) for name, text in shown.items() if text)
        watched = (Line(watch_line(here, one)),) if one.watch and matter.state in USED else ()
        return (*((Facts(facts),) if facts else (Line(wording.ACCOUNT_NOT_WRITTEN),)), *watched)
