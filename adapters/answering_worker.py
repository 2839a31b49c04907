"""The second process: it reads questions and says what the policy says on them, to the process that started it and to nobody else.

It holds the knowledge and the settings, no key and no store, and writes nothing. It ends when the process that started it does.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from adapters import discretion, rubbish
from bot.answering import Answerer
from bot.outcomes import Outcome
from bot.settings import Settings
from knowledge.building import BuildError
from knowledge.reading import LiveReader
from knowledge.strict import KnowledgeError

LOG = logging.getLogger("signpost")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the second process opens."""

    cache: Path
    home: Path
    settings: Settings = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question."""

    stamp: str
    """Of the files that were read where it was asked: only what was read from the same ones may answer it."""
    text: str = field(repr=False)
    policy_key: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a question; the policy itself is there already where it was asked."""

    outcome: Outcome = field(repr=False)
    why: tuple[str, ...] = field(repr=False)


class Worker:
    """Answers questions from one state of the files."""

    def __init__(self, opening: Opening) -> None:
        """Raises KnowledgeError, BuildError and OSError."""
        self._live = LiveReader(opening.cache, opening.home)
        self._reader = self._live()
        self._answerer = Answerer(lambda: self._reader, opening.settings)

    def answer(self, asked: Asked) -> Told | None:
        """Return what the policy says; None where the files were edited since, or it cannot be said: then it is answered where it was asked."""
        if asked.stamp != self._reader.stamp:
            self._reader = self._live()  # opened beside; until then, and where the one who asks is behind, this process says nothing
        if asked.stamp != self._reader.stamp:
            return None
        try:
            reply = self._answerer.ask(asked.text, asked.policy_key)
        except Exception as error:  # noqa: BLE001 -- it fails where it was asked too, and is told there; other questions go on
            LOG.error("answering.beside_failed %s", discretion.where(error))
            return None
        return Told(reply.outcome, reply.why)


def answer_all(worker: Worker, lanes: Sequence[Connection]) -> None:
    """Answer on each lane what is asked on it, until one is closed."""
    with selectors.DefaultSelector() as waiting:
        for lane in lanes:
            waiting.register(lane.fileno(), selectors.EVENT_READ, lane)
        while True:
            for ready, _ in waiting.select():
                lane = ready.data
                try:
                    lane.send(worker.answer(lane.recv()))
                except (EOFError, OSError):
                    return


def main() -> None:
    """Take in what to open, open it, say so, and answer. The arguments are the numbers of the sockets."""
    for asked in (signal.SIGINT, signal.SIGTERM):  # it ends with whoever started it, and not before: the last questions are answered
        signal.signal(asked, signal.SIG_IGN)
    discretion.install()
    discretion.keep_logs(sys.stderr)
    control, *lanes = (Connection(int(number)) for number in sys.argv[1:])
    try:
        opening: Opening = control.recv()
        Thread(target=_end_with, args=(control,), daemon=True).start()
        worker = Worker(opening)
        rubbish.keep_what_is_open()
        control.send(True)
    except (KnowledgeError, BuildError, EOFError, OSError) as error:
        LOG.error("answering.beside_not_opened %s", discretion.where(error))
        sys.exit(1)
    answer_all(worker, lanes)


def _end_with(control: Connection) -> None:
    """End this process, whatever it is doing, as soon as the one that started it is gone."""
    try:
        control.recv()
    except (EOFError, OSError):
        os._exit(0)
