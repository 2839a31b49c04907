"""The policy's other duties at one terminal: forms line by line, buttons under matters, and the lists of what waits. It stores nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from adapters import prompts
from adapters.filling import Filling
from adapters.screen import Screen
from adapters.seats import TERMINAL, Seat, Seats
from bot import register
from bot.cards import Block, Card, Line
from bot.duties import Asking, Duties
from bot.forms import FieldType, FormField, fault_of
from bot.matters import MatterKind
from bot.office import Office
from bot.outcomes import Reply
from bot.reports import FieldError, Refused
from bot.visitors import Visitor
from bot.windows import Shown

FORMS: Mapping[str, MatterKind] = {
    "/social-account": MatterKind.APPLICATION,
    "/can-we-post": MatterKind.POSTING,
    "/log-comment": MatterKind.COMMENT,
    "/suggest-post": MatterKind.SUGGESTION,
}
"""Commands that open a form at once."""
LONG = 2
"""Questions from which on all answers are shown before they are sent."""
Begin = Callable[[Filling, Callable[[], bool]], None]
"""Lets somebody fill something in, and what sends it."""


@dataclass(frozen=True, slots=True)
class DutiesDesk:
    """Serves one seat after the other."""

    screen: Screen
    office: Office
    seats: Seats

    @property
    def _duties(self) -> Duties:
        return Duties(self.office)

    def open_form(self, seat: Seat, kind: str, begin: Begin) -> None:
        """Ask what a kind asks, and raise the matter once it is all there."""
        visitor, key = _visitor(seat), uuid4().hex
        asked = self._duties.ask(visitor, kind)
        if isinstance(asked, Card):
            self.screen.show(asked)
            return
        filling = self._fill(seat, asked)

        def send() -> bool:
            done = self._duties.submit(visitor, kind, key, filling.values, filling.about)
            if isinstance(done, Refused):
                self._refuse(filling, asked.fields, done.errors)
                return False
            self.screen.show(done.receipt)
            return True

        begin(filling, send)

    def press(self, seat: Seat, value: str, begin: Begin) -> None:
        """Do what a button under a matter stands for, or ask first what it asks."""
        visitor, key = _visitor(seat), uuid4().hex
        came = self._duties.press(visitor, value)
        if isinstance(came, Shown):
            self._show(came)
            return
        asked, filling = came, self._fill(seat, came)

        def send() -> bool:
            done = self._duties.carry_out(visitor, value, key, filling.values, filling.about)
            if isinstance(done, Refused):
                self._refuse(filling, asked.fields, done.errors)
                return False
            self._show(done)
            return True

        begin(filling, send)

    def open_by_reference(self, seat: Seat, reference: str, begin: Begin) -> None:
        """Show the matter that is called `M-0001`."""
        self.press(seat, f"view {self._duties.find(reference, seat.person.school) or ''}", begin)

    def list(self, seat: Seat) -> None:
        """Show what waits for a seat, what it has asked for, and what can be raised; the numbers press the last card."""
        self.screen.show(Card(tuple(block for card in self._duties.all_of(_visitor(seat)) for block in card.blocks)))

    def listed(self, seat: Seat, asked: str) -> Card | None:
        """Return the list of the school's accounts, or who watches them, where somebody asks for just that."""
        return register.listed(self.office, _visitor(seat), asked)

    def beside(self, seat: Seat, reply: Reply, asked: str) -> Sequence[Block]:
        """Return what the school's register adds to an answer, for whoever sits there alone."""
        beside = register.beside(self.office, _visitor(seat))
        return beside(reply, asked) if beside else ()

    def _show(self, shown: Shown) -> None:
        self.screen.show(Card((Line(shown.said, strong=True), *shown.card.blocks)) if shown.said else shown.card)

    def _fill(self, seat: Seat, asked: Asking) -> Filling:
        timezone = self.office.school(seat.person.school).timezone

        def faults(values: Mapping[str, str], _about: Sequence[str]) -> list[FieldError]:
            typed = (one for one in asked.fields if one.type is not FieldType.PEOPLE)
            found = ((one.name, fault_of(one, values.get(one.name, ""), now=self.office.clock.wall(), timezone=timezone)) for one in typed)
            return [FieldError(name, fault) for name, fault in found if fault]

        people = tuple((one.person, one.title) for one in self.seats.of_school(seat.person.school))
        opening = (Line(asked.title, strong=True), *asked.opening.blocks)
        is_long = len(asked.fields) > LONG
        how = "" if is_long else prompts.ASK_HOW
        opening = (*opening, Line(prompts.FORM_HOW)) if is_long else opening
        filling = Filling(asked.fields, faults, opening=opening, people=people, with_review=is_long, how=how)
        filling.values.update(asked.values)
        return filling

    def _refuse(self, filling: Filling, fields: Sequence[FormField], errors: Sequence[FieldError]) -> None:
        names = {one.name for one in fields}
        filling.refuse([error if error.field in names else FieldError(fields[0].name, error.message) for error in errors])


def _visitor(seat: Seat) -> Visitor:
    """Return who sits in a seat, as every chat knows somebody."""
    person = seat.person
    listed = (person,) if seat.is_listed else ()
    return Visitor(TERMINAL, person.id.removeprefix(f"{TERMINAL}:"), "", person.name, True, (person.school,), listed=listed)
