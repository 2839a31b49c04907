"""Asks Microsoft whether a deployment is well connected to Teams: credentials, channels and who is in them, the people who receive reports.

It only reads; whether the secrets fit together is told in `readiness`. A line holds ids, never a name that the settings do not hold, and nothing of
a message.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from adapters.exchange import Errand, Request, Site, read_object
from adapters.findings import Finding, carry_out, fault, ok, warning
from adapters.teams.connector import Connector, Json, Line
from adapters.teams.error_codes import LoginRefused
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.send import is_staff
from adapters.teams.services import is_allowed
from bot.addresses import Addresses
from bot.authorising import can_receive
from bot.escalation import CHANNEL_ROLES
from bot.reports import Kind, Role
from bot.sending import LONGEST_CALL, Permanent, Reason, SendFault
from bot.settings import PersonSetting, SchoolSetting, Settings

PLATFORM = "teams"
RECEIVING = frozenset(role for role in Role if any(can_receive(role, kind) for kind in Kind))
FIRST = frozenset({Role.DSL, Role.DEPUTY})
"""Those without whom a report reaches nobody in time: what is wrong with them is a fault."""
MOST_NAMED = 10
"""How many members of a channel are named by their id."""
MOST_PAGES = 40
"""Of 500 members each."""
Found = TypeVar("Found")
_LOOKS_LIKE_NO_OBJECT_ID = re.compile(r"[@:/\s]")


class _NotTold(Exception):
    """Microsoft does not say; the message says why, and what to do."""

    def __init__(self, sentence: str, reason: Reason | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Tenant:
    """The school's Teams, as its credentials open it, and whom the bot has met there."""

    id: str
    connector: Connector = field(repr=False)
    addresses: Addresses
    services: tuple[str, ...]

    def met(self, name: str) -> Mapping[str, str] | None:
        """Return how somebody, or a channel, is reached; None where they were never met."""
        return self.addresses.find(PLATFORM, name, self.id)


def examine_teams(settings: Settings, secrets: TeamsSecrets, addresses: Addresses | None) -> Iterator[Finding]:
    """Yield what is found, well or not. `addresses` is None where there is no database yet."""
    if not secrets.is_set:
        yield from _unconnected(settings)
        return
    if not (secrets.app_id and secrets.password and secrets.tenant_id):
        return  # told by `readiness`
    yield from carry_out("teams keys", lambda: _keys(secrets))
    connector = Connector(secrets)
    try:
        _ask(connector, lambda line: line.prove_token())
    except _NotTold as why:
        yield fault("teams", str(why))
        return
    yield ok("teams", f"Microsoft gives app {secrets.app_id} a token in tenant {secrets.tenant_id}")
    if addresses is None:
        yield fault("teams", "there is no database yet, so the bot has met nobody; start signpost serve, then add the app to the DSL's channel")
        return
    tenant = _Tenant(secrets.tenant_id.lower(), connector, addresses, secrets.services)
    for school in settings.schools:
        yield from _school(tenant, school)


def unmet_channels(settings: Settings, addresses: Addresses, tenant_id: str) -> list[str]:
    """Return the channels of Teams that the settings name and the bot has never met: until it has, no card can be relied on to get there."""
    channels = ((school.key, name, listed[PLATFORM]) for school in settings.schools for name, listed in school.channels.items() if PLATFORM in listed)
    return [f"{name} of {school}" for school, name, channel in channels if addresses.find(PLATFORM, channel, tenant_id) is None]


def _unconnected(settings: Settings) -> Iterator[Finding]:
    channels = any(PLATFORM in listed for school in settings.schools for listed in school.channels.values())
    if channels or any(PLATFORM in person.addresses for school in settings.schools for person in school.people):
        yield warning("teams", "signpost.yaml holds ids of Teams, and Teams is not connected; set TEAMS_APP_ID, or see docs/teams.md")


def _keys(secrets: TeamsSecrets) -> Iterator[Finding]:
    """Look for the keys by which what Teams sends is told from what anybody else sends."""
    place, _, name = secrets.keys_url.rpartition("/")
    site, request = Site.at(place, ssl.create_default_context()), Request("GET", name, {"Accept": "application/json"})
    try:
        answer = Errand("teams").run(lambda errand: errand.fetch(site, request), LONGEST_CALL)
    except SendFault:
        answer = None
    if answer is None or answer.status != 200 or not (read_object(answer) or {}).get("jwks_uri"):
        yield fault(
            "teams keys", "Microsoft's signing keys cannot be fetched, so nothing from Teams is let in; check that this machine reaches " + place
        )
    else:
        yield ok("teams keys", "Microsoft's signing keys can be fetched")


def _school(tenant: _Tenant, school: SchoolSetting) -> Iterator[Finding]:
    channels = {name: listed[PLATFORM] for name, listed in school.channels.items() if PLATFORM in listed}
    for name, channel in channels.items():
        subject = f"teams channel {name} of {school.key}"
        yield from carry_out(subject, lambda name=name, channel=channel, subject=subject: _channel(tenant, school, name, channel, subject))  # type: ignore[misc]
    if "dsl" not in channels:
        subject = f"teams channel dsl of {school.key}"
        yield warning(subject, "none is set, so reports go to people alone; make a private one, and write its id under channels:")
    yield from carry_out(f"teams people of {school.key}", lambda: _people(tenant, school, channels.get("dsl", "")))


def _channel(tenant: _Tenant, school: SchoolSetting, name: str, channel: str, subject: str) -> Iterator[Finding]:
    met = tenant.met(channel)
    if met is None:
        yield fault(subject, f"{channel}: not ready: the bot has not met it yet; {_how_to_meet(channel)}")
        return
    if not is_allowed(met.get("service", ""), tenant.services):
        yield fault(
            subject, f"{channel}: it was met by way of a service that is not Teams' own, so nothing is sent there; write @Signpost help there again"
        )
        return
    try:
        members = _members(tenant, met["service"], channel)
    except _NotTold as why:
        yield fault(subject, f"{channel}: {why}")
        return
    guests = sorted(_account(one) for one in members if not is_staff(one, tenant.id))
    if guests:
        yield fault(subject, f"{channel}: {_counted(guests)} in it who are guests, or of another organisation; take them out")
    amiss = [*_amiss_with_members(school, {_account(one) for one in members} - set(guests), name)]
    yield from (warning(subject, f"{channel}: {sentence}") for sentence in amiss)
    if not guests and not amiss:
        yield ok(subject, f"{channel}: met, the app is in it, and nobody but those who receive reports")


def _how_to_meet(channel: str) -> str:
    if not re.fullmatch(r"19:\S+@thread\.\S+", channel):
        return "this is no id of a channel: copy it from Get link to channel (19:...@thread.tacv2, each %3a a colon, each %40 an @)"
    return "add the app to the team and then to the channel (its menu, Manage channel, Apps), and write @Signpost help there"


def _members(tenant: _Tenant, service: str, channel: str) -> list[Json]:
    found: list[Json] = []
    asked: dict[str, str | int] = {"pageSize": 500}
    for _ in range(MOST_PAGES):
        said = _ask(tenant.connector, lambda line: line.read(service, "conversations", channel, "pagedmembers", **asked))
        members = said.get("members")
        found += [one for one in members if isinstance(one, dict)] if isinstance(members, list) else []
        following = said.get("continuationToken")
        if not isinstance(following, str) or not following:
            break
        asked["continuationToken"] = following
    return found


def _account(member: Mapping[str, Any]) -> str:
    """Return somebody's id in the directory, in small letters; Teams writes it under one of two names."""
    return str(member.get("aadObjectId") or member.get("objectId") or member.get("id") or "").casefold()


def _amiss_with_members(school: SchoolSetting, members: set[str], name: str) -> Iterator[str]:
    receiving = {person.addresses[PLATFORM].casefold(): person for person in school.people if PLATFORM in person.addresses and _receives(person)}
    others = sorted(members - set(receiving))
    if others:
        yield (
            f"{_counted(others)} in it who receive no reports; take them out, or give them a role in signpost.yaml "
            "(in a standard channel the whole team reads along: use a private one)"
        )
    wanted = set(CHANNEL_ROLES.get(name, ()))
    missing = sorted(person.id for address, person in receiving.items() if wanted & set(person.roles) and address not in members)
    if missing:
        yield f"{', '.join(missing)} not in it; add them, or check their ids under addresses:"


def _counted(accounts: list[str]) -> str:
    more = f" and {len(accounts) - MOST_NAMED} more" if len(accounts) > MOST_NAMED else ""
    return f"{len(accounts)} ({', '.join(accounts[:MOST_NAMED])}{more})"


def _people(tenant: _Tenant, school: SchoolSetting, channel: str) -> Iterator[Finding]:
    subject = f"teams people of {school.key}"
    wrong = 0
    for person in filter(_receives, school.people):
        tell = fault if FIRST & set(person.roles) else warning
        for is_bad, sentence in _amiss_with_person(tenant, person, channel):
            wrong += 1
            yield (tell if is_bad else warning)(subject, f"{person.id}: {sentence}")
        if FIRST & set(person.roles) and PLATFORM not in person.addresses:
            wrong += 1
            yield warning(subject, f'{person.id}: has no id of Teams, so Teams does not reach them; add addresses: {{teams: "..."}}')
    if not wrong:
        yield ok(subject, "everybody who receives reports is known to the bot, and of the school's own staff")


def _amiss_with_person(tenant: _Tenant, person: PersonSetting, channel: str) -> Iterator[tuple[bool, str]]:
    """Yield what is wrong with somebody's id, and whether it keeps reports from them."""
    account = person.addresses.get(PLATFORM)
    if account is None:
        return
    if _LOOKS_LIKE_NO_OBJECT_ID.search(account):
        yield True, f"{account} is no object id; copy the Object ID of their user in Microsoft Entra"
        return
    own = tenant.met(account)
    if own is None:
        yield False, "the bot has not met them; ask them to open Signpost in Teams and write help, so that it can write to them first"
    met = own or (tenant.met(channel) if channel else None)
    if met is None:
        return
    where = met["conversation"] if own else channel
    try:
        said = _ask(tenant.connector, lambda line: line.read(met["service"], "conversations", where, "members", account))
    except _NotTold as why:
        if own or why.reason is not Reason.NO_SUCH_PLACE:  # else they are not in the channel, where not everybody has to be
            yield True, f"{account}: {why}"
        return
    if not is_staff(said, tenant.id):
        yield True, f"{account} is a guest, or of another organisation, so nothing can be opened; put another id into signpost.yaml"
    name = str(said.get("name") or "")
    if name and not _words(name) & _words(person.name):
        yield True, f"{account} has another name in Teams than {person.name}; check that the id is theirs, or their reports go to somebody else"


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[\W_]+", name.casefold()) if len(word) > 1}


def _receives(person: PersonSetting) -> bool:
    return any(role in RECEIVING for role in person.roles)


_LOGIN: Mapping[int, str] = {
    7000215: "Microsoft does not take the secret; copy the Value of a client secret (not its ID) into TEAMS_APP_PASSWORD",
    7000222: "the client secret has run out; make a new one in the app registration, and set TEAMS_APP_PASSWORD to its Value",
    700016: "there is no such app in this tenant; check TEAMS_APP_ID, and TEAMS_TENANT_ID",
    7000112: "the app is switched off in Microsoft Entra; switch it on (Enterprise applications, Properties)",
    90002: "there is no such tenant; copy the Directory (tenant) ID into TEAMS_TENANT_ID",
    900023: "this is no id of a tenant; copy the Directory (tenant) ID into TEAMS_TENANT_ID",
}
_SENTENCES: Mapping[Reason, str] = {
    Reason.NO_SUCH_PLACE: "Teams does not know this; check the id, and that the app is in the team",
    Reason.NOT_A_MEMBER: "the app is not in it; add it to the team and then to the channel (Manage channel, Apps)",
    Reason.REVOKED: "Teams does not take the bot's token; check that the bot is of app TEAMS_APP_ID and type SingleTenant, and its Teams channel on",
    Reason.FORBIDDEN: "Teams does not allow it; check in Teams' admin centre that the app is allowed, and not blocked",
    Reason.UNSAFE: "it was met by way of a service that is not Teams' own, so nothing is sent there; write @Signpost help there again",
}


def _ask(connector: Connector, work: Callable[[Line], Found]) -> Found:
    """Return what Teams answers. Raises _NotTold, which says nothing that Microsoft wrote."""
    reason: Reason | None = None
    try:
        return connector.run(work)
    except LoginRefused as refused:
        sentence = _LOGIN.get(refused.number or 0, "Microsoft gives the bot no token; check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID")
    except Permanent as closed:
        reason = closed.reason
        sentence = _SENTENCES.get(reason, _SENTENCES[Reason.FORBIDDEN])
    except SendFault:
        sentence = (
            "Microsoft does not answer; check that this machine reaches login.microsoftonline.com and smba.trafficmanager.net, and run this again"
        )
    raise _NotTold(sentence, reason)
