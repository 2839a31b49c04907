"""What a chat does for a person, in every chat alike: answers, forms, windows on a report, the lists. An adapter only shows what comes of it.

Every call is one act of one visitor; nothing is remembered between two of them but what the store and the buttons hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import absences, pressing, wording
from bot import report_cards as cards
from bot.authorising import can_receive
from bot.cards import Block, Button, Buttons, Card, Facts, Line, is_blank
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.filing import UnknownReport
from bot.forms import FieldType, FormField, form
from bot.office import Office
from bot.report_cards import WhyNot
from bot.reporting import read_form
from bot.reports import FieldError, Kind, Person, Refused
from bot.visitors import Visitor

BY_REPORTER = frozenset(("read_message", "add_information", "withdraw"))
SHOWN_AGAIN = frozenset(("view", "receipt", "read_message"))
"""What of a report can be shown anew, once something has been done over it."""
AWAY = FormField("away", wording.AWAY_HOW_LONG[0], FieldType.CHOICE, wording.AWAY_HOW_LONG[1], choices=tuple(wording.AWAY_LENGTHS.items()))
THEN_ASK = "ask "
"""How what goes on begins, where a question waits for its asker to say at which school they are."""
_HELP = frozenset(("", "help", "hello", "hi"))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a press comes to."""

    card: Card
    shows: str = ""
    """What of a report this is (`view`, `receipt`, `read_message`), to be shown again; '' where it is no part of one."""
    may_stand_elsewhere: bool = True
    """False where it holds what somebody wrote: it is shown in a window, and nowhere else."""
    changed: bool = False
    """The report is not as it was."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a button asks before it does anything."""

    fields: tuple[FormField, ...]


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

    # --- questions ---

    def answer(self, visitor: Visitor, question: str, *, can_share: bool = False) -> Card:
        """Return the answer of somebody's own school to a question."""
        if visitor.stranger:
            return Card.of_text(wording.FOR_STAFF)
        words = question.strip()
        if words.strip(" .!?").casefold() in _HELP:
            return help_card()
        if visitor.school is None:
            return self.ask_school(visitor, f"{THEN_ASK}{self.enquiries.carry(words)}")
        return self.enquiries.ask(words, self.policy(visitor.school), can_share=can_share)

    def press_answer(self, visitor: Visitor, action: str, value: str, *, can_share: bool = False) -> Card:
        """Return what a button under an answer comes to."""
        school = visitor.school or next(iter(visitor.schools), None)
        return self.enquiries.press(action, value, self.policy(school) if school else "", can_share=can_share)

    def policy(self, school: str) -> str:
        """Return the key of a school's policy."""
        return self.office.school(school).policy

    def ask_school(self, visitor: Visitor, then: str = "") -> Card:
        """Ask somebody of several schools where they are, or say that there is none. `then` is what goes on once they have said so."""
        if not visitor.schools:
            return Card.of_text(wording.NO_SCHOOL)
        return Card((Buttons(wording.WHICH_SCHOOL, self._school_buttons(visitor.schools, then)),))

    def _school_buttons(self, schools: Sequence[str], then: str = "") -> tuple[Button, ...]:
        tail = f"|{then}" if then else ""
        return tuple(Button(self.office.school(key).name or key, "choose_school", f"{key}{tail}") for key in schools)

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
            return Received(pressing.receipt(self.office, report.id), report.id)
        except pressing.NOT_KEPT:  # it is stored; only its receipt could not be read just now
            return Received(Card.of_text(wording.stored_only(report.reference)), report.id)

    def _person_id(self, visitor: Visitor, account: str) -> str:
        people, school, address = self.office.people, visitor.school or "", f"{visitor.platform}:{account}"
        found = people.person(account, school) or people.person(address, school)
        return found.id if found else address

    def press(self, visitor: Visitor, action: str, report_id: str, *, shown: str = "") -> Shown | Asked:
        """Return what a button about a report comes to, or what it asks first.

        `shown` is what is shown of the report where it was pressed: that stays to be read, as it is then, under what was done.
        """
        if not visitor.known and visitor.listed and action not in BY_REPORTER:
            return Shown(Card.of_text(wording.CANNOT_TELL_WHO))
        person = self.who(visitor, report_id)
        if person is None:
            return Shown(cards.refused(WhyNot.NOT_ALLOWED))
        asked = pressing.ask_first(self.office, person, action, report_id) if action not in SHOWN_AGAIN else ()
        if isinstance(asked, Card):
            return Shown(asked)
        if asked:
            return self._must_read_first(person, action, report_id) or Asked(asked)
        if action in SHOWN_AGAIN:
            return self._shown_again(person, action, report_id)
        pressed = pressing.press(self.office, person, action, report_id)
        if tells(pressed.card):  # it counts only from somebody who has read, and so was opened first
            return Shown(pressed.card, "view", may_stand_elsewhere=False)
        if shown == "view":
            return self._shown_again(person, "view", report_id, said=pressed.card)
        return Shown(pressed.card, changed=pressed.changed)

    def carry_out(self, visitor: Visitor, action: str, report_id: str, key: str, said: Mapping[str, str]) -> Shown | Refused:
        """Do what a button stands for with what was written to its questions: once a `key`, and not before it is whole."""
        fields = pressing.ASKS[action]
        person = self.who(visitor, report_id)
        if (not visitor.known and visitor.listed and action not in BY_REPORTER) or person is None:
            refusal = cards.refused(WhyNot.NOT_ALLOWED) if person is None else Card.of_text(wording.CANNOT_TELL_WHO)
            return Refused((FieldError(fields[0].name, refusal.plain_text()),))
        if self.deliveries.was_seen(visitor.platform, f"press {key}"):
            return Shown(Card.of_text(wording.DONE_ALREADY))
        pressed = pressing.press(self.office, person, action, report_id, said)
        if tells(pressed.card):
            return Refused((FieldError(fields[0].name, wording.WRITE_FIRST_READ),))
        if not pressed.kept or pressed.card == cards.refused(WhyNot.NO_REASON):
            empty = (one.name for one in fields if one.type is FieldType.LONG_TEXT and is_blank(said.get(one.name, "")))
            return Refused((FieldError(next(empty, fields[0].name), pressed.card.plain_text()),))
        self.deliveries.is_first(visitor.platform, f"press {key}")
        return Shown(pressed.card, "receipt" if action in BY_REPORTER else "")

    def who(self, visitor: Visitor, report_id: str) -> Person | None:
        """Return who somebody is at the school of a report; None where they belong to no school that could have it."""
        try:
            with self.office.looking() as connection:
                school = self.office.filing.get(connection, report_id).school
        except UnknownReport:
            school = ""
        at = school if school in visitor.schools else next(iter(visitor.schools), None)
        return visitor.at(at) if at else None

    def _shown_again(self, person: Person, what: str, report_id: str, *, said: Card | None = None) -> Shown:
        if what == "receipt":
            card = pressing.press(self.office, person, "withdraw", report_id, {"withdraw": "no"}).card
        else:
            card = pressing.press(self.office, person, what, report_id).card
        if what == "view" and said is not None and not tells(card):
            return Shown(said)
        return Shown(card.with_first(said.plain_text()) if said else card, what, may_stand_elsewhere=False)

    def _must_read_first(self, person: Person, action: str, report_id: str) -> Shown | None:
        """Return the report, for somebody who would record an outcome unread: it would not count, and they would have written in vain."""
        listed = self.office.people.person(person.id, person.school)
        with self.office.looking() as connection:
            if action != "outcome" or self.office.filing.has_opened(connection, report_id, listed.id if listed else person.id):
                return None
        return self._shown_again(person, "view", report_id, said=Card.of_text(wording.READ_FIRST))

    # --- lists, and who is away ---

    def home(self, visitor: Visitor, *, closed: bool = False) -> list[Card]:
        """Return what somebody finds who comes to the bot: what comes to them first, whichever of their schools it is from."""
        desks = self.desks(visitor, closed=closed)
        if visitor.school is None:
            return [self.ask_school(visitor), *desks]
        mine = pressing.list_of(self.office, visitor.at(visitor.school))
        return [Card((report_buttons(),)), *self._schools(visitor), *desks, mine]

    def desks(self, visitor: Visitor, *, closed: bool = False) -> list[Card]:
        """Return the lists that only those see who receive reports, under whether they are away; nothing for anybody else."""
        named = len(visitor.listed) > 1
        lists = [card for person in visitor.listed for card in self._desk(visitor.at(person.school), closed=closed, named=named)]
        return [self._presence(visitor), *lists] if lists else []

    def _desk(self, person: Person, *, closed: bool, named: bool) -> list[Card]:
        if not (person.full_member and self.receives(person)):
            return []
        school = [Line(self.office.school(person.school).name or person.school, strong=True)] if named else []
        listed = pressing.list_for(self.office, person, closed=closed)
        more = [] if closed else [Buttons("", (Button(wording.SHOW_CLOSED, "closed_too", ""),))]
        return [Card((*school, Line(wording.HOME_DESK, strong=True), *listed.blocks, *more))]

    def _presence(self, visitor: Visitor) -> Card:
        """Say whether somebody is away, and let them change it: they are away from all of their schools, or from none."""
        is_away = any(self.office.people.is_away(person.id, person.school) for person in visitor.listed)
        button = Button(wording.I_AM_BACK, "back", "") if is_away else Button(wording.I_AM_AWAY, "away", "")
        return Card((Buttons(wording.HOME_IS_AWAY if is_away else wording.HOME_AWAY, (button,)),))

    def _schools(self, visitor: Visitor) -> list[Card]:
        if len(visitor.schools) < 2 or visitor.school is None:
            return []
        name = self.office.school(visitor.school).name or visitor.school
        others = self._school_buttons([key for key in visitor.schools if key != visitor.school])
        return [Card((Line(wording.SCHOOL_IS.format(school=name)), Buttons(wording.CHANGE_SCHOOL, others)))]

    def receives(self, person: Person) -> bool:
        """Say whether any report can ever come to somebody."""
        return any(can_receive(role, kind) for role in self.office.people.roles(person.id, person.school) for kind in Kind)

    def mark_away(self, visitor: Visitor, days: str) -> Card:
        """Note that somebody is away, so many days or until they are back."""
        people = self._receiving(visitor)
        if not people:
            return cards.refused(WhyNot.NOT_ALLOWED)
        until = self.office.clock.now() + timedelta(days=int(days)) if days.isdecimal() else None
        for person in people:
            absences.mark_away(self.office, person, until)
        return cards.away_card(until, timezone=self.office.school(people[0].school).timezone)

    def mark_back(self, visitor: Visitor) -> Card:
        """Note that somebody is back."""
        people = self._receiving(visitor)
        for person in people:
            absences.mark_back(self.office, person)
        return cards.back_card() if people else cards.refused(WhyNot.NOT_ALLOWED)

    def _receiving(self, visitor: Visitor) -> list[Person]:
        people = [visitor.at(one.school) for one in visitor.listed]
        return [one for one in people if one.full_member and self.receives(one)]


def help_card() -> Card:
    """Return what the bot can do, with what can be pressed at once."""
    examples = [Line(f"- {one}") for one in wording.HELP_EXAMPLES]
    blocks: list[Block] = [Line(wording.HELP_LEAD), Line(wording.HELP_TRY), *examples, report_buttons()]
    return Card(tuple(blocks))


def report_buttons() -> Buttons:
    """Return a button for each kind of report."""
    return Buttons(wording.HELP_REPORT, tuple(Button(wording.KIND_CHOICES[kind], "report_form", kind) for kind in Kind))


def tells(card: Card) -> bool:
    """Say whether a card holds what somebody has written."""
    return any(isinstance(block, Facts) for block in card.blocks)
