"""Questions in Slack: in a conversation with the bot, where it is mentioned, after `/policy`, on its App Home; and the buttons under answers.

What somebody asks among others is answered to them alone, until they share it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import answers, render, windows
from adapters.slack.answers import answering_privately, in_conversation, in_person, tell_beside, to_one
from adapters.slack.reception import LONGEST_WAIT, Json, Reception, Tell, off_loop, told_failures
from adapters.slack.typed import read_question
from adapters.slack.visitors import PLATFORM
from adapters.slack.windows import Window
from bot import wording
from bot.cards import Card, Line
from bot.counter import THEN_ASK
from bot.enquiries import ENDS

_WRITTEN = frozenset((None, "file_share", "thread_broadcast", "me_message"))
"""Kinds of message that somebody writes. With a file, to the channel as well, or of oneself: it is a question all the same, and its words are
read; the file never is. Whatever else Slack tells of a conversation (edits, deletions, joins) is no question."""


def listen(app: AsyncApp, reception: Reception) -> None:
    """Answer questions."""

    @app.event("message")
    async def asked_in_conversation(event: Json, body: Json, client: AsyncWebClient, context: Any) -> None:
        if event.get("channel_type") == "im" and event.get("subtype") in _WRITTEN and not event.get("bot_id") and event.get("user"):
            tell = in_conversation(client, str(event["channel"]), event.get("thread_ts"))
            question = read_question(str(event.get("text") or ""), bot=str(context.bot_user_id))
            await told_failures(_answer(reception, body, question, tell), tell)

    @app.event("app_mention")
    async def mentioned(event: Json, body: Json, client: AsyncWebClient, context: Any) -> None:
        if event.get("bot_id") or not event.get("user"):
            return
        question = read_question(str(event.get("text") or ""), bot=str(context.bot_user_id))
        tell = to_one(client, str(event["channel"]), str(event["user"]), event.get("thread_ts"))
        await told_failures(_answer(reception, body, question, tell, can_share=True), tell)

    @app.command("/policy")
    async def asked_by_command(ack: Any, body: Json, client: AsyncWebClient, respond: Any, context: Any) -> None:
        await ack()
        tell = answering_privately(respond, client, body)
        question = read_question(str(body.get("text", "")), bot=str(context.bot_user_id))
        await told_failures(_answer(reception, body, question, tell, can_share=not answers.is_conversation(body)), tell)

    @app.shortcut("ask_policy")
    async def asks_by_shortcut(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await told_failures(client.views_open(trigger_id=body["trigger_id"], view=ask_window()), in_person(client, body))

    @app.view("ask")
    async def asked_in_window(ack: Any, body: Json, client: AsyncWebClient) -> None:
        typed = str(body["view"]["state"]["values"]["f:question"]["v"].get("value") or "")
        making = asyncio.ensure_future(_answer_in_window(reception, body, typed))
        done, _ = await asyncio.wait({making}, timeout=LONGEST_WAIT)
        if done and making.exception() is None:
            await ack(response_action="update", view=making.result())
        elif done:
            await ack(response_action="errors", errors={"f:question": wording.NOT_DONE})
        else:
            await ack(response_action="update", view=answers.one_moment())
            await told_failures(_put_answer(client, str(body["view"]["id"]), making), in_person(client, body))


def ask_window() -> Json:
    """Return the window in which a question is asked."""
    block = {
        "type": "input",
        "block_id": "f:question",
        "label": {"type": "plain_text", "text": wording.HOME_ASK},
        "hint": {"type": "plain_text", "text": wording.HOME_ASK_HINT},
        "element": {"type": "plain_text_input", "action_id": "v", "max_length": 3000},
    }
    title, submit, close = ({"type": "plain_text", "text": text} for text in (wording.ANSWER_TITLE, wording.ASK, wording.CLOSE))
    return {"type": "modal", "callback_id": "ask", "title": title, "submit": submit, "close": close, "blocks": [block]}


async def press_answer(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, *, action: str, value: str) -> None:
    """Do what a button under an answer stands for; what comes of it is shown where the answer is."""
    visitor = await reception.visitor(body)
    can_share = answers.is_ephemeral(body) and not answers.is_conversation(body)
    card = await off_loop(reception.counter.press_answer, visitor, action, value, can_share=can_share)
    if action in ENDS:
        await answers.tell_end(body, client, respond, card)
    else:
        await tell_beside(body, client, respond)(card)


async def choose_school(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Remember at which school somebody is, and answer what waited for that."""
    school, _, then = value.partition("|")
    visitor = await reception.visitor(body)
    if not await off_loop(reception.visitors.choose_school, visitor, school):
        await tell_beside(body, client, respond)(Card.of_text(wording.NO_SCHOOL))
        return
    chosen = wording.SCHOOL_IS.format(school=reception.counter.office.school(school).name or school)
    question = reception.counter.enquiries.carried(then.removeprefix(THEN_ASK)) if then.startswith(THEN_ASK) else ""
    if question:
        can_share = answers.is_ephemeral(body) and not answers.is_conversation(body)
        answer = await off_loop(reception.counter.answer, replace(visitor, chosen=school), question, can_share=can_share)
        await tell_beside(body, client, respond)(Card((Line(chosen), *answer.blocks)))
    elif not then and (body.get("view") or {}).get("type") != "home":  # the home is shown anew with the school's name on it
        await tell_beside(body, client, respond)(Card.of_text(chosen))


async def share_answer(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Post an answer once for everybody in the channel, and take the private one away."""
    container = body.get("container") or {}
    channel, thread = str(body["channel"]["id"]), (body.get("message") or {}).get("thread_ts") or container.get("thread_ts")
    shared = f"share {channel} {container.get('message_ts')}"
    tell = answering_privately(respond, client, body)
    card = await off_loop(reception.counter.enquiries.public, value)
    if card is None:
        await tell(Card.of_text(wording.TOO_OLD))
        return
    async with answers.one_at_a_time(shared):
        if await off_loop(reception.counter.deliveries.was_seen, PLATFORM, shared):
            return
        try:
            for blocks in render.message_blocks(card):
                await answers.post(client, channel, blocks, thread=thread, text=wording.SHARED)
        except SlackApiError:
            await tell(Card.of_text(wording.NOT_SHARED))
            return
        await off_loop(reception.note_done, shared)
    await respond(delete_original=True)


async def open_answer(reception: Reception, body: Json, client: AsyncWebClient, question: str) -> None:
    """Answer a question asked on the App Home, in a window."""

    async def make() -> Window:
        return Window(await _answer_in_window(reception, body, question))

    await windows.show_made(client, body, make, in_person(client, body), title=wording.ANSWER_TITLE)


async def _put_answer(client: AsyncWebClient, view_id: str, making: Awaitable[Json]) -> None:
    """Put an answer that came late into the window that waits for it."""
    await windows.put(client, view_id, await making)


async def _answer_in_window(reception: Reception, body: Json, question: str) -> Json:
    return windows.read_only(await off_loop(_answered, reception, body, question), title=wording.ANSWER_TITLE)


async def _answer(reception: Reception, body: Json, question: str, tell: Tell, *, can_share: bool = False) -> None:
    has_file = bool((body.get("event") or {}).get("files"))
    await tell(await off_loop(_answered, reception, body, question, can_share=can_share, has_file=has_file))


def _answered(reception: Reception, body: Json, question: str, *, can_share: bool = False, has_file: bool = False) -> Card:
    return reception.counter.answer(reception.who(body), question, can_share=can_share, has_file=has_file)
