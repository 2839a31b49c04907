"""What can become of an answer when its policy is replaced by a new version. Names only; how it is found is said by `differing`."""

from __future__ import annotations

from enum import StrEnum


class Change(StrEnum):
    """What becomes of an answer. All but the last two are flips: staff get another answer, not only other words."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    VERDICT = "verdict"
    LEAD = "lead"
    CONDITIONS = "conditions"
    TEXT = "text"
    BESIDE = "beside"


FLIPS = frozenset(Change) - {Change.TEXT, Change.BESIDE}
