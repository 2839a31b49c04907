"""Watches the delivery: every report has a next step, or the missing one is armed again and IT is told; only then is there a sign of life.

Silence is the alarm: the outside watcher is pinged after a clean look only. It sends nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot import outbox
from bot import report_cards as cards
from bot.chasing import begin_chase, end_chase
from bot.escalation import CHANNELS
from bot.office import Office
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN, Owed
from bot.reports import RowKind, RowState, State
from bot.retention import overdue_for_recording
from bot.sealing import SealingError
from bot.settings import UnknownSchool
from bot.store.moments import to_millis
from bot.store.tables import outbox as rows

LATE = timedelta(minutes=2)
"""How long a due row may wait before delivery is said to be behind."""
TEST_EVERY = timedelta(days=1)
KINDS_OWED: Mapping[State, tuple[RowKind, ...]] = {State.OPEN: OWED_WHILE_OPEN, State.ACKNOWLEDGED: OWED_WHILE_ACKNOWLEDGED}
"""What must always be ahead of a report that is not at its end."""


@dataclass(frozen=True, slots=True)
class Health:
    """How delivery stands."""

    oldest: timedelta
    """How long the oldest due row has been waiting."""
    armed_again: tuple[str, ...]
    """References of reports whose next step was missing, and has been owed again."""
    stuck: tuple[str, ...] = ()
    """References of reports whose next step is missing and could not be owed: their key is lost, or their school is no longer in the settings."""

    @property
    def is_clean(self) -> bool:
        """Whether the sign of life may be given."""
        return self.oldest < LATE and not self.armed_again and not self.stuck


def look(office: Office) -> Health:
    """Look at every report that is not at its end, and owe what is missing."""
    now = office.clock.now()
    armed, stuck = [], []
    with office.writing() as connection:
        for report_id, reference, state in office.filing.list_bare(connection, KINDS_OWED):
            if outbox.has_next_step(connection, report_id, KINDS_OWED[state]):
                continue
            try:
                with connection.begin_nested():  # one that cannot be armed must not keep the others from it
                    if _arm(office, connection, report_id, now):
                        armed.append(reference)
            except (SealingError, UnknownSchool):
                stuck.append(reference)
        return Health(outbox.oldest_unsettled(connection, now), tuple(armed), tuple(stuck))


def owe_self_tests(office: Office) -> None:
    """Owe each school's channels their daily test, which also carries the head of the log to a witness outside this machine."""
    now = office.clock.now()
    with office.writing() as connection:
        for school in office.settings.schools:
            for channel in sorted(set(CHANNELS.values()) & set(school.channels)):
                if not _was_tested(connection, school.key, channel, now):
                    step = now.toordinal()
                    outbox.owe(connection, None, school.key, [Owed(RowKind.SELF_TEST, step, f"channel:{channel}", now)])


def warn_of_overdue(office: Office) -> tuple[str, ...]:
    """Owe IT a word, once a week, of each report that cannot be purged before somebody acts; return their references."""
    overdue, now = overdue_for_recording(office), office.clock.now()
    with office.writing() as connection:
        for one in overdue:
            week = now.toordinal() // 7
            outbox.owe(connection, one.report_id, one.school, [Owed(RowKind.WARN_IT, week, f"it:{cards.Trouble.NOT_RECORDED}", now)])
    return tuple(one.reference for one in overdue)


def _arm(office: Office, connection: Connection, report_id: str, now: datetime) -> bool:
    report = office.filing.get(connection, report_id, to_change=True)
    if report.state not in KINDS_OWED or outbox.has_next_step(connection, report.id, KINDS_OWED[report.state]):
        return False  # another process armed it, or somebody acknowledged it, while it was looked at
    if report.state is State.OPEN:
        begin_chase(office, connection, report, now)
    else:
        end_chase(office, connection, report, now)
    outbox.owe(connection, report.id, report.school, [Owed(RowKind.WARN_IT, now.toordinal(), f"it:{cards.Trouble.NO_NEXT_STEP}", now)])
    return True


def _was_tested(connection: Connection, school: str, channel: str, now: datetime) -> bool:
    recent = (
        select(rows.c.id)
        .where(rows.c.kind == RowKind.SELF_TEST, rows.c.school == school, rows.c.destination == f"channel:{channel}")
        .where((rows.c.due_at > to_millis(now - TEST_EVERY)) | (rows.c.state.in_((RowState.TODO, RowState.SENDING))))
    )
    return connection.execute(recent.limit(1)).first() is not None
