"""Commands for Slack: the manifest from which a school's IT makes the app."""

from __future__ import annotations

from typing import Annotated

import typer

from adapters.slack.manifest import as_yaml, fill_in

slack = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Signpost in Slack: the manifest from which your IT makes the app. docs/slack.md tells every step.",
)


@slack.callback()
def _group() -> None:
    """Keep this a group, also with one command."""


@slack.command()
def manifest(
    url: Annotated[str, typer.Option("--url", metavar="ADDRESS", help="Where Slack reaches Signpost, such as https://signpost.school.example.")] = "",
    socket: Annotated[bool, typer.Option("--socket", help="Socket Mode: Signpost calls Slack, so it needs no address.")] = False,
    oauth: Annotated[bool, typer.Option("--oauth", help="For several workspaces, each of which installs it from /slack/install.")] = False,
) -> None:
    """Print the manifest: Slack makes the app from it (api.slack.com/apps, Create New App, From a manifest)."""
    typer.echo(as_yaml(fill_in(url=url, socket=socket, oauth=oauth)), nl=False)
