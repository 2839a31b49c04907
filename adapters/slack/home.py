"""The App Home: ask, report, one's own reports, and for those who receive reports the list of what is open. Each sees only what is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import ClientError
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, render, windows
from adapters.slack.asking import report_buttons
from adapters.slack.reception import LOG, Json, Reception, any_phone, in_time, nobody, off_loop, school_buttons, told_failures, which_school
from adapters.slack.visitors import Visitor
from bot import absences, pressing, wording
from bot import report_cards as cards
from bot.authorising import can_receive
from bot.cards import Button, Buttons, Card, Line
from bot.forms import FieldType, FormField
from bot.office import Office
from bot.reports import Kind, Person

ASK_FIELD = "f:question"
_AWAY = FormField("away", wording.AWAY_HOW_LONG[0], FieldType.CHOICE, wording.AWAY_HOW_LONG[1], choices=tuple(wording.AWAY_LENGTHS.items()))


def listen(app: AsyncApp, reception: Reception) -> None:
    """Show the App Home, and suggest questions to somebody who opens a conversation."""

    @app.event("app_home_opened")
    async def opened(event: Json, body: Json, client: AsyncWebClient) -> None:
        if event.get("tab") == "messages":
            await _suggest(client, str(event["channel"]))
        else:
            await told_failures(_publish(reception, body, client), nobody)

    @app.view("away")
    async def goes_away(ack: Any, body: Json, client: AsyncWebClient) -> None:
        said, _ = forms.read_values((_AWAY,), body["view"]["state"]["values"], person_id=str)
        card = await in_time(_go_away(reception, body, said.get("away", "")))
        if card is None:
            await ack(response_action="errors", errors={forms.block_id(_AWAY.name): wording.NOT_CONFIRMED.format(phone=any_phone(reception, body))})
            return
        await ack(response_action="update", view=windows.read_only(card, title=wording.I_AM_AWAY))
        await refresh(reception, body, client)


async def refresh(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    """Show somebody's App Home as things are now; that it cannot be shown is no fault of what they did."""
    await told_failures(_publish(reception, body, client), nobody)


async def show_closed(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    """Show the App Home with the reports that are closed, until it is shown anew."""
    await _publish(reception, body, client, closed=True)


async def press_away(reception: Reception, body: Json, client: AsyncWebClient, action: str) -> None:
    """Ask for how long somebody is away, or mark them back."""
    if action == "away":
        view = forms.fields_view(
            (_AWAY,), title=wording.I_AM_AWAY, callback_id="away", private_metadata="", submit=wording.DO_IT, close=wording.CLOSE
        )
        await windows.show(client, body, view)
        return
    visitor = await reception.visitor(body)
    await off_loop(_mark_back, reception.office, visitor)
    await refresh(reception, body, client)


def home_view(reception: Reception, visitor: Visitor, *, closed: bool = False) -> Json:
    """Return the App Home of somebody: what comes to them stands first, whichever of their schools it is from."""
    office = reception.office
    desks = [card for person in visitor.listed for card in _desk(office, visitor.at(person.school), closed=closed, named=len(visitor.listed) > 1)]
    if desks:
        desks = [_presence(office, visitor), *desks]
    if visitor.school is None:
        return render.home([which_school(reception, visitor), *desks])
    mine = pressing.list_of(office, visitor.at(visitor.school))
    view = render.home([Card((report_buttons(),)), *_schools(reception, visitor), *desks, mine])
    return {**view, "blocks": [_ask_box(), *view["blocks"]]}


async def _publish(reception: Reception, body: Json, client: AsyncWebClient, *, closed: bool = False) -> None:
    visitor = await reception.visitor(body)
    await client.views_publish(user_id=visitor.account, view=await off_loop(home_view, reception, visitor, closed=closed))
    if visitor.listed:  # reports come to them, and their school may be in two workspaces
        await off_loop(reception.visitors.remember, visitor)


def _desk(office: Office, person: Person, *, closed: bool, named: bool) -> list[Card]:
    """Return the list that only those see who receive reports; `named` says of which school."""
    if not (person.full_member and receives(office, person)):
        return []
    school = [Line(office.school(person.school).name or person.school, strong=True)] if named else []
    listed = pressing.list_for(office, person, closed=closed)
    more = [] if closed else [Buttons("", (Button(wording.SHOW_CLOSED, "closed_too", ""),))]
    return [Card((*school, Line(wording.HOME_DESK, strong=True), *listed.blocks, *more))]


def _presence(office: Office, visitor: Visitor) -> Card:
    """Say whether somebody is away, and let them change it: they are away from all of their schools, or from none."""
    is_away = any(office.people.is_away(person.id, person.school) for person in visitor.listed)
    button = Button(wording.I_AM_BACK, "back", "") if is_away else Button(wording.I_AM_AWAY, "away", "")
    return Card((Buttons(wording.HOME_IS_AWAY if is_away else wording.HOME_AWAY, (button,)),))


def receives(office: Office, person: Person) -> bool:
    """Say whether any report can ever come to somebody."""
    return any(can_receive(role, kind) for role in office.people.roles(person.id, person.school) for kind in Kind)


def _schools(reception: Reception, visitor: Visitor) -> list[Card]:
    """Offer those who may be at several schools, and have chosen one, to choose again."""
    if len(visitor.schools) < 2 or visitor.school is None:
        return []
    name = reception.office.school(visitor.school).name
    buttons = school_buttons(reception, tuple(key for key in visitor.schools if key != visitor.school))
    return [Card((Line(wording.SCHOOL_IS.format(school=name or visitor.school)), Buttons(wording.CHANGE_SCHOOL, buttons)))]


def _ask_box() -> Json:
    return {
        "type": "input",
        "block_id": ASK_FIELD,
        "dispatch_action": True,
        "label": {"type": "plain_text", "text": wording.HOME_ASK, "emoji": False},
        "hint": {"type": "plain_text", "text": wording.HOME_ASK_HINT, "emoji": False},
        "element": {
            "type": "plain_text_input",
            "action_id": "sp:ask_here:0",
            "max_length": 3000,
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }


async def _go_away(reception: Reception, body: Json, days: str) -> Card:
    visitor = await reception.visitor(body)
    return await off_loop(_mark_away, reception.office, visitor, days)


def _mark_away(office: Office, visitor: Visitor, days: str) -> Card:
    at = [person for person in visitor.listed if receives(office, person)]
    if not at:
        return cards.refused(cards.WhyNot.NOT_ALLOWED)
    until = office.clock.now() + timedelta(days=int(days)) if days.isdecimal() else None
    for person in at:
        absences.mark_away(office, person, until)
    return cards.away_card(until, timezone=office.school(at[0].school).timezone)


def _mark_back(office: Office, visitor: Visitor) -> None:
    for person in visitor.listed:
        if receives(office, person):
            absences.mark_back(office, person)


async def _suggest(client: AsyncWebClient, channel: str) -> None:
    prompts = [{"title": one, "message": one} for one in wording.HELP_EXAMPLES]
    try:
        await client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts="", prompts=prompts)
    except (SlackApiError, ClientError, OSError) as error:
        LOG.warning("slack.no_prompts %s", type(error).__name__)  # a nicety: whoever opens a conversation can ask without
