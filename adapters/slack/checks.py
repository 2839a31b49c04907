"""Asks Slack whether a deployment is well connected: token, scopes, private channels and who is in them, the people who receive reports.

It only reads; whether the secrets fit together is told in `readiness`. A line holds ids, never a name that the settings do not hold, and nothing of
a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse, WebClient

from adapters.composing import SlackSecrets
from adapters.findings import Finding, carry_out, fault, ok, warning
from adapters.slack.manifest import INSTALL_PATH, SCOPES
from adapters.slack.visitors import PLATFORM
from adapters.slack.workspaces import REAL_API
from bot.authorising import can_receive
from bot.escalation import CHANNEL_ROLES
from bot.reports import Kind, Role
from bot.settings import PersonSetting, SchoolSetting, Settings

LIMIT = 5
"""Seconds for each question."""
RECEIVING = frozenset(role for role in Role if any(can_receive(role, kind) for kind in Kind))
FIRST = frozenset({Role.DSL, Role.DEPUTY})
"""Those without whom a report reaches nobody in time: what is wrong with them is a fault."""
SHARED = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "is_org_shared")
NOT_STAFF = {
    "deleted": "is deactivated",
    "is_bot": "is a bot",
    "is_app_user": "is an app",
    "is_restricted": "is a guest",
    "is_ultra_restricted": "is a guest",
    "is_stranger": "belongs to another workspace",
    "is_invited_user": "has been invited and has not come yet",
}
NICETIES = frozenset({"assistant:write"})
"""Scopes without which everything but a convenience works."""
MOST_NAMED = 10
"""How many members of a channel are named by their id."""


NOT_PRIVATE = "it is not private, so everybody could read it, and no card is posted there; make it private (in its settings, or make another)"


class _NotTold(Exception):
    """Slack does not say; the message says why, and what to do."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Workspace:
    """One workspace, as its token opens it."""

    team: str
    client: WebClient = field(repr=False)
    bot_user: str
    granted: frozenset[str]
    """Its scopes."""


def examine_slack(settings: Settings, secrets: SlackSecrets, tokens: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is found, well or not. `tokens`: id of a workspace that has installed it by itself -> its token."""
    if not secrets.is_set:
        yield from _unconnected(settings)
        return
    if secrets.app_token:
        yield from carry_out("slack socket", lambda: _socket(secrets))
    for team, token in _tokens(settings, secrets, tokens):
        yield from carry_out(f"slack {team}".strip(), lambda team=team, token=token: _workspace(settings, secrets, team, token))  # type: ignore[misc]


def _tokens(settings: Settings, secrets: SlackSecrets, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if secrets.bot_token:
        yield "", secrets.bot_token
    else:
        yield from ((team, tokens.get(team, "")) for team in settings.slack.workspaces)


def _unconnected(settings: Settings) -> Iterator[Finding]:
    channels = any(PLATFORM in listed for school in settings.schools for listed in school.channels.values())
    if channels or any(PLATFORM in person.addresses for school in settings.schools for person in school.people):
        yield warning("slack", "signpost.yaml holds ids of Slack, and Slack is not connected; set SLACK_BOT_TOKEN, or see docs/slack.md")


def _socket(secrets: SlackSecrets) -> Iterator[Finding]:
    try:
        _ask(_client(secrets.app_token, secrets).apps_connections_open, app_token=secrets.app_token)
    except _NotTold as why:
        yield fault("slack socket", f"{why}; make the app-level token again, with connections:write, and turn Socket Mode on")
    else:
        yield ok("slack socket", "a socket can be opened")


def _workspace(settings: Settings, secrets: SlackSecrets, team: str, token: str) -> Iterator[Finding]:
    if not token:
        yield fault(f"slack {team}", f"it has not installed Signpost; open https://YOUR-ADDRESS{INSTALL_PATH} there")
        return
    client = _client(token, secrets)
    try:
        said = _ask(client.auth_test)
    except _NotTold as why:
        yield fault(f"slack {team}".strip(), f"{why}")
        return
    found = str(said.get("team_id"))
    if said.get("is_enterprise_install") or (team and found != team):
        yield fault(f"slack {team}".strip(), f"its token is of {found}, not of this workspace alone; install it there again")
        return
    if settings.slack.workspaces and found not in settings.slack.workspaces:
        yield fault(
            f"slack {found}", "the token is of this workspace, and signpost.yaml does not name it, so it is refused; add it under slack: workspaces:"
        )
        return
    yield ok(f"slack {found}", f"the token is that of {said.get('team')}")
    workspace = _Workspace(found, client, str(said.get("user_id")), frozenset(_granted(said)))
    yield from _scopes(workspace.granted)
    for school in settings.schools:
        if not settings.slack.workspaces or school.key in settings.slack.workspaces[found]:
            yield from _school(workspace, school)


def _granted(said: SlackResponse) -> set[str]:
    return {one.strip() for name, value in said.headers.items() if name.casefold() == "x-oauth-scopes" for one in _text(value).split(",")} - {""}


def _scopes(granted: frozenset[str]) -> Iterator[Finding]:
    for scope in sorted(set(SCOPES) - granted):
        tell = warning if scope in NICETIES else fault
        yield tell(
            "slack scopes", f"{scope} is missing, {SCOPES[scope]}; give the app the manifest again (signpost slack manifest), and reinstall it"
        )
    more = sorted(granted - set(SCOPES))
    if more:
        yield warning("slack scopes", f"{', '.join(more)} is not needed; give the app the manifest again (signpost slack manifest), and reinstall it")
    if granted == set(SCOPES):
        yield ok("slack scopes", "all that are needed, and no other")


def _school(workspace: _Workspace, school: SchoolSetting) -> Iterator[Finding]:
    channels = {name: listed[PLATFORM] for name, listed in school.channels.items() if PLATFORM in listed}
    for name in channels:
        subject = f"slack channel {name} of {school.key}"
        yield from carry_out(subject, lambda name=name, subject=subject: _channel(workspace, school, name, subject))  # type: ignore[misc]
    if "dsl" not in channels:
        yield warning(
            f"slack channel dsl of {school.key}", "none is set, so reports go to people alone; make a private one, and write its id under channels:"
        )
    yield from carry_out(f"slack people of {school.key}", lambda: _people(workspace, school))


def _channel(workspace: _Workspace, school: SchoolSetting, name: str, subject: str) -> Iterator[Finding]:
    channel = school.channels[name][PLATFORM]
    try:
        said: Mapping[str, Any] = _ask(workspace.client.conversations_info, channel=channel)["channel"]
    except _NotTold as why:
        is_open = why.code == "missing_scope" and "groups:read" in workspace.granted  # that of open channels is what is missing
        yield fault(subject, f"{channel}: {NOT_PRIVATE if is_open else why}")
        return
    faults = [*_faults_of_channel(said)]
    yield from (fault(subject, f"{channel}: {sentence}") for sentence in faults)
    if not said.get("is_member"):
        return
    try:
        members = _members(workspace, channel)
    except _NotTold as why:
        yield fault(subject, f"{channel}: who is in it: {why}")
        return
    amiss = [*_amiss_with_members(school, members - {workspace.bot_user}, name)]
    yield from (warning(subject, f"{channel}: {sentence}") for sentence in amiss)
    if not faults and not amiss:
        yield ok(subject, f"{channel}: private, shared with nobody, the bot is in it, and nobody but those who receive reports")


def _faults_of_channel(said: Mapping[str, Any]) -> Iterator[str]:
    if not said.get("is_private"):
        yield NOT_PRIVATE
    if any(said.get(one) for one in SHARED):
        yield "it is shared with another workspace, so no card is posted there; make another one that is not, and write its id into signpost.yaml"
    if said.get("is_archived"):
        yield "it is archived; bring it back, or write the id of another into signpost.yaml"
    if not said.get("is_member"):
        yield "the bot is not in it; write /invite @Signpost there"


def _members(workspace: _Workspace, channel: str) -> set[str]:
    found: set[str] = set()
    cursor: str | None = ""
    while cursor is not None:
        said = _ask(workspace.client.conversations_members, channel=channel, limit=200, **({"cursor": cursor} if cursor else {}))
        found |= set(said["members"])
        cursor = (said.get("response_metadata") or {}).get("next_cursor") or None
    return found


def _amiss_with_members(school: SchoolSetting, members: set[str], name: str) -> Iterator[str]:
    receiving = {person.addresses[PLATFORM].casefold(): person for person in school.people if PLATFORM in person.addresses and _receives(person)}
    others = sorted(one for one in members if one.casefold() not in receiving)
    if others:
        named = ", ".join(others[:MOST_NAMED]) + (f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else "")
        yield f"{len(others)} in it who receive no reports ({named}); take them out, or give them a role in signpost.yaml"
    here, wanted = {one.casefold() for one in members}, set(CHANNEL_ROLES.get(name, ()))
    missing = sorted(person.id for address, person in receiving.items() if wanted & set(person.roles) and address not in here)
    if missing:
        yield f"{', '.join(missing)} not in it; add them, or check their ids under addresses:"


def _people(workspace: _Workspace, school: SchoolSetting) -> Iterator[Finding]:
    subject = f"slack people of {school.key}"
    wrong = 0
    for person in filter(_receives, school.people):
        tell = fault if FIRST & set(person.roles) else warning
        for sentence in _amiss_with_person(workspace, person):
            wrong += 1
            yield tell(subject, f"{person.id}: {sentence}")
        if FIRST & set(person.roles) and PLATFORM not in person.addresses:
            wrong += 1
            yield warning(subject, f"{person.id}: has no id of Slack, so Slack does not reach them; add addresses: {{slack: U...}}")
    if not wrong:
        yield ok(subject, "everybody who receives reports is an active member")


def _amiss_with_person(workspace: _Workspace, person: PersonSetting) -> Iterator[str]:
    account = person.addresses.get(PLATFORM)
    if account is None:
        return
    try:
        said: Mapping[str, Any] = _ask(workspace.client.users_info, user=account)["user"]
    except _NotTold as why:
        yield f"{account}: {why}"
        return
    for sentence in dict.fromkeys(sentence for sign, sentence in NOT_STAFF.items() if said.get(sign)):
        yield f"{account} {sentence}, so nothing is sent there and nothing can be opened; put another id into signpost.yaml"
    names = {str(name) for name in (said.get("real_name"), (said.get("profile") or {}).get("real_name")) if name}
    if names and not any(_words(name) & _words(person.name) for name in names):
        yield f"{account} has another name in Slack than {person.name}; check that the id is theirs, or their reports go to somebody else"


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[\W_]+", name.casefold()) if len(word) > 1}


def _receives(person: PersonSetting) -> bool:
    return any(role in RECEIVING for role in person.roles)


_SENTENCES: Mapping[str, str] = {
    "invalid_auth": "Slack does not know the token; copy it again from OAuth & Permissions",
    "not_authed": "Slack does not know the token; copy it again from OAuth & Permissions",
    "token_revoked": "the token was revoked; install the app again, and copy the new token",
    "token_expired": "the token has run out; turn token rotation off in the app's settings, and install the app again",
    "account_inactive": "the app was removed from the workspace; install it again, and copy the new token",
    "not_allowed_token_type": "this is a token of another kind; copy the right one",
    "channel_not_found": "the bot does not see it; check the id (it begins with C or G), and write /invite @Signpost there",
    "user_not_found": "no such person here; copy the id from their profile (More, Copy member ID)",
    "user_not_visible": "the bot may not see this person; check the id",
    "ratelimited": "Slack wants to be left alone for a moment; run this again in a minute",
}


def _ask(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """Return what Slack answers. Raises _NotTold, which says nothing that Slack wrote."""
    code, sentence = "", ""
    try:
        return method(**arguments)
    except SlackApiError as error:
        code, sentence = _refusal(error.response)
    except (SlackClientError, OSError, ValueError) as error:
        sentence = f"Slack does not answer ({type(error).__name__}); check that this machine reaches https://slack.com, and the proxy"
    raise _NotTold(sentence, code)


def _refusal(response: Any) -> tuple[str, str]:
    """Return the code with which Slack refuses, and what it comes to."""
    said = response if isinstance(response, SlackResponse | dict) else {}
    code, needed = str(said.get("error")), str(said.get("needed"))
    if code == "missing_scope":
        return code, f"a scope is missing ({needed if needed in SCOPES else 'see slack scopes'})"
    return code, _SENTENCES.get(code, "Slack does not say why it refuses; run this again in a minute, and look at status.slack.com")


def _client(token: str, secrets: SlackSecrets) -> WebClient:
    return WebClient(token, base_url=secrets.api or REAL_API, timeout=LIMIT)


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
