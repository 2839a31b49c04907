"""Says everything that is wrong with the knowledge files, at once.

`loading` sees the shape of each file; this sees what lies between files, or between a clause and its document.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from knowledge.clauses import Clause, Knowledge, Policy
from knowledge.lexicon import read_lexicon
from knowledge.loading import HOME, read_knowledge
from knowledge.strict import Fault
from knowledge.text import same_words

_MARKS = re.compile(r"\*\*|</?b>|^\s*(?:[•›>-]\s+|#+\s*)+|\*", re.MULTILINE)
"""Layout of the converted documents: bold, bullets, headings. It is never part of a quotation."""


def check_knowledge(home: Path = HOME) -> list[Fault]:
    """Return every fault of every knowledge file under `home`, in order of file and line; none means that it can be used."""
    knowledge, documents = read_knowledge(home)
    lexicon, lexicon_document = read_lexicon(home)
    faults = [fault for document in (*documents.values(), lexicon_document) for fault in document.faults]
    lines = {name: _Lines(home / name) for name in documents}
    faults += _check_asks(knowledge, lines)
    owners: dict[str, str] = {}
    for policy in knowledge.policies.values():
        name = f"policies/{policy.key}.yaml"
        if name not in documents:
            continue
        at = lines[name]
        faults += _check_links(policy, knowledge, at)
        faults += _check_words(policy, at)
        faults += _check_source(policy, at, home / "policies" / f"{policy.key}.txt")
        known = set(lexicon.networks.values())
        for clause in policy.clauses.values():
            faults += [at.fault(clause.id, f"the network '{n}' is not in lexicon.yaml; add it there") for n in clause.networks if n not in known]
            if clause.id in owners:
                faults.append(at.fault(clause.id, f"the id '{clause.id}' is also used by {owners[clause.id]}; ids are never reused, choose another"))
            owners[clause.id] = policy.key
    return sorted(set(faults))


class _Lines:
    """Finds the line on which a word stands in a file, for faults that are found after reading."""

    def __init__(self, path: Path) -> None:
        self.name = f"{path.parent.name}/{path.name}"
        self._lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def fault(self, needle: str, message: str) -> Fault:
        for number, line in enumerate(self._lines, start=1):
            if needle in line:
                return Fault(self.name, number, message)
        return Fault(self.name, 1, message)


def _check_asks(knowledge: Knowledge, lines: dict[str, _Lines]) -> list[Fault]:
    """An ask must belong to one topic only."""
    faults: list[Fault] = []
    owners: dict[str, str] = {}
    for topic in knowledge.topics.values():
        for ask in topic.asks:
            key = same_words(ask).lower()
            if key in owners and owners[key] != topic.id:
                at = next((at for at in lines.values() if at.name.startswith("topics/") and at.fault(ask, "").line > 1), None)
                if at:
                    faults.append(at.fault(ask, f"this ask stands under '{owners[key]}' and '{topic.id}'; keep it under one of them"))
            owners.setdefault(key, topic.id)
    return faults


def _check_links(policy: Policy, knowledge: Knowledge, at: _Lines) -> list[Fault]:
    """Topics and clauses that are named must exist, and every clause must be reached by a topic."""
    faults = [
        at.fault(f"  {topic}:", f"no topic has the id '{topic}'; correct it or add the topic to topics/*.yaml")
        for topic in policy.answers
        if topic not in knowledge.topics
    ]
    reached = {link.clause_id for links in policy.answers.values() for link in links}
    for clause in policy.clauses.values():
        if clause.id not in reached:
            faults.append(at.fault(clause.id, f"no topic reaches the clause '{clause.id}'; link it under answers, or nobody will ever see it"))
        for other in (*clause.exceptions, *clause.see_also):
            if other not in policy.clauses:
                faults.append(at.fault(other, f"no clause has the id '{other}'; correct the id"))
    return faults


def _check_words(policy: Policy, at: _Lines) -> list[Fault]:
    """Conditions and facts must quote their clause."""
    faults = []
    for clause in policy.clauses.values():
        for condition in clause.conditions:
            if same_words(condition.words) not in same_words(clause.text):
                faults.append(at.fault(clause.id, f"the condition “{condition.words}” is not in the text of '{clause.id}'; quote its words"))
    for fact in policy.facts.values():
        clause_of = policy.clauses.get(fact.clause_id)
        if clause_of and same_words(fact.words) not in same_words(clause_of.whole()):
            faults.append(at.fault(f"  {fact.name}:", f"“{fact.words}” is not in the clause '{fact.clause_id}'; quote its words"))
    return faults


def plain_source(text: str, skip: tuple[str, ...] = ()) -> str:
    """Return a document without the marks of its layout and without the lines in `skip`, white space collapsed."""
    dropped = {same_words(line) for line in skip}
    kept = [line for line in text.splitlines() if same_words(_MARKS.sub("", line)) not in dropped]
    return same_words(_MARKS.sub("", "\n".join(kept)))


def _check_source(policy: Policy, at: _Lines, path: Path) -> list[Fault]:
    """Each text must stand in the document, and the whole document must stand in clauses."""
    if not path.exists():
        return []
    source = plain_source(path.read_text(encoding="utf-8"), policy.skip)
    faults = []
    covered = bytearray(len(source))
    for what, words, clause in _quotations(policy):
        if not _cover(source, covered, words):
            faults.append(at.fault(clause.id, f"the {what} of '{clause.id}' is not in {path.name}; copy it word for word: “{words[:60]}”"))
    left = "".join(" " if covered[i] else character for i, character in enumerate(source))
    for words in sorted(policy.skip, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(same_words(words))}(?!\w)", " ", left)
    for rest in re.findall(r"[^\s–•›-](?:\S| (?=\S))*\w(?:\S| (?=\S))*", left):
        faults.append(
            Fault(f"policies/{path.name}", 1, f"no clause holds “{rest[:80]}”; add it as a clause, or to skip where it is a heading or a page line")
        )
    return faults


def _quotations(policy: Policy) -> list[tuple[str, str, Clause]]:
    """Return every text and stem, longest first, so that a short one never takes the place of a longer one."""
    found: list[tuple[str, str, Clause]] = []
    stems: Counter[str] = Counter()
    for clause in policy.clauses.values():
        found.append(("text", same_words(clause.text), clause))
        stem = same_words(clause.stem)
        if stem and not stems[stem]:
            found.append(("stem", stem, clause))
        stems[stem] += 1
    return sorted(found, key=lambda one: -len(one[1]))


def _cover(source: str, covered: bytearray, words: str) -> bool:
    """Mark the first place of `words` that nothing else has taken; say whether they stand in the source at all."""
    if not words:
        return True
    start, stands = source.find(words), False
    while start >= 0:
        stands = True
        end = start + len(words)
        if not any(covered[start:end]):
            covered[start:end] = b"\1" * (end - start)
            return True
        start = source.find(words, start + 1)
    return stands
