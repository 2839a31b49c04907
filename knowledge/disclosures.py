"""Tells a message that *tells of something that happened* from one that asks about a rule, and whether it cannot wait.

It is read twice: once for what it says (words, concepts), once only for how it is built (a statement, an event, a third person, a name), so that
a report without a word of harm is heard too. It runs beside the answer, never instead of it: a false alarm must not swallow a clause. What it
learns from stands in reports.yaml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from math import exp, log
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


COMMON_WORDS = 250
"""How many of the commonest words of reports are part of the build of a sentence; all others are seen as their kind only."""
LONGEST_RUN = 4
"""Neighbouring words that the reading by build sees together."""
BUILD_WEIGHT = 0.5
"""What the reading by build counts for beside the one by words (docs/accuracy.md)."""


def common_words(messages: Iterable[Question]) -> list[str]:
    """Return the words that make up the build of a sentence, learned from the messages: I, just, told, my, she, yesterday ..."""
    counts = Counter(chain.from_iterable(set(message.plain) for message in messages))
    return sorted(sorted(counts, key=lambda word: (-counts[word], word))[:COMMON_WORDS])


def build_features(question: Question, common: Container[str], known: Container[str]) -> list[str]:
    """Return how a message is built: runs of common words, with every other word as its kind (a new one is most often a name)."""
    kinds = ["<", *(word if word in common else _kind(word, known) for word in question.plain), ">"]
    runs = [f"b {' '.join(kinds[start : start + length])}" for length in range(1, LONGEST_RUN + 1) for start in range(len(kinds) - length + 1)]
    return [*runs, f"length {min(len(kinds) // 5, 8)}"]


def _kind(word: str, known: Container[str]) -> str:
    if any(letter.isdigit() for letter in word[:2]):
        return "#number"
    if word not in known:
        return "#new"
    return next((f"#{ending}" for ending in ("ed", "ing", "s") if word.endswith(ending)), "#word")


def fuse_chances(by_words: float, by_build: float) -> float:
    """Return the chance that both readings of a message give it together."""
    return 1 / (1 + exp(-_odds(by_words) - BUILD_WEIGHT * _odds(by_build)))


def _odds(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))


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
