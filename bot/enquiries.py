"""Questions in a chat: the answer as a card, and what the buttons under it come to, in every chat alike.

No server remembers a conversation: what a button needs to give the same answer again stands in the button, sealed under the key ring, because a
question can be a disclosure. The same recipe and the same policy give the same answer.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass

from bot import wording
from bot.answering import Answerer
from bot.cards import Block, Button, Buttons, Card, Line
from bot.outcomes import Reply, Report, Unknown
from bot.replies import present
from bot.sealing import Sealer, SealingError
from bot.unanswered import NOT_HELPFUL, NOT_UNDERSTOOD

LONGEST_VALUE = 1_900
"""Characters that a button of any chat can carry. An answer to a longer message has no buttons of this kind."""
_AAD = "enquiry"
FEEDBACK = ("helpful", "not_helpful")
ACTIONS = frozenset(("topic", "settle", "none", "why", *FEEDBACK))
"""Every button that is about an answer, but those by which a chat shares one."""

Keep = Callable[[str, str, str], None]
"""Keeps a question for the policy owner: the question, the key of the policy, and why (`bot.unanswered`)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an answer was come to, so that it can be given again."""

    how: str
    """`ask`, `topic` or `settle`."""
    words: tuple[str, ...]
    asked: str = ""
    """The question with which it began; '' where it was too long to carry on."""


class Enquiries:
    """Answers questions as cards."""

    def __init__(self, answerer: Answerer, sealer: Sealer, keep: Keep) -> None:
        self._answerer, self._sealer, self._keep = answerer, sealer, keep

    def ask(self, question: str, policy_key: str, *, can_share: bool = False) -> Card:
        """Return the answer to a question; one that was not understood is kept. Raises UnknownPolicy."""
        if not question.strip():
            return Card((Line(wording.EMPTY),))
        recipe = Recipe("ask", (question,), question)
        reply = self._reply(recipe, policy_key)
        not_understood = isinstance(reply.outcome, Unknown)
        if not_understood:
            self._keep(question, policy_key, NOT_UNDERSTOOD)
        return self._card(recipe, reply, kept=not_understood, can_share=can_share)

    def press(self, action: str, value: str, policy_key: str, *, can_share: bool = False) -> Card:
        """Return what a button under an answer comes to; never raises for what stands in one. Raises UnknownPolicy."""
        if action in ("topic", "settle"):
            shown, _, token = value.partition("|")
            asked = self._read(token)
            recipe = Recipe(action, tuple(shown.split()), asked.asked if asked else "")
            return self._card(recipe, self._reply(recipe, policy_key), can_share=can_share)
        found = self._read(value)
        if found is None:
            return Card.of_text(wording.TOO_OLD)
        if action == "why":
            return present(self._reply(found, policy_key), with_why=True, can_report=True)
        if action in ("none", "not_helpful") and found.asked:
            self._keep(found.asked, policy_key, NOT_HELPFUL if action == "not_helpful" else NOT_UNDERSTOOD)
        if action == "none":
            return Card.of_text(wording.NOT_CHOSEN.format(whom=self._answerer.policy(policy_key).ask_whom))
        return Card.of_text(wording.THANKS_KEPT if action == "not_helpful" else wording.THANKS)

    def public(self, value: str, policy_key: str) -> Card | None:
        """Return the answer as it may be shown to everybody: only what the policy says; None where it must stay with the asker."""
        found = self._read(value)
        reply = self._reply(found, policy_key) if found else None
        if reply is None or isinstance(reply.outcome, Report | Unknown):
            return None
        blocks = tuple(block for block in present(reply).blocks if not isinstance(block, Buttons))
        return Card((Line(wording.SHARED), *blocks))

    def _reply(self, recipe: Recipe, policy_key: str) -> Reply:
        match recipe.how, recipe.words:
            case "ask", (question,):
                return self._answerer.ask(question, policy_key)
            case "topic", (topic_id, lead):
                return self._answerer.show_topic(topic_id, policy_key, lead)
            case "settle", (topic_id, clause_id, condition, choice) if condition.isdecimal() and choice.isdecimal():
                return self._answerer.settle(topic_id, clause_id, int(condition), int(choice), policy_key)
            case _:
                return Reply(self._answerer.policy(policy_key), Unknown())

    def _card(self, recipe: Recipe, reply: Reply, *, kept: bool = False, can_share: bool = False) -> Card:
        token = self._write(recipe)
        card = present(reply, kept=kept, can_report=True)
        blocks = [self._with_question(block, recipe) if isinstance(block, Buttons) else block for block in card.blocks]
        return Card((*blocks, *self._foot(reply, token, can_share=can_share)))

    def _foot(self, reply: Reply, token: str, *, can_share: bool) -> list[Block]:
        """Return the buttons under an answer. What tells of something that happened is never offered to be shared, nor asked about."""
        if not token or isinstance(reply.outcome, Unknown):
            return []
        told = isinstance(reply.outcome, Report)
        first = [Button(wording.WHY_THIS, "why", token)]
        if can_share and not told:
            first += [Button(wording.SHARE, "share", token), Button(wording.KEEP_TO_MYSELF, "keep", "")]
        feedback = (Button(wording.HELPFUL, "helpful", token), Button(wording.NOT_HELPFUL, "not_helpful", token))
        lead = wording.ONLY_YOU if can_share else ""
        return [Buttons(lead, tuple(first)), *([] if told else [Buttons(wording.WAS_IT_RIGHT, feedback)])]

    def _with_question(self, block: Buttons, recipe: Recipe) -> Buttons:
        """Return buttons that carry the question on, so that what is pressed after them still knows what was asked."""
        carried = self._write(Recipe("ask", (), recipe.asked)) if recipe.asked else ""

        def carry(button: Button) -> Button:
            match button.action:
                case "none":
                    return Button(button.label, button.action, carried)
                case "topic" | "settle" if len(button.value) + len(carried) < LONGEST_VALUE:
                    return Button(button.label, button.action, f"{button.value}|{carried}")
                case _:
                    return button

        return Buttons(block.question, tuple(map(carry, block.buttons)))

    def _write(self, recipe: Recipe) -> str:
        """Return a recipe for a button; '' where it is too long for one."""
        for asked in (recipe.asked, ""):
            written = json.dumps([recipe.how, recipe.words, "" if (recipe.asked,) == recipe.words else asked], ensure_ascii=False)
            token = base64.urlsafe_b64encode(self._sealer.close_under_ring(written, aad=_AAD)).decode("ascii")
            if len(token) <= LONGEST_VALUE:
                return token
        return ""

    def _read(self, token: str) -> Recipe | None:
        try:
            how, words, asked = json.loads(self._sealer.open_under_ring(base64.urlsafe_b64decode(token), aad=_AAD))
        except (binascii.Error, SealingError, ValueError):
            return None
        words = tuple(map(str, words))
        return Recipe(str(how), words, str(asked) or (words[0] if how == "ask" and words else ""))
