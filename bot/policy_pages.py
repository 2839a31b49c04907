"""A policy page by page, every clause word for word: as it is read in a chat, where a message holds only so much."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot import wording
from bot.cards import Block, Line, Quote
from knowledge.clauses import Clause, Policy

LONGEST_PAGE = 2_400
"""Characters of clauses on one page, unless a single one is longer."""
MOST_BLOCKS = 16
"""Of a page, so that it stays one message in every chat."""


def pages_of(policy: Policy) -> tuple[tuple[Block, ...], ...]:
    """Return the pages of a policy, in the order of the document; at least one."""
    pages: list[list[Block]] = [[]]
    size, section = 0, ""
    for quote, clause in _quotes(policy):
        heading = [] if clause.section == section else [Line(_heading(clause), strong=True)]
        length = len(quote.text) + len(quote.stem)
        if pages[-1] and (size + length > LONGEST_PAGE or len(pages[-1]) + len(heading) + 1 > MOST_BLOCKS):
            pages.append([])
            size, heading = 0, [Line(_heading(clause), strong=True)]
        pages[-1] += [*heading, quote]
        size, section = size + length, clause.section
    return tuple(map(tuple, pages))


def _quotes(policy: Policy) -> Iterator[tuple[Quote, Clause]]:
    """Yield the clauses; the items of one list stand under their lead-in together, as many as a page holds."""
    for _, run in groupby(policy.clauses.values(), key=lambda one: (one.section, one.stem) if one.stem else one.id):
        items: list[Clause] = []
        for clause in run:
            if items and sum(len(one.text) for one in (*items, clause)) + len(clause.stem) > LONGEST_PAGE:
                yield _quote(items), items[0]
                items = []
            items.append(clause)
        yield _quote(items), items[0]


def _quote(items: list[Clause]) -> Quote:
    return Quote("\n".join(one.text for one in items), items[0].stem)


def _heading(clause: Clause) -> str:
    section = wording.section(clause.section)
    named = wording.READING_PAGE_HEADING.format(section=section, heading=clause.heading) if clause.heading else section
    return named[:1].upper() + named[1:]
