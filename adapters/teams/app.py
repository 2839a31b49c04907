"""Signpost as an app of Teams: each thing that a person can do there, handed to the module for it. Nothing is decided here."""

from __future__ import annotations

import logging
from typing import Any

from adapters.discretion import where
from adapters.teams import asking, dialogs, receiving, reporting
from adapters.teams.edge import Turn
from adapters.teams.reception import Reception, off_loop
from adapters.teams.visitors import PLATFORM
from bot import pressing, wording
from bot.cards import Card
from bot.enquiries import ACTIONS as ABOUT_AN_ANSWER
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
Json = dict[str, Any]
DONE: Json = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""}


class SignpostBot:
    """Takes turns (`adapters.teams.edge.Bot`)."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def message(self, turn: Turn) -> None:
        """Answer what somebody wrote, or do what they pressed where a button comes as a message. A failure is told to them."""
        await self._note(turn)
        try:
            pressed = pressed_in(turn.activity.get("value"))
            if pressed is None:
                await asking.answer_message(self._reception, turn)
            else:
                said = await self._press(turn, await self._reception.visitor(turn), pressed)
                if said["value"]:
                    await asking.reply(turn, Card.of_text(str(said["value"])))
        except Exception as error:  # noqa: BLE001 -- whatever it was, the person is told, and the log holds types only
            LOG.error("teams.turn_failed %s", where(error))
            await asking.reply(turn, Card.of_text(wording.NOT_DONE))

    async def invoke(self, turn: Turn) -> tuple[int, Json | None]:
        """Return what a dialog, a button or the compose box is answered. A failure is an answer that says so."""
        await self._note(turn)
        name, value = str(turn.activity.get("name")), turn.activity.get("value") or {}
        try:
            match name:
                case "adaptiveCard/action":
                    pressed = pressed_in((value.get("action") or {}).get("data"))
                    return 200, await self._press(turn, await self._reception.visitor(turn), pressed or {})
                case "task/fetch":
                    return 200, await self._open(turn, pressed_in(value.get("data")) or {})
                case "task/submit" | "composeExtension/submitAction":
                    return 200, await self._submit(turn, value.get("data") or {})
                case "composeExtension/fetchTask":
                    return 200, await self._begin(turn, value)
                case "composeExtension/query":
                    question = next((str(one.get("value") or "") for one in value.get("parameters") or () if one.get("name") == "question"), "")
                    return 200, await asking.answer_compose_box(self._reception, turn, question)
        except Exception as error:  # noqa: BLE001 -- whatever it was, the window says that it did not work, and the log holds types only
            LOG.error("teams.invoke_failed %s", where(error))
            if name == "adaptiveCard/action":
                return 200, {**DONE, "value": wording.NOT_DONE}
            return 200, dialogs.read_only(Card.of_text(wording.NOT_DONE))
        return 501, None

    async def installed(self, turn: Turn) -> None:
        """Note where the bot can be heard, and greet a person who can hear it for the first time."""
        await self._note(turn)
        if turn.kind == "personal" and turn.activity.get("action", "add") == "add":
            visitor = await self._reception.visitor(turn)
            for card in await off_loop(asking.answer_in_person, self._reception, visitor, "help"):
                await asking.reply(turn, card)

    async def _press(self, turn: Turn, visitor: Visitor, pressed: Json) -> Json:
        action, value = str(pressed.get("action", "")), str(pressed.get("value", ""))
        if action in ABOUT_AN_ANSWER or action == "choose_school":
            return {**DONE, "value": await asking.press_answer(self._reception, turn, visitor, action, value)}
        if action in receiving.IN_PLACE:
            return await receiving.press_in_place(self._reception, visitor, action, value)
        if action == "back":
            return {**DONE, "value": (await off_loop(self._reception.counter.mark_back, visitor)).plain_text()}
        if action == "closed_too":
            for card in await off_loop(self._reception.counter.desks, visitor, closed=True):
                await asking.reply(turn, card)
            return DONE
        LOG.warning("teams.unknown_button")
        return {**DONE, "value": wording.TOO_OLD}

    async def _open(self, turn: Turn, pressed: Json) -> Json:
        """Return the dialog that a button opens."""
        action, value, shown = str(pressed.get("action", "")), str(pressed.get("value", "")), str(pressed.get("shows", ""))
        visitor = await self._reception.visitor(turn)
        match action:
            case "report_form":
                return reporting.open_report(self._reception, visitor, value)
            case "away":
                return receiving.ask_away()
            case "page":
                return await receiving.turn_page(self._reception, visitor, value, shown)
            case _ if action in pressing.ACTIONS:
                return await receiving.open_window(self._reception, visitor, action, value, shown=shown)
        return dialogs.read_only(Card.of_text(wording.TOO_OLD))

    async def _submit(self, turn: Turn, data: Json) -> Json:
        """Return what a dialog shows after something was sent or pressed in it."""
        pressed = pressed_in(data) or {}
        match str(pressed.get("action", "")):
            case "send_report":
                return await reporting.send_report(self._reception, turn, data)
            case "take_over":
                visitor = await off_loop(self._reception.at_the_door, turn)
                return reporting.take_over_chosen(self._reception, visitor, data)
            case "carry_out":
                return await receiving.carry_out(self._reception, turn, data)
            case "go_away":
                return await receiving.go_away(self._reception, turn, data)
            case action if action in ABOUT_AN_ANSWER or action == "choose_school":
                visitor = await self._reception.visitor(turn)
                said = await asking.press_answer(self._reception, turn, visitor, action, str(pressed.get("value", "")))
                return dialogs.read_only(Card.of_text(said))
        return await self._open(turn, pressed)

    async def _begin(self, turn: Turn, value: Json) -> Json:
        """Return the dialog that begins at the compose box, or at a message."""
        message = value.get("messagePayload")
        if isinstance(message, dict) and message.get("body"):
            return reporting.take_over(message)
        visitor = await self._reception.visitor(turn)
        return reporting.open_report(self._reception, visitor, str(value.get("commandId", "")).removeprefix("report_"))

    async def _note(self, turn: Turn) -> None:
        """Keep where somebody, or a channel, can be written to first."""
        activity = turn.activity
        conversation = str(activity["conversation"]["id"]).partition(";")[0]
        reference = {
            "service": str(activity["serviceUrl"]),
            "conversation": conversation,
            "bot": str((activity.get("recipient") or {}).get("id", "")),
        }
        name = turn.account if turn.kind == "personal" else turn.channel or ""
        if name:
            await off_loop(self._reception.addresses.note, PLATFORM, turn.tenant, name, reference)


def pressed_in(data: object) -> Json | None:
    """Return what a button holds; None where this is none of ours."""
    pressed = data.get("sp") if isinstance(data, dict) else None
    return pressed if isinstance(pressed, dict) else None
