"""One contract over both databases: whatever people, chats, clocks and crashes do in whatever order, what reports promise holds after each step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.reports import Kind
from bot.store.engine import open_engine
from tests.faults.contract import TESS, Contract, contract_on
from tests.faults.world import make_database, quick_sqlite


@pytest.fixture(params=["sqlite", "postgresql"])
def contract(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[type[Contract]]:
    """The machine on an empty database of each kind."""
    if request.param == "sqlite":
        with quick_sqlite(tmp_path) as engine, contract_on(engine, alone=True) as machine:
            yield machine
        return
    engine = open_engine(make_database(request.getfixturevalue("postgresql_server")))
    with contract_on(engine, alone=False) as machine:
        yield machine
    engine.dispose()


def how_often() -> settings:
    """Return how many runs of how many steps: few in `make test`, 20,000 of 50 with `--hypothesis-profile=prove`."""
    proving = settings.get_current_profile_name() == "prove"
    runs, steps = (20_000, 50) if proving else (20, 25)
    return settings(max_examples=runs, stateful_step_count=steps, deadline=None, derandomize=not proving, suppress_health_check=list(HealthCheck))


def test_what_reports_promise_holds_after_every_step(contract: type[Contract]) -> None:
    run_state_machine_as_test(contract, settings=how_often())


# --- found by it, or thought of beside it ---


def test_chain_whose_steps_fall_due_out_of_order_goes_on(contract: type[Contract]) -> None:
    at = contract()
    at.move_clock(timedelta(hours=12))  # the head, who counts the nights too, is due before those who come first
    at.submit(key=0, kind=Kind.ONLINE_INCIDENT, danger="no", who=TESS, about=(), typed="", oneself=False)
    for _ in range(3):
        at.move_clock(timedelta(hours=6))
        at.carry_all()
        at.contract_holds()


def test_process_may_die_at_any_word_to_the_database(contract: type[Contract]) -> None:
    at = contract()
    for words in range(1, 50, 2):
        at.submit(key=words, kind=Kind.SAFEGUARDING_CONCERN, danger="no", who=TESS, about=(), typed="", oneself=False)
        at.die_soon(words=words)
        at.contract_holds()
    at.all_is_well()
    at.contract_holds()
    assert at.met["died"]
