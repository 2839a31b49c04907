"""What a message says when it is sent: the truth of that moment, names and not ids, and never a word of what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from bot import absences, reporting, responding
from bot import report_cards as cards
from bot.cards import Card
from bot.reports import Kind, Outcome, Person, Report, Role, RowKind
from bot.sending import Reason
from bot.telling import Teller, names_of
from tests.bot.fake_chat import CANARY, OUT_OF_HOURS, PHONE, SCHOOL, STAFF, TESS, OpenScene, Scene, staff

T = TypeVar("T")
EVERYWHERE = {"*": Reason.REVOKED}


def told(scene: Scene, report: Report, ask: Callable[[Teller], T]) -> T:
    """Return what is said of a report as it stands now."""
    with scene.office.looking() as connection:
        return ask(Teller(scene.office, connection, scene.office.filing.get(connection, report.id)))


def truth(scene: Scene, report: Report) -> cards.Truth:
    return told(scene, report, Teller.truth)


def card(scene: Scene, report: Report, kind: RowKind, **said: object) -> str:
    return told(scene, report, lambda teller: teller.card(kind, **said)).plain_text()


def close(scene: Scene, report: Report, name: str = "amara") -> None:
    scene.open(name, report)
    responding.record_outcome(scene.office, scene.person(name), report.id, Outcome.NO_FURTHER_ACTION, CANARY)


# --- the truths that a reporter is told ---


def test_report_that_is_stored_is_on_its_way_to_those_who_receive_it(scene: Scene) -> None:
    assert truth(scene, scene.submit()) == cards.Stored("the DSL, Amara Obi")


def test_delivered_report_says_when_where_and_what_comes_next(scene: Scene) -> None:
    report = scene.report()
    at = report.reported_at
    step = cards.NextStep(at + timedelta(minutes=30), "the deputy, Ben Hale")
    assert truth(scene, report) == cards.Delivered(at, "the DSL, Amara Obi and the deputy, Ben Hale", (), step)


def test_delivered_report_says_who_has_opened_it(scene: Scene) -> None:
    report = scene.report()
    scene.open("ben", report)
    found = truth(scene, report)
    assert isinstance(found, cards.Delivered)
    assert found.openings == (cards.Opening("Ben Hale", report.reported_at),)


def test_delivered_report_names_everybody_to_whom_it_went(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=61)
    found = truth(scene, report)
    assert isinstance(found, cards.Delivered)
    assert (found.at, found.where.endswith("Chidi Eze"), "Ben Hale" in found.where) == (report.reported_at, True, True)


def test_acknowledged_report_says_by_whom_and_when(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("ben", report)
    assert truth(scene, report) == cards.Acknowledged("Ben Hale", report.reported_at)


def test_closed_report_says_by_whom_and_when_not_what_was_decided(scene: Scene) -> None:
    report = scene.report()
    close(scene, report)
    assert truth(scene, report) == cards.Closed("Amara Obi", report.reported_at)


def test_withdrawn_report_says_so(scene: Scene) -> None:
    report = scene.report()
    reporting.withdraw(scene.office, TESS, report.id)
    assert truth(scene, report) == cards.Withdrawn(report.reported_at)


def test_report_that_is_open_again_is_not_said_to_be_acknowledged(scene: Scene) -> None:
    report = scene.report()
    close(scene, report)
    responding.reopen(scene.office, scene.person("ben"), report.id, "more came up")
    assert isinstance(truth(scene, report), cards.Delivered)


@pytest.mark.parametrize(
    ("at", "number"),
    [
        pytest.param(datetime(2026, 11, 16, 8, 0, tzinfo=UTC), PHONE, id="the minute it opens"),
        pytest.param(datetime(2026, 11, 16, 16, 59, tzinfo=UTC), PHONE, id="just before it closes"),
        pytest.param(datetime(2026, 11, 16, 17, 0, tzinfo=UTC), OUT_OF_HOURS, id="the minute it closes"),
        pytest.param(datetime(2026, 11, 16, 7, 59, tzinfo=UTC), OUT_OF_HOURS, id="just before it opens"),
        pytest.param(datetime(2026, 11, 21, 11, 0, tzinfo=UTC), OUT_OF_HOURS, id="Saturday"),
        pytest.param(datetime(2026, 12, 28, 11, 0, tzinfo=UTC), OUT_OF_HOURS, id="a bank holiday"),
        pytest.param(datetime(2026, 7, 15, 7, 30, tzinfo=UTC), PHONE, id="half past eight by the summer's clock"),
        pytest.param(datetime(2026, 7, 15, 16, 30, tzinfo=UTC), OUT_OF_HOURS, id="half past five by the summer's clock"),
    ],
)
def test_number_to_ring_is_the_one_that_is_answered_now(scene: Scene, at: datetime, number: str) -> None:
    report = scene.submit()
    scene.clock.move(at - scene.clock.now())
    assert scene.office.number_to_ring(report.school) == number


def test_number_to_ring_goes_by_the_time_that_people_are_shown(scene: Scene) -> None:
    report = scene.submit()
    scene.clock.set_wall(timedelta(hours=10))
    assert scene.office.number_to_ring(report.school) == OUT_OF_HOURS


def test_report_that_reached_nobody_names_the_number(scene: Scene) -> None:
    scene.chat.closed, scene.mail.closed = EVERYWHERE, EVERYWHERE
    assert truth(scene, scene.report()) == cards.Unconfirmed(PHONE)


@pytest.mark.parametrize(("lado", "expected"), [("LADO, 01632 960 003", "LADO, 01632 960 003"), ("", PHONE)])
def test_report_about_everybody_names_whom_to_ring_outside(open_scene: OpenScene, lado: str, expected: str) -> None:
    scene = open_scene(lado=lado)
    assert truth(scene, scene.report(Kind.ADULT_CONCERN, about=("chidi", "dana"))) == cards.NobodyMayReceive(expected)


# --- who is named ---


@pytest.mark.parametrize(
    ("about", "role", "expected"),
    [
        ((), Role.DSL, "the DSL, Amara Obi"),
        ((), Role.SLT, "the senior leaders, Amara Obi or Eve Lowe"),
        (("amara",), Role.DSL, "the deputy, Ben Hale"),
        (("amara", "ben"), Role.DSL, "the headteacher, Chidi Eze"),
        (("chidi",), Role.HEAD, "the chair of governors, Dana Frost"),
        (("chidi", "dana"), Role.HEAD, "the headteacher"),
    ],
)
def test_whoever_stands_in_is_named_by_the_role_that_they_hold(scene: Scene, about: tuple[str, ...], role: Role, expected: str) -> None:
    assert told(scene, scene.submit(about=about), lambda teller: teller.who(role)) == expected


@pytest.mark.parametrize("about", [("amara",), ("ben",), ("chidi",)])
@pytest.mark.parametrize("kind", [Kind.ADULT_CONCERN, Kind.SAFEGUARDING_CONCERN])
def test_reporter_never_reads_that_it_is_on_its_way_to_whom_it_is_about(scene: Scene, kind: Kind, about: tuple[str]) -> None:
    scene.submit(kind, about=about)
    scene.carry()
    scene.wait(hours=3)
    (name,) = [name for one, name, _ in STAFF if one in about]
    assert not any(name in one for one in scene.told())


def test_channel_is_named_by_everybody_whose_it_is_once(scene: Scene) -> None:
    report = scene.report()
    absences.mark_away(scene.office, scene.person("amara"))
    found = truth(scene, report)
    assert isinstance(found, cards.Delivered)
    assert found.where == "the deputy, Ben Hale"


def test_somebody_who_has_left_is_shown_by_their_id(open_scene: OpenScene) -> None:
    scene = open_scene()
    report = scene.report()
    scene.acknowledge("ben", report)
    later = open_scene(people=staff(*STAFF[:1], *STAFF[2:]))
    assert truth(later, report) == cards.Acknowledged("ben", report.reported_at)


def test_names_of_a_school_are_those_of_its_settings(scene: Scene) -> None:
    assert names_of(scene.office, SCHOOL) == {one: name for one, name, _ in STAFF}


# --- the card of each row ---


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        (RowKind.CARD, {}, "R-0001 | Concern about a child | Mon 16 Nov 2026 10:31 | by Tess Byrne | Oakfield School"),
        (RowKind.FALLBACK, {}, "R-0001 | Concern about a child | Mon 16 Nov 2026 10:31 | by Tess Byrne | Oakfield School"),
        (RowKind.REMIND, {}, "R-0001: nobody has acknowledged it for 40 minutes."),
        (RowKind.ESCALATE, {}, "R-0001 comes to you because nobody has acknowledged it for 40 minutes. It went first to the DSL, Amara Obi."),
        (RowKind.HANDED_UP, {}, "R-0001 comes to you because I could not deliver it to the DSL, Amara Obi."),
        (RowKind.HANDED_UP, {"passed_on_by": "ben"}, "R-0001 comes to you because Ben Hale passed it on."),
        (RowKind.ADDED, {}, "R-0001: the reporter added information, Mon 16 Nov 2026 10:41."),
    ],
)
def test_every_message_says_why_it_comes(scene: Scene, kind: RowKind, said: dict[str, str], expected: str) -> None:
    report = scene.report()
    scene.wait(minutes=10)
    reporting.add_information(scene.office, TESS, report.id, CANARY)
    scene.wait(minutes=30)
    assert expected in card(scene, report, kind, **said)


def test_outcome_reminder_says_who_took_it_on_and_when(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("ben", report)
    assert "R-0001: acknowledged by Ben Hale, Mon 16 Nov 2026 10:31. No outcome" in card(scene, report, RowKind.OUTCOME_REMINDER)


@pytest.mark.parametrize(("again", "expected"), [(True, "R-0001 is open again: acknowledged by Ben Hale"), (False, "Not acknowledged yet.")])
def test_card_of_a_report_that_is_open_again_says_so(scene: Scene, again: bool, expected: str) -> None:
    report = scene.report()
    scene.acknowledge("ben", report)
    responding.reopen(scene.office, scene.person("amara"), report.id, "again")
    assert expected in card(scene, report, RowKind.CARD, again=again)


def test_second_card_of_a_report_that_nobody_had_taken_on_is_the_plain_one(scene: Scene) -> None:
    assert "is open again" not in card(scene, scene.report(), RowKind.CARD, again=True)


def test_escalation_says_to_whom_it_goes_next(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=31)
    assert "goes to the headteacher, Chidi Eze" in card(scene, report, RowKind.ESCALATE)


@pytest.mark.parametrize("kind", [RowKind.CARD, RowKind.REMIND, RowKind.ESCALATE, RowKind.HANDED_UP, RowKind.ADDED, RowKind.OUTCOME_REMINDER])
def test_no_card_shows_a_word_of_what_was_written(scene: Scene, kind: RowKind) -> None:
    report = scene.report(about_name=CANARY, reporter=Person("slack:tess", "Tess Byrne", SCHOOL))
    reporting.add_information(scene.office, TESS, report.id, CANARY)
    responding.add_note(scene.office, scene.person("amara"), report.id, CANARY)
    responding.contact_reporter(scene.office, scene.person("amara"), report.id, CANARY)
    scene.acknowledge("amara", report)
    assert CANARY not in card(scene, report, kind)
    assert CANARY not in told(scene, report, Teller.word_to_reporter).plain_text()


# --- where it stands ---


def test_position_tells_in_names_who_did_what(scene: Scene) -> None:
    report = scene.report()
    scene.open("ben", report)
    scene.acknowledge("amara", report)
    scene.wait(minutes=5)
    reporting.add_information(scene.office, TESS, report.id, CANARY)
    assert told(scene, report, Teller.position) == cards.Position(
        opened_by=("Ben Hale", "Amara Obi"),
        acknowledged_by="Amara Obi",
        assigned_to="Amara Obi",
        information_added_at=report.reported_at + timedelta(minutes=5),
    )


def test_position_of_a_closed_report_tells_who_closed_it(scene: Scene) -> None:
    report = scene.report()
    close(scene, report, "ben")
    assert told(scene, report, Teller.position).closed_by == "Ben Hale"


@pytest.mark.parametrize("name", ["Tess Byrne", "Ünï Çødé", "Tess\u202ebyrne"])
def test_reporter_is_named_as_they_were_when_they_wrote(scene: Scene, name: str) -> None:
    report = scene.submit(reporter=Person("slack:tess", name, SCHOOL))
    assert told(scene, report, Teller.reporter_name) == name


# --- word to the reporter ---


def first_line(found: Card) -> str:
    return found.plain_text().splitlines()[0]


def test_message_that_waits_is_told_before_the_truth(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=5)
    responding.contact_reporter(scene.office, scene.person("amara"), report.id, CANARY)
    scene.carry()
    assert scene.told()[-1].startswith("Report R-0001: a message from Amara Obi.")
    assert "Report R-0001 delivered 10:31" in scene.told()[-1]


def test_message_that_was_told_once_is_not_told_again(scene: Scene) -> None:
    report = scene.report()
    responding.contact_reporter(scene.office, scene.person("amara"), report.id, CANARY)
    scene.clock.move(timedelta(minutes=1))
    scene.carry()
    scene.acknowledge("amara", report)
    scene.carry()
    assert first_line(scene.chat.at("tess")[-1].card) == "Report R-0001 acknowledged by Amara Obi, 10:32."


def test_second_message_is_told_too(scene: Scene) -> None:
    report = scene.report()
    for name in ("amara", "ben"):
        scene.wait(minutes=1)
        responding.contact_reporter(scene.office, scene.person(name), report.id, CANARY)
        scene.carry()
    assert [one.splitlines()[0].partition(".")[0] for one in scene.told()[-2:]] == [
        "Report R-0001: a message from Amara Obi",
        "Report R-0001: a message from Ben Hale",
    ]


def test_urgent_report_keeps_999_before_the_reporters_eyes(scene: Scene) -> None:
    report = scene.submit(urgent=True)
    assert "call 999 now" in first_line(told(scene, report, Teller.receipt))


@pytest.mark.parametrize("kind", Kind)
def test_receipt_promises_no_more_than_is_so(scene: Scene, kind: Kind) -> None:
    text = told(scene, scene.submit(kind), Teller.receipt).plain_text()
    assert "is stored" in text
    assert not [word for word in ("delivered 10:31", "opened by", "acknowledged by", "secret", "confidential") if word in text.casefold()]
