"""A form filled in line by line: one question at a time, faults said on the question, all of it shown before it is sent. It stores nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from zoneinfo import ZoneInfo

from adapters import prompts
from adapters.seats import Seat
from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Fact, Facts, Line, is_blank, visible
from bot.forms import FieldType, FormField, check, fault_of, form
from bot.office import Office
from bot.reports import FieldError, Kind, Person
from bot.said_times import is_not_sure, read_moment

Check = Callable[[Mapping[str, str], Sequence[str]], Sequence[FieldError]]
"""Says what is wrong with a form that holds these values and these people."""

LONGEST_REMINDER = 200
"""Characters of an earlier answer that are shown beside its question."""


class Progress(Enum):
    """What a line came to."""

    GOES_ON = auto()
    READY = auto()
    """Everything is there; it may be sent."""
    CANCELLED = auto()


class Filling:
    """One form on its way. What was typed stays until it is sent or thrown away, whatever fails."""

    def __init__(
        self,
        fields: Sequence[FormField],
        check: Check,
        *,
        opening: Sequence[Block] = (),
        foot: str = "",
        people: Sequence[tuple[Person, str]] = (),
        reads_as: Callable[[FormField, str], str] | None = None,
        with_review: bool = False,
        how: str = "",
    ) -> None:
        self._fields, self._check, self._people = tuple(fields), check, tuple(people)
        self._opening, self._foot, self._reads_as, self._with_review = tuple(opening), foot, reads_as, with_review
        self._how = how
        self._at, self._returning, self._fault, self._only_how = 0, False, "", False
        self.values: dict[str, str] = {}
        self.about: tuple[str, ...] = ()

    @property
    def _in_review(self) -> bool:
        return self._at == len(self._fields)

    def card(self) -> Card:
        """Return what is asked now, with what was wrong with the last answer above it."""
        opening, self._opening = self._opening, ()
        fault = (Banner(self._fault),) if self._fault else ()
        only_how, self._only_how, self._fault = self._only_how, False, ""
        if only_how:
            return Card((Line(prompts.REVIEW_HOW, strong=True),))
        return Card((*opening, *fault, *(self._review() if self._in_review else self._question(self._fields[self._at]))))

    def take(self, typed: str) -> Progress:
        """Take one line."""
        word = typed.strip().casefold()
        if word == "cancel":
            return Progress.CANCELLED
        if word == "back":
            self._go_back()
            return Progress.GOES_ON
        return self._take_in_review(word) if self._in_review else self._take_answer(typed)

    def refuse(self, errors: Sequence[FieldError]) -> None:
        """Go back to the first answer that was refused."""
        names = [one.name for one in self._fields]
        first = min(errors, key=lambda error: names.index(error.field))
        self._at, self._returning, self._fault = names.index(first.field), True, first.message

    def _go_back(self) -> None:
        if self._at == 0:
            self._fault = prompts.FIRST_ANSWER
        self._at, self._returning = max(self._at - 1, 0), False

    def _take_in_review(self, word: str) -> Progress:
        if word == "send":
            return Progress.READY
        if word.isdecimal() and len(word) < 4 and 1 <= int(word) <= len(self._fields):
            self._at, self._returning = int(word) - 1, True
        else:
            self._only_how = True
        return Progress.GOES_ON

    def _take_answer(self, typed: str) -> Progress:
        field = self._fields[self._at]
        if not (is_blank(typed) and self._shown(field)):  # an empty line keeps what there is
            self._fault = self._choose_people(typed) if field.type is FieldType.PEOPLE else self._write(field, typed)
            if self._fault:
                return Progress.GOES_ON
        self._at = len(self._fields) if self._returning else self._at + 1
        self._returning = False
        return Progress.READY if self._in_review and not self._with_review else Progress.GOES_ON

    def _write(self, field: FormField, typed: str) -> str:
        """Keep an answer and return ''; or return its fault and keep the one before."""
        before = self.values.get(field.name, "")
        self.values[field.name] = "" if typed.strip() == "-" else _chosen(field, typed)
        fault = next((one.message for one in self._check(self.values, self.about) if one.field == field.name), "")
        if fault:
            self.values[field.name] = before
        return fault

    def _choose_people(self, typed: str) -> str:
        """Keep whom it is about and return ''; or return what is unclear."""
        chosen: dict[str, None] = {}
        for name in filter(None, (part.strip() for part in re.split(r"[,;]", typed))):
            if name.casefold() in ("-", "no", "none", "nobody"):
                continue
            found = self._called(name)
            if len(found) != 1:
                names = " or ".join(person.name for person in found)
                return (prompts.SEVERAL_CALLED if found else prompts.NOBODY_CALLED).format(name=visible(name), names=names)
            chosen[found[0].id] = None
        self.about = tuple(chosen)
        return ""

    def _called(self, name: str) -> list[Person]:
        people = [person for person, _ in self._people]
        if name.isdecimal() and len(name) < 4:
            return people[int(name) - 1 : int(name)] if int(name) else []
        whole = [person for person in people if name.casefold() in (person.name.casefold(), person.id.casefold())]
        words = name.casefold().split()
        return whole or [person for person in people if all(word in person.name.casefold().split() for word in words)]

    def _question(self, field: FormField) -> list[Block]:
        total = len(self._fields)
        label = prompts.STEP.format(number=self._at + 1, total=total, label=field.label) if total > 1 else field.label
        hints = [field.hint, "" if field.required or field.type is FieldType.PEOPLE else prompts.OPTIONAL, "" if self._at else self._how]
        shown = _shortened(self._shown(field))
        blocks: list[Block] = [Line(label, strong=True), *(Line(hint) for hint in hints if hint)]
        blocks += [Line(prompts.SO_FAR.format(value=shown))] if shown else []
        if field.type is FieldType.PEOPLE:
            return [*blocks, Buttons(prompts.CHOOSE_PEOPLE, tuple(Button(title, "choose", person.id) for person, title in self._people))]
        if field.choices:
            return [*blocks, Buttons(prompts.CHOOSE, tuple(Button(words, "choose", value) for value, words in field.choices))]
        return blocks

    def _review(self) -> list[Block]:
        facts = []
        for number, field in enumerate(self._fields, start=1):
            read = self._reads_as(field, self.values.get(field.name, "")) if self._reads_as else ""
            shown = self._shown(field) or prompts.NOTHING_WRITTEN
            facts.append(Fact(f"{number}. {field.label}", f"{shown} ({read})" if read else shown))
        foot: list[Block] = [Line(self._foot)] if self._foot else []
        return [Line(prompts.REVIEW, strong=True), Facts(tuple(facts)), *foot, Line(prompts.REVIEW_HOW, strong=True)]

    def _shown(self, field: FormField) -> str:
        """Return an answer as it is shown: nothing in it can hide or reorder what stands around it."""
        if field.type is FieldType.PEOPLE:
            return ", ".join(person.name for person, _ in self._people if person.id in self.about)
        typed = self.values.get(field.name, "")
        return dict(field.choices).get(typed) or visible(typed)


def _shortened(shown: str) -> str:
    """Return an answer as a reminder of it; a long one is shown whole before it is sent."""
    return shown if len(shown) <= LONGEST_REMINDER else f"{shown[:LONGEST_REMINDER]} …"


def _chosen(field: FormField, typed: str) -> str:
    """Return the value that a number or a word chooses; what was typed where it chooses none, or there is nothing to choose from."""
    word = " ".join(typed.casefold().split())
    if not field.choices or not word:
        return typed
    if word.isdecimal() and len(word) < 4 and 1 <= int(word) <= len(field.choices):
        return field.choices[int(word) - 1][0]
    exact = [value for value, words in field.choices if word in (value.casefold(), words.casefold())]
    begun = [value for value, words in field.choices if words.casefold().startswith(word)]
    holding = [value for value, words in field.choices if set(word.split()) <= set(re.findall(r"[\w']+", words.casefold()))]
    found = exact or begun or holding
    return found[0] if len(found) == 1 else typed


def fill_report(office: Office, kind: Kind, seats: Sequence[Seat]) -> Filling:
    """Return the form of a report, for one of `seats`; 999 stands before everything else."""
    asked, timezone = form(kind), office.school(seats[0].person.school).timezone

    def reads_as(field: FormField, typed: str) -> str:
        moment = read_moment(typed, now=office.clock.wall(), timezone=timezone) if field.type is FieldType.DATE_TIME else None
        if moment is None or is_not_sure(typed):
            return ""
        local = moment.begins(timezone).astimezone(ZoneInfo(timezone))
        return f"{wording.READS_AS} {wording.when(local, day=True) if moment.time else wording.on_day(local)}"

    return Filling(
        asked.fields,
        lambda values, about: check(kind, values, about, now=office.clock.wall(), timezone=timezone),
        opening=(Banner(asked.banner, urgent=True), Line(asked.title, strong=True), Line(prompts.FORM_HOW)),
        foot=asked.foot,
        people=tuple((seat.person, seat.title) for seat in seats if seat.is_listed),
        reads_as=reads_as,
        with_review=True,
    )


def fill_in(office: Office, asked: Sequence[FormField], school: str) -> Filling:
    """Return the few questions that a button asks."""
    timezone = office.school(school).timezone

    def faults(values: Mapping[str, str], _about: Sequence[str]) -> list[FieldError]:
        found = ((one.name, fault_of(one, values.get(one.name, ""), now=office.clock.wall(), timezone=timezone)) for one in asked)
        return [FieldError(name, fault) for name, fault in found if fault]

    return Filling(asked, faults, how=prompts.ASK_HOW)
