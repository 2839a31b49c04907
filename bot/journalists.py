"""A journalist makes contact (athelstan 7.13, unnamed-trust "Behaviour"): it goes at once to whoever speaks for the school; nobody responds before.

Whoever was asked reads first that they should wait, with the clause; then who has taken it on, and then what may be said.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import wording
from bot.cards import Banner, Block, Line
from bot.forms import FieldType
from bot.handing import MORNING, Followed, choice_of, field_of, hand_act, not_self, reopen_act, timer
from bot.matters.courses import Act, Begun, Change, Circumstances, Question, remind
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.said_times import read_moment

NEW, TAKEN, CLEARED, CLOSED = "new", "taken", "cleared", "closed"
_WAITS = frozenset((NEW, TAKEN, CLEARED))
_LATE, _TO_HEAD, _OPEN_AGAIN = "late", "to_head", "open_again"
FIRST_REMINDER = timedelta(hours=1)
"""Of the school's open time; as much again, and it goes to the head."""
_LABELS = wording.JOURNALIST_FIELDS


class Journalists(Followed):
    """How a journalist's contact goes."""

    kind = MatterKind.JOURNALIST
    name = wording.JOURNALIST
    kept = wording.JOURNALIST_KEPT
    button = wording.JOURNALIST_BUTTON
    topics = ("journalist",)
    waits = _WAITS
    states = wording.JOURNALIST_STATES
    events = wording.JOURNALIST_EVENTS
    notices = wording.JOURNALIST_NOTICES
    every = 1
    fields = (
        field_of(_LABELS, "who"),
        field_of(_LABELS, "paper"),
        field_of(_LABELS, "about", FieldType.LONG_TEXT),
        choice_of(_LABELS, "reached", wording.JOURNALIST_REACHED),
        field_of(_LABELS, "contact", required=False),
        field_of(_LABELS, "deadline", FieldType.DAY, required=False),
        field_of(_LABELS, "said_so_far", FieldType.LONG_TEXT),
    )
    acts = (
        Act("take", frozenset((NEW,)), wording.JOURNALIST_TAKE, (field_of(_LABELS, "who_answers", FieldType.PEOPLE),)),
        Act("say", _WAITS, wording.JOURNALIST_SAY, (field_of(_LABELS, "words", FieldType.LONG_TEXT),)),
        hand_act(frozenset((TAKEN, CLEARED))),
        Act("close", _WAITS, wording.JOURNALIST_CLOSE, (field_of(_LABELS, "end", FieldType.LONG_TEXT),)),
        reopen_act(frozenset((CLOSED,))),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form: before anything, that nobody should respond yet."""
        return Question(self.name, self.fields, _wait_first(here))

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Return what is wrong with the deadline."""
        deadline = _deadline(here, said.get("deadline"))
        over = deadline is not None and deadline <= here.office.clock.wall()
        return (FieldError("deadline", wording.JOURNALIST_DEADLINE_PAST),) if over else ()

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it at once before whoever speaks for the school, and before the head where nobody has taken it on in time."""
        return self.begun(here, matter, owed=self._reminders(here, 0), due_at=_deadline(here, matter.fields.get("deadline", "")))

    def role(self, here: Circumstances, matter: Matter) -> Role:
        """Return whose it is: communications where somebody holds it, or else the head."""
        held = any(Role.COMMUNICATIONS in here.office.people.roles(one.id, here.school) for one in here.holders(Role.COMMUNICATIONS))
        return Role.COMMUNICATIONS if held else Role.HEAD

    def _reminders(self, here: Circumstances, step: int) -> tuple[Owed, ...]:
        late, head = (here.calendar.add_open_time(here.now, FIRST_REMINDER * number) for number in (1, 2))
        return (timer(_LATE, late, step=step), timer(_TO_HEAD, head, step=step))

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Remind after an open hour, then have it go to the head, and on every working day until somebody takes it on."""
        if topic == "first":
            return (*self.tell(here, matter, kind, step), *self._at_once_to_head(here, matter))
        if topic == _OPEN_AGAIN and matter.state in (TAKEN, CLEARED):
            return (*self.tell(here, matter, kind, step, "follow_up"), timer(_OPEN_AGAIN, self.next_time(here), step=step + 1))
        if matter.state != NEW:
            return ()
        if topic == _LATE:
            return self.tell(here, matter, kind, step, "reminder")
        if topic == _TO_HEAD:
            again = here.calendar.next_working_day_at(here.now, MORNING)
            told = self.tell(here, matter, kind, step, "reminder") if step else ()
            return (remind(Role.HEAD, here.now, _TO_HEAD + "_now", step=step), *told, timer(_TO_HEAD, again, step=step + 1))
        return ()

    def _at_once_to_head(self, here: Circumstances, matter: Matter) -> tuple[Owed, ...]:
        """The head hears at once where the journalist's deadline comes before the head otherwise would."""
        soon = matter.due_at is not None and matter.due_at <= here.calendar.add_open_time(here.now, FIRST_REMINDER * 2)
        return (remind(Role.HEAD, here.now, _TO_HEAD + "_now", step=-1),) if soon and matter.state == NEW else ()

    def notice(self, here: Circumstances, matter: Matter, topic: str) -> str:
        """Return the sentence that stands first on a message."""
        return super().notice(here, matter, topic.removesuffix("_now"))

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Take it on, say what may be said, close it."""
        match act:
            case "take":
                change = self.hand(here, matter, person, said.people)
                return Change(
                    wording.JOURNALIST_TAKEN,
                    TAKEN,
                    (*change.owed, *self._follow_up(here, matter)),
                    fields=change.fields,
                    people=change.people,
                    tells_raiser=not_self(matter, person),
                    ends_reminders=True,
                )
            case "say":
                owed = self._follow_up(here, matter)
                return Change(wording.JOURNALIST_SAID, CLEARED, owed, tells_raiser=not_self(matter, person), ends_reminders=True)
            case "hand":
                return self.hand(here, matter, person, said.people)
            case "close":
                return Change(wording.JOURNALIST_CLOSED, CLOSED, tells_raiser=not_self(matter, person))
            case _:
                step = next_step(here.connection, matter.id, RowKind.REMIND)
                return self.reopen(here, matter, person, owed=self._reminders(here, step))

    def _follow_up(self, here: Circumstances, matter: Matter) -> tuple[Owed, ...]:
        return (timer(_OPEN_AGAIN, self.next_time(here), step=next_step(here.connection, matter.id, RowKind.REMIND)),)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return for whom the journalist writes."""
        return matter.fields.get("paper", "")[:80]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return first that nobody should respond yet, as long as nothing may be said, and then what is known."""
        waits = matter.state in (NEW, TAKEN)
        first: tuple[Block, ...] = (Banner(wording.JOURNALIST_WAIT, urgent=True),) if waits else ()
        silent = (Line(wording.JOURNALIST_SILENT),) if waits and not matter.quotes else ()
        return (*first, *silent, *super().body(here, matter))


def _wait_first(here: Circumstances) -> tuple[Block, ...]:
    silent = () if here.quote("journalist") else (Line(wording.JOURNALIST_SILENT),)
    return (Banner(wording.JOURNALIST_WAIT, urgent=True), *silent)


def _deadline(here: Circumstances, typed: str) -> datetime | None:
    """Return by when they want an answer: the school's closing time where only a day was said."""
    moment = read_moment(typed, now=here.office.clock.wall(), timezone=here.timezone) if typed.strip() else None
    if moment is None:
        return None
    return here.calendar.at(moment.day, moment.time or here.setting.closes)
