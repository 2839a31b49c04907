"""What the outbox asks of Slack's Web API, over `adapters.exchange`.

Not by slack_sdk's client: that one puts what Slack answers into its log, and can neither be cut off in the middle of an answer that comes in drops
nor say whether a request had left when it failed, which decides between sending again and looking first.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from adapters import exchange
from adapters.exchange import Errand, Request, Site
from adapters.slack.error_codes import Answer, fault_in

Found = TypeVar("Found")
Json = dict[str, Any]
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"


def web_api(url: str) -> Site:
    """Return the Web API at an address. Raises ValueError where a token would travel unencrypted, except on this machine itself."""
    return Site.at(url, ssl.create_default_context())


def run(api: Site, token: str, work: Callable[[Line], Found], limit: float) -> Found:
    """Do some work, and return within `limit` seconds what it found. Raises SendFault, which tells nothing of what Slack said."""
    return Errand("slack").run(lambda errand: work(Line(api, token, errand)), limit)


class Line:
    """The Web API, as one errand speaks to it."""

    def __init__(self, api: Site, token: str, errand: Errand) -> None:
        self._api, self._token, self._errand = api, token, errand

    def read(self, method: str, **arguments: str | int) -> Json:
        """Ask for something and return the answer. Raises SendFault, never in doubt."""
        return self._ask(method, urlencode(arguments).encode("ascii"), FORM, writes=False)

    def write(self, method: str, **arguments: object) -> Json:
        """Have something done and return the answer. Raises SendFault, in doubt where it may have been done all the same."""
        return self._ask(method, json.dumps(arguments).encode("ascii"), JSON, writes=True)

    def _ask(self, method: str, body: bytes, kind: str, *, writes: bool) -> Json:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind}
        heard = self._errand.fetch(self._api, Request("POST", method, headers, body, writes))
        answer = _read(heard) if heard else None
        fault = self._errand.lost() if answer is None else fault_in(answer, writes=writes)
        if fault is not None or answer is None:
            raise fault or self._errand.lost()  # here, and not where it was found: an error of http or json, which quotes, would hang on to it
        return dict(answer.said)


def _read(heard: exchange.Answer) -> Answer:
    return Answer(heard.status, heard.retry_after, exchange.read_object(heard) or {})
