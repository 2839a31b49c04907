"""Reads misspelt words as the known words they are meant for; words that are known are never touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters of the shortest word that is repaired; shorter ones are one letter from everything."""
LONG = 8
"""From this many letters on two slips are read, else one. Looser limits did harm (docs/accuracy.md)."""


class Repairer:
    """Known words, by first letter: a slip in the first letter is rare, and looking only there keeps a look-up short."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._shelves: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= SHORTEST:
                self._shelves.setdefault(word[0], []).append(word)

    def repair(self, plain: Sequence[str]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
        """Return the words with slips repaired, and the pairs (typed, read) that were changed."""
        words, changed = [], []
        for word in plain:
            meant = self._meant(word)
            words.append(meant)
            if meant != word:
                changed.append((word, meant))
        return words, tuple(changed)

    def knows(self, word: str) -> bool:
        """Say whether a word is known as it stands."""
        return word in self._known

    def _meant(self, word: str) -> str:
        if word in self._known or not SHORTEST <= len(word) <= 24 or not word.isalpha():
            return word
        slips = 2 if len(word) >= LONG else 1
        found = process.extractOne(word, self._shelves.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
        return str(found[0]) if found else word
