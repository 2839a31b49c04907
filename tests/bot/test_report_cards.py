"""Each card of a report says what is so and no more; only the opened report and its messages show what was written.

The files under `golden_reports/` hold the plain text of every card. Where a change of the words is meant, renew them with
`RENEW_GOLDEN=1 pytest tests/bot/test_report_cards.py`, and read the difference, aloud, before committing it.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from adapters.terminal import show
from bot import report_cards as cards
from bot import wording
from bot.cards import Banner, Block, Buttons, Card, Facts, Line, Quote, visible
from bot.forms import form
from bot.report_cards import (
    ACTIONS,
    Acknowledged,
    Closed,
    Deed,
    Delivered,
    ListRow,
    MyReport,
    NextStep,
    NobodyMayReceive,
    Notice,
    Opening,
    Position,
    Stored,
    Trouble,
    Truth,
    Unconfirmed,
    WhyNot,
    Withdrawn,
)
from bot.reports import Content, Kind, Note, NoteKind, Outcome, Report, Role, State, Urgency

GOLDEN = Path(__file__).parent / "golden_reports"
LONDON = "Europe/London"
AT = datetime(2026, 11, 28, 10, 31, tzinfo=UTC)
DSL, DEPUTY = cards.who(Role.DSL, ("A. Example",)), cards.who(Role.DEPUTY)
PHONE = "01632 960 001"
REPORTER = "R. Reporter"


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


REPORT = Report(
    id="5f0c", reference="R-0042", school="oakfield", kind=Kind.PUPIL_CONTACT, urgency=Urgency.NORMAL, state=State.OPEN, reporter_id="rae",
    reported_at=AT, excluded=frozenset(),
)  # fmt: skip
URGENT = replace(REPORT, urgency=Urgency.URGENT, kind=Kind.SAFEGUARDING_CONCERN)
TAKEN = replace(REPORT, state=State.ACKNOWLEDGED, acknowledged_at=later(3), acknowledged_by="amara", assigned_to="amara")
CLOSED = replace(TAKEN, state=State.CLOSED, outcome=Outcome.MONITOR, closed_at=later(60 * 24))
RECORDED = replace(CLOSED, recorded_at=later(60 * 24 + 5), held=True)
WITHDRAWN = replace(REPORT, state=State.WITHDRAWN)
PURGED = replace(RECORDED, purged=True)
ABOUT_HEAD = replace(REPORT, kind=Kind.ADULT_CONCERN, excluded=frozenset({"hilda"}))

ON_TO_DEPUTY = NextStep(later(30), DEPUTY)
POSITION = Position(next_step=ON_TO_DEPUTY)
TAKEN_BY = Position(opened_by=("A. Example",), acknowledged_by="A. Example", assigned_to="A. Example")
CLOSED_BY = replace(TAKEN_BY, closed_by="A. Example")
DELIVERED = Delivered(AT, DSL, next_step=ON_TO_DEPUTY)
OPENED = Delivered(AT, DSL, (Opening("A. Example", later(3)),), ON_TO_DEPUTY)

CONTENT = Content(
    fields={
        "immediate_danger": "no",
        "network": "Snapchat",
        "account": "mine",
        "pupils": "Robin Zephyrine, Year 9",
        "pupil_status": "current",
        "family_member": "no",
        "happened_at": "yesterday 9pm",
        "started_by": "pupil",
        "what_was_said": "“hi sir”\nthen: “zephyr \u202e?”",
        "replied": "no",
    },
    reporter_name=REPORTER,
    about=("ben",),
)
NAMES = {"amara": "A. Example", "ben": "B. Example", "hilda": "H. Example", "rae": REPORTER}
NOTES = (
    Note(NoteKind.INFORMATION, later(10), "rae", "Zephyrine wrote again."),
    Note(NoteKind.NOTE, later(20), "amara", "Rang home about zephyrs.\nNo answer."),
    Note(NoteKind.MESSAGE, later(30), "amara", "Thank you. Come to the zephyr room at 3."),
    Note(NoteKind.OUTCOME, later(60), "amara", "Zephyrs are known, and being worked on."),
)
DELETE_AT_ONCE = Quote("Delete compromising pictures at once.", source="section 4")


def sealed(report: Report, position: Position = POSITION, reporter_name: str = REPORTER) -> Card:
    return cards.sealed_card(report, reporter_name=reporter_name, school_name="Oakfield School", position=position, timezone=LONDON)


def receipt(truth: Truth, report: Report = REPORT, **more: tuple[Quote, ...]) -> Card:
    return cards.receipt(report, truth, timezone=LONDON, **more)


def notice(what: Notice) -> Card:
    return cards.reporter_notice(REPORT, what, at=later(3), timezone=LONDON, whom=DSL, phone=PHONE)


def opened(report: Report = REPORT, content: Content = CONTENT, notes: tuple[Note, ...] = ()) -> Card:
    return cards.opened_report(report, content, notes, NAMES, timezone=LONDON)


WITHOUT_CONTENT: dict[str, Card] = {
    "sealed_open": sealed(REPORT),
    "sealed_urgent": sealed(URGENT, replace(POSITION, opened_by=("A. Example", "B. Example"))),
    "sealed_name_withheld": sealed(ABOUT_HEAD, Position(), reporter_name=""),
    "sealed_odd_reporter": sealed(replace(REPORT, odd_reporter=True), replace(POSITION, next_step=NextStep(later(15), DSL, reminder=True))),
    "sealed_acknowledged": sealed(TAKEN, replace(TAKEN_BY, information_added_at=later(9))),
    "sealed_closed": sealed(CLOSED, CLOSED_BY),
    "sealed_recorded": sealed(RECORDED, CLOSED_BY),
    "sealed_withdrawn": sealed(WITHDRAWN),
    "sealed_deleted": sealed(PURGED, CLOSED_BY),
    "copy": cards.copy_card(REPORT),
    "reminder": cards.reminder_card(REPORT, reporter_name=REPORTER, minutes_open=15, timezone=LONDON),
    "reminder_urgent": cards.reminder_card(URGENT, reporter_name=REPORTER, minutes_open=5, timezone=LONDON),
    "escalation": cards.escalation_card(
        REPORT, reporter_name=REPORTER, minutes_open=245, asked=DSL, timezone=LONDON, next_step=NextStep(later(60 * 48), cards.who(Role.HEAD))
    ),
    "escalation_by_hand": cards.escalation_card(
        REPORT, reporter_name=REPORTER, minutes_open=4, asked=DSL, timezone=LONDON, passed_on_by="A. Example"
    ),
    "escalation_undelivered": cards.escalation_card(REPORT, reporter_name=REPORTER, minutes_open=None, asked=DSL, timezone=LONDON),
    "outcome_reminder": cards.outcome_reminder_card(TAKEN, reporter_name=REPORTER, acknowledged_by="A. Example", timezone=LONDON),
    "added": cards.added_card(TAKEN, reporter_name=REPORTER, added_at=later(9), timezone=LONDON),
    "reopened": cards.reopened_card(REPORT, reporter_name=REPORTER, acknowledged_by="A. Example", acknowledged_at=later(3), timezone=LONDON),
    "list": cards.list_card(
        [
            ListRow(URGENT, REPORTER, POSITION),
            ListRow(TAKEN, "", TAKEN_BY),
            ListRow(CLOSED, REPORTER, CLOSED_BY),
            ListRow(WITHDRAWN, REPORTER, POSITION),
        ],
        timezone=LONDON,
    ),
    "list_empty": cards.list_card([], timezone=LONDON),
    "told_second": cards.told_second(TAKEN, "A. Example", later(3), timezone=LONDON),
    "choose_kind": cards.choose_kind(),
    "receipt_stored": receipt(Stored(DSL)),
    "receipt_stored_urgent": receipt(Stored(DSL), URGENT),
    "receipt_stored_about_head": receipt(Stored(cards.who(Role.CHAIR)), ABOUT_HEAD),
    "receipt_stored_policy": receipt(Stored(DSL), policy=(DELETE_AT_ONCE,)),
    "receipt_delivered": receipt(DELIVERED),
    "receipt_delivered_reminder": receipt(replace(DELIVERED, next_step=NextStep(later(15), DSL, reminder=True))),
    "receipt_opened": receipt(OPENED),
    "receipt_acknowledged": receipt(Acknowledged("A. Example", later(3)), TAKEN),
    "receipt_closed": receipt(Closed("A. Example", later(60 * 24)), CLOSED),
    "receipt_withdrawn": receipt(Withdrawn(later(5)), WITHDRAWN),
    "receipt_unconfirmed": receipt(Unconfirmed(PHONE)),
    "receipt_nobody": receipt(NobodyMayReceive("LADO, Example Council, 01632 960 003"), ABOUT_HEAD),
    "not_stored": cards.not_stored(PHONE),
    "perhaps_not_stored": cards.perhaps_not_stored(PHONE),
    "my_reports": cards.my_reports(
        [MyReport(REPORT, OPENED), MyReport(replace(CLOSED, id="77aa", reference="R-0040"), Closed("A. Example", later(60 * 24)))], timezone=LONDON
    ),
    "my_reports_empty": cards.my_reports([], timezone=LONDON),
    "self_test": cards.self_test_card(log_words="amber basin cedar delta ember fjord grove haven"),
    "away": cards.away_card(later(60 * 24), timezone=LONDON),
    "away_without_end": cards.away_card(None, timezone=LONDON),
    "back": cards.back_card(),
    **{f"notice_{what}": notice(what) for what in Notice},
    **{f"refused_{why}": cards.refused(why) for why in WhyNot},
    **{f"done_{deed}": cards.done(REPORT, deed) for deed in Deed},
    **{f"it_{trouble}": cards.warning_for_it(trouble, reference="R-0042", where="the DSL channel") for trouble in Trouble},
}
"""Every card that may be seen by somebody who may not read the report, by the name of its golden file."""
WITH_CONTENT: dict[str, Card] = {
    "opened": opened(notes=NOTES),
    "opened_urgent": opened(replace(URGENT, odd_reporter=True), Content({"child": "Robin Zephyrine"}, "")),
    "opened_closed": opened(replace(CLOSED, excluded=frozenset({"ben", "hilda"}))),
    "messages": cards.messages(REPORT, NOTES, NAMES, timezone=LONDON),
}
EVERY = WITHOUT_CONTENT | WITH_CONTENT
SUBJECT, TEXT = cards.fallback_mail(URGENT, reporter_name=REPORTER, school_name="Oakfield School", timezone=LONDON)


def labels(card: Card) -> list[str]:
    return [button.label for button in card.buttons()]


def actions(card: Card) -> list[str]:
    return [button.action for button in card.buttons()]


def facts(card: Card) -> list[tuple[str, str]]:
    return [(pair.label, pair.text) for block in card.blocks if isinstance(block, Facts) for pair in block.pairs]


def lines(card: Card) -> list[str]:
    return [block.text for block in card.blocks if isinstance(block, Line | Banner)]


def words_of(block: Block) -> list[str]:
    match block:
        case Banner(text, _) | Line(text, _):
            return [text]
        case Quote(text, stem, source):
            return [text, stem, source]
        case Facts(pairs):
            return [words for pair in pairs for words in (pair.label, *pair.text.split("\n"))]
        case Buttons(question, buttons):
            return [question, *(button.label for button in buttons)]


# --- every card ---


@pytest.mark.parametrize("name", [*EVERY, "mail"])
def test_card_reads_as_its_golden_file(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    text = f"{SUBJECT}\n\n{TEXT}" if name == "mail" else EVERY[name].plain_text() + "\n"
    if os.environ.get("RENEW_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_card() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted([*EVERY, "mail"])


def test_every_kind_of_card_has_a_golden_file() -> None:
    makers = {name for name, one in inspect.getmembers(cards, inspect.isfunction) if one.__module__ == cards.__name__ and not name.startswith("_")}
    shown = {name for name in makers if f"cards.{name}(" in Path(__file__).read_text(encoding="utf-8")}
    assert makers - shown == set()


@pytest.mark.parametrize("name", EVERY)
def test_every_word_of_a_card_is_in_its_plain_text(name: str) -> None:
    plain = EVERY[name].plain_text()
    assert [words for block in EVERY[name].blocks for words in words_of(block) if words not in plain] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_word_of_a_card_is_shown_in_a_terminal(name: str) -> None:
    screen = StringIO()
    show(Console(file=screen, width=70, highlight=False), EVERY[name])
    assert tokens(screen.getvalue()) == tokens(EVERY[name].plain_text())


def tokens(text: str) -> list[str]:
    """Return the words of a text, without frames and without the marks that plain text sets around banners and sources."""
    return [word for word in (one.strip("!()│╭─╮╰╯") for one in text.split()) if word]


def test_only_two_cards_are_given_what_was_written() -> None:
    makers = inspect.getmembers(cards, inspect.isfunction)
    given_content = {name for name, one in makers if not name.startswith("_") and {"content", "notes"} & set(inspect.signature(one).parameters)}
    assert given_content == {"opened_report", "messages"}


def test_sealed_cards_lists_receipts_and_mail_are_never_given_what_was_written() -> None:
    seen = "\n".join([SUBJECT, TEXT, *(card.plain_text() for card in WITHOUT_CONTENT.values())])
    assert "zephyr" not in seen.casefold()
    assert all("zephyr" in card.plain_text().casefold() for card in WITH_CONTENT.values())


@pytest.mark.parametrize("name", EVERY)
def test_button_holds_the_report_and_nothing_else(name: str) -> None:
    assert {button.value for button in EVERY[name].buttons()} <= {REPORT.id, "77aa", *Kind}


@pytest.mark.parametrize("name", EVERY)
def test_button_fits_both_chats(name: str) -> None:
    assert [label for label in labels(EVERY[name]) if len(label) > 75] == []


@pytest.mark.parametrize("name", EVERY)
def test_id_of_a_report_is_never_shown(name: str) -> None:
    assert REPORT.id not in EVERY[name].plain_text()


# --- the sealed card ---


def test_sealed_card_says_reference_kind_time_and_reporter_first() -> None:
    assert lines(sealed(REPORT))[0] == "R-0042 | Pupil contact | Sat 28 Nov 2026 10:31 | by R. Reporter | Oakfield School"


def test_urgent_card_stands_out_and_says_so() -> None:
    first = sealed(URGENT).blocks[0]
    assert isinstance(first, Banner)
    assert first.urgent
    assert " | urgent | " in first.text


def test_withheld_name_is_said_to_be_withheld() -> None:
    assert "name withheld" in lines(sealed(REPORT, reporter_name=""))[0]


def test_school_without_a_name_leaves_no_gap() -> None:
    card = cards.sealed_card(REPORT, reporter_name=REPORTER, school_name="", position=POSITION, timezone=LONDON)
    assert lines(card)[0].endswith("by R. Reporter")


@pytest.mark.parametrize("state", State)
def test_buttons_fit_the_state(state: State) -> None:
    assert actions(sealed(replace(REPORT, state=state))) == list(ACTIONS[state])


@pytest.mark.parametrize("state", State)
def test_report_can_be_viewed_in_every_state(state: State) -> None:
    assert ACTIONS[state][0] == "view"


def test_every_button_of_a_dsl_is_offered_in_some_state() -> None:
    assert {wording.BUTTONS[action] for state in State for action in ACTIONS[state]} >= {
        *("View", "Acknowledge", "Assign to me", "Add note", "Contact reporter", "Escalate", "Record outcome", "Re-open"),
    }


def test_recorded_report_is_not_asked_to_be_recorded_again() -> None:
    assert "mark_recorded" in actions(sealed(CLOSED, CLOSED_BY))
    assert "mark_recorded" not in actions(sealed(RECORDED, CLOSED_BY))


def test_deleted_report_has_nothing_left_to_press() -> None:
    assert actions(sealed(PURGED, CLOSED_BY)) == []
    assert wording.TEXT_DELETED in lines(sealed(PURGED, CLOSED_BY))


def test_report_that_somebody_took_on_no_longer_says_where_it_goes_next() -> None:
    assert not any("goes to" in line for line in lines(sealed(TAKEN, replace(TAKEN_BY, next_step=ON_TO_DEPUTY))))


@pytest.mark.parametrize("report", [CLOSED, RECORDED])
def test_sealed_card_does_not_say_what_was_decided(report: Report) -> None:
    assert "Monitor" not in sealed(report, CLOSED_BY).plain_text()


@pytest.mark.parametrize("state", [State.ACKNOWLEDGED, State.CLOSED])
def test_name_that_is_not_known_is_not_made_up(state: State) -> None:
    bare = sealed(replace(REPORT, state=state), Position())
    assert any(line.endswith("by somebody who receives it.") for line in lines(bare))


@pytest.mark.parametrize("hostile", ["R\u202e. Reporter", "R.\nReporter", "R\r\n\tR", "\u200b"])
def test_name_of_a_reporter_cannot_break_a_card(hostile: str) -> None:
    text = sealed(REPORT, reporter_name=hostile).plain_text()
    assert len(text.splitlines()) == len(sealed(REPORT).plain_text().splitlines())
    assert visible(text) == text


def test_times_are_those_of_the_schools_clock() -> None:
    june = replace(REPORT, reported_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert "Wed 1 Jul 2026 00:30" in lines(sealed(june))[0]


# --- reminders, escalation, mail ---


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        *((0, "0 minutes"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (125, "2 hours 5 minutes")),
        *((1440, "1 day"), (1441, "1 day"), (1500, "1 day 1 hour"), (4500, "3 days 3 hours")),
    ],
)
def test_reminder_names_the_reference_and_why(minutes: int, said: str) -> None:
    card = cards.reminder_card(REPORT, reporter_name=REPORTER, minutes_open=minutes, timezone=LONDON)
    assert lines(card)[0] == f"R-0042: nobody has acknowledged it for {said}."


def test_escalation_says_whom_it_went_to_first() -> None:
    assert lines(EVERY["escalation"])[0] == (
        "R-0042 comes to you because nobody has acknowledged it for 4 hours 5 minutes. It went first to the DSL, A. Example."
    )


def test_escalation_by_hand_says_whose_and_blames_no_silence() -> None:
    assert lines(EVERY["escalation_by_hand"])[0] == "R-0042 comes to you because A. Example passed it on."


def test_escalation_of_what_could_not_be_delivered_blames_no_silence() -> None:
    assert lines(EVERY["escalation_undelivered"])[0] == "R-0042 comes to you because I could not deliver it to the DSL, A. Example."


@pytest.mark.parametrize("trouble", Trouble)
def test_warning_without_a_place_is_still_a_sentence(trouble: Trouble) -> None:
    (said,) = lines(cards.warning_for_it(trouble, reference="R-0042"))
    assert not re.search(r" [,.:]|^[,.:]|  ", said)


def test_next_step_on_another_day_is_named_with_its_day() -> None:
    assert "If nobody acknowledges by Mon 30 Nov 2026 10:31 it goes to the headteacher." in lines(EVERY["escalation"])


def test_mail_says_on_a_lock_screen_only_that_something_waits() -> None:
    assert SUBJECT == "Urgent report R-0042 is waiting for you"
    assert cards.fallback_mail(REPORT, reporter_name="", school_name="", timezone=LONDON)[0] == "Report R-0042 is waiting for you"


def test_mail_on_danger_begins_with_999() -> None:
    assert TEXT.startswith("If a child is in immediate danger, call 999 now.\n")
    assert "999" not in cards.fallback_mail(REPORT, reporter_name="", school_name="", timezone=LONDON)[1]


@pytest.mark.parametrize("hostile", ["R\nBcc: x@y.example", "R\r\nSubject: x", "R\u2028R"])
def test_name_cannot_add_a_line_to_the_mail(hostile: str) -> None:
    subject, text = cards.fallback_mail(REPORT, reporter_name=hostile, school_name=hostile, timezone=LONDON)
    assert "\n" not in subject
    assert len(text.splitlines()) == len(cards.fallback_mail(REPORT, reporter_name="R", school_name="S", timezone=LONDON)[1].splitlines())


def test_lock_screen_shows_a_fixed_sentence() -> None:
    assert cards.lock_screen(REPORT) == "A report is waiting in Signpost."
    assert cards.lock_screen(URGENT) == "An urgent report is waiting in Signpost."


def test_second_acknowledgement_is_told_who_was_first() -> None:
    assert lines(EVERY["told_second"])[0].startswith("R-0042 was acknowledged first by A. Example, 10:34.")


def test_role_is_named_with_those_who_hold_it() -> None:
    assert cards.who(Role.DSL, ("A. Example", "B.\nExample")) == "the DSL, A. Example or B. Example"
    assert cards.who(Role.HEAD) == "the headteacher"


# --- the receipt: three truths and nothing more ---


def test_stored_says_stored_and_on_its_way() -> None:
    assert lines(receipt(Stored(DSL)))[0] == "Report R-0042 is stored, 10:31, and on its way to the DSL, A. Example."


def test_stored_does_not_say_that_anybody_has_it() -> None:
    first = lines(receipt(Stored(DSL)))[0]
    assert [word for word in ("delivered", "seen", "opened", "acknowledged", "received", " has ") if word in first] == []


def test_delivered_says_that_nobody_has_opened_it_and_where_it_goes_next() -> None:
    assert lines(receipt(DELIVERED))[:2] == [
        "Report R-0042 delivered 10:31. Opened by: not yet. If nobody acknowledges by 11:01 it goes to the deputy.",
        "Delivered to: the DSL, A. Example.",
    ]


def test_delivered_promises_no_next_step_where_there_is_none() -> None:
    assert lines(receipt(replace(DELIVERED, next_step=None)))[0] == "Report R-0042 delivered 10:31. Opened by: not yet."


def test_opened_says_by_whom_and_when_and_claims_no_acknowledgement() -> None:
    assert lines(receipt(OPENED))[0].startswith("Report R-0042 delivered 10:31. Opened by: A. Example, 10:34. If nobody acknowledges by 11:01")


def test_reminder_is_not_called_an_escalation() -> None:
    step = NextStep(later(15), DSL, reminder=True)
    assert "If nobody acknowledges by 10:46 a reminder goes to the DSL" in lines(receipt(replace(DELIVERED, next_step=step)))[0]


def test_acknowledged_says_by_whom_and_when() -> None:
    assert lines(receipt(Acknowledged("A. Example", later(3)), TAKEN)) == ["Report R-0042 acknowledged by A. Example, 10:34."]


def test_closed_does_not_say_what_was_decided() -> None:
    card = receipt(Closed("A. Example", later(60 * 24)), CLOSED)
    assert lines(card)[0] == "Report R-0042 closed by A. Example, Sun 29 Nov 2026 10:31."
    assert "Monitor" not in card.plain_text()


def test_unconfirmed_says_whom_to_ring() -> None:
    assert lines(receipt(Unconfirmed(PHONE)))[0] == f"R-0042 is stored, but I cannot confirm that anybody has it. Ring {PHONE}."


def test_report_that_was_not_stored_says_so_first_and_that_the_text_is_there() -> None:
    assert lines(cards.not_stored(PHONE)) == [f"NOT stored. Ring {PHONE} now. Your text is still in this form."]


@pytest.mark.parametrize("truth", [Stored(DSL), DELIVERED, OPENED, Unconfirmed(PHONE), NobodyMayReceive(PHONE)])
def test_urgent_receipt_puts_999_first_until_somebody_has_it(truth: Truth) -> None:
    assert lines(receipt(truth, URGENT))[0] == "If a child is in immediate danger, call 999 now."
    assert "999" not in receipt(truth).plain_text()


@pytest.mark.parametrize("truth", [Acknowledged("A. Example", AT), Closed("A. Example", AT), Withdrawn(AT)])
def test_receipt_of_what_somebody_has_says_nothing_of_waiting(truth: Truth) -> None:
    assert wording.MEANWHILE[REPORT.kind] not in lines(receipt(truth))


@pytest.mark.parametrize("kind", Kind)
def test_receipt_says_what_to_do_meanwhile(kind: Kind) -> None:
    assert wording.MEANWHILE[kind] in lines(receipt(Stored(DSL), replace(REPORT, kind=kind)))


def test_receipt_says_to_ask_the_dsl_about_images() -> None:
    assert "Do not forward, screenshot or store images of a child: ask the DSL." in lines(receipt(Stored(DSL)))


@pytest.mark.parametrize("report", [ABOUT_HEAD, replace(REPORT, excluded=frozenset({"amara"})), replace(REPORT, kind=Kind.ADULT_CONCERN)])
def test_receipt_of_a_report_that_may_be_about_the_dsl_sends_nobody_to_the_dsl(report: Report) -> None:
    assert "DSL" not in receipt(Stored(cards.who(Role.CHAIR)), report).plain_text()


def test_policy_that_says_otherwise_is_quoted() -> None:
    assert DELETE_AT_ONCE in receipt(Stored(DSL), policy=(DELETE_AT_ONCE,)).blocks
    assert wording.POLICY_FIRST not in lines(receipt(Stored(DSL)))


@pytest.mark.parametrize(
    ("report", "offered"),
    [
        (REPORT, ["add_information", "withdraw"]),
        (TAKEN, ["add_information", "withdraw"]),
        (CLOSED, ["add_information"]),
        (WITHDRAWN, ["add_information"]),
        (PURGED, []),
    ],
)
def test_reporter_may_always_add_and_withdraws_only_what_is_not_decided(report: Report, offered: list[str]) -> None:
    assert actions(receipt(Stored(DSL), report)) == offered


def test_buttons_of_several_reports_say_whose_they_are() -> None:
    assert labels(EVERY["my_reports"]) == ["Add information (R-0042)", "Withdraw (R-0042)", "Add information (R-0040)"]


@pytest.mark.parametrize("truth", [Stored(DSL), DELIVERED, OPENED, Acknowledged("A", AT), Closed("A", AT), Withdrawn(AT), Unconfirmed(PHONE)])
def test_my_reports_tells_the_same_truth_as_the_receipt(truth: Truth) -> None:
    said = cards.truth_lines(REPORT, truth, timezone=LONDON)
    assert set(said) <= set(lines(cards.my_reports([MyReport(REPORT, truth)], timezone=LONDON)))
    assert set(said) <= set(lines(receipt(truth)))


@pytest.mark.parametrize("what", Notice)
def test_notice_names_the_report(what: Notice) -> None:
    assert "R-0042" in notice(what).plain_text()


def test_message_is_read_by_a_press_and_not_in_the_notice() -> None:
    assert actions(notice(Notice.MESSAGE)) == ["read_message"]


def test_reporter_reads_the_messages_and_none_of_the_notes() -> None:
    assert [text for _, text in facts(EVERY["messages"])] == ["Thank you. Come to the zephyr room at 3."]


def test_every_form_is_one_press_away() -> None:
    assert [(button.action, button.value) for button in cards.choose_kind().buttons()] == [("report_form", kind) for kind in Kind]


def test_999_stands_above_the_choice_of_form() -> None:
    assert "999" in cards.choose_kind().plain_text().splitlines()[0]


@pytest.mark.parametrize("why", WhyNot)
def test_refusal_says_nothing_of_the_report(why: WhyNot) -> None:
    assert list(inspect.signature(cards.refused).parameters) == ["why"]
    assert lines(cards.refused(why))


# --- the opened report ---


@pytest.mark.parametrize("kind", Kind)
def test_opened_report_has_every_question_of_its_form(kind: Kind) -> None:
    shown = [label for label, _ in facts(opened(replace(REPORT, kind=kind), Content({}, REPORTER)))]
    assert [one.label for one in form(kind).fields if one.label not in shown] == []


def test_question_that_was_left_empty_says_so() -> None:
    assert ("Link, if there is one", wording.NOTHING_WRITTEN) in facts(opened())


def test_choice_is_shown_in_the_words_that_were_offered() -> None:
    assert ("On whose account?", "My own") in facts(opened())


def test_what_was_written_is_shown_as_written_with_what_hides_made_visible() -> None:
    assert ("What was said or sent?", "“hi sir”\nthen: “zephyr ⟨U+202E⟩?”") in facts(opened())


def test_day_that_was_meant_by_yesterday_is_shown_beside_it() -> None:
    assert ("which I read as", "Fri 27 Nov 2026 21:00") in facts(opened())
    assert ("which I read as", "Fri 27 Nov 2026") in facts(opened(content=replace(CONTENT, fields={"happened_at": "yesterday"})))


@pytest.mark.parametrize("typed", ["not sure", "not sure, yesterday?", "long ago", ""])
def test_time_that_is_not_known_is_not_read(typed: str) -> None:
    assert "which I read as" not in [label for label, _ in facts(opened(content=replace(CONTENT, fields={"happened_at": typed})))]


def test_people_it_is_about_are_named() -> None:
    assert ("Is it about a member of staff?", "B. Example") in facts(opened())


def test_somebody_whom_nobody_knows_is_shown_by_id() -> None:
    assert "slack:U77" in opened(content=replace(CONTENT, about=("slack:U77",))).plain_text()


def test_opened_report_says_from_whom_it_is_kept() -> None:
    assert (wording.KEPT_FROM, "B. Example, H. Example") in facts(WITH_CONTENT["opened_closed"])
    assert wording.KEPT_FROM not in [label for label, _ in facts(opened())]


def test_notes_stand_in_their_order_with_author_and_time() -> None:
    assert [label for label, _ in facts(opened(notes=NOTES))][-4:] == [
        "Added by the reporter, R. Reporter, Sat 28 Nov 2026 10:41",
        "Note, A. Example, Sat 28 Nov 2026 10:51",
        "Message to the reporter, A. Example, Sat 28 Nov 2026 11:01",
        "Reason for the outcome, A. Example, Sat 28 Nov 2026 11:31",
    ]


def test_outcome_is_shown_to_those_who_open_it() -> None:
    assert ("Outcome", "Monitor") in facts(WITH_CONTENT["opened_closed"])


def test_field_of_an_earlier_form_is_still_shown() -> None:
    assert ("Also written (old⟨U+200B⟩)", "kept") in facts(opened(content=replace(CONTENT, fields={"old\u200b": "kept"})))


def test_opened_report_offers_what_fits_and_not_to_open_it_again() -> None:
    assert actions(opened()) == list(ACTIONS[State.OPEN][1:])


def test_opened_report_on_danger_asks_to_make_sure_of_999() -> None:
    assert WITH_CONTENT["opened_urgent"].blocks[0] == Banner(wording.DANGER_WAS_REPORTED, urgent=True)


ANYTHING = st.text(st.characters() | st.sampled_from("\0\ud800\u202e\u200b\r\n\t\x1b "), max_size=80)
FIELD_NAMES = st.sampled_from(sorted({one.name for kind in Kind for one in form(kind).fields})) | ANYTHING


def shown_whole(text: str, card: Card) -> bool:
    """Return whether every line of a text stands in the plain text of a card."""
    there = card.plain_text().split("\n")
    return all(f"  {line}" in there for line in visible(text).split("\n"))


@given(
    kind=st.sampled_from(list(Kind)),
    fields=st.dictionaries(FIELD_NAMES, ANYTHING, max_size=18),
    about=st.lists(ANYTHING, max_size=3),
    notes=st.lists(st.builds(Note, st.sampled_from(NoteKind), st.just(AT), ANYTHING, ANYTHING), max_size=4),
    name=ANYTHING,
)
def test_every_word_of_every_field_and_note_is_shown(kind: Kind, fields: dict[str, str], about: list[str], notes: list[Note], name: str) -> None:
    card = opened(replace(REPORT, kind=kind), Content(fields, name, tuple(about)), tuple(notes))
    choices = {one.name: dict(one.choices) for one in form(kind).fields}
    expected = [choices.get(field, {}).get(text, text) for field, text in fields.items() if text] + [note.text for note in notes]
    assert [text for text in expected if not shown_whole(text, card)] == []
    assert [word for one in about for word in visible(one).split() if word not in card.plain_text()] == []
    assert card.plain_text() == visible(card.plain_text())


@given(make=st.sampled_from([sealed, lambda report, position, name: receipt(Stored(name), report)]), name=ANYTHING)
def test_no_name_breaks_a_card(make: Callable[..., Card], name: str) -> None:
    text = make(REPORT, Position(opened_by=(name,), assigned_to=name), name).plain_text()
    assert text == visible(text)
