"""Of what a platform brings several times, one is the first, in one process or in many; ids only are kept, for a day."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.deliveries import KEPT_FOR, TIDIES_EVERY, Deliveries
from bot.store.engine import open_engine
from tests.bot.conftest import FakeClock


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def deliveries(engine: Engine) -> Deliveries:
    return Deliveries(engine, FakeClock().now)


def test_the_first_of_its_kind_is_told_from_what_comes_again(deliveries: Deliveries) -> None:
    assert [deliveries.is_first("teams", one) for one in ("m1", "m1", "m2", "m1")] == [True, False, True, False]
    assert deliveries.is_first("slack", "m1")
    assert (deliveries.was_seen("teams", "m1"), deliveries.was_seen("teams", "m3")) == (True, False)


def test_several_are_noted_at_once_and_those_that_are_new_are_said(deliveries: Deliveries) -> None:
    assert deliveries.first_of("teams", ("m1", "m2", "m1")) == {"m1", "m2"}
    assert deliveries.first_of("teams", ("m3", "m2")) == {"m3"}
    assert deliveries.first_of("teams", ()) == frozenset()
    assert deliveries.first_of("teams", [f"many {number}" for number in range(500)]) == {f"many {number}" for number in range(500)}


def test_of_many_batches_at_once_each_delivery_is_first_in_one(deliveries: Deliveries) -> None:
    names = [f"m{number}" for number in range(20)]
    with ThreadPoolExecutor(6) as threads:
        firsts = list(threads.map(lambda turn: deliveries.first_of("teams", names[turn:] + names[:turn]), range(6)))
    assert sorted(one for batch in firsts for one in batch) == sorted(names)


def test_a_long_name_is_known_again(deliveries: Deliveries) -> None:
    assert [deliveries.is_first("teams", "x" * 400) for _ in range(2)] == [True, False]


def test_what_nobody_can_bring_again_goes(engine: Engine) -> None:
    clock = FakeClock()
    deliveries = Deliveries(engine, clock.now)
    deliveries.is_first("teams", "old")
    clock.move(KEPT_FOR + TIDIES_EVERY + timedelta(seconds=1))
    deliveries.is_first("teams", "new")
    assert (deliveries.was_seen("teams", "old"), deliveries.was_seen("teams", "new")) == (False, True)
