"""The sentences that the reporter reads once a report is sent, and the words that all of reporting shares. Read each aloud as a teacher at 22:00.

None promises secrecy, and none says more than is so: stored is not delivered, delivered is not opened, opened is not acknowledged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.reports import Kind, Outcome, Role

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
    Role.COMMUNICATIONS: "communications",
    Role.ADMIN: "the administrator of the accounts",
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
