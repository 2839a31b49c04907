"""Questions in Teams: in a personal chat, where the bot is mentioned, from the compose box; and the buttons under answers.

What is asked among others is answered to all who read there, so only what the policy says stands in it; what tells of something that happened is
answered in the personal chat.
"""

from __future__ import annotations

from typing import Any

from adapters.teams import render
from adapters.teams.edge import Turn
from adapters.teams.reception import Reception, off_loop
from bot import wording
from bot.cards import Card, Line
from bot.counter import THEN_ASK
from bot.visitors import Visitor

Json = dict[str, Any]
MINE = frozenset(("my reports", "reports of mine"))
DESK = frozenset(("reports", "open reports", "list"))
AWAY, BACK = frozenset(("i am away", "away")), frozenset(("i am back", "back"))


async def answer_message(reception: Reception, turn: Turn) -> None:
    """Answer what somebody wrote."""
    visitor = await reception.visitor(turn)
    if turn.kind == "personal":
        for card in await off_loop(answer_in_person, reception, visitor, turn.text):
            await reply(turn, card)
        return
    card = await off_loop(_answer_among_others, reception, visitor, turn.text)
    await reply(turn, card, more=[_go_on_in_private(reception)])


def answer_in_person(reception: Reception, visitor: Visitor, typed: str) -> list[Card]:
    """Return what somebody finds who writes to the bot: an answer, or one of the lists by its name."""
    words = typed.strip().strip(".!?").casefold()
    counter = reception.counter
    if words in MINE or words in DESK:
        home = counter.home(visitor) if visitor.school is None or words in MINE else counter.desks(visitor)
        return home or [Card.of_text(wording.NO_REPORTS_COME)]
    if words in BACK:
        return [counter.mark_back(visitor)]
    if words in AWAY:
        return counter.desks(visitor)[:1] or [Card.of_text(wording.NO_REPORTS_COME)]
    return [counter.answer(visitor, typed)]


def _answer_among_others(reception: Reception, visitor: Visitor, typed: str) -> Card:
    """Return what may stand where all can read it: the policy's words, or that the answer is for the asker alone."""
    card = reception.counter.answer(visitor, typed, can_share=True)
    tokens = [button.value for button in card.buttons() if button.action == "share"]
    public = reception.counter.enquiries.public(tokens[0]) if tokens else None
    return public or Card.of_text(wording.IN_PRIVATE_ONLY)


def _go_on_in_private(reception: Reception) -> Json:
    chat = f"https://teams.microsoft.com/l/chat/0/0?users=28:{reception.app_id}"
    return {"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "title": wording.GO_ON_IN_PRIVATE, "url": chat}]}


async def press_answer(reception: Reception, turn: Turn, visitor: Visitor, action: str, value: str) -> str:
    """Do what a button under an answer stands for: what follows is written below it. Returns what is said at the button."""
    if action == "choose_school":
        return await _choose_school(reception, turn, visitor, value)
    card = await off_loop(reception.counter.press_answer, visitor, action, value)
    if action in ("helpful", "not_helpful", "none"):
        return card.plain_text()
    await reply(turn, card)
    return wording.SEE_BELOW


async def _choose_school(reception: Reception, turn: Turn, visitor: Visitor, value: str) -> str:
    school, _, then = value.partition("|")
    if not await off_loop(reception.visitors.choose_school, visitor, school):
        return wording.NO_SCHOOL
    chosen = wording.SCHOOL_IS.format(school=reception.counter.office.school(school).name or school)
    question = reception.counter.enquiries.carried(then.removeprefix(THEN_ASK)) if then.startswith(THEN_ASK) else ""
    if question:
        answer = await off_loop(reception.counter.enquiries.ask, question, reception.counter.policy(school))
        await reply(turn, Card((Line(chosen), *answer.blocks)))
    return chosen


async def answer_compose_box(reception: Reception, turn: Turn, question: str) -> Json:
    """Return what the compose box offers to insert: the answer as all may read it; nothing where it must stay with the asker."""
    visitor = await reception.visitor(turn)
    card = await off_loop(_answer_among_others, reception, visitor, question) if question.strip() else Card.of_text(wording.EMPTY)
    shown = render.message_cards(card)[0]
    first, _, rest = card.plain_text().partition("\n")
    preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": {"title": _plain(first), "text": _plain(rest[:200])}}
    found = {"type": "result", "attachmentLayout": "list", "attachments": [{**render.attachment(shown), "preview": preview}]}
    return {"composeExtension": found}


async def reply(turn: Turn, card: Card, *, more: list[Json] | None = None) -> None:
    """Write a card where a turn came from; the notification shows neither the question nor the answer."""
    pages = render.message_cards(card)
    if more:
        pages[-1] = {**pages[-1], "body": [*pages[-1]["body"], *more]}
    for page in pages:
        await turn.reply([render.attachment(page)], wording.ANSWERED)


def _plain(text: str) -> str:
    """Return a text for a preview, in which Teams may read marks: none are left."""
    return "".join(" " if one in "<>*_~`[]#" else one for one in text).strip()
