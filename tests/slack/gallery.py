"""Every card and view of Slack as pages to look at: `python -m tests.slack.gallery FOLDER` writes HTML, and pictures where a Chromium is installed.

Each stands alone (`NAME.html`, `NAME.png`), on a telephone too (`telephone/NAME`), and on sheets of several (`sheet_01`), to be looked through.
With a second folder (`docs/images`), the few pictures that the documents show are written there.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import platformdirs
from PIL import Image

from adapters.slack.forms import errors_by_block
from adapters.slack.render import home, message_blocks, modal
from bot import report_cards, wording
from bot.answering import Answerer
from bot.cards import Card
from bot.forms import check, form
from bot.replies import present
from bot.reports import Content, Kind, Note, NoteKind
from knowledge.loading import HOME
from knowledge.reading import Reader, open_reader
from tests.bot.test_report_cards import LONDON, NAMES, REPORT, REPORTER, later
from tests.conftest import SMALL_SCHOOL
from tests.slack import look_alike
from tests.slack.browser import find_browser, take_pictures
from tests.slack.duty_specimens import morning
from tests.slack.specimens import ASK_BOX, FEEDBACK, REPORT_CARDS, filled_form, home_cards, long_report, reply_cards, views

ASKED: Mapping[str, tuple[str, str]] = {
    "answer": ("alet", "can I accept a friend request from a past pupil?"),
    "answer_advised": ("wren-spinney", "can we put photos of the residential on ClassDojo?"),
    "answer_long": ("athelstan", "a comment came in on our page on Saturday, how long have we got?"),
    "choose": ("alet", "videos of a trip"),
    "silent": ("athelstan", "can I accept a friend request from a past pupil?"),
    "contact": ("iwys", "who runs the facebook page?"),
    "report_banner": ("alet", "got home, checked my phone, and a year 9 has sent me a friend request"),
    "report_urgent_banner": ("alet", "he has a knife in his bag right now"),
    "unknown": ("wren-spinney", "what time is lunch"),
}
"""Real questions to the real policies, by the name of the picture."""
WRITTEN: Mapping[str, str] = {
    "immediate_danger": "no",
    "told_dsl_in_person": "no",
    "child": "Robin, Year 9",
    "what_happened": "Robin said: “I don't want to go home on Friday.” I asked nothing, and said that I would tell you.",
    "happened_at": "yesterday 3pm",
    "place": "Library",
}
"""One invented report."""
ADDED = (
    Note(NoteKind.INFORMATION, later(10), "rae", "Robin was not in lessons after that."),
    Note(NoteKind.NOTE, later(20), "amara", "Spoke to the form tutor. Meeting Robin at 9."),
)
KEPT: Mapping[str, str] = {
    "answer": "real_answer",
    "choose": "real_choose",
    "silent": "real_silent",
    "report-banner": "real_report_banner",
    "sealed-card": "sealed_urgent",
    "opened-report": "modal_opened_example",
    "form-fault": "form_with_fault",
    "receipt": "modal_receipt_stored",
    "home": "home_example",
    "duty-application": "duty_application",
    "duty-posting": "duty_receipt_posting",
    "duty-comment": "duty_comment",
}
"""The pictures that the documents show (`slack-NAME.png`), by their page."""


def pictures(small: Reader, real: Reader, *, telephone: bool = False) -> dict[str, str]:
    """Return everything that there is to look at, as HTML by its name."""
    cards = {**REPORT_CARDS, **reply_cards(small), **_real_replies(real), **morning().cards}
    shown = {name: look_alike.messages(message_blocks(card), telephone=telephone) for name, card in cards.items()}
    shown |= {name: look_alike.view(one, telephone=telephone) for name, one in {**views(), **morning().views}.items()}
    return {**shown, **_examples(telephone=telephone)}


def write_gallery(folder: Path, shown: Mapping[str, str], *, telephone: bool = False) -> list[Path]:
    """Write a page for each, sheets of them, and an index; return the pages of which a picture is wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = "shot phone" if telephone else "shot"
    written = [_write(folder / f"{name}.html", f'<div class="{kind}">{body}</div>', name) for name, body in shown.items()]
    names = list(shown)
    for number, group in enumerate(_sheets(names, shown), start=1):
        sections = "".join(f"<section><h2>{escape(name)}</h2>{shown[name]}</section>" for name in group)
        body = f'<div class="{kind} sheet">{sections}</div>'
        written.append(_write(folder / f"sheet_{number:02}.html", body, f"sheet {number}"))
    links = "".join(f'<li><a href="{escape(name)}.html">{escape(name)}</a></li>' for name in names)
    _write(folder / "index.html", f"<ul>{links}</ul>", "Signpost in Slack")
    return written


def _write(path: Path, body: str, title: str) -> Path:
    path.write_text(look_alike.page(body, title=title), encoding="utf-8")
    return path


def _sheets(names: Sequence[str], shown: Mapping[str, str], most: int = 9_000) -> list[list[str]]:
    """Return names in groups that make pictures of a size to look at; a long one stands alone."""
    groups: list[list[str]] = []
    room = 0
    for name in names:
        size = len(shown[name]) + 600
        if size > room:
            groups.append([])
            room = most
        groups[-1].append(name)
        room -= size
    return groups


def _real_replies(reader: Reader) -> dict[str, Card]:
    answerer = Answerer(lambda: reader)
    replies = {name: answerer.ask(question, policy) for name, (policy, question) in ASKED.items()}
    shown = {f"real_{name}": present(reply, can_report=True) for name, reply in replies.items()}
    answer = shown["real_answer"]
    why = present(replies["answer"], with_why=True, can_report=True)
    return {**shown, "real_answer": Card((*answer.blocks, FEEDBACK)), "real_answer_why": why}


def _examples(*, telephone: bool) -> dict[str, str]:
    """Return views of one invented report, from its form to its receipt, and some that are seldom met."""
    typed = {**WRITTEN, "happened_at": "before lunch, I think"}
    pupil = {"immediate_danger": "no", "network": "Snapchat", "happened_at": "some time ago", "account": "mine"}
    opened = report_cards.opened_report(replace(REPORT, kind=Kind.SAFEGUARDING_CONCERN), Content(WRITTEN, REPORTER), ADDED, NAMES, timezone=LONDON)
    shown = {
        "modal_opened_example": modal(opened, title=wording.REPORT_TITLE, close=wording.CLOSE),
        "home_example": home(home_cards(), above=[ASK_BOX]),
        "modal_long": modal(long_report(), title=wording.REPORT_TITLE, close=wording.CLOSE),
    }
    with_faults = {
        "form_with_fault": (Kind.SAFEGUARDING_CONCERN, typed),
        "form_with_faults": (Kind.PUPIL_CONTACT, pupil),
        "form_adult_with_faults": (Kind.ADULT_CONCERN, {}),
    }
    return {
        **{name: look_alike.view(one, telephone=telephone) for name, one in shown.items()},
        **{
            name: look_alike.view(filled_form(kind, values), errors=_faults(kind, values), telephone=telephone)
            for name, (kind, values) in with_faults.items()
        },
    }


def _faults(kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
    return errors_by_block(check(kind, values, (), now=later(0), timezone=LONDON), form(kind).fields)


def main(folder: Path, kept: Path | None = None) -> None:
    """Write the gallery, and its pictures where there is a browser."""
    cache = Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))
    small, real = open_reader(cache / "small-school", SMALL_SCHOOL), open_reader(cache, HOME)
    written: list[Path] = []
    for telephone, where in ((False, folder), (True, folder / "telephone")):
        written += write_gallery(where, pictures(small, real, telephone=telephone), telephone=telephone)
    browser = find_browser()
    if browser:
        asyncio.run(take_pictures(browser, {page: page.with_suffix(".png") for page in written}))
    for name, page in (KEPT if browser and kept else {}).items():
        with Image.open(folder / f"{page}.png") as picture:
            picture.quantize(256, method=Image.Quantize.FASTOCTREE).save(kept / f"slack-{name}.png", optimize=True)
    sys.stdout.write(f"{len(written)} pages in {folder}{'' if browser else '; no Chromium here, so no pictures'}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
