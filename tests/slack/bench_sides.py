"""What the bench of Slack sets beside the bot: a stand-in for Slack that costs little, and a bare bolt app that echoes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import count
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.edge import PATH

ECHO = "/echo"
"""Before the path of the bare app."""
SECRET, TOKEN, TEAM = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-0-bench", "T0OAKFIELD"
Json = dict[str, Any]


class Stub:
    """Answers the few calls that the bot makes, at once, and notes when each answer reaches it."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._numbers = count(1)

    def app(self) -> web.Application:
        """Return the web application."""
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/respond/{key}", self._respond)
        app.router.add_get("/seen", self._tell)
        app.router.add_route("*", "/api/{method}", self._call)
        return app

    async def _respond(self, request: web.Request) -> web.Response:
        self._seen.setdefault(request.match_info["key"], time.monotonic())
        await request.read()
        return web.Response(text="ok")

    async def _tell(self, _request: web.Request) -> web.Response:
        seen, self._seen = self._seen, {}
        return web.json_response(seen)

    async def _call(self, request: web.Request) -> web.Response:
        at, method = time.monotonic(), request.match_info["method"]
        given: Mapping[str, Any] = await request.json() if request.content_type == "application/json" else await request.post()
        given = {**request.query, **given}
        if given.get("thread_ts"):
            self._seen.setdefault(str(given["thread_ts"]), at)
        account = str(given.get("user", "U0"))
        said = {
            "auth.test": {"team_id": TEAM, "user_id": "U0SIGNPOST", "bot_id": "B0SIGNPOST"},
            "users.info": {"user": {"id": account, "team_id": TEAM, "profile": {"real_name": f"Staff {account}"}}},
            "conversations.info": {"channel": {"id": given.get("channel"), "is_private": True, "is_member": True}},
            "conversations.open": {"channel": {"id": "D0"}},
            "chat.postMessage": {"channel": given.get("channel"), "ts": f"{1_000_000_000 + next(self._numbers)}.000100"},
        }.get(method, {})
        return web.json_response({"ok": True, **said})


class EchoDoor:
    """A bare bolt app that gives back what it gets."""

    def __init__(self, api: str) -> None:
        self._client = AsyncWebClient(base_url=api)
        self._app = AsyncApp(signing_secret=SECRET, client=self._client, authorize=_authorize)
        self._app.event("message")(self._echo)
        self._app.command("/policy")(self._echo_command)
        self._app.view("report:pupil_contact")(self._take)

    def add_routes(self, routes: web.UrlDispatcher) -> None:
        """Answer on its own path."""
        routes.add_post(f"{ECHO}{PATH}", self._app.server(path=f"{ECHO}{PATH}").handle_post_requests)

    async def open(self) -> None:
        """Share one session for all calls."""
        self._client.session = ClientSession()

    async def close(self) -> None:
        """Close it."""
        if self._client.session is not None:
            await self._client.session.close()

    async def _echo(self, event: Json, client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["thread_ts"], text=event["text"])

    async def _echo_command(self, ack: Any, body: Json, respond: Any) -> None:
        await ack()
        await respond(body["text"])

    async def _take(self, ack: Any) -> None:
        await ack(response_action="clear")


async def _authorize(team_id: str, enterprise_id: str | None, user_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=TOKEN, bot_id="B0", bot_user_id="U0SIGNPOST")
