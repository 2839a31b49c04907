"""Replies look the same everywhere: what must be seen first stands first, quotations are unchanged, and each says where it stands.

The files under `golden/` hold the plain text of one reply of the small school for each outcome. Where a change of the words is meant, renew
them with `RENEW_GOLDEN=1 pytest tests/bot/test_replies.py`, and read the difference before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import wording
from bot.answering import Answerer, Thresholds
from bot.cards import Banner, Block, Buttons, Card, Line, Quote
from bot.outcomes import Answer, Choose, Contact, Part, Person, Place, Reply, Report, Shown, Silent, Unknown
from bot.replies import MOST_ALSO, ON_PUPIL_CONTACT, present, verdict_line
from bot.settings import PersonSetting, SchoolSetting, Settings
from knowledge.clauses import Clause, Policy, PolicyFact, Verdict
from knowledge.reading import Reader

GOLDEN = Path(__file__).parent / "golden"
PEOPLE = (
    PersonSetting(roles=("dsl",), name="A. Example", how="extension 21"),
    PersonSetting(roles=("deputy",), name="B. Example", how="the blue office"),
)

Ask = Callable[[Reader], Reply]


def asked(question: str) -> Ask:
    return lambda reader: Answerer(lambda: reader).ask(question, "oakfield")


def asked_with_settings(question: str) -> Ask:
    settings = Settings(schools=(SchoolSetting(policy="oakfield", people=PEOPLE),))
    return lambda reader: Answerer(lambda: reader, settings).ask(question, "oakfield")


REPLIES: dict[str, Ask] = {
    "answer": asked("can I accept a friend request from a pupil"),
    "answer_with_exception": asked("post an event on our page"),
    "answer_information": asked("which version is this"),
    "answer_several": asked("can I accept a friend request from a pupil? can I use the logo on my profile?"),
    "only_if": asked("can I post photos of pupils"),
    "only_if_settled": lambda reader: Answerer(lambda: reader).settle("photos", "oakfield-1-photos", 0, 0, "oakfield"),
    "choose": asked("friends page"),
    "silent": asked("our logo as my picture"),
    "contact": asked_with_settings("who is the dsl"),
    "report": asked("a pupil added me last night"),
    "report_urgent": asked("he has a knife in his bag right now"),
    "unknown": asked("what is for lunch"),
}
"""One reply of each outcome, by the name of its golden file."""
WHERE_ONE_CAN_REPORT = {"report_here": "report", "report_urgent_here": "report_urgent"}
"""Golden files of replies that are shown where a report can be made, by the reply."""


def words_of(block: Block) -> list[str]:
    """Return every text that a block holds."""
    match block:
        case Banner(text, _) | Line(text, _):
            return [text]
        case Quote(text, stem, source):
            return [text, stem, source]
        case Buttons(question, buttons):
            return [question, *(button.label for button in buttons)]


def quotes(card: Card) -> list[Quote]:
    return [block for block in card.blocks if isinstance(block, Quote)]


def lines(card: Card) -> list[str]:
    return [block.text for block in card.blocks if isinstance(block, Line)]


def part_with(policy: Policy, clause_id: str, *others: Shown) -> Part:
    return Part("topic", "something", Verdict.ALLOWED, (Shown(policy.clauses[clause_id], Place.LEAD, Verdict.ALLOWED), *others))


@pytest.fixture(scope="module")
def policy(small_reader: Reader) -> Policy:
    return small_reader.knowledge.policies["oakfield"]


# --- the whole card ---


@pytest.mark.parametrize("name", REPLIES)
def test_card_reads_as_its_golden_file(small_reader: Reader, name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    text = present(REPLIES[name](small_reader)).plain_text() + "\n"
    if os.environ.get("RENEW_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "reply"), WHERE_ONE_CAN_REPORT.items())
def test_card_where_one_can_report_reads_as_its_golden_file(small_reader: Reader, name: str, reply: str) -> None:
    path = GOLDEN / f"{name}.txt"
    text = present(REPLIES[reply](small_reader), can_report=True).plain_text() + "\n"
    if os.environ.get("RENEW_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_reply() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted((*REPLIES, *WHERE_ONE_CAN_REPORT))


@pytest.mark.parametrize("name", REPLIES)
def test_every_word_of_the_card_is_in_its_plain_text(small_reader: Reader, name: str) -> None:
    card = present(REPLIES[name](small_reader), with_why=True, kept=True)
    plain = card.plain_text()
    assert [words for block in card.blocks for words in words_of(block) if words not in plain] == []


@pytest.mark.parametrize("name", REPLIES)
def test_quotations_are_unchanged_from_their_clauses(small_reader: Reader, policy: Policy, name: str) -> None:
    own = {(clause.stem, clause.text) for clause in policy.clauses.values()}
    assert {(quote.stem, quote.text) for quote in quotes(present(REPLIES[name](small_reader)))} <= own


@pytest.mark.parametrize("place", Place)
def test_quotation_keeps_every_mark_of_its_clause(policy: Policy, place: Place) -> None:
    odd = Clause("oakfield-9-odd", "9", "  [Oakfield](#) (@oak_field) \n‹b› &amp; “so on”…\t", stem="Staff *must*: ")
    part = Part("topic", "odd", Verdict.ALLOWED, (Shown(odd, Place.LEAD, Verdict.ALLOWED), Shown(odd, place)))
    assert {(quote.stem, quote.text) for quote in quotes(present(Reply(policy, Answer((part,)))))} == {(odd.stem, odd.text)}


def test_nearest_clause_keeps_every_mark(policy: Policy) -> None:
    odd = Clause("oakfield-9-odd", "9", "  ‹b› &amp; “so on”…\t", stem="Staff *must*: ")
    (quote,) = quotes(present(Reply(policy, Silent("cakes", odd))))
    assert (quote.stem, quote.text) == (odd.stem, odd.text)


# --- what stands first ---


@pytest.mark.parametrize("name", ["answer", "answer_with_exception", "answer_information", "only_if", "only_if_settled"])
def test_answer_begins_with_its_verdict(small_reader: Reader, name: str) -> None:
    reply = REPLIES[name](small_reader)
    assert isinstance(reply.outcome, Answer)
    assert present(reply).blocks[0] == Line(verdict_line(reply.outcome.parts[0]), strong=True)


def test_clause_stands_directly_under_its_verdict(small_reader: Reader) -> None:
    assert isinstance(present(REPLIES["only_if"](small_reader)).blocks[1], Quote)


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_line_names_verdict_section_and_act(policy: Policy, verdict: Verdict) -> None:
    part = replace(part_with(policy, "oakfield-2-comments"), verdict=verdict)
    assert verdict_line(part) == f"{wording.VERDICTS[verdict]} (section 2): something"


def test_report_begins_with_its_banner(small_reader: Reader) -> None:
    assert present(REPLIES["report"](small_reader)).blocks[0] == Banner(wording.TELLS_OF_SOMETHING)


def test_urgent_report_begins_with_999(small_reader: Reader) -> None:
    card = present(REPLIES["report_urgent"](small_reader))
    assert card.blocks[:2] == (Banner(wording.EMERGENCY, urgent=True), Banner(wording.TELLS_OF_SOMETHING))
    assert "999" in card.plain_text().splitlines()[0]


def test_report_that_can_wait_does_not_send_anybody_to_999(small_reader: Reader) -> None:
    assert "999" not in present(REPLIES["report"](small_reader)).plain_text()


# --- where it stands ---


def test_source_names_school_title_section_version_date_and_hash(small_reader: Reader, policy: Policy) -> None:
    source = quotes(present(REPLIES["only_if"](small_reader)))[0].source
    assert source == f"Oakfield School, Social Media Policy, section 1; version 3, no date printed, text {policy.fingerprint}"


def test_document_without_a_version_says_so(policy: Policy) -> None:
    bare = replace(policy, facts={})
    source = quotes(present(Reply(bare, Answer((part_with(bare, "oakfield-2-comments"),)))))[0].source
    assert f"no version printed, no date printed, text {policy.fingerprint}" in source


def test_date_is_given_as_the_document_prints_it(policy: Policy) -> None:
    dated = replace(policy, facts={"approved_on": PolicyFact("approved_on", "oakfield-header-version", "3rd of May '24")})
    source = quotes(present(Reply(dated, Answer((part_with(dated, "oakfield-2-comments"),)))))[0].source
    assert "no version printed, approved 3rd of May '24, text" in source


def test_hash_in_the_source_is_that_of_the_documents_text(reader: Reader, answerer: Answerer) -> None:
    reply = answerer.ask("who runs the facebook page?", "iwys")
    assert quotes(present(reply))[0].source.endswith(f"text {reader.knowledge.policies['iwys'].fingerprint}")


def test_clause_of_the_title_table_is_named_so(small_reader: Reader) -> None:
    assert "(title table)" in lines(present(REPLIES["answer_information"](small_reader)))[0]


# --- what goes with an answer ---


def test_open_fact_is_asked_with_a_button_for_each_choice(small_reader: Reader) -> None:
    card = present(REPLIES["only_if"](small_reader))
    (asks,) = [block for block in card.blocks if isinstance(block, Buttons)]
    assert asks.question == f"{wording.STILL_OPEN} Has the headteacher agreed?"
    assert [(button.label, button.action, button.value) for button in asks.buttons] == [
        ("Agreed", "settle", "photos oakfield-1-photos 0 0"),
        ("Not agreed", "settle", "photos oakfield-1-photos 0 1"),
    ]


def test_settled_answer_asks_nothing_more(small_reader: Reader) -> None:
    assert present(REPLIES["only_if_settled"](small_reader)).buttons() == ()


def test_fact_of_the_document_is_given_in_short_above_its_clause(policy: Policy) -> None:
    part = replace(part_with(policy, "oakfield-header-version"), fact="3")
    assert present(Reply(policy, Answer((part,)))).blocks[1] == Line("In short: “3”", strong=True)


def test_note_of_a_choice_stands_under_the_clause(policy: Policy) -> None:
    part = replace(part_with(policy, "oakfield-1-photos"), note="Ask the parents too.")
    assert present(Reply(policy, Answer((part,)))).blocks[2] == Line("Ask the parents too.")


def test_why_of_a_tension_introduces_the_clause_that_disagrees(small_reader: Reader) -> None:
    blocks = present(REPLIES["answer"](small_reader)).blocks
    at = blocks.index(Line("One clause forbids, the other allows."))
    following = blocks[at + 1]
    assert isinstance(following, Quote)
    assert following.text == "Staff may follow the school's page."


def test_exception_is_shown_before_what_is_only_related(policy: Policy) -> None:
    others = (
        Shown(policy.clauses["oakfield-1-follow"], Place.SEE_ALSO),
        Shown(policy.clauses["oakfield-2-x-events"], Place.ALSO),
        Shown(policy.clauses["oakfield-1-photos"], Place.EXCEPTION),
        Shown(policy.clauses["oakfield-1-friends"], Place.TENSION),
    )
    part = replace(part_with(policy, "oakfield-2-comments", *others), tension="They differ on photos.")
    card = present(Reply(policy, Answer((part,))))
    assert lines(card)[1:] == ["They differ on photos.", wording.GOES_WITH_IT, wording.ALSO, wording.SEE_ALSO]


def test_long_list_is_not_recited(policy: Policy) -> None:
    many = tuple(Shown(Clause(f"oakfield-9-{number}", "9", f"Handle {number}"), Place.ALSO) for number in range(40))
    card = present(Reply(policy, Answer((part_with(policy, "oakfield-2-comments", *many),))))
    assert [quote.text for quote in quotes(card)[1:]] == [f"Handle {number}" for number in range(MOST_ALSO)]


def test_card_says_how_far_a_long_list_goes_on(policy: Policy) -> None:
    many = tuple(Shown(Clause(f"oakfield-9-{number}", "9", f"Handle {number}"), Place.ALSO) for number in range(40))
    card = present(Reply(policy, Answer((part_with(policy, "oakfield-2-comments", *many),))))
    assert card.blocks[-1] == Line(wording.more(40 - MOST_ALSO))


def test_list_that_is_written_out_is_not_said_to_go_on(policy: Policy) -> None:
    many = tuple(Shown(Clause(f"oakfield-9-{number}", "9", f"Handle {number}"), Place.ALSO) for number in range(MOST_ALSO))
    assert isinstance(present(Reply(policy, Answer((part_with(policy, "oakfield-2-comments", *many),)))).blocks[-1], Quote)


@pytest.mark.parametrize("place", [Place.EXCEPTION, Place.TENSION])
def test_nothing_that_limits_a_clause_is_ever_left_out(policy: Policy, place: Place) -> None:
    many = tuple(Shown(Clause(f"oakfield-9-{number}", "9", f"Unless {number}"), place) for number in range(MOST_ALSO + 1))
    card = present(Reply(policy, Answer((part_with(policy, "oakfield-2-comments", *many),))))
    assert [quote.text for quote in quotes(card)[1:]] == [f"Unless {number}" for number in range(MOST_ALSO + 1)]


def test_several_questions_are_announced_and_each_is_answered(small_reader: Reader) -> None:
    card = present(REPLIES["answer_several"](small_reader))
    assert card.blocks[0] == Line(wording.SEVERAL_PARTS)
    assert [line for line in lines(card) if line.startswith(("Not allowed", "Your policy"))] == [
        "Not allowed (section 1): accepting friend requests from pupils",
        lines(card)[-2],
    ]


def test_single_question_is_not_announced_as_several(small_reader: Reader) -> None:
    assert wording.SEVERAL_PARTS not in lines(present(REPLIES["answer"](small_reader)))


# --- the other outcomes ---


def test_choice_offers_each_reading_and_none_of_these(small_reader: Reader) -> None:
    labels = [button.label for button in present(REPLIES["choose"](small_reader)).buttons()]
    assert labels[0] == "accepting friend requests from pupils (section 1)"
    assert labels[-1] == wording.NONE_OF_THESE


def test_button_of_a_choice_holds_its_topic_and_clause(small_reader: Reader) -> None:
    reply = REPLIES["choose"](small_reader)
    assert isinstance(reply.outcome, Choose)
    pressed = [(button.action, button.value) for button in present(reply).buttons()]
    assert pressed == [*(("topic", f"{option.topic_id} {option.lead.id}") for option in reply.outcome.options), ("none", "")]


def test_choice_quotes_nothing(small_reader: Reader) -> None:
    assert quotes(present(REPLIES["choose"](small_reader))) == []


def test_silence_says_which_version_is_silent_and_what_was_looked_for(small_reader: Reader, policy: Policy) -> None:
    first = lines(present(REPLIES["silent"](small_reader)))[0]
    version = f"version 3, no date printed, text {policy.fingerprint}"
    assert first == f"Your policy ({version}) does not say. I looked for: the school logo on personal accounts."


def test_nearest_clause_is_introduced_as_not_deciding(small_reader: Reader) -> None:
    blocks = present(REPLIES["silent"](small_reader)).blocks
    assert blocks[1] == Line("The nearest clause, which does not decide it (section 1):")
    assert isinstance(blocks[2], Quote)


def test_silence_ends_with_whom_to_ask(small_reader: Reader) -> None:
    assert lines(present(REPLIES["silent"](small_reader)))[-1] == "Ask the school office."


def test_silence_without_a_nearest_clause_quotes_nothing(policy: Policy) -> None:
    assert quotes(present(Reply(policy, Silent("cakes", None)))) == []


def test_unknown_says_what_it_can_do_and_whom_to_ask(small_reader: Reader) -> None:
    assert lines(present(REPLIES["unknown"](small_reader))) == [wording.UNKNOWN, wording.WHAT_IT_CAN_DO, "Ask the school office."]


def test_contact_says_who_holds_the_role_and_how_to_reach_them(small_reader: Reader) -> None:
    assert lines(present(REPLIES["contact"](small_reader))) == [
        wording.CONTACT_LEAD,
        "A. Example (designated safeguarding lead): extension 21",
        "B. Example (deputy designated safeguarding lead): the blue office",
    ]


def test_person_asked_for_among_several_questions_stands_in_the_card(small_reader: Reader) -> None:
    card = present(asked_with_settings("can I accept a friend request from a pupil? who is the dsl?")(small_reader))
    assert lines(card)[0] == wording.SEVERAL_PARTS
    assert lines(card)[-3:] == lines(present(REPLIES["contact"](small_reader)))


def test_role_without_a_wording_is_named_as_the_settings_have_it(policy: Policy) -> None:
    assert "C. Example (caretaker): the lodge" in lines(present(Reply(policy, Contact((Person("caretaker", "C. Example", "the lodge"),)))))


# --- reports ---


def test_report_says_that_nobody_has_been_told_and_whom_to_tell(small_reader: Reader) -> None:
    plain = present(REPLIES["report"](small_reader)).plain_text()
    assert "Nothing has been reported yet" in plain
    assert wording.TELL_THE_DSL in plain


def test_report_shows_the_clause_beneath(small_reader: Reader) -> None:
    card = present(REPLIES["report"](small_reader))
    assert wording.NEVER_MIND in lines(card)
    assert quotes(card)[0].text == "Accept friend requests from pupils"


@pytest.mark.parametrize("name", ["answer", "answer_several", "only_if", "choose"])
def test_false_alarm_shows_all_that_the_answer_would_have_shown(small_reader: Reader, name: str) -> None:
    reply = REPLIES[name](small_reader)
    assert not isinstance(reply.outcome, Report)
    alarmed = present(Reply(reply.policy, Report(urgent=False, beneath=reply.outcome)))
    calm = present(reply)
    assert alarmed.blocks[-len(calm.blocks) :] == calm.blocks


def test_false_alarm_does_not_swallow_whom_to_reach(small_reader: Reader) -> None:
    reply = REPLIES["contact"](small_reader)
    assert not isinstance(reply.outcome, Report)
    assert "extension 21" in present(Reply(reply.policy, Report(urgent=True, beneath=reply.outcome))).plain_text()


@pytest.mark.parametrize("beneath", [Unknown(), Silent("cakes", None)])
def test_report_without_a_clause_offers_no_rule(policy: Policy, beneath: Silent | Unknown) -> None:
    assert wording.NEVER_MIND not in lines(present(Reply(policy, Report(urgent=False, beneath=beneath))))


def test_school_whose_policy_names_no_report_route_is_told_so(small_reader: Reader) -> None:
    assert wording.NO_REPORT_ROUTE_IN_POLICY in lines(present(REPLIES["report"](small_reader)))


def test_school_whose_policy_names_a_report_route_is_not_told_otherwise(answerer: Answerer) -> None:
    reply = answerer.ask("got home, checked my phone, and a year 9 has sent me a friend request", "alet")
    assert isinstance(reply.outcome, Report)
    assert wording.NO_REPORT_ROUTE_IN_POLICY not in lines(present(reply))


def test_report_is_one_press_away_where_one_can_report(small_reader: Reader) -> None:
    first = present(REPLIES["report"](small_reader), can_report=True).buttons()[0]
    assert (first.label, first.action, first.value) == (wording.REPORT_THIS, "report_form", "")


def test_nobody_is_sent_away_where_one_can_report(small_reader: Reader) -> None:
    card = present(REPLIES["report"](small_reader), can_report=True)
    assert wording.REPORT_IT_HERE in lines(card)
    assert {wording.TELL_THE_DSL, wording.NO_REPORT_ROUTE_IN_POLICY} & set(lines(card)) == set()


def test_what_may_report_still_begins_with_999_when_it_is_urgent(small_reader: Reader) -> None:
    card = present(REPLIES["report_urgent"](small_reader), can_report=True)
    assert card.blocks[:2] == (Banner(wording.EMERGENCY, urgent=True), Banner(wording.TELLS_OF_SOMETHING))


@pytest.mark.parametrize("name", [name for name in REPLIES if not name.startswith("report")])
def test_card_that_is_no_report_is_the_same_where_one_can_report(small_reader: Reader, name: str) -> None:
    reply = REPLIES[name](small_reader)
    calm = present(reply)
    assert present(reply, can_report=True).blocks[: len(calm.blocks)] == calm.blocks


@pytest.mark.parametrize("topic", sorted(ON_PUPIL_CONTACT))
def test_answer_on_pupil_contact_offers_the_form(answerer: Answerer, topic: str) -> None:
    assert topic in answerer.policy("alet").answers
    last = present(answerer.show_topic(topic, "alet"), can_report=True).buttons()[-1]
    assert (last.label, last.action, last.value) == (wording.REPORT_THIS, "report_form", "pupil_contact")


def test_silence_on_pupil_contact_offers_the_form_too(answerer: Answerer) -> None:
    reply = answerer.ask("can I accept a friend request from a past pupil?", "athelstan")
    assert isinstance(reply.outcome, Silent)
    assert present(reply, can_report=True).buttons()[-1].action == "report_form"


def test_answer_on_something_else_offers_no_form(small_reader: Reader) -> None:
    reply = Answerer(lambda: small_reader).ask("can I post photos of pupils", "oakfield")
    assert "report_form" not in {button.action for button in present(reply, can_report=True).buttons()}


# --- what is added ---


def test_kept_question_is_said_to_be_kept(policy: Policy) -> None:
    assert present(Reply(policy, Unknown()), kept=True).blocks[-1] == Line(wording.KEPT)


def test_question_that_is_not_kept_is_not_said_to_be(policy: Policy) -> None:
    assert Line(wording.KEPT) not in present(Reply(policy, Unknown())).blocks


def test_why_is_shown_last_when_it_is_asked_for(policy: Policy) -> None:
    card = present(Reply(policy, Unknown(), ("one reason", "another")), with_why=True)
    assert card.blocks[-3:] == (Line(wording.WHY, strong=True), Line("- one reason"), Line("- another"))


def test_why_is_not_shown_unasked(policy: Policy) -> None:
    assert Line(wording.WHY, strong=True) not in present(Reply(policy, Unknown(), ("one reason",))).blocks


def test_why_without_reasons_shows_no_heading(policy: Policy) -> None:
    assert Line(wording.WHY, strong=True) not in present(Reply(policy, Unknown()), with_why=True).blocks


@pytest.mark.parametrize("policy_key", ["alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney"])
@pytest.mark.parametrize("question", ["can I accept a friend request from a past pupil?", "can I use social media at lunch break", "who is the dsl"])
def test_every_word_of_a_real_card_is_in_its_plain_text(answerer: Answerer, policy_key: str, question: str) -> None:
    card = present(answerer.ask(question, policy_key), with_why=True)
    plain = card.plain_text()
    assert [words for block in card.blocks for words in words_of(block) if words not in plain] == []


def test_card_does_not_depend_on_how_sure_the_answer_was(small_reader: Reader) -> None:
    sure, surer = (Answerer(lambda: small_reader, thresholds=Thresholds(sure=sure)) for sure in (0.1, 0.9))
    question = "how soon do we answer comments"
    assert present(sure.ask(question, "oakfield")) == present(surer.ask(question, "oakfield"))
