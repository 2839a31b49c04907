"""Oakfield School with real windows: a real `signpost serve`, and a Playground for each of two people.

Tess, a teacher, is in the staffroom; Amara, the DSL, in the channel of those who receive reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.adapters.deployed import Deployed, Served, wait_until
from tests.playground.between import Between, Screen
from tests.playground.emulator import aad, configuration_for, personal, running
from tests.playground.window import Window, open_window
from tests.teams.conftest import DSL_CHANNEL, PEOPLE, STAFFROOM, TESS

NAMES = {**{key: name for key, (name, _) in PEOPLE.items()}, TESS: "Tess Byrne"}
AMARA = "amara"
CHANNELS = {TESS: (STAFFROOM, "Staffroom"), AMARA: (DSL_CHANNEL, "Safeguarding")}


@dataclass(frozen=True)
class Oakfield:
    """The school at work."""

    served: Served
    between: Between
    pages: dict[str, str]
    """Where the Playground of each is."""


@contextmanager
def at_work(modules: Path, folder: Path, cache: Path) -> Iterator[Oakfield]:
    """Give the school, its bot running with every lock shut, and the Playgrounds met by it."""
    with ExitStack() as open_things:
        between = open_things.enter_context(Between())
        for key, name in NAMES.items():
            between.add_person(aad(key), name)
        served = open_things.enter_context(_deployed(folder, cache, between).serving())
        between.bot_url = f"http://127.0.0.1:{served.port}"
        wait_until(lambda: bool(between.called("keys")))
        pages = {}
        for who, channel in CHANNELS.items():
            between.screens[who] = Screen("", {personal(who), f"19:{who}@thread.v2", channel[0]})
            told = configuration_for(who, NAMES, tenant=between.tenant, bot=between.bot_id, channel=channel)
            pages[who] = open_things.enter_context(running(modules, folder / who, told, between.endpoint(who)))
        yield Oakfield(served, between, pages)


@contextmanager
def windows(school: Oakfield) -> Iterator[dict[str, Window]]:
    """Give the windows of both."""
    with ExitStack() as open_things:
        opened = {who: open_things.enter_context(open_window(url)) for who, url in school.pages.items()}
        for who in opened:  # the bot is told that it was added as soon as somebody looks
            wait_until(lambda who=who: (who, "installationUpdate", 202) in school.between.taken)  # type: ignore[misc]  # bound in this turn
        yield opened


def _deployed(folder: Path, cache: Path, between: Between) -> Deployed:
    home = folder / "school"
    home.mkdir()
    deployed = Deployed(home, cache)
    for name in PEOPLE:
        deployed.edit(f"email: {name}@oakfield.example}}", f"email: {name}@oakfield.example, addresses: {{teams: {aad(name)}}}}}")
    deployed.edit("mail: {", f'  channels: {{dsl: {{teams: "{DSL_CHANNEL}"}}}}\nmail: {{')
    registration = {"TEAMS_APP_ID": between.app_id, "TEAMS_APP_PASSWORD": between.password, "TEAMS_TENANT_ID": between.tenant}
    deployed.extra |= {**registration, "SIGNPOST_TEAMS_SERVICE": between.url}
    return deployed
