"""May we post this, asked in a chat: the receipt is the trace, whoever has to be asked answers in writing, and nobody is ever told yes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import wording
from bot.cards import Card
from bot.duties import Asking, Duties, Raised
from bot.matters import Matter
from bot.posting import Borrowed, Holds, Post, Sure, Trace, What, Where, Whom, decide
from bot.posts import Posts, trace_blocks
from bot.reports import Refused
from bot.visitors import Visitor
from bot.windows import Shown
from knowledge.loading import load_knowledge
from tests.bot.fake_chat import CANARY, SCHOOL, STAFF, TESS, OpenScene, Scene, staff

PLAIN = {"network": "facebook", "where": "official", "what": "event", "holds": "nothing", "whom": "nobody", "borrowed": "no", "controversial": "no"}
HEADS = {"network": "facebook", "where": "personal", "what": "trip", "whom": "pupil_named"}
NO_YES = re.compile(r"\b(yes, (you|it|post)|you (may|can) post|may be posted|can be posted|go ahead|is allowed|you are allowed)\b", re.IGNORECASE)
TERMS = [{"starts": "2026-09-03", "ends": "2026-11-20"}, {"starts": "2026-11-30", "ends": "2026-12-18"}]
POLICIES = ("alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney")


def visitor(scene: Scene, name: str) -> Visitor:
    listed = () if name == "tess" else (scene.person(name),)
    return Visitor("slack", name, "T0OAK", TESS.name if name == "tess" else listed[0].name, True, (SCHOOL,), listed=listed)


def post(scene: Scene, who: str = "tess", *, key: str = "one", **values: str) -> Raised:
    done = Duties(scene.office).submit(visitor(scene, who), "posting", key, {**PLAIN, **values}, ())
    assert isinstance(done, Raised), done
    return done


def text_of(done: Raised) -> str:
    return done.receipt.plain_text()


def do(scene: Scene, who: str, act: str, matter: Raised, **said: str) -> Shown | Refused:
    """Press a button, and answer what it asks."""
    duties, value = Duties(scene.office), f"{act} {matter.matter_id}"
    came = duties.press(visitor(scene, who), value)
    if isinstance(came, Shown):
        return came
    return duties.carry_out(visitor(scene, who), value, f"{act}-{who}-{scene.clock.now()}", said, ())


def shown(done: Shown | Refused) -> str:
    assert isinstance(done, Shown), done
    return done.card.plain_text()


def now(scene: Scene, matter: Raised) -> Matter:
    with scene.office.looking() as connection:
        return scene.office.filing.matters.get(connection, matter.matter_id)


def buttons(card: Card) -> list[str]:
    return [one.label for one in card.buttons()]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # winter: the school's clock is UTC


# --- the form and the receipt ---


@pytest.mark.parametrize(
    ("key", "first", "other"),
    [
        ("alet", ["facebook", "x", "instagram", "youtube", "linkedin"], "TikTok: not named in your policy"),
        ("iwys", ["facebook", "x", "soundcloud"], "Instagram: not named in your policy"),
        ("wren-spinney", ["facebook", "linkedin", "classdojo"], "X (formerly Twitter): not named in your policy"),
        ("athelstan", ["facebook", "x"], "TikTok"),
        ("unnamed-trust", ["facebook", "x"], "TikTok"),
    ],
)
def test_form_names_the_networks_of_the_policy_first(open_scene: OpenScene, key: str, first: list[str], other: str) -> None:
    scene = open_scene(policy=key)
    asked = Duties(scene.office).ask(visitor(scene, "tess"), "posting")
    assert isinstance(asked, Asking)
    choices = asked.fields[0].choices
    assert [value for value, _ in choices][: len(first)] == first
    assert other in [label for _, label in choices]
    assert choices[-1][0] == "other"
    assert "Signpost posts nothing" in asked.opening.plain_text()
    assert all(len(label) <= 75 for one in asked.fields for _, label in one.choices)
    assert [one.name for one in asked.fields if not one.required] == ["consent", "on_list", "description", "link"]


def test_every_choice_of_the_form_is_one_that_the_rules_know() -> None:
    for labels, values in (
        (wording.POSTING_WHERE, Where),
        (wording.POSTING_WHAT, What),
        (wording.POSTING_HOLDS, Holds),
        (wording.POSTING_WHOM, Whom),
        (wording.POSTING_CONSENT, Sure),
        (wording.POSTING_ON_LIST, Sure),
        (wording.POSTING_CONTROVERSIAL, Sure),
        (wording.POSTING_BORROWED, Borrowed),
    ):
        assert set(labels) == {str(one) for one in values}


def test_button_stands_in_the_menu() -> None:
    assert Posts.button == "Can we post this?"


def test_listed_post_says_what_the_policy_lists_and_what_comes_before(scene: Scene) -> None:
    text = text_of(post(scene))
    assert "The policy lists this kind of post for Facebook. It does not say that this one may go out" in text
    assert "“The school will post on Facebook: … Advertisements for school events or activities”\n  (section 2.1)" in text
    assert "Before it is posted:" in text
    assert "It goes out only through somebody who may post on that account." in text


def test_what_is_answered_at_once_waits_on_nobodys_desk(scene: Scene) -> None:
    done = post(scene)
    scene.carry()
    assert now(scene, done).settled_at is not None
    assert Duties(scene.office).desk(visitor(scene, "tess")) == []
    assert scene.chat.messages == []


def test_banned_post_quotes_the_ban_and_offers_no_button(scene: Scene) -> None:
    done = post(scene, holds="politics")
    assert "Not allowed (a political statement):\n  “The school will not post on Facebook and Instagram: … Political statements”" in text_of(done)
    assert buttons(done.receipt) == []
    assert now(scene, done).state == "not_allowed"


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("alet", {"network": "instagram"}, "Not listed: ask Stacey Honnor, ALET Head of Marketing. It is not posted before that."),
        ("alet", {"network": "tiktok"}, "TikTok is not among the networks that your policy names as the school's."),
        ("iwys", {"network": "soundcloud"}, "Your policy names SoundCloud as one of the school's networks, and has no rules for posts there."),
        ("iwys", {"network": "soundcloud"}, "Not listed: ask the Proprietor or the Compliance Officer. It is not posted before that."),
        ("wren-spinney", {"network": "linkedin"}, "Your policy names LinkedIn as one of the school's networks, and has no rules for posts there."),
        (
            "wren-spinney",
            {"network": "classdojo", "holds": "staff_link"},
            "What your policy says of ClassDojo has no line on this, neither for nor against it",
        ),
        ("wren-spinney", {"network": "classdojo", "holds": "advert"}, "Not listed: ask school admin. It is not posted before that."),
        ("athelstan", {"network": "instagram"}, "Not listed: ask a member of the School SLT. It is not posted before that."),
        ("unnamed-trust", {}, "Your policy has no list of what is posted on the school's accounts."),
    ],
)
def test_where_the_policy_has_no_line_it_says_so_and_whom_to_ask(open_scene: OpenScene, key: str, values: Mapping[str, str], said: str) -> None:
    done = post(open_scene(policy=key), **values)
    assert said in text_of(done)
    assert "Ask a senior leader" in buttons(done.receipt)


def test_what_signpost_asks_by_itself_is_said_to_be_its_default(open_scene: OpenScene) -> None:
    ours, theirs = (text_of(post(open_scene(policy=key), controversial="yes", key=key)) for key in ("alet", "unnamed-trust"))
    asked = "A senior leader's look at it: it can be asked for here, and the answer is kept here."
    assert f"{asked} (Your policy does not ask for this here. It is Signpost's default.)" in ours
    assert f"{asked}\n" in theirs


def test_account_of_the_register_is_named_with_who_may_post(scene: Scene) -> None:
    account = {"network": "X", "handle": "@oakfield", "name": "Oakfield", "open": "open", "secondary": "no", "may_post": "Eve Lowe"}
    done = Duties(scene.office).submit(visitor(scene, "eve"), "account", "acc", account, ("eve",))
    assert isinstance(done, Raised), done
    assert "• In the school's register: " in text_of(post(scene, network="x"))
    assert "May post there: Eve Lowe." in text_of(post(scene, network="x"))
    assert "In the school's register" not in text_of(post(scene, network="facebook", key="two"))


def test_trace_stays_as_it_stood_though_the_policy_changes(open_scene: OpenScene) -> None:
    done = post(open_scene(policy="alet"))
    scene = open_scene(policy="athelstan")
    assert "Advertisements for school events or activities" in shown(do(scene, "tess", "view", done))


@pytest.mark.parametrize("key", POLICIES)
def test_of_no_policy_and_no_answer_is_anybody_told_yes(open_scene: OpenScene, key: str) -> None:
    policy = load_knowledge().policies[key]

    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    @given(
        st.fixed_dictionaries(
            {
                "network": st.sampled_from(["facebook", "x", "instagram", "classdojo", "soundcloud", "tiktok", "other"]),
                **{
                    name: st.sampled_from([str(one) for one in values])
                    for name, values in (
                        ("where", Where),
                        ("what", What),
                        ("holds", Holds),
                        ("whom", Whom),
                        ("consent", Sure),
                        ("on_list", Sure),
                        ("borrowed", Borrowed),
                        ("controversial", Sure),
                    )
                },
            }
        )
    )
    def say(fields: dict[str, str]) -> None:
        trace = decide(policy, Post.read(fields))
        ours = [one for one in Card(trace_blocks(trace, fields, trace.outcome)).blocks if type(one).__name__ == "Line"]
        text = Card(tuple(ours)).plain_text()
        assert not NO_YES.search(text)
        assert "{" not in text
        assert "Before it is posted:" in text or "Change what is not allowed" in text
        whole = Card(trace_blocks(trace, fields, trace.outcome)).plain_text()
        assert all(one.text in whole for one in trace.rules)

    say()


# --- consent and checks ---


def test_consent_that_comes_later_decides_it_anew(scene: Scene) -> None:
    done = post(scene, what="trip", whom="pupil_shown", on_list="no")
    assert now(scene, done).state == "only_if.consent"
    assert buttons(done.receipt) == ["Consent is there now", "Close, no longer needed"]
    text = shown(do(scene, "tess", "consent", done, evidence=f"Both parents, in the office {CANARY}"))
    assert now(scene, done).state == "listed"
    assert "Consent: by the answers here it is there. Have it at hand." in text
    assert CANARY in text  # on record, in the history
    assert "The policy lists this kind of post for Facebook." in text


def test_missing_consent_forbids_until_it_is_there(scene: Scene) -> None:
    done = post(scene, what="trip", whom="pupil_shown", consent="no", on_list="no")
    assert now(scene, done).state == "not_allowed.consent"
    assert "Not allowed (a pupil, in a photo, video or recording):" in text_of(done)
    do(scene, "tess", "consent", done, evidence="Mother, by letter")
    assert now(scene, done).state == "listed"


def test_child_on_the_list_is_not_published_by_consent_alone(scene: Scene) -> None:
    done = post(scene, what="trip", whom="pupil_shown", consent="yes", on_list="yes")
    assert now(scene, done).state == "not_allowed.checks"
    assert "Consent is there now" not in buttons(done.receipt)
    do(scene, "tess", "checked", done, on_list="no")
    assert now(scene, done).state == "listed"


def test_where_no_line_speaks_of_it_a_child_on_the_list_is_to_be_left_out_first_of_all(scene: Scene) -> None:
    for key, whom in (("a", "pupil_named"), ("b", "pupil_work"), ("c", "pupil_shown")):
        text = text_of(post(scene, key=key, network="tiktok", whom=whom, consent="no", on_list="yes"))
        before = text.partition("Before it is posted:\n")[2].splitlines()
        assert {"do-not-publish list. Leave them out" in line or "There is no consent. Leave out" in line for line in before[:2]} == {True}
        assert "A look at the school's do-not-publish list" not in text


def test_what_it_comes_to_stands_above_everything_that_was_answered(scene: Scene) -> None:
    text = text_of(post(scene, whom="pupil_shown"))
    assert text.splitlines()[2].startswith("Only if")
    assert text.index("Before it is posted:") < text.index("On which network?")


def test_check_that_finds_a_child_on_the_list_forbids(open_scene: OpenScene) -> None:
    scene = open_scene(policy="unnamed-trust")
    done = post(scene, what="trip", whom="pupil_shown", consent="yes")
    text = shown(do(scene, "tess", "checked", done, on_list="yes"))
    assert "Not allowed (somebody shown is on the do-not-publish list):" in text
    assert now(scene, done).state == "not_allowed.checks"


def test_permission_for_somebody_elses_work_is_noted(scene: Scene) -> None:
    done = post(scene, borrowed="unsure")
    assert now(scene, done).state == "only_if.checks"
    refused = do(scene, "tess", "checked", done)
    assert isinstance(refused, Refused)
    assert refused.errors[0].message == "Please choose what you have checked."
    assert now(scene, done).state == "only_if.checks"
    do(scene, "tess", "checked", done, permission="permitted")
    assert now(scene, done).state == "listed"


# --- a senior leader is asked ---


@pytest.fixture
def trust(open_scene: OpenScene) -> Scene:
    """A school with the policy of the unnamed trust, by which a senior leader checks what may be controversial."""
    return open_scene(policy="unnamed-trust")


def test_senior_leaders_are_asked_and_their_answer_is_on_record(trust: Scene) -> None:
    done = post(trust, controversial="yes", description=f"The strike {CANARY}")
    assert buttons(done.receipt) == ["Ask a senior leader", "Close, no longer needed"]
    assert "A senior leader has been asked, and has not answered yet." in shown(do(trust, "tess", "ask_slt", done, word="By Friday, please"))
    trust.carry()
    assert [len(trust.chat.at(who)) for who in ("amara", "eve", "chidi", "ben", "tess")] == [1, 1, 0, 0, 0]
    card = trust.texts("eve")[0]
    assert "Somebody asks for a senior leader's look at this before it is posted." in card
    assert CANARY in card
    assert "By Friday, please" in card
    assert "Check with a senior leader before publishing content" in card
    do(trust, "eve", "slt_approve", done, agreed="Fine, with the second sentence left out")
    trust.carry()
    told = trust.texts("tess")[-1]
    assert "Agreed to in writing by Eve Lowe, Mon 16 Nov 2026" in told
    assert "Fine, with the second sentence left out" in told
    assert "A senior leader has agreed: see below." in told
    assert now(trust, done).state == "agreed"


def test_refusal_is_told_with_its_reason(trust: Scene) -> None:
    done = post(trust, controversial="yes")
    do(trust, "tess", "ask_slt", done)
    do(trust, "amara", "slt_refuse", done, reason="Not before the vote")
    trust.carry()
    assert "Not before the vote" in trust.texts("tess")[-1]
    assert "Not agreed to: the reason is on record below." in trust.texts("tess")[-1]
    assert now(trust, done).state == "refused"
    assert now(trust, done).settled_at is not None


@pytest.mark.parametrize("act", ["slt_refuse", "slt_approve", "slt_changes"])
def test_answer_without_words_is_sent_back(trust: Scene, act: str) -> None:
    done = post(trust, controversial="yes")
    do(trust, "tess", "ask_slt", done)
    refused = do(trust, "eve", act, done)
    assert isinstance(refused, Refused)
    assert now(trust, done).state == "asked_slt"


def test_changes_that_are_asked_for_come_back_to_the_same_people(trust: Scene) -> None:
    done = post(trust, controversial="yes", description="The strike")
    do(trust, "tess", "ask_slt", done)
    trust.carry()
    do(trust, "eve", "slt_changes", done, changes="Say when")
    trust.carry()
    assert "Say when" in trust.texts("tess")[-1]
    asked = Duties(trust.office).press(visitor(trust, "tess"), f"send_again {done.matter_id}")
    assert isinstance(asked, Asking)
    assert asked.values == {"again": "The strike"}
    do(trust, "tess", "send_again", done, again="The strike, on Monday")
    trust.carry()
    assert "The strike, on Monday" in trust.texts("eve")[-1]
    assert len(trust.chat.at("eve")) == 2
    assert now(trust, done).state == "asked_slt"


def test_they_are_reminded_on_the_next_school_day_and_every_one_after_until_it_is_answered(open_scene: OpenScene) -> None:
    scene = open_scene(policy="unnamed-trust", terms=TERMS)
    done = post(scene, controversial="yes")
    scene.until(at(19, 15))
    do(scene, "tess", "ask_slt", done)  # Thursday
    scene.until(at(20, 8, 59))
    assert len(scene.chat.at("eve")) == 1
    scene.until(at(20, 9, 1))
    assert len(scene.chat.at("eve")) == 2
    assert "This still waits for an answer" in scene.texts("eve")[1]
    scene.until(at(30, 8, 59))  # a weekend and a week of holidays
    assert len(scene.chat.at("eve")) == 2
    scene.courier = scene.new_courier("after a restart")
    scene.until(at(30, 9, 1))
    assert len(scene.chat.at("eve")) == 3
    do(scene, "eve", "slt_approve", done, agreed="Yes, as it is")
    scene.wait(days=3)
    assert len(scene.chat.at("eve")) == 3
    assert len(scene.chat.at("amara")) == 3


def test_reminders_begin_anew_when_it_is_sent_again(trust: Scene) -> None:
    done = post(trust, controversial="yes")
    do(trust, "tess", "ask_slt", done)
    trust.carry()
    do(trust, "eve", "slt_changes", done, changes="Say when")
    trust.wait(days=2)
    assert len(trust.chat.at("eve")) == 1
    do(trust, "tess", "send_again", done, again="On Monday")
    trust.wait(days=1)
    assert len(trust.chat.at("eve")) == 3


def test_question_sent_again_on_the_same_day_is_reminded_of_once(trust: Scene) -> None:
    done = post(trust, controversial="yes")
    do(trust, "tess", "ask_slt", done)
    trust.carry()
    do(trust, "eve", "slt_changes", done, changes="Say when")
    do(trust, "tess", "send_again", done, again="On Monday")
    trust.until(at(17, 9, 1))
    assert len(trust.chat.at("eve")) == 3  # asked twice, reminded once


def test_proprietor_answers_where_a_school_has_no_senior_leaders(open_scene: OpenScene) -> None:
    scene = open_scene(policy="iwys", people=staff(("dana", "Dana Frost", ["proprietor"]), ("ben", "Ben Hale", ["dsl"])))
    done = post(scene, network="soundcloud")
    do(scene, "tess", "ask_slt", done)
    scene.carry()
    assert [len(scene.chat.at(who)) for who in ("dana", "ben")] == [1, 0]
    do(scene, "dana", "slt_approve", done, agreed="This once")
    assert "Agreed to in writing by Dana Frost" in shown(do(scene, "tess", "view", done))


def test_consent_and_a_senior_leader_can_both_be_open(scene: Scene) -> None:
    done = post(scene, what="trip", whom="pupil_shown", on_list="no", controversial="yes")
    assert now(scene, done).state == "only_if.consent.senior"
    do(scene, "tess", "ask_slt", done)
    do(scene, "eve", "slt_approve", done, agreed="As it is")
    assert now(scene, done).state == "only_if.consent"
    do(scene, "tess", "consent", done, evidence="All parents")
    assert now(scene, done).state == "agreed"


def test_nobody_answers_their_own_question(trust: Scene) -> None:
    done = post(trust, "eve", controversial="yes")
    do(trust, "eve", "ask_slt", done)
    trust.carry()
    assert [len(trust.chat.at(who)) for who in ("amara", "eve")] == [1, 0]
    refused = do(trust, "eve", "slt_approve", done, agreed="I agree with me")
    assert isinstance(refused, Refused)
    assert "somebody else has to answer it" in refused.errors[0].message
    assert now(trust, done).state == "asked_slt"
    trust.wait(days=1)
    assert [len(trust.chat.at(who)) for who in ("amara", "eve")] == [2, 0]


@pytest.mark.parametrize("who", ["ben", "farid", "tess"])
def test_others_can_neither_answer_nor_see_it(trust: Scene, who: str) -> None:
    done = post(trust, "dana", controversial="yes", description=CANARY)
    do(trust, "dana", "ask_slt", done)
    for act in ("view", "slt_approve", "slt_refuse", "slt_changes", "head_approve", "consent", "close"):
        came = Duties(trust.office).press(visitor(trust, who), f"{act} {done.matter_id}")
        assert isinstance(came, Shown)
        assert "This is not open to you here" in came.card.plain_text()
        assert CANARY not in came.card.plain_text()


# --- the head's consent in writing (athelstan 7.4) ---


@pytest.fixture
def athelstan(open_scene: OpenScene) -> Scene:
    """A school with the policy of Athelstan."""
    return open_scene(policy="athelstan")


def test_head_is_asked_and_consents_in_writing(athelstan: Scene) -> None:
    done = post(athelstan, **HEADS)
    assert "without the prior consent of the Headteacher in writing" in text_of(done)
    assert "Ask the head" in buttons(done.receipt)
    do(athelstan, "tess", "ask_head", done)
    athelstan.carry()
    assert [len(athelstan.chat.at(who)) for who in ("chidi", "amara", "eve")] == [1, 0, 0]
    assert "Somebody asks for the head's consent in writing" in athelstan.texts("chidi")[0]
    came = Duties(athelstan.office).press(visitor(athelstan, "eve"), f"head_approve {done.matter_id}")
    assert isinstance(came, Shown)
    assert "not open to you" in came.card.plain_text()
    do(athelstan, "chidi", "head_approve", done, agreed="The first name only")
    athelstan.carry()
    told = athelstan.texts("tess")[-1]
    assert "Consent given in writing by Chidi Eze, Mon 16 Nov 2026" in told
    assert "The first name only" in told
    assert "The head has consented in writing: see below." in told
    assert "Ask the head" not in told


def test_head_who_refuses_makes_it_not_allowed_by_the_clause(athelstan: Scene) -> None:
    done = post(athelstan, **HEADS)
    do(athelstan, "tess", "ask_head", done)
    do(athelstan, "chidi", "head_refuse", done, reason="Not outside the school")
    kept = now(athelstan, done)
    assert kept.state == "refused"
    assert Trace.unpack(kept.fields["trace"]).outcome == "not_allowed"


def test_head_is_reminded_after_a_weekend(athelstan: Scene) -> None:
    done = post(athelstan, **HEADS)
    athelstan.until(at(20, 16))  # Friday
    do(athelstan, "tess", "ask_head", done)
    athelstan.until(at(23, 8, 59))
    assert len(athelstan.chat.at("chidi")) == 1
    athelstan.until(at(24, 9, 1))
    assert len(athelstan.chat.at("chidi")) == 3


def test_question_of_the_head_goes_to_whoever_is_next(athelstan: Scene) -> None:
    done = post(athelstan, "chidi", **HEADS)
    do(athelstan, "chidi", "ask_head", done)
    athelstan.carry()
    assert [len(athelstan.chat.at(who)) for who in ("chidi", "dana")] == [0, 1]
    assert now(athelstan, done).people == ("dana",)
    do(athelstan, "dana", "head_approve", done, agreed="As chair, yes to that")
    assert "Consent given in writing by Dana Frost" in shown(do(athelstan, "chidi", "view", done))


def test_where_nobody_else_could_answer_it_says_so(open_scene: OpenScene) -> None:
    scene = open_scene(policy="athelstan", people=staff(*STAFF[2:3]))
    done = post(scene, "chidi", **HEADS)
    refused = do(scene, "chidi", "ask_head", done)
    assert isinstance(refused, Refused)
    assert "Ask in person" in refused.errors[0].message


def test_on_a_personal_account_the_other_schools_say_no_at_once(open_scene: OpenScene) -> None:
    for key in ("alet", "iwys", "wren-spinney"):
        done = post(open_scene(policy=key), **HEADS, key=key)
        assert "Use personal accounts to conduct" in text_of(done)
        assert "press “Suggest a post”" in text_of(done)
        assert buttons(done.receipt) == []


# --- as every matter ---


def test_question_can_be_closed_also_while_somebody_is_asked(trust: Scene) -> None:
    done = post(trust, controversial="yes")
    do(trust, "tess", "ask_slt", done)
    trust.carry()
    do(trust, "tess", "close", done)
    trust.wait(days=2)
    assert now(trust, done).state == "closed"
    assert len(trust.chat.at("eve")) == 1
    assert "Closed by whoever asked." in trust.texts("eve")[0]
    assert Duties(trust.office).desk(visitor(trust, "tess")) == []


def test_card_that_is_still_on_its_way_is_not_sent_once_the_question_is_closed(trust: Scene) -> None:
    done = post(trust, controversial="yes")
    do(trust, "tess", "ask_slt", done)
    do(trust, "tess", "close", done)
    trust.carry()
    assert trust.chat.at("eve") == []


def test_it_stands_on_the_desk_of_those_who_are_asked(trust: Scene) -> None:
    done = post(trust, controversial="yes")
    assert Duties(trust.office).desk(visitor(trust, "eve")) == []
    [mine] = Duties(trust.office).desk(visitor(trust, "tess"))
    assert "Facebook: An advertisement for a school event or activity" in mine.plain_text()
    do(trust, "tess", "ask_slt", done)
    [waiting] = Duties(trust.office).desk(visitor(trust, "eve"))
    assert "A senior leader has been asked, and has not answered yet." in waiting.plain_text()


def test_nothing_that_was_typed_is_readable_in_the_store_or_in_a_log(trust: Scene) -> None:
    done = post(trust, controversial="yes", description=CANARY)
    do(trust, "tess", "ask_slt", done, word=CANARY)
    do(trust, "eve", "slt_refuse", done, reason=CANARY)
    trust.carry()
    assert not any(CANARY in one for one in trust.log())
    with trust.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


def test_states_fit_the_column_that_keeps_them() -> None:
    assert max(map(len, Posts.states)) <= 32
