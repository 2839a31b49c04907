"""lint, compare and diff as they are typed: what is printed, in which form, and with which exit code."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from adapters.cli import main
from knowledge.reading import Reader
from tests.adapters.deployed import Ended
from tests.tidy import TidySchool, copy_tidy_school

Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cache: Path, tmp_path: Path) -> Run:
    """A function that runs the command in this process; `width` is that of the terminal."""
    monkeypatch.setenv("SIGNPOST_CACHE", str(cache))
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path / "data"))

    def call(*words: object, width: int = 400) -> Ended:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setattr(sys, "argv", ["signpost", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(ended.value.code or 0, *(re.sub(r"\x1b\[[\d;]*m", "", text) for text in said))

    return call


@pytest.fixture
def tidy(tmp_path: Path, reader: Reader) -> TidySchool:
    return copy_tidy_school(tmp_path / "tidy", reader.knowledge)


@pytest.mark.parametrize(("command", "options"), [("lint", ["--json"]), ("compare", ["--topic", "--csv", "--json"]), ("diff", ["--json"])])
def test_help_of_a_command_names_its_options(run: Run, command: str, options: list[str]) -> None:
    shown = run(command, "--help").out
    assert [option for option in (*options, "--knowledge") if option not in shown] == []


# --- lint ---


def test_lint_tells_place_words_and_reason_and_ends_with_1(run: Run) -> None:
    ended = run("lint", "athelstan")
    assert ended.code == 1
    assert ended.out.splitlines()[:3] == [
        "athelstan: 2 to look at",
        "",
        "the whole document: no route to a designated safeguarding lead (DSL)",
    ]
    assert "“Where appropriate, issues should be reported to a member of the school SLT.”" in ended.out


def test_lint_of_a_tidy_policy_has_nothing_to_say_and_ends_with_0(run: Run, tidy: TidySchool) -> None:
    assert run("lint", "--knowledge", tidy.home) == Ended(0, "oakfield: nothing to look at\n", "")


def test_lint_reads_every_policy_where_none_is_named(run: Run) -> None:
    lines = [json.loads(line) for line in run("lint", "--json").out.splitlines()]
    assert list(dict.fromkeys(line["policy"] for line in lines)) == ["alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney"]
    assert set(lines[0]) == {"policy", "defect", "place", "words", "what", "beside", "why"}


def test_lint_reads_a_draft_from_its_file(run: Run, tidy: TidySchool) -> None:
    tidy.plant("within two days", "within [number] days")
    ended = run("lint", tidy.yaml)
    assert ended.code == 1
    assert "section 4: text of a model policy that was not filled in or taken out\n  “[number]”\n" in ended.out


def test_lint_of_a_draft_without_its_document_says_what_to_do(run: Run, tidy: TidySchool) -> None:
    tidy.document.unlink()
    ended = run("lint", tidy.yaml)
    assert (ended.code, ended.out) == (2, "")
    assert "the document itself is missing; put its text beside this file as oakfield.txt" in ended.err


def test_lint_also_tells_the_faults_of_the_yaml(run: Run, tidy: TidySchool) -> None:
    tidy.edit(tidy.yaml, 'text: "They are read at weekends too."', 'text: "They are read on Sundays too."')
    ended = run("lint", "oakfield", "--knowledge", tidy.home)
    assert ended.code == 1
    assert ended.out.startswith("Its files first need what `signpost check` says:\npolicies/oakfield.")


# --- compare ---


def test_compare_shows_a_column_for_each_school_on_a_wide_terminal(run: Run) -> None:
    ended = run("compare", "alet", "athelstan", "--topic", "connect-with-past-pupil")
    rows = [[cell.strip() for cell in line.strip("│┃").split("┃" if "┃" in line else "│")] for line in ended.out.splitlines() if line[0] in "│┃"]
    assert rows == [
        ["Topic", "alet", "athelstan"],
        ["being connected with past pupils on a personal account", "Not allowed", "silent"],
        ["connect-with-past-pupil", "section 3", ""],
        ["", "alet-3-friend-requests", ""],
    ]


def test_compare_shows_a_line_for_each_school_on_a_narrow_terminal(run: Run) -> None:
    lines = run("compare", "--topic", "connect-with-past-pupil", width=110).out.splitlines()
    assert lines[0] == "being connected with past pupils on a personal account (connect-with-past-pupil)"
    assert [re.split(r" {2,}", line.strip()) for line in lines[1:6]] == [
        ["alet", "Not allowed", "section 3", "alet-3-friend-requests"],
        ["athelstan", "silent"],
        ["iwys", "Not allowed", "section 3", "iwys-3-friend-requests"],
        ["unnamed-trust", "Only if", "“Personal use: Children”", "unnamed-trust-personal-children-staff-contact"],
        ["wren-spinney", "Not allowed", "section 3", "wren-spinney-3-friend-requests"],
    ]


@pytest.mark.parametrize("width", [40, 80, 110])
def test_compare_cuts_no_clause_short(run: Run, width: int) -> None:
    shown = run("compare", "--topic", "connect-with-past-pupil", width=width).out
    assert "…" not in shown


def test_compare_for_a_spreadsheet_has_three_columns_a_school(run: Run) -> None:
    rows = list(csv.reader(StringIO(run("compare", "alet", "athelstan", "--csv").out)))
    assert rows[0] == ["topic", "about", *(f"{key} {column}" for key in ("alet", "athelstan") for column in ("verdict", "section", "clause"))]
    assert {len(row) for row in rows} == {8}
    assert ["journalist", "contact from a journalist", "silent", "", "", "required", "7.13", "athelstan-7-13-journalists"] in rows


def test_compare_as_json_lines_has_every_topic_once(run: Run) -> None:
    lines = [json.loads(line) for line in run("compare", "--json").out.splitlines()]
    assert len({line["topic"] for line in lines}) == len(lines) > 200
    assert {tuple(line["schools"]) for line in lines} == {("alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney")}


def test_compare_on_a_topic_that_nobody_knows_says_how_to_name_one(run: Run) -> None:
    ended = run("compare", "--topic", "zebras")
    assert (ended.code, ended.out) == (2, "")
    assert "no topic is about “zebras”; name one by its id" in ended.err


@pytest.mark.parametrize("words", [("lint", "elmfield"), ("compare", "elmfield"), ("diff", "elmfield", "alet")], ids=lambda words: words[0])
def test_unknown_policy_is_refused_with_those_that_exist(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("no policy is called 'elmfield'; use one of: alet, athelstan, iwys, unnamed-trust, wren-spinney")


# --- diff ---


def test_diff_of_a_policy_with_itself_flips_nothing_and_ends_with_0(run: Run) -> None:
    assert run("diff", "alet", "alet") == Ended(0, "No answer flips from alet to alet\n", "")


def test_diff_shows_both_sides_of_a_flip_and_ends_with_1(run: Run, tidy: TidySchool) -> None:
    new = tidy.home / "new.yaml"
    new.write_text(tidy.yaml.read_text(encoding="utf-8").replace("oakfield-2-photos: only_if", "oakfield-2-photos: not_allowed"), encoding="utf-8")
    ended = run("diff", "oakfield", new, "--knowledge", tidy.home)
    assert ended.code == 1
    assert ended.out == (
        f"Answers that flip from oakfield to {new}: 1\n"
        "\n"
        "photos of pupils on a personal account (photos) has another verdict\n"
        "  before: Only if, section 2 “Staff must not: Post photos of pupils (unless the headteacher has agreed)”\n"
        "  after: Not allowed, section 2 “Staff must not: Post photos of pupils (unless the headteacher has agreed)”\n"
    )


def test_diff_shows_what_reads_otherwise_beneath_an_unchanged_verdict_and_ends_with_0(run: Run, tidy: TidySchool) -> None:
    new = tidy.home / "new.yaml"
    text = tidy.yaml.read_text(encoding="utf-8").replace("within two days", "within a day").replace("words: May 2027", 'words: "2027"')
    new.write_text(text, encoding="utf-8")
    ended = run("diff", tidy.yaml, new, "--knowledge", tidy.home)
    assert ended.code == 0
    assert ended.out == (
        f"No answer flips from {tidy.yaml} to {new}\n"
        "\n"
        "Beneath an unchanged verdict:\n"
        "\n"
        "how soon comments are answered (comments) keeps its verdict; its clause reads otherwise\n"
        "  before: section 4 “Comments must be answered within two days.”\n"
        "  after: section 4 “Comments must be answered within a day.”\n"
        "\n"
        "What the document says of itself:\n"
        "  review_date: “May 2027” → “2027”\n"
    )


def test_diff_that_concerns_one_network_says_so(run: Run, tidy: TidySchool) -> None:
    new = tidy.home / "new.yaml"
    text = tidy.yaml.read_text(encoding="utf-8")
    new.write_text(text.replace("    oakfield-3-2-news: allowed\n", "").replace("    oakfield-3-2-reminders: allowed\n", ""), encoding="utf-8")
    shown = run("diff", "oakfield", new, "--knowledge", tidy.home).out
    assert "news of events on the school's accounts, asked about x (events) has another verdict" in shown


def test_diff_as_json_lines_says_which_answers_flip(run: Run, tidy: TidySchool) -> None:
    new = tidy.home / "new.yaml"
    new.write_text(tidy.yaml.read_text(encoding="utf-8").replace("  photos:\n    oakfield-2-photos: only_if\n", ""), encoding="utf-8")
    (line,) = map(json.loads, run("diff", "oakfield", new, "--knowledge", tidy.home, "--json").out.splitlines())
    assert (line["topic"], line["change"], line["flips"], line["after"]) == ("photos", "disappeared", True, None)


def test_diff_with_a_file_that_has_faults_tells_every_fault(run: Run, tidy: TidySchool) -> None:
    new = tidy.home / "new.yaml"
    new.write_text("policy: no\ncolour: red\n", encoding="utf-8")
    ended = run("diff", "alet", new)
    assert ended.code == 2
    assert "new.yaml:1: YAML reads no as true or false" in ended.err
    assert "new.yaml:2: unknown key 'colour'" in ended.err


def test_diff_with_a_file_that_is_not_there_names_it(run: Run, tmp_path: Path) -> None:
    ended = run("diff", "alet", tmp_path / "nowhere.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert "nowhere.yaml" in ended.err
