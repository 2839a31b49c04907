"""What is sealed opens exactly as it was, with its own key and in its own place only; and when the ring is lost, with the recovery key."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import (
    KeyRing,
    SealedKey,
    Sealer,
    SealingError,
    aad,
    audit_key,
    key_id_of,
    new_recovery_pair,
    new_ring,
    open_recovery,
    recovery_public,
)

RING = KeyRing({"old": bytes(range(32)), "new": bytes(range(32, 64))})
OLD_RING = KeyRing({"old": bytes(range(32))})
PRIVATE, PUBLIC = new_recovery_pair()
SEALER = Sealer(RING, recovery_public(PUBLIC))
PLACE = aad("oakfield", "r1", "content")
OURS = {"tenant": "oakfield", "report_id": "r1"}
KEY, SEALED_KEY = SEALER.new_key(tenant="oakfield", report_id="r1")
ODD_TEXTS = [
    "",
    "can I add a pupil",
    "\x00",
    "a\x00b",
    "\ud83d",
    "caf\udce9",
    "\ud83d\ude00",
    "😀👩\u200d🏫",
    "naïve “quotes”\n\t\r\n",
    "\u202egnorw",
    "x" * 40_000,
]


def refusal(call: Callable[[], object]) -> str:
    """Return with what something was refused; nothing secret stands in it, nor in what a traceback would print."""
    with pytest.raises(SealingError) as refused:
        call()
    shown = "".join(traceback.format_exception(refused.value))
    assert PRIVATE[-20:] not in shown
    return str(refused.value)


def recovery_of(sealed: SealedKey) -> bytes:
    assert sealed.recovery is not None
    return sealed.recovery


# --- texts of a report ---


@pytest.mark.parametrize("text", ODD_TEXTS, ids=ascii)
def test_any_text_comes_back_exactly(text: str) -> None:
    assert Sealer.open(KEY, Sealer.close(KEY, text, aad=PLACE), aad=PLACE) == text


@given(st.text(st.characters(codec=None, exclude_categories=())), st.binary(min_size=32, max_size=32), st.text())
def test_any_text_in_any_place_comes_back_exactly(text: str, key: bytes, place: str) -> None:
    assert Sealer.open(key, Sealer.close(key, text, aad=place), aad=place) == text


def test_sealed_bytes_do_not_hold_the_words() -> None:
    assert b"pupil" not in Sealer.close(KEY, "a pupil wrote", aad=PLACE)


def test_same_words_are_never_sealed_alike() -> None:
    assert Sealer.close(KEY, "a note", aad=PLACE) != Sealer.close(KEY, "a note", aad=PLACE)


def test_every_changed_bit_is_refused() -> None:
    sealed = Sealer.close(KEY, "a note", aad=PLACE)
    for at in range(len(sealed) * 8):
        damaged = bytearray(sealed)
        damaged[at // 8] ^= 1 << at % 8
        with pytest.raises(SealingError, match="cannot be opened"):
            Sealer.open(KEY, bytes(damaged), aad=PLACE)


def test_every_cut_is_refused() -> None:
    sealed = Sealer.close(KEY, "a note", aad=PLACE)
    for length in range(len(sealed)):
        with pytest.raises(SealingError):
            Sealer.open(KEY, sealed[:length], aad=PLACE)


@pytest.mark.parametrize("more", [b"\x00", b"a"])
def test_added_byte_is_refused(more: bytes) -> None:
    refusal(lambda: Sealer.open(KEY, Sealer.close(KEY, "a note", aad=PLACE) + more, aad=PLACE))


@given(st.binary(max_size=100))
def test_bytes_that_were_never_sealed_are_refused(sealed: bytes) -> None:
    with pytest.raises(SealingError):
        Sealer.open(KEY, sealed, aad=PLACE)


@pytest.mark.parametrize("place", [aad("elmfield", "r1", "content"), aad("oakfield", "r2", "content"), aad("oakfield", "r1", "note:1"), ""])
def test_text_moved_to_another_row_is_refused(place: str) -> None:
    assert "moved from another row" in refusal(lambda: Sealer.open(KEY, Sealer.close(KEY, "a note", aad=PLACE), aad=place))


def test_text_of_an_earlier_version_cannot_be_passed_off_as_of_a_later_one() -> None:
    refusal(lambda: Sealer.open(KEY, Sealer.close(KEY, "a note", aad=PLACE), aad=aad("oakfield", "r1", "content", version=2)))


def test_another_key_does_not_open_it() -> None:
    refusal(lambda: Sealer.open(bytes(32), Sealer.close(KEY, "a note", aad=PLACE), aad=PLACE))


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_key_of_another_length_is_refused(length: int) -> None:
    assert refusal(lambda: Sealer.close(bytes(length), "a note", aad=PLACE)) == "the key of a report is 32 bytes; take it from Sealer.unwrap"


@given(st.tuples(st.text(), st.text(), st.text()), st.tuples(st.text(), st.text(), st.text()))
def test_no_two_places_share_what_binds_to_them(one: tuple[str, str, str], two: tuple[str, str, str]) -> None:
    assert (aad(*one) == aad(*two)) == (one == two)


@pytest.mark.parametrize(("one", "two"), [(("a|b", "c"), ("a", "b|c")), (('a","b', "c"), ("a", 'b","c')), (("ab", ""), ("a", "b"))])
def test_separators_in_an_id_cannot_make_two_places_one(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert aad(*one, "content") != aad(*two, "content")


# --- the key of a report ---


def test_each_report_has_a_key_of_its_own() -> None:
    keys = {SEALER.new_key(tenant="oakfield", report_id="r1")[0] for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


def test_key_of_a_report_comes_back() -> None:
    assert SEALER.unwrap(SEALED_KEY, **OURS) == KEY


def test_another_process_with_the_same_ring_opens_it() -> None:
    assert Sealer(KeyRing.read(RING.text())).unwrap(SEALED_KEY, **OURS) == KEY


def test_newest_key_seals() -> None:
    assert SEALED_KEY.key_id == "new"


def test_stored_bytes_do_not_hold_the_key() -> None:
    assert KEY not in SEALED_KEY.wrapped + recovery_of(SEALED_KEY)


@pytest.mark.parametrize("place", [{"tenant": "elmfield", "report_id": "r1"}, {"tenant": "oakfield", "report_id": "r2"}])
def test_key_moved_to_another_report_is_refused(place: dict[str, str]) -> None:
    assert "moved from another row" in refusal(lambda: SEALER.unwrap(SEALED_KEY, **place))


def test_every_changed_byte_of_a_stored_key_is_refused() -> None:
    for at in range(len(SEALED_KEY.wrapped)):
        damaged = bytearray(SEALED_KEY.wrapped)
        damaged[at] ^= 1
        with pytest.raises(SealingError):
            SEALER.unwrap(SealedKey("new", bytes(damaged), None), **OURS)


def test_key_under_another_id_of_the_ring_is_refused() -> None:
    refusal(lambda: SEALER.unwrap(SealedKey("old", SEALED_KEY.wrapped, None), **OURS))


def test_key_that_is_not_on_the_ring_is_named_with_what_to_do() -> None:
    said = refusal(lambda: Sealer(OLD_RING).unwrap(SEALED_KEY, **OURS))
    assert said == "key 'new' is not on the key ring (SIGNPOST_KEYS); put its line back from your copy of the ring"


@pytest.mark.parametrize("hidden", [SEALED_KEY.wrapped, SEALED_KEY.recovery, KEY], ids=["wrapped", "recovery", "key"])
def test_repr_shows_only_the_id(hidden: bytes) -> None:
    assert repr(SEALED_KEY) == "SealedKey(key_id='new')"
    assert repr(hidden)[2:-1] not in repr((SEALER, SEALED_KEY))


# --- rotation ---


def test_rotated_key_is_the_same_key_under_the_newest() -> None:
    key, sealed = Sealer(OLD_RING).new_key(**OURS)
    rotated = Sealer(RING).rewrap(sealed, **OURS)
    assert (sealed.key_id, rotated.key_id) == ("old", "new")
    assert SEALER.unwrap(rotated, **OURS) == key


def test_rotation_needs_the_old_key_no_more() -> None:
    key, sealed = Sealer(OLD_RING).new_key(**OURS)
    rotated = Sealer(RING).rewrap(sealed, **OURS)
    assert Sealer(KeyRing({"new": RING.keys["new"]})).unwrap(rotated, **OURS) == key


def test_rotation_that_starts_again_leaves_what_is_done() -> None:
    assert SEALER.rewrap(SEALED_KEY, **OURS) is SEALED_KEY


def test_rotation_keeps_the_recovery_copy() -> None:
    key, sealed = Sealer(OLD_RING, recovery_public(PUBLIC)).new_key(**OURS)
    assert SEALER.rewrap(sealed, **OURS).recovery == sealed.recovery
    assert Sealer(RING).rewrap(sealed, **OURS).recovery == sealed.recovery
    assert open_recovery(PRIVATE, recovery_of(sealed), **OURS) == key


def test_rotation_gives_a_recovery_copy_to_a_report_that_had_none() -> None:
    key, sealed = Sealer(RING).new_key(**OURS)
    assert sealed.recovery is None
    assert open_recovery(PRIVATE, recovery_of(SEALER.rewrap(sealed, **OURS)), **OURS) == key


def test_rotation_seals_to_a_new_recovery_key() -> None:
    private, public = new_recovery_pair()
    rotated = Sealer(RING, recovery_public(public)).rewrap(SEALED_KEY, **OURS)
    assert open_recovery(private, recovery_of(rotated), **OURS) == KEY
    assert rotated.wrapped == SEALED_KEY.wrapped


def test_rotation_of_a_damaged_key_is_refused_and_not_hidden() -> None:
    refusal(lambda: SEALER.rewrap(SealedKey("old", SEALED_KEY.wrapped, SEALED_KEY.recovery), **OURS))


# --- recovery ---


def test_recovery_key_opens_without_the_ring() -> None:
    assert open_recovery(PRIVATE, recovery_of(SEALED_KEY), **OURS) == KEY


def test_without_a_recovery_key_there_is_no_copy() -> None:
    assert Sealer(RING).new_key(**OURS)[1].recovery is None


@pytest.mark.parametrize("place", [{"tenant": "elmfield", "report_id": "r1"}, {"tenant": "oakfield", "report_id": "r2"}])
def test_recovery_copy_of_another_report_is_refused(place: dict[str, str]) -> None:
    assert "is another report's" in refusal(lambda: open_recovery(PRIVATE, recovery_of(SEALED_KEY), **place))


def test_every_changed_byte_of_a_recovery_copy_is_refused() -> None:
    for at in range(len(recovery_of(SEALED_KEY))):
        damaged = bytearray(recovery_of(SEALED_KEY))
        damaged[at] ^= 1
        with pytest.raises(SealingError):
            open_recovery(PRIVATE, bytes(damaged), **OURS)


@given(st.integers(0, 88))
def test_cut_recovery_copy_is_refused(length: int) -> None:
    with pytest.raises(SealingError):
        open_recovery(PRIVATE, recovery_of(SEALED_KEY)[:length], **OURS)


def test_recovery_key_of_another_pair_is_told_apart() -> None:
    assert "another recovery key" in refusal(lambda: open_recovery(new_recovery_pair()[0], recovery_of(SEALED_KEY), **OURS))


def test_recovery_key_is_written_to_be_typed_from_paper() -> None:
    assert re.fullmatch(r"SIGNPOST-PRIVATE(-[A-Z2-7]{4}){14}", PRIVATE)
    assert re.fullmatch(r"SIGNPOST-PUBLIC(-[A-Z2-7]{4}){14}", PUBLIC)


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "\n"), lambda text: text.replace("O", "0").replace("I", "1")],
    ids=["small letters", "spaces", "lines", "digits"],
)
def test_recovery_key_may_be_typed_otherwise(change: Callable[[str], str]) -> None:
    assert open_recovery(change(PRIVATE), recovery_of(SEALED_KEY), **OURS) == KEY


@given(st.integers(17, len(PRIVATE) - 1), st.sampled_from("ABCDEFGHJKMNPQRSTUVWXYZ234567"))
def test_mistyped_letter_of_the_recovery_key_is_noticed(at: int, letter: str) -> None:
    typed = PRIVATE[:at] + letter + PRIVATE[at + 1 :]
    if typed == PRIVATE:
        return
    said = refusal(lambda: open_recovery(typed, recovery_of(SEALED_KEY), **OURS))
    assert said == "the recovery key is no private recovery key as it was written down; type all of it again, from SIGNPOST-PRIVATE on"


@pytest.mark.parametrize(
    "text",
    ["", "sesame", "é" * 56, "A" * 56, "SIGNPOST-PUBLIC-", PUBLIC[:-5], PUBLIC.replace("PUBLIC", "PUPIL")],
    ids=["empty", "word", "accents", "letters", "name", "cut", "misspelt"],
)
def test_public_half_that_is_none_is_refused_and_not_repeated(text: str) -> None:
    said = refusal(lambda: recovery_public(text))
    assert said == "SIGNPOST_RECOVERY_KEY is no public recovery key as it was written down; type all of it again, from SIGNPOST-PUBLIC on"


@pytest.mark.parametrize("text", [PRIVATE, PRIVATE.lower().replace("-", " "), f" {PRIVATE}\n"], ids=["as written", "small", "spaces"])
def test_private_half_in_the_environment_is_refused(text: str) -> None:
    assert "the private half, which belongs on paper only" in refusal(lambda: recovery_public(text))


def test_private_half_without_its_name_is_no_public_half() -> None:
    refusal(lambda: recovery_public(PRIVATE.removeprefix("SIGNPOST-PRIVATE-")))


def test_public_half_does_not_open() -> None:
    refusal(lambda: open_recovery(PUBLIC, recovery_of(SEALED_KEY), **OURS))


@pytest.mark.parametrize("public", [b"", b"short", bytes(32), bytes(33)])
def test_recovery_key_that_cannot_seal_is_refused_at_start(public: bytes) -> None:
    assert "no usable public key" in refusal(lambda: Sealer(RING, public))


# --- texts under the ring ---


@pytest.mark.parametrize("text", ODD_TEXTS, ids=ascii)
def test_any_kept_text_comes_back_exactly(text: str) -> None:
    assert SEALER.open_under_ring(SEALER.close_under_ring(text, aad=PLACE), aad=PLACE) == text


def test_first_bytes_tell_the_newest_key() -> None:
    assert key_id_of(SEALER.close_under_ring("a note", aad=PLACE)) == "new"


def test_text_under_an_older_key_of_the_ring_opens() -> None:
    assert SEALER.open_under_ring(Sealer(OLD_RING).close_under_ring("a note", aad=PLACE), aad=PLACE) == "a note"


def test_text_under_a_key_that_is_gone_names_it() -> None:
    assert "key 'new' is not on the key ring" in refusal(lambda: Sealer(OLD_RING).open_under_ring(SEALER.close_under_ring("", aad=PLACE), aad=PLACE))


def test_every_changed_bit_of_a_kept_text_is_refused() -> None:
    sealed = SEALER.close_under_ring("a note", aad=PLACE)
    for at in range(len(sealed) * 8):
        damaged = bytearray(sealed)
        damaged[at // 8] ^= 1 << at % 8
        with pytest.raises(SealingError):
            SEALER.open_under_ring(bytes(damaged), aad=PLACE)


def test_kept_text_moved_to_another_row_is_refused() -> None:
    refusal(lambda: SEALER.open_under_ring(SEALER.close_under_ring("a note", aad=PLACE), aad=aad("oakfield", "r2", "content")))


@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda more: b"\x02" + more))
def test_kept_bytes_that_were_never_sealed_are_refused(sealed: bytes) -> None:
    with pytest.raises(SealingError):
        SEALER.open_under_ring(sealed, aad=PLACE)


# --- one key, one purpose ---


def test_no_purpose_uses_the_key_of_another() -> None:
    ring = new_ring()
    (key,) = ring.keys.values()
    assert audit_key(ring) != key
    refusal(lambda: Sealer.open(key, Sealer(ring).new_key(**OURS)[1].wrapped, aad=aad("oakfield", "r1", "key")))


def test_key_of_the_audit_log_outlives_rotation() -> None:
    assert audit_key(OLD_RING) == audit_key(RING) == audit_key(RING.new_key())


def test_keys_of_two_audit_logs_differ() -> None:
    assert audit_key(new_ring()) != audit_key(new_ring())
