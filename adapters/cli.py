"""The `signpost` command: the one place where everything is put together, and the only reader of the environment."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from rich.console import Console
from sqlalchemy.exc import DatabaseError

from adapters import asking, terminal
from bot.answering import Answerer, UnknownPolicy
from bot.contract import reply_as_json
from bot.evaluating import LabelFault, evaluate_files
from bot.replies import present
from bot.sealing import SealingError
from bot.settings import SettingsError, load_settings
from bot.unanswered import Unanswered, open_unanswered
from knowledge.building import BuildError, build_weights, weights_folder
from knowledge.checking import check_knowledge
from knowledge.loading import HOME, load_knowledge
from knowledge.reading import LiveReader, open_reader
from knowledge.strict import KnowledgeError

app = typer.Typer(
    name="signpost",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers school staff from their own social media policy: verdict, clause word for word, section; or the honest “your policy does not say”.",
    epilog="Start with: signpost demo",
)

Key = Annotated[str, typer.Option("--policy", "-p", metavar="KEY", help="Whose policy: alet, athelstan, iwys, unnamed-trust or wren-spinney.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="The school's own settings (signpost.yaml): who holds which role.")
]
Home = Annotated[Path, typer.Option("--knowledge", metavar="FOLDER", help="Another folder of policies and topics.", show_default=False)]


def _cache() -> Path:
    return Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))


def _data() -> Path:
    return Path(os.environ.get("SIGNPOST_DATA") or platformdirs.user_data_dir("signpost"))


def _answerer(settings: Path | None = None, home: Path = HOME) -> Answerer:
    reader = open_reader(_cache(), home)
    return Answerer(lambda: reader, load_settings(settings))


def _store() -> Unanswered:
    return open_unanswered(_data(), os.environ.get("SIGNPOST_KEY"), known=None)


@app.command()
def demo(policy: Key = "alet", settings: SettingsFile = None) -> None:
    """Talk to Signpost here: with a terminal a chat, without one a short tour of the real policies."""
    console = Console(highlight=False)
    reader = LiveReader(_cache())
    answerer = Answerer(reader, load_settings(settings))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        terminal.play_tour(console, answerer)
        return
    store = open_unanswered(_data(), os.environ.get("SIGNPOST_KEY"), known=lambda word: reader().knows(word))
    terminal.converse(console, terminal.Conversation(console, answerer, policy, lambda asked, reply: store.keep(asked, reply.policy.key)))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    policy: Key = "alet",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON line.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Add what decided the answer.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="Answer every line of a JSON-lines file; - reads standard input.")
    ] = None,
    settings: SettingsFile = None,
    home: Home = HOME,
) -> None:
    """Ask one question, or a file of them.

    A batch file has one JSON object a line, with `question` (or `text`) and `policy` (default alet); one JSON line comes back for each, in order.
    """
    if batch is None and question is None:
        raise typer.BadParameter("give a question in quotes, or --batch FILE")
    answerer = _answerer(settings, home)
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


def _lines(path: Path) -> Iterator[bytes]:
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    with path.open("rb") as file:
        yield from file


@app.command()
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


@app.command()
def build(home: Home = HOME, again: Annotated[bool, typer.Option("--again", help="Also where they are built already.")] = False) -> None:
    """Build the weights of the matcher now. It happens by itself at the first start and after a change of the knowledge."""
    if not again and weights_folder(_cache(), home).exists():
        typer.echo("Built already; nothing has changed since.")
        return
    started = time.perf_counter()
    folder = build_weights(_cache(), home)
    typer.echo(f"Built in {time.perf_counter() - started:.1f} s: {folder.name}")


@app.command()
def evaluate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Labelled questions (JSON lines); default: the project's own, tests/questions/*.jsonl.")
    ] = None,
    reference: Annotated[bool, typer.Option(help="Also score plain rapidfuzz and BM25 over the clauses.")] = True,
) -> None:
    """Score Signpost on labelled questions, with plain rapidfuzz and BM25 over the clauses beside it."""
    chosen = files or sorted(Path("tests/questions").glob("*.jsonl"))
    if not chosen:
        raise typer.BadParameter("there is no tests/questions here; name a file of labelled questions")
    answerer = _answerer()
    evaluate_files(answerer, chosen, Console(highlight=False), with_reference=reference)


@app.command()
def clauses(
    policy: Key = "alet", as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line a clause.")] = False, home: Home = HOME
) -> None:
    """List the clauses of a policy, word for word, with the topics that each answers."""
    knowledge = load_knowledge(home)
    if policy not in knowledge.policies:
        raise UnknownPolicy(f"no policy is called '{policy}'; use one of: {', '.join(knowledge.policies)}")
    asking.print_clauses(knowledge.policies[policy], as_json=as_json)


@app.command()
def unanswered(policy: Annotated[str | None, typer.Option("--policy", "-p", metavar="KEY", help="Only this policy.")] = None) -> None:
    """For the policy owner: questions that were not understood, without who asked, names masked, none older than 90 days."""
    for kept in _store().read(policy):
        typer.echo(f"{kept.at:%Y-%m-%d}  {kept.policy_key}  {kept.question}")


@app.callback(invoke_without_command=True)
def _root(show_version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False) -> None:
    if show_version:
        typer.echo(f"signpost {version('signpost')}")
        raise typer.Exit


def main() -> None:
    """Run the command; faults that a person can mend are said in plain lines, and end with exit code 2."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except KnowledgeError as error:
        _refuse(f"The knowledge files cannot be used:\n{error}\nMend them, then run `signpost check`.")
    except (UnknownPolicy, SettingsError, LabelFault, BuildError, SealingError) as error:
        _refuse(str(error))
    except DatabaseError:
        _refuse(f"{_data() / 'signpost.sqlite'}: this is no database of Signpost's, or it is damaged; move it away, or put a backup in its place.")
    except OSError as error:
        _refuse(f"{error.filename or 'a file'}: {error.strerror or error}; check that it exists and may be read and written.")


def _refuse(message: str) -> None:
    typer.echo(message, err=True)
    raise SystemExit(2)
