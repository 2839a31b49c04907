"""Keeps questions that were not understood, for the policy owner: without the asker, names masked, sealed, and gone after 90 days.

A missed disclosure may be among them, so they are treated like one. Whoever asked is not merely hidden: it is never written down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete, insert, select

from bot.masking import mask_names
from bot.sealing import Seal, local_key
from bot.store.engine import open_engine
from bot.store.tables import unanswered

KEPT_FOR = timedelta(days=90)
LONGEST_KEPT = 500
"""Characters of a question that are kept."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as the policy owner sees it."""

    at: datetime
    """The day, UTC; the hour is not kept, so that it cannot be matched with a rota."""
    policy_key: str
    question: str


class Unanswered:
    """The kept questions."""

    def __init__(self, engine: Engine, seal: Seal, *, knows: Callable[[str], bool] | None, clock: Clock = now) -> None:
        self._engine, self._seal, self._knows, self._clock = engine, seal, knows, clock

    def keep(self, question: str, policy_key: str) -> None:
        """Keep a question, masked and sealed; what is older than 90 days goes in the same transaction."""
        day = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        sealed = self._seal.close(mask_names(question[:LONGEST_KEPT], self._knows))
        with self._engine.begin() as connection:
            connection.execute(delete(unanswered).where(unanswered.c.at < self._oldest()))
            connection.execute(insert(unanswered).values(policy_key=policy_key, at=int(day.timestamp()), sealed=sealed))

    def read(self, policy_key: str | None = None) -> tuple[Kept, ...]:
        """Return what is kept, oldest first; what is older than 90 days is never returned, and is removed."""
        query = select(unanswered).where(unanswered.c.at >= self._oldest()).order_by(unanswered.c.at, unanswered.c.id)
        if policy_key is not None:
            query = query.where(unanswered.c.policy_key == policy_key)
        with self._engine.begin() as connection:
            connection.execute(delete(unanswered).where(unanswered.c.at < self._oldest()))
            rows = connection.execute(query).all()
        return tuple(Kept(datetime.fromtimestamp(row.at, UTC), row.policy_key, self._seal.open(row.sealed)) for row in rows)

    def _oldest(self) -> int:
        return int((self._clock() - KEPT_FOR).timestamp())


def open_unanswered(folder: Path, key: str | None, *, known: Callable[[str], bool] | None) -> Unanswered:
    """Return the store in `folder` (SQLite); without a key one is made and kept there, for use on one's own machine."""
    folder.mkdir(parents=True, exist_ok=True)
    seal = Seal(key or local_key(folder))
    return Unanswered(open_engine(f"sqlite:///{folder / 'signpost.sqlite'}"), seal, knows=known)
