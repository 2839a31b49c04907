"""May we post this: what each policy says of each kind of post on each network, against the lists as a person reads them in the documents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting import (
    Borrowed,
    Effect,
    Gap,
    Holds,
    Outcome,
    Part,
    Post,
    Rule,
    Ruling,
    Silence,
    Sure,
    Trace,
    What,
    Where,
    Whom,
    decide,
    official_networks,
)
from bot.posting.topics import HOLDS_TOPICS
from knowledge.clauses import Account, Knowledge, Policy, Verdict
from knowledge.loading import HOME, load_knowledge

KNOWLEDGE: Knowledge = load_knowledge()
POLICIES = KNOWLEDGE.policies
DOCUMENTS = {key: " ".join((HOME / "policies" / f"{key}.txt").read_text(encoding="utf-8").split()) for key in POLICIES}
NETWORKS = ("facebook", "x", "instagram", "youtube", "linkedin", "classdojo", "soundcloud", "tiktok", "other")

# --- the lists, copied by hand from the documents ---

_ALET = {
    What.ALERT: "Alerts about changes (e.g. severe weather updates/ school closures)",
    What.REMINDER: "Reminders (e.g. approaching deadlines, or events)",
    What.EVENT: "Advertisements for school events or activities",
    What.JOB: "Job vacancies or requests for volunteers",
    What.NEWSLETTER: "Links to newsletters, guidance and factsheets for parents and carers",
    What.ACHIEVEMENT: "Achievements and success stories of pupils and staff",
    What.TRIP: "Photos or posts about school trips, events and activities",
    What.GREETING: "Seasonal greetings and messages about religious festivals",
    What.FEEDBACK: "Invitations to provide feedback",
}
_ALET_YOUTUBE = {
    What.PROMO_VIDEO: "Promotional videos of the schools and Trust",
    What.CLASS_VIDEO: ("Class videos for learning purposes (hidden from public view, but available with a link) to support remote learning"),
    What.ACHIEVEMENT: "Achievements and success stories of pupils and staff",
    What.TRIP: "Videos about school trips, events and activities",
    What.EMPLOYER_VIDEO: "Video to showcase employer engagement",
}
_IWYS = {
    What.ALERT: "Alerts about changes (e.g. changes to procedures, severe weather updates, staffing changes)",
    What.REMINDER: "Reminders (e.g. approaching deadlines, events or class activities, reminders about policies/procedures)",
    What.EVENT: "Advertisements for events or activities",
    What.JOB: "Job vacancies or requests for volunteers",
    What.NEWSLETTER: "Links to newsletters, guidance and factsheets for parents and carers",
    What.ACHIEVEMENT: "Achievements of pupils and staff",
    What.TRIP: "Photos or posts about trips, events and activities",
    What.GREETING: "Seasonal greetings and messages about religious festivals",
    What.FEEDBACK: "Invitations to provide feedback",
}
_WREN = {
    **_IWYS,
    What.EVENT: "Advertisements for school events or activities",
    What.TRIP: "Photos or posts about school trips, events and activities",
}
WILL_POST = {
    ("alet", "facebook"): ("2.1", _ALET),
    ("alet", "x"): ("2.2", _ALET),
    ("alet", "youtube"): ("2.3", _ALET_YOUTUBE),
    ("alet", "linkedin"): ("2.4", _ALET),
    ("iwys", "facebook"): ("2.1", _IWYS),
    ("iwys", "x"): ("2.2", _IWYS),
    ("wren-spinney", "facebook"): ("2.1", _WREN),
    ("wren-spinney", "classdojo"): ("2.2", _WREN),
}
_CONSENT = "Names and photos of individuals (unless they have given consent)"
_FOUR = {
    Holds.HARM: "Harmful or abusive comments",
    Holds.MESSAGE: "Messages to specific people",
    Holds.POLITICS: "Political statements",
}
_SIX = {
    **_FOUR,
    Holds.ADVERT: "Advertisements for businesses unless directly related to the school",
    Holds.STAFF_LINK: "Links to staff members' personal accounts",
}
WILL_NOT_POST = {
    ("alet", "facebook"): ("2.1", _CONSENT, _SIX),
    ("alet", "instagram"): ("2.1", _CONSENT, _SIX),
    ("alet", "x"): ("2.2", _CONSENT, _SIX),
    ("alet", "youtube"): ("2.3", "Names, photos or footage of individuals (unless they have given consent)", _SIX),
    ("alet", "linkedin"): ("2.4", _CONSENT, _SIX),
    ("iwys", "facebook"): ("2.1", _CONSENT, {**_SIX, Holds.ADVERT: "Advertisements for businesses unless directly related to the"}),
    ("iwys", "x"): ("2.2", _CONSENT, {**_SIX, Holds.ADVERT: "Advertisements for businesses unless directly related to"}),
    ("wren-spinney", "facebook"): ("2.1", _CONSENT, _SIX),
    ("wren-spinney", "classdojo"): ("2.2", _CONSENT, _FOUR),
}
_PHOTO = {"what": What.TRIP, "whom": Whom.PUPIL_SHOWN}
_UNNAMED = (
    ("Permission to use any photos or video recordings should be sought in line with the school’s digital and video images policy.", _PHOTO),
    ("If anyone, for any reason, asks not to be filmed or photographed then their wishes should be respected.", _PHOTO),
    ("Under no circumstances should staff share or upload children’s pictures online other than via school owned social media accounts.", _PHOTO),
    ("Staff should exercise their professional judgement about whether an image is appropriate to share on school social media accounts.", _PHOTO),
    (
        "Children should be appropriately dressed, not be subject to ridicule and must not be on any school list of children"
        " whose images must not be published.",
        _PHOTO,
    ),
    ("Check with a senior leader before publishing content that may have controversial implications for the school", {"controversial": Sure.YES}),
    ("Check with a senior leader before publishing content that may have controversial implications for the school", {"holds": Holds.POLITICS}),
    ("Use a disclaimer when expressing personal views", {"holds": Holds.OPINION}),
    ("Make it clear who is posting content", {"what": What.EVENT}),
    ("Use an appropriate and professional tone", {"what": What.EVENT}),
    ("Be respectful to all parties", {"what": What.EVENT}),
    ("Ensure you have permission to ‘share’ other peoples’ materials and acknowledge the author", {"borrowed": Borrowed.UNSURE}),
    ("Express opinions but do so in a balanced and measured manner", {"holds": Holds.OPINION}),
    ("Consider turning off tagging people in images where possible", _PHOTO),
    (
        "Don’t make comments, post content or link to materials that will bring the school into disrepute",
        {"holds": Holds.COMPLAINT},
    ),
    ("Don’t publish confidential or commercially sensitive material", {"holds": Holds.CONFIDENTIAL}),
    ("Don’t breach copyright, data protection or other relevant legislation", {"borrowed": Borrowed.UNSURE}),
    (
        "Consider the appropriateness of content for any audience of school accounts, and don’t link to, embed or add potentially"
        " inappropriate content",
        {"what": What.EVENT},
    ),
    ("Don’t post derogatory, defamatory, offensive, harassing or discriminatory content", {"holds": Holds.HARM}),
    ("Don’t use social media to air internal grievances", {"holds": Holds.COMPLAINT}),
)
"""Use of images, the Do's and the Don'ts. Two of the Do's are of comments and of mistakes, and so of no post."""


def ask(key: str, network: str = "facebook", **answers: Any) -> Trace:
    return decide(POLICIES[key], Post(network, **answers))


def quoted(trace: Trace, text: str) -> Rule:
    return next(one for one in (*trace.rules, *trace.standing) if " ".join(one.text.split()).startswith(text))


def entries(table: dict[tuple[str, str], tuple[str, dict[What, str]]]) -> Iterator[tuple[str, str, str, What, str]]:
    return ((key, network, section, what, text) for (key, network), (section, listed) in table.items() for what, text in listed.items())


@pytest.mark.parametrize(("key", "network", "section", "what", "text"), list(entries(WILL_POST)))
def test_every_entry_of_a_list_of_what_is_posted_is_reached(key: str, network: str, section: str, what: What, text: str) -> None:
    trace = ask(key, network, what=what)
    rule = quoted(trace, text)
    assert text in DOCUMENTS[key]
    assert (trace.outcome, rule.effect, rule.section, rule.text) == (Outcome.LISTED, Effect.ALLOWS, section, text)


@pytest.mark.parametrize(("key", "network"), [(key, network) for key in POLICIES for network in NETWORKS])
def test_what_is_on_no_list_of_its_network_is_not_listed(key: str, network: str) -> None:
    _, listed = WILL_POST.get((key, network), ("", {}))
    for what in set(What) - set(listed):
        trace = ask(key, network, what=what)
        assert trace.outcome is Outcome.NOT_LISTED
        assert [one.part for one in trace.gaps] == [Part.WHAT]
        assert trace.ask


@pytest.mark.parametrize(
    ("key", "network", "section", "holds", "text"),
    [(key, network, section, holds, text) for (key, network), (section, _, banned) in WILL_NOT_POST.items() for holds, text in banned.items()],
)
def test_every_entry_of_a_list_of_what_is_not_posted_forbids(key: str, network: str, section: str, holds: Holds, text: str) -> None:
    for what in What:
        trace = ask(key, network, what=what, holds=holds)
        rule = quoted(trace, text)
        assert (trace.outcome, rule.effect, rule.section, rule.text) == (Outcome.NOT_ALLOWED, Effect.FORBIDS, section, text)
    assert text in DOCUMENTS[key]


@pytest.mark.parametrize(("key", "network"), list(WILL_NOT_POST))
def test_names_and_photos_hang_on_consent(key: str, network: str) -> None:
    section, text, _ = WILL_NOT_POST[key, network]
    assert text in DOCUMENTS[key]
    for whom in (Whom.PUPIL_SHOWN, Whom.PUPIL_NAMED, Whom.PARENT, Whom.ADULT):
        for consent, effect, is_open in (
            (Sure.UNSURE, Effect.NEEDS_CONSENT, True),
            (Sure.YES, Effect.NEEDS_CONSENT, False),
            (Sure.NO, Effect.FORBIDS, False),
        ):
            trace = ask(key, network, what=What.TRIP, whom=whom, consent=consent)
            rule = quoted(trace, text)
            assert (rule.effect, rule.open, rule.section) == (effect, is_open, section)
            assert (trace.outcome is Outcome.NOT_ALLOWED) == (consent is Sure.NO)


@pytest.mark.parametrize(("key", "network"), list(WILL_POST))
def test_photo_of_a_trip_is_only_listed_when_consent_and_list_are_checked(key: str, network: str) -> None:
    photo = {"what": What.TRIP, "whom": Whom.PUPIL_SHOWN}
    assert ask(key, network, **photo).outcome is Outcome.ONLY_IF
    assert ask(key, network, **photo, consent=Sure.YES).open() == {Effect.NEEDS_LIST}
    assert ask(key, network, **photo, consent=Sure.YES, on_list=Sure.NO).outcome is Outcome.LISTED
    assert ask(key, network, **photo, consent=Sure.YES, on_list=Sure.YES).outcome is Outcome.NOT_ALLOWED


@pytest.mark.parametrize(("text", "answers"), _UNNAMED)
def test_every_guideline_of_the_unnamed_trust_is_reached(text: str, answers: dict[str, Any]) -> None:
    trace = ask("unnamed-trust", **answers)
    assert text in DOCUMENTS["unnamed-trust"]
    assert quoted(trace, text)
    assert trace.outcome is not Outcome.LISTED


# --- what the documents lack ---


@pytest.mark.parametrize("holds", [Holds.ADVERT, Holds.STAFF_LINK])
@pytest.mark.parametrize("what", [What.OTHER, What.EVENT])
def test_the_two_bans_that_classdojo_lacks_are_not_listed_and_never_allowed(holds: Holds, what: What) -> None:
    trace = ask("wren-spinney", "classdojo", what=what, holds=holds)
    assert trace.outcome is Outcome.NOT_LISTED
    assert Gap(Part.HOLDS, Silence.NOT_ON_LIST) in trace.gaps
    assert [one.section for one in trace.near if one.part is Part.HOLDS] == ["2.1"]  # Facebook's ban, which does not decide it


@pytest.mark.parametrize(
    ("key", "network", "silence"),
    [
        ("wren-spinney", "linkedin", Silence.NO_RULES),
        ("iwys", "soundcloud", Silence.NO_RULES),
        ("alet", "instagram", Silence.ONLY_BANS),
        ("alet", "tiktok", Silence.OTHER_NETWORK),
        ("iwys", "instagram", Silence.OTHER_NETWORK),
        ("wren-spinney", "x", Silence.OTHER_NETWORK),
        ("athelstan", "instagram", Silence.NO_LISTS),
        ("unnamed-trust", "tiktok", Silence.NO_LISTS),
    ],
)
def test_network_without_a_list_says_why_it_has_no_line(key: str, network: str, silence: Silence) -> None:
    trace = ask(key, network, what=What.EVENT)
    assert (trace.outcome, trace.gaps) == (Outcome.NOT_LISTED, (Gap(Part.WHAT, silence),))
    assert not any(one.effect is Effect.ALLOWS for one in trace.rules)


def test_instagram_of_alet_quotes_facebooks_list_as_near_only() -> None:
    trace = ask("alet", "instagram", what=What.EVENT)
    assert [(one.stem, one.effect) for one in trace.near] == [("The school will post on Facebook:", Effect.INFORMS)]


def test_networks_of_a_policy_are_those_that_its_document_names() -> None:
    assert {key: official_networks(policy) for key, policy in POLICIES.items()} == {
        "alet": ("facebook", "x", "instagram", "youtube", "linkedin"),
        "athelstan": (),
        "iwys": ("facebook", "x", "soundcloud"),
        "unnamed-trust": (),
        "wren-spinney": ("facebook", "linkedin", "classdojo"),
    }


@pytest.mark.parametrize("key", list(POLICIES))
def test_appeal_for_money_has_no_line_anywhere(key: str) -> None:
    assert ask(key, holds=Holds.DONATIONS).gaps == (Gap(Part.HOLDS, Silence.SILENT),)


# --- consent in writing, the list, a senior leader, the copyright holder ---


@pytest.mark.parametrize("whom", [Whom.PUPIL_SHOWN, Whom.PUPIL_NAMED, Whom.PUPIL_WORK, Whom.PARENT])
def test_on_a_personal_account_athelstan_needs_the_head_in_writing(whom: Whom) -> None:
    asked = {"where": Where.PERSONAL, "what": What.TRIP, "whom": whom}
    text = (
        "You must not publish anything which could identify pupils, parents or guardians on any personal social media account,"
        " personal webpage or similar platform without the prior consent of the Headteacher in writing."
    )
    assert text in DOCUMENTS["athelstan"]
    rule = quoted(ask("athelstan", **asked), text)
    assert (rule.effect, rule.open, rule.section) == (Effect.NEEDS_HEAD, True, "7.4")
    assert Effect.NEEDS_HEAD not in ask("athelstan", **asked, head=Ruling.GIVEN).open()
    assert ask("athelstan", **asked, head=Ruling.REFUSED).outcome is Outcome.NOT_ALLOWED
    assert Effect.NEEDS_HEAD not in ask("athelstan", whom=whom, what=What.TRIP).open()  # an official account


@pytest.mark.parametrize("key", ["alet", "iwys", "wren-spinney"])
def test_school_business_and_pupils_are_kept_off_personal_accounts(key: str) -> None:
    trace = ask(key, where=Where.PERSONAL, what=What.EVENT, whom=Whom.PUPIL_SHOWN, consent=Sure.YES)
    assert trace.outcome is Outcome.NOT_ALLOWED
    assert {one.part for one in trace.rules if one.effect is Effect.FORBIDS} == {Part.ACCOUNT, Part.WHOM}


def test_picture_of_a_child_on_a_personal_account_is_never_allowed_in_the_unnamed_trust() -> None:
    trace = ask("unnamed-trust", where=Where.PERSONAL, whom=Whom.PUPIL_SHOWN, consent=Sure.YES, on_list=Sure.NO)
    assert trace.outcome is Outcome.NOT_ALLOWED
    assert "Under no circumstances" in trace.rules[0].text


def test_child_on_the_do_not_publish_list_is_kept_out_by_the_clause_that_says_so() -> None:
    trace = ask("unnamed-trust", whom=Whom.PUPIL_SHOWN, consent=Sure.YES, on_list=Sure.YES)
    [rule] = [one for one in trace.rules if one.effect is Effect.FORBIDS]
    assert "list of children whose images must not be published" in rule.text


def test_where_a_policy_asks_for_nothing_signpost_asks_and_says_that_it_is_its_own_default() -> None:
    trace = ask("athelstan", whom=Whom.PUPIL_SHOWN, what=What.TRIP, controversial=Sure.UNSURE)
    assert {one.effect for one in trace.defaults} == {Effect.NEEDS_CONSENT, Effect.NEEDS_LIST, Effect.NEEDS_SENIOR}
    assert all(one.open for one in trace.defaults)


@pytest.mark.parametrize("controversial", [Sure.YES, Sure.UNSURE])
def test_what_may_be_controversial_waits_for_a_senior_leader(controversial: Sure) -> None:
    for key in POLICIES:
        assert Effect.NEEDS_SENIOR in ask(key, what=What.EVENT, controversial=controversial).open()
        assert Effect.NEEDS_SENIOR not in ask(key, what=What.EVENT, controversial=controversial, senior=Ruling.GIVEN).open()
    assert ask("unnamed-trust", controversial=controversial, senior=Ruling.REFUSED).outcome is Outcome.NOT_ALLOWED


@pytest.mark.parametrize(("key", "section"), [("athelstan", "7.5"), ("unnamed-trust", "Legal considerations")])
def test_copyright_holder_is_asked_where_the_policy_says_so(key: str, section: str) -> None:
    needs = [one for one in ask(key, borrowed=Borrowed.UNSURE).rules if one.effect is Effect.NEEDS_PERMISSION]
    assert needs[0].section == section
    assert all(one.open for one in needs)
    assert not ask(key, borrowed=Borrowed.PERMITTED).open() & {Effect.NEEDS_PERMISSION}


def test_advert_for_a_business_of_the_school_hangs_on_that() -> None:
    trace = ask("alet", holds=Holds.ADVERT_RELATED)
    assert trace.outcome is Outcome.ONLY_IF
    assert [(one.effect, one.open) for one in trace.rules] == [(Effect.ONLY_IF, True)]


# --- what holds for every policy, network, kind and answer ---

POSTS = st.builds(
    Post,
    st.sampled_from(NETWORKS),
    *(st.sampled_from(list(one)) for one in (Where, What, Holds, Whom, Sure, Sure, Borrowed, Sure, Ruling, Ruling)),
)
EVERY_POLICY = st.sampled_from(list(POLICIES.values()))


@given(EVERY_POLICY, POSTS)
def test_every_quoted_line_stands_so_in_the_policy_and_is_of_this_account(policy: Policy, post: Post) -> None:
    trace = decide(policy, post)
    other = Account.PERSONAL if post.where is Where.OFFICIAL else Account.OFFICIAL
    for rule in (*trace.rules, *trace.standing, *trace.near):
        clause = policy.clauses[rule.clause_id]
        assert (rule.text, rule.stem, rule.section) == (clause.text, clause.stem, clause.section)
        assert " ".join(rule.text.split()) in DOCUMENTS[policy.key]
        assert clause.account is not other
    for rule in (*trace.rules, *trace.standing):
        networks = policy.clauses[rule.clause_id].networks
        assert not networks or post.network in networks
    assert len({one.clause_id for one in (*trace.rules, *trace.standing)}) == len(trace.rules) + len(trace.standing)


@given(EVERY_POLICY, POSTS)
def test_outcome_is_what_the_trace_says_and_a_ban_always_wins(policy: Policy, post: Post) -> None:
    trace = decide(policy, post)
    forbids = any(one.effect is Effect.FORBIDS for one in trace.rules)
    assert (trace.outcome is Outcome.NOT_ALLOWED) == forbids
    assert trace.rules or trace.gaps
    match trace.outcome:
        case Outcome.NOT_LISTED:
            assert trace.gaps
        case Outcome.ONLY_IF:
            assert trace.open()
        case Outcome.LISTED:
            assert any(one.effect is Effect.ALLOWS for one in trace.rules)
            assert not trace.gaps
            assert not trace.open()


@given(EVERY_POLICY, POSTS)
def test_clause_that_bans_what_a_post_holds_forbids_it_whatever_else_is_said(policy: Policy, post: Post) -> None:
    for topic in HOLDS_TOPICS[post.where].get(post.holds, ()):
        for link in policy.answers.get(topic, ())[:1]:
            clause = policy.clauses[link.clause_id]
            is_here = not clause.networks or post.network in clause.networks
            is_ours = clause.account in (Account.ANY, Account.PERSONAL if post.where is Where.PERSONAL else Account.OFFICIAL)
            if link.verdict is Verdict.NOT_ALLOWED and is_here and is_ours:
                assert decide(policy, post).outcome is Outcome.NOT_ALLOWED


@given(EVERY_POLICY, POSTS)
def test_more_consent_never_makes_it_stricter_and_less_never_milder(policy: Policy, post: Post) -> None:
    order = (Outcome.LISTED, Outcome.ONLY_IF, Outcome.NOT_LISTED, Outcome.NOT_ALLOWED)
    found = [order.index(decide(policy, replace(post, consent=one)).outcome) for one in (Sure.YES, Sure.UNSURE, Sure.NO)]
    assert found == sorted(found)


@given(EVERY_POLICY, POSTS)
def test_trace_is_kept_as_it_stood(policy: Policy, post: Post) -> None:
    trace = decide(policy, post)
    assert Trace.unpack(trace.pack()) == trace


def test_same_answers_give_the_same_trace_for_each_policy_network_and_kind() -> None:
    for policy, network, where, what, holds in itertools.product(POLICIES.values(), NETWORKS, Where, What, Holds):
        post = Post(network, where, what, holds)
        trace = decide(policy, post)
        assert trace == decide(policy, post)
        assert trace.outcome is not Outcome.LISTED or (policy.key, network) in WILL_POST


def test_form_left_open_is_read_as_unsure() -> None:
    assert Post.read({"network": "x", "what": "trip", "whom": "pupil_shown"}) == Post("x", what=What.TRIP, whom=Whom.PUPIL_SHOWN)
