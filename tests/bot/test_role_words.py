"""A duty typed in place of a name is read as the role whose holders it may mean; duties that only sound alike are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports import Role
from bot.role_words import find_duties, meant_role, speaks_of

SENIOR = {Role.DSL, Role.DEPUTY, Role.SLT}


def roles(typed: str) -> set[Role]:
    return {role for duty in find_duties(typed) for role in duty.roles}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the headteacher", {Role.HEAD}),
        ("the head", {Role.HEAD}),
        ("Head", {Role.HEAD}),
        ("HEAD TEACHER", {Role.HEAD}),
        ("head-teacher", {Role.HEAD}),
        ("our headmistress", {Role.HEAD}),
        ("the principal", {Role.HEAD}),
        ("the HT", {Role.HEAD}),
        ("acting head", {Role.HEAD}),
        ("executive headteacher", {Role.HEAD}),
        ("head of school", {Role.HEAD}),
        ("the head of the school", {Role.HEAD}),
        ("headtecher", {Role.HEAD}),
        ("the haed", {Role.HEAD}),
        ("the head's office", {Role.HEAD}),
        ("my boss", {Role.HEAD}),
        ("our DSL", {Role.DSL}),
        ("dsl", {Role.DSL}),
        ("D.S.L.", {Role.DSL}),
        ("dls", {Role.DSL}),
        ("designated safeguarding lead", {Role.DSL}),
        ("Designated Safegaurding Lead", {Role.DSL}),
        ("the safeguarding lead", {Role.DSL}),
        ("lead for safeguarding", {Role.DSL}),
        ("head of safeguarding", {Role.DSL}),
        ("child protection officer", {Role.DSL}),
        ("one of the DSLs", {Role.DSL, Role.DEPUTY}),
        ("the safeguarding team", {Role.DSL, Role.DEPUTY}),
        ("deputy DSL", {Role.DEPUTY}),
        ("our DDSL", {Role.DEPUTY}),
        ("deputy designated safeguarding lead", {Role.DEPUTY}),
        ("deputy head", SENIOR),
        ("the deputy headteacher", SENIOR),
        ("deputy", SENIOR),
        ("vice-principal", SENIOR),
        ("assistant head", SENIOR),
        ("chair of governors", {Role.CHAIR}),
        ("the chair", {Role.CHAIR}),
        ("chairwoman of the board", {Role.CHAIR}),
        ("one of the governors", {Role.CHAIR}),
        ("a trustee", {Role.CHAIR}),
        ("a member of SLT", {Role.SLT}),
        ("somebody in the senior leadership team", {Role.SLT}),
        ("the proprietor", {Role.PROPRIETOR}),
        ("owner of the school", {Role.PROPRIETOR}),
        ("the policy owner", {Role.OWNER}),
        ("the IT manager", {Role.IT}),
        ("the head and the DSL", {Role.HEAD, Role.DSL}),
        ("Mrs Okafor, the head", {Role.HEAD}),
        ("head/DSL", {Role.HEAD, Role.DSL}),
    ],
)
def test_duty_is_read_as_the_role_that_it_may_mean(typed: str, meant: set[Role]) -> None:
    assert roles(typed) == meant


@pytest.mark.parametrize("typed", ["the deputy head", "assistant headteacher", "the deputy"])
def test_deputy_head_is_not_one_of_those_who_lead(typed: str) -> None:
    (duty,) = find_duties(typed)
    assert duty.but_not == {Role.HEAD, Role.PROPRIETOR, Role.CHAIR}


@pytest.mark.parametrize(
    "typed",
    [
        "", "teacher", "class teacher", "a teaching assistant", "Head of Year 9", "head of maths", "the head of the art department", "head girl",
        "head cook", "maths lead", "lead practitioner", "director of music", "owner of the account", "chair of the PTA", "Mr Headley", "I heard him",
        "it", "caretaker", "Grace Okafor", "not sure", "supply teacher", "bus driver", "office manager", "team leader",
    ],
)  # fmt: skip
def test_other_duties_mean_no_role(typed: str) -> None:
    assert roles(typed) == set()


@pytest.mark.parametrize("typed", ["the caretaker", "Caretaker", "our caretakr, Tom", "the site manager"])
def test_own_word_of_the_settings_is_recognised(typed: str) -> None:
    assert speaks_of(typed, ["caretaker", "site manager"])


@pytest.mark.parametrize("typed", ["the care taker's", "manager", "site", "", "Tom"])
def test_other_words_are_not_an_own_word_of_the_settings(typed: str) -> None:
    assert not speaks_of(typed, ["caretaker", "site manager"])
    assert not speaks_of(typed, [])


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("dls", Role.DSL),
        ("deputi", Role.DEPUTY),
        ("Headteacher", Role.HEAD),
        ("chair of governors", Role.CHAIR),
        ("deputy head", None),
        ("safeguarding team", None),
        ("caretaker", None),
        ("ta", None),
        ("", None),
    ],
)
def test_word_of_the_settings_means_a_role_only_where_it_is_clear(word: str, role: Role | None) -> None:
    assert meant_role(word) is role


@given(st.text(max_size=200))
def test_any_text_is_read(typed: str) -> None:
    assert all(isinstance(role, Role) for role in roles(typed))
    assert meant_role(typed) in (None, *Role)
    assert not speaks_of(typed, [])
