"""What a report owes at each change of its state: the chase until somebody acknowledges, and word to everybody who was told something else before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from bot import outbox
from bot.escalation import FIRST, chain_for, plan_chain, plan_outcome
from bot.office import Office
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN, Owed
from bot.reports import Report, RowKind, RowState, State
from bot.standing import REACHES_SOMEBODY

EDITABLE = (*REACHES_SOMEBODY, RowKind.ADDED, RowKind.OUTCOME_REMINDER)
"""Messages that show a report's state, and are edited when it changes."""
SHOW_NEXT_STEP = (RowKind.CARD, RowKind.FALLBACK)
"""Those that are edited at each step of a chase too. Were its own messages, a chase through a weekend would soon do nothing but edit."""


def begin_chase(office: Office, connection: Connection, report: Report, at: datetime) -> None:
    """Owe every reminder and escalation of a report, counted from `at`; step numbers go on where an earlier chase ended."""
    outbox.owe(connection, report.id, report.school, plan_chase(office, report, at, from_step=next_chase_step(connection, report)))


def plan_chase(office: Office, report: Report, at: datetime, *, from_step: int = 0) -> tuple[Owed, ...]:
    """Return every reminder and escalation of a report, counted from `at`."""
    chain = chain_for(report.kind, report.urgency, office.school(report.school).chains)
    return plan_chain(chain, FIRST[report.kind], at, office.calendar(report.school), from_step=from_step)


def next_chase_step(connection: Connection, report: Report) -> int:
    """Return the number of the next step of a chase; a number that was used is owed already, and would never be owed again."""
    return outbox.next_step(connection, report.id, *OWED_WHILE_OPEN)


def end_chase(office: Office, connection: Connection, report: Report, at: datetime) -> None:
    """End the chase of a report that was acknowledged at `at`, and owe what it owes until it has an outcome."""
    outbox.cancel(connection, report.id, OWED_WHILE_OPEN, at, State.ACKNOWLEDGED)
    outbox.owe(
        connection,
        report.id,
        report.school,
        plan_outcome(
            at,
            report.urgency,
            office.calendar(report.school),
            from_step=outbox.next_step(connection, report.id, RowKind.OUTCOME_REMINDER),
            reopen_step=outbox.next_step(connection, report.id, RowKind.REOPEN),
        ),
    )


def open_again(office: Office, connection: Connection, report: Report, at: datetime, why: str) -> Report:
    """Open a report again and begin the chase anew; return it as it now is."""
    outbox.cancel(connection, report.id, OWED_WHILE_ACKNOWLEDGED, at, why)
    nothing = {"assigned_to": None, "outcome": None, "closed_at": None, "closed_by": None, "recorded_at": None}
    office.filing.change(connection, report.id, state=State.OPEN, **nothing)  # who acknowledged it before is told with it
    begin_chase(office, connection, report, at)
    report = office.filing.get(connection, report.id)
    update_cards(connection, report, at)
    tell_reporter(connection, report, at)
    return report


def update_cards(connection: Connection, report: Report, at: datetime, kinds: Collection[RowKind] = EDITABLE) -> None:
    """Owe an edit of every message that shows the state of a report; one that still waits will show the newest.

    A message of which nobody knows whether it stands is looked for first.
    """
    rows = outbox.rows_of(connection, report.id)
    waiting = {row.destination for row in rows if row.kind == RowKind.UPDATE_CARD and row.state == RowState.TODO}
    shown = [f"row:{row.id}" for row in rows if row.kind in kinds and row.message_ref]
    step = outbox.next_step(connection, report.id, RowKind.UPDATE_CARD)
    outbox.owe(connection, report.id, report.school, [Owed(RowKind.UPDATE_CARD, step, one, at) for one in shown if one not in waiting])
    perhaps = [f"perhaps:{row.id}" for row in rows if row.kind in kinds and outbox.may_stand(row)]
    outbox.owe(connection, report.id, report.school, [Owed(RowKind.UPDATE_CARD, 0, one, at) for one in perhaps])


def tell_reporter(connection: Connection, report: Report, at: datetime) -> None:
    """Owe the reporter word of where the report stands; what is said is the truth at the time of sending."""
    step = outbox.next_step(connection, report.id, RowKind.TELL_REPORTER)
    outbox.owe(connection, report.id, report.school, [Owed(RowKind.TELL_REPORTER, step, "reporter", at)])
