"""Reading the policy, its review, and questions without an answer, from beginning to end in a terminal: each with a clock that is moved on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.unanswered import NOT_UNDERSTOOD, Unanswered
from tests.seated import PEOPLE, Seated, quick_folder, seated_at, settings_of

OWNER = {"id": "olga", "name": "Olga Reed", "roles": ["owner"], "how": "extension 21"}


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


@pytest.fixture
def talk(folder: Path, answerer: Answerer) -> Iterator[Seated]:
    with seated_at(folder, answerer, settings_of(policy="iwys", people=[*PEOPLE, OWNER]), policy="iwys") as seated:
        yield seated


def begin_round(talk: Seated) -> None:
    talk.say("/as olga", "/duties")
    talk.press("Ask staff to read the policy")
    assert "M-0002" in talk.say("all", "", "11 December 2026", "no", "send")


def test_policy_is_read_page_by_page_and_said_to_be_understood(talk: Seated) -> None:
    begin_round(talk)
    screen = talk.say("/as tess")
    assert "Please read your school's policy" in screen
    assert "I have understood it" not in screen.split("What next?")[-1]
    screen = talk.press("Open the policy")
    assert "“Approved by: Darren Foster and Kerry Cassidy on June 2025”" in screen
    assert "Page 2 of " in talk.press("Next page")
    assert "Noted: you have read and understood the policy." in talk.press("I have understood it")
    talk.say("/as olga", "/open M-0002")
    screen = talk.press("Show names")
    assert "Completed: Tess Byrne" in screen
    assert "1 of 9 completed" in screen


def test_question_comes_to_the_owner_and_the_answer_back(talk: Seated) -> None:
    begin_round(talk)
    talk.say("/as tom")
    talk.press("Question, or I disagree")
    assert "is told, and answers you here" in talk.say("1", "May I keep my old account?")
    screen = talk.say("/as olga")
    assert "May I keep my old account?" in screen
    talk.press("Answer them")
    talk.say("Yes, if no pupil follows it.")
    assert "Yes, if no pupil follows it." in talk.say("/as tom")


def test_reminders_come_on_the_school_day_clock_as_time_is_moved_on(talk: Seated) -> None:
    begin_round(talk)
    talk.say("/as tess", "/wait 18d")
    assert "A week is left to read the policy." in talk.screen.getvalue()
    talk.say("/wait 10d")
    assert "has passed. It opens here" in talk.screen.getvalue()


def test_answers_say_that_the_policy_is_overdue_until_its_owner_notes_the_review(talk: Seated) -> None:
    overdue = "This policy was due for review in June 2026."
    assert overdue in talk.say("can I accept a friend request from a past pupil?")
    talk.say("/as olga", "/open M-0001")
    talk.press("Reviewed")
    assert "The next review is due June 2027" in talk.say("1", "June 2027", "", "send")
    assert overdue not in talk.say("can I accept a friend request from a past pupil?")


def test_question_without_an_answer_waits_for_the_owner_who_proposes_it(talk: Seated) -> None:
    office = talk.office
    shelf = Unanswered(office.engine, office.filing.sealer, knows=lambda _word: True, clock=office.clock.now)
    for one in ("can I use tiktok at lunch", "can i use tik tok in lunch time?"):
        shelf.keep(one, "iwys", NOT_UNDERSTOOD)
    talk.say("/as olga")
    assert "2 x can I use tiktok at lunch" in talk.say("/duties")
    screen = talk.say("/open M-0001")
    assert "Nobody knows who asked" in screen
    talk.press("Add as an ask")
    assert "It is among the proposals." in talk.say("use-at-break")
    assert "To be added as an ask of a topic. Nothing has changed yet" in talk.say("/open M-0001")


def test_next_start_goes_on_where_the_last_ended(folder: Path, answerer: Answerer) -> None:
    from bot.sealing import new_ring

    ring, settings = new_ring(), settings_of(policy="iwys", people=[*PEOPLE, OWNER])
    with seated_at(folder, answerer, settings, ring=ring, policy="iwys") as talk:
        begin_round(talk)
    with seated_at(folder, answerer, settings, ring=ring, policy="iwys") as talk:
        talk.say("/as tess", "/wait 18d")
        assert "A week is left to read the policy." in talk.screen.getvalue()
