"""One of everything that Slack shows: every card of the gallery as messages, and the views that a person meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import render
from adapters.slack.forms import fields_view, form_view
from bot import report_cards, wording
from bot.cards import Button, Buttons, Card, Quote
from bot.desks import desk_blocks, report_buttons
from bot.forms import form
from bot.pressing import ASKS
from bot.replies import present
from bot.reports import Content, Kind, Urgency
from knowledge.reading import Reader
from tests.bot.test_replies import REPLIES, WHERE_ONE_CAN_REPORT
from tests.bot.test_report_cards import ABOUT_HEAD, CLOSED, EVERY, LONDON, NAMES, NOTES, OPENED, REPORT, TAKEN, TAKEN_BY, URGENT, later

Json = dict[str, Any]

REPORT_CARDS = EVERY
"""Every card of a report, by name."""
FEEDBACK = Buttons(wording.WAS_IT_RIGHT, (Button(wording.HELPFUL, "helpful", "a1b2"), Button(wording.NOT_HELPFUL, "not_helpful", "a1b2")))
"""What stands under an answer."""
ASK_BOX: Json = {
    "type": "input",
    "label": {"type": "plain_text", "text": wording.HOME_ASK, "emoji": False},
    "hint": {"type": "plain_text", "text": wording.HOME_ASK_HINT, "emoji": False},
    "element": {"type": "plain_text_input", "action_id": "sp:ask_here:0"},
}
"""What stands above an App Home, as far as it is seen."""
LONG_QUESTION = Buttons(
    wording.CHOOSE,
    (
        Button("accepting friend requests from pupils, past or present, on any account at all, of whatever network (section 1)", "topic", "a b"),
        Button("following the school's page (section 1)", "topic", "c d"),
        Button(wording.NONE_OF_THESE, "none", ""),
    ),
)
"""Options longer than a button."""


def reply_cards(reader: Reader) -> dict[str, Card]:
    """Return one card of each outcome of a question to the small school, by the name of its golden file."""
    plain = {f"reply_{name}": present(ask(reader)) for name, ask in REPLIES.items()}
    here = {f"reply_{name}": present(REPLIES[reply](reader), can_report=True) for name, reply in WHERE_ONE_CAN_REPORT.items()}
    answer = plain["reply_answer"]
    return {**plain, **here, "reply_feedback": Card((*answer.blocks, FEEDBACK)), "reply_long_options": Card((LONG_QUESTION,))}


def views() -> dict[str, Json]:
    """Return one of each view, by name."""
    forms = {f"form_{kind}": filled_form(kind, {}) for kind in Kind}
    taken_over = form_view(
        form(Kind.PUPIL_CONTACT),
        key="b7d1c0de",
        values={"immediate_danger": "no", "account": "mine", "pupil_status": "current", "what_was_said": "“hi sir <@U1> :wave:”\n& *bye*"},
        about=("U0BEN",),
        opening=(Quote("hi sir <@U1> :wave:", source="Tess Byrne, Sat 28 Nov 2026 10:31"),),
        submit=wording.FORM_SEND,
        close=wording.FORM_CLOSE,
    )
    asked = {
        f"asked_{action}": fields_view(
            fields,
            title=wording.SHORT_ACTIONS[action],
            callback_id=f"press:{action}",
            private_metadata="b7d1c0de",
            submit=wording.DO_IT,
            close=wording.CLOSE,
        )
        for action, fields in ASKS.items()
    }
    read = {
        f"modal_{name}": render.modal(EVERY[name], title=title, close=wording.CLOSE, private_metadata="b7d1c0de")
        for name, title in {
            **dict.fromkeys(("opened", "opened_urgent", "messages"), wording.REPORT_TITLE),
            **dict.fromkeys(("receipt_stored", "receipt_stored_urgent", "receipt_unconfirmed"), wording.RECEIPT_TITLE),
        }.items()
    }
    return {**forms, "form_taken_over": taken_over, **asked, **read, "home": render.home(home_cards())}


def home_cards() -> list[Card]:
    """Return what the App Home of a DSL who has reported something herself may hold."""
    urgent, taken, mine = (replace(one, reference=reference) for one, reference in ((URGENT, "R-0047"), (TAKEN, "R-0046"), (REPORT, "R-0042")))
    rows = [
        report_cards.ListRow(urgent, "R. Reporter", report_cards.Position(), overdue=True),
        report_cards.ListRow(replace(ABOUT_HEAD, reference="R-0045"), "", report_cards.Position()),
        report_cards.ListRow(taken, "S. Reporter", TAKEN_BY),
    ]
    own = [
        report_cards.MyReport(mine, OPENED, has_messages=True),
        report_cards.MyReport(replace(CLOSED, id="77aa", reference="R-0040"), report_cards.Closed("B. Example", later(90))),
    ]
    listed = report_cards.list_card(rows, timezone=LONDON)
    away = Card((Buttons(wording.HOME_AWAY, (Button(wording.I_AM_AWAY, "away", ""),)),))
    return [
        Card((report_buttons(),)),
        away,
        Card(desk_blocks(listed)),
        report_cards.my_reports(own, timezone=LONDON),
    ]


def filled_form(kind: Kind, values: Mapping[str, str]) -> Json:
    """Return a form with what was typed into it so far."""
    return form_view(form(kind), key="b7d1c0de", values=values, submit=wording.FORM_SEND, close=wording.FORM_CLOSE)


def long_report() -> Card:
    """Return an opened report, one of its fields filled to the brim, with many notes."""
    told = "He said that it had gone on since half term. “She told me not to show anybody.” I wrote it down at once. "
    fields = {"child": "Robin Zephyrine, Year 9", "what_happened": f"{told * 8}\n\n" * 12, "place": "the library & the gate <by the bus stop>"}
    content = Content({"immediate_danger": "no", "told_dsl_in_person": "yes", **fields}, "R. Reporter")
    return report_cards.opened_report(replace(URGENT, urgency=Urgency.NORMAL), content, NOTES * 3, NAMES, timezone=LONDON)
