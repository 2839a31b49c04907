"""What the DSL and the others do with a report in Slack, and what those are told who may not."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.slack import windows
from bot import pressing, wording
from bot.reports import Person, State
from bot.store.tables import audit
from bot.windows import Windows
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, TESS, School
from tests.slack.fake_slack import Fault, Message
from tests.slack.test_reporting import CANARY, report


@pytest.fixture
def card(school: School) -> Message:
    """The sealed card of a report, in the DSL's channel."""
    report(school)
    school.close_windows(TESS)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    return card


def press(school: School, who: str, card: Message, action: str) -> None:
    school.press(who, message=card.as_json(), channel=DSL_CHANNEL, action=action)


def test_view_shows_what_was_written_in_a_window_and_the_card_says_who_opened_it(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "view")
    assert CANARY in school.words(school.window("U0AMARA"))
    school.carry()
    assert "Opened by: Amara Obi" in school.words(card.blocks)
    assert CANARY not in str(card.blocks)


def test_acknowledge_opens_the_report_first_and_counts_then(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "acknowledge")
    assert wording.READ_FIRST in school.words(school.window("U0AMARA"))
    assert school.reports()[0].state is State.OPEN
    school.press("U0AMARA", view=school.window("U0AMARA"), action="acknowledge")
    assert school.reports()[0].state is State.ACKNOWLEDGED
    school.carry()
    assert "Acknowledged by Amara Obi" in school.words(card.blocks)
    told = school.messages_in(school.conversation(TESS))
    assert "acknowledged by Amara Obi" in school.words(told[-1].blocks)


def test_second_acknowledgement_is_told_who_was_first(school: School, card: Message) -> None:
    for who in ("U0AMARA", "U0BEN"):
        press(school, who, card, "view")
        school.close_windows(who)
        press(school, who, card, "acknowledge")
    assert "Amara Obi" in school.words(school.window("U0BEN"))
    assert school.reports()[0].acknowledged_by == "amara"


@pytest.mark.parametrize("who", [TESS, "U0FARID", "U0GUEST", "U0BOT"])
def test_others_are_told_privately_that_they_may_not_and_it_is_logged(school: School, card: Message, who: str) -> None:
    school.slack.add_person("U0GUEST", "Amara Obi", guest=True)
    school.slack.add_person("U0BOT", "Amara Obi", bot=True)
    for action in ("view", "acknowledge", "note", "outcome"):
        press(school, who, card, action)
        assert school.words(school.window(who)["blocks"]) == wording.REFUSALS["not_allowed"]
        school.close_windows(who)
    assert school.reports()[0].state is State.OPEN
    with school.office.looking() as connection:
        refused = [event for event in connection.execute(select(audit.c.event)).scalars() if '"refused"' in event]
    assert len(refused) == 4


def test_dsl_who_is_deactivated_or_from_another_workspace_reads_nothing(school: School, card: Message) -> None:
    school.slack.deactivate("U0AMARA")
    press(school, "U0AMARA", card, "view")
    assert CANARY not in school.words(school.window("U0AMARA"))
    school.driver.home_teams["U0BEN"] = "T0ELSEWHERE"
    press(school, "U0BEN", card, "view")
    assert CANARY not in school.words(school.window("U0BEN"))


def test_note_is_asked_for_kept_once_and_shown_in_the_report(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "note")
    asked = school.window("U0AMARA")
    for _ in range(2):
        school.driver.submit("U0AMARA", asked, {"f:note": "Spoke to Tess."})
    school.close_windows("U0AMARA")
    press(school, "U0AMARA", card, "view")
    assert school.words(school.window("U0AMARA")).count("Spoke to Tess.") == 1


def test_note_without_a_word_is_asked_for_again(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "note")
    answer = school.submit("U0AMARA", school.window("U0AMARA"), {"f:note": "  "})
    assert answer.json == {"response_action": "errors", "errors": {"f:note": wording.REFUSALS["no_reason"]}}


def test_outcome_closes_the_report_with_a_reason_and_the_buttons_go(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "view")
    school.close_windows("U0AMARA")
    press(school, "U0AMARA", card, "outcome")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:outcome": "monitor", "f:reason": "Known contact, pupil spoken to."})
    assert school.reports()[0].state is State.CLOSED
    school.carry()
    assert "acknowledge" not in [one["action_id"].split(":")[1] for one, _ in surfaces.elements_of(card.blocks)]


def test_contact_reporter_reaches_them_without_the_words_in_the_notification(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "contact")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:contact": "Please come and see me."})
    school.carry()
    assert "Please come" not in str(school.messages_in(school.conversation(TESS))[-1].arguments)
    home = school.home(TESS)
    school.press(TESS, view=home, action="read_message")
    assert "Please come and see me." in school.words(school.window(TESS))


def test_nobody_acknowledges_and_the_deputy_hears_in_person(school: School, card: Message) -> None:
    school.clock.move(timedelta(hours=4, minutes=1))
    school.carry()
    (escalated,) = school.messages_in(school.conversation("U0BEN"))
    press_here = {"message": escalated.as_json(), "channel": escalated.channel, "action": "view"}
    school.press("U0BEN", **press_here)
    assert CANARY in school.words(school.window("U0BEN"))


def test_long_report_is_read_page_by_page_and_each_page_is_logged(school: School) -> None:
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    (stored,), ben = school.reports(), Person("ben", "Ben Hale", "oakfield")
    for number in range(40):
        assert pressing.press(school.office, ben, "note", stored.id, {"note": f"({number}) " + "x" * 8_000}).changed
    press(school, "U0AMARA", card, "view")
    first = school.window("U0AMARA")
    school.press("U0AMARA", view=first, action="page")
    second = school.window("U0AMARA")
    assert second["id"] == first["id"]
    for number in range(40):
        assert f"({number}) xxx" in school.words([first, second])
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    school.press("U0AMARA", view=school.window("U0AMARA"), action="page")
    school.press("U0AMARA", view=school.window("U0AMARA"), action="escalate")
    told = school.window("U0AMARA")
    assert "on its way to the next person" in school.words(told)
    school.press("U0AMARA", view=told, action="page")
    for number in range(40):  # what is said first moves nothing to where nobody can turn
        assert f"({number}) xxx" in school.words([told, school.window("U0AMARA")])
    assert audited(school).count("opened") == 6


def test_channel_made_public_never_sees_the_card(school: School) -> None:
    school.slack.make_public(DSL_CHANNEL)
    report(school)
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert school.messages_in(school.conversation("U0AMARA"))


# --- what a person sees after a press ---


@pytest.fixture
def opened(school: School, card: Message) -> dict[str, object]:
    """The report, open in a window of the DSL's."""
    press(school, "U0AMARA", card, "view")
    return school.window("U0AMARA")


def actions(view: Any) -> list[str]:
    return [one["action_id"].split(":")[1] for one, _ in surfaces.elements_of(view["blocks"])]


def audited(school: School) -> list[str]:
    """Return what has been logged, event by event."""
    with school.office.looking() as connection:
        return [json.loads(event)["event"] for event in connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars()]


@pytest.mark.parametrize(
    ("action", "said", "gone"),
    [
        ("acknowledge", "R-0001 is acknowledged by you.", "acknowledge"),
        ("assign", "R-0001 is assigned to you.", ""),
        ("escalate", "R-0001 is on its way to the next person.", ""),
    ],
)
def test_report_stays_to_be_read_after_a_press_in_it_with_what_was_done_first(
    school: School, opened: dict[str, object], action: str, said: str, gone: str
) -> None:
    school.press("U0AMARA", view=opened, action=action)
    after = school.window("U0AMARA")
    assert after["id"] == opened["id"]
    assert school.words(after["blocks"]).startswith(said)
    assert CANARY in school.words(after)
    assert gone not in actions(after)


def test_card_stays_in_the_channel_whatever_is_pressed_on_it(school: School, card: Message) -> None:
    for action in ("view", "acknowledge", "assign", "escalate", "note"):
        press(school, "U0AMARA", card, action)
        school.close_windows("U0AMARA")
    school.carry()
    assert [one for one in school.messages_in(DSL_CHANNEL) if one.ts == card.ts] == [card]
    assert CANARY not in str([one.arguments for one in school.messages_in(DSL_CHANNEL)])


def test_note_written_over_the_report_is_seen_in_it_when_the_form_is_closed(school: School, opened: dict[str, Any]) -> None:
    school.press("U0AMARA", view=opened, action="note")
    asked = school.window("U0AMARA")
    assert asked["previous_view_id"] == opened["id"]
    school.submit("U0AMARA", asked, {"f:note": "Spoke to Tess."})
    assert "your note is kept" in school.words(school.window("U0AMARA"))
    assert "Spoke to Tess." in school.words(school.slack.views[opened["id"]].view)


def test_outcome_written_over_the_report_leaves_it_closed_beneath(school: School, opened: dict[str, Any]) -> None:
    school.press("U0AMARA", view=opened, action="outcome")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:outcome": "monitor", "f:reason": "Spoken to."})
    beneath = school.slack.views[opened["id"]].view
    assert "outcome" not in actions(beneath)
    assert "reopen" in actions(beneath)


def test_outcome_is_not_asked_of_somebody_who_has_not_read(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "outcome")
    shown = school.window("U0AMARA")
    assert shown["callback_id"] != "press:outcome"
    assert wording.READ_FIRST in school.words(shown)
    assert CANARY in school.words(shown)


def test_reason_that_was_written_unread_stays_in_its_form(school: School, card: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Windows, "_must_read_first", lambda *_: None)  # a form of before
    press(school, "U0AMARA", card, "outcome")
    asked = school.window("U0AMARA")
    said = {"f:outcome": "monitor", "f:reason": "Spoken to."}
    assert wording.WRITE_FIRST_READ in str(school.submit("U0AMARA", asked, said).json)
    assert school.reports()[0].state is State.OPEN
    assert school.submit("U0AMARA", asked, said).json["response_action"] == "update"
    assert school.reports()[0].state is State.CLOSED


def test_outcome_without_a_reason_keeps_the_form_and_names_the_field(school: School, opened: dict[str, Any]) -> None:
    school.press("U0AMARA", view=opened, action="outcome")
    answer = school.submit("U0AMARA", school.window("U0AMARA"), {"f:outcome": "monitor", "f:reason": " "})
    assert answer.json == {"response_action": "errors", "errors": {"f:reason": wording.REFUSALS["no_reason"]}}


def test_stale_card_does_no_harm_and_says_how_things_are(school: School, card: Message, opened: dict[str, Any]) -> None:
    stale = card.as_json()
    school.press("U0AMARA", view=opened, action="outcome")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:outcome": "monitor", "f:reason": "Spoken to."})
    school.close_windows("U0AMARA")
    for action in ("assign", "escalate", "acknowledge"):
        school.press("U0AMARA", message=stale, channel=DSL_CHANNEL, action=action)
        assert wording.REFUSALS["closed"] in school.words(school.window("U0AMARA"))
        school.close_windows("U0AMARA")
    assert school.reports()[0].state is State.CLOSED


def test_stale_window_says_how_things_are_and_keeps_the_report_open_to_be_read(school: School, card: Message, opened: dict[str, Any]) -> None:
    press(school, "U0BEN", card, "view")
    school.press("U0BEN", view=school.window("U0BEN"), action="acknowledge")
    school.press("U0AMARA", view=opened, action="acknowledge")
    shown = school.words(school.window("U0AMARA")["blocks"])
    assert "Ben Hale" in shown.splitlines()[0]
    assert CANARY in shown


@pytest.mark.parametrize("action", ["escalate", "acknowledge"])
def test_double_click_is_one_press(school: School, opened: dict[str, Any], action: str) -> None:
    at = time.time() + 30
    for click in (at, at + 0.1):
        school.driver.press("U0AMARA", view=opened, action=action, action_ts=f"{click:.6f}")
    school.served.settle()
    assert audited(school).count({"escalate": "escalated", "acknowledge": "acknowledged"}[action]) == 1
    assert "was acknowledged first" not in school.words(school.window("U0AMARA"))


def test_double_click_on_send_is_one_note(school: School, card: Message) -> None:
    press(school, "U0AMARA", card, "note")
    asked = school.window("U0AMARA")
    with ThreadPoolExecutor(4) as hands:
        answers = [one.json for one in hands.map(lambda _: school.driver.submit("U0AMARA", asked, {"f:note": "Spoke to Tess."}), range(4))]
    assert all(one["response_action"] == "update" for one in answers)
    assert audited(school).count("noted") == 1


def test_two_who_acknowledge_at_once_are_one_owner_and_one_who_is_told(school: School, card: Message) -> None:
    for who in ("U0AMARA", "U0BEN"):
        press(school, who, card, "view")
    windows = {who: school.window(who) for who in ("U0AMARA", "U0BEN")}
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda who: school.driver.press(who, view=windows[who], action="acknowledge"), windows))
    school.served.settle()
    first = [who for who in windows if "is acknowledged by you" in school.words(school.window(who))]
    assert len(first) == 1
    assert audited(school).count("acknowledged") == 1


# --- when Slack gets in the way ---


def test_window_that_slack_does_not_open_opens_no_report_and_is_told_alone(school: School, card: Message) -> None:
    school.slack.fail("views.open", Fault(error="expired_trigger_id"))
    press(school, "U0AMARA", card, "view")
    (told,) = [one for one in school.messages_in(DSL_CHANNEL) if one.ephemeral_to]
    assert (told.ephemeral_to, school.words(told.blocks)) == ("U0AMARA", wording.NOT_DONE)
    assert "opened" not in audited(school)


def test_press_for_which_no_window_opens_does_nothing(school: School, card: Message, opened: dict[str, object]) -> None:
    school.slack.fail("views.open", Fault(error="expired_trigger_id"))
    press(school, "U0AMARA", card, "acknowledge")
    assert school.reports()[0].state is State.OPEN


def test_what_was_done_is_told_where_the_window_is_gone(school: School, opened: dict[str, Any]) -> None:
    del school.slack.views[opened["id"]]
    school.press("U0AMARA", view=opened, action="acknowledge")
    assert school.reports()[0].state is State.ACKNOWLEDGED
    (told,) = school.messages_in(school.conversation("U0AMARA"))
    assert "R-0001 is acknowledged by you." in school.words(told.blocks)
    assert CANARY not in str(told.arguments)


def test_window_that_is_filled_at_the_second_try_says_nothing_elsewhere(school: School, card: Message) -> None:
    school.slack.fail("views.update", Fault(status=500))
    press(school, "U0AMARA", card, "view")
    assert CANARY in school.words(school.window("U0AMARA"))
    assert not [one for one in school.messages_in(DSL_CHANNEL) if one.ephemeral_to]


def test_report_that_cannot_be_shown_is_never_said_in_a_message(school: School, card: Message) -> None:
    school.slack.fail("views.update", Fault(status=500), Fault(status=500))
    press(school, "U0AMARA", card, "view")
    (told,) = [one for one in school.messages_in(DSL_CHANNEL) if one.ephemeral_to]
    assert school.words(told.blocks) == wording.NOT_SHOWN


def test_dsl_of_whom_slack_says_nothing_just_now_is_told_so_and_not_that_she_may_not(school: School, card: Message) -> None:
    school.slack.fail_always("users.info", Fault(status=500))
    press(school, "U0AMARA", card, "view")
    assert school.words(school.window("U0AMARA")["blocks"]) == wording.CANNOT_TELL_WHO
    assert "refused" not in audited(school)


def test_exception_right_after_the_acknowledgement_is_answered_200_and_told(school: School, card: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(windows, "show_made", breaks)
    answer = school.driver.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    school.served.settle()
    assert answer.status == 200
    (told,) = [one for one in school.messages_in(DSL_CHANNEL) if one.ephemeral_to]
    assert school.words(told.blocks) == wording.NOT_DONE


def test_page_that_is_turned_where_no_window_is_says_that_the_button_is_too_old(school: School, card: Message) -> None:
    answer = school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action_id="sp:page:0", value="1", forged=True)
    assert answer.status == 200
    (told,) = [one for one in school.messages_in(DSL_CHANNEL) if one.ephemeral_to]
    assert school.words(told.blocks) == wording.TOO_OLD
