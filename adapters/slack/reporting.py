"""Reports in Slack: commands, shortcuts and buttons open a form; what is sent is stored before Slack hears that it was taken.

A form that is not stored stays open with every word that was typed, and says so on its first field.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, render
from adapters.slack.asking import tell_beside
from adapters.slack.reception import Json, Reception, any_phone, in_time, off_loop, told_failures, which_school
from adapters.slack.text import unescape
from adapters.slack.visitors import PLATFORM, Visitor
from bot import pressing, wording
from bot import report_cards as cards
from bot.cards import Block, Card, Line
from bot.forms import FieldType, FormField, form
from bot.reporting import read_form
from bot.reports import FieldError, Kind, Refused, Submission

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
_KIND, _TEXT, _LINK, _WHEN, _BY = "kind", "taken_text", "link", "taken_at", "taken_by"


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is taken over into a form."""

    text: str
    link: str
    at: str
    by: str


def listen(app: AsyncApp, reception: Reception) -> None:
    """Open forms, and take what is sent."""

    for command, kind in COMMANDS.items():
        app.command(command)(_opening(reception, kind))
    for kind in Kind:
        app.shortcut(f"report_{kind}")(_opening(reception, kind))

    @app.shortcut("report_message")
    async def message_chosen(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await told_failures(_open_taking_over(body, client), tell_beside(body, client, respond))

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
        await told_failures(_open_form(reception, body, client, kind), tell_beside(body, client, respond))

    return asked_for


async def open_report_form(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Open the form that a button stands for; without a kind, the question what it is about."""
    kind = next((kind for kind in Kind if kind == value), None)
    tell = tell_beside(body, client, respond)
    await told_failures(_open_form(reception, body, client, kind) if kind else _open_choice(body, client), tell)


def form_view(kind: Kind, key: str, values: Mapping[str, str] | None = None, opening: Sequence[Block] = ()) -> Json:
    """Return the form of a kind as a window."""
    return forms.form_view(form(kind), key=key, values=values or {}, opening=opening, submit=wording.FORM_SEND, close=wording.FORM_CLOSE)


async def _open_choice(body: Json, client: AsyncWebClient) -> None:
    view = render.modal(cards.choose_kind(), title=wording.REPORT_TITLE, close=wording.CLOSE)
    await _show(body, client, view)


async def _open_form(reception: Reception, body: Json, client: AsyncWebClient, kind: Kind) -> None:
    visitor = await reception.visitor(body)
    if visitor.school is None:
        await _show(body, client, render.modal(which_school(reception, visitor), title=wording.REPORT_TITLE, close=wording.CLOSE))
        return
    await _show(body, client, form_view(kind, str(uuid4())))


async def _show(body: Json, client: AsyncWebClient, view: Json) -> None:
    """Show a window: in place of the one in which something was pressed, else a new one."""
    pressed_in = body.get("view") or {}
    if pressed_in.get("type") == "modal":
        await client.views_update(view_id=pressed_in["id"], hash=pressed_in.get("hash"), view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


# --- a message that is taken over ---


async def _open_taking_over(body: Json, client: AsyncWebClient) -> None:
    """Open the first of two windows: what the report is about, with the message beside it. The message stands in its fields, and nowhere else."""
    message, channel = body["message"], body["channel"]["id"]
    try:
        link = str((await client.chat_getPermalink(channel=channel, message_ts=message["ts"]))["permalink"])
    except SlackApiError:
        link = ""
    await client.views_open(trigger_id=body["trigger_id"], view=_taking_over(message, link))


def _taking_over(message: Json, link: str) -> Json:
    text = unescape(str(message.get("text", "")))
    if len(text) > LONGEST_TYPED:
        kept = LONGEST_TYPED - len(wording.TAKEN_OVER_SHORTENED) - 1
        text = f"{text[:kept]}\n{wording.TAKEN_OVER_SHORTENED}"
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
        about=(str(message["user"]),) if message.get("user") else (),
    )


def _form_with_message(state: Json) -> Json:
    fields = tuple(FormField(name, "-", FieldType.PEOPLE if name == _BY else FieldType.TEXT) for name in (_TEXT, _LINK, _WHEN, _BY))
    values, about = forms.read_values(fields, state, person_id=str)
    chosen = state[f"f:{_KIND}"]["v"].get("selected_option") or {}
    kind = Kind(chosen["value"])
    names = {one.name for one in form(kind).fields}
    taken = {_WORDS[kind]: values.get(_TEXT, ""), "link": values.get(_LINK, ""), "happened_at": values.get(_WHEN, "")}
    if "link" not in names and taken["link"]:
        taken[_WORDS[kind]] = "\n".join(filter(None, (taken[_WORDS[kind]], taken["link"])))[:LONGEST_TYPED]
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
        return _errors((FieldError(fields[0].name, wording.perhaps_not_stored(any_phone(reception))),), fields)
    if isinstance(taken, Refused):
        return _errors(taken.errors, fields)
    return {"response_action": "update", "view": render.modal(taken, title=wording.RECEIPT_TITLE, close=wording.CLOSE)}


async def _store(reception: Reception, body: Json, kind: Kind, key: str) -> Card | Refused:
    visitor = await reception.visitor(body)
    return await off_loop(_submit, reception, visitor, kind, key, body["view"]["state"]["values"])


def _submit(reception: Reception, visitor: Visitor, kind: Kind, key: str, state: Json) -> Card | Refused:
    office = reception.office
    if visitor.school is None:
        return which_school(reception, visitor)
    fields = form(kind).fields
    values, about = forms.read_values(fields, state, person_id=lambda account: _person_id(visitor, reception, account))
    read = read_form(office, kind, values, about, key=f"{PLATFORM}:{key}", reporter=visitor.at(visitor.school))
    if isinstance(read, Refused):
        return read
    stored = pressing.submit(office, _with_names(reception, visitor, read))
    if isinstance(stored, Card):
        return Refused((FieldError(fields[0].name, stored.plain_text().removeprefix("!! ")),))
    try:
        return pressing.receipt(office, stored.standing.report.id)
    except pressing.NOT_KEPT:  # it is stored; only its receipt could not be read just now
        return Card.of_text(wording.stored_only(stored.standing.report.reference))


def _person_id(visitor: Visitor, reception: Reception, account: str) -> str:
    found = reception.office.people.person(f"{PLATFORM}:{account}", visitor.school or "")
    return found.id if found else f"{PLATFORM}:{account}"


def _with_names(reception: Reception, visitor: Visitor, read: Submission) -> Submission:
    """Return a submission with the names of those picked: somebody may have a second account, by which the settings do not know them."""
    accounts = [one.removeprefix(f"{PLATFORM}:") for one in read.about if one.startswith(f"{PLATFORM}:")]
    names = (reception.visitors.name(visitor.team, account) for account in accounts)
    return replace(read, named=(*read.named, *filter(None, names)))


def _errors(errors: Sequence[FieldError], fields: Sequence[FormField]) -> Json:
    return {"response_action": "errors", "errors": forms.errors_by_block(errors, fields)}
