"""The App Home: ask, report, one's own reports, and for those who receive reports the list of what is open. Each sees only what is theirs."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientError
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, render, windows
from adapters.slack.reception import LOG, Json, Reception, any_phone, in_time, nobody, off_loop, told_failures
from bot import wording
from bot.cards import Card
from bot.desks import AWAY
from bot.visitors import Visitor

ASK_FIELD = "f:question"


def listen(app: AsyncApp, reception: Reception) -> None:
    """Show the App Home, and suggest questions to somebody who opens a conversation."""

    @app.event("app_home_opened")
    async def opened(event: Json, body: Json, client: AsyncWebClient) -> None:
        if event.get("tab") == "messages":
            await _suggest(client, str(event["channel"]))
        else:
            await told_failures(_publish(reception, body, client), nobody)

    @app.view("away")
    async def goes_away(ack: Any, body: Json, client: AsyncWebClient) -> None:
        said, _ = forms.read_values((AWAY,), body["view"]["state"]["values"], person_id=str)
        card = await in_time(_go_away(reception, body, said.get("away", "")))
        if card is None:
            await ack(response_action="errors", errors={forms.block_id(AWAY.name): wording.NOT_CONFIRMED.format(phone=any_phone(reception, body))})
            return
        await ack(response_action="update", view=windows.read_only(card, title=wording.I_AM_AWAY))
        await refresh(reception, body, client)


async def refresh(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    """Show somebody's App Home as things are now; that it cannot be shown is no fault of what they did."""
    await told_failures(_publish(reception, body, client), nobody)


async def show_closed(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    """Show the App Home with the reports that are closed, until it is shown anew."""
    await _publish(reception, body, client, closed=True)


async def press_away(reception: Reception, body: Json, client: AsyncWebClient, action: str) -> None:
    """Ask for how long somebody is away, or mark them back."""
    if action == "away":
        view = forms.fields_view((AWAY,), title=wording.I_AM_AWAY, callback_id="away", private_metadata="", submit=wording.DO_IT, close=wording.CLOSE)
        await windows.show(client, body, view)
        return
    visitor = await reception.visitor(body)
    await off_loop(reception.counter.desks.mark_back, visitor)
    await refresh(reception, body, client)


def home_view(reception: Reception, visitor: Visitor, *, closed: bool = False) -> Json:
    """Return the App Home of somebody: what comes to them stands first, whichever of their schools it is from."""
    view = render.home(reception.counter.desks.home(visitor, closed=closed))
    return {**view, "blocks": [_ask_box(), *view["blocks"]]} if visitor.school else view


async def _publish(reception: Reception, body: Json, client: AsyncWebClient, *, closed: bool = False) -> None:
    visitor = await reception.visitor(body)
    await client.views_publish(user_id=visitor.account, view=await off_loop(home_view, reception, visitor, closed=closed))
    if visitor.listed:  # reports come to them, and their school may be in two workspaces
        await off_loop(reception.visitors.remember, visitor)


def _ask_box() -> Json:
    return {
        "type": "input",
        "block_id": ASK_FIELD,
        "dispatch_action": True,
        "label": {"type": "plain_text", "text": wording.HOME_ASK, "emoji": False},
        "hint": {"type": "plain_text", "text": wording.HOME_ASK_HINT, "emoji": False},
        "element": {
            "type": "plain_text_input",
            "action_id": "sp:ask_here:0",
            "max_length": 3000,
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }


async def _go_away(reception: Reception, body: Json, days: str) -> Card:
    visitor = await reception.visitor(body)
    return await off_loop(reception.counter.desks.mark_away, visitor, days)


async def _suggest(client: AsyncWebClient, channel: str) -> None:
    prompts = [{"title": one, "message": one} for one in wording.HELP_EXAMPLES]
    try:
        await client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts="", prompts=prompts)
    except (SlackApiError, ClientError, OSError) as error:
        LOG.warning("slack.no_prompts %s", type(error).__name__)  # a nicety: whoever opens a conversation can ask without
