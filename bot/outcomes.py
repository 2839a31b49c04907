"""What can come of a question. Frozen values, matched on; how each looks is said in `replies`, in which words in `wording`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.clauses import Clause, Condition, Policy, Verdict


class Place(StrEnum):
    """Why a clause stands in an answer."""

    LEAD = "lead"
    ALSO = "also"
    EXCEPTION = "exception"
    TENSION = "tension"
    SEE_ALSO = "see_also"


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause in an answer."""

    clause: Clause
    place: Place
    verdict: Verdict | None = None
    """What it says of the act that was asked about; None where it only travels along."""


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one question: the clause that leads, what travels with it, and what is still open."""

    topic_id: str
    about: str
    verdict: Verdict
    shown: tuple[Shown, ...]
    """The lead first."""
    conditions: tuple[Condition, ...] = ()
    """Facts on which the verdict hangs, which the question did not settle."""
    tension: str = ""
    """Why the clauses shown do not agree, where they do not."""
    fact: str = ""
    """The words of the document that answer it in short, where it states such a fact; they stand in one of the clauses shown."""
    note: str = ""
    """What a settled condition leaves to be known."""

    @property
    def lead(self) -> Clause:
        """The clause that decides."""
        return self.shown[0].clause


@dataclass(frozen=True, slots=True)
class Choose:
    """Two readings of the question, or two clauses between which a fact decides: up to three to choose from."""

    options: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """The topic is known and this policy has no clause on it."""

    about: str
    nearest: Clause | None
    """Shown as not deciding it."""
    topic_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the school's own settings name for a role."""

    role: str
    name: str
    how: str
    """How to reach them: a phone number, a room, an e-mail address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A clause decides it. Where several things were asked: a part for each, silences and people for those that no clause answers."""

    parts: tuple[Part, ...]
    silences: tuple[Silent, ...] = ()
    people: tuple[Person, ...] = ()
    unsure: tuple[str, ...] = ()
    """Questions of the message that were not surely understood, in the writer's words."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person is wanted, and the school's own settings know them."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not understood, or no matter of this policy."""


Settled = Answer | Choose | Silent | Contact | Unknown


@dataclass(frozen=True, slots=True)
class Report:
    """The writer tells of something that happened. What answers the message stands beneath; a false alarm never swallows it."""

    urgent: bool
    beneath: Settled


Outcome = Settled | Report


@dataclass(frozen=True, slots=True)
class Reply:
    """An outcome, for one policy, and why."""

    policy: Policy
    outcome: Outcome
    why: tuple[str, ...] = ()
    """What decided, one line each; plain enough to show."""
