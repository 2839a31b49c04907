"""The school is spoken of elsewhere: noted, given to somebody, followed up, settled."""

from __future__ import annotations

import pytest

from bot.duties import Duties
from bot.windows import Shown
from tests.bot.duty_scene import (
    POLICIES,
    SPOKEN_FOR,
    TERMS,
    count_at,
    faults,
    form_of,
    london,
    newest,
    note,
    now,
    press,
    restart,
    sent_at,
    state,
    submit,
    text,
    visitor,
    write,
)
from tests.bot.fake_chat import CANARY, OpenScene, Scene

MENTION = {"where": "Facebook, Village Chat", "sort": "untrue", "what": f"They say we close {CANARY}", "seen": "yesterday"}
STILL = "This still waits"
SILENT = "Your policy does not speak of posts about the school elsewhere."


@pytest.fixture
def trust(open_scene: OpenScene) -> Scene:
    return open_scene(policy="unnamed-trust", people=SPOKEN_FOR, terms=TERMS)


@pytest.mark.parametrize("policy", POLICIES)
def test_mention_comes_to_whoever_speaks_for_the_school_under_every_policy(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    matter = note(scene, "mention", MENTION)
    assert count_at(scene, "umar", "carys", "eve") == [1, 0, 0]
    says = policy == "unnamed-trust"
    for shown in (scene.texts("umar")[0], form_of(scene, "mention").opening.plain_text()):
        assert (SILENT in shown) is not says
        assert ("pro-actively monitor the Internet for public postings" in shown) is says
        assert ("according to a defined policy or process" in shown) is says
    write(scene, "umar", "close", matter, settled="answered", how="By the communications policy.")
    assert state(scene, matter) == "closed"


def test_whoever_was_chosen_is_reminded_every_second_school_day_also_over_a_weekend_the_holidays_and_a_restart(trust: Scene) -> None:
    trust.until(london("2026-12-17 12:00"))  # Thursday; term ends on Friday
    note(trust, "mention", MENTION, picked=("wynn",))
    restart(trust)
    trust.until(london("2027-01-08 12:00"))
    assert sent_at(trust, "wynn", STILL) == ["Mon 04 Jan 09:00", "Wed 06 Jan 09:00", "Fri 08 Jan 09:00"]
    assert count_at(trust, "umar") == [0]


def test_bank_holiday_is_no_school_day(open_scene: OpenScene) -> None:
    scene = open_scene(policy="unnamed-trust", people=SPOKEN_FOR)
    scene.until(london("2026-12-24 12:00"))
    note(scene, "mention", MENTION)
    scene.until(london("2027-01-05 12:00"))
    assert sent_at(scene, "umar", STILL) == ["Wed 30 Dec 09:00", "Mon 04 Jan 09:00"]  # the 25th, 28th and 1st are bank holidays


def test_what_was_noted_puts_the_next_reminder_off(trust: Scene) -> None:
    matter = note(trust, "mention", MENTION)
    trust.until(london("2026-11-17 15:00"))
    write(trust, "umar", "note", matter, done_so_far="Wrote to the group's administrator.")
    assert state(trust, matter) == "followed"
    assert "Wrote to the group's administrator." in text(trust, "tess", matter)
    trust.until(london("2026-11-20 12:00"))
    assert sent_at(trust, "umar", STILL) == ["Thu 19 Nov 09:00"]


def test_whoever_takes_it_on_is_the_one_who_is_reminded(trust: Scene) -> None:
    matter = note(trust, "mention", MENTION)
    press(trust, "carys", "take", matter)
    assert "With: Carys Pugh." in text(trust, "umar", matter)
    trust.until(london("2026-11-18 12:00"))
    assert sent_at(trust, "carys", STILL) == ["Wed 18 Nov 09:00"]
    assert sent_at(trust, "umar", STILL) == []


def test_it_can_be_given_to_somebody_else_who_then_may_settle_it(trust: Scene) -> None:
    matter = note(trust, "mention", MENTION)
    write(trust, "umar", "hand", matter, picked=("wynn",))
    assert "This was given to you to see to." in trust.texts("wynn")[0]
    assert isinstance(write(trust, "wynn", "close", matter, settled="left", how="An opinion."), Shown)
    assert "Left as it is" in text(trust, "tess", matter)
    trust.wait(days=9)
    assert sent_at(trust, "wynn", STILL) == []


def test_removal_is_asked_for_from_it_and_begins_with_what_is_known(trust: Scene) -> None:
    matter = note(trust, "mention", {**MENTION, "who": "@pat_parent"})
    write(trust, "umar", "removal", matter, whose="parent", why="Offensive about a teacher.")
    removal = newest(trust, "removal")
    assert removal.fields["where"] == "Facebook, Village Chat"
    assert removal.fields["who"] == "@pat_parent"
    assert removal.fields["whose"] == "parent"
    assert removal.raised_by == "umar"
    assert any("Request to remove a post" in one for one in trust.texts("umar"))
    assert state(trust, matter) == "followed"


def test_settled_it_can_be_opened_again_and_is_followed_up_again(trust: Scene) -> None:
    matter = note(trust, "mention", MENTION)
    write(trust, "umar", "close", matter, settled="answered", how="There.")
    write(trust, "umar", "reopen", matter, why_again="It goes on.")
    trust.until(london("2026-11-18 12:00"))
    assert state(trust, matter) == "new"
    assert sent_at(trust, "umar", STILL) == ["Wed 18 Nov 09:00"]


def test_form_says_what_it_needs(trust: Scene) -> None:
    assert faults(submit(trust, "mention", {"where": "", "sort": "", "what": "", "seen": ""})) == ["where", "sort", "what", "seen"]
    assert faults(submit(trust, "mention", {**MENTION, "seen": "tomorrow"})) == ["seen"]


@pytest.mark.parametrize("who", ["ben", "farid", "wynn"])
def test_others_of_the_staff_do_not_read_it(trust: Scene, who: str) -> None:
    matter = note(trust, "mention", MENTION)
    for act in ("view", "take"):
        came = Duties(trust.office).press(visitor(trust, who), f"{act} {matter.matter_id}")
        assert isinstance(came, Shown)
        assert "not open to you" in came.card.plain_text()
    assert now(trust, matter).state == "new"
