"""What Slack's requests must look like before anything reads them: the few fields on which our code relies, and nothing else.

Only Slack can sign a request, so this keeps nobody out: it keeps a surprise from ending in a fault. What has another shape is refused, with nothing
done. Whatever is not named here may look as it likes: a report must never be refused for a field that nobody reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot import pressing
from bot.kinds import COURSES
from bot.reports import Kind

Json = dict[str, Any]
_ID, _TEXT, _TIME, _FLAG = "id", "text", "time", "flag"
_EVERY = "*"
_NAMED = {"id": _ID, "team_id": _ID}
_MESSAGE = {"text": _TEXT, "ts": _ID, "user": _ID, "thread_ts": _ID}
_FIELD = {"value": _TEXT, "selected_option": {"value": _TEXT}, "selected_users": [_ID]}
_VIEW = {
    **dict.fromkeys(("id", "type", "callback_id", "private_metadata", "hash", "team_id", "app_installed_team_id"), _ID),
    "state": {"values": {_EVERY: {_EVERY: _FIELD}}},
    **dict.fromkeys(("previous_view_id", "root_view_id"), _ID),
    "blocks": [{"type": _ID, "block_id": _ID, "element": {"type": _ID}}],
}
_EVENT = {
    **dict.fromkeys(("type", "subtype", "user", "user_team", "bot_id", "channel", "channel_type", "ts", "thread_ts", "tab"), _ID),
    "text": _TEXT,
    "tokens": {"bot": [_ID]},
    "message": {"subtype": _ID, "thread_ts": _ID},
    "previous_message": {"subtype": _ID, "thread_ts": _ID},
}
_REQUEST = {
    **dict.fromkeys(("type", "event_id", "team_id", "user_id", "channel_name", "command", "callback_id", "trigger_id", "response_url"), _ID),
    **dict.fromkeys(("team", "user", "channel"), _NAMED),
    "text": _TEXT,
    "event_time": _TIME,
    "event": _EVENT,
    "authorizations": [{"team_id": _ID}],
    "actions": [{"action_id": _ID, "action_ts": _ID, "value": _TEXT}],
    "container": {"message_ts": _ID, "thread_ts": _ID, "is_ephemeral": _FLAG},
    "message": _MESSAGE,
    "view": _VIEW,
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "event_callback": ("event_id", "event_time", "event.type"),
    "block_actions": ("user.id", "actions.0.action_id", "trigger_id"),
    "view_submission": ("user.id", "view.id", "view.type", "view.callback_id", "view.state.values"),
    "view_closed": ("user.id", "view.type", "view.callback_id"),
    "shortcut": ("user.id", "callback_id", "trigger_id"),
    "message_action": ("user.id", "callback_id", "trigger_id", "channel.id", "message.ts"),
}
_OF_OUR_VIEWS = re.compile(
    rf"ask|take_over|away|report:({'|'.join(Kind)})|press:({'|'.join(pressing.ASKS)})|matter:({'|'.join(COURSES)})|act:[a-z_]+"
)
_NEEDED_IN_VIEWS = {"ask": "f:question.v", "take_over": "f:kind.v.selected_option.value"}
_KEPT = {"press": re.compile(r"\S+ \S+"), "matter": re.compile(r"\S+"), "act": re.compile(r"\S+ \S+( [lm]+)?")}
"""What the forms keep beside their fields, by how their callback ids begin: the id of what they are about, a key, and what lies beneath."""


def is_sound(body: Json) -> bool:
    """Say whether a request can be read without a surprise."""
    needed = _NEEDED.get(body["type"], ()) if isinstance(body.get("type"), str) else ("command", "user_id", "trigger_id")
    if not _fits(body, _REQUEST) or any(_find(body, path) is None for path in needed):
        return False
    if body.get("type") == "block_actions":
        return bool(body.get("view") or _find(body, "channel.id"))
    return body.get("type") != "view_submission" or _can_be_taken(body["view"])


def _can_be_taken(view: Json) -> bool:
    callback = view["callback_id"]
    if not _OF_OUR_VIEWS.fullmatch(callback):
        return False
    kept = _KEPT.get(callback.partition(":")[0])
    if kept is not None and kept.fullmatch(view.get("private_metadata") or "") is None:
        return False
    if callback.startswith(("matter:", "act:")):
        return any(one.get("type") == "input" for one in view.get("blocks") or ())
    asked = _NEEDED_IN_VIEWS.get(callback)
    return asked is None or _find(view["state"]["values"], asked) is not None


def _fits(value: Any, shape: Any) -> bool:
    match shape:
        case {"*": one}:
            return isinstance(value, dict) and all(_fits(held, one) for held in value.values())
        case dict():
            return isinstance(value, dict) and all(_fits(value[name], one) for name, one in shape.items() if value.get(name) is not None)
        case [one]:
            return isinstance(value, list) and all(_fits(held, one) for held in value)
        case "id":
            return isinstance(value, str) and "\0" not in value  # PostgreSQL keeps none
        case "text":
            return isinstance(value, str)
        case "time":
            return isinstance(value, int) and 0 <= value < 10**11
        case _:
            return isinstance(value, bool)


def _find(body: Any, path: str) -> Any:
    """Return what stands at a path; None where nothing does."""
    for name in path.split("."):
        body = body[int(name)] if isinstance(body, list) and body else body.get(name) if isinstance(body, dict) else None
    return body
