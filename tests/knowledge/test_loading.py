"""The knowledge files become frozen data, and every fault of shape in every file is told at once, on its line."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.clauses import Account, Audience, Clause, Link, Policy, Tension, Topic, TopicKind, Verdict
from knowledge.loading import HOME, fingerprint, knowledge_files, load_knowledge
from knowledge.reading import open_reader
from knowledge.strict import Fault, KnowledgeError

Edit = Callable[[str, str, str], int]

POLICY, TOPICS = "policies/oakfield.yaml", "topics/all.yaml"
EVERY_FILE = ("lexicon.yaml", "policies/oakfield.txt", POLICY, "reports.yaml", TOPICS)
CHOICES = "choices:\n    - label: Agreed\n      verdict: allowed\n    - label: Not agreed\n      verdict: not_allowed\n"
FOLLOW = "- id: oakfield-1-follow"

FAULTS = [
    (POLICY, "organisation: Oakfield School", "organisation: no", "YAML reads no as true or false"),
    (POLICY, 'words: "3"', "words: 3", "YAML reads 3 as a number"),
    (POLICY, 'section: "1"', "section: 1.10", "YAML reads 1.10 as a number"),
    (POLICY, "title: Social Media Policy", "title:", "YAML reads this as nothing"),
    (POLICY, "ask_whom: the school office", "ask_who: the school office", "unknown key 'ask_who'"),
    (POLICY, "account: any", "account: anything", "'anything' is not known here; use one of: personal, official, any"),
    (POLICY, "audience: school", "audience: schools", "'schools' is not known here; use one of: staff, pupils"),
    (POLICY, "networks: [facebook]", "networks: facebook", "a list (- item) belongs here"),
    (POLICY, "see_also: [oakfield-1-photos]", "see_to: [oakfield-1-photos]", "unknown key 'see_to'"),
    (POLICY, "verdict: allowed", "verdict: yes", "YAML reads yes as true or false"),
    (POLICY, "oakfield-1-friends: not_allowed", "oakfield-1-friends: forbidden", "'forbidden' is not known here"),
    (POLICY, "oakfield-1-follow: allowed", "oakfield-1-folow: allowed", "no clause has the id 'oakfield-1-folow'"),
    (POLICY, "{clause: oakfield-header-version", "{clause: oakfield-header", "no clause has the id 'oakfield-header'"),
    (POLICY, "[oakfield-1-friends, oakfield-1-follow]", "[oakfield-1-friends, oakfield-9]", "no clause has the id 'oakfield-9'"),
    (POLICY, FOLLOW, "- id: oakfield-1-friends", "the clause id 'oakfield-1-friends' is used twice"),
    (POLICY, "policy: oakfield", "policy: elmfield", "the policy calls itself 'elmfield' but the file is oakfield.yaml"),
    (POLICY, "  follow:\n", "  photos:\n", "the key 'photos' stands twice here"),
    (TOPICS, "may_tell: may tell", "may_tell: yes", "YAML reads yes as true or false"),
    (TOPICS, "may_tell: may tell", "networks: others", "'others' is not known here; use one of: may be others"),
    (TOPICS, "kind: contact", "kind: person", "'person' is not known here; use one of: policy, contact, elsewhere"),
    (TOPICS, "about: lunch and other meals", "abuot: lunch and other meals", "unknown key 'abuot'"),
    (TOPICS, "asks: [which version is this, ", "asks: [2026-11-20, ", "YAML reads 2026-11-20 as a date"),
    (TOPICS, "lunch:\n", "photos:\n", "the key 'photos' stands twice here"),
]


def faults_of(home: Path) -> list[Fault]:
    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(home)
    return list(raised.value.faults)


@pytest.fixture(scope="module")
def policy(small_home: Path) -> Policy:
    return load_knowledge(small_home).policies["oakfield"]


@pytest.fixture(scope="module")
def topics(small_home: Path) -> dict[str, Topic]:
    return dict(load_knowledge(small_home).topics)


# --- what is read ---


def test_head_of_a_policy_is_read(policy: Policy) -> None:
    assert (policy.key, policy.organisation, policy.title, policy.ask_whom) == (
        "oakfield",
        "Oakfield School",
        "Social Media Policy",
        "the school office",
    )


def test_clause_is_read_whole(policy: Policy) -> None:
    assert policy.clauses["oakfield-2-facebook-events"] == Clause(
        id="oakfield-2-facebook-events",
        section="2",
        text="News of school events",
        stem="The school will post on Facebook:",
        audience=Audience.SCHOOL,
        account=Account.OFFICIAL,
        networks=("facebook",),
        exceptions=("oakfield-1-photos",),
    )


def test_clauses_stand_in_the_order_of_the_file(policy: Policy) -> None:
    assert list(policy.clauses)[:3] == ["oakfield-header-version", "oakfield-1-friends", "oakfield-1-photos"]


def test_condition_is_read_with_its_choices(policy: Policy) -> None:
    (condition,) = policy.clauses["oakfield-1-photos"].conditions
    assert [(choice.label, choice.verdict) for choice in condition.choices] == [("Agreed", Verdict.ALLOWED), ("Not agreed", Verdict.NOT_ALLOWED)]


def test_links_stand_in_the_order_of_the_file(policy: Policy) -> None:
    assert policy.answers["events"] == (Link("oakfield-2-facebook-events", Verdict.ALLOWED), Link("oakfield-2-x-events", Verdict.ALLOWED))


def test_fact_is_read(policy: Policy) -> None:
    assert policy.fact("version") == "3"


def test_tension_is_read(policy: Policy) -> None:
    assert policy.tensions == (Tension(("oakfield-1-friends", "oakfield-1-follow"), "One clause forbids, the other allows."),)


def test_lines_to_skip_are_read(policy: Policy) -> None:
    assert policy.skip == ("Oakfield School", "1. Personal accounts", "2. School accounts")


def test_topic_is_of_the_policy_unless_it_says_otherwise(topics: dict[str, Topic]) -> None:
    assert topics["photos"].kind is TopicKind.POLICY


def test_topic_that_asks_for_a_person_names_the_role(topics: dict[str, Topic]) -> None:
    assert (topics["dsl"].kind, topics["dsl"].role) == (TopicKind.CONTACT, "dsl")


@pytest.mark.parametrize(("topic", "may_tell"), [("friends", True), ("photos", False)])
def test_topic_says_whether_its_asks_may_tell(topics: dict[str, Topic], topic: str, may_tell: bool) -> None:
    assert topics[topic].may_tell is may_tell


def test_topic_may_name_other_networks(school: Path, edit: Edit) -> None:
    edit(TOPICS, "about: following the school's page", "about: following the school's page\n  networks: may be others")
    named = {name: topic.names_other_networks for name, topic in load_knowledge(school).topics.items()}
    assert (named["follow"], named["photos"]) == (True, False)


def test_topic_may_name_the_fact_that_answers_it(school: Path, edit: Edit) -> None:
    edit(TOPICS, "about: the version of this policy", "about: the version of this policy\n  fact: version")
    facts = {name: topic.fact for name, topic in load_knowledge(school).topics.items()}
    assert (facts["version"], facts["photos"]) == ("version", "")


def test_asks_are_read_in_order(topics: dict[str, Topic]) -> None:
    assert topics["version"].asks == ("which version is this", "what version is the policy", "policy version")


def test_topics_of_several_files_are_read(school: Path) -> None:
    (school / "topics" / "more.yaml").write_text("phones:\n  about: phones\n  asks: [may I use my phone]\n", encoding="utf-8")
    assert {"phones", "friends"} <= set(load_knowledge(school).topics)


def test_policies_of_several_schools_are_read() -> None:
    assert {"alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney"} <= set(load_knowledge(HOME).policies)


# --- what identifies it ---


def test_every_file_that_decides_an_answer_is_counted(small_home: Path) -> None:
    assert sorted(path.relative_to(small_home).as_posix() for path in knowledge_files(small_home)) == sorted(EVERY_FILE)


@pytest.mark.parametrize("file", EVERY_FILE)
def test_fingerprint_changes_with_every_file(school: Path, file: str) -> None:
    before = fingerprint(school)
    (school / file).write_bytes((school / file).read_bytes() + b"\n")
    assert fingerprint(school) != before


def test_fingerprint_changes_where_text_moves_from_one_file_to_another(school: Path) -> None:
    before = fingerprint(school)
    (school / TOPICS).rename(school / "topics" / "other.yaml")
    assert fingerprint(school) != before


def test_fingerprint_stays_where_a_file_is_only_touched(school: Path) -> None:
    before = fingerprint(school)
    os.utime(school / TOPICS, (0, 0))
    assert fingerprint(school) == before


def test_fingerprint_stays_where_a_file_decides_nothing(school: Path) -> None:
    before = fingerprint(school)
    (school / "policies" / "notes.md").write_text("Ask the office for the newest document.", encoding="utf-8")
    assert fingerprint(school) == before


def test_fingerprint_is_the_same_wherever_the_files_are(school: Path, small_home: Path) -> None:
    assert fingerprint(school) == fingerprint(small_home)


def test_policy_has_another_identity_once_its_document_changes(school: Path, policy: Policy) -> None:
    (school / "policies" / "oakfield.txt").write_text("Another document", encoding="utf-8")
    assert load_knowledge(school).policies["oakfield"].fingerprint != policy.fingerprint


def test_policy_keeps_its_identity_where_only_our_reading_changes(school: Path, edit: Edit, policy: Policy) -> None:
    edit(POLICY, "ask_whom: the school office", "ask_whom: the headteacher")
    assert load_knowledge(school).policies["oakfield"].fingerprint == policy.fingerprint


# --- faults ---


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS, ids=[f"{old.strip()} -> {new.strip()}" for _, old, new, _ in FAULTS])
def test_fault_of_shape_is_told_on_its_line(school: Path, edit: Edit, file: str, old: str, new: str, message: str) -> None:
    line = edit(file, old, new)
    assert [(fault.file, fault.line) for fault in faults_of(school) if fault.message.startswith(message)] == [(file, line)]


@pytest.mark.parametrize("key", ["policy", "organisation", "title", "ask_whom", "clauses", "answers"])
def test_key_that_a_policy_needs_is_missed(school: Path, key: str) -> None:
    text = (school / POLICY).read_text(encoding="utf-8")
    (school / POLICY).write_text(re.sub(rf"^{key}:", "other:", text, flags=re.MULTILINE), encoding="utf-8")
    assert Fault(POLICY, 1, f"the key '{key}' is missing; add it") in faults_of(school)


@pytest.mark.parametrize("key", ["section", "text", "audience", "account"])
def test_key_that_a_clause_needs_is_missed_where_the_clause_starts(school: Path, edit: Edit, key: str) -> None:
    clause = "- id: oakfield-9\n  section: x\n  text: x\n  audience: staff\n  account: any\n"
    kept = "\n".join(line for line in clause.splitlines() if not line.startswith(f"  {key}:"))
    line = edit(POLICY, FOLLOW, f"{kept}\n{FOLLOW}")
    assert Fault(POLICY, line, f"the key '{key}' is missing; add it") in faults_of(school)


@pytest.mark.parametrize("key", ["about", "asks"])
def test_key_that_a_topic_needs_is_missed(school: Path, edit: Edit, key: str) -> None:
    line = edit(TOPICS, "lunch:\n", "dinner:\n  role: x\n" + ("  asks: [a]\n" if key == "about" else "  about: a\n") + "lunch:\n")
    assert faults_of(school) == [Fault(TOPICS, line + 1, f"the key '{key}' is missing; add it")]


def test_topic_without_asks_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit(TOPICS, "lunch:\n", "dinner:\n  about: dinner\n  asks: []\nlunch:\n")
    assert faults_of(school) == [Fault(TOPICS, line + 1, "the topic 'dinner' has no asks; write the ways in which staff ask it")]


def test_topic_in_two_files_is_a_fault(school: Path) -> None:
    (school / "topics" / "zz.yaml").write_text("# more\nlunch:\n  about: lunch\n  asks: [is there soup]\n", encoding="utf-8")
    assert faults_of(school) == [Fault("topics/zz.yaml", 3, "the topic 'lunch' is already in another file; an id stands for one thing only")]


def test_answer_that_names_no_clause_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit(POLICY, "answers:\n", "answers:\n  logo: {}\n")
    assert faults_of(school) == [Fault(POLICY, line + 1, "'logo' names no clause; take it out, silence needs no entry")]


def test_answer_that_names_no_clause_is_told_beside_other_faults(school: Path, edit: Edit) -> None:
    edit(POLICY, "title: Social Media Policy", "title: no")
    edit(POLICY, "answers:\n", "answers:\n  logo: {}\n")
    assert [fault for fault in faults_of(school) if "'logo' names no clause" in fault.message]


def test_answer_whose_only_clause_is_unknown_is_told_once(school: Path, edit: Edit) -> None:
    line = edit(POLICY, "oakfield-1-follow: allowed", "oakfield-9: allowed")
    assert [fault.line for fault in faults_of(school)] == [line]


def test_condition_with_one_choice_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, CHOICES, "choices:\n    - label: Agreed\n      verdict: allowed\n")
    assert [fault.message for fault in faults_of(school)] == ["a condition is settled by two or three choices; write that many"]


def test_condition_with_an_empty_list_of_choices_is_a_fault(school: Path, edit: Edit) -> None:
    edit(POLICY, CHOICES, "choices: []\n")
    assert [fault.message for fault in faults_of(school)] == ["a condition is settled by two or three choices; write that many"]


@pytest.mark.parametrize(
    ("old", "new"),
    [('words: "3"', 'words: "3", form: x'), ("  why: One", "  form: x\n  why: One"), ("    question: Has", "    form: x\n    question: Has")],
    ids=["fact", "tension", "condition"],
)
def test_unknown_key_of_a_part_is_a_fault(school: Path, edit: Edit, old: str, new: str) -> None:
    edit(POLICY, old, new)
    assert [fault.message.split(";")[0] for fault in faults_of(school)] == ["unknown key 'form'"]


def test_missing_document_is_a_fault(school: Path) -> None:
    (school / "policies" / "oakfield.txt").unlink()
    assert faults_of(school) == [Fault(POLICY, 1, "the document itself is missing; put its text beside this file as oakfield.txt")]


def test_document_that_is_only_touched_up_elsewhere_is_no_fault(school: Path, edit: Edit) -> None:
    edit(TOPICS, "what is for lunch", "what is there for lunch")
    assert "what is there for lunch" in load_knowledge(school).topics["lunch"].asks


def test_empty_file_of_topics_is_a_fault(school: Path) -> None:
    (school / TOPICS).write_text("", encoding="utf-8")
    assert faults_of(school) == [Fault(TOPICS, 1, "the file is empty; write its content or remove it")]


def test_empty_policy_is_a_fault(school: Path) -> None:
    (school / POLICY).write_text("", encoding="utf-8")
    assert Fault(POLICY, 1, "the file is empty; write its content or remove it") in faults_of(school)


def test_policy_that_is_not_yaml_is_a_fault(school: Path, edit: Edit) -> None:
    line = edit(POLICY, "title: Social Media Policy", "title: Social Media: Policy")
    assert [(fault.file, fault.line) for fault in faults_of(school) if fault.message.startswith("this is not YAML")] == [(POLICY, line)]


def test_topics_that_are_not_yaml_are_a_fault(school: Path, edit: Edit) -> None:
    line = edit(TOPICS, "about: lunch and other meals", "about: lunch: dinner")
    assert [(fault.file, fault.line) for fault in faults_of(school)] == [(TOPICS, line)]


def test_topics_that_are_not_utf_8_are_a_fault(school: Path) -> None:
    (school / TOPICS).write_bytes((school / TOPICS).read_bytes() + b"# caf\xe9\n")
    assert faults_of(school) == [Fault(TOPICS, 1, "this is not UTF-8 text; save the file as UTF-8")]


def test_document_that_is_not_utf_8_is_a_fault(school: Path) -> None:
    (school / "policies" / "oakfield.txt").write_bytes(b"caf\xe9\n")
    assert faults_of(school) == [Fault(POLICY, 1, "oakfield.txt is not UTF-8 text; save it as UTF-8")]


def test_policy_that_is_not_utf_8_is_a_fault(school: Path) -> None:
    (school / POLICY).write_bytes((school / POLICY).read_bytes() + b"# caf\xe9\n")
    assert Fault(POLICY, 1, "this is not UTF-8 text; save the file as UTF-8") in faults_of(school)


def test_lock_of_an_editor_is_no_knowledge_file(school: Path) -> None:
    (school / "policies" / ".#oakfield.yaml").symlink_to("somebody@somewhere.1234")
    assert list(load_knowledge(school).policies) == ["oakfield"]


def test_faults_of_several_files_are_raised_together(school: Path, edit: Edit) -> None:
    first = edit(POLICY, "account: any", "account: on")
    second = edit(TOPICS, "kind: contact", "kind: person")
    shutil.copy(school / POLICY, school / "policies" / "elmfield.yaml")
    places = [(fault.file, fault.line) for fault in faults_of(school)]
    assert [*dict.fromkeys(places)] == [("policies/elmfield.yaml", 1), ("policies/elmfield.yaml", first), (POLICY, first), (TOPICS, second)]


def test_faults_of_topics_and_lexicon_are_raised_together(school: Path, edit: Edit, tmp_path: Path) -> None:
    edit(TOPICS, "kind: contact", "kind: person")
    edit("lexicon.yaml", "page: [page]", "page: [on]")
    with pytest.raises(KnowledgeError) as raised:
        open_reader(tmp_path / "cache", school)
    assert {fault.file for fault in raised.value.faults} == {TOPICS, "lexicon.yaml"}
