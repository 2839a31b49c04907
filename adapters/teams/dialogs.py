"""Dialogs of Teams: a card as a window, page by page, and what its buttons hold so that they are understood inside one."""

from __future__ import annotations

from typing import Any

from adapters.teams import render
from bot import wording
from bot.cards import Card
from bot.counter import Shown

Json = dict[str, Any]


def dialog(card: Json, title: str) -> Json:
    """Return the answer that opens a dialog with a card, or puts the card into the one that is open."""
    window = {"title": title, "height": "large", "width": "medium", "card": render.attachment(card)}
    return {"task": {"type": "continue", "value": window}}


def read_only(card: Card, *, title: str = wording.REPORT_TITLE, shows: str = "", report_id: str = "", page: int = 0) -> Json:
    """Return a card as a dialog to be read. What it `shows` of which report goes with its buttons, by which it can be shown again."""
    pages = render.dialog_cards(card, of=report_id)
    return dialog(_marked(pages[min(max(page, 0), len(pages) - 1)], shows), title)


def of_shown(shown: Shown, report_id: str, *, page: int = 0) -> Json:
    """Return what a press came to as a dialog."""
    return read_only(shown.card, shows=shown.shows, report_id=report_id, page=page)


def _marked(part: Any, shows: str) -> Any:
    """Return a card whose buttons all say what of a report they stand under."""
    match part:
        case list():
            return [_marked(one, shows) for one in part]
        case {"sp": dict(pressed)}:
            return {**part, "sp": {**pressed, "shows": shows}}
        case dict():
            return {name: _marked(value, shows) for name, value in part.items()}
        case _:
            return part
