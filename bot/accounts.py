"""The register of official accounts (alet 2, iwys 2, wren-spinney 2): which there are, who runs each, and which of them somebody means."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import wording
from bot.calendar import Calendar
from bot.forms import visible
from bot.matters.courses import Circumstances
from bot.matters.values import Matter, MatterKind

OPEN, LEAVING, CLOSED = "open", "leaving", "closed"
USED = (OPEN, LEAVING)
"""Where an account stands that the school has."""
YEAR, WEEK = timedelta(days=365), timedelta(days=7)
REMIND_AFTER = 3
"""School days until the administrator is reminded of a leaver, and again as many later."""
MORNING = time(9)
MOST_CHOICES = 9
"""Accounts in a choice, beside the one that says that it is another."""
OTHER = "other"
BY_POLICY, BY_FILE = "policy:", "file:"
"""How the keys of accounts begin that came with many others, taken from the policy or read from a file: who runs them is not told of each."""
CHECK, CHECK_DUE, LEAVER, NAMED = "check", "check_due", "leaver", "named"
"""Topics of messages."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the register."""

    matter_id: str
    reference: str
    network: str
    """As it is written: Facebook."""
    handle: str
    name: str
    url: str
    managers: str
    """Who runs it, in words, those named by id among them."""
    people: tuple[str, ...]
    """Ids of those named."""
    may_post: str
    open: bool
    approved_by: str
    approved_on: str
    """As it is written; `2026-11-16` where Signpost wrote it."""
    next_check: date | None
    state: str
    secondary: bool
    watch: str
    """Who watches it on which days, in words."""

    @property
    def label(self) -> str:
        """Which one it is, in short."""
        return wording.account_label(self.network, self.handle, self.name)


def account_of(here: Circumstances, matter: Matter) -> Account:
    """Return a matter of the register as an account."""
    fields = matter.fields
    names = [name for name in map(here.name, matter.people) if name.casefold() not in fields.get("managers", "").casefold()]
    return Account(
        matter_id=matter.id,
        reference=matter.reference,
        network=fields.get("network", ""),
        handle=fields.get("handle", ""),
        name=fields.get("name", ""),
        url=fields.get("url", ""),
        managers=", ".join(filter(None, (*names, fields.get("managers", "")))),
        people=matter.people,
        may_post=fields.get("may_post", ""),
        open=fields.get("open") != "closed",
        approved_by=fields.get("approved_by", ""),
        approved_on=fields.get("approved_on", ""),
        next_check=day_of(fields.get("next_check", "")),
        state=matter.state,
        secondary=fields.get("secondary") == "yes",
        watch=fields.get("watch", ""),
    )


def accounts_of(here: Circumstances, *, network: str = "", states: Collection[str] = USED) -> tuple[Account, ...]:
    """Return the school's accounts in the order in which they were put into the register; of one network, where it is given by its name."""
    found = (account_of(here, matter) for matter in here.list(MatterKind.ACCOUNT, states=states) if matter.fields)
    return tuple(one for one in found if not network or one.network.casefold() == network.strip().casefold())


def account_choices(here: Circumstances) -> tuple[tuple[str, str], ...]:
    """Return the school's accounts for a field that asks for one: reference and label. What does not fit among ten is `other`, as is another."""
    official = sorted(accounts_of(here), key=lambda one: one.secondary)[:MOST_CHOICES]
    return (*((one.reference, visible(f"{one.reference} {one.label}")[:75]) for one in official), (OTHER, wording.ACCOUNT_OTHER))


def accounts_naming(here: Circumstances, person_id: str) -> tuple[Account, ...]:
    """Return the accounts that name somebody, also those that name them only in words."""
    name = here.name(person_id).casefold()
    return tuple(one for one in accounts_of(here) if person_id in one.people or name in f"{one.managers}\n{one.may_post}".casefold())


def find_same(here: Circumstances, network: str, handle: str, name: str = "") -> Account | None:
    """Return the account that the register has already under this network and handle (or name, where there is no handle)."""
    wanted = same_account(network, handle, name)
    return next((one for one in accounts_of(here, states=()) if same_account(one.network, one.handle, one.name) == wanted), None)


def same_account(network: str, handle: str, name: str) -> tuple[str, str]:
    """Return what two entries share that are the same account."""
    return network.strip().casefold(), handle.strip().lstrip("@").casefold() or name.strip().casefold()


def day_of(text: str) -> date | None:
    """Return a day as Signpost writes it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def zone(here: Circumstances) -> ZoneInfo:
    """Return the school's own time."""
    return ZoneInfo(here.timezone)


def today(here: Circumstances) -> date:
    """Return the day that the school has."""
    return here.now.astimezone(zone(here)).date()


def after_school_days(calendar: Calendar, at: datetime, number: int) -> datetime:
    """Return the morning of the school day that is so many after the day of `at`."""
    return calendar.nth_school_day_at(at, number, MORNING)


def check_due(here: Circumstances, day: date) -> datetime:
    """Return the morning of a day, or of the next school day where it is none."""
    noon_before = datetime.combine(day - timedelta(days=1), time(12), zone(here))
    return here.calendar.next_school_day_at(noon_before, MORNING)
