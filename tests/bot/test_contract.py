"""The batch contract has the same keys and types whatever came of the question; others rely on it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.answering import Answerer
from bot.contract import clause_as_json, fault_as_json, outcome_name, reply_as_json
from bot.outcomes import Answer, Choose, Contact, Report, Settled, Silent, Unknown
from bot.settings import PersonSetting, SchoolSetting, Settings
from knowledge.clauses import Clause
from knowledge.reading import Reader

KEYS = ["outcome", "verdict", "topic", "clauses", "choices", "nearest", "urgent", "why", "elapsed_ms"]
CLAUSE_KEYS = ["id", "section", "stem", "text"]
QUESTIONS = {
    "answer": "can I accept a friend request from a pupil",
    "only_if": "can I post photos of pupils",
    "several": "can I accept a friend request from a pupil? and how soon do we answer comments?",
    "choose": "friends page",
    "silent": "our logo as my picture",
    "contact": "who is the dsl",
    "report": "a pupil added me last night",
    "urgent": "he has a knife in his bag right now",
    "unknown": "what is for lunch",
}


@pytest.fixture(scope="module")
def staffed(small_reader: Reader) -> Answerer:
    people = (PersonSetting(roles=("dsl",), name="A. Example", how="extension 21"),)
    return Answerer(lambda: small_reader, Settings(schools=(SchoolSetting(policy="oakfield", people=people),)))


def line(answerer: Answerer, name: str, elapsed_ms: float = 1.5) -> dict[str, Any]:
    """Return the line of a question as one reads it back."""
    read: dict[str, Any] = json.loads(json.dumps(reply_as_json(answerer.ask(QUESTIONS[name], "oakfield"), elapsed_ms)))
    return read


@pytest.mark.parametrize("name", QUESTIONS)
def test_keys_are_those_of_the_contract_in_its_order(staffed: Answerer, name: str) -> None:
    assert list(line(staffed, name)) == KEYS


@pytest.mark.parametrize("name", QUESTIONS)
def test_types_are_those_of_the_contract(staffed: Answerer, name: str) -> None:
    found = line(staffed, name)
    types = {key: type(found[key]) for key in ("outcome", "clauses", "choices", "urgent", "why", "elapsed_ms")}
    assert types == {"outcome": str, "clauses": list, "choices": list, "urgent": bool, "why": list, "elapsed_ms": float}


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("answer", "answer"),
        ("only_if", "answer"),
        ("several", "answer"),
        ("choose", "choose"),
        ("silent", "silent"),
        ("contact", "contact"),
        ("report", "report"),
        ("urgent", "report"),
        ("unknown", "unknown"),
    ],
)
def test_outcome_is_named(staffed: Answerer, name: str, outcome: str) -> None:
    assert line(staffed, name)["outcome"] == outcome


@pytest.mark.parametrize(("name", "verdict"), [("answer", "not_allowed"), ("only_if", "only_if"), ("report", "not_allowed"), ("silent", None)])
def test_verdict_is_a_word_or_nothing(staffed: Answerer, name: str, verdict: str | None) -> None:
    assert line(staffed, name)["verdict"] == verdict


@pytest.mark.parametrize(
    ("name", "topic"), [("answer", "friends"), ("report", "friends"), ("several", "friends"), ("choose", None), ("unknown", None)]
)
def test_topic_is_that_of_the_first_answer(staffed: Answerer, name: str, topic: str | None) -> None:
    assert line(staffed, name)["topic"] == topic


def test_clauses_stand_as_in_the_policy_lead_first(staffed: Answerer) -> None:
    clauses = line(staffed, "answer")["clauses"]
    assert clauses[0] == {"id": "oakfield-1-friends", "section": "1", "stem": "Staff must not:", "text": "Accept friend requests from pupils"}
    assert [clause["id"] for clause in clauses[1:]] == ["oakfield-1-follow", "oakfield-1-photos"]


def test_leads_of_several_answers_stand_before_what_travels_with_them(staffed: Answerer) -> None:
    ids = [clause["id"] for clause in line(staffed, "several")["clauses"]]
    assert ids == ["oakfield-1-friends", "oakfield-2-comments", "oakfield-1-follow", "oakfield-1-photos"]


def test_clause_that_belongs_to_two_answers_stands_once(staffed: Answerer) -> None:
    reply = staffed.ask("can I accept a friend request from a pupil? and can I post photos of pupils?", "oakfield")
    ids = [clause["id"] for clause in reply_as_json(reply, 0.0)["clauses"]]
    assert ids == ["oakfield-1-friends", "oakfield-1-photos", "oakfield-1-follow"]


def test_choices_of_an_open_fact_hold_the_clause_on_which_it_hangs(staffed: Answerer) -> None:
    choices = line(staffed, "only_if")["choices"]
    assert [(choice["label"], choice["clause"]["id"]) for choice in choices] == [
        ("Agreed", "oakfield-1-photos"),
        ("Not agreed", "oakfield-1-photos"),
    ]


def test_choices_between_readings_hold_the_clause_of_each(staffed: Answerer) -> None:
    choices = line(staffed, "choose")["choices"]
    assert [(choice["label"], choice["clause"]["id"]) for choice in choices][:2] == [
        ("accepting friend requests from pupils", "oakfield-1-friends"),
        ("following the school's page", "oakfield-1-follow"),
    ]


@pytest.mark.parametrize("name", ["only_if", "choose"])
def test_clause_of_a_choice_is_whole(staffed: Answerer, name: str) -> None:
    assert [list(choice) for choice in line(staffed, name)["choices"]] == [["label", "clause"]] * len(line(staffed, name)["choices"])
    assert list(line(staffed, name)["choices"][0]["clause"]) == CLAUSE_KEYS


@pytest.mark.parametrize("name", ["answer", "silent", "contact", "unknown"])
def test_answer_without_anything_open_has_no_choices(staffed: Answerer, name: str) -> None:
    assert line(staffed, name)["choices"] == []


def test_nearest_clause_is_given_apart_from_the_clauses(staffed: Answerer) -> None:
    found = line(staffed, "silent")
    assert found["clauses"] == []
    assert list(found["nearest"]) == CLAUSE_KEYS
    assert found["nearest"]["id"] == "oakfield-1-photos"


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "silent"])
def test_nearest_clause_is_given_with_silence_only(staffed: Answerer, name: str) -> None:
    assert line(staffed, name)["nearest"] is None


@pytest.mark.parametrize("name", QUESTIONS)
def test_only_an_urgent_report_is_urgent(staffed: Answerer, name: str) -> None:
    assert line(staffed, name)["urgent"] is (name == "urgent")


def test_report_holds_the_clauses_that_answer(staffed: Answerer) -> None:
    assert line(staffed, "report")["clauses"][0]["id"] == "oakfield-1-friends"


def test_why_holds_the_lines_of_the_reply(staffed: Answerer) -> None:
    reply = staffed.ask(QUESTIONS["answer"], "oakfield")
    assert reply_as_json(reply, 0.0)["why"] == list(reply.why) != []


def test_time_is_given_to_the_microsecond(staffed: Answerer) -> None:
    assert line(staffed, "answer", elapsed_ms=1.23456)["elapsed_ms"] == 1.235


def test_fault_has_the_keys_of_an_answer_and_says_what_to_do() -> None:
    fault = fault_as_json("line 3: this is not JSON")
    assert list(fault) == [*KEYS, "error"]
    assert (fault["outcome"], fault["clauses"], fault["error"]) == ("unknown", [], "line 3: this is not JSON")


@pytest.mark.parametrize(
    ("outcome", "name"),
    [(Answer(()), "answer"), (Choose(()), "choose"), (Silent("cakes", None), "silent"), (Contact(()), "contact"), (Unknown(), "unknown")],
)
def test_every_outcome_has_its_name(outcome: Settled, name: str) -> None:
    assert outcome_name(outcome) == name


def test_question_that_is_reported_is_the_same_beneath(staffed: Answerer) -> None:
    reply = staffed.ask(QUESTIONS["report"], "oakfield")
    assert isinstance(reply.outcome, Report)
    assert isinstance(reply.outcome.beneath, Answer)
    assert reply_as_json(reply, 0.0)["topic"] == reply.outcome.beneath.parts[0].topic_id


def test_clause_keeps_every_mark_of_its_text() -> None:
    clause = Clause("oakfield-9-odd", "9.1", "  “Odd”\n‹b› [x](#)", stem="Staff *must*:")
    assert clause_as_json(clause) == {"id": "oakfield-9-odd", "section": "9.1", "stem": "Staff *must*:", "text": "  “Odd”\n‹b› [x](#)"}
