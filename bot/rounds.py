"""A round of reading (section 1 of alet, iwys and wren-spinney; unnamed-trust "Staff"): whom the owner of the policy asks to read it, and by when.

It is bound to the version. Its card shows numbers; names are shown to the owner alone. Each person's own reading is a matter of its own (`readers`),
raised by `upkeep`, which also follows the settings and the policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from bot import wording
from bot.cards import Block, Line, one_line
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, card_to, to_person
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.reading import Standing, count, day_of, latest_round, name_of, readings_of, standing_of
from bot.reports import FieldError, Person, Role, RowKind
from bot.said_times import read_moment
from bot.versions import is_current, mark_version
from knowledge.clauses import Policy

RUNNING, OUTDATED, ENDED = "running", "outdated", "ended"
MORNING = time(9)
"""When people are reminded."""
CHOSEN = "chosen"
AUDIENCES: Mapping[str, tuple[Role, ...]] = {
    "staff": (Role.STAFF,),
    "slt": (Role.SLT, Role.HEAD, Role.PROPRIETOR),
    "safeguarding": (Role.DSL, Role.DEPUTY),
    "accounts": (Role.COMMUNICATIONS, Role.ADMIN),
}
"""Whom the settings list for an audience; `all` is everybody, and `chosen` whom the owner chose."""
_TYPES = {
    "audience": FieldType.CHOICE,
    "chosen": FieldType.PEOPLE,
    "due": FieldType.DAY,
    "again_due": FieldType.DAY,
    "training": FieldType.CHOICE,
}
_CHOICES = {"audience": wording.READING_AUDIENCES, "training": wording.READING_TRAININGS}


def asked(name: str, type_: FieldType | None = None, *, required: bool = True, choices: Mapping[str, str] | None = None) -> FormField:
    """Return a question of this flow."""
    label, hint = wording.READING_FIELDS[name]
    offered = tuple((choices or _CHOICES.get(name, {})).items())
    return FormField(name, label, type_ or _TYPES.get(name, FieldType.TEXT), hint, required, offered)


class Rounds(Course):
    """How a round goes."""

    kind = MatterKind.READING
    name = wording.READING
    button = wording.READING_BUTTON
    topics = ("must-read-policy",)
    waits = frozenset((OUTDATED,))
    rests = frozenset((RUNNING,))
    states = wording.READING_STATES
    events = wording.READING_EVENTS
    notices = wording.READING_ROUND_NOTICES
    fields = (asked("audience"), asked("chosen", required=False), asked("due"), asked("training"))
    acts = (
        Act("names", frozenset((RUNNING, OUTDATED, ENDED)), wording.READING_NAMES),
        Act("again", frozenset((OUTDATED,)), wording.READING_AGAIN, (asked("again_due"),)),
        Act("end", frozenset((RUNNING, OUTDATED)), wording.READING_END),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form; it says how those are reached whom the settings do not list, and whether the policy asks staff to read it."""
        opening: list[Block] = [Line(version_words(here.policy), strong=True), Line(wording.READING_NOT_LISTED)]
        if not here.quote(*self.topics):
            opening.append(Line(wording.READING_POLICY_SILENT))
        return Question(wording.READING_TITLE, self.fields, tuple(opening), {"audience": "all", "training": "no"})

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Return what is wrong: a day that cannot be kept, nobody to ask, or a round that asks for this version already."""
        running = latest_round(here)
        if running is not None and running.state == RUNNING and is_current(running.fields, here.policy):
            return (FieldError("", wording.READING_RUNS_ALREADY.format(reference=running.reference)),)
        errors = [FieldError("due", fault) for fault in (fault_of_due(here, said.get("due")),) if fault]
        audience = said.get("audience")
        if audience == CHOSEN and not said.people:
            errors.append(FieldError("chosen", wording.READING_CHOOSE))
        if audience != CHOSEN and not audience_of(here, audience, ()):
            errors.append(FieldError("audience", wording.READING_NOBODY))
        return tuple(errors)

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Bind it to the version; the owner gets its card, and so do the head and senior leaders, who see the same numbers."""
        due = read_due(here, matter.fields.get("due", "")) or day_of(here)
        after = here.calendar.next_school_day_at(here.calendar.at(due, MORNING), MORNING)
        owed = [card_to(Role.OWNER, here.now), card_to(Role.OWNER, after, topic="overdue")]
        owners = {one.id for one in here.holders(Role.OWNER)}
        others = (one.id for role in (Role.HEAD, Role.SLT) for one in here.holders(role) if one.id not in owners)
        owed += [Owed(RowKind.CARD, 0, to_person(one, "begun"), here.now) for one in dict.fromkeys(others)]
        fields = {**matter.fields, **mark_version(here.policy), "version": version_words(here.policy), "due": due.isoformat()}
        return Begun(RUNNING, tuple(owed), here.calendar.at(due, here.setting.closes), fields)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Show the owner the names, end the round, or begin it again for the new version."""
        match act:
            case "names":
                return Change(names_words(here, matter), quiet=True, tells_raiser=False)
            case "end":
                return Change(wording.READING_ENDED, ENDED, tells_raiser=False)
            case _:
                fault = fault_of_due(here, said.get("again_due"))
                if fault:
                    return FieldError("again_due", fault)
                terms = {"audience": matter.fields["audience"], "training": matter.fields["training"], "due": said.get("again_due")}
                following = Raising(f"again:{matter.id}", self.kind, here.school, person, "", terms, matter.people, here.quote(*self.topics))
                return Change(wording.READING_BEGUN_AGAIN, ENDED, tells_raiser=False, raises=(following,))

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return how many have completed it."""
        return counts_words(here, matter)[0]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what is asked of whom, and how many stand where: numbers, and no name."""
        audience = wording.READING_AUDIENCES.get(matter.fields.get("audience", ""), "")
        training = matter.fields.get("training", "no")
        lines = [matter.fields.get("version", ""), wording.READING_ASKED_WHOM.format(audience=audience)]
        if matter.fields.get("due"):
            lines.append(wording.READING_BY.format(day=wording.on_day(datetime.fromisoformat(matter.fields["due"]))))
        if training != "no":
            lines.append(wording.READING_TRAINING_TOO.format(terms=wording.READING_TRAININGS[training]))
        counted = [Line(one, strong=number == 0) for number, one in enumerate(counts_words(here, matter))]
        return (*map(Line, filter(None, lines)), *counted, Line(wording.READING_NOT_LISTED))

    def is_owed(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, person_id: str) -> bool:
        """Say whether a message is still owed: how it stands after the day, only while it runs."""
        return topic != "overdue" or matter.state == RUNNING


def audience_of(here: Circumstances, audience: str, chosen: Iterable[str]) -> tuple[Person, ...]:
    """Return who is asked, by the settings of today: nobody twice; whom the owner chose also where the settings do not list them."""
    everybody = here.office.people.all(here.school)
    if audience == CHOSEN:
        return tuple(here.office.people.person(one, here.school) or Person(one, one, here.school) for one in chosen)
    roles = AUDIENCES.get(audience)
    return everybody if roles is None else tuple(one for one in everybody if here.office.people.roles(one.id, here.school).intersection(roles))


def read_due(here: Circumstances, typed: str) -> date | None:
    """Return a day to come that somebody has typed; one without its year is the next of its name. None where it cannot be read."""
    moment = read_moment(typed, now=here.now, timezone=here.timezone)
    if moment is None:
        return None
    has_year = re.search(r"(?:19|20)[0-9]{2}|[0-9][-/. ][0-9]{1,2}[-/. ][0-9]{2}\b", typed) is not None
    try:
        return moment.day if has_year or moment.day >= day_of(here) else moment.day.replace(year=moment.day.year + 1)
    except ValueError:  # a 29th of February
        return None


def fault_of_due(here: Circumstances, typed: str) -> str:
    """Return what is wrong with the day by which a round is to be done; '' where nothing is."""
    due = read_due(here, typed)
    if due is None:
        return wording.DAY_UNREADABLE
    if due <= day_of(here):
        return wording.READING_DUE_PAST
    if here.calendar.can_be_asked_on(due):
        return ""
    before = here.calendar.last_school_day_until(due)
    return wording.READING_DUE_NO_SCHOOL_DAY.format(day=wording.on_day(datetime.combine(before, MORNING)))


def counts_words(here: Circumstances, round_: Matter) -> list[str]:
    """Return how many stand where, as sentences."""
    readings = readings_of(here, round_)
    if not readings and round_.state == RUNNING:
        return [wording.READING_NO_NAMES]
    asked_for = [one for one in readings if not one.raised_by]
    beside = [one for one in readings if one.raised_by]
    of = count(asked_for)
    number = sum(of.values()) - of[Standing.LEFT]
    numbers = {str(one): of[one] for one in Standing if one not in (Standing.OUTDATED, Standing.LEFT)}
    words = [wording.READING_COUNTS.format(asked=number, **numbers)]
    words += [wording.READING_COUNTS_OUTDATED.format(number=of[Standing.OUTDATED])] if of[Standing.OUTDATED] else []
    words += [wording.READING_COUNTS_LEFT.format(number=of[Standing.LEFT])] if of[Standing.LEFT] else []
    if beside:
        words.append(wording.READING_COUNTS_BESIDE.format(completed=count(beside)[Standing.COMPLETED], number=len(beside)))
    return words


def names_words(here: Circumstances, round_: Matter) -> str:
    """Return who stands where, for the owner of the policy and nobody else: one line for each standing, those first who need somebody."""
    named: dict[Standing, list[str]] = {}
    for one in readings_of(here, round_):
        named.setdefault(standing_of(one), []).append(one_line(name_of(here, one)))
    lines = [
        wording.READING_NAMES_LINE.format(standing=words, names=", ".join(sorted(named[Standing(standing)])))
        for standing, words in wording.READING_STANDINGS.items()
        if Standing(standing) in named
    ]
    return "\n".join(lines) or wording.READING_NO_NAMES


def version_words(policy: Policy) -> str:
    """Return which version of which document is to be read, as it prints it."""
    version = wording.version(printed=policy.fact("version"), approved=policy.fact("approved_on"), fingerprint=policy.fingerprint)
    return wording.READING_OF.format(title=f"{policy.organisation}, {policy.title}", version=version)
