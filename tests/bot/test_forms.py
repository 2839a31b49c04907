"""A form asks about danger first, refuses nothing that can be stored and understood, and reads the times that tired people type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.forms import LONGEST, FieldType, FormField, as_typed, check, form, is_self_referral, named_in, urgency_of
from bot.reports import FieldError, Kind, Urgency
from bot.said_times import Moment, is_not_sure, read_moment

LONDON = "Europe/London"
NOW = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)  # a Saturday, 22:00 in London
SUMMER = datetime(2026, 6, 20, 21, 0, tzinfo=UTC)  # a Saturday, 22:00 in London

ANYTHING = st.text(st.one_of(st.characters(), st.sampled_from("\0\ud800\u202e\u200b\r\n\t\x1b/.: 0123456789")), max_size=60)

FILLED: dict[Kind, dict[str, str]] = {
    Kind.PUPIL_CONTACT: {
        "immediate_danger": "no",
        "network": "Snapchat",
        "account": "mine",
        "pupils": "not sure",
        "pupil_status": "current",
        "family_member": "no",
        "happened_at": "yesterday 9pm",
        "started_by": "pupil",
        "what_was_said": "hi sir",
        "replied": "no",
    },
    Kind.SAFEGUARDING_CONCERN: {
        "immediate_danger": "yes",
        "told_dsl_in_person": "no",
        "child": "Robin, Year 9",
        "what_happened": "“I don't want to go home.”",
        "happened_at": "today 14:30",
    },
    Kind.ADULT_CONCERN: {
        "immediate_danger": "no",
        "self_referral": "no",
        "adult_name": "C. Example",
        "what_happened": "Sat alone with a pupil in a parked car.",
        "happened_at": "last night",
    },
    Kind.ONLINE_INCIDENT: {
        "immediate_danger": "no",
        "what": "fake_or_hacked_account",
        "network": "X",
        "what_happened": "An account with our logo.",
        "happened_at": "not sure, some time in September",
    },
}
"""The least that each form takes."""
KINDS = list(Kind)


def errors(kind: Kind, about: tuple[str, ...] = (), **changed: str) -> dict[str, str]:
    return {one.field: one.message for one in check(kind, FILLED[kind] | changed, about, now=NOW, timezone=LONDON)}


def field_of(kind: Kind, name: str) -> FormField:
    return next(one for one in form(kind).fields if one.name == name)


def read(typed: str, now: datetime = NOW, timezone: str = LONDON) -> Moment | None:
    return read_moment(typed, now=now, timezone=timezone)


# --- what is asked ---


@pytest.mark.parametrize("kind", KINDS)
def test_danger_is_asked_first_and_999_stands_above(kind: Kind) -> None:
    assert form(kind).fields[0].name == "immediate_danger"
    assert form(kind).banner.index("999") < form(kind).banner.index("tell")


@pytest.mark.parametrize("kind", KINDS)
def test_form_promises_no_secrecy(kind: Kind) -> None:
    assert form(kind).foot == "Shared only with those who need to know. Nobody can promise to keep it secret."


@pytest.mark.parametrize("kind", KINDS)
def test_form_asks_with_the_people_picker_whom_it_is_about(kind: Kind) -> None:
    assert field_of(kind, "about").type is FieldType.PEOPLE


@pytest.mark.parametrize("kind", KINDS)
def test_form_asks_each_thing_once(kind: Kind) -> None:
    names = [one.name for one in form(kind).fields]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("kind", "asked"), [(kind, one) for kind in KINDS for one in form(kind).fields])
def test_only_a_choice_has_choices(kind: Kind, asked: FormField) -> None:
    assert bool(asked.choices) is (asked.type is FieldType.CHOICE)


@pytest.mark.parametrize("kind", [Kind.PUPIL_CONTACT, Kind.SAFEGUARDING_CONCERN, Kind.ONLINE_INCIDENT])
def test_form_says_what_not_to_do_with_images_of_a_child(kind: Kind) -> None:
    assert any("Do not forward, screenshot or store images of a child: ask the DSL." in one.hint for one in form(kind).fields)


def test_form_on_an_adult_sends_nobody_to_the_dsl_whom_it_may_be_about() -> None:
    asked = form(Kind.ADULT_CONCERN)
    assert [text for text in (asked.banner, asked.foot, *(one.label + one.hint for one in asked.fields)) if "DSL" in text] == []


def test_same_name_is_asked_in_the_words_of_its_form() -> None:
    assert field_of(Kind.PUPIL_CONTACT, "account").type is FieldType.CHOICE
    assert field_of(Kind.ONLINE_INCIDENT, "account").type is FieldType.TEXT
    assert field_of(Kind.ONLINE_INCIDENT, "account").label != field_of(Kind.PUPIL_CONTACT, "account").label


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_the_same_each_time(kind: Kind) -> None:
    assert form(kind) is form(kind)


# --- what is wrong ---


@pytest.mark.parametrize("kind", KINDS)
def test_least_that_is_needed_is_enough(kind: Kind) -> None:
    assert errors(kind) == {}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in KINDS for name in FILLED[kind] if name != "adult_name"])
@pytest.mark.parametrize("nothing", ["", "  \n", "\u200b\ufeff"])
def test_field_that_is_needed_is_missed_when_nothing_can_be_seen_in_it(kind: Kind, name: str, nothing: str) -> None:
    choice = field_of(kind, name).type is FieldType.CHOICE
    assert errors(kind, **{name: nothing}) == {name: wording.CHOICE_EMPTY if choice else wording.FIELD_EMPTY}


@pytest.mark.parametrize("kind", KINDS)
def test_empty_form_names_every_field_that_is_needed_in_its_order(kind: Kind) -> None:
    found = [one.field for one in check(kind, {}, (), now=NOW, timezone=LONDON)]
    assert found == [one.name for one in form(kind).fields if one.required or one.name == "adult_name"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", ["maybe", "YES", " yes", "Yes"])
def test_choice_that_is_not_offered_is_refused(kind: Kind, answer: str) -> None:
    assert errors(kind, immediate_danger=answer) == {"immediate_danger": wording.CHOICE_UNKNOWN}


def test_long_text_may_be_as_long_as_the_limit() -> None:
    assert errors(Kind.PUPIL_CONTACT, what_was_said="x" * LONGEST) == {}


@pytest.mark.parametrize(("over", "said"), [(1, "take out 1 character;"), (2, "take out 2 characters;"), (12_345, "take out 12,345 characters;")])
def test_longer_text_says_how_much_must_come_out(over: int, said: str) -> None:
    assert said in errors(Kind.PUPIL_CONTACT, what_was_said="x" * (LONGEST + over))["what_was_said"]


@pytest.mark.parametrize(("kind", "name"), [(kind, one.name) for kind in KINDS for one in form(kind).fields if one.type is not FieldType.PEOPLE])
def test_null_character_is_refused_in_every_field(kind: Kind, name: str) -> None:
    assert errors(kind, **{name: "a\0b"}) == {name: wording.FIELD_NUL}


def test_characters_that_hide_are_stored_all_the_same() -> None:
    assert errors(Kind.PUPIL_CONTACT, what_was_said="hi \u202esir\u200b \ud800") == {}


def test_field_that_the_form_does_not_ask_is_no_fault_and_is_not_stored() -> None:
    assert errors(Kind.PUPIL_CONTACT, colour="blue") == {}
    assert "colour" not in as_typed(Kind.PUPIL_CONTACT, FILLED[Kind.PUPIL_CONTACT] | {"colour": "blue"})


@pytest.mark.parametrize("typed", ["  hi sir \n", "a\u202eb", "\ud800", "28/11/2026  14:30"])
def test_what_is_stored_is_as_typed(typed: str) -> None:
    assert as_typed(Kind.PUPIL_CONTACT, {"what_was_said": typed, "link": ""}) == {"what_was_said": typed}


@pytest.mark.parametrize("kind", KINDS)
def test_time_that_cannot_be_read_says_how_to_write_it(kind: Kind) -> None:
    said = errors(kind, happened_at="a while back")["happened_at"]
    assert all(example in said for example in ("28/11/2026 14:30", "2026-11-28 14:30", "yesterday 14:30", "not sure"))


@pytest.mark.parametrize("typed", ["tomorrow", "22:01", "29/11/2026", "28/11/2026 22:01", "2026-11-29T08:00", "2030-01-01"])
def test_time_to_come_is_refused(typed: str) -> None:
    assert errors(Kind.PUPIL_CONTACT, happened_at=typed) == {"happened_at": wording.DATE_TO_COME}


@pytest.mark.parametrize("typed", ["now", "22:00", "today", "28/11/2026", "tonight", "not sure", "Not sure. Since September?"])
def test_time_that_has_begun_is_taken(typed: str) -> None:
    assert errors(Kind.PUPIL_CONTACT, happened_at=typed) == {}


def test_times_are_those_of_the_schools_zone() -> None:
    values = FILLED[Kind.PUPIL_CONTACT] | {"happened_at": "29/11/2026"}
    assert check(Kind.PUPIL_CONTACT, values, (), now=NOW, timezone="Europe/Athens") == ()  # it is midnight there


# --- whom it is about ---


def test_concern_about_an_adult_must_say_about_whom() -> None:
    assert errors(Kind.ADULT_CONCERN, adult_name=" ") == {"adult_name": wording.ABOUT_WHOM}


@pytest.mark.parametrize("changed", [{"adult_name": "not sure"}, {"adult_role": "the headteacher"}, {"self_referral": "yes"}])
def test_description_a_duty_or_oneself_says_about_whom(changed: dict[str, str]) -> None:
    assert errors(Kind.ADULT_CONCERN, **({"adult_name": ""} | changed)) == {}


def test_person_from_the_picker_says_about_whom() -> None:
    assert errors(Kind.ADULT_CONCERN, ("slack:U01",), adult_name="") == {}


@pytest.mark.parametrize("kind", [Kind.PUPIL_CONTACT, Kind.SAFEGUARDING_CONCERN, Kind.ONLINE_INCIDENT])
def test_other_reports_need_not_be_about_staff(kind: Kind) -> None:
    assert errors(kind, about_name="") == {}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Grace Okafor", ("Grace Okafor",)),
        (" Mr Okafor ", ("Mr Okafor",)),
        ("G. Okafor (headteacher)", ("G. Okafor (headteacher)", "G. Okafor", "headteacher")),
        ("the head and our DSL", ("the head and our DSL", "the head", "our DSL")),
        ("Okafor; Example\nSmith", ("Okafor; Example\nSmith", "Okafor", "Example", "Smith")),
        ("Alexander Orson", ("Alexander Orson",)),
        ("not sure", ()),
        ("I don't know", ()),
        ("\u200b", ()),
        ("", ()),
    ],
)
def test_names_are_read_whole_and_in_parts(typed: str, names: tuple[str, ...]) -> None:
    assert named_in(Kind.SAFEGUARDING_CONCERN, {"about_name": typed}) == names


def test_duty_of_an_adult_counts_as_a_name() -> None:
    assert named_in(Kind.ADULT_CONCERN, {"adult_name": "not sure", "adult_role": "headteacher"}) == ("headteacher",)


def test_names_of_pupils_and_witnesses_exclude_nobody() -> None:
    typed = dict.fromkeys(
        (one.name for kind in KINDS for one in form(kind).fields if one.name not in ("about_name", "adult_name", "adult_role")), "Amara"
    )
    assert [named_in(kind, typed) for kind in KINDS] == [()] * len(KINDS)


def test_only_a_concern_about_an_adult_can_be_about_oneself() -> None:
    assert is_self_referral(Kind.ADULT_CONCERN, {"self_referral": "yes"})
    assert not is_self_referral(Kind.ADULT_CONCERN, {"self_referral": "no"})
    assert not is_self_referral(Kind.PUPIL_CONTACT, {"self_referral": "yes"})


@pytest.mark.parametrize("kind", KINDS)
def test_danger_makes_any_report_urgent(kind: Kind) -> None:
    assert urgency_of(kind, {"immediate_danger": "yes"}) is Urgency.URGENT
    assert urgency_of(kind, {"immediate_danger": "no"}) is Urgency.NORMAL


# --- times as people type them ---

YESTERDAY, TODAY = date(2026, 11, 27), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "day", "clock"),
    [
        ("28/11/2026 14:30", TODAY, time(14, 30)),
        ("28/11/2026, at 14:30", TODAY, time(14, 30)),
        ("28.11.26 2pm", TODAY, time(14)),
        ("28-11-2026 2.30 p.m.", TODAY, time(14, 30)),
        ("14:30 28/11/26", TODAY, time(14, 30)),
        ("28/11 14.30", TODAY, time(14, 30)),
        ("28 Nov", TODAY, None),
        ("Sat 28th November 2026, 2pm", TODAY, time(14)),
        ("Nov 28 2026 at 14:30", TODAY, time(14, 30)),
        ("28 nov 12pm", TODAY, time(12)),
        ("12am 28 nov", TODAY, time(0)),
        ("3 Sept at 9am", date(2026, 9, 3), time(9)),
        ("30/12", date(2025, 12, 30), None),
        ("3/9/98", date(1998, 9, 3), None),
        ("3/9/1998", date(1998, 9, 3), None),
        ("today 14:30", TODAY, time(14, 30)),
        ("14:30", TODAY, time(14, 30)),
        ("2pm", TODAY, time(14)),
        ("9.15am", TODAY, time(9, 15)),
        ("noon", TODAY, time(12)),
        ("now", TODAY, time(22)),
        ("this morning", TODAY, None),
        ("this evening 7.15", TODAY, time(19, 15)),
        ("tonight 8:15", TODAY, time(20, 15)),
        ("half an hour ago", TODAY, time(21, 30)),
        ("about 20 minutes ago", TODAY, time(21, 40)),
        ("2 hrs ago", TODAY, time(20)),
        ("a couple of days ago", date(2026, 11, 26), None),
        ("3 weeks ago", date(2026, 11, 7), None),
        ("yesterday", YESTERDAY, None),
        ("Yesterday 9pm", YESTERDAY, time(21)),
        ("yesterday at about 9pmish", YESTERDAY, time(21)),
        ("9pm yesterday", YESTERDAY, time(21)),
        ("yesterday at 9", YESTERDAY, None),
        ("yesterday 1430", YESTERDAY, time(14, 30)),
        ("yesterday after school", YESTERDAY, None),
        ("yesterday period 5", YESTERDAY, None),
        ("yesterday between 14:30 and 15:00", YESTERDAY, time(14, 30)),
        ("yesterday 14:30-15:00", YESTERDAY, time(14, 30)),
        ("day before yesterday 10:00", date(2026, 11, 26), time(10)),
        ("last night", YESTERDAY, None),
        ("last night 9:30", YESTERDAY, time(21, 30)),
        ("last night, 11pm", YESTERDAY, time(23)),
        ("last night 1am", TODAY, time(1)),
        ("last night at midnight", TODAY, time(0)),
        ("friday", YESTERDAY, None),
        ("on Fri at 2.30pm", YESTERDAY, time(14, 30)),
        ("friday night 1am", TODAY, time(1)),
        ("saturday", TODAY, None),
        ("last saturday", date(2026, 11, 21), None),
        ("weds 9am", date(2026, 11, 25), time(9)),
        ("tomorrow", date(2026, 11, 29), None),
        ("2026-11-28", TODAY, None),
        ("2026-11-28T14:30", TODAY, time(14, 30)),
        ("2026-11-28 14:30:59", TODAY, time(14, 30)),
        ("2026-11-28T14:30Z", TODAY, time(14, 30)),
        ("2026-11-28T14:30:00+02:00", TODAY, time(12, 30)),
        ("２８/１１/２０２６ １４:３０", TODAY, time(14, 30)),
    ],
)
def test_time_is_read_as_it_is_meant(typed: str, day: date, clock: time | None) -> None:
    assert read(typed) == Moment(day, clock)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "a while back", "last week", "soon", "2019", "in 2019", "31/02/2026", "11/28/2026", "28/11/1066", "99:99", "yesterday 25:00"),
        *("yesterday or today", "before yesterday", "not yesterday", "yesterday 9", "1/11/2026 and 3/11/2026", "friday 13", "28/11/2026 x", "0/0/0"),
        *("monday tuesday", "9999 weeks ago", "yesterday " * 40, "\ud800", "\0", "٢٨/١١/٢٠٢٦"),
    ],
)
def test_what_cannot_be_read_whole_is_not_read_by_half(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize("typed", ["not sure", "Not sure, over some weeks", "I’m not sure", "unsure", "don't know", "I can't remember", "unknown"])
def test_not_sure_is_an_answer(typed: str) -> None:
    assert is_not_sure(typed)


@pytest.mark.parametrize("typed", ["", "surely not", "yesterday, not sure when", "note"])
def test_other_words_are_not_taken_for_not_sure(typed: str) -> None:
    assert not is_not_sure(typed)


def test_small_hours_that_are_still_to_come_belong_to_the_night_before() -> None:
    half_past_midnight = datetime(2026, 11, 28, 0, 30, tzinfo=UTC)
    assert read("last night 1am", half_past_midnight) == Moment(YESTERDAY, time(1))


def test_day_that_is_meant_by_yesterday_is_that_of_the_schools_clock() -> None:
    just_after_midnight = datetime(2026, 6, 20, 23, 30, tzinfo=UTC)  # 00:30 on the 21st in London
    assert read("yesterday", just_after_midnight) == Moment(date(2026, 6, 20))


def test_time_in_summer_is_an_hour_from_utc() -> None:
    moment = read("today 14:30", SUMMER)
    assert moment is not None
    assert moment.begins(LONDON) == datetime(2026, 6, 20, 13, 30, tzinfo=UTC)


def test_time_that_the_change_of_clocks_leaves_out_moves_forward() -> None:
    assert Moment(date(2026, 3, 29), time(1, 30)).begins(LONDON).astimezone(ZoneInfo(LONDON)).time() == time(2, 30)


def test_time_that_comes_twice_is_the_earlier() -> None:
    assert Moment(date(2026, 10, 25), time(1, 30)).begins(LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("clock", "later"), [(time(22, 1), True), (time(22), False), (None, False)])
def test_day_is_not_to_come_before_it_is_over(clock: time | None, later: bool) -> None:
    assert Moment(TODAY, clock).is_after(NOW, LONDON) is later


# --- whatever is typed ---


@given(
    kind=st.sampled_from(KINDS),
    values=st.dictionaries(st.sampled_from(sorted({one.name for kind in KINDS for one in form(kind).fields})) | ANYTHING, ANYTHING, max_size=16),
    about=st.lists(ANYTHING, max_size=3),
    now=st.integers(946_684_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    timezone=st.sampled_from([LONDON, "Pacific/Auckland", "America/New_York"]),
)
def test_no_form_breaks_the_check_and_no_fault_repeats_what_was_typed(
    kind: Kind, values: dict[str, str], about: list[str], now: datetime, timezone: str
) -> None:
    sentences = {getattr(wording, name) for name in dir(wording) if name.startswith(("FIELD_", "CHOICE_", "DATE_", "ABOUT_"))}
    found = check(kind, values, about, now=now, timezone=timezone)
    assert all(isinstance(one, FieldError) and one.message in sentences for one in found)
    assert {one.field for one in found} <= {one.name for one in form(kind).fields}


@given(kind=st.sampled_from(KINDS), typed=ANYTHING)
def test_no_name_breaks_the_reading_of_names(kind: Kind, typed: str) -> None:
    assert all(one.strip() for one in named_in(kind, {"about_name": typed, "adult_name": typed}))


@given(
    minutes=st.integers(1, 40_000_000),
    form_=st.sampled_from(["%d/%m/%Y %H:%M", "%d.%m.%Y %H.%M", "%Y-%m-%dT%H:%M", "%d %B %Y %H:%M", "%a %d %b %Y, %I:%M%p"]),
)
def test_full_date_is_read_back_in_every_usual_form(minutes: int, form_: str) -> None:
    at = (NOW - timedelta(minutes=minutes)).astimezone(ZoneInfo(LONDON))
    assert read(at.strftime(form_)) == Moment(at.date(), time(at.hour, at.minute))


@given(minutes=st.integers(0, 999))
def test_minutes_ago_are_counted_back(minutes: int) -> None:
    moment = read(f"{minutes} minutes ago")
    assert moment is not None
    assert moment.begins(LONDON) == NOW - timedelta(minutes=minutes)


WORDS = (
    *(
        "yesterday",
        "last",
        "night",
        "today",
        "tonight",
        "tomorrow",
        "this",
        "morning",
        "monday",
        "sat",
        "couple",
        "of",
        "a",
        "weeks",
        "days",
        "hours",
    ),
    *("ago", "before", "period", "at", "about", "28", "11", "2026", "26", "/", ".", "-", ":", "28/11/2026", "14:30", "2pm", "9", "pm", "am", "noon"),
    *("midnight", "2019", "nov", "31", "feb", "29", "z", "+01:00", "t", "00"),
)


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=7),
    glue=st.sampled_from(["", " "]),
    timezone=st.sampled_from([LONDON, "Pacific/Apia"]),
)
def test_no_mixture_of_days_and_times_breaks_the_reading(words: list[str], glue: str, timezone: str) -> None:
    moment = read(glue.join(words), timezone=timezone)
    assert moment is None or moment.begins(timezone).tzinfo is UTC
    assert moment is None or moment.is_after(NOW, timezone) in (True, False)
