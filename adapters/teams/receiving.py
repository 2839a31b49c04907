"""Reports as those see them who receive them, and their own as reporters see them: every button about one report, in dialogs.

Who may is asked by the core at each press. What a report says is only ever in a dialog.
"""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from adapters.teams import dialogs, forms, render
from adapters.teams.dialogs import Said
from adapters.teams.edge import Turn
from adapters.teams.reception import HURRY, Reception, kept_in_time, off_loop
from bot import pressing, wording
from bot.cards import Card, Line
from bot.desks import AWAY
from bot.reports import FieldError, Refused
from bot.visitors import Visitor
from bot.windows import SHOWN_AGAIN, Asked, Shown

LOG = logging.getLogger("signpost")
Json = dict[str, Any]
IN_PLACE = frozenset(("assign", "escalate", "mark_recorded"))
"""What a card does without a dialog, and stands as it is then."""


async def open_window(reception: Reception, visitor: Visitor, action: str, report_id: str, *, shown: str = "", page: int = 0) -> Json:
    """Return the dialog of a button about a report: what it asks, or what came of it."""
    came = await off_loop(reception.counter.windows.press, visitor, action, report_id, shown=shown)
    if isinstance(came, Asked):
        return _questions(action, report_id, came, shown)
    return dialogs.of_shown(came, report_id, page=page)


async def turn_page(reception: Reception, visitor: Visitor, value: str, shown: str) -> Json:
    """Show another page; the report is opened anew, and so asked and logged anew."""
    page, _, report_id = value.partition(" ")
    return await open_window(reception, visitor, shown if shown in SHOWN_AGAIN else "view", report_id, page=int(page) if page.isdecimal() else 0)


async def carry_out(reception: Reception, turn: Turn, data: Json) -> Json:
    """Do what was written into the questions of a button; they are shown again where it was not kept."""
    pressed = data["sp"]
    action, report_id, key, shown = str(pressed["for"]), str(pressed["report"]), str(pressed["key"]), str(pressed.get("below", ""))
    fields = pressing.ASKS[action]
    said, _ = forms.read_values(fields, data, person_id=str)

    async def act() -> Shown | Refused:
        visitor = await reception.visitor(turn, limit=HURRY)
        return await off_loop(reception.counter.windows.carry_out, visitor, action, report_id, key, said, shown=shown)

    came = await kept_in_time(act())
    if came is None:
        came = Refused((FieldError(fields[0].name, wording.NOT_CONFIRMED.format(phone=reception.any_phone())),))
    if isinstance(came, Refused):
        opening = _opening(str(pressed.get("reference", "")))
        card = forms.fields_card(fields, data={"sp": pressed}, submit=wording.DO_IT, opening=opening, values=said, errors=came.errors)
        return dialogs.dialog(card, wording.SHORT_ACTIONS[action])
    return dialogs.of_shown(came, report_id)


async def press_in_place(reception: Reception, visitor: Visitor, action: str, report_id: str) -> Said:
    """Do what a button on a card does without a dialog; return the card as it stands then, or the refusal to whoever pressed.

    Everybody else sees the card when the outbox has put it in the place of the old one.
    """
    came = await off_loop(reception.counter.windows.press_in_sight, visitor, action, report_id)
    words = came.card.plain_text()
    if not came.changed:
        return Said(words)
    try:
        card = await off_loop(pressing.sealed_card, reception.counter.office, report_id)
    except pressing.NOT_KEPT as error:  # it is done; only the card could not be read just now
        LOG.error("teams.card_not_read %s", type(error).__name__)
        return Said(words)
    return Said(words, render.message_cards(card.with_first(words))[0])


def _questions(action: str, report_id: str, asked: Asked, shown: str) -> Json:
    pressed = {"action": "carry_out", "for": action, "report": report_id, "reference": asked.reference, "key": uuid4().hex, "below": shown}
    card = forms.fields_card(asked.fields, data={"sp": pressed}, submit=wording.DO_IT, opening=_opening(asked.reference))
    return dialogs.dialog(card, wording.SHORT_ACTIONS[action])


def _opening(reference: str) -> Card:
    return Card((Line(reference, strong=True),) if reference else ())


# --- who is away ---


def ask_away() -> Json:
    """Return the dialog that asks for how long somebody is away."""
    card = forms.fields_card((AWAY,), data={"sp": {"action": "go_away"}}, submit=wording.DO_IT)
    return dialogs.dialog(card, wording.I_AM_AWAY)


async def go_away(reception: Reception, turn: Turn, data: Json) -> Json:
    """Note that somebody is away; they are asked again where they do not say for how long, or nobody can say whether it was kept."""
    said, _ = forms.read_values((AWAY,), data, person_id=str)
    fault = "" if said.get(AWAY.name) in dict(AWAY.choices) else wording.CHOICE_EMPTY

    async def act() -> Card:
        visitor = await reception.visitor(turn)
        return await off_loop(reception.counter.desks.mark_away, visitor, said[AWAY.name])

    card = None if fault else await kept_in_time(act())
    if card is not None:
        return dialogs.read_only(card, title=wording.I_AM_AWAY)
    errors = (FieldError(AWAY.name, fault or wording.NOT_CONFIRMED.format(phone=reception.any_phone())),)
    again = forms.fields_card((AWAY,), data={"sp": {"action": "go_away"}}, submit=wording.DO_IT, values=said, errors=errors)
    return dialogs.dialog(again, wording.I_AM_AWAY)


async def come_back(reception: Reception, turn: Turn, visitor: Visitor) -> Said:
    """Note that somebody is back, and put their presence as it is now in the place of the card on which they said so."""
    card = await off_loop(reception.counter.desks.mark_back, visitor)
    words = card.plain_text()
    desks = await off_loop(reception.counter.desks.lists, visitor)
    if not desks or turn.kind != "personal":
        return Said(words)
    [shown] = render.message_cards(desks[0].with_first(words))
    return Said(words, shown)
