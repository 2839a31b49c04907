"""Text on its way in from Slack and out to it: unescaped once, escaped once; it is split (`adapters.text`) before it is escaped.

Slack takes `&`, `<` and `>` for marks of its own. Everything else that it might read as a mark never goes where marks are read: see `render`.
"""

from __future__ import annotations

import re

_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))


def unescape(text: str) -> str:
    """Return what was typed, from what Slack sends of a message: its three entities read once, everything else left as it is."""
    return _ENTITY.sub(lambda found: _ENTITIES[found.group()], text)


def escape(text: str) -> str:
    """Return `text` for a place where Slack reads marks: no mention, link or channel in it comes to life."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def weight(text: str) -> int:
    """Return how much `text` counts at the most against a limit of Slack's: escaped, an emoji as two."""
    return len(escape(text).encode("utf-16-le", "surrogatepass")) // 2
