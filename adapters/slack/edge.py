"""The door for Slack's HTTP requests: lets in only what Slack has signed, in time, from a workspace of ours; bolt sees nothing else.

bolt answers some broken headers with a fault of its own, so they are turned away before it.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http_exceptions import ContentEncodingError
from multidict import CIMultiDictProxy
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

from adapters.slack.shapes import is_sound
from adapters.slack.workspaces import SlackUnreachable, Workspaces

PATH = "/slack/events"
_TIMESTAMP, _SIGNATURE = re.compile(r"[0-9]{1,11}"), re.compile(r"v0=[0-9a-f]{64}")
_SSL_CHECK = re.compile(r"ssl_check=1(&token=[0-9A-Za-z]*)?|token=[0-9A-Za-z]*&ssl_check=1")
"""What Slack sends unsigned to see whether our certificate is good; there is nothing in it to be read."""
PAUSE = 1.0
"""Seconds after which Slack is asked again who we are, where it could not be reached: till then nobody waits for it."""
Json = dict[str, Any]


class Gate:
    """Lets requests that are Slack's through to bolt where they are from a workspace of ours and can be read without a surprise."""

    def __init__(self, app: AsyncApp, workspaces: Workspaces) -> None:
        self._app, self._workspaces = app, workspaces
        self._ours: set[str] = set()
        self._asking, self._ask_again_at = asyncio.Lock(), 0.0

    async def let_through(self, body: Json) -> BoltResponse:
        """Return bolt's answer; 400 where a request is not as Slack makes them, 403 where it is from another workspace. Raises SlackUnreachable.

        bolt is given what was read here: its own reading of a command that has `payload` in its text finds nothing in it.
        """
        if not is_sound(body):
            return BoltResponse(status=400)
        if not await self._is_ours(team_of(body)):
            return BoltResponse(status=403)
        try:
            # bolt calls it so where what comes was proven to be Slack's already
            request = AsyncBoltRequest(body=body, mode="socket_mode")
        except (AttributeError, IndexError, KeyError, RecursionError, TypeError):  # bolt looks for names in many places
            return BoltResponse(status=400)
        if request.context.team_id != team_of(body):
            return BoltResponse(status=403)
        return await self._app.async_dispatch(request)

    async def _is_ours(self, team: str | None) -> bool:
        """Say whether a workspace may speak to us: asked until it is known, one request at a time. Raises SlackUnreachable."""
        if team in self._ours:
            return True
        async with self._asking:
            if time.monotonic() < self._ask_again_at:
                raise SlackUnreachable("Slack could not be reached a moment ago")
            try:
                is_ours = await asyncio.to_thread(self._workspaces.allows, team)
            except SlackUnreachable:
                self._ask_again_at = time.monotonic() + PAUSE
                raise
        if team and is_ours:
            self._ours.add(team)
        return is_ours


class Edge:
    """Takes HTTP requests in, one by one."""

    def __init__(self, app: AsyncApp, workspaces: Workspaces, signing_secret: str, clock: Clock | None = None) -> None:
        self._gate, self._verifier = Gate(app, workspaces), SignatureVerifier(signing_secret, clock or Clock())

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request: 401 where it is not Slack's, 400 where it cannot be read, 403 where it is from another workspace."""
        try:
            text = (await request.read()).decode("utf-8")
        except (UnicodeDecodeError, web.RequestPayloadError, ContentEncodingError):
            return web.Response(status=400)
        if _SSL_CHECK.fullmatch(text):
            return web.Response()
        if not self._is_signed(text, request.headers):
            return web.Response(status=401)
        body = read_body(text, request.content_type)
        if body is None:
            return web.Response(status=400)
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": str(body.get("challenge", ""))})
        try:
            return await to_aiohttp_response(await self._gate.let_through(body))
        except SlackUnreachable:
            return web.Response(status=503, headers={"Retry-After": "5"})

    def _is_signed(self, text: str, headers: CIMultiDictProxy[str]) -> bool:
        timestamps, signatures = headers.getall("X-Slack-Request-Timestamp", []), headers.getall("X-Slack-Signature", [])
        if len(timestamps) != 1 or len(signatures) != 1:
            return False
        if not (_TIMESTAMP.fullmatch(timestamps[0]) and _SIGNATURE.fullmatch(signatures[0])):
            return False
        return self._verifier.is_valid(text, timestamps[0], signatures[0])


def read_body(text: str, content_type: str) -> Json | None:
    """Return what a request says, whichever of Slack's forms it has; None where it has none of them."""
    if content_type == "application/json":
        return _read_json(text)
    try:
        fields: Json = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return None
    return _read_json(fields["payload"]) if "payload" in fields else fields or None


def team_of(body: Json) -> str | None:
    """Return the workspace in which a request was made, as the installation that it is for says; '' or None where it names none."""
    authorizations, team, view = body.get("authorizations"), body.get("team"), body.get("view")
    if isinstance(authorizations, list) and authorizations and isinstance(authorizations[0], dict):
        return _word(authorizations[0].get("team_id"))
    if isinstance(team, dict):
        return _word(team.get("id"))
    if isinstance(view, dict) and body.get("type") != "event_callback":
        return _word(view.get("app_installed_team_id") or view.get("team_id"))
    return _word(body.get("team_id"))


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_json(text: str) -> Json | None:
    """Return an object. Half a character, which no store could keep, becomes a mark in its place."""
    try:
        read = json.loads(text)
        if "\\ud" in text.lower():
            read = json.loads(json.dumps(read, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        return None
    return without_nulls(read) if isinstance(read, dict) else None


def without_nulls(body: Json) -> Json:
    """Return a request without its empty fields, which bolt takes for filled ones."""
    return {name: value for name, value in body.items() if value is not None}
