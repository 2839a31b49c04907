"""How a process that serves looks for rubbish: seldom, and never through what it has opened. Each look holds up everybody who waits."""

from __future__ import annotations

import gc

LOOKS_AFTER = 20_000
"""Objects that are made anew before they are looked through. At Python's own 700, looking takes a tenth of what a report costs."""


def keep_what_is_open() -> None:
    """Look through all that there is for the last time: the knowledge alone would take a sixth of a second each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOKS_AFTER)
