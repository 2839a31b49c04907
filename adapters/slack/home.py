"""The App Home: ask, report, one's own reports, and for those who receive reports the list of what is open. Each sees only what is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, render
from adapters.slack.asking import report_buttons
from adapters.slack.reception import LOG, Json, Reception, off_loop, told_failures, which_school
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
            await told_failures(_publish(reception, body, client), _nobody)

    @app.view("away")
    async def goes_away(ack: Any, body: Json, client: AsyncWebClient) -> None:
        visitor = await reception.visitor(body)
        said, _ = forms.read_values((_AWAY,), body["view"]["state"]["values"], person_id=str)
        card = await off_loop(_mark_away, reception.office, visitor, said.get("away", ""))
        await ack(response_action="update", view=render.modal(card, title=wording.I_AM_AWAY, close=wording.CLOSE))
        await refresh(reception, body, client)


async def refresh(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    """Show somebody's App Home as things are now; that it cannot be shown is no fault of what they did."""
    await told_failures(_publish(reception, body, client), _nobody)


async def press_away(reception: Reception, body: Json, client: AsyncWebClient, action: str) -> None:
    """Ask for how long somebody is away, or mark them back."""
    if action == "away":
        view = forms.fields_view(
            (_AWAY,), title=wording.I_AM_AWAY, callback_id="away", private_metadata="", submit=wording.DO_IT, close=wording.CLOSE
        )
        await told_failures(client.views_open(trigger_id=body["trigger_id"], view=view), _nobody)
        return
    visitor = await reception.visitor(body)
    await off_loop(_mark_back, reception.office, visitor)
    await refresh(reception, body, client)


def home_view(reception: Reception, visitor: Visitor, *, closed: bool = False) -> Json:
    """Return the App Home of somebody."""
    office = reception.office
    if visitor.school is None:
        return render.home([which_school(reception, visitor)])
    person = visitor.at(visitor.school)
    shown = [Card((report_buttons(),)), *_desk(office, person, closed=closed), pressing.list_of(office, person), *_schools(reception, visitor)]
    view = render.home(shown)
    return {**view, "blocks": [_ask_box(), *view["blocks"]]}


async def _publish(reception: Reception, body: Json, client: AsyncWebClient) -> None:
    visitor = await reception.visitor(body)
    await client.views_publish(user_id=visitor.account, view=await off_loop(home_view, reception, visitor))


def _desk(office: Office, person: Person, *, closed: bool) -> list[Card]:
    """Return what only those see who receive reports: whether they are away, and what is open."""
    if not (person.full_member and receives(office, person)):
        return []
    is_away = office.people.is_away(person.id, person.school)
    button = Button(wording.I_AM_BACK, "back", "") if is_away else Button(wording.I_AM_AWAY, "away", "")
    here = Card((Buttons(wording.HOME_IS_AWAY if is_away else wording.HOME_AWAY, (button,)),))
    listed = pressing.list_for(office, person, closed=closed)
    return [here, Card((Line(wording.HOME_DESK, strong=True), *listed.blocks))]


def receives(office: Office, person: Person) -> bool:
    """Say whether any report can ever come to somebody."""
    return any(can_receive(role, kind) for role in office.people.roles(person.id, person.school) for kind in Kind)


def _schools(reception: Reception, visitor: Visitor) -> list[Card]:
    """Offer those whose workspace holds several schools, and who have chosen one, to choose again."""
    others = reception.workspaces.schools(visitor.team)
    if len(others) < 2 or visitor.school is None or visitor.listed:
        return []
    name = reception.office.school(visitor.school).name
    buttons = tuple(Button(reception.office.school(key).name or key, "choose_school", key) for key in others if key != visitor.school)
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


def _mark_away(office: Office, visitor: Visitor, days: str) -> Card:
    person = visitor.at(visitor.school or "")
    if visitor.school is None or not receives(office, person):
        return cards.refused(cards.WhyNot.NOT_ALLOWED)
    until = office.clock.now() + timedelta(days=int(days)) if days.isdecimal() else None
    absences.mark_away(office, person, until)
    return cards.away_card(until, timezone=office.school(visitor.school).timezone)


def _mark_back(office: Office, visitor: Visitor) -> None:
    if visitor.school is not None and receives(office, visitor.at(visitor.school)):
        absences.mark_back(office, visitor.at(visitor.school))


async def _suggest(client: AsyncWebClient, channel: str) -> None:
    prompts = [{"title": one, "message": one} for one in wording.HELP_EXAMPLES]
    try:
        await client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts="", prompts=prompts)
    except (SlackApiError, OSError, TimeoutError) as error:
        LOG.warning("slack.no_prompts %s", type(error).__name__)  # a nicety: whoever opens a conversation can ask without


async def _nobody(_card: Card) -> None:
    """Tell nobody: what could not be shown is shown at the next opening."""
