"""The one door to the knowledge for those who answer: opens it (building the weights where they are missing or old), and reads messages.

A running process holds a `LiveReader`: edits of the files reach it without a restart, and an edit with faults does not harm it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from knowledge.building import CLASSIFIERS, BuildError, build_weights, common_words_file, known_words_file, weights_folder
from knowledge.clauses import Knowledge, Policy
from knowledge.disclosures import build_features, fuse_chances, telling_features
from knowledge.features import Question
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.loading import HOME, knowledge_files, load_knowledge
from knowledge.matching import Match, Matcher
from knowledge.spelling import Repairer
from knowledge.strict import KnowledgeError
from knowledge.text import LONGEST_QUESTION, words
from knowledge.weights import Classifier, open_classifiers

_ASKING = "who|whose|what|when|where|why|how|which|can|could|do|does|did|is|are|am|may|must|should|shall|will|would|have|has|any"
_END = re.compile(rf"(?<=[?.!\n;])|,? (?:and|but|also|plus) (?=(?:also )?(?:{_ASKING})\b)", re.I)
_ASKS = re.compile(rf"\?\s*$|(?:^|[:,] ?)(?:and |but |so |also |plus )?(?:{_ASKING})\b", re.I)
_LEANS = re.compile(
    r"^(?:\S+ ){0,5}(?:it|they|them|he|she|him|her)(?! (?:ok|okay|all ?right|alright|fine|allowed|true|against|possible|legal))\b", re.I
)
LONGEST_LEANING = 7
"""Words of a part that leans on another by a pronoun; a longer one stands by itself."""
MOST_PARTS = 4
"""Parts of one message that are looked at."""
HARDLY_TOLD = 0.01
"""A message that tells of something with a smaller chance is not asked whether it can wait."""
WORD_FILES = (known_words_file, common_words_file)
"""Lists of words that are built with the weights, and must be there with them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one message, for one policy."""

    whole: Match
    parts: tuple[Match, ...]
    """The questions in it, each for itself, where it holds several; else empty."""
    told: float
    """The chance that it tells of something that happened."""
    urgent: float
    """The chance that it cannot wait, given that it tells of something; 0 where it hardly does."""
    repaired: tuple[tuple[str, str], ...]
    cut: bool
    """Whether the message was longer than what is read."""


class Reader:
    """Reads messages. Frozen once opened; safe to share between threads."""

    def __init__(
        self, knowledge: Knowledge, lexicon: Lexicon, classifiers: dict[str, Classifier], *, known: Iterable[str], common: Iterable[str], stamp: str
    ) -> None:
        self.knowledge = knowledge
        self.stamp = stamp
        self._lexicon = lexicon
        self._known, self._common = frozenset(known), frozenset(common)
        self._repairer = Repairer(self._known)
        self._classifiers = classifiers
        self._matcher = Matcher(knowledge.topics, classifiers["words"], classifiers["concepts"])

    def read(self, text: str, policy: Policy) -> Reading:
        """Return what `text` asks or tells, for `policy`. Never fails, whatever the text is."""
        question, repaired = self._prepare(text)
        features = telling_features(question), build_features(question, self._common, self._known)
        told = fuse_chances(self._chance("told", "told", features[0]), self._chance("built", "told", features[1]))
        return Reading(
            whole=self._matcher.match(question, policy),
            parts=tuple(self._matcher.match(self._prepare(part)[0], policy) for part in split_parts(text)),
            told=told,
            urgent=self._urgent(features) if told >= HARDLY_TOLD else 0.0,
            repaired=repaired,
            cut=len(text) > LONGEST_QUESTION,
        )

    def with_policy(self, policy: Policy) -> Reader:
        """Return a reader that answers from `policy` in place of the one of its key: a draft, before it is in force. This one stays as it is."""
        changed = copy(self)
        changed.knowledge = replace(self.knowledge, policies={**self.knowledge.policies, policy.key: policy})
        return changed

    def _urgent(self, features: tuple[list[str], list[str]]) -> float:
        return fuse_chances(self._chance("urgent", "urgent", features[0]), self._chance("urgent_built", "urgent", features[1]))

    def _chance(self, classifier: str, label: str, features: list[str]) -> float:
        read = self._classifiers[classifier]
        return float(read.read(features)[read.classes.index(label)])

    def knows(self, word: str) -> bool:
        """Say whether a lower-case word is an ordinary one that the knowledge itself uses."""
        return self._repairer.knows(word)

    def _prepare(self, text: str) -> tuple[Question, tuple[tuple[str, str], ...]]:
        plain, repaired = self._repairer.repair(self._lexicon.respelt(words(text)))
        return Question(text, tuple(plain), self._lexicon.find_concepts(plain), self._lexicon.find_networks(plain)), repaired


def split_parts(text: str) -> tuple[str, ...]:
    """Return the questions of a message that asks several, up to four; nothing where it asks one. What only tells, or leans
    on another part ("who approves it?"), is no part."""
    parts = (part.strip(" ,.;!\t\r\n") for part in _END.split(text[:LONGEST_QUESTION]))
    asking = [part for part in parts if len(part.split()) >= 3 and _ASKS.search(part) and not _leans(part)]
    return tuple(asking[:MOST_PARTS]) if len(asking) > 1 else ()


def _leans(part: str) -> bool:
    return len(part.split()) <= LONGEST_LEANING and _LEANS.search(part) is not None


def open_reader(cache: Path, home: Path = HOME) -> Reader:
    """Return a reader of the knowledge under `home`, building and keeping its weights under `cache` where they are not there yet.

    Raises KnowledgeError where a file cannot be used.
    """
    stamp = _stamp(home)
    folder = weights_folder(cache, home)
    opened = open_classifiers(folder, CLASSIFIERS) if all(file(folder).exists() for file in WORD_FILES) else None
    if opened is None:
        build_weights(cache, home)
        opened = open_classifiers(folder, CLASSIFIERS)
    if opened is None:
        raise OSError(f"the weights in {folder} cannot be read back; check the disk, then run `signpost build`")
    knowledge, lexicon = load_knowledge(home), load_lexicon(home)
    known, common = (file(folder).read_text(encoding="utf-8").splitlines() for file in WORD_FILES)
    return Reader(knowledge, lexicon, opened, known=known, common=common, stamp=stamp)


class LiveReader:
    """Gives the reader of a running process, and takes up edits of the files: built beside it, swapped in when ready.

    Where an edited file has faults, the reader from before goes on and `fault` says what is wrong.
    """

    def __init__(self, cache: Path, home: Path = HOME) -> None:
        self._cache, self._home = cache, home
        self._reader = open_reader(cache, home)
        self._tried = self._reader.stamp
        self._opening: Thread | None = None
        self.fault: Exception | None = None

    def __call__(self) -> Reader:
        """Return the reader to use now; looks at the files, and never waits for a build."""
        stamp = _stamp(self._home)
        if stamp != self._tried and (self._opening is None or not self._opening.is_alive()):
            self._tried = stamp
            self._opening = Thread(target=self._open, name="open changed knowledge", daemon=True)
            self._opening.start()
        return self._reader

    def wait(self) -> None:
        """Return once an edit that was seen has been taken up or refused."""
        if self._opening is not None:
            self._opening.join()

    def _open(self) -> None:
        try:
            self._reader = open_reader(self._cache, self._home)
            self.fault = None
        except (KnowledgeError, BuildError, OSError) as error:
            self.fault = error


def _stamp(home: Path) -> str:
    """Return what changes whenever a knowledge file is edited, without reading any."""
    return " ".join(f"{path.name}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in knowledge_files(home))
