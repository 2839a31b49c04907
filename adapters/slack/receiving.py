"""Reports as those see them who receive them, and their own as reporters see them: every button about one report.

Who may is asked by the core at each press, and whoever may not is told so alone. What a report says is only ever in a window.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, home, windows
from adapters.slack.answers import tell_beside
from adapters.slack.reception import Json, Reception, any_phone, in_time, nobody, off_loop, told_failures
from adapters.slack.windows import Window, read_only
from bot import pressing, wording
from bot.cards import Card
from bot.reports import FieldError, Refused
from bot.windows import BY_REPORTER, SHOWN_AGAIN, Asked, Shown

_ASKED = "press:"
"""How the callback id of a form begins that a button asks to be filled in; its action follows."""


def listen(app: AsyncApp, reception: Reception) -> None:
    """Take what is written into the questions that a button asks."""

    @app.view(re.compile(f"^{_ASKED}"))
    async def answered(ack: Any, body: Json, client: AsyncWebClient) -> None:
        answer = await _carry_out(reception, body)
        await ack(**answer)
        await told_failures(_show_below(reception, body, client, answer), nobody)
        await home.refresh(reception, body, client)


async def press_report(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, *, action: str, report_id: str, page: int = 0) -> None:
    """Do what a button about a report stands for: ask what it asks first, or show what comes of it."""

    async def make() -> Window:
        visitor = await reception.visitor(body)
        came = await off_loop(reception.counter.windows.press, visitor, action, report_id, shown=windows.shown_in(body))
        return _window(came, action, report_id, page=page)

    tell = tell_beside(body, client, respond)
    await windows.show_made(client, body, make, tell, title=wording.REPORT_TITLE, stays=action in pressing.ASKS)
    await home.refresh(reception, body, client)


async def turn_page(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Show another page of a report that is open in a window; it is opened anew, and so asked and logged anew."""
    if not body.get("view"):  # pages are turned in windows only
        await tell_beside(body, client, respond)(Card.of_text(wording.TOO_OLD))
        return
    report_id, shown = str(body["view"].get("private_metadata", "")), windows.shown_in(body)
    action, page = shown if shown in SHOWN_AGAIN else "view", int(value) if value.isdecimal() else 0
    await press_report(reception, body, client, respond, action=action, report_id=report_id, page=page)


def _window(came: Shown | Asked, action: str, report_id: str, *, page: int = 0) -> Window:
    """Return what a press came to as a window."""
    if isinstance(came, Asked):
        return Window(_questions(action, came, report_id))
    return Window(_view(came, report_id, page=page), came.card if came.may_stand_elsewhere else came.done)


def _view(shown: Shown, report_id: str, *, page: int = 0) -> Json:
    return read_only(shown.card, shows=shown.shows, report_id=report_id, page=page, said=shown.said)


def _questions(action: str, asked: Asked, report_id: str) -> Json:
    return forms.fields_view(
        asked.fields,
        title=wording.SHORT_ACTIONS[action],
        callback_id=f"{_ASKED}{action}",
        private_metadata=f"{report_id} {uuid4().hex}",
        submit=wording.DO_IT,
        close=wording.CLOSE,
    )


# --- what was written into the questions ---


async def _carry_out(reception: Reception, body: Json) -> Json:
    """Return the answer to what was written: it stays in its window where it was not kept."""
    view = body["view"]
    action, (report_id, key) = _asked(view), str(view["private_metadata"]).split()
    fields = pressing.ASKS[action]
    said, _ = forms.read_values(fields, view["state"]["values"], person_id=str)

    async def act() -> Shown | Refused:
        visitor = await reception.visitor(body)
        return await off_loop(reception.counter.windows.carry_out, visitor, action, report_id, key, said)

    came = await in_time(act())
    if came is None:
        came = Refused((FieldError(fields[0].name, wording.NOT_CONFIRMED.format(phone=any_phone(reception, body))),))
    if isinstance(came, Refused):
        return {"response_action": "errors", "errors": forms.errors_by_block(came.errors, fields)}
    return {"response_action": "update", "view": _view(came, report_id)}


def _asked(view: Json) -> str:
    """Return for which button a form asks."""
    return str(view["callback_id"]).removeprefix(_ASKED)


async def _show_below(reception: Reception, body: Json, client: AsyncWebClient, answer: Json) -> None:
    """Show the window anew that lies under one in which something was done."""
    view = body["view"]
    action, report_id = _asked(view), str(view["private_metadata"]).partition(" ")[0]
    if answer["response_action"] != "update" or not view.get("previous_view_id"):
        return
    visitor = await reception.visitor(body)
    if visitor.known or action in BY_REPORTER:
        below = "receipt" if action in BY_REPORTER else "view"
        made = _window(await off_loop(reception.counter.windows.press, visitor, below, report_id), below, report_id)
        await windows.put(client, str(view["previous_view_id"]), made.view)
