"""What Slack brings again, or somebody plays again, has its effect once: known by its ids, in the store."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from adapters.discretion import where
from adapters.slack.visitors import PLATFORM
from bot.deliveries import Deliveries

LOG = logging.getLogger("signpost")
LONGEST_LOOK = 1.0
"""Seconds for the store to say whether something came before: Slack opens no window after three."""
MOST_AT_ONCE = 500
_NOTING = ThreadPoolExecutor(2, "slack deliveries")
"""For noting what came. A store that is locked holds up its thread and no other."""


class Once:
    """The deliveries of Slack. What comes while the store writes is noted with its next write: a safe one takes long, and no longer for many."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._waiting: list[tuple[tuple[str, ...], asyncio.Future[bool]]] = []
        self._noting: asyncio.Task[None] | None = None

    async def is_first(self, ids: tuple[str, ...]) -> bool:
        """Say whether none of the ids of a delivery has come before.

        A store that fails or is slow lets it pass: rather an answer twice than a cry for help unheard.
        """
        if not ids:
            return True
        said: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((ids, said))
        if self._noting is None:
            self._noting = asyncio.ensure_future(self._note_all())
        done, _ = await asyncio.wait({said}, timeout=LONGEST_LOOK)
        if not done:
            LOG.warning("slack.delivery_unchecked late")
        return said.result() if done else True

    async def _note_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            wanted = tuple(dict.fromkeys(one for ids, _ in some for one in ids))
            try:
                firsts = set(await asyncio.get_running_loop().run_in_executor(_NOTING, self._deliveries.first_of, PLATFORM, wanted))
            except Exception as error:  # noqa: BLE001 -- whatever it was, whoever waits is let pass, and the log says so
                LOG.error("slack.delivery_unchecked %s", where(error))
                firsts = set(wanted)
            for ids, said in some:
                said.set_result(firsts.issuperset(ids))
                firsts.difference_update(ids)  # of two that came together the first is the first
        self._noting = None
