"""The driver and the fake are believed only because the SDK's own check takes what they send, and they refuse what Teams refuses."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.teams.cards import labels_of, words
from tests.teams.edge_server import Served, served
from tests.teams.fake_teams import FakeTeams, Fault

TESS, AMARA, DSL, ROOM = "tess-0001", "amara-0001", "19:dsl@thread.tacv2", "19:staff@thread.tacv2"
CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "A report"}]},
        {"type": "Input.Text", "id": "note", "label": "Note", "value": "as it stood"},
        {"type": "Input.Text", "id": "place", "label": "Place"},
    ],
    "actions": [
        {
            "type": "Action.Execute",
            "title": "Assign to me",
            "verb": "sp",
            "data": {"sp": {"action": "assign", "value": "r1"}},
            "fallback": {"type": "Action.Submit", "title": "Assign to me", "data": {"sp": {"action": "assign", "value": "r1"}}},
        },
        {
            "type": "Action.Submit",
            "title": "View",
            "data": {"msteams": {"type": "task/fetch"}, "sp": {"action": "view", "value": "r1"}},
        },
        {"type": "Action.Submit", "title": "Why this answer?", "data": {"sp": {"action": "why", "value": "q1"}}},
    ],
}


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as teams:
        teams.add_person(TESS, "Tess Ward")
        teams.add_person(AMARA, "Amara Obi")
        teams.add_channel(DSL, members=[AMARA], private=True)
        teams.add_channel(ROOM, members=[AMARA, TESS], name="Staffroom")
        yield teams
        assert teams.refused == []


@pytest.fixture
def door(teams: FakeTeams) -> Iterator[Served]:
    with served(teams) as door:
        yield door


# What people write


def test_what_somebody_writes_is_heard_with_who_they_are_and_answered_in_their_chat(door: Served, teams: FakeTeams) -> None:
    assert door.driver.message(TESS, "May I befriend a pupil?").status == 202
    (turn,) = door.bot.messages
    assert (turn.account, turn.name, turn.tenant, turn.kind, turn.channel) == (TESS, "Tess Ward", teams.tenant, "personal", None)
    assert (turn.text, turn.conversation) == ("May I befriend a pupil?", f"a:1{TESS}")
    (answer,) = teams.in_conversation(f"a:1{TESS}")
    assert words(answer.cards) == "May I befriend a pupil?"
    assert (answer.summary, answer.reply_to, [answer.id]) == ("An answer", turn.activity["id"], door.bot.posted)


def test_a_mention_in_a_channel_is_answered_in_its_thread(door: Served, teams: FakeTeams) -> None:
    assert door.driver.mention(TESS, "May I befriend a pupil?", conversation=f"{ROOM};messageid=17").status == 202
    (turn,) = door.bot.messages
    assert (turn.kind, turn.channel, turn.text) == ("channel", ROOM, "May I befriend a pupil?")
    (answer,) = teams.in_conversation(ROOM)
    assert answer.conversation == f"{ROOM};messageid=17"


# What people press


def test_a_press_comes_as_an_invoke_and_from_an_old_client_as_a_message(door: Served, teams: FakeTeams) -> None:
    shown = teams.post(DSL, {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}]})
    card = teams.message(shown["id"])
    said = door.driver.press(AMARA, card, "assign")
    assert (said.status, said.json) == (200, {"heard": "adaptiveCard/action"})
    (turn,) = door.bot.invokes
    assert (turn.account, turn.conversation, turn.activity["replyToId"]) == (AMARA, DSL, card.id)
    assert turn.activity["value"]["action"]["data"] == {"sp": {"action": "assign", "value": "r1"}}
    door.driver.press(AMARA, card, "assign", as_submit=True)
    assert door.bot.messages[0].activity["value"] == {"sp": {"action": "assign", "value": "r1"}}


def test_a_button_for_a_dialog_opens_one_and_any_other_is_a_message(door: Served) -> None:
    assert door.driver.press(AMARA, CARD, label="View").json == {"heard": "task/fetch"}
    assert door.bot.invokes[0].activity["value"]["data"]["sp"] == {"action": "view", "value": "r1"}
    assert door.driver.press(AMARA, CARD, "why").status == 202
    assert labels_of(CARD) == ["Assign to me", "View", "Why this answer?"]
    with pytest.raises(AssertionError, match="there is no button note"):
        door.driver.press(AMARA, CARD, "note")


def test_a_dialog_is_sent_with_what_was_filled_in_and_what_was_left(door: Served) -> None:
    form = {**CARD, "actions": [{"type": "Action.Submit", "title": "Send", "data": {"sp": {"action": "send_report", "key": "k1"}}}]}
    door.driver.fill(TESS, form, {"place": "the bus"})
    door.driver.fill(TESS, form, {"place": "the bus"}, in_extension="report_dsl")
    sent, from_the_box = door.bot.invokes
    assert sent.activity["value"]["data"] == {"sp": {"action": "send_report", "key": "k1"}, "note": "as it stood", "place": "the bus"}
    assert (sent.activity["name"], from_the_box.activity["name"]) == ("task/submit", "composeExtension/submitAction")
    assert from_the_box.activity["value"]["commandId"] == "report_dsl"
    with pytest.raises(AssertionError, match="the card has no input"):
        door.driver.fill(TESS, form, {"nowhere": "x"})


def test_a_dialog_that_is_answered_is_read_as_its_card(door: Served) -> None:
    door.bot.answer = lambda turn: (200, {"task": {"type": "continue", "value": {"title": "t", "card": {"contentType": "c", "content": CARD}}}})
    assert door.driver.fetch(TESS, {"sp": {"action": "report_form", "value": "pupil_contact"}}).card == CARD
    door.bot.answer = lambda turn: (200, {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": CARD})
    assert door.driver.press(AMARA, CARD, "assign").card == CARD


def test_commands_of_the_compose_box_and_of_a_message_bring_what_they_are_about(door: Served) -> None:
    about = {"id": "m1", "body": {"contentType": "html", "content": "<p>hello</p>"}, "linkToMessage": "https://teams.example/m1"}
    door.driver.extension_fetch(TESS, "report_dsl", message=about, conversation=ROOM)
    door.driver.extension_query(TESS, "ask", "photos")
    on_message, query = door.bot.invokes
    assert on_message.activity["value"] == {"commandId": "report_dsl", "commandContext": "message", "messagePayload": about}
    assert query.activity["value"]["parameters"] == [{"name": "question", "value": "photos"}]


@pytest.mark.parametrize("as_members", [False, True])
def test_the_bot_hears_that_it_was_added_and_removed(door: Served, as_members: bool) -> None:
    assert door.driver.installed(AMARA, conversation=DSL, as_members=as_members).status == 202
    assert door.driver.installed(AMARA, conversation=DSL, as_members=as_members, action="remove").status == 202
    assert [(turn.channel, turn.account) for turn in door.bot.installs] == [(DSL, AMARA)] * 2
    assert teams_heard_nothing(door)


def teams_heard_nothing(door: Served) -> bool:
    return door.driver.teams.messages == []


# The fake service


def call(teams: FakeTeams, method: str, path: str, body: dict[str, Any] | None = None, token: str | None = None) -> tuple[int, Any]:
    """Call the fake as the bot would."""
    connection = http.client.HTTPConnection(urlsplit(teams.url).netloc, timeout=10)
    shown = teams.outgoing_token() if token is None else token
    try:
        connection.request(method, path, json.dumps(body or {}), {"Authorization": f"Bearer {shown}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


HELLO = {"type": "message", "text": "hello"}


def test_a_chat_is_begun_with_somebody_of_the_directory_and_with_nobody_else(teams: FakeTeams) -> None:
    asked = {"members": [{"id": AMARA}], "channelData": {"tenant": {"id": teams.tenant}}, "activity": HELLO}
    status, said = call(teams, "POST", "/connector/v3/conversations", asked)
    assert (status, said["id"], teams.message(said["activityId"]).summary) == (201, f"a:1{AMARA}", "hello")
    assert call(teams, "POST", "/connector/v3/conversations", {**asked, "members": [{"id": "nobody"}]})[0] == 404
    assert call(teams, "POST", "/connector/v3/conversations", {**asked, "channelData": {"tenant": {"id": "another"}}})[0] == 403


def test_a_thread_is_begun_in_a_channel(teams: FakeTeams) -> None:
    asked = {"isGroup": True, "channelData": {"channel": {"id": DSL}}, "activity": HELLO}
    status, said = call(teams, "POST", "/connector/v3/conversations", asked)
    assert (status, said["id"]) == (201, f"{DSL};messageid={said['activityId']}")
    assert [one.id for one in teams.in_conversation(DSL)] == [said["activityId"]]


def test_a_message_is_edited_in_place_and_only_by_whoever_knows_it(teams: FakeTeams) -> None:
    room = "/connector/v3/conversations/19%3Adsl%40thread.tacv2/activities"
    id_ = call(teams, "POST", room, HELLO)[1]["id"]
    assert call(teams, "PUT", f"{room}/{id_}", {"type": "message", "text": "changed"})[0] == 200
    message = teams.message(id_)
    assert (message.summary, message.edits) == ("changed", [HELLO])
    assert call(teams, "PUT", f"{room}/another", HELLO)[0] == 404


def test_who_is_in_a_channel_and_which_channels_a_team_has_can_be_asked(teams: FakeTeams) -> None:
    people = call(teams, "GET", "/connector/v3/conversations/19%3Adsl%40thread.tacv2/members")[1]
    assert [(one["aadObjectId"], one["name"], one["userRole"]) for one in people] == [(AMARA, "Amara Obi", "user")]
    assert call(teams, "GET", f"/connector/v3/conversations/19%3Adsl%40thread.tacv2/members/{TESS}")[0] == 404
    listed = call(teams, "GET", "/connector/v3/teams/19%3Aoakfield%40thread.tacv2/conversations")[1]["conversations"]
    assert [one["name"] for one in listed] == ["Staffroom"]


def test_nothing_is_posted_without_a_token_or_where_the_bot_is_not(teams: FakeTeams) -> None:
    room = "/connector/v3/conversations/19%3Adsl%40thread.tacv2/activities"
    assert call(teams, "POST", room, HELLO, token="made up")[0] == 401  # noqa: S106
    assert call(teams, "POST", room.replace("dsl", "nowhere"), HELLO)[0] == 404
    teams.remove_bot(DSL)
    assert call(teams, "POST", room, HELLO)[1]["error"]["code"] == "BotNotInConversationRoster"
    assert teams.messages == []


def test_a_message_that_teams_would_not_take_is_refused_and_remembered(teams: FakeTeams) -> None:
    room = "/connector/v3/conversations/19%3Adsl%40thread.tacv2/activities"
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {**CARD, "version": None}}
    assert call(teams, "POST", room, {"type": "message", "attachments": [attached]})[0] == 400
    assert call(teams, "POST", room, {"type": "message", "text": "x" * 60_000})[0] == 413
    assert len(teams.refused) == 2
    teams.refused.clear()


def test_faults_come_in_order_and_one_that_comes_after_has_its_effect(teams: FakeTeams) -> None:
    room = "/connector/v3/conversations/19%3Adsl%40thread.tacv2/activities"
    teams.fail("send", Fault(status=429), Fault(status=502, after=True), Fault(cut_after=True))
    assert [call(teams, "POST", room, HELLO)[0] for _ in range(2)] == [429, 502]
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        call(teams, "POST", room, HELLO)
    assert (len(teams.messages), [one.answer for one in teams.called("send")]) == (2, [429, 502, 0])


def test_the_fakes_tokens_end(teams: FakeTeams) -> None:
    moment = [time.time()]
    teams.clock = lambda: moment[0]
    token = teams.outgoing_token()
    room = "/connector/v3/conversations/19%3Adsl%40thread.tacv2/activities"
    assert call(teams, "POST", room, HELLO, token=token)[0] == 201
    moment[0] += teams.token_lasts
    assert call(teams, "POST", room, HELLO, token=token)[0] == 401
