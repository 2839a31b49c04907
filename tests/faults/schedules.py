"""Every crash schedule of one report: who goes next, where a process dies, what becomes of each call, when somebody acknowledges.

A schedule is one way through all that; what a family of them may contain is its `Plan`, and each family is walked to its end, so that nothing hangs
on chance. `crashing` holds the world in which they happen, `walking` the way in which all are walked.

Equal states are walked once: two schedules that have led to the same state have the same futures, and are counted with the same faults. That the
state holds all that a future hangs on is argued where it is made (`World._state`), and shown by `test_schedules`: families that are small enough
are walked without this too, with the same counts, and whole schedules are played by chance.

`python -m tests.faults.schedules` walks them all and prints the table. In the last families look-up is switched off: on a platform that says so
every copy is marked; where it is hidden, the control, the same walk must find duplicates by the thousand.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.faults.crashing import DUPLICATE, WAIT, WRONGS, Moment, Plan, World
from tests.faults.walking import Chance, Walk

AT_LEAST = 110_000
SLOW = timedelta(seconds=1.5)

ONE = Plan(hidden_for=WAIT)
TWO = Plan(dispatchers=2, alone=False, hidden_for=WAIT, switches=1)
PLANS: Mapping[str, Plan] = {
    "one dispatcher, calls fail": replace(ONE, failures=1),
    "one dispatcher": ONE,
    "two processes": replace(TWO, deaths=1),
    "two processes, both die": replace(TWO, presses=False),
    "two processes, calls fail": replace(TWO, deaths=1, failures=1, presses=False),
    "two processes, switching twice": replace(TWO, deaths=0, switches=2),
    "two dispatchers in one process": replace(TWO, deaths=1, alone=True),
    "one dispatcher, slow calls": replace(ONE, posts_take=SLOW),
    "one dispatcher, nothing hidden": replace(ONE, hidden_for=timedelta(0)),
    "one process of several": replace(ONE, alone=False),
}
"""What must be clean; the longest first."""
UNMARKED = "no look-up, hidden: the control"
WITHOUT_LOOK_UP: Mapping[str, Plan] = {
    UNMARKED: replace(ONE, deaths=1, failures=1, look_up="blind"),
    "no look-up, copies are marked": replace(ONE, deaths=1, failures=1, look_up="missing"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What walking a plan has found."""

    name: str
    counts: Counter[str]
    """How many schedules there are, and with how many of them each thing is wrong."""
    states: int
    runs: int
    seconds: float
    examples: Mapping[str, tuple[str, ...]]

    @property
    def schedules(self) -> int:
        return self.counts["schedules"]

    @property
    def wrong(self) -> dict[str, int]:
        return {one: self.counts[one] for one in WRONGS if self.counts[one]}

    def is_as_it_must_be(self) -> bool:
        """Say whether nothing is wrong, or in the control that duplicates are."""
        return self.counts[DUPLICATE] >= 1_000 if self.name == UNMARKED else not self.wrong


def walk(plan: Plan, name: str = "", *, prune: bool = True) -> Found:
    """Walk every schedule of a plan."""
    began, every = time.perf_counter(), Walk[Moment](prune=prune)
    world = World(plan, every)
    try:
        counts = every.every(world.run)
    finally:
        world.close()
    return Found(name, counts, len(every.known), every.runs, time.perf_counter() - began, world.examples)


def play(plan: Plan, seed: int) -> tuple[Counter[str], tuple[str, ...]]:
    """Play one schedule by chance, from its start to its end; return what was wrong, and what happened."""
    world = World(plan, Chance(seed))
    try:
        return world.run(None), world.story
    finally:
        world.close()


def table(found: Sequence[Found]) -> Iterator[str]:
    """Return what was found as lines to print, with an example of each thing that was wrong where it must not be."""
    yield f"{'':<34}{'schedules':>14}{'states':>9}{'runs':>8}" + "".join(f"{one:>11}" for one in WRONGS) + f"{'s':>7}"
    for one in found:
        wrong = "".join(f"{one.counts[wrong]:>11,}" for wrong in WRONGS)
        yield f"{one.name:<34}{one.schedules:>14,}{one.states:>9,}{one.runs:>8,}{wrong}{one.seconds:>7.0f}"
    for one in found:
        if not one.is_as_it_must_be():
            for wrong in one.wrong:
                yield "\n".join((f"\n{one.name}, {wrong}: {WRONGS[wrong]}", *one.examples[wrong]))


def main() -> int:
    """Walk all, print the table, and say by the exit code whether all is as it must be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--processes", type=int, default=2)
    plans = {**PLANS, **WITHOUT_LOOK_UP}
    with ProcessPoolExecutor(parser.parse_args().processes) as pool:
        found = []
        for one in pool.map(walk, plans.values(), plans):
            print(f"{one.name}: {one.schedules:,} schedules, {one.wrong or 'clean'}, {one.seconds:.0f} s", flush=True)
            found.append(one)
    print("", *table(found), sep="\n")
    clean = sum(one.schedules for one in found if one.name in PLANS)
    print(f"\n{clean:,} schedules with look-up, of which {sum(bool(one.wrong) for one in found if one.name in PLANS)} families are not clean")
    return 0 if clean >= AT_LEAST and all(one.is_as_it_must_be() for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
