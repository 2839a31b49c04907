"""Who somebody in Teams is to the school. They are known by their id in the school's own directory, never by a name that is shown.

Reading fails closed: whoever cannot be told apart from a guest reads nothing. Submitting stays open to all of the tenant.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.memberships import Memberships
from bot.people import People
from bot.settings import Settings
from bot.visitors import Visitor

PLATFORM = "teams"
REMEMBERED_FOR = 300.0
"""Seconds for which what Teams says of an account is believed."""
MOST_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody as an activity names them, and where Teams can be asked about them."""

    account: str
    """Their object id in the directory."""
    tenant: str
    name: str
    service: str
    conversation: str


IsGuest = Callable[[Caller, float | None], bool | None]
"""Asks Teams whether somebody is a guest, within a limit of seconds; None where it does not say."""


class Visitors:
    """Tells who somebody is, asking Teams at most once in five minutes."""

    def __init__(self, settings: Settings, people: People, memberships: Memberships, is_guest: IsGuest) -> None:
        self._settings, self._people, self._memberships, self._is_guest = settings, people, memberships, is_guest
        self._known: dict[tuple[str, str], tuple[float, bool]] = {}
        self._lock = threading.Lock()

    def visitor(self, caller: Caller, *, limit: float | None = None) -> Visitor:
        """Return who somebody is; whoever Teams does not confirm within the limit is taken for a guest."""
        guest = self._ask(caller, limit)
        return replace(self.at_the_door(caller), full_member=guest is False, known=guest is not None)

    def at_the_door(self, caller: Caller) -> Visitor:
        """Return what can be told of somebody without asking Teams: where they may be, and nothing that would let them read."""
        listed = self._people.by_address(PLATFORM, caller.account)
        schools = tuple(one.school for one in listed) or tuple(school.key for school in self._settings.schools)
        chosen = self._memberships.school(PLATFORM, caller.tenant, caller.account) if len(schools) > 1 else None
        return Visitor(
            PLATFORM,
            caller.account,
            caller.tenant,
            caller.name,
            full_member=False,
            schools=schools,
            chosen=chosen if chosen in schools else None,
            listed=listed,
            known=False,
        )

    def choose_school(self, visitor: Visitor, school: str) -> bool:
        """Remember where somebody is; False where they cannot be there."""
        if school not in visitor.schools:
            return False
        self._memberships.choose(PLATFORM, visitor.tenant, visitor.account, school)
        return True

    def _ask(self, caller: Caller, limit: float | None) -> bool | None:
        now, key = time.monotonic(), (caller.tenant, caller.account)
        with self._lock:
            until, guest = self._known.get(key, (0.0, True))
        if now < until:
            return guest
        said = self._is_guest(caller, limit)
        if said is not None:
            with self._lock:
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                self._known[key] = (now + REMEMBERED_FOR, said)
        return said
