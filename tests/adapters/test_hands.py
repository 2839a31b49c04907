"""The clock of a terminal goes with the machine's, or stands still; moved on, it never goes back, and nothing that falls due is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adapters.hands import Hands, read_length
from bot.store.engine import open_engine

AT = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'signpost.sqlite'}")
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        *(("30min", HOUR / 2), ("2h", 2 * HOUR), ("1d", 24 * HOUR), (" 2H ", 2 * HOUR)),
        *(("30 minutes", HOUR / 2), ("30 mins", HOUR / 2), ("1 hour", HOUR), ("2 hours", 2 * HOUR), ("1 day", 24 * HOUR), ("3days", 72 * HOUR)),
    ],
)
def test_length_is_read_as_people_write_it(typed: str, length: timedelta) -> None:
    assert read_length(typed) == length


@pytest.mark.parametrize("typed", ["", "2", "h", "-2h", "0h", "1.5h", "2h 30min", "tomorrow", "1 week", "2 hours ago", "²h"])
def test_length_that_is_not_clear_is_not_guessed(typed: str) -> None:
    assert read_length(typed) is None


def test_standing_hands_stand(engine: Engine) -> None:
    clock = Hands.standing(AT).clock(engine)
    assert (clock.now(), clock.wall()) == (AT, AT)


def test_both_times_go_on_together_when_they_are_moved(engine: Engine) -> None:
    hands = Hands.standing(AT)
    clock = hands.clock(engine)
    hands.move(HOUR)
    assert (clock.now(), clock.wall()) == (AT + HOUR, AT + HOUR)


def test_hands_are_never_moved_back(engine: Engine) -> None:
    hands = Hands.standing(AT)
    clock = hands.clock(engine)
    hands.move(-HOUR)
    assert clock.now() == AT


def test_next_start_begins_where_the_last_one_ended(engine: Engine) -> None:
    hands = Hands.standing(AT)
    clock = hands.clock(engine)
    hands.move(HOUR)
    with engine.begin() as connection:
        clock.save_in(connection)
    later = Hands.standing(AT)
    clock = later.clock(engine)
    assert (clock.now(), clock.wall(), later.ahead) == (AT + HOUR, AT + HOUR, HOUR)


def test_hands_go_with_the_machine_where_nothing_else_is_said(engine: Engine) -> None:
    clock = Hands().clock(engine)
    assert abs(clock.wall() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now() <= clock.now()
