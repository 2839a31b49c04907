"""What the register of accounts adds to an answer ("who runs our Instagram?", "may I post on it?"), and how somebody finds an account in it.

It stands under the policy's own answer and changes nothing in it. It is for the asker alone: it names staff, so what is shared never holds it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError

from bot import wording
from bot.accounts import LEAVING, Account, accounts_of
from bot.answering import UnknownPolicy
from bot.cards import Block, Button, Buttons, Card, Fact, Facts, Line, one_line, visible
from bot.matters.courses import Circumstances
from bot.office import Office
from bot.outcomes import Answer, Reply, Silent
from bot.reports import Person, Role
from bot.sealing import SealingError
from bot.visitors import Visitor
from bot.watching import watch_card
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.loading import HOME
from knowledge.text import words

LOG = logging.getLogger("signpost")
TOPICS = frozenset(
    (
        *("accounts-list", "account-handle", "secondary-accounts", "who-manages-accounts", "account-manager-contact"),
        *("post-without-authorisation", "get-authorised"),
    )
)
"""Topics that the register can say something about."""
MOST_SHOWN = 5
"""Accounts under an answer."""
MOST_LISTED = 20
_LIST = re.compile(
    r"(?:show |list )?(?:me )?(?:all )?(?:our |the )?(?:school )?(?:accounts|register)"
    r"(?: of accounts)?(?: (?:of|on|for))?(?:[: ]+(?P<rest>.{1,60}))?",
    re.IGNORECASE,
)


_WATCH = re.compile(
    r"who(?:'s| is|s)? (?:watching|watches)(?: (?:the|our))?(?: (?:school|official))?(?: (?:accounts?|pages?))?(?: today| now)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the register says to one asker, beside the answers of their school's policy."""

    office: Office
    person: Person
    """The asker, at their school."""

    def __call__(self, reply: Reply, question: str) -> tuple[Block, ...]:
        """Return what stands under an answer; nothing where the register has nothing to do with it. Never raises for a store that fails."""
        if not TOPICS.intersection(_topics(reply)) or reply.policy.key != self.office.school(self.person.school).policy:
            return ()
        try:
            with self.office.looking() as connection:
                here = Circumstances(self.office, connection, self.person.school, self.office.clock.now())
                return self._blocks(here, question)
        except (SQLAlchemyError, SealingError, OSError, UnknownPolicy) as error:
            LOG.error("register.not_read %s", type(error).__name__)
            return (Line(wording.REGISTER_UNREADABLE),)

    def _blocks(self, here: Circumstances, question: str) -> tuple[Block, ...]:
        accounts = accounts_of(here)
        if not accounts:
            return (Line(wording.REGISTER_EMPTY),)
        networks = networks_in(question)
        missing = [network for network in networks if not any(_is_on(one, network) for one in accounts)]
        found = find(accounts, question)
        if missing and not found:
            return (Line(wording.register_no_account([wording.ACCOUNT_NETWORKS.get(one, one) for one in missing])),)
        found = sorted(found or accounts, key=lambda one: (not self._is_named(one), one.secondary))
        shown = found[:MOST_SHOWN]
        facts = Facts(tuple(Fact(one.reference, visible(_told(one))) for one in shown))
        more = [Line(wording.REGISTER_MORE.format(number=len(found) - len(shown)))] if len(found) > len(shown) else []
        return (Line(wording.REGISTER_LEAD, strong=True), facts, *map(Line, self._personal(here, shown)), *more, _buttons(shown))

    def _personal(self, here: Circumstances, shown: Sequence[Account]) -> list[str]:
        """Say to the asker for which of the accounts they are named; never that they may."""
        named = [one.reference for one in shown if self.person.id in one.people]
        alike = [one.reference for one in shown if self.person.id not in one.people and self._is_named(one)]
        others = [one.reference for one in shown if not self._is_named(one)]
        whom = [one_line(one.name) for one in here.holders(Role.ADMIN) if one.id != self.person.id][:2]
        said = [wording.register_named(named)] if named else []
        said += [wording.register_same_name(alike)] if alike else []
        return [*said, wording.register_not_named(others, whom)] if others else said

    def _is_named(self, one: Account) -> bool:
        name = self.person.name.casefold().strip()
        return self.person.id in one.people or (" " in name and name in f"{one.managers}\n{one.may_post}".casefold())


def beside(office: Office, visitor: Visitor) -> Beside | None:
    """Return what the register says to somebody; None for a guest, a stranger, and whoever has not said at which school they are."""
    if visitor.stranger or visitor.school is None or not visitor.full_member:
        return None
    return Beside(office, visitor.at(visitor.school))


def listed(office: Office, visitor: Visitor, asked: str) -> Card | None:
    """Return the list of accounts where somebody asks for just that ("accounts", "accounts on Instagram"), or who watches them today.

    None where they ask something else.
    """
    wanted, watch = _LIST.fullmatch(asked.strip(" .?!")), _WATCH.fullmatch(asked.strip(" .?!"))
    if (wanted is None and watch is None) or beside(office, visitor) is None or visitor.school is None:
        return None
    try:
        with office.looking() as connection:
            here = Circumstances(office, connection, visitor.school, office.clock.now())
            accounts = accounts_of(here)
            if wanted is None:
                return watch_card(here, accounts)
    except (SQLAlchemyError, SealingError, OSError) as error:
        LOG.error("register.not_read %s", type(error).__name__)
        return Card.of_text(wording.REGISTER_UNREADABLE)
    rest = wanted["rest"] or ""
    found = find(accounts, rest) if rest else list(accounts)
    return _list(found) if found or not rest else None


def _list(accounts: Sequence[Account]) -> Card:
    if not accounts:
        return Card.of_text(wording.REGISTER_EMPTY)
    shown = accounts[:MOST_LISTED]
    lines = [Line(one_line(f"{one.reference} | {one.label} | {one.managers or wording.REGISTER_NOT_WRITTEN}")) for one in shown]
    more = [Line(wording.REGISTER_MORE.format(number=len(accounts) - len(shown)))] if len(accounts) > len(shown) else []
    return Card((Line(wording.REGISTER_ALL, strong=True), *lines, *more, _buttons(shown)))


def find(accounts: Sequence[Account], asked: str) -> list[Account]:
    """Return the accounts that are meant: those of a network, handle, name or reference that is named, those of both where two are; none else."""
    plain = words(asked)
    networks = networks_in(asked)
    on = [one for one in accounts if any(_is_on(one, network) for network in networks) or _holds(plain, words(one.network))]
    named = [one for one in accounts if any(_holds(plain, words(part)) for part in (one.handle, one.name, one.reference))]
    if networks and not on:
        return []
    both = [one for one in on if one in named]
    return both or on or named


def networks_in(text: str) -> tuple[str, ...]:
    """Return the ids of the networks that a text names, by the words that answers are read by."""
    lexicon = _lexicon()
    return lexicon.find_networks(lexicon.respelt(words(text)))


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return load_lexicon(HOME)


def _is_on(one: Account, network: str) -> bool:
    return network in networks_in(one.network)


def _holds(plain: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether words follow one another in a text."""
    return bool(part) and any(list(plain[at : at + len(part)]) == list(part) for at in range(len(plain) - len(part) + 1))


def _told(one: Account) -> str:
    fields = {
        "managers": one.managers or wording.REGISTER_NOT_WRITTEN,
        "may_post": one.may_post or wording.REGISTER_NOT_WRITTEN,
        "open": wording.REGISTER_SEEN_BY[one.open],
        "secondary": wording.REGISTER_IS_SECONDARY if one.secondary else "",
        "leaving": wording.REGISTER_IS_LEAVING if one.state == LEAVING else "",
    }
    return "\n".join((one.label, *(f"{wording.REGISTER_FIELDS[name]}: {text}" for name, text in fields.items() if text)))


def _buttons(shown: Sequence[Account]) -> Buttons:
    return Buttons(wording.REGISTER_OPEN, tuple(Button(one.reference, "matter", f"view {one.matter_id}") for one in shown))


def _topics(reply: Reply) -> list[str]:
    match reply.outcome:
        case Answer(parts, silences):
            return [*(part.topic_id for part in parts), *(silence.topic_id for silence in silences)]
        case Silent(topic_id=topic_id):
            return [topic_id]
        case _:
            return []
