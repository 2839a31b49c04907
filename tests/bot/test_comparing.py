"""Schools stand side by side, and agree with what a reader of the five documents wrote down of them."""

from __future__ import annotations

from itertools import product

import pytest

from bot.answering import Answerer, UnknownPolicy
from bot.comparing import compare, row_as_json, table_head, table_line
from bot.outcomes import Answer
from knowledge.clauses import TopicKind, Verdict
from knowledge.reading import Reader

KEYS = ("alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust")
NO, IF, MUST, YES, INFO, SILENT = (
    Verdict.NOT_ALLOWED,
    Verdict.ONLY_IF,
    Verdict.REQUIRED,
    Verdict.ALLOWED,
    Verdict.INFORMATION,
    None,
)
AGREED: dict[str, tuple[tuple[Verdict | None, str], ...]] = {
    # what the documents say, read side by side: verdict and section of alet, athelstan, iwys, wren-spinney, unnamed-trust
    "connect-with-current-pupil": ((NO, "3"), (NO, "7.2"), (NO, "3"), (NO, "3"), (IF, "Personal use: Children")),
    "message-current-pupil": ((NO, "3"), (NO, "7.2"), (NO, "3"), (NO, "3"), (IF, "Personal use: Children")),
    "connect-with-past-pupil": ((NO, "3"), (SILENT, ""), (NO, "3"), (NO, "3"), (IF, "Personal use: Children")),
    "connect-with-parent": ((SILENT, ""), (IF, "7.2"), (SILENT, ""), (SILENT, ""), (IF, "Scope")),
    "pupil-contact-who-to-tell-and-when": ((MUST, "3"), (SILENT, ""), (MUST, "3"), (MUST, "3"), (SILENT, "")),
    "report-contact-from-family-pupil": ((IF, "3"), (SILENT, ""), (IF, "3"), (IF, "3"), (SILENT, "")),
    "new-account-apply": ((SILENT, ""), (MUST, "5"), (SILENT, ""), (SILENT, ""), (MUST, "Process for creating new accounts")),
    "new-account-two-staff": ((SILENT, ""), (MUST, "5"), (SILENT, ""), (SILENT, ""), (MUST, "Process for creating new accounts")),
    "reply-deadline": ((SILENT, ""), (MUST, "6"), (SILENT, ""), (SILENT, ""), (MUST, "Monitoring")),
    "reply-at-weekend": ((SILENT, ""), (MUST, "6"), (SILENT, ""), (SILENT, ""), (MUST, "Monitoring")),
    "journalist": ((SILENT, ""), (MUST, "7.13"), (SILENT, ""), (SILENT, ""), (MUST, "Behaviour")),
    "official-content": ((YES, "2.1"), (SILENT, ""), (YES, "2.1"), (YES, "2.1"), (SILENT, "")),
    "official-not-content": ((NO, "2.1"), (SILENT, ""), (NO, "2.1"), (NO, "2.1"), (SILENT, "")),
    "who-manages-accounts": ((INFO, "2"), (INFO, "6"), (INFO, "2"), (INFO, "2"), (INFO, "Roles & Responsibilities: Administrator / Moderator")),
    "review-date": ((INFO, "header"), (INFO, "header"), (INFO, "header"), (INFO, "header"), (SILENT, "")),
}


@pytest.mark.parametrize(("topic", "at"), [*product(AGREED, range(len(KEYS)))], ids=lambda value: value if isinstance(value, str) else KEYS[value])
def test_comparison_agrees_with_the_documents_read_side_by_side(reader: Reader, topic: str, at: int) -> None:
    (row,) = compare(reader.knowledge, KEYS, topic=topic)
    part = row.parts[at]
    assert (part and part.verdict, part.lead.section if part else "") == AGREED[topic][at]


@pytest.mark.parametrize(
    ("topic", "key", "words"),
    [
        ("pupil-contact-who-to-tell-and-when", "alet", "designated safeguarding lead (DSL) or member of the senior leadership team immediately"),
        ("reply-deadline", "athelstan", "within 24 hours (or on the next working day if received at a weekend)"),
        ("reply-deadline", "unnamed-trust", "even if the response is only to acknowledge receipt"),
        ("connect-with-past-pupil", "unnamed-trust", "current or previous children of the school"),
        ("connect-with-past-pupil", "unnamed-trust", "under the age of 18 (unless this is part of a family"),
        ("connect-with-parent", "athelstan", "Depending on the circumstances, it may also be inappropriate"),
        ("journalist", "athelstan", "Trust Communications policy before responding"),
        ("journalist", "unnamed-trust", "media policy before responding"),
        ("who-manages-accounts", "alet", "Stacey Honnor, Reiss Simms-Williams and Cheryl Chapman"),
        ("who-manages-accounts", "iwys", "the Proprietor"),
        ("who-manages-accounts", "wren-spinney", "Communications and Marketing Officer"),
        ("review-date", "alet", "17.04.27"),
        ("review-date", "athelstan", "May 2027"),
        ("review-date", "iwys", "June 2026 or in line for Government Guidelines"),
        ("review-date", "wren-spinney", "February 2027"),
    ],
)
def test_clause_that_leads_holds_the_words_of_the_document(reader: Reader, topic: str, key: str, words: str) -> None:
    (row,) = compare(reader.knowledge, [key], topic=topic)
    assert row.parts[0]
    assert words in row.parts[0].lead.text


def test_comparison_says_of_every_topic_what_an_answer_on_it_says(reader: Reader) -> None:
    answerer = Answerer(lambda: reader)
    for row in compare(reader.knowledge, KEYS):
        for key, part in zip(KEYS, row.parts, strict=True):
            outcome = answerer.show_topic(row.topic.id, key).outcome
            assert (outcome.parts[0] if isinstance(outcome, Answer) else None) == part


def test_every_topic_of_policies_is_compared_and_no_other(reader: Reader) -> None:
    compared = {row.topic.id for row in compare(reader.knowledge, KEYS)}
    assert compared == {topic.id for topic in reader.knowledge.topics.values() if topic.kind is not TopicKind.ELSEWHERE}


def test_schools_stand_in_the_order_in_which_they_were_named(reader: Reader) -> None:
    (there,), (back,) = (compare(reader.knowledge, keys, topic="journalist") for keys in (["alet", "athelstan"], ["athelstan", "alet"]))
    assert there.parts == tuple(reversed(back.parts))


def test_topic_is_found_by_words_of_its_subject(reader: Reader) -> None:
    found = [row.topic.id for row in compare(reader.knowledge, KEYS, topic="Past pupils")]
    assert "connect-with-past-pupil" in found
    assert all("past" in reader.knowledge.topics[topic].about for topic in found)


def test_topic_that_nobody_knows_gives_no_row(reader: Reader) -> None:
    assert compare(reader.knowledge, KEYS, topic="no such thing") == ()


def test_unknown_school_is_refused_with_those_that_exist(reader: Reader) -> None:
    with pytest.raises(UnknownPolicy, match="no policy is called 'elmfield'; use one of: alet, "):
        compare(reader.knowledge, ["alet", "elmfield"])


def test_silence_is_null_in_json_and_said_in_a_table(reader: Reader) -> None:
    (row,) = compare(reader.knowledge, ["alet", "athelstan"], topic="connect-with-past-pupil")
    shown = row_as_json(row, ["alet", "athelstan"])["schools"]
    assert shown["athelstan"] is None
    assert (shown["alet"]["verdict"], shown["alet"]["clause"]["id"]) == ("not_allowed", "alet-3-friend-requests")
    assert dict(zip(table_head(["alet", "athelstan"]), table_line(row), strict=True)) == {
        "topic": "connect-with-past-pupil",
        "about": "being connected with past pupils on a personal account",
        "alet verdict": "not_allowed",
        "alet section": "3",
        "alet clause": "alet-3-friend-requests",
        "athelstan verdict": "silent",
        "athelstan section": "",
        "athelstan clause": "",
    }
