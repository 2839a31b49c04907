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
from adapters.slack import asking, duties, home, installing, receiving, reporting, windows
from adapters.slack.acknowledging import Runner
from adapters.slack.answers import tell_beside
from adapters.slack.edge import team_of
from adapters.slack.installs import Installations
from adapters.slack.once import Once
from adapters.slack.reception import Json, Reception, off_loop, told_failures
from adapters.slack.workspaces import LIMIT, REAL_API
from bot import pressing
from bot.counter import THEN_MATTER, THEN_REPORT
from bot.enquiries import ACTIONS as ABOUT_AN_ANSWER
from bot.matters.authorising import VIEW

LOG = logging.getLogger("signpost")
DONE_AT_ONCE = frozenset(("acknowledge", "assign", "escalate", "mark_recorded", "share", "helpful", "not_helpful", "none"))
"""Buttons that do something at once, or say the last word. So does every button under a matter, but those that only show it."""
TURNS = (VIEW, "next", "back")
"""Acts that only show a matter, or another page: pressed again at once they are meant again."""
_ACTION = re.compile(r"^sp:([a-z_]+):[0-9]+$")


def make_app(reception: Reception, signing_secret: str, *, installations: Installations | None = None, api: str = REAL_API) -> AsyncApp:
    """Return the app, ready to take requests."""
    client = AsyncWebClient(base_url=api, timeout=LIMIT, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)])

    async def authorize(team_id: str | None, enterprise_id: str | None, user_id: str | None) -> AuthorizeResult:
        found = reception.workspaces.known(team_id or "") or await off_loop(reception.workspaces.installed, team_id or "")
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
        before_authorize=_once_only(Once(reception.counter.deliveries)),
    )
    app._async_listener_runner = Runner(app.listener_runner)
    app.error(_failed)
    for module in (asking, reporting, receiving, duties, home):
        module.listen(app, reception)
    installing.listen(app, installations)
    _listen_to_buttons(app, reception)
    return app


def _once_only(once: Once) -> Callable[..., Awaitable[Any]]:
    """Let what Slack brings again, or somebody plays again, have no second effect. A form that is sent is told apart by its own key."""

    async def once_only(body: Json, next: Callable[[], Awaitable[Any]], ack: Any) -> Any:
        return await (next() if await once.is_first(deliveries_of(body)) else ack())

    return once_only


def deliveries_of(body: Json) -> tuple[str, ...]:
    """Return by what a delivery is known again; nothing for what may come twice.

    A button that does something at once, pressed twice within the second that a double click lasts, is one press: a report handed up twice would
    pass over somebody.
    """
    if body.get("event_id"):
        return (f"event {team_of(body)} {body['event_id']}",)
    if body.get("type") == "block_actions" and body.get("actions"):
        pressed = body["actions"][0]
        at, person = str(pressed.get("action_ts")), (body.get("user") or {}).get("id")
        place = (body.get("container") or {}).get("message_ts") or (body.get("view") or {}).get("id")
        press = f"press {place} {pressed.get('action_id')} {at} {person}"
        action, value = read_press(pressed)
        if action not in DONE_AT_ONCE and not (action == "matter" and value.partition(" ")[0] not in TURNS):
            return (press,)
        return press, *(f"click {place} {action} {value[:60]} {person} {second}" for second in _seconds_around(at))
    if body.get("trigger_id") and body.get("type") not in ("view_submission", "view_closed"):
        return (f"trigger {body['trigger_id']}",)
    return ()


def _seconds_around(at: str) -> tuple[int, ...]:
    """Return the second of a press and the one after: the second click of two falls into one of them."""
    try:
        second = int(float(at))
    except ValueError:
        return ()
    return second, second + 1


def _listen_to_buttons(app: AsyncApp, reception: Reception) -> None:
    @app.action(_ACTION)
    async def pressed(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        action, value = read_press(body["actions"][0])
        await told_failures(_press(reception, body, client, respond, action=action, value=value), tell_beside(body, client, respond))


async def _press(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, *, action: str, value: str) -> None:
    match action:
        case "report_form":
            await reporting.open_report_form(reception, body, client, value)
        case "share":
            await asking.share_answer(reception, body, client, respond, value)
        case "keep":
            await respond(delete_original=True)
        case "ask_here":
            await asking.open_answer(reception, body, client, value)
        case "away" | "back":
            await home.press_away(reception, body, client, action)
        case "closed_too":
            await home.show_closed(reception, body, client)
        case "page" if windows.shown_in(body) in (duties.MATTER, duties.MATTERS):
            await duties.turn_page(reception, body, client, respond, value)
        case "page":
            await receiving.turn_page(reception, body, client, respond, value)
        case "matter_form":
            await duties.open_form(reception, body, client, respond, value)
        case "matter":
            await duties.press_matter(reception, body, client, respond, value)
        case "matters":
            await duties.open_matters(reception, body, client, respond)
        case "choose_school":
            await _choose_school(reception, body, client, respond, value)
        case _ if action in ABOUT_AN_ANSWER:
            await asking.press_answer(reception, body, client, respond, action=action, value=value)
        case _ if action in pressing.ACTIONS:
            await receiving.press_report(reception, body, client, respond, action=action, report_id=value)
        case _:
            LOG.warning("slack.unknown_button")


async def _choose_school(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Remember at which school somebody is; a form that waited for that opens."""
    await asking.choose_school(reception, body, client, respond, value)
    then = value.partition("|")[2]
    if then.startswith(THEN_REPORT):
        await reporting.open_report_form(reception, body, client, then.removeprefix(THEN_REPORT))
    elif then.startswith(THEN_MATTER):
        await duties.go_on(reception, body, client, respond, then.removeprefix(THEN_MATTER))
    await home.refresh(reception, body, client)


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
