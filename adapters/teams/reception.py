"""What everything in Teams needs, put together once; and how it is run: the core in a thread, a failure told to the person, never to the log."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.crossing import Crossing
from adapters.discretion import where
from adapters.teams.edge import Turn
from adapters.teams.visitors import PLATFORM, Caller, Visitors
from bot import wording
from bot.addresses import Addresses
from bot.counter import Counter
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
LONGEST_ANSWER = 4.2
"""Seconds for all that is answered at once: Teams gives an answer up after five, and the door needs some of them."""
LONGEST_WAIT = 3.2
"""Seconds of these for the store, where something that was written goes back to whoever wrote it if it is not kept."""
HURRY = 1.0
"""Seconds for Teams to say who somebody is, where something that was written waits to be stored: it is stored either way."""
_CROSSING = Crossing(PLATFORM, LONGEST_WAIT)
off_loop, in_time = _CROSSING.off_loop, _CROSSING.in_time
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reception:
    """The bot behind the turns."""

    counter: Counter
    visitors: Visitors
    addresses: Addresses
    app_id: str

    async def visitor(self, turn: Turn, *, limit: float | None = None) -> Visitor:
        """Return who a turn is from; taken for a guest where Teams does not say so within the limit."""
        return await off_loop(self.visitors.visitor, caller_of(turn), limit=limit)

    async def at_the_door(self, turn: Turn) -> Visitor:
        """Return what can be told of somebody without asking Teams: where they may be, and nothing that would let them read."""
        return await off_loop(self.visitors.at_the_door, caller_of(turn))

    def any_phone(self, school: str = "") -> str:
        """Return a number to ring without asking a store that does not answer."""
        office = self.counter.office
        known = [one.key for one in office.settings.schools]
        if school in known:
            return office.number_to_ring(school)
        return office.number_to_ring(known[0]) if len(known) == 1 else wording.THE_SCHOOL


def caller_of(turn: Turn) -> Caller:
    """Return who a turn is from, and where Teams can be asked about them."""
    return Caller(turn.account, turn.tenant, turn.name, str(turn.activity["serviceUrl"]), turn.conversation)


async def kept_in_time(act: Coroutine[Any, Any, T], limit: float = LONGEST_WAIT) -> T | None:
    """Return what an act comes to; None where nobody can say: it lasts too long, or fails. What was written is then still with its writer."""
    try:
        return await in_time(act, limit)
    except Exception as error:  # noqa: BLE001 -- whatever it was, the form comes back with what was typed, and the log holds types only
        LOG.error("teams.not_kept %s", where(error))
        return None
