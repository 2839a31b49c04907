"""One report, its dispatchers and a fake chat, in virtual time; what happens is chosen from outside, and what comes of it is counted at the chat.

The code that runs is `bot.reporting`, `bot.responding`, `bot.delivery` and `bot.outbox` as they are. A dispatcher runs in a thread of its own and is
stopped where no transaction is open (before each, after its claim, around each call), so that two interleave in every way that a database allows. A
process dies by an exception that nothing catches: before a transaction, inside it before the commit, before a call, once the platform has stored the
message, after its reply, and after the last commit. The database is SQLite in memory, on one connection: it loses nothing that the model does not
take away, and it is copied in microseconds.
"""

from __future__ import annotations

import json
import marshal
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from bot import outbox, wording
from bot.audit import AuditLog
from bot.cards import Card
from bot.delivery import LEASE, Claimed, Courier
from bot.filing import Filing
from bot.office import Office
from bot.people import People
from bot.reporting import submit_report
from bot.reports import Kind, Person, RowKind, RowState, Submission, Urgency
from bot.responding import acknowledge, open_report
from bot.sealing import Sealer, audit_key, new_ring
from bot.sending import Transient
from bot.settings import Settings
from bot.store.moments import to_millis
from bot.store.tables import metadata
from tests.faults.walking import Choices, Died, Strand

START = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
HORIZON = timedelta(minutes=30)
"""What falls due later is not waited for: the reminder is due before, the next step of the plan after."""
WAIT = timedelta(seconds=2)
SCHOOL, PLATFORM, CHANNEL, DSL, TESS = "oakfield", "fake", "dsl-channel", "amara", "tess"
FORM = Submission(
    "form-1", Kind.PUPIL_CONTACT, Urgency.NORMAL, SCHOOL, Person(f"{PLATFORM}:{TESS}", "Tess Byrne", SCHOOL), {"network": "a game", "pupils": "Robin"}
)
SETTINGS = Settings.model_validate(
    {
        "schools": [
            {
                "key": SCHOOL,
                "policy": "alet",
                "phone": "01632 960 001",
                "out_of_hours": "01632 960 002",
                "people": [
                    {"id": one, "name": name, "roles": [role], "how": "extension 21", "addresses": {PLATFORM: one}}
                    for one, name, role in ((DSL, "Amara Obi", "dsl"), ("ben", "Ben Hale", "deputy"))
                ],
                "channels": {"dsl": {PLATFORM: CHANNEL}},
                "chains": {
                    FORM.kind.value: [
                        {"role": "dsl", "after": "1min", "always": True},
                        {"role": "deputy", "after": "2h", "always": True, "repeat": "2h"},
                    ]
                },
            }
        ]
    }
)
BUSY = "429"
POSTS = ("ok", BUSY, "request lost", "reply lost")
LOOK_UPS = ("ok", BUSY)

LOST, DUPLICATE, LATE, UNTRUE, STALE, STUCK = "lost", "duplicate", "late", "untrue", "stale", "stuck"
WRONGS = {
    LOST: "somebody was told that the report is stored, and there is no card",
    DUPLICATE: "a message came twice, and the second does not say so",
    LATE: "a reminder was begun after the acknowledgement had been committed",
    UNTRUE: "the reporter was told what was not so, or was never told what is",
    STALE: "a message still says in the end that nobody has acknowledged",
    STUCK: "a row is held in the end by nobody",
}
"""What can be wrong with a schedule."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What can happen in one family of schedules."""

    dispatchers: int = 1
    alone: bool = True
    """All in one process (SQLite), of which all dies at once and whose successor voids its leases; else each dispatcher is a process (PostgreSQL)."""
    hidden_for: timedelta = timedelta(0)
    """How long a message cannot be looked up after it was posted."""
    posts_take: timedelta = timedelta(0)
    """How long a message, or an edit, is on its way. A look-up takes no time: so it is likeliest to come too soon."""
    deaths: int = 2
    failures: int = 0
    """How many calls the network may spoil."""
    switches: int = 0
    """How many times another dispatcher may go on while one is under way."""
    presses: bool = True
    """Whether the DSL opens the report and acknowledges it, at any moment."""
    look_up: str = "works"
    """`missing` is a platform that has none: copies must be marked. `blind` finds nothing and hides that: the control, which must go wrong."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the chat has."""

    row: int
    place: str
    kind: RowKind
    key: str
    marked: bool
    acknowledged: bool
    """Whether it says so."""
    posted_at: datetime
    visible_at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything, where nothing is under way."""

    store: bytes
    now: datetime
    deaths: int
    failures: int
    switches: int
    messages: tuple[Message, ...] = ()
    report_id: str = ""
    has_opened: bool = False
    has_acknowledged: bool = False
    wrong: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    story: tuple[str, ...] = ()


class Dispatcher(Courier):
    """The real courier, of which one can see what it is about to send."""

    world: World
    number: int

    def _send(self, claimed: Claimed) -> None:
        self.world.claim(self.number, claimed)
        super()._send(claimed)


class Evenly(random.Random):
    """Spreads nothing: each pause is the shortest that chance could make it."""

    def uniform(self, a: float, b: float) -> float:
        return a


class Receiver:
    """The chat: what it stores is what people see. How each call goes is chosen."""

    platform = PLATFORM

    def __init__(self, world: World, look_up: str) -> None:
        self._world, self._works = world, look_up == "works"
        self.can_find = look_up != "missing"

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Look a message up."""
        world = self._world
        world.learn("looks")
        world.point()
        world.stop()
        if world.fate(LOOK_UPS) == BUSY:
            raise Transient(in_doubt=False, retry_after=1.0)
        found = world.seen(place, key, since) if self._works else None
        world.learn("not found" if found is None else "found")
        world.point()
        return found

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Store a message, unless the call fails."""
        world = self._world
        is_late = world.is_reminding_in_vain()
        world.learn("posts late" if is_late else "posts")
        return self._call(lambda: world.store(place, card, key, is_late=is_late))

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Change a message, unless the call fails."""
        self._world.learn("edits")
        self._call(lambda: self._world.change(int(message_ref), card))

    def _call(self, act: Callable[[], str]) -> str:
        world = self._world
        world.point()
        world.stop()
        fate = world.fate(POSTS)
        if fate == BUSY:
            raise Transient(in_doubt=False, retry_after=1.0)
        if fate == "request lost":
            raise Transient(in_doubt=True)
        answer = act()
        world.learn("stored")
        world.point()
        if fate == "reply lost":
            raise Transient(in_doubt=True)
        world.point()
        return answer


class World:
    """One school, one report and one chat, moved by choices."""

    def __init__(self, plan: Plan, choices: Choices[Moment]) -> None:
        self.plan, self._choices = plan, choices
        self.examples: dict[str, tuple[str, ...]] = {}
        """What happened in the first schedule in which something was wrong, for each thing that can be."""
        self._running: int | None = None
        self._is_quiet, self._is_fresh = True, False
        self._engine, ring = _engine_in_memory(self.begin), new_ring()
        self._elsewhere = _engine_in_memory(lambda: None)  # who is away is read inside of transactions, for which one connection is not enough
        self._raw: sqlite3.Connection = self._engine.raw_connection().driver_connection  # type: ignore[assignment]
        self._start = Moment(self._raw.serialize(), START, plan.deaths, plan.failures, plan.switches)
        people = People(SETTINGS, self._elsewhere, self.now)
        self._office = Office(self._engine, SETTINGS, people, Filing(Sealer(ring)), AuditLog(audit_key(ring)), self)
        self._dsl = Person(DSL, "Amara Obi", SCHOOL)
        self._strands = [Strand() for _ in range(plan.dispatchers)]
        self._receiver = Receiver(self, plan.look_up)
        self._born = 0
        self.restore(None)

    def run(self, begin: Moment | None) -> Counter[str]:
        """Go on from a moment, or from the start, to the end of one schedule; return what was wrong with it."""
        self.restore(begin)
        try:
            while not self._report_id:
                self._act(self._submit)
            while moves := self._moves():
                is_idle = not any(strand.is_under_way for strand in self._strands)
                move = moves[self._choices.choose(len(moves), self._state(), self._moment if is_idle else None)]
                if isinstance(move, int):
                    self._go_on(move)
                else:
                    self._act(move)
        finally:
            for number in range(self.plan.dispatchers):
                self._kill(number)
        wrong = self._judge()
        for one in wrong:
            self.examples.setdefault(one, self.story)
        return Counter(["schedules", *wrong])

    def close(self) -> None:
        """End its threads and close its databases."""
        for strand in self._strands:
            strand.end()
        self._engine.dispose()
        self._elsewhere.dispose()

    # --- moments ---

    def restore(self, moment: Moment | None) -> None:
        """Put everything back to how it was."""
        was = moment or self._start
        self._is_quiet = False
        self._raw.deserialize(was.store)
        self._now, self._deaths, self._failures, self._switches = was.now, was.deaths, was.failures, was.switches
        self.messages, self._wrong, self._told, self.story = was.messages, was.wrong, was.told, was.story
        self._report_id, self._has_opened, self._has_acknowledged = was.report_id, was.has_opened, was.has_acknowledged
        self._last, self._undone = 0, b""
        self._couriers = [self._new_courier(number) for number in range(self.plan.dispatchers)]
        self._held: list[Any] = [None] * self.plan.dispatchers
        self._claimed: list[Claimed | None] = [None] * self.plan.dispatchers
        self._learnt: list[tuple[str, ...]] = [()] * self.plan.dispatchers

    def _moment(self) -> Moment:
        return Moment(
            self._raw.serialize(),
            self._now,
            self._deaths,
            self._failures,
            self._switches,
            self.messages,
            self._report_id,
            self._has_opened,
            self._has_acknowledged,
            self._wrong,
            self._told,
            self.story,
        )

    # --- what the office asks of its clock ---

    def now(self) -> datetime:
        return self._now

    def wall(self) -> datetime:
        return self._now

    def save_in(self, connection: Connection) -> None:
        """The last act of a transaction: here a process can die with nothing committed."""
        self.point()

    # --- what a dispatcher comes by ---

    def begin(self) -> None:
        """The first act of a transaction, before anything is locked."""
        if self._is_quiet:
            return
        if self._running is not None and not self._is_fresh:
            self._hold(self._running)
            self.point()
            self.stop()
        self._is_fresh = False
        self._undone = self._foresee() if self._deaths else b""

    def claim(self, number: int, claimed: Claimed) -> None:
        """Note what is about to be sent; that is committed."""
        self._claimed[number] = claimed
        self.tell(f"sends {claimed.row.kind} {claimed.row.destination}")

    def point(self) -> None:
        """A place where the process can die."""
        if self._deaths and not self._is_quiet and self._choices.dies(self._foresee):
            self._deaths -= 1
            self.tell("dies")
            raise Died

    def stop(self) -> None:
        """A place where the others can go on."""
        if (running := self._running) is not None:
            self._learnt[running] += ("stops",)
            self._strands[running].stop()
            self._running = running

    def fate(self, fates: Sequence[str]) -> str:
        """Return what becomes of a call, once it is there."""
        if fates is POSTS and self.plan.posts_take:
            self._pass(self.plan.posts_take)
        if not self._failures:
            return fates[0]
        taken = self._choices.choose(len(fates))
        self._failures -= taken > 0
        self.learn(fates[taken])
        return fates[taken]

    def learn(self, what: str) -> None:
        """Note what the dispatcher that runs has come to know, and nobody else."""
        self.tell(what)
        if self._running is not None:
            self._learnt[self._running] += (what,)

    def tell(self, what: str) -> None:
        """Add to the story of this schedule."""
        self.story += (f"{(self._now - START).total_seconds():>6g} s  {'' if self._running is None else f'{self._running}: '}{what}",)

    def _hold(self, number: int) -> None:
        """Note the row that a dispatcher has just claimed: it goes on with it, whatever becomes of the row meanwhile."""
        if self._held[number] is None:
            mine = "SELECT id, attempts, outcome, first_tried_at, last_tried_at FROM outbox WHERE owner = ?"
            self._held[number] = self._raw.execute(mine, (self._couriers[number]._owner,)).fetchone()

    # --- the chat ---

    def is_reminding_in_vain(self) -> bool:
        """Say whether what is being sent is a reminder of a report that has been acknowledged."""
        return self._row().kind is RowKind.REMIND and self._has_acknowledged

    def seen(self, place: str, key: str, since: datetime) -> str | None:
        """Return the number of a message that can be seen by now."""
        for number, one in enumerate(self.messages):
            if (one.place, one.key) == (place, key) and since <= one.posted_at and one.visible_at <= self._now:
                return str(number)
        return None

    def store(self, place: str, card: Card, key: str, *, is_late: bool) -> str:
        """Take a message, and note what is wrong with it; return its number."""
        row, (marked, acknowledged, delivered) = self._row(), _says(card)
        if not marked and any(one.key == key for one in self.messages):
            self._wrong |= {DUPLICATE}
        if is_late:
            self._wrong |= {LATE}
        if place == TESS:
            if (acknowledged and not self._has_acknowledged) or (delivered and all(one.place == TESS for one in self.messages)):
                self._wrong |= {UNTRUE}
            self._told |= {"acknowledged"} if acknowledged else {"delivered"} if delivered else set()
        message = Message(row.id, place, row.kind, key, marked, acknowledged, self._now, self._now + self.plan.hidden_for)
        self.messages += (message,)
        return str(len(self.messages) - 1)

    def change(self, number: int, card: Card) -> str:
        """Take an edit."""
        changed = replace(self.messages[number], acknowledged=_says(card)[1])
        self.messages = (*self.messages[:number], changed, *self.messages[number + 1 :])
        return str(number)

    def _row(self) -> outbox.OutboxRow:
        claimed = None if self._running is None else self._claimed[self._running]
        if claimed is None:
            raise LookupError("nothing is being sent")
        return claimed.row

    # --- moves ---

    def _moves(self) -> list[int | Callable[[], None]]:
        """Return what can happen now: a dispatcher goes on, the DSL presses, or time passes."""
        under_way = [number for number, strand in enumerate(self._strands) if strand.is_under_way]
        idle = [number for number, strand in enumerate(self._strands) if not strand.is_under_way]
        begins = idle[:1] if self._is_anything_due() else []  # two that are idle differ in nothing but their names
        moves: list[int | Callable[[], None]] = [*under_way, *begins]
        if self._last in under_way and not self._switches:
            moves = [self._last]
        is_over = not moves and self._next() is None
        if self.plan.presses and not self._has_acknowledged and not is_over:
            moves.append(self._press)
        if not under_way and not begins and not is_over:
            moves.append(self._wait)
        return moves

    def _go_on(self, number: int) -> None:
        """Let a dispatcher go on to its next stop."""
        self._switches -= self._last != number and self._strands[self._last].is_under_way
        self._running = self._last = number
        try:
            self._strands[number].step(lambda: self._carry(number))
        except Died:
            self._die(number)
        finally:
            self._running = None
        if not self._strands[number].is_under_way:
            self._forget(number)

    def _carry(self, number: int) -> None:
        self._is_fresh = True
        self._couriers[number].carry_one()
        self.point()

    def _act(self, act: Callable[[], None]) -> None:
        """Let a person do something; the process in which it happens may die of it."""
        try:
            act()
        except Died:
            self._die(None)

    def _submit(self) -> None:
        """Submit the form; whoever is not told that it was stored sends it again."""
        report_id = submit_report(self._office, FORM).standing.report.id
        self.point()
        self._report_id = report_id

    def _press(self) -> None:
        """Open the report, and acknowledge it."""
        if not self._has_opened:
            open_report(self._office, self._dsl, self._report_id)
            self._has_opened = True
            self.tell("opened")
            self.point()
        acknowledge(self._office, self._dsl, self._report_id)
        self._has_acknowledged = True
        self.tell("acknowledged")
        self.point()

    def _die(self, number: int | None) -> None:
        """End a process, and start its successor."""
        dead = self._dead(number)
        for one in dead:
            self._kill(one)
            self._couriers[one] = self._new_courier(one)
        if self.plan.alone:
            with self._quietly(), self._engine.begin() as connection:
                outbox.void_leases(connection, self._now)

    def _dead(self, number: int | None) -> Sequence[int]:
        """Return which dispatchers die with the one that runs; a person's process has none, unless it is the only process."""
        return range(self.plan.dispatchers) if self.plan.alone else () if number is None else (number,)

    def _kill(self, number: int) -> None:
        self._strands[number].kill()
        self._forget(number)

    def _forget(self, number: int) -> None:
        self._held[number], self._claimed[number], self._learnt[number] = None, None, ()

    def _new_courier(self, number: int) -> Dispatcher:
        self._born += 1
        courier = Dispatcher(self._office, {PLATFORM: self._receiver}, f"{number}-{self._born}", lookup_wait=WAIT, lease=LEASE)
        courier.world, courier.number, courier._random = self, number, Evenly()
        return courier

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Let nothing happen meanwhile."""
        self._is_quiet = True
        yield
        self._is_quiet = False

    # --- time ---

    def _is_anything_due(self) -> bool:
        at = to_millis(self._now)
        due = "SELECT 1 FROM outbox WHERE (state = 'todo' AND due_at <= ?) OR (state = 'sending' AND leased_until <= ?) LIMIT 1"
        return self._raw.execute(due, (at, at)).fetchone() is not None

    def _next(self) -> int | None:
        """Return when something falls due or a lease ends; None where nothing does within the horizon."""
        ahead = "SELECT min(CASE state WHEN 'todo' THEN due_at ELSE leased_until END) FROM outbox WHERE state IN ('todo', 'sending')"
        (at,) = self._raw.execute(ahead).fetchone()
        return None if at is None or at > to_millis(START + HORIZON) else at

    def _wait(self) -> None:
        self._now += timedelta(milliseconds=(self._next() or 0) - to_millis(self._now))

    def _pass(self, by: timedelta) -> None:
        """Let a call take its time; all that are under way hold on to their rows meanwhile, as the loop of a real process does."""
        self._now += by
        with self._quietly():
            for courier, strand in zip(self._couriers, self._strands, strict=True):
                if strand.is_under_way:
                    courier.renew_leases()

    # --- states ---

    def _foresee(self) -> bytes | None:
        """Return the state to which a death here leads; None where that is not known without dying."""
        if self._raw.in_transaction:
            return self._undone
        if not self._report_id:
            return None
        dead = self._dead(self._running)
        if not self.plan.alone:
            return self._state(dead)
        with self._quietly(), self._engine.connect() as connection:
            outbox.void_leases(connection, self._now)
            state = self._state(dead)
            connection.rollback()
        return state

    def _state(self, dead: Sequence[int] | None = None) -> bytes:
        """Return all that the future hangs on, in few bytes; given `dead`, as it will be once those have died.

        Times are told from now on. Not in it are keys and ids (random, and compared with themselves only; a row stands here by its rank), the log
        (appended to, never read), words to the reporter and edits that are settled (whoever reads them again reads nothing but that they are there),
        and the times of what is settled (shown, decide nothing). What the reporter was told, and what was wrong, is noted apart.
        """
        alive = [number for number, strand in enumerate(self._strands) if strand.is_under_way and number not in (dead or ())]
        under_way = {self._couriers[number]._owner: number for number in alive}
        rows = self._raw.execute(ROWS, (to_millis(START + HORIZON),)).fetchall()
        rank = {row[0]: number for number, row in enumerate(rows)}
        kept = [(number, one) for number, one in enumerate(self.messages) if one.row in rank]
        place = {number: at for at, (number, _) in enumerate(kept)}
        facts = (
            [self._of_row(row, rank, place, under_way) for row in rows],
            [(rank[one.row], one.place, one.marked, one.acknowledged, max(0.0, self._since(one.visible_at))) for _, one in kept],
            [self._of_dispatcher(number, rank) for number in alive],
            (self._has_opened, self._has_acknowledged, sorted(self._wrong), sorted(self._told)),
            (self._deaths - (dead is not None), self._failures, self._switches, self._last if self._last in alive else -1),
        )
        return blake2b(marshal.dumps(facts, 2), digest_size=16).digest()

    def _of_row(self, row: Sequence[Any], rank: dict[int, int], place: dict[int, int], under_way: dict[str, int]) -> tuple[object, ...]:
        _, kind, destination, message_ref, state, *times, attempts, outcome, owner = row
        what, _, of_row = destination.partition(":")
        about = (what, rank.get(int(of_row), -1)) if what in ("row", "perhaps") else (destination, -1)
        message = place.get(int(json.loads(message_ref)[2]), -1) if message_ref else -1
        if state not in (RowState.TODO, RowState.SENDING):
            return kind, *about, message, state, times[-1] is not None  # a lease that stays is the mark of a message that may stand
        at = to_millis(self._now)
        ahead = (one and one - at if one != 0 else "void" for one in times)
        return kind, *about, message, state, *ahead, attempts, outcome, under_way.get(owner, -1)

    def _of_dispatcher(self, number: int, rank: dict[int, int]) -> tuple[object, ...]:
        held, claimed, at = self._held[number], self._claimed[number], to_millis(self._now)
        row = held and (rank.get(held[0], -1), held[1:3], [one and one - at for one in held[3:]])
        card = claimed and (claimed.row.in_doubt, claimed.resolved.seeks is not None, _shown(claimed), _says(claimed.resolved.card))
        return number, row, card, self._learnt[number]

    def _since(self, at: datetime) -> float:
        return (at - self._now).total_seconds()

    def _judge(self) -> set[str]:
        """Return what is wrong at the end of a schedule."""
        wrong = set(self._wrong)
        if all(one.place != CHANNEL for one in self.messages):
            wrong.add(LOST)
        if ("acknowledged" if self._has_acknowledged else "delivered") not in self._told:
            wrong.add(UNTRUE)
        if self.plan.look_up == "works" and self._has_acknowledged and not all(one.acknowledged or one.place == TESS for one in self.messages):
            wrong.add(STALE)
        if self._raw.execute("SELECT 1 FROM outbox WHERE state = 'sending'").fetchone():
            wrong.add(STUCK)
        return wrong


ROWS = (
    "SELECT id, kind, destination, message_ref, state, due_at, first_tried_at, last_tried_at, leased_until, attempts, outcome, owner FROM outbox "
    "WHERE (state = 'todo' AND due_at <= ?) OR state = 'sending' OR (state <> 'todo' AND kind IN ('card', 'remind')) OR destination LIKE 'perhaps:%' "
    "ORDER BY id"
)
"""What is owed within the horizon, and of what is settled that which may still be edited, looked for or counted."""


def _says(card: Card) -> tuple[bool, bool, bool]:
    """Return all that counts of what a message says: that it may be a copy, that the report is acknowledged, that it was delivered."""
    text = card.plain_text()
    return wording.POSSIBLE_COPY in text, "cknowledged by " in text, "R-0001 delivered" in text


def _shown(claimed: Claimed) -> tuple[str, bool] | None:
    """Return what a card was built from, as far as it can change here."""
    shows = claimed.resolved.shows
    return shows and (str(shows.report.state), bool(shows.openings))


def _engine_in_memory(at_begin: Callable[[], None]) -> Engine:
    """Return an engine on a database in memory, its tables made; transactions begin as those of the shipped one do."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA page_size = 1024")
        connection.execute("PRAGMA foreign_keys = 1")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        at_begin()
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    metadata.create_all(engine)
    return engine
