"""Walks every way in which something can happen, or one by chance; and threads that run only when they are let. Knows nothing of reports.

A walk is depth first. A run follows the choices that were made before and takes the first of each new one; the next run takes the second of the last
one, and so on. It need not begin at the start: where a choice was made with nothing under way, the moment is kept, and runs begin at the last such.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

Moment = TypeVar("Moment")


class Died(BaseException):
    """The process is no more. Nothing that a program catches."""


class Known(BaseException):
    """From here on everything has been walked before; it holds what was found."""

    def __init__(self, found: Counter[str]) -> None:
        super().__init__()
        self.found = found


class Choices(Protocol[Moment]):
    """Who decides what happens."""

    def choose(self, options: int, state: bytes | None = None, moment: Callable[[], Moment] | None = None) -> int:
        """Return which of `options` is taken. `state` holds all that the future hangs on; `moment` is given where nothing is under way."""

    def dies(self, foresee: Callable[[], bytes | None]) -> bool:
        """Return whether the process dies here; `foresee` returns the state to which that would lead."""


@dataclass(slots=True)
class Fork(Generic[Moment]):
    """A place where a walk can go on in several ways."""

    options: int
    state: bytes | None = None
    moment: Moment | None = None
    taken: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """What the ways that are walked already have led to."""


class Walk(Generic[Moment]):
    """Takes every way. With `prune`, what lies ahead of a state is walked once and counted each time that a way leads to it."""

    def __init__(self, *, prune: bool = True) -> None:
        self._prune = prune
        self._forks: list[Fork[Moment]] = []
        self._at = 0
        self.known: dict[bytes, Counter[str]] = {}
        self.runs = 0

    def choose(self, options: int, state: bytes | None = None, moment: Callable[[], Moment] | None = None) -> int:
        """Return which of `options` is taken in this run."""
        if self._at == len(self._forks):
            if self._prune and state in self.known:
                raise Known(self.known[state])
            self._forks.append(Fork(options, state, moment() if moment else None))
        return self._go_on()

    def dies(self, foresee: Callable[[], bytes | None]) -> bool:
        """Return whether the process dies here in this run; a death that leads to a known state is counted without being died."""
        if self._at == len(self._forks):
            known = self.known.get(foresee() or b"") if self._prune else None
            self._forks.append(Fork(2) if known is None else Fork(1, found=Counter(known)))
        return self._go_on() == 1

    def every(self, run: Callable[[Moment | None], Counter[str]]) -> Counter[str]:
        """Return what all runs together find; each is given the moment at which it begins, None for the start."""
        while True:
            self._at = next((at for at in reversed(range(len(self._forks))) if self._forks[at].moment is not None), 0)
            self.runs += 1
            try:
                found = run(self._forks[self._at].moment if self._forks else None)
            except Known as known:
                found = known.found
            while self._forks:
                fork = self._forks[-1]
                fork.found.update(found)
                fork.taken += 1
                if fork.taken < fork.options:
                    break
                found = fork.found
                if fork.state is not None:
                    self.known[fork.state] = found
                self._forks.pop()
            else:
                return found

    def _go_on(self) -> int:
        self._at += 1
        return self._forks[self._at - 1].taken


class Chance:
    """Takes one way by chance."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def choose(self, options: int, state: bytes | None = None, moment: Callable[[], object] | None = None) -> int:
        """Return any of `options`."""
        return self._random.randrange(options)

    def dies(self, foresee: Callable[[], bytes | None]) -> bool:
        """Return whether the process dies here, which it seldom does."""
        return self._random.random() < 0.05


class Strand:
    """A thread that runs only when it is let, from one stop to the next."""

    def __init__(self) -> None:
        self._go, self._back = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._back.acquire()
        self._act: Callable[[], None] | None = None
        self._error: BaseException | None = None
        self._must_die = False
        self.is_under_way = False
        threading.Thread(target=self._live, daemon=True).start()

    def step(self, act: Callable[[], None]) -> None:
        """Begin `act`, or go on with what is under way, to its next stop or its end. Raises what it raises."""
        if not self.is_under_way:
            self._act, self.is_under_way = act, True
        self._go.release()
        self._back.acquire()
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def stop(self) -> None:
        """Let the others go on; called from within. Raises Died where this is the end."""
        self._back.release()
        self._go.acquire()
        if self._must_die:
            raise Died

    def kill(self) -> None:
        """End what is under way where it stands."""
        if self.is_under_way:
            self._must_die = True
            try:
                self.step(lambda: None)
            except Died:
                self._must_die = False

    def end(self) -> None:
        """End the thread."""
        self.kill()
        self._act = None
        self._go.release()

    def _live(self) -> None:
        while True:
            self._go.acquire()
            if self._act is None:
                return
            try:
                self._act()
            except BaseException as error:  # noqa: BLE001 -- a death is what is walked through
                self._error = error  # raised again where `step` was called
            self.is_under_way = False
            self._back.release()
