"""In short words, what people do with matters at Oakfield School: for the tests of the duties that somebody follows up."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards import Card
from bot.duties import Asking, Duties, Raised
from bot.matters import Matter
from bot.matters.courses import Circumstances
from bot.reports import Refused
from bot.visitors import Visitor
from bot.windows import Shown
from tests.bot.fake_chat import SCHOOL, STAFF, TESS, Scene, staff

POLICIES = ("alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust")
SPOKEN_FOR = staff(*STAFF, ("umar", "Umar Khan", ["communications"]), ("carys", "Carys Pugh", ["admin"]), ("wynn", "Wynn Price", ["staff"]))
"""The people of Oakfield, and somebody who speaks for it, its administrator, and a teacher whom the settings list."""
TERMS = [
    {"starts": "2026-09-02", "ends": "2026-10-23"},
    {"starts": "2026-11-02", "ends": "2026-12-18"},
    {"starts": "2027-01-04", "ends": "2027-02-12"},
]
_KEYS = count(1)


def visitor(scene: Scene, name: str = "tess", *, full_member: bool = True) -> Visitor:
    """Return somebody of Oakfield in Slack; `tess` is staff whom the settings do not name."""
    listed = () if name == "tess" else (scene.person(name),)
    return Visitor("slack", name, "T0OAK", TESS.name if name == "tess" else listed[0].name, full_member, (SCHOOL,), listed=listed)


def submit(scene: Scene, kind: str, typed: dict[str, str], *, who: str = "tess", picked: tuple[str, ...] = ()) -> Raised | Refused:
    """Send a form."""
    return Duties(scene.office).submit(visitor(scene, who), kind, f"form {next(_KEYS)}", typed, picked)


def note(scene: Scene, kind: str, typed: dict[str, str], *, who: str = "tess", picked: tuple[str, ...] = ()) -> Raised:
    """Send a form that is taken, and carry what is due at once."""
    done = submit(scene, kind, typed, who=who, picked=picked)
    assert isinstance(done, Raised), done
    scene.carry()
    return done


def faults(done: Raised | Refused | Shown) -> list[str]:
    """Return the fields at fault, in order."""
    assert isinstance(done, Refused), done
    return [one.field for one in done.errors]


def form_of(scene: Scene, kind: str, who: str = "tess") -> Asking:
    """Open a form."""
    asked = Duties(scene.office).ask(visitor(scene, who), kind)
    assert isinstance(asked, Asking), asked
    return asked


def press(scene: Scene, who: str, act: str, matter: Raised) -> Card:
    """Press a button that asks nothing, and carry what is due at once."""
    came = Duties(scene.office).press(visitor(scene, who), f"{act} {matter.matter_id}")
    assert isinstance(came, Shown), came
    scene.carry()
    return came.card


def write(scene: Scene, who: str, act: str, matter: Raised, *, picked: tuple[str, ...] = (), **said: str) -> Shown | Refused:
    """Answer what a button asks, and carry what is due at once."""
    came = Duties(scene.office).carry_out(visitor(scene, who), f"{act} {matter.matter_id}", f"press {next(_KEYS)}", said, picked)
    scene.carry()
    return came


def state(scene: Scene, matter: Raised) -> str:
    """Return where it stands."""
    return now(scene, matter).state


def now(scene: Scene, matter: Raised) -> Matter:
    """Return a matter as it stands."""
    with scene.office.looking() as connection:
        return scene.office.filing.matters.get(connection, matter.matter_id)


def newest(scene: Scene, kind: str) -> Matter:
    """Return the newest matter of a kind."""
    with scene.office.looking() as connection:
        return [one for one in scene.office.filing.matters.list(connection, SCHOOL) if one.kind == kind][-1]


def text(scene: Scene, who: str, matter: Raised) -> str:
    """Return what somebody sees of it."""
    return press(scene, who, "view", matter).plain_text()


def sent_at(scene: Scene, place: str, words: str) -> list[str]:
    """Return when messages that begin with these words came to a place: `Tue 17 Nov 09:00`, on the school's clock.

    They stand under the headline, and under the warning where a card begins with one.
    """
    came = (one for one in scene.chat.at(place) if any(words in line for line in one.text.split("\n", 3)[1:3]))
    return [f"{one.at.astimezone(ZoneInfo('Europe/London')):%a %d %b %H:%M}" for one in came]


def count_at(scene: Scene, *places: str) -> list[int]:
    """Return how many messages stand in each place."""
    return [len(scene.chat.at(one)) for one in places]


def london(written: str) -> datetime:
    """Return a local time of London, written `2026-11-16 08:00`, in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def restart(scene: Scene) -> None:
    """Let the courier die, and another begin on the same store."""
    scene.courier = scene.new_courier(f"another {next(_KEYS)}")


def register(scene: Scene, **fields: Any) -> str:
    """Put an account into the register; return its reference."""
    entry = {"network": "Facebook", "handle": "@oakfield", "name": "Oakfield School", "open": "open", "secondary": "no", **fields}
    done = submit(scene, "account", entry, who="carys")
    assert isinstance(done, Raised), done
    scene.carry()
    return now(scene, done).reference


def circumstances(scene: Scene, connection: Any) -> Circumstances:
    """Return the circumstances of this moment."""
    return Circumstances(scene.office, connection, SCHOOL, scene.clock.now())
