"""The sentences that only a chat needs: its buttons under an answer, its App Home, and what it says when Slack or Teams get in the way."""

from __future__ import annotations

from collections.abc import Mapping

WHY_THIS = "Why this answer?"
WAS_IT_RIGHT = "Did this answer your question?"
HELPFUL = "Yes"
NOT_HELPFUL = "No"
THANKS = "Thank you."
THANKS_KEPT = "Thank you. Your question is kept for the policy owner without your name, with names in it masked, for 90 days."
ONLY_YOU = "Only you can see this answer."
SHARE = "Share here"
KEEP_TO_MYSELF = "Keep to myself"
NOT_CHOSEN_NOR_KEPT = "None of these, then. Ask {whom}."
SHARED = "Somebody here asked for this rule."
NOT_SHARED = "I cannot post in this conversation. Somebody in it can invite me, or you can copy the answer."
FOR_STAFF = "I answer the staff of the school whose chat this is. If it is about a child, speak to your own designated safeguarding lead."
FILES_NOT_READ = "I read words only, and have not opened or kept the file. Please never send on a sexual image of a child: speak to the DSL."
TOO_OLD = "I can no longer read what this button stood for. Please ask again."
ANSWERED = "Signpost has answered you."
"""What a notification shows: neither the question nor the answer."""

SEE_BELOW = "The answer is below."
IN_PRIVATE_ONLY = "I answer this one in private. Press the button, and ask me there."
NOT_FROM_HERE = "I answer this one in private. Ask me in your own chat with Signpost."
"""Said where there is no button to press."""
GO_ON_IN_PRIVATE = "Ask in private"
NO_REPORTS_COME = "No reports come to you here. “my reports” shows those that you made."
READ_FIRST_IN_VIEW = "This counts only from somebody who has read it. Press View first."
HELP_LEAD = "Ask me what your school's social media policy says, in your own words. I answer with the clause itself, or that the policy does not say."
HELP_EXAMPLES = (
    "Can I accept a friend request from a past pupil?",
    "Can I post photos of my class?",
    "Who runs our Facebook page?",
    "How do I report that a pupil has messaged me?",
)
"""What is suggested to somebody who opens a conversation; at most four."""
HELP_TRY = "Try:"
HELP_REPORT = "To report something, use the buttons below. If a child is in immediate danger, call 999 first."

ASK = "Ask"
HOME_ASK = "Ask what your policy says"
HOME_ASK_HINT = "For example: can I accept a friend request from a past pupil?"
HOME_DESK = "Reports that come to you"
HOME_AWAY = "Reports come to you. Say when you are away, so that the next person hears first."
HOME_IS_AWAY = "You are marked as away: the next person hears first."
I_AM_AWAY = "I am away"
I_AM_BACK = "I am back"
AWAY_HOW_LONG = ("For how long?", "Reports that come in meanwhile go to the next person first. You can come back at any time.")
AWAY_LENGTHS: Mapping[str, str] = {
    "1": "Until this time tomorrow",
    "2": "Two days",
    "7": "One week",
    "14": "Two weeks",
    "open": "Until I say that I am back",
}
"""Days, and how they are offered; `open` has no end."""
SHOW_CLOSED = "Show closed ones too"
WHICH_SCHOOL = "I answer for more than one school here. Which one is this about? I remember it, and it can be changed where your reports are listed."
CHOOSE_SCHOOL_FIRST = "NOT stored: say first at which school you are, where your reports are listed. Then send this again; your text is still here."
WHICH_SCHOOL_IN_FORM = "Which school is this about?"
SCHOOL_IS = "You are asking at {school}."
CHANGE_SCHOOL = "Change school"
NO_SCHOOL = "Signpost does not serve a school here yet. Ask whoever looks after Signpost."

FORM_SEND = "Send report"
FORM_CLOSE = "Cancel"
FORM_GO_ON = "Go on"
DO_IT = "Send"
CLOSE = "Close"
NEXT_PAGE = "Go on reading"
RECEIPT_TITLE = "Your report"
REPORT_TITLE = "Report"
ANSWER_TITLE = "Your policy"
ONE_MOMENT = "One moment …"
SHORT_TITLES: Mapping[str, str] = {
    "pupil_contact": "Pupil contact",
    "safeguarding_concern": "Concern about a child",
    "adult_concern": "Concern about an adult",
    "online_incident": "Online incident",
}
"""What stands above a form where the chat leaves room for 24 characters."""
SHORT_ACTIONS: Mapping[str, str] = {
    "note": "Add a note",
    "contact": "Contact the reporter",
    "outcome": "Record the outcome",
    "reopen": "Open it again",
    "add_information": "Add information",
    "withdraw": "Withdraw the report",
}
"""What stands above the questions of a button, in at most 24 characters."""
NOT_SHOWN = "Slack did not show what you asked for. Please press again."
CANNOT_TELL_WHO = "I cannot confirm just now who you are, so nothing is opened. Press again in a moment. If it is urgent, speak to a colleague."
WRITE_FIRST_READ = "You have not opened this report yet. Read it with View first, then send this again; your text is still here."
DONE_ALREADY = "This was kept already. It is there once."
TAKEN_OVER = "The message that you chose has been copied below. Change it if you like; nothing is sent before you press Send report."
TAKEN_OVER_SHORTENED = "[The message goes on. All of it stands at the link.]"
TAKE_OVER_NO_IMAGES = "Pictures and files are not copied, on purpose: never store or pass on a sexual image of a child. Ask the DSL."
WHAT_WAS_WRITTEN = "What was written"
LINK_TO_IT = "Link to the message"
WRITTEN_BY = "Who wrote it"
STOOD_HERE = "[a picture or file stood here; it is not copied]"
THE_SCHOOL = "the school"
CHOOSE_KIND = "What is the report about?"

CHOSEN_UNKNOWN = "I cannot confirm just now who that is. Your text is still here: send it again in a moment."

NOT_DONE = "I could not do that just now, and nothing was sent. Please try again. If it is urgent, speak to your DSL in person or ring the school."
NOT_CONFIRMED = "I cannot tell yet whether this was kept: do not count on it. Send it again in a moment, or ring {phone}."
LATE = "That takes longer than it should, and I cannot tell yet what comes of it. Press again in a moment, or ring {phone} if it is urgent."
MORE_IN_LIST = "The list is longer than this page can show. Close or record some of these to see the others."


def stored_only(reference: str) -> str:
    """Say that a report is stored, where nothing more can be read just now."""
    return f"Report {reference} is stored. “My reports” shows what becomes of it."


def chosen_not_staff(names: str) -> str:
    """Say that somebody was chosen who is no member of staff here."""
    return f"Please choose members of your school's staff. Not of them here: {names}."


def part_of_field(label: str, part: int) -> str:
    """Name the field in which a text goes on that is longer than one can be."""
    return f"{label} (part {part})"
