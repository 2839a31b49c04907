"""Folds what people type into plain words, in bounded time, so that layout and spelling never decide a match."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST_QUESTION = 4000
"""Characters of a message that are read; what comes after them is never looked at, so time stays bounded."""

_FOLDED = str.maketrans("’‘‛′“”„–—−…", "''''\"\"\"---.")
_WORD = re.compile(r"[a-z0-9]+|[?!]")
_SENTENCE_END = re.compile(r"[.?!\n]+")
_STEMMER = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Return `text` with quotes and dashes folded, invisible characters dropped and white space collapsed; case is kept."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = (
        character if not unicodedata.category(character).startswith("C") else (" " if character in "\n\t\r" else "")
        for character in unicodedata.normalize("NFKC", text).translate(_FOLDED)
    )
    return " ".join("".join(visible).split())


def words(text: str) -> list[str]:
    """Return the lower-case words of `text` ("don't" is one word, `dont`), with ? and ! as words of their own."""
    folded = fold(text[:LONGEST_QUESTION]).lower().replace("'", "")
    if folded.isascii():
        return _WORD.findall(folded)
    plain = unicodedata.normalize("NFKD", folded)
    return _WORD.findall("".join(character for character in plain if not unicodedata.combining(character)))


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, without their end marks; at least one unless the text is empty."""
    lines = text[:LONGEST_QUESTION]
    return [part for part in (fold(piece) for piece in _SENTENCE_END.split(lines)) if part]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word (Porter2); "messaging" and "messaged" fall together."""
    return str(_STEMMER.stemWord(word))


def same_words(text: str) -> str:
    """Return `text` in the form in which two quotations are compared: white space collapsed, nothing else changed."""
    return " ".join(text.split())
