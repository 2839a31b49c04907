"""What the environment says of Teams, and where Microsoft's services are. Nothing of the SDK is loaded for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.teams.services import SERVICES

KEYS = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where it is said which keys sign what Teams sends."""
LOGIN = "https://login.microsoftonline.com"
"""Where the bot gets its own token, to speak with."""


@dataclass(frozen=True, slots=True)
class TeamsSecrets:
    """The registration of one school's bot (SingleTenant). All three of the first are needed: without one of them Teams is not served."""

    app_id: str = ""
    password: str = field(default="", repr=False)
    tenant_id: str = ""
    """The school's own directory: nobody of another gets in."""
    service: str = ""
    """Another address than Microsoft's own for keys, tokens and messages, for tests on this machine only."""

    @property
    def is_set(self) -> bool:
        """Whether Teams is to be served: one of them says so, the others may then not be missing."""
        return bool(self.app_id or self.password or self.tenant_id)

    @property
    def keys_url(self) -> str:
        """Where the keys are that sign what Teams sends."""
        return f"{self.service}/openid" if self.service else KEYS

    @property
    def login(self) -> str:
        """Where the bot gets its own token."""
        return f"{self.service}/login" if self.service else LOGIN

    @property
    def services(self) -> tuple[str, ...]:
        """The services to which the bot may speak."""
        return (self.service,) if self.service else SERVICES
