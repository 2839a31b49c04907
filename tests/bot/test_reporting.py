"""What a reporter can do: the same form is one report, nothing is promised before it is committed, and whoever wrote it hears the truth about it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot import outbox, responding
from bot.filing import UnknownReport
from bot.reporting import NotYours, add_information, messages_to, my_reports, read_form, submit_report, withdraw
from bot.reports import Kind, NoteKind, Outcome, Person, Refused, Report, RowKind, RowState, State, Submission, Urgency
from bot.standing import Standing
from bot.store.tables import audit, metadata, note
from bot.store.tables import outbox as rows
from bot.store.tables import report as reports
from tests.bot.fake_chat import CANARY, SCHOOL, TESS, Scene

UMA = Person("slack:uma", "Uma Reed", SCHOOL)
MINUTE = timedelta(minutes=1)
FILLED = {
    Kind.PUPIL_CONTACT: {
        "immediate_danger": "no",
        "network": "Snapchat",
        "account": "mine",
        "pupils": "not sure",
        "pupil_status": "current",
        "family_member": "no",
        "happened_at": "yesterday 9pm",
        "started_by": "pupil",
        "what_was_said": CANARY,
        "replied": "no",
    },
    Kind.SAFEGUARDING_CONCERN: {
        "immediate_danger": "yes",
        "told_dsl_in_person": "no",
        "child": "Robin",
        "what_happened": CANARY,
        "happened_at": "today",
    },
    Kind.ADULT_CONCERN: {
        "immediate_danger": "no",
        "self_referral": "no",
        "adult_name": "a visitor",
        "what_happened": CANARY,
        "happened_at": "not sure",
    },
    Kind.ONLINE_INCIDENT: {
        "immediate_danger": "no",
        "what": "parent_post",
        "network": "Facebook",
        "what_happened": CANARY,
        "happened_at": "last week, not sure",
    },
}


def read(scene: Scene, kind: Kind, about: tuple[str, ...] = (), reporter: Person = TESS, **typed: str) -> Submission | Refused:
    return read_form(scene.office, kind, {**FILLED[kind], **typed}, about, key="form-1", reporter=reporter)


def count(scene: Scene, *tables: object) -> int:
    with scene.office.looking() as connection:
        return sum(connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables)


# --- reading a form ---


@pytest.mark.parametrize("kind", Kind)
def test_form_that_passes_its_checks_is_what_was_typed(scene: Scene, kind: Kind) -> None:
    typed = {"happened_at": "not sure"} if kind is Kind.ONLINE_INCIDENT else {}
    form = read(scene, kind, ("ben",), **typed)
    assert isinstance(form, Submission)
    assert (form.key, form.kind, form.school, form.reporter, form.about) == ("form-1", kind, SCHOOL, TESS, ("ben",))
    assert dict(form.fields) == {**FILLED[kind], **typed}
    assert form.urgency is (Urgency.URGENT if kind is Kind.SAFEGUARDING_CONCERN else Urgency.NORMAL)


@pytest.mark.parametrize(
    ("kind", "typed", "fields"),
    [
        (Kind.PUPIL_CONTACT, {"network": "", "replied": ""}, ["network", "replied"]),
        (Kind.SAFEGUARDING_CONCERN, {"what_happened": "x" * 20_000}, ["what_happened"]),
        (Kind.SAFEGUARDING_CONCERN, {"child": "a\x00b"}, ["child"]),
        (Kind.SAFEGUARDING_CONCERN, {"happened_at": "tomorrow 09:00"}, ["happened_at"]),
        (Kind.SAFEGUARDING_CONCERN, {"happened_at": "the day of the flood"}, ["happened_at"]),
        (Kind.ONLINE_INCIDENT, {"what": "gossip"}, ["happened_at", "what"]),
        (Kind.ADULT_CONCERN, {"adult_name": ""}, ["adult_name"]),
        (Kind.PUPIL_CONTACT, dict.fromkeys(FILLED[Kind.PUPIL_CONTACT], ""), sorted(FILLED[Kind.PUPIL_CONTACT])),
    ],
)
def test_every_fault_is_told_on_its_field_and_nothing_is_stored(scene: Scene, kind: Kind, typed: dict[str, str], fields: list[str]) -> None:
    refused = read(scene, kind, **typed)
    assert isinstance(refused, Refused)
    assert sorted(error.field for error in refused.errors) == fields
    assert not any(CANARY in error.message for error in refused.errors)
    assert count(scene, *metadata.sorted_tables) == 0


@pytest.mark.parametrize("words", ["<!channel>", "*bold* `code` [a](http://x)", "\u202egnirts\u202c", "👩‍👩‍👧 ✓", "a\r\nb\n\n", " padded "])
def test_odd_words_are_kept_exactly_as_typed(scene: Scene, words: str) -> None:
    form = read(scene, Kind.PUPIL_CONTACT, what_was_said=words)
    assert isinstance(form, Submission)
    report = submit_report(scene.office, form).standing.report
    with scene.office.looking() as connection:
        content = scene.office.filing.content(connection, report.id)
    assert content is not None
    assert content.fields["what_was_said"] == words


@pytest.mark.parametrize(("reporter", "expected"), [(TESS, ("ben", "slack:tess")), (UMA, ("ben", "slack:uma"))])
def test_whoever_reports_themselves_is_whom_it_is_about(scene: Scene, reporter: Person, expected: tuple[str, ...]) -> None:
    form = read(scene, Kind.ADULT_CONCERN, ("ben",), reporter, self_referral="yes", adult_name="")
    assert isinstance(form, Submission)
    assert form.about == expected


def test_head_who_reports_themselves_is_passed_over(scene: Scene) -> None:
    form = read(scene, Kind.ADULT_CONCERN, (), scene.person("chidi"), self_referral="yes", adult_name="")
    assert isinstance(form, Submission)
    report = submit_report(scene.office, form).standing.report
    scene.carry()
    assert scene.sent_to(report, RowKind.CARD) == ["person:dana"]


@pytest.mark.parametrize(
    ("kind", "field", "named"),
    [(Kind.PUPIL_CONTACT, "about_name", "Amara Obi"), (Kind.ADULT_CONCERN, "adult_name", "the head"), (Kind.ADULT_CONCERN, "adult_role", "our DSL")],
)
def test_names_typed_where_it_is_asked_whom_it_is_about_are_taken_along(scene: Scene, kind: Kind, field: str, named: str) -> None:
    form = read(scene, kind, **{field: named})
    assert isinstance(form, Submission)
    assert named in form.named


# --- submitting ---


@pytest.mark.parametrize("kind", Kind)
def test_report_what_it_owes_and_its_line_in_the_log_stand_together(stored_scene: Scene, kind: Kind) -> None:
    scene = stored_scene
    stored = submit_report(scene.office, scene.form(kind))
    assert (stored.again, stored.standing.report.reference, stored.standing.delivered) == (False, "R-0001", None)
    owed = {row.kind for row in scene.rows(stored.standing.report)}
    assert owed == {RowKind.CARD, RowKind.RECEIPT, RowKind.REMIND, RowKind.ESCALATE}
    assert [json.loads(event) for event in scene.log()] == [
        {"event": "report_stored", "report": stored.standing.report.id, "person": "slack:tess", "detail": f"{kind}/normal"}
    ]


def test_log_commits_to_what_was_written_without_saying_it(scene: Scene) -> None:
    scene.submit()
    with scene.office.looking() as connection:
        (row,) = connection.execute(select(audit)).all()
        assert scene.office.audit.verify(connection).ok
    assert len(row.content_hash) == 32


@pytest.mark.parametrize("urgent", [False, True])
def test_receipt_names_the_next_step_that_was_planned(scene: Scene, urgent: bool) -> None:
    standing = submit_report(scene.office, scene.form(urgent=urgent)).standing
    assert standing.next_destination == "role:deputy"
    assert standing.next_at == standing.report.reported_at + (10 if urgent else 30) * MINUTE


@pytest.mark.parametrize("times", [2, 5])
def test_same_form_sent_again_is_the_same_report(stored_scene: Scene, times: int) -> None:
    scene = stored_scene
    form = scene.form(key="once")
    stored = [submit_report(scene.office, form) for _ in range(times)]
    scene.carry()
    assert [one.again for one in stored] == [False] + [True] * (times - 1)
    assert {one.standing.report.id for one in stored} == {stored[0].standing.report.id}
    assert (count(scene, reports), len(scene.chat.at("C-dsl"))) == (1, 1)


def test_form_sent_again_later_tells_the_truth_of_today(scene: Scene) -> None:
    form = scene.form(key="once")
    report = submit_report(scene.office, form).standing.report
    scene.carry()
    scene.acknowledge("amara", report)
    again = submit_report(scene.office, form)
    assert (again.again, again.standing.report.state) == (True, State.ACKNOWLEDGED)
    assert again.standing.delivered is not None


def test_form_changed_after_it_was_sent_is_still_the_first_one(scene: Scene) -> None:
    first = submit_report(scene.office, scene.form(key="once", child="one"))
    submit_report(scene.office, scene.form(Kind.ONLINE_INCIDENT, key="once"))
    assert scene.now(first.standing.report).kind is Kind.SAFEGUARDING_CONCERN
    assert count(scene, reports) == 1


def test_same_form_sent_twice_at_once_is_one_report(stored_scene: Scene) -> None:
    scene = stored_scene
    for number in range(5):
        form, start = scene.form(key=f"twice-{number}"), threading.Barrier(2)

        def submit(form: Submission = form, start: threading.Barrier = start) -> tuple[str, bool]:
            start.wait()
            stored = submit_report(scene.office, form)
            return stored.standing.report.id, stored.again

        with ThreadPoolExecutor(2) as pool:
            both = [one.result() for one in [pool.submit(submit), pool.submit(submit)]]
        assert len({report_id for report_id, _ in both}) == 1
        assert sorted(again for _, again in both) == [False, True]
    assert count(scene, reports) == 5


def test_reports_sent_at_once_all_count_and_the_log_stays_whole(stored_scene: Scene) -> None:
    scene = stored_scene
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda number: submit_report(scene.office, scene.form(key=f"form {number}")), range(12)))
    assert {one.standing.report.reference for one in stored} == {f"R-{number:04d}" for number in range(1, 13)}
    with scene.office.looking() as connection:
        result = scene.office.audit.verify(connection)
    assert (result.ok, result.count) == (True, 12)


FAULTS = {
    "report": "INSERT ON report",
    "outbox": "INSERT ON outbox WHEN NEW.kind = 'escalate'",
    "audit": "INSERT ON audit",
}


@pytest.mark.parametrize("place", FAULTS)
def test_nothing_is_promised_where_any_part_of_it_could_not_be_stored(scene: Scene, place: str) -> None:
    with scene.office.engine.begin() as connection:
        connection.execute(text(f"CREATE TRIGGER no BEFORE {FAULTS[place]} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"))
    with pytest.raises(SQLAlchemyError) as failed:
        submit_report(scene.office, scene.form())
    assert CANARY not in str(failed.value)
    assert count(scene, *metadata.sorted_tables) == 0
    with scene.office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER no"))
    assert submit_report(scene.office, scene.form()).standing.report.reference == "R-0001"


def test_commit_that_fails_promises_nothing(scene: Scene) -> None:
    stored = []
    clock = replace_save(scene, fail)
    with suppress(ZeroDivisionError):
        stored.append(submit_report(replace(scene.office, clock=clock), scene.form()))
    assert (stored, count(scene, *metadata.sorted_tables)) == ([], 0)


def fail(_connection: object) -> None:
    raise ZeroDivisionError


def replace_save(scene: Scene, save_in: Callable[[object], None]) -> object:
    """Return the clock with another last act of each transaction."""
    clock = type("Clock", (), {"now": scene.clock.now, "wall": scene.clock.now, "save_in": staticmethod(save_in)})
    return clock()


@pytest.mark.parametrize("reporter", [replace(TESS, full_member=False), Person("teams:29:1x", "Somebody", SCHOOL)])
def test_anybody_may_report(scene: Scene, reporter: Person) -> None:
    report = submit_report(scene.office, scene.form(reporter=reporter)).standing.report
    assert report.odd_reporter is not reporter.full_member


def test_report_about_a_member_of_the_channel_never_goes_there(scene: Scene) -> None:
    report = scene.submit(about=("ben",))
    assert [row.destination for row in scene.rows(report, RowKind.CARD)] == ["role:dsl"]


def test_whom_it_is_about_is_worked_out_at_once_and_stands_in_no_row(scene: Scene) -> None:
    report = scene.submit(about=("slack:ben",), about_name="Ms Obi")
    assert report.excluded >= {"ben"}
    with scene.office.looking() as connection:
        kept = [str(value) for row in outbox.rows_of(connection, report.id) for value in row]
    assert not any("ben" in value for value in kept)


# --- my reports ---


def test_ones_own_reports_come_newest_first_each_with_its_truth(scene: Scene) -> None:
    first = scene.report()
    scene.acknowledge("amara", first)
    scene.clock.move(MINUTE)
    second = scene.submit(Kind.ONLINE_INCIDENT)
    found = my_reports(scene.office, TESS)
    assert [(one.report.id, one.report.state) for one in found] == [(second.id, State.OPEN), (first.id, State.ACKNOWLEDGED)]
    assert [one.delivered is None for one in found] == [True, False]


@pytest.mark.parametrize("name", ["amara", "ben", "chidi"])
def test_nobody_elses_reports_are_among_ones_own(scene: Scene, name: str) -> None:
    scene.submit()
    assert my_reports(scene.office, scene.person(name)) == ()
    assert my_reports(scene.office, UMA) == ()


# --- adding ---


Act = Callable[[Scene, Report], object]


def acknowledged(scene: Scene, report: Report) -> None:
    scene.acknowledge("ben", report)


def closed(scene: Scene, report: Report) -> None:
    scene.open("ben", report)
    responding.record_outcome(scene.office, scene.person("ben"), report.id, Outcome.MONITOR, "seen")


def withdrawn(scene: Scene, report: Report) -> None:
    withdraw(scene.office, TESS, report.id)


def nothing(_scene: Scene, _report: Report) -> None:
    """Leave it open."""


@pytest.mark.parametrize(
    ("before", "state", "told"),
    [(nothing, State.OPEN, "amara"), (acknowledged, State.ACKNOWLEDGED, "ben"), (closed, State.OPEN, "ben"), (withdrawn, State.OPEN, "amara")],
)
def test_added_information_reaches_whoever_has_the_report(scene: Scene, before: Act, state: State, told: str) -> None:
    report = scene.report()
    before(scene, report)
    scene.carry()
    standing = add_information(scene.office, TESS, report.id, CANARY)
    scene.carry()
    assert (standing.report.state, scene.now(report).state) == (state, state)
    assert any("the reporter added information" in one for one in scene.texts(told))
    opened = scene.open("amara", report)
    assert isinstance(opened, responding.Opened)
    assert [(one.kind, one.text) for one in opened.notes if one.kind is NoteKind.INFORMATION] == [(NoteKind.INFORMATION, CANARY)]
    assert any('"event":"information_added"' in event for event in scene.log())


@pytest.mark.parametrize("before", [closed, withdrawn])
def test_report_that_was_at_its_end_is_chased_again_once_something_is_added(scene: Scene, before: Act) -> None:
    report = scene.report()
    before(scene, report)
    scene.carry()
    add_information(scene.office, TESS, report.id, CANARY)
    assert {row.kind for row in scene.rows(report, *outbox.OWED_WHILE_OPEN, state=RowState.TODO)} == set(outbox.OWED_WHILE_OPEN)


def test_each_addition_is_told(scene: Scene) -> None:
    report = scene.report()
    for _ in range(3):
        add_information(scene.office, TESS, report.id, CANARY)
        scene.carry()
    assert len(scene.texts("amara")) == 3


def test_added_words_are_never_told_to_whom_it_is_about(scene: Scene) -> None:
    report = scene.report(about=("amara",))
    add_information(scene.office, TESS, report.id, CANARY)
    scene.carry()
    assert scene.sent_to(report, RowKind.ADDED) == ["person:ben"]
    assert scene.texts("amara") == []


# --- withdrawing ---


@pytest.mark.parametrize("before", [nothing, acknowledged])
def test_withdrawn_report_stays_in_the_log_and_is_told_to_everybody(scene: Scene, before: Act) -> None:
    report = scene.report()
    before(scene, report)
    scene.carry()
    standing = withdraw(scene.office, TESS, report.id)
    scene.carry()
    assert (standing.report.state, standing.report.closed_by) == (State.WITHDRAWN, "slack:tess")
    assert "Withdrawn by the reporter" in scene.texts("C-dsl")[0]
    assert scene.told()[-1].startswith("You withdrew report R-0001")
    assert any('"event":"withdrawn"' in event for event in scene.log())
    assert isinstance(scene.open("amara", report), responding.Opened)


def test_withdrawn_report_is_chased_no_more(scene: Scene) -> None:
    report = scene.report()
    withdraw(scene.office, TESS, report.id)
    scene.wait(days=3)
    assert scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE, RowKind.OUTCOME_REMINDER) == []


def test_card_still_goes_out_and_says_that_it_was_withdrawn(scene: Scene) -> None:
    report = scene.submit()
    withdraw(scene.office, TESS, report.id)
    scene.carry()
    assert "Withdrawn by the reporter" in scene.texts("C-dsl")[0]


@pytest.mark.parametrize(("before", "state"), [(closed, State.CLOSED), (withdrawn, State.WITHDRAWN)])
def test_report_that_is_at_its_end_cannot_be_withdrawn(scene: Scene, before: Act, state: State) -> None:
    report = scene.report()
    before(scene, report)
    log = scene.log()
    assert withdraw(scene.office, TESS, report.id).report.state is state
    assert scene.log() == log


def test_reminder_in_the_air_is_edited_to_say_that_it_was_withdrawn(stored_scene: Scene) -> None:
    scene = stored_scene
    report = scene.report()
    scene.clock.move(15 * MINUTE)
    scene.chat.meanwhile = lambda: withdraw(scene.office, TESS, report.id)
    scene.carry()
    assert all("Withdrawn by the reporter" in one for one in scene.texts("amara"))


# --- whose it is ---

VERBS: dict[str, Callable[[Scene, Person, str], object]] = {
    "add": lambda scene, person, report_id: add_information(scene.office, person, report_id, CANARY),
    "withdraw": lambda scene, person, report_id: withdraw(scene.office, person, report_id),
    "read messages": lambda scene, person, report_id: messages_to(scene.office, person, report_id),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["uma", "amara", "chidi"])
def test_only_the_reporter_may_do_this(scene: Scene, verb: str, name: str) -> None:
    report = scene.report()
    person = UMA if name == "uma" else scene.person(name)
    with pytest.raises(NotYours) as refused:
        VERBS[verb](scene, person, report.id)
    assert CANARY not in str(refused.value)
    assert scene.now(report) == report
    assert count(scene, note) == 0


@pytest.mark.parametrize("verb", VERBS)
def test_report_that_does_not_exist_is_told_so(scene: Scene, verb: str) -> None:
    with pytest.raises(UnknownReport):
        VERBS[verb](scene, TESS, "nowhere")


def test_reporter_who_also_receives_reports_may_do_both(scene: Scene) -> None:
    report = scene.report(reporter=scene.person("amara"))
    assert isinstance(add_information(scene.office, scene.person("amara"), report.id, CANARY), Standing)
    assert isinstance(scene.open("amara", report), responding.Opened)


# --- messages ---


def test_reporter_reads_the_messages_and_none_of_the_notes(scene: Scene) -> None:
    report = scene.report()
    responding.add_note(scene.office, scene.person("amara"), report.id, "for us")
    responding.contact_reporter(scene.office, scene.person("amara"), report.id, "for you")
    add_information(scene.office, TESS, report.id, "from me")
    assert [(one.text, one.author_id) for one in messages_to(scene.office, TESS, report.id)] == [("for you", "amara")]


def test_no_row_and_no_line_of_the_log_holds_anything_but_ids(scene: Scene) -> None:
    report = scene.report(about=("ben",), about_name=CANARY)
    add_information(scene.office, TESS, report.id, CANARY)
    withdraw(scene.office, TESS, report.id)
    scene.carry()
    with scene.office.looking() as connection:
        kept = [repr(row) for one in (rows, audit, note, reports) for row in connection.execute(select(one))]
    assert not [one for one in (*kept, *scene.log()) if CANARY in one or "Tess Byrne" in one]
