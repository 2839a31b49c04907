"""Who has read the policy, as a sheet for its owner: one line for each person of a round. It holds names, and is written for the owner alone."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from bot import wording
from bot.audit import AuditEvent
from bot.exporting import DANGEROUS
from bot.matters.authorising import may
from bot.matters.cards import roles_of
from bot.matters.courses import Circumstances
from bot.matters.values import Matter, MatterKind, UnknownMatter
from bot.office import Office
from bot.reading import OPEN, UNDERSTOOD, latest_round, name_of, readings_of, standing_of, trained_on, whose
from bot.reports import Person
from bot.versions import FINGERPRINT


def write_readings(office: Office, person: Person, reference: str = "") -> tuple[Matter, bytes, int] | None:
    """Return a round (the latest, where none is named), its sheet, and how many people stand in it; None for whoever may not see names.

    It is logged each time. Raises UnknownMatter where the school has no such round.
    """
    with office.writing() as connection:
        here = Circumstances(office, connection, person.school, office.clock.now())
        if not may("names", person, roles_of(here, person), MatterKind.READING):
            office.log(connection, AuditEvent.REFUSED, person_id=person.id, detail=f"{MatterKind.READING}/export")
            return None
        round_ = office.filing.matters.find_reference(connection, reference, person.school) if reference else latest_round(here)
        if round_ is None or round_.kind is not MatterKind.READING:
            raise UnknownMatter(wording.READING_NO_ROUND.format(school=person.school))
        readings = readings_of(here, round_)
        written = StringIO()
        rows = csv.writer(written, quoting=csv.QUOTE_ALL)
        rows.writerow(wording.READING_COLUMNS)
        rows.writerows([harmless(cell) for cell in _row(here, round_, one)] for one in readings)
        office.log(connection, AuditEvent.EXPORTED, person_id=person.id, detail=f"{round_.reference}/{round_.kind}")
    return round_, written.getvalue().encode("utf-8-sig", "backslashreplace"), len(readings)


def _row(here: Circumstances, round_: Matter, one: Matter) -> tuple[str, ...]:
    trained = [day.isoformat() for event in one.done("trained") if (day := trained_on(here, event))]
    asked = [f"{wording.READING_KINDS.get(event.said.get('kind', ''), '')}: {event.said.get('question', '')}" for event in one.done("question")]
    return (
        round_.reference,
        name_of(here, one),
        whose(one),
        wording.READING_NO if one.raised_by else wording.READING_YES,
        wording.READING_STANDINGS[standing_of(one)],
        _day(here, one, OPEN),
        _day(here, one, UNDERSTOOD) or _local(here, one.fields.get("understood", "")),
        ", ".join(trained),
        "\n".join(asked),
        one.fields.get("due", ""),
        here.office.policy(here.school).title,
        one.fields.get("version", ""),
        one.fields.get(FINGERPRINT, ""),
    )


def _day(here: Circumstances, one: Matter, act: str) -> str:
    event = one.last(act)
    return _local(here, event.at.isoformat()) if event else ""


def _local(here: Circumstances, written: str) -> str:
    return f"{datetime.fromisoformat(written).astimezone(ZoneInfo(here.timezone)):%Y-%m-%d %H:%M}" if written else ""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before one that could be."""
    return f"'{cell}" if cell.lstrip().startswith(DANGEROUS) or cell.startswith(DANGEROUS) else cell
