"""The policy's other duties from beginning to end in a terminal: what people type goes in, what they see comes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering import Answerer
from tests.seated import Seated, quick_folder, seated_at, settings_of


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


@pytest.fixture
def talk(folder: Path, answerer: Answerer) -> Iterator[Seated]:
    with seated_at(folder, answerer, settings_of(policy="alet"), policy="alet") as seated:
        yield seated


def test_suggestion_is_filled_in_line_by_line_and_reaches_a_senior_leader_who_takes_it_up(talk: Seated) -> None:
    talk.say("/as tess")
    screen = talk.say("/suggest-post")
    assert "Suggestion for a post" in screen
    assert "please speak to Stacey Honnor" in screen  # the clause, word for word
    talk.say("The bake sale on Friday", "Facebook")
    assert "M-0001" in talk.say("/duties")
    screen = talk.say("/as eve")
    assert "The bake sale on Friday" in screen
    assert "It will be used." in talk.press("We will use it")
    assert "It will be used." in talk.say("/as tess")


def test_whoever_may_not_is_told_so(talk: Seated) -> None:
    talk.say("/as tess", "/suggest-post", "The bake sale", "Facebook", "/as ben")
    assert "This is not open to you here" in talk.say("/open M-0001")


def test_answer_that_a_button_asks_for_can_be_left_again(talk: Seated) -> None:
    talk.say("/as tess", "/suggest-post", "The bake sale", "Facebook", "/as eve")
    assert "A word to whoever suggested it" in talk.press("Not this time")
    assert "Nothing was done." in talk.say("cancel")
    talk.press("Not this time")
    assert "It will not be used." in talk.say("We had one last week.")
    assert "We had one last week." in talk.say("/as tess")


def test_list_of_duties_offers_what_can_be_raised(talk: Seated) -> None:
    talk.say("/as tess")
    assert "Suggest a post" in talk.say("/duties")
    assert "What could we post?" in talk.press("Suggest a post")


def test_matter_that_is_not_there_is_refused_like_one_that_is_not_open(talk: Seated) -> None:
    assert "This is not open to you here" in talk.say("/open M-0099")


def test_who_runs_an_account_is_answered_from_the_register_under_the_policys_own_answer(talk: Seated) -> None:
    talk.say("/as farid", "/duties")
    screen = talk.say("/as tess", "who runs our Instagram?")
    assert "These accounts are managed by ALET Marketing team members" in screen
    assert "register" in screen
    assert "register" in talk.say("accounts")
