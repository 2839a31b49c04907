"""The register of accounts from the command line: filled from the policy, written out, read in, listed; and a sentence where something is wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.adapters.conftest import Command
from tests.adapters.deployed import SCHOOL, Deployed, Ended

pytestmark = pytest.mark.usefixtures("closed_databases")


@pytest.fixture(autouse=True)
def stored(deployed: Deployed) -> None:
    """A database that is there, as after the first start."""
    with deployed.office():
        pass


def run(command: Command, *words: object) -> Ended:
    return command("accounts", *words, "--school", SCHOOL)


def test_accounts_of_the_policy_come_into_the_register_once(command: Command) -> None:
    first, second = run(command, "seed"), run(command, "seed")
    assert (first.code, first.err) == (0, "")
    assert "34 accounts of the policy came into the register." in first.out
    assert "secondary accounts" in first.out
    assert "0 accounts of the policy came into the register; 34 of those that it lists were there already." in second.out


def test_policy_that_lists_no_accounts_is_told_so(deployed: Deployed, command: Command) -> None:
    deployed.settings.write_text(deployed.settings.read_text("utf-8").replace("policy: alet", "policy: athelstan"), "utf-8")
    ended = run(command, "seed")
    assert ended.code == 0
    assert "The policy lists no accounts" in ended.out


def test_register_is_listed_and_searched(command: Command) -> None:
    assert "still empty" in run(command, "list").out
    run(command, "seed")
    assert len(run(command, "list").out.splitlines()) == 34
    found = run(command, "list", "--find", "insta").out.splitlines()
    assert len(found) == 6
    assert "Instagram, @utcreading (UTC Reading)" in found[0]
    assert "Stacey Honnor" in found[0]
    assert "Nothing in your school's register fits" in run(command, "list", "--find", "TikTok").out


def test_register_that_was_written_out_is_read_in_as_it_was(command: Command, tmp_path: Path) -> None:
    run(command, "seed")
    target = tmp_path / "accounts.csv"
    ended = run(command, "export", "--out", target)
    assert "34 accounts. Without where passwords are kept" in ended.out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "'@utcreading" in target.read_text("utf-8")
    assert "0 new, 0 changed, 34 as they were." in run(command, "import", target).out


def test_changes_of_a_file_stand_in_the_register(command: Command, tmp_path: Path) -> None:
    run(command, "seed")
    target = tmp_path / "accounts.csv"
    run(command, "export", "--out", target, "--as", "amara")
    target.write_text(target.read_text("utf-8").replace("'@utcreading,", "'@utcreads,"), "utf-8")
    assert ", 2 changed, 32 as they were." in run(command, "import", target, "--as", "amara").out  # Instagram and YouTube
    assert "@utcreads" in run(command, "list", "--find", "instagram").out


def test_file_with_faults_changes_nothing_and_each_is_told_with_its_line(command: Command, tmp_path: Path) -> None:
    run(command, "seed")
    target = tmp_path / "accounts.csv"
    run(command, "export", "--out", target)
    lines = target.read_text("utf-8").splitlines(keepends=True)
    lines[2], lines[5] = lines[2].replace("in use", "canary"), lines[5].replace("M-0005", "M-5000")
    target.write_text("".join(lines), "utf-8")
    ended = run(command, "import", target)
    assert ended.code == 1
    assert f"{target}:3: state is none of the words" in ended.out
    assert "Nothing of the file was stored." in ended.out
    assert "canary" not in ended.out + ended.err
    assert len(run(command, "list").out.splitlines()) == 34


@pytest.mark.parametrize("person", ["chidi", "nobody"])
def test_only_those_who_look_after_the_accounts_can_be_named(command: Command, tmp_path: Path, person: str) -> None:
    ended = run(command, "export", "--out", tmp_path / "accounts.csv", "--as", person)
    assert ended.code == 2
    assert "does not look after the accounts" in ended.err
    assert not (tmp_path / "accounts.csv").exists()


def test_file_that_is_there_is_not_written_over(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "accounts.csv"
    target.write_text("mine", "utf-8")
    assert run(command, "export", "--out", target).code == 2
    assert target.read_text("utf-8") == "mine"


def test_school_that_is_unknown_is_told_with_those_that_are_known(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("reference\n", "utf-8")
    for words in (("seed",), ("list",), ("export", "--out", tmp_path / "out.csv"), ("import", tmp_path / "in.csv")):
        ended = command("accounts", *words, "--school", "elsewhere")
        assert ended.code == 2
        assert "elsewhere" in ended.err
        assert not (tmp_path / "out.csv").exists()


def test_file_that_is_not_there_is_told_in_a_sentence(command: Command, tmp_path: Path) -> None:
    ended = run(command, "import", tmp_path / "none.csv")
    assert ended.code == 2
    assert "none.csv" in ended.err
