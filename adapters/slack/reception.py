"""What every listener needs, put together once; and how a listener is run: the core in a thread, a failure told to the person, never to the log."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from adapters.crossing import Crossing
from adapters.discretion import where
from adapters.slack.edge import team_of
from adapters.slack.visitors import PLATFORM, Visitors
from adapters.slack.workspaces import LIMIT, Workspaces
from bot import wording
from bot.cards import Card, Line
from bot.counter import Counter
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
LONGEST_WAIT = 2.3
"""Seconds for the store: Slack gives a form up after three, and whoever sent it would not know what became of it."""
Json = dict[str, Any]
Tell = Callable[[Card], Awaitable[None]]
"""Tells a card to somebody, alone, where they are."""
T = TypeVar("T")
_CROSSING = Crossing(PLATFORM, LONGEST_WAIT)
off_loop, in_time = _CROSSING.off_loop, _CROSSING.in_time


@dataclass(frozen=True, slots=True)
class Reception:
    """The bot behind the listeners."""

    counter: Counter
    visitors: Visitors
    workspaces: Workspaces

    async def visitor(self, body: Json, *, limit: int = LIMIT) -> Visitor:
        """Return who sent a request."""
        return await off_loop(self.who, body, limit=limit)

    def who(self, body: Json, *, limit: int = LIMIT) -> Visitor:
        """Return who sent a request, in a thread that goes on with what they want."""
        account, of_team = account_of(body)
        return self.visitors.visitor(team_of(body) or "", account, of_team=of_team, limit=limit, handle=_handle_in(body))

    async def at_the_door(self, body: Json) -> Visitor:
        """Return where whoever sent a request may be, without waiting for Slack to say who they are."""
        return await off_loop(self.visitors.at_the_door, team_of(body) or "", account_of(body)[0], handle=_handle_in(body))

    def note_done(self, what: str) -> None:
        """Note that something has been done, so that it is not done again; it is done also where that cannot be noted, and the log says so."""
        try:
            self.counter.deliveries.is_first(PLATFORM, what)
        except SQLAlchemyError as error:
            LOG.error("slack.not_noted %s", where(error))


def account_of(body: Json) -> tuple[str, str | None]:
    """Return the account that acted, and the workspace to which it belongs where Slack says so."""
    event = body.get("event")
    if isinstance(event, dict):
        return str(event.get("user", "")), event.get("user_team") or None
    user = body.get("user")
    if isinstance(user, dict):
        return str(user.get("id", "")), user.get("team_id") or None
    return str(body.get("user_id", "")), None


def _handle_in(body: Json) -> str:
    user = body.get("user")
    return str((user.get("name") if isinstance(user, dict) else "") or body.get("user_name") or "")


async def told_failures(act: Awaitable[object], tell: Tell) -> None:
    """Wait for what comes after an acknowledgement; where it fails, tell the person. bolt would answer 404 for an acknowledged request."""
    try:
        await act
    except Exception as error:  # noqa: BLE001 -- whatever it was, the person is told, and the log holds types only
        LOG.error("slack.listener_failed %s", where(error))
        await _told(tell, Card((Line(wording.NOT_DONE),)))


async def _told(tell: Tell, card: Card) -> None:
    try:
        await tell(card)
    except Exception as unheard:  # noqa: BLE001 -- there is nobody left to tell but those who read the log
        LOG.error("slack.not_told %s", where(unheard))


async def nobody(_card: Card) -> None:
    """Tell nobody: what could not be shown is shown at the next opening."""


def any_phone(reception: Reception, body: Json) -> str:
    """Return a number to ring without asking a store that does not answer."""
    schools = reception.workspaces.schools(team_of(body) or "")
    return reception.counter.office.number_to_ring(schools[0]) if len(schools) == 1 else wording.THE_SCHOOL
