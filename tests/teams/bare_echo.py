"""A bare botbuilder echo with what its makers left to be wished for: connector and token cached, keys held. Only for comparison."""

from __future__ import annotations

from typing import Any

import requests
from aiohttp import web
from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AppCredentials,
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.connector_factory import ConnectorFactory
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from adapters.teams.keys import Keys

PATH = "/api/messages"


class _Token(AppCredentials):
    """One token for all."""

    def __init__(self, app_id: str, token: str) -> None:
        super().__init__(app_id)
        self._token = token

    def signed_session(self, session: requests.Session | None = None) -> requests.Session:
        session = session or requests.Session()
        session.headers["Authorization"] = f"Bearer {self._token}"
        return session


class _Factory(ConnectorFactory):
    """One connector for all."""

    def __init__(self, credentials: AppCredentials) -> None:
        self._credentials, self._client = credentials, None

    async def create(self, service_url: str, audience: str = "") -> ConnectorClient:
        if self._client is None:
            self._client = ConnectorClient(self._credentials, base_url=service_url)
        return self._client


class _Adapter(CloudAdapterBase):
    pass


class BareEcho:
    """Says what it hears, as the SDK's own samples do."""

    def __init__(self, app_id: str, token: str, keys: Keys) -> None:
        JwtTokenExtractor.metadataCache[AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL] = keys
        checks: BotFrameworkAuthentication = BotFrameworkAuthenticationFactory.create(
            credential_factory=PasswordServiceClientCredentialFactory(app_id, "password"), auth_configuration=AuthenticationConfiguration()
        )
        self._factory, self._checks, self._adapter = _Factory(_Token(app_id, token)), checks, _Adapter(checks)
        checks.create_user_token_client = self._nobody

    async def answer(self, request: web.Request) -> web.Response:
        """Take one activity in, and say it again."""
        activity = Activity().deserialize(await request.json())
        admitted = await self._checks.authenticate_request(activity, request.headers["Authorization"])
        admitted.connector_factory = self._factory
        await self._adapter.process_activity(admitted, activity, self._turn)
        return web.Response(status=202)

    async def _turn(self, context: TurnContext) -> None:
        await context.send_activity(f"You said: {context.activity.text}")

    async def _nobody(self, _identity: Any) -> None:
        return None
