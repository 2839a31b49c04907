"""A Sender for the chat of `chat_server`, as an adapter of a real one would be: limits on every call, and each failure told for what it is."""

from __future__ import annotations

import http.client
import json
import threading
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bot.cards import Card
from bot.sending import LONGEST_CALL, Permanent, Reason, Transient
from tests.faults.loopback import Line

PLATFORM = "fake"


class ChatSender:
    """Posts, finds and edits over the loopback."""

    platform = PLATFORM
    can_find = True

    def __init__(self, port: int, *, look_up: bool = True) -> None:
        self._port, self._look_up = port, look_up
        self._lines = threading.local()

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return the message with this key; always None where look-up is switched off, for the control that must show duplicates."""
        if not self._look_up:
            return None
        found: str | None = self._call("GET", f"/messages?{urlencode({'place': place, 'key': key})}")["ref"]
        return found

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Post a card as its plain text."""
        ref: str = self._call("POST", "/messages", {"place": place, "key": key, "text": card.plain_text(), "lock_screen": lock_screen})["ref"]
        return ref

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Put a card in a message's place."""
        self._call("PUT", f"/messages/{message_ref}", {"place": place, "text": card.plain_text()})

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        line = self._line()
        try:
            line.connect()
        except OSError:
            raise Transient(in_doubt=False) from None
        try:
            status, said, headers = line.call(method, path, body)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            raise Transient(in_doubt=True) from None
        match status:
            case 200:
                return said
            case 429:
                raise Transient(in_doubt=False, retry_after=float(headers["Retry-After"]))
            case _ if status >= 500:
                raise Transient(in_doubt=True)
        raise Permanent(Reason.FORBIDDEN)

    def _line(self) -> Line:
        if not hasattr(self._lines, "line"):
            self._lines.line = Line(self._port, LONGEST_CALL)
        line: Line = self._lines.line
        return line
