"""The sentences of a mention of the school elsewhere."""

from __future__ import annotations

from bot.wording.handing import HANDING_EVENTS as _EVENTS

MENTION = "Mention elsewhere"
MENTION_BUTTON = "We are spoken of elsewhere"
MENTION_OPENING = "If what you saw worries you about a child, report it to the DSL first: this goes to whoever speaks for the school."
MENTION_SILENT = (
    "Your policy does not speak of posts about the school elsewhere. You can still note them here; Signpost reminds every second school day."
)
MENTION_FIELDS = {
    "where": ("Where was it?", "The network, and the page or group."),
    "link": ("Link, if there is one", "To a post or a page; never to an image of a child."),
    "who": ("Who wrote it?", "Their name or handle as it is shown there, if you know it."),
    "what": ("What was said?", "In their words where you can."),
    "sort": ("What is it?", ""),
    "seen": ("When did you see it?", "For example today 14:30, or yesterday."),
    "follows": ("Who follows it up?", "Leave it empty, and it goes to whoever speaks for the school."),
    "done_so_far": ("What has been done about it?", "Say by which policy or process, where there is one."),
    "settled": ("How was it settled?", ""),
    "how": ("In a sentence", "By which policy or process, where there is one."),
    "whose": ("Whose post is it?", ""),
    "why": ("Why should it come down?", "What of the policy it goes against, in a sentence."),
}
MENTION_SORTS = {
    "question": "A question",
    "praise": "Praise",
    "complaint": "A complaint",
    "untrue": "Something that is not so",
    "abuse": "Something offensive",
    "other": "Something else",
}
MENTION_SETTLED = {
    "answered": "Answered there",
    "spoken": "Spoken about in person",
    "complaints": "Passed to the complaints procedure",
    "passed_on": "Passed to the DSL or to SLT",
    "removed": "The post has come down",
    "left": "Left as it is",
    "other": "In another way",
}
MENTION_STATES = {
    "new": "Nobody has followed it up yet.",
    "followed": "It is being followed up.",
    "closed": "It is settled.",
}
MENTION_EVENTS = {**_EVENTS, "note": "Followed up", "removal": "Asked for its removal", "close": "Settled"}
MENTION_NOTE, MENTION_REMOVAL, MENTION_CLOSE = "Note what was done", "Ask for its removal", "It is settled"
MENTION_NOTED = "It is noted. Signpost asks again in two school days."
MENTION_REMOVAL_ASKED = "A request to remove it is on its way to whoever sees to it."
MENTION_CLOSED = "It is settled."
