"""A suggestion for a post goes to whom the policy names, is brought to mind, and is answered."""

from __future__ import annotations

import pytest

from bot.suggestions import named_by
from bot.windows import Shown
from tests.bot.duty_scene import POLICIES, SPOKEN_FOR, TERMS, circumstances, count_at, form_of, london, note, press, restart, sent_at, text, write
from tests.bot.fake_chat import STAFF, OpenScene, Scene, staff

IDEA = {"what": "The bake sale", "network": "Facebook"}
STILL = "This still waits"
SILENT, NOT_LISTED = "Your policy does not say whom to ask.", "Nobody whom your policy names for this is in the settings"


def test_person_whom_the_clause_names_gets_it_where_the_settings_list_them(open_scene: OpenScene) -> None:
    scene = open_scene(policy="alet", people=[*SPOKEN_FOR, *staff(("stacey", "Stacey Honnor", ["staff"]))])
    matter = note(scene, "suggestion", IDEA)
    assert count_at(scene, "stacey", "umar", "carys", "eve", "chidi") == [1, 0, 0, 0, 0]
    assert "please speak to Stacey Honnor" in scene.texts("stacey")[0]
    press(scene, "stacey", "use", matter)
    assert "It will be used." in scene.texts("tess")[-1]


@pytest.mark.parametrize(
    ("policy", "people", "gets"),
    [
        ("alet", SPOKEN_FOR, ["umar"]),  # nobody of that name: "Head of Marketing" is not the head
        ("iwys", [*SPOKEN_FOR, *staff(("pru", "Pru Owner", ["proprietor"]))], ["pru"]),
        ("iwys", [*SPOKEN_FOR, *staff(("pru", "Pru Owner", ["proprietor"]), ("cole", "Cole Finch", ["Compliance Officer"]))], ["pru", "cole"]),
        ("iwys", [*SPOKEN_FOR, *staff(("cole", "Cole Finch", ["compliance officer"]))], ["cole"]),
        ("iwys", SPOKEN_FOR, ["umar"]),
        ("wren-spinney", SPOKEN_FOR, ["carys"]),
        ("wren-spinney", staff(*STAFF), ["amara", "eve"]),
        ("athelstan", SPOKEN_FOR, ["umar"]),
        ("unnamed-trust", SPOKEN_FOR, ["umar"]),
    ],
)
def test_it_goes_to_whom_the_clause_of_each_policy_names(
    open_scene: OpenScene, policy: str, people: list[dict[str, object]], gets: list[str]
) -> None:
    scene = open_scene(policy=policy, people=people)
    note(scene, "suggestion", IDEA)
    everybody = [str(one["id"]) for one in people]
    assert [one for one in everybody if count_at(scene, one) == [1]] == gets


@pytest.mark.parametrize("policy", POLICIES)
def test_form_and_card_say_where_the_policy_names_nobody(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    silent = policy in ("athelstan", "unnamed-trust")
    shown = text(scene, "umar", note(scene, "suggestion", IDEA))
    assert (SILENT in form_of(scene, "suggestion").opening.plain_text()) is silent
    assert (SILENT in shown) is silent
    assert (NOT_LISTED in shown) is (policy in ("alet", "iwys"))
    assert ("If you have suggestions" in shown) is not silent


def test_it_comes_to_mind_after_five_school_days_and_every_five_over_a_weekend_the_holidays_and_a_restart(open_scene: OpenScene) -> None:
    scene = open_scene(policy="wren-spinney", people=SPOKEN_FOR, terms=TERMS)
    scene.until(london("2026-12-10 12:00"))  # Thursday
    note(scene, "suggestion", IDEA)
    restart(scene)
    scene.until(london("2027-01-13 12:00"))
    assert sent_at(scene, "carys", STILL) == ["Thu 17 Dec 09:00", "Thu 07 Jan 09:00"]


def test_answered_it_comes_to_mind_no_more(scene: Scene) -> None:
    matter = note(scene, "suggestion", IDEA)
    write(scene, "eve", "decline", matter, answer="We had one last week.")
    scene.wait(days=20)
    assert count_at(scene, "eve", "amara") == [1, 1]
    assert "We had one last week." in scene.texts("tess")[-1]


def test_it_can_be_given_to_somebody_else(open_scene: OpenScene) -> None:
    scene = open_scene(policy="athelstan", people=SPOKEN_FOR)
    matter = note(scene, "suggestion", IDEA)
    write(scene, "umar", "hand", matter, picked=("wynn",))
    assert isinstance(write(scene, "wynn", "decline", matter, answer="Not this week."), Shown)


def test_whoever_made_it_can_withdraw_it_and_nobody_else_can(scene: Scene) -> None:
    matter = note(scene, "suggestion", IDEA)
    assert "not open to you" in press(scene, "eve", "withdraw", matter).plain_text()
    assert "Withdrawn by whoever suggested it." in press(scene, "tess", "withdraw", matter).plain_text()


def test_somebody_named_who_is_away_is_passed_over(open_scene: OpenScene) -> None:
    scene = open_scene(policy="alet", people=[*SPOKEN_FOR, *staff(("stacey", "Stacey Honnor", ["staff"]))])
    scene.office.people.mark_away("stacey", "oakfield")
    note(scene, "suggestion", IDEA)
    assert count_at(scene, "stacey", "umar") == [0, 1]


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("please speak to the headteacher", ["chidi"]),
        ("please speak to the assistant head", []),  # the settings do not say who that is, and it is not the head
        ("please speak to the Head of Marketing", []),
        ("please speak to the school administrator or admin", ["carys"]),
        ("please speak to the communications team", ["umar"]),
        ("please speak to EVE  LOWE or the headteacher", ["eve"]),
        ("please speak to somebody", []),
        ("", []),
    ],
)
def test_words_of_a_policy_name_people_by_name_and_else_by_role(open_scene: OpenScene, clause: str, named: list[str]) -> None:
    scene = open_scene(people=SPOKEN_FOR)
    with scene.office.looking() as connection:
        assert list(named_by(circumstances(scene, connection), clause)) == named
