"""What comes of a button, in every chat alike: what it asks first, the verb that it stands for, and the card that answers whoever pressed it.

It decides nothing: who may is asked by the verbs, at each press. An adapter hands over what was pressed and shows the card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot import report_cards as cards
from bot import responding, retention, wording
from bot.cards import Card
from bot.filing import UnknownReport
from bot.forms import FieldType, FormField
from bot.office import Office
from bot.report_cards import Deed, ListRow, MyReport, WhyNot
from bot.reporting import NothingSaid, NotYours, Stored, add_information, messages_to, my_reports, submit_report, withdraw
from bot.reports import Outcome, Person, State, Submission
from bot.responding import AlreadyAcknowledged, Done, Opened, Refusal, Result, Why
from bot.sealing import SealingError
from bot.standing import Standing, standing_of
from bot.telling import Teller, names_of

NOT_KEPT = (SQLAlchemyError, OSError)
"""What the store raises when it does not take something."""


def _asked(name: str, type_: FieldType = FieldType.LONG_TEXT, choices: Mapping[str, str] | None = None) -> FormField:
    label, hint = wording.ASKED[name]
    return FormField(name, label, type_, hint, choices=tuple((choices or {}).items()))


ASKS: Mapping[str, tuple[FormField, ...]] = {
    "note": (_asked("note"),),
    "contact": (_asked("contact"),),
    "outcome": (_asked("outcome", FieldType.CHOICE, {str(outcome): words for outcome, words in wording.OUTCOMES.items()}), _asked("reason")),
    "reopen": (_asked("reopen"),),
    "add_information": (_asked("add_information"),),
    "withdraw": (_asked("withdraw", FieldType.CHOICE, wording.YES_NO),),
}
"""What is asked before a button does anything, by its action."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press came to."""

    card: Card
    changed: bool = False
    """The report is not as it was: whoever pressed may want to see its card as it stands now."""
    kept: bool = True
    """False where the store did not take it: what was written is still there, to be sent again."""


_AT_ONCE: Mapping[str, tuple[Callable[[Office, Person, str], Result], Deed | None]] = {
    "view": (responding.open_report, None),
    "acknowledge": (responding.acknowledge, Deed.ACKNOWLEDGED),
    "assign": (responding.assign_to_me, Deed.ASSIGNED),
    "escalate": (responding.escalate, Deed.ESCALATED),
    "mark_recorded": (retention.mark_recorded, Deed.RECORDED),
}
_WITH_WORDS: Mapping[str, tuple[Callable[[Office, Person, str, str], Result], Deed]] = {
    "note": (responding.add_note, Deed.NOTED),
    "contact": (responding.contact_reporter, Deed.CONTACTED),
    "reopen": (responding.reopen, Deed.REOPENED),
}
_BY_REPORTER = ("read_message", "add_information", "withdraw")
ACTIONS = (*_AT_ONCE, *_WITH_WORDS, "outcome", *_BY_REPORTER)
"""Every button that is about one report."""


def ask_first(office: Office, person: Person, action: str, report_id: str) -> tuple[FormField, ...] | Card:
    """Return what a button asks before it does anything, or the refusal of somebody who may not press it: nobody writes a note in vain."""
    fields = ASKS.get(action, ())
    if not fields:
        return ()
    try:
        if action in _BY_REPORTER:
            messages_to(office, person, report_id)
            return fields
        tried, _ = _carry_out(office, person, action, report_id, {})  # without its words it does nothing, and says whether this person may
    except (UnknownReport, NotYours, NothingSaid, SealingError, *NOT_KEPT) as error:
        return _refusal_of(error)
    return cards.refused(WhyNot(tried.why)) if isinstance(tried, Refusal) and tried.why is not Why.NO_REASON else fields


def press(office: Office, person: Person, action: str, report_id: str, said: Mapping[str, str] | None = None) -> Pressed:
    """Do what a button stands for, with what was `said` to its questions; never raises for what a person, the keys or the store do."""
    try:
        if action in _BY_REPORTER:
            return _press_own(office, person, action, report_id, said or {})
        return _shown(office, person, *_carry_out(office, person, action, report_id, said or {}))
    except (UnknownReport, NotYours, NothingSaid, SealingError, *NOT_KEPT) as error:
        return Pressed(_refusal_of(error), kept=not isinstance(error, NOT_KEPT))


def submit(office: Office, submission: Submission) -> Stored | Card:
    """Store a report. Where that fails, return the card that says so: NOT stored, or perhaps not, and whom to ring."""
    try:
        return submit_report(office, submission)
    except (SealingError, *NOT_KEPT):
        phone = office.number_to_ring(submission.school)
        try:
            with office.looking() as connection:
                found = office.filing.find_submission(connection, submission.key)
                return Stored(standing_of(connection, office.filing, found)) if found else cards.not_stored(phone)
        except (SealingError, *NOT_KEPT):
            return cards.perhaps_not_stored(phone)


def receipt(office: Office, report_id: str) -> Card:
    """Return the receipt of a report, in its present truth."""
    with office.looking() as connection:
        return _teller(office, connection, report_id).receipt()


def first_receipt(office: Office, stored: Stored) -> Card:
    """Return the receipt of a report that has just been stored, as it was then."""
    with office.looking() as connection:
        return Teller(office, connection, stored.standing.report, stored.standing).receipt()


def sealed_card(office: Office, report_id: str) -> Card:
    """Return the sealed card of a report as it stands now."""
    with office.looking() as connection:
        return _teller(office, connection, report_id).sealed_card()


def list_for(office: Office, person: Person, *, closed: bool = False) -> Card:
    """Return the list of the reports that somebody may open."""
    standings = responding.list_reports(office, person, closed=closed)
    with office.looking() as connection:
        tellers = [_teller(office, connection, standing.report.id) for standing in standings]
        rows = [ListRow(one.standing.report, one.reporter_name(), one.position(), one.standing.is_overdue()) for one in tellers]
    unreadable = responding.count_unreadable(office, person, closed=closed)
    return cards.list_card(rows, unreadable=unreadable, timezone=office.school(person.school).timezone)


def list_of(office: Office, person: Person) -> Card:
    """Return somebody's own reports, each with the truth about it."""
    standings = my_reports(office, person)
    written_to = {one.report.id for one in standings if not one.report.purged and messages_to(office, person, one.report.id)}
    with office.looking() as connection:
        tellers = [_teller(office, connection, standing.report.id) for standing in standings]
        rows = [MyReport(one.standing.report, one.truth(), one.standing.report.id in written_to) for one in tellers]
    return cards.my_reports(rows, timezone=office.school(person.school).timezone)


def find_report(office: Office, reference: str, school: str) -> str | None:
    """Return the id of the report that people call by `R-0042`; None where there is none."""
    try:
        with office.looking() as connection:
            return office.filing.get_by_reference(connection, reference, school).id
    except UnknownReport:
        return None


def _carry_out(office: Office, person: Person, action: str, report_id: str, said: Mapping[str, str]) -> tuple[Result, Deed | None]:
    if action in _AT_ONCE:
        verb, deed = _AT_ONCE[action]
        return verb(office, person, report_id), deed
    if action in _WITH_WORDS:
        speak, deed = _WITH_WORDS[action]
        return speak(office, person, report_id, said.get(action, "")), deed
    outcome = next((one for one in Outcome if one == said.get("outcome")), None)
    reason = said.get("reason", "") if outcome else ""  # one that is none of those offered is as good as none
    return responding.record_outcome(office, person, report_id, outcome or Outcome.MONITOR, reason), Deed.CLOSED


def _press_own(office: Office, person: Person, action: str, report_id: str, said: Mapping[str, str]) -> Pressed:
    timezone = office.school(person.school).timezone
    if action == "read_message":
        notes = messages_to(office, person, report_id)
        with office.looking() as connection:
            report = office.filing.get(connection, report_id)
        return Pressed(cards.messages(report, notes, names_of(office, report.school), timezone=timezone))
    if action == "add_information":
        text = said.get("add_information", "")
        return Pressed(cards.done(add_information(office, person, report_id, text).report, Deed.INFORMATION_ADDED))
    if said.get("withdraw") != "yes":
        messages_to(office, person, report_id)
        return Pressed(receipt(office, report_id))
    standing = withdraw(office, person, report_id)
    return Pressed(cards.done(standing.report, Deed.WITHDRAWN) if standing.report.state is State.WITHDRAWN else cards.refused(WhyNot.CLOSED))


def _shown(office: Office, person: Person, result: Result, deed: Deed | None) -> Pressed:
    timezone = office.school(person.school).timezone
    match result:
        case Done(Standing(report=report)) if deed is not None:
            return Pressed(cards.done(report, deed), changed=True)
        case AlreadyAcknowledged(Standing(report=report), by, at):
            return Pressed(cards.told_second(report, names_of(office, report.school).get(by, by), at, timezone=timezone))
        case Opened(Standing(report=report), content, notes, instead):
            names = {report.reporter_id: content.reporter_name or report.reporter_id, **names_of(office, report.school)}
            card = cards.opened_report(report, content, notes, names, timezone=timezone)
            return Pressed(card.with_first(wording.READ_FIRST) if instead else card)
        case Refusal(why):
            return Pressed(cards.refused(WhyNot(why)))
        case Done(Standing(report=report)):
            return Pressed(sealed_card(office, report.id))


def _refusal_of(error: Exception) -> Card:
    """Say why nothing was done. A report that does not exist is refused as one that this person may not open."""
    match error:
        case UnknownReport() | NotYours():
            return cards.refused(WhyNot.NOT_ALLOWED)
        case NothingSaid():
            return cards.refused(WhyNot.NO_REASON)
        case SealingError():
            return cards.refused(WhyNot.UNREADABLE)
        case _:
            return cards.refused(WhyNot.NOT_KEPT)


def _teller(office: Office, connection: Connection, report_id: str) -> Teller:
    return Teller(office, connection, office.filing.get(connection, report_id))
