"""Only Teams gets in, for this bot, from this school's directory; whatever else comes is turned away, and nothing is done.

Bodies are as Teams sends them; tokens are signed by keys of the tests' own, which are fetched over HTTP as Microsoft's are.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine

from adapters.teams import once
from adapters.teams.edge import Edge, NotLocked
from adapters.teams.sdk import AuthenticateRequestResult, ClaimsIdentity
from adapters.teams.services import SERVICES
from adapters.teams.tokens import Credentials, make_authentication
from adapters.teams.turns import tenant_of
from bot.clock import Clock
from bot.deliveries import Deliveries
from bot.store.engine import open_engine
from tests.teams.bad_tokens import ACTIVITIES, HEADERS, as_bytes, bearer
from tests.teams.driver import Driver
from tests.teams.edge_server import Echo, Served, authentication_for, served
from tests.teams.fake_teams import APP_ID, TENANT, FakeTeams, Fault

TESS, AMARA, ROOM = "tess-0001", "amara-0001", "19:staff@thread.tacv2"
PRESS: dict[str, Any] = {"action": {"type": "Action.Execute", "verb": "sp", "data": {"sp": {"action": "assign", "value": "r1"}}}, "trigger": "manual"}


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as teams:
        teams.add_person(TESS, "Tess Ward")
        teams.personal(TESS)
        teams.add_channel(ROOM, members=[AMARA, TESS])
        yield teams
        assert teams.refused == []


@pytest.fixture
def door(teams: FakeTeams) -> Iterator[Served]:
    with served(teams) as door:
        yield door


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}")
    yield engine
    engine.dispose()


def kinds_of_activity(driver: Driver) -> list[dict[str, Any]]:
    """Return one good activity of each kind."""
    good = driver.activity(TESS)
    return [
        {**good, "type": "message", "text": "May I befriend a pupil?"},
        {**good, "type": "invoke", "name": "adaptiveCard/action", "value": PRESS},
        {**good, "type": "installationUpdate", "action": "add"},
    ]


# Who gets in


def test_a_good_token_gets_each_kind_of_activity_in(door: Served) -> None:
    assert [door.driver.send(one).status for one in kinds_of_activity(door.driver)] == [202, 200, 202]
    assert (len(door.bot.messages), len(door.bot.invokes), len(door.bot.installs)) == (1, 1, 1)


@pytest.mark.parametrize("kind", HEADERS)
def test_a_bad_token_is_turned_away_and_nothing_is_done(door: Served, teams: FakeTeams, kind: str) -> None:
    for activity in kinds_of_activity(door.driver):
        answer = door.driver.raw(as_bytes(activity), HEADERS[kind](teams))
        assert (answer.status in (401, 403), answer.body) == (True, b""), answer.status
    assert door.bot.turns == []
    assert not teams.called("send") + teams.called("token")


@pytest.mark.parametrize("kind", ACTIVITIES)
def test_whoever_is_not_of_this_school_or_not_in_teams_is_turned_away(door: Served, teams: FakeTeams, kind: str) -> None:
    teams.new_key("for every channel", endorsements=["msteams", "webchat", "emulator"])
    for activity in kinds_of_activity(door.driver):
        changed = {**activity, **ACTIVITIES[kind](teams)}
        if activity["type"] == "installationUpdate" and kind == "nobody of the directory":
            continue  # the bot may be added by something that is no person
        assert door.driver.send(changed).status == 403
    assert door.bot.turns == []
    assert not teams.called("send") + teams.called("token")


def test_the_kinds_are_as_many_as_were_promised() -> None:
    assert len(HEADERS) + len(ACTIVITIES) >= 25


def test_a_token_is_good_for_a_few_minutes_more_as_clocks_differ(door: Served, teams: FakeTeams) -> None:
    activity = kinds_of_activity(door.driver)[0]
    late = teams.mint(exp=int(time.time()) - 200, nbf=int(time.time()) - 4000)
    assert door.driver.send(activity, token=late).status == 202


def test_a_tenant_is_found_in_either_place_and_in_whatever_letters(door: Served, teams: FakeTeams) -> None:
    good = door.driver.activity(TESS)
    where = {name: value for name, value in good["conversation"].items() if name != "tenantId"}
    for changes in (
        {"conversation": {**where, "tenantId": teams.tenant.upper()}, "channelData": {}},
        {"conversation": where, "channelData": {"tenant": {"id": teams.tenant}}},
        {"conversation": {**where, "tenantId": None}, "channelData": {"tenant": {"id": teams.tenant}}},
    ):
        assert door.driver.send({**good, "id": f"m{len(door.bot.messages)}", "type": "message", "text": "hello", **changes}).status == 202
    assert [turn.tenant for turn in door.bot.messages] == [teams.tenant] * 3


def test_of_two_tenants_none_is_believed() -> None:
    for number in range(50):
        assert tenant_of({"conversation": {"tenantId": TENANT}, "channelData": {"tenant": {"id": f"another {number}"}}}) is None


# What has another shape


@pytest.mark.parametrize("name", ["type", "channelId", "serviceUrl", "recipient", "conversation", "from", "id"])
@pytest.mark.parametrize("held", [None, "", 7, [], {}, True])
def test_an_activity_without_what_it_needs_is_a_bad_request(door: Served, teams: FakeTeams, name: str, held: object) -> None:
    broken = {**door.driver.activity(TESS), "type": "message", "text": "hello", name: held}
    answer = door.driver.raw(as_bytes(broken), bearer(teams.mint()))
    assert answer.status == 400
    assert door.bot.turns == []


def test_a_missing_service_address_is_a_bad_request_and_skips_no_check(door: Served, teams: FakeTeams) -> None:
    """The SDK leaves the claim unchecked where the activity has no address, and then fails."""
    activity = kinds_of_activity(door.driver)[0]
    del activity["serviceUrl"]
    assert door.driver.raw(as_bytes(activity), bearer(teams.mint())).status == 400
    assert door.driver.raw(as_bytes(activity), bearer(teams.mint(serviceurl=None))).status == 400


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"7", b'"x"', b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000, b"NaN"])
def test_what_is_no_activity_is_a_bad_request(door: Served, teams: FakeTeams, body: bytes) -> None:
    assert door.driver.raw(body, bearer(teams.mint())).status == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""])
def test_what_does_not_come_as_json_is_not_read(door: Served, teams: FakeTeams, kind: str) -> None:
    headers = [*bearer(teams.mint()), ("Content-Type", kind)]
    assert door.driver.raw(as_bytes(kinds_of_activity(door.driver)[0]), headers).status == 415


def test_what_is_too_long_or_wrongly_packed_is_refused(door: Served, teams: FakeTeams) -> None:
    activity = {**kinds_of_activity(door.driver)[0], "text": "x" * 2**20}
    assert door.driver.raw(as_bytes(activity), bearer(teams.mint())).status == 413
    packed = [*bearer(teams.mint()), ("Content-Encoding", "gzip")]
    assert door.driver.raw(gzip.compress(as_bytes(activity)), packed).status == 413
    assert door.driver.raw(b"this is not gzip", packed).status == 400
    assert door.bot.turns == []


@pytest.mark.parametrize("id_", ["a\0b", "x" * 2001])
def test_an_id_that_no_store_could_keep_is_a_bad_request(door: Served, id_: str) -> None:
    assert door.driver.message(TESS, "hello", id_=id_).status == 400


def test_half_a_character_becomes_a_mark(door: Served) -> None:
    door.bot.answer = lambda turn: (200, None)
    door.driver.send({**door.driver.activity(TESS), "type": "message", "text": "a \ud83d b"})
    assert door.bot.messages[0].text == "a \N{REPLACEMENT CHARACTER} b"


def test_fields_that_nobody_reads_may_look_as_they_like(door: Served) -> None:
    strange = {"entities": [{"type": "clientInfo", "country": "GB", "odd": [1]}], "attachments": "?", "localTimestamp": 7, "suggestedActions": None}
    assert door.driver.message(TESS, "hello", more=strange).status == 202


def test_other_things_that_teams_tells_are_taken_and_nothing_is_done(door: Served) -> None:
    for happened in (
        {"type": "typing"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "messageUpdate", "text": "edited"},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:somebody"}]},
        {"type": "conversationUpdate", "channelData": {"tenant": {"id": TENANT}, "eventType": "channelRenamed"}},
        {"type": "endOfConversation"},
    ):
        assert door.driver.send({**door.driver.activity(TESS), **happened}).status == 202
    assert door.bot.turns == []


def test_nobody_is_asked_who_was_added(door: Served, teams: FakeTeams) -> None:
    door.driver.installed(TESS, conversation=ROOM, as_members=True)
    assert len(door.bot.installs) == 1
    assert [one.name for one in teams.calls] == ["openid", "keys"]


# What a turn is


def test_a_question_keeps_the_name_of_the_bot_and_loses_the_mention(door: Served) -> None:
    door.driver.mention(TESS, "what is the Safeguarding policy?", conversation=ROOM, name="Safeguarding")
    assert door.bot.messages[0].text == "what is the Safeguarding policy?"


@pytest.mark.parametrize(
    ("text", "mentions", "heard"),
    [
        ("<at>Signpost</at>&nbsp;may I?", [("bot", "Signpost")], "may I?"),
        ("may I, <at>Signpost</at>?", [("bot", "Signpost")], "may I, ?"),
        ("<at>Signpost</at> <at>Signpost</at> may I?", [("bot", "Signpost"), ("bot", "Signpost")], "may I?"),
        ("<at>Signpost</at> what is <at>Signpost</at>?", [("bot", "Signpost")], "what is <at>Signpost</at>?"),
        ("<at>Signpost</at> may <at>Ben Hale</at> post?", [("bot", "Signpost"), ("ben", "Ben Hale")], "may Ben Hale post?"),
        ("<at>Signpost</at> was here", [], "<at>Signpost</at> was here"),
        ("<at>Signpost</at>", [("bot", "Signpost")], ""),
        (None, [("bot", "Signpost")], ""),
    ],
)
def test_exactly_the_mention_is_taken_out(door: Served, teams: FakeTeams, text: str | None, mentions: list[tuple[str, str]], heard: str) -> None:
    entities = [
        {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": teams.bot_id if who == "bot" else who, "name": name}}
        for who, name in mentions
    ]
    door.driver.message(TESS, more={"text": text, "entities": [{"type": "clientInfo"}, *entities]}, conversation=ROOM)
    assert door.bot.messages[0].text == heard


def test_a_chat_of_two_people_is_not_taken_for_the_bots_own(door: Served) -> None:
    elsewhere = {**door.driver.activity(TESS), "conversation": {"id": "19:a_b@unq.gbl.spaces", "conversationType": "personal", "tenantId": TENANT}}
    door.driver.send({**elsewhere, "type": "invoke", "name": "composeExtension/fetchTask", "value": {"commandId": "report_dsl"}})
    assert door.bot.invokes[0].kind == "groupChat"


# What is answered


def test_an_invoke_is_answered_with_its_body_written_once(door: Served) -> None:
    """The SDK's own route writes it twice, and fails."""
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "“été” & <b>"}]}]}
    door.bot.answer = lambda turn: (200, {"task": {"type": "continue", "value": {"card": {"content": card}}}})
    answer = door.driver.fetch(TESS, {"sp": {"action": "view", "value": "r1"}})
    assert (answer.status, answer.headers["content-type"], answer.card) == (200, "application/json; charset=utf-8", card)


def test_an_invoke_has_the_status_that_the_bot_says(door: Served) -> None:
    for status, body in ((200, None), (501, None), (200, {}), (400, {"error": {"code": "BadRequest"}})):
        door.bot.answer = lambda turn, said=(status, body): said  # type: ignore[misc]
        answer = door.driver.fetch(TESS, {})
        assert (answer.status, json.loads(answer.body or "null")) == (status, body)


def test_a_bot_that_fails_is_told_to_teams_and_only_the_kind_of_error_to_the_log(door: Served, caplog: pytest.LogCaptureFixture) -> None:
    def fail(turn: object) -> Any:
        raise ValueError("what somebody wrote")

    door.bot.answer = fail
    assert door.driver.fetch(TESS, {}).status == 500
    assert "ValueError" in caplog.text
    assert "what somebody wrote" not in caplog.text


# The same thing twice


@pytest.fixture
def noting(teams: FakeTeams, engine: Engine) -> Iterator[Served]:
    with served(teams, deliveries=Deliveries(engine, Clock(engine).now)) as door:
        yield door


def test_what_comes_twice_is_done_once(noting: Served, teams: FakeTeams) -> None:
    for _ in range(3):
        assert noting.driver.message(TESS, "hello", id_="m1").status == 202
        assert noting.driver.installed(TESS, id_="i1").status == 202
    assert (len(noting.bot.messages), len(noting.bot.installs), len(teams.messages)) == (1, 1, 1)


def test_of_many_that_come_at_once_one_is_done(noting: Served) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: noting.driver.message(TESS, "hello", id_="m1").status, range(6)))
    assert (answers, len(noting.bot.messages)) == ([202] * 6, 1)


def test_a_press_that_comes_twice_is_answered_twice_and_done_once(noting: Served) -> None:
    noting.bot.answer = lambda turn: (200, {"pressed": len(noting.bot.invokes)})
    answers = [noting.driver.invoke(TESS, "adaptiveCard/action", PRESS, id_="f:1").json for _ in range(3)]
    assert (answers, len(noting.bot.invokes)) == ([{"pressed": 1}] * 3, 1)


def test_a_press_that_comes_again_after_a_restart_is_told_that_it_was_done(teams: FakeTeams, engine: Engine) -> None:
    deliveries = Deliveries(engine, Clock(engine).now)
    for is_first in (True, False):
        with served(teams, deliveries=deliveries) as door:
            said = door.driver.invoke(TESS, "adaptiveCard/action", PRESS, id_="f:1")
            assert (said.status, len(door.bot.invokes)) == (200, 1 if is_first else 0)
    assert said.json["type"] == "application/vnd.microsoft.activity.message"


def test_the_same_number_in_another_conversation_is_another_thing(noting: Served) -> None:
    noting.driver.message(TESS, "hello", id_="m1")
    noting.driver.mention(TESS, "hello", conversation=ROOM, id_="m1")
    assert len(noting.bot.messages) == 2


def test_a_form_may_come_twice_for_its_own_key_tells_it_apart(noting: Served) -> None:
    for _ in range(2):
        assert noting.driver.submit(TESS, {"sp": {"action": "send_report", "key": "k1"}}, id_="f:1").status == 200
    assert len(noting.bot.invokes) == 2


class Broken:
    """A store that fails, or is locked."""

    def __init__(self, until: threading.Event | None) -> None:
        self.until = until

    def first_of(self, source: str, event_ids: Collection[str]) -> frozenset[str]:
        if self.until is None:
            raise OSError("the disk is full")
        self.until.wait(20)
        return frozenset(event_ids)


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_store_that_fails_or_is_locked_turns_nobody_away(teams: FakeTeams, is_locked: bool, caplog: pytest.LogCaptureFixture) -> None:
    until = threading.Event() if is_locked else None
    with served(teams, deliveries=Broken(until)) as door:  # type: ignore[arg-type]
        assert door.driver.message(TESS, "help").status == 202
        assert len(door.bot.messages) == 1
        if until is not None:
            until.set()
    assert f"teams.delivery_unchecked {'late' if is_locked else 'OSError'}" in caplog.text


class Slow(Deliveries):
    """A store whose writes take as long as a test says, and are counted."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, Clock(engine).now)
        self.goes_on, self.batches = threading.Event(), []

    def first_of(self, source: str, event_ids: Collection[str]) -> frozenset[str]:
        self.batches.append(len(event_ids))
        self.goes_on.wait(20)
        return super().first_of(source, event_ids)


def test_what_comes_while_the_store_writes_is_noted_with_its_next_write(teams: FakeTeams, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "LONGEST_LOOK", 20)
    store, pause = Slow(engine), threading.Event()
    with served(teams, deliveries=store) as door, ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(door.driver.message, TESS, "hello", id_="m0")]
        while not store.batches:
            pause.wait(0.005)
        answers += [threads.submit(door.driver.message, TESS, "hello", id_=f"m{number % 6}") for number in range(7)]
        while len(door.edge._once._waiting) < 6:
            pause.wait(0.005)
        store.goes_on.set()
        assert [one.result().status for one in answers] == [202] * 8
        assert len(door.bot.messages) == 6
    assert store.batches == [1, 5]


# The three locks


@pytest.mark.parametrize("missing", ["app_id", "password", "tenant_id"])
@pytest.mark.parametrize("empty", ["", " "])
def test_the_first_lock_nothing_starts_without_an_app_id_or_a_tenant(teams: FakeTeams, missing: str, empty: str) -> None:
    with served(teams, opened=False) as door:
        keys = door.edge._authentication.keys
    given = {"app_id": teams.app_id, "password": teams.password, "tenant_id": teams.tenant, missing: empty}
    with pytest.raises(ValueError, match=missing.replace("_", " ")):
        make_authentication(**given, keys=keys, login=teams.login)
    if missing != "password":
        ids = {name: value for name, value in given.items() if name != "password"}
        with pytest.raises(ValueError, match="not served without"):
            Edge(Echo(), door.edge._authentication, allowed_services=SERVICES, **ids)


def test_the_second_lock_the_sdk_is_told_to_check_whatever_the_app_id(door: Served) -> None:
    for app_id in ("", APP_ID):
        assert door.run(Credentials(app_id).is_authentication_disabled()) is False
        assert door.run(Credentials(app_id).is_valid_app_id("")) is False


class Open:
    """A check of tokens that checks nothing: what the SDK comes to where it knows no app id."""

    def __init__(self, real: Any) -> None:
        self._real = real

    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        result = AuthenticateRequestResult()
        result.claims_identity, result.connector_factory = ClaimsIdentity({}, True), self._real.create_connector_factory(None)
        return result

    async def open(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        await self._real.close()


def test_the_third_lock_a_door_that_lets_unsigned_requests_in_stays_shut(teams: FakeTeams) -> None:
    real = authentication_for(teams, time.monotonic)
    with served(teams, opened=False, authentication=Open(real)) as door:
        with pytest.raises(NotLocked):
            door.run(door.edge.open())
        assert door.driver.message(TESS, "hello").status == 503
        assert door.bot.turns == []


def test_a_door_is_shut_until_it_is_opened_and_after_it_was_closed(teams: FakeTeams) -> None:
    with served(teams, opened=False) as door:
        assert door.driver.message(TESS, "hello").status == 503
        door.run(door.edge.open())
        assert door.driver.message(TESS, "hello").status == 202
        door.run(door.edge.close())
        assert door.driver.message(TESS, "hello").status == 503
        assert len(door.bot.messages) == 1


def test_to_see_that_it_is_locked_nobody_is_asked_and_nothing_is_done_or_told(teams: FakeTeams, caplog: pytest.LogCaptureFixture) -> None:
    with served(teams, opened=False) as door:
        door.run(door.edge.prove_locked())
        assert (teams.calls, door.bot.turns, caplog.records) == ([], [], [])


def test_the_log_says_why_somebody_was_turned_away_and_nothing_of_them(door: Served, teams: FakeTeams, caplog: pytest.LogCaptureFixture) -> None:
    door.driver.send({**kinds_of_activity(door.driver)[0], **ACTIVITIES["another tenant"](teams)})
    door.driver.send(kinds_of_activity(door.driver)[0], token=teams.mint(exp=1))
    assert [one.getMessage() for one in caplog.records] == ["teams.turned_away tenant", "teams.turned_away ExpiredSignatureError"]


# While the server of the keys hangs


def healthy(door: Served) -> int:
    """Ask for /health beside the door."""
    connection = HTTPConnection(urlsplit(door.driver.bot_url).netloc, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_server_of_keys_that_hangs_delays_only_whoever_needs_a_new_key(door: Served, teams: FakeTeams) -> None:
    goes_on = threading.Event()
    teams.arrived["openid"].clear()
    teams.fail("openid", Fault(until=goes_on))
    known = teams.mint()
    teams.new_key("key-2")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(door.driver.message, TESS, "by a new key")
        assert teams.arrived["openid"].wait(10)
        assert healthy(door) == 200
        assert door.driver.send(kinds_of_activity(door.driver)[1], token=known).status == 200
        assert (waiting.done(), len(door.bot.invokes)) == (False, 1)
        goes_on.set()
        assert waiting.result().status == 202


def test_keys_that_are_a_day_old_serve_while_new_ones_are_fetched(door: Served, teams: FakeTeams) -> None:
    goes_on = threading.Event()
    teams.arrived["openid"].clear()
    teams.fail("openid", Fault(until=goes_on))
    door.clock[0] += 25 * 3600
    assert door.driver.message(TESS, "hello").status == 202
    assert teams.arrived["openid"].wait(10)
    goes_on.set()


def test_where_no_key_can_be_had_teams_is_asked_to_come_again(teams: FakeTeams) -> None:
    teams.fail_always("openid", Fault(status=500))
    with served(teams) as door:
        answer = door.driver.message(TESS, "hello")
        assert (answer.status, answer.headers["retry-after"], door.bot.turns) == (503, "5", [])
        assert healthy(door) == 200
        teams.fail_always("openid", None)
        door.clock[0] += 4
        assert door.driver.message(TESS, "hello").status == 202
