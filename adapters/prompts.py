"""What the terminal itself says: its help and its prompts, which no chat shares. Everything about reports and answers is in `bot.wording`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reports import Role

HELP = (
    "Type a question, as you would ask a colleague. A number presses a button. "
    "'school NAME' switches school, 'schools' lists them, 'why' explains the last answer, 'quit' ends."
)
HELP_REPORTS = (
    "'/report' makes a report, '/my' shows yours, '/as dsl' changes seats, '/wait 2h' lets time pass, '/help' lists every command. "
    "Every seat is at this one keyboard: this is for trying it out, and nobody outside is told anything."
)
COMMANDS: Mapping[str, str] = {
    "/report": "make a report; or at once: /report contact, /report concern, /report adult, /report online",
    "/my": "your own reports: where each stands, add information, withdraw, read a message",
    "/inbox": "the messages that came to this seat",
    "/as": "change seats: /as dsl, deputy, head, chair, teacher, or a name; /as alone lists them",
    "/list": "for those who receive reports: those that are not closed; /list all shows the closed ones too",
    "/duties": "the school's accounts and its policy: what waits for you, and what you can ask for",
    "/social-account": "ask for a new account of the school",
    "/can-we-post": "ask whether something may be posted",
    "/log-comment": "note a comment, query or complaint on one of the school's accounts",
    "/suggest-post": "suggest something for the school's accounts",
    "/open": "open one by its reference: a report for those who receive it, as in /open R-0001, or /open M-0001",
    "/press": "press a button by its name, as on an old copy of a card: /press acknowledge R-0001",
    "/away": "say that you are away, so that the next person hears first; /away 1d ends by itself",
    "/back": "say that you are back",
    "/wait": "move the clock of this terminal on: /wait 30min, /wait 2h, /wait 1d",
    "/help": "this list",
}
"""Every command, and what it does."""
KIND_WORDS: Mapping[str, str] = {
    "contact": "pupil_contact",
    "pupil": "pupil_contact",
    "concern": "safeguarding_concern",
    "child": "safeguarding_concern",
    "adult": "adult_concern",
    "online": "online_incident",
    "incident": "online_incident",
}
"""What is typed after `/report`, for each kind."""
DUTIES: Mapping[Role, str] = {
    Role.DSL: "DSL",
    Role.DEPUTY: "deputy DSL",
    Role.HEAD: "head",
    Role.CHAIR: "chair of governors",
    Role.SLT: "senior leader",
    Role.PROPRIETOR: "proprietor",
    Role.IT: "IT",
    Role.OWNER: "policy owner",
    Role.COMMUNICATIONS: "communications",
    Role.ADMIN: "administrator of the accounts",
    Role.STAFF: "teacher",
}
SEAT_WORDS: Mapping[str, str] = {"headteacher": "head", "governor": "chair", "senior leader": "slt", "colleague": "teacher", "staff": "teacher"}
"""Other words for a duty after `/as`."""
A_TEACHER = "A. Teacher"

INVENTED = (
    "Everybody who sits, writes or receives anything in this demo is invented, and so are the telephone numbers. "
    "The policies are real, word for word."
)
CLOCK_AHEAD = "The clock of this terminal was moved on by /wait before. It stands at {at}."
STORY_BEGINS = "Now two reports at one school. The demo has a clock of its own, which stands at {at}; it moves only when the demo says so."
STORY_ENDS = "That is all. The store of this demo has been deleted. In a terminal, `signpost demo` is a chat in which you can try it yourself."
KEPT_IN = "Reports made here are kept, sealed, in {folder}."
NO_REPORTS_HERE = (
    "Reports cannot be made here: the settings name too few people or numbers for this school. It takes a DSL, a head, phone and out_of_hours. "
    "docs/signpost.example.yaml shows how."
)
UNKNOWN_COMMAND = "There is no command {command}. /help lists them."
WHICH_KIND = "There is no report called “{word}”. Type /report and choose, or one of: contact, concern, adult, online."
SEATS = "Seats at this school:"
SEAT_LINE = "  /as {word:<10} {title}"
SEATED = "You are now {title}."
NO_SUCH_SEAT = "There is no seat “{word}” at this school, or several fit. /as lists them."
NEW_HERE = "{count} for {title}: /as {word}"
NEW_AFTER = "{count} for you. You will see it when you have finished here."
NEW_AT_SCHOOL = "{count} for {title}: school {school}, then /as {word}"
MESSAGE_HEAD = "Message for {title}, {at}"
INBOX = "Messages to {title}:"
INBOX_WHICH = "Show which one?"
INBOX_EMPTY = "No message has come to this seat since this terminal was started. /my and /list show what is stored."
OPEN_HOW = "Write the reference after it, as in /open R-0001 or /open M-0001."
PRESS_HOW = "Write the button and the reference, as in /press acknowledge R-0001. Buttons: {buttons}."
AWAY_HOW = "Write how long after it, as in /away 2h or /away 1d, or nothing."
AWAY_NOT_NEEDED = "No reports come to this seat, so nothing changes while you are away."
WAIT_HOW = "Write how long, as in /wait 30min, /wait 2h or /wait 1d. At most 31d at once."
WAITED = "The clock of this terminal has been moved on by {length}: it is {at}. What fell due meanwhile has been carried."
NOT_CARRIED = "The store did not answer just now. What is owed stays owed, and is tried again after the next line."

FORM_HOW = "Nothing is sent before you have seen all of it. 'back' goes back, 'cancel' throws it away."
ASK_HOW = "'cancel' leaves it."
STEP = "{number} of {total}. {label}"
OPTIONAL = "(An empty line goes on: this can stay empty.)"
SO_FAR = "So far: {value} (an empty line keeps it, - empties it)"
CHOOSE = "Type a number or a word:"
CHOOSE_PEOPLE = "Type numbers or names, with commas between them. An empty line chooses nobody."
NOBODY_CALLED = "I find nobody called “{name}” in the list. Choose by number, or leave this empty and write the name in the next answer."
SEVERAL_CALLED = "“{name}” could be {names}. Choose by number."
REVIEW = "This is what will be sent:"
REVIEW_HOW = "Type 'send' to send it, a number to change that answer, or 'cancel' to throw it away."
NOTHING_WRITTEN = "(nothing written)"
FIRST_ANSWER = "This is the first question."
THROWN_AWAY = "Nothing was sent, and what you had typed is gone."
LEFT = "Nothing was done."
FINISH_FIRST = "You have something unfinished here; it is kept. Finish it, or type 'cancel'."
QUIT_AGAIN = "This has NOT been sent. Type 'quit' again to end without it, or go on."
NOT_SENT = "Ended with something unfinished: it has NOT been sent."
ANSWER = "{title}, your answer > "


def count_messages(number: int) -> str:
    """Count new messages."""
    return "1 new message" if number == 1 else f"{number} new messages"
