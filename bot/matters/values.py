"""The words of a school's duties: what a matter is, what was done with it, where it stands. Frozen values, and nothing that acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MatterKind(StrEnum):
    """What a matter is; the kind decides how it goes."""

    APPLICATION = "application"
    """Somebody would like the school to have a new account."""
    ACCOUNT = "account"
    """An official account, in the register."""
    LEAVER = "leaver"
    """Somebody leaves who runs accounts."""
    POSTING = "posting"
    """May we post this?"""
    COMMENT = "comment"
    """A comment, query or complaint on an official account, under its clock."""
    MODERATION = "moderation"
    """Something was deleted or hidden, or somebody blocked."""
    MENTION = "mention"
    """The school was spoken of elsewhere."""
    REMOVAL = "removal"
    """Somebody is asked to take a post down."""
    JOURNALIST = "journalist"
    SUGGESTION = "suggestion"
    READING = "reading"
    """A round of reading: who has read and understood this version of the policy."""
    READER = "reader"
    """One person's own reading of one version of the policy, in a round or by themselves."""
    REVIEW = "review"
    """The policy itself is to be reviewed."""
    QUESTION = "question"
    """Alike questions that nobody could answer, or whose answer did not help: for the owner of the policy, without names."""
    DIGEST = "digest"
    """The owner's week in numbers."""


class UnknownMatter(LookupError):
    """No matter is meant by this; the message names what was looked for, never what one says."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the policy by which a matter goes, as they stood when it was raised."""

    clause_id: str
    section: str
    stem: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody filled in: texts by field, and whom they chose."""

    values: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return what was filled in; '' where nothing was."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done with a matter. Never changed."""

    act: str
    at: datetime
    person_id: str
    person_name: str
    said: Mapping[str, str] = field(default_factory=dict)
    """What was written, by field."""
    people: tuple[str, ...] = ()
    """Ids of those who were chosen."""
    names: Mapping[str, str] = field(default_factory=dict)
    """How those are called whom no settings list, by id."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A stored matter, with all that was written; built only for those who may see it, or to tell them."""

    id: str
    """Random; never shown."""
    reference: str
    """`M-0042`, per school."""
    school: str
    kind: MatterKind
    state: str
    """Where it stands; which states there are, its course says."""
    raised_by: str
    """Who raised it; '' where Signpost itself did."""
    raised_by_name: str
    raised_at: datetime
    due_at: datetime | None = None
    """By when something has to be done, where there is such a time."""
    settled_at: datetime | None = None
    """When it came to its end."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was filled in, by field, as typed."""
    people: tuple[str, ...] = ()
    """Ids of those whom it names."""
    quotes: tuple[Quoted, ...] = ()
    events: tuple[Event, ...] = ()
    """What was done with it, oldest first."""
    purged: bool = False
    """What was written is gone for good."""

    def done(self, *acts: str) -> tuple[Event, ...]:
        """Return what was done of these, oldest first."""
        return tuple(event for event in self.events if event.act in acts)

    def last(self, *acts: str) -> Event | None:
        """Return the last time that one of these was done."""
        done = self.done(*acts)
        return done[-1] if done else None


def reference(number: int) -> str:
    """Return how people call a matter."""
    return f"M-{number:04d}"
