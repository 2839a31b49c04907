"""What a platform has brought us already: it may bring the same thing several times, and somebody may play it again. Ids only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import Delete, Engine, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import reading
from bot.store.moments import to_millis
from bot.store.tables import seen

KEPT_FOR = timedelta(days=1)
"""Longer than any platform tries again, and than a signature is taken."""
TIDIES_EVERY = timedelta(hours=1)
"""How often what is older goes, in the transaction of the next delivery."""


_NOTE = {
    "sqlite": sqlite.insert(seen).on_conflict_do_nothing().returning(seen.c.event_id),
    "postgresql": postgresql.insert(seen).on_conflict_do_nothing().returning(seen.c.event_id),
}
_SEEN = select(seen.c.at).where(seen.c.source == bindparam("from"), seen.c.event_id == bindparam("what"))
"""Statements that every delivery needs, built once."""


class Deliveries:
    """The deliveries that have had their effect."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._tidied_at: datetime | None = None

    def is_first(self, source: str, event_id: str) -> bool:
        """Note a delivery, and say whether it is the first of its kind: of any number that come at once, one is. What is old goes."""
        return event_id in self.first_of(source, (event_id,))

    def first_of(self, source: str, event_ids: Collection[str]) -> frozenset[str]:
        """Note several deliveries in one transaction, which costs no more than one, and return those that are the first of their kind."""
        now, kept_as = self._clock(), {event_id[:300]: event_id for event_id in event_ids}
        rows = [
            {"source": source, "event_id": one, "at": to_millis(now)} for one in sorted(kept_as)
        ]  # in one order, so that no two wait for each other
        with self._engine.begin() as connection:
            if self._tidied_at is None or now - self._tidied_at >= TIDIES_EVERY:
                connection.execute(_forget_old(now))
                self._tidied_at = now
            noted = connection.execute(_NOTE[connection.dialect.name], rows) if rows else ()
            return frozenset(kept_as[one] for (one,) in noted)

    def was_seen(self, source: str, event_id: str) -> bool:
        """Say whether a delivery has been noted."""
        with reading(self._engine).connect() as connection:
            return connection.execute(_SEEN, {"from": source, "what": event_id[:300]}).first() is not None


def _forget_old(now: datetime) -> Delete:
    """Return what removes the deliveries that nobody can bring again."""
    return delete(seen).where(seen.c.at < to_millis(now - KEPT_FOR))
