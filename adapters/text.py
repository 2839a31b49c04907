"""Text on its way out to a chat: in pieces that a limit takes, so that nothing is ever cut, and as JSON can carry it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ZERO_WIDTH_JOINER = "\u200d"
_NOT_CARRIED = re.compile("[\0\ud800-\udfff]")


def carried(text: str) -> str:
    """Return `text` as JSON and UTF-8 can carry it: a lone surrogate or a NUL stands there as its code, such as `⟨U+D83D⟩`."""
    return _NOT_CARRIED.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def split(text: str, limit: int, *, grown: Callable[[str], int] = len) -> list[str]:
    """Return pieces of `text` that each count `limit` at the most by `grown`, and joined are `text` again; none for an empty text.

    A piece ends after a line where it can, else after a blank, and never inside what is seen as one character. `grown` never counts less than
    `len`. Raises ValueError where one character alone counts more than `limit`.
    """
    pieces: list[str] = []
    start = 0
    while start < len(text):
        furthest = _furthest(text, start, limit, grown)
        end = len(text) if furthest == len(text) else _best_end(text, start, furthest)
        pieces.append(text[start:end])
        start = end
    return pieces


def _furthest(text: str, start: int, limit: int, grown: Callable[[str], int]) -> int:
    """Return the end of the longest piece from `start` that fits."""
    if len(text) - start <= limit and grown(text[start:]) <= limit:
        return len(text)
    fits, too_far = start, min(start + limit, len(text)) + 1
    while too_far - fits > 1:
        middle = (fits + too_far) // 2
        if grown(text[start:middle]) <= limit:
            fits = middle
        else:
            too_far = middle
    if fits == start:
        raise ValueError(f"no character fits into a piece of {limit}")
    return fits


def _best_end(text: str, start: int, furthest: int) -> int:
    """Return where a piece had best end: in its second half, so that no piece is tiny."""
    ends = [end for end in range(furthest, start + (furthest - start) // 2, -1) if not _is_inside(text, end)]
    after_line = (end for end in ends if text[end - 1] == "\n")
    after_blank = (end for end in ends if text[end - 1].isspace())
    return next(after_line, None) or next(after_blank, None) or next(iter(ends), furthest)


def _is_inside(text: str, end: int) -> bool:
    """Return whether the characters before and after `end` are seen as one."""
    before, after = text[end - 1], text[end]
    if _ZERO_WIDTH_JOINER in (before, after) or (before, after) == ("\r", "\n"):
        return True
    if unicodedata.category(after)[0] == "M" or "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if "\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff":
        return True
    return _is_flag(before) and _is_flag(after) and _flags_before(text, end) % 2 == 1


def _is_flag(one: str) -> bool:
    """Return whether a character is half of a flag."""
    return "\U0001f1e6" <= one <= "\U0001f1ff"


def _flags_before(text: str, end: int) -> int:
    return next((count for count in range(end) if not _is_flag(text[end - 1 - count])), end)
