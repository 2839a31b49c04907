"""A chat that fails on command, and a school to try it on: for the tests of what is owed, carried and told. Their fixtures are in the conftest."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Protocol

from sqlalchemy import Row, select

from bot import outbox, reporting, responding
from bot.cards import Buttons, Card
from bot.delivery import Courier
from bot.forms import named_in, urgency_of
from bot.office import Office
from bot.reports import Kind, Person, Report, RowKind, RowState, Submission
from bot.sending import Permanent, Reason, Transient, Unrenderable
from bot.settings import Settings
from bot.standing import Standing, standing_of
from bot.store.tables import audit

SCHOOL, PHONE, OUT_OF_HOURS = "oakfield", "01632 960 001", "01632 960 002"
TESS = Person("slack:tess", "Tess Byrne", SCHOOL)
"""Staff whom the settings do not name; reports, unless somebody else is said to."""
STAFF = (
    ("amara", "Amara Obi", ["dsl", "slt"]),
    ("ben", "Ben Hale", ["deputy"]),
    ("chidi", "Chidi Eze", ["head"]),
    ("dana", "Dana Frost", ["chair"]),
    ("eve", "Eve Lowe", ["slt"]),
    ("farid", "Farid Nasser", ["it"]),
)
CANARY = "canary7Qz"
"""Stands in every word that somebody typed, and so must stand nowhere else."""
WAIT = timedelta(seconds=2)
"""How long the couriers of the tests leave a message to become visible."""


def staff(*people: tuple[str, str, list[str]], chats: Collection[str] = ("slack",), mail: bool = True) -> list[dict[str, object]]:
    """Return people as the settings list them; the id is their address in each chat."""
    return [
        {"id": one, "name": name, "roles": roles, "how": "extension 21", "addresses": dict.fromkeys(chats, one)}
        | ({"email": f"{one}@oakfield.example"} if mail else {})
        for one, name, roles in people
    ]


def settings_of(*, also: Iterable[object] = (), **changes: object) -> Settings:
    """Return the settings of Oakfield School, `changes` made to them; `also` holds further schools."""
    school = {
        "key": SCHOOL,
        "name": "Oakfield School",
        "policy": "alet",
        "phone": PHONE,
        "out_of_hours": OUT_OF_HOURS,
        "lado": "LADO, Example Council, 01632 960 003",
        "people": staff(*STAFF),
        "channels": {"dsl": {"slack": "C-dsl"}, "slt": {"slack": "C-slt"}},
        **changes,
    }
    return Settings.model_validate({"schools": [school, *also], "mail": {"host": "localhost", "sender": "signpost@oakfield.example"}})


class Hands(Protocol):
    """A clock that a test moves."""

    def now(self) -> datetime: ...

    def move(self, by: timedelta) -> None: ...


class Died(BaseException):
    """The process died in the middle of a call."""


@dataclass(frozen=True)
class After:
    """The call did what it should, and then this happened."""

    fault: BaseException


LOST = After(Transient(in_doubt=True))
"""The reply never came, though the message stands."""
NEVER_CAME = Transient(in_doubt=True)
"""The request never arrived, which looks the same from here."""
BUSY = Transient(in_doubt=False)
Outcome = BaseException | After | None


@dataclass
class Message:
    """A message as it stands in the chat."""

    ref: str
    place: str
    key: str
    card: Card
    lock_screen: str
    at: datetime
    edits: int = 0

    @property
    def text(self) -> str:
        return self.card.plain_text()


class FakeChat:
    """A platform that keeps what it was given, and fails as it is told to. With `can_find` off it is like e-mail."""

    def __init__(self, clock: Hands, platform: str = "slack", *, can_find: bool = True) -> None:
        self.platform, self.can_find, self._clock = platform, can_find, clock
        self.messages: list[Message] = []
        self.calls: list[tuple[str, str]] = []
        """What was asked of it and of which place, also in vain."""
        self.called_at: list[datetime] = []
        self.closed: dict[str, Reason] = {}
        """Places that refuse for good, and why; `*` is every place."""
        self.down: Transient | None = None
        """With what every call fails at present."""
        self.busy: dict[str, Transient] = {}
        """With what every call to a place fails at present."""
        self.refuses_layout = False
        self.refuses_everything = False
        self.delay = timedelta(0)
        """How long until a message can be found."""
        self.meanwhile: Callable[[], object] | None = None
        """What happens once, in the middle of the next call."""
        self._next: defaultdict[tuple[str, str], deque[Outcome]] = defaultdict(deque)
        self._lock = threading.RLock()
        self._refs = count(1)

    def then(self, *outcomes: Outcome, of: str = "post", place: str = "*") -> None:
        """Let the next calls end so, those of one place or any; None is a call that goes well."""
        self._next[of, place].extend(outcomes)

    def find(self, place: str, key: str, since: datetime) -> str | None:
        with self._call("find", place):
            visible = self._clock.now() - self.delay
            found = (one.ref for one in self.messages if (one.place, one.key) == (place, key) and since <= one.at <= visible)
            return next(found, None)

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        with self._call("post", place):
            self._look_at(card)
            ref = f"{self.platform}-{next(self._refs)}"
            self.messages.append(Message(ref, place, key, card, lock_screen, self._clock.now()))
            return ref

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        with self._call("edit", place):
            self._look_at(card)
            edited = next(one for one in self.messages if (one.place, one.ref) == (place, message_ref))
            edited.card, edited.edits = card, edited.edits + 1

    def at(self, place: str) -> list[Message]:
        return [one for one in self.messages if one.place == place]

    def count(self, call: str) -> int:
        return sum(one == call for one, _ in self.calls)

    def _call(self, name: str, place: str) -> _Call:
        return _Call(self, name, place)

    def _look_at(self, card: Card) -> None:
        if self.refuses_everything or (self.refuses_layout and any(isinstance(block, Buttons) for block in card.blocks)):
            raise Unrenderable


class _Call:
    """One call: what was scripted for it happens before or after what it does."""

    def __init__(self, chat: FakeChat, name: str, place: str) -> None:
        self._chat, self._name, self._place = chat, name, place
        self._after: BaseException | None = None

    def __enter__(self) -> None:
        chat = self._chat
        chat.calls.append((self._name, self._place))
        chat.called_at.append(chat._clock.now())
        meanwhile, chat.meanwhile = chat.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        chat._lock.acquire()
        fault = self._fault()
        if fault is not None:
            chat._lock.release()
            raise fault

    def _fault(self) -> BaseException | None:
        chat = self._chat
        down = chat.down or chat.busy.get(self._place)
        if down is not None:
            return down
        closed = chat.closed.get(self._place) or chat.closed.get("*")
        if closed is not None:
            return Permanent(closed)
        script = chat._next[self._name, self._place] or chat._next[self._name, "*"]
        outcome = script.popleft() if script else None
        if isinstance(outcome, After):
            self._after = outcome.fault
            return None
        return outcome

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._chat._lock.release()
        if kind is None and self._after is not None:
            raise self._after


@dataclass
class Scene:
    """An office, its chats and a courier, and in short words what people do."""

    office: Office
    clock: Hands
    senders: dict[str, FakeChat]
    owner: str = "first"
    forms: Iterable[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.chat, self.mail = self.senders["slack"], self.senders["email"]
        self.courier = self.new_courier(self.owner)

    def new_courier(self, owner: str) -> Courier:
        return Courier(self.office, self.senders, owner, lookup_wait=WAIT)

    def person(self, name: str) -> Person:
        found = self.office.people.person(name, SCHOOL)
        if found is None:
            raise LookupError(name)
        return found

    def form(
        self,
        kind: Kind = Kind.SAFEGUARDING_CONCERN,
        *,
        urgent: bool = False,
        about: tuple[str, ...] = (),
        reporter: Person = TESS,
        key: str = "",
        **fields: str,
    ) -> Submission:
        """Return a form that passed its checks; every word typed into it is the canary."""
        typed = {"immediate_danger": "yes" if urgent else "no", "what_happened": CANARY, "child": CANARY, "what_was_said": CANARY, **fields}
        key = key or f"form-{next(iter(self.forms))}"
        return Submission(key, kind, urgency_of(kind, typed), reporter.school, reporter, typed, about, named_in(kind, typed))

    def submit(self, *args: Any, **fields: Any) -> Report:
        """Store a report, and carry nothing yet."""
        return reporting.submit_report(self.office, self.form(*args, **fields)).standing.report

    def report(self, *args: Any, **fields: Any) -> Report:
        """Store a report, and carry what is due."""
        report = self.submit(*args, **fields)
        self.carry()
        return report

    def carry(self, most: int = 300) -> None:
        """Carry until nothing is due."""
        for _ in range(most):
            if not self.courier.carry_one():
                return
        raise TimeoutError("there is always something due")

    def wait(self, **length: float) -> None:
        """Let time pass, and carry each row when it falls due."""
        self.until(self.clock.now() + timedelta(**length))

    def until(self, at: datetime) -> None:
        while (due := self._next_due()) is not None and due <= at:
            self.clock.move(max(due - self.clock.now(), timedelta(0)))
            self.carry()
        self.clock.move(at - self.clock.now())
        self.carry()

    def _next_due(self) -> datetime | None:
        with self.office.looking() as connection:
            return outbox.next_due(connection)

    def open(self, name: str, report: Report) -> responding.Opened | responding.Refusal:
        return responding.open_report(self.office, self.person(name), report.id)

    def acknowledge(self, name: str, report: Report) -> responding.Result:
        """Open a report and acknowledge it, as one does."""
        self.open(name, report)
        return responding.acknowledge(self.office, self.person(name), report.id)

    def now(self, report: Report) -> Report:
        with self.office.looking() as connection:
            return self.office.filing.get(connection, report.id)

    def standing(self, report: Report) -> Standing:
        with self.office.looking() as connection:
            return standing_of(connection, self.office.filing, self.office.filing.get(connection, report.id))

    def rows(self, report: Report, *kinds: RowKind, state: RowState | None = None) -> list[Row[Any]]:
        with self.office.looking() as connection:
            rows = outbox.rows_of(connection, report.id)
        return [row for row in rows if (not kinds or row.kind in kinds) and state in (None, row.state)]

    def sent_to(self, report: Report, *kinds: RowKind) -> list[str]:
        """Return the destinations to which messages of these kinds went, in order."""
        return [row.destination for row in self.rows(report, *kinds, state=RowState.SENT) if row.message_ref]

    def log(self) -> list[str]:
        with self.office.looking() as connection:
            return list(connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars())

    def texts(self, place: str) -> list[str]:
        """Return what stands in a place now, oldest first."""
        return [one.text for one in self.chat.at(place)]

    def told(self) -> list[str]:
        """Return what the reporter was told, oldest first."""
        return self.texts("tess")


OpenScene = Callable[..., Scene]
Texts = Mapping[str, str]
