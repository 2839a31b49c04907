"""Oakfield School at work: a real `signpost serve` in a process of its own, and everybody in Slack before it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import wording
from tests.adapters.deployed import CANARY, Deployed, Served
from tests.emulated.workspace import CLIENT, CLIENT_KEY, SIGNED_WITH, TOKEN, Json, Workspace, until
from tests.slack import surfaces
from tests.slack.driver import Driver, Response

ROLES = {"amara": ("Amara Obi", "dsl, slt"), "ben": ("Ben Hale", "deputy"), "chidi": ("Chidi Eze", "head")}
PHONE = "01632 960 001"
PERSON = "  - {id: %s, name: %s, roles: [%s], how: extension 21, email: %s@oakfield.example, addresses: {slack: %s}}"
SETTINGS = """\
schools:
- policy: alet
  key: oakfield
  name: Oakfield School
  phone: "%(phone)s"
  out_of_hours: "%(phone)s"
  channels: {dsl: {slack: %(safeguarding)s}}
  people:
%(people)s
  - {id: dana, name: Dana Frost, roles: [chair], how: the office, email: dana@oakfield.example}
  - {id: farid, name: Farid Nasser, roles: [it], how: extension 30, email: farid@oakfield.example}
mail: {host: 127.0.0.1, port: 9, sender: signpost@oakfield.example, starttls: false}
heartbeat: http://127.0.0.1:9/oakfield
slack: {workspaces: {%(team)s: [oakfield]}}
"""


@dataclass
class Oakfield:
    """The school, its workspace and its bot."""

    workspace: Workspace
    driver: Driver
    deployed: Deployed
    served: Served

    def id(self, person: str) -> str:
        """Return somebody's id in Slack."""
        return self.workspace.users[person]

    def conversation(self, person: str) -> list[Json]:
        """Return what the bot wrote to somebody in their conversation."""
        there = self.workspace.conversation(person)
        return [one for one in self.workspace.read(person, there) if one["user"] == self.id("signpost")]

    def ask(self, person: str, text: str) -> Json:
        """Let somebody write to the bot, and return its next answer."""
        before = len(self.conversation(person))
        self.workspace.write(person, self.workspace.conversation(person), text)
        return until(lambda: self.conversation(person)[before:])[0]

    def only_seen_by(self, person: str) -> list[Json]:
        """Return what the bot showed to somebody alone in a channel."""
        return [one for one in self.workspace.dump("ephemeralMessages") if one["target_user"] == self.id(person)]

    def responses(self) -> list[Json]:
        """Return what the bot answered beside a command or a press."""
        return self.workspace.dump("responses")

    def channel(self, name: str = "safeguarding", person: str = "amara") -> list[Json]:
        """Return what somebody sees in a channel."""
        return self.workspace.read(person, self.workspace.channels[name])

    def card(self) -> Json:
        """Return the newest card of a report in the DSL's channel, once it is there; the daily test is there too."""
        return until(self.cards)[-1]

    def cards(self) -> list[Json]:
        """Return every card of a report in the DSL's channel."""
        return [one for one in self.channel() if "R-0" in words_of(one)]

    def opened(self, person: str, act: Callable[[], Response]) -> Json:
        """Let somebody do something that opens a window, or changes one; return the window."""
        before = {(view["id"], view["hash"]) for view in self.workspace.modals(person)}
        assert act().status == 200
        return until(lambda: self._new_window(person, before))

    def _new_window(self, person: str, before: set[tuple[str, str]]) -> Json | None:
        new = [view for view in self.workspace.modals(person) if (view["id"], view["hash"]) not in before]
        return new[-1] if new and wording.ONE_MOMENT not in surfaces.words(new[-1]["blocks"]) else None

    def submit(self, person: str, view: Json, values: dict[str, Any]) -> Json:
        """Let somebody send a form; return what the bot answered, which Slack then does.

        On a crowded machine the store may be too slow for Slack. Then the person is asked to send it again, and does.
        """
        answer = until(lambda: self._confirmed(self.driver.submit(self.id(person), view, values)))
        self.workspace.answered(view, answer)
        return answer

    def _confirmed(self, answer: Response) -> Json | None:
        assert answer.status == 200, answer
        doubts = (wording.perhaps_not_stored(PHONE), wording.NOT_CONFIRMED.format(phone=PHONE), wording.MATTER_NOT_CONFIRMED)
        return None if set(doubts) & set(answer.json.get("errors", {}).values()) else answer.json

    def press(self, person: str, message: Json, action: str) -> Json:
        """Let somebody press a button of a message that opens a window; return the window."""
        return self.opened(person, lambda: self.driver.press(self.id(person), message=message, action=action))

    def report(self, person: str, command: str = "/report-contact", **values: Any) -> str:
        """Let somebody make a report by a command; return what the receipt says."""
        form = self.opened(person, lambda: self.driver.slash(self.id(person), command))
        answer = self.submit(person, form, filled_in(form, **values))
        assert answer["response_action"] == "update", answer
        return surfaces.words(answer["view"]["blocks"])

    def home(self, person: str) -> Json:
        """Let somebody open the App Home, and return it."""
        before = self.workspace.home(person)
        assert self.driver.home_opened(self.id(person)).status == 200
        return until(lambda: _if_new(self.workspace.home(person), before))


def filled_in(form: Json, **values: Any) -> dict[str, Any]:
    """Return what somebody fills into a form: what is given, the first choice of what is not, and a few words for what else has to be said."""
    filled = {}
    for block in form["blocks"]:
        if block["type"] != "input":
            continue
        name, element = block["block_id"].removeprefix("f:"), block["element"]
        if name in values:
            filled[block["block_id"]] = values.pop(name)
        elif not block.get("optional") and "initial_value" not in element:
            filled[block["block_id"]] = element["options"][-1]["value"] if "options" in element else "not sure"
    assert not values, f"the form has no field {sorted(values)}"
    return filled


def words_of(surface: Json) -> str:
    """Return all the words of a message or a window."""
    return surfaces.words(surface["blocks"])


@contextmanager
def at_work(workspace: Workspace, folder: Path, cache: Path, *, installs: bool = False, team: str = "") -> Iterator[Oakfield]:
    """Run the bot of the school. Where the workspace `installs` it, it has no token yet; `team` is the workspace that the settings name instead."""
    deployed = Deployed(folder, cache)
    secrets = {"SLACK_CLIENT_ID": CLIENT, "SLACK_CLIENT_SECRET": CLIENT_KEY} if installs else {"SLACK_BOT_TOKEN": TOKEN}
    deployed.extra |= {**secrets, "SLACK_SIGNING_SECRET": SIGNED_WITH, "SIGNPOST_SLACK_API": workspace.api}
    people = "\n".join(PERSON % (id_, name, roles, id_, workspace.users[id_]) for id_, (name, roles) in ROLES.items())
    named = {"people": people, "phone": PHONE, "team": team or workspace.team, "safeguarding": workspace.channels["safeguarding"]}
    deployed.settings.write_text(SETTINGS % named, encoding="utf-8")
    with deployed.serving() as served:
        assert served.process.poll() is None, served.said()
        url = f"http://127.0.0.1:{served.port}"
        workspace.deliver_to(url)
        yield Oakfield(workspace, workspace.driver(url), deployed, served)
        said = served.said()
        sys.stdout.write(said)  # pytest shows it beside what failed
        assert CANARY not in said
        assert "Traceback" not in said


def _if_new(view: Json | None, before: Json | None) -> Json | None:
    return view if view and (before is None or view["hash"] != before["hash"]) else None
