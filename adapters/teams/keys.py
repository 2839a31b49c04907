"""The keys that sign what Teams sends: fetched beside everything else, kept for a day, and fetched again when a new one is used.

The SDK's own way would fetch them on the loop, without a limit, so that a server that hangs would stop every chat; and it would refuse a new key
for a day (botbuilder 4.17.1).
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from adapters.teams.services import is_private

LOG = logging.getLogger("signpost")
LIMIT = 5.0
"""Seconds for fetching them, all in all."""
KEPT_FOR = 24 * 3600.0
"""Seconds after which they are fetched again; those that are held stay good until new ones are there."""
LOOKS_AGAIN_AFTER, LOOKS_EVERY = 10.0, 300.0
"""Seconds after a fetch for a key that nobody knew, doubled each time up to the second: else anybody could make us ask without end. A new key of
Teams' is found at once, also soon after somebody tried that.
"""
AGAIN_AFTER = 3.0
"""Seconds after a fetch that failed."""
LARGEST = 2**20
Json = dict[str, Any]


class KeysUnavailable(Exception):
    """No key is held, and none could be fetched: nobody can be let in, whoever they are."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the channels for which it may sign."""

    public_key: RSAPublicKey
    endorsements: tuple[str, ...]


class Keys:
    """The keys of one service."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        if not is_private(url):
            raise ValueError("keys are fetched by https only")
        self._url, self._clock = url, clock
        self._held: Mapping[str, Key] = {}
        self._fetching: asyncio.Task[None] | None = None
        self._stale_at = self._not_before = float("-inf")
        self._in_vain = 0

    async def get(self, key_id: object) -> Key:
        """Return a key. Whoever uses one that is held waits for nobody. Raises PermissionError for an unknown one, and KeysUnavailable."""
        if not isinstance(key_id, str) or not key_id:
            raise PermissionError("the token names no key")
        if key_id in self._held:
            if self._clock() >= self._stale_at:
                self._begin()
            return self._held[key_id]
        await self.fetch(key_id)
        if key_id in self._held:
            return self._held[key_id]
        if not self._held:
            raise KeysUnavailable("no key could be fetched")
        raise PermissionError("the token names a key that nobody knows")

    async def fetch(self, wanted: str = "") -> None:
        """Fetch the keys where that may be done now; all who ask meanwhile wait for the same fetch."""
        self._begin(wanted)
        if self._fetching is not None:
            await asyncio.shield(self._fetching)

    async def close(self) -> None:
        """Give up a fetch that goes on."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    def _begin(self, wanted: str = "") -> None:
        if self._fetching is None and self._clock() >= self._not_before:
            self._fetching = asyncio.ensure_future(self._fetch(wanted))
            self._fetching.add_done_callback(self._ended)

    def _ended(self, _fetch: asyncio.Task[None]) -> None:
        self._fetching = None

    async def _fetch(self, wanted: str) -> None:
        try:
            held = await _fetched(self._url)
        except (ClientError, OSError, TimeoutError, ValueError, RecursionError) as error:
            LOG.error("teams.keys_not_fetched %s", type(error).__name__)
            self._not_before = self._clock() + AGAIN_AFTER
            return
        self._held, self._stale_at = held, self._clock() + KEPT_FOR
        self._in_vain = self._in_vain + 1 if wanted and wanted not in held else 0
        if self._in_vain:
            self._not_before = self._clock() + min(LOOKS_AGAIN_AFTER * 2 ** (self._in_vain - 1), LOOKS_EVERY)


async def _fetched(url: str) -> Mapping[str, Key]:
    """Return the keys of a service. Raises ClientError, OSError, TimeoutError and ValueError."""
    async with asyncio.timeout(LIMIT), ClientSession(timeout=ClientTimeout(total=LIMIT), trust_env=True) as session:
        where = (await _read(session, url)).get("jwks_uri")
        if not isinstance(where, str) or not is_private(where):
            raise ValueError("it is not said where the keys are")
        found = (await _read(session, where)).get("keys")
    held = {one["kid"]: key for one in found if (key := _key(one)) is not None} if isinstance(found, list) else {}
    if not held:
        raise ValueError("there is no key")
    return held


async def _read(session: ClientSession, url: str) -> Json:
    async with session.get(url) as answer:
        answer.raise_for_status()
        if not is_private(str(answer.url)):
            raise ValueError("somebody could listen in")
        text = b"".join([piece async for piece in _pieces(answer.content)])
    read = json.loads(text)
    if not isinstance(read, dict):
        raise ValueError("it is no object")
    return read


async def _pieces(content: StreamReader) -> AsyncIterator[bytes]:
    """Give what comes, piece by piece. Raises ValueError where it does not end."""
    length = 0
    async for piece in content.iter_any():
        length += len(piece)
        if length > LARGEST:
            raise ValueError("it does not end")
        yield piece


def _key(written: object) -> Key | None:
    """Return a key that can be used; None for any other, also for one that signs for no channel: the SDK would take it for all."""
    if not isinstance(written, dict) or not isinstance(written.get("kid"), str) or written.get("kty") != "RSA":
        return None
    endorsements = written.get("endorsements")
    if not isinstance(endorsements, list) or not endorsements or not all(isinstance(one, str) for one in endorsements):
        return None
    try:
        public_key = RSAAlgorithm.from_jwk(written)
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
    return Key(public_key, tuple(endorsements)) if isinstance(public_key, RSAPublicKey) else None
