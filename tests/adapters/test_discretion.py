"""However a process fails, it shows types and places: never what it was working on."""

from __future__ import annotations

import asyncio
import logging
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest

from adapters import discretion
from adapters.discretion import keep_logs, loop_failed, where
from bot.key_ring import KeyRing
from bot.reports import Kind
from bot.sealing import aad

CANARY = "marmalade skies"


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 -- also those that end a process
        return caught


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is logged, with the process as it was before afterwards."""
    stream, root, hook = StringIO(), logging.getLogger(), threading.excepthook
    before = root.handlers[:], root.level, logging.getLogger("signpost").level
    monkeypatch.setattr(root, "handlers", [])
    keep_logs(stream)
    yield stream
    threading.excepthook = hook
    root.handlers, level, ours = before[0], before[1], before[2]
    root.setLevel(level)
    logging.getLogger("signpost").setLevel(ours)
    logging.captureWarnings(False)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


# --- where ---


def told_of(act: Callable[[], object]) -> str:
    """Return what is told of the error with which an act fails; not a word of it is the canary."""
    with pytest.raises(Exception) as failed:  # noqa: PT011 -- whatever it is
        act()
    said = where(failed.value)
    assert CANARY not in said
    return said


def test_error_of_ours_is_placed_in_our_code() -> None:
    assert re.fullmatch(r"SealingError at bot/key_ring\.py:\d+", told_of(lambda: KeyRing({}, {CANARY: date.max})))


def test_error_of_others_is_placed_in_the_last_line_of_ours_too() -> None:
    not_text: Any = {CANARY}
    assert re.fullmatch(r"TypeError at bot/sealing\.py:\d+, in json/encoder\.py:\d+", told_of(lambda: aad(not_text, "", "")))


def test_error_in_which_nothing_is_ours_is_placed_where_it_is() -> None:
    assert re.fullmatch(r"ValueError in [\w.]+/enum\.py:\d+", told_of(lambda: Kind(CANARY)))


def test_causes_are_told_by_type_only() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise RuntimeError(CANARY) from None
    except RuntimeError as error:
        said = where(error)
    assert said.startswith("RuntimeError after KeyError")
    assert CANARY not in said


def test_error_that_was_never_raised_has_no_place() -> None:
    assert where(ValueError(CANARY)) == "ValueError"


# --- the last words of a process ---


def test_process_that_fails_shows_no_value_and_no_line_of_code() -> None:
    ended = run(f"from adapters import discretion; discretion.install()\ndef fail(words): raise ValueError(words)\nfail('{CANARY}')")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Signpost ended by a fault of its own: ValueError")
    assert "Traceback" not in ended.stderr
    assert CANARY not in ended.stderr


def test_no_image_of_the_memory_is_left_behind() -> None:
    assert run("from adapters import discretion; discretion.install()\nimport resource\nprint(resource.getrlimit(resource.RLIMIT_CORE))").stdout == (
        "(0, 0)\n"
    )


def test_system_that_does_not_let_its_limits_be_changed_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_which: int, _limits: tuple[int, int]) -> None:
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    discretion.install()


# --- logs ---


def test_our_own_lines_are_logged_as_they_are(log: StringIO) -> None:
    logging.getLogger("signpost").info("purge.done %s", 3)
    assert log.getvalue().endswith("INFO purge.done 3\n")


def test_line_of_another_library_is_told_by_its_place_only(log: StringIO) -> None:
    logging.getLogger("aiohttp.server").error("Error handling request %s", CANARY)
    assert " ERROR aiohttp.server test_discretion:" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize("name", ["signpost", "sqlalchemy.pool"])
def test_error_is_logged_by_type_and_place_only(log: StringIO, name: str) -> None:
    logging.getLogger(name).error("it failed", exc_info=raised(ValueError(CANARY)))
    assert "ValueError in adapters/test_discretion.py:" in log.getvalue()
    assert "Traceback" not in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize("name", ["signpost", "elsewhere"])
def test_line_that_cannot_be_written_shows_no_value(name: str) -> None:
    ended = run(
        f"import logging, sys\nfrom adapters.discretion import keep_logs\nkeep_logs(sys.stderr)\nlogging.getLogger('{name}').error('%d', '{CANARY}')"
    )
    assert ended.returncode == 0
    assert CANARY not in ended.stderr


def test_thread_that_fails_shows_no_value(log: StringIO) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert " ERROR thread.failed ValueError" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_fault_of_a_loop_shows_no_value(log: StringIO) -> None:
    loop = asyncio.new_event_loop()
    loop_failed(loop, {"message": CANARY, "exception": raised(ValueError(CANARY))})
    loop_failed(loop, {"message": CANARY})
    loop.close()
    assert log.getvalue().count(" ERROR loop.failed") == 2
    assert CANARY not in log.getvalue()
