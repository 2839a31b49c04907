"""Questions without an answer, for the policy's owner: alike ones together, decided on, never back, gone after 90 days; and the week in numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.alike import are_alike, group
from bot.duties import Asking, Duties
from bot.matters.values import Matter, MatterKind
from bot.questions_kept import MOST_OPEN, is_topic, nearest_topics
from bot.reports import Refused
from bot.unanswered import NOT_HELPFUL, NOT_UNDERSTOOD, Kept, Unanswered
from bot.upkeep import see_to
from bot.windows import Shown
from tests.bot.fake_chat import CANARY, SCHOOL, STAFF, OpenScene, Scene, staff
from tests.bot.test_duties import visitor
from tests.bot.test_rounds import let_pass, matters, press, read, settle, start

OWNED = (*STAFF, ("olga", "Olga Reed", ["owner"]))
TIKTOK, BEREAL, FRIEND = "can I use tiktok at lunch", "what about BeReal", "friend request from somebody who left last year"


@pytest.fixture
def school(open_scene: OpenScene) -> Scene:
    return open_scene(people=staff(*OWNED))


def keep(scene: Scene, *questions: str, why: str = NOT_UNDERSTOOD, policy: str = "alet") -> None:
    office = scene.office
    shelf = Unanswered(office.engine, office.filing.sealer, knows=lambda word: word != "robin", clock=office.clock.now)
    for one in questions:
        shelf.keep(one, policy, why)


def groups(scene: Scene, *states: str) -> list[Matter]:
    return [one for one in matters(scene, MatterKind.QUESTION) if not states or one.state in states]


def digests(scene: Scene, who: str = "olga") -> list[str]:
    return [one.text for one in scene.chat.at(who) if "Your week in numbers" in one.text.splitlines()[0]]


def kept(*questions: str) -> list[Kept]:
    return [Kept(datetime(2026, 11, 16, tzinfo=UTC), "alet", one) for one in questions]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (TIKTOK, "can i use tik tok in lunch time?", True),
        (BEREAL, "is BeReal allowed?", True),
        ("may pupils use discord", "can students use Discord?", True),
        ("can pupils have phones", "can staff have phones", False),
        ("who books the minibus", TIKTOK, False),
        ("why?", "why?", True),
        ("why?", "who?", False),
        ("", "", True),
    ],
)
def test_questions_are_alike_by_what_they_say_and_of_whom(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) is alike


def test_largest_group_comes_first() -> None:
    found = group(kept(BEREAL, TIKTOK, "can i use tik tok in lunch time?"))
    assert [len(one.questions) for one in found] == [2, 1]


def test_alike_questions_wait_for_the_owner_as_one_with_the_largest_first(school: Scene) -> None:
    keep(school, BEREAL, TIKTOK, "can i use tik tok in lunch time?")
    keep(school, "is BeReal allowed?", BEREAL, why=NOT_HELPFUL)
    settle(school)
    assert [one.fields["number"] for one in groups(school)] == ["3", "2"]
    [desk] = Duties(school.office).desk(visitor(school, "olga"))
    assert desk.plain_text().index("3 x") < desk.plain_text().index("2 x")
    shown = press(school, "olga", "view", groups(school)[0])
    assert isinstance(shown, Shown)
    text = shown.card.plain_text()
    assert "Asked 3 times, last on Mon 16 Nov 2026" in text
    assert "Of these, 2 had an answer that did not help." in text
    assert BEREAL in text
    assert "Near topics" not in text  # of that word the policy says nothing


def test_near_topics_stand_on_the_card_and_the_nearest_is_filled_in(school: Scene) -> None:
    keep(school, FRIEND)
    settle(school)
    text = press(school, "olga", "view", groups(school)[0]).card.plain_text()  # type: ignore[union-attr]
    assert "Near topics of your policy: connect-with-current-pupil" in text
    asked = Duties(school.office).press(visitor(school, "olga"), f"add {groups(school)[0].id}")
    assert isinstance(asked, Asking)
    assert asked.values == {"topic": "connect-with-current-pupil"}


def test_group_grows_and_is_raised_once(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    keep(school, "can i use tik tok in lunch time?")
    settle(school)
    settle(school)
    assert [one.fields["number"] for one in groups(school)] == ["2"]


def test_names_are_masked_and_nobody_knows_who_asked(school: Scene) -> None:
    keep(school, "can I follow Robin on tiktok")
    settle(school)
    text = press(school, "olga", "view", groups(school)[0]).card.plain_text()  # type: ignore[union-attr]
    assert "Robin" not in text
    assert "[…]" in text
    assert "Tess" not in text


def test_proposal_is_kept_with_its_topic_and_changes_no_answer(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    before = school.office.policy(SCHOOL)
    press(school, "olga", "add", groups(school)[0], topic="connect-with-past-pupil")
    settle(school)
    assert [(one.state, one.fields["topic"], one.fields["lead"]) for one in groups(school)] == [("proposed", "connect-with-past-pupil", TIKTOK)]
    assert school.office.policy(SCHOOL) == before
    keep(school, TIKTOK)
    settle(school)
    assert [(one.state, one.fields["number"], one.fields["topic"]) for one in groups(school)] == [("proposed", "2", "connect-with-past-pupil")]


def test_topic_that_there_is_not_is_refused(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    done = press(school, "olga", "add", groups(school)[0], topic="../etc")
    assert isinstance(done, Refused)
    assert done.errors[0].field == "topic"


def test_dismissed_group_does_not_come_back(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    press(school, "olga", "dismiss", groups(school)[0], why="Not ours.")
    keep(school, "can i use tik tok in lunch time?")
    let_pass(school, school.clock.now() + timedelta(days=60))
    keep(school, TIKTOK)
    let_pass(school, school.clock.now() + timedelta(days=60))
    assert [one.state for one in groups(school)] == ["dismissed"]
    assert not any("Question not answered" in one.plain_text() for one in Duties(school.office).desk(visitor(school, "olga")))


@pytest.mark.parametrize("act", ["", "dismiss", "add"])
def test_words_are_gone_90_days_after_they_were_last_asked(school: Scene, act: str) -> None:
    keep(school, f"{TIKTOK} {CANARY}")
    settle(school)
    if act:
        press(school, "olga", act, groups(school)[0], topic="connect-with-past-pupil", why="x")
    let_pass(school, school.clock.now() + timedelta(days=91))
    [gone] = groups(school)
    assert (gone.state, gone.fields, gone.purged) == ("gone", {}, True)
    shown = press(school, "olga", "view", gone)
    assert CANARY not in shown.card.plain_text()  # type: ignore[union-attr]


def test_words_of_an_older_question_go_though_alike_ones_are_kept(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    let_pass(school, school.clock.now() + timedelta(days=60))
    keep(school, "can i use tik tok in lunch time?")
    let_pass(school, school.clock.now() + timedelta(days=40))
    [left] = groups(school)
    assert left.fields["examples"] == left.fields["lead"] == "can i use tik tok in lunch time?"


def test_only_so_many_wait_at_a_time(school: Scene) -> None:
    keep(school, "minibus", "kettle", "raffle", "drone", "nativity", "gardening", "puppy", "violin", "cricket", "webcam", "jumper", "lanyard")
    settle(school)
    assert len(groups(school, "new")) == MOST_OPEN
    press(school, "olga", "dismiss", groups(school)[0], why="x")
    settle(school)
    assert len(groups(school, "new")) == MOST_OPEN


def test_questions_of_another_policy_are_not_shown(school: Scene) -> None:
    keep(school, TIKTOK, policy="iwys")
    settle(school)
    assert groups(school) == []


def test_schools_that_share_a_policy_decide_once(open_scene: OpenScene) -> None:
    other = {"key": "ashfield", "policy": "alet", "people": staff(("gail", "Gail Ives", ["owner"]))}
    scene = open_scene(people=staff(*OWNED), also=[other])
    keep(scene, TIKTOK)
    settle(scene)
    with scene.office.looking() as connection:
        assert scene.office.filing.matters.list(connection, "ashfield", (MatterKind.QUESTION,)) == ()
    assert len(groups(scene)) == 1


@pytest.mark.parametrize("who", ["ben", "chidi", "eve", "amara", "tess"])
def test_nobody_but_the_owner_sees_or_decides(school: Scene, who: str) -> None:
    keep(school, f"{TIKTOK} {CANARY}")
    settle(school)
    for act in ("view", "add", "dismiss"):
        came = Duties(school.office).press(visitor(school, who), f"{act} {groups(school)[0].id}")
        assert isinstance(came, Shown)
        assert "not open to you" in came.card.plain_text()
        assert CANARY not in came.card.plain_text()
    assert not any(CANARY in one for name in ("ben", "chidi", "eve", "amara", "olga") for one in school.texts(name))


def test_words_stand_in_no_log_and_in_no_readable_column(school: Scene) -> None:
    keep(school, f"{TIKTOK} {CANARY}")
    settle(school)
    press(school, "olga", "dismiss", groups(school)[0], why=CANARY)
    assert not any(CANARY in one for one in school.log())
    with school.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox", "unanswered"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


def test_near_topics_share_telling_words(school: Scene) -> None:
    near = nearest_topics(school.office.policy(SCHOOL), FRIEND)
    assert "connect-with-past-pupil" in near or "connect-with-current-pupil" in near
    assert nearest_topics(school.office.policy(SCHOOL), "zzz") == ()
    assert is_topic("connect-with-past-pupil")
    assert not is_topic("no-such-topic")


# --- the week in numbers ---


def test_owner_is_told_the_week_in_numbers_once_on_its_first_school_day(school: Scene) -> None:
    keep(school, f"{TIKTOK} {CANARY}", BEREAL)
    start(school)
    read(school, "ben")
    let_pass(school, datetime(2026, 11, 29, tzinfo=UTC))
    assert [f"{one.at:%a %d %b %H}" for one in school.chat.at("olga") if one.text in digests(school)] == ["Mon 23 Nov 10"]
    text = digests(school)[0]
    assert "Questions without an answer, or with one that did not help: 2, in 2 groups." in text
    assert "1 of 7 completed" in text
    assert CANARY not in text
    assert "Ben Hale" not in text
    assert digests(school, "chidi") == []


def test_week_with_nothing_to_tell_is_not_told(school: Scene) -> None:
    let_pass(school, datetime(2026, 12, 10, tzinfo=UTC))
    assert digests(school) == []
    assert matters(school, MatterKind.DIGEST) == ()


def test_week_begins_on_its_first_school_day_and_a_week_of_holidays_is_skipped(open_scene: OpenScene) -> None:
    terms = [{"starts": "2026-09-02", "ends": "2026-12-18"}, {"starts": "2027-01-05", "ends": "2027-03-26"}]
    scene = open_scene(people=staff(*OWNED), terms=terms)
    let_pass(scene, datetime(2026, 12, 20, tzinfo=UTC))
    keep(scene, TIKTOK)
    let_pass(scene, datetime(2027, 1, 8, tzinfo=UTC))
    assert [f"{one.at:%a %d %b}" for one in scene.chat.at("olga")] == ["Tue 05 Jan"]


def test_review_that_is_overdue_is_told_beside_other_news(open_scene: OpenScene) -> None:
    scene = open_scene(policy="iwys", people=staff(*OWNED))
    keep(scene, TIKTOK, policy="iwys")
    settle(scene)
    let_pass(scene, datetime(2026, 11, 24, tzinfo=UTC))
    assert "Review of the policy: due June 2026." in digests(scene)[0]


def test_week_is_told_later_where_nobody_was_there_to_tell_it(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    school.clock.move(datetime(2026, 11, 24, 11, tzinfo=UTC) - school.clock.now())
    settle(school)
    settle(school)
    assert len(digests(school)) == 1


def test_news_of_this_week_waits_for_the_next(school: Scene) -> None:
    school.clock.move(timedelta(days=2))
    keep(school, TIKTOK)
    let_pass(school, datetime(2026, 11, 22, tzinfo=UTC))
    assert digests(school) == []
    let_pass(school, datetime(2026, 11, 24, tzinfo=UTC))
    assert len(digests(school)) == 1


def test_nothing_is_done_while_nothing_changes(school: Scene) -> None:
    keep(school, TIKTOK)
    settle(school)
    before, seen = len(school.log()), dict[str, object]()
    for _ in range(3):
        see_to(school.office, seen)
    assert len(school.log()) == before
