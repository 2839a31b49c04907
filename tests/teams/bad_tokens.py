"""Requests that are not Teams', or not for this bot, or not from this school: each differs from a good one in one thing, which is its name."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.teams.fake_teams import FakeTeams
from tests.teams.signing import SigningKey, issued, raw_token

Json = dict[str, Any]
Headers = list[tuple[str, str | bytes]]
EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
ANOTHER = "99999999-0000-4000-8000-000000000099"


def bearer(token: str | bytes) -> Headers:
    """Return the header that shows a token."""
    return [("Authorization", b"Bearer " + (token if isinstance(token, bytes) else token.encode()))]


def _claims(teams: FakeTeams, **bent: Any) -> Json:
    return issued({"serviceurl": teams.service_url, "aud": teams.app_id, **bent})


def _by_a_stranger(teams: FakeTeams, headers: Json) -> str:
    """Return a token whose header would have us take the key from it."""
    return jwt.encode(_claims(teams), SigningKey("a stranger's").private, algorithm="RS256", headers={"kid": teams.key.kid, **headers})


def _altered(teams: FakeTeams) -> str:
    header, _, signature = teams.mint().split(".")
    return ".".join([header, raw_token({}, _claims(teams, exp=int(time.time()) + 9999)).split(".")[1], signature])


def _signed_otherwise(teams: FakeTeams, algorithm: str) -> str:
    key: Any = generate_private_key(SECP256R1()) if algorithm.startswith("ES") else teams.key.private
    return jwt.encode(_claims(teams), key, algorithm=algorithm, headers={"kid": teams.key.kid})


def _with_the_public_key(teams: FakeTeams) -> str:
    """Return a token that is signed by a secret which is no secret: the public key. The library refuses to write one, so it is written by hand."""
    public = teams.key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = raw_token({"alg": "HS256", "typ": "JWT", "kid": teams.key.kid}, _claims(teams)).rpartition(".")[0]
    signature = urlsafe_b64encode(hmac.new(public, head.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"{head}.{signature}"


def _with_key(teams: FakeTeams, **changes: Any) -> str:
    """Return a token by a further key, which is published so."""
    signing = SigningKey("another key", **changes)
    teams.published.append(signing)
    return teams.mint(key=signing)


HEADERS: dict[str, Callable[[FakeTeams], Headers]] = {
    "no header": lambda teams: [],
    "an empty header": lambda teams: [("Authorization", "")],
    "a password": lambda teams: [("Authorization", "Basic c2lnbnBvc3Q6c2VjcmV0")],
    "no token": lambda teams: [("Authorization", "Bearer")],
    "an empty token": lambda teams: [("Authorization", "Bearer ")],
    "garbage": lambda teams: bearer("garbage"),
    "three parts of garbage": lambda teams: bearer("gar.ba.ge"),
    "bytes that are no text": lambda teams: bearer(teams.mint().encode() + b"\xff\xfe"),
    "a good token without its scheme": lambda teams: [("Authorization", teams.mint())],
    "a good token by another scheme": lambda teams: [("Authorization", f"Token {teams.mint()}")],
    "two headers": lambda teams: bearer(teams.mint()) * 2,
    "two tokens in one header": lambda teams: bearer(f"{teams.mint()} {teams.mint()}"),
    "expired": lambda teams: bearer(teams.mint(exp=int(time.time()) - 400, nbf=int(time.time()) - 4000)),
    "not yet valid": lambda teams: bearer(teams.mint(nbf=int(time.time()) + 400)),
    "without an end": lambda teams: bearer(teams.mint(exp=None)),
    "an end that is no time": lambda teams: bearer(teams.mint(exp="never")),
    "another issuer": lambda teams: bearer(teams.mint(iss="https://login.example/")),
    "the issuer of emulators": lambda teams: bearer(teams.mint(iss=EMULATOR, ver="1.0", appid=teams.app_id)),
    "no issuer": lambda teams: bearer(teams.mint(iss=None)),
    "several issuers": lambda teams: bearer(teams.mint(iss=["https://api.botframework.com"])),
    "another audience": lambda teams: bearer(teams.mint(aud=ANOTHER)),
    "no audience": lambda teams: bearer(teams.mint(aud=None)),
    "an empty audience": lambda teams: bearer(teams.mint(aud="")),
    "several audiences": lambda teams: bearer(teams.mint(aud=[teams.app_id, ANOTHER])),
    "another bot": lambda teams: bearer(teams.mint(ver="1.0", appid=ANOTHER)),
    "an anonymous bot": lambda teams: bearer(teams.mint(appid="AnonymousSkill")),
    "an unknown key": lambda teams: bearer(teams.mint(key=SigningKey("unknown"))),
    "no key named": lambda teams: bearer(jwt.encode(_claims(teams), teams.key.private, algorithm="RS256")),
    "an empty name of a key": lambda teams: bearer(teams.key.sign(_claims(teams), headers={"kid": ""})),
    "a key's name that is no text": lambda teams: bearer(raw_token({"alg": "RS256", "kid": [teams.key.kid]}, _claims(teams))),
    "another key under the name of ours": lambda teams: bearer(_by_a_stranger(teams, {})),
    "a key of its own in the header": lambda teams: bearer(_by_a_stranger(teams, {"jwk": SigningKey("a stranger's").as_jwk()})),
    "an address of keys in the header": lambda teams: bearer(_by_a_stranger(teams, {"jku": teams.keys_url})),
    "HS256 with the public key": lambda teams: bearer(_with_the_public_key(teams)),
    "HS256": lambda teams: bearer(jwt.encode(_claims(teams), "x" * 32, algorithm="HS256", headers={"kid": teams.key.kid})),
    "RS512": lambda teams: bearer(_signed_otherwise(teams, "RS512")),
    "PS256": lambda teams: bearer(_signed_otherwise(teams, "PS256")),
    "ES256": lambda teams: bearer(_signed_otherwise(teams, "ES256")),
    "alg none": lambda teams: bearer(raw_token({"alg": "none", "kid": teams.key.kid}, _claims(teams), b"")),
    "alg none with a signature": lambda teams: bearer(raw_token({"alg": "none", "kid": teams.key.kid}, _claims(teams))),
    "no alg": lambda teams: bearer(raw_token({"kid": teams.key.kid}, _claims(teams))),
    "no signature": lambda teams: bearer(f"{teams.mint().rpartition('.')[0]}."),
    "the signature of another token": lambda teams: bearer(f"{teams.mint().rpartition('.')[0]}.{teams.mint(aud=ANOTHER).rpartition('.')[2]}"),
    "altered after it was signed": lambda teams: bearer(_altered(teams)),
    "claims that are no object": lambda teams: bearer(raw_token({"alg": "RS256", "kid": teams.key.kid}, ["iss", "aud"])),
    "claims without bottom": lambda teams: bearer(raw_token({"alg": "RS256"}, b"[" * 1500)),
    "a key for no channel": lambda teams: bearer(_with_key(teams, endorsements=())),
    "a key for another channel": lambda teams: bearer(_with_key(teams, endorsements=("webchat", "directline"))),
    "another service": lambda teams: bearer(teams.mint(service_url="https://smba.trafficmanager.net/uk/")),
    "our service by another path": lambda teams: bearer(teams.mint(service_url=f"{teams.service_url}x")),
    "no service": lambda teams: bearer(teams.mint(serviceurl=None)),
    "the bot's own token": lambda teams: bearer(teams.outgoing_token()),
}
"""What a good activity is shown with."""


ACTIVITIES: dict[str, Callable[[FakeTeams], Json]] = {
    "another tenant": lambda teams: _tenants(teams, ANOTHER, ANOTHER),
    "another tenant in the conversation": lambda teams: _tenants(teams, ANOTHER, teams.tenant),
    "another tenant in the channel's": lambda teams: _tenants(teams, teams.tenant, ANOTHER),
    "another tenant, named once": lambda teams: {**_tenants(teams, None, ANOTHER), "channelData": {"tenant": {"id": ANOTHER}}},
    "no tenant": lambda teams: _tenants(teams, None, None),
    "an empty tenant": lambda teams: _tenants(teams, "", ""),
    "an empty tenant beside ours": lambda teams: _tenants(teams, teams.tenant, ""),
    "another channel": lambda teams: {"channelId": "webchat"},
    "an emulator": lambda teams: {"channelId": "emulator", "recipient": {"id": teams.bot_id, "role": "skill"}, "relatesTo": {}},
    "a service that is not Teams'": lambda teams: {"serviceUrl": "https://evil.trafficmanager.net/uk/"},
    "a service by another port": lambda teams: {"serviceUrl": "http://127.0.0.1:9/connector/"},
    "a service that hides behind ours": lambda teams: {"serviceUrl": f"{teams.url}@evil.example/"},
    "for another bot": lambda teams: {"recipient": {"id": f"28:{ANOTHER}"}},
    "nobody of the directory": lambda teams: {"from": {"id": "29:somebody", "name": "Amara Obi"}},
    "somebody with a strange id": lambda teams: {"from": {"id": "29:somebody", "aadObjectId": "amara' or 1"}},
}
"""What a good activity is changed to, with a token that is good for it."""


def _tenants(teams: FakeTeams, conversation: str | None, channel: str | None) -> Json:
    where = {"id": "a:1tess", "conversationType": "personal", **({} if conversation is None else {"tenantId": conversation})}
    return {"conversation": where, "channelData": {} if channel is None else {"tenant": {"id": channel}}}


def as_bytes(activity: Json) -> bytes:
    """Return an activity as it is sent."""
    return json.dumps(activity).encode()
