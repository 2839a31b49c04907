"""Where a report stands, as facts: stored, delivered, opened, acknowledged, what comes next. Every card and receipt is built from this truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from bot import outbox
from bot.filing import Filing
from bot.outbox import Owed
from bot.reports import Report, RowKind, RowState, State
from bot.store.moments import from_millis, to_millis

REACHES_SOMEBODY = (RowKind.CARD, RowKind.FALLBACK, RowKind.REMIND, RowKind.ESCALATE, RowKind.HANDED_UP)
"""Rows whose message puts a report before somebody who can act."""
LAST_RESORT = -1
"""The step of the row that hands a report to the last in line, once every route that was tried has failed."""
OVERDUE = (RowKind.REMIND, RowKind.ESCALATE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message about a report that a platform has accepted."""

    kind: RowKind
    destination: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The truth about one report at one moment."""

    report: Report
    arrivals: tuple[Arrival, ...]
    """What was delivered, first to last; empty means that nobody is known to have it."""
    openings: tuple[tuple[str, datetime], ...]
    """Who has opened it, and when first."""
    next_at: datetime | None
    """When the next person hears, unless it is acknowledged before. A reminder to those who have it is no news to anybody else."""
    next_destination: str
    """Who that is (`role:deputy`), or ''."""
    unconfirmed: bool
    """Every route that was tried has failed, and nothing has arrived."""

    @property
    def delivered(self) -> Arrival | None:
        """The first arrival, or None."""
        return self.arrivals[0] if self.arrivals else None

    def is_untouched(self) -> bool:
        """Say whether nobody has done anything with the report yet."""
        return self.report.state is State.OPEN and not self.openings

    def looks_like(self, other: Standing) -> bool:
        """Say whether a card that was built from the other one still tells how things are."""
        return (self._shown_of_report(), self.openings) == (other._shown_of_report(), other.openings)

    def _shown_of_report(self) -> Report:
        return replace(self.report, excluded=frozenset())  # whom it is about is never shown, and may be more by the settings of today

    def is_overdue(self) -> bool:
        """Say whether a reminder or an escalation has gone out and nobody has acknowledged."""
        return self.report.state is State.OPEN and any(one.kind in OVERDUE for one in self.arrivals)


def standing_of(connection: Connection, filing: Filing, report: Report) -> Standing:
    """Return where a report stands, in the caller's transaction."""
    rows = outbox.rows_of(connection, report.id)
    arrived = [row for row in rows if row.state == RowState.SENT and row.kind in REACHES_SOMEBODY and row.message_ref]
    arrivals = tuple(
        Arrival(RowKind(row.kind), row.destination, from_millis(row.settled_at)) for row in sorted(arrived, key=lambda row: row.settled_at)
    )
    waiting = [row for row in rows if row.state in (RowState.TODO, RowState.SENDING)]
    escalations = (row for row in waiting if row.kind == RowKind.ESCALATE and row.destination.startswith("role:"))
    ahead = min(escalations, key=lambda row: row.due_at, default=None)
    return Standing(
        report=report,
        arrivals=arrivals,
        openings=filing.openings(connection, report.id),
        next_at=from_millis(ahead.due_at) if ahead else None,
        next_destination=ahead.destination if ahead else "",
        unconfirmed=not arrivals and any(map(is_last_resort, rows)),
    )


def first_standing(report: Report, owed: Iterable[Owed]) -> Standing:
    """Return where a report stands that has just been stored and owes `owed`, without a look at the store."""
    ahead = min((one for one in owed if one.kind is RowKind.ESCALATE), key=lambda one: one.due_at, default=None)
    due_at = from_millis(to_millis(ahead.due_at)) if ahead else None  # as the store keeps it
    return Standing(report, (), (), due_at, ahead.destination if ahead else "", unconfirmed=False)


def is_last_resort(row: Row[Any]) -> bool:
    """Say whether a row is there because every route that was tried before had failed."""
    return bool(row.kind == RowKind.HANDED_UP and row.step == LAST_RESORT)
