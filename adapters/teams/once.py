"""What Teams brings again, or somebody plays again, has its effect once: known by conversation and activity, in the store."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from adapters.discretion import where
from bot.deliveries import Deliveries

LOG = logging.getLogger("signpost")
PLATFORM = "teams"
LONGEST_LOOK = 0.5
"""Seconds for the store to say whether something came before: a dialog must be answered within five."""
MOST_AT_ONCE = 500
REMEMBERED = 200
"""How many answers to presses are remembered, so that one that is brought twice is answered twice."""
Json = dict[str, Any]
Answer = tuple[int, Json | None]
_NOTING = ThreadPoolExecutor(4, "teams deliveries")
"""For noting what came. A store that is locked holds up its thread and no other."""


class Once:
    """The deliveries of Teams. What comes while the store writes is noted with its next write: a safe one takes long, and no longer for many."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._waiting: dict[str, asyncio.Future[bool | Exception]] = {}
        self._noting: asyncio.Task[None] | None = None
        self._answers: OrderedDict[str, asyncio.Future[Answer]] = OrderedDict()

    async def is_first(self, delivery: str) -> bool:
        """Say whether a delivery is the first. A store that fails or is slow lets it pass: rather an answer twice than a cry for help unheard."""
        if delivery in self._waiting:
            return False
        said = self._waiting[delivery] = asyncio.get_running_loop().create_future()
        if self._noting is None:
            self._noting = asyncio.ensure_future(self._note_all())
        done, _ = await asyncio.wait({said}, timeout=LONGEST_LOOK)
        if not done:
            LOG.warning("teams.delivery_unchecked late")
            return True
        match said.result():
            case bool() as first:
                return first
            case error:
                LOG.error("teams.delivery_unchecked %s", where(error))
                return True

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

    async def _note_all(self) -> None:
        while self._waiting:
            some = dict(list(self._waiting.items())[:MOST_AT_ONCE])
            try:
                firsts = await asyncio.get_running_loop().run_in_executor(_NOTING, self._deliveries.first_of, PLATFORM, tuple(some))
            except Exception as error:  # noqa: BLE001 -- whatever it was, whoever waits is let pass, and the log says so
                _tell(some, dict.fromkeys(some, error))
            else:
                _tell(some, {delivery: delivery in firsts for delivery in some})
            for delivery in some:
                del self._waiting[delivery]
        self._noting = None


def _tell(waiting: Mapping[str, asyncio.Future[bool | Exception]], said: Mapping[str, bool | Exception]) -> None:
    for delivery, future in waiting.items():
        future.set_result(said[delivery])
