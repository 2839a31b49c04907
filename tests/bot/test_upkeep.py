"""What Signpost sees to by itself: again and again at no cost, once each, and one school's trouble is no other's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.matters.values import MatterKind
from bot.upkeep import Seen, see_to
from tests.bot.fake_chat import SCHOOL, OpenScene, Scene, staff
from tests.bot.test_rounds import OWNED, matters, read, start
from tests.bot.test_rounds import school as school


def statements(scene: Scene, seen: Seen) -> list[str]:
    """Return what a look asks of the store."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement.split()[0])

    event.listen(scene.office.engine, "before_cursor_execute", note)
    see_to(scene.office, seen)
    event.remove(scene.office.engine, "before_cursor_execute", note)
    return asked


def test_look_at_which_nothing_changed_reads_little_and_writes_nothing(school: Scene) -> None:
    start(school)
    seen = Seen()
    see_to(school.office, seen)
    assert statements(school, seen).count("SELECT") <= 3
    assert not {"INSERT", "UPDATE", "DELETE"} & set(statements(school, seen))


def test_it_looks_again_once_an_hour_has_passed_or_somebody_has_read(school: Scene) -> None:
    start(school)
    seen = Seen()
    see_to(school.office, seen)
    read(school, "ben")
    assert len(statements(school, seen)) > 3
    assert len(statements(school, seen)) <= 3
    school.clock.move(timedelta(hours=1))
    assert len(statements(school, seen)) > 3


def test_school_whose_policy_cannot_be_read_keeps_no_other_from_it(open_scene: OpenScene, caplog: pytest.LogCaptureFixture) -> None:
    scene = open_scene(policy="no-such-policy", also=[{"key": "elmfield", "policy": "iwys", "people": staff(("gail", "Gail Ives", ["owner"]))}])
    see_to(scene.office)
    with scene.office.looking() as connection:
        assert len(scene.office.filing.matters.list(connection, "elmfield", (MatterKind.REVIEW,))) == 1
    assert [one.getMessage() for one in caplog.records] == ["upkeep.postponed UnknownPolicy"]


def test_each_school_has_its_own(open_scene: OpenScene) -> None:
    people = staff(("gail", "Gail Ives", ["owner"]), ("hugo", "Hugo Ames", ["staff"]))
    scene = open_scene(people=staff(*OWNED), also=[{"key": "elmfield", "policy": "alet", "people": people}])
    start(scene)
    with scene.office.looking() as connection:
        assert scene.office.filing.matters.list(connection, "elmfield", (MatterKind.READER,)) == ()
    assert len(matters(scene)) == len(OWNED)
    assert all(one.school == SCHOOL for one in matters(scene))


def test_two_processes_do_each_thing_once(school: Scene) -> None:
    start(school)
    for _ in range(2):
        see_to(school.office, Seen())
        see_to(school.office, Seen())
    assert len(matters(school)) == len(OWNED)
