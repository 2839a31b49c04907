"""What Microsoft says of a deployment is told line by line, with the next step: what would keep a report from its DSL, and who could see too much."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.findings import Finding, Level
from adapters.teams.checks import MOST_NAMED, examine_teams, unmet_channels
from adapters.teams.secrets import TeamsSecrets
from bot.addresses import Addresses
from bot.settings import Settings
from tests.faults.odd_servers import odd_server
from tests.teams.conftest import DSL_CHANNEL, PEOPLE, aad, settings_of
from tests.teams.fake_teams import FakeTeams, Fault

CHANNEL, STAFF = "teams channel dsl of oakfield", "teams people of oakfield"
RECEIVING = ("amara", "ben", "chidi", "dana")
Examine = Callable[..., list[Finding]]


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    """Oakfield's Teams as it should be: the DSL, her deputy and the head in the private channel."""
    with FakeTeams() as running:
        for id_, (name, _) in PEOPLE.items():
            running.add_person(aad(id_), name)
        running.add_channel(DSL_CHANNEL, members=[aad("amara"), aad("ben"), aad("chidi")], private=True)
        yield running


@pytest.fixture
def addresses(teams: FakeTeams, database: Engine) -> Addresses:
    """The channel and everybody who receives reports were met."""
    addresses = Addresses(database)
    meet(addresses, teams, DSL_CHANNEL, DSL_CHANNEL)
    for id_ in RECEIVING:
        meet(addresses, teams, aad(id_), teams.personal(aad(id_)).id)
    return addresses


def meet(addresses: Addresses, teams: FakeTeams, name: str, conversation: str, *, service: str = "") -> None:
    addresses.note("teams", teams.tenant, name, {"service": service or teams.service_url, "conversation": conversation, "bot": teams.bot_id})


@pytest.fixture
def found(teams: FakeTeams, addresses: Addresses) -> Examine:
    """A function that examines a deployment with these settings, these secrets and these addresses."""

    def examine(settings: Settings | None = None, met: Addresses | None = addresses, **secrets: str) -> list[Finding]:
        given = TeamsSecrets(teams.app_id, teams.password, teams.tenant, teams.url)
        return list(examine_teams(settings or settings_of(), replace(given, **secrets), met))

    return examine


def unwell(findings: list[Finding]) -> list[tuple[Level, str, str]]:
    return [(one.level, one.subject, one.sentence) for one in findings if one.level is not Level.OK]


def the_one(findings: list[Finding]) -> Finding:
    (finding,) = [one for one in findings if one.level is not Level.OK]
    return finding


def with_people(*changed: dict[str, Any]) -> Settings:
    """Return the settings with some people changed: `{"id": "amara", "addresses": {}}`."""
    settings = settings_of().model_dump(mode="json")
    for change in changed:
        (person,) = [one for one in settings["schools"][0]["people"] if one["id"] == change["id"]]
        person |= change
    return Settings.model_validate(settings)


def with_channels(**channels: str) -> Settings:
    settings = settings_of().model_dump(mode="json")
    settings["schools"][0]["channels"] = {name: {"teams": id_} for name, id_ in channels.items()}
    return Settings.model_validate(settings)


# --- the whole ---


def test_deployment_that_is_as_it_should_be_has_no_fault(found: Examine, teams: FakeTeams) -> None:
    assert unwell(found()) == []
    assert [one.subject for one in found()] == ["teams keys", "teams", CHANNEL, STAFF]
    assert {one.method for one in teams.calls if one.name != "token"} == {"GET"}, "it only reads"
    assert teams.messages == []


def test_tenant_and_app_are_named_and_no_secret_is(found: Examine, teams: FakeTeams) -> None:
    (told,) = [one for one in found() if one.subject == "teams"]
    assert (teams.app_id in told.sentence, teams.tenant in told.sentence) == (True, True)
    teams.password = "another"  # noqa: S105 -- opens nothing
    shown = "".join(map(str, found(password="canary7Qz")))  # noqa: S106 -- opens nothing
    assert "canary7Qz" not in shown
    assert [token for token in teams.tokens if token in shown] == []


def test_teams_that_is_not_used_is_not_spoken_of(found: Examine, teams: FakeTeams) -> None:
    assert found(settings_of(schools=[]), app_id="", password="", tenant_id="") == []
    assert teams.calls == []


def test_ids_of_teams_without_secrets_are_told(found: Examine, teams: FakeTeams) -> None:
    finding = the_one(found(app_id="", password="", tenant_id=""))
    assert (finding.level, "set TEAMS_APP_ID" in finding.sentence, teams.calls) == (Level.WARNING, True, [])


@pytest.mark.parametrize("missing", ["app_id", "password", "tenant_id"])
def test_secrets_that_are_not_whole_are_told_elsewhere_and_nothing_is_asked(found: Examine, teams: FakeTeams, missing: str) -> None:
    assert found(**{missing: ""}) == []
    assert teams.calls == []


# --- credentials ---


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "x"}, "copy the Value of a client secret"),
        ({"app_id": "x"}, "no such app in this tenant"),
        ({"tenant_id": "x"}, "no such tenant"),
    ],
)
def test_credentials_that_microsoft_does_not_take_are_a_fault_and_nothing_else_is_asked(
    found: Examine, teams: FakeTeams, wrong: dict[str, str], told: str
) -> None:
    finding = the_one(found(**wrong))
    assert (finding.level, finding.subject, told in finding.sentence) == (Level.FAULT, "teams", True)
    assert {one.name for one in teams.calls} == {"openid", "token"}


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(status=401, body=b'{"error":"invalid_client","error_codes":[7000222]}'), "has run out"),
        (Fault(status=400, body=b'{"error":"unauthorized_client","error_codes":[7000112]}'), "switched off"),
        (Fault(status=400, body=b'{"error":"invalid_request","error_codes":[900023]}'), "no id of a tenant"),
        (Fault(status=400, body=b'{"error":"invalid_request","error_description":"canary7Qz","error_codes":[1]}'), "check TEAMS_APP_ID"),
        (Fault(status=500), "run this again"),
        (Fault(body=b"<html>an error of a proxy, canary7Qz</html>"), "run this again"),
        (Fault(cut_before=True), "login.microsoftonline.com"),
    ],
)
def test_login_that_gives_no_token_is_a_fault_with_the_next_step(found: Examine, teams: FakeTeams, fault: Fault, told: str) -> None:
    teams.fail("token", fault)
    finding = the_one(found())
    assert (finding.level, finding.subject, told in finding.sentence) == (Level.FAULT, "teams", True)
    assert "canary7Qz" not in finding.sentence


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(cut_before=True), Fault(body=b"<html>"), Fault(body=b"{}")])
def test_signing_keys_that_cannot_be_fetched_are_a_fault_and_the_rest_is_examined(found: Examine, teams: FakeTeams, fault: Fault) -> None:
    teams.fail("openid", fault)
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.FAULT, "teams keys")
    assert "nothing from Teams is let in" in finding.sentence


def test_store_that_is_not_there_yet_is_told(found: Examine) -> None:
    finding = the_one(found(met=None))
    assert (finding.level, "start signpost serve" in finding.sentence) == (Level.FAULT, True)


# --- the channel ---


def test_channel_that_was_never_met_is_not_ready_and_it_is_said_what_to_do(found: Examine, teams: FakeTeams) -> None:
    teams.add_channel("19:new@thread.tacv2", members=[aad("amara"), aad("ben")], private=True)
    finding = the_one(found(with_channels(dsl="19:new@thread.tacv2")))
    assert (finding.level, finding.subject) == (Level.FAULT, CHANNEL)
    assert finding.sentence.startswith("19:new@thread.tacv2: not ready")
    assert "@Signpost help" in finding.sentence


@pytest.mark.parametrize("id_", ["dsl", "https://teams.microsoft.com/l/channel/19%3adsl", "19%3adsl%40thread.tacv2"])
def test_what_is_no_id_of_a_channel_is_told(found: Examine, id_: str) -> None:
    finding = the_one(found(with_channels(dsl=id_)))
    assert (finding.level, "Get link to channel" in finding.sentence) == (Level.FAULT, True)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda teams: teams.remove_bot(DSL_CHANNEL), "the app is not in it"),
        (lambda teams: teams.conversations.pop(DSL_CHANNEL), "check the id"),
        (lambda teams: teams.fail("members", Fault(status=403, error="BotDisabledByAdmin")), "admin centre"),
        (lambda teams: teams.fail("members", *[Fault(status=401)] * 2), "SingleTenant"),
        (lambda teams: teams.fail("members", Fault(status=500)), "run this again"),
    ],
    ids=["without the app", "unknown", "forbidden", "token not taken", "broken"],
)
def test_channel_to_which_no_report_could_go_is_a_fault_with_the_next_step(
    found: Examine, teams: FakeTeams, spoil: Callable[[FakeTeams], object], told: str
) -> None:
    spoil(teams)
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.FAULT, CHANNEL)
    assert finding.sentence.startswith(f"{DSL_CHANNEL}: ")
    assert told in finding.sentence


def test_channel_that_was_met_by_way_of_a_foreign_service_is_a_fault_and_nothing_is_asked_there(
    found: Examine, teams: FakeTeams, addresses: Addresses
) -> None:
    meet(addresses, teams, DSL_CHANNEL, DSL_CHANNEL, service="https://evil.example/")
    finding = the_one(found())
    assert (finding.level, finding.subject, "not Teams' own" in finding.sentence) == (Level.FAULT, CHANNEL, True)


def test_members_who_receive_no_reports_are_counted_and_named_by_id_only(found: Examine, teams: FakeTeams) -> None:
    teams.add_person(aad("tess"), "Tess Byrne")
    teams.conversations[DSL_CHANNEL].members |= {aad("tess"), aad("farid")}
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.WARNING, CHANNEL)
    assert "2 (aad-farid, aad-tess) in it who receive no reports" in finding.sentence
    assert "use a private one" in finding.sentence
    assert "Tess" not in finding.sentence


def test_a_crowd_in_the_channel_is_counted_and_not_all_named(found: Examine, teams: FakeTeams) -> None:
    teams.conversations[DSL_CHANNEL].members |= {f"x{number:03}" for number in range(30)}
    sentence = the_one(found()).sentence
    assert (sentence.count("x0"), f"and {30 - MOST_NAMED} more" in sentence) == (MOST_NAMED, True)


def test_members_on_every_page_are_counted(found: Examine, teams: FakeTeams) -> None:
    def page(*names: str, **more: str) -> Fault:
        return Fault(body=json.dumps({"members": [teams.person(one).as_json(teams.tenant) for one in names], **more}).encode())

    teams.fail("members", page(aad("amara"), aad("ben"), continuationToken="1"), page("x1", continuationToken="2"), page("x2"))
    assert "2 (x1, x2) in it" in the_one(found()).sentence
    assert len(teams.called("members")) == 3


def test_each_page_is_asked_for_by_what_the_one_before_it_said(addresses: Addresses, teams: FakeTeams) -> None:
    asked: list[str] = []

    def answer(line: socket.socket) -> None:
        path = line.recv(65_536).split(b" ")[1].decode()
        said: dict[str, Any] = {"jwks_uri": "x", "access_token": "x", "expires_in": 3600}
        if "pagedmembers" in path:
            asked.append(path.partition("/v3/")[2])
            said = {"members": [], **({"continuationToken": "a/b+c="} if len(asked) == 1 else {})}
        body = json.dumps(said).encode()
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    with odd_server(answer) as port:
        url = f"http://127.0.0.1:{port}"
        meet(addresses, teams, DSL_CHANNEL, DSL_CHANNEL, service=url)
        list(examine_teams(settings_of(), TeamsSecrets(teams.app_id, "x", teams.tenant, url), addresses))
    pages = "conversations/19%3Adsl%40thread.tacv2/pagedmembers?pageSize=500"
    assert asked == [pages, f"{pages}&continuationToken=a%2Fb%2Bc%3D"]


def test_pages_without_end_come_to_an_end(found: Examine, teams: FakeTeams) -> None:
    teams.fail_always("members", Fault(body=b'{"members":[1,null],"continuationToken":"more"}'))
    assert "amara, ben not in it" in the_one(found()).sentence


def test_members_are_known_by_either_name_of_their_id(found: Examine, teams: FakeTeams) -> None:
    members = [{**teams.person(aad(one)).as_json(teams.tenant), "aadObjectId": None, "objectId": aad(one).upper()} for one in ("amara", "ben")]
    teams.fail("members", Fault(body=json.dumps({"members": members}).encode()))
    assert unwell(found()) == []


def test_guest_in_the_channel_is_a_fault(found: Examine, teams: FakeTeams) -> None:
    teams.add_person("gus", "Gus Trent", guest=True)
    teams.conversations[DSL_CHANNEL].members.add("gus")
    finding = the_one(found())
    assert (finding.level, "1 (gus) in it who are guests" in finding.sentence) == (Level.FAULT, True)


def test_dsl_who_is_not_in_the_channel_is_told(found: Examine, teams: FakeTeams) -> None:
    teams.conversations[DSL_CHANNEL].members -= {aad("amara"), aad("chidi")}
    finding = the_one(found())
    assert (finding.level, finding.sentence.startswith(f"{DSL_CHANNEL}: amara not in it")) == (Level.WARNING, True), "the head need not be"


def test_school_without_a_channel_is_told(found: Examine) -> None:
    finding = the_one(found(with_channels()))
    assert (finding.level, finding.subject, "channels:" in finding.sentence) == (Level.WARNING, CHANNEL, True)


def test_channel_of_the_leadership_is_examined_too(found: Examine, teams: FakeTeams, addresses: Addresses) -> None:
    settings = with_channels(dsl=DSL_CHANNEL, slt="19:slt@thread.tacv2")
    assert the_one(found(settings)).subject == "teams channel slt of oakfield"
    teams.add_channel("19:slt@thread.tacv2", members=[aad("chidi")], private=True)
    meet(addresses, teams, "19:slt@thread.tacv2", "19:slt@thread.tacv2")
    assert the_one(found(settings)).sentence.startswith("19:slt@thread.tacv2: amara not in it"), "the deputy need not be"
    teams.conversations["19:slt@thread.tacv2"].members.add(aad("amara"))
    assert unwell(found(settings)) == []


def test_channels_that_were_not_met_are_listed_for_whoever_asks_whether_all_is_ready(teams: FakeTeams, addresses: Addresses) -> None:
    settings = with_channels(dsl=DSL_CHANNEL, slt="19:slt@thread.tacv2")
    assert unmet_channels(settings, addresses, teams.tenant) == ["slt of oakfield"]
    assert unmet_channels(settings, addresses, "another") == ["dsl of oakfield", "slt of oakfield"]


# --- the people ---


@pytest.mark.parametrize(("id_", "level"), [("amara", Level.FAULT), ("ben", Level.FAULT), ("dana", Level.WARNING)])
def test_guest_who_could_open_nothing_is_told(found: Examine, teams: FakeTeams, id_: str, level: Level) -> None:
    teams.people[aad(id_)].guest = True
    told = [one for one in unwell(found()) if one[1] == STAFF]
    assert [(one[0], one[2].startswith(f"{id_}: {aad(id_)} is a guest")) for one in told] == [(level, True)]


def test_dsl_whom_the_bot_has_not_met_is_told_what_to_do(found: Examine, teams: FakeTeams, database: Engine) -> None:
    fresh = Addresses(database)
    with database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM address WHERE name IN ('aad-amara', 'aad-dana')")
    told = unwell(found(met=fresh))
    assert [(level, sentence.partition(":")[0]) for level, _, sentence in told] == [(Level.WARNING, "amara"), (Level.WARNING, "dana")]
    assert all("open Signpost in Teams and write help" in sentence for _, _, sentence in told)


def test_dsl_whom_the_bot_has_not_met_is_looked_for_in_the_channel(found: Examine, teams: FakeTeams, database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM address WHERE name = 'aad-amara'")
    teams.people[aad("amara")].name = "Tess Byrne"
    assert [level for level, subject, _ in unwell(found()) if subject == STAFF] == [Level.WARNING, Level.FAULT]


def test_id_of_somebody_else_is_told_and_their_name_is_not(found: Examine, teams: FakeTeams) -> None:
    """A slip in an id would send every report to the wrong person, who could even open it."""
    teams.people[aad("amara")].name = "Tess Byrne"
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.FAULT, STAFF)
    assert "aad-amara has another name in Teams than Amara Obi" in finding.sentence
    assert "Tess" not in finding.sentence
    assert "Byrne" not in finding.sentence


@pytest.mark.parametrize("name", ["Amara", "Mrs Obi", "amara.obi", "OBI, Amara (DSL)"])
def test_name_that_is_written_otherwise_is_the_same_person(found: Examine, teams: FakeTeams, name: str) -> None:
    teams.people[aad("amara")].name = name
    assert unwell(found()) == []


@pytest.mark.parametrize("address", ["29:1abc", "amara@oakfield.example", "Amara Obi"])
def test_what_is_no_object_id_is_a_fault(found: Examine, teams: FakeTeams, address: str) -> None:
    """By another id nobody would be known again when they press something."""
    told = [one for one in unwell(found(with_people({"id": "amara", "addresses": {"teams": address}}))) if one[1] == STAFF]
    assert [(level, "copy the Object ID" in sentence) for level, _, sentence in told] == [(Level.FAULT, True)]


def test_dsl_whom_teams_does_not_reach_is_told_and_a_head_is_not(found: Examine, teams: FakeTeams) -> None:
    teams.conversations[DSL_CHANNEL].members -= {aad("amara"), aad("chidi")}
    finding = the_one(found(with_people({"id": "amara", "addresses": {}}, {"id": "chidi", "addresses": {}})))
    assert (finding.level, finding.sentence.startswith("amara: has no id of Teams")) == (Level.WARNING, True)


def test_staff_without_reports_are_not_asked_about(found: Examine, teams: FakeTeams) -> None:
    found()
    assert sorted(one.path.rpartition("/")[2] for one in teams.called("member")) == sorted(map(aad, RECEIVING))


def test_one_that_fails_keeps_no_other_from_being_examined(found: Examine, teams: FakeTeams) -> None:
    teams.fail("members", Fault(status=500))
    told = found()
    assert [one.level for one in told if one.subject == CHANNEL] == [Level.FAULT]
    assert [one.level for one in told if one.subject == STAFF] == [Level.OK]
