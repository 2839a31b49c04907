"""Who hears of a report, and when: the plan, written out in full when a report is accepted. Pure; it stores and sends nothing.

The defaults are those of practice in the field (urgent without quiet hours, everything else in the hours in which a school can answer); a school
replaces any of them in its settings. Later settings never change a plan that runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from bot.calendar import Calendar
from bot.outbox import Owed
from bot.reports import Kind, Role, RowKind, Urgency

NINE = time(9)
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

REOPENS_AFTER = timedelta(hours=24)
"""An acknowledged report without an outcome is open again after this long, so that no acknowledgement is a full stop."""
CHANNELS: Mapping[Kind, str] = {Kind.PUPIL_CONTACT: "dsl", Kind.SAFEGUARDING_CONCERN: "dsl", Kind.ONLINE_INCIDENT: "slt"}
"""The channel in which the card of a kind stands, where the school has one. A concern about an adult stands in none: it is the head's alone."""
CHANNEL_ROLES: Mapping[str, tuple[Role, ...]] = {"dsl": (Role.DSL, Role.DEPUTY), "slt": (Role.SLT,)}
"""Whose channel it is. Where one of them is whom the report is about, nothing is posted there."""
FIRST: Mapping[Kind, Role] = {
    Kind.PUPIL_CONTACT: Role.DSL,
    Kind.SAFEGUARDING_CONCERN: Role.DSL,
    Kind.ADULT_CONCERN: Role.HEAD,
    Kind.ONLINE_INCIDENT: Role.SLT,
}
"""Who receives a report first."""


class Step(Protocol):
    """One step of a chain, as the settings hold it."""

    @property
    def role(self) -> Role:
        """Who hears."""

    @property
    def after(self) -> timedelta | None:
        """How long after acceptance; open time, unless `always`."""

    @property
    def next_working_day_at(self) -> time | None:
        """Or: when on the next working day."""

    @property
    def same_day(self) -> bool:
        """Whether it falls due at the close of the school's day at the latest."""

    @property
    def always(self) -> bool:
        """Whether nights and weekends count too."""

    @property
    def repeat(self) -> timedelta | None:
        """How long until it is repeated, for the last step."""


@dataclass(frozen=True, slots=True)
class DefaultStep:
    """A step of a default chain."""

    role: Role
    after: timedelta | None = None
    _: KW_ONLY
    next_working_day_at: time | None = None
    same_day: bool = False
    always: bool = False
    repeat: timedelta | None = None


Chain = Sequence[Step]

URGENT_CHAIN: Chain = (
    DefaultStep(Role.DSL, 5 * _MINUTE, always=True),
    DefaultStep(Role.DEPUTY, 10 * _MINUTE, always=True),
    DefaultStep(Role.HEAD, 20 * _MINUTE, always=True, repeat=10 * _MINUTE),
)
URGENT_ADULT_CHAIN: Chain = (
    DefaultStep(Role.HEAD, 5 * _MINUTE, always=True),
    DefaultStep(Role.CHAIR, 10 * _MINUTE, always=True, repeat=10 * _MINUTE),
)
CHAINS: Mapping[Kind, Chain] = {
    Kind.SAFEGUARDING_CONCERN: (
        DefaultStep(Role.DSL, 15 * _MINUTE),
        DefaultStep(Role.DEPUTY, 30 * _MINUTE),
        DefaultStep(Role.HEAD, 60 * _MINUTE, repeat=60 * _MINUTE),
    ),
    Kind.PUPIL_CONTACT: (
        DefaultStep(Role.DSL, 2 * _HOUR),
        DefaultStep(Role.DEPUTY, 4 * _HOUR, same_day=True),
        DefaultStep(Role.HEAD, next_working_day_at=NINE, repeat=2 * _HOUR),
    ),
    Kind.ADULT_CONCERN: (
        DefaultStep(Role.HEAD, 30 * _MINUTE),
        DefaultStep(Role.CHAIR, 2 * _HOUR, repeat=2 * _HOUR),
    ),
    Kind.ONLINE_INCIDENT: (
        DefaultStep(Role.SLT, 2 * _HOUR),
        DefaultStep(Role.HEAD, 4 * _HOUR, repeat=4 * _HOUR),
    ),
}
"""What happens until somebody acknowledges. A step for the role that has the report already is a reminder, one for another is an escalation."""
REPEAT_AFTER = 2 * _HOUR
"""How long until the last step of a school's own chain is repeated, where the school does not say."""


def chain_for(kind: Kind, urgency: Urgency, own: Mapping[str, Chain]) -> Chain:
    """Return the chain of a report: the school's own where it has one, else the default."""
    if urgency is Urgency.URGENT:
        default = URGENT_ADULT_CHAIN if kind is Kind.ADULT_CONCERN else URGENT_CHAIN
        return own.get("urgent", default) if kind is not Kind.ADULT_CONCERN else default
    return own.get(kind, CHAINS[kind])


def plan_chain(chain: Chain, first: Role, at: datetime, calendar: Calendar, *, from_step: int = 0) -> tuple[Owed, ...]:
    """Return every step of a chain with its time and role, counted from `at`; none falls due after a later one.

    The reminders and escalations end with an acknowledgement.
    """
    owed: list[Owed] = []
    for number, step in reversed(tuple(enumerate(chain, start=from_step))):
        due = due_time(step, at, calendar)
        due = min(due, owed[-1].due_at) if owed else due  # late in the day "in two hours" is tomorrow, and the deputy hears today
        owed.append(Owed(_kind(step, first), number, f"role:{step.role}", due, calendar.civil(due) if step.next_working_day_at else None))
    return tuple(reversed(owed))


def due_time(step: Step, at: datetime, calendar: Calendar) -> datetime:
    """Return when a step falls due that is counted from `at`."""
    if step.next_working_day_at is not None:
        return calendar.next_working_day_at(at, step.next_working_day_at)
    after = step.after or timedelta(0)
    if step.always:
        return at + after
    due = calendar.add_open_time(at, after)
    return min(due, calendar.closing(at)) if step.same_day else due


def repeat_last(chain: Chain, first: Role, number: int, at: datetime, calendar: Calendar) -> Owed:
    """Return the repetition of the last step, due after it was carried out at `at`: somebody hears until somebody acknowledges."""
    last = chain[-1]
    after = last.repeat or REPEAT_AFTER
    due = at + after if last.always else calendar.add_open_time(at, after)
    return Owed(_kind(last, first), number, f"role:{last.role}", due)


def plan_outcome(acknowledged_at: datetime, urgency: Urgency, calendar: Calendar, *, from_step: int, reopen_step: int) -> tuple[Owed, ...]:
    """Return what an acknowledged report owes until an outcome is recorded: a daily reminder, and its re-opening."""
    reminder = remind_of_outcome(acknowledged_at, calendar, from_step)
    due = acknowledged_at + REOPENS_AFTER
    return reminder, Owed(RowKind.REOPEN, reopen_step, "report", due if urgency is Urgency.URGENT else calendar.next_opening(due))


def remind_of_outcome(at: datetime, calendar: Calendar, step: int) -> Owed:
    """Return the next reminder to record an outcome: 09:00 on the next school day. School holidays postpone it."""
    due = calendar.next_school_day_at(at, NINE)
    return Owed(RowKind.OUTCOME_REMINDER, step, "assigned", due, calendar.civil(due))


def card_destination(kind: Kind, channels: Mapping[str, object], excluded_roles: frozenset[Role]) -> str:
    """Return where the card goes first: the channel of its kind, or the first role itself where there is none, or where the channel is unsafe."""
    channel = CHANNELS.get(kind)
    if channel and channel in channels and not excluded_roles.intersection(CHANNEL_ROLES[channel]):
        return f"channel:{channel}"
    return f"role:{FIRST[kind]}"


def _kind(step: Step, first: Role) -> RowKind:
    return RowKind.REMIND if step.role is first else RowKind.ESCALATE
