"""What a message says at the moment at which it is sent: from where a report stands to the card. It decides who is named, never who receives."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot import report_cards as cards
from bot.authorising import ROLE_ORDER
from bot.cards import Card
from bot.destinations import Destination
from bot.escalation import CHANNEL_ROLES, FIRST
from bot.office import Office
from bot.outbox import rows_of
from bot.reports import NoteKind, Report, Role, RowKind, RowState, State
from bot.standing import Arrival, Standing, standing_of
from bot.store.moments import from_millis

MINUTE = timedelta(minutes=1)
TO_REPORTER = (RowKind.RECEIPT, RowKind.TELL_REPORTER)


class Teller:
    """Says where a report stands, to those who receive it and to the person who made it. For one transaction."""

    def __init__(self, office: Office, connection: Connection, report: Report, standing: Standing | None = None) -> None:
        """`standing` is where the report stands, where that has just been read: it is not read again."""
        self._office, self._connection, self._report = office, connection, report
        self._school = office.school(report.school)
        self.standing: Standing = standing or standing_of(connection, office.filing, report)

    def card(self, kind: RowKind, *, passed_on_by: str = "", again: bool = False) -> Card:
        """Return the card of an outbox row to those who receive the report; `again` after it was open before."""
        report, zone, reporter = self._report, self._school.timezone, self.reporter_name()
        match kind:
            case RowKind.ADDED:
                added_at = self.position().information_added_at or self._office.clock.now()
                return cards.added_card(report, reporter_name=reporter, added_at=added_at, timezone=zone)
            case RowKind.REMIND:
                return cards.reminder_card(report, reporter_name=reporter, minutes_open=self._minutes_open(), timezone=zone)
            case RowKind.ESCALATE | RowKind.HANDED_UP:
                return cards.escalation_card(
                    report,
                    reporter_name=reporter,
                    minutes_open=self._minutes_open() if kind is RowKind.ESCALATE else None,
                    asked=self.who(FIRST[report.kind]),
                    timezone=zone,
                    passed_on_by=self.name(passed_on_by),
                    next_step=self._next_step(),
                )
            case RowKind.CARD if again and report.state is State.OPEN and report.acknowledged_at:
                by, at = self.name(report.acknowledged_by or ""), report.acknowledged_at
                return cards.reopened_card(report, reporter_name=reporter, acknowledged_by=by, acknowledged_at=at, timezone=zone)
            case RowKind.OUTCOME_REMINDER:
                by = self.name(report.acknowledged_by or "")
                return cards.outcome_reminder_card(report, reporter_name=reporter, acknowledged_by=by, timezone=zone)
            case _:
                return self.sealed_card()

    def sealed_card(self) -> Card:
        """Return the sealed card as the report stands now."""
        reporter, school = self.reporter_name(), self._school
        return cards.sealed_card(self._report, reporter_name=reporter, school_name=school.name, position=self.position(), timezone=school.timezone)

    def position(self) -> cards.Position:
        """Return where the report stands, in names."""
        report = self._report
        added = [one.at for one in self._office.filing.notes(self._connection, report) if one.kind is NoteKind.INFORMATION]
        return cards.Position(
            opened_by=tuple(self.name(person) for person, _ in self.standing.openings),
            acknowledged_by=self.name(report.acknowledged_by or ""),
            assigned_to=self.name(report.assigned_to or ""),
            closed_by=self.name(report.closed_by or ""),
            next_step=self._next_step(),
            information_added_at=added[-1] if added else None,
        )

    def truth(self) -> cards.Truth:
        """Return what the reporter is told: what is so now, and nothing more."""
        report, standing = self._report, self.standing
        if report.state is State.CLOSED and report.closed_at:
            return cards.Closed(self.name(report.closed_by or ""), report.closed_at)
        if report.state is State.WITHDRAWN and report.closed_at:
            return cards.Withdrawn(report.closed_at)
        if report.state is State.ACKNOWLEDGED and report.acknowledged_at:
            return cards.Acknowledged(self.name(report.acknowledged_by or ""), report.acknowledged_at)
        if standing.delivered:
            openings = tuple(cards.Opening(self.name(person), at) for person, at in standing.openings)
            places = dict.fromkeys(map(self._where, standing.arrivals))
            return cards.Delivered(standing.delivered.at, " and ".join(places), openings, self._next_step())
        if not self._office.people.holders(FIRST[report.kind], report.school, excluded=report.excluded):
            return cards.NobodyMayReceive(self._school.lado or self._office.number_to_ring(report.school))
        return cards.Unconfirmed(self._office.number_to_ring(report.school)) if standing.unconfirmed else cards.Stored(self.who(FIRST[report.kind]))

    def receipt(self) -> Card:
        """Return the receipt, in its present truth."""
        return cards.receipt(self._report, self.truth(), timezone=self._school.timezone)

    def word_to_reporter(self) -> Card:
        """Return what the reporter is told unasked: that a message waits, where one does, and the present truth."""
        receipt, waiting = self.receipt(), self._message_that_waits()
        return Card((*waiting.blocks, *receipt.blocks)) if waiting else receipt

    def _message_that_waits(self) -> Card | None:
        """Return the notice of the last message to the reporter, where nothing was sent to them since."""
        report = self._report
        written = [one for one in self._office.filing.notes(self._connection, report) if one.kind is NoteKind.MESSAGE]
        told = [row.settled_at for row in rows_of(self._connection, report.id) if row.kind in TO_REPORTER and row.state == RowState.SENT]
        if not written or (told and written[-1].at < from_millis(max(told))):
            return None
        by = self.name(written[-1].author_id)
        return cards.reporter_notice(report, cards.Notice.MESSAGE, at=written[-1].at, timezone=self._school.timezone, whom=by)

    def reporter_name(self) -> str:
        """Return the name of the person who made the report; '' once it has been purged."""
        content = self._office.filing.content(self._connection, self._report.id)
        return content.reporter_name if content else ""

    def name(self, person_id: str) -> str:
        """Return the name of somebody who receives reports; their id where the settings no longer know them."""
        person = self._office.people.person(person_id, self._report.school)
        return person.name if person else person_id

    def who(self, role: Role) -> str:
        """Return a role with those who hold it now; where others stand in, the role that they hold."""
        people, school = self._office.people, self._report.school
        holders = people.holders(role, school, excluded=self._report.excluded)
        held = people.roles(holders[0].id, school) if holders else frozenset()
        own = next((one for one in (role, *ROLE_ORDER[role]) if one in held), role)
        return cards.who(own, [holder.name for holder in holders])

    def _where(self, arrival: Arrival) -> str:
        destination = Destination.read(arrival.destination)
        if destination.what == "channel":
            return " and ".join(dict.fromkeys(map(self.who, CHANNEL_ROLES[destination.name])))
        return self.name(destination.name)

    def _next_step(self) -> cards.NextStep | None:
        if self.standing.next_at is None or self._report.state is not State.OPEN:
            return None
        destination = Destination.read(self.standing.next_destination)
        to = self.who(Role(destination.name)) if destination.what == "role" else self.name(destination.name)
        return cards.NextStep(self.standing.next_at, to)

    def _minutes_open(self) -> int:
        return max(0, (self._office.clock.now() - self._report.reported_at) // MINUTE)


def names_of(office: Office, school: str) -> dict[str, str]:
    """Return the names of everybody in a school's settings, by id."""
    return {person.id: person.name for person in office.people.all(school)}
