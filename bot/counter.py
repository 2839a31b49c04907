"""What a chat does for a person, in every chat alike: answers questions and takes reports. An adapter only shows what comes of it.

Every call is one act of one visitor; nothing is remembered between two of them but what the store and the buttons hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import pressing, register, wording
from bot.cards import Block, Card, Line
from bot.deliveries import Deliveries
from bot.desks import Desks, report_buttons
from bot.duties import Duties
from bot.enquiries import Enquiries
from bot.forms import form
from bot.office import Office
from bot.reporting import read_form
from bot.reports import FieldError, Kind, Refused
from bot.visitors import Visitor
from bot.windows import Windows

THEN_ASK, THEN_REPORT, THEN_MATTER = "ask ", "report ", "matter "
"""How what goes on begins, where a question, or the form of a kind, waits for somebody to say at which school they are.

`matter ` without a kind goes on with all that there is for them.
"""
_HELP = frozenset(("", "help", "hello", "hi"))


@dataclass(frozen=True, slots=True)
class Received:
    """A report that is stored."""

    receipt: Card
    report_id: str


@dataclass(frozen=True, slots=True)
class Counter:
    """Serves visitors."""

    office: Office
    enquiries: Enquiries
    deliveries: Deliveries

    @property
    def windows(self) -> Windows:
        """What presses on reports come to."""
        return Windows(self.office, self.deliveries)

    @property
    def desks(self) -> Desks:
        """What each finds who comes to the bot."""
        return Desks(self.office)

    @property
    def duties(self) -> Duties:
        """What the policy gives the school to do, besides."""
        return Duties(self.office)

    # --- questions ---

    def answer(self, visitor: Visitor, question: str, *, can_share: bool = False, has_file: bool = False) -> Card:
        """Return the answer of somebody's own school to a question; where a file came with it, first that it is never opened."""
        if visitor.stranger:
            return Card.of_text(wording.FOR_STAFF)
        words = question.strip()
        if words.strip(" .!?").casefold() in _HELP:
            card = help_card()
        elif visitor.school is None:
            carried = self.enquiries.carry(words)
            card = self.desks.ask_school(visitor, f"{THEN_ASK}{carried}" if carried else "")
        else:
            beside = register.beside(self.office, visitor)
            accounts = register.listed(self.office, visitor, words)
            card = accounts or self.enquiries.ask(words, self.policy(visitor.school), can_share=can_share, beside=beside)
        return card.with_first(wording.FILES_NOT_READ) if has_file else card

    def answer_for_all(self, visitor: Visitor, question: str) -> Card | None:
        """Return the answer as all may read it who are there; None where it is for the asker alone. Nothing is kept of it."""
        if visitor.stranger or visitor.school is None:
            return None
        return self.enquiries.for_all(question.strip(), self.policy(visitor.school))

    def press_answer(self, visitor: Visitor, action: str, value: str, *, can_share: bool = False) -> Card:
        """Return what a button under an answer comes to."""
        school = visitor.school or next(iter(visitor.schools), None)
        beside = register.beside(self.office, visitor)
        return self.enquiries.press(action, value, self.policy(school) if school else "", can_share=can_share, beside=beside)

    def policy(self, school: str) -> str:
        """Return the key of a school's policy."""
        return self.office.school(school).policy

    # --- reports ---

    def submit(
        self, visitor: Visitor, kind: Kind, key: str, values: Mapping[str, str], about: Sequence[str], *, names: Sequence[str] = ()
    ) -> Received | Refused:
        """Store a form that was sent, or say what is wrong with it. The same key is the same report.

        `about` holds ids of the chat, or of the settings; `names` how the chat calls those who were picked: somebody may have a second account.
        """
        fields = form(kind).fields
        if visitor.school is None:
            return Refused((FieldError(fields[0].name, wording.CHOOSE_SCHOOL_FIRST if visitor.schools else wording.NO_SCHOOL),))
        picked = tuple(self._person_id(visitor, one) for one in about)
        read = read_form(self.office, kind, values, picked, key=f"{visitor.platform}:{key}", reporter=visitor.at(visitor.school))
        if isinstance(read, Refused):
            return read
        stored = pressing.submit(self.office, replace(read, named=(*read.named, *names)))
        if isinstance(stored, Card):
            return Refused((FieldError(fields[0].name, stored.plain_text().removeprefix("!! ")),))
        report = stored.standing.report
        try:
            return Received(pressing.first_receipt(self.office, stored), report.id)
        except pressing.NOT_KEPT:  # it is stored; only its receipt could not be read just now
            return Received(Card.of_text(wording.stored_only(report.reference)), report.id)

    def _person_id(self, visitor: Visitor, account: str) -> str:
        people, school, address = self.office.people, visitor.school or "", f"{visitor.platform}:{account}"
        found = people.person(account, school) or people.person(address, school)
        return found.id if found else address


def help_card() -> Card:
    """Return what the bot can do, with what can be pressed at once."""
    examples = [Line(f"- {one}") for one in wording.HELP_EXAMPLES]
    blocks: list[Block] = [Line(wording.HELP_LEAD), Line(wording.HELP_TRY), *examples, report_buttons()]
    return Card(tuple(blocks))
