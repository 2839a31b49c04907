"""No word that is written into a duty stands anywhere but on its cards, while chats and database fail; after its purge it stands nowhere."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards import Card
from bot.delivery import Courier
from bot.duties import Asking, Duties, Raised
from bot.forms import FieldType, FormField
from bot.kinds import COURSES
from bot.matters import MatterKind
from bot.office import Office
from bot.retention import purge_matters
from bot.sealing import new_ring
from bot.sending import Reason
from bot.store.engine import open_engine
from bot.upkeep import see_to
from bot.visitors import Visitor
from tests.faults.canaries import CANARY, Disk, Findings, everything_heard, rows_as_text, traces
from tests.faults.world import EMAIL, SCHOOL, SLACK, TEAMS, Chat, Died, Machine, open_office

KINDS = tuple(kind for kind, course in COURSES.items() if course.button and kind not in (MatterKind.READING, MatterKind.READER))
ROUNDS = 3


class Duty:
    """People of the small school who raise duties and see to them, all that they write a canary, on a bad day."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.findings, self.path, self.lots = findings, folder / "signpost.sqlite", random.Random(1)
        self.engine = open_engine(f"sqlite:///{self.path}")
        self.disk = Disk(self.engine, self.path, findings, look_every=10)
        self.machine, self.ring, self.number = Machine(), new_ring(), 0
        self.office: Office = open_office(self.engine, self.machine, self.ring)
        self.chats = {name: Chat(name, name == SLACK, lambda: self.office.clock.now()) for name in (SLACK, TEAMS, EMAIL)}
        for chat in self.chats.values():
            chat.on_card = self.look_at_card
        self.courier = Courier(self.office, self.chats, "one", lookup_wait=timedelta(seconds=2))
        self.shown = 0
        """Canaries on cards: there they belong."""

    def look_at_card(self, chat: Chat, _place: str, card: Card, lock_screen: str) -> None:
        self.findings.look("lock screens", lock_screen)
        if chat.platform == EMAIL:
            self.findings.look("letters", f"{card.plain_text()} {card!r}")
        else:
            self.findings.look("values of buttons", " ".join(f"{one.action} {one.value}" for one in card.buttons()))
            self.shown += card.plain_text().count(CANARY)

    def visitor(self, who: str) -> Visitor:
        person = self.office.people.person(who, SCHOOL)
        assert person is not None
        return Visitor(SLACK, who, "T0", person.name, True, (SCHOOL,), listed=(person,))

    def word(self) -> str:
        self.number += 1
        return f"{CANARY}{self.number:06d}"

    def filled(self, fields: tuple[FormField, ...]) -> dict[str, str]:
        today, typed = self.office.clock.wall(), {}
        for one in fields:
            match one.type:
                case FieldType.CHOICE:
                    typed[one.name] = self.lots.choice(one.choices)[0]
                case FieldType.DATE_TIME:
                    typed[one.name] = f"{today - timedelta(days=1):%d %B %Y} 9:00"
                case FieldType.DAY:
                    typed[one.name] = f"{today + timedelta(days=30):%d %B %Y}"
                case FieldType.LINK:
                    typed[one.name] = f"https://example.org/{self.word()}"
                case FieldType.PEOPLE:
                    pass
                case _:
                    typed[one.name] = {"watch": "every day Ben Hale", "recovery": f"{self.word()}@example.org"}.get(one.name) or self.word()
        return typed

    def live(self, kind: MatterKind) -> None:
        """Raise one, and have it seen to until nothing more can be done."""
        duties, who = Duties(self.office), self.visitor("amara")
        asked = duties.ask(who, kind)
        if not isinstance(asked, Asking):
            return
        key = f"form {kind} {self.number}"
        for _ in range(12):
            self.disk.fails_at = self.lots.choice((0, 0, *range(1, 40)))
            try:
                done = duties.submit(who, kind, key, self.filled(asked.fields), ("ben",))
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is looked at
                self.findings.look_at_error(error)
                continue
            finally:
                self.disk.fails_at = 0
            if isinstance(done, Raised):
                self.findings.met["raised"] += 1
                self.see_to(duties, done.matter_id, kind)
                return
        self.findings.met[f"refused {kind}"] += 1

    def see_to(self, duties: Duties, matter_id: str, kind: MatterKind) -> None:
        for number, act in enumerate(COURSES[kind].acts):
            self.carry()
            for who in ("eve", "chidi", "amara", "ben"):
                self.disk.fails_at = self.lots.choice((0, 0, 0, *range(1, 40)))
                try:
                    key = f"{matter_id}{number}{who}"
                    duties.carry_out(self.visitor(who), f"{act.name} {matter_id}", key, self.filled(act.asks), ("ben",))
                except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is looked at
                    self.findings.look_at_error(error)
                finally:
                    self.disk.fails_at = 0
        self.carry()

    def carry(self) -> None:
        for chat in self.chats.values():
            chat.closed = {place: Reason.FORBIDDEN for place in ("amara", "ben", "eve", "chidi") if self.lots.random() < 0.4}
        self.machine.wait(timedelta(seconds=self.lots.choice((5, 700, 90_000))))
        for _ in range(40):
            self.disk.fails_at = self.lots.choice((0, 0, 0, self.lots.randint(1, 40)))
            try:
                see_to(self.office)
                if not self.courier.carry_one():
                    break
            except (Died, Exception) as error:  # noqa: BLE001 -- so is this
                self.findings.look_at_error(error)
            finally:
                self.disk.fails_at = 0


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Duty:
    """Every kind of duty, a few times, from the form to the purge."""
    findings, folder = Findings(), tmp_path_factory.mktemp("matters")
    with everything_heard(findings):
        duty = Duty(folder, findings)
        for _ in range(ROUNDS):
            for kind in KINDS:
                duty.live(kind)
        duty.disk.look()
        with contextlib.closing(sqlite3.connect(duty.path)) as connection:
            before = dict(connection.execute("SELECT id, sealed FROM matter WHERE settled_at IS NOT NULL").fetchall())
        duty.machine.wait(timedelta(days=1_300))
        purged = purge_matters(duty.office)
        findings.met["purged"] = len(purged)
        duty.engine.dispose()
    with contextlib.closing(sqlite3.connect(duty.path)) as connection:
        gone = {one for (one,) in connection.execute("SELECT id FROM matter WHERE purged_at IS NOT NULL")}
    duty.disk.look()
    for table, row in rows_as_text(duty.path):
        findings.look(f"rows of {table}", row)
    there, findings.met["pieces looked for after the purge"] = traces(duty.path.read_bytes(), [part for one, part in before.items() if one in gone])
    findings.leaks["sealed bytes after their purge"] += there
    findings.leaks = +findings.leaks
    return duty


def test_nothing_that_is_written_into_a_duty_stands_anywhere_but_on_its_cards(lived: Duty) -> None:
    assert lived.findings.leaks == {}


def test_every_kind_was_raised_and_every_place_was_looked_at(lived: Duty) -> None:
    met, looked_at = lived.findings.met, lived.findings.looked_at
    assert met["raised"] > ROUNDS * 5
    assert lived.shown > 100
    assert met["database calls that failed"] > 20
    assert met["purged"] > 3
    assert met["pieces looked for after the purge"] > 12
    places = ("database file", "logs", "letters", "lock screens", "values of buttons", "rows of matter", "rows of matter_event", "rows of audit")
    assert not [one for one in places if looked_at[one] == 0]
