"""Cards go out to Teams to whom was met, and are edited in place. Each way in which Teams may fail has one meaning, and nothing leaks."""

from __future__ import annotations

import base64
import inspect
import json
import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from sqlalchemy import Engine

from adapters.exchange import LONGEST_WAIT
from adapters.teams.connector import HURRY, SPARE, Token
from adapters.teams.error_codes import CLOSED, CLOSED_BY_STATUS, REFUSED_LOGIN, LoginRefused
from adapters.teams.render import message_cards
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.send import LARGEST_MESSAGE, Member, TeamsSender, is_staff
from bot import wording
from bot.addresses import Addresses
from bot.cards import Banner, Button, Buttons, Card, Fact, Facts, Line, Quote
from bot.sending import LONGEST_CALL, Permanent, Reason, SendFault, Transient, Unrenderable
from bot.store.engine import open_engine
from tests.faults.odd_servers import certificate, odd_server, wait_until
from tests.teams.cards import all_words
from tests.teams.fake_teams import FakeTeams, Fault

CHANNEL, AMARA, BEN = "19:dsl@thread.tacv2", "amara", "ben"
STANDING = f"{CHANNEL};messageid=1|1"
KEY = "0b6f2c1e-6f0e-4c55-9d7e-3d1d6c0a4b11"
LOCK_SCREEN = "A report is waiting in Signpost."
CARD = Card((Banner("Call 999.", urgent=True), Line("R-0042, 10:31, by A. Example."), Buttons("What now?", (Button("View", "view", "r1"),))))
EDITED = Card((Line("R-0042 | Acknowledged."),))
LONG = Card(tuple(Quote(f"{number} " + "all words of it " * 700) for number in range(12)))
"""A card of several messages."""
SHORT, LONGER = 0.3, 1.5
"""Seconds given to a call that will not be answered; and to one that has to come as far as its second request, on a busy machine too."""
SECRETS = ("canary7Qz", "the bot's own password", "Bearer ")


@dataclass
class Elapsed:
    """A clock of elapsed seconds that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as running:
        running.add_person(AMARA, "Amara Obi")
        running.add_person(BEN, "Ben Hale")
        running.add_channel(CHANNEL, members=[AMARA, BEN], private=True)
        yield running
        assert running.refused == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('send')}/signpost.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def addresses(teams: FakeTeams, store: Engine) -> Addresses:
    """The channel and Amara were met; Ben never was."""
    addresses = Addresses(store)
    note(addresses, teams, CHANNEL, CHANNEL)
    note(addresses, teams, AMARA, teams.personal(AMARA).id)
    return addresses


def note(addresses: Addresses, teams: FakeTeams, name: str, conversation: str, *, service: str = "") -> None:
    addresses.note("teams", teams.tenant, name, {"service": service or teams.service_url, "conversation": conversation, "bot": teams.bot_id})


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Addresses]:
    """Nobody was met."""
    engine = open_engine(f"sqlite:///{tmp_path}/signpost.sqlite")
    yield Addresses(engine)
    engine.dispose()


def secrets_of(teams: FakeTeams) -> TeamsSecrets:
    return TeamsSecrets(teams.app_id, teams.password, teams.tenant, teams.url)


@pytest.fixture
def sender(teams: FakeTeams, addresses: Addresses) -> TeamsSender:
    return sender_to(teams, addresses)


def sender_to(teams: FakeTeams, addresses: Addresses, **options: object) -> TeamsSender:
    return TeamsSender(addresses, secrets_of(teams), **{"longest_call": LONGEST_CALL, **options})


def post(sender: TeamsSender, place: str = CHANNEL, card: Card = CARD) -> str:
    return sender.post(place, card, KEY, lock_screen=LOCK_SCREEN)


Act = Callable[[TeamsSender], object]
ACTS: dict[str, Act] = {
    "post": post,
    "post to a person": lambda sender: post(sender, AMARA),
    "edit": lambda sender: sender.edit(CHANNEL, STANDING, EDITED),
}
CALLS = {"post": "create", "post to a person": "send", "edit": "edit"}


def fault_of(act: Act, sender: TeamsSender) -> SendFault:
    with pytest.raises(SendFault) as raised:
        act(sender)
    return raised.value


def meaning(fault: SendFault) -> object:
    """Return a fault as something that can be compared."""
    match fault:
        case Permanent(reason=reason):
            return reason
        case Transient(in_doubt=in_doubt, retry_after=retry_after):
            return ("in doubt" if in_doubt else "not sent", retry_after)
        case _:
            return type(fault)


IN_DOUBT, NOT_SENT = ("in doubt", None), ("not sent", None)


# --- what goes out ---


def test_card_goes_out_to_a_channel_in_a_thread_of_its_own(teams: FakeTeams, sender: TeamsSender) -> None:
    reference = post(sender)
    (message,) = teams.in_conversation(CHANNEL)
    assert reference == f"{CHANNEL};messageid={message.id}|{message.id}"
    assert message.cards == message_cards(CARD)
    (call,) = teams.called("create")
    assert call.body["channelData"] == {"channel": {"id": CHANNEL}, "tenant": {"id": teams.tenant}}
    assert (call.body["isGroup"], call.body["bot"]) == (True, {"id": teams.bot_id})


def test_card_goes_out_to_a_person_in_the_chat_that_there_is(teams: FakeTeams, sender: TeamsSender) -> None:
    reference = post(sender, AMARA)
    (message,) = teams.in_conversation(teams.personal(AMARA).id)
    assert reference == f"{teams.personal(AMARA).id}|{message.id}"
    assert message.cards == message_cards(CARD)
    assert teams.called("create") == []


def test_nothing_of_a_card_stands_where_a_lock_screen_shows_it(teams: FakeTeams, sender: TeamsSender) -> None:
    post(sender, AMARA)
    post(sender)
    for message in teams.messages:
        assert set(message.activity) == {"type", "attachmentLayout", "summary", "attachments"}
        assert message.activity["summary"] == LOCK_SCREEN


def test_card_without_words_for_a_lock_screen_goes_out_too(teams: FakeTeams, sender: TeamsSender) -> None:
    sender.post(CHANNEL, CARD, KEY, lock_screen="")
    (message,) = teams.messages
    assert "summary" not in message.activity


def test_words_of_a_card_stand_in_its_attachment_alone(teams: FakeTeams, sender: TeamsSender) -> None:
    sender.post(CHANNEL, Card((Line("canary7Qz"), Facts((Fact("Name", "canary7Qz"),)))), KEY, lock_screen=LOCK_SCREEN)
    body = dict(teams.called("create")[0].body)
    assert "canary7Qz" in repr(body["activity"]["attachments"])
    body["activity"] = {**body["activity"], "attachments": []}
    assert "canary7Qz" not in repr(body)


@pytest.mark.parametrize("text", ["naïve – “quoted” 🚨", "half a character \ud83d", "tab\tand\u2028line", "\x00"])
def test_any_letters_go_out(teams: FakeTeams, sender: TeamsSender, text: str) -> None:
    post(sender, card=Card((Facts((Fact("Words", text),)),)))
    assert len(teams.messages) == 1


def test_card_is_edited_in_place(teams: FakeTeams, sender: TeamsSender) -> None:
    for place in (CHANNEL, AMARA):
        reference = post(sender, place)
        sender.edit(place, reference, EDITED)
        message = teams.messages[-1]
        assert len(message.edits) == 1
        assert (message.cards, message.summary) == (message_cards(EDITED), wording.LOCK_SCREEN_CHANGED)


def test_paths_hold_ids_and_nothing_that_could_lead_elsewhere(teams: FakeTeams, sender: TeamsSender) -> None:
    sender.edit(CHANNEL, post(sender), EDITED)
    (call,) = teams.called("edit")
    thread, _, message = teams.called("create")[0].path, "", teams.messages[0]
    assert thread == "/connector/v3/conversations"
    assert call.path == f"/connector/v3/conversations/{quote(message.conversation, safe='')}/activities/{message.id}"


def test_message_is_edited_where_it_stands_though_the_channel_goes_by_another_name_now(teams: FakeTeams, sender: TeamsSender) -> None:
    reference = post(sender)
    sender.edit(AMARA, reference, EDITED)
    assert len(teams.messages[0].edits) == 1


@pytest.mark.parametrize("reference", ["", "1", "|1", "a:1|"])
def test_reference_that_names_no_message_is_one_that_is_gone(teams: FakeTeams, sender: TeamsSender, reference: str) -> None:
    assert meaning(fault_of(lambda one: one.edit(CHANNEL, reference, EDITED), sender)) is Reason.GONE
    assert teams.calls == []


def test_message_that_was_deleted_is_gone(teams: FakeTeams, sender: TeamsSender) -> None:
    reference = post(sender)
    teams.messages[0].deleted = True
    assert meaning(fault_of(lambda one: one.edit(CHANNEL, reference, EDITED), sender)) is Reason.GONE


def test_nothing_can_be_found_and_delivery_knows_it(teams: FakeTeams, sender: TeamsSender) -> None:
    post(sender)
    assert (sender.platform, sender.can_find, sender.find(CHANNEL, KEY, datetime.now(UTC))) == ("teams", False, None)


# --- whom the bot has met ---


def test_person_whom_nobody_has_met_is_written_to_in_a_new_chat_which_is_kept(teams: FakeTeams, sender: TeamsSender, addresses: Addresses) -> None:
    reference = post(sender, BEN)
    room = teams.personal(BEN).id
    assert reference.startswith(f"{room}|")
    (call,) = teams.called("create")
    assert (call.body["members"], call.body["isGroup"]) == ([{"id": BEN}], False)
    assert call.body["channelData"] == {"tenant": {"id": teams.tenant}}
    assert "activity" not in call.body, "a chat that is begun twice must say nothing twice"
    assert addresses.find("teams", BEN, teams.tenant) == {"service": teams.service_url, "conversation": room, "bot": teams.bot_id}
    post(sender, BEN)
    assert len(teams.called("create")) == 1


def test_conversation_that_cannot_be_kept_is_written_to_all_the_same(
    teams: FakeTeams, addresses: Addresses, fresh: Addresses, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("canary7Qz")

    note(fresh, teams, AMARA, teams.personal(AMARA).id)
    monkeypatch.setattr(fresh, "note", fail)
    assert post(sender_to(teams, fresh), BEN)
    assert "teams.not_noted" in caplog.text
    assert "canary7Qz" not in caplog.text


def test_what_was_met_is_known_after_a_restart(teams: FakeTeams, sender: TeamsSender, store: Engine) -> None:
    reference = post(sender)
    again = sender_to(teams, Addresses(store))
    again.edit(CHANNEL, reference, EDITED)
    assert post(again).startswith(CHANNEL)


def test_card_goes_into_a_channel_that_nobody_wrote_in(teams: FakeTeams, fresh: Addresses) -> None:
    note(fresh, teams, AMARA, teams.personal(AMARA).id)
    assert post(sender_to(teams, fresh)).startswith(f"{CHANNEL};messageid=")


def test_nobody_is_reached_where_nobody_was_met(teams: FakeTeams, fresh: Addresses) -> None:
    sender = sender_to(teams, fresh)
    for act in ACTS.values():
        assert meaning(fault_of(act, sender)) is Reason.NO_ADDRESS
    assert teams.calls == []


def test_reference_of_another_tenant_is_not_used(teams: FakeTeams, fresh: Addresses) -> None:
    fresh.note("teams", "another", AMARA, {"service": teams.service_url, "conversation": "a:1", "bot": teams.bot_id})
    assert meaning(fault_of(ACTS["post to a person"], sender_to(teams, fresh))) is Reason.NO_ADDRESS


def test_person_and_tenant_are_found_whatever_their_capitals(teams: FakeTeams, addresses: Addresses) -> None:
    shouting = TeamsSender(addresses, replace(secrets_of(teams), tenant_id=teams.tenant.upper()))
    teams.fail("token", Fault(body=json.dumps({"access_token": teams.outgoing_token(), "expires_in": "3599"}).encode()))
    assert post(shouting, AMARA.upper()).startswith(teams.personal(AMARA).id)


@pytest.mark.parametrize(
    "place", ["", "amara@oakfield.example", "C0DSL", "#dsl", "19:", "19:a b", "../v3", "28:bot", "a:1amara", "19:dsl;messageid=1"]
)
def test_what_is_no_place_of_teams_is_closed(teams: FakeTeams, sender: TeamsSender, place: str) -> None:
    if place == "C0DSL":  # looks like an id of the directory: only Teams can say that it is none
        assert meaning(fault_of(lambda one: post(one, place), sender)) is Reason.NO_SUCH_PLACE
    else:
        assert meaning(fault_of(lambda one: post(one, place), sender)) is Reason.NO_SUCH_PLACE
        assert teams.calls == []


@pytest.mark.parametrize(
    "service",
    [
        *("https://evil.example/", "https://evil.trafficmanager.net/", "https://smba.trafficmanager.net.evil.example/"),
        *("http://smba.trafficmanager.net/", "https://smba.trafficmanager.net@evil.example/", "http://127.0.0.1:9/", "file:///etc", "", "x"),
    ],
)
def test_reference_with_a_service_of_somebody_else_is_refused(teams: FakeTeams, fresh: Addresses, service: str) -> None:
    fresh.note("teams", teams.tenant, AMARA, {"service": service, "conversation": "a:1", "bot": teams.bot_id})
    for secrets in (secrets_of(teams), replace(secrets_of(teams), service="")):
        sender = TeamsSender(fresh, secrets, longest_call=LONGER)
        for act in ACTS.values():
            assert meaning(fault_of(act, sender)) is (Reason.UNSAFE if service else Reason.NO_ADDRESS)
    assert teams.calls == [], "not even a token was asked for"


def test_store_that_is_locked_holds_a_call_up_no_longer_than_its_limit(teams: FakeTeams, tmp_path: Path) -> None:
    """It may be locked for half a minute: that the call comes back at all is the proof, and nothing is sent afterwards."""
    engine, locked = open_engine(f"sqlite:///{tmp_path}/signpost.sqlite"), threading.Event()

    class Locked(Addresses):
        def find(self, platform: str, name: str, tenant: str | None = None) -> None:
            locked.wait()

        def any_of(self, platform: str, tenant: str) -> dict[str, str]:
            return {"service": teams.service_url, "conversation": CHANNEL, "bot": teams.bot_id}

    for act in ACTS.values():
        assert meaning(fault_of(act, sender_to(teams, Locked(engine), longest_call=SHORT))) == NOT_SENT
    locked.set()
    wait_until(nobody_carries)
    engine.dispose()
    assert teams.calls == [], "it was given up before anything had set out"


def test_store_that_fails_is_a_passing_trouble_and_nothing_leaks(teams: FakeTeams, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/signpost.sqlite")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE address")
    raised = fault_of(post, sender_to(teams, Addresses(engine)))
    engine.dispose()
    assert meaning(raised) == NOT_SENT
    assert "teams.no_addresses" in caplog.text
    assert AMARA not in caplog.text


# --- who somebody is ---


def test_member_is_told_by_name_and_whether_they_are_a_guest(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.add_person("gus", "Gus Trent", guest=True)
    teams.conversations[CHANNEL].members.add("gus")
    assert sender.member(teams.service_url, CHANNEL, AMARA) == Member("Amara Obi", is_guest=False)
    assert sender.member(teams.service_url, f"{CHANNEL};messageid=1", "gus") == Member("Gus Trent", is_guest=True)


def test_somebody_who_is_not_there_is_no_staff(teams: FakeTeams, sender: TeamsSender) -> None:
    assert sender.member(teams.service_url, CHANNEL, "nobody") == Member("", is_guest=True)
    assert sender.member(teams.service_url, "19:nowhere@thread.tacv2", AMARA) == Member("", is_guest=True)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=429),
        Fault(status=403, error="NotEnoughPermissions"),
        Fault(cut_before=True),
        Fault(body=b"<html>"),
        Fault(status=404, body=b"<html>"),
    ],
)
def test_member_of_whom_teams_says_nothing_is_not_known(teams: FakeTeams, sender: TeamsSender, fault: Fault) -> None:
    teams.fail("member", fault)
    assert sender.member(teams.service_url, CHANNEL, AMARA) is None
    assert sender.member(teams.service_url, CHANNEL, AMARA) == Member("Amara Obi", is_guest=False)


def test_member_is_asked_of_teams_own_service_only(teams: FakeTeams, sender: TeamsSender) -> None:
    assert sender.member("https://evil.example/", CHANNEL, AMARA) is None
    assert teams.calls == []


def test_member_is_not_waited_for_longer_than_was_said(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.fail("member", Fault(hang=600))
    assert sender.member(teams.service_url, CHANNEL, AMARA, limit=SHORT) is None
    wait_until(nobody_carries)


STAFF = {"userRole": "user", "tenantId": "t-1", "userPrincipalName": "amara@oakfield.example"}


@pytest.mark.parametrize(
    ("said", "staff"),
    [
        (STAFF, True),
        ({**STAFF, "tenantId": "T-1"}, True),
        ({**STAFF, "userRole": None}, True),
        ({**STAFF, "userRole": "User"}, True),
        ({**STAFF, "userRole": "guest"}, False),
        ({**STAFF, "userRole": "anonymous"}, False),
        ({**STAFF, "userRole": "something new"}, False),
        ({**STAFF, "tenantId": "t-2"}, False),
        ({**STAFF, "tenantId": None}, False),
        ({**STAFF, "userPrincipalName": "gus_other.example#EXT#@oakfield.example"}, False),
        ({**STAFF, "userPrincipalName": ""}, False),
        ({}, False),
    ],
)
def test_only_who_is_shown_to_be_of_the_school_is_staff(said: dict[str, object], staff: bool) -> None:
    assert is_staff(said, "t-1") is staff


# --- the bot's own token ---


def test_one_token_does_for_many_calls(teams: FakeTeams, sender: TeamsSender) -> None:
    for _ in range(5):
        sender.edit(CHANNEL, post(sender), EDITED)
    (call,) = teams.called("token")
    assert call.path == f"/login/{teams.tenant}/oauth2/v2.0/token"
    assert call.body["scope"] == "https://api.botframework.com/.default"
    assert {one.token for one in teams.calls if one.name != "token"} == set(teams.tokens)


def test_token_is_renewed_before_its_end(teams: FakeTeams, addresses: Addresses) -> None:
    elapsed = Elapsed()
    sender = sender_to(teams, addresses, elapsed=elapsed)
    post(sender)
    elapsed.now += teams.token_lasts - SPARE - 1
    post(sender)
    assert len(teams.called("token")) == 1
    elapsed.now += 1
    post(sender)
    assert len(teams.called("token")) == 2
    first, second = teams.tokens
    assert [one.token for one in teams.called("create")] == [first, first, second]


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(hang=600), Fault(cut_before=True), Fault(status=401, body=b'{"error":"invalid_client"}')])
def test_renewal_that_fails_delays_no_message_while_the_old_token_serves(teams: FakeTeams, addresses: Addresses, fault: Fault) -> None:
    elapsed = Elapsed()
    sender = sender_to(teams, addresses, elapsed=elapsed)
    post(sender)
    elapsed.now += teams.token_lasts - SPARE
    teams.fail("token", fault)
    post(sender)
    post(sender)
    assert len(teams.called("token")) == 2, "it is not asked for at each message"
    assert len(teams.messages) == 3
    elapsed.now += SPARE - 200
    post(sender)
    assert len(teams.called("token")) == 3
    assert HURRY < LONGEST_CALL / 2


def test_token_that_has_ended_is_used_no_more(teams: FakeTeams, addresses: Addresses) -> None:
    elapsed = Elapsed()
    sender = sender_to(teams, addresses, elapsed=elapsed)
    post(sender)
    elapsed.now += teams.token_lasts
    teams.fail("token", Fault(status=503))
    assert meaning(fault_of(post, sender)) == NOT_SENT
    assert len(teams.called("create")) == 1


def test_token_that_was_taken_back_is_replaced_within_the_same_call(teams: FakeTeams, sender: TeamsSender) -> None:
    post(sender)
    teams.revoke_tokens()
    post(sender)
    assert len(teams.messages) == 2
    assert [one.answer for one in teams.called("create")] == [201, 401, 201]


def test_bot_that_is_let_in_with_no_token_is_one_whose_route_is_closed(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.fail_always("create", Fault(status=401, error="Unauthorized"))
    assert meaning(fault_of(post, sender)) is Reason.REVOKED
    assert len(teams.called("create")) == 2, "once more with a new one, and no more"
    teams.fail_always("create", None)
    assert post(sender)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(status=401, body=b'{"error":"invalid_client","error_codes":[7000215]}'), Reason.REVOKED),
        (Fault(status=400, body=b'{"error":"unauthorized_client","error_codes":[700016]}'), Reason.REVOKED),
        (Fault(status=400, body=b'{"error":"invalid_request","error_codes":[90002]}'), Reason.REVOKED),
        (Fault(status=400, body=b'{"error":"temporarily_unavailable"}'), NOT_SENT),
        (Fault(status=400, body=b'{"error":"some_code_of_tomorrow"}'), NOT_SENT),
        (Fault(status=403, body=b"<html>Blocked by your school</html>"), NOT_SENT),
        (Fault(status=429, headers={"Retry-After": "7"}), ("not sent", 7.0)),
        (Fault(status=500), NOT_SENT),
        (Fault(status=503, headers={"Retry-After": "3"}), ("not sent", 3.0)),
        (Fault(cut_before=True), NOT_SENT),
        (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), NOT_SENT),
        (Fault(body=b""), NOT_SENT),
        (Fault(body=b"[]"), NOT_SENT),
        (Fault(body=b'{"access_token":"a"}'), NOT_SENT),
        (Fault(body=b'{"access_token":"","expires_in":3599}'), NOT_SENT),
        (Fault(body=b'{"access_token":"a\\r\\nb","expires_in":3599}'), NOT_SENT),
        (Fault(body='{"access_token":"ä","expires_in":3599}'.encode()), NOT_SENT),
        (Fault(body=b'{"access_token":["a"],"expires_in":3599}'), NOT_SENT),
        (Fault(body=b'{"access_token":"a","expires_in":-1}'), NOT_SENT),
    ],
)
def test_without_a_token_nothing_is_sent(teams: FakeTeams, sender: TeamsSender, act: str, fault: Fault, expected: object) -> None:
    teams.fail("token", fault)
    assert meaning(fault_of(ACTS[act], sender)) == expected
    assert teams.called(CALLS[act]) == []


@pytest.mark.parametrize("code", sorted(REFUSED_LOGIN))
def test_every_refusal_of_the_login_closes_the_route(teams: FakeTeams, sender: TeamsSender, code: str) -> None:
    teams.fail("token", Fault(status=400, body=json.dumps({"error": code, "error_codes": [7000222]}).encode()))
    raised = fault_of(post, sender)
    assert isinstance(raised, LoginRefused)
    assert (raised.reason, raised.number) == (Reason.REVOKED, 7000222)


def test_password_and_tenant_of_another_registration_let_nobody_in(teams: FakeTeams, addresses: Addresses) -> None:
    for wrong in ({"password": "x"}, {"app_id": "x"}, {"tenant_id": teams.tenant[:-1] + "e"}):
        for place in (CHANNEL, AMARA):
            note(addresses, teams, place, place)
            addresses.note("teams", teams.tenant[:-1] + "e", place, {"service": teams.service_url, "conversation": "a:1", "bot": teams.bot_id})
        assert meaning(fault_of(post, TeamsSender(addresses, replace(secrets_of(teams), **wrong)))) is Reason.REVOKED


def test_password_is_sent_as_it_is(teams: FakeTeams, addresses: Addresses) -> None:
    teams.password = "~a&b=c +d%é\\"  # noqa: S105 -- opens nothing
    post(sender_to(teams, addresses))
    assert parse_qs(f"client_secret={quote(teams.password)}")["client_secret"] == [teams.called("token")[0].body["client_secret"]]


# --- a card of several messages ---


def test_cards_share_a_message_as_far_as_teams_takes_it(teams: FakeTeams, sender: TeamsSender) -> None:
    shown = message_cards(LONG)
    assert len(shown) > 2
    reference = post(sender, card=LONG)
    assert [one for message in teams.messages for one in message.cards] == shown
    assert 1 < len(teams.messages) <= len(shown)
    assert reference.endswith(f"|{teams.messages[0].id}")
    for message in teams.messages:
        assert len(json.dumps(message.activity, ensure_ascii=False).encode("utf-16-le")) <= LARGEST_MESSAGE + 1000
    shown_words = all_words([card for message in teams.messages for card in message.cards])
    assert [number for number in range(12) if f"{number} all words of it" not in shown_words] == []


@pytest.mark.parametrize("place", [CHANNEL, AMARA])
def test_messages_of_one_card_stand_in_one_conversation(teams: FakeTeams, sender: TeamsSender, place: str) -> None:
    reference = post(sender, place, LONG)
    assert {message.conversation for message in teams.messages} == {reference.rpartition("|")[0]}


@pytest.mark.parametrize("fault", [Fault(status=429, headers={"Retry-After": "9"}), Fault(status=503), Fault(cut_before=True)])
def test_card_that_broke_off_is_in_doubt_since_its_beginning_stands(teams: FakeTeams, sender: TeamsSender, fault: Fault) -> None:
    teams.fail("send", fault)
    raised = fault_of(lambda one: post(one, card=LONG), sender)
    assert isinstance(raised, Transient)
    assert raised.in_doubt
    assert raised.retry_after == (9.0 if fault.status == 429 else None)
    assert len(teams.messages) == 1


def test_card_that_needs_several_messages_takes_the_place_of_none(teams: FakeTeams, sender: TeamsSender) -> None:
    reference = post(sender)
    assert meaning(fault_of(lambda one: one.edit(CHANNEL, reference, LONG), sender)) is Unrenderable
    assert teams.messages[0].edits == []


# --- what each failure means ---

ALL_CODES = [*CLOSED, "some_code_of_tomorrow"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("code", ALL_CODES)
def test_every_code_has_its_meaning(teams: FakeTeams, sender: TeamsSender, code: str, act: str) -> None:
    teams.fail(CALLS[act], Fault(status=403, error=code))
    expected = CLOSED.get(code, Reason.FORBIDDEN)
    if act == "edit" and expected is Reason.NO_SUCH_PLACE:
        expected = Reason.GONE
    assert meaning(fault_of(ACTS[act], sender)) is expected


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (404, "ConversationNotFound", Reason.NO_SUCH_PLACE),
        (403, "BotNotInConversationRoster", Reason.NOT_A_MEMBER),
        (403, "MessageWritesBlocked", Reason.FORBIDDEN),
        (403, "ConversationBlockedByUser", Reason.FORBIDDEN),
        (403, "BotDisabledByAdmin", Reason.FORBIDDEN),
        (404, "ActivityNotFoundInConversation", Reason.GONE),
        (401, "BotNotRegistered", Reason.REVOKED),
        (403, "", Reason.FORBIDDEN),
        (404, "", Reason.NO_SUCH_PLACE),
        (410, "", Reason.GONE),
    ],
)
def test_codes_that_close_a_route_keep_their_reasons(teams: FakeTeams, sender: TeamsSender, status: int, code: str, reason: Reason) -> None:
    """By hand, not from the table: a slip in it would else be its own proof."""
    teams.fail("send", *[Fault(status=status, error=code)] * 2)
    assert meaning(fault_of(ACTS["post to a person"], sender)) is reason


def test_tables_speak_of_closed_routes_only() -> None:
    assert set(CLOSED_BY_STATUS) == {401, 403, 404, 410}


STATUSES = [
    (Fault(status=429), NOT_SENT),
    (Fault(status=429, headers={"Retry-After": "7"}), ("not sent", 7.0)),
    (Fault(status=429, body=b"<html>"), NOT_SENT),
    (Fault(status=412), IN_DOUBT),
    (Fault(status=408), IN_DOUBT),
    (Fault(status=500), IN_DOUBT),
    (Fault(status=500, error="ConversationNotFound"), IN_DOUBT),
    (Fault(status=502), IN_DOUBT),
    (Fault(status=502, after=True), IN_DOUBT),
    (Fault(status=503, headers={"Retry-After": "2"}), ("in doubt", 2.0)),
    (Fault(status=504), IN_DOUBT),
    (Fault(cut_before=True), IN_DOUBT),
    (Fault(cut_after=True), IN_DOUBT),
    (Fault(status=413), Unrenderable),
    (Fault(status=413, body=b"<html>"), Unrenderable),
    (Fault(status=400, error="BadSyntax"), Unrenderable),
    (Fault(status=400, body=b"<html>"), IN_DOUBT),
    (Fault(status=405), IN_DOUBT),
    (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), IN_DOUBT),
    (Fault(status=403, body=b"<html>Blocked by your school</html>"), IN_DOUBT),
    (Fault(status=404, body=b"<html>"), IN_DOUBT),
    (Fault(status=403, body=b""), Reason.FORBIDDEN),
    (Fault(status=403, body=b'{"message":"no"}'), Reason.FORBIDDEN),
    (Fault(status=403, body=b'{"code":"BotNotInConversationRoster"}'), Reason.NOT_A_MEMBER),
    (Fault(status=403, body=b'{"error":{"code":["ConversationNotFound"]}}'), Reason.FORBIDDEN),
    (Fault(body=b"[]"), IN_DOUBT),
    (Fault(body=b'"ok"'), IN_DOUBT),
    (Fault(body=b'{"id":"1"'), IN_DOUBT),
    (Fault(body=b"\xff\xfe"), IN_DOUBT),
    (Fault(body=b"[" * 100_000), IN_DOUBT),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("fault", "expected"), STATUSES)
def test_every_answer_has_its_meaning(teams: FakeTeams, sender: TeamsSender, fault: Fault, expected: object, act: str) -> None:
    reference = post(sender)
    teams.fail(CALLS[act], fault)
    raised = fault_of(ACTS[act] if act != "edit" else lambda one: one.edit(CHANNEL, reference, EDITED), sender)
    assert meaning(raised) == expected


@pytest.mark.parametrize("act", ["post", "post to a person"])
@pytest.mark.parametrize("body", [b"", b"{}", b'{"id":""}', b'{"id":12.5}'])
def test_answer_that_does_not_say_where_the_card_stands_is_in_doubt(teams: FakeTeams, sender: TeamsSender, body: bytes, act: str) -> None:
    teams.fail(CALLS[act], Fault(body=body))
    assert meaning(fault_of(ACTS[act], sender)) == IN_DOUBT


def test_thread_tells_its_first_message_by_its_own_name_too(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.fail("create", Fault(body=b'{"id":"19:dsl@thread.tacv2;messageid=77"}'), Fault(body=b'{"id":"19:dsl@thread.tacv2"}'))
    assert post(sender) == "19:dsl@thread.tacv2;messageid=77|77"
    assert meaning(fault_of(post, sender)) == IN_DOUBT


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        *((Fault(status=500), NOT_SENT), (Fault(cut_before=True), NOT_SENT), (Fault(cut_after=True), NOT_SENT), (Fault(body=b"{}"), NOT_SENT)),
        *((Fault(status=429, headers={"Retry-After": "4"}), ("not sent", 4.0)), (Fault(status=400, error="BadSyntax"), Reason.NO_SUCH_PLACE)),
        *((Fault(status=404), Reason.NO_SUCH_PLACE), (Fault(status=403, error="BotNotInConversationRoster"), Reason.NOT_A_MEMBER)),
    ],
)
def test_chat_that_could_not_be_begun_got_nothing(teams: FakeTeams, sender: TeamsSender, fault: Fault, expected: object, fresh: Addresses) -> None:
    """It is the same chat each time: to begin it again doubles nothing."""
    note(fresh, teams, AMARA, teams.personal(AMARA).id)
    teams.fail("create", fault)
    assert meaning(fault_of(lambda one: post(one, BEN), sender_to(teams, fresh))) == expected
    assert teams.messages == []


def test_person_who_is_nobody_here_is_a_closed_route(teams: FakeTeams, sender: TeamsSender) -> None:
    assert meaning(fault_of(lambda one: post(one, "nobody"), sender)) is Reason.NO_SUCH_PLACE


def test_person_who_has_blocked_the_bot_is_a_closed_route(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.block_bot(AMARA)
    assert meaning(fault_of(ACTS["post to a person"], sender)) is Reason.FORBIDDEN


def test_channel_without_the_bot_is_a_closed_route(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.remove_bot(CHANNEL)
    assert meaning(fault_of(post, sender)) is Reason.NOT_A_MEMBER


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0.0), ("1.5", 1.5), (" 3 ", 3.0), ("-4", 0.0), ("1e12", LONGEST_WAIT), ("", None), ("soon", None), ("inf", None), ("nan", None)],
)
def test_retry_after_is_obeyed_where_it_can_be(teams: FakeTeams, sender: TeamsSender, header: str, seconds: float | None) -> None:
    teams.fail("create", Fault(status=429, headers={"Retry-After": header}))
    assert meaning(fault_of(post, sender)) == ("not sent", seconds)


def test_nothing_was_sent_where_nobody_listens(teams: FakeTeams, fresh: Addresses) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    for name in (CHANNEL, AMARA):
        note(fresh, teams, name, "a:1", service=url)
    sender = TeamsSender(fresh, replace(secrets_of(teams), service=url))
    for act in ACTS.values():
        assert meaning(fault_of(act, sender)) == NOT_SENT


def test_answer_of_sixteen_megabytes_is_taken_for_none(teams: FakeTeams, sender: TeamsSender) -> None:
    teams.fail("create", Fault(body=b'{"id":"1","activityId":"1","x":"' + b"x" * 2**24 + b'"}'))
    assert meaning(fault_of(post, sender)) == IN_DOUBT


# --- no call lasts longer than its limit ---


def test_limit_is_the_one_that_delivery_counts_on() -> None:
    assert inspect.signature(TeamsSender).parameters["longest_call"].default == LONGEST_CALL == 5.0


@pytest.mark.parametrize("act", ACTS)
def test_answer_that_trickles_in_for_ever_is_cut_off(teams: FakeTeams, addresses: Addresses, act: str) -> None:
    """The answer would last for hours: that the call comes back at all is the proof."""
    teams.fail(CALLS[act], Fault(trickle=SHORT / 6))
    assert meaning(fault_of(ACTS[act], sender_to(teams, addresses, longest_call=LONGER))) == IN_DOUBT
    wait_until(nobody_carries)


def test_time_is_counted_over_all_requests_of_a_call(teams: FakeTeams, addresses: Addresses) -> None:
    teams.fail("token", Fault(hang=0.6 * LONGER))
    teams.fail("create", Fault(hang=0.6 * LONGER))
    assert meaning(fault_of(post, sender_to(teams, addresses, longest_call=LONGER))) == IN_DOUBT


def test_call_that_was_given_up_before_its_card_had_left_sends_it_never(teams: FakeTeams, addresses: Addresses) -> None:
    gate = threading.Event()
    teams.fail("token", Fault(until=gate))
    assert meaning(fault_of(post, sender_to(teams, addresses, longest_call=SHORT))) == NOT_SENT
    gate.set()
    wait_until(nobody_carries)
    assert teams.called("create") == []


def test_call_that_was_given_up_while_a_name_was_looked_up_sends_nothing_afterwards(
    teams: FakeTeams, addresses: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up, look_up = threading.Event(), socket.getaddrinfo

    def look_up_slowly(*args: object, **options: object) -> object:
        looked_up.wait()
        return look_up(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_slowly)
    for act in ACTS.values():
        assert meaning(fault_of(act, sender_to(teams, addresses, longest_call=SHORT))) == NOT_SENT
    looked_up.set()
    wait_until(nobody_carries)
    assert teams.calls == []


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["nothing", "the beginning of an answer"])
def test_service_that_says_no_more_than_a_beginning_is_given_up(teams: FakeTeams, fresh: Addresses, greeting: bytes) -> None:
    with odd_server(lambda line: line.sendall(greeting)) as port:
        note(fresh, teams, CHANNEL, CHANNEL, service=f"http://127.0.0.1:{port}/")
        sender = TeamsSender(fresh, replace(secrets_of(teams), service=f"http://127.0.0.1:{port}"), longest_call=SHORT)
        assert meaning(fault_of(post, sender)) == NOT_SENT, "it gave no token"


@pytest.mark.parametrize("stalls", [False, True], ids=["by a certificate that nobody vouches for", "by silence"])
def test_service_that_does_not_prove_who_it_is_gets_no_password(tmp_path: Path, fresh: Addresses, stalls: bool) -> None:
    heard: list[bytes] = []
    context = certificate(tmp_path)

    def handshake(line: socket.socket) -> None:
        if not stalls:
            with context.wrap_socket(line, server_side=True) as secure:
                heard.append(secure.recv(100))

    with odd_server(handshake) as port:
        url = f"https://127.0.0.1:{port}"
        fresh.note("teams", "t-1", CHANNEL, {"service": url, "conversation": CHANNEL, "bot": "28:app"})
        sender = TeamsSender(fresh, TeamsSecrets("app", "the bot's own password", "t-1", url), longest_call=LONGER)
        assert meaning(fault_of(post, sender)) == NOT_SENT
    assert heard == []


# --- how Teams is reached ---


@pytest.mark.parametrize("service", ["http://login.example", "http://192.0.2.1", "http://127.0.0.1.example", "ftp://login.example", "login.example"])
def test_password_never_travels_unencrypted(fresh: Addresses, service: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        TeamsSender(fresh, TeamsSecrets("app", "the bot's own password", "t-1", service))


def test_proxy_of_the_school_is_used_and_never_sees_the_password(fresh: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    def refuse(line: socket.socket) -> None:
        heard.append(line.recv(4096))
        line.sendall(b"HTTP/1.1 403 Not today\r\n\r\n")

    fresh.note("teams", "t-1", CHANNEL, {"service": "https://smba.trafficmanager.net/uk/", "conversation": CHANNEL, "bot": "28:app"})
    with odd_server(refuse) as port:
        monkeypatch.setenv("https_proxy", f"http://school:p%40ss@127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        sender = TeamsSender(fresh, TeamsSecrets("app", "canary7Qz", "t-1"), longest_call=LONGER)
        assert meaning(fault_of(post, sender)) == NOT_SENT
    (asked,) = heard
    assert asked.startswith(b"CONNECT login.microsoftonline.com:443 ")
    assert base64.b64encode(b"school:p@ss") in asked
    assert b"canary7Qz" not in asked


def test_stand_in_on_this_machine_is_reached_without_a_proxy(teams: FakeTeams, addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert post(sender_to(teams, addresses)).startswith(CHANNEL)


# --- nothing leaks ---


@pytest.mark.parametrize("act", [*ACTS, "token"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=403, error="canary7Qz"),
        Fault(status=400, error="canary7Qz"),
        Fault(status=500, body=b"canary7Qz"),
        Fault(body=b"canary7Qz"),
        Fault(status=401, body=b'{"error":"invalid_client","error_description":"canary7Qz"}'),
        Fault(status=429, headers={"Retry-After": "canary7Qz"}),
        Fault(cut_before=True),
    ],
)
def test_nothing_that_teams_said_is_in_an_error_or_a_log(
    teams: FakeTeams, sender: TeamsSender, act: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    teams.fail(CALLS.get(act, act), fault, fault)
    raised = fault_of(ACTS.get(act, post), sender)
    assert (raised.__cause__, raised.__context__) == (None, None)
    assert "_ask" not in [one.name for one in traceback.extract_tb(raised.__traceback__)]  # whose frame holds what was asked and answered
    shown = "".join(traceback.format_exception(raised)) + repr(raised.__dict__) + caplog.text
    assert not [secret for secret in SECRETS if secret in shown]


def test_log_stays_empty(teams: FakeTeams, sender: TeamsSender, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    teams.fail("create", Fault(body=b"<html>"))
    fault_of(post, sender)
    sender.edit(CHANNEL, post(sender), EDITED)
    assert [one for one in caplog.records if not one.name.startswith(("asyncio", "aiohttp"))] == []


def test_no_repr_holds_a_secret(teams: FakeTeams, sender: TeamsSender) -> None:
    post(sender)
    (token,) = teams.tokens
    assert token not in repr(Token(token)) + repr(sender) + repr(vars(sender))


def test_many_threads_post_side_by_side(teams: FakeTeams, sender: TeamsSender) -> None:
    threads = [threading.Thread(target=post, args=(sender, place)) for place in (CHANNEL, AMARA) * 4]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(len(teams.in_conversation(one)) for one in (CHANNEL, teams.personal(AMARA).id)) == [4, 4]


def nobody_carries() -> bool:
    """Say whether no thread of a call that was given up is left."""
    return not [one for one in threading.enumerate() if one.name.startswith("teams_")]
