"""Masks who is spoken of in a text that is kept: names, handles, addresses, numbers. It rather masks a word too many than a name too few."""

from __future__ import annotations

import re
from collections.abc import Callable

MASK = "[…]"

_IDENTIFYING = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|@\w+|\+?\d[\d ()/-]{3,}\d|\d{3,}")
_TITLED = re.compile(r"\b(?i:mr|mrs|miss|ms|mx|dr|sir|prof|rev|fr|sister|father)\b\.?\s+(?:[A-Za-z]\.?\s+)?[\w'’-]+(?:\s+[A-Z][\w'’-]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def mask_names(text: str, knows: Callable[[str], bool] | None) -> str:
    """Return `text` with what may identify somebody masked: words that `knows` does not call ordinary, titles and names, handles, numbers.

    With no `knows`, every word with a capital that does not begin the text is masked.
    """
    text = _IDENTIFYING.sub(MASK, text)
    text = _TITLED.sub(MASK, text)
    return _WORD.sub(lambda found: _masked(found, knows), text)


def _masked(found: re.Match[str], knows: Callable[[str], bool] | None) -> str:
    word = found[0]
    if knows is None:
        return MASK if word[0].isupper() and found.start() > 0 else word
    bare = re.sub(r"['’-]", "", word).lower()
    parts = [part.lower() for part in re.split(r"['’-]", word) if part]
    return word if knows(bare) or all(knows(part) or part in ("s", "t") for part in parts) else MASK
