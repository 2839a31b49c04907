"""The policy's other duties, for somebody in a chat: what can be raised, what waits for them, and what a button under a matter comes to.

Every chat and the terminal serve all kinds of them in the same way; which kinds there are, `kinds` lists.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot import wording
from bot.answering import UnknownPolicy
from bot.audit import AuditEvent
from bot.cards import Button, Buttons, Card, Line
from bot.forms import FieldType, FormField, fault_of
from bot.kinds import ALL, COURSES
from bot.matters import Event, Matter, MatterKind, Said, UnknownMatter
from bot.matters.authorising import RAISE, VIEW, may
from bot.matters.cards import acts_for, list_line, matter_card, quoted, roles_of
from bot.matters.courses import Change, Circumstances, Course
from bot.matters.filing import Raising
from bot.office import Office
from bot.pressing import NOT_KEPT
from bot.raising import apply, raise_matter
from bot.reports import FieldError, Person, Refused
from bot.sealing import SealingError
from bot.visitors import Visitor
from bot.windows import Shown

LOG = logging.getLogger("signpost")
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be asked of somebody, in a window: to raise a matter, or before a button does anything."""

    title: str
    """At most 24 characters."""
    fields: tuple[FormField, ...]
    opening: Card
    values: Mapping[str, str]
    school: str = ""
    """At which school it is asked: whose staff are chosen from."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A matter that is stored."""

    receipt: Card
    matter_id: str


@dataclass(frozen=True, slots=True)
class Duties:
    """Serves whoever raises a matter or does something with one."""

    office: Office

    # --- raising one ---

    def ask(self, visitor: Visitor, kind: str) -> Asking | Card:
        """Return the form of a kind, or the card that says why there is none for this visitor."""
        course, person = next((one for one in ALL if one.kind == kind), None), self._person(visitor)
        if course is None:
            return Card.of_text(wording.TOO_OLD)
        if isinstance(person, Card):
            return person
        try:
            with self.office.looking() as connection:
                here = self._here(connection, person.school)
                if not may(RAISE, person, roles_of(here, person), course.kind):
                    return Card.of_text(wording.MATTER_NOT_YOURS)
                asked = course.question(here, person)
                opening = Card((*asked.opening, *quoted(here.quote(*course.topics))))
                return Asking(asked.title, asked.fields, opening, asked.values, person.school)
        except (*NOT_KEPT, SealingError, UnknownPolicy) as error:
            LOG.error("duties.not_asked %s", type(error).__name__)
            return Card.of_text(wording.NOT_DONE)

    def learn_names(self, visitor: Visitor, names: Mapping[str, str]) -> None:
        """Learn how those are called whom somebody chooses, by their id in the chat: the settings need not list them."""
        for school in visitor.schools:
            self.office.filing.matters.names.learn(school, {f"{visitor.platform}:{one}": name for one, name in names.items()})

    def submit(self, visitor: Visitor, kind: str, key: str, values: Mapping[str, str], picked: Sequence[str]) -> Raised | Refused:
        """Store what was filled in, or say what is wrong with it. The same key is the same matter.

        `picked` holds ids of the chat, or of the settings.
        """
        course, person = COURSES[MatterKind(kind)], self._person(visitor)
        if isinstance(person, Card):
            return Refused((FieldError("", person.plain_text()),))
        people, full_key = self._ids(visitor, picked, person.school), f"{visitor.platform}:{key}"
        try:
            with self.office.writing() as connection:
                here = self._here(connection, person.school)
                return self._submit(here, course, person, full_key, values, people)
        except IntegrityError:
            with self.office.looking() as connection:  # it was stored before, or by another process in the same instant
                found = self.office.filing.matters.find(connection, full_key)
                if found is None:
                    raise
                return Raised(self._card(self._here(connection, found.school), found, person), found.id)
        except (*NOT_KEPT, SealingError, UnknownPolicy) as error:
            LOG.error("duties.not_kept %s", type(error).__name__)
            return Refused((FieldError("", wording.MATTER_NOT_KEPT.format(phone=self.office.number_to_ring(person.school))),))

    def _submit(
        self, here: Circumstances, course: Course, person: Person, key: str, values: Mapping[str, str], people: tuple[str, ...]
    ) -> Raised | Refused:
        if not may(RAISE, person, roles_of(here, person), course.kind):
            return Refused((FieldError("", wording.MATTER_NOT_YOURS),))
        fields = course.question(here, person).fields
        errors = self.faults(here, fields, values, people) or course.check(here, person, Said(values, people))
        if errors:
            return Refused(errors)
        typed = {one.name: values[one.name] for one in fields if one.type is not FieldType.PEOPLE and values.get(one.name)}
        raising = Raising(key, course.kind, person.school, person, "", typed, people, here.quote(*course.topics))
        stored = raise_matter(here, raising)
        return Raised(self._card(here, stored, person, notice=course.kept.format(reference=stored.reference)), stored.id)

    def faults(self, here: Circumstances, fields: Sequence[FormField], values: Mapping[str, str], people: Sequence[str]) -> tuple[FieldError, ...]:
        """Return what is wrong with each field by itself."""
        errors = []
        for one in fields:
            typed = values.get(one.name) or ""
            if one.type is FieldType.PEOPLE:
                fault = wording.NOBODY_CHOSEN if one.required and not people else ""
            else:
                fault = fault_of(one, typed, now=self.office.clock.wall(), timezone=here.timezone)
            errors += [FieldError(one.name, fault)] if fault else []
        return tuple(errors)

    # --- doing something with one ---

    def press(self, visitor: Visitor, value: str) -> Shown | Asking:
        """Return what a button under a matter comes to, or what it asks first. `value` is what the button holds."""
        act, _, matter_id = value.partition(" ")
        try:
            with self.office.writing() as connection:
                found = self._allowed(connection, visitor, act, matter_id)
                if isinstance(found, Card):
                    return Shown(found)
                here, course, matter, person = found
                if act == VIEW:
                    return Shown(self._card(here, matter, person), may_stand_elsewhere=False)
                asked = course.find_act(act)
                if asked is not None and asked.asks:
                    opening = Card((Line(matter.reference, strong=True),))
                    return Asking(asked.label, asked.asks, opening, course.prefill(here, matter, act), matter.school)
                return self._shown(self._do(here, course, matter, act, person, Said(), uuid4().hex), here, person)
        except (*NOT_KEPT, SealingError, UnknownPolicy) as error:
            LOG.error("duties.not_done %s", type(error).__name__)
            return Shown(Card.of_text(wording.NOT_DONE))

    def carry_out(self, visitor: Visitor, value: str, key: str, said: Mapping[str, str], picked: Sequence[str]) -> Shown | Refused:
        """Do what a button stands for with what was written to its questions: once a `key`, and not before it is whole."""
        act, _, matter_id = value.partition(" ")
        try:
            with self.office.writing() as connection:
                if self.office.filing.matters.is_noted(connection, f"{visitor.platform}:{key}"):
                    return Shown(Card.of_text(wording.DONE_ALREADY))
                found = self._allowed(connection, visitor, act, matter_id)
                if isinstance(found, Card):
                    if self.office.filing.matters.is_noted(connection, f"{visitor.platform}:{key}"):  # while this waited for its turn
                        return Shown(Card.of_text(wording.DONE_ALREADY))
                    return Refused((FieldError("", found.plain_text()),))
                here, course, matter, person = found
                people = self._ids(visitor, picked, matter.school)
                chosen = course.find_act(act)
                asks = chosen.asks if chosen else ()
                errors = self.faults(here, asks, said, people)
                if errors:
                    return Refused(errors)
                typed = {one.name: said[one.name] for one in asks if one.type is not FieldType.PEOPLE and said.get(one.name)}
                done = self._do(here, course, matter, act, person, Said(typed, people), f"{visitor.platform}:{key}")
                return Refused((done,)) if isinstance(done, FieldError) else self._shown(done, here, person)
        except IntegrityError as error:
            if self._is_noted(visitor, key):
                return Shown(Card.of_text(wording.DONE_ALREADY))
            LOG.error("duties.not_kept %s", type(error).__name__)  # something that comes of it was there already: nothing was done
            return Refused((FieldError("", wording.WRITE_AGAIN_LATER),))
        except (*NOT_KEPT, SealingError, UnknownPolicy) as error:
            LOG.error("duties.not_kept %s", type(error).__name__)
            return Refused((FieldError("", wording.WRITE_AGAIN_LATER),))

    def _is_noted(self, visitor: Visitor, key: str) -> bool:
        with self.office.looking() as connection:
            return self.office.filing.matters.is_noted(connection, f"{visitor.platform}:{key}")

    def asked_again(self, value: str) -> Asking | None:
        """Return what the button that holds `value` asks, to be shown once more with what was written; None where it is unknown. It opens nothing."""
        act, _, matter_id = value.partition(" ")
        with self.office.looking() as connection:
            try:
                matter = self.office.filing.matters.get(connection, matter_id)
            except (UnknownMatter, SealingError):
                return None
        found = COURSES[matter.kind].find_act(act)
        return Asking(found.label, found.asks, Card(), {}, matter.school) if found else None

    def _allowed(self, connection: Connection, visitor: Visitor, act: str, matter_id: str) -> tuple[Circumstances, Course, Matter, Person] | Card:
        """Return everything for an act, or the card that says why it is not done; a refusal is logged."""
        try:
            matter = self.office.filing.matters.get(connection, matter_id, to_change=True)
        except UnknownMatter:
            return Card.of_text(wording.MATTER_NOT_YOURS)
        if matter.school not in visitor.schools:
            return Card.of_text(wording.MATTER_NOT_YOURS)
        here, course, person = self._here(connection, matter.school), COURSES[matter.kind], visitor.at(matter.school)
        kept_from = course.kept_from(here, matter)
        if person.id in kept_from or not may(act, person, roles_of(here, person, kept_from), matter.kind, matter):
            self.office.log(connection, AuditEvent.REFUSED, person_id=person.id, detail=f"{matter.reference}/{matter.kind}/{act}")
            return Card.of_text(wording.MATTER_NOT_YOURS)
        known = course.find_act(act)
        if act != VIEW and (known is None or matter.purged or matter.state not in known.states):
            return Card((Line(wording.MATTER_MOVED_ON), *self._card(here, matter, person).blocks))
        return here, course, matter, person

    def _do(
        self, here: Circumstances, course: Course, matter: Matter, act: str, person: Person, said: Said, key: str
    ) -> tuple[Change, Matter] | FieldError:
        change = course.act(here, matter, act, person, said)
        if isinstance(change, FieldError):
            return change
        if not change.quiet:
            event = Event(act, here.now, person.id, person.name, said.values, said.people)
            self.office.filing.matters.note(here.connection, matter, event, key[:200])
        changed = apply(here, course, matter, change)
        self.office.log(here.connection, AuditEvent.MATTER_CHANGED, person_id=person.id, detail=f"{matter.reference}/{matter.kind}/{act}")
        return change, changed

    def _shown(self, done: tuple[Change, Matter] | FieldError, here: Circumstances, person: Person) -> Shown:
        if isinstance(done, FieldError):
            return Shown(Card.of_text(done.message))
        change, matter = done
        only_shows = change.quiet and change.state is None
        told = None if only_shows else Card.of_text(change.done)
        return Shown(self._card(here, matter, person), change.done, may_stand_elsewhere=False, changed=not only_shows, done=told)

    # --- lists ---

    def all_of(self, visitor: Visitor) -> list[Card]:
        """Return all that somebody finds here: what waits for them, what they have raised, what can be raised; or why there is nothing for them."""
        person = self._person(visitor)
        return [person] if isinstance(person, Card) else [*self.desk(visitor), self.menu(visitor)]

    def menu(self, visitor: Visitor) -> Card:
        """Return what somebody can raise, one press away; why they can raise nothing, where that is so."""
        person = self._person(visitor)
        if isinstance(person, Card):
            return person
        with self.office.looking() as connection:
            roles = roles_of(self._here(connection, person.school), person)
        offered = (course for course in ALL if course.button and may(RAISE, person, roles, course.kind))
        return Card((Buttons(wording.MATTER_MENU, tuple(Button(course.button, "matter_form", course.kind) for course in offered)),))

    def desk(self, visitor: Visitor) -> list[Card]:
        """Return what waits for somebody, and what they have raised that is not settled; nothing where there is nothing."""
        person = self._person(visitor)
        if isinstance(person, Card):
            return []
        with self.office.looking() as connection:
            here = self._here(connection, person.school)
            roles = roles_of(here, person)
            waiting, mine = [], []
            for matter in self.office.filing.matters.list_unsettled(connection, person.school):
                course = COURSES[matter.kind]
                if matter.state in course.waits and acts_for(course, matter, person, roles) and matter.raised_by != person.id:
                    waiting += [matter] if person.id not in course.kept_from(here, matter) else []
                elif matter.raised_by == person.id and (course.lists_resting or matter.state not in course.rests):
                    mine.append(matter)
            lists = ((wording.MATTERS_WAITING, waiting), (wording.MATTERS_MINE, mine))
            return [self._list(here, words, matters) for words, matters in lists if matters]

    def _list(self, here: Circumstances, words: str, matters: Sequence[Matter]) -> Card:
        shown = sorted(matters, key=lambda one: (one.due_at or datetime.max.replace(tzinfo=here.now.tzinfo), one.raised_at))[:MOST_LISTED]
        lines = [Line(list_line(here, COURSES[one.kind], one)) for one in shown]
        more = [Line(wording.MATTERS_MORE.format(number=len(matters) - len(shown)))] if len(matters) > len(shown) else []
        buttons = tuple(Button(one.reference, "matter", f"{VIEW} {one.id}") for one in shown)
        return Card((Line(words, strong=True), *lines, *more, Buttons(wording.OPEN_WHICH, buttons)))

    def find(self, reference: str, school: str) -> str | None:
        """Return the id of the matter that people call by `M-0042`; None where there is none."""
        with self.office.looking() as connection:
            try:
                return self.office.filing.matters.find_reference(connection, reference, school).id
            except (UnknownMatter, SealingError):
                return None

    # --- who and where ---

    def _person(self, visitor: Visitor) -> Person | Card:
        """Return who somebody is at their school, or why nothing can be done for them."""
        if visitor.stranger:
            return Card.of_text(wording.FOR_STAFF)
        if visitor.school is None:
            return Card.of_text(wording.CHOOSE_SCHOOL_HERE if visitor.schools else wording.NO_SCHOOL)
        if not visitor.full_member:
            return Card.of_text(wording.MATTER_NOT_YOURS if visitor.known else wording.CANNOT_TELL_WHO)
        return visitor.at(visitor.school)

    def _ids(self, visitor: Visitor, picked: Sequence[str], school: str) -> tuple[str, ...]:
        people = self.office.people
        found = ((people.person(one, school) or people.person(f"{visitor.platform}:{one}", school), one) for one in picked)
        own = f"{visitor.platform}:"
        return tuple(dict.fromkeys(listed.id if listed else f"{own}{one.removeprefix(own)}" for listed, one in found))

    def _here(self, connection: Connection, school: str) -> Circumstances:
        return Circumstances(self.office, connection, school, self.office.clock.now())

    def _card(self, here: Circumstances, matter: Matter, person: Person, *, notice: str = "") -> Card:
        course = COURSES[matter.kind]
        return matter_card(
            here, course, matter, acts_for(course, matter, person, roles_of(here, person, course.kept_from(here, matter))), notice=notice
        )
