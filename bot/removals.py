"""A request to remove a post: of a colleague (athelstan 8), of a parent (unnamed-trust "Personal use: Parents/Carers"), of anybody.

Noted, asked for, followed up every second school day until it is down; a refusal goes to SLT, or into the complaints procedure.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot import wording
from bot.cards import Block, Line
from bot.forms import FieldType
from bot.handing import CHASE, Followed, choice_of, field_of, hand_act, not_self, reopen_act, timer
from bot.matters.courses import Act, Begun, Change, Circumstances, Question, remind, to_role
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind

NEW, ASKED, REFUSED, COMPLAINT, REMOVED, CLOSED = "new", "asked", "refused", "complaint", "removed", "closed"
_WAITS = frozenset((NEW, ASKED, REFUSED, COMPLAINT))
_TO_SLT = (REFUSED, COMPLAINT)
_LABELS = wording.REMOVAL_FIELDS
_TOPICS: Mapping[str, tuple[str, ...]] = {
    "staff": ("remove-post", "refuse-to-remove-post"),
    "parent": ("parents-inappropriate-comments", "parents-complaints-route"),
    "pupil": ("pupils-inappropriate-comments",),
    "other": (),
}
"""Topics whose clauses govern it, by whose post it is."""
_ASKS = (
    choice_of(_LABELS, "how", wording.REMOVAL_HOW),
    field_of(_LABELS, "when", FieldType.DATE_TIME),
    choice_of(_LABELS, "invited", wording.REMOVAL_YES_NO),
    field_of(_LABELS, "note", FieldType.LONG_TEXT, required=False),
)


class Removals(Followed):
    """How a request to remove a post goes."""

    kind = MatterKind.REMOVAL
    name = wording.REMOVAL
    button = wording.REMOVAL_BUTTON
    topics = tuple(topic for topics in _TOPICS.values() for topic in topics)
    waits = _WAITS
    states = wording.REMOVAL_STATES
    events = wording.REMOVAL_EVENTS
    notices = wording.REMOVAL_NOTICES
    fields = (
        choice_of(_LABELS, "whose", wording.REMOVAL_WHOSE),
        field_of(_LABELS, "who"),
        field_of(_LABELS, "where"),
        field_of(_LABELS, "what", FieldType.LONG_TEXT),
        field_of(_LABELS, "why", FieldType.LONG_TEXT),
        field_of(_LABELS, "link", FieldType.LINK, required=False),
        field_of(_LABELS, "follows", FieldType.PEOPLE, required=False),
    )
    acts = (
        Act("ask", frozenset((NEW,)), wording.REMOVAL_ASK, _ASKS),
        Act("ask_again", frozenset((ASKED, REFUSED, COMPLAINT)), wording.REMOVAL_ASK_AGAIN, _ASKS),
        Act("removed", _WAITS, wording.REMOVAL_REMOVED),
        Act(
            "refuse",
            frozenset((NEW, ASKED)),
            wording.REMOVAL_REFUSE,
            (choice_of(_LABELS, "goes_to", wording.REMOVAL_GOES_TO), field_of(_LABELS, "note", FieldType.LONG_TEXT)),
        ),
        hand_act(_WAITS),
        Act("close", _WAITS, wording.REMOVAL_CLOSE, (field_of(_LABELS, "end", FieldType.LONG_TEXT),)),
        reopen_act(frozenset((REMOVED, CLOSED))),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form."""
        return Question(self.name, self.fields, (Line(wording.REMOVAL_OPENING),))

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Give it to whoever was chosen, or to those who see to such a post; kept with the clauses that speak of it."""
        return self.begun(here, matter, quotes=here.quote(*_TOPICS[matter.fields["whose"]]))

    def role(self, here: Circumstances, matter: Matter) -> Role:
        """Return whose it is: a colleague's post is for SLT, as is every one that will not be removed."""
        return Role.SLT if matter.fields.get("whose") == "staff" or matter.state in _TO_SLT else Role.COMMUNICATIONS

    def kept_from(self, here: Circumstances, matter: Matter) -> frozenset[str]:
        """Return the colleague whose post it is, by the name that was typed; unless they ask themselves, or somebody has chosen them to see to it."""
        if matter.fields.get("whose") != "staff":
            return frozenset()
        found = here.office.people.find_excluded(here.school, about=(), named=(matter.fields.get("who", ""),))
        return found - {matter.raised_by, *matter.people}

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Remind every second school day; of what will not be removed SLT too."""
        if topic == CHASE and matter.state in _TO_SLT:
            told = (remind(Role.SLT, here.now, "still_up", step=step), *self.tell(here, matter, kind, step, "still_up"))
            return (*told, timer(CHASE, self.next_time(here), step=step + 1))
        return super().goes_on(here, matter, kind, topic, step)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Note that they were asked, and what came of it."""
        tells = not_self(matter, person)
        match act:
            case "ask" | "ask_again":
                state = ASKED if matter.state == NEW else None
                return Change(wording.REMOVAL_ASKED, state, self.chase(here, matter), tells_raiser=tells, ends_reminders=True)
            case "removed":
                return Change(wording.REMOVAL_DONE, REMOVED, tells_raiser=tells)
            case "refuse":
                state = COMPLAINT if said.get("goes_to") == "complaints" else REFUSED
                step = next_step(here.connection, matter.id, RowKind.CARD)
                owed = (Owed(RowKind.CARD, step, to_role(Role.SLT, "to_slt"), here.now), *self.chase(here, matter))
                return Change(wording.REMOVAL_REFUSED, state, owed, tells_raiser=tells, ends_reminders=True)
            case "hand":
                return self.hand(here, matter, person, said.people)
            case "close":
                return Change(wording.REMOVAL_CLOSED, CLOSED, tells_raiser=tells)
            case _:
                return self.reopen(here, matter, person)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return where the post is."""
        return matter.fields.get("where", "")[:80]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return which post it is, and who sees to it."""
        silent = () if matter.quotes else (Line(wording.REMOVAL_SILENT),)
        return (*super().body(here, matter), *silent)


def raised_from(matter: Matter, person: Person, said: Said) -> Raising:
    """Return the request to remove a post of which a mention told."""
    fields = {name: matter.fields[name] for name in ("where", "link", "what") if matter.fields.get(name)}
    fields |= {"who": matter.fields.get("who") or wording.REMOVAL_NOT_KNOWN, "whose": said.get("whose"), "why": said.get("why")}
    key = f"removal {matter.id} {len(matter.events)}"
    return Raising(key, MatterKind.REMOVAL, matter.school, person, "", fields)
