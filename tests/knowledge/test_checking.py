"""Everything that is wrong between the knowledge files, or between a clause and its document, is said at once, on its line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.checking import check_knowledge, plain_source
from knowledge.clauses import Policy
from knowledge.loading import HOME
from knowledge.reading import Reader
from knowledge.strict import Fault
from knowledge.text import same_words

Edit = Callable[[str, str, str], int]

POLICY, SOURCE, TOPICS = "policies/oakfield.yaml", "policies/oakfield.txt", "topics/all.yaml"
EVENTS_ON_X = "  audience: school\n  account: official\n  networks: [x]"
FIVE = ("alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney")


def line_of(path: Path, words: str) -> int:
    """Return the line on which `words` stand for the first time."""
    text = path.read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1


def add_second_school(home: Path) -> None:
    """Put a second school beside Oakfield, with the same document and clauses of its own."""
    text = (home / POLICY).read_text(encoding="utf-8").replace("oakfield-", "elmfield-").replace("policy: oakfield", "policy: elmfield")
    (home / "policies" / "elmfield.yaml").write_text(text, encoding="utf-8")
    shutil.copy(home / SOURCE, home / "policies" / "elmfield.txt")


def clause(name: str, text: str) -> str:
    return f"- id: {name}\n  section: x\n  text: {text}\n  audience: staff\n  account: any\n"


def messages(home: Path) -> list[str]:
    return [fault.message for fault in check_knowledge(home)]


@pytest.fixture(params=FIVE)
def real(request: pytest.FixtureRequest, reader: Reader) -> Policy:
    """Each of the five real policies."""
    return reader.knowledge.policies[request.param]


# --- the real knowledge ---


def test_real_knowledge_has_no_fault() -> None:
    assert check_knowledge() == []


def test_every_clause_is_verbatim_in_its_document(real: Policy) -> None:
    source = plain_source((HOME / "policies" / f"{real.key}.txt").read_text(encoding="utf-8"), real.skip)
    missing = [one.id for one in real.clauses.values() if not re.search(rf"(?<!\w){re.escape(same_words(one.text))}(?!\w)", source)]
    assert missing == []


def test_every_stem_is_verbatim_in_its_document(real: Policy) -> None:
    source = plain_source((HOME / "policies" / f"{real.key}.txt").read_text(encoding="utf-8"), real.skip)
    missing = [one.id for one in real.clauses.values() if one.stem and same_words(one.stem) not in source]
    assert missing == []


def test_every_fact_is_verbatim_in_its_clause(real: Policy) -> None:
    missing = [fact.name for fact in real.facts.values() if same_words(fact.words) not in same_words(real.clauses[fact.clause_id].whole())]
    assert missing == []


def test_no_clause_is_empty(real: Policy) -> None:
    assert [one.id for one in real.clauses.values() if not re.search(r"\w", one.text)] == []


def test_ids_of_a_policy_begin_with_its_name(real: Policy) -> None:
    short = real.key.split("-")[0]
    assert [one for one in real.clauses if not one.startswith(f"{short}-")] == []


# --- the small school ---


def test_small_school_has_no_fault(small_home: Path) -> None:
    assert check_knowledge(small_home) == []


def test_two_schools_side_by_side_have_no_fault(school: Path) -> None:
    add_second_school(school)
    assert check_knowledge(school) == []


def test_faults_of_shape_are_said_too(school: Path, edit: Edit) -> None:
    line = edit(POLICY, "account: any", "account: anything")
    assert [(fault.file, fault.line) for fault in check_knowledge(school)] == [(POLICY, line)]


def test_faults_of_the_lexicon_are_said_too(school: Path, edit: Edit) -> None:
    line = edit("lexicon.yaml", "page: [page]", "page: [one two three four five six]")
    assert [(fault.file, fault.line) for fault in check_knowledge(school)] == [("lexicon.yaml", line)]


def test_faults_of_the_reports_are_said_too(school: Path, edit: Edit) -> None:
    line = edit("reports.yaml", "- hello", "- no")
    assert [(fault.file, fault.line) for fault in check_knowledge(school)] == [("reports.yaml", line)]


# --- a clause and its document ---


def test_text_that_is_not_in_the_document_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, "text: Comments must be answered within two days.", "text: Comments must be answered within three days.")
    wanted = "the text of 'oakfield-2-comments' is not in oakfield.txt; copy it word for word: “Comments must be answered within three days.”"
    assert Fault(POLICY, line_of(school / POLICY, "- id: oakfield-2-comments"), wanted) in check_knowledge(school)


def test_stem_that_is_not_in_the_document_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, "The school will post on X:", "The school may post on X:")
    line = line_of(school / POLICY, "- id: oakfield-2-x-events")
    wanted = "the stem of 'oakfield-2-x-events' is not in oakfield.txt; copy it word for word: “The school may post on X:”"
    assert Fault(POLICY, line, wanted) in check_knowledge(school)


@pytest.mark.parametrize("new", ["comments must be", "Comments should be", "Comments must  not be", "Comments, must be"])
def test_text_that_is_nearly_in_the_document_is_a_fault(school: Path, edit: Edit, new: str) -> None:
    edit(POLICY, "text: Comments must be", f"text: {new}")
    assert any(message.startswith("the text of 'oakfield-2-comments' is not in oakfield.txt") for message in messages(school))


@pytest.mark.parametrize(
    ("old", "new"),
    [("text: Comments must", "text: omments must"), (f"events\n{EVENTS_ON_X}", f"event\n{EVENTS_ON_X}")],
    ids=["the first", "the last"],
)
def test_text_that_lost_a_letter_is_a_fault(school: Path, edit: Edit, old: str, new: str) -> None:
    edit(POLICY, old, new)
    assert check_knowledge(school) != []


@pytest.mark.parametrize("broken", ["within\n  two days.", "within   two days."])
def test_line_breaks_and_spaces_of_the_document_do_not_matter(school: Path, edit: Edit, broken: str) -> None:
    edit(SOURCE, "within two days.", broken)
    assert check_knowledge(school) == []


@pytest.mark.parametrize(
    "marked", ["**Comments** must", "<b>Comments</b> must", "• Comments must", "› Comments must", "## Comments must", "*Comments* must"]
)
def test_layout_of_the_document_does_not_matter(school: Path, edit: Edit, marked: str) -> None:
    edit(SOURCE, "Comments must", marked)
    assert check_knowledge(school) == []


def test_sentence_that_is_in_no_clause_is_a_fault(school: Path, edit: Edit) -> None:
    edit(SOURCE, "Comments must", "Be kind online. Comments must")
    assert [(fault.file, fault.message) for fault in check_knowledge(school)] == [
        (SOURCE, "no clause holds “Be kind online.”; add it as a clause, or to skip where it is a heading or a page line")
    ]


def test_sentence_that_is_in_no_clause_is_told_on_its_line(school: Path, edit: Edit) -> None:
    line = edit(SOURCE, "Comments must", "Be kind online.\nComments must")
    assert [fault.line for fault in check_knowledge(school)] == [line]


def test_bullet_printed_twice_needs_two_clauses(school: Path, edit: Edit) -> None:
    edit(SOURCE, "- News of school events", "- News of school events\n- News of school events")
    assert [message.split(";")[0] for message in messages(school)] == ["no clause holds “News of school events”"]


def test_short_clause_never_takes_the_place_of_a_longer_one(school: Path, edit: Edit) -> None:
    edit(SOURCE, "2. School accounts", "2. School accounts\n\nPost photos of pupils")
    edit(POLICY, "- id: oakfield-1-friends", clause("oakfield-1-post", "Post photos of pupils") + "- id: oakfield-1-friends")
    edit(POLICY, "    oakfield-1-photos: only_if", "    oakfield-1-photos: only_if\n    oakfield-1-post: only_if")
    assert check_knowledge(school) == []


def test_line_to_skip_needs_no_clause(school: Path, edit: Edit) -> None:
    edit(SOURCE, "2. School accounts", "2. School accounts\n\nPage 1 of 2")
    edit(POLICY, "skip:\n", "skip:\n- Page 1 of 2\n")
    assert check_knowledge(school) == []


def test_skipped_words_do_not_hide_a_longer_word(school: Path, edit: Edit) -> None:
    edit(SOURCE, "2. School accounts", "2. School accounts\n\nOakfield Schools")
    assert [message.split(";")[0] for message in messages(school)] == ["no clause holds “Oakfield Schools”"]


def test_shorter_words_to_skip_never_cut_longer_ones(school: Path, edit: Edit) -> None:
    edit(SOURCE, "2. School accounts", "2. School accounts Page 1 of 2")
    edit(POLICY, "skip:\n", "skip:\n- Page 1\n- Page 1 of 2\n")
    assert check_knowledge(school) == []


def test_skipped_line_inside_a_sentence_does_not_part_it(school: Path, edit: Edit) -> None:
    edit(SOURCE, "Comments must be answered", "Comments must\nPage 1 of 2\nbe answered")
    edit(POLICY, "skip:\n", "skip:\n- Page 1 of 2\n")
    assert check_knowledge(school) == []


def test_missing_document_is_a_fault(school: Path) -> None:
    (school / SOURCE).unlink()
    assert check_knowledge(school) == [Fault(POLICY, 1, "the document itself is missing; put its text beside this file as oakfield.txt")]


def test_condition_that_does_not_quote_its_clause_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, "words: (unless the headteacher has agreed)", "words: (unless the head has agreed)")
    wanted = "the condition “(unless the head has agreed)” is not in the text of 'oakfield-1-photos'; quote its words"
    assert messages(school) == [wanted]


def test_fact_that_does_not_quote_its_clause_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit(POLICY, 'words: "3"', 'words: "4"')
    assert check_knowledge(school) == [Fault(POLICY, line, "“4” is not in the clause 'oakfield-header-version'; quote its words")]


def test_fact_may_quote_the_stem(school: Path, edit: Edit) -> None:
    edit(POLICY, "facts:\n", "facts:\n  network: {clause: oakfield-2-x-events, words: post on X}\n")
    assert check_knowledge(school) == []


# --- what is named, and what is reached ---


def test_unknown_topic_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, "  comments:\n", "  remarks:\n")
    assert messages(school) == ["no topic has the id 'remarks'; correct it or add the topic to topics/*.yaml"]


def test_unknown_topic_is_told_on_its_line(school: Path, edit: Edit) -> None:
    line = edit(POLICY, "  comments:\n", "  remarks:\n")
    assert [fault.line for fault in check_knowledge(school)] == [line]


def test_clause_that_no_topic_reaches_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, "  comments:\n    oakfield-2-comments: required\n", "")
    line = line_of(school / POLICY, "- id: oakfield-2-comments")
    wanted = "no topic reaches the clause 'oakfield-2-comments'; link it under answers, or nobody will ever see it"
    assert check_knowledge(school) == [Fault(POLICY, line, wanted)]


def test_fault_of_a_clause_is_told_where_the_clause_stands(school: Path, edit: Edit) -> None:
    edit(POLICY, "  follow:\n    oakfield-1-follow: allowed\n", "")
    assert [fault.line for fault in check_knowledge(school)] == [line_of(school / POLICY, "- id: oakfield-1-follow")]


def test_fault_of_a_clause_is_not_told_where_a_longer_id_stands(school: Path, edit: Edit) -> None:
    edit(SOURCE, "Comments must", "Be kind. Comments must")
    edit(POLICY, "answers:\n", clause("oakfield-2", "Be kind.") + "answers:\n")
    assert [fault.line for fault in check_knowledge(school)] == [line_of(school / POLICY, "- id: oakfield-2\n")]


@pytest.mark.parametrize(
    ("old", "new"), [("exceptions: [oakfield-1-photos]", "exceptions: [oakfield-9]"), ("see_also: [oakfield-1-photos]", "see_also: [oakfield-9]")]
)
def test_clause_that_travels_along_must_exist(school: Path, edit: Edit, old: str, new: str) -> None:
    line = edit(POLICY, old, new)
    assert check_knowledge(school) == [Fault(POLICY, line, "no clause has the id 'oakfield-9'; correct the id")]


def test_unknown_network_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, "networks: [x]", "networks: [bebo]")
    line = line_of(school / POLICY, "- id: oakfield-2-x-events")
    assert check_knowledge(school) == [Fault(POLICY, line, "the network 'bebo' is not in lexicon.yaml; add it there")]


def test_id_of_another_policy_is_a_fault(school: Path, edit: Edit) -> None:
    add_second_school(school)
    for part in ("- id: oakfield-2-comments", "    oakfield-2-comments:"):
        edit(POLICY, part, part.replace("oakfield", "elmfield"))
    line = line_of(school / POLICY, "- id: elmfield-2-comments")
    wanted = "the id 'elmfield-2-comments' is also used by elmfield; ids are never reused, choose another"
    assert check_knowledge(school) == [Fault(POLICY, line, wanted)]


# --- asks ---


@pytest.mark.parametrize("again", ["policy version", "Policy Version", "policy   version"])
def test_ask_under_two_topics_is_a_fault(school: Path, edit: Edit, again: str) -> None:
    edit(TOPICS, "when is lunch", again)
    assert [(fault.file, fault.message) for fault in check_knowledge(school)] == [
        (TOPICS, "this ask stands under 'version' and 'lunch'; keep it under one of them")
    ]


def test_ask_of_two_files_is_a_fault_in_one_of_them(school: Path) -> None:
    (school / "topics" / "more.yaml").write_text("menu:\n  about: the menu\n  asks: [what is for lunch]\n", encoding="utf-8")
    assert messages(school) == ["this ask stands under 'lunch' and 'menu'; keep it under one of them"]


def test_ask_twice_under_one_topic_is_no_fault(school: Path, edit: Edit) -> None:
    edit(TOPICS, "when is lunch", "What is for lunch")
    assert check_knowledge(school) == []


@pytest.mark.parametrize("written", ["'what''s in the \"policy\"'", '"what is \\"the policy\\""', "what is\n    the policy"])
def test_ask_under_two_topics_is_a_fault_however_it_is_written(school: Path, edit: Edit, written: str) -> None:
    edit(TOPICS, "when is lunch", written)
    edit(TOPICS, "policy version]", f"{written}]")
    assert messages(school) == ["this ask stands under 'version' and 'lunch'; keep it under one of them"]


# --- all at once ---


def test_faults_of_several_files_are_said_together(school: Path, edit: Edit) -> None:
    edit(POLICY, "networks: [x]", "networks: [bebo]")
    edit(POLICY, "  comments:\n", "  remarks:\n")
    edit(SOURCE, "Comments must", "Be kind. Comments must")
    edit(TOPICS, "kind: contact", "kind: person")
    edit("lexicon.yaml", "page: [page]", "page: [on]")
    assert {fault.file for fault in check_knowledge(school)} == {POLICY, SOURCE, TOPICS, "lexicon.yaml"}


def test_faults_are_said_in_order_of_file_and_line(school: Path, edit: Edit) -> None:
    edit(TOPICS, "kind: contact", "kind: person")
    edit(POLICY, "  comments:\n", "  remarks:\n")
    edit(POLICY, "networks: [x]", "networks: [bebo]")
    places = [(fault.file, fault.line) for fault in check_knowledge(school)]
    assert len(places) == 3
    assert places == sorted(places)


def test_no_fault_is_said_twice(school: Path, edit: Edit) -> None:
    edit(POLICY, "networks: [x]", "networks: [bebo, bebo]")
    assert len(check_knowledge(school)) == 1


@pytest.mark.parametrize("file", ["lexicon.yaml", "reports.yaml"])
def test_missing_file_is_a_fault(school: Path, file: str) -> None:
    (school / file).unlink()
    assert file in {fault.file for fault in check_knowledge(school)}


# --- the document without its layout ---


def test_plain_source_drops_marks_and_white_space() -> None:
    assert plain_source("# Aims\n\n- **Be**   kind\n• <b>Be</b> *safe*\n") == "Aims Be kind Be safe"


def test_plain_source_leaves_hyphens_inside_a_line() -> None:
    assert plain_source("e-mail - or not") == "e-mail - or not"


def test_plain_source_drops_lines_to_skip_whole() -> None:
    assert plain_source("Be kind\n**Page  1**\nand safe\nPage 12", ("Page 1",)) == "Be kind and safe Page 12"
