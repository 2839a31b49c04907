"""The policy's other duties, whatever their kind: raising one, who may do what with it, what is told to whom, that nothing is done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import Card
from bot.duties import Asking, Duties, Raised
from bot.filing import Filing
from bot.key_ring import KeyRing, new_ring
from bot.kinds import COURSES
from bot.matters.authorising import ACTS
from bot.reports import Refused
from bot.retention import purge_matters
from bot.rotation import MATTER_EVENTS, MATTERS, Rotation, forget_unreadable, keys_in_use, rotate_keys
from bot.sealing import Sealer
from bot.visitors import Visitor
from bot.windows import Shown
from tests.bot.fake_chat import CANARY, SCHOOL, TESS, OpenScene, Scene


def visitor(scene: Scene, name: str, *, full_member: bool = True) -> Visitor:
    """Return somebody of Oakfield in Slack; `tess` is staff whom the settings do not name."""
    listed = () if name == "tess" else (scene.person(name),)
    shown = TESS.name if name == "tess" else listed[0].name
    return Visitor("slack", name, "T0OAK", shown, full_member, (SCHOOL,), listed=listed)


def suggest(scene: Scene, who: str = "tess", *, key: str = "one", **values: str) -> Raised | Refused:
    typed = {"what": f"The bake sale {CANARY}", "network": "Facebook", **values}
    return Duties(scene.office).submit(visitor(scene, who), "suggestion", key, typed, ())


def raised(done: Raised | Refused) -> Raised:
    assert isinstance(done, Raised)
    return done


def press(scene: Scene, who: str, act: str, matter: Raised) -> Shown:
    came = Duties(scene.office).press(visitor(scene, who), f"{act} {matter.matter_id}")
    assert isinstance(came, Shown)
    return came


def test_suggestion_comes_to_those_who_stand_in_for_communications(scene: Scene) -> None:
    raised(suggest(scene))
    scene.carry()
    assert [len(scene.chat.at(who)) for who in ("amara", "eve", "chidi", "ben")] == [1, 1, 0, 0]  # SLT stands in
    text = scene.texts("eve")[0]
    assert "M-0001 | Suggestion for a post" in text
    assert CANARY in text
    assert "We will use it" in text
    assert "Nobody has answered yet." in text


def test_whoever_suggested_it_hears_what_becomes_of_it_and_every_card_says_so(scene: Scene) -> None:
    matter = raised(suggest(scene))
    scene.carry()
    shown = press(scene, "eve", "use", matter)
    assert shown.said == "They are told that it will be used."
    scene.carry()
    assert "It will be used." in scene.texts("tess")[-1]
    assert all("It will be used." in scene.texts(who)[0] and "We will use it" not in scene.texts(who)[0] for who in ("amara", "eve"))


def test_same_form_sent_twice_is_one_matter(scene: Scene) -> None:
    first, second = raised(suggest(scene)), raised(suggest(scene))
    assert first.matter_id == second.matter_id
    scene.carry()
    assert len(scene.chat.at("eve")) == 1


def test_what_was_done_last_stands_above_what_was_written(scene: Scene) -> None:
    matter = raised(suggest(scene))
    press(scene, "eve", "use", matter)
    card = Duties(scene.office).press(visitor(scene, "tess"), f"view {matter.matter_id}").card.plain_text()
    assert card.index("It will be used.") < card.index("Taken up by Eve Lowe") < card.index("What could we post?")


def test_second_who_decides_is_told_how_it_stands(scene: Scene) -> None:
    matter = raised(suggest(scene))
    press(scene, "eve", "use", matter)
    again = press(scene, "amara", "use", matter)
    assert "It has moved on since this card was shown" in again.card.plain_text()
    assert "Taken up by Eve Lowe" in again.card.plain_text()


def test_what_was_written_to_a_button_is_kept_once(scene: Scene) -> None:
    matter, duties = raised(suggest(scene)), Duties(scene.office)
    for _ in range(2):
        came = duties.carry_out(visitor(scene, "eve"), f"decline {matter.matter_id}", "key", {"answer": "We had one last week."}, ())
        assert isinstance(came, Shown)
    scene.carry()
    assert scene.texts("tess")[-1].count("We had one last week.") == 1


def test_question_that_a_button_asks_is_not_left_empty(scene: Scene) -> None:
    matter, duties = raised(suggest(scene)), Duties(scene.office)
    asked = duties.press(visitor(scene, "eve"), f"decline {matter.matter_id}")
    assert isinstance(asked, Asking)
    assert [one.name for one in asked.fields] == ["answer"]
    came = duties.carry_out(visitor(scene, "eve"), f"decline {matter.matter_id}", "key", {"answer": " "}, ())
    assert isinstance(came, Refused)
    assert came.errors[0].field == "answer"


@pytest.mark.parametrize("who", ["ben", "farid"])
def test_others_are_told_that_it_is_not_open_to_them_and_the_log_says_so(scene: Scene, who: str) -> None:
    matter = raised(suggest(scene))
    for act in ("view", "use", "withdraw"):
        shown = press(scene, who, act, matter)
        assert "This is not open to you here" in shown.card.plain_text()
        assert CANARY not in shown.card.plain_text()
    assert sum('"refused"' in one for one in scene.log()) == 3


def test_guest_can_raise_nothing_and_see_nothing(scene: Scene) -> None:
    duties, guest = Duties(scene.office), visitor(scene, "tess", full_member=False)
    assert isinstance(duties.submit(guest, "suggestion", "k", {"what": "x", "network": "y"}, ()), Refused)
    assert isinstance(duties.ask(guest, "suggestion"), Card)
    assert duties.desk(guest) == []


def test_nothing_that_was_written_stands_in_a_log_or_in_a_readable_column(scene: Scene) -> None:
    matter = raised(suggest(scene))
    Duties(scene.office).carry_out(visitor(scene, "eve"), f"decline {matter.matter_id}", "key", {"answer": CANARY}, ())
    scene.carry()
    assert not any(CANARY in one for one in scene.log())
    with scene.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


def test_desk_lists_what_waits_and_what_one_has_asked_for(scene: Scene) -> None:
    matter, duties = raised(suggest(scene)), Duties(scene.office)
    [waiting] = duties.desk(visitor(scene, "eve"))
    [mine] = duties.desk(visitor(scene, "tess"))
    assert "These wait for you" in waiting.plain_text()
    assert "M-0001" in waiting.plain_text()
    assert "These you have asked for" in mine.plain_text()
    press(scene, "eve", "use", matter)
    assert duties.desk(visitor(scene, "eve")) == []
    assert duties.desk(visitor(scene, "tess")) == []


def test_message_takes_the_next_route_where_the_chat_is_closed(scene: Scene) -> None:
    from bot.sending import Reason

    scene.chat.closed["eve"] = Reason.GONE
    raised(suggest(scene))
    scene.carry()
    [mail] = scene.mail.at("eve@oakfield.example")
    assert "M-0001: Suggestion for a post" in mail.text
    assert CANARY not in mail.text


def test_matter_is_kept_on_postgresql_too(stored_scene: Scene) -> None:
    matter = raised(suggest(stored_scene))
    stored_scene.carry()
    press(stored_scene, "eve", "use", matter)
    stored_scene.wait(minutes=1)
    assert "It will be used." in stored_scene.texts("tess")[-1]


def test_every_act_of_every_course_stands_in_the_authorisation_table_and_nothing_else_does() -> None:
    for kind, course in COURSES.items():
        assert {"raise", "view", *(act.name for act in course.acts)} == set(ACTS[kind])


def test_every_course_has_a_sentence_for_each_of_its_states() -> None:
    for course in COURSES.values():
        states = course.waits | course.rests | {state for act in course.acts for state in act.states}
        assert states <= set(course.states)
        assert all(len(act.label) <= 24 for act in course.acts)
        assert len(course.button) <= 75
        assert {act.name for act in course.acts} <= set(course.events)


def test_person_of_another_school_finds_nothing(open_scene: OpenScene) -> None:
    scene = open_scene(also=[{"key": "elmfield", "policy": "alet"}])
    matter = raised(suggest(scene))
    other = Visitor("slack", "gail", "T0ELM", "Gail", True, ("elmfield",))
    assert "not open to you" in Duties(scene.office).press(other, f"view {matter.matter_id}").card.plain_text()  # type: ignore[union-attr]
    scene.clock.move(timedelta(0))


# --- how long it is kept, and under which key ---


def test_settled_matter_goes_for_good_when_its_time_is_over_and_its_cards_say_so(scene: Scene) -> None:
    matter = raised(suggest(scene))
    scene.carry()
    press(scene, "eve", "use", matter)
    raised(suggest(scene, key="open"))
    scene.carry()
    scene.clock.move(timedelta(days=1_094))
    assert purge_matters(scene.office) == ()
    scene.clock.move(timedelta(days=2))
    assert purge_matters(scene.office) == ("M-0001",)
    scene.carry()
    assert CANARY not in scene.texts("eve")[0]
    assert "has been deleted, as the school's retention says" in scene.texts("eve")[0]
    assert "The bake sale" in scene.texts("eve")[1]  # nobody has settled that one
    assert purge_matters(scene.office) == ()


def test_matters_are_sealed_anew_under_the_newest_key(scene: Scene, ring: KeyRing) -> None:
    matter = raised(suggest(scene))
    Duties(scene.office).carry_out(visitor(scene, "eve"), f"decline {matter.matter_id}", "key", {"answer": CANARY}, ())
    newer = ring.new_key()
    assert rotate_keys(scene.office, Sealer(newer)) == Rotation(reports=0, matters=2)
    with scene.office.looking() as connection:
        assert keys_in_use(connection) == {newer.newest}
        kept = Filing(Sealer(newer)).matters.get(connection, matter.matter_id)
    assert kept.events[0].said["answer"] == CANARY


def test_matters_that_no_key_opens_go_with_all_that_hangs_on_them(scene: Scene) -> None:
    raised(suggest(scene))
    scene.carry()
    lost = Sealer(new_ring())
    assert [forget_unreadable(scene.office.engine, lost, kept) for kept in (MATTER_EVENTS, MATTERS)] == [0, 1]
    assert Duties(scene.office).desk(visitor(scene, "eve")) == []


def test_long_matter_is_posted_as_how_it_stands_and_the_button_that_shows_all_of_it(scene: Scene) -> None:
    matter = raised(suggest(scene, what="A sentence that somebody wrote. " * 300))
    scene.carry()
    text = scene.texts("eve")[0]
    assert "M-0001 | Suggestion for a post" in text
    assert "Nobody has answered yet." in text
    assert "It is longer than a message should be. Press View to read all of it." in text
    assert "A sentence that somebody wrote." not in text
    assert press(scene, "eve", "view", matter).card.plain_text().count("A sentence that somebody wrote.") == 300


def test_all_that_somebody_finds_is_what_waits_and_what_can_be_raised_or_why_there_is_nothing(scene: Scene) -> None:
    raised(suggest(scene))
    duties = Duties(scene.office)
    waiting, menu = duties.all_of(visitor(scene, "eve"))
    assert "These wait for you" in waiting.plain_text()
    assert menu == duties.menu(visitor(scene, "eve"))
    [refused] = duties.all_of(visitor(scene, "tess", full_member=False))
    assert "This is not open to you here" in refused.plain_text()


def test_what_a_button_asks_can_be_shown_once_more_and_opens_nothing(scene: Scene) -> None:
    matter, duties = raised(suggest(scene)), Duties(scene.office)
    asked = duties.asked_again(f"decline {matter.matter_id}")
    assert asked is not None
    assert (asked.title, [one.name for one in asked.fields], asked.school) == ("Not this time", ["answer"], SCHOOL)
    assert (asked.opening, asked.values) == (Card(), {})
    assert duties.asked_again("decline nothing") is None
