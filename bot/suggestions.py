"""A suggestion for a post (alet 2, iwys 2, wren-spinney 2): it goes to whom the policy names, and who made it hears what comes of it.

Whom the policy names is read in its clause: somebody of the settings by their whole name, else whoever holds a role that it speaks of. Where neither
is found, or the policy is silent, it goes to whoever speaks for the school, and the card says so.
"""

from __future__ import annotations

from bot import wording
from bot.cards import Block, Line
from bot.forms import FieldType
from bot.handing import Followed, field_of, hand_act, not_self
from bot.matters.courses import Act, Begun, Change, Circumstances, Question
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.reports import FieldError, Person, Role
from bot.role_words import find_duties, speaks_of

NEW, USED, DECLINED, WITHDRAWN = "new", "used", "declined", "withdrawn"
_OPEN = frozenset((NEW,))
_NAMED_BY_WORD = (Role.COMMUNICATIONS, Role.ADMIN)
"""Roles whose own name is a word that a policy uses for them."""


class Suggestions(Followed):
    """How a suggestion goes."""

    kind = MatterKind.SUGGESTION
    name = wording.SUGGESTION
    button = wording.SUGGESTION_BUTTON
    topics = ("suggest-content",)
    waits = _OPEN
    states = wording.SUGGESTION_STATES
    events = wording.SUGGESTION_EVENTS
    every = 5
    fields = (field_of(wording.SUGGESTION_FIELDS, "what", FieldType.LONG_TEXT), field_of(wording.SUGGESTION_FIELDS, "network"))
    acts = (
        Act("use", _OPEN, wording.SUGGESTION_USE),
        Act("decline", _OPEN, wording.SUGGESTION_DECLINE, (field_of(wording.SUGGESTION_FIELDS, "answer", FieldType.LONG_TEXT),)),
        hand_act(_OPEN),
        Act("withdraw", _OPEN, wording.SUGGESTION_WITHDRAW),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form."""
        silent = () if here.quote(*self.topics) else (Line(wording.SUGGESTION_SILENT),)
        return Question(self.name, self.fields, silent)

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it before whom the policy names."""
        return self.begun(here, matter)

    def turn(self, here: Circumstances, matter: Matter) -> tuple[str, ...]:
        """Return whom the clause names that it goes by; nobody where the settings list none of them."""
        return named_by(here, " ".join(one.text for one in matter.quotes))

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Settle it, or give it to somebody else."""
        match act:
            case "use":
                return Change(wording.SUGGESTION_USED, USED)
            case "decline":
                return Change(wording.SUGGESTION_DECLINED, DECLINED)
            case "hand":
                return self.hand(here, matter, person, said.people)
            case _:
                return Change(wording.SUGGESTION_WITHDRAWN, WITHDRAWN, tells_raiser=not_self(matter, person))

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return what it suggests, in short."""
        return matter.fields.get("what", "")[:80]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what was suggested, and to whom it went."""
        return (*super().body(here, matter), *self._why(here, matter))

    def _why(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        if not matter.quotes:
            return (Line(wording.SUGGESTION_SILENT),)
        return () if self.turn(here, matter) else (Line(wording.SUGGESTION_NOT_LISTED),)


def named_by(here: Circumstances, clause: str) -> tuple[str, ...]:
    """Return the ids of those whom words of a policy name: by their whole name, else by the roles that they hold and the settings' own words."""
    everybody, text = here.office.people.all(here.school), " ".join(clause.casefold().split())
    by_name = tuple(one.id for one in everybody if " ".join(one.name.casefold().split()) in text)
    if by_name or not text:
        return by_name
    roles = {role for duty in find_duties(clause) for role in duty.roles if not duty.but_not} | {
        role for role in _NAMED_BY_WORD if speaks_of(clause, [role])
    }
    listed = {one.id: set(one.roles) for one in here.setting.people}
    own = {one: [word for word in words if word not in set(Role)] for one, words in listed.items()}
    return tuple(one for one, words in listed.items() if words & roles or speaks_of(clause, own[one]))
