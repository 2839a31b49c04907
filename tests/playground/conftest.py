"""Oakfield School with windows for each test that wants them; where no Playground is installed they are skipped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.playground.emulator import VARIABLE, find_playground
from tests.playground.oakfield import AMARA, Oakfield, at_work, windows
from tests.playground.window import Window
from tests.seated import quick_folder
from tests.slack.browser import find_browser
from tests.teams.conftest import TESS


@dataclass(frozen=True)
class Scene:
    """The school, and two people at their screens."""

    school: Oakfield
    tess: Window
    """A teacher."""
    amara: Window
    """The DSL."""


@pytest.fixture
def scene(cache: Path) -> Iterator[Scene]:
    """The school on its first day. At its end, the bot has turned nobody away, and has said nothing that Teams would not take."""
    modules = find_playground()
    if modules is None or find_browser() is None:
        pytest.skip(f"the Agents Playground, or a Chromium, is not installed (optional: {VARIABLE} names its node_modules; see docs/teams.md)")
    with quick_folder() as folder, at_work(modules, folder, cache) as school, windows(school) as shown:
        yield Scene(school, shown[TESS], shown[AMARA])
        assert {status for _, _, status in school.between.taken} <= {200, 202}
        assert school.between.refused == []


@pytest.fixture
def keep() -> Callable[[Window, str, str], None]:
    """Takes a picture, where SIGNPOST_PLAYGROUND_PICTURES names a folder for them."""
    folder = os.environ.get("SIGNPOST_PLAYGROUND_PICTURES", "")

    def take(window: Window, name: str, said: str = "") -> None:
        if folder:
            window.picture(Path(folder) / f"teams-playground-{name}.png", said)

    return take
