"""A post should come down: noted, asked for, followed up every second school day, refused or removed, closed."""

from __future__ import annotations

import pytest

from bot.windows import Shown
from tests.bot.duty_scene import POLICIES, SPOKEN_FOR, TERMS, count_at, faults, london, note, press, restart, sent_at, state, submit, text, write
from tests.bot.fake_chat import CANARY, OpenScene, Scene

REMOVAL = {"whose": "parent", "who": "Pat Parent", "where": "Facebook, Village Chat", "what": CANARY, "why": "Offensive about a teacher."}
ASKED = {"how": "phone", "when": "today 10:00", "invited": "yes"}
STILL, STILL_UP, TO_SLT = "This still waits", "They will not remove a post, and nothing", "Somebody was asked to remove a post, and will not"
SILENT = "Your policy does not say that the school asks for a post like this to be removed."


@pytest.fixture
def trust(open_scene: OpenScene) -> Scene:
    return open_scene(policy="unnamed-trust", people=SPOKEN_FOR, terms=TERMS)


@pytest.fixture
def athelstan(open_scene: OpenScene) -> Scene:
    return open_scene(policy="athelstan", people=SPOKEN_FOR, terms=TERMS)


@pytest.mark.parametrize(
    ("policy", "whose", "clause"),
    [
        ("athelstan", "staff", "You may be required to remove internet postings which are deemed to constitute a breach of this policy."),
        ("athelstan", "parent", ""),
        ("unnamed-trust", "parent", "will ask the parent/carer to remove the post and invite them to discuss the issues in person."),
        ("unnamed-trust", "parent", "If necessary, refer parents to the trust’s complaints procedures."),
        ("unnamed-trust", "pupil", "will be resolved by the use of the trust/school’s behaviour policy."),
        ("unnamed-trust", "staff", ""),
        ("alet", "parent", "Make inappropriate comments about members of staff, other parents/carers or pupils"),
        ("iwys", "pupil", "Make inappropriate comments about members of staff, other pupils or parents/carers"),
        ("wren-spinney", "parent", "so they can be dealt with in line with the school's complaints procedure"),
        *((one, "other", "") for one in POLICIES),
    ],
)
def test_clauses_that_speak_of_such_a_post_stand_with_it_and_silence_is_said(open_scene: OpenScene, policy: str, whose: str, clause: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    shown = text(scene, "eve", note(scene, "removal", {**REMOVAL, "whose": whose}))
    assert clause in shown
    assert (SILENT in shown) is (not clause)


@pytest.mark.parametrize(("whose", "places"), [("staff", [0, 1, 1]), ("parent", [1, 0, 0]), ("pupil", [1, 0, 0]), ("other", [1, 0, 0])])
def test_colleagues_post_is_for_slt_and_any_other_for_whoever_speaks_for_the_school(trust: Scene, whose: str, places: list[int]) -> None:
    note(trust, "removal", {**REMOVAL, "whose": whose})
    assert count_at(trust, "umar", "eve", "amara") == places


def test_it_comes_to_mind_every_second_school_day_also_over_a_weekend_the_holidays_and_a_restart(trust: Scene) -> None:
    trust.until(london("2026-12-17 12:00"))  # Thursday; term ends on Friday
    note(trust, "removal", REMOVAL, picked=("wynn",))
    restart(trust)
    trust.until(london("2027-01-06 12:00"))
    assert sent_at(trust, "wynn", STILL) == ["Mon 04 Jan 09:00", "Wed 06 Jan 09:00"]


def test_when_and_how_they_were_asked_is_kept_and_is_followed_up(trust: Scene) -> None:
    matter = note(trust, "removal", REMOVAL)
    assert faults(write(trust, "umar", "ask", matter, how="phone", invited="yes", when="")) == ["when"]
    write(trust, "umar", "ask", matter, **ASKED)
    assert state(trust, matter) == "asked"
    shown = text(trust, "tess", matter)
    for words in ("By phone", "today 10:00", "Were they invited to discuss it in person?"):
        assert words in shown
    trust.until(london("2026-11-20 12:00"))
    assert sent_at(trust, "umar", STILL) == ["Wed 18 Nov 09:00", "Fri 20 Nov 09:00"]
    write(trust, "umar", "ask_again", matter, **ASKED)
    trust.until(london("2026-11-24 12:00"))
    assert sent_at(trust, "umar", STILL) == ["Tue 24 Nov 09:00"]  # those of before show how it stands now


def test_once_it_is_down_nobody_is_reminded_and_whoever_noted_it_is_told(trust: Scene) -> None:
    matter = note(trust, "removal", REMOVAL)
    write(trust, "umar", "ask", matter, **ASKED)
    press(trust, "umar", "removed", matter)
    assert "The post has come down." in trust.texts("tess")[-1]
    trust.wait(days=9)
    assert count_at(trust, "umar") == [1]


def test_refusal_goes_to_slt_at_once_and_every_second_school_day(trust: Scene) -> None:
    matter = note(trust, "removal", REMOVAL)
    write(trust, "umar", "refuse", matter, goes_to="slt", note="They say it is their right.")
    assert len(sent_at(trust, "eve", TO_SLT)) == 1
    assert "They will not remove it. It is with SLT." in text(trust, "tess", matter)
    restart(trust)
    trust.until(london("2026-11-20 12:00"))
    assert sent_at(trust, "eve", STILL_UP) == ["Wed 18 Nov 09:00", "Fri 20 Nov 09:00"]
    write(trust, "eve", "close", matter, end="Spoken with, and left.")
    trust.wait(days=9)
    assert state(trust, matter) == "closed"
    assert len([one for one in trust.chat.at("eve") if one.at > london("2026-11-20 13:00")]) == 0


def test_refusal_can_go_into_the_complaints_procedure_and_slt_knows(trust: Scene) -> None:
    matter = note(trust, "removal", REMOVAL)
    write(trust, "umar", "refuse", matter, goes_to="complaints", note="They want to complain.")
    assert "complaints procedure" in text(trust, "tess", matter)
    assert len(sent_at(trust, "eve", TO_SLT)) == 1
    press(trust, "eve", "removed", matter)
    assert state(trust, matter) == "removed"


def test_closed_it_can_be_opened_again(athelstan: Scene) -> None:
    matter = note(athelstan, "removal", {**REMOVAL, "whose": "staff"})
    write(athelstan, "eve", "close", matter, end="Taken for another post.")
    write(athelstan, "eve", "reopen", matter, why_again="It is that post.")
    athelstan.until(london("2026-11-18 12:00"))
    assert sent_at(athelstan, "eve", STILL) == ["Wed 18 Nov 09:00"]


def test_it_can_be_given_to_somebody_else(trust: Scene) -> None:
    matter = note(trust, "removal", REMOVAL)
    write(trust, "umar", "hand", matter, picked=("wynn",))
    assert isinstance(write(trust, "wynn", "ask", matter, **ASKED), Shown)


@pytest.mark.parametrize("who", ["ben", "farid", "carys"])
def test_others_do_not_read_it(trust: Scene, who: str) -> None:
    assert CANARY not in text(trust, who, note(trust, "removal", REMOVAL))


def test_form_says_what_it_needs(trust: Scene) -> None:
    assert faults(submit(trust, "removal", {})) == ["whose", "who", "where", "what", "why"]


def test_what_will_not_be_removed_is_with_slt_where_nobody_was_chosen(trust: Scene) -> None:
    matter = note(trust, "removal", REMOVAL)
    assert "With: Umar Khan." in text(trust, "umar", matter)
    write(trust, "umar", "refuse", matter, goes_to="slt", note="They will not.")
    assert "With: Amara Obi, Eve Lowe." in text(trust, "umar", matter)
    trust.until(london("2026-11-18 12:00"))
    assert sent_at(trust, "umar", STILL_UP) == []
