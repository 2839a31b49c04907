"""Puts a deployment together: the store, the keys and the office, from settings, the values of the environment and a clock.

Nothing here reads the environment (`adapters.cli` does, once) and nothing starts: who may start, and what that takes, is said in `readiness` and
`serving`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from adapters.email import MailSender
from adapters.teams.secrets import TeamsSecrets
from bot.audit import AuditLog
from bot.clock import Clock
from bot.filing import Filing
from bot.key_ring import LOCAL_RING
from bot.office import Office, Timepiece
from bot.people import People
from bot.sealing import KeyRing, Sealer, SealingError, audit_key, open_ring, recovery_public
from bot.sending import Sender
from bot.settings import Settings, SettingsError, load_settings
from bot.store.alone import hold_alone
from bot.store.engine import StoreError, connect_engine, is_current, migrate, reading
from bot.unanswered import EARLIER_KEY, Unanswered, open_unanswered

DATABASE = "signpost.sqlite"
SETTINGS = Path("signpost.yaml")
"""Where the settings are looked for when nothing else is said."""
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class SlackSecrets:
    """What the environment says of Slack. Which of them are set decides how it is reached: over HTTP, by a socket, or not at all."""

    bot_token: str = field(default="", repr=False)
    """Of the one workspace; none where several install it by themselves."""
    signing_secret: str = field(default="", repr=False)
    """With it, Slack's requests are taken over HTTP."""
    app_token: str = field(default="", repr=False)
    """With it, a socket is opened (Socket Mode)."""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    """With these two, workspaces of the settings can install it."""
    api: str = ""
    """Another address than Slack's own, for tests on this machine only."""

    @property
    def is_set(self) -> bool:
        """Whether Slack is to be served."""
        return bool(self.bot_token or self.client_id)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says. No secret of it is in a repr."""

    cache: Path
    """Folder for built weights."""
    data: Path
    """Folder for the SQLite database, and for a ring of one's own machine."""
    keys: str | None = field(default=None, repr=False)
    """The key ring: the path of its file, or its text."""
    has_earlier_key: bool = False
    """The single key of version 0.1.0 is set."""
    recovery_key: str | None = field(default=None, repr=False)
    """The public half of the offline recovery key."""
    mail_password: str = field(default="", repr=False)
    database_url: str | None = field(default=None, repr=False)
    """A PostgreSQL database, in place of SQLite."""
    port: str | None = None
    """The port that a hosting platform gives."""
    slack: SlackSecrets = SlackSecrets()
    teams: TeamsSecrets = field(default_factory=TeamsSecrets)

    @property
    def database(self) -> Path | None:
        """The file of the SQLite database; None where PostgreSQL is used."""
        return None if self.database_url else self.data / DATABASE

    @property
    def ring_file(self) -> Path | None:
        """The file in which the key ring stands; None where it was given as text."""
        if not self.keys or not self.keys.strip():
            return self.data / LOCAL_RING
        with suppress(OSError, ValueError):  # a ring's text is no name of a file, and may be too long to ask for one
            if len(self.keys.split()) == 1 or Path(self.keys).is_file():
                return Path(self.keys)
        return None


class BesideClock:
    """The time for a command that works beside a running process: it never moves the time by which that one will start again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """Return the steady time."""
        return self._clock.now()

    def wall(self) -> datetime:
        """Return the time that people are shown."""
        return self._clock.wall()

    def save_in(self, connection: Connection) -> None:
        """Keep nothing: the clock of this machine may be wrong just now, and this process will not be there to put it right."""


def read_settings(path: Path) -> Settings:
    """Return the settings at `path`. Raises SettingsError, also where there are none and nobody said where they are."""
    if path == SETTINGS and not path.exists():
        raise SettingsError(f"there is no {SETTINGS} in this folder; say where yours is (--settings FILE), or copy docs/signpost.example.yaml")
    return load_settings(path)


def open_keys(environment: Environment) -> KeyRing:
    """Return the key ring. Raises SealingError where it cannot be read, or where only the key of an earlier version is set."""
    if environment.has_earlier_key and not environment.keys:  # falling back to a key beside the data would protect less than was asked for
        earlier = environment.data / EARLIER_KEY
        raise SealingError(f"SIGNPOST_KEY is no longer read: put that key into {earlier}, unset it, and set SIGNPOST_KEYS to a key ring")
    return open_ring(environment.keys, environment.data)


def make_sealer(environment: Environment, ring: KeyRing) -> Sealer:
    """Return what seals under the ring and, where one is set, for the recovery key. Raises SealingError."""
    written = (environment.recovery_key or "").strip()
    return Sealer(ring, recovery_public(written) if written else None)


def store_url(environment: Environment) -> str:
    """Return the address of the database. Raises StoreError for one that is no PostgreSQL's; never repeats it, it may hold a password."""
    if not environment.database_url:
        return f"sqlite:///{environment.data / DATABASE}"
    try:
        named = make_url(environment.database_url).drivername
    except (ArgumentError, ValueError):
        named = ""
    if named not in _POSTGRESQL:
        raise StoreError(
            "DATABASE_URL is no address of a PostgreSQL database; write postgresql://name@host/database, or unset it to use SQLite in the data folder"
        )
    return environment.database_url


@contextmanager
def open_store(environment: Environment) -> Iterator[Engine]:
    """Give the store, made where there is none, its tables up to date. Raises StoreError."""
    _make_private(environment)
    with _connected(environment) as engine:
        migrate(engine)
        yield engine


@contextmanager
def existing_store(environment: Environment) -> Iterator[Engine]:
    """Give the store as it is, for what works beside a running process. Raises StoreError where there is none, or its tables are older or newer."""
    if environment.database is not None and not environment.database.exists():
        raise StoreError(f"{environment.database}: there is no database yet; `signpost serve` makes it at its first start")
    with _connected(environment) as engine:
        if not is_current(engine):
            raise StoreError("the tables of the database are of another version; start this version's `signpost serve`, which brings them up to date")
        yield engine


def _make_private(environment: Environment) -> None:
    """Make the folder and an empty database for their owner's eyes only, where there are none."""
    if environment.database is not None:
        environment.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        environment.database.touch(mode=0o600)


@contextmanager
def _connected(environment: Environment) -> Iterator[Engine]:
    try:
        engine = connect_engine(store_url(environment))
    except ModuleNotFoundError:
        raise StoreError("PostgreSQL needs one more package; install it with: pip install 'signpost[postgres]'") from None
    try:
        yield engine
    finally:
        engine.dispose()


def held(environment: Environment) -> AbstractContextManager[None]:
    """Hold the store for this process where it is SQLite. Raises StoreError where another process has it."""
    if environment.database is None:
        return nullcontext()
    _make_private(environment)
    return hold_alone(environment.database)


def make_office(settings: Settings, engine: Engine, ring: KeyRing, sealer: Sealer, clock: Timepiece) -> Office:
    """Return the office of a deployment."""
    return Office(engine, settings, People(settings, engine, clock.now), Filing(sealer), AuditLog(audit_key(ring)), clock)


@contextmanager
def office_beside(environment: Environment, settings: Settings) -> Iterator[Office]:
    """Give the office to a command that works beside a running process."""
    ring = open_keys(environment)
    with existing_store(environment) as engine:
        clock = BesideClock(Clock(reading(engine)))
        yield make_office(settings, engine, ring, make_sealer(environment, ring), clock)


def make_senders(settings: Settings, environment: Environment) -> dict[str, Sender]:
    """Return e-mail as the way out that the settings describe; the chats bring their own. Raises SettingsError."""
    if settings.mail is None:
        return {}
    try:
        return {"email": MailSender(settings.mail, environment.mail_password)}
    except ValueError as error:
        raise SettingsError(f"{settings.place('mail')}: {error}") from None


def open_kept_questions(environment: Environment, known: Callable[[str], bool] | None = None) -> Unanswered:
    """Return the store of questions that were not understood. Raises SealingError where a key that they need is not on the ring."""
    ring = open_keys(environment)
    _make_private(environment)
    if environment.database is not None:
        return open_unanswered(environment.data, ring, known=known)
    engine = connect_engine(store_url(environment))
    migrate(engine)
    kept = Unanswered(engine, Sealer(ring), knows=known)
    ring.check(kept.key_ids())
    return kept
