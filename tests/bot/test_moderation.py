"""The moderation log: the policy's own reasons, what the audience was told, who is in it again, and who hears of it."""

from __future__ import annotations

import pytest

from bot.duties import Duties
from bot.moderation import plain_handle
from bot.windows import Shown
from tests.bot.duty_scene import (
    POLICIES,
    SPOKEN_FOR,
    TERMS,
    count_at,
    faults,
    form_of,
    london,
    note,
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
from tests.bot.fake_chat import CANARY, SCHOOL, OpenScene, Scene

ENTRY = {
    "account": "other",
    "other_account": "Facebook, Oakfield School",
    "what": "deleted",
    "why": "other",
    "other_why": f"It named a child {CANARY}",
    "who": "@jay_example",
    "when": "now",
    "tell_slt": "no",
}
UNTOLD = "The audience has not been told why something was removed"
LISTED = ("delete-abusive", "delete-spam", "delete-personal-information", "delete-commercial", "abusive-users-blocked")


@pytest.fixture
def trust(open_scene: OpenScene) -> Scene:
    return open_scene(policy="unnamed-trust", people=SPOKEN_FOR, terms=TERMS)


@pytest.fixture
def alet(open_scene: OpenScene) -> Scene:
    return open_scene(policy="alet", people=SPOKEN_FOR, terms=TERMS)


# --- the policy's own reasons ---


@pytest.mark.parametrize(
    ("policy", "reasons"),
    [
        ("alet", [f"alet-2-5-{one}" for one in LISTED]),
        ("iwys", [f"iwys-2-3-{one}" for one in LISTED]),
        ("wren-spinney", [f"wren-spinney-2-3-{one}" for one in LISTED]),
        ("athelstan", ["athelstan-7-14-block-users"]),
        ("unnamed-trust", ["unnamed-trust-handling-abuse-block-users"]),
    ],
)
def test_reasons_to_choose_from_are_the_clauses_of_the_schools_policy_word_for_word(open_scene: OpenScene, policy: str, reasons: list[str]) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    asked = form_of(scene, "moderation")
    [why] = [one for one in asked.fields if one.name == "why"]
    assert [value for value, _ in why.choices] == [*reasons, "other"]
    clauses = scene.office.policy(SCHOOL).clauses
    for value, label in why.choices[:-1]:
        words = label.partition(": ")[2].removesuffix("…").strip()
        assert clauses[value].text.startswith(words)
        assert len(label) <= 75


@pytest.mark.parametrize("policy", POLICIES)
def test_reason_that_was_chosen_stands_on_the_entry_whole_with_its_section(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    [why] = [one for one in form_of(scene, "moderation").fields if one.name == "why"]
    for value, _ in why.choices[:-1]:
        matter = note(scene, "moderation", {**ENTRY, "why": value, "other_why": ""})
        assert scene.office.policy(SCHOOL).clauses[value].text in text(scene, "umar", matter)


def test_other_reason_and_other_account_have_to_be_named(alet: Scene) -> None:
    assert faults(submit(alet, "moderation", {**ENTRY, "other_why": " "})) == ["other_why"]
    assert faults(submit(alet, "moderation", {**ENTRY, "other_account": ""})) == ["other_account"]
    assert faults(submit(alet, "moderation", {**ENTRY, "who": ""})) == ["who"]
    assert faults(submit(alet, "moderation", {**ENTRY, "when": "tomorrow"})) == ["when"]


@pytest.mark.parametrize("what", ["deleted", "hidden", "blocked", "reported", "left"])
def test_everything_that_can_be_done_is_kept(alet: Scene, what: str) -> None:
    account = register(alet)
    matter = note(alet, "moderation", {**ENTRY, "what": what, "account": account, "other_account": ""})
    assert state(alet, matter) == "logged"
    assert "@oakfield" in text(alet, "umar", matter)


# --- what the audience was told ---


def test_where_the_policy_wants_the_audience_told_it_is_asked_for_on_every_school_day_until_it_is_noted(trust: Scene) -> None:
    trust.until(london("2026-12-17 12:00"))  # Thursday; term ends on Friday
    matter = note(trust, "moderation", ENTRY)
    assert state(trust, matter) == "untold"
    assert "should inform the audience exactly why the action was taken" in text(trust, "tess", matter)
    restart(trust)
    trust.until(london("2027-01-06 12:00"))
    assert sent_at(trust, "tess", UNTOLD) == ["Fri 18 Dec 09:00", "Mon 04 Jan 09:00", "Tue 05 Jan 09:00", "Wed 06 Jan 09:00"]
    assert sent_at(trust, "umar", UNTOLD) == ["Tue 05 Jan 09:00", "Wed 06 Jan 09:00"]  # from the third time on
    write(trust, "tess", "told", matter, audience="We removed a comment that named a child.")
    before = count_at(trust, "tess", "umar")
    trust.wait(days=7)
    assert count_at(trust, "tess", "umar") == before
    assert state(trust, matter) == "logged"
    assert "We removed a comment that named a child." in text(trust, "umar", matter)


def test_what_was_told_at_once_is_asked_for_no_more(trust: Scene) -> None:
    matter = note(trust, "moderation", {**ENTRY, "audience": "We removed it because it named a child."})
    assert state(trust, matter) == "logged"
    trust.wait(days=7)
    assert sent_at(trust, "tess", UNTOLD) == []


def test_what_was_left_as_it_is_needs_no_word_to_the_audience(trust: Scene) -> None:
    assert state(trust, note(trust, "moderation", {**ENTRY, "what": "left"})) == "logged"


@pytest.mark.parametrize("policy", ["alet", "athelstan", "iwys", "wren-spinney"])
def test_where_the_policy_asks_for_no_word_none_is_asked_for_and_it_can_still_be_noted(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    matter = note(scene, "moderation", ENTRY)
    assert state(scene, matter) == "logged"
    scene.wait(days=7)
    assert count_at(scene, "tess", "umar", "eve") == [0, 0, 0]
    assert isinstance(write(scene, "tess", "told", matter, audience="We removed it."), Shown)
    assert "We removed it." in text(scene, "umar", matter)


def test_leaving_without_word_is_for_those_who_look_after_the_accounts_and_needs_a_reason(trust: Scene) -> None:
    matter = note(trust, "moderation", ENTRY)
    came = Duties(trust.office).press(visitor(trust), f"no_word {matter.matter_id}")
    assert isinstance(came, Shown)
    assert "not open to you" in came.card.plain_text()
    assert faults(write(trust, "umar", "no_word", matter, no_word="")) == ["no_word"]
    write(trust, "umar", "no_word", matter, no_word="Nobody had seen it yet.")
    trust.wait(days=5)
    assert sent_at(trust, "tess", UNTOLD) == []


def test_it_can_be_taken_back_with_a_reason(trust: Scene) -> None:
    matter = note(trust, "moderation", ENTRY)
    write(trust, "umar", "undo", matter, undo="It was satire.")
    assert "It has been taken back." in text(trust, "tess", matter)
    trust.wait(days=5)
    assert sent_at(trust, "tess", UNTOLD) == []


# --- who is in the log again ---


@pytest.mark.parametrize(
    "again", ["@jay_example", "jay.example", "Jay Example", "@JAYEXAMPLE", "https://x.com/JayExample", "https://facebook.com/jay.example?x=1"]
)
def test_same_name_is_known_again_however_it_is_written(alet: Scene, again: str) -> None:
    note(alet, "moderation", ENTRY)
    second = note(alet, "moderation", {**ENTRY, "who": again})
    shown = text(alet, "umar", second)
    assert "Noted before under this name: M-0001 (deleted, Mon 16 Nov 2026 10:31)" in shown
    assert "If users are repeatedly abusive or inappropriate, they will be blocked." in shown
    assert "for a person to judge" in shown


def test_name_that_is_much_like_it_is_shown_apart_and_brings_no_clause(alet: Scene) -> None:
    note(alet, "moderation", ENTRY)
    shown = text(alet, "umar", note(alet, "moderation", {**ENTRY, "who": "@jay_exampel"}))
    assert "Under a name that is much like it: M-0001" in shown
    assert "Noted before under this name" not in shown
    assert "they will be blocked" not in shown


@pytest.mark.parametrize(("before", "who"), [*((one, one) for one in ("Not known", "not sure", "?")), ("Ravi", "Robin"), ("@jay_example", "@kit")])
def test_nobody_unknown_and_nobody_else_is_taken_for_somebody_noted_before(alet: Scene, before: str, who: str) -> None:
    note(alet, "moderation", {**ENTRY, "who": before})
    shown = text(alet, "umar", note(alet, "moderation", {**ENTRY, "who": who}))
    assert "Noted before" not in shown
    assert "much like" not in shown


def test_first_entry_does_not_show_those_that_came_after_it(alet: Scene) -> None:
    first = note(alet, "moderation", ENTRY)
    note(alet, "moderation", ENTRY)
    assert "Noted before" not in text(alet, "umar", first)


def test_entry_that_was_taken_back_counts_no_more(alet: Scene) -> None:
    first = note(alet, "moderation", ENTRY)
    write(alet, "umar", "undo", first, undo="It was somebody else.")
    assert "Noted before" not in text(alet, "umar", note(alet, "moderation", ENTRY))


def test_whoever_looks_after_the_accounts_hears_of_somebody_who_is_in_the_log_again(alet: Scene) -> None:
    note(alet, "moderation", ENTRY)
    assert count_at(alet, "umar") == [0]
    note(alet, "moderation", ENTRY)
    assert "is in the log again" in alet.texts("umar")[0]
    assert count_at(alet, "eve") == [0]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("@Jay_Example", "jayexample"), ("https://www.linkedin.com/in/jay-example/", "jayexample"), ("  ", ""), ("unknown", ""), ("Ｊay", "jay")],
)
def test_handle_is_plain_without_what_differs_between_two_writings(typed: str, plain: str) -> None:
    assert plain_handle(typed) == plain


# --- who hears of it ---


def test_slt_hears_of_it_where_whoever_noted_it_wants_so(alet: Scene) -> None:
    note(alet, "moderation", {**ENTRY, "tell_slt": "yes"})
    assert "brought to you as one of SLT" in alet.texts("eve")[0]
    matter = note(alet, "moderation", ENTRY)
    assert count_at(alet, "eve") == [1]
    press(alet, "tess", "slt", matter)
    assert count_at(alet, "eve") == [2]


def test_log_is_open_to_those_who_look_after_the_accounts_and_not_to_all_staff(alet: Scene) -> None:
    matter = note(alet, "moderation", ENTRY)
    assert CANARY in text(alet, "carys", matter)
    assert CANARY not in text(alet, "ben", matter)
    assert CANARY not in text(alet, "wynn", matter)


def test_nothing_of_an_entry_stands_in_a_log_or_in_a_readable_column(alet: Scene) -> None:
    note(alet, "moderation", {**ENTRY, "words": CANARY})
    assert not any(CANARY in one or "jay_example" in one for one in alet.log())
    with alet.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608
