"""Each of the policy's other duties once from beginning to end in a terminal: raised by a form, come to whoever has to act, settled, heard of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.answering import Answerer
from tests.seated import PEOPLE, Seated, quick_folder, seated_at, settings_of

STAFF = [
    *PEOPLE,
    {"id": "orla", "name": "Orla Reid", "roles": ["owner"], "how": "extension 31"},
    {"id": "ada", "name": "Ada Wynn", "roles": ["admin"], "how": "extension 32"},
    {"id": "cora", "name": "Cora Lunt", "roles": ["communications"], "how": "extension 33"},
]
Open = Callable[[str], AbstractContextManager[Seated]]


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


@pytest.fixture
def school(folder: Path, answerer: Answerer) -> Open:
    """A function that opens a terminal at a school with a policy."""
    return lambda policy: seated_at(folder, answerer, settings_of(policy=policy, people=STAFF), policy=policy)


def test_comment_is_answered_by_whoever_was_asked_and_its_clock_stops(school: Open) -> None:
    with school("athelstan") as talk:
        talk.say("/as tess", "/log-comment", "another", "Facebook", "complaint", "today 10:00", "Nobody rings back.", "", "", "Ada Wynn")
        talk.say("send")
        screen = talk.say("/as ada")
        assert "To be done by Tue 17 Nov 2026 10:00." in screen
        assert "must be responded to within 24 hours" in screen
        assert "within four hours" in talk.say("/wait 20h")
        talk.press("It has been answered")
        assert "To be done by" not in talk.say("", "I rang the parent.", "/open M-0001")


def test_comment_that_nobody_answers_comes_to_the_senior_leaders(school: Open) -> None:
    with school("athelstan") as talk:
        talk.say("/as tess", "/log-comment", "another", "Facebook", "query", "today 10:00", "When is the fair?", "", "", "Ada Wynn", "send")
        talk.say("/as eve", "/wait 1d")
        assert "M-0001" in talk.say("/inbox")


def test_post_is_checked_the_head_is_asked_and_agrees_in_writing(school: Open) -> None:
    with school("athelstan") as talk:
        talk.say("/as tess", "/can-we-post", "facebook", "somebody's own", "a photo, video", "none", "a pupil, in", "yes, i", "no, i have", "1", "1")
        talk.say("The class at the museum.", "")
        screen = talk.say("send")
        assert "Only with the head's consent in writing, beforehand" in screen
        talk.press("Ask the head")
        talk.say("Could I show it on my own page?")
        assert "Could I show it on my own page?" in talk.say("/as chidi")
        talk.press("Approve in writing")
        talk.say("Yes, without faces.")
        assert "Yes, without faces." in talk.say("/as tess")


def test_political_post_is_not_allowed_and_the_line_is_shown(school: Open) -> None:
    with school("wren-spinney") as talk:
        talk.say("/as tess", "/can-we-post", "classdojo", "", "something else", "a political", "nobody", "", "", "1", "", "", "")
        screen = talk.say("send")
        assert "Political statements" in screen
        assert "Not allowed" in screen


def test_mention_is_followed_up_and_closed(school: Open) -> None:
    with school("unnamed-trust") as talk:
        talk.say("/as tess", "/duties")
        talk.press("We are spoken of elsewhere")
        talk.say("A Facebook group", "a complaint", "The car park is unsafe.", "", "", "today 9:00", "Cora Lunt", "send")
        assert "The car park is unsafe." in talk.say("/as cora")
        assert "The car park is unsafe." in talk.say("/wait 5d")
        talk.press("It is settled")
        talk.say("1", "We replied there, and it was put right.")
        assert "We replied there" in talk.say("/as tess")


def test_removal_is_asked_for_and_the_post_comes_down(school: Open) -> None:
    with school("unnamed-trust") as talk:
        talk.say("/as tess", "/duties")
        talk.press("A post should come down")
        talk.say("a parent", "A parent of Year 4", "A Facebook group", "It names a child.", "A child is named.", "", "", "send")
        assert "invite them to discuss the issues in person" in talk.say("/as cora")
        talk.press("It has come down")
        assert "The post has come down." in talk.say("/as tess")


def test_journalist_is_handed_to_whoever_speaks_for_the_school(school: Open) -> None:
    with school("athelstan") as talk:
        talk.say("/as tess", "/duties")
        assert "Do not respond" in talk.press("A journalist has been in touch")
        talk.say("Sam Writer", "The Oakfield Echo", "A post on our page.", "by e-mail", "", "", "Nothing.")
        assert "Do not respond before communications or the head has told you what to say." in talk.say("send")
        assert "The Oakfield Echo" in talk.say("/as cora")


def test_deletion_stands_in_the_log_with_the_policys_reason(school: Open) -> None:
    with school("alet") as talk:
        talk.say("/as ada", "/duties")
        talk.press("Note a deletion or a block")
        talk.say("another", "Facebook", "deleted", "1", "", "@angry_of_oakfield", "today 9:00", "", "", "", "no")
        screen = talk.say("send")
        assert "Abusive, racist, sexist, homophobic or inflammatory comments" in screen
        assert "It is in the log." in screen


def test_application_by_one_person_is_refused_and_by_two_unread_says_what_to_do(school: Open) -> None:
    with school("athelstan") as talk:
        form = ("/social-account", "Oakfield History", "Instagram", "To show our work.", "Parents", "In the newsletter")
        talk.say("/as tess", *form, "Tess Byrne", "", "open", "Parents asked.")
        assert "two" in talk.say("send")
        talk.say("Tess Byrne, Tom Hale")
        screen = talk.say("send")
        assert "Tess Byrne" in screen
        assert "read" in screen


def test_account_is_applied_for_approved_created_and_stands_in_the_register(school: Open) -> None:
    with school("athelstan") as talk:
        for who in ("tess", "tom"):
            _reads_and_is_trained(talk, who)
        talk.say("/as tess", "/social-account", "Oakfield History", "Instagram", "To show our work.", "Parents", "In the newsletter")
        talk.say("Tess Byrne, Tom Hale", "", "open", "Parents asked.", "send")
        assert "Oakfield History" in talk.say("/as eve")
        talk.press("Approve")
        assert "Oakfield History" in talk.say("/as ada")
        talk.press("The account is created")
        talk.say("@oakfield_history", "https://instagram.com/oakfield_history", "In the office safe", "office@oakfield.example", "send")
        assert "Oakfield History" in talk.say("/as tess", "accounts")


def _reads_and_is_trained(talk: Seated, who: str) -> None:
    """Let somebody open the policy, say that they have understood it, and note their training."""
    talk.say(f"/as {who}", "/duties")
    talk.press("Read the policy and say so")
    talk.say("1")
    talk.press("Open the policy")
    talk.press("I have understood it")
    talk.press("Training done")
    talk.say("today")


def test_leaver_is_replaced_in_every_account_that_names_them(school: Open) -> None:
    with school("alet") as talk:
        talk.say("/as ada", "/duties")
        talk.press("Register an account")
        talk.say("Instagram", "@oakfield", "Oakfield", "", "Tom Hale", "", "the office", "open", "no", *[""] * 6, "send")
        assert "Tom Hale" in talk.say("accounts")
        talk.say("/duties")
        talk.press("A member of staff leaves")
        talk.say("Tom Hale", "")
        talk.press("Hand all of them over")
        talk.say("Tess Byrne")
        assert "Tess Byrne" in talk.say("accounts")
        assert "Tom Hale" not in talk.say("accounts")
