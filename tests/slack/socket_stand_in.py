"""Slack's end of Socket Mode: the address is given by the Web API, then envelopes come through a WebSocket and are acknowledged one by one."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web

from tests.faults.loopback import HOST, bound_socket
from tests.slack.driver import JSON, Driver, Response
from tests.slack.fake_slack import FakeSlack, Refused

APP_TOKEN = "xapp-0-signpost"  # noqa: S105 -- opens nothing
Json = dict[str, Any]
PATIENCE = 5.0
"""Seconds after which an envelope is taken not to be acknowledged; Slack itself waits for three."""


class SocketSlack(FakeSlack):
    """A workspace whose app asks for a socket."""

    stand_in: SocketStandIn | None = None

    def call(self, method: str, arguments: Json, token: str) -> Json:
        if method != "apps.connections.open":
            return super().call(method, arguments, token)
        if token != APP_TOKEN or self.stand_in is None:
            raise Refused("not_allowed_token_type")
        return {"url": self.stand_in.new_address()}


@dataclass
class SocketStandIn:
    """Serves the other end of the socket in a thread of its own; each address lets one connection in, once."""

    connections: list[web.WebSocketResponse] = field(default_factory=list)
    """All that ever were, oldest first."""
    refuses: bool = False
    """No connection is let in, whatever its address."""
    acknowledged: dict[str, Json | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers, self._addresses, self._acks = count(1), set[str](), dict[str, Future[Json | None]]()
        self._socket = bound_socket()
        self._loop, self._connected = asyncio.new_event_loop(), threading.Condition()

    def new_address(self) -> str:
        ticket = f"ticket{next(self._numbers)}"
        self._addresses.add(ticket)
        return f"ws://{HOST}:{self._socket.getsockname()[1]}/link/?ticket={ticket}&app_id=A0SIGNPOST"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack-socket")
        self._thread.start()
        self._runner = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def bring(self, kind: str, payload: Json, *, retry: int = 0) -> Json | None:
        """Bring an envelope, and return the payload with which it is acknowledged. Raises TimeoutError where it is not."""
        envelope = f"envelope-{next(self._numbers)}"
        acknowledged = self._acks[envelope] = Future()
        also = {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""} if kind == "events_api" else {}
        self._send({"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api", **also})
        return acknowledged.result(PATIENCE)

    def ask_to_reconnect(self) -> None:
        """Say that this connection will end, as Slack does every few hours, and wait for the next one."""
        known = len(self.connections)
        self._send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        self.wait_for(known + 1)

    def cut(self) -> None:
        """End the connection without a word."""
        asyncio.run_coroutine_threadsafe(self.connections[-1].close(), self._loop).result(10)

    def wait_for(self, connections: int) -> None:
        """Wait until there have been so many connections."""
        with self._connected:
            assert self._connected.wait_for(lambda: len(self.connections) >= connections, timeout=20)

    def _send(self, message: Json) -> None:
        asyncio.run_coroutine_threadsafe(self.connections[-1].send_str(json.dumps(message)), self._loop).result(10)

    async def _start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/link/", self._connect)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        return runner

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if self.refuses or ticket not in self._addresses:
            return web.Response(status=403)
        self._addresses.remove(ticket)
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_str(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0SIGNPOST"}}))
        with self._connected:
            self.connections.append(connection)
            self._connected.notify_all()
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                self._take(json.loads(message.data))
        return connection

    def _take(self, answer: Json) -> None:
        waiting = self._acks.pop(answer["envelope_id"])
        waiting.set_result(answer.get("payload"))


@dataclass
class SocketDriver(Driver):
    """A driver that brings through a socket what it would have sent over HTTP."""

    stand_in: SocketStandIn = field(kw_only=True)

    def raw(self, path: str, body: bytes, headers: Mapping[str, str | bytes], *, method: str = "POST") -> Response:
        """Bring a request; 504 stands for one that was not acknowledged."""
        payload, kind = _read(body.decode(), str(headers["Content-Type"]))
        try:
            answer = self.stand_in.bring(kind, payload, retry=int(headers.get("X-Slack-Retry-Num", 0)))
        except TimeoutError:
            return Response(504, {}, b"")
        return Response(200, {}, b"" if answer is None else json.dumps(answer).encode())


def _read(text: str, content_type: str) -> tuple[Json, str]:
    if content_type == JSON:
        return json.loads(text), "events_api"
    fields = dict(parse_qsl(text, keep_blank_values=True))
    return (json.loads(fields["payload"]), "interactive") if "payload" in fields else (fields, "slash_commands")
