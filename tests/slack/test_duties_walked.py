"""Every kind of duty that there is, in Slack, whatever it asks: its form, its receipt, its cards and all of their buttons are ones that Slack takes.

What each kind means is tested with it; here nothing is known of one but what its form asks. So a new kind is walked through as soon as it is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.slack.render import SEEN_OF_LABEL
from bot import wording
from bot.kinds import COURSES
from bot.matters import Matter, MatterKind
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack import own_rules, surfaces
from tests.slack.conftest import PEOPLE, TESS, School, open_school, settings_of
from tests.slack.fake_slack import FakeSlack

POLICIES = ("alet", "athelstan", "iwys", "wren-spinney", "unnamed-trust")
RAISED = [kind for kind, course in COURSES.items() if course.button]
CANARY = "Zephyrine"
WORDS = f"The {CANARY} fair <!channel> <@U0BEN> <http://x.example|x> :smile: *bold* & more"
LONG = f"{WORDS}\n" + "Words and words again. " * 125
AMARA = "U0AMARA"


@pytest.fixture
def school(request: pytest.FixtureRequest, database: Engine, clock: FakeClock, slack: FakeSlack, reader: Reader) -> Iterator[School]:
    """The school, under the policy of the parameter."""
    held = settings_of().schools[0].model_dump(mode="json", exclude_defaults=True)
    settings = settings_of(schools=[{**held, "policy": getattr(request, "param", "alet")}])
    with open_school(database, clock, slack, reader, settings) as opened:
        yield opened.school


under_every_policy = pytest.mark.parametrize("school", POLICIES, indirect=True)


def open_form(school: School, kind: str, who: str) -> dict[str, Any]:
    """Let somebody open the form of a kind; return the window."""
    school.close_windows(who)
    school.press(who, view=school.home(who), action_id="sp:matter_form:0", value=str(kind), forged=True)
    return school.window(who)


def press(school: School, who: str, value: str) -> dict[str, Any]:
    """Let somebody press what a button under a matter holds, whether they see one or not; return the window."""
    school.close_windows(who)
    at = f"{school.clock.now().timestamp() + len(school.slack.calls) * 3:.6f}"  # no press is a double click
    school.press(who, view=school.home(who), action_id="sp:matter:0", value=value, forged=True, action_ts=at)
    return school.window(who)


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def matters(school: School) -> list[Matter]:
    with school.office.looking() as connection:
        return list(school.office.filing.matters.list(connection, "oakfield"))


def filled(view: dict[str, Any], long: str = WORDS) -> dict[str, Any]:
    """Return something for every field of a window: what stands there, the first that can be chosen, or words."""
    values: dict[str, Any] = {}
    for name, block in inputs(view).items():
        element = block["element"]
        if "options" in element:
            values[name] = (element.get("initial_option") or element["options"][0])["value"]
        elif element["type"] == "multi_users_select":
            values[name] = [AMARA, "U0CHIDI"]
        else:
            values[name] = element.get("initial_value") or (long if element["multiline"] else WORDS)
    return values


def sound(view: dict[str, Any]) -> dict[str, Any]:
    """Return a window, asserted to be one that we allow ourselves to send, with nothing that people wrote beside what is shown."""
    shown = {name: view[name] for name in ("type", "title", "close", "submit", "callback_id", "private_metadata", "blocks") if view.get(name)}
    assert own_rules.faults_of_view(shown) == []
    held = [shown.get("private_metadata"), shown.get("callback_id"), *(one.get("value") for one, _ in surfaces.elements_of(shown["blocks"]))]
    assert not any(CANARY in str(one) for one in held)
    return view


def send(school: School, who: str, view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Send a window, and again with what its faults ask for, as somebody does who does not know the form; return what is shown at last."""
    for better in ("", "today 9:15", "today", "https://x.example/1", "01/02/2027", "2"):
        answer = school.submit(who, view, values).json
        if answer["response_action"] == "update":
            return sound(school.window(who))
        assert answer["errors"].keys() <= inputs(view).keys()
        assert all(0 < len(one) <= 2000 for one in answer["errors"].values())
        plain = [name for name in answer["errors"] if inputs(view)[name]["element"]["type"] == "plain_text_input"]
        values = {**values, **dict.fromkeys(plain, better or "today 9:15")}
    return view


def raise_one(school: School, kind: MatterKind, who: str, long: str = WORDS) -> Matter | None:
    """Let somebody raise a matter of a kind; None where they may not, or where it takes more than words."""
    before = {one.id for one in matters(school)}
    form = open_form(school, kind, who)
    if not inputs(form):
        return None
    send(school, who, form, filled(form, long))
    return next((one for one in matters(school) if one.id not in before and one.kind == kind), None)


@under_every_policy
def test_every_form_is_a_window_that_slack_takes(school: School) -> None:
    for kind in RAISED:
        shown = [sound(open_form(school, kind, who)) for who in (TESS, AMARA)]
        assert any(view["callback_id"] == f"matter:{kind}" or wording.MATTER_NOT_YOURS in school.words(view) for view in shown)


@under_every_policy
def test_form_that_is_sent_empty_says_what_is_missing_on_each_field_and_keeps_nothing(school: School) -> None:
    for kind in RAISED:
        form = open_form(school, kind, AMARA)
        if not inputs(form):
            continue
        blank = {name: None for name, block in inputs(form).items() if block["element"]["type"] != "multi_users_select"}
        answer = school.submit(AMARA, form, blank).json
        needed = {name for name, block in inputs(form).items() if not block["optional"]}
        assert answer["errors"].keys() >= needed
    assert not matters(school)


@pytest.mark.parametrize("kind", RAISED)
@pytest.mark.parametrize(("school", "long"), [("wren-spinney", WORDS), ("unnamed-trust", LONG)], ids=["short", "long"], indirect=["school"])
def test_every_card_that_comes_of_a_matter_and_every_button_on_it_is_one_that_slack_takes(school: School, kind: MatterKind, long: str) -> None:
    if raise_one(school, kind, TESS, long) is None and raise_one(school, kind, AMARA, long) is None:
        pytest.skip("takes more than words: walked with its own kind")
    school.carry()
    pressed = []
    for who in (TESS, *PEOPLE):
        for matter in matters(school):
            for act in COURSES[matter.kind].acts:
                if matter.state in act.states:
                    shown = sound(press(school, who, f"{act.name} {matter.id}"))
                    if inputs(shown):
                        send(school, who, shown, filled(shown))
                    pressed.append(act)
    school.carry()
    assert pressed or not any(one.state in COURSES[one.kind].waits for one in matters(school))
    for message in school.slack.messages:
        assert own_rules.faults_of_message(message.blocks) == []
        assert CANARY not in str({name: value for name, value in message.arguments.items() if name != "blocks"})
    for who in (TESS, *PEOPLE):
        _ask_box, *blocks = school.home(who)["blocks"]
        assert own_rules.faults_of_view({"type": "home", "blocks": blocks}) == []


def test_every_kind_is_opened_from_the_list_for_whoever_may(school: School) -> None:
    for kind in RAISED:
        school.close_windows(TESS)
        listed = school.open_form(TESS, "/signpost")
        (element,) = [one for one, _ in surfaces.elements_of(listed["blocks"]) if one["value"] == kind] or [None]
        if element is not None:
            school.press(TESS, view=listed, action_id=element["action_id"])
            assert sound(school.window(TESS))["callback_id"] == f"matter:{kind}"


@pytest.mark.parametrize("kind", RAISED)
def test_button_of_every_kind_is_so_short_that_no_telephone_cuts_it(kind: MatterKind) -> None:
    assert len(COURSES[kind].button) <= SEEN_OF_LABEL
