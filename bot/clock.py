"""A clock that no step of the machine's clock can move: reminders and escalations are counted by it.

The machine's clock is believed once, at the start, and never below the highest time used before; from then on only elapsed time, sleep included,
moves it. What people are shown is the machine's own time, which is `wall`. Nothing here knows what is due.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, Executable, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import clock

SAVED_EVERY = 5.0
"""Seconds between two savings of the highest time."""
OFF = timedelta(minutes=1)
"""How far apart two clocks must be before it is said. A witness tells whole seconds, and its answer travels."""
FAR = timedelta(hours=1)
"""How long a stop must have been before it might as well be a wrong clock."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ONLY_ROW = 1


def _keep_highest(insert: Callable[[Table], postgresql.Insert | sqlite.Insert]) -> Executable:
    """Return the statement that keeps a time; where another process has been further already, the highest stays."""
    row = insert(clock)
    highest = clock.c.high_water < row.excluded.high_water
    return row.on_conflict_do_update(index_elements=[clock.c.id], set_={"high_water": row.excluded.high_water}, where=highest)


_KEEP = {"postgresql": _keep_highest(postgresql.insert), "sqlite": _keep_highest(sqlite.insert)}


def utc_now() -> datetime:
    """Return the time by the machine's clock, aware, in UTC."""
    return datetime.now(UTC)


def boot_seconds() -> float:
    """Return seconds since some fixed moment, those asleep included where the machine can tell (Linux); never less than before."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Clock:
    """The steady time of one process, and what is known of how far it can be trusted."""

    def __init__(self, engine: Engine, *, wall: Callable[[], datetime] = utc_now, elapsed: Callable[[], float] = boot_seconds) -> None:
        self._engine, self._wall, self._elapsed = engine, wall, elapsed
        self._saved_at: float | None = None
        self._witnessed: tuple[datetime, float] | None = None
        high_water = self._read_high_water()
        self._origin, started = elapsed(), wall()
        self._start = started if high_water is None else max(started, high_water)
        self._stopped_for = timedelta(0) if high_water is None else self._start - high_water

    def now(self) -> datetime:
        """Return the steady time, by which everything due is counted. It never goes back, and no step of the machine's clock moves it."""
        return self._start + self._passed_since(self._origin)

    def wall(self) -> datetime:
        """Return the time that people are shown: the machine's own."""
        return self._wall()

    def drift(self) -> timedelta:
        """Return how far the machine's clock is ahead of the steady time."""
        return self.wall() - self.now()

    def save(self) -> None:
        """Keep the steady time for the next start. Call it as often as you like: it writes at most every few seconds.

        Never call it inside a transaction of one's own, for which it would wait; `save_in` is for that.
        """
        elapsed = self._elapsed()
        if self._saved_at is not None and elapsed - self._saved_at < SAVED_EVERY:
            return
        with self._engine.begin() as connection:
            self.save_in(connection)
        self._saved_at = elapsed

    def save_in(self, connection: Connection) -> None:
        """Keep the steady time in the caller's transaction, so that what it stores can never lie ahead of a later start."""
        connection.execute(_KEEP[connection.dialect.name], {"id": _ONLY_ROW, "high_water": _round_up(self.now())})

    def witness(self, date: datetime) -> timedelta:
        """Take note of a trusted time from outside, just told (a chat's `Date` header), and return how far the machine's clock is ahead of it.

        It moves nothing; from now on `warning` judges by it.
        """
        ahead = self.wall() - date
        self._witnessed = date, self._elapsed()
        return ahead

    def warning(self) -> str:
        """Return what is wrong with the time and what to do, as a plain sentence or two; empty where nothing is known to be wrong."""
        return self._judged_alone() if self._witnessed is None else self._judged_by(*self._witnessed)

    def _judged_by(self, date: datetime, heard_at: float) -> str:
        true = date + self._passed_since(heard_at)
        wall, steady = self.wall() - true, self.now() - true
        if abs(wall) >= OFF:
            return (
                f"The clock of this machine is {_spoken(wall)} {'fast' if wall > timedelta(0) else 'slow'}, so people are shown wrong times. "
                "Set it right, and let it be set from a time server."
            )
        if steady <= -OFF:
            return f"Signpost counts {_spoken(steady)} behind, since the clock of this machine was slow when it started. Restart Signpost."
        if steady >= OFF:
            return (
                f"Signpost counts {_spoken(steady)} ahead, since the clock of this machine was once fast, and it never counts back: "
                "what is due at a time of day comes that much early. A stop as long as that puts it right."
            )
        return ""

    def _judged_alone(self) -> str:
        drift = self.drift()
        if drift >= OFF:
            return f"The clock of this machine has been set forward by {_spoken(drift)}. Check it, and restart Signpost if it is right now."
        if drift <= -OFF:
            return f"The clock of this machine has been set back by {_spoken(drift)}. Check it; what is due is counted on as before."
        if self._stopped_for >= FAR:
            return (
                f"Either Signpost was stopped for {_spoken(self._stopped_for)}, or the clock of this machine is wrong: "
                "nothing outside has confirmed the time yet. Check the clock."
            )
        return ""

    def _passed_since(self, moment: float) -> timedelta:
        return timedelta(seconds=self._elapsed() - moment)

    def _read_high_water(self) -> datetime | None:
        with self._engine.connect() as connection:
            high_water = connection.execute(select(clock.c.high_water)).scalar_one_or_none()
        return None if high_water is None else _EPOCH + high_water * _MILLISECOND


def _round_up(at: datetime) -> int:
    """Return epoch milliseconds. Rounded down, the next start could lie a fraction before a time that was used."""
    return -((_EPOCH - at) // _MILLISECOND)


def _spoken(length: timedelta) -> str:
    minutes = abs(length) // timedelta(minutes=1)
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
