"""What reports promise, as a state machine: everything that people, chats, clocks and crashes can do, in any order, and what must hold after each.

It knows no database: it is given an engine. The chats judge at the moment of a call (`_judge_post`), for what was so when the row was claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine

from bot import absences, outbox, responding, retention
from bot.cards import Card
from bot.delivery import LEASE, Courier
from bot.destinations import Place, person_places
from bot.escalation import FIRST, chain_for
from bot.filing import UnknownReport
from bot.outbox import OWED_WHILE_ACKNOWLEDGED, OWED_WHILE_OPEN
from bot.reporting import NotYours, add_information, my_reports, read_form, submit_report, withdraw
from bot.reports import Kind, Outcome, Person, Role, RowKind, RowState, State, Submission
from bot.responding import AlreadyAcknowledged, Done, Opened, Refusal, Result, Why
from bot.sealing import new_ring
from bot.sending import Reason
from bot.standing import REACHES_SOMEBODY
from bot.store.moments import to_millis
from bot.telling import TO_REPORTER
from bot.watch import look
from tests.faults.world import (
    EMAIL,
    FILLED,
    GAIL,
    MEMBERS,
    PEOPLE,
    PLACES,
    SCHOOL,
    SLACK,
    TEAMS,
    Chat,
    Comes,
    Died,
    Fuse,
    Machine,
    Message,
    empty,
    open_office,
)

TESS = Person("slack:tess", "Tess Byrne", SCHOOL)
GUEST = Person("slack:guest", "A. Guest", SCHOOL, full_member=False)
REPORTERS = (TESS, GUEST, Person("ben", "Ben Hale", SCHOOL), Person("eve", "Eve Lowe", SCHOOL))
TYPED: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "Chidi Eze": frozenset({"chidi"}),
    "mr hale": frozenset({"ben"}),
    "our DSL": frozenset({"amara"}),
    "the headteacher": frozenset({"chidi"}),
}
"""A name typed into a form -> whom it must exclude."""
VERBS = ("open", "acknowledge", "assign", "note", "contact", "escalate", "outcome", "reopen", "record", "hold", "release")
EVERYBODY = (*PEOPLE, "gail", "tess")
OFTEN = ("amara", "ben", "chidi", "amara", "ben", "chidi")
"""Who can press most buttons: drawn as often as everybody together."""
ABOUT = ((), (), (), (), ("amara",), ("ben", "eve"), ("chidi",), ("chidi", "dana"), ("amara", "ben"), ("farid",), tuple(PEOPLE))
"""Whom a report is about; mostly nobody who receives it."""
RECEIVE: Mapping[Kind, frozenset[str]] = {
    **dict.fromkeys(Kind, frozenset({"dsl", "deputy", "head", "slt", "chair"})),
    Kind.ADULT_CONCERN: frozenset({"head", "chair"}),
}
"""Who can ever come to open a report of a kind."""
RECEIVE_AT_ONCE: Mapping[Kind, frozenset[str]] = {
    **dict.fromkeys(Kind, frozenset({"dsl", "deputy", "head"})),
    Kind.ADULT_CONCERN: frozenset({"head"}),
    Kind.ONLINE_INCIDENT: frozenset({"dsl", "deputy", "head", "slt"}),
}
MOVES = (*(timedelta(seconds=one) for one in (1, 3, 5, 60)), *(timedelta(minutes=one) for one in (5, 10, 31, 130, 720)), *map(timedelta, (1, 3, 100)))
ENDED = (State.CLOSED, State.WITHDRAWN)
MOST_CARRIED = 500
"""Rows carried in one go, after which it is said that they never end."""


class Told(NamedTuple):
    """A row of the outbox, as it is stored."""

    id: int
    report_id: str | None
    kind: RowKind
    destination: str
    message_key: str
    due_at: int
    state: RowState
    message_ref: str | None


class Found(NamedTuple):
    """A report, as it is stored."""

    id: str
    state: State
    purged_at: int | None


class Reader:
    """Reads a database past the bot, quickly: it is asked many times at each step."""

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self._connection: Any = self._pooled.driver_connection
        if engine.dialect.name == "postgresql":
            self._connection.autocommit = True

    def rows(self) -> list[Told]:
        """Return the outbox, oldest first."""
        found = self._connection.execute(f"SELECT {', '.join(Told._fields)} FROM outbox ORDER BY id").fetchall()
        return [Told(one, report, RowKind(kind), *more, RowState(state), ref) for one, report, kind, *more, state, ref in found]

    def reports(self) -> list[Found]:
        """Return the reports."""
        found = self._connection.execute(f"SELECT {', '.join(Found._fields)} FROM report").fetchall()
        return [Found(one, State(state), purged_at) for one, state, purged_at in found]

    def close(self) -> None:
        """Give the connection back."""
        self._pooled.invalidate()


@dataclass(slots=True)
class Known:
    """What the machine knows of a report."""

    id: str
    kind: Kind
    reporter: Person
    excluded: frozenset[str]
    opened: set[str] = field(default_factory=set)
    taken_by: str = ""
    """Who acknowledged it last."""


class Contract(RuleBasedStateMachine):
    """Reports of one school, on the engine of the class that is derived from this one."""

    engine: ClassVar[Engine]
    reader: ClassVar[Reader]
    fuse: ClassVar[Fuse]
    """Ends the process in the middle of a transaction."""
    alone: ClassVar[bool]
    """Whether it is the database's only process: leases of the dead are void at its start."""
    met: ClassVar[Counter[str]]
    """How often each thing was met, so that nothing is proved of what never happened."""

    def __init__(self) -> None:
        super().__init__()
        empty(self.engine)
        self.machine, self.ring = Machine(), new_ring()
        self.chats = {name: Chat(name, name == SLACK, lambda: self.office.clock.now()) for name in (SLACK, TEAMS, EMAIL)}
        for chat in self.chats.values():
            chat.on_post, chat.on_edit = self._judge_post, self._judge_edit
        self.known: dict[str, Known] = {}
        self.meanwhile: list[Callable[[], object]] = []
        self.states: list[dict[str, State]] = []
        self.deaf: set[tuple[str, str]] = set()
        """Places that were ever closed: what was to be edited there, or told to a reporter, is not tried again."""
        self.births, self.steps = 0, 0
        self._start()

    def _start(self) -> None:
        """Start a process, as `signpost serve` does."""
        self.office = open_office(self.engine, self.machine, self.ring)
        if self.alone:
            with self.office.writing() as connection:
                outbox.void_leases(connection, self.office.clock.now())
        self.births += 1
        wait = timedelta(seconds=2)
        self.courier, self.other = (Courier(self.office, self.chats, f"{self.births}-{one}", lookup_wait=wait) for one in "ab")

    # --- what the reporters do ---

    @initialize(kind=st.sampled_from(Kind), danger=st.sampled_from(("no", "yes")))
    def begin(self, kind: Kind, danger: str) -> None:
        """Begin with a report that is about nobody at the school."""
        self.submit(key=0, kind=kind, danger=danger, who=TESS, about=(), typed="", oneself=False)

    @rule(
        key=st.integers(0, 3),
        kind=st.sampled_from(Kind),
        danger=st.sampled_from(("no", "yes")),
        who=st.sampled_from(REPORTERS),
        about=st.sampled_from(ABOUT),
        typed=st.sampled_from((*[""] * 5, *TYPED)),
        oneself=st.booleans(),
    )
    def submit(self, key: int, kind: Kind, danger: str, who: Person, about: tuple[str, ...], typed: str, oneself: bool) -> None:
        """Submit a form, or the same form again."""
        name = "adult_name" if kind is Kind.ADULT_CONCERN else "about_name"
        fields = {**FILLED[kind], "immediate_danger": danger, **({name: typed} if typed else {})}
        if kind is Kind.ADULT_CONCERN and oneself:
            fields["self_referral"] = "yes"
        submission = read_form(self.office, kind, fields, about, key=f"key-{key}", reporter=who)
        assert isinstance(submission, Submission)
        stored = submit_report(self.office, submission)
        self.met["submitted again" if stored.again else f"{kind} submitted"] += 1
        before = self.known.get(submission.key)
        assert stored.again == (before is not None)
        themselves = frozenset({who.id}) if fields.get("self_referral") == "yes" else frozenset()
        report = stored.standing.report
        known = before or self.known.setdefault(submission.key, Known(report.id, kind, who, frozenset(about) | TYPED[typed] | themselves))
        assert report.id == known.id

    @rule(which=st.integers(0, 3), by_another=st.booleans(), words=st.sampled_from(("He wrote again.", "She rang.")))
    def add_information(self, which: int, by_another: bool, words: str) -> None:
        """Add to a report; only its reporter may."""
        self._by_reporter(which, by_another, lambda person, report_id: add_information(self.office, person, report_id, words))

    @rule(which=st.integers(0, 3), by_another=st.booleans())
    def withdraw(self, which: int, by_another: bool) -> None:
        """Withdraw a report; only its reporter may."""
        self._by_reporter(which, by_another, lambda person, report_id: withdraw(self.office, person, report_id))

    def _by_reporter(self, which: int, by_another: bool, act: Callable[[Person, str], object]) -> None:
        known = self._which(which)
        person = next(one for one in REPORTERS if (one.id != known.reporter.id) is by_another)
        purged, refused = self._is_purged(known), False
        try:
            act(person, known.id)
        except NotYours:
            refused = True
        except UnknownReport:
            assert purged
        assert refused is by_another

    # --- what those who receive them do ---

    @rule(
        which=st.integers(0, 3),
        who=st.sampled_from((*OFTEN, *EVERYBODY)),
        verb=st.sampled_from(VERBS),
        words=st.sampled_from(("Rang home.", "Rang home.", " \u200b")),
    )
    def press(self, which: int, who: str, verb: str, words: str) -> None:
        """Press a button of a report, as anybody."""
        known, person = self._which(which), self._person(who)
        purged = self._is_purged(known)
        result = self._press(verb, person, known.id, words)
        self.met[f"{verb}: {type(result).__name__}"] += 1
        if isinstance(result, Refusal) and result.why in (Why.NOT_ALLOWED, Why.PURGED):
            assert purged or who in known.excluded or not RECEIVE_AT_ONCE[known.kind].intersection(self._roles(who)), "refused to one who may"
        else:
            assert self._may_ever(who, known)
            assert not purged
            self._note_result(known, who, verb, words, result)

    def _press(self, verb: str, person: Person, report_id: str, words: str) -> Result:
        office = self.office
        match verb:
            case "open":
                return responding.open_report(office, person, report_id)
            case "acknowledge":
                return responding.acknowledge(office, person, report_id)
            case "assign":
                return responding.assign_to_me(office, person, report_id)
            case "note":
                return responding.add_note(office, person, report_id, words)
            case "contact":
                return responding.contact_reporter(office, person, report_id, words)
            case "escalate":
                return responding.escalate(office, person, report_id)
            case "outcome":
                return responding.record_outcome(office, person, report_id, Outcome.MONITOR, words)
            case "reopen":
                return responding.reopen(office, person, report_id, words)
            case "record":
                return retention.mark_recorded(office, person, report_id)
            case "hold":
                return retention.hold(office, person, report_id)
        return retention.release(office, person, report_id)

    def _note_result(self, known: Known, who: str, verb: str, words: str, result: Result) -> None:
        if verb in ("note", "contact", "outcome", "reopen") and not words.strip(" \u200b"):
            assert result == Refusal(Why.NO_REASON)
        match result:
            case Opened():
                assert verb == "open" or who not in known.opened
                known.opened.add(who)
            case AlreadyAcknowledged(_, by, _):
                assert by == known.taken_by
            case Done(standing) if verb in ("acknowledge", "outcome"):
                assert who in known.opened, "counted from somebody who had not opened it"
                known.taken_by = standing.report.acknowledged_by or ""

    @rule(
        which=st.integers(0, 3),
        who=st.sampled_from(OFTEN),
        verbs=st.lists(st.sampled_from(("open", "acknowledge", "assign", "outcome")), min_size=2, max_size=4),
    )
    def work_on(self, which: int, who: str, verbs: list[str]) -> None:
        """Press one button after another."""
        for verb in verbs:
            self.press(which=which, who=who, verb=verb, words="Done.")

    @rule(which=st.integers(0, 3), who=st.sampled_from(OFTEN), days=st.sampled_from((1, 100)))
    def finish(self, which: int, who: str, days: int) -> None:
        """See a report through to its end, as far as one may, and let the time go by for which it is kept."""
        for verb in ("open", "outcome", "record"):
            self.press(which=which, who=who, verb=verb, words="Done.")
        self.machine.wait(timedelta(days))
        self.purge()

    @rule(who=st.sampled_from(tuple(PEOPLE)), hours=st.sampled_from((None, 1, 40)))
    def go_away(self, who: str, hours: int | None) -> None:
        """Mark somebody away, for a while or until they are back."""
        absences.mark_away(self.office, self._person(who), self.office.clock.now() + timedelta(hours=hours) if hours else None)

    @rule(who=st.sampled_from(tuple(PEOPLE)))
    def come_back(self, who: str) -> None:
        """Mark somebody back."""
        absences.mark_back(self.office, self._person(who))

    # --- what happens to the machine and the chats ---

    @rule(by=st.sampled_from(MOVES))
    def move_clock(self, by: timedelta) -> None:
        """Let time pass, and nothing be carried."""
        self.machine.wait(by)

    @rule(place=st.sampled_from(PLACES), reason=st.sampled_from(Reason))
    def close_route(self, place: tuple[str, str], reason: Reason) -> None:
        """Close a place: archived, not a member, gone."""
        self.chats[place[0]].closed[place[1]] = reason
        self.deaf.add(place)

    @rule(place=st.sampled_from(PLACES))
    def open_route(self, place: tuple[str, str]) -> None:
        """Open a place again."""
        self.chats[place[0]].closed.pop(place[1], None)

    @rule(platform=st.sampled_from((SLACK, TEAMS, EMAIL)), ahead=st.lists(st.sampled_from(Comes), min_size=1, max_size=3))
    def spoil_calls(self, platform: str, ahead: list[Comes]) -> None:
        """Say what the next calls to a platform come to; the process may die in one."""
        self.chats[platform].ahead.extend(ahead)

    @rule(words=st.integers(1, 60))
    def die_soon(self, words: int) -> None:
        """Let the process die in the middle of what it carries next: at a statement, or at a commit."""
        self.fuse.light(words)
        self._survive(self._carry_all)
        self.fuse.light(0)

    @rule()
    def restart(self) -> None:
        """End the process, and start another."""
        self._start()

    @rule()
    def purge(self) -> None:
        """Purge what may be purged."""
        self.met["purged"] += len(retention.purge(self.office))

    @rule(which=st.integers(0, 3), who=st.sampled_from(OFTEN), verb=st.sampled_from(("acknowledge", "outcome", "carry", "withdraw")))
    def carry_while(self, which: int, who: str, verb: str) -> None:
        """Let something happen between the claim and the settling of the next message: a press, or another courier at work."""
        acts: dict[str, Callable[[], object]] = {
            "carry": lambda: self._carry(self.other),
            "withdraw": lambda: self.withdraw(which=which, by_another=False),
        }
        self.meanwhile.append(acts.get(verb, lambda: [self.press(which=which, who=who, verb=one, words="Yes.") for one in ("open", verb)]))
        self._survive(lambda: self._carry(self.courier))

    @rule()
    def carry_one(self) -> None:
        """Carry one row."""
        self._survive(lambda: self._carry(self.courier))

    @rule()
    def carry_all(self) -> None:
        """Carry everything that is due."""
        self._survive(self._carry_all)

    @rule()
    def all_is_well(self) -> None:
        """Open every route and let time pass: now everybody has been told, and told the truth."""
        for chat in self.chats.values():
            chat.ahead.clear()
            chat.closed.clear()
        self.meanwhile.clear()
        for pause in (LEASE, timedelta(minutes=6), timedelta(seconds=5)):
            self.machine.wait(pause)
            self._carry_all()
        assert not look(self.office).armed_again
        told = self._rows()
        assert not [row for row in told if row.state in (RowState.TODO, RowState.SENDING) and row.due_at <= self._now()]
        for known in self.known.values():
            self._judge_calm(known, [row for row in told if row.report_id == known.id])

    def _survive(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Died:
            self.met["died"] += 1
            for chat in self.chats.values():
                chat.ahead.clear()
            self.fuse.light(0)
            self.meanwhile.clear()
            self.states.clear()
            self._start()

    def _carry_all(self) -> None:
        for _ in range(MOST_CARRIED):
            if not self._carry(self.courier):
                return
        raise AssertionError("there is no end to what is due")

    def _carry(self, courier: Courier) -> bool:
        self.states.append({row.id: row.state for row in self._reports()})
        carried = courier.carry_one()
        self.states.pop()
        return carried

    # --- what must hold at each call to a platform ---

    def _judge_post(self, chat: Chat, place: str, key: str, card: Card) -> None:
        row = next(one for one in self._rows() if one.message_key == key)
        if row.report_id is not None:
            self._judge_row(row, self._about(row), (chat.platform, place), card.plain_text())
        if self.meanwhile:
            self.meanwhile.pop()()

    def _judge_row(self, row: Told, known: Known, place: tuple[str, str], text: str) -> None:
        state = self.states[-1][known.id]
        self.met[f"{row.kind} to {place[0]}"] += 1
        if row.kind in OWED_WHILE_OPEN:
            assert state is State.OPEN, f"{row.kind} of a report that was {state} when it was claimed"
        if row.kind in OWED_WHILE_ACKNOWLEDGED:
            assert state is State.ACKNOWLEDGED, f"{row.kind} of a report that was {state} when it was claimed"
        if row.kind in TO_REPORTER:
            assert place == self._place_of(known.reporter)
            assert " delivered " not in text or self._has_arrived(known), "said to be delivered before anything arrived"
            assert " acknowledged by " not in text or state is State.ACKNOWLEDGED
            assert " closed by " not in text or state is State.CLOSED
        else:
            assert not known.excluded & self._readers(place), f"{row.kind} for {row.destination} reaches somebody whom the report is about"

    def _judge_edit(self, chat: Chat, message: Message) -> None:
        row = next(one for one in self._rows() if one.message_key == message.key)
        assert not self._about(row).excluded & self._readers((chat.platform, message.place))
        if self.meanwhile:
            self.meanwhile.pop()()

    # --- what must hold after each step ---

    @invariant()
    def contract_holds(self) -> None:
        """Hold to account everything that is promised at any time."""
        self.steps += 1
        found, told = {row.id: row for row in self._reports()}, self._rows()
        assert len(found) == len(self.known), "not one report for each form"
        for known in self.known.values():
            self._judge_next_step(found[known.id].state, [row for row in told if row.report_id == known.id])
        self._judge_copies()
        with self.office.looking() as connection:
            assert self.office.audit.verify(connection).ok
        turn, is_odd = divmod(self.steps, 2)
        if is_odd:
            self._judge_list(self._person(EVERYBODY[turn % len(EVERYBODY)]), found)
        else:
            self._judge_my_reports(REPORTERS[turn % len(REPORTERS)])

    @staticmethod
    def _judge_next_step(state: State, own: list[Told]) -> None:
        waiting = [row for row in own if row.state in (RowState.TODO, RowState.SENDING)]
        if state is State.OPEN:
            assert [row for row in waiting if row.kind in OWED_WHILE_OPEN and row.destination.startswith("role:")], "open, and no next step"
        if state is State.ACKNOWLEDGED:
            assert {row.kind for row in waiting} >= set(OWED_WHILE_ACKNOWLEDGED), "acknowledged, and nothing asks for its outcome"
        if state is not State.OPEN:
            assert not [row for row in waiting if row.kind in OWED_WHILE_OPEN], "a chase that has not ended"
        if state in ENDED:
            assert not [row for row in waiting if row.kind in OWED_WHILE_ACKNOWLEDGED], "a report at its end that still reminds"

    def _judge_copies(self) -> None:
        for chat in self.chats.values():
            posted: dict[str, int] = {}
            for message in chat.messages:
                posted[message.key] = posted.get(message.key, 0) + (chat.can_find or not message.marked)
                self.met["marked copy"] += message.marked
            assert all(count <= 1 for count in posted.values()), f"the same card twice on {chat.platform}, and nothing says so"

    def _judge_list(self, person: Person, found: Mapping[str, Found]) -> None:
        by_id = {known.id: known for known in self.known.values()}
        for standing in responding.list_reports(self.office, person, closed=True):
            known = by_id[standing.report.id]
            assert self._may_ever(person.id, known), f"listed for {person.id}, who may not open it"
            assert found[known.id].purged_at is None
            if standing.delivered:
                assert self._has_arrived(known)

    def _judge_my_reports(self, person: Person) -> None:
        mine = [known.id for known in self.known.values() if known.reporter.id == person.id]
        standings = my_reports(self.office, person)
        assert sorted(one.report.id for one in standings) == sorted(mine)
        by_id = {known.id: known for known in self.known.values()}
        assert all(self._has_arrived(by_id[one.report.id]) for one in standings if one.delivered)

    # --- what must hold once all has been carried over open routes ---

    def _judge_calm(self, known: Known, own: list[Told]) -> None:
        with self.office.looking() as connection:
            report = self.office.filing.get(connection, known.id)
        if report.purged:
            return
        chain = chain_for(report.kind, report.urgency, self.office.school(SCHOOL).chains)
        somebody = [one for role in (FIRST[report.kind], chain[-1].role) for one in self._holders(role, report.excluded)]
        is_known = report.state in (State.ACKNOWLEDGED, State.CLOSED)
        assert is_known or self._has_arrived(known) or not somebody, "nobody heard"
        if self._place_of(known.reporter) not in self.deaf:
            self._judge_told(known, report.state)
        for row in own:
            if row.kind in REACHES_SOMEBODY and row.message_ref:
                place, reference = Place.of_reference(row.message_ref)
                card = self.chats[place.platform].messages[int(reference)].cards[-1]
                offered = {button.action for button in card.buttons()}
                is_told = place.platform != EMAIL and (place.platform, place.address) not in self.deaf
                assert not is_told or "acknowledge" not in offered or report.state is State.OPEN, "a card that says what is no longer so"

    def _judge_told(self, known: Known, state: State) -> None:
        keys = {row.message_key for row in self._rows() if row.report_id == known.id and row.kind in TO_REPORTER}
        platform, _ = self._place_of(known.reporter)
        last = [one for one in self.chats[platform].messages if one.key in keys][-1].cards[0].plain_text()
        open_word = " delivered " if self._has_arrived(known) else ""
        words = {State.ACKNOWLEDGED: " acknowledged by ", State.CLOSED: " closed by ", State.WITHDRAWN: "You withdrew "}
        assert words.get(state, open_word) in last, f"{state}, and the reporter was last told something else"

    # --- what is looked up ---

    def _which(self, which: int) -> Known:
        known = tuple(self.known.values())
        return known[which % len(known)]

    def _about(self, row: Told) -> Known:
        return next(known for known in self.known.values() if known.id == row.report_id)

    def _person(self, who: str) -> Person:
        return {"gail": GAIL, "tess": TESS}.get(who) or self.office.people.person(who, SCHOOL) or TESS

    def _roles(self, who: str) -> frozenset[str]:
        return frozenset(PEOPLE[who][1]) if who in PEOPLE else frozenset()

    def _may_ever(self, who: str, known: Known) -> bool:
        return who not in known.excluded and bool(RECEIVE[known.kind] & self._roles(who))

    def _holders(self, role: Role, excluded: frozenset[str]) -> tuple[Person, ...]:
        return self.office.people.holders(role, SCHOOL, excluded=excluded)

    def _place_of(self, person: Person) -> tuple[str, str]:
        place = person_places(self.office.people, person.id, SCHOOL, self.chats)[0]
        return place.platform, place.address

    @staticmethod
    def _readers(place: tuple[str, str]) -> frozenset[str]:
        return MEMBERS.get(place) or frozenset({place[1].partition("@")[0]})

    def _has_arrived(self, known: Known) -> bool:
        keys = {row.message_key for row in self._rows() if row.report_id == known.id and row.kind in REACHES_SOMEBODY}
        return any(message.key in keys for chat in self.chats.values() for message in chat.messages)

    def _is_purged(self, known: Known) -> bool:
        return any(row.id == known.id and row.purged_at is not None for row in self._reports())

    def _now(self) -> int:
        return to_millis(self.office.clock.now())

    def _rows(self) -> list[Told]:
        return self.reader.rows()

    def _reports(self) -> list[Found]:
        return self.reader.reports()


@contextmanager
def contract_on(engine: Engine, *, alone: bool) -> Iterator[type[Contract]]:
    """Give the machine for a database."""
    with closing(Reader(engine)) as reader:
        yield type("Contract", (Contract,), {"engine": engine, "reader": reader, "fuse": Fuse(engine), "alone": alone, "met": Counter()})
