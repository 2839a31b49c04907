"""Reports as those see them who receive them, and their own as reporters see them: every button about one report, in dialogs.

Who may is asked by the core at each press. What a report says is only ever in a dialog.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from adapters.teams import dialogs, forms, render
from adapters.teams.edge import Turn
from adapters.teams.reception import Reception, in_time, off_loop
from bot import pressing, wording
from bot.cards import Card
from bot.counter import AWAY, SHOWN_AGAIN, Asked
from bot.reports import FieldError, Refused
from bot.visitors import Visitor

Json = dict[str, Any]
IN_PLACE = frozenset(("assign", "escalate"))
"""What a card in a channel does without a dialog."""


async def open_window(reception: Reception, visitor: Visitor, action: str, report_id: str, *, shown: str = "", page: int = 0) -> Json:
    """Return the dialog of a button about a report: what it asks, or what came of it."""
    came = await off_loop(reception.counter.press, visitor, action, report_id, shown=shown)
    if isinstance(came, Asked):
        return _questions(action, report_id, came)
    return dialogs.of_shown(came, report_id, page=page)


async def turn_page(reception: Reception, visitor: Visitor, value: str, shown: str) -> Json:
    """Show another page; the report is opened anew, and so asked and logged anew."""
    page, _, report_id = value.partition(" ")
    return await open_window(reception, visitor, shown if shown in SHOWN_AGAIN else "view", report_id, page=int(page) if page.isdecimal() else 0)


async def carry_out(reception: Reception, turn: Turn, data: Json) -> Json:
    """Do what was written into the questions of a button; they are shown again where it was not kept."""
    pressed = data["sp"]
    action, report_id, key = str(pressed["for"]), str(pressed["report"]), str(pressed["key"])
    fields = pressing.ASKS[action]
    said, _ = forms.read_values(fields, data, person_id=str)

    async def act() -> Any:
        visitor = await reception.visitor(turn)
        return await off_loop(reception.counter.carry_out, visitor, action, report_id, key, said)

    came = await in_time(act())
    if came is None:
        came = Refused((FieldError(fields[0].name, wording.NOT_CONFIRMED.format(phone=reception.any_phone())),))
    if isinstance(came, Refused):
        card = forms.fields_card(fields, data={"sp": pressed}, submit=wording.DO_IT, values=said, errors=came.errors)
        return dialogs.dialog(card, wording.SHORT_ACTIONS[action])
    return dialogs.of_shown(came, report_id)


async def press_in_place(reception: Reception, visitor: Visitor, action: str, report_id: str) -> Json:
    """Do what a button on a card does without a dialog, and return the card as it stands then; or the refusal, to whoever pressed."""
    came = await off_loop(reception.counter.press, visitor, action, report_id)
    if isinstance(came, Asked) or not came.may_stand_elsewhere:
        return _said(wording.READ_FIRST_IN_VIEW)
    if not came.changed:
        return _said(came.card.plain_text())
    card = await off_loop(pressing.sealed_card, reception.counter.office, report_id)
    first = card.with_first(came.card.plain_text())
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": render.message_cards(first)[0]}


def ask_away() -> Json:
    """Return the dialog that asks for how long somebody is away."""
    card = forms.fields_card((AWAY,), data={"sp": {"action": "go_away"}}, submit=wording.DO_IT)
    return dialogs.dialog(card, wording.I_AM_AWAY)


async def go_away(reception: Reception, turn: Turn, data: Json) -> Json:
    """Note that somebody is away."""
    said, _ = forms.read_values((AWAY,), data, person_id=str)

    async def act() -> Card:
        visitor = await reception.visitor(turn)
        return await off_loop(reception.counter.mark_away, visitor, said.get(AWAY.name, ""))

    card = await in_time(act())
    return dialogs.read_only(card or Card.of_text(wording.NOT_CONFIRMED.format(phone=reception.any_phone())), title=wording.I_AM_AWAY)


def _said(words: str) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}


def _questions(action: str, report_id: str, asked: Asked) -> Json:
    data = {"sp": {"action": "carry_out", "for": action, "report": report_id, "key": uuid4().hex}}
    return dialogs.dialog(forms.fields_card(asked.fields, data=data, submit=wording.DO_IT), wording.SHORT_ACTIONS[action])
