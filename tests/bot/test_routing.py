"""Where a row goes as things are now: to those who hold the role today, never to whom it is about, and another way where one is closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import absences, outbox, reporting, responding, watch, wording
from bot.outbox import Owed
from bot.reports import Kind, Outcome, Report, Role, RowKind, RowState, State
from bot.routing import PATIENCE, TO_PEOPLE, UNREACHABLE
from bot.sending import Permanent, Reason, Transient
from bot.standing import LAST_RESORT
from bot.store.tables import outbox as table
from tests.bot.fake_chat import BUSY, NEVER_CAME, OUT_OF_HOURS, PHONE, SCHOOL, STAFF, TESS, OpenScene, Scene, staff

EVERYWHERE = {"*": Reason.REVOKED}
DAY = timedelta(days=1)
SATURDAY = datetime(2026, 11, 21, 23, 58, tzinfo=UTC)


def mailed(scene: Scene) -> list[str]:
    """Return to whom e-mails went, in order."""
    return [message.place.partition("@")[0] for message in scene.mail.messages]


def outcomes(scene: Scene, report: Report, *kinds: RowKind) -> list[str]:
    return [f"{row.destination} {row.outcome}" for row in scene.rows(report, *kinds) if row.state != RowState.TODO]


# --- a role becomes the people who hold it when its time has come ---


def test_row_for_a_role_becomes_a_row_for_each_who_holds_it(scene: Scene) -> None:
    report = scene.report(Kind.ONLINE_INCIDENT)
    scene.wait(hours=2)
    assert outcomes(scene, report, RowKind.REMIND) == [f"role:slt {TO_PEOPLE}", "person:amara sent", "person:eve sent"]


def test_role_is_resolved_when_it_is_claimed_not_when_it_was_planned(open_scene: OpenScene) -> None:
    report = open_scene().report()
    later = open_scene(people=staff(*STAFF[:1], ("gail", "Gail Ives", ["deputy"]), *STAFF[2:]))
    later.wait(minutes=31)
    assert later.sent_to(report, RowKind.ESCALATE) == ["person:gail"]


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([], ["person:amara"]),
        (["amara"], ["person:ben"]),
        (["amara", "ben"], ["person:chidi"]),
        (["amara", "ben", "chidi"], ["person:eve"]),
        (["amara", "ben", "chidi", "eve"], ["person:dana"]),
        (["amara", "ben", "chidi", "eve", "dana"], ["person:amara"]),
    ],
)
def test_next_in_line_is_first_while_somebody_is_away(open_scene: OpenScene, away: list[str], expected: list[str]) -> None:
    scene = open_scene(channels={})
    for name in away:
        absences.mark_away(scene.office, scene.person(name))
    assert scene.sent_to(scene.report(), RowKind.CARD) == expected


def test_whoever_is_back_hears_again(open_scene: OpenScene) -> None:
    scene = open_scene(channels={})
    absences.mark_away(scene.office, scene.person("amara"))
    absences.mark_back(scene.office, scene.person("amara"))
    assert scene.sent_to(scene.report(), RowKind.CARD) == ["person:amara"]


@pytest.mark.parametrize(
    ("kind", "card", "chase"),
    [
        (Kind.PUPIL_CONTACT, ["channel:dsl"], ["person:amara", "person:ben", "person:chidi"]),
        (Kind.SAFEGUARDING_CONCERN, ["channel:dsl"], ["person:amara", "person:ben", "person:chidi"]),
        (Kind.ADULT_CONCERN, ["person:chidi"], ["person:chidi", "person:dana"]),
        (Kind.ONLINE_INCIDENT, ["channel:slt"], ["person:amara", "person:eve", "person:chidi"]),
    ],
)
def test_each_kind_goes_its_own_way(scene: Scene, kind: Kind, card: list[str], chase: list[str]) -> None:
    report = scene.report(kind)
    scene.until(datetime(2026, 11, 17, 9, 30, tzinfo=UTC))
    assert scene.sent_to(report, RowKind.CARD) == card
    assert list(dict.fromkeys(scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE))) == chase


# --- never to whom it is about ---


@pytest.mark.parametrize(
    ("kind", "about", "card", "chase"),
    [
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("amara",), ["ben"], ["ben", "chidi"], id="the DSL"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("ben",), ["amara"], ["amara", "chidi"], id="the deputy: the next in line in their place"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("amara", "ben"), ["chidi"], ["chidi"], id="the DSL and the deputy"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("chidi",), ["C-dsl"], ["amara", "ben", "dana"], id="the head: the chair in their place"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("dana",), ["C-dsl"], ["amara", "ben", "chidi"], id="the chair"),
        pytest.param(Kind.ADULT_CONCERN, ("chidi",), ["dana"], ["dana"], id="about the head: to the chair"),
        pytest.param(Kind.ADULT_CONCERN, ("amara",), ["chidi"], ["chidi", "dana"], id="about the DSL: to the head"),
        pytest.param(Kind.ADULT_CONCERN, ("dana",), ["chidi"], ["chidi"], id="about the chair: the head, and nobody after"),
        pytest.param(Kind.ONLINE_INCIDENT, ("eve",), ["amara"], ["amara", "chidi"], id="one of the SLT"),
        pytest.param(Kind.ONLINE_INCIDENT, ("amara", "eve"), ["chidi"], ["chidi"], id="all of the SLT"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("slack:amara",), ["ben"], ["ben", "chidi"], id="the DSL, picked by their chat account"),
        pytest.param(Kind.SAFEGUARDING_CONCERN, ("farid",), ["C-dsl"], ["amara", "ben", "chidi"], id="the only IT administrator"),
    ],
)
def test_report_goes_round_whom_it_is_about(scene: Scene, kind: Kind, about: tuple[str, ...], card: list[str], chase: list[str]) -> None:
    scene.report(kind, about=about)
    first = [message.place for message in scene.chat.messages if message.place != "tess"]
    scene.until(datetime(2026, 11, 17, 12, tzinfo=UTC))
    later = [message.place for message in scene.chat.messages if message.place not in ("tess", "farid")][len(first) :]
    assert (first, list(dict.fromkeys(later))) == (card, chase)
    named = {one.removeprefix("slack:") for one in about}
    assert not named & {message.place for message in scene.chat.messages}
    assert not named & set(mailed(scene))


@pytest.mark.parametrize("typed", ["Ms Obi", "our DSL", "amara obi", "A. Obi", "the designated safeguarding lead"])
def test_name_close_to_a_recipients_excludes_that_recipient(scene: Scene, typed: str) -> None:
    report = scene.report(Kind.PUPIL_CONTACT, about_name=typed)
    scene.wait(days=2)
    assert "amara" not in {message.place for message in scene.chat.messages}
    assert scene.sent_to(report, RowKind.CARD) == ["person:ben"]


@pytest.mark.parametrize("failing", ["chat", "chat and mail"])
@pytest.mark.parametrize("about", [("amara",), ("ben",), ("chidi",), ("dana",), ("farid",), ("amara", "ben", "chidi", "farid")])
def test_whom_it_is_about_hears_on_no_next_route_either(scene: Scene, failing: str, about: tuple[str, ...]) -> None:
    scene.chat.closed = EVERYWHERE
    scene.mail.closed = EVERYWHERE if failing == "chat and mail" else {}
    scene.report(about=about, urgent=True)
    scene.wait(hours=1)
    asked = {place.partition("@")[0] for chat in (scene.chat, scene.mail) for _, place in chat.calls}
    assert not asked & set(about)


def test_channel_is_not_used_where_a_member_of_it_became_the_subject_since(open_scene: OpenScene) -> None:
    report = open_scene().submit(about=("slack:U77",))
    later = open_scene(people=[*staff(*STAFF), {"id": "gail", "name": "Gail Ives", "roles": ["deputy"], "how": "x", "addresses": {"slack": "U77"}}])
    later.carry()
    assert later.chat.at("C-dsl") == []
    assert later.sent_to(report, RowKind.FALLBACK) == ["person:amara", "person:ben"]
    assert wording.TROUBLES["unsafe_place"].format(where=wording.A_PLACE) in later.texts("farid")


def test_whoever_was_named_before_they_had_a_role_hears_nothing_once_they_have_one(open_scene: OpenScene) -> None:
    report = open_scene().submit(Kind.PUPIL_CONTACT, about_name="Gail Ives")
    later = open_scene(people=staff(STAFF[0], ("gail", "Gail Ives", ["deputy"]), *STAFF[2:]))
    later.until(datetime(2026, 11, 16, 14, 35, tzinfo=UTC))
    assert "gail" not in {message.place for message in later.chat.messages}
    assert later.sent_to(report, RowKind.ESCALATE)[0] == "person:chidi"


def test_row_for_somebody_who_is_the_subject_is_cancelled_at_its_claim(scene: Scene) -> None:
    report = scene.submit(about=("ben",))
    rows = [Owed(RowKind.HANDED_UP, 5, one, scene.clock.now()) for one in ("person:ben", "email:ben")]
    with scene.office.writing() as connection:
        outbox.owe(connection, report.id, SCHOOL, rows)
    scene.carry()
    assert outcomes(scene, report, RowKind.HANDED_UP) == ["person:ben excluded", "email:ben excluded"]


# --- the next route ---


def test_direct_messages_follow_a_closed_channel(scene: Scene) -> None:
    scene.chat.closed = {"C-dsl": Reason.GONE}
    report = scene.report()
    assert scene.sent_to(report, RowKind.FALLBACK) == ["person:amara", "person:ben"]
    assert "R-0001 | Concern about a child" in scene.texts("amara")[0]


def test_direct_messages_of_an_online_incident_go_to_the_slt(scene: Scene) -> None:
    scene.chat.closed = {"C-slt": Reason.GONE}
    assert scene.sent_to(scene.report(Kind.ONLINE_INCIDENT), RowKind.FALLBACK) == ["person:amara", "person:eve"]


def test_mail_follows_where_the_whole_chat_is_closed(scene: Scene) -> None:
    scene.chat.closed = EVERYWHERE
    report = scene.report()
    assert scene.sent_to(report, RowKind.FALLBACK) == ["email:amara", "email:ben"]
    assert [message.lock_screen for message in scene.mail.at("amara@oakfield.example")] == ["Report R-0001 is waiting for you"]
    assert scene.standing(report).delivered is not None


def test_other_chat_comes_before_mail(open_scene: OpenScene) -> None:
    scene = open_scene(people=staff(*STAFF, chats=("slack", "teams")))
    scene.chat.closed = EVERYWHERE
    report = scene.report()
    assert scene.sent_to(report, RowKind.FALLBACK) == ["person:amara@teams", "person:ben@teams"]
    scene.senders["teams"].closed = EVERYWHERE
    other = scene.report()
    assert scene.sent_to(other, RowKind.FALLBACK) == ["email:amara", "email:ben"]


def test_only_who_cannot_be_reached_is_written_to_another_way(scene: Scene) -> None:
    scene.chat.closed = {"C-dsl": Reason.GONE, "amara": Reason.GONE}
    assert scene.sent_to(scene.report(), RowKind.FALLBACK) == ["person:ben", "email:amara"]


def test_last_in_line_hears_where_neither_dsl_nor_deputy_can_be_reached(open_scene: OpenScene) -> None:
    scene = open_scene(people=[*staff(*STAFF[:2], mail=False), *staff(*STAFF[2:])])
    scene.chat.closed = dict.fromkeys(("C-dsl", "amara", "ben"), Reason.GONE)
    report = scene.report()
    assert scene.sent_to(report, RowKind.HANDED_UP) == ["person:chidi"]
    assert "because I could not deliver it to the DSL, Amara Obi" in scene.texts("chidi")[0]


@pytest.mark.parametrize(("at", "number"), [(None, PHONE), (SATURDAY, OUT_OF_HOURS), (datetime(2026, 12, 25, 11, tzinfo=UTC), OUT_OF_HOURS)])
def test_reporter_is_told_the_number_to_ring_where_nobody_can_be_reached(scene: Scene, at: datetime | None, number: str) -> None:
    if at is not None:
        scene.until(at)
    scene.chat.closed = dict.fromkeys(("C-dsl", *(one for one, _, _ in STAFF)), Reason.GONE)
    scene.mail.closed = EVERYWHERE
    scene.report()
    assert f"R-0001 is stored, but I cannot confirm that anybody has it. Ring {number}." in scene.told()[-1]


def test_reporter_is_told_once_that_nobody_is_known_to_have_it(scene: Scene) -> None:
    scene.chat.closed = dict.fromkeys(("C-dsl", *(one for one, _, _ in STAFF)), Reason.GONE)
    scene.mail.down = BUSY
    scene.report()
    scene.wait(minutes=20)
    assert sum("cannot confirm" in one for one in scene.told()) == 1


def test_reporter_hears_as_soon_as_a_route_works_after_all(scene: Scene) -> None:
    scene.chat.closed = dict.fromkeys(("C-dsl", *(one for one, _, _ in STAFF)), Reason.GONE)
    scene.mail.closed = EVERYWHERE
    scene.report()
    scene.chat.closed = {}
    scene.wait(minutes=6)
    assert "Report R-0001 delivered 10:36" in scene.told()[-1]


def test_it_is_told_of_a_report_that_reaches_nobody(scene: Scene) -> None:
    scene.chat.closed = dict.fromkeys(("C-dsl", "amara", "ben", "chidi"), Reason.GONE)
    scene.mail.closed = dict.fromkeys((f"{one}@oakfield.example" for one in ("amara", "ben", "chidi")), Reason.GONE)
    scene.report()
    assert any("nobody in the settings may receive it" in one for one in scene.texts("farid"))


def test_reporter_is_told_whom_to_ring_where_it_is_about_everybody(scene: Scene) -> None:
    report = scene.report(Kind.ADULT_CONCERN, about=("chidi", "dana"))
    assert "there is nobody at the school to whom I may send it. Ring LADO, Example Council, 01632 960 003." in scene.told()[-1]
    assert f"role:head {UNREACHABLE}" in outcomes(scene, report, RowKind.CARD)
    scene.wait(days=2)
    assert sum("nobody at the school" in one for one in scene.told()) == 1
    assert {message.place for message in scene.chat.messages} == {"tess", "farid"}


def test_chase_goes_on_though_nobody_could_be_reached(scene: Scene) -> None:
    scene.chat.closed, scene.mail.closed = EVERYWHERE, EVERYWHERE
    report = scene.report()
    scene.wait(minutes=62)
    scene.chat.closed, scene.mail.closed = {}, {}
    scene.wait(hours=1)
    assert "person:chidi" in scene.sent_to(report, RowKind.ESCALATE)


# --- patience ---


@pytest.mark.parametrize("fault", [BUSY, NEVER_CAME], ids=["refused for now", "in doubt"])
@pytest.mark.parametrize("urgent", [False, True])
def test_next_route_is_taken_beside_one_that_goes_on_failing(scene: Scene, urgent: bool, fault: Transient) -> None:
    scene.chat.busy = {"C-dsl": fault}
    report = scene.submit(urgent=urgent)
    patience = PATIENCE[report.urgency]
    scene.until(report.reported_at + patience / 3)
    assert scene.rows(report, RowKind.FALLBACK) == []
    scene.until(report.reported_at + patience)
    assert scene.sent_to(report, RowKind.FALLBACK) == ["person:amara", "person:ben"]
    assert scene.rows(report, RowKind.CARD, state=RowState.TODO)


def test_platform_that_asks_for_an_hour_does_not_get_it_from_the_report(scene: Scene) -> None:
    scene.chat.then(Transient(in_doubt=False, retry_after=3600.0), place="C-dsl")
    report = scene.report()
    assert scene.sent_to(report, RowKind.FALLBACK) == ["person:amara", "person:ben"]
    scene.wait(minutes=59)
    assert scene.chat.at("C-dsl") == []


def test_whole_outage_ends_with_mail_and_then_with_the_truth(scene: Scene) -> None:
    scene.chat.busy = dict.fromkeys(("C-dsl", *(one for one, _, _ in STAFF)), BUSY)
    scene.mail.down = BUSY
    report = scene.report()
    scene.wait(minutes=16)
    assert scene.standing(report).unconfirmed is True
    assert any(f"Ring {PHONE}." in one for one in scene.told())


# --- reminders by another route ---


def test_reminder_goes_by_mail_though_the_card_went_there_before(scene: Scene) -> None:
    scene.chat.closed = EVERYWHERE
    report = scene.report()
    scene.wait(minutes=16)
    assert scene.sent_to(report, RowKind.FALLBACK, RowKind.REMIND) == ["email:amara", "email:ben", "email:amara"]
    assert mailed(scene).count("amara") == 2


def test_reminder_that_waits_for_another_route_ends_with_the_acknowledgement(scene: Scene) -> None:
    scene.chat.closed, scene.mail.busy = {"amara": Reason.GONE}, {"amara@oakfield.example": BUSY}
    report = scene.report()
    scene.wait(minutes=16)
    scene.acknowledge("ben", report)
    scene.mail.busy = {}
    scene.wait(minutes=20)
    assert "amara" not in mailed(scene)


@pytest.mark.parametrize("end", ["acknowledged", "closed"])
def test_fallback_is_not_sent_once_somebody_has_it(scene: Scene, end: str) -> None:
    scene.chat.closed, scene.mail.down = {"C-dsl": Reason.GONE, "ben": Reason.GONE}, BUSY
    report = scene.report()
    scene.acknowledge("amara", report)
    if end == "closed":
        responding.record_outcome(scene.office, scene.person("amara"), report.id, Outcome.MONITOR, "seen")
    scene.mail.down = None
    scene.wait(minutes=30)
    assert "ben" not in mailed(scene)


def test_withdrawn_report_still_goes_out_by_every_route(scene: Scene) -> None:
    scene.chat.closed = {"C-dsl": Reason.GONE}
    report = scene.submit()
    reporting.withdraw(scene.office, TESS, report.id)
    scene.carry()
    assert "Withdrawn by the reporter" in scene.texts("amara")[0]


def test_who_passed_it_on_is_told_on_the_next_route_too(open_scene: OpenScene) -> None:
    scene = open_scene(people=staff(*STAFF, chats=("slack", "teams")))
    report = scene.report()
    scene.chat.closed = {"ben": Reason.GONE}
    responding.escalate(scene.office, scene.person("amara"), report.id)
    scene.carry()
    (message,) = scene.senders["teams"].at("ben")
    assert "because Amara Obi passed it on" in message.text


# --- added information ---


def test_added_information_goes_by_mail_where_the_chat_is_closed(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.carry()
    scene.chat.closed = {"amara": Reason.GONE}
    reporting.add_information(scene.office, TESS, report.id, "more")
    scene.carry()
    assert mailed(scene) == ["amara"]


def test_added_information_goes_to_the_next_where_whoever_has_it_is_gone(open_scene: OpenScene) -> None:
    scene = open_scene()
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.carry()
    later = open_scene(people=staff(("gail", "Gail Ives", ["dsl"]), *STAFF[1:]))
    reporting.add_information(later.office, TESS, report.id, "more")
    later.carry()
    assert later.sent_to(report, RowKind.ADDED) == ["person:gail"]


# --- the last step repeats ---


@pytest.mark.parametrize(
    ("kind", "urgent", "whom", "every", "times"),
    [
        (Kind.SAFEGUARDING_CONCERN, True, "chidi", timedelta(minutes=10), 5),
        (Kind.ADULT_CONCERN, True, "dana", timedelta(minutes=10), 5),
        (Kind.SAFEGUARDING_CONCERN, False, "chidi", timedelta(hours=1), 4),
        (Kind.ADULT_CONCERN, False, "dana", timedelta(hours=2), 3),
    ],
)
def test_last_step_is_repeated_to_the_last_in_line(scene: Scene, kind: Kind, urgent: bool, whom: str, every: timedelta, times: int) -> None:
    scene.until(datetime(2026, 11, 16, 8, tzinfo=UTC) + (timedelta(days=1) if urgent else DAY))
    report = scene.report(kind, urgent=urgent)
    last = max(outbox.from_millis(row.due_at) for row in scene.rows(report, *outbox.OWED_WHILE_OPEN))
    scene.until(last + every * times)
    assert [message.at for message in scene.chat.at(whom)][-times - 1 :] == [last + every * number for number in range(times + 1)]


@pytest.mark.parametrize("at", [datetime(2026, 11, 16, 10, 31, tzinfo=UTC), datetime(2026, 11, 16, 16, 50, tzinfo=UTC), SATURDAY])
@pytest.mark.parametrize("kind", Kind)
def test_chase_never_ends_by_itself(scene: Scene, kind: Kind, at: datetime) -> None:
    scene.until(at)
    report = scene.report(kind)
    for _ in range(5):
        scene.wait(hours=9)
        waiting = [row for row in scene.rows(report, *outbox.OWED_WHILE_OPEN, state=RowState.TODO) if row.destination.startswith("role:")]
        assert waiting
    with scene.office.looking() as connection:
        assert outbox.has_next_step(connection, report.id, outbox.OWED_WHILE_OPEN)


def test_chain_of_one_step_reminds_again_and_again(open_scene: OpenScene) -> None:
    scene = open_scene(chains={"adult_concern": [{"role": "head", "after": "30min", "repeat": "30min"}]})
    report = scene.report(Kind.ADULT_CONCERN)
    scene.wait(minutes=121)
    assert scene.sent_to(report, RowKind.REMIND) == ["person:chidi"] * 4
    assert scene.rows(report, RowKind.ESCALATE) == []


# --- until there is an outcome ---


def reminders(scene: Scene, report: Report) -> list[str]:
    with scene.office.looking() as connection:
        due = select(table.c.due_at).where(table.c.kind == RowKind.OUTCOME_REMINDER, table.c.report_id == report.id, table.c.message_ref.is_not(None))
        return [f"{outbox.from_millis(at):%a %d %b %H:%M}" for at in connection.execute(due.order_by(table.c.id)).scalars()]


def test_acknowledged_report_is_open_again_after_24_hours(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.until(report.reported_at + DAY - timedelta(seconds=1))
    assert scene.now(report).state is State.ACKNOWLEDGED
    scene.until(report.reported_at + DAY)
    assert scene.now(report).state is State.OPEN
    assert "is open again: acknowledged by Amara Obi" in scene.texts("amara")[-1]
    assert "Not acknowledged yet" in scene.texts("C-dsl")[0]
    assert any('"event":"reopened"' in event and report.id in event for event in scene.log())


def test_reporter_is_told_that_nobody_has_it_any_more(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.until(report.reported_at + DAY)
    assert "If nobody acknowledges by" in scene.told()[-1]


def test_reopened_report_is_chased_from_the_beginning(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    scene.until(report.reported_at + DAY + timedelta(minutes=61))
    assert scene.sent_to(report, RowKind.REMIND, RowKind.ESCALATE) == ["person:amara", "person:ben", "person:chidi"]


def test_outcome_reminders_go_to_whoever_has_it_on_school_days_only(open_scene: OpenScene) -> None:
    scene = open_scene(terms=[{"starts": "2026-09-02", "ends": "2026-11-18"}, {"starts": "2026-11-23", "ends": "2026-12-18"}])
    report = scene.report(urgent=True)
    scene.acknowledge("ben", report)
    with scene.office.writing() as connection:
        outbox.cancel(connection, report.id, [RowKind.REOPEN], scene.clock.now(), "the test looks at reminders only")
    scene.until(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert reminders(scene, report) == ["Tue 17 Nov 09:00", "Wed 18 Nov 09:00", "Mon 23 Nov 09:00", "Tue 24 Nov 09:00", "Wed 25 Nov 09:00"]
    assert {message.place for message in scene.chat.messages} == {"C-dsl", "tess", "ben"}


def test_outcome_ends_reminders_and_reopening(scene: Scene) -> None:
    report = scene.report()
    scene.acknowledge("amara", report)
    responding.record_outcome(scene.office, scene.person("amara"), report.id, Outcome.NO_FURTHER_ACTION, "spoke to them")
    scene.wait(days=5)
    assert (scene.now(report).state, reminders(scene, report)) == (State.CLOSED, [])


# --- word to IT ---


def test_it_is_told_once_a_report_and_trouble(scene: Scene) -> None:
    scene.chat.closed = {"C-dsl": Reason.GONE, "amara": Reason.GONE, "ben": Reason.GONE}
    scene.report()
    assert sum("could not deliver" in one for one in scene.texts("farid")) == 1


def test_it_is_told_by_mail_where_the_chat_is_closed(scene: Scene) -> None:
    scene.chat.closed = EVERYWHERE
    scene.report()
    (mail,) = scene.mail.at("farid@oakfield.example")
    assert mail.lock_screen == wording.LOCK_SCREEN_IT
    assert "could not deliver" in mail.text


def test_only_administrator_is_not_told_of_a_report_about_them(scene: Scene) -> None:
    scene.chat.closed = {"C-dsl": Reason.GONE}
    report = scene.report(about=("farid",))
    assert outcomes(scene, report, RowKind.WARN_IT) == [f"it:route_failed {UNREACHABLE}"]
    assert "farid" not in {message.place for message in scene.chat.messages} | set(mailed(scene))


@pytest.mark.parametrize("people", [STAFF[:5], (*STAFF, ("gail", "Gail Ives", ["it"]))], ids=["nobody is IT", "two are"])
def test_everybody_who_is_it_is_told(open_scene: OpenScene, people: tuple[tuple[str, str, list[str]], ...]) -> None:
    scene = open_scene(people=staff(*people))
    scene.chat.closed = {"C-dsl": Reason.GONE}
    scene.report()
    told = {message.place for message in scene.chat.messages if "could not deliver" in message.text}
    assert told == {one for one, _, roles in people if Role.IT in roles}


# --- the daily test ---


def test_daily_test_shows_the_head_of_the_log_and_no_report(scene: Scene) -> None:
    scene.report()
    watch.owe_self_tests(scene.office)
    scene.carry()
    with scene.office.looking() as connection:
        words = scene.office.audit.head_words(connection)
    (_, test) = scene.texts("C-dsl")
    assert words in test
    assert "R-0001" not in test


@pytest.mark.parametrize("fault", [Permanent(Reason.GONE), Permanent(Reason.UNSAFE)], ids=str)
def test_it_is_told_where_the_daily_test_does_not_arrive(scene: Scene, fault: Permanent) -> None:
    scene.chat.then(fault, place="C-dsl")
    watch.owe_self_tests(scene.office)
    scene.carry()
    trouble = "unsafe_place" if fault.reason is Reason.UNSAFE else "route_failed"
    assert scene.texts("farid") == [wording.TROUBLES[trouble].format(where=wording.A_PLACE)]
    assert len(scene.texts("C-slt")) == 1


def test_it_is_told_by_mail_where_the_daily_test_finds_the_chat_closed(scene: Scene) -> None:
    scene.chat.closed = EVERYWHERE
    watch.owe_self_tests(scene.office)
    scene.carry()
    assert mailed(scene) == ["farid"]


def test_channel_that_is_on_no_chat_here_is_told_too(open_scene: OpenScene) -> None:
    scene = open_scene(channels={"dsl": {"elsewhere": "C"}})
    watch.owe_self_tests(scene.office)
    scene.carry()
    assert len(scene.texts("farid")) == 1


# --- edits and word to the reporter ---


def test_mail_is_never_edited(scene: Scene) -> None:
    scene.chat.closed = EVERYWHERE
    report = scene.report()
    scene.chat.closed = {}
    scene.acknowledge("amara", report)
    scene.carry()
    assert {row.outcome for row in scene.rows(report, RowKind.UPDATE_CARD)} == {"cannot_be_edited"}
    assert scene.mail.count("edit") == 0


def test_message_of_a_chat_that_no_longer_runs_is_not_edited(open_scene: OpenScene) -> None:
    scene = open_scene()
    report = scene.report()
    scene.acknowledge("amara", report)
    del scene.senders["slack"]
    scene.carry()
    assert [row.outcome for row in scene.rows(report, RowKind.UPDATE_CARD)] == ["cannot_be_edited"]


def test_edit_of_a_row_without_a_message_ends_quietly(scene: Scene) -> None:
    report = scene.submit()
    with scene.office.writing() as connection:
        outbox.owe(connection, report.id, SCHOOL, [Owed(RowKind.UPDATE_CARD, 0, "row:999", scene.clock.now())])
    scene.carry()
    assert outcomes(scene, report, RowKind.UPDATE_CARD) == ["row:999 nothing_to_edit"]


@pytest.mark.parametrize("reporter", ["teams:uma", "nobody"])
def test_reporter_who_has_no_place_here_is_told_nothing_and_nobody_is_troubled(scene: Scene, reporter: str) -> None:
    report = scene.report(reporter=type(TESS)(reporter, "Uma Reed", SCHOOL))
    scene.senders["teams"].closed = EVERYWHERE
    scene.carry()
    assert scene.standing(report).delivered is not None
    assert scene.texts("farid") == []


def test_reporter_whose_account_is_gone_holds_up_nothing(scene: Scene) -> None:
    scene.chat.closed = {"tess": Reason.GONE}
    report = scene.report()
    assert scene.standing(report).delivered is not None
    assert (scene.texts("farid"), mailed(scene)) == ([], [])


def test_row_of_the_last_resort_is_told_apart_from_one_that_somebody_passed_on(scene: Scene) -> None:
    report = scene.report()
    responding.escalate(scene.office, scene.person("amara"), report.id)
    assert all(row.step > LAST_RESORT for row in scene.rows(report, RowKind.HANDED_UP))
    assert scene.standing(report).unconfirmed is False
