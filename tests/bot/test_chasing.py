"""What is owed changes with the state of a report: the chase ends, begins anew, and nobody is left with what is no longer so."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot import chasing, outbox
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN
from bot.reports import Kind, Outcome, Report, RowKind, RowState, State
from bot.responding import record_outcome, reopen
from tests.bot.fake_chat import OpenScene, Scene

HOUR = timedelta(hours=1)
CHASE = (RowKind.REMIND, RowKind.ESCALATE)


def waiting(scene: Scene, report: Report, *kinds: RowKind) -> list[str]:
    return [f"{row.kind} {row.step} {row.destination}" for row in scene.rows(report, *kinds, state=RowState.TODO)]


# --- beginning ---


def test_whole_chase_is_owed_when_a_report_is_accepted(scene: Scene) -> None:
    assert waiting(scene, scene.submit(), *CHASE) == ["remind 0 role:dsl", "escalate 1 role:deputy", "escalate 2 role:head"]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("urgent", [False, True])
def test_every_report_owes_a_next_step_from_the_first_moment(scene: Scene, kind: Kind, urgent: bool) -> None:
    report = scene.submit(kind, urgent=urgent)
    assert waiting(scene, report, *OWED_WHILE_OPEN)
    assert not scene.rows(report, *OWED_WHILE_ACKNOWLEDGED)


def test_next_step_of_a_chase_was_never_used_before(scene: Scene) -> None:
    report = scene.submit()
    with scene.office.looking() as connection:
        assert chasing.next_chase_step(connection, report) == 3


def test_chain_of_the_school_is_the_one_that_is_owed(open_scene: OpenScene) -> None:
    scene = open_scene(chains={"pupil_contact": [{"role": "deputy", "after": "1h"}, {"role": "chair", "next_working_day_at": "07:30"}]})
    report = scene.submit(Kind.PUPIL_CONTACT)
    assert waiting(scene, report, *CHASE) == ["escalate 0 role:deputy", "escalate 1 role:chair"]


def test_plan_that_runs_is_not_changed_by_settings_that_come_later(open_scene: OpenScene) -> None:
    report = open_scene().submit(Kind.PUPIL_CONTACT)
    later = open_scene(chains={"pupil_contact": [{"role": "chair", "after": "5min"}]})
    later.wait(minutes=10)
    assert waiting(later, report, *CHASE) == ["remind 0 role:dsl", "escalate 1 role:deputy", "escalate 2 role:head"]


# --- ending ---


def test_acknowledgement_ends_the_chase_and_owes_the_outcome(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    assert {row.state for row in scene.rows(report, *CHASE)} == {RowState.CANCELLED}
    assert {row.outcome for row in scene.rows(report, *CHASE)} == {State.ACKNOWLEDGED}
    assert waiting(scene, report, *OWED_WHILE_ACKNOWLEDGED) == ["outcome_reminder 0 assigned", "reopen 0 report"]


def test_outcome_ends_everything(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    record_outcome(scene.office, scene.person("amara"), report.id, Outcome.MONITOR, "seen")
    scene.carry()
    scene.until(datetime(2026, 12, 18, 18, tzinfo=UTC))
    assert waiting(scene, report) == []
    assert not scene.rows(report, *OWED_WHILE_ACKNOWLEDGED, state=RowState.SENT)


# --- opening again ---


def close_and_reopen(scene: Scene) -> Report:
    report = scene.report()
    scene.acknowledge("amara", report)
    record_outcome(scene.office, scene.person("amara"), report.id, Outcome.MONITOR, "seen")
    scene.carry()
    reopen(scene.office, scene.person("ben"), report.id, "more came up")
    return scene.now(report)


def test_report_that_is_open_again_is_chased_from_the_beginning(scene: Scene) -> None:
    report = close_and_reopen(scene)
    assert (report.state, report.assigned_to, report.outcome, report.closed_at, report.closed_by) == (State.OPEN, None, None, None, None)
    assert waiting(scene, report, *CHASE) == ["remind 3 role:dsl", "escalate 4 role:deputy", "escalate 5 role:head"]


def test_report_that_is_open_again_remembers_who_had_it(scene: Scene) -> None:
    report = close_and_reopen(scene)
    assert (report.acknowledged_by, report.acknowledged_at) == ("amara", report.reported_at)


def test_report_can_be_acknowledged_and_opened_again_any_number_of_times(scene: Scene) -> None:
    report = scene.report()
    for _ in range(3):
        scene.acknowledge("amara", report)
        scene.carry()
        reopen(scene.office, scene.person("amara"), report.id, "not yet")
        scene.carry()
        assert len(waiting(scene, report, *CHASE)) == 3
        assert waiting(scene, report, *OWED_WHILE_ACKNOWLEDGED) == []


def test_transaction_that_fails_leaves_the_chase_as_it_was(scene: Scene) -> None:
    report = scene.report()
    before = waiting(scene, report)
    with suppress(ZeroDivisionError), scene.office.writing() as connection:
        chasing.end_chase(scene.office, connection, report, scene.clock.now())
        raise ZeroDivisionError
    assert waiting(scene, report) == before


# --- who was told something else ---


def edits(scene: Scene, report: Report) -> list[str]:
    return [row.destination for row in scene.rows(report, RowKind.UPDATE_CARD, state=RowState.TODO)]


def update_cards(scene: Scene, report: Report) -> None:
    with scene.office.writing() as connection:
        chasing.update_cards(connection, report, scene.clock.now())


def test_every_message_that_shows_the_state_is_edited_when_it_changes(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=31)
    shown = [row.id for row in scene.rows(report) if row.message_ref and row.kind in chasing.EDITABLE]
    update_cards(scene, report)
    assert edits(scene, report) == [f"row:{one}" for one in shown]
    assert len(shown) == 3


def test_edit_that_still_waits_is_not_owed_twice(scene: Scene) -> None:
    report = scene.report()
    for _ in range(3):
        update_cards(scene, report)
    assert len(edits(scene, report)) == 1


def test_edit_that_was_carried_out_is_owed_anew(scene: Scene) -> None:
    report = scene.report()
    for _ in range(3):
        update_cards(scene, report)
        scene.carry()
    assert scene.chat.at("C-dsl")[0].edits == 3
    assert len(scene.chat.at("C-dsl")) == 1


def test_message_that_was_never_sent_is_not_edited(scene: Scene) -> None:
    report = scene.submit()
    update_cards(scene, report)
    assert edits(scene, report) == []


def test_word_to_the_reporter_stays_as_it_was_said(scene: Scene) -> None:
    assert RowKind.RECEIPT not in chasing.EDITABLE
    assert RowKind.TELL_REPORTER not in chasing.EDITABLE
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.carry()
    assert all(message.edits == 0 for message in scene.chat.at("tess"))


def test_reporter_is_owed_word_of_every_change(scene: Scene) -> None:
    report = scene.submit()
    with scene.office.writing() as connection:
        for _ in range(3):
            chasing.tell_reporter(connection, report, scene.clock.now())
    assert [row.step for row in scene.rows(report, RowKind.TELL_REPORTER)] == [0, 1, 2]


def test_what_is_told_is_the_truth_when_it_is_sent_and_told_once(scene: Scene) -> None:
    report = scene.report()
    scene.open("amara", report)
    scene.acknowledge("amara", report)
    before = len(scene.told())
    scene.carry()
    assert [one.splitlines()[0] for one in scene.told()[before:]] == ["Report R-0001 acknowledged by Amara Obi, 10:31."]
    assert "superseded" in {row.outcome for row in scene.rows(report, RowKind.TELL_REPORTER)}


def test_nothing_that_is_owed_names_what_a_report_says(scene: Scene) -> None:
    report = scene.report()
    with scene.office.looking() as connection:
        kept = [str(value) for row in outbox.rows_of(connection, report.id) for value in row]
    assert not any("canary" in value.casefold() for value in kept)
