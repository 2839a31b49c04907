"""The door for Slack's HTTP requests: lets in only what Slack has signed, in time, from a workspace of ours; bolt sees nothing else.

bolt answers some broken headers with a fault of its own, so they are turned away before it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from adapters.slack.workspaces import SlackUnreachable, Workspaces

PATH = "/slack/events"
_TIMESTAMP, _SIGNATURE = re.compile(r"[0-9]{1,11}"), re.compile(r"v0=[0-9a-f]{64}")
_HANDSHAKES = frozenset(("url_verification",))
Json = dict[str, Any]


class Edge:
    """Takes requests in, one by one."""

    def __init__(self, app: AsyncApp, workspaces: Workspaces, signing_secret: str, clock: Clock | None = None) -> None:
        self._app, self._workspaces = app, workspaces
        self._verifier = SignatureVerifier(signing_secret, clock or Clock())

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request: 401 where it is not Slack's, 400 where it cannot be read, 403 where it is from another workspace."""
        raw = await request.read()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            return web.Response(status=400)
        if not self._is_signed(text, request.headers):
            return web.Response(status=401)
        body = read_body(text, request.content_type)
        if body is None:
            return web.Response(status=400)
        if body.get("type") not in _HANDSHAKES and "ssl_check" not in body:
            try:
                known = await asyncio.to_thread(self._workspaces.allows, team_of(body))
            except SlackUnreachable:
                return web.Response(status=503, headers={"Retry-After": "5"})
            if not known:
                return web.Response(status=403)
        bolt = AsyncBoltRequest(body=text, query=request.query_string, headers=_plain(request.headers))
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))

    def _is_signed(self, text: str, headers: Mapping[str, str]) -> bool:
        timestamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return False
        return self._verifier.is_valid(text, timestamp, signature)


def read_body(text: str, content_type: str) -> Json | None:
    """Return what a request says, whichever of Slack's forms it has; None where it has none of them."""
    if content_type == "application/json":
        return _read_json(text)
    try:
        fields = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=100).items()}
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
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _plain(headers: Mapping[str, str]) -> dict[str, str | Sequence[str]]:
    return dict(headers.items())
