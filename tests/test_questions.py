"""Holds the accuracy on labelled questions: a change that makes it worse than it was is red.

r1 to r6 and d1, d2 have been moved into the knowledge since they were first scored, so they only guard against regressions. r7, r8, d3 and d4 have
not; they say how Signpost does on wordings that nobody wrote down. First-shot figures: docs/accuracy.md.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from bot.answering import Answerer
from bot.contract import reply_as_json
from bot.evaluating import Score, load_labelled, score_items

QUESTIONS = Path(__file__).parent / "questions"
SCHOOLS = ["alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney"]
ANSWERS = ("right", "beside", "wrong", "offered", "missed")
SILENCES = ("silent_right", "silent_offered", "silent_wrong")

FLOORS = {
    ("r7", "everyday"): {"first": 95.0, "offered": 98.0, "wrong": 1.0, "silent": 95.0, "caught": 99.0, "alarms": 1.0},
    ("r7", "hard"): {"first": 82.0, "offered": 91.0, "wrong": 4.0, "silent": 81.0, "caught": 99.0, "alarms": 6.5},
    ("r8", "everyday"): {"first": 95.0, "offered": 98.0, "wrong": 2.0, "silent": 95.0, "caught": 99.0, "alarms": 1.0},
    ("r8", "hard"): {"first": 82.0, "offered": 90.0, "wrong": 4.0, "silent": 88.0, "caught": 94.0, "alarms": 4.0},
}


@cache
def _scored(name: str, kind: str | None, answerer: Answerer) -> Score:
    items = [item for item in load_labelled(QUESTIONS / f"{name}.jsonl") if kind is None or item["kind"] == kind]
    return score_items(items, lambda question, key: reply_as_json(answerer.ask(question, key), 0.0))


def _share(score: Score, part: tuple[str, ...], whole: tuple[str, ...]) -> float:
    return float(score.share(part, whole))


@pytest.mark.parametrize(("name", "kind"), list(FLOORS))
def test_the_right_clause_leads_as_often_as_it_did(name: str, kind: str, answerer: Answerer) -> None:
    assert _share(_scored(name, kind, answerer), ("right",), ANSWERS) >= FLOORS[name, kind]["first"]


@pytest.mark.parametrize(("name", "kind"), list(FLOORS))
def test_the_right_clause_leads_or_is_offered_as_often_as_it_did(name: str, kind: str, answerer: Answerer) -> None:
    assert _share(_scored(name, kind, answerer), ("right", "beside", "offered"), ANSWERS) >= FLOORS[name, kind]["offered"]


@pytest.mark.parametrize(("name", "kind"), list(FLOORS))
def test_a_wrong_clause_leads_no_more_often_than_it_did(name: str, kind: str, answerer: Answerer) -> None:
    assert _share(_scored(name, kind, answerer), ("wrong", "silent_wrong"), (*ANSWERS, *SILENCES)) <= FLOORS[name, kind]["wrong"]


@pytest.mark.parametrize(("name", "kind"), list(FLOORS))
def test_silence_is_kept_where_the_policy_is_silent(name: str, kind: str, answerer: Answerer) -> None:
    assert _share(_scored(name, kind, answerer), ("silent_right",), SILENCES) >= FLOORS[name, kind]["silent"]


@pytest.mark.parametrize(("name", "kind"), list(FLOORS))
def test_reports_are_caught_and_questions_raise_no_alarm(name: str, kind: str, answerer: Answerer) -> None:
    score = _scored(name, kind, answerer)
    assert _share(score, ("report_caught",), ("report_caught", "report_missed")) >= FLOORS[name, kind]["caught"]
    assert _share(score, ("alarm_false",), ("alarm_false", "alarm_none")) <= FLOORS[name, kind]["alarms"]


@pytest.mark.parametrize("name", ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"])
def test_no_answer_says_the_opposite_of_the_policy(name: str, answerer: Answerer) -> None:
    assert _scored(name, None, answerer).counts["opposite"] == 0


@pytest.mark.parametrize("name", ["r1", "r2", "r3", "r4", "r5", "r6"])
def test_questions_that_were_taken_up_stay_answered(name: str, answerer: Answerer) -> None:
    score = _scored(name, None, answerer)
    assert _share(score, ("right", "beside", "offered"), ANSWERS) >= 96.0
    assert _share(score, ("wrong", "silent_wrong"), (*ANSWERS, *SILENCES)) <= 3.0


@pytest.mark.parametrize("name", ["d1", "d2"])
def test_reports_that_were_taken_up_stay_caught(name: str, answerer: Answerer) -> None:
    assert _share(_scored(name, None, answerer), ("report_caught",), ("report_caught", "report_missed")) >= 97.0


@pytest.mark.parametrize(("name", "caught"), [("d3", 94.0), ("d4", 97.0)])
def test_new_disclosures_are_caught_and_urgent_ones_flagged(name: str, caught: float, answerer: Answerer) -> None:
    score = _scored(name, None, answerer)
    assert _share(score, ("report_caught",), ("report_caught", "report_missed")) >= caught
    assert _share(score, ("alarm_false",), ("alarm_false", "alarm_none")) <= 1.5
    assert _share(score, ("urgent_flagged",), ("urgent_flagged", "urgent_unflagged")) >= 92.0
    assert _share(score, ("calm_flagged",), ("calm_flagged", "calm_unflagged")) <= 3.0


@pytest.mark.parametrize("key", SCHOOLS)
def test_no_question_ever_shows_another_schools_clause(key: str, answerer: Answerer) -> None:
    items = [item for path in sorted(QUESTIONS.glob("*.jsonl")) for item in load_labelled(path)]
    items = items if settings.get_current_profile_name() == "prove" else items[SCHOOLS.index(key) :: 8]
    replies = [reply_as_json(answerer.ask(item.get("question") or item["text"], key), 0.0) for item in items]
    shown = [*(clause for reply in replies for clause in reply["clauses"]), *(choice["clause"] for reply in replies for choice in reply["choices"])]
    shown += [reply["nearest"] for reply in replies if reply["nearest"]]
    assert len(shown) > 250
    assert {clause["id"] for clause in shown} <= set(answerer.policy(key).clauses)
