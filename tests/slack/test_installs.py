"""Only workspaces that the settings name can install Signpost; their tokens are sealed, change keys with all else, and go when it is removed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine, Table, func, select, text, update

from adapters.slack.installing import BEGIN_AGAIN, CANCELLED, DONE, NOT_CONFIRMED, NOT_NOW, InstallFlow, listen, make_install_flow, routes
from adapters.slack.installs import BEGUN_FOR, MOST_BEGUN, InstallationRefused, Installations, OAuthStates, TooManyBegun
from adapters.slack.manifest import SCOPES
from bot.audit import AuditLog
from bot.clock import Clock
from bot.filing import Filing
from bot.key_ring import KeyRing
from bot.office import Office
from bot.people import People
from bot.rotation import INSTALLATIONS, Rotation, forget_unreadable, keys_in_use, rotate_keys
from bot.sealing import Sealer, SealingError, audit_key, new_ring
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.tables import slack_installation, slack_oauth_state
from tests.slack.fake_slack import FakeSlack, Fault

OAKFIELD, ELMFIELD, STRANGER = "T0OAKFIELD", "T0ELMFIELD", "T0STRANGER"
TOKEN, OTHER, EXPIRING = "xoxb-1-the-token-of-oakfield", "xoxb-2-another", "xoxe.xoxb-1-one-that-runs-out"
COOKIE = "slack-app-oauth-state"
SECRET = "signing-secret"  # noqa: S105 -- signs nothing

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk 3.47 asks for a token with it


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Page:
    """What a browser was shown."""

    status: int
    text: str
    location: str
    cookie: str


@dataclass(frozen=True)
class Door:
    """The addresses at which a browser installs it, the store behind them, and the Slack that they speak to."""

    flow: InstallFlow
    installations: Installations
    slack: FakeSlack
    engine: Engine
    clock: Hands

    def get(self, address: str, cookie: str = "") -> Page:
        """Open an address in a browser that shows a cookie."""

        async def ask() -> Page:
            app = web.Application()
            app.add_routes(routes(self.flow))
            headers = {"Cookie": cookie} if cookie else {}
            async with TestClient(TestServer(app)) as client, client.get(address, headers=headers, allow_redirects=False) as answer:
                return Page(answer.status, await answer.text(), answer.headers.get("Location", ""), answer.headers.get("Set-Cookie", ""))

        return asyncio.run(ask())

    def begin(self) -> str:
        """Begin an installation, and return the word that Slack has to bring back."""
        (state,) = parse_qs(urlsplit(self.get("/slack/install").location).query)["state"]
        return state

    def come_back(self, state: str, *, cookie: str | None = None, team: str = OAKFIELD) -> Page:
        """Let Slack send the browser back from a workspace."""
        shown = f"{COOKIE}={state}" if cookie is None else cookie
        return self.get(f"/slack/oauth_redirect?code={self.slack.new_code(team, 'a school')}&state={state}", shown)


def count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def given(**changes: object) -> Installation:
    """What Slack gives for an installation in Oakfield's workspace."""
    usual: dict[str, object] = {"app_id": "A0SIGNPOST", "team_id": OAKFIELD, "bot_token": TOKEN, "bot_id": "B0SIGNPOST", "bot_user_id": "U0SIGNPOST"}
    return Installation(**{**usual, "user_id": "U0INSTALLER", **changes})  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def ring() -> KeyRing:
    return new_ring()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "signpost.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Engine]:
    """An empty SQLite database."""
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def door(store: Engine, ring: KeyRing, clock: Hands) -> Iterator[Door]:
    """A door that two workspaces may use."""
    with FakeSlack() as slack:
        installations = Installations(store, Sealer(ring), {OAKFIELD, ELMFIELD}, clock=clock)
        client = AsyncWebClient(base_url=slack.url)
        flow = make_install_flow(installations, OAuthStates(store, clock=clock), client, client_id="1.2", client_secret=SECRET)
        yield Door(flow, installations, slack, store, clock)


# --- one installation, as it should be ---


def test_somebody_is_sent_to_slack_with_the_scopes_and_a_word_that_only_they_have(door: Door) -> None:
    page = door.get("/slack/install")
    asked = parse_qs(urlsplit(page.location).query)
    assert page.status == 302
    assert page.location.startswith(door.slack.url.replace("/api/", "/oauth/v2/authorize?"))
    assert asked["scope"] == [",".join(sorted(SCOPES))]
    assert (asked["client_id"], "user_scope" in asked) == (["1.2"], False)
    assert set(page.cookie.split("; ")) == {f"{COOKIE}={asked['state'][0]}", "Secure", "HttpOnly", "Path=/", "Max-Age=600"}


def test_workspace_that_installs_it_is_kept_and_told_what_to_do_next(door: Door) -> None:
    page = door.come_back(door.begin())
    assert (page.status, DONE.partition(":")[0] in page.text) == (200, True)
    installed = door.installations.find(OAKFIELD)
    assert installed is not None
    assert (installed.team, installed.bot_id, installed.bot_user) == (OAKFIELD, "B0SIGNPOST", "U0SIGNPOST")
    assert installed.token in door.slack.teams
    assert door.installations.teams() == (OAKFIELD,)


def test_each_workspace_has_its_own_token(door: Door) -> None:
    for team in (OAKFIELD, ELMFIELD):
        door.come_back(door.begin(), team=team)
    tokens = {team: door.slack.teams[found.token][0] for team in (OAKFIELD, ELMFIELD) if (found := door.installations.find(team))}
    assert tokens == {OAKFIELD: OAKFIELD, ELMFIELD: ELMFIELD}


def test_workspace_that_installs_it_again_keeps_one_token_the_last(door: Door) -> None:
    door.come_back(door.begin())
    first = door.installations.find(OAKFIELD)
    door.come_back(door.begin())
    second = door.installations.find(OAKFIELD)
    assert first is not None
    assert second is not None
    assert first.token != second.token
    assert count(door.engine, slack_installation) == 1


def test_the_page_shows_no_token_and_is_kept_by_no_browser(door: Door) -> None:
    page = door.come_back(door.begin())
    assert "xoxb" not in page.text
    assert page.cookie.startswith(f"{COOKIE}=deleted")


# --- a word that does not count ---

BAD = {
    "no cookie": ("", "issued", 400),
    "cookie of another installation": (f"{COOKIE}=another", "issued", 400),
    "never issued": (f"{COOKIE}=made-up", "made-up", 401),
    "brought back before": ("own", "used", 401),
    "too late": ("own", "late", 401),
    "no word at all": (f"{COOKIE}=", "", 401),
}


@pytest.mark.parametrize(("cookie", "word", "status"), BAD.values(), ids=BAD.keys())
def test_word_that_does_not_count_is_refused_and_nothing_is_kept(door: Door, cookie: str, word: str, status: int) -> None:
    state = door.begin() if word in ("issued", "used", "late") else word
    if word == "used":
        assert door.come_back(state).status == 200
        door.installations.remove(OAKFIELD)
    if word == "late":
        door.clock.at += BEGUN_FOR
    page = door.come_back(state, cookie=f"{COOKIE}={state}" if cookie == "own" else cookie)
    assert page.status in (status, 400)
    assert BEGIN_AGAIN.partition(".")[0] in page.text
    assert count(door.engine, slack_installation) == 0
    assert len(door.slack.called("oauth.v2.access")) == (word == "used"), "the code is not even asked for"


def test_word_is_good_until_the_last_moment(door: Door) -> None:
    state = door.begin()
    door.clock.at += BEGUN_FOR - timedelta(seconds=1)
    assert door.come_back(state).status == 200


def test_word_that_was_tried_without_the_cookie_still_counts_for_whoever_has_it(door: Door) -> None:
    """Otherwise somebody who has seen the address could end another's installation."""
    state = door.begin()
    door.come_back(state, cookie=f"{COOKIE}=other")
    assert door.come_back(state).status == 200


def test_word_counts_once_however_many_bring_it_at_the_same_moment(engine: Engine) -> None:
    states = OAuthStates(engine)
    state = states.issue()
    with ThreadPoolExecutor(8) as browsers:
        assert sorted(browsers.map(states.consume, [state] * 8)) == [False] * 7 + [True]


@pytest.mark.parametrize("word", ["", "x" * 100_000, "\ud800", "%00", "Ω"])
def test_odd_word_is_refused(store: Engine, word: str) -> None:
    assert OAuthStates(store).consume(word) is False


def test_installations_that_nobody_can_mean_are_turned_away_without_writing(door: Door, file: Path) -> None:
    states = door.flow.settings.state_store
    assert isinstance(states, OAuthStates)
    for _ in range(MOST_BEGUN):
        states.issue()
    before = file.read_bytes()
    page = door.get("/slack/install")
    assert (page.status, NOT_NOW[:30] in page.text) == (429, True)
    with pytest.raises(TooManyBegun):
        states.issue()
    assert file.read_bytes() == before
    door.clock.at += BEGUN_FOR
    assert door.come_back(door.begin()).status == 200
    assert count(door.engine, slack_oauth_state) == 0, "what is over is removed"


def test_made_up_words_are_turned_away_without_writing(door: Door, file: Path) -> None:
    before = file.read_bytes()
    for word in ("a", "b", "c"):
        door.come_back(word)
    assert file.read_bytes() == before


# --- who may not ---


def test_workspace_that_the_settings_do_not_name_is_refused_given_back_and_never_stored(door: Door, file: Path) -> None:
    page = door.come_back(door.begin(), team=STRANGER)
    assert page.status == 403
    assert f"Signpost does not serve this workspace ({STRANGER})" in page.text
    assert "signpost.yaml" in page.text
    assert count(door.engine, slack_installation) == 0
    assert STRANGER.encode() not in file.read_bytes()
    (revoked,) = door.slack.called("auth.revoke")
    assert door.slack.teams[revoked.token][0] == STRANGER


def test_refused_workspace_is_refused_also_where_its_token_cannot_be_given_back(door: Door) -> None:
    door.slack.fail("auth.revoke", Fault(cut_before=True))
    assert door.come_back(door.begin(), team=STRANGER).status == 403


def test_workspace_that_was_taken_out_of_the_settings_is_found_no_longer(store: Engine, ring: KeyRing) -> None:
    Installations(store, Sealer(ring), {OAKFIELD}).keep(given())
    later = Installations(store, Sealer(ring), {ELMFIELD})
    assert (later.find(OAKFIELD), later.teams()) == (None, ())
    assert asyncio.run(later.async_find_bot(enterprise_id=None, team_id=OAKFIELD)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"team_id": None, "enterprise_id": "E0TRUST", "is_enterprise_install": True},
        {"enterprise_id": "E0TRUST", "is_enterprise_install": True},
        {"team_id": STRANGER},
        {"bot_token": None},
        {"bot_refresh_token": "xoxe-1", "bot_token_expires_in": 43_200},
        {"bot_token_expires_in": 43_200},
    ],
    ids=["organisation", "organisation that names a workspace", "another workspace", "no token", "token that runs out", "token that runs out, alone"],
)
def test_installation_that_would_not_last_or_not_be_ours_is_refused(store: Engine, ring: KeyRing, changes: dict[str, object]) -> None:
    with pytest.raises(InstallationRefused, match="Nothing was kept"):
        Installations(store, Sealer(ring), {OAKFIELD}).keep(given(**changes))
    assert count(store, slack_installation) == 0


def test_earlier_installation_outlives_one_that_is_refused(store: Engine, ring: KeyRing) -> None:
    installations = Installations(store, Sealer(ring), {OAKFIELD})
    installations.keep(given())
    with pytest.raises(InstallationRefused):
        installations.keep(given(bot_token=EXPIRING, bot_token_expires_in=43_200))
    found = installations.find(OAKFIELD)
    assert found is not None
    assert found.token == TOKEN


# --- Slack or the database fails ---


def test_somebody_who_cancels_is_told_that_nothing_was_kept(door: Door) -> None:
    page = door.get("/slack/oauth_redirect?error=access_denied&state=x")
    assert (page.status, CANCELLED[:40] in page.text) == (200, True)


def test_what_an_address_says_is_never_shown(door: Door) -> None:
    page = door.get("/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert (page.status, "script" in page.text) == (400, False)


@pytest.mark.parametrize("fault", [Fault(cut_before=True), Fault(error="invalid_code"), Fault(status=500, error="internal_error")])
@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
def test_slack_that_does_not_confirm_is_told_and_nothing_is_kept(door: Door, method: str, fault: Fault) -> None:
    door.slack.fail(method, fault, fault)  # a cut connection is tried a second time by slack_sdk
    page = door.come_back(door.begin())
    assert NOT_CONFIRMED.partition(".")[0] in page.text
    assert 400 <= page.status < 500
    assert count(door.engine, slack_installation) == 0


@pytest.mark.parametrize("table", [slack_oauth_state, slack_installation], ids=lambda table: table.name)
def test_database_that_fails_is_told_and_nothing_of_it_is_shown(door: Door, table: Table) -> None:
    state = door.begin()
    with door.engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {table.name}"))
    page = door.come_back(state)
    assert (page.status, NOT_NOW[:30] in page.text) == (503, True)
    assert table.name not in page.text


def test_token_is_not_given_back_where_only_the_database_failed(door: Door) -> None:
    """Slack gives a workspace that installs it again the token that it has: to revoke it would end what works."""
    state = door.begin()
    with door.engine.begin() as connection:
        connection.execute(text("DROP TABLE slack_installation"))
    door.come_back(state)
    assert door.slack.called("auth.revoke") == []


# --- sealed ---


def test_no_token_and_no_word_stands_in_the_database_in_clear(door: Door, file: Path) -> None:
    waiting = door.begin()
    door.come_back(door.begin())
    found = door.installations.find(OAKFIELD)
    assert found is not None
    for written in file.parent.iterdir():
        stored = written.read_bytes()
        assert [secret for secret in (found.token, found.token[5:], waiting, "U0INSTALLER") if secret.encode() in stored] == []
    assert found.token not in repr(found)


def test_sealed_row_opens_nowhere_but_in_its_own_workspace(store: Engine, ring: KeyRing) -> None:
    installations = Installations(store, Sealer(ring), {OAKFIELD, ELMFIELD})
    installations.keep(given())
    with store.begin() as connection:
        connection.execute(update(slack_installation).values(team_id=ELMFIELD))
    with pytest.raises(SealingError):
        installations.find(ELMFIELD)


def office_of(engine: Engine, ring: KeyRing) -> Office:
    clock, settings = Clock(engine), Settings()
    return Office(engine, settings, People(settings, engine, clock.now), Filing(Sealer(ring)), AuditLog(audit_key(ring)), clock)


def used(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return keys_in_use(connection)


def test_keys_of_tokens_are_counted_among_those_in_use(engine: Engine, ring: KeyRing) -> None:
    assert used(engine) == set()
    Installations(engine, Sealer(ring), {OAKFIELD}).keep(given())
    assert used(engine) == {ring.newest}
    with pytest.raises(SealingError, match=ring.newest):
        new_ring().check(used(engine))


def test_rotation_seals_tokens_anew_and_they_open_with_the_new_key_alone(engine: Engine, ring: KeyRing) -> None:
    installations = Installations(engine, Sealer(ring), {OAKFIELD, ELMFIELD})
    installations.keep(given(enterprise_id="E0TRUST"))
    installations.keep(given(team_id=ELMFIELD, bot_token=OTHER))
    newer = ring.new_key()
    assert rotate_keys(office_of(engine, newer), Sealer(newer)) == Rotation(reports=0, installations=2)
    assert used(engine) == {newer.newest}
    alone = Installations(engine, Sealer(KeyRing({newer.newest: newer.keys[newer.newest]})), {OAKFIELD, ELMFIELD})
    assert [found.token for team in (OAKFIELD, ELMFIELD) if (found := alone.find(team))] == [TOKEN, OTHER]
    assert rotate_keys(office_of(engine, newer), Sealer(newer)) == Rotation(reports=0)


def test_token_that_no_key_opens_is_named_and_holds_up_no_other(store: Engine, ring: KeyRing) -> None:
    Installations(store, Sealer(new_ring()), {OAKFIELD}).keep(given())
    Installations(store, Sealer(ring), {ELMFIELD}).keep(given(team_id=ELMFIELD))
    newer = ring.new_key()
    assert rotate_keys(office_of(store, newer), Sealer(newer)) == Rotation(reports=0, installations=1, unreadable=(f"Slack workspace {OAKFIELD}",))


def test_tokens_of_a_lost_ring_are_forgotten_so_that_a_start_is_possible(store: Engine, ring: KeyRing) -> None:
    Installations(store, Sealer(new_ring()), {OAKFIELD}).keep(given())
    Installations(store, Sealer(ring), {ELMFIELD}).keep(given(team_id=ELMFIELD))
    assert forget_unreadable(store, Sealer(ring), INSTALLATIONS) == 1
    ring.check(used(store))
    assert Installations(store, Sealer(ring), {OAKFIELD, ELMFIELD}).teams() == (ELMFIELD,)


# --- removed ---


def hear(door: Door, event: dict[str, object], *, told_at: datetime, installations: Installations | None) -> int:
    """Let bolt hear a signed event, and return how it answers."""

    async def authorize() -> AuthorizeResult:
        raise AssertionError("whoever has removed the app has no token to be authorised by")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, client=AsyncWebClient(base_url=door.slack.url))
    listen(app, installations)
    told = {"type": "event_callback", "team_id": OAKFIELD, "api_app_id": "A0SIGNPOST", "event_id": "Ev1", "event_time": int(told_at.timestamp())}
    body = json.dumps({**told, "event": event})
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers: dict[str, str | Sequence[str]] = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}
    headers["Content-Type"] = "application/json"

    async def dispatch() -> int:
        answered = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
        return answered.status

    return asyncio.run(dispatch())


REMOVALS = [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0SIGNPOST"]}}]
each_removal = pytest.mark.parametrize("event", REMOVALS, ids=lambda event: str(event["type"]))


@each_removal
def test_workspace_that_removes_it_is_forgotten_and_no_other(door: Door, event: dict[str, object]) -> None:
    for team in (OAKFIELD, ELMFIELD):
        door.come_back(door.begin(), team=team)
    assert hear(door, event, told_at=door.clock.at, installations=door.installations) == 200
    assert (door.installations.find(OAKFIELD), door.installations.teams()) == (None, (ELMFIELD,))


@each_removal
def test_removal_that_is_told_late_does_not_end_a_newer_installation(door: Door, event: dict[str, object]) -> None:
    removed_at = door.clock.at
    door.clock.at += timedelta(minutes=5)
    door.come_back(door.begin())
    assert hear(door, event, told_at=removed_at, installations=door.installations) == 200
    assert door.installations.teams() == (OAKFIELD,)


@each_removal
def test_removal_is_answered_where_the_token_stands_in_the_environment(door: Door, event: dict[str, object]) -> None:
    """An event that nobody takes is a failed delivery, and Slack ends the others after too many."""
    assert hear(door, event, told_at=door.clock.at, installations=None) == 200


def test_revoked_token_of_a_person_changes_nothing(door: Door) -> None:
    door.come_back(door.begin())
    event: dict[str, object] = {"type": "tokens_revoked", "tokens": {"oauth": ["U0INSTALLER"], "bot": []}}
    assert hear(door, event, told_at=door.clock.at, installations=door.installations) == 200
    assert door.installations.teams() == (OAKFIELD,)


def test_bolt_finds_the_bot_of_a_workspace_and_of_no_organisation(door: Door) -> None:
    door.come_back(door.begin())
    bot = asyncio.run(door.installations.async_find_bot(enterprise_id=None, team_id=OAKFIELD))
    assert bot is not None
    assert (bot.bot_token in door.slack.teams, bot.bot_user_id, bot.bot_id) == (True, "U0SIGNPOST", "B0SIGNPOST")
    assert asyncio.run(door.installations.async_find_bot(enterprise_id="E0", team_id=OAKFIELD, is_enterprise_install=True)) is None
    assert asyncio.run(door.installations.async_find_bot(enterprise_id="E0", team_id=None)) is None


def test_workspace_is_removed_once(store: Engine, ring: KeyRing) -> None:
    installations = Installations(store, Sealer(ring), {OAKFIELD})
    installations.keep(given())
    assert (installations.remove(ELMFIELD), installations.remove(OAKFIELD), installations.remove(OAKFIELD)) == (False, True, False)
