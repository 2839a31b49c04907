"""Puts what is sealed under another key of the ring, and brings reports back when the ring is lost.

Of reports only the keys are sealed anew, never what they say, each in a short transaction of its own: a run that is killed anywhere leaves every
report readable, and the next run goes on. Give the new ring to every process first, and drop an old key only when `keys_in_use` no longer names it;
the ring's first key stays in any case, because the audit log lives by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, delete, inspect, select, update

from bot.audit import AuditEvent
from bot.filing import reference
from bot.matters.filing import place_of, place_of_event
from bot.office import Office
from bot.sealing import SealedKey, Sealer, SealingError, aad, key_id_of, open_recovery
from bot.store.engine import reading
from bot.store.tables import matter, matter_event, outbox, report, slack_installation, unanswered

NO_RECOVERY_COPY = (
    "a report has no recovery copy, because no recovery key was set when it was stored; only the lost key ring opens it, so look for a copy of that"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Texts that are sealed under the ring itself, one a row, in the column `sealed`."""

    table: Table
    name: str
    """How one is called: `kept question`."""
    place: Callable[[Row[Any]], str]
    """To what place its row binds it; whoever seals it says the same."""
    dependents: tuple[Column[Any], ...] = ()
    """Columns of other tables that hold its id: their rows go with it."""

    @property
    def id(self) -> Column[Any]:
        """The column that tells the rows apart."""
        (column,) = self.table.primary_key.columns
        return column


QUESTIONS = Kept(unanswered, "kept question", lambda row: aad(row.policy_key, str(row.at), "unanswered"))
INSTALLATIONS = Kept(slack_installation, "Slack workspace", lambda row: aad(row.team_id, row.enterprise_id or "", "slack_installation"))
MATTERS = Kept(matter, "matter", place_of, (matter_event.c.matter_id, outbox.c.matter_id))
MATTER_EVENTS = Kept(matter_event, "event of a matter", place_of_event)
ALL_KEPT = (QUESTIONS, INSTALLATIONS, MATTER_EVENTS, MATTERS)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What one run came to."""

    reports: int
    """Reports whose keys were sealed anew in this run."""
    questions: int = 0
    """Kept questions that were sealed anew in this run."""
    installations: int = 0
    """Slack workspaces whose tokens were sealed anew in this run."""
    matters: int = 0
    """Matters, and what was done with them, that were sealed anew in this run."""
    unreadable: tuple[str, ...] = ()
    """What could not be opened, and was left as it is: `oakfield R-0042`, `kept question 7`."""


def keys_in_use(connection: Connection) -> set[str]:
    """Return the ids of the keys that reports and kept texts need, for the check at the start.

    The log needs the ring's first key besides. Raises SealingError where a kept text says no key.
    """
    used = set(connection.execute(select(report.c.key_id).where(report.c.wrapped_key.is_not(None)).distinct()).scalars())
    there = inspect(connection).get_table_names()  # before the first start of a new version, a table of it is not
    for kept in ALL_KEPT:
        if kept.table.name in there:
            used |= set(map(key_id_of, connection.execute(select(kept.table.c.sealed)).scalars()))
    return used


def rotate_keys(office: Office, sealer: Sealer, *, person_id: str = "") -> Rotation:
    """Seal the key of every report, and every kept text, under the newest key of `sealer`, and for its recovery key.

    `sealer` has the old keys too. The log says so in the transaction of the run's first change, so none happens before it is logged.
    """
    done: list[Table] = []
    unreadable: list[str] = []
    for one in (*_reports(office.engine), *(work for kept in ALL_KEPT for work in _texts(office.engine, kept))):
        try:
            with office.writing() as connection:
                key_id = one.act(connection, sealer, one.row_id)
                if key_id and not done:
                    office.log(connection, AuditEvent.KEYS_ROTATED, person_id=person_id, detail=key_id)
        except SealingError:
            unreadable.append(one.name)
        else:
            done += [one.table] if key_id else []
    matters = done.count(matter) + done.count(matter_event)
    return Rotation(done.count(report), done.count(unanswered), done.count(slack_installation), matters, unreadable=tuple(unreadable))


def restore_keys(engine: Engine, private_text: str, sealer: Sealer) -> Rotation:
    """Seal the key of every report under the new ring of `sealer`, from its recovery copy; one that the ring opens already is left.

    It replaces nothing before the recovered key has opened the report. Kept texts have no such copy: see `forget_unreadable`. Nothing
    is logged, because the key of the log is lost with the ring. Raises SealingError where nothing can be restored that ought to be.
    """
    restored, unreadable = 0, []
    fault: SealingError | None = None
    for one in _reports(engine):
        try:
            with engine.begin() as connection:
                restored += _restore(connection, private_text, sealer, one.row_id)
        except SealingError as error:
            fault = error
            unreadable.append(one.name)
    if fault is not None and not restored:
        raise fault
    return Rotation(restored, unreadable=tuple(unreadable))


def forget_unreadable(engine: Engine, sealer: Sealer, kept: Kept) -> int:
    """Delete the kept texts that no key of the ring opens; return how many. For after a restore: they would hold up every start."""
    with engine.begin() as connection:
        lost = [row._mapping[kept.id] for row in connection.execute(select(kept.table)) if not _opens(sealer, row, kept)]
        for column in kept.dependents:
            connection.execute(delete(column.table).where(column.in_(lost)))
        connection.execute(delete(kept.table).where(kept.id.in_(lost)))
    return len(lost)


@dataclass(frozen=True, slots=True)
class _Work:
    """What to do, with which row."""

    table: Table
    act: Callable[[Connection, Sealer, Any], str | None]
    """It returns the id of the key under which it sealed, if it did."""
    row_id: Any
    name: str
    """How the row is called: `oakfield R-0042`, `kept question 7`."""


def _reports(engine: Engine) -> list[_Work]:
    wanted = select(report.c.id, report.c.school, report.c.number).where(report.c.wrapped_key.is_not(None))
    with reading(engine).connect() as connection:
        rows = connection.execute(wanted.order_by(report.c.school, report.c.number)).all()
    return [_Work(report, _rewrap, row.id, f"{row.school} {reference(row.number)}") for row in rows]


def _texts(engine: Engine, kept: Kept) -> list[_Work]:
    with reading(engine).connect() as connection:
        ids = connection.execute(select(kept.id).order_by(kept.id)).scalars().all()
    return [_Work(kept.table, partial(_reseal, kept), row_id, f"{kept.name} {row_id}") for row_id in ids]


def _rewrap(connection: Connection, sealer: Sealer, report_id: str) -> str | None:
    row = _locked(connection, report_id)
    if row is None:
        return None
    sealed = SealedKey(row.key_id, row.wrapped_key, row.recovery_key)
    return _put(connection, row, sealed, sealer.rewrap(sealed, tenant=row.school, report_id=row.id))


def _restore(connection: Connection, private_text: str, sealer: Sealer, report_id: str) -> bool:
    """Say whether the report's key had to come from the recovery copy."""
    try:
        _rewrap(connection, sealer, report_id)
    except SealingError:  # that is why this is being done
        row = _locked(connection, report_id)
    else:
        return False
    if row is None:
        return False
    if row.recovery_key is None:
        raise SealingError(NO_RECOVERY_COPY)
    key = open_recovery(private_text, row.recovery_key, tenant=row.school, report_id=row.id)
    sealer.open(key, row.content, aad=aad(row.school, row.id, "content"))
    # Sealer has no verb yet that wraps a key which it neither made nor opened
    ours = replace(sealer.wrap(key, tenant=row.school, report_id=row.id), recovery=row.recovery_key)
    return _put(connection, row, None, sealer.rewrap(ours, tenant=row.school, report_id=row.id)) is not None


def _reseal(kept: Kept, connection: Connection, sealer: Sealer, row_id: Any) -> str | None:
    row = connection.execute(select(kept.table).where(kept.id == row_id).with_for_update()).first()
    if row is None:
        return None
    place = kept.place(row)
    sealed = sealer.close_under_ring(sealer.open_under_ring(row.sealed, aad=place), aad=place)
    if key_id_of(sealed) == key_id_of(row.sealed):
        return None
    connection.execute(update(kept.table).where(kept.id == row_id).values(sealed=sealed))
    return key_id_of(sealed)


def _locked(connection: Connection, report_id: str) -> Row[Any] | None:
    """Return a report's row, locked; None where it has been purged meanwhile: what is gone must not come back."""
    row = connection.execute(select(report).where(report.c.id == report_id).with_for_update()).first()
    return row if row is not None and row.wrapped_key is not None else None


def _put(connection: Connection, row: Row[Any], before: SealedKey | None, after: SealedKey) -> str | None:
    if after is before:
        return None
    values = {"key_id": after.key_id, "wrapped_key": after.wrapped, "recovery_key": after.recovery}
    connection.execute(update(report).where(report.c.id == row.id).values(**values))
    return after.key_id


def _opens(sealer: Sealer, row: Row[Any], kept: Kept) -> bool:
    try:
        sealer.open_under_ring(row.sealed, aad=kept.place(row))
    except SealingError:
        return False
    return True
