"""The Slack side: requests to our bot as Slack would send them, signed, over real HTTP. It is not a Slack Web API: that is the fake, or the emulator.

Texts of events go out exactly as given. Slack escapes what people type: `typed` does the same.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import itertools
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.slack.surfaces import Json, element, state_of

PATH = "/slack/events"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
NOWHERE = "http://127.0.0.1:9/respond/nowhere"
"""A response URL where nobody listens."""
_SERIAL = itertools.count(1)


def typed(text: str) -> str:
    """Return what Slack sends of what a person typed: `&`, `<` and `>` escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def new_ts() -> str:
    """Return a message's time stamp as Slack makes them: no two are the same."""
    return f"{time.time():.3f}{next(_SERIAL) % 1000:03d}"


def new_id(letters: str) -> str:
    """Return an id of Slack's kind that nobody has had."""
    return f"{letters}0{os.urandom(5).hex().upper()}"


@dataclass(frozen=True)
class Response:
    """What our bot answered."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes

    @property
    def json(self) -> Json:
        """The body as JSON; empty where there is none."""
        return json.loads(self.body) if self.body else {}


@dataclass
class Driver:
    """Speaks to our bot as Slack would."""

    bot_url: str
    signing_secret: str
    team: str = field(default="T0OAKFIELD", kw_only=True)
    triggers: Callable[[str], str] = field(kw_only=True)
    """Gives a trigger id for a person; the Web API that opens views must know it."""
    view_triggers: Callable[[str, str], str] | None = field(default=None, kw_only=True)
    """Gives a trigger id for a person who acts in a view, by the view's id; where it is None, that of the person is taken."""
    response_urls: Callable[[Json], str] = field(default=lambda about: NOWHERE, kw_only=True)
    """Gives a response URL, told `user`, `channel` and `message_ts` ('' where there is none)."""
    bot_user: str = field(default="U0SIGNPOST", kw_only=True)
    app_id: str = field(default="A0SIGNPOST", kw_only=True)
    enterprise: str | None = field(default=None, kw_only=True)
    home_teams: dict[str, str] = field(default_factory=dict, kw_only=True)
    """Whoever comes from another workspace over Slack Connect, and from which."""
    now: Callable[[], float] = field(default=time.time, kw_only=True)
    timeout: float = field(default=30.0, kw_only=True)

    # What people write

    def message(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        channel_type: str = "im",
        thread_ts: str | None = None,
        ts: str | None = None,
        event_id: str | None = None,
        retry: int = 0,
        subtype: str | None = None,
        bot_id: str | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Response:
        """Say that somebody wrote a message; `more` adds keys to the event, or changes them."""
        said = {"type": "message", "channel": channel, "channel_type": channel_type, "user": user, "text": text, "ts": ts or new_ts()}
        extra = {"thread_ts": thread_ts, "subtype": subtype, "bot_id": bot_id, "team": self._team_of(user)}
        event = {**said, **{name: value for name, value in extra.items() if value is not None}, **(more or {})}
        return self.event(event, event_id=event_id, retry=retry)

    def mention(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        ts: str | None = None,
        event_id: str | None = None,
        retry: int = 0,
        more: Mapping[str, Any] | None = None,
    ) -> Response:
        """Say that somebody mentioned the bot in a channel; the mention stands before the text."""
        event = {"type": "app_mention", "channel": channel, "user": user, "text": f"<@{self.bot_user}> {text}", "ts": ts or new_ts()}
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        return self.event({**event, "team": self._team_of(user), **thread, **(more or {})}, event_id=event_id, retry=retry)

    def home_opened(self, user: str, tab: str = "home", *, channel: str = "", view: Json | None = None, event_id: str | None = None) -> Response:
        """Say that somebody opened the app's home, or its messages."""
        opened: Json = {"type": "app_home_opened", "user": user, "channel": channel or f"D{user[1:]}", "tab": tab}
        return self.event({**opened, **({"view": view} if view else {})}, event_id=event_id)

    def event(self, event: Mapping[str, Any], *, event_id: str | None = None, retry: int = 0) -> Response:
        """Deliver an event; a retry carries Slack's headers for it."""
        at = str(event.get("event_ts") or event.get("ts") or new_ts())
        authorization = {
            "enterprise_id": self.enterprise,
            "team_id": self.team,
            "user_id": self.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        envelope = {
            "token": "legacy",
            "team_id": self.team,
            **({"enterprise_id": self.enterprise} if self.enterprise else {}),
            "api_app_id": self.app_id,
            "event": {**event, "event_ts": at},
            "type": "event_callback",
            "event_id": event_id or new_id("Ev"),
            "event_time": int(float(at)),
            "authorizations": [authorization],
            "is_ext_shared_channel": event.get("user") in self.home_teams,
        }
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        return self.signed(json.dumps(envelope).encode(), JSON, headers)

    def url_verification(self, challenge: str = "3eZbrw1aB10yCd") -> Response:
        """Ask what Slack asks when the request URL is typed in."""
        return self.signed(json.dumps({"token": "legacy", "challenge": challenge, "type": "url_verification"}).encode(), JSON)

    # What people choose

    def slash(self, user: str, command: str, text: str = "", *, channel: str = "C0STAFFROOM", trigger: str | None = None) -> Response:
        """Say that somebody gave a command."""
        given = {
            "token": "legacy",
            "team_id": self.team,
            "team_domain": "oakfield",
            **({"enterprise_id": self.enterprise, "enterprise_name": "Trust"} if self.enterprise else {}),
            "channel_id": channel,
            "channel_name": _name_of(channel),
            "user_id": user,
            "user_name": user.lower(),
            "command": command,
            "text": text,
            "api_app_id": self.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, channel),
            "trigger_id": self._trigger(user, trigger),
        }
        return self.signed(urlencode(given).encode(), FORM)

    def shortcut(self, user: str, callback_id: str, *, trigger: str | None = None) -> Response:
        """Say that somebody chose a global shortcut."""
        return self._interact("shortcut", user, {"callback_id": callback_id, "action_ts": new_ts()}, trigger)

    def message_shortcut(self, user: str, callback_id: str, channel: str, message: Mapping[str, Any], *, trigger: str | None = None) -> Response:
        """Say that somebody chose a shortcut on a message."""
        chosen = {
            "callback_id": callback_id,
            "action_ts": new_ts(),
            "message_ts": message["ts"],
            "message": {"type": "message", "team": self.team, **message},
            "channel": {"id": channel, "name": _name_of(channel)},
            "response_url": self._response_url(user, channel, message["ts"]),
        }
        return self._interact("message_action", user, chosen, trigger)

    def press(
        self,
        user: str,
        *,
        message: Mapping[str, Any] | None = None,
        view: Mapping[str, Any] | None = None,
        action_id: str = "",
        action: str = "",
        label: str = "",
        value: str | None = None,
        block_id: str = "",
        selected: Mapping[str, Any] | None = None,
        state: Mapping[str, Any] | None = None,
        channel: str = "",
        ephemeral: bool = False,
        forged: bool = False,
        action_ts: str | None = None,
        trigger: str | None = None,
    ) -> Response:
        """Say that somebody pressed what stands in a message or in a view, found by its action id, its action or its label.

        `value` and `selected` say otherwise than the element; `state` is what the fields of the view hold, as in `submit`.
        `forged` sends an action that nothing shows.
        """
        surface = message if message is not None else view or {}
        pressed = {"type": "button", "action_id": action_id}, block_id
        if not forged:
            pressed = element(surface.get("blocks", ()), action_id=action_id, label=label, action=action)
        acted = _action(*pressed, value=value, label=label, selected=selected, at=action_ts or new_ts())
        if block_id:
            acted["block_id"] = block_id
        if message is not None:
            where = self._in_message(user, message, channel or str(message.get("channel", "")), ephemeral)
        else:
            assert view is not None, "a press needs a message or a view"
            where = _in_view(view, state)
            trigger = trigger or self._trigger_in(user, view)
        return self._interact("block_actions", user, {**where, "actions": [acted]}, trigger)

    def submit(self, user: str, view: Mapping[str, Any], values: Mapping[str, Any], *, trigger: str | None = None) -> Response:
        """Say that somebody submitted a form, filled in by block id; see `surfaces.state_of`."""
        assert {"id", "hash", "callback_id"} <= set(view), f"a view that Slack opened has an id and a hash; this one has {sorted(view)}"
        submitted = {**view, "state": {"values": state_of(view, values)}}
        return self._interact("view_submission", user, {"view": submitted, "response_urls": []}, trigger or self._trigger_in(user, view))

    def close(self, user: str, view: Mapping[str, Any]) -> Response:
        """Say that somebody closed a view."""
        return self._interact("view_closed", user, {"view": {"state": {"values": {}}, **view}, "is_cleared": False}, None)

    # What lies beneath

    def signed(self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Response:
        """Send a body with a good signature."""
        return self.raw(PATH, body, {"Content-Type": content_type, **self.signature(body), **(headers or {})})

    def signature(self, body: bytes, *, at: float | None = None) -> dict[str, str]:
        """Return the headers that sign a body."""
        timestamp = str(int(self.now() if at is None else at))
        # Over the bytes, as Slack does it: the SDK's own generator cannot sign what is no UTF-8.
        digest = hmac.new(self.signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    def raw(self, path: str, body: bytes, headers: Mapping[str, str | bytes], *, method: str = "POST") -> Response:
        """Send exactly this; header values may be bytes that are no text."""
        parts = urlsplit(self.bot_url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            connection.request(method, f"{parts.path.rstrip('/')}{path}", body, dict(headers))
            answer = connection.getresponse()
            return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def _interact(self, type_: str, user: str, rest: Mapping[str, Any], trigger: str | None) -> Response:
        person = {"id": user, "username": user.lower(), "name": user.lower(), "team_id": self._team_of(user)}
        payload = {
            "type": type_,
            "team": {"id": self.team, "domain": "oakfield", **({"enterprise_id": self.enterprise} if self.enterprise else {})},
            "user": person,
            "api_app_id": self.app_id,
            "token": "legacy",
            **({} if type_ == "view_closed" else {"trigger_id": self._trigger(user, trigger)}),
            "enterprise": {"id": self.enterprise, "name": "Trust"} if self.enterprise else None,
            "is_enterprise_install": False,
            **rest,
        }
        return self.signed(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    def _in_message(self, user: str, message: Mapping[str, Any], channel: str, ephemeral: bool) -> Json:
        thread = {"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}
        container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": ephemeral, **thread}
        return {
            "container": container,
            "channel": {"id": channel, "name": _name_of(channel)},
            # Slack keeps no message that only one person sees, and so sends none.
            **({} if ephemeral else {"message": {"type": "message", "team": self.team, **message}}),
            "state": {"values": {}},
            "response_url": self._response_url(user, channel, message["ts"]),
        }

    def _response_url(self, user: str, channel: str, message_ts: str = "") -> str:
        return self.response_urls({"user": user, "channel": channel, "message_ts": message_ts})

    def _trigger(self, user: str, given: str | None) -> str:
        return self.triggers(user) if given is None else given

    def _trigger_in(self, user: str, view: Mapping[str, Any]) -> str | None:
        return self.view_triggers(user, view["id"]) if self.view_triggers else None

    def _team_of(self, user: str) -> str:
        return self.home_teams.get(user, self.team)


def _in_view(view: Mapping[str, Any], values: Mapping[str, Any] | None) -> Json:
    held = {"values": state_of(view, values or {})}
    return {"container": {"type": "view", "view_id": view["id"]}, "view": {**view, "state": held}, "state": held}


def _action(element: Mapping[str, Any], block_id: str, *, value: str | None, label: str, selected: Mapping[str, Any] | None, at: str) -> Json:
    acted: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id or "b0", "action_ts": at}
    pressed = _thumb(element, label, value) if element["type"] == "feedback_buttons" else element
    if "text" in pressed:
        acted["text"] = pressed["text"]
    held = value if value is not None else pressed.get("value")
    return {**acted, **({} if held is None else {"value": held}), **(selected or {})}


def _thumb(element: Mapping[str, Any], label: str, value: str | None) -> Mapping[str, Any]:
    thumbs: Sequence[Mapping[str, Any]] = (element["positive_button"], element["negative_button"])
    chosen = [thumb for thumb in thumbs if thumb["value"] == value or (label and thumb["text"]["text"] == label)]
    assert len(chosen) == 1, "say which thumb, by its label or its value"
    return chosen[0]


def _name_of(channel: str) -> str:
    return {"D": "directmessage", "G": "privategroup"}.get(channel[:1], channel.lower())
