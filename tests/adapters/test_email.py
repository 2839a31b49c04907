"""Cards leave as plain e-mails, over TLS where it is set; every way in which a mail server may fail has its one meaning, and nothing leaks in it."""

from __future__ import annotations

import asyncio
import base64
import logging
import os
import re
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from adapters.email import MailSender, mail_address, write_letter
from bot.cards import Banner, Button, Buttons, Card, Fact, Facts, Line, one_line, visible
from bot.sending import Permanent, Reason, SendFault, Transient
from bot.settings import MailSetting

HERE = "127.0.0.1"
AMARA = "amara@oakfield.example"
SENDER = "signpost@oakfield.example"
KEY = "0b6f2c1e-6f0e-4c55-9d7e-3d1d6c0a4b11"
SUBJECT = "Urgent report R-0042 is waiting for you"
CARD = Card((Banner("Call 999.", urgent=True), Line("R-0042, 10:31, by A. Example."), Line("You get this e-mail because …")))
PASSWORD = "p£ss wörd"  # noqa: S105 -- invented; no ASCII, as people type them
LEAKS = ("amara", "oakfield", "R-0042", "999", "waiting", "A. Example", PASSWORD, "signpost@")
SHORT, LONGER = 0.3, 1.0
"""Seconds given to a call that will not be answered; and to one that has to come as far as the text, on a busy machine too."""


@dataclass(frozen=True)
class Server:
    """What the settings say of a mail server."""

    port: int
    host: str = HERE
    sender: str = SENDER
    starttls: bool = False
    username: str = ""


@dataclass
class Postmaster:
    """What a mail server answers, and what it took in."""

    on_mail: str = "250 OK"
    on_rcpt: str = "250 OK"
    on_data: str = "250 OK"
    after_data: Callable[[SMTP], Any] | None = None
    letters: list[Envelope] = field(default_factory=list)
    logged_in: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    hosts: list[str | None] = field(default_factory=list)

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.on_mail

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.on_rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.after_data is not None:
            await self.after_data(server)
        if self.on_data.startswith("250"):
            self.letters.append(envelope)
            self.hosts.append(session.host_name)
        return self.on_data

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword) -> AuthResult:
        self.logged_in.append((mechanism, login.login, login.password))
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)

    def message(self) -> EmailMessage:
        """The one letter that came, as a mail program reads it."""
        (envelope,) = self.letters
        return read(bytes(envelope.original_content or b""))


class OnFreePort(Controller):
    """A real SMTP server in a thread, on a port that the system chose."""

    def _create_server(self) -> Any:
        return self._bind()

    async def _bind(self) -> asyncio.AbstractServer:
        server = await self.loop.create_server(self._factory_invoker, HERE, 0, ssl=None)
        self.port = server.sockets[0].getsockname()[1]
        return server


@contextmanager
def mail_server(postmaster: Postmaster, **options: Any) -> Iterator[int]:
    """Run a server and give its port."""
    controller = OnFreePort(postmaster, HERE, server_hostname="mail.oakfield.example", **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


Reply = bytes | Callable[[socket.socket], None]
POLITE: dict[str, Reply] = {
    "": b"220 mail.oakfield.example\r\n",
    "EHLO": b"250-mail.oakfield.example\r\n250 STARTTLS\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 Go on\r\n",
    ".": b"250 OK\r\n",
    "QUIT": b"221 Bye\r\n",
}


@contextmanager
def odd_server(heard: list[str] | None = None, *, host: str = HERE, **replies: Reply) -> Iterator[int]:
    """Run a server that gives any reply at any step: EHLO, MAIL, ..., `GREETING`, and `TEXT` after the whole text."""
    known = {"GREETING": "", "TEXT": "."}
    script = {**POLITE, **{known.get(step, step): reply for step, reply in replies.items()}}
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listening:
        thread = threading.Thread(target=_serve, args=(listening, script, heard if heard is not None else []))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listening: socket.socket, script: dict[str, Reply], heard: list[str]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with suppress(OSError), connection, connection.makefile("rb") as lines:
            _answer(connection, script[""])
            for line in lines:
                heard.append(line.decode("latin-1").rstrip())
                verb = heard[-1].partition(" ")[0].upper()
                if verb == "QUIT":
                    break
                _answer(connection, script.get(verb, b"500 What?\r\n"))
                if verb == "DATA" and script[verb] == POLITE[verb]:
                    while lines.readline() not in (b".\r\n", b""):
                        pass
                    _answer(connection, script["."])


def _answer(connection: socket.socket, reply: Reply) -> None:
    if callable(reply):
        reply(connection)
    else:
        connection.sendall(reply)


def closes(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def says_nothing(connection: socket.socket) -> None:
    while connection.recv(1024):
        pass


def answers_in_drops(connection: socket.socket) -> None:
    """Never end a line, and never be silent for long: no time-out of a socket ends this."""
    while True:
        connection.sendall(b"2")
        threading.Event().wait(SHORT / 10)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@dataclass(frozen=True)
class Certificate:
    """A server's own certificate, made here."""

    server: ssl.SSLContext
    trust: ssl.SSLContext


def make_certificate(folder: Path, name: x509.GeneralName) -> Certificate:
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, encoding = folder / "mail.pem", serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(secret + certificate.public_bytes(encoding))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return Certificate(server, ssl.create_default_context(cadata=certificate.public_bytes(encoding).decode()))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"), x509.IPAddress(ip_address(HERE)))


@pytest.fixture(autouse=True)
def no_call_outlives_its_test() -> Iterator[None]:
    yield
    wait_for_calls()


def wait_for_calls() -> None:
    """Wait for every call that was given up: each ends by itself, or this never returns."""
    for thread in threading.enumerate():
        if thread.name.startswith("mail"):
            thread.join()


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """All that we logged; the server, which runs in this process too, has loggers of its own."""
    caplog.set_level(logging.DEBUG)
    return lambda: "".join(record.getMessage() for record in caplog.records if record.name not in ("mail.log", "asyncio"))


def post(sender: MailSender, place: str = AMARA, card: Card = CARD) -> str:
    return sender.post(place, card, KEY, lock_screen=SUBJECT)


def fault_of(sender: MailSender, place: str = AMARA) -> SendFault:
    """The fault that a post ends in, which tells nothing of the letter in any of its parts."""
    with pytest.raises(SendFault) as raised:
        post(sender, place)
    fault = raised.value
    told = f"{fault!r} {fault.args} {vars(fault)} {fault.__cause__} {fault.__context__}" + "".join(traceback.format_exception(fault)[-1:])
    assert not [leak for leak in LEAKS if leak in told]
    assert fault.__context__ is None
    return fault


def is_transient(fault: SendFault, *, in_doubt: bool) -> bool:
    return isinstance(fault, Transient) and fault.in_doubt is in_doubt


def is_closed(fault: SendFault, reason: Reason) -> bool:
    return isinstance(fault, Permanent) and fault.reason is reason


# --- what arrives ---


def test_a_card_arrives_as_plain_text_under_the_sentence_for_lock_screens() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        post(MailSender(Server(port)))
    message = postmaster.message()
    assert message["Subject"] == SUBJECT
    assert message.get_content_type() == "text/plain"
    assert text_of(message) == CARD.plain_text() + "\n"
    assert (message["From"], message["To"]) == (SENDER, AMARA)
    assert (postmaster.letters[0].mail_from, postmaster.letters[0].rcpt_tos) == (SENDER, [AMARA])


def test_the_reference_is_the_message_id_and_is_made_of_the_key() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        reference = post(MailSender(Server(port)))
    assert reference == f"<{KEY}@oakfield.example>" == postmaster.message()["Message-ID"]


def test_a_second_copy_has_the_same_message_id() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        sender = MailSender(Server(port))
        assert post(sender) == post(sender, card=Card((Line("This may be a second copy."),)))
    assert len(postmaster.letters) == 2


def test_no_answer_is_asked_for_of_people_or_machines() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        post(MailSender(Server(port)))
    message = postmaster.message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Reply-To"] is None
    assert parsedate_to_datetime(message["Date"]).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "Grüße – “naïve” £5 €6",
        "Ολυμπία Ωμέγα, 学校, مدرسة, 👩🏽‍🏫",
        ".\n..\n.hidden\n\n.\nQUIT",
        "From here on\nFrom there",
        "x" * 3_000 + " " + "é" * 3_000,
        "a = b =20 =\n=3D",
        "trailing  \nand\ttabs\t\nend",
    ],
)
def test_every_word_arrives_as_it_stands(text: str) -> None:
    postmaster, card = Postmaster(), Card((Line(text),))
    with mail_server(postmaster) as port:
        post(MailSender(Server(port)), card=card)
    assert text_of(postmaster.message()) == visible(text).rstrip() + "\n"


def test_buttons_and_facts_stand_in_the_text_too() -> None:
    postmaster = Postmaster()
    card = Card((Facts((Fact("Network", "Facebook"),)), Buttons("Press one:", (Button("View", "view", "r1"),))))
    with mail_server(postmaster) as port:
        post(MailSender(Server(port)), card=card)
    assert text_of(postmaster.message()) == "Network:\n  Facebook\nPress one:\n  1. View\n"


def test_what_hides_or_breaks_text_is_shown_as_its_code() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        post(MailSender(Server(port)), card=Card((Line("a\ud800b\x00c\u202ed\re\x85f"),)))
    assert text_of(postmaster.message()) == "a⟨U+D800⟩b⟨U+0000⟩c⟨U+202E⟩d⟨U+000D⟩e⟨U+0085⟩f\n"


def test_the_wire_carries_only_short_lines_of_ascii() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        MailSender(Server(port)).post(AMARA, Card((Line("ü" * 5_000),)), KEY, lock_screen="ü" * 500)
    lines = bytes(postmaster.letters[0].original_content or b"").split(b"\r\n")
    assert all(line.isascii() and b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 78


def test_the_server_is_greeted_with_an_address_and_no_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        monkeypatch.setattr(socket, "getfqdn", lambda *_: pytest.fail("a name was looked up"))
        post(MailSender(Server(port)))
    assert postmaster.hosts == ["[127.0.0.1]"]


def test_a_server_is_reached_over_ipv6_too() -> None:
    heard: list[str] = []
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with odd_server(heard, host="::1") as port:
        post(MailSender(Server(port, host="::1")))
    assert heard[0].casefold() == "ehlo [ipv6:::1]"


def test_calls_from_many_threads_do_not_meet() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        sender = MailSender(Server(port))
        keys = [f"key-{number}" for number in range(12)]
        threads = [threading.Thread(target=lambda key=key: sender.post(AMARA, Card((Line(key),)), key, lock_screen=key)) for key in keys]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    messages = [read(bytes(envelope.original_content or b"")) for envelope in postmaster.letters]
    assert sorted((str(one["Subject"]), text_of(one).strip(), str(one["Message-ID"])) for one in messages) == sorted(
        (key, key, f"<{key}@oakfield.example>") for key in keys
    )


def test_a_reply_to_quit_is_not_waited_for() -> None:
    with odd_server(QUIT=says_nothing) as port:
        assert post(MailSender(Server(port)))


def test_the_settings_mail_is_all_that_a_sender_needs() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        post(MailSender(MailSetting(host=HERE, port=port, sender=SENDER, starttls=False)))
    assert len(postmaster.letters) == 1


# --- what cannot be smuggled in ---

NAMES = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]


@pytest.mark.parametrize(
    "subject",
    [
        "Report\r\nBcc: eve@elsewhere.example",
        "Report\nBcc: eve@elsewhere.example",
        "Report\r\n\r\nAnother text",
        "Report\rBcc: eve@elsewhere.example",
        "Report\u2028Bcc: eve@elsewhere.example",
        "Report\x0b\x0c\x1c\x85Bcc: eve@elsewhere.example",
        "=?utf-8?q?Report=0D=0ABcc=3A_eve=40elsewhere.example?=",
        "=?utf-8?b?UmVwb3J0DQpCY2M6IGV2ZUBlbHNld2hlcmUuZXhhbXBsZQ==?=",
        "é" * 80 + "\r\nBcc: eve@elsewhere.example",
    ],
)
def test_a_subject_adds_no_header(subject: str) -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        MailSender(Server(port)).post(AMARA, CARD, KEY, lock_screen=subject)
    message = postmaster.message()
    assert message.keys() == NAMES
    assert message["Subject"] == one_line(subject)
    assert postmaster.letters[0].rcpt_tos == [AMARA]
    assert text_of(message) == CARD.plain_text() + "\n"


@pytest.mark.parametrize("key", ["a\r\nBcc: eve@elsewhere.example", "a> <b@c", "\ud800", "..", "ä b"])
def test_a_key_adds_no_header(key: str) -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        reference = MailSender(Server(port)).post(AMARA, CARD, key, lock_screen=SUBJECT)
    message = postmaster.message()
    assert message.keys() == NAMES
    assert message["Message-ID"] == reference
    assert re.fullmatch(r"<[A-Za-z0-9%._~-]*@oakfield\.example>", reference)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "amara",
        "@oakfield.example",
        "amara@",
        "amara@oakfield.example\r\nRCPT TO:<eve@elsewhere.example>",
        "amara@oakfield.example\n",
        "amara@oakfield.example,eve@elsewhere.example",
        "amara@oakfield.example eve@elsewhere.example",
        "amara@oakfield.example> SIZE=1",
        "Amara <amara@oakfield.example>",
        '"amara\r\n"@oakfield.example',
        "amara@oakfield.example@elsewhere.example",
        "amara@oakfield＠elsewhere.example",
        "amara@oak，field.example",
        "amara\x00@oakfield.example",
        "amara\u202e@oakfield.example",
        "amara\u2028@oakfield.example",
        "amara\ud800@oakfield.example",
        "amara@oak\ud800field.example",
        "amara@oakfield..example",
        "amara@[127.0.0.1]",
        "a" * 65 + "@oakfield.example",
        "amara@" + "a" * 64 + ".example",
        "amara@" + "abcdefghi." * 30 + "example",
    ],
)
def test_a_place_that_is_not_one_address_is_no_address(place: str) -> None:
    heard: list[str] = []
    with odd_server(heard) as port:
        assert is_closed(fault_of(MailSender(Server(port)), place), Reason.NO_ADDRESS)
    assert heard == []


@given(st.text(), st.text(min_size=1, max_size=10), st.text())
def test_any_text_gives_the_same_headers_and_is_read_again(subject: str, key: str, text: str) -> None:
    letter = write_letter(SENDER, AMARA, key, subject=subject, text=text)
    message = read(letter.text)
    assert message.keys() == NAMES
    assert message["Subject"] == one_line(subject)
    assert text_of(message) == visible(text).rstrip() + "\n"
    assert letter.text.isascii()


@given(st.one_of(st.text(), st.emails(), st.from_regex(r"[^@]{1,5}@[^@]{1,5}")))
def test_an_address_is_one_word_of_the_protocol_or_none(written: str) -> None:
    address = mail_address(written)
    assert address is None or (re.fullmatch(r"[^\s<>,@]+@[A-Za-z0-9._-]+", address) and visible(address) == address)


def test_a_domain_that_is_not_ascii_is_written_as_the_protocol_wants_it() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster, enable_SMTPUTF8=False) as port:
        post(MailSender(Server(port)), "amara@eichenfeld-grün.example")
    assert postmaster.letters[0].rcpt_tos == ["amara@xn--eichenfeld-grn-ssb.example"]


def test_a_name_that_is_not_ascii_is_written_to_where_the_server_takes_it() -> None:
    postmaster = Postmaster()
    with mail_server(postmaster) as port:
        post(MailSender(Server(port)), "zoë@oakfield.example")
    assert postmaster.letters[0].rcpt_tos == ["zoë@oakfield.example"]
    assert "SMTPUTF8" in postmaster.letters[0].mail_options


def test_a_name_that_is_not_ascii_is_no_address_elsewhere() -> None:
    with mail_server(Postmaster(), enable_SMTPUTF8=False) as port:
        assert is_closed(fault_of(MailSender(Server(port)), "zoë@oakfield.example"), Reason.NO_ADDRESS)


@pytest.mark.parametrize("sender", ["", "signpost", "Signpost <signpost@oakfield.example>", "a@b\r\nBcc: c@d"])
def test_a_sender_that_cannot_be_written_from_is_refused_at_once(sender: str) -> None:
    with pytest.raises(ValueError, match=r"mail: sender: .* write it like"):
        MailSender(Server(25, sender=sender))


# --- TLS and log-in ---


def test_a_letter_goes_over_tls_after_the_certificate_was_checked(certificate: Certificate) -> None:
    postmaster = Postmaster()
    with mail_server(postmaster, tls_context=certificate.server, require_starttls=True) as port:
        post(MailSender(Server(port, starttls=True), trust=certificate.trust))
    assert postmaster.message()["Subject"] == SUBJECT


def test_a_certificate_that_nobody_vouches_for_gets_nothing(certificate: Certificate) -> None:
    postmaster = Postmaster()
    with mail_server(postmaster, tls_context=certificate.server) as port:
        assert is_closed(fault_of(MailSender(Server(port, starttls=True))), Reason.UNSAFE)
    assert postmaster.letters == []


def test_a_certificate_of_another_server_gets_nothing(tmp_path: Path) -> None:
    postmaster, other = Postmaster(), make_certificate(tmp_path, x509.DNSName("elsewhere.example"))
    with mail_server(postmaster, tls_context=other.server) as port:
        assert is_closed(fault_of(MailSender(Server(port, starttls=True), trust=other.trust)), Reason.UNSAFE)
    assert postmaster.letters == []


def test_a_server_without_tls_gets_neither_password_nor_letter() -> None:
    heard: list[str] = []
    with odd_server(heard, EHLO=b"250-mail.oakfield.example\r\n250 AUTH PLAIN\r\n") as port:
        fault = fault_of(MailSender(Server(port, starttls=True, username="signpost"), PASSWORD))
    assert is_closed(fault, Reason.UNSAFE)
    assert [line.partition(" ")[0].upper() for line in heard] == ["EHLO"]


@pytest.mark.parametrize(("reply", "reason"), [(b"501 No\r\n", Reason.UNSAFE), (b"454 Not now\r\n", None), (closes, None)])
def test_a_refused_start_of_tls_sends_nothing(reply: Reply, reason: Reason | None) -> None:
    heard: list[str] = []
    with odd_server(heard, STARTTLS=reply) as port:
        fault = fault_of(MailSender(Server(port, starttls=True)))
    assert is_closed(fault, reason) if reason else is_transient(fault, in_doubt=False)
    assert heard[-1].upper() == "STARTTLS"


def test_what_was_said_before_tls_counts_for_nothing_after_it() -> None:
    """A reply that somebody slips in behind the server's 220 is thrown away: what follows is no TLS, and the call ends."""
    heard: list[str] = []
    with odd_server(heard, STARTTLS=b"220 Go on\r\n250 AUTH PLAIN\r\n235 OK\r\n") as port:
        fault = fault_of(MailSender(Server(port, starttls=True, username="signpost"), PASSWORD))
    assert is_transient(fault, in_doubt=False)
    assert not [line for line in heard if line.startswith(("AUTH", "MAIL"))]


@pytest.mark.parametrize(("mechanism", "other"), [("PLAIN", "LOGIN"), ("LOGIN", "PLAIN")])
def test_a_user_name_is_logged_in_with_any_password(certificate: Certificate, mechanism: str, other: str) -> None:
    postmaster = Postmaster()
    options = {"tls_context": certificate.server, "auth_required": True, "authenticator": postmaster.log_in, "auth_exclude_mechanism": [other]}
    with mail_server(postmaster, **options) as port:
        post(MailSender(Server(port, starttls=True, username="signpöst"), PASSWORD, trust=certificate.trust))
    assert postmaster.logged_in == [(mechanism, "signpöst".encode(), PASSWORD.encode())]
    assert len(postmaster.letters) == 1


@pytest.mark.parametrize("other", ["LOGIN", "PLAIN"])
def test_a_wrong_password_closes_the_route(certificate: Certificate, other: str) -> None:
    postmaster = Postmaster()
    options = {"tls_context": certificate.server, "auth_required": True, "authenticator": postmaster.log_in, "auth_exclude_mechanism": [other]}
    with mail_server(postmaster, **options) as port:
        fault = fault_of(MailSender(Server(port, starttls=True, username="signpost"), "old", trust=certificate.trust))
    assert is_closed(fault, Reason.REVOKED)
    assert postmaster.letters == []


def test_a_server_that_wants_a_log_in_where_none_is_set_closes_the_route(certificate: Certificate) -> None:
    postmaster = Postmaster()
    with mail_server(postmaster, tls_context=certificate.server, auth_required=True, authenticator=postmaster.log_in) as port:
        assert is_closed(fault_of(MailSender(Server(port, starttls=True), trust=certificate.trust)), Reason.REVOKED)


def test_no_user_name_means_no_log_in() -> None:
    heard: list[str] = []
    with odd_server(heard, EHLO=b"250-mail.oakfield.example\r\n250 AUTH PLAIN\r\n") as port:
        post(MailSender(Server(port), PASSWORD))
    assert [line.partition(" ")[0].upper() for line in heard] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize("offer", [b"250 OK\r\n", b"250-OK\r\n250 AUTH XOAUTH2\r\n"])
def test_a_server_that_offers_no_log_in_of_ours_closes_the_route(offer: bytes) -> None:
    with odd_server(EHLO=offer) as port:
        assert is_closed(fault_of(MailSender(Server(port, username="signpost"), PASSWORD)), Reason.FORBIDDEN)


@pytest.mark.parametrize("reply", [b"454 4.7.0 Temporary failure\r\n", b"421 Busy\r\n", closes])
def test_a_log_in_that_fails_for_now_is_tried_again(reply: Reply) -> None:
    with odd_server(EHLO=b"250-OK\r\n250 AUTH PLAIN\r\n", AUTH=reply) as port:
        assert is_transient(fault_of(MailSender(Server(port, username="signpost"), PASSWORD)), in_doubt=False)


def test_a_password_of_odd_bytes_is_sent_byte_for_byte() -> None:
    heard: list[str] = []
    with odd_server(heard, EHLO=b"250-OK\r\n250 AUTH PLAIN\r\n", AUTH=b"235 OK\r\n") as port:
        post(MailSender(Server(port, username="signpost"), os.fsdecode(b"p\xa3ss")))
    assert base64.b64decode(heard[1].removeprefix("AUTH PLAIN ")) == b"\0signpost\0p\xa3ss"


def test_a_password_that_cannot_be_written_leaks_nothing() -> None:
    with odd_server(EHLO=b"250-OK\r\n250 AUTH PLAIN\r\n") as port:
        assert is_transient(fault_of(MailSender(Server(port, username="signpost"), PASSWORD + "\ud800")), in_doubt=False)


# --- what a refusal means ---


@pytest.mark.parametrize("code", [550, 551, 552, 553, 554, 521])
def test_a_refused_recipient_is_gone(code: int) -> None:
    postmaster = Postmaster(on_rcpt=f"{code} 5.1.1 <{AMARA}>: {SUBJECT}")
    with mail_server(postmaster) as port:
        assert is_closed(fault_of(MailSender(Server(port))), Reason.GONE)
    assert postmaster.letters == []


@pytest.mark.parametrize("code", [550, 553, 554])
def test_a_refused_sender_is_forbidden(code: int) -> None:
    with mail_server(Postmaster(on_mail=f"{code} 5.7.1 <{SENDER}> may not send")) as port:
        assert is_closed(fault_of(MailSender(Server(port))), Reason.FORBIDDEN)


@pytest.mark.parametrize("code", [550, 552, 554])
def test_a_refused_text_is_forbidden_and_not_in_doubt(code: int) -> None:
    with mail_server(Postmaster(on_data=f"{code} 5.7.1 {SUBJECT}")) as port:
        assert is_closed(fault_of(MailSender(Server(port))), Reason.FORBIDDEN)


@pytest.mark.parametrize("step", ["on_mail", "on_rcpt", "on_data"])
@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_a_server_that_says_later_is_tried_later_without_doubt(step: str, code: int) -> None:
    postmaster = Postmaster(**{step: f"{code} 4.7.1 <{AMARA}> greylisted"})
    with mail_server(postmaster) as port:
        assert is_transient(fault_of(MailSender(Server(port))), in_doubt=False)
    assert postmaster.letters == []


@pytest.mark.parametrize(("step", "word"), [("GREETING", b"554"), ("EHLO", b"502"), ("DATA", b"554")])
def test_a_server_that_wants_nothing_of_us_closes_the_route(step: str, word: bytes) -> None:
    with odd_server(**{step: word + b" no, not " + AMARA.encode() + b"\r\n"}) as port:
        assert is_closed(fault_of(MailSender(Server(port))), Reason.FORBIDDEN)


UNHEARD = [b"Hello?\r\n", b"\r\n", b"2" * 9_000 + b"\r\n", closes, says_nothing, answers_in_drops]


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "reply", [b"421 Busy\r\n", b"Hello?\r\n", b"199 Odd\r\n", b"2" * 9_000 + b"\r\n", b"\r\n", closes, says_nothing, answers_in_drops]
)
def test_whatever_goes_wrong_before_the_text_is_not_in_doubt(step: str, reply: Reply) -> None:
    with odd_server(**{step: reply}) as port:
        assert is_transient(fault_of(MailSender(Server(port), longest_call=SHORT)), in_doubt=False)


@pytest.mark.parametrize(
    "reply", [b"Hello?\r\n", b"354 Go on\r\n", b"2" * 9_000 + b"\r\n", b"\r\n", b"250-OK\r\n", closes, says_nothing, answers_in_drops]
)
def test_whatever_goes_unheard_after_the_text_is_in_doubt(reply: Reply) -> None:
    with odd_server(TEXT=reply) as port:
        assert is_transient(fault_of(MailSender(Server(port), longest_call=LONGER)), in_doubt=True)


def test_a_server_that_closes_right_after_the_text_leaves_a_doubt() -> None:
    async def close(server: SMTP) -> None:
        assert server.transport is not None
        server.transport.abort()  # type: ignore[attr-defined]

    with mail_server(Postmaster(after_data=close)) as port:
        assert is_transient(fault_of(MailSender(Server(port))), in_doubt=True)


def test_a_server_that_never_answers_the_text_leaves_a_doubt() -> None:
    async def wait(server: SMTP) -> None:
        await asyncio.Event().wait()

    with mail_server(Postmaster(after_data=wait)) as port:
        assert is_transient(fault_of(MailSender(Server(port), longest_call=LONGER)), in_doubt=True)


def test_a_connection_cut_within_the_text_leaves_a_doubt() -> None:
    def close(connection: socket.socket) -> None:
        connection.sendall(b"354 Go on\r\n")
        connection.recv(1)
        closes(connection)

    with odd_server(DATA=close) as port:
        assert is_transient(fault_of(MailSender(Server(port), longest_call=LONGER)), in_doubt=True)


def test_a_server_that_is_down_is_tried_later() -> None:
    with socket.create_server((HERE, 0)) as taken:
        port = taken.getsockname()[1]
    assert is_transient(fault_of(MailSender(Server(port))), in_doubt=False)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "mail..oakfield.example", "x" * 70 + ".example"])
def test_a_server_whose_name_is_unknown_is_tried_later(host: str) -> None:
    assert is_transient(fault_of(MailSender(Server(25, host=host), longest_call=SHORT)), in_doubt=False)


def test_a_call_that_was_given_up_sends_nothing_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is found only when the caller has gone: its retry sends the letter, so this call may not."""
    postmaster, found, look_up = Postmaster(), threading.Event(), socket.getaddrinfo

    def look_up_slowly(*args: Any, **options: Any) -> Any:
        found.wait()
        return look_up(*args, **options)

    with mail_server(postmaster) as port:
        monkeypatch.setattr(socket, "getaddrinfo", look_up_slowly)
        assert is_transient(fault_of(MailSender(Server(port), longest_call=SHORT)), in_doubt=False)
        found.set()
        wait_for_calls()
    assert postmaster.letters == []


# --- what mail cannot do, and what nobody may read ---


def test_a_letter_cannot_be_edited() -> None:
    with pytest.raises(Permanent) as raised:
        MailSender(Server(25)).edit(AMARA, f"<{KEY}@oakfield.example>", CARD)
    assert raised.value.reason is Reason.FORBIDDEN


def test_a_letter_cannot_be_found() -> None:
    sender = MailSender(Server(25))
    assert not sender.can_find
    assert sender.platform == "email"
    assert sender.find(AMARA, KEY, datetime(2026, 11, 16, 10, 31, tzinfo=UTC)) is None


def test_nothing_of_a_letter_is_logged_or_printed(logged: Callable[[], str], capfd: pytest.CaptureFixture[str]) -> None:
    with mail_server(Postmaster()) as port:
        post(MailSender(Server(port)))
    with mail_server(Postmaster(on_rcpt=f"550 <{AMARA}> is gone")) as port:
        fault_of(MailSender(Server(port)))
    with odd_server(TEXT=says_nothing) as port:
        fault_of(MailSender(Server(port), longest_call=LONGER))
    assert logged() == ""
    assert capfd.readouterr() == ("", "")


def test_a_letter_and_a_sender_show_nothing_of_themselves() -> None:
    letter = write_letter(SENDER, AMARA, KEY, subject=SUBJECT, text="text")
    told = f"{letter!r} {MailSender(Server(25, username='signpost'), PASSWORD)!r}"
    assert not [leak for leak in LEAKS if leak in told]
