"""Sets the policies of several schools side by side: topic by topic, what each says and in which clause; and where one is silent.

It reads the links of the policies, as answers do; it judges none of them and prefers none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering import UnknownPolicy, build_part
from bot.contract import Json, clause_as_json
from bot.outcomes import Part
from knowledge.clauses import Knowledge, Policy, Topic, TopicKind
from knowledge.text import fold


@dataclass(frozen=True, slots=True)
class Row:
    """One topic over all schools that are compared."""

    topic: Topic
    parts: tuple[Part | None, ...]
    """What each school says, in the order in which they were named; None where its policy is silent."""


def compare(knowledge: Knowledge, keys: Sequence[str], *, topic: str = "") -> tuple[Row, ...]:
    """Return every topic of policies (those that `topic` names, where it is given), with what each school says of it. Raises UnknownPolicy."""
    policies = [_policy(knowledge, key) for key in keys]
    return tuple(Row(one, tuple(_part(one, policy) for policy in policies)) for one in _topics(knowledge, topic))


def _policy(knowledge: Knowledge, key: str) -> Policy:
    if key not in knowledge.policies:
        raise UnknownPolicy(f"no policy is called '{key}'; use one of: {', '.join(knowledge.policies)}")
    return knowledge.policies[key]


def _topics(knowledge: Knowledge, wanted: str) -> Iterator[Topic]:
    """Yield the topic of this id; where there is none, those whose id or subject holds all its words; every one where nothing is wanted."""
    exact = knowledge.topics.get(wanted)
    if exact:
        yield exact
        return
    words = fold(wanted).lower().split()
    for topic in knowledge.topics.values():
        held = f"{topic.id.replace('-', ' ')} {fold(topic.about).lower()} {topic.id}"
        if topic.kind is not TopicKind.ELSEWHERE and all(word in held for word in words):
            yield topic


def _part(topic: Topic, policy: Policy) -> Part | None:
    links = policy.answers.get(topic.id)
    return build_part(topic, links, policy) if links else None


def row_as_json(row: Row, keys: Sequence[str]) -> Json:
    """Return one topic as one JSON object; a school that is silent has null."""
    schools = {key: _part_as_json(part) for key, part in zip(keys, row.parts, strict=True)}
    return {"topic": row.topic.id, "about": row.topic.about, "schools": schools}


def _part_as_json(part: Part | None) -> Json | None:
    if part is None:
        return None
    also = [one.clause.id for one in part.shown[1:]]
    return {"verdict": str(part.verdict), "clause": clause_as_json(part.lead), "also": also}


def table_head(keys: Sequence[str]) -> list[str]:
    """Return the names of the columns of `table_line`."""
    return ["topic", "about", *(f"{key} {column}" for key in keys for column in ("verdict", "section", "clause"))]


def table_line(row: Row) -> list[str]:
    """Return one topic as the cells of a table; a school that is silent has `silent` and nothing else."""
    cells = [[str(part.verdict), part.lead.section, part.lead.id] if part else ["silent", "", ""] for part in row.parts]
    return [row.topic.id, row.topic.about, *(cell for few in cells for cell in few)]
