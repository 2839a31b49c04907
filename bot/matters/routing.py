"""Where a row of a matter goes as things are now, and what it says then. The same outbox and the same couriers carry it as carry reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import outbox, wording
from bot.cards import Card
from bot.destinations import Destination, Place, person_places
from bot.matters.authorising import VIEW, may
from bot.matters.cards import acts_for, message_card, roles_of
from bot.matters.courses import Circumstances, Course
from bot.matters.values import Matter, MatterKind
from bot.office import Office
from bot.outbox import OutboxRow, Owed
from bot.reports import Person, Role, RowKind, RowState
from bot.resolved import Resolved, Settled
from bot.sending import Permanent, Reason, Sender

TO_PEOPLE, UNREACHABLE, NOT_THEIRS = "to_people", "unreachable", "not_theirs"
RAISER = "raiser"
"""The destination of word to whoever raised a matter."""


class MatterRouter:
    """Resolves rows of matters and takes next routes, always in the caller's transaction."""

    def __init__(self, office: Office, senders: Mapping[str, Sender], courses: Mapping[MatterKind, Course]) -> None:
        self._office, self._senders, self._courses = office, senders, courses

    def resolve(self, connection: Connection, row: OutboxRow) -> Resolved | Settled | Permanent:
        """Return what becomes of a claimed row. A row for a role becomes a row for each person who holds it now."""
        matter = self._office.filing.matters.get(connection, row.matter_id or "", to_change=True)
        here = Circumstances(self._office, connection, matter.school, self._office.clock.now())
        course, destination = self._courses[matter.kind], Destination.read(row.destination)
        if not course.is_owed(here, matter, row.kind, destination.topic, destination.name if destination.what in ("person", "email") else ""):
            return Settled(RowState.CANCELLED, matter.state[:64])
        match destination.what:
            case "role":
                return self._to_people(here, course, matter, row, destination)
            case "raiser":
                return self._to_raiser(here, course, matter)
            case "row":
                return self._to_edit(here, course, matter, int(destination.name))
            case "again":
                return self._again(here, course, matter, row, destination)
            case "email":
                return self._to_mail(here, course, matter, destination)
            case _:
                return self._to_person(here, course, matter, destination)

    def take_next_route(self, connection: Connection, row: OutboxRow) -> None:
        """Owe the same message on the person's next chat, and after the last by e-mail."""
        destination = Destination.read(row.destination)
        if destination.what != "person" or row.matter_id is None:
            return
        names = [place.platform for place in person_places(self._office.people, destination.name, row.school, self._senders)]
        at = names.index(destination.platform) if destination.platform in names else 0
        following = replace(destination, platform=names[at + 1]) if names[at + 1 :] else replace(destination, what="email", platform="")
        outbox.owe_for_matter(connection, row.matter_id, row.school, [Owed(row.kind, row.step, str(following), self._office.clock.now())])

    def edit_if_outdated(self, connection: Connection, row: OutboxRow, shown: Matter, *, is_certain: bool) -> None:
        """Owe an edit of a message that may tell less than is so by now; not `is_certain` where an earlier call had posted it."""
        matter = self._office.filing.matters.get(connection, shown.id)
        if is_certain and (matter.state, len(matter.events)) == (shown.state, len(shown.events)):
            return
        step = next_step(connection, matter.id, RowKind.UPDATE_CARD)
        owed = [Owed(RowKind.UPDATE_CARD, step, f"row:{row.id}", self._office.clock.now())]
        outbox.owe_for_matter(connection, matter.id, matter.school, owed)

    def _to_people(self, here: Circumstances, course: Course, matter: Matter, row: OutboxRow, destination: Destination) -> Settled:
        kept_from = course.kept_from(here, matter)
        holders = here.office.people.holders(Role(destination.name), here.school, excluded=kept_from)
        told = [str(Destination("person", holder.id, topic=destination.topic)) for holder in holders]
        owed = [Owed(row.kind, row.step, one, here.now) for one in told]
        owed += course.goes_on(here, matter, row.kind, destination.topic, row.step)
        outbox.owe_for_matter(here.connection, matter.id, matter.school, owed)
        return Settled(RowState.SENT, TO_PEOPLE) if told else Settled(RowState.CANCELLED, UNREACHABLE)

    def _again(self, here: Circumstances, course: Course, matter: Matter, row: OutboxRow, destination: Destination) -> Settled:
        """Let a course owe what comes next at this moment: a row that is for nobody, and only keeps the time."""
        outbox.owe_for_matter(here.connection, matter.id, matter.school, course.goes_on(here, matter, row.kind, destination.topic, row.step))
        return Settled(RowState.SENT, "again")

    def _to_raiser(self, here: Circumstances, course: Course, matter: Matter) -> Resolved | Settled:
        places = person_places(self._office.people, matter.raised_by, matter.school, self._senders)
        if not places:
            return Settled(RowState.CANCELLED, Reason.NO_ADDRESS)
        return Resolved(places[0], self._card(here, course, matter, matter.raised_by), wording.LOCK_SCREEN_MATTER, matter=matter)

    def _to_person(self, here: Circumstances, course: Course, matter: Matter, destination: Destination) -> Resolved | Settled | Permanent:
        places = person_places(self._office.people, destination.name, matter.school, self._senders)
        place = next((one for one in places if destination.platform in ("", one.platform)), None)
        if place is None:
            return Permanent(Reason.NO_ADDRESS)
        if not self._may_see(here, course, matter, destination.name):
            return Settled(RowState.CANCELLED, NOT_THEIRS)
        notice = course.notice(here, matter, destination.topic)
        card = self._card(here, course, matter, destination.name, notice=notice)
        return Resolved(place, card, wording.LOCK_SCREEN_MATTER, matter=matter)

    def _to_mail(self, here: Circumstances, course: Course, matter: Matter, destination: Destination) -> Resolved | Permanent:
        address = self._office.people.addresses(destination.name, matter.school).get("email")
        if not address or "email" not in self._senders:
            return Permanent(Reason.NO_ADDRESS)
        subject = wording.matter_mail_subject(matter.reference, course.name)
        return Resolved(Place("email", address), Card.of_text(wording.matter_mail(subject, here.setting.name)), subject)

    def _to_edit(self, here: Circumstances, course: Course, matter: Matter, of_row: int) -> Resolved | Settled:
        edited = next((other for other in outbox.rows_of_matter(here.connection, matter.id) if other.id == of_row), None)
        if edited is None or edited.message_ref is None:
            return Settled(RowState.CANCELLED, "nothing_to_edit")
        place, message_ref = Place.of_reference(edited.message_ref)
        if place.platform not in self._senders or place.platform == "email":
            return Settled(RowState.CANCELLED, "cannot_be_edited")
        of = Destination.read(edited.destination)
        person_id = matter.raised_by if of.what == RAISER else of.name
        if not (matter.purged or self._may_see(here, course, matter, person_id)):  # what is deleted is deleted from every message
            return Settled(RowState.CANCELLED, NOT_THEIRS)
        return Resolved(place, self._card(here, course, matter, person_id), wording.LOCK_SCREEN_MATTER, edits=message_ref)

    def _card(self, here: Circumstances, course: Course, matter: Matter, person_id: str, *, notice: str = "") -> Card:
        person = self._person(matter, person_id)
        roles = roles_of(here, person, course.kept_from(here, matter))
        return message_card(here, course, matter, acts_for(course, matter, person, roles), notice=notice)

    def _may_see(self, here: Circumstances, course: Course, matter: Matter, person_id: str) -> bool:
        """Say whether somebody may see a matter as things are now: who held a role once is shown nothing that has been written since."""
        person = self._person(matter, person_id)
        kept_from = course.kept_from(here, matter)
        return person.id not in kept_from and may(VIEW, person, roles_of(here, person, kept_from), matter.kind, matter)

    def _person(self, matter: Matter, person_id: str) -> Person:
        listed = self._office.people.person(person_id, matter.school)
        return listed or Person(person_id, matter.raised_by_name if person_id == matter.raised_by else person_id, matter.school)


def owe_edits(connection: Connection, matter: Matter, at: datetime, *, only_to: str = "") -> None:
    """Owe an edit of every message that shows a matter, or of one person's; one that still waits will show the newest."""
    rows = outbox.rows_of_matter(connection, matter.id)
    waiting = {row.destination for row in rows if row.kind == RowKind.UPDATE_CARD and row.state == RowState.TODO}
    there = [row for row in rows if row.kind != RowKind.UPDATE_CARD and row.message_ref]
    shown = [f"row:{row.id}" for row in there if only_to in ("", _whose(matter, row.destination))]
    step = next_step(connection, matter.id, RowKind.UPDATE_CARD)
    outbox.owe_for_matter(connection, matter.id, matter.school, [Owed(RowKind.UPDATE_CARD, step, one, at) for one in shown if one not in waiting])


def _whose(matter: Matter, destination: str) -> str:
    of = Destination.read(destination)
    return matter.raised_by if of.what == RAISER else of.name


def next_step(connection: Connection, matter_id: str, kind: RowKind) -> int:
    """Return the number of the next step of a kind, for what can be owed again and again."""
    return max((row.step for row in outbox.rows_of_matter(connection, matter_id) if row.kind == kind), default=-1) + 1
