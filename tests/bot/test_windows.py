"""What a press on a report comes to for a visitor: what is shown then, what is asked first, and what is done once though it is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from bot import pressing, wording
from bot.deliveries import Deliveries
from bot.office import Office
from bot.pressing import ACTIONS, ASKS
from bot.reports import Person, Refused, Report, State
from bot.visitors import Visitor
from bot.windows import Asked, Shown, Windows, tells

Submit = Callable[..., Report]
WRITTEN = "hi sir"
SAID = {
    **{"note": "Spoke to Year 9.", "contact": "Please see me.", "reopen": "New facts.", "outcome": "monitor", "reason": "Seen."},
    **{"add_information": "More.", "withdraw": "yes"},
}
STAFF = Visitor("terminal", "tess", "here", "Tess Byrne", full_member=True, schools=("oakfield",))


@pytest.fixture
def windows(office: Office) -> Windows:
    return Windows(office, Deliveries(office.engine, office.clock.now))


@pytest.fixture
def report(office: Office, submit: Submit) -> Report:
    """A report by tess."""
    return submit(office)


@pytest.fixture
def amara(office: Office) -> Visitor:
    """The DSL."""
    return of(office, "amara")


def of(office: Office, name: str, school: str = "oakfield") -> Visitor:
    listed = office.people.person(name, school)
    assert listed is not None
    return Visitor("terminal", name, "here", listed.name, full_member=True, schools=(school,), listed=(listed,))


def now(office: Office, report: Report) -> Report:
    with office.looking() as connection:
        return office.filing.get(connection, report.id)


def opened_by(office: Office, report: Report) -> list[str]:
    with office.looking() as connection:
        return [who for who, _ in office.filing.openings(connection, report.id)]


def pressed(came: Shown | Asked) -> Shown:
    assert isinstance(came, Shown)
    return came


# --- who ---


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", ["a guest", "somebody of the other school", "IT", "nobody's colleague"])
def test_others_come_to_a_refusal_that_says_nothing_of_the_report(windows: Windows, office: Office, report: Report, action: str, who: str) -> None:
    visitor = {
        "a guest": replace(of(office, "amara"), full_member=False),
        "somebody of the other school": of(office, "gail", "elmfield"),
        "IT": of(office, "farid"),
        "nobody's colleague": replace(STAFF, account="olu", schools=()),
    }[who]
    assert pressed(windows.press(visitor, action, report.id)).card.plain_text() == wording.REFUSALS["not_allowed"]
    assert pressed(windows.press_in_sight(visitor, action, report.id)).card.plain_text() == wording.REFUSALS["not_allowed"]
    assert not opened_by(office, report)


@pytest.mark.parametrize("action", [one for one in ACTIONS if one not in ("add_information", "withdraw", "read_message")])
def test_dsl_whom_the_chat_cannot_confirm_is_told_that(windows: Windows, amara: Visitor, report: Report, action: str) -> None:
    unsure = replace(amara, known=False, full_member=False)
    assert pressed(windows.press(unsure, action, report.id)).card.plain_text() == wording.CANNOT_TELL_WHO


def test_whoever_the_chat_cannot_confirm_still_reaches_what_they_reported(windows: Windows, office: Office, report: Report) -> None:
    unsure = replace(STAFF, known=False, full_member=False)
    assert isinstance(windows.press(unsure, "add_information", report.id), Asked)
    assert isinstance(windows.carry_out(unsure, "withdraw", report.id, "k", {"withdraw": "yes"}), Shown)
    assert now(office, report).state is State.WITHDRAWN


def test_account_with_a_reporters_id_at_another_school_reaches_nothing_of_theirs(windows: Windows, report: Report) -> None:
    elsewhere = replace(STAFF, schools=("elmfield",))
    for action in ("add_information", "withdraw", "read_message", "receipt"):
        assert pressed(windows.press(elsewhere, action, report.id)).card.plain_text() == wording.REFUSALS["not_allowed"]
    assert isinstance(windows.carry_out(elsewhere, "withdraw", report.id, "k", {"withdraw": "yes"}), Refused)


# --- what is shown ---


def test_view_shows_the_report_in_a_window_alone(windows: Windows, amara: Visitor, report: Report) -> None:
    shown = pressed(windows.press(amara, "view", report.id))
    assert WRITTEN in shown.card.plain_text()
    assert (shown.shows, shown.may_stand_elsewhere, shown.said) == ("view", False, "")


def test_acknowledge_unread_opens_it_first_and_counts_then(windows: Windows, office: Office, amara: Visitor, report: Report) -> None:
    first = pressed(windows.press(amara, "acknowledge", report.id))
    assert (first.said, first.shows, first.may_stand_elsewhere) == (wording.READ_FIRST, "view", False)
    assert first.card == pressed(windows.press(amara, "view", report.id)).card, "the card is what View shows, so that its pages are the same"
    then = pressed(windows.press(amara, "acknowledge", report.id, shown="view"))
    assert then.said.startswith("R-0001 is acknowledged by you.")
    assert WRITTEN in then.card.plain_text()
    assert then.changed
    assert then.done is not None
    assert then.done.plain_text() == then.said, "that can be said elsewhere, where no window can be shown any more"
    assert first.done is None
    assert now(office, report).acknowledged_by == "amara"


@pytest.mark.parametrize("action", ["acknowledge", "assign", "escalate"])
def test_what_is_done_outside_a_window_shows_nothing_that_was_written(windows: Windows, amara: Visitor, report: Report, action: str) -> None:
    windows.press(amara, "view", report.id)
    shown = pressed(windows.press(amara, action, report.id))
    assert shown.changed
    assert not tells(shown.card)


def test_what_others_see_pressed_opens_nothing_unread(windows: Windows, office: Office, amara: Visitor, report: Report) -> None:
    for action in ("assign", "acknowledge"):
        assert windows.press_in_sight(amara, action, report.id).card.plain_text() == wording.READ_FIRST_IN_VIEW
    assert not opened_by(office, report)
    windows.press(amara, "view", report.id)
    assert windows.press_in_sight(amara, "assign", report.id).changed
    assert now(office, report).assigned_to == "amara"


def test_question_names_its_report(windows: Windows, amara: Visitor, report: Report) -> None:
    asked = windows.press(amara, "note", report.id)
    assert asked == Asked(ASKS["note"], "R-0001")


def test_outcome_is_asked_of_nobody_who_has_not_read(windows: Windows, amara: Visitor, report: Report) -> None:
    shown = pressed(windows.press(amara, "outcome", report.id))
    assert shown.said == wording.READ_FIRST
    assert WRITTEN in shown.card.plain_text()
    assert isinstance(windows.press(amara, "outcome", report.id), Asked)


# --- what is written into its questions ---


@pytest.mark.parametrize("action", ["note", "contact", "outcome"])
def test_what_was_written_is_kept_once_and_told_the_second_time(
    windows: Windows, office: Office, amara: Visitor, report: Report, action: str
) -> None:
    windows.press(amara, "view", report.id)
    with ThreadPoolExecutor(4) as hands:
        came = list(hands.map(lambda _: windows.carry_out(amara, action, report.id, "k", SAID), range(4)))
    said = [one.card.plain_text() for one in came if isinstance(one, Shown)]
    assert said.count(wording.DONE_ALREADY) == 3
    with office.looking() as connection:
        assert len(office.filing.notes(connection, now(office, report))) == 1


def test_report_is_shown_anew_under_what_was_done_over_it(windows: Windows, amara: Visitor, report: Report) -> None:
    windows.press(amara, "view", report.id)
    shown = windows.carry_out(amara, "note", report.id, "k", SAID, shown="view")
    assert isinstance(shown, Shown)
    assert shown.said == "R-0001: your note is kept. The reporter does not see it."
    assert SAID["note"] in shown.card.plain_text()
    alone = windows.carry_out(amara, "note", report.id, "another", SAID)
    assert isinstance(alone, Shown)
    assert not tells(alone.card)


def test_words_that_say_nothing_are_asked_for_on_their_field(windows: Windows, amara: Visitor, report: Report) -> None:
    windows.press(amara, "view", report.id)
    for action, field in (("note", "note"), ("outcome", "reason")):
        came = windows.carry_out(amara, action, report.id, action, {"note": " ", "outcome": "monitor", "reason": "\u200b"})
        assert isinstance(came, Refused)
        assert [(one.field, one.message) for one in came.errors] == [(field, wording.REFUSALS["no_reason"])]


def test_outcome_written_unread_is_not_lost(windows: Windows, office: Office, amara: Visitor, report: Report) -> None:
    came = windows.carry_out(amara, "outcome", report.id, "k", SAID)
    assert isinstance(came, Refused)
    assert came.errors[0].message == wording.WRITE_FIRST_READ
    assert now(office, report).state is State.OPEN
    windows.press(amara, "view", report.id)
    assert isinstance(windows.carry_out(amara, "outcome", report.id, "k", SAID), Shown)
    assert now(office, report).state is State.CLOSED


def test_withdrawal_that_is_thought_better_of_shows_the_receipt_and_says_nothing_above_it(windows: Windows, office: Office, report: Report) -> None:
    shown = windows.carry_out(STAFF, "withdraw", report.id, "k", {"withdraw": "no"})
    assert isinstance(shown, Shown)
    assert (shown.said, shown.shows) == ("", "receipt")
    assert "R-0001 is stored" in shown.card.plain_text()
    assert now(office, report).state is State.OPEN


# --- what fails ---


def fails(*_: object, **__: object) -> None:
    raise OperationalError("", {}, OSError("disk full"))


@pytest.mark.parametrize("where", ["was_seen", "is_first"])
def test_delivery_that_cannot_be_noted_is_refused_before_it_is_done_and_done_after(
    windows: Windows, office: Office, amara: Visitor, report: Report, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Deliveries, where, fails)
    came = windows.carry_out(amara, "note", report.id, "k", SAID)
    with office.looking() as connection:
        number = len(office.filing.notes(connection, now(office, report)))
    if where == "was_seen":
        assert isinstance(came, Refused)
        assert came.errors[0].message == wording.REFUSALS["not_kept"]
        assert number == 0
    else:
        assert isinstance(came, Shown)
        assert number == 1


def test_note_that_is_kept_is_said_to_be_though_the_report_cannot_be_read_then(
    windows: Windows, amara: Visitor, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Windows, "_shown_again", fails)
    shown = windows.carry_out(amara, "note", report.id, "k", SAID, shown="view")
    assert isinstance(shown, Shown)
    assert shown.card.plain_text() == "R-0001: your note is kept. The reporter does not see it."


def test_store_that_does_not_take_it_leaves_what_was_written_with_its_writer(
    windows: Windows, amara: Visitor, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_taken(*_: object) -> pressing.Pressed:
        return pressing.Pressed(pressing.cards.refused(pressing.WhyNot.NOT_KEPT), kept=False)

    monkeypatch.setattr(pressing, "press", not_taken)
    came = windows.carry_out(amara, "note", report.id, "k", SAID)
    assert isinstance(came, Refused)
    monkeypatch.undo()
    assert isinstance(windows.carry_out(amara, "note", report.id, "k", SAID), Shown)


def test_person_is_who_the_settings_say_at_the_school_of_the_report(
    windows: Windows, office: Office, submit: Submit, person: Callable[..., Person]
) -> None:
    ours = submit(office)
    both = Visitor(
        "terminal", "amara", "here", "A", full_member=True, schools=("elmfield", "oakfield"), listed=(person("gail", "elmfield"), person("amara"))
    )
    assert WRITTEN in pressed(windows.press(both, "view", ours.id)).card.plain_text()
    assert opened_by(office, ours) == ["amara"]
