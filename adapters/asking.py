"""Questions as JSON lines in, answers as JSON lines out; clauses as a listing. A bad line gets a clear answer of its own, and the rest goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator

import typer

from bot import wording
from bot.answering import Answerer, UnknownPolicy
from bot.contract import Json, fault_as_json, reply_as_json
from knowledge.clauses import Policy


class BadLine(ValueError):
    """A line of a batch cannot be answered; the message says why and what to do."""


def answer_lines(answerer: Answerer, lines: Iterable[bytes], default_policy: str) -> Iterator[str]:
    """Yield one JSON line for each line that is not blank, in order."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_answer_line(answerer, line, number, default_policy), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _answer_line(answerer: Answerer, line: bytes, number: int, default_policy: str) -> Json:
    started = time.perf_counter()
    try:
        question, policy = _read_line(line, default_policy)
        reply = answerer.ask(question, policy)
    except (BadLine, UnknownPolicy) as error:
        return fault_as_json(f"line {number}: {error}")
    return reply_as_json(reply, (time.perf_counter() - started) * 1000)


def _read_line(line: bytes, default_policy: str) -> tuple[str, str]:
    try:
        item = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("this is not UTF-8 text; save the file as UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine('this is not JSON; write one object a line, as {"policy": "alet", "question": "..."}') from None
    if not isinstance(item, dict):
        raise BadLine('an object belongs here, as {"policy": "alet", "question": "..."}')
    question = item.get("question", item.get("text"))
    if not isinstance(question, str):
        raise BadLine("the key 'question' (or 'text') is missing or is not text; add it")
    policy = item.get("policy", default_policy)
    if not isinstance(policy, str):
        raise BadLine("the key 'policy' is not text; give the key of a policy, as alet")
    return question, policy


def print_clauses(policy: Policy, *, as_json: bool) -> None:
    """Print every clause of a policy, in the order of the document."""
    topics: dict[str, list[str]] = {}
    for topic, links in policy.answers.items():
        for link in links:
            topics.setdefault(link.clause_id, []).append(f"{topic}: {link.verdict}")
    for clause in policy.clauses.values():
        reached = topics.get(clause.id, [])
        if as_json:
            shown = {"id": clause.id, "section": clause.section, "stem": clause.stem, "text": clause.text}
            kind = {"audience": clause.audience, "account": clause.account, "networks": clause.networks, "topics": reached}
            typer.echo(json.dumps({**shown, **kind}, ensure_ascii=False))
        else:
            typer.echo(f"{clause.id} ({wording.section(clause.section)})\n  {clause.whole()}\n  {'; '.join(reached)}\n")
