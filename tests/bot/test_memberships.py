"""Where somebody of a chat belongs: asked once, remembered, changed by themselves alone; and where they were seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from bot.memberships import Memberships
from bot.store.tables import membership
from tests.bot.conftest import FakeClock


@pytest.fixture
def memberships(engine: Engine) -> Memberships:
    return Memberships(engine, FakeClock().now)


def test_nobody_is_anywhere_until_they_have_said_so(memberships: Memberships) -> None:
    assert memberships.school("slack", "T1", "U1") is None
    assert memberships.tenants("slack", "U1") == ()


def test_choice_is_remembered_and_a_later_one_takes_its_place(memberships: Memberships) -> None:
    memberships.choose("slack", "T1", "U1", "oakfield")
    assert memberships.school("slack", "T1", "U1") == "oakfield"
    memberships.choose("slack", "T1", "U1", "elmfield")
    assert memberships.school("slack", "T1", "U1") == "elmfield"


def test_choice_is_of_one_account_in_one_workspace_of_one_platform(memberships: Memberships) -> None:
    memberships.choose("slack", "T1", "U1", "oakfield")
    for other in (("teams", "T1", "U1"), ("slack", "T2", "U1"), ("slack", "T1", "U2")):
        assert memberships.school(*other) is None


def test_being_seen_chooses_nothing_and_takes_no_choice_away(memberships: Memberships) -> None:
    memberships.note("slack", "T1", "U1")
    assert memberships.school("slack", "T1", "U1") is None
    memberships.choose("slack", "T1", "U1", "oakfield")
    memberships.note("slack", "T1", "U1")
    assert memberships.school("slack", "T1", "U1") == "oakfield"


def test_account_is_where_it_was_seen_in_each_workspace_once(memberships: Memberships) -> None:
    for team in ("T1", "T2", "T1"):
        memberships.note("slack", team, "U1")
    memberships.choose("slack", "T3", "U1", "oakfield")
    assert sorted(memberships.tenants("slack", "U1")) == ["T1", "T2", "T3"]
    assert memberships.tenants("teams", "U1") == ()


def test_many_at_once_are_one_row_each(memberships: Memberships, engine: Engine) -> None:
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda number: memberships.choose("slack", "T1", f"U{number % 2}", "oakfield"), range(20)))
    with engine.connect() as connection:
        assert len(connection.execute(select(membership.c.account)).all()) == 2


def test_nothing_is_kept_of_anybody_but_ids_and_when(memberships: Memberships, engine: Engine) -> None:
    memberships.choose("slack", "T1", "U1", "oakfield")
    with engine.connect() as connection:
        (row,) = connection.execute(select(membership)).all()
    assert tuple(row)[:4] == ("slack", "T1", "U1", "oakfield")
    assert set(membership.c.keys()) == {"platform", "tenant", "account", "school", "at"}
