"""The policy's other duties in Slack, from what Slack sends to what a person sees: forms, cards, buttons, questions, lists; and who may not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.slack import forms
from bot import wording
from bot.duties import Duties, Raised
from bot.forms import FieldType, FormField
from bot.kinds import COURSES
from bot.matters import Matter, MatterKind
from bot.matters.authorising import ACTS, Own
from bot.visitors import Visitor
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack import surfaces
from tests.slack.conftest import STAFFROOM, TESS, School, open_school
from tests.slack.fake_slack import FakeSlack, Fault, Message
from tests.slack.test_reporting import until
from tests.slack.test_schools import ELMS, two_schools
from tests.slack.test_slow import locked

CANARY = "bake sale"
SUGGESTION = {"f:what": f"The {CANARY} <!channel> & <http://x.example|look>", "f:network": "Facebook"}
AMARA, GUEST = "U0AMARA", "U0GUEST"


def suggest(school: School, who: str = TESS, **changes: Any) -> Any:
    """Let somebody suggest a post by the command; return Slack's answer to the form."""
    return school.submit(who, school.open_form(who, "/suggest-post"), {**SUGGESTION, **changes})


def matters(school: School, *kinds: MatterKind) -> tuple[Matter, ...]:
    with school.office.looking() as connection:
        return school.office.filing.matters.list(connection, "oakfield", kinds)


def matter(school: School) -> Matter:
    """Return the one that there is."""
    (found,) = matters(school)
    return found


def press(school: School, who: str, surface: Any, label: str) -> None:
    """Let somebody press a button, by its label, of a message or a window."""
    if isinstance(surface, Message):
        school.press(who, message=surface.as_json(), channel=surface.channel, label=label)
    else:
        school.press(who, view=surface, label=label)


def labels(surface: Any) -> list[str]:
    return surfaces.buttons(surface.blocks if isinstance(surface, Message) else surface["blocks"])


def log(school: School) -> list[str]:
    from tests.slack.test_receiving import audited

    return audited(school)


@pytest.fixture
def card(school: School) -> Message:
    """The card of a suggestion, with whoever decides."""
    suggest(school)
    school.close_windows(TESS)
    school.carry()
    (card,) = school.messages_in(school.conversation(AMARA))
    return card


# --- forms ---


@pytest.mark.parametrize("kind", [kind for kind, course in COURSES.items() if course.button and Own.ANYBODY in ACTS[kind]["raise"]])
def test_form_of_every_kind_is_opened_from_the_list_of_what_can_be_done(school: School, kind: MatterKind) -> None:
    listed = school.open_form(TESS, "/signpost")
    school.press(TESS, view=listed, action_id=next(one["action_id"] for one, _ in surfaces.elements_of(listed["blocks"]) if one["value"] == kind))
    form = school.window(TESS)
    assert (form["id"], form["callback_id"]) == (listed["id"], f"matter:{kind}")


def test_form_shows_what_the_policy_says_and_keeps_a_key_alone(school: School) -> None:
    form = school.open_form(TESS, "/suggest-post")
    assert (form["callback_id"], school.words(form["title"])) == ("matter:suggestion", "Suggestion for a post")
    assert re.fullmatch(r"[0-9a-f]{32}", form["private_metadata"])
    assert wording.MATTER_POLICY_SAYS in school.words(form)


def test_form_that_is_sent_becomes_its_receipt_with_a_reference(school: School) -> None:
    answer = suggest(school).json
    assert answer["response_action"] == "update"
    shown = school.words(school.window(TESS))
    assert wording.MATTER_STORED.format(reference="M-0001") in shown
    assert SUGGESTION["f:what"] in shown
    assert matter(school).fields["what"] == SUGGESTION["f:what"]


def test_what_is_wrong_stands_on_its_field_and_nothing_is_kept(school: School) -> None:
    answer = suggest(school, **{"f:what": " \u200b "})
    assert answer.json == {"response_action": "errors", "errors": {"f:what": wording.FIELD_EMPTY}}
    assert not matters(school)


def test_same_form_sent_twice_is_one_matter(school: School) -> None:
    form = school.open_form(TESS, "/suggest-post")
    with ThreadPoolExecutor(4) as hands:
        answers = [one.json for one in hands.map(lambda _: school.driver.submit(TESS, form, SUGGESTION), range(4))]
    assert all("M-0001" in school.words(one["view"]) for one in answers)
    assert len(matters(school)) == 1


def test_form_that_is_sent_again_after_a_retry_of_the_command_is_still_one(school: School) -> None:
    trigger = school.slack.new_trigger(TESS)
    for _ in range(2):
        school.after(school.driver.slash(TESS, "/suggest-post", trigger=trigger))
    assert len(school.slack.called("views.open")) == 1


# --- the card, and what is done with it ---


def test_card_comes_to_whoever_decides_with_what_was_written_and_nothing_of_it_in_the_notification(school: School, card: Message) -> None:
    assert SUGGESTION["f:what"] in school.words(card.blocks)
    assert labels(card)[:2] == [wording.SUGGESTION_USE, wording.SUGGESTION_DECLINE]
    assert card.arguments["text"] == wording.LOCK_SCREEN_MATTER
    assert CANARY not in str({name: value for name, value in card.arguments.items() if name != "blocks"})


def test_press_is_shown_in_a_window_and_the_card_and_whoever_raised_it_say_so(school: School, card: Message) -> None:
    press(school, AMARA, card, wording.SUGGESTION_USE)
    shown = school.words(school.window(AMARA)["blocks"])
    assert shown.startswith(wording.SUGGESTION_USED)
    assert "Taken up by Amara Obi" in shown
    school.carry()
    assert labels(card) == []
    told = school.messages_in(school.conversation(TESS))[-1]
    assert wording.SUGGESTION_STATES["used"] in school.words(told.blocks)


def test_question_of_a_button_is_asked_in_a_window_and_its_answer_reaches_whoever_raised_it(school: School, card: Message) -> None:
    press(school, AMARA, card, wording.SUGGESTION_DECLINE)
    asked = school.window(AMARA)
    assert asked["callback_id"] == "act:decline"
    assert re.fullmatch(f"{matter(school).id} [0-9a-f]{{32}}", asked["private_metadata"])
    assert CANARY not in str(asked)
    assert school.submit(AMARA, asked, {"f:answer": " "}).json["errors"] == {"f:answer": wording.FIELD_EMPTY}
    school.submit(AMARA, asked, {"f:answer": "We had one *last* week."})
    assert school.words(school.window(AMARA)["blocks"]).startswith(wording.SUGGESTION_DECLINED)
    school.carry()
    told = school.messages_in(school.conversation(TESS))[-1]
    assert "We had one *last* week." in school.words(told.blocks)
    assert "last" not in str({name: value for name, value in told.arguments.items() if name != "blocks"})


def test_second_who_presses_is_told_how_it_stands(school: School, card: Message) -> None:
    stale = card.as_json()
    press(school, AMARA, card, wording.SUGGESTION_USE)
    school.close_windows(AMARA)
    school.press(AMARA, message=stale, channel=card.channel, label=wording.SUGGESTION_DECLINE)
    shown = school.words(school.window(AMARA)["blocks"])
    assert wording.MATTER_MOVED_ON in shown
    assert "Taken up by Amara Obi" in shown


def test_answer_that_comes_second_stays_in_its_window(school: School, card: Message) -> None:
    press(school, AMARA, card, wording.SUGGESTION_DECLINE)
    asked = school.window(AMARA)
    press(school, AMARA, card, wording.SUGGESTION_USE)
    answer = school.submit(AMARA, asked, {"f:answer": "Not now."}).json
    assert wording.MATTER_MOVED_ON in answer["errors"]["f:answer"]
    assert matter(school).state == "used"


@pytest.mark.parametrize("who", ["U0BEN", "U0FARID", GUEST, "U0STRANGER", "U0BOT"])
def test_others_are_told_alone_that_it_is_not_open_to_them(school: School, card: Message, who: str) -> None:
    school.slack.add_person(GUEST, "Amara Obi", guest=True)
    school.slack.add_person("U0STRANGER", "Amara Obi", stranger=True)
    school.slack.add_person("U0BOT", "Amara Obi", bot=True)
    for act in ("view", "use", "decline"):
        school.press(who, message=card.as_json(), channel=card.channel, action_id="sp:matter:0", value=f"{act} {matter(school).id}", forged=True)
        assert school.words(school.window(who)["blocks"]) == wording.MATTER_NOT_YOURS
        school.close_windows(who)
    assert matter(school).state == "new"
    assert log(school).count("refused") == 3


def test_somebody_of_another_workspace_sees_nothing_of_it(school: School, card: Message) -> None:
    school.driver.home_teams[AMARA] = "T0ELSEWHERE"
    press(school, AMARA, card, wording.SUGGESTION_USE)
    assert CANARY not in school.words(school.window(AMARA))
    assert matter(school).state == "new"


def test_matter_of_another_school_or_of_none_is_not_open(school: School) -> None:
    home = school.home(TESS)
    for value in ("view", "view ", "view nothing", "use 0000", ""):
        school.press(TESS, view=home, action_id="sp:matter:0", value=value, forged=True)
        assert school.words(school.window(TESS)["blocks"]) == wording.MATTER_NOT_YOURS
        school.close_windows(TESS)


def test_double_click_is_one_press_and_nobody_is_told_that_somebody_was_first(school: School, card: Message) -> None:
    at = time.time() + 30
    for click in (at, at + 0.1):
        school.driver.press(AMARA, message=card.as_json(), channel=card.channel, label=wording.SUGGESTION_USE, action_ts=f"{click:.6f}")
    school.served.settle()
    assert len([one for one in school.slack.called("views.open") if one.answer == "ok"]) == 2  # the form, and this
    assert wording.MATTER_MOVED_ON not in school.words(school.window(AMARA))


def test_double_click_on_send_keeps_an_answer_once(school: School, card: Message) -> None:
    press(school, AMARA, card, wording.SUGGESTION_DECLINE)
    asked = school.window(AMARA)
    with ThreadPoolExecutor(4) as hands:
        answers = [one.json for one in hands.map(lambda _: school.driver.submit(AMARA, asked, {"f:answer": "Not now."}), range(4))]
    assert all(one["response_action"] == "update" for one in answers)
    assert len(matter(school).done("decline")) == 1


# --- people who are chosen ---

OLU = "U0OLU"


def hand(school: School, card: Message, whom: str) -> Any:
    """Let whoever decides give a suggestion to somebody else; return Slack's answer."""
    press(school, AMARA, card, wording.HANDING_HAND)
    return school.submit(AMARA, school.window(AMARA), {"f:whom": [whom]}).json


def test_colleague_whom_the_settings_do_not_list_is_called_by_name_gets_the_card_and_can_act(school: School, card: Message) -> None:
    school.slack.add_person(OLU, "Olu Ade")
    assert hand(school, card, OLU)["response_action"] == "update"
    assert "Olu Ade" in school.words(school.window(AMARA))
    school.carry()
    (given,) = school.messages_in(school.conversation(OLU))
    assert f"slack:{OLU}" not in school.words([card.blocks, given.blocks])
    assert matter(school).people == (f"slack:{OLU}",)


@pytest.mark.parametrize("sign", ["guest", "stranger", "bot", "deactivated"])
def test_nobody_is_chosen_who_is_no_member_of_staff(school: School, card: Message, sign: str) -> None:
    school.slack.add_person(OLU, "Olu Ade", **{sign: True})
    answer = hand(school, card, OLU)
    assert answer == {"response_action": "errors", "errors": {"f:whom": wording.chosen_not_staff("Olu Ade")}}
    assert not matter(school).people


def test_somebody_of_whom_slack_says_nothing_just_now_is_not_chosen_and_can_be_a_moment_later(school: School, card: Message) -> None:
    school.slack.add_person(OLU, "Olu Ade")
    press(school, AMARA, card, wording.HANDING_HAND)
    asked = school.window(AMARA)
    school.slack.fail("users.info", Fault(status=500))
    answer = school.submit(AMARA, asked, {"f:whom": [OLU]}).json
    assert answer["errors"] == {"f:whom": wording.CHOSEN_UNKNOWN}
    assert school.submit(AMARA, asked, {"f:whom": [OLU]}).json["response_action"] == "update"


# --- lists ---


def test_list_shows_what_waits_and_what_can_be_raised_and_opens_one(school: School, card: Message) -> None:
    listed = school.open_form(AMARA, "/signpost")
    assert listed["callback_id"] == "shows:matters"
    assert wording.MATTERS_WAITING in school.words(listed)
    assert wording.MATTER_MENU in school.words(listed)
    press(school, AMARA, listed, "M-0001")
    opened = school.window(AMARA)
    assert opened["previous_view_id"] == listed["id"]
    assert SUGGESTION["f:what"] in school.words(opened)


def test_list_beneath_follows_what_is_done_over_it(school: School, card: Message) -> None:
    listed = school.open_form(AMARA, "/signpost")
    press(school, AMARA, listed, "M-0001")
    press(school, AMARA, school.window(AMARA), wording.SUGGESTION_USE)
    assert school.words(school.window(AMARA)["blocks"]).startswith(wording.SUGGESTION_USED)
    assert "M-0001" not in school.words(school.slack.views[listed["id"]].view)


def test_matter_and_list_beneath_follow_what_was_written_over_them(school: School, card: Message) -> None:
    listed = school.open_form(AMARA, "/signpost")
    press(school, AMARA, listed, "M-0001")
    opened = school.window(AMARA)
    press(school, AMARA, opened, wording.SUGGESTION_DECLINE)
    asked = school.window(AMARA)
    assert (asked["previous_view_id"], asked["root_view_id"]) == (opened["id"], listed["id"])
    school.submit(AMARA, asked, {"f:answer": "Not now."})
    beneath = school.slack.views[opened["id"]].view
    assert "Declined by Amara Obi" in school.words(beneath)
    assert wording.SUGGESTION_USE not in labels(beneath)
    assert "M-0001" not in school.words(school.slack.views[listed["id"]].view)


def test_command_with_a_reference_opens_that_one(school: School, card: Message) -> None:
    for text in ("M-0001", " m-1 ", "1"):
        school.after(school.driver.slash(AMARA, "/signpost", text))
        assert SUGGESTION["f:what"] in school.words(school.window(AMARA))
        school.close_windows(AMARA)
    for who, text in ((AMARA, "M-0099"), (AMARA, "hello"), ("U0BEN", "M-0001")):
        school.after(school.driver.slash(who, "/signpost", text))
        assert school.words(school.window(who)["blocks"]) == wording.MATTER_NOT_YOURS
        school.close_windows(who)


def test_home_shows_what_waits_and_follows_what_is_done(school: School, card: Message) -> None:
    home = school.home(AMARA)
    assert wording.MATTERS_WAITING in school.words(home)
    assert any(one.endswith(wording.SUGGESTION_BUTTON) for one in labels(home))
    press(school, AMARA, home, "M-0001")
    press(school, AMARA, school.window(AMARA), wording.SUGGESTION_USE)
    assert wording.MATTERS_WAITING not in school.words(school.slack.views["home", AMARA].view)


def test_home_of_whoever_raised_it_follows_the_form_and_the_withdrawal(school: School) -> None:
    school.home(TESS)
    suggest(school)
    shown = school.slack.views["home", TESS]
    assert wording.MATTERS_MINE in school.words(shown.view)
    press(school, TESS, school.window(TESS), wording.SUGGESTION_WITHDRAW)
    assert wording.MATTERS_MINE not in school.words(school.slack.views["home", TESS].view)
    assert matter(school).state == "withdrawn"


def test_form_that_is_pressed_over_one_that_is_open_takes_nothing_typed_away(school: School, card: Message) -> None:
    form = school.open_form(AMARA, "/suggest-post")
    school.press(AMARA, view=form, action_id="sp:matter:0", value=f"view {matter(school).id}", forged=True)
    assert school.window(AMARA)["previous_view_id"] == form["id"]
    assert school.slack.views[form["id"]].view["callback_id"] == "matter:suggestion"


# --- guests, strangers, two schools ---


def test_guest_opens_no_form_and_finds_no_list(school: School) -> None:
    school.slack.add_person(GUEST, "Gus Guest", guest=True)
    for command in ("/suggest-post", "/signpost"):
        assert school.words(school.open_form(GUEST, command)["blocks"]) == wording.MATTER_NOT_YOURS
        school.close_windows(GUEST)
    assert wording.MATTER_MENU not in school.words(school.home(GUEST))


def test_stranger_of_another_organisation_is_told_whom_it_is_for(school: School) -> None:
    school.slack.add_person("U0STRANGER", "Sam Strange", stranger=True)
    for command in ("/suggest-post", "/signpost"):
        assert school.words(school.open_form("U0STRANGER", command)["blocks"]) == wording.FOR_STAFF
        school.close_windows("U0STRANGER")


def test_form_that_a_guest_sends_all_the_same_is_refused_with_every_word_in_it(school: School) -> None:
    form = school.open_form(TESS, "/suggest-post")
    school.slack.add_person(GUEST, "Gus Guest", guest=True)
    answer = school.submit(GUEST, form, SUGGESTION)
    assert answer.json == {"response_action": "errors", "errors": {"f:what": wording.MATTER_NOT_YOURS}}
    assert not matters(school)


def test_whoever_slack_does_not_name_just_now_is_told_so_and_can_send_again(school: School) -> None:
    form = school.open_form("U0FARID", "/suggest-post")
    school.slack.fail_always("users.info", Fault(status=500))
    answer = school.submit("U0CHIDI", form, SUGGESTION)
    assert answer.json["errors"] == {"f:what": wording.CANNOT_TELL_WHO}
    school.slack.fail_always("users.info", None)
    assert school.submit("U0CHIDI", form, SUGGESTION).json["response_action"] == "update"


@pytest.fixture
def trust(database: Engine, clock: FakeClock, slack: FakeSlack, reader: Reader) -> Iterator[School]:
    """A workspace in which the staff of two schools are."""
    for account, (_, name, _) in ELMS.items():
        slack.add_person(account, name)
    with open_school(database, clock, slack, reader, two_schools()) as opened:
        yield opened.school


def test_person_of_two_schools_says_first_which_and_then_the_form_opens(trust: School) -> None:
    asked = trust.open_form(TESS, "/suggest-post")
    assert wording.WHICH_SCHOOL in trust.words(asked)
    press(trust, TESS, asked, "Elmfield School")
    form = trust.window(TESS)
    assert (form["id"], form["callback_id"]) == (asked["id"], "matter:suggestion")
    trust.submit(TESS, form, SUGGESTION)
    assert not matters(trust)
    with trust.office.looking() as connection:
        assert len(trust.office.filing.matters.list(connection, "elmfield")) == 1


def test_person_of_two_schools_says_first_which_and_then_the_list_opens(trust: School) -> None:
    asked = trust.open_form("U0BEN", "/signpost")
    press(trust, "U0BEN", asked, "Elmfield School")
    assert wording.MATTER_MENU in trust.words(trust.window("U0BEN"))
    assert "You are asking at Elmfield School." in trust.words(trust.home("U0BEN"))


def test_deputy_of_two_schools_withdraws_at_one_what_was_raised_there_while_at_the_other(trust: School) -> None:
    press(trust, "U0BEN", trust.home("U0BEN"), "Oakfield School")
    suggest(trust, "U0BEN")
    receipt = trust.window("U0BEN")
    press(trust, "U0BEN", trust.home("U0BEN"), "Elmfield School")
    press(trust, "U0BEN", receipt, wording.SUGGESTION_WITHDRAW)
    assert matter(trust).state == "withdrawn"


# --- a store or a Slack that is slow ---


def test_slow_store_is_said_in_time_on_the_first_field_and_the_second_send_is_the_receipt_of_one(school: School, database: Engine) -> None:
    form = school.open_form(TESS, "/suggest-post")
    began = time.monotonic()
    with locked(database):
        answer = school.driver.submit(TESS, form, SUGGESTION).json
        assert time.monotonic() - began < 3
        assert answer == {"response_action": "errors", "errors": {"f:what": wording.MATTER_NOT_CONFIRMED}}
    school.served.settle()
    again = school.driver.submit(TESS, form, SUGGESTION).json
    assert "M-0001" in school.words(again["view"])
    assert len(matters(school)) == 1


def test_answer_whose_store_is_slow_is_in_doubt_and_kept_once(school: School, card: Message, database: Engine) -> None:
    press(school, AMARA, card, wording.SUGGESTION_DECLINE)
    asked = school.window(AMARA)
    with locked(database):
        assert school.driver.submit(AMARA, asked, {"f:answer": "Not now."}).json["errors"] == {"f:answer": wording.MATTER_NOT_CONFIRMED}
    school.served.settle()
    assert wording.DONE_ALREADY in school.words(school.driver.submit(AMARA, asked, {"f:answer": "Not now."}).json["view"])
    assert len(matter(school).done("decline")) == 1


def test_window_opens_at_once_while_the_store_is_locked_and_says_then_what_came(school: School, card: Message, database: Engine) -> None:
    with locked(database):
        school.driver.press(AMARA, message=card.as_json(), channel=card.channel, label=wording.SUGGESTION_USE)
        until(lambda: [one for one in school.slack.views.values() if one.user == AMARA and one.view["type"] == "modal"])
        assert wording.ONE_MOMENT in school.words(school.window(AMARA))
    school.served.settle()
    assert school.words(school.window(AMARA)["blocks"]).startswith(wording.SUGGESTION_USED)


def test_store_that_fails_keeps_the_form_open_with_a_number_to_ring(school: School, database: Engine) -> None:
    form = school.open_form(TESS, "/suggest-post")
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO gone")
    answer = school.submit(TESS, form, SUGGESTION).json
    assert answer["errors"] == {"f:what": wording.MATTER_NOT_KEPT.format(phone="01632 960 001")}
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO outbox")
    assert not matters(school)
    assert "M-0001" in school.words(school.submit(TESS, form, SUGGESTION).json["view"])


def test_press_for_which_no_window_opens_does_nothing_and_is_told_alone(school: School, card: Message) -> None:
    school.slack.fail("views.open", Fault(error="expired_trigger_id"))
    press(school, AMARA, card, wording.SUGGESTION_USE)
    assert matter(school).state == "new"
    assert school.words(school.messages_in(card.channel)[-1].blocks) == wording.NOT_DONE


def test_what_was_done_is_told_where_the_window_is_gone_and_nothing_that_was_written(school: School, card: Message) -> None:
    school.slack.fail("views.update", Fault(error="not_found"))
    press(school, AMARA, card, wording.SUGGESTION_USE)
    assert matter(school).state == "used"
    told = school.messages_in(card.channel)[-1]
    assert school.words(told.blocks) == wording.SUGGESTION_USED


def test_how_it_stands_is_never_said_in_a_message_where_the_window_is_gone(school: School, card: Message) -> None:
    stale = card.as_json()
    press(school, AMARA, card, wording.SUGGESTION_USE)
    school.close_windows(AMARA)
    school.slack.fail("views.update", Fault(error="not_found"))
    school.press(AMARA, message=stale, channel=card.channel, label=wording.SUGGESTION_DECLINE)
    assert school.words(school.messages_in(card.channel)[-1].blocks) == wording.NOT_SHOWN


def test_form_that_slack_does_not_open_is_told_to_whoever_gave_the_command(school: School) -> None:
    school.slack.fail("views.open", Fault(error="expired_trigger_id"))
    school.after(school.driver.slash(TESS, "/suggest-post"))
    (told,) = school.messages_in(STAFFROOM)
    assert (told.ephemeral_to, school.words(told.blocks)) == (TESS, wording.NOT_DONE)


# --- what Slack keeps, and the log ---


def test_nothing_that_was_written_stands_in_the_log_or_in_what_slack_keeps_of_a_window(
    school: School, card: Message, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "signpost")
    press(school, AMARA, card, wording.SUGGESTION_DECLINE)
    school.submit(AMARA, school.window(AMARA), {"f:answer": f"No {CANARY}."})
    school.carry()
    assert not any(one in caplog.text for one in (CANARY, "Tess", "Amara"))
    for call in school.slack.calls:
        for name in ("private_metadata", "metadata", "text", "callback_id"):
            assert CANARY not in str(call.arguments.get(name, "")) + str((call.arguments.get("view") or {}).get(name, ""))
        values = [str(one.get("value")) for blocks in _blocks_of(call.arguments) for one, _ in surfaces.elements_of(blocks)]
        assert not any(CANARY in one for one in values)


def _blocks_of(arguments: dict[str, Any]) -> Iterator[Any]:
    yield arguments.get("blocks") or []
    yield (arguments.get("view") or {}).get("blocks") or []


def test_mentions_and_links_in_what_was_written_stay_words(school: School, card: Message) -> None:
    (texts,) = [one for one in _texts(card.blocks) if CANARY in one["text"]]
    assert texts["type"] == "text"
    assert SUGGESTION["f:what"] in texts["text"]


def _texts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part
        for one in part.values():
            yield from _texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


@pytest.mark.parametrize(
    "changes",
    [
        {"callback_id": "matter:nothing"},
        {"callback_id": "matter:"},
        {"private_metadata": ""},
        {"private_metadata": "a b"},
        {"callback_id": "act:decline"},
        {"callback_id": "act:", "private_metadata": "a b"},
        {"callback_id": "act:decline", "private_metadata": "a b x"},
        {"blocks": []},
    ],
)
def test_form_as_slack_never_sends_it_is_refused_whole(school: School, changes: dict[str, Any]) -> None:
    form = school.open_form(TESS, "/suggest-post")
    assert school.driver.submit(TESS, {**form, **changes}, {}).status == 400
    assert not matters(school)


@pytest.mark.parametrize(("callback", "kept"), [("act:decline", "0123 4567"), ("act:nothing", "{id} 4567"), ("act:use", "{id} 4567 ml")])
def test_questions_that_nobody_was_asked_do_nothing(school: School, card: Message, callback: str, kept: str) -> None:
    form = {**school.open_form(TESS, "/suggest-post"), "callback_id": callback, "private_metadata": kept.format(id=matter(school).id)}
    answer = school.submit(TESS, form, SUGGESTION)
    assert answer.json == {"response_action": "errors", "errors": {"f:what": wording.MATTER_NOT_YOURS}}
    assert matter(school).state == "new"


# --- values longer than a field of Slack's, matters longer than a window ---

LONG = FormField("what", "What?", FieldType.LONG_TEXT)


@pytest.mark.parametrize("length", [0, 1, 3_000, 3_001, 10_000])
def test_value_of_any_length_is_filled_in_and_read_again_whole(length: int) -> None:
    text = ("word & <b> 😀\n" * 1_000)[:length]
    fields, values = forms.spread((LONG, FormField("network", "Which?", FieldType.TEXT)), {"what": text, "network": "X"})
    assert all(len(one) <= 3_000 for one in values.values())
    state = {f"f:{one.name}": {"v": {"value": values.get(one.name)}} for one in reversed(fields)}
    read, _ = forms.read_filled({"values": state})
    assert read == {name: value for name, value in (("what", text), ("network", "X")) if value}
    assert [one.name for one in fields if one.required] == ["what", "network"]


def raised_elsewhere(school: School, **values: str) -> str:
    """Raise a suggestion from a chat whose fields hold more; return its id."""
    who = Visitor("teams", "aad", "tenant", "Tess Byrne", full_member=True, schools=("oakfield",))
    raised = Duties(school.office).submit(who, "suggestion", "one", values, ())
    assert isinstance(raised, Raised)
    school.carry()
    return raised.matter_id


def test_matter_longer_than_a_window_is_read_page_by_page_and_acted_on_there(school: School) -> None:
    matter_id = raised_elsewhere(school, what="😀" * 10_000, network="😀" * 10_000)
    (card,) = school.messages_in(school.conversation(AMARA))
    assert school.words(card.blocks).count("😀") == 0
    school.press(AMARA, message=card.as_json(), channel=card.channel, action="matter")
    first = school.window(AMARA)
    press(school, AMARA, first, wording.NEXT_PAGE)
    second = school.window(AMARA)
    assert (second["id"], second["callback_id"], second["private_metadata"]) == (first["id"], "shows:matter", matter_id)
    assert school.words([first["blocks"], second["blocks"]]).count("😀") >= 20_000
    press(school, AMARA, second, wording.SUGGESTION_USE)
    assert school.words(school.window(AMARA)["blocks"]).startswith(wording.SUGGESTION_USED)


def test_list_is_still_a_list_when_its_page_is_turned(school: School, card: Message) -> None:
    listed = school.open_form(AMARA, "/signpost")
    school.press(AMARA, view=listed, action_id="sp:page:1", value="1", forged=True)
    assert school.words(school.window(AMARA)["blocks"]) == school.words(listed["blocks"])
