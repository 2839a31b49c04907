"""Reports made in Slack: from a command, a shortcut or a button to what the reporter sees."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import pressing, wording
from bot.reports import Kind
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, STAFFROOM, TESS, School

CONTACT: dict[str, Any] = {
    "f:immediate_danger": "no",
    "f:network": "Snapchat",
    "f:account": "mine",
    "f:pupils": "Robin, Year 9",
    "f:pupil_status": "current",
    "f:family_member": "no",
    "f:happened_at": "today 9:15",
    "f:started_by": "pupil",
    "f:what_was_said": "hi sir <!channel> & <http://x.example|look>",
    "f:replied": "no",
}
CANARY = "hi sir"


def report(school: School, who: str = TESS, **changes: Any) -> Any:
    """Let somebody report that a pupil has been in touch; return Slack's answer to the form."""
    view = school.open_form(who, "/report-contact")
    return school.submit(who, view, {**CONTACT, **changes})


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("/report-contact", Kind.PUPIL_CONTACT),
        ("/report-concern", Kind.SAFEGUARDING_CONCERN),
        ("/report-adult", Kind.ADULT_CONCERN),
        ("/report-incident", Kind.ONLINE_INCIDENT),
    ],
)
def test_command_opens_the_form_with_999_first(school: School, command: str, kind: Kind) -> None:
    view = school.open_form(TESS, command)
    assert view["callback_id"] == f"report:{kind}"
    assert "999" in school.words(view["blocks"][0])


@pytest.mark.parametrize("kind", list(Kind))
def test_shortcut_opens_the_form(school: School, kind: Kind) -> None:
    assert school.after(school.driver.shortcut(TESS, f"report_{kind}")).status == 200
    assert school.window(TESS)["callback_id"] == f"report:{kind}"


def test_form_that_is_sent_becomes_the_receipt_and_the_report_is_stored_before(school: School) -> None:
    report(school)
    (stored,) = school.reports()
    assert stored.kind is Kind.PUPIL_CONTACT
    shown = school.words(school.window(TESS))
    assert f"Report {stored.reference} is stored" in shown
    assert CANARY not in shown


def test_faults_stand_on_their_fields_and_nothing_is_stored(school: School) -> None:
    answer = report(school, **{"f:happened_at": "tomorrow 10:00", "f:what_was_said": " "})
    assert answer.json["response_action"] == "errors"
    assert set(answer.json["errors"]) == {"f:happened_at", "f:what_was_said"}
    assert not school.reports()


def test_same_form_sent_twice_is_one_report(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    first, second = (school.after(school.driver.submit(TESS, view, CONTACT)) for _ in range(2))
    assert first.json == second.json
    assert len(school.reports()) == 1


def test_report_goes_to_the_channel_sealed_and_the_reporter_is_told(school: School) -> None:
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert "Tess Byrne" in school.words(card.blocks)
    assert CANARY not in str(card.arguments)
    assert "Robin" not in str(card.arguments)
    told = school.messages_in(school.conversation(TESS))
    assert any("delivered" in school.words(one.blocks) for one in told)
    assert CANARY not in "".join(str(one.arguments) for one in told)


def test_nothing_that_was_written_stands_in_what_slack_keeps_beside_a_form(school: School) -> None:
    report(school)
    school.carry()
    for call in school.slack.calls:
        for name in ("private_metadata", "metadata", "text"):
            assert CANARY not in str(call.arguments.get(name, ""))


def test_store_that_fails_keeps_the_form_open_and_gives_a_number_to_ring(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    view = school.open_form(TESS, "/report-contact")

    def fails(*_: object) -> None:
        raise OperationalError("", {}, OSError("disk full"))

    monkeypatch.setattr(pressing, "submit_report", fails)
    answer = school.submit(TESS, view, CONTACT)
    assert answer.json["response_action"] == "errors"
    (said,) = answer.json["errors"].values()
    assert "NOT stored" in said
    assert "01632 960" in said
    assert not school.reports()


def test_message_is_taken_over_into_the_form_with_author_time_and_link(school: School) -> None:
    message = school.slack.say("U0EVE", STAFFROOM, "He said &lt;that&gt; to her")
    school.after(school.driver.message_shortcut(TESS, "report_message", STAFFROOM, message.as_json()))
    first = school.window(TESS)
    assert wording.TAKE_OVER_NO_IMAGES in school.words(first)
    assert CANARY not in first["private_metadata"]
    school.submit(TESS, first, {"f:kind": Kind.ADULT_CONCERN})
    form = school.window(TESS)
    filled = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert filled["f:what_happened"]["initial_value"].startswith("He said <that> to her\nhttps://")
    assert filled["f:about"]["initial_users"] == ["U0EVE"]
    assert filled["f:happened_at"]["initial_value"].startswith("16/11/2026")


def test_answer_on_contact_offers_the_form_one_press_away(school: School) -> None:
    (answer,) = school.write(TESS, "a year 9 has just sent me a friend request on instagram")
    assert "Nothing has been reported yet" in school.words(answer.blocks)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action="report_form")
    choice = school.window(TESS)
    school.press(TESS, view=choice, action_id="sp:report_form:0")
    assert school.window(TESS)["callback_id"] == "report:pupil_contact"


def test_reporter_sees_own_reports_and_adds_to_them_and_withdraws(school: School) -> None:
    report(school)
    school.carry()
    home = school.home(TESS)
    assert "R-0001" in school.words(home)
    school.close_windows(TESS)
    school.press(TESS, view=home, action="add_information")
    school.submit(TESS, school.window(TESS), {"f:add_information": "He wrote again."})
    assert "R-0001" in school.words(school.window(TESS))
    school.close_windows(TESS)
    school.press(TESS, view=school.home(TESS), action="withdraw")
    school.submit(TESS, school.window(TESS), {"f:withdraw": "yes"})
    assert school.reports()[0].state == "withdrawn"


def test_guest_may_report_and_the_card_says_so(school: School) -> None:
    school.slack.add_person("U0GUEST", "Gus Guest", guest=True)
    report(school, "U0GUEST")
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert wording.ODD_REPORTER in school.words(card.blocks)


def test_picked_person_never_receives_the_report(school: School) -> None:
    view = school.open_form(TESS, "/report-contact")
    school.submit(TESS, view, {**CONTACT, "f:about": ["U0AMARA"]})
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert not school.messages_in(school.conversation("U0AMARA"))
    assert school.messages_in(school.conversation("U0BEN"))


def test_second_account_of_the_dsl_by_the_same_name_excludes_her(school: School) -> None:
    school.slack.add_person("U0SECOND", "Amara Obi")
    view = school.open_form(TESS, "/report-contact")
    school.submit(TESS, view, {**CONTACT, "f:about": ["U0SECOND"]})
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert surfaces.words([one.blocks for one in school.messages_in(school.conversation("U0BEN"))])
