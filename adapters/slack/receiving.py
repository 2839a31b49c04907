"""Reports as those see them who receive them, and their own as reporters see them: every button about one report.

Who may is asked by the core at each press, and whoever may not is told so alone. What a report says is only ever in a window.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, home, render
from adapters.slack.asking import tell_beside
from adapters.slack.reception import Json, Reception, any_phone, in_time, off_loop, show_window, told_failures, which_school
from adapters.slack.visitors import PLATFORM, Visitor
from bot import pressing, wording
from bot.cards import Card
from bot.reports import FieldError


def listen(app: AsyncApp, reception: Reception) -> None:
    """Take what is written into the questions that a button asks."""

    @app.view(re.compile("^press:"))
    async def answered(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack(**await _carry_out(reception, body))
        await home.refresh(reception, body, client)


async def press_report(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, *, action: str, report_id: str) -> None:
    """Do what a button about a report stands for: ask what it asks first, or show what comes of it."""
    tell = tell_beside(body, client, respond)
    making = _window_of(reception, body, action, report_id)
    await told_failures(_show(body, client, making, stays=action in pressing.ASKS), tell)
    await home.refresh(reception, body, client)


async def turn_page(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Show another page of a report that is open in a window; it is opened anew, and so asked and logged anew."""
    report_id, page = str(body["view"].get("private_metadata", "")), int(value) if value.isdecimal() else 0
    making = _window_of(reception, body, "view", report_id, page=page)
    await told_failures(_show(body, client, making, stays=False), tell_beside(body, client, respond))


async def _show(body: Json, client: AsyncWebClient, making: Any, *, stays: bool) -> None:
    """Show a window: over the one in which something was pressed where that stays, else in its place."""
    view = body.get("view") or {}
    if view.get("type") != "modal":
        await show_window(client, body["trigger_id"], making, title=wording.REPORT_TITLE)
    elif stays:
        await show_window(client, body["trigger_id"], making, title=wording.REPORT_TITLE, push=True)
    else:
        await client.views_update(view_id=view["id"], view=await making)


async def _window_of(reception: Reception, body: Json, action: str, report_id: str, *, page: int = 0) -> Json:
    visitor = await reception.visitor(body)
    if visitor.school is None:
        return render.modal(which_school(reception, visitor), title=wording.REPORT_TITLE, close=wording.CLOSE)
    return await off_loop(_make_window, reception, visitor, visitor.school, action, report_id, page)


def _make_window(reception: Reception, visitor: Visitor, school: str, action: str, report_id: str, page: int) -> Json:
    office, person = reception.office, visitor.at(school)
    asked = pressing.ask_first(office, person, action, report_id)
    if isinstance(asked, Card):
        return _read_only(asked)
    if asked:
        return forms.fields_view(
            asked,
            title=wording.SHORT_ACTIONS[action],
            callback_id=f"press:{action}",
            private_metadata=f"{report_id} {uuid4().hex}",
            submit=wording.DO_IT,
            close=wording.CLOSE,
        )
    pressed = pressing.press(office, person, action, report_id)
    return _read_only(pressed.card, report_id=report_id, page=page)


def _read_only(card: Card, *, report_id: str = "", page: int = 0) -> Json:
    return render.modal(card, title=wording.REPORT_TITLE, close=wording.CLOSE, private_metadata=report_id, page=page)


async def _carry_out(reception: Reception, body: Json) -> Json:
    """Return the answer to what was written: it stays in its window where it was not kept."""
    view = body["view"]
    action, (report_id, key) = str(view["callback_id"]).partition(":")[2], str(view["private_metadata"]).split()
    visitor = await reception.visitor(body)
    if visitor.school is None:
        return {"response_action": "update", "view": _read_only(which_school(reception, visitor))}
    pressed = await in_time(_press_once(reception, visitor, visitor.school, action, report_id, key, view["state"]["values"]))
    fault = wording.NOT_CONFIRMED.format(phone=any_phone(reception)) if pressed is None else "" if pressed.kept else pressed.card.plain_text()
    if pressed is None or fault:
        fields = pressing.ASKS[action]
        return {"response_action": "errors", "errors": forms.errors_by_block((FieldError(fields[0].name, fault),), fields)}
    return {"response_action": "update", "view": _read_only(pressed.card)}


async def _press_once(
    reception: Reception, visitor: Visitor, school: str, action: str, report_id: str, key: str, state: Mapping[str, Any]
) -> pressing.Pressed:
    async with _one_at_a_time(key):
        return await off_loop(_press_unless_done, reception, visitor, school, action, report_id, key, state)


_BUSY: dict[str, asyncio.Lock] = {}


@asynccontextmanager
async def _one_at_a_time(key: str) -> AsyncIterator[None]:
    """Let the same window be worked on once at a time, should it be sent twice."""
    lock = _BUSY.setdefault(key, asyncio.Lock())
    async with lock:
        yield
    _BUSY.pop(key, None)


def _press_unless_done(
    reception: Reception, visitor: Visitor, school: str, action: str, report_id: str, key: str, state: Mapping[str, Any]
) -> pressing.Pressed:
    """Do it once, however often the window is sent; noted only when it was kept, so that nothing written is lost."""
    said, _ = forms.read_values(pressing.ASKS[action], state, person_id=str)
    if reception.deliveries.was_seen(PLATFORM, f"press {key}"):
        return pressing.Pressed(Card.of_text(wording.DONE_ALREADY))
    pressed = pressing.press(reception.office, visitor.at(school), action, report_id, said)
    if pressed.kept:
        reception.deliveries.is_first(PLATFORM, f"press {key}")
    return pressed
