"""Commands for whoever looks after policies: lint, compare, diff."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from adapters.options import Home
from bot import wording
from bot.answering import UnknownPolicy
from bot.changes import Change
from bot.comparing import Row, compare, row_as_json, table_head, table_line
from bot.differing import Difference, FactDifference, difference_as_json, differences, fact_differences
from bot.outcomes import Part
from bot.policy_care import Finding, lint
from knowledge.checking import check_knowledge
from knowledge.clauses import Clause, Knowledge, Policy
from knowledge.drafts import find_policy
from knowledge.lexicon import load_lexicon
from knowledge.loading import HOME, load_knowledge
from knowledge.strict import Fault, KnowledgeError
from knowledge.vocabulary import open_vocabulary

Keys = Annotated[list[str] | None, typer.Argument(metavar="[POLICY]...", help="Keys of policies; default: every policy.", show_default=False)]

COLUMN_WIDTH = 26
"""Characters that a school's column needs to be read with ease."""


def lint_policies(
    policies: Annotated[
        list[str] | None, typer.Argument(metavar="[POLICY]...", help="Keys of policies, or YAML files of drafts; default: every policy.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each finding.")] = False,
    home: Home = HOME,
) -> None:
    """For the policy owner: what to look at in a policy document and its YAML, each with its place, the words, and why it is worth knowing.

    Ends with 1 where there is anything to look at.
    """
    knowledge, lexicon = load_knowledge(home), load_lexicon(home)
    vocabulary, ended = open_vocabulary(lexicon, knowledge if home == HOME else load_knowledge(HOME)), 0
    every = check_knowledge(home)
    for named in policies or knowledge.policies:
        policy, source = _find(named, knowledge, home)
        if not source:
            raise KnowledgeError([Fault(named, 1, f"the document itself is missing; put its text beside this file as {policy.key}.txt")])
        findings = lint(policy, source, lexicon, vocabulary)
        faults = [str(fault) for fault in every if fault.file in (f"policies/{named}.yaml", f"policies/{named}.txt")]
        ended = 1 if findings or faults else ended
        if as_json:
            for finding in findings:
                typer.echo(json.dumps(_finding_as_json(finding), ensure_ascii=False))
        else:
            typer.echo("\n".join(finding_lines(policy.key, findings, faults)))
    raise typer.Exit(ended)


def finding_lines(key: str, findings: Sequence[Finding], faults: Sequence[str] = ()) -> list[str]:
    """Return what is found in one policy, as lines."""
    first = [wording.FAULTS_FIRST, *faults, ""] if faults else []
    if not findings:
        return [*first, wording.FOUND_NOTHING.format(policy=key)]
    head = wording.FOUND.format(policy=key, number=len(findings))
    return [*first, head, *(line for finding in findings for line in ("", *finding.lines())), ""]


def _finding_as_json(finding: Finding) -> dict[str, object]:
    said = {"policy": finding.policy_key, "defect": str(finding.defect), "place": finding.place, "words": finding.words, "what": finding.what}
    return {**said, "beside": list(finding.beside), "why": finding.why}


def compare_policies(
    policies: Keys = None,
    topic: Annotated[str, typer.Option("--topic", metavar="TOPIC", help="Only this topic, by its id or by words of its subject.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print it for a spreadsheet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each topic.")] = False,
    home: Home = HOME,
) -> None:
    """Set schools side by side: for each topic the verdict and the clause of each policy, and where one is silent."""
    knowledge = load_knowledge(home)
    keys = list(dict.fromkeys(policies or knowledge.policies))
    rows = compare(knowledge, keys, topic=topic)
    if not rows:
        raise typer.BadParameter(wording.NOTHING_COMPARED.format(topic=topic))
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row_as_json(row, keys), ensure_ascii=False))
    elif as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows([table_head(keys), *map(table_line, rows)])
    else:
        console = Console(highlight=False)
        for shown in _side_by_side(rows, keys, console.width):
            console.print(shown)


def _side_by_side(rows: Sequence[Row], keys: Sequence[str], width: int) -> Iterator[RenderableType]:
    """Yield a table with a column for each school where they fit, else a small table for each topic."""
    if width >= COLUMN_WIDTH * (len(keys) + 1):
        yield _wide(rows, keys)
        return
    for row in rows:
        yield Text(f"{row.topic.about} ({row.topic.id})", style="bold")
        yield _tall(row, keys)
        yield ""


def _wide(rows: Sequence[Row], keys: Sequence[str]) -> Table:
    table = Table(show_lines=True)
    for name in (wording.COMPARED, *keys):
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(Text(f"{row.topic.about}\n{row.topic.id}"), *(Text("\n".join(_cells(part))) for part in row.parts))
    return table


def _tall(row: Row, keys: Sequence[str]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(width=max(map(len, keys)))
    table.add_column(min_width=max(len(verdict) for verdict in wording.VERDICTS.values()))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for key, part in zip(keys, row.parts, strict=True):
        table.add_row(*map(Text, (key, *_cells(part))))
    return table


def _cells(part: Part | None) -> tuple[str, str, str]:
    """Return the verdict, the section and the clause of one school."""
    if part is None:
        return wording.SILENT_HERE, "", ""
    return wording.VERDICTS[part.verdict], wording.section(part.lead.section), part.lead.id


def diff_policies(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The key of a policy, or its YAML file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new version: a key or a YAML file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each answer that changes.")] = False,
    home: Home = HOME,
) -> None:
    """Say which answers a new version of a policy flips, and which keep their verdict but read otherwise. Ends with 1 where one flips."""
    knowledge = load_knowledge(home)
    before, after = (_find(named, knowledge, home)[0] for named in (old, new))
    found = differences(before, after, knowledge.topics)
    flips = [one for one in found if one.flips]
    if as_json:
        for one in found:
            typer.echo(json.dumps(difference_as_json(one), ensure_ascii=False))
    else:
        head = wording.FLIPPED if flips else wording.UNFLIPPED
        typer.echo(head.format(number=len(flips), old=old, new=new))
        for line in difference_lines(found, fact_differences(before, after)):
            typer.echo(line)
    raise typer.Exit(1 if flips else 0)


def difference_lines(found: Sequence[Difference], facts: Sequence[FactDifference]) -> list[str]:
    """Return what changes, as lines: flips, then what stays beneath its verdict, then what the document says of itself."""
    flips, beneath = ([one for one in found if one.flips is flipping] for flipping in (True, False))
    lines = [line for one in flips for line in ("", *_lines(one))]
    if beneath:
        lines += ["", wording.BENEATH, *(line for one in beneath for line in ("", *_lines(one)))]
    if facts:
        lines += ["", wording.OF_ITSELF]
        lines += [f"  {wording.FACT_CHANGED.format(name=one.name, before=one.before, after=one.after)}" for one in facts]
    return lines


def _lines(one: Difference) -> list[str]:
    about = wording.WHEN_NAMED.format(about=one.about, network=one.network) if one.network else one.about
    head = f"{about} ({one.topic_id}) {wording.CHANGES[one.change]}"
    if one.change is Change.TEXT or one.change is Change.BESIDE:
        pairs = [(wording.BEFORE, before) for before, _ in one.clauses] + [(wording.AFTER, after) for _, after in one.clauses]
        return [head, *(f"  {said.format(said=_quoted(clause))}" for said, clause in pairs if clause)]
    return [head, *(f"  {said.format(said=_said(part))}" for said, part in ((wording.BEFORE, one.before), (wording.AFTER, one.after)))]


def _said(part: Part | None) -> str:
    return f"{wording.VERDICTS[part.verdict]}, {_quoted(part.lead)}" if part else wording.SILENT_HERE


def _quoted(clause: Clause) -> str:
    return f"{wording.section(clause.section)} “{' '.join(clause.whole().split())}”"


def _find(named: str, knowledge: Knowledge, home: Path) -> tuple[Policy, str]:
    found = find_policy(named, knowledge, home)
    if found is None:
        raise UnknownPolicy(f"no policy is called '{named}'; use one of: {', '.join(knowledge.policies)}, or the path of a YAML file")
    return found


COMMANDS: dict[str, Callable[..., None]] = {"lint": lint_policies, "compare": compare_policies, "diff": diff_policies}
