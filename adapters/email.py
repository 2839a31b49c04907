"""The fallback route: a short e-mail through the school's own mail server. What it says is not decided here; that it names no pupil is.

Nothing of a letter, an address or a server's reply (which likes to repeat the address) leaves this module in an exception or a log.
"""

from __future__ import annotations

import base64
import quopri
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import quote

from bot.cards import Card, one_line, visible
from bot.sending import LONGEST_CALL, Permanent, Reason, SendFault, Transient

_ADDRESS = re.compile(r'[^\s@<>()\[\]\\,;:"]{1,64}@[A-Za-z0-9._-]{1,189}')
_SHORT_LINE = 66
"""Characters of a subject that stand on one line as they are."""
_WANTS_LOG_IN = frozenset({530, 534, 535, 538})
"""Replies that, at any step, speak of the log-in."""


class MailServer(Protocol):
    """What must be known of a mail server; the settings' `mail` tells it."""

    @property
    def host(self) -> str:
        """Its name, which its certificate must hold."""

    @property
    def port(self) -> int:
        """The port on which it takes letters, usually 587."""

    @property
    def sender(self) -> str:
        """The address that letters come from, and bounces go to."""

    @property
    def starttls(self) -> bool:
        """Whether nothing is sent before the server has proved who it is."""

    @property
    def username(self) -> str:
        """Whom to log in as; empty where the server asks nobody."""


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """One e-mail, ready to be sent: plain lines of ASCII, addresses aside. Its text is in no repr."""

    sender: str
    recipient: str
    message_id: str
    text: bytes


class MailSender:
    """Sends cards as e-mails (`bot.sending.Sender`). A letter can be neither found nor edited once it has been sent."""

    platform: str = "email"
    can_find: bool = False

    def __init__(self, server: MailServer, password: str = "", *, longest_call: float = LONGEST_CALL, trust: ssl.SSLContext | None = None) -> None:
        """Take a server and its password; `trust` replaces what this machine believes of certificates. Raises ValueError for a faulty sender."""
        sender = mail_address(server.sender)
        if sender is None:
            raise ValueError("mail: sender: this is no e-mail address that can be written from; write it like signpost@oakfield.example")
        self._server, self._password, self._sender, self._longest_call = server, password, sender, longest_call
        self._trust = trust or ssl.create_default_context()

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Send a card to an address, `lock_screen` as its subject, and return its Message-ID. Raises Transient and Permanent."""
        recipient = mail_address(place)
        if recipient is None:
            raise Permanent(Reason.NO_ADDRESS)
        letter = write_letter(self._sender, recipient, key, subject=lock_screen, text=card.plain_text())
        fault = _Errand(self._server, self._password, self._trust, letter).run(self._longest_call)
        if fault is not None:
            raise fault  # here, and not where it was found: an error of smtplib, which quotes addresses, would hang on to it as its context
        return letter.message_id

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Refuse: a letter that was sent stays as it is."""
        raise Permanent(Reason.FORBIDDEN)

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return None: nobody looks into another's mailbox."""
        return None


def mail_address(written: str) -> str | None:
    """Return one bare address as it goes over the wire, its domain in ASCII; None where it is not exactly that."""
    local, _, domain = written.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return address if _ADDRESS.fullmatch(address) and visible(address) == address else None


def write_letter(sender: str, recipient: str, key: str, *, subject: str, text: str) -> Letter:
    """Return a letter between two checked addresses. The same key gives the same Message-ID, by which many mailboxes drop a second copy."""
    word = quote(key, safe="", errors="surrogatepass").replace(".", "%2E")  # a UUID stays as it is
    message_id = f"<{word}@{sender.rpartition('@')[2]}>"
    # Written by hand: email.message reads a subject before it writes it, and until 3.11.10 could be made to write a second header (CVE-2024-6923).
    head = {
        "From": sender,
        "To": recipient,
        "Subject": _header(subject),
        "Date": format_datetime(datetime.now(UTC)),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "quoted-printable",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    body = quopri.encodestring(f"{visible(text).rstrip()}\n".encode()).replace(b"\n", b"\r\n")
    return Letter(sender, recipient, message_id, lines.encode() + b"\r\n" + body)


def _header(text: str) -> str:
    """Return a text as the value of a header: one line of it, in ASCII, folded where it is long."""
    line = one_line(text)
    if line.isascii() and len(line) <= _SHORT_LINE and "=?" not in line:
        return line
    return Header(line, "utf-8", header_name="Subject").encode(linesep="\r\n")


class _Errand:
    """One letter on its way, in a thread of its own: neither the look-up of a name nor a reply that comes in drops knows a time limit."""

    def __init__(self, server: MailServer, password: str, trust: ssl.SSLContext, letter: Letter) -> None:
        self._server, self._password, self._trust, self._letter = server, password, trust, letter
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._is_given_up = False
        self._may_have_arrived = False

    def run(self, limit: float) -> SendFault | None:
        """Return within `limit` seconds why the letter was not, or perhaps not, sent; None where the server has taken it."""
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
        outcome = executor.submit(self._deliver, limit)
        executor.shutdown(wait=False)
        try:
            return outcome.result(timeout=limit)
        except TimeoutError:
            return self._give_up()

    def _give_up(self) -> SendFault:
        """Cut the connection, and see to it that the thread sends nothing afterwards."""
        with self._lock:
            self._is_given_up = True
            if self._line is not None:
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)
            return self._lost()

    def _lost(self) -> Transient:
        return Transient(in_doubt=self._may_have_arrived)

    def _deliver(self, limit: float) -> SendFault | None:
        try:
            with socket.create_connection((self._server.host, self._server.port), timeout=limit) as connection, self._cut_with(connection):
                self._converse(connection)
        except SendFault as fault:
            return fault
        except ssl.SSLCertVerificationError:
            return Permanent(Reason.UNSAFE)
        except smtplib.SMTPNotSupportedError:  # the address is not ASCII, and the server takes no other
            return Permanent(Reason.NO_ADDRESS)
        except (OSError, ValueError):  # smtplib's own are OSErrors; a host's name that cannot be looked up is a ValueError
            return self._lost()
        return None

    @contextmanager
    def _cut_with(self, connection: socket.socket) -> Iterator[None]:
        """Let the connection be cut from outside while it is open: by a copy, since TLS takes the original away."""
        with connection.dup() as line:
            self._hold(line)
            try:
                yield
            finally:
                self._hold(None)

    def _hold(self, line: socket.socket | None) -> None:
        with self._lock:
            self._line = line

    def _converse(self, connection: socket.socket) -> None:
        smtp = smtplib.SMTP(local_hostname=_own_name(connection))  # named, or smtplib looks up this machine's name in the DNS
        smtp.sock = connection
        try:
            self._expect(smtp.getreply(), Reason.FORBIDDEN)
            self._expect(smtp.ehlo(), Reason.FORBIDDEN)
            if self._server.starttls:
                self._secure(smtp, connection)
            if self._server.username:
                self._log_in(smtp)
            self._hand_over(smtp)
        finally:
            smtp.close()

    def _secure(self, smtp: smtplib.SMTP, connection: socket.socket) -> None:
        """Go on over TLS, with a server whose certificate was checked; never without."""
        # Not smtplib's: that checks the certificate against the name with which it connected by itself.
        if not smtp.has_extn("starttls"):
            raise Permanent(Reason.UNSAFE)
        self._expect(smtp.docmd("STARTTLS"), Reason.UNSAFE)
        smtp.sock, smtp.file = self._trust.wrap_socket(connection, server_hostname=self._server.host), None
        self._expect(smtp.ehlo(), Reason.FORBIDDEN)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        # Not smtplib's: it refuses a password with a pound sign, and quotes it in the error.
        offered, name, password = smtp.esmtp_features.get("auth", "").upper().split(), self._server.username, self._password
        if "PLAIN" in offered:
            reply = smtp.docmd("AUTH", "PLAIN " + _token(f"\0{name}\0{password}"))
        elif "LOGIN" in offered:
            self._expect(smtp.docmd("AUTH", "LOGIN"), Reason.REVOKED, wanted=3)
            self._expect(smtp.docmd(_token(name)), Reason.REVOKED, wanted=3)
            reply = smtp.docmd(_token(password))
        else:
            raise Permanent(Reason.FORBIDDEN)
        self._expect(reply, Reason.REVOKED)

    def _hand_over(self, smtp: smtplib.SMTP) -> None:
        letter = self._letter
        options = () if (letter.sender + letter.recipient).isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        self._expect(smtp.mail(letter.sender, options), Reason.FORBIDDEN)
        self._expect(smtp.rcpt(letter.recipient), Reason.GONE)
        self._expect(smtp.docmd("DATA"), Reason.FORBIDDEN, wanted=3)
        self._enter_doubt()
        smtp.send(re.sub(rb"(?m)^\.", b"..", letter.text) + b".\r\n")
        self._expect(smtp.getreply(), Reason.FORBIDDEN)
        with suppress(OSError):
            smtp.putcmd("QUIT")  # its reply is not awaited: the letter is theirs already

    def _enter_doubt(self) -> None:
        """From here on the letter may arrive, whatever is heard of it; never after it has been given up."""
        with self._lock:
            if self._is_given_up:
                raise self._lost()
            self._may_have_arrived = True

    def _expect(self, reply: tuple[int, bytes], closed: Reason, *, wanted: int = 2) -> None:
        """Go on after a reply of the wanted hundred. A clear refusal is never in doubt, also not that of a whole text."""
        code, _ = reply
        if code // 100 == wanted:
            return
        if code // 100 == 4:
            raise Transient(in_doubt=False)
        if code // 100 == 5:
            raise Permanent(Reason.REVOKED if code in _WANTS_LOG_IN else closed)
        raise self._lost()


def _own_name(connection: socket.socket) -> str:
    """Return this machine as an address literal: true, and known without asking anybody."""
    address = str(connection.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _token(words: str) -> str:
    """Return a name or a password as it is sent, byte for byte as the environment gave it."""
    return base64.b64encode(words.encode("utf-8", "surrogateescape")).decode("ascii")
