"""Whatever somebody does to the machine's clock, every reminder fires, and none early: the real clock under the real delivery, in virtual time.

Time is counted by the seconds since boot, which nothing but their passing moves; against these each message is held. What a restart finds on the wall
is believed, as the design says (`bot.clock`): a clock that is ahead just then is the one thing that brings a reminder early, and it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot import outbox, responding
from bot.cards import Card
from bot.delivery import Courier
from bot.outbox import OWED_WHILE_OPEN
from bot.reporting import read_form, submit_report
from bot.reports import Kind, Person, Report, RowKind, Submission
from bot.sealing import new_ring
from bot.store.tables import outbox as rows
from bot.watch import look
from tests.faults.world import EMAIL, FILLED, SCHOOL, SLACK, TEAMS, Chat, Machine, empty, open_office, quick_sqlite

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
STEPS = (-DAY, -HOUR, HOUR, DAY)
TESS = Person("slack:tess", "Tess Byrne", SCHOOL)
URGENT = tuple((minutes * MINUTE, who) for minutes, who in ((5, "amara"), (10, "ben"), (20, "chidi"), (30, "chidi"), (40, "chidi"), (50, "chidi")))
"""Who hears of an urgent report, and how long after it was accepted, until somebody acknowledges."""
AN_HOUR_OF_IT = 58 * MINUTE
MONDAY = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=LONDON), datetime(2026, 10, 25, tzinfo=LONDON)
"""Midnight before the clocks go forward, and before they go back."""


class School:
    """A school on a machine whose clocks are moved; it notes when each reminder and escalation came, in time that really passed."""

    def __init__(self, engine: Engine, at: datetime, *, watched_every: timedelta = 10 * MINUTE) -> None:
        self._engine, self._watched_every, self._ring = engine, watched_every, new_ring()
        self.machine = Machine(at.astimezone(UTC))
        self._began, self._true = self.machine.booted_for, at.astimezone(UTC)
        self._chats = {name: Chat(name, True, lambda: self.office.clock.now(), on_post=self._note) for name in (SLACK, TEAMS, EMAIL)}
        self.heard: list[tuple[timedelta, RowKind, str]] = []
        self._births = 0
        self.restart()

    def restart(self) -> None:
        """End the process and start another, at once."""
        self._births += 1
        self.office = open_office(self._engine, self.machine, self._ring)
        self._courier = Courier(self.office, self._chats, f"{self._births}", lookup_wait=2 * SECOND)

    def submit(self, kind: Kind, *, danger: str = "no") -> Report:
        """Submit a report."""
        form = read_form(self.office, kind, {**FILLED[kind], "immediate_danger": danger}, (), key="form", reporter=TESS)
        assert isinstance(form, Submission)
        return submit_report(self.office, form).standing.report

    def passed(self) -> timedelta:
        """Return how much time has really passed."""
        return timedelta(seconds=self.machine.booted_for - self._began)

    def run(self, length: timedelta) -> None:
        """Let time pass, and everything be carried as it falls due; the watch looks in now and then, and finds nothing amiss."""
        ends = self.passed() + length
        while True:
            while self._courier.carry_one():
                pass
            assert not look(self.office).armed_again
            left = ends - self.passed()
            if left <= timedelta(0):
                return
            with self.office.looking() as connection:
                due = outbox.next_due(connection)
            ahead = max(due - self.office.clock.now(), timedelta(milliseconds=1)) if due else left
            self.machine.wait(min(ahead, left, self._watched_every))

    def chase(self) -> list[tuple[timedelta, str]]:
        """Return when each reminder and escalation came, and to whom."""
        return [(at, who) for at, kind, who in self.heard if kind in OWED_WHILE_OPEN]

    def civil(self, kinds: Sequence[RowKind]) -> list[tuple[str, str]]:
        """Return by London's true time when messages of these kinds came, and to whom."""
        return [(f"{(self._true + at).astimezone(LONDON):%a %H:%M}", who) for at, kind, who in self.heard if kind in kinds]

    def _note(self, _chat: Chat, place: str, key: str, _card: Card) -> None:
        with self.office.looking() as connection:
            found = connection.execute(select(rows.c.kind).where(rows.c.message_key == key)).one()
        self.heard.append((self.passed(), RowKind(found.kind), place.partition("@")[0]))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with quick_sqlite(tmp_path_factory.mktemp("clock")) as opened:
        yield opened


@pytest.fixture
def school_at(engine: Engine) -> Callable[..., School]:
    """A function that returns a new school at a time."""

    def make(at: datetime = MONDAY, *, watched_every: timedelta = 10 * MINUTE) -> School:
        empty(engine)
        return School(engine, at, watched_every=watched_every)

    return make


def assert_on_time(school: School, expected: Sequence[tuple[timedelta, str]], *, late: timedelta = SECOND) -> None:
    """Everything came, in order, once; nothing more than a second early, and nothing later than `late`."""
    heard = school.chase()
    assert [who for _, who in heard] == [who for _, who in expected]
    early_by = max(wanted - came for (came, _), (wanted, _) in zip(heard, expected, strict=True))
    late_by = max(came - wanted for (came, _), (wanted, _) in zip(heard, expected, strict=True))
    assert early_by <= SECOND
    assert late_by <= late


# --- steps while it runs ---


@pytest.mark.parametrize("step", STEPS, ids=str)
@pytest.mark.parametrize("at", [timedelta(0), 4 * MINUTE + 59 * SECOND, 7 * MINUTE, 25 * MINUTE], ids=str)
def test_step_of_the_clock_moves_no_reminder(school_at: Callable[..., School], step: timedelta, at: timedelta) -> None:
    school = school_at()
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(at)
    school.machine.set_wall(step)
    school.run(AN_HOUR_OF_IT - at)
    assert_on_time(school, URGENT)


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_report_made_while_the_clock_is_wrong_is_chased_on_time(school_at: Callable[..., School], step: timedelta) -> None:
    school = school_at()
    school.machine.set_wall(step)
    school.submit(Kind.PUPIL_CONTACT, danger="yes")
    school.run(12 * MINUTE)
    school.machine.set_wall(-step)
    school.run(AN_HOUR_OF_IT - 12 * MINUTE)
    assert_on_time(school, URGENT)


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_report_without_an_outcome_is_open_again_after_a_true_day(school_at: Callable[..., School], step: timedelta) -> None:
    school = school_at(watched_every=HOUR)
    report = school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    amara = school.office.people.person("amara", SCHOOL)
    assert amara is not None
    school.run(MINUTE)
    responding.open_report(school.office, amara, report.id)
    responding.acknowledge(school.office, amara, report.id)
    school.run(HOUR)
    school.machine.set_wall(step)
    school.run(23 * HOUR + AN_HOUR_OF_IT)
    assert_on_time(school, [(MINUTE + DAY + after, who) for after, who in URGENT if after < AN_HOUR_OF_IT])


@settings(max_examples=10, derandomize=True, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.integers(1, 600), st.sampled_from(STEPS), st.sampled_from(("runs", "runs", "set right", "set right and restarted"))), max_size=6
    )
)
def test_no_row_of_steps_moves_a_reminder(engine: Engine, moves: list[tuple[int, timedelta, str]]) -> None:
    empty(engine)
    school = School(engine, MONDAY)
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    off = timedelta(0)
    for seconds, step, then in moves:
        school.run(min(timedelta(seconds=seconds), AN_HOUR_OF_IT - school.passed()))
        school.machine.set_wall(step)
        off += step
        if then != "runs":
            school.machine.set_wall(-off)
            off = timedelta(0)
        if then == "set right and restarted":
            school.restart()
    school.run(AN_HOUR_OF_IT - school.passed())
    assert_on_time(school, URGENT)


# --- steps across a restart ---


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_restart_with_the_clock_set_right_before_it_moves_no_reminder(school_at: Callable[..., School], step: timedelta) -> None:
    school = school_at()
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(7 * MINUTE)
    school.machine.set_wall(step)
    school.run(5 * MINUTE)
    school.machine.set_wall(-step)
    school.restart()
    school.run(AN_HOUR_OF_IT - 12 * MINUTE)
    assert_on_time(school, URGENT)


@pytest.mark.parametrize("step", [-DAY, -HOUR], ids=str)
@pytest.mark.parametrize("restarts", [1, 4])
def test_restart_with_the_clock_set_back_loses_no_reminder(school_at: Callable[..., School], step: timedelta, restarts: int) -> None:
    school = school_at(watched_every=MINUTE)
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(3 * MINUTE + 30 * SECOND)
    school.machine.set_wall(step)
    for _ in range(restarts):
        school.run(4 * MINUTE + 30 * SECOND)
        school.restart()
    school.run(AN_HOUR_OF_IT - school.passed())
    assert_on_time(school, URGENT, late=SECOND + restarts * MINUTE)  # what passed since the watch last looked was kept by nobody


@pytest.mark.parametrize("step", [-DAY, -HOUR], ids=str)
def test_time_that_the_machine_was_down_with_its_clock_set_back_makes_reminders_late_never_lost(
    school_at: Callable[..., School], step: timedelta
) -> None:
    school = school_at()
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(7 * MINUTE)
    school.machine.wait(15 * MINUTE)
    school.machine.set_wall(step)
    school.restart()
    school.run(AN_HOUR_OF_IT - 7 * MINUTE)
    assert_on_time(school, URGENT, late=15 * MINUTE + SECOND)


def test_what_fell_due_while_it_was_down_comes_at_the_start(school_at: Callable[..., School]) -> None:
    school = school_at()
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(MINUTE)
    school.machine.wait(14 * MINUTE)
    school.restart()
    school.run(30 * MINUTE)
    at_once = 15 * MINUTE
    assert school.chase() == [(at_once, "amara"), (at_once, "ben"), *[(minutes * MINUTE, "chidi") for minutes in (20, 30, 40)]]


@pytest.mark.parametrize("step", [HOUR, DAY], ids=str)
def test_clock_that_is_ahead_at_a_restart_is_believed_and_told_and_loses_nothing(school_at: Callable[..., School], step: timedelta) -> None:
    school = school_at()
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(7 * MINUTE)
    school.machine.set_wall(step)
    school.restart()
    assert school.office.clock.warning()  # type: ignore[attr-defined]
    school.run(25 * MINUTE)
    assert school.chase() == [(5 * MINUTE, "amara"), *[(7 * MINUTE, who) for who in ("ben", "chidi")], (17 * MINUTE, "chidi"), (27 * MINUTE, "chidi")]


# --- the two nights when the clocks change, and times of day beyond them ---


@pytest.mark.parametrize("midnight", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("minutes_before", [0, 7, 25, 70])
@pytest.mark.parametrize("step", [timedelta(0), -HOUR, HOUR], ids=str)
def test_urgent_report_is_chased_through_the_night_in_true_minutes(
    school_at: Callable[..., School], midnight: datetime, minutes_before: int, step: timedelta
) -> None:
    the_change = midnight.replace(hour=1).astimezone(UTC) if midnight == SPRING else midnight.replace(hour=1, fold=1).astimezone(UTC)
    school = school_at(the_change - minutes_before * MINUTE)
    school.submit(Kind.SAFEGUARDING_CONCERN, danger="yes")
    school.run(8 * MINUTE)
    school.machine.set_wall(step)  # as a machine does that keeps local time
    school.run(AN_HOUR_OF_IT - 8 * MINUTE)
    assert_on_time(school, URGENT)


CIVIL = {
    Kind.PUPIL_CONTACT: [("Fri 17:00", "amara"), ("Fri 17:00", "ben"), ("Mon 09:00", "chidi"), ("Mon 11:00", "chidi")],
    Kind.SAFEGUARDING_CONCERN: [("Mon 08:15", "amara"), ("Mon 08:30", "ben"), ("Mon 09:00", "chidi"), ("Mon 10:00", "chidi"), ("Mon 11:00", "chidi")],
    Kind.ADULT_CONCERN: [("Mon 08:30", "chidi"), ("Mon 10:00", "dana")],
}
"""What is due at a time of day: of a report made on Friday at 15:00, on Saturday at 23:30, and on Sunday at 01:30."""


@pytest.mark.parametrize("midnight", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("step", [timedelta(0), *STEPS], ids=str)
@pytest.mark.parametrize("kind", CIVIL)
def test_what_is_due_at_a_time_of_day_comes_at_that_time_after_the_change(
    school_at: Callable[..., School], midnight: datetime, step: timedelta, kind: Kind
) -> None:
    begins = {
        Kind.PUPIL_CONTACT: midnight - timedelta(hours=33),
        Kind.SAFEGUARDING_CONCERN: midnight - timedelta(minutes=30),
        Kind.ADULT_CONCERN: midnight + timedelta(minutes=90),  # in spring a time that does not exist, in autumn one that comes twice
    }[kind]
    school = school_at(begins, watched_every=3 * HOUR)
    school.submit(kind)
    school.run(30 * MINUTE)
    school.machine.set_wall(step)
    ends = (midnight + timedelta(days=1)).replace(hour=11, minute=30).astimezone(UTC)
    school.run(ends - begins.astimezone(UTC) - 30 * MINUTE)
    assert school.civil(OWED_WHILE_OPEN) == CIVIL[kind]


@pytest.mark.parametrize("midnight", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("step", [timedelta(0), *STEPS], ids=str)
@pytest.mark.parametrize(
    ("taken_on", "reminded", "opened_again", "chased"),
    [
        (timedelta(hours=-33), [], [("Mon 08:00", "amara")], [("Mon 10:00", "amara")]),  # Friday at 15:00
        (timedelta(hours=10), [("Mon 09:00", "ben")], [("Mon 10:00", "amara")], []),  # Sunday at 10:00
    ],
    ids=["friday", "sunday"],
)
def test_what_follows_an_acknowledgement_comes_at_its_time_of_day_after_the_change(
    school_at: Callable[..., School],
    midnight: datetime,
    step: timedelta,
    taken_on: timedelta,
    reminded: list[tuple[str, str]],
    opened_again: list[tuple[str, str]],
    chased: list[tuple[str, str]],
) -> None:
    begins = midnight + taken_on
    school = school_at(begins - MINUTE, watched_every=3 * HOUR)
    report = school.submit(Kind.PUPIL_CONTACT)
    ben = school.office.people.person("ben", SCHOOL)
    assert ben is not None
    school.run(MINUTE)
    responding.open_report(school.office, ben, report.id)
    responding.acknowledge(school.office, ben, report.id)
    school.run(9 * HOUR)
    school.machine.set_wall(step)
    ends = (midnight + timedelta(days=1)).replace(hour=10, minute=30).astimezone(UTC)
    school.run(ends - begins.astimezone(UTC) - 9 * HOUR)
    assert school.civil([RowKind.OUTCOME_REMINDER]) == reminded
    assert school.civil([RowKind.CARD])[1:] == opened_again
    assert school.civil(OWED_WHILE_OPEN) == chased
