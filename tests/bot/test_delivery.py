"""A card is carried once and never given up: looked for before a doubtful second try, marked where that cannot be, edited where it came late."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, text, update

from bot import outbox, responding, wording
from bot.delivery import CLOSED_PAUSE, FIRST_PAUSE, LEASE, LONGEST_PAUSE, Courier
from bot.reports import Kind, Report, RowKind, RowState, State
from bot.routing import TO_PEOPLE
from bot.sending import LONGEST_CALL, Permanent, Reason, Transient, Unrenderable
from bot.store.tables import metadata
from bot.store.tables import outbox as table
from bot.store.tables import report as reports
from tests.bot.fake_chat import BUSY, CANARY, LOST, NEVER_CAME, WAIT, After, Died, FakeChat, OpenScene, Outcome, Scene

CHANNEL = "C-dsl"
SECOND = timedelta(seconds=1)
WRAPPED = "wrapped_key"


def card_row(scene: Scene, report: Report) -> object:
    return next(iter(scene.rows(report, RowKind.CARD)))


def mark_on(scene: Scene, place: str = CHANNEL) -> list[bool]:
    """Say of each message in a place whether it is marked as a possible copy."""
    return [wording.POSSIBLE_COPY in message.text for message in scene.chat.at(place)]


# --- one message, once ---


def test_card_reaches_its_channel_once_under_the_key_of_its_row(scene: Scene) -> None:
    report = scene.report()
    (message,) = scene.chat.at(CHANNEL)
    (row,) = scene.rows(report, RowKind.CARD)
    assert (message.key, row.state, row.attempts, row.outcome) == (row.message_key, RowState.SENT, 1, "sent")
    assert message.ref in row.message_ref
    assert "R-0001" in message.text


def test_nothing_is_carried_where_nothing_is_due(scene: Scene) -> None:
    assert scene.courier.carry_one() is False
    scene.report()
    assert scene.courier.carry_one() is False


def test_attempt_is_counted_before_the_platform_is_called(scene: Scene) -> None:
    report, seen = scene.submit(), []
    scene.chat.meanwhile = lambda: seen.extend(scene.rows(report, RowKind.CARD))
    scene.carry()
    assert [(row.state, row.attempts, row.owner) for row in seen] == [(RowState.SENDING, 1, "first")]


def test_no_transaction_is_open_while_the_platform_is_called(stored_scene: Scene) -> None:
    report = stored_scene.submit()

    def write_something() -> None:
        with stored_scene.office.writing() as connection:
            stored_scene.office.filing.change(connection, report.id, held=True)

    stored_scene.chat.meanwhile = write_something
    stored_scene.carry()
    assert stored_scene.now(report).held is True
    assert len(stored_scene.chat.at(CHANNEL)) == 1


def test_first_try_looks_for_nothing(scene: Scene) -> None:
    scene.report()
    assert scene.chat.count("find") == 0


@pytest.mark.parametrize("urgent", [False, True])
def test_notification_shows_a_fixed_sentence_only(scene: Scene, urgent: bool) -> None:
    scene.report(urgent=urgent)
    own = {message.lock_screen for message in scene.chat.messages if message.place != CHANNEL}
    assert {message.lock_screen for message in scene.chat.at(CHANNEL)} == {wording.LOCK_SCREEN_URGENT if urgent else wording.LOCK_SCREEN}
    assert own == {wording.LOCK_SCREEN_REPORTER}, "nothing waits for whoever reported: there is news"


# --- doubt ---

ENDINGS = [
    pytest.param([BUSY], 0, id="certainly not sent"),
    pytest.param([NEVER_CAME], 1, id="the request was lost"),
    pytest.param([LOST], 1, id="the reply was lost"),
    pytest.param([BUSY, BUSY, LOST], 1, id="refused twice, then the reply was lost"),
    pytest.param([LOST, BUSY], 1, id="the reply was lost, and then it was refused"),
    pytest.param([NEVER_CAME, LOST], 2, id="the request was lost, and then a reply"),
]


@pytest.mark.parametrize(("outcomes", "look_ups"), ENDINGS)
def test_card_stands_once_however_a_call_ends(stored_scene: Scene, outcomes: list[Outcome], look_ups: int) -> None:
    stored_scene.chat.then(*outcomes, place=CHANNEL)
    report = stored_scene.report()
    stored_scene.wait(seconds=30)
    assert len(stored_scene.chat.at(CHANNEL)) == 1
    assert mark_on(stored_scene) == [False]
    assert stored_scene.standing(report).delivered is not None
    assert stored_scene.chat.calls.count(("find", CHANNEL)) >= look_ups
    assert (stored_scene.chat.count("find") == 0) is (look_ups == 0)


def test_message_found_by_its_key_is_settled_with_its_own_reference(scene: Scene) -> None:
    scene.chat.then(LOST, place=CHANNEL)
    report = scene.report()
    scene.wait(seconds=10)
    (message,), (row,) = scene.chat.at(CHANNEL), scene.rows(report, RowKind.CARD)
    assert message.ref in row.message_ref
    assert (row.state, row.attempts) == (RowState.SENT, 2)


@pytest.mark.parametrize("tries_before", [0, 1, 2, 5])
def test_message_that_becomes_visible_late_is_waited_for_whichever_try_it_was(scene: Scene, tries_before: int) -> None:
    scene.chat.delay = WAIT
    scene.chat.then(*[BUSY] * tries_before, LOST, place=CHANNEL)
    scene.report()
    scene.wait(minutes=3)
    assert len(scene.chat.at(CHANNEL)) == 1


def test_fake_chat_would_show_a_second_copy_if_nobody_waited(scene: Scene) -> None:
    scene.chat.delay = timedelta(minutes=10)
    scene.chat.then(LOST, place=CHANNEL)
    scene.report()
    scene.wait(seconds=30)
    assert len(scene.chat.at(CHANNEL)) == 2


@pytest.mark.parametrize("outcome", [Died(), After(Died())], ids=["before the message stood", "after it stood"])
@pytest.mark.parametrize("lease", ["ran out", "void at the start of the next process"])
def test_process_that_dies_in_a_call_neither_loses_nor_doubles_a_card(stored_scene: Scene, outcome: Outcome, lease: str) -> None:
    scene = stored_scene
    scene.chat.delay = WAIT
    report = scene.submit()
    scene.chat.then(outcome)
    with pytest.raises(Died):
        scene.courier.carry_one()
    scene.courier = scene.new_courier("second")
    if lease == "ran out":
        scene.clock.move(LEASE)
    else:
        with scene.office.writing() as connection:
            outbox.void_leases(connection, scene.clock.now())
    scene.wait(seconds=10)
    assert len(scene.chat.at(CHANNEL)) == 1
    assert scene.standing(report).delivered is not None


def test_row_of_a_process_that_lives_is_left_to_it(scene: Scene) -> None:
    scene.submit()
    scene.chat.then(Died())
    with pytest.raises(Died):
        scene.courier.carry_one()
    for _ in range(3):
        scene.clock.move(LEASE - SECOND)
        scene.courier.renew_leases()
    other = scene.new_courier("second")
    while other.carry_one():
        pass
    assert scene.chat.at(CHANNEL) == []


def test_process_that_stood_still_in_its_look_up_posts_nothing_once_another_has_the_row(stored_scene: Scene) -> None:
    scene = stored_scene
    scene.chat.then(NEVER_CAME, place=CHANNEL)
    report = scene.report()
    scene.chat.meanwhile = lambda: carry_instead(scene)
    scene.wait(seconds=10)
    assert scene.chat.calls.count(("find", CHANNEL)) == 2
    assert len(scene.chat.at(CHANNEL)) == 1
    assert scene.standing(report).delivered is not None


def carry_instead(scene: Scene) -> None:
    """Let so much time pass that another process takes up what the first was about to send."""
    scene.clock.move(LEASE + WAIT)
    second = scene.new_courier("second")
    while second.carry_one():
        pass


def test_settling_that_failed_is_made_good_by_a_look_up(scene: Scene) -> None:
    report = scene.submit()
    with scene.office.engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER no BEFORE UPDATE OF message_ref ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"))
    with pytest.raises(Exception, match="disk full") as failed:
        scene.courier.carry_one()
    assert CANARY not in str(failed.value)
    with scene.office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER no"))
    scene.clock.move(LEASE)
    scene.wait(seconds=5)
    assert len(scene.chat.at(CHANNEL)) == 1
    assert scene.standing(report).delivered is not None


# --- where nothing can be looked for ---


def blind(scene: Scene) -> None:
    scene.chat.can_find = False


@pytest.mark.parametrize(
    ("outcomes", "marks"),
    [
        pytest.param([LOST], [False, True], id="the reply was lost: a second copy, and it says so"),
        pytest.param([NEVER_CAME], [True], id="the request was lost: nobody can tell"),
        pytest.param([BUSY], [False], id="certainly not sent: no mark"),
        pytest.param([BUSY, BUSY], [False], id="certainly not sent, twice"),
        pytest.param([NEVER_CAME, BUSY], [True], id="a doubt stays"),
    ],
)
def test_possible_copy_is_marked_where_the_platform_cannot_look_up(scene: Scene, outcomes: list[Outcome], marks: list[bool]) -> None:
    blind(scene)
    scene.chat.then(*outcomes, place=CHANNEL)
    scene.report()
    scene.wait(seconds=30)
    assert mark_on(scene) == marks
    assert scene.chat.count("find") == 0


def test_mark_stands_before_everything_else(scene: Scene) -> None:
    blind(scene)
    scene.chat.then(NEVER_CAME, place=CHANNEL)
    scene.report()
    scene.wait(seconds=10)
    assert scene.texts(CHANNEL)[0].startswith(wording.POSSIBLE_COPY)


def test_process_that_died_leaves_a_marked_copy_in_the_mailbox(scene: Scene) -> None:
    scene.chat.closed = {"*": Reason.REVOKED}
    report = scene.submit()
    scene.mail.then(After(Died()))
    with pytest.raises(Died):
        scene.carry()
    scene.courier = scene.new_courier("second")
    scene.clock.move(LEASE)
    scene.wait(seconds=10)
    marks = [wording.POSSIBLE_COPY in message.text for message in scene.mail.at("amara@oakfield.example")]
    assert marks == [False, True]
    assert scene.standing(report).delivered is not None


# --- trying again ---


def test_pauses_double_from_a_second_to_a_minute_and_go_on_for_ever(scene: Scene) -> None:
    scene.chat.busy = {CHANNEL: BUSY}
    scene.submit()
    scene.wait(seconds=400)
    times = [at for at, (_, place) in zip(scene.chat.called_at, scene.chat.calls, strict=True) if place == CHANNEL]
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    expected = [min(FIRST_PAUSE * 2**number, LONGEST_PAUSE) for number in range(len(pauses))]
    assert all(0.8 * middle <= pause <= 1.2 * middle + 0.001 for pause, middle in zip(pauses, expected, strict=True)), pauses
    assert len(pauses) >= 9


def test_tries_of_many_rows_are_spread(scene: Scene) -> None:
    scene.chat.down = BUSY
    reported = [scene.submit() for _ in range(8)]
    scene.carry()
    assert len({row.due_at for report in reported for row in scene.rows(report, RowKind.CARD)}) > 1


@pytest.mark.parametrize(("retry_after", "earliest"), [(0.0, 0.8), (0.1, 0.8), (30.0, 30.0), (90.5, 90.5)])
def test_platform_that_says_when_is_not_asked_before(scene: Scene, retry_after: float, earliest: float) -> None:
    scene.chat.then(Transient(in_doubt=False, retry_after=retry_after))
    report = scene.report()
    (row,) = scene.rows(report, RowKind.CARD)
    assert outbox.from_millis(row.due_at) - report.reported_at >= timedelta(seconds=earliest)
    scene.until(report.reported_at + timedelta(seconds=max(earliest, 1.0) + 1))
    assert len(scene.chat.at(CHANNEL)) == 1


def test_chat_that_is_back_gets_every_card(scene: Scene) -> None:
    scene.chat.down = NEVER_CAME
    reported = [scene.submit() for _ in range(2)]
    scene.wait(minutes=14)
    scene.chat.down = None
    scene.wait(minutes=2)
    keys = Counter(message.key for message in scene.chat.messages)
    assert set(keys.values()) == {1}
    for report in reported:
        assert scene.rows(report, RowKind.CARD, state=RowState.SENT)


def test_failing_place_never_holds_up_the_others(scene: Scene) -> None:
    scene.chat.busy = {CHANNEL: BUSY}
    for _ in range(5):
        scene.submit()
    scene.carry()
    incident = scene.report(Kind.ONLINE_INCIDENT)
    assert len(scene.chat.at("C-slt")) == 1
    assert scene.standing(incident).delivered is not None


# --- a row that cannot be read ---


def lose_key(scene: Scene, report: Report) -> None:
    """Let a report's key be damaged."""
    with scene.office.engine.begin() as connection:
        connection.execute(update(reports).where(reports.c.id == report.id).values({WRAPPED: b"\x01" + bytes(60)}))


def test_report_that_cannot_be_opened_never_holds_up_the_others(stored_scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene = stored_scene
    lost = scene.submit()
    lose_key(scene, lost)
    later = scene.submit()
    with caplog.at_level(logging.DEBUG):
        scene.carry()
    assert scene.standing(later).delivered is not None
    assert [record.getMessage().rpartition(" ")[2] for record in caplog.records if record.name == "signpost"] == ["SealingError"] * 2
    assert CANARY not in caplog.text


def test_report_that_cannot_be_opened_is_tried_again_and_again(scene: Scene) -> None:
    lost = scene.submit()
    with scene.office.looking() as connection:
        (kept,) = connection.execute(select(reports.c.wrapped_key)).scalars()
    lose_key(scene, lost)
    scene.wait(minutes=5)
    assert scene.chat.at(CHANNEL) == []
    with scene.office.engine.begin() as connection:
        connection.execute(update(reports).values(wrapped_key=kept))
    scene.wait(minutes=2)
    assert len(scene.chat.at(CHANNEL)) == 1


def test_report_of_a_school_that_was_taken_out_never_holds_up_the_others(open_scene: OpenScene) -> None:
    scene = open_scene()
    gone = scene.submit()
    with scene.office.engine.begin() as connection:
        connection.execute(update(table).values(school="elsewhere"))
        connection.execute(update(reports).values(school="elsewhere"))
    later = scene.submit()
    scene.carry()
    assert scene.standing(later).delivered is not None
    assert scene.rows(gone, RowKind.CARD, state=RowState.TODO)


# --- a form that the platform refuses ---


def test_card_that_is_refused_goes_out_plain_at_once_and_it_is_told(scene: Scene) -> None:
    scene.chat.refuses_layout = True
    report = scene.report()
    (message,) = scene.chat.at(CHANNEL)
    assert "R-0001" in message.text
    assert message.card.buttons() == ()
    assert scene.standing(report).delivered is not None
    assert [wording.TROUBLES["card_refused"].format(where=wording.A_PLACE)] == scene.texts("farid")


def test_refused_card_is_no_doubt_about_the_plain_one(scene: Scene) -> None:
    scene.chat.refuses_layout = True
    scene.chat.then(None, LOST, place=CHANNEL)
    scene.report()
    scene.wait(seconds=10)
    assert len(scene.chat.at(CHANNEL)) == 1


def test_place_that_refuses_even_the_plainest_card_is_a_closed_route(scene: Scene) -> None:
    scene.chat.refuses_everything = True
    report = scene.report()
    assert scene.sent_to(report, RowKind.FALLBACK) == ["email:amara", "email:ben"]
    assert scene.standing(report).delivered is not None


def test_edit_that_is_refused_is_made_plain(scene: Scene) -> None:
    report = scene.report()
    scene.chat.refuses_layout = True
    scene.acknowledge("amara", report)
    scene.carry()
    assert "Acknowledged by Amara Obi" in scene.texts(CHANNEL)[0]


def test_edit_that_is_refused_for_good_ends_quietly(scene: Scene) -> None:
    report = scene.report()
    scene.chat.refuses_everything = True
    scene.acknowledge("amara", report)
    scene.carry()
    (row,) = scene.rows(report, RowKind.UPDATE_CARD)
    assert (row.state, row.outcome) == (RowState.CANCELLED, Reason.FORBIDDEN)
    assert scene.mail.messages == []


# --- a route that is closed for good ---


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.NO_ADDRESS])
def test_closed_channel_is_followed_by_direct_messages_at_once(stored_scene: Scene, reason: Reason) -> None:
    scene = stored_scene
    scene.chat.closed = {CHANNEL: reason}
    report = scene.report()
    assert scene.clock.now() == report.reported_at
    assert scene.sent_to(report, RowKind.FALLBACK) == ["person:amara", "person:ben"]
    assert [scene.standing(report).unconfirmed, len(scene.texts("amara")), len(scene.texts("ben"))] == [False, 1, 1]


def test_closed_channel_is_tried_again_until_somebody_has_opened_it(scene: Scene) -> None:
    scene.chat.closed = {CHANNEL: Reason.NOT_A_MEMBER}
    report = scene.report()
    scene.wait(minutes=12)
    assert scene.chat.calls.count(("post", CHANNEL)) == 3
    scene.chat.closed = {}
    scene.clock.move(CLOSED_PAUSE)
    scene.carry()
    assert len(scene.chat.at(CHANNEL)) == 1
    assert scene.rows(report, RowKind.CARD, state=RowState.SENT)


def test_route_that_stays_closed_is_told_and_logged_once(scene: Scene) -> None:
    scene.chat.closed = {CHANNEL: Reason.GONE}
    scene.report()
    scene.wait(hours=2)
    assert sum("route_failed" in event for event in scene.log()) == 1
    assert len(scene.texts("farid")) == 1
    assert scene.chat.calls.count(("post", CHANNEL)) > 20


def test_doubt_about_a_card_outlives_a_closed_channel(scene: Scene) -> None:
    scene.chat.then(LOST, place=CHANNEL)
    scene.submit()
    scene.carry()
    scene.chat.closed = {CHANNEL: Reason.REVOKED}
    scene.wait(minutes=6)
    scene.chat.closed = {}
    scene.wait(minutes=6)
    assert len(scene.chat.at(CHANNEL)) == 1


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN])
def test_closed_channel_is_not_tried_for_ever_for_a_report_that_is_at_its_end(scene: Scene, state: State) -> None:
    scene.chat.closed = {CHANNEL: Reason.GONE}
    report = scene.report()
    with scene.office.writing() as connection:
        scene.office.filing.change(connection, report.id, state=state)
    scene.wait(hours=2)
    assert {row.state for row in scene.rows(report, RowKind.CARD)} == {RowState.CANCELLED}


# --- acknowledged while something is in the air ---


def acknowledge_meanwhile(scene: Scene, report: Report) -> None:
    """Let somebody acknowledge while the first reminder is on its way."""
    scene.open("amara", report)
    scene.carry()
    scene.clock.move(timedelta(minutes=15))
    scene.chat.meanwhile = lambda: responding.acknowledge(scene.office, scene.person("amara"), report.id)


def test_reminder_that_was_in_the_air_is_edited_to_say_who_has_it(stored_scene: Scene) -> None:
    scene = stored_scene
    report = scene.report()
    acknowledge_meanwhile(scene, report)
    scene.carry()
    assert scene.now(report).state is State.ACKNOWLEDGED
    assert ["Acknowledged by Amara Obi" in one for one in scene.texts("amara")] == [True]
    assert {row.state for row in scene.rows(report, RowKind.REMIND) if row.message_ref} == {RowState.CANCELLED}


def test_card_that_was_in_the_air_is_edited_to_say_who_has_it(stored_scene: Scene) -> None:
    scene = stored_scene
    report = scene.submit()
    scene.chat.meanwhile = lambda: scene.acknowledge("amara", report)
    scene.carry()
    assert "Acknowledged by Amara Obi" in scene.texts(CHANNEL)[0]
    assert "Not acknowledged" not in scene.texts(CHANNEL)[0]


def test_edit_that_was_overtaken_is_made_again(scene: Scene) -> None:
    report = scene.report()
    scene.open("amara", report)
    scene.chat.meanwhile = lambda: overtake(scene, report)
    scene.carry()
    assert "Acknowledged by Amara Obi" in scene.texts(CHANNEL)[0]


def overtake(scene: Scene, report: Report) -> None:
    """Let a second courier carry the newer edit while the first is still on its way with the older."""
    responding.acknowledge(scene.office, scene.person("amara"), report.id)
    second = scene.new_courier("second")
    while second.carry_one():
        pass


@pytest.mark.parametrize(
    "outcome",
    [Permanent(Reason.GONE), BUSY, NEVER_CAME, Unrenderable()],
    ids=["closed", "refused for now", "request lost", "form refused"],
)
def test_reminder_that_failed_in_the_air_is_sent_no_other_way_after_an_acknowledgement(scene: Scene, outcome: Outcome) -> None:
    report = scene.report()
    acknowledge_meanwhile(scene, report)
    scene.chat.then(outcome)
    scene.wait(minutes=30)
    chase = scene.rows(report, RowKind.REMIND, RowKind.ESCALATE, RowKind.FALLBACK)
    assert [row.outcome for row in chase if row.state != RowState.CANCELLED] == [TO_PEOPLE]
    assert all("nobody has acknowledged" not in one for one in scene.texts("amara"))
    assert scene.mail.messages == []


def test_reminder_of_which_nobody_knows_whether_it_stands_is_looked_for_and_edited(stored_scene: Scene) -> None:
    scene = stored_scene
    scene.chat.delay = WAIT
    report = scene.report()
    acknowledge_meanwhile(scene, report)
    scene.chat.then(LOST, place="amara")
    scene.wait(seconds=20)
    assert ["Acknowledged by Amara Obi" in one for one in scene.texts("amara")] == [True]


@pytest.mark.parametrize(("can_find", "outcome"), [(True, "not_found"), (False, "cannot_be_found")])
def test_reminder_that_cannot_be_found_is_not_looked_for_for_ever(scene: Scene, can_find: bool, outcome: str) -> None:
    scene.chat.can_find = can_find
    report = scene.report()
    acknowledge_meanwhile(scene, report)
    scene.chat.then(NEVER_CAME, place="amara")
    scene.wait(minutes=5)
    assert scene.texts("amara") == []
    assert outcome in {row.outcome for row in scene.rows(report, RowKind.UPDATE_CARD)}
    assert not scene.rows(report, RowKind.UPDATE_CARD, state=RowState.TODO)


def test_no_reminder_is_sent_after_an_acknowledgement(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.wait(hours=3)
    assert scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE) == []


# --- side by side ---


@pytest.mark.parametrize("delay", [timedelta(0), timedelta(milliseconds=1)])
def test_two_couriers_carry_every_row_once(stored_scene: Scene, delay: timedelta) -> None:
    scene = stored_scene
    reported = [scene.submit(reporter=scene.person("eve")) for _ in range(6)]
    start = threading.Barrier(2)

    def carry(owner: str) -> None:
        courier, idle = scene.new_courier(owner), 0
        start.wait()
        while idle < 3:
            idle = 0 if courier.carry_one() else idle + 1
            time.sleep(delay.total_seconds())

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(carry, owner) for owner in ("one", "two")]:
            done.result()
    scene.carry()
    assert set(Counter(message.key for message in scene.chat.messages).values()) == {1}
    assert len(scene.chat.at(CHANNEL)) == len(reported)


def test_courier_and_an_acknowledgement_never_wait_for_each_other_for_ever(stored_scene: Scene) -> None:
    scene = stored_scene
    report = scene.report()
    scene.clock.move(timedelta(minutes=15))
    office = scene.office
    with ThreadPoolExecutor(1) as pool:
        with office.writing() as connection:
            office.filing.get(connection, report.id, to_change=True)
            carried = pool.submit(scene.courier.carry_one)
            time.sleep(0.3)  # until the courier has claimed the reminder, where the database lets it
            outbox.cancel(connection, report.id, outbox.OWED_WHILE_OPEN, scene.clock.now(), State.ACKNOWLEDGED)
            office.filing.change(connection, report.id, state=State.ACKNOWLEDGED)
        assert carried.result(timeout=10) in (True, False)
    scene.carry()
    assert scene.sent_to(report, RowKind.REMIND) == []


# --- what nobody may read ---


@pytest.mark.parametrize("fault", [BUSY, LOST, Permanent(Reason.REVOKED), Unrenderable()], ids=["busy", "lost", "closed", "refused"])
def test_nothing_that_was_written_stands_in_a_row_a_log_or_a_message(stored_scene: Scene, caplog: pytest.LogCaptureFixture, fault: Outcome) -> None:
    scene = stored_scene
    with caplog.at_level(logging.DEBUG):
        report = scene.submit(about_name=CANARY)
        scene.chat.then(fault, fault, of="post")
        scene.chat.then(fault, of="edit")
        scene.wait(minutes=70)
        scene.acknowledge("ben", report)
        scene.wait(minutes=10)
    with scene.office.looking() as connection:
        stored = [repr(row) for one in metadata.sorted_tables for row in connection.execute(select(one))]
    shown = [message.text + message.lock_screen for chat in scene.senders.values() for message in chat.messages]
    assert not [one for one in (*stored, *shown, *scene.log(), caplog.text) if CANARY in one]


@pytest.mark.parametrize("fault", [Transient(in_doubt=True, retry_after=3.0), Permanent(Reason.GONE), Unrenderable()])
def test_text_of_a_fault_holds_words_of_enums_only(fault: Exception) -> None:
    assert str(fault) in ("in doubt", "gone", "")


def test_lease_is_longer_than_the_wait_before_a_look_up() -> None:
    assert LEASE > WAIT
    assert LONGEST_CALL > 0


def test_courier_knows_only_the_chats_that_it_was_given(scene: Scene) -> None:
    report = scene.submit()
    alone = Courier(scene.office, {"teams": FakeChat(scene.clock, "teams")}, "alone", lookup_wait=WAIT)
    for _ in range(40):
        alone.carry_one()
    assert scene.chat.messages == []
    assert scene.standing(report).unconfirmed is True
