"""The schema that editors use is the settings' own, and the check of a file tells every fault with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.settings import settings_schema
from tests.adapters.conftest import Command
from tests.adapters.deployed import Deployed, Ended

EXAMPLE = Path(__file__).parents[2] / "docs" / "signpost.example.yaml"


def test_schema_is_the_settings_own(command: Command) -> None:
    ended = command("settings", "schema")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out) == settings_schema()


def test_sound_settings_have_no_faults(deployed: Deployed, command: Command) -> None:
    assert command("settings", "check", deployed.settings) == Ended(0, f"{deployed.settings}: no faults (oakfield).\n", "")


def test_example_that_ships_is_sound(command: Command) -> None:
    ended = command("settings", "check", EXAMPLE)
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("colour: red\nshape: round\n", ["1: colour", "2: shape"]),
        ("schools:\n- policy: nowhere\n", ["2: schools.0.policy", "2: schools.0.people", "2: schools.0.phone"]),
        ("schools: [", ["1"]),
    ],
)
def test_every_fault_is_told_with_its_place(command: Command, tmp_path: Path, text: str, places: list[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    ended = command("settings", "check", path)
    assert (ended.code, ended.err) == (1, "")
    told = [line.removeprefix(f"{path}:") for line in ended.out.splitlines()]
    assert [any(one.startswith(f"{place}: ") for one in told) for place in places] == [True] * len(places)


def test_settings_for_questions_alone_need_nobody(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("schools:\n- policy: alet\n", encoding="utf-8")
    assert command("settings", "check", path).code == 1
    assert command("settings", "check", path, "--questions-only").code == 0


def test_missing_file_is_a_fault(command: Command, tmp_path: Path) -> None:
    ended = command("settings", "check", tmp_path / "nowhere.yaml")
    assert (ended.code, "cannot be read" in ended.out) == (1, True)
