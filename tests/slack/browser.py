"""Takes pictures of pages with a headless Chromium, where one is installed: one browser for all, spoken to over its debugging port."""

from __future__ import annotations

import asyncio
import base64
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0"),
)


def find_browser() -> str | None:
    """Return the path of a Chromium; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """One tab of a browser, told what to do."""

    def __init__(self, line: ClientWebSocketResponse) -> None:
        self._line, self._numbers = line, count(1)

    async def call(self, method: str, **arguments: Any) -> Any:
        """Ask for something, and return what is answered."""
        number = next(self._numbers)
        await self._line.send_json({"id": number, "method": method, "params": arguments})
        while (said := await self._line.receive_json()).get("id") != number:
            pass
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']['message']}")
        return said["result"]


async def take_pictures(browser: str, pictures: Mapping[Path, Path], *, wait: float = 60) -> None:
    """Take a picture of what has the class `shot` on each page (a file of HTML), and write it (a PNG)."""
    async with asyncio.timeout(wait + len(pictures) * 5), open_tab(browser) as tab:
        for html, png in pictures.items():
            png.write_bytes(await _picture(tab, html))


@asynccontextmanager
async def open_tab(browser: str) -> AsyncIterator[Tab]:
    with tempfile.TemporaryDirectory(prefix="signpost-gallery-", ignore_cleanup_errors=True) as profile:
        running = await asyncio.create_subprocess_exec(
            browser, *FLAGS, f"--user-data-dir={profile}", "about:blank", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            async with ClientSession(timeout=ClientTimeout(total=None)) as session:
                async with session.get(f"http://127.0.0.1:{await _port(Path(profile))}/json/list") as reply:
                    tabs = [one for one in await reply.json() if one["type"] == "page"]
                async with session.ws_connect(tabs[0]["webSocketDebuggerUrl"], max_msg_size=0) as line:
                    yield Tab(line)
        finally:
            running.terminate()
            await running.wait()


async def _port(profile: Path) -> int:
    told = profile / "DevToolsActivePort"
    while not (told.exists() and told.read_text().strip()):
        await asyncio.sleep(0.05)
    return int(told.read_text().split()[0])


_BOX = """new Promise(done => {
  const look = () => {
    const one = document.querySelector('.shot');
    if (document.readyState !== 'complete' || !one) return setTimeout(look, 20);
    const {x, y, width, height} = one.getBoundingClientRect();
    done({x, y, width: Math.ceil(width), height: Math.ceil(height)});
  };
  look();
})"""


async def _picture(tab: Tab, html: Path) -> bytes:
    await tab.call("Emulation.setDeviceMetricsOverride", width=1420, height=1000, deviceScaleFactor=1, mobile=False)
    await tab.call("Page.navigate", url=html.resolve().as_uri())
    box = await tab.call("Runtime.evaluate", expression=_BOX, returnByValue=True, awaitPromise=True)
    clip = {**box["result"]["value"], "scale": 1}
    shot = await tab.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(shot["data"])
