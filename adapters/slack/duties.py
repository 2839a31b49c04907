"""The policy's other duties in Slack: commands and buttons open their forms and lists, and what is sent is kept before Slack hears that it was taken.

A window is opened before anything is asked of the store. What a window holds beside what it shows is ids, and which windows lie beneath it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, home, windows
from adapters.slack.answers import tell_beside
from adapters.slack.edge import team_of
from adapters.slack.reception import Json, Reception, in_time, nobody, off_loop, told_failures
from adapters.slack.render import LONGEST_TITLE
from adapters.slack.typed import read_typed
from adapters.slack.visitors import HURRY
from adapters.slack.windows import Window
from bot import wording
from bot.cards import Card, Line
from bot.counter import THEN_MATTER
from bot.duties import Asking
from bot.kinds import may_ask
from bot.matters import MatterKind
from bot.matters.authorising import VIEW
from bot.reports import FieldError, Refused
from bot.visitors import Visitor
from bot.windows import Shown

COMMANDS: Mapping[str, MatterKind] = {
    "/social-account": MatterKind.APPLICATION,
    "/can-we-post": MatterKind.POSTING,
    "/log-comment": MatterKind.COMMENT,
    "/suggest-post": MatterKind.SUGGESTION,
}
"""Commands that open a form at once."""
LISTS = "/signpost"
FORM, QUESTIONS = "matter:", "act:"
"""How the callback id of a form begins; the kind, or the act, follows."""
MATTER, MATTERS = "matter", "matters"
"""What a window shows: one matter, or all that somebody finds here."""
_LETTERS: Mapping[str, str] = {MATTER: "m", MATTERS: "l"}
"""How a window notes what lies beneath it, nearest first."""
LONGEST_SAID = 1_000
"""Characters that are said above a matter, in its first block; more is a part of what is shown."""
_HAS_FIELDS = ("matter:", "act:", "report:", "press:", "ask", "take_over", "away")


def listen(app: AsyncApp, reception: Reception) -> None:
    """Open forms and lists, and take what is sent."""

    for command, kind in COMMANDS.items():
        app.command(command)(_opening(reception, kind))

    @app.command(LISTS)
    async def asked_for_all(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        reference = read_typed(str(body.get("text") or "")).strip()
        await told_failures(open_matters(reception, body, client, respond, reference=reference), tell_beside(body, client, respond))

    @app.view(re.compile(f"^{FORM}"))
    async def sent(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack(**await _take(reception, body))
        await home.refresh(reception, body, client)

    @app.view(re.compile(f"^{QUESTIONS}"))
    async def answered(ack: Any, body: Json, client: AsyncWebClient) -> None:
        answer = await _carry_out(reception, body)
        await ack(**answer)
        if answer["response_action"] == "update":
            matter_id, _, under = _kept(body["view"])
            await told_failures(_show_beneath(reception, body, client, matter_id, _beneath(body["view"], under)), nobody)
            await home.refresh(reception, body, client)


def _opening(reception: Reception, kind: MatterKind) -> Callable[..., Awaitable[None]]:
    """Return a listener that opens the form of a kind."""

    async def asked_for(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await told_failures(open_form(reception, body, client, respond, kind), tell_beside(body, client, respond))

    return asked_for


# --- windows ---


async def open_form(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, kind: str) -> None:
    """Open the form of a kind, or say why there is none; whoever has several schools is asked first which one it is about."""

    async def make() -> Window:
        visitor = await reception.visitor(body)
        if _has_to_choose(visitor):
            return _asking_school(reception, visitor, kind)
        asked = await off_loop(reception.counter.duties.ask, visitor, kind)
        if isinstance(asked, Card):
            return Window(read_only(asked), asked)
        return Window(form_view(asked, callback_id=f"{FORM}{kind}", private_metadata=uuid4().hex))

    stays = _has_fields(body.get("view") or {})
    await windows.show_made(client, body, make, tell_beside(body, client, respond), title=wording.DUTIES_TITLE, stays=stays)


async def open_matters(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, *, reference: str = "", page: int = 0) -> None:
    """Show what waits for somebody and what can be raised; or the one matter that they name by its reference."""

    async def make() -> Window:
        visitor = await reception.visitor(body)
        if _has_to_choose(visitor):
            return _asking_school(reception, visitor, "")
        if reference and visitor.school:
            found = await off_loop(reception.counter.duties.find, reference, visitor.school)
            came = await off_loop(reception.counter.duties.press, visitor, f"{VIEW} {found or ''}")
            return _window(came, f"{VIEW} {found or ''}")
        return Window(await off_loop(_all_of, reception, visitor, page))

    stays = _has_fields(body.get("view") or {})
    await windows.show_made(client, body, make, tell_beside(body, client, respond), title=wording.DUTIES_TITLE, stays=stays)


async def go_on(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, kind: str) -> None:
    """Open what waited for somebody to say at which school they are: the form of a kind or, without one, all that they find."""
    await (open_form(reception, body, client, respond, kind) if kind else open_matters(reception, body, client, respond))


async def press_matter(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str, *, page: int = 0) -> None:
    """Do what a button under a matter stands for: ask what it asks first, or show what comes of it."""
    act, _, matter_id = value.partition(" ")
    stays = _stays(body, act)
    is_over = stays and windows.can_lie_over(body)
    under = _under(body, is_over=is_over)
    is_new = False

    async def make() -> Window:
        nonlocal is_new
        visitor = await reception.visitor(body)
        came = await off_loop(reception.counter.duties.press, visitor, value)
        is_new = isinstance(came, Shown) and act != VIEW and (came.changed or not came.said)  # or somebody else has changed it
        return _window(came, value, under=under, page=page)

    await windows.show_made(client, body, make, tell_beside(body, client, respond), title=wording.DUTIES_TITLE, stays=stays)
    if is_new:
        await told_failures(_show_beneath(reception, body, client, matter_id, _beneath_pressed(body, under, is_over=is_over)), nobody)
        await home.refresh(reception, body, client)


async def turn_page(reception: Reception, body: Json, client: AsyncWebClient, respond: Any, value: str) -> None:
    """Show another page of what a window shows; it is read anew."""
    page = int(value) if value.isdecimal() else 0
    if windows.shown_in(body) == MATTERS:
        await open_matters(reception, body, client, respond, page=page)
    else:
        matter_id = str(body["view"].get("private_metadata") or "").partition(" ")[0]
        await press_matter(reception, body, client, respond, f"{VIEW} {matter_id}", page=page)


def _has_to_choose(visitor: Visitor) -> bool:
    return visitor.school is None and bool(visitor.schools) and not visitor.stranger


def _asking_school(reception: Reception, visitor: Visitor, kind: str) -> Window:
    asked = reception.counter.desks.ask_school(visitor, f"{THEN_MATTER}{kind}")
    return Window(read_only(asked), asked)


def _all_of(reception: Reception, visitor: Visitor, page: int) -> Json:
    cards = reception.counter.duties.all_of(visitor)
    return read_only(Card(tuple(block for card in cards for block in card.blocks)), shows=MATTERS, page=page)


def _window(came: Shown | Asking, value: str, *, under: str = "", page: int = 0) -> Window:
    """Return what a press came to as a window. What is said where the window is gone holds nothing that anybody wrote."""
    act, _, matter_id = value.partition(" ")
    if isinstance(came, Asking):
        kept = " ".join(filter(None, (matter_id, uuid4().hex, under)))
        return Window(form_view(came, callback_id=f"{QUESTIONS}{act}", private_metadata=kept))
    return Window(matter_view(came, matter_id, under=under, page=page), came.done)


def matter_view(came: Shown, matter_id: str, *, under: str = "", page: int = 0) -> Json:
    """Return what a press came to as a window to be read: the matter, under what was done."""
    return read_only(came.card, shows=MATTER if matter_id else "", kept=f"{matter_id} {under}".strip(), page=page, said=came.said)


def read_only(card: Card, *, shows: str = "", kept: str = "", page: int = 0, said: str = "") -> Json:
    """Return a card as a window to be read; `kept` is of which matter it is, and what lies beneath it."""
    if len(said) > LONGEST_SAID:
        card, said = Card((Line(said, strong=True), *card.blocks)), ""
    return windows.read_only(card, title=wording.DUTIES_TITLE, shows=shows, report_id=kept, page=page, said=said)


def form_view(asked: Asking, *, callback_id: str, private_metadata: str) -> Json:
    """Return what is asked as a window; a value longer than a field of Slack's goes on in further fields, so that nothing of it is lost."""
    fields, values = forms.spread(asked.fields, asked.values)
    return forms.fields_view(
        fields,
        title=asked.title if len(asked.title) <= LONGEST_TITLE else wording.DUTIES_TITLE,
        callback_id=callback_id,
        private_metadata=private_metadata,
        submit=wording.MATTER_SEND,
        close=wording.FORM_CLOSE,
        opening=asked.opening,
        values=values,
    )


# --- windows that lie beneath ---


def _has_fields(view: Json) -> bool:
    """Say whether something may have been typed into a window: it is never put in place of another then."""
    return view.get("type") == "modal" and str(view.get("callback_id") or "").startswith(_HAS_FIELDS)


def _stays(body: Json, act: str) -> bool:
    """Say whether the window in which something was pressed stays under what comes: a list, a form, and a matter of which something is asked."""
    shown = windows.shown_in(body)
    return shown == MATTERS or (shown == MATTER and may_ask(act)) or _has_fields(body.get("view") or {})


def _under(body: Json, *, is_over: bool) -> str:
    """Return what is known to lie beneath the window that comes of a press, nearest first."""
    shown = windows.shown_in(body)
    if shown not in _LETTERS:
        return ""
    beneath = str(body["view"].get("private_metadata") or "").partition(" ")[2] if shown == MATTER else ""
    return f"{_LETTERS[shown]}{beneath}" if is_over else beneath


def _beneath(view: Json, under: str) -> list[tuple[str, str]]:
    """Return the windows that lie beneath one, each with what it shows; of three the lowest is the root."""
    ids = (view.get("previous_view_id"), view.get("root_view_id"))
    return [(str(view_id), shows) for view_id, shows in zip(ids, under, strict=False) if view_id]


def _beneath_pressed(body: Json, under: str, *, is_over: bool) -> list[tuple[str, str]]:
    view = body.get("view") or {}
    if not is_over:
        return _beneath(view, under)
    return [(str(view["id"]), under[:1]), *_beneath(view, under[1:])] if under else []


async def _show_beneath(reception: Reception, body: Json, client: AsyncWebClient, matter_id: str, beneath: Sequence[tuple[str, str]]) -> None:
    """Show the windows anew that lie under one in which something was done."""
    if not beneath:
        return
    visitor = await reception.visitor(body)
    for at, (view_id, shows) in enumerate(beneath):
        if shows == _LETTERS[MATTER]:
            came = await off_loop(reception.counter.duties.press, visitor, f"{VIEW} {matter_id}")
            under = "".join(letter for _, letter in beneath[at + 1 :])
            view = _window(came, f"{VIEW} {matter_id}", under=under).view
        else:
            view = await off_loop(_all_of, reception, visitor, 0)
        await windows.put(client, view_id, view)


# --- what is sent ---


async def _take(reception: Reception, body: Json) -> Json:
    """Return the answer to a form that was sent: its faults on its fields, or the receipt of what is kept now."""
    view = body["view"]
    kind, key = str(view["callback_id"]).removeprefix(FORM), str(view["private_metadata"])
    values, picked = forms.read_filled(view["state"])

    async def act() -> Json | Refused:
        visitor = await _who(reception, body, picked)
        return visitor if isinstance(visitor, Refused) else await off_loop(_submit, reception, visitor, kind, key, values, picked)

    return _answer(view, await in_time(act()))


async def _carry_out(reception: Reception, body: Json) -> Json:
    """Return the answer to what was written into the questions of a button: it stays in its window where it was not kept."""
    view = body["view"]
    matter_id, key, under = _kept(view)
    values, picked = forms.read_filled(view["state"])
    value = f"{str(view['callback_id']).removeprefix(QUESTIONS)} {matter_id}"

    async def act() -> Json | Refused:
        visitor = await _who(reception, body, picked)
        if isinstance(visitor, Refused):
            return visitor
        came = await off_loop(reception.counter.duties.carry_out, visitor, value, key, values, picked)
        return came if isinstance(came, Refused) else matter_view(came, matter_id, under=under)

    return _answer(view, await in_time(act()))


def _kept(view: Json) -> tuple[str, str, str]:
    """Return of which matter questions are, the key under which they are answered once, and what lies beneath them."""
    matter_id, key, *under = str(view["private_metadata"]).split(" ")
    return matter_id, key, "".join(under)


async def _who(reception: Reception, body: Json, picked: Sequence[str]) -> Visitor | Refused:
    """Return who sent something, and why it is not taken where they chose somebody who is no member of staff. Slack is asked in a hurry."""
    team = team_of(body) or ""
    asked = (off_loop(reception.visitors.visitor, team, account, limit=HURRY) for account in picked)
    visitor, *chosen = await asyncio.gather(reception.visitor(body, limit=HURRY), *asked)
    where = forms.field_of_people(body["view"])
    if not all(one.known for one in chosen):
        return Refused((FieldError(where, wording.CHOSEN_UNKNOWN),))
    if not all(one.full_member for one in chosen):
        names = ", ".join(one.name for one in chosen if not one.full_member)
        return Refused((FieldError(where, wording.chosen_not_staff(names)),))
    reception.counter.duties.learn_names(visitor, {one.account: one.name for one in chosen})
    for one in chosen:  # they may be written to, and had perhaps never spoken to us
        await off_loop(reception.visitors.remember, one)
    return visitor


def _submit(reception: Reception, visitor: Visitor, kind: str, key: str, values: Mapping[str, str], picked: Sequence[str]) -> Json | Refused:
    if visitor.school is not None:
        reception.visitors.remember(visitor)  # before anything is owed to them, which has to find them
    came = reception.counter.duties.submit(visitor, kind, key, values, picked)
    return came if isinstance(came, Refused) else read_only(came.receipt, shows=MATTER, kept=came.matter_id)


def _answer(view: Json, came: Json | Refused | None) -> Json:
    """Return what Slack is answered: a window in place of the form, or faults on its fields; None is a store that was too slow to tell."""
    if came is None:
        came = Refused((FieldError("", wording.MATTER_NOT_CONFIRMED),))
    if isinstance(came, Refused):
        return {"response_action": "errors", "errors": forms.errors_by_block(came.errors, forms.fields_in(view))}
    return {"response_action": "update", "view": came}
