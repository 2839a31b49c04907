"""Puts Teams together: who may speak, the bot that answers, the door through which it hears, and the way out. It starts nothing."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.teams.app import SignpostBot
from adapters.teams.door import TeamsDoor
from adapters.teams.edge import Edge
from adapters.teams.keys import Keys
from adapters.teams.reception import Reception
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import make_authentication
from adapters.teams.visitors import Caller, Visitors
from bot.addresses import Addresses
from bot.counter import Counter
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.memberships import Memberships
from bot.office import Office


@dataclass(frozen=True, slots=True)
class Teams:
    """Teams, in and out."""

    door: TeamsDoor
    sender: TeamsSender


def make_teams(office: Office, enquiries: Enquiries, secrets: TeamsSecrets) -> Teams:
    """Return Teams as the secrets say. Raises ValueError where one of them is missing."""
    authentication = make_authentication(secrets.app_id, secrets.password, secrets.tenant_id, keys=Keys(secrets.keys_url), login=secrets.login)
    addresses, deliveries = Addresses(office.engine), Deliveries(office.engine, office.clock.now)
    sender = TeamsSender(addresses, secrets)

    def is_guest(caller: Caller) -> bool | None:
        member = sender.member(caller.service, caller.conversation, caller.account)
        return None if member is None else member.is_guest

    visitors = Visitors(office.settings, office.people, Memberships(office.engine, office.clock.now), is_guest)
    bot = SignpostBot(Reception(Counter(office, enquiries, deliveries), visitors, addresses, secrets.app_id))
    edge = Edge(
        bot,
        authentication,
        app_id=secrets.app_id,
        tenant_id=secrets.tenant_id,
        allowed_services=secrets.services,
        deliveries=deliveries,
    )
    return Teams(TeamsDoor(edge), sender)
