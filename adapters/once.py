"""What a chat brings again, or somebody plays again, has its effect once: known by its ids, in the store. The same for every chat."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from adapters.discretion import where
from bot.deliveries import Deliveries

LOG = logging.getLogger("signpost")
MOST_AT_ONCE = 500
_NOTING = ThreadPoolExecutor(4, "deliveries")
"""For noting what came. A store that is locked holds up a thread for each chat, and no other."""


class Firsts:
    """The deliveries of a chat. What comes while the store writes is noted with its next write: a safe one takes long, and no longer for many."""

    def __init__(self, deliveries: Deliveries, platform: str) -> None:
        self._deliveries, self._platform = deliveries, platform
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._noting: asyncio.Task[None] | None = None

    async def is_first_of(self, ids: tuple[str, ...], limit: float) -> bool:
        """Say whether none of the ids of a delivery has come before, also where another that has one of them is only being noted.

        A store that fails, or does not say so within a limit of seconds, lets it pass: rather an answer twice than a cry for help unheard.
        """
        if not ids:
            return True
        new = [one for one in dict.fromkeys(ids) if one not in self._waiting]
        for one in new:
            self._waiting[one] = asyncio.get_running_loop().create_future()
        if self._noting is None and new:
            self._noting = asyncio.ensure_future(self._note_all())
        if len(new) < len(set(ids)):
            return False
        said = [self._waiting[one] for one in new]
        _, late = await asyncio.wait(said, timeout=limit)
        if late:
            LOG.warning("%s.delivery_unchecked late", self._platform)
        return all(one.result() for one in said if one not in late)

    async def _note_all(self) -> None:
        while self._waiting:
            some = dict(list(self._waiting.items())[:MOST_AT_ONCE])
            try:
                firsts = await asyncio.get_running_loop().run_in_executor(_NOTING, self._deliveries.first_of, self._platform, tuple(some))
            except Exception as error:  # noqa: BLE001 -- whatever it was, whoever waits is let pass, and the log says so
                LOG.error("%s.delivery_unchecked %s", self._platform, where(error))
                firsts = frozenset(some)
            for one, said in some.items():
                said.set_result(one in firsts)
                del self._waiting[one]
        self._noting = None
