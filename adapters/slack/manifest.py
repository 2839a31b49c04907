"""The app as Slack is told of it: `manifest.yaml`, filled in for one school, and for what each of its scopes is needed.

Nothing here speaks to Slack. Which of the scopes a workspace has granted is asked in `checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.settings import SettingsError

MANIFEST = Path(__file__).with_name("manifest.yaml")
EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"
"""Where Slack sends everything; where somebody begins to install Signpost; where Slack sends them back to."""

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to answer where somebody writes @Signpost",
    "assistant:write": "to suggest questions to somebody who opens a conversation with Signpost",
    "chat:write": "to post answers, cards and confirmations",
    "commands": "for /policy, /signpost, the commands that open a form, and the shortcuts, also the one on a message",
    "groups:history": "to look in the private DSL channel for its own message, before one is sent again that may have arrived",
    "groups:read": "to see that the DSL channel is private, is shared with nobody, and who is in it",
    "im:history": "to hear what staff ask in a direct message, and to look there for its own message before one is sent again",
    "im:write": "to open a direct conversation with somebody to whom a report or another card goes, or who made it",
    "users:read": "to tell guests, strangers and deactivated people from staff, before anything is shown to them",
}
"""Every scope that Signpost asks for, and for what it is needed. What fails without each is told in docs/slack.md."""

METHODS: Mapping[str, str | None] = {
    "api.test": None,
    "apps.connections.open": None,  # with the app's own token, not the bot's
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "auth.revoke": None,
    "auth.test": None,
    "chat.getPermalink": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "groups:history",  # in a direct conversation im:history
    "conversations.info": "groups:read",
    "conversations.members": "groups:read",
    "conversations.open": "im:write",
    "oauth.v2.access": None,
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
"""Every method of Slack's Web API that Signpost may call, and the scope that it needs. A test finds one that is called and not listed."""

EVENTS: Mapping[str, str | None] = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.im": "im:history",
    "tokens_revoked": None,
}
"""Every event that Signpost wants to hear of, and the scope that it needs."""

FEATURES: Mapping[str, str | None] = {
    "agent_view": "assistant:write",
    "app_home": None,
    "bot_user": None,
    "shortcuts": "commands",
    "slash_commands": "commands",
}
"""Every feature of the app, and the scope that it needs."""

_EXAMPLE = "https://signpost.school.example"


def fill_in(*, url: str = "", socket: bool = False, oauth: bool = False) -> dict[str, Any]:
    """Return the manifest for a school's address, or for Socket Mode; `oauth` where several workspaces install it from `/slack/install`.

    Raises SettingsError where the address cannot be used, or is needed and missing.
    """
    if not url and (oauth or not socket):
        raise SettingsError("say where Slack reaches Signpost, with --url https://...; or use --socket, which needs no address")
    address = _checked(url) if url else ""
    text = MANIFEST.read_text("utf-8").replace(_EXAMPLE, address or _EXAMPLE)
    manifest: dict[str, Any] = yaml.safe_load(text)
    if not oauth:
        del manifest["oauth_config"]["redirect_urls"]
    if socket:
        _use_socket(manifest)
    return manifest


def as_yaml(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as Slack reads it."""
    return yaml.safe_dump(dict(manifest), sort_keys=False, allow_unicode=True, width=120)


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme != "https" or "." not in host or not url.isascii() or any(letter.isspace() for letter in url):
        raise SettingsError("--url: Slack only sends to an address that begins with https:// and names a host; write https://signpost.school.example")
    if parts.username or parts.query or parts.fragment or parts.path.strip("/"):
        raise SettingsError("--url: write only https:// and the host, such as https://signpost.school.example; Signpost adds the rest")
    return f"https://{host}{f':{port}' if port else ''}"


def _use_socket(manifest: dict[str, Any]) -> None:
    """Take out every address: in Socket Mode Signpost calls Slack, and Slack never calls it."""
    settings = manifest["settings"]
    settings["socket_mode_enabled"] = True
    for part in (*manifest["features"]["slash_commands"], settings["event_subscriptions"], settings["interactivity"]):
        part.pop("url", None)
        part.pop("request_url", None)
