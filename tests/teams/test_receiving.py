"""What the DSL and the others do with a report in Teams, and what those are told who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import wording
from bot.reports import State
from tests.teams import cards
from tests.teams.conftest import DSL_CHANNEL, TESS, School, aad
from tests.teams.fake_teams import Fault, Message
from tests.teams.test_reporting import CANARY, CONTACT, report


@pytest.fixture
def card(school: School) -> Message:
    """The sealed card of a report, in the DSL's channel."""
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    return card


def test_view_shows_what_was_written_in_a_dialog_and_the_card_says_who_opened_it(school: School, card: Message) -> None:
    assert CONTACT["f_what_was_said"] in school.words(school.press("amara", card, "view").card)
    school.carry()
    assert "Opened by: Amara Obi" in school.words(card)
    assert CANARY not in str(card)


def test_acknowledge_opens_the_report_first_and_counts_then(school: School, card: Message) -> None:
    opened = school.press("amara", card, "acknowledge").card
    assert wording.READ_FIRST in school.words(opened)
    assert school.reports()[0].state is State.OPEN
    again = school.fill("amara", opened, {}, "acknowledge").card
    assert school.reports()[0].state is State.ACKNOWLEDGED
    assert CANARY in school.words(again), "the report stays to be read"
    school.carry()
    assert "Acknowledged by Amara Obi" in school.words(card)
    assert "acknowledged by Amara Obi" in school.words(school.messages_to(TESS)[-1])


def test_second_acknowledgement_is_told_who_was_first(school: School, card: Message) -> None:
    for who in ("amara", "ben"):
        school.press(who, card, "view")
        said = school.words(school.press(who, card, "acknowledge").card)
    assert "Amara Obi" in said
    assert school.reports()[0].acknowledged_by == "amara"


@pytest.mark.parametrize("who", [TESS, "farid", "gus"])
def test_others_are_told_that_they_may_not(school: School, card: Message, who: str) -> None:
    school.teams.add_person("aad-gus", "Amara Obi", guest=True)
    school.teams.conversations[DSL_CHANNEL].members.add(aad(who))
    for action in ("view", "acknowledge", "note", "outcome"):
        assert school.words(school.press(who, card, action).card) == wording.REFUSALS["not_allowed"]
    for action in ("assign", "escalate"):
        assert school.press(who, card, action).json["value"] == wording.REFUSALS["not_allowed"]
    assert school.reports()[0].state is State.OPEN


def test_dsl_who_is_a_guest_by_now_or_of_whom_teams_says_nothing_reads_nothing(school: School, card: Message) -> None:
    school.teams.person("aad-ben").guest = True
    assert CANARY not in school.words(school.press("ben", card, "view").card)
    school.teams.fail_always("member", Fault(status=500))
    assert CANARY not in school.words(school.press("chidi", card, "view").card)


def test_assign_and_escalate_are_done_in_place(school: School, card: Message) -> None:
    school.press("amara", card, "view")
    shown = school.press("amara", card, "assign").card
    assert "Amara Obi" in school.words(shown)
    school.press("amara", card, "escalate")
    school.carry()
    assert school.messages_to("ben")


def test_note_is_kept_once_and_shown_in_the_report(school: School, card: Message) -> None:
    asked = school.press("amara", card, "note").card
    for _ in range(2):
        school.fill("amara", asked, {"f_note": "Spoke to Tess."})
    assert school.words(school.press("amara", card, "view").card).count("Spoke to Tess.") == 1


def test_outcome_closes_the_report_with_a_reason_and_the_buttons_go(school: School, card: Message) -> None:
    school.press("amara", card, "view")
    asked = school.press("amara", card, "outcome").card
    again = school.fill("amara", asked, {"f_outcome": "monitor", "f_reason": " "}).card
    assert wording.REFUSALS["no_reason"] in school.words(again)
    school.fill("amara", again, {"f_reason": "Known contact, pupil spoken to."})
    assert school.reports()[0].state is State.CLOSED
    school.carry()
    assert wording.BUTTONS["acknowledge"] not in cards.labels_of(card.cards)


def test_contact_reporter_reaches_them_without_the_words_in_the_message(school: School, card: Message) -> None:
    asked = school.press("amara", card, "contact").card
    school.fill("amara", asked, {"f_contact": "Please come and see me."})
    school.carry()
    assert "Please come" not in str(school.messages_to(TESS))
    mine = next(one for one in school.write(TESS, "my reports") if "R-0001" in school.words(one))
    assert "Please come and see me." in school.words(school.press(TESS, mine, "read_message").card)


def test_nobody_acknowledges_and_the_deputy_hears_in_person(school: School, card: Message) -> None:
    school.clock.move(timedelta(hours=4, minutes=1))
    school.carry()
    (escalated,) = school.messages_to("ben")
    assert CANARY in school.words(school.press("ben", escalated, "view").card)


def test_list_of_the_dsl_shows_what_is_open_and_others_hear_that_none_comes_to_them(school: School, card: Message) -> None:
    assert "R-0001" in "".join(map(school.words, school.write("amara", "reports")))
    assert wording.NO_REPORTS_COME in "".join(map(school.words, school.write("farid", "reports")))


def test_dsl_who_is_away_is_passed_over_until_back(school: School) -> None:
    (presence,) = school.write("amara", "I am away")
    asked = school.press("amara", presence, "away").card
    school.fill("amara", asked, {"f_away": "1"})
    assert school.office.people.is_away("amara", "oakfield")
    school.write("amara", "I am back")
    assert not school.office.people.is_away("amara", "oakfield")


def test_long_report_is_read_page_by_page(school: School) -> None:
    story = "\n".join(f"line {number} {'x' * 60}" for number in range(140))
    report(school, f_what_was_said=story, f_done_so_far=story, f_pupils="Robin " * 300)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    page, read = school.press("amara", card, "view").card, ""
    for _ in range(10):
        read += school.words(page)
        onwards = [one for one in cards.actions_of(page) if one.get("title") == wording.NEXT_PAGE]
        if not onwards:
            break
        page = school.fill("amara", page, {}, "page").card
    assert read.count("line 139") == 2
