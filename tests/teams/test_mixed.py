"""A school that works in Slack and in Teams: a report made in one reaches whoever receives it in the other, and each is told where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.composing import SlackSecrets
from adapters.slack.composing import make_slack
from adapters.teams.composing import make_teams
from adapters.teams.secrets import TeamsSecrets
from bot import wording
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.delivery import Courier
from bot.enquiries import Enquiries
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Report, State
from bot.sealing import Sealer, audit_key
from bot.settings import Settings
from bot.unanswered import Unanswered
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.bot.fake_chat import WAIT, FakeChat
from tests.slack import conftest as in_slack
from tests.slack import surfaces
from tests.slack import test_reporting as slack_reporting
from tests.slack.driver import Driver as SlackDriver
from tests.slack.fake_slack import FakeSlack
from tests.teams import conftest as in_teams
from tests.teams import test_reporting as teams_reporting
from tests.teams.conftest import aad
from tests.teams.driver import Driver
from tests.teams.fake_teams import FakeTeams

CANARY = teams_reporting.CANARY
ADDRESSES = {
    "amara": {"slack": "U0AMARA"},
    "ben": {"teams": aad("ben")},
    "chidi": {"slack": "U0CHIDI", "teams": aad("chidi")},
    "dana": {"teams": aad("dana")},
    "farid": {"slack": "U0FARID"},
}


@dataclass
class Mixed:
    """Oakfield School in both chats: one office, one store, two doors."""

    office: Office
    clock: FakeClock
    slack: in_slack.School
    teams: in_teams.School
    courier: Courier

    def carry(self) -> None:
        """Bring all that is due, by whichever chat."""
        while self.courier.carry_one():
            pass

    def reports(self) -> list[Report]:
        with self.office.looking() as connection:
            return list(self.office.filing.list_reports(connection, "oakfield", tuple(State)))

    def told_in_teams(self, who: str) -> str:
        return "\n".join(map(self.teams.words, self.teams.messages_to(who)))

    def told_in_slack(self, who: str) -> str:
        return "\n".join(surfaces.words(one.blocks) for one in self.slack.messages_in(self.slack.conversation(who)))


def settings_of(channels: dict[str, dict[str, str]]) -> Settings:
    """Return the settings of a school whose people are here and there; Amara (the DSL) is in Slack, Ben (the deputy) in Teams."""
    school = in_teams.settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    people = [{**one, "addresses": ADDRESSES[one["id"]]} for one in school["people"]]
    return in_teams.settings_of(schools=[{**school, "people": people, "channels": channels}])


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[FakeSlack]:
    """The school's Slack."""
    with FakeSlack(lambda: clock.now().timestamp()) as slack:
        for account, (_, name, _) in in_slack.PEOPLE.items():
            slack.add_person(account, name)
        slack.add_person(in_slack.TESS, "Tess Byrne")
        slack.add_channel(in_slack.DSL_CHANNEL, members=["U0AMARA", slack.bot_user_id])
        yield slack
        assert slack.refused == []


@pytest.fixture
def mixed(request: pytest.FixtureRequest, database: Engine, clock: FakeClock, teams: FakeTeams, slack: FakeSlack, reader: Reader) -> Iterator[Mixed]:
    """The school, both bots running; where its DSL channel is says the parameter."""
    where = {"slack": in_slack.DSL_CHANNEL, "teams": in_teams.DSL_CHANNEL}
    settings, ring = settings_of({"dsl": {request.param: where[request.param]}}), new_ring()
    sealer = Sealer(ring)
    office = Office(database, settings, People(settings, database, clock.now), Filing(sealer), AuditLog(audit_key(ring)), clock)
    kept, answerer = Unanswered(database, sealer, knows=reader.knows, clock=clock.now), Answerer(lambda: reader, settings)
    slack_secrets = SlackSecrets(bot_token=slack.token, signing_secret=in_slack.SECRET, api=slack.url)
    slack_bot = make_slack(office, answerer, sealer, kept.keep, slack_secrets)
    teams_bot = make_teams(office, Enquiries(answerer, sealer, kept.keep), TeamsSecrets(teams.app_id, teams.password, teams.tenant, teams.url))
    mail = FakeChat(clock, "email", can_find=False)
    courier = Courier(office, {"slack": slack_bot.sender, "teams": teams_bot.sender, "email": mail}, "first", lookup_wait=WAIT)
    with in_slack.Served(slack_bot.door) as slack_door, in_slack.Served(teams_bot.door) as teams_door:  # type: ignore[arg-type]  # another door
        driver = SlackDriver(slack_door.url, in_slack.SECRET, triggers=slack.new_trigger, response_urls=_response_url(slack))
        of_slack = in_slack.School(office, clock, slack, mail, slack_bot, slack_door, driver, kept, [courier])
        of_teams = in_teams.School(office, clock, teams, mail, teams_door, Driver(teams_door.url, teams), kept, courier)
        of_teams.after(of_teams.driver.installed(aad("ben"), conversation=in_teams.DSL_CHANNEL))
        yield Mixed(office, clock, of_slack, of_teams, courier)


def _response_url(slack: FakeSlack) -> Any:
    def make(about: dict[str, Any]) -> str:
        at = (about["channel"], about["message_ts"])
        return slack.response_url(about["user"], about["channel"], next((one for one in slack.messages if (one.channel, one.ts) == at), None))

    return make


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_report_made_in_teams_reaches_the_dsl_in_slack_who_acts_there_and_the_reporter_is_told_in_teams(mixed: Mixed) -> None:
    assert "R-0001 is stored" in mixed.teams.words(teams_reporting.report(mixed.teams).card)
    mixed.carry()
    (card,) = mixed.slack.messages_in(in_slack.DSL_CHANNEL)
    assert "Tess Byrne" in surfaces.words(card.blocks)
    assert CANARY not in str(card)
    assert "R-0001 delivered" in mixed.told_in_teams(in_teams.TESS)
    mixed.slack.press("U0AMARA", message=card.as_json(), channel=in_slack.DSL_CHANNEL, action="view")
    window = mixed.slack.window("U0AMARA")
    assert CANARY in surfaces.words(window)
    mixed.slack.press("U0AMARA", view=window, action="acknowledge")
    mixed.carry()
    assert "Acknowledged by Amara Obi" in surfaces.words(card.blocks)
    assert "acknowledged by Amara Obi" in mixed.told_in_teams(in_teams.TESS)
    assert not mixed.slack.messages_in(mixed.slack.conversation(in_slack.TESS))
    mixed.slack.press("U0AMARA", message=card.as_json(), channel=in_slack.DSL_CHANNEL, action="contact")
    mixed.slack.submit("U0AMARA", mixed.slack.window("U0AMARA"), {"f:contact": "Please come and see me."})
    mixed.carry()
    told = next(one for one in mixed.teams.messages_to(in_teams.TESS) if "read_message" in str(one.cards))
    assert "Please come and see me." in mixed.teams.words(mixed.teams.press(in_teams.TESS, told, "read_message").card)


@pytest.mark.parametrize("mixed", ["teams"], indirect=True)
def test_report_made_in_slack_reaches_the_channel_in_teams_and_the_reporter_is_told_in_slack(mixed: Mixed) -> None:
    slack_reporting.report(mixed.slack)
    mixed.carry()
    (card,) = mixed.teams.messages_in(in_teams.DSL_CHANNEL)
    assert "Tess Byrne" in mixed.teams.words(card)
    assert CANARY not in str(card)
    assert "R-0001 delivered" in mixed.told_in_slack(in_slack.TESS)
    opened = mixed.teams.press("ben", card, "view").card
    assert CANARY in mixed.teams.words(opened)
    after = mixed.teams.fill("ben", opened, {}, "acknowledge").card
    assert "R-0001 is acknowledged by you." in mixed.teams.words(after)
    mixed.carry()
    assert "Acknowledged by Ben Hale" in mixed.teams.words(card)
    assert "acknowledged by Ben Hale" in mixed.told_in_slack(in_slack.TESS)
    assert not mixed.teams.messages_to(in_teams.TESS)


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_reporter_who_is_in_both_chats_is_told_in_the_one_in_which_they_reported(mixed: Mixed) -> None:
    teams_reporting.report(mixed.teams, "chidi")
    mixed.carry()
    assert "R-0001 delivered" in mixed.told_in_teams("chidi")
    assert "R-0001 delivered" not in mixed.told_in_slack("U0CHIDI")
    slack_reporting.report(mixed.slack, "U0CHIDI")
    mixed.carry()
    assert "R-0002 delivered" in mixed.told_in_slack("U0CHIDI")
    assert "R-0002 delivered" not in mixed.told_in_teams("chidi")


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_report_that_nobody_in_slack_acknowledges_goes_on_to_the_deputy_in_teams(mixed: Mixed) -> None:
    teams_reporting.report(mixed.teams)
    mixed.carry()
    mixed.clock.move(timedelta(hours=4, minutes=1))
    mixed.carry()
    escalated = mixed.teams.messages_to("ben")[-1]
    opened = mixed.teams.press("ben", escalated, "view").card
    assert CANARY in mixed.teams.words(opened)
    mixed.teams.fill("ben", opened, {}, "acknowledge")
    mixed.carry()
    (card,) = [one for one in mixed.slack.messages_in(in_slack.DSL_CHANNEL) if wording.BUTTONS["view"] in surfaces.buttons(one.blocks)][:1]
    assert "Acknowledged by Ben Hale" in surfaces.words(card.blocks)


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_second_to_acknowledge_is_told_who_was_first_in_the_other_chat(mixed: Mixed) -> None:
    teams_reporting.report(mixed.teams)
    mixed.carry()
    (card,) = mixed.slack.messages_in(in_slack.DSL_CHANNEL)
    (stored,) = mixed.reports()
    opened = mixed.teams.after(mixed.teams.driver.fetch(aad("ben"), {"sp": {"action": "view", "value": stored.id}})).card
    mixed.slack.press("U0AMARA", message=card.as_json(), channel=in_slack.DSL_CHANNEL, action="view")
    mixed.slack.press("U0AMARA", view=mixed.slack.window("U0AMARA"), action="acknowledge")
    shown = mixed.teams.words(mixed.teams.fill("ben", opened, {}, "acknowledge").card)
    assert "Amara Obi" in shown.splitlines()[0]
    assert mixed.reports()[0].acknowledged_by == "amara"


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_somebody_of_both_chats_is_one_person_in_them(mixed: Mixed) -> None:
    """What Chidi Eze opened in Teams counts in Slack; a report about him reaches him in neither."""
    teams_reporting.report(mixed.teams)
    mixed.carry()
    (stored,) = mixed.reports()
    mixed.teams.after(mixed.teams.driver.fetch(aad("chidi"), {"sp": {"action": "view", "value": stored.id}}))
    home = mixed.slack.home("U0CHIDI")
    mixed.slack.press("U0CHIDI", view=home, action_id="sp:acknowledge:0", value=stored.id, forged=True)
    assert mixed.reports()[0].acknowledged_by == "chidi"
    form = mixed.teams.open_form(in_teams.TESS, "adult_concern")
    about = {"f_immediate_danger": "no", "f_self_referral": "no", "f_about": "chidi", "f_what_happened": "Shouted.", "f_happened_at": "not sure"}
    mixed.teams.fill(in_teams.TESS, form, about)
    mixed.carry()
    concern = next(one for one in mixed.reports() if one.id != stored.id)
    assert "chidi" in concern.excluded
    shown = mixed.teams.after(mixed.teams.driver.fetch(aad("chidi"), {"sp": {"action": "view", "value": concern.id}})).card
    assert mixed.teams.words(shown) == wording.REFUSALS["not_allowed"]
    assert concern.reference not in mixed.told_in_teams("chidi") + mixed.told_in_slack("U0CHIDI")
    assert concern.reference in mixed.told_in_teams("dana")


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_slack_that_is_down_is_passed_over_by_way_of_teams(mixed: Mixed) -> None:
    mixed.slack.slack.revoke()
    teams_reporting.report(mixed.teams)
    mixed.carry()
    mixed.clock.move(timedelta(minutes=30))
    mixed.carry()
    assert not mixed.slack.messages_in(in_slack.DSL_CHANNEL)
    assert "R-0001" in mixed.told_in_teams("ben")


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_question_has_the_same_answer_in_both_chats(mixed: Mixed) -> None:
    question = "can I accept a friend request from a past pupil?"
    (in_one,) = mixed.slack.write(in_slack.TESS, question)
    (in_other,) = mixed.teams.write(in_teams.TESS, question)
    assert surfaces.words(in_one.blocks).splitlines()[:2] == mixed.teams.words(in_other).splitlines()[:2]
