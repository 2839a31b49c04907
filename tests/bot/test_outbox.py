"""What is owed is claimed by one, settled by who claimed it, cancelled also in the air, and never deleted: on each kind of database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot import outbox
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN, OutboxRow, Owed
from bot.reports import RowKind, RowState
from bot.store.engine import reading
from bot.store.moments import from_millis, to_millis
from bot.store.tables import outbox as table
from bot.store.tables import report

NOW = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
T = TypeVar("T")
LEASE = timedelta(seconds=20)
SECOND = timedelta(seconds=1)
REPORT, OTHER = "r1", "r2"
MINE, THEIRS = "mine", "theirs"


@pytest.fixture
def engine(each_store: Engine) -> Engine:
    """A database of each kind in which two reports stand."""
    with each_store.begin() as connection:
        for number, one in enumerate((REPORT, OTHER), start=1):
            fixed = {"kind": "pupil_contact", "urgency": "normal", "state": "open", "reporter_id": "slack:tess", "odd_reporter": False, "held": False}
            connection.execute(insert(report).values(id=one, school="oakfield", number=number, submission_key=one, reported_at=0, **fixed))
    return each_store


def owe(engine: Engine, *owed: Owed, report_id: str | None = REPORT, school: str = "oakfield") -> None:
    with engine.begin() as connection:
        outbox.owe(connection, report_id, school, owed)


def a_card(due_at: datetime = NOW, destination: str = "channel:dsl", *, kind: RowKind = RowKind.CARD, step: int = 0) -> Owed:
    return Owed(kind, step, destination, due_at)


def claim(engine: Engine, owner: str = MINE, at: datetime = NOW) -> OutboxRow | None:
    with engine.begin() as connection:
        return outbox.claim(connection, owner, at, LEASE)


def claimed(engine: Engine, owner: str = MINE, at: datetime = NOW) -> OutboxRow:
    row = claim(engine, owner, at)
    assert row is not None
    return row


def settle(engine: Engine, row: OutboxRow, owner: str = MINE, *, message_ref: str | None = "ref", state: RowState = RowState.SENT) -> bool:
    with engine.begin() as connection:
        return outbox.settle(connection, row, owner, NOW, state=state, outcome="sent", message_ref=message_ref)


def postpone(engine: Engine, row: OutboxRow, until: datetime, owner: str = MINE, *, in_doubt: bool = False) -> object:
    with engine.begin() as connection:
        return outbox.postpone(connection, row, owner, until, in_doubt=in_doubt)


def cancel(engine: Engine, kinds: Collection[RowKind], report_id: str = REPORT) -> None:
    with engine.begin() as connection:
        outbox.cancel(connection, report_id, kinds, NOW, "acknowledged")


def rows(engine: Engine) -> list[Row[Any]]:
    with reading(engine).connect() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def only(engine: Engine) -> Row[Any]:
    (row,) = rows(engine)
    return row


def asked(engine: Engine, question: Callable[[Connection], T]) -> T:
    with reading(engine).connect() as connection:
        return question(connection)


# --- owing ---


def test_what_is_owed_waits_untried_under_a_key_of_its_own(engine: Engine) -> None:
    owe(engine, Owed(RowKind.ESCALATE, 2, "role:head", NOW, "2026-11-17T09:00 Europe/London"), a_card())
    escalation, card = rows(engine)
    assert (escalation.report_id, escalation.school, escalation.kind, escalation.step) == (REPORT, "oakfield", "escalate", 2)
    assert (escalation.destination, escalation.due_at, escalation.civil_due) == ("role:head", to_millis(NOW), "2026-11-17T09:00 Europe/London")
    assert (card.state, card.attempts, card.civil_due) == (RowState.TODO, 0, None)
    assert (card.first_tried_at, card.owner, card.message_ref, card.settled_at, card.outcome) == (None,) * 5
    assert len({escalation.message_key, card.message_key}) == 2


@pytest.mark.parametrize("state", [RowState.TODO, RowState.SENT, RowState.CANCELLED])
def test_what_is_owed_already_is_owed_once(engine: Engine, state: RowState) -> None:
    owe(engine, a_card(), a_card())
    with engine.begin() as connection:
        connection.execute(update(table).values(state=state))
    owe(engine, a_card(NOW + SECOND))
    assert (only(engine).state, only(engine).due_at) == (state, to_millis(NOW))


@pytest.mark.parametrize(
    "other",
    [a_card(step=1), a_card(destination="channel:slt"), a_card(kind=RowKind.FALLBACK)],
    ids=["step", "destination", "kind"],
)
def test_what_differs_in_anything_is_another_thing_owed(engine: Engine, other: Owed) -> None:
    owe(engine, a_card(), other)
    assert len(rows(engine)) == 2


def test_same_step_of_another_report_is_owed_too(engine: Engine) -> None:
    owe(engine, a_card())
    owe(engine, a_card(), report_id=OTHER)
    assert [row.report_id for row in rows(engine)] == [REPORT, OTHER]


def test_self_test_belongs_to_no_report_and_is_owed_once_a_school(engine: Engine) -> None:
    for school in ("oakfield", "elmfield", "oakfield"):
        owe(engine, a_card(kind=RowKind.SELF_TEST), report_id=None, school=school)
    assert [(row.report_id, row.school) for row in rows(engine)] == [(None, "oakfield"), (None, "elmfield")]


def test_nothing_is_owed_for_a_report_that_does_not_exist(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        owe(engine, a_card(), report_id="nowhere")


def test_transaction_that_fails_owes_nothing(engine: Engine) -> None:
    with suppress(ZeroDivisionError), engine.begin() as connection:
        outbox.owe(connection, REPORT, "oakfield", [a_card()])
        raise ZeroDivisionError
    assert rows(engine) == []


def test_next_step_goes_on_after_the_highest_of_its_kind(engine: Engine) -> None:
    owe(engine, a_card(step=4), a_card(kind=RowKind.REMIND, step=7))
    owe(engine, a_card(step=9), report_id=OTHER)
    steps = asked(engine, lambda connection: [outbox.next_step(connection, REPORT, kind) for kind in (RowKind.CARD, RowKind.REMIND, RowKind.REOPEN)])
    assert steps == [5, 8, 0]


# --- claiming ---


def test_nothing_is_claimed_before_it_is_due(engine: Engine) -> None:
    owe(engine, a_card(NOW + SECOND))
    assert claim(engine) is None
    assert claimed(engine, at=NOW + SECOND).attempts == 1


def test_claim_counts_the_attempt_before_any_call(engine: Engine) -> None:
    owe(engine, a_card())
    row, stored = claimed(engine), only(engine)
    assert (stored.state, stored.owner, stored.attempts, stored.outcome) == (RowState.SENDING, MINE, 1, outbox.CALLING)
    assert (from_millis(stored.leased_until), from_millis(stored.first_tried_at)) == (NOW + LEASE, NOW)
    assert (row.attempts, row.first_tried_at, row.in_doubt, row.message_key) == (1, NOW, False, stored.message_key)
    assert (row.report_id, row.school, row.kind, row.step, row.destination) == (REPORT, "oakfield", RowKind.CARD, 0, "channel:dsl")


def test_earliest_due_row_is_claimed_first_and_of_two_the_older(engine: Engine) -> None:
    owe(engine, a_card(step=1), a_card(NOW - SECOND, step=2), a_card(step=3))
    assert [claimed(engine).step for _ in range(3)] == [2, 1, 3]
    assert claim(engine) is None


def test_claimed_row_is_nobody_elses_while_its_lease_runs(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    assert claim(engine, THEIRS, NOW + LEASE - timedelta(milliseconds=1)) is None


def test_row_whose_lease_ran_out_is_claimed_in_doubt_by_another(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    again = claimed(engine, THEIRS, NOW + LEASE)
    assert (again.attempts, again.first_tried_at, again.in_doubt) == (2, NOW, True)
    assert only(engine).owner == THEIRS


def test_two_that_claim_at_once_never_claim_the_same(engine: Engine) -> None:
    owe(engine, *(a_card(step=step) for step in range(30)))
    start = threading.Barrier(2)

    def claim_all(owner: str) -> list[int]:
        start.wait()
        found: list[int] = []
        while (row := claim(engine, owner)) is not None:
            found.append(row.step)
        return found

    with ThreadPoolExecutor(2) as pool:
        mine, theirs = pool.map(claim_all, (MINE, THEIRS))
    rest = claim_all_left(engine)
    assert sorted(mine + theirs + rest) == list(range(30))


def claim_all_left(engine: Engine) -> list[int]:
    """Claim what is left where both gave up in the same instant."""
    return [row.step for row in iter(lambda: claim(engine), None)]


def test_claim_that_is_rolled_back_was_no_claim(engine: Engine) -> None:
    owe(engine, a_card())
    with suppress(ZeroDivisionError), engine.begin() as connection:
        outbox.claim(connection, MINE, NOW, LEASE)
        raise ZeroDivisionError
    assert (claimed(engine, THEIRS).attempts, only(engine).owner) == (1, THEIRS)


def test_looking_whether_anything_is_due_claims_nothing(engine: Engine) -> None:
    owe(engine, a_card(NOW + SECOND))
    due = [asked(engine, lambda connection, at=at: outbox.is_due(connection, at)) for at in (NOW, NOW + SECOND)]
    assert (due, only(engine).attempts) == ([False, True], 0)


def test_lease_that_ran_out_is_due_and_one_that_runs_is_not(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    assert [asked(engine, lambda connection, at=at: outbox.is_due(connection, at)) for at in (NOW, NOW + LEASE)] == [False, True]


# --- doubt ---


@pytest.mark.parametrize(
    ("ended_in_doubt", "then_in_doubt", "expected"),
    [
        pytest.param([False], False, False, id="certainly not sent"),
        pytest.param([True], False, True, id="the reply was lost"),
        pytest.param([True, False], False, True, id="a doubt stays through a later certain failure"),
        pytest.param([False, True], False, True, id="a later call is in doubt"),
        pytest.param([False, False], False, False, id="never sent, twice"),
    ],
)
def test_doubt_is_kept_from_call_to_call(engine: Engine, ended_in_doubt: list[bool], then_in_doubt: bool, expected: bool) -> None:
    owe(engine, a_card())
    for one in ended_in_doubt:
        postpone(engine, claimed(engine), NOW, in_doubt=one)
    assert claimed(engine).in_doubt is expected


def test_process_that_died_in_its_second_call_leaves_a_doubt(engine: Engine) -> None:
    owe(engine, a_card())
    postpone(engine, claimed(engine), NOW, in_doubt=False)
    assert claimed(engine).in_doubt is False
    assert claimed(engine, THEIRS, NOW + LEASE).in_doubt is True


def test_row_put_back_untouched_counts_no_attempt_and_keeps_its_doubt(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    row = claimed(engine, THEIRS, NOW + LEASE)
    with engine.begin() as connection:
        outbox.put_back(connection, row, THEIRS, NOW + LEASE + SECOND)
    stored = only(engine)
    assert (stored.state, stored.attempts, from_millis(stored.due_at), from_millis(stored.last_tried_at)) == (
        RowState.TODO,
        1,
        NOW + LEASE + SECOND,
        NOW + LEASE / 2,
    )
    again = claimed(engine, at=NOW + LEASE + SECOND)
    assert (again.in_doubt, again.attempts, again.last_tried_at) == (True, 2, NOW + LEASE / 2)


def test_call_of_a_dead_process_may_have_lasted_until_it_would_have_renewed_its_lease(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    with engine.begin() as connection:
        outbox.renew_leases(connection, MINE, NOW + LEASE / 4, LEASE)
    assert claimed(engine, THEIRS, NOW + 2 * LEASE).last_tried_at == NOW + LEASE / 4 + LEASE / 2


def test_call_of_a_dead_predecessor_may_have_lasted_until_now_but_is_put_off_once_only(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    for later in (5 * SECOND, 6 * SECOND):
        with engine.begin() as connection:
            outbox.void_leases(connection, NOW + later)
    assert claimed(engine, THEIRS, NOW + 7 * SECOND).last_tried_at == NOW + 5 * SECOND


def test_call_of_a_dead_predecessor_may_be_in_the_air_still(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    with engine.begin() as connection:
        outbox.void_leases(connection, NOW + SECOND)
    assert claimed(engine, THEIRS, NOW + 2 * SECOND).last_tried_at == NOW + outbox.IN_THE_AIR


# --- settling and postponing ---


def test_settled_row_keeps_what_became_of_it_and_is_never_claimed_again(engine: Engine) -> None:
    owe(engine, a_card())
    assert settle(engine, claimed(engine), message_ref="ref-1") is True
    stored = only(engine)
    assert (stored.state, stored.outcome, stored.message_ref, from_millis(stored.settled_at)) == (RowState.SENT, "sent", "ref-1", NOW)
    assert (stored.owner, stored.leased_until) == (None, None)
    assert claim(engine, at=NOW + timedelta(days=365)) is None


@pytest.mark.parametrize("owner", [THEIRS, ""])
def test_only_who_holds_a_row_settles_it(engine: Engine, owner: str) -> None:
    owe(engine, a_card())
    row = claimed(engine)
    assert settle(engine, row, owner, message_ref=None) is False
    assert (only(engine).state, only(engine).owner) == (RowState.SENDING, MINE)


def test_row_that_another_has_claimed_since_is_not_settled_by_the_first(engine: Engine) -> None:
    owe(engine, a_card())
    row = claimed(engine)
    claimed(engine, THEIRS, NOW + LEASE)
    assert settle(engine, row, message_ref=None) is False
    assert only(engine).owner == THEIRS


def test_message_in_the_air_is_known_though_its_row_was_cancelled(engine: Engine) -> None:
    owe(engine, a_card(kind=RowKind.REMIND))
    row = claimed(engine)
    cancel(engine, OWED_WHILE_OPEN)
    assert settle(engine, row, message_ref="in-the-air") is False
    assert (only(engine).state, only(engine).outcome, only(engine).message_ref) == (RowState.CANCELLED, "acknowledged", "in-the-air")


def test_settling_twice_counts_once(engine: Engine) -> None:
    owe(engine, a_card())
    row = claimed(engine)
    assert [settle(engine, row), settle(engine, row)] == [True, False]


def test_postponed_row_waits_until_then_and_others_go_on(engine: Engine) -> None:
    owe(engine, a_card(NOW - SECOND), a_card(step=1))
    postpone(engine, claimed(engine), NOW + SECOND)
    assert claimed(engine).step == 1
    assert claim(engine) is None
    again = claimed(engine, at=NOW + SECOND)
    assert (again.step, again.attempts, again.first_tried_at) == (0, 2, NOW)


def test_failing_rows_never_starve_the_rest(engine: Engine) -> None:
    owe(engine, *(a_card(NOW - timedelta(hours=1), step=step) for step in range(20)), a_card(step=99))
    for tried in range(20):
        row = claimed(engine)
        assert row.step == tried
        postpone(engine, row, NOW + SECOND)
    assert claimed(engine).step == 99


def test_row_cancelled_in_the_air_is_not_given_back(engine: Engine) -> None:
    owe(engine, a_card(kind=RowKind.REMIND))
    row = claimed(engine)
    cancel(engine, OWED_WHILE_OPEN)
    assert postpone(engine, row, NOW) is False
    assert only(engine).state == RowState.CANCELLED


def test_row_that_is_held_is_given_back(engine: Engine) -> None:
    owe(engine, a_card())
    assert postpone(engine, claimed(engine), NOW) is True


def is_held(engine: Engine, row: OutboxRow, owner: str = MINE, at: datetime = NOW) -> bool:
    return asked(engine, lambda connection: outbox.is_held(connection, row, owner, at))


def test_row_is_held_by_who_claimed_it_until_its_lease_runs_out(engine: Engine) -> None:
    owe(engine, a_card(kind=RowKind.REMIND))
    row = claimed(engine)
    assert [is_held(engine, row), is_held(engine, row, THEIRS), is_held(engine, row, at=NOW + LEASE)] == [True, False, False]


@pytest.mark.parametrize("end", ["settled", "given back", "cancelled"])
def test_row_that_was_let_go_is_held_no_more(engine: Engine, end: str) -> None:
    owe(engine, a_card(kind=RowKind.REMIND))
    row = claimed(engine)
    {"settled": lambda: settle(engine, row), "given back": lambda: postpone(engine, row, NOW), "cancelled": lambda: cancel(engine, OWED_WHILE_OPEN)}[
        end
    ]()
    assert is_held(engine, row) is False


# --- cancelling ---


def test_acknowledgement_cancels_what_waits_and_what_is_in_the_air(engine: Engine) -> None:
    owe(engine, a_card(kind=RowKind.REMIND), a_card(NOW + SECOND, kind=RowKind.ESCALATE), a_card(NOW + SECOND, kind=RowKind.CARD))
    claimed(engine)
    cancel(engine, OWED_WHILE_OPEN)
    assert [row.state for row in rows(engine)] == [RowState.CANCELLED, RowState.CANCELLED, RowState.TODO]
    assert [from_millis(row.settled_at) for row in rows(engine)[:2]] == [NOW, NOW]
    assert claim(engine, at=NOW + LEASE) is not None
    assert claim(engine, at=NOW + LEASE) is None


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        pytest.param([], False, id="never tried"),
        pytest.param([False], False, id="certainly not sent"),
        pytest.param([True], True, id="in doubt"),
        pytest.param([True, False], True, id="in doubt before"),
        pytest.param([None], True, id="in the air"),
    ],
)
def test_cancelled_row_tells_whether_its_message_may_stand(engine: Engine, calls: list[bool | None], expected: bool) -> None:
    owe(engine, a_card(kind=RowKind.REMIND))
    for in_doubt in calls:
        row = claimed(engine)
        if in_doubt is not None:
            postpone(engine, row, NOW, in_doubt=in_doubt)
    cancel(engine, OWED_WHILE_OPEN)
    assert outbox.may_stand(only(engine)) is expected
    with engine.begin() as connection:
        outbox.keep_reference(connection, only(engine).id, "found")
    assert (only(engine).message_ref, outbox.may_stand(only(engine))) == ("found", False)


def test_cancelling_leaves_what_was_sent_and_other_reports(engine: Engine) -> None:
    owe(engine, a_card(kind=RowKind.REMIND))
    settle(engine, claimed(engine))
    owe(engine, a_card(kind=RowKind.REMIND), report_id=OTHER)
    cancel(engine, OWED_WHILE_OPEN)
    assert [row.state for row in rows(engine)] == [RowState.SENT, RowState.TODO]


def test_nothing_ends_both_with_an_acknowledgement_and_with_an_outcome() -> None:
    assert not set(OWED_WHILE_OPEN) & set(OWED_WHILE_ACKNOWLEDGED)
    assert RowKind.CARD not in (*OWED_WHILE_OPEN, *OWED_WHILE_ACKNOWLEDGED)


# --- leases ---


def test_renewed_lease_keeps_a_long_call_from_being_made_twice(engine: Engine) -> None:
    owe(engine, a_card())
    row = claimed(engine)
    with engine.begin() as connection:
        outbox.renew_leases(connection, MINE, NOW + LEASE - SECOND, LEASE)
    assert claim(engine, THEIRS, NOW + LEASE) is None
    assert settle(engine, row) is True


def test_lease_of_another_is_not_renewed(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine, THEIRS)
    with engine.begin() as connection:
        outbox.renew_leases(connection, MINE, NOW + LEASE, LEASE)
    assert claim(engine, at=NOW + LEASE) is not None


def test_row_that_waits_gets_no_lease_from_a_renewal(engine: Engine) -> None:
    owe(engine, a_card())
    postpone(engine, claimed(engine), NOW)
    with engine.begin() as connection:
        outbox.renew_leases(connection, MINE, NOW, LEASE)
    assert only(engine).leased_until is None


def test_leases_of_a_dead_predecessor_are_void_and_its_calls_in_doubt(engine: Engine) -> None:
    owe(engine, a_card(), a_card(step=1))
    claimed(engine, THEIRS)
    with engine.begin() as connection:
        outbox.void_leases(connection, NOW)
    first, second = claimed(engine), claimed(engine)
    assert {first.step: first.in_doubt, second.step: second.in_doubt} == {0: True, 1: False}


# --- what is known of the whole ---


def test_rows_of_a_report_come_oldest_first(engine: Engine) -> None:
    owe(engine, a_card(NOW + SECOND), a_card(step=1))
    owe(engine, a_card(), report_id=OTHER)
    assert [row.step for row in asked(engine, lambda connection: outbox.rows_of(connection, REPORT))] == [0, 1]


def test_next_due_row_is_the_earliest_that_waits(engine: Engine) -> None:
    assert asked(engine, outbox.next_due) is None
    owe(engine, a_card(NOW + SECOND), a_card(NOW, step=1))
    assert asked(engine, outbox.next_due) == NOW
    claimed(engine)
    assert asked(engine, outbox.next_due) == NOW + SECOND


def oldest(engine: Engine, at: datetime) -> timedelta:
    return asked(engine, lambda connection: outbox.oldest_unsettled(connection, at))


def test_oldest_unsettled_is_nothing_where_nothing_is_late(engine: Engine) -> None:
    owe(engine, a_card(NOW + SECOND))
    assert oldest(engine, NOW) == timedelta(0)
    settle(engine, claimed(engine, at=NOW + SECOND))
    assert oldest(engine, NOW + timedelta(hours=1)) == timedelta(0)


def test_oldest_unsettled_tells_how_long_a_due_row_has_been_waiting(engine: Engine) -> None:
    owe(engine, a_card(NOW), a_card(NOW + SECOND, step=1))
    assert oldest(engine, NOW + 5 * SECOND) == 5 * SECOND


def test_row_that_is_in_the_air_for_long_counts_as_waiting(engine: Engine) -> None:
    owe(engine, a_card())
    claimed(engine)
    assert oldest(engine, NOW + timedelta(minutes=10)) == timedelta(minutes=10)


def test_row_that_fails_again_and_again_grows_old_though_it_is_postponed(engine: Engine) -> None:
    owe(engine, a_card())
    at = NOW
    for _ in range(5):
        row = claimed(engine, at=at)
        at += timedelta(minutes=1)
        postpone(engine, row, at)
    assert oldest(engine, at) == timedelta(minutes=5)


@pytest.mark.parametrize(("kinds", "expected"), [(OWED_WHILE_OPEN, True), (OWED_WHILE_ACKNOWLEDGED, False)])
def test_next_step_is_there_while_a_row_waits_or_is_in_the_air(engine: Engine, kinds: Collection[RowKind], expected: bool) -> None:
    owe(engine, a_card(kind=RowKind.ESCALATE))

    def has_it() -> bool:
        return asked(engine, lambda connection: outbox.has_next_step(connection, REPORT, kinds))

    assert has_it() is expected
    row = claimed(engine)
    assert has_it() is expected
    settle(engine, row)
    assert has_it() is False


@pytest.mark.parametrize("operation", [RowKind.CARD, RowKind.TELL_REPORTER])
def test_no_row_is_ever_deleted(engine: Engine, operation: RowKind) -> None:
    owe(engine, a_card(kind=operation), a_card(kind=RowKind.REMIND))
    settle(engine, claimed(engine))
    cancel(engine, OWED_WHILE_OPEN)
    assert [row.state for row in rows(engine)] == [RowState.SENT, RowState.CANCELLED]
