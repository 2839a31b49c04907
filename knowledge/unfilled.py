"""Finds what a model policy left for the school to fill in or to take out, and what was left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.flaws import Defect, Flaw, Quote
from knowledge.papers import Paper

_TEMPLATE = re.compile(
    r"\[(?![^\]]*\]\()(?:[^\]]*[A-Za-z][^\]]*\]|[^\]]*$)"
    r"|<+[^<>@/]*\b(?i:name|insert|date|school|trust|academy|number|add|delete)\b[^<>]*>+"
    r"|\{[^{}]*[A-Za-z][^{}]*\}"
    r"|^(?:Please )?[Ii]nsert (?!memory|usb|disc|disk)\w+\b[^.;]*|\((?:please )?insert\b[^)]*\)|\((?:name|job title|date|school name)\)"
    r"|\b[Dd]elete (?:as|if|where|whichever is) (?:not )?(?:appropriate|applicable|needed|required)\b|\b(?:TBC|TBD|TBA|tbc|XX+|xx/xx(?:/xx+)?)\b"
    r"|\bSchool Name\b|\bDD/MM/YY(?:YY)?\b|\bN(?:AME|ame) (?:OF|of) (?:SCHOOL|School|ACADEMY|Academy|TRUST|Trust)\b"
    r"|\b[Cc]lick (?:or tap )?here to enter\b"
    r"|^(?:Notes?|Guidance) (?:to|for) (?:the )?(?:schools?|academies|trusts|authors?|writers?|users)\b[^.;]*"
    r"|^(?:Schools|Academies|Trusts|You) (?:should|may|can|will need to|may wish to) (?:adapt|amend|insert|delete|edit|tailor) (?:this|the)\b[^.;]*"
    r"|\bto be (?:added|inserted|completed) (?:here|later)\b|\bto be confirmed[.)]?$|\b[Aa]ppendix \w+ to follow\b"
    r"|\b[Ll]orem ipsum\b|_{3,}|\.{6,}|…{3,}"
    r"|^If your (?:school|academy|trust|governing|board|setting)[^.:]*\b(?:add|insert|delete|include|use)\b[^.:]*:?"  # an instruction to the writer
)
"""What a model policy leaves for the school to fill in or to take out: brackets, instructions, blanks."""
_FIELD = re.compile(
    r"^(?:(?:date|policy|next|last|responsible|lead|link|chair|review|version|document|deputy|designated|safeguarding|contact) )*(?:of )?(?:the )?"
    r"(?:approved|agreed|adopted|ratified|signed|written|compiled|reviewed|date|review|version|owner|author|governors?|trustees|headteacher|lead|person|number|DSL|telephone|phone|email)"
    r"(?: (?:date|by|on|of|the|governors?|trustees|board|body|chair|due|number|person|officer|lead))*:$",
    re.I,
)
"""The name of a field of a title page, where the page is no section of its own."""
_ASIDE = re.compile(r"\[(?:sic|\d+|\.\.\.|…|(?:see|cf|as|appendix|annex|section|note|link|emphasis|our)\b[^\]]*)\]", re.I)
"""What brackets hold in a finished text: a reference, an omission, a remark."""


def find_unfilled(paper: Paper) -> Iterator[Flaw]:
    """Yield template text in passages and headings, and fields that hold nothing."""
    yield from _template_text(paper)
    yield from _template_headings(paper)


def _template_text(paper: Paper) -> Iterator[Flaw]:
    for passage in paper.passages:
        words = _ASIDE.sub(lambda found: " " * len(found[0]), passage.words)
        found = list(_TEMPLATE.finditer(words))
        if found:
            yield Flaw(Defect.TEMPLATE_TEXT, (passage.quote(passage.words[found[0].start() : found[-1].end()].strip()),))
        elif not passage.is_stem and passage.words.endswith(":") and (passage.clause.section == "header" or _FIELD.search(passage.words)):
            yield Flaw(Defect.BLANK_FIELD, (passage.quote(),))


def _template_headings(paper: Paper) -> Iterator[Flaw]:
    for heading in paper.headings:
        found = _TEMPLATE.search(_ASIDE.sub("", re.sub(r"\.{3,}|…+|_+|^Insert ", " ", heading.words)))
        if found and found[0] in heading.words:
            yield Flaw(Defect.TEMPLATE_TEXT, (Quote(paper.section_at(heading.at), found[0].strip()),))
