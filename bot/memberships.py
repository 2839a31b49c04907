"""At which school somebody of a chat works, where the settings do not say: asked once, and remembered. It holds ids only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import reading
from bot.store.moments import to_millis
from bot.store.tables import membership

_OF_ACCOUNT = (membership.c.platform == bindparam("on"), membership.c.account == bindparam("who"))
_TENANTS = select(membership.c.tenant).where(*_OF_ACCOUNT)
_SCHOOL = select(membership.c.school).where(*_OF_ACCOUNT, membership.c.tenant == bindparam("in"))
"""Statements that are needed again and again, built once."""


class Memberships:
    """The accounts that have spoken to us, and where they belong."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    def school(self, platform: str, tenant: str, account: str) -> str | None:
        """Return the school that somebody has chosen; None where they have not."""
        with reading(self._engine).connect() as connection:
            return connection.execute(_SCHOOL, {"on": platform, "in": tenant, "who": account}).scalar()

    def choose(self, platform: str, tenant: str, account: str, school: str) -> None:
        """Remember the school that somebody has chosen, in place of an earlier one."""
        self._write(platform, tenant, account, school)

    def note(self, platform: str, tenant: str, account: str) -> None:
        """Note that an account is in a workspace or tenant."""
        self._write(platform, tenant, account, None)

    def tenants(self, platform: str, account: str) -> tuple[str, ...]:
        """Return where an account was seen."""
        with reading(self._engine).connect() as connection:
            return tuple(connection.execute(_TENANTS, {"on": platform, "who": account}).scalars())

    def _write(self, platform: str, tenant: str, account: str, school: str | None) -> None:
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = insert(membership).values(platform=platform, tenant=tenant, account=account, school=school, at=to_millis(self._clock()))
        with self._engine.begin() as connection:
            if school is None:
                connection.execute(row.on_conflict_do_nothing())
            else:
                same = [membership.c.platform, membership.c.tenant, membership.c.account]
                connection.execute(row.on_conflict_do_update(index_elements=same, set_={"school": school}))
