"""The way out to Slack: posts cards under their key, finds them again by it, edits them in place. Nothing of what Slack says leaves in an error.

A card is normally one message. Where it needs several they are posted in order, the key on the first; each tells which part it is, so that a card
that was broken off is completed by the next try, and found only when it is whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from adapters.slack import calls
from adapters.slack.calls import Json, Line
from adapters.slack.render import message_blocks
from adapters.slack.text import escape
from bot import wording
from bot.cards import Card
from bot.sending import LONGEST_CALL, Permanent, Reason, Transient, Unrenderable

if TYPE_CHECKING:
    from adapters.slack.workspaces import Workspaces

Found = TypeVar("Found")
EVENT_TYPE = "signpost_message"
"""Marks our messages' metadata. Anybody in the workspace can read that: it holds a random key and nothing else."""
TRUSTED_FOR = 300.0
"""Seconds for which a channel is believed to be private still. Of a person Slack is asked each time: it might take what nobody there can read."""
PAGE = 200
"""How many messages are read at a time when one is looked for."""
SHARED = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "is_org_shared")


class SlackSender:
    """Sends cards to channels, people and conversations of Slack (`bot.sending.Sender`)."""

    platform: str = "slack"
    can_find: bool = True

    def __init__(
        self,
        workspaces: Workspaces,
        *,
        api: str = "https://slack.com/api/",
        longest_call: float = LONGEST_CALL,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take who knows the tokens, and where the Web API is. Raises ValueError for an address by which a token would travel unencrypted."""
        self._workspaces, self._api, self._longest_call, self._elapsed = workspaces, calls.web_api(api), longest_call, elapsed
        self._trusted_until: dict[str, float] = {}
        """Until when a channel is believed to be private."""

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Post a card and return `<conversation>/<ts>` of its first message. Raises SendFault.

        Into a channel only while it is private and shared with nobody, which is believed for five minutes; to a person only while they are there.
        """
        messages = message_blocks(card)
        try:
            return self._run(place, lambda line: self._post(line, place, messages, key, lock_screen))
        except Permanent:
            self._trusted_until.pop(place, None)
            raise

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return the reference of the card with this key, posted since then, once every message of it stands; else None. Raises SendFault."""

        def look(line: Line) -> str | None:
            channel = self._conversation(line, place)
            parts, of = _parts(_history(line, channel, oldest=f"{since.timestamp():.6f}"), key)
            return f"{channel}/{parts[1]}" if 1 in parts and len(parts) >= of else None

        return self._run(place, look)

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Put a card in the place of one that was posted, in its first message. Raises SendFault: Unrenderable where it needs more than one."""
        channel, _, ts = message_ref.partition("/")
        messages = message_blocks(card)
        if len(messages) != 1:
            raise Unrenderable
        fixed = {"text": escape(wording.LOCK_SCREEN_CHANGED), "parse": "none", "link_names": False}
        self._run(place, lambda line: line.write("chat.update", channel=channel, ts=ts, blocks=messages[0], **fixed))

    def _run(self, place: str, work: Callable[[Line], Found]) -> Found:
        token = self._workspaces.token_for(place)
        if token is None:
            raise Permanent(Reason.FORBIDDEN)
        return calls.run(self._api, token, work, self._longest_call)

    def _post(self, line: Line, place: str, messages: Sequence[list[Json]], key: str, lock_screen: str) -> str:
        channel = self._checked(line, place)
        parts: dict[int, str] = {} if len(messages) == 1 else _parts(_history(line, channel), key)[0]
        for part, blocks in enumerate(messages, start=1):
            if part not in parts:
                payload = {"key": key} if len(messages) == 1 else {"key": key, "part": part, "of": len(messages)}
                parts[part] = _post_one(line, channel, blocks, payload, lock_screen)
        return f"{channel}/{parts[1]}"

    def _checked(self, line: Line, place: str) -> str:
        """Return the conversation that a place stands for, once it is known that a card may be posted there. Raises SendFault."""
        channel = self._conversation(line, place)
        if channel[0] in "CG" and self._trusted_until.get(channel, 0.0) <= self._elapsed():
            _check_channel(line.read("conversations.info", channel=channel))
            self._trusted_until[channel] = self._elapsed() + TRUSTED_FOR
        return channel

    def _conversation(self, line: Line, place: str) -> str:
        """Return the channel itself, or the direct messages with a person. Raises SendFault where Slack does not know them any more."""
        match place[:1]:
            case "C" | "G" | "D":
                return place
            case "U" | "W":
                opened = line.read("conversations.open", users=place).get("channel")
                return _text_of(opened, "id")
            case _:
                raise Permanent(Reason.NO_SUCH_PLACE)


def _post_one(line: Line, channel: str, blocks: list[Json], payload: Json, lock_screen: str) -> str:
    text = {"text": escape(lock_screen)} if lock_screen else {}
    fixed = {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
    metadata = {"event_type": EVENT_TYPE, "event_payload": payload}
    return _text_of(line.write("chat.postMessage", channel=channel, blocks=blocks, metadata=metadata, **text, **fixed), "ts", in_doubt=True)


def _check_channel(said: Json) -> None:
    """Pass a channel that only its members can read, with us among them. Raises Permanent. What Slack does not say is taken for unsafe."""
    channel = said.get("channel")
    shown = channel if isinstance(channel, dict) else {}
    if shown.get("is_archived"):
        raise Permanent(Reason.GONE)
    if shown.get("is_private") is not True or any(shown.get(one) for one in SHARED):
        raise Permanent(Reason.UNSAFE)
    if shown.get("is_member") is False:
        raise Permanent(Reason.NOT_A_MEMBER)


def _history(line: Line, channel: str, *, oldest: str = "") -> Iterator[Json]:
    """Yield the messages of a conversation, newest first: all since `oldest`, or without it one page. Raises SendFault."""
    asked: dict[str, str | int] = {"channel": channel, "include_all_metadata": "true", "limit": PAGE}
    if oldest:
        asked["oldest"] = oldest
    while True:
        said = line.read("conversations.history", **asked)
        messages = said.get("messages")
        yield from (one for one in messages if isinstance(one, dict)) if isinstance(messages, list) else ()
        following = said.get("response_metadata")
        cursor = following.get("next_cursor") if isinstance(following, dict) else None
        if not oldest or not cursor:
            return
        asked["cursor"] = str(cursor)


def _parts(messages: Iterable[Json], key: str) -> tuple[dict[int, str], int]:
    """Return where each part of the card with this key stands, and of how many parts it is; of a part that stands twice, the earlier one."""
    found: dict[int, str] = {}
    of = 1
    for message in messages:
        payload = _payload(message)
        part, parts, ts = payload.get("part", 1), payload.get("of", 1), message.get("ts")
        if payload.get("key") == key and isinstance(part, int) and isinstance(parts, int) and isinstance(ts, str):
            found[part], of = ts, parts
    return found, of


def _payload(message: Json) -> Json:
    """Return what the metadata of a message of ours holds; nothing where it is none of ours."""
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return {}
    payload = metadata.get("event_payload")
    return payload if isinstance(payload, dict) else {}


def _text_of(said: object, name: str, *, in_doubt: bool = False) -> str:
    """Return a text that an answer must hold. Raises Transient where it does not."""
    value = said.get(name) if isinstance(said, dict) else None
    if not isinstance(value, str) or not value:
        raise Transient(in_doubt=in_doubt)
    return value
