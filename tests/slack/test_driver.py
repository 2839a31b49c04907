"""The driver is believed only because slack_bolt itself, and its own verifier, take what it sends for Slack's."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.bolt_server import serving
from tests.slack.driver import FORM, JSON, PATH, Driver, new_ts, typed
from tests.slack.surfaces import buttons, words

SIGNED_WITH = "the signing secret of an invented app"
STAFF, ROOM = "U0TESS", "C0STAFFROOM"
Heard = queue.SimpleQueue[tuple[str, dict[str, Any]]]

MODAL: dict[str, Any] = {
    "id": "V0FORM",
    "hash": "1764.abc",
    "type": "modal",
    "callback_id": "report:pupil_contact",
    "private_metadata": "key-1",
    "title": {"type": "plain_text", "text": "Report"},
    "blocks": [
        {"type": "input", "block_id": "f:network", "element": {"type": "plain_text_input", "action_id": "v"}},
        {"type": "input", "block_id": "f:place", "element": {"type": "plain_text_input", "action_id": "v", "initial_value": "the bus"}},
        {
            "type": "input",
            "block_id": "f:danger",
            "element": {
                "type": "radio_buttons",
                "action_id": "v",
                "options": [{"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("Yes", "No")],
            },
        },
        {"type": "input", "block_id": "f:about", "element": {"type": "multi_users_select", "action_id": "v"}},
        {"type": "actions", "block_id": "more", "elements": [{"type": "button", "action_id": "sp:page:1", "value": "2", "text": {"text": "More"}}]},
    ],
}
CARD: dict[str, Any] = {
    "ts": "1764342000.000100",
    "channel": "G0SAFEGUARD",
    "user": "U0SIGNPOST",
    "text": "A report",
    "blocks": [
        {
            "type": "actions",
            "block_id": "b7",
            "elements": [
                {"type": "button", "action_id": "sp:acknowledge:1", "value": "r1", "text": {"type": "plain_text", "text": "Acknowledge"}},
                {"type": "button", "action_id": "sp:note:2", "value": "r1", "text": {"type": "plain_text", "text": "Add note"}},
            ],
        },
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "sp:feedback:3",
                    "positive_button": {"text": {"type": "plain_text", "text": "Helpful"}, "value": "helpful q1"},
                    "negative_button": {"text": {"type": "plain_text", "text": "Not helpful"}, "value": "not_helpful q1"},
                }
            ],
        },
    ],
}


@pytest.fixture
def heard() -> Heard:
    return queue.SimpleQueue()


@pytest.fixture
def driver(heard: Heard) -> Iterator[Driver]:
    """A driver before a bare bolt app that tells what it heard."""
    with serving(lambda: _echo(heard)) as url:
        yield Driver(url, SIGNED_WITH, triggers=lambda user: f"trigger-{user}")


def _echo(heard: Heard) -> AsyncApp:
    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0OAKFIELD", bot_user_id="U0SIGNPOST", bot_id="B0SIGNPOST", bot_token="xoxb-echo")  # noqa: S106 - nobody's token

    # Whoever calls the Web API here is wrong: nobody listens there.
    client = AsyncWebClient("xoxb-echo", base_url="http://127.0.0.1:9/api/")
    app = AsyncApp(signing_secret=SIGNED_WITH, authorize=authorize, client=client)

    def hear(name: str) -> Any:
        async def listener(body: dict[str, Any], ack: AsyncAck, req: AsyncBoltRequest) -> None:
            await ack()
            heard.put((name, {**body, "retried": req.headers.get("x-slack-retry-num")}))

        return listener

    app.event("message")(hear("message"))
    app.event("app_mention")(hear("app_mention"))
    app.event("app_home_opened")(hear("app_home_opened"))
    app.event("tokens_revoked")(hear("tokens_revoked"))
    app.command("/policy")(hear("slash"))
    app.global_shortcut("ask_policy")(hear("shortcut"))
    app.message_shortcut("report_message")(hear("message_shortcut"))
    app.block_action({"action_id": "sp:acknowledge:1"})(hear("press"))
    app.block_action({"action_id": "sp:feedback:3"})(hear("thumb"))
    app.block_action({"action_id": "sp:page:1"})(hear("press_in_view"))
    app.view_submission("report:pupil_contact")(hear("submit"))
    app.view_closed("report:pupil_contact")(hear("close"))
    return app


def _last(heard: Heard, name: str) -> dict[str, Any]:
    was, body = heard.get(timeout=10)
    assert was == name
    assert heard.empty()
    return body


def test_a_message_reaches_its_listener_with_everything_slack_sends(driver: Driver, heard: Heard) -> None:
    assert driver.message(STAFF, "D0TESS", typed("May I <b>follow</b> & like?"), event_id="Ev1").status == 200
    body = _last(heard, "message")
    assert body["event_id"] == "Ev1"
    assert body["type"] == "event_callback"
    assert body["authorizations"][0] == {
        "enterprise_id": None,
        "team_id": "T0OAKFIELD",
        "user_id": "U0SIGNPOST",
        "is_bot": True,
        "is_enterprise_install": False,
    }
    event = body["event"]
    assert event["text"] == "May I &lt;b&gt;follow&lt;/b&gt; &amp; like?"
    assert (event["channel_type"], event["user"], event["team"]) == ("im", STAFF, "T0OAKFIELD")
    assert event["ts"] == event["event_ts"]
    assert "thread_ts" not in event


def test_no_two_messages_have_the_same_time_stamp() -> None:
    assert len({new_ts() for _ in range(900)}) == 900


def test_a_retry_keeps_the_event_and_says_that_it_is_one(driver: Driver, heard: Heard) -> None:
    driver.message(STAFF, "D0TESS", "hello", event_id="Ev1", ts="1764342000.000100", retry=2)
    body = _last(heard, "message")
    assert (body["event_id"], body["retried"]) == ("Ev1", ["2"])


def test_a_mention_names_the_bot_first(driver: Driver, heard: Heard) -> None:
    assert driver.mention(STAFF, ROOM, "may I?", thread_ts="1.2").status == 200
    event = _last(heard, "app_mention")["event"]
    assert event["text"] == "<@U0SIGNPOST> may I?"
    assert event["thread_ts"] == "1.2"


def test_somebody_from_another_workspace_is_told_apart(driver: Driver, heard: Heard) -> None:
    driver.home_teams["U0STRANGER"] = "T0ELSEWHERE"
    driver.message("U0STRANGER", "D0S", "hello")
    body = _last(heard, "message")
    assert (body["team_id"], body["event"]["team"], body["is_ext_shared_channel"]) == ("T0OAKFIELD", "T0ELSEWHERE", True)
    driver.press("U0STRANGER", message=CARD, action="acknowledge")
    assert _last(heard, "press")["user"]["team_id"] == "T0ELSEWHERE"


def test_the_home_is_opened_at_a_tab(driver: Driver, heard: Heard) -> None:
    assert driver.home_opened(STAFF, "messages").status == 200
    event = _last(heard, "app_home_opened")["event"]
    assert (event["tab"], event["user"], event["channel"]) == ("messages", STAFF, "D0TESS")


def test_any_other_event_is_delivered(driver: Driver, heard: Heard) -> None:
    assert driver.event({"type": "tokens_revoked", "tokens": {"bot": ["U0SIGNPOST"], "oauth": []}}).status == 200
    assert _last(heard, "tokens_revoked")["event"]["tokens"]["bot"] == ["U0SIGNPOST"]


def test_a_command_carries_its_text_and_a_trigger(driver: Driver, heard: Heard) -> None:
    assert driver.slash(STAFF, "/policy", "may I friend a pupil & chat?").status == 200
    body = _last(heard, "slash")
    assert body["text"] == "may I friend a pupil & chat?"
    assert (body["trigger_id"], body["channel_id"], body["user_id"]) == ("trigger-U0TESS", ROOM, STAFF)


def test_shortcuts_carry_a_trigger_and_a_message_where_there_is_one(driver: Driver, heard: Heard) -> None:
    assert driver.shortcut(STAFF, "ask_policy").status == 200
    assert _last(heard, "shortcut")["trigger_id"] == "trigger-U0TESS"
    said = {"ts": "1764342000.000100", "user": "U0PUPIL", "text": "hi &amp; bye"}
    assert driver.message_shortcut(STAFF, "report_message", ROOM, said, trigger="given").status == 200
    body = _last(heard, "message_shortcut")
    assert (body["message_ts"], body["message"]["text"], body["message"]["user"]) == (said["ts"], "hi &amp; bye", "U0PUPIL")
    assert (body["channel"]["id"], body["trigger_id"]) == (ROOM, "given")


@pytest.mark.parametrize("found", [{"action_id": "sp:acknowledge:1"}, {"action": "acknowledge"}, {"label": "Acknowledge"}])
def test_a_button_of_a_message_is_pressed_by_what_it_is_known_by(driver: Driver, heard: Heard, found: dict[str, Any]) -> None:
    assert driver.press("U0DSL", message=CARD, **found).status == 200
    body = _last(heard, "press")
    [action] = body["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "action_id": "sp:acknowledge:1",
        "block_id": "b7",
        "value": "r1",
        "text": {"type": "plain_text", "text": "Acknowledge"},
    }
    assert body["container"] == {"type": "message", "message_ts": CARD["ts"], "channel_id": "G0SAFEGUARD", "is_ephemeral": False}
    assert body["message"]["blocks"] == CARD["blocks"]


def test_slack_keeps_no_message_that_only_one_person_sees(driver: Driver, heard: Heard) -> None:
    driver.press(STAFF, message=CARD, action="acknowledge", ephemeral=True)
    body = _last(heard, "press")
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


def test_a_thumb_carries_the_value_of_the_one_that_was_pressed(driver: Driver, heard: Heard) -> None:
    driver.press(STAFF, message=CARD, action="feedback", value="not_helpful q1")
    [action] = _last(heard, "thumb")["actions"]
    assert (action["type"], action["value"], action["text"]["text"]) == ("feedback_buttons", "not_helpful q1", "Not helpful")
    driver.press(STAFF, message=CARD, label="Helpful")
    assert _last(heard, "thumb")["actions"][0]["value"] == "helpful q1"


def test_what_a_view_holds_is_sent_when_a_button_in_it_is_pressed(driver: Driver, heard: Heard) -> None:
    assert driver.press(STAFF, view=MODAL, action="page", state={"f:network": "Snapchat"}).status == 200
    body = _last(heard, "press_in_view")
    assert body["container"] == {"type": "view", "view_id": "V0FORM"}
    assert body["view"]["state"]["values"]["f:network"]["v"]["value"] == "Snapchat"
    assert "channel" not in body
    assert "response_url" not in body


def test_a_submission_holds_what_was_typed_and_what_stood_there(driver: Driver, heard: Heard) -> None:
    assert driver.submit(STAFF, MODAL, {"f:network": "Snapchat", "f:danger": "yes", "f:about": ["U0BEN"]}).status == 200
    view = _last(heard, "submit")["view"]
    assert (view["id"], view["hash"], view["private_metadata"]) == ("V0FORM", "1764.abc", "key-1")
    assert view["state"]["values"] == {
        "f:network": {"v": {"type": "plain_text_input", "value": "Snapchat"}},
        "f:place": {"v": {"type": "plain_text_input", "value": "the bus"}},
        "f:danger": {"v": {"type": "radio_buttons", "selected_option": {"text": {"type": "plain_text", "text": "Yes"}, "value": "yes"}}},
        "f:about": {"v": {"type": "multi_users_select", "selected_users": ["U0BEN"]}},
    }


def test_a_field_left_alone_is_empty_as_slack_says_empty(driver: Driver, heard: Heard) -> None:
    driver.submit(STAFF, MODAL, {"f:place": None})
    values = _last(heard, "submit")["view"]["state"]["values"]
    assert values["f:network"]["v"]["value"] is None
    assert values["f:place"]["v"]["value"] is None
    assert values["f:danger"]["v"]["selected_option"] is None
    assert values["f:about"]["v"]["selected_users"] == []


def test_a_closed_view_says_so(driver: Driver, heard: Heard) -> None:
    assert driver.close(STAFF, MODAL).status == 200
    assert _last(heard, "close")["view"]["id"] == "V0FORM"


def test_what_nobody_can_see_nobody_can_press_or_fill_in(driver: Driver) -> None:
    with pytest.raises(AssertionError, match="withdraw"):
        driver.press(STAFF, message=CARD, action="withdraw")
    with pytest.raises(AssertionError, match="f:secret"):
        driver.submit(STAFF, MODAL, {"f:secret": "x"})
    with pytest.raises(AssertionError, match="perhaps"):
        driver.submit(STAFF, MODAL, {"f:danger": "perhaps"})


def test_a_forged_press_is_sent_all_the_same(driver: Driver, heard: Heard) -> None:
    assert driver.press(STAFF, message={**CARD, "blocks": []}, action_id="sp:acknowledge:1", value="r9", forged=True).status == 200
    assert _last(heard, "press")["actions"][0]["value"] == "r9"


def test_the_request_url_is_verified(driver: Driver) -> None:
    assert driver.url_verification("abc").json == {"challenge": "abc"}


def test_slacks_own_verifier_takes_the_signature_and_bolt_refuses_any_other(driver: Driver, heard: Heard) -> None:
    body = json.dumps({"type": "event_callback"}).encode()
    headers = driver.signature(body)
    assert SignatureVerifier(SIGNED_WITH).is_valid_request(body, headers)
    assert not SignatureVerifier(SIGNED_WITH).is_valid_request(body + b" ", headers)
    assert driver.raw(PATH, body + b" ", {"Content-Type": JSON, **headers}).status == 401
    assert driver.raw(PATH, body, {"Content-Type": JSON}).status == 401
    old = driver.signature(body, at=time.time() - 301)
    assert driver.raw(PATH, body, {"Content-Type": JSON, **old}).status == 401
    driver.now = lambda: time.time() - 301
    assert driver.message(STAFF, "D0TESS", "hello").status == 401
    assert heard.empty()


def test_a_raw_request_goes_out_as_it_is_given(driver: Driver) -> None:
    assert driver.raw(PATH, b"", {}, method="GET").status == 405
    body = b"ssl_check=1&token=legacy"
    assert driver.raw(PATH, body, {"Content-Type": FORM}).status == 200
    assert driver.raw(PATH, b"{}", {"Content-Type": JSON, "X-Slack-Signature": b"v0=\xff", "X-Slack-Request-Timestamp": "1"}).status != 200
    assert driver.signature(b"\xff\xfe")["X-Slack-Signature"].startswith("v0=")


def test_the_words_and_buttons_of_a_surface_are_read() -> None:
    assert buttons(CARD["blocks"]) == ["Acknowledge", "Add note", "Helpful", "Not helpful"]
    assert words(CARD["blocks"]).splitlines() == ["Acknowledge", "Add note", "Helpful", "Not helpful"]
