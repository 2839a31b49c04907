"""The bare door on a real port: an edge with a bot that only notes what it was told, and says it again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web

from adapters.teams.edge import PATH, Edge, Turn
from adapters.teams.keys import Keys
from adapters.teams.tokens import Authentication, make_authentication
from bot.deliveries import Deliveries
from tests.faults.loopback import HOST, bound_socket
from tests.teams.driver import Driver
from tests.teams.fake_teams import FakeTeams

Json = dict[str, Any]
T = TypeVar("T")


def card_that_says(text: str) -> Json:
    """Return an attachment with one line."""
    body = [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}]
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard", "version": "1.5", "body": body}}


@dataclass
class Echo:
    """Says what it hears."""

    messages: list[Turn] = field(default_factory=list)
    invokes: list[Turn] = field(default_factory=list)
    installs: list[Turn] = field(default_factory=list)
    answer: Callable[[Turn], tuple[int, Json | None]] = field(default=lambda turn: (200, {"heard": turn.activity["name"]}))
    posted: list[str] = field(default_factory=list)

    async def message(self, turn: Turn) -> None:
        """Say it again."""
        self.messages.append(turn)
        self.posted.append(await turn.reply([card_that_says(turn.text or "nothing")], "An answer"))

    async def invoke(self, turn: Turn) -> tuple[int, Json | None]:
        """Answer as the test says."""
        self.invokes.append(turn)
        return self.answer(turn)

    async def installed(self, turn: Turn) -> None:
        """Note it."""
        self.installs.append(turn)

    @property
    def turns(self) -> list[Turn]:
        """All that came through the door."""
        return [*self.messages, *self.invokes, *self.installs]


@dataclass
class Served:
    """A door that is open, and who stands on both sides of it."""

    edge: Edge
    bot: Echo
    driver: Driver
    loop: asyncio.AbstractEventLoop
    clock: list[float]
    """What the keys take for the time: one number that a test may change."""

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        """Run something in the door's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(timeout=30)


def authentication_for(teams: FakeTeams, clock: Callable[[], float]) -> Authentication:
    """Return the check of tokens, over the keys of this Teams."""
    return make_authentication(teams.app_id, teams.password, teams.tenant, keys=Keys(teams.keys_url, clock=clock), login=teams.login)


@contextmanager
def served(
    teams: FakeTeams, *, deliveries: Deliveries | None = None, opened: bool = True, bot: Any = None, authentication: Any = None
) -> Iterator[Served]:
    """Serve an edge for this Teams until the block ends, in a thread of its own; `/health` answers beside it."""
    loop, socket, clock = asyncio.new_event_loop(), bound_socket(), [1000.0]
    echo = Echo() if bot is None else bot
    edge = Edge(
        echo,
        authentication or authentication_for(teams, lambda: clock[0]),
        app_id=teams.app_id,
        tenant_id=teams.tenant,
        allowed_services=(teams.url,),
        deliveries=deliveries,
    )
    thread = threading.Thread(target=loop.run_forever, name="bot")
    thread.start()
    driver = Driver(f"http://{HOST}:{socket.getsockname()[1]}", teams)
    door = Served(edge, echo, driver, loop, clock)
    runner = door.run(_start(edge, socket))
    try:
        if opened:
            door.run(edge.open())
        yield door
    finally:
        door.run(_stop(edge, runner))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        socket.close()


async def _start(edge: Edge, socket: Any) -> web.AppRunner:
    async def healthy(_request: web.Request) -> web.Response:
        return web.Response(text="well")

    app = web.Application(client_max_size=2**20)
    app.router.add_post(PATH, edge.answer)
    app.router.add_get("/health", healthy)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, socket).start()
    return runner


async def _stop(edge: Edge, runner: web.AppRunner) -> None:
    await edge.close()
    await runner.cleanup()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
