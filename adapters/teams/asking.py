"""Questions in Teams: in a personal chat, where the bot is mentioned, from the compose box; and the buttons under answers.

What is asked among others is answered to all who read there, so only what the policy says stands in it; what tells of something that happened is
answered in the personal chat.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from adapters.teams import duties, render
from adapters.teams.dialogs import Said
from adapters.teams.edge import Turn
from adapters.teams.reception import HURRY, Reception, caller_of, off_loop
from bot import wording
from bot.cards import Button, Buttons, Card, Line
from bot.counter import THEN_ASK
from bot.enquiries import ENDS
from bot.visitors import Visitor

Json = dict[str, Any]
MINE = frozenset(("my reports", "reports of mine"))
DESK = frozenset(("reports", "open reports", "list"))
AWAY, BACK = frozenset(("i am away", "away")), frozenset(("i am back", "back"))
SCHOOL = frozenset(("change school", "school"))
_IN_BRACKETS = re.compile(r" \([^)]*\)")
_TO_DUTIES = Buttons(wording.MATTER_ELSE, (Button(wording.DUTIES_TITLE, "matters", ""),))
"""Stands under the help: nobody looks for what they have not been told of."""
_FILES = ("image/", "video/", "audio/", "application/vnd.microsoft.teams.file", "reference")


async def answer_message(reception: Reception, turn: Turn) -> None:
    """Answer what somebody wrote."""
    has_file = _has_file(turn.activity)
    if turn.kind == "personal":
        for card in await off_loop(_answers_in_person, reception, turn, has_file=has_file):
            await reply(turn, card)
        return
    visitor = await reception.at_the_door(turn)
    card = await off_loop(_answer_among_others, reception, visitor, turn.text)
    await reply(turn, card.with_first(wording.FILES_NOT_READ) if has_file else card, more=[_go_on_in_private(reception)])


def _answers_in_person(reception: Reception, turn: Turn, *, has_file: bool) -> list[Card]:
    """Return what somebody finds who writes to the bot: they are told apart from a guest first.

    A list needs that. A question is answered in any case: who runs an account is said only to staff, and nobody waits for that for long.
    """
    words = _words(turn.text)
    names_list = words in MINE | DESK | AWAY | BACK or duties.is_named(words)
    visitor = reception.visitors.visitor(caller_of(turn), limit=None if names_list else HURRY)
    return answer_in_person(reception, visitor, turn.text, has_file=has_file)


def answer_in_person(reception: Reception, visitor: Visitor, typed: str, *, has_file: bool = False) -> list[Card]:
    """Return what somebody finds who writes to the bot: an answer, or one of the lists by its name."""
    words, counter = _words(typed), reception.counter
    if words in MINE or (words in DESK and visitor.school is None):
        return counter.desks.home(visitor)
    if words in DESK:
        return counter.desks.lists(visitor) or [Card.of_text(wording.NO_REPORTS_COME)]
    if words in BACK:
        return [counter.desks.mark_back(visitor)]
    if words in AWAY:
        return counter.desks.lists(visitor)[:1] or [Card.of_text(wording.NO_REPORTS_COME)]
    if words in SCHOOL and len(visitor.schools) > 1:
        return [counter.desks.ask_school(visitor)]
    if duties.is_named(words):
        return duties.answer(reception, visitor, words)
    answer = counter.answer(visitor, typed, has_file=has_file)
    return [Card((*answer.blocks, _TO_DUTIES))] if Line(wording.HELP_LEAD) in answer.blocks else [answer]


def _words(typed: str) -> str:
    return " ".join(typed.strip(" .!?\n").casefold().split())


def _answer_among_others(reception: Reception, visitor: Visitor, typed: str) -> Card:
    """Return what may stand where all can read it: the policy's words, or that the answer is for the asker alone."""
    counter, words = reception.counter, _words(typed)
    if duties.is_named(words):
        return Card.of_text(wording.IN_PRIVATE_ONLY)
    public = counter.answer_for_all(visitor, typed)
    if public is None and visitor.school is not None and words not in MINE | DESK | AWAY | BACK | SCHOOL:
        counter.answer(visitor, typed)  # so that what is not understood is kept for the policy owner
    return public or Card.of_text(wording.IN_PRIVATE_ONLY)


def _has_file(activity: Json) -> bool:
    """Say whether a picture or a file came with a message; what somebody has written comes as an attachment as well, and cards do."""
    sent = activity.get("attachments")
    kinds = [str(one.get("contentType") or "") for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []
    return any(kind.startswith(_FILES) for kind in kinds)


def _go_on_in_private(reception: Reception) -> Json:
    chat = f"https://teams.microsoft.com/l/chat/0/0?users=28:{reception.app_id}"
    return {"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "title": wording.GO_ON_IN_PRIVATE, "url": chat}]}


async def press_answer(reception: Reception, turn: Turn, visitor: Visitor, action: str, value: str) -> Said:
    """Do what a button under an answer stands for: what follows is written below it. Among others nothing follows: they would all read it."""
    if turn.kind != "personal":
        return Said(wording.IN_PRIVATE_ONLY)
    card = await off_loop(reception.counter.press_answer, visitor, action, value)
    if action in ENDS:
        return Said(card.plain_text())
    await reply(turn, card)
    return Said(wording.SEE_BELOW)


async def choose_school(reception: Reception, turn: Turn, visitor: Visitor, value: str) -> Said:
    """Remember at which school somebody is, and answer below what waited for that."""
    school, _, then = value.partition("|")
    if not await off_loop(reception.visitors.choose_school, visitor, school):
        return Said(wording.NO_SCHOOL)
    chosen = wording.SCHOOL_IS.format(school=reception.counter.office.school(school).name or school)
    question = reception.counter.enquiries.carried(then.removeprefix(THEN_ASK)) if then.startswith(THEN_ASK) else ""
    if question and turn.kind == "personal":
        there = replace(await reception.visitor(turn, limit=HURRY), chosen=school)
        answer = await off_loop(reception.counter.answer, there, question)
        await reply(turn, Card((Line(chosen), *answer.blocks)))
    return Said(chosen)


# --- the compose box ---


async def answer_compose_box(reception: Reception, turn: Turn, question: str) -> Json:
    """Return what the compose box offers to insert: the answer as all may read it. Where it must stay with the asker there is nothing to insert.

    Teams asks at each pause while somebody types, so nothing is kept of it.
    """
    visitor = await reception.at_the_door(turn)
    if not question.strip():
        return nothing_to_insert(wording.EMPTY)
    card = await off_loop(reception.counter.answer_for_all, visitor, question)
    if card is None:
        return nothing_to_insert(wording.NOT_FROM_HERE)
    lines = card.plain_text().splitlines()[1:]  # without the line that says that somebody asked
    title, further = _title(lines[0])
    shown = {"title": _plain(title), "text": _plain(" ".join(filter(None, (further, *lines[1:]))))[:200]}
    preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": shown}
    found = [{**render.attachment(page), "preview": preview} for page in render.message_cards(card)]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": found}}


def _title(heading: str) -> tuple[str, str]:
    """Return the verdict as a preview shows it, in the one line that Teams has for it, and what of the heading comes after it."""
    said, _, further = min(heading.partition(": "), heading.partition(". "), key=lambda parts: len(parts[0]))
    if len(said) > render.SEEN_OF_LABEL:
        said = _IN_BRACKETS.sub("", said)
    return render.shortened(said), further


def nothing_to_insert(words: str) -> Json:
    """Return what the compose box shows where it offers nothing."""
    return {"composeExtension": {"type": "message", "text": words}}


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
