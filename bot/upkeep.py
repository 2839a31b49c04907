"""What Signpost sees to by itself, each minute: that everybody who is asked to read the policy has a card, that a new version outdates what was read,
that each version's review comes up, that the owner hears once a week what waits. It is called again and again, and does each thing once.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot import questions_kept
from bot.accounts import accounts_of
from bot.following import Step, last_step, steps
from bot.kinds import COURSES
from bot.matters.courses import Circumstances
from bot.matters.filing import Raising
from bot.matters.routing import owe_edits
from bot.matters.values import Event
from bot.office import Office
from bot.raising import apply, raise_matter
from bot.store.tables import matter
from bot.watching import gaps, owe_gap_notice, wants_every_day

LOG = logging.getLogger("signpost")
AT_ONCE = 25
"""What is done in one transaction: a report that is to be stored waits no longer than for these."""
MOST_LOOKS = 10
"""What one step brings about is another; that there are never more than these keeps a fault from going round and round."""
Seen = dict[str, object]
"""What was found at the last look, by school: as long as nothing of it changes, nothing is to be done."""


def see_to(office: Office, seen: Seen | None = None) -> None:
    """See to everything that is Signpost's own to raise or to follow; what fails for one school is logged and keeps no other from it."""
    for school in office.settings.schools:
        try:
            _see_to_school(office, school.key, {} if seen is None else seen)
        except Exception as error:  # noqa: BLE001 -- whatever it was at one school, the others are seen to, and it in a minute
            LOG.warning("upkeep.postponed %s", type(error).__name__)


def _see_to_school(office: Office, school: str, seen: Seen) -> None:
    mark = _mark(office, school)
    if seen.get(school) == mark:
        return
    _follow(office, school)
    seen[school] = _mark(office, school)


def _mark(office: Office, school: str) -> tuple[Any, ...]:
    """Return by what it is known whether anything can be to do: the hour, the policy, who is listed, and how many matters stand where."""
    with office.looking() as connection:
        here = Circumstances(office, connection, school, office.clock.now())
        counted = select(matter.c.kind, matter.c.state, func.count(), func.max(matter.c.number)).where(matter.c.school == school)
        rows = connection.execute(counted.group_by(matter.c.kind, matter.c.state).order_by(matter.c.kind, matter.c.state)).all()
        listed = tuple((one.id, one.roles) for one in here.setting.people)
        hour = here.now.replace(minute=0, second=0, microsecond=0)
        return hour, here.policy.fingerprint, listed, questions_kept.mark_of(here), tuple(map(tuple, rows))


def _follow(office: Office, school: str) -> None:
    """Do all that follows by itself; what one step brings about is seen at the next look, and last the week is told."""
    for _ in range(MOST_LOOKS):
        if not _do_all(office, school, _steps(office, school)):
            break
    with office.looking() as connection:
        last = list(last_step(Circumstances(office, connection, school, office.clock.now())))
    _do_all(office, school, last)
    _tell_gaps(office, school)


def _tell_gaps(office: Office, school: str) -> None:
    """Tell of days on which nobody watches the school's accounts; where there are none, nothing is written."""
    with office.looking() as connection:
        here = Circumstances(office, connection, school, office.clock.now())
        today = here.calendar.day_of(here.now)
        has_gaps = wants_every_day(here) and any(gaps(here, one, today) for one in accounts_of(here))
    if has_gaps:
        with office.writing() as connection:
            here = Circumstances(office, connection, school, office.clock.now())
            owe_gap_notice(here, accounts_of(here))


def _steps(office: Office, school: str) -> list[Step]:
    with office.looking() as connection:
        here = Circumstances(office, connection, school, office.clock.now())
        counted = questions_kept.is_first_of_its_policy(here) and questions_kept.mark_of(here)[0]
    kept = questions_kept.read_kept(here) if counted else ()  # in a transaction of its own: what is too old is removed with it
    with office.looking() as connection:
        return list(steps(Circumstances(office, connection, school, office.clock.now()), kept))


def _do_all(office: Office, school: str, wanted: list[Step]) -> bool:
    for begin in range(0, len(wanted), AT_ONCE):
        with office.writing() as connection:
            _carry_out(Circumstances(office, connection, school, office.clock.now()), wanted[begin : begin + AT_ONCE])
    return bool(wanted)


def _carry_out(here: Circumstances, few: list[Step]) -> None:
    for step in few:
        if step.raising is not None:
            _raise(here, step.raising)
        elif step.of is not None and step.change is not None:
            _change(here, step)
    for round_id in dict.fromkeys(one.round_id for one in few if one.round_id):
        owe_edits(here.connection, here.office.filing.matters.get(here.connection, round_id), here.now)


def _raise(here: Circumstances, raising: Raising) -> None:
    """Raise a matter, unless it is there already: another process has just done the same, or this one is there and cannot be read any more."""
    try:
        with here.connection.begin_nested():
            raise_matter(here, raising)
    except IntegrityError:
        LOG.info("upkeep.there_already %s", raising.kind)


def _change(here: Circumstances, step: Step) -> None:
    matters = here.office.filing.matters
    found = matters.get(here.connection, step.of.id if step.of else "", to_change=True)
    if step.of is None or step.change is None or found.purged or found.state != step.of.state:
        return  # somebody was there meanwhile: it is looked at again
    if step.event:
        matters.note(here.connection, found, Event(step.event, here.now, "", ""), f"upkeep:{step.event}:{found.id}:{found.state}")
    changed = apply(here, COURSES[found.kind], found, step.change(here, found))
    if step.empties:
        matters.empty(here.connection, changed, here.now)
