"""What became of a claimed row once it was known whom it is for now: a message to send, or nothing to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards import Card
from bot.destinations import Place
from bot.matters import Matter
from bot.reports import RowState
from bot.standing import Standing


@dataclass(frozen=True, slots=True)
class Sought:
    """A message that may stand though its row was cancelled."""

    row_id: int
    message_key: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Resolved:
    """A message to send now."""

    place: Place
    card: Card
    lock_screen: str
    edits: str | None = None
    """The platform's reference of the message that it takes the place of."""
    shows: Standing | None = None
    """Where the report stood when the card was built; None where the card does not tell."""
    matter: Matter | None = None
    """The matter as the card shows it, where the message is about one."""
    seeks: Sought | None = None
    """The message that is only to be looked for: once it is found it is edited like any other."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing is to be sent for this row."""

    state: RowState
    outcome: str
