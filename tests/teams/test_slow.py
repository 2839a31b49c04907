"""A store that is locked or slow: whoever reports hears the truth in time, nothing is stored twice, and others are answered meanwhile."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.teams import app, reception
from bot import pressing, wording
from bot.reports import State
from bot.windows import Windows
from tests.slack.test_reporting import until
from tests.teams import cards
from tests.teams.conftest import DSL_CHANNEL, STAFFROOM, TESS, School, aad
from tests.teams.driver import Response
from tests.teams.fake_teams import Fault, Message
from tests.teams.test_asking import CLAUSE, FRIEND_REQUEST
from tests.teams.test_reporting import CANARY, CONTACT, MESSAGE, report

LIMIT = 5.0
"""Seconds after which Teams gives an answer up."""
IN_DOUBT = wording.perhaps_not_stored("01632 960 001")


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Hold the school's store, as a backup or another process may: others can read, none can write."""
    held = sqlite3.connect(str(engine.url.database), isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        held.execute("ROLLBACK")
        held.close()


class Gate:
    """Holds up a verb until it is opened."""

    def __init__(self, verb: Callable[..., Any], *, before: bool) -> None:
        self._verb, self._before, self._open = verb, before, threading.Event()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if self._before:
            self._open.wait(30)
        done = self._verb(*arguments, **named)
        if not self._before:
            self._open.wait(30)
        return done

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def form(school: School) -> dict[str, Any]:
    """A form that a teacher has open."""
    return school.open_form(TESS, "pupil_contact")


@pytest.fixture
def card(school: School) -> Message:
    """The sealed card of a report, in the DSL's channel."""
    report(school)
    school.carry()
    return school.messages_in(DSL_CHANNEL)[0]


def timed(act: Callable[[], Response]) -> tuple[Response, float]:
    """Return an answer, and the seconds that it took."""
    began = time.monotonic()
    return act(), time.monotonic() - began


def send(school: School, form: dict[str, Any]) -> tuple[str, float]:
    """Send a form; return what the dialog shows, and the seconds that it took."""
    answer, took = timed(lambda: school.driver.fill(aad(TESS), form, CONTACT))
    return school.words(answer.card), took


def test_locked_store_is_said_in_time_with_a_number_to_ring_and_the_second_send_is_the_receipt_of_one_report(
    school: School, form: dict[str, Any], database: Engine
) -> None:
    with locked(database):
        answer, took = timed(lambda: school.driver.fill(aad(TESS), form, CONTACT))
        assert took < LIMIT
        assert IN_DOUBT in school.words(answer.card)
        assert not school.reports()
        kept = cards.inputs_of(answer.card)
        assert {name: kept[name] for name in CONTACT} == CONTACT
    until(school.reports)
    again = school.words(school.fill(TESS, answer.card, {}).card)
    assert "R-0001 is stored" in again
    assert len(school.reports()) == 1


def test_same_by_the_compose_box(school: School, database: Engine) -> None:
    form = school.driver.extension_fetch(aad(TESS), "report_pupil_contact").card
    with locked(database):
        answer, took = timed(lambda: school.driver.fill(aad(TESS), form, CONTACT, in_extension="report_pupil_contact"))
        assert took < LIMIT
        assert IN_DOUBT in school.words(answer.card)
    until(school.reports)
    again = school.driver.fill(aad(TESS), answer.card, {}, in_extension="report_pupil_contact").card
    assert "R-0001 is stored" in school.words(again)


@pytest.mark.parametrize("before", [True, False])
def test_store_that_commits_late_takes_one_report_however_often_the_form_is_sent(
    school: School, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    gate = Gate(pressing.submit_report, before=before)
    monkeypatch.setattr(pressing, "submit_report", gate)
    with ThreadPoolExecutor(3) as hands:
        answers = list(hands.map(lambda _: send(school, form), range(3)))
    assert [IN_DOUBT in shown for shown, _ in answers] == [True] * 3
    assert max(took for _, took in answers) < LIMIT
    gate.open()
    school.served.settle()
    assert "R-0001 is stored" in send(school, form)[0]
    assert len(school.reports()) == 1


def test_report_that_was_in_doubt_reaches_the_dsl_also_where_nobody_sends_it_again(school: School, form: dict[str, Any], database: Engine) -> None:
    with locked(database):
        send(school, form)
    until(school.reports)
    school.served.settle()
    school.carry()
    assert len(school.messages_in(DSL_CHANNEL)) == 1
    assert [one for one in school.messages_to(TESS) if "R-0001" in school.words(one)]


def test_teams_and_the_store_that_are_both_slow_are_no_slower_together(school: School, form: dict[str, Any], database: Engine) -> None:
    school.teams.fail_always("member", Fault(hang=20))
    with locked(database):
        shown, took = send(school, form)
        assert took < LIMIT
        assert IN_DOUBT in shown
    until(school.reports)


def test_forms_and_messages_open_while_the_store_is_locked_also_for_somebody_who_was_never_met(school: School, database: Engine) -> None:
    with locked(database):
        opened = [
            timed(lambda: school.driver.fetch(aad("nia"), {"sp": {"action": "report_form", "value": "pupil_contact"}})),
            timed(lambda: school.driver.extension_fetch(aad("nia"), "report_online_incident")),
            timed(lambda: school.driver.extension_fetch(aad("nia"), "report_message", message=MESSAGE)),
        ]
    assert max(took for _, took in opened) < LIMIT / 2
    assert all(cards.inputs_of(answer.card) for answer, _ in opened)


def test_others_are_answered_while_many_wait_for_the_store(school: School, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(pressing.submit_report, before=True)
    monkeypatch.setattr(pressing, "submit_report", gate)
    with ThreadPoolExecutor(12) as hands:
        forms = [school.open_form(TESS, "pupil_contact") for _ in range(12)]
        waiting = [hands.submit(send, school, one) for one in forms]
        school.driver.message(aad("amara"), FRIEND_REQUEST)
        until(lambda: [one for one in school.messages_to("amara") if CLAUSE in school.words(one)])
        assert not [one for one in waiting if one.done() and "stored," in one.result()[0]]
        gate.open()


def test_question_is_answered_while_the_store_is_locked(school: School, database: Engine) -> None:
    with locked(database):
        school.driver.message(aad(TESS), FRIEND_REQUEST)
        school.driver.mention(aad(TESS), FRIEND_REQUEST, conversation=STAFFROOM)
        until(lambda: school.messages_to(TESS) and school.messages_in(STAFFROOM))
        answer, took = timed(lambda: school.driver.extension_query(aad(TESS), "ask", FRIEND_REQUEST))
    assert took < LIMIT
    assert answer.json["composeExtension"]["type"] == "result"


@pytest.mark.parametrize("action", ["view", "acknowledge", "assign", "escalate", "mark_recorded"])
def test_press_that_nobody_can_tell_of_yet_is_said_to_be_that(school: School, card: Message, action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    verb = "press_in_sight" if action in ("assign", "escalate", "mark_recorded") else "press"
    gate = Gate(getattr(Windows, verb), before=True)
    monkeypatch.setattr(app, "LONGEST_ANSWER", 0.3)
    monkeypatch.setattr(Windows, verb, lambda *arguments, **named: gate(*arguments, **named))
    late = wording.LATE.format(phone="01632 960 001")
    if verb == "press":
        answer = school.driver.fetch(aad("amara"), {"sp": {"action": action, "value": school.reports()[0].id}}, conversation=DSL_CHANNEL)
        assert school.words(answer.card) == late
    else:
        acted = {"action": {"type": "Action.Execute", "verb": "sp", "data": {"sp": {"action": action, "value": school.reports()[0].id}}}}
        answer = school.driver.invoke(aad("amara"), "adaptiveCard/action", acted, conversation=DSL_CHANNEL)
        assert answer.json["value"] == late
    gate.open()


def test_report_is_opened_in_time_or_said_not_to_be_while_the_store_is_locked(school: School, card: Message, database: Engine) -> None:
    with locked(database):
        answer, took = timed(lambda: school.driver.press(aad("amara"), card, "view"))
        assert took < LIMIT
        assert CANARY not in school.words(answer.card)
    assert CANARY in school.words(school.press("amara", card, "view").card)


def test_note_and_outcome_in_doubt_come_back_with_what_was_written_and_are_kept_once(school: School, card: Message, database: Engine) -> None:
    school.press("amara", card, "view")
    asked = {action: school.press("amara", card, action).card for action in ("note", "outcome")}
    wrote = {"note": {"f_note": "Spoke to Tess."}, "outcome": {"f_outcome": "monitor", "f_reason": "Spoken to."}}
    with locked(database):
        again = {}
        for action, form in asked.items():
            answer, took = timed(lambda form=form, action=action: school.driver.fill(aad("amara"), form, wrote[action]))  # type: ignore[misc]
            assert took < LIMIT
            assert "whether this was kept" in school.words(answer.card)
            assert {**cards.inputs_of(answer.card), **wrote[action]} == cards.inputs_of(answer.card)
            again[action] = answer.card
    school.served.settle()
    for form in again.values():
        school.fill("amara", form, {})
    until(lambda: school.reports()[0].state is State.CLOSED)
    assert school.words(school.press("amara", card, "view").card).count("Spoke to Tess.") == 1


def test_absence_in_doubt_is_said_to_be_that(school: School, database: Engine) -> None:
    (presence,) = school.write("amara", "I am away")
    asked = school.press("amara", presence, "away").card
    with locked(database):
        answer, took = timed(lambda: school.driver.fill(aad("amara"), asked, {"f_away": "2"}))
    assert took < LIMIT
    assert "whether this was kept" in school.words(answer.card)
    assert cards.inputs_of(answer.card)["f_away"] == "2"


def test_limits_leave_the_door_its_share_of_the_five_seconds() -> None:
    assert reception.HURRY < reception.LONGEST_WAIT < reception.LONGEST_ANSWER < LIMIT
