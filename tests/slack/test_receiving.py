"""What the DSL and the others do with a report in Slack, and what those are told who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import wording
from bot.reports import State
from bot.store.tables import audit
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, TESS, School
from tests.slack.fake_slack import Message
from tests.slack.test_reporting import CANARY, CONTACT, report


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
    assert answer.json["response_action"] in ("errors", "update")
    assert wording.REFUSALS["no_reason"] in str(answer.json)


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


def test_home_of_the_dsl_lists_what_is_open_and_of_a_teacher_does_not(school: School, card: Message) -> None:
    assert wording.HOME_DESK in school.words(school.home("U0AMARA"))
    assert "R-0001" in school.words(school.home("U0AMARA"))
    assert wording.HOME_DESK not in school.words(school.home("U0FARID"))


def test_dsl_who_is_away_is_passed_over(school: School) -> None:
    school.press("U0AMARA", view=school.home("U0AMARA"), action="away")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:away": "1"})
    assert school.office.people.is_away("amara", "oakfield")
    assert wording.HOME_IS_AWAY in school.words(school.home("U0AMARA"))
    school.press("U0AMARA", view=school.home("U0AMARA"), action="back")
    assert not school.office.people.is_away("amara", "oakfield")


def test_report_of_twenty_thousand_characters_is_read_page_by_page(school: School) -> None:
    story = "\n".join(f"line {number} {'x' * 40}" for number in range(60))
    view = school.open_form(TESS, "/report-contact")
    school.submit(TESS, view, {**CONTACT, "f:what_was_said": story})
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    press(school, "U0AMARA", card, "view")
    assert "line 59" in school.words(school.window("U0AMARA"))


def test_channel_made_public_never_sees_the_card(school: School) -> None:
    school.slack.make_public(DSL_CHANNEL)
    report(school)
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert school.messages_in(school.conversation("U0AMARA"))
