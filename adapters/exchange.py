"""Requests over HTTP within one limit of time, whatever the other side does, and with the answer to whether one had left when it failed.

That answer decides between sending again and taking it for a possible copy. Nothing of what is said either way is logged, or stands in an error.
"""

from __future__ import annotations

import base64
import http.client
import json
import math
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from bot.sending import SendFault, Transient

Found = TypeVar("Found")
LONGEST_WAIT = 3600.0
"""Seconds: a `Retry-After` of more is taken for this, so that no slip of theirs puts a report off for days."""
LARGEST_ANSWER = 2**24


@dataclass(frozen=True, slots=True)
class Site:
    """A service, and how it is reached from here."""

    address: SplitResult
    trust: ssl.SSLContext | None = field(repr=False)
    """What is believed of certificates; None for a stand-in on this machine, which has none."""

    @classmethod
    def at(cls, url: str, trust: ssl.SSLContext) -> Site:
        """Return the service at an address. Raises ValueError where a secret would travel unencrypted, except on this machine itself."""
        address = urlsplit(url)
        if address.scheme == "https" and address.hostname:
            return cls(address, trust)
        if address.scheme == "http" and _is_loopback(address.hostname or ""):
            return cls(address, None)
        raise ValueError("the address begins with https://; only one on this machine itself may begin with http://")

    def connection(self, limit: float) -> http.client.HTTPConnection:
        """Return a connection that is not open yet, through the proxy that the environment names, if it names one."""
        host = self.address.hostname or ""
        if self.trust is None:
            return http.client.HTTPConnection(host, self.address.port, timeout=limit)
        proxy = proxy_to(self.address)
        if not proxy:
            return http.client.HTTPSConnection(host, self.address.port, timeout=limit, context=self.trust)
        through = urlsplit(proxy)
        connection = http.client.HTTPSConnection(through.hostname or "", through.port, timeout=limit, context=self.trust)
        connection.set_tunnel(host, self.address.port, _credentials(through))
        return connection


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is asked. It is in no repr."""

    verb: str
    path: str
    """Behind the address of the service."""
    headers: Mapping[str, str]
    body: bytes = b""
    writes: bool = False
    """Whether it can have had an effect though nothing is heard of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back of one request. It is in no repr."""

    status: int
    retry_after: str
    """The header of this name, '' where there is none."""
    body: bytes


class Errand:
    """What one call of the outbox asks, in a thread of its own: any number of requests, one after the other, within one limit.

    It ends in time also where a name is looked up for ever or an answer comes in drops; once it has been given up, nothing more is sent.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._limit = 0.0
        self._is_given_up = False
        self._may_have_arrived = False

    def run(self, work: Callable[[Errand], Found], limit: float) -> Found:
        """Do some work, and return within `limit` seconds what it found. Raises SendFault, which tells nothing of what was said."""
        self._limit = limit
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)
        outcome = executor.submit(_faults_returned, work, self)
        executor.shutdown(wait=False)
        try:
            found = outcome.result(timeout=limit)
        except TimeoutError:
            found = self._give_up()
        if isinstance(found, SendFault):
            raise found.with_traceback(None)
        return found

    def fetch(self, site: Site, request: Request, *, limit: float | None = None) -> Answer | None:
        """Return what is answered; None where nothing is, or not all of it. With `limit`, a silence of that many seconds is the end of it."""
        connection = site.connection(self._limit if limit is None else min(limit, self._limit))
        headers = {**request.headers, "Connection": "close", "User-Agent": "Signpost"}
        try:
            connection.connect()
            with self._cut_with(connection.sock):
                self._set_out(writes=request.writes)
                connection.request(request.verb, f"{site.address.path.rstrip('/')}/{request.path}", request.body or None, headers)
                with connection.getresponse() as response:
                    return Answer(response.status, response.headers.get("Retry-After", ""), response.read(LARGEST_ANSWER))
        except (OSError, http.client.HTTPException, ValueError):  # ssl's own are OSErrors; a host's name that cannot be looked up is a ValueError
            return None
        finally:
            connection.close()

    def lost(self) -> Transient:
        """Return the fault of a request of which nothing was heard: in doubt once anything that writes has set out."""
        return Transient(in_doubt=self._may_have_arrived)

    def _set_out(self, *, writes: bool) -> None:
        """From here on a request may have its effect, whatever is heard of it; never after it has been given up."""
        with self._lock:
            if self._is_given_up:
                raise ConnectionAbortedError
            self._may_have_arrived = self._may_have_arrived or writes

    @contextmanager
    def _cut_with(self, connection: socket.socket) -> Iterator[None]:
        """Let the connection be cut from outside while it is open: by a copy, which TLS knows nothing of."""
        with socket.fromfd(connection.fileno(), connection.family, connection.type) as line:
            self._hold(line)
            try:
                yield
            finally:
                self._hold(None)

    def _hold(self, line: socket.socket | None) -> None:
        with self._lock:
            self._line = line

    def _give_up(self) -> SendFault:
        """Cut the connection, and see to it that the thread sends nothing afterwards."""
        with self._lock:
            self._is_given_up = True
            if self._line is not None:
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)
            return self.lost()


def proxy_to(address: SplitResult) -> str | None:
    """Return the proxy through which the environment says that an address is reached; None where it is reached without one."""
    proxy = getproxies().get("https") if address.scheme == "https" and not proxy_bypass(address.hostname or "") else None
    return f"http://{proxy}" if proxy and "//" not in proxy else proxy


def read_object(answer: Answer) -> Mapping[str, Any] | None:
    """Return the JSON object that an answer holds, an empty one where it holds nothing; None where it holds something else, such as a page."""
    if not answer.body.strip():
        return {}
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def seconds_in(header: str) -> float | None:
    """Return how many seconds a `Retry-After` asks for; None where it gives no number."""
    try:
        seconds = float(header)
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def _faults_returned(work: Callable[[Errand], Found], errand: Errand) -> Found | SendFault:
    """Return a fault rather than raise it: its traceback would hold what was asked and answered."""
    try:
        return work(errand)
    except SendFault as fault:
        return fault


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _credentials(proxy: SplitResult) -> dict[str, str]:
    """Return the header by which a proxy lets one through, where its address holds a name and a password."""
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"}
