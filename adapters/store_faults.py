"""What a person is told when a database cannot be used: a sentence with the next step. Never an address, a statement or a value."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.store.engine import StoreError

_DAMAGED = "this is no database of Signpost's, or it is damaged; move it away, or put a backup in its place"
_NOT_ALLOWED = "it may not be read or written here; check who owns it and its folder"
_ELSE = "SQLite cannot use it; run `signpost doctor`"
_BY_CODE = {
    sqlite3.SQLITE_ERROR: "it is not of this version of Signpost; start `signpost serve`, which brings it up to date",
    sqlite3.SQLITE_PERM: _NOT_ALLOWED,
    sqlite3.SQLITE_READONLY: _NOT_ALLOWED,
    sqlite3.SQLITE_CANTOPEN: _NOT_ALLOWED,
    sqlite3.SQLITE_BUSY: "another process has been writing to it for long; try again, and look at what else runs here",
    sqlite3.SQLITE_LOCKED: "another process has been writing to it for long; try again, and look at what else runs here",
    sqlite3.SQLITE_IOERR: "the disk under it fails; put a backup on another disk",
    sqlite3.SQLITE_FULL: "the disk is full; make room, then start again",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def store_fault(error: Exception, database: Path | None) -> str:
    """Return what is wrong with the store and what to do. `database` is SQLite's file; None for PostgreSQL."""
    if isinstance(error, StoreError):
        return str(error)
    if database is None:
        return f"the database of DATABASE_URL cannot be used ({type(error).__name__}); check that it runs, its address, name and password"
    code = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlite_errorcode", 0)
    return f"{database}: {_BY_CODE.get(code & 0xFF, _ELSE)}."
