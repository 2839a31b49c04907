"""One deployment in a folder of its own, and a process that serves it: real files, a real database, a real port, invented people."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from adapters.composing import Environment, SlackSecrets, make_office, make_sealer, open_keys, open_store, read_settings
from adapters.teams.secrets import TeamsSecrets
from bot.clock import Clock
from bot.office import Office
from bot.reporting import submit_report
from bot.reports import Kind, Person, Report, Submission, Urgency
from bot.sealing import new_recovery_pair, new_ring

SCHOOL = "oakfield"
CANARY = "marmalade skies"
"""Stands in every report, and may be nowhere but in what somebody who may read it is given."""
TESS = Person("terminal:tess", "Tess Byrne", SCHOOL)
COMMAND = (sys.executable, "-c", "from adapters.cli import main; main()")
OURS = ("SIGNPOST_", "SLACK_", "TEAMS_", "DATABASE_URL", "PORT")
LONGEST = 60.0
"""Seconds that a test waits for a process, on a machine that has much else to do."""
SETTINGS = """\
schools:
- policy: alet
  key: oakfield
  name: Oakfield School
  phone: "01632 960 001"
  out_of_hours: "01632 960 002"
  people:
  - {id: amara, name: Amara Obi, roles: [dsl, slt], how: extension 21, email: amara@oakfield.example}
  - {id: ben, name: Ben Hale, roles: [deputy], how: extension 22, email: ben@oakfield.example}
  - {id: chidi, name: Chidi Eze, roles: [head], how: the office, email: chidi@oakfield.example}
  - {id: dana, name: Dana Frost, roles: [chair], how: the office, email: dana@oakfield.example}
  - {id: farid, name: Farid Nasser, roles: [it], how: extension 30, email: farid@oakfield.example}
mail: {host: 127.0.0.1, port: 9, sender: signpost@oakfield.example, starttls: false}
heartbeat: http://127.0.0.1:9/oakfield
"""


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended."""

    code: int | str | None
    out: str
    err: str


@dataclass
class Deployed:
    """A deployment: its settings, its key ring, its recovery key, and what the environment holds beside them."""

    folder: Path
    cache: Path
    recovery: tuple[str, str] = field(default_factory=new_recovery_pair)
    """The private half on paper, and the public one."""
    extra: dict[str, str] = field(default_factory=dict)
    """More variables of the environment, or other values; '' takes one away."""

    def __post_init__(self) -> None:
        self.settings.write_text(SETTINGS, encoding="utf-8")
        self.ring.parent.mkdir()
        self.ring.touch(mode=0o600)
        self.ring.write_text(new_ring().text(), encoding="utf-8")

    @property
    def settings(self) -> Path:
        return self.folder / "signpost.yaml"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def database(self) -> Path:
        return self.data / "signpost.sqlite"

    @property
    def ring(self) -> Path:
        return self.folder / "keys" / "ring"

    @property
    def variables(self) -> dict[str, str]:
        given = {
            "SIGNPOST_CACHE": str(self.cache),
            "SIGNPOST_DATA": str(self.data),
            "SIGNPOST_KEYS": str(self.ring),
            "SIGNPOST_RECOVERY_KEY": self.recovery[1],
            **self.extra,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def environment(self) -> Environment:
        given = self.variables.get
        return Environment(
            cache=self.cache,
            data=self.data,
            keys=given("SIGNPOST_KEYS"),
            has_earlier_key="SIGNPOST_KEY" in self.variables,
            recovery_key=given("SIGNPOST_RECOVERY_KEY"),
            mail_password=self.variables.get("SIGNPOST_MAIL_PASSWORD", ""),
            database_url=given("DATABASE_URL"),
            port=given("PORT"),
            slack=SlackSecrets(
                bot_token=self.variables.get("SLACK_BOT_TOKEN", ""),
                signing_secret=self.variables.get("SLACK_SIGNING_SECRET", ""),
                app_token=self.variables.get("SLACK_APP_TOKEN", ""),
                client_id=self.variables.get("SLACK_CLIENT_ID", ""),
                client_secret=self.variables.get("SLACK_CLIENT_SECRET", ""),
                api=self.variables.get("SIGNPOST_SLACK_API", ""),
            ),
            teams=TeamsSecrets(
                app_id=self.variables.get("TEAMS_APP_ID", ""),
                password=self.variables.get("TEAMS_APP_PASSWORD", ""),
                tenant_id=self.variables.get("TEAMS_TENANT_ID", ""),
                service=self.variables.get("SIGNPOST_TEAMS_SERVICE", ""),
            ),
        )

    def edit(self, before: str, after: str) -> None:
        """Change the settings."""
        text = self.settings.read_text(encoding="utf-8")
        assert before in text
        self.settings.write_text(text.replace(before, after), encoding="utf-8")

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Give the office of this deployment, as a process of its own has it."""
        environment = self.environment
        with open_store(environment) as engine:
            ring = open_keys(environment)
            yield make_office(read_settings(self.settings), engine, ring, make_sealer(environment, ring), Clock(engine))

    def report(self, number: int = 1, *, urgency: Urgency = Urgency.NORMAL, about: tuple[str, ...] = ()) -> list[Report]:
        """Store reports, as a chat would."""
        told = {"what_was_said": CANARY, "network": CANARY}
        forms = [Submission(os.urandom(8).hex(), Kind.PUPIL_CONTACT, urgency, SCHOOL, TESS, told, about) for _ in range(number)]
        with self.office() as office:
            return [submit_report(office, form).standing.report for form in forms]

    def start(self, *words: object, typed: str = "") -> Ended:
        """Run the command in a process of its own until it ends."""
        ended = subprocess.run(
            [*COMMAND, *map(str, words)], env=self._process_environment(), cwd=self.folder, input=typed, capture_output=True, text=True, check=False
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    @contextmanager
    def serving(self, *words: str) -> Iterator[Served]:
        """Give a real `signpost serve` on a free port; whatever happens, it is gone afterwards."""
        log = self.folder / f"serve-{os.urandom(4).hex()}.log"
        with log.open("wb") as stream:
            command = [*COMMAND, "serve", *(words or ("--local", "--port", "0"))]
            process = subprocess.Popen(command, env=self._process_environment(), cwd=self.folder, stdout=stream, stderr=stream)
        served = Served(process, log)
        try:
            wait_until(lambda: "serve.started" in served.said() or process.poll() is not None)
            yield served
        finally:
            process.kill()
            process.wait()

    def _process_environment(self) -> dict[str, str]:
        around = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**around, **self.variables, "COLUMNS": "400", "TERM": "dumb"}


@dataclass(frozen=True)
class Served:
    """A process that serves."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(re.findall(r"serve\.started port (\d+)", self.said())[0])

    def health(self) -> tuple[int, str]:
        """Return what `/health` answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=LONGEST) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def said(self) -> str:
        """Return the log so far."""
        return self.log.read_text(encoding="utf-8")

    def end(self, signal: int) -> int:
        """Ask the process to end, and return its exit code."""
        self.process.send_signal(signal)
        return self.process.wait(LONGEST)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; fail where it never is."""
    end = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.05)
