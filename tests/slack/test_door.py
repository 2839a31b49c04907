"""Slack's two ways in: the socket that the bot opens from behind a firewall, and what opens and closes a door."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from adapters.composing import SlackSecrets
from adapters.slack import door
from adapters.slack.door import SlackDoor
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack.conftest import DSL_CHANNEL, PEOPLE, SECRET, STAFFROOM, TESS, School, Served, open_school, settings_of
from tests.slack.driver import PATH, Driver
from tests.slack.fake_slack import Fault
from tests.slack.socket_stand_in import APP_TOKEN, SocketDriver, SocketSlack, SocketStandIn
from tests.slack.test_asking import CLAUSE, FRIEND_REQUEST
from tests.slack.test_edge import letters, state_of, tracebacks
from tests.slack.test_reporting import CANARY, CONTACT

OF_A_SOCKET = ("SocketModeClient", "SlackDoor._keep_open", "RequestHandler", "WebSocket", "ClientWebSocketResponse")
"""What goes on as long as a socket is open."""


class Patient(Served):
    """A door that is open to a socket, which never comes to rest."""

    async def _settled(self) -> None:
        while going := [one for one in asyncio.all_tasks() - {asyncio.current_task()} if not _goes_on(one)]:
            await asyncio.wait(going)


def _goes_on(task: asyncio.Task[object]) -> bool:
    return any(name in repr(task.get_coro()) for name in OF_A_SOCKET)


@pytest.fixture
def stand_in() -> Iterator[SocketStandIn]:
    with SocketStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def slack(clock: FakeClock, stand_in: SocketStandIn) -> Iterator[SocketSlack]:
    with SocketSlack(lambda: clock.now().timestamp()) as slack:
        slack.stand_in = stand_in
        for account, (_, name, _) in PEOPLE.items():
            slack.add_person(account, name)
        slack.add_person(TESS, "Tess Byrne")
        slack.add_channel(DSL_CHANNEL, members=["U0AMARA", "U0BEN", slack.bot_user_id])
        slack.add_channel(STAFFROOM, private=False, members=[*PEOPLE, TESS, slack.bot_user_id])
        yield slack
        assert slack.refused == []


@pytest.fixture
def school(database: Engine, clock: FakeClock, slack: SocketSlack, reader: Reader, stand_in: SocketStandIn) -> Iterator[School]:
    """The school behind a firewall: all that Slack brings comes through the socket."""
    secrets = SlackSecrets(bot_token=slack.token, app_token=APP_TOKEN, api=slack.url)
    with open_school(database, clock, slack, reader, settings_of(), secrets) as opened:
        stand_in.wait_for(1)
        school = opened.school
        school.driver = SocketDriver("", SECRET, triggers=slack.new_trigger, response_urls=opened._response_url, stand_in=stand_in)
        school.served.__class__ = Patient
        yield school


def test_question_through_a_socket_is_answered(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    assert CLAUSE in school.words(answer.blocks)


def test_command_through_a_socket_is_answered_to_the_asker_alone(school: School) -> None:
    assert school.after(school.driver.slash(TESS, "/policy", FRIEND_REQUEST)).status == 200
    (answer,) = school.messages_in(STAFFROOM)
    assert answer.ephemeral_to == TESS
    assert CLAUSE in school.words(answer.blocks)


def test_report_through_a_socket_is_corrected_stored_and_carried(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    faults = school.submit(TESS, view, {**CONTACT, "f:what_was_said": " "})
    assert faults.json["response_action"] == "errors"
    assert not school.reports()
    receipt = school.submit(TESS, view, CONTACT)
    (stored,) = school.reports()
    assert receipt.json["response_action"] == "update"
    assert f"Report {stored.reference} is stored" in school.words(school.window(TESS))
    school.close_windows(TESS)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    assert CANARY in school.words(school.window("U0AMARA"))


def test_same_event_brought_again_through_a_socket_is_answered_once(school: School) -> None:
    for retry in range(3):
        school.after(school.driver.message(TESS, school.conversation(TESS), FRIEND_REQUEST, event_id="Ev0SAME", retry=retry))
    assert len(school.messages_in(school.conversation(TESS))) == 1


def test_connection_that_slack_ends_is_followed_by_another_and_nothing_is_lost(school: School, stand_in: SocketStandIn) -> None:
    for _ in range(2):
        stand_in.ask_to_reconnect()
        assert school.write(TESS, FRIEND_REQUEST)
    assert len(stand_in.connections) == 3


def test_connection_that_breaks_is_made_anew(school: School, stand_in: SocketStandIn) -> None:
    stand_in.cut()
    stand_in.wait_for(2)
    assert school.write(TESS, FRIEND_REQUEST)


def test_no_request_is_taken_over_http_where_only_a_socket_is_meant(school: School) -> None:
    driver = Driver(school.served.url, SECRET, triggers=str)
    assert driver.message(TESS, school.conversation(TESS), FRIEND_REQUEST).status == 404
    assert not school.slack.messages


def test_nothing_from_another_workspace_reaches_a_listener_through_a_socket(
    school: School, stand_in: SocketStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [one for one in letters(school) if b"url_verification" not in one.body]
    other = in_place_of(school, stand_in)
    monkeypatch.setattr("tests.slack.socket_stand_in.PATIENCE", 0.2)
    before = state_of(school)
    for letter in written:
        answer = school.driver.raw(PATH, letter.body.replace(b"T0OAKFIELD", b"T0ELSEWHERE"), letter.headers)
        assert answer.status == 504
    assert state_of(school) == before
    school.served.run(other.close())


def test_what_is_malformed_is_not_acknowledged_through_a_socket(
    school: School, stand_in: SocketStandIn, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = in_place_of(school, stand_in)
    monkeypatch.setattr("tests.slack.socket_stand_in.PATIENCE", 0.2)
    for kind, payload in (("interactive", {"type": "block_actions"}), ("events_api", {"type": "event_callback", "event": 5}), ("slash_commands", {})):
        with pytest.raises(TimeoutError):
            stand_in.bring(kind, payload)
    school.served.run(other.close())
    assert not tracebacks(caplog)


# --- opening and closing ---


def a_door(school: School) -> SlackDoor:
    """Return another door of the same bot, not opened yet."""
    return SlackDoor(school.bot.door._app, None, app_token=APP_TOKEN, workspaces=school.bot.workspaces)


def in_place_of(school: School, stand_in: SocketStandIn) -> SlackDoor:
    """Open another door in place of the bot's own."""
    school.served.run(school.bot.door.close())
    other, known = a_door(school), len(stand_in.connections)
    school.served.run(other.open())
    stand_in.wait_for(known + 1)
    return other


def test_socket_that_cannot_be_opened_is_told_and_can_be_tried_again(
    school: School, slack: SocketSlack, stand_in: SocketStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    other, known = a_door(school), len(stand_in.connections)

    async def try_thrice() -> None:
        for fault in (Fault(error="internal_error"), Fault(status=503)):
            slack.fail("apps.connections.open", fault)
            with pytest.raises(SlackApiError):
                await other.open()
        await other.open()
        await other.close()

    caplog.set_level(logging.INFO, "signpost")
    school.served.run(try_thrice())
    assert len(stand_in.connections) == known + 1
    assert "slack.socket_opened" in caplog.text


def test_socket_that_lets_nobody_in_is_given_up_in_time(
    school: School, slack: SocketSlack, stand_in: SocketStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LONGEST_OPENING", 0.2)
    other, stand_in.refuses = a_door(school), True

    async def try_it() -> None:
        with pytest.raises(TimeoutError):
            await other.open()
        await other.close()

    school.served.run(try_it())


def test_socket_that_stays_broken_is_opened_from_the_start(school: School, stand_in: SocketStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK would try for ever an address that Slack takes once only."""
    monkeypatch.setattr(door, "LOOK_EVERY", 0.05)
    other, known = a_door(school), len(stand_in.connections)

    async def break_it() -> None:
        await other.open()
        assert other._socket is not None
        other._socket.client.auto_reconnect_enabled = False
        await other._socket.client.disconnect()
        async with asyncio.timeout(10):
            while len(stand_in.connections) < known + 2:
                await asyncio.sleep(0.02)
        await other.close()

    school.served.run(break_it())


def test_closed_door_leaves_nothing_behind(school: School, caplog: pytest.LogCaptureFixture) -> None:
    """Warnings are errors here, so a task or a connection that is left would be one."""
    other = a_door(school)

    async def open_and_close() -> set[asyncio.Task[object]]:
        before = asyncio.all_tasks()
        await other.open()
        await other.close()
        await other.close()
        await asyncio.sleep(0)
        return asyncio.all_tasks() - before

    assert not school.served.run(open_and_close())
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]
