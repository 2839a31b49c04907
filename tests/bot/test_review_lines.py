"""What an answer in a chat says of its policy's review: at its end, to whoever reads it, and never where something has happened."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from bot.answering import Answerer
from bot.cards import Buttons, Card, Line
from bot.enquiries import Enquiries
from bot.replies import present
from bot.sealing import Sealer, new_ring
from knowledge.clauses import Policy
from tests.bot.test_enquiries import ANSWERED, HAPPENED, NOT_UNDERSTOOD

OVERDUE = "This policy was due for review in June 2026."


def overdue(policy: Policy) -> str:
    return OVERDUE if policy.key == "iwys" else ""


def enquiries(answerer: Answerer) -> Enquiries:
    return Enquiries(answerer, Sealer(new_ring()), lambda *_: None, overdue)


def sentences(card: Card) -> list[str]:
    return [one.text for one in card.blocks if isinstance(one, Line)]


def test_answer_of_an_overdue_policy_says_so_at_its_end(answerer: Answerer) -> None:
    card = enquiries(answerer).ask(ANSWERED, "iwys")
    assert OVERDUE in sentences(card)
    after = card.blocks[card.blocks.index(Line(OVERDUE)) + 1 :]
    assert all(isinstance(one, Buttons) for one in after)


def test_answer_of_another_policy_says_nothing(answerer: Answerer) -> None:
    assert OVERDUE not in sentences(enquiries(answerer).ask(ANSWERED, "alet"))


@pytest.mark.parametrize("question", [HAPPENED, NOT_UNDERSTOOD])
def test_where_something_happened_or_nothing_was_answered_it_is_not_said(answerer: Answerer, question: str) -> None:
    assert OVERDUE not in sentences(enquiries(answerer).ask(question, "iwys"))


def test_silence_of_an_overdue_policy_says_so_too(answerer: Answerer) -> None:
    card = enquiries(answerer).press("topic", "no-such-topic x", "iwys")
    assert OVERDUE not in sentences(card)
    silent = next(one for one in answerer._reader.knowledge.topics if one not in answerer.policy("iwys").answers)
    assert OVERDUE in sentences(enquiries(answerer).press("topic", f"{silent} -", "iwys"))


def test_everybody_who_is_shown_the_answer_reads_it(answerer: Answerer) -> None:
    card = enquiries(answerer).for_all(ANSWERED, "iwys")
    assert card is not None
    assert OVERDUE in sentences(card)


def test_why_says_it_too(answerer: Answerer) -> None:
    asked = enquiries(answerer)
    why = next(one for one in asked.ask(ANSWERED, "iwys").buttons() if one.action == "why")
    assert OVERDUE in sentences(asked.press(why.action, why.value, "iwys"))


def test_store_that_fails_costs_the_sentence_and_no_answer(answerer: Answerer) -> None:
    def fails(_policy: Policy) -> str:
        raise OperationalError("SELECT", {}, Exception())

    card = Enquiries(answerer, Sealer(new_ring()), lambda *_: None, fails).ask(ANSWERED, "iwys")
    assert "Not allowed" in card.plain_text()


@pytest.mark.parametrize("policy", ["alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust"])
def test_without_being_told_a_card_says_nothing_of_it(answerer: Answerer, policy: str) -> None:
    reply = answerer.ask(ANSWERED, policy)
    assert present(reply) == present(reply, review="")
    assert "review" not in " ".join(sentences(present(reply)))
