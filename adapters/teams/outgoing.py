"""Replies to what Teams has just brought, over one shared session and with one token for many.

The SDK would ask for a token each turn, build two clients for it, wait up to 100 seconds and give up at the first 429 (botbuilder 4.17.1).
What must not get lost does not go this way: it is in the outbox, and goes through `send`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from adapters.exchange import proxy_to
from adapters.teams.services import is_private

LIMIT = 5.0
"""Seconds for a reply, all in all."""
TRIES = 3
AGAIN = (412, 429, 502, 504)
"""What Microsoft asks to be tried again."""
PAUSE, LONGEST_PAUSE = 0.3, 2.0
SPARE = 300.0
"""Seconds before its end at which a token is renewed, while the old one still serves."""
SCOPE = "https://api.botframework.com/.default"
Json = dict[str, Any]


class NotReplied(Exception):
    """A reply did not get through. The text holds a number or the type of an error, never what was to be said."""


class OutgoingToken:
    """The bot's own token: one for many replies."""

    def __init__(
        self,
        app_id: str,
        password: str,
        tenant_id: str,
        *,
        login: str,
        session: Callable[[], ClientSession],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not is_private(login):
            raise ValueError("a password is sent by https only")
        self._url = f"{login.rstrip('/')}/{quote(tenant_id, safe='')}/oauth2/v2.0/token"
        self._proxy = proxy_to(urlsplit(login))
        self._form = {"grant_type": "client_credentials", "client_id": app_id, "client_secret": password, "scope": SCOPE}
        self._session, self._clock = session, clock
        self._token, self._renew_at, self._ends_at = "", 0.0, 0.0
        self._getting: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """Return a token that is good. Raises NotReplied where there is none to be had."""
        if not self._token or self._clock() >= self._ends_at:
            await asyncio.shield(self._get())
        elif self._clock() >= self._renew_at:
            self._get()
        return self._token

    def forget(self, token: str) -> None:
        """Use a token no more: the service does not take it."""
        if token == self._token:
            self._token = ""

    def _get(self) -> asyncio.Task[None]:
        if self._getting is None:
            self._getting = asyncio.ensure_future(self._fetch())
            self._getting.add_done_callback(self._got)
        return self._getting

    def _got(self, getting: asyncio.Task[None]) -> None:
        self._getting = None
        if not getting.cancelled():
            getting.exception()  # whoever waits is told; while the old one serves nobody needs to be

    async def _fetch(self) -> None:
        self._renew_at = self._clock() + PAUSE  # where this fails, the next turn does not try again at once
        try:
            async with self._session().post(self._url, data=self._form, allow_redirects=False, proxy=self._proxy) as answer:
                said = await answer.json(content_type=None) if answer.status == 200 else {}
                status = answer.status
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise NotReplied(f"no token: {type(error).__name__}") from None
        token, lasts = (said.get("access_token"), said.get("expires_in")) if isinstance(said, dict) else (None, None)
        if not isinstance(token, str) or not token or not isinstance(lasts, int | str) or not str(lasts).isdigit():
            raise NotReplied(f"no token: {status}")
        self._token, seconds = token, float(lasts)
        self._ends_at, self._renew_at = self._clock() + seconds * 0.95, self._clock() + max(seconds - SPARE, seconds / 2)


class Connector:
    """One service of Teams, spoken to."""

    def __init__(self, service_url: str, token: OutgoingToken, session: Callable[[], ClientSession]) -> None:
        self._base, self._token, self._session = f"{service_url.rstrip('/')}/v3/conversations/", token, session
        self._with: Json = {"allow_redirects": False, "proxy": proxy_to(urlsplit(service_url))}

    async def reply(self, conversation: str, activity_id: str, message: Json) -> str:
        """Post a message as a reply, and return its id. Raises NotReplied."""
        after = f"/{quote(activity_id, safe='')}" if activity_id else ""
        said = await self._call("POST", f"{quote(conversation, safe='')}/activities{after}", message)
        return str(said.get("id") or "")

    async def replace(self, conversation: str, activity_id: str, message: Json) -> None:
        """Put a message in the place of an earlier one of ours. Raises NotReplied."""
        await self._call("PUT", f"{quote(conversation, safe='')}/activities/{quote(activity_id, safe='')}", message)

    async def _call(self, method: str, path: str, message: Json) -> Json:
        try:
            async with asyncio.timeout(LIMIT):
                return await self._tried(method, f"{self._base}{path}", message)
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise NotReplied(type(error).__name__) from None

    async def _tried(self, method: str, url: str, message: Json) -> Json:
        for tries_left in reversed(range(TRIES)):
            token = await self._token.get()
            async with self._session().request(method, url, json=message, headers=_signed(token), **self._with) as answer:
                if answer.status in (200, 201, 202):
                    return await _object(answer)
                status, pause = answer.status, _pause(answer.headers, TRIES - tries_left)
            if status == 401:
                self._token.forget(token)
            elif status not in AGAIN:
                break
            if tries_left:
                await asyncio.sleep(pause if status != 401 else 0)
        raise NotReplied(str(status))


def _signed(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def _object(answer: ClientResponse) -> Json:
    said = await answer.read()
    read = await answer.json(content_type=None) if said.strip() else {}
    return read if isinstance(read, dict) else {}


def _pause(headers: Mapping[str, str], tried: int) -> float:
    """Return how many seconds to wait: as many as we are asked to, within what a person waits for a reply."""
    asked = headers.get("Retry-After", "")
    return min(float(asked) if asked.isdecimal() else PAUSE * 2**tried, LONGEST_PAUSE)


class Session:
    """A session that is made by whoever needs it first, in the loop that uses it.

    It is told of a proxy: where it has to look for one, aiohttp asks two threads at each request, one of them for a password (3.14).
    """

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    def __call__(self) -> ClientSession:
        """Return the session."""
        if self._session is None or self._session.closed:
            self._session = ClientSession(timeout=ClientTimeout(total=LIMIT))
        return self._session

    async def close(self) -> None:
        """Close it where there is one."""
        if self._session is not None:
            await self._session.close()
