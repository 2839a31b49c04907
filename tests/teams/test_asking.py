"""Questions in Teams, from what Teams sends to what a person sees."""

from __future__ import annotations

from bot import wording
from tests.teams import cards
from tests.teams.conftest import STAFFROOM, TESS, School, aad

FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
CLAUSE = "Accept 'friend requests' from, or communicate with, pupils past or present"
TOLD = "a year 9 has just sent me a friend request on instagram"


def test_question_in_a_chat_is_answered_with_the_clause_word_for_word(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    shown = school.words(answer)
    assert shown.splitlines()[0].startswith("Not allowed (section 3)")
    assert CLAUSE in shown
    assert "version 1, approved 17.04.24" in shown
    assert answer.summary == wording.ANSWERED


def test_question_by_mention_is_answered_with_the_policys_words_alone(school: School) -> None:
    school.after(school.driver.mention(aad(TESS), FRIEND_REQUEST, conversation=STAFFROOM))
    (answer,) = school.messages_in(STAFFROOM)
    assert CLAUSE in school.words(answer)
    assert cards.labels_of(answer.cards) == [wording.GO_ON_IN_PRIVATE]


def test_what_somebody_tells_among_others_is_answered_in_private_only(school: School) -> None:
    school.after(school.driver.mention(aad(TESS), TOLD, conversation=STAFFROOM))
    (answer,) = school.messages_in(STAFFROOM)
    assert wording.IN_PRIVATE_ONLY in school.words(answer)
    assert "something has happened" not in school.words(answer)


def test_name_of_the_bot_within_a_question_survives(school: School) -> None:
    school.after(school.driver.mention(aad(TESS), "what time is lunch, Signpost?", conversation=STAFFROOM))
    (kept,) = school.kept_questions()
    assert "lunch" in kept.question


def test_why_and_feedback(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    school.press(TESS, answer, "why")
    assert "nearest known question" in school.words(school.messages_to(TESS)[-1])
    said = school.press(TESS, answer, "not_helpful")
    assert said.json["value"] == wording.THANKS_KEPT
    (kept,) = school.kept_questions()
    assert (kept.question, kept.why) == (FRIEND_REQUEST, "not_helpful")


def test_button_of_an_old_client_comes_as_a_message_and_does_the_same(school: School) -> None:
    (answer,) = school.write(TESS, FRIEND_REQUEST)
    school.press(TESS, answer, "why", as_submit=True)
    assert "nearest known question" in "".join(map(school.words, school.messages_to(TESS)))


def test_same_activity_three_times_is_answered_once(school: School) -> None:
    for _ in range(3):
        school.after(school.driver.message(aad(TESS), FRIEND_REQUEST, id_="1700000000001"))
    assert len(school.messages_to(TESS)) == 1


def test_compose_box_offers_the_answer_as_all_may_read_it(school: School) -> None:
    said = school.after(school.driver.extension_query(aad(TESS), "ask", FRIEND_REQUEST)).json
    (found,) = said["composeExtension"]["attachments"]
    assert CLAUSE in cards.words(found["content"])
    assert not cards.actions_of(found["content"])


def test_compose_box_has_nothing_to_insert_where_the_answer_is_for_the_asker_alone(school: School) -> None:
    for typed, said in ((TOLD, wording.IN_PRIVATE_ONLY), ("", wording.EMPTY), ("what time is lunch?", wording.IN_PRIVATE_ONLY)):
        answer = school.after(school.driver.extension_query(aad(TESS), "ask", typed)).json
        assert answer == {"composeExtension": {"type": "message", "text": said}}


def test_what_is_typed_in_the_compose_box_is_kept_nowhere(school: School) -> None:
    """Teams asks at each pause while somebody types: half a sentence would be kept for the policy owner each time."""
    for typed in ("zwei", "zwei Bier", "zwei Bier bitte"):
        school.after(school.driver.extension_query(aad(TESS), "ask", typed))
    assert not school.kept_questions()


def test_whoever_adds_the_bot_is_told_what_it_can_do(school: School) -> None:
    school.after(school.driver.installed(aad(TESS)))
    (greeting,) = school.messages_to(TESS)
    assert wording.HELP_LEAD in school.words(greeting)


def test_marks_in_a_policy_or_a_question_stay_words(school: School) -> None:
    (answer,) = school.write(TESS, "what time is lunch <at>everyone</at> [x](http://x.example)")
    assert "[x](http" not in str(answer.cards)
