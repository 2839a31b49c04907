"""A text stays whole on its way to Teams, and nothing in it is read as anything but words."""

from __future__ import annotations

import json
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.text import COST_OF_RUN, carried, runs_of, weight, without_marks

TEXT = st.text(st.characters() | st.sampled_from('{}"\\\n😀é'), max_size=300)


@given(TEXT, st.integers(COST_OF_RUN + 50, 800))
def test_blocks_and_runs_joined_are_the_text_again(text: str, limit: int) -> None:
    assert "".join(chain.from_iterable(runs_of(text, limit))) == carried(text)


@given(TEXT, st.integers(COST_OF_RUN + 50, 800))
def test_no_block_counts_more_than_its_limit(text: str, limit: int) -> None:
    for runs in runs_of(text, limit):
        written = [{"type": "TextRun", "text": run, "weight": "bolder", "color": "attention"} for run in runs]
        assert len(json.dumps(written, ensure_ascii=False).encode("utf-8")) <= limit + COST_OF_RUN


@given(TEXT)
def test_no_run_holds_two_braces_in_a_row(text: str) -> None:
    assert [run for runs in runs_of(text, 500) for run in runs if "{{" in run or not run] == []


@pytest.mark.parametrize(
    ("text", "counted"), [("abc", 3), ("é", 2), ("😀", 4), ('"', 2), ("\n", 2), ("\x01", 6), ("{{", 2 + COST_OF_RUN), ("{{{", 3 + 2 * COST_OF_RUN)]
)
def test_text_counts_as_it_stands_in_a_card(text: str, counted: int) -> None:
    assert weight(text) == counted


def test_date_that_a_card_would_read_stands_in_two_runs() -> None:
    assert runs_of("at {{DATE(2026-11-28T14:30:00Z)}}.", 500) == [["at {", "{DATE(2026-11-28T14:30:00Z)}}."]]


def test_empty_text_has_no_runs() -> None:
    assert runs_of("", 500) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Amara O'Neil-Example (DSL)", "Amara O'Neil-Example (DSL)"),
        ("_Tess_ **B**", "＿Tess＿ ＊＊B＊＊"),
        ("[x](https://example.com)", "［x］(https：//example.com)"),
        ("{{DATE(2026-11-28T14:30:00Z)}}", "｛｛DATE(2026-11-28T14:30:00Z)｝｝"),
        ("<at>all</at> `a` # | ~ \\", "＜at＞all＜/at＞ ｀a｀ ＃ ｜ ～ ＼"),
        ("a\0", "a⟨U+0000⟩"),
    ],
)
def test_name_keeps_its_letters_and_loses_its_marks(name: str, shown: str) -> None:
    assert without_marks(name) == shown
