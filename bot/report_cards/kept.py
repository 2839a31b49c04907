"""What those who look after a deployment are told, and how a role is named to people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import wording
from bot.cards import Card, Line, one_line
from bot.report_cards.parts import (
    say_when,
)
from bot.report_cards.values import (
    Trouble,
)
from bot.reports import Role


def warning_for_it(trouble: Trouble, *, reference: str = "", where: str = "") -> Card:
    """Return what IT is told: what is amiss and what to do, and nothing of any report but its reference."""
    return Card((Line(wording.TROUBLES[trouble].format(reference=reference, where=one_line(where) or wording.A_PLACE)),))


def self_test_card(*, log_words: str = "") -> Card:
    """Return the daily test; with the head of the log the channel becomes its witness."""
    return Card((Line(wording.SELF_TEST), *([Line(wording.log_words(log_words))] if log_words else [])))


def who(role: Role, names: Sequence[str] = ()) -> str:
    """Return how a role is named to people, with those who hold it: `the DSL, A. Example`."""
    return wording.who(role, [one_line(name) for name in names])


def away_card(until: datetime | None, *, timezone: str) -> Card:
    """Return what somebody is told who is marked as away."""
    return Card((Line(wording.away(say_when(until, timezone) if until else "")),))


def back_card() -> Card:
    """Return what somebody is told who is back."""
    return Card((Line(wording.BACK),))
