"""Copies a SQLite database while it is in use, whole or not at all. The keys are never copied with it: both together would protect nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.store_faults import store_fault
from bot.store.engine import StoreError


def back_up(database: Path, target: Path) -> int:
    """Copy the database into a new file for its owner's eyes only, checked and on the disk when this returns; return its size in bytes.

    A process that serves goes on meanwhile. Raises StoreError where a file is there already, or the copy is not sound.
    """
    if target.exists():
        raise StoreError(f"{target}: a file of this name is there already; give the backup another name")
    if not database.exists():
        raise StoreError(f"{database}: there is no database yet, so there is nothing to back up")
    draft = target.with_name(f"{target.name}.unfinished")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        _check(draft)
        _sync(draft)
        draft.rename(target)
    except sqlite3.Error as error:
        raise StoreError(store_fault(error, database)) from None
    finally:
        draft.unlink(missing_ok=True)
    _sync(target.parent)
    return target.stat().st_size


def _check(draft: Path) -> None:
    with closing(sqlite3.connect(draft)) as connection:
        ((found,),) = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if found != "ok":
        raise StoreError("the copy of the database is not sound, and was thrown away; look at the disk, and keep the last good backup")


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
