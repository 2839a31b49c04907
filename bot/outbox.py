"""The outbox: what is owed, to whom, and when. It is the queue, the clock and the proof; nothing else waits or sends.

A row is owed in the transaction of the thing that owes it. It is claimed by lease (attempts counted before the call, so that a crash leaves proof
of doubt), settled by the one who claimed it, and never deleted. Rows hold ids, enums and times only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.reports import RowKind, RowState
from bot.store.moments import from_millis, to_millis
from bot.store.tables import outbox

OWED_WHILE_OPEN = (RowKind.REMIND, RowKind.ESCALATE)
"""What ends with an acknowledgement."""
OWED_WHILE_ACKNOWLEDGED = (RowKind.OUTCOME_REMINDER, RowKind.REOPEN)
"""What ends with an outcome."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that is to be owed: not yet a row."""

    kind: RowKind
    step: int
    destination: str
    due_at: datetime
    civil_due: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A row as it was when it was claimed."""

    id: int
    report_id: str | None
    school: str
    kind: RowKind
    step: int
    destination: str
    message_key: str
    due_at: datetime
    attempts: int
    """Calls that were begun, this one included."""
    first_tried_at: datetime
    last_tried_at: datetime | None
    """When the call before this one was begun; where nobody saw its end, until when it may take effect."""
    message_ref: str | None
    in_doubt: bool
    """An earlier call may have reached the platform: it ended in doubt, or the process died in it."""
    closed: bool = False
    """The route was closed for good at the last try, and the next one has been taken."""
    matter_id: str | None = None
    """The matter that it is about, where it is about no report."""


IN_THE_AIR = timedelta(seconds=3)
"""How long after its beginning a call may still take effect whose end nobody saw, because its process died: a platform does not stop for that."""
CALLING, IN_DOUBT, NOT_SENT, CLOSED = "calling", "in_doubt", "not_sent", "closed"
"""What is known of the last call of a row that is not settled."""

_ONCE = [outbox.c.report_id, outbox.c.kind, outbox.c.step, outbox.c.destination]
_ONCE_OF_MATTER = [outbox.c.matter_id, *_ONCE[1:]]
_OWE = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(index_elements=_ONCE),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(index_elements=_ONCE),
}
_OWE_OF_MATTER = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(index_elements=_ONCE_OF_MATTER),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(index_elements=_ONCE_OF_MATTER),
}
_ROWS_OF = select(outbox).where(outbox.c.report_id == bindparam("report")).order_by(outbox.c.id)
_ROWS_OF_MATTER = select(outbox).where(outbox.c.matter_id == bindparam("matter")).order_by(outbox.c.id)
_NOW = bindparam("now", type_=outbox.c.due_at.type)
_DUE: ColumnElement[bool] = or_(
    and_(outbox.c.state == RowState.TODO, outbox.c.due_at <= _NOW),
    and_(outbox.c.state == RowState.SENDING, outbox.c.leased_until <= _NOW),
)
_IS_DUE = select(outbox.c.id).where(_DUE).limit(1)
_EARLIEST = select(outbox).where(_DUE).order_by(outbox.c.due_at, outbox.c.id).limit(1).with_for_update(skip_locked=True)
_TAKE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), _DUE)
    .values(
        state=RowState.SENDING,
        owner=bindparam("by"),
        leased_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
        first_tried_at=func.coalesce(outbox.c.first_tried_at, _NOW),
        last_tried_at=_NOW,
        outcome=bindparam("known"),
    )
)
_HELD = and_(outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("by"), outbox.c.state == RowState.SENDING)
_IS_HELD = select(outbox.c.id).where(_HELD, outbox.c.leased_until > _NOW)
_UPDATE_HELD = update(outbox).where(_HELD)
_HIGHEST = select(func.max(outbox.c.step)).where(outbox.c.report_id == bindparam("report"), outbox.c.kind.in_(bindparam("kinds", expanding=True)))
"""Statements that every report needs again and again, built once."""


def owe(connection: Connection, report_id: str | None, school: str, owed: Sequence[Owed]) -> None:
    """Owe messages, in the caller's transaction; what is owed already is owed once."""
    rows = [{"report_id": report_id, **_as_row(school, one)} for one in owed if report_id is not None or not _is_owed(connection, school, one)]
    if rows:
        connection.execute(_OWE[connection.dialect.name], rows)


def owe_for_matter(connection: Connection, matter_id: str, school: str, owed: Sequence[Owed]) -> None:
    """Owe messages about a matter, in the caller's transaction; what is owed already is owed once."""
    if owed:
        connection.execute(_OWE_OF_MATTER[connection.dialect.name], [{"matter_id": matter_id, **_as_row(school, one)} for one in owed])


def _as_row(school: str, one: Owed) -> dict[str, Any]:
    return {
        "school": school,
        "kind": one.kind,
        "step": one.step,
        "destination": one.destination,
        "message_key": str(uuid4()),
        "due_at": to_millis(one.due_at),
        "civil_due": one.civil_due,
        "state": RowState.TODO,
        "attempts": 0,
    }


def _is_owed(connection: Connection, school: str, one: Owed) -> bool:
    """Say whether a school is owed what belongs to no report: to the database each of those is another."""
    same = {"report_id": None, "matter_id": None, "school": school, "kind": one.kind, "step": one.step, "destination": one.destination}
    return connection.execute(select(outbox.c.id).filter_by(**same)).first() is not None


def next_step(connection: Connection, report_id: str, *kinds: RowKind) -> int:
    """Return the number of the next step of any of `kinds`, for what can be owed again and again."""
    highest = connection.execute(_HIGHEST, {"report": report_id, "kinds": kinds}).scalar()
    return 0 if highest is None else int(highest) + 1


def claim(connection: Connection, owner: str, now: datetime, lease: timedelta) -> OutboxRow | None:
    """Claim the earliest due row, or one whose lease ran out; None where nothing is due."""
    at = to_millis(now)
    found = connection.execute(_EARLIEST, {"now": at}).first()
    if found is None:
        return None
    until, known = at + int(lease.total_seconds() * 1000), IN_DOUBT if _is_doubtful(found) else CALLING
    taken = connection.execute(_TAKE, {"row": found.id, "now": at, "by": owner, "until": until, "known": known})
    return _row(found, at, lease) if taken.rowcount == 1 else None


def is_held(connection: Connection, row: OutboxRow, owner: str, now: datetime) -> bool:
    """Say whether `owner` holds a row that it has claimed still, and nobody else can have it yet."""
    return connection.execute(_IS_HELD, {"row": row.id, "by": owner, "now": to_millis(now)}).first() is not None


def settle(
    connection: Connection, row: OutboxRow, owner: str, now: datetime, *, state: RowState, outcome: str, message_ref: str | None = None
) -> bool:
    """Settle a row that `owner` holds; says whether it still held it. A message's reference is kept even where the row was cancelled meanwhile."""
    values = {"state": state, "outcome": outcome, "settled_at": to_millis(now), "owner": None, "leased_until": None}
    if message_ref is not None:
        values["message_ref"] = message_ref
        connection.execute(update(outbox).where(outbox.c.id == row.id).values(message_ref=message_ref))
    return connection.execute(_UPDATE_HELD, {"row": row.id, "by": owner, **values}).rowcount == 1


def postpone(connection: Connection, row: OutboxRow, owner: str, until: datetime, *, in_doubt: bool, closed: bool = False) -> bool:
    """Give a row back, to be tried again at `until`, and say whether `owner` still held it; a doubt stays until the row is settled."""
    known = IN_DOUBT if in_doubt or row.in_doubt else CLOSED if closed else NOT_SENT
    values = {"state": RowState.TODO, "due_at": to_millis(until), "outcome": known, "owner": None, "leased_until": None}
    return connection.execute(_UPDATE_HELD, {"row": row.id, "by": owner, **values}).rowcount == 1


def put_back(connection: Connection, row: OutboxRow, owner: str, until: datetime) -> None:
    """Give a row back untouched, as if it had not been claimed: no call was begun."""
    held = and_(outbox.c.id == row.id, outbox.c.owner == owner, outbox.c.state == RowState.SENDING)
    before = to_millis(row.last_tried_at) if row.last_tried_at else None
    values = {"state": RowState.TODO, "due_at": to_millis(until), "owner": None, "leased_until": None}
    connection.execute(update(outbox).where(held).values(**values, attempts=row.attempts - 1, last_tried_at=before))


def cancel(connection: Connection, report_id: str, kinds: Collection[RowKind], now: datetime, why: str) -> None:
    """Cancel what a report no longer owes, also what is being sent right now: two processes would else send a late reminder.

    Where a call may have reached the platform, `leased_until` stays as the mark of it: the message may stand all the same.
    """
    _cancel(connection, outbox.c.report_id == report_id, kinds, now, why)


def cancel_of_matter(connection: Connection, matter_id: str, kinds: Collection[RowKind], now: datetime, why: str) -> None:
    """Cancel what a matter no longer owes, also what is being sent right now."""
    _cancel(connection, outbox.c.matter_id == matter_id, kinds, now, why)


def _cancel(connection: Connection, of: ColumnElement[bool], kinds: Collection[RowKind], now: datetime, why: str) -> None:
    perhaps_sent = or_(outbox.c.state == RowState.SENDING, outbox.c.outcome == IN_DOUBT)
    mark = case((perhaps_sent, func.coalesce(outbox.c.leased_until, outbox.c.due_at)), else_=None)
    open_rows = and_(of, outbox.c.kind.in_(kinds), outbox.c.state.in_((RowState.TODO, RowState.SENDING)))
    values = {"state": RowState.CANCELLED, "outcome": why, "settled_at": to_millis(now), "owner": None, "leased_until": mark}
    connection.execute(update(outbox).where(open_rows).values(**values))


def may_stand(row: Row[Any]) -> bool:
    """Say whether a row was cancelled while nobody knew what had become of its message."""
    return bool(row.state == RowState.CANCELLED and row.leased_until is not None and row.message_ref is None)


def keep_reference(connection: Connection, row_id: int, message_ref: str) -> None:
    """Keep the reference of a message that was found to stand though its row was cancelled."""
    connection.execute(update(outbox).where(outbox.c.id == row_id).values(message_ref=message_ref))


def renew_leases(connection: Connection, owner: str, now: datetime, lease: timedelta) -> None:
    """Hold on to the rows that `owner` is sending right now."""
    until = to_millis(now + lease)
    connection.execute(update(outbox).where(outbox.c.owner == owner, outbox.c.state == RowState.SENDING).values(leased_until=until))


def void_leases(connection: Connection, now: datetime) -> None:
    """End every lease: for the one process of a SQLite database at its start, whose predecessor is dead.

    Its last call may have lasted until its death, which is taken for now, and be in the air still; but once only, or a process that dies again and
    again would never look.
    """
    held, at, landed = and_(outbox.c.state == RowState.SENDING, outbox.c.leased_until > 0), to_millis(now), outbox.c.last_tried_at + _IN_THE_AIR
    connection.execute(update(outbox).where(held).values(leased_until=0, last_tried_at=case((landed > at, landed), else_=at)))


def rows_of(connection: Connection, report_id: str) -> list[Row[Any]]:
    """Return all rows of a report, oldest first."""
    return list(connection.execute(_ROWS_OF, {"report": report_id}).all())


def rows_of_matter(connection: Connection, matter_id: str) -> list[Row[Any]]:
    """Return all rows of a matter, oldest first."""
    return list(connection.execute(_ROWS_OF_MATTER, {"matter": matter_id}).all())


def next_due(connection: Connection) -> datetime | None:
    """Return when the next row falls due, or None where nothing is owed."""
    earliest = connection.execute(select(func.min(outbox.c.due_at)).where(outbox.c.state == RowState.TODO)).scalar()
    return from_millis(earliest) if earliest is not None else None


def is_due(connection: Connection, now: datetime) -> bool:
    """Say whether there is a row to claim; it locks and writes nothing."""
    return connection.execute(_IS_DUE, {"now": to_millis(now)}).first() is not None


def oldest_unsettled(connection: Connection, now: datetime) -> timedelta:
    """Return for how long the oldest row has been waiting since it was first due: the one figure that says whether delivery works.

    One that fails again and again is as old as its first try. One whose route is closed is not waited for: the next route was taken.
    """
    waiting = and_(outbox.c.state.in_((RowState.TODO, RowState.SENDING)), func.coalesce(outbox.c.outcome, "") != CLOSED)
    since = func.coalesce(outbox.c.first_tried_at, outbox.c.due_at)
    earliest = connection.execute(select(func.min(since)).where(waiting, since <= to_millis(now))).scalar()
    return now - from_millis(earliest) if earliest is not None else timedelta(0)


def has_next_step(connection: Connection, report_id: str, kinds: Collection[RowKind]) -> bool:
    """Say whether a report still owes one of `kinds`."""
    waiting = outbox.c.state.in_((RowState.TODO, RowState.SENDING))
    return connection.execute(select(outbox.c.id).where(outbox.c.report_id == report_id, outbox.c.kind.in_(kinds), waiting)).first() is not None


_IN_THE_AIR = int(IN_THE_AIR.total_seconds() * 1000)


def _is_doubtful(found: Row[Any]) -> bool:
    return found.outcome in (CALLING, IN_DOUBT)


def _last_call(found: Row[Any], lease: timedelta) -> datetime | None:
    """Return until when an earlier call may take effect: where nobody saw its end, as long as it may have lasted or be in the air.

    Who holds a lease renews it before half of it has passed, so half before its end is late.
    """
    if found.last_tried_at is None or not found.leased_until:
        return None if found.last_tried_at is None else from_millis(found.last_tried_at)
    return max(from_millis(found.last_tried_at) + IN_THE_AIR, from_millis(found.leased_until) - lease / 2)


def _row(found: Row[Any], at: int, lease: timedelta) -> OutboxRow:
    """Return a row as it is once it has been claimed at `at`."""
    return OutboxRow(
        id=found.id,
        report_id=found.report_id,
        school=found.school,
        kind=RowKind(found.kind),
        step=found.step,
        destination=found.destination,
        message_key=found.message_key,
        due_at=from_millis(found.due_at),
        attempts=found.attempts + 1,
        first_tried_at=from_millis(found.first_tried_at or at),
        last_tried_at=_last_call(found, lease),
        message_ref=found.message_ref,
        in_doubt=_is_doubtful(found),
        closed=found.outcome == CLOSED,
        matter_id=found.matter_id,
    )
