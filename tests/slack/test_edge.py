"""What the edge lets in: thousands of requests that are not as Slack makes them, and the few that are."""

from __future__ import annotations

import gzip
import http.client
import json
import logging
import random
import socket
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import settings
from sqlalchemy import func, select

from adapters.slack import edge
from bot import wording
from bot.store.tables import seen
from tests.slack.conftest import DSL_CHANNEL, PEOPLE, SECRET, STAFFROOM, TESS, School
from tests.slack.driver import FORM, JSON, PATH, Driver
from tests.slack.fake_slack import Fault
from tests.slack.letters import Letter, Writer
from tests.slack.test_asking import FRIEND_REQUEST
from tests.slack.test_reporting import CONTACT

PROVING = settings.get_current_profile_name() == "prove"
UNSIGNED, SIGNED = (7_000, 3_500) if PROVING else (1_000, 500)
SENDERS = 4
LARGEST = 2**20
Json = dict[str, Any]
Headers = list[tuple[str, bytes]]
STAMP, SIGNATURE, KIND = "X-Slack-Request-Timestamp", "X-Slack-Signature", "Content-Type"


# --- requests as Slack makes them ---


def letters(school: School) -> list[Letter]:
    """Return a request of every kind that Slack sends, each of which would be taken."""
    slack = school.slack
    writer = Writer("", SECRET, triggers=slack.new_trigger, response_urls=lambda _: slack.response_url(TESS, STAFFROOM))
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    view = school.open_form(TESS, "/report-contact")
    asked = {**view, "callback_id": "ask", "blocks": [], "state": {"values": {"f:question": {"v": {"type": "plain_text_input", "value": "x"}}}}}
    noted = {**asked, "callback_id": "press:note", "private_metadata": "0123 4567", "state": {"values": {"f:note": {"v": {"value": "x"}}}}}
    taken = {**asked, "callback_id": "take_over", "state": {"values": {"f:kind": {"v": {"selected_option": {"value": "adult_concern"}}}}}}
    writer.message(TESS, school.conversation(TESS), FRIEND_REQUEST, thread_ts="1763289060.000100")
    writer.mention(TESS, STAFFROOM, FRIEND_REQUEST)
    writer.home_opened(TESS)
    writer.home_opened(TESS, "messages", channel=school.conversation(TESS))
    writer.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U2"]}})
    writer.slash(TESS, "/policy", FRIEND_REQUEST)
    writer.slash(TESS, "/report-adult")
    writer.shortcut(TESS, "ask_policy")
    writer.message_shortcut(TESS, "report_message", STAFFROOM, slack.say("U0EVE", STAFFROOM, "Look").as_json())
    writer.press(TESS, message=answer.as_json(), channel=answer.channel, action="why")
    writer.press(TESS, message=answer.as_json(), channel=DSL_CHANNEL, action_id="sp:view:0", value="0123", forged=True)
    writer.press(TESS, view=school.home(TESS), action="ask_here", value=FRIEND_REQUEST)
    writer.submit(TESS, view, CONTACT)
    writer.slash(TESS, "/signpost", "M-0001")
    for action, value in (("matter", "use 0123"), ("matter_form", "suggestion"), ("matters", "")):
        writer.press(TESS, message=answer.as_json(), channel=answer.channel, action_id=f"sp:{action}:0", value=value, forged=True)
    suggested = school.open_form(TESS, "/suggest-post")
    writer.submit(TESS, suggested, {"f:what": "x", "f:network": "x"})
    writer.submit(TESS, {**suggested, "callback_id": "act:decline", "private_metadata": "0123 4567 ml"}, {"f:what": "x"})
    for one in (asked, noted, taken):
        writer._interact("view_submission", TESS, {"view": one, "response_urls": []}, None)
    writer.close(TESS, view)
    writer.url_verification()
    return writer.written


def sign(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    return Driver("", secret, triggers=str).signature(body, at=at)


def headers_of(body: bytes, content_type: str, *, at: float | None = None, secret: str = SECRET) -> Headers:
    return [(KIND, content_type.encode()), *((name, value.encode()) for name, value in sign(body, at=at, secret=secret).items())]


@dataclass
class Wire:
    """A connection on which anything can be sent, byte for byte; it is made anew where the other side has hung up."""

    url: str
    _socket: socket.socket | None = None

    def post(self, headers: Sequence[tuple[str, bytes]], body: bytes, *, query: str = "") -> int:
        """Send a request; return the status of the answer."""
        head = f"POST {PATH}{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n".encode()
        lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers)
        for is_last in (False, True):
            try:
                return self._exchange(head + lines + b"\r\n" + body)
            except (ConnectionError, http.client.BadStatusLine):
                self.close()
                if is_last:
                    raise
        raise AssertionError

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> int:
        if self._socket is None:
            parts = urlsplit(self.url)
            self._socket = socket.create_connection((parts.hostname, parts.port), timeout=30)
        self._socket.sendall(request)
        answer = http.client.HTTPResponse(self._socket)
        answer.begin()
        answer.read()
        if answer.will_close:
            self.close()
        return answer.status


# --- what is wrong with a request whose signature is not good ---


@dataclass
class Forgery:
    """A request that somebody else than Slack might send."""

    headers: Headers
    body: bytes
    draw: random.Random

    def header(self, name: str) -> bytes:
        return next(value for held, value in self.headers if held == name)

    def put(self, name: str, *values: bytes) -> None:
        """Let a header have these values, one each time that it stands there."""
        self.headers = [*(one for one in self.headers if one[0] != name), *((name, value) for value in values)]


def _wrong_signature(it: Forgery) -> None:
    good = it.header(SIGNATURE)
    at = it.draw.randrange(3, len(good))
    other = b"0" if good[at : at + 1] != b"0" else b"1"
    wrong = [
        b"",
        good[:at],
        good + b"0",
        good[:at] + other + good[at + 1 :],
        good.upper(),
        good.replace(b"v0", b"v1"),
        good.replace(b"v0=", b""),
        b"v0=" + b"\xc3\xa9" * 32,
        b"v0=" + "٣".encode() * 64,
        b"v0=" + bytes(it.draw.randrange(0x80, 0x100) for _ in range(64)),
        b"v0=" + b"0" * 64,
        b"v0=" + b"f" * 5_000,
        sign(it.body, secret="0" * 32)[SIGNATURE].encode(),
        sign(it.body + b" ")[SIGNATURE].encode(),
        good + b", " + good,
    ]
    it.put(SIGNATURE, it.draw.choice(wrong))


def _no_signature(it: Forgery) -> None:
    it.put(it.draw.choice((SIGNATURE, STAMP)))


def _repeated_header(it: Forgery) -> None:
    name = it.draw.choice((SIGNATURE, STAMP))
    both = [it.header(name), it.draw.choice((b"", b"0", it.header(name), b"v0=" + b"0" * 64))]
    it.draw.shuffle(both)
    it.put(name, *both)


def _wrong_timestamp(it: Forgery) -> None:
    good = it.header(STAMP)
    written = [b"", b"0", b"-1", b"+" + good, good + b".0", b"1e9", b"0x5f", b"NaN", b"9" * 5_000, b"9" * 12, b"\xff" * 10, b"1 2", b"1_000"]
    it.put(STAMP, it.draw.choice([*written, "١٧٦٣٢٨٩٠٦٠".encode(), good[::-1] + b"7", str(int(good) - 1).encode(), str(int(good) + 1).encode()]))


def _old_or_from_the_future(it: Forgery) -> None:
    away = it.draw.choice((-1, 1)) * it.draw.choice((400, 3_600, 10**6, 10**9))
    for name, value in sign(it.body, at=max(0, int(it.header(STAMP)) + away)).items():
        it.put(name, value.encode())


def _changed_body(it: Forgery) -> None:
    at = it.draw.randrange(len(it.body))
    flipped = it.body[:at] + bytes([it.body[at] ^ (1 << it.draw.randrange(8))]) + it.body[at + 1 :]
    it.body = it.draw.choice((b"", it.body[:at], it.body * 2, it.body + b"&x=1", it.body[at + 1 :], flipped))


def _encoded(it: Forgery) -> None:
    zipped = gzip.compress(it.body)
    encodings = (
        (b"gzip", zipped),
        (b"gzip", zipped[: len(zipped) // 2]),
        (b"gzip", it.body),
        (b"gzip", gzip.compress(b"0" * 2**22)),
        (b"deflate", zlib.compress(it.body)),
        (b"deflate", b"\x00\xff"),
        (b"identity, gzip", it.body),
        (b"zstd", it.body),
        (b"x" * 50, it.body),
    )
    encoding, it.body = it.draw.choice(encodings)
    it.put("Content-Encoding", encoding)
    it.put(SIGNATURE, it.draw.choice((b"v0=" + b"0" * 64, b"")))  # what is signed and then packed is as good as unpacked


def _other_text(it: Forgery) -> None:
    text = it.body.decode()
    it.body = it.draw.choice((text.encode("utf-16"), text.encode("utf-32"), b"\xff\xfe" + it.body, it.body + b"\xed\xa0\x80", "é".encode("latin-1")))


def _too_large(it: Forgery) -> None:
    it.body += b"x" * (LARGEST + it.draw.choice((1, 2**20)))
    it.put(SIGNATURE, sign(it.body)[SIGNATURE].encode())


def _other_kind(it: Forgery) -> None:
    kinds = (
        b"",
        b"text/plain",
        b"application/json; charset=utf-16",
        b"multipart/form-data; boundary=x",
        b"\xff/\xff",
        b";",
        b"x" * 3_000,
        b"a/b; c=" * 99,
    )
    it.put(KIND, it.draw.choice((*kinds, JSON.encode(), FORM.encode())))
    _wrong_signature(it)


FORGERIES: tuple[Callable[[Forgery], None], ...] = (
    *(_wrong_signature, _no_signature, _repeated_header, _wrong_timestamp, _old_or_from_the_future),
    *(_changed_body, _encoded, _other_text, _other_kind),
)


# --- what is wrong with a request that is signed ---

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**63, 10**30, 0.5, float("inf"), float("nan"), "", " ", "0", "x" * 5_000, "\ud800", "\udc00x", "\0", "\u202e"),
    *([], {}, [None], [[]], [{}], [0], {"": None}, {"id": 0}, {"id": None}, {"id": []}, {"type": 5}, {"value": {}}, [[[[[[]]]]]]),
    *({"authorizations": 5}, {"authorizations": [{"authorizations": [0]}]}, {"user": 5}, {"channel": [1]}, "T0ELSEWHERE", "U0SIGNPOST", "<!channel>"),
)
BROKEN_JSON = ('{"a":', "[]", "null", "5", '"x"', "", "{}", "{}{}", "NaN", "{'a':1}", '{"a":1,}', "[" * 100_000, '{"a":' * 50_000, "9" * 5_000)


def _places(held: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for name, value in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        yield from _places(value, (*path, name))


def mutate(body: Json, draw: random.Random) -> Json:
    """Change one thing or a few, anywhere in a payload."""
    body = json.loads(json.dumps(body))
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        path = draw.choice(list(_places(body)))
        if draw.random() < 0.5:  # half of them near the top, where it matters most
            path = path[: draw.randrange(1, 3)]
        holder: Any = body
        for name in path[:-1]:
            holder = holder[name]
        if draw.random() < 0.25 and len(body) > 1:
            del holder[path[-1]]
        else:
            holder[path[-1]] = deepcopy(draw.choice(ODD))
    return body


def malformed(letter: Letter, draw: random.Random) -> tuple[bytes, str]:
    """Return a body, and what it says that it is, which Slack never sends."""
    text = letter.body.decode()
    if letter.content_type == JSON:
        return _malformed_json(json.loads(text), draw), draw.choice((JSON,) * 8 + (FORM, "text/plain"))
    fields = dict(parse_qsl(text, keep_blank_values=True))
    if "payload" in fields and draw.random() < 0.9:
        written = _malformed_json(json.loads(fields["payload"]), draw).decode("utf-8", "replace")
        return urlencode({"payload": written}).encode(), draw.choice((FORM,) * 8 + (JSON, "text/plain"))
    if draw.random() < 0.6:
        name = draw.choice(list(fields))
        fields[name] = draw.choice(("", "\0", "0", "x" * 5_000, "\ufffd", "payload", "{}", "[]", "ssl_check", '{"type":"event_callback"}'))
        if draw.random() < 0.3:
            del fields[name]
        return urlencode(fields).encode(), FORM
    broken = (
        text[: draw.randrange(len(text))],
        f"{text}&{text}",
        f"{text}&ssl_check=1",
        f"{text}&payload=",
        f"{text}&payload=%7B%7D",
        "%",
        "%ff=%fe",
    )
    many = "&".join(f"f{number}=1" for number in range(5_000))
    return draw.choice((*broken, many, f"{text}&{many}", quote(text), text.replace("=", "%3D"), "&" * 5_000)).encode(), FORM


def _malformed_json(body: Json, draw: random.Random) -> bytes:
    text = json.dumps(mutate(body, draw))
    if draw.random() < 0.85:
        return text.encode()
    doubled = f"{text[:-1]},{json.dumps(mutate(body, draw))[1:]}"
    return draw.choice((text[: draw.randrange(len(text))], text * 2, doubled, f"[{text}]", f"\ufeff{text}", *BROKEN_JSON)).encode()


# --- the runs ---


def send_all(url: str, requests: Sequence[tuple[Headers, bytes, str]]) -> list[int]:
    """Send requests over a few connections at once; return the answers' statuses, in order."""

    def send(some: Sequence[tuple[Headers, bytes, str]]) -> list[int]:
        wire = Wire(url)
        try:
            return [wire.post(headers, body, query=query) for headers, body, query in some]
        finally:
            wire.close()

    with ThreadPoolExecutor(SENDERS) as threads:
        answered = list(threads.map(send, [requests[first::SENDERS] for first in range(SENDERS)]))
    return [answered[number % SENDERS][number // SENDERS] for number in range(len(requests))]


@dataclass
class State:
    """All that a request could have changed."""

    messages: int
    views: int
    reports: int
    seen: int
    calls: int


def state_of(school: School) -> State:
    school.served.settle()
    with school.office.looking() as connection:
        rows = connection.execute(select(func.count()).select_from(seen)).scalar_one()
    slack = school.slack
    return State(len(slack.messages), len(slack.views), len(school.reports()), rows, len(slack.calls))


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{one.name}: {one.getMessage()[:300]} {one.exc_info}" for one in caplog.records if one.exc_info or "Traceback" in one.getMessage()]


def test_request_that_slack_has_not_signed_is_refused_and_does_nothing(school: School, caplog: pytest.LogCaptureFixture) -> None:
    written, draw = letters(school), random.Random(4)  # noqa: S311 -- guards nothing
    before, requests, wrong = state_of(school), [], []
    caplog.set_level(logging.DEBUG, "aiohttp")
    for number in range(UNSIGNED):
        letter = draw.choice(written)
        forgery = Forgery(headers_of(letter.body, letter.content_type), letter.body, draw)
        how = _too_large if number % 100 == 99 else FORGERIES[number % len(FORGERIES)]
        how(forgery)
        requests.append((forgery.headers, forgery.body, ""))
        wrong.append(how.__name__)
    statuses = send_all(school.served.url, requests)
    taken = [(how, status, request) for how, status, request in zip(wrong, statuses, requests, strict=True) if not 400 <= status < 500]
    assert not taken, taken[0]
    assert set(statuses) == {400, 401, 413}
    assert state_of(school) == before
    assert not tracebacks(caplog)


def test_request_that_is_signed_and_malformed_never_ends_in_a_fault(school: School, caplog: pytest.LogCaptureFixture) -> None:
    for account in PEOPLE:
        school.conversation(account)
    written, draw = letters(school), random.Random(4)  # noqa: S311 -- guards nothing
    caplog.set_level(logging.INFO)
    requests = []
    for number in range(SIGNED):
        body, kind = malformed(written[number % len(written)], draw)
        more = draw.choice(([],) * 8 + ([("X-Slack-Bolt-Lazy-Only", b"1")], [("X-Slack-Retry-Num", b"x"), ("Cookie", b"\xff")]))
        requests.append(([*headers_of(body, kind), *more], body, draw.choice(("",) * 8 + ("?payload=%7B%7D", "?a=%ff&" + "b" * 999))))
    statuses = send_all(school.served.url, requests)
    school.served.settle()
    broken = [(status, body) for status, (_, body, _) in zip(statuses, requests, strict=True) if status >= 500]
    assert not broken, (len(broken), broken[0])
    assert {200, 400, 403} <= set(statuses) <= {200, 400, 403, 404, 413}
    assert not tracebacks(caplog)


# --- requests as they should be, and nearly so ---


def post(school: School, letter: Letter, **changes: str) -> int:
    """Send a request as it is, but for these headers."""
    return school.driver.raw(PATH, letter.body, {**letter.headers, **{name.replace("_", "-"): value for name, value in changes.items()}}).status


def test_request_without_a_signature_is_refused_and_does_nothing(school: School) -> None:
    written = letters(school)
    before = state_of(school)
    for letter in written:
        assert school.driver.raw(PATH, letter.body, {KIND: letter.content_type}).status == 401
    assert state_of(school) == before


def test_good_request_is_taken(school: School) -> None:
    """Else the refusals of the others would prove nothing."""
    for letter in letters(school):
        told_nobody = b"view_closed" in letter.body  # no window of ours asks Slack to tell of its end
        assert post(school, letter) == (404 if told_nobody else 200), letter
    assert state_of(school).reports == 1


@pytest.mark.parametrize("away", [-301, -86_400, 301, 86_400])
def test_request_signed_at_another_time_is_refused(school: School, away: int) -> None:
    letter = a_mention(school)
    at = int(str(letter.headers[STAMP])) + away
    assert post(school, Letter(letter.body, {KIND: JSON, **sign(letter.body, at=at)})) == 401


def test_every_kind_of_request_from_another_workspace_is_refused_and_does_nothing(school: School) -> None:
    written = [one for one in letters(school) if b"url_verification" not in one.body]
    before = state_of(school)
    for letter in written:
        body = letter.body.replace(b"T0OAKFIELD", b"T0ELSEWHERE")
        assert body != letter.body
        assert post(school, Letter(body, {KIND: letter.content_type, **sign(body)})) == 403
    assert state_of(school) == before


@pytest.mark.parametrize("also", ["ssl_check", "type=url_verification"])
def test_no_word_in_a_request_lets_another_workspace_in(school: School, also: str) -> None:
    name, _, value = also.partition("=")
    (letter,) = [one for one in letters(school) if b"command=%2Fpolicy" in one.body]
    before = state_of(school)
    body = letter.body.replace(b"T0OAKFIELD", b"T0ELSEWHERE") + f"&{name}={value or 1}".encode()
    post(school, Letter(body, {KIND: FORM, **sign(body)}))
    assert state_of(school) == before


def test_two_workspaces_named_in_one_request_are_refused(school: School) -> None:
    letter = a_mention(school)
    school.home(TESS)
    before = state_of(school)
    body = json.dumps({**json.loads(letter.body), "team": {"id": "T0ELSEWHERE"}}).encode()
    assert post(school, Letter(body, {KIND: JSON, **sign(body)})) == 403
    assert state_of(school) == before


def test_address_is_verified(school: School) -> None:
    answer = school.driver.url_verification("3eZbrw1aB10yCd")
    assert (answer.status, answer.json) == (200, {"challenge": "3eZbrw1aB10yCd"})


def test_certificate_is_checked_unsigned_and_with_nothing_else(school: School) -> None:
    before = state_of(school)
    for body, status in ((b"ssl_check=1&token=abc", 200), (b"token=abc&ssl_check=1", 200), (b"ssl_check=1&command=%2Fpolicy", 401)):
        assert school.driver.raw(PATH, body, {KIND: FORM}).status == status
    assert state_of(school) == before


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_refused(school: School, method: str) -> None:
    assert school.driver.raw(PATH, b"", {}, method=method).status == 405


def test_body_of_more_than_a_megabyte_is_refused(school: School) -> None:
    body = b"x" * (LARGEST + 1)
    assert school.driver.signed(body, FORM).status == 413


def test_command_with_payload_in_its_text_is_answered(school: School) -> None:
    """bolt by itself takes it for a form without anything in it."""
    school.after(school.driver.slash(TESS, "/policy", "can I post a payload=photo & payload of a trip?"))
    (answer,) = school.messages_in(STAFFROOM)
    assert answer.ephemeral_to == TESS


def test_half_a_character_becomes_a_mark_and_the_report_is_stored(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    answer = school.submit(TESS, view, {**CONTACT, "f:what_was_said": "hi \ud83d sir \U0001f600"})
    assert answer.json["response_action"] == "update"
    assert len(school.reports()) == 1


def test_first_contact_while_slack_cannot_be_reached_is_put_off_and_works_later(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "PAUSE", 0.0)
    letter = a_mention(school)
    cut = Fault(cut_before=True)  # the SDK tries once more by itself
    for faults in ((Fault(status=500),), (cut, cut), (Fault(error="internal_error"),), (Fault(body=b"<html>"),)):
        school.slack.fail("auth.test", *faults)
        answer = school.driver.raw(PATH, letter.body, letter.headers)
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert not school.slack.messages
    assert school.after(school.driver.raw(PATH, letter.body, letter.headers)).status == 200
    assert len(school.slack.messages) == 1


def test_crowd_does_not_wait_for_a_slack_that_cannot_be_reached(school: School) -> None:
    letter = a_mention(school)
    school.slack.fail_always("auth.test", Fault(status=500))
    with ThreadPoolExecutor(10) as threads:
        statuses = list(threads.map(lambda _: school.driver.raw(PATH, letter.body, letter.headers).status, range(10)))
    assert statuses == [503] * 10
    assert len(school.slack.called("auth.test")) == 1


def test_same_event_ten_times_at_once_is_answered_once(school: School) -> None:
    letter = a_mention(school)
    before = state_of(school)
    statuses = send_all(school.served.url, [(headers_of(letter.body, JSON), letter.body, "")] * 10)
    after = state_of(school)
    assert statuses == [200] * 10
    assert (after.messages, after.seen) == (before.messages + 1, before.seen + 1)


def test_same_press_ten_times_at_once_has_one_effect(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    (letter,) = press_of(school, answer.as_json(), answer.channel, label=wording.NOT_HELPFUL)
    before = state_of(school)
    statuses = send_all(school.served.url, [(headers_of(letter.body, FORM), letter.body, "")] * 10)
    after = state_of(school)
    assert statuses == [200] * 10
    assert after.messages == before.messages + 1
    assert len(school.kept_questions()) == 1


def test_same_form_ten_times_at_once_is_one_report(school: School) -> None:
    (letter,) = [one for one in letters(school) if b"report%3Apupil_contact" in one.body and b"view_submission" in one.body]
    statuses = send_all(school.served.url, [(headers_of(letter.body, FORM), letter.body, "")] * 10)
    assert statuses == [200] * 10
    assert state_of(school).reports == 1


def press_of(school: School, message: Json, channel: str, **how: Any) -> list[Letter]:
    writer = Writer("", SECRET, triggers=school.slack.new_trigger, response_urls=lambda _: school.slack.response_url(TESS, channel))
    writer.press(TESS, message=message, channel=channel, **how)
    return writer.written


def a_mention(school: School) -> Letter:
    writer = Writer("", SECRET, triggers=school.slack.new_trigger)
    writer.mention(TESS, STAFFROOM, FRIEND_REQUEST)
    return writer.written[0]
