"""Oakfield School's workspace in the third-party emulator: a process of its own, what each person can see there, and what is wrong on purpose."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import yaml

from tests.slack.driver import PATH, Driver, new_id

HERE = Path(__file__).parent
NODE = HERE / "node_modules" / ".bin" / "node"
MANIFEST = HERE.parents[1] / "adapters" / "slack" / "manifest.yaml"
LONGEST = 30.0
"""Seconds that a test waits for what comes about later."""
SIGNED_WITH = "the signing secret of an invented app"
TOKEN = "xoxb-signpost"  # noqa: S105 - invented
APP, CLIENT, CLIENT_KEY = "A0SIGNPOST", "0123.4567", "the client secret of an invented app"
BOT, BOT_USER = "B0SIGNPOST", "U0SIGNPOST"
STAFF = ("amara", "ben", "chidi", "tess", "gus")
"""The DSL, the deputy, the head, a teacher and a guest."""
EVERYTHING = (
    "chat:write im:history im:write im:read groups:history groups:read groups:write channels:history channels:read channels:manage users:read"
)
Json = dict[str, Any]
T = TypeVar("T")


def manifest() -> Json:
    """Return the app's manifest, whose scopes and events are the workspace's."""
    return dict(yaml.safe_load(MANIFEST.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Workspace:
    """The emulator, ready."""

    url: str
    team: str
    users: dict[str, str]
    """Ids by name; the bot's own name is `signpost`."""
    channels: dict[str, str]

    @property
    def api(self) -> str:
        return f"{self.url}/api/"

    def call(self, person: str, method: str, **arguments: object) -> Json:
        """Call the Web API as somebody, or as the bot."""
        token = TOKEN if person == "signpost" else f"xoxp-{person}"
        return dict(_ask(f"{self.url}/api/{method}", arguments, {"Authorization": f"Bearer {token}"}))

    def write(self, person: str, channel: str, text: str, **more: object) -> Json:
        """Write a message as somebody, and return it as it stands there."""
        sent = self._right(person, "chat.postMessage", channel=channel, text=text, **more)
        return {**sent["message"], "channel": sent["channel"]}

    def conversation(self, person: str) -> str:
        """Return the id of somebody's conversation with the bot."""
        return str(self._right(person, "conversations.open", users=BOT_USER)["channel"]["id"])

    def read(self, person: str, channel: str) -> list[Json]:
        """Return what somebody sees in a conversation, threads included, oldest first."""
        heads = self._right(person, "conversations.history", channel=channel, limit=200)["messages"]
        found = [one for head in heads for one in self._thread(person, channel, head)]
        return sorted(({**one, "channel": channel} for one in found), key=lambda one: one["ts"])

    def modals(self, person: str) -> list[Json]:
        """Return the modals that were opened for somebody, oldest first."""
        return [view for view in self.views(person) if view["type"] == "modal"]

    def home(self, person: str) -> Json | None:
        """Return what stands in somebody's App Home."""
        return next((view for view in self.views(person) if view["type"] == "home"), None)

    def views(self, person: str) -> list[Json]:
        """Return every view that somebody has."""
        return [{**view, "id": view["view_id"]} for view in self.dump("views") if view["user_id"] == self.users[person]]

    def dump(self, what: str) -> list[Json]:
        """Return all that the emulator holds of something: `calls`, `responses`, `deliveries`, or one of its stores by name."""
        return list(_ask(f"{self.url}/test/{what}"))

    def trigger(self, user: str, **more: object) -> str:
        """Return a trigger id, good for three seconds and one view."""
        return str(self._right("signpost", "views.generateTriggerId", user_id=user, **more)["trigger_id"])

    def response_url(self, about: Json) -> str:
        """Return where an answer to a command or a press may be sent."""
        return f"{self.url}/respond/{new_id('R')}"

    def driver(self, bot_url: str) -> Driver:
        """Return the other half of Slack: what the emulator cannot do."""
        return Driver(
            bot_url,
            SIGNED_WITH,
            team=self.team,
            triggers=self.trigger,
            view_triggers=lambda user, view: self.trigger(user, view_id=view),
            response_urls=self.response_url,
            bot_user=BOT_USER,
            app_id=APP,
        )

    def agree(self, person: str, asked: Mapping[str, str]) -> tuple[str, str]:
        """Let somebody agree that the app is installed; return the code and the state with which their browser is sent back."""
        address = urlsplit(self.url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=LONGEST)
        pressed = urlencode({**asked, "user_id": self.users[person]})
        connection.request("POST", "/oauth/v2/authorize/callback", pressed, {"Content-Type": "application/x-www-form-urlencoded"})
        with closing(connection):
            back = parse_qs(urlsplit(connection.getresponse().headers["Location"]).query)
        return back["code"][0], back["state"][0]

    def deliver_to(self, bot_url: str) -> None:
        """Say where the bot listens; before, no event is delivered."""
        self._test("bot", url=f"{bot_url}{PATH}")

    def answered(self, view: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Do with a view what the bot answered when it was sent: update it, leave it open with its faults, or close it."""
        self._test("view", id=view["id"], answer=answer)

    def close_windows(self, person: str) -> None:
        """Let somebody close every window."""
        for view in self.modals(person):
            self.answered(view, {})

    def fail(self, method: str, *, times: int = 1, **fault: object) -> None:
        """Let the next calls of a method fail: `status`, `headers`, `body`; `after` it had its effect; `seconds` late. 429 unless said otherwise."""
        for _ in range(times):
            self._test("faults", method=method, **fault)

    def amend_person(self, person: str, **fields: object) -> None:
        """Let `users.info` say more of somebody, such as that they are a guest."""
        self._test("amend", method="users.info", key="user", id=self.users[person], fields=fields)

    def amend_channel(self, channel: str, **fields: object) -> None:
        """Let `conversations.info` say something else of a channel."""
        self._test("amend", method="conversations.info", key="channel", id=self.channels[channel], fields=fields)

    def set_members(self, channel: str, people: Sequence[str]) -> None:
        """Let exactly these people be in a channel."""
        self._test("members", channel=self.channels[channel], users=[self.users[one] for one in people])

    def set_scopes(self, scopes: Sequence[str]) -> None:
        """Let the bot's token have exactly these scopes."""
        self._test("scopes", token=TOKEN, scopes=list(scopes))

    def revoke(self) -> None:
        """Let the bot's token be good for nothing."""
        self._test("revoke", token=TOKEN)

    def _thread(self, person: str, channel: str, head: Json) -> list[Json]:
        if not head.get("reply_count"):
            return [head]
        return list(self._right(person, "conversations.replies", channel=channel, ts=head["ts"])["messages"])

    def _right(self, person: str, method: str, **arguments: object) -> Json:
        answer = self.call(person, method, **arguments)
        assert answer["ok"], f"{method} as {person}: {answer}"
        return answer

    def _test(self, what: str, **said: object) -> None:
        assert _ask(f"{self.url}/test/{what}", said)["ok"]


@contextmanager
def open_workspace() -> Iterator[Workspace]:
    """Give a workspace in an emulator of its own. The emulator has to be there: `make test-slack` installs it."""
    assert NODE.exists(), "the emulator is not installed; run `make test-slack`, which installs it"
    process = subprocess.Popen([NODE, HERE / "emulator.mjs", json.dumps(_told())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, "the emulator did not start; what it said is above"
            yield Workspace(**json.loads(line))
        finally:
            process.kill()


def until(find: Callable[[], T]) -> T:
    """Wait until something is there, and return it; fail where it never comes."""
    end = time.monotonic() + LONGEST
    while not (found := find()):
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.05)
    return found


def _told() -> Json:
    app = manifest()
    scopes = app["oauth_config"]["scopes"]["bot"]
    people = [{"token": f"xoxp-{name}", "user": name, "type": "user", "scopes": EVERYTHING, "app_id": APP} for name in STAFF]
    bot = {"token": TOKEN, "user": BOT_USER, "type": "bot", "scopes": scopes, "app_id": APP, "bot_id": BOT, "bot_user_id": BOT_USER}
    installed = {
        "client_id": CLIENT,
        "client_secret": CLIENT_KEY,
        "app_id": APP,
        "name": "Signpost",
        "bot_name": "signpost",
        "bot_id": BOT,
        "bot_user_id": BOT_USER,
        "scopes": scopes,
        "redirect_uris": ["http://127.0.0.1/slack/oauth_redirect"],
    }
    seed = {
        "signing_secret": SIGNED_WITH,
        "strict_scopes": True,
        "team": {"name": "Oakfield School", "domain": "oakfield"},
        "users": [{"name": name, "real_name": name.title()} for name in STAFF],
        "channels": [{"name": "staffroom"}, {"name": "safeguarding", "is_private": True}, {"name": "governors", "is_private": True}],
        "oauth_apps": [installed],
        "tokens": [bot, *people],
    }
    members: Mapping[str, Sequence[str]] = {
        "staffroom": [*STAFF, "signpost"],
        "safeguarding": ["amara", "ben", "signpost"],
        "governors": ["chidi"],
    }
    return {"seed": seed, "members": members, "bot_user": BOT_USER, "app_id": APP, "events": app["settings"]["event_subscriptions"]["bot_events"]}


def _ask(url: str, said: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None) -> Any:
    body = None if said is None else json.dumps(said).encode()
    request = Request(url, body, {"Content-Type": "application/json", **(headers or {})})  # noqa: S310 - the emulator's own address
    with urlopen(request, timeout=LONGEST) as answer:  # noqa: S310
        return json.load(answer)
