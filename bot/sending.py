"""What delivery asks of a platform: find, post, edit. An adapter implements `Sender`; how it may fail is said here, once for all."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.cards import Card


class Sender(Protocol):
    """One platform's way out. Calls come from several threads, and none may last longer than `sending.LONGEST_CALL` seconds."""

    platform: str
    """`slack`, `teams`, `email`, `terminal`."""
    can_find: bool
    """Whether a message can be looked up by its key; where it cannot, a second copy after a doubtful failure is marked as one."""

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return the reference of the message with this key, posted since then; None where there is none. Leave a margin: it is our time."""

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Post a card and return the message's reference. `lock_screen` is the only text that a notification may show. Raises SendFault."""

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Put a card in the place of one that was posted. Raises SendFault."""


LONGEST_CALL = 5.0
"""Seconds after which an adapter gives up a call: shorter than a lease."""


class Reason(StrEnum):
    """Why a route is closed for good."""

    NO_SUCH_PLACE = "no_such_place"
    NOT_A_MEMBER = "not_a_member"
    REVOKED = "revoked"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    NO_ADDRESS = "no_address"
    UNSAFE = "unsafe"
    """Posting there would show the card to somebody who may not see it."""


class SendFault(Exception):
    """A message was not, or perhaps not, sent. The text holds names of enums only."""


class Transient(SendFault):
    """It may work later."""

    def __init__(self, *, in_doubt: bool, retry_after: float | None = None) -> None:
        super().__init__("in doubt" if in_doubt else "not sent")
        self.in_doubt, self.retry_after = in_doubt, retry_after
        """Whether the message may have been posted all the same (a reply that never came); how many seconds the platform asks to wait."""


class Permanent(SendFault):
    """This route is closed; the next one is taken at once."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Unrenderable(SendFault):
    """The platform refuses the form of the card: our fault. A plain one is sent at once."""
