"""Seals what must not be readable in a table or a backup: AES-256-GCM, under keys that stand apart from the data.

A report has a key of its own. That key is sealed twice: under the key ring, for the running process, and to the offline recovery key, for the day
when the ring is lost. Without both, what they sealed is gone; that is also how a purge deletes. No error and no repr here shows a key or a text.
"""

from __future__ import annotations

import json
import os
from base64 import b32decode, b32encode
from binascii import Error as Base32Error
from dataclasses import dataclass, field, replace
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.key_ring import KEY_LENGTH, KeyRing, SealingError, local_ring, new_ring, open_ring

__all__ = [
    "KeyRing",
    "SealedKey",
    "Sealer",
    "SealingError",
    "aad",
    "audit_key",
    "key_id_of",
    "local_ring",
    "new_recovery_pair",
    "new_ring",
    "open_recovery",
    "open_ring",
    "recovery_public",
]

UNDER_A_KEY = b"\x01"
"""First byte of what is sealed under one report's key: nonce and ciphertext follow."""
UNDER_THE_RING = b"\x02"
"""First byte of what is sealed under the ring itself: length of the key's id, id, nonce and ciphertext follow."""
TO_RECOVERY = b"\x03"
"""First byte of a recovery copy: eight bytes that tell whose, then HPKE's own."""

_NONCE = 12
_MARK = 8
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PRIVATE, _PUBLIC = "SIGNPOSTPRIVATE", "SIGNPOSTPUBLIC"
_CHECK = 3
"""Bytes of a checksum at the end of a written recovery key: it is typed from paper."""
_MISREAD = str.maketrans("018", "OIB", " \t\r\n-")


def aad(tenant: str, report_id: str, part: str, version: int = 1) -> str:
    """Return what binds sealed bytes to their place, so that a row put elsewhere cannot be read there; no two places share one."""
    return json.dumps([version, tenant, report_id, part], separators=(",", ":"))


def audit_key(ring: KeyRing) -> bytes:
    """Return the key of the audit log: of the ring's oldest key, so that it outlives every rotation."""
    return _derive(ring.keys[ring.oldest], b"signpost audit")


def key_id_of(sealed: bytes) -> str:
    """Return the id of the ring's key under which a text was sealed. Raises SealingError for anything else."""
    length = sealed[1] if len(sealed) > 1 else 0
    name = sealed[2 : 2 + length]
    if sealed[:1] != UNDER_THE_RING or not length or len(name) < length or not name.isascii():
        raise SealingError("a kept text is no sealed text of this version of Signpost, or was damaged; put the row back from a backup")
    return name.decode("ascii")


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A report's key as it is stored."""

    key_id: str
    """Which key of the ring opens it."""
    wrapped: bytes = field(repr=False)
    recovery: bytes | None = field(repr=False)
    """The same key for the offline recovery key; None where none was configured."""


class Sealer:
    """Seals and opens: each report under a key of its own, and short texts that are no report's under the ring."""

    def __init__(self, ring: KeyRing, recovery_public: bytes | None = None) -> None:
        self._newest = ring.newest
        self._wrapping = {name: AESGCM(_derive(key, b"signpost wrapping")) for name, key in ring.keys.items()}
        self._texts = {name: AESGCM(_derive(key, b"signpost texts")) for name, key in ring.keys.items()}
        self._recovery = None if recovery_public is None else _Recovery(recovery_public)

    def new_key(self, *, tenant: str, report_id: str) -> tuple[bytes, SealedKey]:
        """Return a new report's key, and how it is stored."""
        key = os.urandom(KEY_LENGTH)
        return key, self.wrap(key, tenant=tenant, report_id=report_id)

    def wrap(self, key: bytes, *, tenant: str, report_id: str) -> SealedKey:
        """Return how a report's key is stored: under the newest key, and for the recovery key where there is one."""
        recovery = self._recovery.close(key, tenant, report_id) if self._recovery else None
        return SealedKey(self._newest, self._wrap(key, tenant, report_id), recovery)

    def unwrap(self, sealed: SealedKey, *, tenant: str, report_id: str) -> bytes:
        """Return a report's key. Raises SealingError where its key is not on the ring, it was changed, or it is another report's."""
        return _open(_pick(self._wrapping, sealed.key_id), sealed.wrapped, aad(tenant, report_id, "key"), "the key of a report")

    def rewrap(self, sealed: SealedKey, *, tenant: str, report_id: str) -> SealedKey:
        """Return a report's key under the newest key and for today's recovery key; the same object where it is so already."""
        key = self.unwrap(sealed, tenant=tenant, report_id=report_id)
        if sealed.key_id != self._newest:
            sealed = replace(sealed, key_id=self._newest, wrapped=self._wrap(key, tenant, report_id))
        if self._recovery and not self._recovery.is_for(sealed.recovery):
            sealed = replace(sealed, recovery=self._recovery.close(key, tenant, report_id))
        return sealed

    @staticmethod
    def close(key: bytes, text: str, *, aad: str) -> bytes:
        """Return any text, half characters and all, sealed under a report's key and bound to its place."""
        return _close(_cipher(key), text.encode("utf-8", "surrogatepass"), aad)

    @staticmethod
    def open(key: bytes, sealed: bytes, *, aad: str) -> str:
        """Return exactly the text that was sealed. Raises SealingError where a byte, the key or the place is another."""
        return _open(_cipher(key), sealed, aad, "a sealed text").decode("utf-8", "surrogatepass")

    def close_under_ring(self, text: str, *, aad: str) -> bytes:
        """Return a text that belongs to no report sealed under the ring's newest key, whose id stands in the first bytes."""
        name = self._newest.encode("ascii")
        return UNDER_THE_RING + bytes([len(name)]) + name + _close(self._texts[self._newest], text.encode("utf-8", "surrogatepass"), aad)

    def open_under_ring(self, sealed: bytes, *, aad: str) -> str:
        """Return exactly the text that was sealed. Raises SealingError where a byte or the place is another, or its key is not on the ring."""
        name = key_id_of(sealed)
        return _open(_pick(self._texts, name), sealed[2 + len(name) :], aad, "a kept text").decode("utf-8", "surrogatepass")

    def _wrap(self, key: bytes, tenant: str, report_id: str) -> bytes:
        return _close(self._wrapping[self._newest], key, aad(tenant, report_id, "key"))


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_LENGTH, salt=None, info=purpose).derive(key)


def _pick(ciphers: dict[str, AESGCM], name: str) -> AESGCM:
    if name not in ciphers:
        raise SealingError(f"key {name!a} is not on the key ring (SIGNPOST_KEYS); put its line back from your copy of the ring")
    return ciphers[name]


def _cipher(key: bytes) -> AESGCM:
    if len(key) != KEY_LENGTH:
        raise SealingError(f"the key of a report is {KEY_LENGTH} bytes; take it from Sealer.unwrap")
    return AESGCM(key)


def _close(cipher: AESGCM, plain: bytes, aad: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return UNDER_A_KEY + nonce + cipher.encrypt(nonce, plain, aad.encode("utf-8", "surrogatepass"))


def _open(cipher: AESGCM, sealed: bytes, aad: str, thing: str) -> bytes:
    start = len(UNDER_A_KEY) + _NONCE
    try:
        if sealed[:1] == UNDER_A_KEY and len(sealed) > start:
            return cipher.decrypt(sealed[1:start], sealed[start:], aad.encode("utf-8", "surrogatepass"))
    except InvalidTag:
        pass
    raise SealingError(
        f"{thing} cannot be opened: it was changed, moved from another row, or sealed with another key; put the row back from a backup"
    )


class _Recovery:
    """Seals keys to one recovery key, of which only the public half is here."""

    def __init__(self, public: bytes) -> None:
        try:
            self._public = X25519PublicKey.from_public_bytes(public)
            _SUITE.encrypt(b"", self._public)  # a key that cannot seal is refused at start, not when a report is to be stored
        except ValueError:
            raise SealingError("SIGNPOST_RECOVERY_KEY is no usable public key; copy it again from where the pair was made") from None
        self._mark = _mark(self._public)

    def close(self, key: bytes, tenant: str, report_id: str) -> bytes:
        return TO_RECOVERY + self._mark + _SUITE.encrypt(key, self._public, info=aad(tenant, report_id, "recovery").encode())

    def is_for(self, recovery: bytes | None) -> bool:
        return recovery is not None and recovery[: 1 + _MARK] == TO_RECOVERY + self._mark


def new_recovery_pair() -> tuple[str, str]:
    """Return a recovery key as text: the private half, for paper in a safe, and the public half, for SIGNPOST_RECOVERY_KEY."""
    private = X25519PrivateKey.generate()
    return _write(_PRIVATE, private.private_bytes_raw()), _write(_PUBLIC, private.public_key().public_bytes_raw())


def recovery_public(text: str) -> bytes:
    """Return the public half from its text. Raises SealingError where it was mistyped, or is the private half, which belongs on paper."""
    if _letters(text).startswith(_PRIVATE):
        raise SealingError("SIGNPOST_RECOVERY_KEY holds the private half, which belongs on paper only; make a new pair, and set its public half")
    return _read(_PUBLIC, text, "SIGNPOST_RECOVERY_KEY")


def open_recovery(private_text: str, recovery: bytes, *, tenant: str, report_id: str) -> bytes:
    """Return a report's key from its recovery copy. Raises SealingError where the private half or the report is another, or a byte was changed."""
    private = X25519PrivateKey.from_private_bytes(_read(_PRIVATE, private_text, "the recovery key"))
    if recovery[:1] == TO_RECOVERY and recovery[1 : 1 + _MARK] != _mark(private.public_key()):
        raise SealingError("a recovery copy was sealed to another recovery key; fetch the paper that was made before this one")
    try:
        if recovery[:1] == TO_RECOVERY:
            return _SUITE.decrypt(recovery[1 + _MARK :], private, info=aad(tenant, report_id, "recovery").encode())
    except InvalidTag:
        pass
    raise SealingError("a recovery copy cannot be opened: it was changed, or is another report's; put the row back from a backup")


def _mark(public: X25519PublicKey) -> bytes:
    return sha256(b"signpost recovery" + public.public_bytes_raw()).digest()[:_MARK]


def _letters(text: str) -> str:
    return text.upper().translate(_MISREAD)


def _write(name: str, key: bytes) -> str:
    letters = b32encode(key + sha256(name.encode() + key).digest()[:_CHECK]).decode()
    return f"SIGNPOST-{name.removeprefix('SIGNPOST')}-" + "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _read(name: str, text: str, place: str) -> bytes:
    try:
        found = b32decode(_letters(text).removeprefix(name))
    except (Base32Error, ValueError):
        found = b""
    key, check = found[:KEY_LENGTH], found[KEY_LENGTH:]
    if len(key) != KEY_LENGTH or check != sha256(name.encode() + key).digest()[:_CHECK]:
        half = "private" if name == _PRIVATE else "public"
        raise SealingError(f"{place} is no {half} recovery key as it was written down; type all of it again, from SIGNPOST-{half.upper()} on")
    return key
