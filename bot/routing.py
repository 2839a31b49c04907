"""Where a row goes as things are now: whether it is still owed, who holds the role, which place that is, and what the next route is.

Never to a person whom the report is about: asked at acceptance, and again here, each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from bot import outbox, wording
from bot import report_cards as cards
from bot.audit import AuditEvent
from bot.cards import Card
from bot.chasing import SHOW_NEXT_STEP, next_chase_step, open_again, tell_reporter, update_cards
from bot.destinations import Destination, Place, channel_place, person_places
from bot.escalation import CHANNEL_ROLES, FIRST, Chain, chain_for, remind_of_outcome, repeat_last
from bot.kinds import COURSES
from bot.matters import Matter
from bot.matters.routing import MatterRouter
from bot.office import Office
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN, OutboxRow, Owed
from bot.reports import Person, Report, Role, RowKind, RowState, State, Urgency
from bot.resolved import Resolved, Settled, Sought
from bot.sending import Permanent, Reason, Sender
from bot.standing import LAST_RESORT, REACHES_SOMEBODY, is_last_resort, standing_of
from bot.store.moments import from_millis, to_millis
from bot.telling import Teller

PATIENCE: Mapping[Urgency, timedelta] = {Urgency.URGENT: timedelta(minutes=1), Urgency.NORMAL: timedelta(minutes=5)}
"""How long a route may go on failing before the next one is taken beside it."""
SOON = timedelta(seconds=5)
SOUGHT_FOR = timedelta(minutes=1)
"""How long a message is looked for of which nobody knows whether it stands: longer than any call, and than a platform hides what it has."""
TO_PEOPLE, UNREACHABLE = "to_people", "unreachable"
"""The outcome of a row for a role, once there is a row for each person who holds it; and where there is nobody."""
HAS_NEXT_ROUTE = (*REACHES_SOMEBODY, RowKind.ADDED)
"""What goes another way where one is closed; so does word to IT, which may be about no report."""


class Router:
    """Resolves rows and takes next routes, always in the caller's transaction."""

    def __init__(self, office: Office, senders: Mapping[str, Sender]) -> None:
        self._office, self._senders = office, senders
        self._matters = MatterRouter(office, senders, COURSES)

    def resolve(self, connection: Connection, row: OutboxRow) -> Resolved | Settled | Permanent:
        """Return what becomes of a claimed row. A row for a role becomes a row for each person who holds it now."""
        if row.matter_id is not None:
            return self._matters.resolve(connection, row)
        if row.report_id is None:
            return self._resolve_without_report(connection, row)
        report = self._office.excluding_today(connection, self._office.filing.get(connection, row.report_id, to_change=True))
        stale = self._is_no_longer_owed(connection, row, report)
        if stale is not None:
            return stale
        destination = Destination.read(row.destination)
        match destination.what:
            case "role":
                return self._to_people(connection, row, report, destination)
            case "assigned":
                return self._to_assigned(connection, row, report)
            case "it":
                return self._to_it(connection, row, destination, report.excluded)
            case "report":
                return self._open_again(connection, report)
            case "row":
                return self._to_edit(connection, row, report, int(destination.name))
            case "perhaps":
                return self._to_seek(connection, row, report, int(destination.name))
            case "reporter":
                return self._to_reporter(connection, row, report)
            case "channel":
                return self._to_channel(connection, row, report, destination)
            case "email":
                return self._to_mail(connection, row, report, destination)
            case _:
                return self._to_person(connection, row, report, destination)

    def take_next_route(self, connection: Connection, report: Report | None, row: OutboxRow, now: datetime) -> None:
        """Owe the route after the one of `row`: direct messages after the channel, e-mail after those, then the next in line and the reporter."""
        if row.matter_id is not None:
            self._matters.take_next_route(connection, row)
        destination = Destination.read(row.destination)
        if row.kind is RowKind.WARN_IT and destination.what == "person":
            outbox.owe(connection, row.report_id, row.school, [Owed(row.kind, row.step, str(self._next_address(destination, row.school)), now)])
        if report is None or row.kind not in HAS_NEXT_ROUTE:
            return
        report = self._office.excluding_today(connection, report)
        kind = RowKind.FALLBACK if row.kind is RowKind.CARD else row.kind  # a reminder stays one, and ends with the acknowledgement
        match destination.what:
            case "channel":
                people = {holder.id: None for role in self._channel_roles(report) for holder in self._holders(role, report)}
                self._owe(connection, report, [Owed(kind, row.step, f"person:{person}", now) for person in people])
                if not people:
                    self._unreachable(connection, report, row, now)
            case "person":
                self._owe(connection, report, [Owed(kind, row.step, str(self._next_address(destination, row.school)), now)])
            case _ if row.kind is RowKind.ADDED:
                self._owe(connection, report, [Owed(kind, row.step, f"role:{FIRST[report.kind]}", now)])
            case _ if row.kind in REACHES_SOMEBODY:
                self._unreachable(connection, report, row, now)

    def edit_if_outdated(self, connection: Connection, row: OutboxRow, shown: Matter, *, is_certain: bool) -> None:
        """Owe an edit of a message about a matter that may tell less than is so by now: something was done while it was in the air."""
        self._matters.edit_if_outdated(connection, row, shown, is_certain=is_certain)

    def is_kept_trying(self, row: OutboxRow) -> bool:
        """Say whether a closed route goes on being tried: a channel does, for ever."""
        return row.kind in REACHES_SOMEBODY and Destination.read(row.destination).what == "channel"

    def is_out_of_patience(self, row: OutboxRow, report: Report, until: datetime) -> bool:
        """Say whether a row that is not tried again before `until` has failed for so long that the next route is taken beside it."""
        return row.kind in HAS_NEXT_ROUTE and until - row.first_tried_at >= PATIENCE[report.urgency]

    def warn_it(self, connection: Connection, row: OutboxRow, trouble: cards.Trouble, now: datetime) -> None:
        """Owe word of a trouble to IT: once a report, and once a day where it is about none."""
        step = 0 if row.report_id else now.toordinal()
        outbox.owe(connection, row.report_id, row.school, [Owed(RowKind.WARN_IT, step, f"it:{trouble}", now)])

    def _is_no_longer_owed(self, connection: Connection, row: OutboxRow, report: Report) -> Settled | None:
        if row.kind in OWED_WHILE_OPEN and report.state is not State.OPEN:
            return Settled(RowState.CANCELLED, report.state)
        if row.kind in OWED_WHILE_ACKNOWLEDGED and report.state is not State.ACKNOWLEDGED:
            return Settled(RowState.CANCELLED, report.state)
        if report.state in (State.ACKNOWLEDGED, State.CLOSED) and (row.kind is RowKind.FALLBACK or row.step == LAST_RESORT):
            return Settled(RowState.CANCELLED, report.state)
        if row.closed and report.state in (State.CLOSED, State.WITHDRAWN) and standing_of(connection, self._office.filing, report).arrivals:
            return Settled(RowState.CANCELLED, report.state)
        if row.kind in (RowKind.TELL_REPORTER, RowKind.RECEIPT) and self._has_newer_word(connection, row, report):
            return Settled(RowState.CANCELLED, "superseded")
        return None

    def _has_newer_word(self, connection: Connection, row: OutboxRow, report: Report) -> bool:
        return any(
            other.kind == RowKind.TELL_REPORTER and other.id > row.id and other.state == RowState.TODO
            for other in outbox.rows_of(connection, report.id)
        )

    def _to_people(self, connection: Connection, row: OutboxRow, report: Report, destination: Destination) -> Settled:
        now = self._office.clock.now()
        holders = self._holders(Role(destination.name), report)
        people = [Destination("person", holder.id, topic=destination.topic) for holder in holders]
        self._owe(connection, report, [Owed(row.kind, row.step, str(one), now) for one in people])
        if row.kind in OWED_WHILE_OPEN:
            self._go_on(connection, row, report, now)
        if holders:
            return Settled(RowState.SENT, TO_PEOPLE)
        self._unreachable(connection, report, row, now)
        return Settled(RowState.CANCELLED, UNREACHABLE)

    def _go_on(self, connection: Connection, row: OutboxRow, report: Report, now: datetime) -> None:
        """Owe the repetition of the last step in the transaction that settles it, so that a chase never ends by itself."""
        ahead = [
            other
            for other in outbox.rows_of(connection, report.id)
            if other.kind in OWED_WHILE_OPEN
            and other.id != row.id
            and other.state in (RowState.TODO, RowState.SENDING)
            and _is_role(other.destination)
        ]
        if not ahead:
            chain, number = self._chain(report), next_chase_step(connection, report)
            self._owe(connection, report, [repeat_last(chain, FIRST[report.kind], number, now, self._office.calendar(report.school))])
        update_cards(connection, report, now, SHOW_NEXT_STEP)

    def _to_assigned(self, connection: Connection, row: OutboxRow, report: Report) -> Settled:
        """Remind whoever has it of the outcome, and owe the next day's reminder."""
        now, person = self._office.clock.now(), report.assigned_to or report.acknowledged_by
        self._owe(connection, report, [Owed(row.kind, row.step, f"person:{person}", now)])
        self._owe(connection, report, [remind_of_outcome(now, self._office.calendar(report.school), row.step + 1)])
        return Settled(RowState.SENT, TO_PEOPLE)

    def _open_again(self, connection: Connection, report: Report) -> Settled:
        now = self._office.clock.now()
        open_again(self._office, connection, report, now, "no_outcome")
        again = outbox.next_step(connection, report.id, RowKind.CARD)
        self._owe(connection, report, [Owed(RowKind.CARD, again, f"role:{FIRST[report.kind]}", now)])
        self._office.log(connection, AuditEvent.REOPENED, report_id=report.id, detail="no_outcome")
        return Settled(RowState.SENT, "reopened")

    def _to_it(self, connection: Connection, row: OutboxRow, destination: Destination, excluded: frozenset[str]) -> Settled:
        people = [person for person in self._office.people.all(row.school) if Role.IT in self._office.people.roles(person.id, row.school)]
        told = [Destination("person", person.id, topic=destination.name) for person in people if person.id not in excluded]
        now = self._office.clock.now()
        outbox.owe(connection, row.report_id, row.school, [Owed(row.kind, row.step, str(one), now) for one in told])
        return Settled(RowState.SENT, TO_PEOPLE) if told else Settled(RowState.CANCELLED, UNREACHABLE)

    def _to_edit(self, connection: Connection, row: OutboxRow, report: Report, of_row: int) -> Resolved | Settled:
        edited = next((other for other in outbox.rows_of(connection, report.id) if other.id == of_row), None)
        if edited is None or edited.message_ref is None:
            return Settled(RowState.CANCELLED, "nothing_to_edit")
        place, message_ref = Place.of_reference(edited.message_ref)
        if place.platform not in self._senders or place.platform == "email":
            return Settled(RowState.CANCELLED, "cannot_be_edited")
        teller = Teller(self._office, connection, report)
        return Resolved(place, teller.sealed_card(), cards.lock_screen(report), edits=message_ref, shows=teller.standing)

    def _to_seek(self, connection: Connection, row: OutboxRow, report: Report, of_row: int) -> Resolved | Settled:
        sought = next((other for other in outbox.rows_of(connection, report.id) if other.id == of_row), None)
        if sought is None or not outbox.may_stand(sought):
            return Settled(RowState.CANCELLED, "known")
        if self._office.clock.now() - row.first_tried_at > SOUGHT_FOR:
            return Settled(RowState.CANCELLED, "not_found")
        destination = Destination.read(sought.destination)
        place = self._place_of(destination, row.school) if destination.what == "person" else None
        if place is None or not self._senders[place.platform].can_find:
            return Settled(RowState.CANCELLED, "cannot_be_found")
        seeks = Sought(sought.id, sought.message_key, from_millis(sought.first_tried_at))
        return Resolved(place, Card(), "", shows=standing_of(connection, self._office.filing, report), seeks=seeks)

    def _to_reporter(self, connection: Connection, row: OutboxRow, report: Report) -> Resolved | Settled:
        places = person_places(self._office.people, report.reporter_id, report.school, self._senders)
        if not places:
            return Settled(RowState.CANCELLED, Reason.NO_ADDRESS)
        came_from = self._office.filing.reported_from(connection, report.id)
        place = next((one for one in places if one.platform == came_from), places[0])  # where they are, and will look
        return Resolved(place, Teller(self._office, connection, report).word_to_reporter(), wording.LOCK_SCREEN_REPORTER)

    def _to_channel(self, connection: Connection, row: OutboxRow, report: Report, destination: Destination) -> Resolved | Permanent:
        place = channel_place(self._office, report.school, destination.name, self._senders)
        if place is None:
            return Permanent(Reason.NO_SUCH_PLACE)
        if any(role in self._roles_of_excluded(report) for role in CHANNEL_ROLES[destination.name]):
            return Permanent(Reason.UNSAFE)
        return self._message(connection, row, report, place)

    def _to_person(self, connection: Connection, row: OutboxRow, report: Report, destination: Destination) -> Resolved | Settled | Permanent:
        if destination.name in report.excluded:
            return Settled(RowState.CANCELLED, "excluded")
        place = self._place_of(destination, row.school)
        if place is None:
            return Permanent(Reason.NO_ADDRESS)
        return self._warning(destination, place, report.reference) if row.kind is RowKind.WARN_IT else self._message(connection, row, report, place)

    def _to_mail(self, connection: Connection, row: OutboxRow, report: Report, destination: Destination) -> Resolved | Settled | Permanent:
        if destination.name in report.excluded:
            return Settled(RowState.CANCELLED, "excluded")
        place = self._mail_of(destination, row.school)
        if place is None:
            return Permanent(Reason.NO_ADDRESS)
        if row.kind is RowKind.WARN_IT:
            return self._warning(destination, place, report.reference)
        teller, school = Teller(self._office, connection, report), self._office.school(report.school)
        subject, text = cards.fallback_mail(report, reporter_name=teller.reporter_name(), school_name=school.name, timezone=school.timezone)
        return Resolved(place, Card.of_text(text), subject)

    def _message(self, connection: Connection, row: OutboxRow, report: Report, place: Place) -> Resolved:
        passed_on_by = Destination.read(row.destination).topic
        teller = Teller(self._office, connection, report)
        card = teller.card(row.kind, passed_on_by=passed_on_by, again=row.step > 0)
        return Resolved(place, card, cards.lock_screen(report), shows=teller.standing)

    def _warning(self, destination: Destination, place: Place, reference: str = "") -> Resolved:
        return Resolved(place, cards.warning_for_it(cards.Trouble(destination.topic), reference=reference), wording.LOCK_SCREEN_IT)

    def _resolve_without_report(self, connection: Connection, row: OutboxRow) -> Resolved | Settled | Permanent:
        destination = Destination.read(row.destination)
        if destination.what == "it":
            return self._to_it(connection, row, destination, frozenset())
        if row.kind is RowKind.WARN_IT:
            place = self._mail_of(destination, row.school) if destination.what == "email" else self._place_of(destination, row.school)
            return Permanent(Reason.NO_ADDRESS) if place is None else self._warning(destination, place)
        place = channel_place(self._office, row.school, destination.name, self._senders)
        if place is None:
            return Permanent(Reason.NO_SUCH_PLACE)
        words = self._office.audit.head_words(connection)
        return Resolved(place, cards.self_test_card(log_words=words), wording.LOCK_SCREEN_TEST)

    def _unreachable(self, connection: Connection, report: Report, row: OutboxRow, now: datetime) -> None:
        """Where nothing has arrived and no other route is under way: hand it to the last in line, once, and tell the reporter the truth."""
        others = [other for other in outbox.rows_of(connection, report.id) if other.id != row.id and other.kind in REACHES_SOMEBODY]
        if any(other.message_ref or is_last_resort(other) or _is_under_way(other, now) for other in others) or row.step == LAST_RESORT:
            return
        self._owe(connection, report, [Owed(RowKind.HANDED_UP, LAST_RESORT, f"role:{self._chain(report)[-1].role}", now)])
        self.warn_it(connection, row, cards.Trouble.NOBODY_MAY_RECEIVE, now)
        tell_reporter(connection, report, now)

    def _next_address(self, failed: Destination, school: str) -> Destination:
        """Return the same person on the platform after the one that failed, and after the last one by e-mail."""
        names = [place.platform for place in person_places(self._office.people, failed.name, school, self._senders)]
        at = names.index(failed.platform) if failed.platform in names else 0
        return replace(failed, platform=names[at + 1]) if names[at + 1 :] else replace(failed, what="email", platform="")

    def _place_of(self, destination: Destination, school: str) -> Place | None:
        places = person_places(self._office.people, destination.name, school, self._senders)
        return next((one for one in places if destination.platform in ("", one.platform)), None)

    def _mail_of(self, destination: Destination, school: str) -> Place | None:
        address = self._office.people.addresses(destination.name, school).get("email")
        return Place("email", address) if address and "email" in self._senders else None

    def _channel_roles(self, report: Report) -> tuple[Role, ...]:
        return next((roles for roles in CHANNEL_ROLES.values() if FIRST[report.kind] in roles), (FIRST[report.kind],))

    def _holders(self, role: Role, report: Report) -> tuple[Person, ...]:
        return self._office.people.holders(role, report.school, excluded=report.excluded)

    def _roles_of_excluded(self, report: Report) -> frozenset[Role]:
        return frozenset(role for person in report.excluded for role in self._office.people.roles(person, report.school))

    def _chain(self, report: Report) -> Chain:
        return chain_for(report.kind, report.urgency, self._office.school(report.school).chains)

    def _owe(self, connection: Connection, report: Report, owed: list[Owed]) -> None:
        outbox.owe(connection, report.id, report.school, owed)


def _is_role(destination: str) -> bool:
    return destination.startswith("role:")


def _is_under_way(other: Row[Any], now: datetime) -> bool:
    """Say whether a route may still reach somebody soon: not a channel that is closed, nor a step of the plan that is still ahead."""
    waiting = other.state in (RowState.TODO, RowState.SENDING) and other.due_at <= to_millis(now + SOON)
    return waiting and not other.destination.startswith("channel:")
