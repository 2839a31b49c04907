"""Calls to Teams' service and for the bot's own token, each within one limit of time.

Not by the SDK: that one asks for a token at every turn, waits up to 100 seconds, and does not say whether a request had left when it failed
(botbuilder 4.17.1). Calls come from threads, none from the event loop; replies to what Teams has just brought go by `outgoing`.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from adapters.exchange import Answer, Errand, Request, Site, read_object
from adapters.teams.error_codes import fault_in, fault_in_login
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.services import is_allowed
from bot.sending import LONGEST_CALL, Permanent, Reason, SendFault

Json = dict[str, Any]
Found = TypeVar("Found")
SCOPE = "https://api.botframework.com/.default"
SPARE = 300.0
"""Seconds before its end from which on a token is renewed, while the old one still serves."""
HURRY = 1.5
"""Seconds of silence after which a renewal is put off: a message does not wait for it."""
AGAIN_AFTER = 30.0
"""Seconds until a renewal that was put off is tried again."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Token:
    """What the bot shows to be let in, and until when."""

    text: str = ""
    renew_at: float = 0.0
    ends_at: float = 0.0

    def __repr__(self) -> str:
        return "Token()"


class Connector:
    """Teams' service, as one school's bot reaches it from any number of threads."""

    def __init__(self, secrets: TeamsSecrets, *, longest_call: float = LONGEST_CALL, elapsed: Callable[[], float] = time.monotonic) -> None:
        """Raises ValueError for an address of the log-in by which the password would travel unencrypted."""
        self._secrets, self._longest_call, self._elapsed = secrets, longest_call, elapsed
        self._trust = ssl.create_default_context()
        self._login = Site.at(secrets.login, self._trust)
        self._lock = threading.Lock()
        self._token = Token()

    def run(self, work: Callable[[Line], Found], limit: float | None = None) -> Found:
        """Do some work that asks Teams any number of things, and return what it found. Raises SendFault, which tells nothing of what was said."""
        return Errand("teams").run(lambda errand: work(Line(self, errand)), self._longest_call if limit is None else min(limit, self._longest_call))

    def site(self, service: str) -> Site:
        """Return a service to which the bot may speak. Raises Permanent for any other: it would hear of reports, and hold the bot's token."""
        if not is_allowed(service, self._secrets.services):
            raise Permanent(Reason.UNSAFE)
        return Site.at(service, self._trust)

    def token(self, errand: Errand) -> str:
        """Return a token that is good: one for many calls, renewed before its end. Raises SendFault where there is none to be had."""
        with self._lock:
            held = self._token
        now = self._elapsed()
        if not held.text or now >= held.ends_at:
            return self._fetch(errand, limit=None).text
        if now < held.renew_at:
            return held.text
        self._keep(Token(held.text, now + AGAIN_AFTER, held.ends_at))  # before it is asked for: the others go on with the old one
        try:
            return self._fetch(errand, limit=HURRY).text
        except SendFault:
            return held.text

    def forget(self, token: str) -> None:
        """Use a token no more: the service does not take it."""
        with self._lock:
            if self._token.text == token:
                self._token = Token()

    def _keep(self, token: Token) -> None:
        with self._lock:
            self._token = token

    def _fetch(self, errand: Errand, *, limit: float | None) -> Token:
        secrets = self._secrets
        form = {"grant_type": "client_credentials", "client_id": secrets.app_id, "client_secret": secrets.password, "scope": SCOPE}
        path = f"{quote(secrets.tenant_id, safe='')}/oauth2/v2.0/token"
        request = Request("POST", path, {"Content-Type": FORM, "Accept": "application/json"}, urlencode(form).encode("ascii"))
        answer = errand.fetch(self._login, request, limit=limit)
        token = None if answer is None else _read_token(answer, self._elapsed())
        if token is None:
            raise errand.lost() if answer is None else fault_in_login(answer)
        self._keep(token)
        return token


class Line:
    """One call that is going on."""

    def __init__(self, connector: Connector, errand: Errand) -> None:
        self._connector, self._errand = connector, errand

    def read(self, service: str, *path: str, **asked: str | int) -> Json:
        """Ask for something and return the answer. Raises SendFault, never in doubt."""
        return self._ask(service, Request("GET", _path(path, asked), {}))

    def open(self, service: str, *path: str, message: Json) -> Json:
        """Have something made that is the same however often it is asked for, and return the answer. Raises SendFault, never in doubt."""
        return self._ask(service, _written("POST", path, message, writes=False))

    def write(self, service: str, *path: str, message: Json) -> Json:
        """Have something posted and return the answer. Raises SendFault, in doubt where it may stand all the same."""
        return self._ask(service, _written("POST", path, message, writes=True))

    def replace(self, service: str, *path: str, message: Json) -> None:
        """Have something put in the place of what stands there. Raises SendFault, in doubt where it may stand all the same."""
        self._ask(service, _written("PUT", path, message, writes=True), missing=Reason.GONE)

    def prove_token(self) -> None:
        """Get a token, new or not. Raises SendFault."""
        self._connector.token(self._errand)

    def _ask(self, service: str, request: Request, *, missing: Reason = Reason.NO_SUCH_PLACE) -> Json:
        site = self._connector.site(service)
        answer = self._fetch(site, request, self._connector.token(self._errand))
        if answer is not None and answer.status == 401:  # the token was good when it was kept: it may have been taken back since
            answer = self._fetch(site, request, self._connector.token(self._errand))
        fault = self._errand.lost() if answer is None else fault_in(answer, writes=request.writes, missing=missing)
        if fault is not None or answer is None:
            raise fault or self._errand.lost()  # here, and not where it was found: an error of http or json, which quotes, would hang on to it
        return dict(read_object(answer) or {})

    def _fetch(self, site: Site, request: Request, token: str) -> Answer | None:
        headers = {**request.headers, "Authorization": f"Bearer {token}", "Accept": "application/json"}
        answer = self._errand.fetch(site, Request(request.verb, request.path, headers, request.body, request.writes))
        if answer is not None and answer.status == 401:
            self._connector.forget(token)
        return answer


def _written(verb: str, path: tuple[str, ...], message: Json, *, writes: bool) -> Request:
    return Request(verb, _path(path, {}), {"Content-Type": JSON}, json.dumps(message).encode("ascii"), writes=writes)


def _path(parts: tuple[str, ...], asked: dict[str, str | int]) -> str:
    return "/".join(("v3", *(quote(part, safe="") for part in parts))) + (f"?{urlencode(asked)}" if asked else "")


def _read_token(answer: Answer, now: float) -> Token | None:
    """Return the token that the log-in gives; None where it gives none."""
    said = read_object(answer) or {}
    text, lasts = said.get("access_token"), said.get("expires_in")
    if answer.status != 200 or not isinstance(text, str) or not text.isascii() or not text.isprintable() or not text or not str(lasts).isdecimal():
        return None
    seconds = float(str(lasts))
    return Token(text, now + max(seconds - SPARE, seconds / 2), now + seconds * 0.95)
