"""A database of an earlier version keeps its rows when this version opens it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, select, text

from bot.rotation import keys_in_use
from bot.sealing import Sealer, new_ring
from bot.store.engine import MIGRATIONS, connect_engine, migrate
from bot.store.tables import metadata, unanswered

RING = new_ring()


@pytest.fixture
def before_slack(store_url: str) -> Iterator[Engine]:
    """A database of the version before Slack, of each kind, with one kept question."""
    engine = connect_engine(store_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        sealed = Sealer(RING).close_under_ring("may we bake", aad="here")
        connection.execute(text("INSERT INTO unanswered (policy_key, at, sealed) VALUES ('alet', 1763251200, :sealed)"), {"sealed": sealed})
    yield engine
    engine.dispose()


def test_question_of_before_was_kept_because_it_was_not_understood(before_slack: Engine) -> None:
    migrate(before_slack)
    with before_slack.begin() as connection:
        connection.execute(insert(unanswered).values(policy_key="alet", at=1763251200, sealed=b"x", why="not_helpful"))
        assert connection.execute(select(unanswered.c.why).order_by(unanswered.c.id)).scalars().all() == ["not_understood", "not_helpful"]


def test_tables_are_then_those_that_the_code_describes(before_slack: Engine) -> None:
    migrate(before_slack)
    with before_slack.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_check_at_the_start_knows_the_tables_of_before(before_slack: Engine) -> None:
    with before_slack.connect() as connection:
        assert keys_in_use(connection) == {RING.newest}
