"""The same inputs give the same words in Teams and in the core, and so in Slack and the terminal: what a person reads does not depend on where.

The inputs, and what the core says to them, are those of `tests.slack.test_parity`: the same morning is lived through in Teams. Only layout may
differ, and what is named there.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import app
from bot import pressing
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.cards import Fact
from bot.duties import Asking, Duties
from bot.enquiries import ENDS
from bot.filing import Filing
from bot.forms import FormField, form
from bot.key_ring import new_ring
from bot.kinds import COURSES
from bot.matters import MatterKind
from bot.office import Office
from bot.people import People
from bot.reports import Kind
from bot.sealing import Sealer, audit_key
from bot.settings import Settings
from bot.store.engine import connect_engine
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack.conftest import PEOPLE, TESS
from tests.slack.test_parity import GUEST, INPUTS, NAMES, Both, _lived, in_slack, lines
from tests.slack.test_schools import ELMS, two_schools
from tests.teams import cards
from tests.teams.conftest import School, open_school
from tests.teams.fake_teams import FakeTeams


@dataclass
class BothInTeams(Both):
    """The same two schools, in Teams and in the core alone. Accounts have the ids that they have in Slack."""

    school: School  # type: ignore[assignment]  # another chat
    at: str = field(default="")

    def asked(self, school: str, question: str) -> str:
        self._be_at(school)
        (answer,) = self._written(TESS, question)
        self.last = answer, self._reply(school, question)
        return cards.all_words(answer.cards)

    def pressed_answer(self, action: str) -> str:
        assert self.last is not None
        before = len(self._messages(TESS))
        answer = self.school.after(self.school.driver.press(TESS, self.last[0], action)).json
        if action in ENDS:
            return str(answer["value"])
        (shown,) = self._messages(TESS)[before:]
        return cards.all_words(shown.cards)

    def sent(self, school: str, kind: Kind, values: dict[str, str]) -> str:
        self._be_at(school)
        opened = self._fetched(TESS, "report_form", str(kind))
        shown = self.school.after(self.school.driver.fill(TESS, opened, {f"f_{name}": value for name, value in values.items()})).card
        if cards.inputs_of(shown):
            return "\n".join(f"{name}: {said}" for name, said in faults_in(shown, form(kind).fields))
        with self.school.office.looking() as connection:
            stored = self.school.office.filing.list_reports(connection, school, tuple(pressing.State))
        self.reports.append((max(stored, key=lambda one: int(one.reference.partition("-")[2])).id, ""))
        return cards.words(shown)

    def pressed(self, who: str, action: str, number: int, said: dict[str, str] | None) -> str:
        shown = self._fetched(who, action, self.reports[number][0])
        if said is not None and cards.inputs_of(shown):
            shown = self.school.after(self.school.driver.fill(who, shown, {f"f_{name}": value for name, value in said.items()})).card
            if cards.inputs_of(shown):
                return "\n".join(fault for _, fault in faults_in(shown, pressing.ASKS[action]))
        return cards.words(shown)

    def raised(self, school: str, kind: MatterKind, values: dict[str, str]) -> str:
        self._be_at(school)
        opened, chosen = self._fetched(TESS, "matter_form", str(kind)), self._chosen(school, kind, values)
        shown = self.school.after(self.school.driver.fill(TESS, opened, {f"f_{name}": value for name, value in chosen.items()})).card
        if cards.inputs_of(shown):
            fields = Duties(self.office).ask(self._visitor(TESS, school), kind)
            assert isinstance(fields, Asking)
            return "\n".join(f"{name}: {said}" for name, said in faults_in(shown, fields.fields))
        with self.school.office.looking() as connection:
            stored = self.school.office.filing.matters.list(connection, school)
        self.matters.append((max(stored, key=lambda one: one.reference).id, ""))
        return cards.words(shown)

    def acted(self, who: str, act: str, number: int, said: dict[str, str] | None) -> str:
        shown = self._fetched(who, "matter", f"{act} {self.matters[number][0]}")
        if said is not None and cards.inputs_of(shown):
            asked = COURSES[MatterKind.SUGGESTION].find_act(act)
            shown = self.school.after(self.school.driver.fill(who, shown, {f"f_{name}": value for name, value in said.items()})).card
            if asked is not None and cards.inputs_of(shown):
                return "\n".join(fault for _, fault in faults_in(shown, asked.asks))
        return cards.words(shown)

    def home(self, who: str) -> str:
        return "\n".join(cards.all_words(one.cards) for one in self._written(who, "my reports"))

    def _fetched(self, who: str, action: str, value: str) -> dict[str, Any]:
        return self.school.after(self.school.driver.fetch(who, {"sp": {"action": action, "value": value}})).card

    def _messages(self, who: str) -> list[Any]:
        return self.school.teams.in_conversation(self.school.teams.personal(who).id)

    def _written(self, who: str, text: str) -> list[Any]:
        before = len(self._messages(who))
        self.school.after(self.school.driver.message(who, text))
        return self._messages(who)[before:]

    def _be_at(self, school: str) -> None:
        if self.at != school:
            (asked,) = self._written(TESS, "school")
            self.school.after(self.school.driver.press(TESS, asked, label=NAMES[school]))
            self.at = school


def faults_in(card: dict[str, Any], fields: tuple[FormField, ...]) -> list[tuple[str, str]]:
    """Return what stands at the top of a form that came back: what is wrong with which field, in its order."""
    labels = {Fact(one.label, "").heading(): one.name for one in fields}
    box = next(one for one in card["body"] if one.get("type") == "Container" and one.get("style") == "warning")
    said = [cards.words(one) for one in box["items"]]
    return [(labels[label], fault) for label, fault in zip(said[::2], said[1::2], strict=True)]


def settings_in_teams() -> Settings:
    """Return the settings of the two schools with each address of Slack's as one of Teams'."""
    written = two_schools().model_dump(mode="json", exclude_defaults=True)
    return Settings.model_validate(_in_teams(written))


def _in_teams(part: Any) -> Any:
    match part:
        case dict():
            return {"teams" if name == "slack" else name: _channel(value) if name == "slack" else _in_teams(value) for name, value in part.items()}
        case list():
            return [_in_teams(one) for one in part]
        case _:
            return part


def _channel(address: str) -> str:
    return f"19:{address}@thread.tacv2" if address.startswith("G") else address


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, reader: Reader) -> Iterator[list[tuple[str, str]]]:
    """What was said to each input, in Teams and in the core."""
    folder = tmp_path_factory.mktemp("parity")
    engines = [connect_engine(f"sqlite:///{shutil.copy(empty_database, folder / name)}") for name in ("teams.sqlite", "core.sqlite")]
    clocks, ring, settings = (FakeClock(), FakeClock()), new_ring(), two_schools()
    people = People(settings, engines[1], clocks[1].now)
    office = Office(engines[1], settings, people, Filing(Sealer(ring)), AuditLog(audit_key(ring)), clocks[1])
    with pytest.MonkeyPatch.context() as patch, FakeTeams() as teams:
        patch.setattr(app, "DOUBLE_CLICK", 0.0)  # the morning takes seconds here: no press of it is a double click
        for account, (_, name, _) in {**PEOPLE, **ELMS}.items():
            teams.add_person(account, name)
        teams.add_person(TESS, "Tess Byrne")
        teams.add_person(GUEST, "Gus Guest", guest=True)
        with open_school(engines[0], clocks[0], teams, reader, settings_in_teams()) as opened:
            both = BothInTeams(opened.school, office, Answerer(lambda: reader, settings), clocks[0])
            yield [_lived(both, one, clocks) for one in INPUTS]
        assert teams.refused == []
    for engine in engines:
        engine.dispose()


def in_teams(text: str) -> list[str]:
    """Return the lines of what Teams shows: as in Slack, without the marks of banners."""
    return in_slack("\n".join(re.sub(r"^(🚨|⚠️) ", "", line) for line in text.splitlines()))


@pytest.mark.parametrize("number", range(len(INPUTS)), ids=[re.sub(r"[^A-Za-z0-9]+", " ", one.name)[:60] for one in INPUTS])
def test_same_input_gives_the_same_words(said: list[tuple[str, str]], number: int) -> None:
    shown, meant = said[number]
    if INPUTS[number].is_part:
        assert not Counter(lines(meant)) - Counter(in_teams(shown))
    else:
        assert in_teams(shown) == lines(meant)
