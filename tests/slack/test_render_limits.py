"""What is longer than Slack takes goes on in a further block, message or page; where a list cannot, it says so."""

from __future__ import annotations

from itertools import count

import pytest

from adapters.slack.render import blocks_of, home, message_blocks, modal, pages
from bot import wording
from bot.cards import Banner, Button, Buttons, Card, Fact, Facts, Line, Quote
from tests.slack.own_rules import faults_of_message, faults_of_view, missing, parts, texts
from tests.slack.specimens import LONG_QUESTION

# --- long ones ---


def test_twenty_thousand_characters_are_read_in_one_modal() -> None:
    card = Card((Facts((Fact("What happened?", "They said it again. " * 1000),)),))
    view = modal(card, title="Report", close="Close")
    assert pages(card) == 1
    assert faults_of_view(view) == []
    assert missing(card, view["blocks"]) == []


def test_report_that_a_modal_cannot_hold_goes_on_a_press_away() -> None:
    card = Card((Line("R-0042"), Facts(tuple(Fact(f"Note {number}", "😀 It went on.\n" * 100) for number in range(240))), LONG_QUESTION))
    shown = [modal(card, title="Report", close="Close", private_metadata="k", page=page) for page in range(pages(card))]
    assert len(shown) > 2
    assert missing(card, [view["blocks"] for view in shown]) == []
    assert [fault for view in shown for fault in faults_of_view(view)] == []
    onwards = [[part["value"] for part in parts(view) if part.get("action_id", "").startswith("sp:page:")] for view in shown]
    assert onwards == [*([str(number)] for number in range(1, len(shown))), []]
    assert {view["private_metadata"] for view in shown} == {"k"}


@pytest.mark.parametrize(("asked", "shown"), [(-1, 0), (0, 0), (2, 2), (99, 2)])
def test_page_that_is_not_there_is_the_nearest(asked: int, shown: int) -> None:
    card = Card((Facts(tuple(Fact(str(number), "x") for number in range(250))),))
    assert pages(card) == 3
    view = modal(card, title="A", close="B", page=asked)
    assert view == modal(card, title="A", close="B", page=shown)
    assert faults_of_view(view) == []


def test_buttons_on_later_pages_keep_numbers_of_their_own() -> None:
    groups = tuple(Buttons(f"{number}?", (Button("View", "view", "r"),)) for number in range(120))
    ids = [part["action_id"] for page in range(3) for part in parts(modal(Card(groups), title="A", close="B", page=page)) if "action_id" in part]
    assert [one for one in ids if not one.startswith("sp:page:")] == [f"sp:view:{number}" for number in range(120)]


def test_three_thousand_ampersands_are_all_there() -> None:
    card = Card((Facts((Fact("What was said?", "&" * 3000),)),))
    messages = message_blocks(card)
    assert missing(card, messages) == []
    assert [fault for blocks in messages for fault in faults_of_message(blocks)] == []
    assert len(messages) == 2


def test_answer_with_many_clauses_is_several_messages_and_no_clause_loses_its_source() -> None:
    card = Card(tuple(Quote(f"Clause {number}. " * 60, source=f"section {number}") for number in range(40)))
    messages = message_blocks(card)
    assert len(messages) > 2
    assert missing(card, messages) == []
    assert [fault for blocks in messages for fault in faults_of_message(blocks)] == []
    assert {blocks[-1]["type"] for blocks in messages} == {"context"}


def test_many_small_blocks_are_spread_over_messages_of_fifty() -> None:
    card = Card(tuple(block for number in range(70) for block in (Banner(str(number)), Line("x"))))
    assert [len(blocks) for blocks in message_blocks(card)] == [50, 50, 40]


def test_button_ids_are_unique_over_all_messages_of_a_card() -> None:
    groups = tuple(Buttons(f"{number}?", (Button("View", "view", "r"),)) for number in range(60))
    ids = [part["action_id"] for blocks in message_blocks(Card(groups)) for part in parts(blocks) if "action_id" in part]
    assert len(set(ids)) == 60


# --- home and titles ---


def test_home_is_its_cards_with_rules_between() -> None:
    blocks = home([Card((Line("One"),)), Card(), Card((Line("Two"),))])["blocks"]
    assert [block["type"] for block in blocks] == ["rich_text", "divider", "rich_text"]


def test_what_stands_above_a_home_counts_too() -> None:
    above = {"type": "divider"}
    view = home([Card(tuple(Banner(str(number)) for number in range(100)))], above=[above])
    assert len(view["blocks"]) == 100
    assert view["blocks"][0] == above
    assert "".join(texts(view["blocks"][-1])) == wording.MORE_IN_LIST
    assert [block["type"] for block in home([Card((Line("One"),))], above=[above])["blocks"]] == ["divider", "rich_text"]


def test_button_ids_are_unique_over_the_whole_home() -> None:
    card = Card((Buttons("?", (Button("View", "view", "r"),)),))
    assert [part["action_id"] for part in parts(home([card, card])) if "action_id" in part] == ["sp:view:0", "sp:view:1"]


def test_home_that_is_too_long_says_so_at_its_end() -> None:
    view = home([Card(tuple(Banner(str(number)) for number in range(101)))])
    assert len(view["blocks"]) == 100
    assert "".join(texts(view["blocks"][-1])) == wording.MORE_IN_LIST
    assert faults_of_view(view) == []


def test_home_that_just_fits_says_nothing_of_the_kind() -> None:
    view = home([Card(tuple(Banner(str(number)) for number in range(100)))])
    assert wording.MORE_IN_LIST not in "".join(texts(view))


def test_home_of_too_many_bytes_says_so_too() -> None:
    view = home([Card((Line("😀" * 20_000),))])
    assert "".join(texts(view["blocks"][-1])) == wording.MORE_IN_LIST
    assert faults_of_view(view) == []


@pytest.mark.parametrize("title", ["", "x" * 25])
def test_title_that_slack_would_refuse_is_refused_here(title: str) -> None:
    with pytest.raises(ValueError, match="a title of a view has 1 to 24 characters"):
        modal(Card((Line("x"),)), title=title, close="Close")


def test_nothing_makes_no_view() -> None:
    with pytest.raises(ValueError, match="an empty card"):
        modal(Card(), title="A", close="B")
    with pytest.raises(ValueError, match="an empty home"):
        home([Card()])


def test_blocks_of_a_card_can_go_on_with_numbers_of_a_view() -> None:
    numbers = count(7)
    shown = blocks_of((Buttons("?", (Button("View", "view", "r"),)),), numbers)
    assert shown[-1]["elements"][0]["action_id"] == "sp:view:7"
    assert next(numbers) == 8


def test_long_list_on_the_home_pushes_no_other_card_off_the_page() -> None:
    long = Card(tuple(Facts((Fact(f"R-{number:04}", "x"),)) for number in range(150)))
    view = home(
        [Card((Line("First."),)), long, Card((Line("What waits."), Buttons("What would you like to do?", (Button("Suggest", "matter_form", "s"),))))]
    )
    said = "".join(texts(view))
    assert len(view["blocks"]) == 100
    assert faults_of_view(view) == []
    for words in ("First.", "R-0000", wording.MORE_IN_LIST, "What waits.", "Suggest"):
        assert words in said
    assert "R-0149" not in said
