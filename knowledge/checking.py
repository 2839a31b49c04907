"""Says everything that is wrong with the knowledge files, at once.

`loading` sees the shape of each file; this sees what lies between files, or between a clause and its document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.clauses import Knowledge, Policy
from knowledge.disclosures import read_examples
from knowledge.lexicon import read_lexicon
from knowledge.loading import HOME, read_knowledge
from knowledge.strict import Document, Fault
from knowledge.text import same_words

_MARKS = re.compile(r"\*\*|</?b>|^\s*(?:[•›>-]\s+|#+\s*)+|\*")
"""Layout of the converted documents: bold, bullets, headings. It is never part of a quotation."""
_REST = re.compile(r"\S(?:\S| (?=\S))*")


def check_knowledge(home: Path = HOME) -> list[Fault]:
    """Return every fault of every knowledge file under `home`, in order of file and line; none means that it can be used."""
    knowledge, documents = read_knowledge(home)
    lexicon, lexicon_document = read_lexicon(home)
    _, examples_document = read_examples(home)
    _check_asks(knowledge, documents)
    networks, owners = set(lexicon.networks.values()), dict[str, str]()
    faults = []
    for policy in knowledge.policies.values():
        document = documents.get(f"policies/{policy.key}.yaml")
        if document is None:
            continue
        _check_links(policy, knowledge, document)
        _check_words(policy, document)
        _check_clauses(policy, document, networks, owners)
        faults += _check_source(policy, document, home / "policies" / f"{policy.key}.txt")
    every = (*documents.values(), lexicon_document, examples_document)
    return sorted({*faults, *(fault for document in every for fault in document.faults)})


def _check_asks(knowledge: Knowledge, documents: dict[str, Document]) -> None:
    """An ask must belong to one topic only."""
    owners: dict[str, str] = {}
    for topic in knowledge.topics.values():
        for ask in topic.asks:
            owner = owners.setdefault(same_words(ask).lower(), topic.id)
            if owner != topic.id:
                holder = next(document for document in documents.values() if document.holds(f"ask {ask}"))
                holder.fault_at(f"ask {ask}", f"this ask stands under '{owner}' and '{topic.id}'; keep it under one of them")


def _check_links(policy: Policy, knowledge: Knowledge, document: Document) -> None:
    """Topics and clauses that are named must exist, and every clause must be reached by a topic."""
    for topic in policy.answers:
        if topic not in knowledge.topics:
            document.fault_at(f"answers {topic}", f"no topic has the id '{topic}'; correct it or add the topic to topics/*.yaml")
    reached = {link.clause_id for links in policy.answers.values() for link in links}
    for clause in policy.clauses.values():
        if clause.id not in reached:
            message = f"no topic reaches the clause '{clause.id}'; link it under answers, or nobody will ever see it"
            document.fault_at(f"clause {clause.id}", message)
        for other in (*clause.exceptions, *clause.see_also):
            if other not in policy.clauses:
                document.fault_at(f"named {other}", f"no clause has the id '{other}'; correct the id")


def _check_words(policy: Policy, document: Document) -> None:
    """Conditions and facts must quote their clause."""
    for clause in policy.clauses.values():
        for condition in clause.conditions:
            if same_words(condition.words) not in same_words(clause.text):
                message = f"the condition “{condition.words}” is not in the text of '{clause.id}'; quote its words"
                document.fault_at(f"clause {clause.id}", message)
    for fact in policy.facts.values():
        clause_of = policy.clauses.get(fact.clause_id)
        if clause_of and same_words(fact.words) not in same_words(clause_of.whole()):
            document.fault_at(f"fact {fact.name}", f"“{fact.words}” is not in the clause '{fact.clause_id}'; quote its words")


def _check_clauses(policy: Policy, document: Document, networks: set[str], owners: dict[str, str]) -> None:
    """Networks must be known, and an id must belong to one policy only; `owners` grows from policy to policy."""
    for clause in policy.clauses.values():
        for network in clause.networks:
            if network not in networks:
                document.fault_at(f"clause {clause.id}", f"the network '{network}' is not in lexicon.yaml; add it there")
        owner = owners.setdefault(clause.id, policy.key)
        if owner != policy.key:
            document.fault_at(f"clause {clause.id}", f"the id '{clause.id}' is also used by {owner}; ids are never reused, choose another")


def plain_source(text: str, skip: tuple[str, ...] = ()) -> str:
    """Return a document without the marks of its layout and without the lines in `skip`, white space collapsed."""
    return _plain_lines(text, skip)[0]


def _plain_lines(text: str, skip: tuple[str, ...]) -> tuple[str, list[int]]:
    """Return what `plain_source` returns, and for each character the line on which it stands, counted from 1."""
    dropped = {same_words(line) for line in skip}
    plain, lines = "", list[int]()
    for number, line in enumerate(text.splitlines(), start=1):
        words = same_words(_MARKS.sub("", line))
        if words and words not in dropped:
            piece = f" {words}" if plain else words
            plain += piece
            lines += [number] * len(piece)
    return plain, lines


def _check_source(policy: Policy, document: Document, path: Path) -> list[Fault]:
    """Each text must stand in the document, and the whole document must stand in clauses."""
    if not path.exists():
        return []
    source, lines = _plain_lines(path.read_text(encoding="utf-8", errors="replace"), policy.skip)
    covered = bytearray(len(source))
    for what, words, clause_id in _quotations(policy):
        if not _cover(source, covered, words):
            message = f"the {what} of '{clause_id}' is not in {path.name}; copy it word for word: “{words[:60]}”"
            document.fault_at(f"clause {clause_id}", message)
    return [
        Fault(
            f"policies/{path.name}",
            lines[start],
            f"no clause holds “{rest[:80]}”; add it as a clause, or to skip where it is a heading or a page line",
        )
        for start, rest in _uncovered(source, covered, policy.skip)
    ]


def _uncovered(source: str, covered: bytearray, skip: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield where the document says something that stands neither in a clause nor in `skip`, and what."""
    left = "".join(" " if covered[at] else character for at, character in enumerate(source))
    for words in sorted(map(same_words, skip), key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " " * len(words), left)
    for rest in _REST.finditer(left):
        said = rest[0].strip("–•›- ")
        if re.search(r"\w", said):
            yield rest.start(), said


def _quotations(policy: Policy) -> list[tuple[str, str, str]]:
    """Return every text and stem with its clause's id, longest first, so that a short one never takes the place of a longer one."""
    texts = [("text", same_words(clause.text), clause.id) for clause in policy.clauses.values()]
    stems = {same_words(clause.stem): clause.id for clause in reversed(tuple(policy.clauses.values())) if clause.stem}
    return sorted([*texts, *(("stem", stem, clause_id) for stem, clause_id in stems.items())], key=lambda one: -len(one[1]))


def _cover(source: str, covered: bytearray, words: str) -> bool:
    """Mark the first place of `words`, as whole words, that nothing else has taken; say whether they stand in the source at all."""
    if not words:
        return True
    stands = False
    before, after = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    for found in re.finditer(before + re.escape(words) + after, source):
        stands = True
        if not any(covered[found.start() : found.end()]):
            covered[found.start() : found.end()] = b"\1" * len(words)
            return True
    return stands
