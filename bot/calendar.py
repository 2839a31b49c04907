"""The working days and hours of one school: when a step that waits for people falls due. What the steps are is not decided here.

Everything is counted in UTC, and local times are looked up day by day, so that an hour counts as an hour in both nights when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from holidays import country_holidays

NATIONS = ("ENG", "WLS", "SCT", "NIR")
"""Whose bank holidays a school can have."""

_DAY = timedelta(days=1)
_FRIDAY = 4
_LONGEST_HOLIDAY = 120
"""Days after which nobody looks further for a school day."""


class CalendarError(ValueError):
    """A time cannot be worked out; the message names what is wrong, and what to write instead."""


class Timetable(Protocol):
    """What a calendar must know of a school."""

    @property
    def timezone(self) -> str:
        """`Europe/London`."""

    @property
    def nation(self) -> str:
        """One of NATIONS."""

    @property
    def opens(self) -> time:
        """When the school opens on a working day, in local time."""

    @property
    def closes(self) -> time:
        """When it closes, on the same day."""

    @property
    def terms(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each term; none where the school has set none."""


class Calendar:
    """When a school can be expected to answer. Times in and out are aware; those that come out are in UTC, and none is before the one asked."""

    def __init__(self, school: Timetable) -> None:
        if school.nation not in NATIONS:
            raise CalendarError(f"nation '{school.nation}' has no bank holidays that are known here; write one of {', '.join(NATIONS)}")
        if school.opens >= school.closes:
            raise CalendarError(f"the hours end ({school.closes:%H:%M}) before they begin ({school.opens:%H:%M}); write opens before closes")
        self._school, self._zone = school, _zone(school.timezone)

    def is_working_day(self, day: date) -> bool:
        """Return whether it is Monday to Friday and no bank holiday. School holidays are working days: nobody's absence stops an escalation."""
        return day.weekday() <= _FRIDAY and day not in _bank_holidays(self._school.nation, day.year)

    def is_school_day(self, day: date) -> bool:
        """Return whether it is a working day inside a term; without terms every working day is one."""
        terms = self._school.terms
        return self.is_working_day(day) and (not terms or any(starts <= day <= ends for starts, ends in terms))

    def is_open(self, at: datetime) -> bool:
        """Return whether the school is open: from the minute it opens until just before the minute it closes."""
        return self.next_opening(at) == at

    def next_opening(self, at: datetime) -> datetime:
        """Return when counting begins: `at` itself where the school is open, else when it opens next."""
        begins, _ = next(self._open_spans(at))
        return begins

    def closing(self, at: datetime) -> datetime:
        """Return the end of the working day on which counting begins."""
        _, closes = next(self._open_spans(at))
        return closes

    def add_open_time(self, at: datetime, duration: timedelta) -> datetime:
        """Return the earliest time by which the school has been open for `duration` since `at`. Raises CalendarError where it is negative."""
        if duration < timedelta(0):
            raise CalendarError("open time can only be added; give a duration of nothing or more")
        spans = self._open_spans(at)
        begins, closes = next(spans)
        while (room := closes - begins) < duration:
            duration -= room
            begins, closes = next(spans)
        return begins + duration

    def next_working_day_at(self, at: datetime, time: time) -> datetime:
        """Return that local time on the first working day after the one on which counting begins.

        A report of Saturday is counted from Monday, as is one of Friday evening; its next working day is Tuesday.
        """
        return self._at(self._working_day_after(self._local_day(self.next_opening(at))), time)

    def next_school_day_at(self, at: datetime, time: time) -> datetime:
        """Return that local time on the first school day after the day of `at`.

        Where the terms have run out it is the first working day: a reminder is not lost because nobody wrote down the next term.
        """
        today = self._local_day(_utc(at))
        last = max((ends for _, ends in self._school.terms), default=today)
        ahead = (today + days * _DAY for days in range(1, (last - today).days + 1))
        return self._at(next(filter(self.is_school_day, ahead), None) or self._working_day_after(today), time)

    def at(self, day: date, time: time) -> datetime:
        """Return a local time of a day. One that is skipped that night comes as much later as the clocks jump."""
        return self._at(day, time)

    def can_be_asked_on(self, day: date) -> bool:
        """Return whether staff can be asked something on that day: a school day; where the terms have run out, a working day."""
        last = max((ends for _, ends in self._school.terms), default=day)
        return self.is_school_day(day) or (day > last and self.is_working_day(day))

    def last_school_day_until(self, day: date) -> date:
        """Return that day where it is a school day, else the last one before it; where none is near, the last working day."""
        back = [day - days * _DAY for days in range(_LONGEST_HOLIDAY)]
        return next(filter(self.can_be_asked_on, back), None) or next(filter(self.is_working_day, back))

    def first_school_day_from(self, day: date) -> date:
        """Return that day where it is a school day, else the first one after it; where the terms have run out, the first working day."""
        ahead = [day + days * _DAY for days in range(_LONGEST_HOLIDAY)]
        return next(filter(self.can_be_asked_on, ahead), None) or next(filter(self.is_working_day, ahead))

    def nth_school_day_at(self, at: datetime, number: int, time: time) -> datetime:
        """Return that local time on the school day which is the `number`th after the day of `at`. Raises CalendarError below the first."""
        if number < 1:
            raise CalendarError("school days are counted from the first after that day; give 1 or more")
        for _ in range(number):
            at = self.next_school_day_at(at, time)
        return at

    def is_weekend(self, at: datetime) -> bool:
        """Return whether it is Saturday or Sunday at the school. A bank holiday is no weekend."""
        return self._local_day(_utc(at)).weekday() > _FRIDAY

    def next_working_day_closing(self, at: datetime) -> datetime:
        """Return when the school closes on the first working day after the day of `at`: of a Saturday, and of the Friday before it, on Monday."""
        return self._at(self._working_day_after(self._local_day(_utc(at))), self._school.closes)

    def day_of(self, at: datetime) -> date:
        """Return the school's own day at that time."""
        return self._local_day(_utc(at))

    def is_holiday(self, day: date) -> bool:
        """Return whether it is a bank holiday, or lies between two terms, with its weekends.

        Of the days after the last term that is written nobody knows: they are no holidays.
        """
        terms = self._school.terms
        ended = max((ends for _, ends in terms), default=day)
        between = bool(terms) and day <= ended and not any(starts <= day <= ends for starts, ends in terms)
        return between or day in _bank_holidays(self._school.nation, day.year)

    def civil(self, at: datetime) -> str:
        """Return the local time and its zone, `2026-10-25T09:00 Europe/London`: what stays true should a zone's rules change.

        A time that comes a second time that night carries its offset; `from_civil` gives back exactly `at`.
        """
        local = _utc(at).astimezone(self._zone)
        shown = local if local.fold else local.replace(tzinfo=None)
        whole = not (local.second or local.microsecond)
        return f"{shown.isoformat(timespec='minutes' if whole else 'auto')} {self._zone.key}"

    def from_civil(self, text: str) -> datetime:
        """Return the time that `civil` wrote, by today's rules of its own zone; one that does not exist that night moves forward.

        Raises CalendarError where it is written otherwise.
        """
        written, _, zone = text.partition(" ")
        try:
            local = datetime.fromisoformat(written)
        except ValueError:
            raise CalendarError(f"'{text}' is no local time; write it as 2026-10-25T09:00 Europe/London") from None
        return local.replace(tzinfo=_zone(zone), fold=int(local.tzinfo is not None)).astimezone(UTC)

    def _open_spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield from when to when the school is open, beginning at `at`."""
        at = _utc(at)
        day = self._local_day(at)
        while True:
            if self.is_working_day(day):
                begins, closes = max(at, self._at(day, self._school.opens)), self._at(day, self._school.closes)
                if begins < closes:
                    yield begins, closes
            day += _DAY

    def _working_day_after(self, day: date) -> date:
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _at(self, day: date, time: time) -> datetime:
        """Return a local time in UTC. One that is skipped that night comes as much later as the clocks jump; of one that comes twice, the first."""
        return datetime.combine(day, time, self._zone).astimezone(UTC)


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    """Return a finished set: the library fills its own mapping while it is asked, which a second thread would see half filled."""
    return frozenset(country_holidays("GB", subdiv=nation, years=year))


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones, such as `Europe`
        raise CalendarError(f"'{key}' is no time zone; write one like Europe/London") from None


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise CalendarError("a time without a zone means something else on every machine; give an aware one")
    return at.astimezone(UTC)
