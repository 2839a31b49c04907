"""The gallery shows every word that is sent; its pictures are for people to look at."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from adapters.slack.render import message_blocks
from knowledge.reading import Reader
from tests.slack import look_alike
from tests.slack.duty_specimens import morning
from tests.slack.gallery import KEPT, pictures, write_gallery
from tests.slack.own_rules import texts
from tests.slack.specimens import REPORT_CARDS, reply_cards, views

VIEWS = views()
ROOT = Path(__file__).parent.parent.parent


def words(html: str) -> str:
    """Return what a page says, its tags taken away."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("name", REPORT_CARDS)
def test_picture_of_a_card_holds_every_word(name: str) -> None:
    shown = message_blocks(REPORT_CARDS[name])
    assert [text for text in texts(shown) if text not in words(look_alike.messages(shown))] == []


@pytest.mark.parametrize("name", VIEWS)
def test_picture_of_a_view_holds_every_word(name: str) -> None:
    folded = {option["text"]["text"] for option in _folded(VIEWS[name])}
    assert [text for text in texts(VIEWS[name]) if text not in folded and text not in words(look_alike.view(VIEWS[name]))] == []


def _folded(view: look_alike.Json) -> list[look_alike.Json]:
    """Return the options that stand in a list which is not open."""
    elements = [block.get("element", {}) for block in view["blocks"]]
    return [option for one in elements if one.get("type") == "static_select" for option in one["options"]]


def test_what_a_person_wrote_is_no_mark_up_of_the_page() -> None:
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "<b>&"}]}]}]
    assert "&lt;b&gt;&amp;" in look_alike.messages([blocks])


def test_fault_stands_on_its_field() -> None:
    html = look_alike.view(VIEWS["asked_note"], errors={"f:note": "Please write something."})
    assert re.search(r'class="input wrong".*Please write something', html, flags=re.S)


def test_telephone_shows_the_beginning_of_a_long_button() -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "x" * 40, "emoji": False}, "action_id": "a"}
    assert words(look_alike.messages([[{"type": "actions", "elements": [button]}]], telephone=True)).endswith("x" * 29 + "…")


def test_gallery_holds_a_page_for_everything_and_all_that_the_documents_show(small_reader: Reader, reader: Reader, tmp_path: Path) -> None:
    shown = pictures(small_reader, reader)
    assert set(shown) >= {*REPORT_CARDS, *reply_cards(small_reader), *VIEWS, *morning().cards, *morning().views, *KEPT.values()}
    written = write_gallery(tmp_path, shown)
    assert {page.stem for page in written} >= set(shown)
    assert (tmp_path / "index.html").exists()


@pytest.mark.parametrize("name", KEPT)
def test_picture_that_the_documents_show_is_there_and_small(name: str) -> None:
    assert (ROOT / "docs" / "images" / f"slack-{name}.png").stat().st_size < 120_000
