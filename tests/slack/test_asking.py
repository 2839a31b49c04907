"""Questions in Slack, from what Slack sends to what a person sees."""

from __future__ import annotations

from bot import wording
from tests.slack import surfaces
from tests.slack.conftest import STAFFROOM, TESS, School

FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
CLAUSE = "Accept 'friend requests' from, or communicate with, pupils past or present"


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
    (answer,) = school.write(TESS, "a pupil has messaged my personal account, do I have to report it?")
    labels = surfaces.buttons(answer.blocks)
    assert labels


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
