"""Keys and tokens as the Bot Framework has them, each part of which a test may bend."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

Json = dict[str, Any]
ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"


@cache
def private_key(name: str) -> RSAPrivateKey:
    """Return a key of one's own for each name; it takes a moment to make one, so each is made once."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class SigningKey:
    """A key that signs, and for which channels it may."""

    kid: str
    endorsements: tuple[str, ...] = (CHANNEL,)

    @property
    def private(self) -> RSAPrivateKey:
        """Its private half."""
        return private_key(self.kid)

    def as_jwk(self) -> Json:
        """Return its public half as it is published."""
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "use": "sig", "kid": self.kid, "x5t": self.kid, "endorsements": list(self.endorsements)}

    def sign(self, claims: Mapping[str, Any], *, headers: Mapping[str, Any] | None = None) -> str:
        """Return a token, also with claims that the library would not write."""
        payload = json.dumps(claims).encode()
        return jwt.PyJWS().encode(payload, self.private, algorithm="RS256", headers={"typ": "JWT", "kid": self.kid, **(headers or {})})


def issued(bent: Mapping[str, Any]) -> Json:
    """Return the claims of a token of this moment; a claim that is bent to None is left out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "nbf": now - 60, "exp": now + 3600, **bent}
    return {name: value for name, value in claims.items() if value is not None}


def raw_token(header: object, claims: object, signature: bytes = b"nobody") -> str:
    """Return something in the form of a token, signed by nobody."""
    return ".".join(_part(part if isinstance(part, bytes) else json.dumps(part).encode()) for part in (header, claims, signature))


def _part(text: bytes) -> str:
    return urlsafe_b64encode(text).rstrip(b"=").decode()
