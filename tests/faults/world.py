"""A small school for the faults: two chats and e-mail in memory whose every call can be spoilt, a machine whose clocks a test moves, and an office.

`slack` can look a message up by its key, `teams` cannot. Nothing here judges: a chat keeps what it was given, and what each call came to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, NullPool, create_engine, delete, event, make_url, text

from bot import wording
from bot.audit import AuditLog
from bot.cards import Buttons, Card
from bot.clock import Clock
from bot.filing import Filing
from bot.office import Office
from bot.people import People
from bot.reports import Kind, Person
from bot.sealing import KeyRing, Sealer, audit_key
from bot.sending import Permanent, Reason, Transient, Unrenderable
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.tables import metadata

IN_MEMORY = Path("/dev/shm")  # noqa: S108 -- made and removed by name
SCHOOL = "oakfield"
SLACK, TEAMS, EMAIL = "slack", "teams", "email"
PEOPLE: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "amara": ("Amara Obi", ("dsl", "slt"), (SLACK, TEAMS, EMAIL)),
    "ben": ("Ben Hale", ("deputy",), (SLACK, EMAIL)),
    "chidi": ("Chidi Eze", ("head",), (TEAMS, EMAIL)),
    "dana": ("Dana Frost", ("chair",), (EMAIL,)),
    "eve": ("Eve Lowe", ("slt",), (TEAMS,)),
    "farid": ("Farid Nasser", ("it",), (SLACK,)),
}
"""Id -> name, roles, and where they can be reached."""
MEMBERS: Mapping[tuple[str, str], frozenset[str]] = {
    (SLACK, "dsl-channel"): frozenset({"amara", "ben"}),
    (TEAMS, "slt-channel"): frozenset({"amara", "eve"}),
}
"""Who reads each channel."""
PLACES = (*MEMBERS, (SLACK, "amara"), (TEAMS, "amara"), (SLACK, "ben"), (TEAMS, "chidi"), (EMAIL, "amara@oakfield.example"), (SLACK, "tess"))
"""Places that can be closed."""
SETTINGS = Settings.model_validate(
    {
        "schools": [
            {
                "key": SCHOOL,
                "name": "Oakfield School",
                "policy": "alet",
                "phone": "01632 960 001",
                "out_of_hours": "01632 960 002",
                "lado": "LADO, Example Council, 01632 960 003",
                "people": [
                    {
                        "id": one,
                        "name": name,
                        "roles": list(roles),
                        "how": "extension 21",
                        "email": f"{one}@oakfield.example" if EMAIL in reached else "",
                        "addresses": {platform: one for platform in reached if platform != EMAIL},
                    }
                    for one, (name, roles, reached) in PEOPLE.items()
                ],
                "channels": {"dsl": {SLACK: "dsl-channel"}, "slt": {TEAMS: "slt-channel"}},
                # at night and on Sundays the head of this chain falls due before those who come first
                "chains": {Kind.ONLINE_INCIDENT.value: [{"role": "slt", "after": "2h"}, {"role": "head", "after": "3h", "always": True}]},
            },
            {
                "key": "elmfield",
                "policy": "iwys",
                "phone": "01632 960 004",
                "people": [{"id": "gail", "name": "Gail Ives", "roles": ["dsl"], "how": "extension 31", "addresses": {SLACK: "gail"}}],
            },
        ],
        "mail": {"host": "localhost", "sender": "signpost@oakfield.example"},
    }
)
GAIL = Person("gail", "Gail Ives", "elmfield")
FILLED: Mapping[Kind, Mapping[str, str]] = {
    Kind.PUPIL_CONTACT: {
        "immediate_danger": "no",
        "network": "Snapchat",
        "account": "mine",
        "pupils": "not sure",
        "pupil_status": "current",
        "family_member": "no",
        "happened_at": "not sure",
        "started_by": "pupil",
        "what_was_said": "hi sir",
        "replied": "no",
    },
    Kind.SAFEGUARDING_CONCERN: {
        "immediate_danger": "no",
        "told_dsl_in_person": "no",
        "child": "Robin, Year 9",
        "what_happened": "“I don't want to go home.”",
        "happened_at": "not sure",
    },
    Kind.ADULT_CONCERN: {
        "immediate_danger": "no",
        "self_referral": "no",
        "adult_name": "not sure",
        "what_happened": "Shouted at a child.",
        "happened_at": "not sure",
    },
    Kind.ONLINE_INCIDENT: {
        "immediate_danger": "no",
        "what": "fake_or_hacked_account",
        "network": "X",
        "what_happened": "An account with our logo.",
        "happened_at": "not sure",
    },
}
"""The least that each form takes."""


def empty(engine: Engine) -> None:
    """Take everything out of a database but its tables."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


def make_database(server: str) -> str:
    """Return the address of a new PostgreSQL database that waits for no disk: what a disk does to a commit is proved elsewhere.

    The server is the tests' own and goes with them.
    """
    url, name = make_url(server).set(drivername="postgresql+psycopg"), f"faults_{uuid4().hex}"
    administrator = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    return url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def quick_sqlite(folder: Path) -> Iterator[Engine]:
    """Give a new SQLite database that waits for no disk where the system has a folder in memory, else in `folder`."""
    path = (IN_MEMORY if IN_MEMORY.is_dir() else folder) / f"signpost-{uuid4().hex}.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    try:
        yield engine
    finally:
        engine.dispose()
        for one in path.parent.glob(f"{path.name}*"):
            one.unlink()


class Died(BaseException):
    """The process is no more."""


class Machine:
    """A machine whose two clocks a test moves: the wall, which people set, and the seconds since boot, which only pass."""

    def __init__(self, at: datetime = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)) -> None:
        self.wall, self.booted_for = at, 1000.0

    def wait(self, length: timedelta) -> None:
        """Let time pass."""
        self.wall += length
        self.booted_for += length.total_seconds()

    def set_wall(self, step: timedelta) -> None:
        """Set the clock that people see ahead, or back."""
        self.wall += step

    def start(self, engine: Engine) -> Clock:
        """Return the clock of a process that starts now."""
        return Clock(engine, wall=lambda: self.wall, elapsed=lambda: self.booted_for)


def open_office(engine: Engine, machine: Machine, ring: KeyRing, settings: Settings = SETTINGS, *, recovery: bytes | None = None) -> Office:
    """Return the office of a process that starts now."""
    clock = machine.start(engine)
    return Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring, recovery)), AuditLog(audit_key(ring)), clock)


class Comes(StrEnum):
    """What a call to a platform comes to."""

    OK = "ok"
    BUSY = "busy"
    """429: nothing was posted, and it says so."""
    LOST = "lost"
    """The request never came; the caller cannot know."""
    REPLY_LOST = "reply_lost"
    """Posted, and the caller cannot know."""
    ODD = "odd"
    """The form of the card is refused."""
    DIES_BEFORE = "dies_before"
    DIES_AFTER = "dies_after"


@dataclass(slots=True)
class Message:
    """What a chat has, and all that it ever was."""

    platform: str
    place: str
    key: str
    cards: list[Card]
    lock_screen: str
    visible_at: datetime

    @property
    def marked(self) -> bool:
        """Whether it says that it may be a second copy."""
        return wording.POSSIBLE_COPY in self.cards[0].plain_text()


@dataclass(slots=True)
class Chat:
    """One platform (`bot.sending.Sender`)."""

    platform: str
    can_find: bool
    now: Callable[[], datetime]
    hidden_for: timedelta = timedelta(seconds=1)
    """How long a new message cannot be looked up."""
    ahead: deque[Comes] = field(default_factory=deque)
    """What the next calls come to; after those all is well."""
    closed: dict[str, Reason] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    on_post: Callable[[Chat, str, str, Card], None] = lambda _chat, _place, _key, _card: None
    """Called at the beginning of a post: place, key, card."""
    on_edit: Callable[[Chat, Message], None] = lambda _chat, _message: None
    on_card: Callable[[Chat, str, Card, str], None] = lambda _chat, _place, _card, _lock_screen: None
    """Called with whatever is handed over to be shown, kept or not: place, card, lock screen."""

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return the message that is visible under a key."""
        comes = self._next()
        self._come_to(comes, arrived=False)
        self._come_to(comes, arrived=True)
        if not self.can_find:
            return None
        return next((str(at) for at, one in enumerate(self.messages) if (one.place, one.key) == (place, key) and one.visible_at <= self.now()), None)

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Post a card, unless the call is spoilt or the place closed."""
        self.on_card(self, place, card, lock_screen)
        self.on_post(self, place, key, card)
        comes = self._next()
        self._refuse(place, card, comes)
        self.messages.append(Message(self.platform, place, key, [card], lock_screen, self.now() + self.hidden_for))
        self._come_to(comes, arrived=True)
        return str(len(self.messages) - 1)

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Put a card in a message's place; a letter stays as it is."""
        self.on_card(self, place, card, "")
        self.on_edit(self, self.messages[int(message_ref)])
        if self.platform == EMAIL:
            raise Permanent(Reason.FORBIDDEN)
        comes = self._next()
        self._refuse(place, card, comes)
        self.messages[int(message_ref)].cards.append(card)
        self._come_to(comes, arrived=True)

    def _next(self) -> Comes:
        return self.ahead.popleft() if self.ahead else Comes.OK

    def _refuse(self, place: str, card: Card, comes: Comes) -> None:
        if comes is not Comes.DIES_BEFORE and place in self.closed:
            raise Permanent(self.closed[place])
        if comes is Comes.ODD and any(isinstance(block, Buttons) for block in card.blocks):
            raise Unrenderable
        self._come_to(comes, arrived=False)

    @staticmethod
    def _come_to(comes: Comes, *, arrived: bool) -> None:
        """Raise what a call comes to that has not yet, or has, arrived."""
        match comes:
            case Comes.BUSY if not arrived:
                raise Transient(in_doubt=False, retry_after=3.0)
            case Comes.LOST if not arrived:
                raise Transient(in_doubt=True)
            case Comes.DIES_BEFORE if not arrived:
                raise Died
            case Comes.REPLY_LOST if arrived:
                raise Transient(in_doubt=True)
            case Comes.DIES_AFTER if arrived:
                raise Died


class Fuse:
    """Ends the process at the n-th word that it says to the database: a statement, or a commit."""

    def __init__(self, engine: Engine) -> None:
        self.left = 0
        event.listen(engine, "before_cursor_execute", self._burn)
        event.listen(engine, "commit", self._burn)

    def light(self, words: int) -> None:
        """Let it burn for so many words; 0 puts it out."""
        self.left = words

    def _burn(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            raise Died
