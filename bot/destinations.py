"""Whom an outbox row is for, as it stands in the row, and the place on a platform that this means now. Ids and enums only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.office import Office
from bot.people import People
from bot.sending import Sender


@dataclass(frozen=True, slots=True)
class Destination:
    """A row's destination, taken apart: `channel:dsl`, `role:deputy`, `person:amara`, `email:amara`, `it:route_failed`, `reporter` ..."""

    what: str
    name: str = ""
    platform: str = ""
    """For a person who is on several platforms: which one; '' is the first."""
    topic: str = ""
    """What IT is told about."""

    @classmethod
    def read(cls, text: str) -> Destination:
        """Return the destination that `text` writes."""
        what, _, rest = text.partition(":")
        rest, _, topic = rest.partition("#")
        name, _, platform = rest.partition("@")
        return cls(what, name, platform, topic)

    def __str__(self) -> str:
        platform, topic = f"@{self.platform}" if self.platform else "", f"#{self.topic}" if self.topic else ""
        return f"{self.what}:{self.name}{platform}{topic}" if self.name or platform or topic else self.what


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to post: a platform and what it calls the place."""

    platform: str
    address: str

    def reference(self, message_ref: str) -> str:
        """Return a message posted here, so that it can be edited without looking anything up."""
        return json.dumps([self.platform, self.address, message_ref], separators=(",", ":"))

    @staticmethod
    def of_reference(reference: str) -> tuple[Place, str]:
        """Return the place and the platform's own reference of a message."""
        platform, address, message_ref = json.loads(reference)
        return Place(platform, address), message_ref


def channel_place(office: Office, school: str, channel: str, senders: Mapping[str, Sender]) -> Place | None:
    """Return where a channel of a school is, on the first platform that runs here."""
    return _first(office.school(school).channels.get(channel, {}), senders)


def person_places(people: People, person_id: str, school: str, senders: Mapping[str, Sender]) -> tuple[Place, ...]:
    """Return where somebody can be written to, e-mail aside: their addresses in the settings, or the chat account that their id names."""
    platform, _, address = person_id.partition(":")
    if address:
        return (Place(platform, address),) if platform in senders else ()
    known = people.addresses(person_id, school)
    return tuple(Place(name, known[name]) for name in senders if name in known and name != "email")


def _first(addresses: Mapping[str, str], senders: Mapping[str, Sender]) -> Place | None:
    return next((Place(name, addresses[name]) for name in senders if name in addresses), None)
