"""Lays out one report on paper: A4 pages with headings and numbers. A letter that the fonts lack stands as its code, and none is dropped."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from threading import Lock
from typing import Any

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from bot.export_parts import Parts, title_of
from bot.reports import Report

CODES_SHOWN = "A letter that this print cannot show stands as its code, such as ‹U+1F600›; the export as text shows it."
_FONTS: Mapping[str, str] = {"Signpost": "Vera.ttf", "Signpost-Bold": "VeraBd.ttf"}
"""They come with the library."""
_PLAIN, _BOLD = _FONTS
_LIKE = {"⟨": "‹", "⟩": "›", "\u2010": "-", "\u2011": "-", "\u2009": " ", "\u202f": " "}
"""What the fonts lack and draw as a letter that looks like it; whoever copies from the page gets the true one."""
_SIZE, _ROW, _MARGIN, _INDENT = 10, 14, 57, 14
"""In points; a margin is 2 cm."""
_ROOM, _ROWS = A4[0] - 2 * _MARGIN, int((A4[1] - 2 * _MARGIN) // _ROW)
_ONE_AT_A_TIME = Lock()
"""The library's fonts keep their place while they are written, so two threads would spoil each other's."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page: a label, a text, or the one after the other."""

    label: str = ""
    text: str = field(default="", repr=False)
    size: int = _SIZE
    with_next: int = 0
    """How many lines must stand under it on the same page."""


def write_pdf(report: Report, parts: Parts) -> bytes:
    """Return a report as a PDF document."""
    with _ONE_AT_A_TIME:
        pages = list(_paginate([_Line(title_of(report), size=16), *_lay_out(parts)]))
        written = BytesIO()
        paper = Canvas(written, pagesize=A4, lang="en-GB")
        paper.setTitle(report.reference)
        paper.setCreator("Signpost")
        for number, lines in enumerate(pages, start=1):
            _draw(paper, lines, f"{report.reference}, page {number} of {len(pages)}")
        paper.save()
    return written.getvalue()


def _draw(paper: Canvas, lines: Iterable[_Line], foot: str) -> None:
    for row, line in enumerate(lines, start=1):
        x, y = _MARGIN if line.label else _MARGIN + _INDENT, A4[1] - _MARGIN - row * _ROW
        paper.setFont(_BOLD, line.size)
        paper.drawString(x, y, line.label)
        paper.setFont(_PLAIN, line.size)
        paper.drawString(x + _width(line.label, _BOLD, line.size), y, line.text)
    paper.setFont(_PLAIN, 8)
    paper.drawCentredString(A4[0] / 2, _MARGIN / 2, foot)
    paper.showPage()


def _paginate(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each page; a label never stands at a foot without the first line of its text, and no page begins with a gap."""
    page: list[_Line] = []
    for line in lines:
        if len(page) + 1 + line.with_next > _ROWS:
            yield page
            page = []
        if page or line.label or line.text:
            page.append(line)
    yield page


def _lay_out(parts: Parts) -> Iterator[_Line]:
    for title, entries in parts.items():
        if entries:
            yield _Line(with_next=3)
            yield _Line(title, size=12)
        for entry in entries:
            yield from _entry_lines(_shown(f"{entry.lead()} ", _BOLD), _shown(entry.text, _PLAIN))
    if any(_shown(text, font) != _settled(text) for text, font in _texts(parts)):
        yield _Line()
        yield from (_Line(text=line) for line in _fold(CODES_SHOWN, _PLAIN, _ROOM - _INDENT))


def _entry_lines(lead: str, text: str) -> Iterator[_Line]:
    """Yield the label, and what stands under it, or behind it where that is short."""
    *above, last = _fold(lead, _BOLD, _ROOM)
    beside = _width(last, _BOLD) + _width(text, _PLAIN) <= _ROOM and "\n" not in text
    under = [] if beside else _fold(text, _PLAIN, _ROOM - _INDENT)
    yield from (_Line(line, with_next=1) for line in above)
    yield _Line(last, text if beside else "", with_next=min(1, len(under)))
    yield from (_Line(text=line) for line in under)


def _texts(parts: Parts) -> Iterator[tuple[str, str]]:
    for entries in parts.values():
        for entry in entries:
            yield from ((entry.lead(), _BOLD), (entry.text, _PLAIN))


def _fold(text: str, font: str, room: float) -> list[str]:
    """Return a text in lines that fit, cut between words where there are any; only the space at a cut is left out."""
    lines: list[str] = []
    for line in text.split("\n"):
        start, ends = 0, [0.0, *accumulate(_width(letter, font) for letter in line)]
        while ends[-1] - ends[start] > room:
            cut = max(bisect_right(ends, ends[start] + room) - 1, start + 1)
            space = line.rfind(" ", start + 1, cut + 1)
            lines.append(line[start : space if space > 0 else cut])
            start = space + 1 if space > 0 else cut
        lines.append(line[start:])
    return lines


def _width(text: str, font: str, size: int = _SIZE) -> float:
    widths: Mapping[int, float] = _face(font).charWidths
    return sum(widths[ord(letter)] for letter in text if letter != "\n") * size / 1000


def _settled(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\t", "    ")


def _shown(text: str, font: str) -> str:
    """Return a text as the font can print it: a letter that it lacks stands as its code, such as `⟨U+1F600⟩`."""
    glyphs = _face(font).charToGlyph
    return "".join(one if one == "\n" or glyphs.get(ord(one)) else f"⟨U+{ord(one):04X}⟩" for one in _settled(text))


@lru_cache(maxsize=len(_FONTS))
def _face(font: str) -> Any:
    made = TTFont(font, _FONTS[font])
    for letter, like in _LIKE.items():
        made.face.charToGlyph[ord(letter)] = made.face.charToGlyph[ord(like)]
        made.face.charWidths[ord(letter)] = made.face.charWidths[ord(like)]
    registerFont(made)
    return made.face
