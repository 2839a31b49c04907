"""Who hears of a report, and when: each step of each chain, on weekdays and at weekends, over bank holidays and the nights when the clocks change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.escalation import (
    CHAINS,
    CHANNEL_ROLES,
    CHANNELS,
    FIRST,
    REPEAT_AFTER,
    URGENT_ADULT_CHAIN,
    URGENT_CHAIN,
    Chain,
    card_destination,
    chain_for,
    due_time,
    plan_chain,
    plan_outcome,
    remind_of_outcome,
    repeat_last,
)
from bot.outbox import Owed
from bot.reports import Kind, Role, RowKind, Urgency
from bot.settings import StepSetting
from tests.bot.fake_chat import settings_of

LONDON = ZoneInfo("Europe/London")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
TERMS = [{"starts": "2026-09-02", "ends": "2026-12-18"}, {"starts": "2027-01-04", "ends": "2027-02-12"}]
MORNING = "2026-11-16 10:31"


def calendar(**changes: object) -> Calendar:
    return Calendar(settings_of(**changes).schools[0])


def local(written: str, *, fold: int = 0) -> datetime:
    """Return a time of the school's clock."""
    return datetime.fromisoformat(written).replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


def said(owed: tuple[Owed, ...]) -> list[str]:
    """Return what is owed in words: what, to whom, when on the school's clock."""
    return [f"{one.kind} {one.destination} {one.due_at.astimezone(LONDON):%a %d %b %H:%M}" for one in owed]


def plan(kind: Kind, at: str | datetime, urgency: Urgency = Urgency.NORMAL, school: Calendar | None = None) -> list[str]:
    begun = local(at) if isinstance(at, str) else at
    return said(plan_chain(chain_for(kind, urgency, {}), FIRST[kind], begun, school or calendar()))


# --- every chain, in school hours ---


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            Kind.SAFEGUARDING_CONCERN,
            ["remind role:dsl Mon 16 Nov 10:46", "escalate role:deputy Mon 16 Nov 11:01", "escalate role:head Mon 16 Nov 11:31"],
        ),
        (
            Kind.PUPIL_CONTACT,
            ["remind role:dsl Mon 16 Nov 12:31", "escalate role:deputy Mon 16 Nov 14:31", "escalate role:head Tue 17 Nov 09:00"],
        ),
        (Kind.ADULT_CONCERN, ["remind role:head Mon 16 Nov 11:01", "escalate role:chair Mon 16 Nov 12:31"]),
        (Kind.ONLINE_INCIDENT, ["remind role:slt Mon 16 Nov 12:31", "escalate role:head Mon 16 Nov 14:31"]),
    ],
)
def test_default_chain_of_each_kind(kind: Kind, expected: list[str]) -> None:
    assert plan(kind, MORNING) == expected


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(local("2026-11-16 10:31"), id="in school hours"),
        pytest.param(local("2026-11-20 23:55"), id="Friday night"),
        pytest.param(local("2026-11-22 03:00"), id="Sunday, three in the morning"),
        pytest.param(local("2026-12-25 11:00"), id="Christmas Day"),
        pytest.param(local("2026-10-25 00:55"), id="the night that has an hour twice"),
        pytest.param(local("2026-10-25 01:55"), id="the hour before it comes again"),
        pytest.param(local("2026-10-25 01:55", fold=1), id="the hour that came again"),
        pytest.param(local("2026-03-29 00:55"), id="the night that lacks an hour"),
    ],
)
@pytest.mark.parametrize("kind", Kind)
def test_urgent_steps_come_after_real_minutes_at_any_hour(kind: Kind, at: datetime) -> None:
    owed = plan_chain(chain_for(kind, Urgency.URGENT, {}), FIRST[kind], at, calendar())
    adult = [("role:head", 5), ("role:chair", 10)]
    others = [("role:dsl", 5), ("role:deputy", 10), ("role:head", 20)]
    assert [(one.destination, (one.due_at - at) / MINUTE) for one in owed] == (adult if kind is Kind.ADULT_CONCERN else others)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-11-16 16:50", ["Tue 17 Nov 08:05", "Tue 17 Nov 08:20", "Tue 17 Nov 08:50"], id="ten minutes before closing"),
        pytest.param("2026-11-16 17:00", ["Tue 17 Nov 08:15", "Tue 17 Nov 08:30", "Tue 17 Nov 09:00"], id="at closing"),
        pytest.param("2026-11-16 07:00", ["Mon 16 Nov 08:15", "Mon 16 Nov 08:30", "Mon 16 Nov 09:00"], id="before opening"),
        pytest.param("2026-11-20 18:30", ["Mon 23 Nov 08:15", "Mon 23 Nov 08:30", "Mon 23 Nov 09:00"], id="Friday evening"),
        pytest.param("2026-11-20 16:40", ["Fri 20 Nov 16:55", "Mon 23 Nov 08:10", "Mon 23 Nov 08:40"], id="Friday, over the weekend"),
        pytest.param("2026-11-21 11:00", ["Mon 23 Nov 08:15", "Mon 23 Nov 08:30", "Mon 23 Nov 09:00"], id="Saturday"),
        pytest.param("2026-12-24 16:55", ["Tue 29 Dec 08:10", "Tue 29 Dec 08:25", "Tue 29 Dec 08:55"], id="Christmas, and Boxing Day's Monday"),
        pytest.param("2026-10-23 17:30", ["Mon 26 Oct 08:15", "Mon 26 Oct 08:30", "Mon 26 Oct 09:00"], id="the clocks go back"),
        pytest.param("2026-03-27 17:30", ["Mon 30 Mar 08:15", "Mon 30 Mar 08:30", "Mon 30 Mar 09:00"], id="the clocks go forward"),
        pytest.param("2026-08-12 10:00", ["Wed 12 Aug 10:15", "Wed 12 Aug 10:30", "Wed 12 Aug 11:00"], id="the summer holidays stop no escalation"),
    ],
)
def test_concern_waits_for_hours_in_which_the_school_is_open(at: str, expected: list[str]) -> None:
    steps = plan(Kind.SAFEGUARDING_CONCERN, at, school=calendar(terms=TERMS))
    assert [one.split(" ", 2)[2] for one in steps] == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-11-16 14:00", ["Mon 16 Nov 16:00", "Mon 16 Nov 17:00", "Tue 17 Nov 09:00"], id="the deputy hears the same day"),
        pytest.param("2026-11-16 16:30", ["Mon 16 Nov 17:00", "Mon 16 Nov 17:00", "Tue 17 Nov 09:00"], id="and the DSL is not reminded after that"),
        pytest.param("2026-11-20 16:30", ["Fri 20 Nov 17:00", "Fri 20 Nov 17:00", "Mon 23 Nov 09:00"], id="Friday afternoon"),
        pytest.param("2026-11-20 17:30", ["Mon 23 Nov 10:00", "Mon 23 Nov 12:00", "Tue 24 Nov 09:00"], id="Friday evening counts from Monday"),
        pytest.param("2026-11-22 12:00", ["Mon 23 Nov 10:00", "Mon 23 Nov 12:00", "Tue 24 Nov 09:00"], id="so does Sunday"),
        pytest.param("2026-12-24 10:00", ["Thu 24 Dec 12:00", "Thu 24 Dec 14:00", "Tue 29 Dec 09:00"], id="over Christmas"),
        pytest.param("2026-10-24 10:00", ["Mon 26 Oct 10:00", "Mon 26 Oct 12:00", "Tue 27 Oct 09:00"], id="the clocks go back"),
        pytest.param("2026-03-28 10:00", ["Mon 30 Mar 10:00", "Mon 30 Mar 12:00", "Tue 31 Mar 09:00"], id="the clocks go forward"),
        pytest.param("2027-03-25 10:00", ["Thu 25 Mar 12:00", "Thu 25 Mar 14:00", "Tue 30 Mar 09:00"], id="Good Friday to Easter Monday"),
    ],
)
def test_pupil_contact_reaches_the_deputy_the_same_day_and_the_head_the_next(at: str, expected: list[str]) -> None:
    assert [one.split(" ", 2)[2] for one in plan(Kind.PUPIL_CONTACT, at)] == expected


@pytest.mark.parametrize(("nation", "expected"), [("SCT", "Tue 01 Dec 08:15"), ("ENG", "Mon 30 Nov 10:15"), ("WLS", "Mon 30 Nov 10:15")])
def test_bank_holidays_are_those_of_the_nation(nation: str, expected: str) -> None:
    assert plan(Kind.SAFEGUARDING_CONCERN, "2026-11-30 10:00", school=calendar(nation=nation))[0] == f"remind role:dsl {expected}"


def test_hours_are_the_schools_own() -> None:
    school = calendar(hours={"opens": "09:30", "closes": "12:00"})
    assert plan(Kind.PUPIL_CONTACT, "2026-11-16 11:30", school=school)[1] == "escalate role:deputy Mon 16 Nov 12:00"


def test_next_working_day_keeps_its_local_time_beside_the_due_time() -> None:
    *others, head = plan_chain(CHAINS[Kind.PUPIL_CONTACT], Role.DSL, local("2026-10-23 10:00"), calendar())
    assert head.civil_due == "2026-10-26T09:00 Europe/London"
    assert [one.civil_due for one in others] == [None, None]


@given(st.sampled_from(Kind), st.sampled_from(Urgency), MOMENTS)
def test_no_step_is_due_before_the_report_nor_before_the_step_ahead_of_it(kind: Kind, urgency: Urgency, at: datetime) -> None:
    owed = plan_chain(chain_for(kind, urgency, {}), FIRST[kind], at, SCHOOL_CALENDAR)
    times = [at, *(one.due_at for one in owed)]
    assert times == sorted(times)
    assert at < times[1] <= at + timedelta(days=7)


SCHOOL_CALENDAR = calendar()


# --- which chain ---


def own(*steps: StepSetting) -> dict[str, Chain]:
    return {"pupil_contact": steps, "urgent": steps}


HEAD_AT_ONCE = StepSetting(role=Role.HEAD, after=MINUTE)


@pytest.mark.parametrize(
    ("kind", "urgency", "expected"),
    [
        (Kind.PUPIL_CONTACT, Urgency.NORMAL, (HEAD_AT_ONCE,)),
        (Kind.PUPIL_CONTACT, Urgency.URGENT, (HEAD_AT_ONCE,)),
        (Kind.ONLINE_INCIDENT, Urgency.URGENT, (HEAD_AT_ONCE,)),
        (Kind.SAFEGUARDING_CONCERN, Urgency.NORMAL, CHAINS[Kind.SAFEGUARDING_CONCERN]),
        (Kind.ADULT_CONCERN, Urgency.URGENT, URGENT_ADULT_CHAIN),
    ],
)
def test_chain_of_the_school_goes_before_the_default(kind: Kind, urgency: Urgency, expected: Chain) -> None:
    assert chain_for(kind, urgency, own(HEAD_AT_ONCE)) == expected


@pytest.mark.parametrize("kind", Kind)
def test_urgent_chain_serves_every_kind_but_that_about_an_adult(kind: Kind) -> None:
    assert chain_for(kind, Urgency.URGENT, {}) == (URGENT_ADULT_CHAIN if kind is Kind.ADULT_CONCERN else URGENT_CHAIN)


def test_concern_about_an_adult_goes_to_nobody_below_the_head() -> None:
    roles = {step.role for chain in (CHAINS[Kind.ADULT_CONCERN], URGENT_ADULT_CHAIN) for step in chain}
    assert roles == {Role.HEAD, Role.CHAIR}


@pytest.mark.parametrize("chain", [*CHAINS.values(), URGENT_CHAIN, URGENT_ADULT_CHAIN])
def test_every_default_chain_reminds_first_and_never_ends(chain: Chain) -> None:
    assert chain[0].role in FIRST.values()
    assert chain[-1].repeat is not None
    assert all(step.repeat is None for step in chain[:-1])


@pytest.mark.parametrize("chain", [URGENT_CHAIN, URGENT_ADULT_CHAIN])
def test_urgent_chain_knows_no_quiet_hours(chain: Chain) -> None:
    assert all(step.always for step in chain)


def test_default_step_cannot_be_changed_by_accident() -> None:
    with pytest.raises(FrozenInstanceError):
        URGENT_CHAIN[0].role = Role.IT  # type: ignore[misc]


def test_settings_that_change_later_do_not_change_what_is_owed() -> None:
    steps = [HEAD_AT_ONCE]
    owed = plan_chain(steps, Role.DSL, local(MORNING), calendar())
    steps.clear()
    assert said(owed) == ["escalate role:head Mon 16 Nov 10:32"]


def test_chase_that_begins_anew_counts_its_steps_on() -> None:
    owed = plan_chain(URGENT_CHAIN, Role.DSL, local(MORNING), calendar(), from_step=7)
    assert [one.step for one in owed] == [7, 8, 9]


# --- one step ---


@pytest.mark.parametrize(
    ("step", "at", "expected"),
    [
        (StepSetting(role=Role.DSL, after=HOUR), "2026-11-16 16:30", "2026-11-17 08:30"),
        (StepSetting(role=Role.DSL, after=HOUR, same_day=True), "2026-11-16 16:30", "2026-11-16 17:00"),
        (StepSetting(role=Role.DSL, after=HOUR, same_day=True), "2026-11-16 10:00", "2026-11-16 11:00"),
        (StepSetting(role=Role.DSL, after=HOUR, same_day=True), "2026-11-16 20:00", "2026-11-17 09:00"),
        (StepSetting(role=Role.DSL, after=HOUR, always=True), "2026-11-21 23:30", "2026-11-22 00:30"),
        (StepSetting(role=Role.DSL, next_working_day_at=time(7, 45)), "2026-11-16 10:00", "2026-11-17 07:45"),
        (StepSetting(role=Role.DSL, next_working_day_at=time(9)), "2026-11-16 03:00", "2026-11-17 09:00"),
        (StepSetting(role=Role.DSL, after=timedelta(days=1)), "2026-11-16 08:00", "2026-11-18 14:00"),
    ],
)
def test_step_of_a_schools_own_chain(step: StepSetting, at: str, expected: str) -> None:
    assert due_time(step, local(at), calendar()) == local(expected)


# --- repeating the last step ---


@pytest.mark.parametrize(
    ("chain", "at", "expected"),
    [
        (CHAINS[Kind.SAFEGUARDING_CONCERN], "2026-11-16 11:31", "escalate role:head Mon 16 Nov 12:31"),
        (CHAINS[Kind.SAFEGUARDING_CONCERN], "2026-11-20 16:30", "escalate role:head Mon 23 Nov 08:30"),
        (CHAINS[Kind.PUPIL_CONTACT], "2026-11-17 09:00", "escalate role:head Tue 17 Nov 11:00"),
        (CHAINS[Kind.ADULT_CONCERN], "2026-11-16 12:31", "escalate role:chair Mon 16 Nov 14:31"),
        (CHAINS[Kind.ONLINE_INCIDENT], "2026-11-16 14:31", "escalate role:head Tue 17 Nov 09:31"),
        (URGENT_CHAIN, "2026-11-21 23:55", "escalate role:head Sun 22 Nov 00:05"),
        (URGENT_ADULT_CHAIN, "2026-11-21 23:55", "escalate role:chair Sun 22 Nov 00:05"),
    ],
)
def test_last_step_is_repeated_until_somebody_acknowledges(chain: Chain, at: str, expected: str) -> None:
    owed = repeat_last(chain, Role.DSL, 3, local(at), calendar())
    assert (said((owed,)), owed.step) == ([expected], 3)


def test_own_chain_without_a_word_on_it_is_repeated_all_the_same() -> None:
    owed = repeat_last((HEAD_AT_ONCE,), Role.DSL, 1, local(MORNING), calendar())
    assert owed.due_at - local(MORNING) == REPEAT_AFTER


def test_repetition_to_those_who_have_it_is_a_reminder() -> None:
    chain = (StepSetting(role=Role.DSL, after=HOUR, repeat=HOUR),)
    assert repeat_last(chain, Role.DSL, 1, local(MORNING), calendar()).kind is RowKind.REMIND


# --- once it is acknowledged ---


@pytest.mark.parametrize(
    ("at", "urgency", "reminder", "reopened"),
    [
        pytest.param("2026-11-16 10:40", Urgency.NORMAL, "2026-11-17 09:00", "2026-11-17 10:40", id="the day after"),
        pytest.param("2026-11-16 22:00", Urgency.NORMAL, "2026-11-17 09:00", "2026-11-18 08:00", id="taken on at night"),
        pytest.param("2026-11-16 22:00", Urgency.URGENT, "2026-11-17 09:00", "2026-11-17 22:00", id="urgent"),
        pytest.param("2026-11-20 10:40", Urgency.NORMAL, "2026-11-23 09:00", "2026-11-23 08:00", id="Friday"),
        pytest.param("2026-11-20 10:40", Urgency.URGENT, "2026-11-23 09:00", "2026-11-21 10:40", id="Friday, urgent"),
        pytest.param("2026-12-18 10:00", Urgency.NORMAL, "2027-01-04 09:00", "2026-12-21 08:00", id="holidays postpone the reminder only"),
        pytest.param("2026-10-24 12:00", Urgency.URGENT, "2026-10-26 09:00", "2026-10-25 11:00", id="24 real hours, the clocks go back"),
    ],
)
def test_acknowledged_report_owes_a_reminder_and_its_reopening(at: str, urgency: Urgency, reminder: str, reopened: str) -> None:
    owed = plan_outcome(local(at), urgency, calendar(terms=TERMS), from_step=4, reopen_step=2)
    assert [(one.kind, one.step, one.destination) for one in owed] == [
        (RowKind.OUTCOME_REMINDER, 4, "assigned"),
        (RowKind.REOPEN, 2, "report"),
    ]
    assert [one.due_at for one in owed] == [local(reminder), local(reopened)]


def test_outcome_reminder_keeps_its_local_time() -> None:
    assert remind_of_outcome(local("2026-03-27 12:00"), calendar(), 0).civil_due == "2026-03-30T09:00 Europe/London"


# --- where the card goes first ---


@pytest.mark.parametrize(
    ("kind", "channels", "excluded", "expected"),
    [
        (Kind.PUPIL_CONTACT, {"dsl"}, (), "channel:dsl"),
        (Kind.SAFEGUARDING_CONCERN, {"dsl", "slt"}, (), "channel:dsl"),
        (Kind.ONLINE_INCIDENT, {"dsl", "slt"}, (), "channel:slt"),
        (Kind.ADULT_CONCERN, {"dsl", "slt"}, (), "role:head"),
        (Kind.PUPIL_CONTACT, set(), (), "role:dsl"),
        (Kind.ONLINE_INCIDENT, {"dsl"}, (), "role:slt"),
        (Kind.PUPIL_CONTACT, {"dsl"}, {Role.DSL}, "role:dsl"),
        (Kind.PUPIL_CONTACT, {"dsl"}, {Role.DEPUTY}, "role:dsl"),
        (Kind.SAFEGUARDING_CONCERN, {"dsl"}, {Role.HEAD, Role.SLT}, "channel:dsl"),
        (Kind.ONLINE_INCIDENT, {"slt"}, {Role.SLT}, "role:slt"),
        (Kind.ONLINE_INCIDENT, {"slt"}, {Role.DSL}, "channel:slt"),
    ],
)
def test_card_goes_into_its_channel_unless_a_member_of_it_is_the_subject(kind: Kind, channels: set[str], excluded: set[Role], expected: str) -> None:
    assert card_destination(kind, dict.fromkeys(channels), frozenset(excluded)) == expected


def test_every_channel_has_somebody_whose_it_is_and_takes_what_they_receive() -> None:
    assert set(CHANNELS.values()) == set(CHANNEL_ROLES)
    assert all(FIRST[kind] in CHANNEL_ROLES[channel] for kind, channel in CHANNELS.items())


def test_every_kind_is_received_by_somebody() -> None:
    assert set(FIRST) == set(Kind) == set(CHAINS)
