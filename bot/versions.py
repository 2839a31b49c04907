"""Says whether two versions of a policy say the same to whoever has read one: a new layout, a comma or another kind of quotation mark is no change.

A change is material where the words of any clause differ, or what a clause answers, with which verdict and on which conditions. Ids of clauses do
not count, nor does their order, nor what the document says of itself. `differing` tells which answers change; this must find every one of those.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping
from hashlib import sha256

from knowledge.clauses import Clause, Policy
from knowledge.text import fold

_WORD = re.compile(r"\w+")
FINGERPRINT, SENSE = "fingerprint", "sense"
"""Under which names a matter keeps the version that it is about."""


_KNOWN: deque[tuple[Policy, str]] = deque(maxlen=8)
"""Policies whose mark was made lately: a list of many readings asks for that of one policy again and again."""


def sense_of(policy: Policy) -> str:
    """Return a short mark that is the same for two versions just where no change between them is material."""
    for known, mark in tuple(_KNOWN):
        if known is policy:
            return mark
    mark = _make_mark(policy)
    _KNOWN.append((policy, mark))
    return mark


def _make_mark(policy: Policy) -> str:
    read = {one.id: _reading(one) for one in policy.clauses.values()}
    answers = {
        topic: [[read[link.clause_id], str(link.verdict), _conditions(policy.clauses[link.clause_id])] for link in links]
        for topic, links in sorted(policy.answers.items())
    }
    return sha256(json.dumps([sorted(read.values()), answers]).encode()).hexdigest()[:32]


def mark_version(policy: Policy) -> dict[str, str]:
    """Return what a matter keeps of the version that it is about."""
    return {FINGERPRINT: policy.fingerprint, SENSE: sense_of(policy)}


def is_current(kept: Mapping[str, str], policy: Policy) -> bool:
    """Say whether the version that a matter keeps is the policy as it is now, or differs from it in nothing material."""
    return bool(kept.get(SENSE)) and (kept.get(FINGERPRINT) == policy.fingerprint or kept.get(SENSE) == sense_of(policy))


def _reading(clause: Clause) -> str:
    """Return a clause as its words alone, with the networks to which it is confined and what goes with it."""
    return " ".join(_WORD.findall(fold(clause.whole()).casefold()))


def _conditions(clause: Clause) -> list[object]:
    settled = [[one.question, [[choice.label, str(choice.verdict)] for choice in one.choices]] for one in clause.conditions]
    return [sorted(clause.networks), *settled]
