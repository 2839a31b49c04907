"""Several schools in one workspace, several workspaces in one deployment, people of two schools: everybody is asked once, and nothing crosses."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from adapters.composing import SlackSecrets
from bot import wording
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, SECRET, STAFFROOM, TESS, School, open_school, settings_of
from tests.slack.driver import Driver
from tests.slack.fake_slack import FakeSlack
from tests.slack.test_reporting import CANARY, CONTACT, report

OAKFIELD, ELMFIELD = "T0OAKFIELD", "T0ELMFIELD"
ELM_CHANNEL = "G0ELM"
ELMS = {
    "U0GITA": ("gita", "Gita Rao", ["dsl"]),
    "U0BEN": ("bhale", "Ben Hale", ["deputy"]),
    "U0IVY": ("ivy", "Ivy Knox", ["head"]),
}
"""Ben Hale works at both."""
FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
QUOTED = {"alet": "Accept 'friend requests' from", "athelstan": "Your policy (no version printed, approved 23/5/24"}
"""Words of each school's policy on that."""
COOKIE = "slack-app-oauth-state"


def elmfield() -> dict[str, Any]:
    """Return the settings of a second school, whose policy is another."""
    people = [
        {"id": id_, "name": name, "roles": roles, "how": "extension 9", "email": f"{id_}@elmfield.example", "addresses": {"slack": account}}
        for account, (id_, name, roles) in ELMS.items()
    ]
    numbers = {"phone": "01632 960 101", "out_of_hours": "01632 960 102"}
    return {
        "key": "elmfield",
        "name": "Elmfield School",
        "policy": "athelstan",
        **numbers,
        "people": people,
        "channels": {"dsl": {"slack": ELM_CHANNEL}},
    }


def two_schools(**more: Any) -> Any:
    """Return the settings of both schools."""
    oakfield = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    return settings_of(schools=[oakfield, elmfield()], **more)


@pytest.fixture
def trust(database: Engine, clock: FakeClock, slack: FakeSlack, reader: Reader) -> Iterator[School]:
    """A workspace in which the staff of both schools are."""
    for account, (_, name, _) in ELMS.items():
        slack.add_person(account, name)
    slack.add_channel(ELM_CHANNEL, members=[*ELMS])
    with open_school(database, clock, slack, reader, two_schools()) as opened:
        yield opened.school


def choose(school: School, who: str, name: str) -> None:
    """Let somebody who is asked at which school they are say so."""
    (asked,) = [one for one in school.messages_in(school.conversation(who)) if name in surfaces.buttons(one.blocks)]
    school.press(who, message=asked.as_json(), channel=asked.channel, label=name)


# --- two schools in one workspace ---


def test_member_of_staff_is_asked_once_and_the_question_is_answered_without_being_typed_again(trust: School) -> None:
    (asked,) = trust.write(TESS, FRIEND_REQUEST)
    assert trust.words(asked.blocks).startswith(wording.WHICH_SCHOOL)
    assert surfaces.buttons(asked.blocks) == ["Oakfield School", "Elmfield School"]
    assert "friend" not in str(asked.arguments)
    choose(trust, TESS, "Elmfield School")
    answer = trust.slack.messages[-1]
    assert trust.words(answer.blocks).startswith("You are asking at Elmfield School.")
    assert policy_in(trust, answer) == "athelstan"
    (again,) = trust.write(TESS, FRIEND_REQUEST)
    assert policy_in(trust, again) == "athelstan"


def policy_in(school: School, message: Any) -> str:
    """Return the key of the policy that an answer quotes."""
    (found,) = [key for key, words in QUOTED.items() if words in school.words(message.blocks)]
    return found


def test_question_that_is_too_long_to_be_carried_is_asked_for_again(trust: School) -> None:
    trust.write(TESS, f"{FRIEND_REQUEST} {'really ' * 400}")
    choose(trust, TESS, "Elmfield School")
    assert trust.words(trust.slack.messages[-1].blocks) == "You are asking at Elmfield School."


def test_school_can_be_changed_on_the_home(trust: School) -> None:
    trust.write(TESS, FRIEND_REQUEST)
    choose(trust, TESS, "Elmfield School")
    home = trust.home(TESS)
    assert "You are asking at Elmfield School." in trust.words(home)
    trust.press(TESS, view=home, label="Oakfield School")
    assert "You are asking at Oakfield School." in trust.words(trust.slack.views["home", TESS].view)
    (answer,) = trust.write(TESS, FRIEND_REQUEST)
    assert policy_in(trust, answer) == "alet"


def test_question_among_others_is_answered_alone_after_the_choice_and_can_be_shared(trust: School) -> None:
    trust.after(trust.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    (asked,) = trust.messages_in(STAFFROOM)
    trust.press(TESS, message=asked.as_json(), channel=STAFFROOM, label="Elmfield School", ephemeral=True)
    answer = trust.messages_in(STAFFROOM)[-1]
    assert answer.ephemeral_to == TESS
    assert wording.SHARE in surfaces.buttons(answer.blocks)


def test_answer_that_is_shared_later_is_the_one_that_was_seen(trust: School) -> None:
    trust.after(trust.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    (asked,) = trust.messages_in(STAFFROOM)
    trust.press(TESS, message=asked.as_json(), channel=STAFFROOM, label="Elmfield School", ephemeral=True)
    answer = trust.messages_in(STAFFROOM)[-1]
    trust.press(TESS, view=trust.home(TESS), label="Oakfield School")
    trust.press(TESS, message=answer.as_json(), channel=STAFFROOM, action="share", ephemeral=True)
    (shared,) = [one for one in trust.messages_in(STAFFROOM) if one.ephemeral_to is None]
    assert policy_in(trust, shared) == "athelstan"


def test_form_that_was_asked_for_opens_after_the_choice(trust: School) -> None:
    asked = trust.open_form(TESS, "/report-contact")
    assert wording.WHICH_SCHOOL in trust.words(asked)
    trust.press(TESS, view=asked, label="Elmfield School")
    form = trust.window(TESS)
    assert form["callback_id"] == "report:pupil_contact"
    trust.submit(TESS, form, CONTACT)
    trust.carry()
    assert len(trust.messages_in(ELM_CHANNEL)) == 1
    assert not trust.messages_in(DSL_CHANNEL)


def test_form_of_somebody_who_has_chosen_no_school_keeps_every_word(trust: School) -> None:
    form = trust.open_form("U0AMARA", "/report-contact")  # hers opens at once: she is listed at one school
    answer = trust.submit(TESS, {**form}, CONTACT)
    assert answer.json == {"response_action": "errors", "errors": {"f:immediate_danger": wording.CHOOSE_SCHOOL_FIRST}}
    assert not trust.reports()


def test_nobody_chooses_a_school_that_is_not_theirs(trust: School) -> None:
    (asked,) = trust.write(TESS, FRIEND_REQUEST)
    for who, value in (("U0AMARA", "elmfield|"), (TESS, "neverland|")):
        before = len(trust.slack.messages)
        trust.press(who, message=asked.as_json(), channel=asked.channel, label="Elmfield School", value=value)
        assert [trust.words(one.blocks) for one in trust.slack.messages[before:]] == [wording.NO_SCHOOL]
    assert wording.WHICH_SCHOOL in trust.words(trust.home(TESS))


def test_report_of_one_school_is_opened_by_nobody_of_the_other_and_the_attempt_is_logged(trust: School) -> None:
    report_at(trust, "Elmfield School")
    trust.carry()
    (card,) = trust.messages_in(ELM_CHANNEL)
    for who in ("U0AMARA", "U0CHIDI"):
        trust.press(who, message=card.as_json(), channel=ELM_CHANNEL, action="view")
        assert trust.words(trust.window(who)["blocks"]) == wording.REFUSALS["not_allowed"]
    assert "R-0001" not in trust.words(trust.home("U0AMARA"))
    trust.press("U0GITA", message=card.as_json(), channel=ELM_CHANNEL, action="view")
    assert CANARY in trust.words(trust.window("U0GITA"))


def report_at(school: School, name: str, who: str = TESS) -> None:
    """Let somebody report at a school that they choose."""
    school.press(who, view=school.open_form(who, "/report-contact"), label=name)
    school.submit(who, school.window(who), CONTACT)
    school.close_windows(who)


# --- a person who is listed at two schools ---


def test_deputy_of_two_schools_opens_the_reports_of_both_without_choosing(trust: School) -> None:
    for name, channel in (("Oakfield School", DSL_CHANNEL), ("Elmfield School", ELM_CHANNEL)):
        trust.press(TESS, view=trust.home(TESS), label=name)
        report(trust)
        trust.close_windows(TESS)
        trust.carry()
        (card,) = trust.messages_in(channel)
        trust.press("U0BEN", message=card.as_json(), channel=channel, action="view")
        assert CANARY in trust.words(trust.window("U0BEN"))
        trust.press("U0BEN", view=trust.window("U0BEN"), action="acknowledge")
        assert "is acknowledged by you" in trust.words(trust.window("U0BEN"))
        trust.close_windows("U0BEN")


def test_home_of_a_deputy_of_two_schools_shows_what_is_open_at_both_and_asks_where_they_ask(trust: School) -> None:
    report_at(trust, "Elmfield School")
    shown = trust.words(trust.home("U0BEN"))
    assert wording.WHICH_SCHOOL in shown
    assert shown.count(wording.HOME_DESK) == 2
    assert "R-0001" in shown
    trust.press("U0BEN", view=trust.home("U0BEN"), label="Elmfield School")
    chosen = trust.words(trust.slack.views["home", "U0BEN"].view)
    assert "You are asking at Elmfield School." in chosen
    assert chosen.count(wording.HOME_DESK) == 2


def test_whoever_is_away_is_away_from_both_schools(trust: School) -> None:
    trust.press("U0BEN", view=trust.home("U0BEN"), action="away")
    trust.submit("U0BEN", trust.window("U0BEN"), {"f:away": "2"})
    people = trust.office.people
    assert people.is_away("ben", "oakfield")
    assert people.is_away("bhale", "elmfield")
    trust.press("U0BEN", view=trust.home("U0BEN"), action="back")
    assert not people.is_away("ben", "oakfield")
    assert not people.is_away("bhale", "elmfield")


# --- two workspaces ---


class TwoWorkspaces(FakeSlack):
    """A Slack in which a token says in which workspace somebody is."""

    def call(self, method: str, arguments: dict[str, Any], token: str) -> dict[str, Any]:
        usual = self.team_id
        self.team_id = self.teams.get(token, (usual, ""))[0]  # type: ignore[misc]
        try:
            return super().call(method, arguments, token)
        finally:
            self.team_id = usual  # type: ignore[misc]

    def token_of(self, team: str) -> str:
        """Return the token that a workspace has given."""
        (token,) = [token for token, (of, _) in self.teams.items() if of == team and token != self.token]
        return token

    def used(self, place: str) -> set[str]:
        """Return the workspaces whose tokens were used for a place."""
        named = [one for one in self.calls if place in (one.arguments.get("channel"), one.arguments.get("users"), one.arguments.get("user_id"))]
        return {self.teams[one.token][0] for one in named}


@dataclass
class Both:
    """Two schools, each in a workspace of its own; what is done is done in one of them."""

    oakfield: School
    elmfield: School
    slack: TwoWorkspaces


@pytest.fixture
def both(database: Engine, clock: FakeClock, reader: Reader) -> Iterator[Both]:
    """Two workspaces that have installed it."""
    with TwoWorkspaces(lambda: clock.now().timestamp()) as slack:
        for account, name in {TESS: "Tess Byrne", "U0AMARA": "Amara Obi", "U0GITA": "Gita Rao", "U0BEN": "Ben Hale", "U0CHIDI": "Chidi Eze"}.items():
            slack.add_person(account, name)
        slack.add_channel(DSL_CHANNEL, members=["U0AMARA"])
        slack.add_channel(ELM_CHANNEL, members=["U0GITA"])
        settings = two_schools(slack={"workspaces": {OAKFIELD: ["oakfield"], ELMFIELD: ["elmfield"]}})
        secrets = SlackSecrets(client_id="1.2", client_secret="shh", signing_secret=SECRET, api=slack.url)  # noqa: S106 -- opens nothing
        with open_school(database, clock, slack, reader, settings, secrets) as opened:
            for team in (OAKFIELD, ELMFIELD):
                install(opened.school, team)
            elsewhere = Driver(
                opened.school.served.url, SECRET, team=ELMFIELD, triggers=slack.new_trigger, response_urls=opened.school.driver.response_urls
            )
            yield Both(opened.school, replace(opened.school, driver=elsewhere), slack)
        assert slack.refused == []


def install(school: School, team: str) -> None:
    """Let a workspace install it, as a browser would."""
    (state,) = parse_qs(urlsplit(get(school, "/slack/install")[1]).query)["state"]
    assert get(school, f"/slack/oauth_redirect?code={school.slack.new_code(team)}&state={state}", f"{COOKIE}={state}")[0] == 200


def get(school: School, path: str, cookie: str = "") -> tuple[int, str]:
    parts = urlsplit(school.served.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk 3.47 asks for a token with it


def test_each_workspace_is_answered_by_its_own_policy_with_its_own_token(both: Both) -> None:
    for school, team, policy in ((both.oakfield, OAKFIELD, "alet"), (both.elmfield, ELMFIELD, "athelstan")):
        before = len(both.slack.calls)
        (answer,) = school.write(TESS, FRIEND_REQUEST)
        assert policy_in(school, answer) == policy
        assert {both.slack.teams[one.token][0] for one in both.slack.calls[before:]} == {team}


def test_report_goes_out_by_the_token_of_its_own_workspace(both: Both) -> None:
    report(both.oakfield)
    both.oakfield.carry()
    assert len(both.slack.at(DSL_CHANNEL)) == 1
    assert not both.slack.at(ELM_CHANNEL)
    assert both.slack.used(DSL_CHANNEL) == {OAKFIELD}
    assert both.slack.used(TESS) | both.slack.used(both.slack.direct(TESS)) == {OAKFIELD}
    assert [one for one in both.slack.at(TESS) if "delivered" in both.oakfield.words(one.blocks)]


def test_duty_goes_out_by_the_token_of_its_own_workspace_to_whoever_raised_it_and_whoever_was_chosen_too(both: Both) -> None:
    school = both.oakfield
    both.slack.add_person("U0OLU", "Olu Ade")
    school.submit(TESS, school.open_form(TESS, "/suggest-post"), {"f:what": "The fair", "f:network": "X"})
    school.carry()
    (card,) = both.slack.at("U0AMARA")
    school.press("U0AMARA", message=card.as_json(), channel=card.channel, label=wording.HANDING_HAND)
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:whom": ["U0OLU"]})
    school.carry()
    for who in (TESS, "U0OLU"):
        assert "M-0001" in school.words(both.slack.at(who)[-1].blocks)
        assert both.slack.used(who) | both.slack.used(both.slack.direct(who)) == {OAKFIELD}


def test_matter_of_one_workspace_is_not_open_to_somebody_with_the_same_id_in_the_other(both: Both) -> None:
    school = both.oakfield
    school.submit("U0CHIDI", school.open_form("U0CHIDI", "/suggest-post"), {"f:what": "The fair", "f:network": "X"})
    school.carry()
    (card,) = both.slack.at("U0AMARA")
    for who in ("U0AMARA", "U0CHIDI"):
        both.elmfield.press(who, message=card.as_json(), channel=card.channel, label=wording.SUGGESTION_USE)
        assert both.elmfield.words(both.elmfield.window(who)["blocks"]) == wording.MATTER_NOT_YOURS
    assert wording.MATTERS_MINE not in both.elmfield.words(both.elmfield.home("U0CHIDI"))


def test_account_that_two_workspaces_have_is_written_to_in_neither(both: Both) -> None:
    report(both.oakfield)
    both.oakfield.close_windows(TESS)
    report(both.elmfield)
    before = len(both.slack.at(TESS))
    both.oakfield.carry()
    assert len(both.slack.at(TESS)) == before
    assert len(both.slack.at(DSL_CHANNEL)) == len(both.slack.at(ELM_CHANNEL)) == 1


def test_dsl_of_one_workspace_is_never_told_what_somebody_with_her_id_did_in_the_other(both: Both) -> None:
    report(both.elmfield, "U0AMARA")
    both.elmfield.carry()
    assert not both.slack.at("U0AMARA")
    assert len(both.slack.at(ELM_CHANNEL)) == 1


def test_somebody_with_the_id_of_a_dsl_in_another_workspace_is_nobody_there(both: Both) -> None:
    report(both.oakfield)
    both.oakfield.carry()
    (card,) = both.slack.at(DSL_CHANNEL)
    both.elmfield.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    assert both.elmfield.words(both.elmfield.window("U0AMARA")["blocks"]) == wording.REFUSALS["not_allowed"]
    assert wording.HOME_DESK not in both.elmfield.words(both.elmfield.home("U0AMARA"))


def test_reporter_with_the_same_id_elsewhere_can_neither_read_nor_withdraw(both: Both) -> None:
    report(both.oakfield)
    mine = both.oakfield.home(TESS)
    both.oakfield.close_windows(TESS)
    for action in ("withdraw", "add_information"):
        both.elmfield.press(TESS, view=mine, action=action)
        assert both.elmfield.words(both.elmfield.window(TESS)["blocks"]) == wording.REFUSALS["not_allowed"]
        both.elmfield.close_windows(TESS)


def test_reports_of_somebody_with_the_same_id_elsewhere_are_not_listed(both: Both) -> None:
    report(both.oakfield)
    assert "R-0001" not in both.elmfield.words(both.elmfield.home(TESS))


def test_workspace_that_has_removed_it_is_heard_no_more_and_the_other_goes_on(both: Both) -> None:
    both.elmfield.after(both.elmfield.driver.event({"type": "app_uninstalled"}))
    assert not both.elmfield.write(TESS, FRIEND_REQUEST)
    assert both.oakfield.write(TESS, FRIEND_REQUEST)


def test_workspace_that_the_settings_do_not_name_is_refused(both: Both) -> None:
    stranger = Driver(both.oakfield.served.url, SECRET, team="T0NOBODY", triggers=both.slack.new_trigger)
    assert stranger.message(TESS, "D0TESS", FRIEND_REQUEST).status == 403
    assert not both.slack.messages


def test_dsl_of_another_organisation_reads_nothing_in_a_shared_channel(both: Both) -> None:
    report(both.oakfield)
    both.oakfield.carry()
    (card,) = both.slack.at(DSL_CHANNEL)
    both.oakfield.driver.home_teams["U0AMARA"] = ELMFIELD
    both.oakfield.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    assert CANARY not in both.oakfield.words(both.oakfield.window("U0AMARA"))
