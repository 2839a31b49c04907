"""Question -> Reply: which outcome, with which clauses. It decides how sure is sure enough; what was read is said by `knowledge.reading`.

A wrong answer is worse than a choice, and a choice is worse than an answer. Thresholds were set on questions that nobody had tuned to
(docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot import explaining
from bot.outcomes import Answer, Choose, Contact, Part, Person, Place, Reply, Report, Settled, Shown, Silent, Unknown
from bot.settings import Settings
from knowledge.clauses import STRICTEST_FIRST, Clause, Link, Policy, Tension, Topic, TopicKind, Verdict
from knowledge.matching import Candidate, Match
from knowledge.reading import Reader, Reading

MOST_OPTIONS = 3
LEAST_OPTION = 0.02
"""The least chance with which a clause is offered to choose from."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure is sure enough, as chances of the fused reading."""

    sure: float = 0.67
    """A clause answers from here on; below, it is only offered."""
    unsure: float = 0.65
    """Where no clause is sure: the policy is taken to be silent from this chance of silence on."""
    understood: float = 0.25
    """A topic on which the policy is silent is named from here on; below, the message was not understood."""
    part: float = 0.90
    """One of several questions in a message is answered for itself from here on."""
    told: float = 0.17
    """A message is taken to tell of something that happened from here on."""
    urgent: float = 0.36
    """And as one that cannot wait from here on."""


class UnknownPolicy(LookupError):
    """No policy has this key; the message names those that exist."""


class Answerer:
    """Answers questions. Holds no state of a conversation: what a button means is in the button."""

    def __init__(self, reader: Callable[[], Reader], settings: Settings | None = None, thresholds: Thresholds | None = None) -> None:
        self._current = reader
        self._settings = settings or Settings()
        self._sure = thresholds or Thresholds()

    @property
    def _reader(self) -> Reader:
        return self._current()

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all policies."""
        return tuple(self._reader.knowledge.policies)

    def policy(self, key: str) -> Policy:
        """Return a policy. Raises UnknownPolicy."""
        policies = self._reader.knowledge.policies
        if key not in policies:
            raise UnknownPolicy(f"no policy is called '{key}'; use one of: {', '.join(policies)}")
        return policies[key]

    def ask(self, text: str, policy_key: str) -> Reply:
        """Return what the policy says on `text`. Never fails, whatever the text is. Raises UnknownPolicy."""
        policy = self.policy(policy_key)
        reading = self._reader.read(text, policy)
        if not any(word.isalnum() for word in reading.whole.question.plain):
            return Reply(policy, Unknown())
        outcome = self._settle(reading, policy)
        why = explaining.explain(reading, policy)
        if reading.told < self._sure.told:
            return Reply(policy, outcome, why)
        return Reply(policy, Report(reading.urgent >= self._sure.urgent, outcome), why)

    def show_topic(self, topic_id: str, policy_key: str, lead: str = "") -> Reply:
        """Return the answer on a topic that somebody chose, led by the clause that was offered. Raises UnknownPolicy."""
        policy = self.policy(policy_key)
        topic = self._reader.knowledge.topics.get(topic_id)
        if topic is None:
            return Reply(policy, Unknown())
        links = tuple(sorted(policy.answers.get(topic_id, ()), key=lambda link: link.clause_id != lead))
        if not links:
            return Reply(policy, Silent(topic.about, None, topic.id))
        return Reply(policy, Answer((build_part(topic, links, policy),)), ("you chose this reading",))

    def settle(self, topic_id: str, clause_id: str, condition: int, choice: int, policy_key: str) -> Reply:
        """Return the answer with one open condition settled as somebody chose. Raises UnknownPolicy."""
        policy = self.policy(policy_key)
        topic, clause = self._reader.knowledge.topics.get(topic_id), policy.clauses.get(clause_id)
        linked = {link.clause_id for link in policy.answers.get(topic_id, ())}
        if topic is None or clause is None or clause_id not in linked or not 0 <= condition < len(clause.conditions):
            return Reply(policy, Unknown())
        settled = clause.conditions[condition]
        if not 0 <= choice < len(settled.choices):
            return Reply(policy, Unknown())
        chosen = settled.choices[choice]
        tension = _tension(clause.id, policy)
        at_odds = tuple(Shown(policy.clauses[one], Place.TENSION) for one in (tension.clause_ids if tension else ()) if one != clause.id)
        shown = (Shown(clause, Place.LEAD, chosen.verdict), *at_odds, *_travelling(clause, policy))
        left = tuple(one for number, one in enumerate(clause.conditions) if number != condition) if chosen.verdict is Verdict.ALLOWED else ()
        part = Part(topic.id, topic.about, chosen.verdict, _once(shown), left, tension.why if tension else "", note=chosen.note)
        return Reply(policy, Answer((part,)), (f"you said: {chosen.label}",))

    def _settle(self, reading: Reading, policy: Policy) -> Settled:
        several = self._several(reading, policy)
        if several:
            return several
        match = reading.whole
        if match.sureness >= (self._sure.part if _opposed(match) else self._sure.sure):
            return Answer((_part_of(match.candidates[0], policy),))
        likely = [one for one in match.candidates[:MOST_OPTIONS] if one.chance >= LEAST_OPTION]
        if match.silent >= self._sure.unsure or not likely:
            return self._without_clause(match, policy)
        return Choose(tuple(_part_of(one, policy) for one in likely))

    def _several(self, reading: Reading, policy: Policy) -> Answer | None:
        """Return the answer to a message that asks several things, each for itself in the writer's order; None where it does not surely do so."""
        parts, silences, people, unsure = dict[str, Part](), dict[str, Silent](), dict[Person, None](), []
        for match in reading.parts:
            outcome = self._part_outcome(match, policy)
            match outcome:
                case Part():
                    parts.setdefault(outcome.lead.id, outcome)
                case Silent():
                    silences.setdefault(outcome.about, Silent(outcome.about, None, outcome.topic_id))
                case Contact():
                    people.update(dict.fromkeys(outcome.people))
                case None:
                    unsure.append(match.question.text)
        if not parts or len(parts) + len(silences) + len(people) < 2:
            return None
        return Answer(tuple(parts.values()), tuple(silences.values()), tuple(people), tuple(unsure))

    def _part_outcome(self, match: Match, policy: Policy) -> Part | Settled | None:
        """Return what one of several questions comes to, or None where it is not sure."""
        if match.sureness >= self._sure.part:
            return _part_of(match.candidates[0], policy)
        if match.silent >= self._sure.part and match.silences[0].chance >= self._sure.sure:
            return self._without_clause(match, policy)
        return None

    def _without_clause(self, match: Match, policy: Policy) -> Settled:
        if not match.silences or match.silences[0].chance < self._sure.understood:
            return Unknown()
        topic = match.silences[0].topic
        if topic.kind is TopicKind.ELSEWHERE:
            return Unknown()
        if topic.kind is TopicKind.CONTACT:
            roles = (topic.role, "deputy") if topic.role == "dsl" else (topic.role,)
            people = self._settings.people(policy.key, roles)
            if people:
                return Contact(tuple(Person(next(role for role in roles if role in person.roles), person.name, person.how) for person in people))
        return Silent(topic.about, _nearest(match, policy), topic.id)


def _opposed(match: Match) -> bool:
    """Say whether the two likeliest clauses say opposite things of what may have been asked."""
    verdicts = {one.links[0].verdict for one in match.candidates[:2] if one.chance >= LEAST_OPTION}
    return {Verdict.ALLOWED, Verdict.NOT_ALLOWED} <= verdicts


def _nearest(match: Match, policy: Policy) -> Clause | None:
    return policy.clauses[match.candidates[0].links[0].clause_id] if match.candidates else None


def _part_of(candidate: Candidate, policy: Policy) -> Part:
    return build_part(candidate.topic, candidate.links, policy)


def build_part(topic: Topic, links: tuple[Link, ...], policy: Policy) -> Part:
    """Return the answer on a topic: the lead, what is in tension with it (stricter first), what they cannot be read without, what else is linked."""
    verdicts = {link.clause_id: link.verdict for link in links}
    tension = _tension(links[0].clause_id, policy)
    at_odds = [links[0].clause_id, *(one for one in (tension.clause_ids if tension else ()) if one != links[0].clause_id)]
    at_odds.sort(key=lambda clause_id: STRICTEST_FIRST.index(verdicts.get(clause_id, links[0].verdict)))
    lead = policy.clauses[at_odds[0]]
    verdict = verdicts.get(lead.id, links[0].verdict)
    travelling = _travelling(lead, policy)
    beside = [Shown(policy.clauses[link.clause_id], Place.ALSO, link.verdict) for link in links]
    exceptions = [Shown(policy.clauses[one], Place.EXCEPTION) for shown in beside for one in shown.clause.exceptions]
    shown = _once(
        (
            Shown(lead, Place.LEAD, verdict),
            *(Shown(policy.clauses[one], Place.TENSION, verdicts.get(one)) for one in at_odds[1:]),
            *(one for one in travelling if one.place is Place.EXCEPTION),
            *beside,
            *exceptions,
            *travelling,
        )
    )
    fact = policy.facts.get(topic.fact)
    words = fact.words if fact and any(one.clause.id == fact.clause_id for one in shown) else ""
    conditions = lead.conditions if verdict is Verdict.ONLY_IF else ()
    return Part(topic.id, topic.about, verdict, shown, conditions, tension.why if tension else "", words)


def _once(shown: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """Return each clause once, in its first place."""
    first: dict[str, Shown] = {}
    for one in shown:
        first.setdefault(one.clause.id, one)
    return tuple(first.values())


def _tension(clause_id: str, policy: Policy) -> Tension | None:
    return next((one for one in policy.tensions if clause_id in one.clause_ids), None)


def _travelling(lead: Clause, policy: Policy) -> tuple[Shown, ...]:
    """Return what is shown with a clause whatever was asked: its exceptions, then what to see also."""
    exceptions = [Shown(policy.clauses[one], Place.EXCEPTION) for one in lead.exceptions]
    return (*exceptions, *(Shown(policy.clauses[one], Place.SEE_ALSO) for one in lead.see_also))
