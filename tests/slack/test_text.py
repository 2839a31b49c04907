"""What was typed is read back exactly, what is sent cannot come to life, and what is split is whole."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.text import escape, unescape, weight
from adapters.text import carried, split

ODD = st.characters() | st.sampled_from("&<>;\n\r\t \0\ud83d\ude00\u200d\ufe0f\u0301😀👩🏽🇬🇧\U000e0067")
TYPED = st.text(ODD) | st.lists(st.sampled_from(["&amp;", "&lt;", "&gt;", "&", "amp;", "lt;", "a"])).map("".join)


# --- escaping ---


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&quot; &#39; &nbsp; & &lt &AMP;", "&quot; &#39; &nbsp; & &lt &AMP;"),
        ("", ""),
    ],
)
def test_what_slack_sends_is_read_once(sent: str, typed: str) -> None:
    assert unescape(sent) == typed


@pytest.mark.parametrize("live", ["<!channel>", "<@U1>", "<#C1|x>", "<https://example.com|x>", "<!subteam^S1>", "<!date^1^{date}|x>"])
def test_no_mention_or_link_comes_to_life(live: str) -> None:
    assert not {"<", ">"} & set(escape(live))


def test_ampersand_is_escaped_first() -> None:
    assert escape("<&lt;") == "&lt;&amp;lt;"


@given(TYPED)
def test_what_is_escaped_once_is_read_back_once(text: str) -> None:
    assert unescape(escape(text)) == text


@given(TYPED)
def test_escaped_text_only_grows(text: str) -> None:
    assert len(escape(text)) >= len(text)


# --- what a text counts ---


@pytest.mark.parametrize(("text", "counts"), [("", 0), ("abc", 3), ("&", 5), ("<>", 8), ("😀", 2), ("\ud83d", 1), ("é", 1)])
def test_text_counts_as_slack_may_count_it(text: str, counts: int) -> None:
    assert weight(text) == counts


@given(TYPED)
def test_text_never_counts_less_than_it_is_long(text: str) -> None:
    assert weight(text) >= max(len(text), len(escape(text)))


@given(st.text(ODD))
def test_carried_text_is_text_that_utf_8_can_hold(text: str) -> None:
    shown = carried(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert "\0" not in shown
    assert carried(shown) == shown


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_ordinary_text_is_carried_unchanged(text: str) -> None:
    assert carried(text) == text


# --- splitting ---


@given(st.text(ODD, max_size=200), st.integers(5, 60))
def test_pieces_joined_are_the_text_and_each_fits(text: str, limit: int) -> None:
    pieces = split(text, limit, grown=weight)
    assert "".join(pieces) == text
    assert [piece for piece in pieces if not 0 < weight(piece) <= limit] == []


@given(st.text(ODD, max_size=200), st.integers(2, 60))
def test_pieces_by_plain_length_are_whole_too(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)


@given(st.text("ab \n", min_size=1, max_size=300), st.integers(2, 60))
def test_no_piece_but_the_last_is_tiny(text: str, limit: int) -> None:
    *full, _ = split(text, limit)
    assert all(len(piece) * 2 >= limit for piece in full)


def test_nothing_is_no_piece() -> None:
    assert split("", 10) == []


def test_text_that_fits_is_one_piece() -> None:
    assert split("0123456789", 10) == ["0123456789"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two\nthree four", ["one two\n", "three four"]),
        ("one two three", ["one two ", "three"]),
        ("onetwothree12", ["onetwothre", "e12"]),
        ("a\nbcdefghijk", ["a\nbcdefghi", "jk"]),
        ("aaaa bbbb\ncccc", ["aaaa bbbb\n", "cccc"]),
        ("aaaaaa\nbb cc", ["aaaaaa\n", "bb cc"]),
    ],
)
def test_piece_ends_after_a_line_else_after_a_blank(text: str, pieces: list[str]) -> None:
    assert split(text, 10) == pieces


@pytest.mark.parametrize(
    "whole",
    ["e\u0301\u0302", "👩‍👩‍👧", "👍🏽", "❤\ufe0f", "🇬🇧", "\ud83d\ude00", "\r\n", "\U0001f3f4\U000e0067\U000e0062\U000e007f"],
)
@pytest.mark.parametrize("before", range(4, 10))
def test_what_is_seen_as_one_character_is_not_cut(whole: str, before: int) -> None:
    pieces = split("x" * before + whole + "y" * 9, 10)
    assert any(whole in piece for piece in pieces)


def test_flags_are_cut_between_two_of_them() -> None:
    assert split("🇬🇧🇫🇷🇮🇪🇪🇸", 5) == ["🇬🇧🇫🇷", "🇮🇪🇪🇸"]


def test_run_that_is_longer_than_a_piece_is_cut_after_all() -> None:
    pieces = split("a" + "\u0301" * 30, 10)
    assert "".join(pieces) == "a" + "\u0301" * 30
    assert max(map(len, pieces)) <= 10


def test_limit_that_no_character_fits_is_refused() -> None:
    with pytest.raises(ValueError, match="no character fits into a piece of 4"):
        split("a&b", 4, grown=weight)


def test_three_thousand_ampersands_are_split_before_they_grow() -> None:
    pieces = split("&" * 3000, 2900, grown=weight)
    assert [len(piece) for piece in pieces] == [580] * 5 + [100]
    assert {unicodedata.category(one) for piece in pieces for one in piece} == {"Po"}
    assert "".join(escape(piece) for piece in pieces) == escape("&" * 3000)
