"""What the kill loop found, or could have found with more luck, each as a test in which nothing is left to chance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot import outbox, reporting, responding
from bot.audit import AuditLog
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Kind, RowKind, RowState
from bot.sealing import Sealer, audit_key
from bot.sending import Permanent, Reason, SendFault, Transient
from tests.bot.conftest import FakeClock
from tests.bot.fake_chat import LOST, WAIT, After, Died, FakeChat, Scene, settings_of

CHANNEL = "C-dsl"
LONG_CALL, HIDDEN = timedelta(seconds=4), WAIT - timedelta(milliseconds=200)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def scene(engine: Engine, clock: FakeClock) -> Scene:
    """Oakfield School with its fake chats, on a store of each kind."""
    settings, ring = settings_of(), new_ring()
    office = Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
    return Scene(office, clock, {"slack": FakeChat(clock), "email": FakeChat(clock, "email", can_find=False)})


@pytest.fixture
def hurried(engine: Engine) -> Iterator[Engine]:
    """The store, on which nobody waits long for a lock of somebody else's."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("SET lock_timeout = '300ms'")
        connection.commit()

    if engine.dialect.name != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time, and nothing is locked in another order")
    event.listen(engine, "connect", hurry)
    engine.dispose()
    yield engine
    event.remove(engine, "connect", hurry)


def test_card_in_the_air_while_somebody_acknowledges_says_so_in_the_end(scene: Scene) -> None:
    report = scene.submit()
    scene.chat.meanwhile = lambda: scene.acknowledge("amara", report)
    scene.carry()
    assert "Acknowledged by Amara Obi" in scene.texts(CHANNEL)[0]


def test_card_in_the_air_while_somebody_opens_it_says_so_in_the_end(scene: Scene) -> None:
    report = scene.submit()
    scene.chat.meanwhile = lambda: scene.open("amara", report)
    scene.carry()
    assert "Opened by: Amara Obi" in scene.texts(CHANNEL)[0]


def test_card_that_is_found_after_a_lost_reply_shows_what_was_done_meanwhile(scene: Scene) -> None:
    report = scene.submit()
    scene.chat.then(LOST)
    scene.carry()
    scene.acknowledge("amara", report)
    scene.wait(seconds=5)
    (text,) = scene.texts(CHANNEL)
    assert "Acknowledged by Amara Obi" in text


def test_edit_that_was_overtaken_by_a_newer_one_is_made_again(scene: Scene) -> None:
    report = scene.report()
    scene.open("amara", report)
    other = scene.new_courier("second")

    def newer_one_overtakes() -> None:
        responding.acknowledge(scene.office, scene.person("amara"), report.id)
        while other.carry_one():
            pass

    (edit,) = scene.rows(report, RowKind.UPDATE_CARD, state=RowState.TODO)
    while scene.rows(report, RowKind.UPDATE_CARD, state=RowState.TODO):
        scene.chat.meanwhile = newer_one_overtakes
        scene.courier.carry_one()
        scene.chat.meanwhile = None
    scene.carry()
    assert edit.destination.startswith("row:")
    assert "Acknowledged by Amara Obi" in scene.texts(CHANNEL)[0]


def test_card_that_nothing_happened_to_is_edited_by_nobody(scene: Scene) -> None:
    report = scene.report()
    assert not scene.rows(report, RowKind.UPDATE_CARD)


def test_wait_before_a_look_up_counts_from_the_end_of_a_long_call(scene: Scene, clock: FakeClock) -> None:
    scene.submit()
    scene.chat.delay = HIDDEN
    scene.chat.meanwhile = lambda: clock.move(LONG_CALL)
    scene.chat.then(LOST)
    scene.courier.carry_one()
    scene.wait(seconds=10)
    assert len(scene.chat.at(CHANNEL)) == 1


def test_wait_before_a_look_up_counts_from_the_death_of_the_process(scene: Scene, clock: FakeClock) -> None:
    scene.submit()
    scene.chat.delay = HIDDEN
    scene.chat.meanwhile = lambda: clock.move(LONG_CALL)
    scene.chat.then(After(Died()))
    with pytest.raises(Died):
        scene.courier.carry_one()
    _start_again(scene)
    scene.wait(seconds=10)
    assert len(scene.chat.at(CHANNEL)) == 1


@pytest.mark.parametrize("alone", [True, False], ids=["the next process voids its lease", "another process takes it over"])
def test_call_in_the_air_when_its_process_died_is_found_though_it_lands_later(scene: Scene, clock: FakeClock, *, alone: bool) -> None:
    """A platform that has the request does what it asks, however late, and does not stop because nobody is there to hear of it."""
    scene.submit()
    scene.chat.delay = HIDDEN
    scene.chat.then(After(Died()))
    with pytest.raises(Died):
        scene.courier.carry_one()
    (in_the_air,) = scene.chat.at(CHANNEL)
    in_the_air.at = clock.now() + outbox.IN_THE_AIR
    if alone:
        _start_again(scene)
    else:
        scene.courier = scene.new_courier("another process")
    scene.wait(seconds=15)
    assert scene.chat.at(CHANNEL) == [in_the_air]
    assert scene.chat.count("find") >= 1


def test_process_that_dies_again_and_again_does_not_put_a_look_up_off_for_ever(scene: Scene, clock: FakeClock) -> None:
    report = scene.submit()
    scene.chat.then(After(Died()))
    with pytest.raises(Died):
        scene.courier.carry_one()
    for _ in range(12):
        _start_again(scene)
        scene.carry()
        clock.move(WAIT / 4)
    assert scene.rows(report, RowKind.CARD, state=RowState.SENT)


def test_row_is_not_claimed_while_somebody_changes_its_report(hurried: Engine, scene: Scene) -> None:
    """Claimed first, it would wait for the report, and who changes the report waits for the row: neither would ever end."""
    report = scene.submit()
    with scene.office.writing() as connection:
        scene.office.filing.get(connection, report.id, to_change=True)
        scene.courier.carry_one()
        outbox.cancel(connection, report.id, tuple(RowKind), scene.clock.now(), "withdrawn")
    assert not scene.rows(report, state=RowState.SENDING)


@pytest.mark.parametrize("fault", [Transient(in_doubt=False), Permanent(Reason.GONE)], ids=["for now", "for good"])
def test_row_that_failed_waits_for_who_changes_its_report(hurried: Engine, scene: Scene, fault: SendFault) -> None:
    """Given back first, it would wait for the report, and who changes the report waits for the row."""
    report = scene.submit()
    scene.chat.then(fault)
    with ExitStack() as stack:

        def somebody_changes_it() -> None:
            connection = stack.enter_context(scene.office.writing())
            scene.office.filing.get(connection, report.id, to_change=True)
            stack.callback(outbox.cancel, connection, report.id, (RowKind.CARD,), scene.clock.now(), "withdrawn")

        scene.chat.meanwhile = somebody_changes_it
        with pytest.raises(OperationalError):
            scene.courier.carry_one()
    assert scene.rows(report, RowKind.CARD, state=RowState.CANCELLED)


def test_who_opens_a_report_waits_for_who_changes_it(hurried: Engine, scene: Scene) -> None:
    """Both would owe the next word to the reporter under the same number, and one of them would fail."""
    report = scene.report()
    with scene.office.writing() as connection:
        scene.office.filing.get(connection, report.id, to_change=True)
        with pytest.raises(OperationalError):
            scene.open("amara", report)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("urgent", [True, False])
def test_what_the_reporter_is_told_at_once_is_what_the_store_says(scene: Scene, kind: Kind, urgent: bool) -> None:
    stored = reporting.submit_report(scene.office, scene.form(kind, urgent=urgent))
    assert stored.standing == scene.standing(stored.standing.report)


def test_same_message_is_owed_once(scene: Scene) -> None:
    report = scene.submit()
    with scene.office.writing() as connection:
        again = [outbox.Owed(RowKind.CARD, 0, "channel:dsl", scene.clock.now()), outbox.Owed(RowKind.ADDED, 0, "role:dsl", scene.clock.now())]
        for _ in range(2):
            outbox.owe(connection, report.id, report.school, [*again, *again])
    assert [row.kind for row in scene.rows(report, RowKind.CARD, RowKind.ADDED)] == [RowKind.CARD, RowKind.ADDED]


def _start_again(scene: Scene) -> None:
    """Do what a process does at its start, whose predecessor is dead."""
    with scene.office.writing() as connection:
        outbox.void_leases(connection, scene.clock.now())
    scene.courier = scene.new_courier("after the restart")
