"""The Teams side: activities to our bot as Teams would send them, signed, over real HTTP.

People are named by their id in the directory (`aadObjectId`); the conversation is the bot's own chat with them where nothing else is said. What
comes back from a dialog or a press is in the response's `json`; what the bot posts is in the FakeTeams.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from tests.teams.cards import action_of, inputs_of
from tests.teams.fake_teams import Conversation, FakeTeams, Message

PATH = "/api/messages"
JSON = "application/json; charset=utf-8"
Json = dict[str, Any]
_SERIAL = count(1)


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
        read: Json = json.loads(self.body) if self.body else {}
        return read

    @property
    def card(self) -> Json:
        """The card of the dialog, or of the press, that was answered with."""
        said = self.json
        if said.get("type") == "application/vnd.microsoft.card.adaptive":
            card: Json = said["value"]
            return card
        inside: Json = (said.get("task") or {}).get("value", {})["card"]
        return inside.get("content", inside)


@dataclass
class Driver:
    """Speaks to our bot as Teams would."""

    bot_url: str
    teams: FakeTeams
    timeout: float = field(default=30.0, kw_only=True)

    # What people write

    def message(
        self, user: str, text: str = "", *, conversation: str = "", id_: str = "", value: Json | None = None, more: Mapping[str, Any] | None = None
    ) -> Response:
        """Say that somebody wrote a message to the bot, in its own chat with them; elsewhere it hears only a `mention`."""
        said: Json = {"type": "message", "text": text, "textFormat": "plain", **({"value": value} if value is not None else {})}
        return self.send({**self.activity(user, conversation, id_), **said, **(more or {})})

    def mention(
        self, user: str, text: str, *, conversation: str, id_: str = "", name: str = "Signpost", more: Mapping[str, Any] | None = None
    ) -> Response:
        """Say that somebody wrote to the bot by mention; `text` may hold further mentions, as `more` then says."""
        marked = f"<at>{name}</at>"
        entity = {"type": "mention", "mentioned": {"id": self.teams.bot_id, "name": name}, "text": marked}
        return self.message(user, f"{marked} {text}", conversation=conversation, id_=id_, more={"entities": [entity], **(more or {})})

    # What people press

    def press(
        self,
        user: str,
        shown: Message | Json,
        action: str = "",
        *,
        label: str = "",
        conversation: str = "",
        values: Mapping[str, Any] | None = None,
        as_submit: bool = False,
        id_: str = "",
        more: Mapping[str, Any] | None = None,
    ) -> Response:
        """Say that somebody pressed a button of a message of the bot, or of a card, found by its action or label.

        What happens is what Teams does with it: Action.Execute comes as an invoke (as a message where `as_submit` says that the client is old), an
        Action.Submit with task/fetch opens a dialog, any other Action.Submit is a message. `values` is what the card's inputs hold.
        """
        button = action_of(shown.cards if isinstance(shown, Message) else [shown], action, label)
        where = conversation or (shown.conversation if isinstance(shown, Message) else "")
        reply_to = {"replyToId": shown.id} if isinstance(shown, Message) else {}
        further = {**reply_to, **(more or {})}
        data = {**(button.get("data") or {}), **(values or {})}
        if button["type"] == "Action.Execute" and not as_submit:
            acted = {"action": {"type": "Action.Execute", "id": button.get("id"), "verb": button.get("verb"), "data": data}, "trigger": "manual"}
            return self.invoke(user, "adaptiveCard/action", acted, conversation=where, id_=id_, more=further)
        if (data.get("msteams") or {}).get("type") == "task/fetch":
            return self.fetch(user, data, conversation=where, id_=id_, more=further)
        shown_data = {name: value for name, value in data.items() if name != "msteams"}
        return self.message(user, conversation=where, value=shown_data, id_=id_, more=further)

    def fetch(self, user: str, data: Json, *, conversation: str = "", id_: str = "", more: Mapping[str, Any] | None = None) -> Response:
        """Say that somebody opened a dialog by a button that holds these data."""
        value = {"data": data, "context": {"theme": "default"}, "tabContext": None}
        return self.invoke(user, "task/fetch", value, conversation=conversation, id_=id_, more=more)

    def submit(self, user: str, data: Json, *, conversation: str = "", id_: str = "", more: Mapping[str, Any] | None = None) -> Response:
        """Say that somebody sent a dialog: the button's data and what the inputs hold, in one."""
        return self.invoke(user, "task/submit", {"data": data, "context": {"theme": "default"}}, conversation=conversation, id_=id_, more=more)

    def fill(
        self, user: str, card: Json, values: Mapping[str, Any], action: str = "", *, label: str = "", conversation: str = "", in_extension: str = ""
    ) -> Response:
        """Say that somebody filled in the card of a dialog and pressed its button; what they left alone keeps the value that is shown.

        `in_extension` names the command by which it was opened in the compose box, or on a message.
        """
        button = action_of([card], action, label)
        unknown = set(values) - set(inputs_of(card))
        assert not unknown, f"the card has no input {sorted(unknown)}; it has {sorted(inputs_of(card))}"
        data = {**(button.get("data") or {}), **inputs_of(card), **values}
        if in_extension:
            return self.extension_submit(user, in_extension, data, conversation=conversation)
        return self.submit(user, data, conversation=conversation)

    # The compose box, and the menu of a message

    def extension_fetch(
        self,
        user: str,
        command: str,
        *,
        message: Json | None = None,
        context: str = "",
        conversation: str = "",
        id_: str = "",
        more: Mapping[str, Any] | None = None,
    ) -> Response:
        """Say that somebody chose a command of the compose box, or with `message` (a message payload) of a message's menu."""
        value = {
            "commandId": command,
            "commandContext": context or ("message" if message else "compose"),
            **({"messagePayload": message} if message else {}),
        }
        return self.invoke(user, "composeExtension/fetchTask", value, conversation=conversation, id_=id_, more=more)

    def extension_submit(
        self, user: str, command: str, data: Json, *, conversation: str = "", id_: str = "", more: Mapping[str, Any] | None = None
    ) -> Response:
        """Say that somebody sent the dialog of such a command."""
        value = {"commandId": command, "commandContext": "compose", "data": data}
        return self.invoke(user, "composeExtension/submitAction", value, conversation=conversation, id_=id_, more=more)

    def extension_query(self, user: str, command: str, words: str, *, parameter: str = "question", conversation: str = "", id_: str = "") -> Response:
        """Say that somebody searched in the compose box."""
        value = {"commandId": command, "parameters": [{"name": parameter, "value": words}], "queryOptions": {"skip": 0, "count": 25}}
        return self.invoke(user, "composeExtension/query", value, conversation=conversation, id_=id_)

    # What happens to the bot

    def installed(self, user: str, *, conversation: str = "", action: str = "add", as_members: bool = False, id_: str = "") -> Response:
        """Say that the bot was added to a conversation, or removed from it; `as_members` says so by who came and went."""
        happened: Json = {"type": "installationUpdate", "action": action}
        if as_members:
            moved = "membersAdded" if action == "add" else "membersRemoved"
            happened = {"type": "conversationUpdate", moved: [{"id": self.teams.bot_id}]}
        return self.send({**self.activity(user, conversation, id_), **happened})

    # What lies beneath

    def invoke(self, user: str, name: str, value: Json, *, conversation: str = "", id_: str = "", more: Mapping[str, Any] | None = None) -> Response:
        """Bring an invoke, as each dialog and each press is one."""
        asked = {**self.activity(user, conversation, id_ or f"f:{next(_SERIAL)}-{time.time_ns()}"), "type": "invoke", "name": name, "value": value}
        return self.send({**asked, **(more or {})})

    def activity(self, user: str, conversation: str = "", id_: str = "") -> Json:
        """Return what every activity of somebody has in common."""
        person, room = self.teams.person(user), self._room(user, conversation)
        data: Json = {"tenant": {"id": self.teams.tenant}}
        if room.kind == "channel":
            data |= {"channel": {"id": room.id}, "team": {"id": room.team}}
        return {
            "id": id_ or f"{time.time_ns() // 1_000_000}{next(_SERIAL) % 1000:03d}",
            "timestamp": datetime.now(UTC).isoformat(),
            "channelId": "msteams",
            "serviceUrl": self.teams.service_url,
            "from": {"id": person.id, "name": person.name, "aadObjectId": person.aad},
            "recipient": {"id": self.teams.bot_id, "name": "Signpost"},
            "conversation": {
                "id": conversation or room.id,
                "conversationType": room.kind,
                "tenantId": self.teams.tenant,
                **({} if room.kind == "personal" else {"isGroup": True}),
            },
            "channelData": data,
            "locale": "en-GB",
        }

    def send(self, activity: Json, *, token: str | None = None) -> Response:
        """Send an activity with a good token, or with another."""
        shown = self.teams.mint(service_url=str(activity.get("serviceUrl"))) if token is None else token
        return self.raw(json.dumps(activity).encode(), {"Authorization": f"Bearer {shown}"})

    def raw(
        self, body: bytes, headers: Mapping[str, str | bytes] | list[tuple[str, str | bytes]], *, path: str = PATH, method: str = "POST"
    ) -> Response:
        """Send exactly this, as JSON where the headers do not say otherwise; header values may be bytes that are no text."""
        parts, pairs = urlsplit(self.bot_url), headers if isinstance(headers, list) else list(headers.items())
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            connection.putrequest(method, f"{parts.path.rstrip('/')}{path}")
            for name, value in [("Content-Type", JSON), *pairs] if "content-type" not in {one.lower() for one, _ in pairs} else pairs:
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def _room(self, user: str, conversation: str) -> Conversation:
        if not conversation:
            return self.teams.personal(user)
        known = self.teams.conversations.get(conversation.partition(";")[0])
        assert known is not None, f"there is no conversation {conversation}; add it with add_channel or add_group"
        return known
