"""One of everything that Teams shows: every card of the gallery as messages, and the dialogs that a person meets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.teams.forms import fields_card, form_card
from adapters.teams.render import dialog_cards
from bot import wording
from bot.cards import Banner, Button, Buttons, Card, Fact, Facts, Line, Quote
from bot.forms import check, form
from bot.pressing import ASKS
from bot.reports import Kind
from tests.bot.test_report_cards import LONDON, later
from tests.slack.specimens import REPORT_CARDS, long_report

Json = dict[str, Any]

PEOPLE = (
    ("amara", "Amara Example (DSL)"),
    ("ben", "Ben Sample (deputy)"),
    ("carys", "Carys Specimen (head)"),
    ("dev", "Dev Pattern (chair)"),
)
"""Those who receive reports at an invented school."""
KEY = "b7d1c0de-0000-4000-8000-5f0c5f0c5f0c"
WRITTEN: Mapping[str, str] = {
    "immediate_danger": "no",
    "told_dsl_in_person": "no",
    "child": "Robin, Year 9",
    "what_happened": "Robin said: “I don't want to go home on Friday.”\n\nI asked nothing, and said that I would tell you.",
    "happened_at": "yesterday 3pm",
    "place": "Library",
}
"""One invented report."""
HOSTILE = "hi sir <at>all</at> **bold** [link](https://example.com)\n# title\n{{DATE(2026-11-28T14:30:00Z, LONG)}} &amp; :wave:"
"""What Teams would read as marks, if it stood where marks are read."""
OPENED = ("opened", "opened_urgent", "messages", "receipt_stored", "receipt_stored_urgent", "receipt_unconfirmed")
"""Cards that are read in a dialog."""


def dialogs() -> dict[str, list[Json]]:
    """Return the pages of one of each dialog, by name."""
    forms = {f"form_{kind}": [filled_form(kind, {})] for kind in Kind}
    faulty = {
        "form_with_fault": filled_form(Kind.SAFEGUARDING_CONCERN, {**WRITTEN, "happened_at": "before lunch, I think"}),
        "form_with_faults": filled_form(Kind.ADULT_CONCERN, {"immediate_danger": "no"}),
        "form_taken_over": taken_over(),
    }
    asked = {f"asked_{action}": [fields_card(fields, data=sp(f"do_{action}"), submit=wording.DO_IT)] for action, fields in ASKS.items()}
    read = {f"dialog_{name}": dialog_cards(REPORT_CARDS[name], of="view 5f0c") for name in OPENED}
    return {**forms, **{name: [card] for name, card in faulty.items()}, **asked, **read, "dialog_long": dialog_cards(long_report(), of="view 5f0c")}


def filled_form(kind: Kind, values: Mapping[str, str]) -> Json:
    """Return a form with what was typed so far; what is wrong with it is said where something was typed."""
    errors = check(kind, values, (), now=later(0), timezone=LONDON) if values else ()
    return form_card(form(kind), key=KEY, values=values, people=PEOPLE, errors=errors, submit=wording.FORM_SEND)


def taken_over() -> Json:
    """Return a form that takes over a message."""
    opening = (Line(wording.TAKE_OVER_NO_IMAGES, strong=True), Quote(HOSTILE, source="Tess Byrne, Sat 28 Nov 2026 10:31"))
    values = {"immediate_danger": "no", "account": "mine", "pupil_status": "current", "what_was_said": HOSTILE}
    return form_card(
        form(Kind.PUPIL_CONTACT),
        key=KEY,
        values=values,
        about=(("tess", "Tess _Byrne_"),),
        people=PEOPLE,
        opening=opening,
        submit=wording.FORM_SEND,
    )


def sp(action: str, value: str = "5f0c") -> Json:
    """Return what a submitted dialog carries."""
    return {"sp": {"action": action, "value": value}}


def hostile_card() -> Card:
    """Return a card in which every text is one that Teams would read as marks."""
    buttons = tuple(Button(HOSTILE.replace("\n", " ")[at : at + 40], "view", "5f0c") for at in (0, 30))
    facts = Facts((Fact(HOSTILE, HOSTILE),))
    return Card((Banner(HOSTILE), Line(HOSTILE), Quote(HOSTILE, stem=HOSTILE, source=HOSTILE), facts, Buttons(HOSTILE, buttons)))
