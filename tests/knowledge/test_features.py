"""One reading sees words and pieces of words, the other only concepts; neither is led by layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.features import PIECES, concept_features, prepare, word_features
from knowledge.lexicon import Found, Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon(small_home: Path) -> Lexicon:
    return load_lexicon(small_home)


def test_message_is_kept_as_it_was_typed(lexicon: Lexicon) -> None:
    assert prepare("  Pics on FB?!", lexicon).text == "  Pics on FB?!"


def test_words_of_a_message_are_folded_and_written_out(lexicon: Lexicon) -> None:
    assert prepare("Pics on FB?", lexicon).plain == ("photos", "on", "facebook", "?")


def test_concepts_and_networks_are_found_in_the_words_written_out(lexicon: Lexicon) -> None:
    question = prepare("Pics on FB?", lexicon)
    assert (question.concepts, question.networks) == ((Found("photo", "photos"),), ("facebook",))


def test_layout_changes_nothing_that_is_read(lexicon: Lexicon) -> None:
    first, second = prepare("can I post photos", lexicon), prepare("  CAN i\n post   Photos ", lexicon)
    assert (first.plain, first.concepts) == (second.plain, second.concepts)


def test_empty_message_has_no_words(lexicon: Lexicon) -> None:
    question = prepare("", lexicon)
    assert (question.plain, question.concepts, question.networks) == ((), (), ())


def test_word_is_seen_as_its_stem() -> None:
    assert "w messag" in word_features(["messaging"])


def test_neighbouring_words_are_seen_as_a_pair_in_their_order() -> None:
    assert [one for one in word_features(["add", "a", "pupil"]) if one.startswith("p ")] == ["p add a", "p a pupil"]


def test_word_is_seen_in_pieces_with_its_edges() -> None:
    assert [one for one in word_features(["dsl"]) if one.startswith("c ")] == ["c ^ds", "c dsl", "c sl$", "c ^dsl", "c dsl$", "c ^dsl$"]


@pytest.mark.parametrize("length", PIECES)
def test_pieces_of_every_length_are_seen(length: int) -> None:
    assert f"c {'safeguarding'[:length]}" in word_features(["safeguarding"])


def test_misspelt_word_shares_pieces_with_the_right_one() -> None:
    right, wrong = set(word_features(["photograph"])), set(word_features(["photogrpah"]))
    assert {"c ^phot", "c hotog"} <= right & wrong


def test_pieces_of_an_endless_word_are_bounded() -> None:
    assert len(word_features(["a" * 4000])) == len(word_features(["a" * 24]))


def test_no_words_are_seen_in_nothing() -> None:
    assert word_features([]) == []


def test_concepts_are_seen_alone_and_in_pairs() -> None:
    assert concept_features([Found("pupil", "child"), Found("photo", "pic")]) == ["photo", "pupil", "photo + pupil"]


def test_order_of_concepts_does_not_matter() -> None:
    one, two = Found("pupil", "child"), Found("photo", "pic")
    assert concept_features([one, two]) == concept_features([two, one])


def test_words_that_showed_a_concept_are_not_seen() -> None:
    assert concept_features([Found("pupil", "child")]) == concept_features([Found("pupil", "class")])


def test_pairs_of_many_concepts_are_bounded() -> None:
    many = [Found(f"concept {number:03}", "x") for number in range(500)]
    assert len(concept_features(many)) == 40 + 40 * 39 // 2
