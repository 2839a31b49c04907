"""What Teams is answered at once: a dialog, page by page, and what its buttons hold so that they are understood inside one; a few words; a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.teams import render
from bot import wording
from bot.cards import Card, Line
from bot.windows import Shown

Json = dict[str, Any]
SPARE = 1_000
"""Bytes of a page for what is said above it, and for what its buttons remember."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said at a button that opens no dialog."""

    words: str = ""
    """To whoever pressed."""
    card: Json | None = None
    """What stands in place of the card on which it was pressed."""

    def as_answer(self) -> Json:
        """Return the answer to an Action.Execute."""
        if self.card is not None:
            return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": self.card}
        return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": self.words}


def dialog(card: Json, title: str) -> Json:
    """Return the answer that opens a dialog with a card, or puts the card into the one that is open."""
    window = {"title": title, "height": "large", "width": "medium", "card": render.attachment(card)}
    return {"task": {"type": "continue", "value": window}}


def read_only(card: Card, *, said: str = "", title: str = wording.REPORT_TITLE, shows: str = "", report_id: str = "", page: int = 0) -> Json:
    """Return a card as a dialog to be read. What it `shows` of which report goes with its buttons, by which it can be shown again.

    What was `said` stands above the first page and in none: the pages end where they ended before, and nothing is lost between two of them.
    """
    pages = render.dialog_cards(card, of=report_id, spare=SPARE)
    number = min(max(page, 0), len(pages) - 1)
    shown = pages[number]
    if said and number == 0:
        shown = {**shown, "body": [*render.elements_of([Line(said, strong=True)]), *shown["body"]]}
    return dialog(_marked(shown, shows), title)


def has_pages(card: Card, report_id: str) -> bool:
    """Say whether a dialog shows a card page by page."""
    return len(render.dialog_cards(card, of=report_id, spare=SPARE)) > 1


def of_shown(shown: Shown, report_id: str, *, page: int = 0) -> Json:
    """Return what a press came to as a dialog."""
    return read_only(shown.card, said=shown.said, shows=shown.shows, report_id=report_id, page=page)


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
