"""What a policy is made of reads as the document does, and every verdict has its place in the order of strictness."""

from __future__ import annotations

import dataclasses

import pytest

from knowledge.clauses import STRICTEST_FIRST, Clause, Policy, PolicyFact, Verdict


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


def test_clause_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Clause("elmfield-1", "1", "Share passwords").text = "Share nothing"  # type: ignore[misc]


def test_clause_without_networks_is_confined_to_none() -> None:
    assert Clause("elmfield-1", "1", "Share passwords").networks == ()
