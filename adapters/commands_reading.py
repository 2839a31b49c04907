"""Commands for the owner of a policy: who has read it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from adapters.composing import SETTINGS, office_beside, read_settings
from adapters.options import Acting, School, SettingsFile
from bot import wording
from bot.people import UnknownPerson
from bot.reading_sheets import write_readings

reading = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Who has read and understood the policy, for its owner.")


@reading.command()
def export(
    context: typer.Context,
    school: School,
    acting: Acting,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The new file; it must not exist yet.")],
    round_: Annotated[str, typer.Option("--round", metavar="REFERENCE", help="Which round, such as M-0004; the latest, if left out.")] = "",
    settings: SettingsFile = SETTINGS,
) -> None:
    """Write everybody of a round of reading into FILE, with where they stand, as CSV: for the owner of the policy, and logged each time.

    No cell of it can act as a formula in a spreadsheet.
    """
    if out.exists() or not out.parent.is_dir():  # asked first: an export that comes to nothing would be logged as one
        why = "a file of this name is there already; give another" if out.exists() else "there is no such folder; make it, or name another"
        raise typer.BadParameter(f"{out}: {why}", param_hint="--out")
    with office_beside(context.obj, read_settings(settings)) as office:
        person = office.people.person(acting, school)
        if person is None:
            known = ", ".join(one.id for one in office.people.all(school)) or "nobody"
            raise UnknownPerson(f"nobody at {school} has the id '{acting}'; the settings list {known}")
        written = write_readings(office, person, round_)
    if written is None:
        typer.echo(wording.READING_NOT_OWNER, err=True)
        raise typer.Exit(1)
    matter, content, number = written
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    typer.echo(wording.READING_EXPORTED.format(file=out, reference=matter.reference, number=number))
