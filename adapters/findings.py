"""What an examination finds: one line each, well or not, with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from adapters.discretion import where


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of what was found."""

    level: Level
    subject: str
    sentence: str
    """What is so and, where it is not well, what to do."""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.subject}: {self.sentence}"


Check = Callable[[], Iterable[Finding]]


def ok(subject: str, sentence: str) -> Finding:
    """Return a finding of something that is well."""
    return Finding(Level.OK, subject, sentence)


def warning(subject: str, sentence: str) -> Finding:
    """Return a finding of something that should be looked at."""
    return Finding(Level.WARNING, subject, sentence)


def fault(subject: str, sentence: str) -> Finding:
    """Return a finding of something that must be mended."""
    return Finding(Level.FAULT, subject, sentence)


def carry_out(subject: str, check: Check) -> list[Finding]:
    """Return what a check finds; one that fails is a finding itself, and the others go on."""
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with one thing, the others must be examined too
        return [fault(subject, f"it could not be examined ({where(error)}); tell whoever looks after Signpost")]
