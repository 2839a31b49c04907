"""Windows in Slack: how one is opened, put over another or in its place, so that nobody is left before one that says nothing.

A new window is opened before anything is done: what cannot be shown is not done, and a trigger of three seconds waits for no store.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discretion import where
from adapters.slack import render
from adapters.slack.reception import Json, Tell
from bot import wording
from bot.cards import Card, Line

LOG = logging.getLogger("signpost")
HIGHEST = 3
"""Windows that Slack lets stand one on the other."""
PAUSE = 0.3
"""Seconds before a window is tried a second time."""
SHOWS = "shows:"
"""How the callback id of a window begins that shows something of a report; its action follows."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a window shows."""

    view: Json
    aside: Card | None = None
    """What is said in its place where the window is gone; never anything that somebody has written."""


def read_only(card: Card, *, title: str = wording.REPORT_TITLE, shows: str = "", report_id: str = "", page: int = 0, said: str = "") -> Json:
    """Return a card as a window to be read. What it `shows` of which report is how it can be shown again.

    What is `said` first stands in the first block, and moves nothing to another page: none could be turned to any more.
    """
    view = render.modal(card, title=title, close=wording.CLOSE, private_metadata=report_id, page=page)
    if said:
        (lead,) = render.blocks_of([Line(said, strong=True)])
        first, *others = view["blocks"]
        view = {**view, "blocks": [{**first, "elements": [*lead["elements"], *first["elements"]]}, *others]}
    return {**view, "callback_id": f"{SHOWS}{shows}"} if shows else view


def shown_in(body: Json) -> str:
    """Return what of a report the window shows in which something was pressed; '' where it is none of these."""
    view = body.get("view") or {}
    callback_id = str(view.get("callback_id", ""))
    return callback_id.removeprefix(SHOWS) if view.get("type") == "modal" and callback_id.startswith(SHOWS) else ""


def can_lie_over(body: Json) -> bool:
    """Say whether Slack lets another window be put over the one in which something was pressed."""
    view = body.get("view") or {}
    return view.get("type") == "modal" and _height(view) < HIGHEST


async def show(client: AsyncWebClient, body: Json, view: Json, *, stays: bool = False) -> None:
    """Show a window: in place of the one in which something was pressed, or over it where that `stays`; else a new one.

    Raises SlackApiError. Of two presses at once the second finds the window changed, and leaves it so.
    """
    below = body.get("view") or {}
    if below.get("type") != "modal":
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    elif stays and _height(below) < HIGHEST:
        await client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        try:
            await client.views_update(view_id=below["id"], hash=below.get("hash"), view=view)
        except SlackApiError as error:
            if error.response.get("error") != "hash_conflict":
                raise


async def show_made(
    client: AsyncWebClient, body: Json, make: Callable[[], Awaitable[Window]], tell: Tell, *, title: str, stays: bool = False
) -> None:
    """Open a window, or take the one in which something was pressed, and only then make what it shows. Raises what opening it raises.

    Where it cannot show what was made, `tell` is told what may be said elsewhere.
    """
    below = body.get("view") or {}
    is_over = below.get("type") == "modal" and not (stays and _height(below) < HIGHEST)
    if is_over:
        view_id = str(below["id"])
    else:
        opens = client.views_push if below.get("type") == "modal" else client.views_open
        waiting = render.modal(Card.of_text(wording.ONE_MOMENT), title=title, close=wording.CLOSE)
        view_id = str((await opens(trigger_id=body["trigger_id"], view=waiting))["view"]["id"])
    try:
        made = await make()
    except Exception as error:  # noqa: BLE001 -- whatever it was, the window says that it did not work, and the log holds types only
        LOG.error("slack.listener_failed %s", where(error))
        made = Window(render.modal(Card.of_text(wording.NOT_DONE), title=title, close=wording.CLOSE), Card.of_text(wording.NOT_DONE))
    if not await put(client, view_id, made.view):
        await tell(made.aside or Card.of_text(wording.NOT_SHOWN))


async def put(client: AsyncWebClient, view_id: str, view: Json) -> bool:
    """Put a view into a window that is open; False where it does not arrive there, tried twice."""
    for tried_before in (False, True):
        try:
            await client.views_update(view_id=view_id, view=view)
        except Exception as error:  # noqa: BLE001 -- the caller says elsewhere what it would have said
            LOG.warning("slack.window_lost %s", where(error))
            if isinstance(error, SlackApiError) and error.response.get("error") == "not_found":
                return False  # it has been closed
            if not tried_before:
                await asyncio.sleep(PAUSE)
        else:
            return True
    return False


def _height(view: Json) -> int:
    """Return how many windows stand under and with this one, as far as that can be told: two of three may be told for three, never three for two."""
    if not view.get("previous_view_id"):
        return 1
    return 2 if view.get("previous_view_id") == view.get("root_view_id") else HIGHEST
