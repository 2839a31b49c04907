"""What is sealed opens with its own key and with no other, and a key of one's own machine is for its owner's eyes only."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.sealing import Seal, SealingError, local_key


def fresh() -> Seal:
    return Seal(Fernet.generate_key().decode())


@pytest.mark.parametrize("text", ["can I add a pupil", "", "naïve “quotes” 🙂\n\t", "x" * 10_000])
def test_what_is_sealed_opens_again(text: str) -> None:
    seal = fresh()
    assert seal.open(seal.close(text)) == text


def test_another_seal_with_the_same_key_opens_it() -> None:
    key = Fernet.generate_key().decode()
    assert Seal(key).open(Seal(key).close("a note")) == "a note"


def test_sealed_bytes_do_not_hold_the_words() -> None:
    assert b"pupil" not in fresh().close("a pupil wrote")


def test_same_words_are_never_sealed_alike() -> None:
    seal = fresh()
    assert seal.close("a note") != seal.close("a note")


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealingError, match="set the key with which it was sealed"):
        fresh().open(fresh().close("a note"))


@pytest.mark.parametrize("at", [0, 10, 30, -1])
def test_damaged_bytes_are_refused(at: int) -> None:
    seal = fresh()
    damaged = bytearray(seal.close("a note"))
    damaged[at] ^= 1
    with pytest.raises(SealingError, match="cannot be opened"):
        seal.open(bytes(damaged))


@pytest.mark.parametrize("sealed", [b"", b"plain words", b"\x00\xff"])
def test_bytes_that_were_never_sealed_are_refused(sealed: bytes) -> None:
    with pytest.raises(SealingError):
        fresh().open(sealed)


@pytest.mark.parametrize("key", ["", "short", "not base64 at all!", "x" * 44, "é" * 44])
def test_key_that_is_none_says_how_to_make_one(key: str) -> None:
    with pytest.raises(SealingError, match="SIGNPOST_KEY is not a key; make one with: python -c"):
        Seal(key)


def test_refusal_does_not_repeat_the_key() -> None:
    with pytest.raises(SealingError) as refused:
        Seal("open sesame")
    assert "sesame" not in str(refused.value)


def test_local_key_is_usable(tmp_path: Path) -> None:
    seal = Seal(local_key(tmp_path))
    assert seal.open(seal.close("a note")) == "a note"


def test_local_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    local_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "signpost.key").stat().st_mode) == 0o600


def test_local_key_stays_the_same(tmp_path: Path) -> None:
    assert local_key(tmp_path) == local_key(tmp_path)


def test_local_keys_of_two_folders_differ(tmp_path: Path) -> None:
    assert local_key(tmp_path / "one") != local_key(tmp_path / "two")


def test_folder_of_the_local_key_is_made(tmp_path: Path) -> None:
    local_key(tmp_path / "deep" / "down")
    assert (tmp_path / "deep" / "down" / "signpost.key").is_file()


def test_key_that_was_written_with_a_line_end_is_read(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    (tmp_path / "signpost.key").write_text(key + "\n", encoding="utf-8")
    assert local_key(tmp_path) == key
