"""Who watches which account on which day: the rota, as it is written with the account, read and asked.

`Mon-Fri Tess Byrne; Sat-Sun Umar Khan; holidays Carys Pugh`: turns with a semicolon or a new line between them, each its days and then its people (a
comma between two), by name or by a role of the settings (`admin`). Days are `Mon` or `Monday`, `Mon-Fri`, `Mon, Wed`, `weekdays`, `weekends`,
`holidays`, `every day`. The days of the week mean the time of school; in the holidays, at their weekends and on bank holidays those watch who are
down for `holidays`, or for `every day`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot import wording
from bot.cards import Block, Card, Line, one_line
from bot.matters.courses import Circumstances, to_role
from bot.names import Listed, find_named
from bot.outbox import Owed, owe_for_matter
from bot.reports import Person, Role, RowKind

ROTA_GAP = "rota_gap"
"""The topic under which a gap is told, on the card of an account."""
ROTA_HINT = wording.WATCHING_HINT
"""How a rota is written, for under its question."""
AHEAD = 7
"""Days for which a gap is looked for."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\b"
_PIECE = (
    rf"(?:{_DAY}(?:\s*(?:-|–|—|to\b|until\b)\s*{_DAY})?|weekdays?\b|weekends?\b|every\s?day\b|daily\b|all\s(?:days|week)\b|(?:school\s)?holidays?\b)"
)
_TURN = re.compile(rf"\s*(?P<days>{_PIECE}(?:\s*(?:,|&|\+|/|and\b)\s*{_PIECE})*)\s*:?\s+(?P<names>\S.*?)\s*", re.IGNORECASE | re.DOTALL)
_ONE = re.compile(_PIECE, re.IGNORECASE)
_EACH_DAY = re.compile(_DAY, re.IGNORECASE)
_WEEK, _WORKING, _WEEKEND = frozenset(range(7)), frozenset(range(5)), frozenset((5, 6))


class Watched(Protocol):
    """What is asked of an account."""

    @property
    def matter_id(self) -> str:
        """Its matter."""

    @property
    def label(self) -> str:
        """Which one it is."""

    @property
    def watch(self) -> str:
        """Its rota."""

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of those who run it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """On which days which people watch."""

    days: frozenset[int]
    """Monday is 0."""
    holidays: bool
    names: tuple[str, ...]
    """As typed."""


class UnreadableRota(ValueError):
    """A rota cannot be read; the message is a sentence for whoever wrote it."""


def read_rota(written: str) -> tuple[Turn, ...]:
    """Return the turns of a rota. Raises UnreadableRota."""
    return tuple(_turn(one) for one in re.split(r"[;\n]", written) if one.strip())


def rota_fault(here: Circumstances, written: str) -> str:
    """Return what is wrong with a rota, in a sentence for whoever wrote it; '' where it can be read and everybody in it can be reached."""
    try:
        for turn in read_rota(written):
            for name in turn.names:
                _find(here, name)
    except UnreadableRota as fault:
        return str(fault)
    return ""


def on_rota(here: Circumstances, written: str, day: date) -> tuple[Person, ...]:
    """Return who is down for a day. Whoever is no longer in the settings is passed over, as is a rota that cannot be read."""
    holiday, found = here.calendar.is_holiday(day), dict[str, Person]()
    try:
        turns = read_rota(written)
    except UnreadableRota:
        return ()
    for name in (name for turn in turns if (turn.holidays if holiday else day.weekday() in turn.days) for name in turn.names):
        try:
            found |= {one.id: one for one in _find(here, name)}
        except UnreadableRota:
            continue
    return tuple(found.values())


def watchers_on(here: Circumstances, account: Watched, day: date) -> tuple[Person, ...]:
    """Return who watches an account on a day: who is down for it. Where no rota is written, who runs the account; nobody where there is a gap."""
    if account.watch.strip():
        return on_rota(here, account.watch, day)
    people = here.office.people
    return tuple(people.person(one, here.school) or Person(one, here.name(one), here.school) for one in account.people)


def gaps(here: Circumstances, account: Watched, first: date, days: int = AHEAD) -> tuple[date, ...]:
    """Return the days, from the first on, for which nobody is down."""
    ahead = (first + timedelta(days=number) for number in range(days))
    return tuple(day for day in ahead if not on_rota(here, account.watch, day))


def wants_every_day(here: Circumstances) -> bool:
    """Say whether the school's policy wants its accounts watched in the holidays too."""
    return bool(here.quote("monitor-in-holidays"))


def watch_line(here: Circumstances, account: Watched) -> str:
    """Say who watches an account today."""
    names = ", ".join(one.name for one in watchers_on(here, account, here.calendar.day_of(here.now)))
    words = wording.WATCHING_TODAY if names else wording.WATCHING_NOBODY
    return words.format(account=one_line(account.label), names=names)


def watch_blocks(here: Circumstances, accounts: Sequence[Watched]) -> tuple[Block, ...]:
    """Say who watches which account today."""
    if not accounts:
        return (Line(wording.WATCHING_NO_ACCOUNTS),)
    return (Line(wording.WATCHING_TITLE, strong=True), *(Line(watch_line(here, one)) for one in accounts))


def watch_card(here: Circumstances, accounts: Sequence[Watched]) -> Card:
    """Return the answer to "who is watching today?"."""
    return Card(watch_blocks(here, accounts))


def gap_notice(here: Circumstances, accounts: Sequence[Watched]) -> str:
    """Say on which days of the coming week nobody is down to watch which account; '' where there is no gap, or the policy does not mind."""
    if not wants_every_day(here):
        return ""
    today = here.calendar.day_of(here.now)
    found = [(one, gaps(here, one, today)) for one in accounts]
    shown = [
        wording.WATCHING_GAP.format(account=one_line(one.label), days=", ".join(f"{day:%a} {day.day} {day:%b}" for day in days))
        for one, days in found
        if days
    ]
    return f"{wording.WATCHING_GAPS.format(gaps='; '.join(shown))} {wording.WATCHING_GAP_DO}" if shown else ""


def owe_gap_notice(here: Circumstances, accounts: Sequence[Watched]) -> bool:
    """Owe word of the gaps of the coming week to ADMIN and SLT, once a week however often it is called, in open hours; say whether there are any.

    It goes out with the card of the first account that has one; its course says `gap_notice` under the topic ROTA_GAP.
    """
    today = here.calendar.day_of(here.now)
    first = next((one for one in accounts if gaps(here, one, today)), None) if wants_every_day(here) else None
    if first is None:
        return False
    year, week, _ = today.isocalendar()
    at = here.calendar.next_opening(here.now)
    owed = [Owed(RowKind.CARD, year * 100 + week, to_role(role, ROTA_GAP), at) for role in (Role.ADMIN, Role.SLT)]
    owe_for_matter(here.connection, first.matter_id, here.school, owed)
    return True


def _turn(written: str) -> Turn:
    found = _TURN.fullmatch(written)
    if found is None:
        raise UnreadableRota(wording.WATCHING_UNREADABLE.format(turn=one_line(written)[:80]))
    days, holidays = frozenset[int](), False
    for piece in _ONE.findall(found["days"]):
        more, with_holidays = _piece(piece)
        days, holidays = days | more, holidays or with_holidays
    names = tuple(one.strip() for one in re.split(r",|&|/|\+|\band\b", found["names"]) if one.strip())
    if not names:
        raise UnreadableRota(wording.WATCHING_UNREADABLE.format(turn=one_line(written)[:80]))
    return Turn(days, holidays, names)


def _piece(piece: str) -> tuple[frozenset[int], bool]:
    """Return the days of the week that a word stands for, and whether it stands for the holidays."""
    word = piece.casefold()
    if "holiday" in word:
        return frozenset(), True
    if word.startswith(("every", "daily", "all")):
        return _WEEK, True
    if word.startswith("week"):
        return (_WORKING if word.startswith("weekd") else _WEEKEND), False
    ends = [_DAYS.index(one[:3]) for one in _EACH_DAY.findall(word)]
    begins, last = ends[0], ends[-1]
    return frozenset((begins + number) % 7 for number in range((last - begins) % 7 + 1)), False


def _find(here: Circumstances, name: str) -> tuple[Person, ...]:
    """Return whom the settings list under a name (whole, one of its words, or nearly), or who has a role. Raises UnreadableRota."""
    everybody, wanted = here.office.people.all(here.school), " ".join(name.casefold().split()).removeprefix("the ")
    if wanted in set(Role):
        return here.holders(Role(wanted))
    own = {one.id for one in here.setting.people if wanted in (word.casefold() for word in one.roles)}
    if own:
        return tuple(one for one in everybody if one.id in own)
    whole = [one for one in everybody if wanted == one.name.casefold()][:1]
    found = whole or [one for one in everybody if wanted in one.name.casefold().split()] or [one for one in everybody if wanted == one.id.casefold()]
    if not found:
        near = find_named(name, [Listed(one.id, one.name) for one in everybody])
        found = [one for one in everybody if one.id in near]
    if not found:
        raise UnreadableRota(wording.WATCHING_UNKNOWN.format(name=one_line(name)[:80]))
    if len(found) > 1:
        raise UnreadableRota(wording.WATCHING_SEVERAL.format(name=one_line(name)[:80], names=" or ".join(one.name for one in found)))
    return (found[0],)
