"""One invented Slack workspace as its Web API shows it: people, channels, messages, views. What a call may not do is refused as Slack refuses it.

Nothing here knows HTTP; `fake_slack` serves it, and makes it fail.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.slack.block_rules import faults_in_blocks, faults_in_view

Json = dict[str, Any]
TRIGGER_LIVES = 3.0
"""Seconds in which a trigger opens one view."""
LONGEST_TEXT = 40_000
HIGHEST_STACK = 3
RESPONSE_URL_LIVES, RESPONSE_URL_USES = 30 * 60.0, 5
OF_CHANNELS = ("im:history", "im:write", "im:read", "groups:history", "groups:read", "channels:read", "channels:history")
EVERY_SCOPE = frozenset(["commands", "chat:write", "app_mentions:read", "users:read", "assistant:write", *OF_CHANNELS])


class Refused(Exception):
    """What Slack answers with `ok: false`."""

    def __init__(self, code: str, **also: object) -> None:
        super().__init__(code)
        self.code, self.also = code, also


@dataclass
class Someone:
    """A member of the workspace, or somebody who came from another."""

    id: str
    name: str
    guest: bool = False
    deactivated: bool = False
    stranger: bool = False
    bot: bool = False


@dataclass
class Channel:
    """A channel, or a direct message with `person`."""

    id: str
    private: bool = True
    members: set[str] = field(default_factory=set)
    shared: bool = False
    archived: bool = False
    person: str = ""


@dataclass
class Message:
    """A message as it stands; an ephemeral one stands for one person only."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    metadata: Json
    visible_at: float = 0.0
    """From when history shows it."""
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edits: list[list[Json]] = field(default_factory=list)
    """Its earlier blocks, oldest first."""
    arguments: Json = field(default_factory=dict)
    """All that the call gave which posted it."""

    @property
    def key(self) -> str:
        return str(self.metadata.get("event_payload", {}).get("key", ""))

    def as_json(self, *, with_metadata: bool = True) -> Json:
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "bot_id": "B0SIGNPOST", "app_id": "A0SIGNPOST"}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.metadata:
            shown["metadata"] = self.metadata if with_metadata else {"event_type": self.metadata.get("event_type")}
        return shown | ({"thread_ts": self.thread_ts} if self.thread_ts else {})


@dataclass
class View:
    """A modal or an App Home that somebody sees now."""

    id: str
    hash: str
    view: Json
    user: str
    root: str
    previous: str | None = None
    earlier: list[Json] = field(default_factory=list)
    """What it showed before, oldest first."""

    def as_json(self, team_id: str) -> Json:
        empty = {"private_metadata": "", "callback_id": "", "clear_on_close": False, "notify_on_close": False, "external_id": ""}
        identity = {"id": self.id, "hash": self.hash, "root_view_id": self.root, "previous_view_id": self.previous}
        return {**empty, **self.view, **identity, "team_id": team_id, "app_id": "A0SIGNPOST", "bot_id": "B0SIGNPOST", "state": {"values": {}}}


@dataclass
class ResponseUrl:
    """Where an answer to one action may be sent."""

    user: str
    channel: str
    message: Message | None
    until: float
    uses: int = 0


class Workspace:
    """The state of a workspace, and what may be asked of it."""

    team_id, team_name = "T0OAKFIELD", "Oakfield School"
    bot_user_id, bot_id, app_id = "U0SIGNPOST", "B0SIGNPOST", "A0SIGNPOST"
    token = "xoxb-0-signpost-of-oakfield"  # noqa: S105 -- opens nothing

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.people: dict[str, Someone] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.views: dict[Any, View] = {}
        """By id, and each App Home also by ("home", person)."""
        self.prompts: list[Json] = []
        """The suggested prompts that were set."""
        self.refused: list[str] = []
        """Why blocks or views were refused: a test of good ones asserts that it is empty."""
        self.scopes: dict[str, set[str]] = {self.token: set(EVERY_SCOPE)}
        self.teams: dict[str, tuple[str, str]] = {self.token: (self.team_id, self.team_name)}
        self.revoked: set[str] = set()
        self.codes: dict[str, tuple[str, str]] = {}
        self.hidden = 0.0
        """Seconds until history shows a message that is posted now."""
        self.page = 200
        """How many messages history shows at most at once, whatever is asked for."""
        self.undeliverable: dict[str, str] = {}
        """Error codes by channel or person: what posting there is refused with."""
        self.response_urls: dict[str, ResponseUrl] = {}
        self._triggers: dict[str, tuple[str, float, bool]] = {}
        self._numbers = count(1)
        self._last_ts = 0
        self.add_person(self.bot_user_id, "Signpost", bot=True)

    # --- what a test sets up and does ---

    def add_person(self, id: str, name: str, *, guest: bool = False, deactivated: bool = False, stranger: bool = False, bot: bool = False) -> None:
        """Add somebody to the workspace."""
        self.people[id] = Someone(id, name, guest, deactivated, stranger, bot)

    def add_channel(self, id: str, *, private: bool = True, members: Iterable[str] = (), shared: bool = False, archived: bool = False) -> None:
        """Add a channel with the bot in it; `remove_bot` takes it out."""
        self.channels[id] = Channel(id, private, {self.bot_user_id, *members}, shared, archived)

    def new_trigger(self, user: str) -> str:
        """Return what opens one view for somebody within three seconds."""
        trigger = f"{next(self._numbers)}.trigger.{user}"
        self._triggers[trigger] = (user, self.clock() + TRIGGER_LIVES, False)
        return trigger

    def new_response_id(self, user: str, channel: str, message: Message | None = None) -> str:
        """Return the id of a place to which an answer may be sent, five times within half an hour."""
        name = f"r{next(self._numbers)}"
        self.response_urls[name] = ResponseUrl(user, channel, message, self.clock() + RESPONSE_URL_LIVES)
        return name

    def new_code(self, team_id: str = "T0ELMFIELD", team_name: str = "Elmfield School") -> str:
        """Return the code that an installation is exchanged for."""
        code = f"code-{next(self._numbers)}"
        self.codes[code] = (team_id, team_name)
        return code

    def revoke(self, token: str | None = None) -> None:
        """Revoke a token: the app was removed."""
        self.revoked.add(token or self.token)

    def archive(self, channel: str) -> None:
        self.channels[channel].archived = True

    def make_public(self, channel: str) -> None:
        self.channels[channel].private = False

    def share(self, channel: str) -> None:
        self.channels[channel].shared = True

    def remove_bot(self, channel: str) -> None:
        self.channels[channel].members.discard(self.bot_user_id)

    def invite_bot(self, channel: str) -> None:
        self.channels[channel].members.add(self.bot_user_id)

    def deactivate(self, user: str) -> None:
        self.people[user].deactivated = True

    def direct(self, user: str) -> str:
        """Return the channel of the bot's direct messages with somebody, which is opened where it was not."""
        channel = f"D{user[1:]}"
        self.channels.setdefault(channel, Channel(channel, True, {self.bot_user_id, user}, person=user))
        return channel

    def at(self, place: str) -> list[Message]:
        """Return what stands in a channel or in the direct messages with somebody, oldest first; ephemeral messages too."""
        channel = self.direct(place) if place in self.people else place
        return [one for one in self.messages if one.channel == channel]

    def say(self, user: str, channel: str, text: str, *, thread_ts: str | None = None) -> Message:
        """Let a person write a message."""
        return self._store(Message(channel, self._new_ts(), user, text, [], {}, thread_ts=thread_ts))

    def answered(self, view_id: str, answer: Mapping[str, Any]) -> View | None:
        """Do with a modal what the answer to its submission says, and return the one that is seen then; None where none is."""
        shown = self.views[view_id]
        match answer.get("response_action"):
            case "errors":
                return shown
            case "update":
                return self._show(shown, self._checked_view(answer["view"]))
            case "push":
                return self._open_view(self._checked_view(answer["view"]), shown.user, on=shown)
            case _:
                self.views.pop(view_id)
                return self.views.get(shown.previous) if shown.previous and answer.get("response_action") != "clear" else None

    # --- the Web API ---

    def call(self, method: str, arguments: Json, token: str) -> Json:
        """Answer a call. Raises Refused."""
        if method == "oauth.v2.access":
            return self._access(arguments)
        self._admit(token)
        act = METHODS.get(method)
        if act is None:
            raise Refused("unknown_method")
        needed, answer = act
        wanted = needed(self, arguments)
        if wanted and wanted not in self.scopes[token]:
            raise Refused("missing_scope", needed=wanted, provided=",".join(sorted(self.scopes[token])))
        return answer(self, arguments, token) if answer is Workspace.auth_test else answer(self, arguments)

    def respond(self, name: str, body: Json) -> None:
        """Take an answer to an action. Raises Refused."""
        url = self.response_urls.get(name)
        if url is None or url.until < self.clock():
            raise Refused("expired_url")
        url.uses += 1
        if url.uses > RESPONSE_URL_USES:
            raise Refused("used_url")
        if body.get("delete_original"):
            if url.message in self.messages:
                self.messages.remove(url.message)
            return
        blocks = self._checked_blocks(body)
        if body.get("replace_original") and url.message is not None:
            self._edit(url.message, body, blocks)
            return
        hidden = None if body.get("response_type") == "in_channel" else url.user
        self._store(Message(url.channel, self._new_ts(), self.bot_user_id, body.get("text", ""), blocks, {}, ephemeral_to=hidden, arguments=body))

    def auth_test(self, arguments: Json, token: str) -> Json:
        team_id, team = self.teams[token]
        who = {"user": "signpost", "user_id": self.bot_user_id, "bot_id": self.bot_id}
        return {"url": "https://oakfield.slack.example/", "team": team, "team_id": team_id, **who, "is_enterprise_install": False}

    def post_message(self, arguments: Json) -> Json:
        channel = self._writable(str(arguments.get("channel", "")))
        blocks = self._checked_blocks(arguments)
        metadata = arguments.get("metadata") or {}
        if metadata and not (isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)):
            raise Refused("invalid_metadata_format")
        thread = arguments.get("thread_ts")
        message = self._store(
            Message(channel.id, self._new_ts(), self.bot_user_id, arguments.get("text", ""), blocks, metadata, thread_ts=thread, arguments=arguments)
        )
        return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}

    def post_ephemeral(self, arguments: Json) -> Json:
        channel, user = self._writable(str(arguments.get("channel", ""))), str(arguments.get("user", ""))
        if user not in channel.members:
            raise Refused("user_not_in_channel")
        blocks = self._checked_blocks(arguments)
        message = Message(channel.id, self._new_ts(), self.bot_user_id, arguments.get("text", ""), blocks, {}, ephemeral_to=user, arguments=arguments)
        self._store(message)
        return {"message_ts": message.ts}

    def update(self, arguments: Json) -> Json:
        channel = self._writable(str(arguments.get("channel", "")), to_edit=True)
        message = self._message(channel, str(arguments.get("ts", "")))
        if message.user != self.bot_user_id:
            raise Refused("cant_update_message")
        self._edit(message, arguments, self._checked_blocks(arguments) if "blocks" in arguments else message.blocks)
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.as_json()}

    def delete(self, arguments: Json) -> Json:
        channel = self._writable(str(arguments.get("channel", "")), to_edit=True)
        message = self._message(channel, str(arguments.get("ts", "")))
        if message.user != self.bot_user_id:
            raise Refused("cant_delete_message")
        self.messages.remove(message)
        return {"channel": channel.id, "ts": message.ts}

    def permalink(self, arguments: Json) -> Json:
        channel = self._seen(str(arguments.get("channel", "")))
        message = self._message(channel, str(arguments.get("message_ts", "")))
        link = f"https://oakfield.slack.example/archives/{channel.id}/p{message.ts.replace('.', '')}"
        return {"channel": channel.id, "permalink": link}

    def info(self, arguments: Json) -> Json:
        channel = self._seen(str(arguments.get("channel", "")))
        if channel.person:
            direct = {"id": channel.id, "is_im": True, "user": channel.person, "is_org_shared": False}
            return {"channel": direct | {"is_user_deleted": self.people[channel.person].deactivated}}
        kind = {"is_channel": not channel.private, "is_group": channel.private, "is_im": False, "is_mpim": False, "is_private": channel.private}
        shared = {"is_shared": channel.shared, "is_ext_shared": channel.shared, "is_org_shared": False, "is_pending_ext_shared": False}
        state = {"is_archived": channel.archived, "is_member": self.bot_user_id in channel.members, "name": channel.id.lower()}
        return {"channel": {"id": channel.id, **kind, **shared, **state}}

    def open(self, arguments: Json) -> Json:
        users = [one for one in str(arguments.get("users", "")).split(",") if one]
        if not users:
            raise Refused("users_list_not_supplied")
        person = self.people.get(users[0])
        if person is None:
            raise Refused("user_not_found")
        if person.deactivated:
            raise Refused("user_disabled")
        if person.bot:
            raise Refused("cannot_dm_bot")
        return {"channel": {"id": self.direct(person.id)}}

    def history(self, arguments: Json) -> Json:
        channel, now = self._seen(str(arguments.get("channel", ""))), self.clock()
        oldest, limit = float(arguments.get("oldest") or 0), min(int(arguments.get("limit") or 100), self.page)
        shown = [one for one in self.messages if one.channel == channel.id and one.ephemeral_to is None and one.visible_at <= now]
        shown = [one for one in shown if float(one.ts) > oldest and (one.thread_ts in (None, one.ts))][::-1]
        start = int(arguments.get("cursor") or 0)
        more = len(shown) > start + limit
        page = [one.as_json(with_metadata=_is_on(arguments.get("include_all_metadata"))) for one in shown[start : start + limit]]
        return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": str(start + limit) if more else ""}}

    def members(self, arguments: Json) -> Json:
        channel = self._seen(str(arguments.get("channel", "")))
        return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}

    def user_info(self, arguments: Json) -> Json:
        person = self.people.get(str(arguments.get("user", "")))
        if person is None:
            raise Refused("user_not_found")
        team = "T0FOREIGN" if person.stranger else self.team_id
        state = {"deleted": person.deactivated, "is_bot": person.bot, "is_stranger": person.stranger}
        rank = {"is_restricted": person.guest, "is_ultra_restricted": False, "is_admin": False, "is_owner": False}
        names = {"name": person.name.split()[0].lower(), "real_name": person.name}
        profile = {"real_name": person.name, "display_name": names["name"]}
        return {"user": {"id": person.id, "team_id": team, **names, **state, **rank, "profile": profile, "tz": "Europe/London"}}

    def open_view(self, arguments: Json) -> Json:
        return self._opened(arguments, on=None)

    def push_view(self, arguments: Json) -> Json:
        user = self._triggers.get(str(arguments.get("trigger_id")), ("", 0.0, False))[0]
        top = [one for key, one in self.views.items() if one.user == user and one.view["type"] == "modal" and key == one.id]
        if not top:
            raise Refused("not_found")
        if len(top) >= HIGHEST_STACK:
            raise Refused("push_limit_reached")
        return self._opened(arguments, on=top[-1])

    def update_view(self, arguments: Json) -> Json:
        shown = self.views.get(arguments.get("view_id")) or self._by_external_id(arguments.get("external_id"))
        if shown is None:
            raise Refused("not_found")
        if arguments.get("hash") and arguments["hash"] != shown.hash:
            raise Refused("hash_conflict")
        return {"view": self._show(shown, self._checked_view(arguments.get("view"))).as_json(self.team_id)}

    def publish_view(self, arguments: Json) -> Json:
        user = str(arguments.get("user_id", ""))
        if user not in self.people:
            raise Refused("invalid_arguments")
        view = self._checked_view(arguments.get("view"), kind="home")
        shown = self.views.get(("home", user))
        if shown is not None and arguments.get("hash") and arguments["hash"] != shown.hash:
            raise Refused("hash_conflict")
        shown = self._show(shown, view) if shown is not None else self._open_view(view, user)
        self.views["home", user] = shown
        return {"view": shown.as_json(self.team_id)}

    def set_prompts(self, arguments: Json) -> Json:
        self._seen(str(arguments.get("channel_id", "")))
        prompts = arguments.get("prompts")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4 or any(set(one) != {"title", "message"} for one in prompts):
            raise self._refuse("invalid_arguments", ["prompts: one to four, each with a title and a message"])
        self.prompts.append(arguments)
        return {}

    # --- what these need ---

    def _admit(self, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token in self.revoked:
            raise Refused("token_revoked")
        if token not in self.teams:
            raise Refused("invalid_auth")

    def _access(self, arguments: Json) -> Json:
        code = str(arguments.get("code", ""))
        if code not in self.codes:
            raise Refused("invalid_code")
        team_id, team = self.codes.pop(code)
        token = f"xoxb-{next(self._numbers)}-{team_id}"
        self.teams[token], self.scopes[token] = (team_id, team), set(EVERY_SCOPE)
        installed = {"access_token": token, "token_type": "bot", "scope": ",".join(sorted(EVERY_SCOPE)), "bot_user_id": self.bot_user_id}
        who = {"app_id": self.app_id, "team": {"id": team_id, "name": team}, "enterprise": None, "authed_user": {"id": "U0INSTALLER"}}
        return {**installed, **who, "is_enterprise_install": False}

    def _seen(self, id: str) -> Channel:
        """Return a channel that the bot can see: one that is public, or that it is in."""
        channel = self.channels.get(id)
        if channel is None or (channel.private and self.bot_user_id not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def _writable(self, place: str, *, to_edit: bool = False) -> Channel:
        known = self.channels.get(place)
        for one in (place, known.person if known else ""):
            if one in self.undeliverable:
                raise Refused(self.undeliverable[one])
        person = self.people.get(place)
        if person is not None and to_edit:
            raise Refused("channel_not_found")
        if person is not None and (person.deactivated or person.bot):
            raise Refused("user_disabled" if person.deactivated else "cannot_dm_bot")
        channel = self._seen(self.direct(place) if person else place)
        if self.bot_user_id not in channel.members:
            raise Refused("not_in_channel")
        if channel.person and self.people[channel.person].deactivated:
            raise Refused("is_archived")
        if channel.archived:
            raise Refused("is_inactive" if to_edit else "is_archived")
        return channel

    def _message(self, channel: Channel, ts: str) -> Message:
        found = next((one for one in self.messages if (one.channel, one.ts) == (channel.id, ts) and one.ephemeral_to is None), None)
        if found is None:
            raise Refused("message_not_found")
        return found

    def _store(self, message: Message) -> Message:
        message.visible_at = self.clock() + self.hidden
        self.messages.append(message)
        return message

    @staticmethod
    def _edit(message: Message, arguments: Json, blocks: list[Json]) -> None:
        message.edits.append(message.blocks)
        message.blocks, message.text = blocks, arguments.get("text", "" if blocks else message.text)
        message.metadata = arguments.get("metadata", message.metadata)

    def _checked_blocks(self, arguments: Json) -> list[Json]:
        blocks, text = arguments.get("blocks") or [], arguments.get("text", "")
        if len(text) > LONGEST_TEXT:
            raise self._refuse("msg_too_long", [f"text: {len(text)} characters"])
        if not blocks and not text:
            raise self._refuse("no_text", ["neither text nor blocks"])
        faults = faults_in_blocks(blocks)
        if faults:
            raise self._refuse("invalid_blocks", faults)
        return list(blocks)

    def _checked_view(self, view: Any, *, kind: str = "modal") -> Json:
        faults = faults_in_view(view, kind)
        if faults:
            raise self._refuse("invalid_arguments", faults)
        return dict(view)

    def _refuse(self, code: str, faults: Iterable[str]) -> Refused:
        faults = list(faults)
        self.refused += faults
        return Refused(code, response_metadata={"messages": [f"[ERROR] {one}" for one in faults]})

    def _opened(self, arguments: Json, *, on: View | None) -> Json:
        trigger = str(arguments.get("trigger_id", ""))
        user, until, used = self._triggers.get(trigger, ("", 0.0, False))
        if used:
            raise Refused("exchanged_trigger_id")
        if until < self.clock():
            raise Refused("expired_trigger_id" if user else "invalid_trigger_id")
        view = self._checked_view(arguments.get("view"))
        self._triggers[trigger] = (user, until, True)
        return {"view": self._open_view(view, user, on=on).as_json(self.team_id)}

    def _open_view(self, view: Json, user: str, *, on: View | None = None) -> View:
        number = next(self._numbers)
        opened = View(f"V{number:010d}", self._new_hash(), view, user, on.root if on else f"V{number:010d}", on.id if on else None)
        self.views[opened.id] = opened
        return opened

    def _show(self, shown: View, view: Json) -> View:
        shown.earlier.append(shown.view)
        shown.view, shown.hash = view, self._new_hash()
        return shown

    def _by_external_id(self, external_id: object) -> View | None:
        return next((one for one in self.views.values() if external_id and one.view.get("external_id") == external_id), None)

    def _new_hash(self) -> str:
        return f"{int(self.clock())}.{next(self._numbers)}"

    def _new_ts(self) -> str:
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"


def _is_on(value: object) -> bool:
    return value in (True, "true", "1", 1)


def _always(scope: str) -> Callable[[Workspace, Json], str]:
    return lambda _workspace, _arguments: scope


def _by_channel(act: str) -> Callable[[Workspace, Json], str]:
    """Return which scope an act needs, which depends on the kind of channel."""

    def needed(workspace: Workspace, arguments: Json) -> str:
        channel = workspace.channels.get(str(arguments.get("channel", "")))
        kind = "im" if channel and channel.person else "channels" if channel and not channel.private else "groups"
        return f"{kind}:{act}"

    return needed


METHODS: Mapping[str, tuple[Callable[[Workspace, Json], str], Callable[..., Json]]] = {
    "auth.test": (_always(""), Workspace.auth_test),
    "chat.postMessage": (_always("chat:write"), Workspace.post_message),
    "chat.postEphemeral": (_always("chat:write"), Workspace.post_ephemeral),
    "chat.update": (_always("chat:write"), Workspace.update),
    "chat.delete": (_always("chat:write"), Workspace.delete),
    "chat.getPermalink": (_always(""), Workspace.permalink),
    "conversations.info": (_by_channel("read"), Workspace.info),
    "conversations.open": (_always("im:write"), Workspace.open),
    "conversations.history": (_by_channel("history"), Workspace.history),
    "conversations.members": (_by_channel("read"), Workspace.members),
    "users.info": (_always("users:read"), Workspace.user_info),
    "views.open": (_always(""), Workspace.open_view),
    "views.push": (_always(""), Workspace.push_view),
    "views.update": (_always(""), Workspace.update_view),
    "views.publish": (_always(""), Workspace.publish_view),
    "assistant.threads.setSuggestedPrompts": (_always("chat:write"), Workspace.set_prompts),
}
