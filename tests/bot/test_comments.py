"""The clock of what comes in on an official account: when a reply is due, who is reminded and when, and what stops it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.duties import Duties
from bot.sending import Reason
from bot.windows import Shown
from tests.bot.duty_scene import (
    POLICIES,
    SPOKEN_FOR,
    TERMS,
    count_at,
    faults,
    form_of,
    london,
    newest,
    note,
    now,
    press,
    register,
    restart,
    sent_at,
    state,
    submit,
    text,
    visitor,
    write,
)
from tests.bot.fake_chat import CANARY, OpenScene, Scene

COMMENT = {"account": "other", "other_account": "Facebook, Friends of Oakfield", "sort": "complaint", "words": f"The bus again {CANARY}"}
WARNED, OVERDUE, STILL = "A reply is due within four hours", "A reply is overdue", "This still waits"


@pytest.fixture
def athelstan(open_scene: OpenScene) -> Scene:
    return open_scene(policy="athelstan", people=SPOKEN_FOR, terms=TERMS)


def came_in(scene: Scene, received: str = "now", **fields: str) -> dict[str, str]:
    return {**COMMENT, "received": received, **fields}


def due(scene: Scene, received: str) -> str:
    """Return when a reply is due to what came in then."""
    at = note(scene, "comment", came_in(scene, received))
    waits = now(scene, at).due_at
    assert waits is not None
    local = waits.astimezone(ZoneInfo("Europe/London"))
    return f"{local:%a %d %b %Y %H:%M}"


# --- when a reply is due ---


@pytest.mark.parametrize("policy", ["athelstan", "unnamed-trust"])
@pytest.mark.parametrize(
    ("at", "received", "when"),
    [
        ("2026-11-17 10:31", "2026-11-17 09:00", "Wed 18 Nov 2026 09:00"),
        ("2026-11-20 18:00", "2026-11-20 16:00", "Sat 21 Nov 2026 16:00"),  # only what comes in at a weekend is postponed
        ("2026-11-21 18:00", "2026-11-21 00:00", "Mon 23 Nov 2026 17:00"),
        ("2026-11-22 23:59", "2026-11-22 23:30", "Mon 23 Nov 2026 17:00"),
        ("2026-12-26 12:00", "2026-12-26 10:00", "Tue 29 Dec 2026 17:00"),  # the Monday is a bank holiday
        ("2026-12-28 12:00", "2026-12-28 10:00", "Tue 29 Dec 2026 10:00"),  # a bank holiday is no weekend
        ("2026-12-24 12:00", "2026-12-24 10:00", "Fri 25 Dec 2026 10:00"),  # nor does one postpone
        ("2026-12-30 12:00", "2026-12-30 10:00", "Thu 31 Dec 2026 10:00"),  # school holidays postpone nothing
        ("2027-01-02 12:00", "2027-01-02 10:00", "Mon 04 Jan 2027 17:00"),
        ("2026-12-20 12:00", "2026-12-20 10:00", "Mon 21 Dec 2026 17:00"),  # a working day in the school holidays
    ],
)
def test_reply_is_due_after_24_hours_and_only_a_weekend_postpones_it(open_scene: OpenScene, policy: str, at: str, received: str, when: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR, terms=TERMS)
    scene.until(london(at))
    assert due(scene, received) == when


def test_hours_are_hours_in_the_night_when_the_clocks_change(athelstan: Scene) -> None:
    athelstan.until(london("2027-03-26 18:00"))
    assert due(athelstan, "2027-03-26 16:00") == "Sat 27 Mar 2027 16:00"
    athelstan.until(london("2027-03-27 18:00"))
    assert due(athelstan, "2027-03-27 16:00") == "Tue 30 Mar 2027 17:00"  # summer time; Easter Monday is a bank holiday


def test_day_without_a_time_counts_from_its_beginning_and_says_so(athelstan: Scene) -> None:
    athelstan.until(london("2026-11-17 10:31"))
    matter = note(athelstan, "comment", came_in(athelstan, "today"))
    assert now(athelstan, matter).due_at == london("2026-11-18 00:00")
    assert "the clock counts from the beginning of that day" in text(athelstan, "umar", matter)


def test_card_says_first_where_it_stands_by_when_and_who_has_it(athelstan: Scene) -> None:
    athelstan.until(london("2026-11-17 10:31"))
    matter = note(athelstan, "comment", came_in(athelstan, "now"))
    assert athelstan.texts("umar")[0].splitlines()[1:3] == ["Nobody has replied yet.", "To be done by Wed 18 Nov 2026 10:31."]
    athelstan.until(london("2026-11-18 12:00"))
    late = text(athelstan, "umar", matter)
    assert "It was due by Wed 18 Nov 2026 10:31." in late
    assert "To be done by" not in late
    assert late.index("With: ") < late.index("What does it say?")


@pytest.mark.parametrize("policy", ["alet", "iwys", "wren-spinney"])
def test_where_the_policy_sets_no_time_signpost_reminds_after_one_working_day_and_says_so(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR, terms=TERMS)
    said = "Your policy sets no time for this; Signpost reminds after one working day."
    assert said in form_of(scene, "comment").opening.plain_text()
    scene.until(london("2026-11-20 15:00"))
    matter = note(scene, "comment", came_in(scene, "now"))
    assert said in text(scene, "umar", matter)
    scene.until(london("2026-12-02 12:00"))
    assert sent_at(scene, "umar", STILL) == ["Mon 23 Nov 17:00", "Wed 25 Nov 09:00", "Fri 27 Nov 09:00", "Tue 01 Dec 09:00"]
    assert count_at(scene, "eve") == [0]
    assert "late" not in text(scene, "umar", matter)


@pytest.mark.parametrize("policy", ["athelstan", "unnamed-trust"])
def test_clause_that_sets_the_time_stands_on_the_form_and_on_the_card(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    clause = "must be responded to within 24 hours (or on the next working day if received at a weekend)"
    assert clause in form_of(scene, "comment").opening.plain_text()
    note(scene, "comment", came_in(scene))
    assert clause in scene.texts("umar")[0]
    assert "A reply is due 24 hours after it came in" in scene.texts("umar")[0]


# --- who is reminded, and when ---


def test_card_goes_to_whoever_speaks_for_the_school_where_nobody_watches(athelstan: Scene) -> None:
    note(athelstan, "comment", came_in(athelstan))
    assert count_at(athelstan, "umar", "carys", "eve", "chidi") == [1, 0, 0, 0]
    assert CANARY in athelstan.texts("umar")[0]
    assert "With: Umar Khan." in athelstan.texts("umar")[0]


def test_whoever_was_chosen_is_reminded_four_hours_before_and_slt_when_it_is_overdue_and_daily_on_school_days(athelstan: Scene) -> None:
    athelstan.until(london("2026-12-16 10:00"))  # Wednesday; term ends on Friday
    note(athelstan, "comment", came_in(athelstan, "2026-12-16 09:00"), picked=("wynn",))
    restart(athelstan)
    athelstan.until(london("2027-01-05 12:00"))
    assert sent_at(athelstan, "wynn", WARNED) == ["Thu 17 Dec 05:00"]
    expected = ["Thu 17 Dec 09:00", "Fri 18 Dec 09:00", "Mon 04 Jan 09:00", "Tue 05 Jan 09:00"]
    assert [sent_at(athelstan, who, OVERDUE) for who in ("eve", "amara", "wynn")] == [expected] * 3
    assert count_at(athelstan, "umar", "carys") == [0, 0]


def test_what_comes_in_at_a_weekend_is_reminded_of_on_monday_afternoon(athelstan: Scene) -> None:
    athelstan.until(london("2026-11-21 11:00"))
    note(athelstan, "comment", came_in(athelstan))
    athelstan.until(london("2026-11-24 08:00"))
    assert sent_at(athelstan, "umar", WARNED) == ["Mon 23 Nov 13:00"]
    assert sent_at(athelstan, "eve", OVERDUE) == ["Mon 23 Nov 17:00"]


def test_what_is_noted_when_it_is_overdue_comes_to_slt_at_once_and_nobody_is_warned(athelstan: Scene) -> None:
    note(athelstan, "comment", came_in(athelstan, "2026-11-12 09:00"))
    assert [len(sent_at(athelstan, who, OVERDUE)) for who in ("umar", "eve", "amara")] == [1, 1, 1]
    assert sent_at(athelstan, "umar", WARNED) == []
    assert "late" in athelstan.texts("eve")[0]


def test_what_is_noted_less_than_four_hours_before_warns_at_once(athelstan: Scene) -> None:
    note(athelstan, "comment", came_in(athelstan, "yesterday 12:00"))  # a Sunday: due on Monday at 17:00
    assert sent_at(athelstan, "umar", WARNED) == []
    note(athelstan, "comment", came_in(athelstan, "2026-11-13 12:00"))
    assert len(sent_at(athelstan, "umar", OVERDUE)) == 1


def test_day_of_the_rota_decides_who_gets_it_and_who_is_reminded_later(athelstan: Scene) -> None:
    account = register(athelstan, watch="Mon-Fri Wynn Price; Sat-Sun Carys Pugh")
    athelstan.until(london("2026-11-20 15:00"))  # Friday
    before = count_at(athelstan, "carys")[0]
    matter = note(athelstan, "comment", came_in(athelstan, account=account, other_account=""))
    assert count_at(athelstan, "wynn", "umar", "carys") == [1, 0, before]
    athelstan.until(london("2026-11-21 12:00"))
    assert sent_at(athelstan, "carys", WARNED) == ["Sat 21 Nov 11:00"]
    assert sent_at(athelstan, "wynn", WARNED) == []
    assert isinstance(write(athelstan, "wynn", "answer", matter, reply="Told them the new times."), Shown)  # who had it before still may
    assert state(athelstan, matter) == "answered"


def test_gap_in_the_rota_and_an_absence_fall_to_whoever_speaks_for_the_school(athelstan: Scene) -> None:
    account = register(athelstan, watch="Tue-Fri Wynn Price")
    note(athelstan, "comment", came_in(athelstan, account=account, other_account=""))
    assert count_at(athelstan, "umar", "wynn") == [1, 0]
    athelstan.until(london("2026-11-17 10:00"))
    assert len(sent_at(athelstan, "wynn", WARNED)) == 1  # it is their day now
    athelstan.office.people.mark_away("wynn", "oakfield")
    note(athelstan, "comment", came_in(athelstan, account=account, other_account=""))
    assert ["M-0003" in "".join(athelstan.texts(who)) for who in ("umar", "wynn")] == [True, False]


def test_whoever_watches_may_answer_and_others_of_the_staff_may_not(athelstan: Scene) -> None:
    account = register(athelstan, watch="every day Wynn Price")
    matter = note(athelstan, "comment", came_in(athelstan, account=account, other_account=""))
    assert "It has been answered" in athelstan.texts("wynn")[0]
    for who in ("ben", "farid"):
        came = Duties(athelstan.office).press(visitor(athelstan, who), f"slt {matter.matter_id}")
        assert isinstance(came, Shown)
        assert "not open to you" in came.card.plain_text()
    assert CANARY not in "".join(athelstan.texts("ben") + athelstan.texts("farid"))


def test_reminder_takes_the_next_route_where_a_chat_is_closed(athelstan: Scene) -> None:
    athelstan.chat.closed["umar"] = Reason.GONE
    note(athelstan, "comment", came_in(athelstan))
    [mail] = athelstan.mail.at("umar@oakfield.example")
    assert CANARY not in mail.text


# --- what stops it ---


def test_receipt_acknowledged_stops_the_clock_and_the_answer_comes_to_mind_every_second_school_day(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan))
    assert isinstance(write(athelstan, "umar", "acknowledge", matter), Shown)
    restart(athelstan)
    athelstan.until(london("2026-11-24 12:00"))
    assert sent_at(athelstan, "umar", WARNED) == []
    assert count_at(athelstan, "eve") == [0]
    assert sent_at(athelstan, "umar", STILL) == ["Wed 18 Nov 09:00", "Fri 20 Nov 09:00", "Tue 24 Nov 09:00"]
    assert "They know that it was received." in text(athelstan, "tess", matter)
    assert "late" not in text(athelstan, "tess", matter)


def test_answer_ends_it_and_whoever_noted_it_is_told_with_the_words(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan))
    write(athelstan, "umar", "answer", matter, reply="The bus leaves at 15:40.")
    assert "It has been answered." in athelstan.texts("tess")[-1]
    assert "The bus leaves at 15:40." in athelstan.texts("tess")[-1]
    athelstan.until(london("2026-12-01 12:00"))
    assert count_at(athelstan, "umar", "eve") == [1, 0]


@pytest.mark.parametrize("act", ["acknowledge", "answer"])
def test_late_reply_stays_marked_with_by_how_much(athelstan: Scene, act: str) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    athelstan.until(london("2026-11-17 12:20"))
    assert "It is 3 hours 20 minutes late." in text(athelstan, "eve", matter)
    write(athelstan, "umar", act, matter, **({"reply": "Sorry, done."} if act == "answer" else {}))
    athelstan.wait(days=9)
    assert "The first reply came 3 hours 20 minutes late." in text(athelstan, "eve", matter)


def test_answer_after_a_receipt_in_time_is_not_late(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    write(athelstan, "umar", "acknowledge", matter)
    athelstan.wait(days=9)
    write(athelstan, "umar", "answer", matter, reply="Done.")
    assert "late" not in text(athelstan, "umar", matter)


def test_time_of_the_reply_counts_and_not_that_of_the_press(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    athelstan.until(london("2026-11-17 12:20"))
    write(athelstan, "umar", "answer", matter, reply="Done.", replied_at="today 08:30")
    assert "late" not in text(athelstan, "umar", matter)


def test_reply_before_it_came_in_or_to_come_is_asked_about(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    assert faults(write(athelstan, "umar", "acknowledge", matter, replied_at="today 08:30")) == ["replied_at"]
    assert faults(write(athelstan, "umar", "acknowledge", matter, replied_at="today 18:30")) == ["replied_at"]
    assert state(athelstan, matter) == "new"


def test_what_needs_no_answer_is_closed_with_the_reason(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan))
    assert faults(write(athelstan, "umar", "close", matter, why=" ")) == ["why"]
    write(athelstan, "umar", "close", matter, why="A thank you.")
    assert "It is closed without an answer." in text(athelstan, "tess", matter)
    assert "A thank you." in text(athelstan, "tess", matter)
    athelstan.wait(days=9)
    assert count_at(athelstan, "umar", "eve") == [1, 0]


def test_closing_late_is_marked_too(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    athelstan.until(london("2026-11-17 10:00"))
    write(athelstan, "umar", "close", matter, why="Spam.")
    assert "It was closed 1 hour late." in text(athelstan, "umar", matter)


def test_somebody_else_takes_it_from_here_and_is_the_one_who_is_reminded(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 10:00"))
    write(athelstan, "umar", "hand", matter, picked=("wynn",))
    assert "This was given to you to see to." in athelstan.texts("wynn")[0]
    athelstan.until(london("2026-11-17 09:00"))
    assert sent_at(athelstan, "wynn", WARNED) == ["Tue 17 Nov 06:00"]
    assert sent_at(athelstan, "umar", WARNED) == []


def test_opened_again_without_a_reply_the_clock_counts_on_from_when_it_came_in(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    write(athelstan, "umar", "close", matter, why="Spam.")
    athelstan.until(london("2026-11-16 15:00"))
    write(athelstan, "eve", "reopen", matter, why_again="It is a parent.", had_reply="no")
    assert state(athelstan, matter) == "new"
    athelstan.until(london("2026-11-17 09:30"))
    assert sent_at(athelstan, "umar", WARNED) == ["Tue 17 Nov 05:00"]
    assert sent_at(athelstan, "eve", OVERDUE) == ["Tue 17 Nov 09:00"]


def test_opened_again_after_a_reply_waits_for_an_answer(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    write(athelstan, "umar", "answer", matter, reply="Done.")
    write(athelstan, "umar", "reopen", matter, why_again="They asked again.", had_reply="yes")
    assert state(athelstan, matter) == "acknowledged"
    athelstan.until(london("2026-11-18 12:00"))
    assert sent_at(athelstan, "umar", STILL) == ["Wed 18 Nov 09:00"]
    assert count_at(athelstan, "eve") == [0]


def test_clock_works_in_every_round(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 10:00"))
    for _ in range(3):
        write(athelstan, "umar", "close", matter, why="Spam.")
        write(athelstan, "umar", "reopen", matter, why_again="It is not.", had_reply="no")
    athelstan.until(london("2026-11-18 12:00"))
    assert sent_at(athelstan, "umar", WARNED) == ["Tue 17 Nov 06:00"]
    assert sent_at(athelstan, "eve", OVERDUE) == ["Tue 17 Nov 10:00", "Wed 18 Nov 09:00"]


def test_slt_can_be_told_of_it(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan))
    press(athelstan, "umar", "slt", matter)
    assert "This is brought to you as one of SLT." in athelstan.texts("eve")[0]


# --- the form ---


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"other_account": ""}, ["other_account"]),
        ({"received": "not sure"}, ["received"]),
        ({"received": ""}, ["received"]),
        ({"received": "tomorrow"}, ["received"]),
        ({"sort": "rumour"}, ["sort"]),
        ({"words": " "}, ["words"]),
        ({"account": "M-9999"}, ["account"]),
    ],
)
def test_form_says_what_it_needs(athelstan: Scene, typed: dict[str, str], wrong: list[str]) -> None:
    assert faults(submit(athelstan, "comment", {**came_in(athelstan), **typed})) == wrong


def test_form_lists_the_accounts_of_the_register_and_who_watches_today(athelstan: Scene) -> None:
    reference = register(athelstan, watch="Mon-Fri Wynn Price")
    register(athelstan, network="X", handle="@oak", watch="Sat Wynn Price")
    asked = form_of(athelstan, "comment")
    assert [value for value, _ in asked.fields[0].choices] == [reference, "M-0002", "other"]
    assert "Wynn Price today." in asked.opening.plain_text()
    assert "nobody is down for today" in asked.opening.plain_text()


@pytest.mark.parametrize("policy", POLICIES)
def test_comment_can_be_noted_and_settled_under_every_policy(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    matter = note(scene, "comment", came_in(scene))
    write(scene, "umar", "answer", matter, reply="Done.")
    assert state(scene, matter) == "answered"


def test_school_without_anybody_for_its_accounts_has_somebody_stand_in(scene: Scene) -> None:
    note(scene, "comment", came_in(scene))
    assert count_at(scene, "eve", "amara", "ben") == [1, 1, 0]


def test_nothing_of_a_comment_stands_in_a_log_or_in_a_readable_column(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan))
    write(athelstan, "umar", "answer", matter, reply=CANARY)
    assert not any(CANARY in one for one in athelstan.log())
    with athelstan.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


def test_comment_survives_on_each_store(stored_scene: Scene) -> None:
    matter = note(stored_scene, "comment", came_in(stored_scene))
    stored_scene.wait(days=3)
    assert state(stored_scene, matter) == "new"
    assert any(STILL in one for one in stored_scene.texts("eve"))
    assert newest(stored_scene, "comment").reference == "M-0001"


def test_clock_of_the_machine_set_apart_from_the_steady_one_moves_no_reminder(athelstan: Scene) -> None:
    note(athelstan, "comment", came_in(athelstan, "2026-11-16 10:00"))
    athelstan.clock.set_wall(timedelta(hours=30))  # type: ignore[attr-defined]
    athelstan.until(london("2026-11-16 20:00"))
    assert sent_at(athelstan, "umar", WARNED) == []


def test_card_says_when_yesterday_was_and_names_nobody_as_chosen_whom_nobody_chose(athelstan: Scene) -> None:
    account = register(athelstan, watch="every day Wynn Price")
    matter = note(athelstan, "comment", came_in(athelstan, "today 09:00", account=account, other_account=""))
    shown = text(athelstan, "wynn", matter)
    assert "today 09:00 (which I read as Mon 16 Nov 2026 09:00)" in shown
    assert "Who answers it?" not in shown
    assert "With: Wynn Price." in shown
    write(athelstan, "wynn", "hand", matter, picked=("umar",))
    assert "Who answers it?\n  Umar Khan" in text(athelstan, "umar", matter)


def test_where_the_policy_sets_no_time_the_card_names_none(open_scene: OpenScene) -> None:
    scene = open_scene(policy="alet", people=SPOKEN_FOR)
    matter = note(scene, "comment", came_in(scene))
    assert "To be done by" not in text(scene, "umar", matter)
    write(scene, "umar", "close", matter, why="Spam.")
    write(scene, "umar", "reopen", matter, why_again="It is not.", had_reply="no")
    assert "To be done by" not in text(scene, "umar", matter)
    scene.until(london("2026-11-17 18:00"))
    assert sent_at(scene, "umar", STILL) == ["Tue 17 Nov 17:00"]


@pytest.mark.parametrize(("sort", "quoted"), [("complaint", True), ("query", False), ("comment", False)])
def test_complaint_stands_under_the_clause_on_answering_politely(open_scene: OpenScene, sort: str, quoted: bool) -> None:
    scene = open_scene(policy="alet", people=SPOKEN_FOR)
    shown = text(scene, "umar", note(scene, "comment", came_in(scene, sort=sort)))
    assert ("politely address concerns" in shown) is quoted


def test_one_who_is_slt_and_stands_in_for_communications_gets_one_message_when_it_is_overdue(open_scene: OpenScene) -> None:
    scene = open_scene(policy="athelstan")
    note(scene, "comment", came_in(scene, "2026-11-16 10:00"))
    scene.until(london("2026-11-17 12:00"))
    assert sent_at(scene, "eve", OVERDUE) == ["Tue 17 Nov 10:00"]
    assert sent_at(scene, "eve", WARNED) == ["Tue 17 Nov 06:00"]


def test_opened_again_without_a_reply_it_is_late_until_there_is_one(athelstan: Scene) -> None:
    matter = note(athelstan, "comment", came_in(athelstan, "2026-11-16 09:00"))
    write(athelstan, "umar", "close", matter, why="Spam.")
    athelstan.until(london("2026-11-17 11:00"))
    write(athelstan, "umar", "reopen", matter, why_again="It is not.", had_reply="no")
    assert "It is 2 hours late." in text(athelstan, "umar", matter)
    assert len(sent_at(athelstan, "eve", OVERDUE)) == 1
    write(athelstan, "umar", "answer", matter, reply="Done.")
    assert "The first reply came 2 hours late." in text(athelstan, "umar", matter)
