"""The sentences of a policy's review: what its answers say once it is overdue, and what its owner is asked."""

from __future__ import annotations

REVIEW_NO_DATE = "This policy prints no review date."
REVIEW_UNREADABLE = "This policy says of its review: “{words}”."
REVIEW_WAS_DUE_IN = "This policy was due for review in {day}."
REVIEW_WAS_DUE_ON = "This policy was due for review on {day}."
"""At the end of an answer."""

REVIEW = "Review of the policy"
REVIEW_FIELDS = {
    "outcome": ("What came of the review?", ""),
    "next": ("When is it to be reviewed next?", "For example 17 April 2029, or May 2029. Reminders go by this until a new version is published."),
    "note": (
        "What was looked at, or what changes?",
        "For your own record. A change of the words is published as a new version; nothing changes here.",
    ),
    "until": ("Until which day?", "A day that is still to come. You are reminded then, and each week after it."),
    "why": ("What is it waiting for?", "For your own record."),
}
REVIEW_OUTCOMES = {"no_change": "Reviewed, no change", "changed": "Reviewed; a new version follows"}
REVIEW_STATES = {
    "waiting": "Waits for its review.",
    "postponed": "Not yet reviewed: put off by its owner.",
    "reviewed": "Reviewed.",
    "replaced": "Replaced by a new version.",
}
REVIEW_EVENTS = {"reviewed": "Reviewed", "not_yet": "Put off"}
REVIEW_REVIEWED, REVIEW_NOT_YET = "Reviewed", "Not yet"
REVIEW_DONE = "Noted. The next review is due {day}; you are reminded 90, 30 and 7 days before."
REVIEW_PUT_OFF = "Noted. You are reminded on {day}."
REVIEW_NEXT_UNREADABLE = "This cannot be read as a day or a month. Please write it like 17 April 2029, or May 2029."
REVIEW_NEXT_PAST = "This has passed, or is today. Please give a time that is still to come."
REVIEW_NOTICES = {
    "ninety": "In three months your policy is due for review.",
    "thirty": "In a month your policy is due for review.",
    "seven": "In a week your policy is due for review.",
    "overdue": "The review of your policy is overdue. Until it is done, its answers say so to whoever asks.",
    "postponed": "You had put off the review of your policy until now.",
    "undated": (
        "Your policy prints no date for its review, so nobody would notice that it is old. When is it to be reviewed? "
        "Its answers say that it has none."
    ),
}
REVIEW_DUE_PRINTED = "Review due, as the policy prints it: “{words}”. Signpost reads this as {day}."
REVIEW_END_OF = "the end of {month}"
REVIEW_DUE_NOTED = "Review due, as its owner noted: {day}."
REVIEW_DUE_NONE = "The policy prints no review date."
REVIEW_DUE_ODD = "The policy says of its review: “{words}”. Signpost cannot read a date in it, so you are asked for one."
REVIEW_HEADLINE_DUE, REVIEW_HEADLINE_NONE = "due {day}", "no date"
