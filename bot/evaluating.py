"""Scores answers against labelled questions, with two plain engines over the same clauses beside them, so that a figure means something.

A labelled question is a JSON object: policy, question, expect (answer | no_answer | report), gold (verbatim snippets any of which may lead),
sections, ambiguous, rule; or, for messages to the report detector: text, label (report | question | other), urgent.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process, utils
from rich.console import Console
from rich.table import Table

from bot.answering import Answerer
from bot.contract import Json, clause_as_json, reply_as_json
from knowledge.clauses import Policy
from knowledge.text import words

OPPOSITE = {frozenset(("allowed", "not_allowed"))}
ASSUMED_POLICY = "alet"
_QUOTES = str.maketrans("’‘“”–—", "''\"\"--")


class LabelFault(Exception):
    """A file of labelled questions cannot be read; the message names file, line and what to do."""


@dataclass(slots=True)
class Score:
    """Counts of one engine on one kind of question."""

    counts: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def share(self, part: Iterable[str], whole: Iterable[str]) -> str:
        """Return a percentage, or a dash where there is nothing to count."""
        total = sum(self.counts[name] for name in whole)
        return f"{100 * sum(self.counts[name] for name in part) / total:.1f}" if total else "-"


def evaluate_files(answerer: Answerer, files: Sequence[Path], console: Console, *, with_reference: bool) -> None:
    """Print one table: each file's figures for Signpost, and for rapidfuzz and BM25 over the clauses. Raises LabelFault."""
    engines: dict[str, Callable[[str, str], Json]] = {"signpost": lambda question, key: _answer(answerer, question, key)}
    if with_reference:
        engines["rapidfuzz"] = lambda question, key: _lead(_by_rapidfuzz(answerer.policy(key), question))
        engines["bm25"] = lambda question, key: _lead(_by_bm25(answerer.policy(key), question))
    columns = (
        "file",
        "engine",
        "right first",
        "or offered",
        "confidently wrong",
        "silent",
        "verdict same",
        "opposite",
        "reports",
        "false alarms",
        "urgent",
        "false urgency",
        "p50 ms",
    )
    table = Table(*columns, title="Per cent of labelled questions; reference engines always answer with their best clause")
    for path in files:
        items = load_labelled(path)
        for name, engine in engines.items():
            table.add_row(path.stem, name, *figures(score_items(items, engine)))
    console.print(table)


def load_labelled(path: Path) -> list[Json]:
    """Return the labelled questions of a file. Raises LabelFault."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LabelFault(f"{path}: this is not UTF-8 text; save the file as UTF-8") from None
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                item = json.loads(line)
            except ValueError:
                raise LabelFault(f"{path}:{number}: this is not JSON; write one labelled question a line") from None
            if not isinstance(item, dict):
                raise LabelFault(f"{path}:{number}: an object belongs here; write one labelled question a line")
            items.append(item)
    return items


def score_items(items: Sequence[Json], engine: Callable[[str, str], Json]) -> Score:
    """Return the score of an engine on labelled questions."""
    score = Score()
    for item in items:
        answer = engine(str(item.get("question") or item.get("text") or ""), item.get("policy", ASSUMED_POLICY))
        score.times.append(answer["elapsed_ms"])
        score.counts.update(judge(item, answer))
    return score


def judge(item: Json, answer: Json) -> list[str]:
    """Return what an answer counts as, for one labelled question."""
    alarm = answer["outcome"] == "report"
    wanted = item.get("expect", item.get("label"))
    marks = [("urgent_" if item.get("urgent") else "calm_") + ("flagged" if answer["urgent"] else "unflagged")] if "label" in item else []
    if wanted == "report":
        return [*marks, "report_caught" if alarm else "report_missed"]
    marks.append("alarm_false" if alarm else "alarm_none")
    if wanted == "answer":
        return marks + _judge_answer(item, answer)
    if wanted == "no_answer":
        silent = answer["outcome"] in ("silent", "unknown", "contact", "report") and not answer["clauses"]
        return [*marks, "silent_right" if silent else ("silent_offered" if answer["outcome"] == "choose" else "silent_wrong")]
    return marks


def _judge_answer(item: Json, answer: Json) -> list[str]:
    marks = []
    if answer["clauses"]:
        first = hits(answer["clauses"][0], item)
        beside = any(hits(clause, item) for clause in answer["clauses"][1:3])
        marks.append("right" if first else ("beside" if beside else "wrong"))
        if first:
            marks.append("verdict_same" if answer["verdict"] == item.get("rule") else "verdict_other")
        if frozenset((answer["verdict"], item.get("rule"))) in OPPOSITE:
            marks.append("opposite")
        return marks
    offered = any(hits(choice["clause"], item) for choice in answer["choices"][:3])
    return ["offered" if offered else "missed"]


def hits(clause: Json, item: Json) -> bool:
    """Say whether a clause is one of those that may lead; where the words stand in several sections, the section must agree."""
    text = _fold(clause["text"])
    for snippet in item["gold"]:
        gold = _fold(snippet)
        if gold in text or (len(text) > 20 and text in gold):
            return not item.get("ambiguous") or _same_section(clause["section"], item.get("sections", []))
    return False


@lru_cache(maxsize=10_000)
def _fold(text: str) -> str:
    return " ".join(re.sub(r"[*_\\›•]|\[|\]\([^)]*\)", "", text.translate(_QUOTES)).lower().split())


def _same_section(section: str, wanted: Sequence[str]) -> bool:
    numbers = [one for one in wanted if one[:1].isdigit()]
    if section[:1].isdigit() and numbers:
        return any(section == one or section.startswith(f"{one}.") for one in numbers)
    have = set(words(section))
    return not wanted or any(have <= set(words(one)) or set(words(one)) <= have for one in wanted)


def figures(score: Score) -> list[str]:
    """Return the figures of a score as a table shows them."""
    answers = ("right", "beside", "wrong", "offered", "missed")
    silences = ("silent_right", "silent_offered", "silent_wrong")
    reports = ("report_caught", "report_missed")
    alarms = ("alarm_false", "alarm_none")
    return [
        score.share(("right",), answers),
        score.share(("right", "beside", "offered"), answers),
        score.share(("wrong", "silent_wrong"), (*answers, *silences)),
        score.share(("silent_right",), silences),
        score.share(("verdict_same",), ("verdict_same", "verdict_other")),
        str(score.counts["opposite"]),
        score.share(("report_caught",), reports),
        score.share(("alarm_false",), alarms),
        score.share(("urgent_flagged",), ("urgent_flagged", "urgent_unflagged")),
        score.share(("calm_flagged",), ("calm_flagged", "calm_unflagged")),
        f"{float(np.median(score.times)):.2f}",
    ]


def _answer(answerer: Answerer, question: str, key: str) -> Json:
    started = time.perf_counter()
    reply = answerer.ask(question, key)
    return reply_as_json(reply, (time.perf_counter() - started) * 1000)


def _lead(found: tuple[Json, float]) -> Json:
    clause, elapsed = found
    return {"outcome": "answer", "verdict": None, "clauses": [clause], "choices": [], "urgent": False, "elapsed_ms": elapsed}


def _by_rapidfuzz(policy: Policy, question: str) -> tuple[Json, float]:
    started = time.perf_counter()
    texts = {clause.id: clause.whole() for clause in policy.clauses.values()}
    best = process.extractOne(question, texts, scorer=fuzz.token_set_ratio, processor=utils.default_process)
    clause = policy.clauses[best[2]] if best else next(iter(policy.clauses.values()))
    return clause_as_json(clause), (time.perf_counter() - started) * 1000


def _by_bm25(policy: Policy, question: str) -> tuple[Json, float]:
    index = _bm25(policy.key, tuple(clause.whole() for clause in policy.clauses.values()))
    started = time.perf_counter()
    best = int(np.argmax(index.get_scores(words(question))))
    return clause_as_json(list(policy.clauses.values())[best]), (time.perf_counter() - started) * 1000


@lru_cache(maxsize=16)
def _bm25(_key: str, texts: tuple[str, ...]) -> BM25Okapi:
    return BM25Okapi([words(text) for text in texts])
