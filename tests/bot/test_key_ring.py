"""A ring is read strictly, says what to do on every faulty line, and never shows a key: not in a refusal, not in a repr."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import key_ring
from bot.key_ring import LOCAL_RING, MAKE_RING, KeyRing, SealingError, local_ring, new_ring, open_ring

ONE, TWO = bytes(range(32)), bytes(range(32, 64))
README = Path(__file__).parents[2] / "README.md"


def written(key: bytes) -> str:
    return urlsafe_b64encode(key).decode().rstrip("=")


RING = f"old {written(ONE)} 2026-09-01\nnew {written(TWO)}\n"


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(SealingError) as refused:
        call()
    return str(refused.value)


# --- reading ---


def test_keys_are_read_by_id_oldest_first() -> None:
    assert list(KeyRing.read(RING).keys.items()) == [("old", ONE), ("new", TWO)]


def test_last_line_is_the_newest_key() -> None:
    assert (KeyRing.read(RING).oldest, KeyRing.read(RING).newest) == ("old", "new")


def test_day_of_a_key_is_read_where_it_stands() -> None:
    assert dict(KeyRing.read(RING).created) == {"old": date(2026, 9, 1)}


def test_ring_is_written_as_it_was_read() -> None:
    assert KeyRing.read(RING).text() == RING


@given(st.dictionaries(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", fullmatch=True), st.binary(min_size=32, max_size=32), min_size=1))
def test_every_ring_with_different_keys_is_read_back(keys: dict[str, bytes]) -> None:
    ring = KeyRing({name: key for name, key in keys.items() if list(keys.values()).count(key) == 1} or {"a": ONE})
    assert KeyRing.read(ring.text()) == ring


@pytest.mark.parametrize(
    "text",
    [RING.replace("\n", "\r\n"), "\ufeff" + RING, f"# the ring\n\n{RING}\n\n", RING.replace(" ", "\t"), RING.replace(" 2026", "= 2026")],
    ids=["windows", "mark", "comments", "tabs", "padded"],
)
def test_file_that_an_editor_has_touched_is_read(text: str) -> None:
    assert KeyRing.read(text) == KeyRing.read(RING)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (written(TWO), "a line is `id key`"),
        ("open sesame", "no key"),
        (f"two {written(TWO)} 2026-09-01 more", "a line is `id key`"),
        (f"{written(TWO)} two", "the id before the key"),
        (f"-two {written(TWO)}", "the id before the key"),
        (f"zwölf {written(TWO)}", "the id before the key"),
        (f"{'x' * 33} {written(TWO)}", "the id before the key"),
        (f"two {written(TWO)[:-1]}", "43 characters"),
        (f"two {written(TWO)}x", "43 characters"),
        (f"two {'é' * 43}", "43 characters"),
        (f"two {'+' * 43}", "43 characters"),
        (f"two {written(TWO)} yesterday", "write it as 2026-11-28"),
        (f"one {written(TWO)}", "stands on line 2 already; give each key an id of its own"),
        (f"two {written(ONE)}", "its key stands on line 2 already"),
    ],
)
def test_faulty_line_is_named_with_what_to_do_and_never_repeated(line: str, said: str) -> None:
    refused = refusal(lambda: KeyRing.read(f"# ours\none {written(ONE)}\n{line}\n"))
    assert refused.startswith("the key ring, line 3: ")
    assert said in refused
    assert not [word for word in line.split() if len(word) > 3 and word in refused]


def test_every_faulty_line_is_told_at_once() -> None:
    assert re.findall(r"line \d", refusal(lambda: KeyRing.read(f"bad\none {written(ONE)}\nworse\n"))) == ["line 1", "line 3"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but words\n"])
def test_ring_without_a_key_says_how_to_make_one(text: str) -> None:
    assert MAKE_RING in refusal(lambda: KeyRing.read(text))


@pytest.mark.parametrize("keys", [{}, {"one": b"short"}, {"": ONE}, {"x" * 300: ONE}, {"one": ONE, "two": b""}])
def test_ring_cannot_be_built_from_what_is_no_key(keys: dict[str, bytes]) -> None:
    refusal(lambda: KeyRing(keys))


def test_ring_does_not_change_with_what_it_was_built_from() -> None:
    keys = {"one": ONE}
    ring = KeyRing(keys)
    keys["two"] = TWO
    assert list(ring.keys) == ["one"]


def test_repr_shows_no_key() -> None:
    assert repr(KeyRing.read(RING)) == "KeyRing(newest='new')"


# --- making ---


def test_new_ring_has_one_key_and_its_day() -> None:
    ring = new_ring(date(2026, 11, 28))
    assert list(ring.created.values()) == [date(2026, 11, 28)]
    assert [len(key) for key in ring.keys.values()] == [32]


def test_new_rings_differ() -> None:
    assert new_ring() != new_ring()


def test_new_key_is_put_last_and_the_others_stay() -> None:
    first = KeyRing.read(RING)
    second = first.new_key(date(2026, 11, 28))
    assert list(second.keys)[:2] == ["old", "new"]
    assert second.newest not in first.keys
    assert second.created[second.newest] == date(2026, 11, 28)
    assert (second.oldest, second.keys["old"]) == ("old", ONE)


def test_id_that_is_taken_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given_out = iter(["same", "same", "other"])
    monkeypatch.setattr(key_ring, "token_hex", lambda _size: next(given_out))
    assert list(new_ring().new_key().keys) == ["k-same", "k-other"]


def test_command_that_the_refusals_name_makes_a_ring(tmp_path: Path) -> None:
    command = MAKE_RING.replace("signpost", f"{sys.executable} -c 'from adapters.cli import main; main()'", 1)
    subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(README.parent)}, check=True)
    assert len(KeyRing.read((tmp_path / LOCAL_RING).read_text("utf-8")).keys) == 1
    assert stat.S_IMODE((tmp_path / LOCAL_RING).stat().st_mode) == 0o600


def test_command_stands_in_the_readme() -> None:
    assert f"`{MAKE_RING}`" in README.read_text("utf-8")


# --- what is in use ---


@pytest.mark.parametrize("in_use", [[], ["old"], ["new", "old", "new"]])
def test_ring_that_holds_every_key_in_use_is_accepted(in_use: list[str]) -> None:
    KeyRing.read(RING).check(in_use)


def test_every_missing_key_is_named_with_what_to_do() -> None:
    said = refusal(lambda: KeyRing.read(RING).check(["new", "k-2", "k-1", "k-2"]))
    assert said.startswith("not on the key ring, and in use: 'k-1', 'k-2'; put each line back from your copy of the ring (SIGNPOST_KEYS)")


def test_id_from_a_damaged_row_cannot_steer_a_terminal() -> None:
    assert "\x1b" not in refusal(lambda: KeyRing.read(RING).check(["\x1b[2J"]))


# --- from the environment ---


def test_ring_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "our ring").write_text(RING, "utf-8")
    assert open_ring(str(tmp_path / "our ring"), tmp_path / "data") == KeyRing.read(RING)


def test_ring_is_read_from_its_own_text(tmp_path: Path) -> None:
    assert open_ring(RING, tmp_path / "data") == KeyRing.read(RING)


@pytest.mark.parametrize("keys", [None, "", " \n"])
def test_without_one_the_ring_of_the_own_machine_is_used(keys: str | None, tmp_path: Path) -> None:
    assert open_ring(keys, tmp_path) == local_ring(tmp_path)


def test_ring_that_is_given_leaves_none_beside_the_data(tmp_path: Path) -> None:
    open_ring(RING, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_fault_in_a_file_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "ring").write_text("open sesame", "utf-8")
    assert refusal(lambda: open_ring(str(tmp_path / "ring"), tmp_path)).startswith(f"{tmp_path / 'ring'}, line 1: ")


@pytest.mark.parametrize("keys", ["sesame", written(ONE), "sesame" * 1_000, "se\0same"])
def test_value_that_is_neither_is_refused_and_not_repeated(keys: str, tmp_path: Path) -> None:
    said = refusal(lambda: open_ring(keys, tmp_path))
    assert said.startswith("SIGNPOST_KEYS is neither a key ring's text nor the path of its file")
    assert keys[:6] not in said


def test_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert "(is a directory)" in refusal(lambda: open_ring(str(tmp_path), tmp_path))


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ring").write_bytes(b"\xff\xfe\x00")
    assert "(not a text file)" in refusal(lambda: open_ring(str(tmp_path / "ring"), tmp_path))


# --- on one's own machine ---


def test_local_ring_stays_the_same(tmp_path: Path) -> None:
    assert local_ring(tmp_path) == local_ring(tmp_path)


def test_local_rings_of_two_folders_differ(tmp_path: Path) -> None:
    assert local_ring(tmp_path / "one") != local_ring(tmp_path / "two")


def test_local_ring_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    local_ring(tmp_path / "deep" / "down")
    assert stat.S_IMODE((tmp_path / "deep" / "down" / LOCAL_RING).stat().st_mode) == 0o600


def test_nothing_is_left_beside_the_local_ring(tmp_path: Path) -> None:
    local_ring(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [LOCAL_RING]


def test_first_starts_at_once_share_one_ring(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: local_ring(tmp_path), range(32)))
    assert all(ring == rings[0] for ring in rings)


def test_ring_of_the_process_that_was_first_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(draft: Path, path: Path) -> None:
        path.write_text(RING, "utf-8")
        link(draft, path)

    link = os.link
    monkeypatch.setattr(os, "link", late)
    assert local_ring(tmp_path) == KeyRing.read(RING)
    assert [path.name for path in tmp_path.iterdir()] == [LOCAL_RING]


def test_file_system_without_links_holds_a_ring_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_draft: Path, _path: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert local_ring(tmp_path) == local_ring(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [LOCAL_RING]


def test_local_ring_that_is_damaged_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / LOCAL_RING).write_text("", "utf-8")
    assert refusal(lambda: local_ring(tmp_path)).startswith(f"{tmp_path / LOCAL_RING} holds no key")
    assert (tmp_path / LOCAL_RING).read_bytes() == b""


def test_folder_in_the_place_of_the_local_ring_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOCAL_RING).mkdir()
    assert refusal(lambda: local_ring(tmp_path)) == f"{tmp_path / LOCAL_RING}: is a directory; put your copy of the ring there"
