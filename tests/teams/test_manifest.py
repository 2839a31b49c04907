"""What Teams is told of the app is what the bot can do, and nothing else; and the package is one that Teams takes.

Microsoft's own JSON schema is not here: the rules of it that matter are written out, and the rest was checked by hand.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from adapters.cli import app
from adapters.teams import edge
from adapters.teams.manifest import FOLDER, ICONS, MATTER, MESSAGES_PATH, QUERY, QUESTION, REPORT, fill_in, pack
from bot import wording
from bot.kinds import COURSES
from bot.matters import MatterKind
from bot.refusals import refusals
from bot.reports import Kind
from bot.settings import SettingsError, load_settings
from tests.teams import icons
from tests.teams.cards import inputs_of, words
from tests.teams.conftest import STAFFROOM, School, aad

MAIN_DUTIES = (MatterKind.APPLICATION, MatterKind.POSTING)
"""Of the policy's other duties, those for which somebody reaches in the middle of writing."""
APP_ID = "5a1a5e00-0000-4000-8000-00000000b07a"
URL = "https://signpost.oakfield.example"
MANIFEST = fill_in(app_id=APP_ID, url=URL)
COMMANDS = {one["id"]: one for one in MANIFEST["composeExtensions"][0]["commands"]}
LISTS = {tuple(one["scopes"]): one["commands"] for one in MANIFEST["bots"][0]["commandLists"]}
VERSIONS = {
    "1.0.0": "42d72019fb830d0bfce6a0bdf6dcf262861f1f3be926e54067eb80bdf501913f",
    "1.1.0": "ffe8e13976a92a0c611584be3d05d668cfe6636cfdb38d0cc58a8f4963237d1e",
}
"""Version -> what it holds. Teams takes a package in the place of an earlier one only where its version is higher: change one, add one."""


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


# --- what the app is told to be ---


def test_bot_and_compose_box_are_the_school_s_own_app() -> None:
    assert {MANIFEST["id"], MANIFEST["bots"][0]["botId"], MANIFEST["composeExtensions"][0]["botId"]} == {APP_ID}


def test_bot_can_be_added_where_staff_are() -> None:
    assert MANIFEST["bots"][0]["scopes"] == ["personal", "team", "groupChat"]


def test_bot_can_be_added_to_the_dsl_s_private_channel_and_to_no_shared_one() -> None:
    assert MANIFEST["supportedChannelTypes"] == ["privateChannels"]


def test_nothing_is_asked_for_but_to_know_who_speaks_and_to_write_to_them() -> None:
    """No messages can be read but those that are meant for the bot, no files, no calls, and nothing in anybody's name."""
    assert MANIFEST["permissions"] == ["identity", "messageTeamMembers"]
    assert not {"authorization", "webApplicationInfo", "staticTabs", "configurableTabs", "connectors", "validDomains"} & set(MANIFEST)
    assert (MANIFEST["bots"][0]["supportsFiles"], MANIFEST["bots"][0]["isNotificationOnly"]) == (False, False)


def test_commands_of_the_compose_box_are_those_of_the_design() -> None:
    forms = [*(f"{REPORT}{kind}" for kind in ("message", *Kind)), *(f"{MATTER}{kind}" for kind in MAIN_DUTIES)]
    expected = {QUERY: "query", **dict.fromkeys(forms, "action")}
    assert {name: one["type"] for name, one in COMMANDS.items()} == expected
    assert [one["id"] for one in MANIFEST["composeExtensions"][0]["commands"]] == list(expected)


def test_message_can_be_reported_from_its_own_menu_and_by_one_command_only() -> None:
    assert [name for name, one in COMMANDS.items() if "message" in one["context"]] == [f"{REPORT}message"]
    assert COMMANDS[f"{REPORT}message"]["title"] == "Report to DSL"
    assert all({"compose", "commandBox"} <= set(one["context"]) for one in COMMANDS.values())


def test_every_form_is_fetched_from_the_bot() -> None:
    assert all(one.get("fetchTask") is True for one in COMMANDS.values() if one["type"] == "action")
    (parameter,) = COMMANDS[QUERY]["parameters"]
    assert parameter["name"] == QUESTION


def test_each_scope_has_its_own_list() -> None:
    assert set(LISTS) == {("personal",), ("team", "groupChat")}


def test_app_is_told_in_plain_words_and_999_comes_first() -> None:
    """No word of blame, and 999 stands where it is told what the app is for."""
    assert "call 999 first" in MANIFEST["description"]["full"]
    assert [text for text in strings(MANIFEST) if re.search(r"(?i)\b(ticket|case|alert|user|offen[cs]e)\b", text)] == []


# --- the bot does what the app says ---


@pytest.mark.parametrize("kind", list(Kind))
def test_command_of_a_kind_opens_its_form(school: School, kind: Kind) -> None:
    answered = school.after(school.driver.extension_fetch(aad("tess"), f"{REPORT}{kind}"))
    assert answered.json["task"]["value"]["title"] == wording.SHORT_TITLES[kind]
    assert inputs_of(answered.card)


@pytest.mark.parametrize("kind", [kind for kind in MAIN_DUTIES if kind in COURSES])
def test_command_of_a_duty_opens_its_form(school: School, kind: MatterKind) -> None:
    answered = school.after(school.driver.extension_fetch(aad("tess"), f"{MATTER}{kind}"))
    assert inputs_of(answered.card)


def test_command_for_any_report_asks_first_what_it_is_about(school: School) -> None:
    answered = school.after(school.driver.extension_fetch(aad("tess"), f"{REPORT}message"))
    shown = words(answered.card)
    assert [kind for kind in Kind if wording.KIND_CHOICES[kind] not in shown] == []


def test_command_on_a_message_takes_it_over(school: School) -> None:
    message = {"id": "1", "body": {"content": "<p>canary</p>", "contentType": "html"}, "from": {"user": {"id": "x", "displayName": "X"}}}
    answered = school.after(school.driver.extension_fetch(aad("tess"), f"{REPORT}message", message=message, conversation=STAFFROOM))
    assert "canary" in json.dumps(answered.json)


def test_question_of_the_compose_box_is_answered(school: School) -> None:
    answered = school.after(school.driver.extension_query(aad("tess"), QUERY, "can I post photos of my class?", parameter=QUESTION))
    assert (answered.status, answered.json["composeExtension"]["type"]) == (200, "result")


@pytest.mark.parametrize("title", [one["title"] for one in LISTS["personal",]])
def test_every_command_of_the_personal_chat_is_understood(school: School, title: str) -> None:
    told = " ".join(school.words(one) for one in school.write("amara", title))
    assert told
    assert [one for one in (wording.UNKNOWN, "I looked for") if one in told] == []


@pytest.mark.parametrize("title", [one["title"] for one in LISTS["team", "groupChat"]])
def test_every_command_of_a_channel_is_answered_there(school: School, title: str) -> None:
    before = len(school.messages_in(STAFFROOM))
    school.after(school.driver.mention(aad("tess"), title, conversation=STAFFROOM))
    told = " ".join(school.words(one) for one in school.messages_in(STAFFROOM)[before:])
    assert "version 1" in told, "the policy itself, and not that the answer is for one person alone"


def test_messages_go_where_the_bot_listens() -> None:
    assert MESSAGES_PATH == edge.PATH


# --- the limits ---


def test_names_and_descriptions_keep_teams_limits() -> None:
    assert len(MANIFEST["name"]["short"]) <= 30
    assert len(MANIFEST["name"]["full"]) <= 100
    assert len(MANIFEST["description"]["short"]) <= 80
    assert len(MANIFEST["description"]["full"]) <= 4000
    assert len(MANIFEST["developer"]["name"]) <= 32
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", MANIFEST["accentColor"])
    assert len(MANIFEST["bots"]) == len(MANIFEST["composeExtensions"]) == 1


def test_commands_keep_teams_limits() -> None:
    assert len(COMMANDS) <= 10
    assert len({one["title"] for one in COMMANDS.values()}) == len(COMMANDS)
    assert [one for one in COMMANDS.values() if len(one["id"]) > 64 or len(one["title"]) > 32 or len(one["description"]) > 128] == []
    assert [one for one in COMMANDS.values() if not set(one["context"]) <= {"compose", "commandBox", "message"}] == []
    (parameter,) = COMMANDS[QUERY]["parameters"]
    assert (len(parameter["title"]) <= 32, len(parameter["description"]) <= 128) == (True, True)
    for listed in LISTS.values():
        assert len(listed) <= 10
        assert [one for one in listed if len(one["title"]) > 32 or len(one["description"]) > 128] == []


def test_what_the_schema_requires_is_there() -> None:
    assert {"manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor"} <= set(MANIFEST)
    assert MANIFEST["$schema"].endswith(f"/v{MANIFEST['manifestVersion']}/MicrosoftTeams.schema.json")
    assert set(MANIFEST["developer"]) == {"name", "websiteUrl", "privacyUrl", "termsOfUseUrl"}
    assert all(value.startswith("https://") for name, value in MANIFEST["developer"].items() if name.endswith("Url"))
    assert len(MANIFEST["supportedChannelTypes"]) <= 2


def test_package_that_differs_has_a_version_of_its_own() -> None:
    template = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    held = json.dumps({name: value for name, value in template.items() if name != "version"}, sort_keys=True).encode()
    for name in ICONS:
        held += repr(icons.pixels_of((FOLDER / name).read_bytes())).encode()
    assert hashlib.sha256(held).hexdigest() == VERSIONS[template["version"]], "raise its version, and add it here"
    assert re.fullmatch(r"[1-9]\d*\.\d+\.\d+", template["version"])


# --- the icons ---


def test_icons_are_those_that_are_drawn_here() -> None:
    assert icons.pixels_of((FOLDER / "color.png").read_bytes()) == icons.color()
    assert icons.pixels_of((FOLDER / "outline.png").read_bytes()) == icons.outline()


def test_large_icon_covers_its_square_and_keeps_its_edge_free() -> None:
    pixels = icons.pixels_of((FOLDER / "color.png").read_bytes())
    assert (len(pixels), {len(row) for row in pixels}) == (192, {192})
    assert {pixel[3] for row in pixels for pixel in row} == {255}
    inner = [pixel for row in pixels[36:156] for pixel in row[36:156]]
    assert sum(pixel == icons.WHITE for pixel in inner) == sum(pixel == icons.WHITE for row in pixels for pixel in row), (
        "Teams may cut the edge round"
    )


def test_small_icon_is_white_on_nothing() -> None:
    pixels = icons.pixels_of((FOLDER / "outline.png").read_bytes())
    assert (len(pixels), {len(row) for row in pixels}) == (32, {32})
    assert {pixel[:3] for row in pixels for pixel in row} == {(255, 255, 255)}
    assert {0, 255} <= {pixel[3] for row in pixels for pixel in row}


# --- the package ---


def test_package_holds_the_manifest_and_its_icons_and_nothing_else() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(MANIFEST))) as package:
        assert sorted(package.namelist()) == sorted(["manifest.json", *MANIFEST["icons"].values()])
        assert json.loads(package.read("manifest.json")) == MANIFEST
        assert [package.read(name) for name in ICONS] == [(FOLDER / name).read_bytes() for name in ICONS]


def test_same_app_gives_the_same_package() -> None:
    assert pack(MANIFEST) == pack(fill_in(app_id=APP_ID.upper(), url=f"{URL}/"))


def test_nothing_of_an_example_school_is_left() -> None:
    assert [text for text in strings(MANIFEST) if "school.example" in text or text.startswith("00000000-")] == []


def test_page_of_the_school_is_where_teams_leads_for_privacy_and_terms() -> None:
    page = "https://www.oakfield.example/staff/signpost?a=1"
    developer = fill_in(app_id=APP_ID, url=URL, about=page)["developer"]
    assert {developer["websiteUrl"], developer["privacyUrl"], developer["termsOfUseUrl"]} == {page}


@pytest.mark.parametrize(
    "app_id", ["", "signpost", APP_ID[:-1], f"{APP_ID}0", "00000000-0000-0000-0000-000000000000", f"28:{APP_ID}", APP_ID + "\n0"]
)
def test_what_is_no_app_id_is_refused_with_the_next_step(app_id: str) -> None:
    with pytest.raises(SettingsError, match="copy the Application"):
        fill_in(app_id=app_id, url=URL)


@pytest.mark.parametrize(
    "url",
    [
        *("http://signpost.oakfield.example", "signpost.oakfield.example", "https://", "https://localhost", "ftp://oakfield.example", ""),
        *("https://oakfield.example/signpost", "https://oakfield.example?a=b", "https://oakfield.example#a", "https://amara@oakfield.example"),
        *("https://oakfield.example:port", "https://[oakfield.example", "https://oak field.example", "https://oakfield.example\n"),
        "https://ökfield.example",
    ],
)
def test_address_that_teams_could_not_use_is_refused_with_the_next_step(url: str) -> None:
    with pytest.raises(SettingsError, match="write"):
        fill_in(app_id=APP_ID, url=url)


def test_page_that_teams_could_not_show_is_refused() -> None:
    with pytest.raises(SettingsError, match="--about"):
        fill_in(app_id=APP_ID, url=URL, about="http://www.oakfield.example/")


def test_command_writes_the_package_and_says_what_is_next(tmp_path: Path) -> None:
    out = tmp_path / "signpost-teams.zip"
    ran = CliRunner().invoke(app, ["teams", "manifest", "--app-id", APP_ID, "--url", URL, "--out", str(out)])
    assert ran.exit_code == 0
    assert out.read_bytes() == pack(MANIFEST)
    assert f"{URL}{MESSAGES_PATH}" in ran.output


def test_command_needs_none_of_microsoft_s_libraries() -> None:
    told = "import sys, adapters.commands_teams; print(sorted({'botbuilder', 'botframework', 'aiohttp', 'jwt', 'msal'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert ran.stdout.strip() == "[]"


def test_package_of_python_takes_the_files_along() -> None:
    pyproject = (FOLDER.parents[2] / "pyproject.toml").read_text("utf-8")
    assert '"adapters.teams" = ["manifest/*"]' in pyproject


# --- what IT is told ---

TOLD = (Path(__file__).parents[2] / "docs" / "teams.md").read_text("utf-8") if (Path(__file__).parents[2] / "docs" / "teams.md").is_file() else ""


@pytest.mark.parametrize("variable", ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"])
def test_document_for_it_names_every_secret(variable: str) -> None:
    assert f"`{variable}`" in TOLD


@pytest.mark.parametrize("title", [one["title"] for one in COMMANDS.values()])
def test_document_for_it_names_every_command(title: str) -> None:
    assert title in TOLD


def test_settings_that_the_document_shows_are_sound_and_fit_to_serve(tmp_path: Path) -> None:
    (school,) = (dedent(text) for text in re.findall(r"```yaml\n(.*?)```", TOLD, flags=re.S))
    settings = tmp_path / "signpost.yaml"
    settings.write_text(school, encoding="utf-8")
    assert refusals(load_settings(settings), serving=True) == []
    read: Mapping[str, Any] = yaml.safe_load(school)
    assert "teams" in read["schools"][0]["channels"]["dsl"]


@pytest.mark.parametrize("line", re.findall(r"^ *signpost (teams manifest .*?)$", TOLD, flags=re.M) or ["missing"])
def test_command_that_the_document_shows_works(line: str, tmp_path: Path) -> None:
    typed = line.replace("YOUR-APP-ID", APP_ID).split()
    ran = CliRunner().invoke(app, [*typed, "--out", str(tmp_path / "signpost-teams.zip")])
    assert ran.exit_code == 0, ran.output
