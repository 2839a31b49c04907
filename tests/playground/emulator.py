"""The Microsoft 365 Agents Playground as one person's Teams: a process of its own with that person's chats, and a page in a browser.

It is a developer's own tool under its own licence, installed by npm outside of this repository, and found by SIGNPOST_PLAYGROUND.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.adapters.deployed import wait_until
from tests.faults.loopback import free_port

Json = dict[str, Any]
VARIABLE = "SIGNPOST_PLAYGROUND"
PACKAGE = Path("@microsoft", "m365agentsplayground")


def find_playground() -> Path | None:
    """Return the `node_modules` in which the Playground is installed; None where there is none."""
    named = os.environ.get(VARIABLE, "")
    folder = Path(named).resolve()
    found = next((one for one in (folder, folder / "node_modules") if (one / PACKAGE / "cli.js").is_file()), None)
    return found if named else None


@contextmanager
def running(modules: Path, folder: Path, configuration: Mapping[str, Any], endpoint: str) -> Iterator[str]:
    """Run the Playground of one person, and give the address of its page."""
    folder.mkdir()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(configuration), encoding="utf-8")
    (folder / "xdg-open").write_text("#!/bin/sh\n", encoding="utf-8")  # it opens a browser by itself, and ends where it cannot
    (folder / "xdg-open").chmod(0o700)
    port, own = free_port(), modules / ".bin" / "node"
    node = str(own) if own.exists() else "node"
    command = [node, str(modules / PACKAGE / "cli.js"), "start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    with (folder / "said.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: process.poll() is not None or _answers(port))
        assert process.poll() is None, f"the Playground has ended; see {folder / 'devTools'}"
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def configuration_for(who: str, people: Mapping[str, str], *, tenant: str, bot: str, channel: tuple[str, str]) -> Json:
    """Return the settings of somebody's Playground: everybody's names by their key, the person at the screen, and the one channel they are in."""
    shown = {key: _person(key, name) for key, name in people.items()}
    return {
        "version": "0.1.1",
        "tenantId": tenant,
        "bot": {"id": bot, "name": "Signpost"},
        "currentUser": shown[who],
        "users": [one for key, one in shown.items() if key != who],
        "personalChat": {"id": personal(who)},
        "groupChat": {"id": f"19:{who}@thread.v2", "name": "Year 9 tutors"},
        "team": {
            "id": "19:oakfield@thread.tacv2",
            "name": "Oakfield School",
            "aadGroupId": "group-oakfield",
            "channels": [{"id": channel[0], "name": channel[1]}],
        },
    }


def personal(who: str) -> str:
    """Return the id of the bot's own chat with somebody."""
    return f"a:1{aad(who)}"


def aad(who: str) -> str:
    """Return the id of somebody in the school's directory."""
    return f"aad-{who}"


def _person(key: str, name: str) -> Json:
    given, _, surname = name.partition(" ")
    mail = f"{key}@oakfield.example"
    return {
        "id": f"29:{aad(key)}",
        "name": name,
        "userPrincipleName": mail,
        "aadObjectId": aad(key),
        "givenName": given,
        "surname": surname,
        "email": mail,
    }
