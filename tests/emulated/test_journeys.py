"""What people do in Slack from end to end: a real `signpost serve`, a real store, and a Slack that others wrote between us and them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot import wording
from tests.adapters.deployed import CANARY
from tests.emulated.oakfield import Oakfield, filled_in, words_of
from tests.emulated.workspace import Json, until
from tests.slack.driver import Response, typed
from tests.slack.surfaces import buttons

FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
CLAUSE = "Accept 'friend requests' from, or communicate with, pupils past or present"
TOLD = {"network": "Snapchat", "what_was_said": CANARY}


# Asking


def test_question_in_a_conversation_is_answered_there_with_the_clause(oakfield: Oakfield) -> None:
    answer = oakfield.ask("tess", FRIEND_REQUEST)
    assert words_of(answer).startswith("Not allowed (section 3)")
    assert CLAUSE in words_of(answer)
    assert "thread_ts" not in answer
    assert answer["text"] == wording.ANSWERED
    assert (answer["unfurl_links"], answer["unfurl_media"]) == (False, False)


def test_question_in_a_thread_of_a_conversation_is_answered_in_the_thread(oakfield: Oakfield) -> None:
    first = oakfield.ask("tess", FRIEND_REQUEST)
    oakfield.workspace.write("tess", first["channel"], "who is the DSL?", thread_ts=first["ts"])
    until(lambda: [one for one in oakfield.conversation("tess")[1:] if one.get("thread_ts") == first["ts"]])


def test_mention_is_answered_to_the_asker_alone_until_they_share_it(oakfield: Oakfield) -> None:
    staffroom = oakfield.workspace.channels["staffroom"]
    asked = oakfield.workspace.write("tess", staffroom, f"<@{oakfield.id('signpost')}> {FRIEND_REQUEST}")
    assert oakfield.driver.mention(oakfield.id("tess"), staffroom, FRIEND_REQUEST, ts=asked["ts"]).status == 200
    [private] = until(lambda: oakfield.only_seen_by("tess"))
    assert CLAUSE in words_of(private)
    assert oakfield.channel("staffroom", "ben") == [asked]
    oakfield.driver.press(oakfield.id("tess"), message=private, channel=staffroom, label=wording.SHARE, ephemeral=True)
    shared = until(lambda: oakfield.channel("staffroom", "ben")[1:])[0]
    assert CLAUSE in words_of(shared)
    assert buttons(shared["blocks"]) == []
    until(lambda: [one for one in oakfield.responses() if one.get("delete_original")])


def test_policy_command_is_answered_to_the_asker_alone(oakfield: Oakfield) -> None:
    oakfield.driver.slash(oakfield.id("tess"), "/policy", FRIEND_REQUEST, channel=oakfield.workspace.channels["staffroom"])
    [answer] = until(oakfield.responses)
    assert answer["response_type"] == "ephemeral"
    assert CLAUSE in words_of(answer)
    assert oakfield.channel("staffroom", "ben") == []


def test_question_by_shortcut_is_answered_in_the_window_where_it_was_asked(oakfield: Oakfield) -> None:
    form = oakfield.opened("tess", lambda: oakfield.driver.shortcut(oakfield.id("tess"), "ask_policy"))
    answer = oakfield.submit("tess", form, {"f:question": FRIEND_REQUEST})
    assert answer["response_action"] == "update"
    assert CLAUSE in words_of(answer["view"])


def test_question_on_the_app_home_is_answered_in_a_window(oakfield: Oakfield) -> None:
    home = oakfield.home("tess")
    press = lambda: oakfield.driver.press(oakfield.id("tess"), view=home, action="ask_here", value=FRIEND_REQUEST)  # noqa: E731
    assert CLAUSE in words_of(oakfield.opened("tess", press))


def test_why_and_feedback_are_answered_beside_the_answer(oakfield: Oakfield) -> None:
    answer = oakfield.ask("tess", FRIEND_REQUEST)
    oakfield.driver.press(oakfield.id("tess"), message=answer, action="why")
    until(lambda: [one for one in oakfield.conversation("tess")[1:] if wording.WHY in words_of(one)])
    oakfield.driver.press(oakfield.id("tess"), message=answer, label=wording.NOT_HELPFUL)
    [thanks] = until(oakfield.responses)
    assert (words_of(thanks), thanks["response_type"]) == (wording.THANKS_KEPT, "ephemeral")
    kept = oakfield.deployed.start("unanswered").out
    assert "accept a friend request from a past pupil?" in kept
    assert "tess" not in kept.casefold()


def test_marks_that_somebody_types_are_never_live(oakfield: Oakfield) -> None:
    answer = oakfield.ask("tess", typed("<!channel> <@U0SIGNPOST> zxqv & plugh <https://example.org|here>"))
    assert "<!channel>" not in str(answer["blocks"])
    assert "&amp;amp;" not in str(answer)


# Reporting


def by_command(oakfield: Oakfield) -> Response:
    return oakfield.driver.slash(oakfield.id("tess"), "/report-contact")


def by_shortcut(oakfield: Oakfield) -> Response:
    return oakfield.driver.shortcut(oakfield.id("tess"), "report_pupil_contact")


@pytest.mark.parametrize("how", [by_command, by_shortcut])
def test_report_reaches_the_dsl_sealed_and_the_reporter_is_told(oakfield: Oakfield, how: Callable[[Oakfield], Response]) -> None:
    form = oakfield.opened("tess", lambda: how(oakfield))
    assert wording.FORM_BANNER in words_of(form)
    receipt = oakfield.submit("tess", form, filled_in(form, **TOLD))
    assert "Report R-0001 is stored" in words_of(receipt["view"])
    card = oakfield.card()
    assert CANARY not in str(card)
    assert card["text"] == wording.LOCK_SCREEN
    assert card["metadata"]["event_payload"].keys() == {"key"}
    assert oakfield.workspace.call("tess", "conversations.history", channel=card["channel"])["error"] == "not_in_channel"
    told = until(lambda: [one for one in oakfield.conversation("tess") if "R-0001 delivered" in words_of(one)])
    assert CANARY not in str(told)


@pytest.mark.parametrize(("command", "said"), [("/report-concern", {}), ("/report-incident", {}), ("/report-adult", {"adult_name": "a visitor"})])
def test_every_kind_of_report_has_its_command(oakfield: Oakfield, command: str, said: dict[str, str]) -> None:
    assert "R-0001 is stored" in oakfield.report("tess", command, **said)


def test_report_about_an_adult_goes_to_the_head_and_not_into_the_channel_of_the_dsl(oakfield: Oakfield) -> None:
    oakfield.report("tess", "/report-adult", what_happened=CANARY, adult_name="a visitor")
    told = until(lambda: [one for one in oakfield.conversation("chidi") if "R-0001" in words_of(one)])
    assert CANARY not in str(told)
    assert oakfield.cards() == []


def test_report_about_the_dsl_by_the_people_picker_goes_past_her(oakfield: Oakfield) -> None:
    oakfield.report("tess", "/report-adult", what_happened=CANARY, about=[oakfield.id("chidi")])
    until(lambda: [one for one in oakfield.conversation("tess") if "R-0001" in words_of(one)])
    oakfield.report("tess", "/report-contact", **TOLD)
    until(lambda: [one for one in oakfield.cards() if "R-0002" in words_of(one)])
    assert [one for one in oakfield.conversation("chidi") if "R-0001" in words_of(one)] == []


def test_form_with_faults_stays_open_and_says_what_is_missing(oakfield: Oakfield) -> None:
    form = oakfield.opened("tess", lambda: by_command(oakfield))
    faults = oakfield.submit("tess", form, {**filled_in(form, **TOLD), "f:happened_at": "blue", "f:what_was_said": " "})
    assert faults["response_action"] == "errors"
    assert faults["errors"].keys() == {"f:happened_at", "f:what_was_said"}
    assert oakfield.workspace.modals("tess") == [form]
    receipt = oakfield.submit("tess", form, filled_in(form, **TOLD))
    assert "R-0001 is stored" in words_of(receipt["view"])


def test_form_sent_twice_is_one_report(oakfield: Oakfield) -> None:
    form = oakfield.opened("tess", lambda: by_command(oakfield))
    oakfield.submit("tess", form, filled_in(form, **TOLD))
    again = oakfield.driver.submit(oakfield.id("tess"), form, filled_in(form, **TOLD)).json
    assert "R-0001" in words_of(again["view"])
    until(oakfield.cards)
    assert "R-0002 is stored" in oakfield.report("tess", **TOLD)
    until(lambda: oakfield.cards()[1:])
    assert len(oakfield.cards()) == 2


def test_message_is_taken_over_into_a_report_with_its_place_and_time(oakfield: Oakfield) -> None:
    staffroom = oakfield.workspace.channels["staffroom"]
    message = oakfield.workspace.write("ben", staffroom, typed(f"look: {CANARY} & <b>"))
    chosen = lambda: oakfield.driver.message_shortcut(oakfield.id("tess"), "report_message", staffroom, message)  # noqa: E731
    first = oakfield.opened("tess", chosen)
    assert wording.TAKE_OVER_NO_IMAGES in words_of(first)
    second = oakfield.submit("tess", first, {"f:kind": "online_incident"})["view"]
    form = oakfield.workspace.modals("tess")[-1]
    held = {block["block_id"]: block["element"] for block in second["blocks"] if block["type"] == "input"}
    assert held["f:what_happened"]["initial_value"].startswith(f"look: {CANARY} & <b>")
    assert message["ts"].partition(".")[0] in held["f:link"]["initial_value"]
    assert held["f:about"]["initial_users"] == [oakfield.id("ben")]
    assert CANARY not in second["private_metadata"]
    receipt = oakfield.submit("tess", form, filled_in(form))
    assert "R-0001 is stored" in words_of(receipt["view"])


def test_trigger_that_came_too_late_is_told_to_whoever_waited(oakfield: Oakfield) -> None:
    late = oakfield.workspace.trigger(oakfield.id("tess"))
    time.sleep(3.1)
    assert oakfield.driver.slash(oakfield.id("tess"), "/report-contact", trigger=late).status == 200
    [told] = until(oakfield.responses)
    assert wording.NOT_DONE in words_of(told)
    assert oakfield.workspace.modals("tess") == []


def test_reporter_adds_to_a_report_and_withdraws_it_from_the_app_home(oakfield: Oakfield) -> None:
    oakfield.report("tess", **TOLD)
    oakfield.card()
    home = oakfield.home("tess")
    assert "R-0001" in words_of(home)
    form = oakfield.opened("tess", lambda: oakfield.driver.press(oakfield.id("tess"), view=home, action="add_information"))
    oakfield.submit("tess", form, {"f:add_information": "It was a blue phone."})
    oakfield.workspace.close_windows("tess")
    opened = oakfield.press("amara", oakfield.card(), "view")
    assert "It was a blue phone." in words_of(opened)
    form = oakfield.opened("tess", lambda: oakfield.driver.press(oakfield.id("tess"), view=oakfield.home("tess"), action="withdraw"))
    oakfield.submit("tess", form, {"f:withdraw": "yes"})
    until(lambda: wording.WITHDRAWN_BY_REPORTER in words_of(oakfield.card()))


# Receiving


def test_dsl_opens_acknowledges_notes_and_closes_a_report(oakfield: Oakfield) -> None:
    oakfield.report("tess", **TOLD)
    card = oakfield.card()
    assert CANARY in words_of(oakfield.press("amara", card, "view"))
    oakfield.press("amara", card, "acknowledge")
    until(lambda: "Acknowledged by Amara Obi" in words_of(oakfield.card()))
    until(lambda: [one for one in oakfield.conversation("tess") if "R-0001 acknowledged by Amara Obi" in words_of(one)])
    note = oakfield.press("amara", card, "note")
    oakfield.submit("amara", note, {"f:note": "Rang the parents."})
    oakfield.workspace.close_windows("amara")
    assert "Rang the parents." in words_of(oakfield.press("ben", card, "view"))
    outcome = oakfield.press("amara", card, "outcome")
    oakfield.submit("amara", outcome, filled_in(outcome, reason="The parents know."))
    closed = until(lambda: oakfield.card() if "Record outcome" not in buttons(oakfield.card()["blocks"]) else None)
    assert closed["ts"] == card["ts"]
    assert len(oakfield.cards()) == 1
    until(lambda: [one for one in oakfield.conversation("tess") if "closed" in words_of(one)])
    assert "Rang the parents." not in str(oakfield.conversation("tess"))
    assert CANARY not in str(oakfield.channel())


def test_second_acknowledgement_is_told_who_was_first(oakfield: Oakfield) -> None:
    oakfield.report("tess", **TOLD)
    card = oakfield.card()
    for person in ("amara", "ben"):
        oakfield.press(person, card, "view")
        oakfield.workspace.close_windows(person)
    oakfield.press("amara", card, "acknowledge")
    assert "Amara Obi" in words_of(oakfield.press("ben", card, "acknowledge"))
    until(lambda: "Acknowledged by Amara Obi" in words_of(oakfield.card()))


def test_same_press_twice_is_one_note(oakfield: Oakfield) -> None:
    oakfield.report("tess", **TOLD)
    card = oakfield.card()
    oakfield.press("amara", card, "view")
    form = oakfield.press("amara", card, "note")
    oakfield.submit("amara", form, {"f:note": "Rang the parents."})
    assert oakfield.driver.submit(oakfield.id("amara"), form, {"f:note": "Rang the parents."}).status == 200
    oakfield.workspace.close_windows("amara")
    assert words_of(oakfield.press("amara", card, "view")).count("Rang the parents.") == 1


def test_dsl_sees_open_reports_on_her_home_and_a_teacher_does_not(oakfield: Oakfield) -> None:
    oakfield.report("tess", **TOLD)
    oakfield.card()
    desk = words_of(oakfield.home("amara"))
    assert wording.HOME_DESK in desk
    assert "R-0001" in desk
    assert wording.HOME_DESK not in words_of(oakfield.home("tess"))
    assert "R-0001" not in words_of(oakfield.home("gus"))


def test_dsl_says_that_she_is_away_and_back(oakfield: Oakfield) -> None:
    form = oakfield.opened("amara", lambda: oakfield.driver.press(oakfield.id("amara"), view=oakfield.home("amara"), label=wording.I_AM_AWAY))
    oakfield.submit("amara", form, filled_in(form))
    until(lambda: wording.I_AM_BACK in buttons(oakfield.home("amara")["blocks"]))
    oakfield.driver.press(oakfield.id("amara"), view=oakfield.home("amara"), label=wording.I_AM_BACK)
    until(lambda: wording.I_AM_AWAY in buttons(oakfield.home("amara")["blocks"]))


def forged(oakfield: Oakfield, person: str, card: Json, action: str) -> Json:
    """Let somebody press a button of a card that Slack never showed them."""
    return oakfield.opened(person, lambda: oakfield.driver.press(oakfield.id(person), message=card, action=action))


@pytest.mark.parametrize("action", ["view", "acknowledge", "note", "outcome", "escalate"])
def test_teacher_who_presses_is_told_why_not_and_reads_nothing(oakfield: Oakfield, action: str) -> None:
    oakfield.report("tess", **TOLD)
    card = oakfield.card()
    refused = forged(oakfield, "gus", card, action)
    assert CANARY not in str(refused)
    assert [block for block in refused["blocks"] if block["type"] == "input"] == []
    assert buttons(refused["blocks"]) == []
    assert words_of(oakfield.card()) == words_of(card)


def test_guest_who_holds_a_role_reads_nothing_but_may_report(oakfield: Oakfield) -> None:
    oakfield.workspace.amend_person("ben", is_restricted=True)
    oakfield.report("tess", **TOLD)
    card = oakfield.card()
    for action in ("view", "acknowledge"):
        assert CANARY not in str(forged(oakfield, "ben", card, action))
        oakfield.workspace.close_windows("ben")
    assert wording.HOME_DESK not in words_of(oakfield.home("ben"))
    assert "R-0002 is stored" in oakfield.report("ben", **TOLD)
    until(lambda: [one for one in oakfield.cards() if wording.ODD_REPORTER in words_of(one)])
    assert "Acknowledged by" not in str(oakfield.channel())


def test_somebody_of_another_workspace_cannot_press(oakfield: Oakfield) -> None:
    oakfield.report("tess", **TOLD)
    card = oakfield.card()
    oakfield.driver.home_teams[oakfield.id("amara")] = "T0ELSEWHERE"
    assert CANARY not in str(forged(oakfield, "amara", card, "view"))


def test_another_workspace_is_refused_whole(oakfield: Oakfield) -> None:
    oakfield.driver.team = "T0ELSEWHERE"
    refusals = [
        oakfield.driver.message(oakfield.id("tess"), "D0TESS", FRIEND_REQUEST),
        oakfield.driver.slash(oakfield.id("tess"), "/report-contact"),
        oakfield.driver.shortcut(oakfield.id("tess"), "ask_policy"),
    ]
    assert [one.status for one in refusals] == [403, 403, 403]
    assert oakfield.workspace.modals("tess") == []


# The policy's other duties


def test_suggestion_reaches_a_senior_leader_who_answers_it_and_whoever_made_it_is_told(oakfield: Oakfield) -> None:
    form = oakfield.opened("tess", lambda: oakfield.driver.slash(oakfield.id("tess"), "/suggest-post"))
    assert form["callback_id"] == "matter:suggestion"
    assert oakfield.submit("tess", form, filled_in(form, what=" "))["errors"] == {"f:what": wording.FIELD_EMPTY}
    receipt = oakfield.submit("tess", form, filled_in(form, what=CANARY))
    assert wording.MATTER_STORED.format(reference="M-0001") in words_of(receipt["view"])
    card = until(lambda: [one for one in oakfield.conversation("amara") if CANARY in words_of(one)])[0]
    assert card["text"] == wording.LOCK_SCREEN_MATTER
    asked = oakfield.opened("amara", lambda: oakfield.driver.press(oakfield.id("amara"), message=card, label=wording.SUGGESTION_DECLINE))
    assert (asked["callback_id"], CANARY in str(asked)) == ("act:decline", False)
    done = oakfield.submit("amara", asked, {"f:answer": "We had one last week."})
    assert words_of(done["view"]).startswith(wording.SUGGESTION_DECLINED)
    until(lambda: [one for one in oakfield.conversation("tess") if "We had one last week." in words_of(one)])
    until(lambda: [one for one in oakfield.conversation("amara") if one["ts"] == card["ts"] and wording.SUGGESTION_USE not in buttons(one["blocks"])])


def test_what_waits_is_listed_and_opened_for_whoever_it_is_and_nobody_else(oakfield: Oakfield) -> None:
    form = oakfield.opened("tess", lambda: oakfield.driver.slash(oakfield.id("tess"), "/suggest-post"))
    oakfield.submit("tess", form, filled_in(form, what=CANARY))
    listed = oakfield.opened("amara", lambda: oakfield.driver.slash(oakfield.id("amara"), "/signpost"))
    assert wording.MATTERS_WAITING in words_of(listed)
    opened = oakfield.opened("amara", lambda: oakfield.driver.press(oakfield.id("amara"), view=listed, label="M-0001"))
    assert CANARY in words_of(opened)
    after = oakfield.opened("amara", lambda: oakfield.driver.press(oakfield.id("amara"), view=opened, label=wording.SUGGESTION_USE))
    assert words_of(after).startswith(wording.SUGGESTION_USED)
    refused = oakfield.opened("ben", lambda: oakfield.driver.slash(oakfield.id("ben"), "/signpost", "M-0001"))
    assert words_of(refused) == wording.MATTER_NOT_YOURS


# Trouble


def test_card_that_was_held_up_by_rate_limits_arrives_once(oakfield: Oakfield) -> None:
    until(oakfield.channel)  # the daily test is through
    oakfield.workspace.fail("chat.postMessage", times=2)
    oakfield.report("tess", **TOLD)
    oakfield.card()
    until(lambda: [one for one in oakfield.conversation("tess") if "R-0001 delivered" in words_of(one)])
    assert len(oakfield.cards()) == 1


def test_card_whose_arrival_was_not_confirmed_is_found_by_its_key_and_not_sent_again(oakfield: Oakfield) -> None:
    until(oakfield.channel)
    oakfield.workspace.fail("chat.postMessage", times=2, status=500, body={}, after=True)
    oakfield.report("tess", **TOLD)
    until(lambda: [one for one in oakfield.conversation("tess") if "R-0001 delivered" in words_of(one)])
    assert len(oakfield.cards()) == 1


def test_report_reaches_the_dsl_in_person_where_the_bot_is_no_longer_in_her_channel(oakfield: Oakfield) -> None:
    until(oakfield.channel)
    oakfield.workspace.set_members("safeguarding", ["amara", "ben"])
    oakfield.report("tess", **TOLD)
    told = until(lambda: [one for one in oakfield.conversation("amara") if "R-0001" in words_of(one)])
    assert CANARY not in str(told)
    assert oakfield.cards() == []
