"""Commands on what the schools say: ask, check, build, evaluate, clauses."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from adapters import asking, terminal
from adapters.composing import Environment
from adapters.options import Home, OwnSettings, PolicyKey
from bot.answering import Answerer, UnknownPolicy
from bot.contract import reply_as_json
from bot.evaluating import evaluate_files
from bot.replies import present
from bot.settings import load_settings
from knowledge.building import build_weights, weights_folder
from knowledge.checking import check_knowledge
from knowledge.loading import HOME, load_knowledge
from knowledge.reading import open_reader


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    policy: PolicyKey = "alet",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON line.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Add what decided the answer.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="Answer every line of a JSON-lines file; - reads standard input.")
    ] = None,
    settings: OwnSettings = None,
    home: Home = HOME,
) -> None:
    """Ask one question, or a file of them.

    A batch file has one JSON object a line, with `question` (or `text`) and `policy` (default alet); one JSON line comes back for each, in order.
    """
    if batch is None and question is None:
        raise typer.BadParameter("give a question in quotes, or --batch FILE")
    answerer = _answerer(context, settings, home)
    if batch is not None:
        for line in asking.answer_lines(answerer, _lines(batch), policy):
            typer.echo(line)
        return
    started = time.perf_counter()
    reply = answerer.ask(question or "", policy)
    if as_json:
        typer.echo(json.dumps(reply_as_json(reply, (time.perf_counter() - started) * 1000), ensure_ascii=False))
    else:
        terminal.show(Console(highlight=False), present(reply, with_why=why))


def check(home: Home = HOME) -> None:
    """Check every policy, topic and word list: every fault at once, as file:line and what to do."""
    faults = check_knowledge(home)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(1)
    knowledge = load_knowledge(home)
    clauses = sum(len(policy.clauses) for policy in knowledge.policies.values())
    asks = sum(len(topic.asks) for topic in knowledge.topics.values())
    typer.echo(f"{len(knowledge.policies)} policies, {clauses} clauses, {len(knowledge.topics)} topics, {asks} asks: no faults.")


def build(
    context: typer.Context, home: Home = HOME, again: Annotated[bool, typer.Option("--again", help="Also where they are built already.")] = False
) -> None:
    """Build the weights of the matcher now. It happens by itself at the first start and after a change of the knowledge."""
    environment: Environment = context.obj
    if not again and weights_folder(environment.cache, home).exists():
        typer.echo("Built already; nothing has changed since.")
        return
    started = time.perf_counter()
    folder = build_weights(environment.cache, home)
    typer.echo(f"Built in {time.perf_counter() - started:.1f} s: {folder.name}")


def evaluate(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Labelled questions (JSON lines); default: the project's own, tests/questions/*.jsonl.")
    ] = None,
    reference: Annotated[bool, typer.Option(help="Also score plain rapidfuzz and BM25 over the clauses.")] = True,
) -> None:
    """Score Signpost on labelled questions, with plain rapidfuzz and BM25 over the clauses beside it."""
    chosen = files or sorted(Path("tests/questions").glob("*.jsonl"))
    if not chosen:
        raise typer.BadParameter("there is no tests/questions here; name a file of labelled questions")
    evaluate_files(_answerer(context), chosen, Console(highlight=False), with_reference=reference)


def clauses(
    policy: PolicyKey = "alet", as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line a clause.")] = False, home: Home = HOME
) -> None:
    """List the clauses of a policy, word for word, with the topics that each answers."""
    knowledge = load_knowledge(home)
    if policy not in knowledge.policies:
        raise UnknownPolicy(f"no policy is called '{policy}'; use one of: {', '.join(knowledge.policies)}")
    asking.print_clauses(knowledge.policies[policy], as_json=as_json)


def _answerer(context: typer.Context, settings: Path | None = None, home: Path = HOME) -> Answerer:
    environment: Environment = context.obj
    reader = open_reader(environment.cache, home)
    return Answerer(lambda: reader, load_settings(settings))


def _lines(path: Path) -> Iterator[bytes]:
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    with path.open("rb") as file:
        yield from file
