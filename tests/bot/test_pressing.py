"""A press of any button comes to a card: the deed, the refusal, or what was asked first. Whatever the store or the keys do, it never raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot import pressing, wording
from bot.cards import Card
from bot.filing import Filing
from bot.office import Office
from bot.pressing import ACTIONS, ASKS, ask_first, press
from bot.report_cards import ACTIONS as ON_CARDS
from bot.reporting import Stored, read_form
from bot.reports import Kind, Outcome, Person, Report, State, Submission
from bot.sealing import Sealer, new_ring

Submit = Callable[..., Report]
Find = Callable[[str], Person]

SAID = {
    "note": "Spoke to Year 9.",
    "contact": "Please see me.",
    "reopen": "New facts.",
    "outcome": "monitor",
    "reason": "Seen.",
    "add_information": "More.",
    "withdraw": "yes",
}


def state(office: Office, report: Report) -> State:
    with office.looking() as connection:
        return office.filing.get(connection, report.id).state


def plain(card: Card) -> str:
    return card.plain_text()


# --- every button ---


def test_every_button_of_a_card_can_be_pressed() -> None:
    assert {action for actions in ON_CARDS.values() for action in actions} <= set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_button_has_its_words(action: str) -> None:
    assert wording.BUTTONS[action]


@pytest.mark.parametrize("action", ACTIONS)
def test_button_on_a_report_that_does_not_exist_is_refused_like_one_that_may_not_be_opened(office: Office, person: Find, action: str) -> None:
    assert plain(press(office, person("amara"), action, "0" * 32, SAID).card) == wording.REFUSALS["not_allowed"]


@pytest.mark.parametrize("action", [one for one in ACTIONS if one not in ("read_message", "add_information", "withdraw")])
@pytest.mark.parametrize("name", ["tess", "farid", "dana"])
def test_button_of_those_who_receive_is_refused_to_others_and_changes_nothing(
    office: Office, person: Find, submit: Submit, action: str, name: str
) -> None:
    report = submit(office)
    pressed = press(office, person(name), action, report.id, SAID)
    assert plain(pressed.card) == wording.REFUSALS["not_allowed"]
    assert not pressed.changed
    assert state(office, report) is State.OPEN


@pytest.mark.parametrize("action", ["read_message", "add_information", "withdraw"])
@pytest.mark.parametrize("name", ["amara", "chidi"])
def test_button_of_the_reporter_is_refused_to_others(office: Office, person: Find, submit: Submit, action: str, name: str) -> None:
    report = submit(office)
    assert plain(press(office, person(name), action, report.id, SAID).card) == wording.REFUSALS["not_allowed"]
    assert state(office, report) is State.OPEN


@pytest.mark.parametrize("action", ACTIONS)
def test_failing_store_is_said_and_nothing_raised(office: Office, person: Find, submit: Submit, action: str) -> None:
    report = submit(office)
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE report RENAME TO elsewhere"))
    pressed = press(office, person("amara"), action, report.id, SAID)
    assert plain(pressed.card) == wording.REFUSALS["not_kept"]
    assert not pressed.kept


@pytest.mark.parametrize("action", ACTIONS)
def test_report_whose_key_is_missing_is_said_not_to_open(office: Office, person: Find, submit: Submit, action: str) -> None:
    report = submit(office)
    elsewhere = replace(office, filing=Filing(Sealer(new_ring())))
    assert plain(press(elsewhere, person("amara"), action, report.id, SAID).card) == wording.REFUSALS["unreadable"]


# --- what is asked first ---


@pytest.mark.parametrize("action", [one for one in ACTIONS if one not in ASKS])
def test_button_that_needs_no_words_asks_nothing(office: Office, person: Find, submit: Submit, action: str) -> None:
    assert ask_first(office, person("amara"), action, submit(office).id) == ()


@pytest.mark.parametrize("action", ["note", "contact", "outcome", "reopen"])
def test_recipient_is_asked_before_anything_is_done(office: Office, person: Find, submit: Submit, action: str) -> None:
    assert ask_first(office, person("amara"), action, submit(office).id) == ASKS[action]


@pytest.mark.parametrize("action", ["add_information", "withdraw"])
def test_reporter_is_asked_before_anything_is_done(office: Office, person: Find, submit: Submit, action: str) -> None:
    report = submit(office)
    assert ask_first(office, person("tess"), action, report.id) == ASKS[action]
    assert state(office, report) is State.OPEN


@pytest.mark.parametrize("action", list(ASKS))
@pytest.mark.parametrize("name", ["farid", "dana"])
def test_nobody_is_asked_for_words_in_vain(office: Office, person: Find, submit: Submit, action: str, name: str) -> None:
    asked = ask_first(office, person(name), action, submit(office).id)
    assert isinstance(asked, Card)
    assert plain(asked) == wording.REFUSALS["not_allowed"]


def test_every_outcome_can_be_chosen() -> None:
    assert [value for value, _ in ASKS["outcome"][0].choices] == list(Outcome)


# --- what comes of it ---


def test_acknowledging_first_opens_the_report_and_says_so(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    pressed = press(office, person("amara"), "acknowledge", report.id)
    assert plain(pressed.card).startswith(wording.READ_FIRST)
    assert not pressed.changed
    assert state(office, report) is State.OPEN
    assert press(office, person("amara"), "acknowledge", report.id).changed


def test_second_acknowledgement_is_told_who_was_first(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    for name in ("amara", "ben"):
        press(office, person(name), "view", report.id)
    press(office, person("ben"), "acknowledge", report.id)
    assert "acknowledged first by Ben Hale" in plain(press(office, person("amara"), "acknowledge", report.id).card)


@pytest.mark.parametrize("action", ["assign", "note", "contact", "escalate", "outcome"])
def test_deed_is_said_to_whoever_pressed(office: Office, person: Find, submit: Submit, action: str) -> None:
    report = submit(office)
    press(office, person("amara"), "view", report.id)
    pressed = press(office, person("amara"), action, report.id, SAID)
    assert pressed.changed
    assert report.reference in plain(pressed.card)


def test_outcome_without_a_choice_is_not_recorded(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    press(office, person("amara"), "view", report.id)
    assert plain(press(office, person("amara"), "outcome", report.id, {"reason": "Seen."}).card) == wording.REFUSALS["no_reason"]
    assert state(office, report) is State.OPEN


def test_message_is_read_by_the_reporter(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    press(office, person("amara"), "contact", report.id, SAID)
    assert "Please see me." in plain(press(office, person("tess"), "read_message", report.id).card)


def test_withdrawal_needs_a_yes(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    assert f"Report {report.reference} is stored" in plain(press(office, person("tess"), "withdraw", report.id, {"withdraw": "no"}).card)
    assert state(office, report) is State.OPEN
    press(office, person("tess"), "withdraw", report.id, SAID)
    assert state(office, report) is State.WITHDRAWN


def test_closed_report_cannot_be_withdrawn(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    press(office, person("amara"), "view", report.id)
    press(office, person("amara"), "outcome", report.id, SAID)
    assert plain(press(office, person("tess"), "withdraw", report.id, SAID).card) == wording.REFUSALS["closed"]


# --- lists ---


def test_list_shows_only_what_one_may_open(office: Office, person: Find, submit: Submit) -> None:
    submit(office)
    adult = submit(office, Kind.ADULT_CONCERN)
    assert adult.reference not in plain(pressing.list_for(office, person("amara")))
    assert adult.reference in plain(pressing.list_for(office, person("chidi")))
    assert plain(pressing.list_for(office, person("tess"))) == wording.NO_REPORTS


def test_own_reports_offer_their_messages(office: Office, person: Find, submit: Submit) -> None:
    report = submit(office)
    assert "read_message" not in {one.action for one in pressing.list_of(office, person("tess")).buttons()}
    press(office, person("amara"), "contact", report.id, SAID)
    assert "read_message" in {one.action for one in pressing.list_of(office, person("tess")).buttons()}


@pytest.mark.parametrize("typed", ["R-0001", "r-1", "1"])
def test_report_is_found_by_its_reference(office: Office, submit: Submit, typed: str) -> None:
    report = submit(office)
    assert pressing.find_report(office, typed, "oakfield") == report.id


@pytest.mark.parametrize("typed", ["R-0002", "the first", ""])
def test_reference_of_no_report_finds_none(office: Office, submit: Submit, typed: str) -> None:
    submit(office)
    assert pressing.find_report(office, typed, "oakfield") is None


# --- submitting ---


@pytest.fixture
def submission(office: Office, person: Find) -> Submission:
    filled = {
        **{"immediate_danger": "no", "told_dsl_in_person": "no", "child": "Robin", "what_happened": "Said so.", "happened_at": "today"},
    }
    read = read_form(office, Kind.SAFEGUARDING_CONCERN, filled, (), key="form", reporter=person("tess"))
    assert isinstance(read, Submission)
    return read


def test_stored_report_is_returned(office: Office, submission: Submission) -> None:
    assert isinstance(pressing.submit(office, submission), Stored)


def test_report_that_is_certainly_not_stored_is_said_so(office: Office, submission: Submission) -> None:
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
    card = pressing.submit(office, submission)
    assert isinstance(card, Card)
    assert plain(card) == f"!! {wording.not_stored('01632 960 001')}"


def test_report_of_which_nobody_can_tell_is_said_to_be_perhaps_not_stored(office: Office, submission: Submission) -> None:
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE report RENAME TO elsewhere"))
    card = pressing.submit(office, submission)
    assert isinstance(card, Card)
    assert plain(card) == f"!! {wording.perhaps_not_stored('01632 960 001')}"


def test_form_that_is_sent_again_is_the_same_report(office: Office, submission: Submission) -> None:
    first, second = pressing.submit(office, submission), pressing.submit(office, submission)
    assert isinstance(first, Stored)
    assert isinstance(second, Stored)
    assert second.again
    assert first.standing.report.id == second.standing.report.id
