"""What a press on a report comes to for a visitor, in every chat alike: what is asked first, what is done, and what of the report is shown then.

Who may is asked by the verbs, at each press. What somebody wrote is shown in a window and nowhere else; how a window looks is the chat's.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from bot import pressing, wording
from bot import report_cards as cards
from bot.authorising import Verb
from bot.cards import Card, Facts, Line, is_blank
from bot.deliveries import Deliveries
from bot.filing import UnknownReport
from bot.forms import FieldType, FormField
from bot.office import Office
from bot.report_cards import WhyNot
from bot.reports import FieldError, Person, Refused, Report
from bot.responding import is_allowed
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
BY_REPORTER = frozenset(("read_message", "add_information", "withdraw", "receipt"))
SHOWN_AGAIN = frozenset(("view", "receipt", "read_message"))
"""What of a report can be shown anew, once something has been done over it."""
_ONLY_READ = ("acknowledge", "assign")
"""What counts only from somebody who has read, and would open the report for anybody else."""
_BUSY = tuple(Lock() for _ in range(64))
"""By what is being written: whatever is sent twice at once is done once, and told the second time."""


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
    done: Card | None = None
    """What was done, where the report is shown with it: that can be said where no window can be shown any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a button asks before it does anything."""

    fields: tuple[FormField, ...]
    reference: str = ""
    """Of which report: nothing else stands beside the question."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Serves whoever presses something that is about a report."""

    office: Office
    deliveries: Deliveries

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
            again = self._shown_again(person, "view", report_id, said=pressed.card)
            return replace(again, changed=pressed.changed, done=pressed.card)
        return Shown(pressed.card, changed=pressed.changed)

    def press_in_sight(self, visitor: Visitor, action: str, report_id: str) -> Shown:
        """Return what a button comes to where others look on: nothing that anybody wrote, and nothing is opened that could not be shown there."""
        person = self._person(visitor, action, report_id)
        if not isinstance(person, Card) and action in _ONLY_READ and self._is_unread(person, report_id):
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
            LOG.error("windows.not_kept %s", type(error).__name__)
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
            LOG.error("windows.not_noted %s", type(error).__name__)

    def _after(self, visitor: Visitor, action: str, report_id: str, pressed: pressing.Pressed | None, *, shown: str) -> Shown:
        """Return what was done, over what is shown of the report now; alone where nothing is shown of it, or cannot be read just now."""
        person = self._person(visitor, action, report_id)
        alone = Shown(pressed.card if pressed else Card(), changed=pressed is not None and pressed.changed)
        if shown not in SHOWN_AGAIN or isinstance(person, Card):
            return alone
        try:
            return replace(self._shown_again(person, shown, report_id, said=pressed.card if pressed else None), changed=alone.changed)
        except pressing.NOT_KEPT as error:
            LOG.error("windows.not_shown %s", type(error).__name__)
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
        if what != "receipt" and not tells(card):
            return Shown(said or card)
        return Shown(card, said.plain_text() if said else "", what, may_stand_elsewhere=False)

    def _must_read_first(self, person: Person, action: str, report_id: str) -> Shown | None:
        """Return the report, for somebody who would record an outcome unread: it would not count, and they would have written in vain."""
        if action != "outcome" or not self._is_unread(person, report_id):
            return None
        return self._shown_again(person, "view", report_id, said=Card.of_text(wording.READ_FIRST))


def tells(card: Card) -> bool:
    """Say whether a card holds what somebody has written."""
    return any(isinstance(block, Facts) for block in card.blocks)


def _is_done(pressed: pressing.Pressed) -> bool:
    """Say whether what was written was taken: it need not be written again."""
    return pressed.kept and pressed.card != cards.refused(WhyNot.NO_REASON) and not tells(pressed.card)


def _without_first(card: Card, line: str) -> Card:
    """Return a card without the sentence that was put before everything else."""
    return Card(card.blocks[1:]) if card.blocks[:1] == (Line(line, strong=True),) else card
