"""The tables, as SQLAlchemy Core sees them. Migrations make them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("policy_key", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("unanswered_at", "at"),
)
"""Questions that were not understood: no asker, names masked, the text sealed. `at` is UTC epoch seconds of the day only."""
