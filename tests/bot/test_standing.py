"""Where a report stands is read from its rows and openings: stored is not delivered, delivered is not opened, opened is not acknowledged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import outbox
from bot.outbox import Owed
from bot.reports import Kind, Outcome, Report, RowKind, RowState, State
from bot.responding import record_outcome
from bot.sending import Reason, Transient
from bot.standing import OVERDUE, REACHES_SOMEBODY, Arrival
from bot.store.tables import outbox as table
from tests.bot.fake_chat import BUSY, LOST, NEVER_CAME, OpenScene, Scene

MINUTE = timedelta(minutes=1)


def put_row(scene: Scene, report: Report, kind: RowKind, *, state: RowState, message_ref: str | None, destination: str = "person:amara") -> None:
    """Put a row of a kind there, settled as said."""
    with scene.office.writing() as connection:
        outbox.owe(connection, report.id, report.school, [Owed(kind, 77, destination, scene.clock.now())])
        settled = {"state": state, "message_ref": message_ref, "settled_at": 1_794_825_060_000, "outcome": "sent"}
        connection.execute(update(table).where(table.c.step == 77).values(**settled))


# --- stored, delivered ---


def test_report_that_is_stored_is_delivered_to_nobody_yet(scene: Scene) -> None:
    standing = scene.standing(scene.submit())
    assert (standing.delivered, standing.arrivals, standing.openings, standing.unconfirmed) == (None, (), (), False)


def test_report_is_delivered_once_a_platform_has_returned_a_message(scene: Scene) -> None:
    report = scene.submit()
    scene.clock.move(MINUTE)
    scene.carry()
    assert scene.standing(report).delivered == Arrival(RowKind.CARD, "channel:dsl", report.reported_at + MINUTE)


@pytest.mark.parametrize("kind", RowKind)
def test_only_a_message_to_somebody_who_can_act_is_an_arrival(scene: Scene, kind: RowKind) -> None:
    report = scene.submit()
    put_row(scene, report, kind, state=RowState.SENT, message_ref="ref")
    assert bool(scene.standing(report).arrivals) is (kind in REACHES_SOMEBODY)


@pytest.mark.parametrize("kind", [RowKind.RECEIPT, RowKind.TELL_REPORTER, RowKind.UPDATE_CARD, RowKind.WARN_IT, RowKind.SELF_TEST])
def test_word_to_the_reporter_or_to_it_never_counts_as_delivery(kind: RowKind) -> None:
    assert kind not in REACHES_SOMEBODY


@pytest.mark.parametrize(
    ("state", "message_ref"),
    [(RowState.TODO, "ref"), (RowState.SENDING, "ref"), (RowState.CANCELLED, "ref"), (RowState.SENT, None)],
)
def test_row_that_put_no_message_anywhere_is_no_arrival(scene: Scene, state: RowState, message_ref: str | None) -> None:
    report = scene.submit()
    put_row(scene, report, RowKind.CARD, state=state, message_ref=message_ref)
    assert scene.standing(report).arrivals == ()


@pytest.mark.parametrize("outcome", [BUSY, NEVER_CAME, LOST], ids=["refused for now", "request lost", "reply lost"])
def test_nothing_is_delivered_while_nobody_can_tell(scene: Scene, outcome: Transient) -> None:
    scene.chat.then(outcome)
    assert scene.standing(scene.report()).delivered is None


def test_arrivals_come_in_the_order_in_which_they_arrived(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=61)
    assert [one.destination for one in scene.standing(report).arrivals] == ["channel:dsl", "person:amara", "person:ben", "person:chidi"]


# --- opened ---


def test_openings_say_who_and_when_first(scene: Scene) -> None:
    report = scene.report()
    for name in ("ben", "amara", "ben"):
        scene.clock.move(MINUTE)
        scene.open(name, report)
    begun = report.reported_at
    assert scene.standing(report).openings == (("ben", begun + MINUTE), ("amara", begun + 2 * MINUTE))


# --- what comes next ---


@pytest.mark.parametrize(
    ("kind", "urgent", "expected"),
    [
        (Kind.SAFEGUARDING_CONCERN, False, ("role:deputy", 30)),
        (Kind.PUPIL_CONTACT, False, ("role:deputy", 240)),
        (Kind.ADULT_CONCERN, False, ("role:chair", 120)),
        (Kind.ONLINE_INCIDENT, False, ("role:head", 240)),
        (Kind.SAFEGUARDING_CONCERN, True, ("role:deputy", 10)),
    ],
)
def test_next_step_is_the_next_person_never_a_reminder(scene: Scene, kind: Kind, urgent: bool, expected: tuple[str, int]) -> None:
    report = scene.submit(kind, urgent=urgent)
    standing = scene.standing(report)
    assert standing.next_at is not None
    assert (standing.next_destination, (standing.next_at - report.reported_at) / MINUTE) == expected


def test_next_step_moves_on_with_the_chase(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=31)
    assert scene.standing(report).next_destination == "role:head"
    scene.wait(minutes=30)
    standing = scene.standing(report)
    assert (standing.next_destination, standing.next_at) == ("role:head", report.reported_at + 120 * MINUTE)


def test_acknowledged_report_has_no_next_person(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    standing = scene.standing(report)
    assert (standing.next_at, standing.next_destination, standing.report.state) == (None, "", State.ACKNOWLEDGED)


# --- not confirmed ---


def test_report_is_unconfirmed_once_every_route_has_failed(scene: Scene) -> None:
    scene.chat.closed, scene.mail.closed = {"*": Reason.REVOKED}, {"*": Reason.GONE}
    assert scene.standing(scene.report()).unconfirmed is True


def test_report_is_not_unconfirmed_while_a_route_is_being_tried(scene: Scene) -> None:
    scene.chat.closed, scene.mail.down = {"*": Reason.REVOKED}, BUSY
    assert scene.standing(scene.report()).unconfirmed is False


def test_report_is_unconfirmed_once_patience_with_the_last_route_is_at_an_end(scene: Scene) -> None:
    scene.chat.closed, scene.mail.down = {"*": Reason.REVOKED}, BUSY
    report = scene.report()
    scene.wait(minutes=7)
    assert scene.standing(report).unconfirmed is True


def test_report_is_confirmed_again_as_soon_as_one_message_arrives(scene: Scene) -> None:
    scene.chat.closed, scene.mail.down = {"*": Reason.REVOKED}, BUSY
    report = scene.report()
    scene.wait(minutes=7)
    scene.mail.down = None
    scene.wait(minutes=2)
    standing = scene.standing(report)
    assert standing.unconfirmed is False
    assert standing.delivered is not None
    assert standing.delivered.destination.startswith("email:")


def test_step_that_nobody_can_take_does_not_make_a_report_unconfirmed_that_is_still_on_its_way(open_scene: OpenScene) -> None:
    scene = open_scene(chains={"safeguarding_concern": [{"role": "dsl", "after": "1h"}, {"role": "chair", "after": "1min", "always": True}]})
    scene.chat.down = BUSY
    report = scene.report(about=("dana",))
    scene.wait(minutes=2)
    assert scene.standing(report).unconfirmed is False


# --- overdue ---


@pytest.mark.parametrize(("minutes", "expected"), [(0, False), (14, False), (15, True), (31, True)])
def test_report_is_overdue_once_somebody_was_reminded(scene: Scene, minutes: int, expected: bool) -> None:
    report = scene.report()
    scene.wait(minutes=minutes)
    assert scene.standing(report).is_overdue() is expected


def test_acknowledged_and_closed_reports_are_not_overdue(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=16)
    scene.acknowledge("amara", report)
    assert scene.standing(report).is_overdue() is False
    record_outcome(scene.office, scene.person("amara"), report.id, Outcome.MONITOR, "seen")
    assert scene.standing(report).is_overdue() is False
    assert set(OVERDUE) < set(REACHES_SOMEBODY)
