"""A message that tells of something is shaped differently from one that asks, and its examples are read strictly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.disclosures import (
    COMMON_WORDS,
    Example,
    Telling,
    build_features,
    common_words,
    fuse_chances,
    label_told,
    label_urgent,
    load_examples,
    telling_features,
)
from knowledge.features import prepare
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.strict import Fault, KnowledgeError

Edit = Callable[[str, str, str], int]

EXAMPLES = [Example(telling, "x") for telling in (Telling.URGENT, Telling.REPORT, Telling.QUESTION, Telling.OTHER)]


@pytest.fixture(scope="module")
def see(small_home: Path) -> Callable[[str], list[str]]:
    """A function that says what the detector sees of a message."""
    lexicon: Lexicon = load_lexicon(small_home)
    return lambda text: telling_features(prepare(text, lexicon))


def faults_of(home: Path) -> list[Fault]:
    with pytest.raises(KnowledgeError) as raised:
        load_examples(home)
    return list(raised.value.faults)


# --- what the detector sees ---


def test_words_and_concepts_are_seen(see: Callable[[str], list[str]]) -> None:
    assert {"w pupil", "p a pupil", "k pupil", "k friend"} <= set(see("a pupil added me"))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("can I add a pupil", "starts can"),
        ("a pupil added me", "starts otherwise"),
        ("?! can I add a pupil", "starts can"),
        ("a pupil added me", "opens a pupil"),
        ("may I add a pupil?", "ends asking"),
        ("may I add a pupil", "ends telling"),
        ("is it ok? a pupil added me", "ends telling"),
        ("is it ok? a pupil added me", "asks"),
        ("a pupil added me", "asks nothing"),
        ("a pupil added me", "length 0"),
        ("a pupil in my class added me last night", "length 1"),
        ("a pupil in my class added me again late last night", "length 2"),
        ("word " * 500, "length 8"),
        ("what if a pupil adds me", "supposes"),
        ("suppose a pupil adds me", "supposes"),
    ],
)
def test_shape_of_a_message_is_seen(see: Callable[[str], list[str]], text: str, shape: str) -> None:
    assert shape in see(text)


@pytest.mark.parametrize("text", ["a pupil added me", "one two three four five six if"])
def test_message_that_supposes_nothing_at_its_start_does_not_suppose(see: Callable[[str], list[str]], text: str) -> None:
    assert "supposes" not in see(text)


def test_empty_message_has_a_shape(see: Callable[[str], list[str]]) -> None:
    assert {"starts otherwise", "ends telling", "asks nothing", "length 0"} <= set(see(""))


def test_shape_weighs_twice(see: Callable[[str], list[str]]) -> None:
    assert see("a pupil added me").count("starts otherwise") == 2


# --- what it learns from ---


def test_urgent_messages_and_reports_tell_of_something() -> None:
    assert [example.telling for example in EXAMPLES if example.is_report()] == [Telling.URGENT, Telling.REPORT]


def test_examples_are_labelled_by_whether_they_tell() -> None:
    assert label_told(EXAMPLES) == ["told", "told", "asked", "asked"]


def test_reports_are_labelled_by_whether_they_can_wait() -> None:
    assert label_urgent(EXAMPLES[:2]) == ["urgent", "calm"]


def test_examples_are_read_with_their_kind(small_home: Path) -> None:
    examples = load_examples(small_home)
    assert Example(Telling.URGENT, "he has a knife in his bag right now") in examples
    assert Example(Telling.OTHER, "thank you") in examples


def test_every_example_of_the_file_is_read(small_home: Path) -> None:
    lines = (small_home / "reports.yaml").read_text(encoding="utf-8").splitlines()
    assert len(load_examples(small_home)) == sum(line.startswith("- ") for line in lines)


@pytest.mark.parametrize("kind", Telling)
def test_missing_kind_is_a_fault(school: Path, edit: Edit, kind: Telling) -> None:
    edit("reports.yaml", f"{kind}:", f"{kind}s:")
    assert Fault("reports.yaml", 1, f"the key '{kind}' is missing; add it") in faults_of(school)


def test_example_that_yaml_reads_as_something_else_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit("reports.yaml", "- hello", "- no")
    assert [fault.line for fault in faults_of(school)] == [line]


def test_all_faults_of_the_examples_are_raised_together(school: Path, edit: Edit) -> None:
    lines = [edit("reports.yaml", "- can I add a pupil", "- 1:30"), edit("reports.yaml", "- hello", "- yes")]
    assert [fault.line for fault in faults_of(school)] == lines


def test_empty_file_of_examples_is_a_fault(school: Path) -> None:
    (school / "reports.yaml").write_text("# none yet\n", encoding="utf-8")
    assert [fault.message for fault in faults_of(school)] == ["the file is empty; write its content or remove it"]


def test_unknown_kind_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit("reports.yaml", "question:", "reprot:\n- a child told me a secret\nquestion:")
    assert [fault.line for fault in faults_of(school)] == [line]


@pytest.mark.parametrize("kind", Telling)
def test_kind_without_examples_is_a_fault(school: Path, kind: Telling) -> None:
    lines = [f"{one}: []" if one is kind else f"{one}: [a pupil added me]" for one in Telling]
    (school / "reports.yaml").write_text("\n".join(lines), encoding="utf-8")
    wanted = f"'{kind}' has no examples; the detector cannot learn what it looks like, write some"
    assert faults_of(school) == [Fault("reports.yaml", list(Telling).index(kind) + 1, wanted)]


# --- how a message is built ---

COMMON = frozenset(("a", "just", "me", "my", "she", "told"))
KNOWN = frozenset(("photos", "posted", "posting", "pupil"))


def built(text: str, small_home: Path) -> list[str]:
    return build_features(prepare(text, load_lexicon(small_home)), COMMON, KNOWN)


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("she just told me", "b she just told me"),
        ("she just told me", "b < she just told"),
        ("she just told me", "b just told me >"),
        ("Aisha told me", "b < #new told me"),
        ("she posted", "b she #ed >"),
        ("my posting", "b my #ing >"),
        ("my photos", "b my #s >"),
        ("my pupil", "b my #word >"),
        ("my y9 told me", "b my #number told me"),
        ("she told me?", "b told me ? >"),
    ],
)
def test_common_words_stand_and_others_are_seen_as_their_kind(small_home: Path, text: str, run: str) -> None:
    features = build_features(prepare(text, load_lexicon(small_home)), COMMON | {"?"}, KNOWN)
    assert run in features


def test_build_of_a_message_does_not_hang_on_who_is_named(small_home: Path) -> None:
    assert built("Aisha just told me", small_home) == built("Zebedee just told me", small_home)


def test_empty_message_has_a_build(small_home: Path) -> None:
    assert built("", small_home) == ["b <", "b >", "b < >", "length 0"]


def test_common_words_are_the_commonest_of_the_messages(small_home: Path) -> None:
    lexicon = load_lexicon(small_home)
    messages = [prepare(f"she told {rare}", lexicon) for rare in ("aa", "bb", "cc")]
    messages += [prepare(f"word{number} she told", lexicon) for number in range(COMMON_WORDS)]
    assert {"she", "told"} <= set(common_words(messages))
    assert len(common_words(messages)) == COMMON_WORDS


def test_two_readings_that_agree_are_surer_than_one() -> None:
    assert fuse_chances(0.8, 0.8) > 0.8 > 0.2 > fuse_chances(0.2, 0.2)


def test_reading_by_build_that_does_not_know_changes_nothing() -> None:
    assert fuse_chances(0.3, 0.5) == pytest.approx(0.3)


@pytest.mark.parametrize(("by_words", "by_build"), [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)])
def test_certainty_breaks_nothing(by_words: float, by_build: float) -> None:
    assert 0.0 < fuse_chances(by_words, by_build) < 1.0
