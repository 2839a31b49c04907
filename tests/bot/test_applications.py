"""An application for a new account: who is named, who decides, who is told and reminded, and what comes of it; under all five policies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.accounts import Account, accounts_of
from bot.duties import Asking, Duties, Raised
from bot.matters import Event, MatterKind
from bot.matters.courses import Circumstances
from bot.matters.filing import Raising
from bot.reading import TRAINED, UNDERSTOOD
from bot.reports import Refused
from bot.versions import FINGERPRINT, SENSE, mark_version
from bot.visitors import Visitor
from bot.windows import Shown
from tests.bot.fake_chat import CANARY, SCHOOL, TESS, OpenScene, Scene, staff

POLICIES = ("alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney")
PEOPLE = staff(
    ("amara", "Amara Obi", ["dsl", "slt"]),
    ("ben", "Ben Hale", ["staff"]),
    ("chidi", "Chidi Eze", ["head"]),
    ("eve", "Eve Lowe", ["slt"]),
    ("farid", "Farid Nasser", ["admin"]),
    ("gita", "Gita Rao", ["staff"]),
)
FORM = {
    "name": f"Oakfield History {CANARY}",
    "network": "X",
    "aim": "Show what the department does.",
    "audience": "Parents of Year 9.",
    "promotion": "In the newsletter.",
    "open": "open",
    "why": "Parents ask for it.",
}
CREATED = {"handle": "@oakhistory", "url": "", "password_place": "The password safe of the office", "recovery": "accounts@oakfield.example"}


@pytest.fixture(name="scene", params=["athelstan"])
def scene_of_a_policy(request: pytest.FixtureRequest, open_scene: OpenScene) -> Scene:
    return ready(open_scene(policy=request.param, people=PEOPLE), "ben", "gita")


def here_of(scene: Scene, connection: object) -> Circumstances:
    return Circumstances(scene.office, connection, SCHOOL, scene.office.clock.now())  # type: ignore[arg-type]


def ready(scene: Scene, *names: str, acts: tuple[str, ...] = (UNDERSTOOD, TRAINED)) -> Scene:
    """Let people have read the current policy, and been trained."""
    with scene.office.writing() as connection:
        here = here_of(scene, connection)
        for name in names:
            raising = Raising(f"reader:{name}", MatterKind.READER, SCHOOL, scene.person(name), "completed", mark_version(here.policy), (name,))
            matter = scene.office.filing.matters.store(connection, raising, here.now)
            for act in acts:
                event = Event(act, here.now, name, name, {"day": "3 September 2026"})
                scene.office.filing.matters.note(connection, matter, event, f"{act}:{name}")
    return scene


def visitor(scene: Scene, name: str) -> Visitor:
    listed = () if name == "tess" else (scene.person(name),)
    return Visitor("slack", name, "T0OAK", TESS.name if name == "tess" else listed[0].name, True, (SCHOOL,), listed=listed)


def apply(scene: Scene, people: tuple[str, ...] = ("ben", "gita"), who: str = "tess", key: str = "one", **values: str) -> Raised | Refused:
    return Duties(scene.office).submit(visitor(scene, who), "application", key, {**FORM, **values}, people)


def applied(scene: Scene, **more: str) -> Raised:
    done = apply(scene, **more)
    assert isinstance(done, Raised)
    scene.carry()
    return done


def press(scene: Scene, who: str, act: str, matter: Raised) -> Shown | Asking:
    came = Duties(scene.office).press(visitor(scene, who), f"{act} {matter.matter_id}")
    scene.carry()
    return came


def carry_out(
    scene: Scene, who: str, act: str, matter: Raised, said: Mapping[str, str], picked: tuple[str, ...] = (), key: str = "key"
) -> Shown | Refused:
    came = Duties(scene.office).carry_out(visitor(scene, who), f"{act} {matter.matter_id}", f"{act}{key}", said, picked)
    scene.carry()
    return came


def register(scene: Scene) -> tuple[Account, ...]:
    with scene.office.looking() as connection:
        return accounts_of(here_of(scene, connection))


def fault(done: Raised | Refused | Shown) -> str:
    assert isinstance(done, Refused)
    return done.errors[0].message


@pytest.mark.parametrize("people", [(), ("ben",), ("ben", "ben")])
def test_application_with_fewer_than_two_people_is_refused(scene: Scene, people: tuple[str, ...]) -> None:
    done = apply(scene, people)
    assert isinstance(done, Refused)
    assert done.errors[0].field == "people"
    assert ("at least two" if people else "at least one person") in fault(done)


def test_application_is_refused_that_names_somebody_who_has_not_read_the_policy_and_says_who_and_what_next(scene: Scene) -> None:
    said = fault(apply(scene, ("ben", "eve")))
    assert "Eve Lowe has not said yet that they have read the current policy, nor noted any training." in said
    assert "Ben Hale" not in said
    assert "Read the policy and say so" in said


def test_who_has_read_but_was_not_trained_is_named_with_that_alone(scene: Scene) -> None:
    ready(scene, "eve", acts=(UNDERSTOOD,))
    assert "Eve Lowe has noted no training yet." in fault(apply(scene, ("ben", "eve")))


def test_senior_leaders_get_the_application_with_all_that_it_says(scene: Scene) -> None:
    applied(scene)
    for who in ("amara", "eve"):
        [card] = scene.texts(who)
        assert "M-0003 | New account" in card or "New account" in card
        for words in (*FORM.values(), "Ben Hale, Gita Rao", "Approve", "Reject", "Ask for changes"):
            assert ("Open: everybody can see it" if words == "open" else words) in card
        assert "Everybody who is named has read the current policy" in card
    assert scene.texts("ben") == []
    assert scene.texts("farid") == []


def test_approval_tells_the_applicant_and_asks_the_administrator(scene: Scene) -> None:
    matter = applied(scene)
    shown = press(scene, "eve", "approve", matter)
    assert isinstance(shown, Shown)
    assert "It is approved." in shown.said
    assert "Approved. The administrator creates the account." in scene.texts("tess")[-1]
    [card] = scene.texts("farid")
    assert "Please create it" in card
    assert "The account is created" in card


def test_rejection_tells_the_applicant_why_and_ends_it(scene: Scene) -> None:
    matter = applied(scene)
    carry_out(scene, "eve", "reject", matter, {"reason": "The school's own page does this."})
    assert "The school's own page does this." in scene.texts("tess")[-1]
    assert "Rejected." in scene.texts("tess")[-1]
    before = len(scene.texts("eve"))
    scene.wait(days=30)
    assert len(scene.texts("eve")) == before


def test_rejection_needs_its_reason(scene: Scene) -> None:
    assert isinstance(carry_out(scene, "eve", "reject", applied(scene), {"reason": ""}), Refused)


def test_changes_are_asked_for_and_the_applicant_sends_it_again_from_what_it_said(scene: Scene) -> None:
    matter = applied(scene)
    carry_out(scene, "eve", "ask_changes", matter, {"what": "Say who moderates."})
    assert "Say who moderates." in scene.texts("tess")[-1]
    assert "Change and send again" in scene.texts("tess")[-1]
    asking = press(scene, "tess", "change", matter)
    assert isinstance(asking, Asking)
    assert asking.values["aim"] == FORM["aim"]
    before = len(scene.texts("eve"))
    carry_out(scene, "tess", "change", matter, {**FORM, "aim": "Also: Ben moderates."})
    assert len(scene.texts("eve")) == before + 1
    assert "This application was changed, and sent again." in scene.texts("eve")[-1]
    assert "Also: Ben moderates." in scene.texts("eve")[-1]
    assert "Ben Hale, Gita Rao" in scene.texts("eve")[-1]  # nobody was chosen anew, so they stay


def test_application_that_is_sent_again_with_one_person_is_refused(scene: Scene) -> None:
    matter = applied(scene)
    assert "at least two" in fault(carry_out(scene, "tess", "change", matter, FORM, ("ben",)))


def test_sending_it_again_twice_by_mishap_is_sending_it_once(scene: Scene) -> None:
    matter = applied(scene)
    for key in ("one", "one", "two"):
        carry_out(scene, "tess", "change", matter, {**FORM, "aim": "Another aim."}, key=key)
    assert len(scene.texts("eve")) == 2
    assert "Changed: What is the aim of the account?" in scene.texts("eve")[-1]


def test_application_that_went_back_may_be_sent_again_as_it_is(scene: Scene) -> None:
    matter = applied(scene)
    carry_out(scene, "eve", "ask_changes", matter, {"what": "Is that all?"})
    carry_out(scene, "tess", "change", matter, FORM)
    assert "Nothing is changed in it." in scene.texts("eve")[-1]
    assert "With the senior leaders, who decide." in scene.texts("eve")[-1]


def test_applicant_can_withdraw_it_and_nobody_is_reminded_any_more(scene: Scene) -> None:
    matter = applied(scene)
    press(scene, "tess", "withdraw", matter)
    scene.wait(days=20)
    assert len(scene.texts("eve")) == 1
    assert "Withdrawn by the applicant." in scene.texts("eve")[0]


def test_senior_leaders_are_reminded_after_three_school_days_and_every_three_again(scene: Scene) -> None:
    applied(scene)  # on Monday
    scene.wait(days=2)
    assert len(scene.texts("eve")) == 1
    scene.wait(days=1)
    assert len(scene.texts("eve")) == 2
    assert "has waited for three school days" in scene.texts("eve")[-1]
    scene.wait(days=4)  # Friday, Monday: two school days more
    assert len(scene.texts("eve")) == 2
    scene.wait(days=1)
    assert len(scene.texts("eve")) == 3


def test_holiday_postpones_the_reminder(open_scene: OpenScene) -> None:
    terms = [{"starts": "2026-09-02", "ends": "2026-11-17"}, {"starts": "2026-11-30", "ends": "2026-12-18"}]
    scene = ready(open_scene(policy="athelstan", people=PEOPLE, terms=terms), "ben", "gita")
    applied(scene)
    scene.wait(days=14)  # Monday 30 November: the second school day
    assert len(scene.texts("eve")) == 1
    scene.wait(days=1)
    assert len(scene.texts("eve")) == 2


def test_reminder_comes_also_from_a_courier_that_was_started_anew(scene: Scene) -> None:
    applied(scene)
    scene.courier = scene.new_courier("second")
    scene.wait(days=3)
    assert len(scene.texts("eve")) == 2


def test_administrator_is_reminded_after_three_school_days(scene: Scene) -> None:
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    eve = len(scene.texts("eve"))
    scene.wait(days=3)
    assert len(scene.texts("farid")) == 2
    assert "not confirmed as created yet" in scene.texts("farid")[-1]
    assert len(scene.texts("eve")) == eve


def test_nobody_decides_on_their_own_application_while_another_senior_leader_can(scene: Scene) -> None:
    matter = applied(scene, who="eve")
    shown = press(scene, "eve", "approve", matter)
    assert isinstance(shown, Shown)
    assert "leave the decision to another senior leader" in shown.card.plain_text()
    assert "It is approved." in press(scene, "amara", "approve", matter).said  # type: ignore[union-attr]


def test_only_senior_leader_may_decide_on_their_own(open_scene: OpenScene) -> None:
    people = staff(("eve", "Eve Lowe", ["slt"]), ("ben", "Ben Hale", ["staff"]), ("gita", "Gita Rao", ["staff"]))
    scene = ready(open_scene(policy="athelstan", people=people), "ben", "gita")
    matter = applied(scene, who="eve")
    assert "It is approved." in press(scene, "eve", "approve", matter).said  # type: ignore[union-attr]


def test_it_is_not_approved_once_the_policy_that_somebody_had_read_is_another(open_scene: OpenScene) -> None:
    scene = ready(open_scene(policy="athelstan", people=PEOPLE), "ben", "gita")
    matter = applied(scene)
    with scene.office.writing() as connection:
        for one in here_of(scene, connection).list(MatterKind.READER):
            scene.office.filing.matters.change(connection, one, fields={FINGERPRINT: "other", SENSE: "other"})
    shown = press(scene, "eve", "approve", matter)
    assert isinstance(shown, Shown)
    assert "Ben Hale has not said yet that they have read the current policy" in shown.card.plain_text()
    assert scene.texts("farid") == []
    assert "With the senior leaders, who decide." in scene.texts("eve")[-1]


def test_confirmed_account_stands_in_the_register_with_who_approved_it_and_when(scene: Scene) -> None:
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    carry_out(scene, "farid", "created", matter, CREATED)
    [account] = register(scene)
    assert (account.network, account.handle, account.people, account.open) == ("X", "@oakhistory", ("ben", "gita"), True)
    assert (account.approved_by, account.approved_on) == ("Eve Lowe", "2026-11-16")
    assert account.next_check is not None
    assert account.next_check.isoformat() == "2027-11-16"
    assert "The account exists, and is in the register." in scene.texts("tess")[-1]
    for who in ("ben", "gita"):
        assert "You are named as one who runs this account." in scene.texts(who)[-1]


def test_where_the_password_is_kept_is_told_to_nobody_who_need_not_know(scene: Scene) -> None:
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    carry_out(scene, "farid", "created", matter, CREATED)
    scene.wait(days=400)
    told = [text for who in ("tess", "ben", "gita", "eve", "amara", "chidi", "farid") for text in scene.texts(who)]
    assert not any(CREATED["password_place"] in text or CREATED["recovery"] in text for text in told)


@pytest.mark.parametrize("secret", ["Hunter2!", "p@55word", "in the safe: Oak!field26"])
def test_password_itself_is_refused(scene: Scene, secret: str) -> None:
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    done = carry_out(scene, "farid", "created", matter, {**CREATED, "password_place": secret})
    assert "looks like a password" in fault(done)
    assert secret not in fault(done)
    assert register(scene) == ()


@pytest.mark.parametrize("place", ["Safe", "KeePass, entry 12", "https://vault.oakfield.example/x?id=3", "Room B-12, blue folder", "1Password"])
def test_place_where_it_is_kept_is_no_password(scene: Scene, place: str) -> None:
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    assert isinstance(carry_out(scene, "farid", "created", matter, {**CREATED, "password_place": place}), Shown)


def test_recovery_address_is_an_address(scene: Scene) -> None:
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    assert "no e-mail address" in fault(carry_out(scene, "farid", "created", matter, {**CREATED, "recovery": "the office"}))


@pytest.mark.parametrize("who", ["ben", "farid", "tess"])
@pytest.mark.parametrize("act", ["approve", "reject", "ask_changes"])
def test_only_senior_leaders_decide(scene: Scene, who: str, act: str) -> None:
    shown = press(scene, who, act, applied(scene))
    assert isinstance(shown, Shown)
    assert "not open to you" in shown.card.plain_text()


def test_others_of_the_staff_do_not_see_an_application(scene: Scene) -> None:
    matter = applied(scene, who="eve")
    shown = press(scene, "tess", "view", matter)
    assert isinstance(shown, Shown)
    assert CANARY not in shown.card.plain_text()


def test_school_without_an_administrator_has_somebody_who_stands_in(open_scene: OpenScene) -> None:
    people = [one for one in PEOPLE if one["id"] != "farid"]
    scene = ready(open_scene(policy="athelstan", people=people), "ben", "gita")
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    assert "Please create it" in scene.texts("eve")[-1]
    assert isinstance(carry_out(scene, "eve", "created", matter, CREATED), Shown)


def test_those_named_only_in_words_are_said_to_be_unknown_to_signpost(scene: Scene) -> None:
    applied(scene, others="Pat Lee, a parent")
    assert "Signpost cannot tell whether those who are named only in words" in scene.texts("eve")[0]


@pytest.mark.parametrize("policy", POLICIES)
def test_application_goes_its_way_under_every_policy(open_scene: OpenScene, policy: str) -> None:
    scene = ready(open_scene(policy=policy, people=PEOPLE), "ben", "gita")
    matter = applied(scene)
    press(scene, "eve", "approve", matter)
    assert isinstance(carry_out(scene, "farid", "created", matter, CREATED), Shown)
    assert len(register(scene)) == 1


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("athelstan", "Following consideration by the SLT the account will be approved or rejected."),
        ("unnamed-trust", "Approve account creation"),
        ("alet", "Staff members who have not been authorised by ALET Marketing to manage"),
        ("iwys", "Staff members who have not been authorised by the Proprietor to manage"),
        ("wren-spinney", "Staff members who have not been authorised by the Headteacher to manage"),
    ],
)
def test_form_and_card_show_what_the_policy_says(open_scene: OpenScene, policy: str, words: str) -> None:
    scene = ready(open_scene(policy=policy, people=PEOPLE), "ben", "gita")
    asking = Duties(scene.office).ask(visitor(scene, "tess"), "application")
    assert isinstance(asking, Asking)
    assert words in asking.opening.plain_text()
    applied(scene)
    assert words in scene.texts("eve")[0]
    has_process = policy in ("athelstan", "unnamed-trust")
    assert ("Your policy does not say how a new account comes about" in asking.opening.plain_text()) != has_process
    assert ("These steps are Signpost's default" in scene.texts("eve")[0]) != has_process


def test_applicant_is_reminded_once_of_changes_that_are_asked_for(scene: Scene) -> None:
    matter = applied(scene)
    carry_out(scene, "eve", "ask_changes", matter, {"what": "Say who moderates."})
    told = len(scene.texts("tess"))
    scene.wait(days=20)
    assert len(scene.texts("tess")) == told + 1
    assert "Something is to be changed in your application" in scene.texts("tess")[-1]
    scene.clock.move(timedelta(0))
