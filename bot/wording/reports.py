"""The sentences of reporting: forms, receipts, cards, notices. Read each aloud as the teacher who writes at 22:00, and as the DSL who is woken by it.

None promises secrecy, and none says more than is so: stored is not delivered, delivered is not opened, opened is not acknowledged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.reports import Kind, NoteKind, Outcome, Role

KINDS: Mapping[Kind, str] = {
    Kind.PUPIL_CONTACT: "Pupil contact",
    Kind.SAFEGUARDING_CONCERN: "Concern about a child",
    Kind.ADULT_CONCERN: "Concern about an adult",
    Kind.ONLINE_INCIDENT: "Online incident",
}
"""At most 24 characters: the longest title of a form in Slack."""
KIND_CHOICES: Mapping[Kind, str] = {
    Kind.PUPIL_CONTACT: "A pupil contacted me, or another member of staff, online",
    Kind.SAFEGUARDING_CONCERN: "I am worried about a child",
    Kind.ADULT_CONCERN: "An adult at school: a colleague, the DSL, the head, or myself",
    Kind.ONLINE_INCIDENT: "Something else online: a post, a fake account, abuse",
}
WHAT_IS_IT_ABOUT = "What is it about?"
ROLE_WORDS: Mapping[Role, str] = {
    Role.DSL: "the DSL",
    Role.DEPUTY: "the deputy",
    Role.HEAD: "the headteacher",
    Role.CHAIR: "the chair of governors",
    Role.SLT: "the senior leaders",
    Role.PROPRIETOR: "the proprietor",
    Role.IT: "IT",
    Role.OWNER: "the owner of the policy",
    Role.STAFF: "staff",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.MONITOR: "Monitor",
    Outcome.EARLY_HELP: "Early help",
    Outcome.SOCIAL_CARE: "Social care",
    Outcome.POLICE: "Police",
    Outcome.LADO: "LADO",
    Outcome.ADVICE: "Advice taken",
    Outcome.PARENTS_INFORMED: "Parents informed",
    Outcome.RECORDED: "Recorded in our own system",
    Outcome.NO_FURTHER_ACTION: "No further action",
}
URGENT = "urgent"
NAME_WITHHELD = "name withheld"
SOMEBODY = "somebody who receives it"
CALL_999 = "If a child is in immediate danger, call 999 now."
DANGER_WAS_REPORTED = "The reporter says that a child is in immediate danger. Make sure that 999 has been called."

# --- forms ---

FORM_BANNER = "If a child is in immediate danger call 999 now, then tell the DSL in person. Do not wait for this form."
FORM_BANNER_ADULT = (
    "If a child is in immediate danger call 999 now, then tell a senior colleague in person (not the person it is about). Do not wait for this form."
)
FORM_FOOT = "Shared only with those who need to know. Nobody can promise to keep it secret."
IMAGES = "Do not forward, screenshot or store images of a child: ask the DSL."
IMAGES_ASK_RECIPIENT = "Do not forward, screenshot or store images of a child: ask the person who has this report."

FIELDS: Mapping[str, tuple[str, str]] = {
    "immediate_danger": ("Is a child in immediate danger now?", "If you are not sure, choose yes. Call 999 first: this form rings nobody."),
    "network": ("Which network or app?", "For example Instagram, Snapchat, a game, text messages."),
    "account": ("On whose account?", ""),
    "pupils": ("Which pupils?", "Names, or what you know of them. “Not sure” is an answer."),
    "pupil_status": ("Pupil now, or in the past?", ""),
    "family_member": ("Is the pupil one of your family?", ""),
    "happened_at": ("When was it?", "For example 28/11/2026 14:30, yesterday 9pm, or 14:30 for today. Or “not sure”, and roughly when."),
    "started_by": ("Who started it?", ""),
    "what_was_said": ("What was said or sent?", "What you saw, in their words where you can. No opinion is needed."),
    "replied": ("Was there a reply?", "Either answer is fine. Please do not reply from now on."),
    "done_so_far": ("What has been done so far?", f"For example blocked, or told somebody. {IMAGES}"),
    "link": ("Link, if there is one", "To a page or a profile; never to an image of a child."),
    "about": ("Is it about a member of staff?", "Choose everybody it is about. They are not sent this report, and it does not open for them."),
    "about_name": ("Their name, if you could not choose it above", "Leave empty if it is about no member of staff."),
    "told_dsl_in_person": ("Have you told a DSL in person?", "By phone counts. If not yet, please do that as well."),
    "child": ("Which child or children?", "Names and year, or what you know. “Not sure” is an answer."),
    "what_happened": ("What happened?", "What you saw, heard or were told, in their words where you can. No opinion is needed."),
    "place": ("Where?", ""),
    "others_present": ("Who else was there?", ""),
    "action_taken": ("What has been done so far?", IMAGES),
    "self_referral": ("Is it about yourself?", "It is right to say so, and early."),
    "adult_name": ("Their name, if you could not choose it above", "A description will do. “Not sure” is an answer."),
    "adult_role": ("What do they do at school?", "For example teacher, headteacher, volunteer, visitor."),
    "adult_concern.about": ("Who is it about?", "Choose everybody it is about. They are not sent this report, and it does not open for them."),
    "adult_concern.what_happened": (
        "What happened?",
        "What you saw, heard or were told. However small: you need not decide how serious it is.",
    ),
    "context": ("Have you seen or heard of anything like it before?", ""),
    "children": ("Which children were there, if any?", ""),
    "witnesses": ("Who else saw or heard it?", ""),
    "what": ("What kind of thing is it?", ""),
    "online_incident.account": ("Which account, page or group?", "Its name, as it is shown."),
    "screenshot_reference": ("Where a screenshot is kept, if there is one", f"A file name or a place; do not paste it here. {IMAGES}"),
}
"""Label and hint of each field, by its name; `kind.name` where one kind of report asks it in other words."""

YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "account": {"mine": "My own", "other": "Another account"},
    "pupil_status": {
        "current": "Pupil at this school now",
        "past_under_18": "Past pupil, under 18",
        "past_adult": "Past pupil, 18 or over",
        "past": "Past pupil, age not known",
        "not_sure": "Not sure",
    },
    "started_by": {"pupil": "The pupil", "me": "I did", "other": "Somebody else, or not sure"},
    "what": {
        "abuse_of_staff": "Abuse of a member of staff",
        "fake_or_hacked_account": "A fake or hacked account",
        "mistaken_post": "Something posted that should come down",
        "parent_post": "A parent's post",
        "conduct": "How somebody behaves online",
        "other": "Something else",
    },
}
"""The answers to choose from, value and label; every other choice is between yes and no."""

FIELD_EMPTY = "Please write something here. “Not sure” is an answer."
CHOICE_EMPTY = "Please choose one."
CHOICE_UNKNOWN = "Please choose one of the answers shown."
ABOUT_WHOM = "Please choose or name who it is about. A description will do; “not sure” is an answer."
FIELD_NUL = "A character in this text cannot be stored (U+0000, often from a copied file). Please type that part again."
DATE_UNREADABLE = (
    "I cannot read this as a time. Write it like 28/11/2026 14:30, 2026-11-28 14:30, yesterday 14:30, or last night. "
    "Or write: not sure, and then roughly when."
)
DATE_TO_COME = "This time is still to come. For an earlier day write it with the day, such as yesterday 21:30."
READS_AS = "which I read as"


def too_long(over: int) -> str:
    """Say how much must come out of a field, and where it can go instead."""
    characters = "1 character" if over == 1 else f"{over:,} characters"
    return f"This is too long for one field. Please take out {characters}; the rest can follow with “{BUTTONS['add_information']}”."


def when(local: datetime, *, day: bool) -> str:
    """Say a time of the school's clock, with its day where that is not plain."""
    return f"{local:%a} {local.day} {local:%b %Y} {local:%H:%M}" if day else f"{local:%H:%M}"


def on_day(local: datetime) -> str:
    """Say a day without a time."""
    return f"{local:%a} {local.day} {local:%b %Y}"


def how_long(minutes: int) -> str:
    """Say how long something has lasted, in the two largest units."""
    if minutes < 60:
        return _count(minutes, "minute")
    hours, left = divmod(minutes, 60)
    if hours < 24:
        return _count(hours, "hour") + (f" {_count(left, 'minute')}" if left else "")
    days, hours = divmod(hours, 24)
    return _count(days, "day") + (f" {_count(hours, 'hour')}" if hours else "")


def _at(name: str, at: str) -> str:
    return f"{name}, {at}" if at else name


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def who(role: Role, names: Sequence[str]) -> str:
    """Name a role and who holds it: `the DSL, A. Example`."""
    return ", ".join([ROLE_WORDS[role], " or ".join(names)]) if names else ROLE_WORDS[role]


# --- what the reporter is told ---


def stored(reference: str, at: str, to: str) -> str:
    """Say that a report is stored, and no more than that."""
    return f"Report {reference} is stored, {at}, and on its way to {to}."


def delivered(reference: str, at: str, opened: str) -> str:
    """Say that a platform took the message, and whether anybody has opened it."""
    return f"Report {reference} delivered {at}. Opened by: {opened or 'not yet'}."


def delivered_to(whom: str) -> str:
    """Say where it was delivered."""
    return f"Delivered to: {whom}."


def goes_on(at: str, to: str) -> str:
    """Say what is planned where nobody acknowledges."""
    return f"If nobody acknowledges by {at} it goes to {to}."


def reminded(at: str, to: str) -> str:
    """Say that the same people are reminded first."""
    return f"If nobody acknowledges by {at} a reminder goes to {to}."


def acknowledged(reference: str, by: str, at: str) -> str:
    """Say who took it on."""
    return f"Report {reference} acknowledged by {by}, {at}."


def closed(reference: str, by: str, at: str) -> str:
    """Say that an outcome is recorded, without saying which."""
    return f"Report {reference} closed by {by}, {at}."


def withdrawn(reference: str, at: str) -> str:
    """Say that the reporter withdrew it, and that it is not gone."""
    return f"You withdrew report {reference}, {at}. It stays in the log, and those who receive it can still read it."


def unconfirmed(reference: str, phone: str) -> str:
    """Say that it is stored and that no more is known."""
    return f"{reference} is stored, but I cannot confirm that anybody has it. Ring {phone}."


def nobody_may_receive(reference: str, contact: str) -> str:
    """Say that the report is about everybody to whom it could have gone."""
    return f"{reference} is stored, but there is nobody at the school to whom I may send it. Ring {contact}."


def not_stored(phone: str) -> str:
    """Say that nothing was kept, and what to do now."""
    return f"NOT stored. Ring {phone} now. Your text is still in this form."


def perhaps_not_stored(phone: str) -> str:
    """Say that it is not known whether it was kept, and what to do now."""
    return f"Perhaps NOT stored: I cannot tell. Ring {phone} now. Your text is still in this form; sent again, it never becomes a second report."


CLOSED_MEANS = "What was decided is not shown here. If you are still worried, say so: speak to them, or add information, which opens it again."
TELLS_LATER = "“My reports” shows when it is delivered, opened and acknowledged."
MEANWHILE: Mapping[Kind, str] = {
    Kind.PUPIL_CONTACT: "Until you hear: do not reply to the pupil, and leave everything where it is.",
    Kind.SAFEGUARDING_CONCERN: "Until you hear: if the child tells you more, add it in their words. Do not promise the child to tell nobody.",
    Kind.ADULT_CONCERN: "Until you hear: speak of it only with those who need to know, and not with the person it is about.",
    Kind.ONLINE_INCIDENT: "Until you hear: do not reply, and leave it where it is.",
}
POLICY_FIRST = "Where your policy says otherwise, follow it. It says:"


def opened(reference: str, by: str, at: str) -> str:
    """Tell the reporter that somebody has opened it."""
    return f"Report {reference} opened by {by}, {at}. Not acknowledged yet."


def passed_on(reference: str, to: str, at: str) -> str:
    """Tell the reporter that the next person was sent it."""
    return f"Report {reference} passed on to {to}, {at}."


def open_again(reference: str, at: str) -> str:
    """Tell the reporter that it was opened again after all."""
    return f"Report {reference} is open again, {at}."


def message_waits(reference: str, by: str) -> str:
    """Tell the reporter that there is a message, without what it says."""
    return f"Report {reference}: a message from {by}. What it says is not shown in this notice."


MY_REPORTS = "Your reports:"
NO_REPORTS_OF_YOURS = "There are no reports of yours here."

# --- what those who receive it are told ---

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


def cannot_be_opened(number: int) -> str:
    """Say that reports are stored which nobody can read now, so that no list seems to be all there is."""
    those = "1 report" if number == 1 else f"{number} reports"
    return f"{those} cannot be opened and may be missing from this list. Tell IT now: signpost doctor says which."


def by(name: str) -> str:
    """Say who reported, or that the name is withheld."""
    return f"by {name}" if name else NAME_WITHHELD


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
