"""A policy owner's own way, by command, on real files: try a draft, see what it changes, put it into force, bring the earlier version back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli import app
from bot.clock import utc_now
from bot.publishing import NothingEarlier, roll_back, versions
from knowledge.loading import load_knowledge
from knowledge.strict import KnowledgeError

RUN = CliRunner()


@pytest.fixture
def draft(school: Path, tmp_path: Path) -> Path:
    """A draft of the small school's policy in which one clause reads otherwise, in the document and in the YAML."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    for name in ("oakfield.yaml", "oakfield.txt"):
        source = (school / "policies" / name).read_text(encoding="utf-8")
        assert BEFORE in source
        (folder / name).write_text(source.replace(BEFORE, AFTER), encoding="utf-8")
    return folder / "oakfield.yaml"


BEFORE, AFTER = "friend requests from pupils", "friend requests from any pupil"


def run(*words: str | Path, typed: str = "") -> tuple[int, str]:
    done = RUN.invoke(app, [str(word) for word in words], input=typed, catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def text_in_force(home: Path) -> str:
    return (home / "policies" / "oakfield.txt").read_text(encoding="utf-8")


def test_owner_sees_what_a_draft_changes_before_it_is_in_force(school: Path, draft: Path) -> None:
    code, said = run("publish", draft, "--by", "Femi Model", "--knowledge", school, typed="n\n")
    assert code == 1
    assert AFTER in said
    assert "Nothing was published." in said
    assert AFTER not in text_in_force(school)


def test_published_version_is_in_force_and_the_earlier_one_comes_back(school: Path, draft: Path) -> None:
    code, said = run("publish", draft, "--by", "Femi Model", "--knowledge", school, typed="y\n")
    assert (code, "published by Femi Model" in said) == (0, True)
    assert AFTER in text_in_force(school)
    load_knowledge(school)
    code, said = run("rollback", "oakfield", "--by", "Femi Model", "--knowledge", school)
    assert (code, "is in force again" in said) == (0, True)
    assert AFTER not in text_in_force(school)
    told = run("versions", "oakfield", "--knowledge", school)[1].splitlines()
    assert [line.split(" | ")[2] for line in told] == ["in force before", "published", "rolled back"]


def test_rollback_of_a_rollback_brings_the_newer_version_again(school: Path, draft: Path) -> None:
    run("publish", draft, "--yes", "--knowledge", school)
    run("rollback", "oakfield", "--knowledge", school)
    published = versions(school, "oakfield")[1].version
    run("rollback", "oakfield", "--to", published[:6], "--knowledge", school)
    assert AFTER in text_in_force(school)


def test_draft_with_a_fault_is_not_published_and_the_fault_is_named(school: Path, draft: Path) -> None:
    draft.with_suffix(".txt").write_text("Another document.", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="oakfield"):
        run("publish", draft, "--yes", "--knowledge", school)
    assert AFTER not in text_in_force(school)
    assert versions(school, "oakfield") == ()


def test_draft_can_be_asked_before_it_is_in_force(school: Path, draft: Path) -> None:
    code, said = run("try", draft, "can I accept a friend request from a pupil?", "--knowledge", school)
    assert code == 0
    assert AFTER in said
    assert AFTER not in text_in_force(school)


def test_new_policy_is_published_and_cannot_be_rolled_back_to_nothing(school: Path, draft: Path) -> None:
    for path in (school / "policies").glob("oakfield.*"):
        path.unlink()
    code, said = run("publish", draft, "--yes", "--knowledge", school)
    assert (code, "oakfield is new here" in said) == (0, True)
    with pytest.raises(NothingEarlier, match="no earlier version"):
        roll_back(school, "oakfield", by="Femi", at=utc_now())


def test_folder_that_cannot_be_written_is_said_in_plain_words(school: Path, draft: Path) -> None:
    shutil.rmtree(school / "policies")
    with pytest.raises(OSError, match="policies"):
        run("publish", draft, "--yes", "--knowledge", school)
