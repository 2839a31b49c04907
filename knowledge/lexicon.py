"""Words of schools and of social media: spellings, networks, and the concepts that the second reading sees instead of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml

from knowledge.loading import HOME
from knowledge.strict import Document, KnowledgeError, open_document
from knowledge.text import stem, words

SHORTEST_BEGINNING = 3
"""Letters of the shortest beginning of a word (`form*`) that is looked for."""
LONGEST_FORM = 5
"""Words of the longest form that is looked for; longer ones are a fault."""


@dataclass(frozen=True, slots=True)
class Found:
    """A concept met in a message, and the words that showed it."""

    concept: str
    words: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexicon, indexed for look-ups that cost a few microseconds a word."""

    spellings: Mapping[str, str]
    """How staff write a word -> the word meant ("insta" -> "instagram")."""
    networks: Mapping[tuple[str, ...], str]
    """Words that name a network -> its id."""
    concepts: Mapping[tuple[str, ...], tuple[str, ...]]
    """Stemmed form -> the concepts it shows."""
    prefixes: Mapping[str, tuple[str, ...]]
    """Beginning of a word -> the concepts that every word beginning so shows."""

    def respelt(self, plain: Sequence[str]) -> list[str]:
        """Return the words with known short forms and misspellings written out."""
        return [self.spellings.get(word, word) for word in plain]

    def find_concepts(self, plain: Sequence[str]) -> tuple[Found, ...]:
        """Return each concept that the words show, once, in order of first appearance."""
        stems = [stem(word) for word in plain]
        found: dict[str, str] = {}
        for start in range(len(stems)):
            for length in range(1, min(LONGEST_FORM, len(stems) - start) + 1):
                for concept in self.concepts.get(tuple(stems[start : start + length]), ()):
                    found.setdefault(concept, " ".join(plain[start : start + length]))
            for end in range(SHORTEST_BEGINNING, len(plain[start]) + 1):
                for concept in self.prefixes.get(plain[start][:end], ()):
                    found.setdefault(concept, plain[start])
        return tuple(Found(concept, shown) for concept, shown in found.items())

    def find_networks(self, plain: Sequence[str]) -> tuple[str, ...]:
        """Return the ids of the networks that the words name, in order of first appearance."""
        found: dict[str, None] = {}
        for start in range(len(plain)):
            for length in (2, 1):
                network = self.networks.get(tuple(plain[start : start + length]))
                if network:
                    found.setdefault(network)
        return tuple(found)


def load_lexicon(home: Path = HOME) -> Lexicon:
    """Return the lexicon of `home`. Raises KnowledgeError with every fault of the file."""
    lexicon, document = read_lexicon(home)
    if document.faults:
        raise KnowledgeError(document.faults)
    return lexicon


def read_lexicon(home: Path = HOME) -> tuple[Lexicon, Document]:
    """Return what can be read of the lexicon, and the document with its faults."""
    path = home / "lexicon.yaml"
    document, node = open_document(path, home)
    entry = document.mapping(node, needed=("spellings", "networks", "concepts"), allowed=()) if node is not None else {}
    spellings: dict[str, str] = {}
    for meant, form, item in _forms(document, entry.get("spellings")):
        if words(form) != [form]:
            document.fault(item, f"'{form}' is never met: messages are read in lower case, word by word, without marks; write it so")
        _give_meaning(document, item, spellings, form, meant)
    networks: dict[tuple[str, ...], str] = {}
    for network, form, item in _forms(document, entry.get("networks")):
        _give_meaning(document, item, networks, tuple(words(form)), network)
    concepts: dict[tuple[str, ...], list[str]] = {}
    prefixes: dict[str, list[str]] = {}
    for concept, form, item in _forms(document, entry.get("concepts")):
        plain = words(form)
        if not plain or len(plain) > LONGEST_FORM:
            document.fault(item, f"'{form}' has {len(plain)} words; a form has one to {LONGEST_FORM}")
        elif form.endswith("*") and (len(plain) > 1 or len(plain[0]) < SHORTEST_BEGINNING):
            document.fault(item, f"'{form}' is never met: a beginning is one word of {SHORTEST_BEGINNING} letters or more")
        elif form.endswith("*"):
            prefixes.setdefault(plain[0], []).append(concept)
        else:
            concepts.setdefault(tuple(stem(word) for word in plain), []).append(concept)
    return (
        Lexicon(
            spellings=spellings,
            networks=networks,
            concepts={form: tuple(dict.fromkeys(names)) for form, names in concepts.items()},
            prefixes={form: tuple(dict.fromkeys(names)) for form, names in prefixes.items()},
        ),
        document,
    )


Form = TypeVar("Form", str, tuple[str, ...])


def _give_meaning(document: Document, node: yaml.Node, meanings: dict[Form, str], form: Form, meant: str) -> None:
    """Note what a form means; a form with two meanings is a fault."""
    if meanings.setdefault(form, meant) != meant:
        shown = form if isinstance(form, str) else " ".join(form)
        document.fault(node, f"'{shown}' stands under '{meanings[form]}' and '{meant}'; keep it under one of them")


def _forms(document: Document, node: yaml.Node | None) -> list[tuple[str, str, yaml.Node]]:
    """Return (name, form, node) for every form of a mapping of name -> list of forms."""
    found = []
    for name, body in (document.mapping(node) if node is not None else {}).items():
        found += [(name, document.words(item), item) for item in document.items(body)]
    return found
