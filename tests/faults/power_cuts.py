"""Simulated power loss: SQLite writes to a disk that forgets what was not synced, and stock SQLite opens what is left.

The statements are those that real calls of `submit_report` have sent through SQLAlchemy; they are sent again through APSW, whose file system is
written here. The disk keeps each file as at its last sync. Of what came later each 512-byte sector survives or not, by chance, in any of its
versions, and so does the file's size. Files are created and unlinked in order, and a cut forgets those from some moment on; any sync keeps the
earlier ones (as ext4 and xfs do). Disks that lie about a sync are outside of this, as is WAL with a shared-memory file (it runs with exclusive
locking).

`python -m tests.faults.power_cuts` cuts the power 2,000 times in each mode and prints the table. The two modes that are usually advised must fail in
the same run: they show that the disk is harsh enough.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import event

from bot.audit import AuditLog
from bot.filing import Filing
from bot.office import Office
from bot.people import People
from bot.reporting import submit_report
from bot.reports import Kind, Submission, Urgency
from bot.sealing import Sealer, audit_key, new_ring
from bot.settings import Settings
from bot.store.engine import DURABLE, open_engine
from bot.store.tables import metadata
from tests.bot.conftest import SCHOOL, SETTINGS, TESS, FakeClock

SECTOR = 512
DATABASE = "/signpost.sqlite"
SHIPPED = "as shipped"
CONTROLS: Mapping[str, Mapping[str, object]] = {
    "WAL + NORMAL": {"locking_mode": "exclusive", **DURABLE, "journal_mode": "wal", "synchronous": 1},
    "DELETE + FULL": {**DURABLE, "journal_mode": "delete", "synchronous": 2},
}
"""The usual advice, and SQLite's own defaults."""

Statement = tuple[str, Sequence[Any]]


# --- what is written ---


@dataclass(frozen=True, slots=True)
class Script:
    """What was sent to the database for each report, and how everything stood after it."""

    empty: bytes
    """The file before the first report, its tables made."""
    reports: tuple[tuple[str, tuple[Statement, ...]], ...]
    """The id of each report, and the statements of its one transaction."""
    standings: tuple[bytes, ...]
    """A digest of every row of every table, before the first report and after each."""


def record(reports: int, seed: int = 0) -> Script:
    """Return what storing so many reports really sends, of texts short and long."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signpost.sqlite"
        engine, ring, settings, clock = open_engine(f"sqlite:///{path}"), new_ring(), Settings.model_validate(SETTINGS), FakeClock()
        office = Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
        empty, sent, stored, standings = path.read_bytes(), list[Statement](), list[tuple[str, tuple[Statement, ...]]](), [standing(path)]

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool) -> None:
            sent.extend((statement, tuple(one)) for one in (parameters if executemany else [parameters]))

        event.listen(engine, "before_cursor_execute", note)
        event.listen(engine, "commit", lambda _connection: sent.append(("COMMIT", ())))
        for number in range(reports):
            words = {"network": "a game", "what_was_said": "x" * chance.choice([20, 500, 5_000, 20_000])}
            form = Submission(f"form-{number}", Kind.PUPIL_CONTACT, chance.choice([*Urgency]), SCHOOL, TESS, words)
            sent.clear()
            report = submit_report(office, form).standing.report
            stored.append((report.id, tuple(sent)))
            standings.append(standing(path))
        engine.dispose()
    return Script(empty, tuple(stored), tuple(standings))


def standing(path: Path) -> bytes:
    """Return a digest of every row of every table."""
    digest = blake2b(digest_size=16)
    with closing(sqlite3.connect(path)) as connection:
        for name in sorted(metadata.tables):
            digest.update(repr(connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()).encode())
    return digest.digest()


# --- a disk that forgets ---


@dataclass(slots=True)
class File:
    """One file, from its creation to the moment at which nothing knows it any more."""

    now: bytearray = field(default_factory=bytearray)
    """What the system shows."""
    kept: bytes = b""
    """As at the last sync."""
    sizes: list[int] = field(default_factory=list)
    """Its sizes since the last sync."""
    versions: dict[int, list[bytes]] = field(default_factory=dict)
    """What each sector has held since the last sync."""

    def write(self, offset: int, written: bytes) -> None:
        """Write, to memory only."""
        end = offset + len(written)
        self.now.extend(bytes(max(0, end - len(self.now))))
        self.now[offset:end] = written
        for sector in range(offset // SECTOR, -(-end // SECTOR)):
            self.versions.setdefault(sector, []).append(bytes(self.now[sector * SECTOR : (sector + 1) * SECTOR]))
        self.sizes.append(len(self.now))

    def truncate(self, size: int) -> None:
        """Cut off, in memory only."""
        del self.now[size:]
        self.sizes.append(size)

    def sync(self) -> None:
        """Keep what it holds."""
        self.kept, self.sizes, self.versions = bytes(self.now), [], {}

    def left(self, chance: random.Random, survives: float) -> bytes:
        """Return what a cut leaves of it."""
        size = chance.choice(self.sizes) if self.sizes and chance.random() < survives else len(self.kept)
        left = bytearray(self.kept[:size].ljust(size, b"\0"))
        for sector, held in self.versions.items():
            if sector * SECTOR < size and chance.random() < survives:
                piece = chance.choice(held)[: size - sector * SECTOR]
                left[sector * SECTOR : sector * SECTOR + len(piece)] = piece
        return bytes(left)


class Disk:
    """The files, by name; the power can be cut before anything that happens to them."""

    def __init__(self, before_each: Callable[[], None]) -> None:
        self._before_each = before_each
        self.files: dict[str, File] = {}
        self._kept: dict[str, File] = {}
        self._changes: list[tuple[str, File | None]] = []
        """Files created and unlinked since the last sync of anything."""

    def format(self, name: str, content: bytes) -> None:
        """Begin with one file, safely there."""
        file = File(bytearray(content))
        file.sync()
        self.files, self._kept, self._changes = {name: file}, {name: file}, []

    def open(self, name: str, *, create: bool) -> File | None:
        """Return a file, made where there is none."""
        if name not in self.files and create:
            self._before_each()
            self.files[name] = File()
            self._changes.append((name, self.files[name]))
        return self.files.get(name)

    def write(self, file: File, offset: int, written: bytes) -> None:
        self._before_each()
        file.write(offset, written)

    def truncate(self, file: File, size: int) -> None:
        self._before_each()
        file.truncate(size)

    def sync(self, file: File) -> None:
        self._before_each()
        file.sync()
        self._keep_changes()

    def unlink(self, name: str, *, sync: bool) -> None:
        self._before_each()
        if self.files.pop(name, None) is not None:
            self._changes.append((name, None))
        if sync:
            self._before_each()
            self._keep_changes()

    def _keep_changes(self) -> None:
        self._apply(self._kept, self._changes)
        self._changes = []

    @staticmethod
    def _apply(names: dict[str, File], changes: Sequence[tuple[str, File | None]]) -> None:
        for name, file in changes:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file

    def left(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files that a cut now leaves."""
        names, survives = dict(self._kept), chance.choice([0.0, 1.0, 0.5, chance.random()])
        self._apply(names, self._changes[: chance.randint(0, len(self._changes))])
        return {name: file.left(chance, survives) for name, file in names.items()}


class Handle:
    """An open file, as SQLite asks for it."""

    def __init__(self, disk: Disk, file: File) -> None:
        self._disk, self._file = disk, file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 -- SQLite's own names
        return bytes(self._file.now[offset : offset + amount])

    def xWrite(self, written: bytes, offset: int) -> None:  # noqa: N802
        self._disk.write(self._file, offset, bytes(written))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.truncate(self._file, size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.sync(self._file)

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.now)

    def xSectorSize(self) -> int:  # noqa: N802
        return 4096  # what a Unix reports; writes tear at the smaller sectors of the disk all the same

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # as on a Unix

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xLock(self, level: int) -> None:  # noqa: N802
        pass

    def xUnlock(self, level: int) -> None:  # noqa: N802
        pass

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xClose(self) -> None:  # noqa: N802
        pass


class FileSystem(apsw.VFS):  # type: ignore[misc, unused-ignore]
    """The disk, as SQLite sees it."""

    NAME = "forgets"

    def __init__(self, disk: Disk) -> None:
        super().__init__(self.NAME, "")
        self._disk = disk

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> Handle:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        file = self._disk.open(path, create=bool(flags[0] & apsw.SQLITE_OPEN_CREATE)) if path else File()
        if file is None:
            raise apsw.CantOpenError(path)
        flags[1] = flags[0]
        return Handle(self._disk, file)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        self._disk.unlink(name, sync=sync)

    def xAccess(self, name: str, flags: int) -> bool:  # noqa: N802
        return name in self._disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


# --- cuts ---


@dataclass(frozen=True, slots=True)
class Result:
    """What cutting the power has done to one mode."""

    mode: str
    cuts: int
    losing: int
    """Cuts that lost a report of which somebody had been told that it was stored."""
    acknowledged: int
    """Reports that were acknowledged before their cut, all together."""
    lost: int
    corrupt: int
    """Databases that failed `integrity_check`, or did not open."""
    half: int
    """Databases that stood as they never did between two reports: a report without its outbox rows or its line in the log, or the reverse."""
    seconds: float

    @property
    def is_safe(self) -> bool:
        return not (self.lost or self.corrupt or self.half)


def cut(script: Script, mode: str, pragmas: Mapping[str, object], cuts: int, *, anew: bool, seed: int = 0) -> Result:
    """Cut the power so many times while the reports are stored.

    `anew`: each transaction opens the database for itself, as the shipped engine does.
    """
    began, chance, counts = time.perf_counter(), random.Random(seed), Counter[str]()
    operations = store(script, pragmas, lambda _disk, _acknowledged: None, anew=anew)
    at = iter(sorted(chance.randrange(operations) for _ in range(cuts)))
    due, number = next(at, None), 0

    def before_each(disk: Disk, acknowledged: int) -> None:
        nonlocal due, number
        while due == number:
            counts["acknowledged"] += acknowledged
            counts.update(judge(Path(folder), disk.left(chance), script, acknowledged))
            due = next(at, None)
        number += 1

    with tempfile.TemporaryDirectory() as folder:
        store(script, pragmas, before_each, anew=anew)
    took = time.perf_counter() - began
    return Result(mode, cuts, counts["losing"], counts["acknowledged"], counts["lost"], counts["corrupt"], counts["half"], took)


def store(script: Script, pragmas: Mapping[str, object], before_each: Callable[[Disk, int], None], *, anew: bool) -> int:
    """Store every report on a disk that forgets; return how many things have happened to the disk.

    `before_each` is told how many reports are acknowledged by then.
    """
    acknowledged = operations = 0

    def happen() -> None:
        nonlocal operations
        before_each(disk, acknowledged)
        operations += 1

    disk = Disk(happen)
    disk.format(DATABASE, script.empty)
    system = FileSystem(disk)  # known to SQLite while somebody holds it
    connection = None
    for _, statements in script.reports:
        if connection is None or anew:
            connection = _open(pragmas)
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()
        acknowledged += 1
        if anew:
            connection.close()
    happen()
    if connection is not None:
        connection.close()
    system.unregister()
    return operations


def _open(pragmas: Mapping[str, object]) -> apsw.Connection:
    connection = apsw.Connection(DATABASE, vfs=FileSystem.NAME)
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchall()
        if found != [(value,)]:
            raise ValueError(f"this SQLite keeps {name}={found}, not {value}")
    return connection


def judge(folder: Path, files: Mapping[str, bytes], script: Script, acknowledged: int) -> Counter[str]:
    """Let stock SQLite open what is left, and return what is wrong with it."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
    path = folder / Path(DATABASE).name
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA synchronous=OFF")  # nobody cuts the power here
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            there = {one for (one,) in connection.execute("SELECT id FROM report")}
        is_whole = standing(path) in script.standings
    except sqlite3.DatabaseError:
        sound, there, is_whole = False, set[str](), False
    lost = sum(report not in there for report, _ in script.reports[:acknowledged])
    return Counter(lost=lost, losing=lost > 0, corrupt=not sound, half=sound and not is_whole)


# --- the table ---


def cut_all(cuts: int, reports: int, *, seed: int = 0) -> list[Result]:
    """Cut the power in the shipped mode and in those that must fail."""
    script = record(reports, seed)
    results = [cut(script, SHIPPED, DURABLE, cuts, anew=True, seed=seed), cut(script, f"{SHIPPED}, kept open", DURABLE, cuts, anew=False, seed=seed)]
    return results + [cut(script, mode, pragmas, cuts, anew=False, seed=seed) for mode, pragmas in CONTROLS.items()]


def table(results: Sequence[Result]) -> Iterator[str]:
    """Return the results as lines to print."""
    yield f"{'mode':<24}{'cuts':>8}{'that lost one':>15}{'lost':>8}{'of acknowledged':>17}{'corrupt':>9}{'half':>6}{'s':>7}"
    for one in results:
        yield (
            f"{one.mode:<24}{one.cuts:>8,}{one.losing:>15,}{one.lost:>8,}{one.acknowledged:>17,}{one.corrupt:>9,}{one.half:>6,}{one.seconds:>7.1f}"
        )


def main() -> int:
    """Print the table; say by the exit code whether the shipped mode is safe and the others are not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cuts", type=int, default=2_000)
    parser.add_argument("--reports", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    results = cut_all(given.cuts, given.reports, seed=given.seed)
    print(*table(results), sep="\n")
    return 0 if all(one.is_safe == one.mode.startswith(SHIPPED) for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
