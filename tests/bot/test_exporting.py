"""Whoever may export a report gets every word of it, in three forms, and the log says so; nobody else gets any."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from pypdf import PageObject, PdfReader
from sqlalchemy import select

from bot import wording
from bot.audit import AuditEvent
from bot.cards import visible
from bot.exporting import ABOUT, ADDED, COLUMNS, DONE, REPORTED, Exported, ExportForm, export_report
from bot.filing import UnknownReport
from bot.forms import FieldType, form
from bot.office import Office
from bot.reporting import add_information, withdraw
from bot.reports import Kind, Outcome, Person, Report
from bot.responding import Refusal, Why, acknowledge, add_note, contact_reporter, open_report, record_outcome
from bot.retention import hold, mark_recorded
from bot.store.tables import audit, outbox
from tests.bot.conftest import FILLED, FakeClock, Submit

PersonOf = Callable[[str], Person]

LINES = "first line\n\nOutcome: No further action\nKind: Something else"
NASTY = {
    "emoji": "🙂 and 👩‍👩‍👧",
    "other scripts": "مرحبا Привет 你好 żółć ğ",
    "direction": "\u202eevil\u202c",
    "half a character": "caf\udce9",
    "nul": "a\x00b",
    "controls": "\x1b[31m\x0b\x0c\u2028\x85",
    "letters apart from their accents": "Zoe\u0308 and e\u0301",
    "tab": "a\tb",
    "one long word": "x" * 2_000,
    "many lines": "\n" * 200 + "end",
    "mark-up": "<b>bold</b> &amp; <!here> {{DATE()}} (x) \\) endstream",
    "code of ours": "⟨U+1F600⟩",
    "end of unicode": "\U0010ffff\ufffe\U000e0041",
}


def export(office: Office, person: Person, report: Report, form: ExportForm = ExportForm.TEXT) -> Exported:
    exported = export_report(office, person, report.id, form)
    assert isinstance(exported, Exported)
    return exported


def text_of(office: Office, person: Person, report: Report) -> str:
    return export(office, person, report).content.decode("utf-8")


def lines_of(office: Office, person: Person, report: Report) -> list[str]:
    return text_of(office, person, report).split("\n")


def cells_of(office: Office, person: Person, report: Report) -> list[list[str]]:
    written = export(office, person, report, ExportForm.CSV).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(written, newline="")))


def pages_of(office: Office, person: Person, report: Report) -> list[str]:
    read = PdfReader(BytesIO(export(office, person, report, ExportForm.PDF).content))
    return [page.extract_text() for page in read.pages]


def print_of(office: Office, person: Person, report: Report) -> str:
    """What stands on the pages, without spaces and ends of lines: those a print may move."""
    return "".join("".join(pages_of(office, person, report)).split())


def events_of(office: Office, event: AuditEvent) -> list[dict[str, str]]:
    with office.looking() as connection:
        written = [json.loads(one) for one in connection.execute(select(audit.c.event).order_by(audit.c.seq)).scalars()]
    return [one for one in written if one["event"] == event]


@pytest.fixture
def amara(person: PersonOf) -> Person:
    return person("amara")


@pytest.fixture
def worked_on(office: Office, submit: Submit, person: PersonOf, clock: FakeClock) -> Report:
    """A report that has been through everything, a step every ten minutes from 10:31 on."""
    report, amara, ben = submit(office), person("amara"), person("ben")
    for step in (
        lambda: open_report(office, ben, report.id),
        lambda: open_report(office, amara, report.id),
        lambda: acknowledge(office, amara, report.id),
        lambda: add_note(office, amara, report.id, "I rang the family."),
        lambda: contact_reporter(office, ben, report.id, "Thank you. Which day was it?"),
        lambda: add_information(office, person("tess"), report.id, "It was Sunday."),
        lambda: record_outcome(office, amara, report.id, Outcome.EARLY_HELP, "Agreed with the family."),
        lambda: mark_recorded(office, amara, report.id),
        lambda: hold(office, person("chidi"), report.id),
    ):
        clock.move(timedelta(minutes=10))
        step()
    return report


# --- who may ---


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (Kind.PUPIL_CONTACT, {"amara", "ben", "chidi"}),
        (Kind.SAFEGUARDING_CONCERN, {"amara", "ben", "chidi"}),
        (Kind.ADULT_CONCERN, {"chidi"}),
        (Kind.ONLINE_INCIDENT, {"amara", "ben", "chidi", "eve"}),
    ],
)
@pytest.mark.parametrize("name", ["amara", "ben", "chidi", "dana", "eve", "farid", "tess"])
def test_only_those_who_receive_a_kind_export_it(office: Office, submit: Submit, person: PersonOf, kind: Kind, allowed: set[str], name: str) -> None:
    exported = export_report(office, person(name), submit(office, kind).id, ExportForm.TEXT)
    assert isinstance(exported, Exported) if name in allowed else exported == Refusal(Why.NOT_ALLOWED)


def test_person_whom_it_is_about_does_not_export_it(office: Office, submit: Submit, amara: Person) -> None:
    assert export_report(office, amara, submit(office, about=("amara",)).id, ExportForm.PDF) == Refusal(Why.NOT_ALLOWED)


def test_chair_exports_what_is_about_the_head(office: Office, submit: Submit, person: PersonOf) -> None:
    report = submit(office, Kind.ADULT_CONCERN, about=("chidi",))
    assert "Shouted at a child." in text_of(office, person("dana"), report)


def test_guest_does_not_export(office: Office, submit: Submit, amara: Person) -> None:
    assert export_report(office, replace(amara, full_member=False), submit(office).id, ExportForm.TEXT) == Refusal(Why.NOT_ALLOWED)


def test_person_of_another_school_does_not_export(office: Office, submit: Submit, amara: Person) -> None:
    assert export_report(office, replace(amara, school="elmfield"), submit(office).id, ExportForm.TEXT) == Refusal(Why.NOT_ALLOWED)


def test_report_that_does_not_exist_is_not_exported(office: Office, amara: Person) -> None:
    with pytest.raises(UnknownReport):
        export_report(office, amara, "nothing", ExportForm.TEXT)


# --- what is kept of it ---


@pytest.mark.parametrize("form", ExportForm)
def test_export_is_logged_with_who_and_in_which_form(office: Office, submit: Submit, amara: Person, form: ExportForm) -> None:
    report = submit(office)
    export(office, amara, report, form)
    assert events_of(office, AuditEvent.EXPORTED) == [{"detail": form, "event": "exported", "person": "amara", "report": report.id}]


def test_each_export_is_logged(office: Office, submit: Submit, amara: Person) -> None:
    report = submit(office)
    export(office, amara, report)
    export(office, amara, report)
    assert len(events_of(office, AuditEvent.EXPORTED)) == 2


def test_refusal_is_logged_and_no_export_is(office: Office, submit: Submit, person: PersonOf) -> None:
    report = submit(office)
    export_report(office, person("farid"), report.id, ExportForm.TEXT)
    assert events_of(office, AuditEvent.REFUSED) == [{"detail": "export", "event": "refused", "person": "farid", "report": report.id}]
    assert events_of(office, AuditEvent.EXPORTED) == []


def test_refused_export_is_no_opening(office: Office, submit: Submit, person: PersonOf) -> None:
    report = submit(office)
    export_report(office, person("farid"), report.id, ExportForm.TEXT)
    with office.looking() as connection:
        assert office.filing.openings(connection, report.id) == ()


def test_who_exports_has_opened(office: Office, submit: Submit, amara: Person) -> None:
    report = submit(office)
    assert "Opened, Amara Obi, Mon 16 Nov 2026 10:31 GMT" in lines_of(office, amara, report)
    with office.looking() as connection:
        assert office.filing.has_opened(connection, report.id, "amara")


def test_reporter_hears_of_an_export_as_of_an_opening(office: Office, submit: Submit, amara: Person) -> None:
    export(office, amara, submit(office))
    with office.looking() as connection:
        assert "tell_reporter" in connection.execute(select(outbox.c.kind)).scalars().all()


@pytest.mark.parametrize("form", ExportForm)
def test_no_word_of_it_is_left_in_the_store(office: Office, submit: Submit, amara: Person, form: ExportForm) -> None:
    export(office, amara, submit(office, what_was_said="canarybird"), form)
    store = office.engine.url.database
    assert store is not None
    with open(store, "rb") as file:
        assert b"canarybird" not in file.read()


@pytest.mark.parametrize("form", ExportForm)
def test_shown_in_a_log_an_export_tells_its_name_only(office: Office, submit: Submit, amara: Person, form: ExportForm) -> None:
    exported = export(office, amara, submit(office, what_was_said="canarybird"), form)
    assert "R-0001" in repr(exported)
    assert "canarybird" not in repr(exported)
    assert "content" not in repr(exported)


@pytest.mark.parametrize(
    ("form", "name", "media_type"),
    [
        (ExportForm.TEXT, "R-0001.txt", "text/plain; charset=utf-8"),
        (ExportForm.CSV, "R-0001.csv", "text/csv; charset=utf-8"),
        (ExportForm.PDF, "R-0001.pdf", "application/pdf"),
    ],
)
def test_file_is_named_by_its_reference(office: Office, submit: Submit, amara: Person, form: ExportForm, name: str, media_type: str) -> None:
    exported = export(office, amara, submit(office), form)
    assert (exported.name, exported.media_type) == (name, media_type)


# --- text ---


@pytest.mark.parametrize("kind", Kind)
def test_every_question_of_the_form_stands_in_the_text(office: Office, submit: Submit, person: PersonOf, kind: Kind) -> None:
    written = text_of(office, person("chidi"), submit(office, kind))
    assert [one.label for one in form(kind).fields if f"\n{one.label}" not in written] == []


@pytest.mark.parametrize("kind", Kind)
def test_every_answer_stands_in_the_text(office: Office, submit: Submit, person: PersonOf, kind: Kind) -> None:
    written = text_of(office, person("chidi"), submit(office, kind))
    choices = {one.name: dict(one.choices) for one in form(kind).fields if one.type is FieldType.CHOICE}
    assert [one for one, typed in FILLED[kind].items() if choices.get(one, {}).get(typed, typed) not in written] == []


def test_hand_over_reads_from_the_report_to_what_was_done(office: Office, worked_on: Report, amara: Person) -> None:
    assert text_of(office, amara, worked_on) == HAND_OVER


HAND_OVER = f"""\
R-0001, Pupil contact

ABOUT THIS REPORT
Report: R-0001
School: Oakfield School
Kind: Pupil contact
Urgency: not urgent
Reported, Tess Byrne, Mon 16 Nov 2026 10:31 GMT
Where it stands: Closed
Times are those of: Europe/London
Exported, Amara Obi, Mon 16 Nov 2026 12:01 GMT
Who may read this: {wording.FOR_THOSE_WHO_NEED}

WHAT WAS REPORTED
Is a child in immediate danger now? (nothing written)
Which network or app? Snapchat
On whose account? My own
Which pupils? Robin, Year 9
Pupil now, or in the past? (nothing written)
Is the pupil one of your family? (nothing written)
When was it? yesterday 9pm
which I read as: Sun 15 Nov 2026 21:00
Who started it? (nothing written)
What was said or sent? hi sir
Was there a reply? (nothing written)
What has been done so far? (nothing written)
Link, if there is one: (nothing written)
Is it about a member of staff? (nothing written)
Their name, if you could not choose it above: (nothing written)

WHAT WAS ADDED
Note, Amara Obi, Mon 16 Nov 2026 11:11 GMT: I rang the family.
Message to the reporter, Ben Hale, Mon 16 Nov 2026 11:21 GMT: Thank you. Which day was it?
Added by the reporter, Tess Byrne, Mon 16 Nov 2026 11:31 GMT: It was Sunday.
Reason for the outcome, Amara Obi, Mon 16 Nov 2026 11:41 GMT: Agreed with the family.

WHAT WAS DONE
Opened, Ben Hale, Mon 16 Nov 2026 10:41 GMT
Opened, Amara Obi, Mon 16 Nov 2026 10:51 GMT
Acknowledged, Amara Obi, Mon 16 Nov 2026 11:01 GMT
Assigned to: Amara Obi
Outcome: Early help
Closed, Amara Obi, Mon 16 Nov 2026 11:41 GMT
Marked as recorded in your own safeguarding system, Mon 16 Nov 2026 11:51 GMT
Please note: On hold: it is not deleted.
"""


def test_times_in_summer_are_those_of_summer(office: Office, submit: Submit, amara: Person, clock: FakeClock) -> None:
    clock.move(timedelta(days=200))
    assert "Reported, Tess Byrne, Fri 4 Jun 2027 11:31 BST" in lines_of(office, amara, submit(office))


def test_night_with_an_hour_that_comes_twice_tells_which(office: Office, submit: Submit, amara: Person, clock: FakeClock) -> None:
    clock.move(timedelta(days=348, hours=14))  # 31 Oct 2027, 00:31 UTC
    first = submit(office)
    clock.move(timedelta(hours=1))
    second = submit(office)
    assert "Reported, Tess Byrne, Sun 31 Oct 2027 01:31 BST" in lines_of(office, amara, first)
    assert "Reported, Tess Byrne, Sun 31 Oct 2027 01:31 GMT" in lines_of(office, amara, second)


def test_time_of_the_export_is_the_one_that_people_are_shown(office: Office, submit: Submit, amara: Person, clock: FakeClock) -> None:
    clock.set_wall(timedelta(hours=1))
    assert "Exported, Amara Obi, Mon 16 Nov 2026 11:31 GMT" in lines_of(office, amara, submit(office))


def test_typed_lines_never_look_like_lines_of_ours(office: Office, submit: Submit, amara: Person) -> None:
    report = submit(office, what_was_said=LINES)
    add_note(office, amara, report.id, LINES)
    lines = lines_of(office, amara, report)
    assert [line for line in lines if line.startswith(("Outcome", "Kind"))] == ["Kind: Pupil contact"]
    assert lines.count("  Outcome: No further action") == 2


def test_person_it_is_about_is_named(office: Office, submit: Submit, person: PersonOf) -> None:
    report = submit(office, about=("amara",))
    lines = lines_of(office, person("ben"), report)
    assert "Is it about a member of staff? Amara Obi" in lines
    assert f"{wording.KEPT_FROM}: Amara Obi" in lines


def test_urgent_report_says_so(office: Office, submit: Submit, amara: Person) -> None:
    assert "Urgency: urgent" in lines_of(office, amara, submit(office, immediate_danger="yes"))


def test_report_of_a_guest_says_so(office: Office, submit: Submit, amara: Person, person: PersonOf) -> None:
    report = submit(office, reporter=replace(person("tess"), full_member=False))
    assert f"Please note: {wording.ODD_REPORTER}" in lines_of(office, amara, report)


def test_withdrawn_report_tells_who_withdrew_it(office: Office, submit: Submit, amara: Person, person: PersonOf) -> None:
    report = submit(office)
    withdraw(office, person("tess"), report.id)
    lines = lines_of(office, amara, report)
    assert "Where it stands: Withdrawn by the reporter" in lines
    assert "Withdrawn, Tess Byrne, Mon 16 Nov 2026 10:31 GMT" in lines


def test_withheld_name_stays_withheld(office: Office, submit: Submit, amara: Person, person: PersonOf) -> None:
    tess = replace(person("tess"), name="")
    report = submit(office, reporter=tess)
    add_information(office, tess, report.id, "It was Sunday.")
    written = text_of(office, amara, report)
    assert f"Reported, {wording.NAME_WITHHELD}, " in written
    assert f"Added by the reporter, {wording.NAME_WITHHELD}, " in written
    assert "tess" not in written


def test_name_of_several_lines_stays_on_one(office: Office, submit: Submit, amara: Person, person: PersonOf) -> None:
    report = submit(office, reporter=replace(person("tess"), name="Tess\nOutcome: none"))
    assert "Reported, Tess Outcome: none, Mon 16 Nov 2026 10:31 GMT" in lines_of(office, amara, report)


@pytest.mark.parametrize("typed", NASTY.values(), ids=NASTY)
def test_any_text_is_exported_as_text(office: Office, submit: Submit, amara: Person, typed: str) -> None:
    lines = lines_of(office, amara, submit(office, what_was_said=typed))
    assert [line for line in visible(typed).split("\n") if not any(written.endswith(line.rstrip()) for written in lines)] == []


def test_what_would_hide_or_turn_is_shown_as_its_code(office: Office, submit: Submit, amara: Person) -> None:
    assert "What was said or sent? ⟨U+202E⟩evil caf⟨U+DCE9⟩" in lines_of(office, amara, submit(office, what_was_said="\u202eevil caf\udce9"))


# --- CSV ---


def test_csv_has_a_row_for_each_field_and_note(office: Office, worked_on: Report, amara: Person) -> None:
    rows = cells_of(office, amara, worked_on)
    assert rows[0] == list(COLUMNS)
    assert ["R-0001", "What was reported", "Which pupils?", "Robin, Year 9", "", ""] in rows
    assert ["R-0001", "What was added", "Note", "I rang the family.", "Amara Obi", "Mon 16 Nov 2026 11:11 GMT"] in rows
    assert ["R-0001", "What was done", "Opened", "", "Ben Hale", "Mon 16 Nov 2026 10:41 GMT"] in rows


def test_csv_and_text_tell_the_same(office: Office, worked_on: Report, amara: Person) -> None:
    rows, written = cells_of(office, amara, worked_on)[1:], text_of(office, amara, worked_on)
    assert [row for row in rows if not all(cell in written for cell in row[2:])] == []
    assert len(rows) == len([line for line in HAND_OVER.split("\n") if line and not line.isupper()]) - 1


def test_csv_says_that_it_is_unicode(office: Office, submit: Submit, amara: Person) -> None:
    assert export(office, amara, submit(office), ExportForm.CSV).content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", " =", "\n=", "\u00a0="])
def test_no_cell_is_taken_for_a_formula(office: Office, submit: Submit, amara: Person, begins: str) -> None:
    report = submit(office, what_was_said=f'{begins}HYPERLINK("https://example.org")', network="-1+1")
    add_note(office, amara, report.id, f"{begins}1+1")
    cells = [cell for row in cells_of(office, amara, report) for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝＋－＠")) or cell.startswith("\t")] == []
    assert f"'{begins}1+1" in cells


@pytest.mark.parametrize("typed", ["a - b", "1+1", "tess@oakfield.example", "'quoted'", 'say "no"', "a,b;c", "two\nlines"])
def test_harmless_cell_is_left_as_it_is(office: Office, submit: Submit, amara: Person, typed: str) -> None:
    assert typed in [row[3] for row in cells_of(office, amara, submit(office, what_was_said=typed))]


@pytest.mark.parametrize("typed", NASTY.values(), ids=NASTY)
def test_any_text_is_exported_as_csv(office: Office, submit: Submit, amara: Person, typed: str) -> None:
    rows = cells_of(office, amara, submit(office, what_was_said=typed))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row for row in rows if "\x00" in row[3] or "\u202e" in row[3]] == []


# --- PDF ---


def test_pdf_tells_what_the_text_tells(office: Office, worked_on: Report, amara: Person) -> None:
    printed = print_of(office, amara, worked_on)
    titles = [line for line in HAND_OVER.split("\n") if line.isupper()]
    words = [line for line in HAND_OVER.split("\n") if line not in titles]
    assert [line for line in words if "".join(line.split()) not in printed] == []
    assert [title for title in titles if "".join(title.capitalize().split()) not in printed] == []


def test_pages_are_numbered_under_the_reference(office: Office, submit: Submit, amara: Person) -> None:
    pages = pages_of(office, amara, submit(office, what_was_said="word " * 500))
    assert [page.strip().split("\n")[-1] for page in pages] == ["R-0001, page 1 of 2", "R-0001, page 2 of 2"]


def test_page_is_a4(office: Office, submit: Submit, amara: Person) -> None:
    read = PdfReader(BytesIO(export(office, amara, submit(office), ExportForm.PDF).content))
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]


def test_pdf_says_of_itself_only_its_reference(office: Office, submit: Submit, amara: Person) -> None:
    read = PdfReader(BytesIO(export(office, amara, submit(office, what_was_said="canarybird"), ExportForm.PDF).content))
    assert read.metadata is not None
    assert read.metadata.title == "R-0001"
    assert "canarybird" not in str(dict(read.metadata))


def test_pdf_brings_its_fonts_along(office: Office, submit: Submit, amara: Person) -> None:
    read = PdfReader(BytesIO(export(office, amara, submit(office, what_was_said="żółć 🙂"), ExportForm.PDF).content))
    fonts = [font.get_object() for font in read.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert {"/FontFile2" in font["/FontDescriptor"] for font in fonts if font["/Subtype"] == "/TrueType"} == {True}
    assert any(font["/Subtype"] == "/TrueType" for font in fonts)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("🙂 here", "⟨U+1F642⟩ here"),
        ("你好", "⟨U+4F60⟩⟨U+597D⟩"),
        ("Żaneta Łoś", "⟨U+017B⟩aneta Ło⟨U+015B⟩"),
        ("Zoe\u0308", "Zoë"),
        ("co\u2011operate", "co\u2011operate"),
        ("“quoted” – it’s €5 …", "“quoted” – it’s €5 …"),
        ("<b>&amp;</b> (\\)", "<b>&amp;</b> (\\)"),
        ("\u202eevil", "⟨U+202E⟩evil"),
    ],
)
def test_letter_that_the_font_lacks_is_printed_as_its_code(office: Office, submit: Submit, amara: Person, typed: str, printed: str) -> None:
    assert "".join(printed.split()) in print_of(office, amara, submit(office, what_was_said=typed))


def test_print_with_codes_says_what_they_are(office: Office, submit: Submit, amara: Person) -> None:
    says = "A letter that this print cannot show"
    assert says in pages_of(office, amara, submit(office, what_was_said="🙂"))[0]
    assert says not in pages_of(office, amara, submit(office))[0]


@pytest.mark.parametrize("typed", NASTY.values(), ids=NASTY)
def test_any_text_is_exported_as_pdf(office: Office, submit: Submit, amara: Person, typed: str) -> None:
    report = submit(office, what_was_said=typed, reporter=replace(amara, id="terminal:odd", name=f"Odd {typed[:40]}"))
    assert "R-0001,page1of" in print_of(office, amara, report)


@pytest.mark.parametrize("typed", [NASTY["one long word"], "word " * 400, "ab " * 30 + "y" * 500 + " end", "W" * 70 + " " + "i" * 300])
def test_no_letter_is_lost_where_lines_are_cut(office: Office, submit: Submit, amara: Person, typed: str) -> None:
    pages = pages_of(office, amara, submit(office, what_was_said=typed))
    without_feet = ("\n".join(line for line in page.split("\n") if ", page " not in line) for page in pages)
    assert "".join(typed.split()) in "".join("".join(without_feet).split())


def test_no_label_ends_a_page_and_no_gap_begins_one(office: Office, submit: Submit, amara: Person) -> None:
    """With each line more, everything after it moves down by one, so each label and gap comes to a foot once."""
    feet, tops = [], set()
    for lines in range(2, 28):
        report = submit(office, what_was_said="line\n" * lines)
        for _ in range(2):
            add_note(office, amara, report.id, "two\nlines")
        first, *later = PdfReader(BytesIO(export(office, amara, report, ExportForm.PDF).content)).pages
        feet += [page.extract_text().strip().split("\n")[-2].strip() for page in (first, *later[:-1]) if later]
        tops |= {max(heights_of(page)) for page in later}
    assert [foot for foot in feet if foot.endswith((":", "?")) or foot in (ABOUT, REPORTED, ADDED, DONE)] == []
    assert len(tops) == 1


def heights_of(page: PageObject) -> list[float]:
    """Return how high each text of a page stands."""
    found: list[float] = []
    page.extract_text(visitor_text=lambda text, _cm, matrix, _font, _size: found.append(matrix[5]) if text.strip() else None)
    return found


def test_longest_report_is_printed(office: Office, submit: Submit, amara: Person) -> None:
    report = submit(office, Kind.SAFEGUARDING_CONCERN, what_happened="wörd " * 2_000, action_taken="x" * 10_000)
    assert len(pages_of(office, amara, report)) > 3


def test_several_are_printed_at_once(office: Office, submit: Submit, amara: Person) -> None:
    texts = ["".join(map(chr, range(start, start + 50))) for start in (0x21, 0x30, 0x40, 0xC0)] * 3
    reports = [submit(office, what_was_said=text) for text in texts]
    with ThreadPoolExecutor(4) as together:
        printed = list(together.map(lambda report: print_of(office, amara, report), reports))
    assert [text for text, page in zip(texts, printed, strict=True) if text not in page] == []
