"""The steady clock is moved by nothing but time that really passed, survives restarts, and says when it or the machine's clock is wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select

from bot.clock import FAR, OFF, SAVED_EVERY, Clock, boot_seconds, utc_now
from bot.store.engine import open_engine
from bot.store.tables import clock as table
from tests.conftest import new_postgresql_database

MONDAY = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Machine:
    """A machine whose two clocks a test moves: the wall, which people set, and the seconds since boot, which only pass."""

    def __init__(self, wall: datetime = MONDAY, booted_for: float = 1000.0) -> None:
        self.wall, self.booted_for = wall, booted_for

    def wait(self, length: timedelta) -> None:
        self.wall += length
        self.booted_for += length.total_seconds()

    def set_wall(self, step: timedelta) -> None:
        self.wall += step

    def reboot(self, length: timedelta = timedelta(0)) -> None:
        self.wall += length
        self.booted_for = 7.0

    def start(self, engine: Engine) -> Clock:
        return Clock(engine, wall=lambda: self.wall, elapsed=lambda: self.booted_for)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('database') / 'signpost.sqlite'}")
        yield engine
        engine.dispose()
    else:
        with new_postgresql_database(request.getfixturevalue("postgresql_server")) as url:
            engine = open_engine(url)
            yield engine
            engine.dispose()


@pytest.fixture
def engine(database: Engine) -> Engine:
    """A database in which no clock has run yet."""
    forget(database)
    return database


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(machine: Machine, engine: Engine) -> Clock:
    return machine.start(engine)


def forget(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(table))


def kept(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(select(table.c.high_water)).scalars())


def milliseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


# --- while running ---


def test_first_start_believes_the_machine(clock: Clock) -> None:
    assert clock.now() == MONDAY


def test_steady_time_moves_as_time_passes(clock: Clock, machine: Machine) -> None:
    machine.wait(15 * MINUTE)
    assert clock.now() == MONDAY + 15 * MINUTE


def test_time_asleep_is_counted(clock: Clock, machine: Machine) -> None:
    machine.wait(3 * DAY)
    assert clock.now() == MONDAY + 3 * DAY


@pytest.mark.parametrize("step", [-DAY, -HOUR, -MINUTE, MINUTE, HOUR, DAY, 365 * DAY, -365 * DAY])
def test_reminder_falls_due_on_time_when_the_wall_is_stepped(clock: Clock, machine: Machine, step: timedelta) -> None:
    due = clock.now() + 15 * MINUTE
    machine.wait(5 * MINUTE)
    machine.set_wall(step)
    machine.wait(10 * MINUTE - SECOND)
    assert clock.now() < due
    machine.wait(SECOND)
    assert clock.now() == due


@given(st.lists(st.tuples(st.integers(0, 86_400), st.integers(-86_400_000, 86_400_000)), max_size=30))
@example([(300, -3_600_000), (600, 0)])
@example([(300, 86_400_000), (600, -86_400_000)])
def test_steady_time_is_exact_for_every_wall_step_of_up_to_a_day(database: Engine, moves: list[tuple[int, int]]) -> None:
    forget(database)
    machine = Machine()
    clock = machine.start(database)
    passed = timedelta(0)
    for seconds, step in moves:
        machine.wait(seconds * SECOND)
        machine.set_wall(timedelta(milliseconds=step))
        passed += seconds * SECOND
        assert clock.now() == MONDAY + passed


def test_fractions_of_a_second_are_counted(clock: Clock, machine: Machine) -> None:
    machine.wait(timedelta(milliseconds=250))
    assert clock.now() == MONDAY + timedelta(milliseconds=250)


@pytest.mark.parametrize("wall", [datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 0, 59, tzinfo=UTC)])
def test_nights_when_the_clocks_change_are_nights_like_others(engine: Engine, wall: datetime) -> None:
    machine = Machine(wall)
    clock = machine.start(engine)
    machine.wait(2 * MINUTE)
    assert clock.now() == wall + 2 * MINUTE
    assert clock.warning() == ""


def test_both_times_are_aware_and_in_utc(clock: Clock) -> None:
    assert clock.now().tzinfo is UTC
    assert clock.wall().tzinfo is UTC


def test_people_are_shown_the_time_of_the_machine(clock: Clock, machine: Machine) -> None:
    machine.set_wall(-HOUR)
    assert clock.wall() == MONDAY - HOUR
    assert clock.now() == MONDAY


@pytest.mark.parametrize("step", [-HOUR, timedelta(0), DAY])
def test_drift_is_how_far_the_machine_is_ahead(clock: Clock, machine: Machine, step: timedelta) -> None:
    machine.set_wall(step)
    machine.wait(5 * MINUTE)
    assert clock.drift() == step


# --- what is kept ---


def test_nothing_is_written_before_it_is_asked_for(clock: Clock, engine: Engine) -> None:
    clock.now()
    assert kept(engine) == []


def test_steady_time_is_kept_in_milliseconds(clock: Clock, engine: Engine) -> None:
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY)]


def test_fraction_is_rounded_up_so_that_a_restart_is_never_before_a_time_that_was_used(engine: Engine) -> None:
    machine = Machine(MONDAY + timedelta(microseconds=1))
    clock = machine.start(engine)
    clock.save()
    machine.set_wall(-HOUR)
    assert machine.start(engine).now() >= clock.now()
    assert kept(engine) == [milliseconds(MONDAY) + 1]


def test_table_has_one_row_however_often_it_is_saved(clock: Clock, machine: Machine, engine: Engine) -> None:
    for _ in range(3):
        clock.save()
        machine.wait(SAVED_EVERY * SECOND)
    assert len(kept(engine)) == 1


def test_saving_again_within_a_few_seconds_writes_nothing(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.wait((SAVED_EVERY - 0.5) * SECOND)
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY)]


def test_saving_again_after_a_few_seconds_writes(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.wait(SAVED_EVERY * SECOND)
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY + SAVED_EVERY * SECOND)]


def test_pace_of_saving_is_not_changed_by_a_wall_step(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.set_wall(-DAY)
    machine.wait(SAVED_EVERY * SECOND)
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY + SAVED_EVERY * SECOND)]


def test_what_is_kept_is_the_steady_time_and_not_the_wall(clock: Clock, machine: Machine, engine: Engine) -> None:
    machine.set_wall(DAY)
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY)]


def test_process_that_is_behind_does_not_lower_what_another_kept(clock: Clock, engine: Engine) -> None:
    ahead = Machine(MONDAY + HOUR).start(engine)
    ahead.save()
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY + HOUR)]


def test_time_can_be_kept_in_the_transaction_that_used_it(clock: Clock, engine: Engine) -> None:
    with engine.begin() as connection:
        clock.save_in(connection)
    assert kept(engine) == [milliseconds(MONDAY)]


def test_time_kept_in_a_transaction_is_undone_with_it(clock: Clock, engine: Engine) -> None:
    with engine.connect() as connection:
        clock.save_in(connection)
        connection.rollback()
    assert kept(engine) == []


def test_transaction_that_was_undone_does_not_hold_up_the_next_saving(clock: Clock, engine: Engine) -> None:
    with engine.connect() as connection:
        clock.save_in(connection)
        connection.rollback()
    clock.save()
    assert kept(engine) == [milliseconds(MONDAY)]


# --- restarts ---


def test_restart_with_the_wall_set_back_goes_on_from_the_highest_time(clock: Clock, machine: Machine, engine: Engine) -> None:
    machine.wait(HOUR)
    clock.save()
    machine.set_wall(-DAY)
    again = machine.start(engine)
    machine.wait(MINUTE)
    assert again.now() == MONDAY + HOUR + MINUTE


def test_restart_after_a_stop_believes_the_wall(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.wait(HOUR)
    assert machine.start(engine).now() == MONDAY + HOUR


def test_reboot_takes_nothing_from_the_steady_time(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.reboot(2 * MINUTE)
    again = machine.start(engine)
    machine.wait(MINUTE)
    assert again.now() == MONDAY + 3 * MINUTE


def test_restart_takes_on_a_wall_that_was_set_forward(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.set_wall(HOUR)
    assert clock.now() == MONDAY
    assert machine.start(engine).now() == MONDAY + HOUR


def test_highest_time_of_an_earlier_release_is_honoured(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(table).values(id=1, high_water=milliseconds(MONDAY + DAY)))
    assert Machine().start(engine).now() == MONDAY + DAY


moves = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 86_400)),
    st.tuples(st.just("set"), st.integers(-86_400, 86_400)),
    st.tuples(st.just("restart"), st.integers(0, 3_600)),
)


@given(st.lists(moves, max_size=20))
@example([("wait", 60), ("set", -3_600), ("restart", 0), ("set", -3_600), ("restart", 0)])
def test_time_never_goes_back_over_any_waits_wall_steps_and_restarts(database: Engine, moves: list[tuple[str, int]]) -> None:
    forget(database)
    machine = Machine()
    clock = machine.start(database)
    seen = [clock.now()]
    for move, seconds in moves:
        match move:
            case "wait":
                machine.wait(seconds * SECOND)
            case "set":
                machine.set_wall(seconds * SECOND)
            case _:
                with database.begin() as connection:
                    clock.save_in(connection)
                machine.reboot(seconds * SECOND)
                clock = machine.start(database)
        seen.append(clock.now())
    assert all(earlier <= later for earlier, later in pairwise(seen))


# --- what is said of the time ---


def test_nothing_is_said_where_nothing_is_known_to_be_wrong(clock: Clock) -> None:
    assert clock.warning() == ""


@pytest.mark.parametrize("off", [-DAY, -MINUTE, timedelta(0), 3 * SECOND, DAY])
def test_witness_says_how_far_the_machine_is_ahead(clock: Clock, off: timedelta) -> None:
    assert clock.witness(MONDAY - off) == off


@pytest.mark.parametrize("off", [-DAY, -HOUR, HOUR, DAY])
def test_witness_moves_nothing(clock: Clock, off: timedelta) -> None:
    clock.witness(MONDAY - off)
    assert (clock.now(), clock.wall()) == (MONDAY, MONDAY)


def test_date_header_can_be_a_witness(clock: Clock) -> None:
    header = format_datetime(MONDAY - 5 * MINUTE, usegmt=True)
    assert clock.witness(parsedate_to_datetime(header)) == 5 * MINUTE


def test_witness_without_a_zone_is_refused_and_forgotten(clock: Clock) -> None:
    with pytest.raises(TypeError):
        clock.witness(MONDAY.replace(tzinfo=None) - HOUR)
    assert clock.warning() == ""


@pytest.mark.parametrize("off", [OFF - SECOND, SECOND - OFF])
def test_machine_less_than_a_minute_off_is_not_spoken_of(clock: Clock, off: timedelta) -> None:
    clock.witness(MONDAY - off)
    assert clock.warning() == ""


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (OFF, "1 minute fast"),
        (-OFF, "1 minute slow"),
        (61 * MINUTE, "61 minutes fast"),
        (-3 * HOUR - 40 * MINUTE, "3 hours slow"),
        (-DAY, "24 hours slow"),
        (365 * DAY, "365 days fast"),
    ],
)
def test_machine_a_minute_or_more_off_is_reported_in_words(clock: Clock, off: timedelta, words: str) -> None:
    clock.witness(MONDAY - off)
    assert clock.warning().startswith(f"The clock of this machine is {words}, so people are shown wrong times. Set it right")


def test_machine_that_goes_wrong_after_the_witness_spoke_is_reported(clock: Clock, machine: Machine) -> None:
    clock.witness(MONDAY)
    machine.wait(DAY)
    assert clock.warning() == ""
    machine.set_wall(-HOUR)
    assert "60 minutes slow" in clock.warning()


def test_machine_that_was_set_right_is_spoken_of_no_more(clock: Clock, machine: Machine) -> None:
    machine.set_wall(-HOUR)
    clock.witness(MONDAY)
    machine.set_wall(HOUR)
    assert clock.warning() == ""


def test_later_witness_replaces_an_earlier_one(clock: Clock) -> None:
    clock.witness(MONDAY - HOUR)
    clock.witness(MONDAY)
    assert clock.warning() == ""


def test_slow_start_is_mended_by_a_restart_once_the_machine_is_set_right(engine: Engine) -> None:
    machine = Machine(MONDAY - HOUR)
    clock = machine.start(engine)
    machine.set_wall(HOUR)
    clock.witness(MONDAY)
    assert clock.warning().startswith("Signpost counts 60 minutes behind")
    clock.save()
    again = machine.start(engine)
    again.witness(MONDAY)
    assert again.warning() == ""


def test_fast_start_is_spoken_of_until_signpost_was_stopped_for_as_long(engine: Engine) -> None:
    machine = Machine(MONDAY + HOUR)
    machine.start(engine).save()
    machine.set_wall(-HOUR)
    again = machine.start(engine)
    again.witness(MONDAY)
    assert again.warning().startswith("Signpost counts 60 minutes ahead")
    machine.wait(HOUR)
    rested = machine.start(engine)
    rested.witness(MONDAY + HOUR)
    assert rested.warning() == ""


@pytest.mark.parametrize(
    ("step", "words", "next_step"),
    [(61 * MINUTE, "set forward by 61 minutes", "restart Signpost if it is right now"), (-2 * DAY, "set back by 2 days", "Check it")],
)
def test_wall_step_is_reported_also_without_a_witness(clock: Clock, machine: Machine, step: timedelta, words: str, next_step: str) -> None:
    machine.set_wall(step)
    assert words in clock.warning()
    assert next_step in clock.warning()


@pytest.mark.parametrize(("off", "words"), [(OFF, "1 minute ahead"), (-OFF, "1 minute behind")])
def test_steady_time_a_minute_off_is_reported(engine: Engine, off: timedelta, words: str) -> None:
    machine = Machine(MONDAY + off)
    clock = machine.start(engine)
    machine.set_wall(-off)
    clock.witness(MONDAY)
    assert clock.warning().startswith(f"Signpost counts {words}")


@pytest.mark.parametrize(("step", "words"), [(OFF, "set forward by 1 minute."), (-OFF, "set back by 1 minute.")])
def test_wall_step_of_a_minute_is_reported(clock: Clock, machine: Machine, step: timedelta, words: str) -> None:
    machine.set_wall(step)
    assert words in clock.warning()


@pytest.mark.parametrize("step", [SECOND - OFF, OFF - SECOND])
def test_small_correction_of_the_wall_is_not_spoken_of(clock: Clock, machine: Machine, step: timedelta) -> None:
    machine.set_wall(step)
    assert clock.warning() == ""


def test_wall_set_back_before_a_restart_is_reported(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.set_wall(-HOUR)
    assert "set back by 60 minutes" in machine.start(engine).warning()


def test_long_stop_might_be_a_wrong_clock_and_is_said(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.wait(3 * DAY)
    assert machine.start(engine).warning().startswith("Either Signpost was stopped for 3 days, or the clock of this machine is wrong")


def test_witness_settles_whether_a_long_stop_was_one(clock: Clock, machine: Machine, engine: Engine) -> None:
    clock.save()
    machine.wait(3 * DAY)
    again = machine.start(engine)
    again.witness(MONDAY + 3 * DAY)
    assert again.warning() == ""


@pytest.mark.parametrize(("stop", "said"), [(FAR - SECOND, False), (FAR, True)])
def test_short_stop_is_not_spoken_of(clock: Clock, machine: Machine, engine: Engine, stop: timedelta, said: bool) -> None:
    clock.save()
    machine.wait(stop)
    assert bool(machine.start(engine).warning()) is said


# --- the clocks of a real machine ---


def test_machine_time_is_aware_and_in_utc() -> None:
    assert utc_now().tzinfo is UTC


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux has it")
def test_elapsed_time_counts_sleep_on_linux() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    between = boot_seconds()
    assert before <= between <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_elapsed_time_is_monotonic_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    before = time.monotonic()
    between = boot_seconds()
    assert before <= between <= time.monotonic()


def test_seconds_since_boot_do_not_go_back() -> None:
    assert boot_seconds() <= boot_seconds()


def test_clock_of_a_real_machine_starts_at_its_time(engine: Engine) -> None:
    before = utc_now()
    clock = Clock(engine)
    assert before <= clock.now()
    assert clock.now() <= clock.now()
    assert abs(clock.drift()) < OFF
