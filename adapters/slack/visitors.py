"""Who somebody in Slack is to the school: the person of the settings, or a member of staff whom they do not name; a guest; nobody.

Reading fails closed: whoever cannot be told apart from a guest reads nothing. Submitting stays open to all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from adapters.slack.workspaces import LIMIT, REAL_API, Workspaces
from bot.memberships import Memberships
from bot.people import People
from bot.reports import Person

PLATFORM = "slack"
REMEMBERED_FOR = 300.0
"""Seconds for which what Slack says of an account is believed: whoever is deactivated can open nothing afterwards."""
MOST_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Account:
    """What Slack says of an account."""

    name: str
    full_member: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has pressed or written something."""

    account: str
    """Their id in Slack."""
    team: str
    name: str
    full_member: bool
    schools: tuple[str, ...]
    """Where they may belong; more than one until they have said where."""
    listed: tuple[Person, ...] = ()
    """Who they are in the settings, school by school."""

    @property
    def school(self) -> str | None:
        """The one school they belong to; None where there is none, or they have to say."""
        return self.schools[0] if len(self.schools) == 1 else None

    def at(self, school: str) -> Person:
        """Return who they are at a school."""
        found = next((one for one in self.listed if one.school == school), None)
        return Person(found.id if found else f"{PLATFORM}:{self.account}", found.name if found else self.name, school, self.full_member)


class Visitors:
    """Tells who somebody is, asking Slack at most once in five minutes."""

    def __init__(self, people: People, workspaces: Workspaces, memberships: Memberships, *, api: str = REAL_API) -> None:
        self._people, self._workspaces, self._memberships, self._api = people, workspaces, memberships, api
        self._known: dict[tuple[str, str], tuple[float, Account]] = {}
        self._lock = threading.Lock()

    def visitor(self, team: str, account: str, *, of_team: str | None = None) -> Visitor:
        """Return who an account is. `of_team` is the workspace that they belong to, where Slack says so: others' people are guests here."""
        said = self._account(team, account)
        listed = tuple(one for one in self._people.by_address(PLATFORM, account) if one.school in self._workspaces.schools(team))
        schools = tuple(one.school for one in listed) or self._workspaces.schools(team)
        chosen = self._memberships.school(PLATFORM, team, account) if len(schools) > 1 else None
        full = said.full_member and of_team in (None, team)
        return Visitor(account, team, said.name or account, full, (chosen,) if chosen in schools and chosen else schools, listed)

    def choose_school(self, team: str, account: str, school: str) -> bool:
        """Remember where somebody belongs; False where they cannot."""
        if school not in self._workspaces.schools(team):
            return False
        self._memberships.choose(PLATFORM, team, account, school)
        return True

    def name(self, team: str, account: str) -> str:
        """Return the name that an account shows; '' where Slack does not say."""
        return self._account(team, account).name

    def _account(self, team: str, account: str) -> Account:
        now, key = time.monotonic(), (team, account)
        with self._lock:
            until, known = self._known.get(key, (0.0, Account("", full_member=False)))
        if now < until:
            return known
        asked = self._ask(team, account)
        if asked is None:
            return Account(known.name, full_member=False)
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (now + REMEMBERED_FOR, asked)
        self._memberships.note(PLATFORM, team, account)
        return asked

    def _ask(self, team: str, account: str) -> Account | None:
        installed = self._workspaces.installed(team)
        if installed is None:
            return None
        try:
            said: Mapping[str, Any] = WebClient(installed.token, base_url=self._api, timeout=LIMIT).users_info(user=account)["user"]
        except (SlackApiError, OSError, KeyError):
            return None
        profile = said.get("profile") or {}
        name = profile.get("real_name") or said.get("real_name") or said.get("name") or ""
        odd = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_app_user", "is_invited_user")
        of_here = said.get("team_id") in (None, team) or team in (said.get("enterprise_user") or {}).get("teams", ())
        return Account(str(name), full_member=of_here and not any(said.get(one) for one in odd))
