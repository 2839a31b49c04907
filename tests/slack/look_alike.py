"""Block Kit as HTML, near enough to Slack to judge a card by: own style, no code or picture of Slack's.

It shows what is sent; how Slack draws it may differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

Json = dict[str, Any]

EMOJI = {"rotating_light": "🚨", "warning": "⚠️"}
TELEPHONE = 30
"""Characters of a button that a telephone shows."""
STYLE = (Path(__file__).parent / "look_alike.css").read_text(encoding="utf-8")


def page(body: str, *, title: str = "Signpost in Slack") -> str:
    """Return a whole HTML page."""
    return f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style><body>{body}</body></html>'


def messages(shown: Sequence[Sequence[Json]], *, at: str = "22:04", telephone: bool = False) -> str:
    """Return messages of the bot, one under the other."""
    lead = f'<div class="who">Signpost<i>APP</i><time>{at}</time></div>'
    return "".join(
        f'<div class="message"><div class="face">S</div><div class="words">{lead}{_blocks(blocks, telephone=telephone)}</div></div>'
        for blocks in shown
    )


def view(shown: Json, *, errors: Mapping[str, str] | None = None, telephone: bool = False) -> str:
    """Return a modal or an App Home; `errors` stand on the blocks that they name."""
    main = f"<main>{_blocks(shown['blocks'], errors or {}, telephone=telephone)}</main>"
    if shown["type"] == "home":
        return f'<div class="home"><nav><b>Home</b><span>Messages</span><span>About</span></nav>{main}</div>'
    submit = [f'<button class="primary">{_plain(shown["submit"])}</button>'] if "submit" in shown else []
    foot = "".join([f"<button>{_plain(shown['close'])}</button>", *submit])
    return f'<div class="modal"><header><span>{_plain(shown["title"])}</span><span>×</span></header>{main}<footer>{foot}</footer></div>'


def _blocks(blocks: Sequence[Json], errors: Mapping[str, str] | None = None, *, telephone: bool) -> str:
    return "".join(_block(block, errors or {}, telephone=telephone) for block in blocks)


def _block(block: Json, errors: Mapping[str, str], *, telephone: bool) -> str:
    match block:
        case {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}:
            return f'<div class="block quoted"><blockquote>{"".join(map(_run, elements))}</blockquote></div>'
        case {"type": "rich_text", "elements": elements}:
            return f'<div class="block">{"".join(_run(run) for part in elements for run in part["elements"])}</div>'
        case {"type": "context", "elements": elements}:
            return f'<div class="block context">{" ".join(map(_plain, elements))}</div>'
        case {"type": "actions", "elements": buttons}:
            return f'<div class="block actions">{"".join(_button(one, telephone=telephone) for one in buttons)}</div>'
        case {"type": "context_actions", "elements": [{"positive_button": good, "negative_button": bad}]}:
            return f'<div class="block feedback"><span>👍 {_plain(good["text"])}</span><span>👎 {_plain(bad["text"])}</span></div>'
        case {"type": "divider"}:
            return "<hr>"
        case {"type": "input"}:
            return _input(block, errors.get(block.get("block_id", ""), ""))
    raise ValueError(f"a block that the gallery cannot show: {block['type']}")


def _run(run: Json) -> str:
    if run["type"] == "emoji":
        return EMOJI[run["name"]]
    return f"<b>{escape(run['text'])}</b>" if run.get("style", {}).get("bold") else escape(run["text"])


def _button(button: Json, *, telephone: bool) -> str:
    label = button["text"]["text"]
    shown = f"{label[: TELEPHONE - 1]}…" if telephone and len(label) > TELEPHONE else label
    return f'<button class="{button.get("style", "")}">{escape(shown)}</button>'


def _input(block: Json, fault: str) -> str:
    optional = "<i> (optional)</i>" if block.get("optional") else ""
    hint = f'<div class="hint">{_plain(block["hint"])}</div>' if "hint" in block else ""
    said = f'<div class="fault">⚠ {escape(fault)}</div>' if fault else ""
    wrong = " wrong" if fault else ""
    return f'<div class="input{wrong}"><label>{_plain(block["label"])}{optional}</label>{_element(block["element"])}{said}{hint}</div>'


def _element(element: Json) -> str:
    match element:
        case {"type": "plain_text_input"}:
            size = " long" if element.get("multiline") else ""
            return f'<div class="field{size}">{escape(element.get("initial_value", ""))}</div>'
        case {"type": "radio_buttons", "options": options}:
            chosen = element.get("initial_option")
            return "".join(f'<span class="radio{" on" if one == chosen else ""}">{_plain(one["text"])}</span>' for one in options)
        case {"type": "static_select"} if "initial_option" in element:
            return f'<div class="field">{_plain(element["initial_option"]["text"])} ▾</div>'
        case {"type": "static_select"}:
            return '<div class="field empty">Select an item ▾</div>'
        case {"type": "multi_users_select"} if element.get("initial_users"):
            return f'<div class="field">{" ".join(f"@{escape(one)} ×" for one in element["initial_users"])}</div>'
        case {"type": "multi_users_select"}:
            return '<div class="field empty">Select people ▾</div>'
    raise ValueError(f"an element that the gallery cannot show: {element['type']}")


def _plain(text: Json) -> str:
    return escape(text["text"])
