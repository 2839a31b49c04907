"""What the processes of the fault tests speak to each other with: JSON over HTTP on the loopback, on ports that no client is ever given."""

from __future__ import annotations

import http.client
import json
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HOST = "127.0.0.1"
PORTS = range(20_000, 32_000)
"""Below the ephemeral range: a client that connects to a dead server's port could else be given that very port and speak to itself."""
LARGEST_ANSWER = 2**28


def bound_socket(port: int | None = None) -> socket.socket:
    """Return a socket bound to `port`, or to any that is free."""
    draw = random.SystemRandom()
    for _ in range(200):
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, port or draw.choice(PORTS)))
        except OSError:
            bound.close()
            if port:
                raise
        else:
            return bound
    raise OSError("no port below the ephemeral range is free")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with bound_socket() as bound:
        port: int = bound.getsockname()[1]
        return port


class Line:
    """A connection that is kept, and made anew after it broke. For one thread."""

    def __init__(self, port: int, timeout: float) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=timeout)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any], dict[str, str]]:
        """Return status, JSON and headers of the answer. Raises OSError and http.client.HTTPException."""
        try:
            self._connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
            answer = self._connection.getresponse()
            said = answer.read(LARGEST_ANSWER)
        except BaseException:
            self._connection.close()
            raise
        return answer.status, json.loads(said) if said else {}, dict(answer.headers)

    def connect(self) -> None:
        """Connect where that is not done yet, so that a failure to is told apart from a call that broke. Raises OSError."""
        if self._connection.sock is None:
            self._connection.connect()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def hung_up(lines: list[Line]) -> Iterator[list[Line]]:
    """Give connections that are closed at the end of the block."""
    try:
        yield lines
    finally:
        for line in lines:
            line.close()
