"""Each question gets the outcome it deserves, with clauses of its own school's policy only, and nothing is said that no clause says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import LEAST_OPTION, MOST_OPTIONS, Answerer, Thresholds, UnknownPolicy, build_part
from bot.contract import reply_as_json
from bot.outcomes import Answer, Choose, Contact, Outcome, Part, Place, Reply, Report, Silent, Unknown
from bot.settings import PersonSetting, SchoolSetting, Settings
from knowledge.clauses import Clause, Link, Verdict
from knowledge.loading import load_knowledge
from knowledge.reading import Reader, open_reader

POLICIES = ("alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney")
NEVER_SURE = Thresholds(sure=2.0, unsure=2.0, part=2.0, told=2.0)
VARIED = (
    "can I accept a friend request from a past pupil?",
    "can I add a pupil on facebook",
    "am I allowed to be friends with parents",
    "a pupil followed me on insta, what do I do",
    "can I post pictures of my class on my own account",
    "can we put photos of the residential on ClassDojo?",
    "can we post photos of pupils on the school facebook page",
    "can we name a child in a post",
    "can we post on tiktok",
    "who runs the facebook page?",
    "who approves a new account",
    "how do I set up an account for the PE department",
    "how soon must we reply to comments",
    "a comment came in on our page on Saturday, how long have we got?",
    "someone left an abusive comment, do we delete it",
    "can I use my phone at lunch break",
    "can I use facebook in lessons",
    "is my use monitored",
    "who approved this policy",
    "when is this policy reviewed",
    "which version is this policy",
    "who is the dsl",
    "can I use the school logo on my profile",
    "can I criticise the head online",
    "do I have to say who I am when I post",
    "can I name the school as my employer",
    "is there a whatsapp group for parents",
    "can parents post photos of other children",
    "what happens if I break the rules",
    "do pupils get training about social media",
    "what is the password rule for the school accounts",
    "what time is lunch",
    "messages",
    "can I share it",
    "asdf qwer zxcv",
    "",
    "he has a knife in his bag right now",
    "got home, checked my phone, and a year 9 has sent me a friend request",
    "can I accept a friend request from a pupil? can I use the school logo on my own profile? when is the review date?",
)


def clauses_shown(outcome: Outcome) -> list[Clause]:
    """Return every clause that an outcome shows anywhere."""
    match outcome:
        case Report(_, beneath):
            return clauses_shown(beneath)
        case Answer(parts, silences):
            return [shown.clause for part in parts for shown in part.shown] + [clause for silent in silences for clause in clauses_shown(silent)]
        case Choose(options):
            return clauses_shown(Answer(options))
        case Silent(_, nearest):
            return [nearest] if nearest else []
        case _:
            return []


def only_part(reply: Reply) -> Part:
    assert isinstance(reply.outcome, Answer), reply.outcome
    assert len(reply.outcome.parts) == 1
    return reply.outcome.parts[0]


def shown_at(part: Part, place: Place) -> list[str]:
    return [shown.clause.id for shown in part.shown if shown.place is place]


def staffed(policy_key: str, *roles: str) -> Settings:
    """Return settings of a school with one invented person for each role."""
    people = tuple(PersonSetting(roles=(role,), name=f"A. Example {role}", how=f"extension {number}") for number, role in enumerate(roles, start=20))
    return Settings(schools=(SchoolSetting(policy=policy_key, people=people),))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """The small school with a tension between photos and following, a second condition on photos, and a note on its first choice."""
    home = tmp_path_factory.mktemp("edited") / "knowledge"
    shutil.copytree(Path(__file__).parents[1] / "small_school", home)
    policy = home / "policies" / "oakfield.yaml"
    edit(policy, "- clauses: [oakfield-1-friends, oakfield-1-follow]", "- clauses: [oakfield-1-photos, oakfield-1-follow]")
    edit(policy, "      verdict: allowed\n", "      verdict: allowed\n      note: Ask the parents too.\n")
    second = """  - words: of pupils
    question: Is it your own child?
    choices:
    - {label: My own, verdict: allowed}
    - {label: Not mine, verdict: not_allowed}
"""
    edit(policy, "- id: oakfield-1-follow\n", second + "- id: oakfield-1-follow\n")
    reader = open_reader(tmp_path_factory.mktemp("cache"), home)
    return Answerer(lambda: reader)


# --- a clause decides ---


@pytest.mark.parametrize(
    ("question", "verdict", "clause_id"),
    [
        ("can I accept a friend request from a pupil", Verdict.NOT_ALLOWED, "oakfield-1-friends"),
        ("can I post photos of pupils", Verdict.ONLY_IF, "oakfield-1-photos"),
        ("can I follow the school page", Verdict.ALLOWED, "oakfield-1-follow"),
        ("how soon do we answer comments", Verdict.REQUIRED, "oakfield-2-comments"),
        ("which version is this", Verdict.INFORMATION, "oakfield-header-version"),
    ],
)
def test_question_of_the_small_school_is_answered_by_its_clause(small_answerer: Answerer, question: str, verdict: Verdict, clause_id: str) -> None:
    part = only_part(small_answerer.ask(question, "oakfield"))
    assert (part.verdict, part.lead.id) == (verdict, clause_id)


@pytest.mark.parametrize(
    ("policy", "question", "verdict", "clause_id"),
    [
        ("alet", "can I accept a friend request from a past pupil?", Verdict.NOT_ALLOWED, "alet-3-friend-requests"),
        ("athelstan", "how soon must we reply to comments", Verdict.REQUIRED, "athelstan-6-response-time"),
        ("athelstan", "what sort of details should i be leaving out of what i write online", Verdict.ADVISED, "athelstan-7-8-personal-information"),
        ("iwys", "who runs the facebook page?", Verdict.INFORMATION, "iwys-2-accounts-managed"),
        ("unnamed-trust", "can I use the school logo on my profile", Verdict.NOT_ALLOWED, "unnamed-trust-personal-appendix-logo"),
        ("wren-spinney", "can we put photos of the residential on ClassDojo?", Verdict.ALLOWED, "wren-spinney-2-2-post-photos"),
    ],
)
def test_question_of_a_real_school_is_answered_by_its_clause(
    answerer: Answerer, policy: str, question: str, verdict: Verdict, clause_id: str
) -> None:
    part = only_part(answerer.ask(question, policy))
    assert (part.verdict, part.lead.id) == (verdict, clause_id)


def test_lead_stands_first_and_is_marked_as_such(small_answerer: Answerer) -> None:
    shown = only_part(small_answerer.ask("how soon do we answer comments", "oakfield")).shown
    assert [(one.place, one.verdict) for one in shown] == [(Place.LEAD, Verdict.REQUIRED)]


def test_clause_for_another_network_does_not_lead(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("news of the school play on twitter", "oakfield"))
    assert [shown.clause.id for shown in part.shown] == ["oakfield-2-x-events"]


def test_other_clauses_of_the_topic_are_shown_beside_the_lead(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("post an event on our page", "oakfield"))
    assert shown_at(part, Place.ALSO) == ["oakfield-2-x-events"]


def test_clause_below_the_threshold_is_offered_and_does_not_answer(small_reader: Reader) -> None:
    careful = Answerer(lambda: small_reader, thresholds=Thresholds(sure=2.0, part=2.0))
    outcome = careful.ask("how soon do we answer comments", "oakfield").outcome
    assert isinstance(outcome, Choose)
    assert outcome.options[0].lead.id == "oakfield-2-comments"


def test_opposed_verdicts_ask_for_more_certainty(small_reader: Reader) -> None:
    question = "friends page"
    match = small_reader.read(question, small_reader.knowledge.policies["oakfield"]).whole
    assert [one.links[0].verdict for one in match.candidates[:2]] == [Verdict.NOT_ALLOWED, Verdict.ALLOWED]
    lenient = Answerer(lambda: small_reader, thresholds=Thresholds(sure=0.0, part=match.sureness + 0.01))
    assert isinstance(lenient.ask(question, "oakfield").outcome, Choose)


@pytest.mark.parametrize("policy", POLICIES)
def test_same_question_gives_the_same_answer(answerer: Answerer, policy: str) -> None:
    question = "can we put pictures of the trip on the school page?"
    assert answerer.ask(question, policy) == answerer.ask(question, policy)


# --- only if ---


def test_open_condition_stands_in_the_answer(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("can I post photos of pupils", "oakfield"))
    assert [condition.question for condition in part.conditions] == ["Has the headteacher agreed?"]


@pytest.mark.parametrize(
    ("policy", "question"),
    [
        ("alet", "can I use social media at lunch break"),
        ("athelstan", "can I post photos of pupils on my own account"),
        ("iwys", "can we post photos of pupils on the school facebook page"),
        ("unnamed-trust", "can I accept a friend request from a past pupil?"),
        ("wren-spinney", "can I use social media at lunch break"),
    ],
)
def test_only_if_of_a_real_school_names_every_open_fact_of_its_clause(answerer: Answerer, policy: str, question: str) -> None:
    part = only_part(answerer.ask(question, policy))
    assert part.verdict is Verdict.ONLY_IF
    assert part.conditions == part.lead.conditions != ()


def test_verdict_that_is_settled_has_no_open_facts(school: Path) -> None:
    edit(school / "policies" / "oakfield.yaml", "oakfield-1-photos: only_if", "oakfield-1-photos: not_allowed")
    knowledge = load_knowledge(school)
    policy = knowledge.policies["oakfield"]
    part = build_part(knowledge.topics["photos"], policy.answers["photos"], policy)
    assert part.lead.conditions != ()
    assert part.conditions == ()


# --- a choice ---


def test_two_readings_are_offered_to_choose_from(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("friends page", "oakfield").outcome
    assert isinstance(outcome, Choose)
    assert [option.topic_id for option in outcome.options[:2]] == ["friends", "follow"]


@pytest.mark.parametrize("policy", POLICIES)
def test_no_more_than_three_clauses_are_offered(reader: Reader, policy: str) -> None:
    outcome = Answerer(lambda: reader, thresholds=NEVER_SURE).ask("can I be friends with a pupil", policy).outcome
    assert isinstance(outcome, Choose)
    assert 1 <= len({option.lead.id for option in outcome.options}) == len(outcome.options) <= 3


def test_three_of_many_likely_clauses_are_offered(small_reader: Reader) -> None:
    policy = small_reader.knowledge.policies["oakfield"]
    assert len([one for one in small_reader.read("hello", policy).whole.candidates if one.chance >= LEAST_OPTION]) > MOST_OPTIONS
    outcome = Answerer(lambda: small_reader, thresholds=NEVER_SURE).ask("hello", "oakfield").outcome
    assert isinstance(outcome, Choose)
    assert len(outcome.options) == MOST_OPTIONS == 3


def test_clause_that_is_hardly_likely_is_not_offered(small_reader: Reader) -> None:
    outcome = Answerer(lambda: small_reader, thresholds=NEVER_SURE).ask("how soon do we answer comments", "oakfield").outcome
    assert isinstance(outcome, Choose)
    assert [option.lead.id for option in outcome.options] == ["oakfield-2-comments"]


# --- silence ---


def test_silence_names_what_was_looked_for(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("can I use the logo", "oakfield").outcome
    assert isinstance(outcome, Silent)
    assert outcome.about == "the school logo on personal accounts"


@pytest.mark.parametrize(
    ("policy", "question", "topic_id"),
    [
        ("alet", "how soon must we reply to comments", "reply-deadline"),
        ("athelstan", "can I accept a friend request from a past pupil?", "connect-with-past-pupil"),
        ("iwys", "can I use the school logo on my profile", "school-logo"),
        ("unnamed-trust", "who approved this policy", "approved-by"),
        ("wren-spinney", "who approves new accounts", "new-account-approval"),
    ],
)
def test_silence_of_a_real_school_names_what_was_looked_for(answerer: Answerer, reader: Reader, policy: str, question: str, topic_id: str) -> None:
    outcome = answerer.ask(question, policy).outcome
    assert isinstance(outcome, Silent)
    assert outcome.about == reader.knowledge.topics[topic_id].about


def test_silence_shows_the_nearest_clause_apart_and_never_as_an_answer(small_answerer: Answerer) -> None:
    reply = small_answerer.ask("our logo as my picture", "oakfield")
    assert isinstance(reply.outcome, Silent)
    assert reply.outcome.nearest is reply.policy.clauses["oakfield-1-photos"]
    assert reply_as_json(reply, 0.0)["clauses"] == []


def test_topic_that_is_hardly_recognised_is_no_silence_of_the_policy(small_reader: Reader) -> None:
    strict = Answerer(lambda: small_reader, thresholds=Thresholds(understood=2.0))
    assert strict.ask("can I use the logo", "oakfield").outcome == Unknown()


# --- a person ---


def test_person_is_named_where_the_settings_know_them(small_reader: Reader) -> None:
    staffed_answerer = Answerer(lambda: small_reader, staffed("oakfield", "deputy", "head", "dsl"))
    outcome = staffed_answerer.ask("who is the dsl", "oakfield").outcome
    assert isinstance(outcome, Contact)
    assert [(person.role, person.name, person.how) for person in outcome.people] == [
        ("dsl", "A. Example dsl", "extension 22"),
        ("deputy", "A. Example deputy", "extension 20"),
    ]


@pytest.mark.parametrize("policy", POLICIES)
def test_real_school_with_settings_names_its_dsl(reader: Reader, policy: str) -> None:
    outcome = Answerer(lambda: reader, staffed(policy, "dsl")).ask("who is the dsl", policy).outcome
    assert isinstance(outcome, Contact)
    assert outcome.people[0].name == "A. Example dsl"


@pytest.mark.parametrize("policy", POLICIES)
def test_nobody_is_named_without_settings(answerer: Answerer, policy: str) -> None:
    assert isinstance(answerer.ask("who is the dsl", policy).outcome, Silent)


def test_nobody_of_another_school_is_named(reader: Reader) -> None:
    assert isinstance(Answerer(lambda: reader, staffed("alet", "dsl")).ask("who is the dsl", "iwys").outcome, Silent)


def test_nobody_is_named_for_a_role_that_is_not_held(small_reader: Reader) -> None:
    assert isinstance(Answerer(lambda: small_reader, staffed("oakfield", "head")).ask("who is the dsl", "oakfield").outcome, Silent)


# --- somebody tells of something ---


def test_message_that_tells_of_something_is_a_report_with_the_clause_beneath(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("a pupil added me last night", "oakfield").outcome
    assert isinstance(outcome, Report)
    assert not outcome.urgent
    assert "oakfield-1-friends" in [clause.id for clause in clauses_shown(outcome)]


@pytest.mark.parametrize(
    ("policy", "clause_id"),
    [("alet", "alet-3-pupil-communication"), ("iwys", "iwys-3-pupil-communication"), ("wren-spinney", "wren-spinney-3-pupil-communication")],
)
def test_report_at_a_real_school_has_the_clause_that_answers_beneath(answerer: Answerer, policy: str, clause_id: str) -> None:
    outcome = answerer.ask("got home, checked my phone, and a year 9 has sent me a friend request", policy).outcome
    assert isinstance(outcome, Report)
    assert isinstance(outcome.beneath, Answer)
    assert outcome.beneath.parts[0].lead.id == clause_id


@pytest.mark.parametrize("policy", POLICIES)
def test_what_cannot_wait_is_urgent(answerer: Answerer, policy: str) -> None:
    outcome = answerer.ask("he has a knife in his bag right now", policy).outcome
    assert isinstance(outcome, Report)
    assert outcome.urgent


@pytest.mark.parametrize("policy", POLICIES)
def test_question_about_a_rule_is_no_report(answerer: Answerer, policy: str) -> None:
    assert not isinstance(answerer.ask("can I add a pupil on facebook", policy).outcome, Report)


@pytest.mark.parametrize(
    "question",
    ["can I accept a friend request from a pupil", "can I post photos of pupils", "friends page", "can I use the logo", "what is for lunch"],
)
def test_false_alarm_keeps_what_answers_beneath_it(small_reader: Reader, small_answerer: Answerer, question: str) -> None:
    alarmed = Answerer(lambda: small_reader, thresholds=Thresholds(told=0.0)).ask(question, "oakfield").outcome
    assert isinstance(alarmed, Report)
    assert alarmed.beneath == small_answerer.ask(question, "oakfield").outcome


def test_urgency_is_said_from_its_threshold_on_only(small_reader: Reader) -> None:
    question = "he has a knife in his bag right now"
    urgent = small_reader.read(question, small_reader.knowledge.policies["oakfield"]).urgent
    patient = Answerer(lambda: small_reader, thresholds=Thresholds(urgent=urgent + 0.01)).ask(question, "oakfield").outcome
    assert isinstance(patient, Report)
    assert not patient.urgent


# --- not understood ---


def test_matter_of_somewhere_else_is_unknown(small_answerer: Answerer) -> None:
    assert small_answerer.ask("what is for lunch", "oakfield").outcome == Unknown()


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("question", ["what is for lunch today", "the boiler is broken"])
def test_matter_of_somewhere_else_is_unknown_to_real_schools(answerer: Answerer, policy: str, question: str) -> None:
    assert answerer.ask(question, policy).outcome == Unknown()


@pytest.mark.parametrize("question", ["", "   ", "\u202e\u200b", "مرحبا", "🙂"])
def test_message_without_a_readable_word_is_unknown(small_answerer: Answerer, question: str) -> None:
    assert small_answerer.ask(question, "oakfield").outcome == Unknown()


# --- clauses that do not agree ---


def test_stricter_of_two_clauses_in_tension_leads(school: Path) -> None:
    edit(
        school / "policies" / "oakfield.yaml",
        "    oakfield-1-follow: allowed\n",
        "    oakfield-1-follow: allowed\n    oakfield-1-friends: not_allowed\n",
    )
    knowledge = load_knowledge(school)
    policy = knowledge.policies["oakfield"]
    part = build_part(knowledge.topics["follow"], policy.answers["follow"], policy)
    assert [(shown.clause.id, shown.place) for shown in part.shown][:2] == [
        ("oakfield-1-friends", Place.LEAD),
        ("oakfield-1-follow", Place.TENSION),
    ]
    assert part.verdict is Verdict.NOT_ALLOWED


def test_stricter_of_two_real_clauses_in_tension_leads(answerer: Answerer) -> None:
    part = only_part(answerer.ask("can i post anonymously", "unnamed-trust"))
    assert [(shown.clause.id, shown.verdict) for shown in part.shown] == [
        ("unnamed-trust-behaviour-identity", Verdict.REQUIRED),
        ("unnamed-trust-behaviour-anonymous-posts", Verdict.ADVISED),
    ]


@pytest.mark.parametrize(
    ("policy", "clause_ids"),
    [("alet", {"alet-header-approval", "alet-7-review"}), ("wren-spinney", {"wren-spinney-7-review", "wren-spinney-header-review"})],
)
def test_dates_that_do_not_agree_are_shown_together(answerer: Answerer, policy: str, clause_ids: set[str]) -> None:
    part = only_part(answerer.ask("when is this policy reviewed", policy))
    assert {shown.clause.id for shown in part.shown if shown.place in (Place.LEAD, Place.TENSION)} == clause_ids


def test_why_of_a_tension_is_the_policys_own(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("can I follow the school page", "oakfield"))
    assert part.tension == "One clause forbids, the other allows."
    assert shown_at(part, Place.TENSION) == ["oakfield-1-friends"]


def test_no_verdict_is_made_up_for_a_clause_that_the_topic_does_not_link(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("can I follow the school page", "oakfield"))
    assert [shown.verdict for shown in part.shown if shown.place is Place.TENSION] == [None]


def test_answer_without_tension_says_none(small_answerer: Answerer) -> None:
    assert only_part(small_answerer.ask("can I post photos of pupils", "oakfield")).tension == ""


# --- what travels with a clause ---


def test_exception_travels_with_its_clause(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("post an event on our page", "oakfield"))
    assert shown_at(part, Place.EXCEPTION) == ["oakfield-1-photos"]


def test_exception_travels_with_a_real_clause(answerer: Answerer) -> None:
    part = only_part(answerer.ask("can we put photos of the residential on ClassDojo?", "wren-spinney"))
    assert shown_at(part, Place.EXCEPTION) == ["wren-spinney-2-2-not-names-photos"]


def test_what_to_see_also_travels_last(small_answerer: Answerer) -> None:
    part = only_part(small_answerer.ask("can I accept a friend request from a pupil", "oakfield"))
    assert part.shown[-1].clause.id == "oakfield-1-photos"
    assert part.shown[-1].place is Place.SEE_ALSO


def test_clause_that_is_linked_and_travels_is_shown_once(answerer: Answerer) -> None:
    shown = [shown.clause.id for shown in only_part(answerer.ask("can I accept a friend request from a pupil", "alet")).shown]
    assert len(shown) == len(set(shown)) > 1


def test_exception_travels_with_a_clause_beside_the_lead(small_reader: Reader) -> None:
    policy, topic = small_reader.knowledge.policies["oakfield"], small_reader.knowledge.topics["events"]
    links = (Link("oakfield-2-x-events", Verdict.ALLOWED), Link("oakfield-2-facebook-events", Verdict.ALLOWED))
    assert "oakfield-1-photos" in [shown.clause.id for shown in build_part(topic, links, policy).shown]


# --- what the document says of itself ---


@pytest.mark.parametrize(("fact", "words"), [("version", "3"), ("owner", ""), ("", "")])
def test_fact_that_the_document_states_is_given_in_short(small_reader: Reader, fact: str, words: str) -> None:
    policy, topic = small_reader.knowledge.policies["oakfield"], small_reader.knowledge.topics["version"]
    assert build_part(replace(topic, fact=fact), policy.answers["version"], policy).fact == words


def test_fact_of_a_clause_that_is_not_shown_is_not_given(small_reader: Reader) -> None:
    policy, topic = small_reader.knowledge.policies["oakfield"], small_reader.knowledge.topics["comments"]
    assert build_part(replace(topic, fact="version"), policy.answers["comments"], policy).fact == ""


def test_real_policys_review_date_is_given_as_it_prints_it(answerer: Answerer) -> None:
    assert only_part(answerer.ask("when is the review date", "alet")).fact == "17.04.27"


# --- several questions in one message ---


def test_each_of_two_questions_is_answered_in_the_writers_order(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("how soon do we answer comments? and can I accept a friend request from a pupil?", "oakfield").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["oakfield-2-comments", "oakfield-1-friends"]
    assert outcome.silences == ()


def test_question_on_which_the_policy_is_silent_is_answered_beside_the_other(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("can I accept a friend request from a pupil? can I use the logo on my profile?", "oakfield").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["oakfield-1-friends"]
    assert [silent.about for silent in outcome.silences] == ["the school logo on personal accounts"]


def test_each_of_two_questions_to_a_real_school_is_answered(answerer: Answerer, reader: Reader) -> None:
    outcome = answerer.ask("may I accept friend requests from pupils? may I use the school logo on my own profile?", "alet").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["alet-3-friend-requests"]
    assert [silent.about for silent in outcome.silences] == [reader.knowledge.topics["school-logo"].about]


def test_question_asked_twice_is_answered_once(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("how soon do we answer comments? is there a time limit for a reply to a comment?", "oakfield").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["oakfield-2-comments"]


def test_matter_of_somewhere_else_is_no_silence_of_the_policy(small_answerer: Answerer) -> None:
    question = "how soon do we answer comments? can I accept a friend request from a pupil? what is for lunch today?"
    outcome = small_answerer.ask(question, "oakfield").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["oakfield-2-comments", "oakfield-1-friends"]
    assert outcome.silences == ()


def test_person_asked_for_among_several_questions_is_named(small_reader: Reader) -> None:
    staffed_answerer = Answerer(lambda: small_reader, staffed("oakfield", "dsl"))
    outcome = staffed_answerer.ask("can I accept a friend request from a pupil? who is the dsl?", "oakfield").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["oakfield-1-friends"]
    assert [person.name for person in outcome.people] == ["A. Example dsl"]


def test_question_about_this_policy_is_one_of_several(small_answerer: Answerer) -> None:
    outcome = small_answerer.ask("can I accept a friend request from a pupil? and which version is this policy?", "oakfield").outcome
    assert isinstance(outcome, Answer)
    assert [part.lead.id for part in outcome.parts] == ["oakfield-1-friends", "oakfield-header-version"]


# --- what somebody chose ---


def test_chosen_topic_is_answered_and_says_that_it_was_chosen(small_answerer: Answerer) -> None:
    reply = small_answerer.show_topic("friends", "oakfield")
    assert only_part(reply).lead.id == "oakfield-1-friends"
    assert reply.why == ("you chose this reading",)


@pytest.mark.parametrize("offered", ["oakfield-2-x-events", "oakfield-2-facebook-events"])
def test_chosen_topic_leads_with_the_clause_that_was_offered(small_answerer: Answerer, offered: str) -> None:
    assert only_part(small_answerer.show_topic("events", "oakfield", offered)).lead.id == offered


def test_chosen_topic_without_a_clause_is_silent(small_answerer: Answerer) -> None:
    assert small_answerer.show_topic("logo", "oakfield").outcome == Silent("the school logo on personal accounts", None, "logo")


def test_chosen_topic_that_does_not_exist_is_unknown(small_answerer: Answerer) -> None:
    assert small_answerer.show_topic("nowhere", "oakfield").outcome == Unknown()


@pytest.mark.parametrize(("choice", "verdict", "label"), [(0, Verdict.ALLOWED, "Agreed"), (1, Verdict.NOT_ALLOWED, "Not agreed")])
def test_each_choice_settles_the_verdict(small_answerer: Answerer, choice: int, verdict: Verdict, label: str) -> None:
    reply = small_answerer.settle("photos", "oakfield-1-photos", 0, choice, "oakfield")
    part = only_part(reply)
    assert (part.verdict, part.lead.id, part.conditions) == (verdict, "oakfield-1-photos", ())
    assert reply.why == (f"you said: {label}",)


@pytest.mark.parametrize("policy", POLICIES)
def test_each_choice_of_each_open_fact_of_a_real_clause_leads_to_its_verdict(answerer: Answerer, policy: str) -> None:
    found = answerer.policy(policy)
    topics = {link.clause_id: topic for topic, links in found.answers.items() for link in links}
    choices = [
        (clause.id, number, index, choice.verdict)
        for clause in found.clauses.values()
        for number, condition in enumerate(clause.conditions)
        for index, choice in enumerate(condition.choices)
    ]
    pressed = [(*one[:3], only_part(answerer.settle(topics[one[0]], *one[:3], policy)).verdict) for one in choices]
    assert pressed == choices != []


def test_other_open_facts_stay_open_while_the_act_may_still_be_allowed(edited: Answerer) -> None:
    part = only_part(edited.settle("photos", "oakfield-1-photos", 0, 0, "oakfield"))
    assert [condition.question for condition in part.conditions] == ["Is it your own child?"]


def test_other_open_facts_no_longer_matter_once_the_act_is_not_allowed(edited: Answerer) -> None:
    assert only_part(edited.settle("photos", "oakfield-1-photos", 0, 1, "oakfield")).conditions == ()


def test_note_of_a_choice_stands_in_the_answer(edited: Answerer) -> None:
    assert only_part(edited.settle("photos", "oakfield-1-photos", 0, 0, "oakfield")).note == "Ask the parents too."


def test_clause_in_tension_is_shown_with_a_settled_answer_too(edited: Answerer) -> None:
    assert shown_at(only_part(edited.show_topic("photos", "oakfield")), Place.TENSION) == ["oakfield-1-follow"]
    part = only_part(edited.settle("photos", "oakfield-1-photos", 0, 0, "oakfield"))
    assert shown_at(part, Place.TENSION) == ["oakfield-1-follow"]


@pytest.mark.parametrize(
    ("topic", "clause", "condition", "choice"),
    [
        ("nowhere", "oakfield-1-photos", 0, 0),
        ("photos", "oakfield-9-nothing", 0, 0),
        ("photos", "oakfield-1-photos", 1, 0),
        ("photos", "oakfield-1-photos", -1, 0),
        ("photos", "oakfield-1-photos", 0, 2),
        ("photos", "oakfield-1-photos", 0, -1),
        ("friends", "oakfield-1-friends", 0, 0),
    ],
)
def test_choice_that_does_not_exist_is_unknown(small_answerer: Answerer, topic: str, clause: str, condition: int, choice: int) -> None:
    assert small_answerer.settle(topic, clause, condition, choice, "oakfield").outcome == Unknown()


# --- whose policy ---


def test_unknown_policy_is_told_with_those_that_exist(answerer: Answerer) -> None:
    with pytest.raises(UnknownPolicy, match="no policy is called 'oakfield'; use one of: alet, athelstan, iwys, unnamed-trust, wren-spinney"):
        answerer.ask("can I add a pupil", "oakfield")


def test_chosen_topic_of_an_unknown_policy_is_refused(small_answerer: Answerer) -> None:
    with pytest.raises(UnknownPolicy):
        small_answerer.show_topic("friends", "alet")


def test_settling_for_an_unknown_policy_is_refused(small_answerer: Answerer) -> None:
    with pytest.raises(UnknownPolicy):
        small_answerer.settle("photos", "oakfield-1-photos", 0, 0, "alet")


@pytest.mark.parametrize("policy", POLICIES)
def test_every_clause_of_another_school_is_refused_as_a_choice(answerer: Answerer, reader: Reader, policy: str) -> None:
    foreign = [
        clause.id for other in reader.knowledge.policies.values() if other.key != policy for clause in other.clauses.values() if clause.conditions
    ]
    topic = next(iter(reader.knowledge.policies[policy].answers))
    assert foreign != []
    assert {answerer.settle(topic, clause_id, 0, 0, policy).outcome for clause_id in foreign} == {Unknown()}


@pytest.mark.parametrize("question", VARIED)
@pytest.mark.parametrize("policy", POLICIES)
def test_no_clause_of_another_school_is_shown(answerer: Answerer, reader: Reader, policy: str, question: str) -> None:
    own = reader.knowledge.policies[policy].clauses
    shown = clauses_shown(answerer.ask(question, policy).outcome)
    assert [clause.id for clause in shown if own.get(clause.id) is not clause] == []


@pytest.mark.parametrize("question", VARIED)
@pytest.mark.parametrize("policy", POLICIES)
def test_no_clause_of_another_school_is_offered(reader: Reader, policy: str, question: str) -> None:
    own = reader.knowledge.policies[policy].clauses
    shown = clauses_shown(Answerer(lambda: reader, thresholds=NEVER_SURE).ask(question, policy).outcome)
    assert [clause.id for clause in shown if own.get(clause.id) is not clause] == []
