"""Slack's way in: over HTTP where Slack can reach us, or Socket Mode, where we call Slack from behind a firewall."""

from __future__ import annotations

import logging
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.http_exceptions import HttpProcessingError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.edge import PATH, Edge
from adapters.slack.installing import InstallFlow
from adapters.slack.installing import routes as install_routes
from adapters.slack.workspaces import LIMIT

LOG = logging.getLogger("signpost")


class SlackDoor:
    """Slack, as far as one process takes in what it brings."""

    def __init__(self, app: AsyncApp, edge: Edge | None, *, flow: InstallFlow | None = None, app_token: str = "") -> None:
        """`edge` takes HTTP requests, `app_token` opens a socket; a process has one of the two, or both. `flow` lets workspaces install it."""
        self._app, self._edge, self._flow, self._app_token = app, edge, flow, app_token
        self._session: ClientSession | None = None
        self._socket: Any = None

    def add_routes(self, routes: web.UrlDispatcher) -> None:
        """Answer where Slack sends its requests."""
        logging.getLogger("aiohttp.server").addFilter(_is_worth_a_line)
        if self._edge is not None:
            routes.add_post(PATH, self._edge.answer)
        if self._flow is not None:
            routes.add_routes(install_routes(self._flow))

    async def open(self) -> None:
        """Share one session for all calls, and open the socket where there is to be one. It is opened again by itself whenever it falls."""
        self._session = ClientSession(timeout=ClientTimeout(total=LIMIT))
        self._app.client.session = self._session
        if self._app_token:
            client = AsyncWebClient(self._app_token, base_url=self._app.client.base_url, session=self._session)
            self._socket = AsyncSocketModeHandler(self._app, self._app_token, web_client=client)
            await self._socket.connect_async()

    async def close(self) -> None:
        """Take nothing more in."""
        if self._socket is not None:
            await self._socket.close_async()
        if self._session is not None:
            await self._session.close()


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Say whether the web server's log should have a line: what is no HTTP is answered 400, and anybody can send it as often as they like."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | web.RequestPayloadError))
