"""Whatever Slack does, a report reaches somebody who is named, by the next route within seconds, and nobody gets an unmarked second copy.

The real store, the real courier and the real sender, over real HTTP to a Slack that fails on command. What counts is what stands there at the end.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from adapters.slack.send import TRUSTED_FOR, SlackSender
from bot import wording
from bot.audit import AuditLog
from bot.delivery import CLOSED_PAUSE
from bot.filing import Filing
from bot.key_ring import KeyRing, new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Person, Report, RowKind, RowState, Urgency
from bot.routing import PATIENCE
from bot.sealing import Sealer, audit_key
from bot.store.engine import connect_engine
from tests.bot.conftest import MEMORY, FakeClock
from tests.bot.fake_chat import BUSY, CANARY, LOST, WAIT, FakeChat, Scene
from tests.slack.block_rules import texts_in
from tests.slack.conftest import DSL_CHANNEL, PEOPLE, TESS, settings_of
from tests.slack.fake_slack import FakeSlack, Fault, Message

AMARA, BEN, CHIDI, FARID = "U0AMARA", "U0BEN", "U0CHIDI", "U0FARID"
AMARAS_MAIL, BENS_MAIL, CHIDIS_MAIL = (f"{one}@oakfield.example" for one in ("amara", "ben", "chidi"))
TEACHER = Person(f"slack:{TESS}", "Tess Byrne", "oakfield")
SOON = timedelta(seconds=5)
"""Within which the next route is taken once a fault has shown itself."""
REPORTS = 500 if settings.get_current_profile_name() == "prove" else 30


@dataclass
class Tokens:
    """Who knows the workspace's token, until it is taken away."""

    token: str | None

    def token_for(self, place: str) -> str | None:
        return self.token


@dataclass(frozen=True)
class Arrival:
    """A message that tells somebody of a report."""

    place: str
    """The channel, the person, or an e-mail address."""
    at: datetime


@dataclass
class World:
    """The school with a Slack and a mail server that fail, and what reached whom."""

    scene: Scene
    slack: FakeSlack
    mail: FakeChat
    tokens: Tokens
    clock: FakeClock
    sender: SlackSender
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock.now()

    def report(self, *, urgent: bool = False) -> Report:
        """Store a report, and carry what is due."""
        return self.scene.report(reporter=TEACHER, urgent=urgent)

    def arrivals(self, report: Report) -> list[Arrival]:
        """Return who was told of a report and can act, in order: not the reporter, nor IT, who hear of a trouble only."""
        in_chat = [
            Arrival(self.place_of(one), stood_at(one))
            for one in self.slack.messages
            if report.reference in texts_in(one.blocks) and self.place_of(one) not in (TESS, FARID)
        ]
        by_mail = [Arrival(one.place, one.at) for one in self.mail.messages if report.reference in one.lock_screen + one.text]
        return sorted(in_chat + by_mail, key=lambda one: one.at)

    def places(self, report: Report) -> list[str]:
        return sorted({one.place for one in self.arrivals(report)})

    def place_of(self, message: Message) -> str:
        return self.slack.channels[message.channel].person or message.channel

    def cards(self) -> list[Message]:
        """Return what stands in the channel."""
        return self.slack.at(DSL_CHANNEL)

    def first_failed_at(self) -> datetime:
        """Return when a fault first showed itself."""
        return min(datetime.fromtimestamp(one.at, UTC) for one in self.slack.calls if one.answer != "ok")

    def lost(self, reports: list[Report]) -> list[str]:
        """Return the references of which nobody was told who can act."""
        return [one.reference for one in reports if not self.arrivals(one)]

    def unmarked_copies(self) -> int:
        """Return how many messages stand a second time and do not say that they may be copies."""
        shown = [(one.channel, one.key, texts_in(one.blocks)) for one in self.slack.messages]
        shown += [(one.place, one.key, one.text) for one in self.mail.messages]
        unmarked = Counter((place, key) for place, key, text in shown if wording.POSSIBLE_COPY not in text)
        return sum(number - 1 for number in unmarked.values())


def stood_at(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC)


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    return new_ring()


@pytest.fixture
def engine(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """An empty store, in memory where the machine has such a folder."""
    path = MEMORY / f"signpost-slack-faults-{tmp_path.parent.name}-{tmp_path.name}.sqlite" if MEMORY.is_dir() else tmp_path / "signpost.sqlite"
    shutil.copy(empty_database, path)
    engine = connect_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


@pytest.fixture
def world(engine: Engine, clock: FakeClock, slack: FakeSlack, ring: KeyRing) -> World:
    return open_world(engine, clock, slack, ring)


def open_world(
    engine: Engine,
    clock: FakeClock,
    slack: FakeSlack,
    ring: KeyRing,
    *,
    sender: type[SlackSender] = SlackSender,
    longest_call: float = 5.0,
    **changes: Any,
) -> World:
    """Open the school; `changes` are made to its settings."""
    school = settings_of().model_dump(mode="json", exclude_defaults=True)["schools"][0] | changes
    known = settings_of(schools=[school])
    office = Office(engine, known, People(known, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
    tokens, mail = Tokens(slack.token), FakeChat(clock, "email", can_find=False)
    way_out = sender(tokens, api=slack.url, longest_call=longest_call, elapsed=lambda: clock.now().timestamp())
    return World(Scene(office, clock, {"slack": way_out, "email": mail}), slack, mail, tokens, clock, way_out)


# --- what closes a route ---


def close_channel(happens: Callable[[FakeSlack, str], object]) -> Callable[[World], object]:
    return lambda world: happens(world.slack, DSL_CHANNEL)


def refuse_channel(code: str) -> Callable[[World], object]:
    return lambda world: world.slack.undeliverable.update({DSL_CHANNEL: code})


def revoke(world: World) -> None:
    world.slack.revoke()


def uninstall(world: World) -> None:
    world.tokens.token = None


def lose_scope(world: World) -> None:
    world.slack.scopes[world.slack.token].discard("chat:write")


def deactivate_dsl_too(world: World) -> None:
    world.slack.archive(DSL_CHANNEL)
    world.slack.deactivate(AMARA)


def deactivate_both_and_lose_their_mail(world: World) -> None:
    world.slack.remove_bot(DSL_CHANNEL)
    for person in (AMARA, BEN):
        world.slack.deactivate(person)
    world.mail.closed = dict.fromkeys((AMARAS_MAIL, BENS_MAIL), "gone")


CLOSING = {
    "bot removed from the channel": (close_channel(FakeSlack.remove_bot), [AMARA, BEN]),
    "channel archived": (close_channel(FakeSlack.archive), [AMARA, BEN]),
    "channel deleted": (close_channel(lambda slack, channel: slack.channels.pop(channel)), [AMARA, BEN]),
    "channel made public": (close_channel(FakeSlack.make_public), [AMARA, BEN]),
    "channel shared with another organisation": (close_channel(FakeSlack.share), [AMARA, BEN]),
    "channel that nobody may post in": (refuse_channel("restricted_action"), [AMARA, BEN]),
    "channel that refuses for a reason of its own": (refuse_channel("not_in_channel"), [AMARA, BEN]),
    "token revoked": (revoke, [AMARAS_MAIL, BENS_MAIL]),
    "app uninstalled": (uninstall, [AMARAS_MAIL, BENS_MAIL]),
    "scope taken away": (lose_scope, [AMARAS_MAIL, BENS_MAIL]),
    "channel archived and DSL deactivated": (deactivate_dsl_too, [BEN, AMARAS_MAIL]),
    "bot removed, DSL and deputy gone altogether": (deactivate_both_and_lose_their_mail, [CHIDI]),
}
"""What happens, and who is told instead."""


@pytest.mark.parametrize("before", [False, True], ids=["at once", "after cards have gone out"])
@pytest.mark.parametrize("what", CLOSING)
def test_next_route_reaches_somebody_named_within_seconds(world: World, what: str, before: bool) -> None:
    happens, told = CLOSING[what]
    if before:
        world.report()
        world.clock.move(timedelta(seconds=TRUSTED_FOR))
    happens(world)
    submitted = world.clock.now()
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    assert world.places(report) == sorted(told)
    assert all(one.at - submitted <= SOON for one in world.arrivals(report))
    assert world.unmarked_copies() == 0


@pytest.mark.parametrize("what", [what for what in CLOSING if what.startswith(("bot", "channel archived", "token", "app"))])
def test_route_that_closes_between_the_look_at_a_channel_and_the_card_is_noticed_all_the_same(world: World, what: str) -> None:
    """The look is believed for minutes: Slack's own refusal must do."""
    happens, told = CLOSING[what]
    world.report()
    happens(world)
    report = world.report()
    assert world.places(report) == sorted(told)


@pytest.mark.parametrize("what", ["channel made public", "channel shared with another organisation"])
def test_nothing_more_is_posted_where_others_can_read(world: World, what: str) -> None:
    CLOSING[what][0](world)
    world.report()
    world.scene.wait(minutes=11)
    assert world.cards() == []


def test_deputy_reads_in_the_channel_what_a_deactivated_dsl_cannot(world: World) -> None:
    world.slack.deactivate(AMARA)
    report = world.report(urgent=True)
    assert world.places(report) == [DSL_CHANNEL]
    world.scene.wait(hours=1)
    assert {BEN, AMARAS_MAIL} <= set(world.places(report))


def test_school_without_a_channel_is_told_by_mail_where_its_dsl_is_deactivated(
    engine: Engine, clock: FakeClock, slack: FakeSlack, ring: KeyRing
) -> None:
    world = open_world(engine, clock, slack, ring, channels={})
    slack.deactivate(AMARA)
    assert world.places(world.report()) == [AMARAS_MAIL]


def test_card_is_posted_after_all_once_the_channel_is_open_again(world: World) -> None:
    world.slack.remove_bot(DSL_CHANNEL)
    report = world.report()
    world.slack.invite_bot(DSL_CHANNEL)
    world.scene.wait(seconds=CLOSED_PAUSE.total_seconds())
    assert world.places(report) == [DSL_CHANNEL, AMARA, BEN]


def test_reporter_is_told_to_ring_where_every_route_is_closed_and_it_is_told_why(world: World) -> None:
    world.slack.undeliverable = dict.fromkeys((DSL_CHANNEL, "U0AMARA", "U0BEN", "U0CHIDI", "U0DANA"), "restricted_action")
    world.mail.closed = {"*": "gone"}
    world.report()
    assert len(world.slack.at(FARID)) == 2  # of the routes, and that there is no other
    told = texts_in(world.slack.at(TESS)[-1].blocks)
    assert "I cannot confirm that anybody has it. Ring 01632 960 001." in told


# --- what passes ---

PASSING = {
    "429": Fault(status=429, headers={"Retry-After": "1"}),
    "ratelimited": Fault(error="ratelimited"),
    "500, nothing posted": Fault(status=500),
    "500, posted": Fault(status=500, after=True),
    "request lost": Fault(cut_before=True),
    "reply lost": Fault(cut_after=True),
    "reply lost, and the message in the air": Fault(cut_after=True, hidden=WAIT.total_seconds()),
    "internal_error, posted": Fault(error="internal_error", after=True),
    "fatal_error": Fault(error="fatal_error"),
    "a proxy's page, posted": Fault(body=b"<html>", after=True),
    "a proxy's page": Fault(body=b"<html>"),
    "a code of tomorrow": Fault(error="try_tomorrow"),
}


@pytest.mark.parametrize("what", PASSING)
def test_trouble_that_passes_delays_a_card_by_seconds_and_doubles_nothing(world: World, what: str) -> None:
    world.slack.fail("chat.postMessage", PASSING[what])
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    (card,) = world.cards()
    assert stood_at(card) - world.first_failed_at() <= SOON
    assert world.scene.sent_to(report, RowKind.CARD) == ["channel:dsl"]
    assert world.unmarked_copies() == 0


@pytest.mark.parametrize("looks", [Fault(status=429), Fault(status=500), Fault(cut_before=True), Fault(error="fatal_error")])
def test_card_is_not_sent_again_while_nobody_can_look(world: World, looks: Fault) -> None:
    world.slack.fail("chat.postMessage", Fault(cut_after=True))
    world.slack.fail("conversations.history", looks, looks)
    world.report()
    world.scene.wait(seconds=20)
    assert len(world.cards()) == 1
    assert len(world.slack.called("conversations.history")) == 3


def test_card_that_stood_only_after_its_call_was_given_up_stands_once(engine: Engine, clock: FakeClock, slack: FakeSlack, ring: KeyRing) -> None:
    """In the air for real: the sender has hung up, and Slack goes on with what it was asked."""
    world = open_world(engine, clock, slack, ring, longest_call=1.5)
    slack.fail("chat.postMessage", Fault(hang=3, stubborn=True))
    report = world.report()
    assert world.cards() == []
    wait_until(lambda: len(world.cards()) == 1)
    world.scene.wait(seconds=SOON.total_seconds())
    assert len(world.cards()) == 1
    assert world.scene.sent_to(report, RowKind.CARD) == ["channel:dsl"]


def test_message_that_stays_in_the_air_for_longer_than_is_waited_is_the_one_that_stands_twice(world: World) -> None:
    """The known limit, and that these tests would notice it."""
    world.slack.fail("chat.postMessage", Fault(cut_after=True, hidden=WAIT.total_seconds() + 60))
    world.report()
    world.scene.wait(seconds=20)
    assert world.unmarked_copies() == 1


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.parametrize("fault", [Fault(status=500), Fault(status=429, headers={"Retry-After": "2"}), Fault(cut_before=True)])
def test_channel_that_goes_on_failing_is_gone_round_when_patience_ends(world: World, fault: Fault, urgent: bool) -> None:
    world.slack.trouble = lambda _, arguments: fault if arguments.get("channel") == DSL_CHANNEL else None
    report = world.report(urgent=urgent)
    patience = PATIENCE[Urgency.URGENT if urgent else Urgency.NORMAL]
    world.scene.wait(seconds=patience.total_seconds())
    assert world.places(report) == [AMARA, BEN]
    assert all(one.at - world.first_failed_at() <= patience + SOON for one in world.arrivals(report))


def test_next_route_is_taken_at_once_where_slack_asks_for_more_time_than_there_is(world: World) -> None:
    world.slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "600"}))
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    assert world.places(report) == [AMARA, BEN]
    world.scene.wait(minutes=11)
    assert len(world.cards()) == 1


def test_slack_that_is_down_altogether_is_gone_round_by_mail(world: World) -> None:
    world.slack.trouble = lambda *_: Fault(status=503)
    report = world.report(urgent=True)
    world.scene.wait(seconds=2 * (PATIENCE[Urgency.URGENT] + SOON).total_seconds())
    assert {AMARAS_MAIL, BENS_MAIL} <= set(world.places(report))


def test_edit_that_was_refused_for_a_while_is_made_in_the_end(world: World) -> None:
    report = world.report()
    world.slack.fail("chat.update", Fault(status=500), Fault(cut_after=True), Fault(status=429))
    world.scene.acknowledge("amara", report)
    world.scene.wait(seconds=30)
    (card,) = world.cards()
    assert "Amara Obi" in texts_in(card.blocks)


def test_form_that_slack_refuses_is_replaced_by_the_plainest_at_once(world: World) -> None:
    world.slack.fail("chat.postMessage", Fault(error="invalid_blocks"))
    report = world.report()
    (card,) = world.cards()
    assert report.reference in texts_in(card.blocks)
    assert "actions" not in {one["type"] for one in card.blocks}


# --- any of it, in any order ---


@dataclass
class Lot:
    """Draws how each call goes wrong; about one in seven does."""

    draw: random.Random

    def __call__(self, method: str, arguments: dict[str, Any]) -> Fault | None:
        hidden = self.draw.uniform(0, WAIT.total_seconds())
        drawn = self.draw.random()
        for share, fault in (
            (0.04, Fault(status=429, headers={"Retry-After": str(self.draw.randint(0, 3))})),
            (0.02, Fault(status=500)),
            (0.02, Fault(status=500, after=True, hidden=hidden)),
            (0.01, Fault(cut_before=True)),
            (0.02, Fault(cut_after=True, hidden=hidden)),
            (0.01, Fault(error="internal_error", after=True, hidden=hidden)),
            (0.01, Fault(error="fatal_error")),
            (0.01, Fault(body=b"<html>", after=True, hidden=hidden)),
            (0.004, Fault(error="is_archived")),
            (0.002, Fault(error="token_revoked")),
            (0.002, Fault(error="invalid_blocks")),
        ):
            drawn -= share
            if drawn < 0:
                return fault
        return Fault(hidden=hidden)


class SenderThatNeverLooks(SlackSender):
    """The control: it sends again without looking."""

    def find(self, place: str, key: str, since: datetime) -> str | None:
        return None


def live_through(world: World, reports: int, draw: random.Random) -> list[Report]:
    """Let that many reports come in while everything goes wrong now and then, and carry all that is owed. Return them."""
    world.slack.trouble = Lot(draw)
    world.mail.then(*(draw.choice((None, None, None, LOST, BUSY)) for _ in range(reports)))
    submitted = []
    for number in range(reports):
        submitted.append(world.scene.submit(reporter=TEACHER, urgent=draw.random() < 0.2))
        if draw.random() < 0.3:
            world.scene.acknowledge(draw.choice(("amara", "ben")), draw.choice(submitted))
        match number * 10 / reports:
            case 2:
                world.slack.remove_bot(DSL_CHANNEL)
            case 3:
                world.slack.invite_bot(DSL_CHANNEL)
            case 5:
                world.slack.revoke()
            case 6:
                world.slack.revoked.clear()
            case 7:
                world.slack.deactivate(AMARA)
        world.scene.wait(seconds=draw.uniform(0, 1))
    world.scene.wait(seconds=30)
    world.slack.trouble = None
    world.scene.wait(seconds=CLOSED_PAUSE.total_seconds())
    return submitted


def test_of_many_reports_none_is_lost_and_none_stands_twice_unmarked(world: World) -> None:
    reports = live_through(world, REPORTS, random.Random(REPORTS))  # noqa: S311 -- guards nothing
    assert world.lost(reports) == []
    assert world.unmarked_copies() == 0
    answers = Counter(one.answer for one in world.slack.calls)
    assert all(answers[one] for one in ("429", "500", "cut", "broken", "internal_error", "token_revoked", "channel_not_found")), answers
    assert {one.method for one in world.slack.calls} >= {"chat.postMessage", "chat.update", "conversations.history", "conversations.open"}
    assert not [one for one in world.slack.messages if CANARY in repr(one)]
    for report in reports:
        (row,) = world.scene.rows(report, RowKind.CARD)
        assert row.state in (RowState.SENT, RowState.CANCELLED), row.outcome


def test_without_looking_cards_stand_twice(engine: Engine, clock: FakeClock, slack: FakeSlack, ring: KeyRing) -> None:
    """Else the test above would prove nothing."""
    world = open_world(engine, clock, slack, ring, sender=SenderThatNeverLooks)
    reports = live_through(world, 30, random.Random(1))  # noqa: S311 -- guards nothing
    assert world.lost(reports) == []
    assert world.unmarked_copies() > 0


def test_report_that_reached_nobody_would_be_noticed(world: World) -> None:
    world.slack.trouble = lambda *_: Fault(status=500)
    report = world.report()
    assert world.lost([report]) == [report.reference]


def test_everybody_in_these_tests_is_somebody_the_settings_name() -> None:
    assert {AMARA, BEN, CHIDI} <= set(PEOPLE)


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        threading.Event().wait(0.01)
    raise TimeoutError("it never came to be")
