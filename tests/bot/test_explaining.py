"""Why an answer is what it is can be read, line by line, and the lines are true of the reading."""

from __future__ import annotations

import re

import pytest

from bot.explaining import MOST_CONCEPTS, explain
from knowledge.reading import Reader
from knowledge.text import LONGEST_QUESTION


def why(reader: Reader, text: str) -> tuple[str, ...]:
    policy = reader.knowledge.policies["oakfield"]
    return explain(reader.read(text, policy), policy)


def one_line(reader: Reader, text: str, begins: str) -> str:
    """Return the only line that begins so."""
    (found,) = [line for line in why(reader, text) if line.startswith(begins)]
    return found


def test_concepts_are_named_with_the_words_that_showed_them(small_reader: Reader) -> None:
    assert one_line(small_reader, "may I add a child", "read in your words") == "read in your words: friend (“add”), pupil (“child”)"


def test_concept_of_two_words_is_named_in_plain_words(small_reader: Reader) -> None:
    assert "answer comment (“reply”)" in one_line(small_reader, "how soon do we reply", "read in your words")


def test_message_without_concepts_names_none(small_reader: Reader) -> None:
    assert not any(line.startswith("read in your words") for line in why(small_reader, "good morning"))


def test_no_more_than_so_many_concepts_are_named(small_reader: Reader) -> None:
    everything = "child friend photo page event reply version logo dsl lunch"
    assert one_line(small_reader, everything, "read in your words").count("“") == MOST_CONCEPTS


def test_nearest_known_question_is_quoted_with_what_it_is_about_and_its_chance(small_reader: Reader) -> None:
    nearest = [line for line in why(small_reader, "which version is this") if line.startswith("nearest known question")]
    assert re.fullmatch(r"nearest known question: “which version is this” \(the version of this policy\) 9\d%", nearest[0])


def test_second_nearest_topic_is_named_too(small_reader: Reader) -> None:
    abouts = [line for line in why(small_reader, "friends page") if line.startswith("nearest known question")]
    assert ["accepting friend requests from pupils" in abouts[0], "following the school's page" in abouts[1]] == [True, True]


def test_silent_topic_is_explained_as_well(small_reader: Reader) -> None:
    assert "the school logo on personal accounts" in one_line(small_reader, "can I use the logo", "both readings")


def test_readings_that_agree_are_said_to_agree(small_reader: Reader) -> None:
    line = one_line(small_reader, "how soon do we answer comments", "both readings")
    assert line == "both readings, by words and by concepts, lead to: how soon comments are answered"


def test_readings_that_differ_are_both_named(small_reader: Reader) -> None:
    policy = small_reader.knowledge.policies["oakfield"]
    match = small_reader.read("friends page", policy).whole
    assert not match.agreed
    by_words = max(match.candidates, key=lambda one: one.by_words).topic.about
    by_concepts = max(match.candidates, key=lambda one: one.by_concepts).topic.about
    assert f"by words it reads as: {by_words}; by concepts as: {by_concepts}" in why(small_reader, "friends page")


def test_clauses_left_out_for_their_network_are_explained(small_reader: Reader) -> None:
    line = one_line(small_reader, "news of the school play on twitter", "left out")
    assert line == "left out: clauses only about facebook, because you asked about x"


def test_nothing_is_said_to_be_left_out_where_no_network_was_asked_about(small_reader: Reader) -> None:
    assert not any(line.startswith("left out") for line in why(small_reader, "post an event on our page"))


def test_word_read_as_misspelt_is_named(small_reader: Reader) -> None:
    assert one_line(small_reader, "can I post photoz of my school", "read as misspelt") == "read as misspelt: photoz → photos"


def test_message_that_is_cut_says_so(small_reader: Reader) -> None:
    long = "can I post photos of pupils " + "x" * LONGEST_QUESTION
    assert why(small_reader, long)[0] == f"only the first {LONGEST_QUESTION} characters were read"


def test_message_of_the_longest_length_is_not_said_to_be_cut(small_reader: Reader) -> None:
    assert not why(small_reader, "a" * LONGEST_QUESTION)[0].startswith("only the first")


@pytest.mark.parametrize("question", ["can I add a pupil on facebook", "friends page", "can I use the logo", ""])
def test_same_message_gives_the_same_lines(small_reader: Reader, question: str) -> None:
    assert why(small_reader, question) == why(small_reader, question)
