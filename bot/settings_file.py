"""Reads a settings file strictly: what stands where, and every fault of the writing.

What the keys mean is said by `settings`; this module only knows YAML. YAML turns `no` into False and `17:00` into 1020, keeps the last of two
equal keys without a word, and an alias can make a small file endless. So only plain values are taken, and what YAML would change is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

LONGEST_FILE = 256 * 1024
"""Bytes of a settings file."""
DEEPEST = 20
"""Lists and mappings inside each other; the settings need six."""

Place = tuple[str | int, ...]
"""Where something stands: `("schools", 0, "phone")`."""

_TAG = "tag:yaml.org,2002:"
_PLAIN_INT, _PLAIN_FLOAT, _PLAIN_DATE = re.compile(r"-?(0|[1-9]\d{0,17})"), re.compile(r"-?(0|[1-9]\d*)\.\d+"), re.compile(r"\d{4}-\d\d-\d\d")
_TAGGED = "a tag (a word that begins with !) has no place in settings; take it out"
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_PROBLEMS = {
    "mapping values are not allowed here": "a colon stands where none can; put the words in quotes, or mend the indentation",
    "found character '\\t' that cannot start any token": "a tabulator stands here; indent with spaces",
    "found character '@' that cannot start any token": "words cannot begin with @; put them in quotes",
    "found character '`' that cannot start any token": "words cannot begin with `; put them in quotes",
    "found character '%' that cannot start any token": "words cannot begin with %; put them in quotes",
}
"""What YAML's reader says, for those slips that happen to people."""


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that YAML reads as what nobody meant: `010`, `1:30`, `.inf`, a date with a time."""

    reads_as: str


@dataclass(slots=True)
class Written:
    """What a settings file says, before anyone asks whether it makes sense."""

    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    """The line on which each thing begins, counted from 1."""
    faults: list[tuple[int, Place, str]] = field(default_factory=list)
    """What is wrong: the line, the place, and a sentence with the next step."""
    broken: set[Place] = field(default_factory=set)
    """What could not be read: that it does not fit either is no second fault."""

    def add_fault(self, place: Place, sentence: str) -> None:
        """Note that what was read at `place` does not fit."""
        if not any(place[:size] in self.broken for size in range(len(place) + 1)):
            self.faults.append((line_of(place, self.lines) or 1, place, sentence))

    def told(self, file: str) -> list[str]:
        """Return every fault as `file:line: path.of.key: sentence`, in the order of the file."""
        return [
            ": ".join(filter(None, (f"{file}:{line}", dotted(place), sentence))) for line, place, sentence in sorted(self.faults, key=_line_first)
        ]


def _line_first(fault: tuple[int, Place, str]) -> int:
    return fault[0]


def line_of(place: Place, lines: Mapping[Place, int]) -> int | None:
    """Return the line of `place`, or of the nearest thing that holds it; None where no line is known."""
    return next((lines[place[:size]] for size in range(len(place), -1, -1) if place[:size] in lines), None)


def dotted(place: Place) -> str:
    """Return a place as people write it: `schools.0.phone`."""
    return ".".join(map(str, place))


def read_written(raw: bytes) -> Written:
    """Return what a file of these bytes says. Never fails: what cannot be read is a fault."""
    written = Written()
    try:
        _Builder(written, _decode(raw)).build()
    except _Unreadable as unreadable:
        written.faults.append((unreadable.line, (), unreadable.sentence))
        written.broken.add(())
    return written


class _Unreadable(Exception):
    """Reading stops here."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


def _decode(raw: bytes) -> str:
    if len(raw) > LONGEST_FILE:
        raise _Unreadable(1, f"this file is longer than {LONGEST_FILE // 1024} kB, which no settings are; check that it is the right one")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unreadable(raw.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text; save the file as UTF-8") from error
    unreadable = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        raise _Unreadable(line, f"this is not YAML: it holds a control character ({unreadable[0]!r}); take it out")
    return text


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    place: Place
    holds: dict[str, Any] | list[Any]
    key: str | None = None
    """The key whose value comes next."""


class _Builder:
    """Builds plain values from YAML's events, one by one, so that neither depth nor aliases can make it run away."""

    def __init__(self, written: Written, text: str) -> None:
        self._written, self._loader, self._open = written, yaml.SafeLoader(text), list[_Open]()

    def build(self) -> None:
        """Fill what is written. Raises _Unreadable where reading cannot go on."""
        documents = 0
        try:
            while self._loader.check_event():
                event: yaml.Event = self._loader.get_event()  # type: ignore[no-untyped-call]
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents > 1:
                    raise _Unreadable(_line(event), "a second document begins here (---); keep one")
                self._take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = error.problem or error.context or ""
            raise _Unreadable(mark.line + 1 if mark else 1, f"this is not YAML: {_PROBLEMS.get(problem, f'{problem}; mend this line')}") from error

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            top = self._open[-1] if self._open else None
            if top is not None and isinstance(top.holds, dict) and top.key is None:
                top.key = self._read_key(event)
            else:
                self._take_value(event, top)

    def _read_key(self, event: yaml.NodeEvent) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Unreadable(_line(event), "a key is a word, not a list, a mapping or an alias; write it out")
        place = (*self._open[-1].place, str(event.value))
        value = self._value_of(event, place)
        if not isinstance(value, str):
            self._break(place, event, f"YAML reads this key as {read_as(value)}; put it in quotes")
        elif value in self._open[-1].holds:
            self._fault(place, event, f"the key '{value}' stands twice, first on line {self._written.lines[place]}; keep one of them")
        self._written.lines.setdefault(place, _line(event))
        return str(event.value)

    def _take_value(self, event: yaml.NodeEvent, top: _Open | None) -> None:
        place = self._place(top)
        self._written.lines.setdefault(place, _line(event))
        value = self._begin(event, place)
        if top is None:
            self._written.content = value
        elif isinstance(top.holds, list):
            top.holds.append(value)
        elif top.key is not None:
            top.holds.setdefault(top.key, value)
            top.key = None

    def _place(self, top: _Open | None) -> Place:
        if top is None:
            return ()
        if isinstance(top.holds, list):
            return (*top.place, len(top.holds))
        return (*top.place, str(top.key))

    def _begin(self, event: yaml.NodeEvent, place: Place) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return self._value_of(event, place)
        if isinstance(event, yaml.AliasEvent):
            self._break(place, event, f"an alias (*{event.anchor}) repeats what stands elsewhere; write it out in full here")
            return None
        if isinstance(event, yaml.CollectionStartEvent) and event.tag:
            self._break(place, event, _TAGGED)
        if len(self._open) >= DEEPEST:
            raise _Unreadable(_line(event), f"lists and mappings stand more than {DEEPEST} deep here; check the indentation and the brackets")
        holds: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Open(place, holds))
        return holds

    def _value_of(self, event: yaml.ScalarEvent, place: Place) -> Any:
        if event.tag:
            self._break(place, event, _TAGGED)
            return event.value
        return _plain_value(self._loader, event.value) if event.implicit[0] else event.value

    def _fault(self, place: Place, event: yaml.Event, sentence: str) -> None:
        self._written.faults.append((_line(event), place, sentence))

    def _break(self, place: Place, event: yaml.Event, sentence: str) -> None:
        self._fault(place, event, sentence)
        self._written.broken.add(place)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain_value(loader: yaml.SafeLoader, text: str) -> Any:
    """Return what stands without quotes as YAML reads it, or as Odd where it would be read as something that is not on the page."""
    tag: str = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    match tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() in _TRUE if text.lower() in _TRUE + _FALSE else Odd("true or false")
        case "int":
            return int(text) if _PLAIN_INT.fullmatch(text) else Odd("a number")
        case "float":
            return float(text) if _PLAIN_FLOAT.fullmatch(text) else Odd("a number")
        case "timestamp":
            return _plain_date(text)
    return text


def _plain_date(text: str) -> date | Odd:
    try:
        return date.fromisoformat(text) if _PLAIN_DATE.fullmatch(text) else Odd("a date")
    except ValueError:
        return Odd("a date")


def read_as(value: object) -> str:
    """Return what YAML makes of a value, in words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case date() | datetime():
            return "a date"
        case Odd(reads_as):
            return reads_as
        case list() | tuple():
            return "a list"
    return "a mapping (key: value)"
