"""The bot speaks to Teams' own host, and to no address that only looks like it."""

from __future__ import annotations

import pytest

from adapters.teams.services import SERVICES, is_allowed, is_private


@pytest.mark.parametrize(
    "address", ["https://smba.trafficmanager.net/uk/", "https://smba.trafficmanager.net", "https://SMBA.trafficmanager.net:443/emea/"]
)
def test_teams_own_service_is_allowed(address: str) -> None:
    assert is_allowed(address, SERVICES)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "smba.trafficmanager.net",
        "http://smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net:8443/uk/",
        "https://evil.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://somebody@smba.trafficmanager.net/",
        "https://evil.example/smba.trafficmanager.net",
        "https://evil.example?smba.trafficmanager.net",
        "https://evil.example#smba.trafficmanager.net",
        "https://evil.example\\@smba.trafficmanager.net",
        "https://smba.trafficmanager.net /",
        "https://smba.trafficmanager.net\n/",
        "https://smba.trafficmanager.net:port/",
        "https://[smba.trafficmanager.net/",
        "ftp://smba.trafficmanager.net/",
        "//smba.trafficmanager.net/",
        "https://xsmba.trafficmanager.net/",
        "http://127.0.0.1:3978/",
        "http://169.254.169.254/latest/",
    ],
)
def test_what_only_looks_like_it_is_not(address: str) -> None:
    assert not is_allowed(address, SERVICES)


def test_an_origin_is_allowed_with_its_port_only() -> None:
    local = ("http://127.0.0.1:3978",)
    assert is_allowed("http://127.0.0.1:3978/connector/", local)
    assert not is_allowed("http://127.0.0.1:3979/connector/", local)
    assert not is_allowed("https://127.0.0.1:3978/connector/", local)
    assert not is_allowed("http://localhost:3978/connector/", local)


def test_where_nobody_can_listen_in_is_https_or_this_machine() -> None:
    assert [is_private(one) for one in ("https://login.example", "http://127.0.0.1:1/", "http://localhost/", "http://[::1]/")] == [True] * 4
    assert [is_private(one) for one in ("http://login.example", "http://10.0.0.1", "ws://127.0.0.1", "login.example", "")] == [False] * 5
