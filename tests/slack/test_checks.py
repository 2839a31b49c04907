"""What Slack says of a deployment is told line by line, with the next step: what would keep a report from its DSL, and who could see too much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.composing import SlackSecrets
from adapters.findings import Finding, Level
from adapters.slack.checks import MOST_NAMED, examine_slack
from adapters.slack.manifest import SCOPES
from bot.settings import Settings
from tests.slack.conftest import DSL_CHANNEL, PEOPLE, settings_of
from tests.slack.fake_slack import FakeSlack, Fault
from tests.slack.fake_workspace import METHODS

CHANNEL, STAFF = "slack channel dsl of oakfield", "slack people of oakfield"
Examine = Callable[..., list[Finding]]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """Oakfield's workspace as it should be: the DSL, her deputy and the head in the private channel, the scopes of the manifest."""
    with FakeSlack() as workspace:
        for account, (_, name, _) in PEOPLE.items():
            workspace.add_person(account, name)
        workspace.add_channel(DSL_CHANNEL, members=["U0AMARA", "U0BEN", "U0CHIDI"])
        workspace.scopes[workspace.token] = set(SCOPES)
        yield workspace


@pytest.fixture
def found(slack: FakeSlack) -> Examine:
    """A function that examines a deployment with these settings, these secrets and these tokens."""

    def examine(settings: Settings | None = None, tokens: dict[str, str] | None = None, **secrets: str) -> list[Finding]:
        given = SlackSecrets(bot_token=slack.token, signing_secret="hush", api=slack.url)  # noqa: S106 -- opens nothing
        return list(examine_slack(settings or settings_of(), replace(given, **secrets), tokens or {}))

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


# --- the whole ---


def test_workspace_that_is_as_it_should_be_has_no_fault(found: Examine, slack: FakeSlack) -> None:
    assert unwell(found()) == []
    assert [one.subject for one in found()] == ["slack T0OAKFIELD", "slack scopes", CHANNEL, STAFF]
    assert {one.method for one in slack.calls} == {"auth.test", "conversations.info", "conversations.members", "users.info"}, "it only reads"


def test_no_token_is_ever_shown(found: Examine, slack: FakeSlack) -> None:
    slack.revoke()
    assert [one for one in found() if slack.token in str(one)] == []


def test_slack_that_is_not_used_is_not_spoken_of(found: Examine, slack: FakeSlack) -> None:
    assert found(settings_of(schools=[]), bot_token="") == []
    assert slack.calls == []


def test_ids_of_slack_without_a_token_are_told(found: Examine, slack: FakeSlack) -> None:
    finding = the_one(found(bot_token=""))
    assert (finding.level, "set SLACK_BOT_TOKEN" in finding.sentence, slack.calls) == (Level.WARNING, True, [])


# --- the token ---


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(error="invalid_auth"), "copy it again"),
        (Fault(error="token_revoked"), "install the app again"),
        (Fault(error="account_inactive"), "the app was removed"),
        (Fault(error="ratelimited", status=429, headers={"Retry-After": "1"}), "run this again in a minute"),
        (Fault(error="something_new"), "does not say why"),
        (Fault(status=500), "run this again"),
        (Fault(body=b"<html>an error of a proxy, xoxb-1</html>"), "run this again"),
        (Fault(cut_before=True), "https://slack.com"),
    ],
    ids=["unknown", "revoked", "removed", "too often", "a new code", "broken", "a page", "cut"],
)
def test_token_that_slack_does_not_take_is_a_fault_with_the_next_step_and_nothing_else_is_asked(
    found: Examine, slack: FakeSlack, fault: Fault, told: str
) -> None:
    slack.fail("auth.test", fault, fault)  # a cut connection is tried a second time by slack_sdk
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.FAULT, "slack")
    assert told in finding.sentence
    assert "something_new" not in finding.sentence
    assert "html" not in finding.sentence
    assert {one.method for one in slack.calls} == {"auth.test"}


def test_slack_that_cannot_be_reached_is_told(found: Examine) -> None:
    finding = the_one(found(api="http://127.0.0.1:9/api/"))
    assert (finding.level, "check that this machine reaches" in finding.sentence) == (Level.FAULT, True)


def test_token_of_a_workspace_that_the_settings_do_not_name_is_a_fault(found: Examine) -> None:
    finding = the_one(found(settings_of(slack={"workspaces": {"T0OTHER": ["oakfield"]}})))
    assert (finding.subject, "slack: workspaces:" in finding.sentence) == ("slack T0OAKFIELD", True)


def test_socket_that_cannot_be_opened_is_a_fault(found: Examine, slack: FakeSlack) -> None:
    slack.fail("apps.connections.open", Fault(error="invalid_auth"))
    finding = the_one(found(app_token="xapp-1"))  # noqa: S106 -- opens nothing
    assert (finding.level, finding.subject, "connections:write" in finding.sentence) == (Level.FAULT, "slack socket", True)
    (call,) = slack.called("apps.connections.open")
    assert call.token == "xapp-1"  # noqa: S105 -- opens nothing


# --- scopes ---


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_scope_that_is_missing_is_named_with_what_it_is_for(found: Examine, slack: FakeSlack, scope: str) -> None:
    slack.scopes[slack.token].remove(scope)
    told = [one for one in found() if one.subject == "slack scopes"]
    assert len(told) == 1
    assert told[0].sentence.startswith(f"{scope} is missing, {SCOPES[scope]};")
    assert "reinstall" in told[0].sentence
    assert told[0].level is (Level.WARNING if scope == "assistant:write" else Level.FAULT)


def test_scope_that_is_not_needed_is_told(found: Examine, slack: FakeSlack) -> None:
    slack.scopes[slack.token] |= {"channels:history", "files:read"}
    finding = the_one(found())
    assert (finding.level, finding.sentence.startswith("channels:history, files:read is not needed")) == (Level.WARNING, True)


def test_what_cannot_be_asked_for_want_of_a_scope_is_told_beside_it(found: Examine, slack: FakeSlack) -> None:
    slack.scopes[slack.token] -= {"groups:read", "users:read"}
    told = {subject: sentence for _, subject, sentence in unwell(found()) if subject != "slack scopes"}
    assert told[CHANNEL] == f"{DSL_CHANNEL}: a scope is missing (groups:read)"
    assert told[STAFF].endswith("a scope is missing (users:read)")


# --- the channel ---


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda slack: slack.make_public(DSL_CHANNEL), "it is not private"),
        (lambda slack: slack.share(DSL_CHANNEL), "shared with another workspace"),
        (lambda slack: slack.archive(DSL_CHANNEL), "it is archived"),
        (lambda slack: slack.remove_bot(DSL_CHANNEL), "/invite @Signpost"),
        (lambda slack: slack.channels.pop(DSL_CHANNEL), "check the id"),
    ],
    ids=["open", "shared", "archived", "without the bot", "unknown"],
)
def test_channel_to_which_no_report_could_go_is_a_fault_with_the_next_step(
    found: Examine, slack: FakeSlack, spoil: Callable[[FakeSlack], object], told: str
) -> None:
    spoil(slack)
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.FAULT, CHANNEL)
    assert finding.sentence.startswith(f"{DSL_CHANNEL}: ")
    assert told in finding.sentence


def test_open_channel_that_slack_lets_be_looked_at_is_a_fault_too(found: Examine, slack: FakeSlack) -> None:
    slack.scopes[slack.token] |= {"channels:read"}
    slack.make_public(DSL_CHANNEL)
    slack.remove_bot(DSL_CHANNEL)
    sentences = [sentence for level, subject, sentence in unwell(found()) if (level, subject) == (Level.FAULT, CHANNEL)]
    assert ["not private" in sentences[0], "/invite" in sentences[1]] == [True, True]


def test_several_faults_of_a_channel_are_all_told(found: Examine, slack: FakeSlack) -> None:
    slack.archive(DSL_CHANNEL)
    slack.share(DSL_CHANNEL)
    assert len([one for one in unwell(found()) if one[1] == CHANNEL]) == 2


def test_members_who_receive_no_reports_are_counted_and_named_by_id_only(found: Examine, slack: FakeSlack) -> None:
    slack.add_person("U0TESS", "Tess Byrne")
    slack.channels[DSL_CHANNEL].members |= {"U0TESS", "U0FARID"}
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.WARNING, CHANNEL)
    assert "2 in it who receive no reports (U0FARID, U0TESS)" in finding.sentence
    assert "Tess" not in finding.sentence
    assert "Farid" not in finding.sentence


def test_a_crowd_in_the_channel_is_counted_and_not_all_named(found: Examine, slack: FakeSlack) -> None:
    slack.channels[DSL_CHANNEL].members |= {f"U1{number:03}" for number in range(30)}
    sentence = the_one(found()).sentence
    assert "30 in it who receive no reports" in sentence
    assert (sentence.count("U1"), f"and {30 - MOST_NAMED} more" in sentence) == (MOST_NAMED, True)


def test_members_on_every_page_are_counted(found: Examine, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    slack.channels[DSL_CHANNEL].members |= {f"U1{number:03}" for number in range(30)}

    def one_by_one(_self: FakeSlack, arguments: dict[str, Any]) -> dict[str, Any]:
        members = sorted(slack.channels[DSL_CHANNEL].members)
        at = int(arguments.get("cursor") or 0)
        return {"members": members[at : at + 7], "response_metadata": {"next_cursor": str(at + 7) if at + 7 < len(members) else ""}}

    monkeypatch.setitem(METHODS, "conversations.members", (lambda *_: "groups:read", one_by_one))  # type: ignore[arg-type]
    assert "30 in it who receive no reports" in the_one(found()).sentence


def test_dsl_who_is_not_in_the_channel_is_told(found: Examine, slack: FakeSlack) -> None:
    slack.channels[DSL_CHANNEL].members -= {"U0AMARA", "U0CHIDI"}
    finding = the_one(found())
    assert (finding.level, finding.sentence.startswith(f"{DSL_CHANNEL}: amara not in it")) == (Level.WARNING, True), "the head need not be"


def test_members_that_cannot_be_asked_for_are_a_fault(found: Examine, slack: FakeSlack) -> None:
    slack.fail("conversations.members", Fault(status=500), Fault(status=500))
    assert the_one(found()).sentence.startswith(f"{DSL_CHANNEL}: who is in it: ")


def test_school_without_a_channel_is_told(found: Examine) -> None:
    settings = settings_of().model_dump(mode="json")
    settings["schools"][0]["channels"] = {}
    finding = the_one(found(Settings.model_validate(settings)))
    assert (finding.level, finding.subject, "channels:" in finding.sentence) == (Level.WARNING, CHANNEL, True)


def test_channel_of_the_leadership_is_examined_too(found: Examine, slack: FakeSlack) -> None:
    settings = settings_of().model_dump(mode="json")
    settings["schools"][0]["channels"]["slt"] = {"slack": "G0SLT"}
    assert the_one(found(Settings.model_validate(settings))).subject == "slack channel slt of oakfield"
    slack.add_channel("G0SLT", members=["U0CHIDI"])
    assert the_one(found(Settings.model_validate(settings))).sentence.startswith("G0SLT: amara not in it"), "the deputy need not be"
    slack.channels["G0SLT"].members.add("U0AMARA")
    assert unwell(found(Settings.model_validate(settings))) == []


# --- the people ---


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ({"guest": True}, "is a guest"),
        ({"deactivated": True}, "is deactivated"),
        ({"stranger": True}, "belongs to another workspace"),
        ({"bot": True}, "is a bot"),
    ],
)
@pytest.mark.parametrize(
    ("account", "id_", "level"), [("U0AMARA", "amara", Level.FAULT), ("U0BEN", "ben", Level.FAULT), ("U0DANA", "dana", Level.WARNING)]
)
def test_somebody_who_could_open_nothing_is_told(
    found: Examine, slack: FakeSlack, account: str, id_: str, level: Level, person: dict[str, bool], told: str
) -> None:
    slack.add_person(account, PEOPLE[account][1], **person)
    finding = the_one(found())
    assert (finding.level, finding.subject) == (level, STAFF)
    assert finding.sentence.startswith(f"{id_}: {account} {told}")


def test_dsl_whose_id_is_nobody_s_is_a_fault(found: Examine, slack: FakeSlack) -> None:
    del slack.people["U0AMARA"]
    finding = the_one(found())
    assert (finding.level, "amara: U0AMARA: no such person here; copy the id" in finding.sentence) == (Level.FAULT, True)


def test_id_of_somebody_else_is_told_and_their_name_is_not(found: Examine, slack: FakeSlack) -> None:
    """A slip in an id would send every report to the wrong person, who could even open it."""
    slack.add_person("U0AMARA", "Tess Byrne")
    finding = the_one(found())
    assert (finding.level, finding.subject) == (Level.FAULT, STAFF)
    assert "U0AMARA has another name in Slack than Amara Obi" in finding.sentence
    assert "Tess" not in finding.sentence
    assert "Byrne" not in finding.sentence


@pytest.mark.parametrize("name", ["Amara", "Mrs Obi", "amara.obi", "OBI, Amara (DSL)"])
def test_name_that_is_written_otherwise_is_the_same_person(found: Examine, slack: FakeSlack, name: str) -> None:
    slack.add_person("U0AMARA", name)
    assert unwell(found()) == []


def test_dsl_whom_slack_does_not_reach_is_told_and_a_head_is_not(found: Examine, slack: FakeSlack) -> None:
    slack.channels[DSL_CHANNEL].members -= {"U0AMARA", "U0CHIDI"}
    finding = the_one(found(with_people({"id": "amara", "addresses": {}}, {"id": "chidi", "addresses": {}})))
    assert (finding.level, finding.sentence.startswith("amara: has no id of Slack")) == (Level.WARNING, True)


def test_staff_without_reports_are_not_asked_about(found: Examine, slack: FakeSlack) -> None:
    found()
    assert sorted(one.arguments["user"] for one in slack.called("users.info")) == ["U0AMARA", "U0BEN", "U0CHIDI", "U0DANA"]


def test_one_that_fails_keeps_no_other_from_being_examined(found: Examine, slack: FakeSlack) -> None:
    slack.fail("conversations.info", Fault(body=b'{"ok": true}'))
    told = found()
    assert [one.level for one in told if one.subject == CHANNEL] == [Level.FAULT]
    assert [one.level for one in told if one.subject == STAFF] == [Level.OK]


# --- several workspaces ---


def two_schools() -> Settings:
    one = settings_of().model_dump(mode="json")
    elm = {
        "id": "gail",
        "name": "Gail Ives",
        "roles": ["dsl"],
        "how": "extension 31",
        "email": "gail@elmfield.example",
        "addresses": {"slack": "U0GAIL"},
    }
    one["schools"].append({"key": "elmfield", "policy": "iwys", "people": [elm], "channels": {"dsl": {"slack": "G0ELM"}}})
    one["slack"] = {"workspaces": {"T0OAKFIELD": ["oakfield"], "T0ELMFIELD": ["elmfield"]}}
    return Settings.model_validate(one)


def test_each_workspace_is_asked_about_its_own_schools(found: Examine, slack: FakeSlack) -> None:
    told = found(two_schools(), {"T0OAKFIELD": slack.token}, bot_token="", client_id="1.2", client_secret="hush")  # noqa: S106 -- opens nothing
    assert unwell(told) == [(Level.FAULT, "slack T0ELMFIELD", "it has not installed Signpost; open https://YOUR-ADDRESS/slack/install there")]
    assert "U0GAIL" not in {one.arguments.get("user") for one in slack.calls}


def test_token_that_is_another_workspace_s_is_a_fault(found: Examine, slack: FakeSlack) -> None:
    told = found(two_schools(), {"T0OAKFIELD": slack.token, "T0ELMFIELD": slack.token}, bot_token="", client_id="1.2", client_secret="hush")  # noqa: S106
    (finding,) = [one for one in told if one.subject == "slack T0ELMFIELD"]
    assert (finding.level, "its token is of T0OAKFIELD" in finding.sentence) == (Level.FAULT, True)
