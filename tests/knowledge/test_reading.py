"""One door to the knowledge: it opens without building where it can, and a running process takes up good edits and survives bad ones."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering import Answerer
from knowledge.building import BuildError, known_words_file, weights_folder
from knowledge.clauses import Policy
from knowledge.reading import MOST_PARTS, LiveReader, Reader, Reading, open_reader, split_parts
from knowledge.strict import KnowledgeError
from knowledge.text import LONGEST_QUESTION

Edit = Callable[[str, str, str], int]

POLICY, TOPICS = "policies/oakfield.yaml", "topics/all.yaml"


def about_lunch(reader: Reader) -> str:
    return reader.knowledge.topics["lunch"].about


def pick_up(live: LiveReader) -> Reader:
    """Let a live reader see the files as they are now, and return the reader that it then gives."""
    live()
    live.wait()
    return live()


@pytest.fixture(scope="module")
def read(small_reader: Reader, oakfield: Policy) -> Callable[[str], Reading]:
    """A function that reads a message for the small school's policy."""
    return lambda text: small_reader.read(text, oakfield)


@pytest.fixture
def no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Python to build with: whatever builds now, fails."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))


@pytest.fixture
def own_cache(small_cache: Path, tmp_path: Path) -> Path:
    """A copy of the cache, to spoil."""
    return Path(shutil.copytree(small_cache, tmp_path / "cache"))


# --- opening ---


@pytest.mark.usefixtures("no_python")
def test_kept_weights_are_opened_without_building(small_cache: Path, school: Path) -> None:
    assert open_reader(small_cache, school).knowledge.policies.keys() == {"oakfield"}


@pytest.mark.usefixtures("no_python")
def test_changed_files_need_building(small_cache: Path, school: Path, edit: Edit) -> None:
    edit(TOPICS, "when is lunch", "when is supper")
    with pytest.raises(BuildError):
        open_reader(small_cache, school)


def test_changed_asks_are_read_after_building(own_cache: Path, school: Path, edit: Edit) -> None:
    edit(TOPICS, "when is lunch", "where is the zebra")
    reader = open_reader(own_cache, school)
    assert reader.read("zebra", reader.knowledge.policies["oakfield"]).whole.silences[0].topic.id == "lunch"


def test_missing_weights_are_built(school: Path, tmp_path: Path) -> None:
    open_reader(tmp_path / "cache", school)
    assert weights_folder(tmp_path / "cache", school).is_dir()


def test_damaged_weights_are_built_again(own_cache: Path, school: Path) -> None:
    damaged = weights_folder(own_cache, school) / "concepts.weights.npy"
    damaged.write_bytes(damaged.read_bytes()[:100])
    open_reader(own_cache, school)
    assert len(damaged.read_bytes()) > 100


def test_lost_list_of_known_words_is_built_again(own_cache: Path, school: Path) -> None:
    known_words_file(weights_folder(own_cache, school)).unlink()
    assert open_reader(own_cache, school).knows("facebook")


def test_files_with_faults_are_not_opened(small_cache: Path, school: Path, edit: Edit) -> None:
    edit(TOPICS, "kind: contact", "kind: person")
    with pytest.raises(KnowledgeError):
        open_reader(small_cache, school)


def test_reader_opened_again_reads_the_same(small_cache: Path, small_home: Path, read: Callable[[str], Reading]) -> None:
    again = open_reader(small_cache, small_home)
    text = "can we post about the fair on fb"
    assert again.read(text, again.knowledge.policies["oakfield"]) == read(text)


# --- reading ---


def test_misspelt_word_is_read_and_told(read: Callable[[str], Reading]) -> None:
    reading = read("can I post on facebok")
    assert (reading.repaired, reading.whole.question.networks) == ((("facebok", "facebook"),), ("facebook",))


def test_known_short_form_is_read_without_being_told(read: Callable[[str], Reading]) -> None:
    reading = read("can I post on fb")
    assert (reading.repaired, reading.whole.question.networks) == ((), ("facebook",))


def test_message_is_kept_as_it_was_typed(read: Callable[[str], Reading]) -> None:
    assert read(" Can I post on FB ?").whole.question.text == " Can I post on FB ?"


@pytest.mark.parametrize(("length", "cut"), [(LONGEST_QUESTION, False), (LONGEST_QUESTION + 1, True)])
def test_message_that_is_not_read_to_its_end_says_so(read: Callable[[str], Reading], length: int, cut: bool) -> None:
    assert read("a" * length).cut is cut


def test_report_is_told_from_a_question(read: Callable[[str], Reading]) -> None:
    assert read("a pupil added me last night").told > 0.5 > read("how soon do we answer comments").told


def test_report_that_cannot_wait_is_told_from_one_that_can(read: Callable[[str], Reading]) -> None:
    assert read("he has a knife in his bag right now").urgent > 0.5 > read("a pupil added me last night").urgent


def test_questions_of_one_message_are_read_each_for_itself(read: Callable[[str], Reading]) -> None:
    reading = read("Can I post photos of pupils? How soon do we answer comments?")
    assert [part.candidates[0].topic.id for part in reading.parts] == ["photos", "comments"]


def test_message_with_one_question_has_no_parts(read: Callable[[str], Reading]) -> None:
    assert read("Can I post photos of pupils?").parts == ()


def test_slips_in_parts_are_repaired(read: Callable[[str], Reading]) -> None:
    reading = read("Can I post on facebok? How soon do we answer comments?")
    assert reading.parts[0].question.networks == ("facebook",)


@pytest.mark.parametrize(("word", "known"), [("school", True), ("facebook", True), ("facebok", False), ("zebra", False)])
def test_reader_says_which_words_the_knowledge_uses(small_reader: Reader, word: str, known: bool) -> None:
    assert small_reader.knows(word) is known


# --- parts ---


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Can I post photos? May I add pupils?", ("Can I post photos?", "May I add pupils?")),
        ("Can I post photos and may I add pupils", ("Can I post photos", "may I add pupils")),
        ("Can I post photos, but do I need consent", ("Can I post photos", "do I need consent")),
        ("can I post photos and also can I add pupils", ("can I post photos", "also can I add pupils")),
        ("can I post photos; who is the DSL", ("can I post photos", "who is the DSL")),
        ("I run a club. Can I post photos? Who do I ask?", ("Can I post photos?", "Who do I ask?")),
        ("we post photos ok? we add pupils ok?", ("we post photos ok?", "we add pupils ok?")),
        ("And can I post photos? So may I add pupils?", ("And can I post photos?", "So may I add pupils?")),
        ("Can I post photos? Is it ok to add pupils?", ("Can I post photos?", "Is it ok to add pupils?")),
        ("First, can I post photos? Second: who is the DSL?", ("First, can I post photos?", "Second: who is the DSL?")),
        (
            "Can I post photos? May they add me as a friend on Facebook?",
            ("Can I post photos?", "May they add me as a friend on Facebook?"),
        ),
    ],
)
def test_message_that_asks_several_things_is_split(text: str, parts: tuple[str, ...]) -> None:
    assert split_parts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "can I post photos",
        "can I post photos and videos",
        "can I post photos of Ann and Ben?",
        "A pupil added me. I said no. Nobody knows.",
        "A pupil added me. What now do I do?",
        "Really? Truly? Can I post photos?",
        "Can I post photos? Who approves them?",
        "Can I use the logo? Who decides on it now?",
    ],
    ids=[
        "empty",
        "one",
        "one of two things",
        "one of two people",
        "only telling",
        "telling and asking",
        "too short to be questions",
        "leaning on them",
        "leaning on it",
    ],
)
def test_message_that_asks_one_thing_is_not_split(text: str) -> None:
    assert split_parts(text) == ()


@pytest.mark.parametrize("between", ["\n", "\r\n", "?\t"])
def test_parts_have_no_white_space_at_their_ends(between: str) -> None:
    assert [part.strip("?") for part in split_parts(f"can I post photos{between}who is the DSL")] == ["can I post photos", "who is the DSL"]


def test_no_more_than_some_parts_are_looked_at() -> None:
    text = " ".join(f"Can I post photo {number}?" for number in range(MOST_PARTS + 3))
    assert split_parts(text) == tuple(f"Can I post photo {number}?" for number in range(MOST_PARTS))


def test_parts_past_the_longest_question_are_not_looked_at() -> None:
    assert split_parts("Can I post photos? " + " " * LONGEST_QUESTION + "May I add pupils?") == ()


# --- a running process ---


def test_live_reader_gives_the_same_reader_while_nothing_changes(small_cache: Path, school: Path) -> None:
    live = LiveReader(small_cache, school)
    first = live()
    assert pick_up(live) is first


def test_live_reader_takes_up_an_edit(own_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(own_cache, school)
    edit(TOPICS, "about: lunch and other meals", "about: what the kitchen cooks")
    assert about_lunch(pick_up(live)) == "what the kitchen cooks"


def test_live_reader_never_waits_for_a_build(own_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(own_cache, school)
    before = live()
    edit(TOPICS, "about: lunch and other meals", "about: what the kitchen cooks")
    assert live() is before
    live.wait()


def test_live_reader_takes_up_a_new_file(own_cache: Path, school: Path) -> None:
    live = LiveReader(own_cache, school)
    (school / "topics" / "more.yaml").write_text("phones:\n  about: phones\n  asks: [may I use my phone]\n", encoding="utf-8")
    assert "phones" in pick_up(live).knowledge.topics


def test_reader_given_before_an_edit_stays_as_it_was(own_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(own_cache, school)
    before = live()
    edit(TOPICS, "about: lunch and other meals", "about: what the kitchen cooks")
    pick_up(live)
    assert about_lunch(before) == "lunch and other meals"


def test_edit_with_faults_leaves_the_reader_from_before(small_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(small_cache, school)
    before = live()
    edit(TOPICS, "kind: contact", "kind: person")
    assert pick_up(live) is before


def test_edit_with_faults_says_what_is_wrong(small_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(small_cache, school)
    line = edit(TOPICS, "kind: contact", "kind: person")
    pick_up(live)
    assert isinstance(live.fault, KnowledgeError)
    assert [(fault.file, fault.line) for fault in live.fault.faults] == [(TOPICS, line)]


def test_edit_with_faults_is_tried_once(small_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(small_cache, school)
    edit(TOPICS, "kind: contact", "kind: person")
    pick_up(live)
    first = live.fault
    pick_up(live)
    assert live.fault is first


def test_mended_edit_takes_the_fault_back(small_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(small_cache, school)
    edit(TOPICS, "kind: contact", "kind: person")
    pick_up(live)
    edit(TOPICS, "kind: person", "kind: contact")
    pick_up(live)
    assert live.fault is None


def test_lost_file_leaves_the_reader_from_before(small_cache: Path, school: Path) -> None:
    live = LiveReader(small_cache, school)
    before = live()
    (school / "lexicon.yaml").unlink()
    assert pick_up(live) is before
    assert "lexicon.yaml" in str(live.fault)


@pytest.mark.usefixtures("no_python")
def test_build_that_fails_leaves_the_reader_from_before(small_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(small_cache, school)
    before = live()
    edit(TOPICS, "about: lunch and other meals", "about: what the kitchen cooks")
    assert pick_up(live) is before
    assert isinstance(live.fault, BuildError)


def test_live_reader_needs_good_files_to_start(small_cache: Path, school: Path, edit: Edit) -> None:
    edit(TOPICS, "kind: contact", "kind: person")
    with pytest.raises(KnowledgeError):
        LiveReader(small_cache, school)


@pytest.mark.parametrize(
    ("old", "new"),
    [("see_also: [oakfield-1-photos]", "see_also: [oakfield-9]"), ("text: Accept friend requests", "text: Accept all friend requests")],
    ids=["clause that is not there", "words that are not in the document"],
)
def test_edit_that_the_check_refuses_leaves_the_reader_from_before(own_cache: Path, school: Path, edit: Edit, old: str, new: str) -> None:
    live = LiveReader(own_cache, school)
    before = live()
    edit(POLICY, old, new)
    assert pick_up(live) is before


def test_edit_that_names_a_lost_clause_harms_no_answer(own_cache: Path, school: Path, edit: Edit) -> None:
    live = LiveReader(own_cache, school)
    edit(POLICY, "see_also: [oakfield-1-photos]", "see_also: [oakfield-9]")
    pick_up(live)
    assert Answerer(live).show_topic("friends", "oakfield").policy.key == "oakfield"


def test_lock_of_an_editor_does_not_stop_a_running_process(small_cache: Path, school: Path) -> None:
    live = LiveReader(small_cache, school)
    (school / "topics" / ".#all.yaml").symlink_to("somebody@somewhere.1234")
    assert about_lunch(live()) == "lunch and other meals"
