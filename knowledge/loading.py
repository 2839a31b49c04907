"""Reads the knowledge files into frozen data, strictly: every fault of every file at once.

Whether the parts fit together (texts in their source, topics reached ...) is said by `checking`; this module only knows the shape of each file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import yaml

from knowledge.clauses import (
    Account,
    Audience,
    Choice,
    Clause,
    Condition,
    Knowledge,
    Link,
    Policy,
    PolicyFact,
    Tension,
    Topic,
    TopicKind,
    Verdict,
)
from knowledge.strict import Document, KnowledgeError, open_document

HOME = Path(__file__).parent
"""Where the knowledge that ships with Signpost lives."""


def knowledge_files(home: Path = HOME) -> list[Path]:
    """Return every file whose content decides an answer, in a fixed order."""
    found = [*home.glob("policies/*.yaml"), *home.glob("policies/*.txt"), *home.glob("topics/*.yaml"), *home.glob("*.yaml")]
    return sorted(path for path in found if not path.name.startswith("."))


def fingerprint(home: Path = HOME) -> str:
    """Return the hash of all knowledge files: the name under which built weights are kept."""
    digest = hashlib.sha256()
    for path in knowledge_files(home):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load_knowledge(home: Path = HOME) -> Knowledge:
    """Return the knowledge under `home`. Raises KnowledgeError with every fault of shape in every file."""
    knowledge, documents = read_knowledge(home)
    faults = [fault for document in documents.values() for fault in document.faults]
    if faults:
        raise KnowledgeError(faults)
    return knowledge


def read_knowledge(home: Path = HOME) -> tuple[Knowledge, dict[str, Document]]:
    """Return what can be read under `home`, and the documents (by file name) with the faults found on the way."""
    documents: dict[str, Document] = {}
    policies: dict[str, Policy] = {}
    topics: dict[str, Topic] = {}
    for document, node, _ in _documents(home, "topics/*.yaml"):
        documents[document.name] = document
        for topic, topic_node in read_topics(document, node) if node else ():
            if topic.id in topics:
                document.fault(topic_node, f"the topic '{topic.id}' is already in another file; an id stands for one thing only")
            topics[topic.id] = topic
    for document, node, path in _documents(home, "policies/*.yaml"):
        documents[document.name] = document
        if node is None:
            continue
        policy = read_policy(document, node, _source(path, document))
        if policy.key != path.stem and policy.key:
            document.fault(node, f"the policy calls itself '{policy.key}' but the file is {path.name}; make the two agree")
        policies[policy.key] = policy
    return Knowledge(policies, topics), documents


def _documents(home: Path, pattern: str) -> Iterator[tuple[Document, yaml.Node | None, Path]]:
    for path in sorted(home.glob(pattern)):
        if path.name.startswith("."):
            continue  # the lock or the draft of an editor
        document, node = open_document(path, home)
        yield document, node, path


def _source(path: Path, document: Document) -> str:
    source = path.with_suffix(".txt")
    if not source.exists():
        document.fault(None, f"the document itself is missing; put its text beside this file as {source.name}")
        return ""
    try:
        return source.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        document.fault(None, f"{source.name} is not UTF-8 text; save it as UTF-8")
        return ""


def read_topics(document: Document, node: yaml.Node) -> Iterator[tuple[Topic, yaml.Node]]:
    """Yield the topics of one file, with the node at which each starts."""
    for topic_id, body in document.mapping(node).items():
        entry = document.mapping(body, needed=("about", "asks"), allowed=("kind", "role", "fact", "networks", "may_tell"))
        asks = tuple(_read_ask(document, item) for item in document.items(entry.get("asks")))
        if not asks and "asks" in entry:
            document.fault(body, f"the topic '{topic_id}' has no asks; write the ways in which staff ask it")
        yield (
            Topic(
                id=topic_id,
                about=document.words(entry.get("about")),
                kind=TopicKind(document.choice(entry.get("kind"), TopicKind) or TopicKind.POLICY),
                asks=asks,
                role=document.words(entry.get("role")),
                fact=document.words(entry.get("fact")),
                names_other_networks=document.choice(entry.get("networks"), ("may be others",)) is not None,
                may_tell=document.choice(entry.get("may_tell"), ("may tell",)) is not None,
            ),
            body,
        )


def _read_ask(document: Document, node: yaml.Node) -> str:
    ask = document.words(node)
    document.mark(f"ask {ask}", node)
    return ask


def read_policy(document: Document, node: yaml.Node, source: str) -> Policy:
    """Return one policy; what cannot be read is left out and noted as a fault of `document`."""
    entry = document.mapping(
        node, needed=("policy", "organisation", "title", "ask_whom", "clauses", "answers"), allowed=("facts", "tensions", "skip")
    )
    clauses: dict[str, Clause] = {}
    for item in document.items(entry.get("clauses")):
        clause = _read_clause(document, item)
        document.mark(f"clause {clause.id}", item)
        if clause.id in clauses:
            document.fault(item, f"the clause id '{clause.id}' is used twice; ids are never reused, give this one a new id")
        elif clause.id:
            clauses[clause.id] = clause
    return Policy(
        key=document.words(entry.get("policy")),
        organisation=document.words(entry.get("organisation")),
        title=document.words(entry.get("title")),
        ask_whom=document.words(entry.get("ask_whom")),
        clauses=clauses,
        answers=_read_answers(document, entry.get("answers"), clauses),
        facts=_read_facts(document, entry.get("facts"), clauses),
        tensions=tuple(_read_tension(document, item, clauses) for item in document.items(entry.get("tensions"))),
        skip=tuple(document.words(item) for item in document.items(entry.get("skip"))),
        fingerprint=hashlib.sha256(source.encode()).hexdigest()[:12],
    )


def _read_clause(document: Document, node: yaml.Node) -> Clause:
    optional = ("stem", "heading", "networks", "conditions", "exceptions", "see_also")
    entry = document.mapping(node, needed=("id", "section", "text", "audience", "account"), allowed=optional)
    return Clause(
        id=document.words(entry.get("id")),
        section=document.words(entry.get("section")),
        text=document.words(entry.get("text")),
        stem=document.words(entry.get("stem")),
        heading=document.words(entry.get("heading")),
        audience=Audience(document.choice(entry.get("audience"), Audience) or Audience.EVERYONE),
        account=Account(document.choice(entry.get("account"), Account) or Account.ANY),
        networks=tuple(document.words(item) for item in document.items(entry.get("networks"))),
        conditions=tuple(_read_condition(document, item) for item in document.items(entry.get("conditions"))),
        exceptions=_read_ids(document, entry.get("exceptions")),
        see_also=_read_ids(document, entry.get("see_also")),
    )


def _read_ids(document: Document, node: yaml.Node | None) -> tuple[str, ...]:
    items = document.items(node)
    ids = tuple(document.words(item) for item in items)
    for clause_id, item in zip(ids, items, strict=True):
        document.mark(f"named {clause_id}", item)
    return ids


def _read_condition(document: Document, node: yaml.Node) -> Condition:
    entry = document.mapping(node, needed=("words", "question", "choices"), allowed=())
    choices, node_of_choices = [], entry.get("choices")
    for item in document.items(node_of_choices):
        choice = document.mapping(item, needed=("label", "verdict"), allowed=("note",))
        verdict = document.choice(choice.get("verdict"), Verdict)
        choices.append(Choice(document.words(choice.get("label")), Verdict(verdict or "information"), document.words(choice.get("note"))))
    if isinstance(node_of_choices, yaml.SequenceNode) and len(choices) not in (2, 3):
        document.fault(node, "a condition is settled by two or three choices; write that many")
    return Condition(document.words(entry.get("words")), document.words(entry.get("question")), tuple(choices))


def _read_answers(document: Document, node: yaml.Node | None, clauses: dict[str, Clause]) -> dict[str, tuple[Link, ...]]:
    answers: dict[str, tuple[Link, ...]] = {}
    for topic_id, body in (document.mapping(node) if node is not None else {}).items():
        document.mark(f"answers {topic_id}", body)
        links = []
        named = document.mapping(body)
        for clause_id, verdict_node in named.items():
            verdict = document.choice(verdict_node, Verdict)
            if clause_id not in clauses:
                document.fault(verdict_node, f"no clause has the id '{clause_id}'; correct the id or add the clause")
            elif verdict:
                links.append(Link(clause_id, Verdict(verdict)))
        if links:
            answers[topic_id] = tuple(links)
        elif not named and isinstance(body, yaml.MappingNode):
            document.fault(body, f"'{topic_id}' names no clause; take it out, silence needs no entry")
    return answers


def _read_tension(document: Document, node: yaml.Node, clauses: dict[str, Clause]) -> Tension:
    entry = document.mapping(node, needed=("clauses", "why"), allowed=())
    nodes = document.items(entry.get("clauses"))
    tension = Tension(tuple(document.words(item) for item in nodes), document.words(entry.get("why")))
    for clause_id, item in zip(tension.clause_ids, nodes, strict=True):
        if clause_id and clause_id not in clauses:
            document.fault(item, f"no clause has the id '{clause_id}'; correct the id")
    return tension


def _read_facts(document: Document, node: yaml.Node | None, clauses: dict[str, Clause]) -> dict[str, PolicyFact]:
    facts = {}
    for name, body in (document.mapping(node) if node is not None else {}).items():
        entry = document.mapping(body, needed=("clause", "words"), allowed=())
        fact = PolicyFact(name, document.words(entry.get("clause")), document.words(entry.get("words")))
        document.mark(f"fact {name}", body)
        if fact.clause_id and fact.clause_id not in clauses:
            document.fault(entry["clause"], f"no clause has the id '{fact.clause_id}'; correct the id")
        facts[name] = fact
    return facts
