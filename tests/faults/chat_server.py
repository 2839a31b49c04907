"""A chat that lives while the bot dies: a process of its own, over HTTP, which fails as real ones do and counts what reached it.

`python -m tests.faults.chat_server` prints its port and serves until it is ended. A message can be looked up by its key only some time after it was
posted. Times are of the machine's monotonic clock, which all processes share.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

from aiohttp import web

from tests.faults.loopback import bound_socket

RETRY_AFTER = 1


@dataclass(frozen=True, slots=True)
class Faults:
    """How often a call fails, and how."""

    too_many: float = 0.04
    """Answered 429, nothing stored."""
    before: float = 0.02
    """Answered 500, nothing stored."""
    after: float = 0.02
    """Answered 500, and stored all the same."""
    cut: float = 0.01
    """Stored, and the connection cut instead of an answer."""
    latency: float = 0.015
    """At most so many seconds pass before a call has its effect, and again before it is answered."""
    slow: float = 0.01
    """Calls that last long before they have their effect."""
    longest: float = 2.5
    """At most so many seconds."""
    hidden: float = 1.0
    """At most so many seconds pass until a message can be looked up."""


NONE = Faults(too_many=0, before=0, after=0, cut=0, latency=0.005, slow=0, hidden=0)


@dataclass(slots=True)
class Message:
    """A message as somebody in the chat sees it."""

    ref: str
    place: str
    key: str
    received_at: float
    """When the call reached the chat."""
    at: float
    """When it stood there."""
    found_from: float
    """From when it can be looked up."""
    texts: list[tuple[float, str]] = field(default_factory=list)
    """What it said, and from when: the first text, then each edit."""


class Chat:
    """The messages, and the calls counted by what became of them."""

    def __init__(self, faults: Faults, seed: int) -> None:
        self.faults, self.random = faults, random.Random(seed)
        self.messages: dict[str, Message] = {}
        self.by_key: dict[tuple[str, str], list[Message]] = {}
        self.calls: Counter[str] = Counter()

    def post(self, place: str, key: str, text: str, received_at: float) -> Message:
        """Store a message."""
        at, ref = time.monotonic(), f"m{len(self.messages) + 1}"
        hidden = self.random.uniform(0, self.faults.hidden)
        message = Message(ref, place, key, received_at, at, at + hidden, [(at, text)])
        self.messages[ref] = message
        self.by_key.setdefault((place, key), []).append(message)
        return message

    def find(self, place: str, key: str) -> str | None:
        """Return the message with this key, where it can be looked up already."""
        now = time.monotonic()
        return next((one.ref for one in self.by_key.get((place, key), ()) if one.found_from <= now), None)

    def edit(self, ref: str, text: str) -> None:
        """Put another text in the place of a message's."""
        self.messages[ref].texts.append((time.monotonic(), text))

    async def answer(self, request: web.Request, name: str, act: Callable[[], Awaitable[dict[str, object]]]) -> web.StreamResponse:
        """Do what was asked and say so, or fail in one of the ways of a real chat."""
        faults, drawn = self.faults, self.random.random()
        await asyncio.sleep(self.random.uniform(0, faults.longest if self.random.random() < faults.slow else faults.latency))
        if (drawn := drawn - faults.too_many) < 0:
            self.calls[f"{name} 429"] += 1
            return web.json_response({}, status=429, headers={"Retry-After": str(RETRY_AFTER)})
        if (drawn := drawn - faults.before) < 0:
            self.calls[f"{name} 500 before"] += 1
            return web.json_response({}, status=500)
        said = await act()
        await asyncio.sleep(self.random.uniform(0, faults.latency))
        if (drawn := drawn - faults.after) < 0:
            self.calls[f"{name} 500 after"] += 1
            return web.json_response({}, status=500)
        if drawn - faults.cut < 0 and request.transport is not None:
            self.calls[f"{name} cut"] += 1
            request.transport.abort()
            return web.Response()
        self.calls[f"{name} ok"] += 1
        return web.json_response(said)


def app_of(chat: Chat) -> web.Application:
    """Return the chat as a web application."""

    async def post(request: web.Request) -> web.StreamResponse:
        received_at, asked = time.monotonic(), await _asked(request)

        async def act() -> dict[str, object]:
            return {"ref": chat.post(asked["place"], asked["key"], asked["text"], received_at).ref}

        return await chat.answer(request, "post", act)

    async def find(request: web.Request) -> web.StreamResponse:
        async def act() -> dict[str, object]:
            return {"ref": chat.find(request.query["place"], request.query["key"])}

        return await chat.answer(request, "find", act)

    async def edit(request: web.Request) -> web.StreamResponse:
        asked = await _asked(request)

        async def act() -> dict[str, object]:
            chat.edit(request.match_info["ref"], asked["text"])
            return {}

        return await chat.answer(request, "edit", act)

    async def ledger(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"messages": [asdict(one) for one in chat.messages.values()], "calls": chat.calls})

    app = web.Application(client_max_size=2**20)
    app.router.add_post("/messages", post)
    app.router.add_get("/messages", find)
    app.router.add_put("/messages/{ref}", edit)
    app.router.add_get("/ledger", ledger)
    return app


async def _asked(request: web.Request) -> dict[str, str]:
    """Return what a call asks; one that was cut before it was whole never happened."""
    try:
        asked: dict[str, str] = await request.json()
    except ConnectionResetError:
        raise web.HTTPBadRequest from None
    return asked


async def _serve(chat: Chat) -> None:
    runner = web.AppRunner(app_of(chat), access_log=None, keepalive_timeout=3600)
    await runner.setup()
    listening = bound_socket()
    await web.SockSite(runner, listening).start()
    print(listening.getsockname()[1], flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-faults", action="store_true")
    given = parser.parse_args()
    asyncio.run(_serve(Chat(NONE if given.without_faults else Faults(), given.seed)))


if __name__ == "__main__":
    main()
