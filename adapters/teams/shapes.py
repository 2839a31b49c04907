"""What an activity of Teams must look like before anything reads it: the few fields on which our code relies, and nothing else.

Only Teams can sign a request, so this keeps nobody out: it keeps a surprise from ending in a fault. What has another shape is refused, with nothing
done. Whatever is not named here may look as it likes: a report must never be refused for a field that nobody reads.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
_ID, _TEXT = "id", "text"
_SP = {"action": _ID, "value": _TEXT, "shows": _TEXT, "kind": _ID, "key": _ID}
_GIVEN = {"sp": _SP}
_FROM_A_MESSAGE = {
    **dict.fromkeys(("id", "createdDateTime"), _ID),
    "linkToMessage": _TEXT,
    "subject": _TEXT,
    "body": {"content": _TEXT, "contentType": _ID},
    "from": {"user": {"id": _ID, "displayName": _TEXT}},
}
_VALUE = {
    **_GIVEN,
    "data": _GIVEN,
    "action": {"type": _ID, "verb": _ID, "data": _GIVEN},
    **dict.fromkeys(("commandId", "commandContext", "trigger"), _ID),
    "messagePayload": _FROM_A_MESSAGE,
    "parameters": [{"name": _ID, "value": _TEXT}],
}
_NAMED = {"id": _ID, "name": _TEXT, "aadObjectId": _ID}
_ACTIVITY = {
    **dict.fromkeys(("type", "id", "name", "channelId", "serviceUrl", "action", "replyToId", "locale"), _ID),
    "text": _TEXT,
    "from": _NAMED,
    "recipient": _NAMED,
    "conversation": {"id": _ID, "conversationType": _ID, "tenantId": _ID},
    "channelData": {"tenant": {"id": _ID}, "channel": {"id": _ID}, "team": {"id": _ID}, "eventType": _ID},
    "entities": [{"type": _ID, "text": _TEXT, "mentioned": {"id": _ID, "name": _TEXT}}],
    "membersAdded": [_NAMED],
    "membersRemoved": [_NAMED],
    "value": _VALUE,
}
_NEEDED = ("type", "channelId", "serviceUrl", "conversation.id", "recipient.id")
_NEEDED_BY = {
    "message": ("id", "from.id"),
    "invoke": ("name", "from.id"),
}
LONGEST_ID = 2_000


def is_sound(activity: Json) -> bool:
    """Say whether an activity can be read without a surprise."""
    if not _fits(activity, _ACTIVITY):
        return False
    return all(_find(activity, path) for path in (*_NEEDED, *_NEEDED_BY.get(activity.get("type", ""), ())))


def _fits(value: Any, shape: Any) -> bool:
    match shape:
        case dict():
            return isinstance(value, dict) and all(_fits(value[name], one) for name, one in shape.items() if value.get(name) is not None)
        case [one]:
            return isinstance(value, list) and all(_fits(held, one) for held in value)
        case "id":
            return isinstance(value, str) and "\0" not in value and len(value) <= LONGEST_ID
        case _:
            return isinstance(value, str)


def _find(held: Any, path: str) -> Any:
    """Return what stands at a path; None where nothing does."""
    for name in path.split("."):
        held = held.get(name) if isinstance(held, dict) else None
    return held
