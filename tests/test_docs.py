"""What the README says is what the code does."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from adapters.cli import app
from adapters.terminal import show
from bot.answering import Answerer
from bot.replies import present
from knowledge.clauses import Verdict

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r'```text\n\$ signpost ask "([^"]+)" --policy (\S+)\n(.*?)```', README, flags=re.S)


@pytest.mark.parametrize("command", sorted(str(one.name or one.callback.__name__) for one in app.registered_commands if one.callback))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`signpost {command}" in README


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_in_the_readme(verdict: Verdict) -> None:
    assert f"`{verdict}`" in README


@pytest.mark.parametrize("variable", sorted(set(re.findall(r"SIGNPOST_[A-Z]+", (ROOT / "adapters" / "cli.py").read_text(encoding="utf-8")))))
def test_every_variable_of_the_environment_is_in_the_readme(variable: str) -> None:
    assert f"`{variable}`" in README


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", README))))
def test_every_test_that_the_readme_names_exists(path: str) -> None:
    assert (ROOT / path).is_file()


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
