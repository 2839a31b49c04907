"""The policy's other duties at a school that works in Slack and in Teams: raised in one, decided in the other, and each is told where they are."""

from __future__ import annotations

import pytest

from bot import wording
from bot.matters import Matter
from tests.slack import conftest as in_slack
from tests.slack import surfaces
from tests.slack import test_duties as slack_duties
from tests.slack.fake_slack import Message as SlackMessage
from tests.teams import conftest as in_teams
from tests.teams import test_duties as teams_duties
from tests.teams import test_mixed
from tests.teams.conftest import aad
from tests.teams.fake_teams import Message
from tests.teams.test_mixed import Mixed
from tests.teams.test_mixed import mixed as mixed
from tests.teams.test_mixed import slack as slack

USED = wording.SUGGESTION_STATES["used"]
AMARA = "U0AMARA"


@pytest.fixture
def amara_in_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever decides is in Teams, and not in Slack."""
    monkeypatch.setitem(test_mixed.ADDRESSES, "amara", {"teams": aad("amara")})


def matter(mixed: Mixed) -> Matter:
    """Return the one that there is."""
    with mixed.office.looking() as connection:
        (found,) = mixed.office.filing.matters.list(connection, "oakfield")
    return found


def in_slack_of(mixed: Mixed, who: str) -> SlackMessage:
    """Return the newest message to somebody in Slack."""
    return mixed.slack.messages_in(mixed.slack.conversation(who))[-1]


def in_teams_of(mixed: Mixed, who: str) -> Message:
    """Return the newest message to somebody in Teams."""
    return mixed.teams.messages_to(who)[-1]


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_raised_in_teams_it_is_decided_in_slack_and_the_raiser_is_told_in_teams(mixed: Mixed) -> None:
    teams_duties.suggest(mixed.teams)
    mixed.carry()
    card = in_slack_of(mixed, AMARA)
    assert "M-0001" in surfaces.words(card.blocks)
    slack_duties.press(mixed.slack, AMARA, card, wording.SUGGESTION_USE)
    mixed.carry()
    assert USED in mixed.teams.words(in_teams_of(mixed, in_teams.TESS))
    assert USED in surfaces.words(in_slack_of(mixed, AMARA).blocks)
    assert matter(mixed).raised_by == f"teams:{aad(in_teams.TESS)}"


@pytest.mark.parametrize("mixed", ["teams"], indirect=True)
def test_raised_in_slack_it_is_decided_in_teams_with_a_word_and_the_raiser_is_told_in_slack(amara_in_teams: None, mixed: Mixed) -> None:
    slack_duties.suggest(mixed.slack)
    mixed.carry()
    card = in_teams_of(mixed, "amara")
    asked = mixed.teams.press("amara", card, label=wording.SUGGESTION_DECLINE).card
    mixed.teams.fill("amara", asked, {"f_answer": "We had one last week."})
    mixed.carry()
    told = surfaces.words(in_slack_of(mixed, in_slack.TESS).blocks)
    assert wording.SUGGESTION_STATES["declined"] in told
    assert "We had one last week." in told
    assert wording.SUGGESTION_STATES["declined"] in mixed.teams.words(in_teams_of(mixed, "amara"))


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_second_to_decide_is_told_who_was_first_in_the_other_chat(mixed: Mixed) -> None:
    teams_duties.suggest(mixed.teams, "ben")
    mixed.carry()
    card = in_slack_of(mixed, AMARA)
    stored = matter(mixed)
    shown = mixed.teams.after(mixed.teams.driver.fetch(aad("ben"), {"sp": {"action": "matter", "value": f"withdraw {stored.id}"}})).card
    assert wording.SUGGESTION_WITHDRAWN in mixed.teams.words(shown)
    slack_duties.press(mixed.slack, AMARA, card, wording.SUGGESTION_USE)
    assert "Withdrawn by Ben Hale" in mixed.slack.words(mixed.slack.window(AMARA))
    assert matter(mixed).state == "withdrawn"


@pytest.mark.parametrize("mixed", ["slack"], indirect=True)
def test_what_somebody_raised_is_theirs_in_the_chat_in_which_they_are_known(mixed: Mixed) -> None:
    """Chidi is listed in both chats: what is raised in Teams is listed in Slack. Tess is listed in neither, and is another person there."""
    teams_duties.suggest(mixed.teams, "chidi")
    assert matter(mixed).raised_by == "chidi"
    mine, _ = mixed.teams.write("chidi", "my requests")
    assert "M-0001" in mixed.teams.words(mine)
    assert "M-0001" in mixed.slack.words(mixed.slack.home("U0CHIDI"))
    assert "M-0001" not in mixed.slack.words(mixed.slack.home(in_slack.TESS))
