"""Times as the store keeps them: UTC epoch milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_millis(at: datetime) -> int:
    """Return an aware time as milliseconds since 1970 UTC."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def from_millis(millis: int) -> datetime:
    """Return the aware UTC time of `to_millis`."""
    return _EPOCH + timedelta(milliseconds=millis)
