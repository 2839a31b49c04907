"""Puts Slack together: who may speak, the app that listens, the door through which it hears, and the way out. It starts nothing."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.composing import SlackSecrets
from adapters.slack.app import make_app
from adapters.slack.door import SlackDoor
from adapters.slack.edge import Edge
from adapters.slack.installing import make_install_flow
from adapters.slack.installs import Installations, OAuthStates
from adapters.slack.reception import Reception
from adapters.slack.send import SlackSender
from adapters.slack.visitors import PLATFORM, Visitors
from adapters.slack.workspaces import REAL_API, Members, Workspaces
from bot.answering import Answerer
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries, Keep
from bot.memberships import Memberships
from bot.office import Office
from bot.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Slack:
    """Slack, in and out."""

    door: SlackDoor
    sender: SlackSender
    workspaces: Workspaces


class _Members(Members):
    def __init__(self, memberships: Memberships) -> None:
        self._memberships = memberships

    def team_of(self, account: str) -> str | None:
        teams = self._memberships.tenants(PLATFORM, account)
        return teams[0] if len(teams) == 1 else None


def make_slack(office: Office, answerer: Answerer, sealer: Sealer, keep: Keep, secrets: SlackSecrets) -> Slack:
    """Return Slack as the secrets say: over HTTP, by a socket, for one workspace or several."""
    api = secrets.api or REAL_API
    memberships = Memberships(office.engine, office.clock.now)
    installations = Installations(office.engine, sealer, tuple(office.settings.slack.workspaces)) if secrets.client_id else None
    workspaces = Workspaces(office.settings, token=secrets.bot_token, installations=installations, members=_Members(memberships), api=api)
    reception = Reception(
        office,
        Enquiries(answerer, sealer, keep),
        Visitors(office.people, workspaces, memberships, api=api),
        workspaces,
        Deliveries(office.engine, office.clock.now),
    )
    app = make_app(reception, secrets.signing_secret, installations=installations, api=api)
    edge = Edge(app, workspaces, secrets.signing_secret) if secrets.signing_secret else None
    flow = None
    if installations is not None:
        names = {"client_id": secrets.client_id, "client_secret": secrets.client_secret}
        flow = make_install_flow(installations, OAuthStates(office.engine), app.client, **names)
    return Slack(SlackDoor(app, edge, flow=flow, app_token=secrets.app_token), SlackSender(workspaces, api=api), workspaces)
