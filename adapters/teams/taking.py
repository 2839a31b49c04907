"""A message of Teams that somebody takes over into a report: its words, its author, when, and where it stands. Pictures and files are not touched.

Teams gives a message as HTML, or as plain text in which nothing is a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from adapters.text import split
from bot import wording
from bot.forms import LONGEST

Json = dict[str, Any]
_LINES = frozenset(("p", "div", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"))
_EMOJI = "Emoji"
ROOM = 1_000
"""Characters of a field that are left for the link and for what the reporter adds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken over."""

    words: str
    author: str
    """Their id in the directory; '' where it was no person."""
    name: str
    link: str
    written_at: str
    """As it is typed into a form; '' where Teams does not say."""


def read_message(message: Json) -> Taken:
    """Return what a message says."""
    body, sender = message.get("body") or {}, (message.get("from") or {}).get("user") or {}
    content = str(body.get("content") or "")
    words = content.strip() if body.get("contentType") == "text" else words_of(content)
    if message.get("attachments") and wording.STOOD_HERE not in words:
        words = "\n".join(filter(None, (words, wording.STOOD_HERE)))
    author = str(sender.get("id") or "")
    named = str(sender.get("displayName") or author)
    return Taken(_fitting(words), author, named, str(message.get("linkToMessage") or ""), _when(str(message.get("createdDateTime") or "")))


def words_of(content: str) -> str:
    """Return the words of a message that Teams gives as HTML, with its emojis; where a picture or a file stood, that one did."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    return "".join(reader.found).replace("\N{NO-BREAK SPACE}", " ").strip()


class _Reader(HTMLParser):
    """Collects what can be read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what stands in a mark itself: an emoji, the end of a line, or that something is left out."""
        said = dict(attrs)
        if tag == "br":
            self.found.append("\n")
        elif tag == "emoji" or (tag == "img" and _EMOJI in (said.get("itemtype") or "")):
            self.found.append(said.get("alt") or "")
        elif tag in ("img", "attachment", "video", "audio", "object"):
            self.found.append(wording.STOOD_HERE)

    def handle_endtag(self, tag: str) -> None:
        """End a line where one ends."""
        if tag in _LINES:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.found.append(data)


def _fitting(words: str) -> str:
    """Return words as a field holds them, with room for more; those that are shortened say so."""
    if len(words) <= LONGEST - ROOM:
        return words
    kept = split(words, LONGEST - ROOM - len(wording.TAKEN_OVER_SHORTENED) - 1)[0]
    return f"{kept.rstrip()}\n{wording.TAKEN_OVER_SHORTENED}"


def _when(written: str) -> str:
    try:
        return f"{datetime.fromisoformat(written).astimezone(ZoneInfo('Europe/London')):%d/%m/%Y %H:%M}"
    except ValueError:
        return ""
