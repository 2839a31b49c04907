"""What the README says is what the code does."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer import Typer

from adapters.cli import app
from adapters.terminal import show
from bot.answering import Answerer
from bot.refusals import refusals
from bot.replies import present
from bot.settings import load_settings
from knowledge.clauses import Verdict
from knowledge.reading import Reader
from tests.transcripts import SCENES, Scene, play, written_in

ROOT = Path(__file__).parent.parent
README, CLI = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "adapters/cli.py"))
TRANSCRIPTS = re.findall(r'```text\n\$ signpost ask "([^"]+)" --policy (\S+)\n(.*?)```', README, flags=re.S)


def commands(group: Typer, before: str = "") -> list[str]:
    """Return every command as it is typed: `ask`, `keys new`."""
    own = [f"{before}{one.name or one.callback.__name__}" for one in group.registered_commands if one.callback]
    return sorted([*own, *(word for one in group.registered_groups if one.typer_instance for word in commands(one.typer_instance, f"{one.name} "))])


@pytest.mark.parametrize("command", commands(app))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`signpost {command}" in README


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_in_the_readme(verdict: Verdict) -> None:
    assert f"`{verdict}`" in README


@pytest.mark.parametrize("variable", sorted(set(re.findall(r"SIGNPOST_[A-Z_]+|DATABASE_URL|\bPORT\b", CLI))))
def test_every_variable_of_the_environment_is_in_the_readme(variable: str) -> None:
    assert f"`{variable}`" in README


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", README))))
def test_every_test_that_the_readme_names_exists(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\((docs/[^)]+)\)", README))))
def test_every_document_that_the_readme_links_exists(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", README, flags=re.S))
def test_settings_that_the_readme_shows_are_sound(text: str, tmp_path: Path) -> None:
    (tmp_path / "signpost.yaml").write_text(text, encoding="utf-8")
    assert refusals(load_settings(tmp_path / "signpost.yaml"), serving=False) == []


@pytest.mark.parametrize("line", (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
def test_every_process_type_is_made_of_commands_that_exist(line: str) -> None:
    _, _, run = line.partition(": ")
    assert {one.removeprefix("signpost ") for one in run.split(" && ")} <= set(commands(app))


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)", README, flags=re.M))
def test_every_make_target_that_the_readme_names_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)


@pytest.mark.parametrize(("question", "policy", "shown"), TRANSCRIPTS)
def test_the_transcripts_are_what_signpost_says(question: str, policy: str, shown: str, answerer: Answerer) -> None:
    out = StringIO()
    show(Console(file=out, width=1000), present(answerer.ask(question, policy)))
    assert [line.rstrip() for line in out.getvalue().strip().splitlines()] == [line.rstrip() for line in shown.strip().splitlines()]


def test_only_the_command_line_reads_the_environment() -> None:
    readers = {
        path.name for folder in ("knowledge", "bot", "adapters") for path in (ROOT / folder).rglob("*.py") if "os.environ" in path.read_text("utf-8")
    }
    assert readers == {"cli.py"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_duty_that_the_readme_shows_reads_so(scene: Scene, reader: Reader) -> None:
    assert written_in(README)[scene.name] == play(scene, reader), "run: python -m tests.transcripts"
