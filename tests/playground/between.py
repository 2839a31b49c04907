"""Stands between the Playgrounds and our bot, as the Bot Framework stands between Teams and a bot, so that the bot runs with every lock shut.

The Playground signs nothing. What it sends is signed here with a key of our own and taken to the bot, under the address of this service; what the bot
says is taken to the Playground in which that conversation is. Keys and tokens are the FakeTeams', with all that it checks.

The Playground opens no dialog from a button of a card: it takes no press of one. So such a button goes to it as one that sends a message, which comes
to the bot as the press that it was; the card of the dialog is put into the chat, and what is pressed in it comes to the bot as what a dialog sends.
It is drawn, filled in and sent by the Playground, only not in a window of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.teams.driver import PATH
from tests.teams.fake_teams import FakeTeams

Json = dict[str, Any]
FROM = "/from/"
CARD = "application/vnd.microsoft.card.adaptive"
LIMIT = ClientTimeout(total=30)
OPENS, IN_DIALOG = "opens_dialog", "in_dialog"
"""Mark the buttons that open a dialog, and those that stand in one."""


@dataclass
class Screen:
    """A Playground: what it calls itself, and which conversations are in it."""

    connector: str
    rooms: set[str] = field(default_factory=set)
    dialogs: dict[str, str] = field(default_factory=dict)
    """The message that shows a dialog, by conversation."""
    is_busy: bool = False
    """No message gets through for the moment; Teams says the same where too much comes at once."""


class Between(FakeTeams):
    """Signs what comes from Playgrounds, and takes what the bot says to them."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.bot_url = ""
        self.screens: dict[str, Screen] = {}
        self.taken: list[tuple[str, str, int]] = []
        """What the Playgrounds sent: whose it is, what it was, and what the bot answered."""

    def endpoint(self, who: str) -> str:
        """Return where the Playground of somebody sends everything."""
        return f"{self.url}{FROM}{who}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith(FROM):
            return await self._bring(request, path.removeprefix(FROM))
        if path.startswith("/connector/"):
            return await self._carry(request, path.removeprefix("/connector"))
        return await super()._answer(request)

    @contextmanager
    def quiet(self, who: str) -> Iterator[None]:
        """Let no message come to somebody meanwhile: each would empty the dialog that the Playground itself has opened."""
        self.screens[who].is_busy = True
        try:
            yield
        finally:
            self.screens[who].is_busy = False

    # --- from a Playground to the bot ---

    async def _bring(self, request: web.Request, who: str) -> web.StreamResponse:
        if request.method != "POST":  # it asks first whether anybody is there
            return web.Response()
        activity = await request.json()
        author = (((activity.get("value") or {}).get("messagePayload") or {}).get("from") or {}).get("user") or {}
        if "id" in author:  # in Teams this is the id in the directory
            author["id"] = author["id"].removeprefix("29:")
        screen = self.screens[who]
        screen.connector = activity["serviceUrl"]
        async with ClientSession(timeout=LIMIT) as session:
            answer = await self._pressed(session, screen, who, activity) or await self._taken_to_bot(session, who, activity)
        return web.Response(body=answer[1], status=answer[0], content_type="application/json" if answer[1] else "text/plain")

    async def _taken_to_bot(self, session: ClientSession, who: str, activity: Json) -> tuple[int, bytes]:
        signed = {"Authorization": f"Bearer {self.mint()}"}
        try:
            async with session.post(f"{self.bot_url}{PATH}", json={**activity, "serviceUrl": self.service_url}, headers=signed) as answer:
                said = answer.status, await answer.read()
        except ClientError:
            said = 502, b""
        self.taken.append((who, str(activity.get("name") or activity["type"]), said[0]))
        return said[0], json.dumps(_openable(json.loads(said[1]))).encode() if said[1] else b""

    async def _pressed(self, session: ClientSession, screen: Screen, who: str, activity: Json) -> tuple[int, bytes] | None:
        """Return what a button is answered that opens a dialog, or stands in one; None for everything else."""
        sent = activity.get("value") if activity["type"] == "message" else None
        data: Json = sent if isinstance(sent, dict) else {}
        mark = next((one for one in (OPENS, IN_DIALOG) if data.get(one)), None)
        if mark is None:
            return None
        value = {"data": {name: held for name, held in data.items() if name != mark}, "context": {"theme": "default"}}
        asked = {**activity, "type": "invoke", "name": "task/fetch" if mark == OPENS else "task/submit", "value": value}
        asked.pop("text", None)
        status, said = await self._taken_to_bot(session, who, asked)
        if status == 200:
            await self._show_dialog(session, screen, activity, json.loads(said), anew=mark == OPENS)
        return 202, b""

    async def _show_dialog(self, session: ClientSession, screen: Screen, activity: Json, said: Json, *, anew: bool) -> None:
        room = activity["conversation"]["id"]
        shown = _in_dialog(said["task"]["value"]["card"]["content"])
        message = {"type": "message", "from": activity["recipient"], "attachments": [{"contentType": CARD, "content": shown}]}
        url, before = f"{screen.connector}/v3/conversations/{room}/activities", "" if anew else screen.dialogs.get(room, "")
        async with session.request("PUT" if before else "POST", f"{url}/{before}" if before else url, json=message) as answer:
            read = await answer.json(content_type=None) if answer.status < 300 else {}
        screen.dialogs[room] = str((read or {}).get("id") or before)

    # --- from the bot to a Playground ---

    async def _carry(self, request: web.Request, path: str) -> web.StreamResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, 0.0) <= self.clock():
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        text = await request.read()
        body = json.loads(text) if text else {}
        message = body.get("activity") or body
        if message.get("type") == "message":
            self._check(message)
        text = json.dumps(_openable(body)).encode() if text else b""
        for one in self.people.values():  # Teams knows somebody by either id, the Playground by one
            path = path.removesuffix(f"/members/{one.aad}") + f"/members/{quote(one.id)}" if path.endswith(f"/members/{one.aad}") else path
        screen = self._screen_of(path, body)
        if screen is None:
            return web.json_response({"error": {"code": "ConversationNotFound"}}, status=404)
        if screen.is_busy and request.method != "GET":
            return web.json_response({"error": {"code": "TooManyRequests"}}, status=429, headers={"Retry-After": "1"})
        headers = {"Content-Type": "application/json"} if text else {}
        async with (
            ClientSession(timeout=LIMIT) as session,
            session.request(request.method, f"{screen.connector}{path}", params=request.query, data=text, headers=headers) as answer,
        ):
            return web.Response(body=await answer.read(), status=answer.status, content_type=answer.content_type)

    def _screen_of(self, path: str, body: Json) -> Screen | None:
        parts = [unquote(part) for part in path.strip("/").split("/")]
        rooms = [parts[2].partition(";")[0]] if len(parts) > 2 else []
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
        rooms += [channel] if channel else [f"a:1{str(one.get('id')).removeprefix('29:')}" for one in body.get("members") or ()]
        return next((screen for screen in self.screens.values() for room in rooms if room in screen.rooms), None)


def _openable(part: Any) -> Any:
    """Return something with a card in it as the Playground can press it: a button that opens a dialog is one that sends a message."""
    match part:
        case list():
            return [_openable(one) for one in part]
        case {"msteams": {"type": "task/fetch"}}:
            return {**{name: value for name, value in part.items() if name != "msteams"}, OPENS: True}
        case dict():
            return {name: _openable(value) for name, value in part.items()}
        case _:
            return part


def _in_dialog(part: Any) -> Any:
    """Return the card of a dialog as a message: each of its buttons says that it stands in one."""
    match part:
        case list():
            return [_in_dialog(one) for one in part]
        case {"type": "Action.Submit", "data": dict(data)}:
            return {**part, "data": {**data, IN_DIALOG: True}}
        case dict():
            return {name: _in_dialog(value) for name, value in part.items()}
        case _:
            return part
