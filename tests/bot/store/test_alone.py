"""A SQLite database belongs to one process: a second one is refused, and whoever dies lets go."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.store.alone import hold_alone
from bot.store.engine import StoreError

HOLD = """
import sys, time
from pathlib import Path
from bot.store.alone import hold_alone
with hold_alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "signpost.sqlite"


def test_second_holder_is_refused_and_told_what_to_do(database: Path) -> None:
    with hold_alone(database), pytest.raises(StoreError) as refused, hold_alone(database):
        pytest.fail("two held it")
    assert str(database) in str(refused.value)
    assert "another Signpost process" in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)


def test_refusal_leaves_the_first_holder_in_place(database: Path) -> None:
    with hold_alone(database):
        for _ in range(2):
            with pytest.raises(StoreError), hold_alone(database):
                pytest.fail("two held it")


def test_database_is_free_again_after_the_block(database: Path) -> None:
    for _ in range(3):
        with hold_alone(database):
            pass


def test_database_is_free_again_after_a_block_that_failed(database: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_alone(database):
        _ = 1 / 0
    with hold_alone(database):
        pass


def test_two_databases_in_one_folder_are_held_apart(database: Path) -> None:
    with hold_alone(database), hold_alone(database.with_name("other.sqlite")):
        pass


def test_lock_stands_beside_the_database_and_is_nobody_elses(database: Path) -> None:
    with hold_alone(database):
        lock = database.with_name("signpost.sqlite.lock")
        assert lock.stat().st_mode & 0o777 == 0o600
    assert not database.exists()


def test_another_thread_of_the_same_process_is_refused_too(database: Path) -> None:
    refused: list[str] = []

    def try_it() -> None:
        try:
            with hold_alone(database):
                pass
        except StoreError as error:
            refused.append(type(error).__name__)

    with hold_alone(database):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert refused == ["StoreError"]


def test_process_that_is_killed_lets_go(database: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError), hold_alone(database):
            pytest.fail("two held it")
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    with hold_alone(database):
        pass


def test_disk_that_knows_no_locks_is_not_taken_for_another_process(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int, _how: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(StoreError, match="local disk") as refused, hold_alone(database):
        pytest.fail("nothing holds it")
    assert "another Signpost process" not in str(refused.value)


def test_folder_that_is_not_there_is_told_as_a_fault_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere"), hold_alone(tmp_path / "nowhere" / "signpost.sqlite"):
        pytest.fail("nothing holds it")
