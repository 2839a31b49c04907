"""The command teaches itself, does what it says, and meets every fault that a person can mend with plain lines and exit code 2."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from adapters.cli import main
from adapters.terminal import HELP, TOUR
from bot.sealing import Sealer, new_ring
from bot.store.engine import open_engine
from bot.unanswered import Unanswered

COMMANDS = {
    "demo": ["--policy", "--settings"],
    "ask": ["--policy", "--json", "--why", "--batch", "--settings", "--knowledge"],
    "check": ["--knowledge"],
    "build": ["--knowledge"],
    "evaluate": ["--no-reference"],
    "clauses": ["--policy", "--json", "--knowledge"],
    "lint": ["--json"],
    "compare": ["--topic", "--csv", "--json"],
    "diff": ["--json"],
    "unanswered": ["--policy"],
    "serve": ["--settings", "--port", "--local"],
    "doctor": ["--settings"],
    "purge": ["--settings"],
    "backup": [],
    "export": ["--school", "--as", "--format", "--out", "--settings"],
}
GROUPS = {
    "settings": ["schema", "check"],
    "keys": ["new", "recovery", "rotate", "restore"],
    "reports": ["list"],
    "audit": ["verify"],
}
KNOWN_RING = new_ring()
FRIENDS = "can I accept a friend request from a pupil"


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended."""

    code: int | str | None
    out: str
    err: str


Run = Callable[..., Ended]

pytestmark = pytest.mark.usefixtures("closed_databases")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cache: Path, data: Path) -> Run:
    """A function that runs the command in this process, over the real knowledge, and returns how it ended."""
    monkeypatch.setenv("SIGNPOST_CACHE", str(cache))
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.delenv("SIGNPOST_KEY", raising=False)
    monkeypatch.delenv("SIGNPOST_KEYS", raising=False)

    def call(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["signpost", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(ended.value.code or 0, *(re.sub(r"\x1b\[[\d;]*m", "", text) for text in said))

    return call


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, run: Run, small_cache: Path, school: Path) -> Run:
    """A function that runs the command over a copy of the small school, which a test may edit."""
    monkeypatch.setenv("SIGNPOST_CACHE", str(small_cache))
    return lambda command, *words: run(command, "--knowledge", school, *words)


@pytest.fixture
def kept(data: Path) -> Iterator[Unanswered]:
    """The store of unanswered questions, as another process with the same ring has it."""
    data.mkdir()
    engine = open_engine(f"sqlite:///{data / 'signpost.sqlite'}")
    yield Unanswered(engine, Sealer(KNOWN_RING), knows=lambda word: True)
    engine.dispose()


def refused(ended: Ended) -> str:
    """Return the one line with which the command was refused."""
    assert (ended.code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
    assert ended.err.count("\n") == 1
    return ended.err.strip()


def settings(folder: Path, policy: str) -> Path:
    path = folder / "signpost.yaml"
    path.write_text(f"schools:\n- policy: {policy}\n  people:\n  - {{roles: [dsl], name: A. Example, how: extension 21}}\n", encoding="utf-8")
    return path


# --- what it teaches ---


def test_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == Ended(0, f"signpost {version('signpost')}\n", "")


@pytest.mark.parametrize("command", [*COMMANDS, *GROUPS])
def test_help_names_every_command(run: Run, command: str) -> None:
    assert re.search(rf"^\W*{command} +[A-Z]", run("--help").out, re.MULTILINE)


def test_help_says_with_what_to_start(run: Run) -> None:
    assert "Start with: signpost demo" in run("--help").out


def test_command_alone_shows_the_help(run: Run) -> None:
    ended = run()
    assert "Start with: signpost demo" in ended.out + ended.err


@pytest.mark.parametrize(("command", "option"), [(command, option) for command, options in COMMANDS.items() for option in options])
def test_help_of_a_command_names_its_options(run: Run, command: str, option: str) -> None:
    assert re.search(rf"{option}\b", run(command, "--help").out)


@pytest.mark.parametrize(("group", "command"), [(group, command) for group, commands in GROUPS.items() for command in commands])
def test_help_of_a_group_names_its_commands(run: Run, group: str, command: str) -> None:
    assert re.search(rf"^\W*{command} +[A-Z]", run(group, "--help").out, re.MULTILINE)


def test_help_of_a_batch_says_what_a_line_holds(run: Run) -> None:
    taught = run("ask", "--help").out
    assert [word in taught for word in ("question", "text", "policy", "JSON")] == [True] * 4


def test_command_that_does_not_exist_is_refused(run: Run) -> None:
    ended = run("sing")
    assert (ended.code, "No such command 'sing'" in ended.err) == (2, True)


# --- ask ---


def test_question_is_answered_in_words(small: Run) -> None:
    ended = small("ask", FRIENDS, "-p", "oakfield")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Not allowed (section 1): accepting friend requests from pupils\n")


def test_question_is_answered_by_the_policy_that_is_named(run: Run) -> None:
    question = "can I accept a friend request from a past pupil?"
    assert run("ask", question).out.startswith("Not allowed (section 3)")
    assert run("ask", question, "--policy", "athelstan").out.startswith("Your policy (")


def test_question_is_answered_as_one_json_line(small: Run) -> None:
    ended = small("ask", FRIENDS, "-p", "oakfield", "--json")
    assert ended.out.count("\n") == 1
    assert json.loads(ended.out)["clauses"][0]["text"] == "Accept friend requests from pupils"


def test_time_of_a_json_answer_is_measured(small: Run) -> None:
    assert json.loads(small("ask", FRIENDS, "-p", "oakfield", "--json").out)["elapsed_ms"] > 0


def test_why_is_added_when_it_is_asked_for(small: Run) -> None:
    assert "Why this answer:" in small("ask", FRIENDS, "-p", "oakfield", "--why").out


def test_why_is_not_added_unasked(small: Run) -> None:
    assert "Why this answer:" not in small("ask", FRIENDS, "-p", "oakfield").out


def test_person_is_named_from_the_settings(small: Run, tmp_path: Path) -> None:
    ended = small("ask", "who is the dsl", "-p", "oakfield", "--settings", settings(tmp_path, "oakfield"))
    assert "A. Example (designated safeguarding lead): extension 21" in ended.out


@pytest.mark.parametrize("question", ["", " ", "-", "--", "\u202e", "?", "[bold]", "x" * 100_000], ids=lambda text: ascii(text[:9]))
def test_any_question_is_met_without_a_fault(small: Run, question: str) -> None:
    ended = small("ask", "-p", "oakfield", "--json", "--", question)
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["clauses"] is not None


def test_nothing_to_ask_is_refused_with_what_to_give(run: Run) -> None:
    ended = run("ask")
    assert (ended.code, "give a question in quotes, or --batch FILE" in ended.err) == (2, True)


# --- ask --batch ---


def test_batch_gives_one_line_for_each_line_in_order(small: Run, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [f'{{"question": "{FRIENDS}"}}', "broken", '{"question": "which version is this"}']
    batch.write_text("\n".join(lines), encoding="utf-8")
    ended = small("ask", "--batch", batch, "-p", "oakfield")
    assert ended.code == 0
    assert [json.loads(line)["topic"] for line in ended.out.splitlines()] == ["friends", None, "version"]


def test_batch_can_come_from_standard_input(small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b'\xff\n{"question": "which version is this"}\n')))
    ended = small("ask", "--batch", "-", "-p", "oakfield")
    assert [json.loads(line)["topic"] for line in ended.out.splitlines()] == [None, "version"]


def test_batch_for_an_unknown_policy_says_so_on_each_line(small: Run, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"question": "a"}\n{"question": "b"}\n', encoding="utf-8")
    ended = small("ask", "--batch", batch, "-p", "elmfield")
    errors = [json.loads(line)["error"] for line in ended.out.splitlines()]
    assert errors == [f"line {number}: no policy is called 'elmfield'; use one of: oakfield" for number in (1, 2)]


def test_empty_batch_gives_nothing(small: Run, tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").touch()
    assert small("ask", "--batch", tmp_path / "batch.jsonl", "-p", "oakfield") == Ended(0, "", "")


# --- check ---


def test_real_knowledge_has_no_faults(run: Run) -> None:
    ended = run("check")
    assert ended.code == 0
    assert re.fullmatch(r"5 policies, \d+ clauses, \d+ topics, \d+ asks: no faults\.\n", ended.out)


def test_check_counts_what_there_is(small: Run) -> None:
    assert small("check").out.endswith("7 clauses, 9 topics, 30 asks: no faults.\n")


def test_check_tells_every_fault_with_file_and_line_and_ends_with_1(small: Run, school: Path) -> None:
    policy, topics = school / "policies" / "oakfield.yaml", school / "topics" / "all.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("text: News of school events", "text: News of school feasts", 1), encoding="utf-8")
    topics.write_text(topics.read_text(encoding="utf-8") + "cakes:\n  about: no\n  asks: [may we bake]\n", encoding="utf-8")
    ended = small("check")
    assert ended.code == 1
    assert re.search(r"^policies/oakfield\.yaml:\d+: the text of 'oakfield-2-facebook-events' is not in oakfield\.txt", ended.out, re.MULTILINE)
    assert re.search(r"^topics/all\.yaml:\d+: YAML reads no as true or false", ended.out, re.MULTILINE)


def test_check_of_a_folder_without_knowledge_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    ended = run("check", "--knowledge", tmp_path / "nowhere")
    assert ended.code == 1
    assert ended.out.startswith("lexicon.yaml:1: ")


# --- clauses ---


def test_clauses_are_listed_word_for_word(small: Run) -> None:
    ended = small("clauses", "-p", "oakfield")
    assert "oakfield-2-comments (section 2)\n  Comments must be answered within two days.\n  comments: required\n" in ended.out


def test_clauses_are_listed_as_json_lines(small: Run) -> None:
    lines = [json.loads(line) for line in small("clauses", "-p", "oakfield", "--json").out.splitlines()]
    assert len(lines) == 7
    assert lines[1]["topics"] == ["friends: not_allowed"]


# --- build ---


def test_weights_that_are_built_are_not_built_again(small: Run) -> None:
    assert small("build") == Ended(0, "Built already; nothing has changed since.\n", "")


def test_weights_are_built_where_there_are_none(small: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIGNPOST_CACHE", str(tmp_path / "cache"))
    built = re.fullmatch(r"Built in [\d.]+ s: (\w+)\n", small("build").out)
    assert built
    assert (tmp_path / "cache" / built[1] / "known.txt").is_file()


# --- evaluate ---


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.jsonl"
    lines = [
        {
            "policy": "alet",
            "question": "who runs our social media accounts?",
            "expect": "answer",
            "gold": ["managed by ALET Marketing"],
            "rule": "information",
        },
        {"policy": "athelstan", "question": "can I accept a friend request from a past pupil?", "expect": "no_answer"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_labelled_questions_are_scored(run: Run, labelled: Path) -> None:
    ended = run("evaluate", labelled, "--no-reference")
    assert ended.code == 0
    (row,) = [line for line in ended.out.splitlines() if "signpost" in line]
    assert [cell.strip() for cell in row.strip("│ ").split("│")][:7] == ["tiny", "signpost", "100.0", "100.0", "0.0", "100.0", "100.0"]


def test_plain_engines_are_scored_beside(run: Run, labelled: Path) -> None:
    shown = run("evaluate", labelled).out
    assert [engine in shown for engine in ("rapidfuzz", "bm25")] == [True, True]


def test_labelled_file_with_a_broken_line_is_refused_with_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tiny.jsonl"
    path.write_text("\nbroken\n", encoding="utf-8")
    assert refused(run("evaluate", path)) == f"{path}:2: this is not JSON; write one labelled question a line"


# --- demo ---


def test_demo_without_a_terminal_plays_the_tour_and_then_the_story(run: Run, data: Path) -> None:
    ended = run("demo")
    assert ended.code == 0
    assert re.findall(r"^.+ > (.+)$", ended.out, re.MULTILINE)[: len(TOUR)] == [question for _, question in TOUR]
    assert "R-0002 comes to you because nobody has acknowledged it for 30 minutes." in ended.out
    assert not data.exists()


def talk_in_a_terminal(typed: bytes, **environment: str) -> tuple[int, str]:
    """Run the demo in a terminal of its own, type, and return its exit code and the screen."""
    master, slave = os.openpty()
    command = [sys.executable, "-c", "from adapters.cli import main; main()", "demo"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, env={**os.environ, "TERM": "dumb", **environment})
    os.close(slave)
    os.write(master, typed)
    screen = bytearray()
    try:
        while read := os.read(master, 4096):
            screen += read
    except OSError:  # Linux says so when the other side has closed
        pass
    os.close(master)
    return process.wait(), screen.decode(errors="replace")


def test_demo_in_a_terminal_is_a_chat_and_keeps_what_it_did_not_understand(run: Run) -> None:
    code, screen = talk_in_a_terminal(b"what time is lunch\nquit\n", COLUMNS="400")
    assert code == 0
    assert HELP[:40] in screen
    assert "kept for the policy owner" in screen
    assert re.fullmatch(r"\d{4}-\d\d-\d\d  alet  what time is lunch\n", run("unanswered").out)


def test_byte_that_is_not_utf8_does_not_end_the_chat(run: Run) -> None:
    code, screen = talk_in_a_terminal(b"caf\xe9\nwhich version is this\nquit\n", PYTHONIOENCODING="utf-8:strict")
    assert code == 0
    assert "GOV062" in screen


@pytest.mark.parametrize("words", [("ask", FRIENDS), ("--help",)], ids=" ".join)
def test_terminal_that_is_not_utf8_shows_what_it_can(run: Run, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", "from adapters.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


# --- unanswered ---


def test_kept_questions_are_listed_by_day_and_policy(run: Run, kept: Unanswered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_KEYS", KNOWN_RING.text())
    kept.keep("may we bake", "alet")
    assert run("unanswered").out == f"{datetime.now(UTC):%Y-%m-%d}  alet  may we bake\n"


def test_kept_questions_of_one_policy_are_listed_alone(run: Run, kept: Unanswered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_KEYS", KNOWN_RING.text())
    kept.keep("may we bake", "alet")
    kept.keep("may we sing", "iwys")
    assert [line.split("  ")[2] for line in run("unanswered", "-p", "iwys").out.splitlines()] == ["may we sing"]


def test_nothing_kept_lists_nothing(run: Run) -> None:
    assert run("unanswered") == Ended(0, "", "")


def test_data_stay_in_the_folder_that_the_environment_names(run: Run, data: Path) -> None:
    run("unanswered")
    assert (data / "signpost.sqlite").is_file()


def test_ring_may_be_given_as_a_file(run: Run, kept: Unanswered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ring").write_text(KNOWN_RING.text(), encoding="utf-8")
    monkeypatch.setenv("SIGNPOST_KEYS", str(tmp_path / "ring"))
    kept.keep("may we bake", "alet")
    assert run("unanswered").out.endswith("may we bake\n")


def test_ring_that_is_given_leaves_none_in_the_data_folder(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_KEYS", KNOWN_RING.text())
    run("unanswered")
    assert not (data / "signpost.keys").exists()


def test_ring_without_a_key_in_use_is_refused_with_what_to_do(run: Run, kept: Unanswered, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep("may we bake", "alet")
    monkeypatch.setenv("SIGNPOST_KEYS", new_ring().text())
    assert f"'{KNOWN_RING.newest}'; put each line back from your copy of the ring (SIGNPOST_KEYS)" in refused(run("unanswered"))


def test_ring_that_is_none_is_refused_with_how_to_make_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_KEYS", "open sesame")
    said = refused(run("unanswered"))
    assert said.startswith("SIGNPOST_KEYS (taken as the ring's own text), line 1: the second word is no key")
    assert "sesame" not in said


def test_key_of_an_earlier_version_is_not_ignored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_KEY", "open-sesame")
    said = refused(run("unanswered"))
    assert "SIGNPOST_KEY is no longer read" in said
    assert "sesame" not in said


def test_damaged_database_is_refused(run: Run, data: Path) -> None:
    data.mkdir()
    (data / "signpost.sqlite").write_bytes(b"no database at all" * 100)
    assert "signpost.sqlite" in refused(run("unanswered"))


# --- faults that a person can mend ---


@pytest.mark.parametrize("words", [("ask", FRIENDS), ("ask", FRIENDS, "--json"), ("clauses",)], ids=" ".join)
def test_unknown_policy_is_refused_with_those_that_exist(run: Run, words: tuple[str, ...]) -> None:
    said = refused(run(*words, "-p", "elmfield"))
    assert said == "no policy is called 'elmfield'; use one of: alet, athelstan, iwys, unnamed-trust, wren-spinney"


@pytest.mark.parametrize(
    "words", [("ask", "--batch"), ("evaluate",), ("ask", FRIENDS, "--settings"), ("demo", "--settings")], ids=lambda words: " ".join(words[::2])
)
def test_missing_file_is_refused_with_its_name(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    said = refused(run(*words, tmp_path / "nowhere"))
    assert said.startswith(f"{tmp_path / 'nowhere'}: ")
    assert "check" in said


def test_folder_in_place_of_a_batch_is_refused(run: Run, tmp_path: Path) -> None:
    assert refused(run("ask", "--batch", tmp_path)).startswith(f"{tmp_path}: ")


def test_file_in_place_of_the_data_folder_is_refused(run: Run, data: Path) -> None:
    data.write_text("a file", encoding="utf-8")
    assert refused(run("unanswered")).startswith(f"{data}: ")


def test_settings_with_faults_are_refused_with_every_fault(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "signpost.yaml"
    path.write_text("colour: red\nshape: round\n", encoding="utf-8")
    ended = run("ask", FRIENDS, "--settings", path)
    assert ended.code == 2
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == ["colour", "shape"]


def test_knowledge_with_faults_is_refused_with_every_fault_and_what_to_do(small: Run, school: Path) -> None:
    topics = school / "topics" / "all.yaml"
    topics.write_text(topics.read_text(encoding="utf-8").replace("about: lunch and other meals", "about: no\n  colour: red"), encoding="utf-8")
    ended = small("ask", FRIENDS, "-p", "oakfield")
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert (lines[0], lines[-1]) == ("The knowledge files cannot be used:", "Mend them, then run `signpost check`.")
    assert [line.rsplit(":", 2)[0].split(":")[0] for line in lines[1:-1]] == ["topics/all.yaml", "topics/all.yaml"]


def test_fault_reaches_the_shell_as_exit_code_2_and_one_line(cache: Path) -> None:
    command = [sys.executable, "-c", "from adapters.cli import main; main()", "ask", FRIENDS, "-p", "elmfield"]
    ended = subprocess.run(command, env={**os.environ, "SIGNPOST_CACHE": str(cache)}, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
