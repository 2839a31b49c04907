"""Questions in Slack, from what Slack sends to what a person sees."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest

from adapters.slack import render
from bot import wording
from tests.slack import surfaces
from tests.slack.conftest import STAFFROOM, TESS, School
from tests.slack.fake_slack import Message

FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
CLAUSE = "Accept 'friend requests' from, or communicate with, pupils past or present"

ONLY_IF = "can I go on facebook at work"
TWO_READINGS = "What's our move if a dad slates us on his page?"


def first_of(blocks: Sequence[Any], action: str) -> str:
    """Return the id of the first button with an action."""
    return next(str(one["action_id"]) for one, _ in surfaces.elements_of(blocks) if one["action_id"].split(":")[1] == action)


def test_question_in_a_conversation_is_answered_with_the_clause_word_for_word(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    shown = school.words(answer.blocks)
    assert shown.splitlines()[0].startswith("Not allowed (section 3)")
    assert CLAUSE in shown
    assert "version 1, approved 17.04.24" in shown
    assert answer.text == wording.ANSWERED
    assert answer.ephemeral_to is None


def test_question_in_a_thread_is_answered_in_it(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST, thread_ts="1763289060.000100")
    assert answer.thread_ts == "1763289060.000100"


def test_question_by_mention_is_answered_to_the_asker_alone_until_shared(school: School) -> None:
    school.after(school.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    (private,) = school.messages_in(STAFFROOM)
    assert private.ephemeral_to == TESS
    assert wording.SHARE in surfaces.buttons(private.blocks)
    school.press(TESS, message=private.as_json(), channel=STAFFROOM, action="share", ephemeral=True)
    (shared,) = [one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]
    assert CLAUSE in school.words(shared.blocks)
    assert not surfaces.buttons(shared.blocks)
    assert private not in school.slack.messages


def test_answer_kept_to_oneself_is_taken_away(school: School) -> None:
    school.after(school.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    (private,) = school.messages_in(STAFFROOM)
    school.press(TESS, message=private.as_json(), channel=STAFFROOM, action="keep", ephemeral=True)
    assert not school.messages_in(STAFFROOM)


def test_command_is_answered_to_the_asker_alone(school: School) -> None:
    school.after(school.driver.slash(TESS, "/policy", FRIEND_REQUEST, channel=STAFFROOM))
    (answer,) = school.messages_in(STAFFROOM)
    assert answer.ephemeral_to == TESS
    assert CLAUSE in school.words(answer.blocks)


def test_why_shows_what_decided(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action="why")
    assert "nearest known question" in school.words(school.slack.messages[-1].blocks)


def test_condition_is_settled_by_a_button(school: School) -> None:
    (answer,) = school.write(TESS, ONLY_IF)
    shown = school.words(answer.blocks)
    assert shown.startswith("Only if")
    assert wording.STILL_OPEN in shown
    before = len(school.slack.messages)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action_id=first_of(answer.blocks, "settle"))
    (settled,) = school.slack.messages[before:]
    assert wording.STILL_OPEN not in school.words(settled.blocks)


def test_choice_is_made_by_a_button_and_none_of_these_keeps_the_question(school: School) -> None:
    (answer,) = school.write(TESS, TWO_READINGS)
    assert wording.CHOOSE in school.words(answer.blocks)
    assert wording.WAS_IT_RIGHT not in school.words(answer.blocks)
    before = len(school.slack.messages)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action_id=first_of(answer.blocks, "topic"))
    (chosen,) = school.slack.messages[before:]
    assert "text " in school.words(chosen.blocks)
    assert "}" not in school.words(chosen.blocks)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, action="none")
    (kept,) = school.kept_questions()
    assert (kept.question, kept.why) == (TWO_READINGS, "not_understood")
    (said,) = [one for one in school.slack.messages if "None of these, then." in school.words(one.blocks)]
    assert said.ephemeral_to == TESS


@pytest.mark.parametrize("typed", ["", "  ", "help", "Help!", "?"])
def test_command_without_a_question_is_answered_with_what_can_be_done(school: School, typed: str) -> None:
    school.after(school.driver.slash(TESS, "/policy", typed, channel=STAFFROOM))
    (answer,) = school.messages_in(STAFFROOM)
    assert answer.ephemeral_to == TESS
    assert wording.HELP_LEAD in school.words(answer.blocks)
    assert not school.kept_questions()


def test_command_in_a_direct_conversation_offers_nothing_to_share(school: School) -> None:
    school.after(school.driver.slash(TESS, "/policy", FRIEND_REQUEST, channel=school.conversation(TESS)))
    (answer,) = school.messages_in(school.conversation(TESS))
    assert wording.SHARE not in surfaces.buttons(answer.blocks)


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_message_with_a_file_or_to_the_channel_as_well_is_a_question_all_the_same(school: School, subtype: str) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST, subtype=subtype)
    assert CLAUSE in school.words(answer.blocks)


def test_file_is_never_read_and_that_is_said_with_what_not_to_send(school: School) -> None:
    files = {"files": [{"id": "F0", "name": "robin.jpg", "url_private": "https://files.example/robin.jpg"}]}
    (answer,) = school.write(TESS, "", subtype="file_share", more=files)
    shown = school.words(answer.blocks)
    assert shown.startswith(wording.FILES_NOT_READ)
    assert wording.HELP_LEAD in shown
    assert "robin" not in shown


@pytest.mark.parametrize("subtype", ["message_deleted", "channel_join", "bot_message", "message_replied"])
def test_what_else_happens_in_a_conversation_is_no_question(school: School, subtype: str) -> None:
    assert not school.write(TESS, FRIEND_REQUEST, subtype=subtype)


def test_guest_is_answered_by_the_policy(school: School) -> None:
    school.slack.add_person("U0GUEST", "Gus Guest", guest=True)
    (answer,) = school.write("U0GUEST", FRIEND_REQUEST)
    assert CLAUSE in school.words(answer.blocks)


def test_somebody_of_another_organisation_is_not_answered_and_is_told_whom_to_ask(school: School) -> None:
    school.slack.add_person("U0EVE", "Eve Elsewhere", stranger=True)
    school.slack.channels[STAFFROOM].members.add("U0EVE")
    school.driver.home_teams["U0EVE"] = "T0FOREIGN"
    school.after(school.driver.mention("U0EVE", STAFFROOM, "who is the DSL?", more={"user_team": "T0FOREIGN"}))
    (answer,) = school.messages_in(STAFFROOM)
    assert answer.ephemeral_to == "U0EVE"
    assert school.words(answer.blocks) == wording.FOR_STAFF


def test_answer_in_a_channel_without_the_bot_comes_in_person(school: School) -> None:
    school.slack.remove_bot(STAFFROOM)
    school.after(school.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    assert not school.messages_in(STAFFROOM)
    (answer,) = school.messages_in(school.conversation(TESS))
    assert CLAUSE in school.words(answer.blocks)


def test_answer_whose_response_url_is_over_comes_in_person(school: School) -> None:
    school.driver.response_urls = lambda _: school.slack.url.replace("/api/", "/respond/nothing")
    school.after(school.driver.slash(TESS, "/policy", FRIEND_REQUEST, channel=STAFFROOM))
    (answer,) = school.messages_in(school.conversation(TESS))
    assert CLAUSE in school.words(answer.blocks)


def test_answer_of_several_messages_comes_in_order_and_whole_wherever_it_is_asked(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = school.write(TESS, FRIEND_REQUEST)
    monkeypatch.setattr(render, "MOST_TEXT_OF_MESSAGE", 600)
    parts = school.write(TESS, FRIEND_REQUEST, thread_ts="1763289060.000100")
    assert len(parts) > 1
    assert school.words([one.blocks for one in parts]) == school.words(whole.blocks)
    assert {one.thread_ts for one in parts} == {"1763289060.000100"}
    school.after(school.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    school.after(school.driver.slash(TESS, "/policy", FRIEND_REQUEST, channel=STAFFROOM))
    private = school.messages_in(STAFFROOM)
    assert len(private) > 2
    assert {one.ephemeral_to for one in private} == {TESS}
    share(school, next(one for one in private if wording.SHARE in surfaces.buttons(one.blocks)))
    shared = [one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]
    assert CLAUSE in school.words([one.blocks for one in shared])


# --- sharing ---


def share(school: School, private: Message) -> None:
    school.press(TESS, message=private.as_json(), channel=private.channel, action="share", ephemeral=True)


def test_answer_is_shared_without_who_asked_and_without_the_words_of_the_question(school: School) -> None:
    asked = "can I post photos of pupils? can I accept a friend request from a past pupil? and what about my lunch with Zebedee?"
    school.after(school.driver.mention(TESS, STAFFROOM, asked))
    (private,) = school.messages_in(STAFFROOM)
    assert "Zebedee" in school.words(private.blocks)
    share(school, private)
    (shared,) = [one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]
    assert school.words(shared.blocks).startswith(wording.SHARED)
    assert CLAUSE in school.words(shared.blocks)
    for said in ("Zebedee", "Tess", TESS, wording.SEVERAL_PARTS):
        assert said not in str(shared.arguments)


def test_shared_answer_names_the_fact_on_which_it_hangs(school: School) -> None:
    school.after(school.driver.mention(TESS, STAFFROOM, ONLY_IF))
    (private,) = school.messages_in(STAFFROOM)
    share(school, private)
    (shared,) = [one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]
    assert wording.STILL_OPEN in school.words(shared.blocks)
    assert not surfaces.buttons(shared.blocks)


@pytest.mark.parametrize("question", [TWO_READINGS, "a year 9 has just sent me a friend request on instagram", "what time is lunch"])
def test_what_is_no_answer_yet_or_tells_of_something_is_never_offered_to_be_shared(school: School, question: str) -> None:
    school.after(school.driver.mention(TESS, STAFFROOM, question))
    (private,) = school.messages_in(STAFFROOM)
    assert wording.SHARE not in surfaces.buttons(private.blocks)


def test_answer_shared_by_a_double_click_is_shared_once(school: School) -> None:
    school.after(school.driver.mention(TESS, STAFFROOM, FRIEND_REQUEST))
    (private,) = school.messages_in(STAFFROOM)
    for _ in range(2):
        school.driver.press(TESS, message=private.as_json(), channel=STAFFROOM, action="share", ephemeral=True)
    school.served.settle()
    assert len([one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]) == 1


def test_answer_that_cannot_be_posted_here_stays_with_the_asker_who_is_told(school: School) -> None:
    school.after(school.driver.slash(TESS, "/policy", FRIEND_REQUEST, channel=STAFFROOM))
    (private,) = school.messages_in(STAFFROOM)
    school.slack.remove_bot(STAFFROOM)
    share(school, private)
    assert private in school.slack.messages
    assert wording.NOT_SHARED in school.words(school.messages_in(STAFFROOM)[-1].blocks)
    school.slack.invite_bot(STAFFROOM)
    school.press(TESS, message=private.as_json(), channel=STAFFROOM, action="share", ephemeral=True, action_ts=f"{time.time() + 60:.6f}")
    assert [one for one in school.messages_in(STAFFROOM) if one.ephemeral_to is None]


# --- windows ---


def test_why_in_a_window_comes_over_the_answer_and_never_meets_slacks_end_of_the_stack(school: School) -> None:
    school.press(TESS, view=school.home(TESS), action="ask_here", value=TWO_READINGS)
    for action in ("why", "topic", "why"):
        window = school.window(TESS)
        school.press(TESS, view=window, action_id=first_of(window["blocks"], action))
    shown = school.words(school.window(TESS))
    assert wording.WHY in shown
    assert not school.messages_in(school.conversation(TESS))
    assert len([key for key, one in school.slack.views.items() if key == one.id and one.view["type"] == "modal"]) == 3


def test_thanks_in_a_window_stand_in_place_of_what_was_pressed(school: School) -> None:
    school.press(TESS, view=school.home(TESS), action="ask_here", value=FRIEND_REQUEST)
    before = school.window(TESS)
    school.press(TESS, view=before, label=wording.HELPFUL)
    after = school.window(TESS)
    assert after["id"] == before["id"]
    assert wording.THANKS in school.words(after)
    assert CLAUSE in school.words(after)
    assert wording.HELPFUL not in surfaces.buttons(after["blocks"])


def test_thanks_under_a_message_are_seen_by_whoever_pressed_alone(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, label=wording.HELPFUL)
    (thanks,) = school.messages_in(answer.channel)[1:]
    assert thanks.ephemeral_to == TESS
    assert not school.kept_questions()


def test_question_by_shortcut_is_answered_in_the_window_where_it_was_asked(school: School) -> None:
    school.after(school.driver.shortcut(TESS, "ask_policy"))
    school.submit(TESS, school.window(TESS), {"f:question": FRIEND_REQUEST})
    assert CLAUSE in school.words(school.window(TESS))


# --- what nobody else may see ---


def test_question_and_answer_stand_neither_in_buttons_nor_in_notifications_nor_in_the_log(school: School, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "signpost")
    school.write(TESS, "can robin zebedee accept a friend request from a past pupil?")
    school.after(school.driver.mention(TESS, STAFFROOM, "zebedee what time is lunch"))
    for call in school.slack.calls:
        assert "zebedee" not in str(call.arguments).lower()
    assert "zebedee" not in caplog.text.lower()


def test_answer_that_did_not_help_is_kept_for_the_policy_owner_without_the_asker(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    school.press(TESS, message=answer.as_json(), channel=answer.channel, label=wording.NOT_HELPFUL)
    (kept,) = school.kept_questions()
    assert (kept.question, kept.why) == (FRIEND_REQUEST, "not_helpful")


def test_bot_answers_neither_itself_nor_edits_nor_other_bots(school: School) -> None:
    assert not school.write(TESS, FRIEND_REQUEST, subtype="message_changed")
    assert not school.write(TESS, FRIEND_REQUEST, bot_id="B0OTHER")
    assert not school.write(school.slack.bot_user_id, FRIEND_REQUEST)


def test_same_event_three_times_is_answered_once(school: School) -> None:
    for retry in range(3):
        school.after(school.driver.message(TESS, school.conversation(TESS), FRIEND_REQUEST, event_id="Ev0SAME", retry=retry))
    assert len(school.messages_in(school.conversation(TESS))) == 1


def test_question_on_the_app_home_is_answered_in_a_window(school: School) -> None:
    home = school.home(TESS)
    school.press(TESS, view=home, action="ask_here", value=FRIEND_REQUEST)
    assert CLAUSE in school.words(school.window(TESS))


def test_opened_conversation_suggests_questions(school: School) -> None:
    school.after(school.driver.home_opened(TESS, tab="messages", channel=school.conversation(TESS)))
    (prompts,) = school.slack.prompts
    assert [one["message"] for one in prompts["prompts"]] == list(wording.HELP_EXAMPLES)


def test_marks_in_a_question_stay_words(school: School) -> None:
    (answer,) = school.write(TESS, "what time is lunch &lt;b&gt;")
    assert wording.UNKNOWN in school.words(answer.blocks)
    (kept,) = school.kept_questions()
    assert kept.question == "what time is lunch <b>"
