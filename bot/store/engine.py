"""Opens a database and brings it up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, NullPool, create_engine, event, make_url


def open_engine(url: str) -> Engine:
    """Return an engine for `url`, its tables up to date. Values are never written into error texts."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, hide_parameters=True)
    else:
        engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
        event.listen(engine, "connect", _make_durable)
    migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables of a database up to date."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _make_durable(connection: Any, _record: Any) -> None:
    """SQLite's defaults lose acknowledged commits in a power cut; TRUNCATE with EXTRA does not (measured by cutting the power)."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=TRUNCATE")
    cursor.execute("PRAGMA synchronous=EXTRA")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
