"""Reports from beginning to end in a terminal: what people type goes in, what they see comes out. Nothing is looked up behind the screen's back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text

from adapters.terminal import converse
from bot import wording
from bot.answering import Answerer
from bot.reports import Kind
from bot.sealing import new_ring
from tests.seated import ADULT, CONTACT, Seated, quick_folder, seated_at, settings_of

STORY = "“hi sir”"
"""What was written, and may only be seen by those who open the report."""


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


@pytest.fixture
def talk(folder: Path, small_answerer: Answerer) -> Iterator[Seated]:
    with seated_at(folder, small_answerer, settings_of()) as seated:
        yield seated


# --- a report is made ---


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        *(("/report contact", "Pupil contact"), ("/report-contact", "Pupil contact"), ("/REPORT Contact", "Pupil contact")),
        *(("/report concern", "Concern about a child"), ("/report-concern", "Concern about a child")),
        *(("/report adult", "Concern about an adult"), ("/report-adult", "Concern about an adult")),
        *(("/report online", "Online incident"), ("/report-incident", "Online incident")),
    ],
)
def test_each_form_opens_by_its_name_with_999_before_everything_else(talk: Seated, typed: str, title: str) -> None:
    screen = talk.say(typed)
    assert screen.index("999") < screen.index(title) < screen.index("Is a child in immediate danger now?")


def test_report_alone_asks_what_it_is_about(talk: Seated) -> None:
    screen = talk.say("/report")
    assert [words in screen for words in wording.KIND_CHOICES.values()] == [True] * 4
    assert "Concern about a child" in talk.press("I am worried about a child")


def test_report_of_an_unknown_kind_says_which_there_are(talk: Seated) -> None:
    assert "There is no report called “weather”" in talk.say("/report weather")


def test_message_that_tells_of_something_is_one_press_from_the_form(talk: Seated) -> None:
    screen = talk.say("a pupil added me last night")
    assert wording.TELL_THE_DSL not in screen
    assert wording.WHAT_IS_IT_ABOUT in talk.press("Report this")
    assert "Is a child in immediate danger now?" in talk.press(wording.KIND_CHOICES[Kind.PUPIL_CONTACT])


def test_answer_on_pupil_contact_leads_straight_to_its_form(folder: Path, answerer: Answerer) -> None:
    with seated_at(folder, answerer, settings_of(policy="alet"), policy="alet") as talk:
        talk.say("can I accept a friend request from a past pupil?")
        assert "Pupil contact" in talk.press("Report this")


@pytest.mark.parametrize("kind", ["contact", "concern", "adult", "online"])
def test_every_form_can_be_filled_in_to_its_receipt(talk: Seated, kind: str) -> None:
    screen = talk.report(kind)
    assert "Report R-0001 is stored, 10:31, and on its way to" in screen
    assert "Report R-0001 delivered 10:31. Opened by: not yet." in screen


def test_receipt_says_who_has_it_and_what_comes_next(talk: Seated) -> None:
    screen = talk.report()
    assert "on its way to the DSL, Amara Obi." in screen
    assert "If nobody acknowledges by 14:31 it goes to the deputy, Ben Hale." in screen
    assert "Delivered to: Amara Obi." in screen


def test_nothing_is_sent_before_all_of_it_was_shown(talk: Seated) -> None:
    shown = talk.say("/report contact", *CONTACT[:-1])
    assert [line in shown for line in ("  Snapchat", "  Robin, Year 9", f"  {STORY}", wording.FORM_FOOT)] == [True] * 4
    assert "(which I read as Sun 15 Nov 2026 21:00)" in shown
    assert "There are no reports of yours here." in talk.say("/as tom", "/my")
    assert "There are no reports to show." in talk.say("/as dsl", "/list")


def test_urgent_report_is_urgent_on_the_receipt_and_on_the_card(talk: Seated) -> None:
    assert wording.CALL_999 in talk.report("contact", "yes", *CONTACT[1:])
    assert "| urgent |" in talk.say("/as dsl")


# --- what is typed amiss ---


@pytest.mark.parametrize(
    ("before", "typed", "fault"),
    [
        ((), "", wording.CHOICE_EMPTY),
        ((), "perhaps", wording.CHOICE_UNKNOWN),
        ((), "3", wording.CHOICE_UNKNOWN),
        (("no",), "  ", wording.FIELD_EMPTY),
        (("no",), "x" * 20_000, wording.too_long(10_000)),
        (("no",), "Snap\0chat", wording.FIELD_NUL),
        (CONTACT[:6], "tomorrow 9am", wording.DATE_TO_COME),
        (CONTACT[:6], "when the moon was full", wording.DATE_UNREADABLE),
    ],
)
def test_fault_is_said_on_the_field_and_the_field_asked_again(talk: Seated, before: tuple[str, ...], typed: str, fault: str) -> None:
    asked = talk.say("/report contact", *before).splitlines()
    screen = talk.say(typed)
    assert fault in " ".join(screen.split())
    label = next(line for line in asked if re.match(r"\d+ of 14\.", line))
    assert label in screen


def test_rest_of_a_form_survives_a_fault(talk: Seated) -> None:
    talk.say("/report contact", *CONTACT[:6], "tomorrow", *CONTACT[6:])
    assert "Snapchat" in talk.say("/as dsl", "/open R-0001")


def test_answer_is_changed_from_the_review_and_only_that_one(talk: Seated) -> None:
    shown = talk.say("/report contact", *CONTACT[:-1], "2", "Instagram")
    assert "  Instagram" in shown
    assert "Snapchat" not in shown
    assert f"  {STORY}" in shown


def test_answer_that_is_refused_at_the_last_check_is_asked_again(talk: Seated) -> None:
    talk.say("/report adult", "no", "no", "amara", "", "", "Shouted.", "", "yesterday", "", "", "")
    assert wording.ABOUT_WHOM in talk.say("3", "nobody", "send")
    assert "Report R-0001 is stored" in talk.say("a visitor", "send")


def test_back_goes_back_and_an_empty_line_keeps_what_was_there(talk: Seated) -> None:
    screen = talk.say("/report contact", "no", "Snapchat", "back")
    assert "So far: Snapchat" in screen
    assert "On whose account?" in talk.say("")


def test_dash_empties_an_answer(talk: Seated) -> None:
    assert "  Left it." not in talk.say("/report contact", *CONTACT[:10], "Left it.", "back", "-", "", "", "")


def test_cancel_leaves_nothing(talk: Seated) -> None:
    assert "Nothing was sent" in talk.say("/report contact", "no", "Snapchat", "cancel")
    assert "Is a child in immediate danger now?" in talk.say("/report contact")
    assert "There are no reports of yours here." in talk.say("cancel", "/my")


def test_draft_waits_in_its_seat_while_another_is_taken(talk: Seated) -> None:
    talk.say("/report contact", "no", "Snapchat")
    assert "There are no reports to show." in talk.say("/as dsl", "/list")
    assert "On whose account?" in talk.say("/as teacher")
    assert "Report R-0001 is stored" in talk.say(*CONTACT[2:])


def test_command_does_not_throw_a_draft_away(talk: Seated) -> None:
    screen = talk.say("/report contact", "no", "/my")
    assert "it is kept" in screen
    assert "Which network or app?" in screen


def test_text_that_begins_with_a_stroke_is_an_answer(talk: Seated) -> None:
    assert "On whose account?" in talk.say("/report contact", "no", "/r/teachers")


def test_message_to_somebody_who_writes_waits_until_they_have_finished(talk: Seated) -> None:
    talk.report()
    talk.say("/report contact", "no", "/as dsl")
    talk.press("View")
    talk.say("/as teacher")
    assert "1 new message for you" in talk.screen.getvalue()
    assert "Opened by: Amara Obi, 10:31." in talk.say("cancel")


def test_quit_in_the_middle_says_that_nothing_was_sent(talk: Seated) -> None:
    assert "NOT been sent" in talk.say("/report contact", "no", "quit")
    assert not talk.conversation.say("quit")


def test_interruption_in_the_middle_does_not_lose_what_was_typed(talk: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(("/report contact", "no", "Snapchat", KeyboardInterrupt, *CONTACT[2:], KeyboardInterrupt))

    def type_next(_prompt: str) -> str:
        line = next(typed)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setattr("builtins.input", type_next)
    converse(Console(file=talk.screen, width=400), talk.conversation)
    screen = talk.screen.getvalue()
    assert screen.index("NOT been sent") < screen.index("Report R-0001 is stored")
    assert next(typed, None) is None


# --- when the store fails ---


@pytest.fixture
def broken(talk: Seated) -> Seated:
    """A terminal whose store takes no report just now, with a form ready to be sent."""
    talk.say("/report contact", *CONTACT[:-1])
    with talk.office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE report RENAME TO elsewhere"))
    return talk


def test_report_that_is_not_stored_is_said_not_to_be_with_whom_to_ring(broken: Seated) -> None:
    screen = broken.say("send")
    assert "NOT stored" in screen
    assert "Ring 01632 960 001 now." in screen
    assert "is stored" not in screen


def test_form_is_still_there_after_the_store_failed(broken: Seated) -> None:
    broken.say("send")
    with broken.office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO report"))
    assert "Report R-0001 is stored" in broken.say("send")


def test_number_to_ring_out_of_hours_is_the_other_one(talk: Seated) -> None:
    talk.say("/report contact", *CONTACT[:-1], "/wait 10h")
    with talk.office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE report RENAME TO elsewhere"))
    assert "Ring 01632 960 002 now." in talk.say("send")


def test_failing_store_does_not_end_the_conversation(broken: Seated) -> None:
    assert wording.REFUSALS["not_kept"] in broken.say("cancel", "/my")
    assert "Not allowed" in broken.say("can I accept a friend request from a pupil")


# --- the DSL ---


@pytest.fixture
def dsl(talk: Seated) -> Seated:
    """The DSL, with a pupil contact on the screen that has just come in."""
    talk.report()
    talk.say("/as dsl")
    return talk


def test_sealed_card_tells_who_and_when_and_nothing_of_what_was_written(talk: Seated) -> None:
    talk.report()
    card = talk.say("/as dsl")
    assert "R-0001 | Pupil contact | Mon 16 Nov 2026 10:31 | by Tess Byrne | Oakfield School" in card
    assert not [words for words in (STORY, "Robin", "Snapchat") if words in card]


def test_waiting_messages_are_counted_for_the_others(talk: Seated) -> None:
    assert "1 new message for Amara Obi (DSL): /as dsl" in talk.report()
    assert "2 new messages for Amara Obi (DSL): /as dsl" in talk.report()


def test_nothing_is_counted_twice(talk: Seated) -> None:
    talk.report()
    assert "new message" not in talk.say("/my")


def test_view_shows_every_word(dsl: Seated) -> None:
    assert STORY in dsl.press("View")


def test_acknowledging_first_opens_the_report_instead(dsl: Seated) -> None:
    screen = dsl.press("Acknowledge")
    assert wording.READ_FIRST in screen
    assert STORY in screen
    assert "R-0001 is acknowledged by you." in dsl.press("Acknowledge")


def test_reporter_hears_of_opening_and_acknowledgement(dsl: Seated) -> None:
    dsl.press("View")
    dsl.press("Acknowledge")
    screen = dsl.say("/as teacher")
    assert "Opened by: Amara Obi, 10:31." in screen
    assert "Report R-0001 acknowledged by Amara Obi, 10:31." in screen


def test_second_acknowledgement_is_told_who_was_first(dsl: Seated) -> None:
    dsl.press("View")
    dsl.say("/as deputy", "/open R-0001", "1", "/as dsl")
    assert "R-0001 was acknowledged first by Ben Hale, 10:31." in dsl.say("/press acknowledge R-0001")


def test_button_that_is_called_amiss_says_which_there_are(dsl: Seated) -> None:
    assert [name in dsl.say("/press shred R-0001") for name in ("Acknowledge", "Record outcome", "Read message")] == [True] * 3
    assert "What was decided?" in dsl.say("/press Record outcome r-1")


def test_report_is_assigned(dsl: Seated) -> None:
    dsl.press("View")
    assert "Assigned to Amara Obi." in dsl.press("Assign to me")


def test_note_is_kept_and_never_shown_to_the_reporter(dsl: Seated) -> None:
    assert wording.ASKED["note"][0] in dsl.press("Add note")
    assert "your note is kept" in dsl.say("Spoke to Year 9.")
    assert "Spoke to Year 9." in dsl.say("/open 1")
    assert "Spoke to Year 9." not in dsl.say("/as teacher", "/my")


def test_note_without_a_word_is_asked_for_again(dsl: Seated) -> None:
    dsl.press("Add note")
    assert wording.FIELD_EMPTY in dsl.say("   ")


def test_note_can_be_left(dsl: Seated) -> None:
    dsl.press("Add note")
    assert "Nothing was done." in dsl.say("cancel")


def test_reporter_is_written_to_and_reads_it(dsl: Seated) -> None:
    dsl.press("Contact reporter")
    dsl.say("Please see me at four.")
    notice = dsl.say("/as teacher")
    assert "Report R-0001: a message from Amara Obi." in notice
    assert "Please see me at four." not in notice
    dsl.say("/my")
    assert "Please see me at four." in dsl.press("Read message")


def test_read_message_is_offered_only_where_there_is_one(talk: Seated) -> None:
    talk.report()
    assert "Read message" not in talk.say("/my")


def test_report_is_passed_on_by_hand(dsl: Seated) -> None:
    assert "on its way to the next person" in dsl.press("Escalate")
    assert "R-0001 comes to you because Amara Obi passed it on." in dsl.say("/as deputy")


def test_outcome_needs_its_reason_and_closes_the_report(dsl: Seated) -> None:
    dsl.press("View")
    assert "What was decided?" in dsl.press("Record outcome")
    assert "Why?" in dsl.say("no further action")
    assert wording.FIELD_EMPTY in dsl.say("")
    assert "the outcome is recorded" in dsl.say("Family friend; parents know.")
    assert "There are no reports to show." in dsl.say("/list")
    assert "Closed by Amara Obi" in dsl.say("/list all")
    assert "Report R-0001 closed by Amara Obi" in dsl.say("/as teacher")


def test_outcome_before_reading_opens_the_report_instead(dsl: Seated) -> None:
    dsl.press("Record outcome")
    screen = dsl.say("monitor", "Seen.")
    assert wording.READ_FIRST in screen
    assert "Not acknowledged yet." in dsl.say("/list")


def test_closed_report_is_marked_as_recorded_and_opened_again(dsl: Seated) -> None:
    dsl.press("View")
    dsl.press("Record outcome")
    dsl.say("monitor", "Seen.")
    assert "Marked as recorded in your own safeguarding system" in dsl.press("Recorded in our own system")
    dsl.press("Re-open")
    assert "R-0001 is open again." in dsl.say("New facts.")


def test_deputy_hears_first_while_the_dsl_is_away(talk: Seated) -> None:
    assert "You are marked as away until Mon 16 Nov 2026 12:31." in talk.say("/as dsl", "/away 2h")
    talk.say("/as teacher")
    assert "on its way to the deputy, Ben Hale." in talk.report()
    assert "You are marked as back" in talk.say("/as dsl", "/back")
    talk.say("/as teacher")
    assert "on its way to the DSL, Amara Obi." in talk.report()


def test_absence_ends_by_itself(talk: Seated) -> None:
    talk.say("/as dsl", "/away 2h", "/as teacher", "/wait 3h")
    assert "on its way to the DSL, Amara Obi." in talk.report()


# --- who may not ---


@pytest.mark.parametrize("label", ["View", "Acknowledge", "Assign to me", "Add note", "Contact reporter", "Escalate", "Record outcome"])
@pytest.mark.parametrize("seat", ["tom", "it"])
def test_button_of_the_dsl_is_refused_to_everybody_else_with_words(dsl: Seated, seat: str, label: str) -> None:
    dsl.say(f"/as {seat}")  # the card of the DSL is still on the screen
    screen = dsl.press(label)
    assert wording.REFUSALS["not_allowed"] in screen
    assert STORY not in screen


@pytest.mark.parametrize("seat", ["teacher", "tom", "it", "chair"])
def test_report_does_not_open_for_those_who_do_not_receive_it(talk: Seated, seat: str) -> None:
    talk.report()
    screen = talk.say(f"/as {seat}", "/open R-0001")
    assert wording.REFUSALS["not_allowed"] in screen
    assert "There are no reports to show." in talk.say("/list all")


def test_report_that_does_not_exist_is_refused_like_one_that_does(talk: Seated) -> None:
    talk.report()
    assert talk.say("/as tom", "/open R-0001") == talk.say("/open R-0999")


def test_reference_is_asked_for_where_none_is_written(talk: Seated) -> None:
    assert "/open R-0001" in talk.say("/as dsl", "/open the last one")


@pytest.mark.parametrize("typed", ["chidi", "3", "Chidi Eze", "eze"])
def test_report_about_the_head_goes_to_the_chair_and_never_to_the_head(talk: Seated, typed: str) -> None:
    screen = talk.say("/report adult", "no", "no", typed, "", "", "Shouted at a child.", "", "yesterday", "", "", "", "send")
    assert "on its way to the chair of governors, Dana Frost." in screen
    assert "1 new message for Dana Frost (chair of governors): /as chair" in screen
    assert wording.REFUSALS["not_allowed"] in talk.say("/as head", "/open R-0001")
    talk.say("/wait 3h")
    assert "There are no reports to show." in talk.say("/list")
    assert "Shouted at a child." in talk.say("/as chair", "/open R-0001")


def test_several_people_are_chosen_at_once(talk: Seated) -> None:
    talk.say("/report contact", *CONTACT[:12], "amara, 2")
    assert "Amara Obi, Ben Hale" in talk.say("")
    assert "on its way to the headteacher, Chidi Eze." in talk.say("send")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("grace", "I find nobody called “grace”"), ("hale", "“hale” could be Ben Hale or Tom Hale"), ("99", "I find nobody called “99”")],
)
def test_name_that_is_unclear_is_asked_again(talk: Seated, typed: str, said: str) -> None:
    assert said in talk.say("/report contact", *CONTACT[:12], typed)


def test_typed_name_close_to_the_dsls_keeps_the_report_from_the_dsl(talk: Seated) -> None:
    talk.say("/report contact", *CONTACT[:13], "Ms Obi")
    assert "Amara Obi" not in talk.say("send")


def test_concern_about_a_colleague_is_not_the_dsls(talk: Seated) -> None:
    talk.report("adult", *ADULT)
    assert wording.REFUSALS["not_allowed"] in talk.say("/as dsl", "/open R-0001")


# --- the reporter afterwards ---


def test_my_reports_show_the_truth_about_each(talk: Seated) -> None:
    talk.report()
    talk.report("online")
    screen = talk.say("/my")
    assert [words in screen for words in ("R-0001 | Pupil contact", "R-0002 | Online incident")] == [True, True]
    assert screen.count("Opened by: not yet.") == 2


def test_reports_of_others_are_not_mine(talk: Seated) -> None:
    talk.report()
    assert "There are no reports of yours here." in talk.say("/as tom", "/my")


def test_information_is_added_and_whoever_has_it_hears(talk: Seated) -> None:
    talk.report()
    talk.say("/as dsl", "/as teacher", "/my")
    talk.press("Add information")
    assert "what you added is stored" in talk.say("He wrote again.")
    assert "R-0001: the reporter added information" in talk.say("/as dsl")
    assert "He wrote again." in talk.say("/open 1")


def test_withdrawal_is_asked_for_twice_and_stays_in_the_log(talk: Seated) -> None:
    talk.report()
    talk.say("/my")
    assert "Do you withdraw this report?" in talk.press("Withdraw")
    assert "R-0001 is withdrawn. It stays in the log." in talk.say("yes")
    assert "Withdrawn by the reporter." in talk.say("/as dsl")


def test_withdrawal_that_was_not_meant_changes_nothing(talk: Seated) -> None:
    talk.report()
    talk.say("/my")
    talk.press("Withdraw")
    assert "Report R-0001 delivered" in talk.say("no")


def test_messages_are_listed_and_shown_again(talk: Seated) -> None:
    talk.report()
    assert "Report R-0001 is stored" in talk.say("/inbox")
    assert "Report R-0001 is stored, 10:31, and on its way to the DSL, Amara Obi." in talk.say("1")


def test_seat_without_messages_says_so(talk: Seated) -> None:
    assert "No message has come to this seat" in talk.say("/as it", "/inbox")


def test_card_in_the_list_reads_as_it_stands_now(dsl: Seated) -> None:
    dsl.press("View")
    dsl.press("Acknowledge")
    dsl.say("/inbox")
    assert "Acknowledged by Amara Obi" in dsl.say("1")


# --- time ---


def test_report_that_nobody_acknowledges_goes_up_step_by_step(talk: Seated) -> None:
    talk.report("concern")
    assert "The clock of this terminal has been moved on by 2 hours: it is Mon 16 Nov 2026 12:31." in talk.say("/wait 2h")
    screen = talk.screen.getvalue()
    assert "If nobody acknowledges by 11:31 it goes to the headteacher, Chidi Eze." in screen
    assert "Delivered to: Amara Obi and Ben Hale and Chidi Eze." in screen


def test_reminder_and_escalation_say_why_they_come(talk: Seated) -> None:
    talk.report("concern")
    talk.say("/as dsl")
    assert "R-0001: nobody has acknowledged it for 15 minutes." in talk.say("/wait 20min")
    talk.say("/as deputy")
    screen = talk.say("/wait 10min")
    assert "R-0001 comes to you because nobody has acknowledged it for 30 minutes. It went first to the DSL, Amara Obi." in screen


def test_each_step_comes_at_its_own_time(talk: Seated) -> None:
    talk.report("concern")
    talk.say("/wait 1d", "/as deputy")
    assert "Message for Ben Hale (deputy DSL), Mon 16 Nov 2026 11:01" in talk.screen.getvalue()


def test_nobody_is_reminded_after_an_acknowledgement(dsl: Seated) -> None:
    dsl.press("View")
    dsl.press("Acknowledge")
    dsl.say("/as teacher", "/as dsl")
    assert "nobody has acknowledged" not in dsl.say("/wait 5h")
    assert "new message" not in dsl.say("/as deputy")


def test_outcome_is_asked_for_the_next_morning(dsl: Seated) -> None:
    dsl.press("View")
    dsl.press("Acknowledge")
    assert "No outcome is recorded yet." in dsl.say("/wait 23h")


@pytest.mark.parametrize("typed", ["/wait", "/wait soon", "/wait 32d", "/wait -1h"])
def test_time_that_cannot_be_read_does_not_pass(talk: Seated, typed: str) -> None:
    assert "/wait 30min" in talk.say(typed)
    assert talk.office.clock.now() == talk.hands.wall()


# --- seats ---


def test_seats_are_listed(talk: Seated) -> None:
    screen = talk.say("/as")
    assert "/as dsl        Amara Obi (DSL)" in screen
    assert "/as teacher    Tess Byrne (teacher)" in screen


def test_seat_that_does_not_exist_is_told(talk: Seated) -> None:
    assert "There is no seat “caretaker”" in talk.say("/as caretaker")


def test_prompt_says_who_one_is(talk: Seated) -> None:
    assert talk.conversation.prompt() == "Oakfield School, Tess Byrne (teacher) > "
    talk.say("/as dsl")
    assert talk.conversation.prompt() == "Oakfield School, Amara Obi (DSL) > "
    talk.say("/report concern")
    assert talk.conversation.prompt() == "Amara Obi (DSL), your answer > "


def test_unknown_command_says_where_the_commands_are(talk: Seated) -> None:
    assert "There is no command /sing. /help lists them." in talk.say("/sing")


def test_question_is_still_a_question(talk: Seated) -> None:
    assert "Not allowed (section 1)" in talk.say("can I accept a friend request from a pupil")
    assert talk.say("what is for lunch")
    assert talk.kept == ["what is for lunch"]


def test_nothing_that_is_typed_into_a_form_is_kept_as_a_question(talk: Seated) -> None:
    talk.report()
    assert talk.kept == []


# --- other schools, other settings, the next start ---


@pytest.mark.parametrize("missing", [{"phone": ""}, {"out_of_hours": ""}, {"people": []}])
def test_school_whose_reports_nobody_would_hear_of_offers_none(folder: Path, small_answerer: Answerer, missing: dict[str, object]) -> None:
    with seated_at(folder, small_answerer, settings_of(**missing)) as talk:
        assert "Reports cannot be made here" in talk.say("/report contact")
        assert wording.TELL_THE_DSL in talk.say("a pupil added me last night")
        assert talk.conversation.prompt() == "Oakfield School > "


def test_school_without_staff_in_its_settings_has_a_teacher_all_the_same(folder: Path, small_answerer: Answerer) -> None:
    people = [{"id": role, "name": f"{role.title()} Example", "roles": [role], "how": "x"} for role in ("dsl", "head", "slt")]
    with seated_at(folder, small_answerer, settings_of(people=people)) as talk:
        assert talk.conversation.prompt() == "Oakfield School, A. Teacher (teacher) > "
        assert "Report R-0001 delivered 10:31." in talk.report()


def test_channel_of_the_dsls_reaches_each_of_them(folder: Path, small_answerer: Answerer) -> None:
    with seated_at(folder, small_answerer, settings_of(channels={"dsl": {"slack": "C01"}})) as talk:
        screen = talk.report()
        assert "Delivered to: the DSL, Amara Obi and the deputy, Ben Hale." in screen
        assert "1 new message for Ben Hale (deputy DSL): /as deputy" in screen


def test_reports_are_still_there_at_the_next_start(folder: Path, small_answerer: Answerer) -> None:
    ring = new_ring()
    with seated_at(folder, small_answerer, settings_of(), ring=ring) as talk:
        talk.report()
        talk.say("/wait 1h")
    with seated_at(folder, small_answerer, settings_of(), ring=ring) as talk:
        assert "R-0001 | Pupil contact" in talk.say("/my")
        assert STORY in talk.say("/as dsl", "/open R-0001")
        talk.press("Acknowledge")
        assert "R-0001 acknowledged by Amara Obi, 11:31." in talk.say("/as teacher")


def test_clock_that_was_moved_on_goes_on_from_there_at_the_next_start(folder: Path, small_answerer: Answerer) -> None:
    ring = new_ring()
    with seated_at(folder, small_answerer, settings_of(), ring=ring) as talk:
        talk.report()
        talk.say("/wait 1d", "/my")
        before = talk.office.clock.now()
    with seated_at(folder, small_answerer, settings_of(), ring=ring) as talk:
        assert talk.office.clock.now() >= before
        assert talk.office.clock.wall() >= before
