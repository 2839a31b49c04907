"""Matters in the store: what was written goes in sealed. Everything happens in the caller's transaction; who may is not decided here."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, select, text, update

from bot.matters.names import Names
from bot.matters.values import Event, Matter, MatterKind, Quoted, UnknownMatter, reference
from bot.reports import Person
from bot.sealing import Sealer, SealingError, aad
from bot.store.moments import from_millis, to_millis
from bot.store.tables import matter, matter_event

LOG = logging.getLogger("signpost")
_NUMBERING = int.from_bytes(b"sp-duty!", "big")
"""The advisory lock under which PostgreSQL gives out references."""
_AT_ONCE = 1_000
"""Matters of which one statement asks: neither database takes any number of parameters."""
_OTHERS = matter.alias()
_NEXT = select(func.coalesce(func.max(_OTHERS.c.number), 0) + 1).where(_OTHERS.c.school == bindparam("wanted")).scalar_subquery()
_STORE = insert(matter).values(number=_NEXT).returning(matter.c.number)


@dataclass(frozen=True, slots=True)
class Raising:
    """A matter that is to be stored."""

    key: str
    """The same key is the same matter, however often it is sent."""
    kind: MatterKind
    school: str
    by: Person | None
    """None where Signpost itself raises it."""
    state: str
    fields: Mapping[str, str]
    people: tuple[str, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    due_at: datetime | None = None
    settled: bool = False
    """It is at its end as it begins: nothing has to be done."""


def place_of(row: Row[Any]) -> str:
    """Return what binds the sealed text of a matter to its row."""
    return aad(row.school, row.id, "matter")


def place_of_event(row: Row[Any]) -> str:
    """Return what binds the sealed text of an event to its row."""
    return aad(row.matter_id, row.id, "matter_event")


class MatterFiling:
    """Puts matters into the store, and takes them out."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._unreadable: set[str] = set()
        self.names = Names()
        """How people are called whom no settings list, as far as a matter that was opened here says so, or whoever chose them."""

    def store(self, connection: Connection, raising: Raising, at: datetime) -> Matter:
        """Store a matter under a new reference. Raises IntegrityError where its key has been stored before."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERING})
        matter_id = uuid4().hex
        name = raising.by.name if raising.by else ""
        said = self._write(raising.school, raising.fields, raising.people, raising.quotes, name)
        number = connection.execute(
            _STORE,
            {
                "id": matter_id,
                "wanted": raising.school,
                "school": raising.school,
                "submission_key": raising.key,
                "kind": raising.kind,
                "state": raising.state,
                "raised_by": raising.by.id if raising.by else "",
                "raised_at": to_millis(at),
                "due_at": to_millis(raising.due_at) if raising.due_at else None,
                "settled_at": to_millis(at) if raising.settled else None,
                "sealed": self._sealer.close_under_ring(said, aad=aad(raising.school, matter_id, "matter")),
            },
        ).scalar_one()
        return Matter(
            id=matter_id,
            reference=reference(number),
            school=raising.school,
            kind=raising.kind,
            state=raising.state,
            raised_by=raising.by.id if raising.by else "",
            raised_by_name=name,
            raised_at=from_millis(to_millis(at)),
            due_at=raising.due_at,
            settled_at=from_millis(to_millis(at)) if raising.settled else None,
            fields=dict(raising.fields),
            people=raising.people,
            quotes=raising.quotes,
        )

    def get(self, connection: Connection, matter_id: str, *, to_change: bool = False) -> Matter:
        """Return a matter; `to_change` locks it where the database locks rows. Raises UnknownMatter and SealingError."""
        wanted = select(matter).where(matter.c.id == matter_id)
        row = connection.execute(wanted.with_for_update() if to_change else wanted).first()
        if row is None:
            raise UnknownMatter("there is no such matter; look at the list of what waits for you")
        return self._matter(row, self._events(connection, [matter_id]).get(matter_id, ()))

    def find(self, connection: Connection, key: str) -> Matter | None:
        """Return the matter that a form has become already."""
        found = connection.execute(select(matter.c.id).where(matter.c.submission_key == key)).scalar()
        return self.get(connection, found) if found else None

    def find_reference(self, connection: Connection, written: str, school: str) -> Matter:
        """Return the matter that people call by `M-0042` (in any case, zeros left out or not). Raises UnknownMatter."""
        digits = written.strip().upper().removeprefix("M").lstrip("- ")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
            raise UnknownMatter("a reference looks like M-0042; write it so")
        found = connection.execute(select(matter.c.id).where(matter.c.school == school, matter.c.number == int(digits))).scalar()
        return self.get(connection, found or "")

    def list(self, connection: Connection, school: str, kinds: Iterable[MatterKind] = (), states: Iterable[str] = ()) -> tuple[Matter, ...]:
        """Return a school's matters of `kinds` in any of `states` (all, where none are named), oldest first."""
        wanted = matter.c.school == school
        kinds, states = tuple(kinds), tuple(states)
        wanted = wanted & matter.c.kind.in_(kinds) if kinds else wanted
        return self._all(connection, wanted & matter.c.state.in_(states) if states else wanted)

    def list_keyed(self, connection: Connection, school: str, kind: MatterKind, begins: str) -> tuple[Matter, ...]:
        """Return a school's matters of a kind whose key begins so, and those that somebody raised themselves, oldest first; no other is opened."""
        keyed = matter.c.submission_key.startswith(begins, autoescape=True) | (matter.c.raised_by != "")
        return self._all(connection, (matter.c.school == school) & (matter.c.kind == kind) & keyed)

    def list_unsettled(self, connection: Connection, school: str) -> tuple[Matter, ...]:
        """Return a school's matters that have not come to their end, oldest first."""
        return self._all(connection, (matter.c.school == school) & matter.c.settled_at.is_(None))

    def note(self, connection: Connection, of: Matter, event: Event, key: str) -> Event:
        """Add what was done. Raises IntegrityError where the same act has been noted before."""
        event_id = f"{len(of.events):04d}{uuid4().hex[4:]}"  # in the order in which they came, also within one instant
        names = self.names.among(of.school, event.people)
        written = {"said": dict(event.said), "people": list(event.people), "by": event.person_name, "names": names}
        said = json.dumps(written, ensure_ascii=True, separators=(",", ":"))
        values = {
            "id": event_id,
            "matter_id": of.id,
            "act_key": key,
            "act": event.act,
            "at": to_millis(event.at),
            "person_id": event.person_id,
            "sealed": self._sealer.close_under_ring(said, aad=aad(of.id, event_id, "matter_event")),
        }
        connection.execute(insert(matter_event).values(**values))
        return event

    def is_noted(self, connection: Connection, key: str) -> bool:
        """Say whether an act has been noted."""
        return connection.execute(select(matter_event.c.id).where(matter_event.c.act_key == key)).first() is not None

    def change(
        self,
        connection: Connection,
        of: Matter,
        *,
        state: str | None = None,
        due_at: datetime | None = None,
        settled_at: datetime | None = None,
        fields: Mapping[str, str] | None = None,
        people: Sequence[str] | None = None,
    ) -> None:
        """Change where a matter stands and, where they are given, its facts. `due_at` and `settled_at` are set as given."""
        values: dict[str, Any] = {
            "due_at": to_millis(due_at) if due_at else None,
            "settled_at": to_millis(settled_at) if settled_at else None,
        }
        if state is not None:
            values["state"] = state
        if fields is not None or people is not None:
            written, named = of.fields if fields is None else fields, of.people if people is None else tuple(people)
            said = self._write(of.school, written, named, of.quotes, of.raised_by_name)
            values["sealed"] = self._sealer.close_under_ring(said, aad=aad(of.school, of.id, "matter"))
        connection.execute(update(matter).where(matter.c.id == of.id).values(**values))

    def empty(self, connection: Connection, of: Matter, at: datetime) -> None:
        """Let all that was written go, and who raised it; that there was a matter stays."""
        said = json.dumps({"fields": {}, "people": [], "by": "", "quotes": []}, separators=(",", ":"))
        sealed = self._sealer.close_under_ring(said, aad=aad(of.school, of.id, "matter"))
        connection.execute(delete(matter_event).where(matter_event.c.matter_id == of.id))
        connection.execute(update(matter).where(matter.c.id == of.id).values(sealed=sealed, raised_by="", purged_at=to_millis(at)))

    def list_settled(self, connection: Connection, school: str, before: datetime) -> tuple[str, ...]:
        """Return the ids of a school's matters that came to their end by then, and still say something or name whoever raised them."""
        wanted = (matter.c.school == school) & (matter.c.settled_at <= to_millis(before)) & matter.c.purged_at.is_(None)
        return tuple(connection.execute(select(matter.c.id).where(wanted).order_by(matter.c.number)).scalars())

    def _all(self, connection: Connection, wanted: ColumnElement[bool]) -> tuple[Matter, ...]:
        """Return what can be opened; one that no key opens is logged, once a process, and keeps no other from being shown."""
        rows = connection.execute(select(matter).where(wanted).order_by(matter.c.raised_at, matter.c.number)).all()
        events = self._events(connection, [row.id for row in rows])
        found = (self._if_readable(row, events.get(row.id, ())) for row in rows)
        return tuple(one for one in found if one is not None)

    def _if_readable(self, row: Row[Any], events: Sequence[Row[Any]]) -> Matter | None:
        try:
            return self._matter(row, events)
        except SealingError:
            if row.id not in self._unreadable:
                LOG.error("duties.unreadable %s %s", row.school, reference(row.number))
            self._unreadable.add(row.id)
            return None

    def _events(self, connection: Connection, matter_ids: Sequence[str]) -> Mapping[str, Sequence[Row[Any]]]:
        """Return the rows of what was done, by matter, in order."""
        found: dict[str, list[Row[Any]]] = {}
        for at in range(0, len(matter_ids), _AT_ONCE):
            few = matter_event.c.matter_id.in_(matter_ids[at : at + _AT_ONCE])
            for row in connection.execute(select(matter_event).where(few).order_by(matter_event.c.at, matter_event.c.id)):
                found.setdefault(row.matter_id, []).append(row)
        return found

    def _event(self, row: Row[Any]) -> Event:
        said = json.loads(self._sealer.open_under_ring(row.sealed, aad=place_of_event(row)))
        return Event(row.act, from_millis(row.at), row.person_id, said["by"], said["said"], tuple(said["people"]), said.get("names", {}))

    def _matter(self, row: Row[Any], done: Sequence[Row[Any]]) -> Matter:
        events = tuple(map(self._event, done))
        said = json.loads(self._sealer.open_under_ring(row.sealed, aad=place_of(row)))
        self.names.learn(row.school, {row.raised_by: said["by"], **said.get("names", {})})
        for event in events:
            self.names.learn(row.school, {event.person_id: event.person_name, **event.names})
        return Matter(
            id=row.id,
            reference=reference(row.number),
            school=row.school,
            kind=MatterKind(row.kind),
            state=row.state,
            raised_by=row.raised_by,
            raised_by_name=said["by"],
            raised_at=from_millis(row.raised_at),
            due_at=from_millis(row.due_at) if row.due_at is not None else None,
            settled_at=from_millis(row.settled_at) if row.settled_at is not None else None,
            fields=said["fields"],
            people=tuple(said["people"]),
            quotes=tuple(Quoted(*one) for one in said["quotes"]),
            events=events,
            purged=row.purged_at is not None,
        )

    def _write(self, school: str, fields: Mapping[str, str], people: Sequence[str], quotes: Sequence[Quoted], by: str) -> str:
        said = {
            "fields": dict(fields),
            "people": list(people),
            "by": by,
            "names": self.names.among(school, people),
            "quotes": [[one.clause_id, one.section, one.stem, one.text] for one in quotes],
        }
        return json.dumps(said, ensure_ascii=True, separators=(",", ":"))
