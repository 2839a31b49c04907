"""Misspelt words are read as what they are meant for, and known words are never touched."""

from __future__ import annotations

import pytest

from knowledge.spelling import Repairer

KNOWN = ("photo", "photos", "safeguarding", "headteacher", "friend", "children", "parents", "post", "dsl", "cat")


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(KNOWN)


def repaired(repairer: Repairer, word: str) -> str:
    return repairer.repair([word])[0][0]


@pytest.mark.parametrize("typed", ["freind", "frend", "friendd", "friemd"])
def test_one_slip_is_repaired(repairer: Repairer, typed: str) -> None:
    assert repaired(repairer, typed) == "friend"


@pytest.mark.parametrize(("typed", "meant"), [("safegarduing", "safeguarding"), ("chlidern", "children")])
def test_two_slips_are_repaired_in_a_long_word(repairer: Repairer, typed: str, meant: str) -> None:
    assert repaired(repairer, typed) == meant


@pytest.mark.parametrize("typed", ["frendd", "praetns"])
def test_two_slips_are_too_many_in_a_short_word(repairer: Repairer, typed: str) -> None:
    assert repaired(repairer, typed) == typed


def test_three_slips_are_too_many_in_any_word(repairer: Repairer) -> None:
    assert repaired(repairer, "safgardng") == "safgardng"


def test_word_of_four_letters_is_repaired(repairer: Repairer) -> None:
    assert repaired(repairer, "psot") == "post"


def test_longest_word_that_is_repaired_has_24_letters() -> None:
    assert repaired(Repairer(["b" + "a" * 23]), "b" + "a" * 22 + "e") == "b" + "a" * 23


@pytest.mark.parametrize("word", KNOWN)
def test_known_word_is_never_touched(repairer: Repairer, word: str) -> None:
    assert repaired(repairer, word) == word


def test_slip_in_the_first_letter_is_not_repaired(repairer: Repairer) -> None:
    assert repaired(repairer, "griend") == "griend"


@pytest.mark.parametrize("word", ["dls", "ctt", "pos"])
def test_short_word_is_never_touched(repairer: Repairer, word: str) -> None:
    assert repaired(repairer, word) == word


def test_short_known_word_is_never_meant(repairer: Repairer) -> None:
    assert repaired(repairer, "cats") == "cats"


@pytest.mark.parametrize("word", ["fri3nd", "2026", "?", "!"])
def test_what_is_no_word_is_never_touched(repairer: Repairer, word: str) -> None:
    assert repaired(repairer, word) == word


def test_endless_word_is_never_touched() -> None:
    assert repaired(Repairer(["a" * 26]), "a" * 25) == "a" * 25


def test_changes_are_told_in_order(repairer: Repairer) -> None:
    assert repairer.repair(["my", "freind", "likes", "fotos", "phtos"]) == (
        ["my", "friend", "likes", "fotos", "photos"],
        (("freind", "friend"), ("phtos", "photos")),
    )


def test_nothing_changed_tells_nothing(repairer: Repairer) -> None:
    assert repairer.repair(["post", "photos"]) == (["post", "photos"], ())


def test_nothing_is_repaired_where_nothing_is_known() -> None:
    assert Repairer([]).repair(["freind"]) == (["freind"], ())


def test_same_slip_is_read_the_same_in_whatever_order_words_became_known() -> None:
    assert repaired(Repairer(["photos", "photon"]), "photoa") == repaired(Repairer(["photon", "photos"]), "photoa")


@pytest.mark.parametrize(("word", "known"), [("photo", True), ("phtos", False), ("dsl", True), ("", False)])
def test_it_says_which_words_are_known(repairer: Repairer, word: str, known: bool) -> None:
    assert repairer.knows(word) is known
