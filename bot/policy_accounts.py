"""The accounts that a policy lists (alet 2, iwys 2, wren-spinney 2), taken over from its own clauses into the register, each once.

A clause that names a handle is one account; one that only names networks is an account on each of them, without a handle. What a policy does not
list (its secondary accounts) stays to be added by those who know them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import wording
from bot.account_course import Accounts
from bot.accounts import BY_POLICY, accounts_of, same_account
from bot.matters.courses import Circumstances
from bot.matters.filing import Raising
from bot.matters.values import MatterKind, Quoted
from bot.office import Office
from bot.raising import raise_matter
from knowledge.clauses import Clause, Policy

LIST, SECONDARY = "accounts-list", "secondary-accounts"
"""Topics: which accounts there are, and those that staff have set up beside."""
_ENTRY = re.compile(r"\[(?P<name>[^\]]+)\]\([^)]*\)\s*\((?P<handle>[^)]+)\)")


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as a policy lists it."""

    clause: Clause
    network: str
    """By its id."""
    handle: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over from a policy."""

    references: tuple[str, ...]
    """Of the accounts that came into the register."""
    there: int
    """How many of those that the policy lists were in it already."""
    speaks_of_secondary: bool
    """Whether the policy speaks of further accounts without naming them."""


def listed_accounts(policy: Policy) -> tuple[Listed, ...]:
    """Return the accounts that a policy lists, in its order."""
    clauses = [policy.clauses[link.clause_id] for link in policy.answers.get(LIST, ())]
    secondary = {link.clause_id for link in policy.answers.get(SECONDARY, ())}
    named = [one for clause in clauses for one in _named(clause)]
    known = {one.network for one in named}
    bare = [Listed(clause, network) for clause in clauses if clause.id not in secondary for network in clause.networks if network not in known]
    return (*named, *bare)


def _named(clause: Clause) -> list[Listed]:
    found = _ENTRY.fullmatch(clause.text.strip())
    if found is None or len(clause.networks) != 1:
        return []
    return [Listed(clause, clause.networks[0], _plain(found["handle"]), _plain(found["name"]))]


def _plain(text: str) -> str:
    """Return text without the marks by which a document keeps an underscore from being read as one."""
    return text.replace("\\_", "_").strip()


def take_over(office: Office, school: str) -> Taken:
    """Put into the register what the policy of a school lists and the register has not. Raises UnknownSchool and UnknownPolicy."""
    policy = office.policy(school)
    found = listed_accounts(policy)
    with office.writing() as connection:
        here = Circumstances(office, connection, school, office.clock.now())
        there = {same_account(one.network, one.handle, one.name) for one in accounts_of(here, states=())}
        raising = [_raising(here, one) for one in found if same_account(_name(one.network), one.handle, one.name) not in there]
        stored = tuple(raise_matter(here, one).reference for one in raising)
    return Taken(stored, len(found) - len(stored), SECONDARY in policy.answers)


def _raising(here: Circumstances, one: Listed) -> Raising:
    policy, clause = here.policy, one.clause
    managers = policy.fact("accounts_managed_by")
    fields = {
        "network": _name(one.network),
        "handle": one.handle,
        "name": one.name,
        "managers": managers,
        "secondary": "no",
        "approved_by": wording.ACCOUNT_LISTED.format(section=clause.section),
        "approved_on": policy.fact("approved_on"),
        "clause": clause.id,
    }
    people = tuple(person.id for person in here.office.people.all(here.school) if person.name.casefold() in managers.casefold())
    quotes = (Quoted(clause.id, clause.section, clause.stem, clause.text), *here.quote("who-manages-accounts", *Accounts.topics))
    key = f"{BY_POLICY}{here.school}:{clause.id}:{one.network}"
    return Raising(key, MatterKind.ACCOUNT, here.school, None, "", {name: text for name, text in fields.items() if text}, people, quotes)


def _name(network: str) -> str:
    return wording.ACCOUNT_NETWORKS.get(network, network)
