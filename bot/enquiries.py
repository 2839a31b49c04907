"""Questions in a chat: the answer as a card, and what the buttons under it come to, in every chat alike.

No server remembers a conversation: what a button needs to give the same answer again stands in the button, sealed under the key ring, because a
question can be a disclosure. The same recipe and the same policy give the same answer.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from bot import wording
from bot.answering import Answerer, UnknownPolicy
from bot.cards import Block, Button, Buttons, Card, Line
from bot.outcomes import Answer, Choose, Contact, Outcome, Reply, Report, Silent, Unknown
from bot.replies import present
from bot.sealing import Sealer, SealingError
from bot.unanswered import NOT_HELPFUL, NOT_UNDERSTOOD
from knowledge.clauses import Policy

LOG = logging.getLogger("signpost")
LONGEST_VALUE = 1_900
"""Characters that a button of any chat can carry. An answer to a longer message has no buttons of this kind."""
_AAD = "enquiry"
FEEDBACK = ("helpful", "not_helpful")
ACTIONS = frozenset(("topic", "settle", "none", "why", *FEEDBACK))
"""Every button that is about an answer, but those by which a chat shares one."""
ENDS = frozenset(("none", *FEEDBACK))
"""Those of them after which there is nothing more to press: a chat need not keep what it says to them."""
_NOT_KEPT = (SQLAlchemyError, SealingError, OSError)

Review = Callable[[Policy], str]
"""Says what a policy's review gives to say at the end of its answers; '' for nothing (`bot.reviewing`)."""
Keep = Callable[[str, str, str], None]
"""Keeps a question for the policy owner: the question, the key of the policy, and why (`bot.unanswered`)."""
Beside = Callable[[Reply, str], Sequence[Block]]
"""What the asker's own school adds under an answer, for them alone (`bot.register`): of the answer, and the question that led to it."""


def follow(answerer: Answerer, action: str, value: str, policy_key: str) -> Reply:
    """Return the answer to which a button `topic` or `settle` leads; Unknown where it leads nowhere any more. Raises UnknownPolicy."""
    match action, value.split():
        case "topic", [topic_id, lead]:
            return answerer.show_topic(topic_id, policy_key, lead)
        case "settle", [topic_id, clause_id, condition, choice] if condition.isdecimal() and choice.isdecimal():
            return answerer.settle(topic_id, clause_id, int(condition), int(choice), policy_key)
        case _:
            return Reply(answerer.policy(policy_key), Unknown())


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an answer was come to, so that it can be given again."""

    how: str
    """`ask`, `topic` or `settle`."""
    words: str
    """The question, or what the button held."""
    policy: str
    asked: str = ""
    """The question with which it began; '' where it was too long to carry on."""


class Enquiries:
    """Answers questions as cards."""

    def __init__(self, answerer: Answerer, sealer: Sealer, keep: Keep, review: Review | None = None) -> None:
        self._answerer, self._sealer, self._keep, self._review_of = answerer, sealer, keep, review

    def ask(self, question: str, policy_key: str, *, can_share: bool = False, beside: Beside | None = None) -> Card:
        """Return the answer to a question; one that was not understood is kept. Raises UnknownPolicy."""
        if not question.strip():
            return Card((Line(wording.EMPTY),))
        recipe = Recipe("ask", question, policy_key, question)
        reply = self._reply(recipe)
        kept = isinstance(reply.outcome, Unknown) and self._kept(question, policy_key, NOT_UNDERSTOOD)
        return self._card(recipe, reply, kept=kept, can_share=can_share, beside=beside)

    def press(self, action: str, value: str, policy_key: str, *, can_share: bool = False, beside: Beside | None = None) -> Card:
        """Return what a button under an answer comes to, by the policy that the answer was from; never raises for what stands in one.

        `policy_key` is for buttons that could not carry on what was asked. Raises UnknownPolicy for that alone.
        """
        shown, _, token = value.partition("|") if action in ("topic", "settle") else ("", "", value)
        found = self._read(token)
        if found is None and (token or action not in ("topic", "settle", "none")):
            return Card.of_text(wording.TOO_OLD)
        policy_key, asked = (found.policy or policy_key, found.asked) if found else (policy_key, "")
        match action:
            case "topic" | "settle":
                recipe = Recipe(action, shown, policy_key, asked)
                reply = self._reply(recipe)
                if isinstance(reply.outcome, Unknown):
                    return Card.of_text(wording.TOO_OLD)
                return self._card(recipe, reply, can_share=can_share, beside=beside)
            case "why" if found:
                return self._explained(replace(found, policy=policy_key))
            case "none":
                kept = self._kept(asked, policy_key, NOT_UNDERSTOOD)
                return Card.of_text((wording.NOT_CHOSEN if kept else wording.NOT_CHOSEN_NOR_KEPT).format(whom=self._whom(policy_key)))
            case "not_helpful":
                return Card.of_text(wording.THANKS_KEPT if self._kept(asked, policy_key, NOT_HELPFUL) else wording.THANKS)
            case _:
                return Card.of_text(wording.THANKS)

    def public(self, value: str) -> Card | None:
        """Return the answer as it may be shown to everybody: only what the policy says; None where it must stay with the asker."""
        found = self._read(value)
        return self._shared(self._reply(found)) if found and found.policy else None

    def for_all(self, question: str, policy_key: str) -> Card | None:
        """Return the answer to a question as it may be shown to everybody; None where it must stay with the asker. Nothing is kept of it.

        Raises UnknownPolicy.
        """
        return self._shared(self._reply(Recipe("ask", question, policy_key, question))) if question.strip() else None

    def carry(self, question: str) -> str:
        """Return a question as a button can carry it until its asker has said at which school they are; '' where it is too long."""
        return self._write(Recipe("ask", question, "", question))

    def carried(self, token: str) -> str:
        """Return a question that a button carried; '' where it carried none."""
        found = self._read(token)
        return found.asked if found else ""

    def _reply(self, recipe: Recipe) -> Reply:
        if recipe.how == "ask":
            return self._answerer.ask(recipe.words, recipe.policy)
        return follow(self._answerer, recipe.how, recipe.words, recipe.policy)

    def _whom(self, policy_key: str) -> str:
        return self._answerer.policy(policy_key).ask_whom

    def _kept(self, question: str, policy_key: str, why: str) -> bool:
        """Keep a question, and say whether it was kept: an answer does not wait for a store that fails, and does not claim what is not so."""
        if not question:
            return False
        try:
            self._keep(question, policy_key, why)
        except _NOT_KEPT as error:
            LOG.error("question.not_kept %s", type(error).__name__)
            return False
        return True

    def _review(self, reply: Reply) -> str:
        """Return what the policy's review gives to say; an answer does not wait for a store that fails."""
        try:
            return self._review_of(reply.policy) if self._review_of else ""
        except _NOT_KEPT as error:
            LOG.error("review.not_read %s", type(error).__name__)
            return ""

    def _shared(self, reply: Reply) -> Card | None:
        if not _can_be_shared(reply.outcome):
            return None
        outcome = replace(reply.outcome, unsure=()) if isinstance(reply.outcome, Answer) else reply.outcome
        blocks = (_without_buttons(block) for block in present(replace(reply, outcome=outcome), review=self._review(reply)).blocks)
        return Card((Line(wording.SHARED), *(block for block in blocks if block not in (None, Line(wording.SEVERAL_PARTS)))))

    def _explained(self, recipe: Recipe) -> Card:
        reply = self._reply(recipe)
        card = present(reply, with_why=True, can_report=True, review=self._review(reply))
        return Card(tuple(self._with_question(block, recipe) if isinstance(block, Buttons) else block for block in card.blocks))

    def _card(self, recipe: Recipe, reply: Reply, *, kept: bool = False, can_share: bool = False, beside: Beside | None = None) -> Card:
        card = present(reply, kept=kept, can_report=True, review=self._review(reply))
        blocks = [self._with_question(block, recipe) if isinstance(block, Buttons) else block for block in card.blocks]
        blocks += beside(reply, recipe.asked) if beside else ()
        return Card((*blocks, *self._foot(reply, self._write(recipe), can_share=can_share)))

    def _foot(self, reply: Reply, token: str, *, can_share: bool) -> list[Block]:
        """Return the buttons under an answer. What tells of something that happened is never offered to be shared, nor asked about."""
        if not token or isinstance(reply.outcome, Unknown):
            return []
        first = [Button(wording.WHY_THIS, "why", token)]
        if can_share and _can_be_shared(reply.outcome):
            first += [Button(wording.SHARE, "share", token), Button(wording.KEEP_TO_MYSELF, "keep", "")]
        feedback = (Button(wording.HELPFUL, "helpful", token), Button(wording.NOT_HELPFUL, "not_helpful", token))
        asks = not isinstance(reply.outcome, Report | Choose)  # a choice is no answer yet, and has its own way to say that none fits
        return [Buttons(wording.ONLY_YOU if can_share else "", tuple(first)), *([Buttons(wording.WAS_IT_RIGHT, feedback)] if asks else [])]

    def _with_question(self, block: Buttons, recipe: Recipe) -> Buttons:
        """Return buttons that carry the question on, so that what is pressed after them still knows what was asked."""
        carried = self._write(Recipe("ask", "", recipe.policy, recipe.asked)) if recipe.asked else ""

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
            written = json.dumps([recipe.how, recipe.words, recipe.policy, "" if recipe.asked == recipe.words else asked], ensure_ascii=False)
            token = base64.urlsafe_b64encode(self._sealer.close_under_ring(written, aad=_AAD)).decode("ascii")
            if len(token) <= LONGEST_VALUE:
                return token
        return ""

    def _read(self, token: str) -> Recipe | None:
        try:
            how, words, policy, asked = json.loads(self._sealer.open_under_ring(base64.urlsafe_b64decode(token), aad=_AAD))
            if policy:
                self._answerer.policy(policy)
        except (binascii.Error, SealingError, ValueError, UnknownPolicy):
            return None
        return Recipe(str(how), str(words), str(policy), str(asked) or (str(words) if how == "ask" else ""))


def _can_be_shared(outcome: Outcome) -> bool:
    return isinstance(outcome, Answer | Silent | Contact)


def _without_buttons(block: Block) -> Block | None:
    """Return a block as everybody may see it: of the buttons only the fact on which the answer hangs."""
    if not isinstance(block, Buttons):
        return block
    return Line(block.question) if any(one.action == "settle" for one in block.buttons) else None
