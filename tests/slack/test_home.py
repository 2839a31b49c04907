"""The App Home in Slack: each sees what is theirs, as it is now."""

from __future__ import annotations

from datetime import timedelta

from bot import wording
from bot.memberships import Memberships
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, TESS, School
from tests.slack.fake_slack import Fault
from tests.slack.test_reporting import CANARY, report


def shown_to(school: School, who: str) -> str:
    """Return the App Home that somebody has open, without their opening it anew."""
    return school.words(school.slack.views["home", who].view)


def test_home_of_the_dsl_lists_what_is_open_and_of_others_does_not(school: School) -> None:
    report(school)
    assert wording.HOME_DESK in school.words(school.home("U0AMARA"))
    assert "R-0001" in school.words(school.home("U0AMARA"))
    for who in ("U0FARID", "U0TESS"):
        assert wording.HOME_DESK not in school.words(school.home(who))
    assert "R-0001" not in school.words(school.home("U0FARID"))


def test_home_says_nothing_of_what_was_written(school: School) -> None:
    report(school)
    for who in ("U0AMARA", TESS):
        assert CANARY not in str(school.home(who))


def test_home_follows_each_press(school: School) -> None:
    school.home(TESS)
    report(school)
    school.home("U0AMARA")
    assert wording.NOT_ACKNOWLEDGED in shown_to(school, "U0AMARA")
    school.press("U0AMARA", view=school.home("U0AMARA"), action="view")
    school.press("U0AMARA", view=school.window("U0AMARA"), action="acknowledge")
    assert "Acknowledged by Amara Obi" in shown_to(school, "U0AMARA")
    school.press("U0AMARA", view=school.window("U0AMARA"), action="outcome")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:outcome": "monitor", "f:reason": "Spoken to."})
    assert wording.NO_REPORTS in shown_to(school, "U0AMARA")


def test_closed_reports_are_a_press_away_and_can_be_marked_as_recorded(school: School) -> None:
    report(school)
    school.press("U0AMARA", view=school.home("U0AMARA"), action="view")
    school.press("U0AMARA", view=school.window("U0AMARA"), action="outcome")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:outcome": "monitor", "f:reason": "Spoken to."})
    school.close_windows("U0AMARA")
    assert "R-0001" not in school.words(school.home("U0AMARA"))
    school.press("U0AMARA", view=school.home("U0AMARA"), action="closed_too")
    again = school.slack.views["home", "U0AMARA"].as_json(school.slack.team_id)
    assert "R-0001" in school.words(again)
    school.press("U0AMARA", view=again, action="view")
    school.press("U0AMARA", view=school.window("U0AMARA"), action="mark_recorded")
    assert school.reports()[0].recorded_at is not None


def test_overdue_report_stands_out_on_the_home(school: School) -> None:
    report(school)
    school.carry()
    school.clock.move(timedelta(hours=5))
    school.carry()
    assert wording.OVERDUE in school.words(school.home("U0AMARA"))


def test_report_is_opened_from_the_home_only_by_who_may(school: School) -> None:
    report(school)
    home = school.home("U0AMARA")
    school.press("U0FARID", view=home, action="view")
    assert school.words(school.window("U0FARID")["blocks"]) == wording.REFUSALS["not_allowed"]


def test_workspace_of_whoever_receives_reports_is_known_once_they_have_opened_the_home(school: School) -> None:
    memberships = Memberships(school.office.engine, school.clock.now)
    school.home(TESS)
    school.home("U0AMARA")
    assert (memberships.tenants("slack", TESS), memberships.tenants("slack", "U0AMARA")) == ((), (school.slack.team_id,))


def test_guest_with_the_account_of_the_dsl_sees_no_list(school: School) -> None:
    report(school)
    school.slack.people["U0AMARA"].guest = True
    assert wording.HOME_DESK not in school.words(school.home("U0AMARA"))


def test_dsl_who_is_away_is_passed_over_and_comes_back(school: School) -> None:
    school.press("U0AMARA", view=school.home("U0AMARA"), action="away")
    school.submit("U0AMARA", school.window("U0AMARA"), {"f:away": "1"})
    assert school.office.people.is_away("amara", "oakfield")
    assert wording.HOME_IS_AWAY in shown_to(school, "U0AMARA")
    school.press("U0AMARA", view=school.home("U0AMARA"), action="back")
    assert not school.office.people.is_away("amara", "oakfield")
    assert wording.HOME_AWAY in shown_to(school, "U0AMARA")


def test_nobody_who_receives_nothing_can_be_away(school: School) -> None:
    home = school.home("U0AMARA")
    school.press("U0FARID", view=home, action="away")
    school.submit("U0FARID", school.window("U0FARID"), {"f:away": "open"})
    assert school.words(school.window("U0FARID")["blocks"]) == wording.REFUSALS["not_allowed"]


def test_home_that_cannot_be_shown_loses_nothing_of_what_was_done(school: School) -> None:
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    school.slack.fail_always("views.publish", Fault(status=500))
    school.press("U0AMARA", message=card.as_json(), channel=DSL_CHANNEL, action="view")
    assert CANARY in school.words(school.window("U0AMARA"))
    assert not [one for one in school.messages_in(DSL_CHANNEL) if one.ephemeral_to]


def test_opened_conversation_without_suggestions_is_no_fault(school: School) -> None:
    school.slack.fail("assistant.threads.setSuggestedPrompts", Fault(status=500))
    answer = school.after(school.driver.home_opened(TESS, tab="messages", channel=school.conversation(TESS)))
    assert answer.status == 200
    assert not school.messages_in(school.conversation(TESS))


def test_many_reports_are_shown_within_slacks_limits_and_what_does_not_fit_is_said(school: School) -> None:
    for _ in range(60):
        report(school)
        school.close_windows(TESS)
    shown = school.home(TESS)
    assert "R-0060" in school.words(shown)
    assert len(shown["blocks"]) <= 100
    listed = school.words(school.home("U0AMARA"))
    assert "R-0001" in listed
    assert surfaces.buttons(school.home("U0AMARA")["blocks"]).count("R-0060") == 1
