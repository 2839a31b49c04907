"""The way from a chat's loop into the core and back: verbs run in threads of their own, and are waited for no longer than the chat waits.

The pool that every library shares has few threads: some forms that a locked store holds up would hold up everybody.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, TypeVar

from adapters.discretion import where

LOG = logging.getLogger("signpost")
THREADS = 32
T = TypeVar("T")


class Crossing:
    """The way of one chat."""

    crossed_at: ClassVar[float] = 0.0
    """When somebody last crossed, from whatever chat."""

    def __init__(self, chat: str, longest_wait: float) -> None:
        """`longest_wait` is in seconds: what lasts longer goes on, and nobody can say yet what becomes of it."""
        self._chat, self._longest_wait = chat, longest_wait
        self._threads = ThreadPoolExecutor(THREADS, f"{chat} reception")

    def off_loop(self, function: Callable[..., T], *arguments: Any, **named: Any) -> Awaitable[T]:
        """Run a verb of the core in a thread: neither the store nor a reading of a question may hold up the others."""
        Crossing.crossed_at = time.monotonic()
        return asyncio.get_running_loop().run_in_executor(self._threads, functools.partial(function, *arguments, **named))

    async def in_time(self, act: Coroutine[Any, Any, T], limit: float | None = None) -> T | None:
        """Return what an act comes to, or None where it lasts longer than the chat waits, or than `limit`."""
        waiting = asyncio.ensure_future(act)
        done, _ = await asyncio.wait({waiting}, timeout=self._longest_wait if limit is None else limit)
        if done:
            return waiting.result()
        waiting.add_done_callback(self._told_late)
        return None

    def _told_late(self, late: asyncio.Future[Any]) -> None:
        error = None if late.cancelled() else late.exception()
        LOG.log(logging.ERROR if error else logging.WARNING, "%s.late %s", self._chat, where(error) if error else "")


def is_quiet(seconds: float) -> bool:
    """Say whether nobody in any chat has wanted anything of the core for so long."""
    return time.monotonic() - Crossing.crossed_at >= seconds
