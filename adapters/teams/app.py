"""Signpost as an app of Teams: each thing that a person can do there, handed to the module for it. Nothing is decided here."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from adapters.discretion import where
from adapters.teams import asking, dialogs, duties, receiving, reporting
from adapters.teams.dialogs import Said
from adapters.teams.edge import Turn
from adapters.teams.manifest import MATTER, REPORT
from adapters.teams.reception import HURRY, LONGEST_ANSWER, Reception, in_time, kept_in_time, off_loop
from adapters.teams.visitors import PLATFORM
from bot import pressing, wording
from bot.cards import Card
from bot.counter import THEN_MATTER, THEN_REPORT
from bot.enquiries import ACTIONS as ABOUT_AN_ANSWER

LOG = logging.getLogger("signpost")
Json = dict[str, Any]
T = TypeVar("T")
DOUBLE_CLICK = 1.5
"""Seconds within which the same press is the same: a report handed up twice would pass over somebody."""
LONGEST_LOOK = 0.5
"""Seconds for the store to say whether another process took the same press: a store that does not say lets it pass."""
DONE_AT_ONCE = frozenset(("acknowledge", "assign", "escalate", "mark_recorded"))
MOST_NOTED = 5_000


class SignpostBot:
    """Takes turns (`adapters.teams.edge.Bot`)."""

    def __init__(self, reception: Reception) -> None:
        self._reception, self._matters = reception, duties.MatterDialogs(reception)
        self._noted: dict[tuple[str, str], Mapping[str, str]] = {}
        self._noting: set[asyncio.Task[None]] = set()
        self._clicks: dict[tuple[str, str, str], tuple[float, asyncio.Future[Any]]] = {}
        self._acts: Mapping[str, Callable[[Turn, Json], Awaitable[Json]]] = {
            "adaptiveCard/action": self._execute,
            "task/fetch": self._fetch,
            "task/submit": self._submit,
            "composeExtension/submitAction": self._submit,
            "composeExtension/fetchTask": self._begin,
            "composeExtension/query": self._query,
        }

    async def message(self, turn: Turn) -> None:
        """Answer what somebody wrote, or do what they pressed where a button comes as a message. A failure is told to them."""
        self._note(turn)
        try:
            pressed = pressed_in(turn.activity.get("value"))
            if pressed is None:
                await asking.answer_message(self._reception, turn)
            else:
                said = await self._press(turn, pressed)
                if said.words:
                    await asking.reply(turn, Card.of_text(said.words))
        except Exception as error:  # noqa: BLE001 -- whatever it was, the person is told, and the log holds types only
            LOG.error("teams.turn_failed %s", where(error))
            await _told(turn, Card.of_text(wording.NOT_DONE))

    async def invoke(self, turn: Turn) -> tuple[int, Json | None]:
        """Return what a dialog, a button or the compose box is answered, in time. A failure is an answer that says so."""
        self._note(turn)
        name = str(turn.activity.get("name"))
        act = self._acts.get(name)
        if act is None:
            return 501, None
        try:
            answer = await in_time(_awaited(act(turn, turn.activity.get("value") or {})), LONGEST_ANSWER)
        except Exception as error:  # noqa: BLE001 -- whatever it was, the window says that it did not work, and the log holds types only
            LOG.error("teams.invoke_failed %s", where(error))
            return 200, _instead(name, wording.NOT_DONE)
        return 200, answer if answer is not None else _instead(name, wording.LATE.format(phone=self._reception.any_phone()))

    async def installed(self, turn: Turn) -> None:
        """Note where the bot can be heard, and greet a person who has added it. Teams tells of that twice, in two ways: one of them greets."""
        self._note(turn)
        if turn.kind == "personal" and turn.activity.get("type") == "installationUpdate" and turn.activity.get("action") == "add":
            try:
                visitor = await self._reception.at_the_door(turn)
                for card in await off_loop(asking.answer_in_person, self._reception, visitor, "help"):
                    await asking.reply(turn, card)
            except Exception as error:  # noqa: BLE001 -- nobody has asked for anything yet; the log holds types only
                LOG.error("teams.not_greeted %s", where(error))

    # --- what Teams asks and waits for ---

    async def _execute(self, turn: Turn, value: Json) -> Json:
        """Do what a button on a card stands for."""
        return (await self._press(turn, pressed_in((value.get("action") or {}).get("data")) or {})).as_answer()

    async def _fetch(self, turn: Turn, value: Json) -> Json:
        """Return the dialog that a button opens."""
        return await self._open(turn, pressed_in(value.get("data")) or {})

    async def _submit(self, turn: Turn, value: Json) -> Json:
        """Return what a dialog shows after something was sent or pressed in it."""
        data = value.get("data") or {}
        pressed = pressed_in(data) or {}
        held = str(pressed.get("value", ""))
        match str(pressed.get("action", "")):
            case "send_report":
                return await reporting.send_report(self._reception, turn, data)
            case "take_over":
                return reporting.take_over_chosen(self._reception, await self._reception.at_the_door(turn), data)
            case "carry_out":
                return await receiving.carry_out(self._reception, turn, data)
            case duties.SEND:
                return await self._matters.send(turn, data)
            case duties.CARRY_OUT:
                return await self._matters.carry_out(turn, data)
            case "go_away":
                return await receiving.go_away(self._reception, turn, data)
            case "choose_school":
                return await self._choose_school(turn, held)
        return await self._open(turn, pressed)

    async def _begin(self, turn: Turn, value: Json) -> Json:
        """Return the dialog that begins at the compose box, or at a message."""
        command = str(value.get("commandId", ""))
        if command.startswith(MATTER):
            return await self._matters.open_form(turn, command.removeprefix(MATTER))
        message, visitor = value.get("messagePayload"), await self._reception.at_the_door(turn)
        if isinstance(message, dict) and message:
            return reporting.take_over(self._reception, visitor, message)
        return reporting.open_report(self._reception, visitor, command.removeprefix(REPORT))

    async def _query(self, turn: Turn, value: Json) -> Json:
        """Return what the compose box offers for what was typed there."""
        question = next((str(one.get("value") or "") for one in value.get("parameters") or () if one.get("name") == "question"), "")
        return await asking.answer_compose_box(self._reception, turn, question)

    # --- buttons ---

    async def _press(self, turn: Turn, pressed: Json) -> Said:
        """Do what a button on a card stands for."""
        reception, action, value = self._reception, str(pressed.get("action", "")), str(pressed.get("value", ""))
        match action:
            case _ if action in ABOUT_AN_ANSWER:
                return await asking.press_answer(reception, turn, await reception.visitor(turn, limit=HURRY), action, value)
            case "choose_school":
                return await self._choose_school_in_chat(turn, value)
            case _ if action in receiving.IN_PLACE:
                return await self._once(turn, action, value, lambda: self._in_place(turn, action, value), Said(wording.DONE_ALREADY))
            case "back":
                return await receiving.come_back(reception, turn, await reception.visitor(turn))
            case "closed_too":
                return await self._show_closed(turn)
        LOG.warning("teams.unknown_button")
        return Said(wording.TOO_OLD)

    async def _in_place(self, turn: Turn, action: str, report_id: str) -> Said:
        return await receiving.press_in_place(self._reception, await self._reception.visitor(turn), action, report_id)

    async def _show_closed(self, turn: Turn) -> Said:
        """Write the lists with what is closed; only where nobody else reads."""
        if turn.kind != "personal":
            return Said(wording.IN_PRIVATE_ONLY)
        visitor = await self._reception.visitor(turn)
        for card in await off_loop(self._reception.counter.desks.lists, visitor, closed=True) or [Card.of_text(wording.NO_REPORTS_COME)]:
            await asking.reply(turn, card)
        return Said()

    async def _open(self, turn: Turn, pressed: Json) -> Json:
        """Return the dialog that a button opens."""
        action, value, shown = str(pressed.get("action", "")), str(pressed.get("value", "")), str(pressed.get("shows", ""))
        match action:
            case "report_form":
                return reporting.open_report(self._reception, await self._reception.at_the_door(turn), value)
            case "away":
                return receiving.ask_away()
            case "matter_form":
                return await self._matters.open_form(turn, value)
            case "matters":
                return await self._matters.open_all(turn)
            case "matter" if value.partition(" ")[0] in duties.AT_ONCE_AGAIN:
                return await self._matters.open_matter(turn, value)
            case "matter":
                again = dialogs.read_only(Card.of_text(wording.DONE_ALREADY))
                return await self._once(turn, action, value, lambda: self._matters.open_matter(turn, value), again)
            case "page" if shown in (duties.SHOWS_ONE, duties.SHOWS_ALL):
                return await self._matters.turn_page(turn, value, shown)
            case "page":
                return await receiving.turn_page(self._reception, await self._reception.visitor(turn), value, shown)
            case _ if action in DONE_AT_ONCE:
                again = dialogs.read_only(Card.of_text(wording.DONE_ALREADY))
                return await self._once(turn, f"{action} {shown}", value, lambda: self._window(turn, action, value, shown), again)
            case _ if action in pressing.ACTIONS:
                return await self._window(turn, action, value, shown)
        return dialogs.read_only(Card.of_text(wording.TOO_OLD))

    async def _window(self, turn: Turn, action: str, report_id: str, shown: str) -> Json:
        return await receiving.open_window(self._reception, await self._reception.visitor(turn), action, report_id, shown=shown)

    async def _choose_school(self, turn: Turn, value: str) -> Json:
        """Remember at which school somebody is, in a dialog; the form that waited for that takes its place."""
        said = await asking.choose_school(self._reception, turn, await self._reception.at_the_door(turn), value)
        then = value.partition("|")[2]
        if then.startswith(THEN_REPORT) and said.words != wording.NO_SCHOOL:
            return reporting.open_report(self._reception, await self._reception.at_the_door(turn), then.removeprefix(THEN_REPORT))
        if then.startswith(THEN_MATTER) and said.words != wording.NO_SCHOOL:
            kind = then.removeprefix(THEN_MATTER)
            return await (self._matters.open_form(turn, kind) if kind else self._matters.open_all(turn))
        return dialogs.read_only(Card.of_text(said.words))

    async def _choose_school_in_chat(self, turn: Turn, value: str) -> Said:
        """Remember at which school somebody is, and write below what waited for that."""
        said = await asking.choose_school(self._reception, turn, await self._reception.at_the_door(turn), value)
        if turn.kind == "personal" and value.partition("|")[2].startswith(THEN_MATTER) and said.words != wording.NO_SCHOOL:
            for card in await off_loop(self._reception.counter.duties.all_of, await self._reception.visitor(turn)):
                await asking.reply(turn, card)
        return said

    async def _once(self, turn: Turn, action: str, value: str, act: Callable[[], Awaitable[T]], again: T) -> T:
        """Return what a press comes to; the second of a double click comes to the same, and does nothing: `again` where another process took it."""
        key, now = (turn.account, action, value), time.monotonic()
        self._clicks = {one: held for one, held in self._clicks.items() if now - held[0] < DOUBLE_CLICK}
        if key not in self._clicks:
            self._clicks[key] = now, asyncio.ensure_future(self._unless_clicked(turn, action, value, act, again))
        done: T = await asyncio.shield(self._clicks[key][1])
        return done

    async def _unless_clicked(self, turn: Turn, action: str, value: str, act: Callable[[], Awaitable[T]], again: T) -> T:
        """Do what a press stands for, unless the same was noted in this second or the one before; only where twice is not the same as once."""
        if not action.startswith("escalate"):
            return await act()
        counter = self._reception.counter
        second = int(counter.office.clock.now().timestamp())
        clicks = [f"click {turn.account} {value[:60]} {one}" for one in (second, second + 1)]
        first = await kept_in_time(_awaited(off_loop(counter.deliveries.first_of, PLATFORM, clicks)), LONGEST_LOOK)
        return await act() if first is None or len(first) == len(clicks) else again

    # --- where people are ---

    def _note(self, turn: Turn) -> None:
        """Keep where somebody, or a channel, can be written to first. Nobody waits for it, and where it fails it is kept the next time."""
        name = turn.account if turn.kind == "personal" else turn.channel or ""
        reference = {
            "service": str(turn.activity["serviceUrl"]),
            "conversation": turn.conversation.partition(";")[0],
            "bot": str((turn.activity.get("recipient") or {}).get("id", "")),
        }
        if name and self._noted.get((turn.tenant, name)) != reference:
            noting = asyncio.ensure_future(self._keep(turn.tenant, name, reference))
            self._noting.add(noting)
            noting.add_done_callback(self._noting.discard)

    async def _keep(self, tenant: str, name: str, reference: Mapping[str, str]) -> None:
        try:
            await off_loop(self._reception.addresses.note, PLATFORM, tenant, name, reference)
        except Exception as error:  # noqa: BLE001 -- whatever it was, the next turn tries again, and the log holds types only
            LOG.error("teams.not_noted %s", where(error))
            return
        if len(self._noted) >= MOST_NOTED:
            self._noted.clear()
        self._noted[tenant, name] = reference


def pressed_in(data: object) -> Json | None:
    """Return what a button holds; None where this is none of ours."""
    pressed = data.get("sp") if isinstance(data, dict) else None
    return pressed if isinstance(pressed, dict) else None


def _instead(name: str, words: str) -> Json:
    """Return an answer of words, in the form that each thing that is asked wants."""
    match name:
        case "adaptiveCard/action":
            return Said(words).as_answer()
        case "composeExtension/query":
            return asking.nothing_to_insert(words)
        case _:
            return dialogs.read_only(Card.of_text(words))


async def _awaited(act: Awaitable[T]) -> T:
    return await act


async def _told(turn: Turn, card: Card) -> None:
    try:
        await asking.reply(turn, card)
    except Exception as unheard:  # noqa: BLE001 -- there is nobody left to tell but those who read the log
        LOG.error("teams.not_told %s", where(unheard))
