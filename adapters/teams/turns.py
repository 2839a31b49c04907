"""One thing that Teams brings, as the bot is told of it: plain values. Who speaks is who Teams says it is, never a name that anybody can choose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from adapters.teams.mentions import said

Json = dict[str, Any]
Kind = Literal["personal", "channel", "groupChat"]
Reply = Callable[[Sequence[Json], str], Awaitable[str]]
"""Posts attachments into the conversation, with a summary for the lock screen; returns the activity's id. Raises outgoing.NotReplied."""
Replace = Callable[[str, Sequence[Json], str], Awaitable[None]]
"""Puts attachments in the place of an earlier message of ours. Raises outgoing.NotReplied."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody wrote, pressed or sent, or that the bot was added or removed."""

    activity: Json
    """As Teams sent it."""
    tenant: str
    account: str
    """Who they are in the school's directory; '' only where the bot was added or removed."""
    name: str
    conversation: str
    kind: Kind
    """`personal` is the bot's own chat with one person, and nothing else: a chat of two people is a groupChat here."""
    channel: str | None
    text: str
    """What was written, without the mention of the bot."""
    reply: Reply
    replace: Replace


class Bot(Protocol):
    """What answers."""

    async def message(self, turn: Turn) -> None:
        """Take in what somebody wrote, or an Action.Submit."""

    async def invoke(self, turn: Turn) -> tuple[int, Json | None]:
        """Return status and body for what somebody pressed, opened or sent."""

    async def installed(self, turn: Turn) -> None:
        """Take in that the bot was added somewhere, or removed."""


def make_turn(activity: Json, tenant: str, reply: Reply, replace: Replace) -> Turn:
    """Return a turn from a sound activity."""
    sender, conversation = activity.get("from") or {}, activity["conversation"]["id"]
    kind = _kind(activity)
    return Turn(
        activity=activity,
        tenant=tenant,
        account=sender.get("aadObjectId") or "",
        name=sender.get("name") or "",
        conversation=conversation,
        kind=kind,
        channel=_channel(activity) if kind == "channel" else None,
        text=said(activity),
        reply=reply,
        replace=replace,
    )


def tenant_of(activity: Json) -> str | None:
    """Return the directory in which something happened; None where the activity names none, or two.

    The SDK reads neither place (botbuilder 4.17.1).
    """
    places = (activity["conversation"].get("tenantId"), ((activity.get("channelData") or {}).get("tenant") or {}).get("id"))
    named = {place.lower() for place in places if place is not None}
    return named.pop() if len(named) == 1 else None


def is_install(activity: Json) -> bool:
    """Say whether an activity tells that the bot was added or removed."""
    if activity["type"] == "installationUpdate":
        return True
    moved = [*(activity.get("membersAdded") or ()), *(activity.get("membersRemoved") or ())]
    return activity["type"] == "conversationUpdate" and any(one.get("id") == activity["recipient"]["id"] for one in moved)


def _kind(activity: Json) -> Kind:
    """Return where something happened. A command of the compose box is `personal` also between two people: their chats begin with `19:`."""
    conversation = activity["conversation"]
    match conversation.get("conversationType"):
        case "channel":
            return "channel"
        case "personal" if not conversation["id"].startswith("19:"):
            return "personal"
        case _:
            return "groupChat"


def _channel(activity: Json) -> str:
    named = ((activity.get("channelData") or {}).get("channel") or {}).get("id")
    return str(named or activity["conversation"]["id"].partition(";messageid=")[0])
