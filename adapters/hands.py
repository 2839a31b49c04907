"""The hands of the terminal's clock: they go with the machine's clock, or stand still, and a person can move them on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine

from bot import outbox, upkeep
from bot.clock import Clock, boot_seconds, utc_now
from bot.office import Office
from bot.settings_values import Duration

LONGEST_WAIT = timedelta(days=31)
LOOK_AFTER = timedelta(hours=6)
"""After so long Signpost looks at what is its own to raise, where nothing else falls due."""
_LENGTH: TypeAdapter[timedelta] = TypeAdapter(Duration)
_JUST_AFTER = timedelta(milliseconds=1)
"""Due times are kept in milliseconds: a moment later they are past."""


class Hands:
    """What a clock is read from. Moved on, both the steady time and the time that people are shown go on together."""

    def __init__(self, wall: Callable[[], datetime] = utc_now, elapsed: Callable[[], float] = boot_seconds) -> None:
        self._wall, self._elapsed = wall, elapsed
        self._moved, self.ahead = timedelta(0), timedelta(0)
        """How far they were moved on now; how far they stood ahead when the clock was started."""

    @classmethod
    def standing(cls, at: datetime) -> Hands:
        """Return hands that stand still until they are moved."""
        return cls(lambda: at, lambda: 0.0)

    def clock(self, engine: Engine) -> Clock:
        """Return the clock of a store. Where an earlier process had moved it on, the hands begin there."""
        clock = Clock(engine, wall=self.wall, elapsed=lambda: self._elapsed() + self._moved.total_seconds())
        self.ahead = max(-clock.drift(), timedelta(0))
        return clock

    def wall(self) -> datetime:
        """Return the time that people are shown."""
        return self._wall() + self._moved + self.ahead

    def move(self, by: timedelta) -> None:
        """Move the hands on."""
        self._moved += max(by, timedelta(0))


def read_length(typed: str) -> timedelta | None:
    """Return how long `30min`, `2h` or `1d` is, also written as `30 minutes`, `2 hours`, `1 day`; None where it is written otherwise."""
    short = re.sub(r"(?<=[0-9]) *(min|h|d)(?:ute|our|ay)?s?", r"\1", typed.strip().casefold())
    try:
        return _LENGTH.validate_python(short)
    except ValidationError:
        return None


def let_pass(office: Office, hands: Hands, length: timedelta, carry: Callable[[], int]) -> None:
    """Let time pass, and let all that falls due meanwhile be carried at its own time; Signpost sees to what is its own on the way."""
    until, seen = office.clock.now() + length, upkeep.Seen()
    upkeep.see_to(office, seen)
    while (at := _next_stop(office)) <= until:
        due = _next_due(office)
        hands.move(at + _JUST_AFTER - office.clock.now())
        if due is not None and due <= at and not carry():  # whatever holds it up, it is not time
            break
        upkeep.see_to(office, seen)
    hands.move(until - office.clock.now())
    upkeep.see_to(office, seen)
    carry()


def _next_stop(office: Office) -> datetime:
    """Return when the next row falls due, or when Signpost looks again at what is its own, whichever is sooner."""
    look, due = office.clock.now() + LOOK_AFTER, _next_due(office)
    return look if due is None else min(due, look)


def _next_due(office: Office) -> datetime | None:
    with office.looking() as connection:
        return outbox.next_due(connection)
