"""Seals what must not be readable in a table or a backup. The key stands apart from the data, or beside it only on one's own machine."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken


class SealingError(Exception):
    """Something sealed cannot be opened, or there is no usable key; the message says what to do."""


class Seal:
    """Seals and opens short texts (Fernet: AES-128-CBC with an HMAC-SHA256)."""

    def __init__(self, key: str) -> None:
        try:
            self._fernet = Fernet(key.encode())
        except ValueError:
            raise SealingError(
                "SIGNPOST_KEY is not a key; make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
            ) from None

    def close(self, text: str) -> bytes:
        """Return `text` sealed."""
        return self._fernet.encrypt(text.encode("utf-8", errors="replace"))

    def open(self, sealed: bytes) -> str:
        """Return what was sealed. Raises SealingError where the key is another or the bytes were changed."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SealingError("a kept text cannot be opened with this SIGNPOST_KEY; set the key with which it was sealed") from None


def local_key(folder: Path) -> str:
    """Return the key kept in `folder`, made at first use and readable by its owner only: for one's own machine, not for a server."""
    path = folder / "signpost.key"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(Fernet.generate_key().decode())
    return path.read_text().strip()
