"""The log of who did what, chained so that an edit, a gap, a swap or an insertion shows. Ids and words of enums only: nothing that a report says.

A chain cannot show by itself that its end was cut off. The head, as eight words, is given to an outside witness each day (the DSL's channel); a log
that no longer holds those words was cut. It commits to salted hashes, so a purge of content leaves it whole.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, text

from bot.store.moments import to_millis
from bot.store.tables import audit

LONGEST_DETAIL = 200
MAC_LENGTH = 32

_LOCK = int.from_bytes(b"sp-audit", "big")
"""The advisory lock of PostgreSQL that only writers of this log take."""
_COLUMNS = {
    "sqlite": "SELECT seq, CAST(at AS INTEGER), CAST(content_hash AS BLOB), CAST(event AS BLOB), CAST(mac AS BLOB), typeof(at) = 'integer' "
    "AND typeof(content_hash) IN ('blob', 'null') AND typeof(event) = 'text' AND typeof(mac) = 'blob' FROM audit",
    "postgresql": "SELECT seq, at, content_hash, convert_to(event, 'UTF8'), mac, at IS NOT NULL AND event IS NOT NULL AND mac IS NOT NULL FROM audit",
}
_ROWS = {name: text(f"{columns} ORDER BY seq") for name, columns in _COLUMNS.items()}
_FIRST_ROW = {name: text(f"{columns} ORDER BY seq LIMIT 1") for name, columns in _COLUMNS.items()}
_LAST_ROWS = {name: text(f"{columns} ORDER BY seq DESC LIMIT 2") for name, columns in _COLUMNS.items()}
"""The rows as bytes, and whether each value is of its type: whatever somebody has put there is a fault to be found, not an error to fail with."""
_AT_ONCE = 1_000
_HEAD = select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)
_APPEND = insert(audit)

_LIST = """
acorn actor album almond amber anchor ankle apple apron arch atlas attic autumn badge bagel baker balloon bamboo banana banjo barn basket beach
beaver bench berry bicycle biscuit blanket blossom bonnet book boot bottle boulder bracelet bread brick bridge broom bubble bucket budget butter
button cabin cactus camera canal candle canoe canvas carpet carrot castle cedar cello chalk cherry chess circle clay clock cloud clover coast cobweb
coconut coffee comet compass copper coral corner cotton cousin cradle crayon cricket crystal cupboard curtain cushion daisy desert diamond dinner
dolphin donkey door dragon drawer drum eagle easel echo elbow elm engine fabric falcon farmer feather fence fern ferry fiddle field finger flag
flute forest fossil fountain fox garden garlic gate gentle giant ginger giraffe glacier glove goat grape gravel guitar hammer harbour harvest hat
hazel hedge helmet heron hill honey horizon island ivory jacket jaguar jelly jigsaw jungle kettle kitchen kite kitten ladder lagoon lantern laptop
lemon lentil letter library lily lizard lobster locket magnet mango maple marble market meadow melon mirror mitten mosaic mountain museum mustard
napkin needle nephew nest noodle nutmeg oak oasis ocean olive onion orange orchard otter oven owl oyster paddle palace pancake panda parrot parsley
pebble pelican pencil pepper piano picnic pigeon pillow pirate planet plum pocket pony poppy potato puddle pumpkin puzzle rabbit raven ribbon river
robin rocket saddle salad sandal saucer scarf shovel silver spider sponge squirrel stable summer sunset swan teapot tiger timber toast tractor
trumpet tulip tunnel turtle umbrella valley velvet village violin walnut walrus whistle willow window zebra
"""
WORDS = tuple(_LIST.split())
"""One word a byte: plain, short, and none that could be taken for another when it is read out."""


class AuditError(Exception):
    """Something cannot be logged or looked for; the message says why, and never repeats what was given."""


class AuditEvent(StrEnum):
    """What can be logged."""

    REPORT_STORED = "report_stored"
    OPENED = "opened"
    REFUSED_VIEW = "refused_view"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    NOTED = "noted"
    CONTACTED = "contacted"
    ESCALATED = "escalated"
    OUTCOME = "outcome"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    INFORMATION_ADDED = "information_added"
    MATTER_RAISED = "matter_raised"
    """Something else that the policy gives the school to do: an application, a comment to answer."""
    MATTER_CHANGED = "matter_changed"
    MARKED_AWAY = "marked_away"
    MARKED_BACK = "marked_back"
    DELIVERED = "delivered"
    ROUTE_FAILED = "route_failed"
    EXPORTED = "exported"
    PURGED = "purged"
    HELD = "held"
    RELEASED = "released"
    RECORDED = "recorded"
    KEYS_ROTATED = "keys_rotated"
    KEYS_RESTORED = "keys_restored"
    """The ring was lost and reports were brought back; the log goes on from here with another key."""
    LISTED = "listed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What a verification found."""

    count: int
    """Events that stand unbroken from the first, those under an earlier key included."""
    first_bad: int | None
    """The number of the first event that is missing, changed or inserted; None where there is none."""
    head_words: str
    """The eight words of the last event that stands."""
    witnessed_at: int | None = None
    """The number of the event that had the witness's words (0: the log was empty then); None where none has, or no words were given."""
    witness_missing: bool = False
    """Words were given, and no event has them: the end was cut off, or the words are another log's."""
    earlier: int = 0
    """Events of before a restore, whose key is lost with the ring: they stand there, and can no longer be checked."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.first_bad is None and not self.witness_missing


class AuditLog:
    """The log of one store, chained with HMAC-SHA256."""

    def __init__(self, key: bytes) -> None:
        if len(key) != MAC_LENGTH:
            raise AuditError(f"the key of the audit log is {MAC_LENGTH} bytes; take it from bot.sealing.audit_key")
        self._key = key
        self._start = self._mac(b"", b"signpost audit")

    def append(
        self,
        connection: Connection,
        at: datetime,
        event: AuditEvent,
        *,
        report_id: str = "",
        person_id: str = "",
        detail: str = "",
        content_hash: bytes | None = None,
    ) -> None:
        """Log an event in the caller's transaction, as its last act: on PostgreSQL other writers wait from here to the commit.

        `content_hash` is a SHA-256 over a random salt and the content; the salt is purged with the content. Raises AuditError for anything that is
        no id and no word of an enum.
        """
        written = _write(event, report_id, person_id, detail)
        if content_hash is not None and len(content_hash) != MAC_LENGTH:
            raise AuditError("a content hash is a salted SHA-256, 32 bytes; never pass the content")
        self._lock(connection)
        last, before = self._head(connection)
        seq, millis = last + 1, to_millis(at)
        mac = self._mac(before, _canonical(seq, millis, content_hash, written.encode()))
        connection.execute(_APPEND, {"seq": seq, "at": millis, "event": written, "content_hash": content_hash, "mac": mac})

    def verify(self, connection: Connection, *, witness: str | None = None) -> AuditResult:
        """Return whether the chain is whole and, given an earlier day's eight words, whether its end is still there.

        Raises AuditError where the witness's words are none. On SQLite nobody can write meanwhile (about a second for 100,000 events).
        """
        wanted = None if witness is None else _from_words(witness)
        mac, count, earlier, bad, found = self._start, 0, 0, None, 0 if wanted == self._start[:8] else None
        with connection.execute(_ROWS[connection.dialect.name], execution_options={"yield_per": _AT_ONCE}) as rows:
            for seq, at, content_hash, written, stored, right_types in rows:
                is_next = right_types and seq == count + 1
                follows = is_next and self._follows(mac, _canonical(seq, at, content_hash, written), stored)
                if is_next and not follows and earlier == count:
                    earlier += 1  # perhaps of before a restore: that is so if the first event that follows says it
                elif not follows or (0 < earlier == count and not _is_restore(written)):
                    bad = min(seq, count + 1)
                    break
                mac, count = stored, count + 1
                if wanted is not None and mac.startswith(wanted):
                    found = count
        if 0 < earlier == count:
            return AuditResult(0, 1, _to_words(self._start), found, wanted is not None and found is None)
        return AuditResult(count, bad, _to_words(mac), found, wanted is not None and found is None, earlier)

    def may_go_on(self, connection: Connection) -> bool:
        """Say whether the log can go on with this key: it is empty, or its first or its last event was chained with it.

        Where neither was, the ring has lost the key by which the log lives. One changed row is no such sign.
        """
        last = connection.execute(_LAST_ROWS[connection.dialect.name]).all()
        first = connection.execute(_FIRST_ROW[connection.dialect.name]).first()
        if first is None:
            return True
        before = last[1][4] if len(last) > 1 else self._start
        return self._is_own(last[0], before) or self._is_own(first, self._start)

    def head_words(self, connection: Connection) -> str:
        """Return the eight words of the last event, for the outside witness."""
        return _to_words(self._head(connection)[1])

    def _head(self, connection: Connection) -> tuple[int, bytes]:
        row = connection.execute(_HEAD).first()
        return (row.seq, row.mac) if row else (0, self._start)

    def _follows(self, before: bytes, row: bytes, mac: bytes) -> bool:
        return hmac.compare_digest(self._mac(before, row), mac)

    def _is_own(self, row: Sequence[Any], before: object) -> bool:
        seq, at, content_hash, written, stored, right_types = row
        return right_types and isinstance(before, bytes) and self._follows(before, _canonical(seq, at, content_hash, written), stored)

    def _mac(self, before: bytes, row: bytes) -> bytes:
        return hmac.digest(self._key, before + row, "sha256")

    @staticmethod
    def _lock(connection: Connection) -> None:
        """Let one writer at a time see the head, also of an empty log.

        An advisory lock rather than FOR UPDATE: an empty log has no row to lock, and a database role that may only read and insert can take it. On
        SQLite every writing transaction has the write lock already (BEGIN IMMEDIATE); that a number is used once holds everywhere.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _write(event: AuditEvent, report_id: str, person_id: str, detail: str) -> str:
    """Return an event as canonical JSON, and refuse what could be content."""
    words = {"detail": detail, "person": person_id, "report": report_id}
    for name, word in words.items():
        if len(word) > LONGEST_DETAIL or not word.isprintable() or any(mark in word for mark in ' "\\'):
            raise AuditError(
                f"{name} of an audit event is an id or the word of an enum: no spaces or quotes, at most {LONGEST_DETAIL} characters; log the id only"
            )
    kept = {name: word for name, word in words.items() if word}
    return json.dumps({"event": event.value, **kept}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _is_restore(event: bytes) -> bool:
    return event == _write(AuditEvent.KEYS_RESTORED, "", "", "").encode()


def _canonical(seq: int, at: int, content_hash: bytes | None, event: bytes) -> bytes:
    """Return every column of a row as the bytes that its mac covers: JSON of what has a fixed form, and the event's own JSON after it."""
    return json.dumps([seq, at, None if content_hash is None else content_hash.hex()], separators=(",", ":")).encode() + event


def _to_words(mac: bytes) -> str:
    return " ".join(WORDS[byte] for byte in mac[:8])


def _from_words(witness: str) -> bytes:
    words = witness.lower().split()
    if len(words) != 8 or not set(words) <= set(WORDS):
        raise AuditError("the witness is eight words of Signpost's own list; copy them again as they stand in the channel")
    return bytes(WORDS.index(word) for word in words)
