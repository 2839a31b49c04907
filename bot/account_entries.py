"""One entry of the register: what is kept of it, how it changes, and what is owed then.

Where a password is kept, and the recovery e-mail, belong to it; a password itself is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot import wording
from bot.accounts import CHECK, LEAVER, LEAVING, NAMED, OPEN, REMIND_AFTER, USED, YEAR, after_school_days, check_due, day_of, today
from bot.destinations import Destination
from bot.matters.courses import Change, Circumstances, card_to, remind, to_person
from bot.matters.routing import next_step
from bot.matters.values import Matter, Said
from bot.outbox import Owed
from bot.reports import FieldError, Role, RowKind
from bot.said_times import read_moment

KEEPS_TIME = str(Destination("again", topic=CHECK))
"""The destination of what only keeps the time of the next check."""
_LINK = re.compile(r"https?://|[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def entry(here: Circumstances, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of an entry: every text without the space around it, days as Signpost writes them, and a next check."""
    fields = {name: text.strip() for name, text in typed.items() if text.strip()}
    for name in ("approved_on", "next_check"):
        read = read_day(here, fields.get(name, ""))
        if read:
            fields[name] = read.isoformat()
    if day_of(fields.get("next_check", "")) is None:
        fields["next_check"] = (today(here) + YEAR).isoformat()
    return fields


def change_entry(
    here: Circumstances,
    matter: Matter,
    written: Mapping[str, str],
    *,
    by: str,
    state: str = "",
    people: tuple[str, ...] | None = None,
    done: str = "",
    quiet: bool = False,
    tells_named: bool = True,
) -> Change:
    """Return the change of an entry by what was written: '' empties a field. What has to be done at some time is owed anew."""
    then = state or matter.state
    changed = wording.account_changed(by, shown_day(today(here).isoformat()))
    fields = entry(here, {**matter.fields, **written, "changed": changed})
    named = [one for one in people or () if one not in matter.people and tells_named]
    owed = _owed(here, matter, fields, then, named)
    return Change(done, then, owed, fields=fields, people=people, tells_raiser=False, ends_reminders=True, quiet=quiet)


def hand_over(here: Circumstances, matter: Matter, leavers: Sequence[str], to: Sequence[str], *, by: str, tells_named: bool) -> Change:
    """Return the change by which others stand wherever an entry names those who leave, by id or in words."""
    successors = ", ".join(map(here.name, to))
    names = re.compile("|".join(re.escape(here.name(one)) for one in leavers), re.IGNORECASE)
    written = {name: names.sub(lambda _: successors, matter.fields.get(name, "")) for name in ("managers", "may_post")}
    ran_it = bool(set(leavers) & set(matter.people)) or written["managers"] != matter.fields.get("managers", "")
    stay = [one for one in matter.people if one not in leavers]
    people = tuple(dict.fromkeys((*stay, *to))) if ran_it else matter.people
    return change_entry(here, matter, {**written, "leaver": ""}, by=by, state=OPEN, people=people, tells_named=tells_named)


def _owed(here: Circumstances, matter: Matter, fields: Mapping[str, str], state: str, named: Sequence[str]) -> tuple[Owed, ...]:
    step, card = (next_step(here.connection, matter.id, kind) for kind in (RowKind.REMIND, RowKind.CARD))
    told = [Owed(RowKind.CARD, card, to_person(one, NAMED), here.now) for one in named]
    if state not in USED:
        return ()
    if state == LEAVING:
        at = after_school_days(here.calendar, here.now, REMIND_AFTER)
        told += [card_to(Role.ADMIN, here.now, step=card, topic=LEAVER), remind(Role.ADMIN, at, LEAVER, step=step)]
    return (*told, owe_check(here, fields, step))


def owe_check(here: Circumstances, fields: Mapping[str, str], step: int) -> Owed:
    """Owe the next check of an account: a row that is for nobody, and keeps the time."""
    day = day_of(fields.get("next_check", "")) or today(here) + YEAR
    at = check_due(here, day)
    return Owed(RowKind.REMIND, step, KEEPS_TIME, at, here.calendar.civil(at))


def read_day(here: Circumstances, typed: str) -> date | None:
    """Return the day that was typed; None where none can be read."""
    moment = read_moment(typed, now=here.office.clock.wall(), timezone=here.timezone) if typed.strip() else None
    return day_of(typed.strip()) or (moment.day if moment else None)


def shown_day(text: str) -> str:
    """Return a day as people write it; what is no day of Signpost's stays as it is."""
    day = day_of(text)
    return f"{day.day} {day:%B %Y}" if day else text


def is_like_password(text: str) -> bool:
    """Say whether what should say where a password is kept rather looks like one."""
    words = text.split()
    if len(words) == 1 and not _LINK.match(text.strip()):
        return _mixed(words[0])
    return any(_mixed(word) and len(word) >= 8 and re.search(r"[a-z]", word) and re.search(r"[A-Z]", word) for word in words if not _LINK.match(word))


def _mixed(word: str) -> bool:
    return len(word) >= 6 and bool(re.search(r"[0-9]", word)) and bool(re.search(r"[^\w.,;:()/-]", word))


def faults_of_secrets(said: Said) -> tuple[FieldError, ...]:
    """Return what is wrong with where a password is said to be kept, and with the recovery e-mail."""
    recovery = said.get("recovery").strip()
    faults = [FieldError("password_place", wording.ACCOUNT_NOT_A_PLACE)] if is_like_password(said.get("password_place")) else []
    return (*faults, *([FieldError("recovery", wording.ACCOUNT_NO_E_MAIL)] if recovery and not _E_MAIL.fullmatch(recovery) else []))
