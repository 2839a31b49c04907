"""The Slack of the tests refuses what Slack refuses: a bot that passes here must not fail there for a reason that was known."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.block_rules import faults_in_blocks, faults_in_view
from tests.slack.fake_slack import FakeSlack, Fault

CHANNEL, PUBLIC, AMARA, TESS = "C0DSL", "C0STAFFROOM", "U0AMARA", "U0TESS"
Json = dict[str, Any]


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def slack(hand: Hand) -> Iterator[FakeSlack]:
    with FakeSlack(hand) as running:
        running.add_person(AMARA, "Amara Obi")
        running.add_person(TESS, "Tess Byrne", guest=True)
        running.add_channel(CHANNEL, members=[AMARA])
        running.add_channel(PUBLIC, private=False, members=[AMARA, TESS])
        yield running


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(token=slack.token, base_url=slack.url, retry_handlers=[])


def text(words: str = "x", kind: str = "plain_text") -> Json:
    return {"type": kind, "text": words}


def section(words: str = "x", kind: str = "mrkdwn") -> Json:
    return {"type": "section", "text": text(words, kind)}


def button(action_id: str = "a", **also: Any) -> Json:
    return {"type": "button", "text": text(), "action_id": action_id, **also}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(block_id: str = "f:x", **also: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": text(), "element": {"type": "plain_text_input", "action_id": "v", **also}}


def modal(*blocks: Json, **also: Any) -> Json:
    return {"type": "modal", "title": text("Title"), "submit": text("Send"), "blocks": list(blocks or [field()]), **also}


def code_of(raised: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(raised.value.response["error"])


# --- blocks and views ---

GOOD = [
    [section()],
    [{"type": "header", "text": text()}, {"type": "divider"}],
    [actions(button("a", value="1", style="primary"), button("b", value="1"))],
    [{"type": "context", "elements": [text("x", "mrkdwn")]}],
    [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel>", "style": {"bold": True}}]}],
        }
    ],
    [{"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "x"}]}]}],
]
BAD = {
    "51 blocks": [section()] * 51,
    "no such block": [{"type": "card_of_ours"}],
    "3001 characters": [section("x" * 3001)],
    "an empty text": [section("")],
    "mark-up in a header": [{"type": "header", "text": text("x", "mrkdwn")}],
    "a header of 151": [{"type": "header", "text": text("x" * 151)}],
    "a label of 76": [actions({**button(), "text": text("x" * 76)})],
    "mark-up in a label": [actions({**button(), "text": text("x", "mrkdwn")})],
    "26 buttons": [actions(*(button(str(one)) for one in range(26)))],
    "no button": [actions()],
    "an id twice": [actions(button(), button())],
    "a block's id twice": [{**section(), "block_id": "b"}] * 2,
    "an id of 256": [actions(button("x" * 256))],
    "a value of 2001": [actions(button(value="x" * 2001))],
    "a style of ours": [actions(button(style="calm"))],
    "11 in a context": [{"type": "context", "elements": [text()] * 11}],
    "an input in a message": [field()],
    "an empty rich text": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
    "an empty text in a rich text": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [text("", "text")]}]}],
    "13,201 characters in all": [section("x" * 3000)] * 4 + [section("x" * 1201)],
    "a field of 2001": [{"type": "section", "fields": [text("x" * 2001)]}],
    "no list": {"type": "section"},
}
BAD_VIEWS = {
    "a title of 25": modal(title=text("x" * 25)),
    "no title": {"type": "modal", "blocks": [section()]},
    "inputs and no submit": {key: value for key, value in modal().items() if key != "submit"},
    "101 blocks": modal(*[section()] * 101),
    "private_metadata of 3001": modal(private_metadata="x" * 3001),
    "a home": {"type": "home", "blocks": [section()]},
    "an initial value that is too long": modal(field(initial_value="x" * 3001)),
    "a max_length of 3001": modal(field(max_length=3001)),
    "feedback in a window": modal({"type": "context_actions", "elements": []}),
    "nothing": None,
}


@pytest.mark.parametrize("blocks", GOOD)
def test_good_blocks_are_taken(slack: FakeSlack, client: WebClient, blocks: list[Json]) -> None:
    client.chat_postMessage(channel=CHANNEL, text="x", blocks=blocks)
    assert slack.refused == []


@pytest.mark.parametrize("what", BAD)
def test_bad_blocks_are_refused_and_kept(slack: FakeSlack, client: WebClient, what: str) -> None:
    with pytest.raises(SlackApiError) as raised:
        client.api_call("chat.postMessage", json={"channel": CHANNEL, "text": "x", "blocks": BAD[what]})
    assert code_of(raised) == "invalid_blocks"
    assert slack.refused == faults_in_blocks(BAD[what]) != []


@pytest.mark.parametrize("what", BAD_VIEWS)
def test_bad_views_are_refused_and_kept(slack: FakeSlack, client: WebClient, what: str) -> None:
    with pytest.raises(SlackApiError) as raised:
        client.api_call("views.open", json={"trigger_id": slack.new_trigger(TESS), "view": BAD_VIEWS[what]})
    assert code_of(raised) == "invalid_arguments"
    assert slack.refused == faults_in_view(BAD_VIEWS[what]) != []


def test_message_without_anything_to_show_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as raised:
        client.api_call("chat.postMessage", json={"channel": CHANNEL})
    assert code_of(raised) == "no_text"


# --- windows ---


def test_trigger_opens_one_window_within_three_seconds(slack: FakeSlack, client: WebClient, hand: Hand) -> None:
    trigger, late = slack.new_trigger(TESS), slack.new_trigger(TESS)
    opened = client.views_open(trigger_id=trigger, view=modal())["view"]
    assert slack.views[opened["id"]].user == TESS
    hand.now += 3.1
    for used, code in ((trigger, "exchanged_trigger_id"), (late, "expired_trigger_id"), ("mine", "invalid_trigger_id")):
        with pytest.raises(SlackApiError) as raised:
            client.views_open(trigger_id=used, view=modal())
        assert code_of(raised) == code


def test_three_windows_lie_on_each_other_at_most(slack: FakeSlack, client: WebClient) -> None:
    first = client.views_open(trigger_id=slack.new_trigger(TESS), view=modal())["view"]
    second = client.views_push(trigger_id=slack.new_trigger(TESS), view=modal())["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    client.views_push(trigger_id=slack.new_trigger(TESS), view=modal())
    with pytest.raises(SlackApiError) as raised:
        client.views_push(trigger_id=slack.new_trigger(TESS), view=modal())
    assert code_of(raised) == "push_limit_reached"


def test_window_that_changed_meanwhile_is_not_updated(slack: FakeSlack, client: WebClient) -> None:
    opened = client.views_open(trigger_id=slack.new_trigger(TESS), view=modal())["view"]
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("new")))
    with pytest.raises(SlackApiError) as raised:
        client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("newer")))
    assert code_of(raised) == "hash_conflict"


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ({}, None),
        ({"response_action": "clear"}, None),
        ({"response_action": "errors", "errors": {"f:x": "Wrong."}}, "old"),
        ({"response_action": "update", "view": modal(section("new"))}, "new"),
        ({"response_action": "push", "view": modal(section("new"))}, "new"),
    ],
)
def test_answer_to_a_form_does_what_it_says(slack: FakeSlack, client: WebClient, answer: Json, seen: str | None) -> None:
    opened = client.views_open(trigger_id=slack.new_trigger(TESS), view=modal(section("old")))["view"]
    shown = slack.answered(opened["id"], answer)
    assert (shown.view["blocks"][0]["text"]["text"] if shown else None) == seen


def test_app_home_is_one_a_person(slack: FakeSlack, client: WebClient) -> None:
    for words in ("one", "two"):
        client.views_publish(user_id=AMARA, view={"type": "home", "blocks": [section(words)]})
    assert slack.views["home", AMARA].view["blocks"] == [section("two")]


# --- who may do what, where ---


def test_bot_posts_only_where_it_is(slack: FakeSlack, client: WebClient) -> None:
    for channel, code in ((CHANNEL, "channel_not_found"), (PUBLIC, "not_in_channel"), ("C0NOWHERE", "channel_not_found")):
        if channel in slack.channels:
            slack.remove_bot(channel)
        with pytest.raises(SlackApiError) as raised:
            client.chat_postMessage(channel=channel, text="x")
        assert code_of(raised) == code


def test_ephemeral_message_reaches_members_only_and_is_no_history(slack: FakeSlack, client: WebClient) -> None:
    client.chat_postEphemeral(channel=CHANNEL, user=AMARA, text="x")
    with pytest.raises(SlackApiError) as raised:
        client.chat_postEphemeral(channel=CHANNEL, user=TESS, text="x")
    assert code_of(raised) == "user_not_in_channel"
    assert [one.ephemeral_to for one in slack.at(CHANNEL)] == [AMARA]
    assert client.conversations_history(channel=CHANNEL)["messages"] == []


def test_only_the_bots_own_messages_are_changed(slack: FakeSlack, client: WebClient) -> None:
    theirs = slack.say(AMARA, CHANNEL, "x")
    for act, code in ((client.chat_update, "cant_update_message"), (client.chat_delete, "cant_delete_message")):
        with pytest.raises(SlackApiError) as raised:
            act(channel=CHANNEL, ts=theirs.ts, **({"text": "y"} if act == client.chat_update else {}))
        assert code_of(raised) == code


def test_metadata_is_shown_to_who_asks_for_it(slack: FakeSlack, client: WebClient) -> None:
    client.chat_postMessage(channel=CHANNEL, text="x", metadata={"event_type": "t", "event_payload": {"key": "k"}})
    shown = [client.conversations_history(channel=CHANNEL, include_all_metadata=one)["messages"][0]["metadata"] for one in (True, False)]
    assert shown == [{"event_type": "t", "event_payload": {"key": "k"}}, {"event_type": "t"}]


@pytest.mark.parametrize(
    ("method", "arguments", "scope"),
    [
        ("chat.postMessage", {"channel": CHANNEL, "text": "x"}, "chat:write"),
        ("conversations.history", {"channel": CHANNEL}, "groups:history"),
        ("conversations.info", {"channel": CHANNEL}, "groups:read"),
        ("conversations.open", {"users": AMARA}, "im:write"),
        ("users.info", {"user": AMARA}, "users:read"),
    ],
)
def test_call_without_its_scope_is_refused(slack: FakeSlack, client: WebClient, method: str, arguments: Json, scope: str) -> None:
    assert client.api_call(method, params=arguments)["ok"]
    slack.scopes[slack.token].discard(scope)
    with pytest.raises(SlackApiError) as raised:
        client.api_call(method, params=arguments)
    assert (code_of(raised), raised.value.response["needed"]) == ("missing_scope", scope)


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-other", "invalid_auth")])
def test_token_must_be_known(slack: FakeSlack, token: str, code: str) -> None:
    with pytest.raises(SlackApiError) as raised:
        WebClient(token=token, base_url=slack.url).auth_test()
    assert code_of(raised) == code


def test_code_is_exchanged_for_a_token_once(slack: FakeSlack, client: WebClient) -> None:
    code = slack.new_code("T0ELMFIELD", "Elmfield School")
    given = client.oauth_v2_access(client_id="1", client_secret="2", code=code)  # noqa: S106 -- opens nothing
    assert WebClient(token=given["access_token"], base_url=slack.url).auth_test()["team_id"] == "T0ELMFIELD"
    with pytest.raises(SlackApiError) as raised:
        client.oauth_v2_access(client_id="1", client_secret="2", code=code)  # noqa: S106 -- opens nothing
    assert code_of(raised) == "invalid_code"


# --- answers to actions ---


def respond(url: str, **body: Any) -> int:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 -- on this machine
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 -- on this machine
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return int(error.code)


def test_answer_to_an_action_is_for_one_person_unless_it_says_otherwise(slack: FakeSlack) -> None:
    url = slack.response_url(TESS, PUBLIC)
    assert [respond(url, text="x"), respond(url, text="y", response_type="in_channel")] == [200, 200]
    assert [one.ephemeral_to for one in slack.at(PUBLIC)] == [TESS, None]


def test_actions_are_answered_five_times_within_half_an_hour(slack: FakeSlack, hand: Hand) -> None:
    url, late = slack.response_url(TESS, PUBLIC), slack.response_url(TESS, PUBLIC)
    assert [respond(url, text="x") for _ in range(6)] == [200] * 5 + [404]
    hand.now += 30 * 60 + 1
    assert respond(late, text="x") == 404


def test_answer_may_take_the_place_of_the_message_or_remove_it(slack: FakeSlack, client: WebClient) -> None:
    client.chat_postMessage(channel=CHANNEL, text="x")
    (message,) = slack.at(CHANNEL)
    url = slack.response_url(AMARA, CHANNEL, message)
    respond(url, text="y", replace_original=True)
    assert message.text == "y"
    respond(url, delete_original=True)
    assert slack.at(CHANNEL) == []


# --- faults ---


def test_faults_happen_once_each_in_order_and_only_to_their_method(slack: FakeSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "3"}), Fault(error="is_archived"))
    client.auth_test()
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel=CHANNEL, text="x")
    assert (raised.value.response.status_code, raised.value.response.headers["Retry-After"]) == (429, "3")
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel=CHANNEL, text="x")
    assert code_of(raised) == "is_archived"
    client.chat_postMessage(channel=CHANNEL, text="x")
    assert [one.answer for one in slack.called("chat.postMessage")] == ["429", "is_archived", "ok"]
    assert len(slack.at(CHANNEL)) == 1


@pytest.mark.parametrize(
    ("fault", "stands"),
    [
        (Fault(status=500), False),
        (Fault(status=500, after=True), True),
        (Fault(cut_before=True), False),
        (Fault(cut_after=True), True),
        (Fault(error="internal_error", after=True), True),
        (Fault(body=b"<html>"), False),
        (Fault(body=b"<html>", after=True), True),
    ],
)
def test_fault_says_whether_the_call_had_its_effect(slack: FakeSlack, client: WebClient, fault: Fault, stands: bool) -> None:
    slack.fail("chat.postMessage", fault)
    with pytest.raises((SlackApiError, OSError)):
        client.chat_postMessage(channel=CHANNEL, text="x")
    assert (slack.at(CHANNEL) != []) is stands


def test_message_in_the_air_is_no_history_yet(slack: FakeSlack, client: WebClient, hand: Hand) -> None:
    slack.fail("chat.postMessage", Fault(hidden=2))
    client.chat_postMessage(channel=CHANNEL, text="x")
    assert client.conversations_history(channel=CHANNEL)["messages"] == []
    hand.now += 2
    assert len(client.conversations_history(channel=CHANNEL)["messages"]) == 1
