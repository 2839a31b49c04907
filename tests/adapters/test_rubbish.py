"""What a process has opened is never looked through again, and what it makes anew seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from adapters import rubbish


@pytest.fixture
def as_it_was() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("as_it_was")
def test_what_is_open_is_looked_through_no_more_and_new_rubbish_still_goes() -> None:
    opened: list[list[object]] = [[] for _ in range(1000)]
    rubbish.keep_what_is_open()
    assert gc.get_freeze_count() >= len(opened)
    before = gc.get_stats()[0]["collections"]
    kept: list[list[object]] = [[] for _ in range(2 * rubbish.LOOKS_AFTER)]
    assert 1 <= gc.get_stats()[0]["collections"] - before <= 4
    assert kept
