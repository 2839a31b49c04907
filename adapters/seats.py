"""Everybody of a school in one terminal: a seat for each of them, and the terminal as the platform that brings messages to the seats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from adapters import prompts
from bot.cards import Card
from bot.escalation import CHANNEL_ROLES
from bot.reports import Person, Role
from bot.settings import PersonSetting, SchoolSetting, Settings

TERMINAL = "terminal"


def at_terminal(settings: Settings) -> Settings:
    """Return settings in which everybody and every channel is here and nowhere else: what is tried out here is told to nobody outside."""
    return settings.model_copy(update={"schools": tuple(map(_school_at_terminal, settings.schools)), "mail": None, "heartbeat": None})


def _school_at_terminal(school: SchoolSetting) -> SchoolSetting:
    people = tuple(one.model_copy(update={"addresses": {TERMINAL: one.id}}) for one in school.people)
    return school.model_copy(update={"people": people, "channels": {name: {TERMINAL: _channel(school.key, name)} for name in school.channels}})


def _channel(school: str, name: str) -> str:
    return f"{school}#{name}"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place at the terminal."""

    person: Person
    duty: str
    """What they are at the school, in words."""
    word: str
    """What is typed after `/as`."""
    places: tuple[str, ...]
    """Where messages reach them: themselves, and the channels that they are in."""

    @property
    def title(self) -> str:
        """The name and the duty."""
        return f"{self.person.name} ({self.duty})"

    @property
    def is_listed(self) -> bool:
        """Whether the settings name this person."""
        return not self.person.id.startswith(f"{TERMINAL}:")


class Seats:
    """The seats of every school."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of_school(self, school: str) -> tuple[Seat, ...]:
        """Return every seat of a school, those who may receive reports first and a teacher's last. Raises UnknownSchool."""
        setting = self._settings.school(school)
        listed = sorted(setting.people, key=_rank)
        taken: set[str] = set()
        seats = []
        for one in listed:
            word = next((role for role in one.roles if role in set(Role) and role not in taken), one.id)
            taken.add(word)
            seats.append(_seat(setting, one, "teacher" if word == Role.STAFF else word))
        return tuple(seats) if Role.STAFF in taken else (*seats, _unlisted_teacher(setting))

    def find(self, typed: str, school: str) -> Seat | None:
        """Return the seat that is meant by a duty, a name or an id; None where there is none, or the name fits several."""
        seats, word = self.of_school(school), " ".join(typed.casefold().split())
        word = prompts.SEAT_WORDS.get(word, word)
        exact = next((seat for seat in seats if word in (seat.word, seat.person.id.casefold(), seat.person.name.casefold())), None)
        holder = next((one.id for one in sorted(self._settings.school(school).people, key=_rank) if word in one.roles), None)
        near = [seat for seat in seats if all(part in seat.person.name.casefold().split() for part in word.split())]
        return exact or next((seat for seat in seats if seat.person.id == holder), near[0] if word and len(near) == 1 else None)

    def teacher(self, school: str) -> Seat:
        """Return the seat of somebody who asks and reports."""
        return next(seat for seat in self.of_school(school) if seat.word == "teacher")


def _rank(one: PersonSetting) -> int:
    return min((list(Role).index(Role(role)) for role in one.roles if role in set(Role)), default=len(Role))


def _seat(school: SchoolSetting, one: PersonSetting, word: str) -> Seat:
    channels = (name for name in school.channels if any(role in one.roles for role in CHANNEL_ROLES.get(name, ())))
    places = (one.addresses.get(TERMINAL, one.id), *(_channel(school.key, name) for name in channels))
    role = next((role for role in Role if role in one.roles), None)
    return Seat(Person(one.id, one.name, school.key), prompts.DUTIES[role] if role else one.roles[0], word, places)


def _unlisted_teacher(school: SchoolSetting) -> Seat:
    """Return a seat for the many whom no settings name: anybody may report."""
    place = f"teacher-{school.key}"
    return Seat(Person(f"{TERMINAL}:{place}", prompts.A_TEACHER, school.key), prompts.DUTIES[Role.STAFF], "teacher", (place,))


@dataclass(slots=True)
class Message:
    """A card that was brought to a place, as it reads now."""

    ref: str
    key: str
    place: str
    card: Card
    at: datetime
    seen_by: set[str] = field(default_factory=set)


class TerminalSender:
    """The terminal as a platform: messages lie in their places until the seat is taken. They live as long as the process."""

    platform, can_find = TERMINAL, True

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._messages: dict[str, Message] = {}

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return the reference of the message with this key, posted since then; None where there is none."""
        return next((one.ref for one in self._messages.values() if (one.place, one.key) == (place, key) and one.at >= since), None)

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Lay a card in a place, and return its reference."""
        message = Message(uuid4().hex, key, place, card, self._now())
        self._messages[message.ref] = message
        return message.ref

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Put a card in the place of another. One that an earlier process had brought is laid there anew."""
        if message_ref in self._messages:
            self._messages[message_ref].card = card
        else:
            self._messages[message_ref] = Message(message_ref, "", place, card, self._now())

    def messages(self, seat: Seat) -> tuple[Message, ...]:
        """Return what has come to a seat, oldest first."""
        return tuple(one for one in self._messages.values() if one.place in seat.places)

    def count_new(self, seat: Seat) -> int:
        """Return how many messages nobody in this seat has seen."""
        return sum(seat.person.id not in one.seen_by for one in self.messages(seat))

    def take_new(self, seat: Seat) -> Iterator[Message]:
        """Yield what nobody in this seat has seen, and note that it now has been."""
        for one in self.messages(seat):
            if seat.person.id not in one.seen_by:
                one.seen_by.add(seat.person.id)
                yield one
