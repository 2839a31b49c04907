"""A word is known in every form and in both spellings; a broken one is not, nor is a scrap."""

from __future__ import annotations

import pytest

from knowledge.lexicon import load_lexicon
from knowledge.ordinary_words import ORDINARY_WORDS
from knowledge.reading import Reader
from knowledge.vocabulary import Vocabulary, open_vocabulary


@pytest.fixture(scope="module")
def vocabulary(reader: Reader) -> Vocabulary:
    return open_vocabulary(load_lexicon(), reader.knowledge)


@pytest.mark.parametrize(
    "word",
    [
        *("pupil", "pupils", "teaching", "disparaging", "misconstrued", "inadvertently", "extracurricular", "pertaining"),
        *("behaviour", "organisation", "recognises", "analysed", "counselling", "programme", "catalogues", "centres", "licence", "colour"),
        *("factsheets", "headteacher", "webpage", "unidentifiable", "cyberbullying", "reuploaded", "nonexistent", "soundcloud"),
        *("a", "of", "ex", "aloud"),
    ],
)
def test_word_is_known(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.knows(word)


@pytest.mark.parametrize(
    "word",
    [
        "expetaff",
        "aplaints",
        "schrents",
        "impletion",
        "resle",
        "medunts",
        "ial",
        "pe",
        "po",
        "wiht",
        "behavoir",
        "informtion",
        "comunicate",
        "recieve",
        "occured",
        "pupls",
    ],
)
def test_broken_word_is_not_known(vocabulary: Vocabulary, word: str) -> None:
    assert not vocabulary.knows(word)


@pytest.mark.parametrize(("word", "does"), [("evsonable", True), ("tapestri", False), ("weduc", False), ("bicester", False), ("able", False)])
def test_name_does_not_end_like_a_word(vocabulary: Vocabulary, word: str, *, does: bool) -> None:
    assert vocabulary.ends_like_a_word(word) is does


def test_ordinary_words_are_plain_words() -> None:
    assert [word for word in ORDINARY_WORDS if not (word.isalnum() and word.islower() and len(word) > 2)] == []
