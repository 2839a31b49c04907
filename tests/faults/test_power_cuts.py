"""No power cut loses a report of which somebody was told that it is stored; the disk that shows this is harsh enough to show the opposite."""

from __future__ import annotations

import random

import pytest

from bot.store.engine import DURABLE
from tests.faults.power_cuts import CONTROLS, DATABASE, SECTOR, SHIPPED, Disk, Script, cut, record, table

CUTS = 200
LEFT = 50
"""How often a cut is tried where chance decides what is left."""


@pytest.fixture(scope="module")
def script() -> Script:
    return record(12)


def test_no_power_cut_loses_an_acknowledged_report_or_leaves_half_of_one(script: Script) -> None:
    result = cut(script, SHIPPED, DURABLE, CUTS, anew=True)
    assert (result.lost, result.corrupt, result.half) == (0, 0, 0)
    assert result.cuts == CUTS
    assert result.acknowledged > CUTS


@pytest.mark.parametrize("mode", CONTROLS)
def test_modes_that_are_usually_advised_lose_acknowledged_reports(script: Script, mode: str) -> None:
    result = cut(script, mode, CONTROLS[mode], CUTS, anew=False)
    assert result.lost >= result.losing > 0
    assert not result.is_safe


def test_without_any_sync_databases_are_corrupt_too(script: Script) -> None:
    result = cut(script, "TRUNCATE + OFF", {**DURABLE, "synchronous": 0}, CUTS, anew=True)
    assert result.corrupt > 0


def test_statements_are_the_whole_transaction_of_a_real_submission(script: Script) -> None:
    for report_id, statements in script.reports:
        assert [statements[0][0], statements[-1][0]] == ["BEGIN IMMEDIATE", "COMMIT"]
        written = [statement.split()[2] for statement, parameters in statements if statement.startswith("INSERT") and report_id in str(parameters)]
        assert set(written) == {"report", "outbox", "audit"}
    assert len(set(script.standings)) == len(script.reports) + 1


def test_same_seed_cuts_at_the_same_moments(script: Script) -> None:
    first, second = (cut(script, "WAL + NORMAL", CONTROLS["WAL + NORMAL"], 20, anew=False, seed=7) for _ in range(2))
    assert (first.lost, first.acknowledged) == (second.lost, second.acknowledged)


def test_table_shows_every_mode_with_its_figures(script: Script) -> None:
    result = cut(script, SHIPPED, DURABLE, 1, anew=True)
    heading, line = table([result])
    assert heading.split()[0] == "mode"
    assert line.startswith(SHIPPED)


# --- the disk ---


def left(disk: Disk) -> set[bytes | None]:
    """Return all that cuts have left of the file `a`."""
    return {disk.left(random.Random(seed)).get("a") for seed in range(LEFT)}


def new_disk() -> Disk:
    return Disk(lambda: None)


def test_what_was_synced_is_left_by_every_cut() -> None:
    disk = new_disk()
    file = disk.open("a", create=True)
    assert file is not None
    disk.write(file, 0, b"kept")
    disk.sync(file)
    assert left(disk) == {b"kept"}


def test_what_was_not_synced_may_be_left_or_not_sector_by_sector() -> None:
    disk = new_disk()
    disk.format("a", b"-" * 2 * SECTOR)
    disk.write(disk.files["a"], 0, b"+" * 2 * SECTOR)
    assert left(disk) == {one * SECTOR + other * SECTOR for one in (b"-", b"+") for other in (b"-", b"+")}


def test_sector_may_be_left_as_it_was_at_any_time_since_the_sync() -> None:
    disk = new_disk()
    disk.format("a", b"0")
    for digit in (b"1", b"2"):
        disk.write(disk.files["a"], 0, digit)
    assert left(disk) == {b"0", b"1", b"2"}


def test_truncation_that_was_not_synced_may_be_undone() -> None:
    disk = new_disk()
    disk.format("a", b"journal")
    disk.truncate(disk.files["a"], 0)
    assert left(disk) == {b"journal", b""}
    disk.sync(disk.files["a"])
    assert left(disk) == {b""}


@pytest.mark.parametrize(("sync", "expected"), [(False, {b"journal", None}), (True, {None})])
def test_file_that_was_unlinked_may_come_back_until_its_folder_is_synced(sync: bool, expected: set[bytes | None]) -> None:
    disk = new_disk()
    disk.format("a", b"journal")
    disk.unlink("a", sync=sync)
    assert left(disk) == expected


def test_new_file_under_an_old_name_is_never_mixed_with_the_old_one() -> None:
    disk = new_disk()
    disk.format("a", b"old")
    disk.unlink("a", sync=False)
    file = disk.open("a", create=True)
    assert file is not None
    disk.write(file, 0, b"new")
    assert left(disk) == {b"old", None, b"", b"\0\0\0", b"new"}


def test_file_that_was_created_may_be_missing_until_something_is_synced() -> None:
    disk = new_disk()
    disk.format(DATABASE, b"")
    disk.open("a", create=True)
    assert left(disk) == {None, b""}
    disk.sync(disk.files[DATABASE])
    assert left(disk) == {b""}
