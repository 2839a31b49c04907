"""Questions meet the clauses of one policy: those of the network asked about, the entry that is named, and silence where there is none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.clauses import Clause, Link, Policy, Topic, TopicKind, Verdict
from knowledge.features import Question, prepare
from knowledge.lexicon import Found, load_lexicon
from knowledge.matching import LEAST, Candidate, Match, Matcher, clause_stems, fitting_links, fuse, nearest_ask
from knowledge.reading import Reader
from knowledge.weights import Classifier, Recipe, build_classifier

QUESTIONS = [
    "can I accept a friend request from a pupil",
    "post about the fair on facebook",
    "what is for lunch",
    "zebra",
    "",
    "photo of a pupil as a friend on our page with our logo",
]
CLUBS = ("Otterbourne Rowing Club", "Otterbourne Chess Club", "Pennyfield Drama Club", "Pennyfield Debating Club", "Quarrydale Running Club")


def ask(plain: str, *networks: str) -> Question:
    return Question(plain, tuple(plain.split()), (), networks)


def rare(stemmed: str) -> float:
    """Say that only these words are used in many asks."""
    return 1.0 if stemmed in ("club", "the", "of", "page") else 9.0


def fitting(topic: str, question: Question, policy: Policy, *, names_other_networks: bool = False) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    about = Topic(topic, topic, TopicKind.POLICY, (topic,), names_other_networks=names_other_networks)
    return fitting_links(about, question, policy, rare)


def policy_on(topic: str, *linked: tuple[Clause, Verdict]) -> Policy:
    links = tuple(Link(clause.id, verdict) for clause, verdict in linked)
    return Policy("elmfield", "Elmfield School", "Policy", "the office", {clause.id: clause for clause, _ in linked}, {topic: links})


def club_list(verdict: Verdict = Verdict.INFORMATION, clubs: tuple[str, ...] = CLUBS) -> Policy:
    return policy_on("clubs", *((Clause(f"club-{number}", "2", club), verdict) for number, club in enumerate(clubs)))


def ids(links: tuple[Link, ...]) -> list[str]:
    return [link.clause_id for link in links]


def read_as(*, by_words: dict[str, str], by_concepts: dict[str, str]) -> tuple[Classifier, Classifier]:
    """Return two readings that read each word, and each concept, as a topic."""
    words = build_classifier(Recipe([[f"w {word}"] for word in by_words], list(by_words.values()), rarest=1, epochs=20))
    concepts = build_classifier(Recipe([[concept] for concept in by_concepts], list(by_concepts.values()), rarest=1, epochs=20))
    return words, concepts


def match_of(*, lead: float, rival: float = 0.0, silent: float = 0.0, agreed: bool = True) -> Match:
    link = (Link("one", Verdict.ALLOWED),)
    topic = Topic("t", "t", TopicKind.POLICY, ())
    return Match(ask("x"), (Candidate(topic, link, lead, lead, lead), Candidate(topic, link, rival, rival, rival)), (), silent, agreed)


@pytest.fixture(scope="module")
def match(small_reader: Reader, oakfield: Policy) -> Callable[[str], Match]:
    """A function that matches a question against the small school's policy."""
    return lambda text: small_reader.read(text, oakfield).whole


# --- networks ---

ANY = Clause("any", "1", "Be kind.")
ON_X = Clause("on-x", "1", "Be brief.", networks=("x",))
ON_FACEBOOK = Clause("on-facebook", "1", "Be long.", networks=("facebook",))
ON_BOTH = Clause("on-both", "1", "Be polite.", networks=("facebook", "x"))
MANNERS = policy_on("manners", (ANY, Verdict.ADVISED), (ON_X, Verdict.REQUIRED), (ON_FACEBOOK, Verdict.ADVISED), (ON_BOTH, Verdict.ADVISED))


def test_clauses_of_other_networks_are_left_out() -> None:
    _, left_out = fitting("manners", ask("manners", "x"), MANNERS)
    assert left_out == ("on-facebook",)


def test_clauses_of_the_network_asked_about_come_before_those_of_any() -> None:
    links, _ = fitting("manners", ask("manners", "x"), MANNERS)
    assert ids(links) == ["on-x", "on-both", "any"]


def test_clauses_of_all_networks_asked_about_are_kept() -> None:
    links, left_out = fitting("manners", ask("manners", "x", "facebook"), MANNERS)
    assert (sorted(ids(links)), left_out) == (["any", "on-both", "on-facebook", "on-x"], ())


def test_no_clause_is_left_out_where_no_network_is_named() -> None:
    links, left_out = fitting("manners", ask("manners"), MANNERS)
    assert (ids(links), left_out) == (["any", "on-x", "on-facebook", "on-both"], ())


def test_policy_is_silent_where_all_its_clauses_are_of_other_networks() -> None:
    only = policy_on("manners", (ON_X, Verdict.REQUIRED))
    assert fitting("manners", ask("manners", "facebook"), only) == ((), ("on-x",))


def test_topic_that_the_policy_does_not_know_has_no_clause() -> None:
    assert fitting("weather", ask("weather", "x"), MANNERS) == ((), ())


def test_network_of_a_question_chooses_its_clause(match: Callable[[str], Match]) -> None:
    lead = match("post about the fair on twitter").candidates[0]
    assert (ids(lead.links), lead.left_out) == (["oakfield-2-x-events"], ("oakfield-2-facebook-events",))


def test_network_confines_nothing_where_it_need_not_be_the_one_posted_on() -> None:
    links, left_out = fitting("manners", ask("manners", "x"), MANNERS, names_other_networks=True)
    assert (ids(links), left_out) == (["any", "on-x", "on-facebook", "on-both"], ())


# --- order ---


def test_clauses_of_a_topic_stay_in_the_order_in_which_they_are_linked() -> None:
    linked = policy_on("manners", (ANY, Verdict.ALLOWED), (ON_BOTH, Verdict.NOT_ALLOWED), (ON_X, Verdict.ADVISED))
    assert ids(fitting("manners", ask("manners"), linked)[0]) == ["any", "on-both", "on-x"]


def test_entry_of_a_list_that_the_question_names_leads() -> None:
    links, _ = fitting("clubs", ask("the page of pennyfield drama"), club_list())
    assert ids(links)[0] == "club-2"


def test_entries_that_are_not_named_stay_in_their_order() -> None:
    links, _ = fitting("clubs", ask("the page of pennyfield drama"), club_list())
    assert ids(links)[1:] == ["club-0", "club-1", "club-3", "club-4"]


def test_entry_is_named_in_any_form_of_its_word() -> None:
    assert ids(fitting("clubs", ask("those who debate"), club_list())[0])[0] == "club-3"


def test_word_that_many_entries_have_names_none() -> None:
    assert ids(fitting("clubs", ask("pennyfield"), club_list())[0])[0] == "club-0"


def test_word_that_many_ask_with_names_none() -> None:
    clubs = club_list(clubs=("Otterbourne Rowing", "Otterbourne Page", "Pennyfield Drama", "Quarrydale Running"))
    assert ids(fitting("clubs", ask("the page"), clubs)[0])[0] == "club-0"


def test_very_short_word_names_none() -> None:
    clubs = club_list(clubs=("Rowing at Otterbourne", "Chess of Pennyfield", "Drama by Ed", "Running to Quarrydale"))
    assert ids(fitting("clubs", ask("ed"), clubs)[0])[0] == "club-0"


def test_three_clauses_make_a_list() -> None:
    links, _ = fitting("clubs", ask("chess"), club_list(clubs=CLUBS[:3]))
    assert ids(links) == ["club-1", "club-0", "club-2"]


def test_two_clauses_are_no_list() -> None:
    links, _ = fitting("clubs", ask("chess"), club_list(clubs=CLUBS[:2]))
    assert ids(links) == ["club-0", "club-1"]


def test_clauses_of_different_verdicts_are_no_list() -> None:
    verdicts = (Verdict.ALLOWED, Verdict.NOT_ALLOWED, Verdict.ADVISED, Verdict.REQUIRED, Verdict.INFORMATION)
    mixed = policy_on("clubs", *((Clause(f"club-{number}", "2", club), verdicts[number]) for number, club in enumerate(CLUBS)))
    assert ids(fitting("clubs", ask("chess"), mixed)[0])[0] == "club-0"


def test_clauses_of_different_sections_are_no_list() -> None:
    apart = policy_on("clubs", *((Clause(f"club-{number}", str(number), club), Verdict.ALLOWED) for number, club in enumerate(CLUBS)))
    assert ids(fitting("clubs", ask("chess"), apart)[0])[0] == "club-0"


def test_network_asked_about_counts_more_than_the_entry_named() -> None:
    listed = policy_on("manners", *((dataclasses.replace(ANY, id=f"any-{number}", text=club), Verdict.ADVISED) for number, club in enumerate(CLUBS)))
    with_x = dataclasses.replace(
        listed, clauses={**listed.clauses, "on-x": ON_X}, answers={"manners": (*listed.answers["manners"], Link("on-x", Verdict.ADVISED))}
    )
    assert ids(fitting("manners", ask("chess", "x"), with_x)[0])[:2] == ["on-x", "any-1"]


def test_very_short_words_of_a_clause_do_not_count() -> None:
    assert clause_stems("We go to Otterbourne, by an old boat") == {"otterbourn", "old", "boat"}


# --- two readings ---


def test_readings_of_different_topics_are_refused() -> None:
    words, concepts = read_as(by_words={"a": "friends", "b": "photos"}, by_concepts={"a": "friends", "b": "lunch"})
    with pytest.raises(ValueError, match="signpost build"):
        Matcher({}, words, concepts)


@pytest.mark.parametrize(
    ("word", "concept", "agreed"),
    [("a", "one", True), ("a", "two", False), ("b", "two", True), ("a", "three", False), ("c", "three", True), ("c", "one", False)],
)
def test_readings_agree_where_both_lead_with_the_same_clause_or_with_silence(word: str, concept: str, agreed: bool) -> None:
    topics = {one: Topic(one, one, TopicKind.POLICY, (one,)) for one in ("friends", "photos", "lunch")}
    words, concepts = read_as(
        by_words={"a": "friends", "b": "photos", "c": "lunch"}, by_concepts={"one": "friends", "two": "photos", "three": "lunch"}
    )
    policy = policy_on("friends", (ANY, Verdict.ALLOWED))
    both = dataclasses.replace(
        policy, clauses={**policy.clauses, "on-x": ON_X}, answers={**policy.answers, "photos": (Link("on-x", Verdict.REQUIRED),)}
    )
    question = Question(word, (word,), (Found(concept, word),), ())
    assert Matcher(topics, words, concepts).match(question, both).agreed is agreed


def test_fused_reading_sums_to_one() -> None:
    assert float(fuse(np.array([0.7, 0.2, 0.1], np.float32), np.array([0.1, 0.8, 0.1], np.float32)).sum()) == pytest.approx(1.0)


def test_fused_reading_leads_where_both_do() -> None:
    assert fuse(np.array([0.5, 0.3, 0.2], np.float32), np.array([0.5, 0.2, 0.3], np.float32)).argmax() == 0


def test_reading_by_words_is_trusted_more() -> None:
    assert fuse(np.array([0.9, 0.1], np.float32), np.array([0.1, 0.9], np.float32)).argmax() == 0


def test_neither_reading_can_veto_the_other() -> None:
    fused = fuse(np.array([0.0, 1.0], np.float32), np.array([1.0, 0.0], np.float32))
    assert fused.min() > LEAST


# --- matches ---


@pytest.mark.parametrize("text", QUESTIONS)
def test_chances_of_clauses_and_silences_sum_to_one(match: Callable[[str], Match], text: str) -> None:
    found = match(text)
    assert sum(one.chance for one in (*found.candidates, *found.silences)) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", QUESTIONS)
def test_likeliest_comes_first(match: Callable[[str], Match], text: str) -> None:
    found = match(text)
    assert [one.chance for one in found.candidates] == sorted((one.chance for one in found.candidates), reverse=True)
    assert [one.chance for one in found.silences] == sorted((one.chance for one in found.silences), reverse=True)


@pytest.mark.parametrize(
    ("text", "clause_id"),
    [
        ("can I accept a friend request from a pupil", "oakfield-1-friends"),
        ("can I share a picture of my class", "oakfield-1-photos"),
        ("when must we reply to a comment", "oakfield-2-comments"),
        ("may staff follow our page", "oakfield-1-follow"),
    ],
)
def test_question_leads_to_its_clause(match: Callable[[str], Match], text: str, clause_id: str) -> None:
    assert match(text).candidates[0].links[0].clause_id == clause_id


def test_topics_that_lead_to_the_same_clause_are_added_up(small_reader: Reader, oakfield: Policy) -> None:
    text = "can I follow a friend"
    apart = small_reader.read(text, oakfield).whole
    merged = dataclasses.replace(oakfield, answers={**oakfield.answers, "follow": oakfield.answers["friends"]})
    chances = {one.topic.id: one.chance for one in apart.candidates}
    lead = next(one for one in small_reader.read(text, merged).whole.candidates if one.links[0].clause_id == "oakfield-1-friends")
    assert lead.chance == pytest.approx(chances["friends"] + chances["follow"])


@pytest.mark.parametrize(("text", "topic"), [("how soon do we answer comments", "comments"), ("friends with pupils", "friends")])
def test_likeliest_topic_speaks_for_a_clause_of_several(small_reader: Reader, oakfield: Policy, text: str, topic: str) -> None:
    merged = dataclasses.replace(oakfield, answers={**oakfield.answers, "comments": oakfield.answers["friends"]})
    assert small_reader.read(text, merged).whole.candidates[0].topic.id == topic


@pytest.mark.parametrize(("text", "lead"), [("post about the fair of chess", "club-1"), ("post about the fair", "club-0")])
def test_word_that_nobody_asks_with_names_an_entry_and_one_of_the_asks_does_not(small_reader: Reader, text: str, lead: str) -> None:
    clubs = club_list(clubs=("Otterbourne Rowing", "Otterbourne Chess", "Pennyfield Fair", "Quarrydale Running"))
    policy = dataclasses.replace(clubs, answers={"events": clubs.answers["clubs"]})
    assert small_reader.read(text, policy).whole.candidates[0].links[0].clause_id == lead


def test_same_question_gives_the_same_match(match: Callable[[str], Match]) -> None:
    assert match("post about the fair") == match("post about the fair")


# --- silences ---


def test_topic_without_clause_is_a_silence(match: Callable[[str], Match]) -> None:
    assert {one.topic.id for one in match("what is for lunch").silences} == {"logo", "dsl", "lunch"}


def test_silence_has_no_clause(match: Callable[[str], Match]) -> None:
    assert [one.links for one in match("what is for lunch").silences] == [(), (), ()]


def test_candidate_has_clauses(match: Callable[[str], Match]) -> None:
    assert all(one.links for one in match("what is for lunch").candidates)


@pytest.mark.parametrize(("text", "topic"), [("what is for lunch", "lunch"), ("who is the dsl", "dsl"), ("can I use the school badge", "logo")])
def test_question_on_which_the_policy_is_silent_leads_with_its_topic(match: Callable[[str], Match], text: str, topic: str) -> None:
    assert match(text).silences[0].topic.id == topic


def test_chance_of_silence_is_that_of_all_silences(match: Callable[[str], Match]) -> None:
    found = match("can I use our logo as my picture")
    assert found.silent == pytest.approx(sum(one.chance for one in found.silences))


def test_silence_is_likelier_than_any_clause_where_the_policy_says_nothing(match: Callable[[str], Match]) -> None:
    found = match("what is for lunch")
    assert found.silent > 0.9 > found.candidates[0].chance


def test_question_on_another_network_than_the_clauses_is_a_silence(small_reader: Reader, oakfield: Policy) -> None:
    only = dataclasses.replace(oakfield, answers={"events": oakfield.answers["events"][:1]})
    silence = small_reader.read("post about the fair on twitter", only).whole.silences[0]
    assert (silence.topic.id, silence.left_out) == ("events", ("oakfield-2-facebook-events",))


# --- sureness ---


@pytest.mark.parametrize("text", QUESTIONS)
def test_sureness_lies_between_zero_and_one(match: Callable[[str], Match], text: str) -> None:
    assert 0 < match(text).sureness < 1


@pytest.mark.parametrize(("lead", "rival", "silent"), [(1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1e-30, 1e-30, 1e-30), (0.0, 0.0, 0.0)])
def test_sureness_lies_between_zero_and_one_at_the_edges(lead: float, rival: float, silent: float) -> None:
    assert 0 < match_of(lead=lead, rival=rival, silent=silent).sureness < 1


def test_policy_without_answers_is_never_sure(small_reader: Reader, oakfield: Policy) -> None:
    assert small_reader.read("can I post photos", dataclasses.replace(oakfield, answers={})).whole.sureness == 0.0


def test_lead_without_rival_is_as_sure_as_one_whose_rival_has_no_chance() -> None:
    both = match_of(lead=0.9, rival=0.0)
    assert dataclasses.replace(both, candidates=both.candidates[:1]).sureness == both.sureness


def test_clear_question_is_surer_than_a_vague_one(match: Callable[[str], Match]) -> None:
    assert match("can I accept a friend request from a pupil").sureness > match("hello there").sureness


def test_readings_that_agree_are_surer() -> None:
    assert match_of(lead=0.6, agreed=True).sureness > match_of(lead=0.6, agreed=False).sureness


def test_nearer_rival_makes_it_less_sure() -> None:
    assert match_of(lead=0.5, rival=0.4).sureness < match_of(lead=0.5, rival=0.1).sureness


def test_likelier_silence_makes_it_less_sure() -> None:
    assert match_of(lead=0.5, silent=0.4).sureness < match_of(lead=0.5, silent=0.1).sureness


def test_likelier_lead_makes_it_surer() -> None:
    assert match_of(lead=0.9).sureness > match_of(lead=0.5).sureness


# --- nearest ask ---


def test_nearest_ask_is_the_one_worded_most_alike(small_home: Path) -> None:
    topic = Topic("t", "about it", TopicKind.POLICY, ("may I post a photo", "how long is lunch", "who is in charge"))
    assert nearest_ask(prepare("is lunch long", load_lexicon(small_home)), topic) == "how long is lunch"


def test_topic_without_asks_is_told_by_what_it_is_about() -> None:
    assert nearest_ask(ask("lunch"), Topic("t", "about lunch", TopicKind.POLICY, ())) == "about lunch"
