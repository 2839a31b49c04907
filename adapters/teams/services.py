"""To whom the bot may speak: a service address comes with each request, and is stored, so it is looked at before anything is sent there."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

SERVICES = ("smba.trafficmanager.net",)
"""Teams' own host. Not all of trafficmanager.net: anybody can rent a name there."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_allowed(address: str, services: Collection[str]) -> bool:
    """Say whether an address belongs to one of the services: a host, which is spoken to by https; or, as `http://127.0.0.1:3978`, an origin."""
    origin = _origin(address)
    return origin is not None and any(origin == _origin(one if "://" in one else f"https://{one}") for one in services)


def is_private(address: str) -> bool:
    """Say whether nobody can listen in on an address: it is https, or on this machine."""
    origin = _origin(address)
    return origin is not None and (origin[0] == "https" or origin[1] in LOOPBACK)


def _origin(address: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port; None for what is no plain address, or hides another behind an @."""
    if any(sign.isspace() or not sign.isprintable() or sign in '\\"<>' for sign in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        return None
    return parts.scheme, parts.hostname.lower(), port or (443 if parts.scheme == "https" else 80)
