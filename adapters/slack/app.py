"""Signpost as an app of Slack: everything that a person can do there, each handed to the module for it. Nothing is decided here."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discretion import where
from adapters.slack import asking, home, installing, receiving, reporting
from adapters.slack.edge import team_of
from adapters.slack.installs import Installations
from adapters.slack.reception import Json, Reception, off_loop
from adapters.slack.visitors import PLATFORM
from adapters.slack.workspaces import LIMIT, REAL_API
from bot import pressing
from bot.enquiries import ACTIONS as ABOUT_AN_ANSWER

LOG = logging.getLogger("signpost")
_ACTION = re.compile(r"^sp:([a-z_]+):[0-9]+$")


def make_app(reception: Reception, signing_secret: str, *, installations: Installations | None = None, api: str = REAL_API) -> AsyncApp:
    """Return the app, ready to take requests."""
    client = AsyncWebClient(base_url=api, timeout=LIMIT, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)])

    async def authorize(team_id: str | None, enterprise_id: str | None, user_id: str | None) -> AuthorizeResult:
        found = await off_loop(reception.workspaces.installed, team_id or "")
        if found is None:
            return None  # type: ignore[return-value]  # bolt then lets no listener run, which its types do not say
        known = {"bot_token": found.token, "bot_id": found.bot_id, "bot_user_id": found.bot_user}
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, **known)

    app = AsyncApp(
        name="signpost",
        logger=logging.getLogger("slack_bolt"),
        signing_secret=signing_secret,
        client=client,
        authorize=authorize,
        before_authorize=_once_only(reception),
    )
    app.error(_failed)
    for module in (asking, reporting, receiving, home):
        module.listen(app, reception)
    installing.listen(app, installations)
    _listen_to_buttons(app, reception)
    return app


def _once_only(reception: Reception) -> Callable[..., Awaitable[Any]]:
    """Let what Slack brings again, or somebody plays again, have no second effect. A form that is sent is told apart by its own key."""

    async def once_only(body: Json, next: Callable[[], Awaitable[Any]], ack: Any) -> Any:
        delivery = delivery_of(body)
        if delivery and not await off_loop(reception.deliveries.is_first, PLATFORM, delivery):
            return await ack()
        return await next()

    return once_only


def delivery_of(body: Json) -> str:
    """Return by what a delivery is known again; '' for what may come twice."""
    if body.get("event_id"):
        return f"event {team_of(body)} {body['event_id']}"
    if body.get("type") == "block_actions":
        pressed = body["actions"][0]
        where_pressed = (body.get("container") or {}).get("message_ts") or (body.get("view") or {}).get("id")
        return f"press {where_pressed} {pressed.get('action_id')} {pressed.get('action_ts')} {(body.get('user') or {}).get('id')}"
    if body.get("trigger_id") and body.get("type") not in ("view_submission", "view_closed"):
        return f"trigger {body['trigger_id']}"
    return ""


def _listen_to_buttons(app: AsyncApp, reception: Reception) -> None:
    @app.action(_ACTION)
    async def pressed(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        action, value = read_press(body["actions"][0])
        match action:
            case "report_form":
                await reporting.open_report_form(reception, body, client, respond, value)
            case "share":
                await asking.share_answer(reception, body, client, respond, value)
            case "keep":
                await respond(delete_original=True)
            case "ask_here":
                await asking.open_answer(reception, body, client, value)
            case "away" | "back":
                await home.press_away(reception, body, client, action)
            case "page":
                await receiving.turn_page(reception, body, client, respond, value)
            case "choose_school":
                await asking.press_answer(reception, body, client, respond, action=action, value=value)
                await home.refresh(reception, body, client)
            case _ if action in ABOUT_AN_ANSWER:
                await asking.press_answer(reception, body, client, respond, action=action, value=value)
            case _ if action in pressing.ACTIONS:
                await receiving.press_report(reception, body, client, respond, action=action, report_id=value)
            case _:
                LOG.warning("slack.unknown_button")


def read_press(pressed: Json) -> tuple[str, str]:
    """Return what was pressed, and what it carries. Slack's own feedback buttons carry both in their value."""
    found = _ACTION.match(str(pressed.get("action_id", "")))
    action, value = found[1] if found else "", str(pressed.get("value") or "")
    if action == "feedback":
        action, _, value = value.partition(" ")
    return action, value


async def _failed(error: Exception) -> None:
    """Log what failed before it was acknowledged, and answer nothing: Slack then tells the person that it did not work."""
    LOG.error("slack.failed %s", where(error))
