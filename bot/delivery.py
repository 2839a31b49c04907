"""Carries what is owed: claim one due row, look before any doubtful resend, send, settle. Also what happens when a route is closed.

A card is never given up: what may work later is tried for ever, what never will takes the next route at once (channel, direct messages, e-mail, and
last the reporter is told the truth). What a message says is decided elsewhere, when it is sent.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot import outbox, wording
from bot.audit import AuditEvent
from bot.cards import Card
from bot.chasing import tell_reporter, update_cards
from bot.office import Office
from bot.outbox import OutboxRow
from bot.report_cards import Trouble
from bot.reports import Report, RowKind, RowState
from bot.resolved import Resolved, Settled, Sought
from bot.routing import Router
from bot.sending import Permanent, Reason, Sender, Transient, Unrenderable
from bot.standing import REACHES_SOMEBODY, Standing, standing_of

LOG = logging.getLogger("signpost")
LEASE = timedelta(seconds=4)
"""How long a claimed row is held. It is renewed while the call runs, so that the rows of a process that dies are taken up within seconds."""
RENEW_EVERY = LEASE / 4
"""At least twice in a lease, or a row is taken from a process that lives: whoever takes it over counts on that."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two tries, doubling from the first to the longest."""
CLOSED_PAUSE = timedelta(minutes=5)
"""How long until a channel that is closed for good is tried again, for ever: somebody may have invited the bot back."""
MARGIN = timedelta(minutes=2)
"""How much earlier than our own first try a look-up begins: the platform's clock is not ours."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is to be sent, and all that this takes."""

    row: OutboxRow
    resolved: Resolved


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands."""

    message_ref: str
    plain: bool = False
    """The platform refused the form of the card, and has taken a plain one."""
    found: bool = False
    """It was posted by an earlier call: what it says may be older than the row's claim."""


class Courier:
    """Carries one row at a time; any number of them may run side by side."""

    def __init__(self, office: Office, senders: Mapping[str, Sender], owner: str, *, lookup_wait: timedelta, lease: timedelta = LEASE) -> None:
        self._office, self._senders, self._owner = office, senders, owner
        self._router = Router(office, senders)
        self._wait, self._lease = lookup_wait, lease
        self._random = random.Random()  # noqa: S311 -- spreads tries, guards nothing

    def carry_one(self) -> bool:
        """Carry the earliest due row; say whether there was one. Never raises for what a platform does."""
        with self._office.writing() as connection:
            row = outbox.claim(connection, self._owner, self._office.clock.now(), self._lease)
        if row is None:
            return False
        with self._office.writing() as connection:  # apart: whoever acknowledges holds the report first and then its rows, and so must we
            claimed = self._prepare(connection, row)
        if claimed is not None:
            self._send(claimed)
        return True

    def renew_leases(self) -> None:
        """Hold on to what is being sent right now; to be called every `RENEW_EVERY`."""
        with self._office.writing() as connection:
            outbox.renew_leases(connection, self._owner, self._office.clock.now(), self._lease)

    def _prepare(self, connection: Connection, row: OutboxRow) -> Claimed | None:
        """Decide what becomes of a claimed row, as things are now; None where that is done already."""
        now, visible_at = self._office.clock.now(), (row.last_tried_at or row.first_tried_at) + self._wait
        if row.in_doubt and now < visible_at:
            outbox.put_back(connection, row, self._owner, visible_at)
            return None
        try:
            with connection.begin_nested():
                decided = self._router.resolve(connection, row)
        except Exception as error:  # noqa: BLE001 -- a row that cannot be read (a lost key, a school taken out) must never hold up the others
            LOG.error("delivery.unresolved row=%s %s", row.id, type(error).__name__)
            outbox.postpone(connection, row, self._owner, now + self._pause(row), in_doubt=row.in_doubt)
            return None
        match decided:
            case Resolved() as resolved:
                return Claimed(row, resolved)
            case Settled(state, outcome):
                outbox.settle(connection, row, self._owner, now, state=state, outcome=outcome)
                return None
            case Permanent() as fault:
                self._close_route(connection, row, fault.reason)
                return None

    def _send(self, claimed: Claimed) -> None:
        row, resolved = claimed.row, claimed.resolved
        try:
            posted = self._post(row, resolved)
        except Transient as fault:
            self._try_later(row, fault)
        except Permanent as fault:
            with self._office.writing() as connection:
                self._close_route(connection, row, fault.reason)
        else:
            if posted is not None:
                self._settle_sent(claimed, posted)

    def _post(self, row: OutboxRow, resolved: Resolved) -> Posted | None:
        """Put a message where it belongs, once: look first where an earlier call may have done it. Raises Transient and Permanent.

        None where the row is ours no longer: somebody acknowledged, or this process stood still for so long that another may have the row.
        """
        sender, place = self._senders[resolved.place.platform], resolved.place.address
        if resolved.edits is not None:
            self._edit(sender, place, resolved.edits, resolved.card)
            return Posted(resolved.edits)
        if resolved.seeks is not None:
            return self._seek(sender, place, resolved.seeks)
        if row.in_doubt and sender.can_find:
            found = sender.find(place, row.message_key, row.first_tried_at - MARGIN)
            if found is not None:
                return Posted(found, found=True)
        card = resolved.card if sender.can_find or not row.in_doubt else resolved.card.with_first(wording.POSSIBLE_COPY)
        if not self._still_holds(row):
            return None
        try:
            return Posted(sender.post(place, card, row.message_key, lock_screen=resolved.lock_screen))
        except Unrenderable:
            with _refused_for_good():
                return Posted(sender.post(place, card.without_layout(), row.message_key, lock_screen=resolved.lock_screen), plain=True)

    @staticmethod
    def _seek(sender: Sender, place: str, sought: Sought) -> Posted:
        found = sender.find(place, sought.message_key, sought.since - MARGIN)
        if found is None:
            raise Transient(in_doubt=False)  # perhaps not yet
        return Posted(found, found=True)

    def _still_holds(self, row: OutboxRow) -> bool:
        with self._office.looking() as connection:
            return outbox.is_held(connection, row, self._owner, self._office.clock.now())

    @staticmethod
    def _edit(sender: Sender, place: str, message_ref: str, card: Card) -> None:
        try:
            sender.edit(place, message_ref, card)
        except Unrenderable:
            with _refused_for_good():
                sender.edit(place, message_ref, card.without_layout())

    def _settle_sent(self, claimed: Claimed, posted: Posted) -> None:
        row, resolved, now = claimed.row, claimed.resolved, self._office.clock.now()
        with self._office.writing() as connection:
            report = self._office.filing.get(connection, row.report_id, to_change=True) if row.report_id else None
            standing = standing_of(connection, self._office.filing, report) if report else None
            reference = None if row.kind is RowKind.UPDATE_CARD else resolved.place.reference(posted.message_ref)
            held = outbox.settle(connection, row, self._owner, now, state=RowState.SENT, outcome="sent", message_ref=reference)
            if resolved.matter is not None and row.kind is not RowKind.UPDATE_CARD:
                self._router.edit_if_outdated(connection, row, resolved.matter, is_certain=held and not posted.found)
            if report is None or standing is None:
                return
            if resolved.seeks is not None:
                outbox.keep_reference(connection, resolved.seeks.row_id, resolved.place.reference(posted.message_ref))
            if posted.plain:
                self._router.warn_it(connection, row, Trouble.CARD_REFUSED, now)
            if _is_outdated(resolved, posted, standing) or not (held or row.kind is RowKind.UPDATE_CARD):
                update_cards(connection, report, now)  # it was in the air when somebody acknowledged: it is edited to say so
            if held and row.kind in REACHES_SOMEBODY:
                told = {one.destination for one in standing.arrivals}
                passed_on = row.kind in (RowKind.ESCALATE, RowKind.HANDED_UP) and row.destination not in told
                self._log_arrival(connection, row, report, news=passed_on or not told)

    def _log_arrival(self, connection: Connection, row: OutboxRow, report: Report, *, news: bool) -> None:
        if news:
            tell_reporter(connection, report, self._office.clock.now())
        self._office.log(connection, AuditEvent.DELIVERED, report_id=report.id, detail=f"{row.kind}/{row.destination}")

    def _try_later(self, row: OutboxRow, fault: Transient) -> None:
        now = self._office.clock.now()
        hidden = self._wait if fault.in_doubt else timedelta(0)  # what stands since the end of the call can be found only then
        until = now + max(self._pause(row), hidden, timedelta(seconds=fault.retry_after or 0.0))
        with self._office.writing() as connection:
            report = self._office.filing.get(connection, row.report_id, to_change=True) if row.report_id else None
            held = outbox.postpone(connection, row, self._owner, until, in_doubt=fault.in_doubt)
            if held and report is not None and self._router.is_out_of_patience(row, report, until):
                self._router.take_next_route(connection, report, row, now)

    def _pause(self, row: OutboxRow) -> timedelta:
        return timedelta(seconds=min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE) * self._random.uniform(0.8, 1.2))

    def _close_route(self, connection: Connection, row: OutboxRow, reason: Reason) -> None:
        """Take the next route in the same transaction; a channel goes on being tried."""
        now = self._office.clock.now()
        report = self._office.filing.get(connection, row.report_id, to_change=True) if row.report_id else None
        if self._router.is_kept_trying(row):
            held = outbox.postpone(connection, row, self._owner, now + CLOSED_PAUSE, in_doubt=False, closed=True)
        else:
            held = outbox.settle(connection, row, self._owner, now, state=RowState.CANCELLED, outcome=reason)
        if not held:
            return  # somebody acknowledged meanwhile: it is owed to nobody any more
        if row.kind in (*REACHES_SOMEBODY, RowKind.SELF_TEST):
            trouble = Trouble.UNSAFE_PLACE if reason is Reason.UNSAFE else Trouble.ROUTE_FAILED
            self._router.warn_it(connection, row, trouble, now)
        self._router.take_next_route(connection, report, row, now)
        if report is not None and not row.closed:
            self._office.log(connection, AuditEvent.ROUTE_FAILED, report_id=report.id, detail=f"{row.kind}/{row.destination}/{reason}")


def _is_outdated(resolved: Resolved, posted: Posted, standing: Standing) -> bool:
    """Say whether a message that stands now may tell less than is so by now."""
    if resolved.shows is None:
        return False
    return not standing.is_untouched() if posted.found else not standing.looks_like(resolved.shows)


@contextmanager
def _refused_for_good() -> Iterator[None]:
    """Take a place that refuses even the plainest card for a closed one."""
    try:
        yield
    except Unrenderable:
        raise Permanent(Reason.FORBIDDEN) from None
