"""Whatever is wrong with a database, a person is told what to do, and never an address, a statement or a value."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from adapters.store_faults import store_fault
from bot.store.engine import StoreError

DATABASE = Path("/srv/signpost/signpost.sqlite")
STATEMENT = "INSERT INTO report VALUES ('marmalade')"


def fault(code: int) -> str:
    origin = sqlite3.OperationalError("marmalade")
    origin.sqlite_errorcode = code
    return store_fault(OperationalError(STATEMENT, {"words": "marmalade"}, origin), DATABASE)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "the disk is full; make room"),
        (sqlite3.SQLITE_BUSY, "another process has been writing"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another process has been writing"),
        (sqlite3.SQLITE_READONLY, "check who owns it"),
        (sqlite3.SQLITE_CANTOPEN, "check who owns it"),
        (sqlite3.SQLITE_IOERR_FSYNC, "the disk under it fails"),
        (sqlite3.SQLITE_CORRUPT, "put a backup in its place"),
        (sqlite3.SQLITE_NOTADB, "put a backup in its place"),
        (sqlite3.SQLITE_ERROR, "start `signpost serve`"),
        (sqlite3.SQLITE_MISUSE, "run `signpost doctor`"),
    ],
)
def test_fault_of_sqlite_is_told_with_what_to_do(code: int, words: str) -> None:
    said = fault(code)
    assert said.startswith(f"{DATABASE}: ")
    assert words in said
    assert "marmalade" not in said


def test_fault_that_sqlite_itself_raises_is_known(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"no database at all" * 100)
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with pytest.raises(DatabaseError) as told, engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM report"))
    engine.dispose()
    assert "this is no database of Signpost's" in store_fault(told.value, tmp_path / "x.sqlite")


def test_fault_of_postgresql_never_holds_its_address() -> None:
    error = OperationalError(STATEMENT, {}, Exception("connection to postgresql://signpost:secret@db failed"))
    assert store_fault(error, None).startswith("the database of DATABASE_URL cannot be used (OperationalError); check that it runs")


def test_fault_that_the_store_found_itself_is_told_as_it_is() -> None:
    assert store_fault(StoreError("SQLite keeps it wrong here; move it"), DATABASE) == "SQLite keeps it wrong here; move it"
