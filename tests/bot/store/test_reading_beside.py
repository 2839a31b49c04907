"""A second reader in the same thread never waits for a writer that waits for the first."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.audit import AuditLog
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Role
from bot.sealing import Sealer, audit_key
from bot.store.engine import open_engine
from bot.store.tables import away
from tests.bot.conftest import FakeClock
from tests.seated import settings_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine, settings, clock, ring = open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}"), settings_of(), FakeClock(), new_ring()
    yield Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
    engine.dispose()


def test_who_holds_a_role_is_read_beside_a_report_while_somebody_waits_to_commit(office: Office, tmp_path: Path) -> None:
    def write() -> None:
        with office.engine.begin() as connection:
            connection.execute(away.insert().values(school="oakfield", person_id="ben", since=0, until=None))

    with office.looking() as connection:
        connection.execute(select(away)).all()  # the reader's lock is taken
        writer = threading.Thread(target=write)
        writer.start()
        _until_a_commit_waits(tmp_path / "signpost.sqlite")
        assert [one.id for one in office.people.holders(Role.DSL, "oakfield")] == ["amara"]
    writer.join()


def _until_a_commit_waits(path: Path) -> None:
    while True:
        with closing(sqlite3.connect(path, timeout=0)) as other:
            try:
                other.execute("SELECT count(*) FROM away").fetchall()
            except sqlite3.OperationalError:
                return
        time.sleep(0.01)
