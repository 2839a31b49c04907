"""The bot in an invented Slack workspace: the real door over real HTTP, a real store, and a Slack of the tests' own behind it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Engine

from adapters.composing import SlackSecrets
from adapters.slack.composing import Slack, make_slack
from adapters.slack.door import SlackDoor
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.delivery import Courier
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Report, State
from bot.sealing import Sealer, audit_key
from bot.sending import Sender
from bot.settings import Settings
from bot.store.engine import connect_engine, open_engine
from bot.unanswered import Kept, Unanswered
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.bot.fake_chat import WAIT, FakeChat
from tests.slack import surfaces
from tests.slack.driver import Driver, Response
from tests.slack.fake_slack import FakeSlack, Message

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 -- opens nothing
DSL_CHANNEL, STAFFROOM = "G0DSL", "C0STAFFROOM"
PEOPLE = {
    "U0AMARA": ("amara", "Amara Obi", ["dsl", "slt"]),
    "U0BEN": ("ben", "Ben Hale", ["deputy"]),
    "U0CHIDI": ("chidi", "Chidi Eze", ["head"]),
    "U0DANA": ("dana", "Dana Frost", ["chair"]),
    "U0FARID": ("farid", "Farid Nasser", ["it"]),
}
TESS = "U0TESS"
"""A teacher whom the settings do not name."""


def settings_of(**changes: Any) -> Settings:
    """Return the settings of Oakfield School in Slack."""
    people = [
        {"id": id_, "name": name, "roles": roles, "how": "extension 21", "email": f"{id_}@oakfield.example", "addresses": {"slack": account}}
        for account, (id_, name, roles) in PEOPLE.items()
    ]
    school = {
        "key": "oakfield",
        "name": "Oakfield School",
        "policy": "alet",
        "phone": "01632 960 001",
        "out_of_hours": "01632 960 002",
        "people": people,
        "channels": {"dsl": {"slack": DSL_CHANNEL}},
    }
    return Settings.model_validate({"schools": [school], "mail": {"host": "localhost", "sender": "signpost@oakfield.example"}, **changes})


class Served:
    """A door on a real port, in a thread of its own."""

    def __init__(self, door: SlackDoor) -> None:
        self._door, self._loop = door, asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot")
        self.url = ""

    def __enter__(self) -> Served:
        self._thread.start()
        self._runner = self.run(self._start())
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, act: Any) -> Any:
        """Run something in the door's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(act, self._loop).result(timeout=30)

    def settle(self) -> None:
        """Wait until nothing that was begun is still going on."""
        self.run(self._settled())

    async def _start(self) -> web.AppRunner:
        app = web.Application(client_max_size=2**20)
        self._door.add_routes(app.router)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await self._door.open()
        return runner

    async def _stop(self) -> None:
        await self._door.close()
        await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    async def _settled(self) -> None:
        """bolt answers an event before its listener has ended: wait for every task that is not a connection's."""
        while True:
            going = [one for one in asyncio.all_tasks() if one is not asyncio.current_task() and "RequestHandler" not in repr(one.get_coro())]
            if not going:
                return
            await asyncio.wait(going)


@dataclass
class School:
    """Oakfield School in Slack, with its bot: what people do, and what they see."""

    office: Office
    clock: FakeClock
    slack: FakeSlack
    mail: FakeChat
    bot: Slack
    served: Served
    driver: Driver
    kept: Unanswered
    couriers: list[Courier] = field(default_factory=list)

    def after(self, response: Response) -> Response:
        """Wait until all that came of a request has happened."""
        self.served.settle()
        return response

    def write(self, who: str, text: str, **more: Any) -> list[Message]:
        """Let somebody write to the bot; return what it answers, in the conversation."""
        before = len(self.slack.messages)
        assert self.after(self.driver.message(who, self.conversation(who), text, **more)).status == 200
        return self.slack.messages[before:]

    def conversation(self, who: str) -> str:
        """Return the direct conversation of somebody with the bot."""
        return self.slack.direct(who)

    def open_form(self, who: str, command: str) -> Any:
        """Let somebody give a command that opens a form; return the window."""
        assert self.after(self.driver.slash(who, command)).status == 200
        return self.window(who)

    def window(self, who: str) -> dict[str, Any]:
        """Return the window that somebody sees on top."""
        seen = [one for key, one in self.slack.views.items() if key == one.id and one.user == who and one.view["type"] == "modal"]
        assert seen, f"{who} sees no window"
        return seen[-1].as_json(self.slack.team_id)

    def close_windows(self, who: str) -> None:
        """Let somebody close every window."""
        for key in [key for key, one in self.slack.views.items() if one.user == who and one.view["type"] == "modal"]:
            del self.slack.views[key]

    def words(self, surface: Any) -> str:
        return surfaces.words(surface)

    def home(self, who: str) -> dict[str, Any]:
        """Let somebody open the App Home; return it."""
        assert self.after(self.driver.home_opened(who)).status == 200
        return self.slack.views["home", who].as_json(self.slack.team_id)

    def press(self, who: str, **how: Any) -> Response:
        """Let somebody press something."""
        return self.after(self.driver.press(who, **how))

    def submit(self, who: str, view: Any, values: dict[str, Any]) -> Response:
        """Let somebody send a form; what Slack does with the answer is done too."""
        answer = self.after(self.driver.submit(who, view, values))
        if answer.status == 200:
            self.slack.answered(view["id"], answer.json)
        return answer

    def carry(self) -> None:
        """Bring all that is due."""
        while self.couriers[0].carry_one():
            pass

    def messages_in(self, place: str) -> list[Message]:
        return [one for one in self.slack.messages if one.channel == place]

    def reports(self) -> list[Report]:
        with self.office.looking() as connection:
            return list(self.office.filing.list_reports(connection, "oakfield", tuple(State)))

    def kept_questions(self) -> tuple[Kept, ...]:
        return self.kept.read()


OpenSchool = Callable[..., School]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[FakeSlack]:
    """The workspace, with everybody in it; at its end, nothing that Slack would have refused may have been sent to it."""
    with FakeSlack(lambda: clock.now().timestamp()) as slack:
        for account, (_, name, _) in PEOPLE.items():
            slack.add_person(account, name)
        slack.add_person(TESS, "Tess Byrne")
        slack.add_channel(DSL_CHANNEL, members=["U0AMARA", "U0BEN", slack.bot_user_id])
        slack.add_channel(STAFFROOM, private=False, members=[*PEOPLE, TESS, slack.bot_user_id])
        yield slack
        assert slack.refused == []


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date and empty, made once and copied."""
    path = tmp_path_factory.mktemp("slack") / "signpost.sqlite"
    open_engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """The school's own store."""
    engine = connect_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path)}")
    yield engine
    engine.dispose()


@pytest.fixture
def school(database: Engine, clock: FakeClock, slack: FakeSlack, reader: Reader) -> Iterator[School]:
    """The school, its bot running."""
    with open_school(database, clock, slack, reader, settings_of()) as opened:
        yield opened.school


@dataclass
class open_school:  # noqa: N801 -- read as a verb: `with open_school(...)`
    """Run the bot of a school with other settings."""

    engine: Engine
    clock: FakeClock
    slack: FakeSlack
    reader: Reader
    settings: Settings
    secrets: SlackSecrets | None = None
    school: School = field(init=False)

    def __enter__(self) -> open_school:
        settings, ring = self.settings, new_ring()
        sealer = Sealer(ring)
        office = Office(self.engine, settings, People(settings, self.engine, self.clock.now), Filing(sealer), AuditLog(audit_key(ring)), self.clock)
        kept = Unanswered(self.engine, sealer, knows=self.reader.knows, clock=self.clock.now)
        secrets = self.secrets or SlackSecrets(bot_token=self.slack.token, signing_secret=SECRET, api=self.slack.url)
        bot = make_slack(office, Answerer(lambda: self.reader, settings), sealer, kept.keep, secrets)
        self._served = Served(bot.door).__enter__()
        driver = Driver(
            self._served.url,
            SECRET,
            triggers=self.slack.new_trigger,
            response_urls=self._response_url,
        )
        mail = FakeChat(self.clock, "email", can_find=False)
        senders: dict[str, Sender] = {"slack": bot.sender, "email": mail}
        courier = Courier(office, senders, "first", lookup_wait=WAIT)
        self.school = School(office, self.clock, self.slack, mail, bot, self._served, driver, kept, [courier])
        return self

    def __exit__(self, *_: object) -> None:
        self._served.__exit__(*_)

    def _response_url(self, about: dict[str, Any]) -> str:
        at = (about["channel"], about["message_ts"])
        message = next((one for one in self.slack.messages if (one.channel, one.ts) == at), None)
        return self.slack.response_url(about["user"], about["channel"], message)
