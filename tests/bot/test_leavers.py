"""Somebody leaves who runs accounts: every account that names them is listed, and it is not settled before each is handed over or closed."""

from __future__ import annotations

import pytest

from bot.accounts import accounts_naming
from bot.duties import Duties, Raised
from bot.matters.courses import Circumstances
from bot.policy_accounts import take_over
from bot.reports import Refused
from bot.windows import Shown
from tests.bot.fake_chat import SCHOOL, OpenScene, Scene
from tests.bot.test_accounts import PEOPLE, add, added, carry_out, press, register, text, visitor


@pytest.fixture(name="scene")
def scene_with_accounts(open_scene: OpenScene) -> Scene:
    scene = open_scene(people=PEOPLE)
    added(scene, key="1", handle="@one")
    added(scene, key="2", handle="@two", may_post="Ben Hale, on Fridays", people=("gita",))
    added(scene, key="3", handle="@three", people=("gita",))
    return scene


def leave(scene: Scene, who: str = "amara", leaver: tuple[str, ...] = ("ben",), **values: str) -> Raised | Refused:
    done = Duties(scene.office).submit(visitor(scene, who), "leaver", "leaves", values, leaver)
    scene.carry()
    return done


def matter_of(done: Raised | Refused) -> str:
    assert isinstance(done, Raised)
    return done.matter_id


def test_administrator_gets_every_account_that_names_them_one_press_away(scene: Scene) -> None:
    leave(scene, day="18 December 2026")
    card = scene.texts("farid")[-1]
    assert "Somebody leaves who runs accounts of the school." in card
    assert "@one" in card
    assert "@two" in card  # they are named there only in words
    assert "@three" not in card
    assert "M-0001" in card
    assert "To be done by" in card


def test_it_is_not_settled_while_an_account_still_names_them(scene: Scene) -> None:
    matter = matter_of(leave(scene))
    came = text(press(scene, "farid", "done", matter))
    assert "Still to be handed over or closed: M-0001, M-0002." in came
    [one, two] = named(scene)
    carry_out(scene, "farid", "transfer", one, {"managers": "", "may_post": ""}, ("gita",))
    carry_out(scene, "farid", "close", two, {"why": "Nobody reads it."})
    assert "That is settled." in text(press(scene, "farid", "done", matter))


def named(scene: Scene) -> list[str]:
    with scene.office.looking() as connection:
        return [one.matter_id for one in accounts_naming(Circumstances(scene.office, connection, SCHOOL, scene.office.clock.now()), "ben")]


def test_all_accounts_are_handed_over_by_one_press_and_whoever_takes_them_is_told(scene: Scene) -> None:
    matter = matter_of(leave(scene))
    done = carry_out(scene, "farid", "hand_over", matter, {}, ("chidi", "gita"))
    assert isinstance(done, Shown)
    assert "2 accounts handed over to Chidi Eze, Gita Rao. They are told." in done.said
    assert "No account names them any more." in done.card.plain_text()
    one, two, three = register(scene)
    assert one.people == ("chidi", "gita")
    assert (two.people, two.may_post) == (("gita",), "Chidi Eze, Gita Rao, on Fridays")
    assert three.people == ("gita",)
    assert "You are named as one who runs this account." in scene.texts("chidi")[-1]
    told = len(scene.texts("farid"))
    scene.wait(days=20)
    assert len(scene.texts("farid")) == told


def test_accounts_are_not_handed_over_to_whoever_leaves(scene: Scene) -> None:
    done = carry_out(scene, "farid", "hand_over", matter_of(leave(scene)), {}, ("ben", "gita"))
    assert isinstance(done, Refused)
    assert "choose somebody who stays" in done.errors[0].message
    assert register(scene)[0].people == ("ben",)


def test_whoever_the_policy_names_is_replaced_in_all_of_its_accounts_but_never_in_its_words(open_scene: OpenScene) -> None:
    scene = open_scene(people=PEOPLE)
    take_over(scene.office, SCHOOL)
    done = carry_out(scene, "farid", "hand_over", matter_of(leave(scene, leaver=("stacey",))), {}, ("gita",))
    assert isinstance(done, Shown)
    assert "34 accounts handed over to Gita Rao. Please tell them" in done.said
    assert scene.texts("gita") == []
    assert {one.people for one in register(scene)} == {("gita",)}
    assert {one.managers for one in register(scene)} == {"ALET Marketing team members: Gita Rao, Reiss Simms-Williams and Cheryl Chapman"}
    shown = text(press(scene, "tess", "view", register(scene)[0].matter_id))
    assert "These accounts are managed by ALET Marketing team members: Stacey Honnor" in shown


def test_administrator_is_reminded_every_three_school_days_until_it_is_settled(scene: Scene) -> None:
    matter = matter_of(leave(scene))
    told = len(scene.texts("farid"))
    scene.wait(days=3)
    assert len(scene.texts("farid")) == told + 1
    assert "still to be handed over or closed" in scene.texts("farid")[-1]
    scene.wait(days=5)
    assert len(scene.texts("farid")) == told + 2
    press(scene, "amara", "stays", matter)
    scene.wait(days=20)
    assert len(scene.texts("farid")) == told + 2


def test_somebody_whom_no_account_names_leaves_nothing_behind(scene: Scene) -> None:
    done = leave(scene, leaver=("chidi",))
    assert isinstance(done, Refused)
    assert "No account in the register names Chidi Eze" in done.errors[0].message


@pytest.mark.parametrize("who", ["tess", "ben"])
def test_only_those_who_lead_or_look_after_accounts_say_that_somebody_leaves(scene: Scene, who: str) -> None:
    assert isinstance(leave(scene, who=who), Refused)


def test_manager_whom_the_policy_names_is_found_in_all_of_its_accounts(open_scene: OpenScene) -> None:
    scene = open_scene(people=PEOPLE)
    take_over(scene.office, SCHOOL)
    leave(scene, leaver=("stacey",))
    card = scene.texts("farid")[-1]
    assert "And 19 more." in card
    assert "M-0015" in card


def test_policy_that_speaks_of_leavers_is_quoted(open_scene: OpenScene) -> None:
    scene = open_scene(people=PEOPLE, policy="unnamed-trust")
    assert isinstance(add(scene), Raised)
    shown = Duties(scene.office).ask(visitor(scene, "amara"), "leaver")
    assert "after the lead staff member has left the organisation" in shown.opening.plain_text()  # type: ignore[union-attr]
    assert isinstance(press(scene, "farid", "view", matter_of(leave(scene))), Shown)
