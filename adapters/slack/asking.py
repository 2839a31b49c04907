"""Questions in Slack: in a conversation with the bot, where it is mentioned, after `/policy`, on its App Home; and the buttons under answers.

What somebody asks among others is answered to them alone, until they share it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.reception import Json, Reception, off_loop, policy_of, show_window, told_failures, which_school
from adapters.slack.text import unescape
from adapters.slack.visitors import Visitor
from bot import wording
from bot.cards import Block, Button, Buttons, Card, Line
from bot.reports import Kind

Tell = Callable[[Card], Awaitable[None]]
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")
_HELP = frozenset(("help", "?", "hello", "hi", "hilfe"))


def listen(app: AsyncApp, reception: Reception) -> None:
    """Answer questions."""

    @app.event("message")
    async def asked_in_conversation(event: Json, body: Json, client: AsyncWebClient) -> None:
        if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
            tell = _in_conversation(client, str(event["channel"]), event.get("thread_ts"))
            await told_failures(_answer(reception, body, str(event.get("text", "")), tell), tell)

    @app.event("app_mention")
    async def mentioned(event: Json, body: Json, client: AsyncWebClient) -> None:
        if event.get("bot_id") or event.get("subtype"):
            return
        question = _MENTION.sub(" ", str(event.get("text", ""))).strip()
        tell = _to_one(client, str(event["channel"]), str(event["user"]), event.get("thread_ts"))
        await told_failures(_answer(reception, body, question, tell, can_share=True), tell)

    @app.command("/policy")
    async def asked_by_command(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        tell = answering_privately(respond)
        in_conversation = body.get("channel_name") == "directmessage"
        await told_failures(_answer(reception, body, str(body.get("text", "")), tell, can_share=not in_conversation), tell)

    @app.shortcut("ask_policy")
    async def asks_by_shortcut(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await told_failures(client.views_open(trigger_id=body["trigger_id"], view=ask_window()), _in_person(client, body))

    @app.view("ask")
    async def asked_in_window(ack: Any, body: Json) -> None:
        typed = str(body["view"]["state"]["values"]["f:question"]["v"].get("value") or "")
        visitor = await reception.visitor(body)
        card = await off_loop(answer_for, reception, visitor, typed)
        await ack(response_action="update", view=render.modal(card, title=wording.ANSWER_TITLE, close=wording.CLOSE))


def answer_for(reception: Reception, visitor: Visitor, question: str, *, can_share: bool = False) -> Card:
    """Return the answer of somebody's own school to a question."""
    if visitor.school is None:
        return which_school(reception, visitor)
    words = question.strip()
    if words.casefold() in _HELP or not words:
        return help_card()
    return reception.enquiries.ask(words, policy_of(reception, visitor.school), can_share=can_share)


def help_card() -> Card:
    """Return what the bot can do, with what can be pressed at once."""
    examples = [Line(f"- {one}") for one in wording.HELP_EXAMPLES]
    blocks: list[Block] = [Line(wording.HELP_LEAD), Line(wording.HELP_TRY), *examples, report_buttons()]
    return Card(tuple(blocks))


def report_buttons() -> Buttons:
    """Return a button for each kind of report."""
    return Buttons(wording.HELP_REPORT, tuple(Button(wording.KIND_CHOICES[kind], "report_form", kind) for kind in Kind))


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
    tell = tell_beside(body, client, respond)
    await told_failures(_press(reception, body, tell, action=action, value=value), tell)


async def _press(reception: Reception, body: Json, tell: Tell, *, action: str, value: str) -> None:
    visitor = await reception.visitor(body)
    if action == "choose_school":
        chosen = await off_loop(reception.visitors.choose_school, visitor.team, visitor.account, value)
        name = reception.office.school(value).name if chosen else ""
        await tell(Card.of_text(wording.SCHOOL_IS.format(school=name or value) if chosen else wording.NO_SCHOOL))
    elif visitor.school is None:
        await tell(which_school(reception, visitor))
    else:
        is_among_others = bool((body.get("container") or {}).get("is_ephemeral"))
        await tell(await off_loop(reception.enquiries.press, action, value, policy_of(reception, visitor.school), can_share=is_among_others))


async def share_answer(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Post an answer for everybody in the channel, and take the private one away."""
    tell = answering_privately(respond)

    async def share() -> None:
        visitor = await reception.visitor(body)
        card = await off_loop(reception.enquiries.public, value, policy_of(reception, visitor.school)) if visitor.school else None
        if card is None:
            await tell(Card.of_text(wording.TOO_OLD))
            return
        channel, thread = str(body["channel"]["id"]), (body.get("message") or {}).get("thread_ts") or (body.get("container") or {}).get("thread_ts")
        try:
            for blocks in render.message_blocks(card):
                await _post(client, channel, blocks, thread=thread, text=wording.SHARED)
        except SlackApiError:
            await tell(Card.of_text(wording.NOT_SHARED))
        else:
            await respond(delete_original=True)

    await told_failures(share(), tell)


async def open_answer(reception: Reception, body: Json, client: AsyncWebClient, question: str) -> None:
    """Answer a question asked on the App Home, in a window."""

    async def making() -> Json:
        visitor = await reception.visitor(body)
        card = await off_loop(answer_for, reception, visitor, question)
        return render.modal(card, title=wording.ANSWER_TITLE, close=wording.CLOSE)

    await told_failures(show_window(client, body["trigger_id"], making(), title=wording.ANSWER_TITLE), _in_person(client, body))


async def _answer(reception: Reception, body: Json, typed: str, tell: Tell, *, can_share: bool = False) -> None:
    visitor = await reception.visitor(body)
    await tell(await off_loop(answer_for, reception, visitor, unescape(typed), can_share=can_share))


# --- where an answer goes ---


def tell_beside(body: Json, client: AsyncWebClient, respond: Any) -> Tell:
    """Return how what follows a press is shown: in a window of its own over a window, else beside the message, to whoever pressed."""
    if body.get("view"):
        return _in_window(client, body)
    if not body.get("response_url"):
        return _in_person(client, body)
    if (body.get("container") or {}).get("is_ephemeral") or not _is_conversation(body):
        return answering_privately(respond)
    message = body.get("message") or {}
    return _in_conversation(client, str(body["channel"]["id"]), message.get("thread_ts"))


def answering_privately(respond: Any) -> Tell:
    """Return a way to answer somebody alone, where they are."""

    async def tell(card: Card) -> None:
        for blocks in render.message_blocks(card):
            await respond(
                blocks=blocks, text=wording.ANSWERED, response_type="ephemeral", replace_original=False, unfurl_links=False, unfurl_media=False
            )

    return tell


async def _post(client: AsyncWebClient, channel: str, blocks: list[Json], *, thread: str | None = None, text: str = wording.ANSWERED) -> None:
    """Post a message in which Slack makes nothing of any words: no link, no mention, no preview."""
    await client.chat_postMessage(channel=channel, thread_ts=thread, blocks=blocks, text=text, parse="none", unfurl_links=False, unfurl_media=False)


def _is_conversation(body: Json) -> bool:
    return str((body.get("channel") or {}).get("id", "")).startswith("D")


def _in_conversation(client: AsyncWebClient, channel: str, thread: str | None) -> Tell:
    async def tell(card: Card) -> None:
        for blocks in render.message_blocks(card):
            await _post(client, channel, blocks, thread=thread)

    return tell


def _to_one(client: AsyncWebClient, channel: str, account: str, thread: str | None) -> Tell:
    """Answer one person among others; where the bot is no member, in a conversation with them."""

    async def tell(card: Card) -> None:
        for blocks in render.message_blocks(card):
            try:
                await client.chat_postEphemeral(channel=channel, user=account, thread_ts=thread, blocks=blocks, text=wording.ANSWERED)
            except SlackApiError:
                await _post(client, account, blocks)

    return tell


def _in_person(client: AsyncWebClient, body: Json) -> Tell:
    return _in_conversation(client, str(body["user"]["id"]), None)


def _in_window(client: AsyncWebClient, body: Json) -> Tell:
    async def tell(card: Card) -> None:
        view = render.modal(card, title=wording.ANSWER_TITLE, close=wording.CLOSE)
        opens = client.views_push if body["view"].get("type") == "modal" else client.views_open
        await opens(trigger_id=body["trigger_id"], view=view)

    return tell
