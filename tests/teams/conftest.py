"""The bot in an invented school's Teams: the real door over real HTTP with signed requests, a real store, and a Teams of the tests' own behind it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.teams.composing import Teams, make_teams
from adapters.teams.secrets import TeamsSecrets
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.delivery import Courier
from bot.enquiries import Enquiries
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Report, State
from bot.reviewing import notice_of
from bot.sealing import Sealer, audit_key
from bot.sending import Sender
from bot.settings import Settings
from bot.store.engine import connect_engine, open_engine
from bot.unanswered import Kept, Unanswered
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.bot.fake_chat import WAIT, FakeChat
from tests.slack.conftest import Served
from tests.teams import cards
from tests.teams.driver import Driver, Response
from tests.teams.fake_teams import FakeTeams, Message

DSL_CHANNEL, STAFFROOM = "19:dsl@thread.tacv2", "19:staffroom@thread.tacv2"
PEOPLE = {
    "amara": ("Amara Obi", ["dsl", "slt"]),
    "ben": ("Ben Hale", ["deputy"]),
    "chidi": ("Chidi Eze", ["head"]),
    "dana": ("Dana Frost", ["chair"]),
    "farid": ("Farid Nasser", ["it"]),
}
TESS = "tess"
"""A teacher whom the settings do not name."""


def aad(name: str) -> str:
    """Return the id of somebody in the school's directory."""
    return f"aad-{name}"


def settings_of(**changes: Any) -> Settings:
    """Return the settings of Oakfield School in Teams."""
    people = [
        {"id": id_, "name": name, "roles": roles, "how": "extension 21", "email": f"{id_}@oakfield.example", "addresses": {"teams": aad(id_)}}
        for id_, (name, roles) in PEOPLE.items()
    ]
    school = {
        "key": "oakfield",
        "name": "Oakfield School",
        "policy": "alet",
        "phone": "01632 960 001",
        "out_of_hours": "01632 960 002",
        "people": people,
        "channels": {"dsl": {"teams": DSL_CHANNEL}},
    }
    return Settings.model_validate({"schools": [school], "mail": {"host": "localhost", "sender": "signpost@oakfield.example"}, **changes})


@dataclass
class School:
    """Oakfield School in Teams, with its bot: what people do, and what they see."""

    office: Office
    clock: FakeClock
    teams: FakeTeams
    mail: FakeChat
    served: Served
    driver: Driver
    kept: Unanswered
    courier: Courier

    def after(self, response: Response) -> Response:
        """Wait until all that came of a request has happened."""
        self.served.settle()
        return response

    def write(self, who: str, text: str, **more: Any) -> list[Message]:
        """Let somebody write to the bot; return what it answers, in their chat."""
        before = len(self.messages_to(who))
        assert self.after(self.driver.message(aad(who), text, **more)).status in (200, 202)
        return self.messages_to(who)[before:]

    def messages_to(self, who: str) -> list[Message]:
        return self.teams.in_conversation(self.teams.personal(aad(who)).id)

    def messages_in(self, place: str) -> list[Message]:
        return self.teams.in_conversation(place)

    def open_form(self, who: str, kind: str) -> dict[str, Any]:
        """Let somebody open the form of a kind from their chat; return the card of the dialog."""
        return self.after(self.driver.fetch(aad(who), {"sp": {"action": "report_form", "value": kind}})).card

    def press(self, who: str, shown: Any, action: str = "", **more: Any) -> Response:
        """Let somebody press something."""
        return self.after(self.driver.press(aad(who), shown, action, **more))

    def fill(self, who: str, card: dict[str, Any], values: dict[str, Any], action: str = "", **more: Any) -> Response:
        """Let somebody fill in a dialog and send it."""
        return self.after(self.driver.fill(aad(who), card, values, action, **more))

    def words(self, shown: Any) -> str:
        return cards.all_words(shown.cards) if isinstance(shown, Message) else cards.words(shown)

    def carry(self) -> None:
        """Bring all that is due."""
        while self.courier.carry_one():
            pass

    def reports(self) -> list[Report]:
        with self.office.looking() as connection:
            return list(self.office.filing.list_reports(connection, "oakfield", tuple(State)))

    def kept_questions(self) -> tuple[Kept, ...]:
        return self.kept.read()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    """The school's Teams, with everybody in it; at its end, nothing that Teams would have refused may have been sent to it."""
    with FakeTeams() as teams:
        for id_, (name, _) in PEOPLE.items():
            teams.add_person(aad(id_), name)
        teams.add_person(aad(TESS), "Tess Byrne")
        teams.add_channel(DSL_CHANNEL, members=[aad("amara"), aad("ben")], private=True)
        teams.add_channel(STAFFROOM, members=[*map(aad, PEOPLE), aad(TESS)])
        yield teams
        assert teams.refused == []


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date and empty, made once and copied."""
    path = tmp_path_factory.mktemp("teams") / "signpost.sqlite"
    open_engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """The school's own store."""
    engine = connect_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path)}")
    yield engine
    engine.dispose()


@pytest.fixture
def school(database: Engine, clock: FakeClock, teams: FakeTeams, reader: Reader) -> Iterator[School]:
    """The school, its bot running, and met once in the DSL's channel."""
    with open_school(database, clock, teams, reader, settings_of()) as opened:
        opened.school.after(opened.school.driver.installed(aad("amara"), conversation=DSL_CHANNEL))
        yield opened.school


@dataclass
class open_school:  # noqa: N801 -- read as a verb: `with open_school(...)`
    """Run the bot of a school with other settings."""

    engine: Engine
    clock: FakeClock
    teams: FakeTeams
    reader: Reader
    settings: Settings
    school: School = field(init=False)

    def __enter__(self) -> open_school:
        settings, ring = self.settings, new_ring()
        sealer = Sealer(ring)
        office = Office(self.engine, settings, People(settings, self.engine, self.clock.now), Filing(sealer), AuditLog(audit_key(ring)), self.clock)
        kept = Unanswered(self.engine, sealer, knows=self.reader.knows, clock=self.clock.now)
        secrets = TeamsSecrets(self.teams.app_id, self.teams.password, self.teams.tenant, self.teams.url)
        enquiries = Enquiries(Answerer(lambda: self.reader, settings), sealer, kept.keep, partial(notice_of, office))
        bot: Teams = make_teams(office, enquiries, secrets)
        self._served = Served(bot.door).__enter__()
        mail = FakeChat(self.clock, "email", can_find=False)
        senders: dict[str, Sender] = {"teams": bot.sender, "email": mail}
        courier = Courier(office, senders, "first", lookup_wait=WAIT)
        self.school = School(office, self.clock, self.teams, mail, self._served, Driver(self._served.url, self.teams), kept, courier)
        return self

    def __exit__(self, *_: object) -> None:
        self._served.__exit__(*_)
