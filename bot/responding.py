"""What the DSL, the deputy and the others who receive reports can do with one. Every verb asks first whether this person may, at each press.

A refusal is told to the person and logged; it never says anything about the report that its card does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot import outbox
from bot.audit import AuditEvent
from bot.authorising import Verb, can_receive, may
from bot.cards import is_blank
from bot.chasing import end_chase, open_again, tell_reporter, update_cards
from bot.destinations import Destination
from bot.escalation import FIRST, chain_for
from bot.office import Office
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN, Owed
from bot.reports import Content, Kind, Note, NoteKind, Outcome, Person, Report, Role, RowKind, State
from bot.standing import REACHES_SOMEBODY, Standing, standing_of


class Why(StrEnum):
    """Why something was not done."""

    NOT_ALLOWED = "not_allowed"
    """This person may not do this with this report; nothing more is said."""
    NO_REASON = "no_reason"
    """A reason, or a text, is required and was left empty."""
    CLOSED = "closed"
    """It is closed or withdrawn; it would have to be opened again first."""
    NOT_CLOSED = "not_closed"
    PURGED = "purged"
    NOBODY_LEFT = "nobody_left"
    """Nobody further up may hear of it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was done."""

    why: Why


@dataclass(frozen=True, slots=True)
class Opened:
    """The report, for somebody who may read it."""

    standing: Standing
    content: Content
    notes: tuple[Note, ...]
    instead: bool = False
    """Something else was pressed; it counts only from somebody who has read, so the report was opened first."""


@dataclass(frozen=True, slots=True)
class Done:
    """It was done."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class AlreadyAcknowledged:
    """Somebody was first."""

    standing: Standing
    by: str
    at: datetime


Result = Done | Opened | AlreadyAcknowledged | Refusal


def open_report(office: Office, person: Person, report_id: str) -> Opened | Refusal:
    """Open a report: what it says, for somebody who may read it; logged each time."""
    with office.writing() as connection:
        report = office.filing.get(connection, report_id, to_change=True)
        if not is_allowed(office, connection, Verb.VIEW, person, report):
            return _refuse(office, connection, person, report, Verb.VIEW)
        return _open(office, connection, person, report)


def acknowledge(office: Office, person: Person, report_id: str) -> Result:
    """Acknowledge a report. It counts only from somebody who has opened it; the first one counts, and the second is told who was first."""

    def act(connection: Connection, report: Report) -> Result:
        if report.state is State.ACKNOWLEDGED and report.acknowledged_by and report.acknowledged_at:
            return AlreadyAcknowledged(_standing(office, connection, report), report.acknowledged_by, report.acknowledged_at)
        if report.state is not State.OPEN:
            return Refusal(Why.CLOSED)
        _acknowledge(office, connection, person, report)
        report = _changed(office, connection, report)
        office.log(connection, AuditEvent.ACKNOWLEDGED, report_id=report.id, person_id=person.id)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.ACKNOWLEDGE, act, must_have_opened=True)


def assign_to_me(office: Office, person: Person, report_id: str) -> Result:
    """Make somebody the one owner of a report, so that not everybody leaves it to the others."""

    def act(connection: Connection, report: Report) -> Result:
        if report.state in (State.CLOSED, State.WITHDRAWN):
            return Refusal(Why.CLOSED)
        office.filing.change(connection, report.id, assigned_to=person.id)
        report = _changed(office, connection, report, tell=False)
        office.log(connection, AuditEvent.ASSIGNED, report_id=report.id, person_id=person.id)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.ASSIGN, act, must_have_opened=True)


def add_note(office: Office, person: Person, report_id: str, words: str) -> Result:
    """Add a note for those who receive the report; the reporter never sees it, and nobody can change it."""

    def act(connection: Connection, report: Report) -> Result:
        office.filing.add_note(connection, report, NoteKind.NOTE, office.clock.now(), person.id, words)
        office.log(connection, AuditEvent.NOTED, report_id=report.id, person_id=person.id)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.NOTE, act, words=words)


def contact_reporter(office: Office, person: Person, report_id: str, words: str) -> Result:
    """Write to the reporter, who is told that there is a message and reads it under My reports."""

    def act(connection: Connection, report: Report) -> Result:
        office.filing.add_note(connection, report, NoteKind.MESSAGE, office.clock.now(), person.id, words)
        tell_reporter(connection, report, office.clock.now())
        office.log(connection, AuditEvent.CONTACTED, report_id=report.id, person_id=person.id)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.CONTACT, act, words=words)


def escalate(office: Office, person: Person, report_id: str) -> Result:
    """Send a report to the next in line now, whatever the plan says."""

    def act(connection: Connection, report: Report) -> Result:
        if report.state in (State.CLOSED, State.WITHDRAWN):
            return Refusal(Why.CLOSED)
        role = _next_role(office, connection, report, person)
        if role is None:
            return Refusal(Why.NOBODY_LEFT)
        step = outbox.next_step(connection, report.id, RowKind.HANDED_UP)
        outbox.owe(connection, report.id, report.school, [Owed(RowKind.HANDED_UP, step, f"role:{role}#{person.id}", office.clock.now())])
        tell_reporter(connection, report, office.clock.now())
        office.log(connection, AuditEvent.ESCALATED, report_id=report.id, person_id=person.id, detail=role)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.ESCALATE, act)


def record_outcome(office: Office, person: Person, report_id: str, outcome: Outcome, reason: str) -> Result:
    """Close a report with what was decided and why. The reason is required, also for the decision not to refer."""

    def act(connection: Connection, report: Report) -> Result:
        now = office.clock.now()
        if report.state in (State.CLOSED, State.WITHDRAWN):
            return Refusal(Why.CLOSED)
        if report.state is State.OPEN:
            _acknowledge(office, connection, person, report)
        office.filing.add_note(connection, report, NoteKind.OUTCOME, now, person.id, reason)
        office.filing.change(connection, report.id, state=State.CLOSED, outcome=outcome, closed_at=now, closed_by=person.id)
        outbox.cancel(connection, report.id, (*OWED_WHILE_OPEN, *OWED_WHILE_ACKNOWLEDGED), now, State.CLOSED)
        report = _changed(office, connection, report)
        office.log(connection, AuditEvent.OUTCOME, report_id=report.id, person_id=person.id, detail=outcome)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.OUTCOME, act, words=reason, must_have_opened=True)


def reopen(office: Office, person: Person, report_id: str, reason: str) -> Result:
    """Open a closed, withdrawn or acknowledged report again; the chase begins anew."""

    def act(connection: Connection, report: Report) -> Result:
        if report.state is State.OPEN:
            return Refusal(Why.NOT_CLOSED)
        office.filing.add_note(connection, report, NoteKind.NOTE, office.clock.now(), person.id, reason)
        report = open_again(office, connection, report, office.clock.now(), "reopened")
        office.log(connection, AuditEvent.REOPENED, report_id=report.id, person_id=person.id)
        return Done(_standing(office, connection, report))

    return _with(office, person, report_id, Verb.REOPEN, act, words=reason)


def list_reports(office: Office, person: Person, *, closed: bool = False) -> tuple[Standing, ...]:
    """Return the reports that somebody may open, oldest first: those that are not closed, or also those that are."""
    with office.looking() as connection:
        reports = office.filing.list_reports(connection, person.school, _states(closed=closed))
        return tuple(_standing(office, connection, report) for report in reports if is_allowed(office, connection, Verb.VIEW, person, report))


def count_unreadable(office: Office, person: Person, *, closed: bool = False) -> int:
    """Return how many reports of the school cannot be opened, for somebody who receives reports; nobody else is told that there are any."""
    if not any(can_receive(role, kind) for role in office.people.roles(person.id, person.school) for kind in Kind):
        return 0
    with office.looking() as connection:
        return len(office.filing.list_unreadable(connection, person.school, _states(closed=closed)))


def _states(*, closed: bool) -> tuple[State, ...]:
    return tuple(State) if closed else (State.OPEN, State.ACKNOWLEDGED)


def is_allowed(office: Office, connection: Connection, verb: Verb, person: Person, report: Report) -> bool:
    """Say whether somebody may do this with a report, as things are now; whoever has several ids is one person under all of them."""
    listed = office.people.person(person.id, person.school)
    person = replace(person, id=listed.id) if listed else person
    report = office.excluding_today(connection, report)
    first = office.people.holders(FIRST[report.kind], report.school, excluded=report.excluded)
    standing_in = any(holder.id == person.id for holder in first) or _has_come_to(connection, report, person)
    return not report.purged and may(verb, person, office.people.roles(person.id, person.school), report, standing_in=standing_in)


def _has_come_to(connection: Connection, report: Report, person: Person) -> bool:
    """Say whether the chase has brought a report to somebody by name."""
    come_to = (Destination.read(row.destination) for row in outbox.rows_of(connection, report.id) if row.kind in REACHES_SOMEBODY)
    return any(one.what in ("person", "email") and one.name == person.id for one in come_to)


def _with(
    office: Office,
    person: Person,
    report_id: str,
    verb: Verb,
    act: Callable[[Connection, Report], Result],
    *,
    words: str | None = None,
    must_have_opened: bool = False,
) -> Result:
    """Carry out a verb in one transaction, for somebody who may; a text that is required is never empty."""
    with office.writing() as connection:
        report = office.filing.get(connection, report_id, to_change=True)
        if not is_allowed(office, connection, verb, person, report):
            return _refuse(office, connection, person, report, verb)
        if words is not None and is_blank(words):
            return Refusal(Why.NO_REASON)
        if must_have_opened and not office.filing.has_opened(connection, report.id, person.id):
            return _open(office, connection, person, report, instead=True)
        return act(connection, report)


def _open(office: Office, connection: Connection, person: Person, report: Report, *, instead: bool = False) -> Opened | Refusal:
    content = office.filing.content(connection, report.id)
    if content is None:
        return Refusal(Why.PURGED)
    now = office.clock.now()
    if office.filing.note_opening(connection, report.id, person.id, now):
        update_cards(connection, report, now)
        if len(office.filing.openings(connection, report.id)) == 1:  # the first that opens it is news to the reporter, the fourth is not
            tell_reporter(connection, report, now)
    notes = office.filing.notes(connection, report)
    office.log(connection, AuditEvent.OPENED, report_id=report.id, person_id=person.id)
    return Opened(_standing(office, connection, report), content, notes, instead)


def _acknowledge(office: Office, connection: Connection, person: Person, report: Report) -> None:
    now = office.clock.now()
    owner = report.assigned_to or person.id
    office.filing.change(connection, report.id, state=State.ACKNOWLEDGED, acknowledged_at=now, acknowledged_by=person.id, assigned_to=owner)
    end_chase(office, connection, report, now)


def _changed(office: Office, connection: Connection, report: Report, *, tell: bool = True) -> Report:
    """Let everybody who was told something else hear of a change; return the report as it now is."""
    report = office.filing.get(connection, report.id)
    update_cards(connection, report, office.clock.now())
    if tell:
        tell_reporter(connection, report, office.clock.now())
    return report


def _next_role(office: Office, connection: Connection, report: Report, person: Person) -> Role | None:
    """Return the next role of the chain, after the person's own, that has not been told yet; the last one where all were told."""
    report = office.excluding_today(connection, report)
    chain = chain_for(report.kind, report.urgency, office.school(report.school).chains)
    told = {person.id, *(Destination.read(arrival.destination).name for arrival in _standing(office, connection, report).arrivals)}
    mine = office.people.roles(person.id, person.school)
    begins = next((number for number, step in enumerate(chain, start=1) if step.role in mine), 0)
    ahead = {step.role: _ids(office.people.holders(step.role, report.school, excluded=report.excluded)) for step in chain[begins:]}
    others = [role for role, ids in ahead.items() if ids - {person.id}]
    return next((role for role in others if ahead[role] - told), others[-1] if others else None)


def _ids(people: Iterable[Person]) -> frozenset[str]:
    return frozenset(person.id for person in people)


def _standing(office: Office, connection: Connection, report: Report) -> Standing:
    return standing_of(connection, office.filing, report)


def _refuse(office: Office, connection: Connection, person: Person, report: Report, verb: Verb) -> Refusal:
    office.log(connection, AuditEvent.REFUSED, report_id=report.id, person_id=person.id, detail=verb)
    return Refusal(Why.PURGED if report.purged else Why.NOT_ALLOWED)
