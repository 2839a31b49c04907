"""Whatever Teams does, a report reaches somebody who is named, by the next route within seconds, and nobody gets an unmarked second copy.

The real store, the real courier and the real sender, over real HTTP to a Teams that fails on command. What counts is what stands there at the end.
Teams shows nobody what has arrived: what is sent again after a doubtful failure says that it may be a copy, and that is what is proved here.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from adapters.teams.secrets import TeamsSecrets
from adapters.teams.send import TeamsSender
from bot import wording
from bot.addresses import Addresses
from bot.audit import AuditLog
from bot.cards import Card
from bot.delivery import CLOSED_PAUSE
from bot.filing import Filing
from bot.key_ring import KeyRing, new_ring
from bot.office import Office
from bot.people import People
from bot.reports import Person, Report, RowKind, RowState, Urgency
from bot.routing import PATIENCE
from bot.sealing import Sealer, audit_key
from bot.sending import Transient
from bot.store.engine import connect_engine
from tests.bot.conftest import MEMORY, FakeClock
from tests.bot.fake_chat import BUSY, CANARY, LOST, FakeChat, Scene
from tests.teams.cards import all_words
from tests.teams.conftest import DSL_CHANNEL, PEOPLE, TESS, aad, settings_of
from tests.teams.fake_teams import FakeTeams, Fault, Message

AMARA, BEN, CHIDI, FARID, TEACHER_ID = (aad(one) for one in ("amara", "ben", "chidi", "farid", TESS))
AMARAS_MAIL, BENS_MAIL, CHIDIS_MAIL = (f"{one}@oakfield.example" for one in ("amara", "ben", "chidi"))
TEACHER = Person(f"teams:{TEACHER_ID}", "Tess Byrne", "oakfield")
SOON = timedelta(seconds=5)
"""Within which the next route is taken once a fault has shown itself."""
REPORTS = 500 if settings.get_current_profile_name() == "prove" else 60
ANY_CALL = ("create", "send", "edit", "token")


class RecordingSender(TeamsSender):
    """Notes which messages each key has put there: they do not tell it themselves. One thread only."""

    teams: FakeTeams

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        before = len(self.teams.messages)
        try:
            return super().post(place, card, key, lock_screen=lock_screen)
        finally:
            self.keys.update(dict.fromkeys((one.id for one in self.teams.messages[before:]), key))

    @property
    def keys(self) -> dict[str, str]:
        return self.__dict__.setdefault("noted", {})


@dataclass(frozen=True)
class Arrival:
    """A message that tells somebody of a report."""

    place: str
    """The channel, the person's id, or an e-mail address."""
    at: datetime


@dataclass
class TeamsScene(Scene):
    """A scene whose chat is Teams."""

    def __post_init__(self) -> None:
        self.mail, self.courier = self.senders["email"], self.new_courier(self.owner)


@dataclass
class World:
    """The school with a Teams and a mail server that fail, and what reached whom."""

    scene: TeamsScene
    teams: FakeTeams
    mail: FakeChat
    addresses: Addresses
    clock: FakeClock
    sender: RecordingSender
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock.now()

    def meet(self, name: str, conversation: str, *, service: str = "") -> None:
        """Let the bot have met somebody, or a channel."""
        reference = {"service": service or self.teams.service_url, "conversation": conversation, "bot": self.teams.bot_id}
        self.addresses.note("teams", self.teams.tenant, name, reference)

    def report(self, *, urgent: bool = False) -> Report:
        """Store a report, and carry what is due."""
        return self.scene.report(reporter=TEACHER, urgent=urgent)

    def arrivals(self, report: Report) -> list[Arrival]:
        """Return who was told of a report and can act, in order: not the reporter, nor IT, who hear of a trouble only."""
        in_chat = [
            Arrival(place_of(one), stood_at(one))
            for one in self.teams.messages
            if report.reference in words_of(one) and place_of(one) not in (TEACHER_ID, FARID)
        ]
        by_mail = [Arrival(one.place, one.at) for one in self.mail.messages if report.reference in one.lock_screen + one.text]
        return sorted(in_chat + by_mail, key=lambda one: one.at)

    def places(self, report: Report) -> list[str]:
        return sorted({one.place for one in self.arrivals(report)})

    def cards(self) -> list[Message]:
        """Return what stands in the channel."""
        return self.teams.in_conversation(DSL_CHANNEL)

    def to(self, person: str) -> list[Message]:
        """Return what stands in somebody's own chat."""
        return self.teams.in_conversation(self.teams.personal(person).id)

    def first_failed_at(self) -> datetime:
        """Return when a fault first showed itself."""
        return min(datetime.fromtimestamp(one.at, UTC) for one in self.teams.calls if one.answer not in (200, 201))

    def lost(self, reports: list[Report]) -> list[str]:
        """Return the references of which nobody was told who can act."""
        return [one.reference for one in reports if not self.arrivals(one)]

    def copies(self) -> tuple[int, int]:
        """Return how many messages stand a second time, and how many of these do not say that they may be copies."""
        shown = [(place_of(one), self.sender.keys[one.id], first_words_of(one)) for one in self.teams.messages]
        shown += [(one.place, one.key, one.text) for one in self.mail.messages]
        every, unmarked = (
            Counter((place, key) for place, key, text in shown if is_any or wording.POSSIBLE_COPY not in text) for is_any in (True, False)
        )
        return sum(number - 1 for number in every.values()), sum(number - 1 for number in unmarked.values())

    def unmarked_copies(self) -> int:
        return self.copies()[1]

    def let_the_bot_in(self) -> None:
        """Add the bot to the channel again."""
        self.teams.conversations[DSL_CHANNEL].has_bot = True


def place_of(message: Message) -> str:
    return message.conversation.partition(";")[0].removeprefix("a:1")


def words_of(message: Message) -> str:
    return all_words(message.cards)


def first_words_of(message: Message) -> str:
    """Return what a message said when it was posted: what it is edited to says nothing of copies."""
    activity = message.edits[0] if message.edits else message.activity
    return all_words(Message(message.id, message.conversation, activity).cards)


def stood_at(message: Message) -> datetime:
    return datetime.fromtimestamp(int(message.id) // 1000 / 1000, UTC)


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    return new_ring()


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """An empty store, in memory where the machine has such a folder."""
    path = MEMORY / f"signpost-teams-faults-{tmp_path.parent.name}-{tmp_path.name}.sqlite" if MEMORY.is_dir() else tmp_path / "signpost.sqlite"
    shutil.copy(empty_database, path)
    engine = connect_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


@pytest.fixture
def teams(clock: FakeClock) -> Iterator[FakeTeams]:
    """The school's Teams by the test's clock, with everybody in it."""
    with FakeTeams(clock=lambda: clock.now().timestamp()) as running:
        for id_, (name, _) in PEOPLE.items():
            running.add_person(aad(id_), name)
        running.add_person(TEACHER_ID, "Tess Byrne")
        running.add_channel(DSL_CHANNEL, members=[AMARA, BEN], private=True)
        yield running
        assert running.refused == []


@pytest.fixture
def world(database: Engine, clock: FakeClock, teams: FakeTeams, ring: KeyRing) -> World:
    return open_world(database, clock, teams, ring)


def open_world(
    engine: Engine,
    clock: FakeClock,
    teams: FakeTeams,
    ring: KeyRing,
    *,
    sender: type[RecordingSender] = RecordingSender,
    met: bool = True,
    longest_call: float = 5.0,
    **changes: Any,
) -> World:
    """Open the school; `changes` are made to its settings. `met`: the bot has met the channel and everybody."""
    school = settings_of().model_dump(mode="json", exclude_defaults=True)["schools"][0] | changes
    known = settings_of(schools=[school])
    office = Office(engine, known, People(known, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)
    addresses, mail = Addresses(engine), FakeChat(clock, "email", can_find=False)
    secrets = TeamsSecrets(teams.app_id, teams.password, teams.tenant, teams.url)
    way_out = sender(addresses, secrets, longest_call=longest_call, elapsed=lambda: clock.now().timestamp())
    way_out.teams = teams
    world = World(TeamsScene(office, clock, {"teams": way_out, "email": mail}), teams, mail, addresses, clock, way_out)  # type: ignore[dict-item]
    if met:
        world.meet(DSL_CHANNEL, DSL_CHANNEL)
        for id_ in (*PEOPLE, TESS):
            world.meet(aad(id_), teams.personal(aad(id_)).id)
    return world


# --- what closes a route ---


def refuse_channel(status: int, code: str) -> Callable[[World], object]:
    def happens(world: World) -> None:
        world.teams.trouble = lambda name, body: Fault(status=status, error=code) if is_to_channel(name, body) else None

    return happens


def is_to_channel(name: str, body: dict[str, Any]) -> bool:
    return name == "create" and (body.get("channelData") or {}).get("channel") == {"id": DSL_CHANNEL}


def delete_secret(world: World) -> None:
    world.teams.password = "another"  # noqa: S105 -- opens nothing
    world.teams.revoke_tokens()


def disable_app(world: World) -> None:
    world.teams.trouble = lambda name, _: Fault(status=403, error="BotDisabledByAdmin") if name in ("create", "send") else None


def close_all_but_deputy(world: World) -> None:
    world.teams.remove_bot(DSL_CHANNEL)
    world.teams.block_bot(AMARA)


def close_all_but_head(world: World) -> None:
    world.teams.remove_bot(DSL_CHANNEL)
    for person in (AMARA, BEN):
        world.teams.block_bot(person)
    world.mail.closed = dict.fromkeys((AMARAS_MAIL, BENS_MAIL), "gone")


def lead_astray(world: World) -> None:
    world.meet(DSL_CHANNEL, DSL_CHANNEL, service="https://evil.example/")


CLOSING = {
    "bot removed from the channel": (lambda world: world.teams.remove_bot(DSL_CHANNEL), [AMARA, BEN]),
    "channel deleted": (lambda world: world.teams.conversations.pop(DSL_CHANNEL), [AMARA, BEN]),
    "channel that nobody may post in": (refuse_channel(403, "NotEnoughPermissions"), [AMARA, BEN]),
    "channel that refuses without a code": (refuse_channel(403, ""), [AMARA, BEN]),
    "channel whose service is not Teams' own": (lead_astray, [AMARA, BEN]),
    "secret deleted": (delete_secret, [AMARAS_MAIL, BENS_MAIL]),
    "app switched off by an administrator": (disable_app, [AMARAS_MAIL, BENS_MAIL]),
    "bot removed, and blocked by the DSL": (close_all_but_deputy, [BEN, AMARAS_MAIL]),
    "bot removed, DSL and deputy gone altogether": (close_all_but_head, [CHIDI]),
}
"""What happens, and who is told instead."""


@pytest.mark.parametrize("before", [False, True], ids=["at once", "after cards have gone out"])
@pytest.mark.parametrize("what", CLOSING)
def test_next_route_reaches_somebody_named_within_seconds(world: World, what: str, before: bool) -> None:
    happens, told = CLOSING[what]
    if before:
        world.report()
    happens(world)
    submitted = world.clock.now()
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    assert world.places(report) == sorted(told)
    assert all(one.at - submitted <= SOON for one in world.arrivals(report))
    assert world.copies() == (0, 0)


def test_nothing_is_sent_to_a_service_that_is_not_teams_own(world: World) -> None:
    lead_astray(world)
    world.report()
    world.scene.wait(minutes=11)
    assert world.cards() == []


def test_school_whose_bot_has_met_nobody_is_told_by_mail(database: Engine, clock: FakeClock, teams: FakeTeams, ring: KeyRing) -> None:
    world = open_world(database, clock, teams, ring, met=False)
    assert world.places(world.report()) == [AMARAS_MAIL, BENS_MAIL]
    world.meet(DSL_CHANNEL, DSL_CHANNEL)
    world.scene.wait(seconds=CLOSED_PAUSE.total_seconds())
    assert len(world.cards()) == 1, "the channel is tried again once it was met"


def test_person_whom_nobody_has_met_is_reached_where_anybody_was(database: Engine, clock: FakeClock, teams: FakeTeams, ring: KeyRing) -> None:
    world = open_world(database, clock, teams, ring, met=False)
    world.meet(TEACHER_ID, teams.personal(TEACHER_ID).id)
    teams.remove_bot(DSL_CHANNEL)
    assert world.places(world.report()) == [AMARA, BEN]


def test_deputy_reads_in_the_channel_what_a_dsl_who_blocks_the_bot_does_not(world: World) -> None:
    world.teams.block_bot(AMARA)
    report = world.report(urgent=True)
    assert world.places(report) == [DSL_CHANNEL]
    world.scene.wait(hours=1)
    assert {BEN, AMARAS_MAIL} <= set(world.places(report))


def test_school_without_a_channel_is_told_by_mail_where_its_dsl_blocks_the_bot(
    database: Engine, clock: FakeClock, teams: FakeTeams, ring: KeyRing
) -> None:
    world = open_world(database, clock, teams, ring, channels={})
    teams.block_bot(AMARA)
    assert world.places(world.report()) == [AMARAS_MAIL]


def test_card_is_posted_after_all_once_the_channel_is_open_again(world: World) -> None:
    world.teams.remove_bot(DSL_CHANNEL)
    report = world.report()
    world.let_the_bot_in()
    world.scene.wait(seconds=CLOSED_PAUSE.total_seconds())
    assert world.places(report) == sorted([DSL_CHANNEL, AMARA, BEN])


def test_reporter_is_told_to_ring_where_every_route_is_closed_and_it_is_told_why(world: World) -> None:
    world.teams.remove_bot(DSL_CHANNEL)
    for id_ in ("amara", "ben", "chidi", "dana"):
        world.teams.block_bot(aad(id_))
    world.mail.closed = {"*": "gone"}
    world.report()
    assert len(world.to(FARID)) == 2  # of the routes, and that there is no other
    assert "I cannot confirm that anybody has it. Ring 01632 960 001." in words_of(world.to(TEACHER_ID)[-1])


# --- what passes ---

PASSING = {
    "429": (Fault(status=429, headers={"Retry-After": "1"}), 0),
    "401, the token was taken back": (Fault(status=401), 0),
    "412": (Fault(status=412), 0),
    "500, nothing posted": (Fault(status=500), 0),
    "502, posted": (Fault(status=502, after=True), 1),
    "504, posted": (Fault(status=504, after=True), 1),
    "503, nothing posted": (Fault(status=503, headers={"Retry-After": "2"}), 0),
    "request lost": (Fault(cut_before=True), 0),
    "reply lost": (Fault(cut_after=True), 1),
    "a proxy's page, posted": (Fault(body=b"<html>", after=True), 1),
    "a proxy's page": (Fault(status=403, body=b"<html>"), 0),
    "an answer that names no message, posted": (Fault(body=b"{}", after=True), 1),
    "a status of tomorrow": (Fault(status=419), 0),
}
"""What happens once, and how many second copies stand afterwards."""
NOT_SENT = ("429", "401, the token was taken back")


@pytest.mark.parametrize("what", PASSING)
def test_trouble_that_passes_delays_a_card_by_seconds_and_each_copy_says_that_it_may_be_one(world: World, what: str) -> None:
    fault, copies = PASSING[what]
    world.teams.fail("create", fault)
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    assert all(stood_at(card) - world.began <= SOON for card in world.cards())
    assert world.scene.sent_to(report, RowKind.CARD) == ["channel:dsl"]
    assert world.copies() == (copies, 0)
    marked = [wording.POSSIBLE_COPY in first_words_of(card) for card in world.cards()]
    assert marked == [*([False] * copies), what not in NOT_SENT], "what can be no copy bears no mark"


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(status=429, headers={"Retry-After": "2"}), Fault(cut_before=True), Fault(status=401, body=b"<html>")]
)
def test_login_that_fails_for_a_while_delays_a_card_and_marks_nothing(world: World, fault: Fault) -> None:
    world.teams.fail("token", fault)
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    assert (len(world.cards()), world.scene.sent_to(report, RowKind.CARD)) == (1, ["channel:dsl"])
    assert wording.POSSIBLE_COPY not in words_of(world.cards()[0])


def test_copy_and_first_show_the_same_report_and_the_copy_is_kept_up_to_date(world: World) -> None:
    world.teams.fail("create", Fault(cut_after=True))
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    first, copy = world.cards()
    assert report.reference in words_of(first)
    assert report.reference in words_of(copy)
    world.scene.acknowledge("amara", report)
    world.scene.wait(seconds=SOON.total_seconds())
    assert "Amara Obi" in words_of(copy)


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.parametrize("fault", [Fault(status=500), Fault(status=429, headers={"Retry-After": "2"}), Fault(cut_before=True)])
def test_channel_that_goes_on_failing_is_gone_round_when_patience_ends(world: World, fault: Fault, urgent: bool) -> None:
    world.teams.trouble = lambda name, body: fault if is_to_channel(name, body) else None
    report = world.report(urgent=urgent)
    patience = PATIENCE[Urgency.URGENT if urgent else Urgency.NORMAL]
    world.scene.wait(seconds=patience.total_seconds())
    assert world.places(report) == [AMARA, BEN]
    assert all(one.at - world.first_failed_at() <= patience + SOON for one in world.arrivals(report))


def test_next_route_is_taken_at_once_where_teams_asks_for_more_time_than_there_is(world: World) -> None:
    world.teams.fail("create", Fault(status=429, headers={"Retry-After": "600"}))
    report = world.report()
    world.scene.wait(seconds=SOON.total_seconds())
    assert world.places(report) == [AMARA, BEN]
    world.scene.wait(minutes=11)
    assert len(world.cards()) == 1


@pytest.mark.parametrize("name", ["token", "create and send"])
def test_teams_that_is_down_altogether_is_gone_round_by_mail(world: World, name: str) -> None:
    world.teams.trouble = lambda called, _: Fault(status=503) if called in name else None
    report = world.report(urgent=True)
    world.scene.wait(seconds=2 * (PATIENCE[Urgency.URGENT] + SOON).total_seconds())
    assert {AMARAS_MAIL, BENS_MAIL} <= set(world.places(report))


def test_call_that_hangs_is_given_up_and_its_report_goes_on(database: Engine, clock: FakeClock, teams: FakeTeams, ring: KeyRing) -> None:
    world = open_world(database, clock, teams, ring, longest_call=0.5)
    teams.fail("create", Fault(hang=600))
    report = world.report()
    assert world.cards() == []
    world.scene.wait(seconds=SOON.total_seconds())
    assert world.scene.sent_to(report, RowKind.CARD) == ["channel:dsl"]
    assert world.copies() == (0, 0)


def test_edit_that_was_refused_for_a_while_is_made_in_the_end(world: World) -> None:
    report = world.report()
    world.teams.fail("edit", Fault(status=500), Fault(cut_after=True), Fault(status=429))
    world.scene.acknowledge("amara", report)
    world.scene.wait(seconds=30)
    (card,) = world.cards()
    assert "Amara Obi" in words_of(card)


def test_form_that_teams_refuses_is_replaced_by_the_plainest_at_once(world: World) -> None:
    world.teams.fail("create", Fault(status=400, error="BadSyntax"))
    report = world.report()
    (card,) = world.cards()
    assert report.reference in words_of(card)
    assert "Action." not in repr(card.cards)


# --- any of it, in any order ---


@dataclass
class Lot:
    """Draws how each call goes wrong; about one in seven does."""

    draw: random.Random

    def __call__(self, name: str, body: dict[str, Any]) -> Fault | None:
        drawn = self.draw.random() if name in ANY_CALL else 1.0
        for share, fault in (
            (0.04, Fault(status=429, headers={"Retry-After": str(self.draw.randint(0, 3))})),
            (0.02, Fault(status=500)),
            (0.02, Fault(status=502, after=True)),
            (0.01, Fault(status=412)),
            (0.01, Fault(cut_before=True)),
            (0.02, Fault(cut_after=True)),
            (0.01, Fault(body=b"<html>", after=True)),
            (0.004, Fault(status=404, error="ConversationNotFound")),
            (0.002, Fault(status=401)),
            (0.002, Fault(status=400, error="BadSyntax")),
        ):
            drawn -= share
            if drawn < 0:
                return fault
        return None


class SenderThatNeverDoubts(RecordingSender):
    """The control: it takes whatever failed for not sent."""

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        try:
            return super().post(place, card, key, lock_screen=lock_screen)
        except Transient as fault:
            raise Transient(in_doubt=False, retry_after=fault.retry_after) from None


def live_through(world: World, reports: int, draw: random.Random) -> list[Report]:
    """Let that many reports come in while everything goes wrong now and then, and carry all that is owed. Return them."""
    world.teams.trouble = Lot(draw)
    world.mail.then(*(draw.choice((None, None, None, LOST, BUSY)) for _ in range(reports)))
    submitted: list[Report] = []
    password = world.teams.password
    for number in range(reports):
        submitted.append(world.scene.submit(reporter=TEACHER, urgent=draw.random() < 0.2))
        if draw.random() < 0.3:
            world.scene.acknowledge(draw.choice(("amara", "ben")), draw.choice(submitted))
        match number * 10 / reports:
            case 2:
                world.teams.remove_bot(DSL_CHANNEL)
            case 3:
                world.let_the_bot_in()
            case 5:
                delete_secret(world)
            case 6:
                world.teams.password = password
            case 7:
                world.teams.block_bot(AMARA)
        world.scene.wait(seconds=draw.uniform(0, 1))
    world.scene.wait(seconds=30)
    world.teams.trouble = None
    world.scene.wait(seconds=CLOSED_PAUSE.total_seconds())
    return submitted


def test_of_many_reports_none_is_lost_and_none_stands_twice_unmarked(world: World) -> None:
    reports = live_through(world, REPORTS, random.Random(REPORTS))  # noqa: S311 -- guards nothing
    assert world.lost(reports) == []
    copies, unmarked = world.copies()
    assert (copies > 0, unmarked) == (True, 0)
    answers = Counter(one.answer for one in world.teams.calls)
    assert all(answers[one] for one in (0, 200, 201, 401, 403, 429, 500, 502)), answers
    assert {one.name for one in world.teams.calls} >= set(ANY_CALL)
    assert not [one for one in world.teams.messages if CANARY in repr(one)]
    for report in reports:
        (row,) = world.scene.rows(report, RowKind.CARD)
        assert row.state in (RowState.SENT, RowState.CANCELLED), row.outcome


def test_without_doubts_cards_stand_twice_unmarked(database: Engine, clock: FakeClock, teams: FakeTeams, ring: KeyRing) -> None:
    """Else the test above would prove nothing."""
    world = open_world(database, clock, teams, ring, sender=SenderThatNeverDoubts)
    reports = live_through(world, 30, random.Random(1))  # noqa: S311 -- guards nothing
    assert world.lost(reports) == []
    assert world.unmarked_copies() > 0


def test_report_that_reached_nobody_would_be_noticed(world: World) -> None:
    world.teams.trouble = lambda *_: Fault(status=500)
    report = world.report()
    assert world.lost([report]) == [report.reference]


def test_everybody_in_these_tests_is_somebody_the_settings_name() -> None:
    assert {AMARA, BEN, CHIDI, FARID} <= {aad(one) for one in PEOPLE}
    assert CHIDIS_MAIL == "chidi@oakfield.example"
