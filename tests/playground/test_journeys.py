"""What people do in Teams, in a client that others wrote: the Microsoft 365 Agents Playground, looked at and pressed in a browser.

An optional developer's tool: without it these are skipped, and nothing else needs it.
"""

from __future__ import annotations

from collections.abc import Callable

from bot import wording
from tests.adapters.deployed import wait_until
from tests.playground.conftest import Scene
from tests.playground.oakfield import AMARA
from tests.playground.window import Window
from tests.teams.conftest import TESS

Keep = Callable[[Window, str, str], None]
FRIEND_REQUEST = "can I accept a friend request from a past pupil?"
CLAUSE = "Accept 'friend requests' from, or communicate with, pupils past or present"
SAID = "hi sir **bold** [x](http://x.example), are you there?"
"""What a pupil wrote, with marks that a client could take for its own."""
CHANNEL, STAFFROOM = "Oakfield School - Safeguarding", "Oakfield School - Staffroom"
SEALED, DIALOG = wording.TEXT_NOT_HERE, "Your message to the reporter"


def fill_in(window: Window, *, when: str = "yesterday 9pm") -> None:
    """Fill in the form of a pupil contact, all but one of its questions."""
    window.choose("Is a child in immediate danger now?", "No")
    window.fill("Which network or app?", "Snapchat")
    window.choose("On whose account?", "My own")
    window.fill("Which pupils?", "Robin, Year 9")
    window.choose("Pupil now, or in the past?", "Pupil at this school now")
    window.choose("Is the pupil one of your family?", "No")
    window.fill("When was it?", when)
    window.choose("Who started it?", "The pupil")
    window.fill("What was said or sent?", SAID)


def test_question_is_answered_explained_and_said_to_have_helped(scene: Scene, keep: Keep) -> None:
    tess = scene.tess
    assert wording.HELP_LEAD in tess.card(wording.HELP_LEAD)
    tess.write(FRIEND_REQUEST)
    assert tess.card(CLAUSE).startswith("Not allowed (section 3)")
    tess.press(wording.HELPFUL, on=CLAUSE)
    wait_until(lambda: wording.THANKS in tess.words())
    keep(tess, "answer", CLAUSE)
    tess.press(wording.WHY_THIS, on=CLAUSE)
    assert "100%" in tess.card(wording.WHY)


def test_did_you_mean_leads_to_the_clause(scene: Scene, keep: Keep) -> None:
    tess = scene.tess
    tess.write("videos of a trip")
    offered = tess.card(wording.CHOOSE)
    keep(tess, "choose", wording.CHOOSE)
    first = next(line for line in offered.splitlines() if line.startswith("1. ") and line.endswith("…"))
    tess.press(first, on=wording.CHOOSE)
    assert wording.CHOOSE not in tess.card("section 2.1")


def test_what_sounds_like_a_report_is_met_with_the_way_to_report_it(scene: Scene, keep: Keep) -> None:
    tess = scene.tess
    tess.write("got home, checked my phone, and a year 9 has sent me a friend request")
    assert wording.REPORT_THIS in tess.card("Nothing has been reported yet")
    keep(tess, "report-banner", "Nothing has been reported yet")
    tess.press(wording.REPORT_THIS, on="Nothing has been reported yet")
    tess.press("1. A pupil contacted me, or…", on=wording.WHAT_IS_IT_ABOUT)
    assert "call 999 now" in tess.card("Which network or app?").splitlines()[0]


def test_question_among_others_is_answered_beneath_it(scene: Scene, keep: Keep) -> None:
    tess = scene.tess
    tess.open(STAFFROOM)
    tess.post(FRIEND_REQUEST)
    assert wording.GO_ON_IN_PRIVATE in tess.card(CLAUSE)
    keep(tess, "mention", CLAUSE)


def test_compose_box_offers_the_answer_and_inserts_it(scene: Scene) -> None:
    tess = scene.tess
    tess.search("ask", "question", FRIEND_REQUEST)
    wait_until(lambda: "Not allowed (section 3)" in tess.words())
    tess.pick("Not allowed (section 3)")
    assert CLAUSE in tess.card(wording.SHARED)


def test_report_goes_from_the_form_to_its_outcome(scene: Scene, keep: Keep) -> None:
    tess, amara, between = scene.tess, scene.amara, scene.school.between
    tess.command("report_pupil_contact")
    tess.card("call 999 now")
    keep(tess, "form", "")
    fill_in(tess, when="next Tuesday")
    tess.press(wording.FORM_SEND)
    tess.card(wording.CHOICE_EMPTY)  # the client itself asks for what is missing
    tess.choose("Was there a reply?", "No")
    tess.press(wording.FORM_SEND)
    tess.card("I cannot read this as a time")
    assert tess.value("What was said or sent?") == SAID
    keep(tess, "form-fault", "")
    tess.fill("When was it?", "yesterday 9pm")
    with between.quiet(TESS):
        tess.press(wording.FORM_SEND)
        tess.card("R-0001 is stored")
        keep(tess, "receipt", "")
        tess.press("Close")
    tess.card("R-0001 delivered")

    amara.open(CHANNEL)
    assert "Robin" not in amara.card(SEALED)
    keep(amara, "sealed-card", SEALED)
    amara.press("View", on=SEALED)
    assert SAID in amara.card(wording.FOR_THOSE_WHO_NEED)
    keep(amara, "opened-report", wording.FOR_THOSE_WHO_NEED)
    wait_until(lambda: "Opened by: Amara Obi" in amara.card(SEALED))
    amara.press("Acknowledge", on=SEALED)
    amara.card("R-0001 is acknowledged by you")
    tess.card("R-0001 acknowledged by Amara Obi")
    amara.press("Assign to me", on=SEALED)
    wait_until(lambda: "Assigned to Amara Obi" in amara.card(SEALED))
    keep(amara, "acknowledged", SEALED)
    amara.press("Add note", on=SEALED)
    amara.fill("Your note", "Spoke to the form tutor.")
    amara.press(wording.DO_IT, on="Your note")
    amara.card("your note is kept")
    amara.press("Contact reporter", on=SEALED)
    amara.fill(DIALOG, "Thank you. Please come and see me at 9.")
    amara.press(wording.DO_IT, on=DIALOG)
    tess.press("Read message")
    tess.card("Please come and see me at 9.")
    amara.press("Record outcome", on=SEALED)
    amara.choose("What was decided?", "Monitor")
    amara.fill("Why?", "Spoke with Robin and the form tutor.")
    amara.press(wording.DO_IT, on="What was decided?")
    wait_until(lambda: "Closed by Amara Obi" in amara.card(SEALED))
    keep(amara, "closed", SEALED)
    tess.card("R-0001 closed by Amara Obi")
    tess.write("my reports")
    assert "R-0001 closed by Amara Obi" in tess.card(wording.MY_REPORTS)
    keep(tess, "my-reports", wording.MY_REPORTS)
    said = scene.school.served.said()
    assert not [one for one in (SAID, "Robin", "form tutor", "Tess") if one in said]


def test_message_that_somebody_chooses_is_taken_over_into_a_report(scene: Scene, keep: Keep) -> None:
    tess = scene.tess
    written = "Robin told me at lunch that somebody keeps writing to him on Snapchat."
    tess.write(written)
    tess.card("Nothing has been reported yet")
    tess.command("report_message", on_message=written)
    tess.card(wording.TAKEN_OVER)
    assert tess.value(wording.WHAT_WAS_WRITTEN) == written
    keep(tess, "taken-over", "")
    tess.choose(wording.CHOOSE_KIND, "I am worried about a child")
    tess.press(wording.FORM_GO_ON)
    assert "call 999 now" in tess.card("What happened?").splitlines()[0]
    assert tess.value("What happened?") == written
    assert wording.WRITTEN_BY not in tess.words()  # her own: it is not about her


def test_dsl_lists_what_is_open_in_her_own_chat(scene: Scene, keep: Keep) -> None:
    tess, amara = scene.tess, scene.amara
    tess.press("Pupil contact", on=wording.HELP_LEAD)
    fill_in(tess)
    tess.choose("Was there a reply?", "No")
    tess.press(wording.FORM_SEND)
    tess.card("R-0001 is stored")
    amara.write("reports")
    assert "R-0001" in amara.card(wording.HOME_DESK)
    keep(amara, "list", wording.HOME_DESK)
    assert (AMARA, "message", 202) in scene.school.between.taken
