"""A matter comes to be, and changes: with everything that it owes, in the transaction of whoever does it. Who may is asked before."""

from __future__ import annotations

from dataclasses import replace

from bot import outbox
from bot.audit import AuditEvent
from bot.kinds import COURSES
from bot.matters import Matter
from bot.matters.courses import Change, Circumstances, Course
from bot.matters.filing import Raising
from bot.matters.routing import RAISER, next_step, owe_edits
from bot.outbox import Owed
from bot.reports import RowKind


def raise_matter(here: Circumstances, raising: Raising) -> Matter:
    """Store a matter with everything that it owes. Raises IntegrityError where its key was stored before."""
    course = COURSES[raising.kind]
    begun = course.begin(here, raising)
    fields = raising.fields if begun.fields is None else begun.fields
    quotes = raising.quotes if begun.quotes is None else begun.quotes
    ends = begun.state not in course.waits | course.rests
    whole = replace(raising, settled=ends, state=begun.state, due_at=begun.due_at, fields=fields, quotes=quotes)
    matter = here.office.filing.matters.store(here.connection, whole, here.now)
    outbox.owe_for_matter(here.connection, matter.id, matter.school, begun.owed)
    by = raising.by.id if raising.by else ""
    here.office.log(here.connection, AuditEvent.MATTER_RAISED, person_id=by, detail=f"{matter.reference}/{matter.kind}")
    return matter


def apply(here: Circumstances, course: Course, matter: Matter, change: Change) -> Matter:
    """Change where a matter stands, end what is owed no longer, and owe what comes of it; return it as it now is."""
    state = change.state or matter.state
    due_at, ends = change.due_at or matter.due_at, state not in course.waits | course.rests
    settled = (matter.settled_at or here.now) if ends else None
    here.office.filing.matters.change(
        here.connection, matter, state=state, due_at=due_at, settled_at=settled, fields=change.fields, people=change.people
    )
    if change.ends_reminders or ends:
        outbox.cancel_of_matter(here.connection, matter.id, (RowKind.REMIND,), here.now, state[:64])
    for one in change.raises:
        raise_matter(here, one)
    outbox.owe_for_matter(here.connection, matter.id, matter.school, change.owed)
    changed = here.office.filing.matters.get(here.connection, matter.id)
    owe_edits(here.connection, changed, here.now, only_to=change.shown_to)
    if change.tells_raiser and matter.raised_by:
        told = next_step(here.connection, matter.id, RowKind.TELL_REPORTER)
        outbox.owe_for_matter(here.connection, matter.id, matter.school, [Owed(RowKind.TELL_REPORTER, told, RAISER, here.now)])
    return changed
