"""Reports as those see them who receive them, and their own as reporters see them: every button about one report.

Who may is asked by the core at each press, and whoever may not is told so alone. What a report says is only ever in a window.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, home, windows
from adapters.slack.answers import one_at_a_time, tell_beside
from adapters.slack.reception import Json, Reception, any_phone, in_time, nobody, off_loop, told_failures
from adapters.slack.visitors import PLATFORM
from adapters.slack.windows import Window, read_only
from bot import pressing, wording
from bot import report_cards as cards
from bot.cards import Card, Facts, Line, is_blank
from bot.filing import UnknownReport
from bot.forms import FieldType
from bot.office import Office
from bot.report_cards import WhyNot
from bot.reports import FieldError, Person
from bot.visitors import Visitor

BY_REPORTER = frozenset(("read_message", "add_information", "withdraw", "receipt"))
SHOWN_AGAIN = frozenset(("view", "receipt", "read_message"))
"""What a window can show of a report anew, once something has been done over it or in it."""
_ASKED = "press:"
"""How the callback id of a form begins that a button asks to be filled in; its action follows."""


def listen(app: AsyncApp, reception: Reception) -> None:
    """Take what is written into the questions that a button asks."""

    @app.view(re.compile(f"^{_ASKED}"))
    async def answered(ack: Any, body: Json, client: AsyncWebClient) -> None:
        answer = await _carry_out(reception, body)
        await ack(**answer)
        await told_failures(_show_below(reception, body, client, answer), nobody)
        await home.refresh(reception, body, client)


async def press_report(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, *, action: str, report_id: str, page: int = 0) -> None:
    """Do what a button about a report stands for: ask what it asks first, or show what comes of it."""

    async def make() -> Window:
        visitor = await reception.visitor(body)
        return await off_loop(_make_window, reception, visitor, action, report_id, shown=windows.shown_in(body), page=page)

    tell = tell_beside(body, client, respond)
    await windows.show_made(client, body, make, tell, title=wording.REPORT_TITLE, stays=action in pressing.ASKS)
    await home.refresh(reception, body, client)


async def turn_page(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Show another page of a report that is open in a window; it is opened anew, and so asked and logged anew."""
    report_id, shown = str(body["view"].get("private_metadata", "")), windows.shown_in(body)
    action, page = shown if shown in SHOWN_AGAIN else "view", int(value) if value.isdecimal() else 0
    await press_report(reception, body, client, respond, action=action, report_id=report_id, page=page)


def _make_window(reception: Reception, visitor: Visitor, action: str, report_id: str, *, shown: str = "", page: int = 0) -> Window:
    """Return what a press comes to. `shown` is what the window shows in which it was made: that stays to be read, as it is then."""
    office = reception.counter.office
    if not visitor.known and visitor.listed and action not in BY_REPORTER:
        return _aside(Card.of_text(wording.CANNOT_TELL_WHO))
    person = _who(office, visitor, action, report_id)
    if person is None:
        return _aside(cards.refused(WhyNot.NOT_ALLOWED))
    asked = pressing.ask_first(office, person, action, report_id) if action not in SHOWN_AGAIN else ()
    if isinstance(asked, Card):
        return _aside(asked)
    if asked:
        return _must_read_first(office, person, action, report_id) or Window(_questions(action, report_id))
    if action in SHOWN_AGAIN:
        return Window(_shown_again(office, person, action, report_id, page=page))
    pressed = pressing.press(office, person, action, report_id)
    if _tells(pressed.card):  # it counts only from somebody who has read, and so was opened first
        first, *report = pressed.card.blocks
        said = wording.READ_FIRST if first == Line(wording.READ_FIRST, strong=True) else ""
        return Window(read_only(Card(tuple(report)) if said else pressed.card, shows="view", report_id=report_id, said=said))
    if shown == "view":
        return Window(_shown_again(office, person, "view", report_id, said=pressed.card), pressed.card)
    return _aside(pressed.card)


def _who(office: Office, visitor: Visitor, action: str, report_id: str) -> Person | None:
    """Return who somebody is at the school of a report, or at their own, where the core refuses them and logs that they tried.

    None where they have none, or would be taken for the reporter by an account that is somebody else's at the other school.
    """
    try:
        with office.looking() as connection:
            school = office.filing.get(connection, report_id).school
    except UnknownReport:
        school = ""
    if school in visitor.schools:
        return visitor.at(school)
    own = next(iter(visitor.schools), None)
    return visitor.at(own) if own and action not in BY_REPORTER else None


def _aside(card: Card) -> Window:
    return Window(read_only(card), card)


def _tells(card: Card) -> bool:
    """Say whether a card holds what somebody has written."""
    return any(isinstance(block, Facts) for block in card.blocks)


def _shown_again(office: Office, person: Person, what: str, report_id: str, *, said: Card | None = None, page: int = 0) -> Json:
    """Return a window that shows something of a report as it is now, under what was `said` of what has been done."""
    if what == "receipt":
        card = pressing.press(office, person, "withdraw", report_id, {"withdraw": "no"}).card
    else:
        card = pressing.press(office, person, what, report_id).card
    if what == "view" and said is not None and not _tells(card):
        return read_only(said)
    return read_only(card, shows=what, report_id=report_id, page=page, said=said.plain_text() if said else "")


def _must_read_first(office: Office, person: Person, action: str, report_id: str) -> Window | None:
    """Return the report, for somebody who would record an outcome unread: it would not count, and they would have written in vain."""
    listed = office.people.person(person.id, person.school)
    with office.looking() as connection:
        if action != "outcome" or office.filing.has_opened(connection, report_id, listed.id if listed else person.id):
            return None
    return Window(_shown_again(office, person, "view", report_id, said=Card.of_text(wording.READ_FIRST)))


def _questions(action: str, report_id: str) -> Json:
    return forms.fields_view(
        pressing.ASKS[action],
        title=wording.SHORT_ACTIONS[action],
        callback_id=f"{_ASKED}{action}",
        private_metadata=f"{report_id} {uuid4().hex}",
        submit=wording.DO_IT,
        close=wording.CLOSE,
    )


# --- what was written into the questions ---


async def _carry_out(reception: Reception, body: Json) -> Json:
    """Return the answer to what was written: it stays in its window where it was not kept."""
    view = body["view"]
    action, (report_id, key) = _asked(view), str(view["private_metadata"]).split()
    fields = pressing.ASKS[action]
    said, _ = forms.read_values(fields, view["state"]["values"], person_id=str)
    pressed = await in_time(_press_once(reception, body, action, report_id, key, said))
    if pressed is None:
        fault = FieldError(fields[0].name, wording.NOT_CONFIRMED.format(phone=any_phone(reception, body)))
    elif _tells(pressed.card):
        fault = FieldError(fields[0].name, wording.WRITE_FIRST_READ)
    elif not pressed.kept or pressed.card == cards.refused(WhyNot.NO_REASON):
        written = (one.name for one in fields if one.type is FieldType.LONG_TEXT and is_blank(said.get(one.name, "")))
        fault = FieldError(next(written, fields[0].name), pressed.card.plain_text())
    else:
        shows = "receipt" if action in BY_REPORTER else ""
        return {"response_action": "update", "view": read_only(pressed.card, shows=shows, report_id=report_id)}
    return {"response_action": "errors", "errors": forms.errors_by_block((fault,), fields)}


def _asked(view: Json) -> str:
    """Return for which button a form asks."""
    return str(view["callback_id"]).removeprefix(_ASKED)


async def _press_once(reception: Reception, body: Json, action: str, report_id: str, key: str, said: Mapping[str, str]) -> pressing.Pressed:
    visitor = await reception.visitor(body)
    if not visitor.known and visitor.listed and action not in BY_REPORTER:
        return pressing.Pressed(Card.of_text(wording.CANNOT_TELL_WHO), kept=False)
    async with one_at_a_time(f"press {key}"):
        return await off_loop(_press_unless_done, reception, visitor, action, report_id, key, said)


def _press_unless_done(reception: Reception, visitor: Visitor, action: str, report_id: str, key: str, said: Mapping[str, str]) -> pressing.Pressed:
    """Do it once, however often the window is sent; noted only when it was done, so that nothing written is lost."""
    person = _who(reception.counter.office, visitor, action, report_id)
    if person is None:
        return pressing.Pressed(cards.refused(WhyNot.NOT_ALLOWED))
    if reception.counter.deliveries.was_seen(PLATFORM, f"press {key}"):
        return pressing.Pressed(Card.of_text(wording.DONE_ALREADY))
    pressed = pressing.press(reception.counter.office, person, action, report_id, said)
    if pressed.kept and pressed.card != cards.refused(WhyNot.NO_REASON) and not _tells(pressed.card):
        reception.note_done(f"press {key}")
    return pressed


async def _show_below(reception: Reception, body: Json, client: AsyncWebClient, answer: Json) -> None:
    """Show the window anew that lies under one in which something was done."""
    view = body["view"]
    action, report_id = _asked(view), str(view["private_metadata"]).partition(" ")[0]
    if answer["response_action"] != "update" or not view.get("previous_view_id"):
        return
    visitor = await reception.visitor(body)
    person = await off_loop(_who, reception.counter.office, visitor, action, report_id)
    if person is not None and (visitor.known or action in BY_REPORTER):
        below = "receipt" if action in BY_REPORTER else "view"
        await windows.put(client, str(view["previous_view_id"]), await off_loop(_shown_again, reception.counter.office, person, below, report_id))
