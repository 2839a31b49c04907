"""The manifest for Slack is printed as it is made, or what is missing is said."""

from __future__ import annotations

import pytest
import yaml

from adapters.slack.manifest import fill_in
from tests.adapters.conftest import Command

pytestmark = pytest.mark.usefixtures("closed_databases")


def test_manifest_for_an_address_is_printed(command: Command) -> None:
    ended = command("slack", "manifest", "--url", "https://signpost.oakfield.example")
    assert (ended.code, ended.err) == (0, "")
    assert yaml.safe_load(ended.out) == fill_in(url="https://signpost.oakfield.example")


def test_manifest_for_socket_mode_is_printed(command: Command) -> None:
    assert yaml.safe_load(command("slack", "manifest", "--socket").out) == fill_in(socket=True)


def test_manifest_for_several_workspaces_is_printed(command: Command) -> None:
    ended = command("slack", "manifest", "--url", "https://signpost.oakfield.example", "--oauth")
    assert "https://signpost.oakfield.example/slack/oauth_redirect" in ended.out


def test_address_that_is_missing_is_asked_for(command: Command) -> None:
    ended = command("slack", "manifest")
    assert (ended.code, "--url https://" in ended.err) == (2, True)
