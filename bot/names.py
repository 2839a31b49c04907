"""Says whether a typed name could be somebody's whom the settings list: with typos, titles, initials, nicknames, in any order.

It leans to yes. A needless yes moves a report to the next who may hear it; a wrong no sends it to the person it is about. Three judgements:

- A surname alone is enough, also beside another first name (people are known by middle names), unless the whole name fits somebody else listed.
- A first name is enough where no other surname stands beside it: "Ben" may be Ben or Benita, "Ben Carter" is neither Ben Okafor nor Benita Okafor.
- A surname that is merely similar is enough, but not beside a first name that does not fit.

So the names of pupils are never asked about here: they are not whom a report accuses, and first names would fit too often.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby

from bot.likeness import Ear, is_about, is_near
from bot.name_words import FILLERS, HONOURS, PARTICLES, TITLES


@dataclass(frozen=True, slots=True)
class Listed:
    """How somebody in the settings is called."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    """Other words that may hold parts of their name: the id, the part of an e-mail address before the @."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a typed text."""

    text: str
    """Small letters without accents or apostrophes."""
    capital: bool
    titled: bool = False
    """A title stands before it."""
    letters: bool = False
    """A single letter, or several that were written one after the other: G.O."""
    hyphened: bool = False
    """A hyphen joins it to the word before."""


_SPLIT = re.compile(r"[,;:/&+()\[\]{}<>\n\r|\"“”„]|\s[-–—]\s|\b(?:and|or|with|und)\b|(?<=[^\W\d_]{3})[.!?](?=\s|$)", re.I)
_WORD = re.compile(r"((?<=[^\W\d_])[-‐‑–])?([^\W\d_]+(?:['’‘`´ʼ′][^\W\d_]+)*)")
_POSSESSIVE = re.compile(r"['’‘`´ʼ′]s$", re.I)
_DOMAIN = re.compile(r"(?<=\w)@[\w.-]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_SPELT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n"})
_MOST_FIRST_NAMES = 4
_SURE, _LIKELY, _NAMESAKE, _NONE = 3, 2, 1, 0


def find_named(typed: str, listed: Iterable[Listed]) -> frozenset[str]:
    """Return the ids of those whom `typed` could name. It may hold several names, and other words."""
    known = [_Known.of(one) for one in listed]
    first, ear = frozenset(word for one in known for word in one.first), Ear()
    found: set[str] = set()
    for words in split_words(typed):
        fits = [(one, _Reading(one, words, first, ear).fit()) for one in known]
        wholly = any(fit == _SURE for _, fit in fits)
        found |= {one.id for one, fit in fits if fit > (_NAMESAKE if wholly else _NONE)}
    return frozenset(found)


def split_words(typed: str) -> Iterator[list[Word]]:
    """Yield the words of each part of a typed text, split where one person ends and another may begin."""
    for part in _SPLIT.split(_DOMAIN.sub(" ", _bare(typed))):
        words = list(_join_letters(Word(_plain(one[2]), one[2][0].isupper(), hyphened=bool(one[1])) for one in _WORD.finditer(part)))
        if words:
            yield words


def _bare(text: str) -> str:
    """Return a text without accents, invisible characters and fancy forms of letters."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter) not in ("Mn", "Cf"))


def _plain(word: str) -> str:
    return _NO_LETTERS.sub("", _POSSESSIVE.sub("", word).casefold().translate(_SPELT))


def _plain_words(text: str) -> list[str]:
    return [plain for word in _WORD.finditer(_bare(text)) if (plain := _plain(word[2]))]


def _join_letters(words: Iterable[Word]) -> Iterator[Word]:
    """Yield the words with single letters that follow each other written as one: G. O. -> go, D.S.L. -> dsl."""
    for single, run in groupby(words, lambda word: len(word.text) == 1):
        letters = list(run)
        if single:
            yield Word("".join(word.text for word in letters), any(word.capital for word in letters), letters=True)
        else:
            yield from (word for word in letters if word.text)


@dataclass(frozen=True, slots=True)
class _Known:
    """The parts of somebody's name."""

    id: str
    words: tuple[str, ...]
    first: frozenset[str]
    """First names, or their first letters."""
    given: frozenset[str]
    """First and middle names."""
    surnames: frozenset[str]
    """Each part of the surname, and its parts written as one."""
    handles: frozenset[str]
    initials: frozenset[str]

    @classmethod
    def of(cls, one: Listed) -> _Known:
        """Return the parts of a name as the settings have it: first names first, or "Okafor, Grace"."""
        parts = [_without_title(_plain_words(part)) for part in one.name.split(",")]
        words = [word for part in (*parts[1:], parts[0]) for word in part]
        words = [word for word in words if word not in HONOURS] or words
        behind, hyphened = words[1:] or words, len(_plain_words((one.name.split(",")[0].split() or [""])[-1]))
        surnames = {word for word in behind if word not in PARTICLES} | {"".join(behind[at:]) for at in range(len(behind))}
        also = [_plain_words(text) for text in one.also]
        first = {*words[:1], *(word for found in also for word in found if len(word) > 2 and word not in surnames | FILLERS)}
        middle = {word for word in words[1:-hyphened] if word not in PARTICLES}
        handles, initials = frozenset(map("".join, also)), frozenset(_initials(words))
        return cls(one.id, tuple(words), frozenset(first), frozenset(first | middle), frozenset(surnames), handles, initials)


def _without_title(words: list[str]) -> list[str]:
    return [*dropwhile(TITLES.__contains__, words[:-1]), *words[-1:]]


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Yield how somebody signs: all initials, first and last, and the code of three letters that schools give."""
    if len(words) > 1:
        first, last = words[0][0], words[-1]
        yield from ("".join(word[0] for word in words), first + last[0], first + last[:2])


class _Reading:
    """One part of a typed text, read as naming one person."""

    def __init__(self, one: _Known, words: Sequence[Word], first_names: frozenset[str], ear: Ear) -> None:
        self._one, self._first_names, self._ear = one, first_names, ear
        self._words = list(_without_fillers(words, keep=one.words))

    def fit(self) -> int:
        """Return how well it fits: surely, likely, as a namesake's, or not at all."""
        if not self._words:
            return _NONE
        return max(self._fit_of_surname(), self._fit_of_first_name(), self._fit_of_initials())

    def _fit_of_surname(self) -> int:
        return max((self._judge_surname(text, start, end) for text, start, end in self._spans()), default=_NONE)

    def _spans(self) -> Iterator[tuple[str, int, int]]:
        """Yield each word, and each two and three that follow each other written as one (O Brien, van der Berg)."""
        for size in (1, 2, 3):
            for start in range(len(self._words) - size + 1):
                yield "".join(word.text for word in self._words[start : start + size]), start, start + size

    def _judge_surname(self, text: str, start: int, end: int) -> int:
        same = any(self._ear.sounds_like(text, name) for name in self._one.surnames)
        if not (same or self._is_near_surname(text, start, end) or self._is_short_for_surname(text, start)):
            return _NONE
        if len(self._one.words) == 1:
            return _LIKELY
        before, after = self._before(start), self._after(start, end)
        if any(self._can_be_first_name(word) for word in (*before, *after)):
            return _SURE if same else _LIKELY
        if before:
            return _NAMESAKE if same else _NONE
        return _NONE if any(word.capital for word in after) else _LIKELY

    def _is_near_surname(self, text: str, start: int, end: int) -> bool:
        """Several words are one surname only where the first is a part of one (O Brien): B. Example is not a slip for Example."""
        whole = end - start == 1 or self._words[start].text in PARTICLES
        return whole and any(is_near(text, name) for name in self._one.surnames)

    def _is_short_for_surname(self, text: str, start: int) -> bool:
        """Mr O, Mrs Papadop: only after a title, where it can be nothing else."""
        titled = self._words[start].titled and len(self._words) == 1
        return titled and (len(text) == 1 or len(text) > 3) and any(name.startswith(text) for name in self._one.surnames)

    def _before(self, start: int) -> list[Word]:
        """Return the words before a surname that can be first names; none where its title, or the rest of a double name, stands before it."""
        before: list[Word] = []
        for at in range(start - 1, max(start - 1 - _MOST_FIRST_NAMES, -1), -1):
            if self._words[at + 1].titled or not self._can_be_name(at):
                break
            if not self._words[at + 1].hyphened or before:
                before.append(self._words[at])
        return before

    def _after(self, start: int, end: int) -> list[Word]:
        """Return the word after what could be a surname that stands first (Okafor Grace; or a first name, as in James Carter)."""
        alone = start == 0 and end == len(self._words) - 1 and not self._words[0].titled and not self._words[end].hyphened
        return list(self._words[end:]) if alone and self._can_be_name(end) else []

    def _can_be_name(self, at: int) -> bool:
        word = self._words[at]
        return word.capital or word.letters or len(self._words) <= 2

    def _can_be_first_name(self, word: Word) -> bool:
        """Say whether a word beside the right surname fits the first name: the same first letter is enough."""
        letters = word.text if word.letters else word.text[0]
        return any(name[0] in letters or self._ear.is_first_name(word.text, name) for name in self._one.given)

    def _fit_of_first_name(self) -> int:
        return max((self._judge_first_name(at) for at in range(len(self._words))), default=_NONE)

    def _judge_first_name(self, at: int) -> int:
        word = self._words[at]
        full = [name for name in self._one.given if len(name) > 1]
        fits = any(self._ear.is_first_name(word.text, name) for name in full)
        if len(self._one.words) == 1:
            return _LIKELY if fits else _NONE
        if not fits and (full or len(word.text) == 1 or word.text[0] not in {name[0] for name in self._one.given}):
            return _NONE
        beside = [self._words[by] for by in (at - 1, at + 1) if 0 <= by < len(self._words) and self._can_be_name(by)]
        others = [one for one in beside if one.text not in self._first_names]
        if not others:
            return _LIKELY
        return _LIKELY if fits and any(self._can_be_surname(one) for one in others) else _NONE

    def _can_be_surname(self, word: Word) -> bool:
        """Say whether a word beside the right first name fits the surname: its first letter, or most of its letters."""
        if len(word.text) == 1:
            return any(name[0] == word.text for name in self._one.surnames)
        return any(is_about(word.text, name) for name in self._one.surnames)

    def _fit_of_initials(self) -> int:
        alone = self._words[0].text if len(self._words) == 1 else ""
        return _LIKELY if alone and (alone in self._one.initials or alone in self._one.handles) else _NONE


def _without_fillers(words: Sequence[Word], keep: Iterable[str]) -> Iterator[Word]:
    kept, titled = set(keep), False
    for word in words:
        if word.text in TITLES and word.text not in kept:
            titled = True
        elif titled or word.text in kept or word.text not in FILLERS or _is_initial(word):
            yield replace(word, titled=titled)
            titled = False


def _is_initial(word: Word) -> bool:
    return word.letters and word.capital and word.text != "i"
