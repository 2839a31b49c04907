"""What a policy is made of reads as the document does, and every verdict has its place in the order of strictness."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from knowledge.clauses import STRICTEST_FIRST, Choice, Clause, Condition, Knowledge, Link, Policy, PolicyFact, Tension, Topic, TopicKind, Verdict


def policy(facts: dict[str, PolicyFact]) -> Policy:
    return Policy("elmfield", "Elmfield School", "Social Media Policy", "the school office", clauses={}, answers={}, facts=facts)


def test_clause_of_a_list_reads_with_its_stem() -> None:
    assert Clause("elmfield-1", "1", "Share passwords", stem="Staff must not:").whole() == "Staff must not: Share passwords"


def test_clause_that_is_a_sentence_reads_as_it_stands() -> None:
    assert Clause("elmfield-1", "1", "Staff may follow the school.").whole() == "Staff may follow the school."


def test_fact_is_given_in_the_words_of_the_document() -> None:
    assert policy({"version": PolicyFact("version", "elmfield-1", "Version 3")}).fact("version") == "Version 3"


def test_fact_that_the_document_does_not_print_is_empty() -> None:
    assert policy({"version": PolicyFact("version", "elmfield-1", "Version 3")}).fact("owner") == ""


def test_every_verdict_stands_once_in_the_order_of_strictness() -> None:
    assert sorted(STRICTEST_FIRST) == sorted(Verdict)


@pytest.mark.parametrize("milder", [verdict for verdict in Verdict if verdict is not Verdict.NOT_ALLOWED])
def test_what_is_not_allowed_is_stricter_than_anything(milder: Verdict) -> None:
    assert STRICTEST_FIRST.index(Verdict.NOT_ALLOWED) < STRICTEST_FIRST.index(milder)


def test_permission_on_a_condition_is_stricter_than_permission() -> None:
    assert STRICTEST_FIRST.index(Verdict.ONLY_IF) < STRICTEST_FIRST.index(Verdict.ALLOWED)


def test_what_only_informs_is_the_least_strict() -> None:
    assert STRICTEST_FIRST[-1] is Verdict.INFORMATION


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_never_says_yes_or_no(verdict: Verdict) -> None:
    assert verdict.value not in ("yes", "no")


@pytest.mark.parametrize(
    "part",
    [
        Clause("elmfield-1", "1", "Share passwords"),
        Choice("Agreed", Verdict.ALLOWED),
        Condition("(unless agreed)", "Has it been agreed?", ()),
        Link("elmfield-1", Verdict.ALLOWED),
        PolicyFact("version", "elmfield-1", "Version 3"),
        Tension(("elmfield-1", "elmfield-2"), "They differ."),
        Topic("photos", "photos of pupils", TopicKind.POLICY, ("may I post a photo",)),
        policy({}),
        Knowledge({}, {}),
    ],
    ids=lambda part: type(part).__name__,
)
def test_nothing_of_a_policy_can_be_changed(part: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(part, dataclasses.fields(part)[0].name, "something else")


def test_topic_confines_and_teaches_unless_it_says_otherwise() -> None:
    topic = Topic("photos", "photos of pupils", TopicKind.POLICY, ("may I post a photo",))
    assert (topic.names_other_networks, topic.may_tell) == (False, False)


def test_clause_without_networks_is_confined_to_none() -> None:
    assert Clause("elmfield-1", "1", "Share passwords").networks == ()
