"""What somebody finds who comes to the bot, in every chat alike: their reports, those that come to them, at which school they are, who is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot import absences, pressing, wording
from bot import report_cards as cards
from bot.authorising import can_receive
from bot.cards import Block, Button, Buttons, Card, Line
from bot.duties import Duties
from bot.forms import FieldType, FormField
from bot.office import Office
from bot.report_cards import WhyNot
from bot.reports import Kind, Person
from bot.visitors import Visitor

AWAY = FormField("away", wording.AWAY_HOW_LONG[0], FieldType.CHOICE, wording.AWAY_HOW_LONG[1], choices=tuple(wording.AWAY_LENGTHS.items()))


@dataclass(frozen=True, slots=True)
class Desks:
    """Serves whoever wants to see what is theirs."""

    office: Office

    def home(self, visitor: Visitor, *, closed: bool = False) -> list[Card]:
        """Return what somebody finds who comes to the bot: what comes to them first, whichever of their schools it is from."""
        lists = self.lists(visitor, closed=closed)
        if visitor.school is None:
            return [self.ask_school(visitor), *lists]
        mine = pressing.list_of(self.office, visitor.at(visitor.school))
        return [Card((report_buttons(),)), *self._schools(visitor), *lists, mine, *self._duties(visitor)]

    def _duties(self, visitor: Visitor) -> list[Card]:
        """Return what the policy gives somebody to do besides, and what they can raise; nothing for whom there is nothing."""
        return Duties(self.office).all_of(visitor) if visitor.full_member and not visitor.stranger else []

    def lists(self, visitor: Visitor, *, closed: bool = False) -> list[Card]:
        """Return the lists that only those see who receive reports, under whether they are away; nothing for anybody else."""
        if not visitor.known and any(map(self.receives, visitor.listed)):
            return [Card.of_text(wording.CANNOT_TELL_WHO)]
        named = len(visitor.listed) > 1
        lists = [card for person in visitor.listed for card in self._desk(visitor.at(person.school), closed=closed, named=named)]
        return [self._presence(visitor), *lists] if lists else []

    def _desk(self, person: Person, *, closed: bool, named: bool) -> list[Card]:
        if not (person.full_member and self.receives(person)):
            return []
        school = [Line(self.office.school(person.school).name or person.school, strong=True)] if named else []
        listed = pressing.list_for(self.office, person, closed=closed)
        more = [] if closed else [Buttons("", (Button(wording.SHOW_CLOSED, "closed_too", ""),))]
        return [Card((*school, *desk_blocks(listed), *more))]

    def _presence(self, visitor: Visitor) -> Card:
        """Say whether somebody is away, and let them change it: they are away from all of their schools, or from none."""
        is_away = any(self.office.people.is_away(person.id, person.school) for person in visitor.listed)
        button = Button(wording.I_AM_BACK, "back", "") if is_away else Button(wording.I_AM_AWAY, "away", "")
        return Card((Buttons(wording.HOME_IS_AWAY if is_away else wording.HOME_AWAY, (button,)),))

    def _schools(self, visitor: Visitor) -> list[Card]:
        if len(visitor.schools) < 2 or visitor.school is None:
            return []
        name = self.office.school(visitor.school).name or visitor.school
        others = self._school_buttons([key for key in visitor.schools if key != visitor.school])
        return [Card((Line(wording.SCHOOL_IS.format(school=name)), Buttons(wording.CHANGE_SCHOOL, others)))]

    def ask_school(self, visitor: Visitor, then: str = "") -> Card:
        """Ask somebody of several schools where they are, or say that there is none. `then` is what goes on once they have said so."""
        if not visitor.schools:
            return Card.of_text(wording.NO_SCHOOL)
        return Card((Buttons(wording.WHICH_SCHOOL, self._school_buttons(visitor.schools, then)),))

    def _school_buttons(self, schools: Sequence[str], then: str = "") -> tuple[Button, ...]:
        tail = f"|{then}" if then else ""
        return tuple(Button(self.office.school(key).name or key, "choose_school", f"{key}{tail}") for key in schools)

    def receives(self, person: Person) -> bool:
        """Say whether any report can ever come to somebody."""
        return any(can_receive(role, kind) for role in self.office.people.roles(person.id, person.school) for kind in Kind)

    def mark_away(self, visitor: Visitor, days: str) -> Card:
        """Note that somebody is away, so many days or until they are back."""
        people = self._receiving(visitor)
        if not people:
            return self._no_desk(visitor)
        until = self.office.clock.now() + timedelta(days=int(days)) if days.isdecimal() else None
        for person in people:
            absences.mark_away(self.office, person, until)
        return cards.away_card(until, timezone=self.office.school(people[0].school).timezone)

    def mark_back(self, visitor: Visitor) -> Card:
        """Note that somebody is back."""
        people = self._receiving(visitor)
        for person in people:
            absences.mark_back(self.office, person)
        return cards.back_card() if people else self._no_desk(visitor)

    def _no_desk(self, visitor: Visitor) -> Card:
        return Card.of_text(wording.CANNOT_TELL_WHO) if visitor.listed and not visitor.known else cards.refused(WhyNot.NOT_ALLOWED)

    def _receiving(self, visitor: Visitor) -> list[Person]:
        people = [visitor.at(one.school) for one in visitor.listed]
        return [one for one in people if one.full_member and self.receives(one)]


def desk_blocks(listed: Card) -> tuple[Block, ...]:
    """Return a list of reports under the words that they come to whoever reads it; what else would stand above the list is not said twice."""
    lead = Line(wording.LIST_LEAD, strong=True)
    return Line(wording.HOME_DESK, strong=True), *(block for block in listed.blocks if block != lead)


def report_buttons() -> Buttons:
    """Return a button for each kind of report, each label so short that no chat cuts it."""
    return Buttons(wording.HELP_REPORT, tuple(Button(wording.SHORT_TITLES[kind], "report_form", kind) for kind in Kind))
