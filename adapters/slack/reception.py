"""What every listener needs, put together once; and how a listener is run: the core in a thread, a failure told to the person, never to the log."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discretion import where
from adapters.slack import render
from adapters.slack.edge import team_of
from adapters.slack.visitors import Visitor, Visitors
from adapters.slack.workspaces import Workspaces
from bot import wording
from bot.cards import Button, Buttons, Card, Line
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.office import Office

LOG = logging.getLogger("signpost")
QUICK = 1.5
"""Seconds until a window opens that says that something is coming: Slack lets none be opened after three."""
LONGEST_WAIT = 2.3
"""Seconds for the store: Slack gives a form up after three, and whoever sent it would not know what became of it."""
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reception:
    """The bot behind the listeners."""

    office: Office
    enquiries: Enquiries
    visitors: Visitors
    workspaces: Workspaces
    deliveries: Deliveries

    async def visitor(self, body: Json) -> Visitor:
        """Return who sent a request."""
        account, of_team = account_of(body)
        return await asyncio.to_thread(self.visitors.visitor, team_of(body) or "", account, of_team=of_team)


def account_of(body: Json) -> tuple[str, str | None]:
    """Return the account that acted, and the workspace to which it belongs where Slack says so."""
    event = body.get("event")
    if isinstance(event, dict):
        return str(event.get("user", "")), event.get("user_team") or None
    user = body.get("user")
    if isinstance(user, dict):
        return str(user.get("id", "")), user.get("team_id") or None
    return str(body.get("user_id", "")), None


def policy_of(reception: Reception, school: str) -> str:
    """Return the key of a school's policy."""
    return reception.office.school(school).policy


def which_school(reception: Reception, visitor: Visitor) -> Card:
    """Ask somebody of several schools where they are, or say that there is none."""
    if not visitor.schools:
        return Card.of_text(wording.NO_SCHOOL)
    buttons = tuple(Button(reception.office.school(key).name or key, "choose_school", key) for key in visitor.schools)
    return Card((Buttons(wording.WHICH_SCHOOL, buttons),))


async def told_failures(act: Awaitable[object], tell: Callable[[Card], Awaitable[object]]) -> None:
    """Wait for what comes after an acknowledgement; where it fails, tell the person. bolt would answer 404 for an acknowledged request."""
    try:
        await act
    except Exception as error:  # noqa: BLE001 -- whatever it was, the person is told, and the log holds types only
        LOG.error("slack.listener_failed %s", where(error))
        try:
            await tell(Card((Line(wording.NOT_DONE),)))
        except (SlackApiError, OSError, TimeoutError) as unheard:
            LOG.error("slack.not_told %s", where(unheard))


def off_loop(function: Callable[..., T], *arguments: Any, **named: Any) -> Awaitable[T]:
    """Run a verb of the core in a thread: neither the store nor a reading of a question may hold up the others."""
    return asyncio.to_thread(functools.partial(function, *arguments, **named))


async def in_time(act: Coroutine[Any, Any, T]) -> T | None:
    """Return what an act comes to, or None where it lasts longer than Slack waits: it goes on, and nobody can say yet what becomes of it."""
    waiting = asyncio.ensure_future(act)
    done, _ = await asyncio.wait({waiting}, timeout=LONGEST_WAIT)
    if done:
        return waiting.result()
    waiting.add_done_callback(_told_late)
    return None


def _told_late(late: asyncio.Future[Any]) -> None:
    error = None if late.cancelled() else late.exception()
    LOG.log(logging.ERROR if error else logging.WARNING, "slack.late %s", where(error) if error else "")


def any_phone(reception: Reception) -> str:
    """Return a number to ring without asking a store that does not answer."""
    schools = reception.office.settings.schools
    return reception.office.number_to_ring(schools[0].key) if len(schools) == 1 else wording.THE_SCHOOL


async def show_window(client: AsyncWebClient, trigger: str, making: Awaitable[Json], *, title: str, push: bool = False) -> None:
    """Open a window with what is being made; where that takes longer than Slack waits, one that says so first."""
    made = asyncio.ensure_future(making)
    opens = client.views_push if push else client.views_open
    done, _ = await asyncio.wait({made}, timeout=QUICK)
    if done:
        await opens(trigger_id=trigger, view=made.result())
        return
    waiting = await opens(trigger_id=trigger, view=render.modal(Card.of_text(wording.ONE_MOMENT), title=title, close=wording.CLOSE))
    try:
        view = await made
    except Exception:
        view = render.modal(Card.of_text(wording.NOT_DONE), title=title, close=wording.CLOSE)
        await client.views_update(view_id=waiting["view"]["id"], view=view)
        raise
    await client.views_update(view_id=waiting["view"]["id"], view=view)
