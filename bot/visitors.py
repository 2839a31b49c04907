"""Who somebody in a chat is to a school: the person of the settings, a member of staff whom they do not name, a guest, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reports import Person


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has pressed or written something. Reading fails closed, submitting stays open to all."""

    platform: str
    account: str
    """Their id in the chat."""
    tenant: str
    """The workspace or tenant in which they are."""
    name: str
    full_member: bool
    schools: tuple[str, ...]
    """Every school at which they may be."""
    chosen: str | None = None
    """The one of several at which they have said that they are."""
    listed: tuple[Person, ...] = ()
    """Who they are in the settings, school by school."""
    known: bool = True
    """False where the chat has not said who they are: they are then taken for a guest."""
    stranger: bool = False
    """Of another organisation."""

    @property
    def school(self) -> str | None:
        """The school at which they are; None where there is none, or they have to say."""
        return self.schools[0] if len(self.schools) == 1 else self.chosen

    def at(self, school: str) -> Person:
        """Return who they are at a school."""
        found = next((one for one in self.listed if one.school == school), None)
        return Person(found.id if found else f"{self.platform}:{self.account}", found.name if found else self.name, school, self.full_member)
