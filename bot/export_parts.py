"""What an export tells of a report, entry by entry, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot import wording
from bot.reports import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is told: a field, a note, a deed. Every word of it may be shown as it is."""

    label: str
    text: str = field(default="", repr=False)
    by: str = ""
    at: str = ""

    def heading(self) -> str:
        """Return the label with who and when."""
        return ", ".join(filter(None, (self.label, self.by, self.at)))

    def lead(self) -> str:
        """Return the heading as it stands before the text, where there is one."""
        return f"{self.heading()}:" if self.text and not self.heading().endswith("?") else self.heading()


Parts = Mapping[str, tuple[Entry, ...]]
"""Everything that is told, by the title under which it stands."""


def title_of(report: Report) -> str:
    """Return the heading of an export."""
    return f"{report.reference}, {wording.KINDS[report.kind]}"
