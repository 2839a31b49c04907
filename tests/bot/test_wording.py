"""Every sentence that a person reads is British, blames nobody, promises nothing that is not so, and is used."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import pressing, wording
from bot.forms import form
from bot.report_cards import Deed, Trouble, WhyNot
from bot.reports import Kind, NoteKind, Outcome, Role, State
from bot.unanswered import KEPT_FOR
from bot.wording import answers, care, chats, forms, received, reports
from knowledge.clauses import Verdict

ROOT = Path(__file__).parents[2]
FOLDER = Path(wording.__file__).parent
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py")))
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("bot", "adapters")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.parent != FOLDER and path.name != "__init__.py"
)
CONSTANTS = sorted(name for name in vars(wording) if name.isupper())
FUNCTIONS = sorted(name for name, value in inspect.getmembers(wording, inspect.isfunction) if value.__module__.startswith(f"{wording.__name__}."))
AMERICAN = [
    *("color", "behavior", "favorite", "organization", "organize", "recognize", "authorize", "apologize", "realize", "summarize"),
    *("center", "catalog", "dialog", "labeled", "canceled", "traveling", "fulfill", "enroll", "skillful", "gray", "mom", "math"),
    *("principal", "grade school", "student body", "gotten", "check out", "toward", "anyplace", "someplace", "zip code", "cell phone"),
]
BLAME = [
    *("your fault", "you failed", "you should have", "you must have", "you forgot", "you did not", "you cannot", "you were wrong", "mistake"),
    *("wrong", "invalid", "illegal", "error", "bad", "incorrect", "stupid", "nonsense", "warning", "violation", "misconduct", "disciplinary"),
]
NOT_OUR_WORDS = ["ticket", "case", "alert", "user", "manager", "student", "victim", "suspect", "accused", "culprit", "perpetrator"]

MORNING, BY, TO = "10:31", "A. Example", "the deputy"
R = "R-0042"
SPECIMENS: Mapping[str, str] = {
    # posting
    "posting_network": wording.posting_network("classdojo"),
    "posting_rule": wording.posting_rule("forbids", "A political statement"),
    "posting_in_sentence": wording.posting_in_sentence("A political statement"),
    "posting_register": wording.posting_register("Facebook @oakfield", "A. Example"),
    # the policy's other duties
    "matter_by": wording.matter_by("A. Example"),
    "matter_event": wording.matter_event("Approved", "A. Example", "Mon 16 Nov 2026 10:31"),
    "matter_mail_subject": wording.matter_mail_subject("M-0042", "Suggestion for a post"),
    "matter_mail": wording.matter_mail("M-0042: Suggestion for a post", "Oakfield School"),
    # answers
    "silent": wording.silent(version="version 3", about="past pupils"),
    "in_short": wording.in_short("24 hours"),
    "not_sure": wording.not_sure("and the other?"),
    "more": wording.more(34),
    "nearest": wording.nearest("section 3"),
    "ask": wording.ask("the school office"),
    "section": wording.section("3.1"),
    "source": wording.source(section_name="section 3", title="Social Media Policy", organisation="Oakfield School", version="version 3"),
    "version": wording.version(printed="3", approved="May 2024", fingerprint="abc"),
    "not_for_network": wording.not_for_network(network="X", confined="Facebook"),
    "why_concepts": wording.why_concepts("past pupil"),
    "why_nearest": wording.why_nearest("can I add a past pupil", "friend requests"),
    "why_agree": wording.why_agree("friend requests"),
    "why_differ": wording.why_differ("friend requests", "photos"),
    "why_repaired": wording.why_repaired("pupl → pupil"),
    "why_cut": wording.why_cut(2_000),
    # reports
    "too_long": wording.too_long(1_234),
    "when": wording.when(datetime(2026, 11, 28, 10, 31, tzinfo=UTC), day=True),
    "on_day": wording.on_day(datetime(2026, 11, 28, tzinfo=UTC)),
    "how_long": wording.how_long(75),
    "who": wording.who(Role.DSL, ["A. Example", "B. Example"]),
    "stored": wording.stored(R, MORNING, TO),
    "delivered": wording.delivered(R, MORNING, ""),
    "delivered_to": wording.delivered_to(TO),
    "goes_on": wording.goes_on("11:01", TO),
    "reminded": wording.reminded("10:46", "the DSL"),
    "acknowledged": wording.acknowledged(R, BY, MORNING),
    "closed": wording.closed(R, BY, MORNING),
    "withdrawn": wording.withdrawn(R, MORNING),
    "unconfirmed": wording.unconfirmed(R, "01632 960 001"),
    "nobody_may_receive": wording.nobody_may_receive(R, "LADO, 01632 960 003"),
    "not_stored": wording.not_stored("01632 960 001"),
    "perhaps_not_stored": wording.perhaps_not_stored("01632 960 001"),
    "opened": wording.opened(R, BY, MORNING),
    "passed_on": wording.passed_on(R, TO, MORNING),
    "open_again": wording.open_again(R, MORNING),
    "message_waits": wording.message_waits(R, BY),
    "by": wording.by(BY),
    "opened_by": wording.opened_by(BY),
    "acknowledged_by": wording.acknowledged_by(BY, MORNING),
    "assigned_to": wording.assigned_to(BY),
    "closed_by": wording.closed_by(BY, MORNING),
    "recorded": wording.recorded(MORNING),
    "information_added": wording.information_added(MORNING),
    "added_to": wording.added_to(R, MORNING),
    "copy_of": wording.copy_of(R),
    "not_acknowledged_for": wording.not_acknowledged_for(R, "15 minutes"),
    "comes_to_you": wording.comes_to_you(R, "30 minutes", "the DSL"),
    "cannot_be_opened": wording.cannot_be_opened(2),
    "comes_undelivered": wording.comes_undelivered(R, "the DSL"),
    "handed_to_you": wording.handed_to_you(R, BY),
    "no_outcome_since": wording.no_outcome_since(R, BY, MORNING),
    "open_again_without_outcome": wording.open_again_without_outcome(R, BY, MORNING),
    "acknowledged_first": wording.acknowledged_first(R, BY, MORNING),
    "other_field": wording.other_field("harm"),
    "note_label": wording.note_label(NoteKind.NOTE, BY, MORNING),
    "mail_subject": wording.mail_subject(R, urgent=True),
    "away": wording.away("Mon 30 Nov 2026 08:00"),
    "log_words": wording.log_words("amber basin cedar"),
    # chats
    "stored_only": wording.stored_only(R),
    "chosen_not_staff": wording.chosen_not_staff("A. Example, B. Example"),
    "part_of_field": wording.part_of_field("What is the aim of the account?", 2),
    # accounts
    "account_approved": wording.account_approved(BY, "23 May 2024"),
    "account_changed": wording.account_changed(BY, "23 May 2024"),
    "account_checked": wording.account_checked("23 May 2027"),
    "account_handed_over": wording.account_handed_over([BY]),
    "account_label": wording.account_label("Facebook", "@oakfield", "Oakfield School"),
    "account_secrets": wording.account_secrets("the safe of the office", ""),
    "account_taken": wording.account_taken("M-0007"),
    "accounts_taken": wording.accounts_taken(34, 1),
    "accounts_written": wording.accounts_written("accounts.csv", 34, with_secrets=True),
    "application_created": wording.application_created(BY, "23 May 2024"),
    "application_not_ready": wording.application_not_ready(BY, read=False, trained=False),
    "application_sent_again": wording.application_sent_again(MORNING, ["Who is it for?"]),
    "application_two_people": wording.application_two_people(1),
    "leaver_handed_over": wording.leaver_handed_over(2, [BY], is_told=True),
    "leaver_nothing": wording.leaver_nothing([BY]),
    "leaver_still": wording.leaver_still(["M-0007"]),
    "register_named": wording.register_named(["M-0007", "M-0008"]),
    "register_no_account": wording.register_no_account(["Instagram"]),
    "register_not_named": wording.register_not_named(["M-0007"], [BY]),
    "register_same_name": wording.register_same_name(["M-0007"]),
    "sheet_cells": wording.sheet_cells(2, 15),
    "sheet_choice": wording.sheet_choice("state", ["in use", "closed"]),
    "sheet_day": wording.sheet_day("next_check"),
    "sheet_e_mail": wording.sheet_e_mail("recovery_email"),
    "sheet_empty": wording.sheet_empty("network"),
    "sheet_head": wording.sheet_head(["network", "handle"]),
    "sheet_missing": wording.sheet_missing("handle"),
    "sheet_no_such": wording.sheet_no_such("M-0007"),
    "sheet_password": wording.sheet_password("password_kept"),
    "sheet_person": wording.sheet_person(2),
    "sheet_read_in": wording.sheet_read_in(1, 2, 3),
    "sheet_rota": wording.sheet_rota("watched_by"),
    "sheet_same": wording.sheet_same(3),
    "sheet_same_reference": wording.sheet_same_reference(3),
    "sheet_taken": wording.sheet_taken("M-0007"),
    "sheet_too_long": wording.sheet_too_long("may_post"),
    "sheet_twice": wording.sheet_twice("state"),
    "sheet_unknown": wording.sheet_unknown(16),
}
"""One sentence of each that has a gap in it, filled."""


def strings(value: object) -> Iterator[str]:
    """Yield every text of a constant, however it is nested."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)


SAID = sorted({(name, text) for name in CONSTANTS for text in strings(getattr(wording, name)) if text} | set(SPECIMENS.items()))
"""Everything that can be said, with the name under which it stands."""
REPORTING = [(name, text) for name, text in SAID if any(hasattr(module, name) for module in (chats, forms, received, reports))]
SENTENCES = {name: value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)}


def stands_in(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) is not None


# --- every sentence ---


def test_every_sentence_with_a_gap_has_a_specimen() -> None:
    assert sorted(SPECIMENS) == FUNCTIONS


def test_no_name_stands_in_two_files() -> None:
    own = [
        {name for name, value in vars(module).items() if name.isupper() or getattr(value, "__module__", "") == module.__name__}
        for module in (answers, care, chats, forms, received, reports)
    ]
    assert len(set().union(*own)) == sum(map(len, own))


@pytest.mark.parametrize("words", AMERICAN)
def test_no_american_spelling_is_used(words: str) -> None:
    assert not stands_in(TEXT, words)


def test_no_sentence_blames() -> None:
    assert [(name, words) for name, text in SAID for words in BLAME if stands_in(text, words)] == []


def test_sentence_of_reporting_uses_the_words_of_a_school() -> None:
    assert [(name, words) for name, text in REPORTING for words in NOT_OUR_WORDS if stands_in(text, words)] == []


def test_sentence_has_no_space_around_it_and_no_double_space() -> None:
    assert [(name, text) for name, text in SAID if text != " ".join(text.split())] == []


def test_every_constant_is_used_in_the_bot_or_an_adapter() -> None:
    assert [name for name in CONSTANTS if f"wording.{name}" not in CODE and len(re.findall(rf"\b{name}\b", TEXT)) < 2] == []


def test_every_sentence_with_a_gap_is_used_in_the_bot_or_an_adapter() -> None:
    assert [name for name in FUNCTIONS if f"wording.{name}(" not in CODE] == []


@pytest.mark.parametrize("name", ["EMERGENCY", "TELLS_OF_SOMETHING", "TELL_THE_DSL", "UNKNOWN", "KEPT", "EMPTY", "NOT_CHOSEN"])
def test_sentence_that_stands_alone_ends_like_one(name: str) -> None:
    assert SENTENCES[name][-1] in ".?"


# --- answers ---


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_wording(verdict: Verdict) -> None:
    assert wording.VERDICTS[verdict].strip()


def test_no_two_verdicts_read_alike() -> None:
    assert len(set(wording.VERDICTS.values())) == len(Verdict)


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_is_never_yes_or_no(verdict: Verdict) -> None:
    assert not re.match(r"(yes|no)\b", wording.VERDICTS[verdict], re.IGNORECASE)


def test_nothing_is_said_to_be_reported() -> None:
    assert "Nothing has been reported yet" in wording.TELLS_OF_SOMETHING


def test_days_that_a_question_is_kept_are_those_that_it_is_kept() -> None:
    assert f"for {KEPT_FOR.days} days" in wording.KEPT


def test_sentence_on_none_of_these_names_whom_to_ask() -> None:
    assert "the school office" in wording.NOT_CHOSEN.format(whom="the school office")


@pytest.mark.parametrize(
    ("printed", "named"),
    [("3", "section 3"), ("2.1", "section 2.1"), ("header", "title table"), ("Behaviour", "“Behaviour”"), ("(opening)", "“(opening)”")],
)
def test_section_is_named_as_printed(printed: str, named: str) -> None:
    assert wording.section(printed) == named


@pytest.mark.parametrize(
    ("printed", "approved", "said"),
    [
        ("3", "May 2024", "version 3, approved May 2024, text abc"),
        ("", "May 2024", "no version printed, approved May 2024, text abc"),
        ("3", "", "version 3, no date printed, text abc"),
        ("", "", "no version printed, no date printed, text abc"),
    ],
)
def test_version_says_what_is_printed_and_what_is_not(printed: str, approved: str, said: str) -> None:
    assert wording.version(printed=printed, approved=approved, fingerprint="abc") == said


# --- reports ---


@pytest.mark.parametrize("name", ["EMERGENCY", "FORM_BANNER", "FORM_BANNER_ADULT"])
def test_emergency_names_999_before_anything_else_to_do(name: str) -> None:
    assert SENTENCES[name].index("999") < SENTENCES[name].index("tell")


def test_secrecy_is_never_promised() -> None:
    hopes = ("secret", "confidential", "confidentially", "anonymous", "anonymously", "in confidence", "safe with")
    told = "Shared only with those who need to know. Nobody can promise to keep it secret."
    assert [(name, words) for name, text in SAID for words in hopes if stands_in(text, words) and text != told] == []


@pytest.mark.parametrize(("name", "text"), REPORTING)
def test_no_hurry_or_result_is_promised(name: str, text: str) -> None:
    promises = [
        words for words in ("soon", "shortly", "immediately", "guarantee", "we will", "will be dealt with", "rest assured") if stands_in(text, words)
    ]
    assert promises == []


@pytest.mark.parametrize(("name", "text"), [pair for pair in REPORTING if "999" in pair[1]])
def test_nobody_is_sent_to_999_for_less_than_a_child_in_danger(name: str, text: str) -> None:
    assert "immediate danger" in text or name == "FIELDS"


def test_nobody_is_asked_to_keep_an_image_of_a_child() -> None:
    assert wording.IMAGES == "Do not forward, screenshot or store images of a child: ask the DSL."
    asks = [text for name, text in REPORTING if re.search(r"screenshot|image|photo", text, re.IGNORECASE) and name != "HELP_EXAMPLES"]
    assert [text for text in asks if not re.search(r"Do not|never|Where a screenshot is kept", text)] == []


@pytest.mark.parametrize("text", ["NOT stored.", "Ring 01632 960 001 now.", "Your text is still in this form."])
def test_what_was_not_stored_says_what_to_do_now(text: str) -> None:
    assert text in SPECIMENS["not_stored"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (Kind, wording.KINDS),
        (Kind, wording.KIND_CHOICES),
        (Kind, wording.MEANWHILE),
        (Role, wording.ROLE_WORDS),
        (Outcome, wording.OUTCOMES),
        (NoteKind, wording.NOTES),
        (WhyNot, wording.REFUSALS),
        (Deed, wording.DEEDS),
        (Trouble, wording.TROUBLES),
    ],
)
def test_every_value_has_its_words_and_no_words_are_left_over(values: type, said: Mapping[str, str]) -> None:
    assert list(said) == list(values)
    assert len(set(said.values())) == len(said)


def test_every_field_has_its_words_and_no_words_are_left_over() -> None:
    asked = {key for kind in Kind for one in form(kind).fields for key in (f"{kind}.{one.name}", one.name)}
    assert set(wording.FIELDS) - asked == set()


@pytest.mark.parametrize("kind", Kind)
def test_title_of_a_form_fits_both_chats(kind: Kind) -> None:
    assert len(wording.KINDS[kind]) <= 24


@pytest.mark.parametrize(
    "text", [*wording.BUTTONS.values(), *wording.KIND_CHOICES.values(), *(one for few in wording.CHOICES.values() for one in few.values())]
)
def test_label_of_a_choice_fits_both_chats(text: str) -> None:
    assert len(text) <= 75


def test_states_are_never_said_by_their_codes() -> None:
    assert not any(stands_in(text, f"{State.__name__}.{state.name}") for _, text in SAID for state in State)


@pytest.mark.parametrize(("over", "said"), [(1, "1 character;"), (2, "2 characters;"), (1_234, "1,234 characters;")])
def test_too_much_text_is_counted(over: int, said: str) -> None:
    assert said in wording.too_long(over)


@pytest.mark.parametrize(("names", "said"), [([], "the deputy"), (["A"], "the deputy, A"), (["A", "B"], "the deputy, A or B")])
def test_role_is_named_with_those_who_hold_it(names: list[str], said: str) -> None:
    assert wording.who(Role.DEPUTY, names) == said


# --- chats ---


@pytest.mark.parametrize("text", [*wording.SHORT_TITLES.values(), *wording.SHORT_ACTIONS.values()])
def test_title_of_a_window_fits_slack(text: str) -> None:
    assert 0 < len(text) <= 24


def test_every_kind_and_every_question_of_a_button_has_a_title() -> None:
    assert list(wording.SHORT_TITLES) == list(Kind)
    assert list(wording.SHORT_ACTIONS) == list(pressing.ASKS)


def test_suggested_questions_are_as_many_as_slack_shows() -> None:
    assert 1 <= len(wording.HELP_EXAMPLES) <= 4


def test_feedback_says_for_how_long_a_question_is_kept() -> None:
    assert f"for {KEPT_FOR.days} days" in wording.THANKS_KEPT


@pytest.mark.parametrize("name", ["ANSWERED", "SHARED", "ONE_MOMENT"])
def test_what_a_lock_screen_may_show_has_no_gap(name: str) -> None:
    assert "{" not in SENTENCES[name]


@pytest.mark.parametrize("name", ["NOT_DONE", "NOT_CONFIRMED", "LATE", "CHOOSE_SCHOOL_FIRST", "NOT_SHOWN", "CANNOT_TELL_WHO", "WRITE_FIRST_READ"])
def test_what_did_not_work_says_what_to_do_next(name: str) -> None:
    assert re.search(r"\b(again|first|ring)\b", SENTENCES[name])
