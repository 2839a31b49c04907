"""The same question gives the same answer, byte for byte, in two processes with different hash seeds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

QUESTIONS = Path(__file__).parent.parent / "questions"


def _answers(seed: str, batch: Path, cache: Path) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "SIGNPOST_CACHE": str(cache)}
    command = [sys.executable, "-c", "from adapters.cli import main; main()", "ask", "--batch", str(batch)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return re.sub(r'"elapsed_ms": [\d.]+', '"elapsed_ms": 0', said)


def test_two_processes_answer_byte_for_byte_alike(tmp_path: Path, cache: Path) -> None:
    lines = [line for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()[::10]]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")

    first, second = _answers("1", batch, cache), _answers("2", batch, cache)

    assert first == second
    assert len([json.loads(line) for line in first.splitlines()]) == len(lines)
