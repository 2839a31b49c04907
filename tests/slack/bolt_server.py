"""A bolt app on its real HTTP endpoint, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp

PATH = "/slack/events"


@contextmanager
def serving(make_app: Callable[[], AsyncApp]) -> Iterator[str]:
    """Give the address of a server that answers for the app as long as the block lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> tuple[web.AppRunner, AsyncApp]:
        app = make_app()
        runner = web.AppRunner(app.web_app(PATH))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, app

    async def stop(runner: web.AppRunner, app: AsyncApp) -> None:
        await runner.cleanup()
        if app.client.session is not None:
            await app.client.session.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await loop.shutdown_default_executor()

    try:
        runner, app = asyncio.run_coroutine_threadsafe(start(), loop).result()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            asyncio.run_coroutine_threadsafe(stop(runner, app), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
