"""Questions and reports of a visitor, whichever chat they come from: who is answered, at which school, and what becomes of a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from bot import pressing, wording
from bot.answering import Answerer
from bot.counter import THEN_ASK, Counter, Received, help_card
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.office import Office
from bot.reports import Kind, Person, Refused, Report, State
from bot.sealing import KeyRing, Sealer
from bot.visitors import Visitor

QUESTION = "can I accept a friend request from a past pupil?"
TOLD = "a year 9 has just sent me a friend request on instagram"
FILLED = {
    **{"immediate_danger": "no", "network": "Snapchat", "account": "mine", "pupils": "Robin, Year 9", "pupil_status": "current"},
    **{"family_member": "no", "happened_at": "not sure", "started_by": "pupil", "what_was_said": "hi sir", "replied": "no"},
}
STAFF = Visitor("terminal", "tess", "here", "Tess Byrne", full_member=True, schools=("oakfield",))
OF_TWO = replace(STAFF, schools=("oakfield", "elmfield"))


@pytest.fixture
def kept() -> list[tuple[str, str, str]]:
    """The questions that are kept."""
    return []


@pytest.fixture
def counter(office: Office, answerer: Answerer, ring: KeyRing, kept: list[tuple[str, str, str]]) -> Counter:
    """The counter of Oakfield and Elmfield."""
    enquiries = Enquiries(answerer, Sealer(ring), lambda *one: kept.append(one))
    return Counter(office, enquiries, Deliveries(office.engine, office.clock.now))


def stored(office: Office, school: str = "oakfield") -> list[Report]:
    with office.looking() as connection:
        return list(office.filing.list_reports(connection, school, tuple(State)))


# --- questions ---


def test_question_is_answered_by_the_policy_of_the_visitors_school(counter: Counter) -> None:
    assert counter.answer(STAFF, f" {QUESTION} ").plain_text().startswith("Not allowed (section 3)")
    at_the_other = counter.answer(replace(OF_TWO, chosen="elmfield"), QUESTION).plain_text()
    assert at_the_other != counter.answer(replace(OF_TWO, chosen="oakfield"), QUESTION).plain_text()


@pytest.mark.parametrize("typed", ["", "  ", "help", "Hello!", "hi?"])
def test_whoever_says_nothing_is_told_what_can_be_done(counter: Counter, typed: str) -> None:
    assert counter.answer(STAFF, typed) == help_card()
    assert counter.answer(OF_TWO, typed) == help_card(), "that needs no school"


def test_help_offers_every_form() -> None:
    assert [one.value for one in help_card().buttons() if one.action == "report_form"] == list(Kind)


def test_stranger_is_told_whom_to_ask_and_nothing_else(counter: Counter, kept: list[object]) -> None:
    stranger = replace(STAFF, stranger=True)
    assert counter.answer(stranger, "what time is lunch").plain_text() == wording.FOR_STAFF
    assert counter.answer_for_all(stranger, QUESTION) is None
    assert not kept


def test_file_is_said_to_be_unread_before_the_answer(counter: Counter) -> None:
    assert counter.answer(STAFF, QUESTION, has_file=True).plain_text().startswith(wording.FILES_NOT_READ)


def test_question_waits_sealed_until_the_school_is_chosen(counter: Counter) -> None:
    asked = counter.answer(OF_TWO, QUESTION)
    assert asked.plain_text().startswith(wording.WHICH_SCHOOL)
    assert [one.value.partition("|")[0] for one in asked.buttons()] == ["oakfield", "elmfield"]
    for button in asked.buttons():
        then = button.value.partition("|")[2]
        assert "friend" not in button.value
        assert counter.enquiries.carried(then.removeprefix(THEN_ASK)) == QUESTION


def test_question_that_is_too_long_to_wait_leaves_nothing_behind_the_choice(counter: Counter) -> None:
    assert [one.value for one in counter.answer(OF_TWO, "word " * 1_000).buttons()] == ["oakfield", "elmfield"]


def test_whoever_has_no_school_is_told_so(counter: Counter) -> None:
    assert counter.answer(replace(STAFF, schools=()), QUESTION).plain_text() == wording.NO_SCHOOL


def test_answer_for_all_holds_the_policys_words_alone_and_keeps_nothing(counter: Counter, kept: list[object]) -> None:
    card = counter.answer_for_all(STAFF, QUESTION)
    assert card is not None
    assert not card.buttons()
    assert QUESTION not in card.plain_text()
    for told in (TOLD, "what time is lunch", "", "What's our move if a dad slates us on his page?"):
        assert counter.answer_for_all(STAFF, told) is None
    assert counter.answer_for_all(OF_TWO, QUESTION) is None
    assert not kept


def test_answer_for_all_is_given_to_a_question_of_any_length(counter: Counter) -> None:
    assert counter.answer_for_all(STAFF, f"{QUESTION} {'please ' * 500}") is not None


def test_question_that_is_not_understood_is_kept_with_its_policy(counter: Counter, kept: list[tuple[str, str, str]]) -> None:
    counter.answer(STAFF, "what time is lunch")
    assert kept == [("what time is lunch", "alet", "not_understood")]


def test_button_under_an_answer_is_followed_also_by_whoever_has_to_choose_again(counter: Counter) -> None:
    why = next(one for one in counter.answer(STAFF, QUESTION).buttons() if one.action == "why")
    for visitor in (STAFF, OF_TWO, replace(STAFF, schools=())):
        assert wording.WHY in counter.press_answer(visitor, "why", why.value).plain_text()


# --- reports ---


def submit(counter: Counter, visitor: Visitor = STAFF, *, key: str = "1", about: tuple[str, ...] = (), **changes: str) -> Received | Refused:
    return counter.submit(visitor, Kind.PUPIL_CONTACT, key, {**FILLED, **changes}, about)


def test_form_is_stored_once_however_often_it_is_sent(counter: Counter, office: Office) -> None:
    first, again = submit(counter), submit(counter)
    assert isinstance(first, Received)
    assert first == again
    assert "R-0001 is stored" in first.receipt.plain_text()
    assert [one.reporter_id for one in stored(office)] == ["terminal:tess"]


def test_same_key_in_another_chat_is_another_form(counter: Counter, office: Office) -> None:
    submit(counter)
    submit(counter, replace(STAFF, platform="slack"))
    assert len(stored(office)) == 2


def test_faults_stand_on_their_fields_and_nothing_is_stored(counter: Counter, office: Office) -> None:
    refused = submit(counter, happened_at="tomorrow 10:00", pupils=" ")
    assert isinstance(refused, Refused)
    assert [one.field for one in refused.errors] == ["pupils", "happened_at"]
    assert not stored(office)


@pytest.mark.parametrize(("schools", "said"), [(("oakfield", "elmfield"), wording.CHOOSE_SCHOOL_FIRST), ((), wording.NO_SCHOOL)])
def test_form_of_somebody_without_a_school_is_not_stored_and_says_so(counter: Counter, office: Office, schools: tuple[str, ...], said: str) -> None:
    refused = submit(counter, replace(STAFF, schools=schools))
    assert isinstance(refused, Refused)
    assert refused.errors[0].message == said
    assert not stored(office)


def test_guest_may_report_and_the_report_says_so(counter: Counter, office: Office) -> None:
    submit(counter, replace(STAFF, full_member=False, known=False))
    assert stored(office)[0].odd_reporter


@pytest.mark.parametrize("picked", ["amara", "terminal:amara"])
def test_whoever_was_picked_never_receives_it_by_whichever_id(counter: Counter, office: Office, picked: str) -> None:
    submit(counter, about=(picked.removeprefix("terminal:"),))
    assert "amara" in stored(office)[0].excluded


def test_second_account_of_a_recipient_excludes_them_by_its_name(counter: Counter, office: Office) -> None:
    counter.submit(STAFF, Kind.PUPIL_CONTACT, "1", FILLED, ("another-account",), names=("Amara Obi",))
    assert "amara" in stored(office)[0].excluded


def fails(*_: object, **__: object) -> None:
    raise OperationalError("", {}, OSError("disk full"))


def test_store_that_does_not_take_it_is_said_with_a_number_to_ring(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing, "submit_report", fails)
    refused = submit(counter)
    assert isinstance(refused, Refused)
    assert refused.errors[0].message == wording.not_stored("01632 960 001")


def test_receipt_that_cannot_be_read_is_still_the_receipt_of_what_is_stored(
    counter: Counter, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "first_receipt", fails)
    received = submit(counter)
    assert isinstance(received, Received)
    assert received.receipt.plain_text() == wording.stored_only("R-0001")
    assert len(stored(office)) == 1


def test_whoever_reports_is_the_person_of_the_settings(counter: Counter, office: Office, person: Callable[[str], Person]) -> None:
    submit(counter, replace(STAFF, account="ben", listed=(person("ben"),)))
    assert stored(office)[0].reporter_id == "ben"
