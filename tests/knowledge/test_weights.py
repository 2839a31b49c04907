"""Built weights come back from disk as they were; whatever is missing, damaged or half written counts as not there."""

from __future__ import annotations

import dataclasses
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.loading import HOME
from knowledge.training import chances, number_texts
from knowledge.weights import MANY_TEXTS, Classifier, Recipe, build_classifier, cache_name, open_classifiers, save_classifier, whole_or_nothing

RECIPE = Recipe(
    texts=[["add", "friend"], ["friend", "request"], ["post", "photo"], ["photo", "page"]],
    labels=["friends", "friends", "photos", "photos"],
    rarest=1,
    epochs=10,
)
PARTS = ("toy.weights.npy", "toy.inverse.npy", "toy.bias.npy", "toy.features.txt", "toy.classes.txt")
NUMBERS = PARTS[:3]


@pytest.fixture(scope="module")
def toy() -> Classifier:
    return build_classifier(RECIPE)


@pytest.fixture
def kept(tmp_path: Path, toy: Classifier) -> Path:
    """A folder in which the toy classifier is kept."""
    save_classifier("toy", toy, tmp_path)
    return tmp_path


def chances_by_class(classifier: Classifier, features: list[str]) -> dict[str, float]:
    return dict(zip(classifier.classes, classifier.read(features).tolist(), strict=True))


def name_by_code_in(folder: Path) -> str:
    """Return the name that the code in `folder` gives to the cache of the same knowledge."""
    command = [sys.executable, "-c", "from knowledge.weights import cache_name; print(cache_name('one'))"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def write_and_fail(folder: Path) -> None:
    with whole_or_nothing(folder) as draft:
        (draft / "half.txt").write_text("half", encoding="utf-8")
        raise RuntimeError("the power went")


def write_whole(folder: Path, text: str) -> None:
    with whole_or_nothing(folder) as draft:
        (draft / "whole.txt").write_text(text, encoding="utf-8")


# --- reading with weights ---


def test_same_recipe_gives_the_same_weights(toy: Classifier) -> None:
    again = build_classifier(RECIPE)
    assert np.array_equal(toy.weights, again.weights)
    assert np.array_equal(toy.bias, again.bias)


def test_classes_stand_in_order_of_the_alphabet() -> None:
    assert build_classifier(dataclasses.replace(RECIPE, labels=["z", "z", "a", "a"])).classes == ("a", "z")


@pytest.mark.parametrize(("features", "label"), [(["friend"], "friends"), (["photo", "page"], "photos")])
def test_text_is_read_as_what_it_was_labelled(toy: Classifier, features: list[str], label: str) -> None:
    read = chances_by_class(toy, features)
    assert max(read, key=lambda one: read[one]) == label


@pytest.mark.parametrize("features", [[], ["zebra"], ["friend"], ["friend", "photo", "zebra"], ["page"] * 1000])
def test_chances_of_any_text_sum_to_one(toy: Classifier, features: list[str]) -> None:
    assert sum(chances_by_class(toy, features).values()) == pytest.approx(1.0)


def test_unknown_features_read_as_nothing_said(toy: Classifier) -> None:
    assert chances_by_class(toy, ["zebra"]) == chances_by_class(toy, [])


def test_unknown_feature_beside_a_known_one_changes_nothing(toy: Classifier) -> None:
    assert chances_by_class(toy, ["zebra", "friend"]) == chances_by_class(toy, ["friend"])


def test_order_of_features_changes_nothing(toy: Classifier) -> None:
    assert chances_by_class(toy, ["photo", "page", "friend"]) == chances_by_class(toy, ["friend", "page", "photo"])


def test_feature_said_again_weighs_more(toy: Classifier) -> None:
    assert chances_by_class(toy, ["friend", "friend", "photo"])["friends"] > chances_by_class(toy, ["friend", "photo"])["friends"]


@pytest.mark.parametrize("number", range(len(RECIPE.texts)))
def test_text_is_weighed_as_it_was_in_training(toy: Classifier, number: int) -> None:
    trained = number_texts(RECIPE.texts, 1).rows[number].toarray().ravel() @ toy.weights.astype(np.float32) + toy.bias
    assert toy.read(RECIPE.texts[number]).tolist() == pytest.approx(chances(trained).tolist(), abs=1e-5)


def test_rare_feature_weighs_more_than_a_common_one() -> None:
    inverse, bias = np.array([1, 3], np.float32), np.zeros(2, np.float32)
    by_hand = Classifier(("common", "rare"), {"a": 0, "b": 1}, inverse, np.eye(2, dtype=np.float16), bias)
    read = chances_by_class(by_hand, ["a", "b"])
    assert read["rare"] > read["common"]


def test_rare_feature_counts_where_there_are_few_texts() -> None:
    assert "add" in build_classifier(dataclasses.replace(RECIPE, rarest=3)).rows


def test_rare_feature_does_not_count_where_there_are_many_texts() -> None:
    many = Recipe([["page"]] * (MANY_TEXTS - 1) + [["add"]], ["photos"] * MANY_TEXTS, rarest=2, epochs=1)
    assert set(build_classifier(many).rows) == {"page"}


# --- on disk ---


def test_kept_weights_read_as_before(kept: Path, toy: Classifier) -> None:
    opened = open_classifiers(kept, ["toy"])
    assert opened is not None
    assert chances_by_class(opened["toy"], ["friend", "page"]) == chances_by_class(toy, ["friend", "page"])


def test_kept_weights_are_the_same_numbers(kept: Path, toy: Classifier) -> None:
    opened = open_classifiers(kept, ["toy"])
    assert opened is not None
    assert opened["toy"].classes == toy.classes
    assert opened["toy"].rows == toy.rows
    assert np.array_equal(opened["toy"].weights, toy.weights)


def test_several_classifiers_are_kept_side_by_side(kept: Path, toy: Classifier) -> None:
    save_classifier("other", build_classifier(dataclasses.replace(RECIPE, labels=["a", "b", "a", "b"])), kept)
    opened = open_classifiers(kept, ["toy", "other"])
    assert opened is not None
    assert [one.classes for one in opened.values()] == [toy.classes, ("a", "b")]


def test_folder_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert open_classifiers(tmp_path / "nowhere", ["toy"]) is None


def test_one_classifier_missing_among_several_is_none(kept: Path) -> None:
    assert open_classifiers(kept, ["toy", "other"]) is None


@pytest.mark.parametrize("part", PARTS)
def test_missing_part_is_none(kept: Path, part: str) -> None:
    (kept / part).unlink()
    assert open_classifiers(kept, ["toy"]) is None


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "damage",
    [lambda whole: whole[: len(whole) // 2], lambda whole: b"\x00\xff" * 50, lambda whole: pickle.dumps(["not numbers"])],
    ids=["half written", "overwritten", "pickled"],
)
def test_damaged_part_is_none(kept: Path, part: str, damage: Callable[[bytes], bytes]) -> None:
    (kept / part).write_bytes(damage((kept / part).read_bytes()))
    assert open_classifiers(kept, ["toy"]) is None


@pytest.mark.parametrize("part", NUMBERS)
def test_numbers_that_lost_their_end_are_none(kept: Path, part: str) -> None:
    (kept / part).write_bytes((kept / part).read_bytes()[:-1])
    assert open_classifiers(kept, ["toy"]) is None


@pytest.mark.parametrize("part", PARTS[3:])
def test_empty_list_of_names_is_none(kept: Path, part: str) -> None:
    (kept / part).write_bytes(b"")
    assert open_classifiers(kept, ["toy"]) is None


@pytest.mark.parametrize("part", NUMBERS)
def test_empty_file_of_numbers_is_none(kept: Path, part: str) -> None:
    (kept / part).write_bytes(b"")
    assert open_classifiers(kept, ["toy"]) is None


@pytest.mark.parametrize("part", ["toy.features.txt", "toy.classes.txt"])
def test_parts_that_do_not_fit_together_are_none(kept: Path, part: str) -> None:
    with (kept / part).open("a", encoding="utf-8") as file:
        file.write("\none more")
    assert open_classifiers(kept, ["toy"]) is None


# --- whole or nothing ---


def test_whole_folder_takes_its_place(tmp_path: Path) -> None:
    write_whole(tmp_path / "kept", "new")
    assert (tmp_path / "kept" / "whole.txt").read_text(encoding="utf-8") == "new"


def test_folders_above_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "one" / "two" / "kept", "new")
    assert (tmp_path / "one" / "two" / "kept").is_dir()


def test_nothing_stands_in_its_place_while_it_is_written(tmp_path: Path) -> None:
    with whole_or_nothing(tmp_path / "kept"):
        assert not (tmp_path / "kept").exists()


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    write_whole(tmp_path / "kept", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_error_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write_and_fail(tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


def test_error_leaves_what_was_there_before(tmp_path: Path) -> None:
    write_whole(tmp_path / "kept", "old")
    with pytest.raises(RuntimeError):
        write_and_fail(tmp_path / "kept")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.rglob("*.txt")] == [("whole.txt", "old")]


def test_what_was_there_before_is_replaced(tmp_path: Path) -> None:
    write_whole(tmp_path / "kept", "old")
    (tmp_path / "kept" / "stale.txt").touch()
    write_whole(tmp_path / "kept", "new")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.rglob("*.txt")] == [("whole.txt", "new")]


def test_two_who_write_the_same_folder_do_not_meet(tmp_path: Path) -> None:
    with whole_or_nothing(tmp_path / "kept") as first:
        write_whole(tmp_path / "kept", "second")
        (first / "whole.txt").write_text("first", encoding="utf-8")
    assert (tmp_path / "kept" / "whole.txt").read_text(encoding="utf-8") == "first"


# --- names ---


def test_name_of_the_cache_changes_with_the_fingerprint() -> None:
    assert cache_name("one") != cache_name("two")


def test_name_of_the_cache_is_the_same_for_the_same_fingerprint() -> None:
    assert cache_name("one") == cache_name("one")


def test_name_of_the_cache_changes_with_the_code_that_builds(tmp_path: Path) -> None:
    package = shutil.copytree(HOME, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.yaml", "*.txt", "__pycache__"))
    before = name_by_code_in(tmp_path)
    with (package / "training.py").open("a", encoding="utf-8") as file:
        file.write("# another rate\n")
    assert name_by_code_in(tmp_path) != before


def test_name_of_the_cache_is_a_plain_folder_name() -> None:
    assert cache_name("../../etc").isalnum()
