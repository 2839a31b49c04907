"""Times go into the store as whole numbers and come out as the same times, whatever zone they were told in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.moments import from_millis, to_millis

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("at", "millis"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(2026, 11, 16, 10, 31, tzinfo=UTC), 1_794_825_060_000),
        (datetime(2026, 11, 16, 10, 31, 0, 999, tzinfo=UTC), 1_794_825_060_000),
        (datetime(2026, 11, 16, 10, 31, 0, 1000, tzinfo=UTC), 1_794_825_060_001),
        (datetime(2026, 11, 16, 5, 31, tzinfo=timezone(timedelta(hours=-5))), 1_794_825_060_000),
    ],
)
def test_time_is_kept_as_milliseconds_of_utc(at: datetime, millis: int) -> None:
    assert to_millis(at) == millis


def test_hour_that_comes_twice_is_two_times() -> None:
    first, second = (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1))
    assert to_millis(second) - to_millis(first) == 3_600_000


def test_time_comes_back_aware_and_in_utc() -> None:
    back = from_millis(to_millis(datetime(2026, 7, 1, 10, tzinfo=LONDON)))
    assert (back, back.tzinfo) == (datetime(2026, 7, 1, 9, tzinfo=UTC), UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_no_time_comes_back_later_nor_more_than_a_millisecond_earlier(at: datetime) -> None:
    assert timedelta(0) <= at - from_millis(to_millis(at)) < timedelta(milliseconds=1)


@given(st.integers(-10_000_000_000_000, 100_000_000_000_000))
def test_every_whole_number_comes_back_as_itself(millis: int) -> None:
    assert to_millis(from_millis(millis)) == millis


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        to_millis(datetime(2026, 11, 16, 10, 31))  # noqa: DTZ001 -- that it is refused is the point
