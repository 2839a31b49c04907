"""A Teams that runs here: the Bot Framework's services for one invented school, over real HTTP. It checks what it is given, and fails on command.

    with FakeTeams() as teams:
        teams.add_person("amara", "Amara Obi")
        teams.add_channel("19:dsl@thread.tacv2", members=["amara"], private=True)
        teams.fail("send", Fault(status=429, headers={"Retry-After": "1"}), Fault(cut_after=True))
        secrets = TeamsSecrets(teams.app_id, teams.password, teams.tenant, teams.url)
        ...                                   # the bot with these secrets, and a Driver that brings it what people do
        assert teams.refused == []            # every message was one that Teams would take

Calls by name: `openid`, `keys` (what signs requests to the bot), `token` (the bot's own), `send` (a message, or a reply), `edit`, `delete`,
`create` (a chat or a thread), `members`, `member`, `team`, `channels`. It lives in a thread of its own: a bot that stops for it would never go on.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from tests.faults.loopback import HOST, bound_socket
from tests.teams.fake_directory import Conversation, Directory, Message, Refused, Someone
from tests.teams.signing import CHANNEL, SigningKey, issued

__all__ = ["Call", "Conversation", "FakeTeams", "Fault", "Message", "Refused", "Someone"]
Json = dict[str, Any]
APP_ID = "5a1a5e00-0000-4000-8000-00000000b07a"
TENANT = "0a4f1e1d-0000-4000-8000-00000000001d"
LASTS = 3600


@dataclass(frozen=True, slots=True)
class Fault:
    """How one call goes wrong. Unless it says so, the call has no effect."""

    status: int = 200
    error: str = ""
    """An error code of the Connector, answered with the status."""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
    """The call has its effect, and is answered so all the same."""
    cut_before: bool = False
    """The connection is cut, and the call has no effect."""
    cut_after: bool = False
    """The call has its effect, and the connection is cut instead of an answer."""
    hang: float = 0.0
    """Seconds (real ones) that pass before anything else happens. A call that was given up by then has no effect."""
    until: threading.Event | None = None
    """Nothing happens before a test sets it."""
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

    name: str
    method: str
    path: str
    body: Json
    token: str
    at: float
    """By the fake's clock."""
    answer: int
    """The status; 0 where the connection was cut, or the call given up."""


class FakeTeams(Directory):
    """Serves a school's Teams on the loopback for as long as it is entered."""

    def __init__(self, *, app_id: str = APP_ID, tenant: str = TENANT, clock: Callable[[], float] = time.time) -> None:
        super().__init__(app_id, tenant, clock)
        self.password = "the bot's own password"  # noqa: S105 -- opens nothing
        self.key = SigningKey("key-1")
        self.published: list[SigningKey] = [self.key]
        self.calls: list[Call] = []
        self.tokens: dict[str, float] = {}
        """The bot's own tokens, and until when they are good, by the fake's clock."""
        self.token_lasts = LASTS
        self.trouble: Callable[[str, Json], Fault | None] | None = None
        """Decides how each call goes wrong for which no fault is scripted: for faults that are drawn by lot."""
        self.arrived: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        """Set as soon as a call of that name has come in, before anything is done or waited for."""
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self._socket = bound_socket()
        self.port: int = self._socket.getsockname()[1]
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """The one address of all its services, without a slash at the end: `TeamsSecrets.service`."""
        return f"http://{HOST}:{self.port}"

    @property
    def keys_url(self) -> str:
        """Where it is said which keys sign."""
        return f"{self.url}/openid"

    @property
    def login(self) -> str:
        """Where the bot gets its own token."""
        return f"{self.url}/login"

    @property
    def service_url(self) -> str:
        """The service URL of its activities."""
        return f"{self.url}/connector/"

    # Keys and tokens

    def new_key(self, kid: str, *, published: bool = True, alone: bool = False, endorsements: list[str] | None = None) -> SigningKey:
        """Sign with another key from now on; `alone`: earlier ones are published no longer."""
        self.key = SigningKey(kid, endorsements=(CHANNEL,) if endorsements is None else tuple(endorsements))
        if published:
            self.published = [self.key] if alone else [*self.published, self.key]
        return self.key

    def mint(self, *, service_url: str | None = None, key: SigningKey | None = None, **bent: Any) -> str:
        """Return a token as the Bot Framework signs it for this bot; `bent` says its claims otherwise, None leaves one out."""
        claims = {"serviceurl": self.service_url if service_url is None else service_url, "aud": self.app_id, **bent}
        return (key or self.key).sign(issued(claims))

    def outgoing_token(self) -> str:
        """Return a token with which the bot may speak, as the login gives it."""
        token = secrets.token_hex(16)
        self.tokens[token] = self.clock() + self.token_lasts
        return token

    def revoke_tokens(self) -> None:
        """Take none of the bot's tokens any more."""
        self.tokens.clear()

    # Faults

    def fail(self, name: str, *faults: Fault) -> None:
        """Let the next calls of a name go wrong so, in order, one each."""
        self._faults[name].extend(faults)

    def fail_always(self, name: str, fault: Fault | None) -> None:
        """Let every call of a name go wrong so, until None is given."""
        if fault is None:
            self._always.pop(name, None)
        else:
            self._always[name] = fault

    def called(self, name: str) -> list[Call]:
        """Return the calls of one name, oldest first."""
        return [one for one in self.calls if one.name == name]

    # Serving

    def __enter__(self) -> Self:
        started: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started)), name="fake-teams", daemon=True)
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
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, keepalive_timeout=30, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        started.set_result(None)
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        # as it was written: an id holds signs that a path does not, and a call that leaves them plain would miss its conversation at the real service
        parts = [unquote(part) for part in request.rel_url.raw_path.strip("/").split("/")]
        body, token = await _read(request)
        name, act = self._route(request.method, parts, body)
        self.arrived[name].set()
        fault = self._fault(name, body)
        try:
            await _wait(fault)
        except asyncio.CancelledError:
            self._note(name, request, body, token, 0)
            raise
        status, said = self._act(act, name, token, fault)
        cut = fault.cut_before or fault.cut_after
        self._note(name, request, body, token, 0 if cut else status)
        if cut:
            return _cut(request)
        text = fault.body if fault.body is not None else json.dumps(said).encode()
        if fault.trickle:
            return await _trickle(request, text, fault.trickle)
        return web.Response(body=text, status=status, headers=dict(fault.headers), content_type="application/json")

    def _fault(self, name: str, body: Json) -> Fault:
        if self._faults[name]:
            return self._faults[name].popleft()
        return self._always.get(name) or (self.trouble(name, body) if self.trouble else None) or Fault()

    def _act(self, act: Callable[[], tuple[int, Any]], name: str, token: str, fault: Fault) -> tuple[int, Any]:
        status, said = 200, {}
        if fault.has_effect():
            try:
                if name not in ("openid", "keys", "token") and self.tokens.get(token, 0.0) <= self.clock():
                    raise Refused(401, "Unauthorized")
                status, said = act()
            except Refused as refused:
                return refused.status, {"error": {"code": refused.code, "message": refused.code}}
        if fault.error or fault.status != 200:
            return fault.status, {"error": {"code": fault.error or str(fault.status), "message": ""}}
        return status, said

    def _note(self, name: str, request: web.Request, body: Json, token: str, status: int) -> None:
        self.calls.append(Call(name, request.method, request.rel_url.raw_path, body, token, self.clock(), status))

    def _route(self, method: str, parts: list[str], body: Json) -> tuple[str, Callable[[], tuple[int, Any]]]:
        match method, parts:
            case "GET", ["openid"]:
                return "openid", lambda: (200, {"issuer": "https://api.botframework.com", "jwks_uri": f"{self.url}/keys"})
            case "GET", ["keys"]:
                return "keys", lambda: (200, {"keys": [one.as_jwk() for one in self.published]})
            case "POST", ["login", tenant, "oauth2", "v2.0", "token"]:
                return "token", lambda: self._login(tenant, body)
            case "POST", ["connector", "v3", "conversations"]:
                return "create", lambda: (201, {**self.create(body), "serviceUrl": self.service_url})
            case "POST", ["connector", "v3", "conversations", room, "activities"]:
                return "send", lambda: (201, self.post(room, body))
            case "POST", ["connector", "v3", "conversations", room, "activities", activity]:
                return "send", lambda: (201, self.post(room, body, activity))
            case "PUT", ["connector", "v3", "conversations", room, "activities", activity]:
                return "edit", lambda: (200, self.edit(room, activity, body))
            case "DELETE", ["connector", "v3", "conversations", room, "activities", activity]:
                return "delete", lambda: (200, self.delete(room, activity))
            case "GET", ["connector", "v3", "conversations", room, "members"]:
                return "members", lambda: (200, self.members(room))
            case "GET", ["connector", "v3", "conversations", room, "pagedmembers"]:
                return "members", lambda: (200, {"members": self.members(room)})
            case "GET", ["connector", "v3", "conversations", room, "members", one]:
                return "member", lambda: (200, self.member(room, one))
            case "GET", ["connector", "v3", "teams", team]:
                return "team", lambda: (200, self.team(team))
            case "GET", ["connector", "v3", "teams", team, "conversations"]:
                return "channels", lambda: (200, self.channels(team))
        return "unknown", lambda: (404, {"error": {"code": "NotFound", "message": ""}})

    def _login(self, tenant: str, form: Json) -> tuple[int, Json]:
        if tenant != self.tenant:
            return 400, {"error": "invalid_request", "error_description": "AADSTS90002: no such tenant", "error_codes": [90002]}
        if form.get("client_id") != self.app_id:
            return 400, {"error": "unauthorized_client", "error_description": "AADSTS700016: no such app", "error_codes": [700016]}
        if form.get("client_secret") != self.password:
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: wrong secret", "error_codes": [7000215]}
        if form.get("grant_type") != "client_credentials" or form.get("scope") != "https://api.botframework.com/.default":
            return 400, {"error": "invalid_scope", "error_description": "AADSTS70011: no such scope", "error_codes": [70011]}
        return 200, {"token_type": "Bearer", "expires_in": self.token_lasts, "access_token": self.outgoing_token()}


async def _read(request: web.Request) -> tuple[Json, str]:
    text = (await request.read()).decode()
    body: Json = {}
    if request.content_type == "application/json" and text:
        with suppress(ValueError):
            body = json.loads(text)
    elif text:
        body = dict(parse_qsl(text, keep_blank_values=True))
    return body, request.headers.get("Authorization", "").removeprefix("Bearer ")


async def _wait(fault: Fault) -> None:
    await asyncio.sleep(fault.hang)
    while fault.until is not None and not fault.until.is_set():
        await asyncio.sleep(0.005)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _trickle(request: web.Request, body: bytes, pause: float) -> web.StreamResponse:
    """Answer byte by byte, and never say that it is all."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(10**6)})
    with suppress(ConnectionError):
        await response.prepare(request)
        for byte in body + b" " * (10**6 - len(body)):
            await response.write(bytes([byte]))
            await asyncio.sleep(pause)
    return response
