"""Finds headings that are out of place, and lists that do not match the lists beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise

from rapidfuzz import fuzz

from knowledge.clauses import Clause
from knowledge.flaws import Defect, Flaw, Quote
from knowledge.papers import Heading, Paper
from knowledge.text import same_words, words

SAME_ITEM = 80
"""Likeness (of 100) from which two items of two lists are the same item."""
LEAST_WORDS = 3
"""Words that two texts must have in common before one can be taken for the beginning of the other."""
LONG_SENTENCE = 12
"""Words from which a sentence that stands in two places is no turn of phrase."""
SAME_SENTENCE = 85
"""Likeness (of 100) from which two sentences are the same, or were."""
SAME_NEIGHBOUR = 75
"""The same, of two sentences that follow two that are the same."""
_PEOPLE = frozenset(
    {"staff", "pupil", "pupils", "student", "students", "child", "children", "parent", "parents", "carers", "governors", "volunteers"}
)
LEAST_SHARED = 2
"""Items that two lists must share before one can be said to lack an item of the other; and half of the longer list."""

_REFERENCE = re.compile(r"\b(?:see|in|under|per|with) (?:also )?[Ss]ections? (\d+(?:\.\d+)*)\b(?! of (?!this)| \(?[A-Z]|, [A-Z])")
"""Where a section is referred to that must be this document's own, for no other is named."""
_LINE_NUMBER = re.compile(r"^\W*(\d+(?:\.\d+)*)\b")
_STARTS_ANEW = re.compile(r"\b(?:appendix|appendices|annex|schedule|part)\b", re.I)
"""A heading after which numbers may start anew."""


def find_outline_flaws(paper: Paper) -> Iterator[Flaw]:
    """Yield headings and lists to look at."""
    yield from _wrong_numbers(paper)
    yield from _stray_headings(paper)
    yield from _dangling_references(paper)
    yield from _said_in_two_places(paper)
    lists = _lists(paper)
    yield from _left_out_networks(paper, lists)
    for group in _parallel(paper, lists):
        yield from _lost_items(group)


# --- headings ---


def _wrong_numbers(paper: Paper) -> Iterator[Flaw]:
    allowed: set[tuple[int, ...]] = set()
    before: Heading | None = None
    for heading in paper.headings:
        if not heading.number:
            before = None if _STARTS_ANEW.search(heading.words) else before
            continue
        follows = _next_numbers(heading.number)
        if before is not None and heading.number not in allowed:
            quotes = tuple(Quote(paper.section_at(one.at), one.words) for one in (heading, before))
            yield Flaw(Defect.HEADING_NUMBER, quotes, ".".join(map(str, heading.number)))
            follows |= {following for number in allowed for following in _next_numbers(number)}
        allowed, before = follows, heading


def _next_numbers(number: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return the numbers that may come after this one: its first part, or the next of it or of any part that it belongs to."""
    return {(*number, 1), *((*number[:depth], number[depth] + 1) for depth in range(len(number)))}


def _stray_headings(paper: Paper) -> Iterator[Flaw]:
    """Yield a heading without a number among numbered ones that has nothing beneath it, or that is the beginning of an item elsewhere.

    Where no heading has a number, only one that is both.
    """
    first = next((heading.at for heading in paper.headings if heading.number), -1)
    items = [passage for passage in paper.passages if not passage.is_stem and passage.clause.stem]
    for heading, after in pairwise((*paper.headings, None)):
        if heading is None or heading.number or heading.is_running or heading.at < first or _STARTS_ANEW.search(heading.words):
            continue
        long = len(words(heading.words)) >= LEAST_WORDS
        repeated = next((one for one in items if long and one.at != heading.at and one.words.startswith(heading.words)), None)
        beneath = paper.plain[heading.at + len(heading.words) : after.at] if after else ""
        is_empty = heading.is_marked and after is not None and not beneath.strip()
        if (repeated and (is_empty or first >= 0)) or (is_empty and after and after.number):
            yield Flaw(Defect.HEADING_STRAY, (Quote(paper.section_at(heading.at), heading.words), *((repeated.quote(),) if repeated else ())))


def _dangling_references(paper: Paper) -> Iterator[Flaw]:
    """Where headings are numbered: a section of this document that is referred to and is not there."""
    printed = {".".join(map(str, heading.number)) for heading in paper.headings if heading.number} | {
        clause.section for clause in paper.policy.clauses.values()
    }
    starts = {found[1] for _, line in paper.lines if (found := _LINE_NUMBER.match(line))}
    if not any(heading.number for heading in paper.headings):
        return
    for passage in paper.passages:
        for found in _REFERENCE.finditer(passage.words):
            if found[1] not in printed | starts:
                yield Flaw(Defect.SECTION_NOT_THERE, (passage.quote(_sentence_at(passage.words, found.start())),), found[1])


def _sentence_at(text: str, at: int) -> str:
    """Return the sentence that holds the place `at`."""
    starts = [0, *(found.end() for found in re.finditer(r"[.!?] ", text))]
    first = max(start for start in starts if start <= at)
    return text[first : min((start for start in starts if start > at), default=len(text))].strip()


# --- what is said twice ---


def _said_in_two_places(paper: Paper) -> Iterator[Flaw]:
    """Long sentences that stand in two sections; several in a row are one finding."""
    clauses = [one for one in paper.policy.clauses.values() if len(words(one.text)) >= LONG_SENTENCE]
    likeness = {(one.id, other.id): _likeness(paper, one, other) for one, other in combinations(clauses, 2)}
    following = dict(pairwise(paper.policy.clauses))
    told: set[tuple[str, str]] = set()
    for pair, like in likeness.items():
        if like < SAME_SENTENCE or pair in told:
            continue
        run = [pair]
        while likeness.get(after := (following.get(run[-1][0], ""), following.get(run[-1][1], "")), 0) >= SAME_NEIGHBOUR:
            run.append(after)
        told.update(run)
        yield Flaw(Defect.SAID_IN_TWO_PLACES, tuple(_quote_run(paper, [one[side] for one in run]) for side in (0, 1)))


def _likeness(paper: Paper, one: Clause, other: Clause) -> float:
    """Return how alike two sentences are, of 100. Lists are compared as lists, and a rule for other people or another network is another rule."""
    if (one.stem and other.stem) or one.section == other.section or one.audience != other.audience:
        return 0
    same_people = _PEOPLE & set(words(one.text)) == _PEOPLE & set(words(other.text))
    alike = same_people and paper.networks_in(one.text) == paper.networks_in(other.text)
    return fuzz.ratio(one.text.lower(), other.text.lower()) if alike else 0


def _quote_run(paper: Paper, ids: list[str]) -> Quote:
    run = [paper.policy.clauses[one] for one in ids]
    whole = " ".join(same_words(one.text) for one in run)
    return Quote(run[0].section, whole if whole in paper.plain else same_words(run[0].text), run[0].id)


# --- lists ---


@dataclass(frozen=True, slots=True)
class _List:
    """The items under one lead-in."""

    clauses: tuple[Clause, ...]

    @property
    def stem(self) -> str:
        return same_words(self.clauses[0].stem)

    @property
    def place(self) -> Quote:
        return Quote(self.clauses[0].section, self.stem, self.clauses[0].id)

    def holding(self, item: str) -> Clause | None:
        """Return the item that is the same as this one, also where a word or two differ."""
        return max((one for one in self.clauses if _alike(one.text, item)), key=lambda one: fuzz.ratio(one.text, item), default=None)

    @property
    def forbids(self) -> bool:
        return bool({"not", "never"} & set(words(self.stem)))


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one.lower(), other.lower()) >= SAME_ITEM or _begins(one, other) or _begins(other, one)


def _begins(short: str, long: str) -> bool:
    """Say whether `long` starts with all the words of `short`, several of them."""
    few, many = words(short), words(long)
    return LEAST_WORDS <= len(few) < len(many) and many[: len(few)] == few


def _lists(paper: Paper) -> list[_List]:
    grouped = groupby(paper.policy.clauses.values(), key=lambda clause: (clause.section, clause.stem))
    return [_List(tuple(clauses)) for (_, stem), clauses in grouped if stem]


def _left_out_networks(paper: Paper, lists: list[_List]) -> Iterator[Flaw]:
    """A list names fewer networks than the heading of its section, while another list beside it names them all."""
    for one in lists:
        first = one.clauses[0]
        headed, named = set(paper.networks_in(first.heading)), set(paper.networks_in(one.stem))
        beside = [other for other in lists if other is not one and other.clauses[0].section == first.section]
        if named and named < headed and any(set(paper.networks_in(other.stem)) == headed for other in beside):
            left_out = sorted(paper.name_of(network, first.heading) for network in headed - named)
            yield Flaw(Defect.LIST_LEAVES_OUT_NETWORK, (one.place, Quote(first.section, first.heading)), ", ".join(left_out))


def _parallel(paper: Paper, lists: list[_List]) -> list[list[_List]]:
    """Return groups of lists that say the same for different networks."""
    groups: list[list[_List]] = []
    for one in lists:
        if not paper.networks_in(one.stem):
            continue
        group = next((group for group in groups if group[0].forbids == one.forbids and any(_share(one, other) for other in group)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [group for group in groups if len(group) > 1]


def _share(one: _List, other: _List) -> bool:
    shared = sum(other.holding(clause.text) is not None for clause in one.clauses)
    return shared >= max(LEAST_SHARED, max(len(one.clauses), len(other.clauses)) / 2)


def _lost_items(group: list[_List]) -> Iterator[Flaw]:
    seen: list[str] = []
    for item in (clause for one in group for clause in one.clauses):
        if any(_alike(item.text, other) for other in seen):
            continue
        seen.append(item.text)
        held = [one.holding(item.text) for one in group]
        holders = [clause for clause in held if clause is not None]
        if 2 * len(holders) >= len(group):
            for one, clause in zip(group, held, strict=True):
                if clause is None and not _has_its_own(one, group):
                    yield Flaw(Defect.ITEM_LOST, (one.place, Quote(item.section, same_words(item.text), item.id)))
        yield from _cut_short(holders)


def _has_its_own(one: _List, group: list[_List]) -> bool:
    """Say whether a list holds as much that no other does as it lacks: then it differs because somebody wanted it to."""
    others = [other for other in group if other is not one]
    own = sum(all(other.holding(clause.text) is None for other in others) for clause in one.clauses)
    lacking = max(sum(one.holding(clause.text) is None for clause in other.clauses) for other in others)
    return own >= lacking


def _cut_short(holders: list[Clause]) -> Iterator[Flaw]:
    """An item that stops where the same item of another list goes on within the sentence."""
    longest = max(holders, key=lambda one: len(one.text))
    whole = same_words(longest.text)
    for one in holders:
        text = same_words(one.text)
        if _begins(text, whole) and whole[len(text) : len(text) + 1] == " " and whole[len(text) + 1].islower():
            yield Flaw(Defect.ITEM_CUT_SHORT, (Quote(one.section, text, one.id), Quote(longest.section, whole, longest.id)))
