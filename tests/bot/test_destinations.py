"""Whom a row is for, as it stands in the row, and which place that means now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import Destination, Place, channel_place, person_places
from bot.reports import Role
from tests.bot.fake_chat import SCHOOL, STAFF, FakeChat, OpenScene, Scene, staff

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_.-", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reporter", Destination("reporter")),
        ("assigned", Destination("assigned")),
        ("report", Destination("report")),
        ("channel:dsl", Destination("channel", "dsl")),
        ("role:deputy", Destination("role", "deputy")),
        ("person:amara", Destination("person", "amara")),
        ("person:amara@teams", Destination("person", "amara", "teams")),
        ("person:slack:U01", Destination("person", "slack:U01")),
        ("person:farid#route_failed", Destination("person", "farid", "", "route_failed")),
        ("person:farid@teams#route_failed", Destination("person", "farid", "teams", "route_failed")),
        ("role:deputy#amara", Destination("role", "deputy", "", "amara")),
        ("email:amara", Destination("email", "amara")),
        ("it:no_next_step", Destination("it", "no_next_step")),
        ("row:17", Destination("row", "17")),
    ],
)
def test_destination_is_read_and_written_the_same(text: str, expected: Destination) -> None:
    assert Destination.read(text) == expected
    assert str(expected) == text


@given(st.builds(Destination, WORDS, WORDS, st.one_of(st.just(""), WORDS), st.one_of(st.just(""), WORDS)))
def test_every_destination_comes_back_as_itself(destination: Destination) -> None:
    assert Destination.read(str(destination)) == destination


@given(st.builds(Place, st.text(), st.text()), st.text())
def test_message_can_be_found_again_by_its_reference_alone(place: Place, message_ref: str) -> None:
    assert Place.of_reference(place.reference(message_ref)) == (place, message_ref)


# --- channels ---


@pytest.mark.parametrize(
    ("channels", "running", "expected"),
    [
        ({"dsl": {"slack": "C1"}}, ["slack"], Place("slack", "C1")),
        ({"dsl": {"slack": "C1", "teams": "T1"}}, ["teams", "slack"], Place("teams", "T1")),
        ({"dsl": {"slack": "C1", "teams": "T1"}}, ["slack", "teams"], Place("slack", "C1")),
        ({"dsl": {"teams": "T1"}}, ["slack", "teams"], Place("teams", "T1")),
        ({"dsl": {"teams": "T1"}}, ["slack"], None),
        ({"slt": {"slack": "C1"}}, ["slack"], None),
        ({}, ["slack"], None),
    ],
)
def test_channel_is_where_it_stands_on_the_first_chat_that_runs_here(
    open_scene: OpenScene, channels: dict[str, dict[str, str]], running: list[str], expected: Place | None
) -> None:
    scene = open_scene(channels=channels)
    assert channel_place(scene.office, SCHOOL, "dsl", senders(scene, running)) == expected


def senders(scene: Scene, running: list[str]) -> dict[str, FakeChat]:
    return {name: FakeChat(scene.clock, name) for name in running}


# --- people ---


@pytest.mark.parametrize(
    ("person_id", "running", "expected"),
    [
        ("amara", ["slack"], [Place("slack", "amara")]),
        ("amara", ["slack", "teams"], [Place("slack", "amara"), Place("teams", "amara")]),
        ("amara", ["teams", "slack"], [Place("teams", "amara"), Place("slack", "amara")]),
        ("amara", ["email"], []),
        ("amara", [], []),
        ("nobody", ["slack"], []),
        ("slack:tess", ["slack"], [Place("slack", "tess")]),
        ("slack:tess", ["teams"], []),
        ("teams:29:1x", ["slack", "teams"], [Place("teams", "29:1x")]),
    ],
)
def test_person_is_reached_at_their_addresses_or_where_their_id_says(
    open_scene: OpenScene, person_id: str, running: list[str], expected: list[Place]
) -> None:
    scene = open_scene(people=staff(*STAFF, chats=("slack", "teams")))
    assert list(person_places(scene.office.people, person_id, SCHOOL, senders(scene, running))) == expected


def test_email_is_no_place_for_a_card(scene: Scene) -> None:
    assert person_places(scene.office.people, "amara", SCHOOL, {"email": scene.mail}) == ()
    assert Role.DSL in scene.office.people.roles("amara", SCHOOL)
