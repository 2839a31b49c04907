"""What somebody wrote in Slack, as they saw it: Slack's marks for people, channels and links read once, then its three entities. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from adapters.slack.text import unescape
from adapters.text import carried

_MARK = re.compile(r"<([@#!]|(?:https?|mailto|tel):)([^<>|]*)(?:\|([^<>]*))?>")
A_COLLEAGUE = "a colleague"
"""What stands in a question where somebody was mentioned: who it was is nobody's business but the asker's."""


def read_question(text: str, *, bot: str) -> str:
    """Return a question as its asker meant it: `bot` and who else is mentioned is not named in it."""

    def somebody(account: str) -> str:
        return "" if account == bot else A_COLLEAGUE

    return " ".join(read_typed(text, named=somebody).split(" ")).strip()


def read_typed(text: str, *, named: Callable[[str], str] = "@{}".format) -> str:
    """Return what stood on the screen; a person who was mentioned stands there as `named` says, by their id."""

    def seen(mark: re.Match[str]) -> str:
        kind, rest, label = mark[1], mark[2], mark[3]
        match kind:
            case "@":
                return named(rest)
            case "#":
                return f"#{label or rest}"
            case "!":
                return label or f"@{rest.partition('^')[0]}"
            case _:
                address = rest if kind in ("mailto:", "tel:") else f"{kind}{rest}"
                return address if not label or label in address else f"{label} ({address})"

    return carried(unescape(_MARK.sub(seen, text)))
