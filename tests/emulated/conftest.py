"""A workspace in the third-party emulator for each test that wants one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulated.workspace import Workspace, open_workspace


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Oakfield School's workspace, as it is on the first day."""
    with open_workspace() as opened:
        yield opened
