"""Groups kept questions that ask the same, by their words, largest groups first. It leans to two groups rather than one; it only helps to look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.unanswered import Kept
from knowledge.text import stem, words

ALIKE = 80.0
"""From which likeness on (per cent of the letters of what is said, in any order) two questions are one."""
_SAID_OFTEN = """
    a about all allow allowed am an and any are as at be been being but can could did do does for from get has have how i if im in into is it its
    just like may me might my need of ok okay on or our own please shall should so some someone something that the their them there these they thing
    this to us use was we were what when where which who whom whose why will with would you your id ive
"""
SAYS_LITTLE = frozenset(_SAID_OFTEN.split())
_PEOPLE = "pupil pupils student child children kid kids staff teacher parent parents carer governor head"
_WHO = frozenset(map(stem, _PEOPLE.split()))
_SAME = {stem("student"): stem("pupil"), stem("child"): stem("pupil"), stem("children"): stem("pupil"), stem("kid"): stem("pupil")}


@dataclass(slots=True)
class Group:
    """Questions that ask the same."""

    lead: str
    """The words by which others are found alike."""
    questions: list[Kept] = field(default_factory=list)

    @property
    def newest(self) -> Kept:
        """The question that was asked last."""
        return max(self.questions, key=lambda one: one.at)


def are_alike(one: str, other: str) -> bool:
    """Say whether two questions ask the same; not where they speak of other people: what staff may is another question than what pupils may."""
    if words(one) == words(other):
        return True
    first, second = _said(one), _said(other)
    if not first or not second or _who(first) != _who(second):
        return False
    return fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= ALIKE


def group(questions: Iterable[Kept], leads: Sequence[str] = ()) -> tuple[Group, ...]:
    """Return questions in groups, each in the first that it fits: those with `leads` in their order first, and then the others, largest first."""
    known, found = [Group(one) for one in leads], list[Group]()
    for question in questions:
        fitting = next((one for one in (*known, *found) if are_alike(one.lead, question.question)), None)
        if fitting is None:
            fitting = Group(question.question)
            found.append(fitting)
        fitting.questions.append(question)
    return (*known, *sorted(found, key=lambda one: len(one.questions), reverse=True))


def _said(text: str) -> list[str]:
    stems = (stem(word) for word in words(text) if word not in SAYS_LITTLE and word.isalnum())
    return sorted(_SAME.get(one, one) for one in stems)


def _who(stems: Sequence[str]) -> frozenset[str]:
    return _WHO.intersection(stems)
