"""The sentences of a suggestion for a post."""

from __future__ import annotations

from bot.wording.handing import HANDING_EVENTS as _EVENTS

SUGGESTION = "Suggestion for a post"
SUGGESTION_BUTTON = "Suggest a post"
SUGGESTION_FIELDS = {
    "what": ("What could we post?", "A sentence or two. Please name no pupil yet: whoever runs the account asks about consent."),
    "network": ("On which account or network?", "For example Facebook. “Not sure” is an answer."),
    "answer": ("A word to whoever suggested it", "They see it as you write it."),
}
SUGGESTION_STATES = {
    "new": "Nobody has answered yet.",
    "used": "It will be used.",
    "declined": "It will not be used.",
    "withdrawn": "Withdrawn by whoever suggested it.",
}
SUGGESTION_EVENTS = {**_EVENTS, "use": "Taken up", "decline": "Declined", "withdraw": "Withdrawn"}
SUGGESTION_USE, SUGGESTION_DECLINE, SUGGESTION_WITHDRAW = "We will use it", "Not this time", "Withdraw it"
SUGGESTION_USED = "They are told that it will be used."
SUGGESTION_DECLINED = "They are told, with your word."
SUGGESTION_WITHDRAWN = "It is withdrawn."
SUGGESTION_SILENT = "Your policy does not say whom to ask. Signpost sends it to whoever speaks for the school."
SUGGESTION_NOT_LISTED = "Nobody whom your policy names for this is in the settings, so it goes to whoever speaks for the school."
