"""Every word of a card is shown in Slack, nothing in it comes to life, and nothing is longer than Slack takes.

The files under `golden/` hold the blocks of every card of the gallery. Where a change is meant, renew them with
`RENEW_GOLDEN=1 pytest tests/slack/test_render.py`, look at the pictures (`python -m tests.slack.gallery FOLDER`), and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.render import blocks_of, home, message_blocks, modal, pages
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, Quote
from knowledge.reading import Reader
from tests.bot.test_replies import REPLIES, WHERE_ONE_CAN_REPORT
from tests.slack.duty_specimens import STEADY, morning
from tests.slack.own_rules import faults_of_message, faults_of_view, missing, parts, texts
from tests.slack.specimens import FEEDBACK, LONG_QUESTION, REPORT_CARDS, reply_cards, views

GOLDEN = Path(__file__).parent / "golden"
REPLY_NAMES = [*(f"reply_{name}" for name in (*REPLIES, *WHERE_ONE_CAN_REPORT)), "reply_feedback", "reply_long_options"]
VIEWS = views()
DUTIES = morning()
Json = dict[str, Any]

ODD = st.characters(exclude_categories=["Cc", "Cf", "Cs"]) | st.sampled_from("&<>*_~`:\n \0\ud83d\u200d\u0301😀🇬🇧")
HOSTILE = st.sampled_from(["<!channel>", "<@U1>", "<http://x|y>", ":smile:", "*bold*", "```", "&amp;", "> quote", "https://example.com", "@here"])
SHORT = st.lists(st.text(ODD, max_size=12) | HOSTILE, max_size=4).map(" ".join)
LONG = st.builds(lambda text, times: text * times, st.text(ODD, min_size=1, max_size=30) | HOSTILE, st.integers(1, 900))
TEXT = SHORT | SHORT | LONG
VALUE = st.text("abcdef0123456789-", max_size=40)
BUTTON = st.builds(Button, st.text(ODD, max_size=110), st.sampled_from(["view", "acknowledge", "topic", "withdraw", "none"]), VALUE)
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Banner, TEXT, st.booleans()),
    st.builds(Line, TEXT, st.booleans()),
    st.builds(Quote, TEXT, SHORT, SHORT),
    st.builds(Facts, st.lists(st.builds(Fact, SHORT, TEXT), max_size=4).map(tuple)),
    st.builds(Buttons, SHORT, st.lists(BUTTON, min_size=1, max_size=30).map(tuple)),
)
CARDS = st.lists(BLOCK, max_size=12).map(lambda blocks: Card(tuple(blocks)))


@given(CARDS)
def test_every_word_of_any_card_is_shown_in_messages_that_slack_takes(card: Card) -> None:
    messages = message_blocks(card)
    assert missing(card, messages) == []
    assert [fault for blocks in messages for fault in faults_of_message(blocks)] == []


@given(CARDS.filter(lambda card: bool(blocks_of(card.blocks))))
def test_every_word_of_any_card_is_shown_on_pages_that_slack_takes(card: Card) -> None:
    shown = [modal(card, title="Report", close="Close", page=page) for page in range(pages(card))]
    assert missing(card, [view["blocks"] for view in shown]) == []
    assert [fault for view in shown for fault in faults_of_view(view)] == []


@given(st.lists(CARDS, min_size=1, max_size=4).filter(lambda cards: any(blocks_of(card.blocks) for card in cards)))
def test_any_cards_make_a_home_that_slack_takes(cards: list[Card]) -> None:
    assert faults_of_view(home(cards)) == []


# --- golden files ---


def is_golden(name: str, shown: object) -> bool:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(shown, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("RENEW_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    return text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REPORT_CARDS)
def test_card_of_a_report_is_shown_as_its_golden_file(name: str) -> None:
    assert is_golden(name, message_blocks(REPORT_CARDS[name]))


@pytest.mark.parametrize("name", REPLY_NAMES)
def test_reply_is_shown_as_its_golden_file(small_reader: Reader, name: str) -> None:
    assert is_golden(name, message_blocks(reply_cards(small_reader)[name]))


@pytest.mark.parametrize("name", VIEWS)
def test_view_is_as_its_golden_file(name: str) -> None:
    assert is_golden(name, VIEWS[name])


def test_every_golden_file_belongs_to_something_shown() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted([*REPORT_CARDS, *REPLY_NAMES, *VIEWS, *STEADY])


@pytest.mark.parametrize("name", STEADY)
def test_window_of_a_duty_is_as_its_golden_file(name: str) -> None:
    assert is_golden(name, DUTIES.views[name])


@pytest.mark.parametrize("name", DUTIES.views)
def test_window_of_a_duty_is_one_that_slack_takes(name: str) -> None:
    assert faults_of_view(DUTIES.views[name]) == []


@pytest.mark.parametrize("name", DUTIES.cards)
def test_card_of_a_duty_is_one_message_that_slack_takes_with_every_word(name: str) -> None:
    messages = message_blocks(DUTIES.cards[name])
    assert missing(DUTIES.cards[name], messages) == []
    assert [faults_of_message(blocks) for blocks in messages] == [[]]


@pytest.mark.parametrize("name", REPORT_CARDS)
def test_card_of_a_report_is_one_message_that_slack_takes_with_every_word(name: str) -> None:
    messages = message_blocks(REPORT_CARDS[name])
    assert missing(REPORT_CARDS[name], messages) == []
    assert [faults_of_message(blocks) for blocks in messages] == [[]]


@pytest.mark.parametrize("name", REPLY_NAMES)
def test_reply_is_one_message_that_slack_takes_with_every_word(small_reader: Reader, name: str) -> None:
    card = reply_cards(small_reader)[name]
    messages = message_blocks(card)
    assert missing(card, messages) == []
    assert [faults_of_message(blocks) for blocks in messages] == [[]]


@pytest.mark.parametrize("name", VIEWS)
def test_view_is_one_that_slack_takes(name: str) -> None:
    assert faults_of_view(VIEWS[name]) == []


# --- each kind of block ---


def only(card: Card) -> list[Json]:
    [blocks] = message_blocks(card)
    return blocks


@pytest.mark.parametrize(("urgent", "mark"), [(True, "rotating_light"), (False, "warning")])
def test_banner_is_bold_after_its_mark(urgent: bool, mark: str) -> None:
    [block] = only(Card((Banner("Call 999.", urgent=urgent),)))
    emoji, text = block["elements"][0]["elements"]
    assert emoji == {"type": "emoji", "name": mark}
    assert text == {"type": "text", "text": " Call 999.", "style": {"bold": True}}


def test_lines_that_follow_each_other_are_one_block_and_bold_where_strong() -> None:
    [block] = only(Card((Line("First.", strong=True), Line("Second."), Line("Third."))))
    elements = block["elements"][0]["elements"]
    assert [(one["text"], "style" in one) for one in elements] == [("First.", True), ("\nSecond.", False), ("\nThird.", False)]


def said(*lines: Line) -> str:
    [block] = only(Card(lines))
    return "".join(texts(block))


def test_strong_line_after_others_begins_anew() -> None:
    assert (
        said(Line("Yours:", strong=True), Line("R-1", strong=True), Line("Delivered."), Line("R-2", strong=True)) == "Yours:\nR-1\nDelivered.\n\nR-2"
    )


def test_strong_line_under_its_lead_in_stands_close_to_it() -> None:
    assert said(Line("Here it is:"), Line("Not allowed", strong=True)) == "Here it is:\nNot allowed"


def test_two_lines_that_fill_more_than_one_are_set_apart() -> None:
    long, short = "y" * 81, "x" * 80
    assert said(Line("Reports:"), Line(long), Line(long), Line(short), Line(long)) == f"Reports:\n{long}\n\n{long}\n{short}\n{long}"


def test_lines_over_the_limit_of_a_block_go_on_in_the_next() -> None:
    blocks = only(Card(tuple(Line(f"{number:04} {'x' * 75}") for number in range(100))))
    assert [len("".join(texts(block))) <= 2900 for block in blocks] == [True] * 3
    assert "".join(texts(blocks)).count("\n") == 100 - len(blocks)


def test_line_longer_than_a_block_is_split_and_the_next_follows_it() -> None:
    first, second, last = only(Card((Line("Before."), Line("word " * 900), Line("After."))))
    assert "".join(texts([second, last])) == "word " * 900 + "\nAfter."
    assert "".join(texts(first)) == "Before."


def test_quotation_stands_as_one_and_its_source_small_beneath() -> None:
    quoted, source = only(Card((Quote("Be kind.", stem="Staff must:", source="section 1"),)))
    assert quoted["elements"] == [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "“Staff must: … Be kind.”"}]}]
    assert source == {"type": "context", "elements": [{"type": "plain_text", "text": "section 1", "emoji": False}]}


def test_source_too_long_for_one_line_of_small_print_goes_on_in_the_next() -> None:
    card = Card((Quote("Be kind.", source="a long title & more " * 200),))
    blocks = only(card)
    assert [block["type"] for block in blocks] == ["rich_text", "context", "context", "context"]
    assert missing(card, blocks) == []
    assert faults_of_message(blocks) == []


def test_what_a_person_wrote_stands_under_its_bold_label() -> None:
    [block] = only(Card((Facts((Fact("Where?", "*gate* <@U1> :wave:"),)),)))
    heading, text = block["elements"][0]["elements"]
    assert heading == {"type": "text", "text": "Where?", "style": {"bold": True}}
    assert text == {"type": "text", "text": "\n*gate* <@U1> :wave:"}


def test_buttons_carry_their_action_a_number_of_their_own_and_their_value() -> None:
    buttons = Buttons("What next?", (Button("View", "view", "r1"), Button("Withdraw", "withdraw", "r1")))
    blocks = only(Card((buttons, Line("Or:"), Buttons("And?", (Button("Acknowledge", "acknowledge", "r2"), Button("None", "none", ""))))))
    shown = [part for part in parts(blocks) if part.get("type") == "button"]
    assert [(one["action_id"], one.get("value"), one.get("style")) for one in shown] == [
        ("sp:view:0", "r1", None),
        ("sp:withdraw:1", "r1", "danger"),
        ("sp:acknowledge:2", "r2", "primary"),
        ("sp:none:3", None, None),
    ]


def test_escalate_is_marked_as_grave() -> None:
    assert only(Card((Buttons("", (Button("Escalate", "escalate", "r"),)),)))[-1]["elements"][0]["style"] == "danger"


@pytest.mark.parametrize(("buttons", "style"), [(1, "primary"), (2, None)])
def test_button_to_report_stands_out_where_it_is_the_only_one(buttons: int, style: str | None) -> None:
    row = only(Card((Buttons("?", (Button("Report this", "report_form", ""),) * buttons),)))[-1]
    assert [one.get("style") for one in row["elements"]] == [style] * buttons


def test_thirty_buttons_stand_in_two_rows() -> None:
    blocks = only(Card((Buttons("Which?", tuple(Button(f"R-{number:04}", "view", str(number)) for number in range(30))),)))
    assert [len(block["elements"]) for block in blocks if block["type"] == "actions"] == [25, 5]


def test_label_that_a_telephone_would_cut_stands_in_full_above_its_numbered_button() -> None:
    lines, row = only(Card((LONG_QUESTION,)))
    assert [line for line in "".join(texts(lines)).splitlines() if line] == [
        "Did you mean:",
        "1. accepting friend requests from pupils, past or present, on any account at all, of whatever network (section 1)",
        "2. following the school's page (section 1)",
        "3. None of these",
    ]
    assert [one["text"]["text"] for one in row["elements"]] == ["1. accepting friend requests…", "2. following the school's…", "3. None of these"]


def test_feedback_is_slacks_own_where_it_has_it() -> None:
    [element] = only(Card((FEEDBACK,)))[-1]["elements"]
    assert element["type"] == "feedback_buttons"
    assert element["action_id"] == "sp:feedback:0"
    assert [element[one]["value"] for one in ("positive_button", "negative_button")] == ["helpful a1b2", "not_helpful a1b2"]


def test_feedback_is_two_buttons_where_slack_has_none_of_its_own() -> None:
    [blocks] = message_blocks(Card((FEEDBACK,)), native_feedback=False)
    assert [one["action_id"] for one in blocks[-1]["elements"]] == ["sp:helpful:0", "sp:not_helpful:1"]
    assert [one["action_id"] for one in modal(Card((FEEDBACK,)), title="A", close="B")["blocks"][-1]["elements"]] == [
        "sp:helpful:0",
        "sp:not_helpful:1",
    ]


def test_value_that_a_button_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"sp:view:0: a button holds 2000 characters, not 2001"):
        message_blocks(Card((Buttons("?", (Button("View", "view", "x" * 2001),)),)))


def test_lone_surrogate_and_nul_are_shown_as_their_codes() -> None:
    assert "".join(texts(only(Card((Line("a\ud83db\0"),))))) == "a⟨U+D83D⟩b⟨U+0000⟩"


def test_empty_card_is_no_message() -> None:
    assert message_blocks(Card()) == []
