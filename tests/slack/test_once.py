"""What Slack brings again has its effect once; a store that fails or is slow keeps nobody from being heard."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection

import pytest
from sqlalchemy import Engine

from adapters.slack import once
from adapters.slack.app import deliveries_of
from adapters.slack.once import Once
from bot.deliveries import Deliveries
from tests.bot.conftest import FakeClock


class Counted(Deliveries):
    """Deliveries that count how often the store is written to, and that can be held up or broken."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, FakeClock().now)
        self.writes = 0
        self.go_on = threading.Event()
        self.go_on.set()
        self.fault: Exception | None = None

    def first_of(self, source: str, event_ids: Collection[str]) -> frozenset[str]:
        self.writes += 1
        assert self.go_on.wait(20)
        if self.fault:
            raise self.fault
        return super().first_of(source, event_ids)


@pytest.fixture
def deliveries(database: Engine) -> Counted:
    return Counted(database)


def asked(deliveries: Counted, *ids: tuple[str, ...]) -> list[bool]:
    """Ask of several deliveries that come at once, whether each is the first."""

    async def ask() -> list[bool]:
        kept = Once(deliveries)
        return list(await asyncio.gather(*(kept.is_first(one) for one in ids)))

    return asyncio.run(ask())


def test_one_of_many_that_come_at_once_is_the_first(deliveries: Counted) -> None:
    assert asked(deliveries, *[("a",)] * 50) == [True] + [False] * 49
    assert asked(deliveries, ("a",), ("b",), ()) == [False, True, True]


def test_delivery_is_the_first_only_where_none_of_its_ids_has_come(deliveries: Counted) -> None:
    assert asked(deliveries, ("press 1", "second 10", "second 11"), ("press 2", "second 11", "second 12"), ("press 3", "second 13")) == [
        True,
        False,
        True,
    ]


def test_many_at_once_cost_the_store_no_more_than_two_writes(deliveries: Counted) -> None:
    assert all(asked(deliveries, *[(f"event {number}",) for number in range(200)]))
    assert deliveries.writes <= 2


def test_store_that_fails_lets_pass_and_the_log_says_so_without_an_id(deliveries: Counted, caplog: pytest.LogCaptureFixture) -> None:
    deliveries.fault = OSError("U0TESS")
    assert asked(deliveries, ("event U0TESS",)) == [True]
    assert "slack.delivery_unchecked OSError" in caplog.text
    assert "U0TESS" not in caplog.text


def test_store_that_is_slow_lets_pass_and_still_knows_it_afterwards(deliveries: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "LONGEST_LOOK", 0.05)
    deliveries.go_on.clear()

    async def late() -> bool:
        kept = Once(deliveries)
        first = await kept.is_first(("a",))
        deliveries.go_on.set()
        while kept._noting is not None:
            await asyncio.sleep(0.01)
        return first

    assert asyncio.run(late())
    assert asked(deliveries, ("a",)) == [False]


def test_what_is_brought_again_while_the_store_is_slow_is_no_first(deliveries: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "LONGEST_LOOK", 0.05)
    deliveries.go_on.clear()

    async def late() -> list[bool]:
        kept = Once(deliveries)
        firsts = list(await asyncio.gather(*(kept.is_first(one) for one in (("a",), ("a",), ("b", "a"), ("c", "b"), ("d",)))))
        deliveries.go_on.set()
        while kept._noting is not None:
            await asyncio.sleep(0.01)
        return firsts

    assert asyncio.run(late()) == [True, False, False, False, True]
    assert asked(deliveries, ("a",), ("b",), ("c",), ("e",)) == [False, False, False, True], "what came with one that had come is known too"


# --- by what a delivery is known ---


def press(action: str, at: str, *, value: str = "r1", view: str = "V1") -> tuple[str, ...]:
    acted = {"action_id": f"sp:{action}:0", "action_ts": at, "value": value}
    return deliveries_of({"type": "block_actions", "user": {"id": "U1"}, "view": {"id": view}, "actions": [acted]})


@pytest.mark.parametrize(
    ("first", "second", "is_one"), [("100.0", "100.3", True), ("100.9", "101.1", True), ("100.0", "102.0", False), ("7", "x", False)]
)
def test_two_clicks_within_a_second_are_one_press(first: str, second: str, is_one: bool) -> None:
    assert bool(set(press("escalate", first)) & set(press("escalate", second))) == is_one


def test_presses_of_others_elsewhere_or_of_what_only_shows_are_never_one(deliveries: Counted) -> None:
    assert not set(press("escalate", "100.0")) & set(press("escalate", "100.1", view="V2"))
    assert not set(press("escalate", "100.0")) & set(press("escalate", "100.1", value="r2"))
    assert not set(press("view", "100.0")) & set(press("view", "100.1"))
    assert press("view", "100.0") == press("view", "100.0")


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({"event_id": "Ev1", "authorizations": [{"team_id": "T1"}], "event": {}}, ("event T1 Ev1",)),
        ({"command": "/policy", "trigger_id": "1.2"}, ("trigger 1.2",)),
        ({"type": "shortcut", "trigger_id": "1.2"}, ("trigger 1.2",)),
        ({"type": "view_submission", "trigger_id": "1.2"}, ()),
        ({"type": "view_closed"}, ()),
        ({"type": "block_actions", "actions": []}, ()),
    ],
)
def test_delivery_is_known_by_what_slack_brings_again_with_it(body: dict[str, object], ids: tuple[str, ...]) -> None:
    assert deliveries_of(body) == ids
