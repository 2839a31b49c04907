"""Cards as Slack shows them. Pure: a card in, Block Kit out; nothing is asked, sent or decided.

Every text goes where Slack reads no marks (`rich_text`, `plain_text` without emoji), so that a mention, link or emoji code in anybody's words stays
what it is: words. A text over a limit is split, never cut.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from adapters.slack.text import weight
from adapters.text import carried, split
from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, Quote

Json = dict[str, Any]

MOST_BLOCKS_OF_MESSAGE = 50
MOST_TEXT_OF_MESSAGE = 12_000
"""Slack refuses a message at about 13,200, and says so nowhere."""
MOST_BLOCKS_OF_VIEW = 100
MOST_BYTES_OF_VIEW = 200_000
LONGEST_TEXT = 2_900
LONGEST_SOURCE = 1_900
LONGEST_OF_ONE_LINE = 80
LONGEST_LABEL = 75
SEEN_OF_LABEL = 30
"""Characters of a button that Slack promises to show; a telephone shows no more."""
LONGEST_VALUE = 2_000
LONGEST_TITLE = 24
MOST_BUTTONS = 25
_STYLES = {"acknowledge": "primary", "withdraw": "danger", "escalate": "danger"}
_STYLES_ALONE = {"report_form": "primary"}
"""Where nothing stands beside it: one way on, which a tired eye must not miss."""
_FEEDBACK = ("helpful", "not_helpful")
_NOT_TEXT = frozenset({"type", "action_id", "style", "name"})


def message_blocks(card: Card, *, native_feedback: bool = True) -> list[list[Json]]:
    """Return the card as messages, nearly always one: each within Slack's limits, and every word of the card in them, in its order."""
    messages: list[list[Json]] = []
    for unit in filter(None, _units(card.blocks, count(), native_feedback=native_feedback)):
        if messages and _fits_message([*messages[-1], *unit]):
            messages[-1] += unit
        elif _fits_message(unit):
            messages.append(unit)
        else:
            messages += _spread(unit)
    return messages


def modal(card: Card, *, title: str, close: str, private_metadata: str = "", page: int = 0) -> Json:
    """Return the card as a modal to be read; what does not fit on this page is on the next, a press away. Raises ValueError for an empty card."""
    found = _pages(card)
    if not found:
        raise ValueError("an empty card cannot be shown")
    at = min(max(page, 0), len(found) - 1)
    onwards = [] if at == len(found) - 1 else [_actions([_button(wording.NEXT_PAGE, f"sp:page:{at + 1}", str(at + 1))])]
    view = {"type": "modal", "title": titled(title), "close": titled(close), "blocks": [*found[at], *onwards]}
    return {**view, "private_metadata": private_metadata} if private_metadata else view


def pages(card: Card) -> int:
    """Return on how many pages `modal` shows the card."""
    return len(_pages(card))


def home(cards: Sequence[Card], *, above: Sequence[Json] = ()) -> Json:
    """Return the cards as an App Home, one under the other, beneath the blocks `above`.

    Where they do not fit, the longest is shortened, and its last line says so: none pushes the others off the page. Raises ValueError where there is
    nothing to show.
    """
    numbers = count()
    shown = [blocks for card in cards if (blocks := blocks_of(card.blocks, numbers))]
    if not shown and not above:
        raise ValueError("an empty home cannot be shown")
    if _fits_view(whole := [*above, *_divided(shown)]):
        return {"type": "home", "blocks": whole}
    lengths = range(-max(map(len, shown)), 0)
    at = bisect_left(lengths, True, key=lambda length: _fits_view([*above, *_divided(shown, most=-length)]))
    fitting = [*above, *_divided(shown, most=-lengths[min(at, len(lengths) - 1)])]
    return {"type": "home", "blocks": fitting[:MOST_BLOCKS_OF_VIEW]}


def _divided(shown: Sequence[list[Json]], *, most: int = 10_000) -> list[Json]:
    """Return cards one under the other; of one that is longer than `most` blocks the last says that it goes on."""
    more = _rich(_text(wording.MORE_IN_LIST, bold=True))
    fitting = [blocks if len(blocks) <= most else [*blocks[: most - 1], more] for blocks in shown]
    return [block for at, blocks in enumerate(fitting) for block in ([{"type": "divider"}, *blocks] if at else blocks)]


def blocks_of(blocks: Sequence[Block], numbers: Iterator[int] | None = None) -> list[Json]:
    """Return blocks of a card for a view, their buttons told apart by `numbers`."""
    return [one for unit in _units(blocks, numbers or count(), native_feedback=False) for one in unit]


def titled(text: str) -> Json:
    """Return the title of a view or the label of its buttons. Raises ValueError for one that Slack would refuse."""
    if not 0 < len(text) <= LONGEST_TITLE:
        raise ValueError(f"a title of a view has 1 to {LONGEST_TITLE} characters, this has {len(text)}")
    return plain(text)


def plain(text: str) -> Json:
    """Return a text in which Slack reads nothing, emoji codes included."""
    return {"type": "plain_text", "text": carried(text), "emoji": False}


# --- limits ---


def _fits_message(blocks: Sequence[Json]) -> bool:
    return len(blocks) <= MOST_BLOCKS_OF_MESSAGE and sum(map(_weight, blocks)) <= MOST_TEXT_OF_MESSAGE


def _fits_view(blocks: Sequence[Json]) -> bool:
    return len(blocks) <= MOST_BLOCKS_OF_VIEW and sum(map(_size, blocks)) <= MOST_BYTES_OF_VIEW


def _spread(unit: Sequence[Json]) -> list[list[Json]]:
    messages: list[list[Json]] = [[]]
    for block in unit:
        if not _fits_message([*messages[-1], block]):
            messages.append([])
        messages[-1].append(block)
    return messages


def _pages(card: Card) -> list[list[Json]]:
    found: list[list[Json]] = []
    for block in blocks_of(card.blocks):
        if not found or len(found[-1]) == MOST_BLOCKS_OF_VIEW - 1 or not _fits_view([*found[-1], block]):
            found.append([])
        found[-1].append(block)
    return found


def _weight(part: object) -> int:
    """Return how much the texts of a block count."""
    match part:
        case str():
            return weight(part)
        case dict():
            return sum(_weight(value) for key, value in part.items() if key not in _NOT_TEXT)
        case list():
            return sum(map(_weight, part))
        case _:
            return 0


def _size(block: Json) -> int:
    return len(json.dumps(block))


# --- blocks ---


def _units(blocks: Sequence[Block], numbers: Iterator[int], *, native_feedback: bool) -> Iterator[list[Json]]:
    """Give what belongs together, unit by unit; lines that follow each other are one."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        if lines:
            yield _lines(lines)
            lines = []
        match block:
            case Banner():
                yield _banner(block)
            case Quote():
                yield _quote(block)
            case Facts(pairs):
                yield from map(_fact, pairs)
            case Buttons():
                yield _buttons(block, numbers, native_feedback=native_feedback)
    if lines:
        yield _lines(lines)


def _banner(banner: Banner) -> list[Json]:
    first, *rest = _pieces(banner.text) or [""]
    mark = {"type": "emoji", "name": "rotating_light" if banner.urgent else "warning"}
    return [_rich(mark, _text(f" {first}", bold=True)), *(_rich(_text(piece, bold=True)) for piece in rest)]


def _lines(lines: Sequence[Line]) -> list[Json]:
    """Return lines one under the other, in as few blocks as hold them."""
    filled: list[tuple[list[Json], int]] = []
    before = Line("")
    for line in lines:
        pieces = _pieces(line.text)
        for piece in pieces:
            text = f"{_gap(before, line)}{piece}"
            if filled and len(pieces) == 1 and filled[-1][1] + weight(text) <= LONGEST_TEXT:
                elements, so_far = filled[-1]
                filled[-1] = ([*elements, _text(text, bold=line.strong)], so_far + weight(text))
            else:
                filled.append(([_text(piece, bold=line.strong)], weight(piece)))
        before = line
    return [_rich(*elements) for elements, _ in filled]


def _gap(before: Line, after: Line) -> str:
    """Return what stands between two lines: a blank line where something new begins, and between two of which each fills more than a line."""
    begins = after.strong and not before.strong and not before.text.endswith(":")
    return "\n\n" if begins or min(len(before.text), len(after.text)) > LONGEST_OF_ONE_LINE else "\n"


def _quote(quote: Quote) -> list[Json]:
    words = f"“{quote.stem} … {quote.text}”" if quote.stem else f"“{quote.text}”"
    quoted = [_rich_text({"type": "rich_text_quote", "elements": [_text(piece)]}) for piece in _pieces(words)]
    source = split(carried(quote.source), LONGEST_SOURCE, grown=weight)
    return [*quoted, *({"type": "context", "elements": [plain(piece)]} for piece in source)]


def _fact(fact: Fact) -> list[Json]:
    """Return what a person wrote under its label, as they wrote it."""
    *before, heading = _pieces(fact.heading())
    text, room = carried(fact.text), LONGEST_TEXT - weight(heading) - 1
    first = split(text, room, grown=weight)[0] if text and room > LONGEST_TEXT // 2 else ""
    lead = [_text(heading, bold=True), _text(f"\n{first}")] if first else [_text(heading, bold=True)]
    return [*(_rich(_text(one, bold=True)) for one in before), _rich(*lead), *(_rich(_text(one)) for one in _pieces(text[len(first) :]))]


def _buttons(block: Buttons, numbers: Iterator[int], *, native_feedback: bool) -> list[Json]:
    if native_feedback and tuple(one.action for one in block.buttons) == _FEEDBACK and not _is_long(block.buttons):
        return [*_lines([Line(block.question)]), _feedback(block.buttons, next(numbers))]
    listed = [Line(f"{at}. {one.label}") for at, one in enumerate(block.buttons, start=1)] if _is_long(block.buttons) else []
    labels = [_shortened(one.text) for one in listed] or [one.label for one in block.buttons]
    alone = len(block.buttons) == 1
    shown = [
        _button(label, f"sp:{one.action}:{next(numbers)}", one.value, style=_style(one.action, alone=alone))
        for label, one in zip(labels, block.buttons, strict=True)
    ]
    rows = [_actions(shown[at : at + MOST_BUTTONS]) for at in range(0, len(shown), MOST_BUTTONS)]
    return [*_lines([Line(block.question), *listed]), *rows]


def _is_long(buttons: Iterable[Button]) -> bool:
    return any(weight(one.label) > SEEN_OF_LABEL for one in buttons)


def _shortened(label: str) -> str:
    """Return the beginning of a label that stands in full above its button."""
    return label if weight(label) <= SEEN_OF_LABEL else split(label, SEEN_OF_LABEL - 1, grown=weight)[0].rstrip() + "…"


def _feedback(buttons: Sequence[Button], number: int) -> Json:
    positive, negative = ({"text": plain(one.label), "value": f"{one.action} {one.value}"} for one in buttons)
    element = {"type": "feedback_buttons", "action_id": f"sp:feedback:{number}", "positive_button": positive, "negative_button": negative}
    return {"type": "context_actions", "elements": [element]}


def _style(action: str, *, alone: bool) -> str:
    """Return how a button stands out; '' where it does not."""
    return _STYLES.get(action) or (_STYLES_ALONE.get(action, "") if alone else "")


def _button(label: str, action_id: str, value: str, *, style: str = "") -> Json:
    if len(value) > LONGEST_VALUE:
        raise ValueError(f"{action_id}: a button holds {LONGEST_VALUE} characters, not {len(value)}")
    button = {"type": "button", "text": plain(label or "…"), "action_id": action_id}
    return button | ({"value": value} if value else {}) | ({"style": style} if style else {})


def _actions(buttons: list[Json]) -> Json:
    return {"type": "actions", "elements": buttons}


def _pieces(text: str) -> list[str]:
    return split(carried(text), LONGEST_TEXT, grown=weight)


def _rich(*elements: Json) -> Json:
    return _rich_text({"type": "rich_text_section", "elements": list(elements)})


def _rich_text(element: Json) -> Json:
    return {"type": "rich_text", "elements": [element]}


def _text(text: str, *, bold: bool = False) -> Json:
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}
