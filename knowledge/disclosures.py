"""Tells a message that *tells of something that happened* from one that asks about a rule, and whether it cannot wait.

Structure first (a statement, an event, a third person), words second. It runs beside the answer, never instead of it: a false alarm must not
swallow a clause. What it learns from stands in reports.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from knowledge.features import Question, word_features
from knowledge.loading import HOME
from knowledge.strict import Document, KnowledgeError, open_document


class Telling(StrEnum):
    """What a message does."""

    URGENT = "urgent"
    REPORT = "report"
    QUESTION = "question"
    OTHER = "other"


_ASKING = frozenset(
    ("can", "could", "do", "does", "did", "am", "are", "is", "may", "should", "would", "will", "shall", "must", "has", "have", "any", "if")
)
_ASKING |= {"what", "who", "when", "where", "why", "how", "which", "whats", "whos", "suppose", "say"}
_SUPPOSING = frozenset(("if", "suppose", "supposing", "hypothetically", "would", "imagine"))


@dataclass(frozen=True, slots=True)
class Example:
    """A message whose kind is known."""

    telling: Telling
    text: str

    def is_report(self) -> bool:
        """Say whether it tells of something that happened."""
        return self.telling in (Telling.URGENT, Telling.REPORT)


def telling_features(question: Question) -> list[str]:
    """Return what the detector sees: words, concepts, and the shape of the message."""
    spoken = [word for word in question.plain if word not in "?!"]
    features = word_features(question.plain) + [f"k {found.concept}" for found in question.concepts]
    shape = [
        f"starts {spoken[0]}" if spoken and spoken[0] in _ASKING else "starts otherwise",
        f"opens {' '.join(spoken[:2])}",
        "ends asking" if question.plain[-1:] == ("?",) else "ends telling",
        "asks" if "?" in question.plain else "asks nothing",
        f"length {min(len(spoken) // 5, 8)}",
    ]
    if _SUPPOSING.intersection(spoken[:6]):
        shape.append("supposes")
    return features + shape * 2


def load_examples(home: Path = HOME) -> tuple[Example, ...]:
    """Return the examples of reports.yaml. Raises KnowledgeError with every fault of the file."""
    examples, document = read_examples(home)
    if document.faults:
        raise KnowledgeError(document.faults)
    return examples


def read_examples(home: Path = HOME) -> tuple[tuple[Example, ...], Document]:
    """Return what can be read of reports.yaml, and the document with its faults."""
    document, node = open_document(home / "reports.yaml", home)
    entry: dict[str, yaml.Node] = document.mapping(node, needed=tuple(Telling), allowed=()) if node is not None else {}
    examples = []
    for telling, body in ((telling, entry[telling]) for telling in Telling if telling in entry):
        items = document.items(body)
        if not items:
            document.fault(body, f"'{telling}' has no examples; the detector cannot learn what it looks like, write some")
        examples += [Example(telling, document.words(item)) for item in items]
    return tuple(examples), document


def label_told(examples: Sequence[Example]) -> list[str]:
    """Return `told` or `asked` for each example."""
    return ["told" if example.is_report() else "asked" for example in examples]


def label_urgent(examples: Sequence[Example]) -> list[str]:
    """Return `urgent` or `calm` for each example; urgency is learned among reports only, so that it means now, not merely grave."""
    return ["urgent" if example.telling is Telling.URGENT else "calm" for example in examples]
