"""Layout, spelling marks and invisible characters never decide a match, and time stays bounded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest
import snowballstemmer

from knowledge.text import LONGEST_QUESTION, fold, same_words, sentences, stem, words

BEGINNINGS = ("accept", "photograph", "message", "communication", "responsib", "organis", "relation", "generous", "nation", "hope")
ENDINGS = ("ing", "ed", "ly", "ness", "ful", "ation", "ional", "ousness", "ings", "nesses")
LAST = ("", "s", "ly", "ing", "ed", "er", "ers", "able", "ably", "ism")
THREADS = 8


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    stem.cache_clear()
    yield
    sys.setswitchinterval(before)
    stem.cache_clear()


def test_white_space_is_collapsed() -> None:
    assert fold("  can I \t post\r\n\n photos ") == "can I post photos"


def test_folding_keeps_case() -> None:
    assert fold("Can Miss O’Dowd post?") == "Can Miss O'Dowd post?"


@pytest.mark.parametrize("typed", ["don’t", "don‘t", "don‛t", "don′t", "don＇t"])
def test_curly_apostrophes_read_as_straight_ones(typed: str) -> None:
    assert fold(typed) == "don't"


@pytest.mark.parametrize("typed", ["“dm”", "„dm”"])
def test_curly_quotes_read_as_straight_ones(typed: str) -> None:
    assert fold(typed) == '"dm"'


@pytest.mark.parametrize("typed", ["staff–pupil", "staff—pupil", "staff−pupil"])
def test_dashes_read_as_hyphens(typed: str) -> None:
    assert fold(typed) == "staff-pupil"


@pytest.mark.parametrize("mark", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u200f", "\x00", "\x07", "\ue000"])
def test_invisible_characters_inside_a_word_are_dropped(mark: str) -> None:
    assert words(f"pu{mark}pil") == ["pupil"]


@pytest.mark.parametrize("mark", ["\u034f", "\ufe0f"])
def test_invisible_marks_inside_a_word_are_dropped(mark: str) -> None:
    assert words(f"pu{mark}pil") == ["pupil"]


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u2029", "\u3000"])
def test_every_kind_of_white_space_parts_words(space: str) -> None:
    assert words(f"friend{space}request") == ["friend", "request"]


@pytest.mark.parametrize("space", ["\x0b", "\x0c", "\x85"])
def test_line_breaks_of_word_processors_part_words(space: str) -> None:
    assert words(f"friend{space}request") == ["friend", "request"]


def test_words_are_lower_case() -> None:
    assert words("Can I use FACEBOOK") == ["can", "i", "use", "facebook"]


def test_word_with_an_apostrophe_is_one_word() -> None:
    assert words("don't, pupil’s") == ["dont", "pupils"]


def test_question_and_exclamation_marks_are_words_of_their_own() -> None:
    assert words("Really?! Yes.") == ["really", "?", "!", "yes"]


def test_other_marks_part_words_and_are_dropped() -> None:
    assert words("staff/pupil, (e-mail) #fair @school") == ["staff", "pupil", "e", "mail", "fair", "school"]


def test_digits_are_kept() -> None:
    assert words("year 9s, 2026") == ["year", "9s", "2026"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("café", "cafe"), ("cafe\u0301", "cafe"), ("ＦＡＣＥＢＯＯＫ", "facebook"), ("𝗳acebook", "facebook"), ("ﬁle", "file"), ("İstanbul", "istanbul")],
)
def test_letters_of_other_shapes_read_as_plain_ones(typed: str, read: str) -> None:
    assert words(typed) == [read]


@pytest.mark.parametrize("text", ["", "   ", "...", "\u200b\u200b", "🎉🎉", "שלום", "你好"])
def test_text_without_latin_letters_has_no_words(text: str) -> None:
    assert words(text) == []


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert words("pu\ud83dpil") == ["pupil"]


def test_what_comes_after_the_longest_question_is_never_looked_at() -> None:
    assert words("a" * LONGEST_QUESTION + " secret") == ["a" * LONGEST_QUESTION]


def test_four_thousand_characters_are_read() -> None:
    assert words("a" * 5000) == ["a" * 4000]


def test_last_character_of_the_longest_question_is_read() -> None:
    assert words(" " * (LONGEST_QUESTION - 1) + "ab") == ["a"]


def test_sentences_end_at_marks_and_at_lines() -> None:
    assert sentences("One. Two? Three!\nFour") == ["One", "Two", "Three", "Four"]


def test_text_without_end_mark_is_one_sentence() -> None:
    assert sentences("can I  post photos") == ["can I post photos"]


def test_empty_text_has_no_sentence() -> None:
    assert sentences(" \n ...") == []


def test_sentences_past_the_longest_question_are_not_read() -> None:
    assert sentences("a" * LONGEST_QUESTION + ". secret") == ["a" * LONGEST_QUESTION]


@pytest.mark.parametrize("form", ["messaging", "messaged", "messages", "message"])
def test_forms_of_one_word_share_a_stem(form: str) -> None:
    assert stem(form) == "messag"


def test_different_words_have_different_stems() -> None:
    assert stem("photos") != stem("pupils")


@pytest.mark.usefixtures("eager_threads")
def test_stems_are_right_however_many_threads_ask_at_once() -> None:
    forms = ["".join(parts) for parts in product(BEGINNINGS, ENDINGS, LAST)]
    alone = snowballstemmer.stemmer("english")
    start = Barrier(THREADS)

    def stem_all(_: int) -> list[str]:
        start.wait()
        return [stem(form) for form in forms]

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(stem_all, range(THREADS)))
    assert found == [alone.stemWords(forms)] * THREADS


def test_same_words_only_collapses_white_space() -> None:
    assert same_words(" Staff  must\n not: “Dm” ") == "Staff must not: “Dm”"
