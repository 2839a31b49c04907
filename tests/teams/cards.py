"""Reading an Adaptive Card as somebody at the screen does: its words, its buttons, its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Json = dict[str, Any]


def parts_of(card: object) -> Iterator[Json]:
    """Give every element of a card, however deep, in order; not what an action falls back to."""
    if isinstance(card, list):
        for one in card:
            yield from parts_of(one)
    elif isinstance(card, dict):
        if isinstance(card.get("type"), str):
            yield card
        for name, value in card.items():
            if name not in ("fallback", "data"):
                yield from parts_of(value)


def words(card: object) -> str:
    """Return what a card says, one line an element."""
    lines = []
    for part in parts_of(card):
        if part["type"] == "RichTextBlock":
            lines.append("".join(run if isinstance(run, str) else str(run.get("text", "")) for run in part.get("inlines", ())))
        elif part["type"] == "TextBlock":
            lines.append(str(part.get("text", "")))
        else:
            lines += [str(part[name]) for name in ("label", "title") if name in part]
    return "\n".join(lines)


def actions_of(card: object) -> list[Json]:
    """Return the buttons of a card."""
    return [part for part in parts_of(card) if part["type"].startswith("Action.")]


def labels_of(card: object) -> list[str]:
    """Return what stands on the buttons."""
    return [str(one.get("title", "")) for one in actions_of(card)]


def action_of(cards: Sequence[Json], action: str = "", label: str = "") -> Json:
    """Return a button by the action that it holds, or by its label; of several alike the first. The only one where neither is said."""
    found = [one for card in cards for one in actions_of(card)]
    fitting = [one for one in found if (not action or _held(one) == action) and (not label or one.get("title") == label)]
    if not (action or label):
        assert len(fitting) == 1, f"say which of {[_held(one) or one.get('title') for one in found]}"
    assert fitting, f"there is no button {action or label}; there are {[_held(one) or one.get('title') for one in found]}"
    return fitting[0]


def inputs_of(card: object) -> dict[str, str]:
    """Return the inputs of a card and what they hold as it is shown."""
    return {part["id"]: str(part.get("value") or "") for part in parts_of(card) if part["type"].startswith("Input.")}


def all_words(cards: Iterable[object]) -> str:
    """Return what several cards say."""
    return "\n".join(words(card) for card in cards)


def _held(button: Json) -> str:
    return str(((button.get("data") or {}).get("sp") or {}).get("action", ""))
