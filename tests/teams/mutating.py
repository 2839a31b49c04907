"""Requests that went wrong on the way, drawn by lot: bytes, headers, tokens, and the shape of what is said."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.teams.bad_tokens import EMULATOR, Headers, bearer
from tests.teams.driver import Driver
from tests.teams.fake_teams import FakeTeams
from tests.teams.signing import SigningKey

Json = dict[str, Any]
ODD = (
    *(None, True, False, 0, -1, 7, 2**63, 10**400, 1e308, [], [[]], [None], {}),
    *("", " ", "\0", "a" * 3000, "\ud83d", "\u202e", "28:", "a:1", "19:x@thread.tacv2;messageid=1", "../../..", "<at>x</at>", "{{DATE()}}", "$" * 50),
    *("https://evil.trafficmanager.net/", "msteams", "emulator", "message", "invoke", "composeExtension/submitAction"),
    *({"id": None}, {"sp": 7}, {"sp": {"action": []}}, {"tenant": {"id": ["x"]}}),
)
NAMES = (
    "type",
    "id",
    "sp",
    "data",
    "value",
    "from",
    "tenant",
    "msteams",
    "action",
    "verb",
    "text",
    "__class__",
    "",
    "entities",
    "aadObjectId",
    "relatesTo",
)


def requests(driver: Driver, activities: list[Json], number: int, seed: int) -> Iterator[tuple[bytes, Headers, bool]]:
    """Give bodies and headers, and whether the header is still a good one for that body."""
    lot = random.Random(seed)  # noqa: S311 -- guards nothing
    for _ in range(number):
        activity = copy.deepcopy(lot.choice(activities))
        how = lot.random()
        for _ in range(lot.choice((1, 1, 1, 2, 3, 8)) if how < 0.6 else 0):
            bend(activity, lot)
        body = json.dumps(activity).encode("utf-8", "surrogatepass")
        if 0.6 <= how < 0.75:
            body = scratched(body, lot)
        is_good = how < 0.75
        yield body, _good(driver.teams, activity) if is_good else broken_header(driver.teams, activity, lot), is_good


def bend(activity: Json, lot: random.Random) -> None:
    """Change one place of an activity."""
    holders = [held for held in _holders(activity) if held]
    holder = lot.choice(holders)
    place = lot.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    match lot.randrange(5):
        case 0:
            del holder[place]
        case 1 if isinstance(holder, dict):
            holder[lot.choice(NAMES)] = holder[place]
        case 2:
            holder[place] = [holder[place]]
        case 3 if isinstance(holder, dict):
            holder[lot.choice(NAMES)] = copy.deepcopy(lot.choice(ODD))
        case _:
            holder[place] = copy.deepcopy(lot.choice(ODD))


def scratched(body: bytes, lot: random.Random) -> bytes:
    """Change, remove or repeat some bytes."""
    written = bytearray(body)
    for _ in range(lot.choice((1, 1, 2, 5))):
        at = lot.randrange(len(written))
        match lot.randrange(4):
            case 0:
                written[at] ^= 1 << lot.randrange(8)
            case 1:
                del written[at : at + lot.randrange(1, 40)]
            case 2:
                written[at:at] = written[at : at + lot.randrange(1, 40)]
            case _:
                written[at:at] = lot.randbytes(3)
        if not written:
            break
    return bytes(written)


def broken_header(teams: FakeTeams, activity: Json, lot: random.Random) -> Headers:
    """Return a header that is no good: a sign of its token is another, or what it claims is."""
    token = _token(teams, activity)
    match lot.randrange(5):
        case 0:
            at = lot.randrange(len(token) - 3)  # the last sign of a part may stand for the same bytes
            sign = lot.choice([one for one in "AZaz09-_.!" if one != token[at]])
            return bearer(f"{token[:at]}{sign}{token[at + 1 :]}") if "." not in token[at : at + 2] else []
        case 1:
            return bearer(token[: lot.randrange(len(token) - 10)])
        case 2:
            claim = lot.choice(("iss", "aud", "exp", "nbf", "serviceurl"))
            bent = lot.choice((None, "", 0 if claim != "nbf" else 10**11, [], {}, EMULATOR)) if claim != "nbf" else 10**11
            return bearer(teams.mint(**{"service_url": teams.service_url, claim: bent}))
        case 3:
            return bearer(teams.mint(key=SigningKey(lot.choice(("unknown", "a stranger's")))))
        case _:
            return [
                (
                    lot.choice(("Authorization", "X-Authorization")),
                    lot.choice(("", "Bearer", "bearer " + token, "Basic eA==", token, "Bearer " + token * 2)),
                )
            ]


def _good(teams: FakeTeams, activity: Json) -> Headers:
    return bearer(_token(teams, activity))


def _token(teams: FakeTeams, activity: Json) -> str:
    named = activity.get("serviceUrl")
    return teams.mint(service_url=named if isinstance(named, str) and len(named) < 200 and named.isascii() else teams.service_url)


def _holders(held: Any) -> Iterator[Any]:
    if isinstance(held, dict | list):
        yield held
        for one in held.values() if isinstance(held, dict) else held:
            yield from _holders(one)
