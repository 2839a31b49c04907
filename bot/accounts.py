"""The register of official accounts (alet 2, iwys 2, wren-spinney 2): which there are, who runs and checks each, and what comes of a leaver.

Where a password is kept, and the recovery e-mail, are shown to those who look after the accounts, never on a card that others can open. A password
itself is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import wording
from bot.calendar import Calendar
from bot.cards import Block, Fact, Facts, Line
from bot.destinations import Destination
from bot.forms import FieldType, FormField, visible
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, card_to, remind, to_person, to_role
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.said_times import read_moment

OPEN, LEAVING, CLOSED = "open", "leaving", "closed"
USED = (OPEN, LEAVING)
"""Where an account stands that the school has."""
YEAR, WEEK = timedelta(days=365), timedelta(days=7)
REMIND_AFTER = 3
"""School days until the administrator is reminded of a leaver, and again as many later."""
MORNING = time(9)
MOST_CHOICES = 9
"""Accounts in a choice, beside the one that says that it is another."""
OTHER = "other"
BY_POLICY, BY_FILE = "policy:", "file:"
"""How the keys of accounts begin that came with many others, taken from the policy or read from a file: who runs them is not told of each."""
CHECK, CHECK_DUE, LEAVER, NAMED = "check", "check_due", "leaver", "named"
"""Topics of messages."""
_KEEPS_TIME = str(Destination("again", topic=CHECK))


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the register."""

    matter_id: str
    reference: str
    network: str
    """As it is written: Facebook."""
    handle: str
    name: str
    url: str
    managers: str
    """Who runs it, in words, those named by id among them."""
    people: tuple[str, ...]
    """Ids of those named."""
    may_post: str
    open: bool
    approved_by: str
    approved_on: str
    """As it is written; `2026-11-16` where Signpost wrote it."""
    next_check: date | None
    state: str
    secondary: bool
    watch: str
    """Who watches it on which days, in words."""

    @property
    def label(self) -> str:
        """Which one it is, in short."""
        return wording.account_label(self.network, self.handle, self.name)


def account_of(here: Circumstances, matter: Matter) -> Account:
    """Return a matter of the register as an account."""
    fields = matter.fields
    names = [name for name in map(here.name, matter.people) if name.casefold() not in fields.get("managers", "").casefold()]
    return Account(
        matter_id=matter.id,
        reference=matter.reference,
        network=fields.get("network", ""),
        handle=fields.get("handle", ""),
        name=fields.get("name", ""),
        url=fields.get("url", ""),
        managers=", ".join(filter(None, (*names, fields.get("managers", "")))),
        people=matter.people,
        may_post=fields.get("may_post", ""),
        open=fields.get("open") != "closed",
        approved_by=fields.get("approved_by", ""),
        approved_on=fields.get("approved_on", ""),
        next_check=day_of(fields.get("next_check", "")),
        state=matter.state,
        secondary=fields.get("secondary") == "yes",
        watch=fields.get("watch", ""),
    )


def accounts_of(here: Circumstances, *, network: str = "", states: Collection[str] = USED) -> tuple[Account, ...]:
    """Return the school's accounts in the order in which they were put into the register; of one network, where it is given by its name."""
    found = (account_of(here, matter) for matter in here.list(MatterKind.ACCOUNT, states=states) if matter.fields)
    return tuple(one for one in found if not network or one.network.casefold() == network.strip().casefold())


def account_choices(here: Circumstances) -> tuple[tuple[str, str], ...]:
    """Return the school's accounts for a field that asks for one: reference and label. What does not fit among ten is `other`, as is another."""
    official = sorted(accounts_of(here), key=lambda one: one.secondary)[:MOST_CHOICES]
    return (*((one.reference, visible(f"{one.reference} {one.label}")[:75]) for one in official), (OTHER, wording.ACCOUNT_OTHER))


def accounts_naming(here: Circumstances, person_id: str) -> tuple[Account, ...]:
    """Return the accounts that name somebody, also those that name them only in words."""
    name = here.name(person_id).casefold()
    return tuple(one for one in accounts_of(here) if person_id in one.people or name in f"{one.managers}\n{one.may_post}".casefold())


def find_same(here: Circumstances, network: str, handle: str, name: str = "") -> Account | None:
    """Return the account that the register has already under this network and handle (or name, where there is no handle)."""
    wanted = same_account(network, handle, name)
    return next((one for one in accounts_of(here, states=()) if same_account(one.network, one.handle, one.name) == wanted), None)


def same_account(network: str, handle: str, name: str) -> tuple[str, str]:
    """Return what two entries share that are the same account."""
    return network.strip().casefold(), handle.strip().lstrip("@").casefold() or name.strip().casefold()


def day_of(text: str) -> date | None:
    """Return a day as Signpost writes it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def zone(here: Circumstances) -> ZoneInfo:
    """Return the school's own time."""
    return ZoneInfo(here.timezone)


def today(here: Circumstances) -> date:
    """Return the day that the school has."""
    return here.now.astimezone(zone(here)).date()


def after_school_days(calendar: Calendar, at: datetime, number: int) -> datetime:
    """Return the morning of the school day that is so many after the day of `at`."""
    for _ in range(number):
        at = calendar.next_school_day_at(at, MORNING)
    return at


def check_due(here: Circumstances, day: date) -> datetime:
    """Return the morning of a day, or of the next school day where it is none."""
    noon_before = datetime.combine(day - timedelta(days=1), time(12), zone(here))
    return here.calendar.next_school_day_at(noon_before, MORNING)


def is_like_password(text: str) -> bool:
    """Say whether what should say where a password is kept rather looks like one."""
    words = text.split()
    if len(words) == 1 and not _LINK.match(text.strip()):
        return _mixed(words[0])
    return any(_mixed(word) and len(word) >= 8 and re.search(r"[a-z]", word) and re.search(r"[A-Z]", word) for word in words if not _LINK.match(word))


_LINK = re.compile(r"https?://|[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _mixed(word: str) -> bool:
    return len(word) >= 6 and bool(re.search(r"[0-9]", word)) and bool(re.search(r"[^\w.,;:()/-]", word))


def faults_of_secrets(said: Said) -> tuple[FieldError, ...]:
    """Return what is wrong with where a password is said to be kept, and with the recovery e-mail."""
    recovery = said.get("recovery").strip()
    faults = [FieldError("password_place", wording.ACCOUNT_NOT_A_PLACE)] if is_like_password(said.get("password_place")) else []
    return (*faults, *([FieldError("recovery", wording.ACCOUNT_NO_E_MAIL)] if recovery and not _E_MAIL.fullmatch(recovery) else []))


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
    button = wording.ACCOUNT_BUTTON
    topics = ("who-manages-accounts", "post-without-authorisation")
    waits = frozenset((LEAVING,))
    rests = _OPEN
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
        next_check, read = said.get("next_check"), _day(here, said.get("next_check"))
        return (FieldError("next_check", wording.ACCOUNT_DAY_PAST),) if next_check.strip() and read and read < today(here) else ()

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it into the register, and owe its next check; those who are named to run it hear of it."""
        fields = entry(here, matter.fields)
        one_of_many = matter.key.startswith((BY_POLICY, BY_FILE))
        told = () if one_of_many else tuple(Owed(RowKind.CARD, 0, to_person(one, NAMED), here.now) for one in matter.people)
        closed = matter.state == CLOSED
        return Begun(CLOSED if closed else OPEN, () if closed else (*told, _next_check(here, fields, 0)), fields=fields)

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
        day = _day(here, said.get("next_check")) or today(here) + YEAR
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
        shown = {**matter.fields, **{name: _shown_day(matter.fields.get(name, "")) for name in ("approved_on", "next_check")}}
        names = _SECRETS if act == "safe" else ("managers", "may_post") if act == "transfer" else _ENTRY if act == "edit" else ()
        return {name: shown[name] for name in names if shown.get(name)}

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Ask for the check, and again a week later; remind the administrator of a leaver every three school days."""
        match kind, topic:
            case RowKind.REMIND, "check":
                asked = tuple(Owed(RowKind.REMIND, step, where, here.now) for where in self._checkers(here, matter))
                return (*asked, Owed(RowKind.REMIND, step + 1, _KEEPS_TIME, check_due(here, today(here) + WEEK)))
            case RowKind.REMIND, "leaver":
                return (remind(Role.ADMIN, after_school_days(here.calendar, here.now, REMIND_AFTER), LEAVER, step=step + 1),)
            case _:
                return ()

    def _checkers(self, here: Circumstances, matter: Matter) -> Sequence[str]:
        return [to_role(Role.ADMIN, CHECK_DUE), *(to_person(one, CHECK_DUE) for one in matter.people)]

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
        late = wording.ACCOUNT_CHECK_OVERDUE.format(day=_shown_day(due.isoformat())) if due and due < today(here) and matter.state in USED else ""
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
            "approved": wording.account_approved(one.approved_by, _shown_day(one.approved_on)) or wording.ACCOUNT_NOT_WRITTEN,
            "next_check": _shown_day(fields.get("next_check", "")) if matter.state in USED else "",
            "changed": fields.get("changed", ""),
            "leaver": fields.get("leaver", ""),
        }
        facts = tuple(Fact(wording.ACCOUNT_SHOWN[name], visible(text)) for name, text in shown.items() if text)
        return (Facts(facts),) if facts else (Line(wording.ACCOUNT_NOT_WRITTEN),)


def entry(here: Circumstances, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of an entry: every text without the space around it, days as Signpost writes them, and a next check."""
    fields = {name: text.strip() for name, text in typed.items() if text.strip()}
    for name in ("approved_on", "next_check"):
        read = _day(here, fields.get(name, ""))
        if read:
            fields[name] = read.isoformat()
    if day_of(fields.get("next_check", "")) is None:
        fields["next_check"] = (today(here) + YEAR).isoformat()
    return fields


def change_entry(
    here: Circumstances,
    matter: Matter,
    written: Mapping[str, str],
    *,
    by: str,
    state: str = "",
    people: tuple[str, ...] | None = None,
    done: str = "",
    quiet: bool = False,
    tells_named: bool = True,
) -> Change:
    """Return the change of an entry by what was written: '' empties a field. What has to be done at some time is owed anew."""
    then = state or matter.state
    changed = wording.account_changed(by, _shown_day(today(here).isoformat()))
    fields = entry(here, {**matter.fields, **written, "changed": changed})
    named = [one for one in people or () if one not in matter.people and tells_named]
    owed = _owed(here, matter, fields, then, named)
    return Change(done, then, owed, fields=fields, people=people, tells_raiser=False, ends_reminders=True, quiet=quiet)


def _owed(here: Circumstances, matter: Matter, fields: Mapping[str, str], state: str, named: Sequence[str]) -> tuple[Owed, ...]:
    step, card = (next_step(here.connection, matter.id, kind) for kind in (RowKind.REMIND, RowKind.CARD))
    told = [Owed(RowKind.CARD, card, to_person(one, NAMED), here.now) for one in named]
    if state not in USED:
        return ()
    if state == LEAVING:
        at = after_school_days(here.calendar, here.now, REMIND_AFTER)
        told += [card_to(Role.ADMIN, here.now, step=card, topic=LEAVER), remind(Role.ADMIN, at, LEAVER, step=step)]
    return (*told, _next_check(here, fields, step))


def _next_check(here: Circumstances, fields: Mapping[str, str], step: int) -> Owed:
    day = day_of(fields.get("next_check", "")) or today(here) + YEAR
    at = check_due(here, day)
    return Owed(RowKind.REMIND, step, _KEEPS_TIME, at, here.calendar.civil(at))


def _day(here: Circumstances, typed: str) -> date | None:
    """Return the day that was typed; None where none can be read."""
    moment = read_moment(typed, now=here.office.clock.wall(), timezone=here.timezone) if typed.strip() else None
    return day_of(typed.strip()) or (moment.day if moment else None)


def _shown_day(text: str) -> str:
    """Return a day as people write it; what is no day of Signpost's stays as it is."""
    day = day_of(text)
    return f"{day.day} {day:%B %Y}" if day else text
