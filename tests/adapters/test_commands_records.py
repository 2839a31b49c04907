"""Lists, exports and the log, from the command line: for whom the settings name, what they may open, and a sentence where something is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from bot import wording
from bot.reports import Person, Urgency
from bot.responding import open_report
from bot.sealing import new_ring
from bot.store.tables import audit
from tests.adapters.conftest import Command
from tests.adapters.deployed import CANARY, SCHOOL, Deployed, Ended

pytestmark = pytest.mark.usefixtures("closed_databases")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out"


def listed(command: Command, *words: str, person: str = "amara", school: str = SCHOOL) -> Ended:
    return command("reports", "list", "--school", school, "--as", person, *words)


def exported(command: Command, target: Path, *words: str, reference: str = "R-0001", person: str = "amara", school: str = SCHOOL) -> Ended:
    return command("export", reference, "--school", school, "--as", person, "--out", target, *words)


# --- reports list ---


def test_list_shows_where_each_report_stands_and_nothing_that_was_written(deployed: Deployed, command: Command) -> None:
    deployed.report()
    deployed.report(urgency=Urgency.URGENT)
    ended = listed(command)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert [line.split(" | ")[0] for line in lines[1:]] == ["R-0001", "R-0002"]
    assert "urgent" in lines[2]
    assert CANARY not in ended.out


def test_list_holds_only_what_the_person_may_open(deployed: Deployed, command: Command) -> None:
    deployed.report()
    deployed.report(about=("amara",))
    assert ["R-0001" in listed(command).out, "R-0002" in listed(command).out] == [True, False]
    assert "R-0002" in listed(command, person="ben").out
    assert "R-0001" not in listed(command, person="farid").out


def test_closed_reports_are_listed_when_they_are_asked_for(deployed: Deployed, command: Command) -> None:
    (report,) = deployed.report()
    with deployed.office() as office, office.writing() as connection:
        office.filing.change(connection, report.id, state="closed", outcome="monitor", closed_at=office.clock.now(), closed_by="amara")
    assert "R-0001" not in listed(command).out
    assert "R-0001" in listed(command, "--closed").out


def test_list_writes_nothing(deployed: Deployed, command: Command) -> None:
    deployed.report()
    before = deployed.database.read_bytes()
    listed(command)
    assert deployed.database.read_bytes() == before


def test_person_whom_the_settings_do_not_list_is_refused_with_those_they_do(deployed: Deployed, command: Command) -> None:
    deployed.report()
    ended = listed(command, person="nobody")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "nobody at oakfield has the id 'nobody'; the settings list amara, ben, chidi, dana, farid\n"


def test_school_that_the_settings_do_not_list_is_refused_with_those_they_do(deployed: Deployed, command: Command) -> None:
    deployed.report()
    assert listed(command, school="elmfield") == Ended(2, "", "no school is called 'elmfield'; use one of: oakfield\n")


def test_list_without_a_database_says_how_one_comes_to_be(command: Command, deployed: Deployed) -> None:
    ended = listed(command)
    assert (ended.code, "`signpost serve` makes it at its first start" in ended.err) == (2, True)
    assert not deployed.data.exists()


def test_list_without_the_key_says_that_it_is_not_all(deployed: Deployed, command: Command) -> None:
    deployed.report()
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    ended = listed(command)
    assert (ended.code, wording.cannot_be_opened(1) in ended.out.replace("\n", " ")) == (0, True)


# --- export ---


@pytest.mark.parametrize(("form", "begins"), [("text", b"R-0001"), ("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF-")])
def test_report_is_exported_for_its_readers_eyes_only(deployed: Deployed, command: Command, target: Path, form: str, begins: bytes) -> None:
    deployed.report()
    ended = exported(command, target, "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert target.read_bytes().startswith(begins)
    assert target.stat().st_mode & 0o777 == 0o600
    assert "for Amara Obi. Hand it over, then delete the file." in ended.out
    assert CANARY not in ended.out


def test_export_as_csv_holds_what_was_written(deployed: Deployed, command: Command, target: Path) -> None:
    deployed.report()
    exported(command, target, "--format", "csv")
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert CANARY in [cell for row in csv.reader(file) for cell in row]


@pytest.mark.parametrize("reference", ["R-0001", "r1", "0001", " R-1 "])
def test_reference_may_be_typed_as_people_type_it(deployed: Deployed, command: Command, target: Path, reference: str) -> None:
    deployed.report()
    assert exported(command, target, reference=reference).code == 0


def test_export_counts_as_opened_and_is_logged(deployed: Deployed, command: Command, target: Path) -> None:
    (report,) = deployed.report()
    exported(command, target)
    with deployed.office() as office, office.looking() as connection:
        events = connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars().all()
        assert office.filing.has_opened(connection, report.id, "amara")
    assert '"detail":"text","event":"exported","person":"amara"' in events[-1]


@pytest.mark.parametrize("person", ["amara", "farid"])
def test_export_that_is_not_allowed_is_refused_and_logged(deployed: Deployed, command: Command, target: Path, person: str) -> None:
    deployed.report(about=("amara",))
    ended = exported(command, target, person=person)
    assert (ended.code, ended.out, target.exists()) == (1, "", False)
    assert ended.err.startswith("This opens only for those who receive it.")
    with deployed.office() as office, office.looking() as connection:
        last = connection.execute(select(audit.c.event).order_by(audit.c.seq.desc())).scalars().first() or ""
    assert f'"event":"refused","person":"{person}"' in last


def test_export_of_what_is_no_report_is_refused(deployed: Deployed, command: Command, target: Path) -> None:
    deployed.report()
    assert "there is no such report" in exported(command, target, reference="R-0099").err
    assert "a reference looks like R-0042" in exported(command, target, reference="the first one").err
    assert not target.exists()


def test_export_never_writes_over_a_file_and_is_not_logged_then(deployed: Deployed, command: Command, target: Path) -> None:
    deployed.report()
    target.write_text("something else", encoding="utf-8")
    ended = exported(command, target)
    assert (ended.code, "a file of this name is there already" in ended.err) == (2, True)
    assert target.read_text(encoding="utf-8") == "something else"
    with deployed.office() as office, office.looking() as connection:
        assert connection.execute(select(func.count()).select_from(audit)).scalar() == 1


def test_export_into_a_folder_that_is_not_there_is_not_logged_either(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    deployed.report()
    ended = exported(command, tmp_path / "nowhere" / "out")
    assert (ended.code, "there is no such folder" in ended.err) == (2, True)
    with deployed.office() as office, office.looking() as connection:
        assert connection.execute(select(func.count()).select_from(audit)).scalar() == 1


# --- audit verify ---


def opened(deployed: Deployed, times: int) -> None:
    (report,) = deployed.report()
    with deployed.office() as office:
        for _ in range(times):
            open_report(office, Person("amara", "Amara Obi", SCHOOL), report.id)


def test_whole_log_is_told_with_its_head(deployed: Deployed, command: Command) -> None:
    opened(deployed, 3)
    ended = command("audit", "verify")
    assert ended.code == 0
    assert ended.out.startswith("4 events, unbroken. Head: ")
    assert len(ended.out.split("Head: ")[1].split()) == 8


def test_changed_event_is_found(deployed: Deployed, command: Command) -> None:
    opened(deployed, 3)
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(update(audit).where(audit.c.seq == 3).values(at=audit.c.at + 1))
    ended = command("audit", "verify")
    assert (ended.code, ended.out) == (1, "Event 3 is missing, was changed, or was put in; 2 before it stand. Compare with a backup.\n")


def test_cut_off_end_is_found_with_the_words_of_a_witness(deployed: Deployed, command: Command) -> None:
    opened(deployed, 3)
    words = command("audit", "verify").out.split("Head: ")[1].strip()
    assert "The witness's words are those of event 4." in command("audit", "verify", "--witness", words.upper()).out
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(delete(audit).where(audit.c.seq == 4))
    assert command("audit", "verify").code == 0
    ended = command("audit", "verify", "--witness", words)
    assert (ended.code, "No event has the witness's words" in ended.out) == (1, True)


@pytest.mark.parametrize("words", ["one two three", "", "acorn " * 9])
def test_what_are_no_eight_words_is_refused(deployed: Deployed, command: Command, words: str) -> None:
    opened(deployed, 1)
    ended = command("audit", "verify", "--witness", words)
    assert (ended.code, "the witness is eight words of Signpost's own list" in ended.err) == (2, True)


def test_log_of_another_ring_does_not_stand(deployed: Deployed, command: Command) -> None:
    opened(deployed, 1)
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    assert command("audit", "verify").code == 1


def test_database_of_another_version_is_refused(deployed: Deployed, command: Command) -> None:
    opened(deployed, 1)
    with deployed.office() as office, office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    ended = command("audit", "verify")
    assert (ended.code, "start this version's `signpost serve`" in ended.err) == (2, True)
