"""Who holds a role now is found in order, past those who are away, and never somebody whom the report is or may be about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, NullPool, create_engine, event, insert, make_url, text

from bot.people import ROLE_ORDER, People, UnknownPerson
from bot.reports import Person, Role
from bot.settings import PersonSetting, SchoolSetting, Settings, UnknownSchool
from bot.store.engine import open_engine
from bot.store.tables import away

MONDAY = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
HOUR = timedelta(hours=1)


def listed(person_id: str, name: str, *roles: str, **more: Any) -> PersonSetting:
    return PersonSetting(id=person_id, name=name, roles=roles, how="extension 21", **more)


AMARA = listed("amara", "Amara Okafor", "dsl", "slt", email="amara@oakfield.example", addresses={"slack": "U01", "teams": "29:1"})
BEN = listed("ben", "Ben Sample", "deputy", addresses={"slack": "U02"})
CARYS = listed("carys", "Carys Specimen", "head", "slt", addresses={"slack": "U03"})
DEV = listed("dev", "Dev Pattern", "chair", email="dev@governors.example")
ESME = listed("esme", "Esme Instance", "it", addresses={"slack": "U05"})
FEMI = listed("femi", "Femi Model", "owner", "business manager")
PIA = listed("pia", "Pia Paragon", "proprietor")
SILAS = listed("silas", "Silas Mould", "slt")
OAKFIELD = (AMARA, BEN, CARYS, DEV, ESME, FEMI)


def settings(*people: PersonSetting) -> Settings:
    """Return settings of two schools, at both of which Amara works."""
    elmfield = SchoolSetting(policy="elmfield", people=(listed("amara", "Amara Okafor", "deputy", addresses={"slack": "U01"}),))
    return Settings(schools=(SchoolSetting(policy="oakfield", people=people or OAKFIELD), elmfield))


class Now:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Now:
    return Now()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of each kind, opened once: absences are all that these tests keep."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('people') / 'signpost.sqlite'}")
    else:
        server = make_url(request.getfixturevalue("postgresql_server")).set(drivername="postgresql+psycopg")
        administrator = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with administrator.connect() as connection:
            connection.execute(text("CREATE DATABASE people"))
        engine = open_engine(server.set(database="people").render_as_string(hide_password=False))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database: Engine) -> Engine:
    with database.begin() as connection:
        connection.execute(away.delete())
    return database


@pytest.fixture
def people(engine: Engine, clock: Now) -> People:
    return People(settings(), engine, clock)


def ids(found: tuple[Person, ...]) -> list[str]:
    return [person.id for person in found]


# --- who is listed ---


def test_everybody_of_a_school_is_listed(people: People) -> None:
    assert ids(people.all("oakfield")) == ["amara", "ben", "carys", "dev", "esme", "femi"]
    assert people.all("elmfield") == (Person("amara", "Amara Okafor", "elmfield"),)


def test_person_is_found_by_id_and_by_address(people: People) -> None:
    amara = Person("amara", "Amara Okafor", "oakfield")
    assert people.person("amara", "oakfield") == people.person("slack:U01", "oakfield") == people.person("teams:29:1", "oakfield") == amara


def test_stranger_is_nobody_and_holds_nothing(people: People) -> None:
    assert people.person("slack:U99", "oakfield") is None
    assert people.roles("slack:U99", "oakfield") == frozenset()
    assert people.addresses("slack:U99", "oakfield") == {}
    assert not people.is_away("slack:U99", "oakfield")


def test_roles_are_those_of_the_school(people: People) -> None:
    assert people.roles("amara", "oakfield") == {Role.DSL, Role.SLT}
    assert people.roles("amara", "elmfield") == {Role.DEPUTY}
    assert people.roles("ben", "elmfield") == frozenset()


def test_own_words_of_the_settings_are_no_roles(people: People) -> None:
    assert people.roles("femi", "oakfield") == {Role.OWNER}


def test_addresses_hold_the_e_mail_address_too(people: People) -> None:
    assert people.addresses("amara", "oakfield") == {"slack": "U01", "teams": "29:1", "email": "amara@oakfield.example"}
    assert people.addresses("ben", "oakfield") == {"slack": "U02"}


def test_one_human_is_a_person_of_each_school(people: People) -> None:
    assert [(person.id, person.school) for person in people.by_address("slack", "U01")] == [("amara", "oakfield"), ("amara", "elmfield")]
    assert [(person.id, person.school) for person in people.by_address("slack", "U02")] == [("ben", "oakfield")]
    assert people.by_address("teams", "U02") == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda people: people.person("amara", "ashfield"),
        lambda people: people.all("ashfield"),
        lambda people: people.roles("amara", "ashfield"),
        lambda people: people.holders(Role.DSL, "ashfield"),
        lambda people: people.is_away("amara", "ashfield"),
        lambda people: people.mark_away("amara", "ashfield"),
        lambda people: people.mark_back("amara", "ashfield"),
        lambda people: people.find_excluded("ashfield", about=(), named=()),
    ],
)
def test_school_that_does_not_exist_is_refused(people: People, ask: Any) -> None:
    with pytest.raises(UnknownSchool):
        ask(people)


# --- who holds a role now ---


def test_holders_come_in_the_order_of_the_settings(people: People) -> None:
    assert ids(people.holders(Role.SLT, "oakfield")) == ["amara", "carys"]


def test_excluded_holder_is_passed_over(people: People) -> None:
    assert ids(people.holders(Role.SLT, "oakfield", excluded=frozenset({"amara"}))) == ["carys"]


def test_holder_excluded_by_address_is_passed_over(people: People) -> None:
    assert ids(people.holders(Role.SLT, "oakfield", excluded=frozenset({"slack:U01"}))) == ["carys"]


@pytest.mark.parametrize(
    ("role", "excluded", "standing_in"),
    [
        (Role.DSL, ("amara",), ["ben"]),
        (Role.DSL, ("amara", "ben"), ["carys"]),
        (Role.DSL, ("amara", "ben", "carys"), ["pia"]),
        (Role.DSL, ("amara", "ben", "carys", "pia"), ["silas"]),
        (Role.DSL, ("amara", "ben", "carys", "pia", "silas"), ["dev"]),
        (Role.DSL, ("amara", "ben", "carys", "pia", "silas", "dev"), []),
        (Role.DEPUTY, ("ben",), ["carys"]),
        (Role.HEAD, ("carys",), ["pia"]),
        (Role.HEAD, ("carys", "pia"), ["dev"]),
        (Role.HEAD, ("carys", "pia", "dev"), []),
        (Role.SLT, ("amara", "carys", "silas"), ["pia"]),
        (Role.SLT, ("amara", "carys", "silas", "pia"), ["ben"]),
        (Role.PROPRIETOR, ("pia",), ["dev"]),
        (Role.CHAIR, ("dev",), []),
        (Role.IT, ("esme",), []),
        (Role.OWNER, ("femi",), ["carys"]),
        (Role.STAFF, (), []),
    ],
)
def test_next_in_order_stands_in(engine: Engine, clock: Now, role: Role, excluded: tuple[str, ...], standing_in: list[str]) -> None:
    everybody = People(settings(*OAKFIELD, PIA, SILAS), engine, clock)
    assert ids(everybody.holders(role, "oakfield", excluded=frozenset(excluded))) == standing_in


def test_proprietor_stands_in_where_a_school_has_no_head(engine: Engine, clock: Now) -> None:
    assert ids(People(settings(AMARA, BEN, PIA), engine, clock).holders(Role.HEAD, "oakfield")) == ["pia"]


@pytest.mark.parametrize("role", [Role.HEAD, Role.PROPRIETOR, Role.CHAIR])
def test_nobody_below_stands_in_for_those_who_lead(role: Role) -> None:
    assert set(ROLE_ORDER[role]) <= {Role.PROPRIETOR, Role.CHAIR}


def test_every_role_has_an_order_in_which_it_does_not_stand_itself() -> None:
    assert set(ROLE_ORDER) == set(Role)
    assert all(role not in order and len(set(order)) == len(order) for role, order in ROLE_ORDER.items())


def test_nobody_crosses_from_another_school(people: People) -> None:
    assert ids(people.holders(Role.DSL, "elmfield")) == ["amara"]
    assert people.holders(Role.HEAD, "elmfield") == ()


somebody = st.frozensets(st.sampled_from([one.id for one in OAKFIELD]))
somehow = st.frozensets(st.sampled_from(["amara", "ben", "carys", "dev", "slack:U01", "slack:u02", "email:dev@governors.example"]))


@given(excluded=somehow, absent=somebody)
def test_nobody_excluded_ever_holds_a_role(database: Engine, excluded: frozenset[str], absent: frozenset[str]) -> None:
    everybody = People(settings(), database, lambda: MONDAY)
    barred = {person.id for one in excluded if (person := everybody.person(one, "oakfield"))}
    with database.begin() as connection:
        connection.execute(away.delete())
        connection.execute(insert(away), [{"school": "oakfield", "person_id": one, "since": 0} for one in ("nobody", *absent)])
    for role in Role:
        found = set(ids(everybody.holders(role, "oakfield", excluded=excluded)))
        assert not found & barred
        assert not found & absent or found <= absent


# --- who is away ---


def test_deputy_is_first_while_the_dsl_is_away(people: People) -> None:
    people.mark_away("amara", "oakfield")
    assert people.is_away("amara", "oakfield")
    assert ids(people.holders(Role.DSL, "oakfield")) == ["ben"]


def test_other_holder_of_the_role_is_first_while_one_is_away(people: People) -> None:
    people.mark_away("amara", "oakfield")
    assert ids(people.holders(Role.SLT, "oakfield")) == ["carys"]


def test_dsl_is_first_again_once_back(people: People) -> None:
    people.mark_away("amara", "oakfield")
    people.mark_back("amara", "oakfield")
    assert not people.is_away("amara", "oakfield")
    assert ids(people.holders(Role.DSL, "oakfield")) == ["amara"]


def test_those_away_are_returned_where_everybody_is(people: People) -> None:
    for one in OAKFIELD:
        people.mark_away(one.id, "oakfield")
    assert ids(people.holders(Role.DSL, "oakfield")) == ["amara"]
    assert ids(people.holders(Role.DSL, "oakfield", excluded=frozenset({"amara"}))) == ["ben"]


def test_absence_ends_by_itself(people: People, clock: Now) -> None:
    people.mark_away("amara", "oakfield", MONDAY + HOUR)
    clock.at += HOUR - timedelta(milliseconds=1)
    assert people.is_away("amara", "oakfield")
    clock.at += timedelta(milliseconds=1)
    assert not people.is_away("amara", "oakfield")
    assert ids(people.holders(Role.DSL, "oakfield")) == ["amara"]


def test_absence_without_an_end_lasts(people: People, clock: Now) -> None:
    people.mark_away("amara", "oakfield")
    clock.at += timedelta(days=1_000)
    assert people.is_away("amara", "oakfield")


def test_second_absence_takes_the_place_of_the_first(people: People, clock: Now) -> None:
    people.mark_away("amara", "oakfield", MONDAY + HOUR)
    people.mark_away("amara", "oakfield", MONDAY + 3 * HOUR)
    clock.at += 2 * HOUR
    assert people.is_away("amara", "oakfield")
    people.mark_away("amara", "oakfield")
    clock.at += 2 * HOUR
    assert people.is_away("amara", "oakfield")


def test_absence_is_of_one_school(people: People) -> None:
    people.mark_away("amara", "oakfield")
    assert not people.is_away("amara", "elmfield")
    people.mark_back("amara", "elmfield")
    assert people.is_away("amara", "oakfield")


def test_absence_marked_by_address_is_the_persons(people: People) -> None:
    people.mark_away("slack:U01", "oakfield")
    assert people.is_away("amara", "oakfield")
    people.mark_back("teams:29:1", "oakfield")
    assert not people.is_away("amara", "oakfield")


def test_absence_outlives_the_process(people: People, engine: Engine, clock: Now) -> None:
    people.mark_away("amara", "oakfield")
    assert People(settings(), engine, clock).is_away("amara", "oakfield")


def test_whoever_was_not_away_can_be_marked_back(people: People) -> None:
    people.mark_back("amara", "oakfield")
    assert not people.is_away("amara", "oakfield")


@pytest.mark.parametrize("until", [MONDAY, MONDAY - HOUR, datetime(2026, 11, 17, 9)])  # noqa: DTZ001 -- the last has no zone, on purpose
def test_absence_that_is_over_or_has_no_zone_is_refused(people: People, until: datetime) -> None:
    with pytest.raises(ValueError, match="give a later one, or none"):
        people.mark_away("amara", "oakfield", until)
    assert not people.is_away("amara", "oakfield")


def test_absence_of_a_stranger_is_refused(people: People) -> None:
    with pytest.raises(UnknownPerson, match="'slack:U99'"):
        people.mark_away("slack:U99", "oakfield")
    with pytest.raises(UnknownPerson, match="list them under people"):
        people.mark_back("slack:U99", "oakfield")


def test_absence_marked_twice_at_once_is_kept_once(people: People, engine: Engine) -> None:
    together = Barrier(4)

    def mark() -> None:
        together.wait()
        people.mark_away("amara", "oakfield")

    threads = [Thread(target=mark) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert len(connection.execute(away.select()).all()) == 1


def test_roles_can_be_looked_up_while_a_report_is_being_stored(people: People, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(away).values(school="oakfield", person_id="carys", since=0))
        assert ids(people.holders(Role.DSL, "oakfield")) == ["amara"]


# --- whom a report may be about ---


def excluded(people: People, *named: str, about: tuple[str, ...] = ()) -> frozenset[str]:
    return people.find_excluded("oakfield", about=about, named=named)


def test_report_about_nobody_excludes_nobody(people: People) -> None:
    assert excluded(people, "", " ", about=("", " ")) == frozenset()


def test_picked_person_is_excluded(people: People) -> None:
    assert excluded(people, about=("amara",)) == {"amara"}


@pytest.mark.parametrize("picked", ["slack:U01", "slack:u01", "teams:29:1", "email:Amara@oakfield.example", " slack:U01 "])
def test_person_picked_in_a_chat_is_excluded_by_every_name(people: People, picked: str) -> None:
    assert excluded(people, about=(picked,)) == {"amara", picked.strip()}


def test_picked_stranger_stays_excluded_for_settings_written_later(people: People, engine: Engine, clock: Now) -> None:
    kept = excluded(people, about=("slack:U09",))
    assert kept == {"slack:U09"}
    later = People(settings(*OAKFIELD, listed("gwen", "Gwen Later", "dsl", addresses={"slack": "U09"})), engine, clock)
    assert ids(later.holders(Role.DSL, "oakfield", excluded=kept)) == ["amara"]
    assert later.find_excluded("oakfield", about=kept, named=()) == {"gwen", "slack:U09"}


@pytest.mark.parametrize("typed", ["Amara Okafor", "Mrs Okafor", "okafor", "Okafor, Amara", "A. Okafor", "Okafro", "Amara", "Mara", "AO"])
def test_typed_name_close_to_somebodys_excludes_them(people: People, typed: str) -> None:
    assert excluded(people, typed) == {"amara"}


@pytest.mark.parametrize("typed", ["Tom Other", "Mr Other", "the caretaker", "a teaching assistant", "not sure", "Head of Year 9", "Year 4"])
def test_typed_name_of_somebody_else_excludes_nobody(people: People, typed: str) -> None:
    assert excluded(people, typed) == frozenset()


@pytest.mark.parametrize(
    ("typed", "barred"),
    [
        ("the headteacher", {"carys"}),
        ("the head", {"carys"}),
        ("our headteacher", {"carys"}),
        ("our DSL", {"amara"}),
        ("DSL", {"amara"}),
        ("designated safeguarding lead", {"amara"}),
        ("deputy DSL", {"ben"}),
        ("deputy head", {"amara", "ben"}),
        ("chair of governors", {"dev"}),
        ("somebody on SLT", {"amara", "carys"}),
        ("business manager", {"femi"}),
        ("the IT technician", {"esme"}),
        ("the head and Ben", {"carys", "ben"}),
        ("Tom Other, deputy head", {"amara", "ben"}),
        ("amara@oakfield.example", {"amara"}),
        ("<@U01>", {"amara"}),
        ("@amara", {"amara"}),
        ("slack:U01", {"amara"}),
        ("see <mailto:Amara@oakfield.example|Amara>", {"amara"}),
    ],
)
def test_duty_or_address_typed_in_place_of_a_name_excludes_whose_it_is(people: People, typed: str, barred: set[str]) -> None:
    assert excluded(people, typed) == barred


def test_deputy_head_is_never_the_head_who_is_in_slt_too(people: People) -> None:
    assert "carys" not in excluded(people, "the deputy headteacher")


def test_deputy_head_whom_the_settings_name_is_not_guessed_among_slt(engine: Engine, clock: Now) -> None:
    named = People(settings(*OAKFIELD, listed("silas", "Silas Mould", "slt", "deputy head")), engine, clock)
    assert named.find_excluded("oakfield", about=(), named=("the deputy head",)) == {"silas", "ben"}
    assert named.find_excluded("oakfield", about=(), named=("the assistant head",)) == {"amara", "silas", "ben"}


def test_other_duty_of_the_settings_does_not_hide_the_deputy_head(people: People) -> None:
    assert excluded(people, "the business manager and the deputy head") == {"femi", "amara", "ben"}


def test_head_is_the_proprietor_where_nobody_is_head(engine: Engine, clock: Now) -> None:
    led = People(settings(AMARA, BEN, PIA), engine, clock)
    assert led.find_excluded("oakfield", about=(), named=("the head",)) == {"pia"}


def test_duty_that_nobody_holds_excludes_nobody(engine: Engine, clock: Now) -> None:
    assert People(settings(AMARA, BEN), engine, clock).find_excluded("oakfield", about=(), named=("chair of governors",)) == frozenset()


def test_several_names_are_all_excluded(people: People) -> None:
    assert excluded(people, "Amara and Ben Sample", "the chair", about=("slack:U03",)) == {"amara", "ben", "dev", "carys", "slack:U03"}


@pytest.mark.parametrize("more", [{"addresses": {"teams": "29:1"}}, {"email": "AMARA@oakfield.example"}, {}])
def test_second_entry_of_the_same_human_is_excluded_too(engine: Engine, clock: Now, more: dict[str, Any]) -> None:
    twice = listed("amara2", "Amara Okafor" if not more else "A. O.", "head", **more)
    assert People(settings(AMARA, BEN, twice), engine, clock).find_excluded("oakfield", about=("amara",), named=()) == {"amara", "amara2"}


def test_people_of_another_school_are_not_excluded(people: People) -> None:
    assert people.find_excluded("elmfield", about=(), named=("Ben Sample", "the head")) == frozenset()


def test_what_was_excluded_stays_excluded_when_asked_again(people: People) -> None:
    first = excluded(people, "the head", "Mr Sample", about=("slack:U01",))
    assert excluded(people, about=tuple(first)) == first


@given(named=st.lists(st.text(max_size=60), max_size=3), about=st.lists(st.text(max_size=20), max_size=3))
def test_anything_can_be_typed(database: Engine, named: list[str], about: list[str]) -> None:
    found = People(settings(), database, lambda: MONDAY).find_excluded("oakfield", about=about, named=named)
    assert found <= {one.id for one in OAKFIELD} | {one.strip() for one in about}
    assert {one.strip() for one in about if one.strip()} <= found


def test_reading_names_writes_nothing(people: People, engine: Engine) -> None:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    excluded(people, "Amara Okafor", about=("slack:U01",))
    event.remove(engine, "before_cursor_execute", note)
    assert statements == []


def test_no_error_repeats_what_was_typed(people: People, tmp_path: Path) -> None:
    with pytest.raises(UnknownSchool) as refused:
        people.find_excluded("ashfield", about=("slack:U01",), named=("Amara Okafor",))
    assert "Okafor" not in str(refused.value)
