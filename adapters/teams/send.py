"""The way out to Teams: posts cards, and edits them in place. Nothing of what Teams says leaves in an error.

Teams keeps no key with a message, so nothing can be looked up: what may have arrived is sent again, and says that it may be a copy. A card is one
message; where it is too large for one, several follow each other.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from adapters.discretion import where
from adapters.teams.connector import Connector, Json, Line
from adapters.teams.render import attachment, message_cards
from adapters.teams.secrets import TeamsSecrets
from bot import wording
from bot.addresses import Addresses
from bot.cards import Card
from bot.sending import LONGEST_CALL, Permanent, Reason, SendFault, Transient, Unrenderable

LOG = logging.getLogger("signpost")
LARGEST_MESSAGE = 80_000
"""Bytes of a message, as UTF-16: Teams refuses those of about 100 KB."""
_PERSON = re.compile(r"29:[^\s|]+|[0-9A-Za-z-]{1,64}")
_CHANNEL = re.compile(r"19:[^\s|;]+")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a conversation, as Teams knows them."""

    name: str
    """'' where Teams does not say."""
    is_guest: bool
    """Not shown to be of the school's own staff: a guest, somebody of another organisation, or nobody there."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where something is to go."""

    service: str
    bot: str
    person: str = ""
    channel: str = ""
    conversation: str = ""
    """With a person; '' where none was begun."""


class TeamsSender:
    """Sends cards to channels and people of one school's Teams (`bot.sending.Sender`)."""

    platform: str = "teams"
    can_find: bool = False

    def __init__(
        self,
        addresses: Addresses,
        secrets: TeamsSecrets,
        *,
        longest_call: float = LONGEST_CALL,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises ValueError for an address by which a secret would travel unencrypted."""
        self._addresses, self._tenant, self._bot = addresses, secrets.tenant_id.lower(), f"28:{secrets.app_id}"
        self._connector = Connector(secrets, longest_call=longest_call, elapsed=elapsed)

    def post(self, place: str, card: Card, key: str, *, lock_screen: str) -> str:
        """Post a card and return `<conversation>|<activity>` of its first message. Raises SendFault.

        In a channel it begins a thread of its own. A person who was never met is written to in a new conversation, which is kept.
        """
        messages = _messages(card, lock_screen)
        conversation, activity = self._connector.run(lambda line: self._post(line, self._aim(place), messages))
        return f"{conversation}|{activity}"

    def find(self, place: str, key: str, since: datetime) -> str | None:
        """Return None: Teams keeps no key with a message, and shows no bot what stands in a conversation."""
        return None

    def edit(self, place: str, message_ref: str, card: Card) -> None:
        """Put a card in the place of one that was posted, in its first message. Raises SendFault: Unrenderable where it needs more than one."""
        messages = _messages(card, wording.LOCK_SCREEN_CHANGED)
        conversation, _, activity = message_ref.rpartition("|")
        if len(messages) != 1:
            raise Unrenderable
        if not conversation or not activity:
            raise Permanent(Reason.GONE)
        message = {**messages[0], "id": activity}
        where_it_stands = ("conversations", conversation, "activities", activity)
        self._connector.run(lambda line: line.replace(self._aim(place).service, *where_it_stands, message=message))

    def member(self, service_url: str, conversation_id: str, user_id: str, *, limit: float | None = None) -> Member | None:
        """Return what Teams says of somebody in a conversation, by their id in the directory; None where it does not say. Never raises."""
        conversation = conversation_id.partition(";")[0]
        try:
            said = self._connector.run(lambda line: line.read(service_url, "conversations", conversation, "members", user_id), limit)
        except Permanent as fault:
            return Member("", is_guest=True) if fault.reason in (Reason.NO_SUCH_PLACE, Reason.GONE) else None
        except SendFault as fault:
            LOG.warning("teams.who_is_it %s", where(fault))
            return None
        return Member(str(said.get("name") or ""), is_guest=not is_staff(said, self._tenant))

    def _aim(self, place: str) -> Aim:
        """Return how a place is reached. Raises Permanent where nothing is known by which it could be, Transient where the store fails.

        Within the limit of a call, as all that is asked of the store here: it may be locked for longer.
        """
        is_channel = _CHANNEL.fullmatch(place) is not None
        if not is_channel and not _PERSON.fullmatch(place):
            raise Permanent(Reason.NO_SUCH_PLACE)
        try:
            own = self._addresses.find(self.platform, place, self._tenant)
            known = own or self._addresses.any_of(self.platform, self._tenant)
        except SQLAlchemyError as error:
            LOG.error("teams.no_addresses %s", where(error))
            raise Transient(in_doubt=False) from None
        if known is None or not known.get("service"):
            raise Permanent(Reason.NO_ADDRESS)
        service, bot = known["service"], known.get("bot") or self._bot
        return Aim(service, bot, channel=place) if is_channel else Aim(service, bot, person=place, conversation=(own or {}).get("conversation", ""))

    def _post(self, line: Line, aim: Aim, messages: Sequence[Json]) -> tuple[str, str]:
        conversation, activity = self._begin(line, aim, messages[0])
        try:
            for message in messages[1:]:
                line.write(aim.service, "conversations", conversation, "activities", message=message)
        except Transient as fault:  # its beginning stands: whatever is sent again is a copy
            raise Transient(in_doubt=True, retry_after=fault.retry_after) from None
        return conversation, activity

    def _begin(self, line: Line, aim: Aim, message: Json) -> tuple[str, str]:
        """Post the first message; return the conversation in which it stands, and its id."""
        if aim.channel:
            about = {"channel": {"id": aim.channel}, "tenant": {"id": self._tenant}}
            thread = {"isGroup": True, "bot": {"id": aim.bot}, "tenantId": self._tenant, "channelData": about, "activity": message}
            said = line.write(aim.service, "conversations", message=thread)
            conversation = _text_of(said, "id", in_doubt=True)
            return conversation, _id_in(said) or conversation.partition(";messageid=")[2] or _missing()
        conversation = aim.conversation or self._open(line, aim)
        said = line.write(aim.service, "conversations", conversation, "activities", message=message)
        return conversation, _text_of(said, "id", in_doubt=True)

    def _open(self, line: Line, aim: Aim) -> str:
        """Begin a conversation with a person, or find the one that there is: Teams gives the same each time."""
        about = {"tenant": {"id": self._tenant}}
        opened = {"isGroup": False, "bot": {"id": aim.bot}, "members": [{"id": aim.person}], "tenantId": self._tenant, "channelData": about}
        conversation = _text_of(line.open(aim.service, "conversations", message=opened), "id")
        self._note(aim, conversation)
        return conversation

    def _note(self, aim: Aim, conversation: str) -> None:
        """Keep a conversation that was begun, before anything stands in it. Where the store fails it is asked for again the next time."""
        try:
            self._addresses.note(self.platform, self._tenant, aim.person, {"service": aim.service, "conversation": conversation, "bot": aim.bot})
        except (SQLAlchemyError, ValueError) as error:
            LOG.warning("teams.not_noted %s", where(error))


def is_staff(said: Mapping[str, Any], tenant: str) -> bool:
    """Say whether Teams shows somebody to be of the school's own staff: of its tenant, and no guest there. What it does not say counts against."""
    role, principal = str(said.get("userRole") or "user").casefold(), str(said.get("userPrincipalName") or "").casefold()
    return role == "user" and bool(principal) and "#ext#" not in principal and str(said.get("tenantId") or "").casefold() == tenant.casefold()


def _messages(card: Card, lock_screen: str) -> list[Json]:
    """Return the messages of a card: as few as hold it."""
    fixed = {"type": "message", "attachmentLayout": "list", **({"summary": lock_screen} if lock_screen else {})}
    return [{**fixed, "attachments": held} for held in _packed([attachment(one) for one in message_cards(card)])]


def _packed(attachments: Sequence[Json]) -> Iterator[list[Json]]:
    held: list[Json] = []
    size = 0
    for one in attachments:
        grown = len(json.dumps(one, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))
        if held and size + grown > LARGEST_MESSAGE:
            yield held
            held, size = [], 0
        held.append(one)
        size += grown
    yield held


def _id_in(said: Json) -> str:
    activity = said.get("activityId")
    return activity if isinstance(activity, str) else ""


def _missing() -> str:
    """Raise Transient: it may stand, and nobody says where."""
    raise Transient(in_doubt=True)


def _text_of(said: Json, name: str, *, in_doubt: bool = False) -> str:
    """Return a text that an answer must hold. Raises Transient where it does not."""
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise Transient(in_doubt=in_doubt)
    return value
