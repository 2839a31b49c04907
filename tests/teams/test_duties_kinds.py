"""What each kind of duty is for, lived through in Teams: a form is filled in, goes to whoever decides, comes back; and others are kept out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.teams import app
from bot import wording
from bot.kinds import COURSES
from bot.matters import Matter, MatterKind
from bot.upkeep import see_to
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.teams import cards, own_rules
from tests.teams.conftest import PEOPLE, STAFFROOM, TESS, School, aad, open_school, settings_of
from tests.teams.fake_teams import FakeTeams, Message

MORE = {
    "umar": ("Umar Khan", ["communications"]),
    "carys": ("Carys Pugh", ["admin"]),
    "olu": ("Olu Okoro", ["owner"]),
    "wynn": ("Wynn Price", ["staff"]),
    "eve": ("Eve Lowe", ["slt"]),
}
CANARY = "A **word** [x](http://x.example)"


@pytest.fixture
def school(
    request: pytest.FixtureRequest, database: Engine, clock: FakeClock, teams: FakeTeams, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> Iterator[School]:
    """The school under a policy that gives it all of these to do, or under that of the parameter; everybody is known to the bot."""
    monkeypatch.setattr(app, "DOUBLE_CLICK", 0.0)  # a school day takes seconds here
    held = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    for who, (name, _) in MORE.items():
        teams.add_person(aad(who), name)
    people = [
        {"id": who, "name": name, "roles": roles, "how": "extension 30", "email": f"{who}@oakfield.example", "addresses": {"teams": aad(who)}}
        for who, (name, roles) in MORE.items()
    ]
    settings = settings_of(schools=[{**held, "policy": getattr(request, "param", "unnamed-trust"), "people": [*held["people"], *people]}])
    with open_school(database, clock, teams, reader, settings) as opened:
        for who in (TESS, *PEOPLE, *MORE):
            opened.school.write(who, "help")
        yield opened.school


@dataclass(frozen=True)
class Journey:
    """How a matter of a kind goes from whoever raises it to whoever settles it."""

    typed: str
    """What somebody writes to be offered the form."""
    fills: Mapping[str, str]
    """What they fill in, by field; choices take their first where nothing is said here."""
    lacks: str
    """The field that they forget at first."""
    to: str
    """Whose card it becomes."""
    press: str
    """What is pressed there, by its label."""
    says: Mapping[str, str]
    """What is written to its questions; nothing where it asks none."""
    told: str
    """What whoever raised it reads then; '' where they are told nothing."""
    then: str = ""
    """What is pressed at last by somebody who comes too late."""
    written: tuple[str, ...] = field(default=(CANARY,))


JOURNEYS: Mapping[MatterKind, Journey] = {
    MatterKind.SUGGESTION: Journey(
        *("suggest a post", {"what": CANARY, "network": "Facebook"}, "what", "umar"),
        *("Not this time", {"answer": "We had one last week."}, "It will not be used.", "We will use it"),
    ),
    MatterKind.COMMENT: Journey(
        *("log a comment", {"other_account": "Facebook, Oakfield", "received": "today 9:15", "words": CANARY, "answers": ""}, "words", "umar"),
        *("It has been answered", {"reply": "We open at nine."}, "It has been answered.", "It needs no answer"),
    ),
    MatterKind.MENTION: Journey(
        *("log a mention", {"where": "X", "what": CANARY, "seen": "today 9:15", "follows": ""}, "where", "umar"),
        *("Note what was done", {"done_so_far": "Rang them."}, "It is being followed up.", "I will see to it"),
    ),
    MatterKind.REMOVAL: Journey(
        *("remove a post", {"who": "not sure", "where": "X", "what": CANARY, "why": "Rude.", "follows": ""}, "why", "amara"),
        *("They will not remove it", {"note": "They said no."}, "They will not remove it.", "They have been asked"),
    ),
    MatterKind.JOURNALIST: Journey(
        *("journalist", {"who": "not sure", "paper": "The Echo", "about": CANARY, "said_so_far": "Nothing", "deadline": ""}, "about", "umar"),
        *("Say what may be said", {"words": "We are proud of them."}, "What may be said stands below.", "Say who answers"),
    ),
}
"""Those that go to somebody at once. The others have journeys of their own below."""
AT_ONCE = pytest.mark.parametrize("kind", [kind for kind in JOURNEYS if kind in COURSES])


def matters(school: School, *kinds: MatterKind) -> list[Matter]:
    with school.office.looking() as connection:
        return list(school.office.filing.matters.list(connection, "oakfield", kinds))


def sound(card: dict[str, Any]) -> dict[str, Any]:
    assert own_rules.faults_of_dialog(card) == []
    return card


def fill_in(card: dict[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """Return what is filled into a dialog: what is said, and for every other choice that has to be made the first."""
    first = {
        name: one["choices"][0]["value"]
        for name, one in own_rules.inputs(card).items()
        if one["type"] == "Input.ChoiceSet" and one["isRequired"] and not one.get("isMultiSelect") and not one.get("value")
    }
    return {**first, **{f"f_{name}": text for name, text in said.items()}}


def offered(school: School, who: str, typed: str) -> dict[str, Any]:
    """Let somebody name a form and press its button; return the card of the dialog."""
    (offer,) = school.write(who, typed)
    return sound(school.press(who, offer, "matter_form").card)


def raise_one(school: School, kind: MatterKind, who: str = TESS) -> Matter:
    journey = JOURNEYS[kind]
    form = offered(school, who, journey.typed)
    receipt = school.fill(who, form, fill_in(form, journey.fills)).card
    matter = matters(school, kind)[-1]
    assert COURSES[kind].kept.format(reference=matter.reference) in school.words(sound(receipt)).splitlines()[1:3]
    school.carry()
    return matter


def card_of(school: School, who: str, matter: Matter) -> Message:
    """Return the newest message to somebody about a matter."""
    return [one for one in school.messages_to(who) if matter.reference in school.words(one)][-1]


def press(school: School, who: str, matter: Matter, label: str, said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Let somebody press a button of the card that they have, and answer what it asks; return what is shown then."""
    shown = sound(school.press(who, card_of(school, who, matter), label=label).card)
    if said is not None:
        shown = sound(school.fill(who, shown, fill_in(shown, said)).card)
    school.carry()
    return shown


def press_act(school: School, who: str, matter: Matter, act: str) -> dict[str, Any]:
    """Let somebody press what a button holds, whether they see one or not."""
    return school.after(school.driver.fetch(aad(who), {"sp": {"action": "matter", "value": f"{act} {matter.id}"}})).card


@AT_ONCE
def test_fault_stands_on_its_field_and_what_was_typed_stays(school: School, kind: MatterKind) -> None:
    journey = JOURNEYS[kind]
    form = offered(school, TESS, journey.typed)
    again = sound(school.fill(TESS, form, {**fill_in(form, journey.fills), f"f_{journey.lacks}": " "}).card)
    assert own_rules.inputs(again)[f"f_{journey.lacks}"]["errorMessage"] == wording.FIELD_EMPTY
    kept = cards.inputs_of(again)
    assert {name: kept[f"f_{name}"] for name, text in journey.fills.items() if text and name != journey.lacks} == {
        name: text for name, text in journey.fills.items() if text and name != journey.lacks
    }
    assert not matters(school)
    assert "is kept" in school.words(school.fill(TESS, again, {f"f_{journey.lacks}": journey.fills[journey.lacks]}).card)


@AT_ONCE
def test_it_goes_to_whoever_has_it_and_nobody_else_and_never_into_a_notification(school: School, kind: MatterKind) -> None:
    before = {who: len(school.messages_to(who)) for who in (*PEOPLE, *MORE)}
    matter = raise_one(school, kind)
    reached = {who for who, number in before.items() if len(school.messages_to(who)) > number}
    assert JOURNEYS[kind].to in reached
    assert reached <= {"umar", "amara", "eve", "chidi"}
    card = card_of(school, JOURNEYS[kind].to, matter)
    assert card.summary == wording.LOCK_SCREEN_MATTER
    assert CANARY in own_rules.runs(card.cards)
    assert not school.messages_in(STAFFROOM)


@AT_ONCE
def test_it_is_settled_there_the_raiser_is_told_and_every_card_says_so(school: School, kind: MatterKind) -> None:
    journey, matter = JOURNEYS[kind], raise_one(school, kind)
    asked = sound(school.press(journey.to, card_of(school, journey.to, matter), label=journey.press).card)
    if cards.inputs_of(asked):
        blank = {name: " " for name, one in own_rules.inputs(asked).items() if one["type"] == "Input.Text"}
        again = sound(school.fill(journey.to, asked, {**fill_in(asked, {}), **blank}).card)
        assert wording.FIELD_EMPTY in school.words(again)
        after = sound(school.fill(journey.to, again, fill_in(again, journey.says)).card)
        assert next(iter(journey.says.values())) in school.words(after)
    school.carry()
    assert journey.told in school.words(card_of(school, TESS, matter))
    assert journey.told in school.words(card_of(school, journey.to, matter))
    assert card_of(school, TESS, matter).summary == wording.LOCK_SCREEN_MATTER


@AT_ONCE
def test_whoever_comes_second_is_told_how_it_stands(school: School, kind: MatterKind) -> None:
    journey, matter = JOURNEYS[kind], raise_one(school, kind)
    late = next(act for act in COURSES[kind].acts if act.label == journey.then)
    press(school, journey.to, matter, journey.press, journey.says)
    shown = sound(press_act(school, journey.to, matter, late.name))
    assert school.words(shown).splitlines()[0] == wording.MATTER_MOVED_ON
    assert journey.told in school.words(shown)


@AT_ONCE
@pytest.mark.parametrize("who", ["farid", "wynn", "gus"])
def test_others_can_neither_read_it_nor_do_anything(school: School, kind: MatterKind, who: str) -> None:
    school.teams.add_person(aad("gus"), "Gus Guest", guest=True)
    matter = raise_one(school, kind)
    for act in ("view", *(one.name for one in COURSES[kind].acts)):
        assert school.words(press_act(school, who, matter, act)) == wording.MATTER_NOT_YOURS
    assert matters(school, kind)[-1].state == matter.state


@AT_ONCE
def test_double_click_is_once(school: School, kind: MatterKind) -> None:
    journey, matter = JOURNEYS[kind], raise_one(school, kind)
    asked = school.press(journey.to, card_of(school, journey.to, matter), label=journey.press).card
    for _ in range(2):
        school.fill(journey.to, asked, fill_in(asked, journey.says))
    assert len(matters(school, kind)[-1].events) == 1


# --- reading, applying, the register ---


def read_policy(school: School, who: str) -> None:
    """Let somebody open the policy, say that they have understood it, and note their training."""
    form = offered(school, who, "Read the policy and say so")
    shown = sound(school.fill(who, form, fill_in(form, {})).card)
    shown = sound(school.fill(who, shown, {}, label=wording.READING_OPEN).card)
    shown = sound(school.fill(who, shown, {}, label=wording.READING_NEXT).card)
    shown = sound(school.fill(who, shown, {}, label=wording.READING_UNDERSTOOD).card)
    asked = sound(school.fill(who, shown, {}, label=wording.READING_TRAINED).card)
    sound(school.fill(who, asked, {"f_day": "12/11/2026"}).card)


def test_policy_opens_page_by_page_in_the_dialog_before_it_can_be_understood(school: School) -> None:
    form = offered(school, "wynn", "Read the policy and say so")
    shown = sound(school.fill("wynn", form, fill_in(form, {})).card)
    assert wording.READING_UNDERSTOOD not in cards.labels_of(shown)
    shown = sound(school.fill("wynn", shown, {}, label=wording.READING_OPEN).card)
    first = school.words(shown)
    shown = sound(school.fill("wynn", shown, {}, label=wording.READING_NEXT).card)
    assert school.words(shown) != first
    school.fill("wynn", shown, {}, label=wording.READING_UNDERSTOOD)
    (reading,) = matters(school, MatterKind.READER)
    assert reading.state == "completed"


APPLIED = {
    **{"name": "Oakfield History", "network": "X", "aim": CANARY, "audience": "Parents", "promotion": "In the newsletter", "why": "There is none."},
    "people": "wynn,ben",
}


def test_new_account_from_the_application_to_the_register(school: School) -> None:
    form = offered(school, TESS, "social account")
    again = sound(school.fill(TESS, form, fill_in(form, {**APPLIED, "people": "wynn"})).card)
    assert own_rules.inputs(again)["f_people"]["value"] == "wynn"
    again = sound(school.fill(TESS, again, {"f_people": "wynn,ben"}).card)
    assert "Wynn Price" in own_rules.inputs(again)["f_people"]["errorMessage"]
    assert cards.inputs_of(again)["f_aim"] == CANARY
    assert not matters(school)
    for who in ("wynn", "ben"):
        read_policy(school, who)
    receipt = sound(school.fill(TESS, again, {}).card)
    assert "is kept and on its way." in school.words(receipt)
    school.carry()
    (application,) = matters(school, MatterKind.APPLICATION)
    press(school, "amara", application, wording.APPLICATION_ASK, {"what": "Say who moderates it."})
    assert "Say who moderates it." in school.words(card_of(school, TESS, application))
    asked = sound(school.press(TESS, card_of(school, TESS, application), label=wording.APPLICATION_CHANGE).card)
    assert cards.inputs_of(asked)["f_aim"] == CANARY
    sound(school.fill(TESS, asked, {"f_why": "Wynn moderates it."}).card)
    school.carry()
    after = press(school, "eve", application, wording.APPLICATION_APPROVE)
    assert wording.APPLICATION_STATES["approved"] in school.words(after)
    second = sound(press_act(school, "amara", application, "approve"))
    assert school.words(second).splitlines()[0] == wording.MATTER_MOVED_ON
    assert wording.APPLICATION_STATES["approved"] in school.words(card_of(school, TESS, application))
    made = {"handle": "@oakfieldhistory", "password_place": "in the office safe", "recovery": "office@oakfield.example"}
    press(school, "carys", application, wording.APPLICATION_CREATED, made)
    (account,) = matters(school, MatterKind.ACCOUNT)
    assert (account.fields["handle"], account.people) == ("@oakfieldhistory", ("wynn", "ben"))
    told = school.words(card_of(school, TESS, application))
    assert wording.APPLICATION_STATES["created"] in told
    assert "office safe" not in told
    (answer,) = school.write(TESS, "who runs our X account?")
    assert "Wynn Price" in school.words(answer)


def test_slt_is_reminded_of_an_application_after_three_school_days(school: School) -> None:
    for who in ("wynn", "ben"):
        read_policy(school, who)
    form = offered(school, TESS, "new account")
    school.fill(TESS, form, fill_in(form, APPLIED))
    school.carry()
    (application,) = matters(school, MatterKind.APPLICATION)
    before = len(school.messages_to("amara"))
    school.clock.move(timedelta(days=3))
    school.carry()
    assert len(school.messages_to("amara")) == before + 1
    press(school, "amara", application, wording.APPLICATION_REJECT, {"reason": "There is one."})
    school.clock.move(timedelta(days=7))
    before = len(school.messages_to("amara"))
    school.carry()
    assert len(school.messages_to("amara")) == before
    assert "There is one." in school.words(card_of(school, TESS, application))


def test_round_of_reading_reaches_everybody_as_a_card_and_counts_without_names(school: School) -> None:
    form = offered(school, "olu", "Ask staff to read the policy")
    assert "18 December" in school.words(form)
    receipt = sound(school.fill("olu", form, {"f_due": "18/12/2026"}).card)
    assert "is kept" in school.words(receipt)
    see_to(school.office)
    school.carry()
    reading = [one for one in matters(school, MatterKind.READER) if one.people == ("wynn",)]
    assert len(reading) == 1
    opened = press(school, "wynn", reading[0], wording.READING_OPEN)
    sound(school.fill("wynn", opened, {}, label=wording.READING_UNDERSTOOD).card)
    school.carry()
    (round_,) = matters(school, MatterKind.READING)
    shown = school.words(card_of(school, "olu", round_))
    assert "1 of " in shown
    assert "Wynn" not in shown
    names = sound(press(school, "olu", round_, wording.READING_NAMES))
    assert "Wynn Price" in school.words(names)


# --- may we post this? ---


def test_what_may_be_posted_is_traced_put_before_a_senior_leader_and_answered_in_writing(school: School) -> None:
    form = offered(school, TESS, "can we post this?")
    values = fill_in(form, {"description": CANARY, "controversial": "yes"})
    receipt = sound(school.fill(TESS, form, values).card)
    (posting,) = matters(school, MatterKind.POSTING)
    assert wording.POSTING_BEFORE in school.words(receipt)
    asked = sound(school.fill(TESS, receipt, {}, label=wording.POSTING_ASK_SLT).card)
    sound(school.fill(TESS, asked, fill_in(asked, {})).card)
    school.carry()
    assert CANARY in own_rules.runs(card_of(school, "eve", posting).cards)
    press(school, "eve", posting, wording.POSTING_APPROVE, {"agreed": "Yes, without the surname."})
    assert "Yes, without the surname." in school.words(card_of(school, TESS, posting))
    second = sound(press_act(school, "amara", posting, "slt_refuse"))
    assert school.words(second).splitlines()[0] == wording.MATTER_MOVED_ON


# --- the register, leavers, moderation ---


def test_moderation_is_logged_and_its_word_to_the_audience_is_noted(school: School) -> None:
    form = offered(school, TESS, "log moderation")
    filled = {"other_account": "Facebook", "who": "@troll", "when": "today 9:15", "words": CANARY, "tell_slt": "yes"}
    sound(school.fill(TESS, form, fill_in(form, filled)).card)
    school.carry()
    (logged,) = matters(school, MatterKind.MODERATION)
    assert CANARY in own_rules.runs(card_of(school, "amara", logged).cards)
    press(school, "amara", logged, wording.MODERATION_TOLD, {"audience": "We took it down, as our rules say."})
    assert matters(school, MatterKind.MODERATION)[0].state == "logged"
    assert school.words(press_act(school, "farid", logged, "view")) == wording.MATTER_NOT_YOURS
