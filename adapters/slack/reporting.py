"""Reports in Slack: commands, shortcuts and buttons open a form; what is sent is stored before Slack hears that it was taken.

A form that is not stored stays open with every word that was typed, and says so on its first field.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import ClientError
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, windows
from adapters.slack.answers import tell_beside
from adapters.slack.edge import team_of
from adapters.slack.reception import Json, Reception, any_phone, in_time, nobody, off_loop, told_failures
from adapters.slack.typed import read_typed
from adapters.slack.visitors import HURRY
from adapters.text import split
from bot import report_cards as cards
from bot import wording
from bot.cards import Block, Card, Line
from bot.counter import THEN_REPORT
from bot.forms import FieldType, FormField, form
from bot.reports import FieldError, Kind, Refused
from bot.visitors import Visitor

COMMANDS: Mapping[str, Kind] = {
    "/report-contact": Kind.PUPIL_CONTACT,
    "/report-concern": Kind.SAFEGUARDING_CONCERN,
    "/report-adult": Kind.ADULT_CONCERN,
    "/report-incident": Kind.ONLINE_INCIDENT,
}
LONGEST_TYPED = 3_000
"""Characters that a field of a Slack form can hold."""
_WORDS: Mapping[Kind, str] = {
    Kind.PUPIL_CONTACT: "what_was_said",
    Kind.SAFEGUARDING_CONCERN: "what_happened",
    Kind.ADULT_CONCERN: "what_happened",
    Kind.ONLINE_INCIDENT: "what_happened",
}
"""The field into which a message is taken over."""
PERMALINK_LIMIT = 1.0
"""Seconds for Slack to say where a message stands: a form is opened without its link rather than too late."""
_KIND, _TEXT, _LINK, _WHEN, _BY = "kind", "taken_text", "link", "taken_at", "taken_by"


def listen(app: AsyncApp, reception: Reception) -> None:
    """Open forms, and take what is sent."""

    for command, kind in COMMANDS.items():
        app.command(command)(_opening(reception, kind))
    for kind in Kind:
        app.shortcut(f"report_{kind}")(_opening(reception, kind))

    @app.shortcut("report_message")
    async def message_chosen(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await told_failures(_open_taking_over(reception, body, client), tell_beside(body, client, respond))

    @app.view("take_over")
    async def kind_chosen(ack: Any, body: Json) -> None:
        await ack(response_action="update", view=_form_with_message(body["view"]["state"]["values"]))

    @app.view(re.compile("^report:"))
    async def sent(ack: Any, body: Json) -> None:
        await ack(**await _take(reception, body))


def _opening(reception: Reception, kind: Kind) -> Callable[..., Awaitable[None]]:
    """Return a listener that opens the form of a kind."""

    async def asked_for(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await told_failures(open_form(reception, body, client, kind), tell_beside(body, client, respond))

    return asked_for


async def open_report_form(reception: Reception, body: Json, client: AsyncWebClient, value: str) -> None:
    """Open the form that a button stands for; without a kind, the question what it is about."""
    kind = next((kind for kind in Kind if kind == value), None)
    await (open_form(reception, body, client, kind) if kind else _open_choice(body, client))


def form_view(kind: Kind, key: str, values: Mapping[str, str] | None = None, opening: Sequence[Block] = ()) -> Json:
    """Return the form of a kind as a window."""
    return forms.form_view(form(kind), key=key, values=values or {}, opening=opening, submit=wording.FORM_SEND, close=wording.FORM_CLOSE)


async def _open_choice(body: Json, client: AsyncWebClient) -> None:
    await windows.show(client, body, windows.read_only(cards.choose_kind()))


async def open_form(reception: Reception, body: Json, client: AsyncWebClient, kind: Kind) -> None:
    """Open the form of a kind at once, whatever Slack or the store are slow to say; who reports is asked while they write."""
    visitor = await reception.at_the_door(body)
    if visitor.school is None:
        await windows.show(client, body, windows.read_only(reception.counter.desks.ask_school(visitor, f"{THEN_REPORT}{kind}")))
        return
    await windows.show(client, body, form_view(kind, str(uuid4())))
    await told_failures(reception.visitor(body), nobody)


# --- a message that is taken over ---


async def _open_taking_over(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    """Open the first of two windows: what the report is about, with the message beside it. The message stands in its fields, and nowhere else."""
    visitor = await reception.at_the_door(body)
    if visitor.school is None:
        await windows.show(client, body, windows.read_only(reception.counter.desks.ask_school(visitor)))
        return
    message, channel = body["message"], body["channel"]["id"]
    try:
        found = await asyncio.wait_for(client.chat_getPermalink(channel=channel, message_ts=message["ts"]), PERMALINK_LIMIT)
        link = str(found["permalink"])
    except (SlackApiError, ClientError, OSError):  # also where it takes too long
        link = ""
    await client.views_open(trigger_id=body["trigger_id"], view=_taking_over(message, link, visitor.account))


def _taking_over(message: Json, link: str, reporter: str) -> Json:
    text = _fitting(read_typed(str(message.get("text") or "")))
    written_at = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(ZoneInfo("Europe/London"))
    fields = (
        FormField(_KIND, wording.CHOOSE_KIND, FieldType.CHOICE, choices=tuple((str(kind), wording.KIND_CHOICES[kind]) for kind in Kind)),
        FormField(_TEXT, wording.WHAT_WAS_WRITTEN, FieldType.LONG_TEXT, required=False),
        FormField(_LINK, wording.LINK_TO_IT, FieldType.LINK, required=False),
        FormField(_WHEN, wording.FIELDS["happened_at"][0], FieldType.TEXT, required=False),
        FormField(_BY, wording.WRITTEN_BY, FieldType.PEOPLE, required=False),
    )
    opening = Card((Line(wording.TAKEN_OVER), Line(wording.TAKE_OVER_NO_IMAGES, strong=True)))
    return forms.fields_view(
        fields,
        title=wording.REPORT_TITLE,
        callback_id="take_over",
        private_metadata="",
        submit=wording.FORM_GO_ON,
        close=wording.FORM_CLOSE,
        opening=opening,
        values={_TEXT: text, _LINK: link, _WHEN: f"{written_at:%d/%m/%Y %H:%M}"},
        about=(str(message["user"]),) if message.get("user") not in (None, "", reporter) else (),  # one's own is not about oneself
    )


def _fitting(text: str, *, beside: str = "") -> str:
    """Return a text as a field of Slack's holds it, with what stands beside it: one that is shortened says so."""
    if len(text) + len(beside) <= LONGEST_TYPED:
        return text + beside
    text = text.removesuffix(f"\n{wording.TAKEN_OVER_SHORTENED}")
    kept = split(text, LONGEST_TYPED - len(wording.TAKEN_OVER_SHORTENED) - len(beside) - 1)[0]
    return f"{kept.rstrip()}\n{wording.TAKEN_OVER_SHORTENED}{beside}"


def _form_with_message(state: Json) -> Json:
    fields = tuple(FormField(name, "-", FieldType.PEOPLE if name == _BY else FieldType.TEXT) for name in (_TEXT, _LINK, _WHEN, _BY))
    values, about = forms.read_values(fields, state, person_id=str)
    chosen = state[f"f:{_KIND}"]["v"].get("selected_option") or {}
    kind = Kind(chosen["value"])
    names = {one.name for one in form(kind).fields}
    taken = {_WORDS[kind]: values.get(_TEXT, ""), "link": values.get(_LINK, ""), "happened_at": values.get(_WHEN, "")}
    if "link" not in names and taken["link"]:
        taken[_WORDS[kind]] = _fitting(taken[_WORDS[kind]], beside=f"\n{taken['link']}").lstrip()
    shown = {name: text for name, text in taken.items() if name in names and text}
    opening = (Line(wording.TAKE_OVER_NO_IMAGES, strong=True),)
    return forms.form_view(
        form(kind), key=str(uuid4()), values=shown, about=about, opening=opening, submit=wording.FORM_SEND, close=wording.FORM_CLOSE
    )


# --- what is sent ---


async def _take(reception: Reception, body: Json) -> Json:
    """Return the answer to a form that was sent: its faults on its fields, or the receipt of what is stored now."""
    view = body["view"]
    kind, key = Kind(view["callback_id"].partition(":")[2]), str(view["private_metadata"])
    fields = form(kind).fields
    taken = await in_time(_store(reception, body, kind, key))
    if taken is None:
        return _errors((FieldError(fields[0].name, wording.perhaps_not_stored(any_phone(reception, body))),), fields)
    return _errors(taken.errors, fields) if isinstance(taken, Refused) else {"response_action": "update", "view": taken}


async def _store(reception: Reception, body: Json, kind: Kind, key: str) -> Json | Refused:
    """Store what was sent. Who sent it and who was picked is asked in a hurry: it is stored whether Slack says so or not."""
    values, picked = forms.read_values(form(kind).fields, body["view"]["state"]["values"], person_id=str)
    team = team_of(body) or ""
    visitor, *names = await asyncio.gather(
        reception.visitor(body, limit=HURRY), *(off_loop(reception.visitors.name, team, account, limit=HURRY) for account in picked)
    )
    return await off_loop(_submit, reception, visitor, kind, key, values, picked, tuple(filter(None, names)))


def _submit(
    reception: Reception, visitor: Visitor, kind: Kind, key: str, values: Mapping[str, str], about: Sequence[str], names: Sequence[str]
) -> Json | Refused:
    if visitor.school is not None:
        reception.visitors.remember(visitor)  # before the receipt is owed, which has to find them
    taken = reception.counter.submit(visitor, kind, key, values, about, names=names)
    if isinstance(taken, Refused):
        return taken
    return windows.read_only(taken.receipt, title=wording.RECEIPT_TITLE, shows="receipt", report_id=taken.report_id)


def _errors(errors: Sequence[FieldError], fields: Sequence[FormField]) -> Json:
    return {"response_action": "errors", "errors": forms.errors_by_block(errors, fields)}
