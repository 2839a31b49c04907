"""Cards as Teams shows them. Pure: a card in, Adaptive Cards (1.5) out; nothing is asked, sent or decided.

Every text goes into a run of a RichTextBlock, where Teams reads no Markdown, link or mention: words stay what they are. A text that is too long for
one card goes on in the next; nothing is cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from adapters.teams.text import runs_of, weight
from adapters.text import carried, split
from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, Quote

Json = dict[str, Any]

DIALOGS = frozenset(
    (
        *("view", "acknowledge", "note", "contact", "outcome", "reopen"),
        *("add_information", "withdraw", "read_message", "report_form", "away"),
        *("matter", "matter_form", "matters"),
    )
)
"""Actions of which a press opens a dialog."""
VERB = "sp"
MOST_BYTES = 25_000
"""Of one card, as JSON in UTF-8."""
LONGEST_BLOCK = 7_000
"""Bytes of a text that stand in one block; of a longer one further blocks hold the rest."""
LONGEST_BOX = 14_000
_BETWEEN = len(", ")  # bytes between two elements
MOST_IN_ROW = 6
"""Buttons: Teams shows no seventh."""
WIDEST_ROW = 48
"""Characters of the buttons in a row, so that a telephone shows each label whole."""
LONGEST_LABEL = 40
"""Characters: a telephone shows no more of a button that has a row of its own."""
SEEN_OF_LABEL = 30
"""Characters of a button whose label stands in full above it."""
LONGEST_OF_ONE_LINE = 80
LONGEST_VALUE = 2_000
"""Bytes that a button remembers."""
_STYLES = {"acknowledge": "positive", "escalate": "destructive"}
"""Not `withdraw`, which asks first: Teams fills such a button with red, and on a receipt nothing else would be seen."""
_STYLES_ALONE = {"report_form": "positive", "matter_form": "positive"}
"""Where nothing stands beside it: one way on, which a tired eye must not miss."""
BOLD: Json = {"weight": "bolder"}
SMALL: Json = {"size": "small", "isSubtle": True}


def message_cards(card: Card) -> list[Json]:
    """Return the card as Adaptive Cards, nearly always one: each within the limit, and every word of the card in them, in its order."""
    return [_card(body) for body in _pages(_units(card.blocks, in_dialog=False), MOST_BYTES)]


def dialog_cards(card: Card, *, of: str = "", spare: int = 0) -> list[Json]:
    """Return the card as pages of a dialog; each but the last ends with the button that leads on.

    That button's action is `page`; its value is the number of the next page, counted from 0, and what the pages are `of`. So many bytes of each are
    left `spare`.
    """
    pages = _pages(_units(card.blocks, in_dialog=True), MOST_BYTES - size(_onwards(1_000, of)) - spare)
    led_on = [[*body, _onwards(number, of)] for number, body in enumerate(pages[:-1], start=1)]
    return [_card(body) for body in (*led_on, *pages[-1:])]


def attachment(card_json: Json) -> Json:
    """Return an Adaptive Card as a message carries it."""
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": card_json}


def elements_of(blocks: Sequence[Block]) -> list[Json]:
    """Return blocks of a card as elements of a dialog, one under the other."""
    return [one for unit in _units(blocks, in_dialog=True) for one in unit]


def paragraph(text: str, *, style: Mapping[str, Any] = {}, spacing: str = "default") -> list[Json]:
    """Return a text in which Teams reads nothing; in several blocks where it is long, in none where it is empty."""
    blocks = [[{"type": "TextRun", "text": run, **style} for run in runs] for runs in runs_of(text, LONGEST_BLOCK)]
    return [{"type": "RichTextBlock", "inlines": inlines, "spacing": spacing if number == 0 else "none"} for number, inlines in enumerate(blocks)]


def boxes(items: Sequence[Json], style: str) -> list[Json]:
    """Return elements in a box, or in several where they are long."""
    filled: list[list[Json]] = []
    left = 0
    for item in items:
        needed = size(item)
        if needed > left or not filled:
            filled.append([])
            left = LONGEST_BOX
        filled[-1].append(item)
        left -= needed
    return [{"type": "Container", "style": style, "items": box} for box in filled]


def size(part: Json | Sequence[Json]) -> int:
    """Return how many bytes a card, or a part of one, is sent as."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-8"))


# --- limits ---


def _card(body: Sequence[Json]) -> Json:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body)}


def _pages(units: Iterator[list[Json]], room: int) -> list[list[Json]]:
    """Return elements page by page. What belongs together stays together where one page holds it."""
    pages: list[list[Json]] = []
    left = 0
    room -= size(_card([]))
    for unit in filter(None, units):
        together = size(unit)
        for part in [unit] if together <= room else [[one] for one in unit]:
            needed = together if part is unit else size(part)
            if needed > left or not pages:
                pages.append([])
                left = room
            pages[-1] += part
            left -= needed
    return pages


# --- blocks ---


def _units(blocks: Sequence[Block], *, in_dialog: bool) -> Iterator[list[Json]]:
    """Give what belongs together, unit by unit."""
    for before, block in pairwise((None, *blocks)):
        match block:
            case Banner():
                yield _banner(block)
            case Line():
                yield paragraph(block.text, style=BOLD if block.strong else {}, spacing=_gap(before, block))
            case Quote():
                yield from _quote(block)
            case Facts(pairs):
                for pair in pairs:
                    yield from _fact(pair)
            case Buttons():
                yield _buttons(block, in_dialog=in_dialog)


def _banner(banner: Banner) -> list[Json]:
    mark, style = ("🚨", "attention") if banner.urgent else ("⚠️", "warning")
    [first, *rest] = paragraph(banner.text, style=BOLD) or [{"type": "RichTextBlock", "inlines": [], "spacing": "default"}]
    marked = {**first, "inlines": [{"type": "TextRun", "text": f"{mark} ", **BOLD}, *first["inlines"]]}
    return boxes([marked, *rest], style)


def _gap(before: Block | None, line: Line) -> str:
    """Return how far a line stands from what is before it: nearer to a line, unless something new begins or both fill more than one."""
    if not isinstance(before, Line):
        return "medium" if isinstance(before, Facts | Buttons) else "default"
    begins = line.strong and not before.strong and not before.text.endswith(":")
    return "medium" if begins else "default" if min(len(before.text), len(line.text)) > LONGEST_OF_ONE_LINE else "small"


def _quote(quote: Quote) -> Iterator[list[Json]]:
    words = f"“{quote.stem} … {quote.text}”" if quote.stem else f"“{quote.text}”"
    for box in boxes([*paragraph(words), *paragraph(quote.source, style=SMALL, spacing="small")], "emphasis"):
        yield [box]


def _fact(fact: Fact) -> Iterator[list[Json]]:
    """Give what a person wrote under its label, as they wrote it."""
    heading, text = paragraph(fact.heading(), style=BOLD, spacing="medium"), paragraph(fact.text, spacing="none")
    yield [*heading, *text[:1]]
    for further in text[1:]:
        yield [further]


# --- buttons ---


def _buttons(block: Buttons, *, in_dialog: bool) -> list[Json]:
    whole = [carried(one.label) for one in block.buttons]
    is_long = any(len(label) > LONGEST_LABEL for label in whole)
    lines = [f"{number}. {label}" for number, label in enumerate(whole, start=1)] if is_long else []
    labels = [shortened(line) for line in lines] or whole
    alone = len(block.buttons) == 1
    actions = [_action(one, label, in_dialog=in_dialog, alone=alone) for one, label in zip(block.buttons, labels, strict=True)]
    listed = [one for line in lines for one in paragraph(line, spacing="small")]
    return [*paragraph(block.question, spacing="medium"), *listed, *_rows(actions)]


def shortened(label: str) -> str:
    """Return the beginning of a label that stands in full above its button."""
    return label if len(label) <= SEEN_OF_LABEL else split(label, SEEN_OF_LABEL - 1)[0].rstrip() + "…"


def _rows(actions: Sequence[Json]) -> list[Json]:
    """Return buttons in rows; one that is wide has a row of its own."""
    rows: list[list[Json]] = []
    left, room = 0, 0
    for action in actions:
        width, needed = len(action["title"]) + 4, size(action) + _BETWEEN
        if not rows or len(rows[-1]) == MOST_IN_ROW or width > left or needed > room:
            rows.append([])
            left, room = WIDEST_ROW, LONGEST_BOX - size(_row([]))
        rows[-1].append(action)
        left, room = left - width, room - needed
    return [_row(row, spacing="small" if number else "default") for number, row in enumerate(rows)]


def _row(actions: Sequence[Json], *, spacing: str = "default") -> Json:
    return {"type": "ActionSet", "spacing": spacing, "actions": list(actions)}


def _onwards(number: int, of: str) -> Json:
    button = Button(wording.NEXT_PAGE, "page", f"{number} {of}".rstrip())
    return _row([_action(button, button.label, in_dialog=True)], spacing="medium")


def _action(button: Button, title: str, *, in_dialog: bool, alone: bool = False) -> Json:
    """Return a button: it opens a dialog, changes the card in place, or answers within the dialog in which it stands."""
    if (long := weight(button.value)) > LONGEST_VALUE:
        raise ValueError(f"{button.action}: a button holds {LONGEST_VALUE} bytes, not {long}")
    data: Json = {"sp": {"action": button.action, "value": button.value}}
    style = _STYLES.get(button.action) or (_STYLES_ALONE.get(button.action, "") if alone else "")
    look = {"title": carried(title), "style": style} if style else {"title": carried(title)}
    if in_dialog:
        return {"type": "Action.Submit", **look, "data": data}
    if button.action in DIALOGS:
        return {"type": "Action.Submit", **look, "data": {**data, "msteams": {"type": "task/fetch"}}}
    return {"type": "Action.Execute", **look, "verb": VERB, "data": data, "fallback": {"type": "Action.Submit", **look, "data": data}}
