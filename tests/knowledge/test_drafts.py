"""A draft is read from its file, with its document beside it, as strictly as any policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.drafts import find_policy, read_draft
from knowledge.loading import load_knowledge
from knowledge.reading import Reader
from knowledge.strict import KnowledgeError


def test_policy_is_found_by_its_key_with_its_document(school: Path) -> None:
    found = find_policy("oakfield", load_knowledge(school), school)
    assert found
    policy, source = found
    assert (policy.key, source) == ("oakfield", (school / "policies" / "oakfield.txt").read_text(encoding="utf-8"))


def test_policy_is_found_by_its_file(school: Path, reader: Reader, tmp_path: Path) -> None:
    draft = (school / "policies" / "oakfield.yaml").rename(tmp_path / "draft.yaml")
    found = find_policy(str(draft), reader.knowledge)
    assert found
    assert (found[0].key, found[1]) == ("oakfield", "")


def test_file_and_key_give_the_same_policy(school: Path) -> None:
    found = find_policy("oakfield", load_knowledge(school), school)
    assert found == read_draft(school / "policies" / "oakfield.yaml")


def test_key_that_nobody_has_is_not_found(reader: Reader) -> None:
    assert find_policy("elmfield", reader.knowledge) is None


@pytest.mark.parametrize(
    ("text", "said"), [("", "the file is empty"), ("policy: no\n", "YAML reads no as true or false"), ("a: [", "this is not YAML")]
)
def test_draft_with_faults_is_refused_with_every_fault(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        read_draft(path)


def test_draft_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"draft\.yaml:1: this file is missing"):
        read_draft(tmp_path / "draft.yaml")
