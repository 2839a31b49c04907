"""Requests as Slack would sign them, written down for others to send, to change, or to send in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.slack.driver import Driver, Response


@dataclass(frozen=True)
class Letter:
    """One request."""

    body: bytes
    headers: Mapping[str, str | bytes]

    @property
    def content_type(self) -> str:
        return str(self.headers["Content-Type"])


@dataclass
class Writer(Driver):
    """A driver that sends nothing, and keeps what it would have sent."""

    written: list[Letter] = field(default_factory=list, kw_only=True)

    def raw(self, path: str, body: bytes, headers: Mapping[str, str | bytes], *, method: str = "POST") -> Response:
        """Keep what would be sent."""
        self.written.append(Letter(body, dict(headers)))
        return Response(200, {}, b"{}")
