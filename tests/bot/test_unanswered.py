"""A question that was not understood is kept without its asker, masked and sealed, and is gone after 90 days."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from bot.masking import MASK
from bot.sealing import Seal, SealingError
from bot.store.engine import open_engine
from bot.unanswered import KEPT_FOR, LONGEST_KEPT, Kept, Unanswered, now, open_unanswered

MONDAY = datetime(2026, 11, 16, 15, 42, 7, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 16, tzinfo=UTC)
ORDINARY = {"a", "again", "first", "her", "jumper", "knitted", "second", "third", "why"}

Open = Callable[[datetime], Unanswered]

pytestmark = pytest.mark.usefixtures("closed_databases")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def at(engine: Engine) -> Open:
    """A function that opens the store at a time of a clock that stands still."""
    seal = Seal(Fernet.generate_key().decode())
    return lambda time: Unanswered(engine, seal, knows=ORDINARY.__contains__, clock=lambda: time)


def rows(file: Path) -> list[tuple[object, ...]]:
    """Return what another program finds in the table."""
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT * FROM unanswered").fetchall()
    connection.close()
    return found


def questions(store: Unanswered, policy_key: str | None = None) -> list[str]:
    return [kept.question for kept in store.read(policy_key)]


# --- what is kept ---


def test_question_can_be_read_by_the_policy_owner(at: Open) -> None:
    at(MONDAY).keep("why a knitted jumper", "oakfield")
    assert at(MONDAY).read() == (Kept(MIDNIGHT, "oakfield", "why a knitted jumper"),)


def test_nothing_is_kept_of_who_asked() -> None:
    assert [field.name for field in fields(Kept)] == ["at", "policy_key", "question"]


def test_table_has_no_column_for_who_asked(at: Open, file: Path) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    connection = sqlite3.connect(file)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(unanswered)")]
    connection.close()
    assert columns == ["id", "policy_key", "at", "sealed"]


def test_only_the_day_is_kept(at: Open, file: Path) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    assert [row[2] for row in rows(file)] == [int(MIDNIGHT.timestamp())]


def test_day_is_read_back_aware_in_utc(at: Open) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    assert at(MONDAY).read()[0].at.utcoffset() == timedelta(0)


def test_names_are_masked(at: Open) -> None:
    at(MONDAY).keep("why a jumper priya knitted", "oakfield")
    assert questions(at(MONDAY)) == [f"why a jumper {MASK} knitted"]


def test_name_is_masked_before_it_is_sealed(engine: Engine, file: Path) -> None:
    key = Fernet.generate_key().decode()
    Unanswered(engine, Seal(key), knows=ORDINARY.__contains__, clock=lambda: MONDAY).keep("a jumper priya knitted", "oakfield")
    sealed = rows(file)[0][3]
    assert isinstance(sealed, bytes)
    assert "priya" not in Seal(key).open(sealed)


@pytest.mark.parametrize("words", [b"jumper", b"knitted", b"priya"])
def test_no_word_of_it_stands_in_the_file(at: Open, file: Path, words: bytes) -> None:
    at(MONDAY).keep("why a jumper priya knitted", "oakfield")
    assert words not in file.read_bytes().lower()


def test_no_word_of_it_stands_in_any_file_beside_it(at: Open, file: Path) -> None:
    at(MONDAY).keep("why a jumper priya knitted", "oakfield")
    assert [path.name for path in file.parent.iterdir() if b"jumper" in path.read_bytes()] == []


def test_long_question_is_kept_up_to_its_limit(at: Open) -> None:
    at(MONDAY).keep("a " * LONGEST_KEPT, "oakfield")
    assert questions(at(MONDAY)) == ["a " * (LONGEST_KEPT // 2)]


@pytest.mark.parametrize("question", ["", "?!", "\u202e\u200b", "\x00", "مرحبا", "🙂"])
def test_any_text_can_be_kept(at: Open, question: str) -> None:
    at(MONDAY).keep(question, "oakfield")
    assert len(at(MONDAY).read()) == 1


def test_text_with_half_a_character_can_be_kept(at: Open) -> None:
    at(MONDAY).keep("a jumper caf\udce9", "oakfield")
    assert len(at(MONDAY).read()) == 1


def test_another_key_does_not_open_what_is_kept(at: Open, engine: Engine) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    other = Unanswered(engine, Seal(Fernet.generate_key().decode()), knows=None, clock=lambda: MONDAY)
    with pytest.raises(SealingError):
        other.read()


# --- whose, and in which order ---


def test_questions_are_read_oldest_first(at: Open) -> None:
    at(MONDAY + timedelta(days=1)).keep("third", "oakfield")
    at(MONDAY).keep("first", "oakfield")
    at(MONDAY).keep("second", "oakfield")
    assert questions(at(MONDAY + timedelta(days=2))) == ["first", "second", "third"]


def test_questions_of_one_policy_can_be_read_alone(at: Open) -> None:
    at(MONDAY).keep("first", "oakfield")
    at(MONDAY).keep("second", "elmfield")
    assert questions(at(MONDAY), "elmfield") == ["second"]


def test_questions_of_every_policy_are_read_together(at: Open) -> None:
    at(MONDAY).keep("first", "oakfield")
    at(MONDAY).keep("second", "elmfield")
    assert questions(at(MONDAY)) == ["first", "second"]


def test_policy_without_questions_has_none(at: Open) -> None:
    at(MONDAY).keep("first", "oakfield")
    assert questions(at(MONDAY), "elmfield") == []


# --- how long ---


def test_question_is_kept_for_90_days() -> None:
    assert timedelta(days=90) == KEPT_FOR


def test_question_can_still_be_read_when_90_days_have_just_passed(at: Open) -> None:
    at(MONDAY).keep("first", "oakfield")
    assert questions(at(MIDNIGHT + KEPT_FOR)) == ["first"]


def test_question_cannot_be_read_a_second_later(at: Open) -> None:
    at(MONDAY).keep("first", "oakfield")
    assert questions(at(MIDNIGHT + KEPT_FOR + timedelta(seconds=1))) == []


def test_reading_removes_what_is_too_old(at: Open, file: Path) -> None:
    at(MONDAY).keep("first", "oakfield")
    at(MIDNIGHT + KEPT_FOR + timedelta(seconds=1)).read("elmfield")
    assert rows(file) == []


def test_keeping_removes_what_is_too_old(at: Open, file: Path) -> None:
    at(MONDAY).keep("first", "oakfield")
    later = MIDNIGHT + KEPT_FOR + timedelta(seconds=1)
    at(later).keep("second", "elmfield")
    assert [row[1] for row in rows(file)] == ["elmfield"]


def test_removing_leaves_what_is_not_too_old(at: Open) -> None:
    at(MONDAY).keep("first", "oakfield")
    at(MONDAY + timedelta(days=1)).keep("second", "oakfield")
    assert questions(at(MIDNIGHT + KEPT_FOR + timedelta(seconds=1))) == ["second"]


def test_sealed_bytes_are_gone_from_the_file_too(at: Open, file: Path) -> None:
    at(MONDAY).keep("first", "oakfield")
    (row,) = rows(file)
    assert isinstance(row[3], bytes)
    at(MONDAY + KEPT_FOR + timedelta(days=1)).read()
    assert row[3] not in file.read_bytes()


def test_clock_is_aware_and_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)


# --- on one's own machine ---


def test_store_is_made_in_its_folder_with_a_key_beside_it(tmp_path: Path) -> None:
    open_unanswered(tmp_path / "deep" / "down", None, known=None)
    assert {"signpost.key", "signpost.sqlite"} <= {path.name for path in (tmp_path / "deep" / "down").iterdir()}


def test_store_opens_again_with_its_local_key(tmp_path: Path) -> None:
    open_unanswered(tmp_path, None, known=None).keep("why a jumper", "oakfield")
    assert questions(open_unanswered(tmp_path, None, known=None)) == ["why a jumper"]


def test_key_that_is_given_is_used_and_none_is_written(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    open_unanswered(tmp_path, key, known=None).keep("why a jumper", "oakfield")
    assert questions(open_unanswered(tmp_path, key, known=None)) == ["why a jumper"]
    assert not (tmp_path / "signpost.key").exists()


def test_words_that_are_known_are_kept_readable(tmp_path: Path) -> None:
    store = open_unanswered(tmp_path, None, known={"jumper"}.__contains__)
    store.keep("Jumper priya", "oakfield")
    assert questions(store) == [f"Jumper {MASK}"]
