"""What those who receive reports can do: asked at each press whether they may, logged, and told to everybody who had heard otherwise."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot import absences, outbox, responding, wording
from bot.authorising import Verb
from bot.filing import UnknownReport
from bot.people import UnknownPerson
from bot.pressing import list_for
from bot.reporting import withdraw
from bot.reports import Kind, NoteKind, Outcome, Person, Report, RowKind, RowState, State
from bot.responding import AlreadyAcknowledged, Done, Opened, Refusal, Result, Why
from bot.store.tables import metadata, note
from bot.store.tables import report as reports
from tests.bot.fake_chat import CANARY, SCHOOL, STAFF, TESS, OpenScene, Scene, staff

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NAMES = [one for one, _, _ in STAFF]
Press = Callable[[Scene, Person, str], Result | Opened | Refusal]

PRESSES: dict[Verb, Press] = {
    Verb.VIEW: lambda scene, person, report_id: responding.open_report(scene.office, person, report_id),
    Verb.ACKNOWLEDGE: lambda scene, person, report_id: responding.acknowledge(scene.office, person, report_id),
    Verb.ASSIGN: lambda scene, person, report_id: responding.assign_to_me(scene.office, person, report_id),
    Verb.NOTE: lambda scene, person, report_id: responding.add_note(scene.office, person, report_id, CANARY),
    Verb.CONTACT: lambda scene, person, report_id: responding.contact_reporter(scene.office, person, report_id, CANARY),
    Verb.ESCALATE: lambda scene, person, report_id: responding.escalate(scene.office, person, report_id),
    Verb.OUTCOME: lambda scene, person, report_id: responding.record_outcome(scene.office, person, report_id, Outcome.MONITOR, CANARY),
    Verb.REOPEN: lambda scene, person, report_id: responding.reopen(scene.office, person, report_id, CANARY),
}
"""Every button of those who receive reports."""


def press(scene: Scene, verb: Verb, name: str, report: Report) -> Result | Opened | Refusal:
    return PRESSES[verb](scene, scene.person(name), report.id)


def close(scene: Scene, report: Report, name: str = "amara") -> None:
    scene.open(name, report)
    assert isinstance(press(scene, Verb.OUTCOME, name, report), Done)
    scene.carry()


def last_event(scene: Scene) -> dict[str, str]:
    event: dict[str, str] = json.loads(scene.log()[-1])
    return event


# --- who may ---


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (Kind.PUPIL_CONTACT, {"amara", "ben", "chidi"}),
        (Kind.SAFEGUARDING_CONCERN, {"amara", "ben", "chidi"}),
        (Kind.ADULT_CONCERN, {"chidi"}),
        (Kind.ONLINE_INCIDENT, {"amara", "ben", "chidi", "eve"}),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_each_button_works_for_those_who_receive_the_kind_and_for_nobody_else(scene: Scene, name: str, kind: Kind, allowed: set[str]) -> None:
    refused = set()
    for verb in PRESSES:
        report = scene.submit(kind)
        if press(scene, verb, name, report) == Refusal(Why.NOT_ALLOWED):
            refused.add(verb)
            assert last_event(scene) == {"event": "refused", "report": report.id, "person": name, "detail": verb}
            assert scene.now(report) == report
    assert refused == (set() if name in allowed else set(PRESSES))


@pytest.mark.parametrize("about", NAMES)
@pytest.mark.parametrize("kind", Kind)
def test_no_button_works_for_whom_it_is_about(scene: Scene, kind: Kind, about: str) -> None:
    report = scene.submit(kind, about=(about,))
    assert {press(scene, verb, about, report) for verb in PRESSES} == {Refusal(Why.NOT_ALLOWED)}
    assert responding.list_reports(scene.office, scene.person(about), closed=True) == ()


@pytest.mark.parametrize(
    ("kind", "about", "allowed"),
    [
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("amara",), {"ben", "chidi"}, id="about the DSL"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("amara", "ben"), {"chidi"}, id="about the DSL and the deputy"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("amara", "ben", "chidi"), {"eve"}, id="the SLT in their place"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("amara", "ben", "chidi", "eve"), {"dana"}, id="the chair in their place"),
        pytest.param(Kind.ADULT_CONCERN, ("chidi",), {"dana"}, id="about the head"),
        pytest.param(Kind.ADULT_CONCERN, ("chidi", "dana"), set(), id="about the head and the chair"),
        pytest.param(Kind.ADULT_CONCERN, ("amara",), {"chidi"}, id="an adult concern about the DSL"),
    ],
)
def test_whoever_stands_in_may_open_and_is_the_one_that_it_goes_to(scene: Scene, kind: Kind, about: tuple[str, ...], allowed: set[str]) -> None:
    report = scene.report(kind, about=about)
    assert {name for name in NAMES if isinstance(scene.open(name, report), Opened)} == allowed
    assert {name for name in NAMES if responding.list_reports(scene.office, scene.person(name))} == allowed


def test_whoever_the_chase_has_reached_may_open(scene: Scene) -> None:
    report = scene.report(Kind.ADULT_CONCERN)
    assert scene.open("dana", report) == Refusal(Why.NOT_ALLOWED)
    scene.wait(hours=2)
    assert isinstance(scene.open("dana", report), Opened)


def test_somebody_whose_id_reads_like_a_role_gains_nothing_by_it(open_scene: OpenScene) -> None:
    scene = open_scene(people=staff(*STAFF, ("dsl", "Desmond Lane", ["slt"])))
    report = scene.report()
    scene.wait(minutes=31)
    assert scene.open("dsl", report) == Refusal(Why.NOT_ALLOWED)


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(TESS, id="the reporter"),
        pytest.param(Person("slack:uma", "Uma Reed", SCHOOL), id="another member of staff"),
        pytest.param(Person("amara", "Amara Obi", "elmfield"), id="of another school"),
        pytest.param(Person("amara", "Amara Obi", SCHOOL, full_member=False), id="a guest"),
        pytest.param(Person("slack:amara", "Amara Obi", SCHOOL, full_member=False), id="a guest with the DSL's account"),
    ],
)
def test_nobody_from_outside_may_do_anything(open_scene: OpenScene, person: Person) -> None:
    scene = open_scene(also=[{"key": "elmfield", "policy": "iwys", "people": staff(*STAFF)}])
    report = scene.submit()
    assert {act(scene, person, report.id) for act in PRESSES.values()} == {Refusal(Why.NOT_ALLOWED)}


def test_reporter_who_receives_reports_may_open_their_own(scene: Scene) -> None:
    report = scene.report(reporter=scene.person("ben"))
    assert isinstance(scene.open("ben", report), Opened)


@pytest.mark.parametrize("about", ["amara", "slack:amara", "AMARA@oakfield.example"])
@pytest.mark.parametrize("person_id", ["amara", "slack:amara", "slack:AMARA", "email:amara@oakfield.example"])
def test_whom_it_is_about_is_one_person_under_every_id(scene: Scene, about: str, person_id: str) -> None:
    about = f"email:{about}" if "@" in about else about
    report = scene.submit(about=(about,))
    person = Person(person_id, "Amara Obi", SCHOOL)
    assert responding.open_report(scene.office, person, report.id) == Refusal(Why.NOT_ALLOWED)
    assert responding.list_reports(scene.office, person) == ()


def test_whom_it_is_about_may_not_open_it_with_an_account_that_was_listed_later(open_scene: OpenScene) -> None:
    report = open_scene().submit(about=("slack:U77",))
    later = open_scene(people=[*staff(*STAFF), {"id": "gail", "name": "Gail Ives", "roles": ["head"], "how": "x", "addresses": {"slack": "U77"}}])
    assert later.open("gail", report) == Refusal(Why.NOT_ALLOWED)
    assert responding.list_reports(later.office, later.person("gail")) == ()


def test_whoever_was_named_may_not_open_it_with_a_role_that_came_later(open_scene: OpenScene) -> None:
    report = open_scene().submit(Kind.PUPIL_CONTACT, about_name="Mrs Ives")
    later = open_scene(people=staff(*STAFF, ("gail", "Gail Ives", ["dsl"])))
    assert later.open("gail", report) == Refusal(Why.NOT_ALLOWED)
    assert isinstance(later.open("amara", report), Opened)


def test_purged_report_opens_for_nobody(scene: Scene) -> None:
    report = scene.report()
    with scene.office.engine.begin() as connection:
        connection.execute(update(reports).values(purged_at=1, wrapped_key=None, content=None, key_id=None))
    assert {press(scene, verb, "amara", report) for verb in PRESSES} == {Refusal(Why.PURGED)}


@pytest.mark.parametrize("verb", PRESSES)
def test_report_that_does_not_exist_is_told_so(scene: Scene, verb: Verb) -> None:
    with pytest.raises(UnknownReport):
        PRESSES[verb](scene, scene.person("amara"), "nowhere")


# --- opening ---


def test_opened_report_shows_every_word_and_note(scene: Scene) -> None:
    report = scene.report(about=("ben",))
    press(scene, Verb.NOTE, "chidi", report)
    opened = scene.open("amara", report)
    assert isinstance(opened, Opened)
    assert (opened.content.fields["child"], opened.content.reporter_name, opened.content.about) == (CANARY, "Tess Byrne", ("ben",))
    assert [(one.author_id, one.text) for one in opened.notes] == [("chidi", CANARY)]
    assert opened.instead is False


def test_each_opening_is_logged_and_the_first_is_told_to_the_reporter(scene: Scene) -> None:
    report = scene.report()
    for name in ("ben", "amara", "ben"):
        scene.open(name, report)
        scene.carry()
    opened = [json.loads(event)["person"] for event in scene.log() if '"event":"opened"' in event]
    assert opened == ["ben", "amara", "ben"]
    assert sum("Opened by: Ben Hale" in one for one in scene.told()) == 1
    assert "Opened by: Ben Hale, Amara Obi." in scene.texts("C-dsl")[0]


def test_same_person_opening_twice_at_once_is_no_fault(stored_scene: Scene) -> None:
    scene = stored_scene
    report, start = scene.report(), threading.Barrier(2)

    def open_it() -> object:
        start.wait()
        return scene.open("amara", report)

    with ThreadPoolExecutor(2) as pool:
        both = [one.result() for one in [pool.submit(open_it), pool.submit(open_it)]]
    assert all(isinstance(one, Opened) for one in both)
    assert len(scene.standing(report).openings) == 1


# --- acknowledging ---


def test_acknowledgement_counts_only_from_somebody_who_has_opened_it(scene: Scene) -> None:
    report = scene.report()
    first = press(scene, Verb.ACKNOWLEDGE, "amara", report)
    assert isinstance(first, Opened)
    assert (first.instead, scene.now(report).state) == (True, State.OPEN)
    assert isinstance(press(scene, Verb.ACKNOWLEDGE, "amara", report), Done)
    assert scene.now(report).state is State.ACKNOWLEDGED


def test_opening_by_another_does_not_count(scene: Scene) -> None:
    report = scene.report()
    scene.open("ben", report)
    assert isinstance(press(scene, Verb.ACKNOWLEDGE, "amara", report), Opened)
    assert scene.now(report).state is State.OPEN


def test_acknowledged_report_says_by_whom_when_and_whose_it_is(scene: Scene) -> None:
    report = scene.report()
    scene.clock.move(MINUTE)
    scene.acknowledge("ben", report)
    now = scene.now(report)
    assert (now.state, now.acknowledged_by, now.acknowledged_at, now.assigned_to) == (State.ACKNOWLEDGED, "ben", report.reported_at + MINUTE, "ben")
    assert last_event(scene) == {"event": "acknowledged", "report": report.id, "person": "ben"}


def test_whoever_it_was_assigned_to_keeps_it(scene: Scene) -> None:
    report = scene.report()
    scene.open("ben", report)
    press(scene, Verb.ASSIGN, "ben", report)
    scene.acknowledge("amara", report)
    assert (scene.now(report).acknowledged_by, scene.now(report).assigned_to) == ("amara", "ben")


def test_second_acknowledgement_is_told_who_was_first(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("ben", report)
    scene.clock.move(MINUTE)
    second = scene.acknowledge("amara", report)
    assert isinstance(second, AlreadyAcknowledged)
    assert (second.by, second.at) == ("ben", report.reported_at)
    assert scene.now(report).acknowledged_by == "ben"


def test_first_of_two_at_once_wins_and_the_other_is_told(stored_scene: Scene) -> None:
    scene = stored_scene
    for _ in range(5):
        report, start = scene.report(), threading.Barrier(2)
        for name in ("amara", "ben"):
            scene.open(name, report)

        def acknowledge(name: str, report: Report = report, start: threading.Barrier = start) -> Result:
            start.wait()
            return responding.acknowledge(scene.office, scene.person(name), report.id)

        with ThreadPoolExecutor(2) as pool:
            both = [one.result() for one in [pool.submit(acknowledge, name) for name in ("amara", "ben")]]
        winner = scene.now(report).acknowledged_by
        assert [one.by for one in both if isinstance(one, AlreadyAcknowledged)] == [winner]
        assert sum(isinstance(one, Done) for one in both) == 1
        assert sum('"event":"acknowledged"' in event and report.id in event for event in scene.log()) == 1


def test_acknowledgement_and_a_withdrawal_at_once_leave_one_truth(stored_scene: Scene) -> None:
    scene = stored_scene
    report, start = scene.report(), threading.Barrier(2)
    scene.open("amara", report)

    def act(name: str) -> None:
        start.wait()
        if name == "tess":
            withdraw(scene.office, TESS, report.id)
        else:
            responding.acknowledge(scene.office, scene.person(name), report.id)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(act, name) for name in ("tess", "amara")]:
            one.result()
    assert scene.now(report).state is State.WITHDRAWN
    scene.wait(days=2)
    assert scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE, RowKind.OUTCOME_REMINDER) == []


def test_acknowledgement_is_told_to_everybody_who_had_heard_otherwise(scene: Scene) -> None:
    report = scene.report()
    scene.wait(minutes=31)
    scene.acknowledge("chidi", report)
    scene.carry()
    for place in ("C-dsl", "amara", "ben"):
        assert all("Acknowledged by Chidi Eze" in one for one in scene.texts(place))
    assert scene.told()[-1].startswith("Report R-0001 acknowledged by Chidi Eze, 11:02")


def test_report_at_its_end_cannot_be_acknowledged(scene: Scene) -> None:
    report = scene.report()
    close(scene, report)
    assert scene.acknowledge("ben", report) == Refusal(Why.CLOSED)


# --- the other buttons ---


@pytest.mark.parametrize("verb", [Verb.ACKNOWLEDGE, Verb.ASSIGN, Verb.OUTCOME])
def test_whatever_decides_something_opens_the_report_first(scene: Scene, verb: Verb) -> None:
    report = scene.report()
    first = press(scene, verb, "amara", report)
    assert isinstance(first, Opened)
    assert (first.instead, scene.now(report)) == (True, report)


@pytest.mark.parametrize("verb", [Verb.NOTE, Verb.CONTACT, Verb.OUTCOME, Verb.REOPEN])
@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u200b\u202e"])
def test_nothing_is_kept_without_words(scene: Scene, verb: Verb, words: str) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    person = scene.person("amara")
    calls: dict[Verb, Callable[[], object]] = {
        Verb.NOTE: lambda: responding.add_note(scene.office, person, report.id, words),
        Verb.CONTACT: lambda: responding.contact_reporter(scene.office, person, report.id, words),
        Verb.OUTCOME: lambda: responding.record_outcome(scene.office, person, report.id, Outcome.NO_FURTHER_ACTION, words),
        Verb.REOPEN: lambda: responding.reopen(scene.office, person, report.id, words),
    }
    assert calls[verb]() == Refusal(Why.NO_REASON)
    assert scene.now(report).state is State.ACKNOWLEDGED
    with scene.office.looking() as connection:
        assert connection.execute(select(note)).all() == []


def test_report_can_be_taken_over_by_another(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.open("ben", report)
    assert isinstance(press(scene, Verb.ASSIGN, "ben", report), Done)
    scene.carry()
    assert scene.now(report).assigned_to == "ben"
    assert "Assigned to Ben Hale." in scene.texts("C-dsl")[0]
    assert last_event(scene)["event"] == "assigned"


def test_note_is_for_those_who_receive_it_and_silent(scene: Scene) -> None:
    report = scene.report()
    before = len(scene.chat.messages)
    assert isinstance(press(scene, Verb.NOTE, "amara", report), Done)
    scene.carry()
    assert len(scene.chat.messages) == before
    opened = scene.open("ben", report)
    assert isinstance(opened, Opened)
    assert [(one.kind, one.author_id, one.text) for one in opened.notes] == [(NoteKind.NOTE, "amara", CANARY)]


def test_message_to_the_reporter_is_told_without_its_words(scene: Scene) -> None:
    report = scene.report()
    assert isinstance(press(scene, Verb.CONTACT, "amara", report), Done)
    scene.carry()
    assert "a message from Amara Obi" in scene.told()[-1]
    assert CANARY not in scene.told()[-1]
    assert any('"event":"contacted"' in event for event in scene.log())


# --- escalating ---


@pytest.mark.parametrize(
    ("kind", "name", "about", "expected"),
    [
        (Kind.SAFEGUARDING_CONCERN, "amara", (), "ben"),
        (Kind.SAFEGUARDING_CONCERN, "ben", (), "chidi"),
        (Kind.SAFEGUARDING_CONCERN, "ben", ("chidi",), "dana"),
        (Kind.SAFEGUARDING_CONCERN, "amara", ("ben",), "chidi"),
        (Kind.SAFEGUARDING_CONCERN, "ben", ("amara",), "chidi"),
        (Kind.ADULT_CONCERN, "chidi", (), "dana"),
        (Kind.ONLINE_INCIDENT, "eve", (), "chidi"),
        (Kind.ONLINE_INCIDENT, "amara", (), "chidi"),
    ],
)
def test_report_is_passed_on_to_the_next_in_line(scene: Scene, kind: Kind, name: str, about: tuple[str, ...], expected: str) -> None:
    report = scene.report(kind, about=about)
    assert isinstance(press(scene, Verb.ESCALATE, name, report), Done)
    scene.carry()
    assert [one.partition("#")[0] for one in scene.sent_to(report, RowKind.HANDED_UP)] == [f"person:{expected}"]
    assert f"because {scene.person(name).name} passed it on" in scene.texts(expected)[-1]
    assert any('"event":"escalated"' in event for event in scene.log())


def test_report_that_is_passed_on_twice_goes_one_further(scene: Scene) -> None:
    report = scene.report()
    for _ in range(2):
        press(scene, Verb.ESCALATE, "amara", report)
        scene.carry()
    assert [one.partition("#")[0] for one in scene.sent_to(report, RowKind.HANDED_UP)] == ["person:ben", "person:chidi"]


def test_report_can_be_passed_to_the_last_in_line_again(scene: Scene) -> None:
    report = scene.report()
    for _ in range(3):
        press(scene, Verb.ESCALATE, "ben", report)
        scene.carry()
    assert [one.partition("#")[0] for one in scene.sent_to(report, RowKind.HANDED_UP)] == ["person:chidi"] * 3


@pytest.mark.parametrize(("name", "about"), [("chidi", ()), ("ben", ("chidi", "dana"))])
def test_where_nobody_is_further_up_it_is_said(scene: Scene, name: str, about: tuple[str, ...]) -> None:
    report = scene.report(about=about)
    assert press(scene, Verb.ESCALATE, name, report) == Refusal(Why.NOBODY_LEFT)
    assert scene.rows(report, RowKind.HANDED_UP) == []


def test_escalation_never_reaches_whom_it_is_about(scene: Scene) -> None:
    report = scene.report(about=("ben", "chidi"))
    for _ in range(3):
        press(scene, Verb.ESCALATE, "amara", report)
        scene.carry()
    assert not {"ben", "chidi"} & {message.place for message in scene.chat.messages}


def test_reporter_is_told_to_whom_it_was_passed(scene: Scene) -> None:
    report = scene.report()
    press(scene, Verb.ESCALATE, "amara", report)
    scene.carry()
    assert "Ben Hale" in scene.told()[-1]


@pytest.mark.parametrize("verb", [Verb.ASSIGN, Verb.ESCALATE, Verb.ACKNOWLEDGE, Verb.OUTCOME])
@pytest.mark.parametrize("end", [State.CLOSED, State.WITHDRAWN])
def test_button_of_an_old_card_does_nothing_to_a_report_at_its_end(scene: Scene, verb: Verb, end: State) -> None:
    report = scene.report()
    scene.open("ben", report)
    if end is State.CLOSED:
        close(scene, report)
    else:
        withdraw(scene.office, TESS, report.id)
    before = scene.now(report)
    assert press(scene, verb, "ben", report) == Refusal(Why.CLOSED)
    assert (scene.now(report), scene.rows(report, RowKind.HANDED_UP)) == (before, [])


# --- outcomes ---


@pytest.mark.parametrize("outcome", Outcome)
def test_outcome_closes_the_report_with_its_reason(scene: Scene, outcome: Outcome) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.clock.move(HOUR)
    assert isinstance(responding.record_outcome(scene.office, scene.person("amara"), report.id, outcome, CANARY), Done)
    now = scene.now(report)
    assert (now.state, now.outcome, now.closed_by, now.closed_at) == (State.CLOSED, outcome, "amara", report.reported_at + HOUR)
    opened = scene.open("ben", report)
    assert isinstance(opened, Opened)
    assert [(one.kind, one.text) for one in opened.notes] == [(NoteKind.OUTCOME, CANARY)]


def test_outcome_of_a_report_that_nobody_had_taken_on_takes_it_on(scene: Scene) -> None:
    report = scene.report()
    scene.open("amara", report)
    press(scene, Verb.OUTCOME, "amara", report)
    now = scene.now(report)
    assert (now.acknowledged_by, now.assigned_to, now.state) == ("amara", "amara", State.CLOSED)
    scene.wait(days=3)
    assert scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE, RowKind.OUTCOME_REMINDER) == []


def test_reporter_hears_that_it_is_closed_not_what_was_decided(scene: Scene) -> None:
    report = scene.report()
    close(scene, report)
    assert scene.told()[-1].startswith("Report R-0001 closed by Amara Obi")
    assert "Monitor" not in scene.told()[-1]


def test_outcome_is_logged_as_its_word(scene: Scene) -> None:
    report = scene.report()
    scene.open("amara", report)
    press(scene, Verb.OUTCOME, "amara", report)
    assert last_event(scene) == {"event": "outcome", "report": report.id, "person": "amara", "detail": "monitor"}


# --- opening again ---


@pytest.mark.parametrize("state", [State.ACKNOWLEDGED, State.CLOSED, State.WITHDRAWN])
def test_report_is_opened_again_with_its_reason_and_chased(scene: Scene, state: State) -> None:
    report = scene.report()
    if state is State.ACKNOWLEDGED:
        scene.acknowledge("amara", report)
    elif state is State.CLOSED:
        close(scene, report)
    else:
        withdraw(scene.office, TESS, report.id)
    scene.carry()
    assert isinstance(press(scene, Verb.REOPEN, "ben", report), Done)
    scene.carry()
    assert scene.now(report).state is State.OPEN
    assert len(scene.rows(report, *outbox.OWED_WHILE_OPEN, state=RowState.TODO)) == 3
    assert "Not acknowledged yet" in scene.texts("C-dsl")[0]
    assert any('"event":"reopened"' in event for event in scene.log())


def test_open_report_cannot_be_opened_again(scene: Scene) -> None:
    assert press(scene, Verb.REOPEN, "amara", scene.report()) == Refusal(Why.NOT_CLOSED)


def test_report_that_is_open_again_can_be_acknowledged_by_another(scene: Scene) -> None:
    report = scene.report()
    close(scene, report)
    press(scene, Verb.REOPEN, "ben", report)
    scene.clock.move(HOUR)
    assert isinstance(scene.acknowledge("ben", report), Done)
    assert (scene.now(report).acknowledged_by, scene.now(report).acknowledged_at) == ("ben", report.reported_at + HOUR)


# --- the list ---


def test_list_holds_open_and_overdue_reports_oldest_first(scene: Scene) -> None:
    first = scene.report()
    scene.wait(minutes=16)
    second = scene.report()
    closed = scene.report()
    close(scene, closed)
    found = responding.list_reports(scene.office, scene.person("amara"))
    assert [(one.report.id, one.is_overdue()) for one in found] == [(first.id, True), (second.id, False)]
    assert len(responding.list_reports(scene.office, scene.person("amara"), closed=True)) == 3


def test_list_marks_what_is_overdue(scene: Scene) -> None:
    first = scene.report()
    scene.wait(minutes=16)
    second = scene.report()
    lines = list_for(scene.office, scene.person("amara")).plain_text().splitlines()
    assert [line for line in lines if line.startswith(wording.OVERDUE)] == [line for line in lines if f"{first.reference} |" in line]
    assert any(line.startswith(second.reference) for line in lines)


@pytest.mark.parametrize(("name", "told"), [("amara", True), ("tess", False)])
def test_list_says_that_a_report_cannot_be_opened_and_shows_the_others(scene: Scene, name: str, told: bool) -> None:
    damaged, sound = scene.report(), scene.report()
    with scene.office.engine.begin() as connection:
        connection.execute(update(reports).where(reports.c.id == damaged.id).values(content=b"damaged"))
    shown = list_for(scene.office, scene.person(name) if name != "tess" else TESS).plain_text()
    assert (wording.cannot_be_opened(1) in shown, sound.reference in shown) == (told, told)
    assert damaged.reference not in shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("amara", {Kind.PUPIL_CONTACT, Kind.SAFEGUARDING_CONCERN, Kind.ONLINE_INCIDENT}),
        ("ben", {Kind.PUPIL_CONTACT, Kind.SAFEGUARDING_CONCERN, Kind.ONLINE_INCIDENT}),
        ("chidi", set(Kind)),
        ("eve", {Kind.ONLINE_INCIDENT}),
        ("dana", set()),
        ("farid", set()),
    ],
)
def test_list_holds_only_what_somebody_may_open(scene: Scene, name: str, expected: set[Kind]) -> None:
    for kind in Kind:
        scene.submit(kind)
    assert {one.report.kind for one in responding.list_reports(scene.office, scene.person(name))} == expected


def test_list_of_another_school_is_another_list(open_scene: OpenScene) -> None:
    scene = open_scene(also=[{"key": "elmfield", "policy": "iwys", "people": staff(*STAFF)}])
    elsewhere = scene.submit(reporter=replace(TESS, school="elmfield"))
    here = scene.submit()
    amara = scene.person("amara")
    assert [one.report.id for one in responding.list_reports(scene.office, amara)] == [here.id]
    assert [one.report.id for one in responding.list_reports(scene.office, replace(amara, school="elmfield"))] == [elsewhere.id]


# --- being away ---


def test_absence_is_logged_and_ends_when_it_should(open_scene: OpenScene) -> None:
    scene = open_scene(channels={})
    absences.mark_away(scene.office, scene.person("amara"), scene.clock.now() + HOUR)
    assert last_event(scene) == {"event": "marked_away", "person": "amara"}
    assert scene.sent_to(scene.report(), RowKind.CARD) == ["person:ben"]
    scene.wait(hours=1)
    assert scene.sent_to(scene.report(), RowKind.CARD) == ["person:amara"]
    absences.mark_back(scene.office, scene.person("amara"))
    assert last_event(scene) == {"event": "marked_back", "person": "amara"}


def test_whoever_is_away_may_still_open_and_acknowledge(scene: Scene) -> None:
    report = scene.report()
    absences.mark_away(scene.office, scene.person("amara"))
    assert isinstance(scene.acknowledge("amara", report), Done)


def test_nobody_whom_the_settings_do_not_list_can_be_away(scene: Scene) -> None:
    with pytest.raises(UnknownPerson):
        absences.mark_away(scene.office, TESS)
    assert scene.log() == []


# --- what may stand nowhere ---


def test_no_press_leaves_a_word_in_a_row_or_the_log(scene: Scene) -> None:
    report = scene.report()
    for verb in (*PRESSES, *PRESSES):
        press(scene, verb, "amara", report)
        scene.carry()
    with scene.office.looking() as connection:
        kept = [repr(row) for one in metadata.sorted_tables for row in connection.execute(select(one))]
        assert scene.office.audit.verify(connection).ok
    shown = [message.text for message in scene.chat.messages]
    assert not [one for one in (*kept, *shown, *scene.log()) if CANARY in one]


def test_refusal_says_nothing_of_the_report(scene: Scene) -> None:
    report = scene.submit()
    refused = responding.open_report(scene.office, replace(scene.person("eve"), full_member=False), report.id)
    assert repr(refused) == "Refusal(why=<Why.NOT_ALLOWED: 'not_allowed'>)"
