"""Where an answer goes in Slack: into a conversation, to one person among others, into a window; and what takes its place where that fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render, windows
from adapters.slack.reception import Json, Tell
from bot import wording
from bot.cards import Card

_BUSY: dict[str, tuple[asyncio.Lock, int]] = {}


class NotHeard(Exception):
    """Slack did not take what was said to somebody."""


def tell_beside(body: Json, client: AsyncWebClient, respond: Any) -> Tell:
    """Return how what follows a press is shown: in a window over a window, else beside the message, to whoever pressed."""
    if body.get("view"):
        return _in_window(client, body)
    if not body.get("response_url"):
        return in_person(client, body)
    if body.get("type") != "block_actions" or is_ephemeral(body) or not is_conversation(body):
        return answering_privately(respond, client, body)
    return in_conversation(client, str(body["channel"]["id"]), (body.get("message") or {}).get("thread_ts"))


async def tell_end(body: Json, client: AsyncWebClient, respond: Any, card: Card) -> None:
    """Say the last word on an answer so that it stays in nobody's way: in a window in place of what was pressed, else to whoever pressed alone."""
    view = body.get("view") or {}
    if view.get("type") == "modal":
        await windows.put(client, str(view["id"]), _with_end(view, body["actions"][0]["action_id"], card))
    elif body.get("response_url"):
        await answering_privately(respond, client, body)(card)
    else:
        await in_person(client, body)(card)


def _with_end(view: Json, action_id: str, card: Card) -> Json:
    """Return a window with a card in place of the row of buttons in which something was pressed."""
    blocks: list[Json] = []
    for block in view["blocks"]:
        pressed = any(one.get("action_id") == action_id for one in block.get("elements", ()))
        blocks += render.blocks_of(card.blocks) if pressed else [block]
    kept = {name: view[name] for name in ("type", "title", "close", "submit", "callback_id", "private_metadata") if view.get(name)}
    return {**kept, "blocks": blocks}


def answering_privately(respond: Any, client: AsyncWebClient, body: Json) -> Tell:
    """Return a way to answer somebody alone, where they are; where Slack does not take that any more, in a conversation with them."""

    async def tell(card: Card) -> None:
        try:
            for blocks in render.message_blocks(card):
                answered = await respond(
                    blocks=blocks, text=wording.ANSWERED, response_type="ephemeral", replace_original=False, unfurl_links=False, unfurl_media=False
                )
                if answered.status_code != 200:
                    raise NotHeard(f"status {answered.status_code}")
        except Exception:  # noqa: BLE001 -- whatever it was, there is a second way; what fails there is raised
            await in_person(client, body)(card)

    return tell


def in_conversation(client: AsyncWebClient, channel: str, thread: str | None) -> Tell:
    """Return a way to answer in a conversation of somebody with the bot."""

    async def tell(card: Card) -> None:
        for blocks in render.message_blocks(card):
            await post(client, channel, blocks, thread=thread)

    return tell


def to_one(client: AsyncWebClient, channel: str, account: str, thread: str | None) -> Tell:
    """Return a way to answer one person among others; where the bot is no member, in a conversation with them."""

    async def tell(card: Card) -> None:
        for blocks in render.message_blocks(card):
            try:
                await client.chat_postEphemeral(channel=channel, user=account, thread_ts=thread, blocks=blocks, text=wording.ANSWERED)
            except SlackApiError:
                await post(client, account, blocks)

    return tell


def in_person(client: AsyncWebClient, body: Json) -> Tell:
    """Return a way to answer in a conversation of the bot with whoever sent a request."""
    user = body.get("user")
    return in_conversation(client, str(user["id"] if isinstance(user, dict) else body.get("user_id", "")), None)


def _in_window(client: AsyncWebClient, body: Json) -> Tell:
    async def tell(card: Card) -> None:
        try:
            await windows.show(client, body, windows.read_only(card, title=wording.ANSWER_TITLE), stays=True)
        except SlackApiError:  # such as a trigger that came too late, or was used
            await in_person(client, body)(card)

    return tell


async def post(client: AsyncWebClient, channel: str, blocks: list[Json], *, thread: str | None = None, text: str = wording.ANSWERED) -> None:
    """Post a message in which Slack makes nothing of any words: no link, no mention, no preview."""
    await client.chat_postMessage(channel=channel, thread_ts=thread, blocks=blocks, text=text, parse="none", unfurl_links=False, unfurl_media=False)


def is_conversation(body: Json) -> bool:
    """Say whether something happened in a conversation of two, in which nothing can be shared."""
    channel = body.get("channel")
    return str(channel.get("id", "") if isinstance(channel, dict) else body.get("channel_id", "")).startswith("D")


def is_ephemeral(body: Json) -> bool:
    """Say whether something was pressed that only one person sees."""
    return bool((body.get("container") or {}).get("is_ephemeral"))


@asynccontextmanager
async def one_at_a_time(key: str) -> AsyncIterator[None]:
    """Let the same thing be worked on once at a time, should it be pressed or sent twice."""
    lock, waiting = _BUSY.get(key, (asyncio.Lock(), 0))
    _BUSY[key] = lock, waiting + 1
    try:
        async with lock:
            yield
    finally:
        lock, waiting = _BUSY[key]
        if waiting == 1:
            del _BUSY[key]
        else:
            _BUSY[key] = lock, waiting - 1


def one_moment() -> Json:
    """Return the window that says that something is coming."""
    return windows.read_only(Card.of_text(wording.ONE_MOMENT), title=wording.ANSWER_TITLE)
