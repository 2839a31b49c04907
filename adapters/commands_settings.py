"""Commands for the settings: the schema for editors, and the check of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.refusals import refusals
from bot.settings import SettingsError, load_settings, settings_schema

settings = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The settings of your schools (signpost.yaml): the schema for editors, and a check of yours.",
)


@settings.command()
def schema() -> None:
    """Print the JSON schema of signpost.yaml. An editor that knows it completes keys and marks faults while you type.

    Write it into a file with `signpost settings schema > signpost.schema.json`, and let signpost.yaml begin with the line
    `# yaml-language-server: $schema=signpost.schema.json`.
    """
    typer.echo(json.dumps(settings_schema(), ensure_ascii=False, indent=2))


@settings.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The settings, such as signpost.yaml.", show_default=False)],
    questions_only: Annotated[
        bool, typer.Option("--questions-only", help="Check only what answering questions needs, not what reports need.")
    ] = False,
) -> None:
    """Check settings: every fault at once, as file:line, place, and what to do. It ends with 1 where there is one."""
    try:
        read = load_settings(file)
        faults = refusals(read, serving=not questions_only)
    except SettingsError as error:
        faults = str(error).splitlines()
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{file}: no faults ({', '.join(school.key for school in read.schools) or 'no school'}).")
