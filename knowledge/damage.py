"""Finds what a scan, a copy or a hasty edit has done to the words of a document. Each rule is about English, none about one document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge.checking import plain_source
from knowledge.flaws import Defect, Flaw, Quote
from knowledge.papers import Paper, Passage
from knowledge.text import same_words, words

_NO_PROSE = re.compile(r"\[[^\]]*\]\([^)]*\)|\S*(?:[@#_\d\\]|://|\w\.\w)\S*")
"""Links, handles, addresses: their words are nobody's spelling."""
_TOKEN = re.compile(r"(?<![\w’'&/-])[A-Za-z]+(?![\w’'&-])")
_MOJIBAKE = re.compile(r"â€.|Ã[\u0080-\u00bf\w©¢£¤§±]|Â[\u00a0-\u00bf]|ï»¿|‚Ä.|&(?:amp|nbsp|lt|gt|quot|#\d+);")
"""Letters of one encoding read as another, and marks of a web page left standing."""
_INVISIBLE = frozenset("\u200b\u2060\ufffd\ufeff")
_GAPS = tuple(
    re.compile(shape)
    for shape in (
        r"\b(?:[Tt]he|[Oo]ur|[Tt]heir|[Ii]ts|[Yy]our|an)\s*(?=[.,;!?])",
        r"\b[Tt]he\s+(?:will|may|can|must)\s+(?!of\b|to\b|and\b|or\b)(?=[a-z])",
        r"\b(?:[Tt]he|an?)\s+(?:would|should|shall|cannot|could|is|are|was|were|has)\b(?!-)",
        r"\b(?:(?:[Tt]he|an)\s+(?:and|or|to)|(?:[Tt]he|an?)\s+(?:of|via|with|within|from|for|by|at))\b(?!-)",
        r"\b(?:[Oo]ur|[Tt]heir|[Ii]ts|[Yy]our)\s+(?:on|in|at|of|via|with|to|from|for|by|is|are|will|should|must)\b(?!-)",
    )
)
"""An article or a possessive that nothing follows which it could belong to."""
_HANGING = re.compile(r"\b(?:the|an?|our|their|its|your)$")
_TWICE = re.compile(r"\b(\w+)\s+\1\b", re.I)
_MAY_STAND_TWICE = frozenset({"had", "that", "is", "her", "no", "very", "so"})
_TWO_VERBS = re.compile(r"\b(?:should|must|may|will|do|does) not\b(?:\s+\w+){0,2}\s+(?:do|does|should|must|may|will) not\b", re.I)
_TWO_JOINTS = re.compile(r"\b(or|and) other (?:or|and)\b", re.I)
_TWO_MARKS = re.compile(r"\w*(?<!etc)(?<!\be\.g)(?<!\bi\.e)(?:[.,;:][;,:]|[,;:]\.(?!\.))(?=\s|$)")
_ENDED = re.compile(r"[.!?][)”\"’']*$")


def find_damage(paper: Paper) -> Iterator[Flaw]:
    """Yield every place whose words are damaged, in the order of the document."""
    yield from _broken_characters(paper)
    names = _names(paper)
    for passage in paper.passages:
        yield from _broken_words(paper, passage, names)
        yield from _missing_words(paper, passage)
        yield from _doubled(passage)
        yield from _open_brackets(passage, paper.plain[passage.at + len(passage.words) :] if passage.at >= 0 else "")


def around(words: str, start: int, end: int, *, beside: int = 3) -> str:
    """Return a part of a passage with a few whole words on either side, verbatim, so that it can be found in the document."""
    first = start
    for _ in range(beside):
        first = words.rfind(" ", 0, max(first - 1, 0)) + 1
    last = end
    for _ in range(beside):
        space = words.find(" ", last + 1)
        last = space if space >= 0 else len(words)
    if last < len(words) and words.find(" ", end) < 0:
        last = len(words)
    return words[first:last].strip()


def _broken_characters(paper: Paper) -> Iterator[Flaw]:
    for at, line in paper.lines:
        words = plain_source(line)
        for found in re.finditer(r"\S+", words):
            if _MOJIBAKE.search(found[0]) or any(_is_stray(one) for one in found[0] if not (at == found.start() == 0 and one == "\ufeff")):
                section = paper.section_at(at + found.start())
                yield Flaw(Defect.BROKEN_CHARACTERS, (Quote(section, around(words, *found.span())),), found[0])


def _is_stray(character: str) -> bool:
    return character in _INVISIBLE or (unicodedata.category(character) in ("Cc", "Co") and not character.isspace())


def _names(paper: Paper) -> frozenset[str]:
    """Return the words that stand with a capital within a sentence: names, which no dictionary need know."""
    return frozenset(found[1].lower() for passage in paper.passages for found in re.finditer(r"[\w,’'] ([A-Z][a-z]+)\b", passage.words))


def _broken_words(paper: Paper, passage: Passage, names: frozenset[str]) -> Iterator[Flaw]:
    prose = _NO_PROSE.sub(lambda found: " " * len(found[0]), passage.words)
    for found in _TOKEN.finditer(prose):
        word = found[0].lower()
        starts = prose[: found.start()].strip(" “\"'‘(") == "" or prose[: found.start()].rstrip()[-1:] in ".!?"
        looked_at = found[0].islower() or (starts and found[0].istitle() and word not in names and paper.ends_like_a_word(word))
        if looked_at and len(word) > 1 and not paper.knows(word):
            yield Flaw(Defect.BROKEN_WORD, (passage.quote(around(passage.words, *found.span())),), found[0])


def _missing_words(paper: Paper, passage: Passage) -> Iterator[Flaw]:
    for found in (found for shape in _GAPS for found in shape.finditer(passage.words)):
        yield Flaw(Defect.WORD_MISSING, (passage.quote(around(passage.words, *found.span())),), found[0].strip())
    hanging = _HANGING.search(passage.words)
    if hanging and not passage.is_stem:
        yield Flaw(Defect.WORD_MISSING, (passage.quote(around(passage.words, *hanging.span())),), hanging[0])
    if _lacks_its_beginning(paper, passage):
        beginning = around(same_words(passage.clause.whole()), 0, 1)
        yield Flaw(Defect.WORD_MISSING, (passage.quote(beginning),), passage.words.split()[0])


def _lacks_its_beginning(paper: Paper, passage: Passage) -> bool:
    """Say whether a sentence starts in the middle: in small letters or with a mark, after a full stop or a heading."""
    if (passage.clause.stem and not passage.is_stem) or passage.at < 0 or not (passage.words[0].islower() or passage.words[0] in ":;,."):
        return False
    if not all(map(paper.knows, words(passage.words)[:1])):
        return False  # the broken word is told of by itself
    before = paper.plain[: passage.at].rstrip()
    headed = any(heading.at + len(heading.words) == len(before) for heading in paper.headings)
    return headed or _ENDED.search(before) is not None


def _doubled(passage: Passage) -> Iterator[Flaw]:
    for shape in (_TWICE, _TWO_VERBS, _TWO_JOINTS, _TWO_MARKS):
        for found in shape.finditer(passage.words):
            if shape is not _TWICE or not (found[1].lower() in _MAY_STAND_TWICE or found[1].isdigit()):
                yield Flaw(Defect.DOUBLED, (passage.quote(around(passage.words, *found.span())),), found[0])


def _open_brackets(passage: Passage, after: str) -> Iterator[Flaw]:
    for opening, closing in (("(", ")"), ("“", "”")):
        closes, opens = (after.find(one) % (len(after) + 1) for one in (closing, opening))
        if passage.words.count(opening) > passage.words.count(closing) and closes >= opens:
            at = passage.words.rfind(opening)
            yield Flaw(Defect.BRACKET_OPEN, (passage.quote(around(passage.words, at, at + 1)),), opening)
