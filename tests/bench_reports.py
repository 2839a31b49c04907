"""Prints what a report costs: its commit against a bare insert, the start with many open reports, and how soon a card stands in the chat.

Run by `make bench`, on the disk; nothing here can fail a build.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, Table, insert, make_url

from bot.delivery import Courier
from bot.key_ring import new_ring
from bot.reporting import submit_report
from bot.reports import Kind, Person, Submission, Urgency
from bot.store.engine import DURABLE, open_engine
from tests.faults.bot_process import CHANNEL, SCHOOL, Setup, line_of, open_office
from tests.faults.chat_sender import PLATFORM, ChatSender
from tests.faults.kill_loop import UNSENT, Bot, ChatProcess, open_chat, open_store, percentiles, reference_in
from tests.faults.loopback import Line, free_port, hung_up

ROUNDS = 300
OPEN_REPORTS = 1_000
VISIBLE_REPORTS, PER_SECOND = 200, 5
KILLS = 40
LATER = 1e6
"""Seconds until the reminders, which are not what is measured."""
LOOKUP_WAIT = 2.0
"""As the settings have it where nobody says otherwise."""
DRAW = random.Random(0)  # noqa: S311 -- guards nothing
WORDS = "What was said or sent, as facts. " * 12
TESS = Person(f"{PLATFORM}:tess", "Tess Teacher", SCHOOL)
BARE = Table("bare", MetaData(), Column("id", Integer, primary_key=True), Column("words", LargeBinary))


def main() -> None:
    """Print the figures of a report, one a line."""
    for kind in ("sqlite", "postgresql"):
        _bench_commit(kind)
    _bench_restart()
    for kind, processes in (("sqlite", 1), ("postgresql", 3)):
        _bench_visible(kind, processes)


def _bench_commit(kind: str) -> None:
    """Time the commit of a report and of a bare row, one after the other, so that the disk is the same to both."""
    with open_store(kind, on_disk=True) as store, _opened(store) as engine:
        office = open_office(_setup(store), engine)
        BARE.metadata.create_all(engine)
        reports, bare, raw = [], [], []
        with _raw_insert(store) as insert_raw:
            for number in range(ROUNDS):
                bare.append(_milliseconds(lambda: _insert_bare(engine)))
                reports.append(_milliseconds(lambda number=number: submit_report(office, _form(number))))  # type: ignore[misc]
                raw += [_milliseconds(insert_raw)] if insert_raw else []
    report, row = statistics.median(reports), statistics.median(bare)
    print(f"commit of a report, {kind:<11}{report:.2f} ms = {report / row:.2f}x a bare row of the same engine, {row:.2f} ms (medians; bar 2x)")
    if raw:
        print(f"  the bare row without SQLAlchemy, connection kept: {statistics.median(raw):.2f} ms = {report / statistics.median(raw):.2f}x")


def _bench_restart() -> None:
    """Time how long a new process takes, with many open reports, until it has carried a row."""
    with open_store("sqlite", on_disk=True) as store, open_chat(0, "--without-faults") as chat:
        setup = _setup(store, chat.port)
        with _opened(store) as engine:
            office = open_office(setup, engine)
            courier = Courier(office, {PLATFORM: ChatSender(chat.port)}, "before", lookup_wait=timedelta(0))
            for number in range(OPEN_REPORTS):
                submit_report(office, _form(number))
            while courier.carry_one():
                pass
            submit_report(office, _form(OPEN_REPORTS))
        known = len(chat.ledger()["messages"])
        with _started(setup) as (started, ready):
            first = _wait_for(lambda: [one for one in chat.ledger()["messages"][known:] if one["place"] == CHANNEL])
    alone, in_all = first["at"] - ready, first["at"] - started
    print(
        f"{OPEN_REPORTS:,} open reports: first row carried {alone:.2f} s after the imports (bar 1 s), {in_all:.2f} s after the start of the process"
    )


def _bench_visible(kind: str, processes: int) -> None:
    with open_store(kind, on_disk=True) as store, open_chat(0, "--without-faults") as chat:
        setup = _setup(store, chat.port)
        bots = [Bot(setup) for _ in range(processes)]
        try:
            with hung_up([Line(bot.port, 5) for bot in bots]) as lines:
                steady = {_submit(lines, f"steady-{number}"): time.monotonic() for number in _paced(VISIBLE_REPORTS)}
                killed = {_submit_and_kill(bots, lines, number): time.monotonic() for number in range(KILLS)}
                after = _wait_until_visible(chat, len(steady) + len(killed))
        finally:
            for bot in bots:
                bot.close()
    for name, told, bar in (("", steady, 2), (" after a kill", killed, 5)):
        median, high = percentiles([max(0.0, after[reference] - at) for reference, at in told.items()])
        print(f"card visible{name}, {kind}, processes: {processes}: p50 {median:.2f} s, p99 {high:.2f} s of {len(told)} (bar {bar} s)")


def _submit_and_kill(bots: list[Bot], lines: list[Line], number: int) -> str:
    """Submit a report and kill the process that stored it, somewhere between its commit and its card."""
    which = number % len(bots)
    reference = _submit([lines[which]], f"killed-{number}")
    time.sleep(DRAW.uniform(0, 0.3))
    bots[which].kill()
    bots[which].start()
    return reference


def _submit(lines: list[Line], key: str) -> str:
    """Submit until it is stored; return the reference."""
    while True:
        try:
            status, said, _ = DRAW.choice(lines).call("POST", "/submit", {"key": key, "reporter": "tess", "text": WORDS, "urgency": "normal"})
        except UNSENT:
            status = 0
        if status == 200:
            reference: str = said["reference"]
            return reference
        time.sleep(0.02)


def _paced(reports: int) -> Iterator[int]:
    for number in range(reports):
        yield number
        time.sleep(DRAW.expovariate(PER_SECOND))


def _wait_until_visible(chat: ChatProcess, cards: int) -> dict[str, float]:
    """Wait until so many cards stand in the channel; return when each stood there first."""

    def visible() -> dict[str, float]:
        found: dict[str, float] = {}
        for one in chat.ledger()["messages"]:
            if one["place"] == CHANNEL and reference_in(one):
                found.setdefault(reference_in(one), one["at"])
        return found

    return _wait_for(lambda: found if len(found := visible()) >= cards else None)


@contextmanager
def _started(setup: Setup) -> Iterator[tuple[float, float]]:
    """Start a bot as a whole new process; give when it was started, and when it had imported everything."""
    started = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", "tests.faults.bot_process"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as keeper:
        if keeper.stdin is None or keeper.stdout is None:
            raise OSError("the bot cannot be spoken to")
        keeper.stdin.write(f"{line_of(setup)}\nstart {free_port()}\n")
        keeper.stdin.flush()
        keeper.stdout.readline()
        yield started, time.monotonic()


def _wait_for(look: Callable[[], Any]) -> Any:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if found := look():
            return found[0] if isinstance(found, list) else found
        time.sleep(0.05)
    raise TimeoutError("what is measured did not happen within two minutes")


def _setup(store: str, chat: int = 0) -> Setup:
    return Setup(store, new_ring().text(), chat, lookup_wait=LOOKUP_WAIT, remind_after=LATER)


def _form(number: int) -> Submission:
    fields = {"network": "a game", "account": "mine", "pupils": "not sure", "what_was_said": WORDS}
    return Submission(f"form-{number}", Kind.PUPIL_CONTACT, Urgency.NORMAL, SCHOOL, TESS, fields)


@contextmanager
def _opened(store: str) -> Iterator[Engine]:
    engine = open_engine(store)
    yield engine
    engine.dispose()


def _insert_bare(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(BARE).values(words=WORDS.encode()))


@contextmanager
def _raw_insert(store: str) -> Iterator[Callable[[], object] | None]:
    """Give a function that inserts a bare row by the driver alone, at the same durability; None where that is not SQLite."""
    url = make_url(store)
    if url.get_backend_name() != "sqlite" or url.database is None:
        yield None
        return
    connection = sqlite3.connect(url.database, isolation_level=None)
    for name, value in DURABLE.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()

    def one_row() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (words) VALUES (?)", (WORDS.encode(),))
        connection.execute("COMMIT")

    yield one_row
    connection.close()


def _milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
