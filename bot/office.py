"""What every verb on a report needs, put together once: the store, who holds which role, the keys, the log, the clock. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine

from bot.audit import AuditEvent, AuditLog
from bot.calendar import Calendar
from bot.filing import Filing
from bot.library import Library
from bot.people import People
from bot.reports import Report
from bot.settings import SchoolSetting, Settings
from bot.store.engine import looking, writing_in
from knowledge.clauses import Policy


class Timepiece(Protocol):
    """A clock of two hands: one that nothing can move, and one that people are shown."""

    def now(self) -> datetime:
        """Return the steady time, by which everything due is counted."""

    def wall(self) -> datetime:
        """Return the time that people are shown."""

    def save_in(self, connection: Connection) -> None:
        """Keep the steady time in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Office:
    """One deployment's reports, and all that they rest on."""

    engine: Engine
    settings: Settings
    people: People
    filing: Filing
    audit: AuditLog
    clock: Timepiece
    library: Library = field(default_factory=Library, repr=False, compare=False)
    """The schools' policies as they are now."""
    _calendars: dict[str, Calendar] = field(default_factory=dict, repr=False, compare=False)

    def school(self, key: str) -> SchoolSetting:
        """Return a school's settings. Raises UnknownSchool."""
        return self.settings.school(key)

    def calendar(self, school: str) -> Calendar:
        """Return the calendar of a school. Raises UnknownSchool."""
        if school not in self._calendars:
            self._calendars[school] = Calendar(self.settings.school(school))
        return self._calendars[school]

    def policy(self, school: str) -> Policy:
        """Return the policy of a school as it is now. Raises UnknownSchool and UnknownPolicy."""
        return self.library.policy(self.settings.school(school).policy)

    def number_to_ring(self, school: str) -> str:
        """Return the number that somebody answers now. Raises UnknownSchool."""
        setting = self.settings.school(school)
        return setting.phone if self.calendar(school).is_open(self.clock.wall()) else setting.out_of_hours

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that writes; the steady time is kept with it."""
        with self.engine.begin() as connection:
            with writing_in(connection):
                yield connection
            self.clock.save_in(connection)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Give a transaction that only reads."""
        with looking(self.engine) as connection:
            yield connection

    def excluding_today(self, connection: Connection, report: Report) -> Report:
        """Return a report with everybody excluded whom it is about by the settings of today: whoever came, or was listed, after it was accepted."""
        content = self.filing.content(connection, report.id)
        about, named = (content.about, content.named) if content else ((), ())
        return replace(report, excluded=self.people.find_excluded(report.school, about=(*report.excluded, *about), named=named))

    def log(self, connection: Connection, event: AuditEvent, *, report_id: str = "", person_id: str = "", detail: str = "") -> None:
        """Log an event in the caller's transaction, as its last act but the clock."""
        self.audit.append(connection, self.clock.wall(), event, report_id=report_id, person_id=person_id, detail=detail)
