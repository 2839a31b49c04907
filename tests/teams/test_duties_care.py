"""What is kept in order rather than decided, lived through in Teams: a policy's review, questions without an answer, the week's numbers, accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot import wording
from bot.matters import Matter, MatterKind
from bot.policy_accounts import take_over
from bot.upkeep import see_to
from tests.teams import cards
from tests.teams.conftest import PEOPLE, STAFFROOM, TESS, School, aad
from tests.teams.test_duties_kinds import MORE, card_of, fill_in, matters, offered, press, press_act, sound
from tests.teams.test_duties_kinds import school as school

EVERYBODY = (*PEOPLE, *MORE, TESS)
FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
WAS_DUE = "This policy was due for review in June 2026."
under_an_overdue_policy = pytest.mark.parametrize("school", ["iwys"], indirect=True)


def let_pass(school: School, **time: float) -> None:
    """Let time pass, and what Signpost sees to by itself with it."""
    see_to(school.office)
    school.clock.move(timedelta(**time))
    see_to(school.office)
    school.carry()


def told(school: School, who: str) -> list[str]:
    """Return what the bot has written to somebody, oldest first."""
    return [school.words(one) for one in school.messages_to(who)]


def numbers(school: School) -> dict[str, int]:
    """Return how many messages each has."""
    return {who: len(school.messages_to(who)) for who in EVERYBODY}


def reached_since(school: School, before: Mapping[str, int]) -> set[str]:
    return {who for who, number in numbers(school).items() if number > before[who]}


def desk(school: School, who: str) -> str:
    """Return what somebody finds who asks what waits for them."""
    return "\n".join(map(school.words, school.write(who, "duties")))


def send(school: School, who: str, dialog: dict[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """Let somebody send a dialog; return what is shown then."""
    shown = sound(school.fill(who, dialog, fill_in(dialog, said)).card)
    school.carry()
    return shown


def faults(school: School, who: str, dialog: dict[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """Let somebody send a dialog that is not taken; return its faults by field."""
    again = send(school, who, dialog, said)
    assert cards.inputs_of(again)
    above = ((before, one["id"].removeprefix("f_")) for before, one in pairwise(again["body"]) if one["type"].startswith("Input."))
    return {name: cards.words(one) for one, name in above if any(run.get("color") == "attention" for run in one.get("inlines", ()))}


def go_on(school: School, who: str, shown: dict[str, Any], label: str) -> dict[str, Any]:
    """Let somebody press a button of the dialog that they see; return what they see then."""
    return sound(school.fill(who, shown, {}, label=label).card)


def forms_of(school: School, who: str, kind: MatterKind) -> str:
    """Let somebody ask for the form of a kind, whether it is offered to them or not; return what is said."""
    return school.words(school.after(school.driver.fetch(aad(who), {"sp": {"action": "matter_form", "value": str(kind)}})).card)


@pytest.fixture
def guest(school: School) -> str:
    school.teams.add_person(aad("gus"), "Gus Guest", guest=True)
    return "gus"


# --- the review of a policy ---


def overdue(school: School) -> Matter:
    """Let the owner be reminded of a review that is overdue."""
    let_pass(school, days=1)
    (review,) = matters(school, MatterKind.REVIEW)
    return review


def answered(school: School) -> str:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    return school.words(answer)


@under_an_overdue_policy
def test_owner_alone_is_reminded_of_an_overdue_review_and_each_answer_says_so(school: School) -> None:
    before = numbers(school)
    review = overdue(school)
    assert reached_since(school, before) == {"olu"}
    card = card_of(school, "olu", review)
    assert wording.REVIEW_NOTICES["overdue"] in school.words(card)
    assert "“June 2026”. Signpost reads this as the end of June 2026." in school.words(card)
    assert {wording.REVIEW_REVIEWED, wording.REVIEW_NOT_YET} <= set(cards.labels_of(card.cards))
    assert card.summary == wording.LOCK_SCREEN_MATTER
    assert review.reference in desk(school, "olu")
    assert WAS_DUE in answered(school)


@under_an_overdue_policy
def test_review_is_noted_through_the_dialog_and_answers_no_longer_say_that_it_is_overdue(school: School) -> None:
    review = overdue(school)
    asked = press(school, "olu", review, wording.REVIEW_REVIEWED)
    for written, fault in ((" ", wording.FIELD_EMPTY), ("soon", wording.REVIEW_NEXT_UNREADABLE), ("June 2020", wording.REVIEW_NEXT_PAST)):
        assert faults(school, "olu", asked, {"next": written}) == {"next": fault}
    shown = school.words(send(school, "olu", asked, {"next": "June 2027", "note": "Read in full."}))
    assert wording.REVIEW_DONE.format(day="June 2027") in shown
    assert wording.REVIEW_STATES["reviewed"] in school.words(card_of(school, "olu", review))
    assert WAS_DUE not in answered(school)
    assert school.words(press_act(school, "olu", review, "not_yet")).splitlines()[0] == wording.MATTER_MOVED_ON
    assert [one.state for one in matters(school, MatterKind.REVIEW)] == ["reviewed", "waiting"]
    let_pass(school, days=136)
    assert wording.REVIEW_NOTICES["ninety"] in told(school, "olu")[-1]


@under_an_overdue_policy
def test_review_that_is_put_off_is_quiet_until_its_day(school: School) -> None:
    review = overdue(school)
    asked = press(school, "olu", review, wording.REVIEW_NOT_YET)
    assert faults(school, "olu", asked, {"until": "16/11/2026"}) == {"until": wording.REVIEW_NEXT_PAST}
    shown = school.words(send(school, "olu", asked, {"until": "4/12/2026", "why": "Waits for the trust."}))
    assert wording.REVIEW_PUT_OFF.split("{", maxsplit=1)[0] in shown
    before = numbers(school)
    let_pass(school, days=16)
    assert numbers(school) == before
    let_pass(school, days=1)
    assert wording.REVIEW_NOTICES["postponed"] in told(school, "olu")[-1]
    assert WAS_DUE in answered(school)


@under_an_overdue_policy
def test_senior_leaders_see_a_review_and_only_its_owner_notes_it(school: School, guest: str) -> None:
    review = overdue(school)
    assert "June 2026" in school.words(press_act(school, "eve", review, "view"))
    for who in ("eve", "wynn", guest):
        for act in ("reviewed", "not_yet", *(() if who == "eve" else ("view",))):
            assert school.words(press_act(school, who, review, act)) == wording.MATTER_NOT_YOURS
    assert matters(school, MatterKind.REVIEW)[0].state == "waiting"


# --- questions without an answer ---


def asked_in_vain(school: School) -> Matter:
    """Let two people ask alike what no policy answers, one of them with a name; return what waits for the owner."""
    for who, question in ((TESS, "who books the minibus for Zephyrine"), ("wynn", "who can book the minibus?")):
        (answer,) = school.write(who, question)
        assert wording.KEPT in school.words(answer)
    see_to(school.office)
    school.carry()
    (group,) = matters(school, MatterKind.QUESTION)
    return group


def open_from_desk(school: School, who: str, matter: Matter) -> dict[str, Any]:
    """Let somebody open what waits for them from their list; return the dialog."""
    waiting = school.write(who, "duties")[0]
    return sound(school.press(who, waiting, label=matter.reference).card)


def test_questions_come_to_the_owners_list_as_one_and_without_a_name(school: School) -> None:
    before = numbers(school)["olu"]
    group = asked_in_vain(school)
    assert numbers(school)["olu"] == before
    listed = desk(school, "olu")
    assert "2 x who" in listed
    shown = school.words(open_from_desk(school, "olu", group))
    assert "Asked 2 times, last on Mon 16 Nov 2026" in shown
    assert wording.QUESTIONS_WITHOUT_NAMES in shown
    for name in ("Tess", "Wynn", "Zephyrine", aad(TESS)):
        assert name not in f"{shown}{listed}"
    assert "[…]" in shown


def test_nobody_but_the_owner_sees_a_question_or_decides_on_it(school: School, guest: str) -> None:
    group = asked_in_vain(school)
    for who in ("amara", "eve", "chidi", "wynn", TESS):
        assert "minibus" not in desk(school, who)
    for who in ("eve", TESS, guest):
        assert [school.words(press_act(school, who, group, act)) for act in ("view", "add", "dismiss")] == [wording.MATTER_NOT_YOURS] * 3
    assert matters(school, MatterKind.QUESTION)[0].state == "new"


def test_question_becomes_a_proposal_and_no_answer_changes(school: School) -> None:
    group = asked_in_vain(school)
    asked = go_on(school, "olu", open_from_desk(school, "olu", group), wording.QUESTIONS_ADD)
    assert faults(school, "olu", asked, {"topic": "minibuses"}) == {"topic": wording.QUESTIONS_NO_TOPIC}
    shown = school.words(send(school, "olu", asked, {"topic": "connect-with-past-pupil"}))
    assert wording.QUESTIONS_ADDED in shown
    assert wording.QUESTIONS_STATES["proposed"] in shown
    (after,) = matters(school, MatterKind.QUESTION)
    assert (after.state, after.fields["topic"]) == ("proposed", "connect-with-past-pupil")
    assert group.reference not in desk(school, "olu")
    (answer,) = school.write(TESS, "who can book the minibus?")
    assert wording.KEPT in school.words(answer)
    see_to(school.office)
    assert [(one.state, one.fields["number"]) for one in matters(school, MatterKind.QUESTION)] == [("proposed", "3")]


def test_question_that_is_dismissed_does_not_come_back(school: School) -> None:
    group = asked_in_vain(school)
    asked = go_on(school, "olu", open_from_desk(school, "olu", group), wording.QUESTIONS_DISMISS)
    assert wording.QUESTIONS_DISMISSED in school.words(send(school, "olu", asked, {"why": "Not of this policy."}))
    school.write("wynn", "who books the minibus?")
    let_pass(school, days=7)
    assert [one.state for one in matters(school, MatterKind.QUESTION)] == ["dismissed"]
    assert group.reference not in desk(school, "olu")


def test_question_that_is_put_among_others_is_kept_too_and_answered_with_no_word_of_it(school: School) -> None:
    school.after(school.driver.mention(aad(TESS), "who books the minibus for Zephyrine?", conversation=STAFFROOM))
    see_to(school.office)
    (group,) = matters(school, MatterKind.QUESTION)
    assert "minibus" in school.words(open_from_desk(school, "olu", group))
    assert not any("Zephyrine" in school.words(one) for one in school.messages_in(STAFFROOM))


def test_answer_that_did_not_help_comes_to_the_owner_too(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    school.press(TESS, answer, "not_helpful")
    see_to(school.office)
    (group,) = matters(school, MatterKind.QUESTION)
    shown = school.words(open_from_desk(school, "olu", group))
    assert FRIEND_REQUEST in shown
    assert wording.QUESTIONS_UNHELPFUL.format(number=1) in shown
    assert "Near topics of your policy: connect-with-past-pupil" in shown


# --- the week in numbers ---


def test_owner_alone_is_told_the_week_in_numbers_without_names_or_words(school: School, guest: str) -> None:
    asked_in_vain(school)
    before = numbers(school)
    let_pass(school, days=6)
    let_pass(school, days=1)
    (week,) = matters(school, MatterKind.DIGEST)
    card = card_of(school, "olu", week)
    shown = school.words(card)
    assert wording.DIGEST_QUESTIONS.format(questions=2, groups=1) in shown
    assert wording.DIGEST_REVIEW.format(due=wording.REVIEW_HEADLINE_NONE) in shown
    assert not any(one in str(card.cards) for one in ("minibus", "Tess", "Wynn"))
    assert card.summary == wording.LOCK_SCREEN_MATTER
    assert reached_since(school, before) == {"olu"}
    assert [school.words(press_act(school, who, week, "view")) for who in ("eve", TESS, guest)] == [wording.MATTER_NOT_YOURS] * 3
    let_pass(school, hours=3)
    assert len(matters(school, MatterKind.DIGEST)) == 1


# --- the register of accounts ---

INSTAGRAM = {"network": "Instagram", "handle": "@oakfieldart", "name": "Oakfield **Art**", "people": "ben,wynn", "may_post": "The art room"}
FACEBOOK = {"network": "Facebook", "handle": "@oakfield", "name": "Oakfield", "people": "ben"}
WHO_RUNS = "who runs our Instagram?"


def register(school: School, entry: Mapping[str, str]) -> Matter:
    """Let the administrator put an account into the register."""
    receipt = send(school, "carys", offered(school, "carys", wording.ACCOUNT_BUTTON), entry)
    account = matters(school, MatterKind.ACCOUNT)[-1]
    assert wording.ACCOUNT_KEPT.format(reference=account.reference) in school.words(receipt)
    return account


def test_account_comes_into_the_register_by_its_form_and_those_who_run_it_are_told(school: School) -> None:
    form, before = offered(school, "carys", wording.ACCOUNT_BUTTON), numbers(school)
    secret = {"password_place": "Sunflower-1999!", "recovery": "no address"}
    assert faults(school, "carys", form, {**INSTAGRAM, **secret}) == {
        "password_place": wording.ACCOUNT_NOT_A_PLACE,
        "recovery": wording.ACCOUNT_NO_E_MAIL,
    }
    assert not matters(school)
    send(school, "carys", form, {**INSTAGRAM, "password_place": "The office safe", "recovery": "office@oakfield.example"})
    (account,) = matters(school, MatterKind.ACCOUNT)
    for who in ("ben", "wynn"):
        assert wording.ACCOUNT_NOTICES["named"] in school.words(card_of(school, who, account))
    assert reached_since(school, before) == {"ben", "wynn"}
    assert not any("office safe" in one for who in EVERYBODY for one in told(school, who))
    taken = faults(school, "carys", offered(school, "carys", wording.ACCOUNT_BUTTON), {**FACEBOOK, "network": "instagram", "handle": "@OakfieldArt"})
    assert taken == {"handle": wording.account_taken(account.reference)}
    assert forms_of(school, TESS, MatterKind.ACCOUNT) == wording.MATTER_NOT_YOURS


def test_account_is_checked_each_year_by_one_of_those_who_run_it(school: School) -> None:
    account = register(school, {**INSTAGRAM, "next_check": "30/11/2026"})
    let_pass(school, days=14)
    for who in ("carys", "ben", "wynn"):
        assert wording.ACCOUNT_NOTICES["check_due"] in school.words(card_of(school, who, account))
    asked = press(school, "ben", account, wording.ACCOUNT_CHECKED)
    assert faults(school, "ben", asked, {"next_check": "1/11/2026"}) == {"next_check": wording.ACCOUNT_DAY_PAST}
    shown = school.words(send(school, "ben", asked, {"note": "All as written."}))
    assert wording.account_checked("30 November 2027") in shown
    before = numbers(school)["ben"]
    let_pass(school, days=30)
    assert numbers(school)["ben"] == before
    assert school.words(press_act(school, TESS, account, "checked")) == wording.MATTER_NOT_YOURS


def test_who_runs_an_account_is_answered_to_the_asker_alone_and_never_among_others(school: School) -> None:
    register(school, INSTAGRAM)
    for asked in (WHO_RUNS, "accounts on Instagram"):
        (answer,) = school.write(TESS, asked)
        assert "Ben Hale, Wynn Price" in school.words(answer)
        school.after(school.driver.mention(aad(TESS), asked, conversation=STAFFROOM))
        public = school.messages_in(STAFFROOM)[-1]
        assert cards.labels_of(public.cards) == [wording.GO_ON_IN_PRIVATE]
        offered_to_all = school.after(school.driver.extension_query(aad(TESS), "ask", asked)).json
        for shown in (public.activity, offered_to_all):
            assert not any(one in str(shown) for one in ("Ben Hale", "Wynn", "oakfieldart", "art room"))
    assert len(school.messages_in(STAFFROOM)) == 2


def test_guest_learns_nothing_of_who_runs_an_account(school: School, guest: str) -> None:
    account = register(school, INSTAGRAM)
    school.write(guest, WHO_RUNS)
    assert not any("Ben Hale" in one or account.reference in one for one in told(school, guest))
    assert school.words(press_act(school, guest, account, "view")) == wording.MATTER_NOT_YOURS


# --- somebody leaves ---


def leaves(school: School, **more: str) -> Matter:
    """Let a senior leader say that somebody leaves: Ben Hale, where nobody else is named."""
    send(school, "eve", offered(school, "eve", wording.LEAVER_BUTTON), {"who": "ben", **more})
    (leaver,) = matters(school, MatterKind.LEAVER)
    return leaver


def test_accounts_of_whoever_leaves_are_listed_and_all_handed_over(school: School) -> None:
    art, main = register(school, INSTAGRAM), register(school, FACEBOOK)
    form = offered(school, "eve", wording.LEAVER_BUTTON)
    assert faults(school, "eve", form, {"who": "umar"}) == {"who": wording.leaver_nothing(["Umar Khan"])}
    leaver = leaves(school, day="18/12/2026")
    card = card_of(school, "carys", leaver)
    assert wording.LEAVER_NOTICES["leaver"] in school.words(card)
    assert {art.reference, main.reference} <= set(cards.labels_of(card.cards))
    assert card.summary == wording.LOCK_SCREEN_MATTER
    assert "Run by" in school.words(press(school, "carys", leaver, art.reference))
    asked = press(school, "carys", leaver, wording.LEAVER_HAND_OVER)
    assert faults(school, "carys", asked, {"to": "ben"}) == {"to": wording.LEAVER_TO_THEMSELVES}
    shown = school.words(send(school, "carys", asked, {"to": "umar"}))
    assert wording.leaver_handed_over(2, ["Umar Khan"], is_told=True) in shown
    assert [set(one.people) for one in matters(school, MatterKind.ACCOUNT)] == [{"wynn", "umar"}, {"umar"}]
    assert wording.ACCOUNT_NOTICES["named"] in school.words(card_of(school, "umar", main))
    for who in ("carys", "eve"):
        assert wording.LEAVER_STATES["done"] in school.words(card_of(school, who, leaver))
    (answer,) = school.write(TESS, WHO_RUNS)
    assert "Umar Khan" in school.words(answer)
    assert "Ben Hale" not in school.words(answer)


def test_leaver_is_settled_account_by_account_and_the_administrator_reminded_until_then(school: School) -> None:
    account = register(school, FACEBOOK)
    leaver = leaves(school)
    let_pass(school, days=3)
    assert wording.LEAVER_NOTICES["waiting"] in told(school, "carys")[-1]
    assert wording.leaver_still([account.reference]) in school.words(press(school, "carys", leaver, wording.LEAVER_DONE))
    asked = go_on(school, "carys", press(school, "carys", leaver, account.reference), wording.ACCOUNT_CLOSE)
    send(school, "carys", asked, {"why": "Deleted on the network."})
    assert wording.LEAVER_IS_DONE in school.words(press(school, "carys", leaver, wording.LEAVER_DONE))
    before = numbers(school)["carys"]
    let_pass(school, days=9)
    assert numbers(school)["carys"] == before


@pytest.fixture
def stacey(monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody on the staff whom a policy names for all of its accounts. Is asked for before the school."""
    monkeypatch.setitem(MORE, "stacey", ("Stacey Honnor", ["staff"]))
    return "stacey"


@pytest.mark.parametrize("school", ["alet"], indirect=True)
def test_whoever_the_policy_names_for_many_accounts_is_replaced_in_all_of_them_by_one_press(stacey: str, school: School) -> None:
    take_over(school.office, "oakfield")
    leaver, accounts = leaves(school, who=stacey), matters(school, MatterKind.ACCOUNT)
    assert wording.LEAVER_MORE.format(number=len(accounts) - 15) in school.words(card_of(school, "carys", leaver))
    assert "Stacey Honnor" in school.words(press(school, "carys", leaver, accounts[14].reference))
    before = numbers(school)["umar"]
    shown = press(school, "carys", leaver, wording.LEAVER_HAND_OVER, {"to": "umar"})
    assert wording.leaver_handed_over(len(accounts), ["Umar Khan"], is_told=False) in school.words(shown)
    assert numbers(school)["umar"] == before
    assert wording.LEAVER_STATES["done"] in school.words(card_of(school, "carys", leaver))


@pytest.mark.parametrize("who", [TESS, "farid", "gus"])
def test_others_cannot_say_that_somebody_leaves_and_read_nothing_of_it(school: School, guest: str, who: str) -> None:
    register(school, FACEBOOK)
    leaver = leaves(school)
    assert forms_of(school, who, MatterKind.LEAVER) == wording.MATTER_NOT_YOURS
    acts = ("view", "hand_over", "done", "stays")
    assert [school.words(press_act(school, who, leaver, act)) for act in acts] == [wording.MATTER_NOT_YOURS] * len(acts)
