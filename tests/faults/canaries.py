"""Canaries: words that stand in everything a report can say, looked for in every byte that the bot makes while the chats and the database fail.

A report lives from a form full of mistakes to its purge. Whatever a person typed carries a canary, and the reporter's name, which a card may show,
another. Looked through are all logs at DEBUG, what goes to stdout and stderr, each error with all that it quotes and holds, every card, letter and
lock screen that a chat is given, the answers to presses that open nothing, every row, and the raw bytes of the database and of its journal in the
middle of transactions. Only what View, Read and an export show may hold one, and must.

`python -m tests.faults.canaries --reports 1000` prints what was looked through, and what was found.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import logging
import random
import sqlite3
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from adapters.discretion import where
from adapters.email import write_letter
from bot import pressing, retention
from bot.cards import Card
from bot.delivery import Courier
from bot.exporting import Exported, ExportForm, export_report
from bot.forms import FieldType, form
from bot.office import Office
from bot.reporting import Stored, read_form
from bot.reports import Kind, Person, Refused, Submission
from bot.sealing import new_recovery_pair, new_ring, recovery_public
from bot.sending import Reason
from bot.store.engine import open_engine
from tests.faults.world import EMAIL, FILLED, IN_MEMORY, PLACES, SCHOOL, SLACK, TEAMS, Chat, Comes, Died, Machine, open_office

EITHER = "Zyxquark"
CANARY, NAMED = f"{EITHER}said", f"{EITHER}name"
"""Begins every word of what a report says; begins the names of those who report, which cards and letters may show."""
RECIPIENTS = ("amara", "ben", "chidi", "dana")
WINDOW = 16
"""Bytes of something sealed that are looked for after its purge: no such row comes about by chance."""
LOG = logging.getLogger("signpost")
T = TypeVar("T")


def forms_of(word: str) -> tuple[bytes, ...]:
    """Return how a word may stand in bytes: in small letters, in capitals, two bytes a letter, and in hexadecimals or base64."""
    plain = word.encode()
    # where it begins decides how it looks in base64; its ends hang on what stands beside it
    coded = (base64.b64encode(b"\0" * before + plain)[4 if before else 0 : -4] for before in range(3))
    return (
        plain,
        plain.lower(),
        plain.upper(),
        b"\0".join(bytes([one]) for one in plain),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        *coded,
    )


SAID, SAID_OR_NAMED = forms_of(CANARY), forms_of(EITHER)


@dataclass(slots=True)
class Findings:
    """What was looked through, and what was found."""

    looked_at: Counter[str] = field(default_factory=Counter)
    """Bytes, by where they were."""
    leaks: Counter[str] = field(default_factory=Counter)
    """How often a canary stood where none may, by place."""
    met: Counter[str] = field(default_factory=Counter)
    """How often each fault came, and each thing was done."""

    def look(self, place: str, what: str | bytes, *, named: bool = False) -> None:
        """Look for what a report says; `named` where the reporter's name may stand."""
        told = what.encode("utf-8", "surrogatepass") if isinstance(what, str) else what
        self.looked_at[place] += len(told)
        if any(one in told for one in (SAID if named else SAID_OR_NAMED)):
            self.leaks[place] += 1

    def look_at_error(self, error: BaseException) -> None:
        """Look at all that an error says, quotes, holds and comes from."""
        self.met[f"error: {type(error).__name__}"] += 1
        self.look("error texts", "".join(traceback.format_exception(error)))
        seen: BaseException | None = error
        while seen is not None:
            self.look("error texts", f"{seen} {seen!r} {vars(seen)!r}")
            seen = seen.__cause__ or seen.__context__


class Ear(logging.Handler):
    """Hears every line of every log, with all that was handed over for it."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(logging.NOTSET)
        self._findings = findings

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a line, and at what it was made of."""
        self._findings.look("logs", f"{self.format(record)} {record.msg!r} {record.args!r} {record.stack_info}")


@contextlib.contextmanager
def everything_heard(findings: Findings) -> Iterator[None]:
    """Listen to all logs at DEBUG, and to stdout and stderr, and leave everything as it was."""
    loggers = [logging.getLogger(), *(one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    before = [(one, one.level, one.disabled, one.propagate, one.handlers) for one in loggers]
    for one in loggers:
        one.level, one.disabled, one.propagate, one.handlers = logging.NOTSET, False, True, []
        one.manager._clear_cache()
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger().addHandler(Ear(findings))
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), warnings.catch_warnings():
            warnings.simplefilter("default")
            yield
    finally:
        for one, level, disabled, propagate, handlers in before:
            one.level, one.disabled, one.propagate, one.handlers = level, disabled, propagate, handlers
            one.manager._clear_cache()
        findings.look("stdout and stderr", said.getvalue())


class Disk:
    """A database whose statements and commits fail when told to, and whose files are looked at in the middle of transactions."""

    def __init__(self, engine: Engine, path: Path, findings: Findings, *, look_every: int) -> None:
        self.path, self._findings, self._every, self._commits = path, findings, look_every, 0
        self.fails_at = 0
        event.listen(engine, "do_execute", self._execute)
        event.listen(engine, "commit", self._commit)
        event.listen(engine, "handle_error", self._heard)

    def look(self) -> None:
        """Look at the bytes of everything that lies in the folder."""
        for one in self.path.parent.iterdir():
            self._findings.look("journal" if one.name.endswith("-journal") else "database file", one.read_bytes())

    def _execute(self, *_: object) -> None:
        if self._burns_down():
            raise sqlite3.OperationalError("disk I/O error")

    def _commit(self, _connection: Connection) -> None:
        self._commits += 1
        if self._commits % self._every == 0:
            self.look()
        if self._burns_down():
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"), hide_parameters=True)

    def _burns_down(self) -> bool:
        self.fails_at -= 1
        self._findings.met["database calls that failed"] += self.fails_at == 0
        return self.fails_at == 0

    def _heard(self, context: ExceptionContext) -> None:
        if context.sqlalchemy_exception is not None:
            self._findings.look_at_error(context.sqlalchemy_exception)


class Flock:
    """Reports full of canaries, at a school whose chats and database fail."""

    def __init__(self, engine: Engine, disk: Disk, findings: Findings, seed: int) -> None:
        self._engine, self._disk, self.findings, self._lots = engine, disk, findings, random.Random(seed)
        self._recovery = recovery_public(new_recovery_pair()[1])
        self._machine, self.ring, self._words = Machine(), new_ring(), count(1)
        self._chats = {name: Chat(name, name == SLACK, lambda: self.office.clock.now()) for name in (SLACK, TEAMS, EMAIL)}
        for chat in self._chats.values():
            chat.on_post, chat.on_card = self._fall_over, self._look_at_card
        self._births = 0
        self._start()

    def _start(self) -> None:
        self._births += 1
        self.office: Office = open_office(self._engine, self._machine, self.ring, recovery=self._recovery)
        self._courier = Courier(self.office, self._chats, f"{self._births}", lookup_wait=timedelta(seconds=2))

    # --- one report's life ---

    def live(self, number: int) -> None:
        """Let a report be made, carried, read, answered, added to and closed, among faults."""
        kind = list(Kind)[number % len(Kind)]
        reporter = Person(f"slack:U{number}", f"{NAMED}{number} Byrne", SCHOOL)
        typed = self._fill_in(kind)
        about = self._lots.choice(((), (), (f"slack:{self._word()}",), ("ben",), ("amara", f"teams:{self._word()}")))
        self._mistake(kind, typed, reporter)
        submission = read_form(self.office, kind, typed, about, key=f"form-{number}", reporter=reporter)
        assert isinstance(submission, Submission), submission
        report_id = self._submit(submission)
        self._carry()
        reader = self._reader(report_id)
        self._open(reader, report_id, [one for one in (*typed.values(), *about) if CANARY in one])
        self._work_on(reader, reporter, report_id)
        self._look_at_lists(reader, reporter, report_id)
        self._carry()

    def _fill_in(self, kind: Kind) -> dict[str, str]:
        typed = dict(FILLED[kind])
        for one in form(kind).fields:
            if one.type is FieldType.LONG_TEXT:
                typed[one.name] = f"{self._word()} and {self._word()}, " * self._lots.choice((1, 1, 1, 20))
            elif one.type in (FieldType.TEXT, FieldType.LINK):
                typed[one.name] = self._word()
            elif one.type is FieldType.DATE_TIME:
                typed[one.name] = f"not sure, {self._word()}"
        return typed | {"immediate_danger": self._lots.choice(("yes", "no"))}

    def _mistake(self, kind: Kind, typed: Mapping[str, str], reporter: Person) -> None:
        """Hand in a form of which every field is wrong."""
        wrong = {name: self._lots.choice((f"{text}\0", text * 300)) for name, text in typed.items()}
        refused = read_form(self.office, kind, wrong, (), key="never", reporter=reporter)
        assert isinstance(refused, Refused)
        self.findings.look("field errors", repr(refused))

    def _submit(self, submission: Submission) -> str:
        while True:
            stored = self._among_faults(lambda: pressing.submit(self.office, submission))
            if isinstance(stored, Stored):
                self.findings.met["reports stored"] += 1
                return stored.standing.report.id
            self.findings.look("answers to presses", stored.plain_text())

    def _reader(self, report_id: str) -> Person:
        people = (self.office.people.person(one, SCHOOL) for one in RECIPIENTS)
        return next(one for one in people if one and pressing.press(self.office, one, "acknowledge", report_id).card.buttons())

    def _open(self, reader: Person, report_id: str, words: list[str]) -> None:
        """See that View, Read and the export show what was written: there, canaries must be."""
        card = self._press(reader, "view", report_id, shows=True)
        exported = self._among_faults(lambda: export_report(self.office, reader, report_id, ExportForm.TEXT))
        assert isinstance(exported, Exported)
        assert all(word in card.plain_text() for word in words), "View does not show what was written"
        assert exported.content.count(CANARY.encode()) >= len(words)
        self.findings.met["canaries that View shows"] += card.plain_text().count(CANARY)

    def _work_on(self, reader: Person, reporter: Person, report_id: str) -> None:
        message = self._word()
        for who, action, said in (
            (reader, "acknowledge", {}),
            (reporter, "acknowledge", {}),
            (reader, "assign", {}),
            (reader, "note", {"note": self._word()}),
            (reader, "contact", {"contact": message}),
            (reporter, "add_information", {"add_information": self._word()}),
            (reader, "escalate", {}),
            (reader, "outcome", {"outcome": "monitor", "reason": self._word()}),
            (reader, "reopen", {"reopen": self._word()}),
            (reader, "outcome", {"outcome": self._word(), "reason": self._word()}),
            (reader, "acknowledge", {}),
            (reader, "outcome", {"outcome": "lado", "reason": self._word()}),
            (reader, "mark_recorded", {}),
        ):
            self._press(who, action, report_id, said)
            if self._lots.random() < 0.15:
                self._carry()
        assert message in self._press(reporter, "read_message", report_id, shows=True).plain_text()
        self._look_at_error_of(lambda: pressing.press(self.office, reporter, f"press {report_id}", report_id))

    def _press(self, who: Person, action: str, report_id: str, said: Mapping[str, str] | None = None, *, shows: bool = False) -> Card:
        """Press until it is kept."""
        pressed = self._among_faults(lambda: pressing.press(self.office, who, action, report_id, said))
        while not pressed.kept:
            self.findings.look("answers to presses", pressed.card.plain_text())
            pressed = pressing.press(self.office, who, action, report_id, said)
        self.findings.met[f"pressed {action}"] += 1
        if not shows:
            self.findings.look("answers to presses", f"{pressed.card.plain_text()} {pressed.card!r}", named=True)
        return pressed.card

    def _look_at_lists(self, reader: Person, reporter: Person, report_id: str) -> None:
        for card in (pressing.list_of(self.office, reporter), pressing.receipt(self.office, report_id), pressing.sealed_card(self.office, report_id)):
            self.findings.look("lists and receipts", f"{card.plain_text()} {card!r}", named=True)
        if self._lots.random() < 0.1:  # it grows with every report
            self.findings.look("lists and receipts", pressing.list_for(self.office, reader, closed=True).plain_text(), named=True)

    # --- faults ---

    def _among_faults(self, act: Callable[[], T]) -> T:
        """Do something while a database call may fail; once more where that was an error, as a person does."""
        while True:
            self._disk.fails_at = self._lots.choice((0, 0, 0, *range(1, 12), self._lots.randint(12, 50)))
            try:
                return act()
            except SQLAlchemyError as error:
                self.findings.look_at_error(error)
            finally:
                self._disk.fails_at = 0

    def _look_at_error_of(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is looked at
            self.findings.look_at_error(error)

    def _carry(self) -> None:
        """Carry what is due, on a bad day."""
        for chat in self._chats.values():
            chat.ahead.extend(self._lots.choices(tuple(Comes), k=self._lots.randint(0, 3)))
            chat.closed = {place: self._lots.choice(tuple(Reason)) for name, place in PLACES if name == chat.platform and self._lots.random() < 0.2}
        self._machine.wait(timedelta(seconds=self._lots.choice((1, 5, 70, 700, 4_000))))
        for _ in range(25):
            self._disk.fails_at = self._lots.choice((0, 0, 0, self._lots.randint(1, 40)))
            try:
                if not self._courier.carry_one():
                    break
            except Died as error:
                self.findings.met["processes that died"] += 1
                self.findings.look_at_error(error)
                self._disk.fails_at = 0
                self._start()
            except Exception as error:
                self.findings.look_at_error(error)
                LOG.error("delivery.failed %s", where(error))
                LOG.debug("delivery.failed", exc_info=True)
            finally:
                self._disk.fails_at = 0
                self.findings.met["rows carried"] += 1

    def _fall_over(self, chat: Chat, place: str, key: str, card: Card) -> None:
        """Fail now and then as an SDK does that nobody foresaw: it quotes its request."""
        if self._lots.random() < 0.03:
            raise RuntimeError(f"{chat.platform} {place} {key} {card!r}".replace(NAMED, "(name)"))

    def _look_at_card(self, chat: Chat, place: str, card: Card, lock_screen: str) -> None:
        self.findings.met[f"calls to {chat.platform}"] += 1
        self.findings.look("lock screens", lock_screen)
        self.findings.look("cards", f"{card.plain_text()} {card!r} {card.without_layout()!r}", named=True)
        if chat.platform == EMAIL:
            letter = write_letter("signpost@oakfield.example", place, "key", subject=lock_screen, text=card.plain_text())
            self.findings.look("letters", letter.text.replace(b"=\r\n", b""), named=True)

    def _word(self) -> str:
        return f"{CANARY}{next(self._words):06d}"

    # --- the end ---

    def purge(self) -> int:
        """Let the days go by for which reports are kept, purge them among faults, and return how many went."""
        for chat in self._chats.values():
            chat.ahead.clear()
        self._machine.wait(timedelta(days=100))
        for _ in range(20):
            self._among_faults(lambda: retention.purge(self.office))
        self._carry()
        with self.office.looking() as connection:
            told = connection.exec_driver_sql("SELECT id FROM report WHERE purged_at IS NOT NULL").scalars().all()
            for report_id in told:
                report = self.office.filing.get(connection, report_id)
                if self.office.filing.content(connection, report_id) is not None or self.office.filing.notes(connection, report):
                    self.findings.leaks["readable after its purge"] += 1
        return len(told)


SEALED = (
    ("report", "id", ("wrapped_key", "recovery_key", "content")),
    ("note", "report_id", ("content",)),
)
"""What a purge must leave nowhere in the file."""


def sealed_parts(path: Path) -> dict[str, list[bytes]]:
    """Return the bytes under which each report is sealed, its key's among them, as they stand in the rows."""
    found: dict[str, list[bytes]] = {}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for table, whose, columns in SEALED:
            for report_id, *parts in connection.execute(f"SELECT {whose}, {', '.join(columns)} FROM {table}"):
                found.setdefault(report_id, []).extend(part for part in parts if part)
    return found


def traces(file: bytes, parts: list[bytes]) -> tuple[int, int]:
    """Return how many pieces of sealed bytes still stand in a file, and of how many: of each, the beginning, the end, and some between."""
    pieces = [part[at : at + WINDOW] for part in parts for at in {0, len(part) // 3, len(part) // 2, max(len(part) - WINDOW, 0)}]
    return sum(piece in file for piece in pieces), len(pieces)


def rows_as_text(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every row of every table, the sealed parts too."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f"SELECT * FROM {table}"):
                yield table, repr(row)


def run(reports: int, folder: Path, *, seed: int = 1, look_every: int = 20, rows_every: int = 1) -> Findings:
    """Let reports live and be purged; return what was looked through and what was found.

    The files are looked at every so many commits. SQLAlchemy's log tells every statement and row; with `rows_every`, of every so many reports.
    """
    findings = Findings()
    path = folder / "signpost.sqlite"
    with everything_heard(findings):
        engine = open_engine(f"sqlite:///{path}")
        disk = Disk(engine, path, findings, look_every=look_every)
        flock = Flock(engine, disk, findings, seed)
        for number in range(reports):
            logging.getLogger("sqlalchemy").setLevel(logging.WARNING if number % rows_every else logging.DEBUG)
            flock.live(number)
        before = sealed_parts(path)
        there, pieces = traces(path.read_bytes(), [part for parts in before.values() for part in parts])
        findings.met["pieces of sealed bytes in the file before the purge"], findings.met["of so many"] = there, pieces
        findings.met["reports purged"] = flock.purge()
        engine.dispose()
    disk.look()
    for table, row in rows_as_text(path):
        findings.look(f"rows of {table}", row)
    left = sealed_parts(path)
    gone = [part for report_id, parts in before.items() if not left.get(report_id) for part in parts]
    there, findings.met["pieces looked for after the purge"] = traces(b"".join(one.read_bytes() for one in folder.iterdir()), gone)
    findings.leaks["sealed bytes after their purge"] += there
    findings.leaks = +findings.leaks
    return findings


def main() -> int:
    """Run it, print the table, and say by the exit code whether anything leaked."""
    parser = argparse.ArgumentParser(description="Look for canaries.")
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look-every", type=int, default=20, help="how many commits until the files are looked at again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        findings = run(asked.reports, Path(folder), seed=asked.seed, look_every=asked.look_every)
    for title, table in (("met", findings.met), ("bytes looked at", findings.looked_at), ("leaks", findings.leaks)):
        print(title)
        for name, number in sorted(table.items()):
            print(f"  {number:>14,}  {name}")
    print("0 leaks" if not findings.leaks else "LEAKED")
    return 1 if findings.leaks else 0


if __name__ == "__main__":
    sys.exit(main())
