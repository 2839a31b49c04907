"""What a chat does for a person, in every chat alike: answers, forms, windows on a report, the lists. An adapter only shows what comes of it.

Every call is one act of one visitor; nothing is remembered between two of them but what the store and the buttons hold.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from bot import absences, pressing, wording
from bot import report_cards as cards
from bot.authorising import Verb, can_receive
from bot.cards import Block, Button, Buttons, Card, Facts, Line, is_blank
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.filing import UnknownReport
from bot.forms import FieldType, FormField, form
from bot.office import Office
from bot.report_cards import WhyNot
from bot.reporting import read_form
from bot.reports import FieldError, Kind, Person, Refused, Report
from bot.responding import is_allowed
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
BY_REPORTER = frozenset(("read_message", "add_information", "withdraw", "receipt"))
SHOWN_AGAIN = frozenset(("view", "receipt", "read_message"))
"""What of a report can be shown anew, once something has been done over it."""
AWAY = FormField("away", wording.AWAY_HOW_LONG[0], FieldType.CHOICE, wording.AWAY_HOW_LONG[1], choices=tuple(wording.AWAY_LENGTHS.items()))
THEN_ASK, THEN_REPORT = "ask ", "report "
"""How what goes on begins, where a question, or the form of a kind, waits for somebody to say at which school they are."""
_BUSY = tuple(Lock() for _ in range(64))
"""By what is being written: whatever is sent twice at once is done once, and told the second time."""
_HELP = frozenset(("", "help", "hello", "hi"))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a press comes to."""

    card: Card
    said: str = ""
    """What was done, or is to be done first: it stands above the card, and outside its pages, which stay the same when they are turned."""
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
    reference: str = ""
    """Of which report: nothing else stands beside the question."""


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

    def answer(self, visitor: Visitor, question: str, *, can_share: bool = False, has_file: bool = False) -> Card:
        """Return the answer of somebody's own school to a question; where a file came with it, first that it is never opened."""
        if visitor.stranger:
            return Card.of_text(wording.FOR_STAFF)
        words = question.strip()
        if words.strip(" .!?").casefold() in _HELP:
            card = help_card()
        elif visitor.school is None:
            carried = self.enquiries.carry(words)
            card = self.ask_school(visitor, f"{THEN_ASK}{carried}" if carried else "")
        else:
            card = self.enquiries.ask(words, self.policy(visitor.school), can_share=can_share)
        return card.with_first(wording.FILES_NOT_READ) if has_file else card

    def answer_for_all(self, visitor: Visitor, question: str) -> Card | None:
        """Return the answer as all may read it who are there; None where it is for the asker alone. Nothing is kept of it."""
        if visitor.stranger or visitor.school is None:
            return None
        return self.enquiries.for_all(question.strip(), self.policy(visitor.school))

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
        person = self._person(visitor, action, report_id)
        if isinstance(person, Card):
            return Shown(person)
        asked = pressing.ask_first(self.office, person, action, report_id) if action not in SHOWN_AGAIN else ()
        if isinstance(asked, Card):
            return Shown(asked)
        if asked:
            return self._must_read_first(person, action, report_id) or Asked(asked, self._report(report_id).reference)
        if action in SHOWN_AGAIN:
            return self._shown_again(person, action, report_id)
        pressed = pressing.press(self.office, person, action, report_id)
        if tells(pressed.card):  # it counts only from somebody who has read, and so was opened first
            return Shown(_without_first(pressed.card, wording.READ_FIRST), wording.READ_FIRST, "view", may_stand_elsewhere=False)
        if shown == "view":
            return self._shown_again(person, "view", report_id, said=pressed.card)
        return Shown(pressed.card, changed=pressed.changed)

    def press_in_sight(self, visitor: Visitor, action: str, report_id: str) -> Shown:
        """Return what a button comes to where others look on: nothing that anybody wrote, and nothing is opened that could not be shown there."""
        person = self._person(visitor, action, report_id)
        if not isinstance(person, Card) and action == "assign" and self._is_unread(person, report_id):
            return Shown(Card.of_text(wording.READ_FIRST_IN_VIEW))
        came = self.press(visitor, action, report_id)
        if isinstance(came, Asked) or not came.may_stand_elsewhere:
            return Shown(Card.of_text(wording.READ_FIRST_IN_VIEW))
        return came

    def carry_out(self, visitor: Visitor, action: str, report_id: str, key: str, said: Mapping[str, str], *, shown: str = "") -> Shown | Refused:
        """Do what a button stands for with what was written to its questions: once a `key`, and not before it is whole.

        `shown` is what was shown of the report where the button was pressed: it is shown anew, under what was done.
        """
        fields = pressing.ASKS[action]
        try:
            with _BUSY[hash(key) % len(_BUSY)]:
                pressed = self._carry_out_once(visitor, action, report_id, key, said)
        except pressing.NOT_KEPT as error:
            LOG.error("counter.not_kept %s", type(error).__name__)
            pressed = pressing.Pressed(cards.refused(WhyNot.NOT_KEPT), kept=False)
        if tells(pressed.card):
            return Refused((FieldError(fields[0].name, wording.WRITE_FIRST_READ),))
        if not _is_done(pressed):
            empty = (one.name for one in fields if one.type is FieldType.LONG_TEXT and is_blank(said.get(one.name, "")))
            return Refused((FieldError(next(empty, fields[0].name), pressed.card.plain_text()),))
        thought_better = action == "withdraw" and said.get("withdraw") != "yes"
        return self._after(visitor, action, report_id, None if thought_better else pressed, shown="receipt" if thought_better else shown)

    def _carry_out_once(self, visitor: Visitor, action: str, report_id: str, key: str, said: Mapping[str, str]) -> pressing.Pressed:
        """Do it unless it was done; noted only when it was, so that nothing written is lost."""
        person = self._person(visitor, action, report_id)
        if isinstance(person, Card):
            return pressing.Pressed(person, kept=False)
        if self.deliveries.was_seen(visitor.platform, f"press {key}"):
            return pressing.Pressed(Card.of_text(wording.DONE_ALREADY))
        pressed = pressing.press(self.office, person, action, report_id, said)
        if _is_done(pressed):
            self._note_done(visitor.platform, f"press {key}")
        return pressed

    def _note_done(self, platform: str, what: str) -> None:
        """Note that something has been done; it is done also where that cannot be noted, and the log says so."""
        try:
            self.deliveries.is_first(platform, what)
        except SQLAlchemyError as error:
            LOG.error("counter.not_noted %s", type(error).__name__)

    def _after(self, visitor: Visitor, action: str, report_id: str, pressed: pressing.Pressed | None, *, shown: str) -> Shown:
        """Return what was done, over what is shown of the report now; alone where nothing is shown of it, or cannot be read just now."""
        person = self._person(visitor, action, report_id)
        alone = Shown(pressed.card if pressed else Card(), changed=pressed is not None and pressed.changed)
        if shown not in SHOWN_AGAIN or isinstance(person, Card):
            return alone
        try:
            return replace(self._shown_again(person, shown, report_id, said=pressed.card if pressed else None), changed=alone.changed)
        except pressing.NOT_KEPT as error:
            LOG.error("counter.not_shown %s", type(error).__name__)
            return alone

    def _person(self, visitor: Visitor, action: str, report_id: str) -> Person | Card:
        """Return who somebody is to a report, or why they can do nothing with it. Whom the chat cannot confirm is told so, not that they may not."""
        if not visitor.known and visitor.listed and action not in BY_REPORTER:
            return Card.of_text(wording.CANNOT_TELL_WHO)
        return self._who(visitor, action, report_id) or cards.refused(WhyNot.NOT_ALLOWED)

    def _who(self, visitor: Visitor, action: str, report_id: str) -> Person | None:
        """Return who somebody is at the school of a report, or at their own, where the core refuses them and logs that they tried.

        None where they have none, or would be taken for the reporter by an account that is somebody else's at the other school.
        """
        try:
            school = self._report(report_id).school
        except UnknownReport:
            school = ""
        if school in visitor.schools:
            return visitor.at(school)
        own = next(iter(visitor.schools), None)
        return visitor.at(own) if own and action not in BY_REPORTER else None

    def _report(self, report_id: str) -> Report:
        with self.office.looking() as connection:
            return self.office.filing.get(connection, report_id)

    def _is_unread(self, person: Person, report_id: str) -> bool:
        """Say whether somebody may act on a report, and has not opened it. Of anybody else the core decides, and says no."""
        listed = self.office.people.person(person.id, person.school)
        try:
            with self.office.looking() as connection:
                report = self.office.filing.get(connection, report_id)
                return is_allowed(self.office, connection, Verb.VIEW, person, report) and not self.office.filing.has_opened(
                    connection, report_id, listed.id if listed else person.id
                )
        except UnknownReport:
            return False

    def _shown_again(self, person: Person, what: str, report_id: str, *, said: Card | None = None) -> Shown:
        if what == "receipt":
            card = pressing.press(self.office, person, "withdraw", report_id, {"withdraw": "no"}).card
        else:
            card = pressing.press(self.office, person, what, report_id).card
        if what == "view" and not tells(card):
            return Shown(said or card)
        return Shown(card, said.plain_text() if said else "", what, may_stand_elsewhere=False)

    def _must_read_first(self, person: Person, action: str, report_id: str) -> Shown | None:
        """Return the report, for somebody who would record an outcome unread: it would not count, and they would have written in vain."""
        if action != "outcome" or not self._is_unread(person, report_id):
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
        if not visitor.known and any(map(self.receives, visitor.listed)):
            return [Card.of_text(wording.CANNOT_TELL_WHO)]
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
            return self._no_desk(visitor)
        until = self.office.clock.now() + timedelta(days=int(days)) if days.isdecimal() else None
        for person in people:
            absences.mark_away(self.office, person, until)
        return cards.away_card(until, timezone=self.office.school(people[0].school).timezone)

    def mark_back(self, visitor: Visitor) -> Card:
        """Note that somebody is back."""
        people = self._receiving(visitor)
        for person in people:
            absences.mark_back(self.office, person)
        return cards.back_card() if people else self._no_desk(visitor)

    def _no_desk(self, visitor: Visitor) -> Card:
        return Card.of_text(wording.CANNOT_TELL_WHO) if visitor.listed and not visitor.known else cards.refused(WhyNot.NOT_ALLOWED)

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


def _is_done(pressed: pressing.Pressed) -> bool:
    """Say whether what was written was taken: it need not be written again."""
    return pressed.kept and pressed.card != cards.refused(WhyNot.NO_REASON) and not tells(pressed.card)


def _without_first(card: Card, line: str) -> Card:
    """Return a card without the sentence that was put before everything else."""
    return Card(card.blocks[1:]) if card.blocks[:1] == (Line(line, strong=True),) else card
