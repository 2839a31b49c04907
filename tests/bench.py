"""Prints what an answer costs, as ratios against a named alternative in the same run. Run by `make bench`; nothing here can fail a build."""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs
from rapidfuzz import fuzz, process

from bot.answering import Answerer
from bot.evaluating import load_labelled
from knowledge.building import build_weights
from knowledge.loading import HOME
from knowledge.reading import open_reader

QUESTIONS = Path(__file__).parent / "questions"


def main() -> None:
    """Print one line a figure."""
    cache = Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))
    opened = _seconds(lambda: open_reader(cache))
    started = _seconds(lambda: subprocess.run([sys.executable, "-c", _START, str(cache)], check=True))
    reader = open_reader(cache)
    answerer = Answerer(lambda: reader)
    items = [item for path in sorted(QUESTIONS.glob("r*.jsonl")) for item in load_labelled(path)][::3]
    answers = [_milliseconds(lambda item=item: answerer.ask(item["question"], item["policy"])) for item in items]  # type: ignore[misc]
    texts = {key: [clause.whole() for clause in policy.clauses.values()] for key, policy in reader.knowledge.policies.items()}
    passes = [
        _milliseconds(lambda item=item: process.extractOne(item["question"], texts[item["policy"]], scorer=fuzz.token_set_ratio))  # type: ignore[misc]
        for item in items
    ]
    one_pass = statistics.median(passes)
    p50, p99 = statistics.median(answers), statistics.quantiles(answers, n=100)[98]
    print(f"questions                      {len(items)}")
    print(f"one token_set_ratio pass       {one_pass:.3f} ms (median, over the same policy's clauses)")
    print(f"one answer, p50                {p50:.2f} ms = {p50 / one_pass:.1f}x (bar 20x)")
    print(f"one answer, p99                {p99:.2f} ms = {p99 / one_pass:.1f}x (bar 60x)")
    print(f"resident memory                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at its highest (bar 250 MB)")
    print(f"open from the cache            {opened:.2f} s; a new process, ready to answer: {started:.2f} s (bar 2 s)")
    _bench_many(items, p50)
    _bench_build()


_START = """
import sys
from pathlib import Path
from bot.answering import Answerer
from knowledge.reading import open_reader
reader = open_reader(Path(sys.argv[1]))
Answerer(lambda: reader).ask("can I accept a friend request from a past pupil?", "alet")
"""


def _bench_many(items: list[dict[str, str]], p50: float) -> None:
    """Time answers with 200 policies, made by renaming the five."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "knowledge"
        shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        names = [path.stem for path in sorted(home.glob("policies/*.yaml"))]
        for number in range(39):
            for name in names:
                text = (home / "policies" / f"{name}.yaml").read_text()
                renamed = re.sub(rf"(?<![\w-]){name}(?=[-\s:,\]])", f"{name}-copy{number}", text)
                (home / "policies" / f"{name}-copy{number}.yaml").write_text(renamed)
                shutil.copy(home / "policies" / f"{name}.txt", home / "policies" / f"{name}-copy{number}.txt")
        reader = open_reader(Path(folder) / "cache", home)
        answerer = Answerer(lambda: reader)
        many = statistics.median(_milliseconds(lambda item=item: answerer.ask(item["question"], item["policy"])) for item in items)  # type: ignore[misc]
        print(f"one answer, {len(reader.knowledge.policies)} policies       {many:.2f} ms = {many / p50:.2f}x that of 5 (bar 1.5x)")


def _bench_build() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(f"build                          {_seconds(lambda: build_weights(Path(folder))):.1f} s (bar 30 s)")


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _milliseconds(act: Callable[[], object]) -> float:
    return _seconds(act) * 1000


if __name__ == "__main__":
    main()
