"""Commands for the register of official accounts: take over what the policy lists, write the register out, read it in again, list it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from adapters.composing import SETTINGS, office_beside, read_settings
from adapters.options import School, SettingsFile
from bot import wording
from bot.account_sheets import SheetFaults, read_in, write_sheet
from bot.accounts import Account, accounts_of
from bot.audit import AuditEvent
from bot.matters import MatterKind
from bot.matters.authorising import RAISE, may
from bot.matters.cards import roles_of
from bot.matters.courses import Circumstances
from bot.office import Office
from bot.people import UnknownPerson
from bot.policy_accounts import take_over
from bot.register import find
from bot.reports import Person

accounts = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The register of the school's official accounts: fill it from the policy or a file, write it out, list it.",
)
OptionalActing = Annotated[
    str, typer.Option("--as", metavar="PERSON", help="Who does it: a person's id in the settings. Only they who look after the accounts may.")
]


@accounts.command()
def seed(context: typer.Context, school: School, settings: SettingsFile = SETTINGS) -> None:
    """Put into the register what the school's policy lists: each account once, with its clause. Run again, it adds only what is missing."""
    with office_beside(context.obj, read_settings(settings)) as office:
        taken = take_over(office, school)
    if not taken.references and not taken.there:
        typer.echo(wording.ACCOUNTS_NONE_LISTED)
        return
    typer.echo(wording.accounts_taken(len(taken.references), taken.there))
    if taken.speaks_of_secondary:
        typer.echo(wording.ACCOUNTS_SECONDARY)
    typer.echo(wording.ACCOUNTS_TO_COMPLETE)


@accounts.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file as `signpost accounts export` writes it.", show_default=False)],
    school: School,
    settings: SettingsFile = SETTINGS,
    acting: OptionalActing = "",
) -> None:
    """Read a file into the register: all of it, or nothing. Every fault is told with its line and what to do, and it then ends with 1.

    A line with a reference changes that account; a line without one is a new account. Accounts that the file leaves out stay as they are. Columns
    password_kept and recovery_email may be left out: what is kept then stays.
    """
    content = file.read_bytes()
    with office_beside(context.obj, read_settings(settings)) as office:
        person = _keeper(office, acting, school) if acting else None
        try:
            done = read_in(office, school, content, person)
        except SheetFaults as error:
            for line, words in sorted(error.faults):
                typer.echo(f"{file}:{line}: {words}")
            typer.echo(wording.ACCOUNTS_NOTHING_READ)
            raise typer.Exit(1) from None
    typer.echo(wording.sheet_read_in(len(done.new), len(done.changed), done.same))


@accounts.command()
def export(
    context: typer.Context,
    school: School,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The new file; it must not exist yet.")],
    settings: SettingsFile = SETTINGS,
    acting: OptionalActing = "",
) -> None:
    """Write the register into FILE, for a spreadsheet. With --as, for somebody who looks after the accounts, also where passwords are kept.

    A cell that a spreadsheet would take for a formula (a handle begins with @) stands with an apostrophe before it; reading in takes it off again.
    """
    if out.exists() or not out.parent.is_dir():
        why = "a file of this name is there already; give another" if out.exists() else "there is no such folder; make it, or name another"
        raise typer.BadParameter(f"{out}: {why}", param_hint="--out")
    with office_beside(context.obj, read_settings(settings)) as office:
        office.school(school)
        person = _keeper(office, acting, school) if acting else None
        with office.writing() as connection:
            here = Circumstances(office, connection, school, office.clock.now())
            text, number = write_sheet(here, with_secrets=person is not None), len(accounts_of(here, states=()))
            office.log(connection, AuditEvent.EXPORTED, person_id=person.id if person else "", detail="account")
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8-sig", newline="") as file:
        file.write(text)
    typer.echo(wording.accounts_written(str(out), number, with_secrets=person is not None))


@accounts.command("list")
def list_(
    context: typer.Context,
    school: School,
    words: Annotated[str, typer.Option("--find", metavar="WORDS", help="Only those of this network, handle, name or reference.")] = "",
    settings: SettingsFile = SETTINGS,
) -> None:
    """List the accounts that the school has: network, handle, who runs each, and when it is checked next."""
    with office_beside(context.obj, read_settings(settings)) as office, office.looking() as connection:
        office.school(school)
        every = accounts_of(Circumstances(office, connection, school, office.clock.now()))
    shown = find(every, words) if words else every
    for one in shown:
        typer.echo(_line(one))
    if not shown:
        typer.echo(wording.REGISTER_NOT_FOUND.format(words=words) if every else wording.REGISTER_EMPTY)


def _line(one: Account) -> str:
    checked = one.next_check.isoformat() if one.next_check else "-"
    return "  ".join((one.reference, one.label, one.managers or wording.REGISTER_NOT_WRITTEN, checked))


def _keeper(office: Office, person_id: str, school: str) -> Person:
    """Return who is named, if they look after the accounts. Raises UnknownSchool and UnknownPerson."""
    person = office.people.person(person_id, school)
    with office.looking() as connection:
        here = Circumstances(office, connection, school, office.clock.now())
        if person is not None and may(RAISE, person, roles_of(here, person), MatterKind.ACCOUNT):
            return person
    known = ", ".join(one.id for one in office.people.all(school)) or "nobody"
    raise UnknownPerson(f"'{person_id}' does not look after the accounts of {school}; name somebody who does (the settings list {known})")
