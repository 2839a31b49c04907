"""Somebody leaves who runs accounts (unnamed-trust, administrator): every account that names them is handed over or closed, and not forgotten."""

from __future__ import annotations

from bot import wording
from bot.account_course import Accounts
from bot.account_entries import hand_over
from bot.accounts import Account, accounts_naming, after_school_days, check_due
from bot.applications import Applications
from bot.cards import Block, Button, Buttons, Fact, Facts, Line, one_line, visible
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, card_to, remind
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.said_times import read_moment

OPEN, DONE, STAYS = "open", "done", "stays"
REMIND_AFTER = 3
"""School days until the administrator is reminded, and again as many later."""
MOST_SHOWN = 15
MOST_TOLD = 5
"""Accounts up to which whoever takes them over gets the card of each."""
_WHO = FormField("who", wording.LEAVER_FIELDS["who"][0], FieldType.PEOPLE, wording.LEAVER_FIELDS["who"][1])
_DAY = FormField("day", wording.LEAVER_FIELDS["day"][0], FieldType.DAY, wording.LEAVER_FIELDS["day"][1], required=False)
_TO = FormField("to", wording.LEAVER_FIELDS["to"][0], FieldType.PEOPLE, wording.LEAVER_FIELDS["to"][1])
_OPEN = frozenset((OPEN,))


class Leavers(Course):
    """How it goes when somebody leaves."""

    kind = MatterKind.LEAVER
    name = wording.LEAVER
    kept = wording.LEAVER_KEPT
    button = wording.LEAVER_BUTTON
    topics = ("account-leaver",)
    waits = _OPEN
    states = wording.LEAVER_STATES
    events = wording.LEAVER_EVENTS
    notices = wording.LEAVER_NOTICES
    acts = (
        Act("hand_over", _OPEN, wording.LEAVER_HAND_OVER, (_TO,)),
        Act("done", _OPEN, wording.LEAVER_DONE),
        Act("stays", _OPEN, wording.LEAVER_STAYS),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form."""
        return Question(self.name, (_WHO, _DAY))

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Say so where no account names them."""
        if any(accounts_naming(here, one) for one in said.people):
            return ()
        return (FieldError("who", wording.leaver_nothing(list(map(here.name, said.people)))),)

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it before the administrator."""
        moment = read_moment(matter.fields.get("day", ""), now=here.office.clock.wall(), timezone=here.timezone)
        owed = (card_to(Role.ADMIN, here.now, topic="leaver"), self._reminder(here, 0))
        return Begun(OPEN, owed, check_due(here, moment.day) if moment else None)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Settle it, once no account names them any more; or take it back."""
        if act == "stays":
            return Change(wording.LEAVER_TAKEN_BACK, STAYS)
        if act == "hand_over":
            return self._handed_over(here, matter, person, said)
        still = [one.reference for one in _accounts(here, matter)]
        return FieldError("", wording.leaver_still(still)) if still else Change(wording.LEAVER_IS_DONE, DONE)

    def _handed_over(self, here: Circumstances, matter: Matter, person: Person, said: Said) -> Change | FieldError:
        """Put others in the place of those who leave, in every account at once."""
        from bot.raising import apply  # it lists this course among the others, and so is there only when something is done

        if set(said.people) & set(matter.people):
            return FieldError("to", wording.LEAVER_TO_THEMSELVES)
        found = _accounts(here, matter)
        for one in found:
            account = here.office.filing.matters.get(here.connection, one.matter_id, to_change=True)
            change = hand_over(here, account, matter.people, said.people, by=person.name, tells_named=len(found) <= MOST_TOLD)
            apply(here, Accounts(), account, change)
        names = list(map(here.name, said.people))
        return Change(wording.leaver_handed_over(len(found), names, is_told=len(found) <= MOST_TOLD), DONE)

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Remind again, every three school days."""
        return (self._reminder(here, step + 1),) if kind is RowKind.REMIND and topic == "waiting" else ()

    def _reminder(self, here: Circumstances, step: int) -> Owed:
        at = after_school_days(here.calendar, here.now, REMIND_AFTER)
        return remind(Role.ADMIN, at, "waiting", step=step, civil=here.calendar.civil(at))

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return who leaves."""
        return ", ".join(map(here.name, matter.people))

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return who leaves, and each account that names them as things are now, one press away."""
        who = Facts((Fact(wording.LEAVER_WHO, visible(", ".join(map(here.name, matter.people)))),))
        found = _accounts(here, matter)
        if not found:
            return (who, Line(wording.LEAVER_NONE)) if matter.state == OPEN else (who,)
        shown = found[:MOST_SHOWN]
        lines = [Line(one_line(f"{one.reference} | {one.label} | {one.managers}")) for one in shown]
        more = [Line(wording.LEAVER_MORE.format(number=len(found) - len(shown)))] if len(found) > len(shown) else []
        buttons = Buttons(wording.OPEN_WHICH, tuple(Button(one.reference, "matter", f"view {one.matter_id}") for one in shown))
        return (who, Line(wording.LEAVER_ACCOUNTS, strong=True), *lines, *more, buttons, *self._applications(here, matter))

    def _applications(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        waiting = here.list(MatterKind.APPLICATION, states=Applications.waits)
        found = [Line(one.reference) for one in waiting if set(one.people) & set(matter.people)]
        return (Line(wording.LEAVER_APPLICATIONS), *found) if found else ()


def _accounts(here: Circumstances, matter: Matter) -> list[Account]:
    named = {one.matter_id: one for person_id in matter.people for one in accounts_naming(here, person_id)}
    return sorted(named.values(), key=lambda one: one.reference)
