"""Text on its way out to Teams: how much it counts, and kept from being read as anything but words."""

from __future__ import annotations

import json
import re

from adapters.text import carried, split

_BETWEEN_BRACES = re.compile(r"(?<=\{)(?=\{)")
_MARKS = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in "*_~`[]<>#|\\{}"})


COST_OF_RUN = 100
"""Bytes that a run takes beside its text, at the most."""


def weight(text: str) -> int:
    """Return how many bytes `text` counts against the limit of a card, at the most: as it stands in JSON, in UTF-8, in the runs that it needs."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8")) - 2 + COST_OF_RUN * len(_BETWEEN_BRACES.findall(text))


def runs_of(text: str, limit: int) -> list[list[str]]:
    """Return `text` in blocks of `limit` bytes at the most, each in the runs that it is written in; all of them joined are `text` again.

    An Adaptive Card reads no Markdown in a run, but it does read `{{DATE(...)}}`: two braces that follow each other stand in two runs.
    """
    whole = carried(text)
    blocks = [whole] if 0 < weight(whole) <= limit else split(whole, limit, grown=weight)
    return [_BETWEEN_BRACES.split(block) for block in blocks]


def without_marks(text: str) -> str:
    """Return a name for a place where Teams reads Markdown: what would be a mark stands there in full width, and is no mark any more."""
    return carried(text).translate(_MARKS).replace("://", "：//")
