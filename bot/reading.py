"""Who has read and understood which version of the policy: what is known of each person, and how many they are. What is asked, `rounds` says.

A reading is bound to the version: one of an earlier version counts no longer, unless nothing material has changed since (`versions`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.matters.courses import Circumstances
from bot.matters.values import Event, Matter, MatterKind
from bot.said_times import read_moment
from bot.versions import is_current

PENDING, OPENED, UNTRAINED, ATTENTION = "pending", "opened", "untrained", "attention"
COMPLETED, OUTDATED, LEFT, UNREAD = "completed", "outdated", "left", "unread"
"""The states of one person's reading. `untrained` is read and understood, with the training still to be noted; `unread` is pending when the round
ended."""
NOT_READ = frozenset((PENDING, OPENED, UNTRAINED))
"""Where somebody still has to do something themselves."""
OPEN, UNDERSTOOD, TRAINED = "open", "understood", "trained"
"""The acts by which a reading is known."""


class Standing(StrEnum):
    """Where somebody stands, as the owner of the policy is told."""

    PENDING = "pending"
    OPENED = "opened"
    COMPLETED = "completed"
    ATTENTION = "attention"
    OUTDATED = "outdated"
    LEFT = "left"


_STANDINGS = {
    PENDING: Standing.PENDING,
    UNREAD: Standing.PENDING,
    OPENED: Standing.OPENED,
    UNTRAINED: Standing.OPENED,
    ATTENTION: Standing.ATTENTION,
    COMPLETED: Standing.COMPLETED,
    OUTDATED: Standing.OUTDATED,
    LEFT: Standing.LEFT,
}


class Training(StrEnum):
    """Whether a round asks for training too, and which counts."""

    NO = "no"
    EVER = "ever"
    """Whenever it was."""
    YEAR = "year"
    """In the last twelve months."""
    ROUND = "round"
    """Since the round began."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of somebody."""

    read: bool
    """They have read and understood the current version of the policy."""
    trained: bool
    """They have noted training that counts by the terms of the round; where there was none, or it asked for none, any training counts."""


def reader_of(here: Circumstances, person_id: str) -> Reader:
    """Return whether somebody has read the current version of the school's policy, and has had the training."""
    own = [one for one in here.list(MatterKind.READER) if _same(here, whose(one), person_id)]
    read = any(is_current(one.fields, here.policy) and one.done(UNDERSTOOD) for one in own)
    latest = latest_round(here)
    return Reader(read, any(counts_as_trained(here, one, latest) for one in own))


def counts_as_trained(here: Circumstances, reading: Matter, round_: Matter | None) -> bool:
    """Say whether any training noted in a reading counts by the terms of a round."""
    terms = Training(round_.fields.get("training", Training.NO)) if round_ else Training.NO
    today = day_of(here)
    first = {Training.YEAR: today - timedelta(days=365), Training.ROUND: day_of(here, round_) if round_ else today}.get(terms, date.min)
    return any(day is not None and day >= first for day in (trained_on(here, event) for event in reading.done(TRAINED)))


def trained_on(here: Circumstances, event: Event) -> date | None:
    """Return the day of a training that somebody noted, as they wrote it then."""
    moment = read_moment(event.said.get("day", ""), now=event.at, timezone=here.timezone)
    return moment.day if moment else None


def latest_round(here: Circumstances) -> Matter | None:
    """Return the round of reading that began last; None where there was none."""
    rounds = here.list(MatterKind.READING)
    return rounds[-1] if rounds else None


def readings_of(here: Circumstances, round_: Matter) -> tuple[Matter, ...]:
    """Return the readings of a round, one for each person, in the order in which they were asked."""
    found = here.office.filing.matters.list_keyed(here.connection, here.school, MatterKind.READER, keys_of(round_.id))
    return tuple(one for one in found if one.fields.get("round") == round_.id)


def keys_of(round_id: str) -> str:
    """Return how the keys begin of the readings that a round asks for."""
    return f"reader:{round_id}:"


def whose(reading: Matter) -> str:
    """Return the id of the person whose reading it is."""
    return reading.people[0] if reading.people else reading.raised_by


def name_of(here: Circumstances, reading: Matter) -> str:
    """Return the name of the person whose reading it is."""
    listed = here.office.people.person(whose(reading), here.school)
    return listed.name if listed else reading.fields.get("name") or reading.raised_by_name or whose(reading)


def standing_of(reading: Matter) -> Standing:
    """Return where somebody stands; where the round ended before they were done, where they stood then."""
    return Standing.OPENED if reading.state == UNREAD and reading.done(OPEN) else _STANDINGS.get(reading.state, Standing.PENDING)


def count(readings: Iterable[Matter]) -> Counter[Standing]:
    """Return how many stand where."""
    return Counter(map(standing_of, readings))


def people_of(here: Circumstances, readings: Sequence[Matter]) -> frozenset[str]:
    """Return the ids of those who have a reading, by the settings of today where they list them."""
    return frozenset(_listed_id(here, whose(one)) for one in readings)


def day_of(here: Circumstances, matter: Matter | None = None) -> date:
    """Return the day of today, or on which a matter was raised, by the clock of the school."""
    return (matter.raised_at if matter else here.now).astimezone(ZoneInfo(here.timezone)).date()


def _same(here: Circumstances, one: str, other: str) -> bool:
    return one == other or _listed_id(here, one) == _listed_id(here, other)


def _listed_id(here: Circumstances, person_id: str) -> str:
    listed = here.office.people.person(person_id, here.school)
    return listed.id if listed else person_id
