"""Who somebody in Slack is: the settings say who, Slack whether they are full members. Whoever cannot be told apart from a guest is one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from adapters.slack.visitors import Visitors
from adapters.slack.workspaces import Workspaces
from bot.memberships import Memberships
from bot.people import People
from bot.settings import Settings
from tests.bot.conftest import FakeClock
from tests.slack.conftest import PEOPLE, TESS, settings_of
from tests.slack.fake_slack import FakeSlack, Fault

TEAM = FakeSlack.team_id


@pytest.fixture
def bare() -> Iterator[FakeSlack]:
    """A workspace with everybody in it."""
    with FakeSlack() as slack:
        for account, (_, name, _) in PEOPLE.items():
            slack.add_person(account, name)
        slack.add_person(TESS, "Tess Byrne")
        yield slack


def made(slack: FakeSlack, database: Engine, clock: FakeClock, settings: Settings | None = None) -> Visitors:
    settings = settings or settings_of()
    memberships = Memberships(database, clock.now)
    workspaces = Workspaces(settings, token=slack.token, api=slack.url)
    return Visitors(People(settings, database, clock.now), workspaces, memberships, api=slack.url)


@pytest.fixture
def visitors(bare: FakeSlack, database: Engine, clock: FakeClock) -> Visitors:
    return made(bare, database, clock)


def test_person_of_the_settings_is_who_they_are_there(visitors: Visitors) -> None:
    visitor = visitors.visitor(TEAM, "U0AMARA")
    person = visitor.at("oakfield")
    assert (person.id, person.name, person.full_member) == ("amara", "Amara Obi", True)
    assert (visitor.school, visitor.known, visitor.stranger) == ("oakfield", True, False)


def test_member_of_staff_whom_the_settings_do_not_name_has_the_name_that_slack_shows(visitors: Visitors) -> None:
    person = visitors.visitor(TEAM, TESS).at("oakfield")
    assert (person.id, person.name, person.full_member) == (f"slack:{TESS}", "Tess Byrne", True)


@pytest.mark.parametrize("kind", ["guest", "deactivated", "bot", "stranger"])
def test_whoever_is_no_full_member_reads_nothing_whatever_the_settings_say(bare: FakeSlack, visitors: Visitors, kind: str) -> None:
    bare.add_person("U0AMARA", "Amara Obi", **{kind: True})
    visitor = visitors.visitor(TEAM, "U0AMARA")
    assert not visitor.at("oakfield").full_member
    assert visitor.stranger == (kind == "stranger")


def test_full_member_of_another_workspace_is_a_guest_and_a_stranger_only_where_slack_says_so(bare: FakeSlack, visitors: Visitors) -> None:
    visitor = visitors.visitor(TEAM, "U0AMARA", of_team="T0ELSEWHERE")
    assert (visitor.full_member, visitor.stranger) == (False, False)  # an organisation's other workspace, perhaps
    bare.add_person("U0EVE", "Eve", stranger=True)
    assert visitors.visitor(TEAM, "U0EVE", of_team="T0FOREIGN").stranger


def test_account_that_slack_does_not_know_is_known_to_be_nobody(visitors: Visitors) -> None:
    visitor = visitors.visitor(TEAM, "U0NOBODY")
    assert (visitor.full_member, visitor.known, visitor.stranger) == (False, True, True)


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(error="internal_error"), Fault(cut_after=True), Fault(body=b"<html>")])
def test_whoever_slack_does_not_tell_about_is_a_guest_whom_we_do_not_know(bare: FakeSlack, visitors: Visitors, fault: Fault) -> None:
    bare.fail("users.info", fault)
    visitor = visitors.visitor(TEAM, "U0AMARA", handle="aobi")
    assert (visitor.full_member, visitor.known, visitor.stranger, visitor.name) == (False, False, False, "aobi")
    assert visitors.visitor(TEAM, "U0AMARA").full_member


def test_name_is_remembered_for_when_slack_is_silent_but_not_that_somebody_may_read(
    bare: FakeSlack, visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.visitors.REMEMBERED_FOR", -1.0)
    assert visitors.visitor(TEAM, TESS).full_member
    bare.fail("users.info", Fault(status=500), Fault(status=500))
    visitor = visitors.visitor(TEAM, TESS)
    assert (visitor.name, visitor.full_member, visitor.known) == ("Tess Byrne", False, False)
    assert visitors.name(TEAM, TESS) == "Tess Byrne"


def test_slack_is_asked_once_in_five_minutes(bare: FakeSlack, visitors: Visitors) -> None:
    for _ in range(3):
        visitors.visitor(TEAM, TESS)
    assert len(bare.called("users.info")) == 1


def test_nothing_is_asked_at_the_door_and_nobody_may_read_there(bare: FakeSlack, visitors: Visitors) -> None:
    visitor = visitors.at_the_door(TEAM, "U0AMARA", handle="aobi")
    assert (visitor.school, visitor.name, visitor.full_member, visitor.known) == ("oakfield", "aobi", False, False)
    assert not bare.called("users.info")


def test_at_most_so_many_are_remembered(bare: FakeSlack, visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.visitors.MOST_REMEMBERED", 2)
    for account in ("U0AMARA", "U0BEN", "U0CHIDI", "U0AMARA"):
        assert visitors.visitor(TEAM, account).full_member
    assert len(bare.called("users.info")) == 4


def test_many_at_once_are_each_told_apart(visitors: Visitors) -> None:
    accounts = [*PEOPLE, TESS] * 5
    with ThreadPoolExecutor(8) as hands:
        found = list(hands.map(lambda account: visitors.visitor(TEAM, account), accounts))
    assert [one.account for one in found] == accounts
    assert all(one.full_member for one in found)


# --- where somebody is ---


@pytest.fixture
def trust(bare: FakeSlack, database: Engine, clock: FakeClock) -> Visitors:
    """Two schools in one workspace."""
    oakfield = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    person = {"id": "bhale", "name": "Ben Hale", "roles": ["dsl"], "how": "9", "addresses": {"slack": "U0BEN"}}
    elmfield = {**oakfield, "key": "elmfield", "people": [person], "channels": {}}
    return made(bare, database, clock, settings_of(schools=[oakfield, elmfield]))


def test_whoever_may_be_at_two_schools_is_at_none_until_they_say_so(trust: Visitors) -> None:
    visitor = trust.visitor(TEAM, TESS)
    assert (visitor.school, visitor.schools) == (None, ("oakfield", "elmfield"))
    assert trust.choose_school(visitor, "elmfield")
    assert trust.visitor(TEAM, TESS).school == "elmfield"
    assert trust.choose_school(visitor, "oakfield")
    assert trust.at_the_door(TEAM, TESS).school == "oakfield"


def test_nobody_can_be_where_they_do_not_belong(trust: Visitors) -> None:
    visitor = trust.visitor(TEAM, "U0AMARA")
    assert visitor.schools == ("oakfield",)
    assert not trust.choose_school(visitor, "elmfield")
    assert trust.visitor(TEAM, "U0AMARA").school == "oakfield"


def test_person_of_two_schools_is_somebody_else_at_each(trust: Visitors) -> None:
    visitor = trust.visitor(TEAM, "U0BEN")
    assert [visitor.at(school).id for school in visitor.schools] == ["ben", "bhale"]


# --- where somebody can be written to ---


def test_whoever_is_remembered_is_so_once_and_a_store_that_fails_is_no_fault_of_theirs(
    visitors: Visitors, database: Engine, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = visitors.visitor(TEAM, TESS)
    for _ in range(2):
        visitors.remember(visitor)
    assert Memberships(database, clock.now).tenants("slack", TESS) == (TEAM,)
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE membership RENAME TO gone")
    visitors.remember(visitor)
    assert "slack.not_remembered OperationalError" in caplog.text
    assert TESS not in caplog.text


class Seen:
    """Where accounts were seen."""

    def __init__(self, **teams: tuple[str, ...]) -> None:
        self._teams = teams

    def teams_of(self, account: str) -> tuple[str, ...]:
        return self._teams.get(account, ())


@pytest.mark.parametrize(
    ("place", "team"),
    [
        ("G0DSL", "T0OAKFIELD"),
        ("U0AMARA", "T0OAKFIELD"),
        ("U0BOTH", None),
        ("U0ELM", "T0ELMFIELD"),
        ("U0NOBODY", None),
        ("U0BEN", None),
    ],
)
def test_place_is_in_the_one_workspace_that_it_can_be_in(place: str, team: str | None) -> None:
    oakfield = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    elmfield = {**oakfield, "key": "elmfield", "people": [], "channels": {}}
    settings = settings_of(schools=[oakfield, elmfield], slack={"workspaces": {"T0OAKFIELD": ["oakfield"], "T0ELMFIELD": ["elmfield"]}})
    members = Seen(U0BOTH=("T0OAKFIELD", "T0ELMFIELD"), U0ELM=("T0ELMFIELD",), U0BEN=("T0ELMFIELD",), U0AMARA=("T0OAKFIELD",))
    assert Workspaces(settings, members=members).team_of(place) == team


@pytest.mark.parametrize(("place", "team"), [("U0AMARA", "T0TWO"), ("U0CHIDI", None), ("G0DSL", None)])
def test_person_of_a_school_in_two_workspaces_is_where_they_were_seen(place: str, team: str | None) -> None:
    settings = settings_of(slack={"workspaces": {"T0ONE": ["oakfield"], "T0TWO": ["oakfield"]}})
    assert Workspaces(settings, members=Seen(U0AMARA=("T0TWO",))).team_of(place) == team


def test_slack_that_does_not_answer_is_asked_by_many_at_once_and_none_waits_for_the_others(bare: FakeSlack, visitors: Visitors) -> None:
    visitors.visitor(TEAM, TESS)
    bare.fail("users.info", Fault(hang=2.0))
    waiting = threading.Thread(target=visitors.visitor, args=(TEAM, "U0BEN"), kwargs={"limit": 1})
    waiting.start()
    assert visitors.visitor(TEAM, TESS).full_member
    waiting.join()
