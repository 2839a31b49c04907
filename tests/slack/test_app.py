"""By what a request of Slack's is known when it comes again, and what a press holds."""

from __future__ import annotations

import pytest

from adapters.slack.app import deliveries_of, read_press


def press(action: str, at: str, *, value: str = "r1", view: str = "V1", who: str = "U1") -> tuple[str, ...]:
    acted = {"action_id": f"sp:{action}:0", "action_ts": at, "value": value}
    return deliveries_of({"type": "block_actions", "user": {"id": who}, "view": {"id": view}, "actions": [acted]})


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [("100.0", "100.3", True), ("100.9", "101.1", True), ("100.0", "102.0", False), ("7", "x", False)],
)
def test_two_clicks_within_a_second_are_one_press(first: str, second: str, is_one: bool) -> None:
    assert bool(set(press("escalate", first)) & set(press("escalate", second))) == is_one


def test_presses_of_others_or_elsewhere_or_of_what_only_shows_are_never_one() -> None:
    pressed = set(press("escalate", "100.0"))
    for other in (press("escalate", "100.1", view="V2"), press("escalate", "100.1", value="r2"), press("escalate", "100.1", who="U2")):
        assert not pressed & set(other)
    assert not set(press("view", "100.0")) & set(press("view", "100.1"))
    assert press("view", "100.0") == press("view", "100.0")


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({"event_id": "Ev1", "authorizations": [{"team_id": "T1"}], "event": {}}, ("event T1 Ev1",)),
        ({"command": "/policy", "trigger_id": "1.2"}, ("trigger 1.2",)),
        ({"type": "shortcut", "trigger_id": "1.2"}, ("trigger 1.2",)),
        ({"type": "view_submission", "trigger_id": "1.2"}, ()),
        ({"type": "view_closed"}, ()),
        ({"type": "block_actions", "actions": []}, ()),
    ],
)
def test_request_is_known_by_what_slack_brings_again_with_it(body: dict[str, object], ids: tuple[str, ...]) -> None:
    assert deliveries_of(body) == ids


@pytest.mark.parametrize(
    ("pressed", "read"),
    [
        ({"action_id": "sp:view:3", "value": "r1"}, ("view", "r1")),
        ({"action_id": "sp:keep:0"}, ("keep", "")),
        ({"action_id": "sp:feedback:1", "value": "not_helpful a token"}, ("not_helpful", "a token")),
        ({"action_id": "sp:feedback:1", "value": ""}, ("", "")),
        ({"action_id": "view"}, ("", "")),
        ({"action_id": "sp:view:x"}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_press_says_what_was_pressed_and_what_it_carries(pressed: dict[str, str], read: tuple[str, str]) -> None:
    assert read_press(pressed) == read
