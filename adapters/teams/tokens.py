"""Who may speak in the name of Teams: the SDK's check of signed tokens, with our keys under it and no way round it.

The SDK checks nothing at all where it knows no app id, and fetches keys in ways of its own for other kinds of token than Teams': neither can
happen here.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

import jwt

from adapters.teams.keys import Key, Keys
from adapters.teams.outgoing import Connector, OutgoingToken, Session
from adapters.teams.sdk import (
    Activity,
    AuthenticateRequestResult,
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    ClaimsIdentity,
    ConnectorFactory,
    JwtTokenExtractor,
    ServiceClientCredentialsFactory,
)

ISSUER = "https://api.botframework.com"
_KEYS: ContextVar[Keys] = ContextVar("teams_keys")
_CHANNELS = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
_EMULATORS = AuthenticationConstants.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL


class Credentials(ServiceClientCredentialsFactory):  # type: ignore[misc]  # the SDK has no types
    """Says to the SDK who we are, and that it has to check. It is never asked for a token: see `outgoing`."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id

    async def is_valid_app_id(self, app_id: str) -> bool:
        """Say whether a token is for us."""
        return bool(app_id) and app_id == self._app_id

    async def is_authentication_disabled(self) -> bool:
        """Say no, whatever the app id."""
        return False

    async def create_credentials(self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool) -> Any:
        """Raise NotImplementedError: the SDK would get a token each turn, and stop everything else while it waits."""
        raise NotImplementedError("the bot's own token comes from adapters.teams.outgoing")


class Connectors(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """Gives one connector for each service, and keeps it."""

    def __init__(self, token: OutgoingToken, session: Session) -> None:
        self._token, self._session = token, session
        self._kept: dict[str, Connector] = {}

    async def create(self, service_url: str, audience: str = "") -> Connector:
        """Return what speaks to a service."""
        if len(self._kept) > 100:
            self._kept.clear()
        if service_url not in self._kept:
            self._kept[service_url] = Connector(service_url, self._token, self._session)
        return self._kept[service_url]


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """The SDK's check of tokens over our keys; what it would do besides goes our way, or not at all."""

    def __init__(self, app_id: str, keys: Keys, connectors: Connectors, session: Session) -> None:
        self.app_id, self.keys, self._connectors, self._session = app_id, keys, connectors, session
        self._checks = BotFrameworkAuthenticationFactory.create(
            credential_factory=Credentials(app_id), auth_configuration=AuthenticationConfiguration()
        )
        JwtTokenExtractor.metadataCache[_CHANNELS] = _KeysOfThisTurn()
        JwtTokenExtractor.metadataCache[_EMULATORS] = _NoKeys()

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Return who speaks. Raises PermissionError, KeysUnavailable, and whatever the SDK meets in a token that is none."""
        if not is_plausible(auth_header, self.app_id) or not activity.service_url or not activity.channel_id:
            raise PermissionError("it is not signed for us")
        before = _KEYS.set(self.keys)
        try:
            result = await self._checks.authenticate_request(activity, auth_header)
        finally:
            _KEYS.reset(before)
        _require_checked(result.claims_identity, self.app_id)
        result.connector_factory = self._connectors
        return result

    async def open(self) -> None:
        """Fetch the keys before anybody needs them."""
        await self.keys.fetch()

    async def close(self) -> None:
        """Hang up."""
        await self.keys.close()
        await self._session.close()

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """Return what gives connectors."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Return None: nobody signs in through the bot."""
        return

    def get_originating_audience(self) -> str:
        """Return for whom the bot's own tokens are."""
        return str(self._checks.get_originating_audience())

    async def authenticate_channel_request(self, auth_header: str) -> ClaimsIdentity:
        """Raise PermissionError: no other bot is answered."""
        raise PermissionError("no other bot is answered")

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> AuthenticateRequestResult:
        """Raise PermissionError: nothing comes as a stream."""
        raise PermissionError("nothing comes as a stream")

    def create_bot_framework_client(self) -> Any:
        """Raise NotImplementedError: no other bot is asked."""
        raise NotImplementedError("no other bot is asked")


def make_authentication(app_id: str, password: str, tenant_id: str, *, keys: Keys, login: str) -> Authentication:
    """Return what tells Teams from everybody else. Raises ValueError where something is missing: with no app id nothing would be checked."""
    missing = [name for name, value in (("app id", app_id), ("password", password), ("tenant id", tenant_id)) if not value.strip()]
    if missing:
        raise ValueError(f"Teams is not served without: {', '.join(missing)}")
    session = Session()
    token = OutgoingToken(app_id, password, tenant_id, login=login, session=session)
    return Authentication(app_id, keys, Connectors(token, session), session)


def is_plausible(auth_header: str, app_id: str) -> bool:
    """Say whether a header may hold a token of Teams for this bot, before any key is asked for: what claims another issuer takes other ways."""
    scheme, _, token = auth_header.partition(" ")
    if scheme != "Bearer" or not token or " " in token or not token.isascii():
        return False
    try:
        read = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        return False
    claims = read["payload"]
    return bool(read["header"].get("alg") == "RS256" and claims.get("iss") == ISSUER and claims.get("aud") == app_id)


def _require_checked(identity: ClaimsIdentity | None, app_id: str) -> None:
    """Raise PermissionError where the SDK let somebody in whom it has not checked, or for ever."""
    claims = identity.claims if identity is not None and identity.is_authenticated else {}
    if claims.get("iss") != ISSUER or claims.get("aud") != app_id or not app_id or not isinstance(claims.get("exp"), int | float):
        raise PermissionError("nobody has checked who speaks")


class _KeysOfThisTurn:
    """Stands where the SDK looks for keys, one place for the whole process, and asks those of whoever is being checked."""

    async def get(self, key_id: object) -> Key:
        keys = _KEYS.get(None)
        if keys is None:
            raise PermissionError("nobody is being checked")
        return await keys.get(key_id)


class _NoKeys:
    """Stands where the SDK looks for the keys of emulators and other bots: there are none."""

    async def get(self, key_id: object) -> Key:
        raise PermissionError("only Teams may speak")
