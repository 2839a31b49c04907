"""Cards for those who receive a report: sealed ones, which may stand in a channel, and what View shows to somebody who may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, one_line, visible
from bot.report_cards.parts import (
    actions,
    asking_card,
    field_facts,
    headline,
    named_or_somebody,
    next_lines,
    position_lines,
    say_when,
    state_line,
)
from bot.report_cards.values import (
    Deed,
    ListRow,
    NextStep,
    Position,
    WhyNot,
)
from bot.reports import Content, Note, Report, Urgency


def sealed_card(report: Report, *, reporter_name: str, school_name: str, position: Position, timezone: str) -> Card:
    """Return the card that may stand in a channel: what kind, whose, since when, where it stands; never what was written."""
    lead = headline(report, reporter_name, timezone, school_name)
    first: Block = Banner(lead, urgent=True) if report.urgency is Urgency.URGENT else Line(lead, strong=True)
    odd = [wording.ODD_REPORTER] if report.odd_reporter else []
    lines = [*odd, *position_lines(report, position, timezone), wording.TEXT_DELETED if report.purged else wording.TEXT_NOT_HERE]
    return Card((first, *map(Line, lines), *actions(report)))


def copy_card(report: Report) -> Card:
    """Return what replaces a card that was sent twice."""
    return Card((Line(wording.copy_of(report.reference)),))


def reminder_card(report: Report, *, reporter_name: str, minutes_open: int, timezone: str) -> Card:
    """Return the reminder to those who have it and have not acknowledged it."""
    why = wording.not_acknowledged_for(report.reference, wording.how_long(minutes_open))
    return asking_card(report, why, reporter_name, timezone)


def escalation_card(
    report: Report,
    *,
    reporter_name: str,
    minutes_open: int | None,
    asked: str,
    timezone: str,
    passed_on_by: str = "",
    next_step: NextStep | None = None,
) -> Card:
    """Return the card to the next person: `asked` says whom it went to before, `passed_on_by` who pressed Escalate, if anybody did.

    Without `minutes_open` nobody was slow: it could not be delivered to them.
    """
    if passed_on_by:
        why = wording.handed_to_you(report.reference, one_line(passed_on_by))
    elif minutes_open is None:
        why = wording.comes_undelivered(report.reference, one_line(asked))
    else:
        why = wording.comes_to_you(report.reference, wording.how_long(minutes_open), one_line(asked))
    return asking_card(report, why, reporter_name, timezone, *next_lines(report, next_step, timezone))


def added_card(report: Report, *, reporter_name: str, added_at: datetime, timezone: str) -> Card:
    """Return the card that tells whoever has a report that the reporter has added to it, without what."""
    return asking_card(report, wording.added_to(report.reference, say_when(added_at, timezone)), reporter_name, timezone)


def outcome_reminder_card(report: Report, *, reporter_name: str, acknowledged_by: str, timezone: str) -> Card:
    """Return the reminder that a report was taken on and has no outcome."""
    at = say_when(report.acknowledged_at, timezone) if report.acknowledged_at else ""
    why = wording.no_outcome_since(report.reference, named_or_somebody(acknowledged_by), at)
    return asking_card(report, why, reporter_name, timezone)


def reopened_card(report: Report, *, reporter_name: str, timezone: str, acknowledged_by: str = "", acknowledged_at: datetime | None = None) -> Card:
    """Return the card of a report that is open again because no outcome followed."""
    at = say_when(acknowledged_at, timezone) if acknowledged_at else ""
    return asking_card(report, wording.open_again_without_outcome(report.reference, named_or_somebody(acknowledged_by), at), reporter_name, timezone)


def list_card(rows: Sequence[ListRow], *, timezone: str, unreadable: int = 0) -> Card:
    """Return the list of those who receive reports, each to be opened by a press, and how many cannot be opened by anybody."""
    missing = [Banner(wording.cannot_be_opened(unreadable), urgent=True)] if unreadable else []
    if not rows:
        return Card((*missing, Line(wording.NO_REPORTS)))
    lines = [Line(_list_line(row, timezone), strong=row.overdue) for row in rows]
    buttons = tuple(Button(row.report.reference, "view", row.report.id) for row in rows)
    return Card((*missing, Line(wording.LIST_LEAD, strong=True), *lines, Buttons(wording.OPEN_WHICH, buttons)))


def _list_line(row: ListRow, timezone: str) -> str:
    overdue = [wording.OVERDUE] if row.overdue else []
    return " | ".join([*overdue, headline(row.report, row.reporter_name, timezone), state_line(row.report, row.position, timezone)])


def opened_report(report: Report, content: Content, notes: Sequence[Note], names: Mapping[str, str], *, timezone: str) -> Card:
    """Return what View shows: every word that was written, under the question it answers; `names` has staff by id.

    What would hide, reorder or break the text is made visible.
    """

    def named(ids: Iterable[str]) -> str:
        return ", ".join(one_line(names.get(one, one)) for one in ids)

    first = Line(headline(report, content.reporter_name, timezone), strong=True)
    blocks: list[Block] = [Banner(wording.DANGER_WAS_REPORTED, urgent=True), first] if report.urgency is Urgency.URGENT else [first]
    blocks += [Line(wording.ODD_REPORTER)] if report.odd_reporter else []
    pairs = field_facts(report, content, named, timezone)
    if report.excluded:
        pairs.append(Fact(wording.KEPT_FROM, named(sorted(report.excluded))))
    if report.outcome:
        pairs.append(Fact(wording.OUTCOME, wording.OUTCOMES[report.outcome]))
    said = [Fact(wording.note_label(one.kind, named([one.author_id]), say_when(one.at, timezone)), visible(one.text)) for one in notes]
    return Card((*blocks, Facts((*pairs, *said)), Line(wording.FOR_THOSE_WHO_NEED), *actions(report, without="view")))


def told_second(report: Report, first_name: str, at: datetime, *, timezone: str) -> Card:
    """Return what the second person to acknowledge is told: who was first, and when."""
    return Card((Line(wording.acknowledged_first(report.reference, one_line(first_name), say_when(at, timezone, beside=report))),))


def refused(why: WhyNot) -> Card:
    """Return what somebody is told whose press came to nothing. It says nothing of the report."""
    return Card((Line(wording.REFUSALS[why]),))


def done(report: Report, deed: Deed) -> Card:
    """Return what somebody is told whose press was kept."""
    return Card((Line(wording.DEEDS[deed].format(reference=report.reference)),))


def lock_screen(report: Report) -> str:
    """Return the fixed sentence that may stand on a lock screen."""
    return wording.LOCK_SCREEN_URGENT if report.urgency is Urgency.URGENT else wording.LOCK_SCREEN


def fallback_mail(report: Report, *, reporter_name: str, school_name: str, timezone: str) -> tuple[str, str]:
    """Return subject and text of the e-mail that is sent where the chat may not have delivered. It names no pupil and says nothing of the content."""
    urgent = report.urgency is Urgency.URGENT
    lead = headline(report, reporter_name, timezone, school_name)
    lines = [wording.CALL_999] * urgent + [lead, wording.MAIL_WHY, wording.MAIL_SEALED, wording.MAIL_NO_REPLY]
    return wording.mail_subject(report.reference, urgent=urgent), "\n\n".join(lines) + "\n"
