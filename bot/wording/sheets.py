"""The sentences about a file of accounts: what is wrong with one, and what to do. What stands in a cell is never repeated."""

from __future__ import annotations

from collections.abc import Sequence

SHEET_NOT_UTF8 = "this line cannot be read; save the file as “CSV UTF-8”"
SHEET_BROKEN = "a quotation mark is left open, or stands where none can; save the file as CSV from a spreadsheet"
SHEET_REFERENCE = "the reference is none; write it like M-0007, or leave it empty for an account that is new"
SHEET_LEAVING = "state cannot become “being handed over” in a file; write in use, and say in Signpost who leaves"


def sheet_head(columns: Sequence[str]) -> str:
    """Say how the first line is written."""
    return f"the first line has to name the columns, with commas between them; write: {','.join(columns)}"


def sheet_missing(column: str) -> str:
    """Say that a column is missing."""
    return f"the column {column} is missing; add it, its cells may be empty"


def sheet_unknown(number: int) -> str:
    """Say that a column is none."""
    return f"column {number} has a name that is unknown here; take the column out, or name it as `signpost accounts export` does"


def sheet_twice(column: str) -> str:
    """Say that a column is there twice."""
    return f"the column {column} is there twice; take one of them out"


def sheet_cells(found: int, wanted: int) -> str:
    """Say that a line has too few or too many cells."""
    return f"{found} cells where {wanted} belong; put a cell that holds commas into quotation marks"


def sheet_too_long(column: str) -> str:
    """Say that a cell is too long."""
    return f"{column} is longer than 10,000 characters, or holds what cannot be stored; shorten it"


def sheet_empty(column: str) -> str:
    """Say that a cell is empty."""
    return f"{column} is empty; fill it in"


def sheet_choice(column: str, words: Sequence[str]) -> str:
    """Say which words a column can have."""
    return f"{column} is none of the words that it can be; write {' or '.join(words)}"


def sheet_day(column: str) -> str:
    """Say that a day is none."""
    return f"{column} is no day of the calendar; write it like 2027-04-17"


def sheet_e_mail(column: str) -> str:
    """Say that an address is none."""
    return f"{column} is no e-mail address; write it like accounts@school.example"


def sheet_password(column: str) -> str:
    """Say that something looks like a password."""
    return f"{column} looks like a password; say only where it is kept"


def sheet_same_reference(line: int) -> str:
    """Say that a reference stands in another line too."""
    return f"the same reference stands in line {line}; each account has one line"


def sheet_same(line: int) -> str:
    """Say that an account stands in another line too."""
    return f"the same account (network and handle, or name) stands in line {line}; each account has one line"


def sheet_no_such(reference: str) -> str:
    """Say that the register has no such account."""
    return f"the register has no account {reference}; leave the reference empty for an account that is new"


def sheet_person(number: int) -> str:
    """Say that somebody is not listed."""
    return f"run_by: id number {number} is nobody's in the settings; write ids with semicolons between them, and others into run_by_in_words"


def sheet_rota(column: str) -> str:
    """Say that a rota cannot be read."""
    return f"{column} cannot be read as a rota; write days, then a name of the settings, like Mon-Fri Tess Byrne; Sat-Sun Umar Khan"


def sheet_taken(reference: str) -> str:
    """Say that the register has an account already."""
    return f"the register has this account already; write {reference} as its reference to change it"


def sheet_read_in(new: int, changed: int, same: int) -> str:
    """Say what came of a file."""
    return f"{new} new, {changed} changed, {same} as they were."


ACCOUNTS_NONE_LISTED = "The policy lists no accounts, so there is nothing to take over. Add them with `signpost accounts import`, or in a chat."
ACCOUNTS_SECONDARY = "The policy also speaks of secondary accounts, set up by staff, without naming them: add those with secondary = yes."
ACCOUNTS_TO_COMPLETE = "Who may post, where the password is kept and the recovery e-mail are not in the policy: please write them down."
ACCOUNTS_NOTHING_READ = "Nothing of the file was stored. Mend these lines, then run this again."


def accounts_taken(taken: int, there: int) -> str:
    """Say what came from the policy."""
    known = f"; {there} of those that it lists were there already" if there else ""
    return f"{taken} account{'' if taken == 1 else 's'} of the policy came into the register{known}."


def accounts_written(out: str, number: int, *, with_secrets: bool) -> str:
    """Say what was written out."""
    kept = (
        "It says where passwords are kept: hand it over, then delete it." if with_secrets else "Without where passwords are kept; name --as for that."
    )
    return f"{out}: {number} account{'' if number == 1 else 's'}. {kept}"
