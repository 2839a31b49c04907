"""The page of a Playground in a headless browser, as somebody at the screen uses it: read, write, press, fill in."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from tests.adapters.deployed import wait_until
from tests.slack.browser import Tab, find_browser, open_tab

T = TypeVar("T")
FIELD = "input[type=text], input[type=url], textarea"
SIZE, TALL = (1250, 1100), (1250, 2400)
PAUSE = 0.3
"""Seconds in which the page takes in what was done."""


FIND = """
const shown = (one) => one.getClientRects().length > 0;
const said = (one) => (one.innerText || one.getAttribute('aria-label') || '').replace(/\\*$/, '').trim();
const all = (what) => [...(document.querySelector('[role=dialog]') ?? document).querySelectorAll(what)].filter(shown);
const last = (found) => { const one = found.pop(); if (one) one.scrollIntoView({block: 'center'}); return one; };
const cards = () => all('.ac-adaptiveCard');
const named = (found, label) => last(found.filter((one) => said(one) === label || one.getAttribute('aria-label') === label));
const within = (text) => last(cards().filter((one) => one.innerText.includes(text)));
const button = (label, on) => {
  const place = on && within(on);
  return named(all('button, [role=menuitem], [role=treeitem]').filter((one) => !on || place?.contains(one)), label);
};
const option = (label) => named([...document.querySelectorAll('[role=option]')].filter(shown), label);
const input = (label, what) => {
  const asked = last(all('label, .ac-richTextBlock, .ac-textBlock').filter((one) => said(one) === label));
  return asked && all(what).find((one) => asked.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
};
const outside = () => all('div, p, span').filter((one) => !one.closest('.ac-adaptiveCard, [contenteditable]'));
const menu = (one) => one && all("[aria-label='Show more information']").filter(
  (each) => one.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING).pop();
const group = (one) => (one ? all(one.name ? `[name='${one.name}']` : `[id^='${one.id.replace(/\\d+$/, '')}']`) : []);
"""
"""Finds what somebody would: in the dialog that is open, else in the whole page; of several alike the last, which is the newest."""


class Window:
    """One window, told what to do. What is to be found there is waited for."""

    def __init__(self, loop: asyncio.AbstractEventLoop, tab: Tab) -> None:
        self._loop, self._tab = loop, tab

    # What can be read

    def words(self) -> str:
        """Return all that can be read in it."""
        return str(self.run("return document.body.innerText"))

    def cards(self) -> list[str]:
        """Return what the cards say, oldest first; of a dialog alone where one is open."""
        return [str(one) for one in self.run("return cards().map((one) => one.innerText)")]

    def card(self, said: str) -> str:
        """Return the newest card that says something."""
        return self.find(f"return cards().map((one) => one.innerText).filter((one) => one.includes({json.dumps(said)})).pop()")

    def value(self, label: str) -> str:
        """Return what a field holds."""
        return self.find(f"return input({json.dumps(label)}, '{FIELD}')?.value")

    def picture(self, path: Path, said: str = "") -> None:
        """Write a picture of the newest card that says something; of the dialog where one is open."""
        self._size(TALL)
        time.sleep(1)
        self.run("document.activeElement?.blur()")
        found = f"document.querySelector('[role=dialog]') ?? within({json.dumps(said)})"
        box = self.run(f"const at = ({found}).getBoundingClientRect(); return {{x: at.x, y: at.y, width: at.width, height: at.height}}")
        shot = self.call("Page.captureScreenshot", format="png", clip={**box, "scale": 1})
        with Image.open(BytesIO(base64.b64decode(shot["data"]))) as image:
            image.convert("RGB").quantize(96).save(path, optimize=True)
        self._size(SIZE)

    # What somebody does

    def write(self, text: str) -> None:
        """Write a message to the bot in its own chat."""
        self._enter(text)
        self._key("Enter")

    def post(self, text: str) -> None:
        """Write a post with a mention of the bot in the channel that is open."""
        self._enter("@")
        self._click("button('Signpost')")
        self._type(text)
        self.press("Post")

    def open(self, place: str) -> None:
        """Open a chat or a channel."""
        self._click(f"button({json.dumps(place)})")

    def press(self, label: str, *, on: str = "") -> None:
        """Press a button; `on`: of the newest card that says something."""
        self._click(f"button({json.dumps(label)}, {json.dumps(on)})")

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""
        self._write_into(f"input({json.dumps(label)}, '{FIELD}')", text)

    def choose(self, label: str, choice: str) -> None:
        """Choose one of what a field offers."""
        offered = f"input({json.dumps(label)}, 'input[type=radio], input[type=checkbox], [role=combobox]')"
        if self.find(f"const one = {offered}; return one && (one.getAttribute('role') ?? one.type)") == "combobox":
            self._click(f"({offered})?.getAttribute('aria-expanded') === 'true' ? document.body : {offered}")
            self._click(f"option({json.dumps(choice)})")
        else:
            self._click(f"group({offered}).find((one) => said(one.labels?.[0] ?? one) === {json.dumps(choice)})")

    def command(self, name: str, *, on_message: str = "") -> None:
        """Choose a command of the compose box, or of the menu of a message; the Playground has to be told the name of it."""
        if on_message:
            self._click(f"menu(outside().filter((one) => one.innerText.trim() === {json.dumps(on_message)}).pop())")
        else:
            self.press("Trigger Message Extension App")
        self.press("Action Command")
        self.fill("Command ID", name)
        self.press("Create")

    def search(self, command: str, parameter: str, words: str) -> None:
        """Search in the compose box."""
        self.press("Trigger Message Extension App")
        self.press("Search Command")
        self.press("Specify Command ID or Parameter")
        for place, text in (("Command ID", command), ("Parameter name", parameter)):
            self._into(place, text)
        self.press("Specify Command ID or Parameter")
        self._into("Enter a search term", words)
        self._key("Enter")

    def pick(self, title: str) -> None:
        """Take what the compose box offers under a title."""
        self._click(f"outside().filter((one) => one.innerText.startsWith({json.dumps(title)})).pop()")

    # What lies beneath

    def find(self, script: str) -> str:
        """Return what a script finds, once it finds something."""
        found: list[Any] = []

        def is_there() -> bool:
            found[:] = [self.run(script)]
            return bool(found[0])

        wait_until(is_there)
        time.sleep(PAUSE)
        return str(found[0])

    def run(self, script: str) -> Any:
        """Return what a script comes to, in the page."""
        said = self.call("Runtime.evaluate", expression=f"(() => {{{FIND}{script}}})()", returnByValue=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def call(self, method: str, **arguments: Any) -> Any:
        """Ask the browser for something."""
        return _done(self._loop, self._tab.call(method, **arguments))

    def _click(self, what: str) -> None:
        self.find(f"const one = {what}; one?.click(); return !!one")

    def _size(self, size: tuple[int, int]) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=False)

    def _enter(self, text: str) -> None:
        self._write_into("all('[contenteditable=true][role=textbox]').shift()", text)

    def _into(self, placeholder: str, text: str) -> None:
        self._write_into(f"all(`input[placeholder='{placeholder}']`).pop()", text)

    def _write_into(self, what: str, text: str) -> None:
        self.find(f"const one = {what}; one?.focus(); one?.select?.(); return !!one")
        self._type(text)

    def _type(self, text: str) -> None:
        self.call("Input.insertText", text=text)
        time.sleep(PAUSE)

    def _key(self, name: str) -> None:
        for kind, typed in (("keyDown", {"text": "\r"}), ("keyUp", {})):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=13, **typed)


@contextmanager
def open_window(url: str) -> Iterator[Window]:
    """Give a window with a page."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="browser")
    thread.start()
    browser = open_tab(find_browser() or "")
    try:
        window = Window(loop, _done(loop, browser.__aenter__()))
        window._size(SIZE)
        window.call("Page.navigate", url=url)
        yield window
    finally:
        _done(loop, browser.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _done(loop: asyncio.AbstractEventLoop, act: Coroutine[Any, Any, T]) -> T:
    return asyncio.run_coroutine_threadsafe(act, loop).result(timeout=60)
