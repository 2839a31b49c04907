"""A deployment carries what is owed until it is stopped, outlives whatever fails around it, and tells the truth on `/health`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from sqlalchemy import select, text, update

from adapters import serving
from adapters.crossing import Crossing
from adapters.serving import Deployment, health_app
from bot import outbox, watch
from bot.cards import Card
from bot.office import Office
from bot.reports import RowState
from bot.sending import Transient
from bot.store.tables import clock
from bot.store.tables import outbox as rows
from bot.store.tables import report as reports
from tests.adapters.deployed import CANARY, Deployed

LONGEST = 30.0


class Mailbox:
    """A platform that takes every message, unless it is told to fail."""

    platform = "email"
    can_find = False

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.fails_with: Exception | None = None
        self.on_post: Callable[[], None] = lambda: None

    def find(self, place: str, key: str, since: datetime) -> str | None:
        return None

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        self.on_post()
        if self.fails_with is not None:
            raise self.fails_with
        self.taken.append((place, card.plain_text()))
        return str(len(self.taken))

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        raise Transient(in_doubt=False)


class NightClock:
    """The steady time is the machine's; what people are shown is what the test says."""

    def __init__(self, office: Office) -> None:
        self._clock, self.shown = office.clock, datetime(2026, 11, 16, 10, 31, tzinfo=UTC)

    def now(self) -> datetime:
        return self._clock.now()

    def wall(self) -> datetime:
        return self.shown

    def save_in(self, connection: Any) -> None:
        self._clock.save_in(connection)


@pytest.fixture
def office(deployed: Deployed) -> Iterator[Office]:
    with deployed.office() as opened:
        yield opened


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def carry(deployment: Deployment, is_done: Callable[[], bool]) -> None:
    """Run a deployment until something is so; fail where it never is."""

    async def run() -> None:
        async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as together:
            together.create_task(deployment.run())
            while not is_done():
                await asyncio.sleep(0.01)
            deployment.stop()

    asyncio.run(run())


def asked(deployment: Deployment, path: str = "/health") -> tuple[int, Any]:
    """Return what is answered on `path`."""

    async def ask() -> tuple[int, Any]:
        runner = web.AppRunner(health_app(deployment), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
            async with ClientSession() as session, session.get(address) as answer:
                return answer.status, await answer.json() if answer.content_type == "application/json" else await answer.text()
        finally:
            await runner.cleanup()

    return asyncio.run(ask())


# --- carrying ---


def test_report_reaches_somebody_and_the_loop_ends_when_it_is_told(office: Office, deployed: Deployed, mailbox: Mailbox) -> None:
    (report,) = deployed.report()
    dsl = "amara@oakfield.example"
    carry(Deployment(office, {"email": mailbox}), lambda: any(place == dsl for place, _ in mailbox.taken))
    text_sent = next(text for place, text in mailbox.taken if place == dsl)  # IT is written to as well, and one of several couriers is first
    assert report.reference in text_sent
    assert CANARY not in text_sent


class Waiting(Deployment):
    """A deployment that says for how long its loops have waited."""

    def __init__(self, office: Office, mailbox: Mailbox) -> None:
        super().__init__(office, {"email": mailbox})
        self.waited: list[float] = []

    async def _pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        await super()._pause(seconds)


@pytest.mark.parametrize("is_crowded", [True, False], ids=["crowded", "quiet"])
def test_messages_give_way_to_those_who_wait_for_an_answer_and_go_out_all_the_same(
    office: Office, deployed: Deployed, mailbox: Mailbox, *, is_crowded: bool
) -> None:
    numbers = [deployed.report()[0].reference for _ in range(3)]
    reception = Crossing("a crowd", 1.0)

    def goes_on() -> bool:
        if is_crowded:
            reception.off_loop(int)
        return all(any(number in text_sent for _, text_sent in mailbox.taken) for number in numbers)

    Crossing.crossed_at = 0.0
    deployment = Waiting(office, mailbox)
    carry(deployment, goes_on)
    assert (serving.GIVES_WAY in deployment.waited) is is_crowded


def test_sender_that_breaks_holds_nothing_up_and_is_never_quoted(
    office: Office, deployed: Deployed, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    deployed.report(2)
    broken = [RuntimeError(CANARY)]

    def break_once() -> None:
        if broken:
            raise broken.pop()

    mailbox.on_post = break_once
    with caplog.at_level(logging.INFO):
        carry(Deployment(office, {"email": mailbox}), lambda: bool(mailbox.taken))
    assert "delivery.failed RuntimeError" in caplog.text
    assert CANARY not in caplog.text


def test_nothing_is_written_to_the_disk_while_nothing_is_due(office: Office, deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing() -> None: ...

    deployment = Deployment(office, {})
    monkeypatch.setattr(deployment, "_watch", nothing)
    with office.writing():
        pass
    before = deployed.database.stat().st_mtime_ns
    looks = 0

    def count() -> bool:
        nonlocal looks
        looks += 1
        return looks > 100

    carry(deployment, count)
    assert deployed.database.stat().st_mtime_ns == before


def test_lease_is_renewed_while_a_message_is_on_its_way(
    office: Office, deployed: Deployed, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "RENEW_EVERY", timedelta(milliseconds=10))
    deployed.report()
    leases: list[int] = []

    def look() -> None:
        while len(set(leases)) < 2:
            with office.looking() as connection:
                leases.append(connection.execute(select(rows.c.leased_until).where(rows.c.state == RowState.SENDING)).scalars().first() or 0)

    mailbox.on_post = look
    carry(Deployment(office, {"email": mailbox}), lambda: bool(mailbox.taken))
    assert max(leases) > min(leases) > 0


def test_database_that_fails_is_waited_for(office: Office, deployed: Deployed, mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    deployed.report()
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox RENAME TO gone"))

    def mend() -> bool:
        if "delivery.failed OperationalError" in caplog.text:
            with office.engine.begin() as connection:
                if not connection.dialect.has_table(connection, "outbox"):
                    connection.execute(text("ALTER TABLE gone RENAME TO outbox"))
        return bool(mailbox.taken)

    carry(Deployment(office, {"email": mailbox}), mend)
    assert mailbox.taken


# --- the watch, and the nights ---


def test_missing_next_step_is_armed_again_and_logged_by_reference(office: Office, deployed: Deployed, caplog: pytest.LogCaptureFixture) -> None:
    (report,) = deployed.report()
    with office.writing() as connection:
        connection.execute(update(rows).where(rows.c.kind.in_(("remind", "escalate"))).values(state=RowState.CANCELLED))
    deployment = Deployment(office, {})
    carry(deployment, lambda: deployment.pulse.health is not None)
    assert f"watch.armed_again {report.reference}" in caplog.text
    assert deployment.pulse.word == "not clean"


def test_report_whose_next_step_cannot_be_owed_is_logged_by_reference(office: Office, deployed: Deployed, caplog: pytest.LogCaptureFixture) -> None:
    stuck, _ = deployed.report(2)
    with office.writing() as connection:
        connection.execute(update(rows).where(rows.c.report_id == stuck.id).values(state=RowState.CANCELLED))
        connection.execute(update(reports).where(reports.c.id == stuck.id).values(wrapped_key=b"\x01" + b"damaged" * 9))
    deployment = Deployment(office, {})
    carry(deployment, lambda: deployment.pulse.health is not None)
    assert f"watch.stuck {stuck.reference}" in caplog.text
    assert asked(deployment)[0] == 503


def test_what_is_kept_too_long_goes_before_anything_is_carried(office: Office, deployed: Deployed, mailbox: Mailbox) -> None:
    deployed.report()
    happened: list[str] = []
    mailbox.on_post = lambda: happened.append("sent")
    carry(Deployment(office, {"email": mailbox}, lambda: happened.append("tidied")), lambda: bool(mailbox.taken))
    assert happened[:2] == ["tidied", "sent"]


def test_tidying_that_fails_does_not_hold_up_a_report(office: Office, deployed: Deployed, mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError(CANARY)

    deployed.report()
    carry(Deployment(office, {"email": mailbox}, fail), lambda: bool(mailbox.taken))
    assert "watch.failed RuntimeError" in caplog.text
    assert CANARY not in caplog.text


def test_tidying_happens_at_the_start_and_once_each_night(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "TIDY_EVERY", 0.001)
    night = NightClock(office)
    object.__setattr__(office, "clock", night)
    tidied: list[datetime] = []
    hours, seen = iter(range(1, 61)), 0

    def pass_an_hour() -> bool:
        nonlocal seen
        seen += 1
        if seen % 5:
            return False
        hour = next(hours, None)
        night.shown = datetime(2026, 11, 16, 10, 31, tzinfo=UTC) + timedelta(hours=hour or 0)
        return hour is None

    carry(Deployment(office, {}, lambda: tidied.append(night.shown)), pass_an_hour)
    assert [f"{at:%d %H}" for at in tidied] == ["16 10", "17 02", "18 02"]


@contextmanager
def heartbeats() -> Iterator[tuple[web.Application, list[str]]]:
    """An outside watcher: what it was asked."""
    asked_for: list[str] = []

    async def note(request: web.Request) -> web.Response:
        asked_for.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_get("/oakfield", note)
    yield app, asked_for


def watch_once(deployment: Deployment, app: web.Application, point: Callable[[str], None]) -> None:
    async def run() -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        point(f"http://127.0.0.1:{runner.addresses[0][1]}/oakfield")
        try:
            await deployment._watch()
        finally:
            await runner.cleanup()

    asyncio.run(run())


@pytest.mark.parametrize("is_clean", [True, False])
def test_sign_of_life_is_given_after_a_clean_look_only(office: Office, deployed: Deployed, *, is_clean: bool) -> None:
    deployed.report()
    if not is_clean:
        with office.writing() as connection:
            connection.execute(update(rows).values(due_at=rows.c.due_at - 10**9, state=RowState.TODO))

    def point(url: str) -> None:
        object.__setattr__(office, "settings", office.settings.model_copy(update={"heartbeat": url}))

    with heartbeats() as (app, asked_for):
        watch_once(Deployment(office, {}), app, point)
    assert asked_for == (["/oakfield"] if is_clean else [])


def test_outside_watcher_that_cannot_be_reached_breaks_nothing(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    deployment = Deployment(office, {})  # its settings name an address where nobody listens
    asyncio.run(deployment._watch())
    assert "heartbeat.failed ClientConnectorError" in caplog.text
    assert deployment.pulse.word == "clean"


# --- /health ---


def test_health_is_well_before_the_first_look_and_after_a_clean_one(office: Office) -> None:
    deployment = Deployment(office, {})
    assert asked(deployment) == (200, {"ok": True, "oldest_unsettled_seconds": 0.0, "watch": "not yet"})
    asyncio.run(deployment._watch())
    assert asked(deployment) == (200, {"ok": True, "oldest_unsettled_seconds": 0.0, "watch": "clean"})


def test_health_is_not_well_where_something_due_has_waited_too_long(office: Office, deployed: Deployed) -> None:
    deployed.report()
    late = int(watch.LATE.total_seconds() * 1000) + 5_000
    with office.writing() as connection:
        connection.execute(update(rows).values(due_at=rows.c.due_at - late))
    status, body = asked(Deployment(office, {}))
    assert (status, body["ok"], body["oldest_unsettled_seconds"] >= 120) == (503, False, True)


def test_health_is_not_well_where_the_watch_has_failed_or_stopped(office: Office) -> None:
    deployment = Deployment(office, {})
    deployment.pulse.failed = "OperationalError"
    assert asked(deployment)[0] == 503
    deployment.pulse.failed = ""
    deployment.pulse.looked_at -= serving.STALE + 1
    assert asked(deployment) == (503, {"ok": False, "oldest_unsettled_seconds": 0.0, "watch": "stopped"})


def test_health_is_not_well_where_the_store_is_gone_and_says_no_more_than_that(office: Office, deployed: Deployed) -> None:
    deployment = Deployment(office, {})
    deployed.database.write_bytes(b"no database at all" * 100)
    assert asked(deployment) == (503, {"ok": False, "store": "DatabaseError", "watch": "not yet"})


@pytest.mark.parametrize("path", ["/", "/reports", "/health/R-0001"])
def test_nothing_else_is_answered(office: Office, path: str) -> None:
    assert asked(Deployment(office, {}), path)[0] == 404


def test_steady_time_is_kept_by_every_look_of_the_watch(office: Office) -> None:
    asyncio.run(Deployment(office, {})._watch())
    with office.looking() as connection:
        assert connection.execute(select(clock.c.high_water)).scalar_one() > 0
        assert outbox.oldest_unsettled(connection, office.clock.now()) == timedelta(0)


def test_port_that_is_taken_ends_the_start(office: Office, tmp_path: Path) -> None:
    async def twice() -> None:
        server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
        async with server:
            await serving.run_until_stopped(Deployment(office, {}), "127.0.0.1", server.sockets[0].getsockname()[1])

    with pytest.raises(OSError, match="address already in use"):
        asyncio.run(twice())
