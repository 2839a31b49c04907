"""Everybody of a school has a seat, and every message goes to the seats that it is for and to no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.seats import Seat, Seats, TerminalSender, at_terminal
from bot.cards import Card, Line
from bot.sending import Sender
from bot.settings import Settings
from tests.seated import settings_of

NOW = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)
CHANNELS = {"dsl": {"slack": "C01"}, "slt": {"teams": "19:x"}, "staffroom": {"slack": "C03"}}


def card(text: str) -> Card:
    return Card((Line(text),))


@pytest.fixture
def seats() -> Seats:
    return Seats(at_terminal(settings_of(channels=CHANNELS)))


@pytest.fixture
def sender() -> TerminalSender:
    return TerminalSender(lambda: NOW)


def seat(seats: Seats, word: str) -> Seat:
    found = seats.find(word, "oakfield")
    assert found is not None
    return found


def texts(sender: TerminalSender, of: Seat) -> list[str]:
    return [one.card.plain_text() for one in sender.messages(of)]


# --- everybody is here and nowhere else ---


def test_everybody_is_at_the_terminal_and_nowhere_else() -> None:
    people = [{"name": "A. Example", "roles": ["dsl"], "how": "x", "email": "a@oakfield.example", "addresses": {"slack": "U01", "teams": "29:1"}}]
    (school,) = at_terminal(settings_of(people=people)).schools
    assert school.people[0].addresses == {"terminal": "a-example"}


def test_nobody_outside_is_written_to() -> None:
    mail = {"host": "localhost", "sender": "signpost@oakfield.example"}
    own = Settings.model_validate({"schools": [{"policy": "oakfield"}], "mail": mail, "heartbeat": "https://heartbeat.example/x"})
    here = at_terminal(own)
    assert (here.mail, here.heartbeat) == (None, None)


def test_channels_are_here_too() -> None:
    (school,) = at_terminal(settings_of(channels=CHANNELS)).schools
    assert school.channels["dsl"] == {"terminal": "oakfield#dsl"}


def test_what_else_a_school_has_set_stays_as_it_is() -> None:
    own = settings_of(chains={"pupil_contact": [{"role": "dsl", "after": "1h", "repeat": "2h"}]})
    assert at_terminal(own).schools[0].chains == own.schools[0].chains


# --- seats ---


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("dsl", "Amara Obi"), ("DSL", "Amara Obi"), ("deputy", "Ben Hale"), ("head", "Chidi Eze"), ("headteacher", "Chidi Eze")),
        *(("chair", "Dana Frost"), ("governor", "Dana Frost"), ("it", "Farid Nasser"), ("teacher", "Tess Byrne"), ("staff", "Tess Byrne")),
        *(
            ("slt", "Eve Lowe"),
            ("senior leader", "Eve Lowe"),
            ("eve", "Eve Lowe"),
            ("Eve Lowe", "Eve Lowe"),
            ("lowe", "Eve Lowe"),
            ("  eve   lowe ", "Eve Lowe"),
            ("tom", "Tom Hale"),
        ),
    ],
)
def test_seat_is_found_by_duty_name_or_id(seats: Seats, typed: str, name: str) -> None:
    assert seat(seats, typed).person.name == name


@pytest.mark.parametrize("typed", ["", "hale", "grace", "proprietor", "amara lowe"])
def test_seat_that_is_not_there_or_not_clear_is_not_guessed(seats: Seats, typed: str) -> None:
    assert seats.find(typed, "oakfield") is None


def test_every_seat_is_found_by_its_own_word(seats: Seats) -> None:
    everybody = seats.of_school("oakfield")
    assert [seats.find(one.word, "oakfield") for one in everybody] == list(everybody)
    assert len({one.word for one in everybody}) == len(everybody)


def test_seat_says_who_and_what_somebody_is(seats: Seats) -> None:
    assert seat(seats, "chair").title == "Dana Frost (chair of governors)"


def test_duty_that_signpost_does_not_know_is_said_in_the_schools_own_word() -> None:
    people = [{"name": "C. Example", "roles": ["caretaker"], "how": "the lodge"}]
    found = Seats(at_terminal(settings_of(people=people))).find("c-example", "oakfield")
    assert found is not None
    assert found.title == "C. Example (caretaker)"


def test_school_that_lists_no_teacher_has_one_all_the_same() -> None:
    seats = Seats(at_terminal(settings_of(people=[])))
    teacher = seats.teacher("oakfield")
    assert teacher.person.id == "terminal:teacher-oakfield"
    assert teacher.places == ("teacher-oakfield",)
    assert not teacher.is_listed


# --- messages ---


def test_terminal_is_a_sender_that_can_look_up(sender: TerminalSender) -> None:
    as_sender: Sender = sender
    assert (as_sender.platform, as_sender.can_find) == ("terminal", True)


def test_message_comes_to_its_seat_and_to_no_other(seats: Seats, sender: TerminalSender) -> None:
    sender.post("amara", card("one"), "key", lock_screen="")
    assert texts(sender, seat(seats, "dsl")) == ["one"]
    assert [texts(sender, one) for one in seats.of_school("oakfield") if one.word != "dsl"] == [[]] * 7


def test_channel_of_the_dsls_comes_to_dsl_and_deputy(seats: Seats, sender: TerminalSender) -> None:
    sender.post("oakfield#dsl", card("one"), "key", lock_screen="")
    assert [one.word for one in seats.of_school("oakfield") if texts(sender, one)] == ["dsl", "deputy"]


def test_channel_of_the_senior_leaders_comes_to_each_of_them(seats: Seats, sender: TerminalSender) -> None:
    sender.post("oakfield#slt", card("one"), "key", lock_screen="")
    assert [one.person.id for one in seats.of_school("oakfield") if texts(sender, one)] == ["amara", "eve"]


def test_message_is_found_by_its_key_and_place(sender: TerminalSender) -> None:
    ref = sender.post("amara", card("one"), "key", lock_screen="")
    assert sender.find("amara", "key", NOW) == ref
    assert sender.find("ben", "key", NOW) is None
    assert sender.find("amara", "another", NOW) is None


def test_message_from_before_is_not_found(sender: TerminalSender) -> None:
    sender.post("amara", card("one"), "key", lock_screen="")
    assert sender.find("amara", "key", NOW + timedelta(seconds=1)) is None


def test_message_is_edited_in_its_place(seats: Seats, sender: TerminalSender) -> None:
    ref = sender.post("amara", card("one"), "key", lock_screen="")
    sender.edit("amara", ref, card("two"))
    assert texts(sender, seat(seats, "dsl")) == ["two"]


def test_edit_of_what_has_been_seen_is_nothing_new(seats: Seats, sender: TerminalSender) -> None:
    ref = sender.post("amara", card("one"), "key", lock_screen="")
    assert [one.card for one in sender.take_new(seat(seats, "dsl"))] == [card("one")]
    sender.edit("amara", ref, card("two"))
    assert sender.count_new(seat(seats, "dsl")) == 0


def test_edit_of_what_an_earlier_process_brought_lays_it_there_anew(seats: Seats, sender: TerminalSender) -> None:
    sender.edit("amara", "gone", card("two"))
    assert texts(sender, seat(seats, "dsl")) == ["two"]


def test_what_one_of_a_channel_has_seen_is_still_new_to_the_other(seats: Seats, sender: TerminalSender) -> None:
    sender.post("oakfield#dsl", card("one"), "key", lock_screen="")
    list(sender.take_new(seat(seats, "dsl")))
    assert (sender.count_new(seat(seats, "dsl")), sender.count_new(seat(seats, "deputy"))) == (0, 1)


def test_messages_come_in_their_order(seats: Seats, sender: TerminalSender) -> None:
    for number in range(3):
        sender.post("amara", card(str(number)), f"key {number}", lock_screen="")
    assert texts(sender, seat(seats, "dsl")) == ["0", "1", "2"]
