"""When staff can be asked something: on school days, and on working days where nobody has written down the next term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest

from bot.calendar import Calendar

TERMS = ((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 5), date(2027, 3, 26)))


@dataclass(frozen=True, slots=True)
class School:
    """An invented school's timetable."""

    timezone: str = "Europe/London"
    nation: str = "ENG"
    opens: time = time(8)
    closes: time = time(17)
    terms: tuple[tuple[date, date], ...] = TERMS


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 12, 11), date(2026, 12, 11), date(2026, 12, 11)),
        (date(2026, 12, 12), date(2026, 12, 11), date(2026, 12, 14)),
        (date(2026, 12, 25), date(2026, 12, 18), date(2027, 1, 5)),
        (date(2027, 4, 10), date(2027, 4, 9), date(2027, 4, 12)),  # the terms have run out
        (date(2027, 5, 3), date(2027, 4, 30), date(2027, 5, 4)),  # and it is a bank holiday
        (date(2026, 8, 20), date(2026, 8, 20), date(2026, 9, 2)),  # before the first term: the last working day
    ],
)
def test_day_that_is_no_school_day_has_one_before_and_one_after(day: date, before: date, after: date) -> None:
    calendar = Calendar(School())
    assert calendar.last_school_day_until(day) == before
    assert calendar.first_school_day_from(day) == after


def test_without_terms_every_working_day_will_do() -> None:
    calendar = Calendar(School(terms=()))
    assert calendar.can_be_asked_on(date(2026, 12, 29))
    assert not calendar.can_be_asked_on(date(2026, 12, 28))  # in place of Boxing Day, which is a Saturday


def test_local_time_of_a_day_follows_the_clocks() -> None:
    calendar = Calendar(School())
    assert calendar.at(date(2026, 7, 1), time(9)) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert calendar.at(date(2026, 12, 1), time(9)) == datetime(2026, 12, 1, 9, tzinfo=UTC)
