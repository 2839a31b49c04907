"""What stands against serving is told before anything is served: every local fault at once, each with its place and the next step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.refusals import PLATFORMS
from bot.reports import Kind, Role
from bot.settings import MailSetting, PersonSetting, SchoolSetting, Settings, StepSetting, load_settings, refusals

EXAMPLE = Path(__file__).parents[2] / "docs" / "signpost.example.yaml"
POLICIES = ("oakfield", "elmfield")
MAIL = MailSetting(host="localhost", sender="signpost@oakfield.example")


def person(name: str, *roles: str, **more: Any) -> PersonSetting:
    return PersonSetting(**({"name": name, "roles": roles, "how": "extension 21", "id": name.split()[0].lower()} | more))


AMARA = person("Amara Example", "dsl", "slt", email="amara@oakfield.example", addresses={"slack": "U01"})
BEN = person("Ben Sample", "deputy", addresses={"slack": "U02"})
CARYS = person("Carys Specimen", "head", addresses={"slack": "U03"})
BEN_BY_MAIL = person("Ben Sample", "deputy", email="ben@oakfield.example")
DEV = person("Dev Pattern", "chair")
STAFF = (AMARA, BEN, CARYS, DEV)


def school(**other: Any) -> SchoolSetting:
    return SchoolSetting(**({"policy": "oakfield", "phone": "01632 960 001", "out_of_hours": "01632 960 002", "people": STAFF} | other))


def told(*schools: SchoolSetting, serving: bool = True, **other: Any) -> list[str]:
    """Return the faults of these schools."""
    return refusals(Settings(**({"schools": schools, "mail": MAIL} | other)), serving=serving, policies=POLICIES)


def one_fault(*schools: SchoolSetting, **other: Any) -> str:
    (only,) = told(*schools, **other)
    return only


# --- fit to serve ---


def test_school_that_has_everything_is_not_refused() -> None:
    assert told(school()) == []


def test_example_is_not_refused() -> None:
    assert refusals(load_settings(EXAMPLE), serving=True) == []


def test_questions_can_be_answered_from_settings_that_name_nobody() -> None:
    assert told(SchoolSetting(policy="oakfield"), serving=False, mail=None) == []
    assert told(serving=False, mail=None) == []


def test_school_led_by_a_proprietor_needs_no_head() -> None:
    assert told(school(people=(AMARA, BEN, DEV, person("Pia Model", "proprietor")))) == []


def test_lado_takes_the_place_of_a_chair() -> None:
    assert told(school(people=(AMARA, BEN, CARYS), lado="LADO, Example Council, 01632 960 003")) == []


MISSING: Mapping[str, tuple[SchoolSetting, str]] = {
    "dsl": (school(people=(BEN_BY_MAIL, CARYS, DEV)), "settings: schools.0.people: nobody at oakfield is the DSL"),
    "deputy": (school(people=(AMARA, CARYS, DEV)), "settings: schools.0.people: nobody at oakfield is the deputy DSL"),
    "somebody else for deputy": (
        school(people=(person("Amara Example", "dsl", "deputy", email="a@oakfield.example"), CARYS, DEV)),
        "settings: schools.0.people: the DSL of oakfield is their own deputy",
    ),
    "head": (school(people=(AMARA, BEN)), "settings: schools.0.people: nobody at oakfield hears of concerns about adults"),
    "chair and lado": (school(people=(AMARA, BEN, CARYS)), "settings: schools.0.lado: nobody hears of a concern about the one who leads oakfield"),
    "phone": (school(phone=""), "settings: schools.0.phone: oakfield has no number to ring in school hours"),
    "number in phone": (school(phone="ask the office"), "settings: schools.0.phone: oakfield has no number to ring in school hours"),
    "out of hours": (school(out_of_hours=" "), "settings: schools.0.out_of_hours: oakfield has no number to ring out of school hours"),
    "e-mail address": (
        school(people=(person("Amara Example", "dsl"), BEN, CARYS, DEV)),
        "settings: schools.0.people: neither DSL nor deputy of oakfield has an e-mail address",
    ),
}  # fmt: skip


@pytest.mark.parametrize("missing", MISSING)
def test_school_without_what_it_takes_is_refused(missing: str) -> None:
    without, fault = MISSING[missing]
    assert one_fault(without).startswith(fault)


@pytest.mark.parametrize("missing", MISSING)
def test_school_that_only_asks_needs_none_of_it(missing: str) -> None:
    assert told(MISSING[missing][0], serving=False) == []


def test_deployment_without_mail_has_no_route_left() -> None:
    assert one_fault(school(), mail=None).startswith("settings: mail: there is no route left")


def test_deployment_without_a_school_is_refused() -> None:
    assert one_fault().startswith("settings: schools: no school is set")


def test_everything_that_is_missing_is_told_at_once() -> None:
    faults = told(SchoolSetting(policy="ashfield"), school(key="elmfield", phone=""), mail=None)
    assert [fault.split(": ")[1] for fault in faults] == [
        "schools.0.policy",
        "schools.0.people",
        "schools.0.people",
        "schools.0.people",
        "schools.0.phone",
        "schools.0.out_of_hours",
        "schools.0.people",
        "schools.1.phone",
        "mail",
    ]


def test_every_fault_says_what_to_do() -> None:
    faults = told(SchoolSetting(policy="ashfield"), school(key="ashfield"), mail=None)
    assert all("; " in fault for fault in faults)


def test_fault_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "signpost.yaml"
    path.write_text('schools:\n- policy: ashfield\n  phone: "none"\n', encoding="utf-8")
    settings = load_settings(path)
    assert refusals(settings, serving=False, policies=POLICIES) == [
        f"{path}:2: schools.0.policy: no policy is called 'ashfield'; use one of: elmfield, oakfield"
    ]
    assert any(fault.startswith(f"{path}:3: schools.0.phone: ") for fault in refusals(settings, serving=True))


# --- what contradicts itself, told also to those who only ask ---


def test_policy_that_does_not_exist_is_a_fault_that_names_those_that_do() -> None:
    assert one_fault(school(policy="ashfield"), serving=False) == (
        "settings: schools.0.policy: no policy is called 'ashfield'; use one of: elmfield, oakfield"
    )


def test_policies_are_those_that_ship_unless_others_are_given() -> None:
    assert refusals(Settings(schools=(SchoolSetting(policy="alet"),)), serving=False) == []
    assert "alet, athelstan, iwys" in refusals(Settings(schools=(SchoolSetting(policy="oakfield"),)), serving=False)[0]


def test_two_schools_of_one_policy_need_keys() -> None:
    assert one_fault(school(), school(), serving=False).startswith("settings: schools.1: a second school has the key 'oakfield'")
    assert told(school(), school(key="oakfield-juniors"), serving=False) == []


def test_two_people_of_one_id_are_a_fault() -> None:
    twice = (AMARA, BEN, person("Amara Sample", "slt"))
    assert one_fault(school(people=twice), serving=False).startswith("settings: schools.0.people.2: a second person has the id 'amara'")


def test_one_human_at_two_schools_keeps_one_id() -> None:
    assert told(school(), school(key="elmfield")) == []


def test_two_humans_at_two_schools_need_two_ids() -> None:
    other = school(key="elmfield", people=(person("Amara Other", "dsl"),))
    assert one_fault(school(), other, serving=False).startswith(
        "settings: schools.1.people.0: the id 'amara' belongs to somebody of another name at oakfield"
    )


def chain(*roles: Role) -> tuple[StepSetting, ...]:
    return tuple(StepSetting(role=role, after=timedelta(hours=number)) for number, role in enumerate(roles, start=1))


def test_step_for_a_role_that_nobody_holds_and_nobody_stands_in_for_is_a_fault() -> None:
    alone = school(people=(AMARA, BEN, CARYS), lado="LADO, 01632 960 003", chains={"adult_concern": chain(Role.HEAD, Role.CHAIR)})
    assert one_fault(alone, serving=False) == (
        "settings: schools.0.chains.adult_concern.1: nobody at oakfield is chair, and nobody stands in; name somebody, or another role here"
    )


def test_step_for_a_role_that_another_stands_in_for_is_none() -> None:
    assert told(school(people=(AMARA, CARYS), chains={"pupil_contact": chain(Role.DEPUTY)}), serving=False) == []


@pytest.mark.parametrize("role", [Role.DSL, Role.DEPUTY, Role.SLT])
def test_step_that_carries_a_concern_about_an_adult_to_those_who_may_not_open_it_is_a_fault(role: Role) -> None:
    assert one_fault(school(chains={"adult_concern": chain(role)}), serving=False).endswith(
        "may not open such reports; use one of: head, chair, proprietor"
    )


@pytest.mark.parametrize("name", [*Kind, "urgent"])
def test_step_that_carries_a_report_to_it_is_a_fault(name: str) -> None:
    people = (*STAFF, person("Esme Instance", "it"))
    assert "it may not open such reports" in one_fault(school(people=people, chains={name: chain(Role.IT)}), serving=False)


# --- entries that could send a report astray ---


def test_address_that_two_people_share_is_a_fault() -> None:
    other = person("Ben Sample", "deputy", email="AMARA@oakfield.example", addresses={"slack": "u01"})
    faults = told(school(people=(AMARA, other, CARYS, DEV)))
    assert [re.search(r"share an address \((\w+)\)", fault)[1] for fault in faults] == ["email", "slack"]  # type: ignore[index]


def test_unknown_chat_is_a_fault() -> None:
    other = person("Ben Sample", "deputy", addresses={"slak": "U02"})
    assert one_fault(school(people=(AMARA, other, CARYS, DEV))) == (
        f"settings: schools.0.people.1.addresses.slak: no chat is called 'slak'; use one of: {', '.join(PLATFORMS)}"
    )


@pytest.mark.parametrize(("word", "role"), [("dls", "dsl"), ("headteacher", "head"), ("Chair of Governors", "chair"), ("deputy DSL", "deputy")])
def test_word_that_seems_to_mean_a_role_is_a_fault(word: str, role: str) -> None:
    meaning = person("Eli Example", word)
    assert one_fault(school(people=(*STAFF, meaning))) == (
        f"settings: schools.0.people.4.roles: '{word}' is no role that receives reports; did you mean {role}?"
    )


@pytest.mark.parametrize("roles", [("caretaker",), ("business manager",), ("deputy head",), ("headteacher", "head"), ("senco",)])
def test_word_that_means_something_else_is_none(roles: tuple[str, ...]) -> None:
    assert told(school(people=(*STAFF, person("Eli Example", *roles)))) == []


def test_password_in_the_clear_is_a_fault() -> None:
    mail = MailSetting(host="mail.example", sender="signpost@oakfield.example", starttls=False, username="signpost")
    assert one_fault(school(), mail=mail).startswith("settings: mail.starttls: the password would cross the network in the clear")


@pytest.mark.parametrize("mail", [MailSetting(host="localhost", sender="s@o.example", starttls=False, username="signpost"), MAIL])
def test_mail_on_this_machine_or_encrypted_is_none(mail: MailSetting) -> None:
    assert told(school(), mail=mail) == []
