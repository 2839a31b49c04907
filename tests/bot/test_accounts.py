"""The register of accounts: what the policies list, who may change what, what comes due, what stays with few, what becomes of a leaver."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from bot.account_entries import is_like_password
from bot.accounts import CLOSED, LEAVING, OPEN, Account, account_choices, accounts_of
from bot.duties import Asking, Duties, Raised
from bot.library import Library
from bot.matters.courses import Circumstances
from bot.policy_accounts import listed_accounts, take_over
from bot.reports import Refused
from bot.visitors import Visitor
from bot.windows import Shown
from tests.bot.fake_chat import CANARY, SCHOOL, TESS, OpenScene, Scene, staff

PEOPLE = staff(
    ("amara", "Amara Obi", ["dsl", "slt"]),
    ("ben", "Ben Hale", ["staff"]),
    ("chidi", "Chidi Eze", ["head"]),
    ("farid", "Farid Nasser", ["admin"]),
    ("gita", "Gita Rao", ["staff"]),
    ("stacey", "Stacey Honnor", ["communications"]),
)
ENTRY = {
    "network": "Facebook",
    "handle": "@oakfield",
    "name": f"Oakfield School {CANARY}",
    "managers": "",
    "may_post": "Gita Rao and the office",
    "open": "open",
    "secondary": "no",
    "approved_by": "the head",
    "approved_on": "23 May 2024",
    "password_place": "The safe of the office",
    "recovery": "accounts@oakfield.example",
}
LISTED = {"alet": 34, "iwys": 3, "wren-spinney": 3, "athelstan": 0, "unnamed-trust": 0}


@pytest.fixture(name="scene")
def scene_of_a_school(open_scene: OpenScene) -> Scene:
    return open_scene(people=PEOPLE)


def visitor(scene: Scene, name: str) -> Visitor:
    listed = () if name == "tess" else (scene.person(name),)
    return Visitor("slack", name, "T0OAK", TESS.name if name == "tess" else listed[0].name, True, (SCHOOL,), listed=listed)


def add(scene: Scene, who: str = "farid", people: tuple[str, ...] = ("ben",), key: str = "one", **values: str) -> Raised | Refused:
    done = Duties(scene.office).submit(visitor(scene, who), "account", key, {**ENTRY, **values}, people)
    scene.carry()
    return done


def added(scene: Scene, **more: Any) -> str:
    done = add(scene, **more)
    assert isinstance(done, Raised)
    return done.matter_id


def press(scene: Scene, who: str, act: str, matter_id: str) -> Shown | Asking:
    came = Duties(scene.office).press(visitor(scene, who), f"{act} {matter_id}")
    scene.carry()
    return came


def text(came: Shown | Asking) -> str:
    assert isinstance(came, Shown)
    return f"{came.said}\n{came.card.plain_text()}"


def carry_out(
    scene: Scene, who: str, act: str, matter_id: str, said: Mapping[str, str], picked: tuple[str, ...] = (), key: str = "key"
) -> Shown | Refused:
    came = Duties(scene.office).carry_out(visitor(scene, who), f"{act} {matter_id}", f"{act}{key}", said, picked)
    scene.carry()
    return came


def register(scene: Scene, states: tuple[str, ...] = (OPEN, LEAVING), network: str = "") -> tuple[Account, ...]:
    with scene.office.looking() as connection:
        return accounts_of(Circumstances(scene.office, connection, SCHOOL, scene.office.clock.now()), network=network, states=states)


# --- an entry ---


def test_account_comes_into_the_register_with_all_that_is_known_of_it(scene: Scene) -> None:
    added(scene)
    [one] = register(scene)
    assert (one.network, one.handle, one.open, one.secondary) == ("Facebook", "@oakfield", True, False)
    assert (one.managers, one.people, one.may_post) == ("Ben Hale", ("ben",), "Gita Rao and the office")
    assert (one.approved_by, one.approved_on, one.next_check) == ("the head", "2024-05-23", date(2027, 11, 16))
    assert "You are named as one who runs this account." in scene.texts("ben")[0]


def test_same_account_is_not_added_twice(scene: Scene) -> None:
    added(scene)
    done = add(scene, key="two", network="facebook", handle="OAKFIELD")
    assert isinstance(done, Refused)
    assert "stands in the register already, as M-0001" in done.errors[0].message


def test_everybody_on_the_staff_may_look_at_an_account_and_guests_may_not(scene: Scene) -> None:
    matter = added(scene)
    assert "Ben Hale" in text(press(scene, "tess", "view", matter))
    guest = Visitor("slack", "guest", "T0OAK", "A guest", False, (SCHOOL,))
    assert CANARY not in text(Duties(scene.office).press(guest, f"view {matter}"))


def test_where_the_password_is_kept_is_shown_to_those_who_look_after_accounts_alone(scene: Scene) -> None:
    matter = added(scene)
    for who in ("tess", "ben", "farid", "amara"):
        assert ENTRY["password_place"] not in text(press(scene, who, "view", matter))
    for who in ("farid", "amara", "stacey"):
        said = text(press(scene, who, "secrets", matter))
        assert ENTRY["password_place"] in said
        assert ENTRY["recovery"] in said
    for who in ("tess", "ben", "chidi"):
        assert "not open to you" in text(press(scene, who, "secrets", matter))


def test_looking_up_where_the_password_is_kept_is_logged(scene: Scene) -> None:
    press(scene, "farid", "secrets", added(scene))
    assert any("account/secrets" in one and "farid" in one for one in scene.log())


def test_note_of_where_the_password_is_kept_reaches_no_card(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "farid", "safe", matter, {"password_place": "Locker 7 of the office", "recovery": "new@oakfield.example"})
    assert "Locker 7" in text(press(scene, "farid", "secrets", matter))
    assert not any("Locker 7" in one for who in ("ben", "farid", "tess") for one in (*scene.texts(who), text(press(scene, who, "view", matter))))


def test_password_itself_is_not_kept(scene: Scene) -> None:
    done = add(scene, password_place="Tr0ub4dor&3")  # noqa: S106 -- it is to be refused
    assert isinstance(done, Refused)
    assert [one.field for one in done.errors] == ["password_place"]
    assert isinstance(carry_out(scene, "farid", "safe", added(scene), {"password_place": "s3cret!x", "recovery": "a@b.example"}), Refused)


@pytest.mark.parametrize("words", ["hunter2!", "P4$$word", "it is Summer2026!", "pa55#word"])
def test_what_looks_like_a_password_is_known(words: str) -> None:
    assert is_like_password(words)


@pytest.mark.parametrize("words", ["", "Safe", "1Password", "office safe, shelf 3", "https://pw.example/a1!", "a.b1@school.example", "KeePass (24)"])
def test_what_tells_of_a_place_is_no_password(words: str) -> None:
    assert not is_like_password(words)


def test_entry_is_changed_from_what_stands_in_it(scene: Scene) -> None:
    matter = added(scene)
    asking = press(scene, "farid", "edit", matter)
    assert isinstance(asking, Asking)
    assert asking.values["may_post"] == ENTRY["may_post"]
    assert asking.values["approved_on"] == "23 May 2024"
    carry_out(scene, "farid", "edit", matter, {**dict(asking.values), "handle": "@oakfieldschool", "watch": "Mon-Fri Ben Hale"})
    [one] = register(scene)
    assert (one.handle, one.watch, one.people, one.next_check) == ("@oakfieldschool", "Mon-Fri Ben Hale", ("ben",), date(2027, 11, 16))
    assert "The safe of the office" in text(press(scene, "farid", "secrets", matter))
    assert "by Farid Nasser, 16 November 2026" in text(press(scene, "tess", "view", matter))


@pytest.mark.parametrize("act", ["edit", "transfer", "close", "safe", "secrets"])
@pytest.mark.parametrize("who", ["tess", "ben"])
def test_only_those_who_look_after_the_accounts_change_one(scene: Scene, who: str, act: str) -> None:
    assert "not open to you" in text(press(scene, who, act, added(scene)))


def test_staff_may_not_put_an_account_into_the_register(scene: Scene) -> None:
    assert isinstance(add(scene, who="tess"), Refused)


def test_closed_account_is_in_use_again(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "farid", "close", matter, {"why": "Nobody reads it."})
    assert register(scene) == ()
    assert [one.state for one in register(scene, states=(CLOSED,))] == [CLOSED]
    press(scene, "farid", "reopen", matter)
    assert [one.state for one in register(scene)] == [OPEN]


def test_accounts_are_offered_as_a_choice_and_the_official_ones_first(scene: Scene) -> None:
    added(scene, key="1", handle="@dance", secondary="yes")
    added(scene, key="2")
    for number in range(12):
        added(scene, key=f"more{number}", handle=f"@club{number}", secondary="yes")
    with scene.office.looking() as connection:
        choices = account_choices(Circumstances(scene.office, connection, SCHOOL, scene.office.clock.now()))
    assert len(choices) == 10
    assert choices[0][0] == "M-0002"
    assert choices[-1] == ("other", "Another account, or not sure")
    assert all(len(label) <= 75 for _, label in choices)


# --- the next check ---


def test_check_comes_up_when_it_is_due_and_every_week_until_it_is_done(scene: Scene) -> None:
    matter = added(scene, next_check="30 November 2026")  # a Monday
    ben, farid = len(scene.texts("ben")), len(scene.texts("farid"))
    scene.wait(days=13)
    assert (len(scene.texts("ben")), len(scene.texts("farid"))) == (ben, farid)
    scene.wait(days=1)
    assert (len(scene.texts("ben")), len(scene.texts("farid"))) == (ben + 1, farid + 1)
    assert "This account is to be checked" in scene.texts("ben")[-1]
    scene.wait(days=7)
    assert len(scene.texts("farid")) == farid + 2
    assert "The check was due on 30 November 2026." in text(press(scene, "tess", "view", matter))
    said = carry_out(scene, "ben", "checked", matter, {"next_check": "", "note": "All as written."})
    assert isinstance(said, Shown)
    assert "It comes up for its next check on 7 December 2027." in said.said
    scene.wait(days=360)
    assert len(scene.texts("farid")) == farid + 2
    scene.wait(days=10)
    assert len(scene.texts("farid")) == farid + 3


def test_check_that_falls_on_a_sunday_comes_on_monday(scene: Scene) -> None:
    added(scene, next_check="29 November 2026")
    farid = len(scene.texts("farid"))
    scene.wait(days=13)
    assert len(scene.texts("farid")) == farid
    scene.wait(days=1)
    assert len(scene.texts("farid")) == farid + 1


def test_check_waits_until_the_holidays_are_over(open_scene: OpenScene) -> None:
    terms = [{"starts": "2026-09-02", "ends": "2026-11-27"}, {"starts": "2026-12-07", "ends": "2026-12-18"}]
    scene = open_scene(people=PEOPLE, terms=terms)
    added(scene, next_check="30 November 2026")
    farid = len(scene.texts("farid"))
    scene.wait(days=20)
    assert len(scene.texts("farid")) == farid
    scene.wait(days=1)
    assert len(scene.texts("farid")) == farid + 1


def test_check_is_asked_for_also_after_a_restart(scene: Scene) -> None:
    added(scene, next_check="30 November 2026")
    farid = len(scene.texts("farid"))
    scene.courier = scene.new_courier("second")
    scene.wait(days=14)
    assert len(scene.texts("farid")) == farid + 1


def test_check_that_is_put_off_does_not_come_before_its_new_day(scene: Scene) -> None:
    matter = added(scene, next_check="30 November 2026")
    farid = len(scene.texts("farid"))
    carry_out(scene, "farid", "checked", matter, {"next_check": "14 December 2026", "note": ""})
    scene.wait(days=27)
    assert len(scene.texts("farid")) == farid
    scene.wait(days=1)
    assert len(scene.texts("farid")) == farid + 1


def test_closed_account_is_not_checked_any_more(scene: Scene) -> None:
    matter = added(scene, next_check="30 November 2026")
    carry_out(scene, "farid", "close", matter, {"why": "Done."})
    farid = len(scene.texts("farid"))
    scene.wait(days=40)
    assert len(scene.texts("farid")) == farid


@pytest.mark.parametrize("day", ["1 November 2026", "yesterday"])
def test_next_check_is_a_day_to_come(scene: Scene, day: str) -> None:
    assert isinstance(carry_out(scene, "farid", "checked", added(scene), {"next_check": day, "note": ""}), Refused)


# --- a leaver ---


def test_leaver_of_one_account_is_the_administrators_until_it_is_handed_over(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "ben", "leaves", matter, {}, ("ben",))
    farid = len(scene.texts("farid"))
    assert "Somebody who runs this account leaves." in scene.texts("farid")[-1]
    scene.wait(days=3)
    assert len(scene.texts("farid")) == farid + 1
    scene.wait(days=5)
    assert len(scene.texts("farid")) == farid + 2
    said = carry_out(scene, "farid", "transfer", matter, {"managers": "", "may_post": "the office"}, ("gita",))
    assert isinstance(said, Shown)
    assert "It is run by Gita Rao from now on." in said.said
    [one] = register(scene)
    assert (one.people, one.managers, one.may_post, one.state) == (("gita",), "Gita Rao", "the office", OPEN)
    assert "You are named as one who runs this account." in scene.texts("gita")[-1]
    scene.wait(days=20)
    assert len(scene.texts("farid")) == farid + 2


def test_account_of_a_leaver_may_be_closed_instead(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "amara", "leaves", matter, {}, ("ben",))
    carry_out(scene, "farid", "close", matter, {"why": "Deleted on the network."})
    farid = len(scene.texts("farid"))
    scene.wait(days=20)
    assert len(scene.texts("farid")) == farid
    assert "Closed." in text(press(scene, "farid", "view", matter))


def test_nobody_leaves_after_all(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "ben", "leaves", matter, {}, ("ben",))
    press(scene, "ben", "stays", matter)
    assert [one.state for one in register(scene)] == [OPEN]


def test_second_leaver_is_a_new_matter_for_the_administrator(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "ben", "leaves", matter, {}, ("ben",))
    carry_out(scene, "farid", "transfer", matter, {"managers": "", "may_post": ""}, ("gita",))
    farid = len(scene.texts("farid"))
    carry_out(scene, "gita", "leaves", matter, {}, ("gita",), key="second")
    assert len(scene.texts("farid")) == farid + 1
    scene.wait(days=3)
    assert len(scene.texts("farid")) == farid + 2


# --- what the policies list ---


@pytest.mark.parametrize(("policy", "number"), LISTED.items())
def test_policy_lists_so_many_accounts(policy: str, number: int) -> None:
    assert len(listed_accounts(Library().policy(policy))) == number


def test_handles_are_read_as_people_write_them() -> None:
    found = {(one.network, one.handle, one.name) for one in listed_accounts(Library().policy("alet"))}
    assert ("instagram", "@utc_heathrow", "UTC Heathrow") in found
    assert ("facebook", "TheBicesterSchool", "The Bicester School") in found
    assert ("x", "@ActivateAlet", "ALET") in found
    assert ("youtube", "@activatelearningeducationt5765", "ALET") in found
    assert ("linkedin", "@digital-futures-programme", "Digital Futures Programme") in found


@pytest.mark.parametrize(
    ("policy", "networks", "managers"),
    [
        ("iwys", ["Facebook", "X", "SoundCloud"], "the Proprietor"),
        ("wren-spinney", ["Facebook", "LinkedIn", "ClassDojo"], "admin and the Creating Tomorrow Trusts Communications and Marketing Officer"),
    ],
)
def test_policy_that_names_only_networks_gives_an_account_on_each(open_scene: OpenScene, policy: str, networks: list[str], managers: str) -> None:
    scene = open_scene(people=PEOPLE, policy=policy)
    take_over(scene.office, SCHOOL)
    assert [(one.network, one.handle, one.managers) for one in register(scene)] == [(network, "", managers) for network in networks]


@pytest.mark.parametrize(("policy", "number"), LISTED.items())
def test_what_the_policy_lists_is_taken_over_once(open_scene: OpenScene, policy: str, number: int) -> None:
    scene = open_scene(people=PEOPLE, policy=policy)
    first, second = take_over(scene.office, SCHOOL), take_over(scene.office, SCHOOL)
    assert (len(first.references), first.there) == (number, 0)
    assert (len(second.references), second.there) == (0, number)
    assert len(register(scene)) == number
    assert first.speaks_of_secondary == (policy == "alet")
    scene.carry()
    assert scene.texts("stacey") == []  # nobody is told of thirty-four accounts one by one


def test_account_of_the_policy_says_who_manages_it_and_names_those_who_are_listed(scene: Scene) -> None:
    take_over(scene.office, SCHOOL)
    one = next(one for one in register(scene, network="Instagram") if one.name == "UTC Reading")
    assert one.people == ("stacey",)
    assert one.managers == "ALET Marketing team members: Stacey Honnor, Reiss Simms-Williams and Cheryl Chapman"
    shown = text(press(scene, "tess", "view", one.matter_id))
    assert "by the policy, which lists it in section 2, 17 April 2024" in shown
    assert "[UTC Reading](#) (@utcreading)" in shown
    assert "have not been authorised by ALET Marketing" in shown


def test_account_that_was_added_by_hand_is_not_taken_over_again(scene: Scene) -> None:
    added(scene, network="Instagram", handle="@UTCReading")
    assert take_over(scene.office, SCHOOL).there == 1


# --- what is kept ---


def test_account_is_kept_handed_over_and_checked_on_postgresql_too(stored_scene: Scene) -> None:
    scene = stored_scene  # nobody is the administrator here, so senior leaders stand in
    matter = added(scene, who="eve", next_check="30 November 2026")
    carry_out(scene, "eve", "leaves", matter, {}, ("ben",))
    assert "Somebody who runs this account leaves." in scene.texts("amara")[-1]
    carry_out(scene, "amara", "transfer", matter, {"managers": "", "may_post": ""}, ("chidi",))
    assert [one.people for one in register(scene)] == [("chidi",)]
    scene.wait(days=14)
    assert "This account is to be checked" in scene.texts("chidi")[-1]


def test_nothing_of_an_entry_stands_in_a_log_or_in_a_readable_column(scene: Scene) -> None:
    matter = added(scene)
    carry_out(scene, "farid", "close", matter, {"why": CANARY})
    assert not any(CANARY in one for one in scene.log())
    with scene.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608
    scene.clock.move(timedelta(0))
