"""The demo: invented staff for the five real policies, an office apart from every other, and the whole story for whoever has no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from adapters import prompts
from adapters.composing import Environment, held, make_office, make_sealer, open_keys, open_store
from adapters.desk import Desk
from adapters.hands import Hands
from adapters.seats import at_terminal
from adapters.terminal import Conversation, play_tour
from bot import outbox, wording
from bot.answering import Answerer
from bot.key_ring import new_ring
from bot.office import Office
from bot.outcomes import Reply
from bot.rotation import keys_in_use
from bot.settings import Settings, load_settings

STAFF = Path(__file__).with_name("demo.yaml")
DEMO_FOLDER, OWN_FOLDER = "demo", "terminal"
"""Where, under the data folder, reports of the invented staff are kept, and those of a school's own settings. Never where `serve` has its own:
what is tried out must not reach anybody later, and what is real must not be brought to a terminal."""
STORY_SCHOOL = "alet"
STORY_BEGINS = datetime(2026, 11, 27, 10, 31, tzinfo=UTC)
"""A Friday of term, in school hours."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What the story itself says."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Lines that somebody types."""

    lines: tuple[str, ...]
    unseen: bool = False
    """Nothing of it is shown: the screen has shown the like before."""


def _types(*lines: str) -> Typed:
    return Typed(lines)


STORY: tuple[Aside | Typed, ...] = (
    Aside("A teacher writes what has happened. One press opens the form; 999 stands before everything else."),
    _types("got home, checked my phone, and a year 9 has sent me a friend request", "1", "1"),
    _types("no", "Instagram", "mine", "Robin S., Year 9", "1", "no", "yesterday 21:40", "the pupil"),
    _types("A friend request, then “hi miss, are you there?”", "no", "Left it where it is.", "", "", ""),
    Aside("She sees all of it before it is sent."),
    _types("send"),
    Aside("The DSL has a sealed card: no name of a pupil, not a word of the story. She opens it, reads it, and acknowledges."),
    _types("/as dsl", "1", "1"),
    Aside("The teacher has been told each time, and only what was so."),
    _types("/as teacher"),
    Aside("A second report, of a colleague who is worried about a child. The form is filled in as before, and not shown again."),
    Typed(
        (
            *("/as umar", "/report concern", "no", "no", "Robin S., Year 9", "Said in the corridor: “I don't want to go home tonight.”"),
            *("today 10:15", "By the lockers", "", "Told Robin that I would pass it on.", "", "", "send"),
        ),
        unseen=True,
    ),
    _types("/my"),
    Aside("The DSL is out of the building. Nobody acknowledges, so the clock is moved on by the demo: half an hour."),
    _types("/wait 30min", "/as deputy", "1", "1"),
    Aside("The DSL comes back. Her card was edited and says who has it; whoever presses an old copy is told who was first."),
    _types("/as dsl", "/press acknowledge R-0002", "/press acknowledge R-0002"),
    Aside("The teacher who reported it has heard too."),
    _types("/as umar"),
    Aside("A teacher who presses a button of the DSL's is refused, and the log notes it."),
    _types("/press view R-0001"),
    Aside("The policy gives a school work to do as well. At another school a complaint has come in on the Facebook page. The form is not shown."),
    Typed(
        (
            *("school athelstan", "/as tom", "/log-comment", "another", "our Facebook page", "complaint", "today 10:00"),
            *("Nobody rings back.", "", "", "", "send"),
        ),
        unseen=True,
    ),
    _types("/as communications"),
    Aside("Nobody replies, and the clock is moved on by the demo: four hours are left."),
    _types("/wait 20h"),
    Aside("A teacher asks whether a photo may be posted. It is never a bare yes: these are the lines that decide, and what is still open."),
    Typed(
        (
            *("/as tom", "/can-we-post", "facebook", "", "a photo, video", "", "a pupil, in", "not asked", "not checked", "1", ""),
            *("Our Year 6 team with their cup.", "", "send"),
        ),
        unseen=True,
    ),
    _types("/open M-0002"),
)
"""Two reports at one school: one that is acknowledged, one that nobody answers until it is with the deputy. Then two of the policy's other duties."""
BETWEEN = timedelta(minutes=1)
"""What passes between two scenes of the story."""


def invented() -> Settings:
    """Return the settings of the demo."""
    return load_settings(STAFF)


@contextmanager
def open_office(environment: Environment, folder: str, settings: Settings, hands: Hands) -> Iterator[Office]:
    """Give an office of its own, in a folder of the data folder, in which everybody is at this terminal. Raises StoreError and SealingError."""
    apart = replace(environment, data=environment.data / folder, database_url=None)
    with held(apart), open_store(apart) as engine:
        ring, clock = open_keys(apart), hands.clock(engine)
        with engine.begin() as connection:
            ring.check(keys_in_use(connection))
            outbox.void_leases(connection, clock.now())
        yield make_office(at_terminal(settings), engine, ring, make_sealer(apart, ring), clock)


def notices(office: Office, hands: Hands, folder: Path, *, is_invented: bool) -> Iterator[str]:
    """Yield what must be known before the first line is typed."""
    if is_invented:
        yield prompts.INVENTED
    yield prompts.KEPT_IN.format(folder=folder)
    if hands.ahead > timedelta(minutes=1):
        yield prompts.CLOCK_AHEAD.format(at=wording.when(office.clock.wall().astimezone(), day=True))


def play(console: Console, answerer: Answerer) -> None:
    """Play the tour of questions and then the story of two reports and two other duties, in a store that is gone afterwards."""
    aside(console, prompts.INVENTED)
    play_tour(console, answerer)
    hands = Hands.standing(STORY_BEGINS)
    with TemporaryDirectory(prefix="signpost-demo-") as folder:
        place = Environment(cache=Path(folder), data=Path(folder), keys=new_ring().text())
        with open_office(place, DEMO_FOLDER, invented(), hands) as office:
            aside(console, prompts.STORY_BEGINS.format(at=wording.when(STORY_BEGINS, day=True)))
            talk = Conversation(console, answerer, STORY_SCHOOL, _keep_nothing, lambda screen: Desk(screen, office, hands))
            for scene in STORY:
                hands.move(BETWEEN)
                _show(console, talk, scene)
    aside(console, prompts.STORY_ENDS)


def aside(console: Console, text: str) -> None:
    """Say something that belongs to the demo, not to Signpost."""
    console.print(Text(f"--- {text}", style="italic magenta"))
    console.print()


def _show(console: Console, talk: Conversation, scene: Aside | Typed) -> None:
    if isinstance(scene, Aside):
        aside(console, scene.text)
        return
    console.quiet = scene.unseen
    for line in scene.lines:
        console.print(Text(f"{talk.prompt()}{line}", style="bold green"))
        talk.say(line)
    console.quiet = False


def _keep_nothing(_asked: str, _reply: Reply) -> None:
    """Keep no question: the store of the demo is gone in a moment."""
