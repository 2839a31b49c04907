"""A card says every word of itself as plain text, and numbers its buttons in the order in which they are pressed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Banner, Button, Buttons, Card, Fact, Facts, Line, Quote, is_blank, one_line, visible

FIRST, SECOND, THIRD = (Button(label, "settle", label.lower()) for label in ("Agreed", "Not agreed", "Not asked"))


def test_urgent_banner_stands_out_from_a_calm_one() -> None:
    assert Card((Banner("Call now.", urgent=True), Banner("Something happened."))).plain_text() == "!! Call now.\n! Something happened."


def test_line_is_its_own_words() -> None:
    assert Card((Line("Ask the office.", strong=True), Line("Today."))).plain_text() == "Ask the office.\nToday."


def test_quotation_stands_in_quotation_marks_with_its_source_beneath() -> None:
    assert Card((Quote("Be kind.", source="section 1"),)).plain_text() == "  “Be kind.”\n  (section 1)"


def test_lead_in_of_a_list_is_set_apart_from_the_text() -> None:
    assert Card((Quote("Accept requests", stem="Staff must not:"),)).plain_text() == "  “Staff must not: … Accept requests”"


def test_quotation_keeps_its_line_breaks_and_marks() -> None:
    assert "a\n  “b” <c> & [d](#)" in Card((Quote("a\n  “b” <c> & [d](#)"),)).plain_text()


def test_buttons_are_numbered_under_their_question() -> None:
    assert Card((Buttons("Which?", (FIRST, SECOND)),)).plain_text() == "Which?\n  1. Agreed\n  2. Not agreed"


def test_numbers_go_on_over_several_questions() -> None:
    card = Card((Buttons("One?", (FIRST, SECOND)), Line("Then."), Buttons("Two?", (THIRD,))))
    assert card.plain_text().splitlines()[-1] == "  3. Not asked"


def test_buttons_are_returned_in_the_order_of_their_numbers() -> None:
    card = Card((Buttons("One?", (FIRST, SECOND)), Line("Then."), Buttons("Two?", (THIRD,))))
    assert card.buttons() == (FIRST, SECOND, THIRD)


def test_card_without_buttons_has_none() -> None:
    assert Card((Line("Hello."),)).buttons() == ()


def test_empty_card_is_empty_text() -> None:
    assert Card().plain_text() == ""


# --- a person's own words ---


def test_what_a_person_wrote_stands_under_its_label_as_it_was_written() -> None:
    card = Card((Facts((Fact("Where?", "the gate"), Fact("By", "*hi* <@U1>\n\n  [x](#)"))),))
    assert card.plain_text() == "Where?\n  the gate\nBy:\n  *hi* <@U1>\n  \n    [x](#)"


def test_what_a_person_wrote_cannot_pose_as_a_line_of_ours() -> None:
    forged = Card((Facts((Fact("Where?", "the gate\nOutcome:\nNo further action"),)), Line("Not acknowledged yet.")))
    assert [line for line in forged.plain_text().splitlines() if not line.startswith(" ")] == ["Where?", "Not acknowledged yet."]


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\u2066a\u2069", "⟨U+2066⟩a⟨U+2069⟩"),
        ("a\u200bb\u200d", "a⟨U+200B⟩b⟨U+200D⟩"),
        ("\ufeffa\u00ad", "⟨U+FEFF⟩a⟨U+00AD⟩"),
        ("a\x1b[2Jb\x07\x7f", "a⟨U+001B⟩[2Jb⟨U+0007⟩⟨U+007F⟩"),
        ("a\0", "a⟨U+0000⟩"),
        ("a\rb\x85c\u2028d", "a⟨U+000D⟩b⟨U+0085⟩c⟨U+2028⟩d"),
        ("\ud800", "⟨U+D800⟩"),
        ("\U000e0041\U000e0100", "⟨U+E0041⟩⟨U+E0100⟩"),
        ("\u3164\u115f\u034f", "⟨U+3164⟩⟨U+115F⟩⟨U+034F⟩"),
    ],
)
def test_what_would_hide_or_reorder_is_shown_as_its_code(hidden: str, shown: str) -> None:
    assert visible(hidden) == shown


@pytest.mark.parametrize("plain", ["", "hi sir", "line\n\n\tnext", "Siân Zoë 李 مرحبا ñ e\u0301", "😀❤\ufe0f", "<!channel> *b* [x](#) ⟨⟩"])
def test_what_can_be_seen_is_left_as_it_is(plain: str) -> None:
    assert visible(plain) == plain


def test_line_ends_of_windows_are_line_ends() -> None:
    assert visible("a\r\nb") == "a\nb"


@given(st.text(st.characters() | st.sampled_from("\ud800\u202e\u200b\r\n\t\x1b")))
def test_shown_text_hides_nothing_and_is_the_same_when_shown_again(text: str) -> None:
    shown = visible(text)
    assert [one for one in shown if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")] == []
    assert visible(shown) == shown
    assert shown.encode("utf-8").decode("utf-8") == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("A. Example", "A. Example"), (" A.\nExample\t", "A. Example"), ("A\u202e\r", "A⟨U+202E⟩⟨U+000D⟩"), ("", "")]
)
def test_name_in_a_sentence_is_one_visible_line(name: str, shown: str) -> None:
    assert one_line(name) == shown


@pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b", "\ufeff \u3164", "\u00a0\u2003", "\r"])
def test_text_in_which_nothing_can_be_seen_is_blank(nothing: str) -> None:
    assert is_blank(nothing)


@pytest.mark.parametrize("something", ["a", " .", "\u200bx", "😀"])
def test_text_in_which_something_can_be_seen_is_not_blank(something: str) -> None:
    assert not is_blank(something)
