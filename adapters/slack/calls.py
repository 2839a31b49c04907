"""Requests to Slack's Web API within one limit of time, whatever the other side does.

Not by slack_sdk's client: that one puts what Slack answers into its log, and can neither be cut off in the middle of an answer that comes in drops
nor say whether a request had left when it failed, which decides between sending again and looking first.
"""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from adapters.slack.error_codes import Answer, fault_in
from bot.sending import SendFault, Transient

Json = dict[str, Any]
Found = TypeVar("Found")
LARGEST_ANSWER = 2**24
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class WebApi:
    """Where the Web API is, and how it is reached from here."""

    address: SplitResult
    trust: ssl.SSLContext | None = field(repr=False)
    """What is believed of certificates; None for a stand-in on this machine, which has none."""

    @classmethod
    def at(cls, url: str, trust: ssl.SSLContext | None = None) -> WebApi:
        """Return the Web API at an address. Raises ValueError where a token would travel unencrypted, except on this machine itself."""
        address = urlsplit(url if url.endswith("/") else f"{url}/")
        if address.scheme == "https" and address.hostname:
            return cls(address, trust or ssl.create_default_context())
        if address.scheme == "http" and _is_loopback(address.hostname or ""):
            return cls(address, None)
        raise ValueError("the address of Slack's Web API begins with https://; only one on this machine itself may begin with http://")

    def connection(self, limit: float) -> http.client.HTTPConnection:
        """Return a connection that is not open yet, through the proxy that the environment names, if it names one."""
        host = self.address.hostname or ""
        if self.trust is None:
            return http.client.HTTPConnection(host, self.address.port, timeout=limit)
        proxy = None if proxy_bypass(host) else getproxies().get("https")
        if not proxy:
            return http.client.HTTPSConnection(host, self.address.port, timeout=limit, context=self.trust)
        through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        connection = http.client.HTTPSConnection(through.hostname or "", through.port, timeout=limit, context=self.trust)
        connection.set_tunnel(host, self.address.port, _credentials(through))
        return connection


class Errand:
    """What one call of the outbox asks of Slack, in a thread of its own: any number of requests, one after the other, within one limit.

    It ends in time also where a name is looked up for ever or an answer comes in drops; once it has been given up, nothing more is sent.
    """

    def __init__(self, api: WebApi, token: str) -> None:
        self._api, self._token = api, token
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._limit = 0.0
        self._is_given_up = False
        self._may_have_arrived = False

    def run(self, work: Callable[[Errand], Found], limit: float) -> Found:
        """Do some work, and return within `limit` seconds what it found. Raises SendFault, which tells nothing of what Slack said."""
        self._limit = limit
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="slack")
        outcome = executor.submit(self._work, work)
        executor.shutdown(wait=False)
        try:
            found = outcome.result(timeout=limit)
        except TimeoutError:
            found = self._give_up()
        if isinstance(found, SendFault):
            raise found.with_traceback(None)
        return found

    def read(self, method: str, **arguments: str | int) -> Json:
        """Ask for something and return the answer. Raises SendFault, never in doubt."""
        return self._ask(method, urlencode(arguments).encode("ascii"), FORM, writes=False)

    def write(self, method: str, **arguments: object) -> Json:
        """Have something done and return the answer. Raises SendFault, in doubt where it may have been done all the same."""
        return self._ask(method, json.dumps(arguments).encode("ascii"), JSON, writes=True)

    def _work(self, work: Callable[[Errand], Found]) -> Found | SendFault:
        try:
            return work(self)
        except SendFault as fault:
            return fault

    def _ask(self, method: str, body: bytes, kind: str, *, writes: bool) -> Json:
        answer = self._fetch(method, body, kind, writes=writes)
        fault = self._lost() if answer is None else fault_in(answer, writes=writes)
        if fault is not None or answer is None:
            raise fault or self._lost()  # here, and not where it was found: an error of http or json, which quotes, would hang on to it
        return dict(answer.said)

    def _fetch(self, method: str, body: bytes, kind: str, *, writes: bool) -> Answer | None:
        """Return what was answered; None where nothing was, or not all of it."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind, "Connection": "close", "User-Agent": "Signpost"}
        connection = self._api.connection(self._limit)
        try:
            connection.connect()
            with self._cut_with(connection.sock):
                self._set_out(writes=writes)
                connection.request("POST", f"{self._api.address.path}{method}", body, headers)
                with connection.getresponse() as response:
                    return Answer(response.status, response.headers.get("Retry-After", ""), _object(response.read(LARGEST_ANSWER)))
        except (OSError, http.client.HTTPException, ValueError):  # ssl's own are OSErrors; a host's name that cannot be looked up is a ValueError
            return None
        finally:
            connection.close()

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
            return self._lost()

    def _lost(self) -> Transient:
        return Transient(in_doubt=self._may_have_arrived)


def _object(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object that an answer holds; an empty one where it holds none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


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
