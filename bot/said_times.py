"""Reads times as tired people type them: `yesterday 9pm`, `28/11/2026 14:30`, `last night`, on the clock of the school."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_TIME = 200
"""A longer text is not read as a time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and a time where one was said, by the clock of the school."""

    day: date
    time: time | None = None

    def begins(self, timezone: str) -> datetime:
        """Return its first moment, in UTC. A time that a change of clocks leaves out moves forward; one that comes twice is the earlier."""
        return datetime.combine(self.day, self.time or time.min, ZoneInfo(timezone)).astimezone(UTC)

    def is_after(self, now: datetime, timezone: str) -> bool:
        """Return whether it is still to come; a day without a time is so only from tomorrow on."""
        return self.begins(timezone) > now if self.time else self.day > now.astimezone(ZoneInfo(timezone)).date()


_NOT_SURE = re.compile(r"(?:i'?m |i am |i )?(?:not sure|unsure|(?:do not|don'?t) (?:know|remember)|can(?:'?t|not) remember|unknown|no idea)\b")
_YEARS = range(1900, 2200)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "half an": 0.5}
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?: ?'?(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9]|[:.][0-9]| ?[ap]\.?m))?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![0-9])(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])",
        r"(?<![0-9])(?P<d>[0-9]{1,2})(?P<s>[-/. ])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4}|[0-9]{2})(?![0-9])",
        r"(?<![0-9/])(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?![0-9/])",
        rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? ?(?:of )?{_MONTH}\b\.?{_YEAR}",
        rf"\b{_MONTH}\b\.? ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9]|[:.][0-9]| ?[ap]\.?m){_YEAR}",
    )
)
_DAY_WORDS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\b(?:the )?day before yesterday\b|\b(?:the )?night before last\b"), -2),
    (re.compile(r"\byesterday\b|\blast (?=night\b)"), -1),
    (re.compile(r"\btoday\b|\bto(?=night\b)|\bthis (?=morning\b|lunch|break|afternoon\b|evening\b)"), 0),
    (re.compile(r"\btomorrow\b"), 1),
)
_WEEKDAY = re.compile(r"\b(?P<last>last )?(?P<name>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?\b")
_AGO = re.compile(
    r"(?:about |around )?(?:a )?(?P<number>[0-9]{1,3}|half an|couple of|an?|one|two|three|four|five|six|ten) (?P<unit>[mhdw])[a-z]* ago"
)
_IN_A_ZONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,6})? ?(?:z|[+-][0-9]{2}:?[0-9]{2})")
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![0-9.:])(?P<h>[0-9]{1,2})(?:[:.](?P<min>[0-9]{2}))? ?(?P<half>[ap])\.?m\b\.?",
        r"(?<![0-9.:])(?P<h>[0-9]{1,2})[:.h](?P<min>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?![0-9])",
        r"(?:\b12 )?\b(?P<word>noon|midday|midnight)\b",
        r"(?<![0-9/])(?P<h>[01][0-9]|2[0-3])(?P<min>[0-5][0-9])(?![0-9])",  # only beside a day: alone, 2019 is a year
    )
)
_SAYS_NO_MORE = re.compile(
    r"\b(?:at|about|around) [0-9]{1,2}\b|\b[0-9]{1,2} ?(?:-|to)(?= *$)|\b(?:period|lesson|p) ?[0-9]\b"
    r"|\b(?:before|after|during) (?:school|lunch|break|registration|assembly|club|lessons?)\b"
    r"|\b(?:at|about|around|approx|approximately|roughly|circa|ca?|the|on|in|of|and|to|until|till|from|between|just|early|late|was|it|ish|hrs?|hours|"
    r"morning|afternoon|evening|night|lunch|lunchtime|break|breaktime|home time|form time|registration|assembly|o'?clock)\b|[-–~@?.()]"
)
"""What may stand beside a day or a time without changing it. Anything else makes the text unreadable, rather than read by half."""


def is_not_sure(typed: str) -> bool:
    """Return whether somebody says that they do not know; what they know roughly may follow."""
    return _NOT_SURE.match(_plain(typed[:LONGEST_TIME])) is not None


def read_moment(typed: str, *, now: datetime, timezone: str) -> Moment | None:
    """Return the moment that was typed, read from `now` on the school's clock, day before month; None where it cannot be read whole."""
    if len(typed) > LONGEST_TIME:
        return None
    text, local = _plain(typed), now.astimezone(ZoneInfo(timezone))
    try:
        moment = _exact(text, local) or _from_words(text, local)
    except (ValueError, OverflowError):  # a 31st of February, a quarter past 27
        return None
    return moment if moment and moment.day.year in _YEARS else None


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).casefold().replace("’", "'").replace(",", " ")
    text = re.sub(r"(?<=[0-9m])ish\b", "", re.sub(r"(?<=[0-9])t(?=[0-9])", " ", text))
    return " ".join(text.split())


def _exact(text: str, local: datetime) -> Moment | None:
    if text in ("now", "just now", "right now"):
        return Moment(local.date(), time(local.hour, local.minute))
    if _IN_A_ZONE.fullmatch(text):
        at = datetime.fromisoformat(text.replace(" z", "z").replace(" +", "+").upper()).astimezone(local.tzinfo)
        return Moment(at.date(), at.time())
    found = _AGO.fullmatch(text)
    if not found:
        return None
    number, unit = found["number"], found["unit"]
    at = (local.astimezone(UTC) - _UNITS[unit] * (int(number) if number.isdecimal() else _NUMBERS[number])).astimezone(local.tzinfo)
    return Moment(at.date(), time(at.hour, at.minute) if unit in "mh" else None)


def _from_words(text: str, local: datetime) -> Moment | None:
    rest, day = _take_day(text, local.date())
    rest, clock = _take_time(rest, _TIMES if day else _TIMES[:-1])
    if day is None and clock is None:
        return None
    for pattern in _TIMES if clock else ():  # the end of a span: 14:30 to 15:00
        rest = pattern.sub("", rest)
    if _SAYS_NO_MORE.sub("", rest).strip():
        return None
    moment = Moment(day or local.date(), clock)
    if clock and clock.hour < 5 and "night" in text:  # the small hours of a night belong to the next day
        after = Moment(moment.day + timedelta(days=1), clock)
        return moment if after.day > local.date() or (after.day == local.date() and clock > local.time()) else after
    return moment


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(text)
    return (f"{text[: found.start()]} {text[found.end() :]}", found) if found else (text, None)


def _take_day(text: str, today: date) -> tuple[str, date | None]:
    for pattern in _DATES:
        rest, found = _take(pattern, text)
        if found:
            return _WEEKDAY.sub("", rest), _date(found.groupdict(), today)
    for pattern, days in _DAY_WORDS:
        rest, found = _take(pattern, text)
        if found:
            return _WEEKDAY.sub("", rest), today + timedelta(days=days)
    rest, found = _take(_WEEKDAY, text)
    if not found:
        return text, None
    back = (today.weekday() - _WEEKDAYS.index(found["name"])) % 7
    return rest, today - timedelta(days=back or (7 if found["last"] else 0))


def _date(found: Mapping[str, str | None], today: date) -> date:
    named, year = found.get("month"), found.get("y")
    month = _MONTHS.index(named[:3]) + 1 if named else int(found["m"] or 0)
    if year:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return date(full - (100 if len(year) == 2 and full > today.year + 1 else 0), month, int(found["d"] or 0))
    day = date(today.year, month, int(found["d"] or 0))
    return day.replace(year=today.year - 1) if day - today > timedelta(days=31) else day


def _take_time(text: str, patterns: Sequence[re.Pattern[str]]) -> tuple[str, time | None]:
    for pattern in patterns:
        rest, found = _take(pattern, text)
        if found:
            return rest, _time(found.groupdict(), text)
    return text, None


def _time(found: Mapping[str, str | None], text: str) -> time:
    if found.get("word"):
        return time(0 if found["word"] == "midnight" else 12)
    hour, minute, half = int(found["h"] or 0), int(found["min"] or 0), found.get("half")
    if half and hour <= 12:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    if not half and ((1 <= hour <= 11 and re.search("afternoon|evening", text)) or (5 <= hour <= 11 and "night" in text)):
        return time(hour + 12, minute)
    return time(0 if hour == 12 and "night" in text and not half else hour, minute)
