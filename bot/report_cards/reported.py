"""Cards for the person who made a report: the form's first question, the receipt in its present truth, notices, their own list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, Quote, one_line, visible
from bot.report_cards.parts import (
    images_line,
    is_waiting,
    next_lines,
    reporters_actions,
    say_when,
)
from bot.report_cards.values import (
    Acknowledged,
    Closed,
    Delivered,
    MyReport,
    NobodyMayReceive,
    Notice,
    Stored,
    Truth,
    Unconfirmed,
    Withdrawn,
)
from bot.reports import Kind, Note, NoteKind, Report, Urgency


def choose_kind() -> Card:
    """Return the question that stands before every form: what it is about. 999 first."""
    buttons = tuple(Button(wording.KIND_CHOICES[kind], "report_form", kind) for kind in Kind)
    return Card((Banner(wording.FORM_BANNER, urgent=True), Buttons(wording.WHAT_IS_IT_ABOUT, buttons)))


def receipt(report: Report, truth: Truth, *, timezone: str, policy: tuple[Quote, ...] = ()) -> Card:
    """Return the receipt, in its present truth. `policy` holds clauses of the school's policy that say otherwise on what to leave alone."""
    first, *rest = truth_lines(report, truth, timezone=timezone)
    blocks: list[Block] = [Banner(wording.CALL_999, urgent=True)] if report.urgency is Urgency.URGENT and is_waiting(truth) else []
    blocks += [Banner(first, urgent=True) if isinstance(truth, Unconfirmed | NobodyMayReceive) else Line(first, strong=True), *map(Line, rest)]
    if is_waiting(truth):
        blocks += [Line(wording.MEANWHILE[report.kind]), Line(images_line(report))]
        blocks += [Line(wording.POLICY_FIRST), *policy] if policy else []
    if isinstance(truth, Stored):
        blocks.append(Line(wording.TELLS_LATER))
    return Card((*blocks, *reporters_actions([report])))


def truth_lines(report: Report, truth: Truth, *, timezone: str) -> list[str]:
    """Return the sentences of a truth, the one that matters first."""
    reference = report.reference

    def at(moment: datetime) -> str:
        return say_when(moment, timezone, beside=report)

    match truth:
        case Stored(to):
            return [wording.stored(reference, at(report.reported_at), one_line(to))]
        case Delivered(delivered_at, where, openings, step):
            seen = "; ".join(f"{one_line(one.by)}, {at(one.at)}" for one in openings)
            ahead = next_lines(report, step, timezone)
            return [" ".join([wording.delivered(reference, at(delivered_at), seen), *ahead]), wording.delivered_to(one_line(where))]
        case Acknowledged(by, moment):
            return [wording.acknowledged(reference, one_line(by), at(moment))]
        case Closed(by, moment):
            return [wording.closed(reference, one_line(by), at(moment)), wording.CLOSED_MEANS]
        case Withdrawn(moment):
            return [wording.withdrawn(reference, at(moment))]
        case Unconfirmed(phone):
            return [wording.unconfirmed(reference, phone)]
        case NobodyMayReceive(contact):
            return [wording.nobody_may_receive(reference, contact)]


def not_stored(phone: str) -> Card:
    """Return what is said when a report was certainly not stored."""
    return Card((Banner(wording.not_stored(phone), urgent=True),))


def perhaps_not_stored(phone: str) -> Card:
    """Return what is said when nobody can tell whether a report was stored."""
    return Card((Banner(wording.perhaps_not_stored(phone), urgent=True),))


def my_reports(rows: Sequence[MyReport], *, timezone: str) -> Card:
    """Return a person's own reports: where each stands, and what may still be done."""
    if not rows:
        return Card((Line(wording.NO_REPORTS_OF_YOURS),))
    blocks: list[Block] = [Line(wording.MY_REPORTS, strong=True)]
    for row in rows:
        since = say_when(row.report.reported_at, timezone)
        blocks.append(Line(" | ".join([row.report.reference, wording.KINDS[row.report.kind], since]), strong=True))
        blocks += [Line(text) for text in truth_lines(row.report, row.truth, timezone=timezone)]
    return Card((*blocks, *reporters_actions([row.report for row in rows], {row.report.id for row in rows if row.has_messages})))


def reporter_notice(report: Report, what: Notice, *, at: datetime, timezone: str, whom: str = "", phone: str = "") -> Card:
    """Return what the reporter is told unasked. `whom` is who opened, acknowledged, closed or wrote, or to whom it went; no words of theirs."""
    reference, name, moment = report.reference, one_line(whom), say_when(at, timezone, beside=report)
    match what:
        case Notice.DELIVERED:
            return Card((Line(wording.delivered(reference, moment, "")), Line(wording.delivered_to(name))))
        case Notice.OPENED:
            return Card((Line(wording.opened(reference, name, moment)),))
        case Notice.ACKNOWLEDGED:
            return Card((Line(wording.acknowledged(reference, name, moment)),))
        case Notice.PASSED_ON:
            return Card((Line(wording.passed_on(reference, name, moment)),))
        case Notice.CLOSED:
            return Card((Line(wording.closed(reference, name, moment)), Line(wording.CLOSED_MEANS)))
        case Notice.REOPENED:
            return Card((Line(wording.open_again(reference, moment)),))
        case Notice.UNCONFIRMED:
            return Card((Banner(wording.unconfirmed(reference, phone), urgent=True),))
        case Notice.MESSAGE:
            read = Button(wording.BUTTONS["read_message"], "read_message", report.id)
            return Card((Buttons(wording.message_waits(reference, name), (read,)),))


def messages(report: Report, notes: Sequence[Note], names: Mapping[str, str], *, timezone: str) -> Card:
    """Return what Read shows to the reporter: the messages to them, and none of the notes among those who receive it."""
    said = tuple(
        Fact(wording.note_label(one.kind, one_line(names.get(one.author_id, one.author_id)), say_when(one.at, timezone)), visible(one.text))
        for one in notes
        if one.kind is NoteKind.MESSAGE
    )
    return Card((Line(report.reference, strong=True), Facts(said), *reporters_actions([report])))
