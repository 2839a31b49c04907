"""A batch gives one JSON line for each line, in order, whatever the lines are; clauses are listed as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from adapters.asking import answer_lines, print_clauses
from bot.answering import Answerer
from knowledge.clauses import Policy
from knowledge.reading import Reader

FRIENDS = "can I accept a friend request from a pupil"
KEYS = ["outcome", "verdict", "topic", "clauses", "choices", "nearest", "urgent", "why", "elapsed_ms"]
HOSTILE = {
    "empty question": b'{"question": ""}',
    "blank question": b'{"question": "  \\n\\t "}',
    "one mark": b'{"question": "?"}',
    "100,000 characters": json.dumps({"question": "can I add a pupil " * 6_000}).encode(),
    "one word of 100,000 characters": json.dumps({"question": "a" * 100_000}).encode(),
    "100,000 questions": json.dumps({"question": "can we post it? " * 100_000}).encode(),
    "control characters": b'{"question": "\\u0000\\u0001\\u001b[31m can I add a pupil"}',
    "right to left": '{"question": "\u202ecan I add a pupil\u202c"}'.encode(),
    "zero width": '{"question": "can I\u200b add\u200d a\ufeff pupil"}'.encode(),
    "another script": '{"question": "هل يمكنني إضافة تلميذ"}'.encode(),
    "pictures": '{"question": "👩‍🏫👍🏽 pupil 🇬🇧"}'.encode(),
    "piled-up accents": json.dumps({"question": "pupil" + "\u0301" * 10_000}, ensure_ascii=False).encode(),
    "half a character": b'{"question": "can I add a pupil \\ud83d"}',
    "markup": b'{"question": "[bold]<script>alert(1)</script>[/bold] {0} %s"}',
    "SQL": b'{"question": "\'; DROP TABLE unanswered; --"}',
    "other keys": b'{"question": "can I add a pupil", "colour": "red"}',
}
"""Lines that can be read and must be answered like any other."""
BROKEN = {
    "no JSON": (b"can I add a pupil", "this is not JSON"),
    "cut JSON": (b'{"question": "can I', "this is not JSON"),
    "single quotes": (b"{'question': 'can I'}", "this is not JSON"),
    "two objects": (b'{"question": "a"} {"question": "b"}', "this is not JSON"),
    "deep nesting": (b"[" * 100_000, "this is not JSON"),
    "not UTF-8": ('{"question": "café"}'.encode("latin-1"), "this is not UTF-8"),
    "UTF-16": ('{"question": "can I"}'.encode("utf-16"), "this is not UTF-8"),
    "binary": (bytes(range(128, 256)), "this is not UTF-8"),
    "zeros": (b"\x00" * 64, "this is not JSON"),
    "list": (b'["can I add a pupil"]', "an object belongs here"),
    "words": (b'"can I add a pupil"', "an object belongs here"),
    "number": (b"7", "an object belongs here"),
    "nothing": (b"null", "an object belongs here"),
    "missing question": (b'{"policy": "oakfield"}', "the key 'question'"),
    "empty object": (b"{}", "the key 'question'"),
    "question that is a number": (b'{"question": 7}', "the key 'question'"),
    "question that is nothing": (b'{"question": null}', "the key 'question'"),
    "question that is a list": (b'{"question": ["can I"]}', "the key 'question'"),
    "policy that is no text": (b'{"question": "can I", "policy": 7}', "the key 'policy'"),
    "policy that is nothing": (b'{"question": "can I", "policy": null}', "the key 'policy'"),
    "unknown policy": (b'{"question": "can I", "policy": "elmfield"}', "no policy is called 'elmfield'; use one of: oakfield"),
    "empty policy": (b'{"question": "can I", "policy": ""}', "no policy is called ''"),
}
"""Lines that cannot be answered, and what is said of each."""


def run(answerer: Answerer, *lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer_lines(answerer, lines, "oakfield")]


def question(text: str) -> bytes:
    return json.dumps({"question": text}).encode()


# --- answers ---


def test_line_is_answered_by_the_default_policy(small_answerer: Answerer) -> None:
    (found,) = run(small_answerer, question(FRIENDS))
    assert found["clauses"][0]["id"] == "oakfield-1-friends"


def test_line_is_answered_by_the_policy_that_it_names(answerer: Answerer) -> None:
    lines = [
        json.dumps({"question": "can I accept a friend request from a past pupil?", "policy": policy}).encode() for policy in ("alet", "athelstan")
    ]
    found = [json.loads(line) for line in answer_lines(answerer, lines, "iwys")]
    assert [(one["outcome"], one["verdict"]) for one in found] == [("answer", "not_allowed"), ("silent", None)]


def test_text_is_taken_where_there_is_no_question(small_answerer: Answerer) -> None:
    (found,) = run(small_answerer, json.dumps({"text": FRIENDS}).encode())
    assert found["topic"] == "friends"


def test_answers_come_in_the_order_of_the_lines(small_answerer: Answerer) -> None:
    found = run(small_answerer, question("which version is this"), b"broken", question(FRIENDS), question("how soon do we answer comments"))
    assert [one["topic"] for one in found] == ["version", None, "friends", "comments"]


def test_blank_lines_give_nothing(small_answerer: Answerer) -> None:
    assert len(run(small_answerer, b"\n", question(FRIENDS), b"  \r\n", b"")) == 1


def test_line_ends_of_windows_are_no_fault(small_answerer: Answerer) -> None:
    (found,) = run(small_answerer, question(FRIENDS) + b"\r\n")
    assert found["topic"] == "friends"


def test_no_lines_give_no_answers(small_answerer: Answerer) -> None:
    assert run(small_answerer) == []


def test_each_line_is_answered_before_the_next_is_read(small_answerer: Answerer) -> None:
    read: list[int] = []

    def lines() -> Iterable[bytes]:
        for number in (1, 2):
            read.append(number)
            yield question(FRIENDS)

    next(iter(answer_lines(small_answerer, lines(), "oakfield")))
    assert read == [1]


def test_answer_is_one_line(small_answerer: Answerer) -> None:
    (line,) = answer_lines(small_answerer, [question(f"{FRIENDS}\n\n")], "oakfield")
    assert "\n" not in line


def test_words_of_a_policy_are_written_as_they_are(answerer: Answerer) -> None:
    (line,) = answer_lines(answerer, [question("who runs the facebook page?")], "iwys")
    assert "\\u" not in line


# --- hostile lines ---


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_line_is_answered_like_any_other(small_answerer: Answerer, name: str) -> None:
    (found,) = run(small_answerer, HOSTILE[name])
    assert list(found) == KEYS


@pytest.mark.parametrize("name", HOSTILE)
def test_batch_goes_on_after_a_hostile_line(small_answerer: Answerer, name: str) -> None:
    found = run(small_answerer, HOSTILE[name], question(FRIENDS))
    assert [one["topic"] for one in found][1:] == ["friends"]


@pytest.mark.parametrize("name", ["right to left", "zero width"])
def test_characters_that_are_not_seen_do_not_change_the_answer(small_answerer: Answerer, name: str) -> None:
    seen, unseen = run(small_answerer, question("can I add a pupil"), HOSTILE[name])
    assert {**seen, "elapsed_ms": 0} == {**unseen, "elapsed_ms": 0}


@pytest.mark.parametrize("name", HOSTILE)
def test_answer_to_a_hostile_line_can_be_written_as_utf8(small_answerer: Answerer, name: str) -> None:
    (line,) = answer_lines(small_answerer, [HOSTILE[name]], "oakfield")
    assert line.encode("utf-8")


# --- broken lines ---


@pytest.mark.parametrize("name", BROKEN)
def test_broken_line_is_told_what_is_wrong(small_answerer: Answerer, name: str) -> None:
    line, said = BROKEN[name]
    (found,) = run(small_answerer, line)
    assert found["error"].startswith(f"line 1: {said}")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_line_has_the_keys_of_an_answer(small_answerer: Answerer, name: str) -> None:
    (found,) = run(small_answerer, BROKEN[name][0])
    assert list(found) == [*KEYS, "error"]
    assert found["outcome"] == "unknown"


@pytest.mark.parametrize("name", BROKEN)
def test_batch_goes_on_after_a_broken_line(small_answerer: Answerer, name: str) -> None:
    found = run(small_answerer, BROKEN[name][0], question(FRIENDS))
    assert [one["topic"] for one in found] == [None, "friends"]


def test_line_of_a_fault_is_counted_with_the_blank_ones(small_answerer: Answerer) -> None:
    (found,) = run(small_answerer, b"\n", b"\n", b"broken")
    assert found["error"].startswith("line 3: ")


def test_number_with_too_many_digits_does_not_end_the_batch(small_answerer: Answerer) -> None:
    found = run(small_answerer, b'{"question": ' + b"9" * 5_000 + b"}", question(FRIENDS))
    assert [one["topic"] for one in found] == [None, "friends"]


def test_fault_that_names_half_a_character_can_be_written_as_utf8(small_answerer: Answerer) -> None:
    (line,) = answer_lines(small_answerer, [b'{"question": "can I", "policy": "\\ud83d"}'], "oakfield")
    assert line.encode("utf-8")


def test_byte_order_mark_before_the_first_line_is_no_fault(small_answerer: Answerer) -> None:
    (found,) = run(small_answerer, b"\xef\xbb\xbf" + question(FRIENDS))
    assert found["topic"] == "friends"


# --- the listing of clauses ---


@pytest.fixture
def policy(small_reader: Reader) -> Policy:
    return small_reader.knowledge.policies["oakfield"]


def test_clauses_are_listed_word_for_word_with_their_topics(policy: Policy, capsys: pytest.CaptureFixture[str]) -> None:
    print_clauses(policy, as_json=False)
    listed = "oakfield-1-friends (section 1)\n  Staff must not: Accept friend requests from pupils\n  friends: not_allowed\n"
    assert listed in capsys.readouterr().out


def test_every_clause_is_listed_in_the_order_of_the_document(policy: Policy, capsys: pytest.CaptureFixture[str]) -> None:
    print_clauses(policy, as_json=True)
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == list(policy.clauses)


def test_clause_is_listed_as_json_with_all_that_says_whom_it_is_about(policy: Policy, capsys: pytest.CaptureFixture[str]) -> None:
    print_clauses(policy, as_json=True)
    line = json.loads(capsys.readouterr().out.splitlines()[4])
    assert line == {
        "id": "oakfield-2-facebook-events",
        "section": "2",
        "stem": "The school will post on Facebook:",
        "text": "News of school events",
        "audience": "school",
        "account": "official",
        "networks": ["facebook"],
        "topics": ["events: allowed"],
    }
