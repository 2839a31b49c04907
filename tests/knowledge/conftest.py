"""What the tests of the knowledge share: the small school opened once, and a way to edit a copy of its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.clauses import Policy
from knowledge.reading import Reader, open_reader

SMALL_SCHOOL = Path(__file__).parent.parent / "small_school"


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small school's knowledge, never edited."""
    home = tmp_path_factory.mktemp("small") / "knowledge"
    shutil.copytree(SMALL_SCHOOL, home)
    return home


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory, small_home: Path) -> Path:
    """A cache that holds the weights of the unedited small school; a copy of the school opens from it without building."""
    cache = tmp_path_factory.mktemp("cache")
    open_reader(cache, small_home)
    return cache


@pytest.fixture(scope="session")
def small_reader(small_cache: Path, small_home: Path) -> Reader:
    """A reader of the small school."""
    return open_reader(small_cache, small_home)


@pytest.fixture(scope="session")
def oakfield(small_reader: Reader) -> Policy:
    """The small school's policy."""
    return small_reader.knowledge.policies["oakfield"]


@pytest.fixture
def edit(school: Path) -> Callable[[str, str, str], int]:
    """A function that replaces `old` by `new`, once, in one of the school's files, and returns the line on which the new text starts."""

    def replace(file: str, old: str, new: str) -> int:
        path = school / file
        text = path.read_text(encoding="utf-8")
        start = text.index(old)
        path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
        return text[:start].count("\n") + 1

    return replace
