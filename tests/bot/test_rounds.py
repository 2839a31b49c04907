"""Read and understood: who is asked, when they are reminded, what counts, what a new version makes of it, and who may see which of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.duties import Asking, Duties, Raised
from bot.library import Library
from bot.matters.courses import Circumstances
from bot.matters.values import Matter, MatterKind
from bot.reading import Reader, reader_of
from bot.reports import Refused
from bot.upkeep import see_to
from bot.windows import Shown
from knowledge.loading import HOME
from tests.bot.fake_chat import CANARY, SCHOOL, STAFF, OpenScene, Scene, staff
from tests.bot.test_duties import raised, visitor

POLICIES = ("alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust")
TERMS = [{"starts": "2026-09-02", "ends": "2026-12-18"}, {"starts": "2027-01-05", "ends": "2027-03-26"}]
OWNED = (*STAFF, ("olga", "Olga Reed", ["owner"]))
Rewrite = Callable[[str, str], None]


@pytest.fixture
def school(open_scene: OpenScene) -> Scene:
    """Oakfield School with an owner of its policy, and with terms."""
    return open_scene(people=staff(*OWNED), terms=TERMS)


@pytest.fixture
def rewrite(school: Scene, tmp_path: Path) -> Rewrite:
    """A function that replaces words of the school's policy, in its document and its YAML, by others: a new version."""
    home = tmp_path / "knowledge"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    school.office = replace(school.office, library=Library(home))
    school.courier = school.new_courier("second")

    def write(old: str, new: str) -> None:
        for path in (home / "policies" / "alet.txt", home / "policies" / "alet.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(old, new), encoding="utf-8")

    return write


def start(scene: Scene, *, key: str = "round", who: str = "olga", picked: tuple[str, ...] = (), **values: str) -> Raised | Refused:
    typed = {"audience": "all", "due": "11 December 2026", "training": "no", **values}
    done = Duties(scene.office).submit(visitor(scene, who), "reading", key, typed, picked)
    settle(scene)
    return done


def settle(scene: Scene) -> None:
    see_to(scene.office)
    scene.carry()


def let_pass(scene: Scene, until: datetime) -> None:
    """Let time pass as the watch does: hour by hour, with what Signpost sees to by itself."""
    while scene.clock.now() < until:
        scene.until(min(until, scene.clock.now() + timedelta(hours=6)))
        settle(scene)


def matters(scene: Scene, kind: MatterKind = MatterKind.READER) -> tuple[Matter, ...]:
    with scene.office.looking() as connection:
        return scene.office.filing.matters.list(connection, SCHOOL, (kind,))


def reading(scene: Scene, who: str) -> Matter:
    ids = {who, f"slack:{who}"}
    return next(one for one in reversed(matters(scene)) if {*one.people, one.raised_by} & ids)


def press(scene: Scene, who: str, act: str, matter: Matter | Raised, **said: str) -> Shown | Refused:
    duties, of = Duties(scene.office), matter.id if isinstance(matter, Matter) else matter.matter_id
    if said:
        done = duties.carry_out(visitor(scene, who), f"{act} {of}", f"{act}-{scene.clock.now()}-{len(scene.log())}", said, ())
        scene.carry()
        return done
    came = duties.press(visitor(scene, who), f"{act} {of}")
    assert isinstance(came, Shown)
    scene.carry()
    return came


def read(scene: Scene, who: str) -> None:
    press(scene, who, "open", reading(scene, who))
    press(scene, who, "understood", reading(scene, who))


def known(scene: Scene, who: str) -> Reader:
    with scene.office.looking() as connection:
        return reader_of(Circumstances(scene.office, connection, SCHOOL, scene.clock.now()), who)


def round_card(scene: Scene, who: str = "olga") -> str:
    """Return the first card of a round that somebody has, as it stands now."""
    return next(one for one in scene.texts(who) if "Round of reading" in one)


def notices(scene: Scene, who: str) -> list[str]:
    """Return the first lines under the head of each message that somebody got, with the time of it."""
    return [f"{one.at:%a %d %b %H:%M} {one.text.splitlines()[1]}" for one in scene.chat.at(who)]


# --- the round and its reminders ---


def test_everybody_who_is_listed_gets_a_card_at_the_start(school: Scene) -> None:
    matter = raised(start(school))
    assert {one.people[0] for one in matters(school)} == {"amara", "ben", "chidi", "dana", "eve", "farid", "olga"}
    assert "Please read your school's policy" in school.texts("ben")[0]
    assert "0 of 7 completed; 0 opened, 7 pending" in round_card(school)
    assert all("0 of 7 completed" in round_card(school, leader) for leader in ("chidi", "amara", "eve"))
    assert not any("Round of reading" in one for other in ("ben", "dana", "farid") for one in school.texts(other))
    assert matter.receipt.plain_text().startswith("M-0001")
    assert "By: Fri 11 Dec 2026" in round_card(school)
    assert "The cards go out within a minute." in matter.receipt.plain_text()


def test_each_is_reminded_a_week_and_a_day_before_on_the_day_and_each_school_day_after(school: Scene) -> None:
    start(school)
    let_pass(school, datetime(2026, 12, 16, 12, tzinfo=UTC))
    assert [one[:16].strip() for one in notices(school, "ben")] == [
        "Mon 16 Nov 10:31",
        "Fri 04 Dec 09:00",
        "Thu 10 Dec 09:00",
        "Fri 11 Dec 09:00",
        "Mon 14 Dec 09:00",
        "Tue 15 Dec 09:00",
        "Wed 16 Dec 09:00",
    ]
    assert "A week is left" in notices(school, "ben")[1]
    assert "by today" in notices(school, "ben")[3]
    assert "has passed" in notices(school, "ben")[4]


def test_daily_reminders_rest_over_the_holidays_and_go_on_after_them(school: Scene) -> None:
    start(school, due="17 December 2026")
    let_pass(school, datetime(2027, 1, 6, 12, tzinfo=UTC))
    after = [one[:10] for one in notices(school, "ben") if "has passed" in one]
    assert after == ["Fri 18 Dec", "Tue 05 Jan", "Wed 06 Jan"]


def test_reminder_whose_day_is_no_school_day_comes_on_the_school_day_before(school: Scene) -> None:
    start(school, due="11 January 2027")  # a week before is a Monday of the holidays, a day before a Sunday
    let_pass(school, datetime(2027, 1, 11, 12, tzinfo=UTC))
    assert [one[:10] for one in notices(school, "ben")[1:]] == ["Fri 18 Dec", "Fri 08 Jan", "Mon 11 Jan"]


def test_reminders_end_once_somebody_is_done(school: Scene) -> None:
    start(school)
    read(school, "ben")
    let_pass(school, datetime(2026, 12, 15, 12, tzinfo=UTC))
    assert len(school.chat.at("ben")) == 1
    assert "Completed." in school.texts("ben")[0]
    assert len(school.chat.at("dana")) == 6


def test_reminders_end_with_the_round(school: Scene) -> None:
    matter = raised(start(school))
    press(school, "olga", "end", matter)
    settle(school)
    let_pass(school, datetime(2026, 12, 15, 12, tzinfo=UTC))
    assert len(school.chat.at("ben")) == 1
    assert "Pending when the round ended" in school.texts("ben")[0]


def test_timers_survive_a_restart(school: Scene) -> None:
    start(school)
    school.courier = school.new_courier("second")
    let_pass(school, datetime(2026, 12, 4, 12, tzinfo=UTC))
    school.courier = school.new_courier("third")
    let_pass(school, datetime(2026, 12, 11, 12, tzinfo=UTC))
    assert len(school.chat.at("ben")) == 4


def test_looking_again_and_again_changes_nothing(school: Scene) -> None:
    start(school)
    before, seen = len(school.log()), dict[str, object]()
    for _ in range(3):
        see_to(school.office, seen)
    assert len(school.log()) == before
    assert len(matters(school)) == 7


def test_owner_hears_how_it_stands_after_the_day(school: Scene) -> None:
    start(school)
    read(school, "ben")
    let_pass(school, datetime(2026, 12, 14, 12, tzinfo=UTC))
    told = next(one.text for one in school.chat.at("olga") if "has passed. This is how it stands" in one.text)
    assert "1 of 7 completed" in told


# --- who is asked ---


def test_audience_can_be_a_role_or_chosen_people(school: Scene) -> None:
    start(school, audience="safeguarding")
    assert {one.people[0] for one in matters(school)} == {"amara", "ben"}
    press(school, "olga", "end", matters(school, MatterKind.READING)[0])
    start(school, key="second", audience="chosen", picked=("dana", "U-new"))
    assert {one.people[0] for one in matters(school)} == {"amara", "ben", "dana", "slack:U-new"}
    assert "Please read your school's policy" in school.texts("U-new")[0]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due": "16 November 2026"}, "due"),
        ({"due": "12 December 2026"}, "due"),
        ({"due": "soon"}, "due"),
        ({"audience": "chosen"}, "chosen"),
        ({"audience": "staff"}, "audience"),
    ],
)
def test_round_that_cannot_be_kept_is_refused(school: Scene, values: dict[str, str], field: str) -> None:
    done = start(school, **values)
    assert isinstance(done, Refused)
    assert [one.field for one in done.errors] == [field]


def test_day_without_its_year_is_the_one_to_come(school: Scene) -> None:
    assert isinstance(start(school, due="15 January"), Raised)
    assert matters(school, MatterKind.READING)[0].fields["due"] == "2027-01-15"


def test_weekend_is_refused_with_the_school_day_before(school: Scene) -> None:
    done = start(school, due="12 December 2026")
    assert isinstance(done, Refused)
    assert "Fri 11 Dec 2026" in done.errors[0].message


def test_second_round_for_the_same_version_is_refused(school: Scene) -> None:
    start(school)
    done = start(school, key="second")
    assert isinstance(done, Refused)
    assert "M-0001 asks for this version already" in done.errors[0].message


def test_staff_who_are_not_listed_open_it_themselves_and_are_counted_apart(school: Scene) -> None:
    start(school)
    mine = raised(Duties(school.office).submit(visitor(school, "tess"), "reader", "k", {"mine": "read"}, ()))
    press(school, "tess", "open", mine)
    press(school, "tess", "understood", mine)
    assert "Besides, 1 of 1 who came by themselves" in round_card(school)
    assert "0 of 7 completed" in round_card(school)
    assert known(school, "slack:tess") == Reader(read=True, trained=False)
    assert "They can open the policy themselves" in round_card(school)


def test_anybody_can_read_without_a_round_and_not_twice(school: Scene) -> None:
    duties = Duties(school.office)
    mine = raised(duties.submit(visitor(school, "ben"), "reader", "k", {"mine": "read"}, ()))
    press(school, "ben", "open", mine)
    press(school, "ben", "understood", mine)
    again = duties.submit(visitor(school, "ben"), "reader", "k2", {"mine": "read"}, ())
    assert isinstance(again, Refused)
    assert "already" in again.errors[0].message
    start(school)
    assert "1 of 7 completed" in round_card(school)  # who has read this version is not asked again
    assert school.chat.at("ben") == []


def test_person_who_leaves_the_settings_is_taken_out_with_a_note(school: Scene, open_scene: OpenScene) -> None:
    start(school)
    fewer = open_scene(people=staff(*(one for one in OWNED if one[0] != "ben")), terms=TERMS)
    settle(fewer)
    taken = reading(fewer, "ben")
    assert taken.state == "left"
    assert taken.last("left") is not None
    assert "0 of 6 completed" in round_card(fewer)
    assert "1 no longer listed, and taken out." in round_card(fewer)


def test_person_who_is_listed_later_is_asked_too(open_scene: OpenScene) -> None:
    before = open_scene(people=staff(*OWNED), terms=TERMS)
    start(before)
    after = open_scene(people=staff(*OWNED, ("nina", "Nina Pohl", ["staff"])), terms=TERMS)
    settle(after)
    assert "Please read" in after.texts("nina")[0]


# --- reading it ---


def test_nothing_can_be_said_before_the_policy_was_opened(school: Scene) -> None:
    start(school)
    shown = press(school, "ben", "understood", reading(school, "ben"))
    assert isinstance(shown, Shown)
    assert not reading(school, "ben").done("understood")
    assert "I have understood it" not in "".join(b.label for m in school.chat.at("ben") for b in m.card.buttons())
    press(school, "ben", "open", reading(school, "ben"))
    assert "I have understood it" in [b.label for m in school.chat.at("ben") for b in m.card.buttons()]


def test_question_before_opening_does_not_get_round_it(school: Scene) -> None:
    start(school)
    press(school, "ben", "question", reading(school, "ben"), kind="question", question="Why?")
    shown = press(school, "ben", "understood", reading(school, "ben"))
    assert isinstance(shown, Shown)
    assert "open the policy first" in shown.card.plain_text()


@pytest.mark.parametrize("policy", POLICIES)
def test_every_clause_of_the_policy_can_be_read_page_by_page(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=staff(*OWNED), terms=TERMS)
    start(scene, audience="safeguarding")
    press(scene, "ben", "open", reading(scene, "ben"))
    seen = [scene.texts("ben")[0]]
    while "Page 1 of" not in (press(scene, "ben", "next", reading(scene, "ben")).said):  # type: ignore[union-attr]
        seen.append(scene.texts("ben")[0])
    whole = "\n".join(seen)
    assert all(clause.text in whole for clause in scene.office.policy(SCHOOL).clauses.values())
    press(scene, "ben", "back", reading(scene, "ben"))
    assert f"Page {len(seen)} of {len(seen)}" in scene.texts("ben")[0]
    read(scene, "ben")
    assert known(scene, "ben").read


@pytest.mark.parametrize("policy", POLICIES)
def test_form_and_card_quote_the_clause_that_has_staff_read_it(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=staff(*OWNED))
    asked = Duties(scene.office).ask(visitor(scene, "olga"), "reading")
    assert isinstance(asked, Asking)
    quoted = {"unnamed-trust": "in line with this and other relevant policies", "athelstan": "has read and understood this policy"}.get(
        policy, "read, understand and comply"
    )
    assert quoted in asked.opening.plain_text()
    start(scene)
    assert quoted in scene.texts("ben")[0]


def test_question_reaches_the_owner_who_answers_and_nobody_is_pressed_meanwhile(school: Scene) -> None:
    start(school)
    press(school, "ben", "open", reading(school, "ben"))
    press(school, "ben", "question", reading(school, "ben"), kind="disagree", question=f"Section 3 goes too far {CANARY}")
    told = school.texts("olga")[-1]
    assert "does not agree" in told
    assert CANARY in told
    assert "1 need attention" in round_card(school)
    assert CANARY not in "".join(school.texts("chidi"))
    let_pass(school, datetime(2026, 12, 14, 12, tzinfo=UTC))
    assert len(school.chat.at("ben")) == 1
    asked_again = [one for one in notices(school, "olga") if "wait for your answer" in one]
    assert [one[:10] for one in asked_again[:3]] == ["Mon 16 Nov", "Thu 19 Nov", "Tue 24 Nov"]
    press(school, "olga", "answer", reading(school, "ben"), answer="Let us talk.")
    assert "Let us talk." in school.texts("ben")[-1]
    press(school, "ben", "understood", reading(school, "ben"))
    assert "1 of 7 completed" in round_card(school)


def test_training_that_is_asked_for_is_noted_with_its_day(school: Scene) -> None:
    start(school, training="year")
    read(school, "ben")
    assert "Your training is still to be noted." in school.texts("ben")[0]
    assert known(school, "ben") == Reader(read=True, trained=False)
    too_old = press(school, "ben", "trained", reading(school, "ben"), day="3 September 2024")
    assert isinstance(too_old, Shown)
    assert "asks for a later one" in too_old.said
    to_come = press(school, "ben", "trained", reading(school, "ben"), day="1 December 2026")
    assert isinstance(to_come, Refused)
    press(school, "ben", "trained", reading(school, "ben"), day="3 September 2026")
    assert reading(school, "ben").state == "completed"
    assert known(school, "ben") == Reader(read=True, trained=True)


def test_training_noted_first_counts_as_well(school: Scene) -> None:
    start(school, training="ever")
    press(school, "ben", "trained", reading(school, "ben"), day="3 September 2024")
    read(school, "ben")
    assert reading(school, "ben").state == "completed"


def test_training_since_the_round_began_is_another_term(school: Scene) -> None:
    start(school, training="round")
    press(school, "ben", "trained", reading(school, "ben"), day="10 November 2026")
    read(school, "ben")
    assert reading(school, "ben").state == "untrained"
    school.wait(days=2)
    press(school, "ben", "trained", reading(school, "ben"), day="yesterday")
    assert reading(school, "ben").state == "completed"


# --- a new version ---


def test_material_change_outdates_what_was_read_and_offers_the_owner_a_new_round(school: Scene, rewrite: Rewrite) -> None:
    start(school)
    read(school, "ben")
    rewrite("are required to read, understand and comply with", "are required to read and comply with")
    assert not known(school, "ben").read
    settle(school)
    assert reading(school, "ben").state == "outdated"
    assert reading(school, "dana").state == "outdated"
    assert "The policy has changed since you read it" in school.texts("ben")[-1]
    assert len(school.chat.at("dana")) == 1  # who had not read it is not bothered: they are asked anew
    offer = school.texts("olga")[-1]
    assert "Would you like to start a new round?" in offer
    assert "7 outdated" in offer
    press(school, "olga", "again", matters(school, MatterKind.READING)[0], again_due="11 December 2026")
    settle(school)
    assert len(matters(school)) == 14
    read(school, "ben")
    assert known(school, "ben").read
    first, second = matters(school, MatterKind.READING)
    assert (first.state, second.state) == ("ended", "running")


def test_understanding_cannot_be_said_of_a_version_that_has_gone(school: Scene, rewrite: Rewrite) -> None:
    start(school)
    press(school, "ben", "open", reading(school, "ben"))
    rewrite("are required to read, understand and comply with", "are required to read and comply with")
    shown = press(school, "ben", "understood", reading(school, "ben"))
    assert isinstance(shown, Shown)
    assert "The policy has changed" in shown.card.plain_text()


def test_new_layout_or_another_comma_outdates_nothing(school: Scene, rewrite: Rewrite) -> None:
    start(school)
    read(school, "ben")
    rewrite("read, understand and comply with", "read,  understand, and comply with")
    assert known(school, "ben").read
    settle(school)
    assert reading(school, "ben").state == "completed"


# --- who may ---


@pytest.mark.parametrize("who", ["ben", "chidi", "eve", "tess"])
def test_only_the_owner_starts_a_round(school: Scene, who: str) -> None:
    assert isinstance(start(school, who=who), Refused)


def test_head_stands_in_where_the_policy_has_no_owner(open_scene: OpenScene) -> None:
    scene = open_scene(terms=TERMS)
    raised(start(scene, who="chidi"))
    assert len(matters(scene)) == 6


@pytest.mark.parametrize("who", ["chidi", "eve", "ben", "tess", "dana"])
def test_names_are_for_the_owner_alone(school: Scene, who: str) -> None:
    matter = raised(start(school))
    read(school, "ben")
    press(school, "ben", "question", reading(school, "dana"), kind="question", question="x")
    for act in ("names", "end", "again", "view"):
        shown = press(school, who, act, matter)
        assert isinstance(shown, Shown)
        assert "Ben Hale" not in shown.card.plain_text() + shown.said
        assert "Farid" not in shown.card.plain_text() + shown.said
    assert not any("Farid Nasser" in one for name in ("chidi", "eve", "ben", "dana") for one in school.texts(name))


def test_owner_sees_each_name_with_its_standing(school: Scene) -> None:
    matter = raised(start(school))
    read(school, "ben")
    press(school, "dana", "open", reading(school, "dana"))
    said = press(school, "olga", "names", matter).said  # type: ignore[union-attr]
    assert "Completed: Ben Hale" in said.splitlines()
    assert "Opened: Dana Frost" in said.splitlines()
    assert "Pending: Amara Obi, Chidi Eze, Eve Lowe, Farid Nasser, Olga Reed" in said.splitlines()


@pytest.mark.parametrize("who", ["chidi", "eve", "dana", "tess"])
def test_reading_of_somebody_else_is_open_to_nobody_but_the_owner(school: Scene, who: str) -> None:
    start(school)
    for act in ("view", "open", "understood", "next"):
        shown = press(school, who, act, reading(school, "ben"))
        assert isinstance(shown, Shown)
        assert "not open to you" in shown.card.plain_text()


def test_questions_and_names_stand_in_no_log_and_in_no_readable_column(school: Scene) -> None:
    start(school)
    press(school, "ben", "question", reading(school, "ben"), kind="question", question=CANARY)
    assert not any(CANARY in one or "Ben Hale" in one for one in school.log())
    with school.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


def test_round_goes_on_postgresql_too(stored_scene: Scene) -> None:
    start(stored_scene, who="chidi")
    read(stored_scene, "ben")
    assert known(stored_scene, "ben").read
