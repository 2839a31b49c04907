"""A card says every word of itself as plain text, and numbers its buttons in the order in which they are pressed."""

from __future__ import annotations

from bot.cards import Banner, Button, Buttons, Card, Line, Quote

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
