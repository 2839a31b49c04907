"""Commands by which a policy owner puts a new version into force, tries it before, and brings an earlier one back."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from adapters.commands_policies import difference_lines
from adapters.options import Home
from adapters.terminal import show
from bot import wording
from bot.answering import Answerer
from bot.clock import utc_now
from bot.differing import differences, fact_differences
from bot.publishing import check_draft, publish, roll_back, versions
from bot.replies import present
from knowledge.clauses import Policy
from knowledge.loading import HOME, load_knowledge
from knowledge.reading import open_reader
from knowledge.strict import KnowledgeError

Draft = Annotated[Path, typer.Argument(metavar="DRAFT.yaml", help="The new version; its document lies beside it as DRAFT.txt.", show_default=False)]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who publishes it, for the record.", show_default="your login")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask again.")]


def publish_policy(draft: Draft, by: By = "", yes: Yes = False, home: Home = HOME) -> None:
    """For the policy owner: put a new version of a policy into force, once you have seen which answers it changes. The one before is kept."""
    policy, faults = check_draft(home, draft)
    if faults:
        raise KnowledgeError(faults)
    current = load_knowledge(home).policies.get(policy.key)
    typer.echo("\n".join(_changes(current, policy, home)))
    if not yes and not typer.confirm(wording.PUBLISH_IT.format(policy=policy.key)):
        typer.echo(wording.NOT_PUBLISHED)
        raise typer.Exit(1)
    version = publish(home, draft, by=by or _login(), at=utc_now())
    typer.echo(wording.PUBLISHED_NOW.format(policy=policy.key, version=version.version, by=version.by, at=version.at))


def _changes(current: Policy | None, policy: Policy, home: Path) -> list[str]:
    if current is None:
        return [wording.FIRST_VERSION.format(policy=policy.key, clauses=len(policy.clauses), topics=len(policy.answers))]
    found = differences(current, policy, load_knowledge(home).topics)
    flips = sum(one.flips for one in found)
    head = wording.FLIPPED if flips else wording.UNFLIPPED
    named = {"old": wording.VERSION_NOW, "new": wording.VERSION_NEW}
    return [head.format(number=flips, **named), *difference_lines(found, fact_differences(current, policy))]


def try_draft(
    context: typer.Context,
    draft: Draft,
    questions: Annotated[list[str], typer.Argument(metavar="QUESTION...", help="What staff would ask.", show_default=False)],
    home: Home = HOME,
) -> None:
    """For the policy owner: ask a draft questions, as staff will, before it is in force. Nothing is published."""
    policy, _ = check_draft(home, draft)
    answerer = Answerer(lambda: reader)
    reader = open_reader(context.obj.cache, home).with_policy(policy)
    console = Console(highlight=False)
    for question in questions:
        typer.echo(f"> {question}")
        show(console, present(answerer.ask(question, policy.key), with_why=True))


def roll_policy_back(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The policy.", show_default=False)],
    to: Annotated[str, typer.Option("--to", metavar="VERSION", help="Which version; without it the one before the present one.")] = "",
    by: By = "",
    home: Home = HOME,
) -> None:
    """For the policy owner: bring back an earlier version of a policy. The one in force now is kept too."""
    version = roll_back(home, key, by=by or _login(), at=utc_now(), to=to)
    typer.echo(wording.ROLLED_BACK_NOW.format(policy=key, version=version.version, by=version.by, at=version.at))


def list_versions(key: Annotated[str, typer.Argument(metavar="KEY", help="The policy.", show_default=False)], home: Home = HOME) -> None:
    """For the policy owner: every version of a policy that was put into force here: when, by whom."""
    found = versions(home, key)
    for one in found:
        typer.echo(wording.VERSION_LINE.format(at=one.at, version=one.version, what=one.what, by=one.by or "-"))
    if not found:
        typer.echo(wording.NO_VERSIONS.format(policy=key))


def _login() -> str:
    """Return who is logged in here, as the system calls them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


COMMANDS: dict[str, Callable[..., None]] = {"publish": publish_policy, "try": try_draft, "rollback": roll_policy_back, "versions": list_versions}
