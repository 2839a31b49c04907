"""Says in plain lines what decided an answer: what was read, which known question is nearest, where the readings differ, what was left out."""

from __future__ import annotations

from bot import wording
from knowledge.clauses import Policy
from knowledge.matching import Candidate, nearest_ask
from knowledge.reading import Reading
from knowledge.text import LONGEST_QUESTION

MOST_CONCEPTS = 8


def explain(reading: Reading, policy: Policy) -> tuple[str, ...]:
    """Return why the reply is what it is, one line each; the same message gives the same lines."""
    match = reading.whole
    lines = []
    if reading.cut:
        lines.append(wording.why_cut(LONGEST_QUESTION))
    if reading.repaired:
        lines.append(wording.why_repaired(", ".join(f"{typed} → {read}" for typed, read in reading.repaired)))
    if match.question.concepts:
        shown = [f"{found.concept.replace('_', ' ')} (“{found.words}”)" for found in match.question.concepts[:MOST_CONCEPTS]]
        lines.append(wording.why_concepts(", ".join(shown)))
    every = sorted((*match.candidates[:5], *match.silences[:5]), key=lambda one: (-one.chance, one.topic.id))
    for candidate in every[:2]:
        ask = nearest_ask(match.question, candidate.topic)
        lines.append(wording.why_nearest(ask, candidate.topic.about) + f" {candidate.chance:.0%}")
    if every:
        lines.append(_readings(every, agreed=match.agreed))
    left_out = [policy.clauses[one] for candidate in every[:1] for one in candidate.left_out]
    if left_out:
        confined = ", ".join(dict.fromkeys(network for clause in left_out for network in clause.networks))
        lines.append(wording.not_for_network(network=", ".join(match.question.networks), confined=confined))
    return tuple(lines)


def _readings(every: list[Candidate], *, agreed: bool) -> str:
    if agreed:
        return wording.why_agree(every[0].topic.about)
    by_words = max(every, key=lambda one: (one.by_words, one.topic.id))
    by_concepts = max(every, key=lambda one: (one.by_concepts, one.topic.id))
    return wording.why_differ(by_words.topic.about, by_concepts.topic.about)
