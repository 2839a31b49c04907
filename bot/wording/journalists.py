"""The sentences of a journalist's contact."""

from __future__ import annotations

from bot.wording.handing import HANDING_EVENTS as _EVENTS

JOURNALIST = "Journalist contact"
JOURNALIST_BUTTON = "A journalist has been in touch"
JOURNALIST_KEPT = "{reference} is kept, and on its way to whoever speaks for the school."
JOURNALIST_WAIT = "Do not respond before communications or the head has told you what to say."
JOURNALIST_SILENT = "Your policy says nothing about journalists. This is Signpost's default."
JOURNALIST_FIELDS = {
    "who": ("Who is it?", "Their name. “Not sure” is an answer."),
    "paper": ("For which paper, station or site?", "“Not sure” is an answer."),
    "about": ("What is it about?", "What they asked, in their words where you can. Please name no pupil whom they did not name."),
    "reached": ("How did they reach you?", ""),
    "contact": ("How can they be reached?", "A number or an address, if they gave one."),
    "deadline": ("By when do they want an answer?", "If they said: for example today 17:00, or 30/11/2026."),
    "said_so_far": ("What has been said to them so far?", "“Nothing” is a good answer. Anything that was said helps whoever answers."),
    "who_answers": ("Who answers them?", "They get the card at once."),
    "words": ("What may be said?", "Word for word. Whoever was asked sees it as you write it."),
    "end": ("How did it end?", "For example: answered by the head, or not pursued."),
}
JOURNALIST_REACHED = {
    "phone": "By phone",
    "email": "By e-mail",
    "social": "On social media",
    "in_person": "In person",
    "other": "In another way",
}
JOURNALIST_STATES = {
    "new": "Nobody has taken it on yet.",
    "taken": "It has been taken on. What may be said is still to come.",
    "cleared": "What may be said stands below. Please say nothing beyond it.",
    "closed": "It is closed.",
}
JOURNALIST_EVENTS = {**_EVENTS, "say": "What may be said was given", "close": "Closed"}
JOURNALIST_TAKE, JOURNALIST_SAY, JOURNALIST_CLOSE = "Say who answers", "Say what may be said", "Close it"
JOURNALIST_TAKEN = "It is noted who answers, and whoever was asked is told so."
JOURNALIST_SAID = "They are told what may be said."
JOURNALIST_CLOSED = "It is closed."
JOURNALIST_DEADLINE_PAST = "This time is over already. Write the time by which they want an answer, or leave it empty."
JOURNALIST_NOTICES = {
    "reminder": "A journalist still waits, and nobody has taken it on. Please say who answers, with the button below.",
    "to_head": "A journalist waits, and nobody has taken it on. Please answer it yourself, or say who does.",
    "follow_up": "A journalist's question is still open. If it has been settled, close it with the button below.",
}
