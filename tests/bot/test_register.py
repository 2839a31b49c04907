"""Questions that the register answers: who runs an account, whether one may post on it; for the asker alone, and nowhere else."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from bot import register as registers
from bot import wording
from bot.accounts import Account
from bot.answering import Answerer
from bot.counter import Counter
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.policy_accounts import take_over
from bot.register import beside, find, networks_in
from bot.sealing import Sealer
from bot.visitors import Visitor
from knowledge.lexicon import load_lexicon
from knowledge.loading import HOME
from knowledge.reading import Reader
from tests.bot.fake_chat import SCHOOL, OpenScene, Scene
from tests.bot.test_accounts import PEOPLE, added, carry_out, visitor

MINE = "Your school's register of accounts says, for you alone:"
KEPT: list[str] = []


@pytest.fixture(name="scene")
def scene_of_a_school(open_scene: OpenScene) -> Scene:
    return open_scene(people=PEOPLE)


@pytest.fixture
def answerer(reader: Reader) -> Answerer:
    return Answerer(lambda: reader)


def counter(scene: Scene, answerer: Answerer) -> Counter:
    sealer: Sealer = scene.office.filing._sealer
    enquiries = Enquiries(answerer, sealer, lambda question, policy, why: KEPT.append(question))
    return Counter(scene.office, enquiries, Deliveries(scene.office.engine, scene.office.clock.now))


def ask(scene: Scene, answerer: Answerer, question: str, who: str = "tess") -> str:
    return counter(scene, answerer).answer(visitor(scene, who), question).plain_text()


def test_who_runs_an_account_is_said_under_the_policys_own_answer(scene: Scene, answerer: Answerer) -> None:
    added(scene, network="Instagram", handle="@oakfield", people=("ben",))
    said = ask(scene, answerer, "who runs our Instagram?")
    policy, _, own = said.partition(MINE)
    assert "These accounts are managed by ALET Marketing team members" in policy
    assert "Instagram, @oakfield" in own
    assert "Run by: Ben Hale" in own
    assert "May post: Gita Rao and the office" in own


def test_asker_is_told_whether_they_are_named_and_whom_to_ask(scene: Scene, answerer: Answerer) -> None:
    added(scene, people=("ben",))
    assert "You are named as one who runs M-0001." in ask(scene, answerer, "may I post on our Facebook?", "ben")
    assert "Somebody of your name is written down for M-0001." in ask(scene, answerer, "may I post on our Facebook?", "gita")
    assert "You are not named for M-0001: ask Farid Nasser before you post there." in ask(scene, answerer, "may I post on our Facebook?")


def test_being_named_changes_nothing_in_what_the_policy_says(scene: Scene, answerer: Answerer) -> None:
    before = ask(scene, answerer, "may I post on our Facebook?", "ben").partition("Your school's register")[0]
    added(scene, people=("ben",))
    after = ask(scene, answerer, "may I post on our Facebook?", "ben").partition("Your school's register")[0]
    assert before == after
    assert "Only if" in after


def test_network_that_the_register_has_no_account_on_is_said_to_be_so(scene: Scene, answerer: Answerer) -> None:
    added(scene)
    said = ask(scene, answerer, "who runs our Instagram?")
    assert "The register has no account on Instagram." in said
    assert "Facebook, @oakfield" not in said


def test_empty_register_is_said_to_be_empty(scene: Scene, answerer: Answerer) -> None:
    assert "register of accounts is still empty" in ask(scene, answerer, "who runs our Instagram?")


def test_closed_account_is_not_in_the_answer(scene: Scene, answerer: Answerer) -> None:
    carry_out(scene, "farid", "close", added(scene), {"why": "Done."})
    assert "register of accounts is still empty" in ask(scene, answerer, "who runs our Facebook?")


@pytest.mark.parametrize("policy", ["alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney"])
@pytest.mark.parametrize("question", ["who runs our Facebook?", "may I post on our Facebook page?", "what accounts do we have?"])
def test_register_answers_under_every_policy_also_where_it_is_silent(open_scene: OpenScene, answerer: Answerer, policy: str, question: str) -> None:
    scene = open_scene(people=PEOPLE, policy=policy)
    added(scene, people=("ben",))
    said = ask(scene, answerer, question)
    assert "Facebook, @oakfield" in said.partition(MINE)[2]


@pytest.mark.parametrize("policy", ["alet", "iwys", "wren-spinney"])
def test_accounts_that_were_taken_over_answer(open_scene: OpenScene, answerer: Answerer, policy: str) -> None:
    scene = open_scene(people=PEOPLE, policy=policy)
    take_over(scene.office, SCHOOL)
    assert "Facebook" in ask(scene, answerer, "who looks after the Facebook page?").partition(MINE)[2]


def test_many_accounts_are_cut_and_said_to_be_more(scene: Scene, answerer: Answerer) -> None:
    take_over(scene.office, SCHOOL)
    own = ask(scene, answerer, "what accounts do we have?").partition(MINE)[2]
    assert own.count("Run by:") == registers.MOST_SHOWN
    assert "And 29 more in the register." in own


def test_account_whose_name_is_in_the_question_is_the_one_that_is_meant(scene: Scene, answerer: Answerer) -> None:
    take_over(scene.office, SCHOOL)
    own = ask(scene, answerer, "who runs the Instagram of UTC Swindon?").partition(MINE)[2]
    assert own.count("Run by:") == 1
    assert "Instagram, @utcswindon (UTC Swindon)" in own


@pytest.mark.parametrize("question", ["can I add a pupil on Facebook?", "what is the policy's review date?"])
def test_other_answers_have_nothing_from_the_register(scene: Scene, answerer: Answerer, question: str) -> None:
    added(scene)
    assert "register" not in ask(scene, answerer, question)


def test_what_all_can_read_has_nothing_from_the_register(scene: Scene, answerer: Answerer) -> None:
    added(scene, people=("ben",))
    served = counter(scene, answerer)
    public = served.answer_for_all(visitor(scene, "ben"), "who runs our Facebook?")
    assert public is not None
    assert "Ben Hale" not in public.plain_text()
    own = served.answer(visitor(scene, "ben"), "who runs our Facebook?", can_share=True)
    [share] = [one.value for one in own.buttons() if one.action == "share"]
    shared = served.enquiries.public(share)
    assert shared is not None
    assert "Ben Hale" not in shared.plain_text()
    assert "register" not in shared.plain_text()


def test_guest_and_stranger_are_told_nothing_of_the_register(scene: Scene, answerer: Answerer) -> None:
    added(scene, people=("ben",))
    for guest in (Visitor("slack", "g", "T", "Guest", False, (SCHOOL,)), Visitor("slack", "s", "T", "S", False, (SCHOOL,), stranger=True)):
        assert beside(scene.office, guest) is None
        assert "Ben Hale" not in counter(scene, answerer).answer(guest, "who runs our Facebook?").plain_text()
        assert "Ben Hale" not in counter(scene, answerer).answer(guest, "accounts").plain_text()


def test_answer_stands_also_where_the_register_cannot_be_read(scene: Scene, answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> object:
        raise OperationalError("select", {}, Exception())

    monkeypatch.setattr(registers, "accounts_of", fail)
    said = ask(scene, answerer, "who runs our Instagram?")
    assert "These accounts are managed by ALET Marketing" in said
    assert "The register of accounts could not be read just now." in said


def test_button_under_a_choice_leads_to_the_register_too(scene: Scene, answerer: Answerer) -> None:
    added(scene, people=("ben",))
    served = counter(scene, answerer)
    card = served.answer(visitor(scene, "ben"), "may I post on our Facebook?")
    settle = next(one for one in card.buttons() if one.action == "settle")
    assert "You are named as one who runs M-0001." in served.press_answer(visitor(scene, "ben"), "settle", settle.value).plain_text()


def test_answer_of_another_schools_policy_has_nothing_from_this_register(open_scene: OpenScene, answerer: Answerer) -> None:
    scene = open_scene(people=PEOPLE)
    added(scene)
    says = beside(scene.office, visitor(scene, "tess"))
    assert says is not None
    assert says(answerer.ask("who runs our Facebook?", "iwys"), "who runs our Facebook?") == ()


@pytest.mark.parametrize("words", ["accounts", "Our accounts", "register of accounts", "show all our accounts?"])
def test_whoever_asks_for_the_accounts_gets_the_list_with_each_one_press_away(scene: Scene, answerer: Answerer, words: str) -> None:
    added(scene, people=("ben",))
    said = ask(scene, answerer, words)
    assert "The accounts in your school's register" in said
    assert "M-0001 | Facebook, @oakfield" in said


def test_account_is_found_by_its_network_or_name(scene: Scene, answerer: Answerer) -> None:
    take_over(scene.office, SCHOOL)
    said = ask(scene, answerer, "accounts on insta")
    assert said.count("Instagram, ") == 6
    assert "YouTube" not in said
    assert "Theale" in ask(scene, answerer, "accounts: Theale Green School")


def test_question_about_accounts_is_still_a_question(scene: Scene, answerer: Answerer) -> None:
    added(scene)
    assert "The accounts in your school's register" not in ask(scene, answerer, "accounts that pupils follow, are they ours to check")


def an_account(network: str, handle: str = "", name: str = "") -> Account:
    return Account("id", "M-0001", network, handle, name, "", "", (), "", True, "", "", None, "open", False, "")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who runs our insta", ["Instagram"]),
        ("may I post on twitter", ["X"]),
        ("who has Class Dojo", ["ClassDojo"]),
        ("and MyClub", ["MyClub"]),
        ("@dance", ["Instagram"]),
        ("the dance account", ["Instagram"]),
        ("TikTok", []),
        ("the TikTok of dance", []),
        ("", []),
    ],
)
def test_account_that_is_meant_is_found_by_what_people_call_it(asked: str, found: list[str]) -> None:
    every = [an_account("Instagram", "@dance"), an_account("X"), an_account("ClassDojo"), an_account("MyClub")]
    assert [one.network for one in find(every, asked)] == found


def test_every_network_that_answers_know_has_a_name() -> None:
    assert set(load_lexicon(HOME).networks.values()) == set(wording.ACCOUNT_NETWORKS)
    for network, name in wording.ACCOUNT_NETWORKS.items():
        assert networks_in(name) == (network,)


@pytest.mark.parametrize("asked", ["who is watching today?", "Who's watching our accounts today", "who watches the school page"])
def test_whoever_asks_who_is_watching_gets_the_rota_of_today(scene: Scene, answerer: Answerer, asked: str) -> None:
    added(scene, people=("ben",), watch="every day Ben Hale")
    assert "Ben Hale" in ask(scene, answerer, asked)


def test_question_on_watching_that_is_another_goes_to_the_policy(scene: Scene, answerer: Answerer) -> None:
    assert "Ben Hale" not in ask(scene, answerer, "who is watching what staff do online?")
