"""A report that cannot be deleted before somebody acts is told to IT: once a week, and never what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot import outbox
from bot.office import Office
from bot.reports import Outcome, Person, Report
from bot.responding import open_report, record_outcome
from bot.watch import warn_of_overdue
from tests.bot.conftest import FakeClock, Submit

Find = Callable[..., Person]


def close(office: Office, person: Find, report: Report) -> None:
    open_report(office, person("amara"), report.id)
    record_outcome(office, person("amara"), report.id, Outcome.MONITOR, "Spoken to; watched.")


def warnings(office: Office, report: Report) -> list[str]:
    with office.looking() as connection:
        return [row.destination for row in outbox.rows_of(connection, report.id) if row.kind == "warn_it"]


def test_report_that_nobody_has_recorded_is_told_once_a_week(office: Office, clock: FakeClock, person: Find, submit: Submit) -> None:
    report, fresh = submit(office), submit(office)
    close(office, person, report)
    assert warn_of_overdue(office) == ()
    clock.move(timedelta(days=91))
    close(office, person, fresh)
    assert warn_of_overdue(office) == (report.reference,)
    clock.move(timedelta(hours=1))
    warn_of_overdue(office)
    assert warnings(office, report) == ["it:not_recorded"]
    clock.move(timedelta(days=7))
    warn_of_overdue(office)
    assert warnings(office, report) == ["it:not_recorded"] * 2
    assert warnings(office, fresh) == []
