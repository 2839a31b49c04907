"""A store that is locked or slow: whoever reports hears the truth in time, nothing is stored twice, and others are answered meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from adapters.slack import reception
from bot import pressing, wording
from bot.reports import State
from bot.store import engine
from tests.slack.conftest import DSL_CHANNEL, STAFFROOM, TESS, School
from tests.slack.fake_slack import Message
from tests.slack.test_reporting import CANARY, CONTACT, report, until

FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
CLAUSE = "Accept 'friend requests' from, or communicate with, pupils past or present"
NESTED_READING = pytest.mark.skipif(
    not hasattr(engine, "looking"),
    reason="whoever reads within a reading, and a writer, wait for each other until SQLite gives up after 30 s; asked of the store's owner",
)


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
    """Holds up a verb of the core until it is opened."""

    def __init__(self, verb: Callable[..., Any], *, before: bool) -> None:
        self._verb, self._before, self._open = verb, before, threading.Event()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if self._before:
            self._open.wait(20)
        done = self._verb(*arguments, **named)
        if not self._before:
            self._open.wait(20)
        return done

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def form(school: School) -> dict[str, Any]:
    """A form that a teacher has open."""
    return dict(school.open_form(TESS, "/report-contact"))


def sent(school: School, view: dict[str, Any], values: dict[str, Any] = CONTACT) -> dict[str, Any]:
    """Send a form; return the answer that Slack gets."""
    answer = school.driver.submit(TESS, view, values)
    assert answer.status == 200
    return answer.json


def in_doubt(school: School) -> str:
    return wording.perhaps_not_stored(school.office.number_to_ring("oakfield"))


def test_form_is_answered_before_slack_gives_it_up() -> None:
    assert reception.LONGEST_WAIT <= 2.5


def test_locked_store_is_said_in_time_with_a_number_to_ring_and_the_second_send_is_the_receipt_of_one_report(
    school: School, form: dict[str, Any], database: Engine
) -> None:
    with locked(database):
        answer = sent(school, form)
        assert answer == {"response_action": "errors", "errors": {"f:immediate_danger": in_doubt(school)}}
        assert not school.reports()
    school.served.settle()
    again = sent(school, form)
    assert again["response_action"] == "update"
    assert "R-0001 is stored" in school.words(again["view"])
    assert len(school.reports()) == 1


@pytest.mark.parametrize("before", [True, False])
def test_store_that_commits_late_takes_one_report_however_often_the_form_is_sent(
    school: School, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    gate = Gate(pressing.submit_report, before=before)
    monkeypatch.setattr(pressing, "submit_report", gate)
    with ThreadPoolExecutor(3) as hands:
        answers = list(hands.map(lambda _: sent(school, form), range(3)))
    assert [answer["errors"]["f:immediate_danger"] for answer in answers] == [in_doubt(school)] * 3
    gate.open()
    school.served.settle()
    again = sent(school, form)
    assert "R-0001 is stored" in school.words(again["view"])
    assert len(school.reports()) == 1


def test_report_that_was_in_doubt_reaches_the_dsl_also_where_nobody_sends_it_again(school: School, form: dict[str, Any], database: Engine) -> None:
    with locked(database):
        sent(school, form)
    school.served.settle()
    school.carry()
    assert len(school.messages_in(DSL_CHANNEL)) == 1
    assert [one for one in school.messages_in(school.conversation(TESS)) if "R-0001" in school.words(one.blocks)]


@pytest.mark.parametrize("reports", [1, pytest.param(8, marks=NESTED_READING)])
def test_others_are_answered_while_the_store_is_locked(school: School, form: dict[str, Any], database: Engine, reports: int) -> None:
    with locked(database), ThreadPoolExecutor(8) as hands:
        waiting = [hands.submit(sent, school, form) for _ in range(reports)]
        assert school.driver.message("U0FARID", school.conversation("U0FARID"), FRIEND_REQUEST).status == 200
        until(lambda: school.messages_in(school.conversation("U0FARID")))
        (answer,) = school.messages_in(school.conversation("U0FARID"))
        assert CLAUSE in school.words(answer.blocks)
        assert all(one.result()["response_action"] == "errors" for one in waiting)
    school.served.settle()


def test_form_opens_while_the_store_is_locked(school: School, database: Engine) -> None:
    with locked(database):
        assert school.driver.slash(TESS, "/report-concern").status == 200
        until(lambda: school.slack.called("views.open"))
        assert school.window(TESS)["callback_id"] == "report:safeguarding_concern"
    school.served.settle()


def test_question_that_was_not_understood_is_answered_while_the_store_is_locked_and_not_said_to_be_kept(school: School, database: Engine) -> None:
    with locked(database):
        assert school.driver.message(TESS, school.conversation(TESS), "what time is lunch").status == 200
        until(lambda: school.messages_in(school.conversation(TESS)))
        (answer,) = school.messages_in(school.conversation(TESS))
        assert wording.UNKNOWN in school.words(answer.blocks)
        assert wording.KEPT not in school.words(answer.blocks)
    until(school.kept_questions)  # later it is kept all the same


def test_same_event_again_while_the_store_is_locked_has_one_effect_once_it_is_free(school: School, database: Engine) -> None:
    with locked(database):
        school.driver.message(TESS, school.conversation(TESS), FRIEND_REQUEST, event_id="Ev0SAME")
    school.served.settle()
    until(lambda: school.bot and school.messages_in(school.conversation(TESS)))
    before = len(school.messages_in(school.conversation(TESS)))
    for retry in (1, 2):
        school.after(school.driver.message(TESS, school.conversation(TESS), FRIEND_REQUEST, event_id="Ev0SAME", retry=retry))
    assert len(school.messages_in(school.conversation(TESS))) - before <= 1


def test_store_that_fails_at_submit_is_never_answered_as_success(school: School, form: dict[str, Any], database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO gone")
    answer = sent(school, form)
    assert answer == {"response_action": "errors", "errors": {"f:immediate_danger": wording.not_stored("01632 960 001")}}
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO outbox")
    assert not school.reports()
    assert "is stored" in school.words(sent(school, form)["view"])


def test_receipt_that_cannot_be_read_just_now_says_that_the_report_is_stored(
    school: School, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OperationalError("", {}, OSError("locked"))

    monkeypatch.setattr(pressing, "first_receipt", fails)
    assert wording.stored_only("R-0001") in school.words(sent(school, form)["view"])


def test_fault_before_anything_is_stored_closes_no_form(school: School, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(pressing, "submit_report", breaks)
    answer = school.driver.submit(TESS, form, CONTACT)
    assert answer.status == 500  # Slack then says that it did not work, and keeps every word in the form
    assert CANARY not in answer.body.decode()
    assert not school.reports()


# --- those who receive ---


@pytest.fixture
def card(school: School) -> Message:
    """The sealed card of a report, which the DSL has read."""
    report(school)
    school.close_windows(TESS)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    school.close_windows("U0AMARA")
    return card


def test_note_whose_store_is_slow_is_in_doubt_and_kept_once(school: School, card: Message, database: Engine) -> None:
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="note")
    asked = school.window("U0AMARA")
    with locked(database):
        answer = school.driver.submit("U0AMARA", asked, {"f:note": "Spoke to Tess."}).json
        assert answer["errors"] == {"f:note": wording.NOT_CONFIRMED.format(phone="01632 960 001")}
    school.served.settle()
    assert wording.DONE_ALREADY in school.words(school.driver.submit("U0AMARA", asked, {"f:note": "Spoke to Tess."}).json["view"])
    school.close_windows("U0AMARA")
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    assert school.words(school.window("U0AMARA")).count("Spoke to Tess.") == 1


def test_window_says_one_moment_while_the_store_is_slow_and_then_what_was_asked_for(school: School, card: Message, database: Engine) -> None:
    with locked(database):
        school.driver.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="acknowledge")
        until(lambda: [one for one in school.slack.views.values() if one.user == "U0AMARA" and one.view["type"] == "modal"])
        assert wording.ONE_MOMENT in school.words(school.window("U0AMARA"))
        assert school.reports()[0].state is State.OPEN
    school.served.settle()
    assert "R-0001 is acknowledged by you." in school.words(school.window("U0AMARA"))
    assert school.reports()[0].state is State.ACKNOWLEDGED


def test_press_that_the_store_refuses_is_said_to_be_so_in_its_window(school: School, card: Message, database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit RENAME TO gone")
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="acknowledge")
    assert school.words(school.window("U0AMARA")["blocks"]) == wording.REFUSALS["not_kept"]
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO audit")
    assert school.reports()[0].state is State.OPEN


def test_answer_that_takes_longer_than_slack_waits_comes_into_its_window_later(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.after(school.driver.shortcut(TESS, "ask_policy"))
    asked, began = school.window(TESS), time.monotonic()
    ask = type(school.office.people).by_address

    def slowly(*arguments: Any) -> Any:
        time.sleep(max(0.0, began + reception.LONGEST_WAIT + 0.5 - time.monotonic()))
        return ask(*arguments)

    monkeypatch.setattr(type(school.office.people), "by_address", slowly)
    answer = school.driver.submit(TESS, asked, {"f:question": FRIEND_REQUEST})
    assert wording.ONE_MOMENT in school.words(answer.json["view"])
    school.slack.answered(asked["id"], answer.json)
    school.served.settle()
    assert CLAUSE in school.words(school.window(TESS))


def test_mention_is_answered_while_the_store_is_locked(school: School, database: Engine) -> None:
    with locked(database):
        assert school.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST).status == 200
        until(lambda: school.messages_in(STAFFROOM))
    school.served.settle()


@NESTED_READING
def test_double_press_of_send_is_one_report_and_two_receipts(school: School) -> None:
    for number in range(1, 11):
        view = dict(school.open_form(TESS, "/report-contact"))
        with ThreadPoolExecutor(2) as hands:
            answers = list(hands.map(lambda _, view=view: sent(school, view), range(2)))
        assert [f"R-{number:04} is stored" in school.words(one.get("view", {})) for one in answers] == [True, True]
        school.close_windows(TESS)
    assert len(school.reports()) == 10


def test_form_is_answered_once_it_is_stored_without_a_look_every_hundredth_of_a_second(
    school: School, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: float) -> None:
        raise AssertionError("bolt looks whether it was acknowledged")

    monkeypatch.setattr("slack_bolt.listener.asyncio_runner.asyncio", SimpleNamespace(sleep=fails, ensure_future=asyncio.ensure_future))
    assert "is stored" in school.words(sent(school, form)["view"])
