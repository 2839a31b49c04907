"""Answers in a second process: the same words as in one, none lost whatever becomes of it, and nothing left of it or of a question."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.answering_beside import LANES, LONGEST_SENT, LOOKS_EVERY, AnswererBeside
from bot.answering import Answerer, UnknownPolicy
from bot.evaluating import load_labelled
from bot.settings import Settings
from knowledge.reading import LiveReader, Reader
from tests.adapters.deployed import SCHOOL, Deployed, Served, wait_until
from tests.conftest import SMALL_SCHOOL
from tests.processes import children_of
from tests.slack.conftest import SECRET, TESS
from tests.slack.driver import Driver
from tests.slack.fake_slack import FakeSlack

QUESTIONS = Path(__file__).parent.parent / "questions"
CANARY = "marmalade"
FRIENDS = f"can I accept a friend request from a pupil, {CANARY}?"
STAFF = Settings.model_validate(
    {"schools": [{"key": key, "policy": key, "people": [{"name": "Amara Obi", "roles": ["dsl"], "how": "extension 21"}]} for key in ("alet", "iwys")]}
)


@pytest.fixture
def beside(small_reader: Reader, small_cache: Path) -> Iterator[AnswererBeside]:
    """An answerer of the small school whose second process runs."""
    with AnswererBeside(lambda: small_reader, Settings(), small_cache, SMALL_SCHOOL) as answerer:
        answerer.start()
        answerer.wait()
        assert answerer.process_id
        yield answerer


def number_of(answerer: AnswererBeside) -> int:
    assert answerer.process_id is not None
    return answerer.process_id


def is_gone(process: int) -> bool:
    """Say whether a process is gone, and has been taken leave of by whoever started it."""
    return not Path(f"/proc/{process}").exists()


def is_over(process: int) -> bool:
    """Say whether a process does nothing any more, whoever is to take leave of it."""
    return is_gone(process) or Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged; no word of a question is in it."""
    assert CANARY not in caplog.text
    return [record.getMessage() for record in caplog.records]


# --- the same words ---


@pytest.mark.parametrize("policy", ["alet", "iwys"])
def test_same_words_have_the_same_answer_as_in_one_process(policy: str, both: tuple[Answerer, AnswererBeside], questions: list[str]) -> None:
    one, two = both
    with ThreadPoolExecutor(2) as threads:
        told = threads.map(lambda question: two.ask_beside(question, policy), questions)
        alone = [one.ask(question, policy) for question in questions]
    for question, here, beside in zip(questions, alone, told, strict=True):
        assert beside is not None
        assert beside.policy is here.policy
        assert ascii(beside).encode() == ascii(here).encode(), question


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """One question in some of every list, and what no list has."""
    listed = [item.get("question") or item["text"] for path in sorted(QUESTIONS.glob("*.jsonl")) for item in load_labelled(path)]
    asked = [*dict.fromkeys(listed[:: len(listed) // 310]), "who is the dsl?", "", "?!", "\ud800", "a" * 10_000, "Darf ich Fotos posten? 🙂"]
    assert len(asked) >= 300
    return asked


@pytest.fixture(scope="module")
def both(reader: Reader, cache: Path) -> Iterator[tuple[Answerer, AnswererBeside]]:
    with AnswererBeside(lambda: reader, STAFF, cache) as beside:
        beside.start()
        beside.wait()
        yield Answerer(lambda: reader, STAFF), beside


def test_what_is_pressed_under_an_answer_has_the_same_answer(small_answerer: Answerer, beside: AnswererBeside) -> None:
    assert beside.keys() == small_answerer.keys()
    assert beside.policy("oakfield") is small_answerer.policy("oakfield")
    for topic in small_answerer.policy("oakfield").answers:
        assert beside.show_topic(topic, "oakfield") == small_answerer.show_topic(topic, "oakfield")
    chosen = ("oakfield-1-photos", 0, 0, "oakfield")
    assert beside.settle("photos", *chosen) == small_answerer.settle("photos", *chosen)


def test_many_at_once_each_have_their_own_answer(small_answerer: Answerer, beside: AnswererBeside) -> None:
    asked = [f"{number} {question}" for number in range(40) for question in ("may I post photos of pupils?", FRIENDS, "what is for lunch?")]
    with ThreadPoolExecutor(LANES + 8) as threads:
        assert list(threads.map(lambda one: beside.ask(one, "oakfield"), asked)) == [small_answerer.ask(one, "oakfield") for one in asked]


def test_policy_that_nobody_has_is_refused(beside: AnswererBeside) -> None:
    with pytest.raises(UnknownPolicy, match="no policy is called 'nowhere'"):
        beside.ask(FRIENDS, "nowhere")


def test_question_that_is_too_long_to_send_is_answered_here(small_answerer: Answerer, beside: AnswererBeside) -> None:
    long = FRIENDS + "x" * LONGEST_SENT
    assert beside.ask_beside(long, "oakfield") is None
    assert beside.ask(long, "oakfield") == small_answerer.ask(long, "oakfield")


# --- its life ---


def test_it_starts_with_the_first_question_which_does_not_wait_for_it(small_reader: Reader, small_answerer: Answerer, small_cache: Path) -> None:
    with AnswererBeside(lambda: small_reader, Settings(), small_cache, SMALL_SCHOOL) as answerer:
        assert (answerer.policy("oakfield").key, answerer.process_id) == ("oakfield", None)
        assert answerer.ask(FRIENDS, "oakfield") == small_answerer.ask(FRIENDS, "oakfield")
        answerer.wait()
        assert answerer.ask_beside(FRIENDS, "oakfield") == small_answerer.ask(FRIENDS, "oakfield")


@pytest.mark.parametrize("when", ["running", "starting"])
def test_nothing_is_left_of_it_once_it_is_closed_and_questions_are_still_answered(
    small_reader: Reader, small_answerer: Answerer, small_cache: Path, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    before, answerer = children(), AnswererBeside(lambda: small_reader, Settings(), small_cache, SMALL_SCHOOL)
    answerer.start()
    if when == "running":
        answerer.wait()
    answerer.close()
    assert children() == before
    assert answerer.ask(FRIENDS, "oakfield") == small_answerer.ask(FRIENDS, "oakfield")
    answerer.wait()
    assert (answerer.process_id, children()) == (None, before)
    assert "answering.beside_not_started" not in events(caplog)


def children() -> set[int]:
    """Return the processes that this one has started, also those that have ended."""
    return set(children_of("self"))


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_whoever_started_it_and_not_before(beside: AnswererBeside, asked: int) -> None:
    process = number_of(beside)
    os.kill(process, asked)
    assert beside.ask_beside(FRIENDS, "oakfield")
    assert beside.process_id == process
    assert os.getpgid(process) != os.getpgrp()


def test_it_ends_where_whoever_started_it_is_killed(small_cache: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from adapters.answering_beside import AnswererBeside; from bot.settings import Settings\n"
        "from knowledge.reading import LiveReader; cache, home = map(Path, sys.argv[1:])\n"
        "one = AnswererBeside(LiveReader(cache, home), Settings(), cache, home); one.start(); one.wait()\n"
        "print(one.process_id, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, small_cache, SMALL_SCHOOL], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: is_over(process))


def test_no_key_and_no_question_is_shown_to_who_looks_at_it(
    small_reader: Reader, small_cache: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("SIGNPOST_KEYS", "SLACK_BOT_TOKEN", "DATABASE_URL", "SIGNPOST_RECOVERY_KEY"):
        monkeypatch.setenv(name, CANARY)
    with AnswererBeside(lambda: small_reader, Settings(), small_cache, SMALL_SCHOOL) as answerer:
        answerer.start()
        answerer.wait()
        assert answerer.ask_beside(FRIENDS, "oakfield")
        shown = [Path(f"/proc/{number_of(answerer)}/{name}").read_bytes() for name in ("environ", "cmdline")]
        opened = [os.readlink(one) for one in Path(f"/proc/{number_of(answerer)}/fd").iterdir() if int(one.name) > 2]
    assert CANARY.encode() not in b"".join(shown)
    assert [one for one in opened if not one.startswith(("socket:", "anon_inode:")) and not one.endswith(".weights.npy")] == []
    assert capfd.readouterr() == ("", "")


# --- where it fails ---


def test_no_answer_is_lost_where_it_dies_and_another_is_started(
    small_answerer: Answerer, beside: AnswererBeside, caplog: pytest.LogCaptureFixture
) -> None:
    first, alone = number_of(beside), small_answerer.ask(FRIENDS, "oakfield")
    with ThreadPoolExecutor(LANES) as threads, caplog.at_level(logging.INFO, "signpost"):
        answers = [threads.submit(beside.ask, FRIENDS, "oakfield") for _ in range(400)]
        answers[40].result()
        os.kill(first, signal.SIGKILL)
        assert all(one.result() == alone for one in answers)
        beside.ask(FRIENDS, "oakfield")
        beside.wait()
    assert is_gone(first)
    assert number_of(beside) != first
    assert beside.ask_beside(FRIENDS, "oakfield") == alone
    assert events(caplog) == ["answering.beside_ended", "answering.beside_started"]


def test_no_answer_is_lost_where_it_hangs_and_another_is_started(
    small_answerer: Answerer, beside: AnswererBeside, caplog: pytest.LogCaptureFixture
) -> None:
    first, asked = number_of(beside), [f"{number} {FRIENDS}" for number in range(LANES + 8)]
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(len(asked)) as threads, caplog.at_level(logging.INFO, "signpost"):
        assert list(threads.map(lambda one: beside.ask(one, "oakfield"), asked)) == [small_answerer.ask(one, "oakfield") for one in asked]
        beside.wait()
    assert is_gone(first)
    assert beside.ask_beside(FRIENDS, "oakfield") == small_answerer.ask(FRIENDS, "oakfield")
    assert events(caplog) == ["answering.beside_hangs", "answering.beside_started"]


def test_one_that_keeps_ending_is_started_less_and_less_often(beside: AnswererBeside, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        os.kill(number_of(beside), signal.SIGKILL)
        assert beside.ask(FRIENDS, "oakfield").outcome
        beside.wait()
    assert beside.process_id is None
    assert events(caplog).count("answering.beside_ended") == 2
    time.sleep(1)
    beside.ask(FRIENDS, "oakfield")
    beside.wait()
    assert beside.process_id


def test_questions_are_answered_where_it_cannot_be_started(
    small_reader: Reader, small_answerer: Answerer, small_cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with AnswererBeside(lambda: small_reader, Settings(), small_cache, SMALL_SCHOOL) as answerer:
        for _ in range(5):
            assert answerer.ask(FRIENDS, "oakfield") == small_answerer.ask(FRIENDS, "oakfield")
            answerer.wait()
    assert set(events(caplog)) == {"answering.beside_not_started"}
    assert len(events(caplog)) <= 3


def test_edit_is_answered_from_as_soon_as_it_is_read_here(school: Path, small_cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    live, file = LiveReader(small_cache, school), school / "policies" / "oakfield.yaml"
    with AnswererBeside(live, Settings(), small_cache, school) as answerer:
        answerer.start()
        answerer.wait()
        assert answerer.ask_beside(FRIENDS, "oakfield")
        file.write_text(file.read_text(encoding="utf-8").replace("ask_whom: the school office", "ask_whom: the head's office"), encoding="utf-8")
        time.sleep(LOOKS_EVERY)
        answerer.policy("oakfield")
        live.wait()
        time.sleep(LOOKS_EVERY)
        assert answerer.policy("oakfield").ask_whom == "the head's office"
        assert answerer.ask_beside(FRIENDS, "oakfield") is None  # it has read the file of before
        assert answerer.ask(FRIENDS, "oakfield") == Answerer(live).ask(FRIENDS, "oakfield")
        wait_until(lambda: answerer.ask_beside(FRIENDS, "oakfield") is not None)
        assert answerer.ask_beside(FRIENDS, "oakfield") == Answerer(live).ask(FRIENDS, "oakfield")
    assert [event for event in events(caplog) if event.startswith("answering.beside_ended")] == []


# --- signpost serve ---


def test_it_ends_with_signpost_serve(tmp_path: Path, cache: Path) -> None:
    with FakeSlack() as workspace:
        workspace.add_person(TESS, "Tess")
        deployed = Deployed(tmp_path, cache)
        deployed.extra |= {"SLACK_BOT_TOKEN": workspace.token, "SLACK_SIGNING_SECRET": SECRET, "SIGNPOST_SLACK_API": workspace.url}
        with deployed.serving() as served:
            assert started_by(served) == []
            driver = Driver(
                f"http://127.0.0.1:{served.port}",
                SECRET,
                triggers=workspace.new_trigger,
                response_urls=lambda about: workspace.response_url(about["user"], about["channel"]),
            )
            driver.slash(TESS, "/policy", FRIENDS)
            wait_until(lambda: "answering.beside_started" in served.said())
            (process,) = started_by(served)
            assert served.end(signal.SIGTERM) == 0
            assert is_over(process)
            assert served.said().rstrip().endswith("INFO serve.ended")
            assert CANARY not in served.said()
    assert not any(CANARY.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert SCHOOL in deployed.settings.read_text(encoding="utf-8")


def started_by(served: Served) -> list[int]:
    """Return the processes that `signpost serve` has started."""
    return list(children_of(str(served.process.pid)))
