"""The school is spoken of elsewhere (unnamed-trust "Monitoring posts about the trust/school"): noted, given to somebody, followed up, settled."""

from __future__ import annotations

from bot import wording
from bot.cards import Block, Line
from bot.forms import FieldType
from bot.handing import Followed, choice_of, chosen, field_of, hand_act, not_self, reopen_act
from bot.matters.courses import Act, Begun, Change, Circumstances, Question
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.removals import raised_from
from bot.reports import FieldError, Person

NEW, FOLLOWED, CLOSED = "new", "followed", "closed"
_WAITS = frozenset((NEW, FOLLOWED))
_LABELS = wording.MENTION_FIELDS


class Mentions(Followed):
    """How a mention goes."""

    kind = MatterKind.MENTION
    name = wording.MENTION
    button = wording.MENTION_BUTTON
    topics = ("monitor-public-posts", "respond-to-posts-elsewhere")
    waits = _WAITS
    states = wording.MENTION_STATES
    events = wording.MENTION_EVENTS
    fields = (
        field_of(_LABELS, "where"),
        choice_of(_LABELS, "sort", wording.MENTION_SORTS),
        field_of(_LABELS, "what", FieldType.LONG_TEXT),
        field_of(_LABELS, "who", required=False),
        field_of(_LABELS, "link", FieldType.LINK, required=False),
        field_of(_LABELS, "seen", FieldType.DATE_TIME),
        field_of(_LABELS, "follows", FieldType.PEOPLE, required=False),
    )
    acts = (
        Act("take", frozenset((NEW,)), wording.HANDING_TAKE),
        Act("note", _WAITS, wording.MENTION_NOTE, (field_of(_LABELS, "done_so_far", FieldType.LONG_TEXT),)),
        hand_act(_WAITS),
        Act(
            "removal",
            _WAITS,
            wording.MENTION_REMOVAL,
            (choice_of(_LABELS, "whose", wording.REMOVAL_WHOSE), field_of(_LABELS, "why", FieldType.LONG_TEXT)),
        ),
        Act(
            "close",
            _WAITS,
            wording.MENTION_CLOSE,
            (choice_of(_LABELS, "settled", wording.MENTION_SETTLED), field_of(_LABELS, "how", FieldType.LONG_TEXT)),
        ),
        reopen_act(frozenset((CLOSED,))),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form."""
        silent = () if here.quote(*self.topics) else (Line(wording.MENTION_SILENT),)
        return Question(self.name, self.fields, (Line(wording.MENTION_OPENING), *silent))

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Give it to whoever was chosen, or to whoever speaks for the school."""
        return self.begun(here, matter)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Follow it up, hand it on, settle it."""
        tells = not_self(matter, person)
        match act:
            case "take":
                return Change(
                    wording.HANDING_TAKEN,
                    FOLLOWED,
                    self.chase(here, matter),
                    fields=chosen(matter.fields),
                    people=(person.id,),
                    tells_raiser=tells,
                    ends_reminders=True,
                )
            case "note":
                return Change(wording.MENTION_NOTED, FOLLOWED, self.chase(here, matter), tells_raiser=tells, ends_reminders=True)
            case "hand":
                return self.hand(here, matter, person, said.people)
            case "removal":
                raising = raised_from(matter, person, said)
                return Change(
                    wording.MENTION_REMOVAL_ASKED, FOLLOWED, self.chase(here, matter), tells_raiser=tells, ends_reminders=True, raises=(raising,)
                )
            case "close":
                return Change(wording.MENTION_CLOSED, CLOSED, tells_raiser=tells)
            case _:
                return self.reopen(here, matter, person)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return where it was."""
        return matter.fields.get("where", "")[:80]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what was said, and who follows it up."""
        silent = () if matter.quotes else (Line(wording.MENTION_SILENT),)
        return (*super().body(here, matter), *silent)
