"""Matters under faults: whatever a chat does to single calls, each person is shown a matter once, as it stands; a restart loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot import wording
from bot.duties import Duties, Raised
from bot.reports import RowState
from bot.sending import Reason
from bot.store.tables import metadata, outbox
from bot.visitors import Visitor
from tests.bot.fake_chat import BUSY, LOST, NEVER_CAME, SCHOOL, OpenScene, Outcome, Scene

calls = st.lists(st.sampled_from([None, LOST, NEVER_CAME, BUSY]), max_size=8)


def visitor(scene: Scene, name: str) -> Visitor:
    return Visitor("slack", name, "T0OAK", name.title(), True, (SCHOOL,), listed=(scene.person(name),))


def suggest(scene: Scene, key: str) -> str:
    done = Duties(scene.office).submit(visitor(scene, "ben"), "suggestion", key, {"what": "The bake sale", "network": "X"}, ())
    assert isinstance(done, Raised)
    return done.matter_id


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=calls, edits=calls, finds=calls, decided_after=st.integers(0, 6), dies_after=st.integers(0, 6))
def test_each_person_sees_a_matter_once_and_as_it_stands(
    open_scene: OpenScene, posts: list[Outcome], edits: list[Outcome], finds: list[Outcome], decided_after: int, dies_after: int
) -> None:
    scene = open_scene()
    with scene.office.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    scene.chat.messages.clear()
    scene.chat._next.clear()
    for of, script in (("post", posts), ("edit", edits), ("find", finds)):
        scene.chat.then(*script, of=of)
    matter_id = suggest(scene, "one")
    for number in range(12):
        if number == decided_after:
            Duties(scene.office).press(visitor(scene, "eve"), f"use {matter_id}")
        if number == dies_after:
            scene.courier = scene.new_courier("second")  # the first one is gone, with whatever it held
        scene.courier.carry_one()
        scene.clock.move(timedelta(seconds=3))
    scene.wait(minutes=10)
    for who in ("amara", "eve"):
        [shown] = scene.texts(who)
        assert "It will be used." in shown
    assert "It will be used." in scene.texts("ben")[-1]
    assert len(scene.texts("ben")) == 1
    with scene.office.looking() as connection:
        assert not connection.execute(select(outbox.c.id).where(outbox.c.state.in_((RowState.TODO, RowState.SENDING)))).all()


@pytest.mark.parametrize("fault", [LOST, NEVER_CAME])
def test_letter_that_nobody_can_look_up_is_marked_as_a_possible_copy(scene: Scene, fault: Outcome) -> None:
    scene.chat.closed["eve"] = Reason.GONE
    scene.mail.then(fault)
    suggest(scene, "one")
    scene.wait(minutes=5)
    letters = [one.text for one in scene.mail.at("eve@oakfield.example")]
    assert letters[-1].startswith(wording.POSSIBLE_COPY)
    assert len(letters) == (2 if fault is LOST else 1)


def test_timer_of_a_matter_goes_on_in_the_next_process(open_scene: OpenScene) -> None:
    scene = open_scene(policy="athelstan")
    suggest(scene, "one")
    scene.carry()
    before = len(scene.texts("eve"))
    scene.courier = scene.new_courier("after a restart")
    scene.wait(days=21)
    assert len(scene.texts("eve")) > before
