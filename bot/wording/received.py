"""The sentences that those who receive a report read: cards, reminders, what View shows, mail, word to IT. Read each as a DSL who is woken by it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reports import NoteKind
from bot.wording.reports import NAME_WITHHELD as _NAME_WITHHELD
from bot.wording.reports import _at

BUTTONS: Mapping[str, str] = {
    "view": "View",
    "acknowledge": "Acknowledge",
    "assign": "Assign to me",
    "note": "Add note",
    "contact": "Contact reporter",
    "escalate": "Escalate",
    "outcome": "Record outcome",
    "reopen": "Re-open",
    "mark_recorded": "Recorded in our own system",
    "add_information": "Add information",
    "withdraw": "Withdraw",
    "read_message": "Read message",
}
"""What stands on a button, by its action."""
ASKED: Mapping[str, tuple[str, str]] = {
    "note": ("Your note", "Those who receive the report can read it; the reporter cannot. A note is not changed later: add another."),
    "contact": ("Your message to the reporter", "They are told that a message waits, and read it under “My reports”."),
    "outcome": ("What was decided?", "The reporter is told that it is closed, not what was decided."),
    "reason": ("Why?", "A few words. The decision not to refer needs its reason too."),
    "reopen": ("Why is it opened again?", "Reminders begin again, and the reporter is told that it is open."),
    "add_information": ("What would you like to add?", "What you saw, heard or were told. It goes to those who have the report."),
    "withdraw": ("Do you withdraw this report?", "It stays in the log, and those who receive it can still read it."),
}
"""What a button asks before it does anything: label and hint, by its action."""
READ_FIRST = "You had not opened this report yet, so it was opened first. Read it, then press again."
WHAT_NEXT = "What next?"
OPEN_WHICH = "Open which one?"

TEXT_NOT_HERE = "What it says is not on this card. View opens it, and the log notes who did."
TEXT_DELETED = "What it said has been deleted, as the school's retention says."
NOT_ACKNOWLEDGED = "Not acknowledged yet."
NO_OUTCOME = "No outcome yet."
WITHDRAWN_BY_REPORTER = "Withdrawn by the reporter. It stays in the log."
NOT_RECORDED = "Not marked as recorded in your own safeguarding system. Until it is, it is not deleted."
HELD = "On hold: it is not deleted."
ODD_REPORTER = "Sent from a guest account, or one that is not known here. Please confirm by phone who wrote it."
OVERDUE = "OVERDUE"
LIST_LEAD = "Reports:"
NO_REPORTS = "There are no reports to show."
LOCK_SCREEN = "A report is waiting in Signpost."
LOCK_SCREEN_URGENT = "An urgent report is waiting in Signpost."
LOCK_SCREEN_IT = "Signpost needs a look."
LOCK_SCREEN_REPORTER = "There is news of a report of yours in Signpost."
LOCK_SCREEN_CHANGED = "Something in Signpost has changed."
LOCK_SCREEN_TEST = "Daily test of Signpost. Nothing to do."


def cannot_be_opened(number: int) -> str:
    """Say that reports are stored which nobody can read now, so that no list seems to be all there is."""
    those = "1 report" if number == 1 else f"{number} reports"
    return f"{those} cannot be opened and may be missing from this list. Tell IT now: signpost doctor says which."


def by(name: str) -> str:
    """Say who reported, or that the name is withheld."""
    return f"by {name}" if name else _NAME_WITHHELD


def opened_by(names: str) -> str:
    """Say who of the recipients has opened it."""
    return f"Opened by: {names or 'not yet'}."


def acknowledged_by(name: str, at: str) -> str:
    """Say who took it on."""
    return f"Acknowledged by {_at(name, at)}."


def assigned_to(name: str) -> str:
    """Say whose it is."""
    return f"Assigned to {name}."


def closed_by(name: str, at: str) -> str:
    """Say who recorded the outcome."""
    return f"Closed by {_at(name, at)}."


def recorded(at: str) -> str:
    """Say since when it stands in the school's own system."""
    return f"Marked as recorded in your own safeguarding system, {at}."


def information_added(at: str) -> str:
    """Say that the reporter added something, without what."""
    return f"The reporter added information, {at}."


def added_to(reference: str, at: str) -> str:
    """Say why a card comes to whoever has a report already."""
    return f"{reference}: the reporter added information, {at}."


def copy_of(reference: str) -> str:
    """Mark a card that was sent twice."""
    return f"Copy of {reference}: the same report as on another card. Nothing to do on this one."


def not_acknowledged_for(reference: str, lasted: str) -> str:
    """Say why a reminder comes."""
    return f"{reference}: nobody has acknowledged it for {lasted}."


def comes_to_you(reference: str, lasted: str, asked: str) -> str:
    """Say why an escalation comes, and whom it was sent to before."""
    return f"{reference} comes to you because nobody has acknowledged it for {lasted}. It went first to {asked}."


def comes_undelivered(reference: str, asked: str) -> str:
    """Say to the next person that those before could not be reached."""
    return f"{reference} comes to you because I could not deliver it to {asked}."


def handed_to_you(reference: str, name: str) -> str:
    """Say who pressed Escalate."""
    return f"{reference} comes to you because {name} passed it on."


def no_outcome_since(reference: str, name: str, at: str) -> str:
    """Say why an outcome reminder comes."""
    return f"{reference}: acknowledged by {_at(name, at)}. No outcome is recorded yet."


def open_again_without_outcome(reference: str, name: str, at: str) -> str:
    """Say why a report that somebody had taken on is open again."""
    return f"{reference} is open again: acknowledged by {_at(name, at)}, and no outcome since."


def acknowledged_first(reference: str, name: str, at: str) -> str:
    """Tell the second person who was first."""
    return f"{reference} was acknowledged first by {name}, {at}. You can still open it and add notes."


# --- what View shows ---

FOR_THOSE_WHO_NEED = "Only for those who need to know. Signpost carries it; your own safeguarding system is the record."
KEPT_FROM = "Kept from (named in it, or a name close to one in it)"
NOTHING_WRITTEN = "(nothing written)"
OUTCOME = "Outcome"
NOTES: Mapping[NoteKind, str] = {
    NoteKind.INFORMATION: "Added by the reporter",
    NoteKind.NOTE: "Note",
    NoteKind.MESSAGE: "Message to the reporter",
    NoteKind.OUTCOME: "Reason for the outcome",
}


def other_field(name: str) -> str:
    """Label a field that today's form does not have, so that nothing written is left out."""
    return f"Also written ({name})"


def note_label(kind: NoteKind, name: str, at: str) -> str:
    """Say what a note is, whose, and when."""
    return f"{NOTES[kind]}, {name}, {at}"


# --- e-mail, IT, and what a press comes to ---

MAIL_WHY = "This e-mail comes because I cannot confirm that the chat delivered it."
MAIL_SEALED = "What it says is not in this e-mail. Open it in the chat with View. If the chat is down, speak to the person who made it."
MAIL_NO_REPLY = "Please do not write about it in e-mail."
POSSIBLE_COPY = "This may be a second copy: I could not tell whether the first one arrived."
SELF_TEST = "Daily test: messages reach this place. Nothing to do."


BACK = "You are marked as back: reports come to you again."


def away(until: str) -> str:
    """Say what being away changes, and what it does not."""
    ends = f" until {until}" if until else " until you say that you are back"
    return f"You are marked as away{ends}. The next person hears first; where everybody is away, you still hear."


def mail_subject(reference: str, *, urgent: bool) -> str:
    """Say on a lock screen that something waits, and no more."""
    return f"{'Urgent report' if urgent else 'Report'} {reference} is waiting for you"


def log_words(words: str) -> str:
    """Show the head of the log, so that this channel is its witness."""
    return f"Log: {words}"


REFUSALS: Mapping[str, str] = {
    "not_allowed": "This opens only for those who receive it. If that should include you, ask whoever keeps Signpost's settings.",
    "no_reason": "Nothing was kept: a few words are needed here. The decision not to refer needs its reason too.",
    "closed": "This report is closed or withdrawn. Re-open it first.",
    "not_closed": "This report is open, so there is nothing to re-open.",
    "purged": TEXT_DELETED,
    "nobody_left": "There is nobody further to whom this may go. It is still with you.",
    "unreadable": "This report does not open just now. Please speak to the reporter, and tell IT.",
    "not_kept": "NOT kept. Please press again.",
}
DEEDS: Mapping[str, str] = {
    "acknowledged": "{reference} is acknowledged by you. Word to the reporter is on its way.",
    "assigned": "{reference} is assigned to you.",
    "noted": "{reference}: your note is kept. The reporter does not see it.",
    "contacted": "{reference}: your message is stored and on its way to the reporter.",
    "escalated": "{reference} is on its way to the next person.",
    "closed": "{reference}: the outcome is recorded, and the report closed.",
    "reopened": "{reference} is open again.",
    "recorded": "{reference} is marked as recorded in your own safeguarding system.",
    "information_added": "{reference}: what you added is stored with the report.",
    "withdrawn": "{reference} is withdrawn. It stays in the log.",
}
A_PLACE = "a place that the settings name"
TROUBLES: Mapping[str, str] = {
    "route_failed": "Signpost could not deliver to {where}, and took the next route. Check that the channel is there and the bot in it.",
    "unsafe_place": "Nothing was posted in {where}: it is not private to the right people now. Make it private, or set another.",
    "card_refused": "A plain card was sent to {where}, because the full one was not taken.",
    "nobody_may_receive": "{reference}: nobody in the settings may receive it. Check that every role has somebody.",
    "no_next_step": "{reference} had no next step, and has one again. Tell whoever looks after Signpost.",
    "not_recorded": "{reference} is closed and nobody has marked it as recorded, so it was not deleted. Ask whoever closed it.",
}
