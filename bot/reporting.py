"""What a reporter can do: submit a report, see what became of it, add to it, withdraw it as a mistake.

A report is accepted when the transaction that holds it, everything it owes, and its line in the log has been committed; nothing is promised before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot import outbox
from bot.audit import AuditEvent
from bot.authorising import Verb, may
from bot.cards import is_blank
from bot.chasing import open_again, plan_chase, tell_reporter, update_cards
from bot.escalation import FIRST, card_destination
from bot.forms import as_typed, check, is_self_referral, named_in, urgency_of
from bot.office import Office
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN, Owed
from bot.reports import Kind, Note, NoteKind, Person, Refused, Report, RowKind, State, Submission
from bot.standing import Standing, first_standing, standing_of


@dataclass(frozen=True, slots=True)
class Stored:
    """A report that has been committed."""

    standing: Standing
    again: bool = False
    """The same form had been stored before; this is its one report."""


class NotYours(PermissionError):
    """Only the person who made a report may do this with it."""


class NothingSaid(ValueError):
    """A text was needed, and no word of one can be seen."""


def read_form(office: Office, kind: Kind, values: Mapping[str, str], about: Sequence[str], *, key: str, reporter: Person) -> Submission | Refused:
    """Return what a filled-in form submits, or its faults field by field. Whoever reports themselves is whom it is about."""
    timezone = office.school(reporter.school).timezone
    errors = check(kind, values, about, now=office.clock.wall(), timezone=timezone)
    if errors:
        return Refused(errors)
    themselves = (reporter.id,) if is_self_referral(kind, values) else ()
    return Submission(
        key=key,
        kind=kind,
        urgency=urgency_of(kind, values),
        school=reporter.school,
        reporter=reporter,
        fields=as_typed(kind, values),
        about=tuple(dict.fromkeys((*about, *themselves))),
        named=named_in(kind, values),
    )


def submit_report(office: Office, submission: Submission) -> Stored:
    """Store a checked form with everything that it owes, in one transaction; the same form sent again is the same report.

    Anybody may report, also a guest: submitting is never refused for who somebody is.
    """
    try:
        with office.writing() as connection:
            return Stored(_accept(office, connection, submission))
    except IntegrityError:
        with office.looking() as connection:  # the form was stored before, or by another process in the same instant
            found = office.filing.find_submission(connection, submission.key)
            if found is None:
                raise
            return Stored(standing_of(connection, office.filing, found), again=True)


def _accept(office: Office, connection: Connection, submission: Submission) -> Standing:
    now = office.clock.now()
    excluded = office.people.find_excluded(submission.school, about=submission.about, named=submission.named)
    report, content_hash = office.filing.store(connection, submission, excluded, now)
    roles = frozenset(role for person in excluded for role in office.people.roles(person, submission.school))
    card = Owed(RowKind.CARD, 0, card_destination(report.kind, office.school(report.school).channels, roles), now)
    owed = [card, Owed(RowKind.RECEIPT, 0, "reporter", now), *plan_chase(office, report, now)]
    outbox.owe(connection, report.id, report.school, owed)
    office.audit.append(
        connection,
        office.clock.wall(),
        AuditEvent.REPORT_STORED,
        report_id=report.id,
        person_id=submission.reporter.id,
        detail=f"{report.kind}/{report.urgency}",
        content_hash=content_hash,
    )
    return first_standing(report, owed)


def my_reports(office: Office, person: Person) -> tuple[Standing, ...]:
    """Return what somebody has reported, newest first, with the truth about each."""
    with office.looking() as connection:
        reports = office.filing.list_reported_by(connection, person.id)
        return tuple(standing_of(connection, office.filing, report) for report in reports if report.school == person.school)


def messages_to(office: Office, person: Person, report_id: str) -> tuple[Note, ...]:
    """Return what recipients have written to the reporter about a report, oldest first. Raises NotYours and UnknownReport."""
    with office.looking() as connection:
        report = _own(office, connection, person, report_id, Verb.MY_REPORTS)
        return tuple(note for note in office.filing.notes(connection, report) if note.kind is NoteKind.MESSAGE)


def add_information(office: Office, person: Person, report_id: str, words: str) -> Standing:
    """Add to one's own report; whoever has it is told, and a closed one is open again. Raises NotYours, UnknownReport and NothingSaid."""
    now = office.clock.now()
    with office.writing() as connection:
        report = _own(office, connection, person, report_id, Verb.ADD_INFORMATION)
        if is_blank(words):
            raise NothingSaid("there is nothing to see in what was to be added; write a few words")
        office.filing.add_note(connection, report, NoteKind.INFORMATION, now, person.id, words)
        if report.state in (State.CLOSED, State.WITHDRAWN):
            open_again(office, connection, report, now, "information")
        destination = f"person:{report.assigned_to}" if report.assigned_to else f"role:{FIRST[report.kind]}"
        step = outbox.next_step(connection, report.id, RowKind.ADDED)
        outbox.owe(connection, report.id, report.school, [Owed(RowKind.ADDED, step, destination, now)])
        report = office.filing.get(connection, report.id)
        office.log(connection, AuditEvent.INFORMATION_ADDED, report_id=report.id, person_id=person.id)
        return standing_of(connection, office.filing, report)


def withdraw(office: Office, person: Person, report_id: str) -> Standing:
    """Withdraw one's own report as a mistake. It stays in the log, and the card still goes out, saying so: a withdrawal can be forced on somebody.

    Raises NotYours and UnknownReport.
    """
    now = office.clock.now()
    with office.writing() as connection:
        report = _own(office, connection, person, report_id, Verb.WITHDRAW)
        if report.state in (State.OPEN, State.ACKNOWLEDGED):
            office.filing.change(connection, report.id, state=State.WITHDRAWN, closed_at=now, closed_by=person.id)
            outbox.cancel(connection, report.id, (*OWED_WHILE_OPEN, *OWED_WHILE_ACKNOWLEDGED), now, "withdrawn")
            report = office.filing.get(connection, report.id)
            update_cards(connection, report, now)
            tell_reporter(connection, report, now)
            office.log(connection, AuditEvent.WITHDRAWN, report_id=report.id, person_id=person.id)
        return standing_of(connection, office.filing, report)


def _own(office: Office, connection: Connection, person: Person, report_id: str, verb: Verb) -> Report:
    report = office.filing.get(connection, report_id, to_change=verb is not Verb.MY_REPORTS)
    if not may(verb, person, (), report):  # an id is somebody else's at another school
        raise NotYours("only the person who made a report can do this; look at My reports")
    return report
