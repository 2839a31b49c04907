"""All that is taken from Microsoft's SDK (botbuilder 4.17.1, archived), in one place: who moves to its successor begins here. It has no types."""

from __future__ import annotations

from botbuilder.core import TurnContext  # type: ignore[import-untyped]
from botbuilder.core.cloud_adapter_base import CloudAdapterBase  # type: ignore[import-untyped]
from botbuilder.schema import Activity  # type: ignore[import-untyped]
from botframework.connector.auth import (  # type: ignore[import-untyped]
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    ClaimsIdentity,
    ServiceClientCredentialsFactory,
)
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult  # type: ignore[import-untyped]
from botframework.connector.auth.connector_factory import ConnectorFactory  # type: ignore[import-untyped]
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor  # type: ignore[import-untyped]

__all__ = [
    "Activity",
    "AuthenticateRequestResult",
    "AuthenticationConfiguration",
    "AuthenticationConstants",
    "BotFrameworkAuthentication",
    "BotFrameworkAuthenticationFactory",
    "ClaimsIdentity",
    "CloudAdapterBase",
    "ConnectorFactory",
    "JwtTokenExtractor",
    "ServiceClientCredentialsFactory",
    "TurnContext",
]
