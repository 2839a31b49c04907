"""The log goes on after a key ring was lost and restored: what is under the new key is checked as ever, and nothing can hide before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, delete, update

from bot.audit import AuditEvent, AuditLog
from bot.store.tables import audit

AT = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
LOST, OURS, NEXT = (AuditLog(bytes([number]) * 32) for number in (1, 2, 3))


def write(connection: Connection, log: AuditLog, *events: AuditEvent) -> None:
    for event in events:
        log.append(connection, AT, event)


@pytest.fixture
def restored(each_store: Engine) -> Iterator[Connection]:
    """A log of three events under a lost key, the restore, and two under ours."""
    with each_store.connect() as connection:
        write(connection, LOST, AuditEvent.REPORT_STORED, AuditEvent.OPENED, AuditEvent.ACKNOWLEDGED)
        write(connection, OURS, AuditEvent.KEYS_RESTORED, AuditEvent.OPENED, AuditEvent.OUTCOME)
        yield connection


def test_log_stands_after_a_restore_and_says_what_can_no_longer_be_checked(restored: Connection) -> None:
    result = OURS.verify(restored)
    assert (result.ok, result.count, result.earlier, result.first_bad) == (True, 6, 3, None)
    assert result.head_words == OURS.head_words(restored)


def test_log_stands_after_a_second_restore(restored: Connection) -> None:
    write(restored, NEXT, AuditEvent.KEYS_RESTORED, AuditEvent.OPENED)
    result = NEXT.verify(restored)
    assert (result.ok, result.count, result.earlier) == (True, 8, 6)


def test_witness_of_before_a_restore_is_still_found(each_store: Engine) -> None:
    with each_store.connect() as connection:
        write(connection, LOST, AuditEvent.REPORT_STORED)
        words = LOST.head_words(connection)
        write(connection, OURS, AuditEvent.KEYS_RESTORED)
        assert OURS.verify(connection, witness=words).witnessed_at == 1


@pytest.mark.parametrize("seq", [4, 5, 6])
def test_change_after_a_restore_is_found(restored: Connection, seq: int) -> None:
    restored.execute(update(audit).where(audit.c.seq == seq).values(at=audit.c.at + 1))
    assert not OURS.verify(restored).ok


@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5])
def test_gap_is_found_also_before_a_restore(restored: Connection, seq: int) -> None:
    restored.execute(delete(audit).where(audit.c.seq == seq))
    result = OURS.verify(restored)
    assert (result.ok, result.count) == (False, 0 if seq <= 4 else 4)


def test_events_of_another_key_do_not_stand_without_a_restore(each_store: Engine) -> None:
    """Else whoever can write the table could put their own log before ours."""
    with each_store.connect() as connection:
        write(connection, LOST, AuditEvent.REPORT_STORED, AuditEvent.KEYS_RESTORED)
        write(connection, OURS, AuditEvent.OPENED, AuditEvent.OUTCOME)
        result = OURS.verify(connection)
        assert (result.ok, result.count, result.first_bad) == (False, 0, 1)


def test_restore_in_the_middle_of_our_own_log_hides_no_change_before_it(each_store: Engine) -> None:
    with each_store.connect() as connection:
        write(connection, OURS, AuditEvent.REPORT_STORED, AuditEvent.OPENED, AuditEvent.KEYS_RESTORED, AuditEvent.OUTCOME)
        connection.execute(update(audit).where(audit.c.seq == 2).values(at=audit.c.at + 1))
        assert OURS.verify(connection).first_bad == 2


# --- whether a log can go on with a key ---


def test_empty_log_may_be_begun_with_any_key(each_store: Engine) -> None:
    with each_store.connect() as connection:
        assert OURS.may_go_on(connection)


def test_log_goes_on_with_its_own_key_and_no_other(each_store: Engine) -> None:
    with each_store.connect() as connection:
        write(connection, OURS, AuditEvent.REPORT_STORED)
        assert (OURS.may_go_on(connection), LOST.may_go_on(connection)) == (True, False)
        write(connection, OURS, AuditEvent.OPENED, AuditEvent.OUTCOME)
        assert (OURS.may_go_on(connection), LOST.may_go_on(connection)) == (True, False)


def test_log_goes_on_with_the_key_that_it_was_restored_to(restored: Connection) -> None:
    assert (OURS.may_go_on(restored), NEXT.may_go_on(restored)) == (True, False)


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_one_changed_event_never_stops_the_log(each_store: Engine, seq: int) -> None:
    """It is found, and told; reports go on."""
    with each_store.connect() as connection:
        write(connection, OURS, AuditEvent.REPORT_STORED, AuditEvent.OPENED, AuditEvent.OUTCOME)
        connection.execute(update(audit).where(audit.c.seq == seq).values(at=audit.c.at + 1))
        assert not OURS.verify(connection).ok
        assert OURS.may_go_on(connection)


def test_event_of_a_wrong_type_stops_nothing(each_store: Engine) -> None:
    with each_store.connect() as connection:
        write(connection, OURS, AuditEvent.REPORT_STORED, AuditEvent.OPENED)
        connection.execute(update(audit).where(audit.c.seq == 2).values(mac=b""))
        assert OURS.may_go_on(connection)
