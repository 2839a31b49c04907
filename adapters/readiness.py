"""What stands against serving here: every local fault at once, each a sentence with the next step. It makes nothing and changes nothing.

Faults of a chat or of the mail server are not among them: those never stop the others' reports. `doctor` tells them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from adapters.composing import Environment, SlackSecrets, make_sealer, make_senders, open_keys, read_settings, store_url
from adapters.store_faults import store_fault
from adapters.teams.secrets import TeamsSecrets
from bot.audit import AuditLog
from bot.refusals import refusals
from bot.rotation import keys_in_use
from bot.sealing import KeyRing, SealingError, audit_key
from bot.settings import Settings, SettingsError
from bot.store.engine import StoreError, connect_engine, reading
from knowledge.building import weights_folder
from knowledge.checking import check_knowledge
from knowledge.loading import HOME

THROW_AWAY_DISKS = frozenset({"tmpfs", "ramfs", "overlay", "overlayfs", "aufs", "devtmpfs", "rootfs"})
"""File systems that are empty again after a restart of the machine, or of its container."""
_MOUNTS = Path("/proc/self/mountinfo")
LOOPBACK_API = "http://127.0.0.1:"
DEFAULT_PORT = 8080


def faults_of(environment: Environment, settings_file: Path, *, local: bool) -> tuple[Settings | None, list[str]]:
    """Return the settings, where they could be read, and everything that stands against serving from them.

    `local`: on one's own machine, to try it; a ring that is made by itself and a throw-away disk will do there.
    """
    settings, faults = _read(settings_file)
    if settings is not None:
        faults += [
            *refusals(settings, serving=True),
            *_faults_of_mail(settings, environment),
            *faults_of_slack(settings, environment.slack, local=local),
            *faults_of_teams(environment.teams, local=local),
        ]
    if not weights_folder(environment.cache, HOME).exists():  # what has been built has been checked, and a restart is not held up
        faults += [f"knowledge/{fault}" for fault in check_knowledge()]
    faults += [*_faults_of_keys(environment, local=local), *_faults_of_place(environment, local=local), *_faults_of_port(environment)]
    return settings, faults


def port_of(environment: Environment) -> int:
    """Return the port that the hosting platform gives, or the usual one. Raises SettingsError for what is no port."""
    written = (environment.port or "").strip() or str(DEFAULT_PORT)
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:6]) <= 65_535):
        raise SettingsError("PORT: this is no port; write a number from 1 to 65535, or unset it")
    return int(written)


def throw_away(folder: Path, mounts: Path = _MOUNTS) -> str:
    """Return why what is kept in `folder` would be gone after a restart; '' where it stays, as far as can be told."""
    place = Path(os.path.realpath(folder))
    for temporary in ("/tmp", "/dev/shm", tempfile.gettempdir()):  # noqa: S108 -- they are refused, not used
        if place.is_relative_to(os.path.realpath(temporary)):
            return f"{temporary} is emptied at a restart"
    kind = _file_system(place, mounts)
    return f"it lies on a disk that is emptied at a restart ({kind})" if kind in THROW_AWAY_DISKS else ""


def unknown_keys(connection: Connection, ring: KeyRing) -> str:
    """Return what keys the store needs that are not on the ring, and what to do; '' where all are there, or nothing is stored yet."""
    if not inspect(connection).has_table("report"):
        return ""
    try:
        ring.check(keys_in_use(connection))
    except SealingError as error:
        return str(error)
    if not AuditLog(audit_key(ring)).may_go_on(connection):
        return (
            "the audit log was begun with another first key than the ring's; put the first line back from your copy of the ring (SIGNPOST_KEYS). "
            "Where there is none, run `signpost keys restore`, which begins the log anew"
        )
    return ""


def _read(settings_file: Path) -> tuple[Settings | None, list[str]]:
    try:
        return read_settings(settings_file), []
    except SettingsError as error:
        return None, str(error).splitlines()


def _faults_of_mail(settings: Settings, environment: Environment) -> Iterator[str]:
    if settings.mail is not None and settings.mail.username and not environment.mail_password:
        yield f"{settings.place('mail', 'username')}: the mail server wants a password; set SIGNPOST_MAIL_PASSWORD, or take username out"
    try:
        make_senders(settings, environment)
    except SettingsError as error:
        yield str(error)


def faults_of_slack(settings: Settings, slack: SlackSecrets, *, local: bool) -> Iterator[str]:
    """Return what of Slack's secrets does not fit together. That a token is refused by Slack is no fault of this kind: `doctor` tells it."""
    wanted = slack.signing_secret or slack.app_token or slack.client_id or slack.client_secret or slack.bot_token or slack.api
    if not wanted:
        return
    if bool(slack.client_id) != bool(slack.client_secret):
        yield "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together; set both, or neither"
    if not slack.is_set:
        yield "SLACK_BOT_TOKEN is not set; set it, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET where several workspaces install Signpost themselves"
    if slack.bot_token and slack.client_id:
        yield "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for several; unset one of them"
    if slack.client_id and not settings.slack.workspaces:
        yield f"{settings.place('slack')}: nobody may install Signpost; name the workspaces under slack: workspaces: with their schools"
    if not slack.signing_secret and (slack.client_id or not slack.app_token):
        yield "SLACK_SIGNING_SECRET is not set, so nothing from Slack could be trusted; set it, or SLACK_APP_TOKEN for Socket Mode (one workspace)"
    if slack.app_token and not slack.app_token.startswith("xapp-"):
        yield "SLACK_APP_TOKEN is no app-level token; it begins with xapp-"
    if slack.api and not (local and slack.api.startswith(LOOPBACK_API)):
        yield f"SIGNPOST_SLACK_API is for tests on this machine (--local, {LOOPBACK_API}...); unset it, or reports would go to another server"


def faults_of_teams(teams: TeamsSecrets, *, local: bool) -> Iterator[str]:
    """Return what of Teams' secrets does not fit together: with one of them missing, anybody could speak to the bot, or the bot to nobody."""
    if not (teams.is_set or teams.service):
        return
    for name, value in (("TEAMS_APP_ID", teams.app_id), ("TEAMS_APP_PASSWORD", teams.password), ("TEAMS_TENANT_ID", teams.tenant_id)):
        if not value.strip():
            yield f"{name} is not set, so nobody could tell who speaks in the name of Teams; set it, or unset the other TEAMS_ variables"
    if teams.service and not (local and teams.service.startswith(LOOPBACK_API)):
        yield f"SIGNPOST_TEAMS_SERVICE is for tests on this machine (--local, {LOOPBACK_API}...); unset it, or reports would go to another server"


def _faults_of_keys(environment: Environment, *, local: bool) -> Iterator[str]:
    if not (environment.keys or "").strip() and not local:
        yield (
            "SIGNPOST_KEYS is not set, so nothing could be sealed; make a key ring with `signpost keys new FILE` and set SIGNPOST_KEYS to that file "
            "(only to try it on this machine: --local)"
        )
        return
    ring_file = environment.ring_file
    if local and ring_file is not None and not (environment.keys or "").strip() and not ring_file.exists() and not environment.has_earlier_key:
        return  # made at the first start
    try:
        ring = open_keys(environment)
    except SealingError as error:
        yield from str(error).splitlines()
        return
    try:
        make_sealer(environment, ring)
    except SealingError as error:
        yield str(error)
    yield from _faults_of_store(environment, ring)


def _faults_of_store(environment: Environment, ring: KeyRing) -> Iterator[str]:
    if environment.database is not None and not environment.database.exists():
        return
    try:
        engine = connect_engine(store_url(environment))
    except (StoreError, ModuleNotFoundError):
        return  # told as a fault of the place
    try:
        with reading(engine).connect() as connection:
            fault = unknown_keys(connection, ring)
    except (SQLAlchemyError, StoreError) as error:
        fault = store_fault(error, environment.database)
    finally:
        engine.dispose()
    if fault:
        yield fault


def _faults_of_place(environment: Environment, *, local: bool) -> Iterator[str]:
    try:
        store_url(environment)
    except StoreError as error:
        yield str(error)
    why = "" if environment.database is None or local else throw_away(environment.data)
    if why:
        yield (
            f"{environment.data}: reports would be lost, because {why}; set SIGNPOST_DATA to a folder on a disk that stays, or DATABASE_URL to a "
            "PostgreSQL database (only to try it on this machine: --local)"
        )


def _faults_of_port(environment: Environment) -> Iterator[str]:
    try:
        port_of(environment)
    except SettingsError as error:
        yield str(error)


def _file_system(place: Path, mounts: Path) -> str:
    """Return the kind of file system that holds `place`; '' where this machine does not tell."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    kinds: dict[Path, str] = {}
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, told = before.split(" "), after.split(" ")
        if len(fields) > 4 and told[0]:
            kinds[Path(_unescaped(fields[4]))] = told[0]  # a later mount hides an earlier one at the same place
    holding = [mount for mount in kinds if place.is_relative_to(mount)]
    return kinds[max(holding, key=lambda mount: len(mount.parts))] if holding else ""


def _unescaped(mount: str) -> str:
    """Return a mount point as it is called: the kernel writes its blanks as octal numbers."""
    for code, blank in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        mount = mount.replace(code, blank)
    return mount
