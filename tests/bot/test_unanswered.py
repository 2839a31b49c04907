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
from bot.sealing import Sealer, SealingError, aad, key_id_of, local_ring, new_ring
from bot.store.engine import open_engine
from bot.unanswered import EARLIER_KEY, KEPT_FOR, LONGEST_KEPT, Kept, Unanswered, now, open_unanswered

MONDAY = datetime(2026, 11, 16, 15, 42, 7, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 16, tzinfo=UTC)
RING = new_ring()
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
    sealer = Sealer(RING)
    return lambda time: Unanswered(engine, sealer, knows=ORDINARY.__contains__, clock=lambda: time)


def rows(file: Path) -> list[tuple[object, ...]]:
    """Return what another program finds in the table."""
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT * FROM unanswered").fetchall()
    connection.close()
    return found


def sealed_in(file: Path) -> bytes:
    """Return the sealed bytes of the only row."""
    ((_id, _policy, _day, sealed, _why),) = rows(file)
    assert isinstance(sealed, bytes)
    return sealed


def change(file: Path, statement: str, *values: object) -> None:
    """Do to the table what another program could."""
    connection = sqlite3.connect(file)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def questions(store: Unanswered, policy_key: str | None = None) -> list[str]:
    return [kept.question for kept in store.read(policy_key)]


# --- what is kept ---


def test_question_can_be_read_by_the_policy_owner(at: Open) -> None:
    at(MONDAY).keep("why a knitted jumper", "oakfield")
    assert at(MONDAY).read() == (Kept(MIDNIGHT, "oakfield", "why a knitted jumper"),)


def test_nothing_is_kept_of_who_asked() -> None:
    assert [field.name for field in fields(Kept)] == ["at", "policy_key", "question", "why"]


def test_table_has_no_column_for_who_asked(at: Open, file: Path) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    connection = sqlite3.connect(file)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(unanswered)")]
    connection.close()
    assert columns == ["id", "policy_key", "at", "sealed", "why"]


def test_only_the_day_is_kept(at: Open, file: Path) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    assert [row[2] for row in rows(file)] == [int(MIDNIGHT.timestamp())]


def test_day_is_read_back_aware_in_utc(at: Open) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    assert at(MONDAY).read()[0].at.utcoffset() == timedelta(0)


def test_names_are_masked(at: Open) -> None:
    at(MONDAY).keep("why a jumper priya knitted", "oakfield")
    assert questions(at(MONDAY)) == [f"why a jumper {MASK} knitted"]


def test_name_is_masked_before_it_is_sealed(at: Open, file: Path) -> None:
    at(MONDAY).keep("a jumper priya knitted", "oakfield")
    place = aad("oakfield", str(int(MIDNIGHT.timestamp())), "unanswered")
    assert Sealer(RING).open_under_ring(sealed_in(file), aad=place) == f"a jumper {MASK} knitted"


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


def test_text_with_half_a_character_comes_back_exactly(engine: Engine) -> None:
    store = Unanswered(engine, Sealer(RING), knows=lambda _word: True, clock=lambda: MONDAY)
    store.keep("caf\udce9 \x00 🙂", "oakfield")
    assert questions(store) == ["caf\udce9 \x00 🙂"]


def test_newest_key_of_the_ring_seals_and_its_id_stands_in_front(at: Open, file: Path) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    assert key_id_of(sealed_in(file)) == RING.newest


def test_ring_with_a_newer_key_still_opens_what_is_kept(at: Open, engine: Engine) -> None:
    at(MONDAY).keep("first", "oakfield")
    later = Unanswered(engine, Sealer(RING.new_key()), knows=ORDINARY.__contains__, clock=lambda: MONDAY)
    later.keep("second", "oakfield")
    assert questions(later) == ["first", "second"]
    assert later.key_ids() > {RING.newest}


def test_another_ring_does_not_open_what_is_kept(at: Open, engine: Engine) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    other = Unanswered(engine, Sealer(new_ring()), knows=None, clock=lambda: MONDAY)
    with pytest.raises(SealingError, match="is not on the key ring"):
        other.read()


@pytest.mark.parametrize("statement", ["UPDATE unanswered SET policy_key = 'elmfield'", "UPDATE unanswered SET at = at - 86400"])
def test_question_put_under_another_policy_or_day_is_refused(at: Open, file: Path, statement: str) -> None:
    at(MONDAY).keep("why a jumper", "oakfield")
    change(file, statement)
    with pytest.raises(SealingError, match="moved from another row"):
        at(MONDAY).read()


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
    sealed = sealed_in(file)
    at(MONDAY + KEPT_FOR + timedelta(days=1)).read()
    assert sealed not in file.read_bytes()


def test_clock_is_aware_and_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)


def test_key_of_what_is_too_old_is_no_longer_in_use(at: Open, file: Path) -> None:
    at(MONDAY).keep("first", "oakfield")
    assert at(MONDAY).key_ids() == {RING.newest}
    assert at(MONDAY + KEPT_FOR + timedelta(days=1)).key_ids() == frozenset()
    assert rows(file) == []


# --- at the start ---


def test_store_is_made_in_its_folder_and_no_key_beside_it(tmp_path: Path) -> None:
    open_unanswered(tmp_path / "deep" / "down", RING, known=None)
    names = {path.name for path in (tmp_path / "deep" / "down").iterdir()}
    assert names - {"signpost.sqlite-journal"} == {"signpost.sqlite"}


def test_store_opens_again_with_its_local_ring(tmp_path: Path) -> None:
    open_unanswered(tmp_path, local_ring(tmp_path), known=None).keep("why a jumper", "oakfield")
    assert questions(open_unanswered(tmp_path, local_ring(tmp_path), known=None)) == ["why a jumper"]


def test_words_that_are_known_are_kept_readable(tmp_path: Path) -> None:
    store = open_unanswered(tmp_path, RING, known={"jumper"}.__contains__)
    store.keep("Jumper priya", "oakfield")
    assert questions(store) == [f"Jumper {MASK}"]


def test_ring_without_a_key_in_use_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    open_unanswered(tmp_path, RING, known=None).keep("why a jumper", "oakfield")
    with pytest.raises(SealingError, match=f"in use: '{RING.newest}'; put each line back"):
        open_unanswered(tmp_path, new_ring(), known=None)


# --- what version 0.1.0 kept ---

EARLIER = Fernet.generate_key()


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A folder in which version 0.1.0 kept two questions: one today, one long ago."""
    open_unanswered(tmp_path, RING, known=None)
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    for day, question in [(today, "naïve 🙂"), (today - KEPT_FOR - timedelta(days=2), "too old")]:
        sealed = Fernet(EARLIER).encrypt(question.encode())
        statement = "INSERT INTO unanswered (policy_key, at, sealed) VALUES ('oakfield', ?, ?)"
        change(tmp_path / "signpost.sqlite", statement, int(day.timestamp()), sealed)
    return tmp_path


def test_earlier_questions_are_sealed_anew_and_the_earlier_key_goes(earlier: Path) -> None:
    (earlier / EARLIER_KEY).write_bytes(EARLIER + b"\n")
    store = open_unanswered(earlier, RING, known=None)
    assert questions(store) == ["naïve 🙂"]
    assert key_id_of(sealed_in(earlier / "signpost.sqlite")) == RING.newest
    assert not (earlier / EARLIER_KEY).exists()


def test_earlier_key_goes_also_when_nothing_needs_it(tmp_path: Path) -> None:
    (tmp_path / EARLIER_KEY).write_bytes(EARLIER)
    open_unanswered(tmp_path, RING, known=None)
    assert not (tmp_path / EARLIER_KEY).exists()


def test_earlier_questions_without_their_key_say_where_it_belongs(earlier: Path) -> None:
    with pytest.raises(SealingError, match=f"write it into {earlier / EARLIER_KEY}, then start again"):
        open_unanswered(earlier, RING, known=None)


@pytest.mark.parametrize("key", [b"", b"open sesame", Fernet.generate_key()], ids=["empty", "word", "another"])
def test_wrong_earlier_key_is_refused_and_nothing_is_lost(earlier: Path, key: bytes) -> None:
    (earlier / EARLIER_KEY).write_bytes(key)
    with pytest.raises(SealingError) as refused:
        open_unanswered(earlier, RING, known=None)
    assert str(refused.value).startswith(f"{earlier / EARLIER_KEY}: this is not the key")
    assert "sesame" not in str(refused.value)
    assert (earlier / EARLIER_KEY).read_bytes() == key
    (earlier / EARLIER_KEY).write_bytes(EARLIER)
    assert questions(open_unanswered(earlier, RING, known=None)) == ["naïve 🙂"]
