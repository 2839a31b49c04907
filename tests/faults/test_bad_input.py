"""Whatever is typed into a form or a note: a clear word on the field and nothing stored, or exactly that stored, once. On both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from bot import pressing, wording
from bot import report_cards as cards
from bot.cards import is_blank, visible
from bot.filing import UnknownReport
from bot.forms import LONGEST, FieldType, FormField, fault_of, form
from bot.office import Office
from bot.reporting import NotYours, Stored, add_information, messages_to, my_reports, read_form, submit_report
from bot.reports import Kind, NoteKind, Outcome, Person, Refused, Report, Submission
from bot.responding import Done, Opened, Refusal, Why, add_note, contact_reporter, open_report, record_outcome, reopen
from bot.sealing import new_ring
from bot.store.engine import open_engine
from bot.store.tables import audit, note, outbox, report
from bot.telling import Teller, names_of
from tests.faults.world import FILLED, SCHOOL, Machine, empty, make_database, open_office

TESS = Person("slack:tess", "Tess Byrne", SCHOOL)
KINDS = list(Kind)
LONDON = "Europe/London"
ODD = {
    "as long as may be": "x" * LONGEST,
    "emoji as long as may be": "🏫" * LONGEST,
    "letters with many accents": "a" + "\u0301" * 3_000,
    "bidi": "the \u202egnirts\u202c \u2066here\u2069",
    "lone surrogates": "half \ud83d an emoji, and \udfeb the other",
    "zero width": "R\u200bo\u200db\u2060in\ufeff",
    "controls": "bell \x07 escape \x1b[31mred\x1b[0m backspace \b delete \x7f",
    "line ends": "one\r\ntwo\rthree\nfour\u2028five\u2029six\x0bseven\x85eight",
    "mentions of Slack": "<!channel> <!here> <@U012345> <#C012345> <https://example.org|safe>",
    "mentions of Teams": "<at>everyone</at> {{DATE(2026-11-28T00:00:00Z, SHORT)}} [text](https://example.org)",
    "Markdown": "**bold** _it_ ~~gone~~ `code` ```\nblock\n``` # head\n> quote\n- [ ] do\n![i](https://example.org/i.png)",
    "mark-up": "<script>alert(1)</script> &amp; &lt; <b>b</b>",
    "a statement": "'); DROP TABLE report; -- %s %(x)s {0} {x} $1 ?",
    "emoji": "👩🏽\u200d🏫 🏳️\u200d🌈 1️⃣ ☠️",
    "right to left": "שלום مرحبا",
    "composed and decomposed": "café cafe\u0301 ﬁ Å Å",
    "private and unassigned": "\ue000 \U0010ffff \ufdd0 \U000e0041",
    "spaces around": "  \t text \n ",
    "a formula": "=HYPERLINK(1) +1 @x",
}
"""Stored exactly as typed, and shown with whatever would hide made visible."""
SHORT = {name: text for name, text in ODD.items() if len(text) < 1_000}
TOO_LONG = {"20,000 letters": "x" * 20_000, "20,000 emoji": "🏫" * 20_000, "20,000 of a few words": ("he said <!channel> " * 1_100)[:20_000]}
NUL = {"a null character": "a\0b"}
NOTHING = {"empty": "", "spaces": "   \t\n ", "zero width": "\u200b\u2060\ufeff", "a blank letter": "\u3164\u115f"}
ANYTHING = st.text(st.characters() | st.sampled_from("\0\ud800\udfff\u202e\u200b\r\n\t\x1b<>&*_`'\"\\%"), max_size=80)
keys = (f"form-{number}" for number in count())


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of each kind, of which every test gets a clean sheet."""
    url = f"sqlite:///{tmp_path_factory.mktemp('input') / 'signpost.sqlite'}"
    if request.param == "postgresql":
        url = make_database(request.getfixturevalue("postgresql_server"))
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def office(database: Engine) -> Office:
    empty(database)
    return open_office(database, Machine(), new_ring())


@pytest.fixture
def amara(office: Office) -> Person:
    found = office.people.person("amara", SCHOOL)
    assert found is not None
    return found


def stored_rows(office: Office) -> tuple[int, ...]:
    """Return how much there is of everything that a report leaves."""
    with office.looking() as connection:
        return tuple(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (report, note, outbox, audit))


def typed_fields(kind: Kind) -> list[FormField]:
    return [one for one in form(kind).fields if one.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LINK)]


def errors_of(office: Office, kind: Kind, **typed: str) -> dict[str, str]:
    """Return what is said on which field; nothing is stored."""
    before = stored_rows(office)
    read = read_form(office, kind, {**FILLED[kind], **typed}, (), key=next(keys), reporter=TESS)
    assert stored_rows(office) == before
    return {one.field: one.message for one in read.errors} if isinstance(read, Refused) else {}


def submit(office: Office, kind: Kind, typed: Mapping[str, str], *, about: tuple[str, ...] = (), reporter: Person = TESS) -> Report:
    read = read_form(office, kind, {**FILLED[kind], **typed}, about, key=next(keys), reporter=reporter)
    assert isinstance(read, Submission)
    return submit_report(office, read).standing.report


def reader_of(office: Office, of: Report) -> Person:
    """Return somebody who may open a report; a name that was typed may have excluded those who come first."""
    ids = (one for one in ("amara", "ben", "chidi", "dana", "eve") if one not in of.excluded)
    people = (office.people.person(one, SCHOOL) for one in ids)
    return next(one for one in people if one is not None and isinstance(open_report(office, one, of.id), Opened))


def opened_by(office: Office, person: Person, of: Report) -> Opened:
    opened = open_report(office, person, of.id)
    assert isinstance(opened, Opened)
    return opened


# --- forms: what is refused ---


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
def test_text_that_is_too_long_is_told_on_its_field_with_how_much_must_come_out(office: Office, kind: Kind, text: str) -> None:
    for one in typed_fields(kind):
        assert errors_of(office, kind, **{one.name: text}) == {one.name: wording.too_long(10_000)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", NUL.values(), ids=NUL)
def test_null_character_is_told_on_its_field(office: Office, kind: Kind, text: str) -> None:
    for one in (*typed_fields(kind), next(one for one in form(kind).fields if one.type is FieldType.DATE_TIME)):
        assert errors_of(office, kind, **{one.name: text}) == {one.name: wording.FIELD_NUL}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_field_in_which_nothing_can_be_seen_is_asked_for_where_it_is_needed(office: Office, kind: Kind, text: str) -> None:
    needed = [one for one in typed_fields(kind) if one.required]
    told = errors_of(office, kind, **{one.name: text for one in needed})
    assert told == {one.name: wording.FIELD_EMPTY for one in needed}


@pytest.mark.parametrize("kind", KINDS)
def test_form_with_nothing_in_it_says_what_is_needed_on_every_field_at_once(office: Office, kind: Kind) -> None:
    read = read_form(office, kind, {}, (), key=next(keys), reporter=TESS)
    assert isinstance(read, Refused)
    needed = {one.name for one in form(kind).fields if one.required and one.type is not FieldType.PEOPLE}
    assert {one.field for one in read.errors} - {"adult_name"} == needed


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["17/11/2026 09:00", "2026-11-16 10:32", "tomorrow", "31/12/2099 23:59"])
def test_time_to_come_is_told_on_its_field(office: Office, kind: Kind, typed: str) -> None:
    assert errors_of(office, kind, happened_at=typed) == {"happened_at": wording.DATE_TO_COME}


@pytest.mark.parametrize("typed", ["31/02/2026", "25:61", "now and then", "<!channel>", "\u202e9102", "9" * 9_000, "9\ud800", "99/99/9999"])
def test_time_that_cannot_be_read_says_how_to_write_it(office: Office, typed: str) -> None:
    assert errors_of(office, Kind.PUPIL_CONTACT, happened_at=typed) == {"happened_at": wording.DATE_UNREADABLE}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("choice", ["maybe", "YES", "yes ", "<!channel>", "yes\ud800", "\u202eyes", "x" * 9_000])
def test_choice_that_was_not_offered_is_told_on_its_field(office: Office, kind: Kind, choice: str) -> None:
    for one in form(kind).fields:
        if one.type is FieldType.CHOICE:
            assert errors_of(office, kind, **{one.name: choice}) == {one.name: wording.CHOICE_UNKNOWN}


def test_every_fault_of_a_form_is_told_at_once_and_none_repeats_what_was_typed(office: Office) -> None:
    told = errors_of(office, Kind.PUPIL_CONTACT, network="zebra\0", account="zebra", pupils="zebra" * 4_000, happened_at="zebra", what_was_said="")
    assert set(told) == {"network", "account", "pupils", "happened_at", "what_was_said"}
    assert not [message for message in told.values() if "zebra" in message]


# --- forms: what is stored ---


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_in_every_field_is_stored_as_typed_and_shown_with_nothing_hidden(office: Office, kind: Kind, text: str) -> None:
    names = [one.name for one in typed_fields(kind)]
    stored = submit(office, kind, dict.fromkeys(names, text))
    opened = opened_by(office, reader_of(office, stored), stored)
    assert {name: opened.content.fields[name] for name in names} == dict.fromkeys(names, text)
    shown = cards.opened_report(stored, opened.content, opened.notes, names_of(office, SCHOOL), timezone=LONDON).plain_text()
    assert visible(shown) == shown
    assert all(line in shown for line in visible(text).split("\n"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_in_the_fields_that_may_stay_empty_is_no_fault(office: Office, kind: Kind, text: str) -> None:
    stored = submit(office, kind, {one.name: text for one in typed_fields(kind) if not one.required and one.name not in FILLED[kind]})
    assert all(opened_by(office, reader_of(office, stored), stored).content.fields.values())


def test_field_that_the_form_does_not_ask_is_not_stored(office: Office, amara: Person) -> None:
    stored = submit(office, Kind.PUPIL_CONTACT, {"state": "closed", "excluded": "amara", "school": "elmfield", "<!channel>": "\0", "": "x"})
    opened = opened_by(office, amara, stored)
    assert dict(opened.content.fields) == FILLED[Kind.PUPIL_CONTACT]
    assert stored.excluded == frozenset()


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_odd_name_of_a_reporter_breaks_no_card(office: Office, amara: Person, text: str) -> None:
    stored = submit(office, Kind.PUPIL_CONTACT, {}, reporter=replace(TESS, name=text))
    assert opened_by(office, amara, stored).content.reporter_name == text
    with office.looking() as connection:
        card = Teller(office, connection, stored).sealed_card()
    assert visible(card.plain_text()) == card.plain_text()
    assert len(card.plain_text().split("\n")) == len(submitted_plainly(office).plain_text().split("\n"))


def submitted_plainly(office: Office) -> cards.Card:
    stored = submit(office, Kind.PUPIL_CONTACT, {})
    add = opened_by(office, office.people.person("amara", SCHOOL) or TESS, stored)
    with office.looking() as connection:
        return Teller(office, connection, add.standing.report).sealed_card()


@pytest.mark.parametrize(
    "picked", [text for text in ODD.values() if len(text) < 5_000], ids=[name for name, text in ODD.items() if len(text) < 5_000]
)
def test_odd_id_from_a_people_picker_is_sealed_with_the_rest(office: Office, picked: str) -> None:
    stored = submit(office, Kind.PUPIL_CONTACT, {}, about=(picked, "", "ben"))
    opened = opened_by(office, reader_of(office, stored), stored)
    assert opened.content.about == (picked, "", "ben")
    assert {picked.strip(), "ben"} <= stored.excluded
    shown = cards.opened_report(stored, opened.content, (), names_of(office, SCHOOL), timezone=LONDON).plain_text()
    assert visible(shown) == shown


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_whatever_is_typed_is_refused_on_its_fields_or_stored_as_typed(office: Office, kind: Kind, data: st.DataObject) -> None:
    names = [one.name for one in form(kind).fields if one.type is not FieldType.PEOPLE]
    typed = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING, max_size=4))
    before = stored_rows(office)
    read = read_form(office, kind, {**FILLED[kind], **typed}, (), key=next(keys), reporter=TESS)
    if isinstance(read, Refused):
        assert {one.field for one in read.errors} <= {*typed, "adult_name"}
        assert stored_rows(office) == before
        return
    stored = submit_report(office, read).standing.report
    with office.looking() as connection:
        content = office.filing.content(connection, stored.id)
    assert content is not None
    assert dict(content.fields) == {name: text for name, text in {**FILLED[kind], **typed}.items() if text}


# --- one form, submitted more than once ---


@pytest.mark.parametrize("times", [2, 8])
def test_form_submitted_several_times_at_once_is_one_report(office: Office, times: int) -> None:
    for _ in range(5):
        read = read_form(office, Kind.PUPIL_CONTACT, FILLED[Kind.PUPIL_CONTACT], (), key=next(keys), reporter=TESS)
        assert isinstance(read, Submission)
        found = at_once(times, lambda read=read: submit_report(office, read))  # type: ignore[misc]
        assert len({one.standing.report.id for one in found}) == 1
        assert sorted(one.again for one in found) == [False, *[True] * (times - 1)]
    assert stored_rows(office)[0] == 5
    assert len(my_reports(office, TESS)) == 5


def test_forms_submitted_at_once_are_a_report_each_with_references_in_a_row(office: Office) -> None:
    forms = [read_form(office, kind, FILLED[kind], (), key=next(keys), reporter=TESS) for kind in KINDS * 2]
    waiting = iter(one for one in forms if isinstance(one, Submission))
    found = at_once(len(forms), lambda: submit_report(office, next(waiting)))
    assert sorted(one.standing.report.reference for one in found) == [f"R-{number:04d}" for number in range(1, len(forms) + 1)]


def test_form_sent_again_with_other_words_is_still_the_first_report(office: Office, amara: Person) -> None:
    first = read_form(office, Kind.PUPIL_CONTACT, FILLED[Kind.PUPIL_CONTACT], (), key="the same", reporter=TESS)
    second = read_form(office, Kind.PUPIL_CONTACT, {**FILLED[Kind.PUPIL_CONTACT], "what_was_said": "other words"}, (), key="the same", reporter=TESS)
    assert isinstance(first, Submission)
    assert isinstance(second, Submission)
    stored = submit_report(office, first).standing.report
    before = stored_rows(office)
    assert submit_report(office, second).standing.report.id == stored.id
    assert stored_rows(office) == before
    assert opened_by(office, amara, stored).content.fields["what_was_said"] == "hi sir"


def at_once(times: int, act: Callable[[], Stored]) -> list[Stored]:
    """Return what comes of doing something in several threads in the same instant."""
    barrier = Barrier(times)

    def wait_and_act(_: int) -> Stored:
        barrier.wait(10)
        return act()

    with ThreadPoolExecutor(times) as executor:
        return list(executor.map(wait_and_act, range(times)))


# --- what is added to a report ---

WORDS = {**ODD, **TOO_LONG, **NUL}
"""A verb that adds to a report stores whatever is not blank; how much a field takes is asked by `fault_of`, as of a form's."""


@pytest.fixture
def opened(office: Office, amara: Person) -> Report:
    """A report that amara has opened."""
    stored = submit(office, Kind.PUPIL_CONTACT, {})
    opened_by(office, amara, stored)
    return stored


def test_odd_notes_messages_reasons_and_information_are_stored_as_written(office: Office, amara: Person, opened: Report) -> None:
    for text in WORDS.values():
        assert isinstance(add_note(office, amara, opened.id, text), Done)
        assert isinstance(contact_reporter(office, amara, opened.id, text), Done)
        assert isinstance(record_outcome(office, amara, opened.id, Outcome.MONITOR, text), Done)
        assert isinstance(reopen(office, amara, opened.id, text), Done)
        add_information(office, TESS, opened.id, text)
    read = opened_by(office, amara, opened)
    kinds = (NoteKind.NOTE, NoteKind.MESSAGE, NoteKind.OUTCOME, NoteKind.NOTE, NoteKind.INFORMATION)
    assert sorted((one.kind, one.text) for one in read.notes) == sorted((kind, text) for text in WORDS.values() for kind in kinds)
    shown = cards.opened_report(opened, read.content, read.notes, names_of(office, SCHOOL), timezone=LONDON).plain_text()
    assert visible(shown) == shown
    assert sorted(one.text for one in messages_to(office, TESS, opened.id)) == sorted(WORDS.values())


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_words_in_which_nothing_can_be_seen_are_refused_and_nothing_is_stored(office: Office, amara: Person, opened: Report, text: str) -> None:
    before = stored_rows(office)
    assert add_note(office, amara, opened.id, text) == Refusal(Why.NO_REASON)
    assert contact_reporter(office, amara, opened.id, text) == Refusal(Why.NO_REASON)
    assert record_outcome(office, amara, opened.id, Outcome.MONITOR, text) == Refusal(Why.NO_REASON)
    assert reopen(office, amara, opened.id, text) == Refusal(Why.NO_REASON)
    assert stored_rows(office) == before


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_added_by_the_reporter_is_said_and_nothing_is_stored(office: Office, opened: Report, text: str) -> None:
    before = stored_rows(office)
    said = pressing.press(office, TESS, "add_information", opened.id, {"add_information": text})
    assert said.card == cards.refused(cards.WhyNot.NO_REASON)
    assert stored_rows(office) == before


@pytest.mark.parametrize("action", pressing.ASKS)
def test_what_a_button_asks_for_takes_as_much_as_a_field_of_a_form(office: Office, action: str) -> None:
    now = office.clock.wall()
    for one in (one for one in pressing.ASKS[action] if one.type is FieldType.LONG_TEXT):
        assert fault_of(one, "x" * 20_000, now=now, timezone=LONDON) == wording.too_long(10_000)
        assert fault_of(one, "a\0b", now=now, timezone=LONDON) == wording.FIELD_NUL
        assert {fault_of(one, text, now=now, timezone=LONDON) for text in NOTHING.values()} == {wording.FIELD_EMPTY}
        assert {fault_of(one, text, now=now, timezone=LONDON) for text in ODD.values() if not is_blank(text)} == {""}


@pytest.mark.parametrize("outcome", ["nonsense", "MONITOR", "<!channel>", "\ud800", "x" * 9_000])
def test_outcome_that_was_not_offered_is_refused_and_nothing_is_stored(office: Office, amara: Person, opened: Report, outcome: str) -> None:
    before = stored_rows(office)
    said = pressing.press(office, amara, "outcome", opened.id, {"outcome": outcome, "reason": "Rang home."})
    assert said.card == cards.refused(cards.WhyNot.NO_REASON)
    assert stored_rows(office) == before


@pytest.mark.parametrize("report_id", ["", "x", "R-0001", "' OR 1=1 --", "<!channel>", "9" * 9_000])
def test_report_that_does_not_exist_is_an_error_that_says_what_to_do(office: Office, amara: Person, report_id: str) -> None:
    verbs: Iterator[Callable[[], object]] = iter(
        (
            lambda: open_report(office, amara, report_id),
            lambda: add_note(office, amara, report_id, "x"),
            lambda: add_information(office, TESS, report_id, "x"),
        )
    )
    for act in verbs:
        with pytest.raises(UnknownReport, match="there is no such report"):
            act()


def test_words_to_a_report_of_somebody_else_are_an_error_and_nothing_is_stored(office: Office, opened: Report) -> None:
    before = stored_rows(office)
    for text in WORDS.values():
        with pytest.raises(NotYours):
            add_information(office, replace(TESS, id="slack:other"), opened.id, text)
    assert stored_rows(office) == before
