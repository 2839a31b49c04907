"""Reports made in Slack: from a command, a shortcut or a button to what the reporter sees."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import pressing, wording
from bot.reports import Kind
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, STAFFROOM, TESS, School
from tests.slack.fake_slack import Fault

CONTACT: dict[str, Any] = {
    "f:immediate_danger": "no",
    "f:network": "Snapchat",
    "f:account": "mine",
    "f:pupils": "Robin, Year 9",
    "f:pupil_status": "current",
    "f:family_member": "no",
    "f:happened_at": "today 9:15",
    "f:started_by": "pupil",
    "f:what_was_said": "hi sir <!channel> & <http://x.example|look>",
    "f:replied": "no",
}
CANARY = "hi sir"


def report(school: School, who: str = TESS, **changes: Any) -> Any:
    """Let somebody report that a pupil has been in touch; return Slack's answer to the form."""
    view = school.open_form(who, "/report-contact")
    return school.submit(who, view, {**CONTACT, **changes})


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("/report-contact", Kind.PUPIL_CONTACT),
        ("/report-concern", Kind.SAFEGUARDING_CONCERN),
        ("/report-adult", Kind.ADULT_CONCERN),
        ("/report-incident", Kind.ONLINE_INCIDENT),
    ],
)
def test_command_opens_the_form_with_999_first(school: School, command: str, kind: Kind) -> None:
    view = school.open_form(TESS, command)
    assert view["callback_id"] == f"report:{kind}"
    assert "999" in school.words(view["blocks"][0])


@pytest.mark.parametrize("kind", list(Kind))
def test_shortcut_opens_the_form(school: School, kind: Kind) -> None:
    assert school.after(school.driver.shortcut(TESS, f"report_{kind}")).status == 200
    assert school.window(TESS)["callback_id"] == f"report:{kind}"


def test_form_that_is_sent_becomes_the_receipt_and_the_report_is_stored_before(school: School) -> None:
    report(school)
    (stored,) = school.reports()
    assert stored.kind is Kind.PUPIL_CONTACT
    shown = school.words(school.window(TESS))
    assert f"Report {stored.reference} is stored" in shown
    assert CANARY not in shown


def test_faults_stand_on_their_fields_and_nothing_is_stored(school: School) -> None:
    answer = report(school, **{"f:happened_at": "tomorrow 10:00", "f:what_was_said": " "})
    assert answer.json["response_action"] == "errors"
    assert set(answer.json["errors"]) == {"f:happened_at", "f:what_was_said"}
    assert not school.reports()


def test_same_form_sent_twice_is_one_report(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    first, second = (school.after(school.driver.submit(TESS, view, CONTACT)) for _ in range(2))
    assert first.json == second.json
    assert len(school.reports()) == 1


def test_report_goes_to_the_channel_sealed_and_the_reporter_is_told(school: School) -> None:
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert "Tess Byrne" in school.words(card.blocks)
    assert CANARY not in str(card.arguments)
    assert "Robin" not in str(card.arguments)
    told = school.messages_in(school.conversation(TESS))
    assert any("delivered" in school.words(one.blocks) for one in told)
    assert CANARY not in "".join(str(one.arguments) for one in told)


def test_nothing_that_was_written_stands_in_what_slack_keeps_beside_a_form(school: School) -> None:
    report(school)
    school.carry()
    for call in school.slack.calls:
        for name in ("private_metadata", "metadata", "text"):
            assert CANARY not in str(call.arguments.get(name, ""))


def test_store_that_fails_keeps_the_form_open_and_gives_a_number_to_ring(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    view = school.open_form(TESS, "/report-contact")

    def fails(*_: object) -> None:
        raise OperationalError("", {}, OSError("disk full"))

    monkeypatch.setattr(pressing, "submit_report", fails)
    answer = school.submit(TESS, view, CONTACT)
    assert answer.json["response_action"] == "errors"
    (said,) = answer.json["errors"].values()
    assert "NOT stored" in said
    assert "01632 960" in said
    assert not school.reports()


def test_message_is_taken_over_into_the_form_with_author_time_and_link(school: School) -> None:
    message = school.slack.say("U0EVE", STAFFROOM, "He said &lt;that&gt; to her")
    school.after(school.driver.message_shortcut(TESS, "report_message", STAFFROOM, message.as_json()))
    first = school.window(TESS)
    assert wording.TAKE_OVER_NO_IMAGES in school.words(first)
    assert CANARY not in first["private_metadata"]
    school.submit(TESS, first, {"f:kind": Kind.ADULT_CONCERN})
    form = school.window(TESS)
    filled = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert filled["f:what_happened"]["initial_value"].startswith("He said <that> to her\nhttps://")
    assert filled["f:about"]["initial_users"] == ["U0EVE"]
    assert filled["f:happened_at"]["initial_value"].startswith("16/11/2026")


def test_answer_on_contact_offers_the_form_one_press_away(school: School) -> None:
    (answer,) = school.write(TESS, "a year 9 has just sent me a friend request on instagram")
    assert "Nothing has been reported yet" in school.words(answer.blocks)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action="report_form")
    choice = school.window(TESS)
    school.press(TESS, view=choice, action_id="sp:report_form:0")
    assert school.window(TESS)["callback_id"] == "report:pupil_contact"


def test_reporter_sees_own_reports_and_adds_to_them_and_withdraws(school: School) -> None:
    report(school)
    school.carry()
    home = school.home(TESS)
    assert "R-0001" in school.words(home)
    school.close_windows(TESS)
    school.press(TESS, view=home, action="add_information")
    school.submit(TESS, school.window(TESS), {"f:add_information": "He wrote again."})
    assert "R-0001" in school.words(school.window(TESS))
    school.close_windows(TESS)
    school.press(TESS, view=school.home(TESS), action="withdraw")
    school.submit(TESS, school.window(TESS), {"f:withdraw": "yes"})
    assert school.reports()[0].state == "withdrawn"


def test_guest_may_report_and_the_card_says_so(school: School) -> None:
    school.slack.add_person("U0GUEST", "Gus Guest", guest=True)
    report(school, "U0GUEST")
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert wording.ODD_REPORTER in school.words(card.blocks)


def test_picked_person_never_receives_the_report(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    school.submit(TESS, view, {**CONTACT, "f:about": ["U0AMARA"]})
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert not school.messages_in(school.conversation("U0AMARA"))
    assert school.messages_in(school.conversation("U0BEN"))


def test_second_account_of_the_dsl_by_the_same_name_excludes_her(school: School) -> None:
    school.slack.add_person("U0SECOND", "Amara Obi")
    view = school.open_form(TESS, "/report-contact")
    school.submit(TESS, view, {**CONTACT, "f:about": ["U0SECOND"]})
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert surfaces.words([one.blocks for one in school.messages_in(school.conversation("U0BEN"))])


# --- windows ---


def test_form_is_not_made_to_wait_for_slack_to_say_who_somebody_is(school: School) -> None:
    school.slack.fail_always("users.info", Fault(hang=1.5, status=500))
    school.driver.slash(TESS, "/report-contact")
    until(lambda: school.slack.called("views.open"))
    assert not [one for one in school.slack.called("users.info") if one.answer != "given up"]
    school.served.settle()


def test_trigger_that_came_too_late_is_told_to_whoever_waited(school: School) -> None:
    late = school.slack.new_trigger(TESS)
    school.clock.move(timedelta(seconds=4))
    assert school.after(school.driver.slash(TESS, "/report-contact", trigger=late)).status == 200
    (told,) = school.messages_in(STAFFROOM)
    assert told.ephemeral_to == TESS
    assert school.words(told.blocks) == wording.NOT_DONE


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(error="internal_error"), Fault(cut_before=True)])
def test_window_that_slack_does_not_open_is_told_to_whoever_chose_a_shortcut_in_person(school: School, fault: Fault) -> None:
    school.slack.fail("views.open", fault, fault)
    assert school.after(school.driver.shortcut(TESS, "report_pupil_contact")).status == 200
    (told,) = school.messages_in(school.conversation(TESS))
    assert school.words(told.blocks) == wording.NOT_DONE


def test_window_that_slack_opens_at_the_second_try_is_opened(school: School) -> None:
    school.slack.fail("views.open", Fault(status=429, headers={"Retry-After": "1"}))
    assert school.open_form(TESS, "/report-contact")["callback_id"] == "report:pupil_contact"


def test_form_chosen_twice_in_the_same_window_is_opened_once_and_without_a_fault(school: School) -> None:
    (answer,) = school.write(TESS, "a year 9 has just sent me a friend request on instagram")
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action="report_form")
    choice = school.window(TESS)
    for _ in range(2):
        school.driver.press(TESS, view=choice, action_id="sp:report_form:0")
    school.served.settle()
    assert school.window(TESS)["callback_id"] == "report:pupil_contact"
    assert wording.NOT_DONE not in school.words([one.blocks for one in school.slack.messages])


@pytest.mark.parametrize("where", ["C0ELSEWHERE", "D0OTHERS"])
def test_message_is_taken_over_also_from_where_the_bot_is_no_member(school: School, where: str) -> None:
    message = {"ts": "1763289060.000100", "user": "U0EVE", "text": "ask <@U0BEN> &amp; <https://x.example|x.example>"}
    school.after(school.driver.message_shortcut(TESS, "report_message", where, message))
    filled = {block["block_id"]: block["element"] for block in school.window(TESS)["blocks"] if block["type"] == "input"}
    assert filled["f:taken_text"]["initial_value"] == "ask @U0BEN & https://x.example"
    assert "initial_value" not in filled["f:link"]


def test_message_of_ones_own_is_taken_over_without_naming_oneself_as_the_one_it_is_about(school: School) -> None:
    message = school.slack.say(TESS, STAFFROOM, "I wrote something that I should not have")
    school.after(school.driver.message_shortcut(TESS, "report_message", STAFFROOM, message.as_json()))
    [picker] = [block["element"] for block in school.window(TESS)["blocks"] if block["type"] == "input" and block["block_id"] == "f:taken_by"]
    assert "initial_users" not in picker


def test_link_that_comes_too_late_is_left_out_rather_than_the_form(school: School) -> None:
    message = school.slack.say("U0EVE", STAFFROOM, "hi")
    school.slack.fail("chat.getPermalink", Fault(hang=1.4))
    school.after(school.driver.message_shortcut(TESS, "report_message", STAFFROOM, message.as_json()))
    assert school.window(TESS)["callback_id"] == "take_over"


def test_long_message_that_is_taken_over_says_that_it_goes_on_and_keeps_its_link(school: School) -> None:
    message = school.slack.say("U0EVE", STAFFROOM, "word " * 900)
    school.after(school.driver.message_shortcut(TESS, "report_message", STAFFROOM, message.as_json()))
    school.submit(TESS, school.window(TESS), {"f:kind": Kind.ADULT_CONCERN})
    filled = {block["block_id"]: block["element"] for block in school.window(TESS)["blocks"] if block["type"] == "input"}
    said = filled["f:what_happened"]["initial_value"]
    assert len(said) <= 3000
    *_, goes_on, link = said.split("\n")
    assert (goes_on, link.startswith("https://")) == (wording.TAKEN_OVER_SHORTENED, True)


# --- what is sent ---


def test_reporter_whom_slack_does_not_name_is_named_by_their_handle_and_the_card_says_so(school: School) -> None:
    school.slack.fail_always("users.info", Fault(status=500))
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert "by u0tess" in school.words(card.blocks)
    assert wording.ODD_REPORTER in school.words(card.blocks)


def test_person_who_was_picked_and_whom_slack_does_not_name_still_never_receives_it(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    school.slack.fail_always("users.info", Fault(status=500))
    school.submit(TESS, view, {**CONTACT, "f:about": ["U0AMARA"]})
    school.slack.fail_always("users.info", None)
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert not school.messages_in(school.conversation("U0AMARA"))


def test_receipt_stays_true_after_what_is_done_over_it(school: School) -> None:
    report(school)
    receipt = school.window(TESS)
    school.press(TESS, view=receipt, action="withdraw")
    asked = school.window(TESS)
    assert asked["previous_view_id"] == receipt["id"]
    school.submit(TESS, asked, {"f:withdraw": "yes"})
    beneath = school.slack.views[receipt["id"]].view
    assert "You withdrew report R-0001" in school.words(beneath)
    assert "withdraw" not in [one["action_id"].split(":")[1] for one, _ in surfaces.elements_of(beneath["blocks"])]


def test_withdrawal_that_is_thought_better_of_leaves_the_receipt(school: School) -> None:
    report(school)
    school.press(TESS, view=school.window(TESS), action="withdraw")
    school.submit(TESS, school.window(TESS), {"f:withdraw": "no"})
    assert "R-0001 is stored" in school.words(school.window(TESS))
    assert school.reports()[0].state == "open"


def test_information_without_a_word_is_asked_for_on_its_field(school: School) -> None:
    report(school)
    school.press(TESS, view=school.window(TESS), action="add_information")
    answer = school.submit(TESS, school.window(TESS), {"f:add_information": " \u200b "})
    assert answer.json == {"response_action": "errors", "errors": {"f:add_information": wording.REFUSALS["no_reason"]}}


def test_report_of_somebody_else_can_be_neither_added_to_nor_withdrawn(school: School) -> None:
    report(school)
    mine = school.home(TESS)
    for action in ("add_information", "withdraw"):
        school.press("U0FARID", view={**mine, "id": "V0"}, action=action)
        assert school.words(school.window("U0FARID")["blocks"]) == wording.REFUSALS["not_allowed"]
        school.close_windows("U0FARID")
    assert school.reports()[0].state == "open"


def test_nothing_of_a_report_stands_in_the_log(school: School, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "signpost")
    view = school.open_form(TESS, "/report-contact")
    school.slack.fail("views.publish", Fault(status=500))
    school.submit(TESS, view, CONTACT)
    school.carry()
    for said in (CANARY, "Robin", "Tess"):
        assert said not in caplog.text


def test_what_slack_keeps_of_a_window_is_ids_and_nothing_else(school: School) -> None:
    report(school)
    school.carry()
    school.press(TESS, view=school.window(TESS), action="add_information")
    kept = [one["private_metadata"] for view in school.slack.views.values() for one in (view.view, *view.earlier) if one.get("private_metadata")]
    assert kept
    assert all(re.fullmatch(r"[0-9a-f-]{32,36}( [0-9a-f-]{32,36})?", one) for one in kept)
