"""A new key is found at once, and whoever makes keys up hardly makes us ask; a server that is down or slow takes nobody's key away."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
from jwt.algorithms import RSAAlgorithm

from adapters.teams import keys as keys_module
from adapters.teams.keys import Keys, KeysUnavailable
from tests.teams.fake_teams import FakeTeams, Fault
from tests.teams.signing import SigningKey

T = TypeVar("T")


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as teams:
        yield teams


class Held:
    """Keys in a loop, with a clock that a test moves."""

    def __init__(self, teams: FakeTeams) -> None:
        self.now = 1000.0
        self.keys = Keys(teams.keys_url, clock=lambda: self.now)

    async def knows(self, *names: object) -> list[str]:
        """Say for each name, all asked at once, whether there is a key: `yes`, or the type of the error."""
        found = await asyncio.gather(*(self.keys.get(name) for name in names), return_exceptions=True)
        return [type(one).__name__ if isinstance(one, BaseException) else "yes" for one in found]


def run(teams: FakeTeams, act: Callable[[Held], Awaitable[T]]) -> T:
    """Do something with keys, and close them."""

    async def with_keys() -> T:
        held = Held(teams)
        try:
            return await act(held)
        finally:
            await held.keys.close()

    return asyncio.run(with_keys())


def test_keys_are_fetched_once_for_many(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        return await held.knows(*["key-1"] * 20) + await held.knows("key-1")

    assert run(teams, act) == ["yes"] * 21
    assert [one.name for one in teams.calls] == ["openid", "keys"]


def test_a_new_key_is_found_at_once_and_one_that_was_withdrawn_goes(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        first = await held.knows("key-1")
        teams.new_key("key-2", alone=True)
        return [*first, *await held.knows("key-2", "key-1"), *await held.knows("key-1")]

    assert run(teams, act) == ["yes", "yes", "yes", "PermissionError"]


def test_each_of_several_new_keys_is_found_at_once(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        found = []
        for number in range(2, 6):
            teams.new_key(f"key-{number}")
            found += await held.knows(f"key-{number}")
        return found

    assert run(teams, act) == ["yes"] * 4


def test_twenty_made_up_keys_cause_one_fetch(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        await held.keys.fetch()
        return await held.knows(*(f"made up {number}" for number in range(20))) + await held.knows("another")

    assert run(teams, act) == ["PermissionError"] * 21
    assert len(teams.called("keys")) == 2


def test_whoever_makes_up_keys_for_an_hour_causes_a_dozen_fetches_or_so(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        for second in range(0, 3600, 5):
            held.now = 1000.0 + second
            await held.knows(f"made up {second}")
        teams.new_key("key-2")
        held.now += 300
        return await held.knows("key-2")

    assert run(teams, act) == ["yes"]
    assert len(teams.called("keys")) <= 20


def test_a_new_key_is_found_seconds_after_somebody_made_one_up(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        await held.knows("made up")
        teams.new_key("key-2")
        held.now += 10
        return await held.knows("key-2")

    assert run(teams, act) == ["yes"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=404),
        Fault(cut_before=True),
        Fault(body=b""),
        Fault(body=b"<html>"),
        Fault(body=b"[]"),
        Fault(body=b"{}"),
        Fault(body=b'{"keys": [], "jwks_uri": 7}'),
        Fault(body=b'{"keys": [1, null, {"kid": "key-1"}], "jwks_uri": "http://elsewhere.example/keys"}'),
        Fault(body=b"[" * 5000),
        Fault(body=b"x" * (2**20 + 1)),
    ],
)
@pytest.mark.parametrize("what", ["openid", "keys"])
def test_keys_that_are_held_stay_good_while_no_others_can_be_had(teams: FakeTeams, what: str, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    async def act(held: Held) -> list[str]:
        await held.keys.fetch()
        teams.fail_always(what, fault)
        found = await held.knows("key-1", "made up")
        held.now += 25 * 3600
        return [*found, *await held.knows("key-1")]

    assert run(teams, act) == ["yes", "PermissionError", "yes"]
    assert "teams.keys_not_fetched" in caplog.text


def test_where_none_is_held_it_is_tried_again_after_seconds(teams: FakeTeams) -> None:
    async def act(held: Held) -> list[str]:
        teams.fail("openid", Fault(status=500))
        found = await held.knows("key-1") + await held.knows("key-1")
        held.now += 3
        return [*found, *await held.knows("key-1")]

    assert run(teams, act) == [KeysUnavailable.__name__] * 2 + ["yes"]
    assert len(teams.called("openid")) == 2


@pytest.mark.parametrize("fault", [Fault(hang=30), Fault(trickle=0.05, body=b"{")])
def test_a_server_that_hangs_or_trickles_is_given_up(teams: FakeTeams, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "LIMIT", 0.2)
    teams.fail("openid", fault)
    assert run(teams, lambda held: held.knows("key-1")) == ["KeysUnavailable"]


def test_keys_are_not_fetched_from_where_somebody_could_listen_in(teams: FakeTeams) -> None:
    elsewhere = f"http://0.0.0.0:{teams.port}/keys"  # leads to the same server, by a name that is not this machine's own
    teams.fail("openid", Fault(body=json.dumps({"jwks_uri": elsewhere}).encode()))
    assert run(teams, lambda held: held.knows("key-1")) == ["KeysUnavailable"]
    assert teams.called("keys") == []


def test_a_list_of_keys_that_does_not_end_is_not_read(teams: FakeTeams) -> None:
    good = json.dumps({"keys": [teams.key.as_jwk()]}).encode()
    for padding, known in ((2**19, "yes"), (2**20, "KeysUnavailable")):
        teams.fail("keys", Fault(body=good + b" " * padding))
        assert run(teams, lambda held: held.knows("key-1")) == [known]


def test_after_a_day_keys_are_fetched_again_while_the_old_ones_serve(teams: FakeTeams) -> None:
    goes_on = threading.Event()

    async def act(held: Held) -> list[str]:
        await held.keys.fetch()
        teams.fail("openid", Fault(until=goes_on))
        teams.new_key("key-2", alone=True)
        held.now += 25 * 3600
        found = await held.knows("key-1")
        goes_on.set()
        return [*found, *await held.knows("key-2")]

    assert run(teams, act) == ["yes", "yes"]


def test_whoever_hangs_up_takes_the_fetch_from_nobody_else(teams: FakeTeams) -> None:
    goes_on = threading.Event()
    teams.fail("openid", Fault(until=goes_on))

    async def act(held: Held) -> list[str]:
        first = asyncio.ensure_future(held.keys.get("key-1"))
        second = asyncio.ensure_future(held.knows("key-1"))
        await asyncio.to_thread(teams.arrived["openid"].wait, 10)
        first.cancel()
        goes_on.set()
        return await second

    assert run(teams, act) == ["yes"]


def without(jwk: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a published key, changed."""
    return {name: value for name, value in {**jwk, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"endorsements": None},
        {"endorsements": []},
        {"endorsements": "msteams"},
        {"endorsements": [7]},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": None},
        {"kid": None},
        {"kid": 7},
        {"n": None},
        {"n": "?"},
        {"e": "AAAA"},
        {"d": "AQAB", "p": "AQAB"},
        {name: value for name, value in RSAAlgorithm.to_jwk(SigningKey("odd").private, as_dict=True).items() if name != "key_ops"},
    ],
)
def test_a_key_that_cannot_be_used_is_left_out_and_takes_no_other_with_it(teams: FakeTeams, changes: dict[str, Any]) -> None:
    """The SDK would take a key without endorsements for every channel."""
    odd = without(SigningKey("odd").as_jwk(), **changes)

    class Published:
        def as_jwk(self) -> dict[str, Any]:
            return odd

    teams.published.append(Published())  # type: ignore[arg-type]
    assert run(teams, lambda held: held.knows("key-1", "odd")) == ["yes", "PermissionError"]


@pytest.mark.parametrize("name", [None, "", 7, ["key-1"], {}])
def test_what_names_no_key_is_refused_without_asking(teams: FakeTeams, name: object) -> None:
    assert run(teams, lambda held: held.knows(name)) == ["PermissionError"]
    assert teams.calls == []


@pytest.mark.parametrize("url", ["http://login.example/keys", "ftp://127.0.0.1/keys", "", "https://", "http://localhost@login.example/"])
def test_keys_are_fetched_where_nobody_can_listen_in(url: str) -> None:
    with pytest.raises(ValueError, match="https only"):
        Keys(url)


def test_the_log_names_the_kind_of_error_only(teams: FakeTeams, caplog: pytest.LogCaptureFixture) -> None:
    teams.fail("openid", Fault(status=500))
    with caplog.at_level(logging.DEBUG, "signpost"):
        run(teams, lambda held: held.knows("key-1"))
    assert [record.getMessage() for record in caplog.records if record.name == "signpost"] == ["teams.keys_not_fetched ClientResponseError"]
