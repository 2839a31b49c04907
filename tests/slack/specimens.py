"""One of everything that Slack shows: every card of the gallery as messages, and the views that a person meets."""

from __future__ import annotations

from typing import Any

from adapters.slack import render
from adapters.slack.forms import fields_view, form_view
from bot import report_cards, wording
from bot.cards import Button, Buttons, Card, Quote
from bot.forms import form
from bot.pressing import ASKS
from bot.replies import present
from bot.reports import Kind
from knowledge.reading import Reader
from tests.bot.test_replies import REPLIES, WHERE_ONE_CAN_REPORT
from tests.bot.test_report_cards import DELIVERED, EVERY, LONDON, OPENED, REPORT, TAKEN, TAKEN_BY, URGENT

Json = dict[str, Any]

REPORT_CARDS = EVERY
"""Every card of a report, by name."""
FEEDBACK = Buttons(wording.WAS_IT_RIGHT, (Button(wording.HELPFUL, "helpful", "a1b2"), Button(wording.NOT_HELPFUL, "not_helpful", "a1b2")))
"""What stands under an answer."""
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
    forms = {f"form_{kind}": form_view(form(kind), key="b7d1c0de", submit=wording.FORM_SEND, close=wording.FORM_CLOSE) for kind in Kind}
    taken_over = form_view(
        form(Kind.PUPIL_CONTACT),
        key="b7d1c0de",
        values={"immediate_danger": "no", "account": "mine", "pupil_status": "current", "what_was_said": "“hi sir <@U1> :wave:”\n& *bye*"},
        about=("U0BEN",),
        opening=(Quote("hi sir <@U1> :wave:", source=wording.TAKEN_OVER_BY.format(author="Tess Byrne", at="Sat 28 Nov 2026 10:31")),),
        submit=wording.FORM_SEND,
        close=wording.FORM_CLOSE,
    )
    asked = {
        f"asked_{action}": fields_view(
            fields, title=wording.BUTTONS[action], callback_id=f"do:{action}", private_metadata="b7d1c0de", submit=wording.DO_IT, close=wording.CLOSE
        )
        for action, fields in ASKS.items()
    }
    read = {
        f"modal_{name}": render.modal(EVERY[name], title=wording.REPORT_TITLE, close=wording.CLOSE, private_metadata="b7d1c0de")
        for name in ("opened", "opened_urgent", "messages", "receipt_stored_urgent", "receipt_unconfirmed", "not_stored")
    }
    return {**forms, "form_taken_over": taken_over, **asked, **read, "home": render.home(home_cards())}


def home_cards() -> list[Card]:
    """Return what the App Home of a DSL who has reported something herself may hold."""
    rows = [report_cards.ListRow(URGENT, "R. Reporter", report_cards.Position(), overdue=True), report_cards.ListRow(TAKEN, "R. Reporter", TAKEN_BY)]
    mine = [report_cards.MyReport(REPORT, OPENED), report_cards.MyReport(TAKEN, DELIVERED)]
    return [report_cards.list_card(rows, timezone=LONDON), report_cards.my_reports(mine, timezone=LONDON), report_cards.choose_kind()]
