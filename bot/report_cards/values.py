"""What the cards of reports are built from: names of staff, times, states; never ids, and never what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.reports import Report


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is planned where nobody acknowledges."""

    at: datetime
    to: str
    """In words; see `who`."""
    reminder: bool = False
    """To somebody who has it already."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody who receives the report opened it."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """Where a report stands, as far as a sealed card tells it: names of staff, never ids."""

    opened_by: tuple[str, ...] = ()
    acknowledged_by: str = ""
    assigned_to: str = ""
    closed_by: str = ""
    next_step: NextStep | None = None
    information_added_at: datetime | None = None
    """When the reporter last added something."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Committed, and nothing more is known."""

    to: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """A platform returned a message id. Who has opened it since is told too."""

    at: datetime
    where: str
    openings: tuple[Opening, ...] = ()
    next_step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody took it on."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """An outcome is recorded."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The reporter withdrew it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Stored, and no route is known to have reached anybody."""

    phone: str


@dataclass(frozen=True, slots=True)
class NobodyMayReceive:
    """Stored, and about everybody to whom it could go."""

    contact: str
    """Whom to ring outside the school, such as the LADO."""


Truth = Stored | Delivered | Acknowledged | Closed | Withdrawn | Unconfirmed | NobodyMayReceive
"""What the reporter is told. Each says what is so, and nothing that follows from it only if all goes well."""


class Notice(StrEnum):
    """What the reporter is told unasked."""

    DELIVERED = "delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    PASSED_ON = "passed_on"
    CLOSED = "closed"
    REOPENED = "reopened"
    MESSAGE = "message"
    UNCONFIRMED = "unconfirmed"


class WhyNot(StrEnum):
    """Why a press came to nothing. A report that does not exist is refused as one that this person may not open."""

    NOT_ALLOWED = "not_allowed"
    NO_REASON = "no_reason"
    CLOSED = "closed"
    NOT_CLOSED = "not_closed"
    PURGED = "purged"
    NOBODY_LEFT = "nobody_left"
    UNREADABLE = "unreadable"
    """Sealed with a key that is not there."""
    NOT_KEPT = "not_kept"
    """The store did not take it."""


class Deed(StrEnum):
    """What a press came to."""

    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    NOTED = "noted"
    CONTACTED = "contacted"
    ESCALATED = "escalated"
    CLOSED = "closed"
    REOPENED = "reopened"
    RECORDED = "recorded"
    INFORMATION_ADDED = "information_added"
    WITHDRAWN = "withdrawn"


class Trouble(StrEnum):
    """What IT is told."""

    ROUTE_FAILED = "route_failed"
    UNSAFE_PLACE = "unsafe_place"
    CARD_REFUSED = "card_refused"
    NOBODY_MAY_RECEIVE = "nobody_may_receive"
    NO_NEXT_STEP = "no_next_step"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A report in the list of those who receive it."""

    report: Report
    reporter_name: str
    position: Position
    overdue: bool = False
    """Reminded or escalated, and still not acknowledged."""


@dataclass(frozen=True, slots=True)
class MyReport:
    """A report in the list of the person who made it."""

    report: Report
    truth: Truth
    has_messages: bool = False
    """Somebody who receives it has written to them."""
