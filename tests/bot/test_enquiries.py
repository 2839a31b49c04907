"""Questions in a chat: the same answer to the same recipe, what is carried in a button sealed, and nothing claimed to be kept that is not."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot import wording
from bot.answering import Answerer, UnknownPolicy
from bot.cards import Button, Card
from bot.enquiries import ACTIONS, LONGEST_VALUE, Enquiries, follow
from bot.key_ring import new_ring
from bot.outcomes import Unknown
from bot.replies import present
from bot.sealing import Sealer

ALET = "alet"
ANSWERED = "can I accept a friend request from a past pupil?"
ONLY_IF = "can I go on facebook at work"
TWO_READINGS = "What's our move if a dad slates us on his page?"
SILENT = "do we have a whatsapp group"
HAPPENED = "a year 9 has just sent me a friend request on instagram"
NOT_UNDERSTOOD = "what time is lunch"
OUTCOMES = [ANSWERED, ONLY_IF, TWO_READINGS, SILENT, HAPPENED, NOT_UNDERSTOOD, "who runs our facebook page?"]


class Shelf:
    """Where questions are kept."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str, str]] = []
        self.fault: Exception | None = None

    def keep(self, question: str, policy_key: str, why: str) -> None:
        if self.fault:
            raise self.fault
        self.kept.append((question, policy_key, why))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(new_ring())


@pytest.fixture
def enquiries(answerer: Answerer, sealer: Sealer, shelf: Shelf) -> Enquiries:
    return Enquiries(answerer, sealer, shelf.keep)


def button(card: Card, action: str) -> Button:
    """Return the first button of a card with an action."""
    return next(one for one in card.buttons() if one.action == action)


def actions(card: Card) -> list[str]:
    return [one.action for one in card.buttons()]


# --- the answer ---


@pytest.mark.parametrize("question", OUTCOMES)
def test_same_question_and_policy_give_the_same_words_and_buttons(enquiries: Enquiries, question: str) -> None:
    first, second = (enquiries.ask(question, ALET) for _ in range(2))
    assert first.plain_text() == second.plain_text()
    assert actions(first) == actions(second)


@pytest.mark.parametrize("question", OUTCOMES)
def test_answer_is_that_of_every_other_way_to_ask_with_buttons_beneath(enquiries: Enquiries, answerer: Answerer, question: str) -> None:
    reply = answerer.ask(question, ALET)
    plain = present(reply, kept=isinstance(reply.outcome, Unknown), can_report=True).plain_text()
    assert enquiries.ask(question, ALET).plain_text().startswith(plain)


@pytest.mark.parametrize("action", ["why", "share"])
def test_same_recipe_gives_the_same_answer_again(enquiries: Enquiries, action: str) -> None:
    value = button(enquiries.ask(ANSWERED, ALET, can_share=True), action).value
    given = [enquiries.public(value) if action == "share" else enquiries.press("why", value, ALET) for _ in range(2)]
    assert given[0] == given[1]


def test_question_of_blanks_is_asked_for(enquiries: Enquiries) -> None:
    assert enquiries.ask(" \n", ALET).plain_text() == wording.EMPTY


def test_policy_that_nobody_knows_is_a_fault(enquiries: Enquiries) -> None:
    with pytest.raises(UnknownPolicy):
        enquiries.ask(ANSWERED, "neverland")


# --- what stands in a button ---


@pytest.mark.parametrize("question", OUTCOMES)
def test_nothing_of_a_question_can_be_read_in_a_button_and_all_of_them_fit(enquiries: Enquiries, question: str) -> None:
    for one in enquiries.ask(question, ALET, can_share=True).buttons():
        assert len(one.value) <= LONGEST_VALUE
        assert question not in one.value
        if one.action in ("why", "helpful", "share"):
            assert question.encode() not in base64.urlsafe_b64decode(one.value)


def test_token_of_another_deployment_is_too_old(answerer: Answerer, enquiries: Enquiries, shelf: Shelf) -> None:
    elsewhere = Enquiries(answerer, Sealer(new_ring()), shelf.keep)
    value = button(elsewhere.ask(ANSWERED, ALET), "not_helpful").value
    assert enquiries.press("not_helpful", value, ALET).plain_text() == wording.TOO_OLD
    assert not shelf.kept


@pytest.mark.parametrize("change", [lambda one: one[:-4], lambda one: "B" + one[1:], lambda one: one[:40] + "AAAA" + one[44:], str.swapcase])
@pytest.mark.parametrize("action", ["why", "helpful", "not_helpful", "none"])
def test_tampered_token_is_too_old(enquiries: Enquiries, shelf: Shelf, action: str, change: Callable[[str], str]) -> None:
    value = button(enquiries.ask(ANSWERED, ALET), "why").value
    assert enquiries.press(action, change(value), ALET).plain_text() == wording.TOO_OLD
    assert enquiries.public(change(value)) is None
    assert not shelf.kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    action=st.sampled_from(sorted(ACTIONS)),
    value=st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
)
def test_nothing_that_stands_in_a_button_is_a_fault(enquiries: Enquiries, shelf: Shelf, action: str, value: str) -> None:
    assert enquiries.press(action, value, ALET).blocks
    assert enquiries.public(value) is None
    assert enquiries.carried(value) == ""
    assert not shelf.kept


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("topic", "no-such-topic no-such-clause"),
        ("topic", "connect-with-past-pupil"),
        ("settle", "connect-with-past-pupil alet-3-friend-requests 0 0"),
        ("settle", "a b ² 0"),
        ("settle", "a b 99999999999999999999 0"),
        ("topic", ""),
    ],
)
def test_button_that_leads_nowhere_any_more_is_too_old(enquiries: Enquiries, action: str, value: str) -> None:
    assert enquiries.press(action, value, ALET).plain_text() == wording.TOO_OLD


def test_answer_to_too_long_a_question_has_no_buttons_of_its_own_and_its_choices_still_lead_on(enquiries: Enquiries, shelf: Shelf) -> None:
    card = enquiries.ask(f"{TWO_READINGS} {'. ' * 1_500}", ALET, can_share=True)
    assert set(actions(card)) == {"topic", "none"}
    assert enquiries.carried(button(card, "none").value) == ""
    assert wording.CHOOSE not in enquiries.press("topic", button(card, "topic").value, ALET).plain_text()
    for value in (button(card, "none").value, ""):
        assert enquiries.press("none", value, ALET).plain_text() == wording.NOT_CHOSEN_NOR_KEPT.format(whom=whom(enquiries))
    assert not shelf.kept


def whom(enquiries: Enquiries) -> str:
    return enquiries._answerer.policy(ALET).ask_whom


def test_longest_question_whose_answer_has_buttons_is_carried_whole(enquiries: Enquiries, shelf: Shelf) -> None:
    question = f"{ANSWERED} {'x' * 1_100}"
    card = enquiries.ask(question, ALET)
    enquiries.press("not_helpful", button(card, "not_helpful").value, ALET)
    assert shelf.kept == [(question, ALET, "not_helpful")]


# --- pressing ---


def test_why_says_what_decided_and_its_buttons_still_know_what_was_asked(enquiries: Enquiries, shelf: Shelf) -> None:
    why = enquiries.press("why", button(enquiries.ask(TWO_READINGS, ALET), "why").value, ALET)
    assert wording.WHY in why.plain_text()
    enquiries.press("none", button(why, "none").value, ALET)
    assert shelf.kept == [(TWO_READINGS, ALET, "not_understood")]


def test_chosen_reading_is_answered_and_still_knows_what_was_asked(enquiries: Enquiries, shelf: Shelf) -> None:
    chosen = enquiries.press("topic", button(enquiries.ask(TWO_READINGS, ALET), "topic").value, ALET)
    enquiries.press("not_helpful", button(chosen, "not_helpful").value, ALET)
    assert shelf.kept == [(TWO_READINGS, ALET, "not_helpful")]


def test_settled_condition_is_answered_as_the_core_answers_it(enquiries: Enquiries, answerer: Answerer) -> None:
    pressed = button(enquiries.ask(ONLY_IF, ALET), "settle")
    reply = follow(answerer, "settle", pressed.value.partition("|")[0], ALET)
    assert enquiries.press("settle", pressed.value, ALET).plain_text().startswith(present(reply, can_report=True).plain_text())


def test_answer_stays_that_of_the_policy_by_which_it_was_given(enquiries: Enquiries) -> None:
    value = button(enquiries.ask(ANSWERED, ALET, can_share=True), "share").value
    assert "Accept 'friend requests' from" in enquiries.press("why", value, "athelstan").plain_text()
    shared = enquiries.public(value)
    assert shared is not None
    assert "Accept 'friend requests' from" in shared.plain_text()


def test_answer_by_a_policy_that_is_gone_is_too_old(answerer: Answerer, sealer: Sealer, shelf: Shelf, enquiries: Enquiries) -> None:
    value = button(enquiries.ask(ANSWERED, ALET), "why").value
    without = Enquiries(_Without(answerer), sealer, shelf.keep)  # type: ignore[arg-type]
    assert without.press("why", value, "athelstan").plain_text() == wording.TOO_OLD


class _Without:
    """An answerer to whom a policy has become unknown."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def policy(self, key: str) -> object:
        if key == ALET:
            raise UnknownPolicy(key)
        return self._answerer.policy(key)


# --- what is kept ---


def test_question_that_was_not_understood_is_kept_without_more_than_its_words(enquiries: Enquiries, shelf: Shelf) -> None:
    assert wording.KEPT in enquiries.ask(NOT_UNDERSTOOD, ALET).plain_text()
    assert shelf.kept == [(NOT_UNDERSTOOD, ALET, "not_understood")]


@pytest.mark.parametrize("question", [ANSWERED, ONLY_IF, TWO_READINGS, SILENT, HAPPENED])
def test_question_that_was_answered_is_not_kept(enquiries: Enquiries, shelf: Shelf, question: str) -> None:
    card = enquiries.ask(question, ALET)
    enquiries.press("why", button(card, "why").value, ALET)
    if "helpful" in actions(card):
        assert enquiries.press("helpful", button(card, "helpful").value, ALET).plain_text() == wording.THANKS
    assert not shelf.kept


@pytest.mark.parametrize("fault", [OperationalError("", {}, OSError("locked")), TimeoutError(), OSError("no space")])
def test_store_that_keeps_nothing_keeps_nobody_from_an_answer_and_is_not_said_to_have_kept(
    enquiries: Enquiries, shelf: Shelf, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.fault = fault
    unknown = enquiries.ask(NOT_UNDERSTOOD, ALET).plain_text()
    assert wording.UNKNOWN in unknown
    assert wording.KEPT not in unknown
    pressed = button(enquiries.ask(ANSWERED, ALET), "not_helpful").value
    assert enquiries.press("not_helpful", pressed, ALET).plain_text() == wording.THANKS
    none = button(enquiries.ask(TWO_READINGS, ALET), "none").value
    assert enquiries.press("none", none, ALET).plain_text() == wording.NOT_CHOSEN_NOR_KEPT.format(whom=whom(enquiries))
    assert caplog.messages == [f"question.not_kept {type(fault).__name__}"] * 3


# --- sharing ---


@pytest.mark.parametrize("question", [ANSWERED, ONLY_IF, SILENT])
def test_shared_answer_holds_nothing_to_press_and_all_that_the_policy_says(enquiries: Enquiries, question: str) -> None:
    card = enquiries.ask(question, ALET, can_share=True)
    shared = enquiries.public(button(card, "share").value)
    assert shared is not None
    assert not shared.buttons()
    assert shared.plain_text().startswith(wording.SHARED)
    assert card.plain_text().splitlines()[0] in shared.plain_text()


@pytest.mark.parametrize("question", [TWO_READINGS, HAPPENED, NOT_UNDERSTOOD])
def test_what_is_no_answer_or_tells_of_something_is_never_shared(enquiries: Enquiries, question: str) -> None:
    card = enquiries.ask(question, ALET, can_share=True)
    assert "share" not in actions(card)
    for one in card.buttons():
        assert enquiries.public(one.value) is None


def test_report_is_neither_shared_nor_asked_about_nor_hidden_behind_its_answer(enquiries: Enquiries) -> None:
    card = enquiries.ask(HAPPENED, ALET, can_share=True)
    assert {"report_form", "why"} <= set(actions(card))
    assert not {"share", "keep", "helpful", "not_helpful"} & set(actions(card))


def test_words_of_the_asker_are_not_in_what_is_shared(enquiries: Enquiries) -> None:
    question = "can I post photos of pupils? can I accept a friend request from a past pupil? and what about my lunch with Zebedee?"
    card = enquiries.ask(question, ALET, can_share=True)
    assert "Zebedee" in card.plain_text()
    shared = enquiries.public(button(card, "share").value)
    assert shared is not None
    assert "Zebedee" not in shared.plain_text()


def test_fact_on_which_a_shared_answer_hangs_is_named(enquiries: Enquiries) -> None:
    shared = enquiries.public(button(enquiries.ask(ONLY_IF, ALET, can_share=True), "share").value)
    assert shared is not None
    assert wording.STILL_OPEN in shared.plain_text()


# --- until somebody has said at which school they are ---


@pytest.mark.parametrize("question", [*OUTCOMES, "half \ud83d an emoji", "<!channel> & “quotes” \n two lines"])
def test_question_is_carried_sealed_and_whole(enquiries: Enquiries, question: str) -> None:
    token = enquiries.carry(question)
    assert enquiries.carried(token) == question
    assert enquiries.carried(token[:-4]) == ""


def test_question_that_is_too_long_is_not_carried(enquiries: Enquiries) -> None:
    assert enquiries.carry("x" * 2_000) == ""
    assert enquiries.carried("") == ""


def test_carried_question_is_no_answer_that_could_be_shared(enquiries: Enquiries) -> None:
    assert enquiries.public(enquiries.carry(ANSWERED)) is None
    assert "Accept 'friend requests' from" in enquiries.press("why", enquiries.carry(ANSWERED), ALET).plain_text()


# --- the one way to follow a button ---


def test_button_is_followed_in_every_chat_alike(answerer: Answerer) -> None:
    options = present(answerer.ask(TWO_READINGS, ALET)).buttons()
    topic = next(one for one in options if one.action == "topic")
    assert follow(answerer, "topic", topic.value, ALET) == answerer.show_topic(*topic.value.split()[:1], ALET, topic.value.split()[1])
    assert isinstance(follow(answerer, "topic", "one two three", ALET).outcome, Unknown)
    assert isinstance(follow(answerer, "none", "", ALET).outcome, Unknown)
    assert replace(follow(answerer, "settle", "a b c d", ALET), why=()) == replace(follow(answerer, "settle", "", ALET), why=())
