"""A Slack that runs here: the Web API of one invented workspace over real HTTP, which checks what it is given and fails on command.

    with FakeSlack() as slack:
        slack.add_person("U0AMARA", "Amara Obi")
        slack.add_channel("G0DSL", members=["U0AMARA"])
        slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "1"}), Fault(cut_after=True))
        ...                                  # WebClient(token=slack.token, base_url=slack.url), or the bot itself
        assert slack.refused == []           # every block and view was one that Slack would take

It lives in a thread of its own. Its clock can be a test's: times of messages, the life of triggers and what history shows go by it.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web

from tests.faults.loopback import HOST, bound_socket
from tests.slack.fake_workspace import Channel, Message, Refused, Someone, View, Workspace

__all__ = ["Call", "Channel", "FakeSlack", "Fault", "Message", "Refused", "Someone", "View"]
Json = dict[str, Any]
WRITTEN_AS_JSON = ("blocks", "view", "metadata", "prompts", "attachments")
"""Arguments that stand as JSON in a form."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How one call goes wrong. Unless it says so, the call has no effect."""

    status: int = 200
    error: str = ""
    """An error code, answered with `ok: false`."""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
    """The call has its effect, and is answered so all the same."""
    cut_before: bool = False
    """The connection is cut, and the call has no effect."""
    cut_after: bool = False
    """The call has its effect, and the connection is cut instead of an answer."""
    hang: float = 0.0
    """Seconds (real ones) that pass before anything else happens. A call that was given up by then has no effect, unless `stubborn`."""
    stubborn: bool = False
    """The call has its effect though the caller has hung up meanwhile."""
    hidden: float = 0.0
    """Seconds (by the fake's clock) until history shows what the call has posted: it was in the air when the call ended."""
    trickle: float = 0.0
    """Seconds (real ones) between two bytes of the answer, which never ends."""
    body: bytes | None = None
    """What is answered, byte for byte."""

    def has_effect(self) -> bool:
        """Say whether the call does what it should."""
        broken = bool(self.error) or self.status != 200 or self.cut_before or self.body is not None
        return self.after or self.cut_after or not broken


@dataclass(frozen=True, slots=True)
class Call:
    """One request that came in, in vain or not."""

    method: str
    arguments: Json
    at: float
    """By the fake's clock."""
    token: str = ""
    answer: str = "ok"
    """`ok`, Slack's error code, or what the fault did."""


class FakeSlack(Workspace):
    """Serves a workspace on the loopback for as long as it is entered."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self.calls: list[Call] = []
        self.trouble: Callable[[str, Json], Fault | None] | None = None
        """Decides how each call goes wrong for which no fault is scripted: for faults that are drawn by lot."""
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self._socket = bound_socket()
        self.port: int = self._socket.getsockname()[1]
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """Where its Web API is; it ends in a slash."""
        return f"http://{HOST}:{self.port}/api/"

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go wrong so, in order, one each."""
        self._faults[method].extend(faults)

    def fail_always(self, method: str, fault: Fault | None) -> None:
        """Let every call of a method go wrong so, until None is given."""
        if fault is None:
            self._always.pop(method, None)
        else:
            self._always[method] = fault

    def response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        """Return a `response_url` for something that somebody has done in a channel."""
        return f"http://{HOST}:{self.port}/respond/{self.new_response_id(user, channel, message)}"

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method, oldest first."""
        return [one for one in self.calls if one.method == method]

    def __enter__(self) -> Self:
        started: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started)), name="fake-slack", daemon=True)
        self._thread.start()
        started.result(timeout=10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=10)
        self._socket.close()

    async def _serve(self, started: Future[None]) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_post("/respond/{name}", self._take_response)
        runner = web.AppRunner(app, access_log=None, keepalive_timeout=30, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        started.set_result(None)
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method, (arguments, token) = request.match_info["method"], await _read(request)
        fault = self._fault(method, arguments)
        if fault.hang and not await _finished(asyncio.sleep(fault.hang), stubborn=fault.stubborn):
            self.calls.append(Call(method, arguments, self.clock(), token, "given up"))
            return _cut(request)
        status, headers, answer = 200, {"x-oauth-scopes": ",".join(sorted(self.scopes.get(token, ())))}, self._act(method, arguments, token, fault)
        if fault.error or fault.status != 200:
            status, answer = fault.status, {"ok": False, "error": fault.error} if fault.error else {}
        self.calls.append(Call(method, arguments, self.clock(), token, _outcome(fault, answer)))
        if fault.cut_before or fault.cut_after:
            return _cut(request)
        body = fault.body if fault.body is not None else json.dumps(answer).encode()
        if fault.trickle:
            return await _trickle(request, body, fault.trickle)
        kind = "application/json" if fault.body is None else "text/html"
        return web.Response(body=body, status=status, headers={**headers, **fault.headers}, content_type=kind)

    def _fault(self, method: str, arguments: Json) -> Fault:
        if self._faults[method]:
            return self._faults[method].popleft()
        drawn = self._always.get(method) or (self.trouble(method, arguments) if self.trouble else None)
        return drawn or Fault()

    def _act(self, method: str, arguments: Json, token: str, fault: Fault) -> Json:
        if not fault.has_effect():
            return {}
        usual, self.hidden = self.hidden, max(self.hidden, fault.hidden)
        try:
            return {"ok": True, **self.call(method, arguments, token)}
        except Refused as refused:
            return {"ok": False, "error": refused.code, **refused.also}
        finally:
            self.hidden = usual

    async def _take_response(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        fault = self._fault("response_url", body)
        if fault.hang:
            await asyncio.sleep(fault.hang)
        self.calls.append(Call("response_url", body, self.clock()))
        if fault.status != 200:
            return web.Response(status=fault.status, headers=dict(fault.headers))
        try:
            self.respond(request.match_info["name"], body)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.code}, status=404 if refused.code in ("expired_url", "used_url") else 500)
        return web.Response(text="ok")


async def _read(request: web.Request) -> tuple[Json, str]:
    """Return what a call asks, by query, form or JSON, and the token that it shows."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    else:
        arguments |= dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    for name in WRITTEN_AS_JSON:
        if isinstance(arguments.get(name), str):
            with suppress(ValueError):
                arguments[name] = json.loads(arguments[name])
    shown = request.headers.get("Authorization", "")
    token = shown.removeprefix("Bearer ") if shown.startswith("Bearer ") else str(arguments.pop("token", ""))
    return arguments, token


def _outcome(fault: Fault, answer: Json) -> str:
    if fault.cut_before or fault.cut_after:
        return "cut"
    if fault.body is not None or fault.trickle:
        return "broken"
    return "ok" if answer.get("ok") else str(answer.get("error") or fault.status)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _finished(waiting: Awaitable[None], *, stubborn: bool) -> bool:
    """Wait, and say whether that came to its end: where the caller hangs up it does only for the `stubborn`."""
    task = asyncio.ensure_future(waiting)
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if not stubborn:
                task.cancel()
                return False
    return True


async def _trickle(request: web.Request, body: bytes, pause: float) -> web.StreamResponse:
    """Answer byte by byte, and never say that it is all."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(10**6)})
    with suppress(ConnectionError):
        await response.prepare(request)
        for byte in body + b" " * (10**6 - len(body)):
            await response.write(bytes([byte]))
            await asyncio.sleep(pause)
    return response
