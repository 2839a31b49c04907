"""A journalist makes contact: nobody responds before whoever speaks for the school, who hears at once, and after them the head."""

from __future__ import annotations

import pytest

from bot.duties import Duties, Raised
from bot.windows import Shown
from tests.bot.duty_scene import (
    POLICIES,
    SPOKEN_FOR,
    TERMS,
    count_at,
    faults,
    form_of,
    london,
    note,
    restart,
    sent_at,
    state,
    submit,
    text,
    visitor,
    write,
)
from tests.bot.fake_chat import CANARY, STAFF, OpenScene, Scene, staff

CONTACT = {
    "who": "Robin Reporter",
    "paper": "The Oakfield Echo",
    "about": f"A post of ours {CANARY}",
    "reached": "phone",
    "said_so_far": "Nothing",
}
WAIT = "Do not respond before communications or the head has told you what to say."
CLAUSES = {
    "athelstan": (
        "If a journalist makes contact about posts made using social media staff must follow the Trust Communications policy before responding."
    ),
    "unnamed-trust": (
        "If a journalist is to make contact about posts made using social media staff must follow the trust/school media policy before responding."
    ),
}
STILL, TO_HEAD, OPEN = "A journalist still waits", "Please answer it yourself", "A journalist's question is still open"


@pytest.fixture
def athelstan(open_scene: OpenScene) -> Scene:
    return open_scene(policy="athelstan", people=SPOKEN_FOR, terms=TERMS)


@pytest.mark.parametrize("policy", POLICIES)
def test_form_and_receipt_say_first_that_nobody_responds_yet_with_the_clause_word_for_word(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    done = submit(scene, "journalist", CONTACT)
    assert isinstance(done, Raised)
    for shown in (form_of(scene, "journalist").opening.plain_text(), done.receipt.plain_text()):
        assert shown.index(WAIT) < shown.index("policy")
        if policy in CLAUSES:
            assert " ".join(CLAUSES[policy].split()) in " ".join(shown.split())
        else:
            assert "Your policy says nothing about journalists. This is Signpost's default." in shown
    lines = done.receipt.plain_text().split("\n")
    assert WAIT in lines[1]  # under what it is, before anything else


def test_card_comes_at_once_to_whoever_speaks_for_the_school(athelstan: Scene) -> None:
    note(athelstan, "journalist", CONTACT)
    assert count_at(athelstan, "umar", "chidi", "carys", "eve") == [1, 0, 0, 0]
    assert "The Oakfield Echo" in athelstan.texts("umar")[0]


def test_where_nobody_speaks_for_the_school_it_is_the_head_and_not_who_stands_in_elsewhere(open_scene: OpenScene) -> None:
    scene = open_scene(policy="athelstan", people=staff(*STAFF, ("carys", "Carys Pugh", ["admin"])))
    note(scene, "journalist", CONTACT)
    assert count_at(scene, "chidi", "carys", "eve") == [1, 0, 0]


def test_proprietor_is_asked_where_there_is_no_head(open_scene: OpenScene) -> None:
    scene = open_scene(policy="iwys", people=staff(("pru", "Pru Owner", ["proprietor", "dsl"]), ("gail", "Gail Ives", ["chair"])))
    note(scene, "journalist", CONTACT)
    assert count_at(scene, "pru", "gail") == [1, 0]


def test_after_an_open_hour_it_is_reminded_of_then_it_goes_to_the_head_and_on_every_working_day(athelstan: Scene) -> None:
    athelstan.until(london("2026-11-20 16:30"))  # Friday; the school closes at 17:00
    note(athelstan, "journalist", CONTACT)
    restart(athelstan)
    athelstan.until(london("2026-11-25 12:00"))
    assert sent_at(athelstan, "umar", STILL) == ["Mon 23 Nov 08:30", "Tue 24 Nov 09:00", "Wed 25 Nov 09:00"]
    assert sent_at(athelstan, "chidi", TO_HEAD) == ["Mon 23 Nov 09:30", "Tue 24 Nov 09:00", "Wed 25 Nov 09:00"]


def test_school_holidays_postpone_nothing_and_bank_holidays_do(athelstan: Scene) -> None:
    athelstan.until(london("2026-12-24 16:30"))
    note(athelstan, "journalist", CONTACT)
    athelstan.until(london("2026-12-30 12:00"))
    assert sent_at(athelstan, "umar", STILL)[0] == "Tue 29 Dec 08:30"
    assert sent_at(athelstan, "chidi", TO_HEAD) == ["Tue 29 Dec 09:30", "Wed 30 Dec 09:00"]


def test_head_hears_at_once_where_the_deadline_comes_first(athelstan: Scene) -> None:
    athelstan.until(london("2026-11-17 10:00"))
    note(athelstan, "journalist", {**CONTACT, "deadline": "today 11:30"})
    assert len(sent_at(athelstan, "chidi", TO_HEAD)) == 1
    note(athelstan, "journalist", {**CONTACT, "deadline": "18/11/2026 17:00"})
    assert len(sent_at(athelstan, "chidi", TO_HEAD)) == 1


@pytest.mark.parametrize("deadline", ["today 09:00", "yesterday", "2026-11-01"])
def test_deadline_that_is_over_is_asked_about(athelstan: Scene, deadline: str) -> None:
    assert faults(submit(athelstan, "journalist", {**CONTACT, "deadline": deadline})) == ["deadline"]


def test_deadline_of_a_day_is_the_closing_time_of_that_day(athelstan: Scene) -> None:
    matter = note(athelstan, "journalist", {**CONTACT, "deadline": "18/11/2026"})
    assert "To be done by Wed 18 Nov 2026 17:00." in text(athelstan, "umar", matter)


def test_once_it_is_taken_on_whoever_was_asked_hears_who_answers_and_still_waits(athelstan: Scene) -> None:
    matter = note(athelstan, "journalist", CONTACT)
    write(athelstan, "umar", "take", matter, picked=("eve",))
    told = athelstan.texts("tess")[-1]
    assert "It has been taken on. What may be said is still to come." in told
    assert "Eve Lowe" in told
    assert WAIT in told
    assert "This was given to you to see to." in athelstan.texts("eve")[0]
    athelstan.until(london("2026-11-18 12:00"))
    assert sent_at(athelstan, "chidi", TO_HEAD) == []
    assert sent_at(athelstan, "umar", STILL) == []
    assert sent_at(athelstan, "eve", OPEN) == ["Tue 17 Nov 09:00", "Wed 18 Nov 09:00"]


def test_what_may_be_said_reaches_whoever_was_asked_word_for_word_and_ends_the_waiting(athelstan: Scene) -> None:
    matter = note(athelstan, "journalist", CONTACT)
    write(athelstan, "umar", "say", matter, words="The school has no comment at this time.")
    told = athelstan.texts("tess")[-1]
    assert "The school has no comment at this time." in told
    assert "What may be said stands below. Please say nothing beyond it." in told
    assert WAIT not in told


def test_closed_it_is_reminded_of_no_more_and_can_be_opened_again(athelstan: Scene) -> None:
    matter = note(athelstan, "journalist", CONTACT)
    assert faults(write(athelstan, "umar", "close", matter, end="")) == ["end"]
    write(athelstan, "umar", "close", matter, end="Not pursued.")
    athelstan.wait(days=5)
    assert count_at(athelstan, "umar", "chidi") == [1, 0]
    write(athelstan, "umar", "reopen", matter, why_again="They rang again.")
    assert state(athelstan, matter) == "new"
    before = count_at(athelstan, "chidi")
    athelstan.wait(days=2)
    assert count_at(athelstan, "chidi") > before


@pytest.mark.parametrize("who", ["wynn", "farid", "tess"])
def test_only_communications_and_the_head_say_what_may_be_said(athelstan: Scene, who: str) -> None:
    matter = note(athelstan, "journalist", CONTACT, who="ben")
    for act in ("take", "say", "close"):
        came = Duties(athelstan.office).press(visitor(athelstan, who), f"{act} {matter.matter_id}")
        assert isinstance(came, Shown)
        assert "not open to you" in came.card.plain_text()


def test_form_says_what_it_needs(athelstan: Scene) -> None:
    assert faults(submit(athelstan, "journalist", {})) == ["who", "paper", "about", "reached", "said_so_far"]
