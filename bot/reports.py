"""The words of reporting: what a report is, what it is about, where it stands. Frozen values; what is done with them is said elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a report is about; the kind decides who receives it."""

    PUPIL_CONTACT = "pupil_contact"
    SAFEGUARDING_CONCERN = "safeguarding_concern"
    ADULT_CONCERN = "adult_concern"
    ONLINE_INCIDENT = "online_incident"


class Urgency(StrEnum):
    """Whether it can wait for the school's hours."""

    URGENT = "urgent"
    NORMAL = "normal"


class State(StrEnum):
    """Where a report stands. Whether it was delivered or opened is told by its rows and openings."""

    OPEN = "open"
    """Stored, and nobody has acknowledged it."""
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    """An outcome is recorded."""
    WITHDRAWN = "withdrawn"
    """The reporter said that it was a mistake; it stays in the log."""


class Role(StrEnum):
    """Who can hold a duty at a school. A school may lack some (a proprietor and no head; no chair)."""

    DSL = "dsl"
    DEPUTY = "deputy"
    HEAD = "head"
    CHAIR = "chair"
    SLT = "slt"
    PROPRIETOR = "proprietor"
    IT = "it"
    OWNER = "owner"
    """The owner of the policy."""
    COMMUNICATIONS = "communications"
    """Speaks for the school: journalists, and what appears on its accounts."""
    ADMIN = "admin"
    """Creates the school's accounts, and keeps where their passwords are."""
    STAFF = "staff"


class Outcome(StrEnum):
    """What was decided on a report. Every one needs a reason, also the decision not to refer."""

    MONITOR = "monitor"
    EARLY_HELP = "early_help"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    LADO = "lado"
    ADVICE = "advice"
    PARENTS_INFORMED = "parents_informed"
    RECORDED = "recorded"
    NO_FURTHER_ACTION = "no_further_action"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a school, as the settings or a chat know them."""

    id: str
    """Stable: the settings' own id (`amara`), or a chat's (`slack:U123`) for staff whom the settings do not name."""
    name: str
    school: str
    """The key of the school."""
    full_member: bool = True
    """False for guests, other organisations' people and deactivated accounts: they may report, and read nothing."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that passed its checks, not yet stored."""

    key: str
    """Made when the form opened; the same key is the same report, however often it is sent."""
    kind: Kind
    urgency: Urgency
    school: str
    reporter: Person
    fields: Mapping[str, str]
    """Field name -> what was written, as typed."""
    about: tuple[str, ...] = ()
    """Ids of the people whom the report is about, from the people picker."""
    named: tuple[str, ...] = ()
    """Names typed into fields that say whom it is about; a name close to a recipient's excludes that recipient."""


@dataclass(frozen=True, slots=True)
class Report:
    """A stored report, without its content: what may stand on a sealed card."""

    id: str
    """Random; never shown."""
    reference: str
    """`R-0042`, per school."""
    school: str
    kind: Kind
    urgency: Urgency
    state: State
    reporter_id: str
    reported_at: datetime
    excluded: frozenset[str]
    """Ids of the people who may neither receive nor open it."""
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    assigned_to: str | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    """When it was closed or withdrawn."""
    closed_by: str | None = None
    recorded_at: datetime | None = None
    held: bool = False
    """Under a legal hold: never purged."""
    odd_reporter: bool = False
    """From a guest or an account that the settings do not know: stored all the same, and said so on the card."""
    purged: bool = False
    """What it said is gone for good."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a report says. Only ever sealed in the store, and only built for somebody who may read it."""

    fields: Mapping[str, str]
    reporter_name: str
    about: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class NoteKind(StrEnum):
    """What was added to a report, and by whom it can be seen."""

    INFORMATION = "information"
    """By the reporter."""
    NOTE = "note"
    """Among the recipients; never shown to the reporter."""
    MESSAGE = "message"
    """From a recipient to the reporter."""
    OUTCOME = "outcome"
    """The reason for an outcome."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something added to a report. Notes are never changed; a correction is another note."""

    kind: NoteKind
    at: datetime
    author_id: str
    text: str


class RowKind(StrEnum):
    """What an outbox row owes."""

    CARD = "card"
    """The sealed card to those who receive it."""
    RECEIPT = "receipt"
    REMIND = "remind"
    ESCALATE = "escalate"
    HANDED_UP = "handed_up"
    """Somebody who has it sends it to the next in line."""
    UPDATE_CARD = "update_card"
    TELL_REPORTER = "tell_reporter"
    FALLBACK = "fallback"
    """The next route, after one that failed for good."""
    ADDED = "added"
    """The reporter has added something."""
    OUTCOME_REMINDER = "outcome_reminder"
    REOPEN = "reopen"
    """Acknowledged for 24 hours without an outcome."""
    WARN_IT = "warn_it"
    SELF_TEST = "self_test"


class RowState(StrEnum):
    """Where an outbox row stands; rows are settled, never deleted."""

    TODO = "todo"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a form, said on that field."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not stored: the errors, and nothing half-kept. The adapter keeps what was typed."""

    errors: tuple[FieldError, ...] = field(default_factory=tuple)
