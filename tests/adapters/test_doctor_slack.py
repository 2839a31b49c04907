"""`signpost doctor` asks Slack too, where a deployment is connected to it; what Slack can answer has tests of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk.oauth.installation_store import Installation

from adapters.composing import make_sealer, open_keys, open_store
from adapters.slack.installs import Installations
from tests.adapters.conftest import Command
from tests.adapters.deployed import Deployed
from tests.slack.fake_slack import FakeSlack

pytestmark = pytest.mark.usefixtures("closed_databases", "sound_knowledge")
NAMED = "slack: {workspaces: {T0OAKFIELD: [oakfield]}}\nmail: {host"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as workspace:
        workspace.add_person("U0AMARA", "Amara Obi")
        yield workspace


def test_slack_is_asked_with_the_token_of_the_environment(deployed: Deployed, command: Command, slack: FakeSlack) -> None:
    deployed.edit("email: amara@oakfield.example", "email: amara@oakfield.example, addresses: {slack: U0AMARA}")
    deployed.extra |= {"SLACK_BOT_TOKEN": slack.token, "SLACK_SIGNING_SECRET": "hush", "SIGNPOST_SLACK_API": slack.url}
    ended = command("doctor")
    assert "ok       slack T0OAKFIELD: the token is that of Oakfield School\n" in ended.out
    assert "warning  slack people of oakfield: ben: has no id of Slack" in ended.out
    assert [secret for secret in (slack.token, "hush") if secret in ended.out + ended.err] == []


def test_slack_is_asked_with_the_tokens_of_those_who_have_installed_it(deployed: Deployed, command: Command, slack: FakeSlack) -> None:
    deployed.report()
    deployed.edit("mail: {host", NAMED)
    deployed.extra |= {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "SLACK_SIGNING_SECRET": "hush", "SIGNPOST_SLACK_API": slack.url}
    assert "fault    slack T0OAKFIELD: it has not installed Signpost" in command("doctor").out
    with open_store(deployed.environment) as engine:
        sealer = make_sealer(deployed.environment, open_keys(deployed.environment))
        Installations(engine, sealer, {"T0OAKFIELD"}).keep(Installation(team_id="T0OAKFIELD", bot_token=slack.token, user_id="U0AMARA"))
    assert "ok       slack T0OAKFIELD: the token is that of Oakfield School\n" in command("doctor").out


def test_store_that_is_not_there_yet_keeps_nothing_else_from_being_told(deployed: Deployed, command: Command, slack: FakeSlack) -> None:
    deployed.edit("mail: {host", NAMED)
    deployed.extra |= {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "SLACK_SIGNING_SECRET": "hush", "SIGNPOST_SLACK_API": slack.url}
    said = command("doctor").out
    assert "fault    slack T0OAKFIELD: it has not installed Signpost" in said
    assert "could not be examined" not in said


def test_secrets_that_do_not_fit_together_are_told(deployed: Deployed, command: Command, slack: FakeSlack) -> None:
    deployed.extra |= {"SLACK_BOT_TOKEN": slack.token, "SIGNPOST_SLACK_API": slack.url}
    assert "fault    slack: SLACK_SIGNING_SECRET is not set" in command("doctor").out


def test_deployment_without_slack_hears_nothing_of_it(deployed: Deployed, command: Command) -> None:
    subjects = [line[9:].partition(":")[0] for line in command("doctor").out.splitlines()]
    assert [one for one in subjects if "slack" in one] == []
