"""What a platform needs to speak first to a person or a channel, kept from when they were met. Plain JSON of ids and addresses; never content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import reading
from bot.store.tables import address

LONGEST_NAME, LONGEST_REFERENCE = 200, 4000
"""What the columns hold. A longer name is kept by its digest."""


class Addresses:
    """Where people and channels were met. Names are told apart without regard to capitals, as in the settings."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, platform: str, tenant: str, name: str, reference: Mapping[str, str]) -> None:
        """Keep how somebody, or a channel, is reached, in place of an earlier way. Nothing is written where it is the same.

        Raises ValueError for a reference that is too long to be kept.
        """
        written = json.dumps(dict(reference), sort_keys=True, separators=(",", ":"))
        if len(written) > LONGEST_REFERENCE:
            raise ValueError("the reference is too long to be kept")
        key = {"platform": platform, "tenant": tenant.casefold(), "name": _key(name)}
        if self._written(*(address.c[column] == value for column, value in key.items())) != [written]:
            self._write(key, written)

    def find(self, platform: str, name: str, tenant: str | None = None) -> Mapping[str, str] | None:
        """Return how somebody, or a channel, is reached; None where they were never met, or in several tenants and none is named."""
        found = self._written(address.c.platform == platform, address.c.name == _key(name), *_in(tenant))
        return _read(found[0]) if len(found) == 1 else None

    def any_of(self, platform: str, tenant: str) -> Mapping[str, str] | None:
        """Return how anybody of a tenant is reached, for what is the same for all of them; None where nobody was met."""
        found = self._written(address.c.platform == platform, *_in(tenant))
        return _read(found[0]) if found else None

    def _written(self, *where: ColumnElement[bool]) -> list[str]:
        with reading(self._engine).connect() as connection:
            return list(connection.execute(select(address.c.reference).where(*where).order_by(address.c.name).limit(2)).scalars())

    def _write(self, key: Mapping[str, str], written: str) -> None:
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = insert(address).values(**key, reference=written)
        same = [address.c.platform, address.c.tenant, address.c.name]
        with self._engine.begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=same, set_={"reference": written}))


def _key(name: str) -> str:
    name = name.casefold()
    return name if len(name) <= LONGEST_NAME else f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"


def _in(tenant: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if tenant is None else (address.c.tenant == tenant.casefold(),)


def _read(written: str) -> Mapping[str, str] | None:
    """Return a reference as it was noted; None for what is none."""
    read = json.loads(written)
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else None
