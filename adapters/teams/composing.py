"""Puts Teams together: who may speak, the bot that answers, the door through which it hears, and the way out. It starts nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from adapters.discretion import where
from adapters.teams.app import SignpostBot
from adapters.teams.door import TeamsDoor
from adapters.teams.edge import Edge
from adapters.teams.keys import Keys
from adapters.teams.reception import Reception
from adapters.teams.secrets import TeamsSecrets
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import make_authentication
from adapters.teams.visitors import PLATFORM, Caller, Visitors
from bot.addresses import Addresses
from bot.counter import Counter
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries
from bot.memberships import Memberships
from bot.office import Office

LOG = logging.getLogger("signpost")


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

    def is_guest(caller: Caller, limit: float | None) -> bool | None:
        return _is_guest(sender, addresses, caller, limit)

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


def _is_guest(sender: TeamsSender, addresses: Addresses, caller: Caller, limit: float | None) -> bool | None:
    """Say whether somebody is a guest, by the conversation in which they are, or by their own with the bot; None where neither shows them.

    A conversation without the bot, from which a form can be opened all the same, shows nobody: that makes nobody a guest.
    """
    try:
        own = (addresses.find(PLATFORM, caller.account, caller.tenant) or {}).get("conversation", "")
    except SQLAlchemyError as error:
        LOG.error("teams.no_addresses %s", where(error))
        own = ""
    for conversation in dict.fromkeys(filter(None, (caller.conversation.partition(";")[0], own))):
        member = sender.member(caller.service, conversation, caller.account, limit=limit)
        if member is not None and (member.name or not member.is_guest):
            return member.is_guest
    return None
