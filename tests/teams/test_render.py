"""Every word of a card is shown in Teams, nothing in it comes to life, and no card is larger than Teams takes.

The files under `golden/` hold every card of the gallery. Where a change is meant, renew them with `RENEW_GOLDEN=1 pytest tests/teams/test_render.py`,
look at the pictures (`python -m tests.teams.gallery FOLDER NODE_MODULES`), and read the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.teams.render import DIALOGS, attachment, dialog_cards, elements_of, message_cards, size
from adapters.teams.text import carried
from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, Quote
from knowledge.reading import Reader
from tests.bot.test_replies import REPLIES, WHERE_ONE_CAN_REPORT
from tests.slack.own_rules import words_of
from tests.slack.specimens import FEEDBACK, LONG_QUESTION, REPORT_CARDS, home_cards, long_report, reply_cards
from tests.teams import own_rules
from tests.teams.own_rules import actions, faults_of_dialog, faults_of_message, outside_runs, parts, runs, texts
from tests.teams.specimens import HOSTILE, dialogs, hostile_card

GOLDEN = Path(__file__).parent / "golden"
REPLY_NAMES = [*(f"reply_{name}" for name in (*REPLIES, *WHERE_ONE_CAN_REPORT)), "reply_feedback", "reply_long_options"]
HOME_NAMES = [f"home_{number}" for number in range(len(home_cards()))]
SPOKEN_TO = {**REPORT_CARDS, **dict(zip(HOME_NAMES, home_cards(), strict=True)), "hostile": hostile_card()}
PAGES = dialogs()
Json = dict[str, Any]

# --- words ---


def missing(card: Card, shown: object) -> list[str]:
    """Return the texts of a card that are not shown verbatim and in their order."""
    said, at, lost = "".join(texts(shown)), 0, []
    for words in map(carried, (words for block in card.blocks for words in words_of(block))):
        found = said.find(words, at)
        if found < 0:
            lost.append(words)
        else:
            at = found + len(words)
    return lost


ODD = st.characters(exclude_categories=["Cc", "Cf", "Cs"]) | st.sampled_from('{}&<>*_~`[]()":\n \0\ud83d\u200d\u0301😀🇬🇧')
MARKED = st.sampled_from(["<at>all</at>", "[x](http://y)", "**bold**", "{{DATE(2026-11-28T14:30:00Z)}}", "{{{{", "&amp;", "# title", "- item", "```"])
FEW = st.lists(st.text(ODD, max_size=12) | MARKED, max_size=4).map(" ".join)
MANY = st.builds(lambda text, times: text * times, st.text(ODD, min_size=1, max_size=30) | MARKED, st.integers(1, 900))
WORDS = FEW | FEW | MANY
ACTION = st.sampled_from(["view", "acknowledge", "topic", "withdraw", "none"])
BUTTON = st.builds(Button, st.text(ODD, max_size=110), ACTION, st.text("abcdef0123456789-", max_size=40))
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Banner, WORDS, st.booleans()),
    st.builds(Line, WORDS, st.booleans()),
    st.builds(Quote, WORDS, FEW, FEW),
    st.builds(Facts, st.lists(st.builds(Fact, FEW, WORDS), max_size=4).map(tuple)),
    st.builds(Buttons, FEW, st.lists(BUTTON, min_size=1, max_size=30).map(tuple)),
)
CARDS = st.lists(BLOCK, max_size=12).map(lambda blocks: Card(tuple(blocks)))


@example(Card((Buttons("", (Button("0" * 33 + "\0", "view", ""),)),)))
@given(CARDS)
def test_every_word_of_any_card_is_shown_in_messages_that_teams_takes(card: Card) -> None:
    shown = message_cards(card)
    assert missing(card, shown) == []
    assert [fault for one in shown for fault in faults_of_message(one)] == []


@given(CARDS)
def test_every_word_of_any_card_is_shown_on_pages_that_teams_takes(card: Card) -> None:
    shown = dialog_cards(card, of="view 5f0c")
    assert [fault for one in shown for fault in faults_of_dialog(one)] == []
    assert missing(card, [*(one["body"][:-1] for one in shown[:-1]), *shown[-1:]]) == []


# --- golden files ---


def is_golden(name: str, shown: object) -> bool:
    """Say whether what is shown is what its golden files hold: one file for each card, as the official schema wants it."""
    assert isinstance(shown, list)
    files = [GOLDEN / f"{name}{f'.{number}' if number else ''}.json" for number in range(len(shown))]
    written = [json.dumps(one, indent=1, ensure_ascii=False) + "\n" for one in shown]
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        for path, text in zip(files, written, strict=True):
            path.write_text(text, encoding="utf-8")
    return written == [path.read_text(encoding="utf-8") for path in files]


@pytest.mark.parametrize("name", SPOKEN_TO)
def test_card_is_shown_as_its_golden_file(name: str) -> None:
    assert is_golden(name, message_cards(SPOKEN_TO[name]))


@pytest.mark.parametrize("name", REPLY_NAMES)
def test_reply_is_shown_as_its_golden_file(small_reader: Reader, name: str) -> None:
    assert is_golden(name, message_cards(reply_cards(small_reader)[name]))


@pytest.mark.parametrize("name", PAGES)
def test_dialog_is_as_its_golden_files(name: str) -> None:
    assert is_golden(name, PAGES[name])


def test_every_golden_file_belongs_to_something_shown() -> None:
    assert {path.name.split(".")[0] for path in GOLDEN.iterdir()} == {*SPOKEN_TO, *REPLY_NAMES, *PAGES}


@pytest.mark.parametrize("name", SPOKEN_TO)
def test_card_is_one_message_that_teams_takes_with_every_word(name: str) -> None:
    [shown] = message_cards(SPOKEN_TO[name])
    assert missing(SPOKEN_TO[name], shown) == []
    assert faults_of_message(shown) == []


@pytest.mark.parametrize("name", REPLY_NAMES)
def test_reply_is_one_message_that_teams_takes_with_every_word(small_reader: Reader, name: str) -> None:
    card = reply_cards(small_reader)[name]
    [shown] = message_cards(card)
    assert missing(card, shown) == []
    assert faults_of_message(shown) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_dialog_is_one_that_teams_takes(name: str) -> None:
    assert [fault for page in PAGES[name] for fault in faults_of_dialog(page)] == []


# --- nothing comes to life ---


@pytest.mark.parametrize("shown", [message_cards(hostile_card()), dialog_cards(hostile_card())], ids=["message", "dialog"])
def test_no_word_of_a_person_or_a_policy_stands_where_marks_are_read(shown: list[Json]) -> None:
    labels = {one["title"] for card in shown for one in actions(card)}
    elsewhere = "\n".join(text for card in shown for text in outside_runs(card) if text not in labels)
    assert [mark for mark in ("<at>", "**", "](", "{{", "# title", "&amp;", ":wave:") if mark in elsewhere] == []


def test_words_of_a_person_are_shown_as_they_wrote_them() -> None:
    [card] = message_cards(Card((Facts((Fact("What was said?", HOSTILE),)),)))
    assert runs(card) == f"What was said?{HOSTILE}"


def test_date_in_a_text_stays_what_was_written() -> None:
    [card] = message_cards(Card((Line("{{DATE(2026-11-28T14:30:00Z)}} {{{TIME("),)))
    assert [one["text"] for one in parts(card) if one["type"] == "TextRun"] == ["{", "{DATE(2026-11-28T14:30:00Z)}} {", "{", "{TIME("]


def test_lone_surrogate_and_nul_are_shown_as_their_codes() -> None:
    [card] = message_cards(Card((Line("a\ud83db\0"), Buttons("", (Button("\ud83d", "view", ""),)))))
    assert "".join(texts(card)) == "a⟨U+D83D⟩b⟨U+0000⟩⟨U+D83D⟩"
    assert json.dumps(card, ensure_ascii=False).encode("utf-8")


# --- each kind of block ---


def only(*blocks: Any) -> list[Json]:
    [card] = message_cards(Card(blocks))
    return list(card["body"])


@pytest.mark.parametrize(("urgent", "mark", "style"), [(True, "🚨 ", "attention"), (False, "⚠️ ", "warning")])
def test_banner_is_bold_after_its_mark_in_a_box_of_its_colour(urgent: bool, mark: str, style: str) -> None:
    [box] = only(Banner("Call 999.", urgent=urgent))
    [block] = box["items"]
    assert (box["type"], box["style"]) == ("Container", style)
    assert [(one["text"], one["weight"]) for one in block["inlines"]] == [(mark, "bolder"), ("Call 999.", "bolder")]


def test_line_is_bold_where_strong() -> None:
    first, second = only(Line("First.", strong=True), Line("Second."))
    assert first["inlines"] == [{"type": "TextRun", "text": "First.", "weight": "bolder"}]
    assert second["inlines"] == [{"type": "TextRun", "text": "Second."}]


LONG, SHORT = "y" * 81, "x" * 80


@pytest.mark.parametrize(
    ("before", "after", "spacing"),
    [
        (Line("Delivered."), Line("R-2", strong=True), "medium"),
        (Line("Here it is:"), Line("Not allowed", strong=True), "small"),
        (Line("R-1", strong=True), Line("R-2", strong=True), "small"),
        (Line(LONG), Line(LONG), "default"),
        (Line(LONG), Line(SHORT), "small"),
        (Banner("!"), Line("x"), "default"),
        (Quote("x"), Line("x"), "default"),
        (Facts((Fact("a", "b"),)), Line("x"), "medium"),
        (FEEDBACK, Line("x"), "medium"),
    ],
)
def test_line_stands_apart_where_something_begins(before: Any, after: Line, spacing: str) -> None:
    assert only(before, after)[-1]["spacing"] == spacing


def test_quotation_stands_in_a_box_with_its_source_small_beneath() -> None:
    [box] = only(Quote("Be kind.", stem="Staff must:", source="section 1"))
    quoted, source = box["items"]
    assert box["style"] == "emphasis"
    assert quoted["inlines"] == [{"type": "TextRun", "text": "“Staff must: … Be kind.”"}]
    assert source["inlines"] == [{"type": "TextRun", "text": "section 1", "size": "small", "isSubtle": True}]


def test_what_a_person_wrote_stands_under_its_bold_label_with_its_lines() -> None:
    heading, text = only(Facts((Fact("Where", "gate\n\n  then *bus*"),)))
    assert heading["inlines"] == [{"type": "TextRun", "text": "Where:", "weight": "bolder"}]
    assert text["inlines"] == [{"type": "TextRun", "text": "gate\n\n  then *bus*"}]
    assert text["spacing"] == "none"


def test_long_text_goes_on_in_the_next_block_without_a_gap() -> None:
    assert [one["spacing"] for one in only(Line("x" * 20_000))] == ["default", "none", "none"]


def test_empty_texts_leave_no_gap() -> None:
    assert [one["type"] for one in only(Line(""), Facts((Fact("Where", ""),)), Buttons("", (Button("View", "view", ""),)))] == [
        "RichTextBlock",
        "ActionSet",
    ]


def test_empty_card_is_no_message_and_no_page() -> None:
    assert message_cards(Card()) == dialog_cards(Card()) == []


def test_card_is_attached_as_an_adaptive_card() -> None:
    assert attachment({"type": "AdaptiveCard"}) == {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": {"type": "AdaptiveCard"},
    }


# --- buttons ---


def row_of(action: str, *, label: str = "Go", value: str = "5f0c", others: int = 0) -> Json:
    buttons = (Button(label, action, value), *(Button("x", "none", "") for _ in range(others)))
    [row] = only(Buttons("", buttons))
    return dict(row["actions"][0])


@pytest.mark.parametrize("action", sorted(own_rules.DIALOGS))
def test_button_that_opens_a_dialog_asks_teams_for_one(action: str) -> None:
    assert row_of(action, others=1)["type"] == "Action.Submit"
    assert row_of(action)["data"] == {"sp": {"action": action, "value": "5f0c"}, "msteams": {"type": "task/fetch"}}
    assert own_rules.DIALOGS == DIALOGS


@pytest.mark.parametrize("action", ["assign", "topic", "settle", "none", "why", "helpful", "not_helpful", "share", "choose_school", "back", "page"])
def test_other_button_is_carried_out_in_place_and_sent_where_that_is_not_known(action: str) -> None:
    data = {"sp": {"action": action, "value": "5f0c"}}
    fallback = {"type": "Action.Submit", "title": "Go", "data": data}
    assert row_of(action) == {"type": "Action.Execute", "title": "Go", "verb": "sp", "data": data, "fallback": fallback}


@pytest.mark.parametrize("action", ["view", "assign", "report_form", "page"])
def test_button_in_a_dialog_answers_in_the_dialog(action: str) -> None:
    [card] = dialog_cards(Card((Buttons("", (Button("Go", action, "5f0c"), Button("x", "none", ""))),)))
    assert actions(card)[0] == {"type": "Action.Submit", "title": "Go", "data": {"sp": {"action": action, "value": "5f0c"}}}


@pytest.mark.parametrize(
    ("action", "others", "style"),
    [
        ("acknowledge", 1, "positive"),
        ("withdraw", 1, None),
        ("escalate", 1, "destructive"),
        ("report_form", 0, "positive"),
        ("report_form", 1, None),
        ("view", 0, None),
    ],
)
def test_grave_buttons_stand_out_and_the_one_way_on(action: str, others: int, style: str | None) -> None:
    assert row_of(action, others=others).get("style") == style


def rows_of(*labels: str) -> list[list[str]]:
    body = only(Buttons("", tuple(Button(label, "none", "") for label in labels)))
    return [[one["title"] for one in row["actions"]] for row in body if row["type"] == "ActionSet"]


def test_seventh_button_has_a_row_of_its_own() -> None:
    assert rows_of(*"abcdefgh") == [["a", "b", "c", "d", "e", "f"], ["g", "h"]]


def test_buttons_stand_side_by_side_only_where_a_telephone_shows_them_whole() -> None:
    assert rows_of("View", "Acknowledge", "Assign to me", "Add note") == [["View", "Acknowledge", "Assign to me"], ["Add note"]]
    assert rows_of("following the school's page (section 1)", "None") == [["following the school's page (section 1)"], ["None"]]


def test_label_that_is_too_long_stands_in_full_above_its_numbered_button() -> None:
    body = only(LONG_QUESTION)
    assert [runs(one) for one in body if one["type"] == "RichTextBlock"] == [
        "Did you mean:",
        "1. accepting friend requests from pupils, past or present, on any account at all, of whatever network (section 1)",
        "2. following the school's page (section 1)",
        "3. None of these",
    ]
    assert [one["title"] for one in parts(body) if one["type"] == "Action.Execute"] == [
        "1. accepting friend requests…",
        "2. following the school's…",
        "3. None of these",
    ]


@pytest.mark.parametrize(("length", "listed"), [(40, False), (41, True)])
def test_label_of_forty_characters_stands_on_its_button(length: int, listed: bool) -> None:
    assert any(one["type"] == "RichTextBlock" for one in only(Buttons("", (Button("x" * length, "none", ""),)))) is listed


def test_value_that_a_button_cannot_hold_is_refused_without_saying_it() -> None:
    with pytest.raises(ValueError, match=r"^view: a button holds 2000 bytes, not 2001$"):
        message_cards(Card((Buttons("?", (Button("View", "view", "x" * 2001),)),)))


# --- long ones ---


def filling(pattern: str) -> str:
    return (pattern * 20_000)[:20_000]


@pytest.mark.parametrize("show", [message_cards, dialog_cards])
@pytest.mark.parametrize(
    "text",
    [filling("They said it again. "), filling("x"), filling("a\n"), filling("\n"), filling("😀é"), filling('"\\'), filling("{"), filling("{{DATE(")],
    ids=["prose", "one word", "lines", "blank lines", "emoji", "escaped", "braces", "dates"],
)
def test_twenty_thousand_characters_are_paged_without_losing_one(text: str, show: Any) -> None:
    shown: Sequence[Json] = show(Card((Line("R-0042"), Facts((Fact("What happened", text),)), Line("End."))))
    assert "".join(map(runs, shown)) == f"R-0042What happened:{text}End."
    assert max(map(size, shown)) <= 25_000


def test_report_of_twenty_thousand_characters_is_read_on_one_page() -> None:
    [page] = dialog_cards(long_report(), of="view 5f0c")
    assert missing(long_report(), page) == []


def test_report_that_a_page_cannot_hold_goes_on_a_press_away() -> None:
    card = Card((*long_report().blocks, *long_report().blocks))
    pages = dialog_cards(card, of="view 5f0c")
    onwards = [[one["data"]["sp"]["value"] for one in actions(page) if one["data"]["sp"]["action"] == "page"] for page in pages]
    assert onwards == [["1 view 5f0c"], []]
    assert actions(pages[0])[-1]["title"] == wording.NEXT_PAGE
    assert missing(card, [pages[0]["body"][:-1], pages[1]]) == []


def test_pages_of_nothing_in_particular_are_numbered_only() -> None:
    pages = dialog_cards(Card(tuple(Line("x" * 6_000) for _ in range(9))))
    assert [actions(page)[-1]["data"]["sp"]["value"] for page in pages[:-1]] == ["1", "2"]


@pytest.mark.parametrize("show", [message_cards, dialog_cards])
def test_card_is_filled_to_its_limit_and_never_over_it(show: Any) -> None:
    def largest(last: int) -> int:
        return max(map(size, show(Card(tuple(Line("x" * length) for length in (6_000, 6_000, 6_000, last, 6_000))))))

    brim = 6_000 + 25_000 - largest(6_000)
    full = [largest(last) for last in range(brim - 30, brim + 10)]
    assert 24_950 < max(full) <= 25_000


def test_messages_need_no_button_to_be_read_on() -> None:
    assert [actions(card) for card in message_cards(Card((Line("x" * 60_000),)))] == [[], [], []]


def test_label_stays_with_the_beginning_of_what_was_written() -> None:
    facts = Facts((Fact("First", "x" * 20_500), Fact("Second", "y" * 6_000)))
    first, second = dialog_cards(Card((facts,)))
    assert runs(first).endswith("x")
    assert runs(second) == f"Second:{'y' * 6_000}"


def test_question_stays_with_its_buttons() -> None:
    card = Card((Line("x" * 24_000), Buttons("Which?", tuple(Button(f"R-{number:04}", "view", str(number)) for number in range(12)))))
    assert [runs(one)[-6:] for one in message_cards(card)][-1] == "Which?"


def test_longest_clauses_of_the_real_policies_are_one_card_word_for_word(reader: Reader) -> None:
    clauses = [clause for policy in reader.knowledge.policies.values() for clause in policy.clauses.values()]
    longest = sorted(clauses, key=lambda clause: len(clause.stem) + len(clause.text))[-20:]
    for clause in longest:
        card = Card((Quote(clause.text, stem=clause.stem, source=f"section {clause.section}"),))
        [shown] = message_cards(card)
        assert missing(card, shown) == []


def test_clause_longer_than_any_is_several_cards_and_keeps_its_source() -> None:
    card = Card((Quote("Staff must be kind to all. " * 2_000, stem="Staff:", source="section 4"),))
    shown = message_cards(card)
    assert len(shown) == 3
    assert missing(card, shown) == []
    assert runs(shown[-1]).endswith("section 4")
    assert [fault for one in shown for fault in faults_of_message(one)] == []


def test_two_hundred_buttons_are_spread_over_cards() -> None:
    card = Card((Buttons("Which?", tuple(Button(f"R-{number:04}", "view", str(number)) for number in range(300))),))
    shown = message_cards(card)
    assert len(shown) > 1
    assert [one["data"]["sp"]["value"] for card_json in shown for one in actions(card_json)] == [str(number) for number in range(300)]
    assert [fault for one in shown for fault in faults_of_message(one)] == []


def test_blocks_for_a_form_are_those_of_a_dialog() -> None:
    card = Card((Line("x"), Buttons("", (Button("View", "view", ""),))))
    assert elements_of(card.blocks) == dialog_cards(card)[0]["body"]
