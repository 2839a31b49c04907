"""Time at a terminal: who is away and back again, and the clock that a person can move on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from adapters import prompts
from adapters.hands import LONGEST_WAIT, Hands, let_pass, read_length
from adapters.mailroom import Mailroom
from adapters.screen import Screen
from adapters.seats import Seat
from bot import absences, wording
from bot import report_cards as cards
from bot.authorising import can_receive
from bot.office import Office
from bot.reports import Kind


@dataclass(frozen=True, slots=True)
class DeskHours:
    """Serves one seat after the other."""

    screen: Screen
    office: Office
    hands: Hands

    def go_away(self, seat: Seat, rest: str) -> None:
        """Mark a seat away, for as long as was typed, or until it is back."""
        length = read_length(rest)
        if not self._receives(seat):
            self.screen.say(prompts.AWAY_NOT_NEEDED)
        elif rest and length is None:
            self.screen.say(prompts.AWAY_HOW)
        else:
            until = self.office.clock.now() + length if length else None
            absences.mark_away(self.office, seat.person, until)
            self.screen.show(cards.away_card(until, timezone=self.office.school(seat.person.school).timezone))

    def come_back(self, seat: Seat) -> None:
        """Mark a seat back."""
        if not self._receives(seat):
            self.screen.say(prompts.AWAY_NOT_NEEDED)
            return
        absences.mark_back(self.office, seat.person)
        self.screen.show(cards.back_card())

    def wait(self, seat: Seat, rest: str, mail: Mailroom) -> None:
        """Move the clock on, and carry what falls due meanwhile."""
        length = read_length(rest)
        if length is None or length > LONGEST_WAIT:
            self.screen.say(prompts.WAIT_HOW)
            return
        let_pass(self.office, self.hands, length, mail.carry)
        spoken = wording.how_long(length // timedelta(minutes=1))
        self.screen.say(prompts.WAITED.format(length=spoken, at=mail.when(self.office.clock.wall(), seat)), "bold")

    def _receives(self, seat: Seat) -> bool:
        return any(can_receive(role, kind) for role in self.office.people.roles(seat.person.id, seat.person.school) for kind in Kind)
