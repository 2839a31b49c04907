"""The sentences that every matter shares which somebody follows up: who has it, and how it is handed on."""

from __future__ import annotations

HANDING_FIELDS = {
    "whom": ("Who takes it from here?", "They get the card at once."),
    "why_again": ("Why is it opened again?", "A sentence will do. It stays with it."),
}
HANDING_HAND, HANDING_REOPEN, HANDING_TAKE = "Give to somebody else", "Open it again", "I will see to it"
HANDING_TAKEN = "It is yours now."
HANDING_HANDED = "It is theirs now, and on its way to them."
HANDING_REOPENED = "It is open again, and on its way to whoever sees to it."
HANDING_GIVEN = "This was given to you to see to."
HANDING_REMINDER = "This still waits. If it has been seen to, say so with a button below."
HANDING_WITH = "With: {names}."
HANDING_EVENTS = {"hand": "Given to somebody else", "take": "Taken on", "reopen": "Opened again"}
