"""What everything in Teams needs, put together once; and how it is run: the core in a thread, a failure told to the person, never to the log."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.discretion import where
from adapters.teams.edge import Turn
from adapters.teams.visitors import Caller, Visitors
from bot import wording
from bot.addresses import Addresses
from bot.counter import Counter
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
LONGEST_WAIT = 3.5
"""Seconds for the store: Teams gives an answer up after five, and whoever waited for it would not know what became of it."""
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reception:
    """The bot behind the turns."""

    counter: Counter
    visitors: Visitors
    addresses: Addresses
    app_id: str

    async def visitor(self, turn: Turn) -> Visitor:
        """Return who a turn is from."""
        return await off_loop(self.visitors.visitor, caller_of(turn))

    def at_the_door(self, turn: Turn) -> Visitor:
        """Return what can be told of somebody without asking Teams: where they may be, and nothing that would let them read."""
        return self.visitors.at_the_door(caller_of(turn))

    def any_phone(self, visitor: Visitor | None = None) -> str:
        """Return a number to ring without asking a store that does not answer."""
        office = self.counter.office
        schools = office.settings.schools
        if visitor is not None and visitor.school:
            return office.number_to_ring(visitor.school)
        return office.number_to_ring(schools[0].key) if len(schools) == 1 else wording.THE_SCHOOL


def caller_of(turn: Turn) -> Caller:
    """Return who a turn is from, and where Teams can be asked about them."""
    return Caller(turn.account, turn.tenant, turn.name, str(turn.activity["serviceUrl"]), turn.conversation)


def off_loop(function: Callable[..., T], *arguments: Any, **named: Any) -> Awaitable[T]:
    """Run a verb of the core in a thread: neither the store nor a reading of a question may hold up the others."""
    return asyncio.to_thread(functools.partial(function, *arguments, **named))


async def in_time(act: Coroutine[Any, Any, T]) -> T | None:
    """Return what an act comes to, or None where it lasts longer than Teams waits: it goes on, and nobody can say yet what becomes of it."""
    waiting = asyncio.ensure_future(act)
    done, _ = await asyncio.wait({waiting}, timeout=LONGEST_WAIT)
    if done:
        return waiting.result()
    waiting.add_done_callback(_told_late)
    return None


def _told_late(late: asyncio.Future[Any]) -> None:
    error = None if late.cancelled() else late.exception()
    LOG.log(logging.ERROR if error else logging.WARNING, "teams.late %s", where(error) if error else "")
