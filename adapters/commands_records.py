"""Commands on what is kept: the list of reports, the export of one, the audit log. Whoever is named sees what they may open in a chat, no more."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from adapters.composing import SETTINGS, Environment, existing_store, office_beside, open_keys, read_settings
from adapters.options import Acting, School, SettingsFile
from bot import report_cards as cards
from bot.audit import AuditLog
from bot.exporting import ExportForm, export_report
from bot.office import Office
from bot.people import UnknownPerson
from bot.pressing import list_for
from bot.reports import Person
from bot.responding import Refusal
from bot.sealing import audit_key
from bot.store.engine import reading

reports = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Reports, for somebody who receives them.")
audit = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="The log of who did what with which report.")


@reports.command("list")
def list_(
    context: typer.Context,
    school: School,
    acting: Acting,
    settings: SettingsFile = SETTINGS,
    closed: Annotated[bool, typer.Option("--closed", help="Also those that are closed or withdrawn.")] = False,
) -> None:
    """List the reports that a person may open: what they are about in a word, where they stand, and nothing that was written.

    It only reads, so it works beside a running `signpost serve`.
    """
    with office_beside(context.obj, read_settings(settings)) as office:
        card = list_for(office, _person(office, acting, school), closed=closed)
    typer.echo(card.without_layout().plain_text())


def export(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="The report, such as R-0042.", show_default=False)],
    school: School,
    acting: Acting,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The new file; it must not exist yet.")],
    form: Annotated[ExportForm, typer.Option("--format", help="Text for CPOMS or MyConcern, CSV, or PDF for paper.")] = ExportForm.TEXT,
    settings: SettingsFile = SETTINGS,
) -> None:
    """Write all of one report into FILE, for somebody who may read it. It counts as opened by them, and is logged each time.

    FILE holds everything that was written and is sealed no longer: hand it over, then delete it. Whoever can run this command with the key ring can
    name anybody under --as; the log holds the name that was given.
    """
    if out.exists() or not out.parent.is_dir():  # asked first: an export that comes to nothing would be logged as one
        why = "a file of this name is there already; give another" if out.exists() else "there is no such folder; make it, or name another"
        raise typer.BadParameter(f"{out}: {why}", param_hint="--out")
    with office_beside(context.obj, read_settings(settings)) as office:
        person = _person(office, acting, school)
        with office.looking() as connection:
            report = office.filing.get_by_reference(connection, reference, school)
        exported = export_report(office, person, report.id, form)
    if isinstance(exported, Refusal):
        typer.echo(cards.refused(cards.WhyNot(exported.why)).plain_text(), err=True)
        raise typer.Exit(1)
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(exported.content)
    typer.echo(f"{out}: {report.reference}, all of it, for {person.name}. Hand it over, then delete the file.")


@audit.command()
def verify(
    context: typer.Context,
    witness: Annotated[
        str | None, typer.Option("--witness", metavar='"EIGHT WORDS"', help="Words that a daily test card has shown: is that day's log still there?")
    ] = None,
) -> None:
    """Check that no event of the log was changed, taken out, moved or put in. It only reads, so it works beside a running `signpost serve`.

    A log cannot show by itself that its end was cut off. So each day its head is posted in the DSL's channel as eight words: give an earlier day's
    words as --witness. It ends with 1 where something is wrong.
    """
    environment: Environment = context.obj
    log = AuditLog(audit_key(open_keys(environment)))
    with existing_store(environment) as engine, reading(engine).connect() as connection:
        result = log.verify(connection, witness=witness)
    if result.first_bad is not None:
        typer.echo(f"Event {result.first_bad} is missing, was changed, or was put in; {result.count} before it stand. Compare with a backup.")
    else:
        typer.echo(f"{result.count} {'event' if result.count == 1 else 'events'}, unbroken. Head: {result.head_words}")
    if result.earlier:
        typer.echo(f"The first {result.earlier} are of before the key ring was lost and restored, and can no longer be checked.")
    if result.witness_missing:
        typer.echo("No event has the witness's words: the end of the log was cut off, or the words are another log's.")
    elif result.witnessed_at is not None:
        typer.echo(f"The witness's words are those of event {result.witnessed_at}.")
    if not result.ok:
        raise typer.Exit(1)


def _person(office: Office, person_id: str, school: str) -> Person:
    """Return who is named. Raises UnknownSchool and UnknownPerson."""
    person = office.people.person(person_id, school)
    if person is None:
        known = ", ".join(one.id for one in office.people.all(school)) or "nobody"
        raise UnknownPerson(f"nobody at {school} has the id '{person_id}'; the settings list {known}")
    return person
