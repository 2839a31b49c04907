"""Puts Slack together: who may speak, the app that listens, the door through which it hears, and the way out. It starts nothing."""

from __future__ import annotations

import functools
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from adapters.composing import SlackSecrets
from adapters.discretion import where
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
from bot.counter import Counter
from bot.deliveries import Deliveries
from bot.enquiries import Enquiries, Keep
from bot.memberships import Memberships
from bot.office import Office
from bot.reviewing import notice_of
from bot.sealing import Sealer

LOG = logging.getLogger("signpost")
KEPT_WITHIN = 2.0
"""Seconds for which an answer waits until its question is kept: it is given without that word rather than late."""


@dataclass(frozen=True, slots=True)
class Slack:
    """Slack, in and out."""

    door: SlackDoor
    sender: SlackSender
    workspaces: Workspaces


class _Members(Members):
    def __init__(self, memberships: Memberships) -> None:
        self._memberships = memberships

    def teams_of(self, account: str) -> tuple[str, ...]:
        return self._memberships.tenants(PLATFORM, account)


def make_slack(office: Office, answerer: Answerer, sealer: Sealer, keep: Keep, secrets: SlackSecrets) -> Slack:
    """Return Slack as the secrets say: over HTTP, by a socket, for one workspace or several."""
    api = secrets.api or REAL_API
    memberships = Memberships(office.engine, office.clock.now)
    installations = Installations(office.engine, sealer, tuple(office.settings.slack.workspaces)) if secrets.client_id else None
    workspaces = Workspaces(office.settings, token=secrets.bot_token, installations=installations, members=_Members(memberships), api=api)
    reception = Reception(
        Counter(office, Enquiries(answerer, sealer, _in_time(keep), partial(notice_of, office)), Deliveries(office.engine, office.clock.now)),
        Visitors(office.people, workspaces, memberships, api=api),
        workspaces,
    )
    app = make_app(reception, secrets.signing_secret, installations=installations, api=api)
    edge = Edge(app, workspaces, secrets.signing_secret) if secrets.signing_secret else None
    flow = None
    if installations is not None:
        names = {"client_id": secrets.client_id, "client_secret": secrets.client_secret}
        flow = make_install_flow(installations, OAuthStates(office.engine), app.client, **names)
    door = SlackDoor(app, edge, flow=flow, app_token=secrets.app_token, workspaces=workspaces)
    return Slack(door, SlackSender(workspaces, api=api), workspaces)


def _in_time(keep: Keep) -> Keep:
    """Return what keeps a question or, where the store is slow, raises TimeoutError; it is kept later then."""
    threads = ThreadPoolExecutor(4, "kept questions")

    def kept(question: str, policy_key: str, why: str) -> None:
        keeping = threads.submit(functools.partial(keep, question, policy_key, why))
        try:
            keeping.result(KEPT_WITHIN)
        except TimeoutError:
            keeping.add_done_callback(_tell_late)
            raise

    return kept


def _tell_late(keeping: Future[None]) -> None:
    error = keeping.exception()
    LOG.log(logging.ERROR if error else logging.WARNING, "question.kept_late %s", where(error) if error else "")
