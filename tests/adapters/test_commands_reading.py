"""The sheet of who has read the policy, from the command line: for its owner alone, safe in a spreadsheet, each time in the log."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.duties import Duties, Raised
from bot.matters.values import Matter, MatterKind
from bot.office import Office
from bot.store.tables import audit
from bot.upkeep import see_to
from bot.visitors import Visitor
from tests.adapters.conftest import Command
from tests.adapters.deployed import SCHOOL, Deployed, Ended

pytestmark = pytest.mark.usefixtures("closed_databases")
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.csv"


def somebody(office: Office, name: str) -> Visitor:
    person = office.people.person(name, SCHOOL)
    assert person is not None
    return Visitor("terminal", name, "", person.name, True, (SCHOOL,), listed=(person,))


def begin(deployed: Deployed) -> None:
    """Start a round as the head, who stands in for the owner; Ben reads, Dana asks something that begins like a formula."""
    with deployed.office() as office:
        duties = Duties(office)
        due = {"audience": "all", "due": "31 July 2099", "training": "no"}
        done = duties.submit(somebody(office, "chidi"), "reading", "one", due, ())
        assert isinstance(done, Raised), done
        see_to(office)
        for act in ("open", "understood"):
            duties.press(somebody(office, "ben"), f"{act} {reading(office, 'ben').id}")
        said = {"kind": "question", "question": FORMULA}
        duties.carry_out(somebody(office, "dana"), f"question {reading(office, 'dana').id}", "k", said, ())
        day = {"day": "3 September 2024"}
        duties.carry_out(somebody(office, "ben"), f"trained {reading(office, 'ben').id}", "k2", day, ())


def reading(office: Office, name: str) -> Matter:
    with office.looking() as connection:
        return next(one for one in office.filing.matters.list(connection, SCHOOL, (MatterKind.READER,)) if one.people == (name,))


def exported(command: Command, target: Path, *words: str, person: str = "chidi") -> Ended:
    return command("reading", "export", "--school", SCHOOL, "--as", person, "--out", target, *words)


def test_sheet_has_everybody_with_where_they_stand(deployed: Deployed, command: Command, target: Path) -> None:
    begin(deployed)
    ended = exported(command, target)
    assert (ended.code, ended.err) == (0, "")
    assert "M-0001, 5 people" in ended.out
    rows = {row["id"]: row for row in csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines())}
    assert set(rows) == {"amara", "ben", "chidi", "dana", "farid"}
    assert (rows["ben"]["name"], rows["ben"]["state"], rows["ben"]["training"]) == ("Ben Hale", "Completed", "2024-09-03")
    assert rows["ben"]["opened"]
    assert rows["ben"]["read and understood"]
    assert rows["dana"]["state"] == "Needs attention"
    assert rows["amara"]["state"] == "Pending"
    assert rows["amara"]["due"] == "2099-07-31"
    assert rows["amara"]["version"].startswith("Activate Learning Education Trust, Social Media Policy, version 1")
    assert target.stat().st_mode & 0o077 == 0


def test_no_cell_acts_as_a_formula(deployed: Deployed, command: Command, target: Path) -> None:
    begin(deployed)
    exported(command, target)
    cells = [cell for row in csv.reader(target.read_text(encoding="utf-8-sig").splitlines()) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert any(FORMULA in cell for cell in cells)


@pytest.mark.parametrize("person", ["amara", "ben", "dana", "farid"])
def test_nobody_but_the_owner_is_given_names(deployed: Deployed, command: Command, target: Path, person: str) -> None:
    begin(deployed)
    ended = exported(command, target, person=person)
    assert ended.code == 1
    assert "Ben Hale" not in ended.out + ended.err
    assert not target.exists()


def test_each_export_stands_in_the_log_without_a_name(deployed: Deployed, command: Command, target: Path) -> None:
    begin(deployed)
    exported(command, target)
    with deployed.office() as office, office.looking() as connection:
        events = list(connection.execute(select(audit.c.event)).scalars())
    assert any('"exported"' in one and "M-0001/reading" in one for one in events)
    assert not any("Ben Hale" in one for one in events)


def test_school_without_a_round_is_told_what_to_do(deployed: Deployed, command: Command, target: Path) -> None:
    deployed.report()
    ended = exported(command, target)
    assert ended.code == 2
    assert "no round of reading was begun at oakfield" in ended.err


def test_file_that_is_there_already_is_left(deployed: Deployed, command: Command, target: Path) -> None:
    begin(deployed)
    target.write_text("mine")
    assert exported(command, target).code == 2
    assert target.read_text() == "mine"


def test_round_can_be_named(deployed: Deployed, command: Command, target: Path) -> None:
    begin(deployed)
    assert exported(command, target, "--round", "M-0001").code == 0
    assert exported(command, target.with_name("other.csv"), "--round", "M-0002").code == 2
