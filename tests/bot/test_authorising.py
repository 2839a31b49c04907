"""Who may do what: every role, verb and kind, for everybody whom it could be, against a table written out here by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations, product

import pytest

from bot.authorising import ALLOWED, ALLOWED_STANDING_IN, RECIPIENT_VERBS, REPORTER_VERBS, ROLE_ORDER, Verb, can_receive, may
from bot.reports import Kind, Person, Report, Role, State, Urgency

# Which kinds the holder of a role may open and act on. P pupil contact, S safeguarding concern, A adult concern, O online incident;
# in small letters: only once it has come to them in another's place. Nothing else in this file says who may what.
TABLE = {
    Role.DSL: "P S . O",
    Role.DEPUTY: "P S . O",
    Role.HEAD: "P S A O",
    Role.PROPRIETOR: "P S A O",
    Role.SLT: "p s . O",
    Role.CHAIR: "p s a o",
    Role.IT: ". . . .",
    Role.OWNER: ". . . .",
    Role.COMMUNICATIONS: ". . . .",
    Role.ADMIN: ". . . .",
    Role.STAFF: ". . . .",
}
LETTERS = {Kind.PUPIL_CONTACT: "P", Kind.SAFEGUARDING_CONCERN: "S", Kind.ADULT_CONCERN: "A", Kind.ONLINE_INCIDENT: "O"}
FOR_RECIPIENTS = {
    "view", "acknowledge", "assign", "note", "contact", "escalate", "outcome", "reopen", "list", "export", "hold", "mark_recorded"
}  # fmt: skip
FOR_THE_REPORTER = {"add_information", "withdraw", "my_reports"}

AMARA = Person("amara", "Amara Okafor", "oakfield")
PEOPLE = {
    "of the school": AMARA,
    "excluded": Person("excluded", "Ben Sample", "oakfield"),
    "a guest": Person("guest", "Carys Specimen", "oakfield", full_member=False),
    "of another school": Person("amara", "Amara Okafor", "elmfield"),
    "the reporter": Person("reporter", "Dev Pattern", "oakfield"),
    "the reporter, excluded": Person("self", "Esme Instance", "oakfield"),
    "the reporter, a guest": Person("reporter", "Dev Pattern", "oakfield", full_member=False),
    "the reporter, of another school": Person("reporter", "Dev Pattern", "elmfield"),
}


def report(kind: Kind, reporter_id: str = "reporter") -> Report:
    return Report(
        id="1f",
        reference="R-0042",
        school="oakfield",
        kind=kind,
        urgency=Urgency.NORMAL,
        state=State.OPEN,
        reporter_id=reporter_id,
        reported_at=datetime(2026, 11, 16, 10, 31, tzinfo=UTC),
        excluded=frozenset({"excluded", "self", "slack:U09"}),
    )


def in_table(roles: tuple[Role, ...], kind: Kind, *, standing_in: bool) -> bool:
    """Return what the table says of somebody who holds these roles."""
    cells = "".join(TABLE[role] for role in roles)
    return LETTERS[kind] in cells or (standing_in and LETTERS[kind].lower() in cells)


def expected(who: str, roles: tuple[Role, ...], verb: Verb, kind: Kind, *, standing_in: bool) -> bool:
    """Return what ought to be, said again in other words than the code's."""
    if "another school" in who:
        return False
    if verb.value in FOR_THE_REPORTER:
        return who.startswith("the reporter")
    if "excluded" in who or "guest" in who:
        return False
    return in_table(roles, kind, standing_in=standing_in)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_table_is_as_it_is_written_here(role: Role, verb: Verb, kind: Kind) -> None:
    found, wanted = {}, {}
    for who, standing_in in product(PEOPLE, (False, True)):
        made = report(kind, "self" if who == "the reporter, excluded" else "reporter")
        found[who, standing_in] = may(verb, PEOPLE[who], {role}, made, standing_in=standing_in)
        wanted[who, standing_in] = expected(who, (role,), verb, kind, standing_in=standing_in)
    assert found == wanted


@pytest.mark.parametrize("roles", list(combinations(Role, 2)), ids=" and ".join)
def test_somebody_of_two_roles_may_what_either_may(roles: tuple[Role, Role]) -> None:
    for verb, kind, standing_in, who in product(RECIPIENT_VERBS, Kind, (False, True), PEOPLE):
        assert may(verb, PEOPLE[who], frozenset(roles), report(kind), standing_in=standing_in) == expected(
            who, roles, verb, kind, standing_in=standing_in
        )


@pytest.mark.parametrize(("verb", "kind", "who"), list(product(Verb, Kind, PEOPLE)))
def test_whoever_holds_no_role_may_only_what_the_reporter_may(verb: Verb, kind: Kind, who: str) -> None:
    made = report(kind, "self" if who == "the reporter, excluded" else "reporter")
    assert may(verb, PEOPLE[who], frozenset(), made, standing_in=True) == expected(who, (), verb, kind, standing_in=True)


def test_verbs_are_those_of_this_page_and_each_is_somebodys() -> None:
    assert {verb.value for verb in RECIPIENT_VERBS} == FOR_RECIPIENTS
    assert {verb.value for verb in REPORTER_VERBS} == FOR_THE_REPORTER
    assert set(Verb) == RECIPIENT_VERBS | REPORTER_VERBS


def test_table_has_a_cell_for_every_role_and_kind() -> None:
    assert set(ALLOWED) == set(ALLOWED_STANDING_IN) == set(product(Role, Kind))
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize("pair", list(product(Role, Kind)), ids=" ".join)
def test_tables_hold_all_verbs_of_recipients_or_none(pair: tuple[Role, Kind]) -> None:
    role, kind = pair
    assert ALLOWED[pair] == (frozenset(map(Verb, FOR_RECIPIENTS)) if in_table((role,), kind, standing_in=False) else frozenset())
    assert ALLOWED_STANDING_IN[pair] == (frozenset(map(Verb, FOR_RECIPIENTS)) if in_table((role,), kind, standing_in=True) else frozenset())
    assert can_receive(role, kind) == in_table((role,), kind, standing_in=True)


def test_reporter_who_is_dsl_may_open_their_own_report() -> None:
    assert may(Verb.VIEW, PEOPLE["the reporter"], {Role.DSL}, report(Kind.PUPIL_CONTACT))


def test_reporter_who_reports_themselves_may_add_and_may_not_open() -> None:
    themselves, made = PEOPLE["the reporter, excluded"], report(Kind.ADULT_CONCERN, "self")
    assert may(Verb.ADD_INFORMATION, themselves, {Role.HEAD}, made)
    assert not may(Verb.VIEW, themselves, {Role.HEAD}, made, standing_in=True)


def test_dsl_never_opens_a_concern_about_an_adult_not_even_standing_in() -> None:
    for role in (Role.DSL, Role.DEPUTY, Role.SLT):
        assert not may(Verb.VIEW, AMARA, {role}, report(Kind.ADULT_CONCERN), standing_in=True)


FIRST = {
    Kind.PUPIL_CONTACT: Role.DSL,
    Kind.SAFEGUARDING_CONCERN: Role.DSL,
    Kind.ADULT_CONCERN: Role.HEAD,
    Kind.ONLINE_INCIDENT: Role.SLT,
}


@pytest.mark.parametrize("kind", Kind)
def test_whoever_can_stand_in_for_the_first_can_open_what_comes_to_them(kind: Kind) -> None:
    assert all(can_receive(role, kind) for role in (FIRST[kind], *ROLE_ORDER[FIRST[kind]]))
