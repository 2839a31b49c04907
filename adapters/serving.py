"""Runs a deployment: the delivery loop, the watch over it, and `/health` for whoever watches from outside. The chats plug in here.

Nothing that a platform, the network or the database does ends the loop: it waits and goes on. Logs hold event names, ids and types of errors.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from sqlalchemy.exc import SQLAlchemyError

from adapters.crossing import is_quiet
from adapters.discretion import loop_failed, where
from bot import outbox, upkeep, watch
from bot.delivery import RENEW_EVERY, Courier
from bot.office import Office
from bot.sending import Sender
from bot.store.engine import StoreError

LOG = logging.getLogger("signpost")
COURIERS = 4
"""How many messages may be on their way at once, so that one slow platform call holds up no other row."""
IDLE = 0.2
"""Seconds between two looks at an outbox in which nothing was due."""
GIVES_WAY = 0.1
"""Seconds for which a courier lets those go first who wait for an answer in a chat: in a crowd each courier carries ten messages a second still."""
WATCH_EVERY = 60.0
KEEP_UP_EVERY = 60.0
"""Seconds between two looks at what Signpost sees to by itself: who is to read the policy, its review, the owner's week."""
TIDY_EVERY, TIDIES_FROM = 600.0, 2
"""Seconds between two looks at whether it is night; the hour (UTC) from which it is."""
TROUBLE_PAUSE = 1.0
"""Seconds to wait after the database failed."""
STALE = 3 * WATCH_EVERY
"""Seconds without a look of the watch after which it is said to have stopped."""
PING_LIMIT = ClientTimeout(total=10)


@dataclass(slots=True)
class Pulse:
    """What the last look of the watch found."""

    health: watch.Health | None = None
    failed: str = ""
    """The type of the error with which the last look failed, or ''."""
    looked_at: float = field(default_factory=time.monotonic)

    @property
    def word(self) -> str:
        """Return in a word or two how the watch stands; `clean` and `not yet` are well."""
        if self.failed:
            return self.failed
        if time.monotonic() - self.looked_at > STALE:
            return "stopped"
        if self.health is None:
            return "not yet"
        return "clean" if self.health.is_clean else "not clean"


class Deployment:
    """The loops of one process."""

    def __init__(self, office: Office, senders: Mapping[str, Sender], tidy: Callable[[], None] = lambda: None) -> None:
        """`tidy` removes what is kept no longer; it is called before anything else, and each night."""
        self.office, self.pulse = office, Pulse()
        owner, wait = uuid.uuid4().hex, timedelta(seconds=office.settings.lookup_wait_seconds)
        self._couriers = [Courier(office, senders, f"{owner}-{number}", lookup_wait=wait) for number in range(COURIERS)]
        self._tidy, self._tidied_on = tidy, date.min
        self._stop, self._busy = asyncio.Event(), set[Courier]()
        self._seen: upkeep.Seen = {}
        # threads of their own: neither may a slow chat hold up a report that is to be stored, nor a crowd at the door the renewal of a lease
        self._threads = ThreadPoolExecutor(COURIERS, "courier"), ThreadPoolExecutor(1, "renewal")

    async def run(self) -> None:
        """Tidy up, then carry and watch until `stop` is called. What a restored copy holds too long goes before anything of it is shown."""
        await self._guarded(self._tidy_at_night)
        await self._guarded(self._look_up_calendars)
        loops = [self._carry(courier) for courier in self._couriers]
        every = [(RENEW_EVERY.total_seconds(), self._renew), (WATCH_EVERY, self._watch), (TIDY_EVERY, self._tidy_at_night)]
        every.append((KEEP_UP_EVERY, self._keep_up))
        try:
            await asyncio.gather(*loops, *(self._every(seconds, act) for seconds, act in every))
        finally:
            for threads in self._threads:
                threads.shutdown(wait=False)

    def stop(self) -> None:
        """End the loops once what they are doing is done."""
        self._stop.set()

    async def _carry(self, courier: Courier) -> None:
        while not self._stop.is_set():
            try:
                busy = await asyncio.get_running_loop().run_in_executor(self._threads[0], self._carry_one, courier)
            except Exception as error:  # noqa: BLE001 -- whatever it was, other rows must go on; the lease brings this one back
                LOG.error("delivery.failed %s", where(error))
                await self._pause(TROUBLE_PAUSE)
            else:
                if not busy:
                    await self._pause(IDLE)
                elif not is_quiet(GIVES_WAY):
                    await self._pause(GIVES_WAY)

    def _carry_one(self, courier: Courier) -> bool:
        """Look before claiming: a claim writes to the disk, and most looks find nothing."""
        with self.office.looking() as connection:
            if not outbox.is_due(connection, self.office.clock.now()):
                return False
        self._busy.add(courier)
        try:
            return courier.carry_one()
        finally:
            self._busy.discard(courier)

    async def _renew(self) -> None:
        for courier in tuple(self._busy):
            await asyncio.get_running_loop().run_in_executor(self._threads[1], courier.renew_leases)

    async def _watch(self) -> None:
        health = await asyncio.to_thread(watch.look, self.office)
        self.pulse.health, self.pulse.failed, self.pulse.looked_at = health, "", time.monotonic()
        await asyncio.to_thread(watch.owe_self_tests, self.office)
        for reference in health.armed_again:
            LOG.error("watch.armed_again %s", reference)
        for reference in health.stuck:
            LOG.error("watch.stuck %s; see signpost doctor", reference)
        if health.is_clean and self.office.settings.heartbeat:
            await _ping(self.office.settings.heartbeat)

    async def _keep_up(self) -> None:
        """See to what is Signpost's own to raise. It is no part of the watch: that it fails is logged, and no report waits for it."""
        try:
            await asyncio.to_thread(upkeep.see_to, self.office, self._seen)
        except Exception as error:  # noqa: BLE001 -- whatever it was, it is tried again in a minute
            LOG.error("upkeep.failed %s", where(error))

    async def _look_up_calendars(self) -> None:
        """Read every school's holidays now: they take their time to load, and the first report must not wait for them."""
        now = self.office.clock.wall()
        for school in self.office.settings.schools:
            await asyncio.to_thread(self.office.calendar(school.key).is_open, now)

    async def _tidy_at_night(self) -> None:
        at = self.office.clock.wall()
        is_first = self._tidied_on == date.min
        if is_first or (at.hour >= TIDIES_FROM and self._tidied_on < at.date()):
            self._tidied_on = at.date() if at.hour >= TIDIES_FROM else at.date() - timedelta(days=1)
            await asyncio.to_thread(self._tidy)

    async def _every(self, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        while not self._stop.is_set():
            await self._guarded(act)
            await self._pause(seconds)

    async def _guarded(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except Exception as error:  # noqa: BLE001 -- the watch must outlive what it watches
            self.pulse.failed = type(error).__name__
            LOG.error("watch.failed %s", where(error))

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


class Door(Protocol):
    """A chat's way in."""

    def add_routes(self, routes: web.UrlDispatcher) -> None:
        """Answer where the chat sends its requests."""

    async def open(self) -> None:
        """Begin to take in what it brings."""

    async def close(self) -> None:
        """Take nothing more in."""


async def run_until_stopped(deployment: Deployment, host: str | None, port: int, doors: Sequence[Door] = ()) -> None:
    """Answer on `/health` and at the chats' doors, and run the deployment until the process is asked to end. `host` None is every address.

    A door that cannot be opened keeps nothing else from being served: it is tried again.

    Raises OSError where the port is taken.
    """
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(loop_failed)
    for asked in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(asked, deployment.stop)
    app = health_app(deployment)
    for door in doors:
        door.add_routes(app.router)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        opening = [asyncio.ensure_future(_open(door)) for door in doors]
        await web.TCPSite(runner, host, port).start()
        LOG.info("serve.started port %s", runner.addresses[0][1])
        await deployment.run()
    finally:
        for one in opening:
            one.cancel()
        for door in doors:
            await door.close()
        await runner.cleanup()
    LOG.info("serve.ended")


async def _open(door: Door) -> None:
    pause = TROUBLE_PAUSE
    while True:
        try:
            await door.open()
        except Exception as error:  # noqa: BLE001 -- a chat that is down must not keep reports from the others
            LOG.error("door.closed %s", where(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)
        else:
            return


async def _ping(url: str) -> None:
    """Tell the outside watcher that all is well; that it cannot be reached is its own alarm."""
    try:
        async with ClientSession(timeout=PING_LIMIT) as session, session.get(url):
            pass
    except (ClientError, OSError, TimeoutError) as error:
        LOG.warning("heartbeat.failed %s", type(error).__name__)


def health_app(deployment: Deployment) -> web.Application:
    """Return the web application with `/health`: 200 while what is owed is carried, 503 where it is not."""

    async def answer(_request: web.Request) -> web.Response:
        status, body = await asyncio.to_thread(_health, deployment)
        return web.json_response(body, status=status)

    app = web.Application(client_max_size=2**20)
    app.router.add_get("/health", answer)
    return app


def _health(deployment: Deployment) -> tuple[int, dict[str, object]]:
    office, watched = deployment.office, deployment.pulse.word
    try:
        with office.looking() as connection:
            oldest = outbox.oldest_unsettled(connection, office.clock.now())
    except (SQLAlchemyError, StoreError) as error:
        return 503, {"ok": False, "store": type(error).__name__, "watch": watched}
    fine = oldest < watch.LATE and watched in ("clean", "not yet")
    return (200 if fine else 503), {"ok": fine, "oldest_unsettled_seconds": round(oldest.total_seconds(), 1), "watch": watched}
