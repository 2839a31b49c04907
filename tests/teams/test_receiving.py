"""What the DSL and the others do with a report in Teams, and what those are told who may not."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from adapters.teams import app
from bot import pressing, wording
from bot.reports import State
from bot.store.tables import audit
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


# --- what a person sees after a press ---


@pytest.fixture
def opened(school: School, card: Message) -> dict[str, Any]:
    """The report, open in a dialog of the DSL's."""
    return school.press("amara", card, "view").card


def audited(school: School) -> list[str]:
    """Return what has been logged, event by event."""
    with school.office.looking() as connection:
        return [json.loads(event)["event"] for event in connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars()]


def actions(card: object) -> list[str]:
    return [one["data"]["sp"]["action"] for one in cards.actions_of(card)]


@pytest.mark.parametrize(
    ("action", "said", "gone"),
    [
        ("acknowledge", "R-0001 is acknowledged by you.", "acknowledge"),
        ("assign", "R-0001 is assigned to you.", ""),
        ("escalate", "R-0001 is on its way to the next person.", ""),
    ],
)
def test_report_stays_to_be_read_after_a_press_in_it_with_what_was_done_first(
    school: School, opened: dict[str, Any], action: str, said: str, gone: str
) -> None:
    after = school.fill("amara", opened, {}, action).card
    assert school.words(after).startswith(said)
    assert CANARY in school.words(after)
    assert gone not in actions(after)


def test_note_written_over_the_report_is_seen_in_it_at_once(school: School, opened: dict[str, Any]) -> None:
    asked = school.fill("amara", opened, {}, "note").card
    assert school.words(asked).startswith("R-0001")
    after = school.words(school.fill("amara", asked, {"f_note": "Spoke to Tess."}).card)
    assert "your note is kept" in after.splitlines()[0]
    assert "Spoke to Tess." in after
    assert CANARY in after


def test_note_written_from_the_card_leaves_the_report_shut(school: School, card: Message) -> None:
    asked = school.press("amara", card, "note").card
    after = school.words(school.fill("amara", asked, {"f_note": "Spoke to Tess."}).card)
    assert "your note is kept" in after
    assert CANARY not in after


def test_note_without_a_word_is_asked_for_again(school: School, card: Message) -> None:
    asked = school.press("amara", card, "note").card
    assert wording.REFUSALS["no_reason"] in school.words(school.fill("amara", asked, {"f_note": " "}).card)


def test_outcome_written_over_the_report_leaves_it_closed_and_to_be_opened_again(school: School, opened: dict[str, Any], card: Message) -> None:
    asked = school.fill("amara", opened, {}, "outcome").card
    after = school.fill("amara", asked, {"f_outcome": "monitor", "f_reason": "Spoken to."}).card
    assert "outcome" not in actions(after)
    assert "reopen" in actions(after)
    school.carry()
    assert not {"acknowledge", "outcome", "assign", "escalate"}.intersection(actions(card.cards))
    asked = school.fill("amara", after, {}, "reopen").card
    again = school.fill("amara", asked, {"f_reopen": "There is more."}).card
    assert school.reports()[0].state is State.OPEN
    assert "reopen" not in actions(again)


def test_outcome_is_not_asked_of_somebody_who_has_not_read(school: School, card: Message) -> None:
    shown = school.press("amara", card, "outcome").card
    assert not cards.inputs_of(shown)
    assert school.words(shown).startswith(wording.READ_FIRST)
    assert CANARY in school.words(shown)


def test_assign_from_the_card_opens_nothing_unread_and_is_not_counted(school: School, card: Message) -> None:
    """What cannot be shown where it was pressed is not opened there: the reporter would be told that it was read."""
    for _ in range(2):
        assert school.press("amara", card, "assign").json["value"] == wording.READ_FIRST_IN_VIEW
    school.carry()
    assert school.reports()[0].assigned_to is None
    assert "opened" not in audited(school)
    assert "Opened by: not yet" in school.words(card)


@pytest.mark.parametrize("action", ["assign", "escalate"])
def test_button_of_an_old_client_says_what_was_done_and_the_card_changes_for_all(
    school: School, opened: dict[str, Any], card: Message, action: str
) -> None:
    said = {"assign": "R-0001 is assigned to you.", "escalate": "R-0001 is on its way to the next person."}[action]
    school.press("amara", card, action, as_submit=True)
    assert school.words(school.messages_in(DSL_CHANNEL)[-1]) == said
    assert CANARY not in str(school.messages_in(DSL_CHANNEL))
    school.carry()
    assert card.edits
    assert not [call for call in school.teams.called("edit") if call.answer != 200]


def test_card_is_answered_to_the_presser_at_once_and_put_for_everybody_after(school: School, opened: dict[str, Any], card: Message) -> None:
    mine = school.press("amara", card, "assign").card
    assert "R-0001 is assigned to you." in school.words(mine)
    assert "Assigned to Amara Obi" in school.words(mine)
    assert "is assigned to you" not in school.words(card)
    school.carry()
    assert "Assigned to Amara Obi" in school.words(card)
    assert school.teams.called("edit")


def test_closed_report_can_be_marked_as_recorded_from_its_card_and_that_button_goes(school: School, opened: dict[str, Any], card: Message) -> None:
    asked = school.fill("amara", opened, {}, "outcome").card
    school.fill("amara", asked, {"f_outcome": "monitor", "f_reason": "Spoken to."})
    school.carry()
    assert "mark_recorded" in actions(card.cards)
    shown = school.press("amara", card, "mark_recorded").card
    assert "marked as recorded" in school.words(shown)
    assert "mark_recorded" not in actions(shown)
    assert school.reports()[0].recorded_at is not None


def test_stale_card_does_no_harm_and_says_how_things_are(school: School, card: Message, opened: dict[str, Any]) -> None:
    asked = school.fill("amara", opened, {}, "outcome").card
    school.fill("amara", asked, {"f_outcome": "monitor", "f_reason": "Spoken to."})
    for action in ("assign", "escalate"):
        assert school.press("amara", card, action).json["value"] == wording.REFUSALS["closed"]
    assert wording.REFUSALS["closed"] in school.words(school.press("amara", card, "acknowledge").card)
    stale = school.words(school.fill("amara", opened, {}, "acknowledge").card)
    assert stale.startswith(wording.REFUSALS["closed"])
    assert CANARY in stale
    assert school.reports()[0].state is State.CLOSED


def test_stale_dialog_says_who_was_first_and_keeps_the_report_open_to_be_read(school: School, card: Message, opened: dict[str, Any]) -> None:
    school.fill("ben", school.press("ben", card, "view").card, {}, "acknowledge")
    shown = school.words(school.fill("amara", opened, {}, "acknowledge").card)
    assert "Ben Hale" in shown.splitlines()[0]
    assert CANARY in shown


@pytest.mark.parametrize("action", ["escalate", "acknowledge"])
def test_double_click_in_a_dialog_is_one_press(school: School, opened: dict[str, Any], action: str) -> None:
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda _: school.driver.fill(aad("amara"), opened, {}, action), range(2)))
    assert audited(school).count({"escalate": "escalated", "acknowledge": "acknowledged"}[action]) == 1
    assert answers[0].json == answers[1].json
    assert "was acknowledged first" not in school.words(answers[1].card)


def test_double_click_on_a_card_passes_over_nobody(school: School, card: Message) -> None:
    answers = [school.press("amara", card, "escalate") for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert audited(school).count("escalated") == 1
    school.carry()
    assert school.messages_to("ben")
    assert not school.messages_to("chidi")


def test_double_click_that_two_processes_take_passes_over_nobody(school: School, card: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "DOUBLE_CLICK", 0.0)  # the second process remembers nothing of the first
    school.press("amara", card, "escalate")
    assert school.press("amara", card, "escalate").json["value"] == wording.DONE_ALREADY
    assert audited(school).count("escalated") == 1
    school.clock.move(timedelta(seconds=3))
    school.press("amara", card, "escalate")
    assert audited(school).count("escalated") == 2


def test_double_click_on_send_is_one_note(school: School, card: Message) -> None:
    asked = school.press("amara", card, "note").card
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(lambda _: school.driver.fill(aad("amara"), asked, {"f_note": "Spoke to Tess."}), range(4)))
    assert audited(school).count("noted") == 1
    assert sorted(school.words(one.card) for one in answers) == [
        "R-0001: your note is kept. The reporter does not see it.",
        *[wording.DONE_ALREADY] * 3,
    ]


def test_two_who_acknowledge_at_once_are_one_owner_and_one_who_is_told(school: School, card: Message) -> None:
    shown = {who: school.press(who, card, "view").card for who in ("amara", "ben")}
    with ThreadPoolExecutor(2) as hands:
        after = list(hands.map(lambda who: school.words(school.driver.fill(aad(who), shown[who], {}, "acknowledge").card), shown))
    assert [one.startswith("R-0001 is acknowledged by you.") for one in after].count(True) == 1
    assert ["was acknowledged first" in one for one in after].count(True) == 1
    assert audited(school).count("acknowledged") == 1


def test_long_report_loses_nothing_between_its_pages_though_it_says_first_that_it_must_be_read(school: School) -> None:
    story = "\n".join(f"line {number} {'x' * 60}" for number in range(140))
    report(school, f_what_was_said=story, f_done_so_far=story)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    read = read_to_the_end(school, school.press("amara", card, "acknowledge").card)
    assert read.startswith(wording.READ_FIRST)
    assert all(read.count(f"line {number} ") == 2 for number in range(140))


def read_to_the_end(school: School, page: dict[str, Any]) -> str:
    """Return all pages of a report, from the one that is shown."""
    read = school.words(page)
    while any(one.get("title") == wording.NEXT_PAGE for one in cards.actions_of(page)):
        page = school.fill("amara", page, {}, "page").card
        read += "\n" + school.words(page)
    return read


def test_deed_done_on_the_first_page_moves_nothing_of_the_next(school: School) -> None:
    story = "\n".join(f"line {number} {'x' * 60}" for number in range(140))
    report(school, f_what_was_said=story, f_done_so_far=story)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    last = school.press("amara", card, "view").card
    while "acknowledge" not in actions(last):
        last = school.fill("amara", last, {}, "page").card
    page = school.fill("amara", last, {}, "acknowledge").card
    read = read_to_the_end(school, page)
    assert read.startswith("R-0001 is acknowledged by you.")
    assert all(read.count(f"line {number} ") == 2 for number in range(140))


# --- who may, and who cannot be told ---


def test_dsl_of_whom_teams_says_nothing_is_told_so_and_not_that_she_may_not(school: School, card: Message) -> None:
    school.teams.fail_always("member", Fault(status=500))
    assert school.words(school.press("amara", card, "view").card) == wording.CANNOT_TELL_WHO
    assert school.press("amara", card, "escalate").json["value"] == wording.CANNOT_TELL_WHO
    assert school.words(school.write("amara", "reports")[0]) == wording.CANNOT_TELL_WHO
    assert school.words(school.write("amara", "I am away")[0]) == wording.CANNOT_TELL_WHO
    assert school.words(school.write("amara", "I am back")[0]) == wording.CANNOT_TELL_WHO
    school.teams.fail_always("member", None)
    assert CANARY in school.words(school.press("amara", card, "view").card)


@pytest.mark.parametrize("status", [403, 404])
def test_dsl_who_sent_a_form_where_the_bot_is_not_is_no_guest_afterwards(school: School, card: Message, status: int) -> None:
    """A conversation without the bot shows nobody: for five minutes she would have been refused her own reports."""
    school.teams.add_group("19:two@thread.v2", members=[aad("amara"), aad(TESS)], has_bot=False)
    form = school.after(school.driver.extension_fetch(aad("amara"), "report_online_incident", conversation="19:two@thread.v2")).card
    school.teams.fail("member", Fault(status=status))
    school.after(
        school.driver.fill(aad("amara"), form, {"f_immediate_danger": "no"}, conversation="19:two@thread.v2", in_extension="report_online_incident")
    )
    assert CANARY in school.words(school.press("amara", card, "view").card)


def test_name_that_somebody_shows_gives_no_rights(school: School, card: Message) -> None:
    school.teams.add_person(aad("eve"), "Amara Obi")
    school.teams.conversations[DSL_CHANNEL].members.add(aad("eve"))
    assert school.words(school.press("eve", card, "view").card) == wording.REFUSALS["not_allowed"]
    assert school.press("eve", card, "assign").json["value"] == wording.REFUSALS["not_allowed"]


@pytest.mark.parametrize("action", ["view", "acknowledge", "note", "contact", "outcome", "reopen", "add_information", "withdraw", "read_message"])
def test_report_that_does_not_exist_is_refused_as_one_that_may_not_be_opened(school: School, action: str) -> None:
    shown = school.after(school.driver.fetch(aad("amara"), {"sp": {"action": action, "value": "no-such-report"}})).card
    assert school.words(shown) == wording.REFUSALS["not_allowed"]


def test_report_of_somebody_else_can_be_neither_added_to_nor_withdrawn(school: School, card: Message) -> None:
    (stored,) = school.reports()
    for action in ("add_information", "withdraw", "read_message"):
        shown = school.after(school.driver.fetch(aad("farid"), {"sp": {"action": action, "value": stored.id}})).card
        assert school.words(shown) == wording.REFUSALS["not_allowed"]
    forged = {"sp": {"action": "carry_out", "for": "withdraw", "report": stored.id, "key": "k"}, "f_withdraw": "yes"}
    assert wording.REFUSALS["not_allowed"] in school.words(school.after(school.driver.submit(aad("farid"), forged)).card)
    assert school.reports()[0].state is State.OPEN


# --- what fails ---


def test_exception_in_a_dialog_is_told_in_it_and_holds_nothing_of_the_report(
    school: School, card: Message, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(pressing, "press", fails)
    assert school.words(school.press("amara", card, "view").card) == wording.NOT_DONE
    assert CANARY not in caplog.text


def test_what_was_written_comes_back_where_the_store_does_not_take_it(school: School, card: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OperationalError("", {}, OSError("disk full"))

    asked = school.press("amara", card, "note").card
    monkeypatch.setattr(school.office.filing, "add_note", fails)
    again = school.fill("amara", asked, {"f_note": "Spoke to Tess."}).card
    assert wording.REFUSALS["not_kept"] in school.words(again)
    assert cards.inputs_of(again)["f_note"] == "Spoke to Tess."
    monkeypatch.undo()
    assert "your note is kept" in school.words(school.fill("amara", again, {}).card)


def test_exception_while_something_is_written_brings_it_back(school: School, card: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError

    asked = school.press("amara", card, "note").card
    monkeypatch.setattr(pressing, "press", fails)
    again = school.fill("amara", asked, {"f_note": "Spoke to Tess."}).card
    assert "I cannot tell yet whether this was kept" in school.words(again)
    assert cards.inputs_of(again)["f_note"] == "Spoke to Tess."


# --- lists, and who is away ---


def test_list_shows_what_is_overdue_first_said_and_opens_it(school: School, card: Message) -> None:
    school.clock.move(timedelta(hours=4, minutes=1))
    school.carry()
    shown = school.write("amara", "Reports")
    assert wording.OVERDUE in "".join(map(school.words, shown))
    listed = next(one for one in shown if "R-0001" in school.words(one))
    assert CANARY in school.words(school.press("amara", listed, "view").card)


def test_closed_reports_are_listed_on_request(school: School, opened: dict[str, Any]) -> None:
    asked = school.fill("amara", opened, {}, "outcome").card
    school.fill("amara", asked, {"f_outcome": "monitor", "f_reason": "Spoken to."})
    shown = school.write("amara", "reports")
    assert "R-0001" not in "".join(map(school.words, shown))
    desk = next(one for one in shown if "closed_too" in actions(one.cards))
    before = len(school.messages_to("amara"))
    school.press("amara", desk, "closed_too")
    assert "R-0001" in "".join(map(school.words, school.messages_to("amara")[before:]))


def test_length_of_an_absence_is_asked_again_where_it_is_not_chosen(school: School) -> None:
    (presence,) = school.write("amara", "I am away")
    asked = school.press("amara", presence, "away").card
    again = school.fill("amara", asked, {}).card
    assert wording.CHOICE_EMPTY in school.words(again)
    assert not school.office.people.is_away("amara", "oakfield")


def test_card_on_which_somebody_comes_back_shows_that_they_are(school: School) -> None:
    (presence,) = school.write("amara", "I am away")
    school.fill("amara", school.press("amara", presence, "away").card, {"f_away": "open"})
    (presence,) = school.write("amara", "I am away")
    shown = school.press("amara", presence, "back").card
    assert school.words(shown).startswith(wording.BACK)
    assert "away" in actions(shown)
    assert not school.office.people.is_away("amara", "oakfield")
