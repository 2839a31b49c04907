"""Words of schools are written out, and networks and concepts are found in them; a form that could never be met is a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.lexicon import LONGEST_FORM, Found, Lexicon, load_lexicon
from knowledge.strict import Fault, KnowledgeError

Edit = Callable[[str, str, str], int]


@pytest.fixture(scope="module")
def lexicon(small_home: Path) -> Lexicon:
    return load_lexicon(small_home)


def write(home: Path, *, spellings: str = "{}", networks: str = "{}", concepts: str = "{}") -> Path:
    text = f"spellings: {spellings}\nnetworks: {networks}\nconcepts: {concepts}\n"
    (home / "lexicon.yaml").write_text(text, encoding="utf-8")
    return home


def faults_of(home: Path) -> list[Fault]:
    with pytest.raises(KnowledgeError) as raised:
        load_lexicon(home)
    return list(raised.value.faults)


def names(found: tuple[Found, ...]) -> list[str]:
    return [one.concept for one in found]


# --- spellings ---


def test_short_form_is_written_out(lexicon: Lexicon) -> None:
    assert lexicon.respelt(["my", "fb", "pics"]) == ["my", "facebook", "photos"]


def test_unknown_word_stays_as_it_is(lexicon: Lexicon) -> None:
    assert lexicon.respelt(["zebra", "?"]) == ["zebra", "?"]


# --- networks ---


@pytest.mark.parametrize(("plain", "networks"), [(["facebook"], ("facebook",)), (["twitter"], ("x",)), (["x"], ("x",)), (["bebo"], ()), ([], ())])
def test_network_is_found_by_any_of_its_names(lexicon: Lexicon, plain: list[str], networks: tuple[str, ...]) -> None:
    assert lexicon.find_networks(plain) == networks


def test_networks_are_found_in_order_of_appearance(lexicon: Lexicon) -> None:
    assert lexicon.find_networks(["on", "twitter", "and", "facebook"]) == ("x", "facebook")


def test_network_named_twice_is_found_once(lexicon: Lexicon) -> None:
    assert lexicon.find_networks(["x", "or", "twitter"]) == ("x",)


def test_network_of_two_words_is_found(school: Path) -> None:
    lexicon = load_lexicon(write(school, networks="{tiktok: [tik tok]}"))
    assert lexicon.find_networks(["on", "tik", "tok", "now"]) == ("tiktok",)


def test_half_a_name_is_no_network(school: Path) -> None:
    lexicon = load_lexicon(write(school, networks="{tiktok: [tik tok]}"))
    assert lexicon.find_networks(["tok", "tik"]) == ()


# --- concepts ---


def test_concept_is_found_with_the_words_that_showed_it(lexicon: Lexicon) -> None:
    assert lexicon.find_concepts(["my", "picture"]) == (Found("photo", "picture"),)


@pytest.mark.parametrize("word", ["reply", "replies", "replied", "replying"])
def test_concept_is_found_in_every_form_of_its_word(lexicon: Lexicon, word: str) -> None:
    assert names(lexicon.find_concepts([word])) == ["answer_comment"]


def test_concept_of_two_words_is_found_beside_that_of_one(lexicon: Lexicon) -> None:
    assert names(lexicon.find_concepts(["sports", "day"])) == ["event"]


def test_words_of_a_form_must_stand_together(lexicon: Lexicon) -> None:
    assert lexicon.find_concepts(["sports", "on", "a", "day"]) == ()


@pytest.mark.parametrize("word", ["safeguard", "safeguarding", "safeguardwise"])
def test_beginning_of_a_word_shows_its_concept(lexicon: Lexicon, word: str) -> None:
    assert names(lexicon.find_concepts([word])) == ["safeguarding"]


def test_beginning_of_three_letters_shows_its_concept(school: Path) -> None:
    lexicon = load_lexicon(write(school, concepts="{message: [dms*]}"))
    assert names(lexicon.find_concepts(["dmsing"])) == ["message"]


def test_word_that_only_holds_a_beginning_shows_nothing(lexicon: Lexicon) -> None:
    assert lexicon.find_concepts(["unsafeguarded", "safe"]) == ()


def test_concepts_are_found_once_in_order_of_appearance(lexicon: Lexicon) -> None:
    assert names(lexicon.find_concepts(["photo", "of", "a", "pupil", "and", "a", "picture", "of", "a", "child"])) == ["photo", "pupil"]


def test_form_of_two_concepts_shows_both(school: Path) -> None:
    lexicon = load_lexicon(write(school, concepts="{music: [play], sport: [play]}"))
    assert names(lexicon.find_concepts(["play"])) == ["music", "sport"]


def test_longest_form_is_found(school: Path) -> None:
    form = [chr(ord("a") + number) for number in range(LONGEST_FORM)]
    lexicon = load_lexicon(write(school, concepts=f"{{alphabet: ['{' '.join(form)}']}}"))
    assert lexicon.find_concepts(["well", *form]) == (Found("alphabet", " ".join(form)),)


def test_no_words_show_no_concept(lexicon: Lexicon) -> None:
    assert lexicon.find_concepts([]) == ()


# --- the file ---


@pytest.mark.parametrize(("form", "count"), [("a b c d e f", LONGEST_FORM + 1), ("...", 0)])
def test_form_that_could_never_be_met_is_a_fault(school: Path, edit: Edit, form: str, count: int) -> None:
    line = edit("lexicon.yaml", "  page: [page]", f"  page: ['{form}']")
    assert faults_of(school) == [Fault("lexicon.yaml", line, f"'{form}' has {count} words; a form has one to {LONGEST_FORM}")]


@pytest.mark.parametrize("key", ["spellings", "networks", "concepts"])
def test_missing_part_of_the_lexicon_is_a_fault(school: Path, key: str) -> None:
    kept = [one for one in ("spellings", "networks", "concepts") if one != key]
    (school / "lexicon.yaml").write_text("".join(f"{one}: {{}}\n" for one in kept), encoding="utf-8")
    assert faults_of(school) == [Fault("lexicon.yaml", 1, f"the key '{key}' is missing; add it")]


def test_empty_lexicon_is_a_fault(school: Path) -> None:
    (school / "lexicon.yaml").write_text("", encoding="utf-8")
    assert [fault.message for fault in faults_of(school)] == ["the file is empty; write its content or remove it"]


def test_all_faults_of_the_lexicon_are_raised_together(school: Path, edit: Edit) -> None:
    lines = [
        edit("lexicon.yaml", "facebook: [fb]", "facebook: [no]"),
        edit("lexicon.yaml", "x: [x, twitter]", "x: twitter"),
        edit("lexicon.yaml", "  logo: [", "  page: ["),
        edit("lexicon.yaml", "meal: [lunch", "meal: [1:30"),
    ]
    assert sorted({fault.line for fault in faults_of(school)}) == lines


def test_unknown_part_of_the_lexicon_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit("lexicon.yaml", "spellings:", "phrases: {}\nspellings:")
    assert [fault.line for fault in faults_of(school)] == [line]


@pytest.mark.parametrize(
    ("spellings", "networks"),
    [("{photos: [pics], pictures: [pics]}", "{}"), ("{}", "{x: [bird], bluesky: [bird]}")],
    ids=["spelling", "network"],
)
def test_form_with_two_meanings_is_a_fault(school: Path, spellings: str, networks: str) -> None:
    assert len(faults_of(write(school, spellings=spellings, networks=networks))) == 1


@pytest.mark.parametrize("form", ["dm*", "friend req*"])
def test_beginning_that_could_never_be_met_is_a_fault(school: Path, form: str) -> None:
    assert len(faults_of(write(school, concepts=f"{{message: ['{form}']}}"))) == 1


@pytest.mark.parametrize("form", ["FB", "face book", "f'book"])
def test_spelling_that_could_never_be_met_is_a_fault(school: Path, form: str) -> None:
    assert len(faults_of(write(school, spellings=f'{{facebook: ["{form}"]}}'))) == 1
