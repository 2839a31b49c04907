"""A report goes for good when its time is over, and no sooner; one that nobody has taken on or recorded never goes by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, update

from bot import outbox
from bot.audit import AuditEvent
from bot.filing import Filing
from bot.office import Office
from bot.outbox import Owed
from bot.reporting import add_information, my_reports, withdraw
from bot.reports import Kind, Outcome, Person, Report, RowKind, RowState, State
from bot.responding import (
    Done,
    Opened,
    Refusal,
    Why,
    acknowledge,
    add_note,
    contact_reporter,
    list_reports,
    open_report,
    record_outcome,
    reopen,
)
from bot.retention import PURGED, Overdue, WhyKept, advice_after_purge, hold, mark_recorded, overdue_for_recording, purge, release
from bot.sealing import Sealer, new_ring
from bot.store.engine import reading
from bot.store.tables import audit, note, report
from bot.store.tables import outbox as rows
from bot.telling import Teller
from tests.bot.conftest import TESS, FakeClock, Submit

PersonOf = Callable[[str], Person]
Step = Callable[[Office, Report], object]

DAY, KEPT = timedelta(days=1), timedelta(days=90)
WORDS = ("canarybird", "linnet", "siskin", "redpoll", "wheatear")
"""In a field, a note, a message, what the reporter added, the reason for the outcome."""


@pytest.fixture
def amara(person: PersonOf) -> Person:
    return person("amara")


@pytest.fixture
def closed(office: Office, submit: Submit, amara: Person) -> Report:
    return close(office, amara, submit(office, what_was_said=WORDS[0]))


@pytest.fixture
def recorded(office: Office, closed: Report, amara: Person) -> Report:
    assert isinstance(mark_recorded(office, amara, closed.id), Done)
    return closed


def close(office: Office, person: Person, found: Report) -> Report:
    """Take a report through everything that writes words, to its end."""
    open_report(office, person, found.id)
    acknowledge(office, person, found.id)
    add_note(office, person, found.id, WORDS[1])
    contact_reporter(office, person, found.id, WORDS[2])
    add_information(office, TESS, found.id, WORDS[3])
    record_outcome(office, person, found.id, Outcome.MONITOR, WORDS[4])
    return found


def row_of(office: Office, found: Report) -> Any:
    with office.looking() as connection:
        return connection.execute(select(report).where(report.c.id == found.id)).one()


def now_of(office: Office, found: Report) -> Report:
    with office.looking() as connection:
        return office.filing.get(connection, found.id)


def events_of(office: Office, *events: AuditEvent) -> list[dict[str, str]]:
    with office.looking() as connection:
        written = [json.loads(one) for one in connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars()]
    return [one for one in written if one["event"] in events]


def deliver(office: Office, found: Report) -> int:
    """Settle a report's card as posted; return its row."""
    with office.writing() as connection:
        card = next(row for row in outbox.rows_of(connection, found.id) if row.kind == RowKind.CARD)
        connection.execute(update(rows).where(rows.c.id == card.id).values(state=RowState.SENT, message_ref='["terminal","dsl","1"]', settled_at=0))
    return int(card.id)


def waiting(office: Office, found: Report) -> list[tuple[str, str]]:
    with office.looking() as connection:
        return [(row.kind, row.destination) for row in outbox.rows_of(connection, found.id) if row.state in (RowState.TODO, RowState.SENDING)]


# --- marking as recorded ---


def test_closed_report_is_marked_with_the_time(office: Office, closed: Report, amara: Person, clock: FakeClock) -> None:
    clock.move(DAY)
    done = mark_recorded(office, amara, closed.id)
    assert isinstance(done, Done)
    assert done.standing.report.recorded_at == clock.now()


def test_withdrawn_report_can_be_marked(office: Office, submit: Submit, amara: Person, clock: FakeClock) -> None:
    found = submit(office)
    withdraw(office, TESS, found.id)
    assert isinstance(mark_recorded(office, amara, found.id), Done)
    assert now_of(office, found).recorded_at == clock.now()


def test_open_report_is_not_marked(office: Office, submit: Submit, amara: Person) -> None:
    found = submit(office)
    assert mark_recorded(office, amara, found.id) == Refusal(Why.NOT_CLOSED)
    assert now_of(office, found).recorded_at is None


def test_acknowledged_report_is_not_marked(office: Office, submit: Submit, amara: Person) -> None:
    found = submit(office)
    open_report(office, amara, found.id)
    acknowledge(office, amara, found.id)
    assert mark_recorded(office, amara, found.id) == Refusal(Why.NOT_CLOSED)


def test_mark_is_logged_once(office: Office, recorded: Report, amara: Person) -> None:
    mark_recorded(office, amara, recorded.id)
    assert events_of(office, AuditEvent.RECORDED) == [{"event": "recorded", "person": "amara", "report": recorded.id}]


def test_second_mark_leaves_the_time_of_the_first(office: Office, recorded: Report, amara: Person, clock: FakeClock) -> None:
    first = now_of(office, recorded).recorded_at
    clock.move(DAY)
    mark_recorded(office, amara, recorded.id)
    assert now_of(office, recorded).recorded_at == first


def test_mark_that_something_was_added_after_is_set_anew(office: Office, recorded: Report, amara: Person, clock: FakeClock) -> None:
    clock.move(DAY)
    add_note(office, amara, recorded.id, "one more thing")
    mark_recorded(office, amara, recorded.id)
    assert now_of(office, recorded).recorded_at == clock.now()


def test_posted_card_is_edited_to_say_that_it_is_recorded(office: Office, closed: Report, amara: Person) -> None:
    card = deliver(office, closed)
    mark_recorded(office, amara, closed.id)
    assert ("update_card", f"row:{card}") in waiting(office, closed)


# --- a legal hold ---


def test_hold_is_set_and_released(office: Office, submit: Submit, amara: Person) -> None:
    found = submit(office)
    held = hold(office, amara, found.id)
    assert isinstance(held, Done)
    assert held.standing.report.held
    released = release(office, amara, found.id)
    assert isinstance(released, Done)
    assert not released.standing.report.held


def test_hold_and_release_are_logged_when_they_change_something(office: Office, submit: Submit, amara: Person) -> None:
    found = submit(office)
    for act in (release, hold, hold, release, release):
        act(office, amara, found.id)
    assert [one["event"] for one in events_of(office, AuditEvent.HELD, AuditEvent.RELEASED)] == ["held", "released"]


def test_posted_card_is_edited_to_say_that_it_is_held(office: Office, closed: Report, amara: Person) -> None:
    card = deliver(office, closed)
    hold(office, amara, closed.id)
    assert ("update_card", f"row:{card}") in waiting(office, closed)


# --- who may ---


@pytest.mark.parametrize(("act", "verb"), [(mark_recorded, "mark_recorded"), (hold, "hold"), (release, "hold")])
@pytest.mark.parametrize("name", ["eve", "farid", "dana", "tess"])
def test_others_are_refused_and_logged(
    office: Office, closed: Report, person: PersonOf, act: Callable[..., Done | Refusal], verb: str, name: str
) -> None:
    someone = person(name)
    assert act(office, someone, closed.id) == Refusal(Why.NOT_ALLOWED)
    assert events_of(office, AuditEvent.REFUSED) == [{"detail": verb, "event": "refused", "person": someone.id, "report": closed.id}]
    assert (now_of(office, closed).recorded_at, now_of(office, closed).held) == (None, False)


@pytest.mark.parametrize("act", [mark_recorded, hold, release])
def test_person_whom_it_is_about_is_refused(office: Office, submit: Submit, person: PersonOf, act: Callable[..., Done | Refusal]) -> None:
    found = close(office, person("ben"), submit(office, about=("amara",)))
    assert act(office, person("amara"), found.id) == Refusal(Why.NOT_ALLOWED)


@pytest.mark.parametrize("act", [mark_recorded, hold, release])
def test_purged_report_is_said_to_be_gone(office: Office, recorded: Report, amara: Person, clock: FakeClock, act: Callable[..., Any]) -> None:
    clock.move(KEPT)
    purge(office)
    assert act(office, amara, recorded.id) == Refusal(Why.PURGED)


# --- when a report goes ---


def test_report_goes_when_its_days_are_over(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    assert purge(office) == ("R-0001",)
    assert now_of(office, recorded).purged


def test_report_stays_a_moment_before(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT - timedelta(milliseconds=1))
    assert purge(office) == ()
    assert not now_of(office, recorded).purged


def test_report_goes_once(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    gone_at = row_of(office, recorded).purged_at
    clock.move(DAY)
    assert purge(office) == ()
    assert row_of(office, recorded).purged_at == gone_at


def test_days_are_those_of_the_school(office: Office, recorded: Report, clock: FakeClock) -> None:
    school = office.settings.schools[0]
    shorter = school.model_copy(update={"retention": school.retention.model_copy(update={"days_after_recorded": 30})})
    brief = replace(office, settings=office.settings.model_copy(update={"schools": (shorter,)}))
    clock.move(30 * DAY)
    assert purge(office) == ()
    assert purge(brief) == ("R-0001",)


def test_schools_are_purged_each_by_its_own_days(office: Office, recorded: Report, clock: FakeClock) -> None:
    oakfield, elmfield = office.settings.schools
    shorter = elmfield.model_copy(update={"retention": elmfield.retention.model_copy(update={"days_after_recorded": 30})})
    mixed = replace(office, settings=office.settings.model_copy(update={"schools": (oakfield, shorter)}))
    clock.move(30 * DAY)
    assert purge(mixed) == ()


def test_only_what_is_due_goes(office: Office, recorded: Report, submit: Submit, amara: Person, clock: FakeClock) -> None:
    clock.move(DAY)
    later = close(office, amara, submit(office))
    mark_recorded(office, amara, later.id)
    clock.move(KEPT - DAY)
    assert purge(office) == ("R-0001",)
    clock.move(DAY)
    assert purge(office) == ("R-0002",)


@pytest.mark.parametrize("drift", [timedelta(days=-400), timedelta(days=-1)])
def test_clock_that_ran_ahead_makes_nothing_go_early(office: Office, recorded: Report, clock: FakeClock, drift: timedelta) -> None:
    clock.move(KEPT)
    clock.set_wall(drift)
    assert purge(office) == ()


def test_machine_that_is_fast_now_makes_nothing_go_early(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.set_wall(timedelta(days=400))
    assert purge(office) == ()


# --- when it stays ---


def leave_open(_office: Office, _found: Report) -> None:
    """Do nothing."""


def acknowledge_it(office: Office, found: Report) -> None:
    open_report(office, dsl(office), found.id)
    acknowledge(office, dsl(office), found.id)


def close_it(office: Office, found: Report) -> None:
    close(office, dsl(office), found)


def record_it(office: Office, found: Report) -> None:
    close_it(office, found)
    mark_recorded(office, dsl(office), found.id)


def record_and_hold(office: Office, found: Report) -> None:
    record_it(office, found)
    hold(office, dsl(office), found.id)


def record_and_add(office: Office, found: Report) -> None:
    record_it(office, found)
    wait(office)
    add_note(office, dsl(office), found.id, "one more thing")


def record_and_hear_more(office: Office, found: Report) -> None:
    record_it(office, found)
    wait(office)
    add_information(office, TESS, found.id, "one more thing")


def record_and_close_again(office: Office, found: Report) -> None:
    record_it(office, found)
    wait(office)
    reopen(office, dsl(office), found.id, "not yet")
    wait(office)
    record_outcome(office, dsl(office), found.id, Outcome.SOCIAL_CARE, "after all")


def record_and_withdraw(office: Office, found: Report) -> None:
    record_and_hear_more(office, found)
    wait(office)
    withdraw(office, TESS, found.id)


def withdraw_unread(office: Office, found: Report) -> None:
    withdraw(office, TESS, found.id)
    mark_recorded(office, dsl(office), found.id)


def mark_while_open(office: Office, found: Report) -> None:
    acknowledge_it(office, found)
    set_columns(office, found, recorded_at=office.clock.now())


def close_after_the_mark(office: Office, found: Report) -> None:
    record_it(office, found)
    wait(office)
    set_columns(office, found, closed_at=office.clock.now())


def set_columns(office: Office, found: Report, **values: object) -> None:
    """Do what no verb does today, and one of tomorrow might."""
    with office.writing() as connection:
        office.filing.change(connection, found.id, **values)


def dsl(office: Office) -> Person:
    found = office.people.person("amara", "oakfield")
    assert found is not None
    return found


def wait(office: Office) -> None:
    assert isinstance(office.clock, FakeClock)
    office.clock.move(timedelta(minutes=1))


KEEPING: dict[str, tuple[Step, WhyKept | None]] = {
    "open": (leave_open, None),
    "acknowledged": (acknowledge_it, None),
    "not recorded": (close_it, WhyKept.NOT_RECORDED),
    "held": (record_and_hold, None),
    "added to since it was recorded": (record_and_add, WhyKept.NOT_RECORDED),
    "open again": (record_and_hear_more, None),
    "closed again since": (record_and_close_again, WhyKept.NOT_RECORDED),
    "marked while it is open": (mark_while_open, None),
    "closed after it was marked": (close_after_the_mark, WhyKept.CHANGED_SINCE),
    "withdrawn since": (record_and_withdraw, WhyKept.NOT_RECORDED),
    "withdrawn before anybody acknowledged it": (withdraw_unread, WhyKept.NEVER_ACKNOWLEDGED),
}


@pytest.mark.parametrize("step", [step for step, _ in KEEPING.values()], ids=KEEPING)
def test_report_stays_however_old(office: Office, submit: Submit, clock: FakeClock, step: Step) -> None:
    found = submit(office)
    step(office, found)
    clock.move(20 * KEPT)
    before = row_of(office, found)
    assert purge(office) == ()
    assert row_of(office, found) == before


@pytest.mark.parametrize(("step", "why"), KEEPING.values(), ids=KEEPING)
def test_report_that_waits_for_somebody_is_told_as_overdue(office: Office, submit: Submit, clock: FakeClock, step: Step, why: WhyKept | None) -> None:
    found = submit(office)
    step(office, found)
    clock.move(KEPT)
    assert overdue_for_recording(office) == ((Overdue(found.id, "R-0001", "oakfield", why),) if why else ())


@pytest.mark.parametrize("step", [step for step, _ in KEEPING.values()], ids=KEEPING)
def test_nothing_is_overdue_before_its_days_are_over(office: Office, submit: Submit, clock: FakeClock, step: Step) -> None:
    step(office, submit(office))
    clock.move(KEPT - timedelta(minutes=10))
    assert overdue_for_recording(office) == ()


def test_hold_does_not_hide_that_a_report_is_not_recorded(office: Office, closed: Report, amara: Person, clock: FakeClock) -> None:
    hold(office, amara, closed.id)
    clock.move(KEPT)
    assert [one.why for one in overdue_for_recording(office)] == [WhyKept.NOT_RECORDED]


def test_what_goes_is_not_overdue(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    assert overdue_for_recording(office) == ()
    purge(office)
    assert overdue_for_recording(office) == ()


def test_overdue_report_goes_in_time_once_it_is_recorded(office: Office, closed: Report, amara: Person, clock: FakeClock) -> None:
    clock.move(KEPT)
    mark_recorded(office, amara, closed.id)
    assert (purge(office), overdue_for_recording(office)) == ((), ())
    clock.move(KEPT)
    assert purge(office) == ("R-0001",)


def test_withdrawn_report_goes_in_time_once_somebody_took_it_on(office: Office, submit: Submit, amara: Person, clock: FakeClock) -> None:
    found = submit(office)
    withdraw_unread(office, found)
    reopen(office, amara, found.id, "to be sure")
    wait(office)
    close(office, amara, found)
    mark_recorded(office, amara, found.id)
    clock.move(KEPT)
    assert purge(office) == ("R-0001",)


def test_released_report_goes_at_once_where_its_days_are_over(office: Office, recorded: Report, amara: Person, clock: FakeClock) -> None:
    hold(office, amara, recorded.id)
    clock.move(KEPT)
    release(office, amara, recorded.id)
    assert purge(office) == ("R-0001",)


@pytest.mark.parametrize("change", [{"held": True}, {"state": State.OPEN}, {"recorded_at": None}], ids=["held", "opened", "unmarked"])
def test_report_that_is_changed_while_the_purge_runs_stays(
    office: Office,
    recorded: Report,
    submit: Submit,
    amara: Person,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
) -> None:
    """The list of what is due is older than the transaction in which each goes."""
    second = close(office, amara, submit(office))
    mark_recorded(office, amara, second.id)
    clock.move(KEPT)
    original = Office.log

    def change_the_other(self: Office, connection: Any, event: AuditEvent, **ids: str) -> None:
        original(self, connection, event, **ids)
        self.filing.change(connection, second.id, **change)

    monkeypatch.setattr(Office, "log", change_the_other)
    assert purge(office) == ("R-0001",)
    assert not now_of(office, second).purged


# --- what is gone, and what is left ---


def test_everything_that_opens_or_says_something_is_emptied(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    row = row_of(office, recorded)
    assert (row.content, row.wrapped_key, row.recovery_key, row.key_id) == (None, None, None, None)
    with office.looking() as connection:
        assert connection.execute(select(note.c.content)).scalars().all() == [None] * 4


def test_purge_tells_its_time(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    assert row_of(office, recorded).purged_at == int(clock.now().timestamp() * 1000)


def test_purge_is_logged_and_leaves_the_log_whole(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    assert events_of(office, AuditEvent.PURGED) == [{"event": "purged", "report": recorded.id}]
    with office.looking() as connection:
        assert office.audit.verify(connection).ok


def test_what_was_done_stays_known(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    found = now_of(office, recorded)
    assert (found.reference, found.state, found.outcome, found.acknowledged_by) == ("R-0001", State.CLOSED, Outcome.MONITOR, "amara")


def test_nobody_opens_it_any_more(office: Office, recorded: Report, amara: Person, clock: FakeClock) -> None:
    assert isinstance(open_report(office, amara, recorded.id), Opened)
    clock.move(KEPT)
    purge(office)
    assert open_report(office, amara, recorded.id) == Refusal(Why.PURGED)
    assert list_reports(office, amara, closed=True) == ()


def test_reporter_still_finds_it(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    assert [(one.report.reference, one.report.purged) for one in my_reports(office, TESS)] == [("R-0001", True)]


def test_posted_cards_are_edited_and_nothing_else_is_owed(office: Office, recorded: Report, clock: FakeClock) -> None:
    card = deliver(office, recorded)
    clock.move(KEPT)
    purge(office)
    assert waiting(office, recorded) == [("update_card", f"row:{card}")]


@pytest.mark.parametrize("kind", RowKind)
def test_row_that_still_waits_is_cancelled(office: Office, recorded: Report, clock: FakeClock, kind: RowKind) -> None:
    with office.writing() as connection:
        outbox.owe(connection, recorded.id, "oakfield", [Owed(kind, 99, "person:amara", clock.now())])
    clock.move(KEPT)
    purge(office)
    with office.looking() as connection:
        (row,) = [row for row in outbox.rows_of(connection, recorded.id) if row.step == 99]
    assert (row.state, row.outcome) == (RowState.CANCELLED, PURGED)


def test_edited_card_says_that_the_text_is_gone_and_names_nobody(office: Office, recorded: Report, clock: FakeClock) -> None:
    clock.move(KEPT)
    purge(office)
    with office.looking() as connection:
        written = Teller(office, connection, now_of(office, recorded)).sealed_card().plain_text()
    assert "has been deleted" in written
    assert "Tess" not in written


# --- the bytes ---


def sealed_in(office: Office) -> list[bytes]:
    with office.looking() as connection:
        sealed = [one for row in connection.execute(select(report.c.content, report.c.wrapped_key, report.c.recovery_key)) for one in row]
        return [*sealed, *connection.execute(select(note.c.content)).scalars()]


def found_in(folder: Path, sealed: list[bytes]) -> list[bytes]:
    """Return those of which sixteen bytes in a row stand in any file of the folder, wherever they begin."""
    written = [path.read_bytes() for path in folder.iterdir()]
    stretches = {one[at : at + 16] for one in written for at in range(len(one) - 15)}
    return [one for one in sealed if any(one[at : at + 16] in stretches for at in range(len(one) - 15))]


def test_nothing_of_it_is_left_in_the_file(office: Office, recorded: Report, store: Path, clock: FakeClock) -> None:
    sealed = sealed_in(office)
    assert len(found_in(store.parent, sealed)) == len(sealed) == 3 + 4
    clock.move(KEPT)
    purge(office)
    assert found_in(store.parent, sealed) == []


def test_search_would_find_what_a_careless_store_leaves(office: Office, recorded: Report, store: Path) -> None:
    sealed = sealed_in(office)
    careless = sqlite3.connect(store)
    careless.execute("PRAGMA secure_delete = OFF")
    careless.execute("UPDATE report SET content = NULL, wrapped_key = NULL, recovery_key = NULL")
    careless.commit()
    careless.close()
    assert len(found_in(store.parent, sealed)) > 4


def test_no_word_is_left_even_for_somebody_with_the_keys(office: Office, recorded: Report, store: Path, clock: FakeClock) -> None:
    with office.looking() as connection:
        said = str(office.filing.content(connection, recorded.id)) + str(office.filing.notes(connection, recorded))
    assert [word for word in WORDS if word not in said] == []
    clock.move(KEPT)
    purge(office)
    with office.looking() as connection:
        assert office.filing.content(connection, recorded.id) is None
        assert office.filing.notes(connection, recorded) == ()
    assert [word for word in WORDS if word.encode() in store.read_bytes()] == []


def test_only_what_went_is_gone_among_many(office: Office, submit: Submit, amara: Person, store: Path, clock: FakeClock) -> None:
    """Small texts share pages with others, large ones fill pages of their own; both kinds of remains are looked for."""
    sizes = (10, 900, 3_000, 9_000)
    going = [close(office, amara, submit(office, what_was_said="x" * size)) for size in sizes for _ in range(3)]
    for found in going:
        mark_recorded(office, amara, found.id)
    gone = sealed_in(office)
    staying = [submit(office, Kind.SAFEGUARDING_CONCERN, what_happened="y" * size) for size in sizes for _ in range(3)]
    kept = [one for one in sealed_in(office) if one not in gone]
    clock.move(KEPT)
    assert len(purge(office)) == len(going)
    assert found_in(store.parent, gone) == []
    assert len(found_in(store.parent, kept)) == len(kept) == 3 * len(staying)


# --- when things are not as they should be ---


def test_purge_needs_no_key(office: Office, recorded: Report, clock: FakeClock) -> None:
    keyless = replace(office, filing=Filing(Sealer(new_ring())))
    clock.move(KEPT)
    assert purge(keyless) == ("R-0001",)


def test_damaged_report_holds_up_no_other(office: Office, recorded: Report, submit: Submit, amara: Person, clock: FakeClock) -> None:
    second = close(office, amara, submit(office))
    mark_recorded(office, amara, second.id)
    with office.writing() as connection:
        connection.execute(update(report).where(report.c.id == recorded.id).values(content=b"damaged"))
    clock.move(KEPT)
    assert purge(office) == ("R-0001", "R-0002")


def test_purge_that_stops_half_way_goes_on_later(
    office: Office, recorded: Report, submit: Submit, amara: Person, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = close(office, amara, submit(office))
    mark_recorded(office, amara, second.id)
    clock.move(KEPT)
    with monkeypatch.context() as broken:
        logged: list[str] = []

        def stop_at_the_second(self: Office, _connection: Any, _event: AuditEvent, **ids: str) -> None:
            logged.append(ids["report_id"])
            if len(logged) == 2:
                raise OSError("no space left on device")

        broken.setattr(Office, "log", stop_at_the_second)
        with pytest.raises(OSError, match="no space"):
            purge(office)
    assert (now_of(office, recorded).purged, now_of(office, second).purged) == (True, False)
    assert row_of(office, second).content is not None
    assert purge(office) == ("R-0002",)


def test_advice_after_a_purge_is_for_postgresql_only(office: Office) -> None:
    assert advice_after_purge(office.engine) == ""
    elsewhere = create_engine("postgresql+psycopg://nobody@localhost/nothing")
    assert "VACUUM report, note, matter, matter_event" in advice_after_purge(elsewhere)
    assert reading(elsewhere).dialect.name == "postgresql"
