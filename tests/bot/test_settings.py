"""A school's settings are read strictly: every fault at once, each with its place and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import PersonSetting, SchoolSetting, Settings, SettingsError, load_settings

GOOD = """schools:
- policy: oakfield
  people:
  - {role: deputy, name: B. Example, how: extension 22}
  - {role: dsl, name: A. Example, how: extension 21}
- policy: elmfield
  people:
  - {role: dsl, name: C. Example, how: extension 23}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "signpost.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    """Return the lines of the error, without the path."""
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    return [line.removeprefix(f"{path}: ") for line in str(refused.value).splitlines()]


def test_no_file_means_that_nothing_is_set() -> None:
    assert load_settings(None) == Settings()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "schools: []\n"])
def test_empty_settings_set_nothing(tmp_path: Path, text: str) -> None:
    assert load_settings(write(tmp_path, text)) == Settings()


def test_people_are_read(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert settings.schools[1] == SchoolSetting(policy="elmfield", people=(PersonSetting(role="dsl", name="C. Example", how="extension 23"),))


def test_people_come_in_the_order_of_the_roles_asked_for(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert [person.name for person in settings.people("oakfield", ("dsl", "deputy"))] == ["A. Example", "B. Example"]


def test_people_of_another_school_are_not_returned(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert [person.name for person in settings.people("elmfield", ("dsl", "deputy"))] == ["C. Example"]


def test_role_that_nobody_holds_has_nobody(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, GOOD)).people("oakfield", ("head",)) == ()


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = "schools:\n- people:\n  - {role: dsl, how: extension 21}\n  - {role: '', name: B. Example, how: 22, phone: none}\ncolour: red\n"
    assert [fault.split(": ")[0] for fault in faults(write(tmp_path, text))] == [
        "schools.0.policy",
        "schools.0.people.0.name",
        "schools.0.people.1.role",
        "schools.0.people.1.how",
        "schools.0.people.1.phone",
        "colour",
    ]


def test_every_fault_names_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "colour: red\nshape: round\n")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert [line.startswith(f"{path}: ") for line in str(refused.value).splitlines()] == [True, True]


def test_unknown_key_is_a_fault(tmp_path: Path) -> None:
    assert faults(write(tmp_path, "school: []\n")) == ["school: Extra inputs are not permitted"]


def test_missing_name_is_a_fault(tmp_path: Path) -> None:
    text = "schools:\n- policy: oakfield\n  people:\n  - {role: dsl, how: extension 21}\n"
    assert faults(write(tmp_path, text)) == ["schools.0.people.0.name: Field required"]


@pytest.mark.parametrize("how", ["21", "01234567", "on", "1.10", "2026-11-20"])
def test_words_that_yaml_reads_as_something_else_are_a_fault(tmp_path: Path, how: str) -> None:
    text = f"schools:\n- policy: oakfield\n  people:\n  - {{role: dsl, name: A. Example, how: {how}}}\n"
    assert faults(write(tmp_path, text)) == ["schools.0.people.0.how: Input should be a valid string"]


def test_what_was_written_is_not_repeated_in_the_fault(tmp_path: Path) -> None:
    text = "schools:\n- policy: oakfield\n  people:\n  - {role: dsl, name: A. Example, how: 77777}\n"
    assert "77777" not in "\n".join(faults(write(tmp_path, text)))


@pytest.mark.parametrize("text", ["- oakfield\n", "oakfield\n", "schools: oakfield\n"])
def test_wrong_shape_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(faults(write(tmp_path, text))) == 1


@pytest.mark.parametrize("text", ["schools: [\n", "schools:\n\t- policy: oakfield\n", "a: b: c\n", "!!python/object:os.system x\n"])
def test_file_that_is_not_yaml_is_a_fault(tmp_path: Path, text: str) -> None:
    assert faults(write(tmp_path, text))[0].startswith("this is not YAML: ")


def test_missing_file_is_a_fault_with_what_to_do(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere.yaml") == ["cannot be read (No such file or directory); check the name, or leave --settings out"]


def test_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path)[0].startswith("cannot be read")


def test_file_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "signpost.yaml"
    path.write_bytes("schools:\n- policy: café\n".encode("latin-1"))
    assert len(faults(path)) == 1


def test_second_key_of_the_same_name_is_a_fault(tmp_path: Path) -> None:
    text = GOOD + "  people: []\n"
    assert "people" in faults(write(tmp_path, text))[0]
