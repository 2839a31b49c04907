"""What a matter looks like: one card for everybody whom it concerns, with the buttons that this person may press, as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, Quote, one_line, visible
from bot.matters.authorising import ACTS, VIEW, may
from bot.matters.courses import Act, Circumstances, Course, shown_value
from bot.matters.values import Event, Matter, Quoted
from bot.reports import Person, Role

MOST_EVENTS = 8
"""Events that a card shows: the newest stands at the top, under where the matter stands, and those before it at the end."""
MOST_QUOTED = 4
LONGEST_MESSAGE = 9_000
"""Bytes of what is posted in a chat: more would come in several messages, of which only the first could be kept up to date."""


def roles_of(here: Circumstances, person: Person, kept_from: frozenset[str] = frozenset()) -> frozenset[Role]:
    """Return the roles that somebody holds, and those for which they stand in now, also for those from whom a matter is kept."""
    wanted = {one for acts in ACTS.values() for allowed in acts.values() for one in allowed if isinstance(one, Role)}
    standing_in = (role for role in wanted if any(one.id == person.id for one in here.office.people.holders(role, here.school, excluded=kept_from)))
    return here.office.people.roles(person.id, person.school) | frozenset(standing_in)


def acts_for(course: Course, matter: Matter, person: Person, roles: frozenset[Role]) -> tuple[Act, ...]:
    """Return what somebody may do with a matter as it stands."""
    return tuple(act for act in course.acts if not matter.purged and matter.state in act.states and may(act.name, person, roles, matter.kind, matter))


def matter_card(here: Circumstances, course: Course, matter: Matter, acts: Sequence[Act] = (), *, notice: str = "") -> Card:
    """Return a matter as it stands, under a `notice` where there is one."""
    blocks: list[Block] = [Line(headline(here, course, matter), strong=True)]
    if matter.purged:
        return Card((*blocks, Line(wording.TEXT_DELETED)))
    body = course.body(here, matter)
    warnings = tuple(takewhile(lambda block: isinstance(block, Banner), body))
    blocks += [*warnings, *([Line(notice, strong=True)] if notice else [])]
    blocks += [*standing(here, course, matter), *history(here, course, matter.events[-1:])]
    blocks += [*body[len(warnings) :], *quoted(matter.quotes), *history(here, course, matter.events[-MOST_EVENTS:-1])]
    if acts:
        blocks.append(Buttons(wording.WHAT_NEXT, tuple(Button(act.label, "matter", f"{act.name} {matter.id}") for act in acts)))
    return Card(tuple(blocks))


def message_card(here: Circumstances, course: Course, matter: Matter, acts: Sequence[Act] = (), *, notice: str = "") -> Card:
    """Return a matter as a message of its own: whole, or where that is long, how it stands and the button that shows all of it."""
    whole = matter_card(here, course, matter, acts, notice=notice)
    if len(whole.plain_text().encode()) <= LONGEST_MESSAGE:
        return whole
    lines = [headline(here, course, matter), notice]
    view = Buttons(wording.MATTER_LONG, (Button(wording.BUTTONS[VIEW], "matter", f"{VIEW} {matter.id}"),))
    warnings = takewhile(lambda block: isinstance(block, Banner), course.body(here, matter))
    first, *rest = (Line(one, strong=True) for one in lines if one)
    return Card((first, *warnings, *rest, *standing(here, course, matter), view))


def standing(here: Circumstances, course: Course, matter: Matter) -> list[Block]:
    """Return where a matter stands, by when something has to be done, and who has it: above everything that was written."""
    blocks: list[Block] = [Line(course.standing_words(here, matter), strong=True)]
    if matter.due_at is not None and matter.state in course.waits:
        words = wording.MATTER_DUE if here.now <= matter.due_at else wording.MATTER_OVERDUE
        blocks.append(Line(words.format(at=when(here, matter.due_at))))
    return [*blocks, *course.with_line(here, matter)]


def headline(here: Circumstances, course: Course, matter: Matter) -> str:
    """Return the line that says which matter it is: reference, kind, time, who raised it."""
    by = [wording.matter_by(one_line(matter.raised_by_name))] if matter.raised_by_name else []
    return " | ".join([matter.reference, course.name, when(here, matter.raised_at), *by])


def list_line(here: Circumstances, course: Course, matter: Matter) -> str:
    """Return one line of a list."""
    words = one_line(course.headline(here, matter))
    due = []
    if matter.due_at and matter.state in course.waits:
        said = wording.MATTER_DUE_SHORT if here.now <= matter.due_at else wording.MATTER_OVERDUE_SHORT
        due.append(said.format(at=when(here, matter.due_at)))
    return " | ".join([matter.reference, course.name, *([words] if words else []), course.state_words(here, matter), *due])


def quoted(quotes: Sequence[Quoted]) -> list[Block]:
    """Return words of the policy, each with where it stands."""
    if not quotes:
        return []
    shown = quotes[:MOST_QUOTED]
    lines: list[Block] = [Line(wording.MATTER_POLICY_SAYS)]
    lines += [Quote(one.text, one.stem, wording.section(one.section)) for one in shown]
    more = quotes[MOST_QUOTED:]
    return [*lines, Line(wording.more(len(more)))] if more else lines


def history(here: Circumstances, course: Course, events: Sequence[Event]) -> list[Block]:
    """Return what was done with a matter and what was written, the newest last."""
    blocks: list[Block] = []
    for event in events:
        blocks.append(Line(wording.matter_event(course.events.get(event.act, event.act), one_line(event.person_name), when(here, event.at))))
        facts = [*_said(course, event), *_chosen(here, event)]
        blocks += [Facts(tuple(facts))] if facts else []
    return blocks


def _said(course: Course, event: Event) -> Iterable[Fact]:
    act = course.find_act(event.act)
    labels = {one.name: one for one in act.asks} if act else {}
    return (Fact(labels[name].label, visible(shown_value(labels[name], text))) for name, text in event.said.items() if name in labels and text)


def _chosen(here: Circumstances, event: Event) -> Iterable[Fact]:
    return (Fact(wording.MATTER_CHOSEN, ", ".join(map(here.name, event.people))) for _ in event.people[:1])


def when(here: Circumstances, at: datetime) -> str:
    """Say a time of the school's clock, with its day."""
    return wording.when(at.astimezone(ZoneInfo(here.timezone)), day=True)
