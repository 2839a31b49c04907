"""What the README shows of the policy's other duties, played anew: `python -m tests.transcripts` writes it there, and a test compares the two.

A matter is raised as somebody would raise it; what is shown is what whoever it comes to, or whoever asks, sees in a terminal at an invented school.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import platformdirs

from adapters.seats import TERMINAL
from bot.answering import Answerer
from bot.duties import Duties, Raised
from bot.visitors import Visitor
from bot.windows import Shown
from knowledge.loading import HOME
from knowledge.reading import Reader, open_reader
from tests.seated import MONDAY, PEOPLE, Seated, seated_at, settings_of

README = Path(__file__).parent.parent / "README.md"
STAFF = [
    *PEOPLE,
    {"id": "orla", "name": "Orla Reid", "roles": ["owner"], "how": "extension 31"},
    {"id": "ada", "name": "Ada Wynn", "roles": ["admin"], "how": "extension 32"},
    {"id": "cora", "name": "Cora Lunt", "roles": ["communications"], "how": "extension 33"},
    {"id": "pia", "name": "Pia Voss", "roles": ["proprietor"], "how": "extension 34"},
]
WIDTH = 110


_NOT_SHOWN = re.compile(r"You are now |Message for |\d+ new messages? for ")


@dataclass(frozen=True, slots=True)
class Raising:
    """A matter that somebody raises."""

    kind: str
    by: str
    values: Mapping[str, str]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One duty, as it is shown."""

    name: str
    title: str
    policy: str
    raisings: tuple[Raising, ...]
    lines: tuple[str, ...]
    """What is typed; what the last line brings to the screen is shown."""
    acts: tuple[tuple[str, str, Mapping[str, str]], ...] = field(default=())
    """Who does what with the last matter, and what they write."""
    at: datetime = MONDAY


SCENES = (
    Scene(
        "register",
        "The register: the policy's own answer first, then what the register says to the asker alone",
        "wren-spinney",
        (
            Raising(
                "account",
                "ada",
                {
                    "network": "ClassDojo",
                    "name": "Oakfield Reception",
                    "managers": "The Reception team",
                    "may_post": "Eve Lowe",
                    "open": "closed",
                    "secondary": "no",
                },
            ),
        ),
        ("/as tess", "who runs our ClassDojo?"),
    ),
    Scene(
        "moderation",
        "The moderation log, with the policy's own reason",
        "alet",
        (
            Raising(
                "moderation",
                "ada",
                {
                    "account": "other",
                    "other_account": "Facebook",
                    "what": "deleted",
                    "why": "alet-2-5-delete-abusive",
                    "who": "@angry_of_oakfield",
                    "when": "today 9:00",
                    "tell_slt": "no",
                },
            ),
        ),
        ("/as ada", "/open M-0001"),
    ),
    Scene(
        "journalist",
        "A journalist has been in touch: what whoever told it reads at once",
        "athelstan",
        (
            Raising(
                "journalist",
                "tess",
                {"who": "Sam Writer", "paper": "The Oakfield Echo", "about": "A post on our page.", "reached": "email", "said_so_far": "Nothing."},
            ),
        ),
        ("/as tess", "/open M-0001"),
    ),
    Scene(
        "removal",
        "A parent's post is to come down",
        "unnamed-trust",
        (
            Raising(
                "removal",
                "tess",
                {"whose": "parent", "who": "A parent of Year 4", "where": "A Facebook group", "what": "Names a child.", "why": "A child is named."},
            ),
        ),
        ("/as cora",),
    ),
    Scene(
        "suggestion",
        "A suggestion goes to whom the policy names, and whoever made it hears what becomes of it",
        "iwys",
        (Raising("suggestion", "tess", {"what": "The bake sale on Friday raised £212.", "network": "Facebook"}),),
        ("/as tess",),
        acts=(("pia", "use", {}),),
    ),
    Scene("review", "The review of the policy, which nobody had to remember", "iwys", (), ("/wait 1d", "/as orla")),
    Scene(
        "reading",
        "Read and understood: the owner sees names, everybody else counts",
        "alet",
        (Raising("reading", "orla", {"audience": "staff", "due": "11/12/2026", "training": "no"}),),
        ("/as orla",),
    ),
)


def play(scene: Scene, reader: Reader) -> str:
    """Return what a scene shows."""
    settings, answerer = settings_of(policy=scene.policy, people=STAFF), Answerer(lambda: reader)
    with TemporaryDirectory() as folder, seated_at(Path(folder), answerer, settings, policy=scene.policy, width=WIDTH, at=scene.at) as talk:
        return _played(talk, scene)


def _played(talk: Seated, scene: Scene) -> str:
    duties = Duties(talk.office)
    for number, one in enumerate(scene.raisings):
        done = duties.submit(_visitor(talk, one.by), one.kind, str(number), one.values, one.people)
        assert isinstance(done, Raised), done
        for who, act, said in scene.acts:
            came = duties.carry_out(_visitor(talk, who), f"{act} {done.matter_id}", f"{who} {act}", said, ())
            assert isinstance(came, Shown), came
    shown = ""
    for line in scene.lines:
        shown = talk.say(line)
    lines = [line for line in shown.split("\n") if line.strip() and not _NOT_SHOWN.match(line)]
    return "\n".join([f"> {scene.lines[-1]}", *lines])


def _visitor(talk: Seated, who: str) -> Visitor:
    school = talk.office.settings.schools[0].key
    person = talk.office.people.person(who, school)
    assert person is not None
    return Visitor(TERMINAL, who, "", person.name, True, (school,), listed=(person,))


def written_in(readme: str) -> dict[str, str]:
    """Return what the README shows, by the name of the scene."""
    return dict(re.findall(r"<!-- duty: ([a-z]+) -->\n```text\n(.*?)\n```", readme, flags=re.S))


def write(play_one: Callable[[Scene], str]) -> None:
    """Put what the scenes show now into the README."""
    readme = README.read_text(encoding="utf-8")
    for scene in SCENES:
        shown = play_one(scene)
        readme = re.sub(
            rf"(<!-- duty: {scene.name} -->\n```text\n).*?(\n```)", lambda found, shown=shown: f"{found[1]}{shown}{found[2]}", readme, flags=re.S
        )
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    opened = open_reader(Path(platformdirs.user_cache_dir("signpost")), HOME)
    if "--show" in sys.argv:
        sys.stdout.write("\n\n".join(play(scene, opened) for scene in SCENES) + "\n")
    else:
        write(lambda scene: play(scene, opened))
