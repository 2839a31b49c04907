"""The duties against whoever tries what no card offers, and against what time and a lost key do to a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from bot.duties import Duties
from bot.following import steps
from bot.matters.courses import Circumstances
from bot.matters.filing import Raising
from bot.matters.values import MatterKind
from bot.people import People
from bot.raising import raise_matter
from bot.reports import Refused
from bot.retention import purge_matters
from bot.reviewing import OPEN
from bot.store.tables import matter
from bot.unanswered import Unanswered
from bot.windows import Shown
from tests.bot.duty_scene import SPOKEN_FOR, note
from tests.bot.fake_chat import SCHOOL, STAFF, OpenScene, Scene, settings_of, staff
from tests.bot.test_duties import press as press_on
from tests.bot.test_duties import raised, suggest, visitor
from tests.bot.test_questions_kept import BEREAL, TIKTOK, keep
from tests.bot.test_rounds import OWNED, TERMS, Rewrite, known, matters, read, reading, round_card, settle, start
from tests.bot.test_rounds import rewrite as rewrite
from tests.bot.test_rounds import school as school

COMMENT = {"account": "other", "other_account": "Facebook", "sort": "complaint", "received": "16 November 2026 9:00", "words": "Too slow"}


def at(scene: Scene) -> Circumstances:
    with scene.office.looking() as connection:
        return Circumstances(scene.office, connection, SCHOOL, scene.clock.now())


def spoil(scene: Scene, matter_id: str) -> None:
    """Put in place of what is sealed something that no key opens."""
    with scene.office.engine.begin() as connection:
        connection.execute(update(matter).where(matter.c.id == matter_id).values(sealed=b"\x00" * 80))


def test_whoever_has_read_the_policy_as_it_is_has_read_it_also_when_its_time_is_over(open_scene: OpenScene) -> None:
    scene = open_scene(people=staff(*OWNED), terms=TERMS, retention={"days_after_settled": 30})
    start(scene)
    read(scene, "ben")
    one = raised(suggest(scene))
    press_on(scene, "eve", "use", one)
    scene.clock.move(timedelta(days=40))
    assert purge_matters(scene.office) == ("M-0009",)
    settle(scene)
    assert known(scene, "ben").read
    assert "1 of 7 completed" in round_card(scene)


def test_reading_that_is_gone_or_cannot_be_opened_keeps_signpost_from_nothing_else(school: Scene, caplog: pytest.LogCaptureFixture) -> None:
    start(school)
    with school.office.writing() as connection:
        school.office.filing.matters.empty(connection, reading(school, "ben"), school.clock.now())
    spoil(school, reading(school, "eve").id)
    school.clock.move(timedelta(days=7))
    settle(school)
    assert [one.state for one in matters(school)].count("pending") == 6  # the empty one among them, and nobody is asked twice
    assert any("Your week" in text or "week" in text for text in school.texts("olga"))
    assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == []


def test_matter_that_no_key_opens_hides_no_other(school: Scene, caplog: pytest.LogCaptureFixture) -> None:
    lost, other = raised(suggest(school)), raised(suggest(school, key="two"))
    spoil(school, lost.matter_id)
    duties = Duties(school.office)
    assert any("M-0002" in card.plain_text() for card in duties.desk(visitor(school, "eve")))
    assert duties.find("M-0001", SCHOOL) is None
    settle(school)
    assert len(school.texts("eve")) == 1
    assert press_on(school, "eve", "use", other).said
    assert [one.getMessage() for one in caplog.records if "unreadable" in one.getMessage()] == ["duties.unreadable oakfield M-0001"]


def test_who_held_a_role_once_is_shown_nothing_that_is_written_afterwards(scene: Scene) -> None:
    one = raised(suggest(scene))
    scene.carry()
    people = [{**person, "roles": ["staff"]} if person["id"] == "eve" else person for person in staff(*STAFF)]
    settings = settings_of(people=people)
    scene.office = replace(scene.office, settings=settings, people=People(settings, scene.office.engine, scene.clock.now))
    scene.courier = scene.new_courier("second")
    Duties(scene.office).carry_out(visitor(scene, "amara"), f"decline {one.matter_id}", "k", {"answer": "Not this year"}, ())
    scene.carry()
    assert "Not this year" in scene.texts("amara")[0]
    assert "Not this year" not in scene.texts("eve")[0]


def test_what_is_deleted_goes_also_from_the_message_of_who_held_a_role_once(scene: Scene) -> None:
    one = raised(suggest(scene))
    scene.carry()
    press_on(scene, "amara", "use", one)
    scene.carry()
    people = [{**person, "roles": ["staff"]} if person["id"] == "eve" else person for person in staff(*STAFF)]
    settings = settings_of(people=people)
    scene.office = replace(scene.office, settings=settings, people=People(settings, scene.office.engine, scene.clock.now))
    scene.courier = scene.new_courier("second")
    scene.clock.move(timedelta(days=1_200))
    purge_matters(scene.office)
    scene.carry()
    assert "bake sale" not in scene.texts("eve")[0]


def test_nothing_is_done_with_what_was_purged(open_scene: OpenScene) -> None:
    scene = open_scene(people=SPOKEN_FOR)
    one = note(scene, "comment", COMMENT)
    duties = Duties(scene.office)
    assert isinstance(duties.carry_out(visitor(scene, "umar"), f"close {one.matter_id}", "k", {"why": "x"}, ()), Shown)
    scene.clock.move(timedelta(days=1_200))
    purge_matters(scene.office)
    done = duties.carry_out(visitor(scene, "umar"), f"reopen {one.matter_id}", "k2", {"why_again": "x", "had_reply": "no"}, ())
    assert isinstance(done, Refused)


def test_what_could_not_be_done_is_not_said_to_be_done_already(open_scene: OpenScene) -> None:
    scene = open_scene(people=SPOKEN_FOR)
    typed = {"where": "X", "sort": "complaint", "what": "Loud", "seen": "16 November 2026 9:00"}
    asked = Duties(scene.office).ask(visitor(scene, "tess"), "mention")
    sorts = next(one.choices for one in asked.fields if one.name == "sort")  # type: ignore[union-attr]
    one = note(scene, "mention", {**typed, "sort": sorts[0][0]})
    with scene.office.writing() as connection:
        here = Circumstances(scene.office, connection, SCHOOL, scene.clock.now())
        raise_matter(here, Raising(f"removal {one.matter_id} 0", MatterKind.SUGGESTION, SCHOOL, None, "", {"what": "x", "network": "X"}))
    done = Duties(scene.office).carry_out(visitor(scene, "umar"), f"removal {one.matter_id}", "k", {"whose": "staff", "why": "x"}, ())
    assert isinstance(done, Refused)


def test_version_that_was_taken_back_to_comes_up_for_review_again(school: Scene, rewrite: Rewrite) -> None:
    school.clock.move(timedelta(days=100))
    settle(school)
    rewrite("required to read, understand", "required to read, to understand")
    settle(school)
    school.clock.move(timedelta(hours=1))
    rewrite("required to read, to understand", "required to read, understand")
    settle(school)
    settle(school)
    reviews = matters(school, MatterKind.REVIEW)
    assert [one.state in OPEN for one in reviews] == [False, False, True]


def test_two_processes_that_find_the_same_questions_raise_them_once(scene: Scene) -> None:
    keep(scene, BEREAL, TIKTOK)
    shelf = Unanswered(scene.office.engine, scene.office.filing.sealer, knows=None, clock=scene.office.clock.now)
    found = shelf.read("alet")
    with scene.office.looking() as connection:
        here = Circumstances(scene.office, connection, SCHOOL, scene.clock.now())
        first, second = ([one.raising.key for one in steps(here, found) if one.raising] for _ in range(2))
    assert first == second
    assert any(key.startswith("question:") for key in first)


def test_whoever_writes_takes_no_second_connection_of_which_postgresql_has_few(stored_scene: Scene) -> None:
    taken: list[object] = []
    engine = stored_scene.office.engine

    def note_it(*_: object) -> None:
        taken.append(True)

    event.listen(engine, "checkout", note_it)
    raised(suggest(stored_scene))
    event.remove(engine, "checkout", note_it)
    if engine.dialect.name == "postgresql":
        assert len(taken) == 1
    assert press_on(stored_scene, "eve", "use", raised(suggest(stored_scene, key="two"))).said


REMOVAL = {"whose": "staff", "who": "Mrs Eve Lowe", "where": "Facebook", "what": "A photograph of the staffroom", "why": "It shows a pupil"}


def test_request_to_remove_a_colleagues_post_is_kept_from_that_colleague(scene: Scene) -> None:
    one = note(scene, "removal", REMOVAL)
    assert (len(scene.texts("amara")), scene.texts("eve")) == (1, [])
    assert "Eve Lowe" not in scene.texts("amara")[0].partition("With ")[2]
    assert "staffroom" not in press_on(scene, "eve", "view", one).card.plain_text()
    assert Duties(scene.office).desk(visitor(scene, "eve")) == []
    scene.wait(days=9)
    assert scene.texts("eve") == []


def test_where_that_colleague_is_the_only_senior_leader_the_next_in_line_has_it(open_scene: OpenScene) -> None:
    scene = open_scene(people=staff(("eve", "Eve Lowe", ["slt"]), ("chidi", "Chidi Eze", ["head"]), ("amara", "Amara Obi", ["dsl"])))
    one = note(scene, "removal", REMOVAL)
    assert (len(scene.texts("chidi")), scene.texts("eve")) == (1, [])
    assert press_on(scene, "chidi", "removed", one).said


def test_whoever_asks_for_the_removal_of_their_own_post_sees_what_becomes_of_it(scene: Scene) -> None:
    one = note(scene, "removal", REMOVAL, who="eve")
    assert "staffroom" in press_on(scene, "eve", "view", one).card.plain_text()


def test_form_that_is_sent_while_the_policy_is_gone_is_said_not_to_be_kept(open_scene: OpenScene) -> None:
    scene = open_scene(policy="no-such-policy")
    assert isinstance(suggest(scene), Refused)
