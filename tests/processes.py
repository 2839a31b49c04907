"""The processes that a process has started, as the system knows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def children_of(process: str) -> Iterator[int]:
    """Yield the numbers of the processes that a process (`self`, or its number) has started; a thread of it may end meanwhile."""
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            yield from map(int, (task / "children").read_text().split())
