"""Says whether a word of a document is a word at all, so that what a scan or a copy has broken is seen. It corrects nothing.

What counts: the words of the topics that ship with Signpost, the lexicon, and ordinary words that staff seldom use; each with its whole family of
forms, in British and in American spelling.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.clauses import Knowledge
from knowledge.lexicon import Lexicon
from knowledge.ordinary_words import ORDINARY_WORDS, SLIPS
from knowledge.text import stem, words

OFTEN_ENOUGH = 4
"""Asks in which a word must stand: what stands in one alone may be one writer's slip."""
SHORTEST_PART = 4
"""Letters of each half of a word made of two ("factsheet")."""
SHORT_WORDS = frozenset(
    "ad am an as at be by do eg ex go ha he hi id ie if in is it me mr ms mx my no of oh ok on or re so to uk un up us vs we".split()  # noqa: SIM905
)
"""Every word of two letters that is met in small letters; there are too many such scraps to let others pass."""
_THRICE = re.compile(r"([a-z])\1\1")
"""No word has one letter three times in a row."""
_BEFORE = re.compile(r"^(?:un|non|re|pre|mis|dis|inter|over|under|out|sub|anti|cyber|co|multi|counter|self)(?=.{4})")
_AMERICAN = (
    (re.compile(r"our"), "or"),
    (re.compile(r"is(e|es|ed|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|ing)$"), r"yz\1"),
    (re.compile(r"ll(ed|ing|er|ers|or|ors)$"), r"l\1"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"amme(s?)$"), r"am\1"),
    (re.compile(r"re(s?)$"), r"er\1"),
    (re.compile(r"ence(s?)$"), r"ense\1"),
    (re.compile(r"ae"), "e"),
)


class Vocabulary:
    """Known words, by their stems."""

    def __init__(self, known: Iterable[str], slips: Iterable[str] = ()) -> None:
        self._slips = frozenset(slips)
        self._stems = frozenset(stem(word) for word in known if len(word) > len("of"))
        self._endings = frozenset(word[-_LONG_ENDING:] for word in known if len(word) > _LONG_ENDING)

    def knows(self, word: str) -> bool:
        """Say whether `word`, in small letters, is a word, or is made of words in a usual way."""
        if len(word) < len("the"):
            return word in SHORT_WORDS or len(word) == 1
        return (
            not self.is_slip(word)
            and not _THRICE.search(word)
            and any(self._holds(one) or self._is_two_words(one) for one in {word, _BEFORE.sub("", word)})
        )

    def is_slip(self, word: str) -> bool:
        """Say whether `word`, in small letters, is a well-known misspelling."""
        return word in self._slips

    def ends_like_a_word(self, word: str) -> bool:
        """Say whether `word` ends as some longer known word does; a name hardly ever does."""
        return len(word) > _LONG_ENDING and word[-_LONG_ENDING:] in self._endings

    def _holds(self, word: str) -> bool:
        return any(stem(one) in self._stems for one in (word, *_american(word)))

    def _is_two_words(self, word: str) -> bool:
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        return any(self._holds(word[:cut]) and self._holds(word[cut:]) for cut in cuts)


_LONG_ENDING = 6


def _american(word: str) -> tuple[str, ...]:
    return tuple(form.sub(other, word) for form, other in _AMERICAN if form.search(word))


def open_vocabulary(lexicon: Lexicon, shipped: Knowledge) -> Vocabulary:
    """Return the words that a document may use; `shipped` is the knowledge that comes with Signpost, whichever school is read."""
    named = {word for form in lexicon.networks for word in form} | set(lexicon.spellings.values())
    slips = SLIPS | set(lexicon.spellings) - ORDINARY_WORDS
    return Vocabulary((asked_words(shipped) - slips) | ORDINARY_WORDS | named, slips)


def asked_words(shipped: Knowledge) -> frozenset[str]:
    """Return the words that stand in several asks."""
    asked = Counter(word for topic in shipped.topics.values() for ask in (*topic.asks, topic.about) for word in set(words(ask)))
    return frozenset(word for word, often in asked.items() if often >= OFTEN_ENOUGH)
