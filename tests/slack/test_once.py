"""What came before is known again, however many come at once, and a store that fails or is slow holds nobody up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection

import pytest
from sqlalchemy import Engine

from adapters.slack import once
from adapters.slack.once import Once
from bot.deliveries import Deliveries
from tests.bot.conftest import FakeClock


class Counted(Deliveries):
    """Counts its writes; the first waits until it may go on."""

    writes, may_go_on = 0, threading.Event()

    def first_of(self, source: str, event_ids: Collection[str]) -> frozenset[str]:
        self.writes += 1
        assert self.may_go_on.wait(10)
        return super().first_of(source, event_ids)


@pytest.fixture
def deliveries(database: Engine, clock: FakeClock) -> Counted:
    made = Counted(database, clock.now)
    made.may_go_on = threading.Event()
    return made


def ask(deliveries: Deliveries, *asked: tuple[str, ...], meanwhile: threading.Event | None = None) -> list[bool]:
    """Return what several are told who ask at once."""

    async def all_at_once() -> list[bool]:
        one = Once(deliveries)
        waiting = [asyncio.ensure_future(one.is_first(ids)) for ids in asked]
        await asyncio.sleep(0)
        if meanwhile is not None:
            meanwhile.set()
        return list(await asyncio.gather(*waiting))

    return asyncio.run(all_at_once())


def test_of_many_that_come_at_once_one_is_the_first(deliveries: Counted) -> None:
    deliveries.may_go_on.set()
    assert ask(deliveries, *[("event a",)] * 10) == [True, *[False] * 9]
    assert ask(deliveries, ("event a",), ("event b",)) == [False, True]


def test_what_comes_while_the_store_writes_is_noted_in_one_go(deliveries: Counted) -> None:
    assert all(ask(deliveries, *[(f"event {number}",) for number in range(50)], meanwhile=deliveries.may_go_on))
    assert deliveries.writes <= 2


def test_second_click_of_two_is_known_by_either_of_its_ids(deliveries: Counted) -> None:
    deliveries.may_go_on.set()
    assert ask(deliveries, ("press 1", "click 7", "click 8"), ("press 2", "click 8", "click 9"), ("press 3", "click 10")) == [True, False, True]


def test_store_that_fails_lets_pass_and_the_log_says_so(deliveries: Counted, database: Engine, caplog: pytest.LogCaptureFixture) -> None:
    deliveries.may_go_on.set()
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE seen RENAME TO gone")
    assert ask(deliveries, ("event a",), ("event b",)) == [True, True]
    assert "slack.delivery_unchecked OperationalError" in caplog.text


def test_store_that_is_slow_lets_pass_and_notes_it_all_the_same(
    deliveries: Counted, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "LONGEST_LOOK", 0.02)

    async def in_vain() -> bool:
        noting = Once(deliveries)
        let_pass = await noting.is_first(("event a",))
        deliveries.may_go_on.set()
        if noting._noting is not None:
            await noting._noting
        return let_pass

    assert asyncio.run(in_vain())
    assert "slack.delivery_unchecked late" in caplog.text
    assert ask(deliveries, ("event a",)) == [False]
