"""A new version of a policy says which answers it flips, and what only reads otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.changes import FLIPS, Change
from bot.differing import Difference, FactDifference, difference_as_json, differences, fact_differences
from knowledge.clauses import Policy, Topic
from knowledge.drafts import read_draft
from knowledge.loading import load_knowledge
from knowledge.reading import Reader
from tests.tidy import TidySchool, copy_tidy_school


@pytest.fixture
def tidy(tmp_path: Path, reader: Reader) -> TidySchool:
    return copy_tidy_school(tmp_path / "tidy", reader.knowledge)


@pytest.fixture
def old(tidy: TidySchool) -> Policy:
    """The policy before the test edits it."""
    return read_draft(tidy.yaml)[0]


@pytest.fixture
def topics(tidy: TidySchool) -> dict[str, Topic]:
    return dict(load_knowledge(tidy.home).topics)


def changed(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> list[tuple[str, Change]]:
    return [(one.topic_id, one.change) for one in differences(old, read_draft(tidy.yaml)[0], topics)]


def test_version_that_is_the_same_changes_nothing(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    assert changed(old, tidy, topics) == []
    assert fact_differences(old, old) == ()


@pytest.mark.parametrize(
    ("was", "now", "topic", "change"),
    [
        ("    oakfield-2-1-breaks: allowed", "    oakfield-2-1-breaks: not_allowed", "follow", Change.VERDICT),
        ("    oakfield-2-photos: only_if", "    oakfield-2-photos: not_allowed", "photos", Change.VERDICT),
        ("    oakfield-4-answers: required\n", "", "comments", Change.VERDICT),
        ("  photos:\n    oakfield-2-photos: only_if\n", "", "photos", Change.DISAPPEARED),
        ("answers:\n", "answers:\n  logo:\n    oakfield-1-messages: information\n", "logo", Change.APPEARED),
        ("    oakfield-2-friends: not_allowed\n", "    oakfield-2-photos: not_allowed\n", "friends", Change.LEAD),
        ('text: "They are read at weekends too."', 'text: "They are read on Sundays too."', "comments", Change.BESIDE),
        ('text: "Comments must be answered within two days."', 'text: "Comments must be answered within a day."', "comments", Change.TEXT),
    ],
)
def test_change_of_one_answer_is_told_as_what_it_is(
    old: Policy, tidy: TidySchool, topics: dict[str, Topic], *, was: str, now: str, topic: str, change: Change
) -> None:
    tidy.edit(tidy.yaml, was, now)
    assert changed(old, tidy, topics) == [(topic, change)]


def test_clause_that_only_got_another_id_has_not_changed(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    text = (
        tidy.yaml.read_text(encoding="utf-8").replace("oakfield-2-photos", "oakfield-2-pictures").replace("oakfield-4-weekends", "oakfield-4-sundays")
    )
    tidy.yaml.write_text(text, encoding="utf-8")
    assert changed(old, tidy, topics) == []


def test_condition_that_settles_otherwise_flips_the_answer(tidy: TidySchool, topics: dict[str, Topic]) -> None:
    condition = """  conditions:
  - words: (unless the headteacher has agreed)
    question: Has the headteacher agreed?
    choices:
    - {label: Agreed, verdict: allowed}
    - {label: Not agreed, verdict: not_allowed}
"""
    tidy.edit(tidy.yaml, "- id: oakfield-2-messages\n", f"{condition}- id: oakfield-2-messages\n")
    old = read_draft(tidy.yaml)[0]
    tidy.edit(tidy.yaml, "{label: Agreed, verdict: allowed}", "{label: Agreed, verdict: advised}")
    assert changed(old, tidy, topics) == [("photos", Change.CONDITIONS)]


def test_answer_that_flips_for_one_network_only_names_it(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    for item in ("news", "reminders"):
        tidy.edit(tidy.yaml, f"    oakfield-3-2-{item}: allowed\n", "")
    (one,) = differences(old, read_draft(tidy.yaml)[0], topics)
    assert (one.topic_id, one.change, one.network) == ("events", Change.VERDICT, "x")


def test_clause_confined_to_another_network_flips_the_answer_on_the_one_that_it_leaves(
    old: Policy, tidy: TidySchool, topics: dict[str, Topic]
) -> None:
    tidy.edit(tidy.yaml, "- id: oakfield-2-photos\n", "- id: oakfield-2-photos\n  networks: [facebook]\n")
    tidy.edit(tidy.yaml, "    oakfield-2-photos: only_if\n", "    oakfield-2-photos: only_if\n    oakfield-3-2-photos: allowed\n")
    found = differences(old, read_draft(tidy.yaml)[0], topics)
    assert [(one.topic_id, one.change, one.network) for one in found] == [("photos", Change.VERDICT, "x")]


def test_entry_of_a_list_that_gets_another_verdict_is_told_with_its_own_clause(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    tidy.edit(tidy.yaml, "    oakfield-2-1-breaks: allowed", "    oakfield-2-1-breaks: only_if")
    (one,) = differences(old, read_draft(tidy.yaml)[0], topics)
    assert one.before
    assert one.after
    assert [(part.lead.id, str(part.verdict)) for part in (one.before, one.after)] == [
        ("oakfield-2-1-breaks", "allowed"),
        ("oakfield-2-1-breaks", "only_if"),
    ]


def test_flips_come_first(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    tidy.edit(tidy.yaml, 'text: "Comments must be answered within two days."', 'text: "Comments must be answered within a day."')
    tidy.edit(tidy.yaml, "  version:\n", "  lunch:\n    oakfield-1-messages: information\n  version:\n")
    assert [one.flips for one in differences(old, read_draft(tidy.yaml)[0], topics)] == [True, False]


def test_topic_that_nobody_knows_yet_is_named_by_its_id(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    tidy.edit(tidy.yaml, "answers:\n", "answers:\n  school-fair:\n    oakfield-1-messages: information\n")
    (one,) = differences(old, read_draft(tidy.yaml)[0], topics)
    assert (one.topic_id, one.about) == ("school-fair", "school fair")


def test_what_the_document_says_of_itself_is_compared(old: Policy, tidy: TidySchool) -> None:
    tidy.plant("Next review date: May 2027", "Next review date: May 2029")
    tidy.edit(
        tidy.yaml, "review_date: {clause: oakfield-header-review, words: May 2027}", "review_date: {clause: oakfield-header-review, words: May 2029}"
    )
    tidy.edit(tidy.yaml, '  version: {clause: oakfield-header-version, words: "4"}\n', "")
    tidy.edit(tidy.yaml, "ask_whom: the school office", "ask_whom: the headteacher")
    assert fact_differences(old, read_draft(tidy.yaml)[0]) == (
        FactDifference("version", "4", ""),
        FactDifference("review_date", "May 2027", "May 2029"),
        FactDifference("ask_whom", "the school office", "the headteacher"),
    )


def test_side_that_is_silent_is_null_in_json(old: Policy, tidy: TidySchool, topics: dict[str, Topic]) -> None:
    tidy.edit(tidy.yaml, "  photos:\n    oakfield-2-photos: only_if\n", "")
    (one,) = differences(old, read_draft(tidy.yaml)[0], topics)
    shown = difference_as_json(one)
    assert (shown["change"], shown["flips"], shown["after"], shown["network"]) == ("disappeared", True, None, None)
    assert shown["before"]["clause"]["id"] == "oakfield-2-photos"


@pytest.mark.parametrize("change", list(Change))
def test_only_other_words_are_no_flip(change: Change) -> None:
    assert Difference("t", "t", change, None, None).flips is (change not in (Change.TEXT, Change.BESIDE))
    assert (change in FLIPS) is Difference("t", "t", change, None, None).flips


@pytest.mark.parametrize(("old_key", "new_key"), [("alet", "iwys"), ("athelstan", "wren-spinney")])
def test_what_differs_between_two_schools_is_what_a_comparison_shows(reader: Reader, old_key: str, new_key: str) -> None:
    policies, topics = reader.knowledge.policies, reader.knowledge.topics
    found = differences(policies[old_key], policies[new_key], topics)
    appeared = {one.topic_id for one in found if one.change is Change.APPEARED and not one.network}
    assert appeared == set(policies[new_key].answers) - set(policies[old_key].answers)
