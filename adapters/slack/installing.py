"""How somebody installs Signpost in another workspace: bolt's own flow, with a plain page for every way in which it can end.

What may be installed, and what is kept of it, is said in `installs`.
"""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientError, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from adapters.slack.installs import BEGUN_FOR, InstallationRefused, Installations, OAuthStates, TooManyBegun
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from bot.store.engine import StoreError

LOG = logging.getLogger("signpost")

DONE = (
    "Signpost is installed. What to do now: invite it to your private DSL channel (/invite @Signpost), write the channel's id into signpost.yaml, "
    "and run signpost doctor, which says whether anything is missing."
)
BEGIN_AGAIN = (
    f"This installation was not begun here, was begun more than ten minutes ago, or is done already. Nothing was kept. Begin again at {INSTALL_PATH}."
)
NOT_CONFIRMED = f"Slack did not confirm the installation. Nothing was kept. Begin again at {INSTALL_PATH}."
CANCELLED = f"You have not installed Signpost, and nothing was kept. To do it after all, begin again at {INSTALL_PATH}."
NOT_NOW = "Signpost cannot do that just now. Nothing was kept. Try again in ten minutes; if it goes on, tell whoever looks after Signpost."
_REASONS: Mapping[str, tuple[int, str]] = {
    "access_denied": (200, CANCELLED),
    "invalid_browser": (400, BEGIN_AGAIN),
    "invalid_state": (401, BEGIN_AGAIN),
}


class InstallFlow(AsyncOAuthFlow):
    """bolt's own flow, which answers each outcome with a plain page, also where Slack or the database fails."""

    async def handle_installation(self, request: AsyncBoltRequest) -> BoltResponse:
        """Send somebody on to Slack, which asks them and sends them back."""
        return await _guarded(super().handle_installation(request))

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """Take in somebody whom Slack sends back."""
        return await _guarded(super().handle_callback(request))

    async def run_installation(self, code: str) -> Installation | None:
        """Return what Slack gives for a code; None where it gives nothing, or cannot be reached."""
        try:
            return await super().run_installation(code)
        except (ClientError, OSError) as error:
            LOG.warning("slack.install_failed %s", type(error).__name__)
            return None

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keep an installation; one that is refused is given back, so that nothing of ours stays in a workspace that we do not serve."""
        try:
            await super().store_installation(request, installation)
        except InstallationRefused:
            LOG.warning("slack.install_refused")
            await self._give_back(installation)
            raise
        LOG.info("slack.installed %s", installation.team_id)

    async def _give_back(self, installation: Installation) -> None:
        try:
            await self.client.auth_revoke(token=installation.bot_token)
        except (SlackApiError, ClientError, OSError) as error:
            LOG.warning("slack.token_not_given_back %s", type(error).__name__)


def make_install_flow(
    installations: Installations, states: OAuthStates, client: AsyncWebClient, *, client_id: str, client_secret: str
) -> InstallFlow:
    """Return the flow that answers on `/slack/install` and `/slack/oauth_redirect`. `client` says where Slack is."""
    return InstallFlow(
        client=client,
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=sorted(SCOPES),
            user_scopes=[],
            install_path=INSTALL_PATH,
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=f"{client.base_url.removesuffix('api/')}oauth/v2/authorize",
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=states,
            state_expiration_seconds=int(BEGUN_FOR.total_seconds()),
            callback_options=AsyncCallbackOptions(success=_installed, failure=_failed),
        ),
    )


def routes(flow: InstallFlow) -> list[web.RouteDef]:
    """Return where a browser is answered."""

    async def begin(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def come_back(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    return [web.get(INSTALL_PATH, begin), web.get(REDIRECT_PATH, come_back)]


def listen(app: AsyncApp, installations: Installations | None) -> None:
    """Forget a workspace that removes the app, or revokes its token. Without installations there is nothing to forget, but Slack is answered."""

    @app.event("app_uninstalled")
    async def removed(body: dict[str, Any]) -> None:
        await _forget(installations, body)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], body: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await _forget(installations, body)


async def _forget(installations: Installations | None, body: Mapping[str, Any]) -> None:
    team, told_at = str(body.get("team_id") or ""), datetime.fromtimestamp(int(body["event_time"]) + 1, UTC)  # Slack tells whole seconds
    LOG.warning("slack.removed %s", team)
    if installations is not None:
        await asyncio.to_thread(installations.remove, team, told_at=told_at)


async def _guarded(answering: Awaitable[BoltResponse]) -> BoltResponse:
    try:
        return await answering
    except TooManyBegun:
        LOG.warning("slack.install_crowded")
        return _page(429, NOT_NOW)
    except (SQLAlchemyError, StoreError) as error:
        LOG.error("slack.install_failed %s", type(error).__name__)
        return _page(503, NOT_NOW)


async def _installed(_args: AsyncSuccessArgs) -> BoltResponse:
    return _page(200, DONE)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    if isinstance(args.error, InstallationRefused):
        return _page(403, str(args.error))
    return _page(*_REASONS.get(args.reason, (400, NOT_CONFIRMED)))


def _page(status: int, sentence: str) -> BoltResponse:
    """Return a plain page. It ends the browser's part of the installation, whatever came of it."""
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Set-Cookie": OAuthStateUtils().build_set_cookie_for_deletion(),
    }
    body = f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Signpost</title><p>{html.escape(sentence)}</p></html>'
    return BoltResponse(status=status, headers=headers, body=body)
