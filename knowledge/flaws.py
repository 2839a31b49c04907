"""What can be found in a policy document that its owner would want to see to. Frozen values; the sentences are in `bot.wording`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Defect(StrEnum):
    """What a document can be found to have, or to lack."""

    TEMPLATE_TEXT = "template_text"
    BLANK_FIELD = "blank_field"
    NO_REVIEW_DATE = "no_review_date"
    REVIEWS_DISAGREE = "reviews_disagree"
    NO_APPROVAL = "no_approval"
    NO_DSL = "no_dsl"
    EXCEPTION_ONLY_HERE = "exception_only_here"
    LISTED_WITHOUT_RULES = "listed_without_rules"
    NAMED_WITHOUT_RULES = "named_without_rules"
    FORMER_NAME = "former_name"
    LIST_LEAVES_OUT_NETWORK = "list_leaves_out_network"
    ITEM_LOST = "item_lost"
    ITEM_CUT_SHORT = "item_cut_short"
    HEADING_STRAY = "heading_stray"
    HEADING_NUMBER = "heading_number"
    SECTION_NOT_THERE = "section_not_there"
    SAID_IN_TWO_PLACES = "said_in_two_places"
    BROKEN_WORD = "broken_word"
    WORD_MISSING = "word_missing"
    WRONG_WORD = "wrong_word"
    DOUBLED = "doubled"
    BRACKET_OPEN = "bracket_open"
    BROKEN_CHARACTERS = "broken_characters"
    DATE_NOT_IN_YAML = "date_not_in_yaml"
    NETWORK_NOT_IN_YAML = "network_not_in_yaml"


OF_THE_WHOLE = frozenset({Defect.NO_DSL, Defect.NO_REVIEW_DATE, Defect.NO_APPROVAL})
"""What a document lacks, and so stands at no place; the quotes are what stands in its stead."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document, and where they stand."""

    section: str
    """Number or heading as printed, as in `Clause.section`."""
    words: str
    clause_id: str = ""
    """The clause that holds them; empty for a heading."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing found, with the words concerned."""

    defect: Defect
    quotes: tuple[Quote, ...]
    """The place first, then what it is to be read against. For what the document lacks: what stands in its stead, if anything."""
    about: str = ""
    """The network, the word or the number that is spoken of, where the defect is about one."""
