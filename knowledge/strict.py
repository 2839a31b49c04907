"""Reads YAML strictly and reports every fault of every file at once, each as file:line and what to do.

YAML turns `no` into False, `1.10` into 1.1 and `1:30` into 90, and keeps the last of two equal keys without a word. A policy cannot
afford any of that, so files are read as nodes: only words (strings), lists and mappings are accepted, and nothing is converted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.reader import Reader

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAG = "tag:yaml.org,2002:str"
_WHAT_YAML_READS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:null": "nothing",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one file, and what to do about it."""

    file: str
    line: int
    """Counted from 1."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge files cannot be used; `faults` names every one of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(slots=True)
class Document:
    """One YAML file being read: its faults are collected here, and readers go on after each."""

    name: str
    faults: list[Fault] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)
    _kept: list[yaml.Node] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)
    _keys: dict[int, yaml.Node] = field(default_factory=dict)
    """By the id of a mapping's value, its key: what stands under a key is told where the key stands."""

    def fault(self, node: yaml.Node | None, message: str) -> None:
        """Note that something is wrong where `node` stands."""
        line = node.start_mark.line + 1 if node is not None else 1
        self.faults.append(Fault(self.name, line, message))

    def mark(self, name: str, node: yaml.Node) -> None:
        """Remember where something stands, for faults that can only be seen later, between files."""
        self._places.setdefault(name, self._keys.get(id(node), node).start_mark.line + 1)

    def holds(self, name: str) -> bool:
        """Say whether something was marked as `name`."""
        return name in self._places

    def fault_at(self, name: str, message: str) -> None:
        """Note that something is wrong with what was marked as `name`; line 1 where nothing was."""
        self.faults.append(Fault(self.name, self._places.get(name, 1), message))

    def mapping(self, node: yaml.Node, *, needed: Iterable[str] = (), allowed: Iterable[str] | None = None) -> dict[str, yaml.Node]:
        """Return the entries of a mapping node; `allowed` None accepts any key. Faults: not a mapping, duplicate, unknown or missing keys."""
        if not self._fresh(node) or not isinstance(node, yaml.MappingNode):
            self._wrong_kind(node, "a mapping (key: value)", yaml.MappingNode)
            return {}
        needed = tuple(needed)
        known = None if allowed is None else {*needed, *allowed}
        entries: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.words(key_node)
            if not key:
                continue  # the fault is told already
            if key in entries:
                self.fault(key_node, f"the key '{key}' stands twice here; keep one of them")
            elif known is not None and key not in known:
                self.fault(key_node, f"unknown key '{key}'; use one of: {', '.join(sorted(known))}")
            else:
                entries[key] = value
                self._keys[id(value)] = key_node
        for key in needed:
            if key not in entries:
                self.fault(node, f"the key '{key}' is missing; add it")
        return entries

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """Return the items of a list node; an absent node is an empty list."""
        if node is None:
            return []
        if not self._fresh(node) or not isinstance(node, yaml.SequenceNode):
            self._wrong_kind(node, "a list (- item)", yaml.SequenceNode)
            return []
        return list(node.value)

    def words(self, node: yaml.Node | None) -> str:
        """Return the text of a node, or '' with a fault where YAML would read something else than text, or where it is empty."""
        if node is None:
            return ""
        if not self._fresh(node):
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, "text belongs here, not a list or a mapping")
            return ""
        if node.tag != _TEXT_TAG:
            read = _WHAT_YAML_READS.get(node.tag, "something else")
            self.fault(node, f"YAML reads {node.value or 'this'} as {read}; put it in quotes: '{node.value}'")
            return ""
        if not node.value.strip():
            self.fault(node, "this is empty; write the text or take the key out")
        return str(node.value)

    def choice(self, node: yaml.Node | None, allowed: Iterable[str]) -> str | None:
        """Return the text of a node that must be one of `allowed`, or None with a fault."""
        if node is None:
            return None
        value, options = self.words(node), list(allowed)
        if value in options:
            return value
        if value:
            self.fault(node, f"'{value}' is not known here; use one of: {', '.join(options)}")
        return None

    def _fresh(self, node: yaml.Node) -> bool:
        """Say whether `node` is met for the first time; a second time means a YAML alias, which is a fault."""
        if id(node) in self._seen:
            self.fault(node, "an alias (*name) repeats this; write it out in full where it is meant")
            return False
        self._seen.add(id(node))
        self._kept.append(node)  # an id is only unique while its object lives
        return True

    def _wrong_kind(self, node: yaml.Node, wanted: str, kind: type[yaml.Node]) -> None:
        if not isinstance(node, kind):
            self.fault(node, f"{wanted} belongs here")


def open_document(path: Path, root: Path) -> tuple[Document, yaml.Node | None]:
    """Return the document at `path` and its root node; a file that is missing or is not text is a fault like any other."""
    try:
        return read_document(path, path.read_text(encoding="utf-8"), root)
    except FileNotFoundError:
        reason = "this file is missing; put it back"
    except UnicodeDecodeError:
        reason = "this is not UTF-8 text; save the file as UTF-8"
    document = Document(_name(path, root))
    document.fault(None, reason)
    return document, None


def read_document(path: Path, text: str, root: Path) -> tuple[Document, yaml.Node | None]:
    """Return the document with this text and its root node (None where it is not YAML or empty; the document then holds the fault)."""
    document = Document(_name(path, root))
    unreadable = Reader.NON_PRINTABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        document.faults.append(Fault(document.name, line, f"this is not YAML: it holds a control character ({unreadable[0]!r}); take it out"))
        return document, None
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.faults.append(Fault(document.name, line, f"this is not YAML: {error.problem or error.context}"))
        return document, None
    if node is None:
        document.fault(None, "the file is empty; write its content or remove it")
    return document, node


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
