"""A school's settings are read strictly: every fault at once, each with its line, its place, a plain sentence and the next step."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reports import Kind, Role
from bot.settings import (
    HoursSetting,
    MailSetting,
    PersonSetting,
    SchoolSetting,
    Settings,
    SettingsError,
    StepSetting,
    Term,
    UnknownSchool,
    load_settings,
    settings_schema,
)
from bot.settings_file import DEEPEST, LONGEST_FILE
from bot.settings_values import known_keys, make_id

EXAMPLE = Path(__file__).parents[2] / "docs" / "signpost.example.yaml"
GOOD = """schools:
- policy: oakfield
  people:
  - {roles: [deputy], name: B. Example, how: extension 22}
  - {roles: [dsl], name: A. Example, how: extension 21}
- policy: elmfield
  people:
  - {roles: [dsl], name: C. Example, how: extension 23}
"""
JARGON = re.compile(r"(?i:input|valid|pydantic|instance|tuple|dict\b|extra_|ctx|class)|\bstr\b|\bloc\b|\bNone|\bField\b")
"""Words that a person who keeps a settings file should never meet."""


def write(folder: Path, text: str) -> Path:
    path = folder / "signpost.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    """Return the lines of the error, without the path: `3: schools.0.policy: ...`."""
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    return [line.removeprefix(f"{path}:").strip() for line in str(refused.value).splitlines()]


def one_fault(folder: Path, text: str) -> str:
    (only,) = faults(write(folder, text))
    return only


def in_school(line: str) -> str:
    """Return settings of a school with one more line, which is line 3."""
    return f"schools:\n- policy: oakfield\n  {line}\n"


def in_person(entry: str) -> str:
    """Return settings of a school with one person, on line 4, who has one entry more or other."""
    entries = {"name": "A. Example", "roles": "[dsl]", "how": "extension 21"} | dict([entry.split(": ", 1)])
    return in_school("people:\n  - {" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}")


# --- what is read ---


def test_no_file_means_that_nothing_is_set() -> None:
    assert load_settings(None) == Settings()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "schools: []\n", "---\n", "\ufeffschools: []\n"])
def test_empty_settings_set_nothing(tmp_path: Path, text: str) -> None:
    assert load_settings(write(tmp_path, text)) == Settings()


def test_people_are_read(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert settings.schools[1] == SchoolSetting(policy="elmfield", people=(PersonSetting(roles=("dsl",), name="C. Example", how="extension 23"),))


def test_people_come_in_the_order_of_the_roles_asked_for(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert [person.name for person in settings.people("oakfield", ("dsl", "deputy"))] == ["A. Example", "B. Example"]


def test_people_of_one_role_come_in_the_order_of_the_file() -> None:
    people = tuple(PersonSetting(roles=("deputy",), name=name, how="extension 22") for name in ("Zoe Example", "Ben Example"))
    settings = Settings(schools=(SchoolSetting(policy="oakfield", people=people),))
    assert settings.people("oakfield", ("dsl", "deputy")) == people


def test_person_of_two_roles_is_named_once() -> None:
    both = PersonSetting(roles=("slt", "deputy", "dsl"), name="A. Example", how="extension 21")
    assert Settings(schools=(SchoolSetting(policy="oakfield", people=(both,)),)).people("oakfield", ("dsl", "deputy")) == (both,)


def test_people_of_another_school_are_not_returned(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert [person.name for person in settings.people("elmfield", ("dsl", "deputy"))] == ["C. Example"]


def test_role_that_nobody_holds_has_nobody(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, GOOD)).people("oakfield", ("head",)) == ()


def test_school_is_found_by_its_key(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, GOOD)).school("elmfield").policy == "elmfield"


def test_unknown_school_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(UnknownSchool, match=r"'ashfield'.*oakfield, elmfield"):
        load_settings(write(tmp_path, GOOD)).school("ashfield")


def test_unknown_school_of_no_settings_says_what_to_add() -> None:
    with pytest.raises(LookupError, match="add one under schools"):
        Settings().school("oakfield")


def test_what_is_left_out_has_a_default() -> None:
    school = SchoolSetting(policy="oakfield")
    assert (school.key, school.name, school.phone, school.lado) == ("oakfield", "", "", "")
    assert (school.timezone, school.nation, school.opens, school.closes, school.terms) == ("Europe/London", "ENG", time(8), time(17), ())
    assert (school.channels, school.chains, school.retention.days_after_recorded) == ({}, {}, 90)
    assert (Settings().mail, Settings().heartbeat, Settings().lookup_wait_seconds) == (None, None, 2.0)


def test_mail_is_encrypted_unless_the_settings_say_otherwise() -> None:
    assert MailSetting(host="mail.example", sender="signpost@oakfield.example").starttls


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("A. Example", "a-example"),
        ("Zoë O'Brien-Smith", "zoe-o-brien-smith"),
        ("Dr A Example", "dr-a-example"),
        ("Łucja Example", "łucja-example"),
        ("李伟", "李伟"),
        ("x" * 100, "x" * 64),
    ],
)
def test_person_without_an_id_has_one_made_of_the_name(name: str, made: str) -> None:
    assert PersonSetting(roles=("dsl",), name=name, how="extension 21").id == made


def test_name_without_letters_still_makes_an_id() -> None:
    assert make_id("…") == make_id("…") != make_id("?!")
    assert re.fullmatch(r"person-[0-9a-f]{8}", make_id("…"))


@given(st.text(min_size=1).filter(str.strip))
def test_id_that_was_made_could_be_written_in_the_settings(name: str) -> None:
    made = PersonSetting(roles=("dsl",), name=name, how="extension 21").id
    assert PersonSetting(roles=("dsl",), name=name, how="extension 21", id=made).id == made


def test_role_is_read_however_it_is_spelt_and_other_words_stay(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, in_person("roles: [DSL, Slt, Business Manager]")))
    assert settings.schools[0].people[0].roles == ("dsl", "slt", "Business Manager")


def test_places_where_somebody_is_reached_are_told_in_small_letters() -> None:
    person = PersonSetting(roles=("dsl",), name="A. Example", how="x", email="Amara@oakfield.example", addresses={"slack": "U01", "teams": "29:1A"})
    assert person.reached_at == {"slack:u01", "teams:29:1a", "email:amara@oakfield.example"}


@pytest.mark.parametrize(
    ("written", "read"),
    [("5min", timedelta(minutes=5)), ("30min", timedelta(minutes=30)), ("2h", timedelta(hours=2)), ("1d", timedelta(days=1))],
)
def test_duration_is_a_number_with_its_unit(tmp_path: Path, written: str, read: timedelta) -> None:
    settings = load_settings(write(tmp_path, in_school(f"chains: {{urgent: [{{role: dsl, after: {written}}}]}}")))
    assert settings.schools[0].chains["urgent"] == (StepSetting(role=Role.DSL, after=read),)


def test_chain_is_read_as_it_stands(tmp_path: Path) -> None:
    chain = '[{role: dsl, after: 2h, same_day: true}, {role: head, next_working_day_at: "09:00", repeat: 30min}]'
    read = load_settings(write(tmp_path, in_school(f"chains: {{pupil_contact: {chain}}}"))).schools[0].chains[Kind.PUPIL_CONTACT]
    assert read == (
        StepSetting(role=Role.DSL, after=timedelta(hours=2), same_day=True),
        StepSetting(role=Role.HEAD, next_working_day_at=time(9), repeat=timedelta(minutes=30)),
    )


@pytest.mark.parametrize("day", ["2026-09-02", '"2026-09-02"'])
def test_day_is_read_with_quotes_and_without(tmp_path: Path, day: str) -> None:
    settings = load_settings(write(tmp_path, in_school(f"terms: [{{starts: {day}, ends: {day}}}]")))
    assert settings.schools[0].terms == ((date(2026, 9, 2), date(2026, 9, 2)),)


def test_terms_and_hours_are_what_a_calendar_wants() -> None:
    terms = ((date(2026, 9, 2), date(2026, 12, 18)),)
    school = SchoolSetting(policy="oakfield", terms=(Term(*terms[0]),), hours=HoursSetting(opens=time(7, 30), closes=time(18)))
    assert (school.terms, school.opens, school.closes) == (terms, time(7, 30), time(18))


def test_settings_that_say_the_same_are_equal_wherever_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert load_settings(write(tmp_path, GOOD)) == load_settings(write(tmp_path / "other", "# a line more\n" + GOOD))


def test_settings_remember_where_each_thing_was_written(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    settings = load_settings(path)
    assert settings.place("schools", 1, "people", 0) == f"{path}:8: schools.1.people.0"
    assert settings.place("schools", 1, "phone") == f"{path}:6: schools.1.phone"
    assert Settings().place("schools", 0) == "settings: schools.0"


# --- every fault at once ---


def test_every_fault_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "schools:\n- people:\n  - {roles: [dsl], how: extension 21}\n  - {roles: [''], name: B. Example, how: 22, phone: none}\ncolour: red\n"
    assert [": ".join(fault.split(": ")[:2]) for fault in faults(write(tmp_path, text))] == [
        "2: schools.0.policy",
        "3: schools.0.people.0.name",
        "4: schools.0.people.1.roles.0",
        "4: schools.0.people.1.how",
        "4: schools.0.people.1.phone",
        "5: colour",
    ]


def test_faults_of_writing_and_of_meaning_are_told_together(tmp_path: Path) -> None:
    text = "schools:\n- policy: oakfield\n  name: no\n  name: Oakfield\n  people: *staff\n  hours: {opens: 08:00, closes: 17:00}\nyes: 1\n"
    assert [": ".join(fault.split(": ")[:2]) for fault in faults(write(tmp_path, text))] == [
        "3: schools.0.name",
        "4: schools.0.name",
        "5: schools.0.people",
        "6: schools.0.hours.closes",
        "7: yes",
    ]


def test_every_fault_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, "colour: red\nshape: round\n")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert [line.split(" ")[0] for line in str(refused.value).splitlines()] == [f"{path}:1:", f"{path}:2:"]


MAPPING = "lines of key: value belong here; see docs/signpost.example.yaml"
NAMING = "letters, digits, dots and hyphens belong here, 64 at most; write it like amara-example"
E_MAIL = "this is no e-mail address; write it like amara@oakfield.example"
DURATION = "a duration is a number with its unit; write it like 30min, 2h or 1d"
EMPTY = "this is empty; write what belongs here, or take it out"
EMPTY_LIST = "this list is empty; write at least one item, or take it out"
WHOLE = "a whole number belongs here; write it without quotes or units"
SIGN = "the sign of life goes to an address that begins with https://; write all of it"
NUMBER = "a number belongs here; write it without quotes or units"

FAULTS: Mapping[str, tuple[str, str]] = {
    "unknown key": ("school: []\n", "1: school: this key is not known here; use one of: schools, mail, slack, heartbeat, lookup_wait_seconds"),
    "unknown key of a term": (
        in_school('terms: [{starts: "2026-09-02", ends: "2026-12-18", name: autumn}]'),
        "3: schools.0.terms.0.name: this key is not known here; use one of: starts, ends",
    ),
    "unknown key of a step": (
        in_school("chains: {urgent: [{role: dsl, after: 2h, who: all}]}"),
        "3: schools.0.chains.urgent.0.who: this key is not known here; use one of: role, after, next_working_day_at, same_day, always, repeat",
    ),
    "missing name": ("schools:\n- policy: oakfield\n  people:\n  - {roles: [dsl], how: x}\n", "4: schools.0.people.0.name: this is missing; add it"),
    "missing end of a term": (in_school('terms: [{starts: "2026-09-02"}]'), "3: schools.0.terms.0.ends: this is missing; add it"),
    "empty words": (in_person("how: ''"), f"4: schools.0.people.0.how: {EMPTY}"),
    "only spaces": (in_person("how: ' '"), f"4: schools.0.people.0.how: {EMPTY}"),
    "key without a value": (in_school("name:"), f"3: schools.0.name: {EMPTY}"),
    "empty list": ("schools:\n", f"1: schools: {EMPTY}"),
    "no roles": (in_person("roles: []"), f"4: schools.0.people.0.roles: {EMPTY_LIST}"),
    "word for a list": (
        in_person("roles: dsl"),
        "4: schools.0.people.0.roles: a list belongs here; write it like [one, two], or each item behind a dash (-)",
    ),
    "list for words": (in_person("how: [extension, room]"), "4: schools.0.people.0.how: words belong here, not a list; put them in quotes"),
    "mapping for words": (
        in_person("how: {extension: x}"),
        "4: schools.0.people.0.how: words belong here, not a mapping (key: value); put them in quotes",
    ),
    "word for a person": (in_school("people: [amara]"), f"3: schools.0.people.0: {MAPPING}"),
    "word for addresses": (in_person("addresses: U01"), f"4: schools.0.people.0.addresses: {MAPPING}"),
    "word for a term": (in_school("terms: [autumn]"), f"3: schools.0.terms.0: {MAPPING}"),
    "list for a term": (
        in_school('terms: [["2026-09-02", "2026-12-18"]]'),
        '3: schools.0.terms.0: a term is written {starts: "2026-09-02", ends: "2026-12-18"}; write it so',
    ),
    "id with a space": (in_person("id: amara example"), f"4: schools.0.people.0.id: {NAMING}"),
    "id like a chat's": (in_person("id: 'slack:U01'"), f"4: schools.0.people.0.id: {NAMING}"),
    "policy that can be no key": (
        "schools: [{policy: our policy}]\n",
        f"1: schools.0.key: {NAMING}",
    ),
    "no e-mail address": (in_person("email: amara"), f"4: schools.0.people.0.email: {E_MAIL}"),
    "two e-mail addresses": (
        in_person('email: "a@oakfield.example,b@oakfield.example"'),
        f"4: schools.0.people.0.email: {E_MAIL}",
    ),
    "unknown time zone": (in_school("timezone: London"), "3: schools.0.timezone: no time zone has this name; write it like Europe/London"),
    "folder of time zones": (in_school("timezone: Europe"), "3: schools.0.timezone: no time zone has this name; write it like Europe/London"),
    "unknown nation": (in_school("nation: UK"), "3: schools.0.nation: this is not known here; use one of: ENG, WLS, SCT, NIR"),
    "hours the wrong way round": (
        in_school('hours: {opens: "17:00", closes: "08:00"}'),
        "3: schools.0.hours: the hours close before they open; write the earlier time under opens",
    ),
    "time that YAML makes a number": (
        in_school("hours: {closes: 17:00}"),
        '3: schools.0.hours.closes: a time of day goes in quotes, or YAML makes a number of it; write it like "17:00"',
    ),
    "time of one digit": (
        in_school('hours: {opens: "8:00"}'),
        '3: schools.0.hours.opens: a time of day has two digits, a colon and two digits; write it like "09:00"',
    ),
    "time that no clock shows": (
        in_school('hours: {closes: "24:00"}'),
        '3: schools.0.hours.closes: a time of day has two digits, a colon and two digits; write it like "09:00"',
    ),
    "term the wrong way round": (
        in_school('terms: [{starts: "2026-12-18", ends: "2026-09-02"}]'),
        "3: schools.0.terms.0: this term ends before it starts; write the earlier day under starts",
    ),
    "day that does not exist": (
        in_school('terms: [{starts: "2026-02-30", ends: "2026-12-18"}]'),
        '3: schools.0.terms.0.starts: this is no day of the calendar; write it like "2026-09-02"',
    ),
    "day that does not exist, without quotes": (
        in_school("terms: [{starts: 2026-02-30, ends: 2026-12-18}]"),
        '3: schools.0.terms.0.starts: this is no day of the calendar; write it like "2026-09-02"',
    ),
    "day written the British way": (
        in_school('terms: [{starts: "02/09/2026", ends: "2026-12-18"}]'),
        '3: schools.0.terms.0.starts: a day is written year first; write it like "2026-09-02"',
    ),
    "unknown chain": (
        in_school("chains: {pupil: [{role: dsl, after: 2h}]}"),
        "3: schools.0.chains.pupil: no chain has this name; use one of: pupil_contact, safeguarding_concern, adult_concern, online_incident, urgent",
    ),
    "chain without steps": (in_school("chains: {urgent: []}"), f"3: schools.0.chains.urgent: {EMPTY_LIST}"),
    "step for no role": (
        in_school("chains: {urgent: [{role: boss, after: 2h}]}"),
        "3: schools.0.chains.urgent.0.role: this is not known here; use one of: dsl, deputy, head, chair, slt, proprietor, it, owner, "
        "communications, admin, staff",
    ),
    "duration that is a bare number": (
        in_school("chains: {urgent: [{role: dsl, after: 2}]}"),
        f"3: schools.0.chains.urgent.0.after: {DURATION}",
    ),
    "duration of an unknown unit": (
        in_school("chains: {urgent: [{role: dsl, after: 2 hours}]}"),
        f"3: schools.0.chains.urgent.0.after: {DURATION}",
    ),
    "duration of nothing": (
        in_school("chains: {urgent: [{role: dsl, after: 0min}]}"),
        f"3: schools.0.chains.urgent.0.after: {DURATION}",
    ),
    "step at no time": (
        in_school("chains: {urgent: [{role: dsl}]}"),
        '3: schools.0.chains.urgent.0: a step has either after (2h) or next_working_day_at ("09:00"); write one of the two',
    ),
    "step at two times": (
        in_school('chains: {urgent: [{role: dsl, after: 2h, next_working_day_at: "09:00"}]}'),
        '3: schools.0.chains.urgent.0: a step has either after (2h) or next_working_day_at ("09:00"); write one of the two',
    ),
    "always with a time of day": (
        in_school('chains: {urgent: [{role: dsl, next_working_day_at: "09:00", always: true}]}'),
        "3: schools.0.chains.urgent.0: same_day and always go with after, not with next_working_day_at; take them out",
    ),
    "same day and always": (
        in_school("chains: {urgent: [{role: dsl, after: 2h, same_day: true, always: true}]}"),
        "3: schools.0.chains.urgent.0: a step cannot both keep to the same working day and count nights and weekends; take same_day or always out",
    ),
    "step that repeats and is not the last": (
        in_school("chains: {urgent: [{role: dsl, after: 1h, repeat: 1h}, {role: head, after: 2h}]}"),
        "3: schools.0.chains.urgent: only the last step of a chain can repeat; take repeat out of those before it",
    ),
    "steps in the wrong order": (
        in_school("chains: {urgent: [{role: dsl, after: 2h}, {role: head, after: 1h}]}"),
        "3: schools.0.chains.urgent: the steps of a chain are counted from the report, so each is later than the one before; put them in that order",
    ),
    "nothing is kept": (
        in_school("retention: {days_after_recorded: 0}"),
        "3: schools.0.retention.days_after_recorded: this number is too small; write 1 or more",
    ),
    "kept for ever": (
        in_school("retention: {days_after_recorded: 99999}"),
        "3: schools.0.retention.days_after_recorded: this number is too large; write 36500 or less",
    ),
    "days in quotes": (
        in_school("retention: {days_after_recorded: '90'}"),
        f"3: schools.0.retention.days_after_recorded: {WHOLE}",
    ),
    "half a day": (
        in_school("retention: {days_after_recorded: 1.5}"),
        f"3: schools.0.retention.days_after_recorded: {WHOLE}",
    ),
    "days that YAML reads as other days": (
        in_school("retention: {days_after_recorded: 010}"),
        f"3: schools.0.retention.days_after_recorded: {WHOLE}",
    ),
    "true in quotes": (
        "mail: {host: mail.example, sender: s@oakfield.example, starttls: 'yes'}\n",
        "1: mail.starttls: true or false belongs here; write it without quotes",
    ),
    "sign of life in the clear": (
        "heartbeat: http://heartbeat.example\n",
        f"1: heartbeat: {SIGN}",
    ),
    "sign of life to what only looks like this machine": (
        "heartbeat: http://localhost.example\n",
        f"1: heartbeat: {SIGN}",
    ),
    "endless wait": ("lookup_wait_seconds: .inf\n", f"1: lookup_wait_seconds: {NUMBER}"),
    "wait that is true": ("lookup_wait_seconds: true\n", f"1: lookup_wait_seconds: {NUMBER}"),
    "wait in words": ("lookup_wait_seconds: 2s\n", f"1: lookup_wait_seconds: {NUMBER}"),
    "second key": (GOOD + "  people: []\n", "9: schools.1.people: the key 'people' stands twice, first on line 7; keep one of them"),
    "alias": ("schools: &all []\nmail: *all\n", "2: mail: an alias (*all) repeats what stands elsewhere; write it out in full here"),
    "key that is a number": (in_person("addresses: {1: x}"), "4: schools.0.people.0.addresses.1: YAML reads this key as a number; put it in quotes"),
    "tag": (in_person("how: !!str 21"), "4: schools.0.people.0.how: a tag (a word that begins with !) has no place in settings; take it out"),
    "harmful tag": ("!!python/object:os.system x\n", "1: a tag (a word that begins with !) has no place in settings; take it out"),
    "second document": ("--- {}\n--- {}\n", "2: a second document begins here (---); keep one"),
    "key that is a list": ("? [a]\n: b\n", "1: a key is a word, not a list, a mapping or an alias; write it out"),
    "list for everything": ("- oakfield\n", "1: lines of key: value belong here; see docs/signpost.example.yaml"),
    "word for everything": ("oakfield\n", "1: lines of key: value belong here; see docs/signpost.example.yaml"),
    "control character": ("schools: []\na: \0\n", "2: this is not YAML: it holds a control character ('\\x00'); take it out"),
    "open bracket": ("schools: [\n", "2: this is not YAML: expected the node content, but found '<stream end>'; mend this line"),
    "tabulator": ("schools:\n\t- policy: oakfield\n", "2: this is not YAML: a tabulator stands here; indent with spaces"),
    "two colons": ("a: b: c\n", "1: this is not YAML: a colon stands where none can; put the words in quotes, or mend the indentation"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_its_line_its_place_and_the_next_step(tmp_path: Path, name: str) -> None:
    text, told = FAULTS[name]
    assert one_fault(tmp_path, text) == told


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_speaks_like_a_library(name: str) -> None:
    _, told = FAULTS[name]
    sentence = told.split(": ", 2)[-1]
    assert not JARGON.search(sentence)
    assert ";" in sentence


@pytest.mark.parametrize(
    ("how", "reads_as"),
    [
        ("21", "a number"),
        ("01234567", "a number"),
        ("0x1F", "a number"),
        ("1_000", "a number"),
        ("1:30", "a number"),
        ("1.10", "a number"),
        (".nan", "a number"),
        ("on", "true or false"),
        ("No", "true or false"),
        ("2026-11-20", "a date"),
        ("2026-11-20 10:00:00", "a date"),
        ("2026-13-40", "a date"),
    ],
)
def test_words_that_yaml_reads_as_something_else_belong_in_quotes(tmp_path: Path, how: str, reads_as: str) -> None:
    told = one_fault(tmp_path, in_person(f"how: {how}"))
    assert told == f"4: schools.0.people.0.how: YAML reads this as {reads_as}, and words belong here; put it in quotes"
    assert load_settings(write(tmp_path, in_person(f"how: '{how}'"))).schools[0].people[0].how == how


def test_what_was_written_is_not_repeated_in_the_fault(tmp_path: Path) -> None:
    text = in_person("how: 77777") + "mail: {host: '', sender: 88888, username: 99999}\n"
    told = "\n".join(faults(write(tmp_path, text)))
    assert not re.search("77777|88888|99999", told)


def test_fault_in_a_key_that_stands_twice_is_told_too(tmp_path: Path) -> None:
    text = "schools:\n- policy: oakfield\n  name: 5\n  name: Oakfield\n"
    assert [fault[:2] for fault in faults(write(tmp_path, text))] == ["3:", "4:"]


def test_same_keys_of_two_people_do_not_stand_twice(tmp_path: Path) -> None:
    twice = "  people:\n  - {roles: [dsl], name: A. Example, how: x}\n"
    text = "schools:\n- policy: oakfield\n" + twice + twice
    assert [fault.split(": ")[1] for fault in faults(write(tmp_path, text))] == ["schools.0.people"]


# --- what is no settings file ---


def test_missing_file_is_a_fault_with_what_to_do(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere.yaml") == ["cannot be read (No such file or directory); check the name, or leave --settings out"]


def test_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    assert "cannot be read" in faults(tmp_path)[0]


def test_file_that_is_not_utf8_is_a_fault_on_its_line(tmp_path: Path) -> None:
    path = tmp_path / "signpost.yaml"
    path.write_bytes("schools:\n- policy: café\n".encode("latin-1"))
    assert faults(path) == ["2: this is not UTF-8 text; save the file as UTF-8"]


def test_file_without_end_is_read_no_further_than_settings_reach() -> None:
    assert "longer than 256 kB" in faults(Path("/dev/zero"))[0]


def test_longest_file_is_still_read(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "#" * LONGEST_FILE)) == Settings()


def test_deepest_settings_are_read_and_what_is_deeper_is_a_fault(tmp_path: Path) -> None:
    assert "deep" not in one_fault(tmp_path, "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1))
    assert f"more than {DEEPEST} deep" in one_fault(tmp_path, "a: " + "[" * DEEPEST + "]" * DEEPEST)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)),
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: '" + "x" * 200_000 + "'",
        "a: &a {b: *a}\n",
    ],
    ids=["aliases of aliases", "brackets", "braces", "dashes", "question marks", "long words", "alias to itself"],
)
def test_file_made_to_do_harm_is_a_fault_like_any_other(tmp_path: Path, text: str) -> None:
    assert faults(write(tmp_path, text))


def told_of(path: Path) -> list[str]:
    """Return the faults of a file, which may have none."""
    try:
        load_settings(path)
    except SettingsError as refused:
        return str(refused).splitlines()
    return []


def yaml_values() -> st.SearchStrategy[Any]:
    words = st.sampled_from(["dsl", "oakfield", "2h", "09:00", "2026-09-02", "", " ", "no", "a@b", "Europe/London", "https://a.example"])
    scalars = st.one_of(st.none(), st.booleans(), st.integers(-9, 99), st.floats(), words, st.dates(), st.text(max_size=5))
    keys = st.sampled_from(
        sorted({key for model in (Settings, SchoolSetting, PersonSetting, StepSetting) for key in model.model_fields} | {"urgent", "x"})
    )
    return st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=20)


@given(content=yaml_values())
@example(content={"schools": [{"policy": "oakfield", "people": [{"name": "A", "roles": ["dsl"], "how": "x", "addresses": {"": ""}}]}]})
def test_anything_in_yaml_is_settings_or_faults_in_plain_words(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    path = write(tmp_path_factory.mktemp("any"), yaml.safe_dump(content, allow_unicode=True))
    for line in told_of(path):
        place, _, sentence = line.removeprefix(f"{path}:").partition(": ")
        assert place.isdigit()
        assert "; " in sentence
        assert not JARGON.search(sentence.split(": ", 1)[-1])


@given(data=st.binary(max_size=200))
def test_any_bytes_are_settings_or_faults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "signpost.yaml"
    path.write_bytes(data)
    assert all(line.startswith(f"{path}:") for line in told_of(path))


# --- the example, and the schema for editors ---


def test_example_is_read(tmp_path: Path) -> None:
    assert [school.key for school in load_settings(EXAMPLE).schools] == ["oakfield"]


def written_keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from written_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from written_keys(inner)


@pytest.mark.parametrize(
    "key", sorted({key for one in settings_schema()["$defs"].values() for key in one.get("properties", {})} | set(Settings.model_fields))
)
def test_every_key_that_there_is_stands_in_the_example(key: str) -> None:
    assert key in set(written_keys(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))))


def misfits(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Yield where `value` does not fit a JSON schema: the part of the standard that ours uses, and nothing that it does not know."""
    unknown = set(schema) - {
        "$schema", "$defs", "$ref", "title", "description", "default", "type", "properties", "required", "additionalProperties", "propertyNames",
        "items", "minItems", "enum", "pattern", "minLength", "minimum", "maximum", "anyOf", "format",
    }  # fmt: skip
    assert not unknown
    if "$ref" in schema:
        yield from misfits(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, place)
    if "anyOf" in schema and all(any(True for _ in misfits(value, one, root, place)) for one in schema["anyOf"]):
        yield place
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}
    if "type" in schema and (not isinstance(value, kinds[schema["type"]]) or (isinstance(value, bool) and schema["type"] != "boolean")):
        yield place
        return
    if "enum" in schema and value not in schema["enum"]:
        yield place
    if isinstance(value, str) and (not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0)):
        yield place
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield place
    if isinstance(value, list):
        yield from [place] * (len(value) < schema.get("minItems", 0))
        for number, one in enumerate(value):
            yield from misfits(one, schema.get("items", {}), root, f"{place}.{number}")
    if isinstance(value, dict):
        yield from (f"{place}.{key}" for key in schema.get("required", []) if key not in value)
        for key, one in value.items():
            yield from misfits(key, schema.get("propertyNames", {}), root, f"{place}.{key}")
            inside = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
            yield from [f"{place}.{key}"] if inside is False else misfits(one, inside, root, f"{place}.{key}")


def as_json(text: str) -> Any:
    """Return YAML as an editor sees it: days without quotes are words to it."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def test_schema_is_plain_json() -> None:
    assert json.loads(json.dumps(settings_schema())) == settings_schema()


def test_schema_accepts_the_example() -> None:
    schema = settings_schema()
    assert list(misfits(as_json(EXAMPLE.read_text(encoding="utf-8")), schema, schema)) == []


@pytest.mark.parametrize(
    "text", [GOOD, "{}", in_school("chains: {urgent: [{role: dsl, after: 2h, repeat: 1d}]}"), in_school('hours: {opens: "07:30"}')]
)
def test_schema_accepts_what_is_read(tmp_path: Path, text: str) -> None:
    schema = settings_schema()
    assert load_settings(write(tmp_path, text))
    assert list(misfits(as_json(text), schema, schema)) == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown key",
        "unknown key of a term",
        "unknown key of a step",
        "missing name",
        "missing end of a term",
        "empty words",
        "no roles",
        "word for a list",
        "list for words",
        "word for a person",
        "unknown nation",
        "time that YAML makes a number",
        "time of one digit",
        "unknown chain",
        "chain without steps",
        "step for no role",
        "duration that is a bare number",
        "duration of nothing",
        "nothing is kept",
        "days in quotes",
        "true in quotes",
        "wait in words",
        "list for everything",
    ],
)
def test_schema_lets_an_editor_see_the_fault(name: str) -> None:
    schema = settings_schema()
    assert list(misfits(as_json(FAULTS[name][0]), schema, schema))


def test_schema_explains_its_keys() -> None:
    assert "rung when nothing else works" in settings_schema()["$defs"]["SchoolSetting"]["properties"]["phone"]["description"]


def test_defaults_in_the_schema_are_written_as_a_person_writes_them() -> None:
    schema = settings_schema()
    assert schema["$defs"]["SchoolSetting"]["properties"]["hours"]["default"] == {"opens": "08:00", "closes": "17:00"}


@pytest.mark.parametrize(
    ("place", "key"),
    [((), "schools"), (("schools", 0), "phone"), (("schools", 0, "people", 3), "roles"), (("schools", 0, "terms", 0), "starts"), (("mail",), "host")],
)
def test_known_keys_of_a_place_are_those_of_the_settings(place: tuple[str | int, ...], key: str) -> None:
    assert key in known_keys(Settings, place)


@pytest.mark.parametrize("place", [("schools", 0, "chains"), ("schools", 0, "people", 0, "addresses"), ("nowhere", 0)])
def test_place_where_any_word_can_be_a_key_knows_none(place: tuple[str | int, ...]) -> None:
    assert known_keys(Settings, place) == ()


def test_settings_can_be_imported_alone_and_before_the_people() -> None:
    for first in ("bot.settings", "bot.refusals", "bot.people", "bot.authorising"):
        assert subprocess.run([sys.executable, "-W", "error", "-c", f"import {first}"], capture_output=True, check=False).returncode == 0
