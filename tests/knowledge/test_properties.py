"""Whatever anybody types is read without failing, the same each time, and in bounded size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.clauses import Policy
from knowledge.features import prepare
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.reading import MOST_PARTS, Reader, split_parts
from knowledge.spelling import Repairer
from knowledge.text import LONGEST_QUESTION, fold, sentences, words

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\x00\x07\x1b\x7f"
RIGHT_TO_LEFT = "שלוםمرحبا؟،"
PHRASES = [
    "can I add a pupil",
    "who is the DSL?",
    " and may I post photos",
    "on fb or twitter",
    "a pupil told me ",
    "??!",
    "\n",
    "\r\n\t",
    " ",
    "ﷺ",
    "‼⁇",
    "½",
    "İ",
    "e\u0301",
    "👩\u200d🏫",
    "don’t",
    "a" * 60,
    "freind requset",
]
MORE_WORDS_THAN_CHARACTERS = 2
"""Words that one character can turn into once it is unfolded: "⁇" is two question marks."""

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
"""Any text of whole characters."""
typed = st.lists(st.sampled_from(PHRASES) | st.text(INVISIBLE + RIGHT_TO_LEFT, max_size=5) | st.text(max_size=5), max_size=12).map("".join)
"""Text that looks like a question here and there."""
texts = anything | typed
endless = st.builds(lambda text, times: text * times, texts, st.integers(1, 400))

# The same texts in every run: what fails for one, fails for all.
steady = settings(deadline=None, derandomize=True, max_examples=200)


@pytest.fixture(scope="session")
def lexicon(small_home: Path) -> Lexicon:
    return load_lexicon(small_home)


# --- text ---


@steady
@given(texts)
def test_words_are_plain_whatever_is_typed(text: str) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+|[?!]", word) for word in words(text))


@steady
@given(endless)
@example("‼" * 10_000)
@example("a " * 10_000)
def test_words_of_an_endless_text_are_bounded(text: str) -> None:
    assert len(words(text)) <= MORE_WORDS_THAN_CHARACTERS * LONGEST_QUESTION


@steady
@given(texts.filter(bool), texts)
def test_what_comes_after_the_longest_question_changes_no_word(text: str, tail: str) -> None:
    full = (text * LONGEST_QUESTION)[:LONGEST_QUESTION]
    assert words(full + tail) == words(full)


@steady
@given(texts)
def test_same_text_gives_the_same_words(text: str) -> None:
    assert words(text) == words(text)


@steady
@given(st.sampled_from([phrase for phrase in PHRASES if phrase.isascii()]), st.lists(st.tuples(st.integers(0, 60), st.sampled_from(INVISIBLE))))
def test_invisible_characters_anywhere_change_no_word(text: str, marks: list[tuple[int, str]]) -> None:
    marked = text
    for place, mark in marks:
        marked = marked[:place] + mark + marked[place:]
    assert words(marked) == words(text)


@steady
@given(texts)
def test_folded_text_has_only_single_spaces(text: str) -> None:
    assert " ".join(fold(text).split()) == fold(text)


@steady
@given(texts)
def test_no_sentence_is_empty(text: str) -> None:
    assert all(sentences(text))


@steady
@given(texts)
def test_capitals_change_no_word_of_plain_text(text: str) -> None:
    plain = "".join(character for character in text if character.isascii())
    assert words(plain.upper()) == words(plain)


# --- preparing ---


@steady
@given(text=texts)
def test_anything_can_be_prepared(lexicon: Lexicon, text: str) -> None:
    assert prepare(text, lexicon).text == text


@steady
@given(text=texts)
def test_same_text_is_prepared_the_same(lexicon: Lexicon, text: str) -> None:
    assert prepare(text, lexicon) == prepare(text, lexicon)


@steady
@given(text=texts)
def test_concept_is_found_once_and_in_the_words_of_the_text(lexicon: Lexicon, text: str) -> None:
    question = prepare(text, lexicon)
    assert len({found.concept for found in question.concepts}) == len(question.concepts)
    assert all(set(found.words.split()) <= set(question.plain) for found in question.concepts)


@steady
@given(st.lists(st.text("abcdefgh", max_size=12)), st.lists(st.text("abcdefgh", max_size=12)))
def test_repairing_changes_no_known_word_and_no_number_of_words(known: list[str], plain: list[str]) -> None:
    repairer = Repairer(known)
    repaired, changed = repairer.repair(plain)
    assert len(repaired) == len(plain)
    assert not {typed_word for typed_word, _ in changed} & set(known)
    assert {read for _, read in changed} <= set(known)


# --- parts ---


@steady
@given(texts | endless)
def test_parts_are_none_or_several_of_the_text(text: str) -> None:
    parts = split_parts(text)
    assert len(parts) != 1
    assert len(parts) <= MOST_PARTS
    assert all(part in text[:LONGEST_QUESTION] for part in parts)


@steady
@given(texts)
def test_same_text_is_split_the_same(text: str) -> None:
    assert split_parts(text) == split_parts(text)


# --- reading ---


@steady
@given(text=texts)
def test_anything_can_be_read(small_reader: Reader, oakfield: Policy, text: str) -> None:
    reading = small_reader.read(text, oakfield)
    assert 0 <= reading.told <= 1
    assert 0 <= reading.urgent <= 1
    assert 0 <= reading.whole.sureness <= 1


@steady
@given(text=texts)
def test_same_text_is_read_the_same(small_reader: Reader, oakfield: Policy, text: str) -> None:
    assert small_reader.read(text, oakfield) == small_reader.read(text, oakfield)


@steady
@given(text=texts)
def test_chances_of_any_text_sum_to_one(small_reader: Reader, oakfield: Policy, text: str) -> None:
    whole = small_reader.read(text, oakfield).whole
    assert abs(sum(one.chance for one in (*whole.candidates, *whole.silences)) - 1) < 1e-4


@steady
@given(text=texts)
def test_every_clause_that_is_read_is_in_the_policy(small_reader: Reader, oakfield: Policy, text: str) -> None:
    whole = small_reader.read(text, oakfield).whole
    assert {link.clause_id for one in whole.candidates for link in one.links} <= set(oakfield.clauses)


@settings(steady, max_examples=30)
@given(text=endless)
@example("can I add a pupil? " * 2000)
@example("‼" * 10_000)
@example("a" * 10_000)
def test_endless_text_is_read_and_says_that_it_was_cut(small_reader: Reader, oakfield: Policy, text: str) -> None:
    assert small_reader.read(text, oakfield).cut is (len(text) > LONGEST_QUESTION)
