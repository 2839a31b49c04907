"""A school's calendar knows its working days and hours, counts open time exactly, and keeps its head in both nights when the clocks change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calendar import NATIONS, Calendar, CalendarError

LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NINE = time(9)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The nights when the clocks change: an hour is skipped, an hour comes twice."""


@dataclass(frozen=True, slots=True)
class School:
    """An invented school's timetable."""

    timezone: str = "Europe/London"
    nation: str = "ENG"
    opens: time = time(8)
    closes: time = time(17)
    terms: tuple[tuple[date, date], ...] = ()


OAKFIELD = School()
TERMS = ((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
OPEN_AT_NIGHT = School(opens=time(0, 15), closes=time(23, 45))
OPEN_TILL_EARLY = School(timezone="Africa/Cairo", opens=time(0, 15), closes=time(1, 10))
"""Cairo's clocks jump from 00:00 to 01:00 on Friday, 24 April 2026: on that working day this school closes before it opens."""


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(OAKFIELD)


@pytest.fixture
def term_calendar() -> Calendar:
    return Calendar(replace(OAKFIELD, terms=TERMS))


def london(text: str) -> datetime:
    """Return a local time of London, written `2026-11-16 08:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


# --- working days ---


@pytest.mark.parametrize("day", [date(2026, 11, 16) + number * DAY for number in range(5)], ids=str)
def test_monday_to_friday_are_working_days(calendar: Calendar, day: date) -> None:
    assert calendar.is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 11, 14), date(2026, 11, 15)], ids=str)
def test_weekend_is_no_working_day(calendar: Calendar, day: date) -> None:
    assert not calendar.is_working_day(day)


@pytest.mark.parametrize(
    ("nation", "closed"),
    [
        ("ENG", "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("WLS", "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("SCT", "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"),
        ("NIR", "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_of_2026_are_those_of_the_nation(nation: str, closed: str) -> None:
    calendar = Calendar(replace(OAKFIELD, nation=nation))
    weekdays = [day for number in range(365) if (day := date(2026, 1, 1) + number * DAY).weekday() < 5]
    assert [f"{day:%m-%d}" for day in weekdays if not calendar.is_working_day(day)] == closed.split()


@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_of_every_year_are_those_that_the_library_finds_over_many(nation: str) -> None:
    calendar = Calendar(replace(OAKFIELD, nation=nation))
    for day in country_holidays("GB", subdiv=nation, years=range(2020, 2041)):
        assert not calendar.is_working_day(day)


def test_working_days_are_the_same_for_threads_that_ask_at_once() -> None:
    christmas = [date(year, 12, 25) for year in range(2041, 2081)] * 4
    with ThreadPoolExecutor(8) as threads:
        assert not any(threads.map(Calendar(OAKFIELD).is_working_day, christmas))


def test_school_holidays_are_working_days(term_calendar: Calendar) -> None:
    assert term_calendar.is_working_day(date(2026, 10, 27))


# --- school days ---


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), True),
        (date(2026, 10, 23), True),
        (date(2026, 10, 26), False),
        (date(2026, 11, 2), True),
        (date(2026, 11, 14), False),
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),
    ],
    ids=str,
)
def test_school_days_are_the_working_days_of_a_term(term_calendar: Calendar, day: date, expected: bool) -> None:
    assert term_calendar.is_school_day(day) is expected


def test_bank_holiday_in_a_term_is_no_school_day() -> None:
    assert not Calendar(replace(OAKFIELD, terms=((date(2026, 4, 20), date(2026, 7, 17)),))).is_school_day(date(2026, 5, 4))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_without_terms_every_working_day_is_a_school_day(day: date) -> None:
    calendar = Calendar(OAKFIELD)
    assert calendar.is_school_day(day) is calendar.is_working_day(day)


# --- opening and closing ---


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-16 07:59:59.999999", False),
        ("2026-11-16 08:00", True),
        ("2026-11-16 16:59:59.999999", True),
        ("2026-11-16 17:00", False),
        ("2026-11-14 12:00", False),
        ("2026-12-25 12:00", False),
        ("2026-06-15 07:59", False),
        ("2026-06-15 08:00", True),
    ],
)
def test_school_is_open_in_its_hours_on_working_days(calendar: Calendar, at: str, expected: bool) -> None:
    assert calendar.is_open(london(at)) is expected


@pytest.mark.parametrize(
    ("at", "opening", "closing"),
    [
        ("2026-11-16 10:31", "2026-11-16 10:31", "2026-11-16 17:00"),
        ("2026-11-16 06:00", "2026-11-16 08:00", "2026-11-16 17:00"),
        ("2026-11-16 17:00", "2026-11-17 08:00", "2026-11-17 17:00"),
        ("2026-11-20 17:30", "2026-11-23 08:00", "2026-11-23 17:00"),
        ("2026-11-21 12:00", "2026-11-23 08:00", "2026-11-23 17:00"),
        ("2026-12-24 18:00", "2026-12-29 08:00", "2026-12-29 17:00"),
        ("2026-03-27 18:00", "2026-03-30 08:00", "2026-03-30 17:00"),
        ("2026-10-23 18:00", "2026-10-26 08:00", "2026-10-26 17:00"),
    ],
)
def test_counting_begins_when_the_school_is_open_next(calendar: Calendar, at: str, opening: str, closing: str) -> None:
    assert calendar.next_opening(london(at)) == london(opening)
    assert calendar.closing(london(at)) == london(closing)


def test_school_holidays_do_not_hold_up_an_escalation(term_calendar: Calendar) -> None:
    assert term_calendar.add_open_time(london("2026-10-27 10:00"), HOUR) == london("2026-10-27 11:00")


# --- open time ---


@pytest.mark.parametrize(
    ("at", "duration", "due"),
    [
        ("2026-11-16 10:31", 15 * MINUTE, "2026-11-16 10:46"),
        ("2026-11-16 16:30", 30 * MINUTE, "2026-11-16 17:00"),
        ("2026-11-16 16:30", 31 * MINUTE, "2026-11-17 08:01"),
        ("2026-11-20 16:00", 2 * HOUR, "2026-11-23 09:00"),
        ("2026-11-21 03:00", 2 * HOUR, "2026-11-23 10:00"),
        ("2026-11-16 08:00", 9 * HOUR, "2026-11-16 17:00"),
        ("2026-11-16 08:00", 27 * HOUR, "2026-11-18 17:00"),
        ("2026-12-24 16:00", 2 * HOUR, "2026-12-29 09:00"),
        ("2026-03-27 16:00", 2 * HOUR, "2026-03-30 09:00"),
        ("2026-10-23 16:00", 2 * HOUR, "2026-10-26 09:00"),
        ("2026-11-16 10:31", timedelta(0), "2026-11-16 10:31"),
        ("2026-11-21 03:00", timedelta(0), "2026-11-23 08:00"),
    ],
)
def test_only_open_time_counts(calendar: Calendar, at: str, duration: timedelta, due: str) -> None:
    assert calendar.add_open_time(london(at), duration) == london(due)


def test_open_time_cannot_be_taken_away(calendar: Calendar) -> None:
    with pytest.raises(CalendarError, match="only be added"):
        calendar.add_open_time(london("2026-11-16 10:31"), -MINUTE)


def test_day_on_which_the_clocks_leave_no_open_time_is_passed_over() -> None:
    calendar = Calendar(OPEN_TILL_EARLY)
    thursday = datetime(2026, 4, 23, 12, tzinfo=UTC)
    assert calendar.next_opening(thursday) == datetime(2026, 4, 26, 21, 15, tzinfo=UTC)
    assert calendar.add_open_time(thursday, 55 * MINUTE) == datetime(2026, 4, 26, 22, 10, tzinfo=UTC)


def test_working_day_that_loses_an_hour_has_an_hour_less_of_open_time() -> None:
    calendar = Calendar(School(timezone="Africa/Cairo", opens=time(0), closes=time(12)))
    midnight = datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert calendar.closing(midnight) - calendar.next_opening(midnight) == 11 * HOUR


def test_working_day_that_gains_an_hour_has_an_hour_more_of_open_time() -> None:
    calendar = Calendar(School(timezone="Asia/Amman", opens=time(0), closes=time(12)))
    friday = datetime(2021, 10, 28, 21, tzinfo=UTC)
    assert calendar.closing(friday) - calendar.next_opening(friday) == 13 * HOUR


# --- properties ---

_around = st.sampled_from([SPRING, AUTUMN, date(2026, 12, 25), date(2026, 4, 5)])
instants = st.builds(
    lambda day, away: datetime.combine(day, time(1), UTC) + away,
    _around,
    st.timedeltas(-6 * DAY, 6 * DAY) | st.timedeltas(-3 * HOUR, 3 * HOUR),
)
schools = st.sampled_from(
    [
        OAKFIELD,
        OPEN_AT_NIGHT,
        replace(OAKFIELD, nation="SCT", terms=TERMS),
        replace(OAKFIELD, opens=time(1, 30), closes=time(2, 15)),
        replace(OPEN_AT_NIGHT, timezone="Africa/Cairo"),
        OPEN_TILL_EARLY,
    ]
)
durations = st.timedeltas(timedelta(0), 40 * HOUR)
times = st.times().map(lambda asked: asked.replace(tzinfo=None))

QUARTER = 15 * MINUTE
CLOSED_IN_ENGLAND = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
quarters = st.builds(
    lambda day, number: datetime.combine(day, time(0), UTC) + number * QUARTER,
    _around,
    st.integers(-600, 600),
)


def open_quarters(school: School, since: datetime, until: datetime) -> int:
    """Count the quarters of an hour in which an English school is open, one by one, by what a clock on its wall shows."""
    zone, count = ZoneInfo(school.timezone), 0
    while since < until:
        shown = since.astimezone(zone)
        working = shown.weekday() < 5 and shown.date() not in CLOSED_IN_ENGLAND
        count += working and school.opens <= shown.time() < school.closes
        since += QUARTER
    return count


@given(st.sampled_from([OAKFIELD, OPEN_AT_NIGHT, School(timezone="Africa/Cairo", opens=time(2), closes=time(22))]), quarters, st.integers(1, 160))
@example(OAKFIELD, datetime(2026, 3, 27, 16, tzinfo=UTC), 8)
@example(OAKFIELD, datetime(2026, 10, 23, 15, tzinfo=UTC), 8)
def test_open_time_that_is_added_is_exactly_the_open_time_that_passes(school: School, at: datetime, number: int) -> None:
    due = Calendar(school).add_open_time(at, number * QUARTER)
    assert open_quarters(school, at, due) == number
    assert open_quarters(school, at, due - QUARTER) == number - 1


@given(schools, instants, durations, durations.filter(bool))
def test_open_time_can_be_added_in_parts(school: School, at: datetime, first: timedelta, second: timedelta) -> None:
    calendar = Calendar(school)
    assert calendar.add_open_time(calendar.add_open_time(at, first), second) == calendar.add_open_time(at, first + second)


@given(schools, instants, durations, durations)
def test_longer_open_time_is_never_over_sooner(school: School, at: datetime, shorter: timedelta, more: timedelta) -> None:
    calendar = Calendar(school)
    assert calendar.add_open_time(at, shorter) <= calendar.add_open_time(at, shorter + more)


@given(schools, instants, durations, times)
@example(OAKFIELD, datetime(2026, 3, 29, 0, 59, tzinfo=UTC), HOUR, time(1, 30))
@example(OAKFIELD, datetime(2026, 10, 25, 0, 59, tzinfo=UTC), HOUR, time(1, 30))
@example(OAKFIELD, datetime(2026, 10, 25, 1, 59, tzinfo=UTC), HOUR, time(0))
def test_nothing_is_due_earlier_than_asked(school: School, at: datetime, duration: timedelta, asked: time) -> None:
    calendar = Calendar(school)
    assert calendar.next_opening(at) >= at
    assert calendar.closing(at) > at
    assert calendar.add_open_time(at, duration) >= at + duration
    assert calendar.next_working_day_at(at, asked) > at
    assert calendar.next_school_day_at(at, asked) > at


@given(schools, instants)
def test_next_opening_is_open_and_asked_again_is_itself(school: School, at: datetime) -> None:
    calendar = Calendar(school)
    opening = calendar.next_opening(at)
    assert calendar.is_open(opening)
    assert calendar.next_opening(opening) == opening
    assert calendar.closing(opening) == calendar.closing(at)
    assert not calendar.is_open(calendar.closing(at))


@given(schools, instants, durations, times, st.integers(-12, 14))
def test_what_comes_out_is_in_utc_and_the_same_from_whatever_zone_it_was_asked(
    school: School, at: datetime, duration: timedelta, asked: time, hours: int
) -> None:
    calendar = Calendar(school)
    elsewhere = at.astimezone(timezone(hours * HOUR))
    assert calendar.is_open(elsewhere) is calendar.is_open(at)
    for ask in (
        calendar.next_opening,
        calendar.closing,
        lambda moment: calendar.add_open_time(moment, duration),
        lambda moment: calendar.next_working_day_at(moment, asked),
        lambda moment: calendar.next_school_day_at(moment, asked),
    ):
        assert ask(elsewhere) == ask(at)
        assert ask(elsewhere).tzinfo is UTC


@given(schools, instants, times)
def test_next_working_day_is_the_first_after_the_one_on_which_counting_begins(school: School, at: datetime, asked: time) -> None:
    calendar = Calendar(school)
    zone = ZoneInfo(school.timezone)
    begins = calendar.next_opening(at).astimezone(zone).date()
    due = datetime.combine(begins, time(12), zone) + DAY
    while not calendar.is_working_day(due.date()):
        due += DAY
    assert calendar.next_working_day_at(at, asked) == datetime.combine(due.date(), asked, zone).astimezone(UTC)


# --- the next day at a time ---


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-16 10:31", "2026-11-17 09:00"),
        ("2026-11-16 06:00", "2026-11-17 09:00"),
        ("2026-11-16 17:30", "2026-11-18 09:00"),
        ("2026-11-20 12:00", "2026-11-23 09:00"),
        ("2026-11-20 18:00", "2026-11-24 09:00"),
        ("2026-11-21 12:00", "2026-11-24 09:00"),
        ("2026-12-24 12:00", "2026-12-29 09:00"),
        ("2026-12-24 18:00", "2026-12-30 09:00"),
        ("2026-03-27 12:00", "2026-03-30 09:00"),
        ("2026-10-23 12:00", "2026-10-26 09:00"),
    ],
)
def test_next_working_day_follows_the_day_on_which_counting_begins(calendar: Calendar, at: str, due: str) -> None:
    assert calendar.next_working_day_at(london(at), NINE) == london(due)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-16 06:00", "2026-11-17 09:00"),
        ("2026-11-16 09:00", "2026-11-17 09:00"),
        ("2026-11-16 23:59", "2026-11-17 09:00"),
        ("2026-11-20 09:00", "2026-11-23 09:00"),
        ("2026-11-22 12:00", "2026-11-23 09:00"),
        ("2026-10-23 09:00", "2026-11-02 09:00"),
        ("2026-08-10 09:00", "2026-09-02 09:00"),
    ],
)
def test_next_school_day_waits_for_the_holidays_to_end(term_calendar: Calendar, at: str, due: str) -> None:
    assert term_calendar.next_school_day_at(london(at), NINE) == london(due)


def test_term_of_one_day_is_waited_for() -> None:
    training = date(2026, 11, 4)
    calendar = Calendar(replace(OAKFIELD, terms=((training, training),)))
    assert calendar.next_school_day_at(london("2026-10-20 09:00"), NINE) == london("2026-11-04 09:00")


@pytest.mark.parametrize(
    ("at", "due"), [("2026-12-18 09:00", "2026-12-21 09:00"), ("2026-12-24 09:00", "2026-12-29 09:00"), ("2027-05-05 09:00", "2027-05-06 09:00")]
)
def test_reminder_is_not_lost_when_nobody_wrote_down_the_next_term(term_calendar: Calendar, at: str, due: str) -> None:
    assert term_calendar.next_school_day_at(london(at), NINE) == london(due)


def test_without_terms_the_next_school_day_is_the_next_working_day(calendar: Calendar) -> None:
    assert calendar.next_school_day_at(london("2026-12-24 09:00"), NINE) == london("2026-12-29 09:00")


@pytest.mark.parametrize(("at", "due"), [("2026-03-28 23:30", "2026-03-30 08:00"), ("2026-10-24 23:30", "2026-10-26 09:00")])
def test_nine_oclock_is_nine_oclock_on_both_sides_of_a_night_when_the_clocks_change(calendar: Calendar, at: str, due: str) -> None:
    assert calendar.next_school_day_at(london(at), NINE) == datetime.fromisoformat(due).replace(tzinfo=UTC)


# --- civil times ---


def test_civil_time_is_local_time_and_zone(calendar: Calendar) -> None:
    assert calendar.civil(datetime(2026, 10, 25, 9, tzinfo=UTC)) == "2026-10-25T09:00 Europe/London"
    assert calendar.civil(datetime(2026, 10, 24, 8, tzinfo=UTC)) == "2026-10-24T09:00 Europe/London"


def test_civil_time_is_read_back(calendar: Calendar) -> None:
    assert calendar.from_civil("2026-10-24T09:00 Europe/London") == datetime(2026, 10, 24, 8, tzinfo=UTC)
    assert calendar.from_civil("2026-10-25T09:00 Europe/London") == datetime(2026, 10, 25, 9, tzinfo=UTC)


def test_civil_time_that_does_not_exist_moves_forward(calendar: Calendar) -> None:
    moved = calendar.from_civil("2026-03-29T01:30 Europe/London")
    assert calendar.civil(moved) == "2026-03-29T02:30 Europe/London"


def test_hour_that_comes_twice_is_told_apart(calendar: Calendar) -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert calendar.civil(first) == "2026-10-25T01:30 Europe/London"
    assert calendar.civil(second) == "2026-10-25T01:30+00:00 Europe/London"
    assert calendar.from_civil(calendar.civil(second)) == second


def test_half_past_midnight_to_half_past_two_is_three_hours_when_the_clocks_go_back(calendar: Calendar) -> None:
    until, since = (calendar.from_civil(f"2026-10-25T{clock} Europe/London") for clock in ("02:30", "00:30"))
    assert until - since == 3 * HOUR


def test_civil_time_keeps_its_own_zone_when_the_school_moves() -> None:
    assert Calendar(School(timezone="Africa/Cairo")).from_civil("2026-11-16T09:00 Europe/London") == london("2026-11-16 09:00")


def test_civil_due_time_fits_its_column(calendar: Calendar) -> None:
    assert len(calendar.civil(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))) <= 40


@given(schools, instants)
@example(OAKFIELD, datetime(2026, 10, 25, 0, 59, 59, 999_999, tzinfo=UTC))
@example(OAKFIELD, datetime(2026, 10, 25, 1, 0, 30, tzinfo=UTC))
@example(OAKFIELD, datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
def test_civil_time_comes_back_as_it_was(school: School, at: datetime) -> None:
    calendar = Calendar(school)
    assert calendar.from_civil(calendar.civil(at)) == at


@given(st.sampled_from([SPRING, AUTUMN]), times)
def test_civil_time_of_a_night_when_the_clocks_change_is_never_read_as_an_earlier_one(night: date, asked: time) -> None:
    calendar = Calendar(OAKFIELD)
    local = datetime.combine(night, asked)
    read = calendar.from_civil(f"{local.isoformat()} Europe/London")
    assert read.astimezone(LONDON).replace(tzinfo=None) >= local


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-10-25T09:00", "2026-13-25T09:00 Europe/London", "2026-10-25T09:00 Europe", "09:00 Europe/London"]
)
def test_civil_time_written_otherwise_is_refused_with_what_to_write(calendar: Calendar, text: str) -> None:
    with pytest.raises(CalendarError, match="Europe/London"):
        calendar.from_civil(text)


# --- what a calendar refuses ---


@pytest.mark.parametrize("zone", ["", "London", "Europe", "../../etc/passwd", "/etc/passwd", "\x00"])
def test_unknown_time_zone_is_refused_with_what_to_write(zone: str) -> None:
    with pytest.raises(CalendarError, match="write one like Europe/London"):
        Calendar(replace(OAKFIELD, timezone=zone))


@pytest.mark.parametrize("nation", ["", "eng", "GB", "IRL"])
def test_unknown_nation_is_refused_with_those_that_are_known(nation: str) -> None:
    with pytest.raises(CalendarError, match="ENG, WLS, SCT, NIR"):
        Calendar(replace(OAKFIELD, nation=nation))


@pytest.mark.parametrize("closes", [time(8), time(7, 59), time(0)])
def test_school_that_closes_before_it_opens_is_refused(closes: time) -> None:
    with pytest.raises(CalendarError, match="write opens before closes"):
        Calendar(replace(OAKFIELD, closes=closes))


@pytest.mark.parametrize("ask", ["is_open", "next_opening", "closing", "civil"])
def test_time_without_a_zone_is_refused(calendar: Calendar, ask: str) -> None:
    with pytest.raises(CalendarError, match="aware"):
        getattr(calendar, ask)(datetime(2026, 11, 16, 10, 31))  # noqa: DTZ001 -- what is refused


def test_time_without_a_zone_is_refused_where_something_is_added(calendar: Calendar) -> None:
    naive = datetime(2026, 11, 16, 10, 31)  # noqa: DTZ001 -- what is refused
    with pytest.raises(CalendarError, match="aware"):
        calendar.add_open_time(naive, HOUR)
    with pytest.raises(CalendarError, match="aware"):
        calendar.next_working_day_at(naive, NINE)
    with pytest.raises(CalendarError, match="aware"):
        calendar.next_school_day_at(naive, NINE)


# --- the clock of comments, and what comes to mind again after some school days ---


@pytest.mark.parametrize(("number", "comes"), [(1, "2026-12-17 09:00"), (2, "2026-12-18 09:00"), (3, "2026-12-21 09:00"), (5, "2026-12-23 09:00")])
def test_nth_school_day_is_counted_from_the_first_after_that_day(term_calendar: Calendar, number: int, comes: str) -> None:
    assert term_calendar.nth_school_day_at(london("2026-12-16 23:59"), number, NINE) == london(comes)  # the terms run out: then working days


def test_nth_school_day_lies_behind_a_holiday(term_calendar: Calendar) -> None:
    assert term_calendar.nth_school_day_at(london("2026-10-22 12:00"), 2, NINE) == london("2026-11-02 09:00")


@pytest.mark.parametrize("number", [0, -1])
def test_school_days_are_counted_from_one(calendar: Calendar, number: int) -> None:
    with pytest.raises(CalendarError):
        calendar.nth_school_day_at(london("2026-11-16 12:00"), number, NINE)


@pytest.mark.parametrize(
    ("at", "is_one"),
    [
        ("2026-11-20 23:59", False),
        ("2026-11-21 00:00", True),
        ("2026-11-22 23:59", True),
        ("2026-11-23 00:00", False),
        ("2026-12-28 12:00", False),
        ("2026-07-05 00:30", True),  # still Saturday in UTC
        ("2026-07-06 00:30", False),  # still Sunday in UTC
    ],
)
def test_weekend_is_the_schools_own_and_no_bank_holiday(calendar: Calendar, at: str, is_one: bool) -> None:
    assert calendar.is_weekend(london(at)) is is_one


@pytest.mark.parametrize(
    ("at", "closes"),
    [
        ("2026-11-21 10:00", "2026-11-23 17:00"),
        ("2026-11-20 10:00", "2026-11-23 17:00"),
        ("2026-11-16 10:00", "2026-11-17 17:00"),
        ("2026-12-26 10:00", "2026-12-29 17:00"),
        ("2026-10-24 10:00", "2026-10-26 17:00"),  # in the school holidays, and after the clocks have changed
    ],
)
def test_next_working_day_closes_as_the_school_does(term_calendar: Calendar, at: str, closes: str) -> None:
    assert term_calendar.next_working_day_closing(london(at)) == london(closes)


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 10, 23), False),
        (date(2026, 10, 24), True),
        (date(2026, 10, 28), True),
        (date(2026, 11, 1), True),
        (date(2026, 11, 2), False),
        (date(2026, 11, 7), False),
        (date(2026, 12, 19), False),  # of what comes after the last term nobody knows
        (date(2026, 12, 25), True),
        (date(2026, 8, 20), True),
    ],
)
def test_holiday_lies_between_two_terms_or_is_a_bank_holiday(term_calendar: Calendar, day: date, is_one: bool) -> None:
    assert term_calendar.is_holiday(day) is is_one


def test_without_terms_only_bank_holidays_are_known(calendar: Calendar) -> None:
    assert [calendar.is_holiday(day) for day in (date(2026, 8, 20), date(2026, 8, 31), date(2026, 11, 21))] == [False, True, False]


def test_day_is_the_schools_own(calendar: Calendar) -> None:
    assert calendar.day_of(datetime(2026, 7, 5, 23, 30, tzinfo=UTC)) == date(2026, 7, 6)
