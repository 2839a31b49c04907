"""Says what a new version of a policy changes in the answers that staff get: which flip, and which keep their verdict but read otherwise.

An answer flips where its verdict, its leading clause or what settles it changes, or where it comes or goes. A clause that only got another id has
not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.answering import build_part
from bot.changes import FLIPS, Change
from bot.contract import Json, clause_as_json
from bot.outcomes import Part
from knowledge.clauses import Clause, Link, Policy, Topic, TopicKind
from knowledge.text import same_words


@dataclass(frozen=True, slots=True)
class Difference:
    """How the answer on one topic changes."""

    topic_id: str
    about: str
    change: Change
    before: Part | None
    after: Part | None
    network: str = ""
    """The network to which the change is confined: only who names it gets another answer."""
    clauses: tuple[tuple[Clause | None, Clause | None], ...] = ()
    """For changes beneath an unchanged verdict: each clause before and after."""

    @property
    def flips(self) -> bool:
        """Say whether staff get another answer, not only other words."""
        return self.change in FLIPS


@dataclass(frozen=True, slots=True)
class FactDifference:
    """Something that the document says of itself, before and after; '' where it does not say it."""

    name: str
    before: str
    after: str


def differences(old: Policy, new: Policy, topics: Mapping[str, Topic]) -> tuple[Difference, ...]:
    """Return what changes from `old` to `new`, flips first, else in the order of the topics."""
    named = [*topics, *(topic_id for topic_id in (*old.answers, *new.answers) if topic_id not in topics)]
    found = (one for topic_id in dict.fromkeys(named) for one in _of_topic(_topic(topic_id, topics), old, new))
    return tuple(sorted(found, key=lambda one: not one.flips))


def fact_differences(old: Policy, new: Policy) -> tuple[FactDifference, ...]:
    """Return what the document says of itself otherwise than before: its version, owner, review date ..."""
    names = dict.fromkeys((*old.facts, *new.facts))
    found = [FactDifference(name, old.fact(name), new.fact(name)) for name in names]
    found.append(FactDifference("ask_whom", old.ask_whom, new.ask_whom))
    return tuple(one for one in found if one.before != one.after)


def _topic(topic_id: str, topics: Mapping[str, Topic]) -> Topic:
    return topics.get(topic_id) or Topic(topic_id, topic_id.replace("-", " "), TopicKind.POLICY, ())


def _of_topic(topic: Topic, old: Policy, new: Policy) -> Iterator[Difference]:
    """Yield the change for whoever names no network; else those for whoever names one, or one entry of a list; else what changes beneath."""
    whole = _flip(topic, old, new)
    if whole:
        yield whole
        return
    confined = [flip for network in _networks(topic, old, new) if (flip := _flip(topic, old, new, network))]
    flips = confined or list(_entries(topic, old, new))
    yield from flips
    before, after = _answer(topic, old), _answer(topic, new)
    if before and after and not flips:
        yield from _beneath(topic, before, after)


def _flip(topic: Topic, old: Policy, new: Policy, network: str = "") -> Difference | None:
    before, after = _answer(topic, old, network), _answer(topic, new, network)
    change = _change(before, after)
    return Difference(topic.id, topic.about, change, before, after, network) if change else None


def _entries(topic: Topic, old: Policy, new: Policy) -> Iterator[Difference]:
    """Yield the clauses that do not lead and have another verdict: a question that names just their words is answered by them."""
    verdicts = {link.clause_id: link.verdict for link in new.answers.get(topic.id, ())}
    for link in old.answers.get(topic.id, ()):
        if verdicts.get(link.clause_id, link.verdict) is not link.verdict:
            before, after = (build_part(topic, _led_by(link.clause_id, version.answers[topic.id]), version) for version in (old, new))
            yield Difference(topic.id, topic.about, Change.VERDICT, before, after)


def _led_by(clause_id: str, links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.clause_id != clause_id))


def _change(before: Part | None, after: Part | None) -> Change | None:
    if before is None or after is None:
        return Change.APPEARED if after else Change.DISAPPEARED if before else None
    if before.verdict is not after.verdict:
        return Change.VERDICT
    if before.lead.id != after.lead.id and _reading(before.lead) != _reading(after.lead):
        return Change.LEAD
    return Change.CONDITIONS if _settled_by(before) != _settled_by(after) else None


def _answer(topic: Topic, policy: Policy, network: str = "") -> Part | None:
    """Return the answer to whoever names this network, or none: clauses confined to others are left out, its own come first."""
    links = policy.answers.get(topic.id, ())
    if network:
        links = tuple(sorted(_fitting(links, policy, network), key=lambda link: network not in policy.clauses[link.clause_id].networks))
    return build_part(topic, links, policy) if links else None


def _fitting(links: Iterable[Link], policy: Policy, network: str) -> Iterator[Link]:
    for link in links:
        confined = policy.clauses[link.clause_id].networks
        if not confined or network in confined:
            yield link


def _networks(topic: Topic, *versions: Policy) -> list[str]:
    if topic.names_other_networks:
        return []
    clauses = [version.clauses[link.clause_id] for version in versions for link in version.answers.get(topic.id, ())]
    return list(dict.fromkeys(network for clause in clauses for network in clause.networks))


def _reading(clause: Clause) -> str:
    return same_words(clause.whole())


def _settled_by(part: Part) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.question, tuple((choice.label, str(choice.verdict)) for choice in one.choices)) for one in part.conditions]


def _beneath(topic: Topic, before: Part, after: Part) -> Iterator[Difference]:
    """Yield the lead that reads otherwise, and the clauses beside it that came, went or read otherwise."""
    if _reading(before.lead) != _reading(after.lead):
        yield Difference(topic.id, topic.about, Change.TEXT, before, after, clauses=((before.lead, after.lead),))
    old, new = ({one.clause.id: one.clause for one in part.shown[1:]} for part in (before, after))
    pairs = [(old.get(one), new.get(one)) for one in dict.fromkeys((*old, *new))]
    changed = tuple(_unmatched(pairs))
    if changed:
        yield Difference(topic.id, topic.about, Change.BESIDE, before, after, clauses=changed)


def _unmatched(pairs: list[tuple[Clause | None, Clause | None]]) -> Iterator[tuple[Clause | None, Clause | None]]:
    """Yield the pairs whose words differ; a clause that went and came back under another id does not count."""
    gone = [_reading(one) for one, other in pairs if one and not other]
    come = [_reading(other) for one, other in pairs if other and not one]
    for one, other in pairs:
        words, others = one and _reading(one), other and _reading(other)
        if words == others or (other is None and words in come) or (one is None and others in gone):
            continue
        yield one, other


def difference_as_json(one: Difference) -> Json:
    """Return one changed answer as a JSON object; a side that is silent has null."""
    pairs = [{"before": before and clause_as_json(before), "after": after and clause_as_json(after)} for before, after in one.clauses]
    sides = {"before": _side_as_json(one.before), "after": _side_as_json(one.after), "clauses": pairs}
    named = {"topic": one.topic_id, "about": one.about, "network": one.network or None}
    return {**named, "change": str(one.change), "flips": one.flips, **sides}


def _side_as_json(part: Part | None) -> Json | None:
    return {"verdict": str(part.verdict), "clause": clause_as_json(part.lead)} if part else None
