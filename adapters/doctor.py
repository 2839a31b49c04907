"""Examines a set-up in one go and says what is wrong with it, and what to do. It only reads, so it works beside a running process.

What is stored is examined in `doctor_store`. A line holds names of keys, roles and ids: never a secret, and nothing that a report says.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

from adapters.composing import Environment, existing_store, make_sealer, open_keys, read_settings
from adapters.doctor_store import examine_store
from adapters.findings import Finding, carry_out, fault, ok, warning
from adapters.readiness import faults_of_slack, faults_of_teams, throw_away
from bot.calendar import Calendar
from bot.clock import utc_now
from bot.refusals import refusals
from bot.reports import Role
from bot.sealing import KeyRing, Sealer, SealingError
from bot.settings import MailSetting, SchoolSetting, Settings, SettingsError
from knowledge.checking import check_knowledge

KEY_AGE = timedelta(days=400)
"""After how long a new key is due."""
MAIL_LIMIT = 5.0
"""Seconds for each word of the mail server."""
RECEIVING = (Role.DSL, Role.DEPUTY, Role.HEAD, Role.PROPRIETOR, Role.CHAIR, Role.SLT)


def examine(environment: Environment, settings_file: Path) -> list[Finding]:
    """Return everything that was found, well or not."""
    settings, found = _settings(settings_file)
    found += carry_out("policies", _policies)
    ring, keys = _ring(environment)
    found += keys + carry_out("recovery key", lambda: _recovery_key(environment, ring))
    found += carry_out("disk", lambda: _disk(environment))
    for school in settings.schools if settings else ():
        found += carry_out("roles", lambda school=school: _roles(school))  # type: ignore[misc]
    if settings:
        found += carry_out("mail", lambda: _mail(settings, environment))
        found += carry_out("heartbeat", lambda: _heartbeat(settings))
        found += carry_out("slack", lambda: _slack(settings, environment, ring))
        found += carry_out("teams", lambda: _teams(settings, environment))
    return found + examine_store(environment, settings, ring)


def _settings(settings_file: Path) -> tuple[Settings | None, list[Finding]]:
    try:
        settings = read_settings(settings_file)
    except SettingsError as error:
        return None, [fault("settings", line) for line in str(error).splitlines()]
    faults = [fault("settings", line) for line in refusals(settings, serving=True)]
    return settings, faults or [ok("settings", f"{settings_file}, {', '.join(school.key for school in settings.schools)}")]


def _policies() -> Iterator[Finding]:
    faults = check_knowledge()
    yield from (fault("policies", str(one)) for one in faults)
    if not faults:
        yield ok("policies", "every policy, topic and word list is sound")


def _ring(environment: Environment) -> tuple[KeyRing | None, list[Finding]]:
    file, is_set = environment.ring_file, bool((environment.keys or "").strip())
    if not is_set and not environment.has_earlier_key and file is not None and not file.exists():
        return None, [fault("keys", "SIGNPOST_KEYS is not set; make a ring with `signpost keys new FILE`, and set SIGNPOST_KEYS to that file")]
    try:
        ring = open_keys(environment)
    except SealingError as error:
        return None, [fault("keys", line) for line in str(error).splitlines()]
    found = carry_out("keys", lambda: _keys(ring))
    return ring, found + (carry_out("keys", lambda: _ring_file(environment, file)) if file is not None else [])


def _keys(ring: KeyRing) -> Iterator[Finding]:
    made = ring.created.get(ring.newest)
    told = f"{len(ring.keys)} on the ring, {ring.newest} seals{f', made on {made}' if made else ''}"
    if made and utc_now().date() - made > KEY_AGE:
        yield warning("keys", f"{told}; make a new one (signpost keys new), restart, and rotate (signpost keys rotate)")
    else:
        yield ok("keys", told)


def _ring_file(environment: Environment, file: Path) -> Iterator[Finding]:
    if file.stat().st_mode & 0o077:
        yield fault("keys", f"others on this machine can read {file}; run: chmod 600 {file}. If somebody may have, make a new key")
    if environment.database is not None and file.resolve().is_relative_to(environment.data.resolve()):
        yield warning("keys", f"{file} lies beside the data, so whoever takes the folder can read everything; move it, and set SIGNPOST_KEYS to it")


def _recovery_key(environment: Environment, ring: KeyRing | None) -> Iterator[Finding]:
    if not (environment.recovery_key or "").strip():
        yield warning(
            "recovery key", "none is set, so losing the key ring loses the reports; make one (signpost keys recovery), and set SIGNPOST_RECOVERY_KEY"
        )
    elif ring is not None:
        try:
            make_sealer(environment, ring)
        except SealingError as error:
            yield fault("recovery key", str(error))
        else:
            yield ok("recovery key", "set; its private half belongs on paper, in a safe")


def _disk(environment: Environment) -> Iterator[Finding]:
    if environment.database is None:
        return
    why = throw_away(environment.data)
    if why:
        yield fault("disk", f"{environment.data}: reports would be lost, because {why}; set SIGNPOST_DATA to a folder on a disk that stays")
    else:
        yield ok("disk", f"{environment.data} stays")


def _roles(school: SchoolSetting) -> Iterator[Finding]:
    held = {role: [person for person in school.people if role in person.roles] for role in (*RECEIVING, Role.IT)}
    yield ok(f"roles of {school.key}", "; ".join(f"{role} {', '.join(one.id for one in people) or 'nobody'}" for role, people in held.items()))
    if not held[Role.IT]:
        yield warning(f"roles of {school.key}", "nobody is told when a route is closed; add roles: [it] to somebody")
    receiving = {person.id: person for role in RECEIVING for person in held[role]}
    unreached = sorted(name for name, person in receiving.items() if not person.email)
    if unreached:
        yield warning(
            f"routes of {school.key}", f"{', '.join(unreached)} cannot be reached when no chat reaches them: they have no e-mail address; add email:"
        )
    else:
        yield ok(f"routes of {school.key}", "everybody who receives reports has an e-mail address")
    yield from _times(school)


def _times(school: SchoolSetting) -> Iterator[Finding]:
    today = date.fromisoformat(Calendar(school).civil(utc_now())[:10])
    if school.terms and max(term.ends for term in school.terms) < today:
        yield warning(f"terms of {school.key}", "the last one is over, so reminders of a missing outcome wait; write the next ones")


def _mail(settings: Settings, environment: Environment) -> Iterator[Finding]:
    if settings.mail is None:
        return  # told among the settings
    why = mail_fault(settings.mail, environment.mail_password)
    place = f"{settings.mail.host}:{settings.mail.port}"
    yield fault("mail", f"{place}: {why}") if why else ok("mail", f"{place} answers{', and takes the log-in' if settings.mail.username else ''}")


def mail_fault(mail: MailSetting, password: str) -> str:
    """Return why the mail server would take no letter, and what to do; '' where it would. Nothing is sent, and nothing that it says is repeated."""
    try:
        with closing(smtplib.SMTP(mail.host, mail.port, timeout=MAIL_LIMIT)) as smtp:
            if mail.starttls:
                smtp.starttls(context=ssl.create_default_context())
            if mail.username and (mail.username + password).isascii():  # smtplib knows no other; the sender itself does
                smtp.login(mail.username, password)
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
    except smtplib.SMTPAuthenticationError:
        return "it does not take the log-in; check username, and SIGNPOST_MAIL_PASSWORD"
    except smtplib.SMTPNotSupportedError:
        return "it offers no STARTTLS, or no log-in; check the port (587 is usual), starttls and username"
    except ssl.SSLCertVerificationError:
        return "its certificate does not prove that it is this server; check host, and the certificates of this machine"
    except (OSError, smtplib.SMTPException) as error:
        return f"it does not answer as a mail server ({type(error).__name__}); check host, port and the firewall"
    return ""


def _slack(settings: Settings, environment: Environment, ring: KeyRing | None) -> Iterator[Finding]:
    from adapters.slack.checks import examine_slack  # here: a chat's library takes its time to load, and nothing else needs it
    from adapters.slack.installs import Installations

    secrets, tokens = environment.slack, dict[str, str]()
    yield from (fault("slack", one) for one in faults_of_slack(settings, secrets, local=True))
    is_there = environment.database is None or environment.database.exists()
    if secrets.client_id and not secrets.bot_token and ring is not None and is_there:
        with existing_store(environment) as engine:
            installations = Installations(engine, Sealer(ring), settings.slack.workspaces)
            tokens = {team: found.token for team in installations.teams() if (found := installations.find(team))}
    yield from examine_slack(settings, secrets, tokens)


def _heartbeat(settings: Settings) -> Iterator[Finding]:
    if settings.heartbeat is None:
        yield warning("heartbeat", "none is set, so nobody notices when this machine falls silent; set an address that a monitoring service watches")
    else:
        yield ok("heartbeat", "set; it is asked after each clean look")


def _teams(settings: Settings, environment: Environment) -> Iterator[Finding]:
    from adapters.teams.checks import examine_teams  # here: a chat's library takes its time to load, and nothing else needs it
    from bot.addresses import Addresses

    yield from (fault("teams", one) for one in faults_of_teams(environment.teams, local=True))
    if environment.database is not None and not environment.database.exists():
        yield from examine_teams(settings, environment.teams, None)
        return
    with existing_store(environment) as engine:
        yield from examine_teams(settings, environment.teams, Addresses(engine))
