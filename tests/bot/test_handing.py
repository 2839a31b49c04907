"""What somebody follows up, of whatever kind: given on, taken on, opened again; on each store, and told to nobody twice."""

from __future__ import annotations

import pytest

from bot.duties import Duties
from bot.reports import Refused
from bot.sending import Reason
from bot.visitors import Visitor
from tests.bot.conftest import FakeClock
from tests.bot.duty_scene import SPOKEN_FOR, count_at, london, note, now, press, restart, state, text, write
from tests.bot.fake_chat import CANARY, OpenScene, Scene

FORMS = {
    "comment": {"account": "other", "other_account": "Facebook", "sort": "query", "received": "now", "words": CANARY},
    "mention": {"where": "Facebook", "sort": "question", "what": CANARY, "seen": "now"},
    "removal": {"whose": "other", "who": "Pat", "where": "Facebook", "what": CANARY, "why": "Offensive."},
    "journalist": {"who": "Robin", "paper": "The Echo", "about": CANARY, "reached": "email", "said_so_far": "Nothing"},
    "suggestion": {"what": CANARY, "network": "Facebook"},
    "moderation": {
        **{"account": "other", "other_account": "X", "what": "hidden", "why": "other", "other_why": "Unkind.", "who": "@kit", "when": "now"},
        **{"words": CANARY, "tell_slt": "yes"},
    },
}
ENDS = {
    "comment": ("answer", {"reply": "Done."}),
    "mention": ("close", {"settled": "answered", "how": "There."}),
    "removal": ("close", {"end": "Gone."}),
    "journalist": ("close", {"end": "Not pursued."}),
    "suggestion": ("decline", {"answer": "Not now."}),
    "moderation": ("undo", {"undo": "It was kind."}),
}


@pytest.fixture
def trust(open_scene: OpenScene) -> Scene:
    return open_scene(policy="unnamed-trust", people=SPOKEN_FOR)


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_is_kept_reminded_of_and_settled_on_each_store(stored_scene: Scene, kind: str) -> None:
    matter = note(stored_scene, kind, FORMS[kind])
    restart(stored_scene)
    stored_scene.wait(days=12)
    act, said = ENDS[kind]
    write(stored_scene, "chidi" if kind == "journalist" else "eve", act, matter, **said)
    assert now(stored_scene, matter).settled_at is not None
    before = len(stored_scene.chat.messages)
    stored_scene.wait(days=12)
    assert len(stored_scene.chat.messages) == before


@pytest.mark.parametrize("kind", FORMS)
def test_nothing_that_was_written_stands_in_a_log_or_in_a_readable_column(trust: Scene, kind: str) -> None:
    note(trust, kind, FORMS[kind])
    trust.wait(days=3)
    assert not any(CANARY in one for one in trust.log())
    with trust.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox"):
            assert CANARY not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


@pytest.mark.parametrize("kind", FORMS)
def test_e_mail_says_nothing_that_was_written(trust: Scene, kind: str) -> None:
    for who in ("umar", "eve", "amara", "chidi"):
        trust.chat.closed[who] = Reason.GONE
    note(trust, kind, FORMS[kind])
    trust.wait(days=4)
    assert not any(CANARY in one.text for one in trust.mail.messages)
    assert not any(CANARY in one.lock_screen for one in trust.chat.messages)


@pytest.mark.parametrize("kind", FORMS)
def test_guest_notes_nothing(trust: Scene, kind: str) -> None:
    guest = Visitor("slack", "tess", "T0OAK", "Tess", False, ("oakfield",))
    assert isinstance(Duties(trust.office).submit(guest, kind, "key", FORMS[kind], ()), Refused)


@pytest.mark.parametrize("kind", ["comment", "mention", "removal"])
def test_whoever_noted_it_and_settles_it_is_not_told_by_signpost_of_what_they_did(trust: Scene, kind: str) -> None:
    act, said = ENDS[kind]
    matter = note(trust, kind, FORMS[kind], who="umar")
    before = count_at(trust, "umar")
    write(trust, "umar", act, matter, **said)
    assert count_at(trust, "umar") == before


@pytest.mark.parametrize("kind", ["comment", "mention", "removal", "suggestion"])
def test_whoever_takes_it_themselves_gets_no_second_card_and_somebody_else_does(trust: Scene, kind: str) -> None:
    matter = note(trust, kind, FORMS[kind])
    write(trust, "umar", "hand", matter, picked=("umar",))
    assert count_at(trust, "umar") == [1]
    write(trust, "umar", "hand", matter, picked=("wynn", "carys"))
    assert count_at(trust, "umar", "wynn", "carys") == [1, 1, 1]
    write(trust, "wynn", "hand", matter, picked=("umar",))
    assert count_at(trust, "umar") == [2]


@pytest.mark.parametrize("kind", ["comment", "mention", "removal", "journalist"])
def test_opened_again_it_comes_back_to_those_who_have_it(trust: Scene, kind: str) -> None:
    act, said = ENDS[kind]
    matter = note(trust, kind, FORMS[kind], who="tess")
    write(trust, "umar", act, matter, **said)
    more = {"had_reply": "yes"} if kind == "comment" else {}
    write(trust, "umar", "reopen", matter, why_again="It goes on.", **more)
    assert state(trust, matter) == ("acknowledged" if kind == "comment" else "new")
    assert now(trust, matter).settled_at is None
    assert count_at(trust, "umar") == [2]
    assert "It goes on." in text(trust, "tess", matter)


def test_somebody_chosen_who_is_away_is_passed_over_and_hears_when_they_are_back(trust: Scene) -> None:
    trust.office.people.mark_away("wynn", "oakfield", london("2026-11-17 18:00"))
    note(trust, "mention", FORMS["mention"], picked=("wynn",))
    assert count_at(trust, "wynn", "umar") == [0, 1]
    trust.until(london("2026-11-18 12:00"))
    assert count_at(trust, "wynn", "umar") == [1, 1]


def test_colleague_whom_the_settings_do_not_list_can_be_chosen_and_may_settle_it(trust: Scene) -> None:
    matter = note(trust, "mention", FORMS["mention"], who="umar", picked=("tess",))
    assert count_at(trust, "tess") == [1]
    write(trust, "tess", "close", matter, settled="left", how="An opinion.")
    assert state(trust, matter) == "closed"


def test_reminder_that_was_due_when_it_was_settled_is_not_sent(trust: Scene, clock: FakeClock) -> None:
    matter = note(trust, "mention", FORMS["mention"])
    clock.move(london("2026-11-18 09:00") - clock.now())
    press(trust, "umar", "take", matter)
    write(trust, "umar", "close", matter, settled="left", how="An opinion.")
    before = count_at(trust, "umar")
    trust.wait(days=5)
    assert count_at(trust, "umar") == before


def test_everything_finds_somebody_where_a_school_has_only_a_head(open_scene: OpenScene) -> None:
    only = [one for one in SPOKEN_FOR if one["id"] == "chidi"]
    scene = open_scene(policy="unnamed-trust", people=only)
    for kind in ("comment", "mention", "removal", "journalist", "suggestion"):
        before = len(scene.texts("chidi"))
        note(scene, kind, FORMS[kind])
        assert len(scene.texts("chidi")) == before + 1
