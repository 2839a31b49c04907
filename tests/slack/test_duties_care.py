"""What is kept in order rather than decided, lived through in Slack: a policy's review, questions without an answer, the week's numbers, accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot import wording
from bot.matters import Matter, MatterKind
from bot.policy_accounts import take_over
from bot.upkeep import see_to
from tests.slack import surfaces
from tests.slack.conftest import PEOPLE, STAFFROOM, TESS, School
from tests.slack.test_duties_kinds import AMARA, GUEST, MORE, OLU, UMAR, WYNN, card_of, faults, go_on, matters, open_form, press, press_act, send
from tests.slack.test_duties_kinds import school as school

BEN, CARYS, EVE, FARID = "U0BEN", "U0CARYS", "U0EVE2", "U0FARID"
EVERYBODY = (*PEOPLE, *MORE, TESS, WYNN)
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
    """Return what somebody was sent, oldest first."""
    return [school.words(one.blocks) for one in school.messages_in(school.conversation(who))]


def reached(school: School) -> set[str]:
    return {who for who in EVERYBODY if told(school, who)}


def home(school: School, who: str) -> str:
    return school.words(school.home(who)["blocks"])


# --- the review of a policy ---


def overdue(school: School) -> Matter:
    """Let the owner be reminded of a review that is overdue."""
    let_pass(school, days=1)
    (review,) = matters(school, MatterKind.REVIEW)
    return review


def answered(school: School) -> str:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    return school.words(answer.blocks)


@under_an_overdue_policy
def test_owner_alone_is_reminded_of_an_overdue_review_and_each_answer_says_so(school: School) -> None:
    review = overdue(school)
    assert reached(school) == {OLU}
    card = card_of(school, OLU, review)
    assert wording.REVIEW_NOTICES["overdue"] in school.words(card.blocks)
    assert "“June 2026”. Signpost reads this as the end of June 2026." in school.words(card.blocks)
    assert {wording.REVIEW_REVIEWED, wording.REVIEW_NOT_YET} <= set(surfaces.buttons(card.blocks))
    assert card.arguments["text"] == wording.LOCK_SCREEN_MATTER
    assert review.reference in home(school, OLU)
    assert WAS_DUE in answered(school)


@under_an_overdue_policy
def test_review_is_noted_through_the_window_and_answers_no_longer_say_that_it_is_overdue(school: School) -> None:
    review = overdue(school)
    asked = press(school, OLU, review, wording.REVIEW_REVIEWED)
    for written, fault in ((" ", wording.FIELD_EMPTY), ("soon", wording.REVIEW_NEXT_UNREADABLE), ("June 2020", wording.REVIEW_NEXT_PAST)):
        assert faults(school, OLU, asked, {"next": written}) == {"next": fault}
    shown = school.words(send(school, OLU, asked, {"next": "June 2027", "note": "Read in full."}))
    assert wording.REVIEW_DONE.format(day="June 2027") in shown
    assert wording.REVIEW_STATES["reviewed"] in school.words(card_of(school, OLU, review).blocks)
    assert WAS_DUE not in answered(school)
    assert press_act(school, OLU, review, "not_yet").splitlines()[0] == wording.MATTER_MOVED_ON
    assert [one.state for one in matters(school, MatterKind.REVIEW)] == ["reviewed", "waiting"]
    let_pass(school, days=136)
    assert "In three months" in told(school, OLU)[-1]


@under_an_overdue_policy
def test_review_that_is_put_off_is_quiet_until_its_day(school: School) -> None:
    review = overdue(school)
    asked = press(school, OLU, review, wording.REVIEW_NOT_YET)
    assert faults(school, OLU, asked, {"until": "16/11/2026"}) == {"until": wording.REVIEW_NEXT_PAST}
    shown = school.words(send(school, OLU, asked, {"until": "4/12/2026", "why": "Waits for the trust."}))
    assert wording.REVIEW_PUT_OFF.split("{", maxsplit=1)[0] in shown
    before = len(told(school, OLU))
    let_pass(school, days=16)
    assert len(told(school, OLU)) == before
    let_pass(school, days=1)
    assert wording.REVIEW_NOTICES["postponed"] in told(school, OLU)[-1]
    assert WAS_DUE in answered(school)


@under_an_overdue_policy
def test_senior_leaders_see_a_review_and_only_its_owner_notes_it(school: School) -> None:
    review = overdue(school)
    assert WAS_DUE.rsplit(" ", 2)[1] in press_act(school, EVE, review, "view")
    for who in (EVE, WYNN, GUEST):
        for act in ("reviewed", "not_yet", *(() if who == EVE else ("view",))):
            assert press_act(school, who, review, act) == wording.MATTER_NOT_YOURS
    assert matters(school, MatterKind.REVIEW)[0].state == "waiting"


# --- questions without an answer ---


def asked_in_vain(school: School) -> Matter:
    """Let two people ask alike what no policy answers, one of them with a name; return what waits for the owner."""
    for who, question in ((TESS, "who books the minibus for Zephyrine"), (WYNN, "who can book the minibus?")):
        (answer,) = school.write(who, question)
        assert wording.KEPT in school.words(answer.blocks)
    see_to(school.office)
    school.carry()
    (group,) = matters(school, MatterKind.QUESTION)
    return group


def open_from_home(school: School, who: str, matter: Matter) -> dict[str, Any]:
    """Let somebody open what waits for them from their home; return the window."""
    school.close_windows(who)
    school.press(who, view=school.home(who), label=matter.reference)
    return school.window(who)


def test_questions_come_to_the_owners_home_as_one_and_without_a_name(school: School) -> None:
    group = asked_in_vain(school)
    assert not told(school, OLU)
    assert "2 x who" in home(school, OLU)
    shown = school.words(open_from_home(school, OLU, group)["blocks"])
    assert "Asked 2 times, last on Mon 16 Nov 2026" in shown
    assert wording.QUESTIONS_WITHOUT_NAMES in shown
    for name in ("Tess", "Wynn", "Zephyrine", TESS, WYNN):
        assert name not in f"{shown}{home(school, OLU)}"
    assert "[…]" in shown


def test_nobody_but_the_owner_sees_a_question_or_decides_on_it(school: School) -> None:
    group = asked_in_vain(school)
    for who in (AMARA, EVE, "U0CHIDI", WYNN, TESS):
        assert "minibus" not in home(school, who)
    for who in (EVE, TESS, GUEST):
        assert [press_act(school, who, group, act) for act in ("view", "add", "dismiss")] == [wording.MATTER_NOT_YOURS] * 3
    assert matters(school, MatterKind.QUESTION)[0].state == "new"


def test_question_becomes_a_proposal_and_no_answer_changes(school: School) -> None:
    group = asked_in_vain(school)
    open_from_home(school, OLU, group)
    asked = go_on(school, OLU, wording.QUESTIONS_ADD)
    assert faults(school, OLU, asked, {"topic": "minibuses"}) == {"topic": wording.QUESTIONS_NO_TOPIC}
    shown = school.words(send(school, OLU, asked, {"topic": "connect-with-past-pupil"})["blocks"])
    assert wording.QUESTIONS_ADDED in shown
    assert wording.QUESTIONS_STATES["proposed"] in shown
    (after,) = matters(school, MatterKind.QUESTION)
    assert (after.state, after.fields["topic"]) == ("proposed", "connect-with-past-pupil")
    assert group.reference not in home(school, OLU)
    (answer,) = school.write(TESS, "who can book the minibus?")
    assert wording.KEPT in school.words(answer.blocks)
    see_to(school.office)
    assert [(one.state, one.fields["number"]) for one in matters(school, MatterKind.QUESTION)] == [("proposed", "3")]


def test_question_that_is_dismissed_does_not_come_back(school: School) -> None:
    group = asked_in_vain(school)
    open_from_home(school, OLU, group)
    shown = send(school, OLU, go_on(school, OLU, wording.QUESTIONS_DISMISS), {"why": "Not of this policy."})
    assert wording.QUESTIONS_DISMISSED in school.words(shown["blocks"])
    school.write(WYNN, "who books the minibus?")
    let_pass(school, days=7)
    assert [one.state for one in matters(school, MatterKind.QUESTION)] == ["dismissed"]
    assert group.reference not in home(school, OLU)


def test_answer_that_did_not_help_comes_to_the_owner_too(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    thumbs = next(one for one, _ in surfaces.elements_of(answer.blocks) if one["type"] == "feedback_buttons")
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action="feedback", value=thumbs["negative_button"]["value"])
    see_to(school.office)
    (group,) = matters(school, MatterKind.QUESTION)
    shown = school.words(open_from_home(school, OLU, group)["blocks"])
    assert FRIEND_REQUEST in shown
    assert wording.QUESTIONS_UNHELPFUL.format(number=1) in shown
    assert "Near topics of your policy: connect-with-past-pupil" in shown


# --- the week in numbers ---


def test_owner_alone_is_told_the_week_in_numbers_without_names_or_words(school: School) -> None:
    asked_in_vain(school)
    others = {who: len(told(school, who)) for who in EVERYBODY if who != OLU}
    let_pass(school, days=6)
    let_pass(school, days=1)
    (week,) = matters(school, MatterKind.DIGEST)
    card = card_of(school, OLU, week)
    shown = school.words(card.blocks)
    assert wording.DIGEST_QUESTIONS.format(questions=2, groups=1) in shown
    assert wording.DIGEST_REVIEW.format(due=wording.REVIEW_HEADLINE_NONE) in shown
    assert not any(one in str(card.arguments) for one in ("minibus", "Tess", "Wynn"))
    assert card.arguments["text"] == wording.LOCK_SCREEN_MATTER
    assert {who: len(told(school, who)) for who in others} == others
    assert [press_act(school, who, week, "view") for who in (EVE, TESS, GUEST)] == [wording.MATTER_NOT_YOURS] * 3
    let_pass(school, hours=3)
    assert len(matters(school, MatterKind.DIGEST)) == 1


# --- the register of accounts ---

INSTAGRAM = {"network": "Instagram", "handle": "@oakfieldart", "name": "Oakfield Art <!channel>", "people": [BEN, WYNN], "may_post": "The art room"}
FACEBOOK = {"network": "Facebook", "handle": "@oakfield", "name": "Oakfield", "people": [BEN]}
WHO_RUNS = "who runs our Instagram?"


def register(school: School, entry: dict[str, Any]) -> Matter:
    """Let the administrator put an account into the register."""
    form = open_form(school, CARYS, MatterKind.ACCOUNT)
    receipt = send(school, CARYS, form, entry)
    account = matters(school, MatterKind.ACCOUNT)[-1]
    assert wording.ACCOUNT_KEPT.format(reference=account.reference) in school.words(receipt["blocks"])
    return account


def test_account_comes_into_the_register_by_its_form_and_those_who_run_it_are_told(school: School) -> None:
    form = open_form(school, CARYS, MatterKind.ACCOUNT)
    secret = {"password_place": "Sunflower-1999!", "recovery": "no address"}
    assert faults(school, CARYS, form, {**INSTAGRAM, **secret}) == {
        "password_place": wording.ACCOUNT_NOT_A_PLACE,
        "recovery": wording.ACCOUNT_NO_E_MAIL,
    }
    assert not matters(school)
    send(school, CARYS, form, {**INSTAGRAM, "password_place": "The office safe", "recovery": "office@oakfield.example"})
    (account,) = matters(school, MatterKind.ACCOUNT)
    for who in (BEN, WYNN):
        assert wording.ACCOUNT_NOTICES["named"] in school.words(card_of(school, who, account).blocks)
    assert reached(school) == {BEN, WYNN}
    assert "office safe" not in str([one.arguments for one in school.slack.messages])
    taken = faults(school, CARYS, open_form(school, CARYS, MatterKind.ACCOUNT), {**FACEBOOK, "network": "instagram", "handle": "@OakfieldArt"})
    assert taken == {"handle": wording.account_taken(account.reference)}
    school.close_windows(TESS)
    school.press(TESS, view=school.home(TESS), action_id="sp:matter_form:0", value="account", forged=True)
    assert school.words(school.window(TESS)["blocks"]) == wording.MATTER_NOT_YOURS


def test_account_is_checked_each_year_by_one_of_those_who_run_it(school: School) -> None:
    account = register(school, {**INSTAGRAM, "next_check": "30/11/2026"})
    let_pass(school, days=14)
    for who in (CARYS, BEN, WYNN):
        assert wording.ACCOUNT_NOTICES["check_due"] in school.words(card_of(school, who, account).blocks)
    asked = press(school, BEN, account, wording.ACCOUNT_CHECKED)
    assert faults(school, BEN, asked, {"next_check": "1/11/2026"}) == {"next_check": wording.ACCOUNT_DAY_PAST}
    shown = school.words(send(school, BEN, asked, {"note": "All as written."})["blocks"])
    assert wording.account_checked("30 November 2027") in shown
    before = len(told(school, BEN))
    let_pass(school, days=30)
    assert len(told(school, BEN)) == before
    assert press_act(school, TESS, account, "checked") == wording.MATTER_NOT_YOURS


def test_who_runs_an_account_is_answered_to_the_asker_alone_and_never_shared(school: School) -> None:
    register(school, INSTAGRAM)
    (answer,) = school.write(TESS, WHO_RUNS)
    assert "Ben Hale, Wynn Price" in school.words(answer.blocks)
    school.after(school.driver.slash(TESS, "/policy", WHO_RUNS, channel=STAFFROOM))
    school.after(school.driver.mention(TESS, STAFFROOM, WHO_RUNS))
    private = school.messages_in(STAFFROOM)
    assert [one.ephemeral_to for one in private] == [TESS] * 2
    assert all("Ben Hale, Wynn Price" in school.words(one.blocks) for one in private)
    school.press(TESS, message=private[-1].as_json(), channel=STAFFROOM, action="share", ephemeral=True)
    (shared,) = [one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]
    assert wording.SHARED in school.words(shared.blocks)
    assert not any(one in str(shared.arguments) for one in ("Ben Hale", "Wynn", "oakfieldart", "art room"))


def test_list_of_accounts_is_for_whoever_asks_for_it_alone(school: School) -> None:
    register(school, INSTAGRAM)
    (listed,) = school.write(TESS, "accounts on Instagram")
    assert "Ben Hale, Wynn Price" in school.words(listed.blocks)
    school.after(school.driver.mention(TESS, STAFFROOM, "accounts on Instagram"))
    (private,) = school.messages_in(STAFFROOM)
    assert private.ephemeral_to == TESS
    assert wording.SHARE not in surfaces.buttons(private.blocks)


def test_guest_learns_nothing_of_who_runs_an_account(school: School) -> None:
    account = register(school, INSTAGRAM)
    school.write(GUEST, WHO_RUNS)
    assert not any("Ben Hale" in one or account.reference in one for one in told(school, GUEST))
    assert press_act(school, GUEST, account, "view") == wording.MATTER_NOT_YOURS


# --- somebody leaves ---


def test_accounts_of_whoever_leaves_are_listed_and_all_handed_over(school: School) -> None:
    art, main = register(school, INSTAGRAM), register(school, FACEBOOK)
    form = open_form(school, EVE, MatterKind.LEAVER)
    assert faults(school, EVE, form, {"who": [UMAR]}) == {"who": wording.leaver_nothing(["Umar Khan"])}
    send(school, EVE, form, {"who": [BEN], "day": "18/12/2026"})
    (leaver,) = matters(school, MatterKind.LEAVER)
    card = card_of(school, CARYS, leaver)
    assert wording.LEAVER_NOTICES["leaver"] in school.words(card.blocks)
    assert {art.reference, main.reference} <= set(surfaces.buttons(card.blocks))
    assert card.arguments["text"] == wording.LOCK_SCREEN_MATTER
    assert "Run by" in school.words(press(school, CARYS, leaver, art.reference)["blocks"])
    asked = press(school, CARYS, leaver, wording.LEAVER_HAND_OVER)
    assert faults(school, CARYS, asked, {"to": [BEN]}) == {"to": wording.LEAVER_TO_THEMSELVES}
    shown = school.words(send(school, CARYS, asked, {"to": [UMAR]})["blocks"])
    assert wording.leaver_handed_over(2, ["Umar Khan"], is_told=True) in shown
    assert [set(one.people) for one in matters(school, MatterKind.ACCOUNT)] == [{f"slack:{WYNN}", "umar"}, {"umar"}]
    assert wording.ACCOUNT_NOTICES["named"] in school.words(card_of(school, UMAR, main).blocks)
    for who in (CARYS, EVE):
        assert wording.LEAVER_STATES["done"] in school.words(card_of(school, who, leaver).blocks)
    (answer,) = school.write(TESS, WHO_RUNS)
    assert "Umar Khan" in school.words(answer.blocks)
    assert "Ben Hale" not in school.words(answer.blocks)


def test_leaver_is_settled_account_by_account_and_the_administrator_reminded_until_then(school: School) -> None:
    account = register(school, FACEBOOK)
    send(school, EVE, open_form(school, EVE, MatterKind.LEAVER), {"who": [BEN]})
    (leaver,) = matters(school, MatterKind.LEAVER)
    let_pass(school, days=3)
    assert wording.LEAVER_NOTICES["waiting"] in told(school, CARYS)[-1]
    assert wording.leaver_still([account.reference]) in school.words(press(school, CARYS, leaver, wording.LEAVER_DONE)["blocks"])
    press(school, CARYS, leaver, account.reference)
    send(school, CARYS, go_on(school, CARYS, wording.ACCOUNT_CLOSE), {"why": "Deleted on the network."})
    assert wording.LEAVER_IS_DONE in school.words(press(school, CARYS, leaver, wording.LEAVER_DONE)["blocks"])
    before = len(told(school, CARYS))
    let_pass(school, days=9)
    assert len(told(school, CARYS)) == before


@pytest.mark.parametrize("school", ["alet"], indirect=True)
def test_whoever_the_policy_names_for_many_accounts_is_replaced_in_all_of_them_by_one_press(school: School) -> None:
    take_over(school.office, "oakfield")
    school.slack.add_person("U0STACEY", "Stacey Honnor")
    send(school, EVE, open_form(school, EVE, MatterKind.LEAVER), {"who": ["U0STACEY"]})
    (leaver,) = matters(school, MatterKind.LEAVER)
    accounts = matters(school, MatterKind.ACCOUNT)
    card = card_of(school, CARYS, leaver)
    assert wording.LEAVER_MORE.format(number=len(accounts) - 15) in school.words(card.blocks)
    assert "Stacey Honnor" in school.words(press(school, CARYS, leaver, accounts[14].reference)["blocks"])
    shown = press(school, CARYS, leaver, wording.LEAVER_HAND_OVER, {"to": [UMAR]})
    assert wording.leaver_handed_over(len(accounts), ["Umar Khan"], is_told=False) in school.words(shown["blocks"])
    assert not told(school, UMAR)
    assert wording.LEAVER_STATES["done"] in school.words(card_of(school, CARYS, leaver).blocks)


@pytest.mark.parametrize("who", [TESS, FARID, GUEST])
def test_others_cannot_say_that_somebody_leaves_and_read_nothing_of_it(school: School, who: str) -> None:
    register(school, FACEBOOK)
    send(school, EVE, open_form(school, EVE, MatterKind.LEAVER), {"who": [BEN]})
    (leaver,) = matters(school, MatterKind.LEAVER)
    school.close_windows(who)
    school.press(who, view=school.home(who), action_id="sp:matter_form:0", value="leaver", forged=True)
    assert school.words(school.window(who)["blocks"]) == wording.MATTER_NOT_YOURS
    assert [press_act(school, who, leaver, act) for act in ("view", "hand_over", "done", "stays")] == [wording.MATTER_NOT_YOURS] * 4
