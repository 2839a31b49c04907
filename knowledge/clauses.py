"""What a policy is made of: clauses word for word, the topics they answer, and the verdict of each such link. Plain data, no behaviour to tune."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What a clause says of an act. It never says yes or no, so the wording of a question cannot flip it."""

    NOT_ALLOWED = "not_allowed"
    ONLY_IF = "only_if"
    REQUIRED = "required"
    ADVISED = "advised"
    ALLOWED = "allowed"
    INFORMATION = "information"


STRICTEST_FIRST = (
    Verdict.NOT_ALLOWED,
    Verdict.ONLY_IF,
    Verdict.REQUIRED,
    Verdict.ADVISED,
    Verdict.ALLOWED,
    Verdict.INFORMATION,
)


class Audience(StrEnum):
    """Whose act a clause speaks of."""

    STAFF = "staff"
    PUPILS = "pupils"
    PARENTS = "parents"
    SCHOOL = "school"
    EVERYONE = "everyone"


class Account(StrEnum):
    """The kind of social media account that a clause speaks of."""

    PERSONAL = "personal"
    OFFICIAL = "official"
    ANY = "any"


class TopicKind(StrEnum):
    """What a topic with no clause means: the policy is silent (policy), a person is wanted (contact), or it is no matter of the policy."""

    POLICY = "policy"
    CONTACT = "contact"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way in which an open condition can be settled."""

    label: str
    """What the button says."""
    verdict: Verdict
    """What the clause then says of the act."""
    note: str = ""
    """What the reader should still know, in our words; never a quotation."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact on which the verdict of a clause hangs, printed in the clause itself."""

    words: str
    """The words of the clause that print it, verbatim."""
    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence or bullet of a policy, word for word."""

    id: str
    """Stable and never used again for anything else."""
    section: str
    """Number or heading as printed; `header` for the lines of a title table."""
    text: str
    stem: str = ""
    """The lead-in of a list ("Staff must not:"), verbatim; empty where the text is a sentence of its own."""
    heading: str = ""
    audience: Audience = Audience.EVERYONE
    account: Account = Account.ANY
    networks: tuple[str, ...] = ()
    """The networks to which the clause is confined; none means every network."""
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[str, ...] = ()
    """Ids of clauses that print an exception or a condition of this one; they are shown with it in every answer."""
    see_also: tuple[str, ...] = ()

    def whole(self) -> str:
        """Return the clause as one reads it: stem and text."""
        return f"{self.stem} {self.text}" if self.stem else self.text


@dataclass(frozen=True, slots=True)
class Link:
    """A clause that answers a topic, and what it says of the topic's act."""

    clause_id: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PolicyFact:
    """Something the document says of itself (owner, approval, review ...): the clause, and the words in it that state it."""

    name: str
    clause_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Tension:
    """Clauses of one document that do not agree; whenever one leads an answer, the others are shown with it."""

    clause_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One school's policy."""

    key: str
    organisation: str
    title: str
    ask_whom: str
    """Whom to ask where the policy is silent, as the document itself names the role, or a general phrase where it names none."""
    clauses: Mapping[str, Clause]
    """By id, in the order of the document."""
    answers: Mapping[str, tuple[Link, ...]]
    """By topic id; the first link leads, the others are shown with it."""
    facts: Mapping[str, PolicyFact] = field(default_factory=dict)
    tensions: tuple[Tension, ...] = ()
    skip: tuple[str, ...] = ()
    """Words of the document that are no clause: headings, contents pages, page lines."""
    fingerprint: str = ""
    """The hash of the document's text: the identity of this version, whatever the document prints."""

    def fact(self, name: str) -> str:
        """Return the words that state a fact of the document, or '' where it prints none."""
        found = self.facts.get(name)
        return found.words if found else ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something staff ask about, whatever any policy says of it."""

    id: str
    about: str
    """What is asked, as it can follow "I looked for:"."""
    kind: TopicKind
    asks: tuple[str, ...]
    role: str = ""
    """For a contact topic: the role whose holder is asked for (`dsl`, `deputy`, ...)."""
    fact: str = ""
    """The fact of a policy (see `PolicyFact`) that answers it in a few words, where a policy states one."""
    names_other_networks: bool = False
    """Whether a network named in a question on it need not be the school's own ("may the page link to my Insta?"); if so it confines nothing."""
    may_tell: bool = False
    """Whether its asks may tell of something that happened; if so they teach the report detector nothing."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that answering needs, checked."""

    policies: Mapping[str, Policy]
    topics: Mapping[str, Topic]
