"""Cards go out to Slack under a key, are found by it and edited in place. Each way in which Slack may fail has one meaning, and nothing leaks."""

from __future__ import annotations

import base64
import inspect
import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.exchange import LONGEST_WAIT
from adapters.slack.error_codes import CLOSED, PASSING, REFUSED_FORM, TOO_FAST
from adapters.slack.render import message_blocks
from adapters.slack.send import EVENT_TYPE, TRUSTED_FOR, SlackSender
from bot import wording
from bot.cards import Banner, Button, Buttons, Card, Fact, Facts, Line, Quote
from bot.sending import LONGEST_CALL, Permanent, Reason, SendFault, Transient, Unrenderable
from tests.faults.odd_servers import certificate, odd_server, wait_until
from tests.slack.block_rules import texts_in
from tests.slack.fake_slack import FakeSlack, Fault

CHANNEL, AMARA, DIRECT = "C0DSL", "U0AMARA", "D0AMARA"
KEY = "0b6f2c1e-6f0e-4c55-9d7e-3d1d6c0a4b11"
LOCK_SCREEN = "A report is waiting in Signpost."
CARD = Card((Banner("Call 999.", urgent=True), Line("R-0042, 10:31, by A. Example."), Buttons("What now?", (Button("View", "view", "r1"),))))
EDITED = Card((Line("R-0042 | Acknowledged."),))
LONG = Card(tuple(Quote(f"{number} " + "all words of it " * 150) for number in range(12)))
"""A card of several messages."""
SHORT, LONGER = 0.3, 1.5
"""Seconds given to a call that will not be answered; and to one that has to come as far as its second request, on a busy machine too."""
EARLIER = timedelta(minutes=2)
SECRETS = ("canary7Qz", "xoxb")
WRITES = ("post", "edit")


@dataclass
class Tokens:
    """Who knows by which token a place is reached."""

    token: str | None
    asked: list[str] = field(default_factory=list)

    def token_for(self, place: str) -> str | None:
        self.asked.append(place)
        return self.token


@dataclass
class Elapsed:
    """A clock of elapsed seconds that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def long_ago() -> datetime:
    return datetime.now(UTC) - EARLIER


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        running.add_person(AMARA, "Amara Obi")
        running.add_channel(CHANNEL, members=[AMARA])
        yield running
        assert running.refused == []


@pytest.fixture
def sender(slack: FakeSlack) -> SlackSender:
    return sender_to(slack)


def sender_to(slack: FakeSlack, **options: object) -> SlackSender:
    return SlackSender(Tokens(slack.token), api=slack.url, **{"longest_call": LONGEST_CALL, **options})


def post(sender: SlackSender, place: str = CHANNEL, card: Card = CARD, key: str = KEY) -> str:
    return sender.post(place, card, key, lock_screen=LOCK_SCREEN)


Act = Callable[[SlackSender], object]
ACTS: dict[str, Act] = {
    "post": post,
    "find": lambda sender: sender.find(CHANNEL, KEY, long_ago()),
    "edit": lambda sender: sender.edit(CHANNEL, f"{CHANNEL}/1.000001", EDITED),
}
METHODS = {"post": "chat.postMessage", "find": "conversations.history", "edit": "chat.update"}


def fault_of(act: Act, sender: SlackSender) -> SendFault:
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


# --- what goes out ---


def test_card_goes_out_once_with_its_key_and_nothing_else_beside_it(slack: FakeSlack, sender: SlackSender) -> None:
    reference = post(sender)
    (message,) = slack.at(CHANNEL)
    assert reference == f"{CHANNEL}/{message.ts}"
    assert message.metadata == {"event_type": EVENT_TYPE, "event_payload": {"key": KEY}}
    assert message.blocks == message_blocks(CARD)[0]


def test_nothing_of_a_card_stands_where_a_lock_screen_shows_it(slack: FakeSlack, sender: SlackSender) -> None:
    post(sender)
    assert slack.at(CHANNEL)[0].text == LOCK_SCREEN


def test_lock_screen_is_escaped(slack: FakeSlack, sender: SlackSender) -> None:
    sender.post(CHANNEL, CARD, KEY, lock_screen="<!channel> & co")
    assert slack.at(CHANNEL)[0].text == "&lt;!channel&gt; &amp; co"


def test_slack_is_told_to_unfold_no_link_and_to_link_no_name(slack: FakeSlack, sender: SlackSender) -> None:
    post(sender)
    arguments = slack.at(CHANNEL)[0].arguments
    assert {name: arguments[name] for name in ("unfurl_links", "unfurl_media", "parse", "link_names")} == {
        "unfurl_links": False,
        "unfurl_media": False,
        "parse": "none",
        "link_names": False,
    }


def test_card_without_words_for_a_lock_screen_goes_out_too(slack: FakeSlack, sender: SlackSender) -> None:
    sender.post(CHANNEL, CARD, KEY, lock_screen="")
    assert slack.at(CHANNEL)[0].text == ""


def test_person_is_written_to_in_their_direct_messages_and_these_are_the_reference(slack: FakeSlack, sender: SlackSender) -> None:
    reference = post(sender, AMARA)
    (message,) = slack.at(AMARA)
    assert reference == f"{DIRECT}/{message.ts}"
    sender.edit(AMARA, reference, EDITED)
    assert texts_in(message.blocks) == "R-0042 | Acknowledged."


def test_conversation_is_written_to_as_it_is(slack: FakeSlack, sender: SlackSender) -> None:
    slack.direct(AMARA)
    assert post(sender, DIRECT).startswith(f"{DIRECT}/")
    assert [one.method for one in slack.calls] == ["chat.postMessage"]


def test_each_place_is_reached_by_its_own_token(slack: FakeSlack) -> None:
    tokens = Tokens(slack.token)
    sender = SlackSender(tokens, api=slack.url)
    reference = post(sender)
    sender.find(AMARA, KEY, long_ago())
    sender.edit(CHANNEL, reference, EDITED)
    assert tokens.asked == [CHANNEL, AMARA, CHANNEL]
    assert {one.token for one in slack.calls} == {slack.token}


def test_place_for_which_there_is_no_token_is_closed_and_nothing_is_asked_of_slack(slack: FakeSlack) -> None:
    sender = SlackSender(Tokens(None), api=slack.url)
    for act in ACTS.values():
        assert meaning(fault_of(act, sender)) is Reason.FORBIDDEN
    assert slack.calls == []


def test_what_is_no_place_of_slacks_is_closed(slack: FakeSlack, sender: SlackSender) -> None:
    for place in ("", "amara@oakfield.example", "#dsl"):
        assert meaning(fault_of(lambda one, place=place: post(one, place), sender)) is Reason.NO_SUCH_PLACE
    assert slack.calls == []


def test_card_is_edited_in_place_and_keeps_its_key(slack: FakeSlack, sender: SlackSender) -> None:
    reference = post(sender)
    sender.edit(CHANNEL, reference, EDITED)
    (message,) = slack.at(CHANNEL)
    assert message.edits == [message_blocks(CARD)[0]]
    assert (texts_in(message.blocks), message.text) == ("R-0042 | Acknowledged.", wording.LOCK_SCREEN_CHANGED)
    assert sender.find(CHANNEL, KEY, long_ago()) == reference


# --- what is found ---


@pytest.mark.parametrize("place", [CHANNEL, AMARA])
def test_card_is_found_by_its_key(slack: FakeSlack, sender: SlackSender, place: str) -> None:
    post(sender, place, key="another")
    reference = post(sender, place)
    post(sender, place, key="a third")
    assert sender.find(place, KEY, long_ago()) == reference


def test_card_that_nobody_posted_is_not_found(slack: FakeSlack, sender: SlackSender) -> None:
    post(sender, key="another")
    assert sender.find(CHANNEL, KEY, long_ago()) is None
    assert sender.find(AMARA, KEY, long_ago()) is None


def test_only_what_was_posted_since_then_is_found(slack: FakeSlack, sender: SlackSender) -> None:
    post(sender)
    assert sender.find(CHANNEL, KEY, datetime.now(UTC) + EARLIER) is None


def test_card_is_found_behind_any_number_of_newer_messages(slack: FakeSlack, sender: SlackSender) -> None:
    reference = post(sender)
    for number in range(9):
        slack.say(AMARA, CHANNEL, f"{number}")
    slack.page = 3
    assert sender.find(CHANNEL, KEY, long_ago()) == reference
    assert len(slack.called("conversations.history")) == 4


def test_messages_of_others_are_passed_over_whatever_their_metadata_holds(slack: FakeSlack, sender: SlackSender) -> None:
    for metadata in (
        {},
        {"event_type": "another_app", "event_payload": {"key": KEY}},
        {"event_type": EVENT_TYPE, "event_payload": {"key": "another"}},
        {"event_type": EVENT_TYPE, "event_payload": {"key": [KEY]}},
        {"event_type": EVENT_TYPE, "event_payload": {"key": KEY, "part": "x"}},
        {"event_type": EVENT_TYPE},
    ):
        slack.say("U0OTHER", CHANNEL, "x").metadata = metadata
    assert sender.find(CHANNEL, KEY, long_ago()) is None


@pytest.mark.parametrize(
    "body", [b'{"ok":true}', b'{"ok":true,"messages":"x"}', b'{"ok":true,"messages":[1,null]}', b'{"ok":true,"messages":[{"metadata":3}]}']
)
def test_history_of_an_odd_shape_holds_nothing(slack: FakeSlack, sender: SlackSender, body: bytes) -> None:
    slack.fail("conversations.history", Fault(body=body))
    assert sender.find(CHANNEL, KEY, long_ago()) is None


# --- where a card may be posted ---


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (FakeSlack.make_public, Reason.UNSAFE),
        (FakeSlack.share, Reason.UNSAFE),
        (FakeSlack.archive, Reason.GONE),
        (FakeSlack.remove_bot, Reason.NO_SUCH_PLACE),
        (lambda slack, channel: slack.channels.pop(channel), Reason.NO_SUCH_PLACE),
    ],
    ids=["public", "shared", "archived", "bot removed", "deleted"],
)
def test_card_is_not_posted_into_a_channel_that_is_not_what_it_was(
    slack: FakeSlack, sender: SlackSender, happens: Callable[[FakeSlack, str], object], reason: Reason
) -> None:
    happens(slack, CHANNEL)
    assert meaning(fault_of(post, sender)) is reason
    assert slack.messages == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('"is_private":true,"is_shared":true', Reason.UNSAFE),
        ('"is_private":true,"is_ext_shared":true', Reason.UNSAFE),
        ('"is_private":true,"is_pending_ext_shared":true', Reason.UNSAFE),
        ('"is_private":true,"is_org_shared":true', Reason.UNSAFE),
        ('"is_private":false', Reason.UNSAFE),
        ('"name":"dsl"', Reason.UNSAFE),
        ('"is_private":true,"is_member":false', Reason.NOT_A_MEMBER),
        ('"is_private":false,"is_archived":true', Reason.GONE),
    ],
)
def test_whatever_slack_says_against_a_channel_keeps_the_card_out(slack: FakeSlack, sender: SlackSender, said: str, reason: Reason) -> None:
    slack.fail("conversations.info", Fault(body=b'{"ok":true,"channel":{%s}}' % said.encode()))
    assert meaning(fault_of(post, sender)) is reason
    assert slack.messages == []


@pytest.mark.parametrize("body", [b'{"ok":true}', b'{"ok":true,"channel":null}', b'{"ok":true,"channel":[]}'])
def test_channel_of_which_slack_says_nothing_is_unsafe(slack: FakeSlack, sender: SlackSender, body: bytes) -> None:
    slack.fail("conversations.info", Fault(body=body))
    assert meaning(fault_of(post, sender)) is Reason.UNSAFE


def test_channel_is_asked_about_once_in_five_minutes(slack: FakeSlack) -> None:
    elapsed = Elapsed()
    sender = sender_to(slack, elapsed=elapsed)
    for key in "abc":
        post(sender, key=key)
    assert len(slack.called("conversations.info")) == 1
    slack.make_public(CHANNEL)
    elapsed.now += TRUSTED_FOR
    assert meaning(fault_of(post, sender)) is Reason.UNSAFE
    assert TRUSTED_FOR <= 300


def test_channel_that_was_refused_is_asked_about_anew(slack: FakeSlack, sender: SlackSender) -> None:
    slack.make_public(CHANNEL)
    fault_of(post, sender)
    slack.channels[CHANNEL].private = True
    assert post(sender).startswith(CHANNEL)


def test_channel_is_asked_about_anew_once_slack_has_refused_a_card(slack: FakeSlack, sender: SlackSender) -> None:
    post(sender)
    slack.remove_bot(CHANNEL)
    assert meaning(fault_of(post, sender)) is Reason.NO_SUCH_PLACE
    slack.invite_bot(CHANNEL)
    slack.make_public(CHANNEL)
    assert meaning(fault_of(post, sender)) is Reason.UNSAFE


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(status=429), Fault(cut_before=True), Fault(error="fatal_error"), Fault(body=b"<html>")])
def test_channel_that_could_not_be_asked_about_gets_nothing_yet_and_nobody_is_in_doubt(slack: FakeSlack, sender: SlackSender, fault: Fault) -> None:
    slack.fail("conversations.info", fault)
    raised = fault_of(post, sender)
    assert isinstance(raised, Transient)
    assert not raised.in_doubt
    assert slack.messages == []
    assert post(sender).startswith(CHANNEL)


@pytest.mark.parametrize(
    ("person", "reason"),
    [("U0GONE", Reason.GONE), ("U0NOBODY", Reason.NO_SUCH_PLACE), ("U0SIGNPOST", Reason.FORBIDDEN)],
    ids=["deactivated", "unknown", "a bot"],
)
def test_person_whom_slack_no_longer_delivers_to_is_a_closed_route(slack: FakeSlack, sender: SlackSender, person: str, reason: Reason) -> None:
    slack.add_person("U0GONE", "Gail Ives", deactivated=True)
    assert meaning(fault_of(lambda one: post(one, person), sender)) is reason
    assert slack.messages == []


def test_person_who_was_deactivated_since_the_last_card_gets_no_further_one(slack: FakeSlack, sender: SlackSender) -> None:
    post(sender, AMARA)
    slack.deactivate(AMARA)
    assert meaning(fault_of(lambda one: post(one, AMARA, key="another"), sender)) is Reason.GONE
    assert len(slack.at(AMARA)) == len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("lacking", ["im:write", "chat:write"])
def test_person_cannot_be_written_to_without_the_scopes_for_it(slack: FakeSlack, sender: SlackSender, lacking: str) -> None:
    slack.scopes[slack.token].discard(lacking)
    assert meaning(fault_of(lambda one: post(one, AMARA), sender)) is Reason.FORBIDDEN


# --- a card of several messages ---


def test_card_of_several_messages_goes_out_in_order_under_one_key(slack: FakeSlack, sender: SlackSender) -> None:
    parts = message_blocks(LONG)
    assert len(parts) > 1
    reference = post(sender, card=LONG)
    assert [one.blocks for one in slack.at(CHANNEL)] == parts
    assert reference == f"{CHANNEL}/{slack.at(CHANNEL)[0].ts}"
    assert sender.find(CHANNEL, KEY, long_ago()) == reference


def test_card_that_broke_off_is_not_found_and_completed_by_the_next_try(slack: FakeSlack, sender: SlackSender) -> None:
    parts = message_blocks(LONG)
    slack.fail("chat.postMessage", Fault(), Fault(status=500))
    raised = fault_of(lambda one: post(one, card=LONG), sender)
    assert meaning(raised) == ("in doubt", None)
    assert sender.find(CHANNEL, KEY, long_ago()) is None
    reference = post(sender, card=LONG)
    assert [one.blocks for one in slack.at(CHANNEL)] == parts
    assert sender.find(CHANNEL, KEY, long_ago()) == reference == f"{CHANNEL}/{slack.at(CHANNEL)[0].ts}"


def test_card_of_several_messages_whose_reply_was_lost_is_not_doubled(slack: FakeSlack, sender: SlackSender) -> None:
    slack.fail("chat.postMessage", Fault(cut_after=True))
    fault_of(lambda one: post(one, card=LONG), sender)
    post(sender, card=LONG)
    assert [one.blocks for one in slack.at(CHANNEL)] == message_blocks(LONG)


def test_card_that_needs_several_messages_takes_the_place_of_none(slack: FakeSlack, sender: SlackSender) -> None:
    reference = post(sender)
    assert meaning(fault_of(lambda one: one.edit(CHANNEL, reference, LONG), sender)) is Unrenderable
    assert slack.at(CHANNEL)[0].edits == []


# --- what each failure means ---

ALL_CODES = [*CLOSED, *sorted(REFUSED_FORM), *sorted(TOO_FAST), *sorted(PASSING), "some_code_of_tomorrow"]


def expected_of(code: str, act: str) -> object:
    if code in CLOSED:
        return CLOSED[code]
    if code in TOO_FAST:
        return ("not sent", None)
    if code in REFUSED_FORM:
        return Unrenderable if act in WRITES else Reason.FORBIDDEN
    return ("in doubt" if act in WRITES else "not sent", None)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("code", ALL_CODES)
def test_every_code_has_its_meaning(slack: FakeSlack, sender: SlackSender, code: str, act: str) -> None:
    slack.fail(METHODS[act], Fault(error=code))
    assert meaning(fault_of(ACTS[act], sender)) == expected_of(code, act)


def test_tables_of_codes_do_not_overlap() -> None:
    tables = [set(CLOSED), set(REFUSED_FORM), set(TOO_FAST), set(PASSING)]
    assert len(set().union(*tables)) == sum(map(len, tables))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("channel_not_found", Reason.NO_SUCH_PLACE),
        ("not_in_channel", Reason.NOT_A_MEMBER),
        ("is_archived", Reason.GONE),
        ("token_revoked", Reason.REVOKED),
        ("account_inactive", Reason.REVOKED),
        ("invalid_auth", Reason.REVOKED),
        ("missing_scope", Reason.FORBIDDEN),
        ("restricted_action", Reason.FORBIDDEN),
        ("user_not_found", Reason.NO_SUCH_PLACE),
        ("user_disabled", Reason.GONE),
        ("cannot_dm_bot", Reason.FORBIDDEN),
        ("message_not_found", Reason.GONE),
        ("cant_update_message", Reason.GONE),
    ],
)
def test_codes_that_close_a_route_keep_their_reasons(code: str, reason: Reason) -> None:
    """By hand, not from the table: a slip in it would else be its own proof."""
    assert CLOSED[code] is reason


IN_DOUBT, NOT_SENT = ("in doubt", None), ("not sent", None)
STATUSES = [
    (Fault(status=429), NOT_SENT, NOT_SENT),
    (Fault(status=429, headers={"Retry-After": "7"}), ("not sent", 7.0), ("not sent", 7.0)),
    (Fault(status=429, error="ratelimited", headers={"Retry-After": "30"}), ("not sent", 30.0), ("not sent", 30.0)),
    (Fault(error="ratelimited", headers={"Retry-After": "30"}), ("not sent", 30.0), ("not sent", 30.0)),
    (Fault(status=500), IN_DOUBT, NOT_SENT),
    (Fault(status=503, error="service_unavailable"), IN_DOUBT, NOT_SENT),
    (Fault(status=500, error="is_archived"), IN_DOUBT, NOT_SENT),
    (Fault(status=500, error="invalid_blocks"), IN_DOUBT, NOT_SENT),
    (Fault(status=500, after=True), IN_DOUBT, NOT_SENT),
    (Fault(status=404, body=b'{"ok":true,"ts":"1.000001","messages":[]}'), IN_DOUBT, NOT_SENT),
    (Fault(cut_before=True), IN_DOUBT, NOT_SENT),
    (Fault(cut_after=True), IN_DOUBT, NOT_SENT),
    (Fault(status=413), Unrenderable, Reason.FORBIDDEN),
    (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), IN_DOUBT, NOT_SENT),
    (Fault(status=404), IN_DOUBT, NOT_SENT),
    (Fault(status=403, error="invalid_auth"), Reason.REVOKED, Reason.REVOKED),
    (Fault(status=403, body=b"<html>Blocked by your school</html>"), IN_DOUBT, NOT_SENT),
    (Fault(body=b""), IN_DOUBT, NOT_SENT),
    (Fault(body=b"[]"), IN_DOUBT, NOT_SENT),
    (Fault(body=b'"ok"'), IN_DOUBT, NOT_SENT),
    (Fault(body=b'{"ok":"true"}'), IN_DOUBT, NOT_SENT),
    (Fault(body=b'{"ok":false}'), IN_DOUBT, NOT_SENT),
    (Fault(body=b'{"ok":false,"error":["is_archived"]}'), IN_DOUBT, NOT_SENT),
    (Fault(body=b'{"ok":true'), IN_DOUBT, NOT_SENT),
    (Fault(body=b"\xff\xfe"), IN_DOUBT, NOT_SENT),
    (Fault(body=b"[" * 100_000), IN_DOUBT, NOT_SENT),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("fault", "written", "read"), STATUSES)
def test_every_answer_has_its_meaning(slack: FakeSlack, sender: SlackSender, fault: Fault, written: object, read: object, act: str) -> None:
    slack.fail(METHODS[act], fault)
    assert meaning(fault_of(ACTS[act], sender)) == (written if act in WRITES else read)


@pytest.mark.parametrize("body", [b'{"ok":true}', b'{"ok":true,"ts":""}', b'{"ok":true,"ts":12.5}'])
def test_answer_that_does_not_say_where_the_card_stands_is_in_doubt(slack: FakeSlack, sender: SlackSender, body: bytes) -> None:
    slack.fail("chat.postMessage", Fault(body=body))
    assert meaning(fault_of(post, sender)) == IN_DOUBT


def test_answer_that_does_not_say_where_direct_messages_are_is_not_in_doubt(slack: FakeSlack, sender: SlackSender) -> None:
    slack.fail("conversations.open", Fault(body=b'{"ok":true,"channel":{}}'))
    assert meaning(fault_of(lambda one: post(one, AMARA), sender)) == NOT_SENT


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0.0), ("1.5", 1.5), (" 3 ", 3.0), ("-4", 0.0), ("1e12", LONGEST_WAIT), ("", None), ("soon", None), ("inf", None), ("nan", None)],
)
def test_retry_after_is_obeyed_where_it_can_be(slack: FakeSlack, sender: SlackSender, header: str, seconds: float | None) -> None:
    slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": header}))
    assert meaning(fault_of(post, sender)) == ("not sent", seconds)


def test_nothing_was_sent_where_nobody_listens(slack: FakeSlack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    sender = SlackSender(Tokens(slack.token), api=f"http://127.0.0.1:{port}/api/")
    for act in ACTS.values():
        assert meaning(fault_of(act, sender)) == NOT_SENT


def test_nothing_was_sent_where_the_name_cannot_be_looked_up(slack: FakeSlack) -> None:
    sender = SlackSender(Tokens(slack.token), api="https://nobody.invalid/api/", longest_call=LONGER)
    assert meaning(fault_of(post, sender)) == NOT_SENT


def test_answer_of_sixteen_megabytes_is_taken_for_none(slack: FakeSlack, sender: SlackSender) -> None:
    slack.fail("conversations.history", Fault(body=b'{"ok":true,"messages":[],"x":"' + b"x" * 2**24 + b'"}'))
    assert meaning(fault_of(ACTS["find"], sender)) == NOT_SENT


# --- no call lasts longer than its limit ---


def test_limit_is_the_one_that_delivery_counts_on() -> None:
    assert inspect.signature(SlackSender).parameters["longest_call"].default == LONGEST_CALL == 5.0


@pytest.mark.parametrize(("act", "expected"), [("post", IN_DOUBT), ("find", NOT_SENT), ("edit", IN_DOUBT)])
def test_answer_that_trickles_in_for_ever_is_cut_off(slack: FakeSlack, act: str, expected: object) -> None:
    """The answer would last for hours: that the call comes back at all is the proof."""
    slack.fail(METHODS[act], Fault(trickle=SHORT / 6))
    assert meaning(fault_of(ACTS[act], sender_to(slack, longest_call=LONGER))) == expected
    wait_until(nobody_carries)


def test_time_is_counted_over_all_requests_of_a_call(slack: FakeSlack) -> None:
    slack.fail("conversations.info", Fault(hang=0.6 * LONGER))
    slack.fail("chat.postMessage", Fault(hang=0.6 * LONGER))
    assert meaning(fault_of(post, sender_to(slack, longest_call=LONGER))) == IN_DOUBT


def test_call_that_was_given_up_before_its_card_had_left_sends_it_never(slack: FakeSlack) -> None:
    slack.fail("conversations.info", Fault(hang=2 * SHORT, stubborn=True))
    assert meaning(fault_of(post, sender_to(slack, longest_call=SHORT))) == NOT_SENT
    wait_until(lambda: bool(slack.called("conversations.info")) and nobody_carries())
    assert slack.called("chat.postMessage") == []


def test_call_that_was_given_up_while_a_name_was_looked_up_sends_nothing_afterwards(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up, look_up = threading.Event(), socket.getaddrinfo

    def look_up_slowly(*args: object, **options: object) -> object:
        looked_up.wait()
        return look_up(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_slowly)
    for act in ACTS.values():
        assert meaning(fault_of(act, sender_to(slack, longest_call=SHORT))) == NOT_SENT
    looked_up.set()
    wait_until(nobody_carries)
    assert slack.calls == []


def test_history_without_end_is_given_up(slack: FakeSlack) -> None:
    slack.fail_always("conversations.history", Fault(body=b'{"ok":true,"messages":[],"response_metadata":{"next_cursor":"more"}}'))
    assert meaning(fault_of(ACTS["find"], sender_to(slack, longest_call=SHORT))) == NOT_SENT
    wait_until(nobody_carries)


def test_card_that_stood_only_after_its_call_had_been_given_up_is_found(slack: FakeSlack) -> None:
    hasty, patient = sender_to(slack, longest_call=LONGER), sender_to(slack)
    slack.fail("chat.postMessage", Fault(hang=2 * LONGER, stubborn=True))
    assert meaning(fault_of(post, hasty)) == IN_DOUBT
    assert patient.find(CHANNEL, KEY, long_ago()) is None
    wait_until(lambda: len(slack.at(CHANNEL)) == 1)
    assert patient.find(CHANNEL, KEY, long_ago()) == f"{CHANNEL}/{slack.at(CHANNEL)[0].ts}"


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["nothing", "the beginning of an answer"])
def test_server_that_says_no_more_than_a_beginning_is_given_up(greeting: bytes) -> None:
    with odd_server(lambda line: line.sendall(greeting)) as port:
        sender = SlackSender(Tokens("xoxb-1"), api=f"http://127.0.0.1:{port}/api/", longest_call=SHORT)
        assert meaning(fault_of(ACTS["edit"], sender)) == IN_DOUBT
        assert meaning(fault_of(ACTS["find"], sender)) == NOT_SENT


@pytest.mark.parametrize("stalls", [False, True], ids=["by a certificate that nobody vouches for", "by silence"])
def test_server_that_does_not_prove_who_it_is_gets_no_token(tmp_path: Path, stalls: bool) -> None:
    heard: list[bytes] = []
    context = certificate(tmp_path)

    def handshake(line: socket.socket) -> None:
        if not stalls:
            with context.wrap_socket(line, server_side=True) as secure:
                heard.append(secure.recv(100))

    with odd_server(handshake) as port:
        sender = SlackSender(Tokens("xoxb-1"), api=f"https://127.0.0.1:{port}/api/", longest_call=LONGER)
        assert meaning(fault_of(ACTS["edit"], sender)) == NOT_SENT
    assert heard == []


# --- how Slack is reached ---


@pytest.mark.parametrize(
    "api", ["http://slack.com/api/", "http://192.0.2.1/api/", "http://127.0.0.1.example/", "ftp://slack.com/", "slack.com/api", "https:///api"]
)
def test_token_never_travels_unencrypted(api: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        SlackSender(Tokens("xoxb-1"), api=api)


def test_proxy_of_the_school_is_used_and_never_sees_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    def refuse(line: socket.socket) -> None:
        heard.append(line.recv(4096))
        line.sendall(b"HTTP/1.1 403 Not today\r\n\r\n")

    with odd_server(refuse) as port:
        monkeypatch.setenv("https_proxy", f"http://school:p%40ss@127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        sender = SlackSender(Tokens("xoxb-1"), longest_call=LONGER)
        assert meaning(fault_of(ACTS["edit"], sender)) == NOT_SENT
    (asked,) = heard
    assert asked.startswith(b"CONNECT slack.com:443 ")
    assert base64.b64encode(b"school:p@ss") in asked
    assert b"xoxb" not in asked


def test_stand_in_on_this_machine_is_reached_without_a_proxy(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert post(sender_to(slack)).startswith(CHANNEL)


def test_address_needs_no_slash_at_its_end(slack: FakeSlack) -> None:
    assert post(SlackSender(Tokens(slack.token), api=slack.url.rstrip("/"))).startswith(CHANNEL)


# --- nothing leaks ---


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "fault",
    [
        Fault(error="canary7Qz"),
        Fault(status=500, body=b"canary7Qz"),
        Fault(body=b"canary7Qz"),
        Fault(body=b'{"ok":false,"error":"is_archived","canary7Qz":1}'),
        Fault(status=429, headers={"Retry-After": "canary7Qz"}),
        Fault(cut_before=True),
    ],
)
def test_nothing_that_slack_said_is_in_an_error_or_a_log(
    slack: FakeSlack, sender: SlackSender, act: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.fail(METHODS[act], fault)
    raised = fault_of(ACTS[act], sender)
    assert (raised.__cause__, raised.__context__) == (None, None)
    assert "_ask" not in [one.name for one in traceback.extract_tb(raised.__traceback__)]  # whose frame holds what was asked and answered
    shown = "".join(traceback.format_exception(raised)) + repr(raised.__dict__) + caplog.text
    assert not [secret for secret in SECRETS if secret in shown]


def test_log_stays_empty(slack: FakeSlack, sender: SlackSender, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    slack.fail("chat.postMessage", Fault(body=b"<html>"))
    fault_of(post, sender)
    sender.edit(CHANNEL, post(sender), EDITED)
    assert [one for one in caplog.records if not one.name.startswith(("asyncio", "aiohttp"))] == []


def test_words_of_a_card_stand_in_blocks_alone(slack: FakeSlack, sender: SlackSender) -> None:
    sender.post(CHANNEL, Card((Line("canary7Qz"), Facts((Fact("Name", "canary7Qz"),)))), KEY, lock_screen=LOCK_SCREEN)
    arguments = dict(slack.called("chat.postMessage")[0].arguments)
    assert "canary7Qz" in repr(arguments.pop("blocks"))
    assert "canary7Qz" not in repr(arguments)


def test_many_threads_post_side_by_side(slack: FakeSlack, sender: SlackSender) -> None:
    threads = [threading.Thread(target=post, args=(sender,), kwargs={"key": f"key-{number}"}) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.key for one in slack.at(CHANNEL)) == [f"key-{number}" for number in range(8)]


# --- what these tests need ---


def nobody_carries() -> bool:
    """Say whether no thread of a call that was given up is left."""
    return not [one for one in threading.enumerate() if one.name.startswith("slack_")]
