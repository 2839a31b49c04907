"""The app asks Slack for what the code uses, and for nothing else; whatever a school's address, Slack can read the manifest.

Slack's own JSON schema is not here: the rules of it that matter are written out, and the rest was checked by hand.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from adapters.slack import manifest as module
from adapters.slack.manifest import EVENTS, FEATURES, METHODS, SCOPES, as_yaml, fill_in
from bot.refusals import refusals
from bot.settings import SettingsError, load_settings
from bot.wording.chats import HELP_EXAMPLES

SLACK = Path(module.__file__).parent
OURS = sorted(one for one in SLACK.glob("*.py") if one.name != "manifest.py")
"""The code of the adapter, but for the table that it is compared with."""
FORMS: Mapping[str, dict[str, Any]] = {
    "http": fill_in(url="https://signpost.oakfield.example"),
    "socket": fill_in(socket=True),
    "oauth": fill_in(url="https://signpost.oakfield.example", oauth=True),
    "both": fill_in(url="https://signpost.oakfield.example", socket=True, oauth=True),
}
COMMANDS = [
    *("/policy", "/report-contact", "/report-concern", "/report-adult", "/report-incident"),
    *("/signpost", "/can-we-post", "/social-account", "/log-comment", "/suggest-post"),
]
SHORTCUTS = {
    "global": ["ask_policy", "report_pupil_contact", "report_safeguarding_concern", "report_adult_concern", "report_online_incident"],
    "message": ["report_message"],
}

each_form = pytest.mark.parametrize("manifest", FORMS.values(), ids=FORMS.keys())


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a manifest."""
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from strings(one)
        case list():
            for one in value:
                yield from strings(one)


def scopes(manifest: Mapping[str, Any]) -> list[str]:
    found: list[str] = manifest["oauth_config"]["scopes"]["bot"]
    return found


# --- scopes ---


@each_form
def test_scopes_are_those_that_have_a_reason_each_once(manifest: dict[str, Any]) -> None:
    assert scopes(manifest) == sorted(SCOPES)
    assert set(manifest["oauth_config"]["scopes"]) == {"bot"}, "nothing is done in the name of a person"


def test_scope_that_nothing_needs_is_not_asked_for() -> None:
    needed = {*METHODS.values(), *EVENTS.values(), *FEATURES.values()} - {None}
    assert set(SCOPES) == needed


def test_nobody_s_channels_can_be_read() -> None:
    """Not even with a fault in the code: open channels, other people's conversations, files and e-mail addresses are out of reach."""
    never = {
        "channels:history",
        "mpim:history",
        "channels:read",
        "files:read",
        "users:read.email",
        "chat:write.public",
        "chat:write.customize",
        "admin",
    }
    assert not never & set(SCOPES)


def test_scopes_that_the_design_named_are_all_there() -> None:
    named = {"commands", "chat:write", "im:history", "im:write", "app_mentions:read", "groups:history", "groups:read", "users:read"}
    assert named - set(SCOPES) == set()


@each_form
def test_every_event_has_its_scope(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert events == sorted(EVENTS)
    assert {EVENTS[one] for one in events} - {None} <= set(scopes(manifest))


@each_form
def test_every_feature_has_its_scope(manifest: dict[str, Any]) -> None:
    assert sorted(manifest["features"]) == sorted(FEATURES)
    assert {FEATURES[one] for one in manifest["features"]} - {None} <= set(scopes(manifest))


# --- the code ---


def spelt(method: str) -> str:
    """Return a method as the client spells it: `chat_postMessage`."""
    return method.replace(".", "_")


OF_THE_CLIENT = {name for name in dir(WebClient) if "_" in name.strip("_") and not name.startswith("_")} - {"api_call"}
LISTED = {spelt(one): one for one in METHODS}


def called(path: Path) -> Iterator[str]:
    """Yield every method of the Web API that a module calls: by the client's name for it, or by Slack's own as a text."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OF_THE_CLIENT:
            yield node.attr
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z]+(\.[a-zA-Z0-9]+)+", node.value):
            name = spelt(node.value)
            if name in OF_THE_CLIENT:
                yield name


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_method_that_is_called_has_its_scope(path: Path) -> None:
    unlisted = set(called(path)) - set(LISTED)
    assert not unlisted, "write it into METHODS, with the scope that it needs"
    assert {METHODS[LISTED[one]] for one in called(path)} - {None} <= set(SCOPES)


def test_a_method_that_is_not_listed_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("client.conversations_list()\nawait_('users.lookupByEmail')\n", encoding="utf-8")
    assert set(called(tmp_path / "one.py")) - set(LISTED) == {"conversations_list", "users_lookupByEmail"}


class Register:
    """Stands where the app would, and writes down who wants to hear of what."""

    def __init__(self) -> None:
        self.heard: dict[str, set[object]] = {"event": set(), "command": set(), "shortcut": set()}

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        def note(name: object = None, *_rest: object, **_options: object) -> Callable[[object], object]:
            self.heard.setdefault(kind, set()).add(name)
            return lambda listener: listener

        return note


def listening() -> list[ModuleType]:
    """Return every module of the adapter that listens."""
    modules = [importlib.import_module(f"adapters.slack.{one.name}") for one in pkgutil.iter_modules([str(SLACK)])]
    return [one for one in modules if hasattr(one, "listen")]


@pytest.fixture(scope="module")
def heard() -> dict[str, set[object]]:
    register = Register()
    for one in listening():
        one.listen(register, None)
    return register.heard


def test_every_event_that_slack_is_told_of_is_listened_to_and_no_other(heard: dict[str, set[object]]) -> None:
    """An event that nobody takes is answered 404, and counts as a failed delivery; one that was not subscribed to never comes."""
    assert heard["event"] == {"message" if one == "message.im" else one for one in EVENTS}


def test_every_command_is_listened_to_and_no_other(heard: dict[str, set[object]]) -> None:
    assert heard["command"] == set(COMMANDS)


def test_every_shortcut_is_listened_to_and_no_other(heard: dict[str, set[object]]) -> None:
    assert heard["shortcut"] == {*SHORTCUTS["global"], *SHORTCUTS["message"]}


def test_every_module_that_listens_is_put_into_the_app() -> None:
    app = (SLACK / "app.py").read_text("utf-8") + (SLACK / "composing.py").read_text("utf-8")
    missing = [one.__name__ for one in listening() if not re.search(rf"\b{one.__name__.rpartition('.')[2]}\b", app)]
    assert missing == []


@each_form
def test_commands_and_shortcuts_are_those_of_the_design(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert [one["command"] for one in features["slash_commands"]] == COMMANDS
    for kind, names in SHORTCUTS.items():
        assert [one["callback_id"] for one in features["shortcuts"] if one["type"] == kind] == names


@each_form
def test_what_is_suggested_is_what_help_suggests(manifest: dict[str, Any]) -> None:
    prompts = manifest["features"]["agent_view"]["suggested_prompts"]
    assert [one["message"] for one in prompts] == list(HELP_EXAMPLES)
    assert [one["title"] for one in prompts] == list(HELP_EXAMPLES)


# --- the limits ---


@each_form
def test_names_and_descriptions_keep_slack_s_limits(manifest: dict[str, Any]) -> None:
    shown, features = manifest["display_information"], manifest["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4


@each_form
def test_shortcuts_and_commands_keep_slack_s_limits(manifest: dict[str, Any]) -> None:
    shortcuts, commands = manifest["features"]["shortcuts"], manifest["features"]["slash_commands"]
    assert len(shortcuts) <= 10
    assert len(commands) <= 50
    assert [one["name"] for one in shortcuts if len(one["name"]) > 24 or len(one["description"]) > 150] == []
    assert [one["command"] for one in commands if not re.fullmatch(r"/[a-z-]{1,31}", one["command"]) or len(one["description"]) > 2000] == []
    for names in ([one["callback_id"] for one in shortcuts], [one["name"] for one in shortcuts], [one["command"] for one in commands]):
        assert len(set(names)) == len(names)


@each_form
def test_nothing_is_asked_for_that_is_unproven(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    assert (settings["org_deploy_enabled"], settings["token_rotation_enabled"]) == (False, False)
    assert set(manifest) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    assert set(settings) == {
        *("event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled"),
    }


@each_form
def test_messages_can_be_written_to_it_and_it_has_a_home(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home == {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


# --- the address ---


@pytest.mark.parametrize("form", ["http", "oauth"])
def test_slack_sends_everything_to_the_one_address(form: str) -> None:
    events = "https://signpost.oakfield.example/slack/events"
    settings = FORMS[form]["settings"]
    assert {one["url"] for one in FORMS[form]["features"]["slash_commands"]} == {events}
    assert (settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"]) == (events, events)
    assert settings["socket_mode_enabled"] is False


def test_socket_mode_has_no_address_at_all() -> None:
    assert [text for text in strings(FORMS["socket"]) if "https://" in text or "/slack/" in text] == []
    assert FORMS["socket"]["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("form", ["oauth", "both"])
def test_several_workspaces_come_back_to_the_address_after_installing(form: str) -> None:
    assert FORMS[form]["oauth_config"]["redirect_urls"] == ["https://signpost.oakfield.example/slack/oauth_redirect"]


@pytest.mark.parametrize("form", ["http", "socket"])
def test_one_workspace_needs_no_way_back(form: str) -> None:
    assert "redirect_urls" not in FORMS[form]["oauth_config"]


@each_form
def test_no_address_of_an_example_school_is_left(manifest: dict[str, Any]) -> None:
    assert "school.example" not in as_yaml(manifest)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://signpost.oakfield.example/", "https://signpost.oakfield.example"),
        ("https://Signpost.Oakfield.Example:8443", "https://signpost.oakfield.example:8443"),
    ],
)
def test_address_is_put_as_slack_wants_it(url: str, kept: str) -> None:
    assert fill_in(url=url)["settings"]["interactivity"]["request_url"] == f"{kept}/slack/events"


@pytest.mark.parametrize(
    "url",
    [
        *("http://signpost.oakfield.example", "signpost.oakfield.example", "https://", "https://localhost", "ftp://oakfield.example"),
        *("https://oakfield.example/signpost", "https://oakfield.example?a=b", "https://oakfield.example#a", "https://amara@oakfield.example"),
        *(
            "https://oakfield.example:port",
            "https://[oakfield.example",
            "https://oak field.example",
            "https://oakfield.example\n",
            "https://ökfield.example",
        ),
    ],
)
def test_address_that_slack_could_not_use_is_refused_with_the_next_step(url: str) -> None:
    with pytest.raises(SettingsError, match="write"):
        fill_in(url=url)


@pytest.mark.parametrize("options", [{}, {"oauth": True}, {"socket": True, "oauth": True}])
def test_address_that_is_needed_is_asked_for(options: dict[str, bool]) -> None:
    with pytest.raises(SettingsError, match="--url"):
        fill_in(**options)  # type: ignore[arg-type]


@each_form
def test_what_is_printed_reads_as_the_same_manifest(manifest: dict[str, Any]) -> None:
    assert yaml.safe_load(as_yaml(manifest)) == manifest


# --- what IT is told ---

TOLD = (Path(__file__).parents[2] / "docs" / "slack.md").read_text("utf-8")


def test_document_for_it_explains_every_scope_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \| (to .+|for .+) \|$", TOLD, flags=re.M))
    assert rows == dict(SCOPES)


@pytest.mark.parametrize("command", COMMANDS)
def test_document_for_it_says_what_every_command_does(command: str) -> None:
    assert re.search(rf"^\|[^|]*`{command}`[^|]*\| .+ \|$", TOLD, flags=re.M)


@pytest.mark.parametrize("variable", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
def test_document_for_it_names_every_secret(variable: str) -> None:
    assert f"`{variable}`" in TOLD


def test_settings_that_the_document_shows_are_sound_and_fit_to_serve(tmp_path: Path) -> None:
    school, workspaces = (dedent(text) for text in re.findall(r"```yaml\n(.*?)```", TOLD, flags=re.S))
    settings = tmp_path / "signpost.yaml"
    settings.write_text(school, encoding="utf-8")
    assert refusals(load_settings(settings), serving=True) == []
    settings.write_text(workspaces, encoding="utf-8")
    assert load_settings(settings).slack.workspaces == {"T01": ("oakfield",), "T02": ("elmfield",)}


@pytest.mark.parametrize("line", re.findall(r"^ *signpost slack manifest (.*?) *#", TOLD, flags=re.M))
def test_commands_that_the_document_shows_work(line: str) -> None:
    socket, _, url = line.partition("--url ")
    assert fill_in(url=url.strip(), socket="--socket" in socket)
