"""The register of accounts as a file for a spreadsheet: written out, and read in again, strictly and all or nothing.

What a spreadsheet would take for a formula is written with an apostrophe before it, and read without. Who keeps passwords where, and the recovery
e-mail, are columns of their own, which a file need not have.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from bot import wording
from bot.account_course import Accounts
from bot.account_entries import change_entry, entry, is_like_password
from bot.accounts import BY_FILE, CLOSED, LEAVING, OPEN, account_of, same_account
from bot.audit import AuditEvent
from bot.matters.courses import Circumstances
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind
from bot.office import Office
from bot.raising import apply, raise_matter
from bot.reports import Person
from bot.watching import rota_fault

COLUMNS = (
    *("reference", "network", "handle", "name", "link", "run_by", "run_by_in_words", "may_post", "seen_by", "secondary", "watched_by"),
    *("approved_by", "approved_on", "next_check", "state"),
)
SECRETS = ("password_kept", "recovery_email")
"""Columns that a file need not have: without them, what is kept stays as it is."""
_FIELDS = {
    **{"network": "network", "handle": "handle", "name": "name", "link": "url", "run_by_in_words": "managers", "may_post": "may_post"},
    **{"watched_by": "watch", "approved_by": "approved_by", "approved_on": "approved_on", "next_check": "next_check"},
    **{"password_kept": "password_place", "recovery_email": "recovery"},
}
"""Column -> field of an account."""
_SEEN_BY = {"everybody": "open", "members": "closed", "": ""}
_SECONDARY = {"yes": "yes", "no": "no", "": "no"}
_STATES = {"in use": OPEN, "being handed over": LEAVING, "closed": CLOSED, "": OPEN}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_REFERENCE = re.compile(r"M-[0-9]{4,}")
LONGEST = 10_000
"""Characters of one cell."""


class SheetFaults(ValueError):
    """A file cannot be read in; each fault has its line and what to do. Nothing of it was stored."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        super().__init__(f"{len(faults)} faults in the file; nothing of it was stored")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One account as a file has it."""

    line: int
    """Where it begins in the file."""
    reference: str
    """'' for an account that is new."""
    fields: Mapping[str, str]
    """By field of an account; '' where a cell is empty."""
    people: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What came of reading a file in."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0


@dataclass(slots=True)
class _Faults:
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, words: str) -> None:
        self.found.append((line, words))


# --- writing ---


def write_sheet(here: Circumstances, *, with_secrets: bool) -> str:
    """Return the register of a school as the text of a CSV file, closed accounts among them."""
    columns = (*COLUMNS, *(SECRETS if with_secrets else ()))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for matter in here.list(MatterKind.ACCOUNT):
        if matter.fields:
            row = _cells(matter)
            writer.writerow([harmless(row[name]) for name in columns])
    return text.getvalue()


def _cells(matter: Matter) -> dict[str, str]:
    fields = matter.fields
    return {
        **{column: fields.get(name, "") for column, name in _FIELDS.items()},
        "reference": matter.reference,
        "run_by": "; ".join(matter.people),
        "seen_by": _word(_SEEN_BY, fields.get("open", "")),
        "secondary": "yes" if fields.get("secondary") == "yes" else "no",
        "state": _word(_STATES, matter.state),
    }


def _word(words: Mapping[str, str], value: str) -> str:
    return next(word for word, meant in words.items() if meant == value)


def harmless(cell: str) -> str:
    """Return a cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def restored(cell: str) -> str:
    """Return a cell as it was before `harmless`; what was typed without it stays as it is."""
    bare = cell.removeprefix("'")
    return bare if cell != bare and bare.startswith((*_FORMULA, "'")) else cell


# --- reading ---


def read_sheet(content: bytes) -> tuple[SheetRow, ...]:
    """Return the accounts of a file. Raises SheetFaults with every fault that stands in the file itself."""
    faults = _Faults()
    rows = list(_rows(content, faults))
    if faults.found:
        raise SheetFaults(faults.found)
    return tuple(rows)


def _rows(content: bytes, faults: _Faults) -> Iterator[SheetRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(content[: error.start].count(b"\n") + 1, wording.SHEET_NOT_UTF8)
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    seen: dict[str, int] = {}
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            faults.add(line, wording.SHEET_BROKEN)
            return
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = [cell.strip().casefold() for cell in cells]
            if not _is_head(columns, line, faults):
                return
        elif len(cells) != len(columns):
            faults.add(line, wording.sheet_cells(len(cells), len(columns)))
        else:
            yield from _row(dict(zip(columns, (restored(cell).strip() for cell in cells), strict=True)), line, seen, faults)
    if not columns:
        faults.add(1, wording.sheet_head(COLUMNS))


def _is_head(columns: Sequence[str], line: int, faults: _Faults) -> bool:
    missing = [name for name in COLUMNS if name not in columns]
    unknown = [number for number, name in enumerate(columns, 1) if name not in (*COLUMNS, *SECRETS)]
    twice = sorted({name for name in columns if columns.count(name) > 1 and name in (*COLUMNS, *SECRETS)})
    if len(missing) == len(COLUMNS):
        faults.add(line, wording.sheet_head(COLUMNS))
        return False
    for name in missing:
        faults.add(line, wording.sheet_missing(name))
    for number in unknown:
        faults.add(line, wording.sheet_unknown(number))
    for name in twice:
        faults.add(line, wording.sheet_twice(name))
    return not (missing or unknown or twice)


def _row(cells: Mapping[str, str], line: int, seen: dict[str, int], faults: _Faults) -> Iterator[SheetRow]:
    before = len(faults.found)
    for name, text in cells.items():
        if len(text) > LONGEST or "\0" in text:
            faults.add(line, wording.sheet_too_long(name))
    if not cells["network"]:
        faults.add(line, wording.sheet_empty("network"))
    for name, words in (("seen_by", _SEEN_BY), ("secondary", _SECONDARY), ("state", _STATES)):
        if cells[name].casefold() not in words:
            faults.add(line, wording.sheet_choice(name, [word for word in words if word]))
    days = {name: _day(cells[name]) for name in ("approved_on", "next_check")}
    if cells["next_check"] and days["next_check"] is None:
        faults.add(line, wording.sheet_day("next_check"))
    reference = cells["reference"].upper()
    if reference and not _REFERENCE.fullmatch(reference):
        faults.add(line, wording.SHEET_REFERENCE)
    if cells.get("recovery_email") and not _E_MAIL.fullmatch(cells["recovery_email"]):
        faults.add(line, wording.sheet_e_mail("recovery_email"))
    if is_like_password(cells.get("password_kept", "")):
        faults.add(line, wording.sheet_password("password_kept"))
    account = "|".join(same_account(cells["network"], cells["handle"], cells["name"]))
    if reference and reference in seen:
        faults.add(line, wording.sheet_same_reference(seen[reference]))
    if account in seen:
        faults.add(line, wording.sheet_same(seen[account]))
    seen.update({key: line for key in (reference, account) if key not in seen})
    if len(faults.found) == before:
        fields = {name: cells[column] for column, name in _FIELDS.items() if column in cells}
        fields |= {name: read.isoformat() for name, read in days.items() if read}
        fields |= {"open": _SEEN_BY[cells["seen_by"].casefold()], "secondary": _SECONDARY[cells["secondary"].casefold()]}
        people = tuple(dict.fromkeys(one.strip() for one in cells["run_by"].split(";") if one.strip()))
        yield SheetRow(line, reference, fields, people, _STATES[cells["state"].casefold()])


def _day(text: str) -> date | None:
    """Return a day as a file has it: year first, or as a spreadsheet of a school writes it, day first."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text) or re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups()]
    try:
        return date(*parts) if parts[0] > 31 else date(*reversed(parts))
    except ValueError:
        return None


# --- into the register ---


def read_in(office: Office, school: str, content: bytes, by: Person | None) -> ReadIn:
    """Bring a file into the register of a school: all of it, or nothing. Raises SheetFaults, UnknownSchool."""
    office.school(school)
    rows = read_sheet(content)
    with office.writing() as connection:
        here = Circumstances(office, connection, school, office.clock.now())
        known = {one.reference: one for one in here.list(MatterKind.ACCOUNT) if one.fields}
        faults = _Faults()
        for row in rows:
            _check(here, row, rows, known, faults)
        if faults.found:
            raise SheetFaults(faults.found)
        new, changed = [], []
        for row in rows:
            if not row.reference:
                new.append(_store(here, row))
            elif _differs(here, row, known[row.reference]):
                changed.append(_change(here, row, known[row.reference], by))
        return ReadIn(tuple(new), tuple(changed), len(rows) - len(new) - len(changed))


def _check(here: Circumstances, row: SheetRow, rows: Sequence[SheetRow], known: Mapping[str, Matter], faults: _Faults) -> None:
    if row.reference and row.reference not in known:
        faults.add(row.line, wording.sheet_no_such(row.reference))
    was = known[row.reference].state if row.reference in known else ""
    kept = known[row.reference].fields.get("watch", "") if row.reference in known else ""
    if row.fields["watch"] != kept and rota_fault(here, row.fields["watch"]):
        faults.add(row.line, wording.sheet_rota("watched_by"))
    if row.state == LEAVING and was != LEAVING:
        faults.add(row.line, wording.SHEET_LEAVING)
    for number, one in enumerate(row.people, 1):
        if here.office.people.person(one, here.school) is None and one not in (known[row.reference].people if row.reference in known else ()):
            faults.add(row.line, wording.sheet_person(number))
    named = {one.reference for one in rows if one.reference}
    wanted = same_account(*(row.fields[name] for name in ("network", "handle", "name")))
    for reference, matter in known.items():
        account = account_of(here, matter)
        if reference not in named and same_account(account.network, account.handle, account.name) == wanted:
            faults.add(row.line, wording.sheet_taken(reference))


def _ids(here: Circumstances, row: SheetRow) -> tuple[str, ...]:
    found = (here.office.people.person(one, here.school) for one in row.people)
    return tuple(dict.fromkeys(person.id if person else one for person, one in zip(found, row.people, strict=True)))


def _store(here: Circumstances, row: SheetRow) -> str:
    fields = {name: text for name, text in row.fields.items() if text}
    quotes = here.quote(*Accounts.topics)
    raising = Raising(f"{BY_FILE}{uuid4().hex}", MatterKind.ACCOUNT, here.school, None, row.state, fields, _ids(here, row), quotes)
    return raise_matter(here, raising).reference


def _differs(here: Circumstances, row: SheetRow, matter: Matter) -> bool:
    then = entry(here, {**matter.fields, **row.fields})
    kept = {name: text for name, text in matter.fields.items() if name != "secondary"}
    return (
        {name: text for name, text in then.items() if name != "secondary"} != kept
        or (then.get("secondary") == "yes") != (matter.fields.get("secondary") == "yes")
        or _ids(here, row) != matter.people
        or row.state != matter.state
    )


def _change(here: Circumstances, row: SheetRow, matter: Matter, by: Person | None) -> str:
    change = change_entry(here, matter, row.fields, by=by.name if by else "", state=row.state, people=_ids(here, row), quiet=True, tells_named=False)
    apply(here, Accounts(), matter, change)
    here.office.log(here.connection, AuditEvent.MATTER_CHANGED, person_id=by.id if by else "", detail=f"{matter.reference}/{matter.kind}/file")
    return matter.reference
