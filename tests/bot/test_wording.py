"""Every sentence that a person reads is British, blames nobody, promises nothing that is not so, and is used."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bot import wording
from bot.unanswered import KEPT_FOR
from knowledge.clauses import Verdict

ROOT = Path(__file__).parents[2]
TEXT = Path(wording.__file__).read_text(encoding="utf-8")
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("bot", "adapters")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.name not in ("wording.py", "__init__.py")
)
CONSTANTS = sorted(name for name in vars(wording) if name.isupper())
FUNCTIONS = sorted(name for name, value in inspect.getmembers(wording, inspect.isfunction) if value.__module__ == wording.__name__)
SENTENCES = {name: value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)}
AMERICAN = [
    *("color", "behavior", "favorite", "organization", "organize", "recognize", "authorize", "apologize", "realize", "summarize"),
    *("center", "catalog", "dialog", "labeled", "canceled", "traveling", "fulfill", "enroll", "skillful", "gray", "mom", "math"),
    *("principal", "grade school", "student body", "gotten", "check out", "toward", "anyplace", "someplace", "zip code", "cell phone"),
]
BLAME = [
    *("your fault", "you failed", "you should have", "you must have", "you forgot", "you did not", "you cannot", "you were wrong", "mistake"),
    *("wrong", "invalid", "illegal", "error", "bad", "incorrect", "stupid", "nonsense", "warning", "violation", "misconduct", "disciplinary"),
]


def stands_in(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_wording(verdict: Verdict) -> None:
    assert wording.VERDICTS[verdict].strip()


def test_no_two_verdicts_read_alike() -> None:
    assert len(set(wording.VERDICTS.values())) == len(Verdict)


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_is_never_yes_or_no(verdict: Verdict) -> None:
    assert not re.match(r"(yes|no)\b", wording.VERDICTS[verdict], re.IGNORECASE)


@pytest.mark.parametrize("words", AMERICAN)
def test_no_american_spelling_is_used(words: str) -> None:
    assert not stands_in(TEXT, words)


@pytest.mark.parametrize("name", SENTENCES)
def test_no_sentence_blames(name: str) -> None:
    assert [words for words in BLAME if stands_in(SENTENCES[name], words)] == []


@pytest.mark.parametrize("name", CONSTANTS)
def test_every_constant_is_used_in_the_bot_or_an_adapter(name: str) -> None:
    used_within = len(re.findall(rf"\b{name}\b", TEXT)) > 1
    assert f"wording.{name}" in CODE or used_within


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_sentence_with_a_gap_is_used_in_the_bot_or_an_adapter(name: str) -> None:
    assert f"wording.{name}(" in CODE


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence_has_no_space_around_it_and_no_double_space(name: str) -> None:
    assert SENTENCES[name] == " ".join(SENTENCES[name].split())


@pytest.mark.parametrize("name", ["EMERGENCY", "TELLS_OF_SOMETHING", "TELL_THE_DSL", "UNKNOWN", "KEPT", "EMPTY", "NOT_CHOSEN"])
def test_sentence_that_stands_alone_ends_like_one(name: str) -> None:
    assert SENTENCES[name][-1] in ".?"


def test_emergency_names_999_before_anything_else_to_do() -> None:
    assert wording.EMERGENCY.index("999") < wording.EMERGENCY.index("tell")


def test_nothing_is_said_to_be_reported() -> None:
    assert "Nothing has been reported yet" in wording.TELLS_OF_SOMETHING


def test_days_that_a_question_is_kept_are_those_that_it_is_kept() -> None:
    assert f"for {KEPT_FOR.days} days" in wording.KEPT


def test_sentence_on_none_of_these_names_whom_to_ask() -> None:
    assert "the school office" in wording.NOT_CHOSEN.format(whom="the school office")


@pytest.mark.parametrize(
    ("printed", "named"),
    [("3", "section 3"), ("2.1", "section 2.1"), ("header", "title table"), ("Behaviour", "“Behaviour”"), ("(opening)", "“(opening)”")],
)
def test_section_is_named_as_printed(printed: str, named: str) -> None:
    assert wording.section(printed) == named


@pytest.mark.parametrize(
    ("printed", "approved", "said"),
    [
        ("3", "May 2024", "version 3, approved May 2024, text abc"),
        ("", "May 2024", "no version printed, approved May 2024, text abc"),
        ("3", "", "version 3, no date printed, text abc"),
        ("", "", "no version printed, no date printed, text abc"),
    ],
)
def test_version_says_what_is_printed_and_what_is_not(printed: str, approved: str, said: str) -> None:
    assert wording.version(printed=printed, approved=approved, fingerprint="abc") == said
