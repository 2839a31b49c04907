"""A terminal with a seat for everybody of an invented school: type into it, look at the screen. The store is real, the clock stands still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from adapters.desk import Desk
from adapters.hands import Hands
from adapters.seats import at_terminal
from adapters.terminal import Conversation
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.filing import Filing
from bot.office import Office
from bot.outcomes import Reply
from bot.people import People
from bot.sealing import KeyRing, Sealer, audit_key, new_ring
from bot.settings import Settings
from bot.store.engine import open_engine

MONDAY = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
PEOPLE = [
    {"id": one, "name": name, "roles": roles, "how": "extension 21"}
    for one, name, roles in (
        ("amara", "Amara Obi", ["dsl", "slt"]),
        ("ben", "Ben Hale", ["deputy"]),
        ("chidi", "Chidi Eze", ["head"]),
        ("dana", "Dana Frost", ["chair"]),
        ("eve", "Eve Lowe", ["slt"]),
        ("farid", "Farid Nasser", ["it"]),
        ("tess", "Tess Byrne", ["staff"]),
        ("tom", "Tom Hale", ["staff"]),
    )
]
NUMBERS = {"phone": "01632 960 001", "out_of_hours": "01632 960 002", "lado": "LADO, Example Council, 01632 960 003"}
SCHOOL = {"policy": "oakfield", "name": "Oakfield School", **NUMBERS, "people": PEOPLE}
CONTACT = (
    *("no", "Snapchat", "mine", "Robin, Year 9", "current", "no", "yesterday 9pm", "the pupil", "“hi sir”", "no", "", "", "", ""),
    "send",
)
"""What is typed into the form of a pupil contact, to the end."""
CONCERN = ("no", "no", "Robin, Year 9", "“I don't want to go home.”", "today 10:00", "", "", "", "", "", "send")
ADULT = ("no", "no", "", "a visitor", "", "Shouted at a child.", "", "yesterday", "", "", "", "send")
ONLINE = ("no", "fake", "X", "", "", "", "An account in our name.", "yesterday", "", "", "", "send")


class Seated:
    """A conversation at a terminal with reports."""

    def __init__(self, answerer: Answerer, office: Office, hands: Hands, *, policy: str = "oakfield", width: int = 400) -> None:
        self.office, self.hands = office, hands
        self.screen = StringIO()
        self.kept: list[str] = []
        console = Console(file=self.screen, width=width, highlight=False)
        self.conversation = Conversation(console, answerer, policy, self._keep, lambda screen: Desk(screen, office, hands))

    def _keep(self, asked: str, _reply: Reply) -> None:
        self.kept.append(asked)

    def say(self, *typed: str) -> str:
        """Type lines; return what the last one brought to the screen."""
        before = 0
        for line in typed:
            before = len(self.screen.getvalue())
            assert self.conversation.say(line)
        return re.sub(r" +$", "", self.screen.getvalue()[before:], flags=re.MULTILINE)

    def press(self, label: str) -> str:
        """Press the last button on the screen that is called so."""
        numbers = re.findall(rf"^  (\d+)\. {re.escape(label)}\s*$", self.screen.getvalue(), flags=re.MULTILINE)
        return self.say(numbers[-1])

    def report(self, kind: str = "contact", *lines: str) -> str:
        """Make a report from the present seat; return what the screen says at the end."""
        forms = {"contact": CONTACT, "concern": CONCERN, "adult": ADULT, "online": ONLINE}
        return self.say(f"/report {kind}", *(lines or forms[kind]))


def settings_of(**changes: object) -> Settings:
    """Return the settings of Oakfield School, with other values where they are given."""
    return Settings.model_validate({"schools": [{**SCHOOL, **changes}]})


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Give a folder in memory where the system has one: what is tested here is not what a disk keeps."""
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def seated_at(
    folder: Path,
    answerer: Answerer,
    settings: Settings,
    *,
    ring: KeyRing | None = None,
    at: datetime = MONDAY,
    policy: str = "oakfield",
    width: int = 400,
) -> Iterator[Seated]:
    """Give a terminal over the store in a folder. Another one over the same folder and ring is the next start."""
    engine, keys, hands = open_engine(f"sqlite:///{folder / 'signpost.sqlite'}"), ring or new_ring(), Hands.standing(at)
    here, clock = at_terminal(settings), hands.clock(engine)
    office = Office(engine, here, People(here, engine, clock.now), Filing(Sealer(keys)), AuditLog(audit_key(keys)), clock)
    try:
        yield Seated(answerer, office, hands, policy=policy, width=width)
    finally:
        engine.dispose()
