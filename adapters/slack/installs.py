"""The workspaces that have installed Signpost, their tokens sealed in the project's own database, and the installations that are begun.

Needed only where one deployment speaks to several workspaces: a single one gives its token in the environment. Which workspaces may install it is
said in the settings; whatever else asks is refused, and nothing of it is kept. How a browser is led through it is in `installing`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import Engine, Row, delete, func, insert, select

from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Installed
from bot.clock import utc_now
from bot.sealing import Sealer, aad
from bot.store.engine import reading
from bot.store.moments import from_millis, to_millis
from bot.store.tables import slack_installation, slack_oauth_state

BEGUN_FOR = timedelta(minutes=10)
"""How long somebody may take over installing it."""
MOST_BEGUN = 100
"""Installations that may be begun at once: the address is open to anybody, and must cost no more disk and no more writing than this."""

NOT_SERVED = "Nothing was kept. Whoever looks after Signpost can add the workspace to signpost.yaml, under slack: workspaces:, and start it again."
EXPIRES = (
    "Slack gave a token that runs out, and Signpost would fall silent with it. Nothing was kept. Turn token rotation off in the app's settings in "
    "Slack (signpost slack manifest has it off), and begin again."
)

Clock = Callable[[], datetime]


class InstallationRefused(BoltError):
    """A workspace may not install Signpost, or not in this way; the message says why, for whoever tries."""


class TooManyBegun(Exception):
    """More installations are begun than anybody can mean."""


class Installations(AsyncInstallationStore):
    """The workspaces that have installed it. Only those that are allowed are ever stored, or found."""

    def __init__(self, engine: Engine, sealer: Sealer, allowed: Collection[str], *, clock: Clock = utc_now) -> None:
        """`allowed`: the ids of the workspaces that the settings name."""
        self._engine, self._sealer, self._allowed, self._clock = engine, sealer, frozenset(allowed), clock

    def find(self, team: str) -> Installed | None:
        """Return how the bot speaks in a workspace; None where it has not installed it, or may not any more. Raises SealingError."""
        row = self._row(team)
        return None if row is None else Installed(team, **self._open(row))

    def teams(self) -> tuple[str, ...]:
        """Return the workspaces that have installed it and may speak to it."""
        with reading(self._engine).connect() as connection:
            stored = connection.execute(select(slack_installation.c.team_id).order_by(slack_installation.c.team_id)).scalars()
            return tuple(team for team in stored if team in self._allowed)

    def keep(self, installation: Installation) -> None:
        """Keep an installation in place of an earlier one of the same workspace. Raises InstallationRefused."""
        team, token = installation.team_id, installation.bot_token
        if installation.is_enterprise_install or not team or team not in self._allowed:
            raise InstallationRefused(f"Signpost does not serve this workspace ({team or 'an organisation'}). {NOT_SERVED}")
        if not token or installation.bot_token_expires_at or installation.bot_refresh_token:
            raise InstallationRefused(EXPIRES)
        held = json.dumps({"token": token, "bot_id": installation.bot_id or "", "bot_user": installation.bot_user_id or ""})
        row = {
            "team_id": team,
            "enterprise_id": installation.enterprise_id,
            "app_id": installation.app_id,
            "installed_at": to_millis(self._clock()),
            "sealed": self._sealer.close_under_ring(held, aad=_place(team, installation.enterprise_id)),
        }
        with self._engine.begin() as connection:
            connection.execute(delete(slack_installation).where(slack_installation.c.team_id == team))
            connection.execute(insert(slack_installation).values(**row))

    def remove(self, team: str, *, told_at: datetime | None = None) -> bool:
        """Forget a workspace; say whether it was known. One that has installed it again since `told_at` stays: Slack's word was late."""
        gone = delete(slack_installation).where(slack_installation.c.team_id == team)
        if told_at is not None:
            gone = gone.where(slack_installation.c.installed_at <= to_millis(told_at))
        with self._engine.begin() as connection:
            return connection.execute(gone).rowcount > 0

    @property
    def logger(self) -> logging.Logger:
        """Return where bolt writes, which shows no value there."""
        return logging.getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation. Raises InstallationRefused."""
        await asyncio.to_thread(self.keep, installation)

    async def async_find_bot(self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False) -> Bot | None:
        """Return the bot of a workspace, as bolt wants it."""
        row = None if is_enterprise_install or not team_id else await asyncio.to_thread(self._row, team_id)
        if row is None:
            return None
        held = self._open(row)
        return Bot(
            app_id=row.app_id,
            enterprise_id=row.enterprise_id,
            team_id=row.team_id,
            bot_token=held["token"],
            bot_id=held["bot_id"],
            bot_user_id=held["bot_user"],
            bot_scopes=sorted(SCOPES),
            installed_at=from_millis(row.installed_at).timestamp(),
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace whose token was revoked."""
        if team_id:
            await asyncio.to_thread(self.remove, team_id)

    async def async_delete_installation(self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None) -> None:
        """Do nothing: no token of a person is ever asked for or kept."""

    def _row(self, team: str) -> Row[Any] | None:
        if team not in self._allowed:
            return None
        with reading(self._engine).connect() as connection:
            return connection.execute(select(slack_installation).where(slack_installation.c.team_id == team)).first()

    def _open(self, row: Row[Any]) -> dict[str, str]:
        held: dict[str, str] = json.loads(self._sealer.open_under_ring(row.sealed, aad=_place(row.team_id, row.enterprise_id)))
        return held


def _place(team: str, enterprise: str | None) -> str:
    """Return the place to which an installation is bound; `bot.rotation` knows it too."""
    return aad(team, enterprise or "", "slack_installation")


class OAuthStates(AsyncOAuthStateStore):
    """The installations that somebody has begun. Each word that Slack brings back counts once, and for ten minutes."""

    def __init__(self, engine: Engine, *, clock: Clock = utc_now) -> None:
        self._engine, self._clock = engine, clock

    @property
    def logger(self) -> logging.Logger:
        """Return where bolt writes, which shows no value there."""
        return logging.getLogger(__name__)

    def issue(self) -> str:
        """Return a new word. Raises TooManyBegun, without writing anything."""
        now = self._clock()
        with reading(self._engine).connect() as connection:
            still = select(func.count()).select_from(slack_oauth_state).where(slack_oauth_state.c.expires_at > to_millis(now))
            if connection.execute(still).scalar_one() >= MOST_BEGUN:
                raise TooManyBegun
        state = secrets.token_urlsafe(32)
        with self._engine.begin() as connection:
            connection.execute(delete(slack_oauth_state).where(slack_oauth_state.c.expires_at <= to_millis(now)))
            connection.execute(insert(slack_oauth_state).values(digest=_digest(state), expires_at=to_millis(now + BEGUN_FOR)))
        return state

    def consume(self, state: str) -> bool:
        """Say whether the word was given out, lately, and never brought back before."""
        known = slack_oauth_state.c.digest == _digest(state), slack_oauth_state.c.expires_at > to_millis(self._clock())
        with reading(self._engine).connect() as connection:  # what anybody makes up is turned away without writing
            if connection.execute(select(slack_oauth_state.c.digest).where(*known)).first() is None:
                return False
        with self._engine.begin() as connection:
            return connection.execute(delete(slack_oauth_state).where(*known)).rowcount == 1

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Return a new word. Raises TooManyBegun."""
        return await asyncio.to_thread(self.issue)

    async def async_consume(self, state: str) -> bool:
        """Say whether the word counts."""
        return await asyncio.to_thread(self.consume, state)


def _digest(state: str) -> str:
    """Return what is kept of a word: who reads the database must not be able to bring it back."""
    return sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
