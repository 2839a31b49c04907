"""An office of one invented school on a real database, its people, and a clock that a test moves.

What is no fixture can be imported too: `from tests.bot.conftest import FakeClock`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete

from bot.audit import AuditLog
from bot.filing import Filing
from bot.forms import named_in, urgency_of
from bot.office import Office
from bot.people import People
from bot.reporting import submit_report
from bot.reports import Kind, Person, Report, Submission
from bot.sealing import KeyRing, Sealer, audit_key, new_recovery_pair, new_ring, recovery_public
from bot.settings import Settings
from bot.store.engine import connect_engine, open_engine
from bot.store.tables import metadata
from tests.bot.fake_chat import FakeChat, OpenScene, Scene, settings_of

MONDAY = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
SCHOOL = "oakfield"
TESS = Person("terminal:tess", "Tess Byrne", SCHOOL)
"""Staff whom the settings do not name."""
SETTINGS = {
    "schools": [
        {
            "key": SCHOOL,
            "name": "Oakfield School",
            "policy": "alet",
            "phone": "01632 960 001",
            "out_of_hours": "01632 960 002",
            "lado": "LADO, Example Council, 01632 960 003",
            "people": [
                {"id": one, "name": name, "roles": roles, "how": "extension 21", "email": f"{one}@oakfield.example", "addresses": {"terminal": one}}
                for one, name, roles in (
                    ("amara", "Amara Obi", ["dsl", "slt"]),
                    ("ben", "Ben Hale", ["deputy"]),
                    ("chidi", "Chidi Eze", ["head"]),
                    ("dana", "Dana Frost", ["chair"]),
                    ("eve", "Eve Lowe", ["slt"]),
                    ("farid", "Farid Nasser", ["it"]),
                )
            ],
            "channels": {"dsl": {"terminal": "dsl"}},
        },
        {"key": "elmfield", "policy": "iwys", "people": [{"id": "gail", "name": "Gail Ives", "roles": ["dsl"], "how": "extension 31"}]},
    ],
    "mail": {"host": "localhost", "sender": "signpost@oakfield.example"},
}
FILLED: Mapping[Kind, Mapping[str, str]] = {
    Kind.PUPIL_CONTACT: {
        "network": "Snapchat",
        "account": "mine",
        "pupils": "Robin, Year 9",
        "happened_at": "yesterday 9pm",
        "what_was_said": "hi sir",
    },
    Kind.SAFEGUARDING_CONCERN: {"child": "Robin, Year 9", "what_happened": "“I don't want to go home.”", "told_dsl_in_person": "no"},
    Kind.ADULT_CONCERN: {"self_referral": "no", "adult_name": "a visitor", "what_happened": "Shouted at a child."},
    Kind.ONLINE_INCIDENT: {"what": "fake_or_hacked_account", "network": "X", "what_happened": "An account in our name."},
}


class FakeClock:
    """Stands still until it is moved. The time that people are shown can be set apart from the steady one."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self._now, self._drift = at, timedelta(0)

    def now(self) -> datetime:
        return self._now

    def wall(self) -> datetime:
        return self._now + self._drift

    def save_in(self, connection: Connection) -> None:
        """Keep nothing: what the real clock keeps has tests of its own."""

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by

    def set_wall(self, drift: timedelta) -> None:
        """Set the machine's clock ahead of the steady time, or behind it."""
        self._drift = drift


Submit = Callable[..., Report]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ring() -> KeyRing:
    return new_ring()


@pytest.fixture(scope="session")
def recovery() -> tuple[str, str]:
    """The private and the public half of a recovery key, as text."""
    return new_recovery_pair()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date and empty, made once and copied."""
    path = tmp_path_factory.mktemp("store") / "signpost.sqlite"
    open_engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """An empty folder, in memory where the machine has such."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="signpost-test-") as folder:
        yield Path(folder)


@pytest.fixture
def store(empty_store: Path, memory: Path) -> Path:
    """The file of the office's database, alone in its folder."""
    folder = memory / "store"
    folder.mkdir()
    return Path(shutil.copy(empty_store, folder))


@pytest.fixture
def settings() -> Settings:
    return Settings.model_validate(SETTINGS)


@pytest.fixture
def office(store: Path, clock: FakeClock, ring: KeyRing, recovery: tuple[str, str], settings: Settings) -> Iterator[Office]:
    """The office of Oakfield School (dsl amara, deputy ben, head chidi, chair dana, slt amara and eve, it farid) and of Elmfield (dsl gail)."""
    engine = connect_engine(f"sqlite:///{store}")
    sealer = Sealer(ring, recovery_public(recovery[1]))
    yield Office(engine, settings, People(settings, engine, clock.now), Filing(sealer), AuditLog(audit_key(ring)), clock)
    engine.dispose()


@pytest.fixture
def person(office: Office) -> Callable[..., Person]:
    """A function that returns somebody of Oakfield by id; `tess` is staff whom the settings do not name."""

    def find(name: str, school: str = SCHOOL) -> Person:
        found = TESS if name == "tess" else office.people.person(name, school)
        assert found is not None
        return found

    return find


@pytest.fixture
def submit() -> Submit:
    """`submit(office, kind=..., **fields) -> Report` stores a report by tess, or by `reporter`; `fields` replace those filled in already."""
    numbers = count(1)

    def store_one(
        office: Office, kind: Kind = Kind.PUPIL_CONTACT, *, reporter: Person = TESS, about: tuple[str, ...] = (), key: str = "", **fields: str
    ) -> Report:
        typed = {**FILLED[kind], **fields}
        submission = Submission(
            key=key or f"form-{next(numbers)}",
            kind=kind,
            urgency=urgency_of(kind, typed),
            school=reporter.school,
            reporter=reporter,
            fields=typed,
            about=about,
            named=named_in(kind, typed),
        )
        return submit_report(office, submission).standing.report

    return store_one


MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of one's own is made in it
"""Where a database costs no disk: what a power cut does to one has tests of its own."""


@pytest.fixture(scope="session")
def memory_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One SQLite engine, in memory where the machine has such a folder; who uses it puts an empty database there first."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path_factory.mktemp("memory"), prefix="signpost-test-") as folder:
        engine = connect_engine(f"sqlite:///{folder}/signpost.sqlite")
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_store(memory_store: Engine, empty_store: Path) -> Engine:
    """An empty SQLite store, up to date."""
    shutil.copy(empty_store, str(memory_store.url.database))
    return memory_store


@pytest.fixture
def chats(clock: FakeClock) -> dict[str, FakeChat]:
    """The fake chats of Oakfield School, and its mail server, which can look nothing up."""
    return {name: FakeChat(clock, name, can_find=name != "email") for name in ("slack", "teams", "email")}


def _scene(engine: Engine, clock: FakeClock, ring: KeyRing, settings: Settings, chats: dict[str, FakeChat]) -> Scene:
    return Scene(Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock), clock, chats)


@pytest.fixture
def open_scene(sqlite_store: Engine, clock: FakeClock, ring: KeyRing, chats: dict[str, FakeChat]) -> OpenScene:
    """A function that opens Oakfield School with its fake chats, on SQLite; what it is given changes the school's settings."""
    return lambda **changes: _scene(sqlite_store, clock, ring, settings_of(**changes), chats)


@pytest.fixture
def scene(open_scene: OpenScene) -> Scene:
    """Oakfield School with its fake chats, on SQLite."""
    return open_scene()


@pytest.fixture(scope="session")
def postgresql_store(postgresql_server: str) -> Iterator[Engine]:
    """One PostgreSQL database, its tables made; who uses it empties it first."""
    engine = open_engine(postgresql_server)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def each_store(request: pytest.FixtureRequest) -> Engine:
    """An empty store of each kind, up to date; made sooner than by `engine`."""
    engine: Engine = request.getfixturevalue(f"{request.param}_store")
    if request.param == "postgresql":
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
    return engine


@pytest.fixture
def stored_scene(each_store: Engine, clock: FakeClock, ring: KeyRing, chats: dict[str, FakeChat]) -> Scene:
    """Oakfield School with its fake chats, on a store of each kind."""
    return _scene(each_store, clock, ring, settings_of(), chats)
