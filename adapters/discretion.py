"""Keeps a process from telling what it knows: its last words, its logs and its memory hold types and places, never values.

A traceback of Python's own shows lines of code and the error's text, and the text may be a report. So no traceback is printed, no log line of
another library is repeated, and the system is asked for no image of the memory.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO

OURS = ("adapters", "bot", "knowledge")
LOG = logging.getLogger("signpost")
_ROOT = Path(__file__).parent.parent


def where(error: BaseException) -> str:
    """Return the type of an error and where it was raised: `ValueError at bot/filing.py:93, in json/decoder.py:355`. Never what it says."""
    kinds, seen = [type(error).__name__], error
    while (cause := seen.__cause__ or seen.__context__) is not None and len(kinds) < 4:
        kinds.append(type(cause).__name__)
        seen = cause
    return f"{' after '.join(kinds)}{_place(error.__traceback__)}"


def install() -> None:
    """Let this process end without showing a value, whatever ends it."""
    sys.excepthook = _last_words
    with suppress(ImportError, OSError, ValueError):  # no such thing on this system, or it is forbidden already
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_logs(stream: TextIO) -> None:
    """Write logs to `stream`: our own lines as they are, of all others only from where they came."""
    lines = logging.StreamHandler(stream)
    lines.setFormatter(_Discreet("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[lines], force=True)
    LOG.setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written would be shown with all its values
    threading.excepthook = _thread_failed


def loop_failed(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what went wrong in a loop, for `set_exception_handler`."""
    error = context.get("exception")
    LOG.error("loop.failed %s", where(error) if isinstance(error, BaseException) else "")


class _Discreet(logging.Formatter):
    """Formats a record without a text that somebody else wrote."""

    def format(self, record: logging.LogRecord) -> str:
        told = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        if record.name.partition(".")[0] != LOG.name:
            told.msg, told.args = f"{record.name} {record.module}:{record.lineno}", ()
        if record.exc_info and record.exc_info[1] is not None:
            told.msg, told.args = f"{told.getMessage()} {where(record.exc_info[1])}", ()
        return super().format(told)


def _last_words(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    sys.stderr.write(
        f"Signpost ended by a fault of its own: {where(error)}.\n"
        "What it was working on is not shown, on purpose. Tell whoever looks after Signpost, with this line.\n"
    )


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    LOG.error("thread.failed %s", where(failed.exc_value) if failed.exc_value is not None else failed.exc_type.__name__)


def _place(trace: TracebackType | None) -> str:
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(trace)]
    if not frames:
        return ""
    ours = [(path, line) for path, line in frames if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in OURS]
    places = [f"at {path.relative_to(_ROOT).as_posix()}:{line}" for path, line in ours[-1:]]
    if not ours or frames[-1] != ours[-1]:
        path, line = frames[-1]
        places.append(f"in {path.parent.name}/{path.name}:{line}")
    return f" {', '.join(places)}"
