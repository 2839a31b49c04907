"""A suggestion for a post (alet 2, iwys 2, wren-spinney 2): it goes to whoever runs the school's accounts, and who made it hears what comes of it."""

from __future__ import annotations

from bot import wording
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, card_to
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.reports import FieldError, Person, Role

NEW, USED, DECLINED, WITHDRAWN = "new", "used", "declined", "withdrawn"
_OPEN = frozenset((NEW,))


def _asked(name: str, type_: FieldType = FieldType.TEXT) -> FormField:
    label, hint = wording.SUGGESTION_FIELDS[name]
    return FormField(name, label, type_, hint)


class Suggestions(Course):
    """How a suggestion goes."""

    kind = MatterKind.SUGGESTION
    name = wording.SUGGESTION
    button = wording.SUGGESTION_BUTTON
    topics = ("suggest-content",)
    waits = _OPEN
    states = wording.SUGGESTION_STATES
    events = wording.SUGGESTION_EVENTS
    fields = (_asked("what", FieldType.LONG_TEXT), _asked("network"))
    acts = (
        Act("use", _OPEN, wording.SUGGESTION_USE),
        Act("decline", _OPEN, wording.SUGGESTION_DECLINE, (_asked("answer", FieldType.LONG_TEXT),)),
        Act("withdraw", _OPEN, wording.SUGGESTION_WITHDRAW),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form."""
        return Question(self.name, self.fields)

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it before whoever speaks for the school."""
        return Begun(NEW, (card_to(Role.COMMUNICATIONS, here.now),))

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Settle it."""
        match act:
            case "use":
                return Change(wording.SUGGESTION_USED, USED)
            case "decline":
                return Change(wording.SUGGESTION_DECLINED, DECLINED)
            case _:
                return Change(wording.SUGGESTION_WITHDRAWN, WITHDRAWN, tells_raiser=False)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return what it suggests, in short."""
        return matter.fields.get("what", "")[:80]
