"""The weights of a school are built whole or not at all, the same from the same files, and kept under what they were built from."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.building import CLASSIFIERS, BuildError, build_weights, known_words_file, weights_folder
from knowledge.strict import KnowledgeError
from knowledge.weights import Classifier, open_classifiers

Edit = Callable[[str, str, str], int]


@pytest.fixture(scope="module")
def folder(small_cache: Path, small_home: Path) -> Path:
    """Where the weights of the small school are kept."""
    return weights_folder(small_cache, small_home)


@pytest.fixture(scope="module")
def opened(folder: Path) -> dict[str, Classifier]:
    """The classifiers of the small school."""
    found = open_classifiers(folder, CLASSIFIERS)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def known(folder: Path) -> list[str]:
    """The words that are taken as spelt right."""
    return known_words_file(folder).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def broken_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that complains and fails, as one without memory would."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho 'no memory left' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


# --- what is built ---


def test_two_readings_read_every_topic(opened: dict[str, Classifier]) -> None:
    topics = ("comments", "dsl", "events", "follow", "friends", "logo", "lunch", "photos", "version")
    assert (opened["words"].classes, opened["concepts"].classes) == (topics, topics)


def test_first_reading_sees_words_and_second_only_concepts(opened: dict[str, Classifier]) -> None:
    assert "w school" in opened["words"].rows
    assert "photo + pupil" in opened["concepts"].rows
    assert not set(opened["words"].rows) & set(opened["concepts"].rows)


def test_detectors_tell_told_from_asked_and_urgent_from_calm(opened: dict[str, Classifier]) -> None:
    assert (opened["told"].classes, opened["urgent"].classes) == (("asked", "told"), ("calm", "urgent"))


def test_asks_are_questions_for_the_detector(opened: dict[str, Classifier]) -> None:
    assert "w lunch" in opened["told"].rows


def test_asks_that_may_tell_teach_the_detector_nothing(opened: dict[str, Classifier]) -> None:
    assert "w want" in opened["words"].rows
    assert "w want" not in opened["told"].rows


def test_urgency_is_learned_among_reports_only(opened: dict[str, Classifier]) -> None:
    assert "w knife" in opened["urgent"].rows
    assert "w hello" in opened["told"].rows
    assert "w hello" not in opened["urgent"].rows


@pytest.mark.parametrize("word", ["school", "facebook", "photos", "twitter"], ids=["asked with", "spelling", "written out", "network"])
def test_word_of_the_knowledge_is_known(known: list[str], word: str) -> None:
    assert word in known


def test_word_of_one_ask_is_not_known(known: list[str]) -> None:
    assert "badge" not in known


def test_short_form_is_not_known(known: list[str]) -> None:
    assert "pics" not in known


# --- where it is kept ---


def test_folder_is_returned_and_holds_the_weights(small_home: Path, tmp_path: Path) -> None:
    folder = build_weights(tmp_path / "cache", small_home)
    assert folder == weights_folder(tmp_path / "cache", small_home)
    assert open_classifiers(folder, CLASSIFIERS) is not None


def test_nothing_else_is_left_in_the_cache(small_cache: Path, folder: Path) -> None:
    assert folder in small_cache.iterdir()
    assert [path for path in small_cache.iterdir() if path.name.startswith(".")] == []


def test_same_files_give_the_same_weights(small_home: Path, folder: Path, tmp_path: Path) -> None:
    again = build_weights(tmp_path, small_home)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_files_elsewhere_are_kept_under_the_same_name(small_cache: Path, folder: Path, school: Path) -> None:
    assert weights_folder(small_cache, school) == folder


@pytest.mark.parametrize("file", ["topics/all.yaml", "lexicon.yaml", "reports.yaml", "policies/oakfield.yaml", "policies/oakfield.txt"])
def test_changed_files_are_kept_under_another_name(small_cache: Path, folder: Path, school: Path, file: str) -> None:
    (school / file).write_bytes((school / file).read_bytes() + b"\n")
    assert weights_folder(small_cache, school) != folder


def test_looking_for_the_folder_does_not_make_it(small_home: Path, tmp_path: Path) -> None:
    assert not weights_folder(tmp_path, small_home).exists()


def test_damaged_weights_are_replaced(small_home: Path, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    (copy / "words.weights.npy").unlink()
    build_weights(tmp_path, small_home)
    assert open_classifiers(copy, CLASSIFIERS) is not None


# --- failures ---


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("topics/all.yaml", "kind: contact", "kind: person"),
        ("lexicon.yaml", "page: [page]", "page: [on]"),
        ("reports.yaml", "- hello", "- no"),
        ("policies/oakfield.yaml", "account: any", "account: all"),
        ("policies/oakfield.yaml", "see_also: [oakfield-1-photos]", "see_also: [oakfield-9]"),
        ("policies/oakfield.txt", "Comments must", "Be kind. Comments must"),
    ],
)
def test_files_with_faults_are_not_built(school: Path, edit: Edit, tmp_path: Path, file: str, old: str, new: str) -> None:
    edit(file, old, new)
    with pytest.raises(KnowledgeError, match=file):
        build_weights(tmp_path / "cache", school)
    assert not (tmp_path / "cache").exists()


def test_faults_of_several_files_are_raised_together(school: Path, edit: Edit, tmp_path: Path) -> None:
    edit("lexicon.yaml", "page: [page]", "page: [on]")
    edit("reports.yaml", "- hello", "- no")
    edit("topics/all.yaml", "kind: contact", "kind: person")
    with pytest.raises(KnowledgeError) as raised:
        build_weights(tmp_path / "cache", school)
    assert {fault.file for fault in raised.value.faults} == {"lexicon.yaml", "reports.yaml", "topics/all.yaml"}


@pytest.mark.usefixtures("broken_python")
def test_build_that_fails_says_what_was_said_last(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"could not be built: .*no memory left"):
        build_weights(tmp_path / "cache", small_home)


@pytest.mark.usefixtures("broken_python")
def test_build_that_fails_leaves_nothing_behind(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError):
        build_weights(tmp_path / "cache", small_home)
    assert list((tmp_path / "cache").iterdir()) == []
