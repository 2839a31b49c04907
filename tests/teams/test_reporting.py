"""Reports made in Teams: from a button, the compose box or a message to what the reporter sees."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import pressing, wording
from bot.reports import Kind
from tests.teams import cards
from tests.teams.conftest import DSL_CHANNEL, TESS, School, aad
from tests.teams.driver import Response

CONTACT: dict[str, Any] = {
    "f_immediate_danger": "no",
    "f_network": "Snapchat",
    "f_account": "mine",
    "f_pupils": "Robin, Year 9",
    "f_pupil_status": "current",
    "f_family_member": "no",
    "f_happened_at": "today 9:15",
    "f_started_by": "pupil",
    "f_what_was_said": "hi sir **bold** [x](http://x.example) {{DATE(2026-01-01)}}",
    "f_replied": "no",
}
CANARY = "hi sir"


def report(school: School, who: str = TESS, **changes: Any) -> Response:
    """Let somebody report that a pupil has been in touch; return what the dialog shows then."""
    return school.fill(who, school.open_form(who, "pupil_contact"), {**CONTACT, **changes})


@pytest.mark.parametrize("kind", list(Kind))
def test_form_opens_with_999_first(school: School, kind: Kind) -> None:
    shown = school.words(school.open_form(TESS, kind))
    assert "999" in shown.splitlines()[0]


@pytest.mark.parametrize("kind", list(Kind))
def test_command_of_the_compose_box_opens_the_form(school: School, kind: Kind) -> None:
    card = school.after(school.driver.extension_fetch(aad(TESS), f"report_{kind}")).card
    assert "999" in school.words(card).splitlines()[0]


def test_form_that_is_sent_becomes_the_receipt_and_the_report_is_stored_before(school: School) -> None:
    shown = school.words(report(school).card)
    (stored,) = school.reports()
    assert f"Report {stored.reference} is stored" in shown
    assert CANARY not in shown


def test_faults_stand_on_their_fields_with_everything_that_was_typed(school: School) -> None:
    again = report(school, f_happened_at="tomorrow 10:00").card
    assert not school.reports()
    assert cards.inputs_of(again)["f_what_was_said"] == CONTACT["f_what_was_said"]
    assert wording.DATE_TO_COME in school.words(again)
    assert "R-0001 is stored" in school.words(school.fill(TESS, again, {"f_happened_at": "today 9:15"}).card)


def test_same_form_sent_twice_is_one_report(school: School) -> None:
    form = school.open_form(TESS, "pupil_contact")
    first, second = (school.words(school.fill(TESS, form, CONTACT).card) for _ in range(2))
    assert first == second
    assert len(school.reports()) == 1


def test_report_goes_to_the_channel_sealed_and_the_reporter_is_told(school: School) -> None:
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert "Tess Byrne" in school.words(card)
    assert CANARY not in str(card)
    assert "Robin" not in str(card)
    told = school.messages_to(TESS)
    assert any("delivered" in school.words(one) for one in told)
    assert CANARY not in str(told)


def test_store_that_fails_keeps_the_form_open_and_gives_a_number_to_ring(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    form = school.open_form(TESS, "pupil_contact")

    def fails(*_: object) -> None:
        raise OperationalError("", {}, OSError("disk full"))

    monkeypatch.setattr(pressing, "submit_report", fails)
    again = school.fill(TESS, form, CONTACT).card
    assert "NOT stored" in school.words(again)
    assert "01632 960" in school.words(again)
    assert cards.inputs_of(again)["f_what_was_said"] == CONTACT["f_what_was_said"]
    assert not school.reports()


def test_message_is_taken_over_into_the_form_with_time_and_link(school: School) -> None:
    message = {
        "id": "1700000000000",
        "createdDateTime": "2026-11-16T09:30:00Z",
        "linkToMessage": "https://teams.microsoft.com/l/message/1",
        "body": {"contentType": "html", "content": "<p>He said &lt;that&gt;<br>to her</p>"},
        "from": {"user": {"id": aad("eve"), "displayName": "Eve Lowe"}},
    }
    first = school.after(school.driver.extension_fetch(aad(TESS), "report_message", message=message)).card
    assert wording.TAKE_OVER_NO_IMAGES in school.words(first)
    form = school.fill(TESS, first, {"f_kind": Kind.ADULT_CONCERN}, in_extension="report_message").card
    filled = cards.inputs_of(form)
    assert filled["f_what_happened"] == "He said <that>\nto her\nhttps://teams.microsoft.com/l/message/1"
    assert filled["f_happened_at"] == "16/11/2026 09:30"


def test_answer_on_contact_offers_the_form_one_press_away(school: School) -> None:
    (answer,) = school.write(TESS, "a year 9 has just sent me a friend request on instagram")
    assert "Nothing has been reported yet" in school.words(answer)
    choice = school.press(TESS, answer, "report_form").card
    form = school.fill(TESS, choice, {}, label=cards.labels_of(choice)[0]).card
    assert "999" in school.words(form).splitlines()[0]
    assert "f_what_was_said" in cards.inputs_of(form)


def test_reporter_sees_own_reports_and_adds_to_them_and_withdraws(school: School) -> None:
    report(school)
    school.carry()
    mine = school.write(TESS, "my reports")
    assert "R-0001" in "".join(map(school.words, mine))
    shown = next(one for one in mine if "R-0001" in school.words(one))
    asked = school.press(TESS, shown, "add_information").card
    assert "R-0001" in school.words(school.fill(TESS, asked, {"f_add_information": "He wrote again."}).card)
    asked = school.press(TESS, shown, "withdraw").card
    school.fill(TESS, asked, {"f_withdraw": "yes"})
    assert school.reports()[0].state == "withdrawn"


def test_guest_may_report_and_the_card_says_so(school: School) -> None:
    school.teams.add_person(aad("gus"), "Gus Guest", guest=True)
    report(school, "gus")
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert wording.ODD_REPORTER in school.words(card)


def test_picked_person_never_receives_the_report(school: School) -> None:
    report(school, f_about="amara")
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert not school.messages_to("amara")
    assert school.messages_to("ben")
