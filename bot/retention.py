"""How long a report is kept, and how it goes for good: its keys and all that it says are emptied, what was done with it stays in the log.

Days are counted from the mark that it stands in the school's own safeguarding system. A mark speaks for what was there when it was set: whatever was
added or decided later is not recorded yet. In doubt a report is kept, and told as overdue. SQLite overwrites what is emptied (secure_delete);
PostgreSQL keeps old rows until VACUUM, and in its archives.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select, update

from bot import outbox
from bot.answering import UnknownPolicy
from bot.audit import AuditEvent
from bot.authorising import Verb
from bot.chasing import update_cards
from bot.filing import reference
from bot.matters import Matter, MatterKind
from bot.matters.routing import owe_edits
from bot.office import Office
from bot.reading import COMPLETED
from bot.reports import Person, Report, RowKind, State
from bot.responding import Done, Refusal, Why, is_allowed
from bot.sealing import SealingError
from bot.standing import standing_of
from bot.store.moments import from_millis, to_millis
from bot.store.tables import note, report
from bot.versions import is_current
from knowledge.strict import KnowledgeError

ENDED = (State.CLOSED, State.WITHDRAWN)
"""Where a report stands that nobody works on any more."""
PURGED = "purged"
"""The outcome of rows that a purge cancels."""
VACUUM = (
    "To free what was deleted from PostgreSQL's files too, run: VACUUM report, note, matter, matter_event. "
    "Archives of its log hold it until they age out."
)

_LAST_ADDED = select(func.max(note.c.at)).where(note.c.report_id == report.c.id).correlate(report).scalar_subquery()


class WhyKept(StrEnum):
    """Why a report that ended long ago has not been purged."""

    NEVER_ACKNOWLEDGED = "never_acknowledged"
    """Withdrawn before anybody acknowledged it: a withdrawal can be forced on somebody. Re-opened, it is chased again."""
    NOT_RECORDED = "not_recorded"
    CHANGED_SINCE = "changed_since"
    """Something was added or decided after it was marked as recorded."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A report that is not purged until somebody does something about it. Ids only, so that IT can be told."""

    report_id: str
    reference: str
    school: str
    why: WhyKept


def mark_recorded(office: Office, person: Person, report_id: str) -> Done | Refusal:
    """Mark a closed or withdrawn report as recorded in the school's own system; from now on its days are counted. A mark that stands is left."""

    def act(connection: Connection, found: Report) -> Refusal | None:
        if found.state not in ENDED:
            return Refusal(Why.NOT_CLOSED)
        if not _is_recorded(_row(connection, found.id)):
            _change(office, connection, person, found, AuditEvent.RECORDED, recorded_at=office.clock.now())
        return None

    return _with(office, person, report_id, Verb.MARK_RECORDED, act)


def hold(office: Office, person: Person, report_id: str) -> Done | Refusal:
    """Put a report under a legal hold: it is not purged, whatever its age, until the hold is released."""
    return _set_hold(office, person, report_id, AuditEvent.HELD)


def release(office: Office, person: Person, report_id: str) -> Done | Refusal:
    """Release a legal hold; the days count as if there had been none."""
    return _set_hold(office, person, report_id, AuditEvent.RELEASED)


def purge(office: Office) -> tuple[str, ...]:
    """Purge every report whose time is over; return their references. Each goes in a transaction of its own, so a stop loses nothing.

    It needs no key, and never takes a report that is open, held, not recorded as it now stands, or that nobody has acknowledged.
    """
    purged = []
    for school in office.settings.schools:
        before = _days_ago(office, school.retention.days_after_recorded)
        with office.looking() as connection:
            due = [row.id for row in _ended(connection, school.key) if _is_due(row, before)]
        for report_id in due:
            with office.writing() as connection:
                if _is_due(_row(connection, report_id, to_change=True), before):  # somebody may have opened it again meanwhile
                    purged.append(_empty(office, connection, report_id))
    return tuple(purged)


def purge_matters(office: Office) -> tuple[str, ...]:
    """Empty every matter that came to its end longer ago than the school keeps it; return their references. Its cards are edited to say so."""
    purged = []
    matters = office.filing.matters
    for school in office.settings.schools:
        before = from_millis(_days_ago(office, school.retention.days_after_settled))
        with office.looking() as connection:
            due = matters.list_settled(connection, school.key, before)
        for matter_id in due:
            with suppress(SealingError), office.writing() as connection:  # one that cannot be opened stays, and keeps no other from going
                found = matters.get(connection, matter_id, to_change=True)
                is_over = found.settled_at is not None and found.settled_at <= before  # or somebody has opened it again meanwhile
                if is_over and not _is_in_force(office, found):
                    _empty_matter(office, connection, found)
                    purged.append(found.reference)
    return tuple(purged)


def _is_in_force(office: Office, found: Matter) -> bool:
    """Say whether a reading says of somebody that they have read the policy as it is now; in doubt it does, and stays as an open account does."""
    if found.kind is not MatterKind.READER or found.state != COMPLETED:
        return False
    try:
        return is_current(found.fields, office.policy(found.school))
    except (UnknownPolicy, KnowledgeError):
        return True


def _empty_matter(office: Office, connection: Connection, found: Matter) -> None:
    now = office.clock.now()
    outbox.cancel_of_matter(connection, found.id, tuple(RowKind), now, PURGED)
    office.filing.matters.empty(connection, found, now)
    owe_edits(connection, found, now)
    office.log(connection, AuditEvent.PURGED, detail=found.reference)


def overdue_for_recording(office: Office) -> tuple[Overdue, ...]:
    """Return the reports, held or not, that ended longer ago than they are kept and that `purge` will not take before somebody acts."""
    overdue: list[Overdue] = []
    for school in office.settings.schools:
        before = _days_ago(office, school.retention.days_after_recorded)
        with office.looking() as connection:
            rows = _ended(connection, school.key)
        late = ((row, _why_kept(row)) for row in rows if (row.closed_at or 0) <= before)
        overdue += [Overdue(row.id, reference(row.number), school.key, why) for row, why in late if why is not None]
    return tuple(overdue)


def advice_after_purge(engine: Engine) -> str:
    """Return what whoever runs the database should do after a purge; '' where nothing is left to do."""
    return VACUUM if engine.dialect.name == "postgresql" else ""


def _with(office: Office, person: Person, report_id: str, verb: Verb, act: Callable[[Connection, Report], Refusal | None]) -> Done | Refusal:
    with office.writing() as connection:
        found = office.filing.get(connection, report_id, to_change=True)
        if not is_allowed(office, connection, verb, person, found):
            office.log(connection, AuditEvent.REFUSED, report_id=found.id, person_id=person.id, detail=verb)
            return Refusal(Why.PURGED if found.purged else Why.NOT_ALLOWED)
        refusal = act(connection, found)
        return refusal or Done(standing_of(connection, office.filing, office.filing.get(connection, found.id)))


def _set_hold(office: Office, person: Person, report_id: str, event: AuditEvent) -> Done | Refusal:
    held = event is AuditEvent.HELD

    def act(connection: Connection, found: Report) -> None:
        if found.held is not held:
            _change(office, connection, person, found, event, held=held)

    return _with(office, person, report_id, Verb.HOLD, act)


def _change(office: Office, connection: Connection, person: Person, found: Report, event: AuditEvent, **values: Any) -> None:
    office.filing.change(connection, found.id, **values)
    update_cards(connection, found, office.clock.now())
    office.log(connection, event, report_id=found.id, person_id=person.id)


def _empty(office: Office, connection: Connection, report_id: str) -> str:
    """Empty a report and what was added to it, and owe an edit of its cards; return its reference."""
    now = office.clock.now()
    gone = {"content": None, "wrapped_key": None, "recovery_key": None, "key_id": None}
    connection.execute(update(report).where(report.c.id == report_id).values(**gone, purged_at=to_millis(now)))
    connection.execute(update(note).where(note.c.report_id == report_id).values(content=None))
    outbox.cancel(connection, report_id, tuple(RowKind), now, PURGED)
    emptied = office.filing.get(connection, report_id)
    update_cards(connection, emptied, now)
    office.log(connection, AuditEvent.PURGED, report_id=report_id)
    return emptied.reference


def _days_ago(office: Office, days: int) -> int:
    """Return the time before which a report must have been recorded. The slower of the two clocks counts: what goes too early never comes back."""
    return to_millis(min(office.clock.now(), office.clock.wall()) - timedelta(days=days))


def _ended(connection: Connection, school: str) -> list[Row[Any]]:
    wanted = (report.c.school == school) & report.c.state.in_(ENDED) & report.c.purged_at.is_(None)
    return _rows(connection, wanted)


def _row(connection: Connection, report_id: str, *, to_change: bool = False) -> Row[Any]:
    """Return a report's row, read after it has been locked: what others added while this waited is seen."""
    if to_change:
        connection.execute(select(report.c.id).where(report.c.id == report_id).with_for_update())
    (row,) = _rows(connection, report.c.id == report_id)
    return row


def _rows(connection: Connection, wanted: ColumnElement[bool]) -> list[Row[Any]]:
    """Return rows without opening what they seal: neither a lost key nor a damaged row stops a purge of the others."""
    told = (
        *(report.c.id, report.c.number, report.c.state, report.c.acknowledged_at, report.c.closed_at, report.c.recorded_at),
        *(report.c.held, report.c.purged_at, _LAST_ADDED.label("last_added")),
    )
    return list(connection.execute(select(*told).where(wanted).order_by(report.c.number)))


def _why_kept(row: Row[Any]) -> WhyKept | None:
    if row.acknowledged_at is None:
        return WhyKept.NEVER_ACKNOWLEDGED
    if row.recorded_at is None:
        return WhyKept.NOT_RECORDED
    return None if _is_recorded(row) else WhyKept.CHANGED_SINCE


def _is_recorded(row: Row[Any]) -> bool:
    return row.recorded_at is not None and row.recorded_at >= max(row.closed_at or 0, row.last_added or 0)


def _is_due(row: Row[Any], before: int) -> bool:
    is_over = row.state in ENDED and row.purged_at is None and not row.held
    return is_over and _why_kept(row) is None and row.recorded_at <= before
