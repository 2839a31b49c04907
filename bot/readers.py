"""One person's own reading of the policy: it opens page by page, and only then can be said to be understood; a question or a no is an answer too.

Whoever is in a round has one from it; anybody else on the staff raises their own, and it counts as much. `reading` tells what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import wording
from bot.cards import Block, Line
from bot.forms import FieldType
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, card_to, remind, to_person
from bot.matters.filing import Raising
from bot.matters.routing import next_step, owe_edits
from bot.matters.values import Event, Matter, MatterKind, Said, UnknownMatter
from bot.outbox import Owed
from bot.policy_pages import pages_of
from bot.reading import (
    ATTENTION,
    COMPLETED,
    NOT_READ,
    OPEN,
    OPENED,
    OUTDATED,
    PENDING,
    TRAINED,
    UNDERSTOOD,
    UNREAD,
    UNTRAINED,
    Training,
    counts_as_trained,
    keys_of,
    latest_round,
    whose,
)
from bot.reports import FieldError, Person, Role, RowKind
from bot.rounds import MORNING, RUNNING, asked, version_words
from bot.said_times import read_moment
from bot.versions import is_current, mark_version

_UNDER_WAY = frozenset((PENDING, OPENED, UNTRAINED, ATTENTION))
_SHOWS_PAGES = frozenset((OPENED, UNTRAINED, ATTENTION, UNREAD))
BEFORE = {"week": 7, "day": 1}
"""How many days before the due day somebody is reminded, by topic."""
ANSWER_WITHIN = 3
"""School days until the owner is reminded of a question, again and again."""


class Readings(Course):
    """How one person's reading goes."""

    kind = MatterKind.READER
    name = wording.READING_READER
    button = wording.READING_READER_BUTTON
    topics = ("must-read-policy",)
    waits = _UNDER_WAY
    states = wording.READING_READER_STATES
    events = wording.READING_READER_EVENTS
    notices = wording.READING_READER_NOTICES
    fields = (asked("mine", FieldType.CHOICE, choices=wording.READING_MINE),)
    acts = (
        Act(OPEN, frozenset((PENDING, ATTENTION, UNREAD)), wording.READING_OPEN),
        Act("next", _SHOWS_PAGES, wording.READING_NEXT),
        Act("back", _SHOWS_PAGES, wording.READING_BACK),
        Act(UNDERSTOOD, frozenset((OPENED, ATTENTION, UNREAD)), wording.READING_UNDERSTOOD),
        Act(
            "question",
            frozenset((PENDING, OPENED, UNTRAINED, UNREAD)),
            wording.READING_QUESTION,
            (asked("kind", FieldType.CHOICE, choices=wording.READING_KINDS), asked("question", FieldType.LONG_TEXT)),
        ),
        Act(TRAINED, frozenset((*_UNDER_WAY, UNREAD, COMPLETED)), wording.READING_TRAINED, (asked("day"),)),
        Act("answer", frozenset((ATTENTION,)), wording.READING_ANSWER, (asked("answer", FieldType.LONG_TEXT),)),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form: which version it is."""
        return Question(wording.READING_TITLE, self.fields, (Line(version_words(here.policy), strong=True),), {"mine": "read"})

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Refuse a second reading of the version by the same person."""
        for one in here.list(MatterKind.READER):
            if whose(one) == person.id and is_current(one.fields, here.policy) and one.state in (*_UNDER_WAY, UNREAD, COMPLETED):
                words = wording.READING_MINE_DONE if one.state == COMPLETED else wording.READING_MINE_ALREADY
                return (FieldError("", words.format(reference=one.reference)),)
        return ()

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Ask somebody, and owe what reminds them; one who came by themselves is in the round that runs, and has its day."""
        fields = {**matter.fields, **mark_version(here.policy), "version": version_words(here.policy)}
        round_ = _round_by_id(here, fields.get("round", "")) or (latest_round(here) if matter.by else None)
        if round_ is None or round_.state != RUNNING or not is_current(round_.fields, here.policy):
            return Begun(PENDING, fields=fields)
        due = date.fromisoformat(round_.fields["due"])
        fields |= {"round": round_.id, "due": due.isoformat(), "training": round_.fields.get("training", "no")}
        person_id = matter.people[0] if matter.people else matter.by.id if matter.by else ""
        if fields.get("earlier"):  # nothing is asked of them: it is completed at once
            return Begun(PENDING, fields=fields)
        first = [] if matter.by else [Owed(RowKind.CARD, 0, to_person(person_id, "start"), here.now)]
        return Begun(PENDING, (*first, *_reminders(here, person_id, due)), here.calendar.at(due, here.setting.closes), fields)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Let somebody read, say that they have understood, or ask; or let the owner answer. The round's card follows."""
        done = self._act(here, matter, act, said)
        round_ = _round_by_id(here, matter.fields.get("round", ""))
        if isinstance(done, Change) and done.state and round_ is not None:
            owe_edits(here.connection, round_, here.now)
        return done

    def _act(self, here: Circumstances, matter: Matter, act: str, said: Said) -> Change | FieldError:
        match act:
            case "open":
                state = OPENED if matter.state == PENDING else matter.state
                return Change(wording.READING_IS_OPEN, state, fields={**matter.fields, "page": "0"}, tells_raiser=False)
            case "next" | "back":
                return self._turn(here, matter, 1 if act == "next" else -1)
            case "understood":
                return self._understood(here, matter)
            case "question":
                return self._asked(here, matter)
            case "trained":
                return self._trained(here, matter, said)
            case _:
                state = OPENED if matter.done(OPEN) else PENDING
                state = UNTRAINED if matter.done(UNDERSTOOD) else state
                step = next_step(here.connection, matter.id, RowKind.CARD)
                told = Owed(RowKind.CARD, step, to_person(whose(matter), "answered"), here.now)
                return Change(wording.READING_ANSWERED, state, (told,), tells_raiser=False)

    def _turn(self, here: Circumstances, matter: Matter, by: int) -> Change | FieldError:
        if not matter.done(OPEN):
            return FieldError("", wording.READING_OPEN_FIRST)
        pages = len(pages_of(here.policy))
        page = (_page(matter) + by) % pages
        words = wording.READING_PAGE.format(page=page + 1, pages=pages)
        return Change(words, fields={**matter.fields, "page": str(page)}, tells_raiser=False, quiet=True)

    def _understood(self, here: Circumstances, matter: Matter) -> Change | FieldError:
        if not matter.done(OPEN):
            return FieldError("", wording.READING_OPEN_FIRST)
        if not is_current(matter.fields, here.policy):
            return FieldError("", wording.READING_CHANGED)
        if self._wants_training(here, matter):
            return Change(wording.READING_NOTED_UNTRAINED, UNTRAINED, tells_raiser=False)
        return Change(wording.READING_NOTED, COMPLETED, tells_raiser=False)

    def _asked(self, here: Circumstances, matter: Matter) -> Change:
        step = next_step(here.connection, matter.id, RowKind.CARD)
        again = next_step(here.connection, matter.id, RowKind.REMIND)
        owed = (card_to(Role.OWNER, here.now, step=step, topic="attention"), remind(Role.OWNER, _later(here), "attention", step=again))
        return Change(wording.READING_ASKED, ATTENTION, owed, tells_raiser=False)

    def _trained(self, here: Circumstances, matter: Matter, said: Said) -> Change | FieldError:
        moment = read_moment(said.get("day"), now=here.now, timezone=here.timezone)
        if moment is None:
            return FieldError("day", wording.DAY_UNREADABLE)
        if moment.is_after(here.now, here.timezone):
            return FieldError("day", wording.READING_TO_COME)
        noted = Event(TRAINED, here.now, "", "", said.values)
        if matter.state != UNTRAINED:
            return Change(wording.READING_TRAINING_NOTED, matter.state, tells_raiser=False)
        if self._wants_training(here, matter, noted):
            terms = wording.READING_TRAININGS[matter.fields.get("training", "no")]
            return Change(wording.READING_TRAINING_TOO_OLD.format(terms=terms), tells_raiser=False)
        return Change(wording.READING_NOTED, COMPLETED, tells_raiser=False)

    def _wants_training(self, here: Circumstances, matter: Matter, noted: Event | None = None) -> bool:
        """Say whether the round asks for training, and none that counts is noted: neither here nor in an earlier reading of the same person."""
        if matter.fields.get("training", "no") == Training.NO:
            return False
        round_ = _round_by_id(here, matter.fields.get("round", ""))
        if noted is not None and counts_as_trained(here, replace(matter, events=(noted,)), round_):
            return False
        own = (one for one in here.list(MatterKind.READER) if whose(one) == whose(matter))
        return not any(counts_as_trained(here, one, round_) for one in own)

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Return what is owed next: after the due day one reminder each school day; of a question, one to the owner after some."""
        if topic == "late":
            following = Owed(RowKind.REMIND, step + 1, "again:#late", here.calendar.next_school_day_at(here.now, MORNING))
            return (Owed(RowKind.REMIND, step, to_person(whose(matter), "late"), here.now), following)
        if topic == "attention" and kind is RowKind.REMIND:
            return (remind(Role.OWNER, _later(here), "attention", step=step + 1),)
        return ()

    def is_owed(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, person_id: str) -> bool:
        """Say whether a message is still owed: nobody is reminded who has read it, or waits for an answer, or whose round has ended."""
        if topic == "attention":
            return matter.state == ATTENTION
        if topic in ("start", "late", *BEFORE, "due"):
            round_ = _round_by_id(here, matter.fields.get("round", ""))
            runs = round_ is not None and round_.state == RUNNING and matter.state in self.waits
            return runs and (not person_id or matter.state in NOT_READ)
        return True

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return which policy it is."""
        return here.policy.title

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return which version is to be read and, once it is open, the page at which they are."""
        training = matter.fields.get("training", "no")
        lines = [Line(matter.fields.get("version", ""))]
        lines += [Line(wording.READING_TRAINING_TOO.format(terms=wording.READING_TRAININGS[training]))] if training != "no" else []
        if matter.state not in _SHOWS_PAGES or not matter.done(OPEN):
            return tuple(lines)
        pages = pages_of(here.policy)
        page = _page(matter) % len(pages)
        head = Line(wording.READING_PAGE.format(page=page + 1, pages=len(pages)), strong=True)
        return (*lines, head, *pages[page], Line(wording.READING_UNDERSTOOD_WHOLE))


def reading_for(here: Circumstances, round_: Matter, person: Person, readings: Sequence[Matter]) -> Raising:
    """Return the reading of one person in a round, to be raised. `readings` are all that there are: nobody is asked twice for one version."""
    listed, earlier = here.office.people.person(person.id, here.school), _completed_already(here, person.id, round_, readings)
    fields = {"round": round_.id, "name": person.name, "listed": "yes" if listed else ""}
    done = earlier.last(UNDERSTOOD) if earlier else None
    if earlier is not None and done is not None:
        fields |= {"earlier": earlier.reference, "understood": done.at.isoformat()}
    return Raising(f"{keys_of(round_.id)}{person.id}"[:200], MatterKind.READER, round_.school, None, "", fields, (person.id,), round_.quotes)


def outdated(here: Circumstances, matter: Matter) -> Change:
    """Mark a reading of an earlier version; somebody who had read it is told."""
    step = next_step(here.connection, matter.id, RowKind.CARD)
    told = (Owed(RowKind.CARD, step, to_person(whose(matter), "outdated"), here.now),) if matter.done(UNDERSTOOD) else ()
    return Change("", OUTDATED, told, tells_raiser=False)


def _completed_already(here: Circumstances, person_id: str, round_: Matter, readings: Sequence[Matter]) -> Matter | None:
    """Return an earlier reading by which somebody has done all that a round asks."""
    own = [one for one in readings if whose(one) == person_id]
    read = next((one for one in own if one.done(UNDERSTOOD) and is_current(one.fields, here.policy)), None)
    wanted = round_.fields.get("training", Training.NO) != Training.NO
    return read if not wanted or any(counts_as_trained(here, one, round_) for one in own) else None


def _reminders(here: Circumstances, person_id: str, due: date) -> Iterator[Owed]:
    """Yield what reminds somebody: a week and a day before (on the last school day until then), on the day, and from the next school day on."""
    taken: set[datetime] = set()
    days: Mapping[str, date] = {topic: here.calendar.last_school_day_until(due - timedelta(days=days)) for topic, days in BEFORE.items()}
    for topic, day in {**days, "due": due}.items():
        at = here.calendar.at(day, MORNING)
        if at > here.now and at not in taken:
            taken.add(at)
            yield Owed(RowKind.REMIND, 0, to_person(person_id, topic), at, here.calendar.civil(at))
    late = here.calendar.next_school_day_at(here.calendar.at(due, MORNING), MORNING)
    yield Owed(RowKind.REMIND, 0, "again:#late", late, here.calendar.civil(late))


def _later(here: Circumstances) -> datetime:
    at = here.now
    for _ in range(ANSWER_WITHIN):
        at = here.calendar.next_school_day_at(at, MORNING)
    return at


def _round_by_id(here: Circumstances, matter_id: str) -> Matter | None:
    try:
        return here.office.filing.matters.get(here.connection, matter_id) if matter_id else None
    except UnknownMatter:
        return None


def _page(matter: Matter) -> int:
    page = matter.fields.get("page", "0")
    return int(page) if page.isdecimal() else 0
