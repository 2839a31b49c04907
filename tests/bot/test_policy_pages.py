"""A policy page by page: every clause in its order, word for word, each page small enough for one message."""

from __future__ import annotations

import pytest

from bot.cards import Card, Quote
from bot.policy_pages import LONGEST_PAGE, MOST_BLOCKS, pages_of
from knowledge.reading import Reader

POLICIES = ["alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust"]


@pytest.mark.parametrize("policy", POLICIES)
def test_pages_hold_every_clause_once_and_in_order(reader: Reader, policy: str) -> None:
    quotes = [block for page in pages_of(reader.knowledge.policies[policy]) for block in page if isinstance(block, Quote)]
    shown = "\n".join(one.text for one in quotes)
    assert shown == "\n".join(one.text for one in reader.knowledge.policies[policy].clauses.values())


@pytest.mark.parametrize("policy", POLICIES)
def test_lead_in_of_a_list_stands_with_its_items(reader: Reader, policy: str) -> None:
    clauses = reader.knowledge.policies[policy].clauses.values()
    stems = {one.stem for page in pages_of(reader.knowledge.policies[policy]) for one in page if isinstance(one, Quote)}
    assert {one.stem for one in clauses} == stems


@pytest.mark.parametrize("policy", POLICIES)
def test_page_stays_small(reader: Reader, policy: str) -> None:
    for page in pages_of(reader.knowledge.policies[policy]):
        assert len(page) <= MOST_BLOCKS
        assert len(Card(page).plain_text()) <= LONGEST_PAGE * 2


@pytest.mark.parametrize("policy", POLICIES)
def test_each_page_says_in_which_section_it_begins(reader: Reader, policy: str) -> None:
    assert all(not isinstance(page[0], Quote) for page in pages_of(reader.knowledge.policies[policy]))
