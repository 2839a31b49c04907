"""What Slack brings again, or somebody plays again, has its effect once: known by its ids, in the store."""

from __future__ import annotations

from adapters.once import Firsts
from adapters.slack.visitors import PLATFORM
from bot.deliveries import Deliveries

LONGEST_LOOK = 1.0
"""Seconds for the store to say whether something came before: Slack opens no window after three."""


class Once(Firsts):
    """The deliveries of Slack."""

    def __init__(self, deliveries: Deliveries) -> None:
        super().__init__(deliveries, PLATFORM)

    async def is_first(self, ids: tuple[str, ...]) -> bool:
        """Say whether none of the ids of a delivery has come before; a store that fails or is slow lets it pass."""
        return await self.is_first_of(ids, LONGEST_LOOK)
