"""What a report says goes in sealed and comes out whole for its own row only; references count up without a gap, also where two file at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, LargeBinary, Row, inspect, select, update
from sqlalchemy.exc import IntegrityError

from bot.filing import Filing, UnknownReport, reference
from bot.reports import Content, Kind, NoteKind, Outcome, Person, Report, State, Submission, Urgency
from bot.sealing import KeyRing, Sealer, SealingError, new_ring
from bot.store.tables import metadata, note
from bot.store.tables import report as table

NOW = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
CANARY = "canary7Qz"
TESS = Person("slack:tess", f"Tess {CANARY}", "oakfield")
NASTY = ["", " lead and trail ", "a\x00b", "\u202egnirts\u202c", "caf\udce9", "👩‍👩‍👧 żółć", "line\r\nline\n", "<!channel> *b* {{DATE()}}"]


@pytest.fixture
def filing(ring: KeyRing) -> Filing:
    return Filing(Sealer(ring))


@pytest.fixture
def filing_under_another_ring() -> Filing:
    return Filing(Sealer(new_ring()))


def a_form(key: str = "form-1", **changes: Any) -> Submission:
    fields = {"what_happened": CANARY, "child": f"Robin {CANARY}"}
    return replace(Submission(key, Kind.SAFEGUARDING_CONCERN, Urgency.NORMAL, "oakfield", TESS, fields), **changes)


def store(engine: Engine, filing: Filing, form: Submission | None = None, *, excluded: tuple[str, ...] = (), at: datetime = NOW) -> Report:
    with engine.begin() as connection:
        return filing.store(connection, form or a_form(), excluded, at)[0]


def raw(engine: Engine, report: Report) -> Row[Any]:
    with engine.connect() as connection:
        return connection.execute(select(table).where(table.c.id == report.id)).one()


def content(engine: Engine, filing: Filing, report: Report) -> Content | None:
    with engine.connect() as connection:
        return filing.content(connection, report.id)


def add_note(engine: Engine, filing: Filing, report: Report, words: str = CANARY, *, kind: NoteKind = NoteKind.NOTE, at: datetime = NOW) -> None:
    with engine.begin() as connection:
        filing.add_note(connection, report, kind, at, "ben", words)


def purge(engine: Engine, report: Report) -> None:
    """Empty what retention empties."""
    with engine.begin() as connection:
        gone = {"purged_at": 1, "wrapped_key": None, "recovery_key": None, "content": None, "key_id": None}
        connection.execute(update(table).where(table.c.id == report.id).values(**gone))
        connection.execute(update(note).where(note.c.report_id == report.id).values(content=None))


# --- storing ---


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("kind", Kind)
def test_stored_report_is_open_and_says_when_and_whose(each_store: Engine, filing: Filing, kind: Kind, urgency: Urgency) -> None:
    report = store(each_store, filing, a_form(kind=kind, urgency=urgency))
    assert (report.kind, report.urgency, report.state, report.reported_at, report.school) == (kind, urgency, State.OPEN, NOW, "oakfield")
    assert (report.reporter_id, report.reference, report.odd_reporter, report.held, report.purged) == ("slack:tess", "R-0001", False, False, False)
    later = ("acknowledged_at", "acknowledged_by", "assigned_to", "outcome", "closed_at", "closed_by", "recorded_at")
    assert [getattr(report, one) for one in later] == [None] * len(later)


def test_report_by_a_guest_is_stored_and_marked(each_store: Engine, filing: Filing) -> None:
    assert store(each_store, filing, a_form(reporter=replace(TESS, full_member=False))).odd_reporter is True


@pytest.mark.parametrize("words", NASTY)
def test_every_word_comes_out_as_it_was_typed(each_store: Engine, filing: Filing, words: str) -> None:
    report = store(each_store, filing, a_form(fields={"what_happened": words}, about=("amara",), named=(words, "Ben")))
    assert content(each_store, filing, report) == Content({"what_happened": words}, TESS.name, ("amara",), (words, "Ben"))


def test_nothing_that_was_written_stands_readable_in_any_column(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing, a_form(about=(f"slack:{CANARY}",), named=(CANARY,)), excluded=(f"slack:{CANARY}", "amara"))
    add_note(each_store, filing, report)
    with each_store.connect() as connection:
        for one in metadata.sorted_tables:
            for row in connection.execute(select(one)):
                kept = [bytes(value) if isinstance(column.type, LargeBinary) else str(value).encode() for column, value in columns(one, row)]
                assert not any(CANARY.encode() in value or b"amara" in value for value in kept)


def columns(one: Any, row: Row[Any]) -> list[tuple[Any, Any]]:
    return [(column, value) for column, value in zip(one.columns, row, strict=True) if value is not None]


def test_people_it_is_about_stand_in_no_column_even_as_ids(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing, excluded=("amara", "ben"))
    assert report.excluded == frozenset({"amara", "ben"})
    assert "excluded" not in {column["name"] for column in inspect(each_store).get_columns("report")}


def test_hash_for_the_log_differs_though_the_words_are_the_same(each_store: Engine, filing: Filing) -> None:
    with each_store.begin() as connection:
        hashes = {filing.store(connection, a_form(f"form-{number}"), (), NOW)[1] for number in range(3)}
    assert {len(one) for one in hashes} == {32}
    assert len(hashes) == 3


def test_transaction_that_fails_stores_nothing(each_store: Engine, filing: Filing) -> None:
    with suppress(ZeroDivisionError), each_store.begin() as connection:
        filing.store(connection, a_form(), (), NOW)
        raise ZeroDivisionError
    with each_store.connect() as connection:
        assert filing.find_submission(connection, "form-1") is None


def test_same_form_cannot_stand_twice_and_the_error_quotes_nothing(each_store: Engine, filing: Filing) -> None:
    store(each_store, filing)
    with pytest.raises(IntegrityError) as refused:
        store(each_store, filing)
    assert CANARY not in str(refused.value)


# --- references ---


@pytest.mark.parametrize(("number", "expected"), [(1, "R-0001"), (42, "R-0042"), (9999, "R-9999"), (12345, "R-12345")])
def test_reference_has_at_least_four_digits(number: int, expected: str) -> None:
    assert reference(number) == expected


def test_references_count_up_and_each_school_has_its_own(each_store: Engine, filing: Filing) -> None:
    schools = ["oakfield", "oakfield", "elmfield", "oakfield"]
    found = [store(each_store, filing, a_form(f"form-{at}", school=school)).reference for at, school in enumerate(schools)]
    assert found == ["R-0001", "R-0002", "R-0001", "R-0003"]


def test_reference_of_a_form_that_failed_is_given_to_the_next(each_store: Engine, filing: Filing) -> None:
    store(each_store, filing)
    with pytest.raises(IntegrityError):
        store(each_store, filing)
    assert store(each_store, filing, a_form("form-2")).reference == "R-0002"


def test_two_that_file_at_once_get_two_references_without_a_gap(each_store: Engine, filing: Filing) -> None:
    start = threading.Barrier(2)

    def file_some(name: str) -> list[str]:
        start.wait()
        return [store(each_store, filing, a_form(f"{name}-{number}")).reference for number in range(10)]

    with ThreadPoolExecutor(2) as pool:
        both = [one for found in pool.map(file_some, "ab") for one in found]
    assert sorted(both) == [reference(number) for number in range(1, 21)]


@pytest.mark.parametrize("written", ["R-0001", "r-0001", " R-1 ", "r1", "1", "R 0001", "0001"])
def test_report_is_found_by_its_reference_however_it_is_written(each_store: Engine, filing: Filing, written: str) -> None:
    report = store(each_store, filing)
    with each_store.connect() as connection:
        assert filing.get_by_reference(connection, written, "oakfield") == report


@pytest.mark.parametrize("written", ["", "R-", "R-0002", "R--x", "0", "½", "١", "R-99999999999999999999", "1; DROP TABLE report", "R-0001.5"])
def test_reference_that_means_nothing_is_told_so(each_store: Engine, filing: Filing, written: str) -> None:
    store(each_store, filing)
    with each_store.connect() as connection, pytest.raises(UnknownReport) as unknown:
        filing.get_by_reference(connection, written, "oakfield")
    assert CANARY not in str(unknown.value)


def test_reference_means_a_report_of_its_own_school_only(each_store: Engine, filing: Filing) -> None:
    store(each_store, filing)
    with each_store.connect() as connection, pytest.raises(UnknownReport):
        filing.get_by_reference(connection, "R-0001", "elmfield")


def test_report_that_does_not_exist_is_told_so(each_store: Engine, filing: Filing) -> None:
    with each_store.connect() as connection, pytest.raises(UnknownReport, match="no such report"):
        filing.get(connection, "nowhere")


# --- lists ---


def test_form_is_found_again_by_its_key(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    with each_store.connect() as connection:
        assert filing.find_submission(connection, "form-1") == report
        assert filing.find_submission(connection, "form-2") is None


def test_reports_of_a_school_come_oldest_first_and_by_state(each_store: Engine, filing: Filing) -> None:
    late = store(each_store, filing, a_form("late"), at=NOW + timedelta(hours=1))
    early = store(each_store, filing, a_form("early"))
    closed = store(each_store, filing, a_form("closed"))
    store(each_store, filing, a_form("elsewhere", school="elmfield"))
    with each_store.begin() as connection:
        filing.change(connection, closed.id, state=State.CLOSED)
        assert [one.id for one in filing.list_reports(connection, "oakfield", [State.OPEN])] == [early.id, late.id]
        assert [one.id for one in filing.list_reports(connection, "oakfield", [State.CLOSED])] == [closed.id]
        assert filing.list_reports(connection, "oakfield", []) == ()


def test_ones_own_reports_come_newest_first(each_store: Engine, filing: Filing) -> None:
    first = store(each_store, filing, a_form("first"))
    second = store(each_store, filing, a_form("second"))
    store(each_store, filing, a_form("theirs", reporter=replace(TESS, id="slack:uma")))
    with each_store.connect() as connection:
        assert [one.id for one in filing.list_reported_by(connection, "slack:tess")] == [second.id, first.id]


# --- changing ---


def test_change_keeps_times_and_words_as_they_were_given(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    with each_store.begin() as connection:
        filing.change(connection, report.id, state=State.CLOSED, outcome=Outcome.LADO, closed_at=NOW, closed_by="ben", held=True)
        changed = filing.get(connection, report.id, to_change=True)
    assert (changed.state, changed.outcome, changed.closed_at, changed.closed_by, changed.held) == (State.CLOSED, Outcome.LADO, NOW, "ben", True)
    assert changed.reported_at == report.reported_at


def test_change_touches_no_other_report(each_store: Engine, filing: Filing) -> None:
    report, other = (store(each_store, filing, a_form(key)) for key in ("form-1", "form-2"))
    with each_store.begin() as connection:
        filing.change(connection, report.id, state=State.WITHDRAWN)
        assert filing.get(connection, other.id) == other


# --- notes ---


@pytest.mark.parametrize("words", NASTY)
def test_note_comes_out_as_it_was_typed(each_store: Engine, filing: Filing, words: str) -> None:
    report = store(each_store, filing)
    add_note(each_store, filing, report, words)
    with each_store.connect() as connection:
        (found,) = filing.notes(connection, report)
    assert (found.kind, found.at, found.author_id, found.text) == (NoteKind.NOTE, NOW, "ben", words)


def test_notes_come_in_the_order_of_their_times(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    for hours, kind in ((2, NoteKind.OUTCOME), (0, NoteKind.INFORMATION), (1, NoteKind.MESSAGE)):
        add_note(each_store, filing, report, kind=kind, at=NOW + timedelta(hours=hours))
    with each_store.connect() as connection:
        assert [one.kind for one in filing.notes(connection, report)] == [NoteKind.INFORMATION, NoteKind.MESSAGE, NoteKind.OUTCOME]


def test_note_moved_to_another_report_does_not_open_there(each_store: Engine, filing: Filing) -> None:
    report, other = (store(each_store, filing, a_form(key)) for key in ("form-1", "form-2"))
    add_note(each_store, filing, report)
    with each_store.begin() as connection:
        connection.execute(update(note).values(report_id=other.id))
    with each_store.connect() as connection, pytest.raises(SealingError) as refused:
        filing.notes(connection, other)
    assert CANARY not in str(refused.value)


# --- openings ---


def test_first_opening_of_each_person_is_noted_once(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    with each_store.begin() as connection:
        assert filing.has_opened(connection, report.id, "ben") is False
        opened = [filing.note_opening(connection, report.id, who, NOW + timedelta(minutes=at)) for at, who in enumerate(("ben", "amara", "ben"))]
        assert opened == [True, True, False]
        assert filing.openings(connection, report.id) == (("ben", NOW), ("amara", NOW + timedelta(minutes=1)))
        assert filing.has_opened(connection, report.id, "ben") is True
        assert filing.has_opened(connection, report.id, "chidi") is False


# --- what cannot be opened ---


@pytest.mark.parametrize("column", ["content", "wrapped_key"])
def test_changed_byte_is_found(each_store: Engine, filing: Filing, column: str) -> None:
    report = store(each_store, filing)
    stored = bytes(getattr(raw(each_store, report), column))
    with each_store.begin() as connection:
        connection.execute(update(table).values({column: stored[:-1] + bytes([stored[-1] ^ 1])}))
    with pytest.raises(SealingError) as refused:
        content(each_store, filing, report)
    assert CANARY not in str(refused.value)


def test_content_moved_to_another_report_does_not_open_there(each_store: Engine, filing: Filing) -> None:
    report, other = (store(each_store, filing, a_form(key)) for key in ("form-1", "form-2"))
    stolen = raw(each_store, report)
    with each_store.begin() as connection:
        moved = {"content": stolen.content, "wrapped_key": stolen.wrapped_key, "key_id": stolen.key_id}
        connection.execute(update(table).where(table.c.id == other.id).values(**moved))
    with pytest.raises(SealingError):
        content(each_store, filing, other)


def test_report_of_one_school_does_not_open_as_another_schools(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    with each_store.begin() as connection:
        connection.execute(update(table).values(school="elmfield"))
    with pytest.raises(SealingError):
        content(each_store, filing, report)


def test_report_whose_key_is_not_on_the_ring_opens_for_nobody(each_store: Engine, filing: Filing, filing_under_another_ring: Filing) -> None:
    report = store(each_store, filing)
    with pytest.raises(SealingError, match="SIGNPOST_KEYS"):
        content(each_store, filing_under_another_ring, report)


def test_purged_report_is_listed_and_says_nothing(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing, excluded=("amara",))
    add_note(each_store, filing, report)
    purge(each_store, report)
    with each_store.connect() as connection:
        (found,) = filing.list_reports(connection, "oakfield", [State.OPEN])
        assert (found.reference, found.purged, found.excluded) == ("R-0001", True, frozenset())
        assert filing.content(connection, report.id) is None
        assert filing.notes(connection, report) == ()


def test_nothing_can_be_added_to_a_purged_report(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    purge(each_store, report)
    with pytest.raises(UnknownReport, match=r"R-0001 has been purged") as refused:
        add_note(each_store, filing, report)
    assert CANARY not in str(refused.value)


def test_sealed_parts_stand_in_no_repr(each_store: Engine, filing: Filing) -> None:
    report = store(each_store, filing)
    assert CANARY not in repr(report)
    assert CANARY not in repr(filing)
