"""The SDK's check of tokens runs over our keys only, and there is no way round it; what else the SDK would do is not done."""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from adapters.teams.keys import Keys
from adapters.teams.sdk import Activity, AuthenticationConstants, ClaimsIdentity, JwtTokenExtractor
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.tokens import Authentication, Credentials, is_plausible, make_authentication
from tests.teams.bad_tokens import HEADERS
from tests.teams.fake_teams import FakeTeams
from tests.teams.signing import SigningKey

T = TypeVar("T")


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as teams:
        yield teams


def run(teams: FakeTeams, act: Callable[[Authentication], Awaitable[T]]) -> T:
    """Do something with the check for one Teams, and hang up."""

    async def checked() -> T:
        authentication = make_authentication(teams.app_id, teams.password, teams.tenant, keys=Keys(teams.keys_url), login=teams.login)
        try:
            return await act(authentication)
        finally:
            await authentication.close()

    return asyncio.run(checked())


def activity(teams: FakeTeams, **changes: Any) -> Activity:
    """Return as much of an activity as is checked."""
    return Activity(**{"type": "message", "channel_id": "msteams", "service_url": teams.service_url, **changes})


async def outcome(authentication: Authentication, teams: FakeTeams, header: str, **changes: Any) -> str:
    """Say who is let in: the audience of the token, or the type of the error."""
    try:
        result = await authentication.authenticate_request(activity(teams, **changes), header)
    except Exception as error:  # noqa: BLE001 -- the SDK raises what it likes
        return type(error).__name__
    return str(result.claims_identity.claims["aud"])


def test_a_good_token_says_for_whom_it_is(teams: FakeTeams) -> None:
    assert run(teams, lambda check: outcome(check, teams, f"Bearer {teams.mint()}")) == teams.app_id


@pytest.mark.parametrize("kind", [kind for kind in HEADERS if kind not in ("no header", "two headers")])
def test_a_bad_token_is_an_error_without_the_door_too(teams: FakeTeams, kind: str) -> None:
    shown = HEADERS[kind](teams)[0][1]
    header = shown.decode("latin-1") if isinstance(shown, bytes) else shown
    assert run(teams, lambda check: outcome(check, teams, header)) != teams.app_id


PLAINLY_NOT = ("issuer", "audience", "HS256", "RS512", "PS256", "ES256", "alg", "garbage", "text", "scheme", "header", "password", "object", "bottom")


@pytest.mark.parametrize(
    "kind",
    [kind for kind in HEADERS if any(word in kind for word in PLAINLY_NOT) and not kind.endswith(("no header", "two headers", "in the header"))],
)
def test_for_what_is_plainly_not_ours_no_key_is_asked(teams: FakeTeams, kind: str) -> None:
    """The SDK would take a token of another issuer for an emulator's, or another bot's, and look for its keys elsewhere."""
    shown = HEADERS[kind](teams)[0][1]
    assert not is_plausible(shown.decode("latin-1") if isinstance(shown, bytes) else shown, teams.app_id)


@pytest.mark.parametrize("missing", ["channel_id", "service_url"])
def test_an_activity_without_its_channel_or_service_is_not_let_in(teams: FakeTeams, missing: str) -> None:
    """The SDK then leaves the endorsement, or the claim, unchecked."""
    assert run(teams, lambda check: outcome(check, teams, f"Bearer {teams.mint()}", **{missing: None})) == "PermissionError"


def test_two_schools_in_one_process_keep_their_keys_apart() -> None:
    """The SDK has one place for keys for the whole process."""

    async def act(one: FakeTeams, other: FakeTeams) -> list[str]:
        checks = [make_authentication(it.app_id, it.password, it.tenant, keys=Keys(it.keys_url), login=it.login) for it in (one, other)]
        token = other.mint(key=SigningKey("of the other"), service_url=one.service_url)
        found = await asyncio.gather(*(outcome(check, one, f"Bearer {token}") for check in checks))
        for check in checks:
            await check.close()
        return list(found)

    with FakeTeams() as one, FakeTeams() as other:
        other.new_key("of the other")
        assert asyncio.run(act(one, other)) == ["PermissionError", other.app_id]


def test_the_sdk_finds_no_keys_but_ours(teams: FakeTeams) -> None:
    """Its own way to fetch them would stop everything else in the process."""

    async def act(check: Authentication) -> None:
        for url in (
            AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL,
            AuthenticationConstants.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL,
        ):
            with pytest.raises(PermissionError):
                await JwtTokenExtractor.metadataCache[url].get("key-1")

    run(teams, act)


def test_the_sdk_is_given_no_token_and_signs_nobody_in(teams: FakeTeams) -> None:
    async def act(check: Authentication) -> None:
        assert await check.create_user_token_client(ClaimsIdentity({}, True)) is None
        for refused in (check.authenticate_channel_request(""), check.authenticate_streaming_request("", "")):
            with pytest.raises(PermissionError):
                await refused
        with pytest.raises(NotImplementedError):
            await Credentials(teams.app_id).create_credentials(teams.app_id, "", "", True)
        with pytest.raises(NotImplementedError):
            check.create_bot_framework_client()

    run(teams, act)
    assert teams.calls == []


def test_one_connector_serves_many_turns(teams: FakeTeams) -> None:
    async def act(check: Authentication) -> bool:
        results = [await check.authenticate_request(activity(teams), f"Bearer {teams.mint(nbf=int(time.time()) - n)}") for n in range(2)]
        first, second = [await one.connector_factory.create(teams.service_url, one.audience) for one in results]
        return first is second

    assert run(teams, act)


def test_many_services_do_not_fill_the_memory(teams: FakeTeams) -> None:
    async def act(check: Authentication) -> int:
        factory = check.create_connector_factory(ClaimsIdentity({}, True))
        for number in range(1000):
            await factory.create(f"{teams.url}/{number}/")
        return len(factory._kept)

    assert run(teams, act) <= 101


def test_the_sdk_is_in_one_module_so_that_a_move_to_its_successor_begins_there() -> None:
    root = Path(__file__).parents[2]
    asks = [path for folder in ("adapters", "bot", "knowledge") for path in (root / folder).rglob("*.py") if _asks_for_the_sdk(path)]
    assert [path.relative_to(root).as_posix() for path in asks] == ["adapters/teams/sdk.py"]


def _asks_for_the_sdk(path: Path) -> bool:
    named = [node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    named += [one.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import) for one in node.names]
    return any(name.partition(".")[0] in ("botbuilder", "botframework", "msrest", "msal", "jsonpickle") for name in named)


# What the environment says


def test_secrets_are_in_no_repr_and_say_where_microsofts_services_are() -> None:
    secrets = TeamsSecrets("app", "hidden words", "tenant")
    assert "hidden words" not in repr(secrets)
    assert (secrets.keys_url, secrets.login) == (
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.com",
    )
    assert secrets.services == ("smba.trafficmanager.net",)


def test_secrets_of_a_test_lead_to_one_service_only(teams: FakeTeams) -> None:
    secrets = TeamsSecrets(teams.app_id, teams.password, teams.tenant, teams.url)
    assert (secrets.keys_url, secrets.login, secrets.services) == (teams.keys_url, teams.login, (teams.url,))


@pytest.mark.parametrize(("given", "is_set"), [(("", "", ""), False), (("a", "", ""), True), (("", "p", ""), True), (("", "", "t"), True)])
def test_one_secret_says_that_teams_is_to_be_served(given: tuple[str, str, str], is_set: bool) -> None:
    assert TeamsSecrets(*given).is_set is is_set


def test_a_password_is_sent_where_nobody_can_listen_in(teams: FakeTeams) -> None:
    with pytest.raises(ValueError, match="https only"):
        make_authentication(teams.app_id, teams.password, teams.tenant, keys=Keys(teams.keys_url), login="http://login.example")
