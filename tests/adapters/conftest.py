"""A deployment of one invented school, and the command run on it. What is no fixture is in `tests.adapters.deployed`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from adapters.cli import main
from tests.adapters.deployed import OURS, Deployed, Ended

Command = Callable[..., Ended]


@pytest.fixture
def deployed(tmp_path: Path, cache: Path) -> Deployed:
    return Deployed(tmp_path, cache)


@pytest.fixture
def sound_knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the policies for sound: checking all of them takes a second or two, and has tests of its own."""
    for module in ("adapters.doctor", "adapters.readiness"):
        monkeypatch.setattr(f"{module}.check_knowledge", list)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], deployed: Deployed) -> Command:
    """A function that runs the command in this process, on the deployment."""

    def call(*words: object, typed: str = "") -> Ended:
        for name in ("KEY", "KEYS", "RECOVERY_KEY", "MAIL_PASSWORD", "DATA", "CACHE"):
            monkeypatch.delenv(f"{OURS[0]}{name}", raising=False)
        for name in OURS[1:]:
            monkeypatch.delenv(name, raising=False)
        for name, value in {**deployed.variables, "COLUMNS": "400"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["signpost", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        monkeypatch.chdir(deployed.folder)
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(ended.value.code or 0, *(re.sub(r"\x1b\[[\d;]*m", "", text) for text in said))

    return call
