"""No report is ever without a next step: one that is missing is owed again and told to IT, and only a clean look gives a sign of life."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot import outbox, reporting, responding, watch
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN
from bot.reports import Kind, Outcome, Report, RowKind, RowState, State
from bot.sending import Reason
from bot.store.tables import outbox as table
from bot.store.tables import report as reports
from bot.watch import LATE, Health
from tests.bot.fake_chat import BUSY, SCHOOL, TESS, OpenScene, Scene

DAY = timedelta(days=1)
NO_WAIT = timedelta(0)


def lose_rows(scene: Scene, report: Report, *kinds: RowKind) -> None:
    """Let rows be gone, as no path of ours does it."""
    with scene.office.engine.begin() as connection:
        connection.execute(delete(table).where(table.c.report_id == report.id, table.c.kind.in_(kinds)))


def waiting(scene: Scene, report: Report, *kinds: RowKind) -> list[str]:
    return [row.destination for row in scene.rows(report, *kinds, state=RowState.TODO)]


def self_tests(scene: Scene) -> list[tuple[str, str]]:
    with scene.office.looking() as connection:
        rows = connection.execute(select(table).where(table.c.kind == RowKind.SELF_TEST).order_by(table.c.id))
        return [(row.school, row.destination) for row in rows]


# --- every report has a next step ---


@pytest.mark.parametrize("state", State)
def test_report_that_goes_its_way_needs_nothing(scene: Scene, state: State) -> None:
    report = scene.report()
    if state in (State.ACKNOWLEDGED, State.CLOSED):
        scene.acknowledge("amara", report)
    if state is State.CLOSED:
        responding.record_outcome(scene.office, scene.person("amara"), report.id, Outcome.MONITOR, "seen")
    if state is State.WITHDRAWN:
        reporting.withdraw(scene.office, TESS, report.id)
    scene.carry()
    before = scene.rows(report)
    assert watch.look(scene.office) == Health(NO_WAIT, (), ())
    assert scene.rows(report) == before


@pytest.mark.parametrize("kind", Kind)
def test_missing_step_of_an_open_report_is_owed_again_and_told(stored_scene: Scene, kind: Kind) -> None:
    scene = stored_scene
    report = scene.report(kind)
    lose_rows(scene, report, *OWED_WHILE_OPEN)
    health = watch.look(scene.office)
    assert (health.armed_again, health.is_clean) == (("R-0001",), False)
    assert waiting(scene, report, *OWED_WHILE_OPEN)
    scene.carry()
    assert any("R-0001 had no next step, and has one again" in one for one in scene.texts("farid"))
    assert watch.look(scene.office).is_clean


def test_missing_step_of_an_acknowledged_report_is_owed_again(stored_scene: Scene) -> None:
    scene = stored_scene
    report = scene.report()
    scene.acknowledge("amara", report)
    lose_rows(scene, report, *OWED_WHILE_ACKNOWLEDGED)
    assert watch.look(scene.office).armed_again == ("R-0001",)
    assert waiting(scene, report, *OWED_WHILE_ACKNOWLEDGED) == ["assigned", "report"]


def test_chase_that_was_armed_again_reaches_somebody(scene: Scene) -> None:
    report = scene.report()
    lose_rows(scene, report, *OWED_WHILE_OPEN)
    watch.look(scene.office)
    scene.wait(minutes=31)
    assert scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE) == ["person:amara", "person:ben"]


def test_step_that_is_in_the_air_is_a_next_step(scene: Scene) -> None:
    report = scene.report()
    with scene.office.engine.begin() as connection:
        connection.execute(update(table).where(table.c.kind.in_(OWED_WHILE_OPEN)).values(state=RowState.SENDING))
    assert watch.look(scene.office).armed_again == ()
    assert not scene.rows(report, RowKind.WARN_IT)


def test_only_the_report_that_lacks_a_step_is_armed(scene: Scene) -> None:
    fine, lacking = scene.report(), scene.report()
    lose_rows(scene, lacking, *OWED_WHILE_OPEN)
    before = scene.rows(fine)
    assert watch.look(scene.office).armed_again == (lacking.reference,)
    assert scene.rows(fine) == before


def test_two_watches_at_once_arm_a_report_once(stored_scene: Scene) -> None:
    scene = stored_scene
    report = scene.report()
    lose_rows(scene, report, *OWED_WHILE_OPEN)
    start = threading.Barrier(2)

    def look() -> Health:
        start.wait()
        return watch.look(scene.office)

    with ThreadPoolExecutor(2) as pool:
        both = [one.result() for one in [pool.submit(look), pool.submit(look)]]
    assert sorted(len(health.armed_again) for health in both) == [0, 1]
    assert len(waiting(scene, report, *OWED_WHILE_OPEN)) == 3


def test_report_that_cannot_be_opened_keeps_no_other_from_being_armed(scene: Scene) -> None:
    lost, lacking = scene.report(), scene.report()
    for report in (lost, lacking):
        lose_rows(scene, report, *OWED_WHILE_OPEN)
    with scene.office.engine.begin() as connection:
        connection.execute(update(reports).where(reports.c.id == lost.id).values(wrapped_key=b"\x01" + bytes(60)))
    assert watch.look(scene.office) == Health(NO_WAIT, (lacking.reference,), (lost.reference,))
    assert watch.look(scene.office).is_clean is False


def test_report_of_a_school_that_was_taken_out_is_told_of(scene: Scene) -> None:
    report = scene.report()
    with scene.office.engine.begin() as connection:
        connection.execute(update(reports).values(school="elsewhere"))
        connection.execute(delete(table))
    assert watch.look(scene.office).stuck == (report.reference,)


# --- how delivery stands ---


@pytest.mark.parametrize(("minutes", "clean"), [(0, True), (1, True), (2, False), (60, False)])
def test_delivery_that_is_behind_gives_no_sign_of_life(scene: Scene, minutes: int, clean: bool) -> None:
    scene.submit()
    scene.clock.move(timedelta(minutes=minutes))
    health = watch.look(scene.office)
    assert (health.oldest, health.is_clean) == (timedelta(minutes=minutes), clean)


def test_outage_of_the_chat_gives_no_sign_of_life_though_each_row_is_tried(scene: Scene) -> None:
    scene.chat.down = scene.mail.down = BUSY
    scene.submit()
    scene.wait(minutes=3)
    health = watch.look(scene.office)
    assert health.oldest >= LATE
    assert health.is_clean is False


def test_channel_that_is_closed_is_no_stop_of_delivery(scene: Scene) -> None:
    scene.chat.closed = {"C-dsl": Reason.GONE}
    scene.report()
    scene.wait(minutes=14)
    assert watch.look(scene.office).is_clean


@pytest.mark.parametrize(
    ("health", "clean"),
    [
        (Health(NO_WAIT, ()), True),
        (Health(LATE - timedelta(seconds=1), ()), True),
        (Health(LATE, ()), False),
        (Health(NO_WAIT, ("R-0001",)), False),
        (Health(NO_WAIT, (), ("R-0001",)), False),
    ],
)
def test_sign_of_life_needs_everything_to_be_clean(health: Health, clean: bool) -> None:
    assert health.is_clean is clean


# --- the daily test ---


def test_every_channel_is_tested_once_a_day(scene: Scene) -> None:
    for hours in (0, 1, 22, 1, 1):
        scene.wait(hours=hours)
        watch.owe_self_tests(scene.office)
        scene.carry()
    assert self_tests(scene) == [(SCHOOL, "channel:dsl"), (SCHOOL, "channel:slt")] * 2


def test_test_that_has_not_arrived_yet_is_not_owed_again(scene: Scene) -> None:
    scene.chat.down = BUSY
    for _ in range(3):
        watch.owe_self_tests(scene.office)
        scene.carry()
        scene.clock.move(timedelta(hours=13))
    assert len(self_tests(scene)) == 2


@pytest.mark.parametrize(("channels", "expected"), [({}, []), ({"other": {"slack": "C"}}, []), ({"slt": {"slack": "C"}}, ["channel:slt"])])
def test_only_channels_that_take_reports_are_tested(open_scene: OpenScene, channels: dict[str, dict[str, str]], expected: list[str]) -> None:
    scene = open_scene(channels=channels)
    watch.owe_self_tests(scene.office)
    assert [destination for _, destination in self_tests(scene)] == expected


def test_each_school_tests_its_own_channels(open_scene: OpenScene) -> None:
    scene = open_scene(also=[{"key": "elmfield", "policy": "iwys", "channels": {"dsl": {"slack": "C-elm"}}}])
    watch.owe_self_tests(scene.office)
    scene.carry()
    assert self_tests(scene) == [(SCHOOL, "channel:dsl"), (SCHOOL, "channel:slt"), ("elmfield", "channel:dsl")]
    assert [len(scene.texts(place)) for place in ("C-dsl", "C-elm")] == [1, 1]


def test_tests_belong_to_no_report(scene: Scene) -> None:
    watch.owe_self_tests(scene.office)
    with scene.office.looking() as connection:
        assert connection.execute(select(table.c.report_id)).scalars().all() == [None, None]
        assert outbox.next_due(connection) == scene.clock.now()


# --- reports that nobody has recorded ---


def test_it_hears_once_a_week_of_a_report_that_cannot_be_purged(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    responding.record_outcome(scene.office, scene.person("amara"), report.id, Outcome.MONITOR, "seen")
    scene.wait(days=100)
    for days in (0, 1, 7):
        scene.wait(days=days)
        assert watch.warn_of_overdue(scene.office) == ("R-0001",)
        scene.carry()
    assert sum("nobody has marked it as recorded" in one for one in scene.texts("farid")) == 2


def test_nothing_is_told_of_reports_whose_time_has_not_come(scene: Scene) -> None:
    scene.report()
    assert watch.warn_of_overdue(scene.office) == ()
    assert scene.texts("farid") == []
