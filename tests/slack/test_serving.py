"""`signpost serve` with Slack, as a school runs it: a real process, real HTTP, a Slack of the tests' own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.deployed import Deployed, wait_until
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, SECRET, TESS
from tests.slack.driver import Driver
from tests.slack.fake_slack import FakeSlack, Message
from tests.slack.test_reporting import CANARY, CONTACT

IN_SLACK = {"amara": "U0AMARA", "ben": "U0BEN", "chidi": "U0CHIDI", "dana": "U0DANA", "farid": "U0FARID"}


@pytest.fixture
def workspace() -> Iterator[FakeSlack]:
    """The workspace, by the real clock."""
    with FakeSlack() as slack:
        for name, account in {**IN_SLACK, "tess": TESS}.items():
            slack.add_person(account, name.capitalize())
        slack.add_channel(DSL_CHANNEL, members=["U0AMARA", "U0BEN"])
        yield slack


@pytest.fixture
def deployed(tmp_path: Path, cache: Path, workspace: FakeSlack) -> Deployed:
    """A school that works in Slack."""
    folder = tmp_path / "school"
    folder.mkdir()
    deployed = Deployed(folder, cache)
    for name, account in IN_SLACK.items():
        deployed.edit(f"email: {name}@oakfield.example}}", f"email: {name}@oakfield.example, addresses: {{slack: {account}}}}}")
    deployed.edit("mail: {", f"  channels: {{dsl: {{slack: {DSL_CHANNEL}}}}}\nmail: {{")
    deployed.extra |= {"SLACK_BOT_TOKEN": workspace.token, "SLACK_SIGNING_SECRET": SECRET, "SIGNPOST_SLACK_API": workspace.url}
    return deployed


def test_report_made_in_slack_reaches_the_dsl_and_her_acknowledgement_the_reporter(deployed: Deployed, workspace: FakeSlack) -> None:
    with deployed.serving() as served:
        driver = Driver(
            f"http://127.0.0.1:{served.port}",
            SECRET,
            triggers=workspace.new_trigger,
            response_urls=lambda about: workspace.response_url(about["user"], about["channel"]),
        )
        driver.slash(TESS, "/report-contact")
        wait_until(lambda: bool(windows(workspace, TESS)))
        form = windows(workspace, TESS)[0]
        wait_until(lambda: "R-0001 is stored" in str(driver.submit(TESS, form, {**CONTACT, "f:happened_at": "not sure"}).json))
        wait_until(lambda: bool(cards(workspace)))
        card = cards(workspace)[0]
        driver.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
        wait_until(lambda: bool(windows(workspace, "U0AMARA")))
        wait_until(lambda: CANARY in surfaces.words(windows(workspace, "U0AMARA")[0]))  # a window opens before the report does
        driver.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="acknowledge")
        wait_until(lambda: any("acknowledged by Amara Obi" in surfaces.words(one.blocks) for one in workspace.at(TESS)))
        wait_until(lambda: "Acknowledged by Amara Obi" in surfaces.words(card.blocks))
        assert served.end(signal.SIGTERM) == 0
        assert CANARY not in served.said()
        assert workspace.token not in served.said()
    assert workspace.refused == []


def test_slack_that_is_down_keeps_nothing_else_from_being_served(deployed: Deployed, workspace: FakeSlack) -> None:
    deployed.extra["SIGNPOST_SLACK_API"] = "http://127.0.0.1:9/api/"
    deployed.report()
    with deployed.serving() as served:
        assert served.health()[0] in (200, 503)
        assert served.end(signal.SIGTERM) == 0


def cards(workspace: FakeSlack) -> list[Message]:
    """Return the cards of the report in the DSL's channel; the daily test of the route stands there too."""
    return [one for one in workspace.at(DSL_CHANNEL) if "R-0001" in surfaces.words(one.blocks)]


def windows(workspace: FakeSlack, who: str) -> list[dict[str, object]]:
    """Return the windows that somebody sees."""
    modals = [one for key, one in workspace.views.items() if key == one.id and one.user == who and one.view["type"] == "modal"]
    return [one.as_json(workspace.team_id) for one in modals if one.view["blocks"]]
