"""Oakfield School to try by hand: `SIGNPOST_PLAYGROUND=FOLDER python -m tests.playground.by_hand`, until Enter is pressed.

FOLDER is where npm has installed the Playground. It listens on all of the machine's addresses: on a developer's own machine only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import platformdirs

from tests.playground.emulator import VARIABLE, find_playground
from tests.playground.oakfield import at_work


def main() -> None:
    """Serve the school, and say where its windows are."""
    modules = find_playground()
    if modules is None:
        sys.exit(f"{VARIABLE} must name the folder in which npm has installed @microsoft/m365agentsplayground; see docs/teams.md")
    cache = Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))
    with TemporaryDirectory() as folder, at_work(modules, Path(folder), cache) as school:
        for who, url in school.pages.items():
            sys.stdout.write(f"{who}: {url}\n")
        sys.stdout.write("Enter ends it. ")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main()
