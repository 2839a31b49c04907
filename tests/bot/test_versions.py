"""Whether a change between two versions is material: every answer that changes is, and so is every clause that reads otherwise; nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.differing import differences
from bot.versions import is_current, mark_version, sense_of
from knowledge.clauses import Policy
from knowledge.drafts import read_draft
from knowledge.loading import load_knowledge
from knowledge.reading import Reader
from tests.tidy import TidySchool, copy_tidy_school


@pytest.fixture
def tidy(tmp_path: Path, reader: Reader) -> TidySchool:
    return copy_tidy_school(tmp_path / "tidy", reader.knowledge)


@pytest.fixture
def old(tidy: TidySchool) -> Policy:
    return read_draft(tidy.yaml)[0]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("    oakfield-2-1-breaks: allowed", "    oakfield-2-1-breaks: not_allowed"),
        ("    oakfield-2-photos: only_if", "    oakfield-2-photos: not_allowed"),
        ("    oakfield-4-answers: required\n", ""),
        ("  photos:\n    oakfield-2-photos: only_if\n", ""),
        ("answers:\n", "answers:\n  logo:\n    oakfield-1-messages: information\n"),
        ("    oakfield-2-friends: not_allowed\n", "    oakfield-2-photos: not_allowed\n"),
        ('text: "They are read at weekends too."', 'text: "They are read on Sundays too."'),
        ('text: "Comments must be answered within two days."', 'text: "Comments must be answered within a day."'),
    ],
)
def test_every_change_that_differing_tells_is_material(old: Policy, tidy: TidySchool, was: str, now: str) -> None:
    tidy.edit(tidy.yaml, was, now)
    new = read_draft(tidy.yaml)[0]
    assert differences(old, new, load_knowledge(tidy.home).topics)
    assert sense_of(new) != sense_of(old)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('text: "They are read at weekends too."', 'text: "They are  read at weekends, too!"'),
        ('text: "They are read at weekends too."', 'text: "They are read at ‘weekends’ – too."'),
    ],
)
def test_typography_is_not_material(old: Policy, tidy: TidySchool, was: str, now: str) -> None:
    tidy.edit(tidy.yaml, was, now)
    assert sense_of(read_draft(tidy.yaml)[0]) == sense_of(old)


def test_clause_that_only_got_another_id_is_not_material(old: Policy, tidy: TidySchool) -> None:
    tidy.yaml.write_text(tidy.yaml.read_text(encoding="utf-8").replace("oakfield-2-photos", "oakfield-2-pictures"), encoding="utf-8")
    assert sense_of(read_draft(tidy.yaml)[0]) == sense_of(old)


def test_no_two_policies_say_the_same(reader: Reader) -> None:
    assert len({sense_of(one) for one in reader.knowledge.policies.values()}) == len(reader.knowledge.policies)


def test_mark_of_a_version_knows_it_again_and_no_other(reader: Reader) -> None:
    alet, iwys = reader.knowledge.policies["alet"], reader.knowledge.policies["iwys"]
    assert is_current(mark_version(alet), alet)
    assert not is_current(mark_version(alet), iwys)
    assert not is_current({}, alet)
