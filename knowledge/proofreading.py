"""Reads a policy document for its owner: every flaw of every kind, in one order.

It judges the text, never the school. What is said of each flaw stands in `bot.wording`.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.clauses import Policy
from knowledge.damage import find_damage
from knowledge.flaws import OF_THE_WHOLE, Flaw
from knowledge.lexicon import Lexicon
from knowledge.outline import find_outline_flaws
from knowledge.papers import Paper
from knowledge.statements import find_statement_flaws
from knowledge.unfilled import find_unfilled
from knowledge.vocabulary import Vocabulary


def proofread(policy: Policy, source: str, lexicon: Lexicon, vocabulary: Vocabulary) -> tuple[Flaw, ...]:
    """Return what the owner of `policy` would want to see to: first what the document lacks, then place by place as it is read."""
    paper = Paper(policy, source, lexicon, vocabulary.knows, vocabulary.ends_like_a_word, vocabulary.is_slip)
    found = dict.fromkeys(_find_flaws(paper))
    order = {clause_id: number for number, clause_id in enumerate(policy.clauses)}
    last_of = {clause.section: order[clause.id] for clause in policy.clauses.values()}

    def place(flaw: Flaw) -> int:
        if flaw.defect in OF_THE_WHOLE:
            return -1
        first = flaw.quotes[0]
        return order.get(first.clause_id, last_of.get(first.section, -1))

    return tuple(sorted(found, key=place))


def _find_flaws(paper: Paper) -> Iterator[Flaw]:
    yield from find_unfilled(paper)
    yield from find_statement_flaws(paper)
    yield from find_outline_flaws(paper)
    yield from find_damage(paper)
