"""Examines what is stored: the database, the keys that it needs, the clock, whether somebody hears, the log. It only reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from adapters.composing import BesideClock, Environment, existing_store, make_office, make_sealer
from adapters.findings import Finding, carry_out, fault, ok, warning
from adapters.readiness import unknown_keys
from adapters.store_faults import store_fault
from bot import outbox, watch
from bot.clock import Clock, utc_now
from bot.office import Office
from bot.reports import Role, State
from bot.retention import overdue_for_recording
from bot.rotation import keys_in_use
from bot.sealing import KeyRing, Sealer, SealingError
from bot.settings import Settings
from bot.standing import standing_of
from bot.store.engine import DURABLE, StoreError, reading
from bot.store.moments import from_millis
from bot.store.tables import clock as clock_table
from bot.store.tables import report

SILENT = timedelta(minutes=3)
"""How long after its last saved time a process is taken for ended; it saves at least once a minute."""
LONG_OPEN = timedelta(days=1)


def examine_store(environment: Environment, settings: Settings | None, ring: KeyRing | None) -> list[Finding]:
    """Return what was found in the store; no store yet is a warning."""
    if environment.database is not None and not environment.database.exists():
        return [warning("database", f"{environment.database} is not there yet; `signpost serve` makes it at its first start")]
    try:
        with existing_store(environment) as engine:
            return [*_database(environment, engine), *_examine(environment, engine, settings, ring)]
    except (SQLAlchemyError, StoreError) as error:
        return [fault("database", store_fault(error, environment.database))]


def _examine(environment: Environment, engine: Engine, settings: Settings | None, ring: KeyRing | None) -> list[Finding]:
    clock = Clock(reading(engine))
    found = [*carry_out("process", lambda: _process(engine)), *carry_out("clock", lambda: _clock(clock))]
    found += carry_out("delivery", lambda: _delivery(engine, clock))
    if ring is None:
        return found
    try:
        sealer = make_sealer(environment, ring)
    except SealingError:
        sealer = Sealer(ring)  # the recovery key is faulty, which is told; what is stored opens without it
    found += carry_out("keys in use", lambda: _keys_in_use(engine, ring, has_recovery_key=bool(environment.recovery_key)))
    if settings is None:
        return found
    office = make_office(settings, engine, ring, sealer, BesideClock(clock))
    for check in (_absences, _unheard, _unrecorded):
        found += carry_out("reports", lambda check=check: check(office))  # type: ignore[misc]
    return found + carry_out("log", lambda: _log(office))


def _database(environment: Environment, engine: Engine) -> Iterator[Finding]:
    with reading(engine).connect() as connection:
        if environment.database is None:
            yield ok("database", f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}, its tables are of this version")
            return
        version = connection.execute(text("SELECT sqlite_version()")).scalar()
        damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if damage != "ok":
        yield fault("database", f"{environment.database} is damaged; end `signpost serve`, and put a backup in its place")
        return
    pragmas = ", ".join(f"{name}={value}" for name, value in DURABLE.items())  # each was set and read back when the connection was made
    yield ok("database", f"SQLite {version}, sound, its tables are of this version, {pragmas}")
    if environment.database.stat().st_mode & 0o077:
        yield warning("database", f"others on this machine can read {environment.database}; run: chmod 600 {environment.database}")


def _process(engine: Engine) -> Iterator[Finding]:
    with reading(engine).connect() as connection:
        saved = connection.execute(select(clock_table.c.high_water)).scalar_one_or_none()
    if saved is None:
        yield warning("process", "`signpost serve` has never run on this database")
        return
    ago = utc_now() - from_millis(saved)
    if abs(ago) < SILENT:
        yield ok("process", "`signpost serve` runs, or ran a moment ago")
    else:
        yield warning("process", f"no sign of `signpost serve` for {_spoken(ago)}; while it does not run, nothing is delivered")


def _clock(clock: Clock) -> Iterator[Finding]:
    said = clock.warning()
    yield warning("clock", said) if said else ok("clock", "nothing is known to be wrong with it")


def _delivery(engine: Engine, clock: Clock) -> Iterator[Finding]:
    with reading(engine).connect() as connection:
        oldest = outbox.oldest_unsettled(connection, clock.now())
    if oldest >= watch.LATE:
        yield fault("delivery", f"something that is due has waited for {_spoken(oldest)}; start `signpost serve`, or look at its log")
    else:
        yield ok("delivery", "nothing that is due waits" if not oldest else f"the oldest due row has waited for {oldest.total_seconds():.0f} s")


def _keys_in_use(engine: Engine, ring: KeyRing, *, has_recovery_key: bool) -> Iterator[Finding]:
    with reading(engine).connect() as connection:
        missing = unknown_keys(connection, ring)
        if missing:
            yield fault("keys in use", missing)
            return
        used, uncopied = keys_in_use(connection), _without_recovery_copy(connection)
    old = sorted(used - {ring.newest})
    if old:
        yield warning("keys in use", f"some of what is stored is under {', '.join(old)}; end `signpost serve` and run `signpost keys rotate`")
    else:
        yield ok("keys in use", "all on the ring, and none but the newest")
    if uncopied and has_recovery_key:
        yield warning("recovery key", f"{uncopied} of the stored reports have no copy for it; end `signpost serve` and run `signpost keys rotate`")


def _without_recovery_copy(connection: Connection) -> int:
    wanted = select(func.count()).select_from(report).where(report.c.wrapped_key.is_not(None), report.c.recovery_key.is_(None))
    return int(connection.execute(wanted).scalar_one())


def _absences(office: Office) -> Iterator[Finding]:
    for school in office.settings.schools:
        receiving = [one for one in school.people if {Role.DSL, Role.DEPUTY} & set(one.roles)]
        if receiving and all(office.people.is_away(one.id, school.key) for one in receiving):
            yield warning(f"roles of {school.key}", "the DSL and every deputy are away; reports go to the next in line. Mark back whoever is back")


def _unheard(office: Office) -> Iterator[Finding]:
    """Yield the reports that nobody is known to have, and those that nobody acknowledges."""
    now, found = office.clock.now(), 0
    with office.looking() as connection:
        for school in office.settings.schools:
            for reference in office.filing.list_unreadable(connection, school.key, tuple(State)):
                found += 1
                yield fault("reports", f"{school.key} {reference}: cannot be opened; put its key back on the ring, or its row back from a backup")
            for one in office.filing.list_reports(connection, school.key, (State.OPEN,)):
                waited = now - one.reported_at
                if not standing_of(connection, office.filing, one).arrivals and waited >= watch.LATE:
                    found += 1
                    yield fault(
                        "reports", f"{school.key} {one.reference}: nobody is known to have it after {_spoken(waited)}; tell the DSL in person"
                    )
                elif waited >= LONG_OPEN:
                    found += 1
                    yield warning("reports", f"{school.key} {one.reference}: delivered, and not acknowledged for {_spoken(waited)}; ask the DSL")
    if not found:
        yield ok("reports", "none waits unheard")


def _unrecorded(office: Office) -> Iterator[Finding]:
    for one in overdue_for_recording(office):
        yield warning("reports", f"{one.school} {one.reference}: kept beyond its time ({one.why}); `signpost purge` says what it waits for")


def _log(office: Office) -> Iterator[Finding]:
    with office.looking() as connection:
        result = office.audit.verify(connection)
    if result.ok:
        yield ok("log", f"{result.count} events, unbroken")
    else:
        yield fault("log", f"event {result.first_bad} is missing, was changed, or was put in; run `signpost audit verify`, and compare with a backup")


def _spoken(length: timedelta) -> str:
    minutes = abs(length) // timedelta(minutes=1)
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
