"""Every card and dialog of Teams as pages to look at: `python -m tests.teams.gallery FOLDER NODE_MODULES`.

NODE_MODULES is where npm's `adaptivecards` and `markdown-it` are installed (never vendored; the tests need neither). They are drawn by Microsoft's
own renderer under a host configuration and a style of ours, near enough to Teams to judge a card by; how Teams draws it may differ.

Each stands alone (`NAME.html`, `NAME.png`), on a telephone too (`telephone/NAME`), and on sheets of several (`sheet_01`), to be looked through.
With a third folder (`docs/images`), the few pictures that the documents show are written there.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import platformdirs
from PIL import Image

from adapters.teams.render import Json, dialog_cards, message_cards
from bot import report_cards, wording
from bot.answering import Answerer
from bot.cards import Card
from bot.replies import present
from bot.reports import Content, Kind, Note, NoteKind
from knowledge.loading import HOME
from knowledge.reading import Reader, open_reader
from tests.bot.test_report_cards import LONDON, NAMES, REPORT, REPORTER, later
from tests.conftest import SMALL_SCHOOL
from tests.slack.browser import find_browser, take_pictures
from tests.slack.duty_specimens import morning
from tests.slack.gallery import ASKED
from tests.slack.specimens import FEEDBACK, REPORT_CARDS, home_cards, reply_cards
from tests.teams.specimens import WRITTEN, dialogs, hostile_card

HERE = Path(__file__).parent
ADDED = (
    Note(NoteKind.INFORMATION, later(10), "rae", "Robin was not in lessons after that."),
    Note(NoteKind.NOTE, later(20), "amara", "Spoke to the form tutor. Meeting Robin at 9."),
)
KEPT: Mapping[str, str] = {
    "answer": "real_answer",
    "choose": "real_choose",
    "report-banner": "real_report_banner",
    "sealed-card": "sealed_urgent",
    "opened-report": "dialog_opened_example",
    "form-fault": "form_with_fault",
    "receipt": "dialog_receipt_stored",
    "duty-application": "duty_application",
    "duty-comment": "duty_comment",
    "duty-posting": "dialog_duty_posting",
}
"""The pictures that the documents show (`teams-NAME.png`), by their page."""
SCRIPT = """
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = window.markdownit().render(text);
  result.didProcess = true;
};
for (const one of document.querySelectorAll('[data-card]')) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(HOST);
  card.parse(JSON.parse(one.dataset.card));
  one.appendChild(card.render());
}
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be looked at: cards, as messages or as pages of a dialog."""

    cards: Sequence[Json]
    title: str = ""
    """Of a dialog; '' for messages."""

    def html(self) -> str:
        """Return the cards, to be drawn by the page that holds them."""
        shown = [f'data-card="{escape(json.dumps(card))}"' for card in self.cards]
        if self.title:
            head = f"<header><span>{escape(self.title)}</span><span>×</span></header>"
            return "".join(f'<div class="dialog" {card}>{head}</div>' for card in shown)
        return '<div class="who"><b>Signpost</b>22:04</div>' + "".join(f'<div class="card" {card}></div>' for card in shown)


def pictures(small: Reader, real: Reader) -> dict[str, Picture]:
    """Return everything that there is to look at, by its name."""
    duties = morning().cards
    cards = {**REPORT_CARDS, **reply_cards(small), **_real_replies(real), **duties, "hostile": hostile_card()}
    homes = {f"home_{number}": card for number, card in enumerate(home_cards())}
    opened = report_cards.opened_report(replace(REPORT, kind=Kind.SAFEGUARDING_CONCERN), Content(WRITTEN, REPORTER), ADDED, NAMES, timezone=LONDON)
    shown = {**dialogs(), "dialog_opened_example": dialog_cards(opened), "dialog_duty_posting": dialog_cards(duties["duty_posting"])}
    return {
        **{name: Picture(message_cards(card)) for name, card in {**cards, **homes}.items()},
        **{name: Picture(pages, _title(name)) for name, pages in shown.items()},
    }


def _title(name: str) -> str:
    kind = {"form_with_fault": "safeguarding_concern", "form_with_faults": "adult_concern", "form_taken_over": "pupil_contact"}
    short = wording.SHORT_TITLES.get(kind.get(name, name.removeprefix("form_"))) or wording.SHORT_ACTIONS.get(name.removeprefix("asked_"))
    if "duty" in name:
        return wording.DUTIES_TITLE
    return short or (wording.RECEIPT_TITLE if "receipt" in name else wording.REPORT_TITLE)


def _real_replies(reader: Reader) -> dict[str, Card]:
    answerer = Answerer(lambda: reader)
    replies = {name: answerer.ask(question, policy) for name, (policy, question) in ASKED.items()}
    shown = {f"real_{name}": present(reply, can_report=True) for name, reply in replies.items()}
    why = present(replies["answer"], with_why=True, can_report=True)
    return {**shown, "real_answer": Card((*shown["real_answer"].blocks, FEEDBACK)), "real_answer_why": why}


def write_gallery(folder: Path, shown: Mapping[str, Picture], modules: Path, *, telephone: bool = False) -> list[Path]:
    """Write a page for each, and sheets of them; return the pages of which a picture is wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = "shot phone" if telephone else "shot"
    written = [_write(folder / f"{name}.html", f'<div class="{kind}">{one.html()}</div>', modules) for name, one in shown.items()]
    for number, group in enumerate(_sheets(shown), start=1):
        sections = "".join(f"<section><h2>{escape(name)}</h2>{shown[name].html()}</section>" for name in group)
        written.append(_write(folder / f"sheet_{number:02}.html", f'<div class="{kind} sheet">{sections}</div>', modules))
    return written


def _write(path: Path, body: str, modules: Path) -> Path:
    scripts = (modules / "adaptivecards/dist/adaptivecards.min.js", modules / "markdown-it/dist/markdown-it.min.js")
    loaded = "".join(f'<script src="{script.resolve().as_uri()}"></script>' for script in scripts)
    host, style = (HERE / "host.json").read_text(encoding="utf-8"), (HERE / "look.css").read_text(encoding="utf-8")
    head = f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Signpost in Teams</title><style>{style}</style>'
    path.write_text(f"{head}<body>{body}{loaded}<script>const HOST = {host};{SCRIPT}</script></body></html>", encoding="utf-8")
    return path


def _sheets(shown: Mapping[str, Picture], most: int = 26_000) -> list[list[str]]:
    """Return names in groups that make pictures of a size to look at; a long one stands alone."""
    groups: list[list[str]] = []
    room = 0
    for name, one in shown.items():
        needed = len(one.html()) + 1_000
        if needed > room:
            groups.append([])
            room = most
        groups[-1].append(name)
        room -= needed
    return groups


def main(folder: Path, modules: Path, kept: Path | None = None) -> None:
    """Write the gallery, and its pictures where there is a browser."""
    cache = Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))
    shown = pictures(open_reader(cache / "small-school", SMALL_SCHOOL), open_reader(cache, HOME))
    written: list[Path] = []
    for telephone, where in ((False, folder), (True, folder / "telephone")):
        written += write_gallery(where, shown, modules, telephone=telephone)
    browser = find_browser()
    if browser:
        asyncio.run(take_pictures(browser, {page: page.with_suffix(".png") for page in written}))
    for name, page in KEPT.items() if browser and kept else ():
        with Image.open(folder / f"{page}.png") as picture:
            picture.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT).save(Path(str(kept)) / f"teams-{name}.png", optimize=True)
    sys.stdout.write(f"{len(written)} pages in {folder}{'' if browser else '; no Chromium here, so no pictures'}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
