"""The sentences of a request to remove a post."""

from __future__ import annotations

from bot.wording.handing import HANDING_EVENTS as _EVENTS

REMOVAL = "Request to remove a post"
REMOVAL_BUTTON = "A post should come down"
REMOVAL_OPENING = "If what you saw worries you about a child, report it to the DSL first. Please do not write to whoever posted it."
REMOVAL_SILENT = (
    "Your policy does not say that the school asks for a post like this to be removed. "
    "It can still be asked for; Signpost reminds every second school day."
)
REMOVAL_FIELDS = {
    "whose": ("Whose post is it?", ""),
    "who": ("Who posted it?", "Their name or handle as it is shown there. “Not sure” is an answer."),
    "where": ("Where is it?", "The network, and the page or group."),
    "link": ("Link, if there is one", "To a post or a page; never to an image of a child."),
    "what": ("What does it say?", "In their words where you can. Do not copy or store images of a child: ask the DSL."),
    "why": ("Why should it come down?", "What of the policy it goes against, in a sentence."),
    "follows": ("Who sees to it?", "Leave it empty, and it goes to SLT for a colleague's post, else to whoever speaks for the school."),
    "how": ("How were they asked?", ""),
    "when": ("When?", "For example today 14:30, or yesterday."),
    "invited": ("Were they invited to discuss it in person?", ""),
    "note": ("A word about it", "What was said, in a sentence or two."),
    "goes_to": ("Where does it go now?", ""),
    "end": ("How did it end?", "In a sentence."),
}
REMOVAL_WHOSE = {
    "staff": "A member of staff, a governor or a volunteer",
    "parent": "A parent or carer",
    "pupil": "A pupil",
    "other": "Somebody else, or not sure",
}
REMOVAL_HOW = {
    "in_person": "In person",
    "phone": "By phone",
    "letter": "By letter",
    "email": "By e-mail",
    "message": "By a message from the school's account",
    "network": "Through the network's own report form",
    "other": "In another way",
}
REMOVAL_YES_NO = {"yes": "Yes", "no": "No"}
REMOVAL_GOES_TO = {"slt": "To SLT", "complaints": "Into the complaints procedure, and SLT is told"}
REMOVAL_STATES = {
    "new": "They have not been asked yet.",
    "asked": "They have been asked. Whether it has come down is not known yet.",
    "refused": "They will not remove it. It is with SLT.",
    "complaint": "They will not remove it. It has gone into the complaints procedure, and SLT knows.",
    "removed": "The post has come down.",
    "closed": "It is closed. The post may still be there.",
}
REMOVAL_EVENTS = {
    **_EVENTS,
    "ask": "Noted that they were asked",
    "ask_again": "Noted that they were asked again",
    "removed": "Noted that it has come down",
    "refuse": "Noted that they will not remove it",
    "close": "Closed",
}
REMOVAL_ASK, REMOVAL_ASK_AGAIN, REMOVAL_REMOVED = "They have been asked", "They were asked again", "It has come down"
REMOVAL_REFUSE, REMOVAL_CLOSE = "They will not remove it", "Close it"
REMOVAL_ASKED = "It is noted. Signpost asks again in two school days."
REMOVAL_DONE = "It is noted that the post has come down."
REMOVAL_REFUSED = "It is with SLT now."
REMOVAL_CLOSED = "It is closed."
REMOVAL_NOTICES = {
    "to_slt": "Somebody was asked to remove a post, and will not. It is with SLT now: please decide what is done next.",
    "still_up": "They will not remove a post, and nothing has been decided yet. Please settle it with a button below.",
}
REMOVAL_NOT_KNOWN = "Not known"
