"""The demo tells the whole story on the real policies, with invented people, in a store of its own that reaches nobody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from adapters import prompts
from adapters.composing import DATABASE, Environment
from adapters.demo import DEMO_FOLDER, STORY, STORY_BEGINS, Typed, invented, notices, open_office, play
from adapters.desk import Desk
from adapters.hands import Hands
from adapters.screen import Screen
from adapters.terminal import TOUR
from bot import wording
from bot.answering import Answerer
from bot.reports import Role
from bot.sealing import SealingError, new_ring
from bot.settings import Settings
from bot.store.alone import hold_alone
from bot.store.engine import StoreError
from tests.seated import quick_folder

POLICIES = ("alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney")


@pytest.fixture(scope="module")
def screen(answerer: Answerer) -> str:
    """What the demo shows without a terminal."""
    out = StringIO()
    play(Console(file=out, width=400, highlight=False), answerer)
    return re.sub(r" +$", "", out.getvalue(), flags=re.MULTILINE)


@pytest.fixture
def environment() -> Iterator[Environment]:
    with quick_folder() as folder:
        yield Environment(cache=folder / "cache", data=folder / "data")


# --- the story ---


def test_everybody_is_said_to_be_invented_before_anything_else(screen: str) -> None:
    assert screen.startswith(f"--- {prompts.INVENTED}")


def test_tour_of_questions_comes_before_the_reports(screen: str) -> None:
    places = [screen.index(f"> {question}\n") for _, question in TOUR]
    assert places == sorted(places)
    assert places[-1] < screen.index("Report R-0001 is stored")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1. Report this", "If a child is in immediate danger call 999 now"),
        ("If a child is in immediate danger call 999 now", "1 of 14. Is a child in immediate danger now?"),
        ("This is what will be sent:", "Report R-0001 is stored, 10:37, and on its way to the DSL, Amara Example."),
        ("Report R-0001 is stored", "Report R-0001 delivered 10:37. Opened by: not yet."),
        ("Report R-0001 delivered 10:37. Opened by: not yet.", "R-0001 | Pupil contact | Fri 27 Nov 2026 10:37 | by Tara Trial"),
        ("R-0001 | Pupil contact", "R-0001 is acknowledged by you."),
        ("R-0001 is acknowledged by you.", "Report R-0001 acknowledged by Amara Example, 10:39."),
        ("R-0002 | Concern about a child", "The clock of this terminal has been moved on by 30 minutes"),
        ("The clock of this terminal has been moved on", "R-0002 comes to you because nobody has acknowledged it for 30 minutes."),
        ("R-0002 comes to you", "R-0002 was acknowledged first by Ben Sample"),
        ("R-0002 was acknowledged first", wording.REFUSALS["not_allowed"]),
    ],
)
def test_story_goes_from_one_thing_to_the_next(screen: str, earlier: str, later: str) -> None:
    assert earlier in screen
    assert screen.find(later, screen.index(earlier)) > 0


def test_nothing_in_the_story_goes_wrong(screen: str) -> None:
    amiss = [
        *(wording.CHOICE_UNKNOWN, wording.CHOICE_EMPTY, wording.FIELD_EMPTY, wording.DATE_UNREADABLE, wording.DATE_TO_COME),
        *(prompts.FINISH_FIRST, prompts.NOT_CARRIED, prompts.INBOX_EMPTY, "There is no command", "NOT stored", wording.UNKNOWN),
    ]
    story = screen[screen.index("Now two reports at one school") :]
    assert [words for words in amiss if words in story] == []


def test_sealed_card_of_the_story_shows_no_name_of_a_pupil(screen: str) -> None:
    begins = screen.index("You are now Amara Example (DSL).")
    assert "Robin" not in screen[begins : screen.index("Amara Example (DSL) > 1", begins)]


def test_story_says_of_its_clock_that_it_is_its_own(screen: str) -> None:
    assert f"which stands at {wording.when(STORY_BEGINS, day=True)}" in screen


def test_story_ends_by_saying_that_its_store_is_gone(screen: str) -> None:
    assert screen.rstrip().endswith(prompts.STORY_ENDS)


def test_only_the_first_form_is_seen_filled_in() -> None:
    unseen = [line for one in STORY if isinstance(one, Typed) and one.unseen for line in one.lines if line.startswith("/") and "/as" not in line]
    assert unseen == ["/report concern", "/log-comment", "/can-we-post"]


def test_complaint_of_the_story_is_due_a_day_after_it_came_in_and_whoever_answers_is_reminded(screen: str) -> None:
    assert "To be done by Sat 28 Nov 2026 10:00." in screen
    assert "A reply is due within four hours" in screen


def test_photo_of_the_story_is_never_simply_allowed(screen: str) -> None:
    told = screen[screen.index("M-0002 | May we post this?") :]
    assert "Only if what is still open below is settled first." in told


def test_story_is_the_same_each_time(screen: str, answerer: Answerer) -> None:
    out = StringIO()
    play(Console(file=out, width=400, highlight=False), answerer)
    assert re.sub(r" +$", "", out.getvalue(), flags=re.MULTILINE) == screen


# --- the staff ---


@pytest.mark.parametrize("school", POLICIES)
def test_every_school_has_somebody_for_every_report_and_numbers_to_ring(school: str) -> None:
    setting = invented().school(school)
    roles = {role for one in setting.people for role in one.roles}
    assert {Role.DSL, Role.DEPUTY, Role.SLT, Role.IT, Role.STAFF} <= roles
    assert roles & {Role.HEAD, Role.PROPRIETOR}
    assert setting.phone.startswith("01632 960 ")
    assert setting.out_of_hours.startswith("01632 960 ")


def test_one_school_has_neither_head_nor_chair() -> None:
    assert not {role for one in invented().school("iwys").people for role in one.roles} & {Role.HEAD, Role.CHAIR}


def test_nobody_is_at_two_schools() -> None:
    ids = [one.id for school in invented().schools for one in school.people]
    assert len(set(ids)) == len(ids)


def test_every_name_is_plainly_invented() -> None:
    surnames = {one.name.split()[1] for school in invented().schools for one in school.people}
    assert surnames == {"Example", "Sample", "Specimen", "Pattern", "Instance", "Trial", "Draft", "Model", "Mould"}


# --- the office ---


def test_reports_are_kept_apart_from_those_of_serve(environment: Environment) -> None:
    with open_office(environment, DEMO_FOLDER, invented(), Hands()):
        assert (environment.data / DEMO_FOLDER / DATABASE).exists()
        assert not (environment.data / DATABASE).exists()


def test_database_of_a_deployment_is_never_used(environment: Environment) -> None:
    deployed = Environment(cache=environment.cache, data=environment.data, database_url="postgresql://nobody@nowhere/reports")
    with open_office(deployed, DEMO_FOLDER, invented(), Hands()) as office:
        assert office.engine.dialect.name == "sqlite"


def test_settings_of_a_school_are_brought_to_the_terminal(environment: Environment) -> None:
    people = [{"name": "A. Example", "roles": ["dsl"], "how": "x", "email": "a@oakfield.example", "addresses": {"slack": "U01"}}]
    own = Settings.model_validate({"schools": [{"policy": "alet", "people": people, "channels": {"dsl": {"slack": "C01"}}}]})
    with open_office(environment, "terminal", own, Hands()) as office:
        assert office.people.addresses("a-example", "alet")["terminal"] == "a-example"
        assert "slack" not in office.people.addresses("a-example", "alet")
        assert office.school("alet").channels == {"dsl": {"terminal": "alet#dsl"}}


def test_second_demo_on_the_same_store_is_refused(environment: Environment) -> None:
    (environment.data / DEMO_FOLDER).mkdir(parents=True)
    with (
        hold_alone(environment.data / DEMO_FOLDER / DATABASE),
        pytest.raises(StoreError, match="another Signpost process"),
        open_office(environment, DEMO_FOLDER, invented(), Hands()),
    ):
        pass


def test_ring_that_lacks_a_key_in_use_is_refused(environment: Environment) -> None:
    one, other = (Environment(cache=environment.cache, data=environment.data, keys=new_ring().text()) for _ in range(2))
    with open_office(one, DEMO_FOLDER, invented(), Hands()) as office:
        desk = Desk(Screen(Console(file=StringIO())), office, Hands())
        desk.go_to(office.school("alet"))
        desk.command("/report concern")
        for answer in ("no", "no", "Robin", "Said so.", "today", "", "", "", "", "", "send"):
            desk.take(answer)
    with pytest.raises(SealingError, match="not on the key ring"), open_office(other, DEMO_FOLDER, invented(), Hands()):
        pass


def test_where_reports_are_kept_is_said(environment: Environment) -> None:
    hands = Hands.standing(STORY_BEGINS)
    with open_office(environment, DEMO_FOLDER, invented(), hands) as office:
        said = list(notices(office, hands, Path("here"), is_invented=True))
        assert said == [prompts.INVENTED, prompts.KEPT_IN.format(folder="here")]
        assert list(notices(office, hands, Path("here"), is_invented=False)) == said[1:]


def test_clock_that_was_moved_on_before_is_said(environment: Environment) -> None:
    hands = Hands.standing(STORY_BEGINS)
    with open_office(environment, DEMO_FOLDER, invented(), hands) as office:
        hands.move(timedelta(days=1))
        with office.writing():
            pass
    later = Hands.standing(STORY_BEGINS)
    with open_office(environment, DEMO_FOLDER, invented(), later) as office:
        assert any("moved on by /wait before" in line for line in notices(office, later, Path("here"), is_invented=True))


# --- in a terminal of its own ---


def talk_in_a_terminal(data: Path, cache: Path, *lines: str, settings: Path | None = None) -> tuple[int, str]:
    """Run the demo in a terminal of its own, type each line once the screen waits for it, and return its exit code and the screen."""
    master, slave = os.openpty()
    own = ["--settings", str(settings)] if settings else []
    command = [sys.executable, "-c", "from adapters.cli import main; main()", "demo", *own]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "100", "SIGNPOST_DATA": str(data), "SIGNPOST_CACHE": str(cache)}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    screen = bytearray()
    waiting = list(lines)
    with suppress(OSError):  # Linux says so when the other side has closed
        while read := os.read(master, 4096):
            screen += read
            if waiting and screen.rstrip(b"\r\n").endswith(b" > "):
                os.write(master, waiting.pop(0).encode() + b"\n")
    os.close(master)
    return process.wait(), screen.decode(errors="replace").replace("\r\n", "\n")


CONCERN = ("/report concern", "no", "no", "Robin", "Said: “I'd rather stay here.” " + "x" * 6_000, "today", "", "", "", "", "", "send")


def test_report_is_made_in_a_terminal_with_a_text_longer_than_a_terminals_line(environment: Environment, cache: Path) -> None:
    code, screen = talk_in_a_terminal(environment.data, cache, *CONCERN, "/as dsl", "1", "quit")
    assert code == 0
    assert "R-0001 | Concern about a child" in screen
    shown = screen[screen.rindex("What happened?") :]
    assert shown.count("x") >= 6_000


def test_schools_own_settings_are_used_in_a_terminal(environment: Environment, cache: Path, tmp_path: Path) -> None:
    people = "".join(f"\n  - {{name: {role.title()} Person, roles: [{role}], how: x}}" for role in ("dsl", "head", "slt"))
    path = tmp_path / "signpost.yaml"
    path.write_text(f'schools:\n- policy: alet\n  phone: "1"\n  out_of_hours: "2"\n  people:{people}\n', encoding="utf-8")
    code, screen = talk_in_a_terminal(environment.data, cache, "who is the dsl", *CONCERN, "/as", "quit", settings=path)
    assert code == 0
    assert "invented" not in screen
    assert "Dsl Person (designated safeguarding lead): x" in screen
    assert "/as dsl        Dsl Person (DSL)" in screen
    assert (environment.data / "terminal" / DATABASE).exists()


def test_end_of_input_in_the_middle_of_a_form_says_that_nothing_was_sent(environment: Environment, cache: Path) -> None:
    code, screen = talk_in_a_terminal(environment.data, cache, "/report concern", "no", "\x04")
    assert code == 0
    assert prompts.NOT_SENT in screen
