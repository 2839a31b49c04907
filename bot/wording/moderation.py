"""The sentences of the moderation log."""

from __future__ import annotations

MODERATION = "Moderation"
MODERATION_KEPT = "{reference} is kept."
MODERATION_BUTTON = "Note a deletion or a block"
MODERATION_OPENING = "If it worries you about a child, report it to the DSL first, and before anything is deleted."
MODERATION_SILENT = "Your policy gives no reasons for deleting or blocking. Choose “another reason” and say which."
MODERATION_FIELDS = {
    "account": ("On which account?", ""),
    "other_account": ("Which other account?", "Needed only where you chose another one above: its network and name."),
    "what": ("What was done?", ""),
    "why": ("Why? The policy's own reasons", ""),
    "other_why": ("Which other reason?", "Needed only where you chose another reason above."),
    "who": ("Who wrote it?", "Their name or handle exactly as it is shown there. “Not known” is an answer."),
    "when": ("When was it done?", "For example just now, or today 14:30."),
    "words": ("What did it say?", "Only as much as is needed to know it again. Never an image of a child."),
    "link": ("Link, if there is one", "To the post; never to an image of a child."),
    "audience": ("What was the audience told?", "The words that were posted to say why. Leave it empty if they have not been told."),
    "tell_slt": ("Should SLT know?", ""),
    "told_when": ("When were they told?", "Leave it empty for just now."),
    "no_word": ("Why is the audience not told?", "It stays with the entry."),
    "undo": ("Why is it taken back?", "A sentence will do."),
}
MODERATION_WHAT = {
    "deleted": "Deleted",
    "hidden": "Hidden",
    "blocked": "Somebody was blocked",
    "reported": "Reported to the network",
    "left": "Looked at, and left as it is",
}
MODERATION_OTHER = "Another reason"
MODERATION_YES_NO = {"yes": "Yes", "no": "No"}
MODERATION_REASON = "{section}: {text}"
MODERATION_WHY = "The policy's reason"
MODERATION_STATES = {
    "untold": "The audience has not been told why.",
    "logged": "It is in the log.",
    "undone": "It has been taken back.",
}
MODERATION_EVENTS = {
    "told": "Noted what the audience was told",
    "no_word": "Left without word to the audience",
    "undo": "Taken back",
    "slt": "SLT told",
}
MODERATION_TOLD, MODERATION_NO_WORD, MODERATION_UNDO, MODERATION_SLT = "The audience was told", "Leave without word", "Take it back", "Tell SLT"
MODERATION_TELL = "Your policy says that the audience should be told exactly why. Signpost asks again on every school day until it is noted here."
MODERATION_EARLIER = "Noted before under this name: {entries}."
MODERATION_SIMILAR = "Under a name that is much like it: {entries}."
MODERATION_ENTRY = "{reference} ({what}, {at})"
MODERATION_REPEATED = "Your policy speaks of blocking. Whether this is repeated in its sense is for a person to judge."
MODERATION_DONE = {
    "told": "It is noted what the audience was told.",
    "no_word": "It is noted that the audience is not told.",
    "undo": "It is noted that it was taken back.",
    "slt": "SLT is told.",
}
MODERATION_WHICH_REASON = "Please say which reason it is."
MODERATION_NOTICES = {
    "audience": "The audience has not been told why something was removed, or somebody blocked. Once they are told, note it with a button below.",
    "to_slt": "This is brought to you as one of SLT.",
    "repeated": "Somebody whose posts were removed before is in the log again.",
}
