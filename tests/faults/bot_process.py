"""The real bot as a process that can be killed: the office, the delivery loops of `adapters.serving`, and a door for the tests' clients.

The door answers only what has been committed. `python -m tests.faults.bot_process` imports everything once and then forks one bot after another, on
the word of the process that kills them: so most of a bot's short life is spent at work, not on imports.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from sqlalchemy import Engine, func, make_url, select

from adapters.serving import Deployment
from bot import outbox, reporting, responding
from bot.audit import AuditLog
from bot.clock import Clock
from bot.filing import Filing
from bot.key_ring import KeyRing
from bot.office import Office
from bot.people import People
from bot.reports import Kind, Person, Role, RowState, Submission, Urgency
from bot.sealing import Sealer, audit_key
from bot.settings import PersonSetting, SchoolSetting, Settings, StepSetting
from bot.store.alone import hold_alone
from bot.store.engine import open_engine
from bot.store.moments import to_millis
from bot.store.tables import outbox as rows
from tests.faults.chat_sender import PLATFORM, ChatSender
from tests.faults.loopback import bound_socket

SCHOOL = "oakfield"
CHANNEL, DSL, DEPUTY, HEAD = "dsl-channel", "amara", "ben", "chidi"
REMIND, DEPUTY_AFTER, HEAD_AFTER, REPEAT = (timedelta(seconds=seconds) for seconds in (3, 5, 7, 3600))
SOON = timedelta(seconds=60)
"""What falls due later than this is not waited for at the end of a run."""


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a bot process is told."""

    store: str
    keys: str
    """The key ring's text."""
    chat: int
    """The chat's port."""
    look_up: bool = True
    lookup_wait: float = 1.5
    remind_after: float = REMIND.total_seconds()


def settings_of(setup: Setup) -> Settings:
    """Return the settings of a small school whose reminders are due in seconds."""
    remind = timedelta(seconds=setup.remind_after)
    later = remind - REMIND
    chain = (
        StepSetting(role=Role.DSL, after=remind, always=True),
        StepSetting(role=Role.DEPUTY, after=DEPUTY_AFTER + later, always=True),
        StepSetting(role=Role.HEAD, after=HEAD_AFTER + later, always=True, repeat=REPEAT),
    )
    people = ((DSL, "Amara Okafor", "dsl"), (DEPUTY, "Ben Stone", "deputy"), (HEAD, "Chidi Eze", "head"))
    return Settings(
        schools=(
            SchoolSetting(
                policy=SCHOOL,
                name="Oakfield School",
                phone="01632 960001",
                out_of_hours="01632 960002",
                people=tuple(PersonSetting(id=one, name=name, roles=(role,), how="x", addresses={PLATFORM: one}) for one, name, role in people),
                channels={"dsl": {PLATFORM: CHANNEL}},
                chains={Kind.PUPIL_CONTACT: chain, "urgent": chain},
            ),
        ),
        lookup_wait_seconds=setup.lookup_wait,
    )


def open_office(setup: Setup, engine: Engine) -> Office:
    """Return the office on an open database."""
    settings, ring, clock = settings_of(setup), KeyRing.read(setup.keys), Clock(engine)
    return Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)


def door_of(deployment: Deployment) -> web.Application:
    """Return the door: submit, open, acknowledge, and how much is still owed. An answer of 200 means that it was committed."""
    office = deployment.office

    def submit(asked: dict[str, str]) -> dict[str, object]:
        reporter = Person(f"{PLATFORM}:{asked['reporter']}", "Tess Teacher", SCHOOL)
        fields = {"network": "a game", "what_was_said": asked["text"]}
        form = Submission(asked["key"], Kind.PUPIL_CONTACT, Urgency(asked["urgency"]), SCHOOL, reporter, fields)
        report = reporting.submit_report(office, form).standing.report
        return {"report": report.id, "reference": report.reference}

    def open_it(asked: dict[str, str]) -> dict[str, object]:
        opened = responding.open_report(office, _person(asked), asked["report"])
        return {"opened": isinstance(opened, responding.Opened)}

    def acknowledge(asked: dict[str, str]) -> dict[str, object]:
        done = responding.acknowledge(office, _person(asked), asked["report"])
        match done:
            case responding.Done(standing) | responding.AlreadyAcknowledged(standing):
                return {"by": standing.report.acknowledged_by, "first": isinstance(done, responding.Done)}
        return {"by": None}

    def owed(_asked: dict[str, str]) -> dict[str, object]:
        return how_much_is_owed(office)

    app = web.Application(client_max_size=2**20)
    for path, act in {"/submit": submit, "/open": open_it, "/acknowledge": acknowledge, "/owed": owed}.items():
        app.router.add_post(path, _answer(act))
    return app


def how_much_is_owed(office: Office) -> dict[str, object]:
    """Return how many messages are due, and how many of those due soon are not settled yet."""
    now = office.clock.now()
    waiting = select(func.count()).where(rows.c.state.in_((RowState.TODO, RowState.SENDING)))
    with office.looking() as connection:
        soon = connection.execute(waiting.where(rows.c.due_at <= to_millis(now + SOON))).scalar_one()
        due = connection.execute(waiting.where(rows.c.due_at <= to_millis(now))).scalar_one()
        verified = soon == 0 and office.audit.verify(connection).ok
    return {"due": due, "soon": soon, "log_is_whole": verified}


def _person(asked: dict[str, str]) -> Person:
    return Person(asked["person"], asked["person"], SCHOOL)


def _answer(act: Callable[[dict[str, str]], dict[str, object]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        asked = await request.json()
        try:
            return web.json_response(await asyncio.to_thread(act, asked))
        except Exception as error:  # noqa: BLE001 -- whatever it was, it was not stored for sure, and the client is told so
            logging.getLogger("door").error("door.failed %s %s", type(error).__name__, type(getattr(error, "orig", None)).__name__)
            return web.json_response({"failed": type(error).__name__}, status=500)

    return answer


def serve(setup: Setup, port: int) -> None:
    """Be the bot until the process is killed."""
    with _alone(setup.store):
        engine = open_engine(setup.store)
        office = open_office(setup, engine)
        if engine.dialect.name == "sqlite":
            with office.writing() as connection:
                outbox.void_leases(connection, office.clock.now())
        asyncio.run(_serve(Deployment(office, {PLATFORM: ChatSender(setup.chat, look_up=setup.look_up)}), port))


async def _serve(deployment: Deployment, port: int) -> None:
    runner = web.AppRunner(door_of(deployment), access_log=None, keepalive_timeout=3600)
    await runner.setup()
    await web.SockSite(runner, bound_socket(port)).start()
    await deployment.run()


def _alone(store: str) -> AbstractContextManager[None]:
    url = make_url(store)
    return hold_alone(Path(url.database or "")) if url.get_backend_name() == "sqlite" else nullcontext()


def main() -> None:
    """Fork a bot at each `start PORT`, kill it at each `kill`, and answer once that is so."""
    setup = Setup(**json.loads(sys.stdin.readline()))
    child = 0
    for line in sys.stdin:
        match line.split():
            case ["start", port]:
                child = os.fork()
                if not child:
                    _be_the_bot(setup, int(port))
            case ["kill"]:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        print(child, flush=True)
    if child:
        os.kill(child, signal.SIGKILL)  # who watches it is gone


def _be_the_bot(setup: Setup, port: int) -> None:
    sys.stdin.close()
    sys.stdout = sys.stderr
    logging.basicConfig(format=f"bot {port} %(message)s", level=logging.WARNING)
    try:
        serve(setup, port)
    except BaseException as error:  # noqa: BLE001 -- a bot that dies by itself is told by the one who watches it
        print(f"bot {port} died: {error!r}", file=sys.stderr, flush=True)
    os._exit(1)


def line_of(setup: Setup) -> str:
    """Return what `main` reads first."""
    return json.dumps(asdict(setup))


if __name__ == "__main__":
    main()
