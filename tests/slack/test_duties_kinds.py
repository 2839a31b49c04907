"""What each kind of duty is for, lived through in Slack: a form is filled in, goes to whoever decides, comes back; and others are kept out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.slack import app
from bot import wording
from bot.duties import Duties, Raised
from bot.kinds import COURSES
from bot.matters import Matter, MatterKind
from bot.upkeep import see_to
from bot.visitors import Visitor
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack import surfaces
from tests.slack.conftest import PEOPLE, STAFFROOM, TESS, School, open_school, settings_of
from tests.slack.fake_slack import FakeSlack, Fault, Message

MORE = {
    "U0UMAR": ("umar", "Umar Khan", ["communications"]),
    "U0CARYS": ("carys", "Carys Pugh", ["admin"]),
    "U0OLU": ("olu", "Olu Okoro", ["owner"]),
    "U0EVE2": ("eve", "Eve Lowe", ["slt"]),
}
WYNN, GUEST, AMARA, UMAR, OLU = "U0WYNN", "U0GUEST", "U0AMARA", "U0UMAR", "U0OLU"
"""Wynn Price teaches, and stands in no settings."""
CANARY = "A zephyrine word <!channel> & <http://x.example|x> *b*"


@pytest.fixture
def school(
    request: pytest.FixtureRequest, database: Engine, clock: FakeClock, slack: FakeSlack, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> Iterator[School]:
    """The school under a policy that gives it all of these to do, or under that of the parameter, with somebody for each."""
    monkeypatch.setattr(app, "_seconds_around", lambda _at: ())  # a school day takes seconds here: no press is a double click
    held = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    people = [
        {"id": id_, "name": name, "roles": roles, "how": "extension 30", "email": f"{id_}@oakfield.example", "addresses": {"slack": account}}
        for account, (id_, name, roles) in MORE.items()
    ]
    for account, (_, name, _) in MORE.items():
        slack.add_person(account, name)
    slack.add_person(WYNN, "Wynn Price")
    slack.add_person(GUEST, "Gus Guest", guest=True)
    settings = settings_of(schools=[{**held, "policy": getattr(request, "param", "unnamed-trust"), "people": [*held["people"], *people]}])
    with open_school(database, clock, slack, reader, settings) as opened:
        yield opened.school


@dataclass(frozen=True)
class Journey:
    """How a matter of a kind goes from whoever raises it to whoever settles it."""

    fills: Mapping[str, str]
    """What they fill in, by field; choices take their first where nothing is said here."""
    lacks: str
    """The field that they forget at first."""
    to: str
    """Whose card it becomes."""
    act: str
    """What is pressed there."""
    says: Mapping[str, str]
    """What is written to its questions."""
    late: str
    """What is pressed at last by somebody who comes too late."""
    command: str = ""
    """The command that opens it; from the list where there is none."""


JOURNEYS: Mapping[MatterKind, Journey] = {
    MatterKind.SUGGESTION: Journey(
        *({"what": CANARY, "network": "Facebook"}, "what", UMAR),
        *("decline", {"answer": "We had one last week."}, "use", "/suggest-post"),
    ),
    MatterKind.COMMENT: Journey(
        *({"other_account": "Facebook, Oakfield", "received": "today 9:15", "words": CANARY}, "words", UMAR),
        *("answer", {"reply": "We open at nine."}, "close", "/log-comment"),
    ),
    MatterKind.MENTION: Journey(
        *({"where": "X", "what": CANARY, "seen": "today 9:15"}, "where", UMAR),
        *("note", {"done_so_far": "Rang them."}, "take"),
    ),
    MatterKind.REMOVAL: Journey(
        *({"who": "not sure", "where": "X", "what": CANARY, "why": "Rude."}, "why", AMARA),
        *("refuse", {"note": "They said no."}, "ask"),
    ),
    MatterKind.JOURNALIST: Journey(
        *({"who": "not sure", "paper": "The Echo", "about": CANARY, "said_so_far": "Nothing"}, "about", UMAR),
        *("say", {"words": "We are proud of them."}, "take"),
    ),
}
"""Those that go to somebody at once. The others have journeys of their own below."""
AT_ONCE = pytest.mark.parametrize("kind", [kind for kind in JOURNEYS if kind in COURSES])


def matters(school: School, *kinds: MatterKind) -> list[Matter]:
    with school.office.looking() as connection:
        return list(school.office.filing.matters.list(connection, "oakfield", kinds))


def open_form(school: School, who: str, kind: MatterKind, command: str = "") -> dict[str, Any]:
    """Let somebody open a form, by its command or from the list."""
    school.close_windows(who)
    window = school.open_form(who, command or "/signpost")
    if not command:
        (found,) = [one["action_id"] for one, _ in surfaces.elements_of(window["blocks"]) if one["value"] == kind]
        school.press(who, view=window, action_id=found)
    assert school.window(who)["callback_id"] == f"matter:{kind}"
    return school.window(who)


def fill_in(view: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is filled into a window: what is said, and for every other choice that has to be made the first."""
    held = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    first = {
        name: one["element"]["options"][0]["value"]
        for name, one in held.items()
        if "options" in one["element"] and not one["optional"] and "initial_option" not in one["element"]
    }
    return {**first, **{f"f:{name}": text for name, text in said.items()}}


def send(school: School, who: str, view: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Let somebody send a window; return what is shown then."""
    answer = school.submit(who, view, fill_in(view, said)).json
    assert answer["response_action"] == "update", answer
    school.carry()
    return school.window(who)


def faults(school: School, who: str, view: dict[str, Any], said: Mapping[str, Any]) -> dict[str, str]:
    """Let somebody send a window that is not taken; return its faults by field."""
    answer = school.submit(who, view, fill_in(view, said)).json
    assert answer["response_action"] == "errors", answer
    return {block.removeprefix("f:"): text for block, text in answer["errors"].items()}


def raise_one(school: School, kind: MatterKind, who: str = TESS) -> Matter:
    journey = JOURNEYS[kind]
    receipt = send(school, who, open_form(school, who, kind, journey.command), journey.fills)
    matter = matters(school, kind)[-1]
    assert matter.reference in school.words(receipt["blocks"]).splitlines()[0]
    return matter


def card_of(school: School, who: str, matter: Matter) -> Message:
    """Return the newest message to somebody about a matter."""
    return [one for one in school.messages_in(school.conversation(who)) if matter.reference in school.words(one.blocks)][-1]


def label_of(kind: MatterKind, act: str) -> str:
    """Return what stands on a button."""
    (label,) = [one.label for one in COURSES[kind].acts if one.name == act]
    return label


def now(school: School, kind: MatterKind) -> str:
    """Return where the newest matter of a kind stands, in the sentence for it; something has been done with it."""
    newest = matters(school, kind)[-1]
    assert newest.events
    return COURSES[kind].states[newest.state]


def press(school: School, who: str, matter: Matter, label: str, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Let somebody press a button of the card that they have, and answer what it asks; return what is shown then."""
    card = card_of(school, who, matter)
    school.close_windows(who)
    school.press(who, message=card.as_json(), channel=card.channel, label=label)
    shown = school.window(who)
    if said is not None:
        shown = send(school, who, shown, said)
    school.carry()
    return shown


def go_on(school: School, who: str, label: str) -> dict[str, Any]:
    """Let somebody press a button of the window that they see; return what they see then."""
    school.press(who, view=school.window(who), label=label)
    return school.window(who)


def press_act(school: School, who: str, matter: Matter, act: str) -> str:
    """Let somebody press what a button holds, whether they see one or not; return what is said."""
    school.close_windows(who)
    school.press(who, view=school.home(who), action_id="sp:matter:0", value=f"{act} {matter.id}", forged=True)
    return school.words(school.window(who)["blocks"])


@AT_ONCE
def test_fault_stands_on_its_field_and_what_was_typed_stays(school: School, kind: MatterKind) -> None:
    journey = JOURNEYS[kind]
    form = open_form(school, TESS, kind, journey.command)
    assert faults(school, TESS, form, {**journey.fills, journey.lacks: " "}) == {journey.lacks: wording.FIELD_EMPTY}
    assert not matters(school)
    assert school.window(TESS)["id"] == form["id"]
    send(school, TESS, form, journey.fills)
    assert len(matters(school, kind)) == 1


@AT_ONCE
def test_it_goes_to_whoever_has_it_and_nobody_else_and_never_into_a_notification(school: School, kind: MatterKind) -> None:
    matter = raise_one(school, kind)
    reached = {who for who in (*PEOPLE, *MORE, WYNN) if school.messages_in(school.conversation(who))}
    assert JOURNEYS[kind].to in reached
    assert reached <= {UMAR, AMARA, "U0EVE2", "U0CHIDI"}
    card = card_of(school, JOURNEYS[kind].to, matter)
    assert CANARY in school.words(card.blocks)
    assert card.arguments["text"] == wording.LOCK_SCREEN_MATTER
    assert "zephyrine" not in str({name: value for name, value in card.arguments.items() if name != "blocks"})
    assert not school.messages_in(STAFFROOM)


@AT_ONCE
def test_it_is_settled_there_the_raiser_is_told_and_every_card_says_so(school: School, kind: MatterKind) -> None:
    journey, matter = JOURNEYS[kind], raise_one(school, kind)
    asked, first = press(school, journey.to, matter, label_of(kind, journey.act)), next(iter(journey.says))
    assert faults(school, journey.to, asked, {**journey.says, first: " "})[first] == wording.FIELD_EMPTY
    assert journey.says[first] in school.words(send(school, journey.to, asked, journey.says))
    for who in (TESS, journey.to):
        assert now(school, kind) in school.words(card_of(school, who, matter).blocks)
        assert card_of(school, who, matter).arguments["text"] in (wording.LOCK_SCREEN_MATTER, wording.LOCK_SCREEN_CHANGED)


@AT_ONCE
def test_whoever_comes_second_is_told_how_it_stands(school: School, kind: MatterKind) -> None:
    journey, matter = JOURNEYS[kind], raise_one(school, kind)
    press(school, journey.to, matter, label_of(kind, journey.act), journey.says)
    said = press_act(school, journey.to, matter, journey.late)
    assert said.splitlines()[0] == wording.MATTER_MOVED_ON
    assert now(school, kind) in said


@AT_ONCE
@pytest.mark.parametrize("who", ["U0FARID", WYNN, GUEST])
def test_others_can_neither_read_it_nor_do_anything(school: School, kind: MatterKind, who: str) -> None:
    matter = raise_one(school, kind)
    for act in ("view", *(one.name for one in COURSES[kind].acts)):
        assert press_act(school, who, matter, act) == wording.MATTER_NOT_YOURS
    assert matters(school, kind)[-1].state == matter.state


# --- reading, applying, the register ---


def read_policy(school: School, who: str) -> None:
    """Let somebody open the policy, say that they have understood it, and note their training."""
    form = open_form(school, who, MatterKind.READER)
    assert wording.READING_UNDERSTOOD not in surfaces.buttons(send(school, who, form, {})["blocks"])
    first = school.words(go_on(school, who, wording.READING_OPEN)["blocks"])
    assert school.words(go_on(school, who, wording.READING_NEXT)["blocks"]) != first
    go_on(school, who, wording.READING_UNDERSTOOD)
    send(school, who, go_on(school, who, wording.READING_TRAINED), {"day": "12/11/2026"})


def test_policy_opens_page_by_page_in_the_window_before_it_can_be_understood(school: School) -> None:
    read_policy(school, WYNN)
    (reading,) = matters(school, MatterKind.READER)
    assert reading.state == "completed"


def test_page_after_page_is_turned_as_fast_as_somebody_presses(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    send(school, WYNN, open_form(school, WYNN, MatterKind.READER), {})
    go_on(school, WYNN, wording.READING_OPEN)
    shown = [school.words(go_on(school, WYNN, wording.READING_NEXT)["blocks"]) for _ in range(3)]
    assert len(set(shown)) == 3


APPLIED = {
    **{"name": "Oakfield History", "network": "X", "aim": CANARY, "audience": "Parents", "promotion": "In the newsletter", "why": "There is none."},
    "people": [WYNN, "U0BEN"],
}


def test_new_account_from_the_application_to_the_register(school: School) -> None:
    form = open_form(school, TESS, MatterKind.APPLICATION, "/social-account")
    assert "people" in faults(school, TESS, form, {**APPLIED, "people": [WYNN]})
    assert "Wynn Price" in faults(school, TESS, form, APPLIED)["people"]
    assert not matters(school)
    for who in (WYNN, "U0BEN"):
        read_policy(school, who)
    receipt = send(school, TESS, form, APPLIED)
    (application,) = matters(school, MatterKind.APPLICATION)
    assert "Wynn Price, Ben Hale" in school.words(receipt)
    press(school, AMARA, application, wording.APPLICATION_ASK, {"what": "Say who moderates it."})
    assert "Say who moderates it." in school.words(card_of(school, TESS, application).blocks)
    asked = press(school, TESS, application, wording.APPLICATION_CHANGE)
    held = {block["block_id"]: block["element"].get("initial_value") for block in asked["blocks"] if block["type"] == "input"}
    assert held["f:aim"] == CANARY
    send(school, TESS, asked, {"why": "Wynn moderates it."})
    assert wording.APPLICATION_STATES["approved"] in school.words(press(school, "U0EVE2", application, wording.APPLICATION_APPROVE)["blocks"])
    assert press_act(school, AMARA, application, "approve").splitlines()[0] == wording.MATTER_MOVED_ON
    assert wording.APPLICATION_STATES["approved"] in school.words(card_of(school, TESS, application).blocks)
    made = {"handle": "@oakfieldhistory", "password_place": "in the office safe", "recovery": "office@oakfield.example"}
    press(school, "U0CARYS", application, wording.APPLICATION_CREATED, made)
    (account,) = matters(school, MatterKind.ACCOUNT)
    assert (account.fields["handle"], account.people) == ("@oakfieldhistory", (f"slack:{WYNN}", "ben"))
    told = school.words(card_of(school, TESS, application).blocks)
    assert wording.APPLICATION_STATES["created"] in told
    assert "office safe" not in told
    (answer,) = school.write(TESS, "who runs our X account?")
    assert "Wynn Price" in school.words(answer.blocks)


def test_application_that_is_longer_than_a_field_of_slacks_is_changed_with_nothing_of_it_lost(school: School) -> None:
    for who in (WYNN, "U0BEN"):
        read_policy(school, who)
    long = "Books & <b> 😀\n" * 700
    applied = {**APPLIED, "open": "open", "aim": long, "people": ""}
    tess = Visitor("slack", TESS, school.slack.team_id, "Tess Byrne", full_member=True, schools=("oakfield",))
    raised = Duties(school.office).submit(tess, "application", "elsewhere", applied, (WYNN, "U0BEN"))
    assert isinstance(raised, Raised)
    school.carry()
    (application,) = matters(school, MatterKind.APPLICATION)
    press(school, AMARA, application, wording.BUTTONS["view"])
    send(school, AMARA, go_on(school, AMARA, wording.APPLICATION_ASK), {"what": "Say who moderates it."})
    press(school, TESS, application, wording.BUTTONS["view"])
    asked = go_on(school, TESS, wording.APPLICATION_CHANGE)
    assert [block["block_id"] for block in asked["blocks"] if "f:aim" in block.get("block_id", "")] == ["f:aim", "f:aim+2", "f:aim+3", "f:aim+4"]
    send(school, TESS, asked, {"why": "Wynn moderates it."})
    changed = matters(school, MatterKind.APPLICATION)[0].fields
    assert (changed["aim"], changed["why"]) == (long.strip(), "Wynn moderates it.")


def test_where_a_password_is_kept_is_shown_in_a_window_and_never_in_a_message(school: School) -> None:
    for who in (WYNN, "U0BEN"):
        read_policy(school, who)
    send(school, TESS, open_form(school, TESS, MatterKind.APPLICATION, "/social-account"), APPLIED)
    (application,) = matters(school, MatterKind.APPLICATION)
    press(school, AMARA, application, wording.APPLICATION_APPROVE)
    made = {"handle": "@oakfieldhistory", "password_place": "in the office safe", "recovery": "office@oakfield.example"}
    press(school, "U0CARYS", application, wording.APPLICATION_CREATED, made)
    (account,) = matters(school, MatterKind.ACCOUNT)
    assert "office safe" in press_act(school, "U0CARYS", account, "secrets")
    school.slack.fail("views.update", Fault(error="not_found"))
    press_act(school, "U0CARYS", account, "secrets")
    assert "office safe" not in str([one.arguments for one in school.slack.messages])
    assert press_act(school, WYNN, account, "secrets") == wording.MATTER_NOT_YOURS


def test_slt_is_reminded_of_an_application_after_three_school_days(school: School) -> None:
    for who in (WYNN, "U0BEN"):
        read_policy(school, who)
    send(school, TESS, open_form(school, TESS, MatterKind.APPLICATION, "/social-account"), APPLIED)
    (application,) = matters(school, MatterKind.APPLICATION)
    seen = lambda: len(school.messages_in(school.conversation(AMARA)))  # noqa: E731
    before = seen()
    school.clock.move(timedelta(days=3))
    school.carry()
    assert seen() == before + 1
    press(school, AMARA, application, wording.APPLICATION_REJECT, {"reason": "There is one."})
    before = seen()
    school.clock.move(timedelta(days=7))
    school.carry()
    assert seen() == before
    assert "There is one." in school.words(card_of(school, TESS, application).blocks)


def test_round_of_reading_reaches_everybody_as_a_card_and_counts_without_names(school: School) -> None:
    form = open_form(school, OLU, MatterKind.READING)
    send(school, OLU, form, {"due": "18/12/2026"})
    see_to(school.office)
    school.carry()
    (reading,) = [one for one in matters(school, MatterKind.READER) if one.people == ("ben",)]
    press(school, "U0BEN", reading, wording.READING_OPEN)
    go_on(school, "U0BEN", wording.READING_UNDERSTOOD)
    school.carry()
    (round_,) = matters(school, MatterKind.READING)
    shown = school.words(card_of(school, OLU, round_).blocks)
    assert "1 of " in shown
    assert "Ben Hale" not in shown
    assert "Ben Hale" in school.words(press(school, OLU, round_, wording.READING_NAMES))


# --- may we post this? ---


def test_what_may_be_posted_is_traced_put_before_a_senior_leader_and_answered_in_writing(school: School) -> None:
    form = open_form(school, TESS, MatterKind.POSTING, "/can-we-post")
    receipt = send(school, TESS, form, {"description": CANARY, "controversial": "yes"})
    (posting,) = matters(school, MatterKind.POSTING)
    assert wording.POSTING_BEFORE in school.words(receipt)
    send(school, TESS, go_on(school, TESS, wording.POSTING_ASK_SLT), {})
    assert CANARY in school.words(card_of(school, "U0EVE2", posting).blocks)
    press(school, "U0EVE2", posting, wording.POSTING_APPROVE, {"agreed": "Yes, without the surname."})
    assert "Yes, without the surname." in school.words(card_of(school, TESS, posting).blocks)
    assert press_act(school, AMARA, posting, "slt_refuse").splitlines()[0] == wording.MATTER_MOVED_ON


# --- the clock of comments, moderation ---


def test_comment_that_nobody_answers_is_warned_of_and_then_comes_to_slt(school: School) -> None:
    raise_one(school, MatterKind.COMMENT)
    seen = lambda who: len(school.messages_in(school.conversation(who)))  # noqa: E731
    before = {who: seen(who) for who in (UMAR, AMARA)}
    school.clock.move(timedelta(hours=20))
    school.carry()
    assert (seen(UMAR), seen(AMARA)) == (before[UMAR] + 1, before[AMARA])
    school.clock.move(timedelta(hours=4))
    school.carry()
    assert seen(AMARA) == before[AMARA] + 1
    assert school.messages_in(school.conversation(AMARA))[-1].arguments["text"] == wording.LOCK_SCREEN_MATTER


def test_moderation_is_logged_and_its_word_to_the_audience_is_noted(school: School) -> None:
    form = open_form(school, TESS, MatterKind.MODERATION)
    send(school, TESS, form, {"other_account": "Facebook", "who": "@troll", "when": "today 9:15", "words": CANARY, "tell_slt": "yes"})
    (logged,) = matters(school, MatterKind.MODERATION)
    assert CANARY in school.words(card_of(school, AMARA, logged).blocks)
    press(school, AMARA, logged, wording.MODERATION_TOLD, {"audience": "We took it down, as our rules say."})
    assert matters(school, MatterKind.MODERATION)[0].state == "logged"
    assert press_act(school, "U0FARID", logged, "view") == wording.MATTER_NOT_YOURS
