"""Several processes may start on one database at the same moment; each finds its tables up to date."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, text

from bot.store.engine import connect_engine, is_current, open_engine


def opens(url: str) -> bool:
    engine = open_engine(url)
    try:
        return is_current(engine)
    finally:
        engine.dispose()


def test_several_first_starts_at_once_all_find_their_tables(store_url: str) -> None:
    with ThreadPoolExecutor(max_workers=6) as starts:
        assert list(starts.map(opens, [store_url] * 6)) == [True] * 6


def test_tables_of_another_version_are_told(engine: Engine) -> None:
    assert is_current(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not is_current(engine)


def test_database_without_tables_is_of_no_version(store_url: str) -> None:
    engine = connect_engine(store_url)
    assert not is_current(engine)
    engine.dispose()
