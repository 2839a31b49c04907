"""A database is up to date when it is opened, loses nothing that was committed, and its errors hold no values."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import engine as module
from bot.store.engine import StoreError, migrate, open_engine, reading
from bot.store.tables import metadata, unanswered

VERSIONS = Path(module.__file__).parent / "migrations" / "versions"
ROW = {"policy_key": "oakfield", "at": 1_763_251_200, "sealed": b"sealed words"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}")
    yield engine
    engine.dispose()


def test_migrations_make_the_tables_that_the_code_describes(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_comparison_would_notice_a_missing_index(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("DROP INDEX unanswered_at"))
        assert [change[0] for change in compare_metadata(MigrationContext.configure(connection), metadata)] == ["add_index"]


def test_migrations_leave_nothing_else_behind(engine: Engine) -> None:
    with engine.connect() as connection:
        assert sorted(inspect(connection).get_table_names()) == sorted(["alembic_version", *metadata.tables])


def test_database_knows_the_last_migration(engine: Engine) -> None:
    last = max(path.name for path in VERSIONS.glob("0*.py"))
    with engine.connect() as connection:
        assert last.startswith(f"{MigrationContext.configure(connection).get_current_revision()}_")


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("0*.py")), ids=lambda path: path.stem)
def test_migration_says_in_its_name_whether_it_runs_before_or_after_a_deploy(path: Path) -> None:
    assert "_before_deploy_" in path.name or "_after_deploy_" in path.name


def test_database_that_is_up_to_date_is_left_as_it_is(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(unanswered).values(**ROW))
    migrate(engine)
    with engine.connect() as connection:
        assert len(connection.execute(select(unanswered)).all()) == 1


def test_database_keeps_its_rows_when_it_is_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'signpost.sqlite'}"
    first = open_engine(url)
    with first.begin() as connection:
        connection.execute(insert(unanswered).values(**ROW))
    first.dispose()
    second = open_engine(url)
    with second.connect() as connection:
        assert connection.execute(select(unanswered.c.sealed)).scalar_one() == b"sealed words"
    second.dispose()


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "truncate"), ("synchronous", 3), ("foreign_keys", 1), ("secure_delete", 1)])
def test_setting_that_keeps_commits_safe_is_read_back(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


@pytest.mark.parametrize("pragma", ["journal_mode", "synchronous", "foreign_keys", "secure_delete"])
def test_setting_holds_for_every_connection(engine: Engine, pragma: str) -> None:
    with reading(engine).connect() as first, reading(engine).connect() as second:
        assert first.connection.dbapi_connection is not second.connection.dbapi_connection
        assert first.execute(text(f"PRAGMA {pragma}")).scalar_one() == second.execute(text(f"PRAGMA {pragma}")).scalar_one()


def test_sqlite_by_itself_would_not_be_as_safe(tmp_path: Path) -> None:
    plain = create_engine(f"sqlite:///{tmp_path / 'plain.sqlite'}")
    with plain.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() != 3
    plain.dispose()


@pytest.mark.parametrize("value", ["oakfield", "1763251200", "sealed words"])
def test_text_of_an_error_holds_no_value(engine: Engine, value: str) -> None:
    with engine.begin() as connection:
        connection.execute(insert(unanswered).values(id=1, **ROW))
    with pytest.raises(IntegrityError) as failed, engine.begin() as connection:
        connection.execute(insert(unanswered).values(id=1, **ROW))
    assert "UNIQUE constraint failed" in str(failed.value)
    assert value not in str(failed.value)


@pytest.mark.parametrize("column", ["policy_key", "at", "sealed"])
def test_column_that_must_be_filled_cannot_be_left_out(engine: Engine, column: str) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(unanswered).values(**{**ROW, column: None}))


def test_writer_that_waits_goes_on_once_the_other_gave_up(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool, engine.connect() as first:
        first.execute(insert(unanswered).values(id=1, **ROW))
        second = pool.submit(_insert, engine, id=1)
        first.rollback()
        second.result(timeout=20)


def test_writer_that_waits_goes_on_once_the_other_is_done(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as first:
            first.execute(insert(unanswered).values(id=1, **ROW))
            second = pool.submit(_insert, engine, id=2)
        second.result(timeout=20)


def test_writer_that_waits_in_vain_is_told_so_and_can_try_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.05)
    with engine.begin() as first:
        first.execute(insert(unanswered).values(id=1, **ROW))
        with pytest.raises(StoreError, match="try again"):
            _insert(engine, id=2)
    _insert(engine, id=2)


def test_writers_at_once_all_have_their_turn(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: _insert(engine, id=number), range(1, 81)))
    with reading(engine).connect() as connection:
        assert len(connection.execute(select(unanswered)).all()) == 80


def _insert(engine: Engine, **values: object) -> None:
    with engine.begin() as connection:
        connection.execute(insert(unanswered).values(**{**ROW, **values}))


def test_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    twice = [{"id": 1, **ROW}, {"id": 1, **ROW}]
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(unanswered), twice)
    with engine.connect() as connection:
        assert connection.execute(select(unanswered)).all() == []


def test_two_that_only_read_do_not_wait_for_each_other(engine: Engine) -> None:
    with reading(engine).connect() as first, reading(engine).connect() as second:
        assert first.execute(select(unanswered)).all() == second.execute(select(unanswered)).all()


def test_one_that_writes_has_the_database_to_itself(engine: Engine) -> None:
    impatient = create_engine(engine.url, connect_args={"timeout": 0})
    with engine.begin(), pytest.raises(OperationalError, match="database is locked"), impatient.begin() as second:
        second.execute(insert(unanswered).values(**ROW))
    impatient.dispose()


def test_database_that_cannot_keep_its_promise_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(module.DURABLE, "journal_mode", "nonsense")
    with pytest.raises(StoreError, match="put the database on a local disk"):
        open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}")


def test_database_that_takes_the_place_of_another_is_the_one_that_is_used(tmp_path: Path) -> None:
    engine, other = (open_engine(f"sqlite:///{tmp_path / name}") for name in ("signpost.sqlite", "other.sqlite"))
    with engine.begin() as connection:
        connection.execute(insert(unanswered).values(**ROW))
    other.dispose()
    (tmp_path / "other.sqlite").rename(tmp_path / "signpost.sqlite")
    with engine.begin() as connection:
        assert connection.execute(select(unanswered)).all() == []
        connection.execute(insert(unanswered).values(**ROW))
    engine.dispose()
    with open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}").connect() as connection:
        assert len(connection.execute(select(unanswered)).all()) == 1


def test_database_that_is_taken_away_meanwhile_takes_nothing_more(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}")
    with engine.begin() as connection:
        connection.execute(insert(unanswered).values(**ROW))
    (tmp_path / "signpost.sqlite").unlink()
    with pytest.raises(OperationalError), engine.begin() as connection:
        connection.execute(insert(unanswered).values(**ROW))
    engine.dispose()


def test_database_is_not_opened_anew_for_each_transaction(engine: Engine) -> None:
    opened = []
    event.listen(engine, "connect", lambda *_: opened.append(1))
    for _ in range(10):
        with engine.begin() as connection:
            connection.execute(insert(unanswered).values(**ROW))
        with reading(engine).connect() as connection:
            connection.execute(select(unanswered)).first()
    assert opened == []
