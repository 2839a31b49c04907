"""What each of the two readings sees of a question: one sees words and pieces of words, the other only concepts.

They are kept apart on purpose. Where two readings that see different things lead with the same clause, they are almost never wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.lexicon import Found, Lexicon
from knowledge.text import stem, words

PIECES = (3, 4, 5)
"""Lengths of the pieces of words that the first reading sees; they carry misspellings."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message, prepared once for everything that reads it."""

    text: str
    plain: tuple[str, ...]
    """Its words, folded and respelt."""
    concepts: tuple[Found, ...]
    networks: tuple[str, ...]


def prepare(text: str, lexicon: Lexicon) -> Question:
    """Return a message ready for reading. Never fails, whatever the text is; costs time in proportion to its first 4,000 characters."""
    plain = lexicon.respelt(words(text))
    return Question(text, tuple(plain), lexicon.find_concepts(plain), lexicon.find_networks(plain))


def word_features(plain: Sequence[str]) -> list[str]:
    """Return what the first reading sees: stems, pairs of neighbouring stems, and pieces of words."""
    return list(_word_features(tuple(plain)))


@lru_cache(maxsize=16)
def _word_features(plain: tuple[str, ...]) -> tuple[str, ...]:
    """A message is seen by two readings, one after the other."""
    stems = [stem(word) for word in plain]
    features = [f"w {one}" for one in stems]
    features += [f"p {one} {two}" for one, two in pairwise(stems)]
    for word in plain:
        edged = f"^{word[:24]}$"
        for length in PIECES:
            features += [f"c {edged[start : start + length]}" for start in range(len(edged) - length + 1)]
    return tuple(features)


def concept_features(found: Sequence[Found]) -> list[str]:
    """Return what the second reading sees: concepts, and pairs of concepts that stand in one message."""
    names = sorted(one.concept for one in found)[:40]
    return names + [f"{one} + {two}" for index, one in enumerate(names) for two in names[index + 1 :]]
