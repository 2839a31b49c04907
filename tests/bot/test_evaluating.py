"""A figure counts what it says it counts, on answers made by hand, and a file that cannot be scored says where."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.answering import Answerer, UnknownPolicy
from bot.evaluating import LabelFault, Score, evaluate_files, figures, hits, judge, load_labelled, score_items

FIGURES = [
    *("right first", "or offered", "confidently wrong", "silent", "verdict same", "opposite"),
    *("reports", "false alarms", "urgent", "false urgency", "p50 ms"),
]

Item = dict[str, Any]


def clause(text: str, section: str = "1") -> Item:
    return {"id": "oakfield-x", "section": section, "stem": "", "text": text}


def wanted(**changed: Any) -> Item:
    """Return a labelled question that a clause answers."""
    return {"question": "may we bake cakes", "expect": "answer", "gold": ["Bake cakes"], "rule": "allowed", **changed}


def silent(**changed: Any) -> Item:
    return {"question": "may we bake cakes", "expect": "no_answer", **changed}


def told(label: str, *, urgent: bool = False) -> Item:
    return {"text": "the cakes are gone", "label": label, "urgent": urgent}


def answer(*texts: str, verdict: str | None = "allowed", outcome: str = "answer", offered: tuple[str, ...] = (), urgent: bool = False) -> Item:
    """Return an answer made by hand, with clauses of these texts."""
    choices = [{"label": text, "clause": clause(text)} for text in offered]
    clauses = [clause(text) for text in texts]
    return {"outcome": outcome, "verdict": verdict, "clauses": clauses, "choices": choices, "urgent": urgent, "elapsed_ms": 2.0}


def figure(name: str, *marks: str) -> str:
    """Return one figure of a score that counted these marks."""
    score = Score(times=[2.0])
    score.counts.update(marks)
    return dict(zip(FIGURES, figures(score), strict=True))[name]


# --- marks of an answer ---


def test_clause_that_may_lead_and_leads_is_right() -> None:
    assert "right" in judge(wanted(), answer("Bake cakes"))


@pytest.mark.parametrize("texts", [("Eat", "Bake cakes"), ("Eat", "Drink", "Bake cakes")])
def test_clause_that_may_lead_and_stands_second_or_third_is_beside(texts: tuple[str, ...]) -> None:
    assert "beside" in judge(wanted(), answer(*texts))


@pytest.mark.parametrize("texts", [("Eat",), ("Eat", "Drink", "Sleep", "Bake cakes")])
def test_other_clause_is_wrong(texts: tuple[str, ...]) -> None:
    assert "wrong" in judge(wanted(), answer(*texts))


def test_clause_that_is_offered_is_counted_as_offered() -> None:
    assert judge(wanted(), answer(outcome="choose", verdict=None, offered=("Eat", "Bake cakes"))) == ["alarm_none", "offered"]


def test_clause_offered_in_the_fourth_place_is_missed() -> None:
    assert "missed" in judge(wanted(), answer(outcome="choose", verdict=None, offered=("a", "b", "c", "Bake cakes")))


def test_silence_where_a_clause_answers_is_missed() -> None:
    assert judge(wanted(), answer(outcome="silent", verdict=None)) == ["alarm_none", "missed"]


def test_verdict_that_is_the_same_is_counted() -> None:
    assert "verdict_same" in judge(wanted(rule="only_if"), answer("Bake cakes", verdict="only_if"))


def test_verdict_that_differs_is_counted() -> None:
    assert "verdict_other" in judge(wanted(rule="only_if"), answer("Bake cakes", verdict="required"))


def test_verdict_of_a_wrong_clause_is_not_counted() -> None:
    assert not {"verdict_same", "verdict_other"} & set(judge(wanted(), answer("Eat")))


@pytest.mark.parametrize(("rule", "verdict"), [("allowed", "not_allowed"), ("not_allowed", "allowed")])
@pytest.mark.parametrize("text", ["Bake cakes", "Eat"])
def test_opposite_verdict_is_counted_whatever_clause_leads(rule: str, verdict: str, text: str) -> None:
    assert "opposite" in judge(wanted(rule=rule), answer(text, verdict=verdict))


@pytest.mark.parametrize("verdict", ["not_allowed", "only_if", None])
def test_verdict_that_is_merely_other_is_not_opposite(verdict: str | None) -> None:
    assert "opposite" not in judge(wanted(rule="not_allowed"), answer("Bake cakes", verdict=verdict))


# --- marks of silence ---


@pytest.mark.parametrize("outcome", ["silent", "unknown", "contact", "report"])
def test_silence_where_the_policy_is_silent_is_right(outcome: str) -> None:
    assert "silent_right" in judge(silent(), answer(outcome=outcome, verdict=None))


def test_choice_where_the_policy_is_silent_is_offered() -> None:
    assert "silent_offered" in judge(silent(), answer(outcome="choose", verdict=None, offered=("Eat",)))


@pytest.mark.parametrize("outcome", ["answer", "report"])
def test_clause_where_the_policy_is_silent_is_wrong(outcome: str) -> None:
    assert "silent_wrong" in judge(silent(), answer("Eat", outcome=outcome))


# --- marks of reports ---


@pytest.mark.parametrize(("outcome", "mark"), [("report", "report_caught"), ("answer", "report_missed"), ("unknown", "report_missed")])
def test_report_is_caught_or_missed(outcome: str, mark: str) -> None:
    assert judge(told("report"), answer(outcome=outcome)) == ["calm_unflagged", mark]


@pytest.mark.parametrize("label", ["question", "other"])
@pytest.mark.parametrize(("outcome", "mark"), [("report", "alarm_false"), ("answer", "alarm_none")])
def test_alarm_at_what_is_no_report_is_false(label: str, outcome: str, mark: str) -> None:
    assert judge(told(label), answer(outcome=outcome)) == ["calm_unflagged", mark]


def test_alarm_at_a_question_with_an_answer_is_false_and_the_answer_counts() -> None:
    assert judge(wanted(), answer("Bake cakes", outcome="report")) == ["alarm_false", "right", "verdict_same"]


@pytest.mark.parametrize(
    ("urgent", "flagged", "mark"),
    [
        (True, True, "urgent_flagged"),
        (True, False, "urgent_unflagged"),
        (False, True, "calm_flagged"),
        (False, False, "calm_unflagged"),
    ],
)
def test_urgency_is_flagged_or_not(urgent: bool, flagged: bool, mark: str) -> None:
    assert judge(told("report", urgent=urgent), answer(outcome="report", urgent=flagged))[0] == mark


def test_urgency_is_not_counted_where_it_was_not_labelled() -> None:
    assert [mark for mark in judge(wanted(), answer("Bake cakes", urgent=True)) if "flagged" in mark] == []


# --- which clause is meant ---


@pytest.mark.parametrize(
    "snippet",
    ["Bake cakes", "bake  CAKES", "Bake **cakes**", "• Bake cakes", "bake", "Bake cakes on every Friday of the year, please", "[Bake](#) cakes"],
)
def test_snippet_is_found_whatever_its_layout(snippet: str) -> None:
    assert hits(clause("Bake cakes on every Friday of the year"), {"gold": [snippet]})


def test_quotes_and_dashes_are_folded() -> None:
    assert hits(clause("Bake ‘small’ cakes – daily"), {"gold": ["bake 'small' cakes - daily"]})


def test_short_clause_inside_a_long_snippet_is_not_taken_for_it() -> None:
    assert not hits(clause("Bake cakes"), {"gold": ["Bake cakes on every Friday of the year"]})


def test_any_snippet_of_several_will_do() -> None:
    assert hits(clause("Bake cakes"), {"gold": ["Eat", "Bake cakes"]})


def test_no_snippet_means_no_clause() -> None:
    assert not hits(clause("Bake cakes"), {"gold": []})


@pytest.mark.parametrize(
    ("section", "sections", "right"),
    [
        ("2.1", ["2.1"], True),
        ("2.1.3", ["2.1"], True),
        ("2", ["2.1"], False),
        ("2.10", ["2.1"], False),
        ("3", ["2.1", "3"], True),
        ("Use of images", ["Use of Images"], True),
        ("images", ["Use of images"], True),
        ("Tone", ["Use of images"], False),
        ("Tone", [], True),
    ],
)
def test_words_that_stand_in_several_sections_must_be_in_the_right_one(section: str, sections: list[str], right: bool) -> None:
    assert hits(clause("Bake cakes", section), {"gold": ["Bake cakes"], "ambiguous": True, "sections": sections}) is right


def test_section_does_not_matter_where_the_words_stand_once() -> None:
    assert hits(clause("Bake cakes", "9"), {"gold": ["Bake cakes"], "ambiguous": False, "sections": ["1"]})


# --- figures ---


@pytest.mark.parametrize(
    ("name", "marks", "shown"),
    [
        ("right first", ("right", "beside", "wrong", "missed"), "25.0"),
        ("or offered", ("right", "beside", "offered", "missed"), "75.0"),
        ("confidently wrong", ("wrong", "right", "silent_wrong", "silent_right"), "50.0"),
        ("silent", ("silent_right", "silent_offered", "silent_wrong"), "33.3"),
        ("verdict same", ("verdict_same", "verdict_same", "verdict_other"), "66.7"),
        ("opposite", ("opposite", "opposite"), "2"),
        ("reports", ("report_caught", "report_missed"), "50.0"),
        ("false alarms", ("alarm_false", "alarm_none", "alarm_none", "alarm_none"), "25.0"),
        ("urgent", ("urgent_flagged", "urgent_unflagged"), "50.0"),
        ("false urgency", ("calm_flagged", "calm_unflagged", "calm_unflagged", "calm_unflagged"), "25.0"),
    ],
)
def test_figure_is_the_share_of_its_kind(name: str, marks: tuple[str, ...], shown: str) -> None:
    assert figure(name, *marks) == shown


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in ("opposite", "p50 ms")])
def test_figure_with_nothing_to_count_is_a_dash(name: str) -> None:
    assert figure(name) == "-"


def test_time_is_the_median() -> None:
    assert figures(Score(times=[1.0, 9.0, 2.0]))[-1] == "2.00"


def test_items_are_scored_with_their_own_policy_and_question() -> None:
    asked: list[tuple[str, str]] = []

    def engine(question: str, policy: str) -> Item:
        asked.append((question, policy))
        return answer("Bake cakes")

    score = score_items([wanted(policy="oakfield"), told("report")], engine)
    assert asked == [("may we bake cakes", "oakfield"), ("the cakes are gone", "alet")]
    assert (score.counts["right"], score.counts["report_missed"], score.times) == (1, 1, [2.0, 2.0])


# --- files ---


def write(folder: Path, *lines: str) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_labelled_questions_are_read_in_order_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    assert load_labelled(write(tmp_path, '{"question": "one"}', "", '{"question": "two"}', "  ")) == [{"question": "one"}, {"question": "two"}]


def test_line_that_is_not_json_is_named_with_its_file_and_number(tmp_path: Path) -> None:
    path = write(tmp_path, '{"question": "one"}', "", "{question: two}")
    with pytest.raises(LabelFault) as refused:
        load_labelled(path)
    assert str(refused.value) == f"{path}:3: this is not JSON; write one labelled question a line"


@pytest.mark.parametrize("line", ["[]", '"cakes"', "7", "null"])
def test_line_that_is_no_object_is_a_fault(tmp_path: Path, line: str) -> None:
    with pytest.raises(LabelFault, match=r"labelled\.jsonl:1: "):
        load_labelled(write(tmp_path, line))


def test_file_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_bytes('{"question": "café"}'.encode("latin-1"))
    with pytest.raises(LabelFault, match=r"labelled\.jsonl"):
        load_labelled(path)


@pytest.mark.parametrize("mark", ["\u2028", "\x85"])
def test_rare_line_mark_inside_a_question_does_not_end_the_line(tmp_path: Path, mark: str) -> None:
    assert load_labelled(write(tmp_path, f'{{"question": "one{mark}two"}}')) == [{"question": f"one{mark}two"}]


def table(answerer: Answerer, *files: Path, with_reference: bool) -> str:
    out = StringIO()
    evaluate_files(answerer, files, Console(file=out, width=400), with_reference=with_reference)
    return out.getvalue()


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    friends = {"gold": ["Accept friend requests from pupils"], "rule": "not_allowed"}
    lines = [
        {"policy": "oakfield", "question": "can I accept a friend request from a pupil", "expect": "answer", **friends},
        {"policy": "oakfield", "question": "can I use the logo", "expect": "no_answer"},
    ]
    return write(tmp_path, *map(json.dumps, lines))


def cells(shown: str, engine: str) -> list[str]:
    (row,) = [line for line in shown.splitlines() if f" {engine} " in line]
    return [cell.strip() for cell in row.strip("│ ").split("│")]


def test_table_has_a_row_for_signpost_and_for_each_plain_engine(small_answerer: Answerer, labelled: Path) -> None:
    shown = table(small_answerer, labelled, with_reference=True)
    assert [cells(shown, engine)[:2] for engine in ("signpost", "rapidfuzz", "bm25")] == [
        ["labelled", "signpost"],
        ["labelled", "rapidfuzz"],
        ["labelled", "bm25"],
    ]


def test_table_without_the_plain_engines_has_signpost_only(small_answerer: Answerer, labelled: Path) -> None:
    shown = table(small_answerer, labelled, with_reference=False)
    assert "signpost" in shown
    assert "bm25" not in shown


def test_row_holds_the_figures_of_the_file(small_answerer: Answerer, labelled: Path) -> None:
    found = cells(table(small_answerer, labelled, with_reference=False), "signpost")
    assert found[2:-1] == ["100.0", "100.0", "0.0", "100.0", "100.0", "0", "-", "0.0", "-", "-"]


def test_plain_engine_is_never_silent(small_answerer: Answerer, labelled: Path) -> None:
    assert cells(table(small_answerer, labelled, with_reference=True), "bm25")[5] == "0.0"


def test_labelled_question_of_an_unknown_policy_is_told(small_answerer: Answerer, tmp_path: Path) -> None:
    path = write(tmp_path, '{"policy": "elmfield", "question": "cakes", "expect": "no_answer"}')
    with pytest.raises(UnknownPolicy, match="elmfield"):
        table(small_answerer, path, with_reference=False)
