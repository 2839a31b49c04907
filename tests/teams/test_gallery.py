"""The gallery holds a page for everything that Teams shows; its pictures are for people to look at."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from adapters.teams.render import message_cards
from knowledge.reading import Reader
from tests.slack.specimens import REPORT_CARDS, reply_cards
from tests.teams.gallery import KEPT, Picture, pictures, write_gallery
from tests.teams.specimens import dialogs, hostile_card

ROOT = Path(__file__).parent.parent.parent


def cards_on(html: str) -> list[object]:
    """Return the cards that a page draws."""
    return [json.loads(unescape(card)) for card in re.findall(r'data-card="([^"]*)"', html)]


def test_page_draws_the_very_cards_that_are_sent(tmp_path: Path) -> None:
    cards = message_cards(hostile_card())
    [page, _] = write_gallery(tmp_path, {"hostile": Picture(cards)}, Path("/nowhere"))
    assert cards_on(page.read_text(encoding="utf-8")) == cards


def test_dialog_stands_under_its_title() -> None:
    assert "<span>Your report &amp; more</span>" in Picture([{}], "Your report & more").html()


def test_gallery_holds_a_page_for_everything_and_all_that_the_documents_show(small_reader: Reader, reader: Reader) -> None:
    assert set(pictures(small_reader, reader)) >= {*REPORT_CARDS, *reply_cards(small_reader), *dialogs(), *KEPT.values()}


@pytest.mark.parametrize("name", KEPT)
def test_picture_that_the_documents_show_is_there_and_small(name: str) -> None:
    path = ROOT / "docs" / "images" / f"teams-{name}.png"
    assert path.stat().st_size < 120_000
    with Image.open(path) as picture:
        assert picture.width <= 640
