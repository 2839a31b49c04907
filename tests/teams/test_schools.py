"""Several schools in one tenant, and people of two of them: everybody is asked once, and nothing crosses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import wording
from bot.reports import Kind, Report, State
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.teams import cards
from tests.teams.conftest import DSL_CHANNEL, STAFFROOM, TESS, School, aad, open_school, settings_of
from tests.teams.fake_teams import FakeTeams, Fault
from tests.teams.test_reporting import CANARY, CONTACT, MESSAGE

ELM_CHANNEL = "19:elm@thread.tacv2"
ELMS = {"gita": ("gita", "Gita Rao", ["dsl"]), "ben": ("bhale", "Ben Hale", ["deputy"]), "ivy": ("ivy", "Ivy Knox", ["head"])}
"""Ben Hale works at both."""
FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
QUOTED = {"alet": "Accept 'friend requests' from", "athelstan": "Your policy (no version printed, approved 23/5/24"}
"""Words of each school's policy on that."""


def elmfield() -> dict[str, Any]:
    """Return the settings of a second school, whose policy is another."""
    people = [
        {"id": id_, "name": name, "roles": roles, "how": "extension 9", "email": f"{id_}@elmfield.example", "addresses": {"teams": aad(account)}}
        for account, (id_, name, roles) in ELMS.items()
    ]
    numbers = {"phone": "01632 960 101", "out_of_hours": "01632 960 102"}
    about = {"key": "elmfield", "name": "Elmfield School", "policy": "athelstan"}
    return {**about, **numbers, "people": people, "channels": {"dsl": {"teams": ELM_CHANNEL}}}


@pytest.fixture
def trust(database: Engine, clock: FakeClock, teams: FakeTeams, reader: Reader) -> Iterator[School]:
    """A tenant in which the staff of both schools are."""
    for account, (_, name, _) in ELMS.items():
        teams.add_person(aad(account), name)
    teams.add_channel(ELM_CHANNEL, members=[*map(aad, ELMS)], private=True)
    oakfield = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    with open_school(database, clock, teams, reader, settings_of(schools=[oakfield, elmfield()])) as opened:
        for channel, who in ((DSL_CHANNEL, "amara"), (ELM_CHANNEL, "gita")):
            opened.school.after(opened.school.driver.installed(aad(who), conversation=channel))
        yield opened.school


def reports_of(trust: School, school: str) -> list[Report]:
    with trust.office.looking() as connection:
        return list(trust.office.filing.list_reports(connection, school, tuple(State)))


def choose(trust: School, who: str, asked: Any, name: str) -> dict[str, Any]:
    """Let somebody say at which school they are, in a dialog; return what it shows then."""
    return trust.fill(who, asked, {}, label=name).card


def test_member_of_staff_is_asked_once_and_the_question_is_answered_without_being_typed_again(trust: School) -> None:
    (asked,) = trust.write(TESS, FRIEND_REQUEST)
    assert trust.words(asked).startswith(wording.WHICH_SCHOOL)
    assert "friend" not in str([one["data"] for one in cards.actions_of(asked.cards)])
    said = trust.press(TESS, asked, label="Elmfield School").json["value"]
    assert said == wording.SCHOOL_IS.format(school="Elmfield School")
    answer = trust.messages_to(TESS)[-1]
    assert QUOTED["athelstan"] in trust.words(answer)
    (again,) = trust.write(TESS, FRIEND_REQUEST)
    assert QUOTED["athelstan"] in trust.words(again)


def test_school_is_chosen_by_a_client_that_knows_no_action_execute(trust: School) -> None:
    (asked,) = trust.write(TESS, FRIEND_REQUEST)
    trust.press(TESS, asked, label="Oakfield School", as_submit=True)
    assert QUOTED["alet"] in "".join(map(trust.words, trust.messages_to(TESS)))


def test_school_can_be_changed_where_reports_are_listed_and_by_its_name(trust: School) -> None:
    (asked,) = trust.write(TESS, FRIEND_REQUEST)
    trust.press(TESS, asked, label="Elmfield School")
    listed = next(one for one in trust.write(TESS, "my reports") if wording.CHANGE_SCHOOL in trust.words(one))
    trust.press(TESS, listed, label="Oakfield School")
    assert QUOTED["alet"] in trust.words(trust.write(TESS, FRIEND_REQUEST)[0])
    (asked,) = trust.write(TESS, "Change school")
    trust.press(TESS, asked, label="Elmfield School")
    assert QUOTED["athelstan"] in trust.words(trust.write(TESS, FRIEND_REQUEST)[0])


def test_question_among_others_waits_for_no_choice_in_sight_of_all(trust: School) -> None:
    trust.after(trust.driver.mention(aad(TESS), FRIEND_REQUEST, conversation=STAFFROOM))
    (answer,) = trust.messages_in(STAFFROOM)
    assert trust.words(answer).splitlines()[0] == wording.IN_PRIVATE_ONLY
    assert cards.labels_of(answer.cards) == [wording.GO_ON_IN_PRIVATE]


@pytest.mark.parametrize("opened_by", ["button", "command"])
def test_form_that_was_asked_for_opens_after_the_choice(trust: School, opened_by: str) -> None:
    if opened_by == "button":
        asked = trust.open_form(TESS, "pupil_contact")
    else:
        asked = trust.after(trust.driver.extension_fetch(aad(TESS), "report_pupil_contact")).card
    assert wording.WHICH_SCHOOL in trust.words(asked)
    form = choose(trust, TESS, asked, "Elmfield School")
    assert "999" in trust.words(form).splitlines()[0]
    assert "R-0001 is stored" in trust.words(trust.fill(TESS, form, CONTACT).card)
    assert len(reports_of(trust, "elmfield")) == 1
    assert not reports_of(trust, "oakfield")


def test_message_that_is_taken_over_asks_for_the_school_beside_the_kind(trust: School) -> None:
    first = trust.after(trust.driver.extension_fetch(aad(TESS), "report_message", message=MESSAGE)).card
    kept = trust.driver.fill(aad(TESS), first, {"f_kind": Kind.ONLINE_INCIDENT}, in_extension="report_message").card
    assert wording.CHOICE_EMPTY in trust.words(kept)
    assert cards.inputs_of(kept)["f_taken_text"] == "see you at 8"
    form = trust.driver.fill(aad(TESS), kept, {"f_school": "elmfield"}, in_extension="report_message").card
    sent = {"f_immediate_danger": "no", "f_what": "other", "f_network": "X", "f_happened_at": "not sure"}
    assert "is stored" in trust.words(trust.fill(TESS, form, sent).card)
    assert len(reports_of(trust, "elmfield")) == 1


def test_form_is_of_the_school_for_which_it_was_opened_whatever_is_chosen_meanwhile(trust: School) -> None:
    form = choose(trust, TESS, trust.open_form(TESS, "pupil_contact"), "Oakfield School")
    (asked,) = trust.write(TESS, "school")
    trust.press(TESS, asked, label="Elmfield School")
    trust.fill(TESS, form, {**CONTACT, "f_about": "amara"})
    assert len(reports_of(trust, "oakfield")) == 1
    trust.carry()
    assert not trust.messages_to("amara")
    assert not trust.messages_in(DSL_CHANNEL)


def test_form_for_a_school_that_is_not_theirs_is_stored_at_their_own(trust: School) -> None:
    """The key of a form is read from the form: it gives nobody a school."""
    form = trust.open_form("amara", "pupil_contact")
    send = next(one for one in cards.actions_of(form))
    data = {**send["data"], "sp": {**send["data"]["sp"], "key": "elmfield 00000000"}}
    trust.after(trust.driver.submit(aad("amara"), {**data, **CONTACT}))
    assert len(reports_of(trust, "oakfield")) == 1
    assert not reports_of(trust, "elmfield")


def test_nobody_chooses_a_school_that_is_not_theirs(trust: School) -> None:
    for held in ("elmfield", "nowhere", "elmfield|report pupil_contact"):
        acted = {"action": {"type": "Action.Execute", "verb": "sp", "data": {"sp": {"action": "choose_school", "value": held}}}}
        assert trust.after(trust.driver.invoke(aad("amara"), "adaptiveCard/action", acted)).json["value"] == wording.NO_SCHOOL
        shown = trust.after(trust.driver.submit(aad("amara"), {"sp": {"action": "choose_school", "value": held}})).card
        assert trust.words(shown) == wording.NO_SCHOOL
    assert QUOTED["alet"] in trust.words(trust.write("amara", FRIEND_REQUEST)[0])


def test_report_of_one_school_is_opened_by_nobody_of_the_other(trust: School) -> None:
    trust.fill(TESS, choose(trust, TESS, trust.open_form(TESS, "pupil_contact"), "Elmfield School"), CONTACT)
    (stored,) = reports_of(trust, "elmfield")
    for who in ("amara", "chidi"):
        for action in ("view", "acknowledge", "note", "outcome", "withdraw", "add_information"):
            shown = trust.after(trust.driver.fetch(aad(who), {"sp": {"action": action, "value": stored.id}})).card
            assert trust.words(shown) == wording.REFUSALS["not_allowed"]


def test_deputy_of_two_schools_opens_the_reports_of_both_without_choosing(trust: School) -> None:
    for name in ("Oakfield School", "Elmfield School"):
        (asked,) = trust.write(TESS, "school")
        trust.press(TESS, asked, label=name)
        trust.fill(TESS, trust.open_form(TESS, "pupil_contact"), CONTACT)
    for school in ("oakfield", "elmfield"):
        (stored,) = reports_of(trust, school)
        shown = trust.after(trust.driver.fetch(aad("ben"), {"sp": {"action": "view", "value": stored.id}})).card
        assert CANARY in trust.words(shown)
    listed = "".join(map(trust.words, trust.write("ben", "reports")))
    assert "Oakfield School" in listed
    assert "Elmfield School" in listed
    trust.write("ben", "I am away")
    presence = next(one for one in trust.messages_to("ben") if wording.HOME_AWAY in trust.words(one))
    trust.fill("ben", trust.press("ben", presence, "away").card, {"f_away": "1"})
    assert trust.office.people.is_away("ben", "oakfield")
    assert trust.office.people.is_away("bhale", "elmfield")


def test_school_without_an_answer_of_the_store_still_names_its_number(trust: School, monkeypatch: pytest.MonkeyPatch) -> None:
    form = choose(trust, TESS, trust.open_form(TESS, "pupil_contact"), "Elmfield School")

    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(trust.office.engine, "begin", fails)
    monkeypatch.setattr(trust.office.engine, "connect", fails)
    trust.teams.fail("member", Fault(status=500))
    again = trust.driver.fill(aad(TESS), form, CONTACT).card
    assert "01632 960 10" in trust.words(again)
    assert cards.inputs_of(again)["f_pupils"] == CONTACT["f_pupils"]
