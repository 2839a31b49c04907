"""Brings messages to the seats of one terminal: carries all that is due, shows it to whoever sits there, and counts it for the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters import prompts
from adapters.screen import Screen
from adapters.seats import TERMINAL, Seat, Seats, TerminalSender
from bot import pressing, wording
from bot import report_cards as cards
from bot.cards import Button, Buttons, Card, Line
from bot.delivery import Courier
from bot.office import Office
from bot.report_cards import WhyNot
from bot.sealing import SealingError


class Mailroom:
    """The messages of one office at one terminal."""

    def __init__(self, screen: Screen, office: Office, seats: Seats) -> None:
        self._screen, self._office, self._seats = screen, office, seats
        self._sender = TerminalSender(office.clock.wall)
        self._courier = Courier(office, {TERMINAL: self._sender}, TERMINAL, lookup_wait=timedelta(0))
        self._told: dict[str, int] = {}
        """How many new messages each seat was last said to have."""

    def carry(self) -> int:
        """Carry all that is due; return how much that was."""
        carried = 0
        while self._courier.carry_one():
            carried += 1
        return carried

    def deliver(self, seat: Seat | None, *, is_busy: bool) -> int:
        """Carry all that is due, show what has come to the present seat unless it is busy, and count what waits for the others.

        Returns how many messages were shown.
        """
        try:
            self.carry()
        except (SealingError, *pressing.NOT_KEPT):
            self._screen.say(prompts.NOT_CARRIED)
        shown = self._show_new(seat) if seat is not None and not is_busy else 0
        everybody = (other for school in self._office.settings.schools for other in self._seats.of_school(school.key))
        waiting = [line for other in everybody if (line := self._count(other, seat))]
        for line in waiting:
            self._screen.say(line, "bold yellow")
        if waiting:
            self._screen.say("")
        return shown

    def _show_new(self, seat: Seat) -> int:
        """Show what nobody in this seat has seen. Messages that read alike by now, since they were edited, are shown once."""
        new = {message.card: message.at for message in self._sender.take_new(seat)}
        for card, at in new.items():
            self._screen.say(prompts.MESSAGE_HEAD.format(title=seat.title, at=self.when(at, seat)), "dim")
            self._screen.show(card)
        return len(new)

    def list_messages(self, seat: Seat) -> None:
        """Show what has come to a seat, each to be shown again by a press."""
        messages = self._sender.messages(seat)
        if not messages:
            self._screen.say(prompts.INBOX_EMPTY)
            return
        buttons = tuple(Button(f"{self.when(one.at, seat)}  {one.card.plain_text().splitlines()[0]}", "message", one.ref) for one in messages)
        self._screen.show(Card((Line(prompts.INBOX.format(title=seat.title), strong=True), Buttons(prompts.INBOX_WHICH, buttons))))

    def show_again(self, seat: Seat, message_ref: str) -> None:
        """Show a message to a seat, as it reads now; one that came to another seat is refused."""
        found = next((one.card for one in self._sender.messages(seat) if one.ref == message_ref), None)
        self._screen.show(found or cards.refused(WhyNot.NOT_ALLOWED))

    def tell_again(self, seat: Seat) -> None:
        """Let a seat that is taken be told anew of what waits for it, should it be busy."""
        self._told.pop(seat.person.id, None)

    def when(self, at: datetime, seat: Seat) -> str:
        """Say a time by the clock of a seat's school."""
        return wording.when(at.astimezone(ZoneInfo(self._office.school(seat.person.school).timezone)), day=True)

    @contextmanager
    def told_faults(self) -> Iterator[None]:
        """Say what the store or the keys refuse; the conversation goes on."""
        try:
            yield
        except SealingError:
            self._screen.show(cards.refused(WhyNot.UNREADABLE))
        except pressing.NOT_KEPT:
            self._screen.show(cards.refused(WhyNot.NOT_KEPT))

    def _count(self, waiting: Seat, present: Seat | None) -> str:
        """Return what is said of the messages that wait for a seat; '' where nothing is new since it was last said."""
        number, told = self._sender.count_new(waiting), self._told.get(waiting.person.id, 0)
        self._told[waiting.person.id] = number
        if number in (0, told):
            return ""
        here = present is not None and present.person.school == waiting.person.school
        line = prompts.NEW_AFTER if waiting == present else prompts.NEW_HERE if here else prompts.NEW_AT_SCHOOL
        words = {"title": waiting.title, "word": waiting.word, "school": waiting.person.school}
        return line.format(count=prompts.count_messages(number), **words)
