"""The office hands out transactions: one that writes keeps the time with it, one that reads locks nothing, and one that fails leaves nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import FrozenInstanceError, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import OperationalError

from bot.audit import AuditError, AuditEvent
from bot.calendar import Calendar
from bot.clock import Clock
from bot.office import Office
from bot.settings import UnknownSchool
from bot.store.engine import reading
from bot.store.moments import from_millis
from bot.store.tables import audit, clock, seen
from tests.bot.fake_chat import CANARY, PHONE, SCHOOL, Scene


def note(connection: Connection, event_id: str = "one") -> None:
    connection.execute(insert(seen).values(source="test", event_id=event_id, at=0))


def noted(engine: Engine) -> list[str]:
    with reading(engine).connect() as connection:
        return list(connection.execute(select(seen.c.event_id)).scalars())


def high_water(engine: Engine) -> datetime | None:
    with reading(engine).connect() as connection:
        found = connection.execute(select(clock.c.high_water)).scalar()
    return from_millis(found) if found is not None else None


class StillClock:
    """Tells one time, and keeps it as the real clock does."""

    def __init__(self, engine: Engine, at: datetime) -> None:
        self._clock = Clock(engine, wall=lambda: at, elapsed=lambda: 0.0)
        self.now, self.wall, self.save_in = self._clock.now, self._clock.wall, self._clock.save_in


@pytest.fixture
def office(stored_scene: Scene) -> Office:
    """An office on a store of each kind, whose clock keeps its time."""
    office = stored_scene.office
    return replace(office, clock=StillClock(office.engine, stored_scene.clock.now()))


# --- writing ---


def test_what_is_written_is_there_after_the_block_with_the_time(office: Office) -> None:
    with office.writing() as connection:
        note(connection)
    assert noted(office.engine) == ["one"]
    assert high_water(office.engine) == office.clock.now()


def test_block_that_fails_leaves_nothing_not_even_the_time(office: Office) -> None:
    with suppress(ZeroDivisionError), office.writing() as connection:
        note(connection)
        raise ZeroDivisionError
    assert noted(office.engine) == []
    assert high_water(office.engine) is None


def test_nothing_written_is_seen_before_the_end_of_the_block(office: Office) -> None:
    with office.writing() as connection:
        note(connection)
        assert noted(office.engine) == []
    assert noted(office.engine) == ["one"]


def test_two_that_write_one_after_the_other_both_count(office: Office) -> None:
    start = threading.Barrier(2)

    def write(name: str) -> None:
        start.wait()
        for number in range(5):
            with office.writing() as connection:
                note(connection, f"{name}{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(noted(office.engine)) == sorted(f"{name}{number}" for name in "ab" for number in range(5))


# --- looking ---


def test_one_that_only_looks_sees_what_was_committed(office: Office) -> None:
    with office.writing() as connection:
        note(connection)
    with office.looking() as connection:
        assert connection.execute(select(seen.c.event_id)).scalars().all() == ["one"]


def test_one_that_only_looks_waits_for_nobody_who_writes(office: Office) -> None:
    with office.writing() as writing:
        note(writing)
        with office.looking() as looking:
            assert looking.execute(select(seen.c.event_id)).all() == []


def test_looking_keeps_no_time(office: Office) -> None:
    with office.looking() as connection:
        connection.execute(text("SELECT 1"))
    assert high_water(office.engine) is None


# --- the log ---


def test_event_is_logged_in_the_callers_transaction(office: Office) -> None:
    with suppress(ZeroDivisionError), office.writing() as connection:
        office.log(connection, AuditEvent.OPENED, report_id="r1", person_id="amara")
        raise ZeroDivisionError
    with office.writing() as connection:
        office.log(connection, AuditEvent.ACKNOWLEDGED, report_id="r1", person_id="amara", detail="pupil_contact/urgent")
    with office.looking() as connection:
        (row,) = connection.execute(select(audit)).all()
        assert office.audit.verify(connection).ok
    assert row.event == '{"detail":"pupil_contact/urgent","event":"acknowledged","person":"amara","report":"r1"}'


def test_event_is_logged_by_the_time_that_people_are_shown(scene: Scene) -> None:
    drifting = replace(scene.office, clock=Drifting(scene.clock.now()))
    with drifting.writing() as connection:
        drifting.log(connection, AuditEvent.OPENED, report_id="r1")
    with drifting.looking() as connection:
        (at,) = connection.execute(select(audit.c.at)).scalars()
    assert from_millis(at) == scene.clock.now() + timedelta(hours=1)


class Drifting:
    """A clock whose shown time has been set ahead."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def wall(self) -> datetime:
        return self._at + timedelta(hours=1)

    def save_in(self, connection: Connection) -> None:
        """Keep nothing."""


@pytest.mark.parametrize("field", ["report_id", "person_id", "detail"])
def test_nothing_that_somebody_wrote_can_be_logged(scene: Scene, field: str) -> None:
    with pytest.raises(AuditError) as refused, scene.office.writing() as connection:
        scene.office.log(connection, AuditEvent.OPENED, **{field: f"a {CANARY}"})
    assert CANARY not in str(refused.value)
    assert scene.log() == []


# --- schools ---


def test_school_is_found_by_its_key(scene: Scene) -> None:
    assert scene.office.school(SCHOOL).phone == PHONE


@pytest.mark.parametrize("ask", [Office.school, Office.calendar])
def test_school_that_is_not_set_is_told_with_those_that_are(scene: Scene, ask: Callable[[Office, str], object]) -> None:
    with pytest.raises(UnknownSchool, match=SCHOOL):
        ask(scene.office, "elsewhere")


def test_calendar_of_a_school_is_made_once(scene: Scene) -> None:
    first = scene.office.calendar(SCHOOL)
    assert isinstance(first, Calendar)
    assert scene.office.calendar(SCHOOL) is first


def test_office_is_never_changed_under_those_who_use_it(scene: Scene) -> None:
    with pytest.raises(FrozenInstanceError):
        scene.office.settings = scene.office.settings  # type: ignore[misc]


def test_database_that_is_gone_is_told_without_any_value(scene: Scene) -> None:
    with scene.office.engine.begin() as connection:
        connection.execute(text("DROP TABLE seen"))
    with pytest.raises(OperationalError) as failed, scene.office.writing() as connection:
        note(connection, CANARY)
    assert CANARY not in str(failed.value)
