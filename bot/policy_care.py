"""Tells the owner of a policy what a reading of it finds, each with the place, the words, and why it is worth knowing.

What is looked for is said by `knowledge.proofreading`; this puts it into words. Nothing is changed, and nothing is judged but the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import wording
from knowledge.clauses import Policy
from knowledge.flaws import OF_THE_WHOLE, Defect, Flaw, Quote
from knowledge.lexicon import Lexicon
from knowledge.proofreading import proofread
from knowledge.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing for the owner to look at."""

    policy_key: str
    defect: Defect
    place: str
    """The section, as a reader would call it."""
    words: str
    """The words concerned, verbatim; empty where the document lacks something."""
    what: str
    beside: tuple[str, ...]
    """Whatever the words are to be read against, with its place."""
    why: str

    def lines(self) -> tuple[str, ...]:
        """Return the finding as plain lines."""
        quoted = (f"  “{self.words}”",) if self.words else ()
        reason = wording.WHY_IT_MATTERS.format(reason=self.why)
        return (f"{self.place}: {self.what}", *quoted, *(f"  {one}" for one in self.beside), f"  {reason}")


def lint(policy: Policy, source: str, lexicon: Lexicon, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return everything that the owner of `policy` would want to see to, in the order of the document."""
    return tuple(_put(flaw, policy.key) for flaw in proofread(policy, source, lexicon, vocabulary))


def _put(flaw: Flaw, policy_key: str) -> Finding:
    lacks = flaw.defect in OF_THE_WHOLE
    quotes = flaw.quotes if lacks else flaw.quotes[1:]
    beside = tuple(_read_against(one, wording.INSTEAD if lacks else wording.BESIDE) for one in quotes)
    return Finding(
        policy_key=policy_key,
        defect=flaw.defect,
        place=wording.WHOLE_DOCUMENT if lacks else wording.section(flaw.quotes[0].section),
        words="" if lacks else flaw.quotes[0].words,
        what=wording.FLAWS[flaw.defect].format(about=flaw.about),
        beside=beside or ((wording.NOTHING_INSTEAD,) if lacks else ()),
        why=wording.FLAW_REASONS[flaw.defect],
    )


def _read_against(quote: Quote, sentence: str) -> str:
    return sentence.format(section=wording.section(quote.section), words=quote.words)
