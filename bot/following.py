"""What follows of itself: who is asked to read the policy, who has left, whose reading a new version has outdated, which review comes up.

It says what is to be done; `upkeep` does it, a handful at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot import questions_kept, readers, reviewing
from bot.digests import digest_due
from bot.matters.courses import Change, Circumstances, card_to
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind
from bot.reading import ATTENTION, COMPLETED, LEFT, NOT_READ, OPENED, OUTDATED, PENDING, UNREAD, people_of, whose
from bot.reports import Role, RowKind
from bot.rounds import ENDED, RUNNING, audience_of
from bot.rounds import OUTDATED as ROUND_OUTDATED
from bot.store.moments import to_millis
from bot.unanswered import Kept
from bot.versions import is_current

_IN_FORCE = (*NOT_READ, ATTENTION, COMPLETED, LEFT, UNREAD)
"""Readings that are of the policy as it is, until the next version: those before it, of which there are more each year, are not opened."""
Changing = Callable[[Circumstances, Matter], Change]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done: a reading to be raised, or a matter to be changed that stands as it is said to stand."""

    raising: Raising | None = None
    of: Matter | None = None
    change: Changing | None = None
    event: str = ""
    """As what it stands in the history; '' leaves no trace there."""
    round_id: str = ""
    """The round whose card shows it."""
    empties: bool = False
    """Whether all that was written is to go."""


def steps(here: Circumstances, kept: tuple[Kept, ...] = ()) -> Iterator[Step]:
    """Yield all that is to be done at a school, by the settings, the policy and the kept questions of now."""
    yield from _of_questions(here, kept)
    yield from _of_review(here)
    listed = here.list(MatterKind.READING), here.list(MatterKind.READER, states=_IN_FORCE)
    rounds, readings = (tuple(one for one in found if not one.purged) for found in listed)
    yield from _of_rounds(here, rounds)
    for one in readings:
        if not is_current(one.fields, here.policy) and one.state not in (OUTDATED, LEFT):
            yield Step(of=one, change=readers.outdated, event="outdated", round_id=one.fields.get("round", ""))
    for round_ in rounds:
        own = [one for one in readings if one.fields.get("round") == round_.id and is_current(one.fields, here.policy)]
        yield from _of_running(here, round_, own, readings) if round_.state == RUNNING else _of_ended(round_, own)


def last_step(here: Circumstances) -> Iterator[Step]:
    """Yield what tells of all the others: the owner's week."""
    digest = digest_due(here)
    if digest is not None:
        yield Step(raising=digest)


def _of_questions(here: Circumstances, kept: tuple[Kept, ...]) -> Iterator[Step]:
    """Put alike questions together: in the groups that are there, and in new ones while not too many wait. A group goes with its questions."""
    if not questions_kept.is_first_of_its_policy(here):
        return
    matters = here.list(MatterKind.QUESTION)
    room = questions_kept.MOST_OPEN - sum(one.state == questions_kept.NEW for one in matters)
    for one, found in questions_kept.groups_of(matters, kept):
        if one is None and room > 0:
            room -= 1
            fields = questions_kept.fields_of(found)
            first = to_millis(min(kept_one.at for kept_one in found.questions))
            key = f"question:{here.school}:{len(matters)}:{room}:{first}"  # the same in every process that sees to it at this moment
            yield Step(raising=Raising(key, MatterKind.QUESTION, here.school, None, "", fields))
        elif one is not None and not found.questions:
            yield Step(of=one, change=_ends(questions_kept.GONE), empties=True)
        elif one is not None and (fields := questions_kept.fields_of(found)).items() - one.fields.items():
            yield Step(of=one, change=_with_fields(fields))


def _with_fields(fields: Mapping[str, str]) -> Changing:
    return lambda _here, matter: Change("", fields={**matter.fields, **fields}, tells_raiser=False)


def _of_review(here: Circumstances) -> Iterator[Step]:
    """Raise the review of the version of now once it comes up; one of an earlier version needs nobody any more."""
    reviews = here.list(MatterKind.REVIEW)
    for one in reviews:
        if one.state in reviewing.OPEN and not reviewing.is_of_now(one, here.policy):
            yield Step(of=one, change=_ends(reviewing.REPLACED))
    of_now = [one for one in reviews if reviewing.is_of_now(one, here.policy)]
    if reviewing.comes_up(here) and all(one.state == reviewing.REPLACED for one in of_now):  # a version that was taken back comes up again
        raising = reviewing.review_for(here)
        yield Step(raising=replace(raising, key=f"{raising.key}:{len(of_now)}") if of_now else raising)


def _of_rounds(here: Circumstances, rounds: tuple[Matter, ...]) -> Iterator[Step]:
    """Let the owner know that the latest round is of an earlier version; the ones before it need nobody any more."""
    for round_ in rounds[:-1]:
        if round_.state != ENDED:
            yield Step(of=round_, change=_ends(ENDED))
    for latest in rounds[-1:]:
        if latest.state != ROUND_OUTDATED and not is_current(latest.fields, here.policy):
            yield Step(of=latest, change=_outdate_round)


def _of_running(here: Circumstances, round_: Matter, own: list[Matter], readings: tuple[Matter, ...]) -> Iterator[Step]:
    asked = people_of(here, own)
    if is_current(round_.fields, here.policy):
        missing = (one for one in audience_of(here, round_.fields.get("audience", ""), round_.people) if one.id not in asked)
        yield from (Step(raising=readers.reading_for(here, round_, one, readings), round_id=round_.id) for one in missing)
    for one in own:
        if one.fields.get("earlier") and one.state == PENDING:
            yield Step(of=one, change=_ends(COMPLETED), round_id=round_.id)
        gone = one.fields.get("listed") and here.office.people.person(whose(one), here.school) is None
        if gone and one.state in (*NOT_READ, ATTENTION):
            yield Step(of=one, change=_ends(LEFT), event="left", round_id=round_.id)


def _of_ended(round_: Matter, own: list[Matter]) -> Iterator[Step]:
    for one in own:
        if one.state in (PENDING, OPENED):
            yield Step(of=one, change=_ends(UNREAD), round_id=round_.id)


def _ends(state: str) -> Changing:
    return lambda _here, _matter: Change("", state, tells_raiser=False)


def _outdate_round(here: Circumstances, round_: Matter) -> Change:
    step = next_step(here.connection, round_.id, RowKind.CARD)
    return Change("", ROUND_OUTDATED, (card_to(Role.OWNER, here.now, step=step, topic="outdated"),), tells_raiser=False)
