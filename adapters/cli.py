"""The `signpost` command: the one place where everything is put together, and the only reader of the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from rich.console import Console
from sqlalchemy.exc import DatabaseError

from adapters import (
    commands_accounts,
    commands_keys,
    commands_knowledge,
    commands_policies,
    commands_proposals,
    commands_publishing,
    commands_reading,
    commands_records,
    commands_serving,
    commands_settings,
    commands_slack,
    commands_teams,
    discretion,
    terminal,
)
from adapters import demo as demonstration
from adapters.composing import Environment, SlackSecrets, open_kept_questions
from adapters.desk import Desk
from adapters.hands import Hands
from adapters.options import OwnSettings, PolicyKey
from adapters.store_faults import store_fault
from adapters.teams.secrets import TeamsSecrets
from bot.answering import Answerer, UnknownPolicy
from bot.audit import AuditError
from bot.calendar import CalendarError
from bot.evaluating import LabelFault
from bot.filing import UnknownReport
from bot.matters import UnknownMatter
from bot.outcomes import Reply
from bot.people import UnknownPerson
from bot.publishing import NothingEarlier
from bot.sealing import SealingError
from bot.settings import SettingsError, UnknownSchool, load_settings
from bot.store.engine import StoreError
from bot.unanswered import NOT_HELPFUL, Unanswered
from knowledge.building import BuildError
from knowledge.reading import LiveReader
from knowledge.strict import KnowledgeError

MENDABLE = (
    *(UnknownPolicy, SettingsError, LabelFault, BuildError, SealingError),
    *(AuditError, CalendarError, NothingEarlier, StoreError, UnknownMatter, UnknownPerson, UnknownReport, UnknownSchool),
)
"""Errors whose message is a sentence for people: what is wrong, where, and what to do; never a word of a report."""

app = typer.Typer(
    name="signpost",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Answers school staff from their own social media policy, word for word, or the honest “your policy does not say”; and carries what they "
    "report to the designated safeguarding lead, until somebody has it.",
    epilog="Start with: signpost demo",
)


def environment() -> Environment:
    """Return what the environment says now."""
    read = os.environ.get
    return Environment(
        cache=Path(read("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost")),
        data=Path(read("SIGNPOST_DATA") or platformdirs.user_data_dir("signpost")),
        keys=read("SIGNPOST_KEYS"),
        has_earlier_key=bool(read("SIGNPOST_KEY")),
        recovery_key=read("SIGNPOST_RECOVERY_KEY"),
        mail_password=read("SIGNPOST_MAIL_PASSWORD", ""),
        database_url=read("DATABASE_URL") or None,
        port=read("PORT"),
        slack=SlackSecrets(
            bot_token=read("SLACK_BOT_TOKEN", ""),
            signing_secret=read("SLACK_SIGNING_SECRET", ""),
            app_token=read("SLACK_APP_TOKEN", ""),
            client_id=read("SLACK_CLIENT_ID", ""),
            client_secret=read("SLACK_CLIENT_SECRET", ""),
            api=read("SIGNPOST_SLACK_API", ""),
        ),
        teams=TeamsSecrets(
            app_id=read("TEAMS_APP_ID", ""),
            password=read("TEAMS_APP_PASSWORD", ""),
            tenant_id=read("TEAMS_TENANT_ID", ""),
            service=read("SIGNPOST_TEAMS_SERVICE", ""),
        ),
    )


@app.command()
def demo(policy: PolicyKey = "alet", settings: OwnSettings = None) -> None:
    """Try it here: with a terminal a chat with a seat for everybody, without one the whole story, told in seconds. Nothing leaves this machine.

    Without --settings the staff of the schools are invented. The clock can be moved on, and reports are kept apart from those of `serve`.
    """
    console, reader = Console(highlight=False), LiveReader(environment().cache)
    own = load_settings(settings)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        demonstration.play(console, Answerer(reader, own))
        return
    chosen, folder = (own, demonstration.OWN_FOLDER) if settings else (demonstration.invented(), demonstration.DEMO_FOLDER)
    answerer, hands = Answerer(reader, chosen), Hands()
    store = open_kept_questions(environment(), known=lambda word: reader().knows(word))
    with demonstration.open_office(environment(), folder, chosen, hands) as office:
        for notice in demonstration.notices(office, hands, environment().data / folder, is_invented=not settings):
            demonstration.aside(console, notice)
        own_shelf = Unanswered(office.engine, office.filing.sealer, knows=lambda word: reader().knows(word), clock=office.clock.now)
        keep = partial(_keep, (store, own_shelf))  # the second is where the policy's owner finds them at this terminal
        terminal.converse(console, terminal.Conversation(console, answerer, policy, keep, lambda screen: Desk(screen, office, hands)))


def _keep(shelves: Sequence[Unanswered], asked: str, reply: Reply) -> None:
    for shelf in shelves:
        shelf.keep(asked, reply.policy.key)


@app.command()
def unanswered(policy: Annotated[str | None, typer.Option("--policy", "-p", metavar="KEY", help="Only this policy.")] = None) -> None:
    """For the policy owner: questions that were not understood, or whose answer did not help; without who asked, names masked, for 90 days."""
    for kept in open_kept_questions(environment()).read(policy):
        unhelpful = "  (the answer did not help)" if kept.why == NOT_HELPFUL else ""
        typer.echo(f"{kept.at:%Y-%m-%d}  {kept.policy_key}  {kept.question}{unhelpful}")


for command in (
    *(commands_knowledge.ask, commands_knowledge.check, commands_knowledge.build, commands_knowledge.evaluate, commands_knowledge.clauses),
    *(commands_serving.serve, commands_serving.doctor, commands_serving.purge, commands_serving.backup, commands_records.export),
    commands_proposals.proposals,
):
    app.command()(command)
for name, care in {**commands_policies.COMMANDS, **commands_publishing.COMMANDS}.items():
    app.command(name)(care)
for name, group in (
    ("accounts", commands_accounts.accounts),
    ("settings", commands_settings.settings),
    ("keys", commands_keys.keys),
    ("reading", commands_reading.reading),
    ("reports", commands_records.reports),
    ("audit", commands_records.audit),
    ("slack", commands_slack.slack),
    ("teams", commands_teams.teams),
):
    app.add_typer(group, name=name)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, show_version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False) -> None:
    context.obj = environment()
    if show_version:
        typer.echo(f"signpost {version('signpost')}")
        raise typer.Exit


def main() -> None:
    """Run the command; faults that a person can mend are said in plain lines, and end with exit code 2."""
    discretion.install()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except KnowledgeError as error:
        _refuse(f"The knowledge files cannot be used:\n{error}\nMend them, then run `signpost check`.")
    except MENDABLE as error:
        _refuse(str(error))
    except DatabaseError as error:
        _refuse(store_fault(error, environment().database))
    except OSError as error:
        _refuse(f"{error.filename or 'a file'}: {error.strerror or error}; check that it exists and may be read and written.")


def _refuse(message: str) -> None:
    typer.echo(message, err=True)
    raise SystemExit(2)
