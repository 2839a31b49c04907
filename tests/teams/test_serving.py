"""`signpost serve` with Teams, as a school runs it: a real process, real HTTP, signed requests, a Teams of the tests' own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.addresses import Addresses
from tests.adapters.deployed import Deployed, Served, wait_until
from tests.teams import cards
from tests.teams.conftest import DSL_CHANNEL, PEOPLE, TESS, aad
from tests.teams.driver import Driver
from tests.teams.fake_teams import FakeTeams, Message
from tests.teams.test_reporting import CANARY, CONTACT


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    """The school's Teams, by the real clock."""
    with FakeTeams() as teams:
        for name, (shown, _) in PEOPLE.items():
            teams.add_person(aad(name), shown)
        teams.add_person(aad(TESS), "Tess Byrne")
        teams.add_channel(DSL_CHANNEL, members=[aad("amara"), aad("ben")], private=True)
        yield teams
        assert teams.refused == []


@pytest.fixture
def deployed(tmp_path: Path, cache: Path, teams: FakeTeams) -> Deployed:
    """A school that works in Teams."""
    folder = tmp_path / "school"
    folder.mkdir()
    deployed = Deployed(folder, cache)
    for name in PEOPLE:
        deployed.edit(f"email: {name}@oakfield.example}}", f"email: {name}@oakfield.example, addresses: {{teams: {aad(name)}}}}}")
    deployed.edit("mail: {", f'  channels: {{dsl: {{teams: "{DSL_CHANNEL}"}}}}\nmail: {{')
    registration = {"TEAMS_APP_ID": teams.app_id, "TEAMS_APP_PASSWORD": teams.password, "TEAMS_TENANT_ID": teams.tenant}
    deployed.extra |= {**registration, "SIGNPOST_TEAMS_SERVICE": teams.url}
    return deployed


def driver_of(served: Served, teams: FakeTeams) -> Driver:
    """Return the Teams side of a process, once its door is open."""
    driver = Driver(f"http://127.0.0.1:{served.port}", teams)
    wait_until(lambda: driver.installed(aad("amara"), conversation=DSL_CHANNEL).status == 202)
    return driver


def sealed(teams: FakeTeams) -> list[Message]:
    """Return the cards of the report in the DSL's channel; the daily test of the route stands there too."""
    return [one for one in teams.in_conversation(DSL_CHANNEL) if "R-0001" in cards.all_words(one.cards)]


def told(teams: FakeTeams, who: str) -> str:
    return "\n".join(cards.all_words(one.cards) for one in teams.in_conversation(teams.personal(aad(who)).id))


def test_report_made_in_teams_reaches_the_dsl_and_her_acknowledgement_the_reporter(deployed: Deployed, teams: FakeTeams) -> None:
    with deployed.serving() as served:
        driver = driver_of(served, teams)
        form = driver.fetch(aad(TESS), {"sp": {"action": "report_form", "value": "pupil_contact"}}).card
        filled = {**CONTACT, "f_happened_at": "not sure"}
        wait_until(lambda: "R-0001 is stored" in cards.words(driver.fill(aad(TESS), form, filled).card))
        wait_until(lambda: bool(sealed(teams)))
        card = sealed(teams)[0]
        wait_until(lambda: CANARY in cards.words(driver.press(aad("amara"), card, "view").card))
        driver.press(aad("amara"), card, "acknowledge")
        wait_until(lambda: "acknowledged by Amara Obi" in told(teams, TESS))
        wait_until(lambda: "Acknowledged by Amara Obi" in cards.all_words(card.cards))
        assert served.end(signal.SIGTERM) == 0
        for secret in (CANARY, teams.password, "Tess", *teams.tokens):
            assert secret not in served.said()


def test_what_was_met_before_a_restart_is_reached_after_it(deployed: Deployed, teams: FakeTeams) -> None:
    with deployed.serving() as served:
        driver_of(served, teams)
        with deployed.office() as office:
            wait_until(lambda: Addresses(office.engine).find("teams", DSL_CHANNEL) is not None)
        assert served.end(signal.SIGTERM) == 0
    deployed.report()
    with deployed.serving() as served:
        wait_until(lambda: bool(sealed(teams)))
        assert served.end(signal.SIGTERM) == 0


def test_process_lets_in_nothing_that_teams_has_not_signed(deployed: Deployed, teams: FakeTeams) -> None:
    with deployed.serving() as served:
        driver = driver_of(served, teams)
        activity = driver.activity(aad(TESS))
        assert driver.send({**activity, "type": "message", "text": "help"}, token="").status == 401
        foreign = {**activity, "type": "message", "text": "help", "channelData": {"tenant": {"id": "another"}}}
        assert driver.send(foreign).status == 403
        assert not teams.in_conversation(teams.personal(aad(TESS)).id)
        assert served.end(signal.SIGTERM) == 0


def test_teams_that_is_down_keeps_nothing_else_from_being_served(deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_TEAMS_SERVICE"] = "http://127.0.0.1:9"
    deployed.report()
    with deployed.serving() as served:
        assert served.health()[0] in (200, 503)
        assert served.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("missing", ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"])
def test_registration_that_is_not_whole_is_refused_with_what_is_missing(deployed: Deployed, missing: str) -> None:
    deployed.extra[missing] = ""
    ended = deployed.start("serve", "--local", "--port", "0")
    assert ended.code not in (0, None)
    assert missing in ended.err + ended.out
    assert deployed.extra["TEAMS_APP_PASSWORD"] == "" or deployed.extra["TEAMS_APP_PASSWORD"] not in ended.err + ended.out


def test_service_of_the_tests_is_refused_where_it_is_not_this_machine_alone(deployed: Deployed) -> None:
    ended = deployed.start("serve", "--port", "0")
    assert ended.code not in (0, None)
    assert "SIGNPOST_TEAMS_SERVICE" in ended.err + ended.out
