"""Whatever here stands against serving is told at once, with the next step, without a secret, and without anything being made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from adapters import readiness
from adapters.readiness import faults_of, port_of, throw_away
from bot.sealing import new_ring
from bot.settings import SettingsError
from bot.store.tables import report as report_table
from bot.unanswered import EARLIER_KEY
from knowledge.building import weights_folder
from knowledge.loading import HOME
from tests.adapters.deployed import Deployed

SECRET = "open-sesame"  # noqa: S105 -- invented
Faults = Callable[..., list[str]]

pytestmark = pytest.mark.usefixtures("sound_knowledge")


@pytest.fixture
def faults(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> Faults:
    """A function that returns what stands against serving from the deployment, on a disk that stays."""
    monkeypatch.setattr(readiness, "throw_away", lambda folder: "")
    return lambda *, local=False: faults_of(deployed.environment, deployed.settings, local=local)[1]


def test_nothing_stands_against_a_sound_deployment(faults: Faults, deployed: Deployed) -> None:
    assert faults() == []
    deployed.report(2)
    assert faults() == []


def test_everything_is_told_at_once(deployed: Deployed) -> None:
    deployed.settings.write_text("schools:\n- policy: nowhere\n", encoding="utf-8")
    deployed.extra |= {"SIGNPOST_KEYS": "", "PORT": "eighty"}
    _, told = faults_of(deployed.environment, deployed.settings, local=False)
    for words in (
        "no policy is called 'nowhere'",
        "nobody at nowhere is the DSL",
        "nobody at nowhere is the deputy DSL",
        "nowhere has no number to ring in school hours",
        "nowhere has no number to ring out of school hours",
        "there is no route left when no chat reaches anybody",
        "SIGNPOST_KEYS is not set",
        "emptied at a restart",
        "PORT: this is no port",
    ):
        assert [words in one for one in told].count(True) == 1, words


def test_nothing_is_made_by_asking(faults: Faults, deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_KEYS"] = ""
    faults()
    faults(local=True)
    assert not deployed.data.exists()


def test_faults_of_the_settings_do_not_hide_the_others(faults: Faults, deployed: Deployed) -> None:
    deployed.settings.write_text("colour: red\nshape: round\n", encoding="utf-8")
    deployed.extra["SIGNPOST_KEYS"] = ""
    assert [one.split(": ")[1] for one in faults()[:2]] == ["colour", "shape"]
    assert len(faults()) == 3


def test_policy_that_fails_its_check_stands_against_serving(faults: Faults, deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "check_knowledge", lambda: ["policies/alet.yaml:3: a fault; mend it"])
    deployed.cache = deployed.folder / "cache"
    assert faults() == ["knowledge/policies/alet.yaml:3: a fault; mend it"]


def test_knowledge_that_is_built_already_is_not_checked_again(faults: Faults, deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails its check is never built; and a restart must not be held up."""
    monkeypatch.setattr(readiness, "check_knowledge", lambda: ["policies/alet.yaml:3: a fault; mend it"])
    deployed.cache = deployed.folder / "cache"
    weights_folder(deployed.cache, HOME).mkdir(parents=True)
    assert faults() == []


# --- keys ---


def test_keys_may_be_missing_only_where_one_tries_it_on_ones_own_machine(faults: Faults, deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_KEYS"] = " "
    assert ["SIGNPOST_KEYS is not set" in one for one in faults()] == [True]
    assert faults(local=True) == []


def test_key_of_the_first_version_is_told_also_on_ones_own_machine(faults: Faults, deployed: Deployed) -> None:
    deployed.extra |= {"SIGNPOST_KEYS": "", "SIGNPOST_KEY": SECRET}
    (told,) = faults(local=True)
    assert told.startswith(f"SIGNPOST_KEY is no longer read: put that key into {deployed.data / EARLIER_KEY}")


def test_every_faulty_line_of_a_ring_is_told_without_its_words(faults: Faults, deployed: Deployed) -> None:
    deployed.ring.write_text(f"one {SECRET}\ntwo {SECRET}\n", encoding="utf-8")
    told = faults()
    assert [one.split(": ")[0] for one in told] == [f"{deployed.ring}, line 1", f"{deployed.ring}, line 2"]
    assert SECRET not in "".join(told)


def test_ring_that_is_not_there_is_told(faults: Faults, deployed: Deployed) -> None:
    deployed.ring.unlink()
    assert ["SIGNPOST_KEYS is neither a key ring's text nor the path of its file" in one for one in faults()] == [True]


def test_private_half_of_a_recovery_key_is_refused(faults: Faults, deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_RECOVERY_KEY"] = deployed.recovery[0]
    (told,) = faults()
    assert told.startswith("SIGNPOST_RECOVERY_KEY holds the private half, which belongs on paper only")
    assert deployed.recovery[0][-9:] not in told


def test_key_in_use_that_is_not_on_the_ring_is_told(faults: Faults, deployed: Deployed) -> None:
    deployed.report()
    lost = deployed.ring.read_text(encoding="utf-8").split()[0]
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    (told,) = faults()
    assert told.startswith(f"not on the key ring, and in use: '{lost}'")


def test_ring_that_has_lost_the_key_of_the_log_is_told(faults: Faults, deployed: Deployed) -> None:
    """Everything opens, and the log would go on with another key for ever."""
    deployed.report()
    first = deployed.ring.read_text(encoding="utf-8")
    newer = new_ring()
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(update(report_table).values(key_id=newer.newest))
    deployed.ring.write_text(newer.text(), encoding="utf-8")
    (told,) = faults()
    assert told.startswith("the audit log was begun with another first key")
    deployed.ring.write_text(first + newer.text(), encoding="utf-8")
    assert faults() == []


# --- place and port ---


def test_damaged_database_is_told(faults: Faults, deployed: Deployed) -> None:
    deployed.data.mkdir()
    deployed.database.write_bytes(b"no database at all" * 100)
    assert faults() == [f"{deployed.database}: this is no database of Signpost's, or it is damaged; move it away, or put a backup in its place."]


def test_address_that_is_no_postgresql_databases_is_told_once(faults: Faults, deployed: Deployed) -> None:
    deployed.extra["DATABASE_URL"] = f"mysql://signpost:{SECRET}@localhost/signpost"
    (told,) = faults()
    assert told.startswith("DATABASE_URL is no address of a PostgreSQL database")
    assert SECRET not in told


def test_postgresql_database_that_does_not_answer_is_told_without_its_address(faults: Faults, deployed: Deployed) -> None:
    deployed.extra["DATABASE_URL"] = f"postgresql://signpost:{SECRET}@127.0.0.1:9/signpost"
    (told,) = faults()
    assert told.startswith("the database of DATABASE_URL cannot be used (OperationalError)")
    assert SECRET not in told


def test_throw_away_disk_stands_against_serving_but_not_against_trying(deployed: Deployed) -> None:
    environment = deployed.environment  # the tests' own folders lie in a temporary one
    assert ["reports would be lost" in one for one in faults_of(environment, deployed.settings, local=False)[1]] == [True]
    assert faults_of(environment, deployed.settings, local=True)[1] == []


def test_disk_does_not_matter_where_postgresql_keeps_the_reports(deployed: Deployed) -> None:
    deployed.extra["DATABASE_URL"] = "postgresql://127.0.0.1:9/signpost"
    _, told = faults_of(deployed.environment, deployed.settings, local=False)
    assert not any("reports would be lost" in one for one in told)


MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
28 27 0:30 / /run rw,nosuid shared:5 - tmpfs tmpfs rw
29 27 0:31 / /srv/memory rw - ramfs none rw
30 27 0:32 / /srv/memory/disk rw - ext4 /dev/vdb rw
31 27 0:33 / /srv/my\040data rw - tmpfs none rw
32 27 0:34 / /srv/hidden rw - ext4 /dev/vdc rw
33 27 0:35 / /srv/hidden rw - tmpfs none rw
broken
"""
CONTAINER = "1 0 0:50 / / rw,relatime - overlay overlay rw\n2 1 254:0 / /data rw - xfs /dev/vdd rw\n"


@pytest.mark.parametrize(
    ("mounts", "folder", "is_thrown_away"),
    [
        (MOUNTS, "/srv/data", False),
        (MOUNTS, "/run/signpost", True),
        (MOUNTS, "/srv/memory/data", True),
        (MOUNTS, "/srv/memory/disk/data", False),
        (MOUNTS, "/srv/memorial/data", False),
        (MOUNTS, "/srv/my data/signpost", True),
        (MOUNTS, "/srv/hidden/signpost", True),
        (CONTAINER, "/app/data", True),
        (CONTAINER, "/data", False),
        ("", "/srv/data", False),
        (MOUNTS, "/tmp/data", True),  # noqa: S108 -- refused
        (MOUNTS, "/dev/shm/data", True),  # noqa: S108
    ],
)
def test_disk_that_is_empty_after_a_restart_is_known(tmp_path: Path, mounts: str, folder: str, *, is_thrown_away: bool) -> None:
    told = tmp_path / "mountinfo"
    told.write_text(mounts, encoding="utf-8")
    assert bool(throw_away(Path(folder), told)) is is_thrown_away


def test_machine_that_does_not_tell_its_disks_is_believed(tmp_path: Path) -> None:
    assert throw_away(Path("/srv/data"), tmp_path / "nowhere") == ""


def test_link_into_a_throw_away_disk_is_followed(tmp_path: Path) -> None:
    link = Path(__file__).parent / f"link-{tmp_path.name}"
    link.symlink_to(tmp_path)
    try:
        assert throw_away(link / "data")
    finally:
        link.unlink()


@pytest.mark.parametrize(("written", "port"), [(None, 8080), ("", 8080), (" 80 ", 80), ("65535", 65_535)])
def test_port_is_the_platforms_or_the_usual_one(deployed: Deployed, written: str | None, port: int) -> None:
    deployed.extra["PORT"] = written or ""
    assert port_of(deployed.environment) == port


@pytest.mark.parametrize("written", ["0", "65536", "-1", "eighty", "8080.5", "٣", "9" * 5_000])
def test_what_is_no_port_is_refused(deployed: Deployed, written: str) -> None:
    deployed.extra["PORT"] = written
    with pytest.raises(SettingsError, match="write a number from 1 to 65535"):
        port_of(deployed.environment)


def test_mail_server_that_wants_a_password_is_given_one(faults: Faults, deployed: Deployed) -> None:
    deployed.edit("starttls: false}", "username: signpost}")
    assert ["set SIGNPOST_MAIL_PASSWORD" in one for one in faults()] == [True]
    deployed.extra["SIGNPOST_MAIL_PASSWORD"] = SECRET
    assert faults() == []


SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "shh"}


@pytest.mark.parametrize(
    "variables",
    [SLACK, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, {**SLACK, "SIGNPOST_SLACK_API": "http://127.0.0.1:9/api/"}],
    ids=["over HTTP", "by a socket", "tried on this machine"],
)
def test_slack_is_reached_as_its_secrets_say(faults: Faults, deployed: Deployed, variables: dict[str, str]) -> None:
    deployed.extra |= variables
    assert faults(local="SIGNPOST_SLACK_API" in variables) == []


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"SLACK_SIGNING_SECRET": "shh"}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is not set"),
        ({**SLACK, "SLACK_CLIENT_ID": "1.2"}, "belong together"),
        ({**SLACK, "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c"}, "unset one of them"),
        ({"SLACK_SIGNING_SECRET": "shh", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c"}, "name the workspaces under slack: workspaces:"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-2"}, "it begins with xapp-"),
        ({**SLACK, "SIGNPOST_SLACK_API": "http://127.0.0.1:9/api/"}, "SIGNPOST_SLACK_API is for tests"),
    ],
)
def test_secrets_of_slack_that_do_not_fit_together_are_told(faults: Faults, deployed: Deployed, variables: dict[str, str], said: str) -> None:
    deployed.extra |= variables
    told = faults()
    assert any(said in one for one in told), told
    assert "xoxb" not in str(told).replace("xoxb-2", "")


@pytest.mark.parametrize("address", ["https://slack.example/api/", "http://127.0.0.1.example.org/api/"])
def test_slack_of_another_address_is_refused_also_on_ones_own_machine(faults: Faults, deployed: Deployed, address: str) -> None:
    deployed.extra |= {**SLACK, "SIGNPOST_SLACK_API": address}
    assert any("SIGNPOST_SLACK_API" in one for one in faults(local=True))


TEAMS = {"TEAMS_APP_ID": "app", "TEAMS_APP_PASSWORD": "open-sesame", "TEAMS_TENANT_ID": "tenant"}


def test_teams_is_served_with_all_three_secrets(faults: Faults, deployed: Deployed) -> None:
    deployed.extra |= TEAMS
    assert faults() == []


@pytest.mark.parametrize("missing", list(TEAMS))
def test_teams_is_never_served_without_one_of_its_secrets(faults: Faults, deployed: Deployed, missing: str) -> None:
    """With an empty app id nobody would check who speaks."""
    deployed.extra |= {**TEAMS, missing: ""}
    (told,) = faults()
    assert told.startswith(f"{missing} is not set")
    assert SECRET not in told


def test_teams_of_another_address_is_refused_also_on_ones_own_machine(faults: Faults, deployed: Deployed) -> None:
    deployed.extra |= {**TEAMS, "SIGNPOST_TEAMS_SERVICE": "https://teams.example"}
    assert any("SIGNPOST_TEAMS_SERVICE" in one for one in faults(local=True))
    deployed.extra["SIGNPOST_TEAMS_SERVICE"] = "http://127.0.0.1:9"
    assert faults(local=True) == []
    assert any("SIGNPOST_TEAMS_SERVICE" in one for one in faults())
