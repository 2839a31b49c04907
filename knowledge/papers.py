"""A policy document as its reader meets it: its passages and headings in order, each with its section. The ground on which flaws are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.checking import plain_source
from knowledge.clauses import Clause, Policy
from knowledge.flaws import Quote
from knowledge.lexicon import Lexicon
from knowledge.text import same_words

_PAGE_LINE = re.compile(r"^Page \| \d+ ")
_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)[.)]?(?: (?=\W*[A-Z])(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d)|$)")
_MARKED = re.compile(r"^\s*#+\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a clause, or the lead-in of a list (once for each list)."""

    clause: Clause
    words: str
    is_stem: bool
    at: int
    """Where it stands in the plain document; -1 where it does not."""

    def quote(self, words: str = "") -> Quote:
        """Return these words of the passage (all of it without any), with their place."""
        return Quote(self.clause.section, words or self.words, self.clause.id)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document, or a line that stands like one."""

    words: str
    number: tuple[int, ...]
    """As printed; empty where it has none."""
    at: int
    is_marked: bool
    """Whether the document itself sets it as a heading (# ...)."""
    is_running: bool
    """Whether it stands in several places, as the head of a page does."""


@dataclass(frozen=True)
class Paper:
    """A document with its clauses. What is looked up in it is worked out once."""

    policy: Policy
    source: str
    """The document as published."""
    lexicon: Lexicon
    knows: Callable[[str], bool]
    """Whether a word in small letters is one."""
    ends_like_a_word: Callable[[str], bool]
    is_slip: Callable[[str], bool]
    """Whether a word in small letters is a well-known misspelling, and so no name either."""

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the source that hold words, each with where it starts in `plain`."""
        found, at = [], 0
        for line in self.source.splitlines():
            words = plain_source(line)
            if words:
                found.append((at, line))
                at += len(words) + 1
        return tuple(found)

    @cached_property
    def plain(self) -> str:
        """The source without layout, white space collapsed."""
        return " ".join(self._whole_lines)

    @cached_property
    def _whole_lines(self) -> tuple[str, ...]:
        return tuple(plain_source(line) for _, line in self.lines)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the clauses."""
        return tuple(self._find_passages())

    def _find_passages(self) -> Iterator[Passage]:
        at, stem = 0, ("", "")
        for clause in self.policy.clauses.values():
            if clause.stem and (clause.section, clause.stem) != stem:
                found = self._place(same_words(clause.stem), at)
                at = max(at, found)
                yield Passage(clause, same_words(clause.stem), True, found)
            stem = (clause.section, clause.stem)
            found = self._place(same_words(clause.text), at)
            at = max(at, found)
            yield Passage(clause, same_words(clause.text), False, found)

    def _place(self, words: str, after: int) -> int:
        whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        found = whole.search(self.plain, after) or whole.search(self.plain)
        return found.start() if found else -1

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in the order of the document: what the clauses leave out (`skip`), and what the document marks as one."""
        found = {heading.at: heading for heading in (*self._skipped(), *self._marked())}
        return tuple(found[at] for at in sorted(found))

    def _skipped(self) -> Iterator[Heading]:
        """Yield them where they stand: each after the one before it; out of order, at its last place, for a contents page comes first."""
        after = 0
        for line in self.policy.skip:
            words = _PAGE_LINE.sub("", same_words(plain_source(line)))
            places = [found.start() for found in re.finditer(rf"(?<![\w.]){re.escape(words)}(?!\w|\.\d)", self.plain)] if words else []
            if places:
                at = next((place for place in places if place >= after), places[-1])
                after = max(after, at + len(words))
                yield Heading(words, numbered(words), at, is_marked=False, is_running=self._whole_lines.count(words) > 1)

    def _marked(self) -> Iterator[Heading]:
        for at, line in self.lines:
            if _MARKED.match(line):
                words = plain_source(line)
                yield Heading(words, numbered(words), at, is_marked=True, is_running=False)

    def section_at(self, at: int) -> str:
        """Return the section in which a place of `plain` stands: that of the passage before it, or of the first."""
        before = [one for one in self.passages if 0 <= one.at <= at]
        return max(before, key=lambda one: one.at).clause.section if before else next(iter(self.policy.clauses.values())).section

    def networks_in(self, words: str) -> tuple[str, ...]:
        """Return the ids of the networks that are named, as names are: with a capital."""
        return tuple(dict.fromkeys(network for shape, network in self._named if any(one[0][:1].isupper() for one in shape.finditer(words))))

    def name_of(self, network: str, words: str) -> str:
        """Return the name by which `words` call a network."""
        return next((found[0] for shape, one in self._named if one == network for found in [shape.search(words)] if found), network)

    @cached_property
    def _named(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        forms = ((r"\s?".join(map(re.escape, form)), network) for form, network in self.lexicon.networks.items() if form)
        return tuple((re.compile(rf"\b{shape}\b", re.I), network) for shape, network in forms)


def numbered(words: str) -> tuple[int, ...]:
    """Return the number with which a heading starts, or nothing; a bare number is that of a page."""
    found = _NUMBERED.match(words)
    if not found or (found[0] == words and "." not in words):
        return ()
    return tuple(int(part) for part in found[1].split("."))
