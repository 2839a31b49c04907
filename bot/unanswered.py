"""Keeps questions that were not understood, for the policy owner: without the asker, names masked, sealed, and gone after 90 days.

A missed disclosure may be among them, so they are treated like one. Whoever asked is not merely hidden: it is never written down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, delete, insert, select, update

from bot.masking import mask_names
from bot.sealing import KeyRing, Sealer, SealingError, aad, key_id_of
from bot.store.engine import open_engine
from bot.store.tables import unanswered

KEPT_FOR = timedelta(days=90)
LONGEST_KEPT = 500
"""Characters of a question that are kept."""
NOT_UNDERSTOOD, NOT_HELPFUL = "not_understood", "not_helpful"
"""Why a question is kept."""
EARLIER_KEY = "signpost.key"
"""Where version 0.1.0 kept its key, beside the data."""
_EARLIER_FORM = b"gAAAA"
"""How everything begins that version 0.1.0 sealed (Fernet)."""

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
    why: str = NOT_UNDERSTOOD


class Unanswered:
    """The kept questions."""

    def __init__(self, engine: Engine, sealer: Sealer, *, knows: Callable[[str], bool] | None, clock: Clock = now) -> None:
        self._engine, self._sealer, self._knows, self._clock = engine, sealer, knows, clock

    def keep(self, question: str, policy_key: str, why: str = NOT_UNDERSTOOD) -> None:
        """Keep a question, masked and sealed; what is older than 90 days goes in the same transaction."""
        day = int(self._clock().replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
        sealed = self._sealer.close_under_ring(mask_names(question[:LONGEST_KEPT], self._knows), aad=_place(policy_key, day))
        with self._engine.begin() as connection:
            connection.execute(delete(unanswered).where(unanswered.c.at < self._oldest()))
            connection.execute(insert(unanswered).values(policy_key=policy_key, at=day, sealed=sealed, why=why))

    def read(self, policy_key: str | None = None) -> tuple[Kept, ...]:
        """Return what is kept, oldest first; what is older than 90 days is never returned, and is removed."""
        query = select(unanswered).where(unanswered.c.at >= self._oldest()).order_by(unanswered.c.at, unanswered.c.id)
        if policy_key is not None:
            query = query.where(unanswered.c.policy_key == policy_key)
        with self._engine.begin() as connection:
            connection.execute(delete(unanswered).where(unanswered.c.at < self._oldest()))
            rows = connection.execute(query).all()
        opened = (self._sealer.open_under_ring(row.sealed, aad=_place(row.policy_key, row.at)) for row in rows)
        return tuple(Kept(datetime.fromtimestamp(row.at, UTC), row.policy_key, question, row.why) for row, question in zip(rows, opened, strict=True))

    def key_ids(self) -> frozenset[str]:
        """Return which keys of the ring are in use, for its check at the start; what is older than 90 days uses none, and is removed."""
        with self._engine.begin() as connection:
            connection.execute(delete(unanswered).where(unanswered.c.at < self._oldest()))
            return frozenset(key_id_of(sealed) for sealed in connection.execute(select(unanswered.c.sealed)).scalars())

    def bring_over(self, earlier: Path) -> None:
        """Seal anew what version 0.1.0 sealed with the key in the file `earlier`, all of it or nothing, and then remove that file."""
        with self._engine.begin() as connection:
            connection.execute(delete(unanswered).where(unanswered.c.at < self._oldest()))
            rows = [row for row in connection.execute(select(unanswered)).all() if row.sealed.startswith(_EARLIER_FORM)]
            for row, question in zip(rows, _open_earlier([row.sealed for row in rows], earlier), strict=True):
                sealed = self._sealer.close_under_ring(question, aad=_place(row.policy_key, row.at))
                connection.execute(update(unanswered).where(unanswered.c.id == row.id).values(sealed=sealed))
        earlier.unlink(missing_ok=True)

    def _oldest(self) -> int:
        return int((self._clock() - KEPT_FOR).timestamp())


def _place(policy_key: str, day: int) -> str:
    return aad(policy_key, str(day), "unanswered")


def _open_earlier(sealed: list[bytes], key_file: Path) -> list[str]:
    if not sealed:
        return []
    if not key_file.exists():
        raise SealingError(f"kept questions of version 0.1.0 need the key that SIGNPOST_KEY was; write it into {key_file}, then start again")
    try:
        earlier = Fernet(key_file.read_bytes().strip())
        return [earlier.decrypt(one).decode() for one in sealed]
    except (ValueError, InvalidToken):
        raise SealingError(f"{key_file}: this is not the key of the questions that version 0.1.0 kept; write it there, then start again") from None


def open_unanswered(folder: Path, ring: KeyRing, *, known: Callable[[str], bool] | None) -> Unanswered:
    """Return the store in `folder` (SQLite). Raises SealingError where a key that is in use is not on the ring."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Unanswered(open_engine(f"sqlite:///{folder / 'signpost.sqlite'}"), Sealer(ring), knows=known)
    store.bring_over(folder / EARLIER_KEY)
    ring.check(store.key_ids())
    return store
