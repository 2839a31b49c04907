"""The sentences of a comment, query or complaint on an official account, and of its clock."""

from __future__ import annotations

from bot.wording.handing import HANDING_EVENTS as _EVENTS

COMMENT = "Comment on our account"
COMMENT_BUTTON = "Note a comment on our account"
COMMENT_OPENING = "If it worries you about a child, report it to the DSL first: this goes to whoever answers on the account."
COMMENT_FIELDS = {
    "account": ("On which account?", ""),
    "other_account": ("Which other account?", "Needed only where you chose another one above: its network and name."),
    "sort": ("What is it?", ""),
    "received": ("When did it come in?", "The clock counts from then, so add the time if you can: today 14:30, yesterday 9pm, 28/11/2026 14:30."),
    "words": ("What does it say?", "In their words where you can."),
    "who": ("Who wrote it?", "Their name or handle as it is shown there, if you know it."),
    "link": ("Link, if there is one", "To the comment; never to an image of a child."),
    "answers": ("Who answers it?", "Leave it empty, and it goes to whoever watches the account today."),
    "replied_at": ("When did the reply go out?", "Leave it empty for just now."),
    "reply": ("What was answered?", "A sentence will do."),
    "why": ("Why does it need no answer?", "A sentence will do."),
    "had_reply": ("Have they had any reply?", "“Received” counts as one."),
}
COMMENT_SORTS = {"comment": "A comment", "query": "A query", "complaint": "A complaint"}
COMMENT_YES_NO = {"yes": "Yes", "no": "No"}
COMMENT_STATES = {
    "new": "Nobody has replied yet.",
    "acknowledged": "They know that it was received. An answer is still to come.",
    "answered": "It has been answered.",
    "closed": "It is closed without an answer.",
}
COMMENT_EVENTS = {
    **_EVENTS,
    "acknowledge": "Receipt acknowledged",
    "answer": "Answered",
    "close": "Closed without an answer",
    "slt": "SLT told",
}
COMMENT_ACKNOWLEDGE, COMMENT_ANSWER, COMMENT_CLOSE = "Receipt acknowledged", "It has been answered", "It needs no answer"
COMMENT_SLT = "Tell SLT"
COMMENT_ACKNOWLEDGED = "It is noted that they know it was received. Signpost asks for the answer again in two school days."
COMMENT_ANSWERED = "It is noted that it has been answered."
COMMENT_CLOSED = "It is closed."
COMMENT_SLT_TOLD = "SLT is told."
COMMENT_WHICH_ACCOUNT = "Please say which account it is."
COMMENT_WHEN = "Please write the day at least, and the time if you know it: the clock counts from then."
COMMENT_BEFORE = "This is before it came in. Please look at both times."
COMMENT_CLOCK_HOURS = (
    "A reply is due {hours} hours after it came in; “received” counts as one. Only what comes in at a weekend waits for a working day."
)
COMMENT_CLOCK_WEEKEND = (
    "It came in at a weekend, so a reply is due on the next working day, before the school closes; “received” counts as one. "
    "A bank holiday is no working day."
)
COMMENT_CLOCK_NONE = "Your policy sets no time for this; Signpost reminds after one working day."
COMMENT_FROM_MIDNIGHT = "No time was given, so the clock counts from the beginning of that day."
COMMENT_OVERDUE_NOW = "It is {length} late."
COMMENT_LATE = "The first reply came {length} late."
COMMENT_LATE_CLOSED = "It was closed {length} late."
COMMENT_NOTICES = {
    "due_before_long": "A reply is due within four hours, even if only to say that it was received.",
    "overdue": "A reply is overdue. Whoever it is with should reply now, even if only to say that it was received. SLT is told as well.",
    "told": "This is brought to you as one of SLT.",
    "reminder": "This still waits for an answer. If it has been given, say so with a button below.",
}
