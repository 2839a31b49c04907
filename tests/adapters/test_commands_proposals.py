"""What the owner proposed to add to the knowledge, from the command line: the lines, and what they would flip, on a small knowledge of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.matters.courses import Circumstances
from bot.matters.filing import Raising
from bot.matters.values import MatterKind
from bot.raising import raise_matter
from tests.adapters.conftest import Command
from tests.adapters.deployed import SCHOOL, Deployed, Ended

pytestmark = pytest.mark.usefixtures("closed_databases")
FRIENDS = "friends:\n  about: accepting friend requests from pupils\n  may_tell: may tell\n  asks:\n"


@pytest.fixture
def home(school: Path) -> Path:
    """The small school's knowledge, its asks one a line, as the real ones stand."""
    path = school / "topics" / "all.yaml"
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        head, _, asks = line.partition("  asks: [")
        lines += [line] if not asks else [f"{head}  asks:", *(f'  - "{one}"' for one in asks.removesuffix("]").split(", "))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return school


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.jsonl"
    asked = ("can I post photos of pupils", "can I use the logo", "how soon do we answer comments", "can I follow the school page")
    path.write_text("".join(json.dumps({"policy": "oakfield", "question": one}) + "\n" for one in asked), encoding="utf-8")
    return path


def propose(deployed: Deployed, *pairs: tuple[str, str]) -> None:
    deployed.edit("policy: alet", "policy: oakfield")
    with deployed.office() as office, office.writing() as connection:
        here = Circumstances(office, connection, SCHOOL, office.clock.now())
        for number, (topic, text) in enumerate(pairs):
            raising = Raising(f"q{number}", MatterKind.QUESTION, SCHOOL, None, "", {"lead": text, "topic": topic, "number": "1"})
            office.filing.matters.change(connection, raise_matter(here, raising), state="proposed")


def shown(command: Command, home: Path, *words: object) -> Ended:
    return command("proposals", "--policy", "oakfield", "--knowledge", home, *words)


def test_lines_are_shown_under_their_topic_and_no_file_changes(deployed: Deployed, command: Command, home: Path, bank: Path) -> None:
    propose(deployed, ("friends", 'may I "add" somebody from my tutor group'), ("no-such-topic", "what about drones"))
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    ended = shown(command, home, "--bank", bank)
    assert ended.err == ""
    lines = ended.out.splitlines()
    assert lines[0].startswith("oakfield: 2 to add.")
    assert lines[1:5] == [
        "# knowledge/topics/all.yaml, under friends:",
        '  - "may I \\"add\\" somebody from my tutor group"',
        "# no topic is called no-such-topic: choose another, or write a new topic",
        '  - "what about drones"',
    ]
    assert lines[5] == "Tried on 4 labelled questions: no other answer flips."
    assert ended.code == 0
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_line_that_flips_an_answer_is_told_with_what_it_flips(deployed: Deployed, command: Command, home: Path, bank: Path) -> None:
    propose(deployed, *(("comments", f"can I use the logo {one}") for one in ("please", "now", "today", "there", "at all", "here", "too", "again")))
    ended = shown(command, home, "--bank", bank)
    assert ended.code == 1
    assert "oakfield: “can I use the logo”: silent → answer required oakfield-2-comments" in ended.out


def test_line_that_stands_under_another_topic_is_a_fault(deployed: Deployed, command: Command, home: Path, bank: Path) -> None:
    propose(deployed, ("comments", "can I use the logo"))
    ended = shown(command, home, "--bank", bank)
    assert ended.code == 1
    assert "this ask stands under 'comments' and 'logo'" in ended.out


def test_what_is_in_the_knowledge_already_is_not_shown_again(deployed: Deployed, command: Command, home: Path) -> None:
    propose(deployed, ("friends", "Friends with pupils?"))
    path = home / "topics" / "all.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(FRIENDS, f'{FRIENDS}  - "friends with pupils?"\n'), encoding="utf-8")
    ended = shown(command, home)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "oakfield: no proposals.\noakfield: 1 are in the knowledge already; dismiss them in the chat.\n"


def test_without_labelled_questions_it_says_that_nothing_was_tried(
    deployed: Deployed, command: Command, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    propose(deployed, ("friends", "may I add somebody"))
    monkeypatch.chdir(tmp_path)
    ended = shown(command, home, "--settings", deployed.settings)
    assert ended.code == 0
    assert "Not tried: there are no labelled questions" in ended.out


def test_unknown_policy_is_refused(deployed: Deployed, command: Command, home: Path) -> None:
    propose(deployed)
    assert command("proposals", "--policy", "elmfield", "--knowledge", home).code == 2
