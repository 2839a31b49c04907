"""What the owner of a policy has proposed to add to the knowledge: the lines, and whether adding them would flip any answer. It changes no file.

A line is tried on a copy of the knowledge. What flips is told; the owner edits the files, and the next run says what is in them already.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering import Answerer
from bot.contract import Json, reply_as_json
from bot.evaluating import ASSUMED_POLICY
from bot.matters.courses import Circumstances
from bot.matters.values import MatterKind
from bot.office import Office
from bot.questions_kept import PROPOSED
from knowledge.text import words

_NO_KNOWLEDGE = shutil.ignore_patterns("__pycache__", "*.py", "versions")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that is to be an ask of a topic."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A labelled question that would get another answer."""

    policy: str
    question: str
    before: str
    after: str


def proposals_for(office: Office, policy: str) -> tuple[Proposal, ...]:
    """Return what was proposed at any school with this policy, oldest first."""
    found = []
    with office.looking() as connection:
        for school in (one for one in office.settings.schools if one.policy == policy):
            here = Circumstances(office, connection, school.key, office.clock.now())
            found += [Proposal(one.fields["topic"], one.fields["lead"]) for one in here.list(MatterKind.QUESTION, states=(PROPOSED,))]
    return tuple(dict.fromkeys(found))


def file_of(topic: str, home: Path) -> Path | None:
    """Return the file in which a topic stands; None where there is no such topic."""
    return next((path for path in sorted((home / "topics").glob("*.yaml")) if _place(path.read_text(encoding="utf-8"), topic)), None)


def line_of(proposal: Proposal) -> str:
    """Return the line to add under the asks of the topic: JSON's quoting is YAML's too."""
    return f"  - {json.dumps(proposal.text, ensure_ascii=False)}"


def is_in(proposal: Proposal, asks: Iterable[str]) -> bool:
    """Say whether a question is among the asks of its topic already."""
    return any(words(one) == words(proposal.text) for one in asks)


def copy_with(home: Path, proposals: Sequence[Proposal], target: Path) -> Path:
    """Return a copy of the knowledge with the proposals added; those whose topic there is not are left out."""
    shutil.copytree(home, target, ignore=_NO_KNOWLEDGE)
    for proposal in proposals:
        path = file_of(proposal.topic, target)
        if path is not None:
            text = path.read_text(encoding="utf-8")
            at = _place(text, proposal.topic)
            path.write_text(f"{text[:at]}{line_of(proposal)}\n{text[at:]}", encoding="utf-8")
    return target


def flips(before: Answerer, after: Answerer, items: Sequence[Json]) -> tuple[Flip, ...]:
    """Return the labelled questions whose answer would be another: another outcome, verdict or leading clause.

    Of a message that tells of something, what stands beneath the offer to report it does not count.
    """
    found = []
    for item in items:
        question, policy = str(item.get("question") or item.get("text") or ""), str(item.get("policy", ASSUMED_POLICY))
        first, second = (_said(reply_as_json(one.ask(question, policy), 0.0)) for one in (before, after))
        if first != second:
            found.append(Flip(policy, question, first, second))
    return tuple(found)


def _said(answer: Json) -> str:
    if answer["outcome"] == "report":
        return "report, urgent" if answer["urgent"] else "report"
    clauses = [one["id"] for one in answer["clauses"][:1]]
    return " ".join(filter(None, (str(answer["outcome"]), str(answer["verdict"] or ""), *clauses)))


def _place(text: str, topic: str) -> int:
    """Return where the first ask of a topic stands in the text of its file; 0 where there is no such topic."""
    found = re.search(rf"^{re.escape(topic)}:\n(?:(?:[ #-].*)?\n)*?  asks:\n", text, flags=re.M)
    return found.end() if found else 0
