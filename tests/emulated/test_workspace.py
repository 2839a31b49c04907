"""What the journeys rest on: the emulated workspace delivers, keeps and refuses as Slack does, shown with a bare bolt app in the bot's place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient

from tests.emulated.workspace import CLIENT, CLIENT_KEY, SIGNED_WITH, TOKEN, Workspace, manifest, open_workspace, until
from tests.slack.bolt_server import serving
from tests.slack.driver import Driver
from tests.slack.surfaces import words

REDIRECT = "http://127.0.0.1/slack/oauth_redirect"


@pytest.fixture
def bot(workspace: Workspace) -> Iterator[str]:
    """The address of an echo that the workspace delivers to."""
    with serving(lambda: echo(workspace)) as url:
        workspace.deliver_to(url)
        yield url


@pytest.fixture
def driver(workspace: Workspace, bot: str) -> Driver:
    return workspace.driver(bot)


@pytest.fixture
def web(workspace: Workspace) -> WebClient:
    """The bot's own client: slack_sdk, as it is."""
    return WebClient(TOKEN, base_url=workspace.api)


def echo(workspace: Workspace, signed_with: str = SIGNED_WITH) -> AsyncApp:
    app = AsyncApp(token=TOKEN, signing_secret=signed_with, client=AsyncWebClient(TOKEN, base_url=workspace.api))

    @app.event("message")
    async def answer(event: dict[str, Any], say: AsyncSay) -> None:
        if event["channel_type"] == "im" and "subtype" not in event:
            await say(f"you said: {event['text']}", thread_ts=event["ts"])

    @app.command("/policy")
    async def form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(f"Ask: {body['text']}"))

    @app.action("more")
    async def page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=modal("the next page"))

    return app


def modal(text: str) -> dict[str, Any]:
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    return {
        "type": "modal",
        "callback_id": "asked",
        "title": {"type": "plain_text", "text": "Policy"},
        "blocks": [
            {"type": "section", "block_id": "b1", "text": {"type": "plain_text", "text": text}},
            {"type": "actions", "block_id": "b2", "elements": [button]},
        ],
    }


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


def test_a_message_is_delivered_signed_and_its_answer_read_back_by_who_wrote(workspace: Workspace, bot: str) -> None:
    there = workspace.conversation("tess")
    asked = workspace.write("tess", there, "may I?")
    answer = until(lambda: workspace.read("tess", there)[1:])[0]
    assert (answer["text"], answer["user"], answer["thread_ts"]) == ("you said: may I?", "U0SIGNPOST", asked["ts"])
    # The bot's own answer is delivered to it too, and it does not answer itself.
    both = until(lambda: [one for one in workspace.dump("deliveries") if one["payload"]["event"]["ts"] == answer["ts"]])
    assert [one["status_code"] for one in workspace.dump("deliveries")] == [200, 200]
    assert both[0]["payload"]["event"]["bot_id"] == "B0SIGNPOST"
    assert len(workspace.read("tess", there)) == 2


def test_events_carry_what_slack_puts_around_them(workspace: Workspace, bot: str) -> None:
    there = workspace.conversation("tess")
    workspace.write("tess", there, "hello")
    [delivered] = until(lambda: workspace.dump("deliveries")[:1])
    envelope = delivered["payload"]
    assert (envelope["api_app_id"], envelope["team_id"]) == ("A0SIGNPOST", workspace.team)
    assert envelope["authorizations"][0]["team_id"] == workspace.team
    assert envelope["event"]["channel_type"] == "im"
    assert envelope["event"]["event_ts"] == envelope["event"]["ts"]


def test_a_bot_with_another_secret_refuses_the_workspace(workspace: Workspace) -> None:
    with serving(lambda: echo(workspace, "somebody else's secret")) as url:
        workspace.deliver_to(url)
        workspace.write("tess", workspace.conversation("tess"), "hello")
        assert [one["status_code"] for one in until(lambda: workspace.dump("deliveries"))] == [401]


def test_only_what_the_manifest_subscribes_to_is_delivered(workspace: Workspace, bot: str) -> None:
    assert "message.channels" not in manifest()["settings"]["event_subscriptions"]["bot_events"]
    workspace.write("tess", workspace.channels["staffroom"], "not for the bot")
    workspace.write("tess", workspace.conversation("tess"), "for the bot")
    [first] = until(lambda: workspace.dump("deliveries")[:1])
    assert first["payload"]["event"]["text"] == "for the bot"


def test_a_private_channel_is_for_its_members(workspace: Workspace, web: WebClient) -> None:
    safeguarding, governors = workspace.channels["safeguarding"], workspace.channels["governors"]
    web.chat_postMessage(channel=safeguarding, text="a card")
    assert [one["text"] for one in workspace.read("amara", safeguarding)] == ["a card"]
    assert workspace.call("tess", "conversations.history", channel=safeguarding)["error"] == "not_in_channel"
    assert refusal(lambda: web.chat_postMessage(channel=governors, text="a card")) == "not_in_channel"
    workspace.set_members("safeguarding", ["amara", "ben"])
    assert refusal(lambda: web.chat_postMessage(channel=safeguarding, text="a card")) == "not_in_channel"


def test_a_card_is_updated_in_place_and_keeps_its_key(workspace: Workspace, web: WebClient) -> None:
    safeguarding = workspace.channels["safeguarding"]
    key = {"event_type": "signpost_message", "event_payload": {"key": "k1"}}
    sent = web.chat_postMessage(channel=safeguarding, text="a card", metadata=key)
    web.chat_update(channel=safeguarding, ts=sent["ts"], text="acknowledged", metadata=key)
    [card] = workspace.read("ben", safeguarding)
    assert (card["text"], card["metadata"]) == ("acknowledged", key)
    found = web.conversations_history(channel=safeguarding, include_all_metadata=True)["messages"]
    assert found[0]["metadata"] == key


def test_a_scope_that_the_manifest_lacks_is_missed(workspace: Workspace, web: WebClient) -> None:
    needed = []
    for call in (lambda: web.conversations_info(channel=workspace.channels["staffroom"]), lambda: web.users_lookupByEmail(email="tess@emulate.dev")):
        with pytest.raises(SlackApiError) as refused:
            call()
        assert refused.value.response["error"] == "missing_scope"
        needed.append(refused.value.response["needed"])
    assert needed == ["channels:read", "users:read.email"]
    workspace.set_scopes(["users:read"])
    assert refusal(lambda: web.chat_postMessage(channel=workspace.channels["safeguarding"], text="a card")) == "missing_scope"


def test_the_scopes_of_the_token_are_told_as_slack_tells_them(web: WebClient) -> None:
    scopes = manifest()["oauth_config"]["scopes"]["bot"]
    assert str(web.auth_test().headers["x-oauth-scopes"]).split(",") == scopes


def test_a_command_opens_a_form_for_who_gave_it(workspace: Workspace, driver: Driver) -> None:
    assert driver.slash(workspace.users["tess"], "/policy", "may I?").status == 200
    [form] = until(lambda: workspace.modals("tess"))
    assert words(form["blocks"]).splitlines()[0] == "Ask: may I?"
    assert workspace.modals("ben") == []


def test_a_trigger_opens_one_view(workspace: Workspace, web: WebClient) -> None:
    trigger = workspace.trigger(workspace.users["tess"])
    web.views_open(trigger_id=trigger, view=modal("once"))
    assert refusal(lambda: web.views_open(trigger_id=trigger, view=modal("twice"))) == "exchanged_trigger_id"
    assert refusal(lambda: web.views_open(trigger_id="1.2.invented", view=modal("never"))) == "invalid_trigger_id"


def test_a_trigger_is_too_old_after_three_seconds(workspace: Workspace, web: WebClient) -> None:
    trigger = workspace.trigger(workspace.users["tess"])
    time.sleep(3.1)
    assert refusal(lambda: web.views_open(trigger_id=trigger, view=modal("late"))) == "expired_trigger_id"


def test_views_are_pushed_upon_each_other_three_deep(workspace: Workspace, driver: Driver, web: WebClient) -> None:
    tess = workspace.users["tess"]
    driver.slash(tess, "/policy", "one")
    for depth in (1, 2):
        until(lambda depth=depth: len(workspace.modals("tess")) == depth)
        assert driver.press(tess, view=workspace.modals("tess")[-1], action_id="more").status == 200
    until(lambda: len(workspace.modals("tess")) == 3)
    top = workspace.trigger(tess, view_id=workspace.modals("tess")[-1]["id"])
    assert refusal(lambda: web.views_push(trigger_id=top, view=modal("a fourth"))) == "push_limit_reached"


def test_a_view_that_somebody_else_has_updated_is_not_overwritten(workspace: Workspace, web: WebClient) -> None:
    opened = web.views_open(trigger_id=workspace.trigger(workspace.users["tess"]), view=modal("first"))["view"]
    web.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("second"))
    assert refusal(lambda: web.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("third"))) == "hash_conflict"
    [form] = workspace.modals("tess")
    assert "second" in words(form["blocks"])


def test_the_home_of_each_person_is_their_own(workspace: Workspace, web: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "your reports"}}]}
    web.views_publish(user_id=workspace.users["tess"], view=home)
    shown = workspace.home("tess")
    assert shown is not None
    assert words(shown["blocks"]) == "your reports"
    assert workspace.home("ben") is None


def test_what_a_client_reads_by_get_is_answered(workspace: Workspace, web: WebClient) -> None:
    tess, safeguarding = workspace.users["tess"], workspace.channels["safeguarding"]
    assert web.users_info(user=tess)["user"]["real_name"] == "Tess"
    assert web.conversations_info(channel=safeguarding)["channel"]["is_private"]
    assert web.conversations_members(channel=safeguarding)["members"] == [workspace.users[one] for one in ("amara", "ben", "signpost")]
    opened = web.conversations_open(users=tess)["channel"]["id"]
    assert opened == workspace.conversation("tess")


def test_the_async_client_is_answered_too(workspace: Workspace) -> None:
    async def read() -> str:
        return str((await AsyncWebClient(TOKEN, base_url=workspace.api).users_info(user=workspace.users["tess"]))["user"]["name"])

    assert asyncio.run(read()) == "tess"


def test_a_guest_is_told_apart(workspace: Workspace, web: WebClient) -> None:
    workspace.amend_person("gus", is_restricted=True)
    assert web.users_info(user=workspace.users["gus"])["user"]["is_restricted"]
    assert "is_restricted" not in web.users_info(user=workspace.users["tess"])["user"]


def test_a_fault_comes_once_and_its_effect_may_have_come_before(workspace: Workspace, web: WebClient) -> None:
    safeguarding = workspace.channels["safeguarding"]
    workspace.fail("chat.postMessage", headers={"retry-after": "7"})
    workspace.fail("chat.postMessage", status=500, body={}, after=True)
    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=safeguarding, text="first")
    assert (refused.value.response.status_code, refused.value.response.headers["retry-after"]) == (429, "7")
    with pytest.raises(SlackApiError):
        web.chat_postMessage(channel=safeguarding, text="second")
    web.chat_postMessage(channel=safeguarding, text="third")
    assert [one["text"] for one in workspace.read("amara", safeguarding)] == ["second", "third"]
    ours = [call["status"] for call in workspace.dump("calls") if call["method"] == "chat.postMessage" and call["by"] == "U0SIGNPOST"]
    assert ours == [429, 500, 200]


def test_a_token_that_was_revoked_or_never_given_is_good_for_nothing(workspace: Workspace, web: WebClient) -> None:
    assert refusal(lambda: WebClient("xoxb-guessed", base_url=workspace.api).auth_test()) == "invalid_auth"
    assert web.auth_test()["ok"]
    workspace.revoke()
    assert refusal(lambda: web.auth_test()) == "invalid_auth"


def test_an_answer_to_a_response_url_is_kept(workspace: Workspace) -> None:
    url = workspace.response_url({})
    WebhookClient(url).send(text="only you see this", response_type="ephemeral")
    [kept] = workspace.dump("responses")
    assert (url.endswith(kept["id"]), kept["text"]) == (True, "only you see this")


def test_an_installation_gives_a_token_for_its_code_once(workspace: Workspace) -> None:
    asked = {"client_id": CLIENT, "scope": "chat:write,commands", "redirect_uri": REDIRECT, "state": "s1"}
    code, state = workspace.agree("amara", asked)
    assert state == "s1"
    client = WebClient(base_url=workspace.api)
    given = client.oauth_v2_access(client_id=CLIENT, client_secret=CLIENT_KEY, code=code, redirect_uri=REDIRECT)
    assert (given["team"]["id"], given["bot_user_id"], given["app_id"]) == (workspace.team, "U0SIGNPOST", "A0SIGNPOST")
    assert WebClient(given["access_token"], base_url=workspace.api).auth_test()["user_id"] == "U0SIGNPOST"
    known = {"client_id": CLIENT, "client_secret": CLIENT_KEY, "code": code, "redirect_uri": REDIRECT}
    assert refusal(lambda: client.oauth_v2_access(**known)) == "invalid_code"
    assert refusal(lambda: client.oauth_v2_access(**{**known, "client_secret": "guessed"})) == "invalid_client_id"


def test_the_emulator_ends_with_the_test_that_started_it(workspace: Workspace) -> None:
    with open_workspace() as other:
        assert other.url != workspace.url
    with pytest.raises(OSError, match="refused"):
        other.dump("calls")
