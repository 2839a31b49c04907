"""`signpost serve` as people run it: a real process, a real port, a real mail server; and what whoever runs it has beside it."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select, update

from bot.reports import RowState, State
from bot.retention import mark_recorded
from bot.sealing import new_ring
from bot.store.moments import to_millis
from bot.store.tables import outbox as rows
from bot.store.tables import report as report_table
from tests.adapters.conftest import Command
from tests.adapters.deployed import CANARY, SCHOOL, Deployed, wait_until

pytestmark = pytest.mark.usefixtures("closed_databases")


class Postman:
    """A mail server that keeps what it takes."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append((envelope.rcpt_tos[0], bytes(envelope.original_content or b"").decode()))
        return "250 OK"


class OnFreePort(Controller):
    """A real SMTP server in a thread, on a port that the system chose."""

    def _create_server(self) -> Any:
        return self._bind()

    async def _bind(self) -> asyncio.AbstractServer:
        server = await self.loop.create_server(self._factory_invoker, "127.0.0.1", 0, ssl=None)
        self.port = server.sockets[0].getsockname()[1]
        return server


@pytest.fixture
def postman(deployed: Deployed) -> Iterator[Postman]:
    """The school's mail server."""
    keeper = Postman()
    controller = OnFreePort(keeper, "127.0.0.1")
    controller.start()
    deployed.edit("port: 9,", f"port: {controller.port},")
    yield keeper
    controller.stop()


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def free_port() -> int:
    with taken_port() as port:
        return port


# --- serve ---


def test_report_goes_out_and_everything_that_reads_works_beside_it(deployed: Deployed, postman: Postman, command: Command, tmp_path: Path) -> None:
    (report,) = deployed.report()
    with deployed.serving() as served:
        wait_until(lambda: bool(postman.letters))
        recipient, letter = postman.letters[0]
        assert recipient == "amara@oakfield.example"
        assert report.reference in letter
        wait_until(lambda: json.loads(served.health()[1])["watch"] == "clean")
        assert served.health()[0] == 200

        second = deployed.start("serve", "--local", "--port", "0")
        assert second.code == 2
        assert "another Signpost process works on this database; end it first" in second.err

        doctor = command("doctor")
        assert "ok       process: `signpost serve` runs" in doctor.out
        assert f"{report.reference} | Pupil contact" in command("reports", "list", "--school", SCHOOL, "--as", "amara").out
        assert command("audit", "verify").code == 0
        assert command("backup", tmp_path / "backup.sqlite").code == 0
        assert command("export", report.reference, "--school", SCHOOL, "--as", "amara", "--out", tmp_path / "export.txt").code == 0
        assert CANARY in (tmp_path / "export.txt").read_text(encoding="utf-8")

        assert served.end(signal.SIGTERM) == 0
    said = served.said()
    assert said.rstrip().endswith("INFO serve.ended")
    assert CANARY not in said + letter + second.err + doctor.out
    assert "Tess" not in said


def test_process_that_is_killed_is_followed_by_one_that_goes_on(deployed: Deployed, postman: Postman) -> None:
    with deployed.serving() as first:
        first.end(signal.SIGKILL)
    deployed.report()
    with deployed.office() as office, office.writing() as connection:  # as if it had died while sending
        mine = {"state": RowState.SENDING, "owner": "dead", "attempts": 1, "leased_until": to_millis(office.clock.now() + timedelta(days=1))}
        connection.execute(update(rows).where(rows.c.kind == "card").values(first_tried_at=to_millis(office.clock.now()), **mine))
    with deployed.serving() as second:
        wait_until(lambda: bool(postman.letters))
        assert second.end(signal.SIGINT) == 0


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_several_processes_share_a_postgresql_database(deployed: Deployed, postman: Postman, store_url: str) -> None:
    deployed.extra["DATABASE_URL"] = store_url.replace("+psycopg", "")
    with deployed.serving("--port", str(free_port())) as first, deployed.serving("--port", str(free_port())) as second:
        deployed.report(3)
        wait_until(lambda: [recipient for recipient, _ in postman.letters].count("amara@oakfield.example") >= 3)
        assert [one.health()[0] for one in (first, second)] == [200, 200]
        assert [one.end(signal.SIGTERM) for one in (first, second)] == [0, 0]
    assert [recipient for recipient, _ in postman.letters].count("amara@oakfield.example") == 3
    assert not deployed.data.exists()


def test_serve_refuses_with_everything_at_once(deployed: Deployed) -> None:
    deployed.edit("roles: [deputy]", "roles: [staff]")
    deployed.extra |= {"SIGNPOST_KEYS": "", "PORT": "eighty"}
    ended = deployed.start("serve")
    assert (ended.code, ended.out) == (2, "")
    first, *faults = ended.err.splitlines()
    assert first == "Signpost does not start. What to mend:"
    assert [fault[:2] for fault in faults] == ["- "] * 4
    for words in ("nobody at oakfield is the deputy DSL", "SIGNPOST_KEYS is not set", "reports would be lost", "PORT: this is no port"):
        assert [words in fault for fault in faults].count(True) == 1, words
    assert not deployed.data.exists()


def test_port_that_is_taken_is_refused_with_another_way(deployed: Deployed) -> None:
    with taken_port() as port:
        ended = deployed.start("serve", "--local", "--port", port)
    assert ended.code == 2
    assert ended.err.splitlines()[-1] == f"port {port} is taken by another process; choose another with --port"


@pytest.mark.usefixtures("sound_knowledge")
def test_ring_without_a_key_in_use_is_refused_before_anything_is_sent(deployed: Deployed, command: Command) -> None:
    deployed.report()
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    ended = command("serve", "--local", "--port", free_port())
    assert ended.code == 2
    assert "not on the key ring, and in use" in ended.err


def test_what_does_not_stop_a_start_is_still_said(deployed: Deployed) -> None:
    deployed.edit("heartbeat: http://127.0.0.1:9/oakfield\n", "")
    deployed.extra |= {"SIGNPOST_RECOVERY_KEY": "", "SIGNPOST_KEYS": "", "PORT": str(free_port())}
    with deployed.serving() as served:
        assert "WARNING keys.no_recovery_key; see signpost doctor" in served.said()
        assert "WARNING heartbeat.none; see signpost doctor" in served.said()
        assert (deployed.data / "signpost.keys").stat().st_mode & 0o777 == 0o600
        assert served.end(signal.SIGTERM) == 0


# --- purge ---


def close(deployed: Deployed, reports: list[str], *, recorded: bool) -> None:
    """Bring reports to their end, as long ago as they are kept."""
    with deployed.office() as office:
        amara = office.people.person("amara", SCHOOL)
        assert amara is not None
        long_ago = to_millis(office.clock.now() - timedelta(days=91))
        for report_id in reports:
            with office.writing() as connection:
                ended = {"state": State.CLOSED, "closed_at": long_ago, "acknowledged_at": long_ago, "acknowledged_by": "amara"}
                connection.execute(update(report_table).where(report_table.c.id == report_id).values(**ended))
            if recorded:
                mark_recorded(office, amara, report_id)
                with office.writing() as connection:
                    connection.execute(update(report_table).where(report_table.c.id == report_id).values(recorded_at=long_ago))


def test_purge_tells_what_went_and_what_waits_for_somebody(deployed: Deployed, command: Command) -> None:
    gone, waiting, _ = deployed.report(3)
    close(deployed, [gone.id], recorded=True)
    close(deployed, [waiting.id], recorded=False)
    ended = command("purge")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"1 report purged, {gone.reference}.",
        f"kept: oakfield {waiting.reference}: it is not marked as recorded in the school's own system; record it there, then mark it",
    ]
    with deployed.office() as office, office.looking() as connection:
        assert office.filing.get(connection, gone.id).purged


def test_purge_happens_at_the_start_too_and_it_is_told_of_what_waits(deployed: Deployed, postman: Postman) -> None:
    """A backup that is put back may hold what was deleted since."""
    gone, waiting = deployed.report(2)
    close(deployed, [gone.id], recorded=True)
    close(deployed, [waiting.id], recorded=False)
    with deployed.serving() as served:
        wait_until(lambda: f"purge.kept {waiting.reference}" in served.said())
        assert "purge.done 1" in served.said()
    with deployed.office() as office, office.looking() as connection:
        warned = select(rows.c.destination).where(rows.c.kind == "warn_it", rows.c.report_id == waiting.id)
        assert "it:not_recorded" in connection.execute(warned).scalars().all()


# --- backup ---


def test_backup_opens_with_the_ring_and_says_that_the_ring_is_not_in_it(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    (report,) = deployed.report()
    target = tmp_path / "backup.sqlite"
    ended = command("backup", target)
    assert ended.code == 0
    assert re.fullmatch(rf"{re.escape(str(target))}: \d+ kB, sound\.", ended.out.splitlines()[0])
    assert "Keep a copy of the ring elsewhere" in ended.out
    assert target.stat().st_mode & 0o777 == 0o600
    assert deployed.ring.read_bytes().split()[1] not in target.read_bytes()
    assert CANARY.encode() not in target.read_bytes()
    deployed.database.unlink()
    target.rename(deployed.database)
    assert report.reference in command("reports", "list", "--school", SCHOOL, "--as", "amara").out


def test_backup_beside_the_ring_is_told_to_protect_nothing(deployed: Deployed, command: Command) -> None:
    deployed.report()
    assert "It lies beside the key ring" in command("backup", deployed.ring.parent / "backup.sqlite").out


def test_backup_never_writes_over_a_file(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    deployed.report()
    (tmp_path / "backup.sqlite").write_text("the last good one", encoding="utf-8")
    ended = command("backup", tmp_path / "backup.sqlite")
    assert (ended.code, "give the backup another name" in ended.err) == (2, True)
    assert (tmp_path / "backup.sqlite").read_text(encoding="utf-8") == "the last good one"


@pytest.mark.parametrize("fault", ["no database", "damaged", "no folder"])
def test_backup_that_cannot_be_made_leaves_nothing_behind(deployed: Deployed, command: Command, tmp_path: Path, fault: str) -> None:
    target = tmp_path / ("nowhere" if fault == "no folder" else "backups") / "backup.sqlite"
    (tmp_path / "backups").mkdir()
    if fault != "no database":
        deployed.report()
    if fault == "damaged":
        deployed.database.write_bytes(b"no database at all" * 100)
    ended = command("backup", target)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert list((tmp_path / "backups").iterdir()) == []


def test_postgresql_is_backed_up_by_its_own_means(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    deployed.extra["DATABASE_URL"] = "postgresql://127.0.0.1:9/signpost"
    ended = command("backup", tmp_path / "backup.sqlite")
    assert (ended.code, "pg_dump" in ended.err) == (2, True)
