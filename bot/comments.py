"""The clock of comments, queries and complaints on an official account (athelstan 6, unnamed-trust "Monitoring").

The clause: a response "within 24 hours (or on the next working day if received at a weekend) even if the response is only to acknowledge receipt".
It is read so that nobody waits longer than it lets them: only a weekend postpones. What comes in on a Friday is due on Saturday, and what comes in on
a bank holiday or in the school holidays is due 24 hours later. What comes in at a weekend is due before the school closes on the next day that is
Monday to Friday and no bank holiday; school holidays do not postpone it. A reply that says "received" stops the clock; an answer is still waited for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import wording
from bot.accounts import OTHER, Account, account_choices, accounts_of
from bot.cards import Block, Line
from bot.forms import FieldType, FormField
from bot.handing import CHASE, FIRST, MORNING, Followed, choice_of, field_of, hand_act, moment_of, not_self, reopen_act, timer
from bot.matters.courses import Act, Begun, Change, Circumstances, Question, remind, to_role
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.said_times import is_not_sure, read_moment
from bot.watching import watch_blocks, watchers_on

NEW, ACKNOWLEDGED, ANSWERED, CLOSED = "new", "acknowledged", "answered", "closed"
_WAITS = frozenset((NEW, ACKNOWLEDGED))
HOURS, WEEKEND, NONE = "hours", "weekend", "none"
"""What sets the time by when a reply is due."""
COMPLAINT = "complaint"
WARNED_BEFORE = timedelta(hours=4)
_NEAR, _OVERDUE, _DAILY = "near", "due", "overdue"
_LABELS = wording.COMMENT_FIELDS
_WITHIN = re.compile(r"\bwithin (?:(?P<number>[0-9]{1,3})|(?P<word>twenty[- ]four|forty[- ]eight)) hours?\b", re.IGNORECASE)
_REPLIED_AT = field_of(_LABELS, "replied_at", FieldType.DATE_TIME, required=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a reply is due."""

    rule: str
    """HOURS, WEEKEND or NONE."""
    due_at: datetime
    hours: int = 0
    """How many the policy gives."""


class Comments(Followed):
    """How a comment goes."""

    kind = MatterKind.COMMENT
    name = wording.COMMENT
    button = wording.COMMENT_BUTTON
    topics = ("reply-deadline", "address-concerns-politely")
    waits = _WAITS
    states = wording.COMMENT_STATES
    events = wording.COMMENT_EVENTS
    notices = wording.COMMENT_NOTICES
    acts = (
        Act("acknowledge", frozenset((NEW,)), wording.COMMENT_ACKNOWLEDGE, (_REPLIED_AT,)),
        Act("answer", _WAITS, wording.COMMENT_ANSWER, (field_of(_LABELS, "reply", FieldType.LONG_TEXT), _REPLIED_AT)),
        Act("close", _WAITS, wording.COMMENT_CLOSE, (field_of(_LABELS, "why", FieldType.LONG_TEXT),)),
        hand_act(_WAITS),
        Act("slt", _WAITS, wording.COMMENT_SLT),
        reopen_act(frozenset((ANSWERED, CLOSED)), choice_of(_LABELS, "had_reply", wording.COMMENT_YES_NO)),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form, which says who watches which account today."""
        accounts = choice_of(_LABELS, "account", dict(account_choices(here)))
        fields: tuple[FormField, ...] = (
            accounts,
            field_of(_LABELS, "other_account", required=False),
            choice_of(_LABELS, "sort", wording.COMMENT_SORTS),
            field_of(_LABELS, "received", FieldType.DATE_TIME),
            field_of(_LABELS, "words", FieldType.LONG_TEXT),
            field_of(_LABELS, "who", required=False),
            field_of(_LABELS, "link", FieldType.LINK, required=False),
            field_of(_LABELS, "answers", FieldType.PEOPLE, required=False),
        )
        silent = () if hours_given(here) else (Line(wording.COMMENT_CLOCK_NONE),)
        return Question(self.name, fields, (Line(wording.COMMENT_OPENING), *silent, *watch_blocks(here, accounts_of(here))))

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Return what is wrong: another account that is not named, a time from which no clock can count."""
        which = said.get("account") == OTHER and not said.get("other_account").strip()
        faults = [FieldError("other_account", wording.COMMENT_WHICH_ACCOUNT)] if which else []
        unknown = is_not_sure(said.get("received")) or moment_of(here, said.get("received")) is None
        return (*faults, *([FieldError("received", wording.COMMENT_WHEN)] if unknown else []))

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Start the clock at the time when it came in, however late it is noted."""
        received = moment_of(here, matter.fields["received"]) or here.now
        clock = clock_of(here, received)
        fields = {
            "sort": matter.fields["sort"],
            "received_at": received.isoformat(),
            "clock": clock.rule,
            "clock_due": clock.due_at.isoformat(),
            "hours": str(clock.hours),
        }
        due_at = clock.due_at if clock.rule != NONE else None
        quotes = here.quote(*(self.topics if fields["sort"] == COMPLAINT else self.topics[:1]))
        return self.begun(here, matter, owed=_clock_rows(here, clock.rule, clock.due_at, 0), due_at=due_at, fields=fields, quotes=quotes)

    def turn(self, here: Circumstances, matter: Matter) -> tuple[str, ...]:
        """Return who watches the account today."""
        account = find_account(here, matter.fields.get("account", ""))
        return tuple(one.id for one in watchers_on(here, account, here.calendar.day_of(here.now))) if account else ()

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Remind before a reply is due, tell SLT when it is overdue, and then on every school day."""
        if topic == _NEAR and matter.state == NEW:
            return self.tell(here, matter, kind, step, "due_before_long")
        if topic == _OVERDUE and matter.state == NEW:
            again = here.calendar.next_school_day_at(here.now, MORNING)
            told = (remind(Role.SLT, here.now, _DAILY, step=step), *self.tell(here, matter, kind, step, _DAILY))
            return (*told, timer(_OVERDUE, again, step=step + 1))
        return super().goes_on(here, matter, kind, topic, step) if topic in (FIRST, CHASE) else ()

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Note a reply, close it, hand it on, open it again."""
        tells = not_self(matter, person)
        match act:
            case "acknowledge" | "answer":
                return self._replied(here, matter, person, act, said)
            case "close":
                return Change(wording.COMMENT_CLOSED, CLOSED, fields=_met(here, matter, here.now), tells_raiser=tells)
            case "hand":
                return self.hand(here, matter, person, said.people)
            case "slt":
                step = next_step(here.connection, matter.id, RowKind.CARD)
                return Change(wording.COMMENT_SLT_TOLD, owed=(Owed(RowKind.CARD, step, to_role(Role.SLT, "told"), here.now),), tells_raiser=False)
            case _:
                return self._reopened(here, matter, person, said)

    def _replied(self, here: Circumstances, matter: Matter, person: Person, act: str, said: Said) -> Change | FieldError:
        at = moment_of(here, said.get("replied_at")) or here.now
        if at < datetime.fromisoformat(matter.fields["received_at"]):
            return FieldError("replied_at", wording.COMMENT_BEFORE)
        fields, tells = _met(here, matter, at), not_self(matter, person)
        if act == "answer":
            return Change(wording.COMMENT_ANSWERED, ANSWERED, fields=fields, tells_raiser=tells)
        owed = self.chase(here, matter)
        return Change(wording.COMMENT_ACKNOWLEDGED, ACKNOWLEDGED, owed, due_at=owed[0].due_at, fields=fields, tells_raiser=tells, ends_reminders=True)

    def _reopened(self, here: Circumstances, matter: Matter, person: Person, said: Said) -> Change:
        """Where they have had a reply, an answer is waited for; where they have had none, the clock counts on from when it came in."""
        if said.get("had_reply") == "yes":
            owed = self.chase(here, matter)
            change = self.reopen(here, matter, person, owed=owed)
            return Change(change.done, ACKNOWLEDGED, change.owed, due_at=owed[0].due_at, tells_raiser=change.tells_raiser, ends_reminders=True)
        due = datetime.fromisoformat(matter.fields["clock_due"])
        step = next_step(here.connection, matter.id, RowKind.REMIND)
        change = self.reopen(here, matter, person, owed=_clock_rows(here, matter.fields["clock"], due, step))
        fields = {name: text for name, text in matter.fields.items() if name != "met_at"}
        due_at = due if matter.fields["clock"] != NONE else None
        return Change(change.done, NEW, change.owed, due_at=due_at, fields=fields, tells_raiser=change.tells_raiser, ends_reminders=True)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return on which account it is."""
        account = find_account(here, matter.fields.get("account", ""))
        return account.label if account else matter.fields.get("other_account", "")[:80]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what came in, what sets its time, and who has it."""
        moment = read_moment(matter.fields["received"], now=matter.raised_at, timezone=here.timezone)
        midnight = (Line(wording.COMMENT_FROM_MIDNIGHT),) if moment is not None and moment.time is None else ()
        why = {
            HOURS: wording.COMMENT_CLOCK_HOURS.format(hours=matter.fields.get("hours", "")),
            WEEKEND: wording.COMMENT_CLOCK_WEEKEND,
            NONE: wording.COMMENT_CLOCK_NONE,
        }
        waits = (Line(why[matter.fields["clock"]]), *midnight) if matter.state == NEW else ()
        return (*super().body(here, matter), *waits)

    def state_words(self, here: Circumstances, matter: Matter) -> str:
        """Return where it stands, and by how much its reply was late."""
        return " ".join(filter(None, (self.states[matter.state], late_words(here, matter))))


def hours_given(here: Circumstances) -> int:
    """Return how many hours the school's policy gives for a reply; 0 where it sets no time."""
    for one in here.quote("reply-deadline"):
        found = _WITHIN.search(one.text)
        if found:
            return int(found["number"]) if found["number"] else 24 if found["word"].casefold().startswith("twenty") else 48
    return 0


def clock_of(here: Circumstances, received: datetime) -> Clock:
    """Return by when a reply is due to what came in at that time. Where the policy sets no time, it is the time of Signpost's own reminder."""
    hours, closing = hours_given(here), here.calendar.next_working_day_closing(received)
    if not hours:
        return Clock(NONE, closing)
    if here.calendar.is_weekend(received) and any("weekend" in one.text.casefold() for one in here.quote("reply-deadline", "reply-at-weekend")):
        return Clock(WEEKEND, closing, hours)
    return Clock(HOURS, received + timedelta(hours=hours), hours)


def _clock_rows(here: Circumstances, rule: str, due: datetime, step: int) -> tuple[Owed, ...]:
    """Owe the reminders of a clock; what is over already is owed now, and nobody is warned of it any more."""
    if rule == NONE:
        return (timer(CHASE, max(due, here.now), step=step),)
    warned = (timer(_NEAR, max(due - WARNED_BEFORE, here.now), step=step),) if due > here.now else ()
    return (*warned, timer(_OVERDUE, max(due, here.now), step=step))


def _met(here: Circumstances, matter: Matter, at: datetime) -> Mapping[str, str]:
    """Return the fields of a matter whose clock has stopped; where it had stopped before, it stays as it was."""
    if "met_at" in matter.fields:
        return matter.fields
    return {**matter.fields, "met_at": at.isoformat()}


def late_words(here: Circumstances, matter: Matter) -> str:
    """Say by how much a reply is late, or was; '' where it was in time, or the policy sets none."""
    if matter.fields.get("clock") == NONE:
        return ""
    met = matter.fields.get("met_at")
    late = (datetime.fromisoformat(met) if met else here.now) - datetime.fromisoformat(matter.fields["clock_due"])
    minutes = -(-int(late.total_seconds()) // 60)
    if minutes <= 0:
        return ""
    closed = matter.state == CLOSED and not matter.done("acknowledge", "answer")
    words = wording.COMMENT_OVERDUE_NOW if not met else wording.COMMENT_LATE_CLOSED if closed else wording.COMMENT_LATE
    return words.format(length=wording.how_long(minutes))


def find_account(here: Circumstances, reference: str) -> Account | None:
    """Return the account of the register that was chosen; None where it was another one."""
    return next((one for one in accounts_of(here, states=()) if one.reference == reference), None)
