"""What Slack shows of the policy's other duties: cards and windows of one invented morning, made by themselves while time stands still."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from adapters.slack import duties as shown_in_slack
from bot.audit import AuditLog
from bot.cards import Card
from bot.duties import Asking, Duties, Raised
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.sealing import Sealer, audit_key
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.visitors import Visitor
from bot.windows import Shown
from tests.bot.conftest import FakeClock

Json = dict[str, Any]
STAFF = {
    "tess": ("Tess Byrne", ["staff"]),
    "olu": ("Olu Ade", ["staff"]),
    "amara": ("Amara Obi", ["slt"]),
    "umar": ("Umar Khan", ["communications"]),
    "chidi": ("Chidi Eze", ["head"]),
}
POLICIES = ("alet", "athelstan")
CARDS = ("duty_application", "duty_posting", "duty_comment", "duty_suggestion", "duty_suggestion_taken")
VIEWS = (
    *("duty_form_suggestion", "duty_questions_suggestion", "duty_window_suggestion"),
    *("duty_form_application", "duty_form_posting", "duty_form_comment", "duty_receipt_posting", "duty_list"),
)
STEADY = ("duty_form_suggestion", "duty_questions_suggestion")
"""Those of which the blocks are kept: the model of all kinds. What a matter looks like is kept by the tests of `bot`."""


@dataclass(frozen=True)
class Morning:
    """What is shown, by name."""

    cards: Mapping[str, Card]
    views: Mapping[str, Json]


@cache
def morning() -> Morning:
    """Return what is shown of one morning's duties at a school under each of the two policies."""
    folder = Path(tempfile.mkdtemp(prefix="duties-"))
    engine = open_engine(f"sqlite:///{folder / 'signpost.sqlite'}")
    try:
        people = [{"id": one, "name": name, "roles": roles, "how": "the office"} for one, (name, roles) in STAFF.items()]
        schools = [
            {"key": policy, "name": "Oakfield School", "policy": policy, "phone": "01632 960 001", "out_of_hours": "01632 960 002", "people": people}
            for policy in POLICIES
        ]
        settings, clock, ring = Settings.model_validate({"schools": schools}), FakeClock(), new_ring()
        office = Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
        return _lived(Duties(office))
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def _lived(duties: Duties) -> Morning:
    tess, olu, umar = (_at(duties, "athelstan", who) for who in ("tess", "olu", "umar"))
    for who in (tess, olu):
        reading = _raised(duties, who, "reader", mine="read")
        for act in ("open", "understood"):
            duties.press(who, f"{act} {reading.matter_id}")
        duties.carry_out(who, f"trained {reading.matter_id}", f"trained-{who.account}", {"day": "12/11/2026"}, ())
    application = _raised(
        *(duties, tess, "application"),
        **{"name": "Oakfield Library", "network": "Instagram", "aim": "Book of the week, and what is on in the library."},
        **{"audience": "Pupils from Year 7, and parents.", "promotion": "In the newsletter, and on the library's door.", "open": "open"},
        why="Borrowing fell after we moved.",
        picked=("tess", "olu"),
    )
    comment = _raised(
        *(duties, tess, "comment"),
        **{"account": "other", "other_account": "Facebook, Oakfield School", "sort": "complaint", "received": "today 9:15"},
        words="Third time this month that the bus has gone without them. Does anybody read this?",
    )
    posting = _raised(
        *(duties, _at(duties, "alet", "tess"), "posting"),
        **{"network": "facebook", "where": "official", "what": "trip", "holds": "nothing", "whom": "pupil_shown", "consent": "unsure"},
        **{"on_list": "unsure", "borrowed": "no", "controversial": "no", "description": "Our Year 6 team with their cup."},
    )
    at_alet = {who: _at(duties, "alet", who) for who in STAFF}
    suggestion = _raised(duties, at_alet["tess"], "suggestion", what="The bake sale on Friday raised £212 for the hospice.", network="Facebook")
    window = _shown(duties, at_alet["umar"], suggestion)
    asked = duties.press(at_alet["umar"], f"decline {suggestion.matter_id}")
    assert isinstance(asked, Asking)
    cards = {
        "duty_application": _shown(duties, _at(duties, "athelstan", "amara"), application).card,
        "duty_comment": _shown(duties, umar, comment).card,
        "duty_posting": posting.receipt,
        "duty_suggestion": window.card,
    }
    listed = Card(tuple(block for card in duties.all_of(at_alet["umar"]) for block in card.blocks))
    views = {
        "duty_questions_suggestion": shown_in_slack.form_view(asked, callback_id="act:decline", private_metadata="b7d1c0de 1234"),
        "duty_window_suggestion": shown_in_slack.matter_view(window, suggestion.matter_id),
        "duty_receipt_posting": shown_in_slack.read_only(posting.receipt, shows="matter", kept=posting.matter_id),
        "duty_list": shown_in_slack.read_only(listed, shows="matters"),
        **{f"duty_form_{kind}": _form(duties, at_alet["tess"], kind) for kind in ("suggestion", "posting")},
        **{f"duty_form_{kind}": _form(duties, tess, kind) for kind in ("application", "comment")},
    }
    taken = duties.press(at_alet["umar"], f"use {suggestion.matter_id}")
    assert isinstance(taken, Shown)
    cards["duty_suggestion_taken"] = taken.card
    return Morning({name: cards[name] for name in CARDS}, {name: _without_ids(views[name]) for name in VIEWS})


def _at(duties: Duties, school: str, who: str) -> Visitor:
    listed = duties.office.people.person(who, school)
    assert listed is not None
    return Visitor("slack", who, "T0OAK", listed.name, full_member=True, schools=(school,), listed=(listed,))


def _raised(duties: Duties, who: Visitor, kind: str, *, picked: tuple[str, ...] = (), **values: str) -> Raised:
    done = duties.submit(who, kind, f"{kind}-{who.school}-{who.account}", values, picked)
    assert isinstance(done, Raised), done
    return done


def _shown(duties: Duties, who: Visitor, matter: Raised) -> Shown:
    came = duties.press(who, f"view {matter.matter_id}")
    assert isinstance(came, Shown)
    return came


def _form(duties: Duties, who: Visitor, kind: str) -> Json:
    asked = duties.ask(who, kind)
    assert isinstance(asked, Asking)
    return shown_in_slack.form_view(asked, callback_id=f"matter:{kind}", private_metadata="b7d1c0de")


def _without_ids(view: Json) -> Json:
    """Return a window with one id in place of all, which are random."""
    held: Json = json.loads(re.sub(r"\b[0-9a-f]{32}\b", "b7d1c0de", json.dumps(view)))
    return held
