"""YAML that would be read as something else than it says is a fault with its line, and every fault is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.strict import Document, Fault, KnowledgeError, open_document, read_document

HOME = Path("/school")
TRAPS = [
    ("no", "true or false"),
    ("on", "true or false"),
    ("yes", "true or false"),
    ("off", "true or false"),
    ("No", "true or false"),
    ("true", "true or false"),
    ("1.10", "a number"),
    ("010", "a number"),
    ("0x1F", "a number"),
    ("1:30", "a number"),
    ("7", "a number"),
    (".inf", "a number"),
    ("2026-11-20", "a date"),
    ("2026-11-20T10:00:00Z", "a date"),
    ("null", "nothing"),
    ("~", "nothing"),
    ("", "nothing"),
    ("=", "something else"),
    ("!!binary aGk=", "something else"),
    ("!!python/name:os.system x", "something else"),
]


def read(text: str) -> tuple[Document, yaml.Node]:
    document, node = read_document(HOME / "topics" / "all.yaml", text, HOME)
    assert node is not None, document.faults
    return document, node


def read_words(text: str) -> tuple[list[str], Document]:
    """Read a mapping of key -> words."""
    document, node = read(text)
    return [document.words(value) for value in document.mapping(node).values()], document


def told(document: Document) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in document.faults]


# --- files ---


def test_good_file_has_no_fault() -> None:
    assert told(read("about: photos of pupils\n")[0]) == []


def test_document_is_named_by_its_path_under_the_root() -> None:
    assert read("about: photos\n")[0].name == "topics/all.yaml"


def test_document_outside_the_root_is_named_by_its_whole_path() -> None:
    assert read_document(Path("/elsewhere/all.yaml"), "a: b", HOME)[0].name == "/elsewhere/all.yaml"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_empty_file_is_a_fault(text: str) -> None:
    document, node = read_document(HOME / "all.yaml", text, HOME)
    assert (node, told(document)) == (None, [(1, "the file is empty; write its content or remove it")])


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: b\nc: ]\n", 2), ("a: b\n\tc: d\n", 2), ("a: b\nc: d: e\n", 2), ("a: b\nc: *nobody\n", 2), ("a: b\nc: @d\n", 2), ("a: b\n---\nc: d\n", 2)],
)
def test_what_is_not_yaml_is_a_fault_on_its_line(text: str, line: int) -> None:
    document, node = read_document(HOME / "all.yaml", text, HOME)
    assert node is None
    assert [fault.line for fault in document.faults] == [line]
    assert document.faults[0].message.startswith("this is not YAML: ")


def test_control_character_is_a_fault() -> None:
    document, node = read_document(HOME / "all.yaml", "a: \x07", HOME)
    assert node is None
    assert told(document) == [(1, "this is not YAML: it holds a control character ('\\x07'); take it out")]


def test_control_character_is_a_fault_on_its_line() -> None:
    document, _ = read_document(HOME / "all.yaml", "a: é\nb: c\nd: \x07\n", HOME)
    assert [fault.line for fault in document.faults] == [3]


def test_file_is_opened_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text("about: café\n", encoding="utf-8")
    document, node = open_document(tmp_path / "all.yaml", tmp_path)
    assert node is not None
    assert (document.name, [document.words(value) for value in document.mapping(node).values()]) == ("all.yaml", ["café"])


def test_missing_file_is_a_fault(tmp_path: Path) -> None:
    document, node = open_document(tmp_path / "topics" / "all.yaml", tmp_path)
    assert (node, document.faults) == (None, [Fault("topics/all.yaml", 1, "this file is missing; put it back")])


def test_file_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_bytes(b"about: caf\xe9\n")
    document, node = open_document(tmp_path / "all.yaml", tmp_path)
    assert (node, document.faults) == (None, [Fault("all.yaml", 1, "this is not UTF-8 text; save the file as UTF-8")])


# --- words ---


@pytest.mark.parametrize(("value", "read_as"), TRAPS)
def test_value_that_yaml_reads_as_something_else_is_a_fault(value: str, read_as: str) -> None:
    found, document = read_words(f"# first line\nabout: {value}\n")
    assert found == [""]
    assert [fault.line for fault in document.faults] == [2]
    assert f" as {read_as}; put it in quotes" in document.faults[0].message


@pytest.mark.parametrize(("key", "read_as"), [trap for trap in TRAPS if trap[0] not in ("", "~")])
def test_key_that_yaml_reads_as_something_else_is_a_fault(key: str, read_as: str) -> None:
    document = read_words(f"# first line\n{key}: words\n")[1]
    assert [fault.line for fault in document.faults] == [2]
    assert f" as {read_as}; put it in quotes" in document.faults[0].message


@pytest.mark.parametrize("key", ["no", "on", "yes"])
def test_key_that_yaml_reads_as_something_else_is_told_once(key: str) -> None:
    document, node = read(f"about: a\n{key}: b\n")
    document.mapping(node, needed=("about",), allowed=("kind",))
    assert [fault.line for fault in document.faults] == [2]


def test_two_keys_that_cannot_be_read_are_not_the_same_key() -> None:
    assert [line for line, message in told(read_words("no: a\non: b\n")[1]) if "stands twice" in message] == []


def test_fault_shows_what_is_to_be_quoted() -> None:
    assert told(read_words("about: 1.10")[1]) == [(1, "YAML reads 1.10 as a number; put it in quotes: '1.10'")]


@pytest.mark.parametrize("value", [trap for trap, _ in TRAPS if trap and not trap.startswith("!")])
def test_value_in_quotes_is_read_as_it_stands(value: str) -> None:
    found, document = read_words(f"about: '{value}'\n")
    assert (found, told(document)) == ([value], [])


@pytest.mark.parametrize("value", ["''", '""', "'  '", "|\n\n"])
def test_empty_text_is_a_fault(value: str) -> None:
    assert told(read_words(f"kind: a\nabout: {value}\n")[1]) == [(2, "this is empty; write the text or take the key out")]


@pytest.mark.parametrize("value", ["[photos]", "{a: b}"])
def test_list_or_mapping_where_text_belongs_is_a_fault(value: str) -> None:
    assert told(read_words(f"kind: a\nabout: {value}\n")[1]) == [(2, "text belongs here, not a list or a mapping")]


def test_text_of_several_lines_is_kept() -> None:
    assert read_words("about: |\n  one\n  two\n")[0] == ["one\ntwo\n"]


def test_absent_text_is_empty_without_fault() -> None:
    document = Document("all.yaml")
    assert (document.words(None), document.faults) == ("", [])


# --- mappings ---


def test_second_key_of_the_same_name_is_a_fault() -> None:
    document, node = read("about: one\nkind: a\nabout: two\n")
    document.mapping(node)
    assert told(document) == [(3, "the key 'about' stands twice here; keep one of them")]


def test_first_of_two_equal_keys_is_kept() -> None:
    assert read_words("about: one\nabout: two\n")[0] == ["one"]


def test_same_key_in_two_mappings_is_no_fault() -> None:
    document, node = read("one: {about: a}\ntwo: {about: b}\n")
    for body in document.mapping(node).values():
        document.mapping(body)
    assert told(document) == []


def test_unknown_key_is_a_fault_that_names_the_known_ones() -> None:
    document, node = read("about: a\nabuot: b\n")
    document.mapping(node, needed=("about",), allowed=("kind",))
    assert told(document) == [(2, "unknown key 'abuot'; use one of: about, kind")]


def test_unknown_key_is_left_out() -> None:
    document, node = read("about: a\nabuot: b\n")
    assert list(document.mapping(node, needed=("about",), allowed=())) == ["about"]


def test_any_key_goes_where_none_are_named() -> None:
    document, node = read("anything: a\n")
    assert (list(document.mapping(node)), told(document)) == (["anything"], [])


def test_missing_key_is_a_fault_where_the_mapping_starts() -> None:
    document, node = read("# first line\nkind: a\nrole: b\n")
    document.mapping(node, needed=("about",), allowed=("kind", "role"))
    assert told(document) == [(2, "the key 'about' is missing; add it")]


def test_key_that_may_be_left_out_is_no_fault() -> None:
    document, node = read("about: a\n")
    document.mapping(node, needed=("about",), allowed=("kind",))
    assert told(document) == []


@pytest.mark.parametrize("text", ["- a\n- b\n", "words\n", "---\n~\n"])
def test_anything_else_where_a_mapping_belongs_is_a_fault(text: str) -> None:
    document, node = read(text)
    assert document.mapping(node) == {}
    assert [fault.message for fault in document.faults] == ["a mapping (key: value) belongs here"]


def test_merge_key_is_a_fault() -> None:
    document, node = read("one: a\n<<: {two: b}\n")
    document.mapping(node)
    assert [fault.line for fault in document.faults] == [2]


# --- lists ---


def test_items_of_a_list_are_returned_in_order() -> None:
    document, node = read("- one\n- two\n")
    assert [document.words(item) for item in document.items(node)] == ["one", "two"]


def test_absent_list_is_empty_without_fault() -> None:
    document = Document("all.yaml")
    assert (document.items(None), document.faults) == ([], [])


@pytest.mark.parametrize("value", ["one", "{a: b}", "~"])
def test_anything_else_where_a_list_belongs_is_a_fault(value: str) -> None:
    document, node = read(f"about: a\nasks: {value}\n")
    assert document.items(document.mapping(node)["asks"]) == []
    assert told(document) == [(2, "a list (- item) belongs here")]


def test_trap_inside_a_list_is_a_fault_on_its_own_line() -> None:
    document, node = read("- one\n- 1:30\n- two\n- no\n")
    assert [document.words(item) for item in document.items(node)] == ["one", "", "two", ""]
    assert [fault.line for fault in document.faults] == [2, 4]


# --- aliases ---


@pytest.mark.parametrize("value", ["text", "[a]", "{a: b}"])
def test_alias_is_a_fault_where_the_repeated_part_stands(value: str) -> None:
    document, node = read(f"one: a\ntwo: &it {value}\nthree: *it\n")
    for body in document.mapping(node).values():
        if isinstance(body, yaml.MappingNode):
            document.mapping(body)
        elif isinstance(body, yaml.SequenceNode):
            document.items(body)
        else:
            document.words(body)
    assert told(document) == [(2, "an alias (*name) repeats this; write it out in full where it is meant")]


def test_list_that_holds_itself_is_a_fault_and_ends() -> None:
    document, node = read("&it\n- *it\n")
    (inner,) = document.items(node)
    assert document.items(inner) == []
    assert len(document.faults) == 1


# --- choices ---


def test_one_of_the_choices_is_returned() -> None:
    document, node = read("policy\n")
    assert (document.choice(node, ("policy", "contact")), told(document)) == ("policy", [])


def test_anything_else_than_the_choices_is_a_fault_that_names_them() -> None:
    document, node = read("polcy\n")
    assert document.choice(node, ("policy", "contact")) is None
    assert told(document) == [(1, "'polcy' is not known here; use one of: policy, contact")]


@pytest.mark.parametrize("value", ["no", "yes"])
def test_choice_that_yaml_reads_as_something_else_is_told_once(value: str) -> None:
    document, node = read(f"{value}\n")
    assert document.choice(node, ("yes", "no")) is None
    assert len(document.faults) == 1


def test_absent_choice_is_none_without_fault() -> None:
    document = Document("all.yaml")
    assert (document.choice(None, ("a",)), document.faults) == (None, [])


# --- faults that are seen later ---


def test_fault_seen_later_is_told_where_the_thing_was_marked() -> None:
    document, node = read("one: a\ntwo: b\n")
    document.mark("the second", document.mapping(node)["two"])
    document.fault_at("the second", "it is missed elsewhere")
    assert told(document) == [(2, "it is missed elsewhere")]


def test_thing_marked_twice_keeps_its_first_place() -> None:
    document, node = read("zero: a\none: a\ntwo: b\n")
    for value in list(document.mapping(node).values())[1:]:
        document.mark("it", value)
    document.fault_at("it", "it is missed elsewhere")
    assert told(document) == [(2, "it is missed elsewhere")]


def test_fault_of_what_was_never_marked_is_told_on_the_first_line() -> None:
    document = Document("all.yaml")
    document.fault_at("it", "it is missed elsewhere")
    assert told(document) == [(1, "it is missed elsewhere")]


@pytest.mark.parametrize(("name", "held"), [("it", True), ("another", False)])
def test_document_says_what_was_marked_in_it(name: str, held: bool) -> None:
    document, node = read("one: a\n")
    document.mark("it", node)
    assert document.holds(name) is held


# --- all at once ---


def test_all_faults_of_a_file_are_told_at_once() -> None:
    document, node = read("about: no\nabuot: a\nkind: 1.10\nkind: b\nrole: ''\n")
    for body in document.mapping(node, needed=("about", "asks"), allowed=("kind", "role")).values():
        document.words(body)
    assert sorted(line for line, _ in told(document)) == [1, 1, 2, 3, 4, 5]


def test_fault_reads_as_file_line_message() -> None:
    assert str(Fault("topics/all.yaml", 7, "this is empty")) == "topics/all.yaml:7: this is empty"


def test_error_tells_every_fault_in_order_of_file_and_line() -> None:
    error = KnowledgeError([Fault("b.yaml", 1, "x"), Fault("a.yaml", 10, "y"), Fault("a.yaml", 9, "z")])
    assert str(error) == "a.yaml:9: z\na.yaml:10: y\nb.yaml:1: x"


def test_error_holds_its_faults() -> None:
    assert KnowledgeError([Fault("b.yaml", 1, "x"), Fault("a.yaml", 1, "y")]).faults == (Fault("a.yaml", 1, "y"), Fault("b.yaml", 1, "x"))
