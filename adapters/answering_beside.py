"""Answers questions in a second process, so that reading them holds up nothing else: one process of Python uses one processor.

What the second process cannot do, or not in time, is done here: no answer is lost, and none differs. A question goes through a pair of sockets of
this machine's memory, which have no name and which nobody else can open; it is never written anywhere.
"""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType

from adapters.answering_worker import Asked, Opening, Told
from adapters.discretion import where
from bot.answering import Answerer
from bot.outcomes import Reply
from bot.settings import Settings
from knowledge.loading import HOME
from knowledge.reading import Reader

LOG = logging.getLogger("signpost")
LONGEST_WAIT = 2.0
"""Seconds after which a question that is still out is answered here, and the other process is taken to hang."""
STARTS_WITHIN = 120.0
"""Seconds in which the other process opens the knowledge, or is taken to hang."""
LOOKS_EVERY = 0.25
"""Seconds between two looks at whether a file of the knowledge was edited."""
LANES = 32
"""Questions that may be out at once; one more waits."""
LONGEST_SENT = 20_000
"""Characters of the longest question that is sent: it fits into the memory of a lane, so that sending never waits."""
SHORT_LIFE, LONGEST_PAUSE = 60.0, 60.0
"""Seconds in which a process that ends has ended early; the longest pause before another follows such a one."""
_ROOT = Path(__file__).parent.parent
_WORKER = "from adapters.answering_worker import main; main()"


class _Process:
    """One process that answers. It ends when `end` is called, or when this process does, however that happens."""

    def __init__(self, opening: Opening) -> None:
        """Start it; it can be asked once `is_ready` has said so. Raises OSError."""
        self._control, control = Pipe()
        pairs = [Pipe() for _ in range(LANES)]
        self._lanes = queue.SimpleQueue[Connection]()
        theirs = (control, *(one for _, one in pairs))
        command = [sys.executable, "-c", _WORKER, *(str(one.fileno()) for one in theirs)]
        try:
            self._popen = subprocess.Popen(  # noqa: S603
                command,
                cwd=_ROOT,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},  # and nothing else: no key, no secret
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[one.fileno() for one in theirs],
                start_new_session=True,  # what somebody types at the terminal is for this process alone
            )
        finally:
            for one in theirs:
                one.close()
        self._started_at = time.monotonic()
        for lane, _ in pairs:
            self._lanes.put(lane)
        with suppress(OSError):  # it has ended already: `is_ready` says so
            self._control.send(opening)

    @property
    def id(self) -> int:
        """Its number in the system."""
        return self._popen.pid

    @property
    def ended_early(self) -> bool:
        """Whether it is so young that another might end as early."""
        return time.monotonic() - self._started_at < SHORT_LIFE

    def is_ready(self) -> bool:
        """Wait until it can be asked; False where it ended, or hangs, before that."""
        try:
            return self._control.poll(STARTS_WITHIN) and bool(self._control.recv())
        except (EOFError, OSError):
            return False

    def ask(self, asked: Asked) -> Told | None:
        """Return its answer; None where it has none. Raises EOFError or OSError where it ended, TimeoutError where it hangs."""
        try:
            lane = self._lanes.get(timeout=LONGEST_WAIT)
        except queue.Empty:
            return None  # those who are before this one find out whether it hangs
        try:
            lane.send(asked)
            if not lane.poll(LONGEST_WAIT):
                raise TimeoutError
            told: Told | None = lane.recv()
        except (EOFError, OSError):
            lane.close()  # what is still in it belongs to nobody's question; whoever waits for a lane finds out at once
            raise
        finally:
            self._lanes.put(lane)
        return told

    def end(self) -> None:
        """End it, and wait until it has ended."""
        self._popen.kill()  # it holds nothing that is not here too
        self._popen.wait()


class AnswererBeside(Answerer):
    """Answers questions as an Answerer does, word for word, by a second process that starts with the first question.

    `close` ends it; a question after that is still answered.
    """

    def __init__(self, reader: Callable[[], Reader], settings: Settings, cache: Path, home: Path = HOME) -> None:
        """`reader` is what answers here; `cache` and `home` are what it opened."""
        super().__init__(reader, settings)
        self._opening = Opening(cache.resolve(), home.resolve(), settings)
        self._seen, self._look_at = reader(), time.monotonic() + LOOKS_EVERY
        self._lock = Lock()
        self._process: _Process | None = None
        self._coming: _Process | None = None
        self._start: Thread | None = None
        self._ended_early, self._not_before, self._closed = 0, 0.0, False

    def __enter__(self) -> AnswererBeside:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()

    @property
    def _reader(self) -> Reader:
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + LOOKS_EVERY
            self._seen = self._current()
        return self._seen

    @property
    def process_id(self) -> int | None:
        """The number of the process that answers just now; None where this one does."""
        process = self._process
        return process.id if process else None

    def ask(self, text: str, policy_key: str) -> Reply:
        """Return what the policy says on `text`. Never fails, whatever the text is. Raises UnknownPolicy."""
        return self.ask_beside(text, policy_key) or super().ask(text, policy_key)

    def ask_beside(self, text: str, policy_key: str) -> Reply | None:
        """Return what the other process says; None where it says nothing: it is not there, or has read other files than this one."""
        reader, process = self._reader, self._process
        policy = reader.knowledge.policies.get(policy_key)
        if process is None:
            self.start()
            return None
        if policy is None or len(text) > LONGEST_SENT:
            return None
        try:
            told = process.ask(Asked(reader.stamp, text, policy_key))
        except TimeoutError:
            self._has_ended(process, "answering.beside_hangs")
        except (EOFError, OSError):
            self._has_ended(process, "answering.beside_ended")
        else:
            return Reply(policy, told.outcome, told.why) if told else None
        return None

    def start(self) -> None:
        """Begin to start the other process where it does not run, is not being started, and may be: nobody waits for it."""
        with self._lock:
            is_coming = self._start is not None and self._start.is_alive()
            if self._closed or self._process or is_coming or time.monotonic() < self._not_before:
                return
            self._start = Thread(target=self._started, name="start the answers beside", daemon=True)
            self._start.start()

    def wait(self) -> None:
        """Return once the other process can be asked, or could not be started."""
        if self._start is not None:
            self._start.join()

    def close(self) -> None:
        """End the other process for good."""
        with self._lock:
            self._closed = True
            ending = [one for one in (self._process, self._coming) if one]
            self._process = self._coming = None
        for process in ending:
            process.end()
        self.wait()

    def _started(self) -> None:
        try:
            process = _Process(self._opening)
        except OSError as error:
            LOG.error("answering.beside_not_started %s", where(error))
            self._put_off()
            return
        with self._lock:
            self._coming = process
        is_ready = not self._closed and process.is_ready()
        with self._lock:
            self._coming = None
            if is_ready and not self._closed:
                self._process = process
                LOG.info("answering.beside_started")
                return
        process.end()
        if not self._closed:
            LOG.error("answering.beside_not_started")
            self._put_off()

    def _has_ended(self, process: _Process, event: str) -> None:
        """Start another process for one that ended or hangs; of all who notice, the first does it."""
        with self._lock:
            if self._process is not process:
                return
            self._process = None
        LOG.error(event)
        process.end()
        if process.ended_early:
            self._put_off()
        else:
            self._ended_early = 0
        self.start()

    def _put_off(self) -> None:
        """Let some time pass before the next start, more each time; none after the first that ended early."""
        self._not_before = time.monotonic() + (min(2.0 ** (self._ended_early - 1), LONGEST_PAUSE) if self._ended_early else 0.0)
        self._ended_early += 1
