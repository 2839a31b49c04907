"""Lines and buttons that several cards of reports share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import wording
from bot.cards import Banner, Button, Buttons, Card, Fact, Line, one_line, visible
from bot.forms import FieldType, form
from bot.report_cards.values import (
    Delivered,
    NextStep,
    NobodyMayReceive,
    Position,
    Stored,
    Truth,
    Unconfirmed,
)
from bot.reports import Content, Kind, Report, State, Urgency
from bot.said_times import is_not_sure, read_moment

ACTIONS: Mapping[State, tuple[str, ...]] = {
    State.OPEN: ("view", "acknowledge", "assign", "note", "contact", "escalate", "outcome"),
    State.ACKNOWLEDGED: ("view", "assign", "note", "contact", "escalate", "outcome"),
    State.CLOSED: ("view", "note", "mark_recorded", "reopen"),
    State.WITHDRAWN: ("view", "note", "reopen"),
}
"""The buttons that fit a state, by their actions."""


def named_or_somebody(name: str) -> str:
    """Return a name on one line, or that it is somebody who receives the report."""
    return one_line(name) or wording.SOMEBODY


def say_when(at: datetime, timezone: str, *, beside: Report | None = None) -> str:
    """Say a time, without its day only where it is the day of the report beside which it stands."""
    local, zone = at.astimezone(ZoneInfo(timezone)), ZoneInfo(timezone)
    return wording.when(local, day=beside is None or local.date() != beside.reported_at.astimezone(zone).date())


def headline(report: Report, reporter_name: str, timezone: str, school_name: str = "") -> str:
    """Return the line that says which report it is: reference, kind, urgency, time, reporter."""
    urgent = [wording.URGENT] if report.urgency is Urgency.URGENT else []
    school = [one_line(school_name)] if school_name else []
    since = say_when(report.reported_at, timezone)
    return " | ".join([report.reference, wording.KINDS[report.kind], *urgent, since, wording.by(one_line(reporter_name)), *school])


def state_line(report: Report, position: Position, timezone: str) -> str:
    """Return where a report stands, in one line."""
    match report.state:
        case State.OPEN:
            return wording.NOT_ACKNOWLEDGED
        case State.ACKNOWLEDGED:
            return wording.acknowledged_by(
                named_or_somebody(position.acknowledged_by), say_when(report.acknowledged_at, timezone) if report.acknowledged_at else ""
            )
        case State.CLOSED:
            return wording.closed_by(named_or_somebody(position.closed_by), say_when(report.closed_at, timezone) if report.closed_at else "")
        case State.WITHDRAWN:
            return wording.WITHDRAWN_BY_REPORTER


def position_lines(report: Report, position: Position, timezone: str) -> list[str]:
    """Return what a sealed card tells of where a report stands."""
    lines = [wording.opened_by(", ".join(map(one_line, position.opened_by))), state_line(report, position, timezone)]
    if position.assigned_to:
        lines.append(wording.assigned_to(one_line(position.assigned_to)))
    if report.state is State.OPEN:
        lines += next_lines(report, position.next_step, timezone)
    if report.state is State.ACKNOWLEDGED:
        lines.append(wording.NO_OUTCOME)
    if position.information_added_at:
        lines.append(wording.information_added(say_when(position.information_added_at, timezone)))
    if report.purged:
        return lines
    if report.state is State.CLOSED:
        lines.append(wording.recorded(say_when(report.recorded_at, timezone)) if report.recorded_at else wording.NOT_RECORDED)
    return [*lines, wording.HELD] if report.held else lines


def next_lines(report: Report, step: NextStep | None, timezone: str) -> list[str]:
    """Return what happens next where nobody acknowledges; nothing where nothing is planned."""
    if step is None:
        return []
    at, to = say_when(step.at, timezone, beside=report), one_line(step.to)
    return [wording.reminded(at, to) if step.reminder else wording.goes_on(at, to)]


def asking_card(report: Report, why: str, reporter_name: str, timezone: str, *more: str) -> Card:
    """Return a card that asks somebody to act: why it comes, which report, what can be done."""
    lead = Banner(why, urgent=report.urgency is Urgency.URGENT)
    lines = [headline(report, reporter_name, timezone), *more, wording.TEXT_NOT_HERE]
    return Card((lead, *map(Line, lines), *actions(report)))


def actions(report: Report, *, without: str = "") -> list[Buttons]:
    """Return the buttons that fit the state of a report."""
    if report.purged:
        return []
    fits = [one for one in ACTIONS[report.state] if one != without and not (one == "mark_recorded" and report.recorded_at)]
    return [Buttons(wording.WHAT_NEXT, tuple(Button(wording.BUTTONS[one], one, report.id) for one in fits))]


def field_facts(report: Report, content: Content, named: Callable[[Iterable[str]], str], timezone: str) -> list[Fact]:
    """Return every word of a form under the question that it answers."""
    asked = form(report.kind).fields
    pairs: list[Fact] = []
    for one in asked:
        typed = content.fields.get(one.name, "")
        people = named(content.about) if one.type is FieldType.PEOPLE else ""
        shown = dict(one.choices).get(typed) or visible(typed)
        pairs.append(Fact(one.label, "\n".join(filter(None, (people, shown))) or wording.NOTHING_WRITTEN))
        pairs += _reading(typed, report, timezone) if one.type is FieldType.DATE_TIME else []
    names = {one.name for one in asked}
    return pairs + [Fact(wording.other_field(one_line(name)), visible(text)) for name, text in content.fields.items() if name not in names]


def _reading(typed: str, report: Report, timezone: str) -> list[Fact]:
    """Say which day `yesterday` was: it was typed on the day of the report, and is read on another."""
    moment = None if is_not_sure(typed) else read_moment(typed, now=report.reported_at, timezone=timezone)
    if moment is None:
        return []
    local = moment.begins(timezone).astimezone(ZoneInfo(timezone))
    return [Fact(wording.READS_AS, wording.when(local, day=True) if moment.time else wording.on_day(local))]


def images_line(report: Report) -> str:
    """Send nobody to the DSL with a report that may be about the DSL."""
    return wording.IMAGES_ASK_RECIPIENT if report.kind is Kind.ADULT_CONCERN or report.excluded else wording.IMAGES


def is_waiting(truth: Truth) -> bool:
    """Say whether the reporter still waits for somebody to take it on."""
    return isinstance(truth, Stored | Delivered | Unconfirmed | NobodyMayReceive)


def reporters_actions(reports: Sequence[Report], written_to: Collection[str] = ()) -> list[Buttons]:
    """Offer what the reporter may still do: to read what was written to them; to add, always; to withdraw, while nothing has been decided."""
    several = len(reports) > 1
    buttons = tuple(
        Button(f"{wording.BUTTONS[action]} ({one.reference})" if several else wording.BUTTONS[action], action, one.id)
        for one in reports
        for action, fits in (
            ("read_message", one.id in written_to),
            ("add_information", True),
            ("withdraw", one.state in (State.OPEN, State.ACKNOWLEDGED)),
        )
        if fits and not one.purged
    )
    return [Buttons(wording.WHAT_NEXT, buttons)] if buttons else []
