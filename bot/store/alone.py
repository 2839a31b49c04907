"""Holds a SQLite database for one process: a second one would send what the first is sending. PostgreSQL needs no such thing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.engine import StoreError


@contextmanager
def hold_alone(database: Path) -> Iterator[None]:
    """Hold `database` until the end of the block. The system lets go of it when the process dies, however it dies. Raises StoreError."""
    descriptor = _lock(database)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(database: Path) -> int:
    lock = database.with_name(f"{database.name}.lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"{lock}: cannot be made ({error.strerror}); put the database into a folder that Signpost may write in") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if not isinstance(error, BlockingIOError):
            raise StoreError(f"{lock}: cannot be locked ({error.strerror}); put the database on a local disk of this machine") from None
        raise StoreError(
            f"{database}: another Signpost process works on this database; end it first, or use PostgreSQL (DATABASE_URL) for several"
        ) from None
    return descriptor
