"""The keys that seal everything, each with an id: the newest seals, all of them open. Where they come from, and what is said when one is faulty.

The ring stands apart from the data (a backup of both together protects nothing), or beside it only on one's own machine. What a faulty line says is
never repeated: it may be a key.
"""

from __future__ import annotations

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType

KEY_LENGTH = 32
LOCAL_RING = "signpost.keys"
MAKE_RING = f"signpost keys new {LOCAL_RING}"
"""What to type for a new ring."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
"""Shorter than a written key, so that a key can never be taken for an id and be shown."""
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")


class SealingError(Exception):
    """Something sealed cannot be opened, or there is no usable key; the message says what to do, and never holds a key or a text."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys by id, the oldest first."""

    keys: Mapping[str, bytes] = field(repr=False)
    created: Mapping[str, date] = field(default_factory=dict, repr=False)
    """The day on which a key was made, where it is known."""
    newest: str = field(init=False)
    """The id of the key that seals."""

    def __post_init__(self) -> None:
        if not self.keys or not all(_ID.fullmatch(name) and len(key) == KEY_LENGTH for name, key in self.keys.items()):
            raise SealingError(f"a key ring holds at least one key, each of {KEY_LENGTH} bytes and with a short id; make one with: {MAKE_RING}")
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))
        object.__setattr__(self, "created", MappingProxyType(dict(self.created)))
        object.__setattr__(self, "newest", list(self.keys)[-1])

    @property
    def oldest(self) -> str:
        """The id of the first key, which the audit log needs for as long as it lives."""
        return next(iter(self.keys))

    @classmethod
    def read(cls, text: str, place: str = "the key ring") -> KeyRing:
        """Return the ring that `text` writes, one `id key [day]` a line. Raises SealingError with every faulty line and what to do."""
        keys: dict[str, bytes] = {}
        created: dict[str, date] = {}
        lines: dict[str, int] = {}
        faults: list[str] = []
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            fault = _fault(words) or _twin(words, keys, lines)
            if fault:
                faults.append(f"{place}, line {number}: {fault}")
                continue
            name, key, *day = words
            lines[name], keys[name] = number, _decode(key)
            if day:
                created[name] = date.fromisoformat(day[0])
        if faults:
            raise SealingError("\n".join(faults))
        if not keys:
            raise SealingError(f"{place} holds no key; put your copy of the ring there, or make a first one with: {MAKE_RING}")
        return cls(keys, created)

    def new_key(self, created: date | None = None) -> KeyRing:
        """Return the ring with one more key, which seals from now on."""
        name = _new_id(self.keys)
        return KeyRing({**self.keys, name: os.urandom(KEY_LENGTH)}, {**self.created, name: created or _today()})

    def text(self) -> str:
        """Return the ring as it is written into its file. This is the secret itself."""
        return "".join(
            " ".join([name, urlsafe_b64encode(key).decode().rstrip("="), *([self.created[name].isoformat()] if name in self.created else [])]) + "\n"
            for name, key in self.keys.items()
        )

    def check(self, ids_in_use: Iterable[str]) -> None:
        """Raise SealingError, with every id that is in use and not on the ring, and what to do."""
        missing = sorted(set(ids_in_use) - set(self.keys))
        if missing:
            names = ", ".join(ascii(name) for name in missing)
            raise SealingError(
                f"not on the key ring, and in use: {names}; put each line back from your copy of the ring (SIGNPOST_KEYS). "
                "Where there is none, only the recovery key opens reports, and nothing opens kept questions"
            )


def new_ring(created: date | None = None) -> KeyRing:
    """Return a ring of one new key."""
    name = _new_id(())
    return KeyRing({name: os.urandom(KEY_LENGTH)}, {name: created or _today()})


def open_ring(keys: str | None, folder: Path) -> KeyRing:
    """Return the ring that SIGNPOST_KEYS gives, as a path to its file or as its own text; without it that of one's own machine, in `folder`."""
    if not keys or not keys.strip():
        return local_ring(folder)
    text, why = _read_file(Path(keys))
    if text is not None:
        return KeyRing.read(text, keys)
    if len(keys.split()) > 1:
        return KeyRing.read(keys, "SIGNPOST_KEYS (taken as the ring's own text)")
    raise SealingError(f"SIGNPOST_KEYS is neither a key ring's text nor the path of its file ({why}); make a ring with: {MAKE_RING}")


def local_ring(folder: Path) -> KeyRing:
    """Return the ring kept in `folder`, made at first use and for its owner's eyes only: for one's own machine, not for a server."""
    path = folder / LOCAL_RING
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _put_first(path, new_ring().text())
    text, why = _read_file(path)
    if text is None:
        raise SealingError(f"{path}: {why}; put your copy of the ring there")
    return KeyRing.read(text, str(path))


def _fault(words: list[str]) -> str:
    """Return what is wrong with a line by itself, without its words."""
    if not 2 <= len(words) <= 3:
        return "a line is `id key`, and perhaps the day on which the key was made; write it so"
    if not _ID.fullmatch(words[0]):
        return "the id before the key is 1 to 32 of letters, digits, dot, dash and underscore; put one in front of the key"
    if not _KEY.fullmatch(words[1]):
        return f"the second word is no key ({KEY_LENGTH} bytes as base64url, 43 characters); copy the whole line again from where the ring was made"
    try:
        [date.fromisoformat(day) for day in words[2:]]
    except ValueError:
        return "the third word is no day; write it as 2026-11-28, or leave it out"
    return ""


def _twin(words: list[str], keys: Mapping[str, bytes], lines: Mapping[str, int]) -> str:
    """Return in what a line repeats an earlier one."""
    if words[0] in keys:
        return f"its id stands on line {lines[words[0]]} already; give each key an id of its own"
    key = _decode(words[1])
    same = [lines[name] for name, earlier in keys.items() if earlier == key]
    return f"its key stands on line {same[0]} already; make a new key, or take one of the two lines out" if same else ""


def _decode(key: str) -> bytes:
    return urlsafe_b64decode(key.rstrip("=") + "=")


def _new_id(taken: Iterable[str]) -> str:
    name = f"k-{token_hex(4)}"
    return name if name not in taken else _new_id(taken)


def _today() -> date:
    return datetime.now(UTC).date()


def _read_file(path: Path) -> tuple[str | None, str]:
    """Return the text of a file, or None and why not. The reason never holds the path, which may be a key that was put in the wrong place."""
    try:
        return path.read_text("utf-8"), ""
    except OSError as error:
        return None, (error.strerror or "it cannot be read").lower()
    except ValueError:
        return None, "not a text file"


def _put_first(path: Path, text: str) -> None:
    """Write a file whole or not at all; where another process was first, its file stays: what it has sealed must open."""
    draft = path.with_name(f"{path.name}.{token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            _name(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _name(draft: Path, path: Path) -> None:
    """Give a finished file its name, unless that is taken."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: two first starts in the same instant are not told apart there
        draft.rename(path)


def _sync_folder(folder: Path) -> None:
    """Bring a new name to the disk: a ring that a power cut takes away would leave sealed rows behind."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
