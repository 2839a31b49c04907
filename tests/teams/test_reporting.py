"""Reports made in Teams: from a button, the compose box or a message to what the reporter sees."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from adapters.teams.visitors import Visitors
from bot import pressing, wording
from bot.reports import Kind
from tests.teams import cards
from tests.teams.conftest import DSL_CHANNEL, TESS, School, aad
from tests.teams.driver import Response
from tests.teams.fake_teams import Fault

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
    assert filled["f_adult_name"] == "Eve Lowe"


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


# --- a message that is taken over ---

MESSAGE: dict[str, Any] = {
    "id": "1700000000000",
    "createdDateTime": "2026-11-16T09:30:00Z",
    "linkToMessage": "https://teams.microsoft.com/l/message/1",
    "body": {"contentType": "html", "content": "<p>see you at 8</p>"},
    "from": {"user": {"id": "aad-eve", "displayName": "Eve, Lowe & Co"}},
}


def choices(card: dict[str, Any]) -> str:
    """Return what a card says, with what can be chosen in it."""
    return str([one["title"] for part in cards.parts_of(card) if part["type"] == "Input.ChoiceSet" for one in part["choices"]]) + cards.words(card)


def take_over(school: School, who: str = TESS, **changes: Any) -> dict[str, Any]:
    """Let somebody choose `Report to DSL` on a message; return the first dialog."""
    return school.after(school.driver.extension_fetch(aad(who), "report_message", message={**MESSAGE, **changes})).card


def go_on(school: School, card: dict[str, Any], kind: Kind = Kind.SAFEGUARDING_CONCERN, **values: str) -> dict[str, Any]:
    """Let somebody say what it is about; return the form."""
    return school.driver.fill(aad(TESS), card, {"f_kind": kind, **values}, in_extension="report_message").card


def test_author_of_a_message_is_shown_by_name_and_never_by_an_id(school: School) -> None:
    first = take_over(school)
    form = go_on(school, first)
    again = school.fill(TESS, form, {}).card
    assert "Eve, Lowe & Co" in choices(first)
    assert cards.inputs_of(again)["f_about_name"] == cards.inputs_of(form)["f_about_name"] == "Eve, Lowe & Co"
    for shown in (first, form, again):
        assert "aad-eve" not in str(shown)


def test_reporter_who_takes_over_a_message_of_their_own_is_not_whom_it_is_about(school: School) -> None:
    form = go_on(school, take_over(school, **{"from": {"user": {"id": aad(TESS), "displayName": "Tess Byrne"}}}))
    assert cards.inputs_of(form)["f_about_name"] == cards.inputs_of(form)["f_about"] == ""
    assert cards.inputs_of(form)["f_what_happened"].startswith("see you at 8")


def test_author_who_receives_reports_is_chosen_as_one_of_them_and_never_receives_it(school: School) -> None:
    form = go_on(school, take_over(school, **{"from": {"user": {"id": aad("amara"), "displayName": "A. Obi"}}}))
    assert cards.inputs_of(form)["f_about"] == "amara"
    assert choices(form).count("Amara Obi") == 1
    filled = {"f_immediate_danger": "no", "f_told_dsl_in_person": "no", "f_child": "Robin", "f_happened_at": "not sure"}
    assert "is stored" in school.words(school.fill(TESS, form, filled).card)
    school.carry()
    assert not school.messages_in(DSL_CHANNEL)
    assert not school.messages_to("amara")
    assert school.messages_to("ben")


def test_author_by_the_name_of_the_dsl_under_another_account_excludes_her(school: School) -> None:
    form = go_on(school, take_over(school, **{"from": {"user": {"id": "aad-second", "displayName": "Amara Obi"}}}))
    filled = {"f_immediate_danger": "no", "f_told_dsl_in_person": "no", "f_child": "Robin", "f_happened_at": "not sure"}
    school.fill(TESS, form, filled)
    school.carry()
    assert not school.messages_to("amara")
    assert not school.messages_in(DSL_CHANNEL)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"contentType": "text", "content": "a < b > c &amp; d"}, "a < b > c &amp; d"),
        ({"contentType": "html", "content": "<div><p>one</p><p>two&nbsp;three</p></div>"}, "one\ntwo three"),
        ({"contentType": "html", "content": '<p>hi <emoji id="x" alt="😘" title="Kiss"></emoji></p>'}, "hi 😘"),
        ({"contentType": "html", "content": '<p>hi <img alt="😘" itemtype="http://schema.skype.com/Emoji" src="x"></p>'}, "hi 😘"),
        ({"contentType": "html", "content": '<p>look <img alt="a>b" src="https://x.example/1.png"></p>'}, f"look {wording.STOOD_HERE}"),
        ({"contentType": "html", "content": '<at id="0">Ben Hale</at> look'}, "Ben Hale look"),
        ({"contentType": "html", "content": '<attachment id="1"></attachment>'}, wording.STOOD_HERE),
    ],
)
def test_words_of_a_message_are_taken_over_with_their_emojis_and_pictures_only_as_having_been_there(
    school: School, body: dict[str, str], words: str
) -> None:
    first = take_over(school, body=body)
    assert cards.inputs_of(first)["f_taken_text"] == words
    assert wording.TAKE_OVER_NO_IMAGES in school.words(first)
    assert "x.example" not in str(first)


def test_message_that_is_nothing_but_a_picture_is_taken_over_with_the_warning_and_without_the_picture(school: School) -> None:
    attachment = {"contentType": "image/png", "contentUrl": "https://x.example/1.png", "name": "1.png"}
    first = take_over(school, body={"contentType": "html", "content": ""}, attachments=[attachment])
    assert cards.inputs_of(first)["f_taken_text"] == wording.STOOD_HERE
    assert wording.TAKE_OVER_NO_IMAGES in school.words(first)
    assert "x.example" not in str(first)
    assert wording.TAKE_OVER_NO_IMAGES in school.words(go_on(school, first))


def test_message_of_no_person_is_taken_over_without_an_author(school: School) -> None:
    first = take_over(school, **{"from": {"application": {"id": "1"}, "user": None}})
    assert "f_taken_by" not in cards.inputs_of(first)


def test_long_message_says_that_it_goes_on_and_keeps_its_link(school: School) -> None:
    first = take_over(school, body={"contentType": "text", "content": "word " * 5_000})
    form = go_on(school, first)
    filled = cards.inputs_of(form)["f_what_happened"]
    assert wording.TAKEN_OVER_SHORTENED in filled
    assert filled.endswith("https://teams.microsoft.com/l/message/1")
    rest = {"f_immediate_danger": "no", "f_told_dsl_in_person": "no", "f_child": "Robin", "f_happened_at": "not sure"}
    assert "is stored" in school.words(school.fill(TESS, form, rest).card)


def test_kind_is_asked_again_with_everything_that_was_taken_over(school: School) -> None:
    first = take_over(school)
    again = school.driver.fill(aad(TESS), first, {}, in_extension="report_message").card
    assert wording.CHOICE_EMPTY in school.words(again)
    assert wording.TAKE_OVER_NO_IMAGES in school.words(again)
    assert {name: text for name, text in cards.inputs_of(again).items() if name != "f_kind"} == {
        name: text for name, text in cards.inputs_of(first).items() if name != "f_kind"
    }


def test_message_stands_in_fields_and_in_no_button(school: School) -> None:
    first = take_over(school)
    for card in (first, go_on(school, first)):
        for button in cards.actions_of(card):
            assert "see you" not in str(button["data"])
            assert "Eve" not in str(button["data"])


# --- whom Teams is slow to name, and what fails ---


def test_form_is_not_made_to_wait_for_teams_to_say_who_somebody_is(school: School) -> None:
    gate = threading.Event()
    school.teams.fail_always("member", Fault(until=gate))
    form = school.driver.fetch(aad(TESS), {"sp": {"action": "report_form", "value": "pupil_contact"}}).card
    shown = school.words(school.driver.fill(aad(TESS), form, CONTACT).card)
    gate.set()
    assert "R-0001 is stored" in shown
    school.served.settle()
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert "Tess Byrne" in school.words(card)
    assert wording.ODD_REPORTER in school.words(card)


def test_exception_while_a_form_is_taken_brings_every_word_back_with_a_number_to_ring(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    form = school.open_form(TESS, "pupil_contact")

    def fails(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(Visitors, "visitor", fails)
    again = school.fill(TESS, form, CONTACT).card
    assert wording.perhaps_not_stored("01632 960 001") in school.words(again)
    assert cards.inputs_of(again)["f_what_was_said"] == CONTACT["f_what_was_said"]
    monkeypatch.undo()
    assert "R-0001 is stored" in school.words(school.fill(TESS, again, {}).card)


def test_nothing_of_a_report_stands_in_buttons_notifications_or_the_log(school: School, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    form = school.open_form(TESS, "pupil_contact")
    again = school.fill(TESS, form, {**CONTACT, "f_happened_at": "tomorrow 10:00"}).card
    receipt = school.fill(TESS, again, {"f_happened_at": "not sure"}).card
    school.carry()
    held = [str(one.get("data")) for card in (form, again, receipt) for one in cards.actions_of(card)]
    held += [str(one.get("data")) for message in school.teams.messages for one in cards.actions_of(message.cards)]
    held += [message.summary for message in school.teams.messages]
    for secret in (CANARY, "Robin", "Tess", "Byrne", "Snapchat"):
        assert not [one for one in held if secret in one]
        assert secret not in caplog.text


def test_answer_beside_which_a_report_is_offered_opens_the_form_from_where_the_bot_is_not(school: School) -> None:
    school.teams.add_group("19:two@thread.v2", members=[aad(TESS)], has_bot=False)
    form = school.after(school.driver.extension_fetch(aad(TESS), "report_pupil_contact", conversation="19:two@thread.v2")).card
    sent = school.driver.fill(aad(TESS), form, CONTACT, conversation="19:two@thread.v2", in_extension="report_pupil_contact")
    assert "R-0001 is stored" in school.words(school.after(sent).card)
    school.carry()
    assert school.messages_to(TESS)
    assert not school.messages_in("19:two@thread.v2")


# --- what reporters do afterwards ---


def test_receipt_stays_true_after_what_is_done_over_it(school: School) -> None:
    receipt = report(school).card
    asked = school.fill(TESS, receipt, {}, "add_information").card
    after = school.fill(TESS, asked, {"f_add_information": "He wrote again."}).card
    assert school.words(after).startswith("R-0001: what you added is stored with the report.")
    assert "R-0001 is stored" in school.words(after)
    asked = school.fill(TESS, after, {}, "withdraw").card
    after = school.fill(TESS, asked, {"f_withdraw": "yes"}).card
    assert "You withdrew report R-0001" in school.words(after)
    assert "withdraw" not in [one["data"]["sp"]["action"] for one in cards.actions_of(after)]


def test_withdrawal_that_is_thought_better_of_leaves_the_receipt(school: School) -> None:
    receipt = report(school).card
    asked = school.fill(TESS, receipt, {}, "withdraw").card
    after = school.fill(TESS, asked, {"f_withdraw": "no"}).card
    assert "R-0001 is stored" in school.words(after)
    assert school.words(after).count("R-0001 is stored") == 1
    assert school.reports()[0].state == "open"


def test_information_without_a_word_is_asked_for_on_its_field(school: School) -> None:
    asked = school.fill(TESS, report(school).card, {}, "add_information").card
    again = school.fill(TESS, asked, {"f_add_information": " "}).card
    assert wording.REFUSALS["no_reason"] in school.words(again)


def test_message_of_the_dsl_is_read_and_answered_in_one_dialog(school: School) -> None:
    report(school)
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    school.fill("amara", school.press("amara", card, "contact").card, {"f_contact": "Please come and see me."})
    school.carry()
    told = next(one for one in school.messages_to(TESS) if "read_message" in str(one.cards))
    read = school.press(TESS, told, "read_message").card
    assert "Please come and see me." in school.words(read)
    asked = school.fill(TESS, read, {}, "add_information").card
    after = school.words(school.fill(TESS, asked, {"f_add_information": "On my way."}).card)
    assert after.startswith("R-0001: what you added is stored")
    assert "Please come and see me." in after


def test_dsl_reads_whom_it_is_about_and_who_added_to_it_by_name_and_never_by_an_id(school: School) -> None:
    filled = {"f_immediate_danger": "no", "f_told_dsl_in_person": "no", "f_child": "Robin", "f_happened_at": "not sure"}
    receipt = school.fill(TESS, go_on(school, take_over(school)), filled).card
    school.fill(TESS, school.fill(TESS, receipt, {}, "add_information").card, {"f_add_information": "He wrote again."})
    school.carry()
    shown = school.words(school.press("amara", school.messages_in(DSL_CHANNEL)[0], "view").card)
    assert "Eve, Lowe & Co" in shown
    assert "Added by the reporter, Tess Byrne" in shown
    assert "aad-" not in shown


@pytest.mark.parametrize("is_met", [True, False])
def test_colleague_who_reports_from_where_the_bot_is_not_is_known_by_their_own_chat_with_it(school: School, is_met: bool) -> None:
    if is_met:
        school.write(TESS, "help")
    school.teams.add_group("19:two@thread.v2", members=[aad(TESS)], has_bot=False)
    form = school.after(school.driver.extension_fetch(aad(TESS), "report_pupil_contact", conversation="19:two@thread.v2")).card
    school.after(school.driver.fill(aad(TESS), form, CONTACT, conversation="19:two@thread.v2", in_extension="report_pupil_contact"))
    school.carry()
    (card,) = school.messages_in(DSL_CHANNEL)
    assert (wording.ODD_REPORTER in school.words(card)) is not is_met
