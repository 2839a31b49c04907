"""One invented school's Teams as the Bot Framework shows it: people, conversations, messages. What a call may not do is refused as Teams does.

Nothing here knows HTTP; `fake_teams` serves it, and makes it fail.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]
LARGEST = 100 * 1024
"""Bytes of a message as UTF-16."""
ADAPTIVE = "application/vnd.microsoft.card.adaptive"


class Refused(Exception):
    """What Teams answers where it does not do what it is asked."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class Someone:
    """A member of the directory, or a guest in it."""

    aad: str
    name: str
    guest: bool = False

    @property
    def id(self) -> str:
        """The id by which Teams knows them towards this bot."""
        return f"29:{self.aad}"

    def as_json(self, tenant: str) -> Json:
        role = "guest" if self.guest else "user"
        known = {"id": self.id, "name": self.name, "aadObjectId": self.aad, "tenantId": tenant, "userRole": role}
        return {**known, "userPrincipalName": f"{self.aad}@oakfield.example", "email": f"{self.aad}@oakfield.example"}


@dataclass
class Conversation:
    """A chat with one person, a group chat, or a channel (all its threads)."""

    id: str
    kind: str = "personal"
    members: set[str] = field(default_factory=set)
    """By directory id."""
    team: str = ""
    name: str = ""
    private: bool = False
    has_bot: bool = True
    blocked: bool = False
    """The person has blocked the bot."""


@dataclass
class Message:
    """A message of the bot as it stands."""

    id: str
    conversation: str
    """With its thread, where it is in a channel."""
    activity: Json
    reply_to: str = ""
    edits: list[Json] = field(default_factory=list)
    """What it was before, oldest first."""
    deleted: bool = False

    @property
    def cards(self) -> list[Json]:
        """The Adaptive Cards in it."""
        return [one["content"] for one in self.activity.get("attachments") or () if one.get("contentType") == ADAPTIVE]

    @property
    def summary(self) -> str:
        """What a lock screen shows of it."""
        return str(self.activity.get("summary") or self.activity.get("text") or "")


class Directory:
    """The school's Teams, and what the bot did in it."""

    def __init__(self, app_id: str, tenant: str, clock: Callable[[], float] = time.time) -> None:
        self.app_id, self.tenant, self.clock = app_id, tenant, clock
        self.people: dict[str, Someone] = {}
        self.conversations: dict[str, Conversation] = {}
        self.messages: list[Message] = []
        self.refused: list[str] = []
        """What was wrong with messages that came in: a test that expects none says `assert teams.refused == []`."""
        self.faults_in_card: Callable[[Json], Iterable[str]] = lambda card: ()
        """Says what is wrong with a card, besides what is always looked at."""
        self._numbers = count(1)

    @property
    def bot_id(self) -> str:
        """The bot, as Teams names it."""
        return f"28:{self.app_id}"

    # What a test makes

    def add_person(self, aad: str, name: str, *, guest: bool = False) -> Someone:
        """Let somebody be in the school's directory."""
        return self.people.setdefault(aad, Someone(aad, name, guest))

    def person(self, aad: str) -> Someone:
        """Return somebody; whoever is not there yet comes in under a plain name."""
        return self.people.get(aad) or self.add_person(aad, f"Staff {aad[:8]}")

    def personal(self, aad: str) -> Conversation:
        """Return the bot's own chat with somebody; it is there as soon as one of the two has written."""
        person = self.person(aad)
        return self.conversations.setdefault(f"a:1{aad}", Conversation(f"a:1{aad}", "personal", {person.aad}))

    def add_channel(
        self, id_: str, *, team: str = "19:oakfield@thread.tacv2", name: str = "", members: Iterable[str] = (), private: bool = False
    ) -> Conversation:
        """Let there be a channel with the bot in it."""
        return self._add(Conversation(id_, "channel", set(members), team, name or id_, private))

    def add_group(self, id_: str, members: Iterable[str] = (), *, has_bot: bool = True) -> Conversation:
        """Let there be a group chat."""
        return self._add(Conversation(id_, "groupChat", set(members), has_bot=has_bot))

    def remove_bot(self, id_: str) -> None:
        """Take the bot out of a conversation."""
        self.conversations[id_].has_bot = False

    def block_bot(self, aad: str) -> None:
        """Let somebody block the bot."""
        self.personal(aad).blocked = True

    def message(self, id_: str) -> Message:
        """Return a message of the bot by its id."""
        return next(one for one in self.messages if one.id == id_)

    def in_conversation(self, id_: str) -> list[Message]:
        """Return the bot's messages in a conversation, with all its threads, oldest first."""
        return [one for one in self.messages if not one.deleted and _root(one.conversation) == _root(id_)]

    # What the bot asks

    def post(self, conversation: str, activity: Json, reply_to: str = "") -> Json:
        """Put a message in a conversation."""
        self._room(conversation)
        self._check(activity)
        message = Message(self._new_id(), conversation, activity, reply_to)
        self.messages.append(message)
        return {"id": message.id}

    def edit(self, conversation: str, activity_id: str, activity: Json) -> Json:
        """Put another message in the place of one."""
        message = self._own(conversation, activity_id)
        self._check(activity)
        message.edits.append(message.activity)
        message.activity = activity
        return {"id": message.id}

    def delete(self, conversation: str, activity_id: str) -> Json:
        """Take a message back."""
        self._own(conversation, activity_id).deleted = True
        return {}

    def create(self, asked: Json) -> Json:
        """Begin a chat with a person, or a thread in a channel."""
        data = asked.get("channelData") or {}
        if (data.get("tenant") or {}).get("id", self.tenant) != self.tenant or asked.get("tenantId", self.tenant) != self.tenant:
            raise Refused(403, "BotNotInConversationRoster")
        if channel := (data.get("channel") or {}).get("id"):
            return self._new_thread(channel, asked.get("activity"))
        wanted = [str(one.get("id")) for one in asked.get("members") or ()]
        if len(wanted) != 1:
            raise Refused(400, "BadSyntax")
        person = next((one for one in self.people.values() if wanted[0] in (one.id, one.aad)), None)
        if person is None:
            raise Refused(404, "NotFound")
        room = self._room(self.personal(person.aad).id)
        first = self.post(room.id, asked["activity"]) if asked.get("activity") else {}
        return {"id": room.id, **({"activityId": first["id"]} if first else {})}

    def members(self, conversation: str) -> list[Json]:
        """Say who is in a conversation."""
        return [self.person(aad).as_json(self.tenant) for aad in sorted(self._room(conversation).members)]

    def member(self, conversation: str, id_: str) -> Json:
        """Return one of them, by either id."""
        for one in self.members(conversation):
            if id_ in (one["id"], one["aadObjectId"]):
                return one
        raise Refused(404, "MemberNotFoundInConversation")

    def team(self, id_: str) -> Json:
        """Return a team of which the bot is a part."""
        rooms = [one for one in self.conversations.values() if one.team == id_]
        if not rooms:
            raise Refused(404, "NotFound")
        return {"id": id_, "name": "Oakfield School", "aadGroupId": f"group-{id_}"}

    def channels(self, team: str) -> Json:
        """Return the channels of a team; private ones are not told of."""
        self.team(team)
        listed = [one for one in self.conversations.values() if one.team == team and not one.private]
        return {"conversations": [{"id": one.id, "name": one.name, "type": "standard"} for one in listed]}

    def _add(self, conversation: Conversation) -> Conversation:
        self.conversations[conversation.id] = conversation
        return conversation

    def _room(self, id_: str) -> Conversation:
        room = self.conversations.get(_root(id_))
        if room is None:
            raise Refused(404, "ConversationNotFound")
        if room.blocked:
            raise Refused(403, "MessageWritesBlocked")
        if not room.has_bot:
            raise Refused(403, "BotNotInConversationRoster")
        return room

    def _own(self, conversation: str, activity_id: str) -> Message:
        self._room(conversation)
        for one in self.messages:
            if one.id == activity_id and _root(one.conversation) == _root(conversation) and not one.deleted:
                return one
        raise Refused(404, "ActivityNotFoundInConversation")

    def _new_thread(self, channel: str, activity: Json | None) -> Json:
        if activity is None:
            raise Refused(400, "BadSyntax")
        self._room(channel)
        self._check(activity)
        id_ = self._new_id()
        self.messages.append(Message(id_, f"{channel};messageid={id_}", activity))
        return {"id": f"{channel};messageid={id_}", "activityId": id_}

    def _new_id(self) -> str:
        return f"{int(self.clock() * 1000)}{next(self._numbers) % 1000:03d}"

    def _check(self, activity: Json) -> None:
        size = len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le"))
        faults = list(_faults_in(activity)) + [fault for card in _cards(activity) for fault in self.faults_in_card(card)]
        self.refused += faults
        if size > LARGEST:
            self.refused.append(f"a message of {size} bytes")
            raise Refused(413, "MessageSizeTooBig")
        if faults:
            raise Refused(400, "BadSyntax")


def _cards(activity: Json) -> list[Json]:
    return [one.get("content") for one in activity.get("attachments") or () if isinstance(one, dict) and one.get("contentType") == ADAPTIVE]


def _faults_in(activity: Json) -> Iterable[str]:
    if activity.get("type") != "message":
        yield f"a message of type {activity.get('type')}"
    if not activity.get("attachments") and not activity.get("text"):
        yield "a message that says nothing"
    for card in _cards(activity):
        if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
            yield "a card that is no AdaptiveCard"
        elif card.get("version") not in ("1.4", "1.5"):
            yield "a card without a version that Teams shows"
        elif not card.get("body") and not card.get("actions"):
            yield "an empty card"


def _root(conversation: str) -> str:
    return conversation.partition(";")[0]
