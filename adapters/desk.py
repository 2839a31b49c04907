"""Reports at one terminal: what is typed becomes a verb of the bot, and what comes of it becomes cards on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from adapters import prompts
from adapters.desk_duties import FORMS, Begin, DutiesDesk
from adapters.desk_hours import DeskHours
from adapters.filling import Filling, Progress, fill_in, fill_report
from adapters.hands import Hands
from adapters.mailroom import Mailroom
from adapters.screen import Screen
from adapters.seats import Seat, Seats
from bot import pressing, upkeep, wording
from bot import report_cards as cards
from bot.cards import Block, Button, Card
from bot.escalation import FIRST
from bot.matters import MatterKind
from bot.office import Office
from bot.outcomes import Reply
from bot.reporting import read_form
from bot.reports import Kind, Refused
from bot.reviewing import notice_of
from bot.settings import SchoolSetting
from knowledge.clauses import Policy

_REFERENCE = re.compile(r"[Rr]?-?[0-9]{1,9}")
_MATTER = re.compile(r"[Mm]-?[0-9]{1,9}")
_ALWAYS = ("/as", "/wait")
"""Commands that leave what is being filled in as it is."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a person is filling in."""

    filling: Filling
    finish: Callable[[], bool]
    """Send it; False where it has to be mended first."""
    when_left: str


def _opening(kind: MatterKind) -> Callable[[Desk, Seat, str], None]:
    """Return a command that opens the form of a kind."""

    def open_form(desk: Desk, seat: Seat, _rest: str) -> None:
        desk.open_duty(seat, kind)

    return open_form


class Desk:
    """The reports of one office, at a terminal at which anybody can take any seat."""

    def __init__(self, screen: Screen, office: Office, hands: Hands) -> None:
        self._screen, self._office, self._hands = screen, office, hands
        self._seats = Seats(office.settings)
        self._mail = Mailroom(screen, office, self._seats)
        self._duties = DutiesDesk(screen, office, self._seats)
        self._hours = DeskHours(screen, office, hands)
        self._seat: Seat | None = None
        self._tasks: dict[str, Task] = {}
        self._seen: upkeep.Seen = {}

    # --- where one is ---

    def school(self, key: str) -> SchoolSetting | None:
        """Return the school with this key, or else the first with this policy; None where the settings have neither."""
        schools = self._office.settings.schools
        return next((one for one in schools if one.key == key), next((one for one in schools if one.policy == key), None))

    @property
    def school_keys(self) -> tuple[str, ...]:
        """The keys of the schools in the settings."""
        return tuple(school.key for school in self._office.settings.schools)

    def go_to(self, school: SchoolSetting | None) -> None:
        """Sit down as a teacher of a school; nowhere, where nobody there could hear of a report."""
        self._seat = self._seats.teacher(school.key) if school and self._can_hear(school) else None

    @property
    def can_report(self) -> bool:
        """Whether a report can be made here, and somebody would hear."""
        return self._seat is not None

    @property
    def title(self) -> str:
        """Who sits here; '' where nobody can."""
        return self._seat.title if self._seat else ""

    @property
    def is_busy(self) -> bool:
        """Whether what is typed is an answer to something."""
        return self._task() is not None

    @property
    def has_unfinished(self) -> bool:
        """Whether anybody has left something unfinished."""
        return bool(self._tasks)

    def _can_hear(self, school: SchoolSetting) -> bool:
        people = self._office.people
        return bool(school.phone and school.out_of_hours and all(people.holders(role, school.key) for role in set(FIRST.values())))

    # --- what is typed ---

    def command(self, typed: str) -> bool:
        """Carry out a command; False where it is none, and may be an answer to what is being asked."""
        name, _, rest = typed.strip().partition(" ")
        name, rest = _long_name(name.casefold(), rest.strip())
        if name not in prompts.COMMANDS:
            if not self.is_busy:
                self._screen.say(prompts.UNKNOWN_COMMAND.format(command=name))
            return not self.is_busy
        if name == "/help":
            self._list_commands()
        elif self._seat is None:
            self._screen.say(prompts.NO_REPORTS_HERE)
        elif self.is_busy and name not in _ALWAYS:
            self._screen.say(prompts.FINISH_FIRST)
        else:
            with self._mail.told_faults():
                self._commands[name](self, self._seat, rest)
        self._ask()
        return True

    def take(self, typed: str) -> None:
        """Take an answer to what is being asked."""
        task, seat = self._task(), self._seat
        if task is None or seat is None:
            return
        match task.filling.take(typed):
            case Progress.CANCELLED:
                del self._tasks[seat.person.id]
                self._screen.say(task.when_left)
            case Progress.READY if task.finish():
                del self._tasks[seat.person.id]
            case _:
                self._ask()

    def press(self, button: Button) -> bool:
        """Do what a button of a report stands for; False where it is none of these."""
        seat = self._seat
        if seat is None:
            return False
        match button.action:
            case "report_form":
                self._report(seat, button.value)
            case "message":
                self._mail.show_again(seat, button.value)
            case "matter_form":
                self._duties.open_form(seat, button.value, self._begin(seat))
            case "matter":
                self._duties.press(seat, button.value, self._begin(seat))
            case "matters":
                self._duties.list(seat)
            case action if action in pressing.ACTIONS:
                self._press(seat, action, button.value)
            case _:
                return False
        self._ask()
        return True

    def listed(self, asked: str) -> Card | None:
        """Return what the register of accounts answers by itself; None where it does not."""
        return self._duties.listed(self._seat, asked) if self._seat else None

    def beside(self, reply: Reply, asked: str) -> Sequence[Block]:
        """Return what stands under an answer of the policy, for whoever sits here."""
        return self._duties.beside(self._seat, reply, asked) if self._seat else ()

    def review(self, policy: Policy) -> str:
        """Return what a policy's review gives to say at the end of its answers; '' for nothing."""
        with self._mail.told_faults():
            return notice_of(self._office, policy)
        return ""

    def deliver(self) -> None:
        """Bring all that is due to its seats, and what Signpost sees to by itself."""
        with self._mail.told_faults():
            upkeep.see_to(self._office, self._seen)
        self._mail.deliver(self._seat, is_busy=self.is_busy)

    def _task(self) -> Task | None:
        return self._tasks.get(self._seat.person.id) if self._seat else None

    def _ask(self) -> None:
        task = self._task()
        if task is not None:
            self._screen.ask(task.filling.card())

    # --- reports ---

    def _report(self, seat: Seat, word: str) -> None:
        kind = prompts.KIND_WORDS.get(word.casefold(), word.casefold())
        if kind in set(Kind):
            self._begin_report(seat, Kind(kind))
            return
        if word:
            self._screen.say(prompts.WHICH_KIND.format(word=word))
        self._screen.show(cards.choose_kind())

    def _begin_report(self, seat: Seat, kind: Kind) -> None:
        key, filling = str(uuid4()), fill_report(self._office, kind, self._seats.of_school(seat.person.school))
        self._tasks[seat.person.id] = Task(filling, lambda: self._send(seat, kind, key, filling), prompts.THROWN_AWAY)

    def _send(self, seat: Seat, kind: Kind, key: str, filling: Filling) -> bool:
        read = read_form(self._office, kind, filling.values, filling.about, key=key, reporter=seat.person)
        if isinstance(read, Refused):
            filling.refuse(read.errors)
            return False
        stored = pressing.submit(self._office, read)
        if isinstance(stored, Card):
            self._screen.show(stored)
            return False
        if not self._mail.deliver(seat, is_busy=False):  # the receipt comes as a message; where that waits, it is shown all the same
            with self._mail.told_faults():
                self._screen.show(pressing.receipt(self._office, stored.standing.report.id))
        return True

    def _press(self, seat: Seat, action: str, report_id: str) -> None:
        asked = pressing.ask_first(self._office, seat.person, action, report_id)
        if isinstance(asked, Card):
            self._screen.show(asked)
        elif not asked:
            self._do(seat, action, report_id, {})
        else:
            filling = fill_in(self._office, asked, seat.person.school)
            self._tasks[seat.person.id] = Task(filling, lambda: self._do(seat, action, report_id, filling.values), prompts.LEFT)

    def open_duty(self, seat: Seat, kind: MatterKind) -> None:
        """Open the form of one of the policy's other duties."""
        self._duties.open_form(seat, kind, self._begin(seat))

    def _begin(self, seat: Seat) -> Begin:
        """Return what lets a seat fill something in."""

        def begin(filling: Filling, send: Callable[[], bool]) -> None:
            self._tasks[seat.person.id] = Task(filling, send, prompts.LEFT)

        return begin

    def _do(self, seat: Seat, action: str, report_id: str, said: Mapping[str, str]) -> bool:
        pressed = pressing.press(self._office, seat.person, action, report_id, said)
        self._screen.show(pressed.card)
        if pressed.changed:
            with self._mail.told_faults():
                self._screen.show(pressing.sealed_card(self._office, report_id))
        return pressed.kept

    # --- commands ---

    def _list_mine(self, seat: Seat, _rest: str) -> None:
        self._screen.show(pressing.list_of(self._office, seat.person))

    def _list_messages(self, seat: Seat, _rest: str) -> None:
        self._mail.list_messages(seat)

    def _list(self, seat: Seat, rest: str) -> None:
        self._screen.show(pressing.list_for(self._office, seat.person, closed=rest.casefold() in ("all", "closed")))

    def _list_duties(self, seat: Seat, _rest: str) -> None:
        self._duties.list(seat)

    def _open(self, seat: Seat, rest: str) -> None:
        if _MATTER.fullmatch(rest):
            self._duties.open_by_reference(seat, rest, self._begin(seat))
            return
        if not _REFERENCE.fullmatch(rest):
            self._screen.say(prompts.OPEN_HOW)
            return
        self._press(seat, "view", pressing.find_report(self._office, rest, seat.person.school) or "")

    def _press_by_name(self, seat: Seat, rest: str) -> None:
        name, _, reference = rest.rpartition(" ")
        names = {action: action for action in pressing.ACTIONS} | {wording.BUTTONS[action].casefold(): action for action in pressing.ACTIONS}
        action = names.get(name.strip().casefold())
        if action is None or not _REFERENCE.fullmatch(reference):
            self._screen.say(prompts.PRESS_HOW.format(buttons=", ".join(wording.BUTTONS[one] for one in pressing.ACTIONS)))
            return
        self._press(seat, action, pressing.find_report(self._office, reference, seat.person.school) or "")

    def _go_away(self, seat: Seat, rest: str) -> None:
        self._hours.go_away(seat, rest)

    def _come_back(self, seat: Seat, _rest: str) -> None:
        self._hours.come_back(seat)

    def _take_seat(self, seat: Seat, word: str) -> None:
        found = self._seats.find(word, seat.person.school)
        if found is not None:
            self._mail.tell_again(found)
            self._seat = found
            self._screen.say(prompts.SEATED.format(title=found.title), "bold")
        elif word:
            self._screen.say(prompts.NO_SUCH_SEAT.format(word=word))
        else:
            self._screen.say(prompts.SEATS)
            for one in self._seats.of_school(seat.person.school):
                self._screen.say(prompts.SEAT_LINE.format(word=one.word, title=one.title))

    def _wait(self, seat: Seat, rest: str) -> None:
        self._hours.wait(seat, rest, self._mail)

    def _list_commands(self) -> None:
        width = max(map(len, prompts.COMMANDS))
        for name, what in prompts.COMMANDS.items():
            self._screen.say(f"  {name:<{width}}  {what}")

    _commands: Mapping[str, Callable[[Desk, Seat, str], None]] = {
        "/report": _report,
        "/my": _list_mine,
        "/inbox": _list_messages,
        "/list": _list,
        "/duties": _list_duties,
        **{name: _opening(kind) for name, kind in FORMS.items()},
        "/open": _open,
        "/press": _press_by_name,
        "/away": _go_away,
        "/back": _come_back,
        "/as": _take_seat,
        "/wait": _wait,
    }


def _long_name(name: str, rest: str) -> tuple[str, str]:
    """Return `/report-contact` as `/report contact`."""
    return ("/report", name.removeprefix("/report-")) if name.startswith("/report-") else (name, rest)
