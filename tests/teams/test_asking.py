"""Questions in Teams, from what Teams sends to what a person sees."""

from __future__ import annotations

import pytest

from bot import wording
from bot.counter import Counter
from bot.reports import Kind
from tests.teams import cards
from tests.teams.conftest import STAFFROOM, TESS, School, aad
from tests.teams.fake_teams import Fault, Message

ONLY_IF = "can I go on facebook at work"
TWO_READINGS = "What's our move if a dad slates us on his page?"
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


@pytest.mark.parametrize(
    ("question", "title", "text"),
    [
        (FRIEND_REQUEST, "Not allowed (section 3)", "being connected with past pupils on a personal account"),
        ("can I have a parent as a friend on facebook?", "Your policy does not say", "I looked for: being connected with parents"),
    ],
)
def test_compose_box_names_the_verdict_in_one_line_and_goes_on_beneath(school: School, question: str, title: str, text: str) -> None:
    said = school.after(school.driver.extension_query(aad(TESS), "ask", question)).json
    preview = said["composeExtension"]["attachments"][0]["preview"]["content"]
    assert preview["title"] == title
    assert preview["text"].startswith(text)


def test_compose_box_has_nothing_to_insert_where_the_answer_is_for_the_asker_alone(school: School) -> None:
    for typed, said in ((TOLD, wording.NOT_FROM_HERE), ("", wording.EMPTY), ("what time is lunch?", wording.NOT_FROM_HERE)):
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


def test_condition_is_settled_by_a_button(school: School) -> None:
    (answer,) = school.write(TESS, ONLY_IF)
    assert wording.STILL_OPEN in school.words(answer)
    assert school.press(TESS, answer, "settle").json["value"] == wording.SEE_BELOW
    _, settled = school.messages_to(TESS)
    assert wording.STILL_OPEN not in school.words(settled)


def test_choice_is_made_by_a_button_and_none_of_these_keeps_the_question(school: School) -> None:
    (asked,) = school.write(TESS, TWO_READINGS)
    assert wording.CHOOSE in school.words(asked)
    school.press(TESS, asked, "topic")
    assert "text " in school.words(school.messages_to(TESS)[-1])
    assert "None of these, then." in school.press(TESS, asked, "none").json["value"]
    assert [one.question for one in school.kept_questions()] == [TWO_READINGS]


def answer_actions(message: Message) -> list[tuple[str, str]]:
    """Return what the buttons of a message stand for, and hold."""
    return [(one["data"]["sp"]["action"], one["data"]["sp"]["value"]) for one in cards.actions_of(message.cards) if "data" in one]


@pytest.mark.parametrize("typed", ["", "Help", "hello"])
def test_whoever_says_hello_is_told_what_can_be_done(school: School, typed: str) -> None:
    (shown,) = school.write(TESS, typed)
    assert wording.HELP_LEAD in school.words(shown)
    assert [action for action, _ in answer_actions(shown)] == [*["report_form"] * len(Kind), "matters"]


def test_file_is_never_read_and_that_is_said_with_what_not_to_send(school: School) -> None:
    picture = {"contentType": "image/*", "contentUrl": "https://smba.example/a.png"}
    (answer,) = school.write(TESS, FRIEND_REQUEST, more={"attachments": [picture, {"contentType": "text/html", "content": "<p>x</p>"}]})
    assert school.words(answer).startswith(wording.FILES_NOT_READ)
    assert CLAUSE in school.words(answer)
    (plain,) = school.write(TESS, FRIEND_REQUEST, more={"attachments": [{"contentType": "text/html", "content": "<p>x</p>"}]})
    assert wording.FILES_NOT_READ not in school.words(plain)


def test_question_and_answer_stand_neither_in_buttons_nor_in_notifications_nor_in_the_log(school: School, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    (answer,) = school.write(TESS, TOLD)
    assert answer.summary == wording.ANSWERED
    for held in answer_actions(answer):
        assert "year" not in str(held)
    assert "friend request" not in caplog.text
    assert "Tess" not in caplog.text


@pytest.mark.parametrize("typed", ["my reports", "reports", "I am away", "I am back", "help"])
def test_lists_named_among_others_are_shown_to_nobody_and_kept_as_no_question(school: School, typed: str) -> None:
    school.after(school.driver.mention(aad("amara"), typed, conversation=STAFFROOM))
    (answer,) = school.messages_in(STAFFROOM)
    assert school.words(answer).splitlines()[0] == wording.IN_PRIVATE_ONLY
    assert not school.kept_questions()


def test_question_in_a_group_chat_is_answered_to_all_in_it(school: School) -> None:
    school.teams.add_group("19:group@thread.v2", members=[aad(TESS), aad("ben")])
    school.after(school.driver.mention(aad(TESS), FRIEND_REQUEST, conversation="19:group@thread.v2"))
    (answer,) = school.messages_in("19:group@thread.v2")
    assert CLAUSE in school.words(answer)


def test_guest_is_answered_by_the_policy(school: School) -> None:
    school.teams.add_person(aad("gus"), "Gus Guest", guest=True)
    (answer,) = school.write("gus", FRIEND_REQUEST)
    assert CLAUSE in school.words(answer)


def test_whoever_adds_the_bot_is_greeted_once_and_whoever_removes_it_not_at_all(school: School) -> None:
    for as_members in (True, False):
        school.after(school.driver.installed(aad(TESS), as_members=as_members))
    for as_members in (True, False):
        school.after(school.driver.installed(aad(TESS), action="remove", as_members=as_members))
    assert len(school.messages_to(TESS)) == 1


def test_answer_that_does_not_get_through_is_said_to_the_log_alone_and_the_bot_goes_on(school: School, caplog: pytest.LogCaptureFixture) -> None:
    school.teams.fail("send", Fault(status=403), Fault(status=403))
    assert school.after(school.driver.message(aad(TESS), FRIEND_REQUEST)).status == 202
    assert "teams.turn_failed" in caplog.text
    assert CLAUSE not in caplog.text
    assert school.write(TESS, FRIEND_REQUEST)


def test_exception_in_an_answer_is_told_to_the_asker(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError(FRIEND_REQUEST)

    monkeypatch.setattr(Counter, "answer", fails)
    (told,) = school.write(TESS, FRIEND_REQUEST)
    assert school.words(told) == wording.NOT_DONE


@pytest.mark.parametrize("name", ["composeExtension/queryLink", "signin/verifyState", "", "nonsense"])
def test_what_the_bot_does_not_know_is_answered_as_not_known(school: School, name: str) -> None:
    answer = school.after(school.driver.invoke(aad(TESS), name, {}))
    assert answer.status in (400, 501)


@pytest.mark.parametrize("held", [{}, {"sp": {}}, {"sp": {"action": "nonsense", "value": "x"}}, {"sp": {"action": "why", "value": "x"}}])
def test_button_that_nobody_made_does_nothing_and_says_so(school: School, held: dict[str, object]) -> None:
    acted = {"action": {"type": "Action.Execute", "verb": "sp", "data": held}, "trigger": "manual"}
    said = school.after(school.driver.invoke(aad(TESS), "adaptiveCard/action", acted))
    assert said.status == 200
    shown = school.messages_to(TESS)
    assert said.json["value"] == wording.TOO_OLD or school.words(shown[-1]) == wording.TOO_OLD
    assert wording.TOO_OLD in school.words(school.after(school.driver.fetch(aad(TESS), held)).card)


@pytest.mark.parametrize("action", ["why", "topic", "helpful"])
def test_button_of_an_answer_that_is_pressed_among_others_writes_nothing_there(school: School, action: str) -> None:
    """No card among others has one: this would be made from a card of somebody's own chat."""
    (answer,) = school.write(TESS, TOLD if action == "topic" else FRIEND_REQUEST)
    held = next(one["data"] for one in cards.actions_of(answer.cards) if one["data"]["sp"]["action"] == action)
    acted = {"action": {"type": "Action.Execute", "verb": "sp", "data": held}, "trigger": "manual"}
    said = school.after(school.driver.invoke(aad(TESS), "adaptiveCard/action", acted, conversation=STAFFROOM))
    assert said.json["value"] == wording.IN_PRIVATE_ONLY
    assert not school.messages_in(STAFFROOM)
    assert len(school.messages_to(TESS)) == 1
