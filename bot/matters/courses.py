"""How matters of a kind go: what is asked, who is told, what can be done with one, and what is owed until it is settled.

A course says what differs; raising, storing, telling, chasing and pressing are the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection

from bot import wording
from bot.calendar import Calendar
from bot.cards import Block, Fact, Facts
from bot.forms import FieldType, FormField
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Quoted, Said
from bot.office import Office
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.settings import SchoolSetting
from knowledge.clauses import Policy, Verdict


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything in which an act takes place: the school, the moment, the transaction."""

    office: Office
    connection: Connection
    school: str
    now: datetime
    """The steady time."""

    @property
    def setting(self) -> SchoolSetting:
        """The school's settings."""
        return self.office.school(self.school)

    @property
    def policy(self) -> Policy:
        """The school's policy, as it is now."""
        return self.office.policy(self.school)

    @property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.office.calendar(self.school)

    @property
    def timezone(self) -> str:
        """The school's own time."""
        return self.setting.timezone

    def holders(self, role: Role) -> tuple[Person, ...]:
        """Return who holds a role now, or stands in."""
        return self.office.people.holders(role, self.school)

    def name(self, person_id: str) -> str:
        """Return somebody's name: as the settings say, else as a chat has said; their id where nobody did."""
        person = self.office.people.person(person_id, self.school)
        return person.name if person else self.office.filing.matters.names.find(self.school, person_id) or person_id

    def quote(self, *topics: str, network: str = "", verdicts: Sequence[Verdict] = ()) -> tuple[Quoted, ...]:
        """Return the clauses of the school's policy on these topics, each once, word for word; none where the policy is silent."""
        policy, found = self.policy, dict[str, Quoted]()
        for link in (link for topic in topics for link in policy.answers.get(topic, ())):
            clause = policy.clauses[link.clause_id]
            fits = not network or not clause.networks or network in clause.networks
            if fits and (not verdicts or link.verdict in verdicts):
                found.setdefault(clause.id, Quoted(clause.id, clause.section, clause.stem, clause.text))
        return tuple(found.values())

    def list(self, *kinds: MatterKind, states: Iterable[str] = ()) -> tuple[Matter, ...]:
        """Return the school's matters of these kinds, oldest first."""
        return self.office.filing.matters.list(self.connection, self.school, kinds, states)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with a matter: a button. Who may, the table of `authorising` says."""

    name: str
    states: frozenset[str]
    """Where the matter has to stand."""
    label: str
    """What stands on the button: at most 24 characters, so that it can stand above a window too."""
    asks: tuple[FormField, ...] = ()
    """What is asked before it is done."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How a matter begins."""

    state: str
    owed: tuple[Owed, ...] = ()
    due_at: datetime | None = None
    fields: Mapping[str, str] | None = None
    """What is stored in place of what was typed, where that differs."""
    quotes: tuple[Quoted, ...] | None = None
    """The words by which it goes, where the course's topics do not tell."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an act came to."""

    done: str
    """What whoever did it is told."""
    state: str | None = None
    """Where the matter stands then; None leaves it."""
    owed: tuple[Owed, ...] = ()
    due_at: datetime | None = None
    """The new time by when something has to be done; None keeps the one that was, as long as the matter waits."""
    fields: Mapping[str, str] | None = None
    people: tuple[str, ...] | None = None
    shown_to: str = ""
    """Whose messages are edited to show it, by their id; '' is everybody's. What a hundred people do must not edit a hundred messages each time."""
    tells_raiser: bool = True
    """Whether whoever raised it hears of it."""
    ends_reminders: bool = False
    """Whether what was to remind of it is owed no longer, though the matter still waits."""
    raises: tuple[Raising, ...] = ()
    """Other matters that come of it."""
    quiet: bool = False
    """Whether it leaves no trace among the events: where it had been done before."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whoever raises a matter: the form."""

    title: str
    """At most 24 characters: the longest title of a window in Slack."""
    fields: tuple[FormField, ...]
    opening: tuple[Block, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """What is filled in already."""


class Course:
    """How one kind goes; each kind has its own, in a module of its own."""

    kind: MatterKind
    name: str
    """What it is called, on cards and in lists."""
    button: str = ""
    """What stands on the button by which it is raised; '' where nobody raises it from the menu."""
    kept: str = wording.MATTER_STORED
    """What whoever raised it is told once it is stored."""
    topics: tuple[str, ...] = ()
    """Topics whose clauses govern it: they are quoted on the form, and kept with the matter as they stood."""
    waits: frozenset[str] = frozenset()
    """The states in which somebody still has to do something: only there are its reminders owed."""
    rests: frozenset[str] = frozenset()
    """The states in which nothing has to be done, and it is not at its end (an account that is open). Every other state is an end."""
    lists_resting: bool = True
    """Whether what rests stays in the list of whoever raised it. A post whose consent is still to come does; an open account is no request."""
    acts: tuple[Act, ...] = ()
    states: Mapping[str, str]
    """Where it stands, in a sentence, by state."""
    notices: Mapping[str, str] = MappingProxyType({})
    """The sentence that stands first on a message owed under a topic (`#overdue`)."""
    events: Mapping[str, str] = MappingProxyType({})
    """What was done, as it stands in the history, by act: "Approved"."""

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form."""
        raise NotImplementedError

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Return what is wrong with a form whose fields are each sound by themselves."""
        return ()

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Return how a matter begins that has just been raised."""
        raise NotImplementedError

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Return what an act comes to, or what is wrong with what was said. Who may has been asked, and the fields are sound."""
        raise NotImplementedError

    def prefill(self, here: Circumstances, matter: Matter, act: str) -> Mapping[str, str]:
        """Return what the questions of an act are filled in with already."""
        return {}

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return in a few words what it is about, for lists; never more than one line."""
        return ""

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what is shown of a matter: by default each field under its label."""
        fields = {one.name: one for one in self.question(here, _raiser(matter)).fields}
        facts = [Fact(fields[name].label, shown_value(fields[name], text)) for name, text in matter.fields.items() if name in fields and text]
        chosen = ", ".join(map(here.name, matter.people))
        facts += [Fact(one.label, chosen) for one in fields.values() if one.type is FieldType.PEOPLE and chosen]
        return (Facts(tuple(facts)),) if facts else ()

    def state_words(self, here: Circumstances, matter: Matter) -> str:
        """Return where it stands, in a sentence."""
        return self.states[matter.state]

    def standing_words(self, here: Circumstances, matter: Matter) -> str:
        """Return where it stands as its card says it, above everything that was written: as in lists, unless a card has more to say."""
        return self.state_words(here, matter)

    def with_line(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return the line that says who has it now, under where it stands; nothing where that is nobody by name."""
        return ()

    def notice(self, here: Circumstances, matter: Matter, topic: str) -> str:
        """Return the sentence that stands first on a message which is owed under `topic` (`#overdue`); '' for none."""
        return self.notices.get(topic, "")

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Return what is owed next, once a reminder has been carried to those whom it is for: its repetition, or nothing."""
        return ()

    def is_owed(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, person_id: str) -> bool:
        """Say whether a message is still owed to somebody: a reminder, while the matter waits."""
        return kind is not RowKind.REMIND or matter.state in self.waits

    def kept_from(self, here: Circumstances, matter: Matter) -> frozenset[str]:
        """Return the ids of those to whom it is neither sent nor shown, whatever their role."""
        return frozenset()

    def find_act(self, name: str) -> Act | None:
        """Return an act by its name."""
        return next((one for one in self.acts if one.name == name), None)


def shown_value(one: FormField, text: str) -> str:
    """Return an answer as it is shown: the words of a choice, anything else as typed."""
    return dict(one.choices).get(text, text)


def to_role(role: Role, topic: str = "") -> str:
    """Return the destination of a message to whoever holds a role when it is sent."""
    return f"role:{role}#{topic}" if topic else f"role:{role}"


def to_person(person_id: str, topic: str = "") -> str:
    """Return the destination of a message to one person."""
    return f"person:{person_id}#{topic}" if topic else f"person:{person_id}"


def card_to(role: Role, at: datetime, *, step: int = 0, topic: str = "") -> Owed:
    """Owe the card of a matter to whoever holds a role."""
    return Owed(RowKind.CARD, step, to_role(role, topic), at)


def remind(role: Role, at: datetime, topic: str, *, step: int = 0, civil: str | None = None) -> Owed:
    """Owe a reminder to whoever holds a role then; it ends when the matter waits no longer."""
    return Owed(RowKind.REMIND, step, to_role(role, topic), at, civil)


def _raiser(matter: Matter) -> Person:
    return Person(matter.raised_by, matter.raised_by_name, matter.school)
