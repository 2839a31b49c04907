"""Folds what people type into plain words, in bounded time, so that layout and spelling never decide a match."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import local

import snowballstemmer

LONGEST_QUESTION = 4000
"""Characters of a message that are read; what comes after them is never looked at, so time stays bounded."""

_FOLDED = str.maketrans("’‘‛′“”„–—−…", "''''\"\"\"---.")
_WORD = re.compile(r"[a-z0-9]+|[?!]")
_SENTENCE_END = re.compile(r"[.?!\n]+")
_INVISIBLE_MARKS = frozenset("\u034f\ufe00\ufe01\ufe0e\ufe0f\u180b\u180c\u180d\u115f\u1160\u3164")
_OF_THREAD = local()
"""A stemmer keeps the word it works on in itself, so each thread has its own."""


def fold(text: str) -> str:
    """Return `text` with quotes and dashes folded, invisible characters dropped and white space collapsed; case is kept."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    return " ".join("".join(_visible(character) for character in folded).split())


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if character in _INVISIBLE_MARKS or unicodedata.category(character).startswith("C") else character


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
    if not hasattr(_OF_THREAD, "stemmer"):
        _OF_THREAD.stemmer = snowballstemmer.stemmer("english")
    return str(_OF_THREAD.stemmer.stemWord(word))


def same_words(text: str) -> str:
    """Return `text` in the form in which two quotations are compared: white space collapsed, nothing else changed."""
    return " ".join(text.split())
