"""What we allow ourselves to send to Teams: few kinds of element, no place that reads Markdown, all limits with room to spare. Faults are sentences.

The official schema says what an Adaptive Card 1.5 may be; this is narrower, and the limits are written here apart from the code that keeps to them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

NEEDED = {
    "AdaptiveCard": {"version", "body"},
    "RichTextBlock": {"inlines", "spacing"},
    "TextRun": {"text"},
    "Container": {"style", "items"},
    "ActionSet": {"actions", "spacing"},
    "Action.Submit": {"title", "data"},
    "Action.Execute": {"title", "data", "verb", "fallback"},
    "Input.Text": {"id", "label", "isRequired", "spacing"},
    "Input.ChoiceSet": {"id", "label", "isRequired", "spacing", "choices", "style", "wrap"},
}
"""Everything that may be sent, and the keys that it has: no TextBlock, no FactSet, no Image, no link."""
ALLOWED = {
    "AdaptiveCard": {"actions"},
    "TextRun": {"weight", "size", "isSubtle", "color"},
    "Action.Submit": {"style"},
    "Action.Execute": {"style"},
    "Input.Text": {"isMultiline", "maxLength", "value", "errorMessage"},
    "Input.ChoiceSet": {"isMultiSelect", "value", "errorMessage"},
}
HOLDS = {
    ("AdaptiveCard", "body"): {"RichTextBlock", "Container", "ActionSet", "Input.Text", "Input.ChoiceSet"},
    ("AdaptiveCard", "actions"): {"Action.Submit"},
    ("Container", "items"): {"RichTextBlock"},
    ("RichTextBlock", "inlines"): {"TextRun"},
    ("ActionSet", "actions"): {"Action.Submit", "Action.Execute"},
}
LOOKS = {
    "spacing": {"none", "small", "default", "medium", "large"},
    "size": {"small"},
    "weight": {"bolder"},
    "color": {"attention"},
    "style": {"attention", "warning", "emphasis", "positive", "destructive", "compact", "expanded"},
}
DIALOGS = {
    *("view", "acknowledge", "note", "contact", "outcome", "reopen", "add_information", "withdraw", "read_message", "report_form", "away"),
    *("matter", "matter_form", "matters"),
}
MARKS = re.compile(r"[*_`\[\]<>#|~\\{}]")
"""What Markdown, Teams or a template would read; in our own words that stand where marks are read there is none."""


def faults_of_message(card: Json) -> list[str]:
    """Return everything that is wrong with a card that is posted."""
    faults = [*_faults(card), *_of_size(card, 25_000)]
    for action in actions(card):
        name = action["data"]["sp"]["action"]
        opens = action["data"].get("msteams") == {"type": "task/fetch"}
        if opens is not (name in DIALOGS) or (action["type"] == "Action.Execute") is opens:
            faults.append(f"{name}: {action['type']}, {'opens' if opens else 'does not open'} a dialog")
        if action["type"] == "Action.Execute":
            same = {key: value for key, value in action.items() if key not in ("fallback", "verb")}
            if action["fallback"] != {**same, "type": "Action.Submit"} or action["verb"] != "sp":
                faults.append(f"{name}: falls back to something else")
    if any(part["type"].startswith("Input") for part in parts(card)) or "actions" in card:
        faults.append("a message asks for input")
    return faults


def faults_of_dialog(card: Json, *, most: int = 25_000) -> list[str]:
    """Return everything that is wrong with a page of a dialog; one that is filled in may be larger, and says how large."""
    faults = [*_faults(card), *_of_size(card, most)]
    faults += [f"{one['title']}: {one['type']}" for one in actions(card) if one["type"] != "Action.Submit" or "msteams" in one["data"]]
    ids = Counter(part["id"] for part in parts(card) if part["type"].startswith("Input"))
    faults += [f"{one} twice" for one, times in ids.items() if times > 1]
    if bool(ids) is not ("actions" in card) or len(card.get("actions", [""])) != 1:
        faults.append("what is filled in has one way to be sent")
    return faults


def texts(part: object) -> Iterator[str]:
    """Give every text that is shown, in its order: runs, labels of inputs, what can be chosen, and buttons."""
    match part:
        case {"type": "TextRun", "text": str(text)}:
            yield text
        case {"type": str(type_), "label": str(label)} if type_.startswith("Input"):
            yield label
            yield from (one["title"] for one in part.get("choices", ()))
        case {"type": str(type_), "title": str(title)} if type_.startswith("Action"):
            yield title
        case dict():
            for value in part.values():
                yield from texts(value)
        case list():
            for one in part:
                yield from texts(one)


def runs(part: object) -> str:
    """Return the words of a card, its inputs and buttons left out."""
    return "".join(one["text"] for one in parts(part) if one["type"] == "TextRun")


def outside_runs(part: object) -> Iterator[str]:
    """Give every string that stands anywhere but in a run."""
    match part:
        case str():
            yield part
        case dict():
            for key, value in part.items():
                if not (part.get("type") == "TextRun" and key == "text"):
                    yield from outside_runs(value)
        case list():
            for one in part:
                yield from outside_runs(one)


def parts(part: object) -> Iterator[Json]:
    """Give every element, run, action and input of a card; not what an action falls back to."""
    if isinstance(part, dict):
        if "type" in part:
            yield part
        for key, value in part.items():
            if key not in ("fallback", "data"):
                yield from parts(value)
    elif isinstance(part, list):
        for one in part:
            yield from parts(one)


def actions(card: Json) -> list[Json]:
    """Return the buttons of a card."""
    return [one for one in parts(card) if one["type"].startswith("Action.")]


def inputs(card: Json) -> dict[str, Json]:
    """Return what a card asks, by id."""
    return {one["id"]: one for one in card["body"] if one["type"].startswith("Input")}


def _of_size(card: Json, most: int) -> Iterator[str]:
    if (size := len(json.dumps(card, ensure_ascii=False).encode("utf-8"))) > most:
        yield f"{size} bytes"


def _faults(card: Json) -> Iterator[str]:
    if (card["type"], card.get("version")) != ("AdaptiveCard", "1.5"):
        yield f"{card['type']} {card.get('version')}"
    for part in parts(card):
        type_ = part["type"]
        if type_ not in NEEDED:
            yield f"{type_} is not among what we send"
            continue
        yield from _of_keys(part)
        for (holder, key), held in HOLDS.items():
            if holder == type_ and not {one["type"] for one in part.get(key, ())} <= held:
                yield f"{type_}: its {key} hold something else"
        yield from _of_words(part)


def _of_keys(part: Json) -> Iterator[str]:
    type_, keys = part["type"], set(part) - {"type"}
    if missing := NEEDED[type_] - keys:
        yield f"{type_} without {sorted(missing)}"
    if more := keys - NEEDED[type_] - ALLOWED.get(type_, set()) - ({"spacing"} if type_ == "Container" else set()):
        yield f"{type_} with {sorted(more)}"
    for key, known in LOOKS.items():
        if key in part and part[key] not in known:
            yield f"{type_}: {key} {part[key]}"
    yield from (f"{type_}: {key} is empty" for key in ("text", "items", "inlines", "actions", "body", "id") if part.get(key) in ("", []))


def _of_words(part: Json) -> Iterator[str]:
    match part:
        case {"type": "TextRun", "text": str(text)} if "{{" in text:
            yield "a run in which a date could be read"
        case {"type": "ActionSet", "actions": list(held)} if len(held) > 6:
            yield f"{len(held)} buttons in a row"
        case {"type": "Action.Submit" | "Action.Execute", "title": title, "data": {"sp": {"action": str()}}} if len(title) > 40:
            yield f"a label of {len(title)}"
        case {"type": "Action.Submit" | "Action.Execute", "data": data} if "action" not in data.get("sp", {}):
            yield f"a button without its action: {sorted(data)}"
        case {"type": "Input.Text" | "Input.ChoiceSet"}:
            yield from _of_input(part)


def _of_input(part: Json) -> Iterator[str]:
    where = part["id"]
    if part["isRequired"] and "errorMessage" not in part:
        yield f"{where} is required and says nothing of it"
    said = [part["label"], part.get("errorMessage", ""), *(one["title"] for one in part.get("choices", ()))]
    yield from (f"{where}: marks in {len(text)} characters" for text in said if MARKS.search(text))
    yield from (f"{where}: a choice with {sorted(one)}" for one in part.get("choices", ()) if set(one) != {"title", "value"})
    if part.get("isMultiSelect") and any("," in one["value"] for one in part["choices"]):
        yield f"{where}: a value with a comma"
