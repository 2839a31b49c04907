"""A workspace in the third-party emulator for each test that wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated.oakfield import Oakfield, at_work
from tests.emulated.workspace import Workspace, open_workspace
from tests.seated import quick_folder


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Oakfield School's workspace, as it is on the first day."""
    with open_workspace() as opened:
        yield opened


@pytest.fixture
def oakfield(workspace: Workspace, cache: Path) -> Iterator[Oakfield]:
    """The school at work; at its end, nothing of a report may stand in the log."""
    with quick_folder() as folder, at_work(workspace, folder, cache) as school:
        yield school
