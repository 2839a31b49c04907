"""Question -> the clauses of one policy that may decide it, each with a chance, and why.

Two readings that see different things (`features`) each give every topic a chance. Multiplied, they are the fused reading; topics that lead to
the same clause of this policy are added up. Deterministic: no network, no language model, the same words give the same numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.clauses import Clause, Link, Policy, Topic
from knowledge.features import Question, concept_features, word_features
from knowledge.text import stem, words
from knowledge.training import Floats
from knowledge.weights import Classifier

TRUST_IN_WORDS, TRUST_IN_CONCEPTS = 1.0, 0.8
"""Exponents of the two readings in their product. Calibrated on blind questions (docs/accuracy.md)."""
SHORTEST_LIST = 3
"""Clauses of one section and verdict under one topic that make a list, whose entries a question can name."""
RARE_ENOUGH = 5.5
"""Inverse document frequency from which a word tells list entries apart: used in fewer than about one ask in a hundred."""
SURENESS = (1.19, -0.19, -0.20, 0.17, 0.30, -0.32, 0.57, 0.38)
"""Weights of the signs of a right lead: the logs of its chance, of its rival's, of silence's; whether the readings agree; the logs of its chance
in each reading; its chance; one. Fitted by logistic regression on blind questions (docs/accuracy.md)."""
NEGLIGIBLE = 1e-4
"""A topic to which no reading gives this chance is not looked at further."""
LEAST = 1e-6
"""The least chance that one reading gives a topic, so that it cannot veto the other."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One clause that may decide the question, or one topic on which this policy is silent."""

    topic: Topic
    """The topic that brought most of the chance."""
    links: tuple[Link, ...]
    """The clauses of that topic in this policy, the one that fits the question best first; empty where the policy is silent."""
    chance: float
    """Of the fused reading, added up over all topics that lead to the same clause."""
    by_words: float
    by_concepts: float
    left_out: tuple[str, ...] = ()
    """Ids of clauses that were left out because they are confined to other networks."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the readings make of one question for one policy."""

    question: Question
    candidates: tuple[Candidate, ...]
    """Clauses, likeliest first."""
    silences: tuple[Candidate, ...]
    """Topics with no clause in this policy, likeliest first."""
    silent: float
    """The fused chance that no clause of this policy decides it."""
    agreed: bool
    """Whether both readings, each for itself, lead with the same clause (or both with silence)."""

    @property
    def sureness(self) -> float:
        """The chance that the likeliest clause is right: how far it leads, over which rivals, and whether the readings agree."""
        if not self.candidates:
            return 0.0
        lead, rival = self.candidates[0], self.candidates[1].chance if len(self.candidates) > 1 else 0.0
        signs = (_log(lead.chance), _log(rival), _log(self.silent), float(self.agreed), _log(lead.by_words), _log(lead.by_concepts), lead.chance, 1.0)
        return 1 / (1 + math.exp(-sum(weight * sign for weight, sign in zip(SURENESS, signs, strict=True))))


class Matcher:
    """Matches questions against policies. Holds no state of a conversation; safe to share between threads."""

    def __init__(self, topics: Mapping[str, Topic], by_words: Classifier, by_concepts: Classifier) -> None:
        if by_words.classes != by_concepts.classes:
            raise ValueError("the two readings were built from different topics; run `signpost build`")
        self._topics = [topics[name] for name in by_words.classes]
        self._by_words = by_words
        self._by_concepts = by_concepts

    def fitting_links(self, topic: Topic, question: Question, policy: Policy) -> tuple[tuple[Link, ...], tuple[str, ...]]:
        """Return what `fitting_links` returns, with the rarity of words as the asks have it."""
        return fitting_links(topic, question, policy, self._rarity)

    def _rarity(self, stemmed: str) -> float:
        row = self._by_words.rows.get(f"w {stemmed}")
        return float(self._by_words.inverse[row]) if row is not None else 99.0

    def match(self, question: Question, policy: Policy) -> Match:
        """Return the clauses of `policy` that may decide `question`, and the silences."""
        by_words = self._by_words.read(word_features(question.plain))
        by_concepts = self._by_concepts.read(concept_features(question.concepts))
        fused = fuse(by_words, by_concepts)
        groups: dict[str, _Group] = {}
        for number in np.flatnonzero(np.maximum(np.maximum(by_words, by_concepts), fused) >= NEGLIGIBLE).tolist():
            topic = self._topics[number]
            links, left_out = self.fitting_links(topic, question, policy)
            key = links[0].clause_id if links else f"silent {topic.id}"
            group = groups.setdefault(key, _Group(topic, links, left_out))
            group.add(topic, links, left_out, float(fused[number]), float(by_words[number]), float(by_concepts[number]))
        every = sorted((group.candidate() for group in groups.values()), key=lambda one: (-one.chance, one.topic.id))
        silences = tuple(one for one in every if not one.links)
        candidates = tuple(one for one in every if one.links)
        return Match(
            question=question,
            candidates=candidates,
            silences=silences,
            silent=sum(one.chance for one in silences),
            agreed=_lead(candidates, silences, "by_words") == _lead(candidates, silences, "by_concepts"),
        )


def _log(chance: float) -> float:
    return math.log(max(chance, 1e-4))


def fuse(by_words: Floats, by_concepts: Floats) -> Floats:
    """Return the product of the two readings, brought back to a sum of one."""
    product = np.maximum(by_words, LEAST) ** TRUST_IN_WORDS * np.maximum(by_concepts, LEAST) ** TRUST_IN_CONCEPTS
    return np.asarray(product / product.sum(), dtype=np.float32)


def fitting_links(topic: Topic, question: Question, policy: Policy, rarity: Callable[[str], float]) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Return the clauses that this policy has on a topic, the best fitting first, and the ids of those confined to networks not asked about."""
    links = policy.answers.get(topic.id)
    if links is None:
        return (), ()
    asked = set() if topic.names_other_networks else set(question.networks)
    if not asked and len(links) < SHORTEST_LIST:
        return links, ()
    clauses = [(link, policy.clauses[link.clause_id]) for link in links]
    fitting = [(link, clause) for link, clause in clauses if not asked or not clause.networks or asked & set(clause.networks)]
    left_out = tuple(clause.id for _, clause in clauses if asked and clause.networks and not asked & set(clause.networks))
    if len(fitting) > 1:
        fitting = _best_first(fitting, question, asked, rarity)
    return tuple(link for link, _ in fitting), left_out


def _best_first(
    found: Sequence[tuple[Link, Clause]], question: Question, asked: set[str], rarity: Callable[[str], float]
) -> list[tuple[Link, Clause]]:
    """Order the clauses of one topic: those of the network asked about first; then entries of a list that the question names; then as linked."""
    named = [bool(asked & set(clause.networks)) for _, clause in found]
    worded = _shares_named(found, question, rarity)
    order = sorted(range(len(found)), key=lambda at: (-named[at], -worded[at], at))
    return [found[at] for at in order]


def _shares_named(found: Sequence[tuple[Link, Clause]], question: Question, rarity: Callable[[str], float]) -> list[float]:
    """Return, for each clause of a list (three or more of one section and verdict), how far the question names just this entry; else 0.

    Counted are words that few entries of the list have and that few asks use: of "Theale Green School" and "UTC Reading" it is Theale,
    Green and Reading that tell.
    """
    kinds = Counter((clause.section, link.verdict) for link, clause in found)
    if max(kinds.values()) < SHORTEST_LIST:
        return [0.0] * len(found)
    stems = [clause_stems(clause.text) for _, clause in found]
    spread = Counter(one for entry in stems for one in entry)
    said = {stem(word) for word in question.plain}
    telling = {one for one in said if spread[one] and rarity(one) >= RARE_ENOUGH and spread[one] <= max(1, len(found) // 4)}
    shares = [sum(1 / spread[one] for one in entry & telling) for entry in stems]
    return [share if kinds[clause.section, link.verdict] >= SHORTEST_LIST else 0.0 for share, (link, clause) in zip(shares, found, strict=True)]


@lru_cache(maxsize=20_000)
def clause_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a clause, very short words aside."""
    return frozenset(stem(word) for word in words(text) if len(word) > 2)


def _lead(candidates: Sequence[Candidate], silences: Sequence[Candidate], reading: str) -> str:
    best = max(candidates, key=lambda one: float(getattr(one, reading)), default=None)
    silent = sum(float(getattr(one, reading)) for one in silences)
    return best.links[0].clause_id if best and float(getattr(best, reading)) > silent else "silent"


class _Group:
    """Adds up the topics that lead to one clause."""

    __slots__ = ("by_concepts", "by_words", "chance", "left_out", "links", "most", "topic")

    def __init__(self, topic: Topic, links: tuple[Link, ...], left_out: tuple[str, ...]) -> None:
        self.topic, self.links, self.left_out = topic, links, left_out
        self.chance = self.by_words = self.by_concepts = 0.0
        self.most = -1.0

    def add(self, topic: Topic, links: tuple[Link, ...], left_out: tuple[str, ...], fused: float, by_words: float, by_concepts: float) -> None:
        self.chance += fused
        self.by_words += by_words
        self.by_concepts += by_concepts
        if fused > self.most:
            self.most, self.topic, self.links, self.left_out = fused, topic, links, left_out

    def candidate(self) -> Candidate:
        return Candidate(self.topic, self.links, self.chance, self.by_words, self.by_concepts, self.left_out)


def nearest_ask(question: Question, topic: Topic) -> str:
    """Return the known ask of `topic` that is nearest in wording to the question."""
    said = frozenset(question.plain)
    return max(topic.asks, key=lambda ask: _likeness(said, _ask_words(ask)), default=topic.about)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two messages have in common."""
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)


@lru_cache(maxsize=100_000)
def _ask_words(ask: str) -> frozenset[str]:
    return frozenset(words(ask))
