"""A document is met as its reader meets it: passages, headings and sections in order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.drafts import read_draft
from knowledge.lexicon import load_lexicon
from knowledge.papers import Paper, numbered
from knowledge.reading import Reader
from tests.tidy import copy_tidy_school


@pytest.fixture
def paper(tmp_path: Path, reader: Reader) -> Paper:
    tidy = copy_tidy_school(tmp_path / "tidy", reader.knowledge)
    policy, source = read_draft(tidy.yaml)
    return Paper(policy, source, load_lexicon(tidy.home), lambda word: True, lambda word: True, lambda word: False)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1. Scope", (1,)),
        ("2.1 Facebook", (2, 1)),
        ("7.10", (7, 10)),
        ("3 IT facilities:", (3,)),
        ("3) Comments", (3,)),
        ("4", ()),
        ("12 May 2026", ()),
        ("2 of 10", ()),
        ("Scope", ()),
        ("2026 in review", ()),
        ("", ()),
    ],
)
def test_heading_is_numbered_as_printed(words: str, number: tuple[int, ...]) -> None:
    assert numbered(words) == number


def test_headings_stand_in_the_order_of_the_document(paper: Paper) -> None:
    assert [heading.words for heading in paper.headings if heading.number] == [
        *("1. Scope", "2. Personal accounts", "2.1 Breaks", "3. School accounts", "3.1 Facebook", "3.2 X", "4. Comments", "5. Review"),
    ]


def test_heading_that_a_contents_page_names_first_is_met_where_it_stands(paper: Paper) -> None:
    contents = replace(paper, source="Contents 1. Scope 4. Comments\n\n" + paper.source)
    assert [heading.words for heading in contents.headings if heading.number] == [heading.words for heading in paper.headings if heading.number]


def test_every_passage_is_found_in_the_document(paper: Paper) -> None:
    assert [passage.words for passage in paper.passages if paper.plain[passage.at :][: len(passage.words)] != passage.words] == []


def test_passages_stand_in_the_order_of_the_document(paper: Paper) -> None:
    places = [passage.at for passage in paper.passages]
    assert places == sorted(places)


def test_lead_in_of_a_list_is_one_passage(paper: Paper) -> None:
    stems = [passage.words for passage in paper.passages if passage.is_stem]
    assert len(stems) == len(set(stems)) == 5


@pytest.mark.parametrize(("words", "section"), [("Oakfield School", "header"), ("within two days", "4"), ("5. Review", "4"), ("every year", "5")])
def test_place_has_the_section_of_the_passage_before_it(paper: Paper, words: str, section: str) -> None:
    assert paper.section_at(paper.plain.index(words)) == section


@pytest.mark.parametrize(
    ("words", "networks"),
    [
        ("Facebook and X", ("facebook", "x")),
        ("on Twitter", ("x",)),
        ("an x in the box, and instagram", ()),
        ("Exam boards", ()),
        ("INSTAGRAM", ("instagram",)),
    ],
)
def test_network_is_named_with_a_capital(paper: Paper, words: str, networks: tuple[str, ...]) -> None:
    assert paper.networks_in(words) == networks


def test_network_is_called_as_the_document_calls_it(paper: Paper) -> None:
    assert (paper.name_of("x", "on X (formerly Twitter)"), paper.name_of("x", "on nothing")) == ("X", "x")
