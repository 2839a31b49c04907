"""Nothing can be changed, taken out, put in or moved in the log without being found; nothing that a report says can get into it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, event, insert, select, text, update

from bot.audit import WORDS, AuditError, AuditEvent, AuditLog, AuditResult
from bot.sealing import KeyRing, audit_key
from bot.store.engine import open_engine, reading
from bot.store.tables import audit
from tests.conftest import new_postgresql_database

MONDAY = datetime(2026, 11, 16, 15, 42, 7, 123_000, tzinfo=UTC)
RING = KeyRing({"first": bytes(range(32))})
LOG = AuditLog(audit_key(RING))
EVENTS = 9
HASH = sha256(b"salt and content").digest()
HEAD = "biscuit onion guitar elm toast napkin anchor cousin"

Change = Callable[[Connection], object]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('database') / 'signpost.sqlite'}")
        yield engine
        engine.dispose()
    else:
        with new_postgresql_database(request.getfixturevalue("postgresql_server")) as url:
            engine = open_engine(url)
            yield engine
            engine.dispose()


@pytest.fixture
def engine(database: Engine) -> Engine:
    """A database whose log is empty."""
    with database.begin() as connection:
        connection.execute(delete(audit))
    return database


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that comes to nothing."""
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def written(connection: Connection) -> Connection:
    """A log of nine events."""
    write(connection)
    return connection


def write(connection: Connection, first: int = 1, last: int = EVENTS) -> None:
    for number in range(first, last + 1):
        LOG.append(
            connection,
            MONDAY + timedelta(minutes=number),
            list(AuditEvent)[number % 4],
            report_id=f"r{number}",
            person_id="slack:U01",
            content_hash=HASH if number % 2 else None,
        )


def rows(connection: Connection) -> list[Any]:
    return list(connection.execute(select(audit).order_by(audit.c.seq)).all())


def verify(connection: Connection, witness: str | None = None) -> AuditResult:
    return LOG.verify(connection, witness=witness)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(AuditError) as refused:
        call()
    return str(refused.value)


# --- appending ---


def test_events_are_numbered_without_gaps(written: Connection) -> None:
    assert [row.seq for row in rows(written)] == list(range(1, EVENTS + 1))


def test_event_is_canonical_json_of_ids_and_words(connection: Connection) -> None:
    LOG.append(connection, MONDAY, AuditEvent.DELIVERED, report_id="r1", person_id="slack:U01", detail="channel")
    assert rows(connection)[0].event == '{"detail":"channel","event":"delivered","person":"slack:U01","report":"r1"}'


def test_what_does_not_apply_is_left_out(connection: Connection) -> None:
    LOG.append(connection, MONDAY, AuditEvent.KEYS_ROTATED)
    assert rows(connection)[0].event == '{"event":"keys_rotated"}'


def test_time_is_kept_to_the_millisecond(connection: Connection) -> None:
    LOG.append(connection, MONDAY, AuditEvent.LISTED)
    assert rows(connection)[0].at == round(MONDAY.timestamp() * 1000)


def test_hash_of_the_content_is_kept(connection: Connection) -> None:
    LOG.append(connection, MONDAY, AuditEvent.REPORT_STORED, report_id="r1", content_hash=HASH)
    assert rows(connection)[0].content_hash == HASH


def test_event_goes_with_the_transaction_that_fails(engine: Engine) -> None:
    with engine.connect() as connection:
        write(connection)
        connection.rollback()
    with engine.begin() as connection:
        write(connection, last=1)
        assert [row.seq for row in rows(connection)] == [1]
        assert verify(connection).ok


@pytest.mark.parametrize("name", ["report_id", "person_id", "detail"])
@pytest.mark.parametrize(
    "words", ["he wrote to me", "a\tb", "a\nb", "\u00a0", "\u2003", "\x00", "\u200b", "\u202e", "\ud83d", '"', "\\", "x" * 201], ids=ascii
)
def test_what_could_be_content_is_refused_and_not_repeated(connection: Connection, name: str, words: str) -> None:
    said = refusal(lambda: LOG.append(connection, MONDAY, AuditEvent.NOTED, **{name: words}))
    assert said.endswith("an audit event is an id or the word of an enum: no spaces or quotes, at most 200 characters; log the id only")
    assert words not in said.replace(" ", "", 1) or len(words) == 1
    assert rows(connection) == []


@pytest.mark.parametrize(
    "word", ["", "R-0042", "29:1bSnHZ7Js2_a-b", "19:abc@thread.tacv2", "email:amara@oakfield.example", "zoë", "🙂" * 200, "x" * 200]
)
def test_ids_of_every_chat_can_be_logged(connection: Connection, word: str) -> None:
    LOG.append(connection, MONDAY, AuditEvent.DELIVERED, report_id=word, person_id=word, detail=word)
    assert json.loads(rows(connection)[0].event).get("detail", "") == word
    assert verify(connection).ok


@pytest.mark.parametrize("hashed", [b"", b"the content itself", bytes(33)])
def test_hash_that_is_none_is_refused(connection: Connection, hashed: bytes) -> None:
    assert "never pass the content" in refusal(lambda: LOG.append(connection, MONDAY, AuditEvent.NOTED, content_hash=hashed))


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_key_that_is_none_is_refused(key: bytes) -> None:
    assert "take it from bot.sealing.audit_key" in refusal(lambda: AuditLog(key))


def test_repr_shows_no_key() -> None:
    assert repr(bytes(range(4)))[2:-1] not in repr(LOG) + repr(vars(LOG).keys())


# --- verifying ---


def test_empty_log_is_whole(connection: Connection) -> None:
    assert (verify(connection).ok, verify(connection).count) == (True, 0)


def test_log_is_whole_and_counted(written: Connection) -> None:
    result = verify(written)
    assert (result.ok, result.count, result.first_bad) == (True, EVENTS, None)


def test_log_is_verified_in_pages_as_in_one(engine: Engine) -> None:
    with engine.connect() as connection:
        write(connection, last=2_001)
        assert verify(connection).count == 2_001


def test_reading_is_enough_to_verify(engine: Engine) -> None:
    with engine.begin() as connection:
        write(connection)
    with reading(engine).connect() as connection:
        assert verify(connection).ok


def test_form_of_the_chain_stays_for_ever(written: Connection) -> None:
    assert LOG.head_words(written) == HEAD


def test_another_key_finds_the_log_false_from_the_start(written: Connection) -> None:
    assert AuditLog(bytes(32)).verify(written).first_bad == 1


def test_rotation_of_the_ring_leaves_the_log_whole(written: Connection) -> None:
    later = AuditLog(audit_key(RING.new_key()))
    later.append(written, MONDAY, AuditEvent.KEYS_ROTATED)
    assert (later.verify(written).ok, verify(written).count) == (True, EVENTS + 1)


# --- tampering ---

EDITS: dict[str, object] = {"at": 1, "event": '{"event":"opened"}', "content_hash": bytes(32), "mac": bytes(32)}


@pytest.mark.parametrize("seq", range(1, EVENTS + 1))
@pytest.mark.parametrize("column", EDITS)
def test_edit_of_any_column_is_found_where_it_is(written: Connection, column: str, seq: int) -> None:
    written.execute(update(audit).where(audit.c.seq == seq).values({column: EDITS[column]}))
    assert (verify(written).first_bad, verify(written).count) == (seq, seq - 1)


@pytest.mark.parametrize("seq", range(1, EVENTS))
def test_deletion_is_found_where_it_is(written: Connection, seq: int) -> None:
    written.execute(delete(audit).where(audit.c.seq == seq))
    assert verify(written).first_bad == seq


@pytest.mark.parametrize("seq", range(1, EVENTS))
def test_deletion_is_found_when_the_rest_moves_up(written: Connection, seq: int) -> None:
    written.execute(delete(audit).where(audit.c.seq == seq))
    for later in range(seq + 1, EVENTS + 1):
        written.execute(update(audit).where(audit.c.seq == later).values(seq=later - 1))
    assert verify(written).first_bad == seq


@pytest.mark.parametrize(("one", "two"), [(1, 2), (1, EVENTS), (4, 5), (EVENTS - 1, EVENTS)])
def test_swap_is_found(written: Connection, one: int, two: int) -> None:
    for old, new in [(one, 100), (two, one), (100, two)]:
        written.execute(update(audit).where(audit.c.seq == old).values(seq=new))
    assert verify(written).first_bad == one


@pytest.mark.parametrize("seq", [-1, 0, EVENTS + 1, EVENTS + 2])
def test_insertion_of_a_copy_is_found(written: Connection, seq: int) -> None:
    last = rows(written)[-1]
    written.execute(insert(audit).values(seq=seq, at=last.at, event=last.event, content_hash=last.content_hash, mac=last.mac))
    assert verify(written).first_bad == min(seq, EVENTS + 1)


@pytest.mark.parametrize("seq", range(1, EVENTS + 1))
def test_insertion_between_is_found_where_it_is(written: Connection, seq: int) -> None:
    for later in range(EVENTS, seq - 1, -1):
        written.execute(update(audit).where(audit.c.seq == later).values(seq=later + 1))
    written.execute(insert(audit).values(seq=seq, at=1, event='{"event":"opened"}', mac=bytes(32)))
    assert verify(written).first_bad == seq


def test_event_spelt_otherwise_is_an_edit(written: Connection) -> None:
    written.execute(update(audit).where(audit.c.seq == 3).values(event=rows(written)[2].event.replace(":", ": ", 1)))
    assert verify(written).first_bad == 3


def test_log_of_another_store_cannot_be_put_in_its_place(written: Connection) -> None:
    written.execute(delete(audit))
    AuditLog(bytes(32)).append(written, MONDAY, AuditEvent.LISTED)
    assert verify(written).first_bad == 1


def test_what_comes_after_an_edit_does_not_cover_it(written: Connection) -> None:
    written.execute(update(audit).where(audit.c.seq == EVENTS).values(mac=bytes(32)))
    write(written, EVENTS + 1, EVENTS + 3)
    assert verify(written).first_bad == EVENTS


ODD_VALUES = ["CAST(x'ff00' AS TEXT)", "x'7b7d'", "''", "x''", "1.5", "'word'", "9223372036854775807"]


@pytest.mark.parametrize("column", EDITS)
@pytest.mark.parametrize("value", ODD_VALUES)
def test_value_of_a_strange_type_is_found_and_breaks_nothing(tmp_path: Path, column: str, value: str) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}")
    with engine.connect() as connection:
        write(connection)
        connection.execute(text(f"UPDATE audit SET {column} = {value} WHERE seq = 5"))  # noqa: S608
        assert verify(connection).first_bad == 5
    engine.dispose()


numbers = st.integers(1, EVENTS)
changes = (
    st.builds(lambda seq, at: update(audit).where(audit.c.seq == seq).values(at=at), numbers, st.integers(0, 2**62))
    | st.builds(lambda seq, at: update(audit).where(audit.c.seq == seq).values(event=at), numbers, st.text("{}ab:,", max_size=40))
    | st.builds(lambda seq, mac: update(audit).where(audit.c.seq == seq).values(mac=mac), numbers, st.binary(max_size=40))
    | st.builds(lambda seq, mac: update(audit).where(audit.c.seq == seq).values(content_hash=mac), numbers, st.none() | st.binary(max_size=40))
    | st.builds(lambda seq: delete(audit).where(audit.c.seq == seq), st.integers(1, EVENTS - 1))
    | st.builds(lambda seq, up: update(audit).where(audit.c.seq == seq).values(seq=audit.c.seq + up * EVENTS), numbers, st.integers(-9, 9))
)


@given(st.lists(changes, min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_the_log_is_found(engine: Engine, made: list[Any]) -> None:
    with engine.connect() as connection:
        write(connection)
        before, head = rows(connection), LOG.head_words(connection)
        for change in made:
            connection.execute(change)
        assert verify(connection, head).ok == (rows(connection) == before)
        connection.rollback()


# --- the outside witness ---


def test_there_is_one_plain_word_for_each_byte() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert [word for word in WORDS if not (word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8)] == []


def test_head_is_eight_words(written: Connection) -> None:
    assert len(LOG.head_words(written).split()) == 8
    assert verify(written).head_words == LOG.head_words(written)


def test_head_changes_with_every_event(connection: Connection) -> None:
    heads = {LOG.head_words(connection)}
    for number in range(1, EVENTS + 1):
        write(connection, number, number)
        heads.add(LOG.head_words(connection))
    assert len(heads) == EVENTS + 1


@pytest.mark.parametrize("left", range(EVENTS))
def test_cut_tail_is_found_with_the_witness_and_only_with_it(written: Connection, left: int) -> None:
    witness = LOG.head_words(written)
    written.execute(delete(audit).where(audit.c.seq > left))
    assert verify(written).ok
    found = verify(written, witness)
    assert (found.ok, found.witness_missing, found.first_bad) == (False, True, None)


def test_cut_tail_is_found_when_the_log_has_grown_again(written: Connection) -> None:
    witness = LOG.head_words(written)
    written.execute(delete(audit).where(audit.c.seq > 5))
    for number in range(20):
        LOG.append(written, MONDAY + timedelta(days=1, minutes=number), AuditEvent.LISTED)
    assert verify(written).ok
    assert not verify(written, witness).ok


def test_words_of_an_earlier_day_are_found_in_a_log_that_has_grown(written: Connection) -> None:
    witness = LOG.head_words(written)
    write(written, EVENTS + 1, EVENTS + 5)
    found = verify(written, witness)
    assert (found.ok, found.witnessed_at, found.count) == (True, EVENTS, EVENTS + 5)


def test_words_of_the_empty_log_are_found(connection: Connection) -> None:
    witness = LOG.head_words(connection)
    write(connection)
    assert verify(connection, witness).witnessed_at == 0


def test_words_may_be_copied_with_other_spaces_and_capitals(written: Connection) -> None:
    assert verify(written, "\n" + LOG.head_words(written).upper().replace(" ", "  ")).ok


@pytest.mark.parametrize("witness", ["", "acorn", "acorn " * 7, "acorn " * 9, "acorn " * 7 + "sesame"])
def test_words_that_are_none_are_refused_with_what_to_do(written: Connection, witness: str) -> None:
    assert "copy them again" in refusal(lambda: verify(written, witness))


# --- several writers ---


def append_and_commit(engine: Engine, number: int) -> None:
    with engine.begin() as connection:
        LOG.append(connection, MONDAY, AuditEvent.OPENED, report_id=f"r{number}")


def test_writers_at_once_never_fork_the_chain_nor_leave_a_gap(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: append_and_commit(engine, number), range(60)))
    with reading(engine).connect() as connection:
        assert (verify(connection).ok, verify(connection).count) == (True, 60)
        assert {json.loads(row.event)["report"] for row in rows(connection)} == {f"r{number}" for number in range(60)}


def test_second_writer_waits_for_the_first_also_for_the_first_event_of_all(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as first:
            write(first, last=1)
            second = pool.submit(append_and_commit, engine, 2)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.2)
        second.result(timeout=20)
    with reading(engine).connect() as connection:
        assert verify(connection).count == 2


def test_writer_whose_predecessor_gave_up_takes_its_number(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool, engine.connect() as first:
        write(first, last=1)
        second = pool.submit(append_and_commit, engine, 2)
        first.rollback()
        second.result(timeout=20)
    with reading(engine).connect() as connection:
        assert [row.seq for row in rows(connection)] == [1]


def test_no_right_to_change_a_row_is_needed_to_log(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no roles")
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE clerk"))
        connection.execute(text("GRANT SELECT, INSERT ON audit TO clerk"))
        connection.execute(text("SET ROLE clerk"))
        write(connection)
        assert verify(connection).ok


def test_log_is_read_as_a_stream(engine: Engine) -> None:
    """The fetches of a long log stay small: it is never in memory as a whole."""
    sizes: list[object] = []
    with engine.connect() as connection:
        write(connection, last=3)

        def note(_connection: Connection, _clause: object, _many: object, _params: object, options: dict[str, object]) -> None:
            sizes.append(options.get("yield_per"))

        event.listen(engine, "before_execute", note)
        verify(connection)
        event.remove(engine, "before_execute", note)
    assert sizes == [1_000]
