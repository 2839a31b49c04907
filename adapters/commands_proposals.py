"""The command that shows what the owner of a policy has proposed to add to the knowledge, and tries it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from adapters.composing import SETTINGS, Environment, office_beside, read_settings
from adapters.options import Home, PolicyKey, SettingsFile
from bot import wording
from bot.answering import Answerer, UnknownPolicy
from bot.evaluating import load_labelled
from bot.proposing import Proposal, copy_with, file_of, flips, is_in, line_of, proposals_for
from knowledge.checking import check_knowledge
from knowledge.loading import HOME, load_knowledge
from knowledge.reading import open_reader

BANK = Path("tests/questions")


def proposals(
    context: typer.Context,
    policy: PolicyKey = "alet",
    bank: Annotated[
        list[Path] | None, typer.Option("--bank", metavar="FILE", help="Labelled questions to try them on; default: tests/questions/*.jsonl.")
    ] = None,
    settings: SettingsFile = SETTINGS,
    home: Home = HOME,
) -> None:
    """For the policy owner: the questions proposed as asks, as lines for knowledge/topics, and whether adding them flips any answer.

    It changes nothing: put the lines that you want into the files, run `signpost check`, and this again. Ends with 1 where an answer would flip.
    """
    knowledge = load_knowledge(home)
    if policy not in knowledge.policies:
        raise UnknownPolicy(f"no policy is called '{policy}'; use one of: {', '.join(knowledge.policies)}")
    with office_beside(context.obj, read_settings(settings)) as office:
        found = proposals_for(office, policy)
    there = [one for one in found if one.topic in knowledge.topics and is_in(one, knowledge.topics[one.topic].asks)]
    to_add = [one for one in found if one not in there]
    for line in _lines(policy, to_add, len(there), home):
        typer.echo(line)
    known = [one for one in to_add if one.topic in knowledge.topics]
    if known:
        raise typer.Exit(_try(context.obj, known, bank, home))


def _lines(policy: str, to_add: Sequence[Proposal], there: int, home: Path) -> list[str]:
    lines = [wording.PROPOSALS_HEAD.format(policy=policy, number=len(to_add))] if to_add else [wording.PROPOSALS_NONE.format(policy=policy)]
    for topic in dict.fromkeys(one.topic for one in to_add):
        path = file_of(topic, home)
        known = wording.PROPOSALS_FILE.format(file=f"knowledge/topics/{path.name}", topic=topic) if path else ""
        lines += [known or wording.PROPOSALS_NO_TOPIC.format(topic=topic)]
        lines += [line_of(one) for one in to_add if one.topic == topic]
    return [*lines, *([wording.PROPOSALS_IN.format(policy=policy, number=there)] if there else [])]


def _try(environment: Environment, known: Sequence[Proposal], bank: list[Path] | None, home: Path) -> int:
    """Try the lines on a copy, tell what flips, and return the code with which to end."""
    items = [item for path in bank or sorted(BANK.glob("*.jsonl")) for item in load_labelled(path)]
    if not items:
        typer.echo(wording.PROPOSALS_NOT_TRIED.format(folder=BANK))
        return 0
    before = open_reader(environment.cache, home)
    with TemporaryDirectory(prefix="signpost-proposals-") as folder:
        trial = copy_with(home, known, Path(folder) / "knowledge")
        faults = check_knowledge(trial)
        if faults:
            typer.echo("\n".join([wording.PROPOSALS_FAULTS, *(f"  {fault}" for fault in faults)]))
            return 1
        after = open_reader(Path(folder) / "weights", trial)
        found = flips(Answerer(lambda: before), Answerer(lambda: after), items)
    if not found:
        typer.echo(wording.PROPOSALS_TRIED.format(number=len(items)))
        return 0
    typer.echo(wording.PROPOSALS_FLIPS.format(number=len(items), flips=len(found)))
    for one in found:
        flip = wording.PROPOSALS_FLIP.format(policy=one.policy, question=one.question, before=one.before, after=one.after)
        typer.echo(f"  {flip}")
    return 1
