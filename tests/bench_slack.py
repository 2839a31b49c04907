"""Prints how soon Slack is answered: questions at a steady rate, and commands and forms of many at once, each beside a bare bolt app.

The bot with its door, a stand-in for Slack that notes when each answer reaches it, and those who ask are processes of their own. The bot is there
twice: in one process, and with the answers in a second one, as `signpost serve` puts it together. The bare app echoes, on the same server and through
the same Slack. Run by `make bench`, on the disk; nothing here can fail a build.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import platformdirs
from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from adapters import rubbish
from adapters.answering_beside import AnswererBeside
from adapters.composing import SlackSecrets
from adapters.serving import Deployment, run_until_stopped
from adapters.slack.composing import make_slack
from adapters.slack.edge import PATH
from adapters.slack.reporting import form_view
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.clock import Clock
from bot.evaluating import load_labelled
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Kind
from bot.sealing import Sealer, audit_key
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.unanswered import Unanswered
from knowledge.reading import LiveReader
from tests.faults.kill_loop import percentiles
from tests.faults.loopback import HOST, bound_socket, free_port
from tests.processes import children_of
from tests.slack.bench_sides import ECHO, SECRET, TEAM, TOKEN, EchoDoor, Stub
from tests.slack.letters import Letter, Writer

PER_SECOND, SECONDS = 200, 10
AT_ONCE, EACH = 20, 20
STAFF = 300
SETTLES_WITHIN, IDLE = 60.0, 0.1
"""Seconds for what is left to be carried, and the processor time a second below which nothing is any more."""
QUESTIONS = Path(__file__).parent / "questions"
ALONE, BESIDE = "one process", "answers beside"
WAYS = (ALONE, BESIDE)
TICKS = os.sysconf("SC_CLK_TCK")
Json = dict[str, Any]
FORM_VALUES: Json = {
    "f:immediate_danger": "no",
    "f:network": "Snapchat",
    "f:account": "mine",
    "f:pupils": "Robin, Year 9",
    "f:pupil_status": "current",
    "f:family_member": "no",
    "f:happened_at": "today 0:05",
    "f:started_by": "pupil",
    "f:what_was_said": "What was said or sent, as facts. " * 12,
    "f:replied": "no",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one who asked has seen."""

    key: str
    due_at: float
    """When it should have been asked: an asker who is held up counts the wait."""
    answered_at: float
    status: int


# --- the bot ---


def settings_of() -> Settings:
    """Return the settings of a school."""
    roles = (("amara", "dsl"), ("ben", "deputy"), ("chidi", "head"))
    people = [
        {"id": id_, "name": id_.title(), "roles": [role], "how": "extension 21", "addresses": {"slack": f"U0{id_.upper()}"}} for id_, role in roles
    ]
    school = {
        "key": "oakfield",
        "name": "Oakfield School",
        "policy": "alet",
        "phone": "01632 960 001",
        "out_of_hours": "01632 960 002",
        "people": people,
        "channels": {"dsl": {"slack": "G0DSL"}},
    }
    return Settings.model_validate({"schools": [school]})


def serve_bot(folder: Path, port: int, api: str, way: str) -> None:
    """Serve the bot, as `signpost serve` puts it together or in one process, and the bare app, until the process is asked to end."""
    logging.basicConfig(level=logging.WARNING)
    engine, settings, ring = open_engine(f"sqlite:///{folder / 'signpost.sqlite'}"), settings_of(), new_ring()
    sealer, clock = Sealer(ring), Clock(engine)
    office = Office(engine, settings, People(settings, engine, clock.now), Filing(sealer), AuditLog(audit_key(ring)), clock)
    cache = Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))
    reader = LiveReader(cache)
    kept = Unanswered(engine, sealer, knows=lambda word: reader().knows(word))
    secrets = SlackSecrets(bot_token=TOKEN, signing_secret=SECRET, api=api)
    with ExitStack() as ending:
        answerer = ending.enter_context(AnswererBeside(reader, settings, cache)) if way == BESIDE else Answerer(reader, settings)
        slack = make_slack(office, answerer, sealer, kept.keep, secrets)
        rubbish.keep_what_is_open()
        asyncio.run(run_until_stopped(Deployment(office, {"slack": slack.sender}), HOST, port, [slack.door, EchoDoor(api)]))


# --- those who ask ---


def questions() -> list[str]:
    """Return what staff ask, none twice."""
    items = [item["question"] for path in sorted(QUESTIONS.glob("r*.jsonl")) for item in load_labelled(path)]
    return list(dict.fromkeys(items))


def letters(what: str, number: int, slack: str) -> Iterator[tuple[str, Letter]]:
    """Give requests of one kind, each with the key by which its answer is known."""
    asked = questions()
    for one in range(number):
        key, who = f"{time.time_ns() // 1000 / 1e6:.6f}{one:05d}", f"U0STAFF{one % STAFF}"
        writer = Writer("", SECRET, team=TEAM, triggers=lambda _, key=key: key, response_urls=lambda _, key=key: f"{slack}/respond/{key}")  # type: ignore[misc]
        match what:
            case "question":
                writer.message(who, f"D0STAFF{one % STAFF}", asked[one % len(asked)], thread_ts=key)
            case "/policy":
                writer.slash(who, "/policy", asked[one % len(asked)])
            case "form":
                view = {**form_view(Kind.PUPIL_CONTACT, key), "id": f"V{key}", "hash": key}
                writer.submit(who, view, FORM_VALUES)
        yield key, writer.written[0]


async def ask(url: str, sent: Iterable[tuple[str, Letter]], *, per_second: float = 0, at_once: int = 1000) -> list[Asked]:
    """Send requests at a steady rate, whatever becomes of them, or so many at once as long as there are any."""
    asked: list[Asked] = []
    turn = asyncio.Semaphore(at_once)
    async with ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout(total=30)) as session:

        async def one(key: str, letter: Letter, due_at: float) -> None:
            async with turn:
                due_at = due_at or time.monotonic()
                async with session.post(url, data=letter.body, headers=letter.headers) as answer:
                    await answer.read()
                    asked.append(Asked(key, due_at, time.monotonic(), answer.status))

        started, tasks = time.monotonic(), []
        for number, (key, letter) in enumerate(list(sent)):
            due_at = started + number / per_second if per_second else 0.0
            await asyncio.sleep(max(0.0, due_at - time.monotonic()))
            tasks.append(asyncio.ensure_future(one(key, letter, due_at)))
        await asyncio.gather(*tasks)
    return asked


def run_askers(url: str, slack: str, what: str, number: int, rate: float) -> None:
    """Ask, and print what was seen."""
    sent = list(letters(what, number, slack))
    seen = asyncio.run(ask(url, sent, per_second=rate, at_once=1000 if rate else AT_ONCE))
    json.dump([(one.key, one.due_at, one.answered_at, one.status) for one in seen], sys.stdout)


# --- all together ---


@dataclass(frozen=True, slots=True)
class Figures:
    """What one round came to, in milliseconds."""

    http: tuple[float, float]
    answered: tuple[float, float]
    processor: tuple[float, ...]
    """Milliseconds of processor time for each request, of each process of the bot: what other work on the machine changes least."""
    missing: int
    elsewhere: float
    """Processors that were busy with other work, those who ask among it."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that is measured."""

    process: subprocess.Popen[bytes]
    url: str

    def processes(self) -> tuple[int, ...]:
        """Return the numbers of its processes, its own first."""
        return self.process.pid, *children_of(str(self.process.pid))

    def used(self) -> tuple[float, ...]:
        """Return the seconds of processor time that each of its processes has used."""
        return tuple(map(_used, self.processes()))


@dataclass(frozen=True, slots=True)
class Bench:
    """The processes that are measured."""

    bots: dict[str, Bot]
    slack: subprocess.Popen[bytes]
    slack_url: str

    def _let_settle(self) -> None:
        """Wait until every bot has carried what the measurement before left it to carry: it would be measured with the next."""
        until = time.monotonic() + SETTLES_WITHIN
        while time.monotonic() < until:
            before = sum(sum(bot.used()) for bot in self.bots.values())
            time.sleep(1.0)
            if sum(sum(bot.used()) for bot in self.bots.values()) - before < IDLE:
                return

    def measure(self, way: str, what: str, number: int, *, rate: float = 0, path: str = "") -> Figures:
        """Let people ask, and return what came of it."""
        bot = self.bots[way]
        self._let_settle()
        before, own, all_before = time.monotonic(), bot.used(), _busy()
        others = _used(self.slack.pid)
        command = [sys.executable, "-m", "tests.bench_slack", "ask", f"{bot.url}{path}{PATH}", self.slack_url, what, str(number), str(rate)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as askers:
            told, _ = askers.communicate()
        asked = [Asked(*one) for one in json.loads(told)]
        seen: dict[str, float] = {}
        until = time.monotonic() + 15
        wanted = {one.key for one in asked} if what != "form" else set()
        while time.monotonic() < until and wanted - set(seen):
            time.sleep(0.2)
            seen |= _get(self.slack_url)
        elapsed = time.monotonic() - before
        used = [now - earlier for now, earlier in zip(bot.used(), own, strict=False)]
        elsewhere = (_busy() - all_before - sum(used) - (_used(self.slack.pid) - others)) / elapsed
        http = [(one.answered_at - one.due_at) * 1000 for one in asked if one.status == 200]
        answered = [(seen[one.key] - one.due_at) * 1000 for one in asked if one.key in seen]
        missing = len(asked) - len(answered if wanted else http)
        return Figures(percentiles(http), percentiles(answered), tuple(one / number * 1000 for one in used), missing, elsewhere)


def main() -> None:
    """Print the figures."""
    with _running() as bench:
        for way in WAYS:
            bench.measure(way, "question", STAFF, rate=60)  # everybody is known, and every page of code is warm
        bench.measure(ALONE, "question", STAFF, rate=60, path=ECHO)
        print(f"/proc/loadavg: {Path('/proc/loadavg').read_text().strip()}; {os.cpu_count()} processors")
        print(f"{'p50 / p99':44}{'Slack heard':>22}{'answer stood':>22}{'bot, each':>16}{'load':>7}{'others':>8}")
        for what, number, rate, bar in (
            ("question", PER_SECOND * SECONDS, PER_SECOND, 100),
            ("/policy", AT_ONCE * EACH, 0, 250),
            ("form", AT_ONCE * EACH, 0, 250),
        ):
            how = f"{rate:.0f} a second for {number / rate:.0f} s" if rate else f"{AT_ONCE} at once"
            bare = bench.measure(ALONE, what, number, rate=rate, path=ECHO)
            _print_row("bare bolt echo", bare)
            for way in WAYS:
                ours = bench.measure(way, what, number, rate=rate)
                _print_row(f"{what}, {how}, {way}", ours)
                (p50, p99), (bare_p50, bare_p99) = (one.answered if any(one.answered) else one.http for one in (ours, bare))
                ratios = f"p99 {p99 / max(bare_p99, 0.1):.1f}x, p50 {p50 / max(bare_p50, 0.1):.1f}x the bare echo"
                print(f"  p99 {p99:.0f} ms (bar {bar} ms); {ratios}; processor time {sum(ours.processor) / max(sum(bare.processor), 0.01):.1f}x")
        own, *second = (_memory(one) for one in bench.bots[BESIDE].processes())
        print(f"memory: the bot {own[0]:.0f} MB, the second process {second[0][0]:.0f} MB more, of which {second[0][1]:.0f} MB are its own")
        print(f"/proc/loadavg: {Path('/proc/loadavg').read_text().strip()}")


def _print_row(name: str, one: Figures) -> None:
    missing = f"  {one.missing} missing" if one.missing else ""
    print(f"{name:44}{_pair(one.http)}{_pair(one.answered)}{_each(one)}{os.getloadavg()[0]:7.1f}{one.elsewhere:8.2f}{missing}", flush=True)


def _each(one: Figures) -> str:
    return f"{' + '.join(f'{each:.2f}' for each in one.processor)} ms".rjust(16)


def _pair(figures: tuple[float, float]) -> str:
    return f"{figures[0]:9.1f} /{figures[1]:8.1f} ms" if any(figures) else f"{'-':>22}"


@contextmanager
def _running() -> Iterator[Bench]:
    with ExitStack() as ending:
        slack_port, ports = free_port(), [free_port() for _ in WAYS]
        slack_url = f"http://{HOST}:{slack_port}"
        slack = ending.enter_context(_started("slack", str(slack_port)))
        _wait_for(slack_port, "/seen")
        bots = {}
        for way, port in zip(WAYS, ports, strict=True):
            folder = ending.enter_context(tempfile.TemporaryDirectory(prefix="signpost-"))
            process = ending.enter_context(_started("bot", folder, str(port), f"{slack_url}/api/", way))
            _wait_for(port, "/health")
            bots[way] = Bot(process, f"http://{HOST}:{port}")
        yield Bench(bots, slack, slack_url)


@contextmanager
def _started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", "tests.bench_slack", *words]) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, path: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            _get(f"http://{HOST}:{port}", path)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _get(url: str, path: str = "/seen") -> dict[str, Any]:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        said: dict[str, Any] = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return said


def _used(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(process: int) -> tuple[float, float]:
    """Return the megabytes that a process takes, what it shares shared out, and those that are its own alone."""
    lines = (line.split() for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:])
    kept = {words[0]: int(words[1]) / 1024 for words in lines}
    return kept["Pss:"], kept["Private_Dirty:"] + kept["Private_Clean:"]


def _busy() -> float:
    """Return the seconds for which this machine's processors have been busy, all together."""
    user, nice, system, _idle, _wait, irq, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + soft) / TICKS


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case ["slack", port]:
            web.run_app(Stub().app(), sock=bound_socket(int(port)), access_log=None, print=None)
        case ["bot", folder, port, api, way]:
            serve_bot(Path(folder), int(port), api, way)
        case ["ask", url, slack, what, number, rate]:
            run_askers(url, slack, what, int(number), float(rate))
