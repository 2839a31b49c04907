"""Commands for the keys: a first ring, a new key, a recovery key for paper, rotation, and the day on which the ring is lost."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex
from typing import Annotated

import typer

from adapters.composing import SETTINGS, BesideClock, Environment, held, make_office, make_sealer, open_keys, open_store, read_settings
from adapters.options import SettingsFile
from bot.audit import AuditEvent, AuditLog
from bot.clock import Clock, utc_now
from bot.rotation import INSTALLATIONS, MATTER_EVENTS, MATTERS, QUESTIONS, Rotation, forget_unreadable, keys_in_use, restore_keys, rotate_keys
from bot.sealing import KeyRing, SealingError, audit_key, new_recovery_pair, new_ring
from bot.store.engine import reading

keys = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The keys that seal reports: make them, put them on paper, change them, and bring reports back.",
)


@keys.command()
def new(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Its file; default: that of SIGNPOST_KEYS.", show_default=False)] = None,
) -> None:
    """Make a first key ring, or add a new key at the end of the one that is there. Only you can read the file.

    The last key seals, all of them open, so a new one changes nothing for what is stored. The order is: `keys new`, end `signpost serve`,
    `keys rotate`, start it again (on PostgreSQL: `keys new`, restart every process, `keys rotate`). Once a year is enough; do it at once when
    somebody may have seen the ring.
    """
    target = _ring_file(context.obj, file)
    is_first = not target.exists()
    ring = new_ring() if is_first else KeyRing.read(target.read_text("utf-8"), str(target)).new_key()
    line = ring.text().splitlines(keepends=True)[-1]
    before = "" if is_first else target.read_text("utf-8")
    _write(target, before + ("\n" if before and not before.endswith("\n") else "") + line)
    if is_first:
        typer.echo(f"{target}: a key ring with one key, {ring.newest}. What to do now:")
        typer.echo(f"1. Set SIGNPOST_KEYS={target} where `signpost serve` runs.")
        typer.echo("2. Keep a copy apart from the data and its backups. Whoever has both can read everything; without the ring reports are lost.")
        typer.echo("3. Make a recovery key for paper, for the day on which the ring is lost: signpost keys recovery")
        return
    typer.echo(f"{target}: key {ring.newest} was added; {len(ring.keys)} keys now. What to do now:")
    typer.echo("1. Copy the ring again to where its copy is kept.")
    typer.echo("2. End `signpost serve`, run `signpost keys rotate`, which says what is then needed no longer, and start it again.")
    typer.echo("   On PostgreSQL: first restart every process with the new ring, then run `signpost keys rotate`.")


@keys.command()
def recovery() -> None:
    """Make a recovery key, and say which half goes where. Nothing is stored: what you see is all there is.

    With its public half set, each report's key is also sealed to the private half. That half is written on paper and kept in a safe; with it, and a
    backup, reports come back when the ring is lost (`signpost keys restore`).
    """
    private, public = new_recovery_pair()
    typer.echo(
        f"For paper:\n  {private}\nWrite or print it, put it into the head's safe, and close this window. Never into a file, a mail or a chat.\n"
    )
    typer.echo(f"For the environment of `signpost serve`:\n  SIGNPOST_RECOVERY_KEY={public}\nIt can seal and not open, so it is no secret.\n")
    typer.echo("Then restart `signpost serve`, and run `signpost keys rotate` once, so that reports of before get their copy too.")


@keys.command()
def rotate(context: typer.Context, settings: SettingsFile = SETTINGS) -> None:
    """Seal the key of every report, every kept question and every Slack token under the ring's newest key and for the recovery key that is set.

    End `signpost serve` first (on PostgreSQL: restart every process with the new ring first). A run that is stopped anywhere leaves everything
    readable; run it again. It says which keys nothing needs any longer.
    """
    environment, read = _environment(context), read_settings(settings)
    with held(environment), open_store(environment) as engine:
        ring = open_keys(environment)
        sealer = make_sealer(environment, ring)
        office = make_office(read, engine, ring, sealer, BesideClock(Clock(engine)))
        rotation = rotate_keys(office, sealer)
        with office.looking() as connection:
            unused = sorted(set(ring.keys) - keys_in_use(connection) - {ring.oldest, ring.newest})
    typer.echo(f"Sealed anew under {ring.newest}: {_counted(rotation)}.")
    if unused:
        typer.echo(f"No longer needed on the ring: {', '.join(unused)}. Keep them for as long as backups are kept; the first line stays for ever.")
    _end_if_unreadable(rotation)


@keys.command()
def restore(context: typer.Context) -> None:
    """Bring reports back when the key ring is lost, with the recovery key on paper. End `signpost serve` first.

    Before: make a new ring (`signpost keys new FILE`) and set SIGNPOST_KEYS to it; where the database is lost too, put a backup in its place.

    Then run this and type the private half. Kept questions, the tokens of Slack workspaces, and what is no report (the register of accounts,
    comments, readings ...) have no such copy and are deleted: export the register and the readings now and then. The log goes on
    under the new ring; what it held before stands there and can no longer be checked. Afterwards make a new recovery key: the old one has been
    typed into a machine.
    """
    environment = _environment(context)
    with held(environment), open_store(environment) as engine:
        ring = open_keys(environment)
        sealer = make_sealer(environment, ring)
        log = AuditLog(audit_key(ring))
        rotation = restore_keys(engine, typer.prompt("The private half of the recovery key, from paper"), sealer)
        lost = (QUESTIONS, INSTALLATIONS, MATTER_EVENTS, MATTERS)
        forgotten, disconnected, _, matters = (forget_unreadable(engine, sealer, kept) for kept in lost)
        with reading(engine).connect() as connection:
            is_own = log.may_go_on(connection)
        if not is_own:
            with engine.begin() as connection:
                log.append(connection, utc_now(), AuditEvent.KEYS_RESTORED)
    typer.echo(f"Brought back under {ring.newest}: {_counted(rotation)}.")
    if forgotten:
        typer.echo(f"Kept questions that no key opens, deleted: {forgotten}.")
    if disconnected:
        typer.echo(f"Slack workspaces whose tokens no key opens, deleted: {disconnected}. Install Signpost there again, from /slack/install.")
    if matters:
        typer.echo(f"Applications, comments and the like that no key opens, deleted: {matters}.")
    if not is_own:
        typer.echo("The log goes on under the new ring. What it held before stands there, and can no longer be checked.")
    typer.echo("Now make a new recovery key (signpost keys recovery), set its public half, and run `signpost keys rotate`.")
    _end_if_unreadable(rotation)


def _environment(context: typer.Context) -> Environment:
    environment: Environment = context.obj
    return environment


def _ring_file(environment: Environment, file: Path | None) -> Path:
    if file is not None:
        return Path(os.path.realpath(file))
    if not (environment.keys or "").strip():
        raise SealingError("say where the ring is to stand: signpost keys new FILE; then set SIGNPOST_KEYS to that file")
    if environment.ring_file is None:
        raise SealingError("SIGNPOST_KEYS holds the ring's own text; write that into a file, name it here, and set SIGNPOST_KEYS to it")
    return Path(os.path.realpath(environment.ring_file))


def _write(target: Path, text: str) -> None:
    """Write a ring whole or not at all, for its owner's eyes only."""
    draft = target.with_name(f"{target.name}.{token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _counted(rotation: Rotation) -> str:
    counts = (
        *((rotation.reports, "report"), (rotation.questions, "kept question")),
        *((rotation.installations, "Slack workspace"), (rotation.matters, "other entry")),
    )
    told = [f"{count} {name if count == 1 else _plural(name)}" for count, name in counts if count or name == "report"]
    return ", ".join(told)


def _plural(name: str) -> str:
    return name.replace("entry", "entries") if name.endswith("entry") else f"{name}s"


def _end_if_unreadable(rotation: Rotation) -> None:
    if rotation.unreadable:
        typer.echo(f"These did not open, and were left as they are: {', '.join(rotation.unreadable)}. Look for the ring that sealed them.", err=True)
        raise typer.Exit(1)
