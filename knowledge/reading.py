"""The one door to the knowledge for those who answer: opens it (building the weights where they are missing or old), and reads messages.

A running process that edits of the files should reach asks `refreshed()`: the files are looked at, not read, unless one has changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.clauses import Knowledge, Policy
from knowledge.disclosures import label_told, label_urgent, load_examples, telling_features
from knowledge.features import Question, concept_features, prepare, word_features
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.loading import HOME, fingerprint, knowledge_files, load_knowledge
from knowledge.matching import Match, Matcher
from knowledge.spelling import Repairer
from knowledge.text import LONGEST_QUESTION, words
from knowledge.weights import Classifier, Recipe, build_classifier, cache_name, open_classifiers, save_classifiers

_PART = re.compile(
    r"[?.!\n;]+|,? (?:and|but|also|plus)(?= (?:also|who|what|when|where|how|can|could|do|does|is|are|which|may|must|should|there)\b)", re.I
)
MOST_PARTS = 4
"""Parts of one message that are looked at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one message, for one policy."""

    whole: Match
    parts: tuple[Match, ...]
    """The questions in it, each for itself, where it holds several; else empty."""
    told: float
    """The chance that it tells of something that happened."""
    urgent: float
    """The chance that it cannot wait."""
    repaired: tuple[tuple[str, str], ...]
    cut: bool
    """Whether the message was longer than what is read."""


class Reader:
    """Reads messages. Frozen once opened; safe to share between threads."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon, classifiers: dict[str, Classifier], known: Iterable[str], *, stamp: str) -> None:
        self.knowledge = knowledge
        self.stamp = stamp
        self._lexicon = lexicon
        self._repairer = Repairer(known)
        self._told, self._urgent = classifiers["told"], classifiers["urgent"]
        self._matcher = Matcher(knowledge.topics, classifiers["words"], classifiers["concepts"])

    def read(self, text: str, policy: Policy) -> Reading:
        """Return what `text` asks or tells, for `policy`. Never fails, whatever the text is."""
        question, repaired = self._prepare(text)
        features = telling_features(question)
        return Reading(
            whole=self._matcher.match(question, policy),
            parts=tuple(self._matcher.match(self._prepare(part)[0], policy) for part in split_parts(text)),
            told=float(self._told.read(features)[self._told.classes.index("told")]),
            urgent=float(self._urgent.read(features)[self._urgent.classes.index("urgent")]),
            repaired=repaired,
            cut=len(text) > LONGEST_QUESTION,
        )

    def knows(self, word: str) -> bool:
        """Say whether a lower-case word is an ordinary one that the knowledge itself uses."""
        return self._repairer.knows(word)

    def _prepare(self, text: str) -> tuple[Question, tuple[tuple[str, str], ...]]:
        plain, repaired = self._repairer.repair(self._lexicon.respelt(words(text)))
        return Question(text, tuple(plain), self._lexicon.find_concepts(plain), self._lexicon.find_networks(plain)), repaired


def split_parts(text: str) -> tuple[str, ...]:
    """Return the questions of a message that holds several, up to four; nothing where it holds one."""
    parts = [part.strip(" ,") for part in _PART.split(text[:LONGEST_QUESTION])]
    long_enough = [part for part in parts if len(part.split()) >= 3]
    return tuple(long_enough[:MOST_PARTS]) if len(long_enough) > 1 else ()


def open_reader(cache: Path, home: Path = HOME) -> Reader:
    """Return a reader of the knowledge under `home`, building and keeping its weights under `cache` where they are not there yet.

    Raises KnowledgeError where a file cannot be used.
    """
    stamp = _stamp(home)
    folder = cache / cache_name(fingerprint(home))
    knowledge, lexicon = load_knowledge(home), load_lexicon(home)
    opened = open_classifiers(folder)
    if opened is None:
        build_weights(cache, home)
        opened = open_classifiers(folder)
        if opened is None:
            raise OSError(f"the weights in {folder} cannot be read back; check the disk, then run `signpost build`")
    classifiers, extra = opened
    known = extra.get("known")
    return Reader(knowledge, lexicon, classifiers, known if isinstance(known, list) else [], stamp=stamp)


def refreshed(reader: Reader, cache: Path, home: Path = HOME) -> Reader:
    """Return `reader`, or a new one where a knowledge file has changed since it was opened."""
    return reader if reader.stamp == _stamp(home) else open_reader(cache, home)


def build_weights(cache: Path, home: Path = HOME) -> Path:
    """Build the weights of the knowledge under `home` and return the folder that holds them. Raises KnowledgeError."""
    folder = cache / cache_name(fingerprint(home))
    knowledge, lexicon, examples = load_knowledge(home), load_lexicon(home), load_examples(home)
    labelled = [(topic.id, prepare(ask, lexicon)) for topic in knowledge.topics.values() for ask in topic.asks]
    topics = [topic for topic, _ in labelled]
    told = [telling_features(prepare(example.text, lexicon)) for example in examples]
    recipes = (
        Recipe("words", [word_features(question.plain) for _, question in labelled], topics, rarest=2, epochs=6),
        Recipe("concepts", [concept_features(question.concepts) for _, question in labelled], topics, rarest=2, epochs=8),
        Recipe("told", told, label_told(examples), rarest=2, epochs=6),
        Recipe("urgent", told, label_urgent(examples), rarest=2, epochs=6),
    )
    classifiers = {recipe.name: build_classifier(recipe) for recipe in recipes}
    save_classifiers(classifiers, {"known": _known_words(labelled, lexicon)}, folder)
    return folder


def _known_words(labelled: list[tuple[str, Question]], lexicon: Lexicon) -> list[str]:
    """Return the words that are taken as spelt right: used in three asks or more, in the lexicon, or the name of a network."""
    counts: Counter[str] = Counter()
    for _, question in labelled:
        counts.update(set(question.plain))
    known = {word for word, count in counts.items() if count >= 3}
    known.update(lexicon.spellings.values())
    known.update(word for name in lexicon.networks for word in name)
    return sorted(known)


def _stamp(home: Path) -> str:
    """Return what changes whenever a knowledge file is edited, without reading any."""
    return " ".join(f"{path.name}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in knowledge_files(home))
