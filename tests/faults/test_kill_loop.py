"""The short form of the kill loop, its positive control, and that the counting would notice each fault. The long form is in `make prove`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

from bot import wording
from bot.key_ring import new_ring
from tests.faults.bot_process import CHANNEL, DEPUTY, DSL, HEAD, Setup
from tests.faults.kill_loop import Acknowledgement, Ledger, Result, Told, count, open_store, run

SETUP = Setup("sqlite://", new_ring().text(), 0)
PROVOKED = ("post 429", "post 500 before", "post 500 after", "post cut", "find ok", "edit ok")


def test_bot_that_is_killed_again_and_again_loses_doubles_and_claims_nothing() -> None:
    with open_store("sqlite") as store:
        result = run(store, reports=300, kills=30)
    assert (result.reports, result.failed()) == (300, {})
    assert all(result.calls.get(one) for one in PROVOKED), result.calls


@pytest.mark.skipif(settings.get_current_profile_name() != "prove", reason="make prove runs it; the contract holds PostgreSQL in make test")
def test_three_processes_on_one_database_take_over_from_the_one_that_is_killed() -> None:
    with open_store("postgresql") as store:
        result = run(store, reports=90, kills=12, processes=3)
    assert (result.reports, result.failed()) == (90, {})


@pytest.mark.skipif(settings.get_current_profile_name() != "prove", reason="the control takes a minute; make prove runs it")
def test_without_look_up_there_are_duplicates() -> None:
    """Else the loop would prove nothing."""
    with open_store("sqlite") as store:
        result = run(store, reports=80, kills=8, look_up=False)
    assert result.lost == 0
    assert result.duplicates > 0


# --- what is counted ---


def a_message(place: str, text: str, at: float, key: str = "") -> dict[str, Any]:
    return {"ref": "m1", "place": place, "key": key or f"{place} {at}", "received_at": at, "at": at, "texts": [[at, text]]}


def a_ledger() -> tuple[Ledger, dict[str, Any]]:
    """Two reports as they should be: one that was acknowledged, and one that nobody did."""
    told = [Told(number, f"R-000{number}", f"id{number}", 0.0, 1.0, acknowledged=number == 1) for number in (1, 2)]
    ledger = Ledger({one.number: one for one in told}, {1: Acknowledgement(4.0, 5.0, {DSL}, 1)})
    messages = [
        a_message(CHANNEL, "R-0001 | Acknowledged by Amara Obi", 2.0),
        a_message(DSL, "R-0001 | Acknowledged by Amara Obi", 4.5),
        a_message("tess-1", "Report R-0001 delivered 10:31.", 3.0),
        a_message("tess-1", "Report R-0001 acknowledged by Amara Obi, 10:32.", 6.0),
        a_message(CHANNEL, "R-0002 | Not acknowledged yet.", 2.1),
        *(a_message(one, "R-0002 | Not acknowledged yet.", 8.0) for one in (DSL, DEPUTY, HEAD)),
    ]
    return ledger, {"messages": messages, "calls": {}}


def counted(change: Callable[[Ledger, list[dict[str, Any]]], object] = lambda _ledger, _messages: None, *, log_is_whole: bool = True) -> Result:
    ledger, chat = a_ledger()
    change(ledger, chat["messages"])
    return count(ledger, chat, {"log_is_whole": log_is_whole}, SETUP, kills=0, seconds=0.0)


def test_run_without_a_fault_counts_none() -> None:
    assert counted().failed() == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda _, messages: messages.pop(4), {"lost": 1}),
        (lambda _, messages: messages.append(a_message(CHANNEL, "R-0003 | nobody was told of it", 9.0)), {"split": 1}),
        (lambda _, messages: messages.append({**messages[4], "ref": "m9"}), {"duplicates": 1}),
        (lambda _, messages: messages.append(a_message("tess-1", "Report R-0001 delivered 10:31.", 1.5)), {"false_receipts": 1}),
        (lambda _, messages: messages.append(a_message("tess-2", "Report R-0002 acknowledged by Amara Obi", 9.0)), {"false_receipts": 1}),
        (lambda ledger, _: ledger.acknowledged[1].by.add(DEPUTY), {"false_receipts": 1}),
        (lambda _, messages: messages.append(a_message(DEPUTY, "R-0001 | Acknowledged by Amara Obi", 5.5)), {"late_reminders": 1}),
        (lambda _, messages: messages.pop(), {"unchased": 1}),
        (lambda _, messages: messages[0]["texts"].append([7.0, "R-0001 | Not acknowledged yet."]), {"stale": 1}),
    ],
    ids=[
        "a card is missing",
        "a report that nobody was told of",
        "the same message twice",
        "told of a delivery too early",
        "told of an acknowledgement that was none",
        "two told that they have it",
        "an escalation after the acknowledgement",
        "the head never heard",
        "a card says what is no longer so",
    ],
)
def test_fault_is_counted(change: Callable[[Ledger, list[dict[str, Any]]], object], fault: dict[str, int]) -> None:
    assert counted(change).failed() == fault


def test_copy_that_says_it_may_be_one_is_no_duplicate() -> None:
    def copy(_ledger: Ledger, messages: list[dict[str, Any]]) -> None:
        marked = [[9.0, f"{wording.POSSIBLE_COPY}\n{messages[4]['texts'][0][1]}"]]
        messages.append({**messages[4], "ref": "m9", "texts": marked})

    assert counted(copy).failed() == {}


def test_log_that_does_not_verify_is_a_fault() -> None:
    assert counted(log_is_whole=False).failed() == {"broken_log": 1}
