"""What Teams brings again, or somebody plays again, has its effect once: known by conversation and activity, in the store."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from adapters.discretion import where
from bot.deliveries import Deliveries

LOG = logging.getLogger("signpost")
PLATFORM = "teams"
LONGEST_LOOK = 0.5
"""Seconds for the store to say whether something came before: a dialog must be answered within five."""
REMEMBERED = 200
"""How many answers to presses are remembered, so that one that is brought twice is answered twice."""
Json = dict[str, Any]
Answer = tuple[int, Json | None]
_NOTING = ThreadPoolExecutor(4, "teams deliveries")
"""For noting what came. A store that is locked holds up these threads and no others."""


class Once:
    """The deliveries of Teams, one by one."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._answers: OrderedDict[str, asyncio.Future[Answer]] = OrderedDict()

    async def is_first(self, delivery: str) -> bool:
        """Say whether a delivery is the first. A store that fails or is slow lets it pass: rather an answer twice than a cry for help unheard."""
        noting = asyncio.get_running_loop().run_in_executor(_NOTING, self._deliveries.is_first, PLATFORM, delivery)
        done, _ = await asyncio.wait({noting}, timeout=LONGEST_LOOK)
        if not done:
            noting.add_done_callback(_read_late)
            LOG.warning("teams.delivery_unchecked late")
            return True
        if (error := noting.exception()) is not None:
            LOG.error("teams.delivery_unchecked %s", where(error))
            return True
        return noting.result()

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


def _read_late(noting: asyncio.Future[bool]) -> None:
    if not noting.cancelled() and (error := noting.exception()) is not None:
        LOG.error("teams.delivery_unchecked %s", where(error))
