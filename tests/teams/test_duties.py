"""The policy's other duties in Teams, from what Teams sends to what a person sees: dialogs, faults, receipts, cards, and what becomes of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.teams import app, duties
from adapters.teams import reception as reception_of_teams
from bot import wording
from bot.cards import Card
from bot.duties import Asking, Duties
from bot.forms import FieldType, FormField
from bot.matters import Matter
from tests.teams import cards, own_rules
from tests.teams.conftest import STAFFROOM, TESS, School, aad
from tests.teams.driver import Response
from tests.teams.fake_teams import Fault, Message, Someone
from tests.teams.test_schools import trust as trust
from tests.teams.test_slow import LIMIT, locked, timed

CANARY = "The **bake sale** [x](http://x.example) {{DATE(2026-01-01)}}"
IDEA = {"f_what": CANARY, "f_network": "Facebook"}


def matters(school: School, at: str = "oakfield") -> list[Matter]:
    """Return what is stored."""
    with school.office.looking() as connection:
        return list(school.office.filing.matters.list(connection, at))


def ask(school: School, kind: str, who: str = TESS) -> dict[str, Any]:
    """Let somebody open the form of a kind; return the card of the dialog."""
    return school.after(school.driver.fetch(aad(who), {"sp": {"action": "matter_form", "value": kind}})).card


def suggest(school: School, who: str = TESS, **changes: str) -> Response:
    """Let somebody suggest a post; return what the dialog shows then."""
    return school.fill(who, ask(school, "suggestion", who), {**IDEA, **changes})


def sound(card: dict[str, Any]) -> dict[str, Any]:
    """Return the card of a dialog, which is one that we allow ourselves to send."""
    assert not own_rules.faults_of_dialog(card)
    return card


def card_of(school: School, who: str) -> Message:
    """Return the newest message to somebody."""
    return school.messages_to(who)[-1]


# --- finding them ---


@pytest.mark.parametrize("typed", ["duties", "What can I do?", "my requests", "Accounts and policy"])
def test_menu_is_a_word_away(school: School, typed: str) -> None:
    (menu,) = school.write(TESS, typed)
    assert wording.MATTER_MENU in school.words(menu)
    assert any("Suggest a post" in one for one in cards.labels_of(menu.cards))
    assert menu.summary == wording.ANSWERED


def test_help_leads_to_them_too(school: School) -> None:
    (shown,) = school.write(TESS, "help")
    assert wording.HELP_LEAD in school.words(shown)
    assert wording.MATTER_MENU in school.words(sound(school.press(TESS, shown, "matters").card))


@pytest.mark.parametrize("typed", ["suggest a post", "Suggestion for a post"])
def test_form_is_a_word_and_a_press_away(school: School, typed: str) -> None:
    (offered,) = school.write(TESS, typed)
    assert cards.labels_of(offered.cards) == ["Suggest a post"]
    form = school.press(TESS, offered, "matter_form").card
    assert "f_what" in cards.inputs_of(sound(form))


def test_question_that_begins_like_a_command_is_still_a_question(school: School) -> None:
    (answer,) = school.write(TESS, "can we post photos of my class?")
    assert "section" in school.words(answer)


def test_what_waits_for_somebody_stands_first_and_opens_in_a_dialog(school: School) -> None:
    suggest(school)
    waiting, menu = school.write("amara", "duties")
    assert wording.MATTERS_WAITING in school.words(waiting)
    assert wording.MATTER_MENU in school.words(menu)
    opened = school.press("amara", waiting, "matter").card
    assert CANARY in school.words(sound(opened))
    mine, _ = school.write(TESS, "my requests")
    assert wording.MATTERS_MINE in school.words(mine)


def test_lists_and_menu_stand_in_one_dialog_too(school: School) -> None:
    suggest(school)
    shown = school.after(school.driver.fetch(aad("amara"), {"sp": {"action": "matters", "value": ""}})).card
    assert wording.MATTERS_WAITING in school.words(sound(shown))
    opened = school.fill("amara", shown, {}, "matter").card
    assert CANARY in school.words(opened)
    form = school.fill("amara", shown, {}, "matter_form").card
    assert cards.inputs_of(form)


def test_matter_is_found_by_its_reference_by_those_who_may_see_it(school: School) -> None:
    suggest(school)
    (found,) = school.write("amara", "M-0001")
    assert CANARY not in school.words(found)
    assert CANARY in school.words(sound(school.press("amara", found, "matter").card))
    (refused,) = school.write("ben", "m-1")
    assert school.words(refused) == wording.MATTER_NOT_YOURS
    (unknown,) = school.write("amara", "M-0042")
    assert school.words(unknown) == wording.MATTER_NOT_YOURS


@pytest.mark.parametrize("typed", ["my requests", "suggest a post", "M-0001"])
def test_among_others_it_is_answered_in_private_only(school: School, typed: str) -> None:
    suggest(school)
    school.after(school.driver.mention(aad("amara"), typed, conversation=STAFFROOM))
    (answer,) = school.messages_in(STAFFROOM)
    assert school.words(answer).startswith(wording.IN_PRIVATE_ONLY)
    assert not school.kept_questions()


# --- raising one ---


def test_form_shows_the_policys_own_words_and_becomes_the_receipt_and_is_stored_before(school: School) -> None:
    form = sound(ask(school, "suggestion"))
    assert wording.MATTER_POLICY_SAYS in school.words(form)
    receipt = sound(school.fill(TESS, form, IDEA).card)
    (stored,) = matters(school)
    assert (stored.fields["what"], stored.fields["network"]) == (CANARY, "Facebook")
    assert school.words(receipt).splitlines()[0].startswith("M-0001 | Suggestion for a post")
    assert school.words(receipt).splitlines()[1] == "M-0001 is kept and on its way."
    assert CANARY in own_rules.runs(receipt)
    assert not [one for one in own_rules.outside_runs(receipt) if "bake" in one]


def test_faults_stand_on_their_fields_with_everything_that_was_typed(school: School) -> None:
    again = sound(suggest(school, f_network=" ").card)
    assert not matters(school)
    assert wording.FIELD_EMPTY in school.words(again)
    assert cards.inputs_of(again)["f_what"] == CANARY
    receipt = school.fill(TESS, again, {"f_network": "Facebook"}).card
    assert "M-0001 is kept" in school.words(receipt)


def test_same_form_sent_twice_is_one_matter(school: School) -> None:
    form = ask(school, "suggestion")
    for _ in range(2):
        assert CANARY in school.words(school.fill(TESS, form, IDEA).card)
    assert len(matters(school)) == 1


def test_same_form_sent_twice_at_once_is_one_matter(school: School) -> None:
    form = ask(school, "suggestion")
    shown = both_at_once(lambda: school.driver.fill(aad(TESS), form, IDEA))
    assert all(CANARY in school.words(one.card) for one in shown)
    assert len(matters(school)) == 1


def both_at_once(act: Callable[[], Response]) -> list[Response]:
    """Do something twice at once, as a double click does."""
    done: list[Response] = []
    acting = [threading.Thread(target=lambda: done.append(act())) for _ in range(2)]
    for one in acting:
        one.start()
    for one in acting:
        one.join()
    return done


def test_command_of_the_compose_box_opens_the_form_and_takes_it_where_the_bot_is_not(school: School) -> None:
    school.write(TESS, "help")
    school.teams.add_group("19:two@thread.v2", members=[aad(TESS)], has_bot=False)
    form = school.after(school.driver.extension_fetch(aad(TESS), "matter_suggestion", conversation="19:two@thread.v2")).card
    sent = school.driver.fill(aad(TESS), form, IDEA, conversation="19:two@thread.v2", in_extension="matter_suggestion")
    assert "M-0001 is kept" in school.words(school.after(sent).card)
    school.carry()
    assert not school.messages_in("19:two@thread.v2")


def test_whom_one_can_choose_is_said_in_the_form_and_that_there_is_nobody() -> None:
    asked = Asking("Who?", (FormField("people", "Who will run it?", FieldType.PEOPLE, "Two at least."),), Card(), {}, "oakfield")
    some, nobody = (duties.form_dialog(duties.Form(asked, people), {"action": "send_matter"}) for people in ((("ben", "Ben Hale"),), ()))
    shown = [cards.words(one["task"]["value"]["card"]["content"]) for one in (some, nobody)]
    assert f"Two at least. {wording.MATTER_PEOPLE_LISTED}" in shown[0]
    assert wording.MATTER_PEOPLE_NONE in shown[1]
    assert wording.MATTER_PEOPLE_NONE not in shown[0]


# --- carrying it, deciding it ---


def test_suggestion_goes_to_the_role_is_decided_there_and_whoever_made_it_is_told(school: School) -> None:
    suggest(school)
    school.carry()
    card = card_of(school, "amara")
    assert all(not own_rules.faults_of_message(one) for one in card.cards)
    assert card.summary == wording.LOCK_SCREEN_MATTER
    assert CANARY in school.words(card)
    after = sound(school.press("amara", card, label="We will use it").card)
    assert school.words(after).splitlines()[0] == wording.SUGGESTION_USED
    school.carry()
    assert wording.SUGGESTION_STATES["used"] in school.words(card_of(school, TESS))
    assert "We will use it" not in cards.labels_of(card_of(school, "amara").cards)
    assert wording.SUGGESTION_STATES["used"] in school.words(card_of(school, "amara"))


def test_long_matter_is_one_message_that_is_kept_up_to_date_and_opens_whole_page_by_page(school: School) -> None:
    long = "éèê " * 2_000
    receipt = suggest(school, "ben", f_what=long, f_network=long).card
    assert school.words(sound(receipt)).splitlines()[:1] == ["M-0001 is kept and on its way."]
    school.carry()
    (card,) = [one for one in school.messages_to("amara") if "M-0001" in school.words(one)]
    assert wording.MATTER_LONG in school.words(card)
    read, shown = "", school.press("amara", card, "matter").card
    read += school.words(sound(shown))
    onwards = [one for one in cards.actions_of(shown) if one["data"]["sp"]["action"] == "page"]
    while onwards:
        shown = school.fill("amara", shown, {}, "page").card
        read += school.words(sound(shown))
        onwards = [one for one in cards.actions_of(shown) if one["data"]["sp"]["action"] == "page"]
    assert read.replace("\n", "").count("éèê") == 4_000
    school.fill("amara", shown, {}, label="We will use it")
    school.carry()
    assert wording.SUGGESTION_STATES["used"] in school.words(card)


def test_button_asks_first_and_its_answer_is_kept_and_told(school: School) -> None:
    suggest(school)
    school.carry()
    asked = sound(school.press("amara", card_of(school, "amara"), label="Not this time").card)
    assert school.words(asked).splitlines()[0] == "M-0001"
    again = sound(school.fill("amara", asked, {"f_answer": " "}).card)
    assert wording.FIELD_EMPTY in school.words(again)
    after = sound(school.fill("amara", again, {"f_answer": "We had one last week."}).card)
    assert school.words(after).splitlines()[0] == wording.SUGGESTION_DECLINED
    assert "We had one last week." in school.words(after)
    again = school.fill("amara", asked, {"f_answer": "We had one last week."}).card
    assert school.words(again) == wording.DONE_ALREADY
    school.carry()
    assert school.words(card_of(school, TESS)).count("We had one last week.") == 1


def test_second_who_decides_is_told_how_it_stands(school: School) -> None:
    suggest(school, "ben")
    school.carry()
    card = card_of(school, "amara")
    asked = school.press("amara", card, label="Not this time").card
    (mine, _) = school.write("ben", "my requests")
    opened = school.press("ben", mine, "matter").card
    school.fill("ben", opened, {}, label="Withdraw it")
    after = sound(school.press("amara", card, label="We will use it").card)
    assert school.words(after).splitlines()[0] == wording.MATTER_MOVED_ON
    assert "Withdrawn by Ben Hale" in school.words(after)
    late = sound(school.fill("amara", asked, {"f_answer": "No."}).card)
    assert wording.MATTER_MOVED_ON in school.words(late)
    assert cards.inputs_of(late)["f_answer"] == "No."


def test_double_click_on_a_button_is_once_and_says_the_same_twice(school: School) -> None:
    suggest(school)
    school.carry()
    card = card_of(school, "amara")
    shown = both_at_once(lambda: school.driver.press(aad("amara"), card, label="We will use it"))
    assert [school.words(one.card).splitlines()[0] for one in shown] == [wording.SUGGESTION_USED] * 2
    assert len(matters(school)[0].events) == 1


# --- who may ---


@pytest.mark.parametrize("act", ["view", "use", "decline", "withdraw"])
@pytest.mark.parametrize("who", ["ben", "farid"])
def test_others_are_told_that_it_is_not_open_to_them(school: School, who: str, act: str) -> None:
    suggest(school)
    (stored,) = matters(school)
    shown = school.after(school.driver.fetch(aad(who), {"sp": {"action": "matter", "value": f"{act} {stored.id}"}})).card
    assert school.words(shown) == wording.MATTER_NOT_YOURS
    sent = {"sp": {"action": "carry_out_matter", "value": f"{act} {stored.id}", "key": "k"}, "f_answer": "No."}
    shown = school.after(school.driver.submit(aad(who), sent)).card
    assert wording.MATTER_NOT_YOURS in school.words(shown)
    assert CANARY not in school.words(shown)
    assert matters(school)[0].state == "new"


def test_guest_can_raise_nothing_and_see_nothing(school: School) -> None:
    school.teams.add_person(aad("gus"), "Gus Guest", guest=True)
    suggest(school)
    (stored,) = matters(school)
    (refused,) = school.write("gus", "duties")
    assert school.words(refused) == wording.MATTER_NOT_YOURS
    assert school.words(ask(school, "suggestion", "gus")) == wording.MATTER_NOT_YOURS
    shown = school.after(school.driver.fetch(aad("gus"), {"sp": {"action": "matter", "value": f"view {stored.id}"}})).card
    assert school.words(shown) == wording.MATTER_NOT_YOURS
    sent = {"sp": {"action": "send_matter", "kind": "suggestion", "key": "oakfield k"}, **IDEA}
    shown = school.after(school.driver.submit(aad("gus"), sent)).card
    assert wording.MATTER_NOT_YOURS in school.words(shown)
    assert cards.inputs_of(shown) == {} or cards.inputs_of(shown)["f_what"] == CANARY
    assert len(matters(school)) == 1


@pytest.mark.parametrize("act", ["view", "use", "decline"])
def test_account_of_a_guest_opens_nothing_also_where_the_settings_list_it(school: School, act: str) -> None:
    suggest(school)
    (stored,) = matters(school)
    school.teams.people[aad("amara")] = Someone(aad("amara"), "Amara Obi", True)
    shown = school.after(school.driver.fetch(aad("amara"), {"sp": {"action": "matter", "value": f"{act} {stored.id}"}})).card
    assert school.words(shown) == wording.MATTER_NOT_YOURS
    sent = {"sp": {"action": "carry_out_matter", "value": f"{act} {stored.id}", "key": "k"}, "f_answer": "No."}
    assert wording.MATTER_NOT_YOURS in school.words(school.after(school.driver.submit(aad("amara"), sent)).card)
    assert matters(school)[0].state == "new"


def test_whom_teams_does_not_name_in_time_keeps_what_they_typed(school: School) -> None:
    gate = threading.Event()
    sent = {"sp": {"action": "send_matter", "kind": "suggestion", "key": "oakfield k"}, **IDEA}
    school.teams.fail_always("member", Fault(until=gate))
    shown = school.driver.submit(aad(TESS), sent).card
    gate.set()
    assert wording.CANNOT_TELL_WHO in school.words(shown)
    assert CANARY in school.words(shown)
    assert not matters(school)


# --- people of two schools ---


def test_person_of_two_schools_chooses_first_and_the_form_opens_then(trust: School) -> None:
    asked = ask(trust, "suggestion")
    assert wording.WHICH_SCHOOL in trust.words(sound(asked))
    form = trust.fill(TESS, asked, {}, label="Elmfield School").card
    assert "M-0001 is kept" in trust.words(trust.fill(TESS, form, IDEA).card)
    assert [one.school for one in matters(trust, "elmfield")] == ["elmfield"]
    assert not matters(trust)


def test_form_of_the_compose_box_opens_after_the_choice_too(trust: School) -> None:
    asked = trust.after(trust.driver.extension_fetch(aad(TESS), "matter_suggestion")).card
    form = trust.driver.fill(aad(TESS), asked, {}, label="Elmfield School", in_extension="matter_suggestion").card
    assert "f_what" in cards.inputs_of(form)


def test_lists_wait_for_the_choice_in_a_chat_and_in_a_dialog(trust: School) -> None:
    (asked,) = trust.write(TESS, "duties")
    assert wording.WHICH_SCHOOL in trust.words(asked)
    trust.press(TESS, asked, label="Elmfield School")
    assert wording.MATTER_MENU in trust.words(trust.messages_to(TESS)[-1])
    (again,) = trust.write(TESS, "duties")
    assert wording.MATTER_MENU in trust.words(again)
    shown = trust.after(trust.driver.fetch(aad("ben"), {"sp": {"action": "matters", "value": ""}})).card
    assert wording.WHICH_SCHOOL in trust.words(shown)
    assert wording.MATTER_MENU in trust.words(trust.fill("ben", shown, {}, label="Oakfield School").card)


def test_form_belongs_to_the_school_for_which_it_was_opened(trust: School) -> None:
    (asked,) = trust.write(TESS, "school")
    trust.press(TESS, asked, label="Elmfield School")
    form = ask(trust, "suggestion")
    (asked,) = trust.write(TESS, "school")
    trust.press(TESS, asked, label="Oakfield School")
    assert "M-0001 is kept" in trust.words(trust.fill(TESS, form, IDEA).card)
    assert matters(trust, "elmfield")
    assert not matters(trust)


def test_who_sends_an_answer_to_what_is_of_another_school_is_shown_none_of_its_staff(trust: School) -> None:
    asked = ask(trust, "suggestion")
    form = trust.fill(TESS, asked, {}, label="Elmfield School").card
    trust.fill(TESS, form, IDEA)
    (stored,) = matters(trust, "elmfield")
    sent = {"sp": {"action": "carry_out_matter", "value": f"hand {stored.id}", "key": "k", "people": "whom"}, "f_whom": ""}
    shown = trust.after(trust.driver.submit(aad("amara"), sent)).card
    assert wording.MATTER_NOT_YOURS in trust.words(shown)
    assert "Gita" not in str(shown)


def test_head_of_one_school_cannot_open_what_is_of_the_other(trust: School) -> None:
    (asked,) = trust.write(TESS, "school")
    trust.press(TESS, asked, label="Oakfield School")
    suggest(trust)
    (stored,) = matters(trust)
    shown = trust.after(trust.driver.fetch(aad("ivy"), {"sp": {"action": "matter", "value": f"view {stored.id}"}})).card
    assert trust.words(shown) == wording.MATTER_NOT_YOURS


# --- a store that is slow, or fails ---


def test_locked_store_is_said_in_time_with_everything_that_was_typed_and_sent_again_it_is_one_matter(school: School, database: Engine) -> None:
    form = ask(school, "suggestion")
    with locked(database):
        answer, took = timed(lambda: school.driver.fill(aad(TESS), form, IDEA))
        assert took < LIMIT
        assert wording.MATTER_NOT_CONFIRMED in school.words(sound(answer.card))
        assert cards.inputs_of(answer.card) == IDEA
    receipt = school.fill(TESS, answer.card, {}).card
    assert CANARY in school.words(receipt)
    school.served.settle()
    assert len(matters(school)) == 1


def test_answer_to_a_button_in_doubt_comes_back_and_is_kept_once(school: School, database: Engine) -> None:
    suggest(school)
    school.carry()
    asked = school.press("amara", card_of(school, "amara"), label="Not this time").card
    with locked(database):
        answer, took = timed(lambda: school.driver.fill(aad("amara"), asked, {"f_answer": "We had one."}))
        assert took < LIMIT
        assert wording.MATTER_NOT_CONFIRMED in school.words(answer.card)
        assert cards.inputs_of(answer.card) == {"f_answer": "We had one."}
    school.served.settle()
    school.fill("amara", answer.card, {})
    assert len(matters(school)[0].events) == 1


def test_store_that_answers_nothing_at_all_gives_the_words_back_even_to_a_bot_that_was_started_anew(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ask(school, "suggestion")
    gate = threading.Event()
    monkeypatch.setattr(duties, "MOST_REMEMBERED", 0)
    ask(school, "suggestion")  # forgets what was open, as a restart does
    for verb in ("submit", "ask"):
        monkeypatch.setattr(Duties, verb, lambda *_, **__: gate.wait(30))
    answer, took = timed(lambda: school.driver.fill(aad(TESS), form, IDEA))
    gate.set()
    assert took < LIMIT
    assert wording.MATTER_NOT_CONFIRMED in school.words(sound(answer.card))
    assert CANARY in own_rules.runs(answer.card)


def test_limits_leave_the_door_its_share_of_the_five_seconds() -> None:
    assert reception_of_teams.LONGEST_WAIT + duties.REST < app.LONGEST_ANSWER < LIMIT


def test_nothing_that_was_written_stands_in_buttons_notifications_or_the_log(school: School, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    form = ask(school, "suggestion")
    again = school.fill(TESS, form, {"f_what": CANARY}).card
    receipt = school.fill(TESS, again, {"f_network": "Facebook"}).card
    school.carry()
    held = [str(one.get("data")) for card in (form, again, receipt) for one in cards.actions_of(card)]
    held += [str(one.get("data")) for message in school.teams.messages for one in cards.actions_of(message.cards)]
    held += [message.summary for message in school.teams.messages]
    for secret in ("bake", "Tess", "Byrne", "Facebook"):
        assert not [one for one in held if secret in one]
        assert secret not in caplog.text
