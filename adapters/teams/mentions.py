"""What somebody wrote, without the mention that brought it here.

The SDK would remove the bot's name wherever it stands, also from the question, and fails where there is no text (botbuilder 4.17.1).
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def said(activity: Json) -> str:
    """Return what a message says: each mention of the bot taken out once, each of somebody else as their plain name."""
    text, bot = str(activity.get("text") or ""), activity["recipient"]["id"]
    for mention in activity.get("entities") or ():
        marked, mentioned = mention.get("text") or "", mention.get("mentioned") or {}
        if mention.get("type") == "mention" and marked:
            text = text.replace(marked, "" if mentioned.get("id") == bot else str(mentioned.get("name") or ""), 1)
    return text.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ").strip()
