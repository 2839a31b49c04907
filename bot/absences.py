"""Who of those that receive reports is away: said by themselves, and logged. Who stands in for them is said by `people`."""

from __future__ import annotations

from datetime import datetime

from bot.audit import AuditEvent
from bot.office import Office
from bot.reports import Person


def mark_away(office: Office, person: Person, until: datetime | None = None) -> None:
    """Note that somebody is away, so that the next in line hears first."""
    office.people.mark_away(person.id, person.school, until)
    with office.writing() as connection:
        office.log(connection, AuditEvent.MARKED_AWAY, person_id=person.id)


def mark_back(office: Office, person: Person) -> None:
    """Note that somebody is back."""
    office.people.mark_back(person.id, person.school)
    with office.writing() as connection:
        office.log(connection, AuditEvent.MARKED_BACK, person_id=person.id)
