"""Who is who at a school: who holds a role now, who is away, and whom a report may be about. What each may do is decided in `authorising`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.authorising import ROLE_ORDER as ROLE_ORDER
from bot.names import Listed, find_named
from bot.reports import Person, Role
from bot.role_words import Duty, find_duties, speaks_of
from bot.settings import PersonSetting, Settings
from bot.store.engine import looking_within
from bot.store.moments import to_millis
from bot.store.tables import away

_ABSENT = select(away.c.person_id).where(away.c.school == bindparam("at"), away.c.until.is_(None) | (away.c.until > bindparam("now")))
"""A statement that every report needs again and again, built once."""


class UnknownPerson(LookupError):
    """Nobody at the school has this id; the message names the next step."""


class People:
    """The people of all schools, as the settings list them. Every method that names a school raises UnknownSchool where there is none."""

    def __init__(self, settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._settings, self._engine, self._clock = settings, engine, clock

    def person(self, person_id: str, school: str) -> Person | None:
        """Return the person with this id, or with this address (`slack:U01`); None where the settings do not list them."""
        listed = self._listed(person_id, school)
        return None if listed is None else _person(listed, school)

    def all(self, school: str) -> tuple[Person, ...]:
        """Return everybody whom the settings list at the school."""
        return tuple(_person(one, school) for one in self._settings.school(school).people)

    def roles(self, person_id: str, school: str) -> frozenset[Role]:
        """Return the roles that somebody holds at the school; none where the settings do not list them."""
        listed = self._listed(person_id, school)
        return frozenset() if listed is None else _roles(listed)

    def addresses(self, person_id: str, school: str) -> Mapping[str, str]:
        """Return where somebody is reached: platform -> their id there, `email` -> their e-mail address; nowhere where nobody lists them."""
        listed = self._listed(person_id, school)
        if listed is None:
            return {}
        return {**listed.addresses, "email": listed.email} if listed.email else dict(listed.addresses)

    def by_address(self, platform: str, address: str) -> tuple[Person, ...]:
        """Return whom an id on a chat belongs to: one Person for each school that lists them."""
        wanted = f"{platform}:{address}".casefold()
        return tuple(_person(one, school.key) for school in self._settings.schools for one in school.people if wanted in one.reached_at)

    def holders(self, role: Role, school: str, *, excluded: frozenset[str] = frozenset()) -> tuple[Person, ...]:
        """Return who holds the role now, or else who stands in; nobody where there is nobody at all.

        Those excluded are never among them. Those who are away are passed over, unless everybody is who could come in their place.
        """
        absent = self._away(school)
        able = [one for one in self._settings.school(school).people if not _is_excluded(one, excluded)]
        for people in ([one for one in able if one.id not in absent], able):
            for standing_in in (role, *ROLE_ORDER[role]):
                found = tuple(_person(one, school) for one in people if standing_in in one.roles)
                if found:
                    return found
        return ()

    def is_away(self, person_id: str, school: str) -> bool:
        """Say whether somebody has marked themselves away, and is not back yet."""
        listed = self._listed(person_id, school)
        return listed is not None and listed.id in self._away(school)

    def mark_away(self, person_id: str, school: str, until: datetime | None = None) -> None:
        """Mark somebody away, so that the next in line is first; until they are marked back, or that time. Raises UnknownPerson.

        Raises ValueError where `until` has no zone, or is over already: who thinks to be away must not still be waited for.
        """
        listed, now = self._known(person_id, school), self._clock()
        if until is not None and (until.tzinfo is None or until <= now):
            raise ValueError("an absence ends at a time still to come, with its zone; give a later one, or none")
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        times = {"since": to_millis(now), "until": None if until is None else to_millis(until)}
        row = insert(away).values(school=school, person_id=listed.id, **times)
        with self._engine.begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=[away.c.school, away.c.person_id], set_=times))

    def mark_back(self, person_id: str, school: str) -> None:
        """Mark somebody back; nothing happens where they were not away. Raises UnknownPerson."""
        listed = self._known(person_id, school)
        with self._engine.begin() as connection:
            connection.execute(delete(away).where(away.c.school == school, away.c.person_id == listed.id))

    def find_excluded(self, school: str, *, about: Iterable[str], named: Iterable[str]) -> frozenset[str]:
        """Return the ids of those who may neither receive nor open a report: whom it is about, and whom it may be about.

        `about` holds ids, also of chats (`slack:U01`); they stay in the answer, so that settings written later find them. `named` holds names and
        duties as typed ("Mr Okafor", "our DSL"); when in doubt somebody is excluded, which only moves the report to the next. Give it what it
        returned, as `about`, to have it say the same by the settings of today.
        """
        people, picked = self._settings.school(school).people, frozenset(one.strip() for one in about if one.strip())
        found = {one.id for one in people if _is_excluded(one, picked)}
        for typed in named:
            found |= find_named(typed, map(_listed_name, people)) | _holders_spoken_of(typed, people) | _reached_in(typed, people)
        return picked | found | _other_entries(found, people)

    def _listed(self, person_id: str, school: str) -> PersonSetting | None:
        people = self._settings.school(school).people
        return next((one for one in people if one.id == person_id or person_id.casefold() in one.reached_at), None)

    def _known(self, person_id: str, school: str) -> PersonSetting:
        listed = self._listed(person_id, school)
        if listed is None:
            raise UnknownPerson(f"nobody at {school} has the id '{person_id}'; list them under people in the settings")
        return listed

    def _away(self, school: str) -> frozenset[str]:
        with looking_within(self._engine) as connection:
            return frozenset(connection.execute(_ABSENT, {"at": school, "now": to_millis(self._clock())}).scalars())


def _person(listed: PersonSetting, school: str) -> Person:
    return Person(listed.id, listed.name, school)


def _roles(listed: PersonSetting) -> frozenset[Role]:
    return frozenset(role for role in Role if role in listed.roles)


def _is_excluded(listed: PersonSetting, excluded: frozenset[str]) -> bool:
    return listed.id in excluded or any(one.casefold() in listed.reached_at for one in excluded)


def _listed_name(listed: PersonSetting) -> Listed:
    return Listed(listed.id, listed.name, tuple(filter(None, (listed.id, listed.email.partition("@")[0]))))


def _holders_spoken_of(typed: str, people: Sequence[PersonSetting]) -> set[str]:
    """Return whose duty is typed: by the roles of Signpost, and by the settings' own words."""
    own = [(one, [word for word in one.roles if word not in set(Role) and speaks_of(typed, [word])]) for one in people]
    named = {duty for _, words in own for word in words for duty in find_duties(word)}
    found = {one.id for one, words in own if words}
    return found.union(*(_holders_of(duty, people, is_named=duty in named) for duty in find_duties(typed)))


def _holders_of(duty: Duty, people: Iterable[PersonSetting], *, is_named: bool) -> set[str]:
    """Return who may have a duty. Where the settings say in their own words who the deputy head is, nobody else in SLT has to be taken for them."""
    roles = duty.roles & {Role.DEPUTY} if is_named and duty.but_not else duty.roles
    held = {one.id for one in people if _roles(one) & roles and not _roles(one) & duty.but_not}
    if not held and duty.roles == {Role.HEAD}:
        return {one.id for one in people if Role.PROPRIETOR in one.roles}  # where there is no head, who leads is called so
    return held


def _reached_in(typed: str, people: Iterable[PersonSetting]) -> set[str]:
    """Return whose id, e-mail address or id on a chat is typed in place of a name: @amara, <@U01>."""
    text = typed.casefold()
    words = {word.lstrip("@") for word in re.split(r"[\s<>,;()|]+", text)}
    return {one.id for one in people if words & _ids(one) or (one.email and one.email.casefold() in text)}


def _ids(listed: PersonSetting) -> set[str]:
    return {*(address.casefold() for address in listed.addresses.values()), *listed.reached_at, listed.id.casefold()}


def _other_entries(found: set[str], people: Sequence[PersonSetting]) -> set[str]:
    """Return who shares an address or the whole name with somebody found: one human may be listed twice, and must not hear by the other entry."""
    chosen = [one for one in people if one.id in found]
    return {one.id for one in people if any(one.name.casefold() == other.name.casefold() or one.reached_at & other.reached_at for other in chosen)}
