"""Which workspaces may speak to us, whose staff they hold, and by which token each is reached. Any other workspace is refused."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.settings import SchoolSetting, Settings

LIMIT = 3
"""Seconds for a question to Slack that somebody waits for."""
REAL_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot as one workspace knows it."""

    team: str
    token: str = field(repr=False)
    bot_id: str
    bot_user: str


class Installations(Protocol):
    """Where the tokens of several workspaces are kept."""

    def find(self, team: str) -> Installed | None:
        """Return the installation of a workspace; None where there is none."""


class Members(Protocol):
    """Where it is remembered in which workspace somebody is."""

    def teams_of(self, account: str) -> tuple[str, ...]:
        """Return the workspaces in which an account was seen."""


class SlackUnreachable(Exception):
    """Slack did not say who we are; it may later."""


class Workspaces:
    """The workspaces of one deployment: one whose token is in the environment, or all that have installed it and are in the settings."""

    def __init__(
        self,
        settings: Settings,
        *,
        token: str = "",
        installations: Installations | None = None,
        members: Members | None = None,
        api: str = REAL_API,
    ) -> None:
        self._settings, self._token, self._installations, self._members, self._api = settings, token, installations, members, api
        self._own: Installed | None = None
        self._lock = threading.Lock()

    def allows(self, team: str | None) -> bool:
        """Say whether a workspace may speak to us. Raises SlackUnreachable where that cannot be known yet."""
        if not team:
            return False
        if self._settings.slack.workspaces:
            return team in self._settings.slack.workspaces
        return bool(self._token) and self._identify().team == team

    def schools(self, team: str) -> tuple[str, ...]:
        """Return the keys of the schools whose staff are in a workspace."""
        if self._settings.slack.workspaces:
            return self._settings.slack.workspaces.get(team, ())
        return tuple(school.key for school in self._settings.schools)

    def known(self, team: str) -> Installed | None:
        """Return how we speak in a workspace where that is known without asking Slack or the store; None where they must be asked."""
        own = self._own
        return own if own is not None and own.team == team and self.allows(team) else None

    def installed(self, team: str) -> Installed | None:
        """Return how we speak in a workspace. Raises SlackUnreachable."""
        if not self.allows(team):
            return None
        if self._token:
            own = self._identify()
            return own if own.team == team else None
        return self._installations.find(team) if self._installations else None

    def token_for(self, place: str) -> str | None:
        """Return the token by which a channel, a person or a conversation is reached; None where nobody may."""
        if self._token:
            return self._token
        team = self.team_of(place)
        installed = self._installations.find(team) if self._installations and team else None
        return installed.token if installed else None

    def team_of(self, place: str) -> str | None:
        """Return the workspace of a channel or a person; None where it is unknown, or where it could be several.

        An id may be somebody else's in another workspace: who is listed in one and was seen in another is written to in neither.
        """
        schools = {school.key for school in self._settings.schools if _names(school, place)}
        teams = {team for team, served in self._settings.slack.workspaces.items() if schools & set(served)}
        seen = set(self._members.teams_of(place)) if self._members is not None else set()
        teams = teams & seen if len(teams) > 1 else teams | seen  # several where the staff of a school are in two workspaces
        return teams.pop() if len(teams) == 1 else None

    def _identify(self) -> Installed:
        with self._lock:
            if self._own is None:
                try:
                    said = WebClient(self._token, base_url=self._api, timeout=LIMIT).auth_test()
                except (SlackApiError, OSError) as error:
                    raise SlackUnreachable(f"Slack did not confirm the bot's token ({type(error).__name__}); see signpost doctor") from None
                self._own = Installed(str(said["team_id"]), self._token, str(said.get("bot_id", "")), str(said["user_id"]))
            return self._own


def _names(school: SchoolSetting, place: str) -> bool:
    """Say whether a school's settings name a channel or an account."""
    return any(place == one.get("slack") for one in (*school.channels.values(), *(person.addresses for person in school.people)))
