"""Commands for whoever runs Signpost: serve, doctor, purge, backup."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters import discretion, readiness, rubbish
from adapters.backing_up import back_up
from adapters.composing import (
    SETTINGS,
    Environment,
    held,
    make_office,
    make_sealer,
    make_senders,
    office_beside,
    open_kept_questions,
    open_keys,
    open_store,
    read_settings,
)
from adapters.doctor import examine
from adapters.findings import Level
from adapters.options import SettingsFile
from bot import outbox, retention, watch
from bot.clock import Clock
from bot.enquiries import Enquiries
from bot.office import Office
from bot.reviewing import notice_of
from bot.sealing import Sealer
from bot.sending import Sender
from bot.settings import Settings, SettingsError
from bot.store.engine import StoreError
from bot.unanswered import Unanswered
from knowledge.reading import LiveReader

if TYPE_CHECKING:
    from adapters.serving import Door

LOG = logging.getLogger("signpost")
LOOPBACK = "127.0.0.1"


def serve(
    context: typer.Context,
    settings: SettingsFile = SETTINGS,
    port: Annotated[
        int | None, typer.Option("--port", metavar="PORT", min=0, max=65_535, help="Where /health answers; else PORT of the environment, else 8080.")
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="To try it on this machine: reached from here only, with keys made by itself, on any disk.")
    ] = False,
) -> None:
    """Serve: carry every report to those who receive it, remind and escalate until somebody acknowledges, and answer on /health.

    It refuses to start while anything here is wrong, and says everything that is, with what to do. `signpost doctor` asks the same, and more, at
    any time. It needs the key ring in SIGNPOST_KEYS (make one with `signpost keys new FILE`) and a folder that stays in SIGNPOST_DATA, or a
    PostgreSQL database in DATABASE_URL. SIGTERM ends it cleanly; whatever else ends it loses nothing, and the next start goes on.
    """
    from adapters.serving import Deployment, run_until_stopped  # here: a web server takes its time to load, and no other command needs one

    environment: Environment = context.obj
    read, faults = readiness.faults_of(environment, settings, local=local)
    if faults or read is None:
        typer.echo("\n".join(["Signpost does not start. What to mend:", *(f"- {fault}" for fault in faults)]), err=True)
        raise typer.Exit(2)
    os.umask(0o077)
    discretion.keep_logs(sys.stderr)
    chosen = readiness.port_of(environment) if port is None else port
    with held(environment), open_store(environment) as engine, ExitStack() as ending:
        ring = open_keys(environment)
        clock = Clock(engine)
        sealer = make_sealer(environment, ring)
        office = make_office(read, engine, ring, sealer, clock)
        if environment.database is not None:  # whoever held a lease here is dead: this process alone holds the database
            with office.writing() as connection:
                outbox.void_leases(connection, clock.now())
        tidy = _tidying(office, open_kept_questions(environment))
        _tell_doubts(environment, read, clock)
        doors, senders = _open_chats(office, environment, sealer, ending)
        deployment = Deployment(office, {**senders, **make_senders(read, environment)}, tidy)
        _run(run_until_stopped(deployment, LOOPBACK if local else None, chosen, doors), chosen)


def _open_chats(office: Office, environment: Environment, sealer: Sealer, ending: ExitStack) -> tuple[list[Door], dict[str, Sender]]:
    """Return the doors of the chats whose secrets are set, and their ways out; the libraries of the others are not loaded.

    What they have running besides ends with `ending`.
    """
    doors: list[Door] = []
    senders: dict[str, Sender] = {}
    if not (environment.slack.is_set or environment.teams.is_set):
        return doors, senders
    from adapters.answering_beside import AnswererBeside

    reader = LiveReader(environment.cache)
    kept = Unanswered(office.engine, sealer, knows=lambda word: reader().knows(word))  # on the one engine: two would not know of each other's turn
    answerer = ending.enter_context(AnswererBeside(reader, office.settings, environment.cache))
    if environment.slack.is_set:
        from adapters.slack.composing import make_slack

        slack = make_slack(office, answerer, sealer, kept.keep, environment.slack)
        doors.append(slack.door)
        senders["slack"] = slack.sender
    if environment.teams.is_set:
        from adapters.teams.composing import make_teams

        teams = make_teams(office, Enquiries(answerer, sealer, kept.keep, partial(notice_of, office)), environment.teams)
        doors.append(teams.door)
        senders["teams"] = teams.sender
    rubbish.keep_what_is_open()
    return doors, senders


def _run(serving: Coroutine[Any, Any, None], port: int) -> None:
    try:
        asyncio.run(serving)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(f"port {port} is taken by another process; choose another with --port") from None
        if error.errno == errno.EACCES:
            raise SettingsError(f"port {port} may not be used by this user; choose one above 1023 with --port") from None
        raise


def _tidying(office: Office, kept: Unanswered) -> Callable[[], None]:
    def tidy() -> None:
        purged = retention.purge(office)
        LOG.info("purge.done %s", len(purged) + len(retention.purge_matters(office)))
        kept.key_ids()  # removes kept questions of more than 90 days
        for reference in watch.warn_of_overdue(office):
            LOG.warning("purge.kept %s", reference)

    return tidy


def _tell_doubts(environment: Environment, settings: Settings, clock: Clock) -> None:
    """Log what does not stop a start and should still be known; `doctor` says what to do about each."""
    doubts = {
        "keys.no_recovery_key": not environment.recovery_key,
        "clock.doubtful": bool(clock.warning()),
        "heartbeat.none": settings.heartbeat is None,
    }
    for event in (event for event, is_so in doubts.items() if is_so):
        LOG.warning("%s; see signpost doctor", event)


def doctor(context: typer.Context, settings: SettingsFile = SETTINGS) -> None:
    """Say in one go what is wrong with a set-up, and what to do: settings, keys, disk, database, roles, routes, mail server, clock, delivery, log.

    It only reads, so it works beside a running `signpost serve`, with the same environment. Each line is ok, a warning or a fault. It ends with 1
    where there is a fault.
    """
    findings = examine(context.obj, settings)
    for finding in findings:
        typer.echo(str(finding))
    faults, warnings = (sum(one.level is level for one in findings) for level in (Level.FAULT, Level.WARNING))
    typer.echo(f"{faults} {'fault' if faults == 1 else 'faults'}, {warnings} {'warning' if warnings == 1 else 'warnings'}.")
    if faults:
        raise typer.Exit(1)


def purge(context: typer.Context, settings: SettingsFile = SETTINGS) -> None:
    """Delete for good what reports say that need not be kept any longer. `signpost serve` does this each night by itself.

    Days are counted from when a report was marked as recorded in the school's own safeguarding system. A report that is open, on hold, never
    acknowledged or not recorded is never deleted; those that wait only for that are listed. Backups hold what was deleted until they are deleted.
    """
    with office_beside(context.obj, read_settings(settings)) as office:
        purged, settled, overdue = retention.purge(office), retention.purge_matters(office), retention.overdue_for_recording(office)
        advice = retention.advice_after_purge(office.engine) if purged or settled else ""
    typer.echo(f"{len(purged)} {'report' if len(purged) == 1 else 'reports'} purged{''.join(f', {one}' for one in purged)}.")
    if settled:
        typer.echo(f"{len(settled)} applications, comments and the like purged: {', '.join(settled)}.")
    for one in overdue:
        typer.echo(f"kept: {one.school} {one.reference}: {KEPT_BECAUSE[one.why]}")
    if advice:
        typer.echo(advice)


KEPT_BECAUSE = {
    retention.WhyKept.NEVER_ACKNOWLEDGED: "nobody has acknowledged it; look at it, re-open it, and record an outcome",
    retention.WhyKept.NOT_RECORDED: "it is not marked as recorded in the school's own system; record it there, then mark it",
    retention.WhyKept.CHANGED_SINCE: "something was added after it was marked as recorded; record that too, then mark it again",
}


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file; it must not exist yet.", show_default=False)],
) -> None:
    """Copy the SQLite database into FILE while `signpost serve` goes on, checked. Run it nightly, and move the copy to another machine.

    The key ring is not in it, and must be kept elsewhere: a backup without the ring is no backup, a backup beside the ring protects nothing.
    The README has the restore drill; try it before you need it. On PostgreSQL use pg_dump.
    """
    environment: Environment = context.obj
    if environment.database is None:
        raise StoreError("DATABASE_URL is set: back PostgreSQL up with its own means (pg_dump), and keep the key ring apart from the copy")
    size = back_up(environment.database, file)
    typer.echo(f"{file}: {size / 1024:.0f} kB, sound.")
    ring = environment.ring_file
    if ring is not None and ring.exists() and ring.resolve().parent == file.resolve().parent:
        typer.echo(f"It lies beside the key ring ({ring}): whoever takes both can read everything. Move it away.")
    typer.echo("The key ring is not in it. Keep a copy of the ring elsewhere: without it, only the recovery key on paper opens a restored report.")
