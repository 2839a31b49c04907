"""What each finds who comes to the bot: their own, what comes to them, nothing of anybody else's; and who is away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import wording
from bot.desks import Desks, report_buttons
from bot.duties import Duties, Raised
from bot.office import Office
from bot.report_cards import choose_kind
from bot.reports import Kind, Person, Report
from bot.visitors import Visitor

Submit = Callable[..., Report]
STAFF = Visitor("terminal", "tess", "here", "Tess Byrne", full_member=True, schools=("oakfield",))


def of(office: Office, *names: tuple[str, str]) -> Visitor:
    """Return somebody whom the settings name at each of these schools."""
    found = [office.people.person(name, school) for school, name in names]
    listed = tuple(one for one in found if one is not None)
    return Visitor("terminal", names[0][1], "here", listed[0].name, full_member=True, schools=tuple(one.school for one in listed), listed=listed)


def shown(office: Office, visitor: Visitor, *, closed: bool = False) -> str:
    return "\n".join(card.plain_text() for card in Desks(office).home(visitor, closed=closed))


def test_member_of_staff_finds_forms_and_their_own_reports_alone(office: Office, submit: Submit) -> None:
    submit(office)
    submit(office, reporter=Person("terminal:olu", "Olu Ade", "oakfield"))
    text = shown(office, STAFF)
    assert "R-0001" in text
    assert "R-0002" not in text
    assert wording.HOME_DESK not in text
    assert not Desks(office).lists(STAFF)


def test_dsl_finds_what_comes_to_her_and_others_find_none_of_it(office: Office, submit: Submit) -> None:
    submit(office)
    assert "R-0001" in shown(office, of(office, ("oakfield", "amara")))
    for school, name in (("oakfield", "farid"), ("elmfield", "gail")):
        assert "R-0001" not in shown(office, of(office, (school, name)))


def test_list_of_what_comes_to_somebody_has_one_head(office: Office, submit: Submit) -> None:
    submit(office)
    lines = shown(office, of(office, ("oakfield", "amara"))).splitlines()
    assert lines.count(wording.HOME_DESK) == 1
    assert wording.LIST_LEAD not in lines


def test_buttons_to_report_are_so_short_that_no_chat_cuts_them(office: Office) -> None:
    assert [(one.label, one.value) for one in report_buttons().buttons] == [(wording.SHORT_TITLES[kind], kind) for kind in Kind]
    assert max(len(one.label) for one in report_buttons().buttons) <= 24
    asked = [one.label for one in choose_kind().buttons()]
    assert asked == [wording.KIND_CHOICES[kind] for kind in Kind], "where somebody is asked what it is about, the words are whole"


def test_head_alone_finds_a_concern_about_an_adult(office: Office, submit: Submit) -> None:
    submit(office, Kind.ADULT_CONCERN)
    assert "R-0001" not in shown(office, of(office, ("oakfield", "amara")))
    assert "R-0001" in shown(office, of(office, ("oakfield", "chidi")))


def test_guest_who_is_in_the_settings_finds_nothing(office: Office, submit: Submit) -> None:
    submit(office)
    amara = replace(of(office, ("oakfield", "amara")), full_member=False)
    assert "R-0001" not in shown(office, amara)


def test_dsl_whom_the_chat_cannot_confirm_is_told_that_and_not_that_nothing_comes_to_her(office: Office, submit: Submit) -> None:
    submit(office)
    unsure = replace(of(office, ("oakfield", "amara")), full_member=False, known=False)
    assert [card.plain_text() for card in Desks(office).lists(unsure)] == [wording.CANNOT_TELL_WHO]
    assert Desks(office).mark_away(unsure, "1").plain_text() == wording.CANNOT_TELL_WHO
    assert Desks(office).mark_back(unsure).plain_text() == wording.CANNOT_TELL_WHO
    assert not office.people.is_away("amara", "oakfield")
    assert not Desks(office).lists(replace(of(office, ("oakfield", "farid")), known=False))


def test_whoever_works_at_two_schools_finds_both_and_is_asked_where_they_are(office: Office, submit: Submit) -> None:
    submit(office)
    both = of(office, ("oakfield", "amara"), ("elmfield", "gail"))
    text = shown(office, both)
    assert text.startswith(wording.WHICH_SCHOOL)
    assert "R-0001" in text
    assert "Oakfield School" in text
    chosen = shown(office, replace(both, chosen="oakfield"))
    assert wording.SCHOOL_IS.format(school="Oakfield School") in chosen
    assert wording.CHANGE_SCHOOL in chosen


def test_whoever_has_no_school_is_told_so(office: Office) -> None:
    assert shown(office, replace(STAFF, schools=())) == wording.NO_SCHOOL


@pytest.mark.parametrize(("days", "until"), [("1", 1), ("14", 14), ("open", None)])
def test_somebody_is_away_for_as_long_as_they_say_and_can_come_back(office: Office, days: str, until: int | None) -> None:
    amara = of(office, ("oakfield", "amara"))
    said = Desks(office).mark_away(amara, days).plain_text()
    assert ("until you say" in said) is (until is None)
    assert office.people.is_away("amara", "oakfield")
    assert wording.HOME_IS_AWAY in shown(office, amara)
    office.clock.move(timedelta(days=(until or 20), minutes=1))  # type: ignore[attr-defined]  # a clock that a test moves
    assert office.people.is_away("amara", "oakfield") is (until is None)
    assert Desks(office).mark_back(amara).plain_text() == wording.BACK
    assert not office.people.is_away("amara", "oakfield")


def test_nobody_is_away_to_whom_no_report_comes(office: Office) -> None:
    for visitor in (STAFF, of(office, ("oakfield", "farid"))):
        assert Desks(office).mark_away(visitor, "1").plain_text() == wording.REFUSALS["not_allowed"]
        assert Desks(office).mark_back(visitor).plain_text() == wording.REFUSALS["not_allowed"]


def test_whoever_is_away_is_away_from_all_of_their_schools(office: Office) -> None:
    Desks(office).mark_away(of(office, ("oakfield", "amara"), ("elmfield", "gail")), "2")
    assert office.people.is_away("amara", "oakfield")
    assert office.people.is_away("gail", "elmfield")


# --- the policy's other duties ---


def test_everybody_finds_at_the_end_what_they_can_raise_and_what_waits_for_them_after_the_reports(office: Office, submit: Submit) -> None:
    submit(office)
    raised = Duties(office).submit(STAFF, "suggestion", "one", {"what": "The bake sale", "network": "X"}, ())
    assert isinstance(raised, Raised)
    cards = Desks(office).home(of(office, ("oakfield", "amara")))
    assert cards[-1] == Duties(office).menu(of(office, ("oakfield", "amara")))
    texts = [card.plain_text() for card in cards]
    at = next(number for number, text in enumerate(texts) if wording.MATTERS_WAITING in text)
    assert all("R-0001" not in text for text in texts[at:])
    assert "M-0001" in texts[at]
    assert wording.MATTERS_MINE in shown(office, STAFF)


@pytest.mark.parametrize("changed", [{"full_member": False}, {"full_member": False, "known": False}, {"stranger": True}])
def test_guest_or_stranger_finds_none_of_the_other_duties(office: Office, changed: dict[str, bool]) -> None:
    assert wording.MATTER_MENU not in shown(office, replace(STAFF, **changed))  # type: ignore[arg-type]


def test_whoever_has_not_said_at_which_school_they_are_is_asked_that_before_any_duty(office: Office) -> None:
    both = of(office, ("oakfield", "amara"), ("elmfield", "gail"))
    assert wording.MATTER_MENU not in shown(office, both)
    assert wording.MATTER_MENU in shown(office, replace(both, chosen="elmfield"))
