"""The register as a file: it comes back as it went out, no spreadsheet takes a cell for a formula, and a file with a fault changes nothing."""

from __future__ import annotations

import csv
import io

import pytest

from bot.account_sheets import COLUMNS, SECRETS, ReadIn, SheetFaults, harmless, read_in, read_sheet, restored, write_sheet
from bot.accounts import CLOSED, LEAVING, OPEN
from bot.matters import Matter, MatterKind
from bot.matters.courses import Circumstances
from bot.policy_accounts import take_over
from tests.bot.fake_chat import SCHOOL, OpenScene, Scene
from tests.bot.test_accounts import PEOPLE, added, carry_out, press, register, text

HEAD = ",".join(COLUMNS)
ROW = {"network": "Facebook", "handle": "@oakfield", "run_by": "ben; gita", "seen_by": "everybody", "next_check": "2027-04-17", "state": "in use"}


@pytest.fixture(name="scene")
def scene_of_a_school(open_scene: OpenScene) -> Scene:
    return open_scene(people=PEOPLE)


def sheet(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def written(scene: Scene, *, with_secrets: bool = True) -> str:
    with scene.office.looking() as connection:
        return write_sheet(Circumstances(scene.office, connection, SCHOOL, scene.office.clock.now()), with_secrets=with_secrets)


def matters(scene: Scene) -> tuple[Matter, ...]:
    with scene.office.looking() as connection:
        return scene.office.filing.matters.list(connection, SCHOOL, (MatterKind.ACCOUNT,))


def into(scene: Scene, content: bytes | str, who: str = "farid") -> ReadIn:
    done = read_in(scene.office, SCHOOL, content.encode() if isinstance(content, str) else content, scene.person(who))
    scene.carry()
    return done


def faults(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(SheetFaults) as found:
        read_sheet(content)
    return list(found.value.faults)


# --- out and in again ---


def test_register_that_is_written_out_and_read_in_is_as_it_was(scene: Scene) -> None:
    added(scene, name='=HYPERLINK("http://x")', may_post="+44 1632, -office-\n@eve", managers="'quoted'", approved_by="＝1", key="1")
    added(scene, handle="@closed", key="2")
    carry_out(scene, "farid", "close", register(scene)[1].matter_id, {"why": "Done."})
    take_over(scene.office, SCHOOL)
    before = matters(scene)
    assert into(scene, written(scene)) == ReadIn((), (), 36)
    assert matters(scene) == before


@pytest.mark.parametrize("policy", ["alet", "iwys", "wren-spinney"])
def test_accounts_of_every_policy_come_back_into_an_empty_register_as_they_were(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(people=PEOPLE, policy=policy)
    take_over(scene.office, SCHOOL)
    rows = [{**row, "reference": ""} for row in csv.DictReader(io.StringIO(written(scene)))]
    other = open_scene(people=PEOPLE, policy=policy, key="elsewhere")
    done = read_in(other.office, "elsewhere", sheet(*rows, columns=(*COLUMNS, *SECRETS)), None)
    assert (len(done.new), done.changed) == (len(rows), ())
    with other.office.looking() as connection:
        again = write_sheet(Circumstances(other.office, connection, "elsewhere", other.office.clock.now()), with_secrets=True)
    assert again == written(scene)


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@handle", "\tx", "＝1", "＠x", "'quoted", "''", "plain", "", "a=b", "'=1"])
def test_cell_comes_back_as_it_was_and_begins_with_nothing_that_a_spreadsheet_counts(cell: str) -> None:
    assert restored(harmless(cell)) == cell
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_no_cell_of_the_file_is_a_formula(scene: Scene) -> None:
    added(scene, name="=cmd|'/c calc'!A0", may_post="@SUM(1)")
    cells = [cell for row in csv.reader(io.StringIO(written(scene))) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_where_passwords_are_kept_is_left_out_unless_it_is_asked_for_and_then_stays_as_it_was(scene: Scene) -> None:
    matter = added(scene)
    short = written(scene, with_secrets=False)
    assert "The safe of the office" not in short
    assert "The safe of the office" in written(scene)
    assert into(scene, short.replace("Gita Rao and the office", "Nobody")).changed == ("M-0001",)
    assert "The safe of the office" in text(press(scene, "farid", "secrets", matter))


# --- in ---


def test_line_without_a_reference_is_a_new_account(scene: Scene) -> None:
    assert into(scene, sheet(ROW)) == ReadIn(("M-0001",), (), 0)
    [one] = register(scene)
    assert (one.network, one.handle, one.people, one.open, one.state) == ("Facebook", "@oakfield", ("ben", "gita"), True, OPEN)
    assert one.next_check is not None
    assert one.next_check.isoformat() == "2027-04-17"
    assert scene.texts("ben") == []


def test_line_with_a_reference_changes_that_account_and_the_others_stay(scene: Scene) -> None:
    into(scene, sheet(ROW, {**ROW, "handle": "@two"}))
    done = into(scene, sheet({**ROW, "reference": "m-0002", "handle": "@second", "state": "closed"}))
    assert done == ReadIn((), ("M-0002",), 0)
    assert [(one.handle, one.state) for one in register(scene, states=())] == [("@oakfield", OPEN), ("@second", CLOSED)]


def test_two_lines_may_change_places(scene: Scene) -> None:
    into(scene, sheet(ROW, {**ROW, "handle": "@two"}))
    into(scene, sheet({**ROW, "reference": "M-0001", "handle": "@two"}, {**ROW, "reference": "M-0002"}))
    assert [one.handle for one in register(scene)] == ["@two", "@oakfield"]


def test_day_may_stand_as_a_spreadsheet_of_a_school_writes_it(scene: Scene) -> None:
    into(scene, sheet({**ROW, "next_check": "17/04/2027", "approved_on": "3/9/2026"}))
    [one] = register(scene)
    assert (str(one.next_check), one.approved_on) == ("2027-04-17", "2026-09-03")


def test_file_of_a_spreadsheet_with_its_mark_at_the_beginning_is_read(scene: Scene) -> None:
    assert len(into(scene, b"\xef\xbb\xbf" + sheet(ROW) + b"\r\n,,,,,,,,,,,,,,\r\n").new) == 1


def test_check_of_an_account_from_a_file_comes_due(scene: Scene) -> None:
    into(scene, sheet({**ROW, "next_check": "2026-11-30"}))
    scene.wait(days=14)
    assert "This account is to be checked" in scene.texts("farid")[-1]
    assert "This account is to be checked" in scene.texts("ben")[-1]


def test_account_that_is_being_handed_over_stays_so(scene: Scene) -> None:
    carry_out(scene, "farid", "leaves", added(scene), {}, ("ben",))
    assert into(scene, written(scene)).same == 1
    assert [one.state for one in register(scene)] == [LEAVING]


# --- faults ---


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"network": ""}, "network is empty"),
        ({"seen_by": "canary"}, "write everybody or members"),
        ({"secondary": "canary"}, "write yes or no"),
        ({"state": "canary"}, "write in use or being handed over or closed"),
        ({"next_check": "canary"}, "next_check is no day of the calendar"),
        ({"next_check": "2027-02-30"}, "next_check is no day of the calendar"),
        ({"reference": "canary"}, "write it like M-0007"),
        ({"password_kept": "canary7Qz!"}, "password_kept looks like a password"),
        ({"recovery_email": "canary"}, "recovery_email is no e-mail address"),
        ({"may_post": "canary" * 2_000}, "may_post is longer than 10,000 characters"),
    ],
)
def test_fault_of_a_cell_is_told_with_its_line_and_what_to_do_and_never_the_cell(change: dict[str, str], words: str) -> None:
    [(line, said)] = faults(sheet(ROW, {**ROW, "handle": "@two", **change}, columns=(*COLUMNS, *SECRETS)))
    assert line == 3
    assert words in said
    assert "canary" not in said


def test_every_fault_of_a_file_is_told_at_once() -> None:
    found = faults(sheet({**ROW, "network": "", "state": "x"}, ROW, {**ROW, "handle": "@OAKFIELD"}))
    assert [line for line, _ in found] == [2, 2, 4]
    assert "stands in line 3" in found[2][1]


def test_line_of_a_fault_is_where_its_account_begins() -> None:
    assert faults(sheet({**ROW, "may_post": "one\ntwo\nthree"}, {**ROW, "handle": "@two", "state": "x"}))[0][0] == 5


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "the first line has to name the columns"),
        (b"Facebook,@oakfield\n", 1, "the first line has to name the columns"),
        (HEAD.replace(",handle", "").encode(), 1, "the column handle is missing"),
        (f"{HEAD},canary".encode(), 1, "column 16 has a name that is unknown"),
        (f"{HEAD},state".encode(), 1, "the column state is there twice"),
        (f"{HEAD}\nM-0001,Facebook\n".encode(), 2, "2 cells where 15 belong"),
        (f'{HEAD}\n"Facebook'.encode(), 2, "a quotation mark is left open"),
        (f"{HEAD}\n".encode() + b"Caf\xe9", 2, "CSV UTF-8"),
        (HEAD.replace(",", ";").encode(), 1, "with commas between them"),
    ],
)
def test_file_that_is_no_such_file_is_told_so(content: bytes, line: int, words: str) -> None:
    found = faults(content)
    assert found[0][0] == line
    assert words in found[0][1]
    assert "canary" not in found[0][1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**ROW, "reference": "M-0099", "handle": "@x"}, "the register has no account M-0099"),
        ({**ROW, "handle": "OakField"}, "write M-0001 as its reference"),
        ({**ROW, "handle": "@x", "run_by": "ben; canary"}, "id number 2 is nobody's"),
        ({**ROW, "handle": "@x", "watched_by": "canary"}, "watched_by cannot be read as a rota"),
        ({**ROW, "handle": "@x", "state": "being handed over"}, "say in Signpost who leaves"),
    ],
)
def test_file_that_does_not_fit_the_register_changes_nothing(scene: Scene, row: dict[str, str], words: str) -> None:
    into(scene, sheet(ROW))
    with pytest.raises(SheetFaults) as found:
        into(scene, sheet({**ROW, "handle": "@good"}, row))
    [(line, said)] = found.value.faults
    assert line == 3
    assert words in said
    assert "canary" not in said
    assert [one.handle for one in register(scene, states=())] == ["@oakfield"]


def test_file_that_is_read_in_is_logged_with_who_did_it(scene: Scene) -> None:
    into(scene, sheet(ROW))
    into(scene, sheet({**ROW, "reference": "M-0001", "handle": "@x"}))
    assert any("M-0001/account/file" in one and "farid" in one for one in scene.log())
