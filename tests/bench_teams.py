"""Prints how many turns a second the Teams door takes, beside a bare botbuilder echo with its connector and token cached; and what a server of
keys that hangs costs the others.

The bot, the bare echo, a stand-in for Microsoft's services and those who ask are processes of their own. The bot is there twice: in one process, and
with the answers in a second one, as `signpost serve` puts it together. The same question is brought by so many at once that something is always
waiting. Run by `make bench`, on the disk; nothing here can fail a build.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

import platformdirs
from aiohttp import ClientSession, TCPConnector, web

from adapters import rubbish
from adapters.answering_beside import AnswererBeside
from adapters.serving import Deployment, run_until_stopped
from adapters.teams.composing import make_teams
from adapters.teams.edge import PATH, Edge, Turn
from adapters.teams.keys import Keys
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.tokens import make_authentication
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.clock import Clock
from bot.enquiries import Enquiries
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.sealing import Sealer, audit_key
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.unanswered import Unanswered
from knowledge.reading import LiveReader, open_reader
from tests.bench_slack import ALONE, BESIDE, WAYS, Bot
from tests.faults.kill_loop import percentiles
from tests.faults.loopback import HOST, bound_socket, free_port
from tests.teams.bare_echo import BareEcho
from tests.teams.signing import SigningKey, issued

AT_ONCE, TURNS, ROUNDS = 8, 600, 5
HANGS_FOR = 3.0
DOOR = "/door"
APP_ID, TENANT = "5a1a5e00-0000-4000-8000-00000000b07a", "0a4f1e1d-0000-4000-8000-00000000001d"
QUESTIONS = ("Can I accept a friend request from a past pupil?", "May I post photos of pupils?", "What is your policy on WhatsApp groups?")
Json = dict[str, Any]


# --- the stand-in for Microsoft's services ---


class Stub:
    """Answers what the bot asks, at once, and counts what it posts. `POST /key` publishes a key, `POST /hang` lets the keys hang once."""

    def __init__(self, url: str) -> None:
        self._url, self._keys, self._numbers, self._hangs_for = url, [], count(1), 0.0

    def app(self) -> web.Application:
        """Return the web application."""
        app = web.Application(client_max_size=2**24)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", lambda _: _said({"keys": self._keys}))
        app.router.add_post("/key", self._publish)
        app.router.add_post("/hang", self._hang)
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", lambda _: _said({"access_token": "t", "expires_in": 3600}))
        app.router.add_post("/connector/v3/conversations/{room}/activities/{activity}", self._post)
        app.router.add_get("/connector/v3/conversations/{room}/members/{person}", self._member)
        return app

    async def _openid(self, _request: web.Request) -> web.Response:
        hangs_for, self._hangs_for = self._hangs_for, 0.0
        await asyncio.sleep(hangs_for)
        return await _said({"jwks_uri": f"{self._url}/keys"})

    async def _publish(self, request: web.Request) -> web.Response:
        self._keys.append(await request.json())
        return await _said({})

    async def _hang(self, request: web.Request) -> web.Response:
        self._hangs_for = float((await request.json())["seconds"])
        return await _said({})

    async def _post(self, request: web.Request) -> web.Response:
        await request.read()
        return await _said({"id": str(next(self._numbers))}, 201)

    async def _member(self, request: web.Request) -> web.Response:
        person = request.match_info["person"]
        return await _said({"id": f"29:{person}", "name": person, "aadObjectId": person, "tenantId": TENANT, "userRole": "user"})


async def _said(said: Json, status: int = 200) -> web.Response:
    return web.json_response(said, status=status)


# --- the bot, the door alone, and the bare echo ---


def settings_of() -> Settings:
    """Return the settings of a school."""
    roles = (("amara", "dsl"), ("ben", "deputy"), ("chidi", "head"))
    people = [{"id": id_, "name": id_.title(), "roles": [role], "how": "extension 21", "addresses": {"teams": f"{id_}-0001"}} for id_, role in roles]
    school = {
        "key": "oakfield",
        "name": "Oakfield School",
        "policy": "alet",
        "phone": "01632 960 001",
        "out_of_hours": "01632 960 002",
        "people": people,
        "channels": {"dsl": {"teams": "19:dsl@thread.tacv2"}},
    }
    return Settings.model_validate({"schools": [school]})


class EchoDoor:
    """The door with a bot behind it that says what it hears: what the door itself costs."""

    def __init__(self, secrets: TeamsSecrets) -> None:
        checks = make_authentication(APP_ID, secrets.password, TENANT, keys=Keys(secrets.keys_url), login=secrets.login)
        self._edge = Edge(self, checks, app_id=APP_ID, tenant_id=TENANT, allowed_services=secrets.services)

    def add_routes(self, routes: web.UrlDispatcher) -> None:
        """Answer on its own path."""
        routes.add_post(f"{DOOR}{PATH}", self._edge.answer)

    async def open(self) -> None:
        """Open it."""
        await self._edge.open()

    async def close(self) -> None:
        """Close it."""
        await self._edge.close()

    async def message(self, turn: Turn) -> None:
        """Say it again."""
        run = {"type": "TextRun", "text": f"You said: {turn.text}"}
        card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "RichTextBlock", "inlines": [run]}]}
        await turn.reply([{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}], "An answer")

    async def invoke(self, turn: Turn) -> tuple[int, Json | None]:
        """Answer nothing."""
        return 200, None

    async def installed(self, turn: Turn) -> None:
        """Do nothing."""


def serve_bot(folder: Path, port: int, service: str, way: str) -> None:
    """Serve the bot, as `signpost serve` puts it together or in one process, and the door alone, until the process is asked to end."""
    logging.basicConfig(level=logging.WARNING)
    engine, settings, ring = open_engine(f"sqlite:///{folder / 'signpost.sqlite'}"), settings_of(), new_ring()
    sealer, clock = Sealer(ring), Clock(engine)
    office = Office(engine, settings, People(settings, engine, clock.now), Filing(sealer), AuditLog(audit_key(ring)), clock)
    cache = _cache()
    reader = LiveReader(cache)
    kept = Unanswered(engine, sealer, knows=lambda word: reader().knows(word))
    secrets = TeamsSecrets(APP_ID, "password", TENANT, service)
    with ExitStack() as ending:
        answerer = Answerer(reader, settings)
        if way == BESIDE:
            answerer = beside = ending.enter_context(AnswererBeside(reader, settings, cache))
            beside.start()
            beside.wait()
        teams = make_teams(office, Enquiries(answerer, sealer, kept.keep), secrets)
        rubbish.keep_what_is_open()
        asyncio.run(run_until_stopped(Deployment(office, {"teams": teams.sender}), HOST, port, [teams.door, EchoDoor(secrets)]))


def _cache() -> Path:
    return Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))


def serve_bare(port: int, service: str) -> None:
    """Serve the bare echo."""
    app = web.Application()
    app.router.add_post(PATH, BareEcho(APP_ID, "t", Keys(f"{service}/openid")).answer)
    app.router.add_get("/health", lambda _: _said({}))
    web.run_app(app, sock=bound_socket(port), access_log=None, print=None)


# --- those who ask ---


def letter(token: str, service: str, question: str, number: int) -> tuple[bytes, Json]:
    """Return one question as Teams brings it."""
    person = f"staff-{number % 100:04d}"
    asked = {
        "type": "message",
        "id": f"{time.time_ns()}{number}",
        "timestamp": "2026-11-28T09:00:00Z",
        "channelId": "msteams",
        "serviceUrl": f"{service}/connector/",
        "from": {"id": f"29:{person}", "name": person, "aadObjectId": person},
        "recipient": {"id": f"28:{APP_ID}", "name": "Signpost"},
        "conversation": {"id": f"a:1{person}", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": question,
    }
    return json.dumps(asked).encode(), {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}


async def ask(url: str, letters: Sequence[tuple[bytes, Json]], at_once: int) -> list[float]:
    """Bring letters, so many at once, and return when each was answered."""
    waiting, ended = iter(letters), []

    async def bring(session: ClientSession) -> None:
        for body, headers in waiting:
            async with session.post(url, data=body, headers=headers) as answer:
                await answer.read()
                if answer.status != 202:
                    raise SystemExit(f"{url} answered {answer.status}")
                ended.append(time.monotonic())

    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        await asyncio.gather(*(bring(session) for _ in range(at_once)))
    return ended


async def delays(bot: str, token: str, service: str, slow: str) -> tuple[list[float], list[float], float]:
    """Return how long /health and known people wait, in milliseconds, while whoever uses a new key waits for the keys; and how long that one does."""
    health, known, slow_took = [], [], 0.0

    async def wait_for_keys(session: ClientSession) -> None:
        nonlocal slow_took
        if not slow:
            await asyncio.sleep(HANGS_FOR)
            return
        started = time.monotonic()
        body, headers = letter(slow, service, QUESTIONS[0], 1)
        async with session.post(f"{bot}{DOOR}{PATH}", data=body, headers=headers) as answer:
            await answer.read()
            if answer.status != 202:
                raise SystemExit(f"a new key was answered {answer.status}")
        slow_took = time.monotonic() - started

    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        slow_one = asyncio.ensure_future(wait_for_keys(session))
        while not slow_one.done():
            started = time.perf_counter()
            async with session.get(f"{bot}/health") as answer:
                await answer.read()
            health.append((time.perf_counter() - started) * 1000)
            body, headers = letter(token, service, QUESTIONS[0], 2)
            started = time.perf_counter()
            async with session.post(f"{bot}{DOOR}{PATH}", data=body, headers=headers) as answer:
                await answer.read()
            known.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(0.02)
    return health, known, slow_took


# --- all together ---


@dataclass(frozen=True, slots=True)
class Rate:
    """What one round came to."""

    turns: float
    """A second."""
    processor: tuple[float, ...]
    """Milliseconds of processor time of each process that answers, a turn."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The processes that are measured, and a good token."""

    bots: dict[str, Bot]
    bare: Bot
    service: str
    key: SigningKey

    @property
    def token(self) -> str:
        """A token that is good for an hour."""
        return self.sign(self.key)

    def sign(self, key: SigningKey) -> str:
        """Return a token by any key."""
        return key.sign(issued({"aud": APP_ID, "serviceurl": f"{self.service}/connector/"}))

    def measure(self, bot: Bot, path: str, number: int) -> Rate:
        """Bring questions as fast as they are answered."""
        token = self.token
        letters = [letter(token, self.service, QUESTIONS[one % len(QUESTIONS)], one) for one in range(number)]
        used, started = bot.used(), time.monotonic()
        asyncio.run(ask(f"{bot.url}{path}", letters, AT_ONCE))
        turns = number / (time.monotonic() - started)
        return Rate(turns, tuple((now - before) * 1000 / number for now, before in zip(bot.used(), used, strict=True)))


def main() -> None:
    """Print the figures."""
    with _running() as bench:
        ways = {
            "bare botbuilder echo": (bench.bare, PATH),
            "the door with an echo": (bench.bots[ALONE], f"{DOOR}{PATH}"),
            **{f"the whole bot, {way}": (bench.bots[way], PATH) for way in WAYS},
        }
        for bot, path in ways.values():
            bench.measure(bot, path, 200)  # everybody is known, and every page of code is warm
        print(f"/proc/loadavg: {Path('/proc/loadavg').read_text().strip()}; {os.cpu_count()} processors")
        rounds = [{name: bench.measure(*way, TURNS) for name, way in ways.items()} for _ in range(ROUNDS)]
        bare = statistics.median(one["bare botbuilder echo"].turns for one in rounds)
        print(f"{f'Teams, {AT_ONCE} at once, median of {ROUNDS} rounds':40}{'turns a second':>16}{'processor a turn':>20}")
        for name in ways:
            turns = statistics.median(one[name].turns for one in rounds)
            processor = " + ".join(f"{statistics.median(each):.2f}" for each in zip(*(one[name].processor for one in rounds), strict=True))
            bar = "" if name == "bare botbuilder echo" else f"  = {turns / bare:.2f}x the bare echo (bar 0.8x)"
            print(f"{name:40}{turns:16.0f}{processor:>17} ms{bar}")
        print(f"of which the answer itself, without a chat {'':14}{_answer_costs():17.2f} ms")
        _bench_keys(bench)


def _answer_costs() -> float:
    """Return the milliseconds of processor time of an answer to one of the questions: what no door can save."""
    reader = open_reader(_cache())
    answerer, started = Answerer(lambda: reader, settings_of()), time.process_time()
    for number in range(150):
        answerer.ask(QUESTIONS[number % len(QUESTIONS)], "alet")
    return (time.process_time() - started) * 1000 / 150


def _bench_keys(bench: Bench) -> None:
    """Time the others while the keys hang."""
    new = SigningKey("bench-2")
    quiet = asyncio.run(delays(bench.bots[BESIDE].url, bench.token, bench.service, ""))
    _post(bench.service, "/hang", {"seconds": HANGS_FOR})
    _post(bench.service, "/key", new.as_jwk())
    hanging = asyncio.run(delays(bench.bots[BESIDE].url, bench.token, bench.service, bench.sign(new)))
    print(f"whoever uses a new key while the keys hang for {HANGS_FOR:.0f} s waits {hanging[2]:.2f} s; others, p50 / p99 / longest:")
    for name, before, during in zip(("/health", "a known key"), quiet[:2], hanging[:2], strict=True):
        (p50, p99), (own50, own99) = percentiles(during), percentiles(before)
        print(f"  {name:12} {p50:6.1f} /{p99:6.1f} /{max(during):6.1f} ms; without it {own50:.1f} /{own99:6.1f} /{max(before):6.1f} ms", end="")
        print(f"  = {p50 - own50:+.1f} ms (bar 50 ms)")


@contextmanager
def _running() -> Iterator[Bench]:
    service_port = free_port()
    service = f"http://{HOST}:{service_port}"
    with ExitStack() as ending:
        ending.enter_context(_started(service_port, "stub", str(service_port), path="/openid"))
        key = SigningKey("bench-1")
        _post(service, "/key", key.as_jwk())
        bots = {}
        for way in WAYS:
            folder, port = ending.enter_context(tempfile.TemporaryDirectory(prefix="signpost-")), free_port()
            bots[way] = ending.enter_context(_started(port, "bot", folder, str(port), service, way))
        bare_port = free_port()
        yield Bench(bots, ending.enter_context(_started(bare_port, "bare", str(bare_port), service)), service, key)


@contextmanager
def _started(port: int, *words: str, path: str = "/health") -> Iterator[Bot]:
    with subprocess.Popen([sys.executable, "-m", "tests.bench_teams", *words]) as process:
        try:
            _wait_for(port, path)
            yield Bot(process, f"http://{HOST}:{port}")
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, path: str) -> None:
    until = time.monotonic() + 60
    while True:
        connection = HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()


def _post(service: str, path: str, said: Json) -> None:
    connection = HTTPConnection(service.removeprefix("http://"), timeout=10)
    try:
        connection.request("POST", path, json.dumps(said), {"Content-Type": "application/json"})
        connection.getresponse().read()
    finally:
        connection.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case ["stub", port]:
            web.run_app(Stub(f"http://{HOST}:{port}").app(), sock=bound_socket(int(port)), access_log=None, print=None)
        case ["bot", folder, port, service, way]:
            serve_bot(Path(folder), int(port), service, way)
        case ["bare", port, service]:
            serve_bare(int(port), service)
