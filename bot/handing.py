"""Whose turn a matter is that somebody has to follow up, how it is handed on, and how it comes to mind again until it is settled.

Comments, mentions, requests to remove a post, journalists and suggestions go alike in this; what differs stands in the module of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot import wording
from bot.cards import Block, Fact, Facts, Line, visible
from bot.destinations import Destination
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, shown_value, to_person, to_role
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, Quoted
from bot.outbox import Owed
from bot.reports import Person, Role, RowKind
from bot.said_times import read_moment

MORNING = time(9)
"""When a school day's reminders are sent."""
NEW, CLOSED = "new", "closed"
FIRST, CHASE = "first", "chase"
"""Rows that are for nobody: at their time it is asked whose turn it is, and so to whom a message goes."""
REMINDER, HANDED = "reminder", "handed"
"""Topics of messages."""
BY_TURN = "by_turn"
"""Stands among the fields of a matter as long as nobody was chosen for it: then it goes to those whose turn it is."""


class Followed(Course):
    """A matter that somebody follows up: whoever was chosen, else those whose turn it is, else whoever holds a role; they are reminded."""

    every = 2
    """School days from one reminder to the next."""

    def turn(self, here: Circumstances, matter: Matter) -> tuple[str, ...]:
        """Return whose turn it is today, where nobody was chosen: ids, or nobody."""
        return ()

    def role(self, here: Circumstances, matter: Matter) -> Role:
        """Return to whose holders it goes where it is nobody's turn."""
        return Role.COMMUNICATIONS

    def begun(
        self,
        here: Circumstances,
        raising: Raising,
        *,
        state: str = NEW,
        owed: Sequence[Owed] | None = None,
        due_at: datetime | None = None,
        fields: Mapping[str, str] | None = None,
        quotes: tuple[Quoted, ...] | None = None,
    ) -> Begun:
        """Return how it begins: its card goes at once to those whose turn it is, and its reminders (`owed`) are owed."""
        said = {**raising.fields, **(fields or {}), **({} if raising.people else {BY_TURN: "yes"})}
        reminders = (timer(CHASE, self.next_time(here)),) if owed is None else owed
        return Begun(state, (timer(FIRST, here.now, kind=RowKind.CARD), *reminders), due_at, said, quotes)

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Tell those whose turn it is when a timer has run out, and set the next."""
        if topic == FIRST:
            return self.tell(here, matter, kind, step)
        if topic == CHASE and matter.state in self.waits:
            return (*self.tell(here, matter, kind, step, REMINDER), timer(CHASE, self.next_time(here), step=step + 1))
        return ()

    def tell(self, here: Circumstances, matter: Matter, kind: RowKind, step: int, topic: str = "") -> tuple[Owed, ...]:
        """Owe a message to whoever has it now."""
        people = self._take_turns(here, matter)
        whom = [to_person(one, topic) for one in people] or [to_role(self.role(here, matter), topic)]
        return tuple(Owed(kind, step, one, here.now) for one in whom)

    def next_time(self, here: Circumstances) -> datetime:
        """Return when it comes to mind again."""
        return here.calendar.nth_school_day_at(here.now, self.every, MORNING)

    def chase(self, here: Circumstances, matter: Matter) -> tuple[Owed, ...]:
        """Owe the reminders anew, from now on: what was owed of them before has to end with the same change."""
        return (timer(CHASE, self.next_time(here), step=next_step(here.connection, matter.id, RowKind.REMIND)),)

    def hand(self, here: Circumstances, matter: Matter, person: Person, people: tuple[str, ...]) -> Change:
        """Give it to somebody by name: their card goes to them at once."""
        step = next_step(here.connection, matter.id, RowKind.CARD)
        owed = tuple(Owed(RowKind.CARD, step, to_person(one, HANDED), here.now) for one in people if one != person.id)
        done = wording.HANDING_TAKEN if people == (person.id,) else wording.HANDING_HANDED
        return Change(done, owed=owed, people=people, fields=chosen(matter.fields), tells_raiser=not_self(matter, person))

    def reopen(self, here: Circumstances, matter: Matter, person: Person, *, owed: Sequence[Owed] | None = None) -> Change:
        """Have it followed up again: its card goes to those whose turn it is."""
        card = timer(FIRST, here.now, kind=RowKind.CARD, step=next_step(here.connection, matter.id, RowKind.CARD))
        reminders = self.chase(here, matter) if owed is None else owed
        return Change(wording.HANDING_REOPENED, NEW, (card, *reminders), tells_raiser=not_self(matter, person))

    def with_whom(self, here: Circumstances, matter: Matter) -> str:
        """Return the names of those who have it now; the names of a role's holders where it is nobody's turn."""
        people = self._whose(here, matter)
        names = [here.name(one) for one in people] or [
            one.name for one in here.office.people.holders(self.role(here, matter), here.school, excluded=self.kept_from(here, matter))
        ]
        return ", ".join(names)

    def with_line(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return the line that says who has it, while it waits."""
        names = self.with_whom(here, matter) if matter.state in self.waits else ""
        return (Line(wording.HANDING_WITH.format(names=names)),) if names else ()

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return each field under its label, times as they were read; who was chosen, where somebody was."""
        asked = {one.name: one for one in self.question(here, Person(matter.raised_by, matter.raised_by_name, matter.school)).fields}
        facts = [Fact(asked[name].label, shown(here, matter, asked[name], text)) for name, text in matter.fields.items() if name in asked and text]
        people = "" if BY_TURN in matter.fields else ", ".join(map(here.name, matter.people))
        facts += [Fact(one.label, people) for one in asked.values() if one.type is FieldType.PEOPLE and people]
        return (Facts(tuple(facts)),) if facts else ()

    def notice(self, here: Circumstances, matter: Matter, topic: str) -> str:
        """Return the sentence that stands first on a message."""
        return self.notices.get(topic) or {HANDED: wording.HANDING_GIVEN, REMINDER: wording.HANDING_REMINDER}.get(topic, "")

    def _whose(self, here: Circumstances, matter: Matter) -> tuple[str, ...]:
        return present(here, self.turn(here, matter) if BY_TURN in matter.fields else matter.people)

    def _take_turns(self, here: Circumstances, matter: Matter) -> tuple[str, ...]:
        """Return whose turn it is. They are named in the matter from then on, so that they can act on what comes to them, as who had it before."""
        people = self._whose(here, matter)
        if set(people) - set(matter.people):
            every = tuple(dict.fromkeys((*matter.people, *people)))
            here.office.filing.matters.change(here.connection, matter, due_at=matter.due_at, settled_at=matter.settled_at, people=every)
        return people


def timer(topic: str, at: datetime, *, step: int = 0, kind: RowKind = RowKind.REMIND) -> Owed:
    """Owe a row for nobody, that only keeps the time."""
    return Owed(kind, step, str(Destination("again", topic=topic)), at)


def present(here: Circumstances, people: Sequence[str]) -> tuple[str, ...]:
    """Return those of them who are not away."""
    return tuple(one for one in people if not here.office.people.is_away(one, here.school))


def chosen(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a matter for which somebody has been chosen now."""
    return {name: text for name, text in fields.items() if name != BY_TURN}


def not_self(matter: Matter, person: Person) -> bool:
    """Say whether it is somebody else's doing, of which whoever raised it has to be told."""
    return person.id != matter.raised_by


def field_of(labels: Mapping[str, tuple[str, str]], name: str, type_: FieldType = FieldType.TEXT, **more: bool) -> FormField:
    """Return a question by its label and hint."""
    label, hint = labels[name]
    return FormField(name, label, type_, hint, required=more.get("required", True))


def choice_of(labels: Mapping[str, tuple[str, str]], name: str, choices: Mapping[str, str], **more: bool) -> FormField:
    """Return a question with answers to choose from."""
    label, hint = labels[name]
    return FormField(name, label, FieldType.CHOICE, hint, required=more.get("required", True), choices=tuple(choices.items()))


def hand_act(states: frozenset[str]) -> Act:
    """Return the button that gives a matter to somebody else."""
    return Act("hand", states, wording.HANDING_HAND, (field_of(wording.HANDING_FIELDS, "whom", FieldType.PEOPLE),))


def reopen_act(states: frozenset[str], *asks: FormField) -> Act:
    """Return the button that opens a matter again."""
    return Act("reopen", states, wording.HANDING_REOPEN, (field_of(wording.HANDING_FIELDS, "why_again", FieldType.LONG_TEXT), *asks))


def moment_of(here: Circumstances, typed: str) -> datetime | None:
    """Return the time that was typed, its first moment where only a day was; None where none can be read."""
    moment = read_moment(typed, now=here.office.clock.wall(), timezone=here.timezone) if typed.strip() else None
    return moment.begins(here.timezone) if moment else None


def shown(here: Circumstances, matter: Matter, field: FormField, text: str) -> str:
    """Return an answer as it is shown: the words of a choice, a time with what it was read as, anything else as typed."""
    moment = read_moment(text, now=matter.raised_at, timezone=here.timezone) if field.type in (FieldType.DATE_TIME, FieldType.DAY) else None
    if moment is None:
        return visible(shown_value(field, text))
    local = moment.begins(here.timezone).astimezone(ZoneInfo(here.timezone))
    return f"{visible(text)} ({wording.READS_AS} {wording.when(local, day=True) if moment.time else wording.on_day(local)})"
