"""Every crash schedule of a small budget is clean, and the same walk finds what is wrong where something is; the large budgets are proved apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.audit import AuditLog
from bot.delivery import LEASE
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Report, RowKind, RowState
from bot.sealing import Sealer, audit_key
from bot.sending import Reason
from tests.bot.conftest import FakeClock
from tests.bot.fake_chat import LOST, NEVER_CAME, WAIT, After, Died, FakeChat, Outcome, Scene, settings_of
from tests.faults.crashing import DUPLICATE, WRONGS, Plan
from tests.faults.schedules import ONE, PLANS, SLOW, TWO, UNMARKED, WITHOUT_LOOK_UP, Found, play, table, walk

CHANNEL = "C-dsl"

SMALL = {
    "one dispatcher dies once": replace(ONE, deaths=1),
    "one call fails": replace(ONE, deaths=0, failures=1),
    "two processes": replace(TWO, deaths=0),
    "two processes, slow calls": replace(TWO, deaths=1, presses=False, posts_take=SLOW),
    "two dispatchers in one process": replace(TWO, deaths=1, presses=False, alone=True),
}
TINY = {
    "nothing fails": replace(ONE, deaths=0),
    "a process dies": replace(ONE, deaths=1, presses=False),
    "a process dies among several": replace(ONE, deaths=1, presses=False, alone=False),
    "two calls fail": replace(ONE, deaths=0, failures=2, presses=False),
    "two dispatchers": replace(TWO, deaths=0, presses=False, switches=2),
    "copies": replace(ONE, deaths=1, presses=False, look_up="blind"),
}


@pytest.mark.parametrize("plan", SMALL.values(), ids=SMALL)
def test_no_schedule_loses_doubles_or_misstates_anything(plan: Plan) -> None:
    found = walk(plan)
    assert found.wrong == {}, found.examples
    assert found.schedules >= 400


def test_same_schedules_without_look_up_show_duplicates() -> None:
    found = walk(replace(WITHOUT_LOOK_UP[UNMARKED], presses=False))
    assert found.wrong.keys() == {DUPLICATE}
    assert found.counts[DUPLICATE] > found.schedules / 4


def test_every_copy_is_marked_where_a_platform_has_no_look_up() -> None:
    assert walk(replace(WITHOUT_LOOK_UP["no look-up, copies are marked"], presses=False)).wrong == {}


@pytest.mark.parametrize("plan", TINY.values(), ids=TINY)
def test_walking_equal_states_once_changes_no_count(plan: Plan) -> None:
    once, each = walk(plan), walk(plan, prune=False)
    assert once.counts == each.counts
    assert each.runs == each.schedules


@pytest.mark.parametrize("name", PLANS)
def test_whole_schedules_played_by_chance_are_clean(name: str) -> None:
    for seed in range(3):
        counts, story = play(PLANS[name], seed)
        assert counts == {"schedules": 1}, story


def test_table_shows_what_is_wrong_with_an_example() -> None:
    found = walk(TINY["copies"], "copies")
    assert not found.is_as_it_must_be()
    lines = list(table([found]))
    assert WRONGS[DUPLICATE] in lines[-1]
    assert "dies" in lines[-1]


def test_control_that_finds_nothing_is_a_failure() -> None:
    clean = walk(TINY["nothing fails"])
    assert clean.is_as_it_must_be()
    assert not Found(UNMARKED, clean.counts, 0, 0, 0.0, {}).is_as_it_must_be()


# --- what the walks have found, each as a test of its own ---


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def scene(engine: Engine, clock: FakeClock) -> Scene:
    """Oakfield School with its fake chats, on a store of each kind."""
    settings, ring = settings_of(), new_ring()
    office = Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
    return Scene(office, clock, {"slack": FakeChat(clock), "email": FakeChat(clock, "email", can_find=False)})


def remind(scene: Scene, *outcomes: Outcome) -> Report:
    """Let a report's first reminder fall due, whose calls end so."""
    report = scene.report()
    scene.chat.then(*outcomes, place="amara")
    scene.clock.move(timedelta(minutes=15))
    return report


def reminders(scene: Scene) -> list[str]:
    """Return what amara sees of reminders, each by its first line."""
    return [one.splitlines()[0] for one in scene.texts("amara")]


def test_reminder_that_is_being_looked_for_is_not_posted_once_somebody_has_acknowledged(scene: Scene) -> None:
    report = remind(scene, NEVER_CAME)
    scene.carry()
    scene.chat.meanwhile = lambda: scene.acknowledge("amara", report)
    scene.clock.move(WAIT)
    scene.carry()
    assert reminders(scene) == []


def test_process_that_stood_still_posts_nothing_that_another_has_posted(scene: Scene) -> None:
    scene.chat.then(NEVER_CAME, place=CHANNEL)
    scene.chat.delay = WAIT
    scene.report()
    second = scene.new_courier("second")

    def stand_still() -> None:
        scene.clock.move(2 * LEASE)
        while second.carry_one():
            pass

    scene.chat.meanwhile = stand_still
    scene.clock.move(WAIT)
    scene.carry()
    assert len(scene.texts(CHANNEL)) == 1


def test_row_that_was_not_posted_for_a_lease_that_ran_out_is_carried_again(scene: Scene) -> None:
    scene.chat.then(NEVER_CAME, place=CHANNEL)
    scene.report()
    scene.chat.meanwhile = lambda: scene.clock.move(2 * LEASE)
    scene.clock.move(WAIT)
    scene.carry()
    assert len(scene.texts(CHANNEL)) == 1


@pytest.mark.parametrize("outcome", [LOST, After(Died())], ids=["reply lost", "process died"])
def test_reminder_of_which_nobody_knows_is_found_and_says_who_has_it(scene: Scene, outcome: Outcome) -> None:
    report = remind(scene, outcome)
    try:
        scene.carry()
    except Died:
        scene.courier = scene.new_courier("next")
    scene.acknowledge("amara", report)
    scene.wait(minutes=2)
    assert ["Acknowledged by Amara Obi" in one for one in scene.texts("amara")] == [True]


def test_reminder_that_never_came_is_looked_for_a_minute_and_never_posted(scene: Scene) -> None:
    report = remind(scene, NEVER_CAME)
    scene.carry()
    scene.acknowledge("amara", report)
    scene.wait(minutes=3)
    sought = [row for row in scene.rows(report, RowKind.UPDATE_CARD) if row.destination.startswith("perhaps:")]
    assert [(row.state, row.outcome) for row in sought] == [(RowState.CANCELLED, "not_found")]
    assert 2 < scene.chat.count("find") < 10
    assert reminders(scene) == []


def test_reminder_whose_call_ended_well_after_all_is_not_looked_for(scene: Scene) -> None:
    report = remind(scene)
    scene.chat.meanwhile = lambda: scene.acknowledge("amara", report)
    scene.carry()
    assert ["Acknowledged by Amara Obi" in one for one in scene.texts("amara")] == [True]
    assert scene.chat.count("find") == 0


def test_reminder_by_mail_of_which_nobody_knows_is_left_as_it_is(scene: Scene) -> None:
    report = remind(scene)
    scene.mail.then(LOST)
    scene.chat.closed["amara"] = scene.chat.closed["ben"] = Reason.GONE
    scene.carry()
    scene.acknowledge("amara", report)
    scene.wait(minutes=2)
    sought = [row for row in scene.rows(report, RowKind.UPDATE_CARD) if row.destination.startswith("perhaps:")]
    assert {row.outcome for row in sought} <= {"cannot_be_found", "known"}
    assert sought
    assert len(scene.mail.messages) == 1
