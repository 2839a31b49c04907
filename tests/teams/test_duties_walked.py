"""Every kind of duty that there is, in Teams, whatever it asks: its form, its receipt, its cards and all of their buttons are ones that Teams takes.

What each kind means is tested with it; here nothing is known of one but what its form asks. So a new kind is walked through as soon as it is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import wording
from bot.kinds import COURSES
from bot.matters import Matter, MatterKind
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.teams import cards, own_rules
from tests.teams.conftest import PEOPLE, School, aad, open_school, settings_of
from tests.teams.fake_teams import FakeTeams
from tests.teams.test_duties_kinds import read_policy

POLICIES = ("alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust")
RAISED = [kind for kind, course in COURSES.items() if course.button]
WORDS = "The **fair** [x](http://x.example) {{DATE(2026-01-01)}} <at>all</at> & more"
WRITTEN = "fair"
"""Written by people: it may stand in runs of a card, and nowhere else."""
LONG = f"{WORDS} " + "Words and words again. " * 400


@pytest.fixture
def school(request: pytest.FixtureRequest, database: Engine, clock: FakeClock, teams: FakeTeams, reader: Reader) -> Iterator[School]:
    """The school, under the policy of the parameter; everybody is known to the bot."""
    held = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    settings = settings_of(schools=[{**held, "policy": getattr(request, "param", "alet")}])
    with open_school(database, clock, teams, reader, settings) as opened:
        for who in ("tess", *PEOPLE):
            opened.school.write(who, "help")
        yield opened.school


under_every_policy = pytest.mark.parametrize("school", POLICIES, indirect=True)


def ask(school: School, kind: str, who: str) -> dict[str, Any]:
    """Let somebody open the form of a kind; return the card of the dialog."""
    return school.after(school.driver.fetch(aad(who), {"sp": {"action": "matter_form", "value": kind}})).card


def matters(school: School) -> list[Matter]:
    with school.office.looking() as connection:
        return list(school.office.filing.matters.list(connection, "oakfield"))


def filled(card: dict[str, Any], long: str = WORDS) -> dict[str, str]:
    """Return something for every input of a dialog: what stands there, what can be chosen, or what fits its question."""
    values: dict[str, str] = {}
    for name, one in own_rules.inputs(card).items():
        if one["type"] == "Input.ChoiceSet" and one.get("isMultiSelect"):
            values[name] = ",".join(choice["value"] for choice in one["choices"][:2])
        elif one["type"] == "Input.ChoiceSet":
            values[name] = one["choices"][0]["value"]
        else:
            values[name] = str(one.get("value") or (long if one.get("isMultiline") else WORDS))
    return values


def mended(school: School, who: str, card: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """Send a dialog, and again with what its faults ask for, as somebody does who does not know the form; return what is shown at last."""
    shown = card
    for better in ("", "today 9:15", "today", "https://x.example/1", "01/02/2027", "2", "office@oakfield.example", " "):
        faulty = at_fault(shown)
        plain = {name for name in faulty if own_rules.inputs(shown)[name]["type"] == "Input.Text"}
        shown = school.fill(who, shown, values if not better else dict.fromkeys(plain, better)).card
        assert_sound(shown)
        if not cards.inputs_of(shown):
            break
        values = {}
    return shown


def at_fault(card: dict[str, Any]) -> set[str]:
    """Return the inputs above which a fault stands."""
    body = card["body"]
    faulty = (one for before, one in pairwise(body) if any(run.get("color") == "attention" for run in before.get("inlines", ())))
    return {one["id"] for one in faulty if one["type"].startswith("Input.")}


def assert_sound(card: dict[str, Any]) -> None:
    """Assert that a dialog is one that we allow ourselves to send, and that what people wrote stands in its runs and inputs alone."""
    assert own_rules.faults_of_dialog(card, most=60_000 if cards.inputs_of(card) else 25_000) == []
    assert [one for one in own_rules.outside_runs(unfilled(card)) if WRITTEN in one] == []


def unfilled(part: Any) -> Any:
    """Return a card without what stands in its inputs, and without what can be chosen there."""
    match part:
        case {"type": str(type_)} if type_.startswith("Input."):
            return {key: value for key, value in part.items() if key not in ("value", "choices")}
        case dict():
            return {key: unfilled(value) for key, value in part.items()}
        case list():
            return [unfilled(one) for one in part]
        case _:
            return part


def raise_one(school: School, kind: MatterKind, who: str, long: str = WORDS) -> Matter | None:
    """Let somebody raise a matter of a kind; None where they may not, or where it takes more than words."""
    before = {one.id for one in matters(school)}
    form = ask(school, kind, who)
    if not cards.inputs_of(form):
        return None
    mended(school, who, form, filled(form, long))
    return next((one for one in matters(school) if one.id not in before and one.kind == kind), None)


def prepare(school: School, kind: MatterKind) -> None:
    """See to what a kind needs to be there: an account that somebody leaves; people who have read the policy."""
    if kind is MatterKind.LEAVER:
        raise_one(school, MatterKind.ACCOUNT, "amara")
    for who in ("amara", "ben") if kind is MatterKind.APPLICATION else ():
        read_policy(school, who)


@under_every_policy
def test_every_form_is_a_sound_dialog_that_one_card_holds(school: School) -> None:
    for kind in RAISED:
        shown = [ask(school, kind, who) for who in ("tess", "amara")]
        assert all(own_rules.faults_of_dialog(card) == [] for card in shown)
        assert any(cards.inputs_of(card) or wording.MATTER_NOT_YOURS in cards.words(card) for card in shown)


@under_every_policy
def test_form_that_is_sent_empty_says_what_is_missing_on_each_field(school: School) -> None:
    for kind in RAISED:
        form = ask(school, kind, "amara")
        if not cards.inputs_of(form):
            continue
        data = {"sp": cards.actions_of(form)[-1]["data"]["sp"]}
        again = school.after(school.driver.submit(aad("amara"), data)).card
        assert own_rules.faults_of_dialog(again) == []
        needed = {name for name, one in own_rules.inputs(again).items() if one["isRequired"]}
        assert needed == {name for name, one in own_rules.inputs(again).items() if one["isRequired"] and one.get("errorMessage")}
        assert cards.inputs_of(again).keys() == cards.inputs_of(form).keys()
    assert not matters(school)


@pytest.mark.parametrize("kind", RAISED)
@pytest.mark.parametrize(("school", "long"), [("wren-spinney", WORDS), ("unnamed-trust", LONG)], ids=["short", "long"], indirect=["school"])
def test_every_card_that_comes_of_a_matter_and_every_button_on_it_is_sound(school: School, kind: MatterKind, long: str) -> None:
    prepare(school, kind)
    if raise_one(school, kind, "tess", long) is None and raise_one(school, kind, "amara", long) is None:
        pytest.skip("takes more than words: walked with its own kind")
    school.carry()
    for message in school.teams.messages:
        assert [fault for card in message.cards for fault in own_rules.faults_of_message(card)] == []
        assert [one for card in message.cards for one in own_rules.outside_runs(card) if WRITTEN in one] == []
        assert WRITTEN not in message.summary
    pressed = []
    for who in ("tess", *PEOPLE):
        for matter in matters(school):
            for act in COURSES[matter.kind].acts:
                if matter.state in act.states:
                    shown = school.after(school.driver.fetch(aad(who), {"sp": {"action": "matter", "value": f"{act.name} {matter.id}"}})).card
                    assert_sound(shown)
                    if cards.inputs_of(shown):
                        mended(school, who, shown, filled(shown))
                    pressed.append(act)
    school.carry()
    assert pressed or not any(one.state in COURSES[one.kind].waits for one in matters(school))
    for message in school.teams.messages:
        assert [fault for card in message.cards for fault in own_rules.faults_of_message(card)] == []


@pytest.mark.parametrize("kind", RAISED)
def test_every_kind_is_named_by_its_own_words_by_whoever_can_raise_it(school: School, kind: MatterKind) -> None:
    for who in ("tess", "amara"):
        for typed in (COURSES[kind].name, COURSES[kind].button):
            held = [one["data"]["sp"]["value"] for one in cards.actions_of(school.write(who, typed)[-1].cards)]
            assert (held == [kind]) is bool(cards.inputs_of(ask(school, kind, who)))


@pytest.mark.parametrize("who", ["tess", "amara"])
def test_menu_has_a_button_for_every_kind_that_somebody_can_raise_and_for_no_other(school: School, who: str) -> None:
    menu = school.write(who, "duties")[-1]
    held = [one["data"]["sp"]["value"] for one in cards.actions_of(menu.cards)]
    assert held == [kind for kind in RAISED if cards.inputs_of(ask(school, kind, who))]
