"""The owner's week in numbers: one message on its first school day, where there is anything to tell. It holds counts, and nobody's name or words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot import wording
from bot.cards import Block, Line
from bot.matters.courses import Begun, Change, Circumstances, Course, Question, card_to
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.questions_kept import NEW, PROPOSED
from bot.reading import day_of, latest_round, readings_of
from bot.reports import FieldError, Person, Role
from bot.reviewing import OPEN, review_of
from bot.reviews import is_overdue
from bot.rounds import MORNING, RUNNING, counts_words

TOLD = "told"


class Digests(Course):
    """How a week's numbers go: told once."""

    kind = MatterKind.DIGEST
    name = wording.DIGEST
    states = wording.DIGEST_STATES

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return no questions: Signpost raises it itself."""
        return Question(self.name, ())

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Tell the owner."""
        return Begun(TOLD, (card_to(Role.OWNER, here.now),))

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Nothing can be done with it."""
        raise NotImplementedError

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return the numbers as they were."""
        return tuple(map(Line, matter.fields.get("lines", "").splitlines()))


def digest_due(here: Circumstances) -> Raising | None:
    """Return the week's numbers, to be raised once: of what there was to tell at nine o'clock of the week's first school day, and nothing newer.

    Where nobody was there to tell it then, it is told on the next school day of the week.
    """
    today = day_of(here)
    monday = today - timedelta(days=today.weekday())
    begins = here.calendar.at(here.calendar.first_school_day_from(monday), MORNING)
    if here.now < max(begins, here.calendar.at(today, MORNING)) or not here.calendar.can_be_asked_on(today):
        return None
    week = f"{monday:%G-W%V}"
    if any(one.fields.get("week") == week for one in here.list(MatterKind.DIGEST)):
        return None
    lines = list(_lines(here, begins))
    fields = {"week": week, "lines": "\n".join(lines)}
    return Raising(f"digest:{here.school}:{week}", MatterKind.DIGEST, here.school, None, "", fields) if lines else None


def _lines(here: Circumstances, begins: datetime) -> Iterator[str]:
    """Yield what is to be told: the review stands beside other news only, having reminders of its own."""
    news = [*_of_questions(here, begins), *_of_reading(here, begins)]
    yield from news
    for one in here.list(MatterKind.REVIEW, states=OPEN) if news else ():
        review = review_of(one.fields)
        if review is None or is_overdue(review, day_of(here)):
            words = wording.REVIEW_HEADLINE_DUE.format(day=review.words()) if review else wording.REVIEW_HEADLINE_NONE
            yield wording.DIGEST_REVIEW.format(due=words)


def _of_questions(here: Circumstances, begins: datetime) -> Iterator[str]:
    new = [one for one in here.list(MatterKind.QUESTION, states=(NEW,)) if one.raised_at <= begins]
    if new:
        asked = sum(int(one.fields.get("number", "0")) for one in new)
        yield wording.DIGEST_QUESTIONS.format(questions=asked, groups=len(new))
    proposed = [one for one in here.list(MatterKind.QUESTION, states=(PROPOSED,)) if one.raised_at <= begins]
    if proposed:
        yield wording.DIGEST_PROPOSED.format(number=len(proposed))


def _of_reading(here: Circumstances, begins: datetime) -> Iterator[str]:
    round_ = latest_round(here)
    if round_ is None or round_.state != RUNNING or round_.raised_at > begins:
        return
    if any(one.state != "completed" for one in readings_of(here, round_)):
        yield wording.DIGEST_READING.format(counts=" ".join(counts_words(here, round_)))
