"""Opens a database and brings it up to date: SQLite for one process, PostgreSQL for any number. Values never stand in an error's text."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import DisconnectionError

MIGRATIONS = Path(__file__).parent / "migrations"
DURABLE = {"journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1}
"""SQLite's defaults lose acknowledged commits in a power cut; TRUNCATE with EXTRA (3) does not (measured by cutting the power)."""
LONGEST_WAIT = 30
"""Seconds for which a transaction waits until it may write."""
KEPT_OPEN = 8
"""Connections to SQLite that stay open: opening one costs as much as a small transaction."""

_MIGRATING = int.from_bytes(b"sp-table", "big")
"""The advisory lock under which PostgreSQL's tables are made and changed."""


class StoreError(Exception):
    """A database cannot be used safely; the message says why and what to do."""


def open_engine(url: str) -> Engine:
    """Return an engine for `url`, its tables up to date. Raises StoreError where SQLite does not keep what it promises."""
    engine = connect_engine(url)
    migrate(engine)
    return engine


def connect_engine(url: str) -> Engine:
    """Return an engine for `url` as it is, its tables untouched: for commands that only read beside a running process."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=KEPT_OPEN,
        max_overflow=-1,  # nobody waits for a connection, only for the turn to write
        pool_use_lifo=True,
        connect_args={"timeout": LONGEST_WAIT, "factory": _Opened},
    )
    event.listen(engine, "connect", _make_durable)
    file = _File(parsed.database or "")
    event.listen(engine, "connect", file.note)
    event.listen(engine, "checkout", file.require_same)
    turn = _Turn()
    event.listen(engine, "begin", turn.begin)
    event.listen(engine, "rollback", turn.give_up)
    event.listen(engine, "checkin", turn.end)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables of a database up to date. Processes that start at once do it one after the other."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Say whether the tables are those of this version; nothing is changed."""
    with reading(engine).connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def reading(engine: Engine) -> Engine:
    """Return the engine for transactions that only read: on SQLite they take no write lock."""
    return engine.execution_options(reading=True)


_LOOKING: ContextVar[Connection | None] = ContextVar("looking", default=None)


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that only reads: the one in which this thread is reading already, where there is one.

    On SQLite a second one would wait for a writer that waits for the first: nobody could go on until one gave up.
    """
    already = _LOOKING.get()
    if already is not None and already.engine.url == engine.url:
        yield already
        return
    with reading(engine).connect() as connection:
        before = _LOOKING.set(connection)
        try:
            yield connection
        finally:
            _LOOKING.reset(before)


_WRITING: ContextVar[Connection | None] = ContextVar("writing", default=None)


@contextmanager
def writing_in(connection: Connection) -> Iterator[None]:
    """Let `looking_within` know of the transaction in which this thread writes."""
    before = _WRITING.set(connection)
    try:
        yield
    finally:
        _WRITING.reset(before)


@contextmanager
def looking_within(engine: Engine) -> Iterator[Connection]:
    """Give the transaction in which this thread writes, on PostgreSQL, where there is one; else one that only reads.

    PostgreSQL's connections are few: with a second one for each who writes, those who hold the last would wait for one another.
    """
    already = _WRITING.get()
    if already is not None and already.dialect.name != "sqlite" and already.engine.url == engine.url:
        yield already
        return
    with looking(engine) as connection:
        yield connection


class _Opened(sqlite3.Connection):
    """A connection that is closed with its engine, also where nobody has said that the engine is done with."""

    def __del__(self) -> None:
        self.close()


def _make_durable(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
    cursor = connection.cursor()
    for name, wanted in DURABLE.items():
        cursor.execute(f"PRAGMA {name}={wanted}")
        (found,) = cursor.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            cursor.close()
            raise StoreError(f"SQLite keeps {name}={found} here, not {wanted}; put the database on a local disk of this machine")
    cursor.close()


class _File:
    """The file of a database. Where another takes its place, nothing is read from or written to the first one any more."""

    def __init__(self, database: str) -> None:
        self._database = database

    def note(self, _connection: Any, record: Any) -> None:
        """Note which file a connection has opened."""
        record.info[self] = self._identity()

    def require_same(self, _connection: Any, record: Any, _fairy: Any) -> None:
        """Raise DisconnectionError where a connection has another file open than the one that stands there: it is opened anew."""
        if record.info[self] != self._identity():
            raise DisconnectionError("another file has taken the place of the database")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._database)
        except OSError:
            return None
        return found.st_dev, found.st_ino


class _Turn:
    """Whose turn it is to write, within this process: the next one is woken at once, where SQLite lets everybody sleep and try again."""

    def __init__(self) -> None:
        self._free = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction; one that writes takes the write lock at once: two that read first and write later could both go wrong."""
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("BEGIN DEFERRED")
            return
        held = connection.connection.info
        if self not in held:
            if not self._free.acquire(timeout=LONGEST_WAIT):
                raise StoreError(f"the database has been written to for {LONGEST_WAIT} seconds without an end; try again, and look at the disk")
            held[self] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def give_up(self, connection: Connection) -> None:
        """Let the next one write, where nothing was written."""
        if not connection.invalidated:  # a statement that was cut off has given the connection back already
            self._end(connection.connection.info)

    def end(self, _connection: Any, record: Any) -> None:
        """Let the next one write, once what was written is committed and the connection given back."""
        self._end(record.info)

    def _end(self, held: dict[Any, Any]) -> None:
        if held.pop(self, False):
            self._free.release()
