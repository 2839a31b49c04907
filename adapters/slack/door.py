"""Slack's way in: over HTTP where Slack can reach us, or Socket Mode, where we call Slack from behind a firewall."""

from __future__ import annotations

import asyncio
import logging
import time

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.http_exceptions import HttpProcessingError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discretion import where
from adapters.slack.edge import PATH, Edge, Gate, without_nulls
from adapters.slack.installing import InstallFlow
from adapters.slack.installing import routes as install_routes
from adapters.slack.workspaces import LIMIT, SlackUnreachable, Workspaces

LOG = logging.getLogger("signpost")


LONGEST_OPENING = 10.0
"""Seconds for a socket to be opened."""
LOOK_EVERY, DEAD_AFTER = 10.0, 3
"""Seconds between two looks at the socket, and how many in vain until it is given up: the SDK would try an address that has expired for ever."""


class SlackDoor:
    """Slack, as far as one process takes in what it brings."""

    def __init__(
        self, app: AsyncApp, edge: Edge | None, *, flow: InstallFlow | None = None, app_token: str = "", workspaces: Workspaces | None = None
    ) -> None:
        """`edge` takes HTTP requests, `app_token` opens a socket; a process has one of the two, or both. `flow` lets workspaces install it.

        `workspaces` says who may speak through the socket.
        """
        self._app, self._edge, self._flow, self._app_token = app, edge, flow, app_token
        self._gate = Gate(app, workspaces) if workspaces else None
        self._session: ClientSession | None = None
        self._socket: _Socket | None = None
        self._watch: asyncio.Task[None] | None = None

    def add_routes(self, routes: web.UrlDispatcher) -> None:
        """Answer where Slack sends its requests."""
        logging.getLogger("aiohttp.server").addFilter(_is_worth_a_line)
        if self._edge is not None:
            routes.add_post(PATH, self._edge.answer)
        if self._flow is not None:
            routes.add_routes(install_routes(self._flow))

    async def open(self) -> None:
        """Share one session for all calls, and open the socket where there is to be one. It is opened again by itself whenever it falls.

        Raises TimeoutError, or what the SDK raises, where the socket cannot be opened; it can be tried again.
        """
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=LIMIT))
            self._app.client.session = self._session
        if self._app_token:
            await self._open_socket()
            self._watch = asyncio.ensure_future(self._keep_open())

    async def close(self) -> None:
        """Take nothing more in."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._close_socket()
        if self._session is not None:
            await self._session.close()

    async def _open_socket(self) -> None:
        client = AsyncWebClient(self._app_token, base_url=self._app.client.base_url, session=self._session)
        self._socket = _Socket(self._app, self._app_token, client, self._gate)
        try:
            self._socket.client.wss_uri = await self._socket.client.issue_new_wss_url()  # else the SDK tries by itself, for ever, and logs all
            await asyncio.wait_for(self._socket.connect_async(), LONGEST_OPENING)  # type: ignore[no-untyped-call]
        except BaseException:
            await self._close_socket()
            raise
        LOG.info("slack.socket_opened")

    async def _close_socket(self) -> None:
        """Close the socket, and wait until nothing of it goes on."""
        if self._socket is None:
            return
        client, self._socket = self._socket.client, None
        await client.close()  # type: ignore[no-untyped-call]
        ending = (client.message_processor, client.current_session_monitor, client.message_receiver)
        await asyncio.gather(*(one for one in ending if one is not None), return_exceptions=True)

    async def _keep_open(self) -> None:
        in_vain = 0
        while True:
            await asyncio.sleep(LOOK_EVERY)
            in_vain = 0 if self._socket is not None and await self._socket.client.is_connected() else in_vain + 1
            if in_vain < DEAD_AFTER:
                continue
            LOG.warning("slack.socket_lost")
            try:
                await self._close_socket()
                await self._open_socket()
            except Exception as error:  # noqa: BLE001 -- whatever it was, it is tried again
                LOG.error("slack.socket_closed %s", where(error))


class _Socket(AsyncSocketModeHandler):
    """Hands on what the socket brings, through the gate."""

    client: SocketModeClient

    def __init__(self, app: AsyncApp, app_token: str, web_client: AsyncWebClient, gate: Gate | None) -> None:
        super().__init__(app, app_token, web_client=web_client)
        self._gate = gate

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as bolt's own does
        """Answer a request; what is not let through is not acknowledged."""
        if self._gate is None:
            await super().handle(client, req)
            return
        try:
            answer = await self._gate.let_through(without_nulls(req.payload))
        except SlackUnreachable:
            return  # Slack brings it again
        await send_async_response(client, req, answer, time.time())


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Say whether the web server's log should have a line: what is no HTTP is answered 400, and anybody can send it as often as they like."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | web.RequestPayloadError))
