"""Who somebody in Slack is to the school: the person of the settings, or a member of staff whom they do not name; a guest; nobody.

Reading fails closed: whoever cannot be told apart from a guest reads nothing. Submitting stays open to all.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient
from sqlalchemy.exc import SQLAlchemyError

from adapters.discretion import where
from adapters.slack.workspaces import LIMIT, REAL_API, SlackUnreachable, Workspaces
from bot.memberships import Memberships
from bot.people import People
from bot.visitors import Visitor

LOG = logging.getLogger("signpost")
PLATFORM = "slack"
HURRY = 1
"""Seconds for Slack to say who somebody is, where a form is waiting to be stored: it is stored either way."""
_UNSEEN = ("user_not_found", "user_not_visible")
"""What Slack answers for somebody of whom this workspace can see nothing."""
REMEMBERED_FOR = 300.0
"""Seconds for which what Slack says of an account is believed: whoever is deactivated can open nothing afterwards."""
MOST_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Account:
    """What Slack says of an account."""

    name: str
    full_member: bool
    stranger: bool = False
    """Of another organisation, here by a shared channel."""


class Visitors:
    """Tells who somebody is, asking Slack at most once in five minutes."""

    def __init__(self, people: People, workspaces: Workspaces, memberships: Memberships, *, api: str = REAL_API) -> None:
        self._people, self._workspaces, self._memberships, self._api = people, workspaces, memberships, api
        self._known: dict[tuple[str, str], tuple[float, Account]] = {}
        self._lock = threading.Lock()

    def visitor(self, team: str, account: str, *, of_team: str | None = None, limit: int = LIMIT, handle: str = "") -> Visitor:
        """Return who an account is. `of_team` is the workspace that they belong to, where Slack says so: others' people are guests here.

        `handle` is how Slack calls them by the way, for where it does not say their name.
        """
        said = self._account(team, account, limit)
        foreign = of_team not in (None, team)
        found = self.at_the_door(team, account, handle=handle)
        if said is None:
            return found
        stranger = said.stranger or (foreign and not said.full_member)
        return replace(found, full_member=said.full_member and not foreign, known=True, stranger=stranger)

    def at_the_door(self, team: str, account: str, *, handle: str = "") -> Visitor:
        """Return what can be told of an account without asking Slack: where they may be, and nothing that would let them read."""
        listed = tuple(one for one in self._people.by_address(PLATFORM, account) if one.school in self._workspaces.schools(team))
        schools = tuple(one.school for one in listed) or self._workspaces.schools(team)
        chosen = self._memberships.school(PLATFORM, team, account) if len(schools) > 1 else None
        shown = self._remembered(team, account).name or handle or account
        chosen = chosen if chosen in schools else None
        return Visitor(PLATFORM, account, team, shown, full_member=False, schools=schools, chosen=chosen, listed=listed, known=False)

    def choose_school(self, visitor: Visitor, school: str) -> bool:
        """Remember where somebody belongs; False where they cannot."""
        if school not in visitor.schools:
            return False
        self._memberships.choose(PLATFORM, visitor.tenant, visitor.account, school)
        return True

    def remember(self, visitor: Visitor) -> None:
        """Note in which workspace somebody is, so that they can be written to there; where that cannot be kept, the log says so."""
        try:
            if visitor.tenant not in self._memberships.tenants(PLATFORM, visitor.account):
                self._memberships.note(PLATFORM, visitor.tenant, visitor.account)
        except SQLAlchemyError as error:
            LOG.error("slack.not_remembered %s", where(error))

    def name(self, team: str, account: str, *, limit: int = LIMIT) -> str:
        """Return the name that an account shows; '' where Slack does not say."""
        said = self._account(team, account, limit)
        return said.name if said else self._remembered(team, account).name

    def _remembered(self, team: str, account: str) -> Account:
        with self._lock:
            return self._known.get((team, account), (0.0, Account("", full_member=False)))[1]

    def _account(self, team: str, account: str, limit: int) -> Account | None:
        """Return what Slack says of an account; None where it does not say."""
        now, key = time.monotonic(), (team, account)
        with self._lock:
            until, known = self._known.get(key, (0.0, Account("", full_member=False)))
        if now < until:
            return known
        asked = self._ask(team, account, limit)
        if asked is not None:
            with self._lock:
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                self._known[key] = (now + REMEMBERED_FOR, asked)
        return asked

    def _ask(self, team: str, account: str, limit: int) -> Account | None:
        try:
            installed = self._workspaces.installed(team)
            if installed is None:
                return None
            said: Mapping[str, Any] = WebClient(installed.token, base_url=self._api, timeout=limit, retry_handlers=[]).users_info(user=account)[
                "user"
            ]
        except (SlackApiError, SlackUnreachable, OSError, HTTPException, KeyError) as error:
            if isinstance(error, SlackApiError) and error.response.get("error") in _UNSEEN:
                return Account("", full_member=False, stranger=True)
            LOG.warning("slack.who_is_it %s", where(error))
            return None
        profile = said.get("profile") or {}
        name = profile.get("real_name") or said.get("real_name") or said.get("name") or ""
        odd = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_app_user", "is_invited_user")
        of_here = said.get("team_id") in (None, team) or team in (said.get("enterprise_user") or {}).get("teams", ())
        stranger = bool(said.get("is_stranger")) or not of_here
        return Account(str(name), full_member=of_here and not any(said.get(one) for one in odd), stranger=stranger)
