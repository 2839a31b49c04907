"""Reports in the store: what a report says goes in sealed and comes out for somebody who may read it. Who may is not decided here.

Everything happens in the caller's transaction. A report whose key is gone (purged, or lost) is still a report: it is listed, and it says nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, text, update

from bot.matters.filing import MatterFiling
from bot.reports import Content, Kind, Note, NoteKind, Outcome, Report, State, Submission, Urgency
from bot.sealing import SealedKey, Sealer, SealingError, aad
from bot.store.moments import from_millis, to_millis
from bot.store.tables import note, opening, report

_NUMBERING = int.from_bytes(b"sp-files", "big")
"""The advisory lock under which PostgreSQL gives out references."""
_BY_ID = select(report).where(report.c.id == bindparam("wanted"))
_BY_SUBMISSION = select(report).where(report.c.submission_key == bindparam("wanted"))
_OPENINGS = select(opening).where(opening.c.report_id == bindparam("wanted")).order_by(opening.c.at, opening.c.id)
_HAS_OPENED = select(opening.c.id).where(opening.c.report_id == bindparam("wanted"), opening.c.person_id == bindparam("by"))
_NOTES = select(note).where(note.c.report_id == bindparam("wanted")).order_by(note.c.at, note.c.id)
_TO_CHANGE = _BY_ID.with_for_update()
_OTHERS = report.alias()
_NEXT = select(func.coalesce(func.max(_OTHERS.c.number), 0) + 1).where(_OTHERS.c.school == bindparam("wanted")).scalar_subquery()
_STORE = insert(report).values(number=_NEXT).returning(report.c.number)
"""Statements that every report needs again and again, built once."""


class UnknownReport(LookupError):
    """No report is meant by this; the message names what was looked for, never what a report says."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A report, and its sealed parts."""

    report: Report
    sealed_key: SealedKey | None = field(repr=False)
    content: bytes | None = field(repr=False)
    """None after a purge."""


class Filing:
    """Puts reports into the store, and takes them out."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self.matters = MatterFiling(sealer)
        """What is no report: the policy's other duties."""

    @property
    def sealer(self) -> Sealer:
        """What seals all that is kept here."""
        return self._sealer

    def store(self, connection: Connection, submission: Submission, excluded: Iterable[str], at: datetime) -> tuple[Report, bytes]:
        """Store a checked form under a new reference; return the report and the salted hash of what it says, for the audit log."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERING})
        report_id, excluded = uuid4().hex, frozenset(excluded)
        key, sealed_key = self._sealer.new_key(tenant=submission.school, report_id=report_id)
        words = _write_content(submission, excluded)
        salt = os.urandom(32)
        number = connection.execute(
            _STORE,
            {
                "id": report_id,
                "wanted": submission.school,
                "school": submission.school,
                "submission_key": submission.key,
                "kind": submission.kind,
                "urgency": submission.urgency,
                "state": State.OPEN,
                "reporter_id": submission.reporter.id,
                "odd_reporter": not submission.reporter.full_member,
                "reported_at": to_millis(at),
                "held": False,
                "key_id": sealed_key.key_id,
                "wrapped_key": sealed_key.wrapped,
                "recovery_key": sealed_key.recovery,
                "content": self._sealer.close(key, words, aad=aad(submission.school, report_id, "content")),
            },
        ).scalar_one()
        stored = Report(
            id=report_id,
            reference=reference(number),
            school=submission.school,
            kind=submission.kind,
            urgency=submission.urgency,
            state=State.OPEN,
            reporter_id=submission.reporter.id,
            reported_at=from_millis(to_millis(at)),
            excluded=excluded,
            odd_reporter=not submission.reporter.full_member,
        )
        return stored, sha256(salt + words.encode()).digest()

    def get(self, connection: Connection, report_id: str, *, to_change: bool = False) -> Report:
        """Return a report; `to_change` locks it where the database locks rows. Raises UnknownReport."""
        return self._one(connection, _TO_CHANGE if to_change else _BY_ID, wanted=report_id).report

    def reported_from(self, connection: Connection, report_id: str) -> str:
        """Return the platform on which a report was made, with which the key of its form begins; '' where it begins with none."""
        key = str(connection.execute(select(report.c.submission_key).where(report.c.id == report_id)).scalar_one())
        return key.partition(":")[0] if ":" in key else ""

    def get_by_reference(self, connection: Connection, reference: str, school: str) -> Report:
        """Return the report that people call by `R-0042` (in any case, the zeros left out or not). Raises UnknownReport."""
        digits = reference.strip().upper().removeprefix("R").lstrip("- ")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
            raise UnknownReport("a reference looks like R-0042; write it so")
        return self._one(connection, select(report).where(report.c.school == school, report.c.number == int(digits))).report

    def find_submission(self, connection: Connection, key: str) -> Report | None:
        """Return the report that a form has become already."""
        row = connection.execute(_BY_SUBMISSION, {"wanted": key}).first()
        return self._file(row).report if row else None

    def list_reports(self, connection: Connection, school: str, states: Iterable[State]) -> tuple[Report, ...]:
        """Return a school's reports in any of `states`, oldest first.

        One that cannot be opened hides no other: `list_unreadable` names it, since nobody can say who may not see it.
        """
        wanted = (report.c.school == school) & report.c.state.in_(tuple(states))
        found = []
        for row in connection.execute(select(report).where(wanted).order_by(report.c.reported_at)):
            with suppress(SealingError):
                found.append(self._file(row).report)
        return tuple(found)

    def list_unreadable(self, connection: Connection, school: str, states: Iterable[State]) -> tuple[str, ...]:
        """Return the references of a school's reports in any of `states` that cannot be opened: their key is lost, or their row is damaged."""
        wanted = (report.c.school == school) & report.c.state.in_(tuple(states))
        unreadable = []
        for row in connection.execute(select(report).where(wanted).order_by(report.c.reported_at)):
            try:
                self._file(row)
            except SealingError:
                unreadable.append(reference(row.number))
        return tuple(unreadable)

    def list_bare(self, connection: Connection, states: Iterable[State]) -> tuple[tuple[str, str, State], ...]:
        """Return id, reference and state of every school's reports in any of `states`, oldest first; nothing is opened, so no key is needed."""
        wanted = select(report.c.id, report.c.number, report.c.state).where(report.c.state.in_(tuple(states)))
        return tuple((row.id, reference(row.number), State(row.state)) for row in connection.execute(wanted.order_by(report.c.reported_at)))

    def list_reported_by(self, connection: Connection, person_id: str) -> tuple[Report, ...]:
        """Return what somebody has reported, newest first."""
        wanted = select(report).where(report.c.reporter_id == person_id).order_by(report.c.reported_at.desc(), report.c.number.desc())
        return tuple(self._file(row).report for row in connection.execute(wanted))

    def content(self, connection: Connection, report_id: str) -> Content | None:
        """Return what a report says; None after a purge. Raises SealingError where it cannot be opened."""
        filed = self._one(connection, _BY_ID, wanted=report_id)
        said = self._read(filed)
        if said is None:
            return None
        return Content(fields=said["fields"], reporter_name=said["reporter"], about=tuple(said["about"]), named=tuple(said["named"]))

    def add_note(self, connection: Connection, filed: Report, kind: NoteKind, at: datetime, author_id: str, words: str) -> Note:
        """Add to a report, sealed with its key. Raises UnknownReport where the report has been purged."""
        key = self._key(self._one(connection, _BY_ID, wanted=filed.id))
        if key is None:
            raise UnknownReport(f"{filed.reference} has been purged, and nothing can be added to it; make a new report")
        note_id = uuid4().hex
        sealed = self._sealer.close(key, words, aad=aad(filed.school, filed.id, f"note {note_id}"))
        values = {"id": note_id, "report_id": filed.id, "kind": kind, "at": to_millis(at), "author_id": author_id, "content": sealed}
        connection.execute(insert(note).values(**values))
        if filed.recorded_at is not None:
            self.change(connection, filed.id, recorded_at=None)  # what was recorded elsewhere is no longer all of it
        return Note(kind, at, author_id, words)

    def notes(self, connection: Connection, filed: Report) -> tuple[Note, ...]:
        """Return what was added to a report, oldest first; nothing after a purge."""
        key = self._key(self._one(connection, _BY_ID, wanted=filed.id))
        rows = connection.execute(_NOTES, {"wanted": filed.id})
        return tuple(
            Note(
                NoteKind(row.kind),
                from_millis(row.at),
                row.author_id,
                self._sealer.open(key, row.content, aad=aad(filed.school, filed.id, f"note {row.id}")),
            )
            for row in rows
            if key is not None and row.content is not None
        )

    def note_opening(self, connection: Connection, report_id: str, person_id: str, at: datetime) -> bool:
        """Note that somebody has opened a report; say whether it was the first time for them."""
        if self.has_opened(connection, report_id, person_id):
            return False
        connection.execute(insert(opening).values(report_id=report_id, person_id=person_id, at=to_millis(at)))
        return True

    def has_opened(self, connection: Connection, report_id: str, person_id: str) -> bool:
        """Say whether somebody has opened a report."""
        return connection.execute(_HAS_OPENED, {"wanted": report_id, "by": person_id}).first() is not None

    def openings(self, connection: Connection, report_id: str) -> tuple[tuple[str, datetime], ...]:
        """Return who has opened a report and when first, in that order."""
        rows = connection.execute(_OPENINGS, {"wanted": report_id})
        return tuple((row.person_id, from_millis(row.at)) for row in rows)

    def change(self, connection: Connection, report_id: str, **values: Any) -> None:
        """Change columns of a report; times are given as aware times."""
        stored = {name: to_millis(value) if isinstance(value, datetime) else value for name, value in values.items()}
        connection.execute(update(report).where(report.c.id == report_id).values(**stored))

    def _one(self, connection: Connection, query: Select[Any], **wanted: str) -> Filed:
        row = connection.execute(query, wanted).first()
        if row is None:
            raise UnknownReport("there is no such report; look at the list of open reports, or at My reports")
        return self._file(row)

    def _file(self, row: Row[Any]) -> Filed:
        sealed_key = SealedKey(row.key_id, row.wrapped_key, row.recovery_key) if row.wrapped_key is not None else None
        bare = Report(
            id=row.id,
            reference=reference(row.number),
            school=row.school,
            kind=Kind(row.kind),
            urgency=Urgency(row.urgency),
            state=State(row.state),
            reporter_id=row.reporter_id,
            reported_at=from_millis(row.reported_at),
            excluded=frozenset(),
            acknowledged_at=_maybe(row.acknowledged_at),
            acknowledged_by=row.acknowledged_by,
            assigned_to=row.assigned_to,
            outcome=Outcome(row.outcome) if row.outcome else None,
            closed_at=_maybe(row.closed_at),
            closed_by=row.closed_by,
            recorded_at=_maybe(row.recorded_at),
            held=row.held,
            odd_reporter=row.odd_reporter,
            purged=row.purged_at is not None,
        )
        said = self._read(Filed(bare, sealed_key, row.content))
        return Filed(replace(bare, excluded=frozenset(said["excluded"] if said else ())), sealed_key, row.content)

    def _key(self, filed: Filed) -> bytes | None:
        if filed.sealed_key is None:
            return None
        return self._sealer.unwrap(filed.sealed_key, tenant=filed.report.school, report_id=filed.report.id)

    def _read(self, filed: Filed) -> dict[str, Any] | None:
        key = self._key(filed)
        if key is None or filed.content is None:
            return None
        said: dict[str, Any] = json.loads(self._sealer.open(key, filed.content, aad=aad(filed.report.school, filed.report.id, "content")))
        return said


def reference(number: int) -> str:
    """Return how people call a report."""
    return f"R-{number:04d}"


def _write_content(submission: Submission, excluded: Iterable[str]) -> str:
    """Return everything that must be sealed; whom it is about stands nowhere else, not even as an id."""
    said = {
        "fields": dict(submission.fields),
        "reporter": submission.reporter.name,
        "about": list(submission.about),
        "named": list(submission.named),
        "excluded": sorted(excluded),
    }
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"))


def _maybe(millis: int | None) -> datetime | None:
    return None if millis is None else from_millis(millis)
