"""One report on paper or for pasting: all that was written, who opened it, what was decided. For somebody who may export it, and logged each time.

Whoever exports a report has read it, so it counts as opened. Text is for the hand-over to CPOMS or MyConcern: plain lines, in which what somebody
typed can never pass for a label of ours.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from io import StringIO
from zoneinfo import ZoneInfo

from bot import wording
from bot.audit import AuditEvent
from bot.authorising import Verb
from bot.cards import Facts, one_line, visible
from bot.export_paper import write_pdf
from bot.export_parts import Entry, Parts, title_of
from bot.office import Office
from bot.report_cards import opened_report
from bot.reports import Person, Report, State, Urgency
from bot.responding import Opened, Refusal, Why, is_allowed, open_report
from bot.settings import SchoolSetting
from bot.telling import names_of

DANGEROUS = tuple("=+-@＝＋－＠\t\r")
"""What a spreadsheet may take for the beginning of a formula."""

ABOUT, REPORTED, ADDED, DONE = "About this report", "What was reported", "What was added", "What was done"
URGENCIES: Mapping[Urgency, str] = {Urgency.URGENT: wording.URGENT, Urgency.NORMAL: "not urgent"}
STATES: Mapping[State, str] = {
    State.OPEN: "Open",
    State.ACKNOWLEDGED: "Acknowledged, no outcome yet",
    State.CLOSED: "Closed",
    State.WITHDRAWN: "Withdrawn by the reporter",
}
COLUMNS = ("Report", "Part", "Label", "Text", "By", "At")


class ExportForm(StrEnum):
    """In which form a report is exported."""

    TEXT = "text"
    CSV = "csv"
    PDF = "pdf"


_ENDINGS: Mapping[ExportForm, tuple[str, str]] = {
    ExportForm.TEXT: ("txt", "text/plain; charset=utf-8"),
    ExportForm.CSV: ("csv", "text/csv; charset=utf-8"),
    ExportForm.PDF: ("pdf", "application/pdf"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A report as a file. It holds everything that was written: give it to the person who asked for it, and keep no copy."""

    name: str
    """`R-0042.pdf`: nothing of what it says."""
    media_type: str
    content: bytes = field(repr=False)


def export_report(office: Office, person: Person, report_id: str, form: ExportForm) -> Exported | Refusal:
    """Return all of a report as a file, for somebody who may export it; logged each time, and before it is handed out."""
    refusal = _refuse(office, person, report_id)
    opened = refusal or open_report(office, person, report_id)
    if isinstance(opened, Refusal):
        return opened
    report, parts = opened.standing.report, _tell(office, opened, person)
    content = _WRITERS[form](report, parts)
    with office.writing() as connection:
        office.log(connection, AuditEvent.EXPORTED, report_id=report.id, person_id=person.id, detail=form)
    ending, media_type = _ENDINGS[form]
    return Exported(f"{report.reference}.{ending}", media_type, content)


def _refuse(office: Office, person: Person, report_id: str) -> Refusal | None:
    with office.writing() as connection:
        report = office.filing.get(connection, report_id)
        if is_allowed(office, connection, Verb.EXPORT, person, report):
            return None
        office.log(connection, AuditEvent.REFUSED, report_id=report.id, person_id=person.id, detail=Verb.EXPORT)
        return Refusal(Why.PURGED if report.purged else Why.NOT_ALLOWED)


# --- what is told ---


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Names people, and says times by the school's clock."""

    names: Mapping[str, str]
    zone: ZoneInfo

    def name(self, person_id: str | None) -> str:
        return one_line(self.names.get(person_id or "", person_id or ""))

    def when(self, at: datetime | None) -> str:
        return "" if at is None else f"{wording.when(at.astimezone(self.zone), day=True)} {at.astimezone(self.zone):%Z}"


def _tell(office: Office, opened: Opened, person: Person) -> Parts:
    report, content = opened.standing.report, opened.content
    school = office.school(report.school)
    names = names_of(office, school.key) | {report.reporter_id: content.reporter_name or wording.NAME_WITHHELD}
    speaker = _Speaker(names, ZoneInfo(school.timezone))
    view = opened_report(replace(report, outcome=None), content, (), names, timezone=school.timezone)
    facts = [pair for block in view.blocks if isinstance(block, Facts) for pair in block.pairs]
    notes = [Entry(wording.NOTES[one.kind], visible(one.text), speaker.name(one.author_id), speaker.when(one.at)) for one in opened.notes]
    exported = Entry("Exported", by=one_line(person.name), at=speaker.when(office.clock.wall()))
    return {
        ABOUT: (*_about(report, school, speaker), exported, Entry("Who may read this", wording.FOR_THOSE_WHO_NEED)),
        REPORTED: tuple(Entry(fact.label, fact.text) for fact in facts),
        ADDED: tuple(notes),
        DONE: tuple(_deeds(opened, speaker)),
    }


def _about(report: Report, school: SchoolSetting, speaker: _Speaker) -> Iterator[Entry]:
    yield Entry("Report", report.reference)
    yield Entry("School", one_line(school.name) or school.key)
    yield Entry("Kind", wording.KINDS[report.kind])
    yield Entry("Urgency", URGENCIES[report.urgency])
    yield Entry("Reported", by=speaker.name(report.reporter_id), at=speaker.when(report.reported_at))
    yield Entry("Where it stands", STATES[report.state])
    if report.odd_reporter:
        yield Entry("Please note", wording.ODD_REPORTER)
    yield Entry("Times are those of", school.timezone)


def _deeds(opened: Opened, speaker: _Speaker) -> Iterator[Entry]:
    report, name, when = opened.standing.report, speaker.name, speaker.when
    for person_id, at in opened.standing.openings:
        yield Entry("Opened", by=name(person_id), at=when(at))
    if report.acknowledged_at:
        yield Entry("Acknowledged", by=name(report.acknowledged_by), at=when(report.acknowledged_at))
    if report.assigned_to:
        yield Entry("Assigned to", name(report.assigned_to))
    if report.outcome:
        yield Entry(wording.OUTCOME, wording.OUTCOMES[report.outcome])
    if report.closed_at:
        yield Entry("Withdrawn" if report.state is State.WITHDRAWN else "Closed", by=name(report.closed_by), at=when(report.closed_at))
    if report.recorded_at:
        yield Entry("Marked as recorded in your own safeguarding system", at=when(report.recorded_at))
    if report.held:
        yield Entry("Please note", wording.HELD)


# --- as text ---


def _write_text(report: Report, parts: Parts) -> bytes:
    lines = [title_of(report)]
    for title, entries in parts.items():
        lines += ["", title.upper(), *(line for entry in entries for line in _text_lines(entry))] if entries else []
    return _encode("\n".join(lines) + "\n")


def _text_lines(entry: Entry) -> Iterator[str]:
    """Yield an entry; of a text of several lines each is set in, so that none of them looks like a label."""
    if "\n" not in entry.text:
        yield f"{entry.lead()} {entry.text}".rstrip()
    else:
        yield entry.lead()
        yield from (f"  {line}" for line in entry.text.split("\n"))


def _encode(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding, "backslashreplace")  # an error would hold the text


# --- as CSV ---


def _write_csv(report: Report, parts: Parts) -> bytes:
    written = StringIO()
    rows = csv.writer(written, quoting=csv.QUOTE_ALL)
    rows.writerow(COLUMNS)
    for title, entries in parts.items():
        rows.writerows(map(_harmless, (report.reference, title, one.label, one.text, one.by, one.at)) for one in entries)
    return _encode(written.getvalue(), "utf-8-sig")


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before one that could be."""
    return f"'{cell}" if cell.startswith(DANGEROUS) or cell.lstrip().startswith(DANGEROUS) else cell


_WRITERS: Mapping[ExportForm, Callable[[Report, Parts], bytes]] = {
    ExportForm.TEXT: _write_text,
    ExportForm.CSV: _write_csv,
    ExportForm.PDF: write_pdf,
}
