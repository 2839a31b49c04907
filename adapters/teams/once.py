"""What Teams brings again, or somebody plays again, has its effect once: known by conversation and activity, in the store."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.once import Firsts
from bot.deliveries import Deliveries

PLATFORM = "teams"
LONGEST_LOOK = 0.5
"""Seconds for the store to say whether something came before: a dialog must be answered within five."""
REMEMBERED = 200
"""How many answers to presses are remembered, so that one that is brought twice is answered twice."""
Json = dict[str, Any]
Answer = tuple[int, Json | None]


class Once(Firsts):
    """The deliveries of Teams, and what those were answered that wait for an answer."""

    def __init__(self, deliveries: Deliveries) -> None:
        super().__init__(deliveries, PLATFORM)
        self._answers: OrderedDict[str, asyncio.Future[Answer]] = OrderedDict()

    async def is_first(self, delivery: str) -> bool:
        """Say whether a delivery is the first; a store that fails or is slow lets it pass."""
        return await self.is_first_of((delivery,), LONGEST_LOOK)

    async def answer(self, delivery: str, act: Callable[[], Awaitable[Answer]], again: Answer) -> Answer:
        """Return what a press comes to: brought again it gets the same answer, or `again` where that is forgotten, and does nothing."""
        if (known := self._answers.get(delivery)) is not None:
            return await asyncio.shield(known)
        answering: asyncio.Future[Answer] = asyncio.ensure_future(self._act(delivery, act, again))
        self._answers[delivery] = answering
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        return await asyncio.shield(answering)

    async def _act(self, delivery: str, act: Callable[[], Awaitable[Answer]], again: Answer) -> Answer:
        return await act() if await self.is_first(delivery) else again
