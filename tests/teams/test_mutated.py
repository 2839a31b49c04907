"""Whatever comes to Teams' door, however it went wrong: never a fault of ours, and nothing is done for whom it is not for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import settings

from adapters.teams.edge import Turn
from tests.teams.conftest import School, aad
from tests.teams.driver import Driver
from tests.teams.edge_server import Echo, Served, served
from tests.teams.fake_teams import FakeTeams
from tests.teams.mutating import requests

TESS, ROOM = "tess-0001", "19:staff@thread.tacv2"


class Listener(Echo):
    """Notes what it hears, and says nothing."""

    async def message(self, turn: Turn) -> None:
        """Note it."""
        self.messages.append(turn)


@pytest.fixture
def door() -> Iterator[Served]:
    with FakeTeams() as teams, served(teams, bot=Listener(answer=lambda turn: (200, {}))) as door:
        teams.add_person(TESS, "Tess Ward")
        teams.add_channel(ROOM, members=[TESS])
        yield door


def activities(driver: Driver) -> list[dict[str, object]]:
    """Return a good activity of each kind that people cause."""
    personal, channel = driver.activity(TESS), driver.activity(TESS, ROOM)
    button = {"sp": {"action": "assign", "value": "r1"}}
    mention = [{"type": "mention", "text": "<at>Signpost</at>", "mentioned": {"id": driver.teams.bot_id, "name": "Signpost"}}]
    about = {
        "id": "m1",
        "body": {"content": "<p>x</p>", "contentType": "html"},
        "from": {"user": {"id": "u", "displayName": "n"}},
        "linkToMessage": "l",
    }
    invokes = {
        "adaptiveCard/action": {"action": {"type": "Action.Execute", "verb": "sp", "data": button}, "trigger": "manual"},
        "task/fetch": {"data": button, "context": {"theme": "default"}},
        "task/submit": {"data": {**button, "note": "x"}},
        "composeExtension/fetchTask": {"commandId": "report_dsl", "commandContext": "message", "messagePayload": about},
        "composeExtension/submitAction": {"commandId": "report_dsl", "data": {**button, "place": "the bus"}},
        "composeExtension/query": {"commandId": "ask", "parameters": [{"name": "question", "value": "photos"}]},
    }
    return [
        {**personal, "type": "message", "text": "May I befriend a pupil?"},
        {**personal, "type": "message", "value": button},
        {**channel, "type": "message", "text": "<at>Signpost</at> may I?", "entities": mention},
        *({**channel, "type": "invoke", "name": name, "value": value} for name, value in invokes.items()),
        {**channel, "type": "installationUpdate", "action": "add"},
        {**channel, "type": "conversationUpdate", "membersAdded": [{"id": driver.teams.bot_id}]},
    ]


def test_two_thousand_requests_that_went_wrong_end_in_no_fault_and_do_nothing_that_they_may_not(door: Served) -> None:
    number = 10_000 if settings.get_current_profile_name() == "prove" else 2_000
    statuses: Counter[tuple[bool, int]] = Counter()
    for one, (body, headers, is_good) in enumerate(requests(door.driver, activities(door.driver), number, seed=20_261_128)):
        before = len(door.bot.turns)
        answer = door.driver.raw(body, headers)
        assert answer.status in ((200, 202, 400, 401, 403) if is_good else (400, 401, 403)), (one, answer.status, body)
        assert is_good or len(door.bot.turns) == before, (one, body, headers)
        assert answer.status in (200, 202) or (len(door.bot.turns), answer.body) == (before, b""), (one, body)
        statuses[is_good, answer.status] += 1
    assert all(is_plain(turn, door.driver.teams) for turn in door.bot.turns)
    assert not [one for one in door.driver.teams.calls if one.name not in ("openid", "keys")]
    # the lot must draw all kinds, else nothing is shown by it
    assert {(True, 200), (True, 202), (True, 400), (True, 403), (False, 401)} <= set(statuses), statuses
    assert len(door.bot.turns) > number / 20


def test_the_whole_bot_fails_at_none_of_them(school: School) -> None:
    school.teams.add_channel(ROOM, members=[TESS])
    number = 3_000 if settings.get_current_profile_name() == "prove" else 300
    personal, form = school.driver.activity(aad("amara")), {"sp": {"action": "report_form", "value": "pupil_contact"}}
    sent = {"sp": {"action": "send_report", "kind": "pupil_contact", "key": "k1"}, "network": "Snapchat"}
    pages = {"sp": {"action": "page", "value": "r1", "shows": "1"}}
    further = [
        {**personal, "type": "invoke", "name": name, "value": {"data": held}}
        for name in ("task/fetch", "task/submit")
        for held in (form, sent, pages)
    ]
    statuses = {
        school.driver.raw(body, headers).status
        for body, headers, _ in requests(school.driver, activities(school.driver) + further, number, seed=20_261_128)
    }
    assert {200, 202, 400, 401} <= statuses <= {200, 202, 400, 401, 403, 501}
    assert school.reports() == []


def is_plain(turn: Turn, teams: FakeTeams) -> bool:
    """Say whether a turn is one that the bot may be told of: of this school, by somebody, with plain values."""
    of_people = turn.activity["type"] in ("message", "invoke")
    assert turn.tenant == teams.tenant, turn
    assert re.fullmatch(r"[0-9A-Za-z-]+", turn.account) or not (of_people or turn.account), turn
    assert turn.activity["serviceUrl"].startswith(f"{teams.url}/"), turn
    assert turn.activity["channelId"] == "msteams", turn
    assert turn.kind in ("personal", "channel", "groupChat"), turn
    words = [getattr(turn, one.name) for one in fields(turn) if one.name in ("name", "conversation", "text")]
    return all(isinstance(word, str) for word in words) and (turn.channel is None or isinstance(turn.channel, str))
