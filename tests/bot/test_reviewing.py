"""The review of a policy: when its owner is reminded, what they can note, and what a new version makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.duties import Duties
from bot.matters.values import Matter, MatterKind
from bot.reports import Refused
from bot.reviewing import notice_of
from bot.upkeep import see_to
from bot.windows import Shown
from tests.bot.fake_chat import SCHOOL, STAFF, OpenScene, Scene, staff
from tests.bot.test_duties import visitor
from tests.bot.test_rounds import Rewrite as Rewrite
from tests.bot.test_rounds import let_pass, matters, press, settle
from tests.bot.test_rounds import rewrite as rewrite
from tests.bot.test_rounds import school as school

OWNED = (*STAFF, ("olga", "Olga Reed", ["owner"]))


def of(open_scene: OpenScene, policy: str, **changes: object) -> Scene:
    scene = open_scene(policy=policy, people=staff(*OWNED), **changes)
    settle(scene)
    return scene


def review(scene: Scene) -> Matter:
    return matters(scene, MatterKind.REVIEW)[-1]


def told(scene: Scene, who: str = "olga") -> list[str]:
    """Return when the owner was told something of the review, and the sentence."""
    return [f"{one.at:%d %b %Y %H:%M} {one.text.splitlines()[1]}" for one in scene.chat.at(who) if "Review of the policy" in one.text.splitlines()[0]]


def test_owner_is_reminded_90_30_and_7_days_before_and_weekly_once_overdue(open_scene: OpenScene) -> None:
    scene = of(open_scene, "alet")  # due 17 April 2027, a Saturday
    let_pass(scene, datetime(2027, 5, 5, 12, tzinfo=UTC))
    assert [one[:17] for one in told(scene)] == [
        "15 Jan 2027 09:00",  # 90 days before is a Sunday
        "18 Mar 2027 09:00",
        "09 Apr 2027 08:00",  # nine o'clock of British Summer Time; 7 days before is a Saturday
        "19 Apr 2027 08:00",
        "26 Apr 2027 08:00",
        "04 May 2027 08:00",  # the 3rd is a bank holiday
    ]
    assert "In three months" in told(scene)[0]
    assert "overdue" in told(scene)[3]


@pytest.mark.parametrize(("policy", "first"), [("athelstan", "02 Mar 2027"), ("wren-spinney", "30 Nov 2026")])
def test_month_is_counted_from_its_last_day(open_scene: OpenScene, policy: str, first: str) -> None:
    scene = of(open_scene, policy)
    let_pass(scene, datetime(2027, 3, 3, tzinfo=UTC))
    assert told(scene)[0].startswith(first)


def test_overdue_policy_is_told_of_on_the_next_school_day_and_each_week(open_scene: OpenScene) -> None:
    scene = of(open_scene, "iwys")
    assert told(scene) == []
    let_pass(scene, datetime(2026, 12, 2, tzinfo=UTC))
    assert [one[:6] for one in told(scene)] == ["17 Nov", "24 Nov", "01 Dec"]
    assert "“June 2026”. Signpost reads this as the end of June 2026." in scene.texts("olga")[0]


def test_policy_without_a_date_asks_for_one_every_four_weeks(open_scene: OpenScene) -> None:
    scene = of(open_scene, "unnamed-trust")
    let_pass(scene, datetime(2027, 1, 15, tzinfo=UTC))
    assert [one[:6] for one in told(scene)] == ["17 Nov", "15 Dec", "12 Jan"]
    assert "prints no date" in told(scene)[0]


def test_weekly_reminders_rest_in_the_holidays(open_scene: OpenScene) -> None:
    terms = [{"starts": "2026-09-02", "ends": "2026-12-18"}, {"starts": "2027-01-05", "ends": "2027-03-26"}]
    scene = of(open_scene, "iwys", terms=terms)
    let_pass(scene, datetime(2027, 1, 13, tzinfo=UTC))
    assert [one[:6] for one in told(scene)][-3:] == ["15 Dec", "05 Jan", "12 Jan"]


def test_reminder_whose_time_had_gone_by_is_made_up_for(open_scene: OpenScene, clock: object) -> None:
    clock.move(timedelta(days=50))  # type: ignore[attr-defined]  # 5 January 2027: 54 days before the end of February
    scene = of(open_scene, "wren-spinney")
    let_pass(scene, datetime(2027, 1, 31, tzinfo=UTC))
    assert [one[:6] for one in told(scene)] == ["06 Jan", "29 Jan"]


def test_reviewed_with_a_new_date_raises_the_next_review(open_scene: OpenScene) -> None:
    scene = of(open_scene, "iwys")
    let_pass(scene, datetime(2026, 11, 18, tzinfo=UTC))
    shown = press(scene, "olga", "reviewed", review(scene), outcome="no_change", next="June 2027", note="Read again in full.")
    assert isinstance(shown, Shown)
    assert "The next review is due June 2027" in shown.said
    assert "Reviewed." in scene.texts("olga")[0]
    settle(scene)
    assert [one.state for one in matters(scene, MatterKind.REVIEW)] == ["reviewed", "waiting"]
    let_pass(scene, datetime(2027, 4, 3, tzinfo=UTC))
    assert told(scene)[-1].startswith("01 Apr 2027")


@pytest.mark.parametrize("written", ["soon", "June 2020", "1 March 2026", ""])
def test_next_date_that_is_none_or_has_passed_is_refused_on_its_field(open_scene: OpenScene, written: str) -> None:
    scene = of(open_scene, "iwys")
    done = press(scene, "olga", "reviewed", review(scene), outcome="no_change", next=written)
    assert isinstance(done, Refused)
    assert done.errors[0].field == "next"


def test_put_off_until_a_day_is_quiet_until_then_and_weekly_after(open_scene: OpenScene) -> None:
    scene = of(open_scene, "iwys")
    let_pass(scene, datetime(2026, 11, 18, tzinfo=UTC))
    press(scene, "olga", "not_yet", review(scene), until="5 December 2026", why="Waits for the trust.")
    let_pass(scene, datetime(2026, 12, 15, tzinfo=UTC))
    assert [one[:6] for one in told(scene)] == ["17 Nov", "07 Dec", "14 Dec"]
    assert isinstance(press(scene, "olga", "not_yet", review(scene), until="11 January 2027"), Shown)
    let_pass(scene, datetime(2027, 1, 19, tzinfo=UTC))
    assert [one[:6] for one in told(scene)][3:] == ["11 Jan", "18 Jan"]


def test_reminders_survive_a_restart(open_scene: OpenScene) -> None:
    scene = of(open_scene, "iwys")
    scene.courier = scene.new_courier("second")
    let_pass(scene, datetime(2026, 11, 18, tzinfo=UTC))
    assert len(told(scene)) == 1


def test_each_version_is_raised_once(open_scene: OpenScene) -> None:
    scene = of(open_scene, "iwys")
    for _ in range(3):
        see_to(scene.office)
    assert len(matters(scene, MatterKind.REVIEW)) == 1


def test_new_version_replaces_the_review_of_the_old_one(school: Scene, rewrite: Rewrite) -> None:
    rewrite("17.04.27", "17.12.26")
    settle(school)
    rewrite("17.12.26", "17.01.27")
    settle(school)
    first, second = matters(school, MatterKind.REVIEW)
    assert (first.state, second.state) == ("replaced", "waiting")
    assert second.fields["due"] == "2027-01-17"


def test_review_that_is_far_off_is_raised_as_it_comes_near(open_scene: OpenScene) -> None:
    scene = of(open_scene, "alet")
    assert matters(scene, MatterKind.REVIEW) == ()
    let_pass(scene, datetime(2027, 1, 8, tzinfo=UTC))
    assert len(matters(scene, MatterKind.REVIEW)) == 1
    assert told(scene) == []


@pytest.mark.parametrize("who", ["ben", "chidi", "eve", "tess"])
def test_only_the_owner_notes_a_review(open_scene: OpenScene, who: str) -> None:
    scene = of(open_scene, "iwys")
    for act in ("reviewed", "not_yet"):
        came = Duties(scene.office).press(visitor(scene, who), f"{act} {review(scene).id}")
        assert isinstance(came, Shown)
        assert "not open to you" in came.card.plain_text()
    assert isinstance(Duties(scene.office).submit(visitor(scene, "olga"), "review", "k", {}, ()), Refused)


def test_answers_say_it_until_the_owner_has_noted_a_review(open_scene: OpenScene) -> None:
    scene = of(open_scene, "iwys")
    policy = scene.office.policy(SCHOOL)
    assert notice_of(scene.office, policy) == "This policy was due for review in June 2026."
    press(scene, "olga", "reviewed", review(scene), outcome="no_change", next="June 2027")
    assert notice_of(scene.office, policy) == ""
    scene.clock.move(timedelta(days=300))
    assert notice_of(scene.office, policy) == "This policy was due for review in June 2027."


def test_never_dated_policy_says_so(open_scene: OpenScene) -> None:
    scene = of(open_scene, "unnamed-trust")
    assert notice_of(scene.office, scene.office.policy(SCHOOL)) == "This policy prints no review date."
