"""The rota of an account: what can be written, who watches on which day, in the holidays too, and where there is a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.accounts import accounts_of
from bot.duties import Duties
from bot.matters.courses import Circumstances
from bot.reports import RowKind
from bot.upkeep import see_to
from bot.watching import (
    gap_notice,
    gaps,
    on_rota,
    owe_gap_notice,
    read_rota,
    rota_fault,
    wants_every_day,
    watch_card,
    watchers_on,
)
from bot.windows import Shown
from tests.bot.duty_scene import POLICIES, SPOKEN_FOR, TERMS, circumstances, faults, london, register, submit, visitor
from tests.bot.fake_chat import OpenScene, Scene

ROTA = "Mon-Fri Wynn Price; Sat-Sun Umar Khan; holidays Carys Pugh"
MON, SAT = date(2026, 11, 16), date(2026, 11, 21)
HOLIDAY, HOLIDAY_SUNDAY, CHRISTMAS = date(2026, 10, 28), date(2026, 11, 1), date(2026, 12, 25)


@pytest.fixture
def trust(open_scene: OpenScene) -> Scene:
    return open_scene(policy="unnamed-trust", people=SPOKEN_FOR, terms=TERMS)


@pytest.fixture
def here(trust: Scene) -> Iterator[Circumstances]:
    with trust.office.looking() as connection:
        yield circumstances(trust, connection)


def names(here: Circumstances, written: str, day: date) -> list[str]:
    return [one.name.split()[0] for one in on_rota(here, written, day)]


@pytest.mark.parametrize(
    ("day", "watches"),
    [(MON, "Wynn"), (SAT, "Umar"), (HOLIDAY, "Carys"), (HOLIDAY_SUNDAY, "Carys"), (CHRISTMAS, "Carys"), (date(2027, 1, 1), "Carys")],
)
def test_each_day_has_whoever_is_down_for_it(here: Circumstances, day: date, watches: str) -> None:
    assert names(here, ROTA, day) == [watches]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Mon-Fri Wynn Price", [0, 1, 2, 3, 4]),
        ("Monday to Friday: Wynn Price", [0, 1, 2, 3, 4]),
        ("monday – friday wynn price", [0, 1, 2, 3, 4]),
        ("Weekdays Wynn", [0, 1, 2, 3, 4]),
        ("weekends Wynn", [5, 6]),
        ("Sat, Sun Wynn", [5, 6]),
        ("Mon, Wed and Fri Wynn", [0, 2, 4]),
        ("Mondays Wynn", [0]),
        ("Tues & Thurs Wynn", [1, 3]),
        ("Fri-Mon Wynn", [0, 4, 5, 6]),
        ("every day Wynn", [0, 1, 2, 3, 4, 5, 6]),
        ("Daily: Wynn", [0, 1, 2, 3, 4, 5, 6]),
        ("weekends and holidays Wynn", [5, 6]),
    ],
)
def test_days_are_read_as_people_write_them(written: str, days: list[int]) -> None:
    [turn] = read_rota(written)
    assert sorted(turn.days) == days


@pytest.mark.parametrize(("written", "whole"), [("every day Wynn", True), ("daily Wynn", True), ("holidays Wynn", True), ("Mon-Sun Wynn", False)])
def test_every_day_counts_the_holidays_and_days_of_the_week_do_not(written: str, whole: bool) -> None:
    assert read_rota(written)[0].holidays is whole


def test_turns_stand_on_lines_of_their_own_too_and_several_share_one(here: Circumstances) -> None:
    assert names(here, "Mon-Fri Wynn and Umar\nSat Carys, Eve", MON) == ["Wynn", "Umar"]
    assert names(here, "Mon-Fri Wynn and Umar\nSat Carys, Eve", SAT) == ["Carys", "Eve"]


@pytest.mark.parametrize("name", ["Wynn Price", "wynn", "WYNN PRICE", "Price", "Wyn Price"])
def test_somebody_is_found_as_people_write_them(here: Circumstances, name: str) -> None:
    assert names(here, f"Mon {name}", MON) == ["Wynn"]


def test_role_of_the_settings_can_be_down_for_a_day(here: Circumstances) -> None:
    assert names(here, "Mon admin; Sat the SLT", MON) == ["Carys"]
    assert names(here, "Mon admin; Sat the SLT", SAT) == ["Amara", "Eve"]


@pytest.mark.parametrize("written", ["", "  ", ROTA, "every day Wynn Price;", "Mon admin"])
def test_rota_without_a_fault_has_none(here: Circumstances, written: str) -> None:
    assert rota_fault(here, written) == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("the office", "I cannot read “the office”"),
        ("Mon-Fri", "I cannot read “Mon-Fri”"),
        ("Mon-Fri Wynn Price; whenever Umar", "I cannot read “whenever Umar”"),
        ("Funday Wynn Price", "I cannot read “Funday Wynn Price”"),
        ("Mon-Fri Zebedee Quill", "Nobody called “Zebedee Quill” is in the settings"),
    ],
)
def test_fault_of_a_rota_says_what_to_write(here: Circumstances, written: str, said: str) -> None:
    assert said in rota_fault(here, written)


def test_name_that_two_share_has_to_be_written_whole(open_scene: OpenScene) -> None:
    twice = [*SPOKEN_FOR, {"id": "wynn2", "name": "Wynn Okoro", "roles": ["staff"], "how": "room 3"}]
    scene = open_scene(policy="unnamed-trust", people=twice)
    with scene.office.looking() as connection:
        here = circumstances(scene, connection)
        assert "may be Wynn Price or Wynn Okoro" in rota_fault(here, "Mon Wynn")
        assert rota_fault(here, "Mon Wynn Okoro") == ""


def test_whoever_has_left_the_settings_is_passed_over(here: Circumstances) -> None:
    assert names(here, "Mon Zebedee Quill, Wynn", MON) == ["Wynn"]
    assert names(here, "nonsense", MON) == []


def test_without_terms_only_bank_holidays_are_holidays(open_scene: OpenScene) -> None:
    scene = open_scene(policy="unnamed-trust", people=SPOKEN_FOR)
    with scene.office.looking() as connection:
        here = circumstances(scene, connection)
        assert names(here, ROTA, HOLIDAY) == ["Wynn"]
        assert names(here, ROTA, CHRISTMAS) == ["Carys"]


def test_where_the_terms_have_run_out_a_day_is_no_holiday(here: Circumstances) -> None:
    assert names(here, ROTA, date(2027, 6, 7)) == ["Wynn"]


# --- gaps ---


def test_gap_is_a_day_for_which_nobody_is_down(trust: Scene) -> None:
    register(trust, watch="Mon-Fri Wynn Price")
    with trust.office.looking() as connection:
        here = circumstances(trust, connection)
        [account] = accounts_of(here)
        assert gaps(here, account, MON) == (SAT, SAT + timedelta(days=1))


def test_account_without_a_rota_is_watched_by_those_who_run_it_and_has_a_gap_every_day(trust: Scene) -> None:
    entry = {"network": "Facebook", "handle": "@oakfield", "open": "open", "secondary": "no"}
    Duties(trust.office).submit(visitor(trust, "carys"), "account", "one", entry, ("wynn",))
    with trust.office.looking() as connection:
        here = circumstances(trust, connection)
        [account] = accounts_of(here)
        assert [one.id for one in watchers_on(here, account, MON)] == ["wynn"]
        assert len(gaps(here, account, MON)) == 7


@pytest.mark.parametrize("policy", POLICIES)
def test_only_a_policy_that_wants_every_day_watched_minds_a_gap(open_scene: OpenScene, policy: str) -> None:
    scene = open_scene(policy=policy, people=SPOKEN_FOR)
    register(scene, watch="Mon-Fri Wynn Price")
    with scene.office.writing() as connection:
        here = circumstances(scene, connection)
        wants = policy == "unnamed-trust"
        assert wants_every_day(here) is wants
        assert bool(gap_notice(here, accounts_of(here))) is wants
        assert owe_gap_notice(here, accounts_of(here)) is wants


def test_gap_names_account_and_days(trust: Scene) -> None:
    register(trust, watch="Mon-Fri Wynn Price")
    register(trust, network="X", handle="@oak", watch="every day Umar Khan")
    with trust.office.looking() as connection:
        here = circumstances(trust, connection)
        said = gap_notice(here, accounts_of(here))
    assert "Sat 21 Nov, Sun 22 Nov" in said
    assert "Facebook" in said
    assert "@oak" not in said.replace("@oakfield", "")


def test_gap_is_told_to_admin_and_slt_once_a_week_and_after_a_restart_not_again(trust: Scene) -> None:
    register(trust, watch="Mon-Fri Wynn Price")
    before = {who: len(trust.chat.at(who)) for who in ("carys", "eve", "umar")}
    for day in range(15):
        trust.until(london(f"2026-11-{16 + day} 11:00"))
        with trust.office.writing() as connection:
            here = circumstances(trust, connection)
            owe_gap_notice(here, accounts_of(here))
        trust.courier = trust.new_courier(f"day {day}")
        trust.carry()
    told = {who: len(trust.chat.at(who)) - number for who, number in before.items()}
    assert told == {"carys": 3, "eve": 3, "umar": 0}  # the weeks of the 16th, the 23rd and the 30th


def test_gap_is_owed_as_a_card_of_the_first_account_that_has_one(trust: Scene) -> None:
    register(trust, watch="every day Umar Khan")
    register(trust, network="X", handle="@oak", watch="Mon Umar Khan")
    from bot import outbox

    with trust.office.writing() as connection:
        here = circumstances(trust, connection)
        accounts = accounts_of(here)
        owe_gap_notice(here, accounts)
        assert [row.kind for row in outbox.rows_of_matter(connection, accounts[1].matter_id) if "rota_gap" in row.destination] == [RowKind.CARD] * 2


def test_who_is_watching_today_is_one_line_for_each_account(trust: Scene) -> None:
    register(trust, watch=ROTA)
    register(trust, network="X", handle="@oak", watch="Sun Umar Khan")
    with trust.office.looking() as connection:
        here = circumstances(trust, connection)
        lines = watch_card(here, accounts_of(here)).plain_text().split("\n")
        assert watch_card(here, ()).plain_text().startswith("The register holds no account yet")
    assert len(lines) == 3
    assert lines[1].endswith("Wynn Price today.")
    assert "nobody is down for today" in lines[2]


# --- with the account ---


def test_rota_that_cannot_be_read_is_not_taken_into_the_register(trust: Scene) -> None:
    entry = {"network": "Facebook", "handle": "@oakfield", "open": "open", "secondary": "no", "watch": "Mon-Fri the office"}
    assert faults(submit(trust, "account", entry, who="carys")) == ["watch"]


def test_account_says_who_watches_it_today(trust: Scene) -> None:
    reference = register(trust, watch=ROTA)
    duties = Duties(trust.office)
    shown = duties.press(visitor(trust, "ben"), f"view {duties.find(reference, 'oakfield')}")
    assert isinstance(shown, Shown)
    assert "Wynn Price today." in shown.card.plain_text()


def test_gap_is_told_by_itself_once_a_week_with_the_days(trust: Scene) -> None:
    register(trust, watch="Mon-Fri Wynn Price")
    for _ in range(3):
        see_to(trust.office)
        trust.carry()
    assert sum("In the coming week nobody is down to watch" in one for one in trust.texts("carys")) == 1
    assert "Sat 21 Nov, Sun 22 Nov" in trust.texts("eve")[-1]
    trust.until(london("2026-11-23 11:00"))
    see_to(trust.office)
    trust.carry()
    assert sum("In the coming week nobody is down to watch" in one for one in trust.texts("carys")) == 2
