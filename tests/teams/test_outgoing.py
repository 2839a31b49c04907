"""Replies get through when Teams is busy, with one token for many, and never to nobody's profit: what fails says a number, not the words."""

from __future__ import annotations

import asyncio
import base64
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.teams import outgoing
from adapters.teams.outgoing import Connector, NotReplied, OutgoingToken, Session
from tests.faults.odd_servers import odd_server
from tests.teams.edge_server import card_that_says, served
from tests.teams.fake_teams import FakeTeams, Fault

T = TypeVar("T")
TESS = "tess-0001"
ROOM = f"a:1{TESS}"
HELLO = {"type": "message", "attachments": [card_that_says("hello")]}


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as teams:
        teams.personal(TESS)
        yield teams
        assert teams.refused == []


class Line:
    """A connector in a loop, with a clock that a test moves."""

    def __init__(self, teams: FakeTeams, **wrong: str) -> None:
        self.now, self.session = 1000.0, Session()
        given = {"app_id": teams.app_id, "password": teams.password, "tenant_id": teams.tenant, **wrong}
        self.token = OutgoingToken(**given, login=teams.login, session=self.session, clock=lambda: self.now)
        self.connector = Connector(teams.service_url, self.token, self.session)

    async def reply(self, activity_id: str = "m1") -> str:
        """Reply, and say how that went: the id, or what the error says."""
        try:
            return await self.connector.reply(ROOM, activity_id, HELLO)
        except NotReplied as error:
            return str(error)


def run(teams: FakeTeams, act: Callable[[Line], Awaitable[T]], **wrong: str) -> T:
    """Do something over a line, and hang up."""

    async def on_line() -> T:
        line = Line(teams, **wrong)
        try:
            return await act(line)
        finally:
            await line.session.close()

    return asyncio.run(on_line())


async def many(line: Line) -> list[str]:
    """Reply ten times, five of them at once."""
    return [*[await line.reply() for _ in range(5)], *await asyncio.gather(*(line.reply() for _ in range(5)))]


def test_one_token_serves_many_replies(teams: FakeTeams) -> None:
    said = run(teams, many)
    assert [one.id for one in teams.messages] == sorted(said)
    assert len(teams.called("token")) == 1


def test_five_who_reply_first_wait_for_one_token(teams: FakeTeams) -> None:
    async def act(line: Line) -> list[str]:
        return list(await asyncio.gather(*(line.reply() for _ in range(5))))

    assert len(set(run(teams, act))) == 5
    assert len(teams.called("token")) == 1


def test_whoever_gives_up_takes_the_token_from_nobody_else(teams: FakeTeams) -> None:
    goes_on = threading.Event()
    teams.fail("token", Fault(until=goes_on))

    async def act(line: Line) -> str:
        first, second = asyncio.ensure_future(line.reply()), asyncio.ensure_future(line.reply())
        await asyncio.to_thread(teams.arrived["token"].wait, 10)
        first.cancel()
        goes_on.set()
        return await second

    assert run(teams, act).isdigit()
    assert len(teams.called("token")) == 1


def test_a_token_is_renewed_before_its_end_while_the_old_one_serves(teams: FakeTeams) -> None:
    goes_on = threading.Event()

    async def act(line: Line) -> None:
        await line.reply()
        teams.fail("token", Fault(until=goes_on))
        teams.arrived["token"].clear()
        line.now += teams.token_lasts - 200
        before = await line.reply()
        assert await asyncio.to_thread(teams.arrived["token"].wait, 10)
        goes_on.set()
        line.now += 200
        assert before.isdigit()
        assert (await line.reply()).isdigit()

    run(teams, act)
    assert (len(teams.called("token")), len(teams.messages)) == (2, 3)


def test_while_no_new_token_can_be_had_the_old_one_serves_to_its_end(teams: FakeTeams) -> None:
    async def act(line: Line) -> list[str]:
        first = await line.reply()
        teams.fail_always("token", Fault(status=500))
        line.now += teams.token_lasts - 200
        second = await line.reply()
        line.now += 200
        return [first, second, await line.reply()]

    assert [one.isdigit() for one in run(teams, act)] == [True, True, False]


def test_a_token_that_is_taken_no_more_is_got_anew_once(teams: FakeTeams) -> None:
    async def act(line: Line) -> str:
        await line.reply()
        teams.revoke_tokens()
        return await line.reply()

    assert run(teams, act).isdigit()
    assert [one.answer for one in teams.called("send")] == [201, 401, 201]


@pytest.mark.parametrize("status", [412, 429, 502, 504])
def test_what_teams_asks_to_be_tried_again_is(teams: FakeTeams, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK tries nothing again."""
    monkeypatch.setattr(outgoing, "PAUSE", 0.001)
    teams.fail("send", *[Fault(status=status)] * 2)
    assert run(teams, Line.reply).isdigit()
    assert len(teams.messages) == 1


def test_it_waits_as_long_as_it_is_asked_to_and_no_longer_than_a_person_would() -> None:
    assert outgoing._pause({"Retry-After": "1"}, 1) == 1.0
    assert outgoing._pause({"Retry-After": "3600"}, 1) == outgoing.LONGEST_PAUSE
    assert outgoing._pause({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 1) == 2 * outgoing.PAUSE
    assert outgoing._pause({}, 1) < outgoing._pause({}, 2) <= outgoing.LONGEST_PAUSE


@pytest.mark.parametrize("fault", [Fault(status=403, error="BotNotInConversationRoster"), Fault(status=404), Fault(status=413), Fault(status=500)])
def test_what_will_not_work_is_not_tried_again(teams: FakeTeams, fault: Fault) -> None:
    teams.fail("send", fault)
    assert run(teams, Line.reply) == str(fault.status)
    assert len(teams.called("send")) == 1


@pytest.mark.parametrize("fault", [Fault(cut_before=True), Fault(cut_after=True), Fault(body=b"<html>")])
def test_a_line_that_breaks_is_told_without_a_word_of_what_was_said(teams: FakeTeams, fault: Fault) -> None:
    teams.fail("send", *[fault] * 3)
    assert "hello" not in run(teams, Line.reply)


@pytest.mark.parametrize("name", ["send", "token"])
@pytest.mark.parametrize("fault", [Fault(hang=30), Fault(trickle=0.05, body=b"{")])
def test_a_service_that_hangs_or_trickles_is_given_up(teams: FakeTeams, name: str, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "LIMIT", 0.2)
    teams.fail(name, fault)
    assert not run(teams, Line.reply).isdigit()


@pytest.mark.parametrize("wrong", ["app_id", "password", "tenant_id"])
def test_wrong_secrets_are_told_by_a_number(teams: FakeTeams, wrong: str) -> None:
    said = run(teams, Line.reply, **{wrong: "something else"})
    assert said in ("no token: 400", "no token: 401")
    assert teams.called("send") == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"access_token": 7, "expires_in": 3600}', b'{"access_token": "t"}', b'{"access_token": "t", "expires_in": "soon"}']
)
def test_an_answer_that_is_no_token_is_no_token(teams: FakeTeams, body: bytes) -> None:
    teams.fail("token", Fault(body=body))
    assert run(teams, Line.reply).startswith("no token: ")


def test_a_token_is_not_carried_to_another_address(teams: FakeTeams) -> None:
    teams.fail("send", Fault(status=307, headers={"Location": f"{teams.url}/elsewhere"}))
    assert run(teams, Line.reply) == "307"
    assert teams.called("unknown") == []


def test_strange_signs_in_ids_lead_nowhere_else(teams: FakeTeams) -> None:
    async def act(line: Line) -> None:
        for room, activity in (("../../login", "m1"), (ROOM, "../../../x"), ("19:a/b?c#d@thread.tacv2", "1;2"), (f"{ROOM};messageid=1", "m 1")):
            with pytest.raises(NotReplied):
                await line.connector.replace(room, activity, HELLO)
        with pytest.raises(NotReplied):
            await line.connector.reply("../../login", "m1", HELLO)

    run(teams, act)
    assert {one.name for one in teams.calls} == {"token", "edit", "send"}


def test_a_message_is_put_in_the_place_of_an_earlier_one(teams: FakeTeams) -> None:
    async def act(line: Line) -> str:
        id_ = await line.connector.reply(ROOM, "m1", HELLO)
        await line.connector.replace(ROOM, id_, {**HELLO, "summary": "changed"})
        return id_

    message = teams.message(run(teams, act))
    assert (message.summary, message.edits) == ("changed", [HELLO])


def test_a_login_that_hangs_delays_only_whoever_replies(teams: FakeTeams) -> None:
    goes_on = threading.Event()
    teams.fail("token", Fault(until=goes_on))
    with served(teams) as door, ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(door.driver.message, TESS, "hello")
        assert teams.arrived["token"].wait(10)
        assert door.driver.fetch(TESS, {}).status == 200
        assert not waiting.done()
        goes_on.set()
        assert waiting.result().status == 202


def test_password_for_other_services_on_this_machine_is_in_no_replys_way(teams: FakeTeams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("default login school password canary7Qz\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert len(run(teams, many)) == len(teams.messages)


def test_reply_goes_through_the_proxy_of_the_school_and_shows_it_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    def refuse(line: socket.socket) -> None:
        heard.append(line.recv(4096))
        line.sendall(b"HTTP/1.1 403 Not today\r\n\r\n")

    async def act() -> None:
        session = Session()
        token = OutgoingToken("app", "canary7Qz", "t-1", login="https://login.example", session=session)
        try:
            with pytest.raises(NotReplied):
                await Connector("https://teams.example/uk/", token, session).reply(ROOM, "m1", HELLO)
        finally:
            await session.close()

    with odd_server(refuse) as port:
        monkeypatch.setenv("https_proxy", f"http://school:p%40ss@127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        asyncio.run(act())
    (asked,) = heard
    assert asked.startswith(b"CONNECT login.example:443 ")
    assert base64.b64encode(b"school:p@ss") in asked
    assert b"canary7Qz" not in asked
