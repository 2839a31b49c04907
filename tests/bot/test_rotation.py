"""Keys are changed without a report ever being unreadable, wherever the run is killed; and the paper key brings back what the ring has lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select, update

from bot.audit import AuditEvent
from bot.filing import Filing
from bot.office import Office
from bot.reports import Content, Outcome, Person
from bot.responding import acknowledge, add_note, open_report, record_outcome
from bot.retention import mark_recorded, purge
from bot.rotation import NO_RECOVERY_COPY, QUESTIONS, Rotation, forget_unreadable, keys_in_use, restore_keys, rotate_keys
from bot.sealing import KeyRing, Sealer, SealingError, new_recovery_pair, new_ring, recovery_public
from bot.store.tables import audit, report
from bot.unanswered import Unanswered
from tests.bot.conftest import FakeClock, Submit

PersonOf = Callable[[str], Person]

WORDS = ("one", "two", "three")


@pytest.fixture
def amara(person: PersonOf) -> Person:
    return person("amara")


@pytest.fixture
def three(office: Office, submit: Submit, amara: Person) -> list[str]:
    """Three reports, the first with a note, and two kept questions; return the ids of the reports."""
    ids = [submit(office, what_was_said=words).id for words in WORDS]
    open_report(office, amara, ids[0])
    add_note(office, amara, ids[0], "a note")
    for question in ("first", "second"):
        kept_with(office, sealer_of(office)).keep(question, "alet")
    return ids


def sealer_of(office: Office) -> Sealer:
    return office.filing._sealer


def kept_with(office: Office, sealer: Sealer) -> Unanswered:
    return Unanswered(office.engine, sealer, knows=lambda _word: True, clock=office.clock.wall)


def only(ring: KeyRing, name: str) -> Sealer:
    """One key of a ring: what it opens needs no other."""
    return Sealer(KeyRing({name: ring.keys[name]}))


def words_of(office: Office, sealer: Sealer, ids: list[str]) -> list[str]:
    filing = Filing(sealer)
    with office.looking() as connection:
        contents = [filing.content(connection, one) for one in ids]
    return [one.fields["what_was_said"] for one in contents if isinstance(one, Content)]


def used_by(office: Office) -> set[str]:
    with office.looking() as connection:
        return keys_in_use(connection)


def rows_of(office: Office) -> list[tuple[object, ...]]:
    with office.looking() as connection:
        return [tuple(row) for row in connection.execute(select(report).order_by(report.c.number))]


def events_of(office: Office) -> list[dict[str, str]]:
    with office.looking() as connection:
        written = [json.loads(one) for one in connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars()]
    return [one for one in written if one["event"] == AuditEvent.KEYS_ROTATED]


def spoil(office: Office, report_id: str, **values: object) -> None:
    with office.writing() as connection:
        connection.execute(update(report).where(report.c.id == report_id).values(**values))


# --- a new key ---


def test_everything_opens_with_the_new_key_alone(office: Office, ring: KeyRing, three: list[str]) -> None:
    newer = ring.new_key()
    assert rotate_keys(office, Sealer(newer)) == Rotation(reports=3, questions=2)
    alone = only(newer, newer.newest)
    assert words_of(office, alone, three) == list(WORDS)
    assert [one.question for one in kept_with(office, alone).read()] == ["first", "second"]


def test_notes_open_with_the_new_key_alone(office: Office, ring: KeyRing, three: list[str]) -> None:
    newer = ring.new_key()
    rotate_keys(office, Sealer(newer))
    filing = Filing(only(newer, newer.newest))
    with office.looking() as connection:
        assert [one.text for one in filing.notes(connection, filing.get(connection, three[0]))] == ["a note"]


def test_nothing_opens_with_the_old_key_alone(office: Office, ring: KeyRing, three: list[str]) -> None:
    rotate_keys(office, Sealer(ring.new_key()))
    with pytest.raises(SealingError, match="is not on the key ring"):
        words_of(office, only(ring, ring.newest), three)


def test_what_reports_say_is_not_sealed_anew(office: Office, ring: KeyRing, three: list[str]) -> None:
    def said() -> list[object]:
        with office.looking() as connection:
            return list(connection.execute(select(report.c.content).order_by(report.c.number)).scalars())

    before = said()
    rotate_keys(office, Sealer(ring.new_key()))
    assert said() == before


def test_second_run_changes_nothing(office: Office, ring: KeyRing, three: list[str]) -> None:
    sealer = Sealer(ring.new_key())
    rotate_keys(office, sealer)
    before = rows_of(office)
    assert rotate_keys(office, sealer) == Rotation(reports=0)
    assert rows_of(office) == before


def test_ring_without_a_new_key_changes_nothing(office: Office, three: list[str]) -> None:
    before = rows_of(office)
    assert rotate_keys(office, sealer_of(office)) == Rotation(reports=0)
    assert rows_of(office) == before


def test_store_without_reports_is_rotated(office: Office, ring: KeyRing) -> None:
    assert rotate_keys(office, Sealer(ring.new_key())) == Rotation(reports=0)


def test_reports_that_arrive_meanwhile_under_the_old_key_are_taken_by_the_next_run(
    office: Office, ring: KeyRing, three: list[str], submit: Submit
) -> None:
    newer = ring.new_key()
    rotate_keys(office, Sealer(newer))
    submit(office, what_was_said="late")
    assert used_by(office) == {ring.newest, newer.newest}
    assert rotate_keys(office, Sealer(newer)) == Rotation(reports=1)
    assert used_by(office) == {newer.newest}


def test_purged_report_stays_gone(office: Office, ring: KeyRing, three: list[str], amara: Person, clock: FakeClock) -> None:
    acknowledge(office, amara, three[0])
    record_outcome(office, amara, three[0], Outcome.MONITOR, "no more to do")
    mark_recorded(office, amara, three[0])
    clock.move(timedelta(days=90))
    assert purge(office) == ("R-0001",)
    assert rotate_keys(office, Sealer(ring.new_key())) == Rotation(reports=2, questions=2)
    with office.looking() as connection:
        assert connection.execute(select(report.c.wrapped_key, report.c.key_id).where(report.c.id == three[0])).one() == (None, None)


def test_report_that_is_purged_while_the_run_goes_stays_gone(
    office: Office, ring: KeyRing, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Office.log

    def purge_the_last(self: Office, connection: Connection, event: AuditEvent, **ids: str) -> None:
        original(self, connection, event, **ids)
        gone = {"content": None, "wrapped_key": None, "recovery_key": None, "key_id": None}
        connection.execute(update(report).where(report.c.id == three[2]).values(**gone))

    monkeypatch.setattr(Office, "log", purge_the_last)
    assert rotate_keys(office, Sealer(ring.new_key())) == Rotation(reports=2, questions=2)
    with office.looking() as connection:
        assert connection.execute(select(report.c.wrapped_key).where(report.c.id == three[2])).scalar_one() is None


def test_damaged_report_is_named_and_holds_up_no_other(office: Office, ring: KeyRing, three: list[str]) -> None:
    spoil(office, three[1], wrapped_key=b"damaged")
    newer = ring.new_key()
    assert rotate_keys(office, Sealer(newer)) == Rotation(reports=2, questions=2, unreadable=("oakfield R-0002",))
    assert words_of(office, only(newer, newer.newest), [three[0], three[2]]) == ["one", "three"]


def test_key_that_is_on_no_ring_is_told_for_everything_under_it(office: Office, three: list[str]) -> None:
    turned = rotate_keys(office, Sealer(new_ring()))
    assert turned.unreadable == ("oakfield R-0001", "oakfield R-0002", "oakfield R-0003", "kept question 1", "kept question 2")
    assert (turned.reports, turned.questions, events_of(office)) == (0, 0, [])


def test_new_recovery_key_gets_its_copies_too(office: Office, ring: KeyRing, three: list[str]) -> None:
    private, public = new_recovery_pair()
    assert rotate_keys(office, Sealer(ring, recovery_public(public))) == Rotation(reports=3)
    fresh = Sealer(new_ring())
    assert restore_keys(office.engine, private, fresh) == Rotation(reports=3)
    assert words_of(office, fresh, three) == list(WORDS)


# --- the log ---


def test_run_is_logged_with_the_new_key_s_id(office: Office, ring: KeyRing, three: list[str]) -> None:
    newer = ring.new_key()
    rotate_keys(office, Sealer(newer), person_id="farid")
    assert events_of(office) == [{"detail": newer.newest, "event": "keys_rotated", "person": "farid"}]
    with office.looking() as connection:
        assert office.audit.verify(connection).ok


def test_run_that_changes_nothing_is_not_logged(office: Office, three: list[str]) -> None:
    rotate_keys(office, sealer_of(office))
    assert events_of(office) == []


def test_kept_questions_alone_are_logged_too(office: Office, ring: KeyRing) -> None:
    kept_with(office, sealer_of(office)).keep("first", "alet")
    assert rotate_keys(office, Sealer(ring.new_key())) == Rotation(reports=0, questions=1)
    assert len(events_of(office)) == 1


def test_log_holds_no_key(office: Office, ring: KeyRing, three: list[str], store: Path) -> None:
    newer = ring.new_key()
    rotate_keys(office, Sealer(newer))
    written = store.read_bytes()
    assert [name for name, key in newer.keys.items() if key in written or key.hex().encode() in written] == []


# --- which keys are in use ---


def test_empty_store_uses_no_key(office: Office) -> None:
    assert used_by(office) == set()


def test_reports_and_kept_questions_use_their_keys(office: Office, ring: KeyRing, submit: Submit) -> None:
    submit(office)
    assert used_by(office) == {ring.newest}
    newer = ring.new_key()
    kept_with(office, Sealer(newer)).keep("first", "alet")
    assert used_by(office) == {ring.newest, newer.newest}


def test_ring_that_lacks_a_key_in_use_is_refused(office: Office, ring: KeyRing, three: list[str]) -> None:
    ring.check(used_by(office))
    with pytest.raises(SealingError, match=ring.newest):
        new_ring().check(used_by(office))


def test_report_without_a_key_uses_none(office: Office, ring: KeyRing, three: list[str]) -> None:
    newer = ring.new_key()
    rotate_keys(office, Sealer(newer))
    spoil(office, three[0], key_id=ring.newest, wrapped_key=None)
    assert used_by(office) == {newer.newest}


# --- killed anywhere ---

RUN = """
import os, signal, sys
from sqlalchemy import event
from bot.audit import AuditLog
from bot.filing import Filing
from bot.office import Office
from bot.people import People
from bot.rotation import restore_keys, rotate_keys
from bot.sealing import KeyRing, Sealer, audit_key
from bot.settings import Settings
from bot.store.engine import connect_engine
from bot.clock import Clock

store, ring, private, moment, number = sys.argv[1:]
left = int(number)
engine = connect_engine(f"sqlite:///{store}")
ring = KeyRing.read(ring)

def count():
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(engine, "after_cursor_execute")
def after(connection, cursor, statement, *rest):
    if moment == "written" and statement.startswith(("UPDATE report", "UPDATE unanswered")):
        count()

@event.listens_for(engine, "commit")
def before(connection):
    if moment == "committing":
        count()

if private:
    restore_keys(engine, private, Sealer(ring))
else:
    clock = Clock(engine)
    settings = Settings()
    people = People(settings, engine, clock.now)
    rotate_keys(Office(engine, settings, people, Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock), Sealer(ring))
"""


def killed(store: Path, ring: KeyRing, moment: str, number: int, private: str = "") -> bool:
    """Run in a process of its own that is killed at the n-th such moment; say whether it came so far."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(store), ring.text(), private, moment, str(number)], cwd=Path(__file__).parents[2], check=False
    )
    assert ran.returncode in (0, -signal.SIGKILL)
    return ran.returncode == -signal.SIGKILL


@pytest.mark.parametrize(("moment", "number"), [*(("written", n) for n in range(1, 6)), *(("committing", n) for n in range(1, 6))])
def test_rotation_that_is_killed_leaves_everything_readable_and_goes_on(
    office: Office, ring: KeyRing, three: list[str], store: Path, moment: str, number: int
) -> None:
    newer = ring.new_key()
    assert killed(store, newer, moment, number)
    assert len(events_of(office)) == (number > 1), "the first change and its line in the log are committed together"
    both = Sealer(newer)
    assert words_of(office, both, three) == list(WORDS)
    assert [one.question for one in kept_with(office, both).read()] == ["first", "second"]
    changed = rotate_keys(office, both)
    assert changed.reports + changed.questions == 5 - (number - 1)
    assert used_by(office) == {newer.newest}
    with office.looking() as connection:
        assert office.audit.verify(connection).ok


@pytest.mark.parametrize("number", [1, 2, 3])
def test_restore_that_is_killed_goes_on(office: Office, recovery: tuple[str, str], three: list[str], store: Path, number: int) -> None:
    ring = new_ring()
    assert killed(store, ring, "written", number, recovery[0])
    assert restore_keys(office.engine, recovery[0], Sealer(ring)) == Rotation(reports=3 - (number - 1))
    assert words_of(office, Sealer(ring), three) == list(WORDS)


# --- the ring is lost ---


def test_recovery_key_brings_every_report_back(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    fresh = Sealer(new_ring())
    with pytest.raises(SealingError):
        words_of(office, fresh, three)
    assert restore_keys(office.engine, recovery[0], fresh) == Rotation(reports=3)
    assert words_of(office, fresh, three) == list(WORDS)
    with office.looking() as connection:
        filing = Filing(fresh)
        assert [one.text for one in filing.notes(connection, filing.get(connection, three[0]))] == ["a note"]


def test_restored_report_keeps_its_recovery_copy(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    restore_keys(office.engine, recovery[0], Sealer(new_ring()))
    again = Sealer(new_ring())
    assert restore_keys(office.engine, recovery[0], again) == Rotation(reports=3)
    assert words_of(office, again, three) == list(WORDS)


def test_restore_makes_copies_for_a_new_recovery_key(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    private, public = new_recovery_pair()
    restore_keys(office.engine, recovery[0], Sealer(new_ring(), recovery_public(public)))
    fresh = Sealer(new_ring())
    with pytest.raises(SealingError, match="another recovery key"):
        restore_keys(office.engine, recovery[0], fresh)
    assert restore_keys(office.engine, private, fresh) == Rotation(reports=3)


def test_restored_reports_use_the_new_key(office: Office, recovery: tuple[str, str], submit: Submit) -> None:
    submit(office)
    ring = new_ring()
    restore_keys(office.engine, recovery[0], Sealer(ring))
    assert used_by(office) == {ring.newest}


def test_report_that_the_ring_opens_is_left(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    before = rows_of(office)
    assert restore_keys(office.engine, recovery[0], sealer_of(office)) == Rotation(reports=0)
    assert rows_of(office) == before


def test_key_that_was_damaged_in_the_store_is_restored_too(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    spoil(office, three[1], wrapped_key=b"damaged")
    assert restore_keys(office.engine, recovery[0], sealer_of(office)) == Rotation(reports=1)
    assert words_of(office, sealer_of(office), three) == list(WORDS)


def test_paper_of_another_recovery_key_is_refused_and_nothing_changed(office: Office, three: list[str]) -> None:
    before = rows_of(office)
    with pytest.raises(SealingError, match="another recovery key"):
        restore_keys(office.engine, new_recovery_pair()[0], Sealer(new_ring()))
    assert rows_of(office) == before


def test_mistyped_paper_is_refused_and_nothing_changed(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    before = rows_of(office)
    with pytest.raises(SealingError, match="type all of it again"):
        restore_keys(office.engine, recovery[0][:-4], Sealer(new_ring()))
    assert rows_of(office) == before


def test_report_without_a_copy_is_named_and_holds_up_no_other(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    spoil(office, three[0], recovery_key=None)
    fresh = Sealer(new_ring())
    assert restore_keys(office.engine, recovery[0], fresh) == Rotation(reports=2, unreadable=("oakfield R-0001",))
    assert words_of(office, fresh, three[1:]) == ["two", "three"]


def test_store_without_any_copy_says_why(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    for one in three:
        spoil(office, one, recovery_key=None)
    with pytest.raises(SealingError) as refused:
        restore_keys(office.engine, recovery[0], Sealer(new_ring()))
    assert str(refused.value) == NO_RECOVERY_COPY


def test_copy_of_another_report_replaces_nothing(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    with office.looking() as connection:
        other = connection.execute(select(report.c.recovery_key).where(report.c.id == three[1])).scalar_one()
    spoil(office, three[0], recovery_key=other)
    assert restore_keys(office.engine, recovery[0], Sealer(new_ring())).unreadable == ("oakfield R-0001",)


def test_copy_with_a_key_that_does_not_open_the_report_replaces_nothing(
    office: Office, ring: KeyRing, recovery: tuple[str, str], three: list[str]
) -> None:
    """Anybody can seal something to the public half; that must not put the report's own key out."""
    _key, forged = Sealer(ring, recovery_public(recovery[1])).new_key(tenant="oakfield", report_id=three[0])
    spoil(office, three[0], recovery_key=forged.recovery)
    assert restore_keys(office.engine, recovery[0], Sealer(new_ring())).unreadable == ("oakfield R-0001",)
    assert words_of(office, sealer_of(office), three[:1]) == ["one"]


def test_purged_report_is_not_restored(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    spoil(office, three[0], content=None, wrapped_key=None, recovery_key=None, key_id=None)
    assert restore_keys(office.engine, recovery[0], Sealer(new_ring())) == Rotation(reports=2)


def test_lost_questions_are_forgotten_so_that_a_start_is_possible(office: Office, recovery: tuple[str, str], three: list[str]) -> None:
    ring = new_ring()
    fresh = Sealer(ring)
    restore_keys(office.engine, recovery[0], fresh)
    kept_with(office, fresh).keep("third", "alet")
    with pytest.raises(SealingError):
        ring.check(used_by(office))
    assert forget_unreadable(office.engine, fresh, QUESTIONS) == 2
    ring.check(used_by(office))
    assert [one.question for one in kept_with(office, fresh).read()] == ["third"]


def test_question_that_a_key_opens_is_not_forgotten(office: Office, three: list[str]) -> None:
    assert forget_unreadable(office.engine, sealer_of(office), QUESTIONS) == 0
    assert [one.question for one in kept_with(office, sealer_of(office)).read()] == ["first", "second"]


# --- each row by itself ---


@pytest.fixture
def transactions(office: Office) -> Iterator[list[int]]:
    """How many rows each committed transaction of the office has sealed anew."""
    counts = [0]

    def note_write(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        counts[-1] += statement.startswith(("UPDATE report", "UPDATE unanswered"))

    def note_commit(_connection: Connection) -> None:
        counts.append(0)

    listening: list[tuple[Engine, str, Callable[..., None]]] = [
        (office.engine, "after_cursor_execute", note_write),
        (office.engine, "commit", note_commit),
    ]
    for one in listening:
        event.listen(*one)
    yield counts
    for one in listening:
        event.remove(*one)


def test_no_transaction_holds_more_than_one_row(office: Office, ring: KeyRing, three: list[str], transactions: list[int]) -> None:
    rotate_keys(office, Sealer(ring.new_key()))
    assert [count for count in transactions if count] == [1, 1, 1, 1, 1]
