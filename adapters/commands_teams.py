"""Commands for Teams: the package of the app that a school's IT uploads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from adapters.teams.manifest import MESSAGES_PATH, fill_in, pack

teams = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Signpost in Teams: the package that your IT uploads. docs/teams.md tells every step.",
)


@teams.callback()
def _group() -> None:
    """Keep this a group, also with one command."""


@teams.command()
def manifest(
    app_id: Annotated[
        str, typer.Option("--app-id", metavar="ID", help="The Application (client) ID of the app registration: TEAMS_APP_ID.", show_default=False)
    ],
    url: Annotated[
        str, typer.Option("--url", metavar="ADDRESS", help="Where Signpost is reached, such as https://signpost.school.example.", show_default=False)
    ],
    about: Annotated[
        str, typer.Option("--about", metavar="ADDRESS", help="Your own page about it, to which Teams leads for privacy and terms; else ADDRESS.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The package.")] = Path("signpost-teams.zip"),
) -> None:
    """Write the package: Teams' admin centre takes it (Teams apps, Manage apps, Upload new app). It holds no secret."""
    filled = fill_in(app_id=app_id, url=url, about=about)
    out.write_bytes(pack(filled))
    typer.echo(f"{out}: Signpost {filled['version']} for app {filled['id']}.")
    typer.echo(f"Set the bot's messaging endpoint to {url.rstrip('/')}{MESSAGES_PATH}")
